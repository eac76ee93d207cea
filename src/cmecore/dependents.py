"""Dependents: what hangs on a certificate or on claimed credit elsewhere, and is to be looked at when either changes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cmecore.entries import Acknowledged, Answered, Merged, Ordered, Reason, Reported
from cmecore.holdings import in_effect

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence

    from cmecore.entries import Account, Certificate, Entry, Erased, Record
    from cmecore.ledger import Ledger


def hangs_on(ledger: Ledger, ended: Sequence[Certificate]) -> list[Reason]:
    """List what hangs on documents that end: addenda to them, and orders to deliver them.

    >>> from cmecore.testing.samples import LEDGER
    >>> hangs_on(LEDGER, [])
    []
    """
    numbers = [one.number or "" for one in ended]
    return [*_addenda(ledger, numbers), *_orders(ledger, numbers)]


def reported(ledger: Ledger, accounts: Mapping[Account, str]) -> Iterator[Reason]:
    """List the reports of some accounts with what is to be done, unless the body refused them.

    >>> from cmecore.testing.samples import AMA, LEDGER
    >>> list(reported(LEDGER, {("EM-101", AMA): "report a deletion"}))
    []
    """
    answers = [one for one in written(ledger.records) if isinstance(one, Answered)]
    refused = {(one.learner, one.report) for one in answers if not one.accepted}
    for one in written(ledger.records):
        if isinstance(one, Reported) and one.account in accounts and (one.learner, one.report) not in refused:
            says = f"{one.activity}: {one.type} was reported to {one.body} as {one.report}: {accounts[one.account]}"
            yield Reason(code="reported", says=says, activity=one.activity)


def written(records: Sequence[Record]) -> Iterator[Entry | Erased]:
    """Walk the entries of a ledger, with those of the accounts that were merged into it.

    >>> from cmecore.testing.samples import LEDGER
    >>> tuple(written(LEDGER.records)) == LEDGER.entries()
    True
    """
    for entry in in_effect(records):
        yield entry
        if isinstance(entry, Merged):
            yield from written(entry.records)


def _addenda(ledger: Ledger, numbers: Collection[str]) -> Iterator[Reason]:
    for one in ledger.certificates:
        stands = one.number not in (*ledger.voided, *ledger.superseded, *numbers)
        if stands and one.adds_to in numbers:
            says = f"certificate {one.number} is an addendum to {one.adds_to}: let it stand, void it or issue it again"
            yield Reason(code="addendum", says=says)


def _orders(ledger: Ledger, numbers: Collection[str]) -> Iterator[Reason]:
    acknowledged = [one for one in written(ledger.records) if isinstance(one, Acknowledged)]
    delivered = {(one.learner, one.order) for one in acknowledged if one.delivered}
    for one in written(ledger.records):
        if isinstance(one, Ordered) and one.number in numbers:
            if (one.learner, one.order) in delivered:
                says = f"certificate {one.number} was delivered under order {one.order}: tell whoever received it"
                yield Reason(code="delivered", says=says)
            else:
                says = f"order {one.order} is still to deliver certificate {one.number}: do not carry it out"
                yield Reason(code="order-open", says=says)
