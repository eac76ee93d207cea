"""Days are civil days of a zone, last days are inclusive, and deadlines are computed forward."""

import datetime
from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

import attrs
import pytest

from cmecore.credit.periods import (
    Period,
    Span,
    a_day,
    checked_day,
    checked_instant,
    checked_zone,
    civil_day,
    first_instant,
    to_instant,
)
from cmecore.errors import InvalidValue
from hostile import label

NAIVE = datetime.datetime(2026, 3, 9, 18, 0)  # noqa: DTZ001 - what must be refused


def utc(text: str) -> datetime.datetime:
    return datetime.datetime.fromisoformat(text).replace(tzinfo=datetime.UTC)


@pytest.mark.parametrize(
    ("instant", "zone", "day"),
    [
        ("2026-03-10T04:30", "America/Chicago", date(2026, 3, 9)),
        ("2026-03-10T04:30", "UTC", date(2026, 3, 10)),
        # Summer time begins in Chicago on 8 March 2026: that day has 23 hours.
        ("2026-03-08T05:59", "America/Chicago", date(2026, 3, 7)),
        ("2026-03-08T06:00", "America/Chicago", date(2026, 3, 8)),
        ("2026-03-09T04:59", "America/Chicago", date(2026, 3, 8)),
        ("2026-03-09T05:00", "America/Chicago", date(2026, 3, 9)),
        # It ends on 1 November 2026: that day has 25.
        ("2026-11-01T04:59", "America/Chicago", date(2026, 10, 31)),
        ("2026-11-01T05:00", "America/Chicago", date(2026, 11, 1)),
        ("2026-11-02T05:59", "America/Chicago", date(2026, 11, 1)),
        ("2026-11-02T06:00", "America/Chicago", date(2026, 11, 2)),
        # On either side of the date line one instant lies on two days.
        ("2026-03-09T10:59", "Pacific/Kiritimati", date(2026, 3, 10)),
        ("2026-03-09T10:59", "Pacific/Pago_Pago", date(2026, 3, 8)),
        ("2026-03-09T11:00", "Pacific/Pago_Pago", date(2026, 3, 9)),
        # Samoa had no 30 December 2011.
        ("2011-12-30T09:59", "Pacific/Apia", date(2011, 12, 29)),
        ("2011-12-30T10:00", "Pacific/Apia", date(2011, 12, 31)),
        # Midnight itself was skipped in São Paulo on 4 November 2018.
        ("2018-11-04T02:59", "America/Sao_Paulo", date(2018, 11, 3)),
        ("2018-11-04T03:00", "America/Sao_Paulo", date(2018, 11, 4)),
        ("2024-02-29T18:14", "Asia/Kathmandu", date(2024, 2, 29)),
        ("2024-02-29T18:15", "Asia/Kathmandu", date(2024, 3, 1)),
        ("2026-03-09T19:59", "Asia/Dubai", date(2026, 3, 9)),
        ("2026-03-09T20:00", "Asia/Dubai", date(2026, 3, 10)),
    ],
)
def test_an_instant_is_a_day_of_a_zone(instant: str, zone: str, day: date) -> None:
    """Which day it is depends on where: over summer time, the date line and quarter-hour zones."""
    assert civil_day(utc(instant), zone) == day


def test_the_zone_of_an_instant_does_not_matter() -> None:
    """One instant said in two zones lies on one day of a third."""
    said = datetime.datetime(2026, 3, 9, 23, 30, tzinfo=ZoneInfo("America/Chicago"))
    assert civil_day(said, "Europe/Vienna") == civil_day(said.astimezone(datetime.UTC), "Europe/Vienna") == date(2026, 3, 10)


@pytest.mark.parametrize(
    ("instant", "zone"),
    [
        (datetime.datetime(1, 1, 1, tzinfo=datetime.UTC), "America/Chicago"),
        (datetime.datetime(9999, 12, 31, 23, tzinfo=datetime.UTC), "Pacific/Auckland"),
    ],
)
def test_a_day_before_year_1_or_after_year_9999_is_refused(instant: datetime.datetime, zone: str) -> None:
    """At the two ends of the calendar there is a day in one zone and none in another."""
    with pytest.raises(InvalidValue, match=r"^instant: "):
        civil_day(instant, zone)


@pytest.mark.parametrize(
    ("day", "zone", "instant"),
    [
        (date(2026, 3, 9), "America/Chicago", "2026-03-09T05:00"),
        (date(2026, 3, 8), "America/Chicago", "2026-03-08T06:00"),
        (date(2026, 11, 2), "America/Chicago", "2026-11-02T06:00"),
        (date(2018, 11, 4), "America/Sao_Paulo", "2018-11-04T03:00"),  # its midnight was skipped
        (date(2026, 3, 9), "Pacific/Kiritimati", "2026-03-08T10:00"),
    ],
)
def test_a_day_begins_at_an_instant_that_lies_in_it(day: date, zone: str, instant: str) -> None:
    """The first instant of a day is of that day, and a microsecond before it is not."""
    assert first_instant(day, zone) == utc(instant)
    assert civil_day(first_instant(day, zone), zone) == day
    assert civil_day(first_instant(day, zone) - datetime.timedelta(microseconds=1), zone) < day


@pytest.mark.parametrize(
    "zone",
    [
        "America",
        "../x",
        "../../etc/passwd",
        "/etc/localtime",
        "America/Chicago/../Chicago",
        "America//Chicago",
        "America/",
        "/America",
        "America/Chicag0",
        "Mars/Olympus_Mons",
        "America/Chicago\n",
        "America/Chicago\x00",
        "zone.tab",
        "America\\Chicago",
        "A/B/C/D",
        "A" * 41,
        "x" * 1_000,
        "\ud800",
        "",
        " ",
        None,
        5,
        b"UTC",
        datetime.UTC,
    ],
    ids=repr,
)
def test_a_hostile_zone_is_refused_before_any_file_is_looked_for(zone: Any) -> None:
    """Folders, paths that climb and names that no data base has are all answered alike."""
    with pytest.raises(InvalidValue) as caught:
        checked_zone(zone)
    assert caught.value.field == "zone"
    with pytest.raises(InvalidValue):
        civil_day(utc("2026-03-09T12:00"), zone)


@pytest.mark.parametrize("zone", ["UTC", "America/Argentina/Buenos_Aires", "Etc/GMT+5", "America/Port-au-Prince"])
def test_a_zone_keeps_its_name(zone: str) -> None:
    """Every form of key that the data base uses is known."""
    assert checked_zone(zone) == zone


def test_a_zone_names_the_field_it_was_handed_over_as() -> None:
    """A reader of the message knows which of several zones was wrong."""
    with pytest.raises(InvalidValue, match=r"^zone of the export: .*expected a time zone such as America/Chicago"):
        checked_zone("Chicago Time", field="zone of the export")


@pytest.mark.parametrize(
    ("value", "advice"),
    [
        (utc("2026-03-09T18:00"), "civil_day"),
        (NAIVE, "civil_day"),
        ("2026-03-09", "write date"),
        (None, "write date"),
        (20260309, "write date"),
        (0.5, "write date"),
    ],
)
def test_a_day_is_a_date_and_no_instant(value: object, advice: str) -> None:
    """An instant in a day's place would be cut at somebody's midnight."""
    with pytest.raises(InvalidValue, match=rf"^on: .*{advice}"):
        checked_day(value, field="on")
    assert checked_day(date(2026, 3, 9), field="on") == date(2026, 3, 9)


@pytest.mark.parametrize("value", [NAIVE, date(2026, 3, 9), "2026-03-09T18:00Z", None, 0.5])
def test_an_instant_says_its_zone(value: object) -> None:
    """A naive time is half an answer."""
    with pytest.raises(InvalidValue, match=r"^at: .*an instant with its zone"):
        checked_instant(value, field="at")
    with pytest.raises(InvalidValue, match=r"^instant: "):
        civil_day(value, "UTC")  # type: ignore[arg-type]


def test_the_validators_name_their_fields() -> None:
    """A class with a day and an instant says which of the two was wrong."""

    @attrs.frozen
    class Visit:
        on: date = attrs.field(validator=a_day)
        at: datetime.datetime = attrs.field(converter=to_instant)

    assert Visit(date(2026, 3, 9), utc("2026-03-09T18:00")).on == date(2026, 3, 9)
    with pytest.raises(InvalidValue, match=r"^on: "):
        Visit(utc("2026-03-09T18:00"), utc("2026-03-09T18:00"))
    with pytest.raises(InvalidValue, match=r"^at: "):
        Visit(date(2026, 3, 9), NAIVE)


@pytest.mark.parametrize(
    ("period", "day", "last"),
    [
        (Period(years=3), date(2026, 3, 9), date(2029, 3, 9)),
        (Period(years=6), date(2024, 2, 29), date(2030, 2, 28)),
        (Period(years=4), date(2024, 2, 29), date(2028, 2, 29)),
        (Period(years=1), date(2024, 2, 29), date(2025, 2, 28)),
        (Period(months=12), date(2024, 2, 29), date(2025, 2, 28)),
        (Period(years=3), date(2021, 2, 28), date(2024, 2, 28)),  # forward from its anchor: no 29 February is won
        (Period(months=1), date(2026, 1, 31), date(2026, 2, 28)),
        (Period(months=1), date(2028, 1, 31), date(2028, 2, 29)),
        (Period(months=6), date(2026, 8, 31), date(2027, 2, 28)),
        (Period(months=30), date(2026, 3, 31), date(2028, 9, 30)),
        (Period(months=1, days=1), date(2028, 1, 31), date(2028, 3, 1)),  # the month first, then the day
        (Period(days=60), date(2026, 1, 1), date(2026, 3, 2)),
        (Period(days=366), date(2024, 2, 29), date(2025, 3, 1)),
        (Period(), date(2026, 3, 9), date(2026, 3, 9)),
        (Period(years=1), date(9997, 12, 31), date(9998, 12, 31)),
        (Period(years=200), date(2, 1, 1), date(202, 1, 1)),
    ],
)
def test_a_period_runs_to_its_last_day(period: Period, day: date, last: date) -> None:
    """29 February and six years is 28 February: the month is kept, and the day is the last that it has."""
    assert period.after(day) == last


@pytest.mark.parametrize(
    ("period", "day"),
    [
        (Period(years=1), date(9999, 1, 1)),
        (Period(months=1), date(9999, 12, 1)),
        (Period(days=1), date(9999, 12, 31)),
        (Period(years=200 * 366), date(2026, 1, 1)),
        (Period(days=200 * 366), date(9999, 1, 1)),
    ],
)
def test_a_period_beyond_year_9999_is_refused(period: Period, day: date) -> None:
    """The calendar of computers ends, and that is said in words."""
    with pytest.raises(InvalidValue, match=rf"^day: found the date {day}; expected a day with {period} still to come"):
        period.after(day)


@pytest.mark.parametrize("field", ["years", "months", "days"])
@pytest.mark.parametrize("length", [-1, True, 1.5, "3", None, 10**5_000, 200 * 366 + 1], ids=label)
def test_a_length_is_a_whole_number_that_some_rule_could_have(field: str, length: Any) -> None:
    """No period runs backwards, for half a year, or for ten thousand years."""
    with pytest.raises(InvalidValue, match=rf"^{field}: "):
        Period(**{field: length})


@pytest.mark.parametrize("day", [utc("2026-03-09T18:00"), NAIVE, "2026-03-09", None])
def test_a_period_starts_from_a_day(day: Any) -> None:
    """An instant has no last day until somebody names the zone."""
    with pytest.raises(InvalidValue, match=r"^day: "):
        Period(years=3).after(day)


@pytest.mark.parametrize(
    ("period", "said"),
    [
        (Period(years=3), "3 years"),
        (Period(years=1, months=1, days=1), "1 year and 1 month and 1 day"),
        (Period(months=18), "18 months"),
        (Period(days=30), "30 days"),
        (Period(), "no time"),
    ],
)
def test_a_period_says_its_length(period: Period, said: str) -> None:
    """In words, with the units that it has."""
    assert str(period) == said


JANUARY, MARCH = date(2026, 1, 1), date(2026, 3, 31)


@pytest.mark.parametrize(
    ("span", "said", "inside", "outside"),
    [
        (Span(JANUARY, MARCH), "2026-01-01 to 2026-03-31", [JANUARY, MARCH], [date(2025, 12, 31), date(2026, 4, 1)]),
        (Span(JANUARY, JANUARY), "2026-01-01", [JANUARY], [date(2025, 12, 31), date(2026, 1, 2)]),
        (Span(JANUARY), "from 2026-01-01", [JANUARY, date.max], [date(2025, 12, 31)]),
        (Span(None, MARCH), "until 2026-03-31", [date.min, MARCH], [date(2026, 4, 1)]),
        (Span(), "always", [date.min, date.max], []),
    ],
)
def test_both_ends_of_a_span_are_in_it(span: Span, said: str, inside: list[date], outside: list[date]) -> None:
    """The first day and the last day count; an end that is open has no end."""
    assert str(span) == said
    assert all(day in span for day in inside)
    assert not any(day in span for day in outside)


def test_a_span_does_not_end_before_it_begins() -> None:
    """Two days in the wrong order are a slip, and the advice is to swap them."""
    with pytest.raises(InvalidValue, match=r"^last: found the date 2026-01-01; expected 2026-03-31 or later; swap"):
        Span(MARCH, JANUARY)


@pytest.mark.parametrize("end", [utc("2026-03-09T18:00"), NAIVE, "2026-03-09", 0, False])
def test_the_ends_of_a_span_are_days(end: Any) -> None:
    """Neither an instant nor a text is a day."""
    with pytest.raises(InvalidValue, match=r"^first: "):
        Span(end)
    with pytest.raises(InvalidValue, match=r"^last: "):
        Span(None, end)


@pytest.mark.parametrize("span", [Span(JANUARY, MARCH), Span()], ids=str)
def test_an_instant_is_neither_in_a_span_nor_out_of_it(span: Span) -> None:
    """Whether an instant lies in a span of days depends on the zone, so the question is refused."""
    with pytest.raises(InvalidValue, match="civil_day"):
        assert utc("2026-02-01T12:00") in span


@pytest.mark.parametrize("day", [date(1, 12, 31), date(9999, 1, 1)])
def test_a_day_in_the_first_or_the_last_year_of_the_calendar_is_refused(day: date) -> None:
    """The years 1 and 9999 are what programs write for never and for ever; the years beside them are taken."""
    with pytest.raises(InvalidValue, match=r"^on: .*expected a year that people live in; check the year"):
        checked_day(day, field="on")
    assert [checked_day(day, field="on").year for day in (date(2, 1, 1), date(9998, 12, 31))] == [2, 9998]
    with pytest.raises(InvalidValue, match="a year that people live in"):
        Span(None, day)


@pytest.mark.parametrize(
    ("written", "advice"),
    [
        ("America/Chikago", "did you mean America/Chicago"),
        ("america/chicago", "did you mean America/Chicago"),
        ("Europe/Berln", "did you mean Europe/Berlin"),
        ("Chicago Time", "$"),
    ],
)
def test_a_zone_that_is_misspelled_is_told_its_nearest(written: str, advice: str) -> None:
    """A slip in the name of a zone is answered with the zone that was meant; what is no such name has no advice."""
    with pytest.raises(InvalidValue, match=f"expected a time zone such as America/Chicago(; )?{advice}"):
        checked_zone(written)
