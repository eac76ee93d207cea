"""The chain: every record holds a digest of what it says and a link to the record before it.

Whatever is changed, removed, inserted or moved breaks a link, and the break tells where.  A chain cannot tell of itself that
its end was cut off, that an older state was put back, or that all of it was computed again after a change: for that its
:class:`Head` has to be kept, or signed, somewhere else, and handed to :func:`verify`.

What is erased at the end of its retention takes its salt along, so that nobody can try names against the digest that stays.
"""

from __future__ import annotations

import datetime
import hashlib
import hmac
from typing import TYPE_CHECKING

import attrs

from cmecore.credit.canonical import canonical
from cmecore.credit.fields import is_a
from cmecore.credit.periods import to_instant
from cmecore.credit.text import line
from cmecore.entries import Entry, Erased, Merged, Purged, Record, Unmerged

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence


@attrs.frozen
class Head:
    """The end of a ledger's chain: how many records it has, and the link that holds all of them.

    Kept outside of the ledger, or signed, it is the proof that nothing before it was changed since.

    >>> from cmecore.testing.samples import LEDGER
    >>> LEDGER.head.version
    2
    """

    learner: str = attrs.field(validator=line(), repr=False)
    version: int = attrs.field(validator=is_a(int))
    link: str = attrs.field(validator=line())


@attrs.frozen(kw_only=True)
class Fault:
    """Something wrong with a chain, and its place: the number of the record, counted from 1.

    >>> print(Fault(place=3, code="payload", says="record 3 does not say what was written"))
    record 3 does not say what was written
    """

    place: int
    #: Stable name of the fault.
    code: str
    says: str

    def __str__(self) -> str:
        """Say it."""
        return self.says


def genesis(learner: str) -> str:
    """Return the link before the first record of a learner.

    >>> genesis("dr-42") == genesis("dr-43")
    False
    """
    return hashlib.sha256(b"cmecore ledger\0" + learner.encode()).hexdigest()


def write(entry: Entry, /, *, after: str, at: datetime.datetime, actor: str, reason: str = "", secret: bytes = b"") -> Record:
    """Make the record of an entry that follows a link.

    From a ``secret`` of random bytes the record gets a salt of its own, which tells nothing about the secret.

    >>> from cmecore.testing.samples import LEDGER, NOW
    >>> write(LEDGER.entries()[0], after=genesis("dr-42"), at=NOW, actor="lms") == LEDGER.records[0]
    True
    """
    at = to_instant(at)
    salt = hmac.digest(secret, (after + entry.identity).encode(), "sha256").hex()[:32] if secret else ""
    digest = payload_digest(entry, at=at, actor=actor, reason=reason, salt=salt)
    link = _link(after, entry.identity, at, digest)
    return Record(entry=entry, at=at, actor=actor, reason=reason, salt=salt, digest=digest, link=link)


def payload_digest(entry: Entry, *, at: datetime.datetime, actor: str, reason: str, salt: str) -> str:
    """Digest what a record says.

    >>> from cmecore.testing.samples import LEDGER, NOW
    >>> payload_digest(LEDGER.entries()[0], at=NOW, actor="lms", reason="", salt="") == LEDGER.records[0].digest
    True
    """
    return hashlib.sha256(salt.encode() + b"\0" + canonical((entry, at, actor, reason))).hexdigest()


def _link(after: str, identity: str, at: datetime.datetime, digest: str) -> str:
    spelled = "\0".join((after, identity, at.isoformat(timespec="microseconds"), digest))
    return hashlib.sha256(spelled.encode()).hexdigest()


def erase(record: Record) -> Record:
    """Return what is left of a record after its entry was purged: its identity, its instant and its digests.

    >>> from cmecore.testing.samples import LEDGER
    >>> erase(LEDGER.records[0]).actor
    ''
    """
    return attrs.evolve(record, entry=Erased(identity=record.identity), actor="", reason="", salt="")


def stays(entry: Entry | Erased, written: Mapping[str, Entry | Erased]) -> bool:
    """Tell whether an entry says what became of what was erased, so that it is never erased itself.

    That is a purge, and the undoing of a merge that a purge erased, whose accounts would be joined again without it.

    >>> from cmecore.testing.samples import LEDGER
    >>> stays(LEDGER.entries()[0], {})
    False
    """
    undoes = isinstance(entry, Unmerged) and isinstance(written.get(f"merged:{entry.merge}"), Erased)
    return undoes or isinstance(entry, Purged)


def past(records: Sequence[Record], version: int) -> tuple[Record, ...]:
    """Return the first records of a ledger; of what was erased since they say that the purge which names it came later.

    >>> from cmecore.testing.samples import LEDGER
    >>> past(LEDGER.records, 1) == LEDGER.records[:1]
    True
    """
    gone = _named(records[version:]) - _named(records[:version])
    return tuple(
        attrs.evolve(record, entry=attrs.evolve(record.entry, later=True))
        if isinstance(record.entry, Erased) and record.identity in gone
        else record
        for record in records[:version]
    )


def kept_wrongly(purge: Purged, before: Iterable[Record]) -> frozenset[str]:
    """Name the merges whose accounts a purge keeps joined though it is not the one that erased them, or says twice whom.

    >>> from cmecore.entries import Joined
    >>> purge = Purged(learner="dr-42", purge="P-1", erased=["merged:M-1"], joined=[Joined(merge="M-1", learners=["dr-17"])])
    >>> kept_wrongly(purge, ())
    frozenset()
    """
    kept = [one.merge for one in purge.joined]
    erases = set(purge.erased) - _named(before) if kept else set()
    return frozenset(merge for merge in kept if f"merged:{merge}" not in erases or kept.count(merge) > 1)


def _named(records: Iterable[Record]) -> set[str]:
    """List the identities of what the purges among some records erased."""
    return {identity for record in records if isinstance(record.entry, Purged) for identity in record.entry.erased}


def verify(learner: str, records: Sequence[Record], anchored: Head | None = None) -> tuple[Fault, ...]:
    """Find everything that is wrong with a chain; nothing is wrong with one that is intact.

    Against an ``anchored`` head, kept outside, it also finds a cut tail, an older state that was put back, and a chain that
    was computed again.

    >>> from cmecore.testing.samples import LEDGER
    >>> verify("dr-42", LEDGER.records, LEDGER.head)
    ()
    >>> [fault.says for fault in verify("dr-42", LEDGER.records[:1], LEDGER.head)]
    ['there are 1 records, and the anchored head has 2: the end was cut off, or an older state was put back']
    """
    return (*_broken(learner, records), *(_against(learner, records, anchored) if anchored is not None else ()))


def _broken(learner: str, records: Iterable[Record]) -> Iterator[Fault]:
    records = tuple(records)
    named = _named(records)
    after = genesis(learner)
    for place, record in enumerate(records, 1):
        if record.link != _link(after, record.identity, record.at, record.digest):
            says = f"record {place} does not follow the one before it: one was removed, inserted, moved or changed here"
            yield Fault(place=place, code="link", says=says)
        if isinstance(record.entry, Erased):
            if (record.identity in named) is record.entry.later:
                why = "not by a later purge, as it says" if record.entry.later else "no purge names it"
                yield Fault(place=place, code="erased", says=f"record {place} was erased, and {why}")
            if record.actor or record.reason or record.salt:
                yield Fault(place=place, code="payload", says=f"record {place} was erased, and something was put in its place")
        elif record.digest != payload_digest(
            record.entry, at=record.at, actor=record.actor, reason=record.reason, salt=record.salt
        ):
            yield Fault(place=place, code="payload", says=f"record {place} does not say what was written")
        elif isinstance(record.entry, Merged):
            for fault in _broken(record.entry.other, record.entry.records):
                yield Fault(place=place, code=fault.code, says=f"in the account merged by record {place}, {fault.says}")
        elif isinstance(record.entry, Purged) and record.entry.joined:
            for merge in sorted(kept_wrongly(record.entry, records[: place - 1])):
                says = f"record {place} keeps accounts joined by merge {merge}, and is not the purge that erased it"
                yield Fault(place=place, code="merge", says=says)
        # Judged by the link that it claims, so that one break is told once and not by all that follow.
        after = record.link


def _against(learner: str, records: Sequence[Record], anchored: Head) -> Iterator[Fault]:
    if anchored.learner != learner:
        yield Fault(place=0, code="other-ledger", says="the anchored head is of another ledger")
    elif len(records) < anchored.version:
        says = (
            f"there are {len(records)} records, and the anchored head has {anchored.version}: "
            f"the end was cut off, or an older state was put back"
        )
        yield Fault(place=len(records), code="cut", says=says)
    elif (records[anchored.version - 1].link if anchored.version else genesis(learner)) != anchored.link:
        says = f"up to record {anchored.version} this is another history than the anchored one"
        yield Fault(place=anchored.version, code="rewritten", says=says)
