"""Limits across activities: at most so much of a day, a year or a cycle counts, however much was earned.

They apply where credit is counted and never when it is earned: at earning, the order in which activities arrive would decide
which of them is worth something.
"""

from __future__ import annotations

import datetime
import enum
import itertools
from decimal import Decimal
from typing import TYPE_CHECKING

import attrs

from cmecore.bodies.answers import cited
from cmecore.credit.amounts import Credits, CreditType, exact
from cmecore.credit.fields import are, each_once, expect, is_a, listed, many
from cmecore.credit.periods import Span, checked_day
from cmecore.credit.sources import Source
from cmecore.credit.text import PARAGRAPH, checked, line
from cmecore.errors import DifferentTypes, InvalidValue, described, shown

if TYPE_CHECKING:
    from collections.abc import Iterable


class Per(enum.Enum):
    """Which stretch of time a limit is for.

    >>> Per.YEAR.value
    'calendar year'
    """

    DAY = "day"
    """Each civil day."""
    YEAR = "calendar year"
    """Each year from January to December."""
    PERIOD = "period"
    """Each cycle, whose days the caller names: a biennium, a year that begins in April."""


def _most(value: object) -> Decimal:
    return exact(value, field="most")


@attrs.frozen(kw_only=True)
class Limit:
    """How much credit counts at most in a stretch of time; nought where none of it counts.

    >>> ABS = CreditType(code="abs", name="ABS CME credit", step="0.25")
    >>> print(Limit(code="abs.day", says="At most 12 credits a day", types=[ABS], most=12, per=Per.DAY))
    At most 12 credits a day
    """

    #: Stable name for programs.
    code: str = attrs.field(validator=line())
    #: The sentence for people.
    says: str = attrs.field(validator=line(longest=PARAGRAPH))
    #: The types of credit that it is about, each by itself.
    types: tuple[CreditType, ...] = attrs.field(converter=many, validator=are(CreditType))
    #: The learning formats that it is about, such as "manuscript review activity"; none for all of them.
    formats: tuple[str, ...] = attrs.field(default=(), converter=many, validator=are(str))
    #: How many credits count.
    most: Decimal = attrs.field(converter=_most)
    per: Per = attrs.field(validator=is_a(Per))
    in_force: Span = attrs.field(default=Span(), validator=is_a(Span))
    sources: tuple[Source, ...] = attrs.field(default=(), converter=many, validator=are(Source))

    def __attrs_post_init__(self) -> None:
        if not self.types:
            raise InvalidValue(field=f"types of limit {self.code}", found="none", expected="1 or more types of credit")
        for word in self.formats:
            checked(word, field=f"format of limit {self.code}")
        each_once(self.formats, field=f"formats of limit {self.code}")
        for kind in self.types:
            # An amount that counts must be one that the type can hold.
            kind(self.most)

    def concerns(self, type: CreditType, /, *, format: str = "") -> bool:
        """Tell whether it is about a type of credit, earned in a learning format.

        >>> AMA = CreditType(code="ama-pra-1", name="AMA PRA Category 1 Credit", step="0.25")
        >>> reviews = Limit(code="ama.reviews", says="At most 15 a year", types=[AMA],
        ...                 formats=["manuscript review activity"], most=15, per=Per.YEAR)
        >>> reviews.concerns(AMA, format="manuscript review activity"), reviews.concerns(AMA, format="live activity")
        (True, False)
        """
        return expect(type, CreditType, field="type") in self.types and (not self.formats or format in self.formats)

    def __str__(self) -> str:
        """Say it, with its sources."""
        return f"{self.says}{cited(self.sources)}"


@attrs.frozen(kw_only=True)
class Tally:
    """What was earned in one day, year or period, and what of it counts."""

    #: The day, the year, or the days of the period.
    label: str
    earned: Credits
    counted: Credits

    def __str__(self) -> str:
        """Print it on one line."""
        return f"{self.label}: {self.earned.amount} earned, {self.counted.amount} counted"


@attrs.frozen(kw_only=True)
class Counted:
    """What counts under a limit, stretch by stretch, in the order of time."""

    limit: Limit
    #: What was handed over, added up.
    earned: Credits
    #: What of it counts.
    total: Credits
    tallies: tuple[Tally, ...]

    def __str__(self) -> str:
        """Print the total, and every stretch in which something is lost."""
        lost = [f"  {stretch}" for stretch in self.tallies if stretch.counted < stretch.earned]
        return "\n".join([f"{self.total} of {self.earned.amount}: {self.limit}", *lost])


def counted(limit: Limit, amounts: Iterable[tuple[datetime.date, Credits]], /, *, periods: Iterable[Span] = ()) -> Counted:
    """Count credit under a limit: what lies above it in a stretch of time is not taken away, it only does not count.

    :param amounts: the day of each activity and its credit, all of one type; their order says nothing.
    :param periods: the cycles, for a limit for each period.

    >>> from datetime import date
    >>> ABS = CreditType(code="abs", name="ABS CME credit", step="0.25")
    >>> twelve = Limit(code="abs.day", says="At most 12 credits a day", types=[ABS], most=12, per=Per.DAY)
    >>> monday, tuesday = date(2026, 3, 9), date(2026, 3, 10)
    >>> print(counted(twelve, [(monday, ABS("10.00")), (monday, ABS("4.00")), (tuesday, ABS("5.00"))]))
    17.00 ABS CME credits of 19.00: At most 12 credits a day
      2026-03-09: 14.00 earned, 12.00 counted
    """
    expect(limit, Limit, field="limit")
    cycles = _cycles(limit, periods)
    pairs = [_pair(limit, pair) for pair in listed(amounts, field="amounts")]
    kind = pairs[0][1].type if pairs else limit.types[0]
    sums: dict[tuple[datetime.date, str], Credits] = {}
    earned = total = kind(0)
    for day, credits in pairs:
        if credits.type != kind:
            raise DifferentTypes(kind, credits.type, doing="count together")
        earned += credits
        stretch = _stretch(limit, day, cycles)
        sums[stretch] = sums.get(stretch, kind(0)) + credits
    most = kind(limit.most)
    tallies = tuple(
        Tally(label=label, earned=sums[begin, label], counted=min(sums[begin, label], most)) for begin, label in sorted(sums)
    )
    for one in tallies:
        total += one.counted
    return Counted(limit=limit, earned=earned, total=total, tallies=tallies)


def _cycles(limit: Limit, periods: Iterable[Span]) -> list[Span]:
    cycles = sorted((expect(span, Span, field="periods") for span in listed(periods, field="periods")), key=_begin)
    if (limit.per is Per.PERIOD) != bool(cycles):
        raise InvalidValue(
            field="periods",
            found=f"{len(cycles)}",
            expected="the days of every cycle" if limit.per is Per.PERIOD else f"none, for a limit per {limit.per.value}",
            advice="the licence or board says when a cycle begins" if limit.per is Per.PERIOD else "leave them out",
        )
    for one, following in itertools.pairwise(cycles):
        if one.last is None or _begin(following) <= one.last:
            raise InvalidValue(field="periods", found=f"{one} and {following}", expected="no day in two cycles")
    return cycles


def _begin(span: Span) -> datetime.date:
    return span.first or datetime.date.min


def _pair(limit: Limit, pair: object) -> tuple[datetime.date, Credits]:
    """Read one amount and its day, and see that the limit speaks of them."""
    if not isinstance(pair, tuple) or len(pair) != len(("day", "credits")):
        raise InvalidValue(field="amounts", found=described(pair), expected="pairs of a day and an amount of credit")
    day = checked_day(pair[0], field="day of an amount")
    credits = expect(pair[1], Credits, field="amounts")
    if credits.type not in limit.types:
        names = " or ".join(kind.name for kind in limit.types)
        raise InvalidValue(
            field=f"amounts under {limit.code}",
            found=credits.type.name,
            expected=names,
            advice="count other types without this limit",
        )
    if day not in limit.in_force:
        raise InvalidValue(
            field=f"amounts under {limit.code}",
            found=shown(day),
            expected=f"days on which the limit is known: {limit.in_force}{cited(limit.sources)}",
            advice="what held then is another limit, or was not found: nothing is guessed",
        )
    return day, credits


def _stretch(limit: Limit, day: datetime.date, cycles: Iterable[Span]) -> tuple[datetime.date, str]:
    """Name the stretch of time in which a day lies, after the day on which it begins."""
    if limit.per is Per.DAY:
        return day, day.isoformat()
    if limit.per is Per.YEAR:
        return day.replace(month=1, day=1), str(day.year)
    for cycle in cycles:
        if day in cycle:
            return _begin(cycle), str(cycle)
    raise InvalidValue(
        field="periods",
        found=f"no cycle with {day} in it",
        expected="cycles that hold every amount",
        advice="name its cycle too",
    )
