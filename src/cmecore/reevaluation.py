"""Re-evaluation: what was earned is held against the rules as they are given now, and what would change is shown first.

A rule that starts later changes nothing that was earned before it, because evidence is assessed by the rule of its day.  A rule
that was *corrected* for the same days can, and so can evidence that a source took back.  Whether anything is taken back was
promised when it was earned, and stands in the entry.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import attrs

from cmecore.activities import Activity
from cmecore.assessment import assess
from cmecore.credit.amounts import Credits
from cmecore.credit.canonical import digest
from cmecore.credit.fields import are, each_once, expect, is_a, listed, many
from cmecore.earning import earn
from cmecore.entries import Account, Adjusted, Earned, Reason, Reevaluated
from cmecore.errors import LedgerConflict
from cmecore.evidence import Declared
from cmecore.handling import Loss
from cmecore.holdings import awarded
from cmecore.ledger import Ledger
from cmecore.plans import Plan, Step
from cmecore.provenance import Provenance
from cmecore.rules.criteria import Outcome

if TYPE_CHECKING:
    import datetime
    from collections.abc import Iterable, Iterator, Mapping

    from cmecore.assessment import Appraisal, Assessment
    from cmecore.credit.amounts import CreditType
    from cmecore.entries import Entry


@attrs.frozen(kw_only=True)
class Change:
    """What a re-evaluation found of one account, whether or not its level would change.

    >>> from cmecore.testing.samples import LEDGER, NOW, SEEN, SEPSIS
    >>> from cmecore.observing import observe
    >>> ledger = LEDGER.add(*observe(LEDGER, SEEN, at=NOW).entries, at=NOW, actor="lms")
    >>> reevaluate(ledger, [SEPSIS]).unchanged[0].after
    Credits(1.75 ama-pra-1)
    """

    #: The level as it stands; nothing where none was earned before.
    before: Earned | None = attrs.field(validator=is_a(Earned, or_none=True))
    #: What the evidence is worth by the rules as they are now.
    worth: Credits = attrs.field(validator=is_a(Credits))
    #: The level that would stand.
    after: Credits = attrs.field(validator=is_a(Credits))
    #: The code of the activity.
    activity: str
    #: The version of the rule that was asked now; empty where there is none.
    version: str
    says: str

    @property
    def account(self) -> Account:
        """The activity's code and the type of credit."""
        return self.activity, self.after.type

    @property
    def earned_under(self) -> str:
        """The version of the rule that it was earned under; empty where none was earned before."""
        return "" if self.before is None else self.before.version


@attrs.frozen(kw_only=True)
class Reevaluation(Plan):
    """What re-evaluating some activities would change, as a plan.

    The ledger may have grown since.  Where it would be another plan by now it is refused: make it again, and look.

    >>> Reevaluation(steps=[], activities=[], gained=[], lost=[], unchanged=[]).lost
    ()
    """

    activities: tuple[Activity, ...] = attrs.field(converter=many, validator=are(Activity), repr=False)
    gained: tuple[Change, ...] = attrs.field(converter=many, validator=are(Change))
    lost: tuple[Change, ...] = attrs.field(converter=many, validator=are(Change))
    #: Also what would be worth less now, and is kept as it is.
    unchanged: tuple[Change, ...] = attrs.field(converter=many, validator=are(Change))

    def applied(self, *ledgers: Ledger, at: datetime.datetime, actor: str, reason: str) -> tuple[Ledger, ...]:
        """Return the ledger with the plan written into it; applied a second time it writes nothing."""
        for ledger in ledgers:
            entries = [entry for step in self.steps if step.learner == ledger.learner for entry in step.entries]
            if any(map(ledger.lacks, entries)) and (now := reevaluate(ledger, self.activities)) != self:
                says = "the ledger changed since the re-evaluation was planned; plan it again, and look at what it says now"
                raise LedgerConflict(says, recorded=now, offered=self)
        return super().applied(*ledgers, at=at, actor=actor, reason=reason)


def reevaluate(ledger: Ledger, activities: Activity | Iterable[Activity]) -> Reevaluation:
    """Hold what a ledger keeps of some activities against their rules as they are given now.

    Looked at is the evidence in the ledger.  What was earned from other evidence, and what somebody granted by hand, is told
    and not touched.  What would be worth less now is treated as was promised when it was earned: kept, kept as far as it was
    claimed, or taken back; a later top-up under a harder promise puts only itself at stake.  What was claimed beyond that is
    over-claimed, and its certificates are told.

    >>> from cmecore.testing.samples import LEDGER, SEPSIS
    >>> print(reevaluate(LEDGER, SEPSIS).explain())
    Early sepsis (EM-101): 1.75 AMA PRA Category 1 Credits™ were not earned from evidence in this ledger, and stand
    """
    expect(ledger, Ledger, field="ledger")
    given = (activities,) if isinstance(activities, Activity) else listed(activities, field="activities")
    asked = tuple(expect(activity, Activity, field="activities") for activity in given)
    each_once((activity.code for activity in asked), field="activities")
    if ledger.follows:
        says = "the account was joined to another one; re-evaluate the one that it follows"
        raise LedgerConflict(says, recorded=ledger.follows, offered=None)
    written = Provenance(ledger)
    facts: list[Entry] = []
    verdicts: list[_Verdict] = []
    conflicts: list[Reason] = []
    for activity in asked:
        if activity.code in written.evidence.seen:
            assessment = assess(ledger.participation(activity))
            entries = [entry for entry in earn(ledger, assessment) if not isinstance(entry, Earned) or _raises(ledger, entry)]
            facts += entries
            raised = {entry.level.type: entry for entry in entries if isinstance(entry, Earned)}
            verdicts += _verdicts(written, assessment, raised)
            conflicts += _completion(written, assessment)
        else:
            held = [earned for account, earned in ledger.standing.items() if account[0] == activity.code]
            verdicts += [_untouched(earned) for earned in held]
    plan = _name(written, verdicts, facts)
    wanted = [adjusted for verdict in verdicts for adjusted in verdict.adjusted(plan)]
    codes = [activity.code for activity in asked]
    last = [Reevaluated(learner=ledger.learner, plan=plan, activities=codes)] if facts or wanted else []
    conflicts += [reason for verdict in verdicts if verdict.went < 0 for reason in _claimed_beyond(written, verdict.change)]
    return Reevaluation(
        steps=[Step(learner=ledger.learner, entries=[*facts, *wanted, *last])],
        does=[verdict.change.says for verdict in verdicts] or ["nothing was earned in these activities"],
        conflicts=conflicts,
        activities=asked,
        gained=[verdict.change for verdict in verdicts if verdict.went > 0],
        lost=[verdict.change for verdict in verdicts if verdict.went < 0],
        unchanged=[verdict.change for verdict in verdicts if verdict.went == 0],
    )


@attrs.frozen
class _Verdict:
    """What was found of one account, by how many steps its level changes, and the bounds that would be set to that end."""

    change: Change
    went: int = 0
    #: For each learner whose bound changes: the new one or none, and the level without it.
    bounds: tuple[tuple[str, Credits | None, Credits], ...] = ()

    def adjusted(self, plan: str) -> list[Adjusted]:
        """Make the entries, each under a case of its own that names the plan."""
        return [
            Adjusted(
                learner=learner,
                activity=self.change.activity,
                level=level if bound is None else bound,
                case=f"{plan}.{place}" if place else plan,
                lifted=bound is None,
            )
            for place, (learner, bound, level) in enumerate(self.bounds)
        ]


def _verdicts(written: Provenance, assessment: Assessment, raised: Mapping[CreditType, Earned]) -> Iterator[_Verdict]:
    """Compare each account of an activity with what its evidence is worth now."""
    code = assessment.participation.activity.code
    appraisals = {one.designation.maximum.type: one for one in assessment.appraisals}
    standing = [kind for activity, kind in written.ledger.standing if activity == code]
    for kind in dict.fromkeys((*appraisals, *standing)):
        if kind in raised or kind in standing:
            yield _verdict(written, (code, kind), appraisals.get(kind), raised.get(kind))


def _verdict(written: Provenance, account: Account, appraisal: Appraisal | None, raised: Earned | None) -> _Verdict:
    ledger, kind = written.ledger, account[1]
    before = ledger.standing.get(account)
    levels = dict(written.levels[account])
    if raised is not None and (ledger.learner not in levels or raised.outranks(levels[ledger.learner])):
        levels[ledger.learner] = raised
    by_hand = {learner: written.by_hand.get((learner, account)) for learner in levels}
    bounds = {learner: written.bounds.get((learner, account)) for learner in levels}
    free = {learner: _at_most(earned, by_hand[learner]) for learner, earned in levels.items()}
    worth = appraisal.credits if appraisal is not None else Credits(0, kind)
    right = max(worth, written.floors.get(account, worth))
    keeps = ""
    if before is None or _best(free).level <= right:
        bounds = by_hand
    elif keeps := _keeps(written, before, appraisal):
        bounds = {learner: bound if bound is None else max(bound, right) for learner, bound in bounds.items()}
    else:
        most = max(right, ledger.claimed(account)) if before.terms.handling.loss is Loss.UNCLAIMED else right
        left = {learner: max(most, written.stays(learner, before)) for learner in levels}
        bounds = {
            learner: left[learner] if earned.level > left[learner] else by_hand[learner] for learner, earned in free.items()
        }
        keeps = "it was earned under a milder promise" if max(left.values()) > most else ""
    stands = _best({learner: _at_most(earned, bounds[learner]) for learner, earned in levels.items()})
    change = Change(
        before=before,
        worth=worth,
        after=stands.level,
        activity=account[0],
        version=appraisal.policy.version if appraisal is not None and appraisal.policy is not None else "",
        says="",
    )
    return _Verdict(
        change=attrs.evolve(change, says=_says(change, stands, right, keeps)),
        went=1 if before is None else stands.level.steps - before.level.steps,
        bounds=tuple(
            (learner, bounds[learner], free[learner].level)
            for learner in sorted(levels, key=lambda one: (one != ledger.learner, one))
            if bounds[learner] != written.bounds.get((learner, account))
        ),
    )


def _at_most(earned: Earned, bound: Credits | None) -> Earned:
    return earned if bound is None else earned.at_most(bound)


def _best(levels: Mapping[str, Earned]) -> Earned:
    best, *others = levels.values()
    for earned in others:
        best = earned if earned.outranks(best) else best
    return best


def _keeps(written: Provenance, before: Earned, appraisal: Appraisal | None) -> str:
    """Tell why nothing is taken back, where nothing is, of what would be worth less now."""
    if appraisal is not None:
        # Missing is not zero: only what was taken back, or counted and found short, can take credit along.
        unknown = appraisal.outcome is Outcome.UNKNOWN and before.activity not in written.evidence.gone
        if appraisal.policy is None or unknown:
            return "whether it would be earned now is not known"
    items = written.evidence.items[before.activity].values()
    declared = any(isinstance(item, Declared) and item.credits == before.level for item in items)
    if before.terms.whole and declared and written.ledger.claimed(before.account):
        return "it was declared and claimed, which settles it"
    return "nothing is taken back" if before.terms.handling.loss is Loss.NEVER else ""


def _raises(ledger: Ledger, earned: Earned) -> bool:
    """Tell whether a level is another one; the same under other terms would only change what was promised with it."""
    reached = ledger.reached(earned.account)
    return reached is None or earned.level != reached.level


def _says(change: Change, stands: Earned, right: Credits, keeps: str) -> str:
    title, after, before = f"{stands.heading.title} ({stands.activity})", change.after, change.before
    rule = f"by {change.version}" if change.version else "by no rule"
    if before is None:
        return f"{title}: {after} that were not earned before, {rule}"
    was = "" if before.version == change.version else f", and by {before.version} when it was earned"
    if after != before.level:
        kept = "what was earned under a milder promise" if keeps else "what was claimed"
        more = f"; worth {right.amount} now, and {kept} is kept" if right < after else ""
        return f"{title}: {after} instead of {before.level.amount}, {rule} now{was}{more}"
    if right < after:
        return f"{title}: worth {right.amount} {rule} now{was}; {after} stand, since {keeps or 'all of it was claimed'}"
    if change.worth < after:
        return _untouched(before).change.says
    by_hand = f", and worth {right.amount}: it was set by hand" if right > after else ""
    return f"{title}: {after} as before, {rule} now{was}{by_hand}"


def _untouched(earned: Earned) -> _Verdict:
    says = f"{earned.heading.title} ({earned.activity}): {earned.level} were not earned from evidence in this ledger, and stand"
    return _Verdict(
        Change(before=earned, worth=earned.level, after=earned.level, activity=earned.activity, version="", says=says)
    )


def _name(written: Provenance, verdicts: Iterable[_Verdict], facts: Iterable[Entry]) -> str:
    """Name a re-evaluation by those before it and what it finds, so that the same one has the same name."""
    found = [
        (one.account[0], one.account[1].code, one.earned_under, one.version, one.worth.steps, one.after.steps)
        for one in (verdict.change for verdict in verdicts)
    ]
    return digest((sorted(written.plans), found, [entry.identity for entry in facts]))


def _completion(written: Provenance, assessment: Assessment) -> Iterator[Reason]:
    """Tell that an activity was completed which would not be completed now: no entry undoes that."""
    activity = assessment.participation.activity
    short = assessment.completed is Outcome.UNMET or activity.code in written.evidence.gone
    if activity.completion and activity.code in written.ledger.completed and assessment.completed is not Outcome.MET and short:
        says = (
            f"{activity.title} ({activity.code}) was completed, and would not be now; look at its certificate of participation"
        )
        yield Reason(code="completed", says=says, activity=activity.code)


def _claimed_beyond(written: Provenance, change: Change) -> Iterator[Reason]:
    """Tell what was claimed beyond a level that falls, on which certificates, and to whom it was reported."""
    ledger, code = written.ledger, change.activity
    claimed = ledger.claimed(change.account)
    if claimed <= change.after:
        return
    says = f"{claimed} were claimed of {code}, and {change.after.amount} would stand: over-claimed by"
    yield Reason(code="over-claimed", says=f"{says} {(claimed - change.after).amount}", activity=code)
    for certificate in ledger.certificates:
        awards = dict(awarded(certificate)).get(change.account)
        if awards is not None and certificate.number not in ledger.voided and certificate.number not in ledger.superseded:
            ways = "reissue it, which states what stands, or void it"
            says = f"certificate {certificate.number} awards {awards.amount} of {code}; {ways}"
            yield Reason(code="certificate", says=says, activity=code)
    for report in written.reports:
        if report.account == change.account:
            yield Reason(
                code="reported", says=f"credit of {code} was reported to {report.body}; correct it there", activity=code
            )
