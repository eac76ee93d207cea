"""Accreditations: which accreditor allows a provider to award which types of credit, and on which days.

Outside its days nothing new is earned under an accreditation; what was earned inside them stays, and stays claimable.  So an
accreditation that ended is kept with its last day and never deleted.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import attrs

from cmecore.credit.amounts import CreditType
from cmecore.credit.fields import are, expect, is_a, listed, many
from cmecore.credit.periods import Span, checked_day
from cmecore.credit.sources import Source
from cmecore.credit.text import line
from cmecore.errors import InvalidValue

if TYPE_CHECKING:
    import datetime
    from collections.abc import Iterable


@attrs.frozen(kw_only=True)
class Accreditation:
    """One accreditor's word that a provider may award some types of credit, with the days on which it holds.

    >>> from datetime import date
    >>> AMA = CreditType(code="ama-pra-1", name="AMA PRA Category 1 Credit", step="0.25")
    >>> four_years = Accreditation(by="ACCME", types=[AMA], in_force=Span(date(2023, 1, 1), date(2026, 12, 31)))
    >>> four_years.covers(AMA, date(2026, 12, 31)), four_years.covers(AMA, date(2027, 1, 1))
    (True, False)
    """

    #: The accreditor: "ACCME", "ANCC", "Joint Accreditation".
    by: str = attrs.field(validator=line())
    #: The types of credit that it allows the provider to award.
    types: tuple[CreditType, ...] = attrs.field(converter=many, validator=are(CreditType))
    #: Both days count; an end that is not known yet is open.
    in_force: Span = attrs.field(validator=is_a(Span))
    #: The provider's id with this accreditor, as it was given.
    number: str = attrs.field(default="", validator=line(blank=True))
    #: The accreditor's word for it: "Provisional Accreditation", "Accreditation with Commendation", "Probation".
    status: str = attrs.field(default="", validator=line(blank=True))
    sources: tuple[Source, ...] = attrs.field(default=(), converter=many, validator=are(Source))

    def __attrs_post_init__(self) -> None:
        if not self.types:
            raise InvalidValue(
                field=f"types of the accreditation by {self.by}",
                found="none",
                expected="1 or more types of credit",
                advice="name the types that may be awarded under it",
            )

    def covers(self, type: CreditType, day: datetime.date, /) -> bool:
        """Tell whether the provider may award a type on a day under this accreditation."""
        return expect(type, CreditType, field="type") in self.types and checked_day(day, field="day") in self.in_force

    def __str__(self) -> str:
        """Say who accredits for what, and when."""
        return f"{self.by} for {', '.join(type.name for type in self.types)}, {self.in_force}"


def accredited(
    accreditations: Iterable[Accreditation],
    type: CreditType,
    day: datetime.date,
    /,
) -> bool | None:
    """Tell whether any of a provider's accreditations covers a type on a day; ``None`` where none of them speaks of the type.

    Nothing said is not a no: a type that its own body grants needs no accreditation of the provider.

    >>> from datetime import date
    >>> AMA = CreditType(code="ama-pra-1", name="AMA PRA Category 1 Credit", step="0.25")
    >>> ANCC = CreditType(code="ancc", name="contact hour", step="0.1")
    >>> held = [Accreditation(by="ACCME", types=[AMA], in_force=Span(None, date(2026, 12, 31)))]
    >>> summer, later = date(2026, 6, 1), date(2027, 1, 1)
    >>> accredited(held, AMA, summer), accredited(held, AMA, later), accredited(held, ANCC, later)
    (True, False, None)
    """
    expect(type, CreditType, field="type")
    checked_day(day, field="day")
    speaking = [
        held
        for held in listed(accreditations, field="accreditations")
        if type in expect(held, Accreditation, field="accreditation").types
    ]
    return any(day in held.in_force for held in speaking) if speaking else None
