"""The pages for one board: of many certificates those that state its credit, so that a file of them can be sent there.

A page does not depend on what stands before or behind it.  So the pages of an excerpt are those of the whole document, each
letter in its place, and nobody has to cut a file in parts: the same renderer draws the certificates that are wanted.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from cmecore.credit.amounts import CreditType
from cmecore.credit.fields import expect, listed
from cmecore.credit.text import checked
from cmecore.entries import Certificate

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator


def excerpt(
    certificates: Iterable[Certificate],
    /,
    *,
    types: Iterable[CreditType | str] = (),
    providers: Iterable[str] = (),
    numbers: Iterable[str] = (),
) -> Iterator[Certificate]:
    """Take the certificates that state credit of some types, of some providers, or with some numbers; in their order.

    Each condition that is named has to hold.  The stream is read as it is asked for, so that an excerpt of any length can be
    bound.  A certificate that only names what an activity was designated for states no credit.

    >>> from cmecore.testing.certificates import KINDS
    >>> [one.number for one in excerpt(KINDS.values(), types=["abim-moc"])]
    ['CME-2026-7Q4K-0207', 'CME-2026-7Q4K-0208']
    """
    codes = {
        one if isinstance(one, str) else expect(one, CreditType, field="types").code for one in listed(types, field="types")
    }
    by = {checked(one, field="providers") for one in listed(providers, field="providers")}
    picked = {checked(one, field="numbers") for one in listed(numbers, field="numbers")}
    return (
        one
        for one in (expect(one, Certificate, field="certificates") for one in certificates)
        if (not codes or not codes.isdisjoint(_types(one)))
        and (not by or one.provider.name in by)
        and (not picked or one.number in picked)
    )


def _types(certificate: Certificate) -> Iterator[str]:
    """List the types of credit that a certificate states, by their codes."""
    stated = [certificate.total, *certificate.resting, *certificate.summed]
    stated += [credits for line in certificate.lines for credits in line.amounts]
    return (credits.type.code for credits in stated if credits is not None)
