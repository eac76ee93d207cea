"""A receipt shows the arithmetic of an amount, so that anyone can do it again."""

import datetime
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest

from cmecore.credit.amounts import CreditType
from cmecore.credit.rounding import Tie, Total, down, nearest, up
from cmecore.rules.awarding import weigher
from cmecore.rules.awards import (
    AsAttested,
    ByTime,
    Component,
    Fixed,
    InProportion,
    SumOf,
    Whole,
    WithBonus,
)
from cmecore.rules.criteria import AllOf, Outcome, is_true
from cmecore.rules.facts import Share, evaluation
from cmecore.rules.policies import Policy
from cmecore.rules.receipts import ExactAmount, Receipt, receipt
from cmecore.rules.requirements import passed
from cmecore.rules.times import Stretch
from strategies import AMA, CONTACT_HOUR

QUARTER = nearest("0.25")
NOTHING_ASKED = AllOf([])


def minutes(count: int) -> datetime.timedelta:
    return datetime.timedelta(minutes=count)


def policy(**given: Any) -> Policy:
    return Policy(**{"code": "example", **given})


def component(code: str, worth: Any, test: Any = NOTHING_ASKED) -> Component:
    return Component(code=code, test=test, worth=worth)


@pytest.mark.parametrize(
    ("given", "facts", "printed"),
    [
        (
            {"award": ByTime(), "rounding": QUARTER},
            {"time": minutes(40)},
            "40 min at 1 for 60 min = 2/3 → to the nearest 0.25 → 0.75 (at most 1.00)",
        ),
        (
            {"award": InProportion(), "rounding": down("0.25")},
            {"content": Share(17, 20)},
            "17 of 20 × 1.00 = 0.85 → down to 0.25 → 0.75 (at most 1.00)",
        ),
        (
            {"award": ByTime(), "rounding": nearest("0.25", on=Total.SESSION)},
            {"time:stretches": (Stretch(minutes(8), session="a"), Stretch(minutes(20), session="b"))},
            "a 8 min + b 20 min at 1 for 60 min = a 2/15 + b 1/3 → to the nearest 0.25, for each session → 0.50 (at most 1.00)",
        ),
        (
            {"award": ByTime(), "rounding": nearest("0.25", on=Total.SESSION)},
            {"time:stretches": ()},
            "no time at 1 for 60 min = 0 → to the nearest 0.25, for each session → 0.00 (at most 1.00)",
        ),
        (
            {"award": WithBonus(InProportion(), [component("extra", "0.10")]), "rounding": QUARTER},
            {"content": Share(1, 2)},
            "1 of 2 × 1.00 with bonuses = 0.6 → to the nearest 0.25 → 0.50 (at most 1.00)",
        ),
        (
            {"award": ByTime(unit=minutes(50), credits="2"), "rounding": QUARTER},
            {"time": minutes(10)},
            "10 min at 2 for 50 min = 0.4 → to the nearest 0.25 → 0.50 (at most 1.00)",
        ),
        ({"award": Whole()}, {}, "1 → 1.00 (at most 1.00)"),
        ({"award": Fixed("0.5"), "floor": "0.75"}, {}, "0.5 → 0.75 (at most 1.00, at least 0.75)"),
        ({"award": Whole(), "cap": "0.50"}, {}, "1 → 0.50 (at most 0.50)"),
        (
            {"award": AsAttested()},
            {"declared:ama-pra-1": AMA("1.75")},
            "1.75 AMA PRA Category 1 Credits = 1.75 → 1.00 (at most 1.00)",
        ),
        (
            {"award": SumOf([component("a", "0.25", is_true(evaluation()))])},
            {},
            "0 → 0.00 (at most 1.00)",
        ),
    ],
)
def test_a_receipt_prints_the_arithmetic_in_one_line(given: dict[str, Any], facts: Any, printed: str) -> None:
    """What was measured, what it is worth exactly, the rounding, the amount and its bounds, so that anyone can do it again."""
    shown = receipt(policy(**given), AMA(1), facts)
    assert str(shown) == printed
    assert shown.recomputed() == shown.amount


def test_a_receipt_shows_the_arithmetic_as_if_the_requirements_were_met() -> None:
    """Who failed the assessment can still read what the work would have been worth."""
    given = policy(requirements=passed("0.70"), award=InProportion(), rounding=QUARTER)
    assert weigher(given, AMA(1))({"content": Share(1, 2)}) == (Outcome.UNKNOWN, 0)
    assert receipt(given, AMA(1), {"content": Share(1, 2)}).amount == AMA("0.50")


@pytest.mark.parametrize("floor", [None, "0.25"])
def test_a_receipt_without_its_fact_recomputes_to_nothing(floor: str | None) -> None:
    """Where the share is not known there is no amount, not even the floor."""
    shown = receipt(policy(award=InProportion(), rounding=QUARTER, floor=floor), AMA(1), {})
    assert shown.amount == AMA(0)
    assert shown.exact == ()
    assert shown.recomputed() == shown.amount


def test_a_cap_of_any_size_has_a_receipt() -> None:
    """What can be awarded can be receipted, even where the cap is far above every amount."""
    given = policy(award=Whole(), cap="9999.75")
    assert receipt(given, AMA(1), {}).amount == AMA(1)


@pytest.mark.parametrize(
    ("rounding", "exact", "credits"),
    [
        (up("0.25"), Fraction(1, 100), "0.25"),
        (up("0.25"), Fraction(1, 2), "0.50"),
        (up("0.25"), Fraction(0), "0"),
        (down("0.25"), Fraction(49, 100), "0.25"),
        (nearest("0.25"), Fraction(1, 8), "0.25"),
        (nearest("0.25", tie=Tie.DOWN), Fraction(1, 8), "0"),
        (nearest("0.25", tie=Tie.EVEN), Fraction(1, 8), "0"),
        (nearest("0.25", tie=Tie.EVEN), Fraction(3, 8), "0.50"),
        (nearest("0.25"), Fraction(1, 9), "0"),
        (nearest("0.25"), Fraction(1, 7), "0.25"),
        (nearest("0.25", minimum="0.50"), Fraction(1, 4), "0"),
        (nearest("0.25", minimum="0.50"), Fraction(1, 2), "0.50"),
        (None, Fraction(1, 2), "0.50"),
    ],
)
def test_a_receipt_is_recomputed_with_fractions(rounding: Any, exact: Fraction, credits: str) -> None:
    """The second way of doing the arithmetic rounds by the book, in every direction and for every tie."""
    by_hand = Receipt(
        measured="",
        exact=(ExactAmount(label="", exact=exact),),
        rounding=rounding,
        floor=None,
        most=AMA(1),
        amount=AMA(credits),
    )
    assert by_hand.recomputed() == AMA(credits)


def test_lines_of_a_receipt_are_exact_amounts_in_credits() -> None:
    """Eight minutes are 2/15 of a credit on the receipt, in tenths of a contact hour as in quarters of AMA credit."""
    facts = {"time": minutes(8)}
    for kind, rounding in ((AMA, QUARTER), (CONTACT_HOUR, down("0.1"))):
        shown = receipt(policy(award=ByTime(), rounding=rounding), kind(1), facts)
        assert shown.exact == (ExactAmount(label="", exact=Fraction(2, 15)),)
        assert shown.measured == "8 min at 1 for 60 min"
        assert shown.floor is None
        assert shown.most == kind(1)


def test_a_decimal_that_prints_short_and_a_fraction_that_does_not() -> None:
    """0.3125 is printed as it is; 1/32 has too many places for people and stays a fraction."""
    wide = CreditType(code="wide", name="point", step="0.0001")
    short = receipt(policy(award=InProportion(), rounding=down("0.0001")), wide("0.6250"), {"content": Share(1, 2)})
    assert str(short) == "1 of 2 × 0.6250 = 0.3125 → down to 0.0001 → 0.3125 (at most 0.6250)"
    long = receipt(policy(award=InProportion(), rounding=down("0.0001")), wide("0.0625"), {"content": Share(1, 2)})
    assert str(long) == "1 of 2 × 0.0625 = 1/32 → down to 0.0001 → 0.0312 (at most 0.0625)"
    assert Decimal("0.0312") == long.amount.amount
