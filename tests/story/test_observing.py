"""What was seen is written into the ledger once, and what has not happened yet is set aside."""

import datetime

import attrs
import pytest

from builders import CHICAGO, LEARNER, NINTH, NOW, a_participation, at, on, written
from cmecore.assessment import assess
from cmecore.earning import earn
from cmecore.entries import Observed, Retracted
from cmecore.errors import LedgerConflict
from cmecore.evidence import Attended, Entitled, Evaluated, Progress
from cmecore.ledger import Ledger
from cmecore.observing import observe

EMPTY = Ledger(LEARNER)


def observed(ledger: Ledger = EMPTY) -> Ledger:
    """Write down what was seen."""
    return ledger.add(*observe(ledger, a_participation(), at=NOW).entries, at=NOW, actor="lms")


def test_what_was_seen_can_be_assessed_from_the_ledger() -> None:
    """The ledger gives back the evidence, and it earns what it earned before."""
    ledger, seen = observed(), a_participation()
    assert ledger.participation(seen.activity) == seen
    assert [entry.level for entry in earn(ledger, assess(ledger.participation(seen.activity))) if hasattr(entry, "level")] == [
        appraisal.credits for appraisal in assess(seen).appraisals
    ]


def test_the_same_evidence_twice_is_nothing() -> None:
    """M91, T12: a replay adds nothing, whoever reports it."""
    ledger = observed()
    assert observe(ledger, a_participation(), at=NOW).entries == ()
    assert observe(ledger, a_participation(), at=NOW, source="another lms").entries == ()
    (first, *_) = (entry for entry in ledger.entries() if isinstance(entry, Observed))
    assert written(ledger, attrs.evolve(first, source="another lms")) == ledger


def test_an_event_of_a_source_with_other_content_is_refused() -> None:
    """T12: an event id is used for one content."""
    entry = Observed(learner=LEARNER, activity="EM-101", item=Progress(12, 20, NINTH), source="lms", event="row-9")
    ledger = written(EMPTY, entry)
    assert written(ledger, entry) == ledger
    with pytest.raises(LedgerConflict, match="observed:lms:row-9 is already written, with other content"):
        written(ledger, attrs.evolve(entry, item=Progress(20, 20, NINTH)))


def test_evidence_that_was_retracted_counts_no_more() -> None:
    """A correction retracts an item by its id; under an event of its own it may come back."""
    ledger = observed()
    (gone,) = (entry for entry in ledger.entries() if isinstance(entry, Observed) and isinstance(entry.item, Evaluated))
    ledger = ledger.add(
        Retracted(learner=LEARNER, observed=gone.identity), at=NOW, actor="office", reason="it was sent in for another course"
    )
    activity = a_participation().activity
    assert gone.item not in ledger.participation(activity).evidence
    assert observe(ledger, a_participation(), at=NOW).entries == ()
    again = attrs.evolve(gone, source="lms", event="row-77")
    assert gone.item in written(ledger, again).participation(activity).evidence


@pytest.mark.parametrize(
    ("item", "aside"),
    [
        pytest.param(Progress(1, 20, on(4, 1)), 0, id="today"),
        pytest.param(Progress(1, 20, on(4, 2)), 1, id="tomorrow"),
        pytest.param(Entitled("membership", on(5, 1)), 0, id="a membership that begins later"),
        pytest.param(Attended(at(on(4, 1), 14), at(on(4, 1), 16)), 0, id="a stay that ends later today"),
        pytest.param(Attended(at(on(4, 2), 4), at(on(4, 2), 6)), 1, id="a stay past midnight in Chicago"),
    ],
)
def test_evidence_from_the_future_is_set_aside_with_its_reason(item: Progress | Attended | Entitled, aside: int) -> None:
    """T12: what is dated after the day it is written down has not happened; the day is that of the activity's zone."""
    seen = attrs.evolve(a_participation(), evidence=frozenset({item}))
    assert seen.activity.zone == CHICAGO
    found = observe(EMPTY, seen, at=NOW)
    assert [one.code for one in found.set_aside] == ["in-the-future"] * aside
    assert len(found.entries) == 1 - aside
    assert all("2026-04-02" in one.says and "2026-04-01 in America/Chicago" in one.says for one in found.set_aside)


def test_evidence_of_another_learner_is_refused() -> None:
    """A ledger is about one learner, and the error names none."""
    with pytest.raises(LedgerConflict, match="about another learner") as raised:
        observe(Ledger("dr-43"), a_participation(), at=NOW)
    assert "dr-4" not in str(raised.value)


def test_an_instant_without_a_zone_is_refused() -> None:
    """Which day it is depends on the zone."""
    with pytest.raises(ValueError, match="an instant with its zone"):
        observe(EMPTY, a_participation(), at=datetime.datetime(2026, 4, 1, 12))  # noqa: DTZ001 - that is the point
