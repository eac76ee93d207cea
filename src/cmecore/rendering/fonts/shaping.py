r"""Text that cannot be set letter by letter: scripts that run from the right, join, reorder or stack their letters.

A line goes through here as a whole and comes back as runs, in the order in which they are painted.
:mod:`cmecore.rendering.fonts.directions` says which way its characters run, and HarfBuzz, the shaper of most browsers, chooses
and places the glyphs (:mod:`cmecore.rendering.fonts.placing`).  Each glyph says which characters it stands for; together they
stand for all: none is ever dropped, and none is ever drawn as a box.

It needs the extra ``scripts``; nothing else does, and nothing is imported before the first text that needs it.

>>> needed("Nguyễn Thị Hồng"), needed("محمد علي"), needed("M\u0304")
(False, True, True)
>>> from cmecore.rendering.fonts.typefaces import bundled
>>> [run.clusters for run in shaped("M\u0304a", [bundled("roman")])]
[('M', '̄', 'a')]
>>> missing("דוד, M.D.", [bundled("roman")])
('ד', 'ו')
"""

from __future__ import annotations

import itertools
import math
from typing import TYPE_CHECKING, Final, NamedTuple

from cmecore.errors import InvalidValue, personal
from cmecore.rendering.fonts import scripts
from cmecore.rendering.fonts.directions import levels, painted
from cmecore.rendering.fonts.placing import JOINERS, SHAPED, Placed, clusters, draws, font, has, placed, script_of
from cmecore.rendering.fonts.runs import Run

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from cmecore.rendering.fonts.directions import Direction
    from cmecore.rendering.fonts.runs import Typeface

# Japanese mixes these in every name, and no font treats them apart.
_JAPANESE: Final = {"Hira": "Hani", "Kana": "Hani", "Bopo": "Hani"}
_NO_SCRIPT: Final = "Zyyy"


class _Item(NamedTuple):
    """A stretch of one level and one script."""

    start: int
    end: int
    level: int
    script: str

    @property
    def direction(self) -> Direction:
        return "rtl" if self.level % 2 else "ltr"


class _Piece(NamedTuple):
    """A part of an item in one font."""

    face: Typeface
    start: int
    end: int
    glyphs: Sequence[Placed]


# The scripts that the fonts of the extra `fonts` have.
_PACKAGED = frozenset({"und-Arab", "und-Deva", "und-Hebr", "und-Thai"})


def needed(text: str) -> bool:
    """Tell whether setting a text letter by letter would print it wrongly.

    >>> needed("Zoë 李明"), needed("כהן"), needed("ก่อน")
    (False, True, True)
    """
    return not text.isascii() and SHAPED.search(text) is not None


def missing(text: str, faces: Sequence[Typeface]) -> tuple[str, ...]:
    r"""List the characters of a text that none of the fonts can draw, each once, in the order in which they stand.

    A mark counts as missing where no font can set it on its letter.

    >>> from cmecore.rendering.fonts.typefaces import bundled
    >>> missing("Ada \u0e01\u0e48", [bundled("roman")])
    ('ก', '่')
    """
    lacking: dict[str, None] = {}
    for start, end in clusters(text):
        cluster = text[start:end]
        if not any(draws(face, cluster) for face in faces):
            alone = [character for character in cluster if not any(has(face, character) for face in faces)]
            attached = [character for character in cluster[1:] if character not in JOINERS]
            lacking.update(dict.fromkeys(alone or attached or cluster))
    return tuple(lacking)


def shaped(text: str, faces: Sequence[Typeface], *, base: Direction = "ltr") -> tuple[Run, ...]:
    """Set a whole line: runs of one font each, in the order in which they are painted from left to right.

    The fonts are asked in their order, first for a whole stretch of one script and then for each of its characters.

    >>> from cmecore.rendering.fonts.typefaces import bundled
    >>> run, = shaped("Ada", [bundled("roman")])
    >>> run.text, run.clusters, run.rtl
    ('Ada', ('A', 'd', 'a'), False)
    """
    items = list(_items(text, base))
    runs: list[Run] = []
    for index in painted([item.level for item in items]):
        item = items[index]
        pieces = _pieces(text, item, faces)
        rtl = item.direction == "rtl"
        runs += [_run(text, piece, rtl=rtl) for piece in (reversed(pieces) if rtl else pieces)]
    return tuple(runs)


def _items(text: str, base: Direction) -> Iterator[_Item]:
    """Split a line by level and script, and never between a letter and what is attached to it."""
    spans = clusters(text)
    letters = [next((index for index in range(*span) if text[index] not in JOINERS), span[0]) for span in spans]
    given = levels(text, base)
    own = [given[index] for index in letters]
    scripts = _scripts([text[index] for index in letters], own)
    for (level, script), group in itertools.groupby(zip(spans, own, scripts, strict=True), key=lambda one: one[1:]):
        held = [span for span, *_ in group]
        yield _Item(held[0][0], held[-1][1], level, script)


def _scripts(letters: Sequence[str], levels: Sequence[int]) -> list[str]:
    """Give each letter its script; signs go with the text beside them that runs as they do."""
    own = [_JAPANESE.get(script, script) if (script := script_of(letter)) else None for letter in letters]
    found: list[str] = []
    for _, group in itertools.groupby(levels):
        start = len(found)
        stretch = own[start : start + sum(1 for _ in group)]
        near = itertools.chain(stretch, reversed(found), own[start:])
        script = next(filter(None, near), _NO_SCRIPT)
        found += [script := one or script for one in stretch]
    return found


def _pieces(text: str, item: _Item, faces: Sequence[Typeface]) -> list[_Piece]:
    """Find the fonts of an item, in the order in which it is read: one for all of it if there is one."""
    whole = (item.start, item.end)
    for face in faces:
        glyphs = placed(face, text, whole, direction=item.direction, script=item.script)
        if glyphs is not None:
            return [_Piece(face, *whole, glyphs)]
    chosen: list[Typeface] = []
    spans = clusters(text, whole)
    for start, end in spans:
        cluster = text[start:end]
        # A space or a comma stays in the font of its word.
        order = faces if not chosen or script_of(cluster[0]) else (chosen[-1], *faces)
        able = [face for face in order if draws(face, cluster)]
        if not able:
            raise refusal(text, missing(text, faces))
        chosen.append(able[0])
    pieces: list[_Piece] = []
    for face, group in itertools.groupby(zip(chosen, spans, strict=True), key=lambda one: one[0]):
        held = [span for _, span in group]
        start, end = held[0][0], held[-1][1]
        glyphs = placed(face, text, (start, end), direction=item.direction, script=item.script)
        if glyphs is None:
            raise refusal(text, text[start:end])
        pieces.append(_Piece(face, start, end, glyphs))
    return pieces


def refusal(text: str, lacking: Sequence[str], *, field: str = "text") -> InvalidValue:
    """Say which characters no font has, and where a font of their script can be had.

    >>> print(refusal("李明", ["李", "明"]))
    text: found text of 2 characters with U+660E, U+674E; expected characters that the fonts at hand can draw; hand over ...
    """
    advice = 'hand over a TrueType font that has them, as in Pdf(fonts=[Path("….ttf").read_bytes()])'
    if _PACKAGED.issuperset(piece.language for piece in scripts.pieces("".join(lacking), "en") if piece.language):
        advice = "pip install 'cmecore[fonts]' and write Pdf(fonts=default_fonts()), from cmecore.rendering.fonts.packaged"
    expected = "characters that the fonts at hand can draw"
    return InvalidValue(field=field, found=personal(text, lacking), expected=expected, advice=advice)


def _run(text: str, piece: _Piece, *, rtl: bool) -> Run:
    face, start, end, glyphs = piece
    opened = font(face)
    scale = 1000 / opened.face.upem
    usual = [one.advance == opened.get_glyph_h_advance(one.glyph) for one in glyphs]
    advances = tuple(
        float(face.advances[one.glyph]) if plain else one.advance * scale for one, plain in zip(glyphs, usual, strict=True)
    )
    moved = any(one.right or one.up for one in glyphs)
    drawn = tuple(one.glyph for one in glyphs)
    # Two vowels that stand before their letters are as many glyphs as characters, and in another order.
    own = drawn == tuple(face.glyphs.get(ord(one)) for one in text[start:end])
    return Run(
        face=face,
        text=text[start:end],
        glyphs=drawn,
        clusters=tuple(_texts(text, piece)),
        advances=() if all(usual) else advances,
        offsets=tuple((one.right * scale, one.up * scale) for one in glyphs) if moved else (),
        rtl=rtl,
        width=math.fsum(advances) / 1000,
        simple=own and all(usual) and not moved and not rtl,
    )


def _texts(text: str, piece: _Piece) -> Iterator[str]:
    """Give the text of each glyph: of several in one cluster, the first that takes room bears all of it."""
    begun = sorted({one.cluster for one in piece.glyphs})
    # A cluster reaches to where the next begins: a joiner has no glyph, and its word must not lose it.
    ends = dict(zip(begun, [*begun[1:], piece.end], strict=True))
    for cluster, group in itertools.groupby(piece.glyphs, key=lambda one: one.cluster):
        members = list(group)
        bearer = next((one for one in members if one.advance), members[0])
        for one in members:
            yield text[cluster : ends[cluster]] if one is bearer else ""
