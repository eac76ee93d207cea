"""Time taken part: stays and totals read into stretches, each minute counted once, in one part and on its day."""

from __future__ import annotations

import datetime
import itertools
from collections import defaultdict
from typing import TYPE_CHECKING

from cmecore.credit.intervals import Interval, Union, clip, length, subtract, union
from cmecore.credit.periods import civil_day, first_instant
from cmecore.rules.times import BREAK, LEARNING, NO_SESSIONS, Stretch

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from cmecore.activities import Activity, Part
    from cmecore.evidence import Attended, TimeSpent

_NO_TIME = datetime.timedelta()
_MINUTE = datetime.timedelta(minutes=1)


def stretches(
    activity: Activity, attended: Sequence[Attended], spent: Sequence[TimeSpent], own: frozenset[str]
) -> tuple[Stretch, ...]:
    """Count time part by part, the sessions first, and once where two of them run at the same time.

    Join and leave times count; a total of minutes is used only for what they do not cover, and is put into free time of the
    sessions it is about, so that together they never hold more than the hours in which they ran.  In the sessions that
    somebody presents himself, ``own``, he learns nothing, and meanwhile nothing in any other.

    >>> from cmecore.activities import ENDURING, Activity
    >>> from cmecore.evidence import TimeSpent
    >>> sepsis = Activity(code="EM-101", title="Early sepsis", format=ENDURING, provider="Lakeside CME")
    >>> [counted.time for counted in stretches(sepsis, [], [TimeSpent(47, datetime.date(2026, 3, 9))], frozenset())]
    [datetime.timedelta(seconds=2820)]
    """
    zone = activity.zone
    sessions = sorted((one for one in activity.sessions if one.code not in own), key=_rank)
    others = [one for one in activity.parts if not one.schedule and one.code not in own]
    taken = union(stay for session in activity.sessions if session.code in own for stay in session.schedule)
    sums: defaultdict[tuple[Part | None, datetime.date], datetime.timedelta] = defaultdict(datetime.timedelta)

    def count(part: Part | None, stays: Union) -> None:
        nonlocal taken
        taken = union((*taken, *stays))
        for day, (start, end) in _by_day(stays, zone):
            sums[part, day] += end - start

    for session in sessions:
        count(session, subtract(clip(stays_in(session, attended), _open(session, activity)), taken))
    for part in others:
        count(part, subtract(stays_in(part, attended), taken))
    for session in sessions:
        for day, more in _totals(spent, session.code, _days(sums, session)):
            count(session, _placed(more, subtract(_open(session, activity), taken), day, zone))
    for part in others:
        for day, more in _totals(spent, part.code, _days(sums, part)):
            sums[part, day] += more
    if not activity.sessions:
        count(None, subtract(union((item.joined, item.left) for item in attended if not item.session), taken))
    for day, more in _totals(spent, "", _days(sums)):
        if not activity.sessions:
            sums[None, day] += more
        left = more
        # First into what ran on the day of the report, whatever else of the programme is still free.
        for on_that_day, session in itertools.product((True, False), sessions):
            placed = _placed(left, subtract(_open(session, activity), taken), day, zone, on_that_day=on_that_day)
            left -= length(placed)
            count(session, placed)
    counted = (
        Stretch(time, kind=LEARNING, day=day) if part is None else Stretch(time, kind=part.kind, session=part.code, day=day)
        for (part, day), time in sums.items()
        if time
    )
    return tuple(sorted(counted, key=lambda stretch: (stretch.day, stretch.session)))


def stays_in(part: Part, attended: Iterable[Attended]) -> Union:
    """Presence in one part: what names it, and for a session also what names none, inside its schedule."""
    if not part.schedule:
        return union((item.joined, item.left) for item in attended if item.session == part.code)
    return clip(union((item.joined, item.left) for item in attended if item.session in {"", part.code}), part.schedule)


def largest_total(spent: Iterable[TimeSpent], part: str) -> datetime.timedelta:
    """The largest total that names a part."""
    return max((item.minutes for item in spent if item.part == part), default=0) * _MINUTE


def _rank(session: Part) -> int:
    """Put what is learning first: a lunch beside a lecture takes no time from it, however the programme lists the two."""
    return 0 if session.kind == LEARNING else 1 if session.kind not in NO_SESSIONS else 2


def _open(session: Part, activity: Activity) -> Union:
    """When attendance of a session counts: not in a break of the programme that lies inside it."""
    breaks = [one for one in activity.sessions if one.kind == BREAK and one is not session and _within(one, session)]
    return subtract(session.schedule, union(stay for one in breaks for stay in one.schedule))


def _within(inner: Part, outer: Part) -> bool:
    (start, end), (first, last) = ((part.schedule[0][0], part.schedule[-1][1]) for part in (inner, outer))
    return first <= start and end <= last and (start, end) != (first, last)


def _days(
    sums: Mapping[tuple[Part | None, datetime.date], datetime.timedelta], part: Part | None = None
) -> list[tuple[datetime.date, datetime.timedelta]]:
    """List what is counted so far, of one part or of all, by day."""
    return [(day, time) for (held, day), time in sums.items() if part is None or held is part]


def _totals(
    spent: Iterable[TimeSpent], part: str, counted: Sequence[tuple[datetime.date, datetime.timedelta]]
) -> Iterator[tuple[datetime.date, datetime.timedelta]]:
    """Take running totals apart into what each adds to the time that is counted up to its day."""
    added = _NO_TIME
    for item in sorted((item for item in spent if item.part == part), key=lambda item: (item.on, item.minutes)):
        held = added + sum((time for day, time in counted if day <= item.on), _NO_TIME)
        if item.minutes * _MINUTE > held:
            yield item.on, item.minutes * _MINUTE - held
            added += item.minutes * _MINUTE - held


def _placed(time: datetime.timedelta, free: Union, day: datetime.date, zone: str, *, on_that_day: bool = False) -> Union:
    """Put some time into free stretches: on the day it was reported for, else (unless only there) before it, else after."""
    taken: list[Interval] = []
    pieces = sorted(_by_day(free, zone), key=lambda piece: (piece[0] != day, piece[0] > day, piece[1]))
    for held_on, (start, end) in pieces:
        stop = min(end, start + time)
        if start < stop and (held_on == day or not on_that_day):
            taken.append((start, stop))
            time -= stop - start
    return union(taken)


def _by_day(stays: Union, zone: str) -> Iterator[tuple[datetime.date, Interval]]:
    """Cut stays at the midnights of a zone."""
    for begin, end in stays:
        start = begin
        while start < end:
            day = civil_day(start, zone)
            stop = min(end, first_instant(day + datetime.timedelta(days=1), zone))
            yield day, (start, stop)
            start = stop
