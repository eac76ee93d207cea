"""Computing awards: from facts to an outcome and an amount, in whole numbers, and the receipt that shows the arithmetic.

Everything is counted in steps of the credit type.  An exact amount is a pair of whole numbers until the one rounding that the
policy names, so that 2/13 of 3.25 credits is 0.50 and not, by way of a decimal fraction, 0.25.
"""

from __future__ import annotations

import datetime
import math
from collections.abc import Callable, Iterable
from fractions import Fraction
from typing import TYPE_CHECKING, Any, TypeAlias, assert_never

import attrs

from cmecore.credit.amounts import Credits, CreditType
from cmecore.credit.rounding import Direction, Rounding, Tie, Total, rounder
from cmecore.errors import InvalidValue, shown
from cmecore.rules.awards import (
    AsAttested,
    Award,
    ByStages,
    ByTime,
    Component,
    Fixed,
    InProportion,
    SumOf,
    Whole,
    WithBonus,
    basis_of,
)
from cmecore.rules.criteria import AllOf, Outcome, facts_in
from cmecore.rules.facts import DAY_TIMES, SESSION_TIMES, TIME, Fact, Share, Value, checked_value, declared
from cmecore.rules.judging import Facts, judge_of, remaining
from cmecore.rules.sentences import printed, to_do

if TYPE_CHECKING:
    from decimal import Decimal

    from cmecore.rules.policies import Policy

#: An exact amount in steps, with the name of what it is for: ``(label, part, whole)``.
Piece: TypeAlias = tuple[str, int, int]
Measure: TypeAlias = Callable[[Facts], Iterable[Piece] | None]
Weigh: TypeAlias = Callable[[Facts], tuple[Outcome, int]]

UNMET, UNKNOWN, MET = Outcome
_TIMES = {Total.ACTIVITY: TIME, Total.DAY: DAY_TIMES, Total.SESSION: SESSION_TIMES}
_MICROSECOND = datetime.timedelta(microseconds=1)


def weigher(policy: Policy, maximum: Credits, /) -> Weigh:
    """Make the function that answers a policy for a designated maximum: the outcome, and the steps that are awarded.

    A designation is weighed for every learner, so its policy is read once.  Credit is given for *met* only; where a fact that
    the award itself needs is missing, the answer is *unknown*.
    """
    kind = maximum.type
    judge = judge_of(AllOf(requirement.test for requirement in policy.requirements))
    measure = _measure(policy.award, maximum, policy.total)
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


def facts_of(award: Award, on: Total = Total.ACTIVITY, kind: CreditType | None = None) -> tuple[Fact, ...]:
    """Name the facts without which an award cannot be computed."""
    match award:
        case InProportion(of=fact):
            return (fact,)
        case ByTime():
            return (_TIMES[on],)
        case AsAttested():
            return (declared(kind.code),) if kind is not None else ()
        case WithBonus(award=basis):
            return facts_of(basis, on, kind)
        case _:
            return ()


def facts_asked(award: Award, on: Total, kind: CreditType) -> tuple[Fact, ...]:
    """Name every fact that an award looks at, those of its components included."""
    listed = award.stages if isinstance(award, ByStages) else award.units if isinstance(award, SumOf) else ()
    if isinstance(award, WithBonus):
        return (*facts_asked(award.award, on, kind), *(fact for bonus in award.bonuses for fact in facts_in(bonus.test)))
    return (*facts_of(award, on, kind), *(fact for component in listed for fact in facts_in(component.test)))


def _measure(award: Award, maximum: Credits, on: Total) -> Measure:
    kind = maximum.type
    match award:
        case Whole():
            all_of_it = (("", maximum.steps, 1),)
            return lambda _facts: all_of_it
        case Fixed(amount=amount):
            fixed = (("", *_in_steps(Fraction(amount), kind)),)
            return lambda _facts: fixed
        case InProportion(of=fact):
            return _in_proportion(fact, maximum.steps)
        case ByTime():
            return _by_time(award, kind, on)
        case AsAttested():
            return _as_attested(kind)
        case ByStages(stages=stages):
            return _components(stages, kind, in_order=True, separate=False)
        case SumOf(units=units):
            return _components(units, kind, in_order=False, separate=on is not Total.ACTIVITY)
        case WithBonus(award=basis, bonuses=bonuses):
            return _with_bonus(
                _measure(basis, maximum, on),
                _components(bonuses, kind, in_order=False, separate=False),
                separate=on is not Total.ACTIVITY,
            )
        case _:
            assert_never(award)


def _known(fact: Fact) -> Callable[[Facts], Any]:
    name, kind = fact.name, fact.kind.value

    def value(facts: Facts) -> Any:
        held = facts.get(name)
        return held if held is None or (type(held) is kind and kind is not tuple) else checked_value(fact, held)

    return value


def _in_proportion(fact: Fact, most: int) -> Measure:
    value = _known(fact)

    def measure(facts: Facts) -> Iterable[Piece] | None:
        share = value(facts)
        return None if share is None else (("", most * share.part, share.whole),)

    return measure


def _by_time(award: ByTime, kind: CreditType, on: Total) -> Measure:
    value = _known(_TIMES[on])
    credits_part, credits_whole = _in_steps(Fraction(award.credits), kind)
    whole = award.unit // _MICROSECOND * credits_whole

    def measure(facts: Facts) -> Iterable[Piece] | None:
        times = value(facts)
        if times is None:
            return None
        listed = (("", times),) if isinstance(times, datetime.timedelta) else times
        return [(label, time // _MICROSECOND * credits_part, whole) for label, time in listed]

    return measure


def _as_attested(kind: CreditType) -> Measure:
    value = _known(declared(kind.code))

    def measure(facts: Facts) -> Iterable[Piece] | None:
        attested = value(facts)
        if attested is None:
            return None
        if attested.type != kind:
            raise InvalidValue(
                field=f"fact {declared(kind.code).name}",
                found=f"an amount of {attested.type}",
                expected=f"an amount of {kind}",
            )
        return (("", attested.steps, 1),)

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
    if isinstance(basis, InProportion | ByTime) or any(_in_steps(worth, maximum.type)[1] != 1 for worth in worths):
        raise InvalidValue(
            field=f"rounding of policy {policy.code}",
            found="none",
            expected=f"a rounding, since its award can fall between two steps of {maximum.type.step}",
            advice='name the body\'s own, such as nearest("0.25") or down("0.1")',
        )
    return lambda part, whole: part // whole


@attrs.frozen(kw_only=True)
class ExactAmount:
    """One exact amount on a receipt, and what it was computed from."""

    label: str
    #: The exact amount in credits, before any rounding.
    exact: Fraction


@attrs.frozen(kw_only=True)
class Receipt:
    """The arithmetic of an amount, step by step, so that anyone can do it again.

    >>> from cmecore.rules.policies import Policy
    >>> from cmecore.credit.rounding import nearest
    >>> AMA = CreditType(code="ama-pra-1", name="AMA PRA Category 1 Credit", step="0.25")
    >>> policy = Policy(code="live", award=ByTime(), rounding=nearest("0.25"))
    >>> print(receipt(policy, AMA("1.00"), {"time": datetime.timedelta(minutes=40)}))
    40 min at 1 for 60 min = 2/3 → to the nearest 0.25 → 0.75 (at most 1.00)
    """

    measured: str
    exact: tuple[ExactAmount, ...]
    rounding: Rounding | None
    floor: Decimal | None
    most: Credits
    amount: Credits

    def recomputed(self) -> Credits:
        """Do the arithmetic again, from the exact amounts and with fractions instead of steps."""
        credits = sum((self._rounded(part.exact) for part in self.exact), Fraction())
        credits = min(max(credits, Fraction(self.floor or 0)), Fraction(self.most.amount))
        return Credits(int(credits / Fraction(self.most.type.step)), self.most.type)

    def _rounded(self, exact: Fraction) -> Fraction:
        if self.rounding is None:
            return exact
        step = Fraction(self.rounding.step)
        below = exact // step
        rest = exact / step - below
        half = Fraction(1, 2)
        to_upper = {
            Direction.DOWN: False,
            Direction.UP: rest > 0,
            Direction.NEAREST: rest > half
            or (rest == half and {Tie.UP: True, Tie.DOWN: False, Tie.EVEN: below % 2 == 1}[self.rounding.tie]),
        }
        count = below + to_upper[self.rounding.direction]
        return count * step if count * step >= self.rounding.minimum else Fraction()

    def __str__(self) -> str:
        """Print it on one line."""
        exact = " + ".join(f"{part.label} {_plain(part.exact)}".strip() for part in self.exact) or "0"
        rounding = f" → {self.rounding}" if self.rounding else ""
        floor = f", at least {self.floor}" if self.floor else ""
        start = f"{self.measured} = " if self.measured else ""
        return f"{start}{exact}{rounding} → {self.amount.amount} (at most {self.most.amount}{floor})"


def receipt(policy: Policy, maximum: Credits, facts: Facts, /) -> Receipt:
    """Show the arithmetic of what a policy awards for some facts, as if its requirements were met."""
    on = policy.total
    pieces = _measure(policy.award, maximum, on)(facts)
    step = Fraction(maximum.type.step)
    most = maximum if policy.cap is None else min(maximum, maximum.type(policy.cap))
    known = [fact for fact in facts_of(policy.award, on, maximum.type) if fact.name in facts]
    amount = Credits(weigher(attrs.evolve(policy, requirements=()), maximum)(facts)[1], maximum.type)
    return Receipt(
        measured="; ".join(_measured(policy.award, facts[fact.name], maximum) for fact in known),
        exact=tuple(ExactAmount(label=label, exact=Fraction(part, whole) * step) for label, part, whole in pieces or ()),
        rounding=policy.rounding,
        # Nothing lifts an amount that could not be computed.
        floor=None if pieces is None else policy.floor,
        most=most,
        amount=amount,
    )


def worth_more(award: Award, facts: Facts, /) -> tuple[str, ...]:
    """Say what would add to an award beyond the requirements, and how much, before rounding and bounds.

    >>> from cmecore.rules.awards import over_units
    >>> worth_more(over_units({"talk-1": 15}), {})
    ('0.25 for talk-1: content completed of talk-1 at least 1 of 1 (not reported)',)
    """
    match award:
        case WithBonus(award=basis, bonuses=bonuses):
            return (*worth_more(basis, facts), *_still(bonuses, facts))
        case SumOf(units=units):
            return _still(units, facts)
        case ByStages(stages=stages):
            return _still(stages, facts)[:1]
        case InProportion(of=fact):
            share = facts.get(fact.name)
            if isinstance(share, Share) and share.part < share.whole:
                return (f"the whole maximum for all of the {fact.says} (found {share})",)
            return ()
        case _:
            return ()


def _still(components: Iterable[Component], facts: Facts) -> tuple[str, ...]:
    left = ((component, remaining(component.test, facts)) for component in components)
    return tuple(f"{_plain(one.worth)} for {one.code}: {to_do(rest, facts)}" for one, rest in left if rest is not None)


def _measured(award: Award, value: Value, maximum: Credits) -> str:
    match award:
        case InProportion():
            return f"{printed(value)} × {maximum.amount}"
        case ByTime():
            return f"{printed(value)} at {award.credits} for {printed(award.unit)}"
        case WithBonus(award=basis):
            return f"{_measured(basis, value, maximum)} with bonuses"
        case _:
            return printed(value)


def _plain(amount: Fraction) -> str:
    """Print a fraction as a decimal number where that is exact, for people; as a fraction otherwise."""
    scaled = amount * 10_000
    if scaled.denominator != 1:
        return str(amount)
    return f"{scaled.numerator // 10_000}.{scaled.numerator % 10_000:04}".rstrip("0").rstrip(".")
