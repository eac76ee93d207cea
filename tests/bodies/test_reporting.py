"""Who reports credit, what is needed for it, and until when: never implied by a claim."""

from __future__ import annotations

import datetime
from typing import Any

import pytest
from hypothesis import given, strategies as st

from cmecore.bodies.reporting import Reporter, Reporting, reporting
from cmecore.credit.periods import Period, Span
from cmecore.credit.sources import Source, Sureness
from cmecore.errors import InvalidValue
from cmecore.rules.criteria import Outcome
from cmecore.rules.requirements import identified, permitted
from strategies import AMA, CONTACT_HOUR, EBAC, MOC, days

UNMET, UNKNOWN, MET = Outcome
DAY = datetime.date(2026, 3, 9)
LATER = datetime.date(2018, 3, 12)
ACCME = Source(title="ACCME, data for MOC", section="faq/7921", sureness=Sureness.ISSUER)

#: Of a board's points to the accreditor of the provider: identifiers, the learner's permission, and two deadlines.
ABIM = Reporting(
    type=MOC,
    by=Reporter.PROVIDER,
    to="ACCME PARS",
    needs=[identified("ABIM ID"), identified("month and day of birth"), permitted("the ABIM")],
    within=Period(days=30),
    by_year_end=True,
    sources=[ACCME],
)
#: The two texts about one board, in a type that stands for its points.
ONCE = Reporting(type=EBAC, by=Reporter.PROVIDER, once=True, version="2016", in_force=Span(datetime.date(2016, 11, 2)))
DAILY = Reporting(type=EBAC, by=Reporter.PROVIDER, entries_per_day=1, version="later", in_force=Span(LATER))
#: Two places for one type.
MONITOR = Reporting(type=CONTACT_HOUR, by=Reporter.PROVIDER, to="CPE Monitor", within=Period(days=60))
BOARD = Reporting(type=CONTACT_HOUR, by=Reporter.PROVIDER, to="Board of Pharmacy")


@pytest.mark.parametrize(
    ("completed", "due"),
    [
        ((2026, 3, 9), (2026, 4, 8)),
        ((2028, 1, 31), (2028, 3, 1)),
        ((2026, 12, 1), (2026, 12, 31)),
        ((2026, 12, 2), (2026, 12, 31)),
        ((2026, 12, 31), (2026, 12, 31)),
        ((2027, 1, 1), (2027, 1, 31)),
    ],
)
def test_the_earlier_deadline_holds(completed: tuple[int, int, int], due: tuple[int, int, int]) -> None:
    """30 days after the evaluation, rules.md 3.1 [S] (ACCME-7921), and by Dec 31 for that year, 3.2 [S] (ACCME-7922)."""
    assert ABIM.due(datetime.date(*completed)) == datetime.date(*due)


def test_deadlines_stand_alone() -> None:
    """60 days for pharmacists, rules.md 2.7 [2nd] (VCU), reach into the next year; where nothing is said there is none."""
    assert MONITOR.due(datetime.date(2026, 12, 20)) == datetime.date(2027, 2, 18)
    only = Reporting(type=MOC, by=Reporter.PROVIDER, by_year_end=True)
    assert only.due(DAY) == datetime.date(2026, 12, 31)
    assert BOARD.due(DAY) is None
    with pytest.raises(InvalidValue):
        BOARD.due(datetime.datetime(2026, 3, 9, tzinfo=datetime.UTC))


@given(days())
def test_no_deadline_lies_before_its_day_or_in_a_later_year(day: datetime.date) -> None:
    """A day by year's end lies in the year; nothing is due before it is done."""
    due = ABIM.due(day)
    assert due is not None
    assert day <= due <= day + datetime.timedelta(days=30)
    assert due.year == day.year


# What is needed


def test_absent_facts_are_pending_by_name() -> None:
    """Without the board's identifiers and the learner's permission nothing is sent, and nothing is lost: rules.md 3.1."""
    found = ABIM.readiness({})
    assert found.outcome is UNKNOWN
    assert found.pending == ("identified:ABIM ID", "identified:month and day of birth", "permitted:the ABIM")
    assert str(found).startswith("ABIM MOC point: not ready to be reported to ACCME PARS\n  Give the ABIM ID: ")
    assert str(found).count("not reported") == 3


def test_a_refused_permission_is_not_a_missing_one() -> None:
    """Who does not permit the report is not asked again and again."""
    facts = {"identified:ABIM ID": True, "permitted:the ABIM": False}
    found = ABIM.readiness(facts)
    assert (found.outcome, found.pending) == (UNMET, ("identified:month and day of birth", "permitted:the ABIM"))
    ready = ABIM.readiness(facts | {"identified:month and day of birth": True, "permitted:the ABIM": True})
    assert (ready.outcome, ready.pending, len(ready.points)) == (MET, (), 3)
    assert str(ready) == "ABIM MOC point: ready to be reported to ACCME PARS"


def test_who_needs_nothing_is_ready() -> None:
    """No needs, no place: there is nothing to wait for."""
    found = Reporting(type=AMA, by=Reporter.LEARNER).readiness({})
    assert (found.outcome, str(found)) == (MET, "AMA PRA Category 1 Credit: ready to be reported")


def test_a_fact_of_the_wrong_kind_is_a_mistake() -> None:
    """A program that hands over the identifier itself is told so."""
    with pytest.raises(InvalidValue):
        ABIM.readiness({"identified:ABIM ID": "123456"})


# Entries


def test_once_means_once() -> None:
    """ABP Part 2 is reported once per learner: rules.md 3.2, 2016 text [S-old] (ACCME-8080 older copy, ACCME-abp16)."""
    assert ONCE.takes(DAY, reported=[])
    assert not ONCE.takes(DAY, reported=[datetime.date(2026, 3, 1)])


def test_one_entry_a_day() -> None:
    """ABP Part 2 takes several entries, one a day: rules.md 3.2, later text [S] (ACCME-8080), [2nd] (AOE-moc)."""
    assert DAILY.takes(DAY, reported=iter([datetime.date(2026, 3, 8), datetime.date(2026, 3, 10)]))
    assert not DAILY.takes(DAY, reported=[datetime.date(2026, 3, 8), DAY])
    twice = Reporting(type=EBAC, by=Reporter.PROVIDER, entries_per_day=2)
    assert [twice.takes(DAY, reported=[DAY] * count) for count in range(4)] == [True, True, False, False]
    assert BOARD.takes(DAY, reported=[DAY] * 9)


@pytest.mark.parametrize(("day", "reported"), [("2026-03-09", []), (DAY, ["2026-03-09"]), (DAY, DAY)])
def test_entries_have_days(day: Any, reported: Any) -> None:
    """A day and days."""
    with pytest.raises(InvalidValue):
        ONCE.takes(day, reported=reported)


# Who reports


@given(st.sampled_from([AMA, MOC, CONTACT_HOUR]))
def test_no_other_type_is_transmitted_automatically(kind: Any) -> None:
    """M178: Med-Challenger transmits ABP MOC Part 2 only; of every other type the learner tells the body himself (M177)."""
    med_challenger = [Reporting(type=EBAC, by=Reporter.PROVIDER, to="ABP")]
    assert reporting(med_challenger, EBAC, DAY).by is Reporter.PROVIDER
    found = reporting(med_challenger, kind, DAY)
    assert found == Reporting(type=kind, by=Reporter.LEARNER)
    assert (found.to, found.needs, found.sources, found.due(DAY)) == ("", (), (), None)


def test_sending_certificates_is_not_the_provider_s_duty() -> None:
    """M172: where nothing is said about a MOC type, the learner sends his certificate, and no place or day is invented."""
    assert str(reporting([], MOC, DAY)) == "ABIM MOC point: the learner reports"
    own = Reporting(type=MOC, by=Reporter.LEARNER, to="the ABIM", sources=[Source(title="Help page")])
    assert str(reporting([own], MOC, DAY)) == "ABIM MOC point: the learner reports to the ABIM [Help page]"


def test_one_type_may_be_reported_to_several() -> None:
    """Who is meant has to be said; a misspelled one names the near."""
    known = [MONITOR, BOARD, ABIM]
    assert reporting(known, CONTACT_HOUR, DAY, to="CPE Monitor") is MONITOR
    assert reporting(iter(known), MOC, DAY) is ABIM
    assert reporting(known, MOC, DAY, to="ACCME PARS") is ABIM
    with pytest.raises(InvalidValue, match="known are Board of Pharmacy, CPE Monitor"):
        reporting(known, CONTACT_HOUR, DAY)
    with pytest.raises(InvalidValue, match=r"did you mean CPE Monitor\?"):
        reporting(known, CONTACT_HOUR, DAY, to="CPE-Monitor")


def test_where_the_day_of_a_change_was_not_found_the_caller_chooses() -> None:
    """ABP Part 2 has two texts; "day of the change not found: the caller chooses": rules.md 3.2."""
    with pytest.raises(InvalidValue, match="known are 2016, later"):
        reporting([ONCE, DAILY], EBAC, DAY)
    assert reporting([ONCE, DAILY], EBAC, DAY, version="2016") is ONCE
    assert reporting([ONCE, DAILY], EBAC, DAY, version="later") is DAILY
    assert reporting([ONCE, DAILY], EBAC, datetime.date(2017, 1, 1)) is ONCE


def test_before_the_first_known_day_nobody_is_guessed() -> None:
    """Not even the learner: that something is known since a day does not say what held before."""
    with pytest.raises(InvalidValue) as refused:
        reporting([ONCE, DAILY], EBAC, datetime.date(2016, 11, 1))
    assert refused.value.advice == "what held before 2016-11-02 was not found, and nothing is guessed"
    assert refused.value.expected == "a day on which a rule is known: from 2016-11-02; from 2018-03-12"


def test_it_says_itself() -> None:
    """A sentence with the place, the deadlines and the source."""
    assert str(ABIM) == (
        "ABIM MOC point: the provider reports to ACCME PARS, within 30 days and by December 31 [ACCME, data for MOC, faq/7921]"
    )
    assert str(MONITOR) == "contact hour: the provider reports to CPE Monitor, within 60 days"
    assert str(BOARD) == "contact hour: the provider reports to Board of Pharmacy"


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"type": "abim"}, "type"),
        ({"by": "provider"}, "by"),
        ({"to": None}, "to"),
        ({"needs": ["an id"]}, "needs[0]"),
        ({"within": 30}, "within"),
        ({"by_year_end": "yes"}, "by_year_end"),
        ({"entries_per_day": 0}, "entries_per_day"),
        ({"entries_per_day": True}, "entries_per_day"),
        ({"once": 1}, "once"),
        ({"version": 2016}, "version"),
        ({"in_force": DAY}, "in_force"),
        ({"sources": ["ACCME"]}, "sources[0]"),
    ],
)
def test_what_is_no_reporting_is_refused(change: dict[str, Any], field: str) -> None:
    """Each field refuses what it cannot hold, by its name."""
    whole: dict[str, Any] = {"type": MOC, "by": Reporter.PROVIDER}
    with pytest.raises(InvalidValue) as refused:
        Reporting(**whole | change)
    assert refused.value.field == field


@pytest.mark.parametrize(
    ("asked", "given_", "field"),
    [
        (([], "abim", DAY), {}, "type"),
        (([], MOC, None), {}, "on"),
        ((["PARS"], MOC, DAY), {}, "reportings"),
        (([ABIM], MOC, DAY), {"to": 1}, "to"),
        (([ABIM], MOC, DAY), {"version": "2016"}, "version of reporting of ABIM MOC point"),
    ],
)
def test_a_question_is_asked_with_a_type_and_a_day(asked: tuple[Any, Any, Any], given_: dict[str, Any], field: str) -> None:
    """Also where nothing is known."""
    with pytest.raises(InvalidValue) as refused:
        reporting(*asked, **given_)
    assert refused.value.field == field
