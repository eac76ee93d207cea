"""A certificate as a web page that stands alone: it asks nothing of any server, reads aloud in order, and prints on a sheet.

Everything on it is in the one file: the style sheet, the QR symbol as a drawing, and a policy that forbids the browser
everything else.  Text from outside is text, whatever it looks like; only the address at which a certificate is verified
becomes a link, and only where a browser opens a page on the web at it.
"""

from __future__ import annotations

import base64
import functools
import hashlib
import itertools
import re
from collections.abc import Iterable, Iterator, Sequence
from html import escape
from typing import TYPE_CHECKING

import attrs

from cmecore.credit.fields import is_a
from cmecore.credit.text import on_the_web
from cmecore.rendering import Rendered, qr, webfonts
from cmecore.rendering.document import FROM_OUTSIDE, Document, Row, Said
from cmecore.rendering.fonts.scripts import from_the_right, pieces
from cmecore.rendering.fonts.typefaces import as_fonts
from cmecore.rendering.handed import documents
from cmecore.rendering.pages.layout import Seal
from cmecore.rendering.stylesheet import Style, stylesheet
from cmecore.rendering.svg import art
from cmecore.rendering.themes import CLASSIC, Mark, Palette, Theme, rgb
from cmecore.rendering.words import Words

if TYPE_CHECKING:
    from cmecore.entries import Certificate
    from cmecore.providers import Signatory
    from cmecore.rendering.images import Image

#: The side of a symbol on paper, in millimetres, unless its modules would be too small to scan; and the largest, in points.
_SIDE = 27.0
_LARGEST = 200.0
_MODULE = 0.5
#: The height of a signature, in points.
_SIGNATURE = 30.0

_FLOURISH = (
    '<svg class="flourish" viewBox="-100 -4 200 8" aria-hidden="true" focusable="false">'
    '<path d="M10 .6 96 0 10-.6ZM-10 .6-96 0-10-.6ZM3.4 0 0 3.4-3.4 0 0-3.4Z'
    'M8.5 0 7 1.5 5.5 0 7-1.5ZM-5.5 0-7 1.5-8.5 0-7-1.5Z"/>'
    "</svg>"
)
# The seal hangs its ribbons down; with more than four around it there is no room for one.
_RADIUS = 34.0
_SEAL = '<svg class="seal" viewBox="-35 -35 70 93" aria-hidden="true" focusable="false">'
_SEALED = 4
_DRAWINGS = '<svg class="drawings" width="0" height="0" aria-hidden="true" focusable="false">'
_ELEMENTS = {"kind": "h1", "course": "h2"}
# An address may break behind a slash, and not between the two that it begins with.
_PARTS_OF_AN_ADDRESS = re.compile(r"[^/]*//[^/]*/?|[^/]*/|[^/]+")
_BESIDE = ' class="marked"'
_ADDRESS = frozenset({"provider address", "provider contact"})


@attrs.frozen(kw_only=True)
class Html:
    """Render certificates as one web page, an article each, that prints each on a sheet of its own.

    It looks as its theme says.  The fonts are the reader's, unless the theme has its own or some are handed over: then the page
    carries them, and grows by what they weigh.

    >>> from cmecore.certificates import certify_participation
    >>> from cmecore.testing.samples import LEDGER, NOW
    >>> preview = certify_participation(LEDGER, "EM-101", name="Ada <b>Okoro</b>, MD", at=NOW)
    >>> '<p class="name">Ada &lt;b&gt;Okoro&lt;/b&gt;, MD</p>' in Html().render([preview]).data.decode()
    True
    """

    theme: Theme = attrs.field(default=CLASSIC, validator=is_a(Theme))
    #: The content of further TrueType fonts, asked in this order for letters that are neither Latin, Greek nor Cyrillic.
    fonts: tuple[bytes, ...] = attrs.field(default=(), converter=as_fonts, repr=False)
    #: Whether a blank for hours can be filled in on the page; else it is a rule to write on.
    fillable: bool = attrs.field(default=False, validator=is_a(bool))

    @property
    def words(self) -> Words:
        """The phrases that it prints."""
        return self.theme.words

    def render(self, certificates: Sequence[Certificate], /) -> Rendered:
        """Write the certificates, in the order given, into one page."""
        held = documents(certificates, self.words, self.theme.order)
        body = "\n".join(itertools.chain.from_iterable(self._article(number, one) for number, one in enumerate(held, start=1)))
        carried = webfonts.rules(self.theme, self.fonts, body)
        sheet = stylesheet(Style.of(self.theme), self.words.preview) + carried
        digest = base64.b64encode(hashlib.sha256(sheet.encode()).digest()).decode()
        policy = f"default-src 'none'; style-src 'sha256-{digest}'; img-src data:; base-uri 'none'; form-action 'none'"
        policy += "; font-src data:" if carried else ""
        language = self.words.language
        direction = "rtl" if from_the_right(language) else "ltr"
        page = "\n".join(
            (
                "<!DOCTYPE html>",
                f'<html lang="{escape(language)}" dir="{direction}">',
                "<head>",
                '<meta charset="utf-8">',
                f'<meta http-equiv="Content-Security-Policy" content="{policy}">',
                '<meta name="viewport" content="width=device-width, initial-scale=1">',
                f"<title>{escape('; '.join(dict.fromkeys(one.title for one in held)))}</title>",
                f"<style>{sheet}</style>",
                "</head>",
                "<body>",
                "<main>",
                *self._drawings(held),
                body,
                "</main>",
                "</body>",
                "</html>",
                "",
            )
        )
        return Rendered("text/html; charset=utf-8", page.encode())

    def _drawings(self, documents: Iterable[Document]) -> Iterator[str]:
        """Write once what several certificates show."""
        if any(map(self._sealed, documents)):
            drawings = "".join(_seal(self.theme.palette).held.values())
            yield f"{_DRAWINGS}<defs>{drawings}</defs></svg>"

    def _article(self, number: int, document: Document) -> Iterator[str]:
        marked = (
            f' class="preview" aria-labelledby="kind-{number}"' if document.preview else f' aria-labelledby="kind-{number}"'
        )
        yield f'<article{marked}><div class="sheet">'
        yield '<div class="head">'
        if document.preview:
            yield f'<p class="warning">{escape(self.words.preview)}</p>'
        if logos := [mark for mark in self.theme.marks if not mark.beside]:
            yield f'<p class="marks">{"".join(map(_marked, logos))}</p>'
        for said in document.head:
            yield self._said(number, said, document)
        yield "</div>"
        yield '<div class="particulars">'
        if document.rows or document.listed_with_sum:
            yield from self._table(document)
        if document.statements:
            yield '<div class="statements">'
            yield from (self._statement(one, document) for one in document.statements)
            yield "</div>"
        yield "</div>"
        if document.signatories:
            yield '<div class="signatories">'
            yield from self._signed(document)
            yield "</div>"
        yield '<div class="foot">'
        yield from self._issue(document)
        if document.symbol:
            yield from self._symbol(number, document)
        yield "</div>"
        yield "</div></article>"

    def _said(self, number: int, said: Said, document: Document) -> str:
        element = _ELEMENTS.get(said.role, "p")
        text = self._spelled(said.role, said.text, document)
        kind = said.role
        if kind == "kind":
            return f'<h1 id="kind-{number}">{text}</h1>{_FLOURISH}'
        if kind == "course":
            return f'<h2 class="course">{text}</h2>'
        if kind == "blank":
            blank = f'<label>{text} <input type="text" inputmode="decimal" autocomplete="off"></label>'
            return (
                f'<p class="blank">{blank}</p>' if self.fillable else f'<p class="blank">{text} <span class="rule"></span></p>'
            )
        return f'<{element} class="{kind}">{text}</{element}>'

    def _table(self, document: Document) -> Iterator[str]:
        words = self.words
        amounts = any(row.amount for row in document.rows)
        columns = 2 + amounts
        course = self._spelled("course", document.certificate.course, document)
        yield f"<table><caption>{course}</caption>"
        yield f'<thead><tr><th scope="col">{escape(words.topic)}</th><th scope="col">{escape(words.completed_heading)}</th>'
        yield f'<th scope="col" class="amount">{escape(words.credit_heading)}</th></tr></thead>' if amounts else "</tr></thead>"
        for under, rows in itertools.groupby(document.rows, lambda row: row.under):
            yield "<tbody>"
            if under:
                course = self._spelled("under", under, document)
                yield f'<tr class="under"><th scope="rowgroup" colspan="{columns}">{course}</th></tr>'
            yield from itertools.chain.from_iterable(self._row(row, document, columns) for row in rows)
            yield "</tbody>"
        if document.listed_with_sum:
            yield f'<tfoot><tr class="sum"><td colspan="{columns}">{self._phrase(document.sum)}</td></tr></tfoot>'
        yield "</table>"

    def _row(self, row: Row, document: Document, columns: int) -> Iterator[str]:
        amount = f'<td class="amount">{self._phrase(row.amount)}</td>' if columns > len(("topic", "day")) else ""
        noted = ' class="noted"' if row.notes else ""
        title = self._spelled("topic", row.title, document)
        yield f'<tr{noted}><th scope="row">{title}</th><td>{escape(row.completed)}</td>{amount}</tr>'
        for note in row.notes:
            yield f'<tr class="note"><td colspan="{columns}">{self._phrase(note)}</td></tr>'

    def _statement(self, statement: str, document: Document) -> str:
        marks = "".join(_marked(mark) for mark in self.theme.marks if mark.beside and mark.beside in statement)
        text = self._spelled("statement", statement, document)
        return f"<p{_BESIDE if marks else ''}>{marks}{text}</p>"

    def _sealed(self, document: Document) -> bool:
        """Tell whether a seal stands among those who sign, on paper in a line with them."""
        return self.theme.seal != "none" and 0 < len(document.signatories) <= _SEALED

    def _signed(self, document: Document) -> Iterator[str]:
        """Write who signs, with the seal in the middle of an even number and beside an odd one."""
        signed = [self._signatory(one, document) for one in document.signatories]
        if self._sealed(document):
            signed.insert(0 if len(signed) % 2 else len(signed) // 2, f"{_SEAL}{_seal(self.theme.palette).shapes}</svg>")
        yield from signed

    def _signatory(self, signatory: Signatory, document: Document) -> str:
        image = self.theme.signature(signatory.name, among=[one.name for one in document.signatories])
        says = self.words.signature.format(name=signatory.name)
        signed = "" if image is None else f'<p class="signature">{_shown(image, says, _SIGNATURE)}</p>'
        title = self._spelled("office", signatory.title, document)
        office = f'<p class="office">{title}</p>' if signatory.title else ""
        who = self._spelled("name", signatory.name, document)
        return f'<div class="signatory">{signed}<p class="who">{who}</p>{office}</div>'

    def _issue(self, document: Document) -> Iterator[str]:
        yield '<div class="issue">'
        for addressed, group in itertools.groupby(document.issue, lambda said: said.role in _ADDRESS):
            if addressed:
                yield f"<address>{'<br>'.join(self._spelled(said.role, said.text, document) for said in group)}</address>"
                continue
            for said in group:
                text = self._spelled(said.role, said.text, document)
                if said.role == "number":
                    text = self._numbered(said.text, document.certificate.number or "")
                yield f'<p class="{said.role}">{text}</p>'
        yield "</div>"

    def _numbered(self, text: str, number: str) -> str:
        """Write a phrase with a number in it that stays in one line where there is room for it."""
        before, found, after = text.partition(number) if number else (text, "", "")
        return self._phrase(before) + (_whole(self._phrase(found)) if found else "") + self._phrase(after)

    def _symbol(self, number: int, document: Document) -> Iterator[str]:
        words, address = self.words, document.address
        held = words.symbol.format(address=address) if address else words.symbol_number.format(number=document.symbol)
        yield "<figure>"
        yield f"<figcaption><p>{escape(words.verify if address else words.scan)}</p>"
        if address:
            shown = "<wbr>".join(_whole(escape(part)) for part in _PARTS_OF_AN_ADDRESS.findall(address))
            if on_the_web(address):
                shown = f'<a href="{escape(address)}" rel="noreferrer">{shown}</a>'
            yield f'<p class="address"><span dir="ltr">{shown}</span></p>'
        yield "</figcaption>"
        yield _drawn(qr.symbol(document.symbol, largest=_LARGEST), held, f"symbol-{number}")
        yield "</figure>"

    def _spelled(self, role: str, text: str, document: Document) -> str:
        """Write a text in the language that it has by the part it plays."""
        if role == "name" or role in FROM_OUTSIDE:
            return self._outside(text, document, own=role == "name")
        return self._phrase(text)

    def _phrase(self, text: str) -> str:
        """Write a phrase; what is set into it in another script runs its own way there."""
        return "".join(
            f'<bdi lang="{piece.language}">{escape(piece.text)}</bdi>' if piece.language else escape(piece.text)
            for piece in pieces(text, self.words.language)
        )

    def _outside(self, text: str, document: Document, *, own: bool = False) -> str:
        """Write what is wholly from outside: in the language of the certificate, but a name has none that is known.

        Whatever it is written in, its line runs as the page does: on an English page a degree stays behind an Arabic name.
        """
        language = self.words.language if own else document.certificate.language
        told = "" if language == self.words.language else language
        parts = list(pieces(text, language))
        if len(parts) == 1:
            return _spoken(parts[0].language or told, escape(text))
        return _spoken(told, "".join(_spoken(piece.language, escape(piece.text)) for piece in parts))


@functools.lru_cache(maxsize=32)
def _seal(palette: Palette) -> art.Art:
    colours = {name: rgb(getattr(palette, name)) for name in ("accent", "ornament", "paper")}
    return art.seal(Seal(x=0, y=0, radius=_RADIUS, **colours))


def _spoken(language: str, text: str) -> str:
    return f'<span lang="{escape(language)}">{text}</span>' if language else text


def _whole(text: str) -> str:
    return f'<span class="whole" dir="ltr">{text}</span>'


def _marked(mark: Mark) -> str:
    return _shown(mark.image, mark.says, mark.height)


def _shown(image: Image, says: str, height: float) -> str:
    """Show an image as part of the page itself, so high in points."""
    data = base64.b64encode(image.data).decode()
    return f'<img alt="{escape(says)}" height="{height * 4 / 3:.0f}" src="data:{image.media_type};base64,{data}">'


def _drawn(symbol: qr.Symbol, held: str, identity: str) -> str:
    side = max(_SIDE, symbol.modules * _MODULE)
    path = "".join(f"M{left} {top}h{length}v1h-{length}z" for left, top, length in symbol.runs())
    return (
        f'<svg role="img" aria-labelledby="{identity}" width="{side:g}mm" height="{side:g}mm" '
        f'viewBox="0 0 {symbol.modules} {symbol.modules}" shape-rendering="crispEdges">'
        f'<title id="{identity}">{escape(held)}</title><path fill="#fff" d="M0 0h{symbol.modules}v{symbol.modules}H0z"/>'
        f'<path fill="#000" d="{path}"/></svg>'
    )
