"""A policy: one provider's or body's rule for one kind of credit, with its source and the days on which it holds."""

from __future__ import annotations

import functools
from decimal import Decimal
from typing import TYPE_CHECKING

import attrs

from cmecore.credit.amounts import BOUND, CreditType, exact
from cmecore.credit.canonical import digest
from cmecore.credit.fields import are, each_once, is_a, many
from cmecore.credit.periods import Period, Span
from cmecore.credit.rounding import Rounding, Total
from cmecore.credit.sources import Source
from cmecore.credit.text import line
from cmecore.errors import InvalidValue, shown
from cmecore.rules.awards import BASES, AsBase, Asks, Award, ByTime, RestsOn, SumOf, Whole, WithBonus, basis_of
from cmecore.rules.facts import TIME
from cmecore.rules.requirements import Requirement
from cmecore.rules.windows import Window

if TYPE_CHECKING:
    from collections.abc import Iterable


def _bound(value: object) -> Decimal | None:
    bound = None if value is None else exact(value, field="bound")
    if bound is not None and bound >= BOUND:
        raise InvalidValue(field="bound", found=shown(value), expected=f"less than {BOUND:,} credits")
    return bound


def _requirements(asked: Requirement | Iterable[Requirement]) -> tuple[Requirement, ...]:
    return (asked,) if isinstance(asked, Requirement) else many(asked)


@attrs.frozen(kw_only=True)
class Policy:
    """What must be done for a kind of credit, what it is worth, and how the worth is rounded and bounded.

    >>> from cmecore.credit.rounding import nearest
    >>> from cmecore.rules.awards import InProportion, basis_of
    >>> from cmecore.rules.requirements import completed, evaluated
    >>> online = Policy(code="online", requirements=[completed("0.80"), evaluated()],
    ...                 award=InProportion(), rounding=nearest("0.25"))
    >>> online.version.startswith("online#")
    True
    """

    code: str = attrs.field(validator=line())
    #: The credit type it is about; ``None`` for a rule that serves any.
    type: CreditType | None = attrs.field(default=None, validator=is_a(CreditType, or_none=True))
    #: What must be met before anything is earned.
    requirements: tuple[Requirement, ...] = attrs.field(
        default=(),
        converter=_requirements,
        validator=are(Requirement),
    )
    award: Award = attrs.field(
        default=Whole(),
        validator=is_a(*BASES, WithBonus),
    )
    #: The other type of the same activity that this one cannot be without.
    rests_on: RestsOn | None = attrs.field(default=None, validator=is_a(RestsOn, or_none=True))
    #: Needed wherever an award can fall between two steps; without one nothing is ever rounded.
    rounding: Rounding | None = attrs.field(default=None, validator=is_a(Rounding, or_none=True))
    #: Credits that are awarded at least, once the requirements are met.
    floor: Decimal | None = attrs.field(default=None, converter=_bound)
    #: Credits that are awarded at most, whatever the designated maximum.
    cap: Decimal | None = attrs.field(default=None, converter=_bound)
    #: What must be met when credit is claimed; a lapse blocks the claim and destroys nothing.
    gates: tuple[Requirement, ...] = attrs.field(
        default=(),
        converter=_requirements,
        validator=are(Requirement),
    )
    #: How long earned credit can be claimed: from the day it was earned, or a window of another kind; without one, for ever.
    claim_within: Period | Window | None = attrs.field(default=None, validator=is_a(Period, Window, or_none=True))
    #: The days on which the rule holds.
    in_force: Span = attrs.field(default=Span(), validator=is_a(Span))
    sources: tuple[Source, ...] = attrs.field(default=(), converter=many, validator=are(Source))

    def __attrs_post_init__(self) -> None:
        each_once((requirement.code for requirement in self.requirements), field=f"requirements of policy {self.code}")
        each_once((requirement.code for requirement in self.gates), field=f"gates of policy {self.code}")
        if self.floor is not None and self.cap is not None and self.floor > self.cap:
            raise InvalidValue(
                field=f"policy {self.code}",
                found=f"a floor of {self.floor} above the cap of {self.cap}",
                expected="a floor below the cap",
            )
        if isinstance(basis_of(self.award), AsBase) and (self.rests_on is None or self.rests_on.asks is Asks.DESIGNATION):
            raise InvalidValue(
                field=f"policy {self.code}",
                found="an award as much as its base, and no base that is earned",
                expected="the type it rests on",
                advice="write rests_on=RestsOn(…, Asks.CLAIM)",
            )
        if self.total not in _totals(self.award):
            raise InvalidValue(
                field=f"rounding of policy {self.code}",
                found=f"rounding for each {self.total.value}",
                expected="an award by time, or for each session a sum over units",
                advice="other awards have no amount for a session or a day, and a cap on the day is no rule for a session",
            )

    @property
    def total(self) -> Total:
        """What is added up before rounding."""
        return Total.ACTIVITY if self.rounding is None else self.rounding.on

    @functools.cached_property
    def version(self) -> str:
        """The name of exactly this rule: its code, the day from which it holds, and a digest of its content."""
        since = f"@{self.in_force.first}" if self.in_force.first else ""
        return f"{self.code}{since}#{digest(self)[:8]}"


def _totals(award: Award) -> frozenset[Total]:
    """Tell on which totals an award can be rounded."""
    match basis_of(award):
        case ByTime(of=fact) if fact != TIME:
            return frozenset({Total.ACTIVITY})
        case ByTime(most_per_day=most) if most is not None:
            # A cap on a day of rounded sessions would be another rule than one on the day's time.
            return frozenset({Total.ACTIVITY, Total.DAY})
        case ByTime():
            return frozenset(Total)
        case SumOf():
            return frozenset({Total.ACTIVITY, Total.SESSION})
    return frozenset({Total.ACTIVITY})
