"""What can follow what is written: an entry that cannot be a part of a learner's history is refused, with the reason.

These are mistakes of programs, or two of them at once: whatever a learner can do wrong was answered with a refusal before.
"""

from __future__ import annotations

from collections import ChainMap
from typing import TYPE_CHECKING

from cmecore.chain import kept_wrongly, stays
from cmecore.credit.amounts import Credits, CreditType
from cmecore.entries import (
    Account,
    Acknowledged,
    Adjusted,
    Answered,
    Assessed,
    Certificate,
    Claim,
    Completed,
    Corrected,
    Earned,
    Erased,
    Extended,
    Followed,
    Hold,
    Lifted,
    Merged,
    Observed,
    Ordered,
    Overridden,
    Purged,
    Reported,
    Retracted,
    Retrieved,
    Unmerged,
    Voided,
    activities_of,
)
from cmecore.errors import LedgerConflict
from cmecore.holdings import Holdings, awarded, carried_by
from cmecore.lasting import lasting

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence

    from cmecore.entries import Entry, Record
    from cmecore.holdings import Part

#: A fact stated again is the same fact, though a title was corrected since; an act or a document is its content.
FACTS = (Completed, Earned, Assessed, Retrieved)
#: What may still be written about an account that was joined to another one.
AFTER_FOLLOWING = (Unmerged, Hold, Lifted, Purged)
_ADVICE = {Certificate: "give every certificate a number of its own", Claim: "give every claim a request id of its own"}


def folded(learner: str, records: Sequence[Record]) -> Holdings:
    """Fold records from the first to the last, refusing what cannot be a history.

    >>> folded("dr-42", ()).standing
    {}
    """
    holdings = Holdings(learner)
    for place, record in enumerate(records):
        if not isinstance(record.entry, Erased):
            if already(holdings, record.entry):
                raise LedgerConflict(f"{record.identity} is written twice", recorded=None, offered=record.entry)
            admit(holdings, record.entry)
            if isinstance(record.entry, Purged):
                admit_purge(holdings, record.entry, records[:place], folding=True)
        holdings.apply(record.entry, records[:place] if isinstance(record.entry, Unmerged) else ())
    return holdings


def already(holdings: Holdings, entry: Entry) -> bool:
    """Tell whether an entry is written, refusing another one in its place.

    >>> from cmecore.testing.samples import LEDGER
    >>> already(folded("dr-42", LEDGER.records), LEDGER.entries()[0])
    True
    """
    held = holdings.known.get((entry.learner, entry.identity))
    if held is None:
        # What is left of an entry does not say of whom it was.
        left = holdings.known.get((holdings.learner, entry.identity))
        held = left if isinstance(left, Erased) else None
    if held is None:
        return False
    if isinstance(entry, Hold) and not isinstance(held, Erased) and (entry.learner, entry.hold) not in holdings.holds:
        says = f"{entry.identity} was lifted; give the new hold a name of its own"
        raise LedgerConflict(says, recorded=held, offered=entry)
    # An item without an event is its own identity, whoever reported it; what a purge erased is reported no second time.
    seen = isinstance(entry, Observed) and (not entry.event or isinstance(held, Erased))
    if held == entry or seen or isinstance(entry, FACTS):
        return True
    if isinstance(held, Erased):
        raise LedgerConflict(f"{entry.identity} was written before, and purged", recorded=held, offered=entry)
    advice = _ADVICE.get(type(entry), "what is written is corrected by an entry of its own")
    raise LedgerConflict(f"{entry.identity} is already written, with other content; {advice}", recorded=held, offered=entry)


def admit(holdings: Holdings, entry: Entry) -> None:
    """Refuse an entry that cannot follow what is written.

    >>> from cmecore.entries import Earned
    >>> from cmecore.testing.samples import LEDGER
    >>> admit(folded("dr-43", ()), LEDGER.entries()[0])
    Traceback (most recent call last):
    cmecore.errors.LedgerConflict: this Completed entry is about another learner
    """
    kind = type(entry).__name__
    joins = isinstance(entry, Merged | Followed | Unmerged)
    if entry.learner not in holdings.learners or (joins and entry.learner != holdings.learner):
        raise LedgerConflict(f"this {kind} entry is about another learner", recorded=None, offered=entry)
    if holdings.follows is not None and not isinstance(entry, AFTER_FOLLOWING):
        says = f"this account was joined to another one; write this {kind} entry to the ledger that it follows"
        raise LedgerConflict(says, recorded=holdings.follows, offered=entry)
    match entry:
        case Earned() | Overridden():
            _same_kind(holdings, entry.account[1], entry)
        case Claim():
            _admit_claim(holdings, entry)
        case Certificate():
            _admit_certificate(holdings, entry)
        case Voided():
            _admit_void(holdings, entry)
        case Merged():
            _admit_merge(holdings, entry)
        case _:
            _admit_reference(holdings, entry)


def admit_purge(holdings: Holdings, purge: Purged, before: Sequence[Record], *, folding: bool = False) -> None:
    """Refuse a purge of what a legal hold keeps, and of what stands in no record of its own but came with a merge.

    >>> from cmecore.testing.samples import LEDGER
    >>> held = folded("dr-42", LEDGER.records)
    >>> admit_purge(held, Purged(learner="dr-42", purge="2032-03", erased=[LEDGER.records[0].identity]), LEDGER.records)
    """
    written = {record.identity: record.entry for record in before}
    for identity in purge.erased:
        _needs(written, identity, f"a record {identity}", purge)
        entry = written[identity]
        about = frozenset() if isinstance(entry, Erased) else activities_of(entry)
        for hold in holdings.holds.values():
            if not isinstance(entry, Erased) and (not hold.activity or hold.activity in about):
                says = f"{hold.identity} keeps {identity}; what was planned before it has to be planned again"
                raise LedgerConflict(says, recorded=hold, offered=purge)
        if stays(entry, written):
            says = f"{identity} says what became of what was erased, and stays to say so"
            raise LedgerConflict(says, recorded=entry, offered=purge)
    wrong = kept_wrongly(purge, before)
    for kept in purge.joined:
        merged = written.get(f"merged:{kept.merge}") if f"merged:{kept.merge}" in purge.erased else None
        stands = isinstance(merged, Merged) and holdings.merges.get(kept.merge) == kept.learners
        # Folded again, only the purge that erased a merge still tells whom it joined.
        if kept.merge in wrong or not (stands or (folding and isinstance(merged, Erased))):
            says = f"{purge.identity} says of merge {kept.merge} whom it joined, and does not erase it, or it joined others"
            raise LedgerConflict(says, recorded=merged, offered=purge)


def _admit_claim(holdings: Holdings, claim: Claim) -> None:
    """Refuse a claim that takes more than is left, such as one that was computed on an older state of the ledger."""
    taken = ChainMap[Account, int]({}, holdings.claimed)
    if not claim.lines:
        raise LedgerConflict(f"claim {claim.request} takes nothing", recorded=None, offered=claim)
    for part in claim.lines:
        held = holdings.standing.get(part.account)
        taken[part.account] = taken.get(part.account, 0) + part.credits.steps
        if held is None or taken[part.account] > held.level.steps:
            raise LedgerConflict(
                f"claim {claim.request} takes more of {part.account[0]} than is left; claim again on the current ledger",
                recorded=held,
                offered=claim,
            )
    _admit_bases(holdings, claim, [part.account for part in claim.lines if part.credits], taken)


def _admit_bases(holdings: Holdings, entry: Claim | Voided, accounts: Iterable[Account], taken: Mapping[Account, int]) -> None:
    """Refuse what leaves more claimed of a type than is claimed of the one that it rests on."""
    for account in accounts:
        earned = holdings.standing[account]
        # What was claimed beyond a level that was set lower does not stand, and needs nothing to stand on.
        left = min(earned.level.steps, taken.get(account, 0) - holdings.withheld.get(account, 0))
        if earned.terms.rests_on is None or left <= 0:
            continue
        base = (account[0], earned.terms.rests_on.type)
        credits, claimed = Credits(left, account[1]), Credits(taken.get(base, 0) - holdings.withheld.get(base, 0), base[1])
        carried = carried_by(earned, claimed, holdings.standing.get(base))
        if carried is not None and credits > carried:
            advice = "claim both together" if isinstance(entry, Claim) else "void the certificate of both"
            raise LedgerConflict(
                f"{entry.identity} leaves {credits} claimed of {account[0]}, which {earned.terms.rests_on}, "
                f"and of that {claimed.amount} is claimed; {advice}",
                recorded=earned,
                offered=entry,
            )


def _admit_certificate(holdings: Holdings, certificate: Certificate) -> None:
    """Refuse a certificate of a claim that is not written or says otherwise, and a second one of the same."""
    if certificate.number is None:
        raise LedgerConflict("a preview cannot be written: it has no certificate number", recorded=None, offered=certificate)
    if certificate.summarises:
        says = "lists what other certificates award, and awards nothing; make it again whenever it is asked for"
        raise LedgerConflict(f"{certificate.kind.title} {certificate.number} {says}", recorded=None, offered=certificate)
    claims = [one for one in holdings.claims.get(certificate.request, ()) if one.learner == certificate.learner]
    stands = _standing(holdings, certificate)
    held: dict[Account, int] = {}
    claimed: dict[Account, int] = {}
    for part, steps in holdings.parts(certificate).items():
        held[part[2]] = held.get(part[2], 0) + stands[part]
        claimed[part[2]] = claimed.get(part[2], 0) + steps
    for account, credits in awarded(certificate):
        if credits.steps == claimed.get(account) and held[account] < credits.steps:
            left = Credits(held[account], account[1]).amount
            says = (
                f"certificate {certificate.number} states {credits} of {account[0]}, of which {left} stands since its level "
                f"was set lower; certify() and reissue() state what stands"
            )
            raise LedgerConflict(says, recorded=holdings.standing[account], offered=certificate)
    unheld = any(held.get(account) != credits.steps for account, credits in awarded(certificate))
    if unheld or bool(certificate.request) != bool(claims):
        named = f"claim {certificate.request}" if certificate.request else "a claim, which it does not name,"
        raise LedgerConflict(
            f"certificate {certificate.number} certifies what {named} in this ledger does not hold; "
            f"add the claim together with its certificates",
            recorded=claims[0] if claims else None,
            offered=certificate,
        )
    sums: dict[CreditType, int] = {}
    for (_, kind), credits in awarded(certificate):
        sums[kind] = sums.get(kind, 0) + credits.steps
    said = [] if certificate.total is None else [certificate.total, *certificate.resting]
    if sums != {one.type: one.steps for one in said}:
        raise LedgerConflict(
            f"certificate {certificate.number} awards {certificate.total}, which is not the sum of its lines",
            recorded=claims[0] if claims else None,
            offered=certificate,
        )
    _admit_place(holdings, certificate, stands)
    _admit_number(holdings, certificate.number, certificate)


def _admit_number(holdings: Holdings, number: str, entry: Certificate | Merged) -> None:
    if number in holdings.certificates:
        says = f"certificate {number} was issued already to an account of the same person; a number is one document"
        raise LedgerConflict(says, recorded=holdings.certificates[number], offered=entry)


def _standing(holdings: Holdings, certificate: Certificate) -> dict[Part, int]:
    """Tell how many steps stand of what a certificate, and those whose place it takes, are about."""
    before = [holdings.certificates[number] for number in certificate.supersedes if number in holdings.certificates]
    parts = {part: steps for one in (*before, certificate) for part, steps in holdings.parts(one).items()}
    # Without a level that was set lower all of it stands, also where two accounts that were joined claimed too much.
    lower = {
        account: holdings.standing[account].level
        for account in dict.fromkeys(account for _, _, account in parts if account in holdings.standing)
        if holdings.standing[account].level < holdings.levels[account].level
    }
    if lower:
        claims = [one for made in holdings.claims.values() for one in made]
        ended = [holdings.certificates[number] for number, void in holdings.voided.items() if void.credit]
        lasts = lasting(claims, ended, lower)
        parts |= {part: steps for part, steps in lasts.items() if part in parts}
    return parts


def _admit_place(holdings: Holdings, certificate: Certificate, stands: Mapping[Part, int]) -> None:
    """Refuse to certify again what stands on another certificate, and to take the place of one without holding its credit."""
    parts = holdings.parts(certificate)
    for number in (*certificate.supersedes, *filter(None, [certificate.adds_to])):
        _needs(holdings.certificates, number, f"certificate {number}", certificate)
    for number in certificate.supersedes:
        says = ""
        void = holdings.voided.get(number)
        if number in holdings.superseded:
            says = f"the place of certificate {number} was taken by {holdings.superseded[number]}; supersede that one"
        elif void is not None and void.credit:
            says = f"the credit of certificate {number} was ended, and nothing takes its place"
        elif any(part not in parts and stands[part] for part in holdings.parts(holdings.certificates[number])):
            says = f"certificate {certificate.number} does not hold all that {number} awards, whose place it takes"
        if says:
            raise LedgerConflict(says, recorded=holdings.certificates[number], offered=certificate)
    for part in parts:
        number = holdings.stands_on.get(part, "")
        # What was left out of a certificate in between comes back to the place that it had.
        while number in holdings.superseded and number not in certificate.supersedes:
            number = holdings.superseded[number]
        if number and number not in certificate.supersedes:
            raise LedgerConflict(
                f"claim {part[1]} already has certificate {number} for {certificate.course}; certify() returns that one again",
                recorded=holdings.certificates[number],
                offered=certificate,
            )


def _admit_void(holdings: Holdings, void: Voided) -> None:
    """Refuse to end credit that stands on another certificate, or that other credit rests on."""
    _needs(holdings.certificates, void.number, f"certificate {void.number}", void)
    before = holdings.voided.get(void.number)
    if before is not None and before.credit:
        raise LedgerConflict(f"certificate {void.number} was voided with its credit", recorded=before, offered=void)
    if not void.credit:
        return
    if void.number in holdings.superseded:
        by = holdings.superseded[void.number]
        says = f"the credit of certificate {void.number} stands on {by} now; void that one"
        raise LedgerConflict(says, recorded=holdings.certificates[by], offered=void)
    left = ChainMap[Account, int]({}, holdings.claimed)
    ended = dict(awarded(holdings.certificates[void.number]))
    for account, credits in ended.items():
        left[account] -= credits.steps
    rests = {account: earned.terms.rests_on for account, earned in holdings.standing.items()}
    _admit_bases(holdings, void, [one for one, on in rests.items() if on is not None and (one[0], on.type) in ended], left)


def _admit_merge(holdings: Holdings, merged: Merged) -> None:
    try:
        inner = folded(merged.other, merged.records)
    except LedgerConflict as conflict:
        says = f"{merged.identity} brings records that are no history of that account: {conflict}"
        raise LedgerConflict(says, recorded=conflict.recorded, offered=merged) from conflict
    if inner.learners & holdings.learners:
        raise LedgerConflict("that account is merged here already", recorded=None, offered=merged)
    if inner.follows is not None:
        says = "the account was joined to another one already; merge the ledger that it follows"
        raise LedgerConflict(says, recorded=inner.follows, offered=merged)
    for kind in inner.types.values():
        _same_kind(holdings, kind, merged)
    for number in inner.certificates.keys() & holdings.certificates.keys():
        _admit_number(holdings, number, merged)


def _admit_reference(holdings: Holdings, entry: Entry) -> None:
    """Refuse an entry that speaks of something that was never written."""
    match entry:
        case Adjusted(account=account) | Reported(account=account):
            _needs(holdings.standing, account, f"credit of {account[0]}", entry)
            if isinstance(entry, Adjusted) and (entry.learner, account) not in holdings.levels_of:
                says = f"the credit of {account[0]} was earned in an account that was joined; adjust it as that learner's"
                raise LedgerConflict(says, recorded=holdings.standing[account], offered=entry)
            _same_kind(holdings, account[1], entry)
        case Extended(account=account, claim_by=claim_by):
            _needs(holdings.standing, account, f"credit of {account[0]}", entry)
            held = holdings.standing[account].terms.claim_by
            if held is None or claim_by <= held:
                until = f"until {held}" if held else "for ever"
                says = f"{account[0]} can be claimed {until}, and an extension to {claim_by} would not extend that"
                raise LedgerConflict(says, recorded=held, offered=entry)
        case Retracted(learner=learner, observed=identity):
            _needs(holdings.observed, (learner, identity), f"the evidence {identity}", entry)
        case Retrieved(number=number) | Ordered(number=number):
            _needs(holdings.certificates, number, f"certificate {number}", entry)
        case Acknowledged(order=order):
            _needs_written(holdings, f"ordered:{order}", entry)
        case Answered(report=report):
            _needs_written(holdings, f"reported:{report}", entry)
        case Corrected(about=about):
            _needs_written(holdings, about, entry)
        case Lifted(hold=hold):
            _needs(holdings.holds, (entry.learner, hold), f"hold {hold}", entry)
        case Unmerged(merge=merge):
            # Of an account that was joined only that can be undone; what was joined to it before went along.
            merges = [holdings.follows.merge] if holdings.follows is not None else holdings.merges
            _needs(merges, merge, f"merge {merge}", entry)
        case _:
            pass


def _needs_written(holdings: Holdings, identity: str, entry: Entry) -> None:
    if not any((learner, identity) in holdings.known for learner in holdings.learners):
        _needs((), identity, identity, entry)


def _needs(held: Collection[object], wanted: object, what: str, entry: Entry) -> None:
    if wanted not in held:
        raise LedgerConflict(
            f"{entry.identity} speaks of {what}, which this ledger does not hold", recorded=None, offered=entry
        )


def _same_kind(holdings: Holdings, kind: CreditType, entry: Entry) -> None:
    """Refuse a type whose step changed under its code: its old and new amounts would be two accounts of one work."""
    held = holdings.types.get(kind.code, kind)
    if held != kind:
        raise LedgerConflict(
            f"{kind.code} has steps of {held.step} in this ledger, and of {kind.step} in the entry; "
            f"a type with another step needs a code of its own",
            recorded=held,
            offered=entry,
        )
