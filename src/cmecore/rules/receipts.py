"""The receipt of an amount: its arithmetic, step by step and in words, and what would be worth more."""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Iterable
from fractions import Fraction
from typing import TYPE_CHECKING, Any

import attrs

from cmecore.credit.amounts import Credits
from cmecore.credit.rounding import Direction, Rounding, Tie, Total
from cmecore.rules.awarding import facts_of, label, measured_by, weigher
from cmecore.rules.awards import AsAttested, AsBase, Award, ByStages, ByTime, Component, InProportion, SumOf, WithBonus
from cmecore.rules.facts import STRETCHES, Share
from cmecore.rules.judging import Facts, remaining
from cmecore.rules.sentences import printed, to_do

if TYPE_CHECKING:
    from decimal import Decimal

    from cmecore.rules.policies import Policy


@attrs.frozen(kw_only=True)
class ExactAmount:
    """One exact amount on a receipt, and what it was computed from."""

    label: str
    #: The exact amount in credits, before any rounding.
    exact: Fraction


@attrs.frozen(kw_only=True)
class Receipt:
    """The arithmetic of an amount, step by step, so that anyone can do it again.

    >>> from cmecore.credit.amounts import CreditType
    >>> from cmecore.credit.rounding import nearest
    >>> from cmecore.rules.policies import Policy
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
    pieces = measured_by(policy, maximum)(facts)
    step = Fraction(maximum.type.step)
    most = maximum if policy.cap is None else min(maximum, maximum.type(policy.cap))
    amount = Credits(weigher(attrs.evolve(policy, requirements=()), maximum)(facts)[1], maximum.type)
    return Receipt(
        measured="" if pieces is None else _measured(policy, maximum, facts),
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


def _measured(policy: Policy, maximum: Credits, facts: Facts) -> str:
    """Say what an amount was computed from, in the words of its award."""
    if isinstance(policy.award, WithBonus):
        basis = _measured(attrs.evolve(policy, award=policy.award.award), maximum, facts)
        return f"{basis} with bonuses" if basis else ""
    match policy.award:
        case InProportion(of=fact):
            return f"{printed(facts[fact.name])} × {maximum.amount}"
        case ByTime() as award:
            return f"{_times(award, policy.total, facts)} at {award.credits} for {printed(award.unit)}{_caps(award)}"
        case AsAttested() | AsBase():
            return "; ".join(printed(facts[fact.name]) for fact in facts_of(policy, maximum.type) if fact.name in facts)
        case _:
            return ""


def _times(award: ByTime, on: Total, facts: Facts) -> str:
    stretches: Any = facts.get(STRETCHES.name)
    if stretches is None or not (award.weighs or award.capped or on is not Total.ACTIVITY):
        return printed(facts[award.of.name])
    sums: defaultdict[tuple[str, str], datetime.timedelta] = defaultdict(datetime.timedelta)
    for stretch in stretches:
        sums[label(on, stretch) or (stretch.session if award.capped else ""), stretch.kind] += stretch.time
    weights = {kind: f" × {weight}" if weight != 1 else "" for kind, weight in award.counts}
    said = [
        " ".join(filter(None, (label, kind if award.weighs else "", printed(time)))) + weights[kind]
        for (label, kind), time in sums.items()
    ]
    return " + ".join(said) or "no time"


def _caps(award: ByTime) -> str:
    session = f"session of {' or '.join(award.capped_kinds)}" if award.capped_kinds else "session"
    caps = ((session, award.most_per_session), ("day", award.most_per_day))
    return "".join(f", at most {most} a {what}" for what, most in caps if most is not None)


def _plain(amount: Fraction) -> str:
    """Print a fraction as a decimal number where that is exact, for people; as a fraction otherwise."""
    scaled = amount * 10_000
    if scaled.denominator != 1:
        return str(amount)
    return f"{scaled.numerator // 10_000}.{scaled.numerator % 10_000:04}".rstrip("0").rstrip(".")
