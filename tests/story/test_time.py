"""Time taken part: overlaps once, inside the schedule, breaks out, and cut at the midnights of the activity's zone."""

import datetime
import itertools
from typing import Any

import pytest
from hypothesis import given, strategies as st

from builders import (
    CHICAGO,
    NINTH,
    a_session,
    an_activity,
    at,
    on,
    seen,
)
from cmecore.activities import Activity, Part
from cmecore.credit.periods import Span
from cmecore.evidence import (
    Attended,
    Evaluated,
    Item,
    TimeSpent,
)
from cmecore.measuring import facts
from cmecore.rules.facts import Value
from cmecore.rules.times import Stretch

MINUTE = datetime.timedelta(minutes=1)
ONLINE = an_activity(completion=(), designations=())


def clock(hour: int, minute: int = 0, day: datetime.date = NINTH) -> datetime.datetime:
    """Read the clock in Chicago."""
    return at(day, hour, minute, zone=CHICAGO)


def stay(first: tuple[int, int], last: tuple[int, int], session: str = "") -> Attended:
    """Attend from one reading of Chicago's clock to another, on the ninth."""
    return Attended(clock(*first), clock(*last), session)


def meeting(*sessions: Part, **fields: Any) -> Activity:
    """Hold some sessions."""
    return an_activity(parts=sessions, completion=(), designations=(), **fields)


HOUR = meeting(a_session("S1", clock(18), 60))
WITH_A_BREAK = meeting(a_session("S1", clock(18), 60, breaks=((30, 40),)))
TWO_AT_ONCE = meeting(a_session("S1", clock(18), 60), a_session("S2", clock(18), 60))
THREE_ROOMS = meeting(a_session("S1", clock(18), 120), a_session("S2", clock(18, 30), 20), a_session("S3", clock(18, 40), 60))
TWO_ROOMS = meeting(a_session("S1", clock(18), 60), a_session("S2", clock(18, 30), 60))


def minutes(activity: Activity, *items: Item) -> float | None:
    """Measure the time taken part, in minutes."""
    time = facts(seen(activity, *items)).get("time")
    assert time is None or isinstance(time, datetime.timedelta)
    return None if time is None else time / MINUTE


def by(found: dict[str, Value], what: str) -> dict[str, datetime.timedelta]:
    """Add up the stretches of time by their session or their day."""
    listed: Any = found["time:stretches"]
    sums: dict[str, datetime.timedelta] = {}
    for stretch in listed:
        label = str(getattr(stretch, what))
        sums[label] = sums.get(label, 0 * MINUTE) + stretch.time
    return sums


@pytest.mark.parametrize(
    ("activity", "stays", "expected"),
    [
        pytest.param(HOUR, [stay((18, 0), (19, 0))], 60, id="the whole hour"),
        pytest.param(HOUR, [stay((17, 30), (19, 30))], 60, id="clipped to the schedule at both ends"),
        pytest.param(HOUR, [stay((18, 10), (18, 55))], 45, id="late in and early out"),
        pytest.param(HOUR, [stay((16, 0), (17, 0))], 0, id="before it began"),
        pytest.param(HOUR, [stay((16, 0), (18, 0))], 0, id="left as it began"),
        pytest.param(HOUR, [stay((18, 0), (18, 20)), stay((18, 30), (19, 0))], 50, id="left and came back"),
        pytest.param(HOUR, [stay((18, 0), (18, 40)), stay((18, 20), (19, 0))], 60, id="two devices overlapping"),
        pytest.param(HOUR, [stay((18, 0), (19, 0)), stay((18, 20), (18, 30))], 60, id="one device inside the other"),
        pytest.param(HOUR, [stay((18, 0), (18, 30)), stay((18, 30), (19, 0))], 60, id="one device after the other"),
        pytest.param(WITH_A_BREAK, [stay((18, 0), (19, 0))], 50, id="the break is taken out"),
        pytest.param(WITH_A_BREAK, [stay((18, 25), (18, 35))], 5, id="only what lies outside the break"),
        pytest.param(WITH_A_BREAK, [stay((18, 30), (18, 40))], 0, id="the break alone is nothing"),
        pytest.param(TWO_AT_ONCE, [stay((18, 0), (19, 0))], 60, id="two simultaneous hours are one hour"),
        pytest.param(
            TWO_AT_ONCE, [stay((18, 0), (19, 0), "S1"), stay((18, 0), (19, 0), "S2")], 60, id="named, they are one hour too"
        ),
        pytest.param(TWO_ROOMS, [stay((18, 0), (20, 0))], 90, id="what two sessions share counts once"),
        pytest.param(TWO_ROOMS, [stay((18, 0), (20, 0), "S1")], 60, id="a named session has its own schedule only"),
        pytest.param(TWO_ROOMS, [stay((18, 0), (19, 0), "S1"), stay((18, 45), (19, 30), "S2")], 90, id="changed rooms"),
        pytest.param(THREE_ROOMS, [stay((18, 0), (20, 0))], 120, id="three sessions at once are not two"),
        pytest.param(ONLINE, [stay((18, 0), (18, 40)), stay((18, 20), (19, 0))], 60, id="without a schedule, overlaps once"),
        pytest.param(ONLINE, [stay((2, 0), (2, 10)), stay((22, 0), (22, 5))], 15, id="without a schedule, at any hour"),
    ],
)
def test_time_taken_part(activity: Activity, stays: list[Attended], expected: int) -> None:
    """Presence counts once, inside the schedule and outside the breaks."""
    for order in itertools.permutations(stays):
        assert minutes(activity, *order) == expected


@pytest.mark.parametrize(
    ("activity", "items", "expected"),
    [
        pytest.param(ONLINE, [TimeSpent(30, NINTH), TimeSpent(45, on(3, 10))], 45, id="a larger total replaces a smaller"),
        pytest.param(ONLINE, [TimeSpent(45, NINTH), TimeSpent(30, on(3, 10))], 45, id="a smaller one later changes nothing"),
        pytest.param(HOUR, [TimeSpent(45, NINTH, "S1")], 45, id="a session's total where there are no times"),
        pytest.param(HOUR, [TimeSpent(90, NINTH, "S1")], 60, id="never more than the session lasted"),
        pytest.param(WITH_A_BREAK, [TimeSpent(60, NINTH, "S1")], 50, id="nor than it lasted without its breaks"),
        pytest.param(
            HOUR, [stay((18, 0), (18, 20)), TimeSpent(50, NINTH, "S1")], 50, id="a total beyond the times fills them up"
        ),
        pytest.param(
            HOUR, [stay((18, 0), (18, 50)), TimeSpent(20, NINTH, "S1")], 50, id="a total below the times adds nothing"
        ),
        pytest.param(
            TWO_AT_ONCE, [TimeSpent(60, NINTH, "S1"), TimeSpent(60, NINTH, "S2")], 60, id="totals of two at once are one hour"
        ),
        pytest.param(
            TWO_AT_ONCE,
            [stay((18, 0), (18, 30), "S1"), TimeSpent(60, NINTH, "S2")],
            60,
            id="times in one and a total in the other are one hour",
        ),
        pytest.param(
            TWO_ROOMS, [TimeSpent(60, NINTH, "S1"), TimeSpent(60, NINTH, "S2")], 90, id="totals never exceed what was held"
        ),
        pytest.param(TWO_ROOMS, [TimeSpent(70, NINTH)], 70, id="a total of the whole meeting"),
        pytest.param(TWO_ROOMS, [TimeSpent(500, NINTH)], 90, id="it never exceeds what was held either"),
        pytest.param(TWO_ROOMS, [TimeSpent(20, NINTH, "S1"), TimeSpent(50, NINTH)], 50, id="the greater of whole and parts"),
        pytest.param(TWO_ROOMS, [TimeSpent(60, NINTH, "S1"), TimeSpent(50, NINTH)], 60, id="or of parts and whole"),
    ],
)
def test_time_as_a_platform_totals_it(activity: Activity, items: list[Item], expected: int) -> None:
    """Join and leave times count, a total only beyond them, and never more than was held."""
    for order in itertools.permutations(items):
        assert minutes(activity, *order) == expected


MODULES = an_activity(
    parts=[Part(code="m1", title="1", units=4), Part(code="m2", title="2", units=6)], completion=(), designations=()
)


@pytest.mark.parametrize(
    ("items", "expected"),
    [
        pytest.param([TimeSpent(20, NINTH, "m1"), TimeSpent(25, NINTH, "m2")], 45, id="totals of modules add up"),
        pytest.param([TimeSpent(20, NINTH, "m1"), TimeSpent(45, NINTH)], 45, id="the whole where it is the greater"),
        pytest.param([TimeSpent(20, NINTH, "m1"), TimeSpent(30, NINTH, "m2"), TimeSpent(45, NINTH)], 50, id="or the modules"),
        pytest.param([stay((18, 0), (19, 0)), TimeSpent(45, NINTH)], 60, id="times where they are the greater"),
        pytest.param([stay((18, 0), (18, 30)), TimeSpent(45, NINTH)], 45, id="the total where it is"),
    ],
)
def test_time_spent_in_modules(items: list[Item], expected: int) -> None:
    """Without a schedule the greatest of times, total and totals of parts counts; they are never added to each other."""
    assert minutes(MODULES, *items) == expected


def test_no_report_of_time_is_not_zero_minutes() -> None:
    """Where nobody reported time, the fact is missing; where nobody was there, it is zero."""
    assert minutes(HOUR, Evaluated(NINTH)) is None
    assert minutes(HOUR, stay((16, 0), (17, 0))) == 0


def test_time_is_exact_to_the_second() -> None:
    """From 18:00:01 to 18:53:59 are 53 minutes and 58 seconds."""
    item = Attended(clock(18).replace(second=1), clock(18, 53).replace(second=59))
    assert facts(seen(HOUR, item))["time"] == datetime.timedelta(minutes=53, seconds=58)


DAYS: list[tuple[str, Attended, list[tuple[str, int]]]] = [
    ("over midnight", Attended(clock(23, 30), clock(0, 45, on(3, 10))), [("2026-03-09", 30), ("2026-03-10", 45)]),
    ("until midnight", Attended(clock(23, 30), clock(0, 0, on(3, 10))), [("2026-03-09", 30)]),
    ("from midnight", Attended(clock(0), clock(0, 10)), [("2026-03-09", 10)]),
    (
        "over two midnights",
        Attended(clock(23, 0), clock(1, 0, on(3, 11))),
        [("2026-03-09", 60), ("2026-03-10", 1440), ("2026-03-11", 60)],
    ),
    # The night of 8 March 2026 lacks an hour in Chicago, that of 1 November has one twice.
    ("a day of 23 hours", Attended(clock(0, 0, on(3, 8)), clock(0, 0, on(3, 9))), [("2026-03-08", 23 * 60)]),
    ("a day of 25 hours", Attended(clock(0, 0, on(11, 1)), clock(0, 0, on(11, 2))), [("2026-11-01", 25 * 60)]),
    ("over the lost hour", Attended(clock(1, 30, on(3, 8)), clock(3, 30, on(3, 8))), [("2026-03-08", 60)]),
    (
        "over the repeated hour",
        Attended(clock(0, 30, on(11, 1)), clock(2, 30, on(11, 1))),
        [("2026-11-01", 180)],
    ),
]


@pytest.mark.parametrize(("stayed", "by_day"), [pytest.param(item, days, id=name) for name, item, days in DAYS])
def test_time_by_civil_day(stayed: Attended, by_day: list[tuple[str, int]]) -> None:
    """An interval is cut at the midnights of the activity's zone, and a day has as many hours as it has."""
    assert by(facts(seen(ONLINE, stayed)), "day") == {day: count * MINUTE for day, count in by_day}


def test_a_stay_that_began_before_the_release_counts_from_it() -> None:
    """Of a stay over the midnight of the release, only what lies after it counts; at the end of the day before, nothing."""
    released = an_activity(completion=(), designations=(), offered=Span(on(3, 10), None))
    participation = seen(released, Attended(clock(23, 0), clock(0, 30, on(3, 10))))
    assert facts(participation)["time"] == 30 * MINUTE
    assert facts(participation, until=NINTH) == {}


def test_a_day_that_a_zone_left_out_has_no_time() -> None:
    """Samoa had no 30 December 2011: an interval over it goes from the 29th to the 31st."""
    apia = an_activity(zone="Pacific/Apia", completion=(), designations=())
    ten = datetime.datetime(2011, 12, 30, 9, 30, tzinfo=datetime.UTC)
    listed = by(facts(seen(apia, Attended(ten, ten + 60 * MINUTE))), "day")
    assert listed == {"2011-12-29": 30 * MINUTE, "2011-12-31": 30 * MINUTE}


def test_totals_are_taken_apart_into_what_was_added_on_each_day() -> None:
    """Thirty minutes by Monday and fifty by Tuesday are thirty and twenty."""
    listed = by(facts(seen(ONLINE, TimeSpent(30, NINTH), TimeSpent(50, on(3, 10)))), "day")
    assert listed == {"2026-03-09": 30 * MINUTE, "2026-03-10": 20 * MINUTE}


def test_time_by_session() -> None:
    """What two sessions share is listed with the one that began first."""
    listed = facts(seen(TWO_ROOMS, stay((18, 0), (20, 0))))
    assert by(listed, "session") == {"S1": 60 * MINUTE, "S2": 30 * MINUTE}


def test_no_session_is_given_more_time_than_it_lasted() -> None:
    """A total of two hours for two sessions of an hour gives neither of them more than its hour."""
    evening = meeting(a_session("S1", clock(18), 60), a_session("S2", clock(19), 60))
    listed = by(facts(seen(evening, TimeSpent(120, NINTH))), "session")
    assert listed == {"S1": 60 * MINUTE, "S2": 60 * MINUTE}


STAYS = st.lists(
    st.tuples(st.integers(0, 600), st.integers(1, 300), st.sampled_from(["", "S1", "S2"])), min_size=1, max_size=8
).map(
    lambda listed: [
        Attended(clock(15) + start * MINUTE, clock(15) + (start + long) * MINUTE, session) for start, long, session in listed
    ]
)


@given(STAYS)
def test_time_is_what_a_clock_on_the_wall_would_count(stays: list[Attended]) -> None:
    """The time taken part is the number of minutes in which the learner was in a session that was under way, each once."""
    counted = sum(
        any(
            stayed.joined <= moment < stayed.left
            and any(
                stayed.session in {"", session.code} and start <= moment < end
                for session in TWO_ROOMS.sessions
                for start, end in session.schedule
            )
            for stayed in stays
        )
        for moment in (clock(15) + minute * MINUTE for minute in range(900))
    )
    # Stays on another day than the meeting's are set aside, and where all are, no time was reported.
    assert (minutes(TWO_ROOMS, *stays) or 0) == counted


@given(STAYS, st.lists(st.tuples(st.integers(0, 200), st.sampled_from(["", "S1", "S2"])), max_size=4))
def test_time_is_at_most_what_was_held_and_is_the_sum_of_its_stretches(
    stays: list[Attended], totals: list[tuple[int, str]]
) -> None:
    """Taken apart by session and day it is the same time, whatever mixture of times and totals was reported."""
    found = facts(seen(TWO_ROOMS, *stays, *(TimeSpent(count, NINTH, part) for count, part in [(0, ""), *totals])))
    time, listed = found["time"], found["time:stretches"]
    assert isinstance(time, datetime.timedelta)
    assert isinstance(listed, tuple)
    assert time <= 90 * MINUTE
    assert sum((stretch.time for stretch in listed), 0 * MINUTE) == time
    assert all(stretch.time for stretch in listed)
    assert all(each <= 60 * MINUTE for each in by(found, "session").values())


def stretches_of(activity: Activity, *items: Item) -> tuple[Stretch, ...]:
    """Take the time apart, by session, day and kind."""
    found: Any = facts(seen(activity, *items))["time:stretches"]
    return tuple(found)


def test_totals_of_parallel_sessions_are_one_hour_whatever_else_is_in_the_programme() -> None:
    """Two sessions at the same time hold an hour together, also where a third one stands open beside them."""
    three = meeting(a_session("A", clock(18), 60), a_session("B", clock(18), 60), a_session("C", clock(19), 60))
    both = TimeSpent(60, NINTH, "A"), TimeSpent(60, NINTH, "B")
    assert facts(seen(three, *both))["time"] == 60 * MINUTE
    stay = Attended(clock(18), clock(18) + 60 * MINUTE, "A")
    assert facts(seen(three, stay, both[1]))["time"] == 60 * MINUTE
    assert facts(seen(three, *both, TimeSpent(60, NINTH, "C")))["time"] == 120 * MINUTE


@pytest.mark.parametrize("codes", [("A", "B"), ("B", "A")])
def test_what_does_not_count_takes_no_time_from_what_does(codes: tuple[str, str]) -> None:
    """A workshop beside a lunch is a workshop for whoever was there, whichever of the two comes first in the alphabet."""
    meal, workshop = codes
    both = meeting(a_session(meal, clock(18), 60, kind="meal"), a_session(workshop, clock(18), 60, kind="hands-on"))
    (stretch,) = stretches_of(both, Attended(clock(18), clock(18) + 60 * MINUTE))
    assert (stretch.kind, stretch.time) == ("hands-on", 60 * MINUTE)


def test_a_break_of_the_programme_inside_a_session_is_taken_out_of_it() -> None:
    """A lecture from six to nine with half an hour of coffee in it is two and a half hours, however the break is written."""
    lecture = meeting(a_session("L", clock(18), 180), a_session("coffee", clock(18) + 60 * MINUTE, 30, kind="break"))
    for stay in (Attended(clock(18), clock(18) + 180 * MINUTE), Attended(clock(18), clock(18) + 180 * MINUTE, "L")):
        learned = [stretch.time for stretch in stretches_of(lecture, stay) if stretch.kind == "learning"]
        assert learned == [150 * MINUTE]


def test_running_totals_are_put_on_the_days_they_were_reported_for() -> None:
    """Six hours by the first evening and twelve by the second are six on each, as the same hours attended would be."""
    two_days = meeting(a_session("D1", clock(9), 480), a_session("D2", clock(9, day=on(3, 10)), 480))
    first, second = NINTH, on(3, 10)
    found = stretches_of(two_days, TimeSpent(330, first), TimeSpent(660, second))
    by_day = {stretch.day: stretch.time for stretch in found}
    assert sum(by_day.values(), datetime.timedelta()) == 660 * MINUTE
    assert [stretch.time for stretch in found if stretch.session == "D2"] == [330 * MINUTE]
