"""What stands on a page, and how it is stacked: texts and lines in their places, gathered in bands from the top down.

All lengths are points, 72 to the inch, measured from the lower left corner of the page.  What is made here is made by the
thousand and told apart by what it is, not by what it says, so it is never compared; and nobody changes it.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

import attrs

from cmecore.rendering.fonts.runs import Run

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from cmecore.rendering.fonts.typefaces import Style, Typefaces
    from cmecore.rendering.images import Image
    from cmecore.rendering.qr import Symbol

#: Red, green and blue, from 0 to 1.
Colour: TypeAlias = tuple[float, float, float]

# From one baseline to the next, as a part of the size.
_LEADING = 1.2


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
        return self if size == self.size else Setting(self.style, size, self.colour, self.spacing)

    def width(self, text: str, faces: Typefaces) -> float:
        """Measure a text in one line."""
        return faces.width(text, self.style, self.size, self.spacing * self.size)


@attrs.define(kw_only=True, eq=False)
class Piece:
    """A stretch of text in its place: x is its left end, y its baseline, and the role says what it is for a reader."""

    role: str
    text: str
    setting: Setting
    x: float
    y: float
    width: float
    runs: tuple[Run, ...]
    #: What is read between it and what follows it.
    then: str = " "


@attrs.define(kw_only=True, eq=False)
class Stroke:
    """A level line, drawn through, or dotted as the leader from a topic to its day."""

    x: float
    y: float
    length: float
    width: float
    colour: Colour
    dotted: bool = False


@attrs.define(kw_only=True, eq=False)
class Flourish:
    """The small ornament under a heading, around its centre."""

    x: float
    y: float
    colour: Colour


@attrs.define(kw_only=True, eq=False)
class Seal:
    """A drawn seal around its centre, with ribbons below it; it is nobody's, and says nothing."""

    x: float
    y: float
    radius: float
    accent: Colour
    ornament: Colour
    paper: Colour


@attrs.define(kw_only=True, eq=False)
class Picture:
    """An image in its place, from its lower left corner, and what it shows in words."""

    role: str
    image: Image
    says: str
    x: float
    y: float
    width: float
    height: float


@attrs.define(kw_only=True, eq=False)
class Square:
    """A QR symbol in its place: the lower left corner and the side of the white square that it fills, quiet zone included."""

    symbol: Symbol
    says: str
    x: float
    y: float
    side: float


@attrs.define(kw_only=True, eq=False)
class Blank:
    """A rule to write on by hand, which may be a field to fill in as well, with what it is for in words."""

    says: str
    x: float
    y: float
    width: float
    height: float


Item: TypeAlias = Piece | Stroke | Flourish | Seal | Picture | Square | Blank


@attrs.define(eq=False)
class Band:
    """What belongs together on the page: items measured down from the band's top, and the gap it would like above itself."""

    height: float
    gap: float
    items: tuple[Item, ...]
    #: Where a touch on its text leads.
    leads_to: str = ""


class Placed(NamedTuple):
    """A band, and the height of its top on the page."""

    band: Band
    top: float

    def items(self) -> Iterator[Item]:
        """List what is in it, in its place on the page."""
        return (attrs.evolve(item, y=self.top + item.y) for item in self.band.items)


@attrs.define(eq=False)
class Leaf:
    """One page, ready to be drawn: its bands in the order in which they are read, and what only repeats or counts."""

    bands: tuple[Placed, ...]
    #: The certificate named again at the head of a further page, and the number of the page.
    running: tuple[Placed, ...] = ()

    def items(self) -> Iterator[Item]:
        """List everything on it, in its place."""
        for placed in (*self.running, *self.bands):
            yield from placed.items()


def piled(bands: Iterable[Band], gap: float = 0.0) -> Band:
    """Make one band of several, with the gaps they like."""
    items: list[Item] = []
    height = 0.0
    for band in bands:
        height += band.gap if items else 0
        items.extend(Placed(band, -height).items())
        height += band.height
    return Band(height, gap, tuple(items))


def falling(bands: Iterable[Band], top: float) -> list[Placed]:
    """Put bands one under the other from a height down, with the gaps they like."""
    placed: list[Placed] = []
    for band in bands:
        top -= band.gap if placed else 0
        placed.append(Placed(band, top))
        top -= band.height
    return placed


def tall(bands: Sequence[Band]) -> float:
    """Measure bands one under the other, with the gaps they like."""
    # What `sum` returns hangs on the Python, in the last place.
    return math.fsum([band.height for band in bands]) + math.fsum([band.gap for band in bands[1:]])


def stacked(bands: Sequence[Band], top: float, bottom: float, *, tightest: float, loosest: float) -> list[Placed] | None:
    """Stack bands between two heights, their gaps stretched or squeezed alike; None where even the tightest do not fit."""
    gaps = math.fsum([band.gap for band in bands]) - bands[0].gap
    spare = top - bottom - math.fsum([band.height for band in bands])
    if spare < gaps * tightest:
        return None
    stretch = min(loosest, spare / gaps)
    top -= (spare - gaps * stretch) / 2
    placed: list[Placed] = []
    for band in bands:
        top -= band.gap * stretch if placed else 0
        # Rounded, so that what thousands of pages share stands at the very same place on them.
        placed.append(Placed(band, round(top, 2)))
        top -= band.height
    return placed
