"""A merge, and its undoing, stand in the ledgers of both accounts or in none: finding where the other half has to stand."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import TypeVar

import attrs

from cmecore.chain import Fault
from cmecore.entries import Entry, Erased, Followed, Merged, Purged, Record, Unmerged
from cmecore.errors import LedgerConflict

T = TypeVar("T", bound=Entry | Erased)

#: Looks up an entry by the learner in whose ledger it stands, and by its identity.
Lookup = Callable[[str, str], Entry | Erased | None]


@attrs.frozen
class Half:
    """Half a merge, and the other half that it needs.

    >>> half = next(halves([], "dr-42"), None)
    >>> half is None
    True
    """

    #: The version of the record.
    version: int
    merge: str
    #: The entry that says so: of a merge that was erased the purge that keeps its accounts joined.
    entry: Merged | Followed | Unmerged | Purged = attrs.field(repr=False)
    #: In whose ledger the other half has to stand, and under which identity.
    other: str = attrs.field(repr=False)
    needs: str

    @property
    def named(self) -> str:
        """The identity under which it was written."""
        return f"merged:{self.merge}" if isinstance(self.entry, Purged) else self.entry.identity

    def is_answered_by(self, entry: Entry | Erased | None) -> bool:
        """Tell whether an entry is the other half; one that was erased still says that it was written."""
        match entry:
            case Merged(other=names) | Followed(into=names):
                return names == self.entry.learner
        return entry is not None


def halves(records: Sequence[Record], learner: str, *, since: int = 0) -> Iterator[Half]:
    """List the halves of merges that stand in a ledger behind a version.

    >>> from cmecore.testing.samples import LEDGER
    >>> list(halves(LEDGER.records, "dr-42"))
    []
    """
    for version, record in enumerate(records[since:], since + 1):
        match record.entry:
            case Merged(merge=merge, other=other) as entry if entry.learner == learner:
                yield Half(version, merge, entry, other, f"followed:{merge}")
            case Purged(joined=joined) as entry if entry.learner == learner:
                yield from (Half(version, one.merge, entry, one.learners[0], f"followed:{one.merge}") for one in joined)
            case Followed(merge=merge, into=other) as entry if entry.learner == learner:
                yield Half(version, merge, entry, other, f"merged:{merge}")
            case Unmerged(merge=merge) as entry if entry.learner == learner:
                before = (half for half in halves(records[: version - 1], learner) if half.merge == merge)
                # Where the merge that it undoes cannot be read, nothing tells whose the other ledger is.
                yield from (Half(version, merge, entry, half.other, f"unmerged:{merge}") for half in before)


def refuse_halves(halves_of: Iterable[Half], written: Lookup) -> None:
    """Refuse halves of merges whose other half is written nowhere.

    >>> refuse_halves([], {}.get)
    """
    for half in halves_of:
        if not half.is_answered_by(written(half.other, half.needs)):
            says = f"{half.named} has no other half: a merge is written in both ledgers at once: append both"
            raise LedgerConflict(says, recorded=None, offered=half.entry)


def lone_faults(records: Sequence[Record], learner: str, written: Lookup) -> Iterator[Fault]:
    """Name the halves of merges in a ledger whose other half is written nowhere.

    >>> from cmecore.testing.samples import LEDGER
    >>> list(lone_faults(LEDGER.records, "dr-42", {}.get))
    []
    """
    for half in halves(records, learner):
        if not half.is_answered_by(written(half.other, half.needs)):
            yield lone(half)


def lone(half: Half) -> Fault:
    """Say that the other half of a merge is not there."""
    says = f"{half.named} of record {half.version} is not written in the ledger of the other account"
    return Fault(place=half.version, code="merge", says=says)


class Pairs:
    """The merges of many ledgers that come one after the other: nothing but names is kept of each.

    >>> from cmecore.testing.samples import LEDGER
    >>> pairs = Pairs()
    >>> pairs.add("dr-42", LEDGER.records)
    >>> list(pairs.lone())
    []
    """

    def __init__(self) -> None:
        self._halves: list[tuple[str, Half]] = []
        self._written: dict[tuple[str, str], Entry | Erased] = {}

    def add(self, learner: str, records: Sequence[Record]) -> None:
        """Note the merges of the next ledger."""
        self._halves += [(learner, attrs.evolve(half, entry=_bare(half.entry))) for half in halves(records, learner)]
        for entry in (record.entry for record in records if record.identity.startswith(_JOINING)):
            self._written[learner, entry.identity] = _bare(entry)

    def lone(self) -> Iterator[tuple[str, Fault]]:
        """Name the halves whose other half did not come, each with the learner in whose ledger it stands."""
        for learner, half in self._halves:
            if not half.is_answered_by(self._written.get((half.other, half.needs))):
                yield learner, lone(half)


_JOINING = ("merged:", "followed:", "unmerged:")


def _bare(entry: T) -> T:
    """Leave out the records that a merge brought, and what a purge erased: they are as many as an account had."""
    if isinstance(entry, Purged):
        return attrs.evolve(entry, erased=(), activities=())
    return attrs.evolve(entry, records=()) if isinstance(entry, Merged) else entry
