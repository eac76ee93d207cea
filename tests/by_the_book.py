"""The rules once more, as slowly and plainly as a person with pencil and paper: what the library is held against.

Nothing here shares code with the interpreters of the library; only the values are the same.
"""

import datetime
from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from cmecore.credit.amounts import Credits
from cmecore.credit.rounding import Direction, Rounding, Tie, Total
from cmecore.rules.awards import AsAttested, Award, ByStages, ByTime, Component, Fixed, InProportion, SumOf, Whole, WithBonus
from cmecore.rules.criteria import AllOf, AnyOf, Compare, Test
from cmecore.rules.facts import Share
from cmecore.rules.policies import Policy

Facts = Mapping[str, Any]


def rounded(exact: Fraction, rounding: Rounding) -> Fraction:
    """Round a number of credits with fractions, and in credits instead of steps."""
    step = Fraction(rounding.step)
    lower = step * (exact // step)
    upper = lower if lower == exact else lower + step
    even = lower if (lower / step) % 2 == 0 else upper
    tied = {Tie.UP: upper, Tie.DOWN: lower, Tie.EVEN: even}[rounding.tie]
    nearer = tied if exact - lower == upper - exact else min(lower, upper, key=lambda end: abs(end - exact))
    chosen = {Direction.DOWN: lower, Direction.UP: upper, Direction.NEAREST: nearer}[rounding.direction]
    return chosen if chosen >= Fraction(rounding.minimum) else Fraction(0)


def answer(test: Test, facts: Facts) -> str:
    """Answer a test in words, counting the answers of its parts."""
    if isinstance(test, Compare):
        return _compared(test, facts.get(test.fact.name))
    answers = [answer(part, facts) for part in test.parts]
    needed = len(answers) if isinstance(test, AllOf) else 1 if isinstance(test, AnyOf) else test.k
    if answers.count("met") >= needed:
        return "met"
    return "unmet" if len(answers) - answers.count("unmet") < needed else "unknown"


def _compared(test: Compare, held: Any) -> str:
    wanted: Any = test.value
    if held is None:
        return "unknown"
    if isinstance(held, Share):
        held, wanted = Fraction(held.part, held.whole), Fraction(wanted.part, wanted.whole)
    match test.relation.value:
        case "at least":
            met = not held < wanted
        case "at most":
            met = not held > wanted
        case "is":
            met = held == wanted
        case "one of":
            met = any(held == word for word in wanted)
        case _:
            met = all(held != word for word in wanted)
    return "met" if met else "unmet"


def worth(award: Award, on: Total, maximum: Credits, facts: Facts) -> list[Fraction] | None:
    """List the exact amounts, in credits, that a policy rounds one by one; None where the award's own fact is missing."""
    exact = _worth(award, on, maximum, facts)
    return exact if exact is None or on is not Total.ACTIVITY else [sum(exact, Fraction(0))]


def _worth(award: Award, on: Total, maximum: Credits, facts: Facts) -> list[Fraction] | None:
    match award:
        case Whole():
            return [Fraction(maximum.amount)]
        case Fixed():
            return [Fraction(award.amount)]
        case InProportion():
            share = facts.get(award.of.name)
            return None if share is None else [Fraction(maximum.amount) * share.part / share.whole]
        case ByTime():
            times = facts.get({Total.ACTIVITY: "time", Total.SESSION: "time:by-session", Total.DAY: "time:by-day"}[on])
            if times is None:
                return None
            listed = [times] if isinstance(times, datetime.timedelta) else [time for _, time in times]
            microsecond = datetime.timedelta(microseconds=1)
            return [Fraction(time // microsecond, award.unit // microsecond) * Fraction(award.credits) for time in listed]
        case AsAttested():
            attested = facts.get(f"declared:{maximum.type.code}")
            return None if attested is None else [Fraction(attested.amount)]
        case ByStages():
            reached = []
            for stage in award.stages:
                if answer(stage.test, facts) != "met":
                    break
                reached.append(stage.worth)
            return reached
        case SumOf():
            return _met(award.units, facts)
        case WithBonus():
            basis = _worth(award.award, on, maximum, facts)
            return None if basis is None else [*basis, sum(_met(award.bonuses, facts), Fraction(0))]


def _met(components: tuple[Component, ...], facts: Facts) -> list[Fraction]:
    return [component.worth for component in components if answer(component.test, facts) == "met"]


def awarded(policy: Policy, maximum: Credits, facts: Facts) -> tuple[str, Fraction]:
    """Answer a policy: the outcome in a word, and the credits that are awarded."""
    answers = [answer(requirement.test, facts) for requirement in policy.requirements]
    for outcome in ("unmet", "unknown"):
        if outcome in answers:
            return outcome, Fraction(0)
    on = Total.ACTIVITY if policy.rounding is None else policy.rounding.on
    exact = worth(policy.award, on, maximum, facts)
    if exact is None:
        return "unknown", Fraction(0)
    credits = sum((amount if policy.rounding is None else rounded(amount, policy.rounding) for amount in exact), Fraction(0))
    if policy.floor is not None:
        credits = max(credits, Fraction(policy.floor))
    if policy.cap is not None:
        credits = min(credits, Fraction(policy.cap))
    return "met", min(credits, Fraction(maximum.amount))
