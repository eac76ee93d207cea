"""What stands on a page, and how it is stacked: texts and lines in their places, gathered in bands from the top down.

All lengths are points, 72 to the inch, measured from the lower left corner of the page.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import attrs

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from cmecore.rendering.typefaces import Style, Typefaces

Colour = tuple[float, float, float]

# From one baseline to the next, as a part of the size.
_LEADING = 1.2


@attrs.frozen
class Sheet:
    """A sheet, lying on its long side."""

    width: float
    height: float

    @property
    def centre(self) -> float:
        """Half way across."""
        return self.width / 2


@attrs.frozen
class Setting:
    """How a text is set: style and size, its colour, and the space between letters as a part of the size."""

    style: Style
    size: float
    colour: Colour
    spacing: float = 0.0

    @property
    def leading(self) -> float:
        """From one baseline to the next."""
        return self.size * _LEADING

    def sized(self, size: float) -> Setting:
        """Set the same at another size."""
        return attrs.evolve(self, size=size)

    def width(self, text: str, faces: Typefaces) -> float:
        """Measure a text in one line."""
        return faces.width(text, self.style, self.size, self.spacing * self.size)


@attrs.frozen(kw_only=True)
class Piece:
    """A stretch of text in its place: x is its left end, y its baseline, and the role says what it is for a reader."""

    role: str
    text: str
    setting: Setting
    x: float
    y: float
    width: float


@attrs.frozen(kw_only=True)
class Stroke:
    """A level line, drawn through, or dotted as the leader from a topic to its day."""

    x: float
    y: float
    length: float
    width: float
    colour: Colour
    dotted: bool = False


@attrs.frozen(kw_only=True)
class Flourish:
    """The small ornament under a heading, around its centre."""

    x: float
    y: float


Item = Piece | Stroke | Flourish


@attrs.frozen
class Link:
    """A part of the page that leads to an address: left, bottom, right and top of it."""

    address: str
    box: tuple[float, float, float, float]


@attrs.frozen
class Band:
    """What belongs together on the page: items measured down from the band's top, and the gap it would like above itself."""

    height: float
    gap: float
    items: tuple[Item, ...]

    def at(self, top: float) -> Iterator[Item]:
        """Put the band in its place."""
        return (attrs.evolve(item, y=top + item.y) for item in self.items)


def piled(bands: Iterable[Band], gap: float = 0.0) -> Band:
    """Make one band of several, with the gaps they like."""
    items: list[Item] = []
    height = 0.0
    for band in bands:
        height += band.gap if items else 0
        items.extend(band.at(-height))
        height += band.height
    return Band(height, gap, tuple(items))


def stacked(bands: Sequence[Band], top: float, bottom: float, *, tightest: float, loosest: float) -> list[Item] | None:
    """Stack bands between two heights, their gaps stretched or squeezed alike; None where even the tightest do not fit."""
    gaps = sum(band.gap for band in bands[1:])
    spare = top - bottom - sum(band.height for band in bands)
    if spare < gaps * tightest:
        return None
    stretch = min(loosest, spare / gaps)
    top -= (spare - gaps * stretch) / 2
    items: list[Item] = []
    for index, band in enumerate(bands):
        top -= band.gap * stretch if index else 0
        items.extend(band.at(top))
        top -= band.height
    return items
