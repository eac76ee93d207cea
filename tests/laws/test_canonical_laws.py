"""What holds for every spelling: alike exactly if the values are, whatever they are made of."""

import copy
import datetime
import enum
from decimal import Decimal
from fractions import Fraction
from typing import Any

import attrs
from hypothesis import given, strategies as st
from hypothesis.strategies import SearchStrategy

from cmecore.credit.canonical import canonical, digest, in_order
from cmecore.credit.rounding import Tie, Total
from cmecore.rules.policies import Policy
from strategies import AMA, CONTACT_HOUR, amounts, instants, nested_tests, periods, policies, roundings, shares, sources, spans


def alike(value: Any) -> object:
    """Take a value apart by kind and content: two values are alike exactly if this is equal."""
    match value:
        case enum.Enum():
            return type(value), value.name
        case Decimal() | Fraction():
            return type(value), Fraction(value)
        case datetime.datetime():
            return datetime.datetime, (value - datetime.datetime(1970, 1, 1, tzinfo=datetime.UTC))
        case tuple() | list():
            return "listed", tuple(alike(item) for item in value)
        case frozenset() | set():
            return "set", frozenset(alike(item) for item in value)
        case dict():
            return "map", frozenset((alike(key), alike(held)) for key, held in value.items())
        case _ if attrs.has(type(value)):
            return type(value), tuple(alike(getattr(value, field.name)) for field in attrs.fields(type(value)) if field.init)
    return type(value), value


def plain() -> SearchStrategy[Any]:
    """Draw plain values, from small pools, so that equal ones meet often."""
    return st.one_of(
        st.none(),
        st.booleans(),
        st.integers(-2, 2),
        st.sampled_from(["", "1", "a", "RED", "é", "e\u0301", '"', "\\u0031"]),
        st.sampled_from(["0", "0.0", "1", "1.0", "1.00", "0.5", "10", "1E+1", "100", "-1"]).map(Decimal),
        st.fractions(0, 2, max_denominator=3),
        st.dates(datetime.date(2024, 2, 28), datetime.date(2024, 3, 1)),
        instants(),
        st.timedeltas(datetime.timedelta(0), datetime.timedelta(microseconds=2)),
        st.sampled_from([Tie.UP, Tie.DOWN, Total.ACTIVITY]),
    )


def values() -> SearchStrategy[Any]:
    """Draw plain values, values of the library, and what lists, sets and maps make of them."""
    ours = st.one_of(amounts(AMA, most=3), amounts(CONTACT_HOUR, most=3), periods(), spans(), sources(), shares(largest=3))
    base: SearchStrategy[Any] = plain() | ours | roundings(AMA)
    return st.recursive(
        base,
        lambda inner: st.one_of(
            st.lists(inner, max_size=3),
            st.lists(inner, max_size=3).map(tuple),
            st.frozensets(plain(), max_size=3),
            st.dictionaries(st.sampled_from(["a", "b", "1"]) | st.integers(2, 3), inner, max_size=3),
        ),
        max_leaves=5,
    )


@given(values(), values())
def test_two_values_spell_alike_exactly_if_they_are_alike(one: Any, other: Any) -> None:
    """No two values share a spelling, and no value has two."""
    assert (canonical(one) == canonical(other)) is (alike(one) == alike(other))
    assert (digest(one) == digest(other)) is (alike(one) == alike(other))


@given(plain(), plain())
def test_plain_values_spell_alike_exactly_if_they_are_alike(one: Any, other: Any) -> None:
    """Drawn from so small a pool, two are alike often enough to try both halves of the law."""
    assert (canonical(one) == canonical(other)) is (alike(one) == alike(other))


@given(values())
def test_a_copy_spells_like_its_original(value: Any) -> None:
    """The spelling is of the content, not of the object, and is text that any file can hold."""
    spelled = canonical(value)
    assert canonical(copy.deepcopy(value)) == spelled
    assert spelled.decode("utf-8").isprintable()
    assert len(digest(value)) == 40


@given(policies(AMA), policies(AMA))
def test_every_rule_can_be_spelled_and_equal_rules_have_equal_versions(one: Policy, other: Policy) -> None:
    """A version names the content of a rule, whatever nodes, awards and bounds it is made of."""
    assert (one.version == other.version) is (one == other)
    assert attrs.evolve(one).version == one.version


@given(nested_tests(), nested_tests())
def test_tests_spell_alike_exactly_if_they_are_equal(one: Any, other: Any) -> None:
    """Equal tests have equal digests, and only they."""
    assert (digest(one) == digest(other)) is (one == other)


@given(st.lists(values(), max_size=5))
def test_an_order_of_anything_does_not_depend_on_where_it_stood(listed: list[Any]) -> None:
    """Values of any kind sort the same way from every starting order."""
    spelled = [canonical(value) for value in in_order(listed)]
    assert spelled == [canonical(value) for value in in_order(reversed(listed))] == sorted(spelled)
