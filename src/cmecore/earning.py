"""Earning: writing down the level that an assessment shows, where it is higher than what the ledger already holds."""

from __future__ import annotations

from typing import TYPE_CHECKING

import attrs

from cmecore.assessment import Assessment
from cmecore.credit.canonical import digest
from cmecore.credit.fields import expect
from cmecore.entries import Assessed, Completed, Earned, Terms
from cmecore.errors import LedgerConflict
from cmecore.ledger import Ledger
from cmecore.measuring import facts
from cmecore.rules.awards import AsAttested, Asks, RestsOn, basis_of
from cmecore.rules.criteria import Outcome
from cmecore.rules.judging import judge
from cmecore.rules.requirements import PROFESSION
from cmecore.rules.windows import Anchors, Window

if TYPE_CHECKING:
    import datetime

    from cmecore.activities import Activity
    from cmecore.assessment import Appraisal
    from cmecore.designations import Designation
    from cmecore.rules.policies import Policy


def earn(ledger: Ledger, assessment: Assessment, /) -> tuple[Assessed | Completed | Earned, ...]:
    """Return the entries that an assessment adds to a ledger: a completion, and every level that it raises.

    Earning is a comparison of levels, so assessing twice, in any order, or again with more evidence is safe.  A level that was
    written stands: where evidence can fall (the last attempt counts, a fact of your own was corrected), a later assessment
    takes back only what is not in the ledger yet.  Where the ledger itself keeps the evidence, that it was looked at is
    written as well.

    >>> from cmecore.assessment import assess
    >>> from cmecore.testing.samples import LEDGER, SEEN
    >>> earn(LEDGER, assess(SEEN))  # the ledger holds it already
    ()
    """
    expect(ledger, Ledger, field="ledger")
    activity = expect(assessment, Assessment, field="assessment").participation.activity
    if assessment.participation.learner not in ledger.learners:
        raise LedgerConflict("the assessment is about another learner", recorded=ledger, offered=assessment)
    learner = assessment.participation.learner
    entries: list[Assessed | Completed | Earned] = []
    if activity.code in ledger.purged:
        # What was earned and claimed of it is known no more, so that nothing of it can be earned again.
        return ()
    if activity.code in ledger.evidence:
        outcomes = [(one.designation.maximum.type.code, str(one.outcome)) for one in assessment.appraisals]
        seen = digest(assessment.participation.evidence)
        looked = Assessed(learner=learner, activity=activity.code, evidence=seen, outcomes=outcomes)
        entries += [looked] if ledger.lacks(looked) else []
    completed = _completed(learner, assessment)
    if completed is not None and ledger.lacks(completed):
        held = ledger.completed.get(activity.code)
        entries += [completed] if held is None or completed.adds_to(held) else []
    default = next((appraisal for appraisal in assessment.appraisals if _open_to(appraisal)), None)
    # A profession that became known later opens a type, and takes no place of one that was written before.
    placed = {
        held.level.type for account, held in ledger.standing.items() if account[0] == activity.code and held.terms.default
    }
    for place, appraisal in enumerate(assessment.appraisals):
        if appraisal.outcome is Outcome.MET and appraisal.credits:
            first = appraisal is default and placed <= {appraisal.credits.type}
            earned = _earned(learner, assessment, place, default=first)
            reached = ledger.reached(earned.account)
            # What was declared and claimed is settled.
            settled = earned.terms.whole and bool(ledger.claimed(earned.account))
            if ledger.lacks(earned) and (reached is None or (_raises(earned, reached, appraisal) and not settled)):
                entries.append(earned)
    return tuple(entries)


def _raises(earned: Earned, reached: Earned, appraisal: Appraisal) -> bool:
    """Tell whether a level is higher, or reached earlier, than the one that stands.

    The same level under another rule is what re-evaluation tells; its time to claim was computed once, and stays, unless the
    day from which it is counted became known only now.
    """
    if (earned.level, earned.since) != (reached.level, reached.since):
        return earned.outranks(reached)
    window = _window(appraisal.policy)
    moves = window is not None and (window.of_first or window.hangs_on_completion(_anchors(appraisal.activity)))
    return moves and earned.version == reached.version and earned.outranks(reached)


def _window(policy: Policy | None) -> Window | None:
    return None if policy is None or policy.claim_within is None else Window.of(policy.claim_within)


def _completed(learner: str, assessment: Assessment) -> Completed | None:
    day, activity = assessment.completed_on, assessment.participation.activity
    if assessment.completed is not Outcome.MET or day is None:
        return None
    anchors = _anchors(activity, completed=day)
    awaited = tuple(dict.fromkeys(asked for release in activity.handling.releases for asked in release.after))
    # An evaluation that nothing but a release waits for may be sent in long after the completion.
    known = facts(assessment.participation) if awaited else {}
    return Completed(
        learner=learner,
        heading=activity.heading,
        on=day,
        zone=activity.zone,
        designated=tuple(one.maximum for one in activity.designations if not _rests(one)),
        anchors=anchors,
        keep_until=activity.handling.keep.last(anchors),
        handling=activity.handling,
        met=tuple(asked for asked in awaited if judge(asked.test, known) is Outcome.MET),
    )


def _anchors(activity: Activity, *, completed: datetime.date | None = None, earned: datetime.date | None = None) -> Anchors:
    last = activity.days.last if activity.days is not None and activity.format.live else activity.offered.last
    return Anchors(earned=earned, completed=completed, last_day=last, released=activity.offered.first)


def _rests(designation: Designation) -> bool:
    return any(_claimed_base(policy) is not None for policy in designation.policy)


def _open_to(appraisal: Appraisal) -> bool:
    """Tell whether the type can be awarded, to somebody of this profession, and so be the one claimed by default."""
    if appraisal.policy is None or not appraisal.offer.accredited:
        return False
    barring = (asked.test for asked in appraisal.policy.requirements if asked.code == PROFESSION)
    return all(judge(test, appraisal.facts) is Outcome.MET for test in barring)


def _earned(learner: str, assessment: Assessment, place: int, *, default: bool) -> Earned:
    appraisal, since = assessment.appraisals[place], assessment.since[place]
    policy, activity = appraisal.policy, appraisal.activity
    assert policy is not None  # noqa: S101 - what was earned, was earned by a rule
    assert since is not None  # noqa: S101 - and on a day
    handling = activity.handling
    anchors = _anchors(activity, completed=assessment.completed_on, earned=since)
    window = _window(policy)
    if window is not None and window.of_first:
        anchors = attrs.evolve(anchors, earned=assessment.first_since(place))
    return Earned(
        learner=learner,
        heading=activity.heading,
        level=appraisal.credits,
        since=since,
        maximum=appraisal.designation.maximum,
        version=policy.version,
        terms=Terms(
            zone=activity.zone,
            claim_by=window.last(anchors) if window is not None else None,
            awaits_completion=window is not None and anchors.completed is None and window.hangs_on_completion(anchors),
            gates=policy.gates,
            whole=isinstance(basis_of(policy.award), AsAttested),
            rests_on=_claimed_base(policy),
            default=default,
            keep_until=handling.keep.last(anchors),
            unclaimed_until=handling.keep.unclaimed.after(since) if handling.keep.unclaimed is not None else None,
            handling=handling,
            reported=appraisal.designation.reported,
        ),
        topics=tuple((topic, credits) for topic, credits in appraisal.by_topic.items() if credits),
        specialties=tuple((specialty, credits) for specialty, credits in appraisal.by_specialty.items() if credits),
    )


def _claimed_base(policy: Policy) -> RestsOn | None:
    """Keep of what a credit rests on only what a claim has to look at."""
    return policy.rests_on if policy.rests_on is not None and policy.rests_on.asks is not Asks.DESIGNATION else None
