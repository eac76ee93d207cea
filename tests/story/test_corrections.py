"""Corrections: plans that show what hangs on a change, and write nothing until somebody confirms them."""

import datetime
from typing import Any

import attrs
import pytest
from hypothesis import given, strategies as st

from builders import (
    ABIM,
    AMA,
    LEARNER,
    NAME,
    NINTH,
    NOW,
    SHEET,
    WHY,
    a_participation,
    an_activity,
    at,
    attendance,
    decided,
    done,
    effort,
    observed,
    on,
    paper,
    stated,
    taking,
    written,
)
from cmecore.balances import balance
from cmecore.certificates import certify, certify_participation
from cmecore.claiming import claim
from cmecore.corrections import adjust, correct, reissue, void
from cmecore.credit.amounts import Credits
from cmecore.entries import (
    Acknowledged,
    Adjusted,
    Answered,
    Certificate,
    Claim,
    Corrected,
    Entry,
    Merged,
    Observed,
    Ordered,
    Reevaluated,
    Refusal,
    Renamed,
    Reported,
    Retracted,
    Voided,
)
from cmecore.errors import InvalidValue, LedgerConflict
from cmecore.evidence import Evaluated, Progress
from cmecore.holdings import awarded
from cmecore.ledger import Ledger
from cmecore.merging import merge, unmerge
from cmecore.observing import observe
from cmecore.plans import Plan
from cmecore.reevaluation import reevaluate
from cmecore.restating import CORRECTABLE
from cmecore.rules.awards import Asks, RestsOn

ACCOUNT = ("EM-101", AMA)
ON_CREDIT, ON_WHOLE = RestsOn(AMA, Asks.CLAIM), RestsOn(AMA, Asks.WHOLE_CLAIM)
#: 1.75 credits and as many points, of 2.00.
CREDITS, POINTS = stated("1.75"), stated("1.75", type=ABIM, rests_on=ON_CREDIT)


def a_claim(request: str, **parts: str) -> Claim:
    """Claim by hand some credits or points of early sepsis."""
    levels = {"credits": CREDITS, "points": POINTS}
    return taking(request, *((levels[name], amount) for name, amount in parts.items()))


def holding(*entries: Entry) -> Ledger:
    """Write what was earned, and then some entries."""
    return decided(Ledger(LEARNER), CREDITS, POINTS, *entries)


#: All credit is claimed and certified, and the points on a certificate that is added to it.
BASE, MOC = a_claim("r-1", credits="1.75"), a_claim("r-2", points="1.75")
BOTH = holding(BASE, paper("LK-1", BASE), MOC, paper("LK-2", MOC, adds_to="LK-1"))


def planned(answer: Plan | Refusal) -> Plan:
    """Insist that it was not refused."""
    assert isinstance(answer, Plan), answer.explain()
    return answer


def refused(answer: Plan | Refusal) -> tuple[str, str]:
    """Give the one reason of a refusal."""
    assert isinstance(answer, Refusal)
    (reason,) = answer.reasons
    return reason.code, reason.says


def entries(answer: Plan | Refusal) -> tuple[Entry, ...]:
    """Give what a plan would write."""
    (step,) = planned(answer).steps
    return step.entries


def decisions(answer: Plan | Refusal) -> list[tuple[str, str]]:
    """Give what a plan leaves to a person."""
    return [(reason.code, reason.says) for reason in planned(answer).conflicts]


def applied(answer: Plan | Refusal, ledger: Ledger) -> Ledger:
    """Confirm a plan."""
    (after,) = planned(answer).applied(ledger, at=NOW, actor="R. Mills", reason=WHY)
    return after


def renumbered(issued: str = "LK-1", ledger: Ledger = BOTH, **corrected: Any) -> Plan | Refusal:
    """Issue a certificate again as LK-9, a month later: by default with another name."""
    given = corrected or {"name": "Ada Okoro-Hill, MD"}
    return reissue(ledger, issued, at=at(on(5, 1)), number=lambda: "LK-9", **given)


def restated(ledger: Ledger, issued: str, number: str = "LK-9", **corrected: Any) -> Plan | Refusal:
    """Issue a certificate again with nothing corrected, unless a test names it."""
    return reissue(ledger, issued, at=at(on(5, 1)), number=lambda: number, **corrected)


def none_is_due() -> str:
    """Draw no number."""
    raise AssertionError


# Void.


def test_a_void_of_the_document_leaves_the_credit() -> None:
    """The document ends, its credit stays claimed, and the addendum is left for somebody to decide about."""
    plan = void(BOTH, "LK-1", credit=False)
    assert entries(plan) == (Voided(learner=LEARNER, number="LK-1", credit=False),)
    assert planned(plan).does == (
        "certificate LK-1 ends as a document; its credit stands, 1.75 AMA PRA Category 1 Credits, to be certified by a reissue",
    )
    says = "certificate LK-2 is an addendum to LK-1: let it stand, void it or issue it again"
    assert decisions(plan) == [("addendum", says)]
    after = applied(plan, BOTH)
    assert (after.claimed(ACCOUNT), after.withheld(ACCOUNT)) == (AMA("1.75"), AMA("0.00"))


def test_an_addendum_that_ended_is_nothing_to_decide_about() -> None:
    """It was voided, or replaced, before."""
    voided = decided(BOTH, Voided(learner=LEARNER, number="LK-2", credit=True))
    assert decisions(void(voided, "LK-1", credit=False)) == []
    replaced = written(BOTH, paper("LK-3", MOC, supersedes=["LK-2"]))
    assert decisions(void(replaced, "LK-1", credit=False)) == []


def test_a_void_of_the_credit_ends_the_points_that_rest_on_it_on_another_certificate() -> None:
    """Voiding the base voids what rests on it: first the points, then the credit; both are withheld and stay claimed."""
    plan = void(BOTH, "LK-1", credit=True)
    assert entries(plan) == (
        Voided(learner=LEARNER, number="LK-2", credit=True),
        Voided(learner=LEARNER, number="LK-1", credit=True),
    )
    assert planned(plan).explain() == (
        "certificate LK-2 ends as well, which cannot stand without LK-1: EM-101 1.75 ABIM MOC points\n"
        "certificate LK-1 ends with its credit, which cannot be claimed again: EM-101 1.75 AMA PRA Category 1 Credits"
    )
    after = applied(plan, BOTH)
    assert (after.withheld(ACCOUNT), after.withheld(("EM-101", ABIM))) == (AMA("1.75"), ABIM("1.75"))
    assert after.claimable() == {}


def test_a_void_of_one_certificate_over_credit_and_points_ends_both() -> None:
    """There is nothing else to look for where both stand together."""
    line = attrs.evolve(paper("LK-1", BASE).lines[0], resting=[ABIM("1.75")])
    together = paper("LK-1", a_claim("r-1", credits="1.75", points="1.75"), lines=[line], resting=[ABIM("1.75")])
    ledger = holding(a_claim("r-1", credits="1.75", points="1.75"), together)
    plan = void(ledger, "LK-1", credit=True)
    assert len(entries(plan)) == 1
    assert "1.75 AMA PRA Category 1 Credits and 1.75 ABIM MOC points" in planned(plan).explain()
    assert applied(plan, ledger).withheld(("EM-101", ABIM)) == ABIM("1.75")


def test_a_void_of_the_points_leaves_the_credit() -> None:
    """Credit may stand without points, never the reverse."""
    after = applied(void(BOTH, "LK-2", credit=True), BOTH)
    assert (after.withheld(ACCOUNT), after.withheld(("EM-101", ABIM))) == (AMA("0.00"), ABIM("1.75"))


def test_a_void_of_a_part_ends_only_the_points_that_nothing_carries_any_more() -> None:
    """Of 1.75 credits in two parts, 1.00 carries the 1.00 points; without it, 0.75 carries none of them whole."""
    one, two, points = a_claim("r-1", credits="1.00"), a_claim("r-2", credits="0.75"), a_claim("r-3", points="1.00")
    ledger = holding(one, paper("LK-1", one), two, paper("LK-2", two), points, paper("LK-3", points))
    assert [entry.identity for entry in entries(void(ledger, "LK-2", credit=True))] == ["voided:LK-2:credit"]
    both = ["voided:LK-3:credit", "voided:LK-1:credit"]
    assert [entry.identity for entry in entries(void(ledger, "LK-1", credit=True))] == both
    applied(void(ledger, "LK-1", credit=True), ledger)


def test_a_void_ends_the_points_that_were_added_to_it_before_others() -> None:
    """Points of two certificates would both do; those that say that they are added to the one that ends are ended."""
    one, two = a_claim("r-1", credits="1.00"), a_claim("r-2", credits="0.75")
    mine, other = a_claim("r-3", points="0.75"), a_claim("r-4", points="0.75")
    ledger = holding(one, paper("LK-1", one), two, paper("LK-2", two), mine, other)
    ledger = written(ledger, paper("LK-3", mine, adds_to="LK-1"), paper("LK-4", other, adds_to="LK-2"))
    identities = [entry.identity for entry in entries(void(ledger, "LK-1", credit=True))]
    assert identities == ["voided:LK-3:credit", "voided:LK-1:credit"]
    applied(void(ledger, "LK-1", credit=True), ledger)


def test_a_void_says_which_credit_it_takes_along() -> None:
    """0.75 credits stand on one certificate with 1.75 points: the points cannot stay, and the plan says what goes with them."""
    one, rest = a_claim("r-1", credits="1.00"), a_claim("r-2", credits="0.75", points="1.75")
    line = attrs.evolve(paper("LK-2", rest).lines[0], resting=[ABIM("1.75")])
    ledger = holding(one, paper("LK-1", one), rest, paper("LK-2", rest, lines=[line], resting=[ABIM("1.75")]))
    plan = void(ledger, "LK-1", credit=True)
    assert [entry.identity for entry in entries(plan)] == ["voided:LK-2:credit", "voided:LK-1:credit"]
    says = "certificate LK-2 also awards AMA PRA Category 1 Credit that rests on nothing, and that would end with it"
    assert decisions(plan) == [("taken-along", says)]
    assert applied(plan, ledger).withheld(ACCOUNT) == AMA("1.75")


def test_a_void_ends_points_that_stand_alone_before_it_takes_credit_along() -> None:
    """0.75 points alone and 0.75 beside as much credit: with the points alone gone, the others are carried."""
    one, alone = a_claim("r-1", credits="1.00"), a_claim("r-2", points="0.75")
    beside = a_claim("r-3", credits="0.75", points="0.75")
    line = attrs.evolve(paper("LK-3", beside).lines[0], resting=[ABIM("0.75")])
    ledger = holding(one, paper("LK-1", one), alone, paper("LK-2", alone))
    ledger = written(ledger, beside, paper("LK-3", beside, lines=[line], resting=[ABIM("0.75")]))
    plan = void(ledger, "LK-1", credit=True)
    assert [entry.identity for entry in entries(plan)] == ["voided:LK-2:credit", "voided:LK-1:credit"]
    assert applied(plan, ledger).withheld(ACCOUNT) == AMA("1.00")


def test_points_that_need_the_whole_credit_end_with_any_part_of_it() -> None:
    """2.00 of 2.00 were claimed in two parts; without either, the points of a whole claim cannot stand."""
    whole, points = stated("2.00"), stated("2.00", type=ABIM, rests_on=ON_WHOLE)
    one, two, three = taking("r-1", (whole, "1.75")), taking("r-2", (whole, "0.25")), taking("r-3", (points, "0.50"))
    ledger = written(Ledger(LEARNER), whole, points, one, two, three)
    ledger = written(ledger, paper("LK-1", one), paper("LK-2", two), paper("LK-3", three))
    plan = void(ledger, "LK-2", credit=True)
    assert [entry.identity for entry in entries(plan)] == ["voided:LK-3:credit", "voided:LK-2:credit"]
    applied(plan, ledger)


def test_points_on_no_certificate_have_to_be_certified_first() -> None:
    """What rests on the credit was claimed and never certified: there is no document to void."""
    ledger = holding(BASE, paper("LK-1", BASE), MOC)
    code, says = refused(void(ledger, "LK-1", credit=True))
    assert (code, says) == (
        "not-certified",
        "EM-101: claimed ABIM MOC points rest on it and stand on no certificate; certify their claim first",
    )
    ended = holding(BASE, paper("LK-1", BASE), MOC, paper("LK-2", MOC), Voided(learner=LEARNER, number="LK-2", credit=True))
    assert len(entries(void(ended, "LK-1", credit=True))) == 1


def test_credit_may_end_after_the_document() -> None:
    """A document that was voided alone can lose its credit later; the points whose document ended alone go with it."""
    ledger = decided(BOTH, *(Voided(learner=LEARNER, number=number, credit=False) for number in ("LK-1", "LK-2")))
    after = applied(void(ledger, "LK-1", credit=True), ledger)
    assert (after.withheld(ACCOUNT), after.withheld(("EM-101", ABIM))) == (AMA("1.75"), ABIM("1.75"))


@pytest.mark.parametrize(
    ("number", "credit", "code", "said"),
    [
        ("LK-20", True, "not-issued", "certificate LK-20 is not in this ledger: did you mean LK-2?"),
        ("LK-2", True, "superseded", "the place of certificate LK-2 was taken by LK-4; look at that one"),
        ("LK-3", False, "superseded", "the place of certificate LK-3 was taken by LK-4; look at that one"),
        ("LK-5", False, "voided", "certificate LK-5 was voided before"),
        ("LK-6", True, "voided", "certificate LK-6 was voided with its credit before"),
        ("LK-6", False, "voided", "certificate LK-6 was voided with its credit before"),
        ("LK-8", True, "no-credit", "certificate LK-8 awards no credit that could end; void the document alone"),
    ],
)
def test_what_cannot_be_voided_is_answered_with_the_reason(number: str, credit: Any, code: str, said: str) -> None:
    """Each no says what stands instead, or what to do."""
    other = stated("1.00", "EM-102")
    last = taking("r-4", (other, "0.50"))
    ledger = written(BOTH, other, last, attendance("LK-5"), paper("LK-6", last), attendance("LK-8"))
    ledger = written(ledger, paper("LK-3", MOC, supersedes=["LK-2"]), paper("LK-4", MOC, supersedes=["LK-3"]))
    ledger = decided(ledger, Voided(learner=LEARNER, number="LK-5", credit=False))
    ledger = decided(ledger, Voided(learner=LEARNER, number="LK-6", credit=True))
    found, says = refused(void(ledger, number, credit=credit))
    assert (found, says[: len(said)]) == (code, said)


def test_whether_credit_ends_is_said() -> None:
    """A void that does not say it is a mistake of the program."""
    with pytest.raises(InvalidValue, match="credit: found"):
        void(BOTH, "LK-1", credit=None)  # type: ignore[arg-type]
    with pytest.raises(InvalidValue, match="ledger: found"):
        void(LEARNER, "LK-1", credit=True)  # type: ignore[arg-type]


def test_to_end_a_long_certificate_costs_as_much_as_it_has_lines() -> None:
    """Four times as many lines, four times the effort, and not sixteen times."""
    ledgers = []
    for count in (25, 100):
        levels = [stated("1.00", f"EM-{place}") for place in range(count)]
        one = taking("r-1", *((level, "1.00") for level in levels))
        ledgers.append(decided(Ledger(LEARNER), *levels, one, paper("LK-1", one)))
    short, long = ledgers
    little = effort(lambda: void(short, "LK-1", credit=True))
    assert effort(lambda: void(long, "LK-1", credit=True)) < 5 * little


# What hangs on a certificate elsewhere.


def reported(report: str, kind: Any = AMA) -> Reported:
    """Report credit of early sepsis to a body."""
    return Reported(learner=LEARNER, report=report, activity="EM-101", type=kind, body="accme")


def ordered(order: str, number: str = "LK-1") -> Ordered:
    """Order a certificate to be delivered."""
    return Ordered(learner=LEARNER, order=order, number=number, to="ada@okoro.example", why="asked for")


def test_reports_of_credit_that_ends_are_shown() -> None:
    """What a body was told is taken back, or corrected to what is left; what it refused was never told."""
    ledger = decided(
        BOTH,
        reported("pars-1"),
        Answered(learner=LEARNER, report="pars-1", accepted=True),
        reported("pars-2"),
        Answered(learner=LEARNER, report="pars-2", accepted=False),
        reported("abim-1", ABIM),
        stated("1.00", "EM-102"),
        attrs.evolve(reported("pars-3"), activity="EM-102"),
    )
    assert decisions(void(ledger, "LK-1", credit=True)) == [
        ("reported", "EM-101: AMA PRA Category 1 Credit was reported to accme as pars-1: report a deletion"),
        ("reported", "EM-101: ABIM MOC point was reported to accme as abim-1: report a deletion"),
    ]
    assert [code for code, _ in decisions(void(ledger, "LK-1", credit=False))] == ["addendum"]


def test_a_report_of_an_account_that_keeps_credit_is_corrected_to_what_is_left() -> None:
    """Two parts were claimed and one ends: the body is told of the other."""
    one, two = a_claim("r-1", credits="1.00"), a_claim("r-2", credits="0.75")
    ledger = holding(one, two, paper("LK-1", one), paper("LK-2", two), reported("pars-1"))
    ((code, says),) = decisions(void(ledger, "LK-1", credit=True))
    assert code == "reported"
    assert says.endswith("was reported to accme as pars-1: report the 0.75 AMA PRA Category 1 Credit that is left")


def test_orders_to_deliver_a_certificate_are_shown() -> None:
    """One that is still to be carried out is stopped; whoever received the certificate is told.  No address is repeated."""
    ledger = decided(
        BOTH,
        ordered("mail-1"),
        ordered("mail-2"),
        ordered("mail-3", "LK-2"),
        Acknowledged(learner=LEARNER, order="mail-1", delivered=True),
        Acknowledged(learner=LEARNER, order="mail-2", delivered=False),
    )
    plan = void(ledger, "LK-1", credit=True)
    assert decisions(plan) == [
        ("delivered", "certificate LK-1 was delivered under order mail-1: tell whoever received it"),
        ("order-open", "order mail-2 is still to deliver certificate LK-1: do not carry it out"),
        ("order-open", "order mail-3 is still to deliver certificate LK-2: do not carry it out"),
    ]
    assert "okoro" not in repr(plan).lower()
    assert [code for code, _ in decisions(renumbered(ledger=ledger))] == ["addendum", "delivered", "order-open"]


def test_what_a_merged_account_ordered_is_shown_too() -> None:
    """Its records stand inside the ledger that goes on, and its certificates are voided in its own name."""
    level = stated(learner="dr-17")
    taken = taking("r-1", (level, "1.75"), learner="dr-17")
    other = written(Ledger("dr-17"), level, taken, paper("O-1", taken), attrs.evolve(ordered("mail-1", "O-1"), learner="dr-17"))
    ledger = decided(BOTH, Merged(learner=LEARNER, merge="M-1", other="dr-17", records=other.records))
    plan = void(ledger, "O-1", credit=True)
    assert entries(plan) == (Voided(learner="dr-17", number="O-1", credit=True),)
    assert [code for code, _ in decisions(plan)] == ["order-open"]
    assert applied(plan, ledger).withheld(ACCOUNT) == AMA("1.75")


# Reissue.


def test_a_reissue_corrects_the_name_and_nothing_else() -> None:
    """The old document ends and is replaced; the new one has its own number and day, and the same credit of the same claim."""
    plan = renumbered(name="Ada Okoro-Hill, MD")
    old = BOTH.certificates[0]
    again = attrs.evolve(old, number="LK-9", name="Ada Okoro-Hill, MD", issued_on=on(5, 1), supersedes=("LK-1",))
    assert entries(plan) == (Voided(learner=LEARNER, number="LK-1", credit=False), again)
    assert planned(plan).does == ("certificate LK-9 takes the place of LK-1, with another name; no credit changes",)
    assert [code for code, _ in decisions(plan)] == ["addendum"]
    assert "Okoro" not in repr(plan) + planned(plan).explain()
    after = applied(plan, BOTH)
    assert after.superseded == {"LK-1": "LK-9"}
    assert {account: after.claimed(account) for account in after.standing} == {
        account: BOTH.claimed(account) for account in BOTH.standing
    }
    assert after.withheld(ACCOUNT) == AMA("0.00")


def test_a_retry_of_the_claim_gives_what_was_reissued() -> None:
    """The certificate of the claim is the one that was issued last; certifying it again draws no number."""
    after = applied(renumbered(name="Ada Okoro-Hill, MD"), BOTH)
    (again,) = certify(after, BASE, name=NAME, at=NOW, number=lambda: "LK-50")
    assert (again.number, again.name) == ("LK-9", "Ada Okoro-Hill, MD")


def test_a_certificate_of_participation_is_reissued_and_found_again() -> None:
    """Asked for again, it is the corrected one."""
    ledger = written(Ledger(LEARNER), done(), attendance("LK-8"))
    after = applied(renumbered("LK-8", ledger, name="Ada Okoro-Hill, MD"), ledger)
    again = certify_participation(after, "EM-101", name=NAME, at=NOW)
    assert isinstance(again, Certificate)
    assert (again.number, again.name) == ("LK-9", "Ada Okoro-Hill, MD")


def test_a_reissue_may_correct_whatever_awards_nothing() -> None:
    """Place, edition and titles may be corrected; the address is made from the new number, and is gone where none is made."""
    line = attrs.evolve(BOTH.certificates[0].lines[0], title="Early sepsis", on=on(3, 8))
    plan = renumbered(place="Chicago", lines=[line], address="https://verify.example/{}".format)
    (_, again) = entries(plan)
    assert isinstance(again, Certificate)
    assert (again.place, again.lines, again.address) == ("Chicago", (line,), "https://verify.example/LK-9")
    assert "with another place and lines; no credit changes" in planned(plan).explain()


def test_a_reissue_is_refused_an_address_that_is_none_on_the_web() -> None:
    """As the certificate that it replaces was."""
    with pytest.raises(InvalidValue, match=r"^address: found 'verify\.example/LK-9'; .*begin it with https://"):
        renumbered(place="Chicago", address="verify.example/{}".format)


def test_m9_where_nothing_is_corrected_nothing_is_issued_again() -> None:
    """A valid certificate with the right amounts has no successor that says the same; a voided document may have one."""
    says = "nothing is corrected on certificate LK-1, and its amounts are right"
    corrections: tuple[dict[str, Any], ...] = ({}, {"name": NAME})
    for same in corrections:
        answer = reissue(BOTH, "LK-1", at=NOW, number=none_is_due, **same)
        assert refused(answer) == ("nothing-to-correct", says)
    voided = decided(BOTH, Voided(learner=LEARNER, number="LK-1", credit=False))
    assert "with the same words; no credit changes" in planned(restated(voided, "LK-1")).explain()


def test_an_addendum_is_reissued_to_the_certificate_that_stands() -> None:
    """Its first certificate was reissued before: the new addendum names that one."""
    ledger = applied(renumbered(), BOTH)
    (_, again) = entries(reissue(ledger, "LK-2", at=NOW, number=lambda: "LK-10"))
    assert isinstance(again, Certificate)
    assert (again.adds_to, again.supersedes) == ("LK-9", ("LK-2",))
    assert again in applied(reissue(ledger, "LK-2", at=NOW, number=lambda: "LK-10"), ledger).certificates


def test_a_document_that_was_voided_is_reissued() -> None:
    """It was ended before, so that only the new one is written."""
    ledger = applied(void(BOTH, "LK-1", credit=False), BOTH)
    plan = restated(ledger, "LK-1")
    assert [type(entry).__name__ for entry in entries(plan)] == ["Certificate"]
    after = applied(plan, ledger)
    assert void(after, "LK-9", credit=True)


@pytest.mark.parametrize(("number", "code"), [("LK-77", "not-issued"), ("LK-1", "superseded"), ("LK-2", "voided")], ids=str)
def test_what_cannot_be_reissued_draws_no_number(number: str, code: str) -> None:
    """A certificate that was replaced, or whose credit ended, is not issued again."""
    ledger = applied(void(applied(renumbered(), BOTH), "LK-2", credit=True), applied(renumbered(), BOTH))
    assert refused(reissue(ledger, number, at=NOW, number=none_is_due))[0] == code


@pytest.mark.parametrize(
    ("corrected", "said"),
    [
        ({"total": AMA("2.00")}, "corrected: found 'total'; expected one of name, course"),
        ({"request": "r-9"}, "corrected: found 'request'"),
        ({"nome": NAME}, "corrected: found 'nome'"),
        ({"lines": []}, "lines: found lines that award something else; expected the same amounts"),
        ({"name": ""}, "name: found"),
    ],
)
def test_a_reissue_changes_no_credit(corrected: dict[str, Any], said: str) -> None:
    """What was awarded, and of which claim, is no detail of a document."""
    with pytest.raises(InvalidValue, match=said):
        renumbered(**corrected)
    with pytest.raises(InvalidValue, match="at: found"):
        reissue(BOTH, "LK-1", at=datetime.datetime(2026, 5, 1), number=lambda: "LK-9")  # noqa: DTZ001
    assert set(CORRECTABLE) < {field.name for field in attrs.fields(Certificate)}


# Corrections with their documents.


def test_m127_and_m128_an_error_is_corrected_and_its_documents_are_attached() -> None:
    """M127 and M128 [002]: evidence was wrong; it is taken back under a case, with the sheet that shows it, and why."""
    seen = Observed(learner=LEARNER, activity="EM-101", item=Evaluated(NINTH), source="lms", event="row-1")
    ledger = written(BOTH, seen)
    taken_back = Retracted(learner=LEARNER, observed=seen.identity)
    plan = correct(ledger, case="C-7", about=seen.identity, documents=[SHEET], changes=[taken_back])
    assert entries(plan) == (Corrected(learner=LEARNER, case="C-7", about=seen.identity, documents=[SHEET]), taken_back)
    assert planned(plan).explain() == (
        "case C-7 is written down about observed:lms:row-1, with 1 document\nretracted:observed:lms:row-1 is written"
    )
    after = applied(plan, ledger)
    assert after.evidence == {}
    assert [record.reason for record in after.records[-2:]] == [WHY, WHY]
    with pytest.raises(InvalidValue, match="reason: found none"):
        planned(plan).applied(ledger, at=NOW, actor="R. Mills", reason="")


def test_a_correction_takes_another_plan_along() -> None:
    """M127: the name on a certificate was wrong; the case, its two documents and the reissue are one plan."""
    renamed = Renamed(learner=LEARNER, name="Ada Okoro-Hill, MD", case="C-8")
    assert [entry.identity for entry in entries(correct(BOTH, case="C-8", about="claim:r-1", changes=[renamed]))] == [
        "corrected:C-8",
        "renamed:C-8",
    ]
    plan = correct(
        BOTH, case="C-8", about="certificate:LK-1", documents=[SHEET, SHEET], changes=renumbered(name="Ada Okoro-Hill, MD")
    )
    assert [entry.identity for entry in entries(plan)] == ["corrected:C-8", "voided:LK-1", "certificate:LK-9"]
    assert planned(plan).explain() == (
        "case C-8 is written down about certificate:LK-1, with 2 documents\n"
        "certificate LK-9 takes the place of LK-1, with another name; no credit changes\n"
        "to decide: certificate LK-2 is an addendum to LK-1: let it stand, void it or issue it again"
    )
    assert applied(plan, BOTH).superseded == {"LK-1": "LK-9"}


def test_a_correction_of_a_refused_plan_is_refused() -> None:
    """The reasons of the plan that it was to take along are its own."""
    answer = void(BOTH, "LK-77", credit=True)
    assert correct(BOTH, case="C-9", about="claim:r-1", changes=answer) is answer


def test_a_plan_about_other_ledgers_keeps_them() -> None:
    """A plan may write into several; the case is written into the ledger that it is about."""
    elsewhere = Plan(steps=[attrs.evolve(planned(void(BOTH, "LK-2", credit=True)).steps[0], learner="dr-17")], does=["so"])
    plan = planned(correct(BOTH, case="C-9", about="claim:r-1", changes=elsewhere))
    assert [(step.learner, len(step.entries)) for step in plan.steps] == [(LEARNER, 1), ("dr-17", 1)]


def test_m131_a_merge_and_its_undoing_are_decided_in_a_case() -> None:
    """The case stands before the act; and where the accounts changed since they were shown, nothing is written of either."""
    other = written(Ledger("dr-17"), stated("1.00", "EM-102", learner="dr-17"))
    plan = planned(correct(BOTH, case="C-12", about="claim:r-1", documents=[SHEET], changes=merge(BOTH, other, merge="M-1")))
    into, follower = plan.applied(BOTH, other, at=NOW, actor="R. Mills", reason=WHY)
    assert [entry.identity for entry in into.entries()[-2:]] == ["corrected:C-12", "merged:M-1"]
    assert (set(into.learners), follower.follows) == ({LEARNER, "dr-17"}, LEARNER)
    assert plan.applied(into, follower, at=NOW, actor="R. Mills", reason=WHY) == (into, follower)
    changed = written(other, Renamed(learner="dr-17", name=NAME, case="C-1"))
    with pytest.raises(LedgerConflict, match="the accounts changed since M-1 was planned"):
        plan.applied(BOTH, changed, at=NOW, actor="R. Mills", reason=WHY)
    with pytest.raises(InvalidValue, match="ledgers: found 1 ledgers; expected the 2 that the plan was made of"):
        plan.applied(BOTH, at=NOW, actor="R. Mills", reason=WHY)
    parting = planned(correct(into, case="C-13", about="corrected:C-12", changes=unmerge(into, follower, merge="M-1")))
    back, again = parting.applied(into, follower, at=NOW, actor="R. Mills", reason=WHY)
    assert (set(back.learners), again.follows) == ({LEARNER}, "")
    assert "corrected:C-13" in {entry.identity for entry in back.entries()}


def test_a_re_evaluation_is_decided_in_a_case() -> None:
    """What it found is told with the case; on a ledger that grew since it is refused, and the case with it."""
    ledger = Ledger(LEARNER)
    ledger = written(ledger, *observe(ledger, a_participation(), at=NOW).entries)
    about, later = ledger.records[0].identity, observed(Progress(20, 20, on(3, 20)), "row-9")
    plan = planned(correct(ledger, case="C-14", about=about, changes=reevaluate(ledger, an_activity())))
    assert plan.does[1].startswith("Early sepsis (EM-101): 1.75")
    after = applied(plan, ledger)
    assert after.standing[ACCOUNT].level == AMA("1.75")
    assert "corrected:C-14" in {entry.identity for entry in after.entries()}
    assert applied(plan, after) == after
    with pytest.raises(LedgerConflict, match="the ledger changed since the re-evaluation was planned"):
        applied(plan, written(ledger, later))


def test_m9_a_correction_takes_no_changes_of_another_case() -> None:
    """A plan, or an entry, that was decided in another case is refused, and the reason names both."""
    says = "the changes were decided in case C-8, and not in C-7: plan them with case='C-7'"
    changes = adjust(holding(), "EM-101", AMA("1.00"), case="C-8")
    assert refused(correct(holding(), case="C-7", about=CREDITS.identity, changes=changes)) == ("another-case", says)
    renamed = Renamed(learner=LEARNER, name="Ada Okoro-Hill, MD", case="C-8")
    assert refused(correct(BOTH, case="C-7", about="claim:r-1", changes=[renamed])) == ("another-case", says)
    same = adjust(holding(), "EM-101", AMA("1.00"), case="C-7")
    assert len(entries(correct(holding(), case="C-7", about=CREDITS.identity, changes=same))) == 3
    # What a re-evaluation sets is named by the re-evaluation, and not by a case.
    by_rule: list[Entry] = [
        Adjusted(learner=LEARNER, activity="EM-101", level=AMA("1.00"), case="9f2c.1"),
        Reevaluated(learner=LEARNER, plan="9f2c", activities=["EM-101"]),
    ]
    assert len(entries(correct(holding(), case="C-7", about=CREDITS.identity, changes=by_rule))) == 3


def test_what_is_corrected_is_named() -> None:
    """An entry that was never written has no correction."""
    assert refused(correct(BOTH, case="C-9", about="claim:r-7")) == (
        "not-written",
        "claim:r-7 is not written in this ledger; name an entry by its identity: did you mean claim:r-2 or claim:r-1?",
    )
    # A number alone is no identity, and the one that it belongs to is named.
    assert refused(correct(BOTH, case="C-9", about="LK-1")) == (
        "not-written",
        "LK-1 is not written in this ledger; name an entry by its identity: did you mean certificate:LK-1?",
    )
    with pytest.raises(InvalidValue, match=r"entries\[1\]: found"):
        correct(BOTH, case="C-9", about="claim:r-1", changes=["claim:r-1"])  # type: ignore[list-item]


# Adjust.


def test_a_level_is_lowered_with_the_points_that_rest_on_it() -> None:
    """1.75 credits become 1.00, and so do the points; nothing of either was claimed, so nothing is left to decide."""
    ledger = holding()
    plan = adjust(ledger, "EM-101", AMA("1.00"), case="C-7")
    assert entries(plan) == (
        Adjusted(learner=LEARNER, activity="EM-101", level=AMA("1.00"), case="C-7"),
        Adjusted(learner=LEARNER, activity="EM-101", level=ABIM("1.00"), case="C-7"),
    )
    assert planned(plan).explain() == (
        "EM-101: 1.75 AMA PRA Category 1 Credits earned become 1.00 AMA PRA Category 1 Credit\n"
        "EM-101: 1.75 ABIM MOC points earned become 1.00 ABIM MOC point, since they rest on it"
    )
    after = applied(plan, ledger)
    assert after.claimable() == {ACCOUNT: AMA("1.00"), ("EM-101", ABIM): ABIM("1.00")}


def test_points_that_fit_below_the_new_level_stay() -> None:
    """Points of a whole claim go with any part of the credit; fewer points than the new level stay as they are."""
    fewer = stated("0.75", type=ABIM, rests_on=ON_CREDIT)
    ledger = written(Ledger(LEARNER), stated("2.00"), fewer)
    assert len(entries(adjust(ledger, "EM-101", AMA("1.00"), case="C-7"))) == 1
    ledger = written(Ledger(LEARNER), stated("2.00"), attrs.evolve(fewer, terms=stated(rests_on=ON_WHOLE).terms))
    assert entries(adjust(ledger, "EM-101", AMA("1.75"), case="C-7"))[1] == Adjusted(
        learner=LEARNER, activity="EM-101", level=ABIM("0.00"), case="C-7"
    )


def test_what_was_claimed_beyond_the_new_level_is_left_to_decide() -> None:
    """1.75 were claimed and certified, and 1.00 is left of the level: nothing is taken back by itself."""
    ledger = decided(BOTH, reported("pars-1"))
    plan = adjust(ledger, "EM-101", AMA("1.00"), case="C-7")
    assert decisions(plan) == [
        (
            "over-claimed",
            (
                "EM-101: 1.75 AMA PRA Category 1 Credits are claimed and stand on LK-1: "
                "let it stand, or reissue it (which states 1.00), or void it with all its credit"
            ),
        ),
        ("reported", "EM-101: AMA PRA Category 1 Credit was reported to accme as pars-1: report what stands in the end"),
        (
            "over-claimed",
            (
                "EM-101: 1.75 ABIM MOC points are claimed and stand on LK-2: "
                "let it stand, or reissue it (which states 1.00), or void it with all its credit"
            ),
        ),
    ]
    after = applied(plan, ledger)
    assert (after.claimed(ACCOUNT), after.claimable()) == (AMA("1.75"), {})
    # What a void withholds is claimed no more, and leaves nothing to decide about.
    ended = applied(void(BOTH, "LK-1", credit=True), BOTH)
    assert decisions(adjust(ended, "EM-101", AMA("1.00"), case="C-7")) == []
    uncertified = holding(BASE)
    ((_, says),) = decisions(adjust(uncertified, "EM-101", AMA("1.00"), case="C-7"))
    assert says.endswith("stand on no certificate: a certificate of it will state what stands")


def test_an_adjustment_can_be_set_again() -> None:
    """1.75 were lowered to 1.00, and by another case to 1.50: the earlier one is gone."""
    ledger = applied(adjust(holding(), "EM-101", AMA("1.00"), case="C-7"), holding())
    again = adjust(ledger, "EM-101", AMA("1.50"), case="C-8")
    assert planned(again).does == ("EM-101: 1.00 AMA PRA Category 1 Credit earned become 1.50 AMA PRA Category 1 Credits",)
    assert applied(again, ledger).standing[ACCOUNT].level == AMA("1.50")


def test_the_level_of_every_account_that_was_merged_is_lowered() -> None:
    """Two accounts reached a level of the same activity, and neither may stand above the new one."""
    other = written(Ledger("dr-17"), stated("2.00", learner="dr-17"))
    ledger = decided(holding(), Merged(learner=LEARNER, merge="M-1", other="dr-17", records=other.records))
    plan = adjust(ledger, "EM-101", AMA("0.50"), case="C-7")
    assert {entry.learner for entry in entries(plan)} == {LEARNER, "dr-17"}
    assert applied(plan, ledger).standing[ACCOUNT].level == AMA("0.50")


# What stands of a certificate whose level was set lower.


def lowered(ledger: Ledger, level: str, code: str = "EM-101", *, lifted: bool = False, case: str = "C-1") -> Ledger:
    """Set the level of some credits by hand."""
    return decided(ledger, Adjusted(learner=LEARNER, activity=code, level=AMA(level), case=case, lifted=lifted))


def award(ledger: Ledger, number: str) -> dict[str, list[str]]:
    """Tell what a certificate states of each activity."""
    (found,) = [one for one in ledger.certificates if one.number == number]
    amounts = {line.activity: [line.credits, *line.resting] for line in found.lines}
    return {code: [str(one.amount) for one in each if one is not None] for code, each in amounts.items()}


#: 2.00 of early sepsis, of which 1.00 are about opioids, 1.50 of shock and as many points on the credit of sepsis; one claim.
SEPSIS, SHOCK = attrs.evolve(stated("2.00"), topics=[("Opioids", AMA("1.00"))]), stated("1.50", "EM-102")
SEPSIS_POINTS = stated("2.00", type=ABIM, rests_on=ON_CREDIT)
OF_ALL = taking("r-1", (SEPSIS, "2.00"), (SEPSIS_POINTS, "2.00"), (SHOCK, "1.50"))
EARNED_ALL = written(Ledger(LEARNER), SEPSIS, SEPSIS_POINTS, SHOCK)
WHOLE = written(EARNED_ALL, OF_ALL, *certify(written(EARNED_ALL, OF_ALL), OF_ALL, name=NAME, at=NOW, number=lambda: "LK-1"))


def test_b1_a_claimed_amount_that_was_too_high_is_stated_as_what_stands() -> None:
    """2.00 were claimed of sepsis and 1.50 are right: the new certificate says so, and shock on it stays whole."""
    assert award(WHOLE, "LK-1") == {"EM-101": ["2.00", "2.00"], "EM-102": ["1.50"]}
    ledger = applied(adjust(WHOLE, "EM-101", AMA("1.50"), case="C-7"), WHOLE)
    plan = restated(ledger, "LK-1")
    assert planned(plan).does == (
        "certificate LK-9 takes the place of LK-1, with the same words",
        "EM-101: 2.00 becomes 1.50 AMA PRA Category 1 Credits",
        "EM-101: 2.00 becomes 1.50 ABIM MOC points",
    )
    after = applied(plan, ledger)
    assert award(after, "LK-9") == {"EM-101": ["1.50", "1.50"], "EM-102": ["1.50"]}
    again = after.certificates[-1]
    assert (again.total, again.resting, again.maximum) == (AMA("3.00"), (ABIM("1.50"),), AMA("4.00"))
    # Of 1.00 about opioids in 2.00 credits 0.50 surely lie in 1.50 of them.
    assert again.lines[0].topics == (("Opioids", AMA("0.50")),)
    # Nothing of it is claimed back: the balance tells what was claimed, and how much of that is beyond.
    found = balance(after, at=NOW)[ACCOUNT]
    assert (found.earned, found.claimed, found.over_claimed) == (AMA("1.50"), AMA("2.00"), AMA("0.50"))
    assert refused(reissue(after, "LK-9", at=NOW, number=none_is_due))[0] == "nothing-to-correct"
    assert after == Ledger(LEARNER, after.records)


def test_b1_the_name_is_corrected_together_with_the_amount() -> None:
    """Lines whose words are corrected keep the amounts of the document, and the new one states what stands of them."""
    ledger = decided(lowered(WHOLE, "1.50"), reported("pars-1"))
    sepsis, shock = (attrs.evolve(line, title=f"{line.title}, revised") for line in WHOLE.certificates[0].lines)
    plan = restated(ledger, "LK-1", lines=[sepsis, shock], name="Ada Okoro-Hill, MD")
    assert planned(plan).does == (
        "certificate LK-9 takes the place of LK-1, with another name and lines",
        "EM-101: 2.00 becomes 1.50 AMA PRA Category 1 Credits",
    )
    says = "EM-101: AMA PRA Category 1 Credit was reported to accme as pars-1: report what stands in the end"
    assert decisions(plan) == [("reported", says)]
    assert [line.title for line in applied(plan, ledger).certificates[-1].lines] == [sepsis.title, shock.title]


def test_b1_of_two_certificates_the_later_one_states_less() -> None:
    """1.00 and 1.00 were claimed one after the other, and 1.50 stand: the first is right, and the second becomes 0.50."""
    level = stated("2.00")
    one, two = taking("r-1", (level, "1.00")), taking("r-2", (level, "1.00"))
    ledger = written(Ledger(LEARNER), level, one, two, paper("LK-1", one), paper("LK-2", two))
    plan = adjust(ledger, "EM-101", AMA("1.50"), case="C-7")
    ((_, says),) = decisions(plan)
    assert says == (
        "EM-101: 2.00 AMA PRA Category 1 Credits are claimed and stand on LK-1 and LK-2: "
        "let them stand, or reissue LK-2 (which states 0.50), or void them with all their credit"
    )
    ledger = applied(plan, ledger)
    assert refused(reissue(ledger, "LK-1", at=NOW, number=none_is_due))[0] == "nothing-to-correct"
    # Whichever is issued again first, and for whatever reason, the amounts are the same.
    first = applied(restated(ledger, "LK-1", "LK-3", name="Ada Okoro-Hill, MD"), ledger)
    both = applied(restated(first, "LK-2", "LK-4"), first)
    assert (award(both, "LK-3"), award(both, "LK-4")) == ({"EM-101": ["1.00"]}, {"EM-101": ["0.50"]})
    # The credit of the first ends: then there is room for all of the second.
    ended = applied(void(both, "LK-3", credit=True), both)
    assert planned(restated(ended, "LK-4")).does[1] == "EM-101: 0.50 becomes 1.00 AMA PRA Category 1 Credit"


def test_b1_an_activity_of_which_nothing_stands_is_left_out_and_comes_back() -> None:
    """Sepsis was attended by somebody else: shock stays; when that is found to be wrong, sepsis stands there again."""
    ledger = applied(adjust(WHOLE, "EM-101", AMA("0.00"), case="C-7"), WHOLE)
    assert "reissue it (which states 0.00)" in decisions(adjust(WHOLE, "EM-101", AMA("0.00"), case="C-7"))[0][1]
    ledger = applied(restated(ledger, "LK-1"), ledger)
    assert award(ledger, "LK-9") == {"EM-102": ["1.50"]}
    assert (ledger.certificates[-1].maximum, ledger.certificates[-1].resting) == (AMA("2.00"), ())
    back = lowered(ledger, "0.00", lifted=True, case="C-8")
    back = decided(back, Adjusted(learner=LEARNER, activity="EM-101", level=ABIM("0.00"), case="C-8", lifted=True))
    plan = restated(back, "LK-9", "LK-10")
    assert planned(plan).does[1:] == (
        "EM-101: 0.00 becomes 2.00 AMA PRA Category 1 Credits",
        "EM-101: 0.00 becomes 2.00 ABIM MOC points",
    )
    whole = applied(plan, back)
    assert award(whole, "LK-10") == {"EM-101": ["2.00", "2.00"], "EM-102": ["1.50"]}
    assert whole.certificates[-1].maximum == AMA("4.00")
    assert set(whole.certificates[-1].lines) == set(WHOLE.certificates[0].lines)


def test_b1_a_level_that_is_set_higher_again_is_stated_with_its_topics() -> None:
    """1.50 became 2.00 again: the certificate in the place of the lower one is as full as the first was."""
    ledger = lowered(WHOLE, "1.50")
    ledger = lowered(applied(restated(ledger, "LK-1"), ledger), "1.50", lifted=True, case="C-2")
    after = applied(restated(ledger, "LK-9", "LK-10"), ledger)
    assert after.certificates[-1].lines == WHOLE.certificates[0].lines


def test_b1_a_line_that_awards_nothing_stays_as_it_is() -> None:
    """A certificate made by hand also says what was attended; that is no credit which could fall."""
    attended = attrs.evolve(attendance("LK-8").lines[0], activity="EM-103")
    lines = [*paper("LK-1", BASE).lines, attended]
    ledger = lowered(holding(BASE, paper("LK-1", BASE, lines=lines)), "1.00")
    assert award(applied(restated(ledger, "LK-1"), ledger), "LK-9") == {"EM-101": ["1.00"], "EM-103": []}


def test_b1_where_nothing_stands_there_is_no_certificate() -> None:
    """All of it was wrong: it is voided with its credit, and no number is drawn."""
    ledger = lowered(holding(BASE, paper("LK-1", BASE)), "0.00")
    says = "nothing that certificate LK-1 awards stands any more: void it with its credit"
    assert refused(reissue(ledger, "LK-1", at=NOW, number=none_is_due)) == ("nothing-stands", says)
    ((_, says),) = decisions(adjust(holding(BASE, paper("LK-1", BASE)), "EM-101", AMA("0.00"), case="C-1"))
    assert says.endswith("stand on LK-1: let it stand, or void it with all its credit")
    assert applied(void(ledger, "LK-1", credit=True), ledger).withheld(ACCOUNT) == AMA("1.75")


def test_b1_points_whose_credit_was_set_to_nothing_by_hand_stand_alone() -> None:
    """An adjustment by hand forgot the points: they are certified for what they are, of no maximum that is known."""
    level = stated("2.00")
    points = stated("2.00", type=ABIM, rests_on=ON_CREDIT)
    both = taking("r-1", (level, "2.00"), (points, "2.00"))
    ledger = written(Ledger(LEARNER), level, points)
    ledger = lowered(written(ledger, both), "0.00")
    (certificate,) = certify(ledger, both, name=NAME, at=NOW, number=lambda: "LK-1")
    assert (certificate.total, certificate.resting, certificate.maximum) == (ABIM("2.00"), (), None)
    ledger = lowered(WHOLE, "0.00")
    ledger = lowered(ledger, "0.00", "EM-102", case="C-2")
    again = applied(restated(ledger, "LK-1"), ledger).certificates[-1]
    assert (again.total, again.resting, again.maximum) == (ABIM("2.00"), (), None)


def test_b1_a_claim_that_is_certified_after_the_level_fell_states_what_stands() -> None:
    """What was claimed and not certified yet gets a certificate over what stands of it, or none where nothing does."""
    ledger = lowered(holding(BASE), "1.00")
    (certificate,) = certify(ledger, BASE, name=NAME, at=NOW, number=lambda: "LK-1")
    assert certificate.total == AMA("1.00")
    assert written(ledger, certificate).certificates == (certificate,)
    assert certify(lowered(ledger, "0.00", case="C-2"), BASE, name=NAME, at=NOW, number=none_is_due) == ()


def test_b1_points_that_are_claimed_later_come_with_what_stands_of_the_credit() -> None:
    """The certificate of both takes the place of the one that said too much."""
    ledger = written(EARNED_ALL, taking("r-1", (SEPSIS, "2.00")))
    ledger = written(ledger, *certify(ledger, ledger.claims[0], name=NAME, at=NOW, number=lambda: "LK-1"))
    ledger = applied(adjust(ledger, "EM-101", AMA("1.50"), case="C-7"), ledger)
    later = taking("r-2", (ledger.standing["EM-101", ABIM], "1.50"))
    ledger = written(ledger, later)
    ledger = written(ledger, *certify(ledger, later, name=NAME, at=NOW, number=lambda: "LK-2"))
    assert (award(ledger, "LK-2"), ledger.superseded) == ({"EM-101": ["1.50", "1.50"]}, {"LK-1": "LK-2"})


def test_b1_points_beyond_a_level_that_was_set_lower_hold_up_no_void() -> None:
    """Points of a whole claim were left out with the credit's last quarter; the credit can still be ended."""
    whole, points = stated("2.00"), stated("2.00", type=ABIM, rests_on=ON_WHOLE)
    both = taking("r-1", (whole, "2.00"), (points, "2.00"))
    ledger = written(Ledger(LEARNER), whole, points, both)
    ledger = written(ledger, *certify(ledger, both, name=NAME, at=NOW, number=lambda: "LK-1"))
    ledger = applied(adjust(ledger, "EM-101", AMA("1.75"), case="C-7"), ledger)
    ledger = applied(restated(ledger, "LK-1"), ledger)
    assert award(ledger, "LK-9") == {"EM-101": ["1.75"]}
    assert applied(void(ledger, "LK-9", credit=True), ledger).withheld(ACCOUNT) == AMA("1.75")


def test_b1_two_accounts_that_both_claimed_are_no_reason_to_state_less() -> None:
    """Without an adjustment a reissue for a spelling states what was claimed, also where accounts claimed too much together."""
    level = stated(learner="dr-17")
    taken = taking("r-1", (level, "1.75"), learner="dr-17")
    other = written(Ledger("dr-17"), level, taken, paper("O-1", taken))
    ledger = decided(BOTH, Merged(learner=LEARNER, merge="M-1", other="dr-17", records=other.records))
    assert award(applied(renumbered("O-1", ledger), ledger), "LK-9") == {"EM-101": ["1.75"]}


ACTS = st.lists(st.tuples(st.sampled_from(["A", "B", "AB"]), st.integers(1, 8), st.booleans()), min_size=1, max_size=6)


@given(ACTS, st.lists(st.tuples(st.sampled_from(["A", "B"]), st.integers(0, 8)), min_size=1, max_size=4), st.randoms())
def test_b1_what_stands_is_never_more_than_the_level(claims: Any, falls: Any, chance: Any) -> None:
    """After adjustments every certificate is issued again in any order: together they state the level, or what was claimed."""
    ledger = Ledger(LEARNER)
    for code in "AB":
        ledger = written(ledger, stated("2.00", code), stated("2.00", code, type=ABIM, rests_on=ON_CREDIT))
    number = iter(f"LK-{place}" for place in range(1, 99)).__next__
    for place, (code, steps, pointed) in enumerate(claims):
        for kind in (AMA, ABIM)[: 1 + pointed]:
            left = {one: ledger.claimable().get((one, kind), kind(0)) for one in code}
            wanted = {one: min(credits, Credits(steps, kind)) for one, credits in left.items() if credits}
            taken = claim(ledger, wanted, at=NOW, request=f"r-{place}{kind.code}", type=kind) if wanted else None
            if isinstance(taken, Claim):
                ledger = written(ledger, taken, *certify(ledger, taken, name=NAME, at=NOW, number=number))
    for case, (code, steps) in enumerate(falls):
        plan = adjust(ledger, code, Credits(steps, AMA), case=f"C-{case}")
        ledger = applied(plan, ledger) if isinstance(plan, Plan) else ledger
        numbers = [one.number or "" for one in ledger.certificates if one.number not in {*ledger.superseded, *ledger.voided}]
        chance.shuffle(numbers)
        for old in numbers:
            answer = reissue(ledger, old, at=NOW, number=number)
            if isinstance(answer, Plan):
                ledger = applied(answer, ledger)
            elif answer.reasons[0].code == "nothing-stands" and old not in ledger.voided:
                ending = void(ledger, old, credit=True)
                ledger = applied(ending, ledger) if isinstance(ending, Plan) else ledger
        stands: dict[Any, int] = {}
        for one in ledger.certificates:
            gone = ledger.voided.get(one.number or "")
            if one.number not in ledger.superseded and not (gone and gone.credit):
                for account, credits in awarded(one):
                    stands[account] = stands.get(account, 0) + credits.steps
        for account, earned in ledger.standing.items():
            right = min(earned.level, ledger.claimed(account) - ledger.withheld(account)).steps
            assert stands.get(account, 0) <= right
            if not any(one.credit for one in ledger.voided.values()):
                assert stands.get(account, 0) == right
    assert Ledger(LEARNER, ledger.records) == ledger


@pytest.mark.parametrize(
    ("activity", "level", "expected"),
    [
        ("EM-110", "1.00", ("not-earned", "no AMA PRA Category 1 Credit was earned for 'EM-110': did you mean EM-101?")),
        ("EM-101", "1.75", ("not-lower", "EM-101: 1.75 AMA PRA Category 1 Credits stand, of 1.75 AMA PRA Category 1 Credits")),
        ("EM-101", "2.00", ("not-lower", "EM-101: 1.75 AMA PRA Category 1 Credits stand")),
    ],
)
def test_only_a_lower_level_is_set(activity: str, level: str, expected: tuple[str, str]) -> None:
    """What was never earned cannot be lowered, and a level is not raised by an adjustment."""
    code, says = refused(adjust(holding(), activity, AMA(level), case="C-7"))
    assert code == expected[0]
    assert says.startswith(expected[1])


def test_the_same_level_is_not_set_twice() -> None:
    """It stands already."""
    ledger = applied(adjust(holding(), "EM-101", AMA("1.00"), case="C-7"), holding())
    assert refused(adjust(ledger, "EM-101", AMA("1.00"), case="C-8"))[0] == "not-lower"


def test_a_plan_writes_nothing_by_itself() -> None:
    """What is confirmed is what was shown: the ledger is as it was, and an older plan does not fit a newer ledger."""
    plan = planned(void(BOTH, "LK-2", credit=True))
    assert BOTH.voided == {}
    newer = applied(renumbered("LK-2"), BOTH)
    with pytest.raises(LedgerConflict, match="stands on LK-9 now"):
        applied(plan, newer)
