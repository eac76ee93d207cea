"""What holds for every set of intervals: measured against a plain count of the minutes in it."""

import datetime
import itertools

from hypothesis import given

from cmecore.credit.intervals import Interval, Union, clip, length, minutes, subtract, union
from strategies import intervals

START = datetime.datetime(2026, 3, 7, tzinfo=datetime.UTC)
MINUTE = datetime.timedelta(minutes=1)


def counted(listed: list[Interval] | Union) -> set[int]:
    """Count off every minute that lies in some interval; the drawn ones begin and end on whole minutes."""
    return {minute for start, end in listed for minute in range((start - START) // MINUTE, (end - START) // MINUTE)}


@given(intervals())
def test_a_union_holds_every_minute_once(listed: list[Interval]) -> None:
    """Joined intervals hold the same minutes, in order, apart from each other, and in UTC."""
    joined = union(listed)
    assert counted(joined) == counted(listed)
    assert minutes(joined) == len(counted(listed))
    assert all(start < end for start, end in joined)
    assert all(one[1] < other[0] for one, other in itertools.pairwise(joined))
    assert all(start.tzinfo is datetime.UTC for start, _ in joined)


@given(intervals())
def test_joining_again_or_in_another_order_changes_nothing(listed: list[Interval]) -> None:
    """A report delivered twice, or shuffled, is the same report."""
    joined = union(listed)
    assert union(joined) == joined
    assert union([*listed, *listed]) == joined
    assert union(sorted(listed, key=lambda pair: pair[1])) == union(reversed(listed)) == joined


@given(intervals(), intervals())
def test_what_is_clipped_lies_in_both(one: list[Interval], other: list[Interval]) -> None:
    """Counted time lies inside the presence and inside the schedule, and nothing that lies in both is lost."""
    present, allowed = union(one), union(other)
    shared = clip(present, allowed)
    assert counted(shared) == counted(present) & counted(allowed)
    assert shared == clip(allowed, present) == union(shared)
    assert clip(present, present) == present


@given(intervals(), intervals())
def test_what_is_cut_out_and_what_is_kept_are_the_whole(one: list[Interval], other: list[Interval]) -> None:
    """Breaks taken out and breaks clipped share nothing, and their lengths add up to the presence."""
    present, taken = union(one), union(other)
    left, cut = subtract(present, taken), clip(present, taken)
    assert counted(left) == counted(present) - counted(taken)
    assert length(left) + length(cut) == length(present)
    assert union([*left, *cut]) == present
    assert clip(left, taken) == ()
    assert subtract(present, present) == ()
