"""Where an amount was earned: mandated topics lie inside it, and specialties add up to it."""

import datetime
from typing import Any

from hypothesis import given, strategies as st

from builders import (
    AMA,
    CHICAGO,
    NINTH,
    a_meeting,
    a_session,
    assessed,
    at,
    on,
    paying,
)
from cmecore.activities import Part
from cmecore.credit.periods import Span
from cmecore.credit.rounding import nearest
from cmecore.evidence import (
    Attended,
    Declared,
    Item,
    Present,
    Progress,
    TimeSpent,
)
from cmecore.rules.awards import AsAttested, ByTime, InProportion
from cmecore.rules.policies import Policy

QUARTERS = nearest("0.25")
MINUTE = datetime.timedelta(minutes=1)
BY_TIME = Policy(code="live", award=ByTime(), rounding=QUARTERS)
DECLARED = Policy(code="declared", award=AsAttested())
EVENING = at(NINTH, 18, zone=CHICAGO)


def during(first: int, last: int, session: str = "") -> Attended:
    """Attend from one minute of the evening to another."""
    return Attended(EVENING + first * MINUTE, EVENING + last * MINUTE, session)


PARTS = [
    Part(code="m1", title="Recognition", minutes=40, topics=["opioid"], specialty="Emergency Medicine"),
    Part(code="m2", title="Treatment", minutes=20, topics=["ethics", "opioid"], specialty="Pharmacology"),
    Part(code="m3", title="Wrap-up", minutes=60),
]
SHARED = Policy(code="shared", award=InProportion(), rounding=QUARTERS)


def by_topic(*items: Item, **fields: Any) -> dict[str, str]:
    """Assess modules and list the credit of each topic."""
    (appraisal,) = assessed(paying(SHARED, **{"parts": PARTS, **fields}), *items).appraisals
    return {topic: str(credits.amount) for topic, credits in appraisal.by_topic.items()}


def by_specialty(*items: Item, **fields: Any) -> dict[str, str]:
    """Assess modules and list the credit of each specialty."""
    (appraisal,) = assessed(paying(SHARED, **{"parts": PARTS, **fields}), *items).appraisals
    return {specialty: str(credits.amount) for specialty, credits in appraisal.by_specialty.items()}


def test_a_mandated_topic_lies_inside_the_amount() -> None:
    """Of 2.00 credits over 120 minutes, 60 minutes on opioids are 1.00 and 20 on ethics 0.25, rounded down from 1/3."""
    assert by_topic(Progress(20, 20, NINTH)) == {"opioid": "1.00", "ethics": "0.25"}


def test_a_topic_that_a_part_names_twice_counts_once() -> None:
    """Whoever lists a topic twice has no more of it."""
    assert by_topic(Progress(20, 20, NINTH), parts=[Part(code="m", title="M", topics=["opioid", "opioid"])]) == {
        "opioid": "2.00"
    }


def test_a_topic_that_was_left_out_has_no_credit() -> None:
    """Whoever did only the first module has nothing on ethics."""
    assert by_topic(Progress(1, 1, NINTH, "m1"), Progress(1, 1, NINTH, "m3"))["ethics"] == "0.00"


def test_specialties_add_up_to_the_amount() -> None:
    """40, 20 and 60 of 120 minutes of 2.00 credits are 2 2/3, 1 1/3 and 4 quarters: the eighth goes to the largest rest."""
    assert by_specialty(Progress(20, 20, NINTH)) == {"Emergency Medicine": "0.75", "Pharmacology": "0.25", "": "1.00"}


def test_equal_remainders_go_to_the_specialty_named_first() -> None:
    """Two halves of three quarters are 1 1/2 quarters each: the step left over is the first one's."""
    halves = [Part(code="b", title="B", specialty="Beta"), Part(code="a", title="A", specialty="Alpha")]
    assert by_specialty(Progress(3, 8, NINTH), parts=halves) == {"Beta": "0.50", "Alpha": "0.25"}


def test_an_activity_without_specialties_lists_none() -> None:
    """Where no part names a specialty, or there are no parts, there is nothing to split."""
    assert by_specialty(Progress(20, 20, NINTH), parts=[Part(code="m", title="M")]) == {}
    assert by_specialty(Progress(20, 20, NINTH), parts=[]) == {}


def test_parts_are_weighed_by_their_units_where_a_length_is_missing() -> None:
    """Without minutes for every part, three units weigh three times one unit."""
    parts = [
        Part(code="a", title="A", units=3, topics=["opioid"]),
        Part(code="b", title="B", units=1, minutes=90, topics=["ethics"]),
    ]
    assert by_topic(Progress(20, 20, NINTH), parts=parts) == {"opioid": "1.50", "ethics": "0.50"}


def test_the_explanation_lists_topics_and_specialties() -> None:
    """Topics are told as parts of the amount, and what has no specialty stands under *other*."""
    activity = paying(SHARED, parts=[*PARTS, Part(code="m4", title="Appendix", minutes=60, topics=["stroke"])])
    lines = assessed(activity, *(Progress(1, 1, NINTH, code) for code in ("m1", "m2", "m3"))).explain().splitlines()
    # 3 of 4 units are 1.50: six quarters over 40, 20 and 60 minutes are 2, 1 and 3; opioid is 60 of 120 minutes, but of the
    # whole course it is 60 of 180, and so never more than 0.50; ethics, 20 of 180, is no quarter even of the whole.
    assert lines[-4:] == [
        "    of which opioid: 0.50",
        "    Emergency Medicine: 0.50",
        "    Pharmacology: 0.25",
        "    other: 0.75",
    ]


SPLIT = (
    a_session("S1", EVENING, 60, topics=["opioid"], specialty="Pain"),
    a_session("S2", EVENING + 60 * MINUTE, 60, specialty="Ethics"),
)


def test_the_time_in_each_session_decides_on_its_topics() -> None:
    """Thirty minutes in the session on opioids and sixty in another are 0.50 and 1.00 of 1.50."""
    (appraisal,) = assessed(a_meeting(*SPLIT, policy=BY_TIME), during(30, 120)).appraisals
    assert appraisal.credits == AMA("1.50")
    assert appraisal.by_topic == {"opioid": AMA("0.50")}
    assert appraisal.by_specialty == {"Pain": AMA("0.50"), "Ethics": AMA("1.00")}


def test_a_total_of_the_whole_meeting_is_not_all_of_its_first_topic() -> None:
    """Two hours reported for a meeting of two sessions hold one hour on opioids, not two."""
    (appraisal,) = assessed(a_meeting(*SPLIT, policy=BY_TIME), TimeSpent(120, NINTH)).appraisals
    assert appraisal.credits == AMA("2.00")
    assert appraisal.by_topic == {"opioid": AMA("1.00")}


def test_a_session_that_was_missed_has_no_topic_credit() -> None:
    """Who is listed at the second session only has no credit in the topic of the first, however much was declared."""
    (appraisal,) = assessed(a_meeting(*SPLIT, policy=DECLARED), Present("S2", NINTH), Declared(AMA("1.00"), NINTH)).appraisals
    assert appraisal.credits == AMA("1.00")
    assert appraisal.by_topic == {"opioid": AMA("0.00")}


def test_sessions_of_unequal_length_weigh_by_their_length() -> None:
    """Where nobody reported times, ninety minutes of a programme weigh three times thirty."""
    sessions = (
        a_session("S1", EVENING, 30, specialty="Pain"),
        a_session("S2", EVENING + 60 * MINUTE, 90, specialty="Ethics"),
    )
    (appraisal,) = assessed(a_meeting(*sessions, policy=DECLARED), Declared(AMA("2.00"), NINTH)).appraisals
    assert appraisal.by_specialty == {"Pain": AMA("0.50"), "Ethics": AMA("1.50")}


def test_specialties_add_up_even_where_no_time_was_counted() -> None:
    """Who declared credit but is listed outside the schedule only still has all of the amount under some specialty."""
    (appraisal,) = assessed(a_meeting(*SPLIT, policy=DECLARED), during(-60, -30), Declared(AMA("2.00"), NINTH)).appraisals
    assert sum(credits.steps for credits in appraisal.by_specialty.values()) == appraisal.steps == 8


MIXED = st.lists(
    st.builds(
        Part,
        code=st.uuids().map(str),
        title=st.just("Part"),
        minutes=st.none() | st.integers(1, 90),
        units=st.integers(1, 9),
        specialty=st.sampled_from(["", "Pain", "Ethics"]),
        topics=st.lists(st.sampled_from(["opioid", "ethics", "pharmacology"]), unique=True),
    ),
    min_size=1,
    max_size=6,
    unique_by=lambda part: part.code,
)


@given(MIXED, st.integers(0, 400), st.data())
def test_topics_lie_inside_and_specialties_fill_the_amount(parts: list[Part], steps: int, data: st.DataObject) -> None:
    """However the content is split and done: each topic is at most the amount, and the specialties are exactly it."""
    done = [Progress(data.draw(st.integers(0, part.units)), part.units, NINTH, part.code) for part in parts]
    activity = paying(Policy(code="p", award=InProportion(), rounding=QUARTERS), str(AMA("0.25").amount * steps), parts=parts)
    (appraisal,) = assessed(activity, *done).appraisals
    assert appraisal.credits <= AMA("0.25").type(AMA("0.25").amount * steps)
    assert all(credits <= appraisal.credits for credits in appraisal.by_topic.values())
    if any(part.specialty for part in parts):
        assert sum(credits.steps for credits in appraisal.by_specialty.values()) == appraisal.steps


def test_credit_lies_where_the_time_that_earned_it_counted() -> None:
    """An hour of lecture and an hour of panel at half weight are 1.50, of which the panel's topic holds 0.50 and not 0.75."""
    sessions = (
        a_session("S1", EVENING, 60, specialty="Pain"),
        a_session("S2", EVENING + 60 * MINUTE, 60, specialty="Ethics", topics=["opioid"], kind="panel"),
        a_session("S3", EVENING + 120 * MINUTE, 60, specialty="Meals", topics=["nutrition"], kind="meal"),
    )
    weighed = Policy(code="p", award=ByTime(counts={"learning": 1, "panel": "0.5", "meal": 0}), rounding=QUARTERS)
    (appraisal,) = assessed(a_meeting(*sessions, policy=weighed), during(0, 180)).appraisals
    assert appraisal.credits == AMA("1.50")
    assert appraisal.by_topic == {"opioid": AMA("0.50"), "nutrition": AMA("0.00")}
    assert appraisal.by_specialty == {"Pain": AMA("1.00"), "Ethics": AMA("0.50"), "Meals": AMA("0.00")}


def test_a_session_that_is_cut_at_its_cap_holds_no_more_than_that() -> None:
    """Three hours of which one counts, and an hour besides: half of the credit lies in each."""
    sessions = (
        a_session("S1", EVENING, 180, topics=["opioid"]),
        a_session("S2", EVENING + 180 * MINUTE, 60, topics=["ethics"]),
    )
    capped = Policy(code="p", award=ByTime(most_per_session=1), rounding=QUARTERS)
    (appraisal,) = assessed(a_meeting(*sessions, policy=capped), during(0, 240)).appraisals
    assert appraisal.credits == AMA("2.00")
    assert appraisal.by_topic == {"opioid": AMA("1.00"), "ethics": AMA("1.00")}


def test_modules_are_weighed_by_their_kind_where_time_earns() -> None:
    """Of two modules of an hour each one counts by half: of 1.50 credits 1.00 and 0.50 lie in them."""
    parts = [
        Part(code="m1", title="Read", minutes=60, topics=["opioid"]),
        Part(code="m2", title="Discuss", minutes=60, topics=["ethics"], kind="panel"),
    ]
    weighed = Policy(code="p", award=ByTime(counts={"learning": 1, "panel": "0.5"}), rounding=QUARTERS)
    (appraisal,) = assessed(paying(weighed, parts=parts), TimeSpent(60, NINTH, "m1"), TimeSpent(60, NINTH, "m2")).appraisals
    assert appraisal.credits == AMA("1.50")
    assert appraisal.by_topic == {"opioid": AMA("1.00"), "ethics": AMA("0.50")}


def test_without_a_rule_in_force_there_is_nothing_to_break_down() -> None:
    """Topics and specialties of an amount that nobody could compute are all nothing."""
    ended = Policy(code="p", award=ByTime(), rounding=QUARTERS, in_force=Span(None, on(3, 1)))
    (appraisal,) = assessed(paying(ended, parts=PARTS), TimeSpent(60, NINTH, "m1")).appraisals
    assert appraisal.policy is None
    assert set(appraisal.by_topic.values()) == {AMA("0.00")}
