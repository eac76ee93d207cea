"""Computing awards: from facts to an outcome and an amount, in whole numbers.

Everything is counted in steps of the credit type.  An exact amount is a pair of whole numbers until the one rounding that the
policy names, so that 2/13 of 3.25 credits is 0.50 and not, by way of a decimal fraction, 0.25.
"""

from __future__ import annotations

import datetime
import math
from collections import defaultdict
from collections.abc import Callable, Iterable
from fractions import Fraction
from typing import TYPE_CHECKING, Any, TypeAlias, assert_never, cast

import attrs

from cmecore.credit.amounts import Credits, CreditType
from cmecore.credit.rounding import Total, rounder
from cmecore.errors import InvalidValue, shown
from cmecore.rules.awards import (
    AsAttested,
    AsBase,
    Asks,
    ByStages,
    ByTime,
    Component,
    Fixed,
    InProportion,
    RestsOn,
    SumOf,
    Whole,
    WithBonus,
    basis_of,
)
from cmecore.rules.criteria import AllOf, Outcome, facts_in
from cmecore.rules.facts import STRETCHES, TIME, Fact, checked_value, declared, earned
from cmecore.rules.judging import Facts, judge_of
from cmecore.rules.times import Stretch

if TYPE_CHECKING:
    from decimal import Decimal

    from cmecore.rules.policies import Policy

#: An exact amount in steps, with the name of what it is for: ``(label, part, whole)``.
Piece: TypeAlias = tuple[str, int, int]
Measure: TypeAlias = Callable[[Facts], Iterable[Piece] | None]
Weigh: TypeAlias = Callable[[Facts], tuple[Outcome, int]]

UNMET, UNKNOWN, MET = Outcome
_MICROSECOND = datetime.timedelta(microseconds=1)


def weigher(policy: Policy, maximum: Credits, /) -> Weigh:
    """Make the function that answers a policy for a designated maximum: the outcome, and the steps that are awarded.

    A designation is weighed for every learner, so its policy is read once.  Credit is given for *met* only; where a fact that
    the award itself needs is missing, the answer is *unknown*.
    """
    kind = maximum.type
    judge = judge_of(AllOf(requirement.test for requirement in policy.requirements))
    measure = measured_by(policy, maximum)
    round_once = _unrounded(policy, maximum) if policy.rounding is None else rounder(policy.rounding, kind)
    floor = 0 if policy.floor is None else _whole_steps(policy.floor, kind, f"floor of policy {policy.code}")
    most = (
        maximum.steps
        if policy.cap is None
        else min(maximum.steps, _whole_steps(policy.cap, kind, f"cap of policy {policy.code}"))
    )

    def weigh(facts: Facts) -> tuple[Outcome, int]:
        outcome = judge(facts)
        if outcome is not MET:
            return outcome, 0
        pieces = measure(facts)
        if pieces is None:
            return UNKNOWN, 0
        steps = 0
        for _, part, whole in pieces:
            steps += round_once(part, whole)
        return MET, min(max(steps, floor), most)

    return weigh


def facts_of(policy: Policy, kind: CreditType) -> tuple[Fact, ...]:
    """Name the facts without which a policy's award cannot be computed."""
    base = base_fact(policy)
    named = _fact_of(policy, kind)
    return tuple(fact for fact in (named, base) if fact is not None)


def base_fact(policy: Policy) -> Fact | None:
    """Name the fact that tells how much was earned of the type that a policy's credit rests on and is claimed with."""
    rests_on = policy.rests_on
    return None if rests_on is None or rests_on.asks is Asks.DESIGNATION else earned(rests_on.type.code)


def _fact_of(policy: Policy, kind: CreditType) -> Fact | None:
    match basis_of(policy.award):
        case InProportion(of=fact):
            return fact
        case ByTime() as award:
            return STRETCHES if award.capped or policy.total is not Total.ACTIVITY else award.of
        case AsAttested():
            return declared(kind.code)
        case _:
            return None


def facts_asked(policy: Policy, kind: CreditType) -> tuple[Fact, ...]:
    """Name every fact that a policy's award looks at, those of its components included."""
    basis = basis_of(policy.award)
    listed = basis.stages if isinstance(basis, ByStages) else basis.units if isinstance(basis, SumOf) else ()
    bonuses = policy.award.bonuses if isinstance(policy.award, WithBonus) else ()
    named = facts_of(policy, kind)
    weighed = (STRETCHES,) if isinstance(basis, ByTime) and basis.weighs and STRETCHES not in named else ()
    return (*named, *weighed, *(fact for component in (*listed, *bonuses) for fact in facts_in(component.test)))


def measured_by(policy: Policy, maximum: Credits, /) -> Measure:
    """Make the function that computes a policy's award exactly, piece by piece, before anything is rounded.

    What rests on credit that was not earned has no amount.
    """
    measure, base = _measured_by(policy, maximum), base_fact(policy)
    if base is None:
        return measure
    value = _known(base)
    return lambda facts: None if value(facts) is None else measure(facts)


def _measured_by(policy: Policy, maximum: Credits) -> Measure:
    kind, on = maximum.type, policy.total
    if isinstance(policy.award, WithBonus):
        return _with_bonus(
            _measured_by(attrs.evolve(policy, award=policy.award.award), maximum),
            _components(policy.award.bonuses, kind, in_order=False, separate=False),
            separate=on is not Total.ACTIVITY,
        )
    match policy.award:
        case Whole():
            all_of_it = (("", maximum.steps, 1),)
            return lambda _facts: all_of_it
        case Fixed(amount=amount):
            fixed = (("", *_in_steps(Fraction(amount), kind)),)
            return lambda _facts: fixed
        case InProportion(of=fact):
            return _in_proportion(fact, maximum.steps)
        case ByTime() as award:
            return _by_time(award, kind, on)
        case AsAttested():
            return _as_stated(declared(kind.code), kind, kind)
        case AsBase():
            base = based_on(policy)
            return _as_stated(earned(base.code), base, kind)
        case ByStages(stages=stages):
            return _components(stages, kind, in_order=True, separate=False)
        case SumOf(units=units):
            return _components(units, kind, in_order=False, separate=on is not Total.ACTIVITY)
        case _:
            assert_never(policy.award)


def _known(fact: Fact) -> Callable[[Facts], Any]:
    name, kind = fact.name, fact.kind.value

    def value(facts: Facts) -> Any:
        held = facts.get(name)
        return held if held is None or (type(held) is kind and kind is not tuple) else checked_value(fact, held)

    return value


def based_on(policy: Policy) -> CreditType:
    """Return the type that a policy rests on, where its award is as much as that: without one there is no such policy."""
    return cast("RestsOn", policy.rests_on).type


def _in_proportion(fact: Fact, most: int) -> Measure:
    value = _known(fact)

    def measure(facts: Facts) -> Iterable[Piece] | None:
        share = value(facts)
        return None if share is None else (("", most * share.part, share.whole),)

    return measure


def _by_time(award: ByTime, kind: CreditType, on: Total) -> Measure:
    """Count time in whole numbers: microseconds times weight and credits, over a unit that makes every cap whole as well.

    A session that runs past midnight is one session, except where each day is counted by itself anyway.
    """
    each, per = _in_steps(Fraction(award.credits), kind)
    caps = [None if most is None else _in_steps(Fraction(most), kind) for most in (award.most_per_session, award.most_per_day)]
    weights = {word: Fraction(weight) for word, weight in award.counts}
    fine = math.lcm(*(weight.denominator for weight in weights.values()), *(cap[1] for cap in caps if cap is not None))
    whole = award.unit // _MICROSECOND * per * fine
    parts = {word: each * int(weight * fine) for word, weight in weights.items()}
    most_per_session, most_per_day = (None if cap is None else cap[0] * (whole // cap[1]) for cap in caps)
    day_by_day = most_per_day is not None or on is Total.DAY
    capped_kinds = frozenset(award.capped_kinds)
    simply = _known(award.of)
    by_stretch = _known(STRETCHES)

    def measure(facts: Facts) -> Iterable[Piece] | None:
        stretches = by_stretch(facts)
        if stretches is None:
            # Time that nobody took apart is all of the plain kind, and says nothing of sessions and days.
            time = None if award.capped or on is not Total.ACTIVITY else simply(facts)
            stretches = None if time is None else (Stretch(time),)
        if stretches is None:
            return None
        sums: defaultdict[str, int] = defaultdict(int)
        sessions: defaultdict[object, int] = defaultdict(int)
        days: defaultdict[object, int] = defaultdict(int)
        for stretch in stretches:
            if stretch.kind not in parts:
                award.weight(stretch.kind)
            part = stretch.time // _MICROSECOND * parts[stretch.kind]
            if most_per_session is not None and (not capped_kinds or stretch.kind in capped_kinds):
                session = (stretch.session, stretch.day) if day_by_day or not stretch.session else stretch.session
                part = min(part, most_per_session - sessions[session])
                sessions[session] += part
            if most_per_day is not None:
                part = min(part, most_per_day - days[stretch.day])
                days[stretch.day] += part
            sums[label(on, stretch)] += part
        return [(label, part, whole) for label, part in sums.items()]

    def simple(facts: Facts) -> Iterable[Piece] | None:
        # Time of another kind is none that the rule speaks of, whether or not it tells kinds apart.
        for stretch in by_stretch(facts) or () if award.of == TIME else ():
            award.weight(stretch.kind)
        time = simply(facts)
        return None if time is None else (("", time // _MICROSECOND * each, whole),)

    return measure if award.capped or award.weighs or on is not Total.ACTIVITY else simple


def by_session(award: ByTime, kind: CreditType, facts: Facts, /) -> dict[str, Fraction]:
    """Tell what time in each session is worth, in steps and before any rounding: weighed, and capped."""
    pieces = _by_time(award, kind, Total.SESSION)(facts) or ()
    return {session: Fraction(part, whole) for session, part, whole in pieces}


def label(on: Total, stretch: Stretch, /) -> str:
    """Name what a stretch of time is added up with: its session, its day, or everything."""
    if on is Total.SESSION:
        return stretch.session
    return "" if on is Total.ACTIVITY or stretch.day is None else stretch.day.isoformat()


def _as_stated(fact: Fact, stated: CreditType, kind: CreditType) -> Measure:
    value = _known(fact)

    def measure(facts: Facts) -> Iterable[Piece] | None:
        amount = value(facts)
        if amount is None:
            return None
        if amount.type != stated:
            raise InvalidValue(
                field=f"fact {fact.name}", found=f"an amount of {amount.type}", expected=f"an amount of {stated}"
            )
        return (("", *_in_steps(Fraction(amount.amount), kind)),)

    return measure


def _components(listed: tuple[Component, ...], kind: CreditType, *, in_order: bool, separate: bool) -> Measure:
    judged = [(component.code, judge_of(component.test), *_in_steps(component.worth, kind)) for component in listed]
    whole = math.lcm(*(each for *_, each in judged))

    def measure(facts: Facts) -> Iterable[Piece]:
        met: list[Piece] = []
        for code, judge, part, each in judged:
            if judge(facts) is MET:
                met.append((code, part * (whole // each), whole))
            elif in_order:
                break
        return met if separate else (("", sum(part for _, part, _ in met), whole),)

    return measure


def _with_bonus(basis: Measure, bonus: Measure, *, separate: bool) -> Measure:
    def measure(facts: Facts) -> Iterable[Piece] | None:
        pieces = basis(facts)
        if pieces is None:
            return None
        every = [*pieces, *(("bonus", part, whole) for _, part, whole in bonus(facts) or ())]
        return every if separate else (_added(every),)

    return measure


def _added(pieces: Iterable[Piece]) -> Piece:
    amount = sum((Fraction(part, whole) for _, part, whole in pieces), Fraction())
    return "", amount.numerator, amount.denominator


def _in_steps(amount: Fraction, kind: CreditType) -> tuple[int, int]:
    numerator, denominator = kind.ratio
    steps = amount * denominator / numerator
    return steps.numerator, steps.denominator


def _whole_steps(amount: Decimal, kind: CreditType, field: str) -> int:
    part, whole = _in_steps(Fraction(amount), kind)
    if whole != 1:
        raise InvalidValue(
            field=field, found=shown(amount), expected=f"a multiple of {kind.step}, the smallest amount of {kind.code}"
        )
    return part


def _unrounded(policy: Policy, maximum: Credits) -> Callable[[int, int], int]:
    """Allow no rounding only where the award cannot fall between two steps."""
    award = policy.award
    basis = basis_of(award)
    components = (*getattr(basis, "stages", ()), *getattr(basis, "units", ()), *getattr(award, "bonuses", ()))
    worths = [component.worth for component in components] + ([Fraction(basis.amount)] if isinstance(basis, Fixed) else [])
    if isinstance(basis, AsBase):
        worths.append(Fraction(based_on(policy).step))
    if isinstance(basis, InProportion | ByTime) or any(_in_steps(worth, maximum.type)[1] != 1 for worth in worths):
        raise InvalidValue(
            field=f"rounding of policy {policy.code}",
            found="none",
            expected=f"a rounding, since its award can fall between two steps of {maximum.type.step}",
            advice='name the body\'s own, such as nearest("0.25") or down("0.1")',
        )
    return lambda part, whole: part // whole
