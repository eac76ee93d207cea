"""The rules once more, as slowly and plainly as a person with pencil and paper: what the library is held against.

Nothing here shares code with the interpreters of the library; only the values are the same.
"""

import datetime
from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction
from typing import Any

from cmecore.credit.amounts import Credits
from cmecore.credit.rounding import Direction, Rounding, Tie, Total
from cmecore.rules.awards import (
    AsAttested,
    AsBase,
    Asks,
    Award,
    ByStages,
    ByTime,
    Component,
    Fixed,
    InProportion,
    SumOf,
    Whole,
    WithBonus,
)
from cmecore.rules.criteria import AllOf, AnyOf, Compare, Test
from cmecore.rules.facts import Share
from cmecore.rules.policies import Policy
from cmecore.rules.times import Stretch

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


def worth(policy: Policy, maximum: Credits, facts: Facts) -> list[Fraction] | None:
    """List the exact amounts, in credits, that a policy rounds one by one; None where a fact or its base is missing."""
    if policy.rests_on is not None and policy.rests_on.asks is not Asks.DESIGNATION and base_earned(policy, facts) is None:
        return None
    on = Total.ACTIVITY if policy.rounding is None else policy.rounding.on
    exact = _worth(policy, policy.award, on, maximum, facts)
    return exact if exact is None or on is not Total.ACTIVITY else [sum(exact, Fraction(0))]


def base_earned(policy: Policy, facts: Facts) -> Any:
    """Look up how much was earned of the type that a policy rests on."""
    return None if policy.rests_on is None else facts.get(f"earned:{policy.rests_on.type.code}")


def _worth(policy: Policy, award: Award, on: Total, maximum: Credits, facts: Facts) -> list[Fraction] | None:
    match award:
        case Whole():
            return [Fraction(maximum.amount)]
        case Fixed():
            return [Fraction(award.amount)]
        case InProportion():
            share = facts.get(award.of.name)
            return None if share is None else [Fraction(maximum.amount) * share.part / share.whole]
        case ByTime():
            return _hours(award, on, facts)
        case AsAttested():
            attested = facts.get(f"declared:{maximum.type.code}")
            return None if attested is None else [Fraction(attested.amount)]
        case AsBase():
            earned = base_earned(policy, facts)
            return None if earned is None else [Fraction(earned.amount)]
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
            basis = _worth(policy, award.award, on, maximum, facts)
            return None if basis is None else [*basis, sum(_met(award.bonuses, facts), Fraction(0))]


def _hours(award: ByTime, on: Total, facts: Facts) -> list[Fraction] | None:
    """Weigh every stretch of time, cut each session and each day at its cap, and add up what is rounded together."""
    plain = award.counts == (("learning", Decimal(1)),) and award.most_per_session is None and award.most_per_day is None
    time, listed = facts.get(award.of.name), facts.get("time:stretches")
    total_will_do = award.most_per_session is None and award.most_per_day is None and on is Total.ACTIVITY
    if (plain and total_will_do) or (listed is None and total_will_do):
        listed = None if time is None else [Stretch(time)]
    if listed is None:
        return None

    def worth_of(stretch: Stretch) -> Fraction:
        microsecond = datetime.timedelta(microseconds=1)
        units = Fraction(stretch.time // microsecond, award.unit // microsecond)
        return units * Fraction(award.credits) * Fraction(dict(award.counts)[stretch.kind])

    def cut(amount: Fraction, cap: Decimal | None) -> Fraction:
        return amount if cap is None or amount < cap else Fraction(cap)

    def in_sessions(some: list[Stretch]) -> Fraction:
        """Add up sessions, each cut by itself; time in none is cut by the day."""
        under_cap = [one for one in some if not award.capped_kinds or one.kind in award.capped_kinds]
        names = {(stretch.session, None if stretch.session else stretch.day) for stretch in under_cap}
        free = sum((worth_of(one) for one in some if one not in under_cap), Fraction(0))
        return free + sum(
            (
                cut(
                    sum(
                        map(worth_of, (one for one in under_cap if one.session == name and (name or one.day == day))),
                        Fraction(0),
                    ),
                    award.most_per_session,
                )
                for name, day in names
            ),
            Fraction(0),
        )

    def on_days(some: list[Stretch]) -> list[Fraction]:
        """Do the sums of each day by itself."""
        days = {stretch.day for stretch in some}
        return [cut(in_sessions([one for one in some if one.day == day]), award.most_per_day) for day in days]

    if on is Total.SESSION:
        names = {stretch.session for stretch in listed}
        return [in_sessions([one for one in listed if one.session == name]) for name in names]
    return on_days(list(listed)) if on is Total.DAY or award.most_per_day is not None else [in_sessions(list(listed))]


def _met(components: tuple[Component, ...], facts: Facts) -> list[Fraction]:
    return [component.worth for component in components if answer(component.test, facts) == "met"]


def awarded(policy: Policy, maximum: Credits, facts: Facts) -> tuple[str, Fraction]:
    """Answer a policy: the outcome in a word, and the credits that are awarded."""
    answers = [answer(requirement.test, facts) for requirement in policy.requirements]
    for outcome in ("unmet", "unknown"):
        if outcome in answers:
            return outcome, Fraction(0)
    exact = worth(policy, maximum, facts)
    if exact is None:
        return "unknown", Fraction(0)
    credits = sum((amount if policy.rounding is None else rounded(amount, policy.rounding) for amount in exact), Fraction(0))
    if policy.floor is not None:
        credits = max(credits, Fraction(policy.floor))
    if policy.cap is not None:
        credits = min(credits, Fraction(policy.cap))
    return "met", min(credits, Fraction(maximum.amount))
