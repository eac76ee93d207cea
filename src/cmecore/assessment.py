"""What a participation is worth, and why: findings, amounts with their receipts, and what is still to do.

An assessment depends on the evidence and on nothing else: there is no *today* in it, so it says the same whenever it is asked.
Where a rule changed, the rule of the day that it names is used; where a rule or the activity ended while the learner was under
way, the evidence as it stood on that last day is held against the rule then in force, and the better result stands.
"""

from __future__ import annotations

import datetime
import functools
from fractions import Fraction
from typing import TYPE_CHECKING

import attrs

from cmecore.activities import Activity, Designation, RuleDay, rule_day
from cmecore.credit.amounts import Credits
from cmecore.credit.rounding import Total
from cmecore.credit.sources import Source
from cmecore.evidence import Item, Participation, SetAside, admitted, day_of
from cmecore.measuring import facts_from
from cmecore.rules.awarding import Receipt, facts_of, receipt
from cmecore.rules.criteria import AllOf, Outcome, Test
from cmecore.rules.facts import SESSION_TIMES, Share, content_of
from cmecore.rules.judging import Facts, judge, out_of_reach, remaining
from cmecore.rules.sentences import describe, found, to_do

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from cmecore.rules.policies import Policy
    from cmecore.rules.requirements import Requirement


@attrs.frozen(kw_only=True)
class Finding:
    """One requirement held against what was found."""

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
    """What one designation is worth on some facts: kept are the outcome and the steps; the reasons are made when read."""

    activity: Activity = attrs.field(repr=False)
    designation: Designation = attrs.field(repr=False)
    #: The version of the policy that was asked; ``None`` where none was in force on the day whose rule counts.
    policy: Policy | None = attrs.field(repr=False)
    facts: Facts = attrs.field(repr=False, hash=False)
    outcome: Outcome
    #: The amount, in steps of the credit type.
    steps: int

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
        on = Total.ACTIVITY if policy.rounding is None else policy.rounding.on
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
        return tuple(listed)

    @property
    def remaining(self) -> Test | None:
        """The requirements with everything met taken out, as a test; ``None`` when nothing is left."""
        if self.policy is None:
            return None
        return remaining(AllOf(requirement.test for requirement in self.policy.requirements), self.facts)

    @property
    def receipt(self) -> Receipt | None:
        """The arithmetic of the amount; ``None`` where nothing was awarded."""
        if self.policy is None or self.outcome is not Outcome.MET:
            return None
        return receipt(self.policy, self.designation.maximum, self.facts)

    @property
    def by_topic(self) -> dict[str, Credits]:
        """How much of the amount lies in each mandated topic, rounded down: it is inside the amount, never on top."""
        shares = self._shares(lambda part: part.topics)
        return {topic: Credits(self.steps * share // 1, self.credits.type) for topic, share in shares.items()}

    @property
    def by_specialty(self) -> dict[str, Credits]:
        """The amount split over specialties; the parts add up to it.  What has no specialty stands under ``""``."""
        shares = self._shares(lambda part: (part.specialty,))
        if set(shares) <= {""}:
            return {}
        exact = {name: self.steps * share for name, share in shares.items()}
        whole = {name: part // 1 for name, part in exact.items()}
        # The steps left over go to the largest remainders, and among equals to the specialty named first.
        over = sorted(exact, key=lambda name: (whole[name] - exact[name], list(exact).index(name)))[
            : self.steps - sum(whole.values())
        ]
        return {name: Credits(steps + (name in over), self.credits.type) for name, steps in whole.items()}

    def _shares(self, labels: Callable[..., Iterable[str]]) -> dict[str, Fraction]:
        weights = _weights(self.activity, self.facts)
        total = sum(weights.values())
        shares: dict[str, Fraction] = {}
        for part in self.activity.parts:
            for label in labels(part):
                shares[label] = shares.get(label, Fraction()) + (Fraction(weights[part.code]) / total if total else 0)
        return shares


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


def _weights(activity: Activity, facts: Facts) -> dict[str, Fraction]:
    """Weigh the parts of an activity by the learner's time in them, else by the content done, else by their designed length."""
    times = facts.get(SESSION_TIMES.name)
    if activity.sessions and isinstance(times, tuple):
        spent = dict(times)
        return {
            part.code: Fraction(spent.get(part.code, datetime.timedelta()) // datetime.timedelta.resolution)
            for part in activity.parts
        }
    by_minutes = all(part.minutes is not None for part in activity.parts)
    weights = {}
    for part in activity.parts:
        done = facts.get(content_of(part.code).name)
        share = Fraction(done.part, done.whole) if isinstance(done, Share) else Fraction(1)
        weights[part.code] = share * (part.minutes if by_minutes and part.minutes is not None else part.units)
    return weights


def appraise(activity: Activity, designation: Designation, policy: Policy, facts: Facts, /) -> Appraisal:
    """Hold facts against one version of a policy: the shortest way from facts to an outcome and an amount."""
    outcome, steps = designation.weigher(policy)(facts)
    return Appraisal(activity, designation, policy, facts, outcome, steps)


class _Timeline:
    """The facts of a participation as they stood at the end of each day on which evidence arrived."""

    def __init__(self, activity: Activity, items: tuple[Item, ...]) -> None:
        self._activity = activity
        self._items = items
        self._asked = tuple(fact.name for fact in activity.asked)
        self._facts: dict[datetime.date | None, Facts] = {}

    def on(self, day: datetime.date | None) -> Facts:
        if day not in self._facts:
            self._facts[day] = facts_from(self._activity, self._items, until=day)
        return self._facts[day]

    @functools.cached_property
    def days(self) -> list[datetime.date]:
        return sorted({day for item in self._items if (day := day_of(item, self._activity.zone)) is not None})

    @functools.cached_property
    def completion_day(self) -> datetime.date | None:
        """The day on which the last thing that changed the picture happened."""
        last = None
        before: list[object] = [None] * len(self._asked)
        for day in self.days:
            now: list[object] = [self.on(day).get(name) for name in self._asked]
            if now != before:
                last, before = day, now
        return last

    def first_day(self, holds: Callable[[Facts], bool]) -> datetime.date | None:
        """The earliest day on which something held."""
        return next((day for day in self.days if holds(self.on(day))), None)


@attrs.frozen
class Assessment:
    """A participation held against everything its activity asks and offers.

    ``appraisals`` has one entry for each designation, in their order; an activity may have none.
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
    return lines + [f"    still to do: {finding.to_do}" for finding in listed if finding.to_do]


def _appraised(appraisal: Appraisal, since: datetime.date | None) -> list[str]:
    maximum = appraisal.designation.maximum
    version = f", policy {appraisal.policy.version}" if appraisal.policy else ""
    earned = (
        f"{appraisal.credits}, {_when(appraisal.outcome, since)}"
        if appraisal.outcome is Outcome.MET
        else f"{maximum.type}: nothing earned"
    )
    lines = [f"  {earned} (of at most {maximum.amount}{version})", *_explained(appraisal.findings)]
    if appraisal.receipt is not None:
        lines.append(f"    {appraisal.receipt}")
    lines += [f"    of which {topic}: {credits.amount}" for topic, credits in appraisal.by_topic.items() if credits]
    lines += [
        f"    {specialty or 'other'}: {credits.amount}" for specialty, credits in appraisal.by_specialty.items() if credits
    ]
    return lines


def assess(participation: Participation, /) -> Assessment:
    """Hold what was seen against what the activity asks, for every credit it offers.

    >>> from cmecore.activities import ENDURING, CreditType
    >>> from cmecore.evidence import Progress
    >>> from cmecore.rules.policies import Policy
    >>> from cmecore.rules.requirements import completed
    >>> AMA = CreditType(code="ama-pra-1", name="AMA PRA Category 1 Credit", step="0.25")
    >>> policy = Policy(code="online", requirements=[completed("0.80")])
    >>> sepsis = Activity(code="EM-101", title="Early sepsis", format=ENDURING, provider="Lakeside CME",
    ...                   designations=[Designation(maximum=AMA("2.00"), policy=policy)])
    >>> assess(Participation("dr-42", sepsis, [Progress(17, 20, datetime.date(2026, 3, 9))])).appraisals[0].credits
    Credits(2.00 ama-pra-1)
    """
    activity = participation.activity
    items, aside = admitted(participation)
    timeline = _Timeline(activity, items)
    standing = [_stand(designation, activity, timeline) for designation in activity.designations]
    done = AllOf(requirement.test for requirement in activity.completion)
    facts = timeline.on(None)
    completed = judge(done, facts) if activity.completion else Outcome.UNKNOWN
    return Assessment(
        participation=participation,
        facts=facts,
        appraisals=tuple(standing),
        completed=completed,
        completed_on=timeline.first_day(lambda then: judge(done, then) is Outcome.MET) if completed is Outcome.MET else None,
        since=tuple(_since(appraisal, timeline) for appraisal in standing),
        set_aside=aside,
    )


def _stand(designation: Designation, activity: Activity, timeline: _Timeline) -> Appraisal:
    """Choose the version of the policy whose day it is, or the better result where one ended under way."""
    day = rule_day(designation, activity)
    if day is not RuleDay.COMPLETION:
        span = activity.offered if day is RuleDay.RELEASE or activity.days is None else activity.days
        return _appraise_on(designation, activity, span.first if day is RuleDay.RELEASE else span.last, timeline.on(None))
    if len(designation.policy) == 1 and str(designation.policy[0].in_force) == "always":
        return appraise(activity, designation, designation.policy[0], timeline.on(None))
    last = timeline.completion_day
    best = _appraise_on(designation, activity, last, timeline.on(None))
    for policy in designation.policy:
        ended = policy.in_force.last
        if ended is not None and last is not None and timeline.days[0] <= ended < last:
            then = appraise(activity, designation, policy, timeline.on(ended))
            best = max(best, then, key=lambda one: (one.outcome, one.steps))
    return best


def _appraise_on(designation: Designation, activity: Activity, day: datetime.date | None, facts: Facts) -> Appraisal:
    policy = designation.policy[-1] if day is None else designation.in_force(day)
    if policy is None:
        return Appraisal(activity, designation, None, facts, Outcome.UNKNOWN, 0)
    return appraise(activity, designation, policy, facts)


def _since(appraisal: Appraisal, timeline: _Timeline) -> datetime.date | None:
    """Find the earliest day on which the amount was reached, so that asking late gives the same day as asking early."""
    policy = appraisal.policy
    if policy is None or appraisal.outcome is not Outcome.MET:
        return None
    weigh = appraisal.designation.weigher(policy)

    def reached(facts: Facts) -> bool:
        outcome, steps = weigh(facts)
        return outcome is Outcome.MET and steps >= appraisal.steps

    return timeline.first_day(reached) or timeline.completion_day
