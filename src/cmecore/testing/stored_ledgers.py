"""Ledgers for the tests of a store: what is written in them, merges in both accounts, and what an error has to look like."""

from __future__ import annotations

from collections.abc import Callable

import attrs

from cmecore.certificates import certify_participation
from cmecore.entries import Certificate, Entry, Followed, Merged, Refusal, Renamed, Unmerged
from cmecore.errors import CmeError
from cmecore.ledger import Ledger
from cmecore.storage.protocol import LedgerStore
from cmecore.testing.samples import LEDGER, NOW

#: What is somebody's own in these tests: no error may repeat any of it.
PERSONAL = ("dr-secret", "Ada Okoro", "office-9", "asked for it by telephone")
LEARNER, NAME, ACTOR, REASON = PERSONAL


def renamed(case: str, learner: str = LEARNER) -> Renamed:
    """Make an entry that needs nothing before it.

    >>> renamed("C-1").identity
    'renamed:C-1'
    """
    return Renamed(learner=learner, name=NAME, case=case)


def a_certificate(number: str, learner: str = LEARNER) -> Certificate:
    """Make a certificate of participation with a number, about a learner.

    >>> a_certificate("LC-1").identity
    'certificate:LC-1'
    """
    preview = certify_participation(LEDGER, "EM-101", name=NAME, at=NOW)
    if isinstance(preview, Refusal):  # pragma: no cover - the sample was completed
        raise TypeError(preview.explain())
    return attrs.evolve(preview, number=number, learner=learner)


def written(ledger: Ledger, *entries: Entry) -> Ledger:
    """Write entries into a ledger, as somebody and for a reason that no error may repeat.

    >>> written(Ledger("dr-secret"), renamed("C-1")).version
    1
    """
    return ledger.add(*entries, at=NOW, actor=ACTOR, reason=REASON)


def joining(store: LedgerStore, learner: str, *, into: str, merge: str) -> tuple[Ledger, Ledger]:
    """Write both halves of a merge, and store neither: first the account that is joined, then the one that goes on.

    >>> from cmecore.storage.memory import MemoryStore
    >>> [one.version for one in joining(MemoryStore(provider="lakeside"), "dr-1", into="dr-2", merge="M-1")]
    [1, 1]
    """
    other = store.read(learner)
    merged_here = Merged(learner=into, merge=merge, other=learner, records=other.records)
    followed = Followed(learner=learner, merge=merge, into=into)
    return written(other, followed), written(store.read(into), merged_here)


def merged(store: LedgerStore, learner: str, *, into: str, merge: str) -> None:
    """Merge an account into another one.

    >>> from cmecore.storage.memory import MemoryStore
    >>> store = MemoryStore(provider="lakeside")
    >>> merged(store, "dr-1", into="dr-2", merge="M-1")
    >>> store.alias("dr-1")
    'dr-2'
    """
    store.append(*joining(store, learner, into=into, merge=merge))


def parting(store: LedgerStore, *learners: str, merge: str) -> list[Ledger]:
    """Write that a merge is undone, and store it nowhere.

    >>> from cmecore.storage.memory import MemoryStore
    >>> store = MemoryStore(provider="lakeside")
    >>> merged(store, "dr-1", into="dr-2", merge="M-1")
    >>> [one.version for one in parting(store, "dr-1", "dr-2", merge="M-1")]
    [2, 2]
    """
    return [written(store.read(name), Unmerged(learner=name, merge=merge)) for name in learners]


def raised(kind: type[CmeError], doing: str, call: Callable[[], object]) -> CmeError:
    """Return the error that a call raises, which has to be of a kind and to say nothing of anybody.

    >>> raised(CmeError, "append of an older ledger", lambda: None)
    Traceback (most recent call last):
    AssertionError: append of an older ledger has to raise CmeError; nothing was raised
    """
    error: Exception | None = None
    try:
        call()
    except Exception as other:  # noqa: BLE001 - whatever it is, it is named
        error = other
    if not isinstance(error, kind):
        was = "nothing was raised" if error is None else f"{type(error).__name__} was raised"
        raise AssertionError(f"{doing} has to raise {kind.__name__}; {was}") from error  # noqa: TRY004 - a test failed
    said: BaseException | None = error
    while said is not None:
        if any(one in f"{said}{said!r}" for one in PERSONAL):
            raise AssertionError(f"{doing} raises an error that repeats what is somebody's own")
        said = said.__cause__ or said.__context__
    return error


def same(found: object, expected: object, what: str) -> None:
    """Hold what a store answered against what it has to answer.

    >>> same(2, 3, "the version that head() gives")
    Traceback (most recent call last):
    AssertionError: the version that head() gives: expected 3, and it was 2
    """
    if found != expected:
        raise AssertionError(f"{what}: expected {expected!r}, and it was {found!r}")
