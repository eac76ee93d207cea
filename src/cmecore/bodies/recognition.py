"""Recognition: which authority or board counts a type of credit, as which of its categories, and since when.

Being recognised is not a property of credit.  "Recognised in all UAE emirates" is the decision of three authorities, each with
its own categories and exceptions; what a provider states about them can be recorded, with the provider's page as its source.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import attrs

from cmecore.bodies.answers import Point, cited, least, points_of
from cmecore.credit.amounts import CreditType
from cmecore.credit.fields import are, expect, is_a, listed, many
from cmecore.credit.periods import Span, checked_day
from cmecore.credit.sources import Source
from cmecore.credit.text import checked, line
from cmecore.errors import InvalidValue, near
from cmecore.rules.criteria import Outcome
from cmecore.rules.requirements import Requirement

if TYPE_CHECKING:
    import datetime
    from collections.abc import Iterable

    from cmecore.rules.judging import Facts


@attrs.frozen(kw_only=True)
class Recognition:
    """The statement that an authority or board counts credit of a type.

    >>> AMA = CreditType(code="ama-pra-1", name="AMA PRA Category 1 Credit", step="0.25")
    >>> print(Recognition(type=AMA, by="DoH Abu Dhabi", jurisdiction="AE-AZ", as_category="Category 1"))
    DoH Abu Dhabi (AE-AZ) counts AMA PRA Category 1 Credit as Category 1
    """

    type: CreditType = attrs.field(validator=is_a(CreditType))
    #: The authority or board that counts: "DoH Abu Dhabi", "NCCPA".
    by: str = attrs.field(validator=line())
    #: Where: an ISO 3166-2 code such as "AE-AZ", or a name; empty for a board that is not tied to a place.
    jurisdiction: str = attrs.field(default="", validator=line(blank=True))
    #: What it counts as there, in the authority's words.
    as_category: str = attrs.field(default="", validator=line(blank=True))
    #: What must be so for it to count.
    asks: tuple[Requirement, ...] = attrs.field(default=(), converter=many, validator=are(Requirement))
    in_force: Span = attrs.field(default=Span(), validator=is_a(Span))
    sources: tuple[Source, ...] = attrs.field(default=(), converter=many, validator=are(Source))

    def __str__(self) -> str:
        """Say it in a sentence, with its days and its sources."""
        where = f" ({self.jurisdiction})" if self.jurisdiction else ""
        category = f" as {self.as_category}" if self.as_category else ""
        when = "" if self.in_force == Span() else f", {self.in_force}"
        return f"{self.by}{where} counts {self.type.name}{category}{when}{cited(self.sources)}"


@attrs.frozen(kw_only=True)
class Recognised:
    """Whether a type is known to be counted: *met* with the recognition; *unknown* is not a no."""

    outcome: Outcome
    #: The recognition that answers best; ``None`` where none is known for that day.
    recognition: Recognition | None
    #: What that recognition hangs on.
    points: tuple[Point, ...]
    #: The answer in a sentence; where it is no yes, it names what is known instead.
    says: str

    def __str__(self) -> str:
        """Say it, with everything that is missing."""
        return "\n".join([self.says, *(f"  {p.says}: {p.found}" for p in self.points if p.outcome is not Outcome.MET)])


def recognised(
    recognitions: Iterable[Recognition],
    type: CreditType,
    /,
    *,
    on: datetime.date,
    by: str = "",
    jurisdiction: str = "",
    facts: Facts | None = None,
) -> Recognised:
    """Tell whether an authority, or any in a jurisdiction, is known to count a type of credit on a day.

    >>> from datetime import date
    >>> AMA = CreditType(code="ama-pra-1", name="AMA PRA Category 1 Credit", step="0.25")
    >>> known = [Recognition(type=AMA, by="DoH Abu Dhabi", jurisdiction="AE-AZ", as_category="Category 1")]
    >>> print(recognised(known, AMA, by="DoH Abu Dhabi", on=date(2026, 3, 9)))
    yes: DoH Abu Dhabi (AE-AZ) counts AMA PRA Category 1 Credit as Category 1
    >>> print(recognised(known, AMA, by="DHA", on=date(2026, 3, 9)))
    no recognition of AMA PRA Category 1 Credit by DHA is known on 2026-03-09; known: DoH Abu Dhabi (AE-AZ) counts ...
    """
    expect(type, CreditType, field="type")
    checked_day(on, field="on")
    asked_by, asked_in = checked(by, field="by", blank=True), checked(jurisdiction, field="jurisdiction", blank=True)
    if not (asked_by or asked_in):
        raise InvalidValue(
            field="by", found="neither an authority nor a jurisdiction", expected="one of them", advice='as in by="DHA"'
        )
    known = [expect(one, Recognition, field="recognitions") for one in listed(recognitions, field="recognitions")]
    asked = [
        one
        for one in known
        if one.type == type and on in one.in_force and by in ("", one.by) and jurisdiction in ("", one.jurisdiction)
    ]
    held = [(one, points_of(one.asks, {} if facts is None else facts)) for one in asked]
    if not held:
        return _none(known, type, f"{f'by {by}' if by else ''}{f' in {jurisdiction}' if jurisdiction else ''}".strip(), on, by)
    # Of several that answer alike the first stands.
    best, points = max(held, key=lambda pair: least(pair[1]))
    outcome = least(points)
    word = {Outcome.MET: "yes", Outcome.UNKNOWN: "not known yet", Outcome.UNMET: "no"}[outcome]
    return Recognised(outcome=outcome, recognition=best, points=points, says=f"{word}: {best}")


def _none(known: list[Recognition], kind: CreditType, by_whom: str, on: datetime.date, by: str) -> Recognised:
    """Answer that nothing is known, and name what is: of the type, or else the authorities that are spoken of."""
    of_type = [str(one) for one in known if one.type == kind]
    of_authority = sorted({one.type.name for one in known if one.by == by})
    others = f"known: {'; '.join(of_type)}" if of_type else near(by, {one.by for one in known})
    if of_authority and not of_type:
        others = f"{by} is known to recognise {', '.join(of_authority)}"
    return Recognised(
        outcome=Outcome.UNKNOWN,
        recognition=None,
        points=(),
        says=f"no recognition of {kind.name} {by_whom} is known on {on}; {others}",
    )
