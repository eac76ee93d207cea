"""What a participation is worth, and why: findings, amounts with their receipts, and what is still to do.

An assessment depends on the evidence and on nothing else: there is no *today* in it, so it says the same whenever it is asked.
Where a rule changed, the rule of the day that it names is used; where a rule or the activity ended while the learner was under
way, the evidence as it stood on that last day is held against the rule then in force, and the better result stands.
"""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING

import attrs

from cmecore.activities import Activity, Designation, Offer, RuleDay, rule_day
from cmecore.breakdown import by_specialty, by_topic
from cmecore.credit.amounts import Credits
from cmecore.credit.fields import expect
from cmecore.credit.sources import Source
from cmecore.evidence import Participation, SetAside, admitted
from cmecore.rules.awarding import Receipt, facts_of, receipt, worth_more
from cmecore.rules.criteria import AllOf, Outcome, Test
from cmecore.rules.judging import Facts, judge, out_of_reach, remaining
from cmecore.rules.sentences import describe, found, to_do
from cmecore.timeline import Timeline

if TYPE_CHECKING:
    from collections.abc import Iterable

    from cmecore.rules.policies import Policy
    from cmecore.rules.requirements import Requirement


@attrs.frozen(kw_only=True)
class Finding:
    """One requirement held against what was found.

    >>> from cmecore.testing.samples import SEEN
    >>> print(assess(SEEN).completion[0])
    met      Complete at least 80 % of the content: found 17 of 20
    """

    #: Stable name: the requirement's own.
    code: str
    outcome: Outcome
    #: The requirement, in its own words.
    says: str
    asked: str
    found: str
    #: What is still to do; empty when it is met.
    to_do: str
    #: No further evidence can meet it.
    final: bool
    #: The version of the policy that asks it; empty where the activity itself does.
    version: str = ""
    sources: tuple[Source, ...] = ()

    def __str__(self) -> str:
        """Print it on one line."""
        cited = f" [{'; '.join(map(str, self.sources))}]" if self.sources else ""
        return f"{self.outcome!s:<7}  {self.says}: found {self.found}{cited}"


def _find(requirement: Requirement, facts: Facts, version: str = "", fallback: tuple[Source, ...] = ()) -> Finding:
    rest = remaining(requirement.test, facts)
    return Finding(
        code=requirement.code,
        outcome=judge(requirement.test, facts),
        says=requirement.says,
        asked=describe(requirement.test),
        found=found(requirement.test, facts),
        to_do="" if rest is None else to_do(rest, facts),
        final=out_of_reach(requirement.test, facts),
        version=version,
        sources=requirement.sources or fallback,
    )


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
        if self.policy is None:
            return (_no_rule(self.designation),)
        policy = self.policy
        listed = [_find(requirement, self.facts, policy.version, policy.sources) for requirement in policy.requirements]
        on = policy.total
        for fact in facts_of(policy.award, on, self.designation.maximum.type):
            if self.facts.get(fact.name) is None:
                says = f"Report the {fact.says}, from which the amount is computed"
                listed.append(
                    Finding(
                        code=f"award:{fact.name}",
                        outcome=Outcome.UNKNOWN,
                        says=says,
                        asked=f"{fact.says}, any",
                        found="not reported",
                        to_do=f"{fact.says} (not reported)",
                        final=False,
                        version=policy.version,
                        sources=policy.sources,
                    )
                )
        if self.outcome is Outcome.UNKNOWN and all(finding.outcome is Outcome.MET for finding in listed):
            listed.append(_NOTHING_SEEN)
        return tuple(listed)

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
        return () if self.policy is None else worth_more(self.policy.award, self.facts)

    @property
    def by_topic(self) -> dict[str, Credits]:
        """How much of the amount lies in each mandated topic: inside the amount, never on top."""
        return by_topic(self.activity, self.facts, self.credits)

    @property
    def by_specialty(self) -> dict[str, Credits]:
        """The amount split over the specialties of the parts; empty where no part has one."""
        return by_specialty(self.activity, self.facts, self.credits)


_NOTHING_SEEN = Finding(
    code="nothing-seen",
    outcome=Outcome.UNKNOWN,
    says="Take part in the activity",
    asked="some evidence",
    found="nothing reported",
    to_do="take part (nothing reported)",
    final=False,
)


def _no_rule(designation: Designation) -> Finding:
    known = ", ".join(f"{policy.code} {policy.in_force}" for policy in designation.policy)
    return Finding(
        code="no-rule-in-force",
        outcome=Outcome.UNKNOWN,
        says=f"A policy for {designation.maximum.type} in force on the day whose rule counts",
        asked="a policy in force",
        found=f"only {known}",
        to_do="ask the provider which rule held on that day",
        final=False,
    )


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
        return tuple(_find(requirement, self.facts) for requirement in self.participation.activity.completion)

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
        if last is not None and any(finding.to_do for finding in (*self.completion, *_all_findings(self.appraisals))):
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

    Where a version of the policy or a membership ended while the learner was under way, the evidence as it stood on that last
    day is appraised by the rule then in force as well, and the better result stands.
    """
    last = timeline.completion_day(until)
    if last is None:
        # A policy that asks nothing still awards nothing to somebody who was never seen.
        return Appraisal(Offer(activity, designation, designation.policy[-1]), timeline.on(until), Outcome.UNKNOWN, 0)
    which = rule_day(designation, activity)
    ends = {policy.in_force.last for policy in designation.policy} if which is RuleDay.COMPLETION else set()

    def as_of(day: datetime.date) -> Appraisal:
        rules = day if which is RuleDay.COMPLETION else _named_day(which, activity)
        return appraise(activity.offer_on(designation, rules), timeline.on(timeline.completion_day(day)))

    days = sorted(day for day in timeline.lapses | ends if day is not None and timeline.days[0] <= day < last)
    # Only credit can stand from an earlier day: where nothing is earned, what is told is how things are now.
    earlier = [then for then in map(as_of, days) if then.outcome is Outcome.MET]
    return max([as_of(last), *earlier], key=lambda appraisal: (appraisal.outcome is Outcome.MET, appraisal.steps))


def _named_day(which: RuleDay, activity: Activity) -> datetime.date | None:
    if which is RuleDay.RELEASE:
        return activity.offered.first
    return activity.days.last if activity.days is not None else activity.offered.last


def _since(standing: Appraisal, timeline: Timeline) -> datetime.date | None:
    """Find the earliest day on which the amount was reached, so that asking late gives the same day as asking early."""
    if standing.outcome is not Outcome.MET:
        return None
    pictures = ((day, _stand(standing.designation, standing.activity, timeline, day)) for day in timeline.days)
    return next(day for day, then in pictures if then.outcome is Outcome.MET and then.steps == standing.steps)
