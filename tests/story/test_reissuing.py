"""What becomes of certificates after the first one: a later one takes its place or is added to it, and nothing counts twice."""

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
    a_designation,
    an_activity,
    attendance,
    decided,
    made,
    numbers,
    on,
    paper,
    seen,
    stated,
    taking,
    written,
)
from cmecore.activities import LIVE, Activity
from cmecore.assessment import assess
from cmecore.certificates import certify, certify_participation
from cmecore.claiming import ALL, claim, claim_automatically
from cmecore.corrections import reissue
from cmecore.credit.amounts import CreditType
from cmecore.credit.rounding import nearest
from cmecore.delivering import orders
from cmecore.earning import earn
from cmecore.entries import Adjusted, Certificate, Claim, Followed, Line, Merged, Refusal, Unmerged, Voided
from cmecore.errors import LedgerConflict
from cmecore.evidence import Evaluated, Progress
from cmecore.handling import Again, Handling, Moment, Paper, Release
from cmecore.ledger import Ledger
from cmecore.plans import Plan
from cmecore.providers import Provider
from cmecore.rules.awards import AsBase, Asks, InProportion, RestsOn
from cmecore.rules.policies import Policy
from cmecore.rules.requirements import completed, evaluated

ABP = CreditType(code="abp-2", name="ABP MOC 2 point", step="0.25")
#: Credit in proportion to the content, from half of it, and as many points as credits.
CREDIT = Policy(code="ama", requirements=[completed("0.50")], award=InProportion(), rounding=nearest("0.25"))
POINTS = Policy(code="moc", award=AsBase(), rests_on=RestsOn(AMA, Asks.CLAIM))
ADDING = Handling(topped_up=Again.ADD, rested=Again.ADD)
LATER = on(3, 20)


def offering(code: str = "EM-101", *kinds: CreditType, **fields: Any) -> Activity:
    """Offer 2.00 AMA credits, and 2.00 points of further types that rest on them."""
    points = [a_designation("2.00", POINTS, type=kind) for kind in kinds]
    given = {"title": f"Title {code}", "completion": (), "designations": [a_designation("2.00", CREDIT), *points]}
    return an_activity(code, **{**given, **fields})


def earned(*activities: Activity, units: int = 17, day: datetime.date = NINTH, ledger: Ledger | None = None) -> Ledger:
    """Work through 17 of 20 units of some activities, for 1.75 credits each, and as many points."""
    ledger = ledger or Ledger(LEARNER)
    for activity in activities:
        ledger = written(ledger, *earn(ledger, assess(seen(activity, Progress(units, 20, day)))))
    return ledger


def certified(ledger: Ledger, request: str, wanted: Any = ALL, **fields: Any) -> Ledger:
    """Claim, certify and write both, as a web handler does; certificates are numbered by their request."""
    taken = made(claim(ledger, wanted, at=NOW, request=request, type=fields.pop("type", None)))
    number = iter(f"{request}/{place}" for place in range(1, 9)).__next__
    return written(ledger, taken, *certify(ledger, taken, name=NAME, at=NOW, number=number))


def says(certificate: Certificate) -> tuple[list[str], tuple[str, ...], str]:
    """Tell what a certificate awards, and what it does to others."""
    amounts = [str(one) for one in (certificate.total, *certificate.resting) if one is not None]
    return amounts, certificate.supersedes, certificate.adds_to


def standing(ledger: Ledger) -> list[Certificate]:
    """List the certificates that were neither replaced nor voided."""
    return [one for one in ledger.certificates if one.number not in ledger.superseded and one.number not in ledger.voided]


# Credit and what rests on it.


def test_points_stand_on_the_certificate_of_their_credit() -> None:
    """M174 [003]: credit and points that are claimed at once are one certificate, in each line and in all."""
    ledger = certified(earned(offering("A", ABIM), offering("B", ABIM), units=15), "r-1", type=(AMA, ABIM))
    (certificate,) = ledger.certificates
    assert certificate.lines == (
        Line(activity="A", title="Title A", on=NINTH, credits=AMA("1.50"), resting=(ABIM("1.50"),)),
        Line(activity="B", title="Title B", on=NINTH, credits=AMA("1.50"), resting=(ABIM("1.50"),)),
    )
    assert (certificate.total, certificate.resting, certificate.maximum) == (AMA("3.00"), (ABIM("3.00"),), AMA("4.00"))
    assert says(certificate) == (["3.00 AMA PRA Category 1 Credits", "3.00 ABIM MOC points"], (), "")


def test_points_of_two_boards_stand_on_one_certificate() -> None:
    """Whatever rests on a credit stands beside it, each type with an amount of its own."""
    ledger = certified(earned(offering("A", ABIM, ABP)), "r-1", type=(ABP, AMA, ABIM))
    (certificate,) = ledger.certificates
    assert certificate.total == AMA("1.75")
    assert set(certificate.resting) == {ABIM("1.75"), ABP("1.75")}


def test_points_that_are_claimed_later_take_the_place_of_the_certificate_with_both() -> None:
    """M5 and M174: the new certificate is over credit and points, names the one that it replaces, and that stays as it was."""
    ledger = certified(earned(offering("EM-101", ABIM)), "r-1")
    (before,) = ledger.certificates
    assert says(before) == (["1.75 AMA PRA Category 1 Credits"], (), "")
    ledger = certified(ledger, "r-2", type=ABIM)
    assert ledger.certificates[0] == before
    after = ledger.certificates[1]
    assert says(after) == (["1.75 AMA PRA Category 1 Credits", "1.75 ABIM MOC points"], ("r-1/1",), "")
    assert (after.request, after.earlier, after.maximum) == ("r-2", ("r-1",), AMA("2.00"))
    assert after.lines == (
        Line(activity="EM-101", title="Title EM-101", on=NINTH, credits=AMA("1.75"), resting=(ABIM("1.75"),)),
    )
    assert ledger.superseded == {"r-1/1": "r-2/1"}
    assert ledger.claimed(("EM-101", AMA)) == AMA("1.75")


def test_points_that_are_claimed_later_may_be_added_instead() -> None:
    """By the activity's handling the points have a certificate to themselves, which names the one that it is added to."""
    ledger = certified(earned(offering("EM-101", ABIM, handling=ADDING)), "r-1")
    ledger = certified(ledger, "r-2", type=ABIM)
    before, after = standing(ledger)
    assert says(after) == (["1.75 ABIM MOC points"], (), before.number)
    assert (after.maximum, after.earlier, after.lines[0].resting) == (ABIM("2.00"), (), ())


def test_points_of_each_board_are_added_by_a_certificate_of_their_own() -> None:
    """Two types never stand in one total where the credit that joins them stands elsewhere."""
    ledger = certified(earned(offering("EM-101", ABIM, ABP, handling=ADDING)), "r-1")
    ledger = certified(ledger, "r-2", type=(ABIM, ABP))
    assert [says(one) for one in standing(ledger)[1:]] == [
        (["1.75 ABIM MOC points"], (), "r-1/1"),
        (["1.75 ABP MOC 2 points"], (), "r-1/1"),
    ]


@pytest.mark.parametrize(
    ("handling", "expected"),
    [
        (Handling(), [(["3.50 AMA PRA Category 1 Credits", "3.50 ABIM MOC points"], ("r-1/1", "r-2/1"), "")]),
        (ADDING, [(["1.75 ABIM MOC points"], (), "r-1/1"), (["1.75 ABIM MOC points"], (), "r-2/1")]),
    ],
)
def test_points_over_two_certificates(handling: Handling, expected: list[Any]) -> None:
    """Two activities of a course were certified apart: their points bring both together, or are added to each."""
    ledger = earned(offering("A", ABIM, handling=handling), offering("B", ABIM, handling=handling))
    ledger = certified(certified(ledger, "r-1", ["A"]), "r-2", ["B"])
    ledger = certified(ledger, "r-3", type=ABIM)
    assert [says(one) for one in ledger.certificates[2:]] == expected


def test_points_whose_credit_was_never_certified_are_certified_alone_until_it_is() -> None:
    """A claim that was written without its certificates: the points come first, and the credit takes them in."""
    ledger = earned(offering("A", ABIM, ABP), offering("B", ABIM))
    credit = made(claim(ledger, ["A"], at=NOW, request="r-1"))
    ledger = written(ledger, credit, made(claim(ledger, ["B"], at=NOW, request="r-2")))
    ledger = certified(ledger, "r-3", type=(ABIM, ABP))
    assert [says(one) for one in standing(ledger)] == [
        (["3.50 ABIM MOC points"], (), ""),
        (["1.75 ABP MOC 2 points"], (), ""),
    ]
    (late,) = certify(ledger, credit, name=NAME, at=NOW, number=numbers())
    assert says(late) == (
        ["1.75 AMA PRA Category 1 Credits", "3.50 ABIM MOC points", "1.75 ABP MOC 2 points"],
        ("r-3/1", "r-3/2"),
        "",
    )
    # The points of B have no credit beside them yet, and the line to themselves.
    assert [(line.activity, line.credits, line.resting) for line in late.lines] == [
        ("A", AMA("1.75"), (ABIM("1.75"), ABP("1.75"))),
        ("B", ABIM("1.75"), ()),
    ]
    assert (late.earlier, late.maximum) == (("r-3",), AMA("2.00"))
    assert len(standing(written(ledger, late))) == 1


def test_points_of_another_board_leave_those_that_were_certified_alone() -> None:
    """Without credit beside them, two types have two certificates, whenever they are claimed."""
    ledger = earned(offering("A", ABIM, ABP))
    ledger = written(ledger, made(claim(ledger, ALL, at=NOW, request="r-1")))
    ledger = certified(certified(ledger, "r-2", type=ABIM), "r-3", type=ABP)
    assert [says(one) for one in standing(ledger)] == [
        (["1.75 ABIM MOC points"], (), ""),
        (["1.75 ABP MOC 2 points"], (), ""),
    ]


@pytest.mark.parametrize("rested", Again)
def test_more_points_of_a_certificate_that_is_replaced_stand_on_the_one_in_its_place(rested: Again) -> None:
    """Points of A stand on the certificate of A and B; when more of them are claimed with those of B, nothing is left apart."""
    # Points of A may be added and those of B replace, and one certificate holds the credit of both.
    first = offering("A", ABIM, handling=Handling(rested=rested))
    ledger = certified(earned(first, offering("B", ABIM)), "r-1")
    ledger = certified(ledger, "r-2", {"A": "0.25"}, type=ABIM)
    ledger = certified(ledger, "r-3", {"A": "0.25", "B": "0.25"}, type=ABIM)
    expected = {
        Again.SUPERSEDE: [(["3.50 AMA PRA Category 1 Credits", "0.75 ABIM MOC point"], ("r-2/1",), "")],
        Again.ADD: [
            (["0.25 ABIM MOC point"], (), "r-1/1"),
            (["0.25 ABIM MOC point"], (), ""),
            (["3.50 AMA PRA Category 1 Credits", "0.25 ABIM MOC point"], ("r-1/1",), ""),
        ],
    }
    assert [says(one) for one in standing(ledger)] == expected[rested]


def test_points_and_top_ups_are_handled_each_in_its_own_way() -> None:
    """A provider may replace a certificate for points and add to it for more credit, or the other way round."""
    for handling, points, more in (
        (Handling(topped_up=Again.ADD), (("r-1/1",), ""), ((), "r-2/1")),
        (Handling(rested=Again.ADD), ((), "r-1/1"), (("r-1/1", "r-2/1"), "")),
    ):
        activity = offering("A", ABIM, handling=handling)
        ledger = certified(certified(earned(activity), "r-1"), "r-2", type=ABIM)
        assert says(ledger.certificates[1])[1:] == points
        ledger = certified(earned(activity, units=20, day=LATER, ledger=ledger), "r-3")
        assert says(ledger.certificates[2])[1:] == more


def test_the_other_part_of_the_points_has_a_certificate_of_its_own() -> None:
    """Points that were certified alone, without the credit they rest on, are claimed in two parts."""
    ledger = earned(offering("A", ABIM))
    ledger = written(ledger, made(claim(ledger, ALL, at=NOW, request="r-1")))
    ledger = certified(ledger, "r-2", {"A": "1.00"}, type=ABIM)
    ledger = certified(ledger, "r-3", type=ABIM)
    assert [says(one) for one in standing(ledger)] == [(["1.00 ABIM MOC point"], (), ""), (["0.75 ABIM MOC point"], (), "")]


# More of the same.


def test_m91_a_top_up_takes_the_place_of_the_certificate_and_is_never_more_than_the_full_value() -> None:
    """M91 [002]: the learner comes back and finishes: 2.00 in all, of 2.00, on the day on which that was reached."""
    activity = offering()
    ledger = certified(earned(activity), "r-1")
    ledger = certified(earned(activity, units=20, day=LATER, ledger=ledger), "r-2")
    (certificate,) = standing(ledger)
    assert says(certificate) == (["2.00 AMA PRA Category 1 Credits"], ("r-1/1",), "")
    assert certificate.lines == (Line(activity="EM-101", title="Title EM-101", on=LATER, credits=AMA("2.00")),)
    assert (certificate.maximum, ledger.claimed(("EM-101", AMA))) == (AMA("2.00"), AMA("2.00"))
    assert isinstance(claim(ledger, ALL, at=NOW, request="r-3"), Refusal)


def test_m91_a_top_up_may_be_added_instead() -> None:
    """M91 [002]: 1.00, then the other 0.75 for itself, then 0.25 when the learner comes back: an addendum to the first."""
    activity = offering(handling=ADDING)
    ledger = certified(certified(earned(activity), "r-1", {"EM-101": "1.00"}), "r-2")
    ledger = certified(earned(activity, units=20, day=LATER, ledger=ledger), "r-3")
    assert [says(one) for one in standing(ledger)] == [
        (["1.00 AMA PRA Category 1 Credit"], (), ""),
        (["0.75 AMA PRA Category 1 Credit"], (), ""),
        (["0.25 AMA PRA Category 1 Credit"], (), "r-1/1"),
    ]


def test_a_top_up_keeps_the_other_activities_of_the_certificate() -> None:
    """1.75 of A and 1.75 of B; A becomes 2.00, and the certificate in place of the first holds 3.75 of 4.00."""
    ledger = certified(earned(offering("A"), offering("B")), "r-1")
    ledger = certified(earned(offering("A", title="Sepsis, second edition"), units=20, day=LATER, ledger=ledger), "r-2")
    (certificate,) = standing(ledger)
    assert [(line.title, line.on, line.credits) for line in certificate.lines] == [
        ("Title B", NINTH, AMA("1.75")),
        ("Sepsis, second edition", LATER, AMA("2.00")),
    ]
    assert (certificate.total, certificate.maximum) == (AMA("3.75"), AMA("4.00"))


def test_a_top_up_of_one_course_leaves_the_other_courses_of_its_claim() -> None:
    """One claim had two certificates; the one of Sepsis is replaced, by Sepsis alone."""
    stroke = offering("B", course="Stroke")
    ledger = certified(earned(offering("A"), stroke), "r-1")
    ledger = certified(earned(offering("A"), units=20, day=LATER, ledger=ledger), "r-2")
    assert [(one.course, says(one)) for one in standing(ledger)] == [
        ("Stroke", (["1.75 AMA PRA Category 1 Credits"], (), "")),
        ("Emergency Medicine", (["2.00 AMA PRA Category 1 Credits"], ("r-1/1",), "")),
    ]


def test_a_line_says_what_the_activity_was_called_last() -> None:
    """Of two levels the one that was claimed last names the activity and its day, also for what was claimed before."""
    before, after = stated("1.75"), stated("2.00", since=on(3, 11))
    after = attrs.evolve(after, heading=an_activity(title="Sepsis, second edition").heading)
    ledger = certified(written(Ledger(LEARNER), before), "r-1", {"EM-101": "1.00"})
    (certificate,) = standing(certified(written(ledger, after), "r-2"))
    (line,) = certificate.lines
    assert (line.title, line.on, line.credits) == ("Sepsis, second edition", on(3, 11), AMA("2.00"))


def test_a_top_up_with_points_in_one_claim() -> None:
    """What was certified without points comes back with more credit and with points: one certificate over all of it."""
    activity = offering("A", ABIM)
    ledger = earned(activity, units=20, day=LATER, ledger=certified(earned(activity), "r-1"))
    ledger = certified(ledger, "r-2", type=(AMA, ABIM))
    assert [says(one)[0] for one in standing(ledger)] == [["2.00 AMA PRA Category 1 Credits", "2.00 ABIM MOC points"]]
    adding = attrs.evolve(activity, handling=ADDING)
    ledger = earned(adding, units=20, day=LATER, ledger=certified(earned(adding), "r-1"))
    ledger = certified(ledger, "r-2", type=(AMA, ABIM))
    assert says(standing(ledger)[1]) == (["0.25 AMA PRA Category 1 Credit", "2.00 ABIM MOC points"], (), "r-1/1")


def test_another_activity_of_the_course_has_a_certificate_of_its_own() -> None:
    """M174 and M175 [003]: a claim over what was not certified before leaves the certificates of the course alone."""
    ledger = certified(certified(earned(offering("A"), offering("B")), "r-1", ["A"]), "r-2", ["B"])
    assert [says(one) for one in standing(ledger)] == [
        (["1.75 AMA PRA Category 1 Credits"], (), ""),
        (["1.75 AMA PRA Category 1 Credits"], (), ""),
    ]


@pytest.mark.parametrize(
    ("handling", "expected"),
    [
        (Handling(), [(["3.75 AMA PRA Category 1 Credits"], ("r-1/1",), "")]),
        (
            ADDING,
            [
                (["1.75 AMA PRA Category 1 Credits"], (), ""),
                (["0.25 AMA PRA Category 1 Credit"], (), "r-1/1"),
                (["1.75 AMA PRA Category 1 Credits"], (), ""),
            ],
        ),
    ],
)
def test_a_top_up_and_another_activity_in_one_claim(handling: Handling, expected: list[Any]) -> None:
    """One certificate a course holds both; an addendum holds what it is added for, and nothing else."""
    ledger = certified(earned(offering("A", handling=handling)), "r-1")
    ledger = earned(offering("A", handling=handling), units=20, day=LATER, ledger=ledger)
    ledger = certified(earned(offering("B", handling=handling), ledger=ledger), "r-2")
    assert sorted(says(one) for one in standing(ledger)) == sorted(expected)


def test_activities_that_moved_to_other_courses_leave_one_certificate_together() -> None:
    """A and B were certified as one course and now belong to two: nothing can take the place of half a certificate."""
    ledger = certified(earned(offering("A"), offering("B")), "r-1")
    ledger = certified(earned(offering("C", course="Sepsis"), ledger=ledger), "r-2")
    moved = offering("A", course="Sepsis"), offering("B", course="Stroke"), offering("C", course="Shock")
    ledger = certified(earned(*moved, units=20, day=LATER, ledger=ledger), "r-3")
    assert [(one.course, [line.activity for line in one.lines], says(one)[1]) for one in standing(ledger)] == [
        ("Sepsis", ["A", "B"], ("r-1/1",)),
        ("Shock", ["C"], ("r-2/1",)),
    ]


def test_whatever_shares_certificates_is_one_certificate() -> None:
    """A stands on one certificate, B on another and C on both: the claim of all three brings the two together."""
    before = {code: stated("1.00", code) for code in "ABC"}
    one = taking("r-1", (before["A"], "1.00"), (before["C"], "0.50"))
    two = taking("r-2", (before["B"], "1.00"), (before["C"], "0.50"))
    ledger = written(Ledger(LEARNER), *before.values(), one, two, paper("LK-1", one), paper("LK-2", two))
    courses = {"A": "Airway", "B": "Burns", "C": "Cases"}
    moved = [attrs.evolve(stated("2.00", code), heading=an_activity(code, course=courses[code]).heading) for code in "ABC"]
    (certificate,) = standing(certified(written(ledger, *moved), "r-3"))
    assert (certificate.course, certificate.total, certificate.supersedes) == ("Airway", AMA("6.00"), ("LK-1", "LK-2"))
    assert {line.activity: line.credits for line in certificate.lines} == {code: AMA("2.00") for code in "ABC"}


def test_a_claim_that_is_certified_late_is_certified_for_itself() -> None:
    """The first of two claims had no certificate when the second had; both are parts of one level."""
    ledger = earned(offering())
    first = made(claim(ledger, {"EM-101": "1.00"}, at=NOW, request="r-1"))
    ledger = certified(written(ledger, first), "r-2")
    (late,) = certify(ledger, first, name=NAME, at=NOW, number=numbers())
    assert says(late) == (["1.00 AMA PRA Category 1 Credit"], (), "")
    assert (late.request, late.earlier) == ("r-1", ())


def test_a_part_that_lies_with_a_board_stays_valid_when_the_rest_is_claimed() -> None:
    """M152: 1.00 is claimed and sent to a board; the rest, a year later, ends nothing that was issued."""
    ledger = certified(certified(earned(offering()), "r-1", {"EM-101": "1.00"}), "r-2")
    assert [says(one) for one in standing(ledger)] == [
        (["1.00 AMA PRA Category 1 Credit"], (), ""),
        (["0.75 AMA PRA Category 1 Credit"], (), ""),
    ]
    assert not ledger.superseded


def test_a_top_up_after_two_parts_takes_the_place_of_both() -> None:
    """1.00 and 0.75 of one level were certified apart; 2.00 was reached since, and one certificate says so."""
    activity = offering()
    ledger = certified(certified(earned(activity), "r-1", {"EM-101": "1.00"}), "r-2")
    ledger = certified(earned(activity, units=20, day=LATER, ledger=ledger), "r-3")
    assert [says(one) for one in standing(ledger)] == [(["2.00 AMA PRA Category 1 Credits"], ("r-1/1", "r-2/1"), "")]


def test_another_provider_takes_the_place_of_nothing() -> None:
    """Credit of an activity that changed hands is certified by whoever holds it, each for itself."""
    ledger = certified(earned(offering("A", ABIM)), "r-1")
    hillside = offering("A", ABIM, provider=Provider(name="Hillside CME", zone="UTC"))
    ledger = certified(earned(hillside, units=20, day=LATER, ledger=ledger), "r-2", type=(AMA, ABIM))
    assert [(one.provider.name, says(one)) for one in standing(ledger)] == [
        ("Lakeside CME", (["1.75 AMA PRA Category 1 Credits"], (), "")),
        ("Hillside CME", (["0.25 AMA PRA Category 1 Credit", "2.00 ABIM MOC points"], (), "")),
    ]


def test_a_preview_says_what_the_certificate_would_take_the_place_of() -> None:
    """A preview is the document but for its number, and changes nothing."""
    ledger = certified(earned(offering("EM-101", ABIM)), "r-1")
    taken = made(claim(ledger, ALL, at=NOW, request="r-2", type=ABIM))
    (preview,) = certify(ledger, taken, name=NAME, at=NOW)
    (issued,) = certify(ledger, taken, name=NAME, at=NOW, number=lambda: "LK-2")
    assert (preview.number, preview.supersedes) == (None, ("r-1/1",))
    assert attrs.evolve(preview, number="LK-2") == issued


def test_each_claim_gets_its_own_certificates_again() -> None:
    """A retry of the first claim gives the first certificate, though another has its place; of the second, the second."""
    ledger = certified(certified(earned(offering()), "r-1", {"EM-101": "1.00"}), "r-2")
    for taken, certificate in zip(ledger.claims, ledger.certificates, strict=True):
        again = certify(ledger, taken, name="Ada Smith", at=NOW, number=numbers(50))
        assert again == (certificate,)
        assert written(ledger, *again) is ledger


def test_what_was_voided_is_not_certified_again() -> None:
    """A retry gives the voided document, with or without its credit, and no number is drawn for another one."""
    for credit in (True, False):
        ledger = certified(earned(offering()), "r-1")
        ledger = decided(ledger, Voided(learner=LEARNER, number="r-1/1", credit=credit))
        assert certify(ledger, ledger.claims[0], name=NAME, at=NOW, number=numbers()) == ledger.certificates


def test_more_credit_after_a_void_stands_for_itself() -> None:
    """1.75 were voided with their credit: the 0.25 that are earned later are certified alone, and replace nothing."""
    ledger = decided(certified(earned(offering()), "r-1"), Voided(learner=LEARNER, number="r-1/1", credit=True))
    ledger = certified(earned(offering(), units=20, day=LATER, ledger=ledger), "r-2")
    assert [says(one) for one in standing(ledger)] == [(["0.25 AMA PRA Category 1 Credit"], (), "")]


# Two accounts.


def other_account() -> Ledger:
    """Fill another account of the same person: 1.75 credits of A, claimed and certified, and 1.75 points that are not."""
    ledger = Ledger("dr-17")
    ledger = written(ledger, *earn(ledger, assess(seen(offering("A", ABIM), Progress(17, 20, NINTH), learner="dr-17"))))
    taken = made(claim(ledger, ALL, at=NOW, request="r-1"))
    return written(ledger, taken, *certify(ledger, taken, name=NAME, at=NOW, number=lambda: "O-1"))


def test_certificates_of_a_merged_account_stay_as_they_are() -> None:
    """What is claimed after a merge replaces nothing of the other account, so that both can part again."""
    other, mine = other_account(), certified(earned(offering("B")), "r-1")
    ledger = decided(mine, Merged(learner=LEARNER, merge="M-1", other="dr-17", records=other.records))
    # Both accounts called a request of theirs r-1, and each claim has its own certificate.
    held = {one.learner: certify(ledger, one, name=NAME, at=NOW, number=numbers()) for one in ledger.claims}
    assert held == {LEARNER: mine.certificates, "dr-17": other.certificates}
    ledger = certified(ledger, "r-2", type=ABIM)
    assert [(one.learner, says(one)) for one in standing(ledger)] == [
        (LEARNER, (["1.75 AMA PRA Category 1 Credits"], (), "")),
        ("dr-17", (["1.75 AMA PRA Category 1 Credits"], (), "")),
        (LEARNER, (["1.75 ABIM MOC points"], (), "O-1")),
    ]
    parted = decided(ledger, Unmerged(learner=LEARNER, merge="M-1"))
    # The level that the points were claimed on went with the other account.
    more = certified(earned(offering("B"), units=20, ledger=parted), "r-3")
    assert [says(one) for one in standing(more)] == [
        (["1.75 ABIM MOC points"], (), "O-1"),
        (["2.00 AMA PRA Category 1 Credits"], ("r-1/1",), ""),
    ]


def joined(mine: Ledger, **fields: Any) -> Ledger:
    """Join the other account, and finish A there: 2.00 in all, of which the other account claimed and certified 1.75."""
    ledger = decided(mine, Merged(learner=LEARNER, merge="M-1", other="dr-17", records=other_account().records))
    return earned(offering("A", **fields), units=20, day=LATER, ledger=ledger)


@pytest.mark.parametrize("again", Again)
def test_a_top_up_is_added_to_the_certificate_of_the_account_that_was_joined(again: Again) -> None:
    """H3: the other 0.25 has a certificate to itself that names the first; an unmerge leaves that one as it was."""
    ledger = certified(joined(Ledger(LEARNER), handling=Handling(topped_up=again, rested=again)), "r-2")
    assert [(one.learner, says(one)) for one in standing(ledger)] == [
        ("dr-17", (["1.75 AMA PRA Category 1 Credits"], (), "")),
        (LEARNER, (["0.25 AMA PRA Category 1 Credit"], (), "O-1")),
    ]
    assert Ledger(LEARNER, ledger.records) == ledger
    parted = decided(ledger, Unmerged(learner=LEARNER, merge="M-1"))
    assert [says(one) for one in standing(parted)] == [(["0.25 AMA PRA Category 1 Credit"], (), "O-1")]
    assert Ledger(LEARNER, parted.records) == parted
    # Issued again after the accounts parted, it names no certificate that is not here.
    plan = reissue(parted, "r-2/1", at=NOW, number=lambda: "LK-9", name="Ada Smith")
    assert isinstance(plan, Plan)
    (after,) = plan.applied(parted, at=NOW, actor="office", reason="spelling")
    assert [says(one) for one in standing(after)] == [(["0.25 AMA PRA Category 1 Credit"], ("r-2/1",), "")]


def test_an_account_that_has_a_certificate_of_its_own_tops_that_up() -> None:
    """H3: both accounts certified A; the top-up takes the place of the certificate of the account that goes on."""
    theirs, mine = stated("1.00", learner="dr-17"), stated("0.25")
    part, own = taking("r-1", (theirs, "1.00"), learner="dr-17"), taking("r-0", (mine, "0.25"))
    other = written(Ledger("dr-17"), theirs, part, paper("O-1", part))
    ledger = written(Ledger(LEARNER), mine, own, paper("LK-0", own))
    ledger = decided(ledger, Merged(learner=LEARNER, merge="M-1", other="dr-17", records=other.records))
    ledger = certified(written(ledger, stated("2.00")), "r-2")
    assert [says(one) for one in standing(ledger)] == [
        (["1.00 AMA PRA Category 1 Credit"], (), ""),
        (["1.00 AMA PRA Category 1 Credit"], ("LK-0",), ""),
    ]


def test_only_what_says_more_is_added_to_the_certificate_of_another_account() -> None:
    """H3: another part of the same level, another provider's credit, and the other account's own late claim add to nothing."""
    level = stated("1.75", learner="dr-17")
    part = taking("r-1", (level, "1.00"), learner="dr-17")
    other = written(Ledger("dr-17"), level, part, paper("O-1", part))
    ledger = decided(Ledger(LEARNER), Merged(learner=LEARNER, merge="M-1", other="dr-17", records=other.records))
    assert says(certified(ledger, "r-2").certificates[-1])[1:] == ((), "")
    hillside = attrs.evolve(stated("2.00"), heading=offering(provider=Provider(name="Hillside CME", zone="UTC")).heading)
    assert says(certified(written(ledger, hillside), "r-2").certificates[-1])[1:] == ((), "")
    more = attrs.evolve(level, level=AMA("2.00"))
    late = taking("r-3", (more, "0.25"), learner="dr-17")
    third = stated("0.25", learner="dr-18")
    theirs = taking("r-0", (third, "0.25"), learner="dr-18")
    ledger = Ledger(LEARNER)
    for other in (written(Ledger("dr-17"), more), written(Ledger("dr-18"), third, theirs, paper("O-8", theirs))):
        merged = Merged(learner=LEARNER, merge=f"M-{other.learner}", other=other.learner, records=other.records)
        ledger = decided(ledger, merged)
    (certificate,) = certify(written(ledger, late), late, name=NAME, at=NOW, number=numbers())
    assert (certificate.learner, says(certificate)[1:]) == ("dr-17", ((), ""))


def test_requests_of_one_name_are_told_apart_by_their_account() -> None:
    """Both accounts claimed credit of A in a request r-1: the points take the place of the certificate of their own account."""
    mine = certified(earned(offering("A", ABIM), units=12), "r-1")
    ledger = decided(mine, Merged(learner=LEARNER, merge="M-1", other="dr-17", records=other_account().records))
    ledger = certified(ledger, "r-2", type=ABIM)
    assert [says(one) for one in standing(ledger)] == [
        (["1.75 AMA PRA Category 1 Credits"], (), ""),
        (["1.25 AMA PRA Category 1 Credits", "1.75 ABIM MOC points"], ("r-1/1",), ""),
    ]


def test_a_claim_of_a_merged_account_is_certified_in_its_own_name() -> None:
    """Its certificate was never made: it is written to the ledger that goes on, as the other account's."""
    other = Ledger("dr-17", other_account().records[:-1])
    followed = decided(other, Followed(learner="dr-17", merge="M-1", into=LEARNER))
    assert followed.follows == LEARNER
    ledger = decided(Ledger(LEARNER), Merged(learner=LEARNER, merge="M-1", other="dr-17", records=other.records))
    (certificate,) = certify(ledger, ledger.claims[0], name=NAME, at=NOW, number=numbers())
    assert certificate.learner == "dr-17"
    assert standing(written(ledger, certificate)) == [certificate]


# What the ledger refuses, however a certificate was made.

FIRST, REST = taking("r-1", (stated(), "1.00")), taking("r-2", (stated(), "0.75"))
TWICE = written(Ledger(LEARNER), stated(), FIRST, REST, paper("LK-1", FIRST), paper("LK-2", REST))


@pytest.mark.parametrize(
    ("certificate", "said"),
    [
        (paper("LK-3", FIRST), "claim r-1 already has certificate LK-1"),
        (paper("LK-3", FIRST, REST, supersedes=["LK-1"]), "claim r-2 already has certificate LK-2"),
        (paper("LK-3", FIRST, supersedes=["LK-7"]), "speaks of certificate LK-7"),
        (paper("LK-3", FIRST, adds_to="LK-7"), "speaks of certificate LK-7"),
        (paper("LK-3", REST, supersedes=["LK-1", "LK-2"]), "LK-3 does not hold all that LK-1 awards"),
        (attendance("LK-3", supersedes=["LK-1"]), "LK-3 does not hold all that LK-1 awards"),
        (paper("LK-3", FIRST, request=""), "certifies what a claim, which it does not name, in this ledger does not hold"),
        (attendance("LK-3", total=AMA("1.00")), "which is not the sum of its lines"),
        (attendance("LK-3", request="r-7"), "certifies what claim r-7 in this ledger does not hold"),
        (
            attrs.evolve(paper("LK-3", FIRST, REST, supersedes=["LK-1", "LK-2"]), resting=[ABIM("1.00")]),
            "which is not the sum of its lines",
        ),
    ],
)
def test_no_credit_stands_on_two_certificates(certificate: Certificate, said: str) -> None:
    """M5 [000]: what is certified was claimed, and once; what replaces a certificate holds all of it."""
    with pytest.raises(LedgerConflict, match=said):
        written(TWICE, certificate)


def test_only_what_stands_is_replaced() -> None:
    """A certificate has one successor, and one whose credit ended has none."""
    over = paper("LK-3", FIRST, REST, supersedes=["LK-1", "LK-2"])
    ledger = written(TWICE, over)
    assert ledger.superseded == {"LK-1": "LK-3", "LK-2": "LK-3"}
    with pytest.raises(LedgerConflict, match="the place of certificate LK-1 was taken by LK-3; supersede that one"):
        written(ledger, attrs.evolve(over, number="LK-4"))
    ended = decided(ledger, Voided(learner=LEARNER, number="LK-3", credit=True))
    with pytest.raises(LedgerConflict, match="the credit of certificate LK-3 was ended"):
        written(ended, attrs.evolve(over, number="LK-4", supersedes=["LK-3"]))
    with pytest.raises(LedgerConflict, match="claim r-2 already has certificate LK-3"):
        written(ended, attrs.evolve(over, number="LK-4", supersedes=[]))


def test_a_document_that_was_voided_is_replaced_by_name() -> None:
    """Its credit stands, so another document takes its place and says so; after that, its credit ends with the new one."""
    ledger = decided(TWICE, Voided(learner=LEARNER, number="LK-1", credit=False))
    with pytest.raises(LedgerConflict, match="claim r-1 already has certificate LK-1"):
        written(ledger, paper("LK-3", FIRST))
    ledger = written(ledger, paper("LK-3", FIRST, supersedes=["LK-1"]))
    with pytest.raises(LedgerConflict, match="the credit of certificate LK-1 stands on LK-3 now; void that one"):
        decided(ledger, Voided(learner=LEARNER, number="LK-1", credit=True))
    ledger = decided(ledger, Voided(learner=LEARNER, number="LK-3", credit=True))
    assert ledger.withheld(("EM-101", AMA)) == AMA("1.00")


def test_credit_may_end_after_its_document_and_never_twice() -> None:
    """First the document was voided, and its credit later; then there is nothing left to void."""
    document, credit = (Voided(learner=LEARNER, number="LK-1", credit=credit) for credit in (False, True))
    ledger = decided(TWICE, document, credit)
    assert ledger.withheld(("EM-101", AMA)) == AMA("1.00")
    assert ledger.voided["LK-1"] == credit
    assert decided(ledger, credit, document) is ledger
    with pytest.raises(LedgerConflict, match="certificate LK-1 was voided with its credit"):
        decided(decided(TWICE, credit), document)


def test_a_void_looks_only_at_what_rests_on_it() -> None:
    """Points of a whole claim, of an activity that was designated for more later, stand in the way of no other void."""
    credit, points = stated("2.00"), stated("2.00", type=ABIM, rests_on=RestsOn(AMA, Asks.WHOLE_CLAIM))
    other = stated("1.00", "EM-102")
    first, second = taking("r-1", (credit, "2.00"), (points, "2.00")), taking("r-2", (other, "1.00"))
    ledger = written(Ledger(LEARNER), credit, points, other, first, second, paper("LK-2", second))
    ledger = written(ledger, attrs.evolve(credit, level=AMA("2.50"), maximum=AMA("3.00")))
    assert decided(ledger, Voided(learner=LEARNER, number="LK-2", credit=True)).withheld(("EM-102", AMA)) == AMA("1.00")


def test_a_void_does_not_mind_a_level_that_was_lowered() -> None:
    """2.00 points were claimed and their level set to nothing: what is over-claimed is no reason to keep other credit."""
    credit, points = stated("2.00"), stated("1.00", type=ABIM, rests_on=RestsOn(AMA, Asks.CLAIM))
    first, second = taking("r-1", (credit, "1.00"), (points, "1.00")), taking("r-2", (credit, "1.00"))
    ledger = written(Ledger(LEARNER), credit, points, first, second, paper("LK-2", second))
    ledger = decided(ledger, Adjusted(learner=LEARNER, activity="EM-101", level=ABIM("0.00"), case="C-1"))
    assert decided(ledger, Voided(learner=LEARNER, number="LK-2", credit=True)).withheld(("EM-101", AMA)) == AMA("1.00")


def test_points_are_not_claimed_on_credit_that_a_void_took_back() -> None:
    """The credit stays claimed and withheld, and carries nothing any more."""
    ledger = decided(certified(earned(offering("A", ABIM)), "r-1"), Voided(learner=LEARNER, number="r-1/1", credit=True))
    assert isinstance(claim(ledger, ALL, at=NOW, request="r-2", type=ABIM), Refusal)
    by_hand = taking("r-2", (ledger.standing["A", ABIM], "1.00"))
    with pytest.raises(LedgerConflict, match=r"and of that 0\.00 is claimed"):
        written(ledger, by_hand)


# The order of steps.


def test_m5_a_certificate_of_credit_exists_only_after_a_claim() -> None:
    """M5 [000]: a refused claim makes none, and one that was made of a claim is not written without it."""
    ledger = earned(offering())
    refused = claim(ledger, ["EM-102"], at=NOW, request="r-1")
    with pytest.raises(LedgerConflict, match="a refused claim has no certificates"):
        certify(ledger, refused, name=NAME, at=NOW, number=numbers())
    taken = made(claim(ledger, ALL, at=NOW, request="r-1"))
    (certificate,) = certify(ledger, taken, name=NAME, at=NOW, number=numbers())
    with pytest.raises(LedgerConflict, match="add the claim together with its certificates"):
        written(ledger, certificate)
    assert written(ledger, taken, certificate).certificates == (certificate,)


def test_m19_and_m21_at_a_meeting_participation_comes_at_once_and_credit_after_its_claim() -> None:
    """M19 and M21 [000]: attending gives the certificate of participation; that of credit waits for the claim."""
    meeting = an_activity(
        "LIVE-1",
        format=LIVE,
        completion=[evaluated()],
        designations=[a_designation("2.00", Policy(code="live"))],
    )
    ledger = written(Ledger(LEARNER), *earn(Ledger(LEARNER), assess(seen(meeting, Evaluated(NINTH)))))
    attended = certify_participation(ledger, "LIVE-1", name=NAME, at=NOW, number=numbers())
    assert isinstance(attended, Certificate)
    ledger = written(ledger, attended)
    assert [one.total for one in ledger.certificates] == [None]
    ledger = certified(ledger, "r-1")
    assert [one.total for one in ledger.certificates] == [None, AMA("2.00")]
    assert len(standing(ledger)) == 2


def test_m9_what_the_system_claims_at_completion_is_certified_and_delivered() -> None:
    """M9 [000]: after automatic claiming the certificate is made, and an order to deliver it is due."""
    handling = Handling(automatic=True, releases=[Release(of=Paper.CREDIT, on=Moment.CLAIM, sends=True)])
    ledger = earned(offering(handling=handling))
    (taken,) = claim_automatically(ledger, at=NOW)
    ledger = written(ledger, taken, *certify(ledger, taken, name=NAME, at=NOW, number=lambda: "LK-1"))
    assert [one.number for one in orders(ledger, at=NOW, to="account")] == ["LK-1"]
    # The learner finishes: the system claims the rest, and the certificate over both is delivered.
    ledger = earned(offering(handling=handling), units=20, day=LATER, ledger=ledger)
    (rest,) = claim_automatically(ledger, at=NOW)
    ledger = written(ledger, rest, *certify(ledger, rest, name=NAME, at=NOW, number=lambda: "LK-2"))
    assert [one.number for one in orders(ledger, at=NOW, to="account")] == ["LK-2"]


# Whatever happens.

COURSES = {"A": "Sepsis", "B": "Sepsis", "C": "Stroke"}
STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("work"), st.sampled_from("ABC"), st.integers(10, 20)),
        st.tuples(
            st.just("claim"), st.none() | st.sampled_from("ABC"), st.sampled_from([None, AMA, ABIM, ABP, (AMA, ABIM, ABP)])
        ),
        st.tuples(st.just("part"), st.sampled_from("ABC"), st.integers(1, 6)),
        st.tuples(st.just("void"), st.integers(0, 5), st.booleans()),
    ),
    max_size=14,
)


@given(STEPS, st.sampled_from(Again), st.sampled_from(Again))
def test_claimed_credit_stands_on_exactly_one_certificate(steps: list[Any], topped_up: Again, rested: Again) -> None:
    """However credit and points are earned, claimed, topped up and voided: what stands adds up to what was claimed."""
    handling = Handling(topped_up=topped_up, rested=rested)
    offers = {code: offering(code, ABIM, ABP, course=course, handling=handling) for code, course in COURSES.items()}
    ledger = Ledger(LEARNER)
    for place, (step, one, two) in enumerate(steps):
        if step == "work":
            ledger = earned(offers[one], units=two, ledger=ledger)
        elif step == "void":
            ledger = voided(ledger, one, credit=two)
        else:
            wanted: Any = {one: AMA("0.25").amount * two} if step == "part" else ALL if one is None else [one]
            answer = claim(ledger, wanted, at=NOW, request=f"r-{place}", type=two if step == "claim" else AMA)
            if isinstance(answer, Claim):
                number = iter(f"{place}/{number}" for number in range(9)).__next__
                ledger = written(ledger, answer, *certify(ledger, answer, name=NAME, at=NOW, number=number))
    stands: dict[Any, int] = {}
    for certificate in ledger.certificates:
        void = ledger.voided.get(certificate.number or "")
        if certificate.number not in ledger.superseded and not (void and void.credit):
            assert certificate.total is not None
            assert certificate.maximum is None or certificate.total <= certificate.maximum
            for line in certificate.lines:
                for credits in (line.credits, *line.resting):
                    assert credits is not None
                    stands[line.activity, credits.type] = stands.get((line.activity, credits.type), 0) + credits.steps
    for account in ledger.standing:
        assert stands.get(account, 0) == (ledger.claimed(account) - ledger.withheld(account)).steps


def voided(ledger: Ledger, place: int, *, credit: bool) -> Ledger:
    """Void one of the certificates, where the ledger lets it be."""
    for certificate in standing(ledger)[place : place + 1]:
        try:
            return decided(ledger, Voided(learner=LEARNER, number=certificate.number or "", credit=credit))
        except LedgerConflict:
            return ledger
    return ledger
