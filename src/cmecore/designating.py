"""Designating in advance: the maximum an activity can have by the time it takes, and the same activity seen by its faculty."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import TYPE_CHECKING

import attrs

from cmecore.activities import TEACHING, Activity
from cmecore.credit.amounts import BOUND, Credits, CreditType
from cmecore.credit.fields import expect
from cmecore.designations import Designation
from cmecore.errors import InvalidValue, shown
from cmecore.evidence import Attended, Presented, TimeSpent
from cmecore.measuring import facts_from
from cmecore.rules.awarding import weigher
from cmecore.rules.awards import (
    HOUR,
    AsAttested,
    AsBase,
    Award,
    Basis,
    ByStages,
    ByTime,
    Component,
    InProportion,
    SumOf,
    Whole,
    WithBonus,
    basis_of,
)
from cmecore.rules.criteria import AllOf
from cmecore.rules.facts import PRESENTED, Value
from cmecore.rules.policies import Policy
from cmecore.rules.times import LEARNING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from cmecore.activities import Part
    from cmecore.bodies.body import Body
    from cmecore.bodies.rulings import Ruling
    from cmecore.evidence import Item

# Any day will do for time that is estimated and lies on none.
_SOME_DAY = datetime.date(2000, 1, 3)


def designable(
    activity: Activity, type: CreditType, policy: Policy, /, *, counts: Mapping[str, object] | None = None
) -> Credits:
    """Tell what an activity can be designated for at most: what the policy's arithmetic makes of all of its time.

    Sessions count with their schedule, other parts with their estimated minutes, and of sessions that run at the same time one
    counts.  An award that is no time of its own (in proportion, as declared, whole) is designated by the hour, and ``counts``
    says what kinds of time other than learning weigh there.  Stages, units and extras count as met.

    >>> from cmecore.activities import ENDURING, Part
    >>> from cmecore.credit.rounding import nearest
    >>> AMA = CreditType(code="ama-pra-1", name="AMA PRA Category 1 Credit", step="0.25")
    >>> modules = [Part(code=f"m{n}", title="A module", minutes=8) for n in range(5)]
    >>> sepsis = Activity(code="EM-101", title="Early sepsis", format=ENDURING, provider="Lakeside CME", parts=modules)
    >>> designable(sepsis, AMA, Policy(code="online", award=InProportion(), rounding=nearest("0.25")))
    Credits(0.75 ama-pra-1)
    """
    expect(activity, Activity, field="activity")
    numerator, denominator = expect(type, CreditType, field="type").ratio
    if expect(policy, Policy, field="policy").type not in {None, type}:
        raise InvalidValue(field=f"policy {policy.code}", found=f"a rule for {policy.type}", expected=f"one for {type}")
    largest = Credits((BOUND * denominator - 1) // numerator, type)
    policy = attrs.evolve(policy, requirements=(), award=_all_of_it(policy.award, counts, policy.code), rests_on=None)
    items = [item for part in activity.parts for item in _all_of(part)]
    return Credits(weigher(policy, largest)({**facts_from(activity, items), **_presented(activity)})[1], type)


def _all_of_it(award: Award, counts: Mapping[str, object] | None, code: str) -> Award:
    """Make the award of whoever does everything: what asks something has got it, and what is no time goes by the hour."""
    if isinstance(award, WithBonus):
        return WithBonus(_basis(award.award, counts, code), _met(award.bonuses))
    return _basis(award, counts, code)


def _basis(award: Basis, counts: Mapping[str, object] | None, code: str) -> Basis:
    match award:
        case InProportion() | Whole() | AsAttested():
            given = {} if counts is None else expect(counts, Mapping, field="counts")  # type: ignore[type-abstract]
            return ByTime(counts={LEARNING: 1, **given})
        case AsBase():
            raise InvalidValue(
                field=f"policy {code}",
                found="an award as much as another type's",
                expected="one that is worth something by itself",
                advice="ask what the activity can be designated for in that other type",
            )
        case _ if counts is not None:
            advice = "name them in `counts` of its award" if isinstance(award, ByTime) else "leave them out"
            expected = f"none: policy {code} says itself what its time is worth"
            raise InvalidValue(field="counts", found=shown(counts), expected=expected, advice=advice)
        case ByStages():
            return ByStages(_met(award.stages))
        case SumOf():
            return SumOf(_met(award.units))
    return award


def _met(components: Iterable[Component]) -> list[Component]:
    return [attrs.evolve(component, test=AllOf([])) for component in components]


def designated_beyond_its_time(
    activity: Activity, bodies: Iterable[Body], /, *, on: datetime.date | None = None
) -> tuple[tuple[Credits, Credits, Policy], ...]:
    """Find each maximum that is more than the activity's time is worth, with that worth and the policy in force on a day.

    Only what is known is compared: every part has to tell its time, and the award has to go by time, or be of a type that one
    of the bodies is known to award by the hour.

    >>> from cmecore.activities import ENDURING, Part
    >>> from cmecore.authorities import ama
    >>> halves = [Part(code=f"m{n}", title="A module", minutes=30) for n in range(2)]
    >>> hour = Activity(code="EM-101", title="Early sepsis", format=ENDURING, provider="Lakeside CME", parts=halves,
    ...                 designations=[Designation(maximum=ama.CATEGORY_1("1.25"), policy=ama.ENDURING(passing="0.70"))])
    >>> [(str(maximum.amount), str(worth.amount)) for maximum, worth, _ in designated_beyond_its_time(hour, [ama.BODY])]
    [('1.25', '1.00')]
    """
    if not activity.parts or not all(part.schedule or part.minutes for part in activity.parts):
        return ()
    rulings = [ruling for body in bodies for ruling in body.rulings]
    beyond = []
    for offer in activity.offers:
        policy, maximum = offer.policy, offer.designation.maximum
        if policy is not None and _in_force(policy, on) and _is_timed(policy, maximum.type, rulings):
            try:
                worth = designable(activity, maximum.type, policy)
            except InvalidValue:
                continue  # what other kinds of time weigh, or how it is rounded, is for the caller of designable() to say
            if maximum > worth:
                beyond.append((maximum, worth, policy))
    return tuple(beyond)


def _in_force(policy: Policy, day: datetime.date | None) -> bool:
    return policy.in_force.last is None if day is None else day in policy.in_force


def _is_timed(policy: Policy, type: CreditType, rulings: Iterable[Ruling]) -> bool:
    match basis_of(policy.award):
        case ByTime():
            return True
        case InProportion() | Whole() | AsAttested():
            awards = (basis_of(ruling.policy.award) for ruling in rulings if ruling.type == type)
            return any(isinstance(one, ByTime) and one.unit == HOUR and one.credits == 1 for one in awards)
    return False


def teaching(activity: Activity, /, *, code: str, type: CreditType, policy: Policy, statements: Iterable[str] = ()) -> Activity:
    """Make the activity that its faculty earn in: the same sessions, credit for presenting them, bounded by their own time.

    Teaching is another activity than the one that is taught, with an account of its own; in that one, whoever presents a
    session earns nothing for it.  A learner's maximum does not bound it, and the statement that designates it is none of its
    own: ``statements`` are what its certificates say.

    >>> from cmecore.activities import LIVE, Part
    >>> from cmecore.credit.rounding import nearest
    >>> from cmecore.rules.facts import PRESENTED
    >>> AMA = CreditType(code="ama-pra-1", name="AMA PRA Category 1 Credit", step="0.25")
    >>> six = datetime.datetime(2026, 3, 9, 18, tzinfo=datetime.UTC)
    >>> talk = Part(code="S1", title="Early sepsis", starts=six, ends=six + datetime.timedelta(minutes=25))
    >>> rounds = Activity(code="GR-3", title="Grand rounds", format=LIVE, provider="Lakeside CME", parts=[talk])
    >>> doubled = Policy(code="faculty", award=ByTime(credits="2", of=PRESENTED), rounding=nearest("0.25"))
    >>> teaching(rounds, code="GR-3-faculty", type=AMA, policy=doubled).designations[0].maximum
    Credits(0.75 ama-pra-1)
    """
    expect(activity, Activity, field="activity")
    undesignated = attrs.evolve(activity, code=code, format=TEACHING, completion=(), designations=(), statements=statements)
    maximum = designable(undesignated, type, policy)
    return attrs.evolve(undesignated, designations=[Designation(maximum=maximum, policy=policy)])


def _all_of(part: Part) -> list[Item]:
    if part.schedule:
        return [Attended(part.schedule[0][0], part.schedule[-1][1], part.code)]
    return [] if part.minutes is None else [TimeSpent(part.minutes, _SOME_DAY, part.code)]


def _presented(activity: Activity) -> dict[str, Value]:
    items = [Presented(part.code, _SOME_DAY) for part in activity.parts]
    return {PRESENTED.name: facts_from(activity, items).get(PRESENTED.name, datetime.timedelta())}
