"""A policy: one provider's or body's rule for one kind of credit, with its source and the days on which it holds."""

from __future__ import annotations

import functools
from decimal import Decimal
from typing import TYPE_CHECKING

import attrs

from cmecore.credit.amounts import exact
from cmecore.credit.canonical import digest
from cmecore.credit.periods import Period, Span
from cmecore.credit.rounding import Rounding, Total
from cmecore.credit.sources import Source
from cmecore.credit.text import line, listed
from cmecore.errors import InvalidValue
from cmecore.rules.awards import AsAttested, Award, ByStages, ByTime, Fixed, InProportion, SumOf, Whole, WithBonus
from cmecore.rules.requirements import Requirement

if TYPE_CHECKING:
    from collections.abc import Iterable


def _bound(value: object) -> Decimal | None:
    return None if value is None else exact(value, field="bound")


def _requirements(asked: Requirement | Iterable[Requirement]) -> tuple[Requirement, ...]:
    return (asked,) if isinstance(asked, Requirement) else listed(asked)


@attrs.frozen(kw_only=True)
class Policy:
    """What must be done for a kind of credit, what it is worth, and how the worth is rounded and bounded.

    >>> from cmecore.credit.rounding import nearest
    >>> from cmecore.rules.awards import InProportion
    >>> from cmecore.rules.requirements import completed, evaluated
    >>> online = Policy(code="online", requirements=[completed("0.80"), evaluated()],
    ...                 award=InProportion(), rounding=nearest("0.25"))
    >>> online.version.startswith("online#")
    True
    """

    code: str = attrs.field(validator=line())
    #: What must be met before anything is earned.
    requirements: tuple[Requirement, ...] = attrs.field(
        default=(),
        converter=_requirements,
        validator=attrs.validators.deep_iterable(attrs.validators.instance_of(Requirement)),
    )
    award: Award = attrs.field(
        default=Whole(),
        validator=attrs.validators.instance_of((Whole, InProportion, ByTime, AsAttested, Fixed, ByStages, SumOf, WithBonus)),
    )
    #: Needed wherever an award can fall between two steps; without one nothing is ever rounded.
    rounding: Rounding | None = attrs.field(
        default=None, validator=attrs.validators.optional(attrs.validators.instance_of(Rounding))
    )
    #: Credits that are awarded at least, once the requirements are met.
    floor: Decimal | None = attrs.field(default=None, converter=_bound)
    #: Credits that are awarded at most, whatever the designated maximum.
    cap: Decimal | None = attrs.field(default=None, converter=_bound)
    #: What must be met when credit is claimed; a lapse blocks the claim and destroys nothing.
    gates: tuple[Requirement, ...] = attrs.field(
        default=(),
        converter=_requirements,
        validator=attrs.validators.deep_iterable(attrs.validators.instance_of(Requirement)),
    )
    #: How long earned credit can be claimed, from the day it was earned; without one, for ever.
    claim_within: Period | None = attrs.field(
        default=None, validator=attrs.validators.optional(attrs.validators.instance_of(Period))
    )
    #: The days on which the rule holds.
    in_force: Span = attrs.field(default=Span(), validator=attrs.validators.instance_of(Span))
    sources: tuple[Source, ...] = attrs.field(default=(), converter=listed)

    def __attrs_post_init__(self) -> None:
        for field, asked in (("requirements", self.requirements), ("gates", self.gates)):
            codes = [requirement.code for requirement in asked]
            if twice := {code for code in codes if codes.count(code) > 1}:
                raise InvalidValue(
                    field=f"{field} of policy {self.code}",
                    found=f"the code {min(twice)} more than once",
                    expected="a code of its own for each requirement",
                    advice="join the two tests under one code, or rename one",
                )
        if self.floor is not None and self.cap is not None and self.floor > self.cap:
            raise InvalidValue(
                field=f"policy {self.code}",
                found=f"a floor of {self.floor} above the cap of {self.cap}",
                expected="a floor below the cap",
            )
        if (
            self.rounding is not None
            and self.rounding.on is not Total.ACTIVITY
            and not isinstance(_basis(self.award), ByTime | SumOf)
        ):
            raise InvalidValue(
                field=f"rounding of policy {self.code}",
                found=f"rounding for each {self.rounding.on.value}",
                expected="an award by time or a sum over units",
                advice="other awards have no amount for a session or a day",
            )

    @functools.cached_property
    def version(self) -> str:
        """The name of exactly this rule: its code, the day from which it holds, and a digest of its content."""
        since = f"@{self.in_force.first}" if self.in_force.first else ""
        return f"{self.code}{since}#{digest(self)[:8]}"


def _basis(award: Award) -> Award:
    return award.award if isinstance(award, WithBonus) else award
