"""History: every record in words, in order, for the learner to read; with no name where no entry is about one."""

import datetime
from typing import Any

import attrs
import pytest

from builders import (
    ABIM,
    AMA,
    CHICAGO,
    LEARNER,
    NAME,
    NINTH,
    NOW,
    SHEET,
    WHY,
    a_follower,
    a_life,
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
from cmecore.entries import (
    ENTRIES,
    Acknowledged,
    Adjusted,
    Answered,
    Assessed,
    Corrected,
    Erased,
    Hold,
    Joined,
    Line,
    Merged,
    Ordered,
    Purged,
    Reevaluated,
    Renamed,
    Reported,
    Retrieved,
    Unmerged,
    Voided,
)
from cmecore.errors import InvalidValue
from cmecore.evidence import (
    ITEMS,
    Attempt,
    Attended,
    Attested,
    Declared,
    Entitled,
    Evaluated,
    Feedback,
    Item,
    Practises,
    Present,
    Presented,
    Prior,
    Progress,
    Stated,
    TimeSpent,
)
from cmecore.history import Event, history
from cmecore.ledger import Ledger

DAY = datetime.timedelta(days=1)


def said(ledger: Ledger, **fields: Any) -> list[str]:
    """List what a history says, without instants, roles and reasons."""
    return [event.says for event in history(ledger, **fields)]


#: A whole life, told by hand.
LIFE = """\
seen in Early sepsis (EM-101): 17 of 20 units done, by 9 March 2026
seen in Early sepsis (EM-101): scored 71 % on 9 March 2026
seen in Early sepsis (EM-101): evaluation submitted on 9 March 2026
taken back, of Early sepsis (EM-101): scored 71 % on 9 March 2026
seen in Early sepsis (EM-101): scored 81 % on 9 March 2026
the evidence of Early sepsis (EM-101) assessed: ama-pra-1 met
Early sepsis (EM-101) completed on 9 March 2026
1.50 AMA PRA Category 1 Credits earned in Early sepsis (EM-101) on 9 March 2026
claim r-1 of 0.75 AMA PRA Category 1 Credit of Early sepsis (EM-101)
Certificate of Credit LK-1 issued for Emergency Medicine, 0.75 AMA PRA Category 1 Credit
erased, what stood here: certificate:LK-9
certificate LK-1 downloaded through app
certificate LK-1 ordered to be sent (asked for), order mail-1
order mail-1 not delivered
2.00 AMA PRA Category 1 Credits in Early sepsis (EM-101) granted by a decision of a named person, case C-1
Early sepsis (EM-101) set by hand to at most 1.75 AMA PRA Category 1 Credits, case C-2
the time to claim AMA PRA Category 1 Credit of Early sepsis (EM-101) extended to 9 March 2030, case C-3
Early sepsis (EM-101) held against the rules again, plan 5d1e
claim r-2 of 1.00 AMA PRA Category 1 Credit of Early sepsis (EM-101)
Certificate of Credit LK-2 issued for Emergency Medicine, 1.75 AMA PRA Category 1 Credits, in place of LK-1
AMA PRA Category 1 Credit of Early sepsis (EM-101) reported to accme, report pars-1
report pars-1 refused with E-12
the name changed to Ada Okoro, MD, case C-4
certificate:LK-2 corrected, case C-4, shown by 1 document
another account joined to this one, with 2 records, merge M-1
merge M-1 undone
another account joined to this one, with 2 records, merge M-2
Early sepsis (EM-200) completed on 9 March 2026
1.00 AMA PRA Category 1 Credit earned in Early sepsis (EM-200) on 9 March 2026
seen in Early sepsis (EM-101): evaluation submitted on 9 March 2026
the records of Early sepsis (EM-101) put on hold, so that they are kept: case 26-118
the hold case 26-118 lifted
erased, what stood here: voided:LK-9
certificate LK-2 voided, its credit as well
2 records erased, purge 2032-03
"""


def test_m113_everything_that_was_written_is_told_in_order() -> None:
    """M113, M118: a whole life is told record by record, nothing left out, the erased ones said to be so."""
    assert said(a_life()) == LIFE.splitlines()


def test_m113_no_class_of_entry_is_without_words() -> None:
    """M113: the life above and an account that follows another hold every class of entry there is, and each says something."""
    told = (*history(a_life()), *history(a_follower()))
    assert {type(event.record.entry) for event in told} == {*ENTRIES, Erased}
    assert all(event.says.strip() for event in told)
    assert said(a_follower())[-1] == "this account joined to another one, where its history goes on, merge M-2"


@pytest.mark.parametrize(
    ("entry", "words"),
    [
        (Voided(learner=LEARNER, number="LK-1", credit=False), "certificate LK-1 voided; its credit stands"),
        (Retrieved(learner=LEARNER, number="LK-1"), "certificate LK-1 downloaded"),
        (Acknowledged(learner=LEARNER, order="mail-1", delivered=True), "order mail-1 delivered"),
        (Answered(learner=LEARNER, report="pars-1", accepted=True), "report pars-1 accepted"),
        (Corrected(learner=LEARNER, case="C-9", about="claim:r-1"), "claim:r-1 corrected, case C-9"),
        (
            Corrected(learner=LEARNER, case="C-9", about="claim:r-1", documents=[SHEET, SHEET]),
            "claim:r-1 corrected, case C-9, shown by 2 documents",
        ),
        (Hold(learner=LEARNER, hold="case 1"), "all records put on hold, so that they are kept: case 1"),
        (Reevaluated(learner=LEARNER, plan="5d1e"), "everything held against the rules again, plan 5d1e"),
        (Assessed(learner=LEARNER, activity="EM-9", evidence="9f2c"), "the evidence of EM-9 assessed"),
        (
            Adjusted(learner=LEARNER, activity="EM-101", level=AMA("1.00"), case="C-2", lifted=True),
            "the level of AMA PRA Category 1 Credit that was set by hand for Early sepsis (EM-101) lifted, case C-2",
        ),
        (attendance("LK-8"), "Certificate of Participation LK-8 issued for Emergency Medicine"),
    ],
)
def test_an_entry_says_what_is_special_about_it(entry: Any, words: str) -> None:
    """What the life above does not show: the other outcome, what is left out, and an activity whose title is not known."""
    earned = stated()
    taken = taking("r-1", (earned, "1.00"))
    ledger = written(Ledger(LEARNER), earned, taken, paper("LK-1", taken))
    ledger = written(ledger, Ordered(learner=LEARNER, order="mail-1", number="LK-1", to="account", why="asked for"))
    assert said(decided(ledger, REPORT, entry))[-1] == words


REPORT = Reported(learner=LEARNER, report="pars-1", activity="EM-101", type=AMA, body="accme")


def test_certificates_say_what_rests_on_them_and_what_they_add_to() -> None:
    """An addendum names the certificate that it is added to, and points stand behind the credit they rest on."""
    earned, points = stated(), stated("1.00", type=ABIM)
    first, second = taking("r-1", (earned, "1.00"), (points, "1.00")), taking("r-2", (earned, "0.75"))
    line = Line(activity="EM-101", title="Early sepsis", on=NINTH, credits=AMA("1.00"), resting=[ABIM("1.00")])
    both = paper("LK-1", first, lines=[line], total=AMA("1.00"), resting=[ABIM("1.00")])
    ledger = written(Ledger(LEARNER), earned, points, first, both, second, paper("LK-2", second, adds_to="LK-1"))
    assert [words for words in said(ledger) if "issued" in words] == [
        "Certificate of Credit LK-1 issued for Emergency Medicine, 1.00 AMA PRA Category 1 Credit and 1.00 ABIM MOC point",
        "Certificate of Credit LK-2 issued for Emergency Medicine, 0.75 AMA PRA Category 1 Credit, in addition to LK-1",
    ]


SUMMER, WINTER = at(on(7, 1), 18), at(on(12, 1), 18)
SAYS: list[tuple[Item, str]] = [
    (Progress(17, 20, NINTH), "17 of 20 units done, by 9 March 2026"),
    (Progress(3, 4, NINTH, "m1"), "3 of 4 units done of m1, by 9 March 2026"),
    (
        Attended(SUMMER, SUMMER + datetime.timedelta(minutes=29), "S1"),
        "present at S1 from 2026-07-01 13:00 CDT to 2026-07-01 13:29 CDT",
    ),
    (
        Attended(WINTER, WINTER + datetime.timedelta(hours=1)),
        "present from 2026-12-01 12:00 CST to 2026-12-01 13:00 CST",
    ),
    (TimeSpent(47, NINTH), "47 minutes spent, by 9 March 2026"),
    (Present("", NINTH), "present on 9 March 2026"),
    (Presented("S1", NINTH), "presented S1 at S1 on 9 March 2026"),
    (Presented("S1", NINTH, minutes=25, talk="Fluids"), "presented Fluids at S1 for 25 minutes on 9 March 2026"),
    (Attempt("0.71", NINTH), "scored 71 % on 9 March 2026"),
    (Attempt("0.71", SUMMER, "final"), "scored 71 % at final on 2026-07-01 13:00 CDT"),
    (Feedback(NINTH), "told the right answers on 9 March 2026"),
    (Evaluated(NINTH, "faculty"), "evaluation faculty submitted on 9 March 2026"),
    (Attested("I took part", NINTH), "attested on 9 March 2026: I took part"),
    (Declared(AMA("12.50"), NINTH), "12.50 AMA PRA Category 1 Credits declared on 9 March 2026"),
    (Entitled("Premium membership", NINTH), "Premium membership, from 9 March 2026"),
    (Practises("physician", NINTH, on(12, 31)), "physician, from 9 March 2026 until 31 December 2026"),
    (Prior("EM-100", NINTH), "EM-100 completed before, on 9 March 2026"),
    (Stated("acme.cases", 4, NINTH), "acme.cases 4, by 9 March 2026"),
    (Stated("acme.osce", value=True, on=NINTH), "acme.osce yes, by 9 March 2026"),
]


@pytest.mark.parametrize(("item", "words"), SAYS)
def test_every_kind_of_evidence_has_words(item: Item, words: str) -> None:
    """What was seen is told as it was reported, with instants on the learner's own clock."""
    assert said(written(Ledger(LEARNER), observed(item)), zone=CHICAGO) == [f"seen in EM-101: {words}"]


def test_no_kind_of_evidence_is_without_words() -> None:
    """The table above speaks of each class of evidence there is."""
    assert {type(item) for item, _ in SAYS} == set(ITEMS)


def test_an_event_says_when_by_whom_and_why() -> None:
    """M113: the instant stands on the clock of the zone asked for, the learner by role, and the reason as it was given."""
    ledger = Ledger(LEARNER).add(done(), at=NOW, actor=LEARNER, reason="asked for by phone")
    (event,) = history(ledger, zone=CHICAGO)
    assert (event.at, event.by, event.reason) == (NOW, "the learner", "asked for by phone")
    assert event.record is ledger.records[0]
    assert str(event) == (
        "2026-04-01 10:00 CDT: Early sepsis (EM-101) completed on 9 March 2026; "
        "written by the learner; because asked for by phone"
    )
    assert str(attrs.evolve(event, by="", reason="", joined=True)) == (
        "2026-04-01 10:00 CDT: Early sepsis (EM-101) completed on 9 March 2026 (in an account that was joined)"
    )


def test_an_hour_that_the_clock_shows_twice_is_told_apart() -> None:
    """Two records an hour apart on the night of the change read 01:30 twice, once in summer time and once not."""
    night = datetime.datetime(2026, 11, 1, 6, 30, tzinfo=datetime.UTC)
    ledger = written(Ledger(LEARNER), done(), when=night)
    ledger = written(ledger, done("EM-102"), when=night + datetime.timedelta(hours=1))
    assert [str(event)[:20] for event in history(ledger, zone=CHICAGO)] == ["2026-11-01 01:30 CDT", "2026-11-01 01:30 CST"]


def test_others_are_told_by_their_role() -> None:
    """Whoever has a role is told by it, anybody else by what they wrote as."""
    ledger = decided(written(Ledger(LEARNER), done()), Renamed(learner=LEARNER, name=NAME, case="C-4"))
    assert [event.by for event in history(ledger, roles={"R. Mills": "the CME office"})] == ["lms", "the CME office"]


def joined() -> Ledger:
    """Join another account, in which somebody wrote as the learner of it."""
    other = Ledger("dr-17").add(done("EM-200", learner="dr-17"), at=NOW - DAY, actor="dr-17")
    merge = Merged(learner=LEARNER, merge="M-1", other="dr-17", records=other.records)
    ledger = decided(written(Ledger(LEARNER), done()), merge)
    return ledger.add(observed(Evaluated(NINTH), learner="dr-17", activity="EM-200"), at=NOW, actor="dr-17", reason=WHY)


def test_m118_what_came_with_another_account_is_told_behind_the_merge() -> None:
    """M118, M129: the records of the other account stand where it was joined, with their own instants, as the learner's."""
    told = history(joined())
    assert [(event.at, event.joined, event.by) for event in told] == [
        (NOW, False, "lms"),
        (NOW, False, "R. Mills"),
        (NOW - DAY, True, "the learner"),
        (NOW, False, "the learner"),
    ]


def test_what_was_parted_again_is_not_told() -> None:
    """After the merge is undone, perhaps since it was another person, nothing of that account is told but that it was here."""
    parted = joined().add(Unmerged(learner=LEARNER, merge="M-1"), at=NOW, actor="dr-17", reason="not the same person")
    told = history(parted)
    assert [event.says for event in told] == [
        "Early sepsis (EM-101) completed on 9 March 2026",
        "another account joined to this one, with 1 record, merge M-1",
        "something about an account that was parted again",
        "merge M-1 undone",
    ]
    assert [(event.by, event.reason) for event in told[2:]] == [("", ""), ("another account", "not the same person")]
    assert "dr-17" not in "".join(map(str, told))


def test_a_joined_account_is_not_named_either_where_the_merge_was_purged_since() -> None:
    """Whoever wrote as the other account is another account, though only the purge still tells of it."""
    kept = Joined(merge="M-1", learners=["dr-17"])
    ledger = decided(Ledger(LEARNER), Merged(learner=LEARNER, merge="M-1", other="dr-17", records=()))
    ledger = decided(ledger, Purged(learner=LEARNER, purge="P-1", erased=["merged:M-1"], joined=[kept]))
    ledger = ledger.add(Unmerged(learner=LEARNER, merge="M-1"), at=NOW, actor="dr-17", reason=WHY)
    told = history(ledger)
    assert [event.by for event in told] == ["", "R. Mills", "another account"]
    assert "dr-17" not in "".join(map(str, told))


def test_what_was_erased_has_no_author_and_no_reason_left() -> None:
    """Of an erased record its place, its instant and its identity are left."""
    ledger = written(Ledger(LEARNER, secret=b"s"), attendance("LK-1"))
    ledger = decided(ledger, Purged(learner=LEARNER, purge="p", erased=["certificate:LK-1"]))
    assert str(history(ledger)[0]) == "2026-04-01 15:00 UTC: erased, what stood here: certificate:LK-1"


def test_a_name_is_told_only_where_an_entry_is_about_a_name() -> None:
    """Of a whole life, the name and the account of the learner stand in one line: the one about the name."""
    told = [event.says for event in history(a_life())]
    for personal in (NAME, "Okoro", LEARNER, "ada@okoro.example", "R. Mills"):
        named = [says for says in told if personal in says]
        assert named == [says for says in told if says.startswith("the name changed to") and personal in says]
    assert NAME not in repr(history(a_life()))
    assert WHY not in repr(history(a_life()))


@pytest.mark.parametrize("zone", ["America/Chicagoo", "", None])
def test_a_zone_is_one_that_people_live_in(zone: Any) -> None:
    """A zone that nobody knows is refused."""
    with pytest.raises(InvalidValue, match="zone"):
        history(Ledger(LEARNER), zone=zone)


def test_an_event_prints_itself() -> None:
    """A history is printed by printing its events."""
    told = history(a_life())
    assert {type(event) for event in told} == {Event}
    assert len("\n".join(map(str, told)).splitlines()) == len(told)


def test_a_claim_that_the_system_made_is_told_as_one() -> None:
    """No learner knows the name that the system gives to a claim of its own."""
    earned = stated("1.75")
    ledger = written(Ledger(LEARNER), earned, taking("automatic:67037590", (earned, "1.75")))
    says = "the claim by the system on 1 April 2026 of 1.75 AMA PRA Category 1 Credits of Early sepsis (EM-101)"
    assert history(ledger)[-1].says == says
