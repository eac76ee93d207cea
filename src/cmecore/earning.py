"""Earning: writing down the level that an assessment shows, where it is higher than what the ledger already holds."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cmecore.assessment import Assessment
from cmecore.credit.fields import expect
from cmecore.entries import Completed, Earned, Terms
from cmecore.errors import LedgerConflict
from cmecore.ledger import Ledger
from cmecore.rules.awards import AsAttested, basis_of
from cmecore.rules.criteria import Outcome

if TYPE_CHECKING:
    import datetime

    from cmecore.assessment import Appraisal
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
        entries.append(Completed(learner=ledger.learner, heading=activity.heading, on=day, zone=activity.zone))
    for position, (appraisal, since) in enumerate(zip(assessment.appraisals, assessment.since, strict=True)):
        policy = appraisal.policy
        if policy is not None and appraisal.outcome is Outcome.MET and appraisal.credits and since is not None:
            earned = _earned(ledger.learner, appraisal, policy, since, default=position == 0)
            standing = ledger.standing.get(earned.account)
            # What was declared and claimed is settled.
            settled = earned.terms.whole and bool(ledger.claimed(earned.account))
            if standing is None or (earned.outranks(standing) and not settled):
                entries.append(earned)
    return tuple(entries)


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
            default=default,
        ),
        topics=tuple((topic, credits) for topic, credits in appraisal.by_topic.items() if credits),
        specialties=tuple((specialty, credits) for specialty, credits in appraisal.by_specialty.items() if credits),
    )
