"""What holds for every amount, every rounding and every day."""

import datetime
from decimal import Decimal
from fractions import Fraction
from typing import Any

from hypothesis import example, given, strategies as st

import by_the_book
from cmecore.credit.amounts import BOUND, Credits, CreditType, total
from cmecore.credit.periods import Period, Span, civil_day
from cmecore.credit.rounding import Rounding, in_steps, rounder
from cmecore.errors import InvalidValue
from strategies import AMA, amounts, credit_types, days, periods, roundings, spans


@given(credit_types().flatmap(lambda kind: st.tuples(st.just(kind), roundings(kind))), st.data())
def test_rounding_in_whole_numbers_is_rounding_by_the_book(drawn: tuple[CreditType, Rounding], data: st.DataObject) -> None:
    """Whatever the step, the direction, the tie and the minimum, integers and fractions round alike."""
    kind, rounding = drawn
    whole = data.draw(st.integers(1, 2_000))
    part = data.draw(st.integers(0, 50_000))
    steps = rounder(rounding, kind)(part, whole)
    assert steps * Fraction(kind.step) == by_the_book.rounded(Fraction(part, whole) * Fraction(kind.step), rounding)


@given(st.integers(0, 200), roundings(AMA))
def test_halves_round_by_the_book_too(count: int, rounding: Rounding) -> None:
    """Exactly between two steps, where every mistake shows, the tie rule decides."""
    step, _ = in_steps(rounding, AMA)
    steps = rounder(rounding, AMA)((2 * count + 1) * step, 2)
    assert steps * Fraction(1, 4) == by_the_book.rounded(Fraction(2 * count + 1, 2) * Fraction(rounding.step), rounding)


@given(credit_types().flatmap(lambda kind: st.tuples(st.just(kind), roundings(kind))), st.integers(0, 500))
def test_what_is_rounded_already_stays(drawn: tuple[CreditType, Rounding], count: int) -> None:
    """Rounding twice is rounding once."""
    kind, rounding = drawn
    once = rounder(rounding, kind)(count, 7)
    assert rounder(rounding, kind)(once, 1) == once


@given(roundings(AMA), st.integers(0, 5_000), st.integers(0, 5_000), st.integers(1, 60))
def test_more_work_never_rounds_to_less(rounding: Rounding, one: int, other: int, whole: int) -> None:
    """Rounding keeps the order of amounts."""
    rounded = rounder(rounding, AMA)
    small, large = sorted((one, other))
    assert rounded(small, whole) <= rounded(large, whole)


@given(credit_types().flatmap(lambda kind: st.tuples(amounts(kind), amounts(kind))))
def test_amounts_of_one_type_behave_like_their_numbers(drawn: tuple[Credits, Credits]) -> None:
    """Sum, difference and order are those of the decimal amounts, and an amount can be written down and read again."""
    one, other = drawn
    assert (one + other).amount == one.amount + other.amount
    assert one + other == other + one
    assert (one + other) - other == one
    assert (one < other) is (one.amount < other.amount)
    assert (one <= other) is not (one > other)
    assert (one >= other) is not (one < other)
    assert bool(one) is (one.amount > 0)
    assert one.type(str(one.amount)) == one
    assert str(one).startswith(f"{one.amount} {one.type.name}")


@given(st.lists(credit_types().flatmap(amounts), max_size=12))
def test_a_total_is_a_sum_for_each_type_in_any_order(listed: list[Credits]) -> None:
    """No order of adding up changes a total, and no type's amount ends up in another's."""
    sums = total(listed)
    for kind, sum_ in sums.items():
        assert sum_.amount == sum((one.amount for one in listed if one.type == kind), Decimal(0))
    assert total(sorted(listed, key=lambda one: one.steps)) == sums
    assert set(sums) == {one.type for one in listed}


@given(st.text() | st.decimals() | st.integers() | st.floats() | st.binary() | st.none() | st.booleans())
@example("9999.75")
@example("1000000")
@example(Decimal("1E+1000000"))
@example(Decimal("-0"))
def test_any_value_is_an_amount_or_is_refused_by_the_librarys_own_error(value: Any) -> None:
    """There is no third way: what is taken is below the bound, in whole steps, and prints in digits."""
    refused = None
    credits = AMA(0)
    try:
        credits = AMA(value)
    except InvalidValue as error:
        refused = error
    if refused is not None:
        assert refused.field == "amount of ama-pra-1"
        assert len(str(refused).encode()) < 1_000
    else:
        assert 0 <= credits.amount < BOUND
        assert Fraction(credits.amount) % Fraction(1, 4) == 0
        assert Fraction(credits.amount) == Fraction(value)
        assert "E" not in str(credits.amount)


@given(periods(), days())
def test_the_last_day_of_a_period_is_that_of_the_calendar(period: Period, day: datetime.date) -> None:
    """Years and months are counted on the calendar and clipped to the month's last day, then the days are counted."""
    months = day.year * 12 + day.month - 1 + period.years * 12 + period.months
    year, month = divmod(months, 12)
    next_month = datetime.date(year + (month + 1) // 12, (month + 1) % 12 + 1, 1)
    longest = (next_month - datetime.timedelta(days=1)).day
    landed = datetime.date(year, month + 1, min(day.day, longest))
    assert period.after(day) == landed + datetime.timedelta(days=period.days)


@given(periods(), days(), st.integers(0, 400))
def test_who_starts_later_ends_no_earlier(period: Period, day: datetime.date, later: int) -> None:
    """A deadline computed forward keeps the order of its anchors."""
    assert period.after(day) <= period.after(day + datetime.timedelta(days=later))


@given(spans(), days())
def test_a_span_holds_exactly_the_days_between_its_ends(span: Span, day: datetime.date) -> None:
    """Both ends count, and an open end never excludes."""
    assert (day in span) is ((span.first or datetime.date.min) <= day <= (span.last or datetime.date.max))


@given(
    st.datetimes(datetime.datetime(1990, 1, 1), datetime.datetime(2060, 1, 1), timezones=st.timezones()),  # noqa: DTZ001
    st.sampled_from(["UTC", "America/Chicago", "Asia/Kathmandu", "Pacific/Kiritimati", "Pacific/Pago_Pago", "Asia/Dubai"]),
)
def test_a_civil_day_is_never_far_from_the_day_in_utc(instant: datetime.datetime, zone: str) -> None:
    """No zone is more than a day away, and the zone that an instant is said in does not matter."""
    utc = instant.astimezone(datetime.UTC)
    assert abs(civil_day(instant, zone) - utc.date()) <= datetime.timedelta(days=1)
    assert civil_day(instant, zone) == civil_day(utc, zone)
    assert civil_day(instant, "UTC") == utc.date()
