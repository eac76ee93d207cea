"""A body's rule for a credit type in some learning formats, and what it leaves to the provider.

Bodies fix the arithmetic and leave other things open: the passing score, sometimes the rounding, and what else a provider asks.
A ruling is called with those, and answers with the policy that a designation takes.
"""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING

import attrs

from cmecore.credit.amounts import CreditType, exact
from cmecore.credit.fields import are, each_once, expect, is_a, many
from cmecore.credit.rounding import Direction, Rounding, Tie, Total, down, in_steps
from cmecore.credit.sources import Source
from cmecore.credit.text import checked, line
from cmecore.errors import InvalidValue, shown
from cmecore.rules.awards import (
    BASES,
    AsAttested,
    AsBase,
    Award,
    ByStages,
    ByTime,
    Fixed,
    InProportion,
    SumOf,
    Whole,
    WithBonus,
    basis_of,
)
from cmecore.rules.facts import Share
from cmecore.rules.policies import Policy
from cmecore.rules.requirements import Requirement, passed

if TYPE_CHECKING:
    from cmecore.credit.periods import Span


def _part_of_a_rounding(value: object) -> Decimal | None:
    return None if value is None else exact(value, field="part of a rounding")


#: Ways to measure participation that leave what it is worth to the body and the designated maximum.
_MEASURES = (AsAttested, Whole, InProportion)
#: What is cited for a requirement that a provider adds: the body's documents do not ask it.
PROVIDERS_OWN = Source(title="the provider's own rule")


def _providers_own(requirement: Requirement) -> Requirement:
    expect(requirement, Requirement, field="requirements")
    return requirement if requirement.sources else attrs.evolve(requirement, sources=[PROVIDERS_OWN])


_TENTH = Decimal("0.1")


def _written(rounding: Rounding) -> str:
    """Write a rounding as a program does."""
    minimum = f', minimum="{rounding.minimum}"' if rounding.minimum else ""
    tie = f", tie={rounding.tie}" if rounding.direction is Direction.NEAREST and rounding.tie is not Tie.UP else ""
    on = f", on={rounding.on}" if rounding.on is not Total.ACTIVITY else ""
    return f'{rounding.direction.value}("{rounding.step}"{minimum}{tie}{on})'


@attrs.frozen(kw_only=True)
class Ruling:
    """What a body lays down for a credit type in some learning formats; call it to get a policy.

    >>> from cmecore.credit.rounding import nearest
    >>> AMA = CreditType(code="ama-pra-1", name="AMA PRA Category 1 Credit", step="0.25")
    >>> enduring = Ruling(type=AMA, formats=["enduring material"], passing=True,
    ...                   policy=Policy(code="ama-enduring", award=InProportion(), rounding=nearest("0.25")))
    >>> [str(asked) for asked in enduring(passing="0.70").requirements]
    ['Score at least 70 % on the assessment']
    """

    type: CreditType = attrs.field(validator=is_a(CreditType))
    #: What the body fixes; its ``in_force`` and ``sources`` are the ruling's.
    policy: Policy = attrs.field(validator=is_a(Policy))
    #: The learning formats it is for, by their names.
    formats: tuple[str, ...] = attrs.field(converter=many, validator=are(str))
    #: Whether it asks for an assessment whose passing score the provider sets.
    passing: bool = attrs.field(default=False, validator=is_a(bool))
    #: The name of its text, where several are known and the day of the change is not.
    version: str = attrs.field(default="", validator=line(blank=True))
    #: Where an amount between two steps goes, if that is known and the rest of the rounding is not.
    direction: Direction | None = attrs.field(default=None, validator=is_a(Direction, or_none=True))
    #: The step that is rounded to, if that is known and the rest of the rounding is not.
    step: Decimal | None = attrs.field(default=None, converter=_part_of_a_rounding)
    #: What nothing is awarded below, if that is known and the rest of the rounding is not.
    minimum: Decimal | None = attrs.field(default=None, converter=_part_of_a_rounding)

    def __attrs_post_init__(self) -> None:
        if self.policy.rounding is not None and self._known_of_rounding:
            raise InvalidValue(
                field=f"rounding of {self.code}",
                found=f"{self.policy.rounding}, and {self._known_of_rounding}",
                expected="a whole rounding in the policy, or a part of one here",
            )
        for name in self.formats:
            checked(name, field=f"formats of {self.code}")
        each_once(self.formats, field=f"formats of {self.code}")

    @property
    def code(self) -> str:
        """Its name for programs: that of its policy."""
        return self.policy.code

    @property
    def in_force(self) -> Span:
        """The days on which it holds."""
        return self.policy.in_force

    @property
    def sources(self) -> tuple[Source, ...]:
        """Where it was written down."""
        return self.policy.sources

    @property
    def _known_of_rounding(self) -> str:
        parts = (
            ("direction", None if self.direction is None else self.direction.value),
            ("step", self.step),
            ("minimum", self.minimum),
        )
        return ", ".join(f"{what} {known}" for what, known in parts if known is not None)

    def _agreeing(self, named: Rounding) -> Rounding:
        """Put what is known of the body's rounding in the place of what somebody named."""
        return attrs.evolve(
            named,
            direction=named.direction if self.direction is None else self.direction,
            step=named.step if self.step is None else self.step,
            minimum=named.minimum if self.minimum is None else self.minimum,
        )

    @property
    def _example(self) -> str:
        return _written(self._agreeing(down(self.type.step if _TENTH % self.type.step else _TENTH)))

    @property
    def asks_requirement(self) -> bool:
        """Whether it gives one amount and does not say what earns it, so that the caller has to."""
        fixed = isinstance(basis_of(self.policy.award), Fixed | Whole)
        return fixed and not self.policy.requirements and not self.passing

    @property
    def asks_rounding(self) -> bool:
        """Whether no source says how the body rounds, so that the caller has to."""
        return self.policy.rounding is None and self._falls_between(self.policy.award)

    def __call__(
        self,
        *requirements: Requirement,
        passing: object = None,
        award: Award | None = None,
        rounding: Rounding | None = None,
        on: Total | None = None,
        tie: Tie | None = None,
        counts: Mapping[str, object] | None = None,
    ) -> Policy:
        """Complete the rule with what is the provider's to say, and return the policy.

        :param requirements: what the provider asks besides; needed where the body does not say what earns its one amount.
        :param passing: the least score, where the body asks for an assessment and leaves the score to the provider.
        :param award: how participation is measured, where that is not by the body's own measure (by declaration, by content);
            what an hour or an article is worth stays the body's.
        :param rounding: the rounding, only where no source says how the body rounds; what is known of it has to agree.
        :param on: what is added up before rounding; no source says more than the activity.
        :param tie: where an amount in the middle between two steps goes; no source says.
        :param counts: the weights of kinds of time that the rule does not speak of.
        """
        policy = self.policy
        asked = [*policy.requirements, *self._assessment(passing), *map(_providers_own, requirements)]
        award = policy.award if award is None else self._checked(award)
        if counts is not None:
            award = self._weighing(award, counts)
        rounding = self._rounding(rounding, award, on, tie)
        if self.asks_requirement and not requirements:
            raise InvalidValue(
                field=f"requirements of {self.code}",
                found="none",
                expected="what earns its one amount, which the body leaves to you",
                advice="write completed(1), or what else has to be done",
            )
        return attrs.evolve(policy, type=self.type, requirements=asked, award=award, rounding=rounding)

    def _assessment(self, passing: object) -> tuple[Requirement, ...]:
        if self.passing is not (passing is not None):
            raise InvalidValue(
                field=f"passing score of {self.code}",
                found="none" if self.passing else shown(passing),
                expected="the least score, which the provider sets" if self.passing else "no score: this rule asks for none",
                advice='write passing="0.70"' if self.passing else 'if you ask for one besides, hand over passed("0.70")',
            )
        least = Share.of(passing, field=f"passing score of {self.code}") if self.passing else None
        return () if least is None else (passed(least, sources=self.sources),)

    def _checked(self, award: object) -> Award:
        field = f"award of {self.code}"
        if not isinstance(award, (*BASES, WithBonus)):
            raise InvalidValue(field=field, found=shown(award), expected="an award, such as AsAttested()")
        own, named = basis_of(self.policy.award), basis_of(award)
        allowed = isinstance(own, AsBase) or (isinstance(own, ByTime | InProportion | Whole) and isinstance(named, _MEASURES))
        # Content may be counted by its hours too; a bonus is worth nothing to any body.
        by_hours = isinstance(own, InProportion | Whole) and isinstance(named, ByTime | SumOf)
        if isinstance(award, WithBonus) or not (allowed or by_hours):
            raise InvalidValue(
                field=field,
                found=f"a {type(named).__name__} of your own",
                expected=f"the {type(own).__name__} of the body, which says what it is worth",
                advice="leave it out, or say with `counts` what other kinds of time weigh"
                if isinstance(own, ByTime)
                else "leave it out",
            )
        return award

    def _weighing(self, award: Award, counts: object) -> Award:
        if not isinstance(award, ByTime) or not isinstance(counts, Mapping):
            raise InvalidValue(
                field=f"counts of {self.code}",
                found="weights of kinds of time" if isinstance(counts, Mapping) else shown(counts),
                expected="the weight of each kind of time, and an award by time that they are for",
            )
        fixed = sorted({kind for kind, _ in award.counts} & set(counts))
        if fixed:
            raise InvalidValue(
                field=f"counts of {self.code}",
                found=", ".join(fixed),
                expected="only kinds of time that the rule does not speak of",
                advice=f"it says itself what these weigh: {', '.join(f'{kind} {weight}' for kind, weight in award.counts)}",
            )
        return attrs.evolve(award, counts={**dict(award.counts), **counts})

    def _falls_between(self, award: Award) -> bool:
        """Tell whether an award can fall between two steps; as much as its base has does so only where that has finer ones."""
        match basis_of(award):
            case ByTime() | InProportion():
                return True
            case AsBase():
                base = self.policy.rests_on
                return base is not None and Fraction(base.type.step) % Fraction(self.type.step) != 0
        return False

    def _rounding(self, named: Rounding | None, award: Award, on: Total | None, tie: Tie | None) -> Rounding | None:
        field, fixed = f"rounding of {self.code}", self.policy.rounding
        rounding = fixed if named is None else expect(named, Rounding, field=field)
        if named is not None and (fixed is not None or isinstance(basis_of(award), Fixed | ByStages)):
            raise InvalidValue(
                field=field,
                found=str(named),
                expected="none: what it is worth is never rounded" if fixed is None else f"the body's own: {fixed}",
                advice="leave it out" if fixed is None else "leave it out, or say with `on` and `tie` what no source says",
            )
        if named is not None and not self._agrees(named):
            raise InvalidValue(
                field=field,
                found=str(named),
                expected=f"a rounding that agrees with what is known of the body's: {self._known_of_rounding}",
                advice=f"write rounding={_written(self._agreeing(named))}",
            )
        if rounding is not None:
            in_steps(rounding, self.type)
            return attrs.evolve(rounding, on=rounding.on if on is None else on, tie=rounding.tie if tie is None else tie)
        if self._falls_between(award):
            raise InvalidValue(
                field=field,
                found="none",
                expected="a rounding that you name, since no source says how the body rounds"
                + (f" (known is {self._known_of_rounding})" if self._known_of_rounding else ""),
                advice=f"write rounding={self._example}, or what your accreditor told you",
            )
        if on is not None or tie is not None:
            raise InvalidValue(
                field=field, found="`on` or `tie`", expected="neither: nothing of it is rounded", advice="leave them out"
            )
        return None

    def _agrees(self, named: Rounding) -> bool:
        return self._agreeing(named) == named
