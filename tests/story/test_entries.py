"""Entries name themselves by what makes them themselves, never by a person, and say nothing about one when they are printed."""

from typing import Any

import attrs
import pytest

from builders import (
    ABIM,
    ACEP,
    AMA,
    LEARNER,
    NAME,
    NINTH,
    SHEET,
    WHY,
    a_follower,
    a_life,
    done,
    observed,
    on,
    paper,
    stated,
    taking,
)
from cmecore.entries import (
    ENTRIES,
    NEED_A_REASON,
    Acknowledged,
    Adjusted,
    Answered,
    Assessed,
    ClaimLine,
    Corrected,
    Document,
    Entry,
    Erased,
    Extended,
    Followed,
    Hold,
    Joined,
    Lifted,
    Merged,
    Observed,
    Ordered,
    Overridden,
    Purged,
    Reason,
    Record,
    Reevaluated,
    Renamed,
    Reported,
    Retracted,
    Retrieved,
    Unmerged,
    Voided,
)
from cmecore.errors import InvalidValue
from cmecore.evidence import Progress
from cmecore.rules.requirements import evaluated, given_feedback

EARNED = stated()
CLAIM = taking("basket-7", (EARNED, "1.75"))
#: Each entry that has a name of its own, and that name.
NAMED: list[tuple[Entry, str]] = [
    (observed(Progress(17, 20, NINTH), "row-9"), "observed:lms:row-9"),
    (Observed(learner=LEARNER, activity="EM-101", item=Progress(17, 20, NINTH), event="row-9"), "observed::row-9"),
    (Retracted(learner=LEARNER, observed="observed:lms:row-9"), "retracted:observed:lms:row-9"),
    (Assessed(learner=LEARNER, activity="EM-101", evidence="9f2c"), "assessed:EM-101:9f2c"),
    (Adjusted(learner=LEARNER, activity="EM-101", level=AMA("1.00"), case="C-7"), "adjusted:C-7:EM-101:ama-pra-1"),
    (Overridden(learner=LEARNER, earned=EARNED, by="R. Mills", case="C-8"), "overridden:C-8:EM-101:ama-pra-1"),
    (
        Extended(learner=LEARNER, activity="EM-101", type=ABIM, claim_by=on(3, 9, 2030), case="C-9"),
        "extended:C-9:EM-101:abim-moc",
    ),
    (Reevaluated(learner=LEARNER, plan="5d1e"), "reevaluated:5d1e"),
    (CLAIM, "claim:basket-7"),
    (paper("LK-1", CLAIM), "certificate:LK-1"),
    (Retrieved(learner=LEARNER, number="LK-1"), "retrieved:LK-1"),
    (Retrieved(learner=LEARNER, number="LK-1", download="d-2"), "retrieved:LK-1:d-2"),
    (Voided(learner=LEARNER, number="LK-1", credit=False), "voided:LK-1"),
    (Voided(learner=LEARNER, number="LK-1", credit=True), "voided:LK-1:credit"),
    (Ordered(learner=LEARNER, order="mail-1", number="LK-1", to="ada@okoro.example", why="asked for"), "ordered:mail-1"),
    (Acknowledged(learner=LEARNER, order="mail-1", delivered=False), "acknowledged:mail-1"),
    (Acknowledged(learner=LEARNER, order="mail-1", delivered=True, attempt=2), "acknowledged:mail-1:2"),
    (Corrected(learner=LEARNER, case="C-7", about="certificate:LK-1", documents=[SHEET]), "corrected:C-7"),
    (Renamed(learner=LEARNER, name=NAME, case="C-10"), "renamed:C-10"),
    (Reported(learner=LEARNER, report="pars-1", activity="EM-101", type=AMA, body="accme"), "reported:pars-1"),
    (Answered(learner=LEARNER, report="pars-1", accepted=True), "answered:pars-1"),
    (Hold(learner=LEARNER, hold="case 26-118"), "hold:case 26-118"),
    (Lifted(learner=LEARNER, hold="case 26-118"), "lifted:case 26-118"),
    (Merged(learner=LEARNER, merge="M-1", other="dr-17", records=()), "merged:M-1"),
    (Followed(learner="dr-17", merge="M-1", into=LEARNER), "followed:M-1"),
    (Unmerged(learner=LEARNER, merge="M-1"), "unmerged:M-1"),
    (Purged(learner=LEARNER, purge="2032-03", erased=["claim:basket-7"]), "purged:2032-03"),
]
#: Entries that nobody named, which are named by what they state.
UNNAMED: list[Entry] = [observed(Progress(17, 20, NINTH)), done(), EARNED]
ALL = [entry for entry, _ in NAMED] + UNNAMED


def of_another(entry: Entry) -> Entry:
    """Write the same about another learner."""
    given: dict[str, Any] = {"learner": "dr-43"}
    if isinstance(entry, Overridden):
        given["earned"] = attrs.evolve(entry.earned, learner="dr-43")
    return attrs.evolve(entry, **given)


def test_every_class_of_entry_is_looked_at_here() -> None:
    """No class of entries escapes the tests of this file."""
    assert {type(entry) for entry in ALL} == set(ENTRIES)


@pytest.mark.parametrize(("entry", "identity"), NAMED, ids=lambda value: value if isinstance(value, str) else "")
def test_an_entry_with_a_name_of_its_own_is_named_by_it(entry: Entry, identity: str) -> None:
    """An event, a request, a number, an order, a case: whatever else it says, that is what makes it itself."""
    assert entry.identity == identity


@pytest.mark.parametrize("entry", UNNAMED, ids=lambda entry: type(entry).__name__)
def test_only_what_has_no_name_is_named_by_its_content(entry: Entry) -> None:
    """The kind of entry, and a digest: the same content has the same name on every machine."""
    kind, _, content = entry.identity.partition(":")
    assert kind == type(entry).__name__.lower()
    assert len(content) == 40
    assert set(content) <= set("0123456789abcdef")


@pytest.mark.parametrize("entry", ALL, ids=lambda entry: type(entry).__name__)
def test_no_entry_is_named_by_a_person(entry: Entry) -> None:
    """Neither the account nor a name is in the identity, nor in what a digest of it was taken of."""
    assert entry.identity == of_another(entry).identity
    for said in (LEARNER, "dr-17", "Okoro", "okoro", "Mills"):
        assert said not in entry.identity


@pytest.mark.parametrize(
    ("entry", "change"),
    [
        (UNNAMED[0], {"activity": "EM-102"}),
        (UNNAMED[0], {"item": Progress(18, 20, NINTH)}),
        (done(), {"on": on(3, 10)}),
        (done(), {"heading": done("EM-102").heading}),
        (done(), {"met": [evaluated()]}),
        (attrs.evolve(done(), met=[evaluated()]), {"met": [evaluated(), given_feedback()]}),
        (EARNED, {"level": AMA("1.50")}),
        (EARNED, {"level": ACEP("1.75"), "maximum": ACEP("2.00")}),
        (EARNED, {"since": on(3, 10)}),
        (EARNED, {"version": "online#2"}),
        (EARNED, {"heading": done("EM-102").heading}),
        (EARNED, {"terms": stated(claim_by=on(3, 9, 2029)).terms}),
        (stated(claim_by=on(3, 9, 2029)), {"terms": stated(claim_by=on(3, 9, 2030)).terms}),
    ],
)
def test_other_content_is_another_entry(entry: Any, change: dict[str, Any]) -> None:
    """What is named by its content is another entry where the content is another one."""
    assert attrs.evolve(entry, **change).identity != entry.identity


@pytest.mark.parametrize(
    ("entry", "change"),
    [
        (UNNAMED[0], {"source": "another lms"}),
        (done(), {"zone": "UTC"}),
        (done(), {"heading": attrs.evolve(done().heading, title="Early sepsis, revised")}),
        (EARNED, {"heading": attrs.evolve(EARNED.heading, title="Early sepsis, revised")}),
    ],
)
def test_what_does_not_make_it_itself_is_not_in_its_name(entry: Any, change: dict[str, Any]) -> None:
    """A title that was corrected, or another reporter of the same item, makes no second entry."""
    assert attrs.evolve(entry, **change).identity == entry.identity


def test_an_account_is_an_activity_and_a_type() -> None:
    """Whatever is about an account says which: the code of the activity, and the type of credit."""
    account = ("EM-101", AMA)
    for entry in ALL:
        if isinstance(entry, Adjusted | Overridden | Reported):
            assert entry.account == account
    assert (EARNED.account, ClaimLine(earned=EARNED, credits=AMA("1.00")).account) == (account, account)
    assert next(entry for entry in ALL if isinstance(entry, Extended)).account == ("EM-101", ABIM)
    assert {entry.activity for entry in ALL if isinstance(entry, Overridden)} == {"EM-101"}


PERSONAL = (LEARNER, "dr-17", "Okoro", "okoro", "Mills", WHY, "vault/17", "secret")


@pytest.mark.parametrize("entry", ALL, ids=lambda entry: type(entry).__name__)
def test_printing_an_entry_names_no_person(entry: Entry) -> None:
    """M40: accounts, names, addresses, who decided and what a body wrote are in no repr."""
    for said in PERSONAL:
        assert said not in repr(entry)


def test_printing_the_records_of_a_life_names_no_person() -> None:
    """M40: nor is the actor, the reason or the salt of a record, and neither is what a merge brought."""
    ledger = a_life(b"secret")
    for printed in (repr(ledger), repr(ledger.records), repr(ledger.head), repr(a_follower(secret=b"secret"))):
        for said in (*PERSONAL, ledger.records[0].salt):
            assert said not in printed


@pytest.mark.parametrize("kind", NEED_A_REASON)
def test_what_undoes_or_decides_needs_a_reason(kind: type) -> None:
    """No class that undoes or decides something is an ordinary fact."""
    assert kind in ENTRIES
    assert kind.__name__ not in {"Observed", "Completed", "Earned", "Claim", "Certificate", "Retrieved", "Renamed", "Ordered"}


@pytest.mark.parametrize("wrong", ["", "9F" * 32, "9f" * 31, "9f" * 33, "\u0669" * 64, None, 5], ids=repr)
def test_a_document_is_named_by_its_digest(wrong: Any) -> None:
    """M128: nobody can put another document in the place of one that a correction named by its SHA-256."""
    with pytest.raises(InvalidValue, match=r"sha256: .*64 small hexadecimal digits"):
        Document(name="sheet.pdf", sha256=wrong)


def test_no_account_follows_itself() -> None:
    """An account is joined to another one."""
    with pytest.raises(InvalidValue, match=r"into: .*another account") as raised:
        Followed(learner=LEARNER, merge="M-1", into=LEARNER)
    assert LEARNER not in str(raised.value)


@pytest.mark.parametrize("about", [{"other": LEARNER}, {"other": ""}, {"records": [EARNED]}])
def test_a_merge_joins_another_account_with_its_records(about: dict[str, Any]) -> None:
    """An account cannot be joined to itself, and what it brings are records."""
    with pytest.raises(InvalidValue) as raised:
        Merged(learner=LEARNER, merge="M-1", **{"other": "dr-17", "records": (), **about})
    assert LEARNER not in str(raised.value)


def test_who_stays_joined_is_somebody() -> None:
    """Without an account nobody is joined, and nobody could part them."""
    with pytest.raises(InvalidValue, match="learners: found none; expected the account that was joined"):
        Joined(merge="M-1", learners=[])


def test_an_override_grants_a_level_to_its_own_learner() -> None:
    """A level of another learner is refused, and neither is named."""
    with pytest.raises(InvalidValue, match=r"earned: .*one of the same learner") as raised:
        Overridden(learner="dr-43", earned=EARNED, by="R. Mills", case="C-8")
    assert "dr-4" not in str(raised.value)


@pytest.mark.parametrize("wrong", [None, "earned", EARNED.heading, Record], ids=lambda value: type(value).__name__)
def test_a_record_holds_an_entry(wrong: Any) -> None:
    """A record of something else is refused."""
    with pytest.raises(InvalidValue, match=r"entry: .*an entry such as Completed, Earned or Claim"):
        Record(entry=wrong, at=a_life().records[0].at, digest="9f", link="9f")


def test_what_is_left_of_an_entry_is_its_name() -> None:
    """An erased entry keeps the identity it had, and a record tells the identity of either."""
    ledger = a_life()
    (erased, *_) = [record for record in ledger.records if isinstance(record.entry, Erased)]
    assert erased.identity == erased.entry.identity == "certificate:LK-9"
    assert ledger.records[-1].identity == "purged:2032-03"


@pytest.mark.parametrize(
    ("mine", "other", "more"),
    [
        (done(), done(day=on(3, 10)), True),
        (done(day=on(3, 10)), done(), False),
        (done(), done(), False),
        (attrs.evolve(done(day=on(3, 10)), met=[evaluated()]), done(), True),
        (done(), attrs.evolve(done(), met=[evaluated()]), False),
    ],
)
def test_a_completion_that_says_more(mine: Any, other: Any, more: bool) -> None:  # noqa: FBT001 - a parameter of the test
    """An earlier day says more, and so does a further requirement of a release that was met."""
    assert mine.adds_to(other) is more


@pytest.mark.parametrize(
    ("mine", "other"),
    [
        (stated("2.00", since=on(3, 20)), stated("1.75")),
        (stated(since=on(3, 1)), stated()),
        # More evidence can only move the first day forward from which a window is counted.
        (stated(claim_by=on(3, 1, 2029)), stated(claim_by=on(3, 9, 2029))),
        (stated(claim_by=on(3, 1, 2029)), stated()),
        # What the learner declared: the latest word counts, though it is less.
        (stated("1.00", since=on(3, 20), whole=True), stated("2.00", whole=True)),
        (stated("2.00", whole=True), stated("1.00", whole=True)),
    ],
)
def test_which_of_two_levels_stands(mine: Any, other: Any) -> None:
    """The higher one does, among equals the earlier; exactly one of two that differ outranks the other."""
    assert mine.outranks(other)
    assert not other.outranks(mine)
    assert not mine.outranks(mine)


def test_of_a_lower_level_only_what_surely_lies_in_it_is_told() -> None:
    """1.00 of 1.75 credits holds 0.75 less: of 1.50 in opioids 0.75 is certain, of 0.75 in pain nothing is."""
    earned = attrs.evolve(
        stated(),
        topics=[("opioid", AMA("1.50")), ("ethics", AMA("0.50")), ("pain", AMA("0.75"))],
        specialties=[("ENT", AMA("1.75"))],
    )
    less = earned.at_most(AMA("1.00"))
    assert less.level == AMA("1.00")
    assert less.topics == (("opioid", AMA("0.75")),)
    assert less.specialties == (("ENT", AMA("1.00")),)
    assert earned.at_most(AMA("1.75")) is earned
    assert earned.at_most(AMA("2.00")) is earned


def test_a_claim_says_what_it_takes_and_what_it_left_out() -> None:
    """Each course with its amount, the totals by type, and what was left out with its reason."""
    both = taking("r-1", (stated("1.50"), "1.50"), (stated("0.75", "EM-102"), "0.50"), (stated("1.00", type=ABIM), "1.00"))
    assert both.totals == {AMA: AMA("2.00"), ABIM: ABIM("1.00")}
    both = attrs.evolve(
        both, left_out=[Reason(code="lapsed", says="EM-103 could be claimed until 2026-03-31", activity="EM-103")]
    )
    assert both.explain().splitlines() == [
        "1.50 AMA PRA Category 1 Credits for Early sepsis (EM-101)",
        "0.50 AMA PRA Category 1 Credit for Early sepsis (EM-102)",
        "1.00 ABIM MOC point for Early sepsis (EM-101)",
        "in all 2.00 AMA PRA Category 1 Credits",
        "in all 1.00 ABIM MOC point",
        "left out: EM-103 could be claimed until 2026-03-31",
    ]


@pytest.mark.parametrize("attempt", ["2", True, None], ids=repr)
def test_an_attempt_at_delivery_is_counted(attempt: Any) -> None:
    """The number of an attempt is a whole number."""
    with pytest.raises(InvalidValue, match="attempt"):
        Acknowledged(learner=LEARNER, order="mail-1", delivered=True, attempt=attempt)
