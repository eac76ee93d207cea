"""A provider's accreditation holds between dates: outside them nothing new is earned (M171)."""

from __future__ import annotations

import datetime
from typing import Any

import pytest
from hypothesis import given, strategies as st

from cmecore.bodies.accreditations import Accreditation, accredited
from cmecore.credit.periods import Span
from cmecore.errors import InvalidValue
from strategies import AMA, CONTACT_HOUR, EBAC, days, spans

FIRST, LAST = datetime.date(2023, 1, 1), datetime.date(2026, 12, 31)
ONE_DAY = datetime.timedelta(days=1)
TERM = Accreditation(by="ACCME", types=[AMA], in_force=Span(FIRST, LAST), number="0001234", status="Accreditation")


@pytest.mark.parametrize(
    ("day", "covered"),
    [(FIRST - ONE_DAY, False), (FIRST, True), (datetime.date(2024, 2, 29), True), (LAST, True), (LAST + ONE_DAY, False)],
)
def test_both_days_of_a_term_are_covered(*, day: datetime.date, covered: bool) -> None:
    """The first and the last day of a term count; the days before and after do not (M171)."""
    assert TERM.covers(AMA, day) is covered
    assert accredited([TERM], AMA, day) is covered


def test_an_accreditation_is_for_its_types_only() -> None:
    """ACCME's accreditation says nothing about contact hours: neither yes nor no."""
    assert TERM.covers(CONTACT_HOUR, FIRST) is False
    assert accredited([TERM], CONTACT_HOUR, FIRST) is None
    assert accredited([], AMA, FIRST) is None


def test_a_later_term_takes_over_and_the_earlier_one_stays() -> None:
    """After a gap a new term begins: what lies in the gap is not covered, what lay in the first term still is (M171)."""
    again = Accreditation(by="ACCME", types=[AMA, EBAC], in_force=Span(datetime.date(2027, 3, 1)))
    held = iter([TERM, again])
    assert [accredited([TERM, again], AMA, datetime.date(2027, month, 1)) for month in (1, 2, 3)] == [False, False, True]
    assert accredited(held, AMA, LAST) is True
    assert accredited([TERM, again], EBAC, LAST) is False


def test_it_says_who_accredits_for_what() -> None:
    """One line: the accreditor, the types, the days."""
    assert str(TERM) == "ACCME for AMA PRA Category 1 Credit, 2023-01-01 to 2026-12-31"


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"by": ""}, "by"),
        ({"types": []}, "types of the accreditation by ACCME"),
        ({"types": ["ama-pra-1"]}, "types[0]"),
        ({"types": AMA}, "types"),
        ({"in_force": FIRST}, "in_force"),
        ({"number": 1234}, "number"),
        ({"sources": ["ACCME"]}, "sources[0]"),
    ],
)
def test_what_is_no_accreditation_is_refused(change: dict[str, Any], field: str) -> None:
    """Each field refuses what it cannot hold, by its name."""
    whole: dict[str, Any] = {"by": "ACCME", "types": [AMA], "in_force": Span()}
    with pytest.raises(InvalidValue) as refused:
        Accreditation(**whole | change)
    assert refused.value.field == field


@pytest.mark.parametrize(
    ("asked", "field"),
    [
        (([TERM], "ama-pra-1", FIRST), "type"),
        (([], "ama-pra-1", FIRST), "type"),
        (([TERM], AMA, "2026-03-09"), "day"),
        (([], AMA, datetime.datetime(2026, 3, 9, tzinfo=datetime.UTC)), "day"),
        ((["ACCME"], AMA, FIRST), "accreditation"),
        ((TERM, AMA, FIRST), "accreditations"),
    ],
)
def test_a_question_is_asked_with_a_type_and_a_day(asked: tuple[Any, Any, Any], field: str) -> None:
    """A code is no type and an instant is no day, also where nothing is known."""
    with pytest.raises(InvalidValue) as refused:
        accredited(*asked)
    assert refused.value.field == field
    with pytest.raises(InvalidValue):
        TERM.covers(AMA, datetime.datetime(2026, 3, 9, tzinfo=datetime.UTC))


@given(st.lists(spans(), max_size=4), days(), st.randoms())
def test_a_day_is_covered_when_it_lies_in_any_term(terms: list[Span], day: datetime.date, chance: Any) -> None:
    """The order of the terms says nothing."""
    held = [Accreditation(by="ACCME", types=[AMA], in_force=term) for term in terms]
    shuffled = held[:]
    chance.shuffle(shuffled)
    assert accredited(held, AMA, day) is (any(day in term for term in terms) if terms else None)
    assert accredited(shuffled, AMA, day) is accredited(held, AMA, day)
