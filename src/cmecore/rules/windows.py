"""How long something lasts, and from which day it is counted: windows for claiming, and lengths of retention.

A window is computed once, forward from its anchor, on the day on which credit is earned; its last day still counts.  A length
that would end on a day that a month does not have ends on that month's last: three years from 29 February 2024 is 28 February
2027.
"""

from __future__ import annotations

import datetime
import enum

import attrs

from cmecore.credit.fields import is_a
from cmecore.credit.periods import Period, a_day
from cmecore.errors import InvalidValue


class Anchor(enum.Enum):
    """The day from which a length of time is counted.

    >>> Anchor.LAST_DAY.value
    'the last day of the activity'
    """

    EARNED = "the day it was earned"
    COMPLETED = "the completion day"
    LAST_DAY = "the last day of the activity"
    """Of a live activity its last day, of anything else the day on which it expires."""
    RELEASED = "the day of release"


@attrs.frozen(kw_only=True)
class Anchors:
    """The days of one learner in one activity, from which lengths of time are counted; a day that is not known is ``None``.

    The completion day is the learner's own, the last day and the day of release are the activity's.

    >>> Anchors(completed=datetime.date(2026, 3, 9), last_day=datetime.date(2028, 12, 31)).known(Anchor.LAST_DAY)
    datetime.date(2028, 12, 31)
    """

    earned: datetime.date | None = attrs.field(default=None, validator=attrs.validators.optional(a_day))
    completed: datetime.date | None = attrs.field(default=None, validator=attrs.validators.optional(a_day))
    last_day: datetime.date | None = attrs.field(default=None, validator=attrs.validators.optional(a_day))
    released: datetime.date | None = attrs.field(default=None, validator=attrs.validators.optional(a_day))

    def known(self, anchor: Anchor) -> datetime.date | None:
        """Return exactly the day of an anchor, with nothing in its place where it is not known.

        >>> Anchors(completed=datetime.date(2026, 3, 9)).known(Anchor.LAST_DAY) is None
        True
        """
        return {
            Anchor.EARNED: self.earned,
            Anchor.COMPLETED: self.completed,
            Anchor.LAST_DAY: self.last_day,
            Anchor.RELEASED: self.released,
        }[anchor]

    def day(self, anchor: Anchor) -> datetime.date | None:
        """Return the day to count from; an activity that never ends is counted from the learner's own completion day.

        Credit without a completion (a part of a course that was left) is counted from the day on which it was earned, until a
        completion is known.

        >>> Anchors(completed=datetime.date(2026, 3, 9)).day(Anchor.LAST_DAY)
        datetime.date(2026, 3, 9)
        """
        stands_in = {Anchor.COMPLETED: self.earned, Anchor.LAST_DAY: self.completed or self.earned}
        return self.known(anchor) or stands_in.get(anchor)


@attrs.frozen(kw_only=True)
class Window:
    """The days in which earned credit can be claimed: a length from an anchor, or until a fixed day, whichever ends first.

    >>> typical = Window(within=Period(years=3))
    >>> typical.last(Anchors(earned=datetime.date(2024, 2, 29)))
    datetime.date(2027, 2, 28)
    >>> print(typical)
    within 3 years of the day it was earned
    """

    within: Period | None = attrs.field(default=None, validator=is_a(Period, or_none=True))
    anchor: Anchor = attrs.field(default=Anchor.EARNED, validator=is_a(Anchor))
    #: A fixed last day, as an app names one after a meeting.
    until: datetime.date | None = attrs.field(default=None, validator=attrs.validators.optional(a_day))
    #: Counted from the day on which anything was earned first, and not from that of the level that stands.
    of_first: bool = attrs.field(default=False, validator=is_a(bool))

    def __attrs_post_init__(self) -> None:
        if self.within is None and self.until is None:
            raise InvalidValue(
                field="window",
                found="neither a length nor a last day",
                expected="one of the two",
                advice="leave the window out",
            )
        counts_from_earning = self.within is not None and self.anchor is Anchor.EARNED
        if self.of_first and not counts_from_earning:
            found = "no length" if self.within is None else f"a length from {self.anchor.value}"
            raise InvalidValue(field="of_first", found=found, expected=f"a length from {Anchor.EARNED.value}")

    @classmethod
    def of(cls, rule: Period | Window, /) -> Window:
        """Return a rule as the window that it means: a length alone is counted from the day of earning.

        >>> Window.of(Period(years=3)) == Window(within=Period(years=3))
        True
        """
        return rule if isinstance(rule, Window) else cls(within=rule)

    def last(self, anchors: Anchors) -> datetime.date | None:
        """Return the last day; nothing where none is fixed and none is known to count from: nothing lapses by mistake.

        >>> Window(within=Period(days=30), anchor=Anchor.RELEASED).last(Anchors(earned=datetime.date(2026, 3, 9))) is None
        True
        """
        start = None if self.within is None else anchors.day(self.anchor)
        counted = None if self.within is None or start is None else self.within.after(start)
        return min((day for day in (self.until, counted) if day is not None), default=None)

    def hangs_on_completion(self, anchors: Anchors) -> bool:
        """Tell whether it is counted from the completion day: once that is known, and from another one until then.

        >>> Window(within=Period(years=1), anchor=Anchor.LAST_DAY).hangs_on_completion(Anchors())  # it never expires
        True
        """
        without_end = self.anchor is Anchor.LAST_DAY and anchors.last_day is None
        return self.within is not None and (self.anchor is Anchor.COMPLETED or without_end)

    def __str__(self) -> str:
        """Say it."""
        first = "the first day anything was earned" if self.of_first else self.anchor.value
        length = [f"within {self.within} of {first}"] if self.within is not None else []
        return " and ".join([*length, *([f"until {self.until}"] if self.until is not None else [])])
