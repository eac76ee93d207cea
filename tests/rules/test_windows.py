"""Windows and their anchors: the days that are counted from, the earlier of two ends, and what is no window."""

import datetime
from typing import Any

import pytest
from hypothesis import given, strategies as st

from cmecore.credit.periods import Period
from cmecore.errors import InvalidValue
from cmecore.rules.windows import Anchor, Anchors, Window
from hostile import label

EARNED, COMPLETED = datetime.date(2026, 3, 10), datetime.date(2026, 3, 9)
LAST, RELEASED = datetime.date(2026, 12, 31), datetime.date(2026, 1, 1)
ALL_FOUR = Anchors(earned=EARNED, completed=COMPLETED, last_day=LAST, released=RELEASED)
YEAR = Period(years=1)
DAYS = st.dates(datetime.date(1950, 1, 1), datetime.date(2100, 12, 31))


@pytest.mark.parametrize(
    ("anchor", "day"),
    [(Anchor.EARNED, EARNED), (Anchor.COMPLETED, COMPLETED), (Anchor.LAST_DAY, LAST), (Anchor.RELEASED, RELEASED)],
)
def test_each_anchor_has_its_day(anchor: Anchor, day: datetime.date) -> None:
    """What is known is both the exact day and the one to count from; of nothing, nothing is known."""
    assert ALL_FOUR.known(anchor) == ALL_FOUR.day(anchor) == day
    assert Anchors().known(anchor) is Anchors().day(anchor) is None


@pytest.mark.parametrize(
    ("anchors", "anchor", "day"),
    [
        (Anchors(earned=EARNED), Anchor.COMPLETED, EARNED),
        (Anchors(earned=EARNED), Anchor.LAST_DAY, EARNED),
        (Anchors(earned=EARNED, completed=COMPLETED), Anchor.LAST_DAY, COMPLETED),
        (Anchors(completed=COMPLETED), Anchor.LAST_DAY, COMPLETED),
        # Nobody earned anything on the day on which it came out, or on the day on which it ended.
        (Anchors(completed=COMPLETED, last_day=LAST), Anchor.EARNED, None),
        (Anchors(earned=EARNED, completed=COMPLETED, last_day=LAST), Anchor.RELEASED, None),
    ],
)
def test_what_stands_in_for_a_day_that_is_not_known(anchors: Anchors, anchor: Anchor, day: datetime.date | None) -> None:
    """An activity without an end is counted from the learner's own day, credit without a completion from earning it."""
    assert anchors.day(anchor) == day
    assert anchors.known(anchor) is None


@pytest.mark.parametrize(
    ("window", "last", "says"),
    [
        (Window(within=YEAR), datetime.date(2027, 3, 10), "within 1 year of the day it was earned"),
        (
            Window(within=YEAR, anchor=Anchor.LAST_DAY),
            datetime.date(2027, 12, 31),
            "within 1 year of the last day of the activity",
        ),
        (
            Window(within=YEAR, of_first=True),
            datetime.date(2027, 3, 10),
            "within 1 year of the first day anything was earned",
        ),
        (Window(until=datetime.date(2026, 3, 26)), datetime.date(2026, 3, 26), "until 2026-03-26"),
        (
            Window(within=YEAR, until=datetime.date(2027, 3, 9)),
            datetime.date(2027, 3, 9),
            "within 1 year of the day it was earned and until 2027-03-09",
        ),
        (
            Window(within=YEAR, until=datetime.date(2027, 3, 11)),
            datetime.date(2027, 3, 10),
            "within 1 year of the day it was earned and until 2027-03-11",
        ),
    ],
)
def test_a_window_ends_and_says_so(window: Window, last: datetime.date, says: str) -> None:
    """The earlier of a length and a fixed day, in calendar terms."""
    assert (window.last(ALL_FOUR), str(window)) == (last, says)


@pytest.mark.parametrize(
    ("window", "last"),
    [
        (Window(within=YEAR, anchor=Anchor.RELEASED), None),
        (Window(within=YEAR, anchor=Anchor.RELEASED, until=LAST), LAST),
    ],
)
def test_nothing_lapses_because_a_day_is_not_known(window: Window, last: datetime.date | None) -> None:
    """Without a day to count from there is no end but a fixed one."""
    assert window.last(Anchors(earned=EARNED)) == last


def test_a_length_alone_is_a_window_from_earning() -> None:
    """The short form in a policy and the window that it means are one rule."""
    window = Window(within=YEAR, anchor=Anchor.COMPLETED)
    assert Window.of(YEAR) == Window(within=YEAR)
    assert Window.of(window) is window


@given(DAYS, st.integers(0, 60), DAYS)
def test_the_end_is_never_after_either_of_the_two(earned: datetime.date, months: int, until: datetime.date) -> None:
    """Whatever the days, the last day is one of the two ends, and no later than the other."""
    within = Period(months=months)
    last = Window(within=within, until=until).last(Anchors(earned=earned))
    assert last == min(within.after(earned), until)


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({}, "window"),
        ({"anchor": Anchor.LAST_DAY}, "window"),
        ({"of_first": True}, "window"),
        ({"until": LAST, "of_first": True}, "of_first"),
        ({"within": YEAR, "anchor": Anchor.COMPLETED, "of_first": True}, "of_first"),
        ({"within": 3}, "within"),
        ({"within": datetime.timedelta(days=1)}, "within"),
        ({"within": YEAR, "anchor": "earned"}, "anchor"),
        ({"within": YEAR, "anchor": None}, "anchor"),
        ({"within": YEAR, "of_first": "yes"}, "of_first"),
        ({"until": "2026-03-26"}, "until"),
        ({"until": datetime.datetime(2026, 3, 26, tzinfo=datetime.UTC)}, "until"),
    ],
    ids=label,
)
def test_what_is_no_window_is_refused(fields: dict[str, Any], field: str) -> None:
    """A window has an end, and says of what; the first level is one of earning."""
    with pytest.raises(InvalidValue) as raised:
        Window(**fields)
    assert raised.value.field == field


@pytest.mark.parametrize("field", ["earned", "completed", "last_day", "released"])
@pytest.mark.parametrize("day", ["2026-03-09", 0, datetime.datetime(2026, 3, 9, tzinfo=datetime.UTC)], ids=label)
def test_an_anchor_is_a_day(field: str, day: Any) -> None:
    """An instant is no day: which one it is depends on the zone."""
    given_days: dict[str, Any] = {field: day}
    with pytest.raises(InvalidValue):
        Anchors(**given_days)
