"""While a file is read: its rows come together by learner, and whatever is wrong is kept beside them.

Working storage of the readers.  What leaves it is a frozen ``Reading``, in which neither repeated rows nor their order matter.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from typing import TypeVar

import attrs

from cmecore.errors import InvalidValue
from cmecore.evidence import Attended, Item
from cmecore.exchange.reading import Meeting, Problem, Reading, Seen, Unidentified
from cmecore.exchange.tables import Row, Table

T = TypeVar("T")


@attrs.define
class Cells:
    """The cells of one row while they are read: each one that is refused becomes a problem, so that a row tells them all."""

    row: Row
    titles: Mapping[str, str]
    problems: list[Problem] = attrs.field(factory=list)

    @property
    def number(self) -> int:
        """The number of the row."""
        return self.row.number

    def text(self, field: str) -> str:
        """Give the cell as it stands; empty where there is none."""
        return self.row[field]

    def filled(self, field: str) -> bool:
        """Tell whether the file says anything here: an empty cell is unknown, like a column that is not there."""
        return bool(self.row[field])

    def title(self, field: str) -> str:
        """Name the column of a field as the file does."""
        return self.titles.get(field, field)

    def read(self, field: str, reader: Callable[..., T], **options: object) -> T | None:
        """Read one cell; where it is refused the answer is ``None``."""
        return self.made(reader, self.row[field], field=self.title(field), **options)

    def made(self, make: Callable[..., T], *values: object, **options: object) -> T | None:
        """Make a value of what was read, on the same terms."""
        try:
            return make(*values, **options)
        except InvalidValue as error:
            self.problems.append(Problem.at(self.number, error))
            return None

    def problem(self, field: str, *, found: str, expected: str, advice: str = "") -> None:
        """Keep a problem that lies in more than one cell."""
        title = self.title(field)
        self.problems.append(Problem(row=self.number, field=title, found=found, expected=expected, advice=advice))


@attrs.define
class _One:
    """One learner in one activity, so far."""

    items: set[Item] = attrs.field(factory=set)
    rows: list[int] = attrs.field(factory=list)
    names: Counter[str] = attrs.field(factory=Counter)


@attrs.define
class Gathering:
    """All that has been read so far."""

    problems: list[Problem] = attrs.field(factory=list)
    unidentified: list[Unidentified] = attrs.field(factory=list)
    waiting: list[int] = attrs.field(factory=list)
    learners: dict[tuple[str, str], _One] = attrs.field(factory=dict)

    def add(self, row: int, items: Iterable[Item], *, learner: str, activity: str = "", name: str = "") -> None:
        """Add what one row says of a learner."""
        one = self.learners.setdefault((learner, activity), _One())
        one.items.update(items)
        one.rows.append(row)
        if name:
            one.names[name] += 1

    def reading(self, table: Table, /, meeting: Meeting | None = None) -> Reading:
        """Give the whole, in an order of its own."""
        return Reading(
            seen=tuple(_seen(key, one) for key, one in sorted(self.learners.items(), key=lambda pair: pair[0])),
            unidentified=tuple(self.unidentified),
            problems=tuple(sorted((*table.problems, *self.problems), key=lambda problem: problem.row)),
            waiting=tuple(self.waiting),
            ignored=table.ignored,
            meeting=meeting,
        )


def _seen(key: tuple[str, str], one: _One) -> Seen:
    # The name that most rows have; which of two equally frequent ones must not hang on their order.
    name = min(one.names, key=lambda name: (-one.names[name], name), default="")
    items = tuple(sorted(one.items, key=_when))
    return Seen(learner=key[0], activity=key[1], evidence=items, rows=tuple(one.rows), name=name)


def _when(item: Item) -> tuple[str, str, str]:
    at = item.joined if isinstance(item, Attended) else getattr(item, "on", "")
    return str(at), type(item).__name__, repr(item)
