"""Printing tests and facts: one printer for what a rule asks, what was found, and what is still to do."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable
from typing import assert_never

from cmecore.rules.criteria import AllOf, AnyOf, Compare, KOf, Relation, Test
from cmecore.rules.facts import HUNDRED, FactKind, Share, Value
from cmecore.rules.judging import Facts, out_of_reach

_MINUTE = datetime.timedelta(minutes=1)


def printed(value: Value | frozenset[str] | None, /) -> str:
    """Print a fact's value as a person would say it.

    >>> printed(datetime.timedelta(minutes=53, seconds=58)), printed(True), printed(None), printed(Share(17, 20))
    ('53 min 58 s', 'yes', 'not reported', '17 of 20')
    """
    if value is None:
        return "not reported"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, datetime.timedelta):
        return duration(value)
    if isinstance(value, tuple):
        return ", ".join(f"{stretch.session or stretch.kind} {duration(stretch.time)}" for stretch in value) or "none"
    if isinstance(value, frozenset):
        return " or ".join(sorted(value))
    return str(value)


def duration(time: datetime.timedelta, /) -> str:
    """Print a length of time in minutes, with seconds where they matter."""
    minutes, rest = divmod(time, _MINUTE)
    fraction = f".{rest.microseconds:06}".rstrip("0") if rest.microseconds else ""
    return f"{minutes} min" + (f" {rest.seconds}{fraction} s" if rest else "")


def describe(test: Test, /) -> str:
    """Say what a test asks.

    >>> from cmecore.rules.criteria import at_least
    >>> from cmecore.rules.facts import CONTENT, score
    >>> describe(AnyOf([at_least(CONTENT, "0.80"), at_least(score(), "0.70")]))
    'one of: content completed at least 80 %; best score on the assessment at least 70 %'
    """
    match test:
        case Compare(fact=fact, relation=Relation.IS, value=bool(wanted)):
            return fact.says if wanted else f"no {fact.says}"
        case Compare(fact=fact, relation=relation, value=wanted):
            return f"{fact.says} {relation.value} {printed(wanted)}"
        case AllOf(parts=parts):
            return _joined(parts, describe) or "nothing"
        case AnyOf(parts=parts):
            return f"one of: {_joined(parts, describe)}"
        case KOf(k=k, parts=parts):
            return f"{k} of these {len(parts)}: {_joined(parts, describe)}"
        case _:
            assert_never(test)


def _joined(parts: Iterable[Test], say: Callable[[Test], str]) -> str:
    """Say several tests; a group inside a group is bracketed, so that one can hear where it ends."""
    return "; ".join(say(part) if isinstance(part, Compare) else f"({say(part)})" for part in parts)


def found(test: Test, facts: Facts, /) -> str:
    """Say what was found of everything a test asks about."""
    if isinstance(test, Compare):
        return printed(facts.get(test.fact.name))
    named = {leaf.fact.name: leaf.fact for leaf in _leaves(test)}
    return "; ".join(f"{fact.says} {printed(facts.get(name))}" for name, fact in named.items()) or "nothing asked"


def to_do(test: Test, facts: Facts, /) -> str:
    """Say what is still to do, for a test out of which everything met has been taken.

    >>> from cmecore.rules.criteria import at_least
    >>> from cmecore.rules.facts import CONTENT
    >>> to_do(at_least(CONTENT, "0.80"), {"content": Share(15, 20)})
    'content completed at least 80 % (found 15 of 20, 1 more to do)'
    """
    if isinstance(test, Compare):
        return f"{describe(test)} ({_distance(test, facts)})"
    joined = _joined(test.parts, lambda part: to_do(part, facts))
    match test:
        case AllOf():
            return joined
        case AnyOf():
            return f"one of: {joined}"
        case KOf(k=k, parts=parts):
            return f"{k} of these {len(parts)}: {joined}"
        case _:
            assert_never(test)


def _distance(test: Compare, facts: Facts) -> str:
    value = facts.get(test.fact.name)
    if value is None:
        return "not reported"
    if out_of_reach(test, facts):
        return f"found {printed(value)}, can no longer be met"
    more = (
        _more(test, value)
        if test.relation is Relation.AT_LEAST and (test.fact.adds_up or test.fact.kind is not FactKind.SHARE)
        else ""
    )
    return f"found {printed(value)}{more}"


def _more(test: Compare, value: Value) -> str:
    match value, test.value:
        case Share(), Share() if test.fact.kind is FactKind.SHARE and value.whole != HUNDRED:
            return f", {value.missing_for(test.value)} more to do"
        case datetime.timedelta(), datetime.timedelta():
            return f", {duration(test.value - value)} more to do"
        case int(), int():
            return f", {test.value - value} more to do"
    return ""


def _leaves(test: Test) -> list[Compare]:
    return [test] if isinstance(test, Compare) else [leaf for part in test.parts for leaf in _leaves(part)]
