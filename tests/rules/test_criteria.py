"""The kernel of tests: one comparison, three ways to combine, and nothing that turns an answer round."""

import datetime
import typing
from typing import Any

import pytest

from cmecore.errors import InvalidValue, OutcomeIsNotABool
from cmecore.rules import criteria
from cmecore.rules.criteria import (
    AllOf,
    AnyOf,
    Compare,
    KOf,
    Outcome,
    Relation,
    at_least,
    at_most,
    facts_in,
    is_false,
    is_true,
    none_of,
    one_of,
)
from cmecore.rules.facts import CONTENT, STRETCHES, TIME, Share, declared, evaluation, score
from cmecore.rules.times import Stretch
from hostile import label
from strategies import AMA, CASES, FINISHED, LEVEL, PROFESSION

EVALUATED = is_true(evaluation())
ENOUGH = at_least(CONTENT, "0.80")


def test_an_outcome_is_not_a_bool() -> None:
    """Neither `if`, nor `and`, nor `not` takes an outcome: unknown would count as true."""
    for outcome in Outcome:
        for use in (bool, lambda value: not value, lambda value: value and 1, lambda value: any([value])):
            with pytest.raises(OutcomeIsNotABool, match=f"Outcome.{outcome.name} was used as true or false"):
                use(outcome)
    with pytest.raises(TypeError):
        bool(Outcome.MET)


def test_outcomes_are_ordered_and_print_as_words() -> None:
    """Unmet is less than unknown, and unknown less than met."""
    assert sorted([Outcome.MET, Outcome.UNMET, Outcome.UNKNOWN]) == [Outcome.UNMET, Outcome.UNKNOWN, Outcome.MET]
    assert [str(outcome) for outcome in Outcome] == ["unmet", "unknown", "met"]


def test_the_kernel_has_four_nodes_and_five_relations_and_no_not() -> None:
    """A test is a comparison, all-of, any-of or k-of-n: nothing else, and nothing that negates a test."""
    assert set(typing.get_args(criteria.Test)) == {Compare, AllOf, AnyOf, KOf}
    assert {relation.value for relation in Relation} == {"at least", "at most", "is", "one of", "none of"}
    for node in (ENOUGH, AllOf([ENOUGH]), AnyOf([ENOUGH]), KOf(1, [ENOUGH])):
        with pytest.raises(TypeError):
            _ = ~node  # type: ignore[operator]


def test_shares_may_be_written_as_text_and_times_may_not_be_numbers() -> None:
    """80 % is written "0.80"; forty-five minutes are said in minutes and not as 45."""
    assert ENOUGH.value == Share(80, 100)
    assert at_most(CONTENT, "17/20") == Compare(CONTENT, Relation.AT_MOST, Share(17, 20))
    assert at_least(TIME, datetime.timedelta(minutes=45)).value == datetime.timedelta(minutes=45)
    with pytest.raises(InvalidValue, match=r"write timedelta\(minutes=45\)"):
        at_least(TIME, 45)


def test_a_day_is_compared_with_a_day_and_with_no_instant() -> None:
    """The instant of a deadline has to become a day of some zone first."""
    assert at_most(FINISHED, datetime.date(2026, 3, 9)).value == datetime.date(2026, 3, 9)
    with pytest.raises(InvalidValue, match=r"use civil_day\(instant, zone\)"):
        at_most(FINISHED, datetime.datetime(2026, 3, 9, tzinfo=datetime.UTC))


@pytest.mark.parametrize(
    ("fact", "relation", "value"),
    [
        (CASES, Relation.IS, 3),
        (FINISHED, Relation.IS, datetime.date(2026, 3, 9)),
        (PROFESSION, Relation.IS, "physician"),
        (evaluation(), Relation.IS, False),
        (PROFESSION, Relation.ONE_OF, frozenset({"physician"})),
        (PROFESSION, Relation.NONE_OF, frozenset({"student"})),
    ],
    ids=lambda value: str(getattr(value, "name", "")),
)
def test_each_kind_of_fact_has_its_comparisons(fact: Any, relation: Relation, value: Any) -> None:
    """Counts, days, words and flags can be something; words can be among some."""
    assert Compare(fact, relation, value).value == value


@pytest.mark.parametrize(
    ("fact", "relation", "value"),
    [
        (evaluation(), Relation.AT_LEAST, True),
        (PROFESSION, Relation.AT_LEAST, "nurse"),
        (PROFESSION, Relation.AT_MOST, "nurse"),
        (CONTENT, Relation.IS, Share(4, 5)),
        (TIME, Relation.IS, datetime.timedelta(hours=1)),
        (STRETCHES, Relation.AT_LEAST, (Stretch(datetime.timedelta(hours=1)),)),
        (declared("ama-pra-1"), Relation.AT_LEAST, AMA("0.75")),
        (CASES, Relation.ONE_OF, frozenset({"3"})),
        (evaluation(), Relation.NONE_OF, frozenset({"yes"})),
    ],
    ids=lambda value: str(getattr(value, "name", "")),
)
def test_a_comparison_that_a_kind_does_not_have_is_refused(fact: Any, relation: Relation, value: Any) -> None:
    """Flags and words are not ordered, shares and times are never exactly something, and lists are for words."""
    with pytest.raises(InvalidValue) as caught:
        Compare(fact, relation, value)
    assert caught.value.field == fact.name
    assert caught.value.found == f"the comparison “{relation.value}”"


@pytest.mark.parametrize(
    ("fact", "relation", "value"),
    [
        (CASES, Relation.AT_LEAST, True),
        (CASES, Relation.AT_LEAST, "3"),
        (CASES, Relation.AT_LEAST, 3.0),
        (CASES, Relation.AT_LEAST, None),
        (CONTENT, Relation.AT_LEAST, "0.80"),
        (TIME, Relation.AT_LEAST, 45),
        (evaluation(), Relation.IS, 1),
        (FINISHED, Relation.AT_LEAST, datetime.datetime(2026, 3, 9, tzinfo=datetime.UTC)),
        (PROFESSION, Relation.ONE_OF, "physician"),
        (PROFESSION, Relation.ONE_OF, {"physician"}),
        (PROFESSION, Relation.ONE_OF, frozenset()),
        (PROFESSION, Relation.NONE_OF, frozenset({1})),
        (PROFESSION, Relation.NONE_OF, None),
    ],
    ids=label,
)
def test_the_value_of_a_comparison_is_of_the_kind_of_its_fact(fact: Any, relation: Relation, value: Any) -> None:
    """A yes is no count, an empty list of words decides nothing, and a set that can change is no part of a rule."""
    with pytest.raises(InvalidValue):
        Compare(fact, relation, value)


@pytest.mark.parametrize("make", [is_true, is_false])
def test_only_a_flag_is_true_or_false(make: Any) -> None:
    """A share is not true."""
    with pytest.raises(InvalidValue):
        make(CONTENT)


@pytest.mark.parametrize("make", [one_of, none_of])
def test_a_bare_text_is_no_list_of_words(make: Any) -> None:
    """`one_of(profession, "MD")` would ask for the profession M or D; it asks for a list instead."""
    assert make(PROFESSION, ["MD", "DO"]).value == frozenset({"MD", "DO"})
    with pytest.raises(InvalidValue):
        make(PROFESSION, "MD")


@pytest.mark.parametrize("word", ["\ud800", "a\x00b", "x" * 10_000_000], ids=label)
def test_the_words_of_a_rule_can_be_stored_and_signed(word: str) -> None:
    """A word that no file can hold is refused when the rule is made, not when its digest is asked for."""
    with pytest.raises(InvalidValue):
        one_of(PROFESSION, [word])
    with pytest.raises(InvalidValue):
        Compare(PROFESSION, Relation.IS, word)


def test_a_count_has_a_size_that_a_person_could_count_to() -> None:
    """A count of five thousand digits can be neither printed nor spelled, so no rule asks for it."""
    with pytest.raises(InvalidValue):
        at_least(LEVEL, 10**5_000)


@pytest.mark.parametrize("fact", [None, "content", CONTENT.name, 5], ids=repr)
def test_a_comparison_is_about_a_fact(fact: Any) -> None:
    """The name of a fact is not a fact: only the fact knows its kind."""
    with pytest.raises(InvalidValue, match=r"^fact: "):
        Compare(fact, Relation.AT_LEAST, 1)


def test_a_relation_is_one_of_the_five() -> None:
    """A sign such as >= is no relation."""
    with pytest.raises(InvalidValue, match=r"^relation: "):
        Compare(CASES, ">=", 1)  # type: ignore[arg-type]


def test_a_combination_that_could_never_be_met_is_refused() -> None:
    """Any of nothing, and three of two, are mistakes; all of nothing is met."""
    assert AllOf([]) == AllOf(())
    with pytest.raises(InvalidValue, match=r"^parts: found no test; expected 1 or more; such a test could never be met"):
        AnyOf([])
    with pytest.raises(InvalidValue, match=r"^k: found the int 3; expected from 1 to the number of tests, 2"):
        KOf(3, [ENOUGH, EVALUATED])
    assert KOf(2, iter([ENOUGH, EVALUATED])).parts == (ENOUGH, EVALUATED)


@pytest.mark.parametrize("k", [0, -1, True, 1.0, "1", None])
def test_k_is_a_whole_number_from_one(k: Any) -> None:
    """None of n is no test."""
    with pytest.raises(InvalidValue, match=r"^k: "):
        KOf(k, [ENOUGH])


@pytest.mark.parametrize("parts", [[True], [None], ["content"], [CONTENT], [Outcome.MET], [max]], ids=label)
@pytest.mark.parametrize("make", [AllOf, AnyOf, lambda parts: KOf(1, parts)], ids=["AllOf", "AnyOf", "KOf"])
def test_the_parts_of_a_combination_are_tests(make: Any, parts: Any) -> None:
    """What is no test is refused where the rule is made, and not when the first learner is assessed."""
    with pytest.raises(InvalidValue, match=r"^parts"):
        make(parts)


def test_every_fact_of_a_test_can_be_listed() -> None:
    """Facts come in reading order, and a fact asked twice comes twice."""
    test = AllOf([ENOUGH, KOf(1, [EVALUATED, AnyOf([at_least(score(), "0.70"), ENOUGH])])])
    assert [fact.name for fact in facts_in(test)] == ["content", "evaluated", "score:best", "content"]


def test_tests_are_values() -> None:
    """Two tests written alike are equal, hash alike, and cannot be changed."""
    assert hash(AllOf([ENOUGH, EVALUATED])) == hash(AllOf((ENOUGH, EVALUATED)))
    with pytest.raises(AttributeError):
        ENOUGH.value = Share(1, 100)  # type: ignore[misc]
