"""Records as rows, and back: what cannot be read is a fault with its place, and never stops the reading of the rest."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING, Any

import attrs

from cmecore.chain import Fault, payload_digest
from cmecore.entries import ENTRIES, Erased, Record
from cmecore.errors import CmeError
from cmecore.serial import dumps, loads
from cmecore.storage.tables import entry_id

if TYPE_CHECKING:
    from collections.abc import Iterable

_KINDS = {kind.__name__: kind for kind in ENTRIES}
_NOWHEN = datetime.datetime(1970, 1, 1, tzinfo=datetime.UTC)
#: What a purge leaves of a row.
PURGED = {"entry_id": None, "kind": None, "entry": None, "actor": "", "reason": "", "salt": ""}


def row_of(provider: str, learner: str, version: int, record: Record) -> dict[str, object]:
    """Write a record as a row.

    >>> from cmecore.testing.samples import LEDGER
    >>> row = row_of("lakeside", "dr-42", 1, LEDGER.records[0])
    >>> row["kind"], row["at"]
    ('Completed', '2026-04-01T12:00:00.000000+00:00')
    """
    entry = record.entry
    purged = isinstance(entry, Erased)
    return {
        "provider": provider,
        "learner": learner,
        "version": version,
        "identity": record.identity,
        "entry_id": _entry_id(learner, record),
        "kind": None if purged else type(entry).__name__,
        "entry": None if purged else dumps(entry),
        "at": _spelled(record.at),
        "actor": record.actor,
        "reason": record.reason,
        "salt": record.salt,
        "digest": record.digest,
        "link": record.link,
    }


@attrs.frozen
class History:
    """The records of one stream as far as they can be read, and what is wrong with single rows."""

    learner: str = attrs.field(repr=False)
    records: tuple[Record, ...] = attrs.field(repr=False)
    faults: tuple[Fault, ...]


def history(learner: str, rows: Iterable[Any]) -> History:
    """Read the rows of a stream in the order of their versions; what cannot be read is held open as if it was erased.

    >>> history("dr-42", [])
    History(faults=())
    """
    records = []
    faults = []
    for place, row in enumerate(rows, 1):
        record, wrong = _read(row)
        if row.version != place:
            says = f"in the place of record {place} stands one with another number"
            faults.append(Fault(place=place, code="link", says=says))
        elif wrong:
            faults.append(Fault(place=place, code="payload", says=f"record {place} {wrong}"))
        records.append(record)
    return History(learner, tuple(records), tuple(faults))


def unlike(row: Any) -> str:
    """Say what is wrong with a row read by itself, without the chain that it stands in; nothing where it is as written."""
    record, wrong = _read(row)
    if wrong or isinstance(record.entry, Erased):
        return wrong
    said = payload_digest(record.entry, at=record.at, actor=record.actor, reason=record.reason, salt=record.salt)
    return "" if said == record.digest else "does not say what was written"


def record_of(row: Any) -> Record:
    """Read one row that is known to be sound."""
    return _read(row)[0]


def _read(row: Any) -> tuple[Record, str]:
    purged = row.entry is None and row.kind is None
    try:
        entry = Erased(identity=row.identity) if purged else loads(row.entry, _KINDS[row.kind])
        kept = {"actor": row.actor, "reason": row.reason, "salt": row.salt, "digest": row.digest, "link": row.link}
        record = Record(entry=entry, at=datetime.datetime.fromisoformat(row.at), **kept)
    except (CmeError, KeyError, TypeError, ValueError):
        # Its own text might repeat what the row says of a person.
        return Record(entry=Erased(identity=_UNREAD), at=_NOWHEN, digest=_UNREAD, link=_kept_link(row)), "cannot be read"
    if record.identity != row.identity or row.entry_id != _entry_id(row.learner, record) or row.at != _spelled(record.at):
        return record, "has columns that speak against each other"
    if purged and (row.actor or row.reason or row.salt):
        return record, "was erased, and something was written there since"
    return record, ""


_UNREAD = "unread"
_LINK = 64


def _entry_id(learner: str, record: Record) -> str | None:
    """Digest what may stand in the stream once; what an account brought may come again with it, after the two were parted."""
    own = not isinstance(record.entry, Erased) and record.entry.learner == learner
    return entry_id(learner, record.identity) if own else None


def _kept_link(row: Any) -> str:
    """Keep the link of a row that cannot be read, so that the next one is not blamed for it."""
    link = row.link
    return link if isinstance(link, str) and link.isalnum() and len(link) == _LINK else _UNREAD


def _spelled(at: datetime.datetime) -> str:
    return at.isoformat(timespec="microseconds")
