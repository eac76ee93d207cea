"""Bands as PDF operators: what is drawn, and the texts in it as marked content, each with the part that it plays.

A band that thousands of pages share is put into operators once.  They are measured from the band's top, so that a page only
has to say at which height it stands.
"""

from __future__ import annotations

import functools
import hashlib
import math
from typing import TYPE_CHECKING, TypeAlias

import attrs

from cmecore.rendering.document import FROM_OUTSIDE
from cmecore.rendering.fonts import scripts
from cmecore.rendering.fonts.runs import Run, Typeface
from cmecore.rendering.fonts.typefaces import bundled
from cmecore.rendering.pages import ornament
from cmecore.rendering.pages.layout import Blank, Flourish, Picture, Piece, Seal, Square, Stroke
from cmecore.rendering.pdf.file import text
from cmecore.rendering.pdf.lettering import Cut, cut_for, meanings, written
from cmecore.rendering.pdf.parts import Box, Part
from cmecore.rendering.pdf.tagging import Manner, manner
from cmecore.rendering.qr import QUIET

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from cmecore.rendering.images import Image
    from cmecore.rendering.pages.layout import Band, Colour

# What differs from certificate to certificate; whatever plays another part is likely to stand on the next page too.
_OWN = frozenset(
    {"name", "total", "resting", "hours", "topic", "completed", "amount", "note", "sum"}
    | {"issued", "number", "replaces", "symbol", "address", "addendum"}
)
# What ends the role of a further line of the same text.
_ON = " goes on"
# From one dot of a leader to the next.
_DOTS = 4.0
_PENCIL = (0.2, 0.2, 0.2)
_KEPT = 512


_Shown: TypeAlias = "tuple[tuple[Cut, Mapping[int, str]], ...]"


@attrs.define(eq=False, kw_only=True)
class Ink:
    """A band, ready to be put on a page."""

    #: The operators of all of it, with a blank for the height at which it stands, and one for the mark of each part.
    form: bytes
    parts: tuple[Part, ...]
    #: What the shape of a page asks of it.
    manner: Manner
    #: Whether it is likely to differ from page to page.
    own: bool
    glyphs: _Shown
    #: What is drawn and says nothing, as an artifact.
    art: bytes = b""
    images: tuple[Image, ...] = ()
    #: Where a touch leads, and on which parts of the band.
    leads_to: str = ""
    touched: tuple[Box, ...] = ()
    blanks: tuple[Blank, ...] = ()


class Inking:
    """Puts bands into operators, on pages in one language with certificates in another, or the same.

    What it has done once it does not do again.
    """

    def __init__(self, page_language: str, certificate_language: str) -> None:
        # Each part that a text plays has a memory of its own: numbers, which never come again, must not push out names.
        self._known: dict[str, Callable[[Band], Ink]] = {}
        self._said: Callable[[Piece], tuple[Part, _Shown]] = functools.partial(_text, page_language, certificate_language)
        self._text = functools.lru_cache(_KEPT)(self._said)

    def ink(self, band: Band) -> Ink:
        """Return the operators of a band."""
        last = band.items[-1]
        role = last.role if isinstance(last, Piece) else ""
        if (known := self._known.get(role)) is None:
            known = self._known[role] = functools.lru_cache(_KEPT)(self._inked)
        return known(band)

    def _inked(self, band: Band) -> Ink:
        if len(band.items) == 1 and isinstance(piece := band.items[0], Piece) and not band.leads_to:
            # A line of text, as most bands are.
            part, glyphs = self._said(piece)
            held, own = (part,), part.role in _OWN
            return Ink(form=_form(b"", held), parts=held, manner=_manner(held, 0, own), own=own, glyphs=glyphs)
        parts: list[Part] = []
        shown: dict[Cut, Mapping[int, str]] = {}
        art: list[bytes] = []
        boxes: list[Box] = []
        images: list[Image] = []
        blanks: list[Blank] = []
        for item in band.items:
            match item:
                case Piece():
                    part, texts = self._text(item)
                    parts.append(part)
                    for cut, meanings in texts:
                        shown[cut] = {**shown[cut], **meanings} if shown.get(cut) else meanings
                    if band.leads_to:
                        below = item.setting.size * 0.25
                        boxes.append((item.x, item.y - below, item.x + item.width, item.y + item.setting.leading - below))
                case Square():
                    art.append(_white(item.x, item.y, item.side))
                    box = (item.x, item.y, item.x + item.side, item.y + item.side)
                    parts.append(Part("symbol", _symbol(item), item.says, box=box))
                    boxes.append(box)
                case Picture():
                    box = (item.x, item.y, item.x + item.width, item.y + item.height)
                    parts.append(Part(item.role, _picture(item), item.says, box=box))
                    images.append(item.image)
                case Stroke():
                    art.append(_stroke(item))
                case Flourish():
                    art.append(ornament.recorded(functools.partial(ornament.flourish, x=item.x, y=item.y, tint=item.colour)))
                case Seal():
                    art.append(ornament.recorded(functools.partial(ornament.seal, placed=item)))
                case Blank():
                    art.append(_stroke(Stroke(x=item.x, y=item.y, length=item.width, width=0.6, colour=_PENCIL)))
                    blanks.append(item)
        joined = tuple(_joined(parts)) if len(parts) > 1 else tuple(parts)
        links = len(boxes) if band.leads_to else 0
        own = not _OWN.isdisjoint([part.role for part in joined])
        drawn = b"/Artifact BMC\n%bEMC\n" % b"".join(art) if any(art) else b""
        return Ink(
            form=_form(drawn, joined),
            parts=joined,
            manner=_manner(joined, links, own),
            own=own,
            art=drawn,
            glyphs=tuple(shown.items()),
            images=tuple(images),
            leads_to=band.leads_to,
            touched=tuple(boxes) if band.leads_to else (),
            blanks=tuple(blanks),
        )


def number(value: float) -> bytes:
    """Write a number, to a hundredth of a point.

    >>> number(12.0), number(0.5), number(-3.456)
    (b'12', b'0.5', b'-3.46')
    """
    return b"%g" % round(value, 2)


def _manner(parts: Sequence[Part], links: int, own: bool) -> Manner:  # noqa: FBT001
    # What leads somewhere is one part, a symbol or an address, so that all links of a band are its.
    return manner(tuple([(part.role, bool(part.language or part.spelled), links) for part in parts]), own)


def _form(art: bytes, parts: Sequence[Part]) -> bytes:
    """Put the operators of a band together: its art as an artifact, and each of its parts under its mark."""
    marked = [b"/%b<</MCID %%d>>BDC\n%bEMC\n" % (part.tag, part.operators.replace(b"%", b"%%")) for part in parts]
    return b"q 1 0 0 1 0 %%.2f cm\n%b%bQ\n" % (art, b"".join(marked))


def _going_on(role: str) -> tuple[str, ...]:
    """Tell which lines go on in a text: those of the same part, but each signatory is one for himself."""
    return (role + _ON,) if role == "signatory" else (role, role + _ON)


def _joined(parts: Sequence[Part]) -> Iterator[Part]:
    """Join the lines of one text, which are one thing to a reader."""
    held: Part | None = None
    for part in parts:
        if held is not None and part.box is None and part.role in _going_on(held.role):
            # Readers guess a space between two lines; where a word was broken there is none, and that has to be said.
            language, spelled = held.language or part.language, held.spelled or part.spelled or held.text[-1:] != " "
            held = Part(held.role, held.operators + part.operators, held.text + part.text, language, spelled)
        else:
            if held is not None:
                yield held
            held = part
    if held is not None:
        yield held


@functools.lru_cache(maxsize=256)
def colour(tint: Colour, operator: bytes = b"rg") -> bytes:
    """Set the colour of what follows.

    >>> colour((0, 0, 1))
    b'0 0 1 rg'
    """
    return b"%b %b %b %b" % (*(b"%g" % part for part in tint), operator)


def _text(page_language: str, certificate_language: str, piece: Piece) -> tuple[Part, _Shown]:
    """Show a text in one line, with what is read between it and the next."""
    setting, runs, said = piece.setting, piece.runs, piece.text + piece.then
    start = b"BT %b %.2f %.2f Td " % (colour(setting.colour), piece.x, piece.y)
    end = b" ET\n"
    if setting.spacing:
        start, end = b"%b%.2f Tc " % (start, setting.spacing * setting.size), b" 0 Tc ET\n"
    if len(runs) == 1 and runs[0].simple and (whole := written(runs[0].face, said)) is not None:
        # Nearly every text is of this kind.
        cut, letters = whole
        operators = b"%b/%b %g Tf %b Tj%b" % (start, cut.resource, setting.size, letters, end)
        return Part(piece.role, operators, said, _language(piece, page_language, certificate_language)), ((cut, {}),)
    shown: dict[Cut, Mapping[int, str]] = {}
    out: list[bytes] = []
    selected = None
    for run in (*runs, *_space(runs)) if piece.then else runs:
        cut, glyphs = _glyphs(run, setting.size)
        shown[cut] = {} if cut.common else {**shown.get(cut, {}), **meanings(run)}
        out.append(glyphs if cut is selected else b"/%b %g Tf %b" % (cut.resource, setting.size, glyphs))
        selected = cut
    spelled, language = not all(run.simple for run in runs), _language(piece, page_language, certificate_language)
    operators = b"%b%b%b" % (start, b" ".join(out), end)
    return Part(piece.role, operators, said, language, spelled), tuple(shown.items())


def _language(piece: Piece, page_language: str, certificate_language: str) -> str:
    """Return the language tag that a text needs on a page in a language, from a certificate in its own; none, for most."""
    around = page_language
    if certificate_language != page_language and piece.role.removesuffix(_ON) in FROM_OUTSIDE:
        around = certificate_language
    first, *others = scripts.pieces(piece.text, around)
    letters = {first.language: 0}
    for one in (first, *others) if others else ():
        letters[one.language] = letters.get(one.language, 0) + sum(map(str.isalpha, one.text))
    # A line has one voice: that of the script that most of it is in.
    return max(letters, key=letters.__getitem__) or ("" if around == page_language else around)


def _space(runs: Sequence[Run]) -> tuple[Run, ...]:
    """Set the space that is read between a text and the next one, after the last glyph on its line."""
    face = runs[-1].face if runs and not runs[-1].rtl and runs[-1].face.draws(" ") else bundled("roman")
    return (_spaces(face),)


@functools.lru_cache(maxsize=256)
def _spaces(face: Typeface) -> Run:
    return Run(face, " ", simple=True)


def _glyphs(run: Run, size: float) -> tuple[Cut, bytes]:
    """Show the glyphs of a run, in the cut that has them."""
    if run.simple and (whole := written(run.face, run.text)) is not None:
        cut, letters = whole
        return cut, b"%b Tj" % letters
    if run.advances or run.offsets:
        shown = b" ".join(_moved(run, size))
    else:
        shown = b"<%b> Tj" % b"".join([b"%04X" % glyph for glyph in run.glyphs])
    # From the right, readers put words together by where their letters stand; elsewhere they go by what is said here.
    own = run.simple or run.rtl
    return cut_for(run), shown if own else b"/Span<</ActualText%b>>BDC %b EMC" % (text(run.text), shown)


def _moved(run: Run, size: float) -> Iterator[bytes]:
    """Show glyphs that do not simply stand one after the other: marks over letters, letters under letters."""
    advances = run.advances or [run.face.advances[glyph] for glyph in run.glyphs]
    offsets = run.offsets or [(0.0, 0.0)] * len(run.glyphs)
    line: list[bytes] = []
    owed, risen = 0.0, 0.0
    for glyph, advance, (right, up) in zip(run.glyphs, advances, offsets, strict=True):
        if up != risen:
            yield b"[%b] TJ %b Ts" % (b"".join(line), number(up * size / 1000))
            line, risen = [], up
        if number(owed + right) != b"0":
            line.append(number(-owed - right))
        line.append(b"<%04X>" % glyph)
        owed = advance - run.face.advances[glyph] - right
    if number(owed) != b"0":
        line.append(number(-owed))
    yield b"[%b] TJ" % b"".join(line)
    if risen:
        yield b"0 Ts"


def _stroke(stroke: Stroke) -> bytes:
    x, end = stroke.x, stroke.x + stroke.length
    dots = b""
    if stroke.dotted:
        # Dots stand at the same places in every row, counted from the left edge of the paper.
        dots = b"1 J [0 %g] 0 d " % _DOTS
        x = math.ceil(x / _DOTS) * _DOTS
    if end <= x:
        return b""
    pen = b"%b %.2f w %b" % (colour(stroke.colour, b"RG"), stroke.width, dots)
    return b"q %b%.2f %.2f m %.2f %.2f l S Q\n" % (pen, x, stroke.y, end, stroke.y)


@functools.lru_cache(maxsize=64)
def _white(x: float, y: float, side: float) -> bytes:
    """Lay white paper under a symbol, whatever the theme's is."""
    return b"q 1 g %b %b %b %b re f Q\n" % (number(x), number(y), number(side), number(side))


@functools.lru_cache(maxsize=64)
def _at(x: float, y: float, side: float, modules: int) -> bytes:
    """Say where a symbol stands, and how many modules it has."""
    module = side / modules
    inner, quiet = modules - 2 * QUIET, QUIET * module
    length = number(inner * module)
    place = b"%b 0 0 %b %b %b cm" % (length, length, number(x + quiet), number(y + quiet))
    return b"q 0 g %b BI/W %d/H %d/IM true/BPC 1/D[1 0]" % (place, inner, inner)


def _symbol(square: Square) -> bytes:
    """Paint a QR symbol black, as a mask of one bit a module: nothing parts its modules, whatever it is printed on."""
    at, bits = _at(square.x, square.y, square.side, square.symbol.modules), square.symbol.image
    # Some readers look for the letters that end an image, and not for where they have to be: then it goes by digits.
    held = b"/F/AHx ID %b>" % bits.hex().encode() if b"EI" in bits else b" ID " + bits
    return b"%b%b\nEI Q\n" % (at, held)


def _picture(picture: Picture) -> bytes:
    place = (number(side) for side in (picture.width, picture.height, picture.x, picture.y))
    return b"q %b 0 0 %b %b %b cm /%b Do Q\n" % (*place, image_name(picture.image))


def image_name(image: Image) -> bytes:
    """Return what pages know an image by: made from its content."""
    return b"Im" + hashlib.sha256(image.data).hexdigest()[:12].encode()
