"""Findings: what a rule asks held against what was found, in sentences, with what is still to do."""

from __future__ import annotations

from typing import TYPE_CHECKING

import attrs

from cmecore.credit.sources import Source
from cmecore.rules.awarding import base_fact, facts_of
from cmecore.rules.awards import Asks
from cmecore.rules.criteria import Outcome
from cmecore.rules.judging import Facts, judge, out_of_reach, remaining
from cmecore.rules.requirements import PROFESSION
from cmecore.rules.sentences import describe, found, to_do

if TYPE_CHECKING:
    from cmecore.activities import Offer
    from cmecore.designations import Designation
    from cmecore.rules.facts import Fact
    from cmecore.rules.policies import Policy
    from cmecore.rules.requirements import Requirement


@attrs.frozen(kw_only=True)
class Finding:
    """One requirement held against what was found.

    >>> from cmecore.assessment import assess
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
    #: What is still to do; empty when it is met, or when it is the profession that does not fit.
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


def find(requirement: Requirement, facts: Facts, version: str = "", fallback: tuple[Source, ...] = ()) -> Finding:
    """Hold facts against one requirement."""
    outcome, rest = judge(requirement.test, facts), remaining(requirement.test, facts)
    # Another profession is nothing that a learner has still to do.
    barred = requirement.code == PROFESSION and outcome is Outcome.UNMET
    return Finding(
        code=requirement.code,
        outcome=outcome,
        says=requirement.says,
        asked=describe(requirement.test),
        found=found(requirement.test, facts),
        to_do="" if rest is None or barred else to_do(rest, facts),
        final=barred or out_of_reach(requirement.test, facts),
        version=version,
        sources=requirement.sources or fallback,
    )


def findings(offer: Offer, facts: Facts, outcome: Outcome, /) -> tuple[Finding, ...]:
    """List every requirement of an offer with its outcome, and what the award itself could not do without."""
    if not offer.accredited:
        return (_not_accredited(offer),)
    policy, kind = offer.policy, offer.designation.maximum.type
    if policy is None:
        return (_no_rule(offer.designation),)
    listed = [find(requirement, facts, policy.version, policy.sources) for requirement in policy.requirements]
    listed += [_without(fact, policy) for fact in facts_of(policy, kind) if facts.get(fact.name) is None]
    if outcome is Outcome.UNKNOWN and all(finding.outcome is Outcome.MET for finding in listed):
        listed.append(_NOTHING_SEEN)
    return tuple(listed)


def _without(fact: Fact, policy: Policy) -> Finding:
    """Name a fact without which the amount cannot be computed, or credit without which this one cannot be."""
    if policy.rests_on is not None and fact == base_fact(policy):
        whole = " whole" if policy.rests_on.asks is Asks.WHOLE_CLAIM else ""
        asked = f"{policy.rests_on.type}{whole}"
        says, found, to_do = f"Earn what this rests on: {asked}", f"not earned{whole}", f"{asked} (not earned{whole})"
    else:
        says, asked = f"Report the {fact.says}, from which the amount is computed", f"{fact.says}, any"
        found, to_do = "not reported", f"{fact.says} (not reported)"
    return Finding(
        code=f"award:{fact.name}",
        outcome=Outcome.UNKNOWN,
        says=says,
        asked=asked,
        found=found,
        to_do=to_do,
        final=False,
        version=policy.version,
        sources=policy.sources,
    )


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


def _not_accredited(offer: Offer) -> Finding:
    rests_on = None if offer.policy is None else offer.policy.rests_on
    kinds = [offer.designation.maximum.type, *([] if rests_on is None else [rests_on.type])]
    held = [one for one in offer.activity.provider.accreditations if set(kinds) & set(one.types)]
    return Finding(
        code="not-accredited",
        outcome=Outcome.UNMET,
        says=f"The provider's accreditation for {' and '.join(map(str, kinds))} in force on the day that counts",
        asked="an accreditation in force",
        found=f"only {'; '.join(map(str, held))}",
        to_do="nothing a learner can do; what was earned before stays claimable",
        final=True,
    )
