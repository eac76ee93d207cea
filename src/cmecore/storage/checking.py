"""Finding what is wrong with stored ledgers, the same for every store: their chains, and what finds numbers and aliases."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

from cmecore.chain import Fault, Head, verify
from cmecore.entries import Record
from cmecore.storage.appending import follows, number_of
from cmecore.storage.protocol import Anchor, LedgerFault

_OF_THE_ANCHOR = frozenset({"cut", "rewritten", "other-ledger"})


def faults_in(
    learner: str, records: Sequence[Record], known: Iterable[Fault] = (), anchored: Head | None = None
) -> tuple[Fault, ...]:
    """Verify a chain beside what is already known to be wrong with single rows; each record is named once.

    >>> from cmecore.testing.samples import LEDGER
    >>> faults_in("dr-42", LEDGER.records, anchored=LEDGER.head)
    ()
    """
    rows = tuple(known)
    places = {fault.place for fault in rows}
    chain = [one for one in verify(learner, records, anchored) if one.place not in places or one.code in _OF_THE_ANCHOR]
    return tuple(sorted((*rows, *chain), key=lambda fault: fault.place))


def lookup_faults(records: Sequence[Record], numbers: Mapping[str, int], alias: tuple[str, str] | None) -> Iterator[Fault]:
    """Compare what finds a ledger's certificates, and where its learner's entries go, with what is written in it.

    ``numbers`` are those that lead to this ledger, with the versions, and those of its own that lead to the same certificate
    in another ledger, where an unmerge has moved it.

    >>> from cmecore.testing.samples import LEDGER
    >>> list(lookup_faults(LEDGER.records, {}, None))
    []
    """
    places = {number: place for place, record in enumerate(records, 1) if (number := number_of(record)) is not None}
    for number in sorted(places.keys() - numbers.keys()):
        says = f"certificate {number} of record {places[number]} is not found by its number"
        yield Fault(place=places[number], code="number", says=says)
    for number, version in sorted(numbers.items()):
        if places.get(number) != version:
            says = f"number {number} leads to record {version}, which is not that certificate"
            yield Fault(place=version, code="number", says=says)
    followed = follows(records)
    # What was erased may have been the merge, and then the alias alone still knows of it.
    erased = any(record.identity.startswith("followed:") and record.entry != followed for record in records)
    written = None if followed is None else (followed.merge, followed.into)
    if alias != written and not (erased and written is None):
        yield Fault(place=0, code="alias", says="the account that this one is followed into is not the one that is written")


def gone(anchor: Anchor | None, seen: Collection[str]) -> Iterator[LedgerFault]:
    """Name the ledgers of an anchor that are not there any more."""
    for head in anchor.heads if anchor is not None else ():
        if head.learner not in seen:
            says = f"the whole ledger is gone, and the anchored head has {head.version} records"
            yield LedgerFault(learner=head.learner, place=0, code="cut", says=says)
