"""Credit that rests on another type: what it asks of that type, and that it is nothing without it."""

import datetime
from typing import Any

import pytest

from cmecore.credit.rounding import down, nearest
from cmecore.errors import InvalidValue
from cmecore.rules.awarding import base_fact, facts_asked, facts_of, weigher
from cmecore.rules.awards import AsBase, Asks, Award, ByTime, Component, Fixed, RestsOn, Whole, WithBonus
from cmecore.rules.criteria import AllOf, Outcome, at_least
from cmecore.rules.policies import Policy
from cmecore.rules.receipts import receipt, worth_more
from cmecore.rules.requirements import evaluated
from hostile import label
from strategies import AMA, CASES, CONTACT_HOUR, EBAC, MOC

MET, UNMET, UNKNOWN = Outcome.MET, Outcome.UNMET, Outcome.UNKNOWN
CLAIMED = RestsOn(AMA, Asks.CLAIM)
EARNED = "earned:ama-pra-1"


def points(**given: Any) -> Policy:
    """Award points that are as much as the AMA credit that the activity earned."""
    return Policy(**{"code": "moc", "award": AsBase(), "rests_on": CLAIMED, **given})


@pytest.mark.parametrize("earned", ["0.25", "1.75", "2.00"])
def test_points_are_as_much_as_the_base(earned: str) -> None:
    """One point for each credit that was earned, and none where it is not known that any was."""
    weigh = weigher(points(), MOC("2.00"))
    assert weigh({EARNED: AMA(earned)}) == (MET, MOC(earned).steps)
    assert weigh({}) == weigh({EARNED: None}) == (UNKNOWN, 0)  # type: ignore[dict-item]


def test_points_keep_their_own_maximum() -> None:
    """An activity of two credits may be designated for one point."""
    assert weigher(points(), MOC("1.00"))({EARNED: AMA("1.75")}) == (MET, 4)
    assert weigher(points(cap="0.50"), MOC("1.00"))({EARNED: AMA("1.75")}) == (MET, 2)


def test_points_have_requirements_of_their_own() -> None:
    """The base alone is not enough: what the board asks besides is asked first."""
    weigh = weigher(points(requirements=[evaluated()]), MOC("2.00"))
    assert weigh({EARNED: AMA("1.75"), "evaluated": True}) == (MET, 7)
    assert weigh({EARNED: AMA("1.75"), "evaluated": False}) == (UNMET, 0)
    assert weigh({EARNED: AMA("1.75")}) == weigh({"evaluated": True}) == (UNKNOWN, 0)


@pytest.mark.parametrize("asks", [Asks.CLAIM, Asks.WHOLE_CLAIM])
@pytest.mark.parametrize("award", [Whole(), Fixed("0.50"), WithBonus(Whole(), [Component(code="b", test=AllOf([]), worth=1)])])
def test_any_award_that_rests_on_a_claim_is_nothing_without_the_base(award: Award, asks: Asks) -> None:
    """MOC without CME there is never, however its amount is computed."""
    policy = points(award=award, rests_on=RestsOn(AMA, asks))
    weigh = weigher(policy, MOC("2.00"))
    assert weigh({}) == (UNKNOWN, 0)
    assert weigh({EARNED: AMA("0.25")})[0] is MET
    without = receipt(policy, MOC("2.00"), {})
    assert (without.exact, without.amount, without.recomputed()) == ((), MOC("0"), MOC("0"))


def test_credit_that_asks_for_a_designation_only_needs_no_earned_base() -> None:
    """ACEP and AAP credit ask that the activity is designated for AMA credit, which is known in advance."""
    policy = points(award=Whole(), rests_on=RestsOn(AMA, Asks.DESIGNATION))
    assert base_fact(policy) is None
    assert facts_of(policy, MOC) == facts_asked(policy, MOC) == ()
    assert weigher(policy, MOC("2.00"))({}) == (MET, 8)


def test_the_base_is_a_fact_that_the_award_looks_at() -> None:
    """What was earned of the base is asked for beside what the award itself reads."""
    timed = points(award=ByTime(), rounding=nearest("0.25"))
    assert [fact.name for fact in facts_of(timed, MOC)] == ["time", EARNED]
    assert [fact.name for fact in facts_of(points(), MOC)] == [EARNED]
    extra = WithBonus(AsBase(), [Component(code="b", test=at_least(CASES, 3), worth=1)])
    assert [fact.name for fact in facts_asked(points(award=extra), MOC)] == [EARNED, "acme.cases"]
    assert base_fact(Policy(code="p")) is None


@pytest.mark.parametrize(
    ("kind", "rounding", "base", "steps"),
    [
        (MOC, None, AMA("1.75"), 7),
        (MOC, None, EBAC("3"), 12),
        (EBAC, down("1"), AMA("1.75"), 1),
        (EBAC, nearest("1"), AMA("1.75"), 2),
        (CONTACT_HOUR, down("0.1"), AMA("1.75"), 17),
    ],
    ids=label,
)
def test_a_base_of_other_steps_is_rounded_as_the_policy_says(kind: Any, rounding: Any, base: Any, steps: int) -> None:
    """Quarters are no whole credits and no tenths: 1.75 is 1 or 2 whole ones, and 1.7 contact hours rounded down."""
    policy = points(rests_on=RestsOn(base.type, Asks.CLAIM), rounding=rounding)
    assert weigher(policy, kind(20))({f"earned:{base.type.code}": base}) == (MET, steps)
    if rounding is not None:
        with pytest.raises(InvalidValue, match=r"^rounding of policy moc: found none"):
            weigher(points(rests_on=RestsOn(base.type, Asks.CLAIM)), kind(20))


def test_an_amount_of_another_type_is_no_base() -> None:
    """Contact hours handed over in the place of AMA credit are an error that names both."""
    with pytest.raises(
        InvalidValue, match=r"^fact earned:ama-pra-1: found an amount of EBAC credit; expected an amount of AMA"
    ):
        weigher(points(), MOC("2.00"))({EARNED: EBAC("1")})
    with pytest.raises(InvalidValue, match=r"^fact earned:ama-pra-1: found text"):
        weigher(points(award=Whole()), MOC("2.00"))({EARNED: "1.75"})


@pytest.mark.parametrize("award", [AsBase(), WithBonus(AsBase(), [Component(code="b", test=AllOf([]), worth=1)])], ids=label)
@pytest.mark.parametrize("rests_on", [None, RestsOn(AMA, Asks.DESIGNATION)], ids=label)
def test_as_much_as_the_base_needs_a_base_that_is_earned(award: Award, rests_on: RestsOn | None) -> None:
    """As much as nothing, or as much as something that nobody has to earn, is no amount."""
    with pytest.raises(InvalidValue, match=r"^policy moc: found an award as much as its base.*write rests_on=RestsOn"):
        points(award=award, rests_on=rests_on)


@pytest.mark.parametrize(
    ("field", "value"), [("type", None), ("type", "ama-pra-1"), ("asks", None), ("asks", "claimed"), ("asks", True)], ids=label
)
def test_what_credit_rests_on_is_a_type_and_what_is_asked_of_it(field: str, value: Any) -> None:
    """A code is no type, and a word is not one of the three things that can be asked."""
    with pytest.raises(InvalidValue, match=rf"^{field}: "):
        RestsOn(**{"type": AMA, "asks": Asks.CLAIM, field: value})
    with pytest.raises(InvalidValue, match=r"^rests_on: "):
        points(award=Whole(), rests_on=value or "AMA")


def test_the_receipt_of_points_shows_the_base() -> None:
    """The arithmetic begins at the credit that the points are as much as; nothing would be worth more."""
    shown = receipt(points(), MOC("1.50"), {EARNED: AMA("1.75")})
    assert str(shown) == "1.75 AMA PRA Category 1 Credits = 1.75 → 1.50 (at most 1.50)"
    assert shown.recomputed() == shown.amount == MOC("1.50")
    assert worth_more(AsBase(), {EARNED: AMA("1.75")}) == ()
    timed = points(award=ByTime(), rounding=nearest("0.25"))
    hour: dict[str, Any] = {"time": datetime.timedelta(minutes=60), EARNED: AMA("0.25")}
    assert str(receipt(timed, MOC(2), hour)).startswith("60 min at 1 for 60 min = 1 ")


def test_what_it_rests_on_is_part_of_the_rule() -> None:
    """Another base, or another thing asked of it, is another version of the policy."""
    versions = {
        points(rests_on=rests_on).version for rests_on in (CLAIMED, RestsOn(AMA, Asks.WHOLE_CLAIM), RestsOn(EBAC, Asks.CLAIM))
    }
    assert len(versions) == 3
    assert str(RestsOn(AMA, Asks.WHOLE_CLAIM)) == "rests on AMA PRA Category 1 Credit claimed whole"
