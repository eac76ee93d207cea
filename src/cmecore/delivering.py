"""Delivering: which certificates are to be sent without being asked for, as orders that the host carries out.

The library sends nothing.  It says what is due, to whom and why, and what became of it stays in the ledger.
"""

from __future__ import annotations

import datetime

import attrs

from cmecore.credit.text import checked
from cmecore.entries import Acknowledged, Ordered
from cmecore.ledger import Ledger
from cmecore.papers import records_of
from cmecore.releasing import listing


@attrs.frozen(kw_only=True)
class Undelivered:
    """An order that nobody has delivered yet: how often it failed, and what was said the last time.

    >>> from cmecore.testing.samples import NOW
    >>> order = Ordered(learner="dr-42", order="release:LC-1", number="LC-1", to="account", why="the claim of its credit")
    >>> print(Undelivered(order=order, since=NOW, failed=1))
    order release:LC-1 of certificate LC-1 is not delivered; it failed 1 time
    """

    order: Ordered
    #: The instant at which it was written.
    since: datetime.datetime
    #: How often it was tried; the next attempt is one more.
    failed: int = 0
    #: The host's own words about the last attempt.
    says: str = attrs.field(default="", repr=False)

    def __str__(self) -> str:
        """Say it, without the address."""
        times = f"; it failed {self.failed} time{'s' * (self.failed > 1)}" if self.failed else ""
        return f"order {self.order.order} of certificate {self.order.number} is not delivered{times}"


def orders(ledger: Ledger, /, *, at: datetime.datetime, to: str) -> tuple[Ordered, ...]:
    """Return the delivery orders that are due and not written yet: of certificates that are released and sent by themselves.

    Add them to the ledger before they are carried out.  An order is named by its certificate's number, so the same certificate
    is ordered once, however often this is asked and wherever it is to go.

    >>> from cmecore.testing.samples import LEDGER, NOW
    >>> orders(LEDGER, at=NOW, to="account")  # nothing was issued
    ()
    """
    checked(to, field="to")
    due = [(row.certificate, row.sends) for row in listing(ledger, at=at)]
    written = {record.identity for record, _ in records_of(ledger)}
    made = (
        Ordered(learner=one.learner, order=f"release:{one.number}", number=one.number or "", to=to, why=moment.value)
        for one, moment in due
        if one is not None and moment is not None
    )
    return tuple(order for order in made if order.identity not in written)


def undelivered(ledger: Ledger, /) -> tuple[Undelivered, ...]:
    """List the orders that were not delivered, of certificates that still stand, in the order in which they were written.

    When to try again is the host's: write an :class:`~cmecore.entries.Acknowledged` of each attempt.

    >>> from cmecore.testing.samples import LEDGER
    >>> undelivered(LEDGER)
    ()
    """
    waiting: dict[tuple[str, str], Undelivered] = {}
    for record, _ in records_of(ledger):
        match record.entry:
            case Ordered(learner=learner, order=name) as order:
                waiting[learner, name] = Undelivered(order=order, since=record.at)
            case Acknowledged(learner=learner, order=name, delivered=True):
                waiting.pop((learner, name), None)
            case Acknowledged(learner=learner, order=name, says=says) if (tried := waiting.get((learner, name))) is not None:
                waiting[learner, name] = attrs.evolve(tried, failed=tried.failed + 1, says=says)
            case _:
                pass
    ended = {*ledger.voided, *ledger.superseded}
    standing = {certificate.number for certificate in ledger.certificates} - ended
    return tuple(one for one in waiting.values() if one.order.number in standing)
