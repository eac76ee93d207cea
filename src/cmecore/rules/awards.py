"""Awards: how much of an activity's credit a learner's work is worth, as frozen data.

An award names an exact amount; :class:`~cmecore.rules.policies.Policy` rounds it once and bounds it, and the designated
maximum bounds it again.  :mod:`~cmecore.rules.awarding` computes.
"""

from __future__ import annotations

import datetime
import enum
from collections.abc import Iterable, Mapping
from decimal import Decimal
from fractions import Fraction
from typing import TypeAlias

import attrs

from cmecore.credit.amounts import BOUND, CreditType, exact
from cmecore.credit.fields import are, each_once, is_a, listed, many
from cmecore.credit.text import line
from cmecore.errors import InvalidValue, shown
from cmecore.rules.criteria import TESTS, Test, at_least
from cmecore.rules.facts import CONTENT, LARGEST_WHOLE, TIME, Fact, FactKind, Share, content_of
from cmecore.rules.times import KINDS, LEARNING, checked_word

HOUR = datetime.timedelta(hours=1)


def _amount(value: object) -> Decimal:
    return exact(value, field="award")


def minutes(count: int, /) -> Fraction:
    """Credit worth so many minutes at one credit an hour, exactly: 8 minutes are 2/15.

    >>> minutes(8)
    Fraction(2, 15)
    """
    if type(count) is not int or not 0 <= count <= LARGEST_WHOLE:
        raise InvalidValue(field="minutes", found=shown(count), expected="a whole number of minutes")
    return Fraction(count, 60)


def _worth(value: object) -> Fraction:
    worth = value if isinstance(value, Fraction) else Fraction(exact(value, field="worth"))
    if not 0 <= worth < BOUND or worth.denominator > LARGEST_WHOLE:
        raise InvalidValue(field="worth", found=shown(value), expected=f"0 or more, and less than {BOUND:,} credits")
    return worth


@attrs.frozen
class Whole:
    """The designated maximum: all or nothing.

    >>> Whole() == Whole()
    True
    """


@attrs.frozen
class InProportion:
    """The designated maximum times a share, by default of the content completed.

    >>> InProportion().of.name
    'content'
    """

    of: Fact = attrs.field(default=CONTENT)

    @of.validator
    def _a_share(self, attribute: attrs.Attribute[Fact], fact: Fact) -> None:
        is_a(Fact)(self, attribute, fact)
        if fact.kind is not FactKind.SHARE:
            raise InvalidValue(
                field="of", found=f"fact {fact.name} of kind {fact.kind.name.lower()}", expected="a fact of kind share"
            )


def _counts(value: Mapping[str, object] | Iterable[tuple[str, object]]) -> tuple[tuple[str, Decimal], ...]:
    pairs = listed(value.items() if isinstance(value, Mapping) else value, field="counts")
    if not pairs or not all(isinstance(pair, tuple) and len(pair) == len(("kind", "weight")) for pair in pairs):
        raise InvalidValue(field="counts", found=shown(pairs), expected="the weight of each kind of time that a rule speaks of")
    read = [(checked_word(kind, KINDS, field="counts"), exact(weight, field=f"weight of {kind}")) for kind, weight in pairs]
    each_once((kind for kind, _ in read), field="counts")
    for kind, weight in read:
        if weight > 1:
            raise InvalidValue(field=f"weight of {kind}", found=shown(weight), expected="from 0 to 1", advice="raise `credits`")
    return tuple(sorted(read))


def _most(value: object) -> Decimal | None:
    return None if value is None else exact(value, field="most")


@attrs.frozen(kw_only=True)
class ByTime:
    """So much credit for each unit of time taken part, each kind of time by its weight.

    A kind of time that ``counts`` does not name is not zero: a rule that is asked about it refuses, and the caller decides.

    >>> ByTime(credits="2").credits  # faculty earn two for each hour
    Decimal('2')
    >>> ByTime(counts={"learning": 1, "panel": "0.5", "break": 0}, most_per_session=1).weight("panel")
    Decimal('0.5')
    """

    #: The time that is worth ``credits``: 60 minutes, or 50, or 600.
    unit: datetime.timedelta = attrs.field(default=HOUR)
    credits: Decimal = attrs.field(default=Decimal(1), converter=_amount)
    #: The time it is about: time taken part, or time presented.
    of: Fact = attrs.field(default=TIME)
    #: What each kind of time weighs, from 0 to 1.
    counts: tuple[tuple[str, Decimal], ...] = attrs.field(default=((LEARNING, Decimal(1)),), converter=_counts)
    #: Credits that one session can be worth at most, before anything is rounded.
    most_per_session: Decimal | None = attrs.field(default=None, converter=_most)
    #: The kinds of time that the cap of a session is for, such as lectures; none where it is for all.
    capped_kinds: tuple[str, ...] = attrs.field(default=(), converter=many, validator=are(str))
    #: Credits that one day can be worth at most, before anything is rounded.
    most_per_day: Decimal | None = attrs.field(default=None, converter=_most)

    @unit.validator
    def _some_time(self, _attribute: attrs.Attribute[datetime.timedelta], unit: datetime.timedelta) -> None:
        if type(unit) is not datetime.timedelta or unit <= datetime.timedelta():
            raise InvalidValue(
                field="unit", found=shown(unit), expected="a length of time above 0", advice="write timedelta(minutes=60)"
            )

    @of.validator
    def _a_time(self, attribute: attrs.Attribute[Fact], fact: Fact) -> None:
        is_a(Fact)(self, attribute, fact)
        if fact.kind is not FactKind.TIME:
            found = f"fact {fact.name} of kind {fact.kind.name.lower()}"
            raise InvalidValue(field="of", found=found, expected="a fact of kind time")

    def __attrs_post_init__(self) -> None:
        for kind in self.capped_kinds:
            self.weight(kind)
        if self.capped_kinds and self.most_per_session is None:
            raise InvalidValue(
                field="capped_kinds", found=shown(self.capped_kinds), expected="a cap of the session for them", advice="name it"
            )
        if self.of != TIME and (self.capped or self.weighs):
            raise InvalidValue(
                field="of", found=self.of.name, expected="time taken part", advice="only that is known by session, day and kind"
            )

    @property
    def capped(self) -> bool:
        """Whether a session or a day has a cap of its own."""
        return self.most_per_session is not None or self.most_per_day is not None

    @property
    def weighs(self) -> bool:
        """Whether it tells kinds of time apart."""
        return self.counts != ((LEARNING, Decimal(1)),)

    def weight(self, kind: str) -> Decimal:
        """Return what a kind of time weighs, or refuse where the rule does not speak of it."""
        known = dict(self.counts)
        if kind not in known:
            raise InvalidValue(
                field="kind of time",
                found=shown(kind),
                expected=f"one that the rule speaks of: {', '.join(known)}",
                advice="no weight is guessed: name one in `counts`",
            )
        return known[kind]


@attrs.frozen
class AsAttested:
    """What the learner attests to, in whole steps, up to the designated maximum.

    It settles the activity: what was not attested does not stay claimable.

    >>> AsAttested() == AsAttested()
    True
    """


@attrs.frozen
class AsBase:
    """As much as the activity earned of the type that the policy rests on.

    >>> AsBase() == AsBase()
    True
    """


class Asks(enum.Enum):
    """What credit asks of the type it rests on.

    >>> Asks("designated") is Asks.DESIGNATION
    True
    """

    DESIGNATION = "designated"
    """That the activity is designated for it; nobody has to claim it."""
    CLAIM = "claimed"
    """That at least as much of it is claimed."""
    WHOLE_CLAIM = "claimed whole"
    """That all that the activity is designated for of it is earned and claimed; before that there is nothing."""


@attrs.frozen
class RestsOn:
    """The other type of the same activity without which a credit does not exist, and what is asked of it.

    >>> AMA = CreditType(code="ama-pra-1", name="AMA PRA Category 1 Credit", step="0.25")
    >>> print(RestsOn(AMA, Asks.CLAIM))
    rests on AMA PRA Category 1 Credit claimed
    """

    type: CreditType = attrs.field(validator=is_a(CreditType))
    asks: Asks = attrs.field(validator=is_a(Asks))

    def __str__(self) -> str:
        """Say it."""
        return f"rests on {self.type} {self.asks.value}"


@attrs.frozen
class Fixed:
    """One amount, whatever was done beyond the requirements: one credit an article, three a manuscript review.

    >>> Fixed("3").amount
    Decimal('3')
    """

    amount: Decimal = attrs.field(converter=_amount)


@attrs.frozen(kw_only=True)
class Component:
    """A stage, a unit or an extra: what it asks, and what it adds.

    >>> from cmecore.rules.criteria import is_true
    >>> from cmecore.rules.facts import attestation
    >>> Component(code="A", test=is_true(attestation("stage A")), worth="5").worth
    Fraction(5, 1)
    """

    code: str = attrs.field(validator=line())
    test: Test = attrs.field(validator=is_a(*TESTS))
    #: What it is worth in credits, exactly: ``"5"``, or ``minutes(8)``.
    worth: Fraction = attrs.field(converter=_worth)


def _components(parts: Iterable[Component]) -> tuple[Component, ...]:
    held = listed(parts, field="components")
    if not held or not all(isinstance(part, Component) for part in held):
        raise InvalidValue(field="components", found=shown(held), expected="one or more components")
    each_once((part.code for part in held), field="components")
    return held


@attrs.frozen
class ByStages:
    """The stages reached, in order: a stage counts only when every stage before it is met.

    Performance improvement is the model: A is worth 5, B another 5, C another 10, and must be begun at A.

    >>> from cmecore.rules.criteria import is_true
    >>> from cmecore.rules.facts import attestation
    >>> worth = {"A": 5, "B": 5, "C": 10}
    >>> improved = ByStages(Component(code=stage, test=is_true(attestation(stage)), worth=worth[stage]) for stage in "ABC")
    >>> sum(stage.worth for stage in improved.stages)
    Fraction(20, 1)
    """

    stages: tuple[Component, ...] = attrs.field(converter=_components)


@attrs.frozen
class SumOf:
    """The units done, in any order, added up before anything is rounded.

    >>> SumOf([Component(code="talk-1", test=at_least(content_of("talk-1"), 1), worth=minutes(8))]).units[0].worth
    Fraction(2, 15)
    """

    units: tuple[Component, ...] = attrs.field(converter=_components)


@attrs.frozen
class WithBonus:
    """Another award, and something on top for named components; the designated maximum bounds the whole.

    >>> quiz = Component(code="quiz", test=at_least(content_of("quiz"), 1), worth="0.25")
    >>> WithBonus(InProportion(), [quiz]).bonuses[0].code
    'quiz'
    """

    award: Basis = attrs.field(validator=is_a(Whole, InProportion, ByTime, AsAttested, AsBase, Fixed, ByStages, SumOf))
    bonuses: tuple[Component, ...] = attrs.field(converter=_components)


#: An award that others can be put on top of.
Basis: TypeAlias = Whole | InProportion | ByTime | AsAttested | AsBase | Fixed | ByStages | SumOf
Award: TypeAlias = Basis | WithBonus
#: The classes of awards that others can be put on top of.
BASES = (Whole, InProportion, ByTime, AsAttested, AsBase, Fixed, ByStages, SumOf)


def basis_of(award: Award, /) -> Basis:
    """Return the award under its bonuses, or the award itself where it has none.

    >>> basis_of(Fixed("3"))
    Fixed(amount=Decimal('3'))
    """
    return award.award if isinstance(award, WithBonus) else award


def over_units(units: Mapping[str, int], /) -> SumOf:
    """Sum over parts of an activity that count when their content is complete, each with its minutes.

    >>> five_talks = over_units({f"talk-{n}": 8 for n in range(1, 6)})
    >>> sum(talk.worth for talk in five_talks.units)
    Fraction(2, 3)
    """
    if not isinstance(units, Mapping):
        raise InvalidValue(field="units", found=shown(units), expected="the minutes of each unit, by its code")
    return SumOf(
        Component(code=code, test=at_least(content_of(code), Share(1, 1)), worth=minutes(long)) for code, long in units.items()
    )
