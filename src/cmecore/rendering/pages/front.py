"""The head of a certificate's first page: who certifies what of whom, and what is awarded."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, NamedTuple

import attrs

from cmecore.rendering.memo import Memo
from cmecore.rendering.pages.columns import Column, Fit, Slot, shrinking
from cmecore.rendering.pages.layout import Band, Blank, Colour, Flourish, Picture, Piece, Setting, Stroke
from cmecore.rendering.themes import rgb

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from cmecore.rendering.document import Document, Role
    from cmecore.rendering.fonts.typefaces import Style
    from cmecore.rendering.themes import Theme


class _Look(NamedTuple):
    """How a text of the head is set: its style and size, how far it may shrink, and the gap above it."""

    style: Style
    size: float
    colour: str
    smallest: float
    lines: int
    gap: float
    spacing: float = 0.0


_LOOKS: Mapping[Role, _Look] = {
    "kind": _Look("capitals", 34, "accent", 16, 3, 9, 0.07),
    "addendum": _Look("italic", 12.5, "quiet", 9.5, 4, 2),
    "provider": _Look("capitals", 16, "ink", 10, 3, 9, 0.06),
    "certifies": _Look("italic", 13.5, "quiet", 10, 2, 3),
    "name": _Look("roman", 40, "ink", 16, 3, 2),
    "participated": _Look("italic", 13.5, "quiet", 10, 3, 3),
    "course": _Look("roman", 22, "accent", 11, 5, 3),
    "occasion": _Look("italic", 12.5, "quiet", 9.5, 4, 1),
    "awarded": _Look("italic", 13.5, "quiet", 10, 2, 6),
    # The AMA asks for its phrase in italics.
    "total": _Look("italic", 21, "accent", 10, 2, 2),
    "resting": _Look("italic", 16, "accent", 10, 4, 1),
    "designated": _Look("italic", 12.5, "quiet", 9.5, 3, 4),
    "hours": _Look("italic", 12.5, "quiet", 9.5, 2, 3),
    "blank": _Look("italic", 12.5, "quiet", 9.5, 2, 6),
}

# The rule to write on: as long and as high as a hand needs, and the air between it and what it is for.
_RULE = 120.0
_WRITING = 24.0
_BESIDE = 8.0
_MARKS_APART = 18.0


@attrs.frozen(eq=False)
class Head:
    """The head of all certificates of one theme, at one scale."""

    theme: Theme
    column: Column
    slots: Mapping[Role, Slot]
    ornament: Band
    marks: tuple[Band, ...]
    _written: Memo[Band, Band] = attrs.field(factory=Memo, init=False, repr=False)

    @classmethod
    def of(cls, theme: Theme, column: Column, scale: float) -> Head:
        """Make the places of the texts, smaller where much has to stand below."""
        align = 0.5 if theme.alignment == "centre" else 0.0
        slots = {role: _slot(theme, column, role, look, scale=scale, align=align) for role, look in _LOOKS.items()}
        return cls(theme, column, slots, _ornament(theme, column, align), _marks(theme, column, align, min(scale, 1.0)))

    def bands(self, document: Document) -> Iterator[Band]:
        """Set the head of one certificate, in the order in which it is read."""
        yield from self.marks
        for role, text in document.head:
            band = self.slots[role].band(text)
            if role == "blank":
                band = self._to_write_on(band, text)
            yield band
            if role == "kind":
                yield self.ornament

    def _to_write_on(self, asked: Band, says: str) -> Band:
        """Put a rule to write on beside what is asked, or under it where that leaves no room."""
        if (band := self._written.get(asked)) is not None:
            return band
        column, align = self.column, self.slots["blank"].align
        lines = [item for item in asked.items if isinstance(item, Piece)]
        broad = lines[0].width + _BESIDE + _RULE
        if lines[1:] or broad > column.width:
            height, left = asked.height + _WRITING, column.left + (column.width - _RULE) * align
            items = asked.items
        else:
            height, start = _WRITING, column.left + (column.width - broad) * align
            left = start + lines[0].width + _BESIDE
            items = (attrs.evolve(lines[0], x=start, y=-_WRITING),)
        rule = Blank(says=says, x=left, y=-height, width=_RULE, height=_WRITING)
        self._written[asked] = band = Band(height + 3, asked.gap, (*items, rule))
        return band


def _slot(theme: Theme, column: Column, role: Role, look: _Look, *, scale: float, align: float) -> Slot:
    colour: Colour = rgb(getattr(theme.palette, look.colour))
    setting = Setting(look.style, look.size * scale, colour, look.spacing)
    fit: Fit = shrinking(setting, look.smallest, look.lines)
    return Slot(column, role, setting, fit, align, look.gap)


def _ornament(theme: Theme, column: Column, align: float) -> Band:
    colour = rgb(theme.palette.ornament)
    if align:
        return Band(8, 6, (Flourish(x=column.centre, y=-4, colour=colour),))
    return Band(4, 5, (Stroke(x=column.left, y=-2, length=72, width=2.2, colour=colour),))


def _marks(theme: Theme, column: Column, align: float, scale: float) -> tuple[Band, ...]:
    """Put the marks that belong to no statement in a row above everything else."""
    marks = [mark for mark in theme.marks if not mark.beside]
    if not marks:
        return ()
    broadest = (column.width - _MARKS_APART * (len(marks) - 1)) / len(marks)
    sizes = [mark.sized(broadest, scale) for mark in marks]
    x = column.left + (column.width - math.fsum(width for width, _ in sizes) - _MARKS_APART * (len(marks) - 1)) * align
    tallest = max(height for _, height in sizes)
    items = []
    for mark, (width, height) in zip(marks, sizes, strict=True):
        y = -(tallest + height) / 2
        items.append(Picture(role="mark", image=mark.image, says=mark.says, x=x, y=y, width=width, height=height))
        x += width + _MARKS_APART
    return (Band(tallest, 0, tuple(items)),)
