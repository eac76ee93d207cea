"""Earning: writing down the level that an assessment shows, where it is higher than what the ledger already holds."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cmecore.assessment import Assessment
from cmecore.credit.fields import expect
from cmecore.entries import Completed, Earned, Terms
from cmecore.errors import LedgerConflict
from cmecore.ledger import Ledger
from cmecore.rules.awards import AsAttested, Asks, RestsOn, basis_of
from cmecore.rules.criteria import Outcome
from cmecore.rules.judging import judge
from cmecore.rules.requirements import PROFESSION

if TYPE_CHECKING:
    import datetime

    from cmecore.assessment import Appraisal
    from cmecore.designations import Designation
    from cmecore.rules.policies import Policy


def earn(ledger: Ledger, assessment: Assessment, /) -> tuple[Completed | Earned, ...]:
    """Return the entries that an assessment adds to a ledger: a completion, and every level that it raises.

    Earning is a comparison of levels, so assessing twice, in any order, or again with more evidence is safe.  A level that was
    written stands: where evidence can fall (the last attempt counts, a fact of your own was corrected), a later assessment
    takes back only what is not in the ledger yet.

    >>> from cmecore.assessment import assess
    >>> from cmecore.testing.samples import LEDGER, SEEN
    >>> earn(LEDGER, assess(SEEN))  # the ledger holds it already
    ()
    """
    expect(ledger, Ledger, field="ledger")
    activity = expect(assessment, Assessment, field="assessment").participation.activity
    if assessment.participation.learner != ledger.learner:
        raise LedgerConflict("the assessment is about another learner", recorded=ledger, offered=assessment)
    entries: list[Completed | Earned] = []
    held = ledger.completed.get(activity.code)
    day = assessment.completed_on
    if assessment.completed is Outcome.MET and day is not None and (held is None or day < held.on):
        designated = tuple(one.maximum for one in activity.designations if not _rests(one))
        entries.append(
            Completed(learner=ledger.learner, heading=activity.heading, on=day, zone=activity.zone, designated=designated)
        )
    default = next((appraisal for appraisal in assessment.appraisals if _open_to(appraisal)), None)
    # A profession that became known later opens a type, and takes no place of one that was written before.
    placed = {
        held.level.type for account, held in ledger.standing.items() if account[0] == activity.code and held.terms.default
    }
    for appraisal, since in zip(assessment.appraisals, assessment.since, strict=True):
        policy = appraisal.policy
        if policy is not None and appraisal.outcome is Outcome.MET and appraisal.credits and since is not None:
            first = appraisal is default and placed <= {appraisal.credits.type}
            earned = _earned(ledger.learner, appraisal, policy, since, default=first)
            standing = ledger.standing.get(earned.account)
            # What was declared and claimed is settled.
            settled = earned.terms.whole and bool(ledger.claimed(earned.account))
            if standing is None or (earned.outranks(standing) and not settled):
                entries.append(earned)
    return tuple(entries)


def _rests(designation: Designation) -> bool:
    return any(_claimed_base(policy) is not None for policy in designation.policy)


def _open_to(appraisal: Appraisal) -> bool:
    """Tell whether the type can be awarded, to somebody of this profession, and so be the one claimed by default."""
    if appraisal.policy is None or not appraisal.offer.accredited:
        return False
    barring = (asked.test for asked in appraisal.policy.requirements if asked.code == PROFESSION)
    return all(judge(test, appraisal.facts) is Outcome.MET for test in barring)


def _earned(learner: str, appraisal: Appraisal, policy: Policy, since: datetime.date, *, default: bool) -> Earned:
    return Earned(
        learner=learner,
        heading=appraisal.activity.heading,
        level=appraisal.credits,
        since=since,
        maximum=appraisal.designation.maximum,
        version=policy.version,
        terms=Terms(
            zone=appraisal.activity.zone,
            claim_by=policy.claim_within.after(since) if policy.claim_within else None,
            gates=policy.gates,
            whole=isinstance(basis_of(policy.award), AsAttested),
            rests_on=_claimed_base(policy),
            default=default,
        ),
        topics=tuple((topic, credits) for topic, credits in appraisal.by_topic.items() if credits),
        specialties=tuple((specialty, credits) for specialty, credits in appraisal.by_specialty.items() if credits),
    )


def _claimed_base(policy: Policy) -> RestsOn | None:
    """Keep of what a credit rests on only what a claim has to look at."""
    return policy.rests_on if policy.rests_on is not None and policy.rests_on.asks is not Asks.DESIGNATION else None
