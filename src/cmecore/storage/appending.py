"""What appending a ledger writes, the same for every store: new records, numbers, aliases, and what is to be erased."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import pairwise

import attrs

from cmecore.chain import Head, genesis
from cmecore.credit.fields import are, is_a
from cmecore.entries import ENTRIES, Certificate, Erased, Followed, Purged, Record, Refusal, Unmerged
from cmecore.errors import InvalidValue, LedgerConflict
from cmecore.ledger import Ledger
from cmecore.plans import Plan
from cmecore.storage.protocol import StaleLedger

_CERTIFICATE = "certificate:"


@attrs.frozen
class Addition:
    """What is new in one ledger: its records behind those that are stored.

    >>> from cmecore.testing.samples import LEDGER
    >>> added = Addition("dr-42", 0, LEDGER.records)
    >>> [version for version, record in added.numbered()]
    [1, 2]
    """

    learner: str = attrs.field(repr=False)
    #: How many records are stored.
    stored: int = attrs.field(validator=is_a(int))
    records: tuple[Record, ...] = attrs.field(validator=are(Record), repr=False)
    #: The versions that a purge among them names.
    purged: tuple[int, ...] = ()

    def numbered(self) -> Iterator[tuple[int, Record]]:
        """Give each record with its version."""
        return enumerate(self.records, self.stored + 1)

    @property
    def numbers(self) -> dict[str, int]:
        """The numbers of the certificates among them, each with the version of its record."""
        found = ((number_of(record), version) for version, record in self.numbered())
        return {number: version for number, version in found if number is not None}

    @property
    def merges(self) -> tuple[Followed | Unmerged, ...]:
        """What changes whose ledger goes on, in its order."""
        return tuple(record.entry for record in self.records if isinstance(record.entry, Followed | Unmerged))


def number_of(record: Record) -> str | None:
    """Return the number of the certificate that a record holds, or held before it was erased."""
    match record.entry:
        case Certificate(number=number):
            return number
        case Erased(identity=identity) if identity.startswith(_CERTIFICATE):
            return identity.removeprefix(_CERTIFICATE)
    return None


def follows(records: Iterable[Record]) -> Followed | None:
    """Return the merge that sends a learner's later entries to another ledger, where one stands.

    >>> from cmecore.testing.samples import LEDGER
    >>> follows(LEDGER.records) is None
    True
    """
    standing: Followed | None = None
    for record in records:
        match record.entry:
            case Followed():
                standing = record.entry
            case Unmerged():
                standing = None  # an account that follows another one can undo no merge but that
    return standing


def in_order(ledgers: Sequence[Ledger]) -> list[Ledger]:
    """Sort ledgers by learner, so that two transactions never wait for each other in a circle; refuse one learner twice.

    >>> from cmecore.testing.samples import LEDGER
    >>> in_order([Ledger("dr-7"), LEDGER])[0] == LEDGER
    True
    """
    for ledger in ledgers:
        if not isinstance(ledger, Ledger):
            raise InvalidValue(field="ledger", found=named(ledger), expected="a Ledger", advice=instead_of(ledger))
    ordered = sorted(ledgers, key=lambda ledger: ledger.learner)
    if any(one.learner == other.learner for one, other in pairwise(ordered)):
        raise InvalidValue(field="ledgers", found="two of one learner", expected="one of each", advice="append the later one")
    return ordered


def addition(ledger: Ledger, stored: Head, link_at: Callable[[int], str | None]) -> Addition:
    """Tell what is new in a ledger, given the head of what is stored, and the links of other versions where it needs one.

    >>> from cmecore.testing.samples import LEDGER
    >>> len(addition(LEDGER, Ledger("dr-42").head, link_at={}.get).records)
    2
    """
    if ledger.version >= stored.version:
        before = ledger.records[stored.version - 1].link if stored.version else genesis(ledger.learner)
        agrees = before == stored.link
    else:
        agrees = not ledger.version or link_at(ledger.version) == ledger.head.link
    if not agrees:
        raise stale(ledger, stored)
    new = ledger.records[stored.version :]
    names = {identity for record in new if isinstance(record.entry, Purged) for identity in record.entry.erased}
    purged = tuple(version for version, record in enumerate(ledger.records, 1) if record.identity in names) if names else ()
    return Addition(ledger.learner, stored.version, new, purged)


def stale(ledger: Ledger, stored: Head | None = None) -> StaleLedger:
    """Say that somebody else was faster."""
    return StaleLedger(recorded=stored, offered=ledger.head)


def named(value: object) -> str:
    """Name what was handed over in a ledger's place, and nothing of what it says.

    >>> named(None), named("dr-42")
    ('nothing (None)', 'a value of type str')
    """
    return "nothing (None)" if value is None else f"a value of type {type(value).__name__}"


def instead_of(value: object) -> str:
    """Advise whoever handed over something else than a ledger.

    >>> instead_of(None)
    'did the function forget to return it?'
    """
    match value:
        case None:
            return "did the function forget to return it?"
        case Refusal():
            return "a refusal is written nowhere: show its reasons, and append nothing"
        case Plan():
            return "apply the plan: plan.applied(ledger, at=…, actor=…, reason=…)"
        case tuple() | list():
            return "put a star before a list of them"
    kind = type(value).__name__
    return f"add it to its ledger: ledger.add({kind.lower()}, at=…, actor=…)" if isinstance(value, ENTRIES) else ""


def follow(learner: str, next_of: Callable[[str], str | None]) -> str:
    """Follow from account to account to the one whose ledger goes on.

    >>> follow("dr-1", {"dr-1": "dr-2", "dr-2": "dr-3"}.get)
    'dr-3'
    """
    seen = {learner}
    while (following := next_of(learner)) is not None:
        if following in seen:
            raise circle()
        seen.add(following)
        learner = following
    return learner


def circle() -> LedgerConflict:
    """Say that accounts would follow each other for ever."""
    says = "an account cannot be merged into one that was itself merged into it; undo that merge first"
    return LedgerConflict(says, recorded=None, offered=None)
