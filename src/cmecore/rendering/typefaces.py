"""Typefaces: which font draws which character, and the refusal of every character that none of them can draw.

A name that prints as boxes is worse than no certificate.  So each text is looked through before a byte is written: what no
font at hand can draw is refused by its code point, with the way to supply a font.  Scripts whose letters join or run from
the right need shaping, which is not there yet; they are refused too rather than printed wrongly.
"""

from __future__ import annotations

import functools
import hashlib
import importlib.resources
import io
import unicodedata
from typing import TYPE_CHECKING, Literal

import attrs
from reportlab.pdfbase import pdfmetrics, ttfonts

from cmecore.errors import InvalidValue, personal

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

Style = Literal["roman", "italic", "capitals"]

_BUNDLED: dict[Style, str] = {
    "roman": "EBGaramond12-Regular.ttf",
    "italic": "EBGaramond12-Italic.ttf",
    "capitals": "EBGaramondSC12-Regular.ttf",
}

# Garamond's figures are made for running text: its 1 is a small capital I, and an amount would read I.75.  In the very files
# that are bundled, these are the glyphs of figures of even height and width, 1 to 9 and then 0.
_FIGURES = "1234567890"
_FIRST_FIGURE: dict[Style, int] = {"roman": 2011, "italic": 1585, "capitals": 1971}

# First and last code points of the scripts that cannot be set letter by letter from left to right.
_NEED_SHAPING = (
    (0x0590, 0x08FF, "Hebrew, Arabic and other right-to-left scripts"),
    (0x0900, 0x0DFF, "Devanagari and other Indic scripts"),
    (0x0E00, 0x0EFF, "Thai and Lao"),
    (0x0F00, 0x109F, "Tibetan and Myanmar"),
    (0x1100, 0x11FF, "Hangul in single letters"),
    (0x1780, 0x18AF, "Khmer and Mongolian"),
    (0x1900, 0x1CFF, "scripts of South and South-East Asia"),
    (0xA800, 0xABFF, "scripts of South and South-East Asia"),
    (0xFB1D, 0xFDFF, "Hebrew, Arabic and other right-to-left scripts"),
    (0xFE70, 0xFEFE, "Hebrew, Arabic and other right-to-left scripts"),
    (0x10800, 0x10FFF, "Hebrew, Arabic and other right-to-left scripts"),
    (0x11000, 0x11FFF, "Indic scripts"),
    (0x1E800, 0x1EFFF, "Hebrew, Arabic and other right-to-left scripts"),
)
_INVISIBLE = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})
_MARKS = frozenset({"Mn", "Mc", "Me"})


@attrs.frozen(eq=False)
class Typeface:
    """One font, parsed once and then only read."""

    #: The name reportlab knows it by: made from the font's content, so that it can never come to mean another font.
    name: str
    font: ttfonts.TTFont

    def draws(self, character: str) -> bool:
        """Tell whether there is a glyph for a character."""
        return ord(character) in self.font.face.charToGlyph

    def width(self, text: str, size: float) -> float:
        """Measure a text set in one line."""
        return float(self.font.stringWidth(text, size))


def _parsed(data: bytes) -> Typeface:
    name = f"cmecore-{hashlib.sha256(data).hexdigest()[:16]}"
    font = ttfonts.TTFont(name, io.BytesIO(data), asciiReadable=False, shapable=False)
    # reportlab keeps one registry for the process, and takes two fonts of one face name for the same font.  A name made from
    # the content keeps ours apart from whatever else the program registers.
    font.face.name = font.face.name + b"-" + name[-8:].encode()
    pdfmetrics.registerFont(font)
    return Typeface(name, font)


@functools.cache
def _bundled(style: Style) -> Typeface:
    file = importlib.resources.files("cmecore.rendering") / "fonts" / _BUNDLED[style]
    bundled = _parsed(file.read_bytes())
    face = bundled.font.face
    for glyph, figure in enumerate(_FIGURES, start=_FIRST_FIGURE[style]):
        face.charToGlyph[ord(figure)] = glyph
        face.charWidths[ord(figure)] = face.hmetrics[glyph][0]
    return bundled


@functools.lru_cache(maxsize=32)
def _supplied(data: bytes) -> Typeface:
    try:
        return _parsed(data)
    except Exception as error:  # reportlab raises anything from TTFError to IndexError on a damaged font
        raise InvalidValue(
            field="fonts",
            found=f"{len(data):,} bytes that cannot be read as a font",
            expected="the content of a TrueType font (.ttf) with glyf outlines",
            advice="hand over Path(…).read_bytes() of a .ttf; fonts with PostScript outlines (.otf) do not work",
        ) from error


def as_fonts(fonts: Iterable[bytes] | bytes) -> tuple[bytes, ...]:
    """Check the fonts that a caller hands over: the content of TrueType files."""
    held: tuple[object, ...] = (fonts,) if isinstance(fonts, bytes) else tuple(fonts)
    checked = []
    for data in held:
        if not isinstance(data, bytes):
            raise InvalidValue(
                field="fonts",
                found=f"a value of type {type(data).__name__}",
                expected="the content of a TrueType font, as bytes",
                advice="hand over Path(…).read_bytes(): the library opens no files",
            )
        _supplied(data)
        checked.append(data)
    return tuple(checked)


@attrs.frozen(eq=False)
class Typefaces:
    """The fonts of a document: three bundled styles, and after them what the caller handed over, in that order."""

    supplied: tuple[Typeface, ...] = ()
    # Widths at size 1: lines are broken by trying, and the same words are measured again and again.
    _widths: dict[tuple[str, Style], float] = attrs.field(factory=dict, init=False, repr=False)

    @classmethod
    def of(cls, fonts: Iterable[bytes]) -> Typefaces:
        """Take the bundled fonts and those of the caller."""
        return cls(tuple(_supplied(data) for data in fonts))

    def chain(self, style: Style) -> tuple[Typeface, ...]:
        """List the fonts to ask for a character, the most fitting first."""
        own = () if style == "roman" else (_bundled(style),)
        return (*own, _bundled("roman"), *self.supplied)

    def runs(self, text: str, style: Style) -> Iterator[tuple[Typeface, str]]:
        """Split a text into stretches of one font; a text that one font can draw stays whole, for the eye's sake."""
        chain = self.chain(style)
        for face in chain:
            if all(map(face.draws, text)):
                yield face, text
                return
        start, current = 0, chain[0]
        for index, character in enumerate(text):
            face = next((face for face in chain if face.draws(character)), chain[0])
            if face is not current:
                if index > start:
                    yield current, text[start:index]
                start, current = index, face
        yield current, text[start:]

    def width(self, text: str, style: Style, size: float, spacing: float = 0) -> float:
        """Measure a text in one line, with the space set between its letters."""
        if (one := self._widths.get((text, style))) is None:
            one = self._widths[text, style] = sum(face.width(run, 1.0) for face, run in self.runs(text, style))
        return one * size + spacing * max(len(text) - 1, 0)

    def checked(self, text: str, *, field: str) -> str:
        r"""Return a text as it will be drawn, in composed letters, or refuse the characters that cannot be.

        >>> Typefaces().checked("Z\u030co\u0308e", field="name") == "Žöe"
        True
        >>> Typefaces().checked("李明", field="name")
        Traceback (most recent call last):
        cmecore.errors.InvalidValue: name: found text of 2 characters with U+660E, U+674E; expected characters that ...
        """
        composed = unicodedata.normalize("NFC", text)
        chain = self.chain("roman")
        refused = [
            character
            for character in composed
            if unicodedata.category(character) in _INVISIBLE | _MARKS or not any(face.draws(character) for face in chain)
        ]
        if not refused:
            return composed
        expected, advice = _reason(refused)
        raise InvalidValue(field=field, found=personal(text, refused), expected=expected, advice=advice)


def _reason(refused: list[str]) -> tuple[str, str]:
    for character in refused:
        for first, last, scripts in _NEED_SHAPING:
            if first <= ord(character) <= last:
                return (
                    "a script that is set letter by letter from left to right",
                    f"{scripts} are not supported in PDF yet; use Text(), or a Latin spelling that the learner agrees to",
                )
    if any(unicodedata.category(character) in _INVISIBLE for character in refused):
        return "visible characters", "remove these characters"
    if any(unicodedata.category(character) in _MARKS for character in refused):
        expected = "accents that form one character with their letter"
        return expected, "loose accents are not supported in PDF yet; use Text(), or composed letters"
    return (
        "characters that the fonts at hand can draw",
        'supply a font that has them, as in Pdf(fonts=[Path("NotoSerifSC.ttf").read_bytes()])',
    )
