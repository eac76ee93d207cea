"""Time taken part counts once, inside what was scheduled, without the breaks."""

import datetime
from zoneinfo import ZoneInfo

import pytest

from cmecore.credit.intervals import clip, length, minutes, subtract, union
from cmecore.errors import InvalidValue

NEW_YORK = ZoneInfo("America/New_York")


def at(minute: int) -> datetime.datetime:
    return datetime.datetime(2026, 10, 5, 18, 0, tzinfo=datetime.UTC) + datetime.timedelta(minutes=minute)


@pytest.mark.parametrize(
    ("given", "joined"),
    [
        ([], []),
        ([(0, 60), (0, 60)], [(0, 60)]),  # two simultaneous sessions of an hour are one hour
        ([(0, 20), (10, 30)], [(0, 30)]),
        ([(10, 30), (0, 20)], [(0, 30)]),
        ([(0, 60), (10, 20)], [(0, 60)]),
        ([(0, 20), (20, 40)], [(0, 40)]),
        ([(0, 20), (21, 40)], [(0, 20), (21, 40)]),
        ([(5, 5)], []),
        ([(0, 10), (5, 5)], [(0, 10)]),
        ([(30, 10)], []),
    ],
)
def test_what_two_intervals_share_is_there_once(given: list[tuple[int, int]], joined: list[tuple[int, int]]) -> None:
    """Joining in any order, reconnecting and being in two rooms at once never make more time than has passed."""
    assert union((at(start), at(end)) for start, end in given) == tuple((at(start), at(end)) for start, end in joined)


@pytest.mark.parametrize(
    ("present", "allowed", "kept"),
    [
        ([(0, 60)], [(10, 50)], [(10, 50)]),
        ([(0, 20), (40, 60)], [(10, 50)], [(10, 20), (40, 50)]),
        ([(0, 10)], [(10, 20)], []),
        ([(0, 60)], [(0, 10), (50, 70)], [(0, 10), (50, 60)]),
        ([(0, 60)], [], []),
    ],
)
def test_only_scheduled_time_counts(
    present: list[tuple[int, int]], allowed: list[tuple[int, int]], kept: list[tuple[int, int]]
) -> None:
    """Waiting before the start and lingering after the end are cut off."""
    pairs = [tuple((at(start), at(end)) for start, end in listed) for listed in (present, allowed, kept)]
    assert clip(union(pairs[0]), union(pairs[1])) == pairs[2]


@pytest.mark.parametrize(
    ("present", "taken", "left"),
    [
        ([(0, 60)], [(20, 30)], [(0, 20), (30, 60)]),
        ([(0, 60)], [(0, 60)], []),
        ([(0, 60)], [(50, 90)], [(0, 50)]),
        ([(0, 60)], [(60, 90)], [(0, 60)]),
        ([(0, 60)], [(10, 20), (30, 40)], [(0, 10), (20, 30), (40, 60)]),
        ([(0, 10), (20, 30)], [(5, 25)], [(0, 5), (25, 30)]),
        ([(0, 60)], [], [(0, 60)]),
    ],
)
def test_breaks_are_taken_out(
    present: list[tuple[int, int]], taken: list[tuple[int, int]], left: list[tuple[int, int]]
) -> None:
    """A coffee break inside a session is no education, wherever it falls."""
    pairs = [tuple((at(start), at(end)) for start, end in listed) for listed in (present, taken, left)]
    assert subtract(union(pairs[0]), union(pairs[1])) == pairs[2]


def test_the_hour_that_the_clock_shows_twice_is_two_hours() -> None:
    """On the night when summer time ends in New York, 00:30 to 02:30 on the clock is three hours."""
    start = datetime.datetime(2026, 11, 1, 0, 30, tzinfo=NEW_YORK)
    end = datetime.datetime(2026, 11, 1, 2, 30, tzinfo=NEW_YORK)
    assert minutes(union([(start, end)])) == 180
    first = datetime.datetime(2026, 11, 1, 1, 30, tzinfo=NEW_YORK)
    second = first.replace(fold=1)
    assert minutes(union([(first, second)])) == 60


def test_the_hour_that_the_clock_skips_is_no_time() -> None:
    """On the night when summer time begins in New York, 01:30 to 03:30 on the clock is one hour."""
    start = datetime.datetime(2026, 3, 8, 1, 30, tzinfo=NEW_YORK)
    end = datetime.datetime(2026, 3, 8, 3, 30, tzinfo=NEW_YORK)
    assert minutes(union([(start, end)])) == 60


def test_length_is_exact_and_minutes_are_whole() -> None:
    """53 minutes and 58 seconds are 53 whole minutes, and nothing of the 58 seconds is lost from the length."""
    present = union([(at(0), at(53) + datetime.timedelta(seconds=58))])
    assert length(present) == datetime.timedelta(minutes=53, seconds=58)
    assert minutes(present) == 53
    assert (length(()), minutes(())) == (datetime.timedelta(), 0)


def test_an_instant_without_its_zone_is_refused() -> None:
    """A naive time would be read in the zone of whichever machine happens to ask."""
    naive = datetime.datetime(2026, 10, 5, 18, 0)  # noqa: DTZ001 - the point of the test
    with pytest.raises(InvalidValue, match="zone"):
        union([(naive, naive + datetime.timedelta(hours=1))])
