"""What a store of ledgers has to do, and the errors that every one of them raises.

A store keeps one stream of records a learner, for one provider.  It is handed whole ledgers and writes what is new in them;
whether somebody else was faster it learns from one row, the head of the stream.
"""

from __future__ import annotations

import datetime
import functools
import hashlib
from collections.abc import Iterable, Iterator, Sequence
from typing import Protocol

import attrs

from cmecore.chain import Fault, Head
from cmecore.credit.fields import are
from cmecore.credit.periods import to_instant
from cmecore.credit.text import LINE, line
from cmecore.entries import Certificate, Erased
from cmecore.errors import CmeError, InvalidValue, LedgerConflict
from cmecore.ledger import Ledger

#: Longest name of a provider, in characters: beside a learner's account it has to fit into a database's index.
LONGEST_PROVIDER = 100
#: Longest text that a stream may start from: the account of a learner, and a blank behind it for those that come after.
LONGEST_START = LINE + 1


class StaleLedger(LedgerConflict):
    """Somebody else wrote to the ledger since it was read; read it again, and decide again on what it holds now.

    :func:`~cmecore.storage.updating.update` does both.

    >>> raise StaleLedger
    Traceback (most recent call last):
    cmecore.storage.protocol.StaleLedger: somebody else wrote to this ledger since it was read; read it again and ...
    """

    def __init__(self, message: str = "", *, recorded: object = None, offered: object = None) -> None:
        says = "somebody else wrote to this ledger since it was read; read it again and decide anew, as update() does"
        super().__init__(message or says, recorded=recorded, offered=offered)


class StoreUnavailable(CmeError):
    """The database cannot do now what it was asked; nothing was written, unless the connection broke while it was saving.

    To append the same ledger again is safe in any case: what is stored already is not written twice.

    >>> raise StoreUnavailable("the database has no tables of cmecore", advice="run its migrations")
    Traceback (most recent call last):
    cmecore.storage.protocol.StoreUnavailable: the database has no tables of cmecore; run its migrations
    """

    def __init__(self, message: str, *, advice: str = "") -> None:
        self.advice = advice
        super().__init__("; ".join(filter(None, (message, advice))))
        self._message = message

    def __reduce__(self) -> tuple[object, ...]:
        """Travel between processes."""
        return functools.partial(type(self), self._message, advice=self.advice), ()


@attrs.frozen(kw_only=True)
class LedgerFault(Fault):
    """Something wrong with what a store or a dump holds: the ledger, and the number of the record in it, counted from 1.

    >>> LedgerFault(learner="dr-42", place=3, code="payload", says="record 3 does not say what was written").place
    3
    """

    learner: str = attrs.field(repr=False)

    @classmethod
    def of(cls, learner: str, faults: Iterable[Fault]) -> tuple[LedgerFault, ...]:
        """Say of faults in which ledger they are."""
        return tuple(cls(learner=learner, place=fault.place, code=fault.code, says=fault.says) for fault in faults)


class BrokenLedger(CmeError):
    """What is stored of a ledger is not what was written: it was changed past the library, or is damaged.

    >>> raise BrokenLedger("dr-42", [Fault(place=3, code="payload", says="record 3 does not say what was written")])
    Traceback (most recent call last):
    cmecore.storage.protocol.BrokenLedger: a stored ledger is not intact: record 3 does not say what was written; ...

    ``readable`` tells whether reading it with ``verify=False`` shows what is there.
    """

    def __init__(self, learner: str, faults: Sequence[Fault], *, readable: bool = True) -> None:
        #: Whose ledger it is; never part of the text.
        self.learner = learner
        self.faults = LedgerFault.of(learner, faults)
        more = f", and {len(faults) - 1} more" if len(faults) > 1 else ""
        self.readable = readable
        where = f"record {faults[0].place}" if faults[0].place else "its records"
        look = "read it with verify=False to look at it" if readable else f"look at {where} in the table"
        advice = f"{look}, and restore what was there from a dump"
        super().__init__(f"a stored ledger is not intact: {faults[0]}{more}; {advice}")

    def __reduce__(self) -> tuple[object, ...]:
        """Travel between processes."""
        return functools.partial(type(self), readable=self.readable), (self.learner, self.faults)


def _sorted(heads: Iterable[Head]) -> tuple[Head, ...]:
    return tuple(sorted(heads, key=lambda head: head.learner))


class HeadsDigest:
    """The digest over the heads of all ledgers of a provider, in the order of their learners, one after the other.

    >>> HeadsDigest("lakeside").digits() == HeadsDigest("riverside").digits()
    False
    """

    def __init__(self, provider: str) -> None:
        self._made = hashlib.sha256(f"cmecore anchor\0{provider}\n".encode())

    def add(self, head: Head) -> None:
        """Add the next head."""
        # No part of it can hold a control character, so that two lists of heads never spell alike.
        self._made.update(f"{head.learner}\0{head.version}\0{head.link}\n".encode())

    def digits(self) -> str:
        """Return the digest over what was added so far."""
        return self._made.hexdigest()


@attrs.frozen(kw_only=True)
class Anchor:
    """The heads of all ledgers of a provider at one moment, and one digest over them.

    Publish the digest, sign it or keep it where whoever runs the database cannot write: nothing that was stored by then can be
    changed, cut off, put back or computed again without :meth:`LedgerStore.check` finding it.  The digest is over the heads
    alone, so that it changes with what is written and with nothing else: whoever signs it signs the instant beside it.

    >>> from cmecore.testing.samples import LEDGER, NOW
    >>> anchor = Anchor(provider="lakeside", at=NOW, heads=[LEDGER.head])
    >>> len(anchor.digest), anchor.digest == Anchor(provider="lakeside", at=NOW, heads=[]).digest
    (64, False)
    """

    provider: str = attrs.field(validator=line(longest=LONGEST_PROVIDER))
    #: When it was taken; no part of the digest.
    at: datetime.datetime = attrs.field(converter=to_instant)
    heads: tuple[Head, ...] = attrs.field(converter=_sorted, validator=are(Head), repr=False)

    def __attrs_post_init__(self) -> None:
        if len({head.learner for head in self.heads}) < len(self.heads):
            raise InvalidValue(field="heads", found="two of one learner", expected="one of each")

    @functools.cached_property
    def digest(self) -> str:
        """One digest over the heads: the same as long as nothing is written."""
        made = HeadsDigest(self.provider)
        for head in self.heads:
            made.add(head)
        return made.digits()


class LedgerStore(Protocol):
    """Where the ledgers of one provider are kept; :mod:`cmecore.testing.ledger_store` has the tests that each has to pass.

    Every learner and every number is one line of visible text of at most 500 characters; anything else raises an
    :class:`~cmecore.errors.InvalidValue` that repeats nothing of it.

    >>> from cmecore.storage.memory import MemoryStore
    >>> store: LedgerStore = MemoryStore(provider="lakeside")
    >>> store.read("dr-42").version
    0
    """

    @property
    def provider(self) -> str:
        """Whose ledgers it holds: nothing that it is asked finds anybody else's."""
        ...

    def read(self, learner: str, *, verify: bool = True) -> Ledger:
        """Return the learner's own ledger, an empty one where nothing is written, with a fresh secret for what is added to it.

        It is the account's own stream: of one that was merged it ends with the merge.  ``read(store.alias(learner))`` is the
        ledger that goes on.

        Raises :class:`BrokenLedger` where the chain is not intact; without verifying, where no ledger can be made of it.
        """
        ...

    def append(self, *ledgers: Ledger) -> None:
        """Write what is new in some ledgers, all of it or nothing; what a new ``Purged`` names is erased.

        A ledger that is stored already, or an older state of it, is nothing to do.  It raises

        - :class:`StaleLedger` where a ledger does not extend what is stored: somebody else was faster, or it was made anew;
        - :class:`~cmecore.errors.LedgerConflict` for a certificate number that was ever issued to anybody, unless the same
          certificate goes with its account when a merge is undone;
        - :class:`~cmecore.errors.LedgerConflict` for half a merge: a new ``Merged``, ``Followed`` or ``Unmerged`` needs its
          other half, in the ledger of the other account, in the same append or stored before; and for accounts that would
          follow each other in a circle;
        - :class:`~cmecore.errors.InvalidValue` for two ledgers of one learner, and for what is no ledger.
        """
        ...

    def head(self, learner: str) -> Head:
        """Return the end of a learner's chain, by reading one row; version 0 where nothing is written."""
        ...

    def stream(self, start: str = "", *, verify: bool = True) -> Iterator[Ledger]:
        """Give every ledger as all of them stood at one moment, in the order of the learners, from ``start`` on.

        Raises :class:`BrokenLedger` as :meth:`read` does, when it comes to such a ledger.
        """
        ...

    def find(self, number: str) -> tuple[str, Certificate | Erased] | None:
        """Find a certificate by its number, and the learner whose ledger knows how it stands; nothing for an unknown number.

        Where the account that it was issued to was merged, that is the one whose ledger goes on, as :meth:`alias` says.  When
        accounts were parted, the certificate is found where it is in effect.  A number that was purged is still known, with an
        :class:`~cmecore.entries.Erased` in the certificate's place.

        Raises :class:`BrokenLedger` where the number leads to something else than that certificate as it was written.
        """
        ...

    def alias(self, learner: str) -> str:
        """Tell whose ledger goes on for a learner: his own, or that of the account that his was merged into.

        Raises :class:`~cmecore.errors.LedgerConflict` where somebody made accounts follow each other past the library.
        """
        ...

    def anchor(self, at: datetime.datetime) -> Anchor:
        """Return the heads of all ledgers, as they all stood at one moment, with one digest over them.

        Raises :class:`~cmecore.errors.InvalidValue` for an instant without a time zone.
        """
        ...

    def check(self, anchor: Anchor | None = None) -> tuple[LedgerFault, ...]:
        """Verify every ledger, its merges, and what finds numbers and aliases; against an anchor also that nothing went back.

        Each fault says its place; whose ledger it is in stands in ``fault.learner`` alone.

        Raises :class:`~cmecore.errors.InvalidValue` for the anchor of another provider, and for what is no anchor.
        """
        ...
