"""Everything a store holds in one file, back into an empty store, and every difference between the two.

A dump is text: a line of JSON for each record, ledger after ledger, and a last line that says how many there were, with the
digest of the lines and of the anchor.  So a dump that was cut off or changed is found by itself; one that somebody computed
again is found by an anchor's digest that was kept elsewhere.  Where numbers and accounts lead follows from the records: to
restore them makes it anew, and :func:`differences` asks the store for each.  Whatever is read or written, one ledger at a time
is in memory, and of those of merged accounts as many as belong together.
"""

from __future__ import annotations

import datetime
import hashlib
import json
from collections.abc import Callable, Iterable, Iterator
from typing import IO, Any, TypeVar

import attrs

from cmecore.chain import Fault, Head, verify
from cmecore.credit.fields import expect
from cmecore.entries import Erased, Record
from cmecore.errors import CmeError, InvalidValue, LedgerConflict
from cmecore.ledger import Ledger
from cmecore.serial import SCHEMA, to_data
from cmecore.serial.plain import parsed
from cmecore.storage.appending import follows, named, number_of
from cmecore.storage.dumped import Contents, Reading, Stream, Tally, dump_fault, text_file
from cmecore.storage.numbering import left_behind
from cmecore.storage.pairing import halves
from cmecore.storage.protocol import Anchor, BrokenLedger, LedgerFault, LedgerStore

T = TypeVar("T")

#: How many records are written at once when a dump is restored.
_AT_ONCE = 500


class BrokenDump(CmeError):
    """A dump is not what was written: it was cut off, changed, or is no dump.

    >>> raise BrokenDump([LedgerFault(learner="", place=0, code="dump", says="the last line is missing")])
    Traceback (most recent call last):
    cmecore.storage.backup.BrokenDump: the dump is not as it was written: the last line is missing; take another one
    """

    def __init__(self, faults: Iterable[LedgerFault]) -> None:
        self.faults = tuple(faults)
        more = f", and {len(self.faults) - 1} more" if len(self.faults) > 1 else ""
        super().__init__(f"the dump is not as it was written: {self.faults[0]}{more}; take another one")

    def __reduce__(self) -> tuple[object, ...]:
        """Travel between processes."""
        return type(self), (self.faults,)


def dump(store: LedgerStore, file: IO[str]) -> Contents:
    """Write everything that a store holds to a file that is open for text in UTF-8, as it all stood at one moment.

    >>> import io
    >>> from cmecore.storage.memory import MemoryStore
    >>> from cmecore.testing.samples import LEDGER
    >>> store = MemoryStore(provider="lakeside")
    >>> store.append(LEDGER)
    >>> file = io.StringIO()
    >>> dump(store, file).records, len(file.getvalue().splitlines())
    (2, 3)
    """
    _a_store(store)
    text_file(file, "write")
    lines = hashlib.sha256()
    tally = Tally(store.provider)
    for ledger in store.stream():
        for version, record in enumerate(ledger.records, 1):
            written = {"provider": store.provider, "learner": ledger.learner, "version": version, "record": to_data(record)}
            line = _line(written)
            lines.update(line.encode())
            file.write(line)
        tally.add(ledger.head)
    contents = tally.contents()
    file.write(_line({**attrs.asdict(contents), "sha256": lines.hexdigest()}))
    return contents


def _line(written: dict[str, object]) -> str:
    return json.dumps({"schema": SCHEMA, **written}, ensure_ascii=False) + "\n"


def examine(file: IO[str]) -> tuple[Contents | None, tuple[LedgerFault, ...]]:
    """Tell what a dump holds and everything that is wrong with it; nothing is wrong with one that is as it was written.

    Compare the anchor's digest with one that was kept elsewhere: only that tells whether all of it was computed again.

    >>> import io
    >>> contents, faults = examine(io.StringIO(""))
    >>> [fault.says for fault in faults]
    ['the last line, which says what the dump holds, is missing: it was cut off']
    """
    text_file(file, "read")
    reading = Reading(file)
    found = [fault for stream in reading for fault in (*stream.faults, *_chain_faults(stream))]
    return reading.contents, (*found, *reading.faults)


def restore(file: IO[str], store: LedgerStore) -> Contents:
    """Write what a dump holds into a store that is empty; the file is read twice, and a broken dump writes nothing.

    Raises :class:`BrokenDump` where the dump is not whole.

    >>> import io
    >>> from cmecore.storage.memory import MemoryStore
    >>> from cmecore.testing.samples import LEDGER
    >>> store, other = MemoryStore(provider="lakeside"), MemoryStore(provider="lakeside")
    >>> store.append(LEDGER)
    >>> file = io.StringIO()
    >>> dump(store, file) == restore(file, other)
    True
    >>> differences(file, other)
    ()
    """
    _a_store(store)
    text_file(file, "read", "seek")
    file.seek(0)
    contents, faults = examine(file)
    if faults or contents is None:
        raise BrokenDump(faults)
    if contents.provider != store.provider:
        raise InvalidValue(field="store", found="one of another provider", expected=f"one of {contents.provider}")
    if next(store.stream(), None) is not None:
        says = "a dump is restored into an empty store, and this one holds ledgers"
        raise LedgerConflict(says, recorded=None, offered=contents)
    file.seek(0)
    writing = _Writing(store)
    for stream in Reading(file):
        writing.add(Ledger(stream.learner, stream.records))
    writing.write()
    return contents


class _Writing:
    """Ledgers on their way into a store, many at once; those of accounts that were merged wait for each other."""

    def __init__(self, store: LedgerStore) -> None:
        self._store = store
        self._waiting: list[tuple[Ledger, frozenset[str]]] = []
        self._joined: set[str] = set()
        self._records = 0

    def add(self, ledger: Ledger) -> None:
        self._waiting.append((ledger, frozenset(half.other for half in halves(ledger.records, ledger.learner))))
        self._records += ledger.version
        if self._records >= _AT_ONCE:
            self.write()

    def write(self) -> None:
        ready = {ledger.learner: others for ledger, others in self._waiting}
        while short := [learner for learner, others in ready.items() if others - ready.keys() - self._joined]:
            for learner in short:
                del ready[learner]
        self._store.append(*(ledger for ledger, _ in self._waiting if ledger.learner in ready))
        self._waiting = [(ledger, others) for ledger, others in self._waiting if ledger.learner not in ready]
        self._joined.update(learner for learner, others in ready.items() if others)
        self._records = 0


def _a_store(store: object) -> None:
    if not callable(getattr(store, "stream", None)):
        raise InvalidValue(field="store", found=named(store), expected="a store of ledgers, such as a MemoryStore")


def differences(file: IO[str], store: LedgerStore) -> tuple[LedgerFault, ...]:
    """Name every record in which a store differs from a dump, and all that is wrong with the dump itself.

    The codes are ``missing`` (only the dump has it), ``added`` (only the store has it), ``changed`` and ``erased`` (the store
    has purged it since), ``number`` and ``alias`` (the store's look-up leads elsewhere than the records say), and those of
    :mod:`cmecore.chain` for what cannot be read.

    >>> import io
    >>> from cmecore.storage.memory import MemoryStore
    >>> from cmecore.testing.samples import LEDGER
    >>> empty, store, file = MemoryStore(provider="lakeside"), MemoryStore(provider="lakeside"), io.StringIO()
    >>> dump(empty, file).ledgers
    0
    >>> store.append(LEDGER)
    >>> [(fault.code, fault.place) for fault in differences(file, store)]
    [('added', 1), ('added', 2)]
    """
    _a_store(store)
    text_file(file, "read", "seek")
    file.seek(0)
    reading = Reading(file)
    found: list[LedgerFault] = []
    for learner, dumped, stored in _side_by_side(reading, _stored(store)):
        found += (*dumped.faults, *_chain_faults(dumped), *stored.faults)
        if not stored.faults:
            unlike = list(_compared(learner, dumped.records, stored.records))
            found += unlike or LedgerFault.of(learner, _looked_up(store, learner, stored.records))
    if reading.contents is not None and reading.contents.provider != store.provider:
        found.append(dump_fault(0, f"the dump is of another provider than {store.provider}"))
    return (*found, *reading.faults)


def _stored(store: LedgerStore) -> Iterator[Stream]:
    start = ""
    while True:
        try:
            for ledger in store.stream(start, verify=False):
                yield Stream(ledger.learner, ledger.records)
        except BrokenLedger as broken:
            unread = Stream(broken.learner, (), broken.faults)
        else:
            return
        yield unread
        # The least text behind this one: what sorts below a blank is in no learner's account.
        start = f"{unread.learner} "


def _side_by_side(one: Iterable[Stream], other: Iterable[Stream]) -> Iterator[tuple[str, Stream, Stream]]:
    """Pair the ledgers of two sources, both in the order of the learners."""
    here, there = iter(one), iter(other)
    left, right = next(here, None), next(there, None)
    while left is not None or right is not None:
        learner = min(stream.learner for stream in (left, right) if stream is not None)
        mine = theirs = Stream(learner)
        if left is not None and left.learner == learner:
            mine, left = left, next(here, None)
        if right is not None and right.learner == learner:
            theirs, right = right, next(there, None)
        yield learner, mine, theirs


def _compared(learner: str, dumped: tuple[Record, ...], stored: tuple[Record, ...]) -> Iterator[LedgerFault]:
    for place in range(1, max(len(dumped), len(stored)) + 1):
        if place > len(stored):
            code, says = "missing", f"record {place} is in the dump alone"
        elif place > len(dumped):
            code, says = "added", f"record {place} is in the store alone"
        elif stored[place - 1] == dumped[place - 1]:
            continue
        elif isinstance(stored[place - 1].entry, Erased) and stored[place - 1].link == dumped[place - 1].link:
            code, says = "erased", f"record {place} was purged in the store since"
        else:
            code, says = "changed", f"record {place} differs"
        yield LedgerFault(learner=learner, place=place, code=code, says=says)


def _looked_up(store: LedgerStore, learner: str, records: tuple[Record, ...]) -> Iterator[Fault]:
    """Compare where a store's look-ups lead with what a ledger says that is the same in the dump."""
    followed = follows(records)
    alias = _asked(store.alias, learner)
    erased = any(isinstance(one.entry, Erased) and one.identity.startswith("followed:") for one in records)
    # What was erased may have been the merge, and then the alias alone still knows of it.
    if not erased and alias != (learner if followed is None else _asked(store.alias, followed.into)):
        yield Fault(place=0, code="alias", says="the store leads to another account than this one goes on with")
    left = left_behind(learner, records)
    places = {number: place for place, record in enumerate(records, 1) if (number := number_of(record)) is not None}
    for number, place in places.items():
        if number not in left and _asked(store.find, number) != (alias, records[place - 1].entry):
            says = f"by number {number} the store does not find the certificate of record {place}"
            yield Fault(place=place, code="number", says=says)


def _asked(look_up: Callable[[str], T], name: str) -> T | None:
    try:
        return look_up(name)
    except (BrokenLedger, LedgerConflict):
        return None  # what it is stands among the faults of check()


def _chain_faults(stream: Stream) -> tuple[LedgerFault, ...]:
    """Verify the chain of a ledger whose lines could all be read."""
    return () if stream.faults else LedgerFault.of(stream.learner, verify(stream.learner, stream.records))


def write_anchor(anchor: Anchor, file: IO[str]) -> None:
    """Write an anchor to a file, a line for each head, to be kept outside of the database.

    >>> import io
    >>> from cmecore.testing.samples import LEDGER, NOW
    >>> anchor = Anchor(provider="lakeside", at=NOW, heads=[LEDGER.head])
    >>> file = io.StringIO()
    >>> write_anchor(anchor, file)
    >>> read_anchor(io.StringIO(file.getvalue())) == anchor
    True
    """
    expect(anchor, Anchor, field="anchor")
    text_file(file, "write")
    file.write(_line({"provider": anchor.provider, "at": anchor.at.isoformat(), "digest": anchor.digest}))
    for head in anchor.heads:
        file.write(json.dumps([head.learner, head.version, head.link], ensure_ascii=False) + "\n")


def read_anchor(file: IO[str]) -> Anchor:
    """Read an anchor that :func:`write_anchor` wrote, refusing one whose heads are not those of its digest.

    Its instant is no part of the digest: where it matters, keep it with the digest.

    >>> import io
    >>> read_anchor(io.StringIO("not an anchor"))
    Traceback (most recent call last):
    cmecore.errors.InvalidValue: file: found no anchor, or not the one that was written; expected a file of ...
    """
    text_file(file, "readline")
    try:
        first: Any = parsed(file.readline())
        listed: list[Any] = [parsed(line) for line in file]
        heads = [Head(*held) for held in listed]
        anchor = Anchor(provider=first["provider"], at=datetime.datetime.fromisoformat(first["at"]), heads=heads)
        if first["schema"] == SCHEMA and first["digest"] == anchor.digest:
            return anchor
    except (CmeError, KeyError, TypeError, ValueError):
        pass  # what it says of a learner stays unsaid
    found = "no anchor, or not the one that was written"
    raise InvalidValue(field="file", found=found, expected="a file of write_anchor()", advice="take another copy of it")
