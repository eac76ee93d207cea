"""What came out of somebody else's file: the evidence it holds, whom it could not name, and what is wrong with it.

An export of a real meeting has a bad row or two, and the person who has to mend it is tired.  So a reader never stops at the
first mistake and never mends one in silence: it returns everything at once, as data, with the row where each problem stands.
Names and addresses stay out of every printed form, since a problem ends up in a log or in a ticket.
"""

from __future__ import annotations

import datetime

import attrs

from cmecore.errors import InvalidValue
from cmecore.evidence import Item


@attrs.frozen(kw_only=True)
class Problem:
    """Something in a file that a person has to look at.  Its row gave no evidence, unless the advice says that it counts.

    >>> print(Problem(row=7, field="Date", found="an empty cell", expected="a day", advice="fill it in"))
    row 7, Date: found an empty cell; expected a day; fill it in
    """

    #: The row as a spreadsheet numbers it, from 1, headings and blank rows counted; 0 speaks of the whole file.
    row: int
    #: The column as the file heads it; empty where the row as a whole is meant.
    field: str
    #: Of a cell only its kind, its length and the characters at fault: a cell may hold somebody's name.
    found: str
    expected: str
    advice: str = ""

    @classmethod
    def at(cls, row: int, error: InvalidValue, /) -> Problem:
        """Say where in the file a value was refused."""
        return cls(row=row, field=error.field, found=error.found, expected=error.expected, advice=error.advice)

    def __str__(self) -> str:
        """Say it in one sentence."""
        place = ", ".join(filter(None, (f"row {self.row}" if self.row else "the file", self.field)))
        return "; ".join(filter(None, (f"{place}: found {self.found}", f"expected {self.expected}", self.advice)))


@attrs.frozen(kw_only=True)
class Seen:
    """One learner, as a file saw them: hand the evidence to a participation in the activity that it is about.

    The evidence is a set, in the order of its own times; neither repeated rows nor their order in the file change it.
    """

    #: The account id in the file.  An e-mail address is folded to one case, any other id is kept as it is written.
    learner: str = attrs.field(repr=False)
    evidence: tuple[Item, ...] = ()
    #: The rows that it came from.
    rows: tuple[int, ...] = ()
    #: The activity's code, where the file names it.
    activity: str = ""
    #: The name on show in the file: for a person to read, never to match by.
    name: str = attrs.field(default="", repr=False)


@attrs.frozen
class Unidentified:
    """Someone who was there and whom nothing but a display name identifies, so the row earns nobody anything."""

    row: int
    name: str = attrs.field(default="", repr=False)


@attrs.frozen(kw_only=True)
class Meeting:
    """What a meeting block above the participants says."""

    topic: str = ""
    starts: datetime.datetime | None = None
    ends: datetime.datetime | None = None


@attrs.frozen(kw_only=True)
class Reading:
    """All that a file holds: what was seen of whom, whom it does not identify, and what a person has to look at.

    >>> Reading().problems
    ()
    """

    seen: tuple[Seen, ...] = ()
    unidentified: tuple[Unidentified, ...] = ()
    #: In the order of the rows.
    problems: tuple[Problem, ...] = ()
    #: Rows that the platform marks as time in its waiting room: no attendance, and nothing wrong with them.
    waiting: tuple[int, ...] = ()
    #: Columns of the file that nothing was read from.
    ignored: tuple[str, ...] = ()
    meeting: Meeting | None = None
