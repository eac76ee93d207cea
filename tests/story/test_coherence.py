"""What cannot follow what is written is refused, with the reason and with both things, and names no person."""

from collections.abc import Callable
from typing import Any

import attrs
import pytest

from builders import (
    ABIM,
    AMA,
    LEARNER,
    NAME,
    NINTH,
    NOW,
    SHEET,
    WHY,
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
from cmecore.chain import genesis, past, write
from cmecore.coherence import FACTS
from cmecore.credit.amounts import CreditType
from cmecore.entries import (
    NEED_A_REASON,
    Acknowledged,
    Adjusted,
    Answered,
    Assessed,
    Claim,
    Corrected,
    Entry,
    Erased,
    Extended,
    Followed,
    Hold,
    Joined,
    Lifted,
    Merged,
    Ordered,
    Overridden,
    Purged,
    Renamed,
    Reported,
    Retracted,
    Retrieved,
    Unmerged,
    Voided,
)
from cmecore.errors import InvalidValue, LedgerConflict
from cmecore.evidence import Evaluated, Progress
from cmecore.ledger import Ledger
from cmecore.rules.awards import Asks, RestsOn

OTHER = "dr-17"
EMPTY = Ledger(LEARNER)
EARNED = stated("1.75", claim_by=on(3, 9, 2029))
FIRST, REST = taking("r-1", (EARNED, "0.75")), taking("r-2", (EARNED, "1.00"))
#: 1.75 of early sepsis, of which 0.75 is claimed and certified, and an attendance.
HELD = written(EMPTY, observed(Evaluated(NINTH), "row-1"), done(), EARNED, FIRST, paper("LK-1", FIRST), attendance("LK-9"))
#: 0.50 is right of the 0.75 that are claimed and certified.
LOWER = Adjusted(learner=LEARNER, activity="EM-101", level=AMA("0.50"), case="C-1")
BOTH = written(HELD, REST, paper("LK-2", FIRST, REST, supersedes=["LK-1"]))
VOID, ENDED = (decided(HELD, Voided(learner=LEARNER, number="LK-1", credit=credit)) for credit in (False, True))
FOLLOWING = decided(HELD, Followed(learner=LEARNER, merge="M-1", into=OTHER))
THEIRS = written(Ledger(OTHER), stated("1.00", learner=OTHER), attendance("LK-17", learner=OTHER))
MERGED = Merged(learner=LEARNER, merge="M-1", other=OTHER, records=THEIRS.records)
JOINED = decided(HELD, MERGED)
KEEPING = Purged(learner=LEARNER, purge="P-0", erased=["merged:M-1"], joined=[Joined(merge="M-1", learners=[OTHER])])
FINE = CreditType(code=AMA.code, name=AMA.name, step="0.05")
FINER = attrs.evolve(EARNED, level=FINE("1.75"), maximum=FINE("2.00"))
POINTS = stated("1.75", type=ABIM, rests_on=RestsOn(AMA, Asks.CLAIM))
ALL_OF_IT = stated("1.75", type=ABIM, rests_on=RestsOn(AMA, Asks.WHOLE_CLAIM))
WITH_POINTS = written(HELD, POINTS)
POINTED = taking("r-3", (POINTS, "0.75"))
#: Points are claimed on the credit of LK-1.
RESTING = written(WITH_POINTS, POINTED, paper("LK-3", POINTED))


def of_line(**fields: Any) -> Any:
    """Certify the first claim with another line."""
    whole = paper("LK-4", FIRST)
    return attrs.evolve(whole, lines=[attrs.evolve(whole.lines[0], **fields)], total=fields.get("credits", whole.total))


ANOTHER_STEP = (
    "ama-pra-1 has steps of 0.25 in this ledger, and of 0.05 in the entry; a type with another step needs a code of its own"
)
#: A ledger, what is offered to it, why that is refused, and what is already written there.
REFUSED: dict[str, tuple[Ledger, Entry, str, Any]] = {
    "another learner": (HELD, stated(learner="dr-43"), "this Earned entry is about another learner", None),
    "a parted learner": (HELD, done(learner=OTHER), "this Completed entry is about another learner", None),
    # Who follows another account.
    "earned by who follows": (
        FOLLOWING,
        stated("2.00"),
        "this account was joined to another one; write this Earned entry to the ledger that it follows",
        FOLLOWING.entries()[-1],
    ),
    "observed of who follows": (
        FOLLOWING,
        observed(Progress(1, 20, NINTH), "row-2"),
        "this account was joined to another one; write this Observed entry to the ledger that it follows",
        FOLLOWING.entries()[-1],
    ),
    "merged into who follows": (
        FOLLOWING,
        Merged(learner=LEARNER, merge="M-2", other="dr-5", records=()),
        "this account was joined to another one; write this Merged entry to the ledger that it follows",
        FOLLOWING.entries()[-1],
    ),
    # The same name with other content.
    "an event": (
        HELD,
        observed(Progress(17, 20, NINTH), "row-1"),
        "observed:lms:row-1 is already written, with other content; what is written is corrected by an entry of its own",
        HELD.entries()[0],
    ),
    "a request": (
        HELD,
        taking("r-1", (EARNED, "0.50")),
        "claim:r-1 is already written, with other content; give every claim a request id of its own",
        FIRST,
    ),
    "a number": (
        HELD,
        attendance("LK-1"),
        "certificate:LK-1 is already written, with other content; give every certificate a number of its own",
        paper("LK-1", FIRST),
    ),
    # Types.
    "another step": (
        HELD,
        FINER,
        ANOTHER_STEP,
        AMA,
    ),
    "another step by hand": (
        HELD,
        Overridden(learner=LEARNER, earned=FINER, by="R. Mills", case="C-1"),
        ANOTHER_STEP,
        AMA,
    ),
    # Claims.
    "of nothing": (
        EMPTY,
        taking("r-9", (EARNED, "0.25")),
        "claim r-9 takes more of EM-101 than is left; claim again on the current ledger",
        None,
    ),
    "nothing at all": (HELD, taking("r-9"), "claim r-9 takes nothing", None),
    "too much": (
        HELD,
        taking("r-9", (EARNED, "1.25")),
        "claim r-9 takes more of EM-101 than is left; claim again on the current ledger",
        EARNED,
    ),
    "too much in two lines": (
        HELD,
        taking("r-9", (EARNED, "0.75"), (EARNED, "0.50")),
        "claim r-9 takes more of EM-101 than is left; claim again on the current ledger",
        EARNED,
    ),
    "what was withheld": (
        ENDED,
        taking("r-9", (EARNED, "1.25")),
        "claim r-9 takes more of EM-101 than is left; claim again on the current ledger",
        EARNED,
    ),
    "points without credit": (
        WITH_POINTS,
        taking("r-9", (POINTS, "1.00")),
        (
            "claim:r-9 leaves 1.00 ABIM MOC point claimed of EM-101, which rests on AMA PRA Category 1 Credit claimed, "
            "and of that 0.75 is claimed; claim both together"
        ),
        POINTS,
    ),
    "points before all of the credit": (
        written(HELD, ALL_OF_IT),
        taking("r-9", (ALL_OF_IT, "0.25")),
        (
            "claim:r-9 leaves 0.25 ABIM MOC point claimed of EM-101, which rests on AMA PRA Category 1 Credit claimed whole, "
            "and of that 0.75 is claimed; claim both together"
        ),
        ALL_OF_IT,
    ),
    # Certificates.
    "a preview": (HELD, attendance(None), "a preview cannot be written: it has no certificate number", None),
    "of an unknown claim": (
        HELD,
        paper("LK-4", REST),
        "certificate LK-4 certifies what claim r-2 in this ledger does not hold; add the claim together with its certificates",
        None,
    ),
    "of no claim": (
        HELD,
        attrs.evolve(paper("LK-4", FIRST), request=""),
        (
            "certificate LK-4 certifies what a claim, which it does not name, in this ledger does not hold; "
            "add the claim together with its certificates"
        ),
        None,
    ),
    "of more than was claimed": (
        HELD,
        of_line(credits=AMA("1.00")),
        "certificate LK-4 certifies what claim r-1 in this ledger does not hold; add the claim together with its certificates",
        FIRST,
    ),
    "of another course than was claimed": (
        HELD,
        of_line(activity="EM-102"),
        "certificate LK-4 certifies what claim r-1 in this ledger does not hold; add the claim together with its certificates",
        FIRST,
    ),
    "with another sum": (
        HELD,
        attrs.evolve(paper("LK-4", FIRST), total=AMA("1.00")),
        "certificate LK-4 awards 1.00 AMA PRA Category 1 Credit, which is not the sum of its lines",
        FIRST,
    ),
    "with a sum of nothing": (
        HELD,
        attendance("LK-4", total=AMA("1.00")),
        "certificate LK-4 awards 1.00 AMA PRA Category 1 Credit, which is not the sum of its lines",
        None,
    ),
    "a second one": (
        HELD,
        paper("LK-4", FIRST),
        "claim r-1 already has certificate LK-1 for Emergency Medicine; certify() returns that one again",
        paper("LK-1", FIRST),
    ),
    "in the place of none": (
        HELD,
        paper("LK-4", FIRST, supersedes=["LK-77"]),
        "certificate:LK-4 speaks of certificate LK-77, which this ledger does not hold",
        None,
    ),
    "added to none": (
        HELD,
        attendance("LK-4", adds_to="LK-77"),
        "certificate:LK-4 speaks of certificate LK-77, which this ledger does not hold",
        None,
    ),
    "in a place that is taken": (
        BOTH,
        paper("LK-4", FIRST, REST, supersedes=["LK-1", "LK-2"]),
        "the place of certificate LK-1 was taken by LK-2; supersede that one",
        paper("LK-1", FIRST),
    ),
    "in the place of ended credit": (
        ENDED,
        paper("LK-4", FIRST, supersedes=["LK-1"]),
        "the credit of certificate LK-1 was ended, and nothing takes its place",
        paper("LK-1", FIRST),
    ),
    "of more than stands": (
        decided(HELD, LOWER),
        paper("LK-4", FIRST, supersedes=["LK-1"]),
        (
            "certificate LK-4 states 0.75 AMA PRA Category 1 Credit of EM-101, of which 0.50 stands since its level was set "
            "lower; "
            "certify() and reissue() state what stands"
        ),
        attrs.evolve(EARNED, level=AMA("0.50")),
    ),
    "of less than stands": (
        decided(HELD, LOWER),
        attrs.evolve(of_line(credits=AMA("0.25")), supersedes=["LK-1"]),
        "certificate LK-4 certifies what claim r-1 in this ledger does not hold; add the claim together with its certificates",
        FIRST,
    ),
    "of less without an adjustment": (
        HELD,
        attrs.evolve(of_line(credits=AMA("0.50")), supersedes=["LK-1"]),
        "certificate LK-4 certifies what claim r-1 in this ledger does not hold; add the claim together with its certificates",
        FIRST,
    ),
    "of less though all of it stands": (
        decided(HELD, attrs.evolve(LOWER, level=AMA("1.00"))),
        attrs.evolve(of_line(credits=AMA("0.50")), supersedes=["LK-1"]),
        "certificate LK-4 certifies what claim r-1 in this ledger does not hold; add the claim together with its certificates",
        FIRST,
    ),
    "in a place that it does not fill": (
        written(HELD, REST),
        paper("LK-4", REST, supersedes=["LK-1"]),
        "certificate LK-4 does not hold all that LK-1 awards, whose place it takes",
        paper("LK-1", FIRST),
    ),
    "of the other account's number": (
        JOINED,
        attendance("LK-17"),
        "certificate LK-17 was issued already to an account of the same person; a number is one document",
        attendance("LK-17", learner=OTHER),
    ),
    # Voids.
    "a void of none": (
        HELD,
        Voided(learner=LEARNER, number="LK-77", credit=False),
        "voided:LK-77 speaks of certificate LK-77, which this ledger does not hold",
        None,
    ),
    "a void after its credit": (
        ENDED,
        Voided(learner=LEARNER, number="LK-1", credit=False),
        "certificate LK-1 was voided with its credit",
        Voided(learner=LEARNER, number="LK-1", credit=True),
    ),
    "a void of what stands elsewhere": (
        BOTH,
        Voided(learner=LEARNER, number="LK-1", credit=True),
        "the credit of certificate LK-1 stands on LK-2 now; void that one",
        paper("LK-2", FIRST, REST, supersedes=["LK-1"]),
    ),
    "a void under points": (
        RESTING,
        Voided(learner=LEARNER, number="LK-1", credit=True),
        (
            "voided:LK-1:credit leaves 0.75 ABIM MOC point claimed of EM-101, which rests on "
            "AMA PRA Category 1 Credit claimed, and of that 0.00 is claimed; void the certificate of both"
        ),
        POINTS,
    ),
    # Merges.
    "a merge of the same": (
        JOINED,
        attrs.evolve(MERGED, merge="M-2"),
        "that account is merged here already",
        None,
    ),
    "a merge of who follows": (
        HELD,
        attrs.evolve(MERGED, records=decided(THEIRS, Followed(learner=OTHER, merge="M-0", into="dr-5")).records),
        "the account was joined to another one already; merge the ledger that it follows",
        Followed(learner=OTHER, merge="M-0", into="dr-5"),
    ),
    "a merge with another step": (
        HELD,
        attrs.evolve(MERGED, records=written(Ledger(OTHER), attrs.evolve(FINER, learner=OTHER)).records),
        ANOTHER_STEP,
        AMA,
    ),
    "a merge with a number of ours": (
        HELD,
        attrs.evolve(MERGED, records=written(Ledger(OTHER), attendance("LK-9", learner=OTHER)).records),
        "certificate LK-9 was issued already to an account of the same person; a number is one document",
        attendance("LK-9"),
    ),
    "a merge of no history": (
        HELD,
        attrs.evolve(MERGED, records=HELD.records[:1]),
        "merged:M-1 brings records that are no history of that account: this Observed entry is about another learner",
        None,
    ),
    # What speaks of something else.
    "an adjustment of nothing": (
        HELD,
        Adjusted(learner=LEARNER, activity="EM-102", level=AMA("1.00"), case="C-1"),
        "adjusted:C-1:EM-102:ama-pra-1 speaks of credit of EM-102, which this ledger does not hold",
        None,
    ),
    "an adjustment of the other account's credit": (
        decided(EMPTY, MERGED),
        Adjusted(learner=LEARNER, activity="EM-101", level=AMA("0.50"), case="C-1"),
        "the credit of EM-101 was earned in an account that was joined; adjust it as that learner's",
        stated("1.00", learner=OTHER),
    ),
    "an extension of nothing": (
        HELD,
        Extended(learner=LEARNER, activity="EM-101", type=ABIM, claim_by=on(3, 9, 2030), case="C-1"),
        "extended:C-1:EM-101:abim-moc speaks of credit of EM-101, which this ledger does not hold",
        None,
    ),
    "an extension that extends nothing": (
        HELD,
        Extended(learner=LEARNER, activity="EM-101", type=AMA, claim_by=on(3, 9, 2029), case="C-1"),
        "EM-101 can be claimed until 2029-03-09, and an extension to 2029-03-09 would not extend that",
        on(3, 9, 2029),
    ),
    "an extension of what has no end": (
        written(EMPTY, stated()),
        Extended(learner=LEARNER, activity="EM-101", type=AMA, claim_by=on(3, 9, 2029), case="C-1"),
        "EM-101 can be claimed for ever, and an extension to 2029-03-09 would not extend that",
        None,
    ),
    "a report of nothing": (
        HELD,
        Reported(learner=LEARNER, report="pars-1", activity="EM-102", type=AMA, body="accme"),
        "reported:pars-1 speaks of credit of EM-102, which this ledger does not hold",
        None,
    ),
    "a retraction of nothing": (
        HELD,
        Retracted(learner=LEARNER, observed="observed:lms:row-2"),
        "retracted:observed:lms:row-2 speaks of the evidence observed:lms:row-2, which this ledger does not hold",
        None,
    ),
    "a retraction of what is no evidence": (
        HELD,
        Retracted(learner=LEARNER, observed=EARNED.identity),
        f"retracted:{EARNED.identity} speaks of the evidence {EARNED.identity}, which this ledger does not hold",
        None,
    ),
    "a retrieval of nothing": (
        HELD,
        Retrieved(learner=LEARNER, number="LK-77"),
        "retrieved:LK-77 speaks of certificate LK-77, which this ledger does not hold",
        None,
    ),
    "an order of nothing": (
        HELD,
        Ordered(learner=LEARNER, order="mail-1", number="LK-77", to="account", why="asked for"),
        "ordered:mail-1 speaks of certificate LK-77, which this ledger does not hold",
        None,
    ),
    "an acknowledgement of nothing": (
        HELD,
        Acknowledged(learner=LEARNER, order="mail-1", delivered=True),
        "acknowledged:mail-1 speaks of ordered:mail-1, which this ledger does not hold",
        None,
    ),
    "an answer to nothing": (
        HELD,
        Answered(learner=LEARNER, report="pars-1", accepted=True),
        "answered:pars-1 speaks of reported:pars-1, which this ledger does not hold",
        None,
    ),
    "a correction of nothing": (
        HELD,
        Corrected(learner=LEARNER, case="C-1", about="certificate:LK-77", documents=[SHEET]),
        "corrected:C-1 speaks of certificate:LK-77, which this ledger does not hold",
        None,
    ),
    "a hold that was never": (
        HELD,
        Lifted(learner=LEARNER, hold="H-1"),
        "lifted:H-1 speaks of hold H-1, which this ledger does not hold",
        None,
    ),
    "a merge that was never": (
        HELD,
        Unmerged(learner=LEARNER, merge="M-1"),
        "unmerged:M-1 speaks of merge M-1, which this ledger does not hold",
        None,
    ),
    "a merge under who follows": (
        decided(JOINED, Followed(learner=LEARNER, merge="M-2", into="dr-5")),
        Unmerged(learner=LEARNER, merge="M-1"),
        "unmerged:M-1 speaks of merge M-1, which this ledger does not hold",
        None,
    ),
    "a purge of nothing": (
        HELD,
        Purged(learner=LEARNER, purge="P-1", erased=["certificate:LK-9", "certificate:LK-77"]),
        "purged:P-1 speaks of a record certificate:LK-77, which this ledger does not hold",
        None,
    ),
    "a purge inside a merge": (
        JOINED,
        Purged(learner=LEARNER, purge="P-1", erased=["certificate:LK-17"]),
        "purged:P-1 speaks of a record certificate:LK-17, which this ledger does not hold",
        None,
    ),
    "a purge under a hold of everything": (
        decided(HELD, Hold(learner=LEARNER, hold="H-1")),
        Purged(learner=LEARNER, purge="P-1", erased=["certificate:LK-9"]),
        "hold:H-1 keeps certificate:LK-9; what was planned before it has to be planned again",
        Hold(learner=LEARNER, hold="H-1"),
    ),
    "a purge under a hold of the activity": (
        decided(HELD, Hold(learner=LEARNER, hold="H-1", activity="EM-101")),
        Purged(learner=LEARNER, purge="P-1", erased=["certificate:LK-9"]),
        "hold:H-1 keeps certificate:LK-9; what was planned before it has to be planned again",
        Hold(learner=LEARNER, hold="H-1", activity="EM-101"),
    ),
    "a hold that was lifted": (
        decided(decided(HELD, Hold(learner=LEARNER, hold="H-1")), Lifted(learner=LEARNER, hold="H-1")),
        Hold(learner=LEARNER, hold="H-1"),
        "hold:H-1 was lifted; give the new hold a name of its own",
        Hold(learner=LEARNER, hold="H-1"),
    ),
    "a purge of a purge": (
        decided(HELD, Purged(learner=LEARNER, purge="P-0", erased=["certificate:LK-9"])),
        Purged(learner=LEARNER, purge="P-1", erased=["purged:P-0"]),
        "purged:P-0 says what became of what was erased, and stays to say so",
        Purged(learner=LEARNER, purge="P-0", erased=["certificate:LK-9"]),
    ),
    "a purge of the undoing of a merge that was purged": (
        decided(decided(JOINED, KEEPING), Unmerged(learner=LEARNER, merge="M-1")),
        Purged(learner=LEARNER, purge="P-1", erased=["unmerged:M-1"]),
        "unmerged:M-1 says what became of what was erased, and stays to say so",
        Unmerged(learner=LEARNER, merge="M-1"),
    ),
    "a purge that keeps others joined": (
        JOINED,
        attrs.evolve(KEEPING, joined=[Joined(merge="M-1", learners=[OTHER, "dr-5"])]),
        "purged:P-0 says of merge M-1 whom it joined, and does not erase it, or it joined others",
        MERGED,
    ),
    "a purge that keeps joined what it does not erase": (
        JOINED,
        attrs.evolve(KEEPING, erased=["certificate:LK-9"]),
        "purged:P-0 says of merge M-1 whom it joined, and does not erase it, or it joined others",
        None,
    ),
    "a second purge that keeps others joined": (
        decided(JOINED, KEEPING),
        attrs.evolve(KEEPING, purge="P-1", joined=[Joined(merge="M-1", learners=[OTHER, "dr-5"])]),
        "purged:P-1 says of merge M-1 whom it joined, and does not erase it, or it joined others",
        Erased(identity="merged:M-1"),
    ),
    "a purge that joins again whom another one forgot": (
        decided(JOINED, attrs.evolve(KEEPING, joined=[])),
        attrs.evolve(KEEPING, purge="P-1"),
        "purged:P-1 says of merge M-1 whom it joined, and does not erase it, or it joined others",
        Erased(identity="merged:M-1"),
    ),
    "a purge that says twice whom a merge joined": (
        JOINED,
        attrs.evolve(KEEPING, joined=[*KEEPING.joined, *KEEPING.joined]),
        "purged:P-0 says of merge M-1 whom it joined, and does not erase it, or it joined others",
        MERGED,
    ),
    "a purge under what stands": (
        HELD,
        Purged(learner=LEARNER, purge="P-1", erased=[EARNED.identity]),
        (
            "purged:P-1 would leave what stands on what it erases (claim r-1 takes more of EM-101 than is left; "
            "claim again on the current ledger); name that too"
        ),
        None,
    ),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_cannot_follow_is_refused(name: str) -> None:
    """Each refusal says why, carries what is written and what was offered, names no person, and writes nothing."""
    ledger, entry, says, recorded = REFUSED[name]
    before = ledger.records
    with pytest.raises(LedgerConflict) as raised:
        decided(ledger, entry)
    assert str(raised.value) == says
    assert (raised.value.recorded, raised.value.offered) == (recorded, entry)
    for personal in (LEARNER, OTHER, "dr-5", "dr-43", "Okoro", "Mills", WHY):
        assert personal not in str(raised.value)
        assert personal not in repr(raised.value)
    assert ledger.records == before


@pytest.mark.parametrize("name", REFUSED)
def test_what_cannot_follow_is_refused_when_it_is_read_as_well(name: str) -> None:
    """Records that were put together by hand are held to the same: they open as no ledger."""
    ledger, entry, *_ = REFUSED[name]
    after = ledger.records[-1].link if ledger.records else genesis(LEARNER)
    record = write(entry, after=after, at=NOW, actor="office", reason=WHY)
    if name == "a purge under what stands":  # its stubs stand in the place of what it names
        records = [
            attrs.evolve(one, entry=Erased(identity=one.identity)) if one.entry == EARNED else one for one in ledger.records
        ]
        with pytest.raises(LedgerConflict, match="takes more of EM-101 than is left"):
            Ledger(LEARNER, [*records, record])
        return
    with pytest.raises(LedgerConflict) as raised:
        Ledger(LEARNER, [*ledger.records, record])
    assert LEARNER not in str(raised.value)


def test_one_refusal_refuses_all_that_came_with_it() -> None:
    """A claim whose certificate cannot be written is not written either."""
    with pytest.raises(LedgerConflict):
        written(HELD, REST, paper("LK-9", REST))
    assert REST not in HELD.entries()


def test_an_account_that_follows_can_be_held_purged_and_parted() -> None:
    """What keeps a record right is still written where the record is."""
    ledger = decided(FOLLOWING, Hold(learner=LEARNER, hold="H-1"))
    ledger = decided(ledger, Lifted(learner=LEARNER, hold="H-1"))
    ledger = decided(ledger, Purged(learner=LEARNER, purge="P-1", erased=["certificate:LK-9"]))
    ledger = decided(ledger, Unmerged(learner=LEARNER, merge="M-1"))
    assert written(ledger, stated("2.00")).standing["EM-101", AMA].level == AMA("2.00")


FACTS_AGAIN: list[tuple[Ledger, Entry]] = [
    (HELD, attrs.evolve(done(), heading=attrs.evolve(done().heading, title="Early sepsis, revised"))),
    (HELD, attrs.evolve(EARNED, heading=attrs.evolve(EARNED.heading, title="Early sepsis, revised"))),
    (
        written(HELD, Retrieved(learner=LEARNER, number="LK-1", channel="app")),
        Retrieved(learner=LEARNER, number="LK-1", channel="web"),
    ),
    (
        written(HELD, Assessed(learner=LEARNER, activity="EM-101", evidence="9f2c")),
        Assessed(learner=LEARNER, activity="EM-101", evidence="9f2c", outcomes=[("ama-pra-1", "met")]),
    ),
    (written(HELD, observed(Evaluated(NINTH))), attrs.evolve(observed(Evaluated(NINTH)), source="another lms")),
]


@pytest.mark.parametrize(("ledger", "entry"), FACTS_AGAIN, ids=lambda value: type(value).__name__)
def test_a_fact_that_is_stated_again_is_the_same_fact(ledger: Ledger, entry: Entry) -> None:
    """T12: a title that was corrected since, another channel or another reporter makes no second entry, and no error."""
    assert written(ledger, entry) is ledger


def test_only_facts_are_stated_again() -> None:
    """An act or a document is its content."""
    assert {type(entry) for _, entry in FACTS_AGAIN if type(entry).__name__ != "Observed"} == set(FACTS)


MAKE: dict[type, Callable[[], tuple[Ledger, Entry]]] = {
    Retracted: lambda: (HELD, Retracted(learner=LEARNER, observed="observed:lms:row-1")),
    Adjusted: lambda: (HELD, Adjusted(learner=LEARNER, activity="EM-101", level=AMA("1.00"), case="C-1")),
    Overridden: lambda: (HELD, Overridden(learner=LEARNER, earned=stated("2.00"), by="R. Mills", case="C-1")),
    Extended: lambda: (HELD, Extended(learner=LEARNER, activity="EM-101", type=AMA, claim_by=on(3, 9, 2030), case="C-1")),
    Voided: lambda: (HELD, Voided(learner=LEARNER, number="LK-1", credit=False)),
    Corrected: lambda: (HELD, Corrected(learner=LEARNER, case="C-1", about="certificate:LK-1")),
    Hold: lambda: (HELD, Hold(learner=LEARNER, hold="H-1")),
    Lifted: lambda: (decided(HELD, Hold(learner=LEARNER, hold="H-1")), Lifted(learner=LEARNER, hold="H-1")),
    Merged: lambda: (HELD, MERGED),
    Unmerged: lambda: (JOINED, Unmerged(learner=LEARNER, merge="M-1")),
    Purged: lambda: (HELD, Purged(learner=LEARNER, purge="P-1", erased=["certificate:LK-9"])),
}


@pytest.mark.parametrize("kind", NEED_A_REASON)
@pytest.mark.parametrize("reason", ["", "  "])
def test_what_undoes_or_decides_is_refused_without_a_reason(kind: type, reason: str) -> None:
    """M127: nobody corrects, voids, extends, merges or purges without saying why."""
    ledger, entry = MAKE[kind]()
    says = f"reason: found none; expected why, since {kind.__name__} entries undo or decide something"
    with pytest.raises(InvalidValue) as raised:
        ledger.add(entry, at=NOW, actor="R. Mills", reason=reason)
    assert str(raised.value) == says
    assert ledger.add(entry, at=NOW, actor="R. Mills", reason=WHY).records[-1].reason == WHY


@pytest.mark.parametrize("reason", [None, 5, "two\x00lines", "x" * 100_000], ids=["None", "5", "control", "long"])
def test_a_reason_is_text(reason: Any) -> None:
    """What is no line of text is refused without being repeated."""
    with pytest.raises(InvalidValue, match="reason"):
        HELD.add(Hold(learner=LEARNER, hold="H-1"), at=NOW, actor="R. Mills", reason=reason)


def test_a_hold_of_another_activity_keeps_nothing_of_this_one() -> None:
    """A purge passes beside a hold that is about something else, and again where everything named is erased already."""
    ledger = decided(HELD, Hold(learner=LEARNER, hold="H-1", activity="EM-777"))
    ledger = decided(ledger, Purged(learner=LEARNER, purge="P-1", erased=["certificate:LK-9"]))
    ledger = decided(ledger, Hold(learner=LEARNER, hold="H-2"))
    assert decided(ledger, Purged(learner=LEARNER, purge="P-2", erased=["certificate:LK-9"])).version == ledger.version + 1


def test_a_purge_keeps_nobody_joined_by_a_merge_that_is_erased_already() -> None:
    """Only the purge that erases a merge saw whom it joined; nobody adds one to what is left of the merge."""
    kept = decided(JOINED, KEEPING)
    assert Ledger(LEARNER, kept.records).learners == {LEARNER, OTHER}
    left = Ledger(LEARNER, past(kept.records, JOINED.version))
    with pytest.raises(LedgerConflict, match="says of merge M-1 whom it joined, and does not erase it, or it joined others"):
        decided(left, KEEPING)


def test_a_name_may_change_without_a_reason() -> None:
    """A name is the learner's own."""
    assert written(HELD, Renamed(learner=LEARNER, name=NAME, case="C-1")).name == NAME


def test_what_is_refused_is_compared_with_what_is_written() -> None:
    """The entry that took the place is carried by the error, for a program that wants to answer with it."""
    other = taking("r-1", (EARNED, "0.50"))
    with pytest.raises(LedgerConflict) as raised:
        written(HELD, other)
    assert isinstance(raised.value.recorded, Claim)
    assert raised.value.recorded.lines[0].credits == AMA("0.75")


def test_the_number_of_the_credit_that_points_rest_on() -> None:
    """Credit on which nothing rests any more can be ended, the points first."""
    ledger = decided(RESTING, Voided(learner=LEARNER, number="LK-3", credit=True))
    ledger = decided(ledger, Voided(learner=LEARNER, number="LK-1", credit=True))
    assert (ledger.withheld(("EM-101", AMA)), ledger.withheld(("EM-101", ABIM))) == (AMA("0.75"), ABIM("0.75"))


def test_a_voided_document_may_be_issued_anew() -> None:
    """The credit is left, so a certificate takes the place of the one that was voided; one that does not say so is refused."""
    with pytest.raises(LedgerConflict, match="claim r-1 already has certificate LK-1"):
        written(VOID, paper("LK-4", FIRST))
    ledger = written(VOID, paper("LK-4", FIRST, supersedes=["LK-1"]))
    assert ledger.superseded == {"LK-1": "LK-4"}


def test_what_stands_of_a_certificate_takes_its_place() -> None:
    """B1: exactly what is left of the claim is certified again, under an adjustment below what was claimed."""
    ledger = written(decided(HELD, LOWER), attrs.evolve(of_line(credits=AMA("0.50")), supersedes=["LK-1"]))
    assert ledger.superseded == {"LK-1": "LK-4"}
    assert Ledger(LEARNER, ledger.records) == ledger
