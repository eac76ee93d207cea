"""Stretches of time between two instants: counted once however often they are reported, clipped, and cut around breaks.

An interval is a pair of instants, its end not included.  A *union* is a tuple of intervals in order, none touching the next.
"""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING, TypeAlias

from cmecore.credit.periods import checked_instant

if TYPE_CHECKING:
    from collections.abc import Iterable

Interval: TypeAlias = tuple[datetime.datetime, datetime.datetime]
Union: TypeAlias = tuple[Interval, ...]


def union(intervals: Iterable[Interval], /) -> Union:
    """Join intervals, so that what two of them share is there once.

    >>> at = lambda minute: datetime.datetime(2026, 10, 5, 18, minute, tzinfo=datetime.UTC)
    >>> minutes(union([(at(0), at(20)), (at(10), at(30))]))
    30
    """
    joined: list[Interval] = []
    checked = ((checked_instant(start, field="start"), checked_instant(end, field="end")) for start, end in intervals)
    for start, end in sorted(checked):
        if joined and start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(joined[-1][1], end))
        elif start < end:
            joined.append((start, end))
    return tuple(joined)


def clip(present: Union, allowed: Union, /) -> Union:
    """Keep what lies in both of two unions."""
    shared = ((max(a, c), min(b, d)) for a, b in present for c, d in allowed)
    return union(pair for pair in shared if pair[0] < pair[1])


def subtract(present: Union, taken: Union, /) -> Union:
    """Take out of a union what lies in another, such as breaks."""
    left = list(present)
    for start, end in taken:
        pieces = [piece for a, b in left for piece in ((a, min(b, start)), (max(a, end), b))]
        left = [(a, b) for a, b in pieces if a < b]
    return union(left)


def length(present: Union, /) -> datetime.timedelta:
    """Add up the time in a union, exactly."""
    return sum((end - start for start, end in present), datetime.timedelta())


def minutes(present: Union, /) -> int:
    """Whole minutes in a union, for people; credit is computed from its exact :func:`length`."""
    return length(present) // datetime.timedelta(minutes=1)
