"""Days and spans of days, in calendar terms: last days are inclusive, and a day is the civil day of a named zone.

Two years of products print a deadline one day early because an instant was cut to its UTC date; here an instant becomes a day
only together with a zone.  Deadlines are computed forward from their anchor, once: 29 February and six years is 28 February.
"""

from __future__ import annotations

import datetime
import functools
import re
import zoneinfo

import attrs
from dateutil.relativedelta import relativedelta

from cmecore.credit.text import checked
from cmecore.errors import InvalidValue, described, near, shown

_KEY = re.compile(r"[A-Za-z0-9_+\-]{1,40}(/[A-Za-z0-9_+\-]{1,40}){0,2}")
#: No rule of the field runs longer than this.
LONGEST_YEARS = 200


def checked_day(value: object, *, field: str) -> datetime.date:
    """Return a day, refusing an instant in its place: which day it is depends on the zone.

    >>> checked_day(datetime.date(2026, 3, 9), field="on")
    datetime.date(2026, 3, 9)
    """
    if isinstance(value, datetime.datetime) or not isinstance(value, datetime.date):
        advice = "use civil_day(instant, zone)" if isinstance(value, datetime.datetime) else "write date(2026, 3, 9)"
        raise InvalidValue(field=field, found=described(value), expected="a day (datetime.date)", advice=advice)
    if not datetime.MINYEAR < value.year < datetime.MAXYEAR:
        raise InvalidValue(field=field, found=shown(value), expected="a year that people live in", advice="check the year")
    return value


# Names of our own: those of the standard library follow the settings of the machine.
_MONTHS = "January February March April May June July August September October November December"


def in_words(day: datetime.date) -> str:
    """Print a day so that nobody on either side of an ocean reads another one.

    >>> in_words(datetime.date(2026, 3, 9))
    '9 March 2026'
    """
    return f"{day.day} {_MONTHS.split()[day.month - 1]} {day.year}"


def checked_instant(value: object, *, field: str) -> datetime.datetime:
    """Return an instant in UTC, refusing one that does not say its zone.

    UTC, because Python compares two times of one zone by the clock on the wall, and in autumn that shows an hour twice.

    >>> checked_instant(datetime.datetime(2026, 3, 9, 18, 0), field="at")
    Traceback (most recent call last):
    cmecore.errors.InvalidValue: at: found the datetime 2026-03-09 18:00:00; expected an instant with its zone; ...
    """
    if not isinstance(value, datetime.datetime) or value.tzinfo is None or value.utcoffset() is None:
        raise InvalidValue(
            field=field,
            found=described(value),
            expected="an instant with its zone",
            advice="set tzinfo, as in datetime(…, tzinfo=UTC)",
        )
    if not datetime.MINYEAR < value.year < datetime.MAXYEAR:
        raise InvalidValue(field=field, found=shown(value), expected="a year that people live in", advice="check the year")
    return value.astimezone(datetime.UTC)


def checked_zone(key: object, *, field: str = "zone") -> str:
    """Return the name of a time zone that this machine knows.

    >>> checked_zone("America/Chicago")
    'America/Chicago'
    """
    name = checked(key, field=field)
    if _zone(name) is None:
        raise InvalidValue(
            field=field,
            found=shown(name),
            expected="a time zone such as America/Chicago",
            advice=near(name, zoneinfo.available_timezones()) if _KEY.fullmatch(name) else "",
        )
    return name


@functools.lru_cache(maxsize=1024)
def _zone(name: str) -> zoneinfo.ZoneInfo | None:
    try:
        return zoneinfo.ZoneInfo(name) if _KEY.fullmatch(name) else None
    except (ValueError, OSError, zoneinfo.ZoneInfoNotFoundError):
        return None


def _known_zone(key: object) -> zoneinfo.ZoneInfo:
    return (_zone(key) if isinstance(key, str) else None) or zoneinfo.ZoneInfo(checked_zone(key))


def to_instant(value: datetime.datetime) -> datetime.datetime:
    """Convert a field that holds the instant at which something is done."""
    return checked_instant(value, field="at")


def civil_day(instant: datetime.datetime, zone: str) -> datetime.date:
    """Tell which day it is in a zone at an instant.

    >>> civil_day(datetime.datetime(2026, 3, 10, 4, 30, tzinfo=datetime.UTC), "America/Chicago")
    datetime.date(2026, 3, 9)
    """
    return checked_instant(instant, field="instant").astimezone(_known_zone(zone)).date()


def _length(_instance: object, attribute: attrs.Attribute[int], value: int) -> None:
    if type(value) is not int or not 0 <= value <= LONGEST_YEARS * 366:
        raise InvalidValue(
            field=attribute.name, found=shown(value), expected=f"a whole number from 0 to {LONGEST_YEARS} years' worth"
        )


@attrs.frozen(kw_only=True)
class Period:
    """A length of calendar time, such as three years.

    >>> Period(years=3).after(datetime.date(2026, 3, 9))
    datetime.date(2029, 3, 9)
    >>> Period(years=6).after(datetime.date(2024, 2, 29))
    datetime.date(2030, 2, 28)
    """

    years: int = attrs.field(default=0, validator=_length)
    months: int = attrs.field(default=0, validator=_length)
    days: int = attrs.field(default=0, validator=_length)

    def after(self, day: datetime.date) -> datetime.date:
        """Return the last day of the period that runs from a day; that last day still counts."""
        try:
            return checked_day(day, field="day") + relativedelta(years=self.years, months=self.months, days=self.days)
        except (ValueError, OverflowError) as error:
            raise InvalidValue(
                field="day", found=shown(day), expected=f"a day with {self} still to come", advice="check the year"
            ) from error

    def __str__(self) -> str:
        """Say the length in words."""
        named = ((self.years, "year"), (self.months, "month"), (self.days, "day"))
        return " and ".join(f"{count} {unit}{'s' * (count > 1)}" for count, unit in named if count) or "no time"


def a_day(_instance: object, attribute: attrs.Attribute[datetime.date], value: datetime.date) -> None:
    """Validate an attrs field that holds a day."""
    checked_day(value, field=attribute.name)


def first_instant(day: datetime.date, zone: str) -> datetime.datetime:
    """Return the instant at which a day begins in a zone, also where the clock skips midnight or shows it twice.

    >>> first_instant(datetime.date(2026, 3, 9), "America/Chicago").isoformat()
    '2026-03-09T05:00:00+00:00'
    """
    local = datetime.datetime.combine(day, datetime.time(), _known_zone(zone))
    return local.astimezone(datetime.UTC)


@attrs.frozen
class Span:
    """A span of days, both ends inclusive; an end that is ``None`` is open.

    >>> term = Span(datetime.date(2026, 1, 1), datetime.date(2026, 12, 31))
    >>> datetime.date(2026, 12, 31) in term, datetime.date(2027, 1, 1) in term
    (True, False)
    >>> print(Span(None, datetime.date(2026, 3, 26)))
    until 2026-03-26
    """

    first: datetime.date | None = attrs.field(default=None, validator=attrs.validators.optional(a_day))
    last: datetime.date | None = attrs.field(default=None, validator=attrs.validators.optional(a_day))

    def __attrs_post_init__(self) -> None:
        if self.first is not None and self.last is not None and self.last < self.first:
            raise InvalidValue(
                field="last", found=shown(self.last), expected=f"{self.first} or later", advice="swap the two days"
            )

    def __contains__(self, day: datetime.date) -> bool:
        """Tell whether a day lies in the span."""
        if isinstance(day, datetime.datetime) or not isinstance(day, datetime.date):
            checked_day(day, field="day")
        return (self.first is None or self.first <= day) and (self.last is None or day <= self.last)

    def __str__(self) -> str:
        """Print the span with ISO dates."""
        if self.first is None or self.last is None:
            start = f"from {self.first}" if self.first else ""
            return start or (f"until {self.last}" if self.last else "always")
        return f"{self.first}" if self.first == self.last else f"{self.first} to {self.last}"
