"""How long records are kept, what leaves at the end, and what keeps it from leaving.

A retention never ends what can still be claimed, and a legal hold is above all of them.  Records leave together: what a claim
or a certificate ties to each other stays until the last of it is past its retention.  So records may be kept longer than was
promised, and never shorter.

Leaving is an entry as well: write the :class:`~cmecore.entries.Purged` that :func:`purge` returns, and the ledger and its store
erase what it names, while the chain still verifies.
"""

from __future__ import annotations

import datetime
import enum
from collections import defaultdict
from typing import TYPE_CHECKING

import attrs

from cmecore.chain import stays
from cmecore.credit.amounts import CreditType
from cmecore.credit.fields import expect, is_a
from cmecore.credit.periods import checked_instant, civil_day
from cmecore.credit.text import checked
from cmecore.entries import (
    Certificate,
    Claim,
    Completed,
    Earned,
    Erased,
    Joined,
    Overridden,
    Purged,
    Reason,
    Record,
    Refusal,
    activities_of,
)
from cmecore.handling import Handling, Scope
from cmecore.holdings import joined_by
from cmecore.ledger import Ledger
from cmecore.subjects import Subject, Subjects, every

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence


class Keeping(enum.Enum):
    """Whether records are still kept.

    >>> Keeping.NOT_GUARANTEED.value
    'not guaranteed any more'
    """

    KEPT = "kept"
    HELD = "held"
    """By a legal hold, whatever their retention says."""
    NOT_GUARANTEED = "not guaranteed any more"
    """The promise has ended; the records may still be there."""
    OVER = "over"
    OUTSIDE = "not promised"
    """Nothing is known of the activity, or the promise is not about this learner."""


_OVER = frozenset({Keeping.OVER, Keeping.NOT_GUARANTEED})
# What names the activity in the identity that is left of it: before its own last part, or after its kind.
_NAMING = ("adjusted", "overridden", "extended")


@attrs.frozen(kw_only=True)
class Kept:
    """Whether the records of an activity are kept, until when, and which they are.

    >>> from cmecore.testing.samples import LEDGER, NOW
    >>> print(retained(LEDGER, "EM-101", at=NOW))
    records of EM-101 are kept for ever
    """

    answer: Keeping
    #: The last day, which still counts; none where there is no end, and where nothing was promised.
    until: datetime.date | None = None
    says: str
    #: The identities of the entries, of attendance and of credit alike.
    records: tuple[str, ...] = ()

    def __str__(self) -> str:
        """Say it."""
        return self.says


def retained(ledger: Ledger, activity: str, /, *, at: datetime.datetime, type: CreditType | None = None) -> Kept:
    """Tell whether the records of an activity, or of one type of credit in it, are still kept at an instant.

    The whole activity is kept as long as any of its credit.

    >>> from cmecore.testing.samples import LEDGER, NOW
    >>> retained(LEDGER, "EM-999", at=NOW).answer.name
    'OUTSIDE'
    """
    custody = Custody(expect(ledger, Ledger, field="ledger"))
    kept = custody.kept(checked(activity, field="activity"), at=at, type=type)
    tie = custody.ties(at, _OVER).get(activity, "") if kept.answer in _OVER else ""
    return attrs.evolve(kept, says=f"{kept.says}; they stay, {tie}") if tie else kept


def purge(ledger: Ledger, /, *, at: datetime.datetime, purge: str, also_not_guaranteed: bool = False) -> Purged | Refusal:
    """Plan which records leave at an instant: those past a retention that has a hard end, and that nothing else keeps.

    A merge leaves with all that it brought, and the accounts stay joined: late entries are still taken, and they can be parted.

    Nothing leaves by planning it.  Add the answer to the ledger, with a reason; the same name again is the same purge.

    :param also_not_guaranteed: whether what is past a retention without a hard end leaves too.

    >>> from cmecore.testing.samples import LEDGER, NOW
    >>> print(purge(LEDGER, at=NOW, purge="2026-04").explain())
    records of EM-101 are kept for ever
    """
    expect(ledger, Ledger, field="ledger")
    checked(purge, field="purge")
    at = checked_instant(at, field="at")
    if (made := _made(ledger, purge)) is not None:
        return made
    custody = Custody(ledger)
    over = {Keeping.OVER, Keeping.NOT_GUARANTEED} if also_not_guaranteed else {Keeping.OVER}
    subjects = custody.subjects
    staying = subjects.with_activities(one for one in subjects if custody.state(one, at) not in over)
    leaving = [
        record
        for record in ledger.records
        if (about := subjects.of(record)) and staying.isdisjoint(subjects.group(one) for one in about)
    ]
    if leaving:
        plan = _purged(ledger, leaving, purge)
        # What comes in late for an account that was joined finds its place without the merge.
        return attrs.evolve(plan, joined=_still_joined(ledger, plan)) if isinstance(plan, Purged) else plan
    activities = dict.fromkeys(activity for activity, _ in subjects if activity)
    ties = custody.ties(at, over)
    reasons = [_staying(custody, activity, at, ties.get(activity, "")) for activity in activities]
    return Refusal(reasons or [Reason(code="nothing-kept", says="there is no record that a retention could end")])


def erase_all(ledger: Ledger, /, *, purge: str) -> Purged | Refusal:
    """Plan to erase everything about a learner, whatever its retention: the right to be forgotten.

    A legal hold is above it.  Accounts that were merged here have ledgers of their own, under ``ledger.learners``: look there
    first, since that they were joined is forgotten too.

    >>> from cmecore.testing.samples import LEDGER
    >>> erase_all(LEDGER, purge="request 7").reasons[0].code
    'no-salt'
    """
    expect(ledger, Ledger, field="ledger")
    checked(purge, field="purge")
    if (made := _made(ledger, purge)) is not None:
        return made
    if ledger.holds:
        says = "a legal hold keeps records of this learner; it has to be lifted first"
        return Refusal([Reason(code="held", says=says)])
    written = {record.identity: record.entry for record in ledger.records}
    everything = [one for one in ledger.records if not isinstance(one.entry, Erased) and not stays(one.entry, written)]
    if not everything:
        return Refusal([Reason(code="nothing-kept", says="there is no record to erase")])
    return _purged(ledger, everything, purge)


def _made(ledger: Ledger, name: str) -> Purged | None:
    return next((entry for entry in ledger.entries() if isinstance(entry, Purged) and entry.purge == name), None)


def _purged(ledger: Ledger, leaving: Sequence[Record], name: str) -> Purged | Refusal:
    bare = sum(not record.salt for record in leaving)
    if bare:
        says = (
            f"{bare} of {len(leaving)} records that would leave were written without a salt: what they said could be guessed "
            f"and proved from the digests that stay; write with a ledger that a store handed out, or one that has a secret"
        )
        return Refusal([Reason(code="no-salt", says=says)])
    erased = dict.fromkeys(record.identity for record in leaving)
    about = (activities_of(record.entry) for record in leaving if not isinstance(record.entry, Erased))
    activities = sorted(frozenset().union(*about))
    return Purged(learner=ledger.learner, purge=name, erased=tuple(erased), activities=activities)


def _still_joined(ledger: Ledger, plan: Purged) -> list[Joined]:
    merges = joined_by(ledger.records).items()
    return [Joined(merge=merge, learners=learners) for merge, learners in merges if f"merged:{merge}" in plan.erased]


def _staying(custody: Custody, activity: str, at: datetime.datetime, tie: str) -> Reason:
    if tie:
        says = f"records of {activity} are past their retention, and {tie}"
        return Reason(code="tied", says=says, activity=activity)
    state = custody.state((activity, None), at)
    code = state.name.lower().replace("_", "-")
    return Reason(code=code, says=custody.says((activity, None), at), activity=activity)


@attrs.frozen
class _Promise:
    """One reason to keep what a subject is about, until a day of a zone; for ever where there is no day."""

    until: datetime.date | None
    zone: str
    handling: Handling = attrs.field(repr=False)
    #: The time to claim, and not a length of retention.
    claimable: bool = False

    def over(self, at: datetime.datetime) -> bool:
        return self.until is not None and civil_day(at, self.zone) > self.until


@attrs.frozen
class Custody:
    """What the records of a ledger are about, and the reasons to keep them: made once, it answers for every activity.

    >>> from cmecore.testing.samples import LEDGER, NOW
    >>> custody = Custody(LEDGER)
    >>> [custody.kept(activity, at=NOW).answer.value for activity in LEDGER.completed]
    ['kept']
    """

    ledger: Ledger = attrs.field(validator=is_a(Ledger), repr=False)
    subjects: Subjects = attrs.field(init=False, repr=False, eq=False)
    #: The identities of the records of each activity, each with what it is about.
    _records: defaultdict[str, list[tuple[str, frozenset[Subject]]]] = attrs.field(
        init=False, factory=lambda: defaultdict(list), repr=False, eq=False
    )
    #: The activities of which credit or a certificate was received.
    _received: set[str] = attrs.field(init=False, factory=set, repr=False, eq=False)
    _promises: dict[Subject, list[_Promise]] = attrs.field(init=False, factory=lambda: defaultdict(list), repr=False, eq=False)

    def __attrs_post_init__(self) -> None:
        """Look at every record once."""
        object.__setattr__(self, "subjects", Subjects(self.ledger.records))
        for record in self.ledger.records:
            about = self.subjects.of(record)
            for activity in {activity for activity, _ in about}:
                self._records[activity].append((record.identity, about))
        for entry in every(self.ledger.records):
            match entry:
                case Completed():
                    self._promise((entry.activity, None), _Promise(entry.keep_until, entry.zone, entry.handling))
                case Earned():
                    self._promise_credit(entry)
                case Overridden():
                    self._promise_credit(entry.earned)
                case Claim():
                    self._received.update(activity for activity, _ in (part.account for part in entry.lines))
                case Certificate():
                    self._received.update(part.activity for part in entry.lines)
                case _:
                    pass
        for account in self.ledger.claimable():
            terms = self.ledger.standing[account].terms
            self._promise(account, _Promise(terms.claim_by, terms.zone, terms.handling, claimable=True))

    def _promise_credit(self, earned: Earned) -> None:
        terms = earned.terms
        unclaimed = terms.unclaimed_until is not None and not self.ledger.claimed(earned.account)
        until = terms.unclaimed_until if unclaimed else terms.keep_until
        self._promise(earned.account, _Promise(until, terms.zone, terms.handling))

    def _promise(self, subject: Subject, promise: _Promise) -> None:
        # An activity is kept as long as any credit in it.
        for one in {subject, (subject[0], None)}:
            self._promises.setdefault(one, []).append(promise)

    def kept(self, activity: str, *, at: datetime.datetime, type: CreditType | None = None) -> Kept:
        """Tell whether the records of an activity, or of one type of credit in it, are still kept at an instant."""
        at = checked_instant(at, field="at")
        subject: Subject = (activity, type)
        promises = self._promises.get(subject, [])
        if not promises:
            return self._not_kept(subject)
        about = self._records[activity]
        records = tuple(identity for identity, subjects in about if type is None or subject in subjects)
        state = self.state(subject, at)
        recipients_only = all(one.handling.keep.scope is Scope.RECIPIENTS for one in promises)
        if state is not Keeping.HELD and recipients_only and activity not in self._received:
            # To the others nothing is promised but the time to claim.
            promises = [one for one in promises if one.claimable and not one.over(at)]
            if not promises:
                says = f"{_records_of(subject)} are kept for {Scope.RECIPIENTS.value}, and none was received"
                return Kept(answer=Keeping.OUTSIDE, says=says, records=records)
        until = None if state is Keeping.HELD else _until(promises)
        return Kept(answer=state, until=until, says=_says(subject, promises, state), records=records)

    def state(self, subject: Subject, at: datetime.datetime) -> Keeping:
        """Tell whether what a subject is about is kept, whomever that was promised to."""
        activity, type = subject
        if any(hold.activity in {"", activity} for hold in self.ledger.holds):
            return Keeping.HELD
        promises = self._promises.get(subject, [])
        # Evidence of what was never completed has no end; a type that nothing was earned of keeps nothing.
        if not promises:
            return Keeping.KEPT if type is None else Keeping.OVER
        if not all(promise.over(at) for promise in promises):
            return Keeping.KEPT
        hard = all(promise.handling.keep.hard for promise in promises)
        return Keeping.OVER if hard else Keeping.NOT_GUARANTEED

    def _not_kept(self, subject: Subject) -> Kept:
        """Tell of an activity of which nothing is on record whether its records were erased, as far as what is left shows."""
        erased = {
            identity: entry.purge
            for entry in every(self.ledger.records)
            if isinstance(entry, Purged)
            for identity in entry.erased
        }
        gone = dict.fromkeys(purge for identity, purge in erased.items() if _names(identity, subject[0]))
        if gone:
            says = f"{_records_of(subject)} were past their retention, or to be forgotten: erased by purge {', '.join(gone)}"
            return Kept(answer=Keeping.OVER, says=says)
        says = f"{_records_of(subject)}: no completion and no credit is on record"
        if erased:
            says += f"; they may be among what was erased by purge {', '.join(dict.fromkeys(erased.values()))}"
        return Kept(answer=Keeping.OUTSIDE, says=says)

    def ties(self, at: datetime.datetime, over: Collection[Keeping]) -> dict[str, str]:
        """Say of each activity that is past its retention and stays to what it is tied, by which act, and why that is kept.

        >>> from cmecore.testing.samples import LEDGER, NOW
        >>> Custody(LEDGER).ties(NOW, {Keeping.OVER})  # nothing is past its retention
        {}
        """
        keeping = [one for one in self.subjects if self.state(one, at) not in over]
        return {
            activity: f"tied to {_tied_to(to, acts)}" + (f"; {self.says((to, None), at)}" if to else "")
            for activity, (to, acts) in self.subjects.tied_to(keeping).items()
            if activity and self.state((activity, None), at) in over
        }

    def says(self, subject: Subject, at: datetime.datetime) -> str:
        """Say in what state a subject is."""
        return _says(subject, self._promises.get(subject, []), self.state(subject, at))


def _until(promises: Iterable[_Promise]) -> datetime.date | None:
    days = [promise.until for promise in promises]
    return max((day for day in days if day is not None), default=None) if None not in days else None


def _says(subject: Subject, promises: Iterable[_Promise], state: Keeping) -> str:
    what, until = _records_of(subject), _until(promises)
    match state:
        case Keeping.HELD:
            return f"{what} are kept by a legal hold, until it is lifted"
        case Keeping.NOT_GUARANTEED:
            return f"{what} were kept until {until}; that they are still there is not guaranteed"
        case Keeping.OVER:
            return f"{what} were kept until {until}"
    retained = [promise.until for promise in promises if not promise.claimable]
    to_claim = any(promise.claimable for promise in promises) and None not in retained and until not in retained
    why = ", since credit can be claimed as long" if to_claim else ""
    return f"{what} are kept {f'until {until}' if until else 'for ever'}{why}"


def _tied_to(activity: str, acts: str) -> str:
    return f"{activity or 'what never leaves'}{f' by {acts}' if acts else ''}"


def _names(identity: str, activity: str) -> bool:
    """Tell whether the identity of an entry says that it is about an activity; most are digests, and do not."""
    kind = identity.partition(":")[0]
    return identity.startswith(f"assessed:{activity}:") or (
        kind in _NAMING and identity.rpartition(":")[0].endswith(f":{activity}")
    )


def _records_of(subject: Subject) -> str:
    activity, type = subject
    return f"records of {activity}" if type is None else f"records of {type} of {activity}"
