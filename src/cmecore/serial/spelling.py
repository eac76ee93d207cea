"""How single values are written in a document: as text that a person can read, exact, and never as a float.

Each kind has one way to be written, and a reader that takes nothing else: no ``"1"`` for a number, no ``0`` for *no*, no day
for an instant.  An instant is written in UTC: two instants are the same if they are the same moment, whatever zone named it.
"""

from __future__ import annotations

import datetime
import enum
import re
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, TypeVar

from cmecore.errors import near
from cmecore.serial.plain import MOST_DIGITS, named, refuse

if TYPE_CHECKING:
    from collections.abc import Iterable

_E = TypeVar("_E", bound=enum.Enum)

_SURROGATE = re.compile(r"[\ud800-\udfff]")
_DECIMAL = re.compile(r"\d{1,10}(\.\d{1,9})?", re.ASCII)
_FRACTION = re.compile(r"(\d{1,30})(?:/(\d{1,30}))?", re.ASCII)
_DAY = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)
_INSTANT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{6})?(Z|[+-]\d\d:\d\d)", re.ASCII)
_LENGTH = re.compile(r"(-?)PT(?=.)(?:(\d{1,11})H)?(?:(\d{1,11})M)?(?:(\d{1,11})(?:\.(\d{1,6}))?S)?", re.ASCII)
_SECOND = 10**6


def text(data: object) -> str:
    """Read or write text; halves of a surrogate pair have no place in a file."""
    if type(data) is not str:
        refuse(named(data), expected="text")
    if _SURROGATE.search(data):
        refuse(f"{named(data)} with half of a surrogate pair", expected="text that can be stored", advice="remove it")
    return data


def whole(data: object) -> int:
    """Read or write a whole number."""
    if type(data) is not int:
        refuse(named(data), expected="a whole number")
    if abs(data) >= 10**MOST_DIGITS:
        refuse(f"a whole number of more than {MOST_DIGITS} digits", expected="fewer digits")
    return data


def flag(data: object) -> bool:
    """Read or write a yes or no."""
    if type(data) is not bool:
        refuse(named(data), expected="true or false")
    return data


def _matched(data: object, pattern: re.Pattern[str], *, expected: str, advice: str = "") -> re.Match[str]:
    match = pattern.fullmatch(data) if type(data) is str else None
    if match is None:
        refuse(named(data), expected=expected, advice=advice)
    return match


def read_decimal(data: object) -> Decimal:
    """Read a decimal number: ``"0.25"``, in quotes, since a bare one would have gone through a float."""
    return Decimal(_matched(data, _DECIMAL, expected='a decimal number in quotes, such as "0.25"')[0])


def write_decimal(value: Decimal) -> str:
    """Write a decimal number with all its places.

    >>> write_decimal(Decimal("2.50"))
    '2.50'
    """
    return format(value.copy_abs(), "f")


def read_fraction(data: object) -> Fraction:
    """Read a fraction of whole numbers: ``"2/15"``."""
    match = _matched(data, _FRACTION, expected='a fraction in quotes, such as "2/15" or "5"')
    below = int(match[2] or 1)
    if not below:
        refuse("a fraction of nothing", expected="a number other than 0 below the line")
    return Fraction(int(match[1]), below)


def write_fraction(value: Fraction) -> str:
    """Write a fraction, refusing one that could not be read.

    >>> write_fraction(Fraction(8, 60)), write_fraction(Fraction(5))
    ('2/15', '5')
    """
    if value < 0 or max(value.numerator, value.denominator) >= 10**30:
        refuse("a fraction below 0, or of more than 30 digits", expected="0 or more, in at most 30 digits")
    return str(value)


def read_day(data: object) -> datetime.date:
    """Read a day: ``"2026-03-09"``."""
    match = _matched(data, _DAY, expected='a day such as "2026-03-09"')
    try:
        return datetime.date.fromisoformat(match[0])
    except ValueError:
        refuse("a day that no calendar has", expected='a day such as "2026-03-09"')


def write_day(value: datetime.date) -> str:
    """Write a day."""
    return value.isoformat()


def read_instant(data: object) -> datetime.datetime:
    """Read an instant: ``"2026-03-09T18:00:00Z"``, or with another offset from UTC."""
    expected = 'an instant with its offset, such as "2026-03-09T18:00:00Z"'
    match = _matched(data, _INSTANT, expected=expected)
    try:
        return datetime.datetime.fromisoformat(match[0]).astimezone(datetime.UTC)
    except (ValueError, OverflowError):
        refuse("an instant that no calendar has", expected=expected)


def write_instant(value: datetime.datetime) -> str:
    """Write an instant in UTC.

    >>> import zoneinfo
    >>> write_instant(datetime.datetime(2026, 3, 9, 13, 0, tzinfo=zoneinfo.ZoneInfo("America/Chicago")))
    '2026-03-09T18:00:00Z'
    """
    try:
        moment = value.astimezone(datetime.UTC)
    except OverflowError:
        refuse("an instant that UTC has no year for", expected="one from year 1 to 9999")
    return f"{moment.replace(tzinfo=None).isoformat(timespec='microseconds' if moment.microsecond else 'seconds')}Z"


def read_length(data: object) -> datetime.timedelta:
    """Read a length of time: ``"PT1H30M"``."""
    expected = 'a length of time in hours, minutes and seconds, such as "PT45M"'
    match = _matched(data, _LENGTH, expected=expected)
    hours, minutes, seconds = (int(match[place] or 0) for place in (2, 3, 4))
    count = ((hours * 60 + minutes) * 60 + seconds) * _SECOND + int((match[5] or "").ljust(6, "0"))
    try:
        return datetime.timedelta(microseconds=-count if match[1] else count)
    except OverflowError:
        refuse("a length of more than 999,999,999 days", expected=expected)


def write_length(value: datetime.timedelta) -> str:
    """Write a length of time, exact to the microsecond.

    >>> write_length(datetime.timedelta(minutes=90)), write_length(datetime.timedelta(microseconds=1_500_000))
    ('PT1H30M', 'PT1.5S')
    """
    count = value // datetime.timedelta.resolution
    whole_seconds, micros = divmod(abs(count), _SECOND)
    seconds = f"{whole_seconds % 60}.{micros:06}".rstrip("0") if micros else str(whole_seconds % 60)
    units = ((str(whole_seconds // 3600), "H"), (str(whole_seconds // 60 % 60), "M"), (seconds, "S"))
    said = "".join(f"{number}{unit}" for number, unit in units if number != "0")
    return f"{'-' if count < 0 else ''}PT{said or '0S'}"


def read_word(data: object, kind: type[_E]) -> _E:
    """Read one of a closed set of words."""
    words = {member.name.lower(): member for member in kind}
    if type(data) is not str or data not in words:
        refuse(named(data), expected=f"one of the words for {kind.__name__}", advice=likely(data, words))
    return words[data]


def write_word(value: enum.Enum) -> str:
    """Write one of a closed set of words, by its name, which outlives what it holds."""
    return value.name.lower()


def likely(data: object, words: Iterable[str]) -> str:
    """Name the words that were perhaps meant."""
    return near(data[:50] if isinstance(data, str) else "", words)
