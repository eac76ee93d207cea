"""What a cell says: numbers, shares, words, days, times and addresses, read exactly or refused, never guessed.

A parser that helps itself reads "01/02/2024" as a day in January, "1" as the first of this month and "1_000" as a thousand.
Each function here knows one grammar.  What it refuses it describes without repeating it, since a shifted column may hold
anybody's name: the length of the text, and the characters that have no place in it.
"""

from __future__ import annotations

import datetime
import re
import unicodedata
import zoneinfo
from collections.abc import Iterable

from cmecore.credit.text import checked
from cmecore.errors import InvalidValue
from cmecore.rules.facts import Share

#: Longest e-mail address, in characters.
LONGEST_ADDRESS = 320
#: Largest whole number of units, questions or minutes.
LARGEST = 9_999_999
#: First and last year of a date.
EARLIEST, LATEST = 1900, 2999

_WHOLE = re.compile(r"([0-9]{1,7})(?:\.0{1,6})?")
_PERCENT = re.compile(r"([0-9]{1,7})(?:\.([0-9]{1,6}))?[ \u00a0\u202f]?%?")
_OF = re.compile(r"([0-9]{1,7}) ?/ ?([0-9]{1,7})")
_ISO = re.compile(
    r"([0-9]{4}-[0-9]{2}-[0-9]{2})"
    r"(?:[T ]((?:[01][0-9]|2[0-3]):[0-9]{2}(?::[0-9]{2}(?:\.[0-9]{1,6})?)?)(?:Z|[+-][0-9]{2}:[0-9]{2})?)?"
)
_SLASHED = re.compile(
    r"([0-9]{1,2})/([0-9]{1,2})/([0-9]{4})\s+([0-9]{1,2}):([0-9]{2})(?::([0-9]{2}))?(?:\s*([AP])\.?M\.?)?", re.IGNORECASE
)
_WORDS = {"yes": True, "true": True, "1": True, "no": False, "false": False, "0": False, "": False}
_NOON = 12
_MOST_NAMED = 3


def described(text: str, allowed: str = "", *, offending: Iterable[str] = ()) -> str:
    r"""Describe a cell by its length and the characters that are not allowed in it.

    >>> described("1,000", "0123456789.")
    "5 characters, among them ','"
    >>> described("Z\udcfcrich", offending="\udcfc")
    '6 characters, among them the byte 0xFC, which is no UTF-8'
    """
    if not text:
        return "an empty cell"
    named = sorted(set(offending) or ({character for character in text if character not in allowed} if allowed else set()))
    length = f"{len(text):,} character{'s' * (len(text) > 1)}"
    if not named:
        return length
    return f"{length}, among them {', '.join(map(_named, named[:_MOST_NAMED]))}{' and others' * (len(named) > _MOST_NAMED)}"


def _named(character: str) -> str:
    if "\udc80" <= character <= "\udcff":
        return f"the byte 0x{ord(character) - 0xDC00:02X}, which is no UTF-8"
    return repr(character) if character.isprintable() else f"U+{ord(character):04X}"


def _refused(text: str, allowed: str, *, field: str, expected: str, advice: str = "") -> InvalidValue:
    return InvalidValue(field=field, found=described(text, allowed), expected=expected, advice=advice)


def code(text: str, *, field: str) -> str:
    """Read an id or a code, exactly as it is written; a line break in it means that two rows ran together."""
    try:
        return checked(text, field=field)
    except InvalidValue as error:
        bad = [character for character in text if unicodedata.category(character) in ("Cc", "Cf", "Cs", "Cn", "Zl", "Zp")]
        found = described(text, offending=bad)
        raise InvalidValue(field=field, found=found, expected=error.expected, advice=error.advice) from error


def words(text: str, *, field: str) -> str:
    """Read a name or a title on one line: where a quoted cell has line breaks, they count as blanks."""
    return code(re.sub(r"[\t\r\n ]+", " ", text).strip(), field=field)


def address(text: str, *, field: str) -> str:
    """Read an e-mail address as an account id: the same mailbox in capitals is the same account.

    A letter that is not ASCII is never folded into one that is: the Kelvin sign does not make a stranger somebody else.

    >>> address("ADA@Example.org", field="User Email")
    'ada@example.org'
    """
    expected, advice = "an e-mail address such as ada@example.org", "correct it, or empty the cell to leave the person out"
    hidden = [character for character in text if character.isspace() or unicodedata.category(character)[0] in "CZ"]
    if hidden:
        raise InvalidValue(field=field, found=described(text, offending=hidden), expected=expected, advice=advice)
    before, at, after = text.partition("@")
    if not before or not at or not after or "@" in after or len(text) > LONGEST_ADDRESS:
        what = f"{described(text)} and {text.count('@')} times '@'" if text else described(text)
        raise InvalidValue(field=field, found=what, expected=expected, advice=advice)
    return "".join(_small(character) for character in text)


def _small(character: str) -> str:
    small = character.casefold()
    return small if character.isascii() or not small.isascii() else character


def account(text: str, *, field: str) -> str:
    """Read the account id of a learner: an e-mail address in any case, or any other id exactly as it is written."""
    return address(text, field=field) if "@" in text else code(text, field=field)


def whole(text: str, *, field: str, least: int = 0, most: int = LARGEST) -> int:
    """Read a whole number; one that ends in ``.0`` is whole, one with a thousands separator is refused.

    >>> whole("45", field="minutes"), whole("45.0", field="minutes")
    (45, 45)
    """
    number = _WHOLE.fullmatch(text)
    if number is None:
        raise _refused(
            text, "0123456789.", field=field, expected="a whole number, such as 45", advice="write it in plain digits alone"
        )
    if not least <= int(number[1]) <= most:
        raise InvalidValue(
            field=field,
            found=f"a number that is too {'small' if int(number[1]) < least else 'large'}",
            expected=f"{least:,} to {most:,}",
            advice="correct the cell",
        )
    return int(number[1])


def percentage(text: str, *, field: str) -> Share:
    """Read a percentage; the sign may be missing, and 0.85 is less than one per cent.

    >>> percentage("85.5 %", field="percent")
    Share(part=855, whole=1000)
    """
    number = _PERCENT.fullmatch(text)
    if number is None:
        raise _refused(
            text,
            "0123456789.%",
            field=field,
            expected="a percentage from 0 to 100, such as 85 or 85.5%",
            advice="write it in plain digits, with a point for the decimals",
        )
    decimals = (number[2] or "").rstrip("0")
    part, hundred = int(number[1] + decimals), 100 * 10 ** len(decimals)
    if part > hundred:
        raise InvalidValue(
            field=field, found="more than 100 per cent", expected="a percentage from 0 to 100", advice="correct the cell"
        )
    return Share(part, hundred)


def mark(text: str, *, field: str) -> Share:
    """Read a score: a percentage, or so many of so many.

    >>> mark("17/20", field="score"), mark("71", field="score")
    (Share(part=17, whole=20), Share(part=71, whole=100))
    """
    if "/" not in text:
        return percentage(text, field=field)
    counted = _OF.fullmatch(text)
    if counted is None:
        raise _refused(text, "0123456789/ ", field=field, expected="a score such as 17/20 or 85%")
    part, of = int(counted[1]), int(counted[2])
    if part > of or not of:
        raise InvalidValue(
            field=field,
            found="a share above one",
            expected="at most so many as there are, as in 17/20",
            advice="correct the cell",
        )
    return Share(part, of)


def yes(text: str, *, field: str) -> bool:
    """Read a yes or a no; an empty cell is a no."""
    answer = _WORDS.get(text.casefold())
    if answer is None:
        raise InvalidValue(
            field=field,
            found=described(text),
            expected="yes, no, true, false, 1, 0 or nothing",
            advice="write one of these words",
        )
    return answer


def moment(text: str, *, field: str, zone: str) -> tuple[datetime.date, datetime.datetime | None]:
    """Read an ISO 8601 date as a day; where a time stands with it, also give the instant, and the day is that of the zone.

    >>> moment("2026-03-10T04:30Z", field="date", zone="America/Chicago")
    (datetime.date(2026, 3, 9), datetime.datetime(2026, 3, 10, 4, 30, tzinfo=datetime.timezone.utc))
    """
    written = _ISO.fullmatch(text)
    if written is None:
        raise _refused(
            text,
            "0123456789-:.TZ+ ",
            field=field,
            expected="an ISO 8601 date such as 2026-03-09",
            advice="write the year first, then month and day, with two digits each",
        )
    if written[2] is None:
        return _existing(text, field=field).date(), None
    if not zone:
        raise InvalidValue(
            field=field,
            found="a date with a time",
            expected="a date alone, as long as no zone is given",
            advice="hand over zone=",
        )
    found = instants(text, field=field, zone=zone, day_first=False)
    if len(found) > 1:
        raise twice(field, zone)
    return found[0].astimezone(zoneinfo.ZoneInfo(zone)).date(), found[0]


def twice(field: str, zone: str) -> InvalidValue:
    """Say that a time stands for two instants, and how to write the one that is meant."""
    return InvalidValue(
        field=field,
        found=f"a time that the clocks of {zone} showed twice, as they were set back",
        expected="one that can be told apart",
        advice="write it with its offset, as in 2026-11-01T01:30:00-05:00",
    )


def instants(text: str, *, field: str, zone: str, day_first: bool) -> tuple[datetime.datetime, ...]:
    """Read a local time, and give the instants in UTC that it may mean: one, or two in the hour that the clocks show twice.

    The order of day and month is the caller's word.  A time that says its own offset needs no zone and is never ambiguous.

    >>> instants("10/05/2026 06:01:12 PM", field="Join Time", zone="America/Chicago", day_first=False)
    (datetime.datetime(2026, 10, 5, 23, 1, 12, tzinfo=datetime.timezone.utc),)
    """
    iso, slashed = _ISO.fullmatch(text), _SLASHED.fullmatch(text)
    if iso and iso[2]:
        local = _existing(text, field=field)
    elif slashed:
        local = _local(slashed, field=field, day_first=day_first)
    else:
        raise _refused(
            text,
            "0123456789/:-+.APMTZapm ",
            field=field,
            expected=f"a date and time such as {'31/12' if day_first else '12/31'}/2026 06:01:12 PM or 2026-12-31 18:01:12",
            advice="write the cell in one of these forms",
        )
    if local.tzinfo is not None:
        return (local.astimezone(datetime.UTC),)
    place = zoneinfo.ZoneInfo(zone)
    # Both readings go to UTC and back: in the hour that is skipped neither returns, in the hour shown twice both do.
    both = {local.replace(tzinfo=place, fold=fold).astimezone(datetime.UTC) for fold in (0, 1)}
    found = tuple(sorted(instant for instant in both if instant.astimezone(place).replace(tzinfo=None) == local))
    if not found:
        raise InvalidValue(
            field=field,
            found=f"a time that never was in {zone}: the clocks were set forward over it",
            expected="a time that the clocks showed",
            advice="check that the zone is that of the account that made the export",
        )
    return found


def _existing(text: str, *, field: str) -> datetime.datetime:
    try:
        found = datetime.datetime.fromisoformat(text)
    except ValueError as error:
        raise InvalidValue(
            field=field,
            found="a date or time that does not exist",
            expected="one of the calendar",
            advice="correct the cell",
        ) from error
    return _likely(found, field=field)


def _local(written: re.Match[str], *, field: str, day_first: bool) -> datetime.datetime:
    first, second, year, hour, minute = (int(written[group]) for group in range(1, 6))
    day, month = (first, second) if day_first else (second, first)
    half = (written[7] or "").upper()
    if half and not 1 <= hour <= _NOON:
        raise InvalidValue(
            field=field,
            found=f"the hour {hour} with {half}M",
            expected="an hour from 1 to 12 before AM or PM",
            advice="correct the cell",
        )
    hour = hour % _NOON + _NOON * (half == "P") if half else hour
    try:
        # Without a zone yet: both readings of a doubled hour are tried later.
        found = datetime.datetime(year, month, day, hour, minute, int(written[6] or 0))  # noqa: DTZ001
    except ValueError as error:
        raise InvalidValue(
            field=field,
            found=f"month {month}, day {day} of {year} at {hour}:{minute:02}, read {'day' if day_first else 'month'} first",
            expected=f"a date and time that exist, with the {'day' if day_first else 'month'} first (day_first={day_first})",
            advice=f"correct the cell, or read the file with day_first={not day_first} if all its dates are so",
        ) from error
    return _likely(found, field=field)


def _likely(found: datetime.datetime, *, field: str) -> datetime.datetime:
    """Refuse years outside all memory, from which no zone could reckon on either."""
    if not EARLIEST <= found.year <= LATEST:
        expected = f"a year from {EARLIEST} to {LATEST}"
        raise InvalidValue(field=field, found=f"the year {found.year}", expected=expected, advice="correct the cell")
    return found
