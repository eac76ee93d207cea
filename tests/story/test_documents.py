"""The document itself: what a certificate states, copied whole, and what it can never state."""

import json
from typing import Any

import attrs
import pytest

from builders import (
    ABIM,
    ACEP,
    AMA,
    LAKESIDE,
    LEARNER,
    NAME,
    NINTH,
    NOW,
    a_designation,
    a_ledger,
    a_participation,
    an_activity,
    at,
    attendance,
    decided,
    done,
    made,
    numbers,
    on,
    seen,
    stated,
    taking,
    written,
)
from cmecore.activities import LIVE, Activity
from cmecore.certificates import certify, certify_participation
from cmecore.claiming import ALL, claim
from cmecore.corrections import reissue
from cmecore.credit.amounts import total
from cmecore.credit.canonical import canonical
from cmecore.credit.periods import Span
from cmecore.entries import ANNUAL_SUMMARY, TRANSCRIPT, Adjusted, Certificate, Line
from cmecore.errors import InvalidValue, LedgerConflict
from cmecore.evidence import Evaluated
from cmecore.handling import Handling
from cmecore.holdings import awarded
from cmecore.ledger import Ledger
from cmecore.plans import Plan
from cmecore.providers import Provider, Signatory
from cmecore.rules.awards import AsBase, Asks, RestsOn
from cmecore.rules.policies import Policy
from cmecore.rules.requirements import evaluated
from cmecore.serial import dumps, loads

ALL_OF_IT = Policy(code="whole")
POINTS = Policy(code="points", award=AsBase(), rests_on=RestsOn(AMA, Asks.CLAIM))
CHAIR, DEAN = Signatory("Grace Lindqvist, PhD", "Director of Education"), Signatory("Ines Haddad, MD")
#: The page of the college that its certificates cite, with its scope, statement and contact.
POLICY = "Certificate Record Retention Policy, July 2025, https://lakeside.example/retention"
COLLEGE = attrs.evolve(LAKESIDE, signatories=[CHAIR], policy=POLICY)
CONVERGENCE: dict[str, Any] = {"title": "Convergence", "edition": "2025", "format": LIVE, "held": Span(NINTH, NINTH)}


def course(code: str = "EM-101", amount: str = "1.00", **fields: Any) -> Activity:
    """Offer an activity whose credit is earned with the evaluation."""
    given = {"completion": [evaluated()], "designations": [a_designation(amount, ALL_OF_IT)], "provider": COLLEGE}
    return an_activity(code, **{**given, **fields})


def earning(*activities: Activity) -> Ledger:
    """Take part in some activities."""
    return a_ledger(*(seen(activity, Evaluated(NINTH)) for activity in activities))


def certified(ledger: Ledger, wanted: Any = ALL, **fields: Any) -> tuple[Certificate, ...]:
    """Claim and certify."""
    taken = made(claim(ledger, wanted, at=NOW, request="r-1", type=fields.pop("type", None)))
    return certify(ledger, taken, **{"name": NAME, "at": NOW, "number": numbers(), **fields})


def attended(activity: Activity, **fields: Any) -> Certificate:
    """Certify participation."""
    paper = certify_participation(earning(activity), activity.code, **{"name": NAME, "at": NOW, "number": numbers(), **fields})
    assert isinstance(paper, Certificate)
    return paper


def test_m28_m55_whom_to_ask_and_the_policy_stand_on_every_certificate() -> None:
    """M28, M55: contact and the citable policy are part of the record, also after the provider worded them anew."""
    (credit,) = certified(earning(course()))
    for paper in (credit, attended(course())):
        assert (paper.provider.contact, paper.provider.policy) == ("cme@lakeside.example", POLICY)


def test_m49_a_certificate_belongs_to_a_dated_edition() -> None:
    """M49: the edition of the event, and its days, stand on its papers."""
    paper = attended(course(**CONVERGENCE))
    assert (paper.lines[0].title, paper.edition, paper.dates) == ("Convergence", "2025", Span(NINTH, NINTH))


def test_m45_m46_m47_participation_has_a_blank_for_hours_where_the_policy_says_so() -> None:
    """M45, M46, M47: the college's meetings leave the hours to the learner's pen, and nothing there is ever credit."""
    meeting = course(**CONVERGENCE, handling=Handling(hours_blank=True))
    paper = attended(meeting)
    assert (paper.blank, paper.hours, paper.total, awarded(paper)) == (True, None, None, [])
    assert attended(course()).blank is False
    # Whoever states the hours at once has them printed, and no blank beside them.
    stating = attended(meeting, hours="6.5")
    assert (stating.blank, str(stating.hours), stating.total, awarded(stating)) == (False, "6.5", None, [])
    # The certificate of credit of the same meeting has none.
    assert [one.blank for one in certified(earning(meeting))] == [False]
    # What is written on it changes nothing that was earned or can be claimed.
    ledger = earning(meeting)
    assert written(ledger, paper).standing == ledger.standing


def test_hours_that_are_known_later_take_the_place_of_the_blank() -> None:
    """A reissue states the hours, and drops the blank with them."""
    ledger = written(earning(meeting := course(**CONVERGENCE, handling=Handling(hours_blank=True))), attended(meeting))
    plan = reissue(ledger, "LK-000001", at=at(on(4, 3)), number=lambda: "LK-9", hours="6.5", blank=False)
    assert isinstance(plan, Plan)
    (again,) = (entry for step in plan.steps for entry in step.entries if isinstance(entry, Certificate))
    assert (str(again.hours), again.blank) == ("6.5", False)


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        (
            {"blank": True, "hours": "1.5"},
            "blank: found a blank beside hours that are stated; expected one of the two; write blank=False",
        ),
        ({"maximum": AMA("1.00")}, r"maximum: found '1\.00 AMA PRA Category 1 Credit'; expected nothing on a certificate"),
        (
            {"total": AMA("1.00"), "maximum": ABIM("2.00")},
            r"maximum: found '2\.00 ABIM MOC points'; expected what was designated in the type of the total, AMA",
        ),
        (
            {"language": "German"},
            r"language: found 'German'; expected the BCP 47 tag of a language; write \"de\", or \"pt-BR\"",
        ),
        ({"language": "de_AT"}, "language: found"),
        ({"language": ""}, "language: found"),
        (
            {"resting": [ABIM("1.00")]},
            r"resting: found 1\.00 ABIM MOC point; expected nothing on .* without a total.*; write credit that stands alone as",
        ),
        ({"blank": True, "total": AMA("1.00")}, "blank: found a blank for hours beside an amount of credit"),
        ({"blank": True, "summed": [AMA("1.00")]}, "blank: found a blank for hours beside an amount of credit"),
        ({"hours": "1.5", "summed": [AMA("1.00")]}, "hours: found hours beside an amount of credit"),
        ({"blank": "yes"}, "blank: found"),
        ({"summed": [AMA("1.00")], "total": AMA("1.00")}, "total: found an award on a document about several courses"),
        ({"summed": [AMA("1.00")], "resting": [ABIM("1.00")]}, "total: found an award on a document about several courses"),
        (
            {"summed": [AMA("1.00")]},
            r"summed: found 1\.00 AMA PRA Category 1 Credit; expected what the lines add up to: nothing",
        ),
        ({"reported": "To PARS."}, "reported: found"),
        ({"reported": [""]}, "reported: found"),
        ({"signatories": ["Grace Lindqvist"]}, r"signatories\[0\]: found"),
    ],
)
def test_what_no_certificate_may_state(fields: dict[str, Any], said: str) -> None:
    """Hours are no credit, a document about several courses awards nothing, and each field holds what it is for."""
    with pytest.raises(InvalidValue, match=f"^{said}"):
        attendance("LK-1", **fields)


def test_no_line_states_points_under_a_sentence_that_awards_nothing() -> None:
    """They would rest on a total; below "no credit is awarded" they are a contradiction."""
    paper = attendance("LK-1")
    points = attrs.evolve(paper.lines[0], resting=[ABIM("0.50")])
    with pytest.raises(
        InvalidValue, match=r"^lines\[1\]\.resting: found 0\.50 ABIM MOC point; expected nothing on a certificate"
    ):
        attrs.evolve(paper, lines=[*paper.lines, points])
    assert attrs.evolve(paper, lines=[points], total=AMA("1.00")).lines == (points,)


@pytest.mark.parametrize("tag", ["de", "pt-BR", "zh-Hant-TW", "fil"])
def test_a_certificate_is_written_in_a_language_by_its_tag(tag: str) -> None:
    """Readers aloud choose their voice by it."""
    assert attendance("LK-1", language=tag).language == tag


def test_who_signs_is_copied_to_the_certificate() -> None:
    """An activity's own signatories stand in the place of the provider's; of several activities each signs once."""
    (paper,) = certified(earning(course("A"), course("B", signatories=[DEAN]), course("C")))
    assert paper.signatories == (CHAIR, DEAN)
    assert attended(course(signatories=[DEAN])).signatories == (DEAN,)
    assert attended(course(provider="Hillside CME")).signatories == ()


TO_ABIM = "Lakeside CME reports this credit to ABIM through PARS."


def test_who_reports_stands_on_the_certificate_in_the_providers_words() -> None:
    """What a designation says of reporting stands beside the credit that it is about, and nowhere else."""
    points = a_designation("1.00", POINTS, type=ABIM, reported=TO_ABIM)
    activity = course(designations=[a_designation("1.00", ALL_OF_IT), points])
    (credit,), (both,) = (certified(earning(activity), type=types) for types in ([AMA], [AMA, ABIM]))
    assert (credit.reported, both.reported) == ((), (TO_ABIM,))
    assert attended(activity).reported == ()
    # Two activities that say the same say it once.
    assert [one.reported for one in certified(earning(activity, attrs.evolve(activity, code="B")), type=[AMA, ABIM])] == [
        (TO_ABIM,)
    ]


def test_points_that_went_between_claim_and_certificate_are_reported_by_nobody() -> None:
    """What does not stand on the certificate is not spoken of."""
    points = a_designation("1.00", POINTS, type=ABIM, reported=TO_ABIM)
    ledger = earning(course(designations=[a_designation("1.00", ALL_OF_IT), points]))
    taken = made(claim(ledger, ALL, at=NOW, request="r-1", type=[AMA, ABIM]))
    lowered = Adjusted(learner=LEARNER, activity="EM-101", level=ABIM("0"), case="C-1")
    ledger = decided(written(ledger, taken), lowered, when=at(on(4, 2)))
    (certificate,) = certify(ledger, taken, name=NAME, at=at(on(4, 3)), number=numbers())
    assert (certificate.resting, certificate.reported) == ((), ())


def test_what_leaves_a_certificate_takes_its_report_along() -> None:
    """Points that do not stand any more are reported by nobody; words that somebody corrected stay as they are."""
    points = a_designation("1.00", POINTS, type=ABIM, reported=TO_ABIM)
    ledger = earning(course(designations=[a_designation("1.00", ALL_OF_IT, reported="We keep your credit."), points]))
    taken = made(claim(ledger, ALL, at=NOW, request="r-1", type=[AMA, ABIM]))
    ledger = written(ledger, taken, *certify(ledger, taken, name=NAME, at=NOW, number=numbers()))
    assert ledger.certificates[0].reported == ("We keep your credit.", TO_ABIM)
    lowered = decided(ledger, Adjusted(learner=LEARNER, activity="EM-101", level=ABIM("0"), case="C-1"), when=at(on(4, 2)))
    cases: list[tuple[dict[str, Any], str]] = [({}, "We keep your credit."), ({"reported": ["Ask us."]}, "Ask us.")]
    for corrected, says in cases:
        plan = reissue(lowered, "LK-000001", at=at(on(4, 3)), number=lambda: "LK-9", **corrected)
        assert isinstance(plan, Plan)
        (again,) = (entry for step in plan.steps for entry in step.entries if isinstance(entry, Certificate))
        assert again.reported == (says,)


def test_m140_m141_m151_m175_m176_each_course_has_its_own_certificate_with_its_topics() -> None:
    """M140, M141, M151, M175, M176: one claim of two courses gives two, each with its own sum and its items with theirs."""
    ledger = earning(
        course("E1", "0.25", title="Early sepsis"),
        course("E2", "0.50", title="Shock"),
        course("P1", "0.75", title="Fever in infants", course="Pediatrics"),
    )
    found = {
        paper.course: (str(paper.total), [(line.title, str(line.credits and line.credits.amount)) for line in paper.lines])
        for paper in certified(ledger)
    }
    assert found == {
        "Emergency Medicine": ("0.75 AMA PRA Category 1 Credit", [("Early sepsis", "0.25"), ("Shock", "0.50")]),
        "Pediatrics": ("0.75 AMA PRA Category 1 Credit", [("Fever in infants", "0.75")]),
    }


def test_m154_m155_m157_a_name_is_checked_and_changed_before_anything_is_final() -> None:
    """M154, M155, M157: preview, cancel, change the name, preview again, confirm; the account is called as before."""
    ledger = a_ledger(a_participation())
    taken = made(claim(ledger, ALL, at=NOW, request="r-1"))
    (preview,) = certify(ledger, taken, name="ada okoro", at=NOW)
    assert (preview.number, preview.name, preview.learner) == (None, "ada okoro", LEARNER)
    with pytest.raises(LedgerConflict, match="a preview cannot be written"):
        written(ledger, taken, preview)
    assert ledger.certificates == ()
    assert ledger.claims == ()
    (once_more,) = certify(ledger, taken, name="Ada Okoro, MD, FACEP", at=NOW)
    assert once_more == attrs.evolve(preview, name="Ada Okoro, MD, FACEP")
    (final,) = certify(ledger, taken, name="Ada Okoro, MD, FACEP", at=NOW, number=numbers())
    assert final == attrs.evolve(once_more, number="LK-000001")
    # The name is the document's own from then on.
    kept = written(ledger, taken, final)
    assert certify(kept, taken, name="Ada Okoro-Hill, MD", at=NOW, number=numbers(2)) == (final,)


UNDER = Line(activity="A", title="Early sepsis", on=NINTH, credits=AMA("1.00"), under="Emergency Medicine")


def listing(*lines: Line, **fields: Any) -> Certificate:
    """Make a document about several courses by hand."""
    sums = tuple(total(credits for line in lines for credits in line.amounts).values())
    return attrs.evolve(attendance("S-1"), **{"kind": ANNUAL_SUMMARY, "lines": lines, "summed": sums, **fields})


def test_a_document_about_several_courses_awards_nothing() -> None:
    """What it adds up to by type is no award, and different types are never added."""
    points = attrs.evolve(UNDER, activity="B", under="Pediatrics", credits=ACEP("0.25"), resting=[ABIM("0.25")])
    paper = listing(UNDER, points, attrs.evolve(UNDER, activity="C"))
    assert (paper.summed, paper.total) == ((AMA("2.00"), ACEP("0.25"), ABIM("0.25")), None)
    assert paper.summarises
    assert awarded(paper) == []
    assert listing(attrs.evolve(UNDER, credits=None)).summarises
    assert not attendance("LK-1").summarises
    # The order in which the types are listed is the caller's.
    assert listing(UNDER, points, summed=[ABIM("0.25"), ACEP("0.25"), AMA("1.00")]).summarises
    for wrong in ([], [AMA("2.00")], [AMA("1.00"), AMA("1.00")]):
        with pytest.raises(InvalidValue, match=r"expected what the lines add up to: 1\.00 AMA"):
            listing(UNDER, summed=wrong)


@pytest.mark.parametrize("kind", [ANNUAL_SUMMARY, TRANSCRIPT])
def test_a_document_about_several_courses_is_never_written(kind: Any) -> None:
    """It lists what other certificates award; in a ledger it would be one more of them."""
    earned = stated("1.00")
    ledger = written(Ledger(LEARNER), done(), earned, taking("r-1", (earned, "1.00")))
    for lines in ([UNDER], [attrs.evolve(UNDER, credits=None)]):
        with pytest.raises(LedgerConflict, match=rf"^{kind.title} S-1 lists what other certificates award, and awards nothing"):
            written(ledger, listing(*lines, kind=kind))


def test_what_was_stored_before_reads_as_before() -> None:
    """A document of a time without these fields has none of them, and no spelling of it changes."""
    (paper,) = certified(a_ledger(a_participation()))
    document = json.loads(dumps(paper))
    plain = document["value"]
    new = {"blank", "summed", "reported", "signatories"}
    assert not new & plain.keys()
    assert not any("under" in line for line in plain["lines"])
    assert not {"signatories", "policy"} & plain["provider"].keys()
    back = loads(json.dumps(document), Certificate)
    assert (back.blank, back.summed, back.reported, back.signatories, back.provider.policy) == (False, (), (), (), "")
    for name in new | {"under", "policy", "hours_blank"}:
        assert f'"{name}"' not in canonical(paper).decode()


def test_a_provider_who_signs_nothing_is_spelled_as_before() -> None:
    """Existing activities keep their digests."""
    assert b"signatories" not in canonical(an_activity())
    assert b"signatories" in canonical(an_activity(provider=Provider(name="Lakeside CME", signatories=[CHAIR])))
