"""Met, unmet or unknown: what facts say to a test, what is still to do, and what can no longer be done."""

import datetime
from typing import Any

import pytest

from cmecore.errors import InvalidValue
from cmecore.rules.criteria import (
    AllOf,
    AnyOf,
    Compare,
    KOf,
    Outcome,
    Relation,
    Test,
    at_least,
    at_most,
    is_false,
    is_true,
    none_of,
    one_of,
)
from cmecore.rules.facts import CONTENT, TIME, Counting, Share, attestation, content_of, evaluation, score
from cmecore.rules.judging import judge, judge_of, out_of_reach, remaining
from strategies import CASES, FINISHED, LEVEL, PROFESSION

MET, UNMET, UNKNOWN = Outcome.MET, Outcome.UNMET, Outcome.UNKNOWN
ENOUGH, PASSED, EVALUATED = at_least(CONTENT, "0.80"), at_least(score(), "0.70"), is_true(evaluation())
MARCH_9 = datetime.date(2026, 3, 9)


def minutes(count: int) -> datetime.timedelta:
    return datetime.timedelta(minutes=count)


@pytest.mark.parametrize(
    ("test", "value", "outcome"),
    [
        (ENOUGH, Share(79, 100), UNMET),
        (ENOUGH, Share(80, 100), MET),
        (ENOUGH, Share(4, 5), MET),
        (ENOUGH, Share(17, 20), MET),
        (ENOUGH, Share(15, 20), UNMET),
        (ENOUGH, Share(0, 20), UNMET),
        (at_least(CONTENT, "17/20"), Share(17, 20), MET),
        (at_least(CONTENT, "17/20"), Share(84, 100), UNMET),
        (at_most(CONTENT, "0.50"), Share(1, 2), MET),
        (at_most(CONTENT, "0.50"), Share(51, 100), UNMET),
        (PASSED, Share.of("0.70"), MET),
        (PASSED, Share.of("0.69"), UNMET),
        (at_least(TIME, minutes(45)), minutes(45), MET),
        (at_least(TIME, minutes(45)), minutes(45) - datetime.timedelta(microseconds=1), UNMET),
        (at_most(TIME, minutes(45)), minutes(45), MET),
        (at_most(TIME, minutes(45)), minutes(46), UNMET),
        (at_least(CASES, 3), 3, MET),
        (at_least(CASES, 3), 2, UNMET),
        (at_most(CASES, 3), 4, UNMET),
        (Compare(CASES, Relation.IS, 3), 3, MET),
        (Compare(CASES, Relation.IS, 3), 4, UNMET),
        (at_least(FINISHED, MARCH_9), MARCH_9, MET),
        (at_least(FINISHED, MARCH_9), datetime.date(2026, 3, 8), UNMET),
        (at_most(FINISHED, MARCH_9), MARCH_9, MET),
        (at_most(FINISHED, MARCH_9), datetime.date(2026, 3, 10), UNMET),
        (Compare(FINISHED, Relation.IS, MARCH_9), MARCH_9, MET),
        (EVALUATED, True, MET),
        (EVALUATED, False, UNMET),
        (is_false(evaluation()), False, MET),
        (is_false(evaluation()), True, UNMET),
        (one_of(PROFESSION, ["MD", "DO"]), "DO", MET),
        (one_of(PROFESSION, ["MD", "DO"]), "RN", UNMET),
        (none_of(PROFESSION, ["student"]), "RN", MET),
        (none_of(PROFESSION, ["student"]), "student", UNMET),
        (Compare(PROFESSION, Relation.IS, "MD"), "MD", MET),
        (Compare(PROFESSION, Relation.IS, "MD"), "md", UNMET),
    ],
)
def test_a_comparison_answers_for_what_was_found_and_never_for_what_was_not(
    test: Compare, value: Any, outcome: Outcome
) -> None:
    """A bound itself is within it; and whatever the comparison, without a report the answer is unknown."""
    assert judge(test, {test.fact.name: value}) is outcome
    assert judge(test, {}) is UNKNOWN
    assert judge(test, {test.fact.name: None}) is UNKNOWN  # type: ignore[dict-item]
    assert judge(test, {"another": True}) is UNKNOWN


ANSWERS: dict[str, Any] = {"evaluated:met": True, "evaluated:unmet": False}
Y, N, Q = (is_true(evaluation(form)) for form in ("met", "unmet", "unreported"))


@pytest.mark.parametrize(
    ("test", "outcome"),
    [
        (AllOf([]), MET),
        (AllOf([Y, Y]), MET),
        (AllOf([Y, Q]), UNKNOWN),
        (AllOf([Q, N, Y]), UNMET),
        (AllOf([N, Q]), UNMET),
        (AnyOf([N, N]), UNMET),
        (AnyOf([N, Q]), UNKNOWN),
        (AnyOf([N, Q, Y]), MET),
        (AnyOf([Y, N]), MET),
        (KOf(2, [Y, Y, N]), MET),
        (KOf(2, [Y, Q, N]), UNKNOWN),
        (KOf(2, [Y, N, N]), UNMET),
        (KOf(2, [Q, Q, N]), UNKNOWN),
        (KOf(2, [Q, N, N]), UNMET),
        (KOf(2, [Y, Y, Q]), MET),
        (KOf(1, [N, Q]), UNKNOWN),
        (KOf(3, [Y, Y, N]), UNMET),
        (AllOf([AnyOf([N, Y]), KOf(1, [Y])]), MET),
        (AllOf([AnyOf([N, Q]), Y]), UNKNOWN),
    ],
)
def test_all_of_is_the_least_any_of_the_greatest_k_of_n_the_kth_greatest(test: Test, outcome: Outcome) -> None:
    """An unknown never decides where the known ones do, and is never counted for anyone or against."""
    assert judge(test, ANSWERS) is outcome
    assert judge_of(test)(ANSWERS) is outcome


def test_a_missing_score_is_unknown_even_to_its_opposite() -> None:
    """Neither `at least 70 %` nor `at most 70 %` is met by a score that nobody reported: there is no credit for nothing."""
    assert judge(at_least(score(), "0.70"), {}) is judge(at_most(score(), "0.70"), {}) is UNKNOWN
    assert judge(AnyOf([PASSED, at_most(score(), "0.70")]), {}) is UNKNOWN


@pytest.mark.parametrize(
    ("test", "value"),
    [
        (ENOUGH, 17),
        (ENOUGH, "0.85"),
        (ENOUGH, 0.85),
        (ENOUGH, True),
        (EVALUATED, 1),
        (EVALUATED, "true"),
        (at_least(CASES, 3), True),
        (at_least(CASES, 3), 3.0),
        (at_least(CASES, 3), Share(3, 3)),
        (at_least(TIME, minutes(45)), 45),
        (at_least(FINISHED, MARCH_9), datetime.datetime(2026, 3, 9, tzinfo=datetime.UTC)),
        (one_of(PROFESSION, ["MD"]), b"MD"),
    ],
)
def test_a_fact_of_the_wrong_kind_is_refused_wherever_it_stands(test: Compare, value: Any) -> None:
    """A mistake in a program is an error, even in a part of the test that decides nothing."""
    facts = {test.fact.name: value, **ANSWERS}
    for around in (test, AllOf([N, test]), AnyOf([Y, test]), KOf(1, [Y, test])):
        with pytest.raises(InvalidValue, match=rf"^fact {test.fact.name}: "):
            judge(around, facts)


@pytest.mark.parametrize(
    ("test", "left"),
    [
        (Y, None),
        (N, N),
        (Q, Q),
        (AllOf([]), None),
        (AllOf([Y, N]), N),
        (AllOf([Y, N, Q]), AllOf([N, Q])),
        (AnyOf([N, Y]), None),
        (AnyOf([N, Q]), AnyOf([N, Q])),
        (AnyOf([N]), N),
        (KOf(2, [Y, N, Q]), AnyOf([N, Q])),
        (KOf(2, [Y, Y, N]), None),
        (KOf(3, [Y, N, Q]), AllOf([N, Q])),
        (KOf(2, [N, Q, N]), KOf(2, [N, Q, N])),
        (KOf(3, [Y, N, Q, N]), KOf(2, [N, Q, N])),
        (KOf(2, [N, Q]), AllOf([N, Q])),
        (KOf(2, [Y, N]), N),
        (AllOf([AnyOf([N, Y]), AllOf([Y, Q])]), Q),
        (AllOf([N, AnyOf([AllOf([Y, Q]), N])]), AllOf([N, AnyOf([Q, N])])),
    ],
)
def test_what_is_still_to_do_is_the_test_with_everything_met_taken_out(test: Test, left: Test | None) -> None:
    """Two of three with one done is any of the other two; nothing is left exactly of what is met."""
    assert remaining(test, ANSWERS) == left


FIRST, LAST_2, BEST_3 = (
    score(Counting.FIRST),
    score(Counting.LAST, attempts=2),
    score(Counting.BEST, attempts=3),
)
FAILED = Share.of("0.64")


@pytest.mark.parametrize(
    ("test", "facts", "final"),
    [
        (at_least(FIRST, "0.70"), {FIRST.name: FAILED, "attempts": 1}, True),
        (at_least(FIRST, "0.70"), {FIRST.name: Share.of("0.70"), "attempts": 1}, False),
        (at_least(LAST_2, "0.70"), {LAST_2.name: FAILED, "attempts": 1}, False),
        (at_least(LAST_2, "0.70"), {LAST_2.name: FAILED, "attempts": 2}, True),
        (at_least(BEST_3, "0.70"), {BEST_3.name: FAILED, "attempts": 2}, False),
        (at_least(BEST_3, "0.70"), {BEST_3.name: FAILED, "attempts": 3}, True),
        (at_least(BEST_3, "0.70"), {BEST_3.name: FAILED, "attempts": 4}, True),
        (at_least(BEST_3, "0.70"), {BEST_3.name: FAILED}, False),
        (at_least(BEST_3, "0.70"), {"attempts": 3}, False),
        (at_least(score(), "0.70"), {"score:best": FAILED, "attempts": 99}, False),
        (at_most(CASES, 3), {CASES.name: 4}, True),
        (at_most(CASES, 3), {CASES.name: 3}, False),
        (at_least(CASES, 3), {CASES.name: 2}, False),
        (at_most(LEVEL, 3), {LEVEL.name: 4}, False),
        (at_most(BEST_3, "0.50"), {BEST_3.name: Share.of("0.90"), "attempts": 1}, True),
        (Compare(CASES, Relation.IS, 3), {CASES.name: 4}, True),
        (EVALUATED, {"evaluated": False}, False),
    ],
)
def test_only_the_last_attempt_and_a_passed_limit_are_final(test: Test, facts: Any, final: bool) -> None:  # noqa: FBT001
    """What more evidence can mend is never called final, and what is not reported is not yet lost."""
    assert out_of_reach(test, facts) is final


LOST, OPEN = at_least(FIRST, "0.70"), at_least(CASES, 3)
SPENT: dict[str, Any] = {FIRST.name: FAILED, "attempts": 1, CASES.name: 0, **ANSWERS}


@pytest.mark.parametrize(
    ("test", "final"),
    [
        (AllOf([LOST, Y]), True),
        (AllOf([OPEN, N]), False),
        (AllOf([LOST, Q]), True),
        (AnyOf([LOST, OPEN]), False),
        (AnyOf([LOST, LOST]), True),
        (AnyOf([LOST, Q]), False),
        (KOf(2, [LOST, OPEN, Y]), False),
        (KOf(2, [LOST, LOST, Y]), True),
        (KOf(2, [LOST, LOST, OPEN]), True),
        (KOf(2, [LOST, OPEN, OPEN]), False),
        (AllOf([]), False),
    ],
)
def test_a_combination_is_lost_when_too_few_of_its_parts_can_still_be_met(
    test: Test,
    final: bool,  # noqa: FBT001
) -> None:
    """One lost part loses all-of; every part has to be lost for any-of."""
    assert out_of_reach(test, SPENT) is final


def test_judging_keeps_nothing_between_two_questions() -> None:
    """One compiled test gives each learner his own answer, whoever was asked before."""
    ask = judge_of(AllOf([ENOUGH, at_least(content_of("m1"), "1/1"), is_true(attestation("I took part"))]))
    complete: dict[str, Any] = {"content": Share(20, 20), "content:m1": Share(1, 1), "attested:I took part": True}
    assert [ask(complete), ask({}), ask({**complete, "content": Share(1, 20)}), ask(complete)] == [MET, UNKNOWN, UNMET, MET]
