"""Papers: what became of each certificate, told in six ways and never as a yes or no."""

import datetime

import attrs
import pytest

from builders import (
    AMA,
    LEARNER,
    NAME,
    NOW,
    WHY,
    a_life,
    attendance,
    decided,
    done,
    paper,
    stated,
    taking,
    written,
)
from cmecore.entries import Adjusted, Followed, Merged, Purged, Unmerged, Voided
from cmecore.errors import InvalidValue
from cmecore.ledger import Ledger
from cmecore.papers import State, Status, in_force, papers, records_of, status, uncertified

DAY = datetime.timedelta(days=1)
EARNED = stated("1.75")
FIRST, SECOND = taking("r-1", (EARNED, "1.00")), taking("r-2", (EARNED, "0.75"))


def issued() -> Ledger:
    """Issue one certificate of credit and one of participation."""
    return written(Ledger(LEARNER), done(), EARNED, FIRST, paper("LK-1", FIRST), attendance("LK-9"))


def voided(*, credit: bool) -> Ledger:
    """Void the certificate of credit a day later, for a reason."""
    return decided(issued(), Voided(learner=LEARNER, number="LK-1", credit=credit), when=NOW + DAY)


def test_a_certificate_that_was_issued_is_valid_since_then() -> None:
    """The status of an issued certificate holds the certificate, to be opened again."""
    ledger = issued()
    found = status(ledger, "LK-1")
    assert (found.state, found.since, found.certificate) == (State.VALID, NOW, ledger.certificates[0])
    assert str(found) == "certificate LK-1 is valid since 1 April 2026"


def test_a_void_may_end_the_document_alone() -> None:
    """A document that was voided says since when, why, and that its credit stands."""
    found = status(voided(credit=False), "LK-1")
    assert (found.state, found.credit_too, found.since, found.reason) == (State.VOIDED, False, NOW + DAY, WHY)
    assert str(found) == "certificate LK-1 is voided since 2 April 2026; its credit stands"


def test_a_void_may_end_the_credit_too() -> None:
    """Of a void that took the credit along this is said, also where the document was voided before."""
    found = status(voided(credit=True), "LK-1")
    assert (found.state, found.credit_too) == (State.VOIDED, True)
    assert str(found) == "certificate LK-1 is voided since 2 April 2026, and its credit with it"
    both = decided(voided(credit=False), Voided(learner=LEARNER, number="LK-1", credit=True), when=NOW + 2 * DAY)
    found = status(both, "LK-1")
    assert (found.credit_too, found.since) == (True, NOW + 2 * DAY)


def test_a_superseded_certificate_names_the_one_in_its_place() -> None:
    """It is superseded since the other one was issued, and that one is valid."""
    ledger = written(issued(), SECOND, paper("LK-2", FIRST, SECOND, supersedes=["LK-1"]), when=NOW + DAY)
    found = status(ledger, "LK-1")
    assert (found.state, found.by, found.since) == (State.SUPERSEDED, "LK-2", NOW + DAY)
    assert str(found) == "certificate LK-1 is superseded since 2 April 2026 by LK-2, which contains its credit"
    assert status(ledger, "LK-2").state is State.VALID
    assert (found.now, status(ledger, "LK-2").now) == (status(ledger, "LK-2"), None)


def test_an_old_number_tells_what_became_of_its_successor() -> None:
    """H2: whoever holds the old paper learns that the credit ended with the certificate that had taken its place."""
    ledger = written(issued(), paper("LK-2", FIRST, supersedes=["LK-1"]), when=NOW + DAY)
    document = decided(ledger, Voided(learner=LEARNER, number="LK-2", credit=False), when=NOW + 2 * DAY)
    found = status(document, "LK-1")
    assert (found.state, found.by, found.credit_too) == (State.SUPERSEDED, "LK-2", False)
    assert str(found).endswith("is superseded since 2 April 2026 by LK-2, which was voided on 3 April 2026; its credit stands")
    ended = decided(ledger, Voided(learner=LEARNER, number="LK-2", credit=True), when=NOW + 2 * DAY)
    found = status(ended, "LK-1")
    assert (found.state, found.by, found.credit_too) == (State.SUPERSEDED, "LK-2", True)
    assert str(found).endswith("is superseded since 2 April 2026 by LK-2, which was voided with its credit on 3 April 2026")


def test_an_old_number_names_the_last_of_a_row_of_successors() -> None:
    """H2: LK-1 was followed by LK-2, and that by LK-5: the old number names both, and what became of the last."""
    ledger = written(issued(), paper("LK-2", FIRST, supersedes=["LK-1"]), when=NOW + DAY)
    ledger = written(ledger, paper("LK-5", FIRST, supersedes=["LK-2"]), when=NOW + 2 * DAY)
    found = status(ledger, "LK-1")
    assert found.now == status(ledger, "LK-5")
    assert str(found) == (
        "certificate LK-1 is superseded since 2 April 2026 by LK-2; LK-5 stands in its place now, and contains its credit"
    )
    ended = decided(ledger, Voided(learner=LEARNER, number="LK-5", credit=True), when=NOW + 3 * DAY)
    assert str(status(ended, "LK-1")).endswith("by LK-2; LK-5 took that place, and was voided with its credit on 4 April 2026")
    assert str(status(ended, "LK-2")).endswith("since 3 April 2026 by LK-5, which was voided with its credit on 4 April 2026")


def test_a_successor_may_contain_only_what_stands_or_no_credit_at_all() -> None:
    """Where a level was set lower the successor says less; one of participation contains no credit."""
    lower = Adjusted(learner=LEARNER, activity="EM-101", level=AMA("0.50"), case="C-1")
    ledger = decided(issued(), lower)
    (line,) = paper("LK-2", FIRST).lines
    less = paper("LK-2", FIRST, supersedes=["LK-1"], total=AMA("0.50"), lines=[attrs.evolve(line, credits=AMA("0.50"))])
    ledger = written(ledger, less, attendance("LK-10", supersedes=["LK-9"]), when=NOW + DAY)
    assert str(status(ledger, "LK-1")).endswith("by LK-2, which contains what stands of its credit")
    assert str(status(ledger, "LK-9")).endswith("by LK-10, which is valid")
    ended = decided(ledger, Voided(learner=LEARNER, number="LK-10", credit=False), when=NOW + DAY)
    assert str(status(ended, "LK-9")).endswith("by LK-10, which was voided on 2 April 2026")


def test_a_voided_certificate_that_was_issued_again_is_superseded() -> None:
    """H2: a reissue for a spelling ends the old document, whose number is superseded and keeps the reason."""
    ledger = written(voided(credit=False), paper("LK-2", FIRST, supersedes=["LK-1"]), when=NOW + 2 * DAY)
    found = status(ledger, "LK-1")
    assert (found.state, found.by, found.since, found.reason) == (State.SUPERSEDED, "LK-2", NOW + 2 * DAY, WHY)


def test_an_addendum_is_named() -> None:
    """A certificate that another one adds to is valid, and says so."""
    found = status(written(issued(), SECOND, paper("LK-2", SECOND, adds_to="LK-1")), "LK-1")
    assert (found.state, found.added_to_by) == (State.VALID, ("LK-2",))
    assert str(found).endswith("; LK-2 added to it")


def test_what_was_purged_is_not_what_never_was() -> None:
    """M42: a number whose record left at the end of its retention is past retention; one never issued is not found."""
    ledger = Ledger(LEARNER, issued().records)
    ledger = decided(ledger, Purged(learner=LEARNER, purge="2032", erased=["certificate:LK-9"]), when=NOW + DAY)
    found = status(ledger, "LK-9")
    assert (found.state, found.since, found.reason, found.certificate) == (State.PURGED, NOW + DAY, WHY, None)
    assert str(found) == "certificate LK-9 is past its retention since 2 April 2026"
    never = status(ledger, "LK-7")
    assert (never.state, never.since) == (State.NOT_FOUND, None)
    assert str(never) == "certificate LK-7 is not found"


def test_a_stub_whose_purge_is_not_named_is_still_past_retention() -> None:
    """Where a chain was damaged so that no purge names a stub, nobody is told that the number never was."""
    ledger = decided(issued(), Purged(learner=LEARNER, purge="2032", erased=["certificate:LK-9"]))
    damaged = Ledger(LEARNER, ledger.records[:-1])
    assert (status(damaged, "LK-9").state, status(damaged, "LK-9").since) == (State.PURGED, None)


def test_papers_lists_every_certificate_with_its_status() -> None:
    """All of them stand there in the order in which they were issued, whatever became of them since."""
    listed = [(found.number, found.state.name, found.by) for found in papers(a_life())]
    assert listed == [("LK-1", "SUPERSEDED", "LK-2"), ("LK-9", "PURGED", ""), ("LK-2", "VOIDED", "")]


def test_a_status_is_no_yes_or_no() -> None:
    """A status that is used as true or false is refused: every state would be true."""
    with pytest.raises(InvalidValue, match=r"six states; compare it, as in `found.state is State.VALID`"):
        assert status(issued(), "LK-1")


def test_no_status_shows_a_name_or_a_reason() -> None:
    """Neither the name on the certificate nor the words of whoever voided it are in the representation."""
    shown = repr(status(voided(credit=True), "LK-1")) + str(status(voided(credit=True), "LK-1"))
    assert NAME not in shown
    assert WHY not in shown
    assert LEARNER not in shown


@pytest.mark.parametrize("wrong", ["", None, "two\nlines"])
def test_a_number_is_a_line_of_text(wrong: str) -> None:
    """What can be no number is a mistake of the program."""
    with pytest.raises(InvalidValue, match="number"):
        status(issued(), wrong)


def other_account() -> Ledger:
    """Issue a certificate in another account of the same person, and void it there."""
    earned = stated("1.00", "EM-200", learner="dr-17")
    claim = taking("r-17", (earned, "1.00"), learner="dr-17")
    ledger = written(Ledger("dr-17"), earned, claim, paper("LK-17", claim))
    return decided(ledger, Voided(learner="dr-17", number="LK-17", credit=False))


def test_certificates_of_an_account_that_was_joined_are_found_and_go_with_it() -> None:
    """While accounts are joined a number of either is found, with what became of it there; after they part it is not."""
    merge = Merged(learner=LEARNER, merge="M-1", other="dr-17", records=other_account().records)
    joined = decided(issued(), merge, when=NOW + DAY)
    found = status(joined, "LK-17")
    assert (found.state, found.since, found.reason) == (State.VOIDED, NOW, WHY)
    parted = decided(joined, Unmerged(learner=LEARNER, merge="M-1"))
    assert status(parted, "LK-17").state is State.NOT_FOUND
    assert len(in_force(parted.records)) == len(issued().records)


def test_records_that_came_with_an_account_came_when_it_was_joined() -> None:
    """The walk over the records in force gives those of another account the instant of the merge, however deep they stand."""
    merge = Merged(learner="dr-17", merge="M-1", other="dr-7", records=written(Ledger("dr-7"), done(learner="dr-7")).records)
    inner = decided(other_account(), merge, when=NOW + DAY)
    outer = Merged(learner=LEARNER, merge="M-2", other="dr-17", records=inner.records)
    ledger = decided(issued(), outer, when=NOW + 2 * DAY)
    came = [at for _, at in records_of(ledger)]
    assert came == [NOW] * 5 + [NOW + 2 * DAY] * 7


def test_claims_without_certificates_are_told_line_by_line() -> None:
    """Of two claims of which one was certified, the other one's line is left; a certificate over both holds both."""
    ledger = written(issued(), SECOND)
    assert uncertified(ledger) == ((SECOND, SECOND.lines[0]),)
    assert uncertified(written(ledger, paper("LK-2", FIRST, SECOND, supersedes=["LK-1"]))) == ()
    both = written(Ledger(LEARNER), EARNED, FIRST, SECOND)
    assert len(uncertified(both)) == 2
    assert uncertified(written(both, paper("LK-2", FIRST, SECOND))) == ()


def test_a_status_can_be_made_by_hand() -> None:
    """A host that keeps its own register says the same words."""
    assert str(Status(number="X-1", state=State.SUPERSEDED, by="X-2")) == "certificate X-1 is superseded by X-2"


def test_in_an_account_that_was_joined_nothing_is_valid_any_more() -> None:
    """A void is written to the ledger that goes on: the frozen one says to ask that one, of every number, and names nobody."""
    frozen = decided(issued(), Followed(learner=LEARNER, merge="M-1", into="dr-17"), when=NOW + DAY)
    assert [(one.state, one.since) for one in papers(frozen)] == [(State.MOVED, NOW + DAY)] * 2
    found = status(frozen, "LK-1")
    assert (found.state, found.certificate) == (State.MOVED, frozen.certificates[0])
    assert str(found) == "certificate LK-1: the account was joined to another one; ask the ledger that goes on"
    assert (status(frozen, "LK-7").state, status(frozen, "LK-7").since) == (State.MOVED, None)
    parted = decided(frozen, Unmerged(learner=LEARNER, merge="M-1"), when=NOW + 2 * DAY)
    assert status(parted, "LK-1").state is State.VALID
