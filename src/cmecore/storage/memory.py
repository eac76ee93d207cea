"""A store in memory, for tests and for programs that keep nothing: what it holds ends with it."""

from __future__ import annotations

import datetime
import secrets
import threading
from collections import ChainMap
from collections.abc import Callable, Iterator, Mapping

from cmecore.chain import Head, erase, genesis
from cmecore.credit.fields import expect
from cmecore.credit.text import checked
from cmecore.entries import Certificate, Entry, Erased, Followed, Record
from cmecore.errors import InvalidValue
from cmecore.ledger import Ledger
from cmecore.storage.appending import Addition, addition, follow, in_order
from cmecore.storage.checking import faults_in, gone, lookup_faults
from cmecore.storage.numbering import Place, leads_to, left_behind
from cmecore.storage.pairing import halves, lone_faults, refuse_halves
from cmecore.storage.protocol import LONGEST_PROVIDER, LONGEST_START, Anchor, BrokenLedger, LedgerFault

_SALT = 16


class MemoryStore:
    """The ledgers of one provider in memory; threads may share it.

    >>> from cmecore.testing.samples import LEDGER
    >>> store = MemoryStore(provider="lakeside")
    >>> store.append(LEDGER)
    >>> store.read("dr-42") == LEDGER
    True
    """

    def __init__(self, *, provider: str) -> None:
        self._provider = checked(provider, field="provider", longest=LONGEST_PROVIDER)
        self._records: dict[str, tuple[Record, ...]] = {}
        self._numbers: dict[str, Place] = {}
        self._aliases: dict[str, tuple[str, str]] = {}
        self._lock = threading.Lock()

    def __repr__(self) -> str:
        """Say whose ledgers they are."""
        return f"MemoryStore(provider={self._provider!r})"

    @property
    def provider(self) -> str:
        """Whose ledgers it holds."""
        return self._provider

    def read(self, learner: str, *, verify: bool = True) -> Ledger:
        """Return the learner's own ledger; see :class:`~cmecore.storage.protocol.LedgerStore`."""
        checked(learner, field="learner")
        return _ledger(learner, self._records.get(learner, ()), verify=verify)

    def append(self, *ledgers: Ledger) -> None:
        """Write what is new in some ledgers, all of it or nothing."""
        with self._lock:
            ordered = in_order(ledgers)
            added = [self._addition(ledger) for ledger in ordered]
            # What may still be refused comes before anything is changed.
            grown = {new.learner: _grown(self._records.get(new.learner, ()), new) for new in added if new.records}
            held = ChainMap(grown, self._records)
            numbers = self._issued(added, held)
            aliases = _aliases(added, self._aliases)
            for ledger, new in zip(ordered, added, strict=True):
                refuse_halves(halves(ledger.records, ledger.learner, since=new.stored), _written_in(held))
            self._records |= grown
            self._numbers |= numbers
            self._aliases = aliases

    def _addition(self, ledger: Ledger) -> Addition:
        records = self._records.get(ledger.learner, ())
        return addition(ledger, self.head(ledger.learner), lambda version: records[version - 1].link)

    def _issued(self, added: list[Addition], held: Mapping[str, tuple[Record, ...]]) -> dict[str, Place]:
        """Let numbers lead to records; one that was issued before may only move, with its certificate, by an unmerge."""
        issued: dict[str, Place] = {}
        leads = ChainMap(issued, self._numbers)
        for new in added:
            for number, version in new.numbers.items():
                place = new.learner, version
                issued[number] = leads_to(number, leads[number], place, held.__getitem__) if number in leads else place
        return issued

    def head(self, learner: str) -> Head:
        """Return the end of a learner's chain."""
        records = self._records.get(checked(learner, field="learner"), ())
        return Head(learner, len(records), records[-1].link if records else genesis(learner))

    def stream(self, start: str = "", *, verify: bool = True) -> Iterator[Ledger]:
        """Give every ledger as all of them stood at one moment, in the order of the learners, from ``start`` on."""
        checked(start, field="start", longest=LONGEST_START, blank=True)
        with self._lock:
            records = dict(self._records)
        for learner in sorted(records):
            if learner >= start:
                yield _ledger(learner, records[learner], verify=verify)

    def find(self, number: str) -> tuple[str, Certificate | Erased] | None:
        """Find a certificate by its number, and the learner whose ledger knows how it stands."""
        learner, version = self._numbers.get(checked(number, field="number"), ("", 0))
        found = self._records[learner][version - 1].entry if version else None
        return (self.alias(learner), found) if isinstance(found, Certificate | Erased) else None

    def alias(self, learner: str) -> str:
        """Tell whose ledger goes on for a learner."""
        return follow(checked(learner, field="learner"), _next_in(self._aliases))

    def anchor(self, at: datetime.datetime) -> Anchor:
        """Return the heads of all ledgers, as they all stood at one moment, with one digest over them."""
        with self._lock:
            heads = [self.head(learner) for learner in self._records]
        return Anchor(provider=self._provider, at=at, heads=heads)

    def check(self, anchor: Anchor | None = None) -> tuple[LedgerFault, ...]:
        """Verify every ledger, and what finds numbers and aliases; against an anchor also that nothing was taken back."""
        if anchor is not None and expect(anchor, Anchor, field="anchor").provider != self._provider:
            raise InvalidValue(field="anchor", found="that of another provider", expected=f"one of {self._provider}")
        anchored = {head.learner: head for head in anchor.heads} if anchor is not None else {}
        found: list[LedgerFault] = []
        with self._lock:
            held, aliases = dict(self._records), self._aliases
            issued = dict(self._numbers)
        leading: dict[str, list[tuple[str, int]]] = {}
        for number, (owner, version) in issued.items():
            leading.setdefault(owner, []).append((number, version))
        for learner, records in sorted(held.items()):
            faults = faults_in(learner, records, anchored=anchored.get(learner))
            # Where an unmerge moved a certificate, its number leads to the other ledger.
            mine = {number: at for number, at in left_behind(learner, records).items() if number in issued}
            mine |= leading.get(learner, ())
            looked_up = (*lookup_faults(records, mine, aliases.get(learner)), *lone_faults(records, learner, _written_in(held)))
            found += LedgerFault.of(learner, (*faults, *looked_up))
        return (*found, *gone(anchor, held))


def _aliases(added: list[Addition], held: Mapping[str, tuple[str, str]]) -> dict[str, tuple[str, str]]:
    aliases = dict(held)
    changed = {new.learner: new.merges[-1] for new in added if new.merges}
    for learner, last in changed.items():
        aliases.pop(learner, None)
        if isinstance(last, Followed):
            aliases[learner] = (last.merge, last.into)
    # What was undone in one ledger may meet what stands in another, so all of them come in first.
    for learner in changed:
        follow(learner, _next_in(aliases))
    return aliases


def _written_in(held: Mapping[str, tuple[Record, ...]]) -> Callable[[str, str], Entry | Erased | None]:
    def written(learner: str, identity: str) -> Entry | Erased | None:
        return next((record.entry for record in held.get(learner, ()) if record.identity == identity), None)

    return written


def _next_in(aliases: Mapping[str, tuple[str, str]]) -> Callable[[str], str | None]:
    return lambda learner: aliases[learner][1] if learner in aliases else None


def _grown(records: tuple[Record, ...], new: Addition) -> tuple[Record, ...]:
    purged = set(new.purged)
    held = (*records, *new.records)
    return tuple(erase(one) if version in purged else one for version, one in enumerate(held, 1)) if purged else held


def _ledger(learner: str, records: tuple[Record, ...], *, verify: bool) -> Ledger:
    if verify and (faults := faults_in(learner, records)):
        raise BrokenLedger(learner, faults)
    return Ledger(learner, records, secrets.token_bytes(_SALT))
