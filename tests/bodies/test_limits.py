"""Caps across activities: applied where credit is counted, whatever the order in which it was earned."""

from __future__ import annotations

import datetime
from collections import defaultdict
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given, strategies as st

from cmecore.bodies.limits import Limit, Per, counted
from cmecore.credit.amounts import Credits
from cmecore.credit.periods import Span
from cmecore.credit.sources import Source, Sureness
from cmecore.errors import DifferentTypes, InvalidValue
from strategies import AMA, CONTACT_HOUR, EBAC, MOC

MARCH_9, MARCH_10 = datetime.date(2026, 3, 9), datetime.date(2026, 3, 10)
NEW_YEAR_S_EVE, NEW_YEAR = datetime.date(2026, 12, 31), datetime.date(2027, 1, 1)
REVIEW = "manuscript review activity"
CC = Source(title="Continuing certification resources", section="ABA", sureness=Sureness.ISSUER_DATED)

#: Rules of ABS, EBAC, the AMA and the ABA, in the types that the tests share.
ABS = Limit(code="abs.day", says="At most 12 credits of a day count", types=[AMA], most=12, per=Per.DAY)
EBAC_DAY = Limit(code="ebac.day", says="At most 6 credits of a day count", types=[EBAC], most=6, per=Per.DAY)
REVIEWS = Limit(
    code="ama.reviews", says="At most 15 credits of a year count", types=[AMA], formats=[REVIEW], most=15, per=Per.YEAR
)
ABA = Limit(
    code="aba.year",
    says="At most 60 credits of a calendar year count",
    types=[AMA],
    most=60,
    per=Per.YEAR,
    in_force=Span(datetime.date(2013, 1, 1)),
    sources=[CC],
)
ABA_BEFORE = Limit(
    code="aba.year.2006",
    says="At most 70 credits of a calendar year count",
    types=[AMA],
    most=70,
    per=Per.YEAR,
    in_force=Span(datetime.date(2006, 1, 1), datetime.date(2012, 12, 31)),
)
CPR = Limit(code="arrt.cpr", says="At most 6 credits of a biennium count", types=[CONTACT_HOUR], most=6, per=Per.PERIOD)
BIENNIA = [
    Span(datetime.date(2025, 4, 1), datetime.date(2027, 3, 31)),
    Span(datetime.date(2023, 4, 1), datetime.date(2025, 3, 31)),
]


def test_twelve_a_day_count() -> None:
    """ABS counts at most 12 a day: rules.md 3.2 [S] (ABS, ABS-faq); the next day begins anew."""
    found = counted(ABS, iter([(MARCH_9, AMA("10.00")), (MARCH_10, AMA("13.25")), (MARCH_9, AMA("2.25"))]))
    assert (found.earned, found.total) == (AMA("25.50"), AMA("24.00"))
    assert [(one.label, one.earned, one.counted) for one in found.tallies] == [
        ("2026-03-09", AMA("12.25"), AMA("12.00")),
        ("2026-03-10", AMA("13.25"), AMA("12.00")),
    ]
    assert str(found).splitlines() == [
        "24.00 AMA PRA Category 1 Credits of 25.50: At most 12 credits of a day count",
        "  2026-03-09: 12.25 earned, 12.00 counted",
        "  2026-03-10: 13.25 earned, 12.00 counted",
    ]


def test_six_a_day_count_in_whole_credits() -> None:
    """EBAC counts at most 6 a day: rules.md 0 [S] (EBAC)."""
    assert counted(EBAC_DAY, [(MARCH_9, EBAC(4)), (MARCH_9, EBAC(4))]).total == EBAC(6)
    assert counted(EBAC_DAY, [(MARCH_9, EBAC(4)), (MARCH_10, EBAC(4))]).total == EBAC(8)


def test_five_reviews_of_a_year_count() -> None:
    """3 a review and at most 15 a year, so that a sixth counts for nothing: rules.md 1.3 [2nd] (AOE-II, JSES, ENDO)."""
    assert REVIEWS.concerns(AMA, format=REVIEW)
    assert not REVIEWS.concerns(AMA, format="live activity")
    assert not REVIEWS.concerns(AMA)
    assert not REVIEWS.concerns(MOC, format=REVIEW)
    assert ABS.concerns(AMA)
    assert ABS.concerns(AMA, format=REVIEW)
    six = [(datetime.date(2026, month, 1), AMA(3)) for month in range(1, 7)]
    assert counted(REVIEWS, six).total == AMA(15)
    assert counted(REVIEWS, six[:5]).total == AMA(15)
    assert counted(REVIEWS, six[:4]).total == AMA(12)


def test_a_year_ends_on_its_last_day() -> None:
    """ABA counts at most 60 of a calendar year: rules.md 3.2 [S-old] (CC-res)."""
    found = counted(ABA, [(NEW_YEAR, AMA(50)), (NEW_YEAR_S_EVE, AMA(70))])
    assert [str(one) for one in found.tallies] == ["2026: 70.00 earned, 60.00 counted", "2027: 50.00 earned, 50.00 counted"]
    assert found.total == AMA(110)
    assert "2027" not in str(found)
    assert str(found.limit) == "At most 60 credits of a calendar year count [Continuing certification resources, ABA]"


def test_a_day_on_which_the_limit_is_not_known_is_refused() -> None:
    """60 a year since 2013, 70 in 2006–2012 and nothing known before: rules.md 3.2 [S-old] (CC-res); nothing is guessed."""
    last, first = datetime.date(2012, 12, 31), datetime.date(2013, 1, 1)
    assert counted(ABA_BEFORE, [(last, AMA(80))]).total == AMA(70)
    assert counted(ABA, [(first, AMA(80))]).total == AMA(60)
    with pytest.raises(InvalidValue) as early:
        counted(ABA, [(first, AMA(1)), (last, AMA(1))])
    assert early.value.expected == (
        "days on which the limit is known: from 2013-01-01 [Continuing certification resources, ABA]"
    )
    with pytest.raises(InvalidValue, match="2005-12-31"):
        counted(ABA_BEFORE, [(datetime.date(2005, 12, 31), AMA(1))])


def test_cycles_are_the_caller_s() -> None:
    """CPR counts at most 6 in a biennium that begins with the birth month: rules.md 2.10."""
    amounts = [
        (datetime.date(2025, 3, 31), CONTACT_HOUR("7.0")),
        (datetime.date(2025, 4, 1), CONTACT_HOUR("4.0")),
        (datetime.date(2027, 3, 31), CONTACT_HOUR("4.1")),
    ]
    found = counted(CPR, amounts, periods=BIENNIA)
    assert [(one.label, one.counted) for one in found.tallies] == [
        ("2023-04-01 to 2025-03-31", CONTACT_HOUR("6.0")),
        ("2025-04-01 to 2027-03-31", CONTACT_HOUR("6.0")),
    ]
    assert counted(CPR, amounts[:1], periods=[Span()]).tallies[0].label == "always"


@pytest.mark.parametrize(
    ("limit", "periods", "message"),
    [
        (CPR, [], "the days of every cycle"),
        (ABS, BIENNIA, "none, for a limit per day"),
        (CPR, [Span(MARCH_9, MARCH_10), Span(MARCH_10, NEW_YEAR)], "no day in two cycles"),
        (CPR, [Span(MARCH_9), Span(NEW_YEAR)], "no day in two cycles"),
        (CPR, [Span(NEW_YEAR)], "no cycle with 2026-03-09 in it"),
        (CPR, ["2026"], "periods: found"),
        (CPR, BIENNIA[0], "several values"),
    ],
)
def test_cycles_that_cannot_be_are_refused(limit: Limit, periods: Any, message: str) -> None:
    """A limit for a period needs cycles, each day in one of them; another limit needs none."""
    with pytest.raises(InvalidValue, match=message):
        counted(limit, [(MARCH_9, limit.types[0](1))], periods=periods)


def test_cycles_may_lie_next_to_each_other() -> None:
    """The day after the last is the first of the next."""
    found = counted(
        CPR, [(MARCH_9, CONTACT_HOUR(7)), (MARCH_10, CONTACT_HOUR(1))], periods=[Span(MARCH_10), Span(None, MARCH_9)]
    )
    assert [one.label for one in found.tallies] == ["until 2026-03-09", "from 2026-03-10"]
    assert found.total == CONTACT_HOUR(7)


def test_nothing_earned_counts_for_nothing() -> None:
    """Without amounts the total is nought of the limit's type."""
    found = counted(ABS, [])
    assert (found.earned, found.total, found.tallies) == (AMA(0), AMA(0), ())


def test_a_limit_of_nought_counts_nothing() -> None:
    """DoH Abu Dhabi counts no hours of life support: rules.md 4 [2nd] (AA)."""
    none = Limit(code="doh.bls", says="BLS and ILS do not count", types=[AMA], most=0, per=Per.YEAR)
    assert counted(none, [(MARCH_9, AMA(8))]).total == AMA(0)


def test_two_types_are_never_counted_together() -> None:
    """A limit about two types bounds each by itself; of a type that it does not know it says nothing."""
    both = Limit(code="both", says="At most 2 a day", types=[AMA, MOC], most=2, per=Per.DAY)
    assert counted(both, [(MARCH_9, MOC(3))]).total == MOC(2)
    with pytest.raises(DifferentTypes):
        counted(both, [(MARCH_9, MOC(3)), (MARCH_9, AMA(3))])
    with pytest.raises(InvalidValue, match="expected AMA PRA Category 1 Credit or ABIM MOC point"):
        counted(both, [(MARCH_9, EBAC(3))])


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"code": ""}, "code"),
        ({"says": ""}, "says"),
        ({"types": []}, "types of limit x"),
        ({"types": ["ama"]}, "types[0]"),
        ({"formats": [1]}, "formats[0]"),
        ({"formats": [""]}, "format of limit x"),
        ({"formats": ["a", "a"]}, "formats of limit x"),
        ({"formats": "live"}, "formats"),
        ({"most": 12.0}, "most"),
        ({"most": -1}, "most"),
        ({"most": "0.1"}, "amount of ama-pra-1"),
        ({"most": 10_000}, "amount of ama-pra-1"),
        ({"per": "day"}, "per"),
        ({"in_force": MARCH_9}, "in_force"),
        ({"sources": ["ABS"]}, "sources[0]"),
    ],
)
def test_what_is_no_limit_is_refused(change: dict[str, Any], field: str) -> None:
    """Each field refuses what it cannot hold; a limit between two steps of its type could not be reached."""
    whole: dict[str, Any] = {"code": "x", "says": "At most 2 a day", "types": [AMA], "most": 2, "per": Per.DAY}
    with pytest.raises(InvalidValue) as refused:
        Limit(**whole | change)
    assert refused.value.field == field


@pytest.mark.parametrize(
    "amounts", [[MARCH_9], [(MARCH_9,)], [(MARCH_9, "1.00")], [("2026-03-09", AMA(1))], (MARCH_9, AMA(1)), AMA(1), "12"]
)
def test_what_is_no_amount_of_a_day_is_refused(amounts: Any) -> None:
    """Pairs of a day and an amount, and nothing else."""
    with pytest.raises(InvalidValue):
        counted(ABS, amounts)


AMOUNTS = st.lists(
    st.tuples(
        st.dates(datetime.date(2025, 12, 29), datetime.date(2026, 1, 3)), st.integers(0, 60).map(lambda n: Credits(n, AMA))
    ),
    max_size=8,
)


def limits(per: Per) -> st.SearchStrategy[Limit]:
    """Draw limits in quarter credits."""
    return st.integers(0, 100).map(lambda n: Limit(code="x", says="x", types=[AMA], most=Decimal(n) / 4, per=per))


@given(AMOUNTS, st.sampled_from([Per.DAY, Per.YEAR]).flatmap(limits), st.randoms())
def test_the_order_says_nothing(amounts: list[tuple[datetime.date, Credits]], limit: Limit, chance: Any) -> None:
    """The same amounts in another order count for the same; and never for more than their sum."""
    shuffled = amounts[:]
    chance.shuffle(shuffled)
    found = counted(limit, amounts)
    assert counted(limit, shuffled) == found
    assert found.earned.steps == sum(credits.steps for _, credits in amounts)
    assert found.total <= found.earned


@given(AMOUNTS, AMOUNTS, st.sampled_from([Per.DAY, Per.YEAR]).flatmap(limits))
def test_more_credit_never_counts_for_less(
    amounts: list[tuple[datetime.date, Credits]], more: list[tuple[datetime.date, Credits]], limit: Limit
) -> None:
    """Adding amounts never lowers what counts, nor what counts in any stretch."""
    assert counted(limit, amounts).total <= counted(limit, amounts + more).total


@given(AMOUNTS, st.sampled_from([Per.DAY, Per.YEAR]).flatmap(limits))
def test_each_stretch_counts_the_lesser_of_its_sum_and_the_limit(
    amounts: list[tuple[datetime.date, Credits]], limit: Limit
) -> None:
    """The arithmetic done again, with fractions."""
    sums: defaultdict[object, Fraction] = defaultdict(Fraction)
    for day, credits in amounts:
        sums[day if limit.per is Per.DAY else day.year] += Fraction(credits.amount)
    assert Fraction(counted(limit, amounts).total.amount) == sum(min(one, Fraction(limit.most)) for one in sums.values())
