"""The ledger of one learner: entries in the order in which they were written, and what follows from them.

Nothing is ever changed in place or taken out.  Levels, claimed amounts and lists of certificates are computed from the entries,
so that a replay, another order of arrival or the same evidence twice can neither double nor lose credit.
"""

from __future__ import annotations

import datetime
import functools
from collections import ChainMap
from collections.abc import Iterable, Mapping
from fractions import Fraction
from types import MappingProxyType

import attrs

from cmecore.credit.amounts import Credits, CreditType, total
from cmecore.credit.fields import are, is_a, many
from cmecore.credit.periods import checked_instant, to_instant
from cmecore.credit.text import PARAGRAPH, line
from cmecore.entries import Account, Certificate, Claim, Completed, Earned, Entry, Refusal, identity
from cmecore.errors import InvalidValue, LedgerConflict, shown
from cmecore.rules.awards import Asks


@attrs.frozen(kw_only=True)
class Record:
    """An entry, with the instant at which it was written, by whom and why."""

    entry: Entry = attrs.field(validator=is_a(Completed, Earned, Claim, Certificate))
    at: datetime.datetime = attrs.field(converter=to_instant)
    actor: str = attrs.field(validator=line(), repr=False)
    reason: str = attrs.field(default="", validator=line(blank=True, longest=PARAGRAPH), repr=False)


@attrs.frozen
class Ledger:
    """Everything written about one learner; :meth:`add` is the only way to write.

    ``standing`` holds the level of each account, ``completed`` the completions by activity, ``claims`` and ``certificates``
    what was claimed and issued.

    >>> Ledger("dr-42").records
    ()
    """

    #: The learner's account: an identifier of the caller's, never a name.
    learner: str = attrs.field(validator=line(), repr=False)
    records: tuple[Record, ...] = attrs.field(default=(), converter=many, validator=are(Record))

    def __attrs_post_init__(self) -> None:
        """Refuse what cannot be a learner's history, however it was put together."""
        for entry in self.entries():
            _check(entry, self.learner)
        _check_identities(self.entries())
        _check_types(self.entries())
        _check_claims(self)
        _check_certificates(self)

    def add(self, *entries: Entry | Refusal, at: datetime.datetime, actor: str, reason: str = "") -> Ledger:
        """Return the ledger with entries written behind those it has; what it already holds is not written twice.

        A claim and its certificates are added together or not at all; so is everything else that one call is handed.

        >>> from cmecore.testing.samples import LEDGER, NOW
        >>> LEDGER.add(*LEDGER.entries(), at=NOW, actor="lms") == LEDGER
        True
        """
        checked_instant(at, field="at")
        held = dict(self._by_identity)
        added: list[Record] = []
        for entry in entries:
            if isinstance(entry, Refusal):
                raise LedgerConflict(f"a refusal cannot be written: {entry.explain()}", recorded=None, offered=entry)
            if not isinstance(entry, Completed | Earned | Claim | Certificate):
                advice = "put a star before a list of entries" if isinstance(entry, tuple | list) else ""
                raise InvalidValue(
                    field="entry", found=shown(entry), expected="a Completed, Earned, Claim or Certificate", advice=advice
                )
            name = identity(entry)
            # A fact stated again is the same fact, though a title was corrected since; an act or a document is its content.
            if name not in held or (held[name] != entry and isinstance(entry, Claim | Certificate)):
                added.append(Record(entry=entry, at=at, actor=actor, reason=reason))
            held[name] = entry
        return attrs.evolve(self, records=(*self.records, *added)) if added else self

    @functools.cached_property
    def _by_identity(self) -> dict[str, Entry]:
        return {identity(record.entry): record.entry for record in self.records}

    def entries(self) -> tuple[Entry, ...]:
        """Return the entries in the order in which they were written."""
        return tuple(record.entry for record in self.records)

    @functools.cached_property
    def standing(self) -> Mapping[Account, Earned]:
        """The standing level of each account: the highest, and among equals the earliest; of what was declared, the latest."""
        levels: dict[Account, Earned] = {}
        for entry in self.entries():
            if isinstance(entry, Earned):
                held = levels.get(entry.account)
                if held is None or entry.outranks(held):
                    levels[entry.account] = entry
        return MappingProxyType(levels)

    @functools.cached_property
    def _claimed(self) -> dict[Account, int]:
        steps: dict[Account, int] = {}
        for claim in self.claims:
            for taken in claim.lines:
                steps[taken.account] = steps.get(taken.account, 0) + taken.credits.steps
        return steps

    def claimed(self, account: Account) -> Credits:
        """Return how much of an account was claimed."""
        return Credits(self._claimed.get(account, 0), account[1])

    def claimable(self) -> dict[Account, Credits]:
        """Return what was earned and not yet claimed: the standing level of each account less what was claimed of it."""
        left = {account: earned.level.steps - self._claimed.get(account, 0) for account, earned in self.standing.items()}
        return {account: Credits(steps, account[1]) for account, steps in left.items() if steps > 0}

    @functools.cached_property
    def completed(self) -> Mapping[str, Completed]:
        """The activities that were completed, by code, each with its earliest day."""
        found: dict[str, Completed] = {}
        for entry in self.entries():
            if isinstance(entry, Completed):
                held = found.get(entry.heading.activity)
                if held is None or entry.on < held.on:
                    found[entry.heading.activity] = entry
        return MappingProxyType(found)

    @functools.cached_property
    def claims(self) -> tuple[Claim, ...]:
        """The claims, in the order in which they were written."""
        return tuple(entry for entry in self.entries() if isinstance(entry, Claim))

    @functools.cached_property
    def certificates(self) -> tuple[Certificate, ...]:
        """The certificates, in the order in which they were written."""
        return tuple(entry for entry in self.entries() if isinstance(entry, Certificate))


def _check(entry: Entry, learner: str) -> None:
    if isinstance(entry, Certificate) and entry.number is None:
        raise LedgerConflict("a preview cannot be written: it has no certificate number", recorded=None, offered=entry)
    if entry.learner != learner:
        kind = type(entry).__name__
        raise LedgerConflict(f"this {kind} entry is about another learner", recorded=None, offered=entry)


def _check_identities(entries: Iterable[Entry]) -> None:
    held: dict[str, Entry] = {}
    for entry in entries:
        name = identity(entry)
        if name in held:
            certificate = isinstance(entry, Certificate)
            advice = "give every certificate a number of its own" if certificate else "give every claim a request id of its own"
            raise LedgerConflict(f"{name} is already written, with other content; {advice}", recorded=held[name], offered=entry)
        held[name] = entry


def _check_types(entries: Iterable[Entry]) -> None:
    """Refuse a type whose step changed under its code: its old and new amounts would be two accounts of one work."""
    types: dict[str, CreditType] = {}
    for entry in entries:
        if isinstance(entry, Earned) and types.setdefault(entry.level.type.code, entry.level.type) != entry.level.type:
            kind = entry.level.type
            raise LedgerConflict(
                f"{kind.code} has steps of {types[kind.code].step} in this ledger, and of {kind.step} in the entry; "
                f"a type with another step needs a code of its own",
                recorded=types[kind.code],
                offered=entry,
            )


def _check_claims(ledger: Ledger) -> None:
    """Refuse claims that take more than was ever earned, such as one that was computed on an older state of the ledger."""
    most: dict[Account, int] = {}
    for entry in ledger.entries():
        if isinstance(entry, Earned):
            most[entry.account] = max(entry.level.steps, most.get(entry.account, 0))
    taken: dict[Account, int] = {}
    # What a claim rests on is asked of the levels as they stood when it was written: a level that rose later undoes no claim.
    levels: ChainMap[Account, Earned] = ChainMap({}, dict(ledger.standing))
    for entry in ledger.entries():
        if isinstance(entry, Earned):
            held = levels.maps[0].get(entry.account)
            levels[entry.account] = entry if held is None or entry.outranks(held) else held
        if not isinstance(entry, Claim):
            continue
        for part in entry.lines:
            taken[part.account] = taken.get(part.account, 0) + part.credits.steps
            if taken[part.account] > most.get(part.account, 0):
                raise LedgerConflict(
                    f"claim {entry.request} takes more of {part.account[0]} than is left; claim again on the current ledger",
                    recorded=ledger.standing.get(part.account),
                    offered=entry,
                )
        _check_bases(entry, levels, taken)


def _check_bases(claim: Claim, levels: Mapping[Account, Earned], taken: Mapping[Account, int]) -> None:
    """Refuse claims of what rests on another type beyond what is claimed of that."""
    for account in (part.account for part in claim.lines if part.credits):
        earned = levels[account]
        if earned.terms.rests_on is None:
            continue
        base = (account[0], earned.terms.rests_on.type)
        credits, claimed = Credits(taken[account], account[1]), Credits(taken.get(base, 0), base[1])
        if credits > most_on(earned, claimed, levels.get(base)):
            raise LedgerConflict(
                f"claim {claim.request} takes {credits} of {account[0]}, which {earned.terms.rests_on}, "
                f"and of that {claimed.amount} is claimed; claim both together",
                recorded=earned,
                offered=claim,
            )


def most_on(earned: Earned, claimed: Credits, base: Earned | None) -> Credits:
    """Tell how much of a level can be claimed, given how much of the type it rests on is claimed.

    >>> from cmecore.testing.samples import AMA, LEDGER
    >>> most_on(LEDGER.standing["EM-101", AMA], AMA(0), None)  # rests on nothing
    Credits(1.75 ama-pra-1)
    """
    rests_on, kind = earned.terms.rests_on, earned.level.type
    if rests_on is None:
        return earned.level
    if rests_on.asks is Asks.WHOLE_CLAIM:
        return earned.level if base is not None and claimed >= base.maximum else Credits(0, kind)
    return min(earned.level, Credits(int(Fraction(claimed.amount) / Fraction(kind.step)), kind))


def _check_certificates(ledger: Ledger) -> None:
    """Refuse certificates of a claim that is not written or says otherwise, and second ones of a claim that has its own."""
    claims = {claim.request: claim for claim in ledger.claims}
    issued: dict[tuple[object, ...], Certificate] = {}
    for certificate in ledger.certificates:
        if not certificate.request:
            continue
        claim = claims.get(certificate.request)
        claimed = [] if claim is None else [(part.account[0], part.credits) for part in claim.lines]
        if not all((part.activity, part.credits) in claimed for part in certificate.lines):
            raise LedgerConflict(
                f"certificate {certificate.number} certifies what claim {certificate.request} in this ledger does not hold; "
                f"add the claim together with its certificates",
                recorded=claim,
                offered=certificate,
            )
        awarded = total(part.credits for part in certificate.lines if part.credits is not None)
        if list(awarded.values()) != [certificate.total]:
            raise LedgerConflict(
                f"certificate {certificate.number} awards {certificate.total}, which is not the sum of its lines",
                recorded=claim,
                offered=certificate,
            )
        subject = (certificate.request, certificate.kind, certificate.provider, certificate.course, *awarded)
        if subject in issued:
            raise LedgerConflict(
                f"claim {certificate.request} already has certificate {issued[subject].number} for {certificate.course}; "
                f"certify() returns that one again",
                recorded=issued[subject],
                offered=certificate,
            )
        issued[subject] = certificate
