"""What a participation is worth, and why: findings, amounts with their receipts, and what is still to do.

An assessment depends on the evidence and on nothing else: there is no *today* in it, so it says the same whenever it is asked.
Where a rule changed, the rule of the day that it names is used; where a rule or the activity ended while the learner was under
way, the evidence as it stood on that last day is held against the rule then in force, and the better result stands.
"""

from __future__ import annotations

import datetime
import itertools
from typing import TYPE_CHECKING

import attrs

from cmecore.activities import Activity, Offer, rule_day
from cmecore.admission import SetAside, admitted
from cmecore.breakdown import by_specialty, by_topic
from cmecore.credit.amounts import Credits
from cmecore.credit.fields import expect
from cmecore.designations import Designation, RuleDay
from cmecore.evidence import Participation
from cmecore.findings import Finding, find, findings
from cmecore.rules.awards import AsAttested, Asks, Award, basis_of
from cmecore.rules.criteria import AllOf, Outcome, Test
from cmecore.rules.facts import earned
from cmecore.rules.judging import Facts, judge, remaining
from cmecore.rules.receipts import Receipt, receipt, worth_more
from cmecore.timeline import Timeline

if TYPE_CHECKING:
    from collections.abc import Iterable

    from cmecore.rules.policies import Policy


@attrs.frozen
class Appraisal:
    """What one designation is worth on some facts: kept are the outcome and the steps; the reasons are made when read.

    >>> from cmecore.testing.samples import SEEN
    >>> appraisal = assess(SEEN).appraisals[0]
    >>> appraisal.outcome.name, appraisal.credits, appraisal.remaining
    ('MET', Credits(1.75 ama-pra-1), None)
    """

    offer: Offer = attrs.field(repr=False)
    facts: Facts = attrs.field(repr=False, hash=False)
    outcome: Outcome
    #: The amount, in steps of the credit type.
    steps: int

    def __reduce__(self) -> tuple[object, ...]:
        """Travel between processes: what is derived is derived again."""
        return appraise, (self.offer, dict(self.facts))

    @property
    def activity(self) -> Activity:
        """The activity."""
        return self.offer.activity

    @property
    def designation(self) -> Designation:
        """What the activity is designated for."""
        return self.offer.designation

    @property
    def policy(self) -> Policy | None:
        """The version of the policy that was asked; ``None`` where none was in force on the day whose rule counts."""
        return self.offer.policy

    @property
    def credits(self) -> Credits:
        """The amount that is earned: nothing unless the outcome is *met*."""
        return Credits(self.steps, self.designation.maximum.type)

    @property
    def findings(self) -> tuple[Finding, ...]:
        """Every requirement with its outcome, and what the award itself could not do without."""
        return findings(self.offer, self.facts, self.outcome)

    @property
    def remaining(self) -> Test | None:
        """The requirements with everything met taken out, as a test; ``None`` when nothing is left."""
        asked = () if self.policy is None else self.policy.requirements
        return remaining(AllOf(requirement.test for requirement in asked), self.facts)

    @property
    def receipt(self) -> Receipt | None:
        """The arithmetic of the amount; ``None`` where nothing was awarded."""
        if self.policy is None or self.outcome is not Outcome.MET:
            return None
        return receipt(self.policy, self.designation.maximum, self.facts)

    @property
    def worth_more(self) -> tuple[str, ...]:
        """What would add to the amount: the next stage, the units and extras not done yet, the rest of the content."""
        return worth_more(self.policy.award, self.facts) if self.policy is not None and self.offer.accredited else ()

    @property
    def by_topic(self) -> dict[str, Credits]:
        """How much of the amount lies in each mandated topic: inside the amount, never on top."""
        return by_topic(self.activity, self.facts, self.credits, self._award, self.designation.maximum)

    @property
    def by_specialty(self) -> dict[str, Credits]:
        """The amount split over the specialties of the parts; empty where no part has one."""
        return by_specialty(self.activity, self.facts, self.credits, self._award)

    @property
    def _award(self) -> Award | None:
        return None if self.policy is None else self.policy.award


def appraise(offer: Offer, facts: Facts, /) -> Appraisal:
    """Hold facts against an offer: the shortest way from facts to an outcome and an amount.

    >>> from cmecore.rules.facts import Share
    >>> from cmecore.testing.samples import SEPSIS
    >>> appraise(SEPSIS.offers[0], {"content": Share(17, 20), "evaluated": True}).outcome.name
    'UNKNOWN'
    """
    outcome, steps = offer.weigh(facts)
    return Appraisal(offer, facts, outcome, steps)


@attrs.frozen
class Assessment:
    """A participation held against everything its activity asks and offers.

    ``appraisals`` has one entry for each designation, in their order; an activity may have none.

    >>> from cmecore.testing.samples import SEEN
    >>> assess(SEEN).completed_on, assess(SEEN).since
    (datetime.date(2026, 3, 9), (datetime.date(2026, 3, 10),))
    """

    participation: Participation
    #: The facts that the evidence amounts to.
    facts: Facts = attrs.field(hash=False)
    appraisals: tuple[Appraisal, ...]
    #: Whether the activity counts as completed, by the completion requirements of its own.
    completed: Outcome
    #: The day since which it does.
    completed_on: datetime.date | None
    #: Since which day each appraisal's amount has been earned, in the same order.
    since: tuple[datetime.date | None, ...]
    set_aside: tuple[SetAside, ...]

    def __reduce__(self) -> tuple[object, ...]:
        """Travel between processes: an assessment hangs on the evidence and on nothing else."""
        return assess, (self.participation,)

    @property
    def completion(self) -> tuple[Finding, ...]:
        """The findings on the activity's own completion requirements."""
        return tuple(find(requirement, self.facts) for requirement in self.participation.activity.completion)

    def first_since(self, place: int) -> datetime.date | None:
        """Tell the first day on which the appraisal in a place was worth anything, however little."""
        activity, standing = self.participation.activity, self.appraisals[place]
        timeline = Timeline(activity, admitted(self.participation)[0])
        pictures = ((day, _stand(standing.designation, activity, timeline, day)) for day in timeline.days)
        return next((day for day, then in pictures if then.outcome is Outcome.MET and then.credits), None)

    def explain(self) -> str:
        """Print what was earned and why, or why not and what is still to do, for a person to read."""
        activity = self.participation.activity
        lines = [f"{activity.title} ({activity.code})"]
        if activity.completion:
            lines += [f"  Completion: {_when(self.completed, self.completed_on)}", *_explained(self.completion)]
        for appraisal, since in zip(self.appraisals, self.since, strict=True):
            lines += _appraised(appraisal, since)
        if not self.appraisals:
            lines.append("  No credit is offered for this activity.")
        last = activity.offered.last
        if last is not None and any(one.to_do and not one.final for one in (*self.completion, *_all_findings(self.appraisals))):
            lines.append(f"  Whatever is still to do counts until {last}, the last day of the activity.")
        lines += [f"  Set aside: {aside.says}" for aside in self.set_aside]
        return "\n".join(lines)


def _all_findings(appraisals: Iterable[Appraisal]) -> list[Finding]:
    return [finding for appraisal in appraisals for finding in appraisal.findings]


def _when(outcome: Outcome, since: datetime.date | None) -> str:
    return f"{outcome} since {since}" if since is not None else str(outcome)


def _explained(findings: Iterable[Finding]) -> list[str]:
    listed = list(findings)
    lines = [f"    {finding}" for finding in listed]
    heads = {False: "still to do", True: "cannot be met any more"}
    return lines + [f"    {heads[finding.final]}: {finding.to_do}" for finding in listed if finding.to_do]


def _appraised(appraisal: Appraisal, since: datetime.date | None) -> list[str]:
    maximum = appraisal.designation.maximum
    version = f"; policy {appraisal.policy.version}" if appraisal.policy else ""
    met = appraisal.outcome is Outcome.MET
    earned = (
        f"{appraisal.credits.amount} earned on {since}"
        if appraisal.credits
        else f"nothing earned{'' if met else f', {appraisal.outcome}'}"
    )
    lines = [f"  {maximum.type}: {earned}; at most {maximum.amount}{version}", *_explained(appraisal.findings)]
    if appraisal.receipt is not None:
        lines.append(f"    amount: {appraisal.receipt}")
    lines += [f"    worth more: {more}" for more in appraisal.worth_more]
    lines += [f"    of which {topic}: {credits.amount}" for topic, credits in appraisal.by_topic.items() if credits]
    lines += [
        f"    {specialty or 'other'}: {credits.amount}" for specialty, credits in appraisal.by_specialty.items() if credits
    ]
    return lines


def assess(participation: Participation, /) -> Assessment:
    """Hold what was seen against what the activity asks, for every credit it offers.

    >>> from cmecore.testing.samples import SEEN
    >>> print(assess(SEEN).appraisals[0].receipt)
    17 of 20 × 2.00 = 1.7 → to the nearest 0.25 → 1.75 (at most 2.00)
    """
    activity = expect(participation, Participation, field="participation").activity
    items, aside = admitted(participation)
    timeline = Timeline(activity, items)
    standing = [_stand(designation, activity, timeline) for designation in activity.designations]
    done = AllOf(requirement.test for requirement in activity.completion)
    facts = timeline.on(timeline.completion_day())
    # What was completed while a membership ran stays completed after it lapsed.
    stood = [judge(done, timeline.on(timeline.completion_day(day))) for day in timeline.lapses]
    completed = judge(done, facts) if activity.completion and timeline.days else Outcome.UNKNOWN
    if activity.completion and Outcome.MET in stood:
        completed = Outcome.MET
    reached = (day for day in timeline.days if judge(done, timeline.on(day)) is Outcome.MET)
    return Assessment(
        participation=participation,
        facts=facts,
        appraisals=tuple(standing),
        completed=completed,
        completed_on=next(reached) if completed is Outcome.MET else None,
        since=tuple(_since(appraisal, timeline) for appraisal in standing),
        set_aside=aside,
    )


def _stand(designation: Designation, activity: Activity, timeline: Timeline, until: datetime.date | None = None) -> Appraisal:
    """Appraise the evidence up to some day by the rule of its completion day, or of the day that the designation names.

    Where a version of the policy, an accreditation or a membership ended while the learner was under way, the evidence as it
    stood on that last day is appraised by the rule then in force as well, and the better result stands.
    """
    last = timeline.completion_day(until)
    if last is None:
        # A policy that asks nothing still awards nothing to somebody who was never seen.
        return Appraisal(Offer(activity, designation, designation.policy[-1]), timeline.on(until), Outcome.UNKNOWN, 0)
    which = rule_day(designation, activity)
    ends = {policy.in_force.last for policy in designation.policy} if which is RuleDay.COMPLETION else set()
    kinds = {designation.maximum.type, *(policy.rests_on.type for policy in designation.policy if policy.rests_on is not None)}
    ends |= {held.in_force.last for held in activity.provider.accreditations if kinds & set(held.types)}

    def as_of(day: datetime.date) -> Appraisal:
        done = timeline.completion_day(day)
        rules = done if which is RuleDay.COMPLETION else _named_day(which, activity)
        offer = activity.offer_on(designation, rules, earned_on=done)
        return appraise(offer, _with_base(offer, timeline, done))

    days = sorted(day for day in timeline.lapses | ends if day is not None and timeline.days[0] <= day < last)
    # Only credit can stand from an earlier day: where nothing is earned, what is told is how things are now.
    earlier = [then for then in map(as_of, days) if then.outcome is Outcome.MET]
    return max([as_of(last), *earlier], key=lambda appraisal: (appraisal.outcome is Outcome.MET, appraisal.steps))


def _with_base(offer: Offer, timeline: Timeline, day: datetime.date | None) -> Facts:
    """Add to the facts of a day what the activity earned by then of the type that an award rests on, if it was earned."""
    facts = timeline.on(day)
    rests_on = None if offer.policy is None else offer.policy.rests_on
    if rests_on is None or rests_on.asks is Asks.DESIGNATION:
        return facts
    base = next(one for one in offer.activity.designations if one.maximum.type == rests_on.type)
    stands = _stand(base, offer.activity, timeline, day)
    enough = stands.outcome is Outcome.MET and (rests_on.asks is Asks.CLAIM or stands.credits == base.maximum)
    return {**facts, earned(rests_on.type.code).name: stands.credits} if enough else facts


def _named_day(which: RuleDay, activity: Activity) -> datetime.date | None:
    if which is RuleDay.RELEASE:
        return activity.offered.first
    return activity.days.last if activity.days is not None else activity.offered.last


def _since(standing: Appraisal, timeline: Timeline) -> datetime.date | None:
    """Find the earliest day on which the amount was reached, so that asking late gives the same day as asking early.

    Of what the learner declares the latest word counts: the amount stands since that was said, though it was said before.
    """
    if standing.outcome is not Outcome.MET:
        return None
    pictures = ((day, _stand(standing.designation, standing.activity, timeline, day)) for day in timeline.days)
    reached = (day for day, then in pictures if then.outcome is Outcome.MET and then.steps == standing.steps)
    if standing.policy is None or not isinstance(basis_of(standing.policy.award), AsAttested):
        return next(reached)
    stood, said = frozenset(reached), timeline.declared(standing.designation.maximum.type)
    latest = list(itertools.takewhile(stood.__contains__, reversed(timeline.days)))
    return next((day for day in latest if day in said), latest[-1])
