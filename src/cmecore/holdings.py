"""What follows from the entries of a ledger, folded one by one.

A ledger keeps its holdings beside its records, so that adding an entry is not a look at all of them again.  Nothing is judged
here: what cannot follow what is written is refused by :mod:`cmecore.coherence` before it gets this far.
"""

from __future__ import annotations

import copy
import itertools
from fractions import Fraction
from typing import TYPE_CHECKING, TypeAlias

import attrs

from cmecore.credit.amounts import Credits, CreditType
from cmecore.entries import (
    Account,
    Adjusted,
    Certificate,
    Claim,
    Completed,
    Earned,
    Erased,
    Extended,
    Followed,
    Hold,
    Lifted,
    Merged,
    Observed,
    Overridden,
    Purged,
    Renamed,
    Retracted,
    Unmerged,
    Voided,
)
from cmecore.rules.awards import Asks

if TYPE_CHECKING:
    import datetime
    from collections.abc import Iterator, Sequence

    from cmecore.entries import Entry, Record

#: What a claim took of an account: the learner, the request and the account.
Part: TypeAlias = tuple[str, str, Account]


@attrs.define
class Holdings:
    """The state of one ledger after some of its entries.

    >>> from cmecore.testing.samples import AMA, LEDGER
    >>> held = Holdings("dr-42")
    >>> for entry in LEDGER.entries():
    ...     held.apply(entry)
    >>> held.standing["EM-101", AMA].level
    Credits(1.75 ama-pra-1)
    """

    learner: str = attrs.field(repr=False)
    #: Every entry by the learner that it is about and its identity.
    known: dict[tuple[str, str], Entry | Erased] = attrs.field(factory=dict, repr=False)
    types: dict[str, CreditType] = attrs.field(factory=dict)
    #: The highest level that was stated of each account, and of each account of each learner who was merged here.
    levels: dict[Account, Earned] = attrs.field(factory=dict, repr=False)
    levels_of: dict[tuple[str, Account], Earned] = attrs.field(factory=dict, repr=False)
    adjusted: dict[tuple[str, Account], Credits] = attrs.field(factory=dict, repr=False)
    extended: dict[Account, datetime.date] = attrs.field(factory=dict)
    #: The levels as they stand: adjusted, and with the time to claim as it was extended.
    standing: dict[Account, Earned] = attrs.field(factory=dict, repr=False)
    completed: dict[str, Completed] = attrs.field(factory=dict, repr=False)
    #: Steps that were claimed of each account, and how many of them a void withholds.
    claimed: dict[Account, int] = attrs.field(factory=dict)
    withheld: dict[Account, int] = attrs.field(factory=dict)
    claims: dict[str, list[Claim]] = attrs.field(factory=dict, repr=False)
    certificates: dict[str, Certificate] = attrs.field(factory=dict, repr=False)
    #: Steps that each part of a claim took, and the number of the certificate that it stands on.
    took: dict[Part, int] = attrs.field(factory=dict, repr=False)
    stands_on: dict[Part, str] = attrs.field(factory=dict, repr=False)
    voided: dict[str, Voided] = attrs.field(factory=dict)
    #: The number of the certificate that took the place of another, by the number of that one.
    superseded: dict[str, str] = attrs.field(factory=dict)
    observed: dict[tuple[str, str], Observed] = attrs.field(factory=dict, repr=False)
    #: The legal holds that stand, by the learner they are about and by name.
    holds: dict[tuple[str, str], Hold] = attrs.field(factory=dict, repr=False)
    #: The activities whose records were purged.
    purged: dict[str, Purged] = attrs.field(factory=dict)
    name: str = attrs.field(default="", repr=False)
    #: The accounts that the ledger is about: its own, and those that were merged into it.
    learners: frozenset[str] = attrs.field(
        default=attrs.Factory(lambda self: frozenset({self.learner}), takes_self=True), repr=False
    )
    #: The accounts that each merge into this ledger brought which stands, and the account that this one follows.
    merges: dict[str, tuple[str, ...]] = attrs.field(factory=dict, repr=False)
    follows: Followed | None = attrs.field(default=None, repr=False)

    def copied(self) -> Holdings:
        """Return a copy that can be written on."""
        other = copy.copy(self)
        for field in attrs.fields(Holdings):
            held = getattr(self, field.name)
            if isinstance(held, dict):
                setattr(other, field.name, dict(held))
        return other

    def apply(self, entry: Entry | Erased, before: Sequence[Record] = ()) -> None:
        """Fold an entry in; a merge that is undone has to look again at the records ``before`` it."""
        if isinstance(entry, Erased):
            self.known[self.learner, entry.identity] = entry
            return
        self.known[entry.learner, entry.identity] = entry
        match entry:
            case Completed():
                held = self.completed.get(entry.activity)
                if held is None or entry.adds_to(held):
                    met = tuple(dict.fromkeys((*(held.met if held else ()), *entry.met)))
                    first = entry if held is None or entry.on < held.on else held
                    self.completed[entry.activity] = attrs.evolve(first, met=met)
            case Earned():
                self._raise(entry, entry.learner)
            case Overridden():
                self._raise(entry.earned, entry.learner)
            case Adjusted():
                self.adjusted.pop((entry.learner, entry.account), None)
                if not entry.lifted:
                    self.adjusted[entry.learner, entry.account] = entry.level
                self._settle(entry.account)
            case Extended():
                self.extended[entry.account] = max(entry.claim_by, self.extended.get(entry.account, entry.claim_by))
                self._settle(entry.account)
            case Claim():
                for part in entry.lines:
                    self.claimed[part.account] = self.claimed.get(part.account, 0) + part.credits.steps
                    took = (entry.learner, entry.request, part.account)
                    self.took[took] = self.took.get(took, 0) + part.credits.steps
                self.claims[entry.request] = [*self.claims.get(entry.request, ()), entry]
            case Certificate():
                self.certificates[entry.number or ""] = entry
                self.superseded.update(dict.fromkeys(entry.supersedes, entry.number or ""))
                self.stands_on.update(dict.fromkeys(self.parts(entry), entry.number or ""))
            # After accounts were parted it may speak of a document that went along with the other.
            case Voided() if entry.number in self.certificates:
                self.voided[entry.number] = entry
                if entry.credit:
                    for account, credits in awarded(self.certificates[entry.number]):
                        self.withheld[account] = self.withheld.get(account, 0) + credits.steps
            case Observed():
                self.observed[entry.learner, entry.identity] = entry
            case Retracted():
                self.observed.pop((entry.learner, entry.observed), None)
            case Renamed():
                self.name = entry.name
            case Hold():
                self.holds[entry.learner, entry.hold] = entry
            case Lifted():
                self.holds.pop((entry.learner, entry.hold), None)
            case Purged():
                self.purged.update(dict.fromkeys(entry.activities, entry))
                for kept in entry.joined:
                    self._alias(kept.merge, kept.learners)
            case Followed():
                self.follows = entry
            case Merged():
                self._alias(entry.merge, _came_with(entry))
                self._join(entry)
            case Unmerged():
                self._part(entry, before)
            case _:
                pass

    def _raise(self, earned: Earned, learner: str) -> None:
        account = earned.account
        self.types.setdefault(earned.level.type.code, earned.level.type)
        if account not in self.levels or earned.outranks(self.levels[account]):
            self.levels[account] = earned
        if (learner, account) not in self.levels_of or earned.outranks(self.levels_of[learner, account]):
            self.levels_of[learner, account] = earned
        self._settle(account)

    def level_of(self, learner: str, account: Account) -> Earned | None:
        """Return the highest level of an account that was stated of one learner, at most what it was adjusted to."""
        earned = self.levels_of.get((learner, account))
        bound = self.adjusted.get((learner, account))
        return earned if earned is None or bound is None else earned.at_most(bound)

    def _settle(self, account: Account) -> None:
        best: Earned | None = None
        # In one order always, so that the same level stands of two that are alike.
        for learner in sorted(self.learners, key=lambda one: (one != self.learner, one)):
            earned = self.level_of(learner, account)
            if earned is not None and (best is None or earned.outranks(best)):
                best = earned
        if best is None:
            return
        claim_by, extended = best.terms.claim_by, self.extended.get(account)
        if claim_by is not None and extended is not None and extended > claim_by:
            best = attrs.evolve(best, terms=attrs.evolve(best.terms, claim_by=extended))
        self.standing[account] = best

    def _alias(self, merge: str, learners: tuple[str, ...]) -> None:
        self.merges[merge] = learners
        self.learners |= frozenset(learners)

    def _join(self, merged: Merged) -> None:
        """Fold in what another account holds; it keeps its own name, and whom it followed is no matter here.

        What was merged into that one came along with it and parts with it: here only the outer merge can be undone.
        """
        for entry in in_effect(merged.records):
            self.known[merged.other if isinstance(entry, Erased) else entry.learner, entry.identity] = entry
            if isinstance(entry, Merged):
                self._join(entry)
            elif isinstance(entry, Purged):
                # What was joined to that account is among those who came along.
                self.purged.update(dict.fromkeys(entry.activities, entry))
            elif not isinstance(entry, Erased | Followed | Renamed):
                self.apply(entry)

    def _part(self, entry: Unmerged, before: Sequence[Record]) -> None:
        """Undo a merge: of the account that followed, or by folding everything again without the accounts that part."""
        if self.follows is not None and self.follows.merge == entry.merge:
            self.follows = None
        else:
            known, merges = self.known, dict(self.merges)
            gone = merges.pop(entry.merge)
            again = Holdings(self.learner)
            for held in in_effect(before):
                parts = isinstance(held, Merged) and held.merge == entry.merge
                if not parts and (isinstance(held, Erased) or held.learner not in gone):
                    again.apply(held)
            # The purges still name the merges that were undone since.
            again.merges, again.learners = merges, frozenset({self.learner}).union(*merges.values())
            for field in attrs.fields(Holdings):
                setattr(self, field.name, getattr(again, field.name))
            self.known = {key: held for key, held in known.items() if key[0] not in gone}

    def parts(self, certificate: Certificate) -> dict[Part, int]:
        """List the parts of claims that a certificate awards, with the steps of each."""
        requests = (certificate.request, *certificate.earlier)
        parts = ((certificate.learner, request, account) for account, _ in awarded(certificate) for request in requests)
        return {part: self.took[part] for part in parts if part in self.took}


def in_effect(records: Sequence[Record]) -> list[Entry | Erased]:
    """Return the entries without the merges that were undone and what they brought.

    >>> from cmecore.testing.samples import LEDGER
    >>> in_effect(LEDGER.records) == list(LEDGER.entries())
    True
    """
    held: list[Entry | Erased] = []
    for place, entry in enumerate(record.entry for record in records):
        if not isinstance(entry, Unmerged):
            held.append(entry)
            continue
        gone = joined_by(records[:place]).get(entry.merge, ())
        stays = [one for one in held if not isinstance(one, Merged | Followed) or one.merge != entry.merge]
        held = [one for one in stays if isinstance(one, Erased) or one.learner not in gone]
    return held


def joined_by(records: Sequence[Record]) -> dict[str, tuple[str, ...]]:
    """Tell which accounts each merge that stands brought: the one that it joined, and those that had been joined to that one.

    A purge may have erased the merge since, and says so in its place.

    >>> from cmecore.testing.samples import LEDGER
    >>> joined_by(LEDGER.records)
    {}
    """
    merges: dict[str, tuple[str, ...]] = {}
    for entry in (record.entry for record in records):
        match entry:
            case Merged():
                merges[entry.merge] = _came_with(entry)
            case Purged():
                merges |= {kept.merge: kept.learners for kept in entry.joined}
            case Unmerged():
                merges.pop(entry.merge, None)
    return merges


def joint(records: Sequence[Record]) -> Iterator[Entry]:
    """List the entries in effect, with those of the accounts that were joined as they were written there.

    >>> from cmecore.testing.samples import LEDGER
    >>> list(joint(LEDGER.records)) == list(LEDGER.entries())
    True
    """
    for entry in in_effect(records):
        if isinstance(entry, Merged):
            yield from joint(entry.records)
        elif not isinstance(entry, Erased):
            yield entry


def awarded(certificate: Certificate) -> list[tuple[Account, Credits]]:
    """List what a certificate awards of each account: nothing by one of participation, and by one that lists others nothing.

    >>> from cmecore.testing.samples import LEDGER, NOW
    >>> from cmecore.certificates import certify_participation
    >>> awarded(certify_participation(LEDGER, "EM-101", name="Ada Okoro, MD", at=NOW))
    []
    """
    if certificate.summarises:
        return []
    lines = [(line, line.credits) for line in certificate.lines if line.credits is not None]
    firsts = [((line.activity, credits.type), credits) for line, credits in lines]
    return firsts + [((line.activity, one.type), one) for line, _ in lines for one in line.resting]


def most_on(earned: Earned, claimed: Credits, base: Earned | None) -> Credits:
    """Tell how much of a level can be claimed, given how much of the type it rests on is claimed.

    >>> from cmecore.testing.samples import AMA, LEDGER
    >>> most_on(LEDGER.standing["EM-101", AMA], AMA(0), None)  # rests on nothing
    Credits(1.75 ama-pra-1)
    """
    carried = carried_by(earned, claimed, base)
    return earned.level if carried is None else min(earned.level, carried)


def carried_by(earned: Earned, claimed: Credits, base: Earned | None) -> Credits | None:
    """Tell how much of a type can stand on what is claimed of the type it rests on, whatever was earned of it itself.

    >>> from cmecore.testing.samples import AMA, LEDGER
    >>> carried_by(LEDGER.standing["EM-101", AMA], AMA(0), None) is None  # rests on nothing, so without a bound
    True
    """
    rests_on, kind = earned.terms.rests_on, earned.level.type
    if rests_on is None:
        return None
    if rests_on.asks is Asks.WHOLE_CLAIM:
        return None if base is not None and claimed >= base.maximum else Credits(0, kind)
    # After a merge more may be claimed of the base than there is of it.
    stands = claimed if base is None else min(claimed, base.level)
    return Credits(int(Fraction(stands.amount) / Fraction(kind.step)), kind)


def _came_with(merged: Merged) -> tuple[str, ...]:
    return (merged.other, *itertools.chain.from_iterable(joined_by(merged.records).values()))
