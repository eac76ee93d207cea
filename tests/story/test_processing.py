"""Processing: what is waited for, until which instant it was promised, and when it is a matter for support."""

import datetime
import zoneinfo
from typing import Any

import pytest

from builders import (
    AMA,
    CHICAGO,
    LEARNER,
    NINTH,
    NOW,
    SEPSIS,
    UTC,
    at,
    attendance,
    decided,
    done,
    observed,
    on,
    paper,
    stated,
    taking,
    written,
)
from cmecore.assessment import assess
from cmecore.credit.canonical import digest
from cmecore.earning import earn
from cmecore.entries import (
    Acknowledged,
    Answered,
    Assessed,
    Entry,
    Erased,
    Merged,
    Ordered,
    Purged,
    Reported,
    Retracted,
    Unmerged,
)
from cmecore.errors import InvalidValue
from cmecore.evidence import Evaluated, Item, Progress
from cmecore.ledger import Ledger
from cmecore.processing import Stage, processing

HOUR = datetime.timedelta(hours=1)
TICK = datetime.timedelta(microseconds=1)
DAY = datetime.timedelta(days=1)
A, B, C = (Progress(units, 20, NINTH) for units in (5, 10, 15))


def waiting(ledger: Ledger, *, at: datetime.datetime = NOW + 100 * DAY) -> list[tuple[str, str, datetime.datetime]]:
    """List what is waited for: its stage, what it is about and since when."""
    return [(one.stage.name, one.about, one.since) for one in processing(ledger, at=at)]


def looked_at(*items: Item, learner: str = LEARNER) -> Assessed:
    """State that exactly these items of evidence were assessed."""
    return Assessed(learner=learner, activity="EM-101", evidence=digest(frozenset(items)))


def told(*steps: Entry) -> Ledger:
    """Write entries, one each day from now on."""
    ledger = Ledger(LEARNER)
    for days, entry in enumerate(steps):
        ledger = decided(ledger, entry, when=NOW + days * DAY)
    return ledger


def test_m122_processing_takes_48_hours_and_says_until_when() -> None:
    """M122: what came in is being processed, with the instant by which it was promised, which still counts."""
    ledger = written(Ledger(LEARNER), observed(A, "row-1"))
    (matter,) = processing(ledger, at=NOW + 48 * HOUR)
    assert (matter.stage, matter.about, matter.since, matter.due) == (Stage.EVIDENCE, "EM-101", NOW, NOW + 48 * HOUR)
    assert matter.overdue is False
    assert str(matter) == (
        "evidence that nobody has assessed (EM-101) is being processed, and promised by 2026-04-03 15:00 UTC"
    )


def test_m123_after_48_hours_the_matter_goes_to_support() -> None:
    """M123: overdue is another answer than pending, from the first instant after the promise."""
    ledger = written(Ledger(LEARNER), observed(A, "row-1"))
    (matter,) = processing(ledger, at=NOW + 48 * HOUR + TICK)
    assert matter.overdue is True
    assert matter.says == (
        "evidence that nobody has assessed (EM-101) was promised by 2026-04-03 15:00 UTC and is overdue; turn to support"
    )


@pytest.mark.parametrize(
    ("month", "day", "clock"),
    [(3, 7, "2026-03-09 13:00 CDT"), (10, 31, "2026-11-02 11:00 CST"), (6, 6, "2026-06-08 12:00 CDT")],
    ids=["an hour is skipped", "an hour is shown twice", "neither"],
)
def test_m122_the_hours_are_elapsed_ones(month: int, day: int, clock: str) -> None:
    """M122: over the change of the clock 48 hours end an hour later or earlier on the wall, and never by the day."""
    noon = at(on(month, day), 12, zone=CHICAGO)
    ledger = written(Ledger(LEARNER), observed(A, "row-1"), when=noon)
    (matter,) = processing(ledger, at=noon)
    assert f"{matter.due.astimezone(zoneinfo.ZoneInfo(CHICAGO)):%Y-%m-%d %H:%M %Z}" == clock
    assert matter.due - matter.since == 48 * HOUR


def test_another_promise_is_an_argument() -> None:
    """A provider that promises a day, or nothing but at once, is held to that."""
    ledger = written(Ledger(LEARNER), observed(A, "row-1"))
    assert [one.overdue for one in processing(ledger, at=NOW + 25 * HOUR, promised=24 * HOUR)] == [True]
    assert [one.overdue for one in processing(ledger, at=NOW, promised=0 * HOUR)] == [False]


@pytest.mark.parametrize("promised", [-HOUR, 48, None])
def test_a_promise_is_a_length_of_time(promised: Any) -> None:
    """A number without its unit, or a promise into the past, is refused."""
    with pytest.raises(InvalidValue, match="promised"):
        processing(Ledger(LEARNER), at=NOW, promised=promised)


def test_nothing_is_waited_for_before_it_came_in() -> None:
    """Asked about an earlier instant, what came in later is no matter yet."""
    assert waiting(written(Ledger(LEARNER), observed(A, "row-1")), at=NOW - TICK) == []


def test_assessed_evidence_is_no_matter() -> None:
    """Evidence that was observed, assessed and earned on is processed; a later item opens the matter again, since then."""
    ledger = written(Ledger(LEARNER), observed(A, "row-1"), observed(Evaluated(NINTH), "row-2"))
    ledger = written(ledger, *earn(ledger, assess(ledger.participation(SEPSIS))))
    assert waiting(ledger) == []
    later = written(ledger, observed(B, "row-3"), when=NOW + DAY)
    assert waiting(later) == [("EVIDENCE", "EM-101", NOW + DAY)]
    again = written(later, *earn(later, assess(later.participation(SEPSIS))), when=NOW + 2 * DAY)
    assert waiting(again) == []


def test_the_matter_counts_from_the_first_item_that_waits() -> None:
    """Whatever comes in behind it, the learner waits since the first item that nobody has looked at."""
    ledger = told(observed(A, "row-1"), looked_at(A), observed(B, "row-2"), observed(C, "row-3"))
    assert waiting(ledger) == [("EVIDENCE", "EM-101", NOW + 2 * DAY)]
    assert waiting(told(observed(A, "row-1"), observed(B, "row-2"))) == [("EVIDENCE", "EM-101", NOW)]


def test_evidence_that_was_taken_back_waits_too() -> None:
    """A retraction is looked at like anything else that changes what is known; so is the same item from another source."""
    back = Retracted(learner=LEARNER, observed="observed:lms:row-2")
    ledger = told(observed(A, "row-1"), observed(B, "row-2"), looked_at(A, B), back)
    assert waiting(ledger) == [("EVIDENCE", "EM-101", NOW + 3 * DAY)]
    twice = told(observed(A, "row-1"), looked_at(A), observed(A, "row-2"))
    assert waiting(decided(twice, back)) == []
    assert waiting(written(twice, observed(B, "row-3"), when=NOW + 3 * DAY)) == [("EVIDENCE", "EM-101", NOW + 3 * DAY)]


def test_what_was_looked_at_before_needs_no_second_look() -> None:
    """Back at a state that was assessed nothing waits; a year later a new item waits since it came, and not for a year."""
    back = Retracted(learner=LEARNER, observed="observed:lms:row-2")
    ledger = told(observed(A, "row-1"), looked_at(A), observed(B, "row-2"), looked_at(A, B), back)
    assert waiting(ledger) == []
    later = written(ledger, observed(C, "row-3"), when=NOW + 365 * DAY)
    assert waiting(later, at=NOW + 365 * DAY) == [("EVIDENCE", "EM-101", NOW + 365 * DAY)]


def test_an_assessment_of_an_older_state_does_not_count() -> None:
    """Where an item came in while an older state was assessed, it still waits."""
    ledger = told(observed(A, "row-1"), observed(B, "row-2"), looked_at(A))
    assert [row[:2] for row in waiting(ledger)] == [("EVIDENCE", "EM-101")]
    back = Retracted(learner=LEARNER, observed="observed:lms:row-3")
    (matter,) = waiting(
        told(*(entry for entry in ledger.entries() if not isinstance(entry, Erased)), observed(C, "row-3"), back)
    )
    # Row 2 waits since the second day, whatever came and went behind it.
    assert matter[2] <= NOW + DAY


def test_evidence_of_an_account_that_was_joined_waits_since_the_merge() -> None:
    """Two accounts that each were assessed have joint evidence that nobody has looked at; alone it was looked at there."""
    other = written(Ledger("dr-17"), observed(B, "row-2", learner="dr-17"), looked_at(B, learner="dr-17"))
    merge = Merged(learner=LEARNER, merge="M-1", other="dr-17", records=other.records)
    assert waiting(told(merge)) == []
    ledger = told(observed(A, "row-1"), looked_at(A), merge)
    assert waiting(ledger) == [("EVIDENCE", "EM-101", NOW + 2 * DAY)]
    assert waiting(decided(ledger, Unmerged(learner=LEARNER, merge="M-1"))) == []


def test_a_claim_without_its_certificate_is_a_matter() -> None:
    """A claim over two courses is one matter until the last of its certificates is issued."""
    first, second = stated(), stated("1.00", "EM-102")
    taken = taking("r-1", (first, "1.75"), (second, "1.00"))
    ledger = written(Ledger(LEARNER), first, second, taken)
    assert waiting(ledger) == [("CERTIFICATE", "r-1", NOW)]
    assert waiting(written(ledger, paper("LK-1", taken))) == []


def test_an_order_that_was_not_delivered_is_a_matter() -> None:
    """Until it is delivered, however often it was tried."""
    ledger = written(Ledger(LEARNER), done(), attendance("LK-1"))
    ledger = written(ledger, Ordered(learner=LEARNER, order="mail-1", number="LK-1", to="account", why="asked for"))
    assert waiting(ledger) == [("DELIVERY", "mail-1", NOW)]
    ledger = written(ledger, Acknowledged(learner=LEARNER, order="mail-1", delivered=False), when=NOW + DAY)
    assert waiting(ledger) == [("DELIVERY", "mail-1", NOW)]
    assert waiting(written(ledger, Acknowledged(learner=LEARNER, order="mail-1", delivered=True, attempt=2))) == []


def test_a_report_without_an_answer_is_a_matter() -> None:
    """Until the body answers, whether it accepts or refuses."""
    report = Reported(learner=LEARNER, report="pars-1", activity="EM-101", type=AMA, body="accme")
    ledger = written(Ledger(LEARNER), stated(), report)
    assert waiting(ledger) == [("REPORT", "pars-1", NOW)]
    for accepted in (True, False):
        assert waiting(written(ledger, Answered(learner=LEARNER, report="pars-1", accepted=accepted))) == []


def test_what_waits_longest_comes_first() -> None:
    """Matters of all stages stand in the order of the instants at which they came in."""
    earned = stated()
    ledger = written(Ledger(LEARNER), earned, done(), attendance("LK-1"), observed(A, "row-1"), when=NOW + 3 * DAY)
    report = Reported(learner=LEARNER, report="pars-1", activity="EM-101", type=AMA, body="accme")
    ledger = written(ledger, report, taking("r-1", (earned, "1.75")), when=NOW + 4 * DAY)
    assert waiting(ledger) == [
        ("CERTIFICATE", "r-1", NOW),
        ("EVIDENCE", "EM-101", NOW + 3 * DAY),
        ("REPORT", "pars-1", NOW + 4 * DAY),
    ]


def test_what_was_purged_is_waited_for_no_more() -> None:
    """With its evidence erased, an activity has nothing to be assessed."""
    ledger = written(Ledger(LEARNER, secret=b"s"), observed(A, "row-1"))
    assert waiting(decided(ledger, Purged(learner=LEARNER, purge="p", erased=["observed:lms:row-1"]))) == []


def test_an_instant_has_a_zone() -> None:
    """A time without a zone is no instant."""
    with pytest.raises(InvalidValue, match="an instant with its zone"):
        processing(Ledger(LEARNER), at=datetime.datetime(2026, 4, 1, tzinfo=UTC).replace(tzinfo=None))


def test_a_claim_that_the_system_made_is_waited_for_under_no_name() -> None:
    """A program finds it by its request, and a learner reads who made it."""
    earned = stated("1.75")
    (matter,) = processing(written(Ledger(LEARNER), earned, taking("automatic:67037590", (earned, "1.75"))), at=NOW + HOUR)
    assert matter.about == "automatic:67037590"
    assert matter.says.startswith("the certificate of a claim (made by the system) is being processed")
