"""Awards are frozen data: what they name is checked where they are made."""

import datetime
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest

from cmecore.errors import InvalidValue
from cmecore.rules.awards import (
    AsAttested,
    ByStages,
    ByTime,
    Component,
    Fixed,
    InProportion,
    SumOf,
    Whole,
    WithBonus,
    minutes,
    over_units,
)
from cmecore.rules.criteria import AllOf, at_least
from cmecore.rules.facts import CONTENT, SESSIONS, TIME, Share, content_of
from hostile import MONSTER, label

NOTHING = AllOf([])


def component(code: str = "a", worth: Any = "1") -> Component:
    return Component(code=code, test=NOTHING, worth=worth)


def test_awards_made_alike_are_equal() -> None:
    """An award is a value: it can be compared, hashed and kept."""
    assert ByTime() == ByTime(unit=datetime.timedelta(hours=1), credits="1")
    assert hash(SumOf([component()])) == hash(SumOf((component(),)))
    assert InProportion() == InProportion(CONTENT)
    assert InProportion() != InProportion(SESSIONS)
    assert Whole() == Whole()
    assert AsAttested() == AsAttested()


def test_minutes_are_worth_an_exact_part_of_an_hour() -> None:
    """Eight minutes are two fifteenths of a credit, which no decimal number is."""
    assert (minutes(8), minutes(0), minutes(90)) == (Fraction(2, 15), Fraction(0), Fraction(3, 2))


@pytest.mark.parametrize("count", [-1, True, 8.0, "8", None, Decimal(8)])
def test_minutes_are_counted_whole(count: Any) -> None:
    """Half a minute of a talk's length is nobody's estimate."""
    with pytest.raises(InvalidValue, match=r"^minutes: "):
        minutes(count)


def test_units_of_an_activity_each_ask_for_their_content() -> None:
    """Each unit counts when all of its content is complete, with its minutes as its worth."""
    assert over_units({"m1": 8, "m2": 20}) == SumOf(
        [
            Component(code="m1", test=at_least(content_of("m1"), Share(1, 1)), worth=Fraction(2, 15)),
            Component(code="m2", test=at_least(content_of("m2"), Share(1, 1)), worth=Fraction(1, 3)),
        ]
    )
    with pytest.raises(InvalidValue, match=r"^minutes: "):
        over_units({"m1": 7.5})  # type: ignore[dict-item]


@pytest.mark.parametrize("units", [None, "talk", 8, [("talk", 8)]], ids=label)
def test_units_are_named_with_their_minutes(units: Any) -> None:
    with pytest.raises(InvalidValue, match=r"^units: found .*; expected the minutes of each unit"):
        over_units(units)


def test_a_worth_is_exact() -> None:
    """A worth is written as text, or is a fraction such as eight minutes."""
    assert component(worth="5").worth == Fraction(5)
    assert component(worth=minutes(8)).worth == Fraction(2, 15)
    assert component(worth=Decimal("0.25")).worth == Fraction(1, 4)


@pytest.mark.parametrize(
    "worth",
    [-1, "-5", Fraction(-1, 2), 0.25, None, True, "five", Decimal("NaN"), Decimal("1E+1000000"), Fraction(10**30), MONSTER],
    ids=label,
)
def test_no_component_is_worth_less_than_nothing_or_more_than_anything(worth: Any) -> None:
    """A negative worth would take credit away for work that was done; an endless one is a slip of the pen."""
    with pytest.raises(InvalidValue, match=r"^worth: "):
        component(worth=worth)


@pytest.mark.parametrize("amount", [-1, "-5", 0.25, None, True, "five", Decimal("Infinity"), 10**30], ids=label)
def test_a_fixed_award_is_an_exact_amount(amount: Any) -> None:
    """One credit an article is written "1"."""
    assert Fixed("1").amount == 1
    with pytest.raises(InvalidValue, match=r"^award: "):
        Fixed(amount)


@pytest.mark.parametrize("unit", [datetime.timedelta(), datetime.timedelta(minutes=-1), 60, 60.0, "60", None], ids=label)
def test_a_unit_of_time_is_a_length_of_time(unit: Any) -> None:
    """60 is no time until somebody says minutes."""
    with pytest.raises(InvalidValue, match=r"^unit: .*write timedelta\(minutes=60\)"):
        ByTime(unit=unit)
    with pytest.raises(InvalidValue, match=r"^award: "):
        ByTime(credits=2.0)


def test_a_proportion_is_of_a_share() -> None:
    """Credit in proportion to a time has no whole; the name of a fact is no fact."""
    with pytest.raises(InvalidValue, match=r"^of: found fact time of kind time; expected a fact of kind share"):
        InProportion(TIME)
    with pytest.raises(InvalidValue, match=r"^of: "):
        InProportion("content")  # type: ignore[arg-type]


@pytest.mark.parametrize("make", [ByStages, SumOf, lambda parts: WithBonus(Whole(), parts)], ids=["stages", "units", "bonus"])
@pytest.mark.parametrize("parts", [[], ["a"], [component(), None], None, "abc", 5, component()], ids=label)
def test_components_are_one_or_more_components(make: Any, parts: Any) -> None:
    """An award over nothing, or over something that is no component, is a mistake."""
    with pytest.raises(InvalidValue):
        make(parts)


@pytest.mark.parametrize("make", [ByStages, SumOf, lambda parts: WithBonus(Whole(), parts)], ids=["stages", "units", "bonus"])
def test_components_have_codes_of_their_own(make: Any) -> None:
    """Two units called alike could not be told apart on a receipt."""
    with pytest.raises(InvalidValue, match=r"^components: found .*\ba\b.* more than once"):
        make([component(), component("b"), component()])


@pytest.mark.parametrize(
    "award", [None, "whole", Whole, WithBonus(Whole(), [component()]), Decimal(1)], ids=lambda award: type(award).__name__
)
def test_a_bonus_comes_on_top_of_an_award(award: Any) -> None:
    """A bonus on nothing, and a bonus on a bonus, are no awards: their components belong in one list."""
    with pytest.raises(InvalidValue, match=r"^award: "):
        WithBonus(award, [component()])


@pytest.mark.parametrize(
    ("field", "value"), [("code", ""), ("code", None), ("test", None), ("test", "content"), ("test", True)], ids=label
)
def test_a_component_has_a_code_and_a_test(field: str, value: Any) -> None:
    """Each part that is missing or of another kind is refused by the library's own error."""
    made: dict[str, Any] = {"code": "a", "test": NOTHING, "worth": "1", field: value}
    with pytest.raises(InvalidValue, match=rf"^{field}: "):
        Component(**made)
