"""One printer says what a rule asks, what was found, and what is still to do."""

import datetime
from typing import Any

import attrs
import pytest

from cmecore.rules.criteria import (
    AllOf,
    AnyOf,
    Compare,
    KOf,
    Relation,
    Test,
    at_least,
    at_most,
    is_false,
    is_true,
    none_of,
    one_of,
)
from cmecore.rules.facts import CONTENT, TIME, Counting, Share, evaluation, score
from cmecore.rules.sentences import describe, duration, found, printed, to_do
from cmecore.rules.times import Stretch
from strategies import AMA, CASES, FINISHED, PROFESSION

ENOUGH, PASSED, EVALUATED = at_least(CONTENT, "0.80"), at_least(score(), "0.70"), is_true(evaluation())
FIRST = at_least(score(Counting.FIRST), "0.70")


def minutes(count: int) -> datetime.timedelta:
    return datetime.timedelta(minutes=count)


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (None, "not reported"),
        (True, "yes"),
        (False, "no"),
        (3, "3"),
        ("physician", "physician"),
        (Share(17, 20), "17 of 20"),
        (Share.of("0.71"), "71 %"),
        (minutes(40), "40 min"),
        ((Stretch(minutes(20), session="Opening"), Stretch(minutes(5), kind="panel")), "Opening 20 min, panel 5 min"),
        ((), "none"),
        (frozenset({"nurse", "MD"}), "MD or nurse"),
        (datetime.date(2026, 3, 9), "2026-03-09"),
        (AMA("0.75"), "0.75 AMA PRA Category 1 Credit"),
    ],
)
def test_a_value_is_printed_as_a_person_would_say_it(value: Any, text: str) -> None:
    """What was not reported says so; a yes is a yes and not True."""
    assert printed(value) == text


@pytest.mark.parametrize(
    ("time", "text"),
    [
        (minutes(0), "0 min"),
        (minutes(430), "430 min"),
        (datetime.timedelta(minutes=53, seconds=58), "53 min 58 s"),
        (datetime.timedelta(seconds=30), "0 min 30 s"),
        (datetime.timedelta(minutes=1, microseconds=500_000), "1 min 0.5 s"),
        (datetime.timedelta(minutes=1, seconds=2, microseconds=3), "1 min 2.000003 s"),
    ],
)
def test_a_time_is_printed_in_minutes_with_seconds_where_they_matter(time: datetime.timedelta, text: str) -> None:
    """Nothing of a time is rounded away in print."""
    assert duration(time) == text


@pytest.mark.parametrize(
    ("test", "text"),
    [
        (ENOUGH, "content completed at least 80 %"),
        (at_most(CONTENT, "17/20"), "content completed at most 17 of 20"),
        (PASSED, "best score on the assessment at least 70 %"),
        (at_least(TIME, minutes(45)), "time taken part at least 45 min"),
        (EVALUATED, "evaluation"),
        (is_false(evaluation()), "no evaluation"),
        (Compare(CASES, Relation.IS, 3), "cases discussed is 3"),
        (Compare(PROFESSION, Relation.IS, "MD"), "profession is MD"),
        (one_of(PROFESSION, ["MD", "DO"]), "profession one of DO or MD"),
        (none_of(PROFESSION, ["student"]), "profession none of student"),
        (at_most(FINISHED, datetime.date(2026, 3, 9)), "day finished at most 2026-03-09"),
        (AllOf([]), "nothing"),
        (AllOf([ENOUGH, EVALUATED]), "content completed at least 80 %; evaluation"),
        (AnyOf([ENOUGH, EVALUATED]), "one of: content completed at least 80 %; evaluation"),
        (KOf(1, [ENOUGH, EVALUATED]), "1 of these 2: content completed at least 80 %; evaluation"),
    ],
)
def test_a_test_says_what_it_asks(test: Test, text: str) -> None:
    """The rule prints itself, so that a page about it cannot disagree with the program."""
    assert describe(test) == text


A, B, C, D = (is_true(evaluation(letter)) for letter in "ABCD")


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (AllOf([A, AnyOf([B, C]), D]), AllOf([A, AnyOf([B, C, D])])),
        (AnyOf([A, AllOf([B, C])]), AnyOf([A, B, C])),
        (KOf(2, [A, B, AllOf([C, D])]), KOf(2, [A, AllOf([B, C]), D])),
    ],
)
def test_two_rules_that_differ_read_differently(one: Test, other: Test) -> None:
    """Where a group ends is said: one rule with `A, one of B and C, and D` is not `A, and one of B, C and D`."""
    assert describe(one) != describe(other)
    assert to_do(one, {}) != to_do(other, {})


@pytest.mark.parametrize(
    ("test", "facts", "text"),
    [
        (ENOUGH, {"content": Share(17, 20)}, "17 of 20"),
        (ENOUGH, {}, "not reported"),
        (
            AllOf([ENOUGH, AnyOf([EVALUATED, ENOUGH])]),
            {"content": Share(17, 20)},
            "content completed 17 of 20; evaluation not reported",
        ),
        (AllOf([]), {}, "nothing asked"),
    ],
)
def test_what_was_found_is_told_of_each_fact_once(test: Test, facts: Any, text: str) -> None:
    """A fact that a rule asks about twice is told once; one that nobody reported is told as such."""
    assert found(test, facts) == text


@pytest.mark.parametrize(
    ("test", "facts", "text"),
    [
        (PASSED, {}, "best score on the assessment at least 70 % (not reported)"),
        (ENOUGH, {"content": Share(15, 20)}, "content completed at least 80 % (found 15 of 20, 1 more to do)"),
        (ENOUGH, {"content": Share.of("0.79")}, "content completed at least 80 % (found 79 %)"),
        (
            at_least(TIME, minutes(45)),
            {"time": minutes(40)},
            "time taken part at least 45 min (found 40 min, 5 min more to do)",
        ),
        (at_least(CASES, 3), {"acme.cases": 1}, "cases discussed at least 3 (found 1, 2 more to do)"),
        (EVALUATED, {"evaluated": False}, "evaluation (found no)"),
        (
            FIRST,
            {"score:first": Share.of("0.64"), "attempts": 1},
            "first score on the assessment at least 70 % (found 64 %, can no longer be met)",
        ),
        (at_most(CASES, 3), {"acme.cases": 4}, "cases discussed at most 3 (found 4, can no longer be met)"),
        (
            at_least(FINISHED, datetime.date(2026, 3, 9)),
            {"acme.finished": datetime.date(2026, 3, 8)},
            "day finished at least 2026-03-09 (found 2026-03-08)",
        ),
        (AllOf([ENOUGH, EVALUATED]), {}, "content completed at least 80 % (not reported); evaluation (not reported)"),
        (AnyOf([A, B]), {}, "one of: evaluation A (not reported); evaluation B (not reported)"),
        (
            KOf(2, [A, B, C]),
            {},
            "2 of these 3: evaluation A (not reported); evaluation B (not reported); evaluation C (not reported)",
        ),
    ],
)
def test_what_is_still_to_do_says_how_far_it_is(test: Test, facts: Any, text: str) -> None:
    """15 of 20 modules are one short of 80 %; a missing score is named as not reported; a lost chance says it is lost."""
    assert to_do(test, facts) == text


def test_a_day_that_only_moves_forward_has_no_distance() -> None:
    """Days are not counted as something more to do."""
    latest = at_least(attrs.evolve(FINISHED, only_grows=True), datetime.date(2026, 3, 9))
    assert to_do(latest, {"acme.finished": datetime.date(2026, 3, 8)}) == (
        "day finished at least 2026-03-09 (found 2026-03-08)"
    )


def test_a_score_is_not_something_of_which_one_more_is_done() -> None:
    """13 of 20 right against 70 % asks for another attempt, and not for one more question."""
    assert to_do(PASSED, {"score:best": Share(13, 20)}) == "best score on the assessment at least 70 % (found 13 of 20)"
