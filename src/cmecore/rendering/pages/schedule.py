"""The list of topics: one row for each line of a certificate, with its day and amount in columns that line up."""

from __future__ import annotations

import functools
import math
from typing import TYPE_CHECKING, NamedTuple

import attrs

from cmecore.rendering.memo import Memo
from cmecore.rendering.pages.columns import Column, Fit
from cmecore.rendering.pages.layout import Band, Item, Piece, Setting, Stroke
from cmecore.rendering.themes import rgb

if TYPE_CHECKING:
    from collections.abc import Sequence

    from cmecore.rendering.document import Row
    from cmecore.rendering.pages.layout import Colour
    from cmecore.rendering.themes import Palette
    from cmecore.rendering.words import Words

_TITLE_FIT = Fit(11.5, 10.5, 9.5, 4)
_AMOUNT_FIT = Fit(11.5, 9.5, 9.0, 1)
_NOTE_FIT = Fit(10, 9.0, 9.0, 6)
_HEADING_FIT = Fit(10, 9, 9, 1)
_SUM_FIT = Fit(12.5, 9, 9, 4)
_INDENT = 12.0
_BETWEEN = 22.0
_SHORTEST_LEADER = 14.0
_LEADER_AIR = 5.0
# Down from the top of a row to its first baseline, and the air under its last.
_BASELINE = 10.0
_AIR = 4.0
# The columns of many certificates have one of few breadths, so that equal rows stand in equal places.
_STEP = 6.0


class _Columns(NamedTuple):
    """Left and right end of the column of days; the amounts stand to the right of it, the titles to the left."""

    day_left: float
    day_right: float


@attrs.frozen(eq=False)
class Schedule:
    """The lists of all certificates of one theme."""

    column: Column
    palette: Palette
    words: Words
    _titles: Memo[tuple[str, float], tuple[Piece, ...]] = attrs.field(factory=Memo, init=False, repr=False)
    _cells: Memo[tuple[str, str, float, float, float | None], Piece] = attrs.field(factory=Memo, init=False, repr=False)
    _set: Memo[tuple[_Columns, Row], Band] = attrs.field(factory=Memo, init=False, repr=False)
    _headings: Memo[_Columns, Band] = attrs.field(factory=Memo, init=False, repr=False)

    def columns(self, rows: Sequence[Row]) -> _Columns:
        """Measure the columns of a list: as broad as their broadest entry."""
        faces, day, amount = self.column.faces, self._day, self._amount
        completed, credit = self._headings_broad
        day_right = self.column.right
        if any(row.amount for row in rows):
            broadest = max([credit, *[amount.width(row.amount, faces) for row in rows]])
            day_right -= _stepped(min(broadest, self.column.width / 3)) + _BETWEEN
        broadest = max([completed, *[day.width(row.completed, faces) for row in rows]])
        return _Columns(day_right - _stepped(broadest), day_right)

    @functools.cached_property
    def _headings_broad(self) -> tuple[float, float]:
        """Measure the headings of the days and of the amounts."""
        words, setting = self.words, self._heading_setting
        return setting.width(words.completed_heading, self.column.faces), setting.width(words.credit_heading, self.column.faces)

    def heading(self, columns: _Columns) -> Band:
        """Name the columns."""
        if (band := self._headings.get(columns)) is None:
            words, setting, y = self.words, self._heading_setting, -_BASELINE
            places = [("topic", words.topic, self.column.left, columns.day_left - _SHORTEST_LEADER, 0.0)]
            places.append(("completed", words.completed_heading, columns.day_left, columns.day_right, 1.0))
            if columns.day_right < self.column.right:
                places.append(("amount", words.credit_heading, columns.day_right + _LEADER_AIR, self.column.right, 1.0))
            items: list[Item] = [self._rule(y - 4)]
            for role, said, left, right, align in places:
                column = Column(self.column.faces, left, right)
                text = column.faces.checked(said, field=f"{role} heading")
                _, sized = column.fitted(text, _HEADING_FIT, setting, field=f"{role} heading")
                items.append(column.piece(f"{role} heading", text, sized, y, align=align))
            band = self._headings[columns] = Band(_BASELINE + 6, 12, tuple(items))
        return band

    def row(self, row: Row, columns: _Columns) -> Band:
        """Set one line: its title, a leader, the day it was completed on, the amount, and what is said beneath."""
        if (band := self._set.get((columns, row))) is None:
            band = self._set[columns, row] = self._row(row, columns)
        return band

    def under(self, course: str) -> Band:
        """Head the lines of one of several courses."""
        setting = self._setting("roman", 13, "accent")
        text = self.column.faces.checked(course, field="under")
        lines, setting = self.column.fitted(text, Fit(13, 10, 9.5, 4), setting, field="under")
        return self.column.paragraph("under", lines, text, setting, align=0, gap=10)

    def total(self, said: str) -> Band:
        """Close the list with what it comes to."""
        text = self.column.faces.checked(said, field="total")
        lines, setting = self.column.fitted(text, _SUM_FIT, self._setting("roman", 12.5, "accent"), field="total")
        pieces = self.column.lines("sum", lines, text, setting, -16, align=1)
        return Band(4 - pieces[-1].y, 3, (self._rule(-1), *pieces))

    def _row(self, row: Row, columns: _Columns) -> Band:
        faces, setting = self.column.faces, self._amount
        end = columns.day_left - _SHORTEST_LEADER
        pieces = self._title(row.title, end)
        y = pieces[-1].y
        start = pieces[-1].x + pieces[-1].width + _LEADER_AIR
        day = self._cell("completed", row.completed, self._day, columns.day_right, y)
        right = []
        if row.amount:
            right.append(self._cell("amount", row.amount, setting, self.column.right, y, left=columns.day_right + _BETWEEN / 2))
        beneath = Column(faces, self.column.left + _INDENT, end)
        # They stand beneath the title, and say more of the amount: so they are read after it.
        notes: list[Piece] = []
        lowest = y
        for note in row.notes:
            said = faces.checked(note, field="topics")
            lines, noted = beneath.fitted(said, _NOTE_FIT, self._setting("italic", 10, "quiet"), field="topics")
            notes += beneath.lines("note", lines, said, noted, lowest - noted.leading, align=0)
            lowest = notes[-1].y
        leader = Stroke(x=start, y=y, length=day.x - _LEADER_AIR - start, width=0.7, colour=self._day.colour, dotted=True)
        air = max(_AIR, self.column.reach(row.title, pieces[-1].setting).down)
        return Band(-lowest + air, 1, (leader, *pieces, day, *right, *notes))

    def _until(self, right: float) -> Column:
        return Column(self.column.faces, self.column.left, right)

    def _rule(self, y: float) -> Stroke:
        colour = rgb(self.palette.ornament)
        return Stroke(x=self.column.left, y=y, length=self.column.width, width=0.5, colour=colour)

    @functools.cached_property
    def _heading_setting(self) -> Setting:
        return Setting("capitals", 10, rgb(self.palette.accent), 0.06)

    @functools.cached_property
    def _day(self) -> Setting:
        return self._setting("roman", 10.5, "quiet")

    @functools.cached_property
    def _amount(self) -> Setting:
        return self._setting("roman", 11.5, "ink")

    def _title(self, text: str, right: float) -> tuple[Piece, ...]:
        """Set a title up to where its leader begins at the latest; the titles of a course come again and again."""
        if (pieces := self._titles.get((text, right))) is None:
            column = Column(self.column.faces, self.column.left, right)
            checked = column.faces.checked(text, field="title")
            lines, setting = column.fitted(checked, _TITLE_FIT, self._amount, field="title")
            first = max(_BASELINE, column.reach(lines[0], setting).up)
            pieces = tuple(column.lines("topic", lines, checked, setting, -first, align=0))
            self._titles[text, right] = pieces
        return pieces

    def _cell(self, role: str, text: str, setting: Setting, right: float, y: float, *, left: float | None = None) -> Piece:
        """Set a short entry flush right, smaller where it would reach too far to the left; most of them come again."""
        key = (role, text, right, y, left)
        if (piece := self._cells.get(key)) is None:
            column = Column(self.column.faces, self.column.left if left is None else left, right)
            checked = column.faces.checked(text, field=role)
            if left is not None:
                _, setting = column.fitted(checked, _AMOUNT_FIT, setting, field="credits")
            piece = self._cells[key] = column.piece(role, checked, setting, y, align=1)
        return piece

    def _setting(self, style: str, size: float, colour: str) -> Setting:
        tint: Colour = rgb(getattr(self.palette, colour))
        return Setting("italic" if style == "italic" else "roman", size, tint)


def _stepped(breadth: float) -> float:
    return math.ceil(breadth / _STEP) * _STEP
