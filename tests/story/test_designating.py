"""Designating: the maximum by the time an activity takes, rounded once, and the activity that its faculty earn in."""

import datetime
import itertools
from typing import Any

import attrs
import pytest
from hypothesis import given, strategies as st

from builders import (
    CHICAGO,
    LEARNER,
    NAME,
    NINTH,
    NOW,
    a_session,
    amounts,
    an_activity,
    assessed,
    at,
    made,
    numbers,
    on,
    seen,
    written,
)
from cmecore.activities import JOURNAL, LIVE, TEACHING, Activity, Part
from cmecore.assessment import assess
from cmecore.authorities import abim, ama
from cmecore.bodies.body import Body
from cmecore.bodies.rulings import Ruling
from cmecore.certificates import certify
from cmecore.claiming import ALL, claim
from cmecore.credit.amounts import CreditType
from cmecore.credit.periods import Span
from cmecore.credit.rounding import Rounding, Total, down, nearest
from cmecore.designating import designable, designated_beyond_its_time, teaching
from cmecore.designations import Designation
from cmecore.earning import earn
from cmecore.entries import Refusal
from cmecore.errors import InvalidValue
from cmecore.evidence import Attended, Item, Practises, Presented
from cmecore.ledger import Ledger
from cmecore.rules.awards import (
    AsAttested,
    Asks,
    Award,
    ByTime,
    Component,
    Fixed,
    InProportion,
    RestsOn,
    SumOf,
    Whole,
    WithBonus,
    minutes,
    over_units,
)
from cmecore.rules.criteria import at_least, is_true
from cmecore.rules.facts import attestation, content_of
from cmecore.rules.policies import Policy
from cmecore.rules.requirements import evaluated
from cmecore.rules.times import BREAK, EVALUATION, HANDS_ON, LEARNING, PANEL

AMA = ama.CATEGORY_1
LIVE_RULE = ama.LIVE()
ONLINE_RULE = ama.ENDURING(passing="0.70")
FACULTY_RULE = ama.TEACHING()
MINUTE = datetime.timedelta(minutes=1)
EIGHT = at(NINTH, 8, zone=CHICAGO)


def modules(*lengths: int, **fields: Any) -> Activity:
    """Offer modules of so many minutes each."""
    parts = [Part(code=f"m{n}", title="A module", minutes=length) for n, length in enumerate(lengths, start=1)]
    return an_activity(**{"parts": parts, "completion": (), "designations": (), **fields})


def meeting(*sessions: Part, **fields: Any) -> Activity:
    """Hold some sessions."""
    return an_activity("MEET-1", **{"format": LIVE, "parts": sessions, "completion": (), "designations": (), **fields})


def session(code: str, start: int, length: int, **fields: Any) -> Part:
    """Schedule a session so many minutes after eight."""
    return a_session(code, EIGHT + start * MINUTE, length, **fields)


def worth(activity: Activity, policy: Policy = LIVE_RULE, type: CreditType = AMA, **fields: Any) -> str:
    """Print what an activity can be designated for."""
    return str(designable(activity, type, policy, **fields).amount)


def paying(award: Award, rounding: Rounding | None = None, **fields: Any) -> Policy:
    """Award something, by quarters."""
    return Policy(code="acme", award=award, rounding=rounding or nearest("0.25"), **fields)


# The maximum by time, rounded once.


@pytest.mark.parametrize(
    ("lengths", "maximum"),
    [
        # The exact sums, in quarters of 15 minutes, and where the nearest one lies.
        pytest.param([8] * 5, "0.75", id="five of 8 minutes are 40, not five times 0.25"),
        pytest.param([20] * 7, "2.25", id="seven of 20 minutes are 140, not seven times 0.25"),
        pytest.param([7], "0.00", id="7 minutes are none"),
        pytest.param([8], "0.25", id="8 minutes are one quarter"),
        pytest.param([22], "0.25", id="22 minutes"),
        pytest.param([23], "0.50", id="23 minutes"),
        pytest.param([430], "7.25", id="430 minutes"),
        pytest.param([], "0.00", id="nothing is worth nothing"),
        pytest.param([1_000_00], "1666.75", id="100,000 minutes"),
    ],
)
def test_the_maximum_is_rounded_once_on_all_of_the_time(lengths: list[int], maximum: str) -> None:
    """Nearest quarter of the total: 40 minutes are 0.75 and 140 are 2.25, whichever parts they come in."""
    assert worth(modules(*lengths), ONLINE_RULE) == maximum
    assert worth(modules(*lengths, format=LIVE)) == maximum


def test_rounding_part_by_part_is_for_the_caller_to_ask() -> None:
    """Then five modules of 8 minutes are 1.25 and seven of 20 are 1.75, and the policy says so."""
    by_part = ama.LIVE(on=Total.SESSION)
    assert worth(modules(*[8] * 5, format=LIVE), by_part) == "1.25"
    assert worth(modules(*[20] * 7, format=LIVE), by_part) == "1.75"


@pytest.mark.parametrize(
    ("sessions", "maximum"),
    [
        pytest.param([session("A", 0, 60)], "1.00", id="an hour"),
        pytest.param([session("A", 0, 60), session("B", 0, 60)], "1.00", id="two at the same time count once"),
        pytest.param([session("A", 0, 60), session("B", 30, 60)], "1.50", id="half of each at the same time"),
        pytest.param([session("A", 0, 120), session("B", 30, 20), session("C", 60, 60)], "2.00", id="one within the other"),
        pytest.param([session("A", 0, 60), session("B", 60, 60)], "2.00", id="one after the other"),
        pytest.param([session("A", 0, 60, breaks=((0, 15),))], "0.75", id="a break inside does not count"),
        pytest.param([session("A", 0, 60, breaks=((0, 60),))], "0.00", id="a session that is all break is worth nothing"),
        pytest.param([session("A", 0, 60), session("B", 60, 30, kind=BREAK)], "1.00", id="nor does a break as a session"),
        pytest.param([session("A", 0, 60), session("B", 60, 30, kind=PANEL)], "1.50", id="a panel does"),
        pytest.param([session("A", 0, 60), session("B", 24 * 60, 60)], "2.00", id="two days"),
        pytest.param(
            [session("A", 0, 60), Part(code="m", title="Reading before", minutes=30)], "1.50", id="a module beside a session"
        ),
        pytest.param([attrs.evolve(session("A", 0, 60), minutes=600)], "1.00", id="a schedule says more than an estimate"),
    ],
)
def test_the_maximum_of_a_meeting_is_its_schedule(sessions: list[Part], maximum: str) -> None:
    """Simultaneous sessions count once toward the designated maximum, and breaks do not count (AMA PRA booklet, 2006)."""
    for order in itertools.permutations(sessions):
        assert worth(meeting(*order)) == maximum


def test_kinds_of_time_count_by_their_weights() -> None:
    """Hands-on time by half: 60 minutes of lecture and 60 of workshop are 1.50."""
    halves = paying(ByTime(counts={LEARNING: 1, HANDS_ON: "0.5"}))
    assert worth(meeting(session("A", 0, 60), session("B", 60, 60, kind=HANDS_ON)), halves) == "1.50"


def test_no_weight_is_guessed() -> None:
    """A kind of time that the rule does not speak of is asked for, at the rule."""
    day = meeting(session("A", 0, 60), session("B", 60, 30, kind=EVALUATION))
    with pytest.raises(InvalidValue, match=r"kind of time: found 'evaluation'; .* name one in `counts`"):
        worth(day)
    assert worth(day, ama.LIVE(counts={EVALUATION: 0})) == "1.00"
    with pytest.raises(
        InvalidValue,
        match=r"counts: found a dict of 1; expected none: policy ama-live says itself .*; name them in `counts` of its award",
    ):
        worth(day, counts={EVALUATION: 0})


@pytest.mark.parametrize("award", [InProportion(), Whole(), AsAttested()])
def test_an_award_that_is_no_time_is_designated_by_the_hour(award: Award) -> None:
    """A share of the content, a declared amount and all or nothing need a maximum too; other kinds the caller weighs."""
    course = modules(40, 35)
    assert worth(course, paying(award)) == "1.25"
    course = attrs.evolve(course, parts=[*course.parts, Part(code="q", title="Quiz", minutes=30, kind=EVALUATION)])
    with pytest.raises(InvalidValue, match="kind of time: found 'evaluation'"):
        worth(course, paying(award))
    assert worth(course, paying(award), counts={EVALUATION: "0.5"}) == "1.50"
    assert worth(course, paying(award), counts={EVALUATION: 1, LEARNING: "0.4"}) == "1.00"


def test_stages_units_and_extras_count_as_met() -> None:
    """Performance improvement is worth 5 + 5 + 10, units their sum, and a quiz what it adds to the hour."""
    stages = modules(1, 1, 1)
    stages = attrs.evolve(stages, parts=[attrs.evolve(part, code=code) for part, code in zip(stages.parts, "ABC", strict=True)])
    assert worth(stages, ama.PERFORMANCE_IMPROVEMENT()) == "20.00"
    assert worth(modules(8, 8), paying(over_units({"m1": 8, "m2": 8, "m3": 8}))) == "0.50"
    quiz = Component(code="quiz", test=at_least(content_of("quiz"), 1), worth="0.25")
    assert worth(modules(60), paying(WithBonus(InProportion(), [quiz]))) == "1.25"
    told = Component(code="told", test=is_true(attestation("I read it")), worth=minutes(8))
    # 52 and 8 minutes are an hour; 52 alone were three quarters.
    assert worth(modules(52), paying(WithBonus(Whole(), [told]))) == "1.00"
    assert worth(modules(60), paying(Fixed("3"))) == "3.00"


@pytest.mark.parametrize("award", [Fixed("3"), SumOf([Component(code="a", test=is_true(attestation("x")), worth=1)])])
def test_weights_are_refused_where_nothing_is_weighed(award: Award) -> None:
    """An article is worth 1 credit in however many minutes."""
    with pytest.raises(InvalidValue, match=r"counts: found a dict of 1; expected none: .*; leave them out"):
        worth(modules(60), paying(award), counts={EVALUATION: 0})


def test_what_is_worth_as_much_as_another_type_is_asked_for_there() -> None:
    """Points for each credit have no time of their own."""
    with pytest.raises(
        InvalidValue,
        match=r"^policy abim.*found an award as much as another type's; expected one .*; ask what .* in that other type",
    ):
        worth(modules(60), abim.KNOWLEDGE_RULE(passing="0.70"), abim.KNOWLEDGE_RULE.type)


def test_what_rests_on_another_type_and_goes_by_time_has_a_maximum() -> None:
    """A credit that asks for a designation for another one is worth its own time."""
    assert worth(modules(60), paying(ByTime(), rests_on=RestsOn(AMA, Asks.DESIGNATION))) == "1.00"
    assert worth(modules(60), paying(ByTime(), rests_on=RestsOn(AMA, Asks.CLAIM))) == "1.00"


def test_what_a_learner_has_to_do_does_not_bound_the_maximum() -> None:
    """A maximum is what somebody can have who does everything; caps bound it, and a floor holds it up."""
    assert worth(modules(60), paying(ByTime(), requirements=[evaluated()])) == "1.00"
    assert worth(modules(600), paying(ByTime(), cap="3.75")) == "3.75"
    assert worth(modules(6), paying(ByTime(), floor="0.25")) == "0.25"
    assert worth(modules(90, format=LIVE), paying(ByTime(most_per_session="1"))) == "1.00"


def test_the_unit_is_the_policys() -> None:
    """260 minutes are 5.2 contact hours of 50 minutes (AACN, 2013), and 0.4 CEU of ten hours."""
    hour, ceu = CreditType(code="hour", name="contact hour", step="0.1"), CreditType(code="ceu", name="CEU", step="0.1")
    assert worth(modules(260), paying(ByTime(unit=50 * MINUTE), down("0.1")), hour) == "5.2"
    assert worth(modules(260), paying(ByTime(unit=600 * MINUTE), down("0.1")), ceu) == "0.4"


def test_a_maximum_is_an_amount_that_can_exist() -> None:
    """More time than any credit type holds is cut at its largest amount."""
    hundredths = CreditType(code="fine", name="fine credit", step="0.01")
    assert worth(modules(*[500_000] * 2), paying(ByTime(), nearest("0.01")), hundredths) == "9999.99"
    assert worth(modules(*[500_000] * 2), paying(ByTime())) == "9999.75"


def test_a_rule_is_for_its_own_type() -> None:
    """AMA minutes say nothing of contact hours; a rule without a type serves any."""
    hour = CreditType(code="hour", name="contact hour", step="0.25")
    with pytest.raises(InvalidValue, match=r"policy ama-live: found a rule for AMA PRA .*; expected one for contact hour"):
        worth(modules(60, format=LIVE), LIVE_RULE, hour)
    assert worth(modules(60), paying(ByTime()), hour) == "1.00"


@pytest.mark.parametrize(
    ("activity", "type", "policy", "counts", "field"),
    [
        ("EM-101", AMA, LIVE_RULE, None, "activity"),
        (modules(60), "ama-pra-1", LIVE_RULE, None, "type"),
        (modules(60), [], LIVE_RULE, None, "type"),
        (modules(60), AMA, ama.LIVE, None, "policy"),
        (modules(60), AMA, ONLINE_RULE, [(EVALUATION, 0)], "counts"),
        (modules(60), AMA, ONLINE_RULE, {"evaluation": "1.5"}, "weight of evaluation"),
        (modules(60), AMA, ONLINE_RULE, {"evalution": 0}, "counts"),
        (modules(60), AMA, Policy(code="whole"), None, "rounding of policy whole"),
    ],
)
def test_what_it_is_asked_of_is_checked(activity: Any, type: Any, policy: Any, counts: Any, field: str) -> None:
    """In words; a policy that never rounded needs a rounding once time is measured."""
    with pytest.raises(InvalidValue) as caught:
        designable(activity, type, policy, counts=counts)
    assert caught.value.field == field


@given(st.lists(st.integers(1, 600), max_size=6), st.randoms(use_true_random=False))
def test_how_time_is_cut_into_parts_changes_nothing(lengths: list[int], random: Any) -> None:
    """Where it is rounded once: the whole, its parts in any order, and the exact arithmetic agree."""
    shuffled = random.sample(lengths, len(lengths))
    quarters = (2 * sum(lengths) + 15) // 30
    assert designable(modules(*shuffled), AMA, ONLINE_RULE).steps == quarters
    assert designable(modules(*filter(None, [sum(lengths)])), AMA, ONLINE_RULE).steps == quarters


@given(st.lists(st.tuples(st.integers(0, 200), st.integers(1, 120)), min_size=1, max_size=5))
def test_no_minute_counts_twice(runs: list[tuple[int, int]]) -> None:
    """However many sessions run at a time: the minutes are those in which any of them does."""
    held = meeting(*(session(f"S{n}", start, length) for n, (start, length) in enumerate(runs)))
    running = {minute for start, length in runs for minute in range(start, start + length)}
    assert designable(held, AMA, LIVE_RULE).steps == (2 * len(running) + 15) // 30


# More than its time.


def designated(activity: Activity, amount: str, *policies: Policy, type: CreditType = AMA) -> Activity:
    """Designate an activity."""
    return attrs.evolve(activity, designations=[Designation(maximum=type(amount), policy=policies)])


@pytest.mark.parametrize(
    ("activity", "beyond"),
    [
        (designated(modules(60), "1.00", ONLINE_RULE), []),
        (designated(modules(60), "0.75", ONLINE_RULE), []),
        (designated(modules(60), "1.25", ONLINE_RULE), [("1.25", "1.00")]),
        (designated(modules(60, format=LIVE), "1.25", LIVE_RULE), [("1.25", "1.00")]),
        (designated(modules(60), "1.25", paying(ByTime())), [("1.25", "1.00")]),
        (designated(meeting(session("A", 0, 60), session("B", 30, 60)), "1.75", LIVE_RULE), [("1.75", "1.50")]),
        (designated(modules(60), "1.25", ama.ENDURING(passing=1, award=AsAttested())), [("1.25", "1.00")]),
        (designated(modules(60), "1.25", ama.ENDURING(passing=1, award=Whole())), [("1.25", "1.00")]),
    ],
)
def test_a_maximum_beyond_the_time_is_found(activity: Activity, beyond: list[tuple[str, str]]) -> None:
    """An hour of modules is not worth 1.25; less than it could have is no mistake."""
    found = designated_beyond_its_time(activity, [ama.BODY])
    assert [(str(maximum.amount), str(possible.amount)) for maximum, possible, _ in found] == beyond
    assert [policy for *_, policy in found] == [offer.policy for offer in activity.offers][: len(beyond)]


HOURLY = CreditType(code="hourly", name="hourly credit", step="0.25")
TRIPLE = CreditType(code="triple", name="triple credit", step="0.25")
OTHERS = Body(
    code="others",
    name="Others",
    types=[HOURLY, TRIPLE],
    rulings=[
        Ruling(type=TRIPLE, formats=["x"], policy=Policy(code="three-an-hour", award=ByTime(credits=3))),
        Ruling(type=TRIPLE, formats=["y"], policy=Policy(code="one-for-fifty", award=ByTime(unit=50 * MINUTE))),
        Ruling(type=HOURLY, formats=["z"], policy=Policy(code="one-an-article", award=Fixed(1))),
        Ruling(type=HOURLY, formats=["x"], policy=Policy(code="one-an-hour", award=ByTime())),
    ],
)


@pytest.mark.parametrize(
    "activity",
    [
        pytest.param(designated(modules(), "9.00", ONLINE_RULE), id="no parts, so nobody knows its time"),
        pytest.param(
            designated(
                attrs.evolve(modules(60), parts=[*modules(60).parts, Part(code="x", title="A book")]), "9.00", ONLINE_RULE
            ),
            id="a part that does not tell its time",
        ),
        pytest.param(
            designated(modules(60, format=JOURNAL), "9.00", ama.JOURNAL(passing=1)), id="an article is worth what it is"
        ),
        pytest.param(
            designated(modules(60), "9.00", Policy(code="whole", type=AMA)), id="nothing rounds, so nothing is computed"
        ),
        pytest.param(designated(modules(60), "3.00", paying(InProportion()), type=TRIPLE), id="not known to go by the hour"),
        pytest.param(
            designated(
                attrs.evolve(modules(60), parts=[Part(code="a", title="a", minutes=9, kind=PANEL)]), "9.00", ONLINE_RULE
            ),
            id="nobody says what a panel weighs in an enduring material",
        ),
    ],
)
def test_what_is_not_known_is_not_found_fault_with(activity: Activity) -> None:
    """Only a sum that can be done is compared."""
    assert designated_beyond_its_time(activity, [ama.BODY, OTHERS]) == ()


def test_a_type_is_by_the_hour_where_its_body_says_so() -> None:
    """A share of the content is compared with the hour only if some body is known to award that type by it."""
    course = designated(modules(60), "3.00", paying(InProportion()), type=HOURLY)
    assert designated_beyond_its_time(course, []) == ()
    assert designated_beyond_its_time(course, [ama.BODY]) == ()
    ((_, possible, _),) = designated_beyond_its_time(course, iter([ama.BODY, OTHERS]))
    assert possible == HOURLY("1.00")


def test_each_designation_is_compared_with_its_own_rule() -> None:
    """Of two types, the one that is beyond is named."""
    course = attrs.evolve(
        modules(60),
        designations=[
            Designation(maximum=AMA("1.00"), policy=ONLINE_RULE),
            Designation(maximum=HOURLY("1.25"), policy=paying(ByTime())),
        ],
    )
    assert [maximum for maximum, *_ in designated_beyond_its_time(course, [ama.BODY])] == [HOURLY("1.25")]


def test_the_rule_of_the_day_is_compared() -> None:
    """An hour of 50 minutes until June: designated for 1.25 it was right; without a day, what still holds is asked."""
    june = on(6, 30)
    old = paying(ByTime(unit=48 * MINUTE), in_force=Span(None, june))
    new = paying(ByTime(), in_force=Span(june + datetime.timedelta(days=1)))
    course = designated(modules(60), "1.25", old, new)
    assert designated_beyond_its_time(course, [], on=june) == ()
    assert [policy for *_, policy in designated_beyond_its_time(course, [], on=on(7, 1))] == [new]
    assert [policy for *_, policy in designated_beyond_its_time(course, [])] == [new]


# Teaching.


@pytest.mark.parametrize(("length", "maximum"), [(25, "0.75"), (20, "0.75"), (45, "1.50"), (60, "2.00"), (0, "0.00")])
def test_teaching_is_two_for_each_hour_rounded_on_the_product(length: int, maximum: str) -> None:
    """25 minutes are 50 minutes' worth: 0.75, not twice a rounded half; 20 minutes are 0.75, not 0.50."""
    talks = meeting(*([session("S1", 0, length)] if length else []))
    taught = teaching(talks, code="T", type=AMA, policy=FACULTY_RULE)
    assert taught.designations == (Designation(maximum=AMA(maximum), policy=FACULTY_RULE),)


def test_the_activity_of_the_faculty_is_another_one() -> None:
    """The same provider, course and sessions under a code and a format of its own, and nothing that only learners are told."""
    said = "The Lakeside CME designates this live activity for a maximum of 2.00 AMA PRA Category 1 Credits™."
    rounds = designated(meeting(session("S1", 0, 120), place="Chicago", statements=[said]), "2.00", LIVE_RULE)
    rounds = attrs.evolve(rounds, completion=[evaluated()])
    taught = teaching(rounds, code="MEET-1-F", type=AMA, policy=FACULTY_RULE)
    expected = attrs.evolve(
        rounds,
        code="MEET-1-F",
        format=TEACHING,
        completion=(),
        statements=(),
        designations=[Designation(maximum=AMA("4.00"), policy=FACULTY_RULE)],
    )
    assert taught == expected
    own = "Lakeside CME awards faculty credit."
    assert teaching(rounds, code="F", type=AMA, policy=FACULTY_RULE, statements=[own]).statements == (own,)


def test_nobody_teaches_in_two_rooms_at_once_nor_a_break() -> None:
    """Two simultaneous hours and half an hour are three credits at most, for whoever presents; lunch is presented by nobody."""
    sessions = [session("S1", 0, 60), session("S2", 0, 60), session("S3", 60, 60, breaks=((0, 30),))]
    lunch = session("lunch", 120, 60, kind="meal")
    for rounds in (meeting(*sessions), meeting(*sessions, lunch)):
        assert worth(rounds) == "1.50"
        assert teaching(rounds, code="F", type=AMA, policy=FACULTY_RULE).designations[0].maximum == AMA("3.00")


@pytest.mark.parametrize(
    ("activity", "policy", "field"),
    [
        ("MEET-1", FACULTY_RULE, "activity"),
        (modules(60), ama.TEACHING, "policy"),
        (modules(60), abim.KNOWLEDGE_RULE(passing="0.70"), f"policy {abim.KNOWLEDGE_RULE.code}"),
    ],
)
def test_what_is_taught_is_checked(activity: Any, policy: Any, field: str) -> None:
    """An activity and a policy of its type, made."""
    with pytest.raises(InvalidValue) as caught:
        teaching(activity, code="F", type=AMA, policy=policy)
    assert caught.value.field == field


#: A morning: the opening, two simultaneous hours, and the talk of the opening again after lunch.
MORNING = designated(
    meeting(
        session("opening", 0, 45),
        session("sepsis", 60, 60),
        session("shock", 60, 60),
        session("lunch", 120, 60, kind="meal"),
        session("again", 180, 45),
        title="Grand rounds",
        course="Grand rounds",
        place="Chicago",
    ),
    # 45 + 60 + 45 minutes, of which the two hours at once count once.
    "2.50",
    LIVE_RULE,
)
TAUGHT = teaching(MORNING, code="MEET-1-F", type=AMA, policy=FACULTY_RULE)
PHYSICIAN = Practises("physician", on(1, 1, 2020))
#: Ada gave the opening talk twice, and heard an hour on sepsis in between; the badge reader saw her all morning.
TALKS = [Presented("opening", NINTH, talk="Sepsis now"), Presented("again", NINTH, talk="Sepsis now")]
STAY = Attended(EIGHT, EIGHT + 225 * MINUTE)


def test_the_morning_is_designated_for_its_time() -> None:
    """2.50 for learners, and nothing beyond."""
    assert worth(MORNING) == "2.50"
    assert designated_beyond_its_time(MORNING, [ama.BODY]) == ()
    # The same 150 minutes, presented, are twice as much.
    assert TAUGHT.designations[0].maximum == AMA("5.00")


def test_faculty_earn_for_teaching_and_as_learners_of_the_others() -> None:
    """60 minutes heard are 1.00; 45 presented, once although twice given, are 90 minutes' worth, 1.50."""
    seen_there: list[Item] = [PHYSICIAN, STAY, *TALKS]
    assert amounts(assessed(MORNING, *seen_there)) == ["1.00"]
    assert amounts(assessed(TAUGHT, PHYSICIAN, *TALKS)) == ["1.50"]


def test_a_listener_earns_the_learners_maximum_and_nothing_for_teaching() -> None:
    """Who presented nothing has 2.50 in one account and none in the other."""
    assert amounts(assessed(MORNING, PHYSICIAN, STAY)) == ["2.50"]
    assert amounts(assessed(TAUGHT, PHYSICIAN, STAY)) == ["0.00"]


def test_teaching_is_not_bounded_by_the_learners_maximum() -> None:
    """Three talks of 45, 60 and 45 minutes are 2.5 hours, 5.00, at a morning of 2.50."""
    given_talks = [Presented(code, NINTH) for code in ("opening", "sepsis", "again")]
    assert amounts(assessed(TAUGHT, PHYSICIAN, *given_talks)) == ["5.00"]


def test_only_physicians_are_awarded_credit_for_teaching() -> None:
    """A nurse who presents is faculty, and AMA credit is not awarded to her."""
    assert amounts(assessed(TAUGHT, Practises("nurse", on(1, 1, 2020)), *TALKS)) == ["0.00"]


def test_learner_and_faculty_credit_are_two_accounts_claimed_apart_and_certified_apart() -> None:
    """Each with its own activity, format and amount on its certificate line."""
    ledger = Ledger(LEARNER)
    for participation in (seen(MORNING, PHYSICIAN, STAY, *TALKS), seen(TAUGHT, PHYSICIAN, *TALKS)):
        ledger = written(ledger, *earn(ledger, assess(participation)))
    assert {code: str(earned.level.amount) for (code, _), earned in ledger.standing.items()} == {
        "MEET-1": "1.00",
        "MEET-1-F": "1.50",
    }
    alone = certify(ledger, made(claim(ledger, {"MEET-1-F": "1.50"}, at=NOW, request="r-1")), name=NAME, at=NOW)
    assert [(one.format, str(one.total)) for one in alone] == [("faculty teaching", "1.50 AMA PRA Category 1 Credits™")]
    (both,) = certify(ledger, made(claim(ledger, ALL, at=NOW, request="r-2")), name=NAME, at=NOW, number=numbers())
    assert {line.activity: line.credits for line in both.lines} == {"MEET-1": AMA("1.00"), "MEET-1-F": AMA("1.50")}
    assert isinstance(claim(ledger, {"MEET-1-F": "1.75"}, at=NOW, request="r-3"), Refusal)
