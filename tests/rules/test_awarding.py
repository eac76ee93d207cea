"""From facts to an outcome, an amount and a receipt: one rounding, then the floor, the cap and the designated maximum."""

import datetime
from fractions import Fraction
from typing import Any

import pytest

from cmecore.credit.amounts import Credits
from cmecore.credit.rounding import Total, down, nearest
from cmecore.errors import InvalidValue
from cmecore.rules.awarding import facts_asked, facts_of, weigher
from cmecore.rules.awards import (
    AsAttested,
    Award,
    ByStages,
    ByTime,
    Component,
    Fixed,
    InProportion,
    SumOf,
    Whole,
    WithBonus,
    over_units,
)
from cmecore.rules.criteria import AllOf, Outcome, at_least, is_true
from cmecore.rules.facts import PRESENTED, SESSIONS, Share, evaluation
from cmecore.rules.policies import Policy
from cmecore.rules.receipts import receipt
from cmecore.rules.requirements import completed, evaluated, passed
from cmecore.rules.times import Stretch
from hostile import label
from strategies import AMA, CASES, MOC

MET, UNMET, UNKNOWN = Outcome.MET, Outcome.UNMET, Outcome.UNKNOWN
QUARTER = nearest("0.25")
ALL_DONE: dict[str, Any] = {"content": Share(20, 20)}
NOTHING_ASKED = AllOf([])


def minutes(count: int) -> datetime.timedelta:
    return datetime.timedelta(minutes=count)


def at(session: str, count: int) -> Stretch:
    return Stretch(minutes(count), session=session, day=datetime.date(2026, 3, 9))


def policy(**given: Any) -> Policy:
    return Policy(**{"code": "example", **given})


def component(code: str, worth: Any, test: Any = NOTHING_ASKED) -> Component:
    return Component(code=code, test=test, worth=worth)


def test_credit_is_given_for_met_only() -> None:
    """Unmet and unknown earn nothing, however much was done."""
    weigh = weigher(policy(requirements=[completed("0.80"), passed("0.70"), evaluated()]), AMA(2))
    done: dict[str, Any] = {**ALL_DONE, "score:best": Share.of("0.71"), "evaluated": True}
    assert weigh(done) == (MET, 8)
    assert weigh({**done, "score:best": Share.of("0.69")}) == (UNMET, 0)
    gaps: list[tuple[str, Any, Outcome]] = [
        ("score:best", None, UNKNOWN),
        ("content", Share(15, 20), UNMET),
        ("evaluated", None, UNKNOWN),
    ]
    for name, value, outcome in gaps:
        assert weigh({**done, name: value}) == (outcome, 0)
    assert weigh({}) == (UNKNOWN, 0)


@pytest.mark.parametrize(
    ("award", "rounding", "name", "value", "steps"),
    [
        (InProportion(), QUARTER, "content", Share(1, 2), 4),
        (InProportion(SESSIONS), QUARTER, "sessions", Share(3, 4), 6),
        (ByTime(), QUARTER, "time", minutes(40), 3),
        (ByTime(), nearest("0.25", on=Total.SESSION), "time:stretches", (at("a", 40), at("b", 8)), 4),
        (ByTime(), nearest("0.25", on=Total.DAY), "time:stretches", (at("", 40), at("a", 2)), 3),
        (ByTime(), nearest("0.25", on=Total.SESSION), "time:stretches", (), 0),
        (AsAttested(), None, "declared:ama-pra-1", AMA("1.25"), 5),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_an_award_that_needs_a_fact_is_unknown_without_it(award: Any, rounding: Any, name: str, value: Any, steps: int) -> None:
    """What was not reported is not zero: the amount is unknown, and a basis that is unknown leaves the bonus unknown too."""
    weigh = weigher(policy(award=award, rounding=rounding), AMA(2))
    assert weigh({name: value}) == (MET, steps)
    assert weigh({}) == weigh({name: None}) == (UNKNOWN, 0)  # type: ignore[dict-item]
    extra = weigher(policy(award=WithBonus(award, [component("extra", "0.25")]), rounding=rounding), AMA(2))
    assert extra({name: value}) == (MET, steps + 1)
    assert extra({}) == (UNKNOWN, 0)


@pytest.mark.parametrize(
    ("award", "rounding", "facts"),
    [
        (InProportion(), QUARTER, {"content": 17}),
        (InProportion(), QUARTER, {"content": "0.85"}),
        (ByTime(), QUARTER, {"time": 45}),
        (ByTime(), nearest("0.25", on=Total.SESSION), {"time:stretches": minutes(45)}),
        (ByTime(), nearest("0.25", on=Total.SESSION), {"time:stretches": (("a", minutes(45)),)}),
        (ByTime(), nearest("0.25", on=Total.SESSION), {"time:stretches": (1, 2)}),
        (AsAttested(), None, {"declared:ama-pra-1": "0.75"}),
        (AsAttested(), None, {"declared:ama-pra-1": MOC("0.75")}),
        (SumOf([component("a", 1, at_least(CASES, 3))]), None, {"acme.cases": "3"}),
    ],
)
def test_a_fact_of_the_wrong_kind_is_refused_by_name(award: Award, rounding: Any, facts: Any) -> None:
    """A mistake of the program that handed the fact over is an error, and never an amount."""
    weigh = weigher(policy(award=award, rounding=rounding), AMA(2))
    with pytest.raises(InvalidValue, match=rf"^fact {next(iter(facts))}: "):
        weigh(facts)


def test_an_amount_attested_in_another_type_says_which() -> None:
    """MOC points are not AMA credit, even where the numbers agree."""
    weigh = weigher(policy(award=AsAttested()), AMA(2))
    with pytest.raises(InvalidValue, match=r"found an amount of ABIM MOC point; expected an amount of AMA PRA"):
        weigh({"declared:ama-pra-1": MOC("0.75")})


@pytest.mark.parametrize(("attested", "awarded"), [("0", "0"), ("1.25", "1.25"), ("2", "2"), ("3", "2"), ("9999.75", "2")])
def test_what_a_learner_attests_is_awarded_up_to_the_maximum(attested: str, awarded: str) -> None:
    """Physicians claim the credit commensurate with their participation, and never more than was designated."""
    weigh = weigher(policy(award=AsAttested()), AMA(2))
    assert weigh({"declared:ama-pra-1": AMA(attested)}) == (MET, AMA(awarded).steps)


@pytest.mark.parametrize(
    ("bounds", "done", "steps"),
    [
        ({}, 1, 0),  # 1/20 of 2.00 is 0.10, which rounds to nothing
        ({"floor": "0.50"}, 1, 2),
        ({"floor": "0.50"}, 5, 2),
        ({"floor": "0.50"}, 6, 2),  # 0.60 rounds to 0.50
        ({"floor": "0.50"}, 8, 3),
        ({"cap": "1.50"}, 14, 6),  # 1.40 rounds to 1.50
        ({"cap": "1.50"}, 20, 6),
        ({"cap": "5"}, 20, 8),
        ({"floor": "1", "cap": "1"}, 1, 4),
        ({"floor": "1", "cap": "1"}, 20, 4),
    ],
)
def test_floor_and_cap_bound_the_rounded_amount(bounds: dict[str, str], done: int, steps: int) -> None:
    """At least the floor once the requirements are met, at most the cap, and at most the designated maximum."""
    given = policy(award=InProportion(), rounding=QUARTER, **bounds)
    facts = {"content": Share(done, 20)}
    assert weigher(given, AMA(2))(facts) == (MET, steps)
    assert receipt(given, AMA(2), facts).recomputed() == Credits(steps, AMA)


def test_a_floor_never_lifts_an_award_above_the_designated_maximum() -> None:
    """A policy with a floor of one credit, used for an activity of half a credit, awards half a credit."""
    given = policy(award=InProportion(), rounding=QUARTER, floor="1.00")
    assert weigher(given, AMA("0.50"))({"content": Share(1, 4)}) == (MET, 2)
    assert receipt(given, AMA("0.50"), {"content": Share(1, 4)}).amount == AMA("0.50")


@pytest.mark.parametrize(
    ("bound", "said"), [({"floor": "0.30"}, "floor of policy example"), ({"cap": "1.10"}, "cap of policy example")]
)
def test_a_bound_between_two_steps_is_refused_by_name(bound: dict[str, str], said: str) -> None:
    """A floor of 0.30 credits cannot be awarded in quarters, and that is said before anyone is assessed."""
    with pytest.raises(InvalidValue) as caught:
        weigher(policy(**bound), AMA(2))
    assert caught.value.field == said
    assert caught.value.expected == "a multiple of 0.25, the smallest amount of ama-pra-1"


def test_a_rounding_that_the_type_cannot_hold_is_refused_before_anyone_is_assessed() -> None:
    """Tenths of a contact hour are no quarters of AMA credit."""
    with pytest.raises(InvalidValue, match=r"^rounding step: "):
        weigher(policy(award=ByTime(), rounding=down("0.1")), AMA(2))


@pytest.mark.parametrize(
    "award",
    [
        InProportion(),
        ByTime(),
        Fixed("0.30"),
        over_units({"m1": 8}),
        ByStages([component("A", "0.10")]),
        WithBonus(Whole(), [component("extra", Fraction(1, 3))]),
        WithBonus(ByTime(), [component("extra", "0.25")]),
        WithBonus(Fixed("0.30"), [component("extra", "0.25")]),
        WithBonus(over_units({"m1": 8}), [component("extra", "0.25")]),
        WithBonus(ByStages([component("A", "0.10")]), [component("extra", "0.25")]),
    ],
    ids=label,
)
def test_an_award_that_can_fall_between_two_steps_needs_a_rounding(award: Award) -> None:
    """Nothing is ever rounded, or cut, unless a policy says how."""
    with pytest.raises(InvalidValue) as caught:
        weigher(policy(award=award), AMA(2))
    assert (caught.value.field, caught.value.found) == ("rounding of policy example", "none")
    assert "nearest" in caught.value.advice


@pytest.mark.parametrize(
    ("award", "steps"),
    [
        (Whole(), 8),
        (Fixed("0.75"), 3),
        (Fixed("3"), 8),
        (ByStages([component("A", "0.50"), component("B", "0.25")]), 3),
        (SumOf([component("a", "0.50"), component("b", "0.25", at_least(CASES, 1))]), 2),
        (WithBonus(Fixed("0.25"), [component("extra", "0.50")]), 3),
        (WithBonus(Whole(), [component("extra", "0.50")]), 8),
        (WithBonus(over_units({"m1": 15}), [component("extra", "0.50")]), 2),
    ],
    ids=label,
)
def test_an_award_in_whole_steps_needs_none(award: Award, steps: int) -> None:
    """Fixed amounts, stages and units in whole steps are awarded as they are, up to the designated maximum."""
    given = policy(award=award)
    assert weigher(given, AMA(2))({}) == (MET, steps)
    assert receipt(given, AMA(2), {}).recomputed() == Credits(steps, AMA)


def test_a_bonus_is_a_session_of_its_own_where_sessions_are_rounded() -> None:
    """37 minutes round to half an hour, and the bonus of 0.30 to a quarter, each by itself; together they would be a whole."""
    award = WithBonus(ByTime(), [component("extra", "0.30")])
    times: dict[str, Any] = {"time": minutes(37), "time:stretches": (at("a", 37),)}
    assert weigher(policy(award=award, rounding=nearest("0.25", on=Total.SESSION)), AMA(4))(times) == (MET, 3)
    assert weigher(policy(award=award, rounding=QUARTER), AMA(4))(times) == (MET, 4)  # 37/60 + 0.30 = 0.9167


def test_a_reported_absence_earns_no_bonus_and_costs_nothing() -> None:
    """A bonus that was not earned, or about which nothing is known, takes nothing away."""
    award = WithBonus(Whole(), [component("extra", "0.25", is_true(evaluation()))])
    for facts in ({}, {"evaluated": False}):
        assert weigher(policy(award=award), AMA(2))(facts) == (MET, 8)


SESSION = Total.SESSION


@pytest.mark.parametrize(
    ("award", "on", "needed", "asked"),
    [
        (Whole(), Total.ACTIVITY, [], []),
        (Fixed("1"), Total.ACTIVITY, [], []),
        (InProportion(SESSIONS), Total.ACTIVITY, ["sessions"], ["sessions"]),
        (ByTime(), Total.ACTIVITY, ["time"], ["time"]),
        (ByTime(), Total.SESSION, ["time:stretches"], ["time:stretches"]),
        (ByTime(), Total.DAY, ["time:stretches"], ["time:stretches"]),
        (ByTime(counts={"learning": 1, "panel": "0.5"}), Total.ACTIVITY, ["time"], ["time", "time:stretches"]),
        (ByTime(most_per_session=1), Total.ACTIVITY, ["time:stretches"], ["time:stretches"]),
        (ByTime(most_per_day=6), Total.ACTIVITY, ["time:stretches"], ["time:stretches"]),
        (ByTime(of=PRESENTED, credits=2), Total.ACTIVITY, ["presented"], ["presented"]),
        (AsAttested(), Total.ACTIVITY, ["declared:ama-pra-1"], ["declared:ama-pra-1"]),
        (over_units({"m1": 8, "m2": 8}), Total.ACTIVITY, [], ["content:m1", "content:m2"]),
        (ByStages([component("A", 5, at_least(CASES, 1))]), Total.ACTIVITY, [], ["acme.cases"]),
        (
            WithBonus(ByTime(), [component("extra", 1, at_least(CASES, 1))]),
            Total.SESSION,
            ["time:stretches"],
            ["time:stretches", "acme.cases"],
        ),
        (
            WithBonus(over_units({"m1": 8}), [component("extra", 1, at_least(CASES, 1))]),
            Total.ACTIVITY,
            [],
            ["content:m1", "acme.cases"],
        ),
    ],
    ids=label,
)
def test_an_award_names_the_facts_it_looks_at(award: Award, on: Total, needed: list[str], asked: list[str]) -> None:
    """Those without which there is no amount, and all that it looks at, those of its components included."""
    given = policy(award=award, rounding=nearest("0.25", on=on))
    assert [fact.name for fact in facts_of(given, AMA)] == needed
    assert [fact.name for fact in facts_asked(given, AMA)] == asked
