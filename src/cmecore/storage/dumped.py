"""A dump as it is read: ledger by ledger, with what it holds and everything that is wrong with it."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Iterator
from typing import IO, Any

import attrs

from cmecore.chain import Head
from cmecore.entries import Record
from cmecore.errors import CmeError, InvalidValue
from cmecore.serial import SCHEMA, from_data
from cmecore.serial.plain import parsed
from cmecore.storage.appending import named
from cmecore.storage.pairing import Pairs
from cmecore.storage.protocol import HeadsDigest, LedgerFault

_RECORD = ("schema", "provider", "learner", "version", "record")
_LAST = ("schema", "provider", "ledgers", "records", "anchor", "sha256")


@attrs.frozen(kw_only=True)
class Contents:
    """What a dump holds: how many ledgers and records, and the digest of the anchor over them.

    >>> Contents(provider="lakeside", ledgers=1, records=2, anchor="9f2c").records
    2
    """

    provider: str
    ledgers: int
    records: int
    anchor: str


def text_file(file: object, *methods: str) -> None:
    """Refuse what is no file for text that can be worked on with some methods.

    >>> text_file(io.StringIO(), "write")
    >>> text_file(io.BytesIO(), "write")
    Traceback (most recent call last):
    cmecore.errors.InvalidValue: file: found a binary file; expected a file that is open for text in UTF-8; ...
    """
    works = all(callable(getattr(file, method, None)) for method in methods)
    binary = works and (isinstance(file, io.RawIOBase | io.BufferedIOBase) or "b" in str(getattr(file, "mode", "")))
    if binary or not works:
        expected, advice = "a file that is open for text in UTF-8", 'open(path, "w+", encoding="utf-8") makes one'
        raise InvalidValue(field="file", found="a binary file" if binary else named(file), expected=expected, advice=advice)


class Tally:
    """What was counted so far: nothing but numbers and a digest, however many ledgers there are.

    >>> Tally("lakeside").contents().records
    0
    """

    def __init__(self, provider: str) -> None:
        self.provider = provider
        self.ledgers = self.records = 0
        self._heads = HeadsDigest(provider)

    def add(self, head: Head) -> None:
        """Count the next ledger."""
        self.ledgers += 1
        self.records += head.version
        self._heads.add(head)

    def contents(self) -> Contents:
        """Return what was counted."""
        anchor = self._heads.digits()
        return Contents(provider=self.provider, ledgers=self.ledgers, records=self.records, anchor=anchor)


@attrs.frozen
class Stream:
    """The records of one ledger, from a dump or a store, or what is wrong with them.

    >>> Stream("dr-42").records
    ()
    """

    learner: str
    records: tuple[Record, ...] = ()
    faults: tuple[LedgerFault, ...] = ()


def dump_fault(line: int, says: str) -> LedgerFault:
    """Say what is wrong with a line of a dump; 0 is for all of it.

    >>> print(dump_fault(3, "line 3 is out of order"))
    line 3 is out of order
    """
    return LedgerFault(learner="", place=line, code="dump", says=says)


class Reading:
    """A dump being read ledger by ledger; what it holds and what is wrong with the file is known at the end.

    >>> reading = Reading(io.StringIO(""))
    >>> list(reading), [fault.place for fault in reading.faults]
    ([], [0])
    """

    def __init__(self, file: IO[str]) -> None:
        self._file = file
        self._line = 0
        self._last: dict[str, Any] | None = None
        self._sha256 = hashlib.sha256()
        self._pairs = Pairs()
        self.contents: Contents | None = None
        self.faults: list[LedgerFault] = []

    def __iter__(self) -> Iterator[Stream]:
        tally: Tally | None = None
        held: list[Record] = []
        faults: list[LedgerFault] = []
        learner = ""
        for line in self._documents():
            tally = tally or Tally(line["provider"])
            if line["provider"] != tally.provider:
                self._wrong("is of another provider than those before it")
            if line["learner"] != learner:
                if learner:
                    yield self._ended(tally, learner, held, faults)
                if line["learner"] < learner:
                    self._wrong("is out of order")
                learner, held, faults = line["learner"], [], []
            if line["version"] != len(held) + 1:
                says = f"in line {self._line} record {len(held) + 1} should stand, and another one does"
                faults.append(LedgerFault(learner=learner, place=len(held) + 1, code="link", says=says))
            held.append(line["record"])
        if learner and tally is not None:
            yield self._ended(tally, learner, held, faults)
        self.faults += [one for account, fault in self._pairs.lone() for one in LedgerFault.of(account, [fault])]
        self._finish(tally)

    def _ended(self, tally: Tally, learner: str, held: list[Record], faults: list[LedgerFault]) -> Stream:
        tally.add(Head(learner, len(held), held[-1].link))
        if not faults:
            self._pairs.add(learner, held)
        return Stream(learner, tuple(held), tuple(faults))

    def _wrong(self, says: str) -> None:
        self.faults.append(dump_fault(self._line, f"line {self._line} {says}"))

    def _documents(self) -> Iterator[dict[str, Any]]:
        """Give the lines of records; the last line is kept for the end."""
        for text in self._file:
            self._line += 1
            if self._last is not None:
                self._wrong("stands behind the last one")
                return
            line = _plain(text)
            if isinstance(line, dict) and tuple(line) == _LAST and line["schema"] == SCHEMA and text.endswith("\n"):
                self._last = line
                continue
            self._sha256.update(text.encode())
            if (found := _record_in(line)) is None:
                self._wrong("is not a record as a dump writes it")
            else:
                yield found

    def _finish(self, tally: Tally | None) -> None:
        if self._last is None:
            self.faults.append(dump_fault(0, "the last line, which says what the dump holds, is missing: it was cut off"))
            return
        counted = (tally or Tally(str(self._last["provider"]))).contents()
        self.contents = counted
        if {**attrs.asdict(counted), "schema": SCHEMA, "sha256": self._sha256.hexdigest()} != self._last:
            self.faults.append(dump_fault(self._line, "the last line says something else than what the lines before it hold"))


def _plain(text: str) -> object:
    try:
        return parsed(text)
    except CmeError:
        return None


def _record_in(line: object) -> dict[str, Any] | None:
    if not isinstance(line, dict) or tuple(line) != _RECORD or line["schema"] != SCHEMA:
        return None
    if not (isinstance(line["provider"], str) and isinstance(line["learner"], str) and type(line["version"]) is int):
        return None
    try:
        return line | {"record": from_data(line["record"], Record)} if line["learner"] else None
    except CmeError:
        return None
