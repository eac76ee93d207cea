"""The ledger of one learner: entries in the order in which they were written, chained, and what follows from them.

Nothing is ever changed in place.  Levels, claimed amounts and lists of certificates are folded from the entries, so that a
replay, another order of arrival or the same evidence twice can neither double nor lose credit.
"""

from __future__ import annotations

import datetime
import functools
from collections.abc import Mapping
from types import MappingProxyType

import attrs

from cmecore.activities import Activity
from cmecore.chain import Head, erase, genesis, past, write
from cmecore.coherence import admit, admit_purge, already, folded
from cmecore.credit.amounts import Credits
from cmecore.credit.canonical import digest
from cmecore.credit.fields import are, expect, is_a, many
from cmecore.credit.periods import checked_instant
from cmecore.credit.text import PARAGRAPH, checked, line
from cmecore.entries import (
    ENTRIES,
    NEED_A_REASON,
    Account,
    Certificate,
    Claim,
    Completed,
    Earned,
    Entry,
    Erased,
    Hold,
    Purged,
    Record,
    Refusal,
    Voided,
)
from cmecore.errors import InvalidValue, LedgerConflict, shown
from cmecore.evidence import Item, Participation
from cmecore.holdings import Holdings


@attrs.frozen
class Ledger:
    """Everything written about one learner; :meth:`add` is the only way to write.

    >>> Ledger("dr-42").records
    ()
    """

    #: The learner's account: an identifier of the caller's, never a name.
    learner: str = attrs.field(validator=line(), repr=False)
    records: tuple[Record, ...] = attrs.field(default=(), converter=many, validator=are(Record))
    #: Fresh random bytes, such as ``secrets.token_bytes(16)``, from which what is added gets its salt; never written out.
    #: A store hands its ledgers out with one.  Without it what names a person cannot be purged later.
    secret: bytes = attrs.field(default=b"", validator=is_a(bytes), repr=False, eq=False, metadata={"written": False})
    _held: Holdings = attrs.field(init=False, repr=False, eq=False)

    def __attrs_post_init__(self) -> None:
        """Refuse what cannot be a learner's history, however it was put together."""
        object.__setattr__(self, "_held", folded(self.learner, self.records))

    def __reduce__(self) -> tuple[object, ...]:
        """Travel between processes: what follows from the records is folded again."""
        return Ledger, (self.learner, self.records, self.secret)

    def add(self, *entries: Entry | Refusal, at: datetime.datetime, actor: str, reason: str = "") -> Ledger:
        """Return the ledger with entries written behind those it has; what it already holds is not written twice.

        A claim and its certificates are added together or not at all; so is everything else that one call is handed.  An entry
        that undoes or sets something by hand needs a ``reason``.

        >>> from cmecore.testing.samples import LEDGER, NOW
        >>> LEDGER.add(*LEDGER.entries(), at=NOW, actor="lms") == LEDGER
        True
        """
        checked_instant(at, field="at")
        checked(actor, field="actor")
        held, records = self._held.copied(), list(self.records)
        for entry in map(_an_entry, entries):
            if already(held, entry):
                continue
            if isinstance(entry, NEED_A_REASON) and not checked(reason, field="reason", blank=True, longest=PARAGRAPH).strip():
                kind = type(entry).__name__
                raise InvalidValue(field="reason", found="none", expected=f"why, since {kind} entries undo or decide something")
            admit(held, entry)
            if isinstance(entry, Purged):
                admit_purge(held, entry, records)
            after = records[-1].link if records else genesis(self.learner)
            record = write(entry, after=after, at=at, actor=actor, reason=reason, secret=self.secret)
            held.apply(entry, records)
            records.append(record)
            if isinstance(entry, Purged):
                gone = frozenset(entry.erased)
                records = [erase(one) if one.identity in gone else one for one in records]
                held = _folded_without(entry, self.learner, records)
        return self._grown(tuple(records), held) if len(records) > len(self.records) else self

    def _grown(self, records: tuple[Record, ...], held: Holdings) -> Ledger:
        """Make the next ledger without folding again what was folded before."""
        grown = object.__new__(Ledger)
        for name, value in (("learner", self.learner), ("records", records), ("secret", self.secret), ("_held", held)):
            object.__setattr__(grown, name, value)
        return grown

    @property
    def version(self) -> int:
        """How many records it has."""
        return len(self.records)

    @property
    def head(self) -> Head:
        """The end of its chain: keep it, or sign it, outside of the ledger, to prove later that nothing before it changed."""
        return Head(self.learner, self.version, self.records[-1].link if self.records else genesis(self.learner))

    def as_of(self, at: datetime.datetime) -> Ledger:
        """Return the ledger as it stood at an instant: the records before the first that was written later.

        Of what was purged since, the past holds what is left of it, too.

        >>> from cmecore.testing.samples import LEDGER, NOW
        >>> LEDGER.as_of(NOW - datetime.timedelta(days=1)).version
        0
        """
        at = checked_instant(at, field="at")
        version = next((place for place, record in enumerate(self.records) if record.at > at), self.version)
        return Ledger(self.learner, past(self.records, version), self.secret)

    def entries(self) -> tuple[Entry | Erased, ...]:
        """Return the entries in the order in which they were written."""
        return tuple(record.entry for record in self.records)

    @property
    def standing(self) -> Mapping[Account, Earned]:
        """The standing level of each account: the highest, and among equals the earliest; of what was declared, the latest.

        An adjustment lowers it, and an extension lengthens the time in which it can be claimed.
        """
        return MappingProxyType(self._held.standing)

    @property
    def levels(self) -> Mapping[tuple[str, Account], Earned]:
        """The level of each account as it stands for each learner who is in this ledger: more than one only after a merge."""
        levels = {key: self._held.level_of(*key) for key in self._held.levels_of}
        return MappingProxyType({key: level for key, level in levels.items() if level is not None})

    def reached(self, account: Account) -> Earned | None:
        """Return the highest level that was stated of an account, whatever was adjusted since."""
        return self._held.levels.get(account)

    def lacks(self, entry: Entry) -> bool:
        """Tell whether an entry is not written yet; another entry in its place is an error."""
        return not already(self._held, entry)

    def claimed(self, account: Account) -> Credits:
        """Return how much of an account was claimed, with what a void withholds."""
        return Credits(self._held.claimed.get(account, 0), account[1])

    def withheld(self, account: Account) -> Credits:
        """Return how much of what was claimed a void took back; it cannot be claimed again."""
        return Credits(self._held.withheld.get(account, 0), account[1])

    def claimable(self) -> dict[Account, Credits]:
        """Return what was earned and not yet claimed: the standing level of each account less what was claimed of it."""
        return dict(self._claimable)

    @functools.cached_property
    def _claimable(self) -> dict[Account, Credits]:
        left = {account: earned.level.steps - self.claimed(account).steps for account, earned in self.standing.items()}
        return {account: Credits(steps, account[1]) for account, steps in left.items() if steps > 0}

    @property
    def completed(self) -> Mapping[str, Completed]:
        """The activities that were completed, by code, each with its earliest day."""
        return MappingProxyType(self._held.completed)

    @functools.cached_property
    def claims(self) -> tuple[Claim, ...]:
        """The claims, in the order in which they were written."""
        return tuple(claim for held in self._held.claims.values() for claim in held)

    @functools.cached_property
    def certificates(self) -> tuple[Certificate, ...]:
        """The certificates, in the order in which they were written."""
        return tuple(self._held.certificates.values())

    @property
    def voided(self) -> Mapping[str, Voided]:
        """The certificates that were voided, by number."""
        return MappingProxyType(self._held.voided)

    @property
    def superseded(self) -> Mapping[str, str]:
        """The certificates that were replaced, by number, and the number of the one that took the place of each."""
        return MappingProxyType(self._held.superseded)

    @functools.cached_property
    def evidence(self) -> Mapping[str, frozenset[Item]]:
        """The evidence of each activity that was observed and not retracted."""
        items: dict[str, set[Item]] = {}
        for seen in self._held.observed.values():
            items.setdefault(seen.activity, set()).add(seen.item)
        return MappingProxyType({activity: frozenset(held) for activity, held in items.items()})

    def participation(self, activity: Activity) -> Participation:
        """Return everything that the ledger holds of the learner in an activity, to be assessed.

        >>> from cmecore.testing.samples import LEDGER, SEPSIS
        >>> LEDGER.participation(SEPSIS).evidence
        frozenset()
        """
        expect(activity, Activity, field="activity")
        return Participation(self.learner, activity, self.evidence.get(activity.code, frozenset()))

    @property
    def holds(self) -> tuple[Hold, ...]:
        """The legal holds that stand, on this account and on those that were merged into it."""
        return tuple(self._held.holds.values())

    @property
    def purged(self) -> Mapping[str, Purged]:
        """The activities whose records were erased at the end of their retention, by code."""
        return MappingProxyType(self._held.purged)

    @property
    def name(self) -> str:
        """The name of the account, as it was changed last; empty where the ledger was told none."""
        return self._held.name

    @property
    def learners(self) -> frozenset[str]:
        """The accounts that this ledger is about: its own, and those that were merged into it."""
        return self._held.learners

    @property
    def follows(self) -> str:
        """The account that this one was joined to and whose ledger goes on; empty where it was joined to none."""
        return "" if self._held.follows is None else self._held.follows.into

    @functools.cached_property
    def state_digest(self) -> str:
        """A digest of what the learner holds, however the entries came in; :attr:`head` is one of the history itself."""
        held = self._held
        amounts = (
            (account, earned, self.claimed(account), self.withheld(account)) for account, earned in held.standing.items()
        )
        accounts = [
            (code, kind.code, earned.level.steps, earned.since, earned.terms.claim_by, claimed.steps, withheld.steps)
            for (code, kind), earned, claimed, withheld in amounts
        ]
        papers = [(number, number in held.voided, number in held.superseded) for number in held.certificates]
        done = [(activity, one.on) for activity, one in held.completed.items()]
        stated = (set(accounts), set(papers), set(done), {code: set(items) for code, items in self.evidence.items()})
        return digest((*stated, set(held.holds), set(held.purged)))


def _folded_without(purge: Purged, learner: str, records: list[Record]) -> Holdings:
    """Fold what a purge leaves, refusing one that leaves an entry without what that stands on."""
    try:
        return folded(learner, records)
    except LedgerConflict as conflict:
        says = f"{purge.identity} would leave what stands on what it erases ({conflict}); name that too"
        raise LedgerConflict(says, recorded=conflict.recorded, offered=purge) from conflict


def _an_entry(entry: Entry | Refusal) -> Entry:
    if isinstance(entry, Refusal):
        raise LedgerConflict(f"a refusal cannot be written: {entry.explain()}", recorded=None, offered=entry)
    if not isinstance(entry, ENTRIES):
        advice = "put a star before a list of entries" if isinstance(entry, tuple | list) else ""
        expected = "an entry such as a Completed, Earned, Claim or Certificate"
        raise InvalidValue(field="entry", found=shown(entry), expected=expected, advice=advice)
    return entry
