"""Where a certificate's number leads that stands in several ledgers, since accounts were parted: to where it is in effect."""

from __future__ import annotations

import enum
from collections.abc import Callable, Sequence

from cmecore.entries import Certificate, Erased, Record, Unmerged
from cmecore.errors import LedgerConflict
from cmecore.holdings import in_effect
from cmecore.storage.appending import number_of
from cmecore.storage.pairing import halves

#: The learner in whose ledger a record stands, and its version.
Place = tuple[str, int]


class Standing(enum.IntEnum):
    """How a certificate stands in a ledger."""

    #: It went with the account that parted.
    LEFT = 0
    #: It was erased, so nothing tells whether it went with an account that parted since.
    UNKNOWN = 1
    IN_EFFECT = 2


def number_taken(number: str) -> LedgerConflict:
    """Say that a certificate number was issued before, for another certificate.

    >>> print(number_taken("LC-2026-0001"))
    certificate number LC-2026-0001 is already issued; give every certificate a number of its own
    """
    says = f"certificate number {number} is already issued; give every certificate a number of its own"
    return LedgerConflict(says, recorded=None, offered=number)


def standing(learner: str, records: Sequence[Record], version: int) -> Standing:
    """Tell how the certificate of a record stands in the ledger.

    >>> from cmecore.testing.samples import LEDGER
    >>> standing("dr-42", LEDGER.records, 2).name
    'IN_EFFECT'
    """
    entry = records[version - 1].entry
    if not isinstance(entry, Erased):
        held = entry.learner == learner or entry in in_effect(records)
        return Standing.IN_EFFECT if held else Standing.LEFT
    parted = any(isinstance(record.entry, Unmerged) for record in records[version:])
    return Standing.UNKNOWN if parted else Standing.IN_EFFECT


def left_behind(learner: str, records: Sequence[Record]) -> dict[str, int]:
    """Return the numbers in a ledger that need not lead to it, with their versions.

    >>> from cmecore.testing.samples import LEDGER
    >>> left_behind("dr-42", LEDGER.records)
    {}
    """
    if not any(isinstance(record.entry, Unmerged) for record in records):
        return {}
    found = ((number_of(record), version) for version, record in enumerate(records, 1))
    listed = {number: version for number, version in found if number is not None}
    return {number: at for number, at in listed.items() if standing(learner, records, at) is not Standing.IN_EFFECT}


def leads_to(number: str, before: Place, new: Place, records_of: Callable[[str], Sequence[Record]]) -> Place:
    """Decide where a number leads that was issued before, whichever of the two was stored first.

    Only a certificate that went with its account stands in two ledgers, and it is in effect in one of them.

    >>> from cmecore.testing.samples import LEDGER
    >>> leads_to("LC-1", ("dr-42", 1), ("dr-42", 1), {"dr-42": LEDGER.records}.__getitem__)
    ('dr-42', 1)
    """
    held, offered = (records_of(learner)[version - 1].entry for learner, version in (before, new))
    erased = isinstance(held, Erased) or isinstance(offered, Erased)
    if before[0] == new[0]:
        # It came with an account, went with it, and came again.
        if held != offered:
            raise number_taken(number)
        return max(before, new)
    if not same_certificate(held, offered) or (erased and not once_joined(before[0], new[0], records_of)):
        raise number_taken(number)
    stands, stood = (standing(learner, records_of(learner), version) for learner, version in (new, before))
    if stands is stood is Standing.IN_EFFECT:
        raise number_taken(number)
    return new if stands > stood else before


def same_certificate(one: object, other: object) -> bool:
    """Tell whether two records with one number can hold one certificate; of an erased one nothing else is known.

    >>> same_certificate(Erased(identity="certificate:LC-1"), Erased(identity="certificate:LC-1"))
    True
    """
    if isinstance(one, Erased) or isinstance(other, Erased):
        return isinstance(one, Certificate | Erased) and isinstance(other, Certificate | Erased)
    return one == other


def once_joined(one: str, other: str, records_of: Callable[[str], Sequence[Record]]) -> bool:
    """Tell whether two accounts were one at some time, be it through others.

    >>> once_joined("dr-42", "dr-17", lambda learner: ())
    False
    """
    seen: set[str] = set()
    ahead = [one]
    while ahead:
        learner = ahead.pop()
        if learner == other:
            return True
        if learner not in seen:
            seen.add(learner)
            ahead += [half.other for half in halves(records_of(learner), learner)]
    return False
