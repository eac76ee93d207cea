"""The fonts that certificates are set in: those that are bundled, and those that a caller hands over for other scripts.

What cannot be drawn is refused before a byte is written, with the characters and what to do.  Nothing is ever left out or
printed as a box.  Latin, Greek and Cyrillic text is set letter by letter here; what needs more is set by
:mod:`cmecore.rendering.fonts.shaping`.
"""

from __future__ import annotations

import functools
import hashlib
import importlib.resources
import io
import math
import string
import threading
import unicodedata
from typing import TYPE_CHECKING, Literal, TypeAlias

import attrs
from reportlab.pdfbase import ttfonts

from cmecore.errors import InvalidValue, personal
from cmecore.rendering.fonts import scripts, shaping
from cmecore.rendering.fonts.runs import Run, Typeface
from cmecore.rendering.fonts.subsetting import Tables

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from cmecore.rendering.fonts.directions import Direction

Style: TypeAlias = Literal["roman", "italic", "capitals"]

_BUNDLED: dict[Style, str] = {
    "roman": "EBGaramond12-Regular.ttf",
    "italic": "EBGaramond12-Italic.ttf",
    "capitals": "EBGaramondSC12-Regular.ttf",
}

# Garamond's figures are made for running text: its 1 is a small capital I, and an amount would read I.75.  In the very files
# that are bundled, these are the glyphs of figures of even height and width, 1 to 9 and then 0.
_FIGURES = "1234567890"
_FIRST_FIGURE: dict[Style, int] = {"roman": 2011, "italic": 1585, "capitals": 1971}

# Documents know their fonts by identity: threads that begin together must not each parse one of their own.
_ONE_AT_A_TIME = threading.Lock()

_TYPED = frozenset(filter(str.isprintable, string.printable))
_INVISIBLE = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})
#: Inside a word of some scripts these two tell whether letters join, and are drawn as nothing.
_JOINERS = "\u200c\u200d"
_KEPT = 1024


def _set(face: Typeface, text: str) -> Run:
    """Set a text letter by letter."""
    return Run(face, text, width=sum(map(face.steps.__getitem__, text)) / 1000, simple=True)


def _parsed(name: str, data: bytes, figures: int | None = None) -> Typeface:
    font = ttfonts.TTFont(name, io.BytesIO(data), asciiReadable=False, shapable=False)
    # Some fonts map a character that they lack to the box that stands for what is missing.
    glyphs = {code: glyph for code, glyph in font.face.charToGlyph.items() if 0 < glyph < font.face.numGlyphs}
    if figures is not None:
        glyphs.update((ord(figure), figures + place) for place, figure in enumerate(_FIGURES))
    scale = 1000 / font.face.unitsPerEm
    if len(font.face.hmetrics) < font.face.numGlyphs:
        raise ValueError(len(font.face.hmetrics))
    advances = tuple(round(advance * scale) for advance, _ in font.face.hmetrics)
    characters = frozenset(one for one in map(chr, glyphs) if unicodedata.category(one) not in _INVISIBLE)
    digits = {code: f"{glyph:04X}" for code, glyph in glyphs.items()}
    steps = {chr(code): advances[glyph] for code, glyph in glyphs.items()}
    return Typeface(name, data, font, glyphs, advances, digits, steps, characters, types=characters.issuperset(_TYPED))


def bundled(style: Style) -> Typeface:
    """Return a font that comes with the library.

    >>> bundled("roman").draws("Ž")
    True
    """
    with _ONE_AT_A_TIME:
        return _bundled(style)


@functools.cache
def _bundled(style: Style) -> Typeface:
    file = importlib.resources.files("cmecore.rendering.fonts") / _BUNDLED[style]
    return _parsed(style[0].upper(), file.read_bytes(), _FIRST_FIGURE[style])


@functools.lru_cache(maxsize=64)
def supplied(data: bytes) -> Typeface:
    """Return the font of a TrueType file that a caller handed over, or refuse what is none.

    >>> supplied(b"none")
    Traceback (most recent call last):
    cmecore.errors.InvalidValue: fonts: found 4 bytes that cannot be read as a font; ...
    """
    try:
        Tables.of(data)
        return _parsed(f"S{hashlib.sha256(data).hexdigest()[:8]}", data)
    except Exception as error:  # reportlab raises anything from TTFError to IndexError on a damaged font
        raise InvalidValue(
            field="fonts",
            found=f"{len(data):,} bytes that cannot be read as a font",
            expected="the content of a TrueType font (.ttf) with glyf outlines",
            advice="hand over Path(…).read_bytes() of a .ttf; fonts with PostScript outlines (.otf) do not work",
        ) from error


def as_fonts(fonts: Iterable[bytes] | bytes) -> tuple[bytes, ...]:
    """Check the fonts that a caller hands over: the content of TrueType files.

    >>> as_fonts([])
    ()
    """
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
        supplied(data)
        checked.append(data)
    return tuple(checked)


@attrs.frozen(eq=False)
class Typefaces:
    """The fonts of a document: one of its own for each style, and after them what the caller handed over, in that order.

    >>> faces = Typefaces.of([])
    >>> [run.text for run in faces.set("Ada Okoro, MD", "roman")]
    ['Ada Okoro, MD']
    """

    chains: Mapping[Style, tuple[Typeface, ...]]
    #: Which way a line runs whose script does not say: as the language of the page does.
    base: Direction = "ltr"
    #: Set a text in one line: its runs as they stand from left to right.
    set: Callable[[str, Style], tuple[Run, ...]] = attrs.field(init=False, repr=False)

    def __attrs_post_init__(self) -> None:
        object.__setattr__(self, "set", functools.lru_cache(_KEPT)(self._set))

    @classmethod
    def of(cls, fonts: Iterable[bytes], styles: Mapping[Style, bytes] | None = None, language: str = "en") -> Typefaces:
        """Take fonts of a theme's own for some styles, the bundled ones, and those of the caller."""
        others = tuple(supplied(data) for data in fonts)
        own = {style: (supplied(data),) for style, data in (styles or {}).items()}
        roman = (*own.get("roman", ()), bundled("roman"))
        chains = {style: (*own.get(style, ()), bundled(style), *roman, *others) for style in _BUNDLED}
        held = {style: tuple(dict.fromkeys(chain)) for style, chain in chains.items()}
        return cls(held, "rtl" if scripts.from_the_right(language) else "ltr")

    def _set(self, text: str, style: Style) -> tuple[Run, ...]:
        chain = self.chains[style]
        return shaping.shaped(text, chain, base=self.base) if shaping.needed(text) else tuple(_letters(text, chain))

    def width(self, text: str, style: Style, size: float, spacing: float = 0) -> float:
        """Measure a text in one line, with the space set between its letters."""
        return breadth(self.set(text, style), size, spacing)

    def checked(self, text: str, *, field: str) -> str:
        r"""Return a text as it will be drawn, in composed letters, or refuse the characters that cannot be.

        >>> Typefaces.of([]).checked("Z\u030co\u0308e", field="name") == "Žöe"
        True
        >>> Typefaces.of([]).checked("李明", field="name")
        Traceback (most recent call last):
        cmecore.errors.InvalidValue: name: found text of 2 characters with U+660E, U+674E; expected characters that ...
        """
        composed = unicodedata.normalize("NFC", text)
        chain = self.chains["roman"]
        if chain[0].has(composed) and not shaping.needed(composed):
            return composed
        if shaping.needed(composed):
            refused = [*_invisible(composed.translate(dict.fromkeys(map(ord, _JOINERS))))]
            refused += shaping.missing(composed, chain) if not refused else ()
        else:
            refused = [*_invisible(composed)]
            refused += [one for one in composed if not any(face.draws(one) for face in chain)]
        if not refused:
            return composed
        raise _refusal(text, refused, field)


def breadth(runs: Iterable[Run], size: float, spacing: float = 0) -> float:
    """Measure runs that stand beside each other, with the space set between their letters.

    >>> breadth(Typefaces.of([]).set("Ada", "roman"), 10) == Typefaces.of([]).width("Ada", "roman", 10)
    True
    """
    one = math.fsum([run.width for run in runs]) * size
    if not spacing:
        return one
    return one + spacing * max(sum([len(run.text if run.simple else run.glyphs) for run in runs]) - 1, 0)


def _invisible(text: str) -> Iterator[str]:
    return (character for character in text if unicodedata.category(character) in _INVISIBLE)


def _letters(text: str, chain: tuple[Typeface, ...]) -> Iterator[Run]:
    """Split a text into stretches of one font; a text that one font can draw stays whole, for the eye's sake."""
    for face in chain:
        if face.has(text):
            yield _set(face, text)
            return
    start, current = 0, chain[0]
    for index, character in enumerate(text):
        face = next(face for face in chain if face.draws(character))
        if face is not current:
            if index > start:
                yield _set(current, text[start:index])
            start, current = index, face
    yield _set(current, text[start:])


def _refusal(text: str, refused: list[str], field: str) -> InvalidValue:
    if any(True for _ in _invisible("".join(refused))):
        found, expected = personal(text, refused), "visible characters"
        return InvalidValue(field=field, found=found, expected=expected, advice="remove these characters")
    return shaping.refusal(text, refused, field=field)
