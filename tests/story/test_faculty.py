"""Faculty: presenting earns two credits for each hour, once for each talk, and nothing as a learner of one's own session."""

import datetime
import itertools
from typing import Any

import attrs
import pytest

from builders import (
    CHICAGO,
    LEARNER,
    NINTH,
    NOW,
    a_designation,
    a_meeting,
    a_session,
    amounts,
    an_activity,
    assessed,
    at,
    made,
    on,
    seen,
    written,
)
from cmecore.activities import LIVE, TEACHING, Activity, Part
from cmecore.assessment import assess
from cmecore.claiming import ALL, claim
from cmecore.credit.rounding import nearest
from cmecore.earning import earn
from cmecore.errors import InvalidValue
from cmecore.evidence import Attended, Item, Present, Presented, Progress, TimeSpent
from cmecore.ledger import Ledger
from cmecore.measuring import facts
from cmecore.rules.awards import ByTime
from cmecore.rules.criteria import Outcome
from cmecore.rules.facts import PRESENTED, Share
from cmecore.rules.policies import Policy
from cmecore.rules.requirements import attended

MINUTE = datetime.timedelta(minutes=1)
QUARTERS = nearest("0.25")
SIX = at(NINTH, 18, zone=CHICAGO)
LEARNERS = Policy(code="hours", award=ByTime(), rounding=QUARTERS)
#: Two for each hour presented; the product is rounded, once.
FACULTY = Policy(code="faculty", award=ByTime(credits=2, of=PRESENTED), rounding=QUARTERS)
#: S1 and S2 run at the same time, S3 follows them, and S4 is on the next day.
SESSIONS = (
    a_session("S1", SIX, 60),
    a_session("S2", SIX, 60),
    a_session("S3", SIX + 60 * MINUTE, 60, breaks=((20, 30),)),
    a_session("S4", SIX + 24 * 60 * MINUTE, 60),
)
MEETING = a_meeting(*SESSIONS, policy=LEARNERS, amount="3.00")
#: What faculty earn for teaching there is credit of an activity of its own, with a maximum of its own.
TAUGHT = an_activity(
    "LIVE-1-F",
    title="Teaching at the meeting",
    format=TEACHING,
    parts=SESSIONS,
    completion=(),
    designations=(a_designation("10.00", FACULTY),),
)
TALK = Presented("S1", NINTH)


def during(first: int, last: int, session: str = "") -> Attended:
    """Attend from one minute after six to another."""
    return Attended(SIX + first * MINUTE, SIX + last * MINUTE, session)


def presented(*items: Item, activity: Activity = TAUGHT) -> int | None:
    """Measure the time presented, in minutes."""
    time: Any = facts(seen(activity, *items)).get("presented")
    return None if time is None else time // MINUTE


def learned(*items: Item) -> int | None:
    """Measure the time taken part in the meeting, in minutes."""
    time: Any = facts(seen(MEETING, *items)).get("time")
    return None if time is None else time // MINUTE


@pytest.mark.parametrize(
    ("minutes", "credits"), [(25, "0.75"), (20, "0.75"), (45, "1.50"), (60, "2.00"), (30, "1.00"), (3, "0.00"), (4, "0.25")]
)
def test_two_for_each_hour_presented_rounded_once_on_the_product(minutes: int, credits: str) -> None:
    """25 minutes are 50 minutes' worth, 0.75, not twice a rounded half; 20 are 0.75, not 0.50; 45 are 1.50 (USUHS, EINST)."""
    assert amounts(assessed(TAUGHT, Presented("S1", NINTH, minutes))) == [credits]


def test_faculty_are_not_bounded_by_the_learners_maximum() -> None:
    """170 minutes presented at a meeting of 3.00 credits are 340 minutes' worth, 5.75."""
    taught = [Presented(code, day) for code, day in (("S1", NINTH), ("S3", NINTH), ("S4", on(3, 10)))]
    assert amounts(assessed(TAUGHT, *taught)) == ["5.75"]
    assert "amount: 170 min at 2 for 60 min = 17/3 → to the nearest 0.25 → 5.75" in assessed(TAUGHT, *taught).explain()


def test_nobody_presents_in_two_rooms_at_once_nor_a_break() -> None:
    """S1 and S2 run at the same hour, so both together are an hour; two talks in one session are what they took."""
    assert presented(Presented("S1", NINTH), Presented("S2", NINTH)) == 60
    assert presented(Presented("S1", NINTH, 20, talk="one"), Presented("S1", NINTH, 25, talk="two")) == 45
    assert presented(Presented("S1", NINTH, 40, talk="one"), Presented("S1", NINTH, 40, talk="two")) == 60
    lunch = an_activity(parts=[a_session("L", SIX, 60, kind="meal")], format=TEACHING, completion=())
    assert presented(Presented("L", NINTH), activity=lunch) == 0


def test_progress_in_a_session_of_ones_own_is_no_learning() -> None:
    """Content that somebody presented himself is not content that he completed as a learner."""
    course = an_activity(parts=[Part(code="m1", title="M"), Part(code="m2", title="N")], completion=())
    done = facts(seen(course, Presented("m1", NINTH, 20), Progress(1, 1, NINTH, "m1"), Progress(1, 1, NINTH, "m2")))
    assert done["content:m1"] == Share(0, 1)


@pytest.mark.parametrize(
    ("items", "minutes"),
    [
        ([], None),
        ([Presented("S1", NINTH)], 60),
        ([Presented("S3", NINTH)], 50),
        ([Presented("S1", NINTH, 25), Presented("S3", NINTH, 20)], 45),
        # A longer report of the same talk replaces a shorter one.
        ([Presented("S1", NINTH, 20), Presented("S1", NINTH, 25)], 25),
        ([Presented("S1", NINTH, 20), Presented("S1", NINTH)], 60),
        # Nobody presents longer than the session lasted, its breaks not counted.
        ([Presented("S1", NINTH, 90)], 60),
        ([Presented("S3", NINTH, 60)], 50),
        # One talk in two rooms or on two days is one talk.
        ([Presented("S1", NINTH, 25, talk="Sepsis"), Presented("S4", on(3, 10), 25, talk="Sepsis")], 25),
        ([Presented("S1", NINTH, 25, talk="Sepsis"), Presented("S4", on(3, 10), 30, talk="Sepsis")], 30),
        # Two talks in one session are two.
        ([Presented("S1", NINTH, 25, talk="Sepsis"), Presented("S1", NINTH, 20, talk="Shock")], 45),
        ([Presented("S1", NINTH, 0)], 0),
    ],
)
def test_a_talk_counts_once(items: list[Item], minutes: int | None) -> None:
    """Credit is for the original presentation: a repeat adds nothing (USUHS); the order of the reports changes nothing."""
    for order in itertools.permutations(items):
        assert presented(*order) == minutes


def test_a_part_without_a_schedule_is_presented_for_its_minutes() -> None:
    """A part of an estimated length counts for it, unless the report says how long it was."""
    module = an_activity(parts=[Part(code="m1", title="M", minutes=20), Part(code="m2", title="N")], completion=())
    assert presented(Presented("m1", NINTH), activity=module) == 20
    assert presented(Presented("m1", NINTH, 30), activity=module) == 30
    assert presented(Presented("m2", NINTH), activity=module) == 0


def test_whoever_presents_a_session_earns_nothing_there_as_its_learner() -> None:
    """Neither a stay in it, nor one that names no session, nor minutes, nor a list of names make a learner of its faculty."""
    assert learned(TALK, during(0, 60, "S1")) is None
    assert learned(TALK, during(0, 60)) == 0
    assert learned(TALK, during(0, 120)) == 50
    assert learned(TALK, TimeSpent(60, NINTH, "S1")) is None
    # S3 and S4 are an hour and fifty minutes together: of a total of four hours no more than that can be theirs.
    assert learned(TALK, TimeSpent(240, NINTH)) == 110
    assert learned(during(0, 120), TALK) == learned(TALK, during(0, 60, "S1"), during(60, 120, "S3"), Present("S1", NINTH))


@pytest.mark.parametrize(
    ("items", "session", "there"),
    [
        ([TALK, during(0, 60, "S1")], "S1", None),
        ([TALK, during(0, 120)], "S1", False),
        ([TALK, during(0, 120)], "S3", True),
        ([TALK, Present("S1", NINTH), Present("S3", NINTH)], "S1", False),
        ([TALK, Present("S1", NINTH), Present("S3", NINTH)], "S3", True),
        ([TALK, TimeSpent(60, NINTH, "S1"), TimeSpent(50, NINTH, "S3")], "S1", False),
        ([TALK, TimeSpent(60, NINTH, "S1"), TimeSpent(50, NINTH, "S3")], "S3", True),
        ([during(0, 60, "S1")], "S1", True),
    ],
)
def test_presenting_is_no_attendance(items: list[Item], session: str, there: bool | None) -> None:  # noqa: FBT001
    """A requirement to have attended one's own session is not met by having presented it."""
    found = facts(seen(MEETING, *items))
    assert found.get(f"present:{session}") is there


def test_of_the_sessions_one_can_attend_those_of_others_are_counted() -> None:
    """At a meeting of three sessions one after the other, faculty of one of them attended two of three."""
    in_a_row = a_meeting(
        SESSIONS[0], SESSIONS[2], SESSIONS[3], policy=Policy(code="p", requirements=[attended("0.66")]), amount="3.00"
    )
    listed = [Present(code, NINTH) for code in ("S1", "S3")] + [Present("S4", on(3, 10))]
    assert facts(seen(in_a_row, *listed))["sessions"] == Share(3, 3)
    assert facts(seen(in_a_row, TALK, *listed))["sessions"] == Share(2, 3)
    assert amounts(assessed(in_a_row, TALK, *listed)) == ["3.00"]


@pytest.mark.parametrize("elsewhere", [during(0, 60, "S2"), TimeSpent(60, NINTH, "S2")], ids=["stay", "minutes"])
def test_while_somebody_presents_he_learns_in_no_other_room(elsewhere: Item) -> None:
    """S2 runs while S1 is presented: whatever a badge reader says of it, nobody is in two rooms."""
    assert learned(elsewhere) == 60
    assert learned(TALK, elsewhere) == 0
    assert learned(TALK, elsewhere, during(60, 120, "S3")) == 50


def test_faculty_learn_in_the_sessions_of_others() -> None:
    """Learner credit for the other sessions, faculty credit for one's own: 50 and 60 minutes, and 2.00 for teaching an hour."""
    stayed = during(0, 120), during(24 * 60, 25 * 60)
    assert amounts(assessed(MEETING, TALK, *stayed)) == ["1.75"]  # 110 minutes
    assert amounts(assessed(MEETING, *stayed)) == ["2.75"]  # 170 minutes
    assert amounts(assessed(TAUGHT, TALK, *stayed)) == ["2.00"]


def test_content_of_the_meeting_is_no_talk() -> None:
    """Who did all of the content and presented nothing earns nothing as faculty, and is told what is missing."""
    (appraisal,) = assessed(TAUGHT, Progress(4, 4, NINTH), during(0, 120)).appraisals
    assert (appraisal.outcome, appraisal.steps) == (Outcome.UNKNOWN, 0)
    assert [finding.to_do for finding in appraisal.findings] == ["time presented (not reported)"]


def test_faculty_credit_lies_in_no_topic_of_the_meeting() -> None:
    """Where the talk was given is not known from its length, so none of its credit is told to lie in a mandated topic."""
    sessions = (
        a_session("S1", SIX, 60, specialty="Pain"),
        a_session("S3", SIX + 60 * MINUTE, 60, topics=["opioid"], specialty="Ethics"),
    )
    of_pain = attrs.evolve(TAUGHT, parts=sessions)
    (appraisal,) = assessed(of_pain, TALK, during(60, 120, "S3")).appraisals
    assert appraisal.credits.amount == 2
    assert {topic: credits.steps for topic, credits in appraisal.by_topic.items()} == {"opioid": 0}
    assert sum(credits.steps for credits in appraisal.by_specialty.values()) == appraisal.steps


def test_teaching_and_learning_are_two_accounts() -> None:
    """Both are earned, and claimed together or one by one, each under its own activity."""
    ledger = Ledger(LEARNER)
    for activity in (MEETING, TAUGHT):
        ledger = written(ledger, *earn(ledger, assess(seen(activity, TALK, during(60, 120, "S3")))))
    taken = made(claim(ledger, ALL, at=NOW, request="r-1"))
    assert {line.account[0]: str(line.credits.amount) for line in taken.lines} == {"LIVE-1": "0.75", "LIVE-1-F": "2.00"}


def test_a_talk_in_a_session_that_does_not_exist_counts_for_nothing() -> None:
    """It is set aside with its reason, and nothing else is lost; so is one on a day on which the meeting was not held."""
    assessment = assessed(TAUGHT, Presented("S9", NINTH), Presented("S1", on(4, 9)), Presented("S2", NINTH))
    assert sorted(aside.code for aside in assessment.set_aside) == ["not-held-then", "unknown-part"]
    assert amounts(assessment) == ["2.00"]


def test_what_is_earned_does_not_hang_on_the_order_of_the_reports() -> None:
    """That somebody presented may become known after his stay was: assessed together, it is all the same."""
    items: list[Item] = [TALK, during(0, 60, "S1"), during(0, 120), TimeSpent(100, NINTH)]
    assert len({tuple(amounts(assessed(MEETING, *order))) for order in itertools.permutations(items)}) == 1


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("session", ""),
        ("session", None),
        ("on", "2026-03-09"),
        ("minutes", -1),
        ("minutes", 25.0),
        ("minutes", True),
        ("talk", ""),
        ("talk", None),
    ],
)
def test_a_report_of_a_talk_is_checked_where_it_is_made(field: str, value: Any) -> None:
    """It names a session and a day; minutes are counted whole, and a talk has a name."""
    with pytest.raises(InvalidValue, match=rf"^{field}: "):
        Presented(**{"session": "S1", "on": NINTH, field: value})


def test_teaching_is_a_live_format() -> None:
    """Its rule is the one of the last day on which it took place."""
    assert (TEACHING.name, TEACHING.live, LIVE.live) == ("faculty teaching", True, True)
