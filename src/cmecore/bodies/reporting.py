"""Reporting: who tells a body about credit, through what, what he needs for it, and until when.

A claim never reports anything by itself.  Where no rule says that the provider reports a type, the learner does: providers of
real platforms send one board's points and leave everything else to the physician.
"""

from __future__ import annotations

import datetime
import enum
from typing import TYPE_CHECKING

import attrs

from cmecore.bodies.answers import Point, cited, holding, least, points_of
from cmecore.credit.amounts import CreditType
from cmecore.credit.fields import are, expect, is_a, listed, many
from cmecore.credit.periods import Period, Span, checked_day
from cmecore.credit.sources import Source
from cmecore.credit.text import checked, line
from cmecore.errors import InvalidValue, near, shown
from cmecore.rules.criteria import Outcome
from cmecore.rules.requirements import Requirement

if TYPE_CHECKING:
    from collections.abc import Iterable

    from cmecore.rules.judging import Facts


class Reporter(enum.Enum):
    """Who reports.

    >>> Reporter("learner").name
    'LEARNER'
    """

    PROVIDER = "provider"
    """The provider, on the learner's behalf."""
    LEARNER = "learner"
    """The learner himself; nothing is sent for him."""


def _entries(_instance: object, attribute: attrs.Attribute[int | None], value: int | None) -> None:
    if value is not None and (type(value) is not int or value < 1):
        raise InvalidValue(field=attribute.name, found=shown(value), expected="1 or more a day, or None where nothing is said")


@attrs.frozen(kw_only=True)
class Reporting:
    """How credit of a type reaches the body that counts it.

    >>> from datetime import date
    >>> ABIM = CreditType(code="abim-moc", name="ABIM MOC point", step="0.25")
    >>> pars = Reporting(type=ABIM, by=Reporter.PROVIDER, to="ACCME PARS", within=Period(days=30), by_year_end=True)
    >>> print(pars)
    ABIM MOC point: the provider reports to ACCME PARS, within 30 days and by December 31
    >>> pars.due(date(2026, 3, 9)), pars.due(date(2026, 12, 20))
    (datetime.date(2026, 4, 8), datetime.date(2026, 12, 31))
    """

    type: CreditType = attrs.field(validator=is_a(CreditType))
    by: Reporter = attrs.field(validator=is_a(Reporter))
    #: The system or body that it is reported to: "ACCME PARS", "CPE Monitor".
    to: str = attrs.field(default="", validator=line(blank=True))
    #: What has to be known or allowed before it can be sent: identifiers, the learner's permission.
    needs: tuple[Requirement, ...] = attrs.field(default=(), converter=many, validator=are(Requirement))
    #: How long after the day on which the learner had done everything that was asked; the last day still counts.
    within: Period | None = attrs.field(default=None, validator=is_a(Period, or_none=True))
    #: Whether it has to arrive by December 31 of that year.
    by_year_end: bool = attrs.field(default=False, validator=is_a(bool))
    #: How many entries with one completion day the body takes from one learner and activity; ``None`` where nothing is said.
    entries_per_day: int | None = attrs.field(default=None, validator=_entries)
    #: Whether a learner is reported once for an activity and never again.
    once: bool = attrs.field(default=False, validator=is_a(bool))
    #: The name of the text, where several are known and the day of the change is not.
    version: str = attrs.field(default="", validator=line(blank=True))
    in_force: Span = attrs.field(default=Span(), validator=is_a(Span))
    sources: tuple[Source, ...] = attrs.field(default=(), converter=many, validator=are(Source))

    def due(self, completed_on: datetime.date, /) -> datetime.date | None:
        """Tell the last day on which to report what was completed on a day; ``None`` where no deadline is known."""
        checked_day(completed_on, field="completed_on")
        days = [self.within.after(completed_on)] if self.within is not None else []
        if self.by_year_end:
            days.append(datetime.date(completed_on.year, 12, 31))
        return min(days, default=None)

    def takes(self, completed_on: datetime.date, /, *, reported: Iterable[datetime.date]) -> bool:
        """Tell whether the body takes another entry about a learner and an activity, after those for the days reported.

        >>> from datetime import date
        >>> ABP = CreditType(code="abp-2", name="ABP MOC Part 2 point", step="0.25")
        >>> daily = Reporting(type=ABP, by=Reporter.PROVIDER, entries_per_day=1)
        >>> monday, tuesday = date(2026, 3, 9), date(2026, 3, 10)
        >>> daily.takes(tuesday, reported=[monday]), daily.takes(monday, reported=[monday])
        (True, False)
        """
        checked_day(completed_on, field="completed_on")
        days = [checked_day(day, field="reported") for day in listed(reported, field="reported")]
        full = self.entries_per_day is not None and days.count(completed_on) >= self.entries_per_day
        return not full and not (self.once and days)

    def readiness(self, facts: Facts, /) -> Readiness:
        """Tell whether everything is there that reporting needs; what is absent is pending, by name, and nothing is sent.

        >>> from cmecore.rules.requirements import attested
        >>> ABIM = CreditType(code="abim-moc", name="ABIM MOC point", step="0.25")
        >>> asks = Reporting(type=ABIM, by=Reporter.PROVIDER, to="ACCME PARS", needs=[attested("My points may be shared")])
        >>> print(asks.readiness({}))
        ABIM MOC point: not ready to be reported to ACCME PARS
          Attest: My points may be shared: attestation: My points may be shared (not reported)
        """
        return Readiness(reporting=self, points=points_of(self.needs, facts))

    def __str__(self) -> str:
        """Say it in a sentence."""
        to = f" to {self.to}" if self.to else ""
        limits = [f"within {self.within}"] if self.within is not None else []
        limits += ["by December 31"] if self.by_year_end else []
        until = f", {' and '.join(limits)}" if limits else ""
        return f"{self.type.name}: the {self.by.value} reports{to}{until}{cited(self.sources)}"


@attrs.frozen(kw_only=True)
class Readiness:
    """Whether credit can be reported now, with every need and what was found of it."""

    reporting: Reporting
    points: tuple[Point, ...]

    @property
    def outcome(self) -> Outcome:
        """*Met* where nothing is missing, *unknown* where something is pending, *unmet* where something was refused."""
        return least(self.points)

    @property
    def pending(self) -> tuple[str, ...]:
        """The codes of the needs that are not met."""
        return tuple(point.code for point in self.points if point.outcome is not Outcome.MET)

    def __str__(self) -> str:
        """Print it with everything that is missing."""
        missing = [f"  {point.says}: {point.found}" for point in self.points if point.outcome is not Outcome.MET]
        ready = "not ready" if missing else "ready"
        to = f" to {self.reporting.to}" if self.reporting.to else ""
        return "\n".join([f"{self.reporting.type.name}: {ready} to be reported{to}", *missing])


def reporting(
    reportings: Iterable[Reporting],
    type: CreditType,
    on: datetime.date,
    /,
    *,
    to: str = "",
    version: str = "",
) -> Reporting:
    """Tell who reports a type of credit on a day; where nothing is said about the type, the learner does, and to nobody named.

    :param to: the system meant, where a type is reported to several.
    :param version: the name of the text, where several are known and the day of the change is not.

    >>> from datetime import date
    >>> ABP = CreditType(code="abp-2", name="ABP MOC Part 2 point", step="0.25")
    >>> AMA = CreditType(code="ama-pra-1", name="AMA PRA Category 1 Credit", step="0.25")
    >>> provider = [Reporting(type=ABP, by=Reporter.PROVIDER, to="ACCME PARS")]
    >>> reporting(provider, ABP, date(2026, 3, 9)).by.value, reporting(provider, AMA, date(2026, 3, 9)).by.value
    ('provider', 'learner')
    """
    expect(type, CreditType, field="type")
    checked_day(on, field="on")
    known: list[Reporting] = [expect(one, Reporting, field="reportings") for one in listed(reportings, field="reportings")]
    about = [one for one in known if one.type == type]
    if not about:
        return Reporting(type=type, by=Reporter.LEARNER)
    targets = {one.to for one in about if one.to}
    if checked(to, field="to", blank=True):
        about = [one for one in about if one.to == to]
        if not about:
            raise InvalidValue(
                field="to", found=shown(to), expected=f"what {type.name} is reported to", advice=near(to, targets)
            )
    elif len({one.to for one in about}) > 1:
        raise InvalidValue(
            field="to", found="nothing", expected=f"one of the places that {type.name} is reported to", advice=near("", targets)
        )
    return holding(about, on, what=f"reporting of {type.name}", version=version)
