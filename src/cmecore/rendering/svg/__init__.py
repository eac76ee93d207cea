"""Certificates as SVG: the very page that the PDF has, as one drawing that stands alone and looks the same in any viewer.

No font is needed to show it: every letter is drawn as its outline.  Over the drawing stands its text, unseen, so that it can
be read aloud, searched and copied.  The file runs nothing and asks nothing of any server; the one address that it leads to is
that at which the certificate is verified.

A drawing has no pages.  Several stand one under the other, each with a name to which an address can lead: a browser begins
at the second one of ``certificates.svg#page-2``, and an image on a web page that has the shape of the paper shows just that.
"""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING, NamedTuple

import attrs

from cmecore.credit.fields import is_a
from cmecore.rendering import PageRange, Rendered
from cmecore.rendering.fonts.typefaces import as_fonts
from cmecore.rendering.handed import documents
from cmecore.rendering.pages import ornament
from cmecore.rendering.pages.page import Composer
from cmecore.rendering.svg import art
from cmecore.rendering.svg.inking import ink
from cmecore.rendering.svg.paths import short
from cmecore.rendering.svg.speaking import language, quoted, spoken, voices
from cmecore.rendering.themes import CLASSIC, Theme

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from cmecore.entries import Certificate
    from cmecore.rendering.document import Document
    from cmecore.rendering.pages.layout import Leaf
    from cmecore.rendering.svg.inking import Ink

_NAMESPACES = 'xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink"'
_MEDIA_TYPE = "image/svg+xml"
# Between two pages, in points.
_APART = 12.0
_AT_THE_TOP = 'preserveAspectRatio="xMidYMin"'
_SUMMED_UP = frozenset({"name", "total", "issued", "number"})


class _Part(NamedTuple):
    """Some pages of one certificate, and the number of the first of them."""

    document: Document
    leaves: tuple[Leaf, ...]
    first: int

    @property
    def range(self) -> PageRange:
        """Where it stands."""
        certificate = self.document.certificate
        return PageRange(certificate.number, certificate.course, self.first, self.first + len(self.leaves) - 1)


@attrs.frozen(kw_only=True)
class Svg:
    """Render certificates as one drawing, the pages one under the other.

    >>> from cmecore.certificates import certify_participation
    >>> from cmecore.testing.samples import LEDGER, NOW
    >>> preview = certify_participation(LEDGER, "EM-101", name="Ada <b>Okoro</b>, MD", at=NOW)
    >>> drawing = Svg().render([preview])
    >>> drawing.media_type, ">Ada &lt;b&gt;Okoro&lt;/b&gt;, MD</tspan>" in drawing.data.decode()
    ('image/svg+xml', True)
    """

    theme: Theme = attrs.field(default=CLASSIC, validator=is_a(Theme))
    #: The content of further TrueType fonts, asked in this order for characters that the others lack.
    fonts: tuple[bytes, ...] = attrs.field(default=(), converter=as_fonts, repr=False)

    def render(self, certificates: Sequence[Certificate], /) -> Rendered:
        """Draw the certificates, in the order given, in one file."""
        parts = self._parts(certificates)
        return Rendered(_MEDIA_TYPE, self._file(parts), tuple([part.range for part in parts]))

    def pages(self, certificates: Sequence[Certificate], /) -> Iterator[Rendered]:
        """Draw each page in a file of its own, for a web page that shows them one at a time.

        >>> from cmecore.testing.certificates import of_length
        >>> [str(page.pages[0]) for page in Svg().pages([of_length(40)])]
        ['1', '2', '3']
        """
        for part in self._parts(certificates):
            for number, leaf in enumerate(part.leaves, start=part.first):
                # Alone, what otherwise only repeats is read as well.
                whole = attrs.evolve(leaf, bands=(*leaf.running, *leaf.bands), running=())
                page = part._replace(leaves=(whole,), first=number)
                yield Rendered(_MEDIA_TYPE, self._file([page]), (page.range,))

    def _parts(self, certificates: Sequence[Certificate]) -> list[_Part]:
        composer = Composer.of(self.theme, self.fonts)
        parts: list[_Part] = []
        first = 1
        for document in documents(certificates, self.theme.words, self.theme.order):
            parts.append(_Part(document, composer.pages(document.certificate), first))
            first += len(parts[-1].leaves)
        return parts

    def _file(self, parts: Sequence[_Part]) -> bytes:
        """Write some pages, one under the other."""
        theme = self.theme
        drawn: list[str] = []
        said: list[str] = []
        views: list[str] = []
        held: dict[str, str] = {}
        width, height, top = short(theme.paper.width), short(theme.paper.height), 0.0
        for part in parts:
            bands = []
            for number, leaf in enumerate(part.leaves, start=part.first):
                shapes = self._page(part.document, leaf, held)
                drawn.append(f'<g transform="translate(0 {short(top)})">{shapes}</g>' if top else shapes)
                views.append(f'<view id="page-{number}" viewBox="0 {short(top)} {width} {height}" {_AT_THE_TOP}/>')
                bands += [(band, top + theme.paper.height - upper) for band, upper in leaf.bands]
                top += theme.paper.height + _APART
            label = f' role="article" aria-label="{quoted(part.document.title)}"' if len(parts) > 1 else ""
            said.append(f"<g{label}>{spoken(voices(bands), part.document)}</g>")
        whole = short(top - _APART)
        root = f'width="{width}pt" height="{whole}pt" viewBox="0 0 {width} {whole}" role="graphics-document document"'
        return "\n".join(
            (
                '<?xml version="1.0" encoding="UTF-8"?>',
                f"<svg {_NAMESPACES} {root}{language(theme.words.language)}>",
                f"<title>{quoted('; '.join(dict.fromkeys(part.document.title for part in parts)))}</title>",
                f"<desc>{quoted('; '.join(_summed_up(part.document) for part in parts))}</desc>",
                *(views if len(views) > 1 else ()),
                f"<defs>{''.join(held.values())}</defs>",
                '<g aria-hidden="true">',
                *drawn,
                "</g>",
                '<g fill-opacity="0" font-family="serif" xml:space="preserve">',
                *said,
                "</g>",
                "</svg>",
                "",
            )
        ).encode()

    def _page(self, document: Document, leaf: Leaf, held: dict[str, str]) -> str:
        """Draw a page: paper, the word across a preview, the border, and what stands inside."""
        theme = self.theme
        out = [f'<path fill="{theme.palette.paper}" d="M0 0h{short(theme.paper.width)}v{short(theme.paper.height)}H0z"/>']
        if document.preview:
            word = _across(Composer.of(theme, self.fonts))
            held |= word.held
            out.append(word.shapes)
        border = art.frame(theme)
        if border.shapes:
            held |= border.held
            out.append(border.shapes)
        for band, upper in (*leaf.running, *leaf.bands):
            shown = ink(band)
            held |= shown.held
            out.append(
                f'<g transform="translate(0 {short(theme.paper.height - upper)})">{shown.shapes}</g>' if shown.shapes else ""
            )
        return "".join(out)


@functools.lru_cache(maxsize=16)
def _across(composer: Composer) -> Ink:
    """Draw the word that crosses a preview."""
    word = ink(ornament.watermark(composer.theme, composer.faces))
    return attrs.evolve(word, shapes=art.across(composer.theme, word.shapes))


def _summed_up(document: Document) -> str:
    """Say in one line whose certificate it is, over what, and which."""
    return " · ".join(said.text for said in (*document.head, *document.issue) if said.role in _SUMMED_UP)
