"""How far the ink of a text reaches above and below its line, so that no line lies on the next one.

A Latin capital with two accents reaches higher than the font says, and the tail of an Arabic letter lower.
"""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING, NamedTuple

from cmecore.rendering.fonts.subsetting import Tables

if TYPE_CHECKING:
    from collections.abc import Iterable

    from cmecore.rendering.fonts.runs import Run, Typeface


class Extent(NamedTuple):
    """The reach of a text at a size of 1: up from its line, and down from it."""

    up: float
    down: float


def extent(runs: Iterable[Run]) -> Extent:
    """Measure the ink of a text in one line.

    >>> from cmecore.rendering.fonts.typefaces import Typefaces
    >>> faces = Typefaces.of([])
    >>> plain, tall = (extent(faces.set(text, "roman")) for text in ("A", "Ấ"))
    >>> plain.up < 0.7 < tall.up, plain.down < 0.05
    (True, True)
    """
    up = down = 0.0
    for run in runs:
        offsets = run.offsets or ((0.0, 0.0),) * len(run.glyphs)
        for glyph, (_, raised) in zip(run.glyphs, offsets, strict=True):
            low, high = _reach(run.face, glyph)
            up, down = max(up, high + raised / 1000), max(down, -low - raised / 1000)
    return Extent(up, down)


@functools.lru_cache(maxsize=4096)
def _reach(face: Typeface, glyph: int) -> tuple[float, float]:
    low, high = Tables.of(face.data).heights(glyph)
    unit = face.font.face.unitsPerEm
    return low / unit, high / unit
