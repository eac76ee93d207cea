"""What follows from entries: levels as adjusted and extended, claims, documents, evidence, holds, merges and their undoing."""

from typing import Any

import attrs
import pytest

from builders import (
    ABIM,
    AMA,
    LEARNER,
    NAME,
    NINTH,
    SEPSIS,
    SHEET,
    a_ledger,
    a_participation,
    attendance,
    decided,
    done,
    made,
    observed,
    on,
    paper,
    said,
    seen,
    stated,
    taking,
    written,
)
from cmecore.assessment import assess
from cmecore.chain import verify
from cmecore.claiming import ALL, claim
from cmecore.credit.amounts import Credits
from cmecore.earning import earn
from cmecore.entries import (
    Adjusted,
    Assessed,
    Corrected,
    Entry,
    Erased,
    Extended,
    Followed,
    Hold,
    Lifted,
    Merged,
    Overridden,
    Purged,
    Reevaluated,
    Renamed,
    Retracted,
    Unmerged,
    Voided,
)
from cmecore.errors import LedgerConflict
from cmecore.evidence import Attempt, Evaluated, Item, Progress
from cmecore.holdings import Holdings, awarded, in_effect
from cmecore.ledger import Ledger
from cmecore.rules.requirements import evaluated, given_feedback

ACCOUNT = ("EM-101", AMA)
OTHER = "dr-17"
EARNED = written(Ledger(LEARNER), stated("1.75"))


def adjusted(level: str, case: str, *, learner: str = LEARNER, lifted: bool = False) -> Adjusted:
    """Set the level of early sepsis by hand."""
    return Adjusted(learner=learner, activity="EM-101", level=AMA(level), case=case, lifted=lifted)


def extended(day: int, month: int = 6, year: int = 2029, case: str = "C-9") -> Extended:
    """Give more time to claim early sepsis."""
    return Extended(learner=LEARNER, activity="EM-101", type=AMA, claim_by=on(month, day, year), case=case)


def level(ledger: Ledger) -> str:
    """Tell the standing level of early sepsis."""
    return str(ledger.standing[ACCOUNT].level.amount)


# Levels set by hand.


def test_an_adjustment_is_a_ceiling_until_it_is_lifted() -> None:
    """M127: 1.75 set to 1.00 is 1.00, whatever is earned later, until the adjustment is lifted; then 2.00 stands again."""
    ledger = decided(EARNED, adjusted("1.00", "C-1"))
    assert (level(ledger), ledger.claimable()) == ("1.00", {ACCOUNT: AMA("1.00")})
    ledger = written(ledger, stated("2.00", since=on(3, 20)))
    assert level(ledger) == "1.00"
    assert ledger.reached(ACCOUNT) == stated("2.00", since=on(3, 20))
    ledger = decided(ledger, adjusted("0.00", "C-2", lifted=True))
    assert (level(ledger), ledger.standing[ACCOUNT].since) == ("2.00", on(3, 20))


def test_the_last_adjustment_counts() -> None:
    """A later case sets another level, higher or lower."""
    for first, second in (("1.00", "1.50"), ("1.50", "1.00")):
        assert level(decided(EARNED, adjusted(first, "C-1"), adjusted(second, "C-2"))) == second


def test_an_adjustment_above_the_level_changes_nothing_yet() -> None:
    """A ceiling of 2.00 over 1.75 holds nothing back, and grants nothing."""
    assert decided(EARNED, adjusted("2.00", "C-1")).standing == EARNED.standing


def test_an_adjustment_below_what_was_claimed_takes_nothing_back() -> None:
    """1.75 claimed and 1.00 left standing: nothing is claimable, and what was claimed is still told."""
    ledger = written(EARNED, taking("r-1", (stated("1.75"), "1.75")))
    ledger = decided(ledger, adjusted("1.00", "C-1"))
    assert (ledger.claimable(), ledger.claimed(ACCOUNT)) == ({}, AMA("1.75"))
    with pytest.raises(LedgerConflict, match="takes more of EM-101 than is left"):
        written(ledger, taking("r-2", (stated("1.75"), "0.25")))


def test_a_named_person_grants_a_level() -> None:
    """M127: what the rules did not give stands as if it had been earned; who granted it is in the entry."""
    granted = Overridden(learner=LEARNER, earned=stated("2.00"), by="R. Mills", case="C-1")
    ledger = decided(EARNED, granted)
    assert ledger.standing[ACCOUNT] == granted.earned
    assert level(decided(Ledger(LEARNER), granted)) == "2.00"
    # It grants, and takes nothing: a lower one is no adjustment.
    lower = Overridden(learner=LEARNER, earned=stated("0.50"), by="R. Mills", case="C-2")
    assert level(decided(ledger, lower)) == "2.00"


def test_an_extension_lengthens_and_never_shortens() -> None:
    """The latest of the days counts, whichever was decided last, and a level that came later with less time has it too."""
    ledger = written(Ledger(LEARNER), stated("1.75", claim_by=on(3, 9, 2029)))
    ledger = decided(ledger, extended(30))
    assert ledger.standing[ACCOUNT].terms.claim_by == on(6, 30, 2029)
    ledger = decided(ledger, extended(1, 9, case="C-10"))
    assert ledger.standing[ACCOUNT].terms.claim_by == on(9, 1, 2029)
    ledger = written(ledger, stated("2.00", since=on(3, 20), claim_by=on(3, 20, 2029)))
    assert (level(ledger), ledger.standing[ACCOUNT].terms.claim_by) == ("2.00", on(9, 1, 2029))
    longer = stated("2.00", since=on(3, 1), claim_by=on(12, 31, 2030))
    assert written(ledger, longer).standing[ACCOUNT].terms.claim_by == on(12, 31, 2030)
    for_ever = stated("2.00", since=on(2, 1))
    assert written(ledger, for_ever).standing[ACCOUNT].terms.claim_by is None


def test_two_extensions_that_wait_for_a_level_are_the_later_one() -> None:
    """Extensions survive a higher level without a window, and hold for the one after it that has one again."""
    held = Holdings(LEARNER)
    for entry in (extended(30), extended(1, case="C-10"), stated("1.75", claim_by=on(3, 9, 2029))):
        held.apply(entry)
    assert held.standing[ACCOUNT].terms.claim_by == on(6, 30, 2029)


def test_topping_up_never_makes_more_than_the_full_value() -> None:
    """M91: 1.75 claimed, the rest of the course done later: 0.25 is left, 2.00 in all, and not more by any way back."""
    ledger = a_ledger()
    ledger = written(ledger, made(claim(ledger, ALL, at=ledger.records[0].at, request="r-1")))
    ledger = written(ledger, *earn(ledger, assess(a_participation(done=20, day=on(3, 20)))))
    assert (ledger.claimed(ACCOUNT), ledger.claimable()) == (AMA("1.75"), {ACCOUNT: AMA("0.25")})
    ledger = written(ledger, made(claim(ledger, ALL, at=ledger.records[0].at, request="r-2")))
    for back in (a_participation(), a_participation(done=20), a_participation(done=18, day=on(3, 30))):
        ledger = written(ledger, *earn(ledger, assess(back)))
    assert (ledger.claimed(ACCOUNT), ledger.claimable()) == (AMA("2.00"), {})


def test_a_completion_keeps_its_first_day_and_gathers_what_was_met() -> None:
    """An evaluation that was sent in later is added to the completion, and moves its day neither forward nor back."""
    first, later = done(), attrs.evolve(done(day=on(3, 12)), met=[evaluated()])
    more = attrs.evolve(done(day=on(3, 20)), met=[given_feedback()])
    for order in ((first, later, more), (more, later, first)):
        kept = written(Ledger(LEARNER), *order).completed["EM-101"]
        assert kept.on == NINTH
        assert {asked.code for asked in kept.met} == {evaluated().code, given_feedback().code}
    assert written(Ledger(LEARNER), later, first).completed["EM-101"].met == (evaluated(),)


# Documents.


def test_a_document_is_voided_alone_or_with_its_credit() -> None:
    """A void of the document leaves the credit; one of the credit withholds it for good."""
    taken = taking("r-1", (stated("1.75"), "1.00"))
    ledger = written(EARNED, taken, paper("LK-1", taken))
    ledger = decided(ledger, Voided(learner=LEARNER, number="LK-1", credit=False))
    assert (set(ledger.voided), ledger.withheld(ACCOUNT), ledger.claimed(ACCOUNT)) == ({"LK-1"}, AMA(0), AMA("1.00"))
    ended = decided(ledger, Voided(learner=LEARNER, number="LK-1", credit=True))
    assert (ended.withheld(ACCOUNT), ended.claimed(ACCOUNT)) == (AMA("1.00"), AMA("1.00"))
    assert ended.claimable() == {ACCOUNT: AMA("0.75")}
    assert ended.voided["LK-1"].credit


def test_a_certificate_of_participation_withholds_nothing() -> None:
    """No credit stands on it, so none ends with it."""
    ledger = decided(written(EARNED, attendance("LK-9")), Voided(learner=LEARNER, number="LK-9", credit=True))
    assert (set(ledger.voided), ledger.withheld(ACCOUNT)) == ({"LK-9"}, AMA(0))
    assert awarded(attendance("LK-9")) == []


def test_a_certificate_that_takes_the_place_of_another_says_so() -> None:
    """The earlier number is superseded by the later, and what stands on the later is all of it."""
    first, second = taking("r-1", (stated("1.75"), "0.75")), taking("r-2", (stated("1.75"), "1.00"))
    ledger = written(EARNED, first, paper("LK-1", first), second, paper("LK-2", first, second, supersedes=["LK-1"]))
    assert ledger.superseded == {"LK-1": "LK-2"}
    assert [one.number for one in ledger.certificates] == ["LK-1", "LK-2"]
    assert awarded(ledger.certificates[-1]) == [(ACCOUNT, AMA("1.75"))]


def test_what_rests_on_the_amount_of_a_line_is_awarded_as_well() -> None:
    """A certificate over credit and points awards both, each of its own account."""
    both = paper("LK-1", taking("r-1", (stated("1.75"), "1.75")))
    both = attrs.evolve(both, lines=[attrs.evolve(both.lines[0], resting=[ABIM("1.00")])], resting=[ABIM("1.00")])
    assert awarded(both) == [(ACCOUNT, AMA("1.75")), (("EM-101", ABIM), ABIM("1.00"))]


def test_a_correction_keeps_what_was_wrong_and_the_documents_that_show_it() -> None:
    """M127, M128: the wrong entry stays, the right one stands beside it, and a case names both with its documents."""
    about = Corrected(learner=LEARNER, case="C-7", about=stated("1.75").identity, documents=[SHEET])
    ledger = decided(EARNED, adjusted("1.00", "C-7"), about)
    assert stated("1.75") in ledger.entries()
    (kept,) = [entry for entry in ledger.entries() if isinstance(entry, Corrected)]
    assert kept.documents == (SHEET,)
    assert (kept.case, kept.about) == ("C-7", EARNED.records[0].identity)
    (record,) = [record for record in ledger.records if record.entry == kept]
    assert (record.actor, record.reason) == ("R. Mills", "Dr. Okoro wrote on 2 April")


# Evidence.


def test_evidence_that_is_retracted_is_no_evidence() -> None:
    """What was observed and not retracted is what the learner is assessed by."""
    items: tuple[Item, ...] = (Progress(17, 20, NINTH), Attempt("0.71", NINTH), Evaluated(NINTH))
    ledger = written(Ledger(LEARNER), *(observed(item, f"row-{place}") for place, item in enumerate(items)))
    assert ledger.participation(SEPSIS) == seen(SEPSIS, *items)
    ledger = decided(ledger, Retracted(learner=LEARNER, observed="observed:lms:row-1"))
    assert ledger.participation(SEPSIS) == seen(SEPSIS, items[0], items[2])
    # The same event again is nothing; under an event of its own the item may come back.
    assert written(ledger, observed(items[1], "row-1")) == ledger
    assert written(ledger, observed(items[1], "row-7")).participation(SEPSIS) == seen(SEPSIS, *items)


def test_an_item_that_two_events_report_counts_until_both_are_retracted() -> None:
    """Two sources saw the same evaluation; one of them was wrong, and the other still says it."""
    ledger = written(Ledger(LEARNER), observed(Evaluated(NINTH), "row-1"), observed(Evaluated(NINTH), "row-2"))
    ledger = decided(ledger, Retracted(learner=LEARNER, observed="observed:lms:row-1"))
    assert ledger.evidence == {"EM-101": {Evaluated(NINTH)}}
    ledger = decided(ledger, Retracted(learner=LEARNER, observed="observed:lms:row-2"))
    assert ledger.evidence == {}


def test_what_changes_no_balance_is_written_and_kept() -> None:
    """That evidence was looked at, or held against the rules again, is a part of the record and moves nothing."""
    notes: list[Entry] = [
        Assessed(learner=LEARNER, activity="EM-101", evidence="9f2c"),
        Reevaluated(learner=LEARNER, plan="5d1e", activities=["EM-101"]),
    ]
    ledger = written(EARNED, *notes)
    assert said(ledger)[1:] == notes
    assert ledger.state_digest == EARNED.state_digest


# Names and holds.


def test_the_name_of_an_account_is_the_last_one() -> None:
    """A ledger that was told no name has none; a certificate keeps the name it was issued in."""
    ledger = written(Ledger(LEARNER), done(), attendance("LK-9"))
    assert ledger.name == ""
    for number, name in enumerate((NAME, "Ada Okoro-Hill, MD")):
        ledger = decided(ledger, Renamed(learner=LEARNER, name=name, case=f"C-{number}"))
        assert ledger.name == name
    assert ledger.certificates[0].name == NAME


def test_a_hold_stands_until_it_is_lifted() -> None:
    """Two holds are two, and each is lifted by its name."""
    ledger = decided(EARNED, Hold(learner=LEARNER, hold="H-1"), Hold(learner=LEARNER, hold="H-2", activity="EM-101"))
    assert {hold.hold for hold in ledger.holds} == {"H-1", "H-2"}
    ledger = decided(ledger, Lifted(learner=LEARNER, hold="H-1"))
    assert {hold.hold for hold in ledger.holds} == {"H-2"}


# Merges.


def joined(into: Ledger, other: Ledger, merge: str = "M-1") -> tuple[Ledger, Ledger]:
    """Join another account to one, in both ledgers."""
    merged = Merged(learner=into.learner, merge=merge, other=other.learner, records=other.records)
    return decided(into, merged), decided(other, Followed(learner=other.learner, merge=merge, into=into.learner))


def parted(into: Ledger, other: Ledger, merge: str = "M-1") -> tuple[Ledger, Ledger]:
    """Undo a merge, in both ledgers."""
    return (
        decided(into, Unmerged(learner=into.learner, merge=merge)),
        decided(other, Unmerged(learner=other.learner, merge=merge)),
    )


def held_by(learner: str, *more: Entry) -> Ledger:
    """Fill a ledger with 1.50 of early sepsis, of which 0.50 is claimed, an observation, a certificate and a name."""
    earned = stated("1.50", learner=learner)
    taken = taking(f"r-{learner}", (earned, "0.50"), learner=learner)
    ledger = written(
        Ledger(learner),
        *(observed(Evaluated(NINTH), f"row-{learner}", learner=learner), done(learner=learner), earned),
        *(taken, paper(f"LK-{learner}", taken)),
    )
    return decided(ledger, Renamed(learner=learner, name=f"{NAME} of {learner}", case="C-1"), *more)


MINE, THEIRS = held_by(LEARNER), held_by(OTHER)


def test_credit_that_was_earned_under_another_account_counts_here() -> None:
    """M129: after a merge the ledger holds the credit, the claims, the documents and the evidence of both."""
    theirs = written(THEIRS, done("EM-200", learner=OTHER), stated("1.00", "EM-200", learner=OTHER))
    ledger, followed = joined(MINE, theirs)
    assert ledger.learners == {LEARNER, OTHER}
    assert set(ledger.completed) == {"EM-101", "EM-200"}
    assert ledger.claimable()["EM-200", AMA] == AMA("1.00")
    # The same work under two accounts is one account of credit: 1.50 in all, of which twice 0.50 is claimed.
    assert (level(ledger), ledger.claimed(ACCOUNT), ledger.claimable()[ACCOUNT]) == ("1.50", AMA("1.00"), AMA("0.50"))
    assert [one.number for one in ledger.certificates] == ["LK-dr-42", "LK-dr-17"]
    assert [one.request for one in ledger.claims] == ["r-dr-42", "r-dr-17"]
    assert ledger.name == MINE.name
    assert (ledger.follows, followed.follows, followed.standing) == ("", LEARNER, theirs.standing)
    assert set(ledger.levels) == {(LEARNER, ACCOUNT), (OTHER, ACCOUNT), (OTHER, ("EM-200", AMA))}
    assert verify(LEARNER, ledger.records, ledger.head) == ()


def test_what_was_claimed_twice_under_two_accounts_is_not_claimable_again() -> None:
    """M129: 1.50 claimed here and there is 3.00 claimed of 1.50: nothing is left, and nothing negative is told."""

    def claimed_whole(learner: str) -> Ledger:
        earned = stated("1.50", learner=learner)
        return written(Ledger(learner), earned, taking(f"r-{learner}", (earned, "1.50"), learner=learner))

    ledger, _ = joined(claimed_whole(LEARNER), claimed_whole(OTHER))
    assert (ledger.claimed(ACCOUNT), ledger.claimable()) == (AMA("3.00"), {})
    assert all(isinstance(credits, Credits) for credits in ledger.claimable().values())


def test_late_entries_of_the_other_account_follow_it() -> None:
    """M129: what comes in for the old account after the merge is written to the ledger that goes on, and counts there."""
    ledger, followed = joined(MINE, THEIRS)
    late = stated("2.00", learner=OTHER, since=on(4, 20))
    with pytest.raises(LedgerConflict, match="this account was joined to another one; write this Earned entry"):
        written(followed, late)
    ledger = written(ledger, late, observed(Attempt("0.90", NINTH), "row-late", learner=OTHER))
    assert level(ledger) == "2.00"
    assert Attempt("0.90", NINTH) in ledger.evidence["EM-101"]


def test_unmerging_restores_both() -> None:
    """M129: afterwards each account holds exactly what it held, though nothing that was written is gone."""
    mine, theirs = parted(*joined(MINE, THEIRS))
    for before, after in ((MINE, mine), (THEIRS, theirs)):
        assert after.state_digest == before.state_digest
        assert (after.standing, after.claimable(), after.learners) == (before.standing, before.claimable(), before.learners)
        assert (after.name, after.holds, after.follows, after.evidence) == (before.name, before.holds, "", before.evidence)
        assert after.certificates == before.certificates
        assert after.records[: before.version] == before.records
        assert after.version == before.version + 2
        assert Ledger(after.learner, after.records).state_digest == before.state_digest
        assert verify(after.learner, after.records, after.head) == ()
    # Both go on by themselves.
    assert level(written(mine, stated("2.00"))) == "2.00"
    assert level(written(theirs, stated("2.00", learner=OTHER))) == "2.00"
    with pytest.raises(LedgerConflict, match="about another learner"):
        written(mine, stated("2.00", learner=OTHER))


def test_late_entries_part_with_the_account_that_they_are_about() -> None:
    """What was written for the other account in between counts no more, and what was written for this one stays."""
    ledger, followed = joined(MINE, THEIRS)
    ledger = written(ledger, stated("2.00", learner=OTHER), stated("1.75"), done("EM-300"))
    ledger, _ = parted(ledger, followed)
    assert (level(ledger), set(ledger.completed)) == ("1.75", {"EM-101", "EM-300"})
    assert ledger.levels == {(LEARNER, ACCOUNT): stated("1.75")}


def test_what_parted_is_not_known_here_any_more() -> None:
    """M129: nothing can speak of an entry of the other account once it is alone again; it is written where it belongs."""
    ledger, followed = joined(MINE, THEIRS)
    about = Corrected(learner=LEARNER, case="C-7", about="certificate:LK-dr-17", documents=[SHEET])
    assert decided(ledger, about).entries()[-1] == about
    mine, theirs = parted(ledger, followed)
    with pytest.raises(LedgerConflict, match="speaks of certificate:LK-dr-17, which this ledger does not hold"):
        decided(mine, about)
    assert decided(theirs, attrs.evolve(about, learner=OTHER)).version == theirs.version + 1


def test_of_two_levels_that_are_alike_the_one_of_the_account_that_goes_on_stands() -> None:
    """The same level of the same day in both accounts: told as this account has it, whichever was written first."""
    titled = attrs.evolve(stated("1.50", learner=OTHER), heading=attrs.evolve(stated().heading, title="Sepsis, early"))
    for learner, other in ((LEARNER, OTHER), ("dr-1", "dr-2"), ("dr-2", "dr-1")):
        mine = written(Ledger(learner), stated("1.50", learner=learner))
        theirs = written(Ledger(other), attrs.evolve(titled, learner=other))
        assert joined(mine, theirs)[0].standing[ACCOUNT].learner == learner
        assert joined(theirs, mine)[0].standing[ACCOUNT].heading.title == "Sepsis, early"


def test_two_accounts_that_were_parted_can_be_joined_again() -> None:
    """A second merge, under its own name, brings what the other ledger holds by then, its earlier merge being no matter."""
    mine, theirs = parted(*joined(MINE, THEIRS))
    theirs = written(theirs, stated("2.00", learner=OTHER))
    ledger, _ = joined(mine, theirs, "M-2")
    assert (level(ledger), ledger.claimed(ACCOUNT), ledger.follows) == ("2.00", AMA("1.00"), "")
    assert Ledger(LEARNER, ledger.records).state_digest == ledger.state_digest
    assert verify(LEARNER, ledger.records) == ()


THIRD = "dr-5"


def test_a_merge_brings_what_was_merged_there_before() -> None:
    """M129: three accounts of one person, joined one to the other, are one ledger of three."""
    theirs, _ = joined(THEIRS, held_by(THIRD), "M-0")
    theirs = written(theirs, stated("2.00", learner=THIRD))
    ledger, _ = joined(MINE, theirs)
    assert ledger.learners == {LEARNER, OTHER, THIRD}
    assert (level(ledger), ledger.claimed(ACCOUNT)) == ("2.00", AMA("1.50"))
    assert len(ledger.certificates) == 3
    # Whatever account of the three an entry is about, it follows.
    assert set(written(ledger, done("EM-9", learner=THIRD)).completed) == {"EM-101", "EM-9"}
    assert verify(LEARNER, ledger.records) == ()


def test_undoing_the_outer_merge_takes_the_inner_account_along() -> None:
    """M129: the inverse restores both ledgers, the other one with what it held of the third; the inner one is undone there."""
    theirs, _ = joined(THEIRS, held_by(THIRD), "M-0")
    ledger, followed = joined(MINE, theirs)
    with pytest.raises(LedgerConflict, match="unmerged:M-0 speaks of merge M-0"):
        decided(ledger, Unmerged(learner=LEARNER, merge="M-0"))
    mine, back = parted(written(ledger, done("EM-9", learner=THIRD)), followed)
    assert (mine.state_digest, set(mine.learners)) == (MINE.state_digest, {LEARNER})
    assert (back.state_digest, set(back.learners)) == (theirs.state_digest, {OTHER, THIRD})
    assert decided(back, Unmerged(learner=OTHER, merge="M-0")).state_digest == THEIRS.state_digest


def test_an_account_whose_own_merge_was_undone_brings_only_itself() -> None:
    """What the other ledger had joined and parted from again does not come along, and its parting undoes nothing here."""
    theirs, third = joined(THEIRS, held_by(THIRD), "M-0")
    theirs, _ = parted(theirs, third, "M-0")
    ledger, _ = joined(MINE, theirs)
    assert ledger.learners == {LEARNER, OTHER}
    assert ledger.state_digest == joined(MINE, THEIRS)[0].state_digest
    assert level(ledger) == "1.50"


def test_merges_are_undone_in_any_order() -> None:
    """Of two accounts that were joined here one after the other, the first can part first."""
    ledger, theirs = joined(MINE, THEIRS)
    ledger, third = joined(ledger, held_by(THIRD), "M-2")
    assert parted(ledger, theirs)[0].state_digest == joined(MINE, held_by(THIRD), "M-2")[0].state_digest
    assert parted(ledger, third, "M-2")[0].state_digest == joined(MINE, THEIRS)[0].state_digest
    once = decided(ledger, Unmerged(learner=LEARNER, merge="M-1"))
    assert decided(once, Unmerged(learner=LEARNER, merge="M-2")).state_digest == MINE.state_digest


def test_a_void_of_what_parted_says_nothing_here() -> None:
    """A document of the other account, voided here while both were one, parts with that account."""
    ledger, followed = joined(MINE, THEIRS)
    ledger = decided(ledger, Voided(learner=LEARNER, number="LK-dr-17", credit=True))
    assert ledger.withheld(ACCOUNT) == AMA("0.50")
    mine, _ = parted(ledger, followed)
    assert (mine.withheld(ACCOUNT), dict(mine.voided)) == (AMA(0), {})
    assert mine.state_digest == MINE.state_digest


def test_what_one_account_was_adjusted_to_lowers_no_other() -> None:
    """An adjustment was decided about one account: the level of the joined ledger is the higher one of the two."""
    ledger, _ = joined(MINE, decided(THEIRS, adjusted("0.50", "C-5", learner=OTHER)))
    assert level(ledger) == "1.50"
    assert {learner: str(one.level.amount) for (learner, _), one in ledger.levels.items()} == {LEARNER: "1.50", OTHER: "0.50"}
    ledger = decided(ledger, adjusted("1.00", "C-6"))
    assert level(ledger) == "1.00"


def test_holds_of_both_accounts_stand_after_a_merge() -> None:
    """A hold of either account keeps the records; two of one name are two, and to lift one lifts not the other."""
    mine = decided(MINE, Hold(learner=LEARNER, hold="H-1"))
    theirs = decided(THEIRS, Hold(learner=OTHER, hold="H-1", activity="EM-101"), Hold(learner=OTHER, hold="H-2"))
    ledger, _ = joined(mine, theirs)
    held = [("H-1", ""), ("H-1", "EM-101"), ("H-2", "")]
    assert sorted((hold.hold, hold.activity) for hold in ledger.holds) == held
    lifted = decided(ledger, Lifted(learner=LEARNER, hold="H-1"))
    assert sorted((hold.hold, hold.activity) for hold in lifted.holds) == held[1:]


def test_a_hold_that_was_lifted_there_still_stands_here() -> None:
    """The other account's hold of the same name was lifted before the merge; that lifts nothing here."""
    mine = decided(MINE, Hold(learner=LEARNER, hold="H-1"))
    theirs = decided(THEIRS, Hold(learner=OTHER, hold="H-1"), Lifted(learner=OTHER, hold="H-1"))
    assert {hold.hold for hold in joined(mine, theirs)[0].holds} == {"H-1"}


# What was purged.


def test_what_was_purged_has_no_effect_and_is_not_written_again() -> None:
    """The stubs of a purge keep their names, so that a replay of the evidence brings nothing back."""
    ledger = decided(MINE, Purged(learner=LEARNER, purge="P-1", erased=[record.identity for record in MINE.records]))
    assert (dict(ledger.standing), ledger.claims, ledger.certificates, ledger.name) == ({}, (), (), "")
    assert (dict(ledger.evidence), dict(ledger.completed)) == ({}, {})
    assert written(ledger, done(), stated("1.50")) == ledger
    with pytest.raises(LedgerConflict, match="claim:r-dr-42 was written before, and purged") as raised:
        written(ledger, MINE.claims[0])
    assert raised.value.recorded == Erased(identity="claim:r-dr-42")


HELD_AGAIN, LIFTED_AGAIN = Hold(learner=LEARNER, hold="H-9"), Lifted(learner=LEARNER, hold="H-9")


def test_what_was_purged_of_a_joined_account_is_not_written_again() -> None:
    """What came late for another account and was purged is known by its name, whoever it was about."""
    ledger, _ = joined(MINE, THEIRS)
    late = observed(Attempt("0.90", NINTH), "row-late", learner=OTHER)
    ledger = decided(written(ledger, late), Purged(learner=LEARNER, purge="P-1", erased=[late.identity]))
    assert Attempt("0.90", NINTH) not in ledger.evidence["EM-101"]
    assert written(ledger, late) == ledger
    with pytest.raises(LedgerConflict, match="H-9 was lifted; give the new hold a name of its own"):
        decided(decided(decided(ledger, HELD_AGAIN), LIFTED_AGAIN), HELD_AGAIN)


def test_what_was_purged_there_is_no_stub_of_this_learner() -> None:
    """Another account's completion was erased before the merge; the same completion of this one is written as ever."""
    theirs = written(Ledger(OTHER), done(learner=OTHER), stated(learner=OTHER))
    theirs = decided(theirs, Purged(learner=OTHER, purge="P-1", erased=[record.identity for record in theirs.records]))
    ledger, _ = joined(Ledger(LEARNER), theirs)
    assert dict(ledger.standing) == {}
    ledger = written(ledger, done(), stated())
    assert (level(ledger), set(ledger.completed)) == ("1.75", {"EM-101"})
    assert verify(LEARNER, ledger.records) == ()


def test_a_merge_that_was_purged_brings_nothing_any_more() -> None:
    """M129: to erase what a merge brought, the merge is erased with it."""
    ledger, _ = joined(MINE, THEIRS)
    ledger = decided(ledger, Purged(learner=LEARNER, purge="P-1", erased=["merged:M-1"]))
    assert ledger.state_digest == MINE.state_digest
    assert OTHER not in str([attrs.asdict(record.entry, recurse=False) for record in ledger.records])
    assert verify(LEARNER, ledger.records) == ()


def test_the_entries_in_effect_leave_out_what_was_undone() -> None:
    """Neither a merge that was undone, nor what it brought, nor that an account followed for a while."""
    mine, theirs = joined(MINE, THEIRS)
    mine = written(mine, done("EM-7", learner=OTHER))
    mine, theirs = parted(mine, theirs)
    assert in_effect(mine.records) == list(MINE.entries())
    assert in_effect(theirs.records) == list(THEIRS.entries())


def test_a_copy_of_the_holdings_is_written_on_alone() -> None:
    """Adding to a copy changes no mapping of the first."""
    held = Holdings(LEARNER)
    for entry in MINE.entries():
        held.apply(entry)
    before = {field.name: _held(held, field.name) for field in attrs.fields(Holdings)}
    other = held.copied()
    for entry in (
        *(stated("2.00", since=on(3, 1)), done("EM-7"), observed(Evaluated(on(3, 30)), "row-7")),
        *(taking("r-dr-42", (stated("2.00"), "0.25")), attendance("LK-7"), Hold(learner=LEARNER, hold="H-1")),
        *(adjusted("1.00", "C-1"), extended(1), Voided(learner=LEARNER, number="LK-dr-42", credit=True)),
    ):
        other.apply(entry)
    assert {field.name: _held(held, field.name) for field in attrs.fields(Holdings)} == before
    assert other != held


def _held(held: Holdings, name: str) -> Any:
    value = getattr(held, name)
    return dict(value) if isinstance(value, dict) else value


def test_the_steps_of_a_certificate_are_those_of_its_own_claims() -> None:
    """A request of the same name of another account is no part of it, and neither is another account of credit."""
    ledger, _ = joined(MINE, THEIRS)
    held = Holdings(LEARNER)
    for record in ledger.records:
        held.apply(record.entry)
    (first, second) = ledger.certificates
    assert held.parts(first) == {(LEARNER, "r-dr-42", ACCOUNT): 2}
    assert held.parts(attrs.evolve(second, earlier=["r-dr-42"])) == {(OTHER, "r-dr-17", ACCOUNT): 2}
    assert held.parts(attrs.evolve(first, request="r-unknown")) == {}
