"""The list of topics: one row for each line of a certificate, with its day and amount in columns that line up."""

from __future__ import annotations

from typing import TYPE_CHECKING

import attrs

from cmecore.credit.periods import in_words
from cmecore.rendering import wording
from cmecore.rendering.columns import Column, Fit
from cmecore.rendering.layout import Band, Item, Piece, Setting, Stroke
from cmecore.rendering.ornament import GOLD, NAVY

if TYPE_CHECKING:
    from collections.abc import Iterable

    from cmecore.entries import Certificate, Line
    from cmecore.rendering.layout import Colour

INK: Colour = (0.11, 0.13, 0.17)
GREY: Colour = (0.27, 0.30, 0.36)

_TITLE = Setting("roman", 11.5, INK)
_TITLE_FIT = Fit(11.5, 10.5, 9.5, 4)
_DAY = Setting("roman", 10.5, GREY)
_AMOUNT = Setting("roman", 11.5, INK)
_AMOUNT_FIT = Fit(11.5, 9.5, 9.0, 1)
_MANDATED = Setting("italic", 10, GREY)
_MANDATED_FIT = Fit(10, 9.0, 9.0, 6)
_HEADING = Setting("capitals", 10, NAVY, 0.06)
_TOTAL = Setting("roman", 12.5, NAVY)
_TOTAL_FIT = Fit(12.5, 9, 9, 4)
_INDENT = 12.0
_BETWEEN = 22.0
_SHORTEST_LEADER = 14.0
_LEADER_AIR = 5.0
# Down from the top of a row to its first baseline, and the air under its last.
_BASELINE = 10.0
_AIR = 4.0


@attrs.frozen(kw_only=True)
class Schedule:
    """The columns that the rows of one certificate share."""

    certificate: Certificate
    column: Column
    #: Left and right end of the column of days; the amounts stand to the right of it, the titles to the left.
    day_left: float
    day_right: float

    @classmethod
    def of(cls, certificate: Certificate, column: Column) -> Schedule:
        """Measure the columns: as broad as their broadest entry."""
        faces = column.faces
        amounts = [wording.amount(line.credits, certificate) for line in certificate.lines]
        days = [in_words(line.on) for line in certificate.lines]
        day_right = column.right
        if any(amounts):
            broadest = max(_HEADING.width("Awarded", faces), *(_AMOUNT.width(text, faces) for text in amounts))
            day_right -= min(broadest, column.width / 3) + _BETWEEN
        day_left = day_right - max([_HEADING.width("Completed", faces), *(_DAY.width(text, faces) for text in days)])
        return cls(certificate=certificate, column=column, day_left=day_left, day_right=day_right)

    def heading(self, gap: float) -> Band:
        """Name the columns."""
        items: list[Item] = [
            self._flush_left("heading", "Topic", _HEADING, -_BASELINE),
            self._flush_right("heading", "Completed", _HEADING, -_BASELINE, self.day_right),
            self._rule(-_BASELINE - 4),
        ]
        if self.day_right < self.column.right:
            items.append(self._flush_right("heading", "Awarded", _HEADING, -_BASELINE, self.column.right))
        return Band(_BASELINE + 6, gap, tuple(items))

    def rows(self) -> Iterable[Band]:
        """Set all lines, in the order of the certificate."""
        return map(self._row, self.certificate.lines)

    def _row(self, line: Line) -> Band:
        """Set one line: its title, a leader, the day it was completed on, the amount, and mandated topics beneath."""
        left, faces = self.column.left, self.column.faces
        titles = Column(faces, left, self.day_left - _SHORTEST_LEADER)
        lines, title = titles.fitted(faces.checked(line.title, field="title"), _TITLE_FIT, _TITLE, field="title")
        y = -_BASELINE
        pieces = [self._flush_left("topic", lines[0], title, y)]
        for text in lines[1:]:
            y -= title.leading
            pieces.append(self._flush_left("topic", text, title, y))
        items: list[Item] = [*pieces]
        day = self._flush_right("completed", in_words(line.on), _DAY, y, self.day_right)
        start = pieces[-1].x + pieces[-1].width + _LEADER_AIR
        leader = Stroke(x=start, y=y, length=day.x - _LEADER_AIR - start, width=0.7, colour=GREY, dotted=True)
        items += [leader, day]
        if awarded := wording.amount(line.credits, self.certificate):
            beside = Column(faces, self.day_right + _BETWEEN / 2, self.column.right)
            (text,), amount = beside.fitted(faces.checked(awarded, field="credits"), _AMOUNT_FIT, _AMOUNT, field="credits")
            items.append(self._flush_right("amount", text, amount, y, self.column.right))
        beneath = Column(faces, left + _INDENT, titles.right)
        besides = (
            ("mandated", "topics", wording.mandated(line, self.certificate)),
            ("resting", "resting", wording.plus(line)),
        )
        for role, field, said in besides:
            parts, setting = beneath.fitted(faces.checked(said, field=field), _MANDATED_FIT, _MANDATED, field=field)
            for text in parts if said else ():
                y -= setting.leading
                items.append(self._flush_left(role, text, setting, y, indent=_INDENT))
        return Band(-y + _AIR, 1, tuple(items))

    def total(self) -> Band:
        """Close the list with what is awarded in all."""
        text = self.column.faces.checked(wording.in_all(self.certificate), field="total")
        lines, setting = self.column.fitted(text, _TOTAL_FIT, _TOTAL, field="total")
        placed = [(line, -16 - place * setting.leading) for place, line in enumerate(lines)]
        pieces = [self._flush_right("total", line, setting, y, self.column.right) for line, y in placed]
        return Band(4 - placed[-1][1], 3, (self._rule(-1), *pieces))

    def _flush_left(self, role: str, text: str, setting: Setting, y: float, *, indent: float = 0.0) -> Piece:
        width = setting.width(text, self.column.faces)
        return Piece(role=role, text=text, setting=setting, x=self.column.left + indent, y=y, width=width)

    def _flush_right(self, role: str, text: str, setting: Setting, y: float, right: float) -> Piece:
        width = setting.width(text, self.column.faces)
        return Piece(role=role, text=text, setting=setting, x=right - width, y=y, width=width)

    def _rule(self, y: float) -> Stroke:
        return Stroke(x=self.column.left, y=y, length=self.column.width, width=0.5, colour=GOLD)
