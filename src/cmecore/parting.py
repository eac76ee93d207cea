"""Parting: what each of two accounts that were joined holds again, and what goes along from the time in which they were one.

An entry says whom it is about, and goes with that account.  While they were one, most of what came in was written about the
account that went on, also where it concerns the other one: a hold, more time to claim, a report to a body.  Nothing of it may
be lost to that one, so it gets it as well; and where it cannot, somebody is told.
"""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING

import attrs

from cmecore.credit.amounts import Credits
from cmecore.credit.canonical import digest
from cmecore.credit.fields import are, many
from cmecore.entries import (
    ENTRIES,
    Account,
    Acknowledged,
    Adjusted,
    Answered,
    Certificate,
    Completed,
    Corrected,
    Earned,
    Entry,
    Erased,
    Extended,
    Followed,
    Hold,
    Lifted,
    Merged,
    Observed,
    Ordered,
    Overridden,
    Reason,
    Reevaluated,
    Refusal,
    Reported,
    Retrieved,
    Unmerged,
    Voided,
)
from cmecore.errors import LedgerConflict
from cmecore.holdings import awarded, in_effect, joint

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from cmecore.ledger import Ledger

#: What raises a level stands before what takes of it, when entries are handed back.
_FIRST = (Observed, Completed, Earned, Overridden)
#: What moves no credit: where it cannot be handed back, that is told, and keeps nobody from parting.
_NOTES = (Hold, Lifted, Reported, Answered, Corrected, Retrieved, Ordered, Acknowledged)
#: The instant of what is only tried.
_TRIED = datetime.datetime(2000, 1, 1, tzinfo=datetime.UTC)


@attrs.frozen(kw_only=True)
class Parted:
    """What is written into each of two accounts when they part, and what somebody has to look at.

    >>> Parted(here=[], there=[], does=[], conflicts=[]).here
    ()
    """

    #: Into the account that goes on.
    here: tuple[Entry, ...] = attrs.field(converter=many, validator=are(*ENTRIES), repr=False)
    #: Into the other account.
    there: tuple[Entry, ...] = attrs.field(converter=many, validator=are(*ENTRIES), repr=False)
    does: tuple[str, ...] = attrs.field(converter=many, validator=are(str))
    conflicts: tuple[Reason, ...] = attrs.field(converter=many, validator=are(Reason))


def part(into: Ledger, other: Ledger, merge: str) -> Parted | Refusal:
    """Find what each of two accounts holds without the other, after they were joined.

    >>> from cmecore.ledger import Ledger
    >>> from cmecore.testing.samples import LEDGER
    >>> merged = Merged(learner="dr-42", merge="M-1", other="dr-17", records=())
    >>> followed = Followed(learner="dr-17", merge="M-1", into="dr-42")
    >>> part(tried(LEDGER, merged), tried(Ledger("dr-17"), followed), "M-1").does
    ('M-1 is undone: each account holds its own again',)
    """
    here, there = _Side.of(into, "the account that goes on", merge), _Side.of(other, "the other account", merge)
    later = _since(merge, into)
    conflicts = []
    for entry in sorted(later, key=lambda one: not isinstance(one, _FIRST)):
        error = ""
        if isinstance(entry, Extended):
            # It was given to the person, and each account of that person keeps it.
            error = there.extended(entry) or here.extended(entry)
        elif entry.learner in other.learners:
            error = there.took(entry)
            if error and not isinstance(entry, _NOTES):
                says = f"what was written since, and is the other account's, cannot be handed back to it: {error}"
                return Refusal([Reason(code="cannot-be-parted", says=says)])
            if here.is_held_by(entry, there):
                error = here.took(attrs.evolve(entry, learner=into.learner), along=True)
        elif there.concerned(entry, here):
            error = there.took(attrs.evolve(entry, learner=other.learner), along=True)
        if error:
            says = f"{entry.identity} was written since, and cannot be kept by both accounts as it was: {error}"
            conflicts.append(Reason(code="not-kept", says=says))
    does = [f"{merge} is undone: each account holds its own again"]
    if there.taken:
        count = len(there.taken)
        does.append(f"handed back to the other account, since it is about that one: {count} of the entries written since")
    if here.taken:
        count = len(here.taken)
        does.append(f"kept by the account that goes on, since it is about that one too: {count} of the entries written since")
    bounds = _bounds(later, here.ledger, there.ledger, merge)
    parted, back = tried(here.ledger, *bounds), there.ledger
    beyond = [over_claimed(parted, account, here.word) for account in overdrawn(parted)]
    beyond += [over_claimed(back, account, there.word) for account in overdrawn(back)]
    return Parted(
        here=[here.mark, *here.taken, *bounds],
        there=[there.mark, *there.taken],
        does=does,
        conflicts=[*beyond, *conflicts, *_of_both(later, parted, back), *_told_once(later, parted, back)],
    )


@attrs.define
class _Side:
    """One of two accounts that part: what it holds, and what it is handed."""

    ledger: Ledger
    word: str
    mark: Unmerged
    #: The identities of what it holds, and of what went along to it from the other one.
    named: set[str]
    along: set[str] = attrs.field(factory=set)
    taken: list[Entry] = attrs.field(factory=list)

    @classmethod
    def of(cls, ledger: Ledger, word: str, merge: str) -> _Side:
        """Undo the merge in one of the accounts."""
        mark = Unmerged(learner=ledger.learner, merge=merge)
        parted = tried(ledger, mark)
        return cls(parted, word, mark, {one.identity for one in joint(parted.records)})

    def took(self, entry: Entry, *, along: bool = False) -> str:
        """Hand an entry over, and tell why not where it cannot stand there."""
        try:
            if self.ledger.lacks(entry):
                self.ledger = tried(self.ledger, entry)
                self.taken.append(entry)
                self.named.add(entry.identity)
                self.along |= {entry.identity} if along else set()
        except LedgerConflict as error:
            return str(error)
        return ""

    def extended(self, entry: Extended) -> str:
        """Give more time to claim, where there is credit that has less."""
        held = self.ledger.standing.get(entry.account)
        if held is None or held.terms.claim_by is None or entry.claim_by <= held.terms.claim_by:
            return ""
        own = entry.learner if entry.learner in self.ledger.learners else self.ledger.learner
        return self.took(attrs.evolve(entry, learner=own))

    def is_held_by(self, entry: Entry, other: _Side) -> bool:
        """Tell whether a hold that names the other account, or the end of it, is about an activity of this one alone."""
        match entry:
            case Hold(activity=activity):
                return activity in activities(self.ledger) - activities(other.ledger)
            case Lifted(hold=hold):
                return f"hold:{hold}" in self.along
        return False

    def concerned(self, entry: Entry, other: _Side) -> bool:
        """Tell whether what was written about the other account concerns this one."""
        match entry:
            case Hold(activity=activity):
                return not activity or activity in activities(self.ledger)
            case Reported(account=account):
                # Of credit that both hold it is about the one that was claimed.
                claimed, others = self.ledger.claimed(account), other.ledger.claimed(account)
                only = account not in other.ledger.standing or bool(claimed and not others)
                return only and account in self.ledger.standing
            case Lifted(hold=hold):
                spoken_of = f"hold:{hold}"
            case Answered(report=report):
                spoken_of = f"reported:{report}"
            case Voided(number=number) | Retrieved(number=number) | Ordered(number=number):
                spoken_of = f"certificate:{number}"
            case Acknowledged(order=order):
                spoken_of = f"ordered:{order}"
            case Corrected(about=about):
                spoken_of = about
            case _:
                return False
        return spoken_of in self.along or spoken_of in self.named - other.named


def _since(merge: str, into: Ledger) -> list[Entry]:
    """List what was written after a merge, or what is left of it, without what was undone or erased since."""
    entries = in_effect(into.records)
    later = entries[[one.identity for one in entries].index(f"merged:{merge}") + 1 :]
    return [one for one in later if not isinstance(one, Merged | Followed | Unmerged | Erased)]


def _bounds(later: Iterable[Entry], parted: Ledger, back: Ledger, merge: str) -> list[Adjusted | Reevaluated]:
    """Bound each level that was earned of the evidence of both to what the account held without it.

    The bounds are written as those of a re-evaluation, so that the next one sets what its own evidence is worth.
    """
    of_both = [
        one for one in later if isinstance(one, Earned) and one.learner in parted.learners and one.activity in back.evidence
    ]
    own: dict[tuple[str, Account], int] = {}
    for entry in joint(parted.records):
        if isinstance(entry, Earned | Overridden) and entry not in of_both:
            level = entry.earned.level if isinstance(entry, Overridden) else entry.level
            own[entry.learner, entry.account] = max(level.steps, own.get((entry.learner, entry.account), 0))
    plan = digest(("unmerged", merge))
    bounds = [
        Adjusted(learner=learner, activity=account[0], level=Credits(own.get((learner, account), 0), account[1]), case=plan)
        for learner, account in dict.fromkeys((one.learner, one.account) for one in of_both)
        if parted.levels[learner, account].level.steps > own.get((learner, account), 0)
    ]
    codes = [one.activity for one in bounds]
    return [*bounds, Reevaluated(learner=parted.learner, plan=plan, activities=codes)] if bounds else []


def _of_both(later: Iterable[Entry], parted: Ledger, back: Ledger) -> Iterator[Reason]:
    """Tell what was made of both accounts while they were one, and stays with the one that goes on."""
    own, over = {one.number for one in parted.certificates}, overdrawn(parted)
    for entry in (one for one in later if one.learner in parted.learners):
        match entry:
            case Certificate() if current(parted, entry):
                beyond = {account for account, _ in awarded(entry)} & over.keys()
                spoken = {*entry.supersedes, *([entry.adds_to] if entry.adds_to else [])} - own
                attended = {one.activity for one in entry.lines if not entry.request} - parted.completed.keys()
                if beyond or spoken or attended:
                    says = f"certificate {entry.number} was issued over what both accounts held; void or reissue it"
                    yield Reason(code="certificate", says=says)
            case Earned() if entry.activity in back.evidence:
                stands = parted.standing[entry.account].level.amount
                says = (
                    f"{entry.level} of {entry.activity} were earned of the evidence of both, and {stands} stand; re-evaluate it"
                )
                yield Reason(code="joint-level", says=says, activity=entry.activity)
            case Completed() if entry.activity in back.evidence:
                says = f"{entry.heading.title} ({entry.activity}) was completed by the evidence of both; no entry undoes that"
                yield Reason(code="joint-completion", says=says, activity=entry.activity)
            case _:
                pass


def _told_once(later: Iterable[Entry], parted: Ledger, back: Ledger) -> Iterator[Reason]:
    """Tell what a body heard once of credit that both accounts claimed: it stays where it was written."""
    notes = list(later)
    refused = {(one.learner, one.report) for one in notes if isinstance(one, Answered) and not one.accepted}
    for entry in notes:
        if isinstance(entry, Reported) and (entry.learner, entry.report) not in refused:
            account = entry.account
            held = account in parted.standing and account in back.standing
            if held and parted.claimed(account) and back.claimed(account):
                says = f"credit of {entry.activity} that both accounts claimed was reported to {entry.body} as one person's"
                yield Reason(code="reported", says=f"{says}; correct it there", activity=entry.activity)


def tried(ledger: Ledger, *entries: Entry) -> Ledger:
    """Return a ledger with entries that nobody wrote yet, to see what would follow of them.

    >>> from cmecore.testing.samples import LEDGER
    >>> tried(LEDGER, *LEDGER.entries()) is LEDGER
    True
    """
    return ledger.add(*entries, at=ledger.records[-1].at if ledger.records else _TRIED, actor="tried", reason="tried")


def activities(ledger: Ledger) -> set[str]:
    """List the codes of the activities that an account holds anything of.

    >>> from cmecore.testing.samples import LEDGER
    >>> activities(LEDGER)
    {'EM-101'}
    """
    return {*ledger.completed, *ledger.evidence, *(code for code, _ in ledger.standing)}


def overdrawn(ledger: Ledger) -> dict[Account, int]:
    """Return by how many steps more was claimed of each account than is earned.

    >>> from cmecore.testing.samples import LEDGER
    >>> overdrawn(LEDGER)
    {}
    """
    taken = dict.fromkeys(part.account for claim in ledger.claims for part in claim.lines)
    over = {account: ledger.claimed(account).steps - _level(ledger, account).steps for account in taken}
    return {account: steps for account, steps in over.items() if steps > 0}


def _level(ledger: Ledger, account: Account) -> Credits:
    return ledger.standing[account].level if account in ledger.standing else Credits(0, account[1])


def over_claimed(ledger: Ledger, account: Account, where: str, more: str = "") -> Reason:
    """Say by how much an account is over-claimed, and where.

    >>> from cmecore.testing.samples import AMA, LEDGER
    >>> over_claimed(LEDGER, ("EM-102", AMA), "the other account").code
    'over-claimed'
    """
    claimed, level = ledger.claimed(account), _level(ledger, account)
    withheld = f", {ledger.withheld(account).amount} of it withheld by a void" if ledger.withheld(account) else ""
    says = (
        f"{claimed} were claimed of {account[0]} in {where}{withheld}, and {level.amount} are earned: "
        f"over-claimed by {(claimed - level).amount}{more}"
    )
    return Reason(code="over-claimed", says=says, activity=account[0])


def current(ledger: Ledger, certificate: Certificate) -> bool:
    """Tell whether a certificate was neither voided nor replaced.

    >>> from cmecore.certificates import certify_participation
    >>> from cmecore.testing.samples import LEDGER, NOW
    >>> current(LEDGER, certify_participation(LEDGER, "EM-101", name="Ada Okoro, MD", at=NOW))
    True
    """
    return certificate.number not in ledger.voided and certificate.number not in ledger.superseded


def titled(earned: Earned) -> str:
    """Name the activity of a level by its title and its code.

    >>> from cmecore.testing.samples import AMA, LEDGER
    >>> titled(LEDGER.standing["EM-101", AMA])
    'Early sepsis (EM-101)'
    """
    return f"{earned.heading.title} ({earned.activity})"
