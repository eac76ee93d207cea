"""Merging: two accounts of one person become one, and can be parted again.

Both are plans: nothing is written before somebody looked at what stands against it, and nothing is deleted.  The ledger that
goes on keeps the records of the other one as they were written there, and the other one tells whom it follows.  What comes in
late for the account that was joined is written to the ledger that goes on, with its own learner, and is handed back to it if
the two are parted.
"""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING

import attrs

from cmecore.chain import verify
from cmecore.credit.fields import expect
from cmecore.credit.text import checked, line
from cmecore.entries import (
    Acknowledged,
    Claim,
    Erased,
    Followed,
    Merged,
    Observed,
    Ordered,
    Reason,
    Refusal,
    Reported,
    Unmerged,
)
from cmecore.errors import LedgerConflict
from cmecore.holdings import awarded, in_effect, joined_by, joint
from cmecore.ledger import Ledger
from cmecore.parting import activities, current, over_claimed, overdrawn, part, titled, tried
from cmecore.plans import Plan, Step

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cmecore.entries import Entry

_WORDS = ("the account that goes on", "the other account")


@attrs.frozen(kw_only=True)
class Merging(Plan):
    """The joining of two accounts, or its undoing, as a plan; it is applied to both ledgers at once.

    What it was made of may have grown since.  Where it would be another plan by now it is refused: make it again, and look.

    >>> from cmecore.testing.samples import LEDGER, NOW
    >>> plan = merge(LEDGER, Ledger("dr-17"), merge="M-1")
    >>> joined, other = plan.applied(LEDGER, Ledger("dr-17"), at=NOW, actor="office", reason="two addresses of one person")
    >>> "dr-17" in joined.learners, other.follows
    (True, 'dr-42')
    """

    #: Its name, chosen by the caller: a merge is undone by it.
    merge: str = attrs.field(validator=line())
    #: Whether it parts the accounts.
    undoes: bool = False

    def applied(self, *ledgers: Ledger, at: datetime.datetime, actor: str, reason: str) -> tuple[Ledger, ...]:
        """Return both ledgers with the plan written into them; applied a second time it writes nothing."""
        held = {ledger.learner: ledger for ledger in ledgers}
        if held.keys() == {step.learner for step in self.steps}:
            if all(set(held[step.learner].entries()).issuperset(step.entries) for step in self.steps):
                # A hold that came along is written, and may have been lifted since: the ledger would take it for a new one.
                return ledgers
            if any(held[step.learner].lacks(entry) for step in self.steps for entry in step.entries):
                into, other = (held[step.learner] for step in self.steps)
                now = (unmerge if self.undoes else merge)(into, other, merge=self.merge)
                if now != self:
                    says = f"the accounts changed since {self.merge} was planned; plan it again, and look at what it says now"
                    raise LedgerConflict(says, recorded=now, offered=self)
        return super().applied(*ledgers, at=at, actor=actor, reason=reason)


def merge(into: Ledger, other: Ledger, *, merge: str) -> Merging | Refusal:
    """Plan to join another account of the same person to the one that goes on.

    What both hold counts once, and is told: the same activity, credit claimed twice, one request id for two claims.  The
    evidence of both joins, so assess it again afterwards: it may be worth more, and is never worth more than the maximum.

    >>> from cmecore.testing.samples import LEDGER
    >>> print(merge(LEDGER, Ledger("dr-17"), merge="M-1").explain())
    the other account is joined by M-1: its 0 records are kept, and what comes in for it is written to the one that goes on
    >>> print(merge(LEDGER, LEDGER, merge="M-1").explain())
    an account cannot be joined to itself
    """
    _check(into, other, merge)
    held = next((one for one in in_effect(into.records) if isinstance(one, Merged) and one.merge == merge), None)
    if held is not None and into.learner != other.learner and _are_joined(into, other, merge):
        return Merging(merge=merge, steps=_steps(held), does=[f"the accounts are joined already, by {merge}"])
    if reasons := list(_against(into, other)):
        return Refusal(reasons)
    # What a purge left of a merge still has its name, and may keep its accounts joined.
    names = {f"{kind}:{merge}" for kind in ("merged", "followed", "unmerged")}
    if any(one.identity in names for one in (*into.entries(), *other.entries())):
        says = f"merge {merge} was already used; give every merge a name of its own"
        raise LedgerConflict(says, recorded=None, offered=merge)
    merged = Merged(learner=into.learner, merge=merge, other=other.learner, records=other.records)
    try:
        joined = tried(into, merged)
    except LedgerConflict as error:
        return Refusal([Reason(code="cannot-be-joined", says=str(error))])
    return Merging(merge=merge, steps=_steps(merged), does=_joins(into, other, merge), conflicts=_clashes(into, other, joined))


def unmerge(into: Ledger, other: Ledger, *, merge: str) -> Merging | Refusal:
    """Plan to part two accounts that were joined: each holds its own again, with what came in for it in between.

    What was done in between with the credit of both cannot be parted, and is told.  A level that was earned of the evidence of
    both falls to what the account held without it, until it is re-evaluated.

    >>> from cmecore.testing.samples import LEDGER, NOW
    >>> plan = merge(LEDGER, Ledger("dr-17"), merge="M-1")
    >>> joined, other = plan.applied(LEDGER, Ledger("dr-17"), at=NOW, actor="office", reason="one person")
    >>> print(unmerge(joined, other, merge="M-1").explain())
    M-1 is undone: each account holds its own again
    """
    _check(into, other, merge)
    if into.learner == other.learner:
        return Refusal([Reason(code="same-account", says="an account cannot be parted from itself")])
    here, there = (Unmerged(learner=ledger.learner, merge=merge) for ledger in (into, other))
    if not into.lacks(here) and not other.lacks(there):
        steps = [Step(learner=into.learner, entries=[here]), Step(learner=other.learner, entries=[there])]
        return Merging(merge=merge, undoes=True, steps=steps, does=[f"{merge} is undone already"])
    if not _are_joined(into, other, merge):
        return Refusal([Reason(code="not-joined", says=f"these two accounts are not joined by {merge}")])
    if into.follows:
        says = f"the account that goes on was itself joined to another one; undo that first, and {merge} after it"
        return Refusal([Reason(code="joined-since", says=says)])
    parted = part(into, other, merge)
    if isinstance(parted, Refusal):
        return parted
    steps = [Step(learner=into.learner, entries=parted.here), Step(learner=other.learner, entries=parted.there)]
    return Merging(merge=merge, undoes=True, steps=steps, does=parted.does, conflicts=parted.conflicts)


def _check(into: object, other: object, merge: object) -> None:
    expect(into, Ledger, field="into")
    expect(other, Ledger, field="other")
    checked(merge, field="merge")


def _are_joined(into: Ledger, other: Ledger, merge: str) -> bool:
    """Tell whether a merge stands in both ledgers."""
    followed = Followed(learner=other.learner, merge=merge, into=into.learner)
    return other.learner in joined_by(into.records).get(merge, ()) and followed in in_effect(other.records)


def _against(into: Ledger, other: Ledger) -> Iterator[Reason]:
    """Tell why two accounts cannot be joined at all."""
    if into.learner == other.learner:
        yield Reason(code="same-account", says="an account cannot be joined to itself")
        return
    if into.follows:
        says = "the account that is to go on was joined to another one; join to the one that it follows"
        yield Reason(code="follows", says=says)
    if other.follows:
        says = "the other account was joined to another one already; join the one that it follows"
        yield Reason(code="follows", says=says)
    if into.learners & other.learners:
        yield Reason(code="joined-already", says="both accounts hold the records of one and the same account")
    for ledger, word in zip((into, other), _WORDS, strict=True):
        if any(isinstance(one, Erased) and one.later for one in ledger.entries()):
            # Which purge erased it stands in no record that would come along.
            says = f"{word} is handed over as it stood before a purge; hand over the present ledger"
            yield Reason(code="past", says=says)
        # Whoever joins them vouches for what he looked at, and nobody could tell later on which side it was changed.
        if faults := verify(ledger.learner, ledger.records):
            says = f"the chain of {word} is broken, so find out first what was changed: {faults[0]}"
            yield Reason(code="broken-chain", says=says)


def _steps(merged: Merged) -> list[Step]:
    followed = Followed(learner=merged.other, merge=merged.merge, into=merged.learner)
    return [Step(learner=merged.learner, entries=[merged]), Step(learner=merged.other, entries=[followed])]


def _joins(into: Ledger, other: Ledger, merge: str) -> list[str]:
    kept = f"its {other.version} records are kept, and what comes in for it is written to the one that goes on"
    does = [f"the other account is joined by {merge}: {kept}"]
    for account, earned in other.standing.items():
        if account not in into.standing:
            says = f"{titled(earned)}: {earned.level} come along, {other.claimed(account).amount} of it claimed"
            does.append(says)
    both = sorted(into.evidence.keys() & other.evidence.keys())
    return does + [f"the evidence of both joins for {code}: assess it again, since it may be worth more" for code in both]


def _clashes(into: Ledger, other: Ledger, joined: Ledger) -> list[Reason]:
    """Tell what somebody has to look at before two accounts are joined."""
    both = (into, other)
    reasons = [*_twice(into, other, joined), *_claimed_twice(into, other, joined), *_same_names(into, other)]
    names = [ledger.name or next((one.name for one in ledger.certificates[::-1]), "") for ledger in both]
    if all(names) and names[0] != names[1]:
        says = "the two accounts go by different names; the one that goes on keeps its own, and certificates keep theirs"
        reasons.append(Reason(code="names", says=says))
    for ledger, word in zip(both, _WORDS, strict=True):
        says = f"{word} is under a legal hold, which is one of the joined account from now on"
        reasons += [Reason(code="hold", says=f"{says}: {hold}") for hold in sorted(one.hold for one in ledger.holds)]
        reasons += [
            Reason(code="open-order", says=f"order {order.order} of {word} is not delivered; look where it goes")
            for order in _open_orders(ledger)
        ]
    return reasons


def _twice(into: Ledger, other: Ledger, joined: Ledger) -> Iterator[Reason]:
    """Flag each activity that both accounts hold: it counts once, and the terms of one level stand."""
    titles = {account[0]: titled(earned) for account, earned in joined.standing.items()}
    titles |= {code: f"{done.heading.title} ({code})" for code, done in joined.completed.items()}
    for code in sorted(activities(into) & activities(other)):
        says = [f"{titles.get(code, code)} is in both accounts, and counts once"]
        for account in (one for one in joined.standing if one[0] == code):
            held = [ledger.standing[account] for ledger in (into, other) if account in ledger.standing]
            stands = joined.standing[account]
            if len(held) > 1:
                says.append(f"{stands.level}, of {held[0].level.amount} and {held[1].level.amount} that were earned")
            last = {one.terms.claim_by or datetime.date.max for one in held}
            if stands.terms.claim_by is not None and max(last) > stands.terms.claim_by:
                says.append(f"it can be claimed until {stands.terms.claim_by}, though one account could claim longer")
        yield Reason(code="same-activity", says="; ".join(says), activity=code)


def _claimed_twice(into: Ledger, other: Ledger, joined: Ledger) -> Iterator[Reason]:
    for account, beyond in overdrawn(joined).items():
        if beyond > sum(overdrawn(ledger).get(account, 0) for ledger in (into, other)):
            papers = [one for one in joined.certificates if current(joined, one) and account in dict(awarded(one))]
            numbers = ", ".join(str(one.number) for one in papers)
            yield over_claimed(joined, account, "both accounts together", f"; decide on {numbers}" if papers else "")


def _same_names(into: Ledger, other: Ledger) -> Iterator[Reason]:
    """Tell where both accounts hold an act or an event of one name that is not the same."""
    ours = {one.identity: one for one in joint(into.records)}
    reports = {(one.account, one.body) for one in ours.values() if isinstance(one, Reported)}
    for theirs in joint(other.records):
        held = ours.get(theirs.identity)
        if isinstance(theirs, Claim | Ordered | Reported | Observed) and held is not None and _said(held) != _said(theirs):
            says = f"both accounts hold {theirs.identity}, with other content; each stays as it was written"
            yield Reason(code="same-name", says=says)
        if isinstance(theirs, Reported) and (theirs.account, theirs.body) in reports:
            says = f"credit of {theirs.activity} was reported to {theirs.body} from both accounts"
            yield Reason(code="reported-twice", says=says, activity=theirs.activity)


def _said(entry: Entry) -> object:
    """Return what an entry says, whoever it is about."""
    match entry:
        case Claim():
            return entry.asked, [(part.account, part.credits) for part in entry.lines]
        case Observed():
            return entry.activity, entry.item
    return attrs.evolve(entry, learner="-")


def _open_orders(ledger: Ledger) -> list[Ordered]:
    entries = list(joint(ledger.records))
    delivered = {one.order for one in entries if isinstance(one, Acknowledged) and one.delivered}
    return [one for one in entries if isinstance(one, Ordered) and one.order not in delivered]
