"""Answering tests: a test is turned into one function from facts to an outcome, and that function is its only meaning.

A policy is asked about a million learners and each time about the same few comparisons, so a test is read once and leaves
small closures behind, chosen from one table of relations.  :func:`judge` uses the very same closures.
"""

from __future__ import annotations

import operator
from collections.abc import Callable, Mapping
from typing import Any, TypeAlias, assert_never

from cmecore.rules.criteria import AllOf, AnyOf, Compare, KOf, Outcome, Relation, Test
from cmecore.rules.facts import Fact, Share, Value, checked_value

Facts: TypeAlias = Mapping[str, Value]
Judge: TypeAlias = Callable[[Facts], Outcome]

UNMET, UNKNOWN, MET = Outcome

_HOLDS: dict[Relation, Callable[[Any, Any], bool]] = {
    Relation.AT_LEAST: operator.ge,
    Relation.AT_MOST: operator.le,
    Relation.IS: operator.eq,
    Relation.ONE_OF: lambda found, words: found in words,
    Relation.NONE_OF: lambda found, words: found not in words,
}


def judge(test: Test, facts: Facts, /) -> Outcome:
    """Hold facts against a test: *met*, *unmet*, or *unknown* where something decisive was not reported.

    >>> from cmecore.rules.criteria import at_least
    >>> from cmecore.rules.facts import CONTENT
    >>> judge(at_least(CONTENT, "0.80"), {"content": Share(17, 20)}).name, judge(at_least(CONTENT, "0.80"), {}).name
    ('MET', 'UNKNOWN')
    """
    return judge_of(test)(facts)


def judge_of(test: Test, /) -> Judge:
    """Turn a test into the function that answers it, for a test that is asked many times."""
    match test:
        case Compare():
            return _all_of((test,))
        case AllOf():
            return _all_of(test.parts)
        case AnyOf():
            return _at_least_k(1, [judge_of(part) for part in test.parts])
        case KOf():
            return _at_least_k(test.k, [judge_of(part) for part in test.parts])
        case _:
            assert_never(test)


def _all_of(parts: tuple[Test, ...]) -> Judge:
    """Answer the least of some tests; comparisons, which most are, stand in two tables, since a call for each would cost more.

    Nothing is cut short: a fact of the wrong kind is a mistake wherever it stands.
    """
    comparisons = [part for part in parts if isinstance(part, Compare)]
    shares = [
        (test.fact, test.fact.name, _HOLDS[test.relation], test.value.part, test.value.whole)
        for test in comparisons
        if isinstance(test.value, Share)
    ]
    others = [
        (test.fact, test.fact.name, _HOLDS[test.relation], test.fact.kind.value, test.value)
        for test in comparisons
        if not isinstance(test.value, Share)
    ]
    judges = [judge_of(part) for part in parts if not isinstance(part, Compare)]

    def least(facts: Facts) -> Outcome:
        lowest = MET
        get: Callable[[str], Any] = facts.get
        for fact, name, holds, part, whole in shares:
            found = get(name)
            if type(found) is Share:
                if not holds(found.part * whole, part * found.whole):
                    lowest = UNMET
            else:
                lowest = _missing(fact, found, lowest)
        for fact, name, holds, kind, wanted in others:
            found = get(name)
            if type(found) is kind:
                if not holds(found, wanted):
                    lowest = UNMET
            else:
                lowest = _missing(fact, found, lowest)
        for judge in judges:
            lowest = min(lowest, judge(facts))
        return lowest

    return least


def _missing(fact: Fact, found: object, lowest: Outcome) -> Outcome:
    if found is not None:
        checked_value(fact, found)
    return UNKNOWN if lowest is MET else lowest


def _at_least_k(k: int, parts: list[Judge]) -> Judge:
    def kth_greatest(facts: Facts) -> Outcome:
        return sorted((part(facts) for part in parts), reverse=True)[k - 1]

    return kth_greatest


def remaining(test: Test, facts: Facts, /) -> Test | None:
    """Take out of a test everything that is met: what is left is a test again, and is what is still to do.

    >>> from cmecore.rules.criteria import at_least
    >>> from cmecore.rules.facts import CONTENT, score
    >>> both = AllOf([at_least(CONTENT, "0.80"), at_least(score(), "0.70")])
    >>> remaining(both, {"content": Share(17, 20)}) == at_least(score(), "0.70")
    True
    """
    if judge(test, facts) is MET:
        return None
    if isinstance(test, Compare):
        return test
    left = [rest for part in test.parts if (rest := remaining(part, facts)) is not None]
    if len(left) == 1:
        return left[0]
    match test:
        case AllOf():
            return AllOf(left)
        case AnyOf():
            return AnyOf(left)
        case KOf():
            still = test.k - (len(test.parts) - len(left))
            return AllOf(left) if still == len(left) else AnyOf(left) if still == 1 else KOf(still, left)
        case _:
            assert_never(test)


def out_of_reach(test: Test, facts: Facts, /) -> bool:
    """Tell whether no further evidence can meet a test: the last allowed attempt failed, or a limit was passed.

    >>> from cmecore.rules.criteria import at_least
    >>> from cmecore.rules.facts import Counting, score
    >>> out_of_reach(at_least(score(Counting.FIRST), "0.70"), {"score:first": Share.of("0.64"), "attempts": 1})
    True
    """
    if judge(test, facts) is not UNMET:
        return False
    match test:
        case Compare(fact=fact, relation=relation, value=wanted):
            past = relation is Relation.AT_MOST or (
                relation is Relation.IS and _HOLDS[Relation.AT_LEAST](facts[fact.name], wanted)
            )
            if fact.only_grows and past:
                return True
            counter, limit = fact.settled_by or ("", 0)
            used = facts.get(counter)
            return isinstance(used, int) and used >= limit
        case AllOf():
            return any(out_of_reach(part, facts) for part in test.parts)
        case AnyOf():
            return all(out_of_reach(part, facts) for part in test.parts)
        case KOf():
            return sum(not out_of_reach(part, facts) for part in test.parts) < test.k
        case _:
            assert_never(test)
