"""Blended activities: sessions with a schedule, and modules to be done at any hour, side by side."""

import datetime
from typing import Any

import pytest

from builders import CHICAGO, NINTH, a_meeting, a_session, amounts, assessed, at, on, paying, seen
from cmecore.activities import LIVE, Activity, Part
from cmecore.admission import admitted
from cmecore.credit.rounding import Total, nearest
from cmecore.evidence import Attended, Item, Present, TimeSpent
from cmecore.measuring import facts
from cmecore.rules.awards import ByTime
from cmecore.rules.facts import Share
from cmecore.rules.policies import Policy
from cmecore.rules.requirements import attended

BY_TIME = Policy(code="hours", award=ByTime(), rounding=nearest("0.25"))
BY_SESSION = Policy(code="hours", award=ByTime(), rounding=nearest("0.25", on=Total.SESSION))
SIX = at(NINTH, 18, zone=CHICAGO)
MINUTE = datetime.timedelta(minutes=1)
SESSION = a_session("S1", SIX, 60)
MODULE = Part(code="m1", title="Module", minutes=30)


def blended(policy: Policy = BY_TIME) -> Activity:
    """Offer a session of an hour, and a module of half an hour."""
    return a_meeting(SESSION, MODULE, policy=policy)


def stay(begins: int, lasts: int, part: str = "") -> Attended:
    """Attend from so many minutes after six, for so many minutes."""
    return Attended(SIX + begins * MINUTE, SIX + (begins + lasts) * MINUTE, part)


@pytest.mark.parametrize(
    ("items", "minutes", "amount"),
    [
        ([stay(0, 60, "S1")], 60, "1.00"),
        ([stay(0, 60, "S1"), TimeSpent(30, NINTH, "m1")], 90, "1.50"),
        ([TimeSpent(30, NINTH, "m1")], 30, "0.50"),
        ([stay(0, 60), stay(120, 30, "m1")], 90, "1.50"),
        # One hour is one hour, in whichever of the two it was reported.
        ([stay(0, 60, "S1"), stay(0, 60, "m1")], 60, "1.00"),
        # A total of the whole that is no more than its parts adds nothing to them.
        ([stay(0, 60, "S1"), TimeSpent(30, NINTH, "m1"), TimeSpent(90, NINTH)], 90, "1.50"),
    ],
)
def test_the_time_of_a_session_and_of_a_module_add_up(items: list[Item], minutes: int, amount: str) -> None:
    """Time in a module counts beside time in a session, and an hour in both at once is one hour."""
    assert facts(seen(blended(), *items))["time"] == minutes * MINUTE
    assert amounts(assessed(blended(), *items)) == [amount]


@pytest.mark.parametrize(
    ("item", "there"),
    [
        (Present("m1", NINTH), (None, True)),
        (TimeSpent(5, NINTH, "m1"), (None, True)),
        (Present("S1", NINTH), (True, None)),
        (stay(0, 60), (True, None)),
        (stay(0, 60, "m1"), (False, True)),
    ],
)
def test_a_list_of_one_sort_of_parts_says_nothing_of_the_other(item: Item, there: tuple[bool | None, bool | None]) -> None:
    """A sighting in a module leaves the session unknown, and the other way round; times of a stay tell the session too."""
    found = facts(seen(blended(), item))
    assert (found.get("present:S1"), found.get("present:m1")) == there
    assert found["attended"] is True


def test_a_module_may_be_asked_for_by_name() -> None:
    """Attendance at the module is met by a sighting there."""
    policy = Policy(code="p", requirements=[attended(sessions=["m1"])])
    assert amounts(assessed(blended(policy), Present("m1", NINTH))) == ["2.00"]


MODULES = [Part(code=f"m{number}", title="Talk", minutes=8) for number in range(5)]


def modules(policy: Policy, **fields: Any) -> Activity:
    """Offer five talks of eight minutes that have no schedule."""
    return paying(policy, parts=MODULES, **fields)


def test_a_stay_that_names_no_part_is_time_in_the_whole() -> None:
    """Where no part has a schedule, an hour that names none is an hour of the activity, and attendance."""
    found = facts(seen(modules(BY_TIME), stay(0, 60)))
    assert (found["time"], found["attended"]) == (60 * MINUTE, True)
    assert amounts(assessed(modules(Policy(code="p", requirements=[attended()]), format=LIVE), stay(0, 60))) == ["2.00"]


@pytest.mark.parametrize(
    "items",
    [
        [stay(60 * number, 8, f"m{number}") for number in range(5)],
        [TimeSpent(8, NINTH, f"m{number}") for number in range(5)],
    ],
    ids=["stays", "totals"],
)
def test_time_in_a_part_without_a_schedule_keeps_its_name(items: list[Item]) -> None:
    """Five talks of eight minutes are 0.25 each where each is rounded by itself, and 0.75 where their sum is."""
    listed: Any = facts(seen(modules(BY_SESSION), *items))["time:stretches"]
    assert {stretch.session: stretch.time for stretch in listed} == {f"m{n}": 8 * MINUTE for n in range(5)}
    assert amounts(assessed(modules(BY_SESSION), *items)) == ["1.25"]
    assert amounts(assessed(modules(BY_TIME), *items)) == ["0.75"]


TWO_AT_ONCE = a_meeting(a_session("S1", SIX, 60), a_session("S2", SIX, 60), policy=BY_TIME)
OVERLAPPING = a_meeting(
    a_session("S1", SIX, 60), a_session("S2", SIX + 30 * MINUTE, 60), a_session("S3", SIX + 90 * MINUTE, 60), policy=BY_TIME
)


@pytest.mark.parametrize(
    ("activity", "items", "share"),
    [
        pytest.param(TWO_AT_ONCE, [Present("S1", NINTH)], Share(1, 1), id="one of two at once is all there is to attend"),
        pytest.param(TWO_AT_ONCE, [Present("S1", NINTH), Present("S2", NINTH)], Share(1, 1), id="named in both"),
        pytest.param(TWO_AT_ONCE, [stay(0, 60)], Share(1, 1), id="a stay that names neither"),
        pytest.param(OVERLAPPING, [Present("S2", NINTH), Present("S3", NINTH)], Share(2, 2), id="the last two of three"),
        pytest.param(OVERLAPPING, [Present("S1", NINTH)], Share(1, 2), id="the first of three"),
        pytest.param(OVERLAPPING, [Present("S1", NINTH), Present("S2", NINTH)], Share(1, 2), id="two that overlap"),
    ],
)
def test_sessions_at_the_same_time_count_once(activity: Activity, items: list[Item], share: Share) -> None:
    """Nobody can attend two sessions at once, so the share is of those that one person can attend."""
    assert facts(seen(activity, *items))["sessions"] == share


def test_a_stay_that_names_neither_of_two_sessions_does_not_tell_which() -> None:
    """Somebody was there for an hour in which two sessions ran: seen in one of them, and unknown in which."""
    found = facts(seen(TWO_AT_ONCE, stay(0, 60)))
    assert ("present:S1" in found, "present:S2" in found, found["attended"]) == (False, False, True)
    assert facts(seen(TWO_AT_ONCE, stay(0, 60, "S2")))["present:S2"] is True
    # The half hour in which S1 ran alone tells that it was S1; of the other, only its share with S1 was seen.
    alone = facts(seen(OVERLAPPING, stay(0, 60)))
    assert (alone["present:S1"], alone["present:S3"], "present:S2" in alone) == (True, False, False)


@pytest.mark.parametrize("item", [Present("S1", on(3, 20)), Present("", on(3, 20)), stay(24 * 60, 60), stay(24 * 60, 60, "S1")])
def test_attendance_on_a_day_without_the_meeting_is_set_aside(item: Item) -> None:
    """A meeting of the ninth was not attended on another day; the reason names both days and what to check."""
    counts, (aside,) = admitted(seen(TWO_AT_ONCE, item))
    day = "2026-03-20" if isinstance(item, Present) else "2026-03-10"
    assert (counts, aside.code) == ((), "not-held-then")
    assert aside.says == f"attendance on {day}, but LIVE-1 took place on 2026-03-09: check the day and the zone"
    assert facts(seen(TWO_AT_ONCE, item)) == {}


def test_what_is_no_attendance_may_follow_a_meeting() -> None:
    """Minutes that are reported in the week after are not set aside."""
    assert admitted(seen(TWO_AT_ONCE, TimeSpent(60, on(3, 16), "S1")))[1] == ()
