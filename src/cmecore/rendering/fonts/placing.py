r"""One stretch of text in one font: the glyphs that HarfBuzz chooses for it and where it puts them, or that the font cannot.

A font cannot draw what it has no glyph for, and neither what it would draw beside its place: a mark behind its letter, the
usual form of a character in place of the variant that was asked for.

>>> from cmecore.rendering.fonts.typefaces import bundled
>>> draws(bundled("roman"), "o\u0323\u0300"), draws(bundled("roman"), "ש")
(True, False)
"""

from __future__ import annotations

import functools
import itertools
import re
import unicodedata
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from cmecore.errors import InvalidValue

if TYPE_CHECKING:
    from collections.abc import Sequence

    from cmecore.rendering.fonts.directions import Direction
    from cmecore.rendering.fonts.runs import Typeface

#: First and last code points of the scripts that cannot be set letter by letter from left to right.
NEED_SHAPING: Final[tuple[tuple[int, int], ...]] = (
    (0x0590, 0x08FF),  # Hebrew, Arabic, Syriac, Thaana, N'Ko and others from the right
    (0x0900, 0x0DFF),  # Devanagari and other scripts of India
    (0x0E00, 0x0EFF),  # Thai and Lao
    (0x0F00, 0x109F),  # Tibetan and Myanmar
    (0x1100, 0x11FF),  # Hangul in single letters
    (0x1700, 0x18AF),  # Khmer, Mongolian and scripts of the Philippines
    (0x1900, 0x1AAF),  # South and South-East Asia
    (0x1B00, 0x1CFF),  # South and South-East Asia
    (0xA800, 0xABFF),  # South and South-East Asia, and Hangul in single letters
    (0xD7B0, 0xD7FF),  # Hangul in single letters
    (0xFB1D, 0xFDFF),  # Hebrew and Arabic, letters with their points and ligatures
    (0xFE70, 0xFEFE),  # Arabic, letters in the forms of one place
    (0x10800, 0x10FFF),  # scripts of the ancient Near East, and others from the right
    (0x11000, 0x11FFF),  # India
    (0x1E800, 0x1EFFF),  # Adlam and others from the right
)
_RANGES: Final = "".join(f"{chr(first)}-{chr(last)}" for first, last in NEED_SHAPING)
# Marks of no script of their own, which may stand on any letter.
_MARKS: Final = (
    "\u0300-\u036f\u0483-\u0489\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\u2de0-\u2dff\u302a-\u302f\u3099\u309a\ufe20-\ufe2f"
)
# What asks for a variant of the character in front of it, as Japanese names do.
_SELECTORS: Final = "\ufe00-\ufe0f\U000e0100-\U000e01ef"
#: Inside a word of some scripts these two tell whether letters join; they are drawn as nothing.
JOINERS: Final = frozenset("\u200c\u200d")
#: Anything that setting letter by letter would print wrongly.
SHAPED: Final = re.compile(f"[{_RANGES}{_MARKS}{_SELECTORS}{''.join(sorted(JOINERS))}]")

_COMPLEX: Final = re.compile(f"[{_RANGES}]")
_LOOSE: Final = re.compile(f"[{_MARKS}]")
_SELECTED: Final = re.compile(f"(.)([{_SELECTORS}])")
_INVISIBLE: Final = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})
# What a font may have no glyph for and still know.
_NO_GLYPH: Final = re.compile(f"[{''.join(sorted(JOINERS))}{_SELECTORS}]")
_USUAL: Final[frozenset[int]] = frozenset()
# Letters of a script that needs no shaping look as they do on all other lines: neither kerned nor joined to ligatures.
_PLAIN: Final = {"kern": False, "liga": False, "clig": False, "calt": False}


class Placed(NamedTuple):
    """One glyph as HarfBuzz left it: its number in the font file, and advance and offsets in units of the font.

    >>> Placed(36, 0, 700, 0, 0).advance
    700
    """

    glyph: int
    #: Where in the line the text starts that it stands for.
    cluster: int
    advance: int
    right: int
    up: int


def placed(face: Typeface, text: str, span: tuple[int, int], *, direction: Direction, script: str) -> Sequence[Placed] | None:
    """Set a span of a line, from the left to the right; nothing where the font cannot draw all of it.

    >>> from cmecore.rendering.fonts.typefaces import bundled
    >>> [one.cluster for one in placed(bundled("roman"), "Ada", (1, 3), direction="ltr", script="Latn")]
    [1, 2]
    """
    if _lacks(face, text[slice(*span)]):
        return None
    apart = _USUAL
    if _LOOSE.search(text, *span) or _SELECTED.search(text, *span):
        for first, last in clusters(text, span):
            if (way := _way(face, text[first:last])) is None:
                return None
            apart |= way
    glyphs = _shaped(font(face, apart), text, span, direction, script)
    return _with_own_figures(face, glyphs) if glyphs and all(one.glyph for one in glyphs) else None


def draws(face: Typeface, cluster: str) -> bool:
    """Tell whether a font draws a character with all that is attached to it.

    >>> from cmecore.rendering.fonts.typefaces import bundled
    >>> draws(bundled("roman"), "Ž"), draws(bundled("roman"), "\u05d0")
    (True, False)
    """
    return not _lacks(face, cluster) and _way(face, cluster) is not None


def has(face: Typeface, character: str) -> bool:
    """Tell whether a font has a glyph for a character alone, wherever it would draw it.

    >>> from cmecore.rendering.fonts.typefaces import bundled
    >>> has(bundled("roman"), "\u0300"), draws(bundled("roman"), "\u0300")
    (True, False)
    """
    return character in JOINERS or bool(font(face).get_nominal_glyph(ord(character)))


def clusters(text: str, span: tuple[int, int] | None = None) -> list[tuple[int, int]]:
    r"""Split a text into what has to stay in one font: a character with its marks, joiners and selectors.

    >>> clusters("e\u0301a")
    [(0, 2), (2, 3)]
    """
    start, end = span or (0, len(text))
    begun: list[int] = []
    for index in range(start, end):
        character = text[index]
        attached = character in JOINERS or unicodedata.category(character).startswith("M")
        # A joiner at the front goes with what follows it, and the letters of one syllable of Hangul go together.
        led = begun and all(one in JOINERS for one in text[begun[-1] : index])
        if not begun or not (attached or led or ("\u1160" <= character <= "\u11ff" or "\ud7b0" <= character <= "\ud7ff")):
            begun.append(index)
    return list(itertools.pairwise([*begun, end]))


@functools.lru_cache(maxsize=4096)
def script_of(character: str) -> str | None:
    """Name the script of a character as ISO 15924 does; nothing for signs, digits and marks of all scripts.

    >>> script_of("ש"), script_of(",")
    ('Hebr', None)
    """
    buffer = _harfbuzz().Buffer()
    buffer.add_str(character)
    buffer.guess_segment_properties()
    script: str | None = buffer.script
    return script


def _lacks(face: Typeface, part: str) -> bool:
    """Tell at a glance that a font is no use: it has no glyph for a character, composed or made of others."""
    glyphs = face.glyphs
    return any(
        ord(character) not in glyphs and not _NO_GLYPH.match(character) and not unicodedata.decomposition(character)
        for character in unicodedata.normalize("NFC", part)
    )


@functools.lru_cache(maxsize=8192)
def _way(face: Typeface, cluster: str) -> frozenset[int] | None:
    """Find how a font draws a character with all that is attached to it; nothing where it cannot.

    A font that has ọ as one glyph may know where a grave goes on o, and not where it goes on ọ.  So what does not work as
    usual is tried with the letter taken apart: the answer is the code points that the font is then not asked for.
    """
    if any(unicodedata.category(character) in _INVISIBLE and character not in JOINERS for character in cluster):
        return None
    usual = font(face)
    if not all(usual.get_variation_glyph(ord(base), ord(variant)) for base, variant in _SELECTED.findall(cluster)):
        return None
    script = next(filter(None, map(script_of, cluster)), "Zyyy")
    for apart in dict.fromkeys((_USUAL, _composed(cluster))):
        glyphs = _shaped(font(face, apart), cluster, (0, len(cluster)), "ltr", script)
        whole = glyphs and all(one.glyph for one in glyphs)
        if whole and (not _LOOSE.search(cluster) or _stands_on_its_letter(usual, cluster, glyphs)):
            return apart
    return None


def _composed(cluster: str) -> frozenset[int]:
    """List what a letter and its loose marks can be composed to in part."""
    if not _LOOSE.search(cluster):
        return _USUAL
    letter, *marks = list(unicodedata.normalize("NFD", cluster))
    parts = (letter + "".join(some) for size in (1, 2) for some in itertools.combinations(marks, size))
    return frozenset(ord(first) for part in parts if (first := unicodedata.normalize("NFC", part)[0]) != letter)


def _stands_on_its_letter(usual: Any, cluster: str, glyphs: Sequence[Placed]) -> bool:
    """Tell whether each loose mark is over, in or under its letter: many fonts draw what they do not know behind it."""
    if _LOOSE.match(cluster):
        return False
    pen, inks = 0, []
    for one in glyphs:
        ink = usual.get_glyph_extents(one.glyph)
        left = pen + one.right + ink.x_bearing
        inks.append((left, left + ink.width))
        pen += one.advance
    (left, right), *marks = inks
    return all(left <= (first + last) / 2 <= right for first, last in marks)


def _shaped(opened: Any, text: str, span: tuple[int, int], direction: Direction, script: str) -> list[Placed]:
    harfbuzz = _harfbuzz()
    buffer = harfbuzz.Buffer()
    # Marks keep a cluster of their own where they can: the finer the clusters, the more exactly a reader can select text.
    buffer.cluster_level = harfbuzz.BufferClusterLevel.MONOTONE_CHARACTERS
    buffer.flags = harfbuzz.BufferFlags.REMOVE_DEFAULT_IGNORABLES | harfbuzz.BufferFlags.DO_NOT_INSERT_DOTTED_CIRCLE
    buffer.add_str(text, span[0], span[1] - span[0])  # what stands around it decides how its letters join
    # All three are said, for what HarfBuzz would guess comes from the settings of the machine.
    buffer.direction, buffer.script, buffer.language = direction, script, "und"
    harfbuzz.shape(opened, buffer, {} if _COMPLEX.search(text, *span) else _PLAIN)
    return [
        Placed(info.codepoint, info.cluster, position.x_advance, position.x_offset, position.y_offset)
        for info, position in zip(buffer.glyph_infos, buffer.glyph_positions, strict=True)
    ]


def _with_own_figures(face: Typeface, glyphs: Sequence[Placed]) -> Sequence[Placed]:
    """Set the figures that the typeface has chosen, which need not be those that its file would choose."""
    chosen = _chosen_figures(face)
    if not chosen or chosen.keys().isdisjoint(one.glyph for one in glyphs):
        return glyphs
    advance = font(face).get_glyph_h_advance
    return [one._replace(glyph=glyph, advance=advance(glyph)) if (glyph := chosen.get(one.glyph)) else one for one in glyphs]


@functools.lru_cache(maxsize=64)
def _chosen_figures(face: Typeface) -> dict[int, int]:
    usual = {figure: font(face).get_nominal_glyph(figure) for figure in map(ord, "0123456789")}
    return {glyph: face.glyphs[figure] for figure, glyph in usual.items() if glyph and face.glyphs[figure] != glyph}


@functools.lru_cache(maxsize=128)
def font(face: Typeface, apart: frozenset[int] = _USUAL) -> Any:
    """Open a font for HarfBuzz; the code points that are to be taken apart, it is made to say that it does not have.

    >>> from cmecore.rendering.fonts.typefaces import bundled
    >>> font(bundled("roman")).get_glyph_h_advance(36)
    692
    """
    harfbuzz = _harfbuzz()
    opened = harfbuzz.Font(harfbuzz.Face(face.data))
    if apart:
        usual = font(face)
        asked = harfbuzz.FontFuncs()
        asked.set_nominal_glyph_func(lambda _font, code, _: 0 if code in apart else usual.get_nominal_glyph(code) or 0)
        asked.set_glyph_h_advance_func(lambda _font, glyph, _: usual.get_glyph_h_advance(glyph))
        opened.funcs = asked
    return opened


@functools.cache
def _harfbuzz() -> Any:
    try:
        import uharfbuzz  # type: ignore[import-untyped]
    except ImportError as error:
        raise InvalidValue(
            field="text",
            found="a script whose letters join, stack or run from the right",
            expected="the shaper that such a script needs, which is not installed",
            advice="pip install 'cmecore[scripts]'",
        ) from error
    return uharfbuzz
