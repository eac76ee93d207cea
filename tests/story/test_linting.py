"""Linting: what is wrong with a document, who says so, and that what the library itself produces is left alone."""

import datetime
import itertools
import re
import time
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import attrs
import pytest
from hypothesis import given, strategies as st

import hostile
from builders import CHICAGO, LEARNER, NAME, NINTH, NOW, a_session, at, made, numbers, on, seen, written
from cmecore.activities import ENDURING, INTERNET_LIVE, LIVE, OTHER, POINT_OF_CARE, Activity, Format, Part
from cmecore.assessment import assess
from cmecore.authorities import accme, acep, ama, ancc, bodies
from cmecore.bodies.accreditations import Accreditation
from cmecore.bodies.body import Body, Item, Note, Required
from cmecore.bodies.rulings import Ruling
from cmecore.bodies.wordings import Purpose, Wording
from cmecore.certificates import certify, certify_participation
from cmecore.claiming import ALL, claim
from cmecore.credit.amounts import CreditType
from cmecore.credit.periods import Span
from cmecore.credit.rounding import nearest
from cmecore.credit.sources import Source, Sureness
from cmecore.credit.text import PARAGRAPH
from cmecore.designating import teaching
from cmecore.designations import Designation
from cmecore.earning import earn
from cmecore.entries import CME, CREDIT, PARTICIPATION, Certificate, Line
from cmecore.errors import InvalidValue
from cmecore.evidence import Attempt, Attended, Evaluated, Item as Evidence, Practises, Presented, Progress
from cmecore.ledger import Ledger
from cmecore.linting import Remark, Severity, lint
from cmecore.providers import Provider
from cmecore.rendering.document import Document
from cmecore.rendering.words import ENGLISH
from cmecore.rules.awards import ByTime, InProportion
from cmecore.rules.facts import PROFESSIONS
from cmecore.rules.policies import Policy
from cmecore.rules.requirements import evaluated, practises

BODIES = bodies()
AMA = ama.CATEGORY_1
DESIGNATION, DESIGNATION_2006, WAS_DESIGNATED = ama.WORDINGS[:3]
DIRECT = accme.WORDINGS[0]
ERROR, WARNING = Severity.ERROR, Severity.WARNING
LETTER = Source(title="ACCME, letter of accreditation", sureness=Sureness.ISSUER)
FOUR_YEARS = Span(on(1, 1, 2023), on(12, 31, 2026))
ACCREDITED = Accreditation(by="ACCME", types=[AMA], in_force=FOUR_YEARS, sources=[LETTER])
LAKESIDE = Provider(name="Lakeside CME", address="12 Shore Road", zone=CHICAGO, accreditations=[ACCREDITED])
LATER = on(1, 1, 2027)


def designates(amount: object = "2.00", format: str = "enduring material") -> str:
    """State the designation in the AMA's words."""
    return DESIGNATION.fill(provider="Lakeside CME", format=format, amount=str(amount)).text


ACCREDITS = DIRECT.fill(provider="Lakeside CME").text
#: What Ada holds: 1.75 of 2.00 credits for early sepsis.
ADA = Certificate(
    number="LK-000001",
    kind=CREDIT,
    learner=LEARNER,
    name=NAME,
    provider=LAKESIDE,
    course="Emergency Medicine",
    format="enduring material",
    issued_on=on(4, 1),
    lines=[Line(activity="EM-101", title="Early sepsis", on=NINTH, credits=AMA("1.75"))],
    total=AMA("1.75"),
    maximum=AMA("2.00"),
    statements=[ACCREDITS, designates()],
)
#: What a nurse holds of the same course.
ATTENDED = attrs.evolve(
    ADA,
    number="LK-000002",
    kind=PARTICIPATION,
    lines=[Line(activity="EM-101", title="Early sepsis", on=NINTH)],
    total=None,
    maximum=None,
    designated=[AMA("2.00")],
    hours="1.75",
)


def remarks(subject: Any, **fields: Any) -> tuple[Remark, ...]:
    """Look something over with all that is known of all bodies."""
    return lint(subject, **{"bodies": BODIES, **fields})


def codes(subject: Any, **fields: Any) -> list[str]:
    """List what is wrong by its codes."""
    return [remark.code for remark in remarks(subject, **fields)]


def only(subject: Any, **fields: Any) -> Remark:
    """Insist on one remark."""
    (remark,) = remarks(subject, **fields)
    return remark


def told(remark: Remark) -> tuple[str, Severity, str, str]:
    """Take out of a remark what it tells, without its sources."""
    return remark.code, remark.severity, remark.where, remark.says


# What is sound is left alone.


def test_a_sound_certificate_gives_no_remark() -> None:
    """The right names, the wording of the day, the claimed amount, the format, an accreditation in force, a physician."""
    assert codes(ADA, profession="physician", marks=["ACCME"]) == []
    assert codes(attrs.evolve(ADA, number=None), profession="physician") == []
    assert only(attrs.evolve(ADA, number=None, format="")).where == "certificate (preview)"


def test_a_sound_certificate_of_participation_gives_no_remark() -> None:
    """It says what was designated, and awards nothing: for whomever."""
    for profession in ("", *sorted(PROFESSIONS)):
        assert codes(ATTENDED, profession=profession, marks=["ACCME"]) == []


# "ACCME credit" as a type, and abbreviated names.

ACCME_CREDIT = CreditType(code="accme", name="ACCME credit", step="0.25")


def of_type(kind: CreditType) -> Certificate:
    """Award a type of the caller's own."""
    awarded, maximum = kind(kind.step * 7), kind(kind.step * 8)
    line = attrs.evolve(ADA.lines[0], credits=awarded)
    return attrs.evolve(ADA, lines=[line], total=awarded, maximum=maximum, statements=[])


def test_m59_accme_credit_is_no_type_that_a_certificate_awards() -> None:
    """M59: the ACCME accredits providers and grants no credit: a certificate that awards "ACCME credits" is wrong."""
    remark = only(of_type(ACCME_CREDIT))
    assert told(remark) == (
        "misnomer",
        ERROR,
        "certificate LK-000001",
        "not “ACCME credit” but “AMA PRA Category 1 Credit™”",
    )
    assert remark.sources == ama.BODY.misnomers[0].sources
    assert str(remark) == (
        "error: certificate LK-000001: not “ACCME credit” but “AMA PRA Category 1 Credit™” "
        f"[{'; '.join(map(str, remark.sources))}]"
    )


@pytest.mark.parametrize(
    "certificate",
    [
        attrs.evolve(ATTENDED, designated=[ACCME_CREDIT("2.00")], statements=[]),
        attrs.evolve(ATTENDED, designated=(), lines=[attrs.evolve(ADA.lines[0], credits=ACCME_CREDIT("1.00"))]),
    ],
)
def test_a_wrong_name_is_found_wherever_an_amount_is_printed(certificate: Certificate) -> None:
    """What was designated and each line print their type too."""
    assert codes(certificate) == ["misnomer"]


@pytest.mark.parametrize(
    ("name", "phrase"),
    [
        ("AMA PRA Category 1", "AMA PRA Category 1"),
        ("AMA PRA Cat 1 credit", "AMA PRA Cat 1"),
        ("Category 1 credit", "Category 1 credit"),
        ("CAT 1 CME", "CAT 1 CME"),
        ("ACCME Category 1 Credit™", "ACCME Category 1 credit"),
    ],
)
def test_an_abbreviated_name_of_a_type_is_found(name: str, phrase: str) -> None:
    """On certificates and in the designations of activities."""
    kind = CreditType(code="acme", name=name, step="0.25")
    says = f"not “{phrase}” but “AMA PRA Category 1 Credit™”"
    assert only(of_type(kind)).says == says
    course = offered(designations=[Designation(maximum=kind("2.00"), policy=Policy(code="whole"))], statements=[])
    assert told(only(course)) == ("misnomer", ERROR, "activity EM-101", says)


@pytest.mark.parametrize(
    "kind", [AMA, acep.CATEGORY_I, *(kind for one in BODIES for kind in one.types)], ids=lambda kind: kind.code
)
def test_m58_the_bodies_own_names_of_types_pass(kind: CreditType) -> None:
    """M58: *AMA PRA Category 1 Credit*, and every other type that is known, may be printed as its body spells it."""
    assert "misnomer" not in codes(of_type(kind))


def test_m60_specialty_specific_credit_passes_under_a_name_of_its_own() -> None:
    """M60: a provider's specialty credit is a type of its own, and nobody's misnomer."""
    emergency = CreditType(code="medmatrix.emergency", name="Emergency Medicine credit", step="0.25")
    assert codes(of_type(emergency), profession="nurse") == []


def test_a_statement_that_speaks_of_accme_credit_is_found_in_its_place() -> None:
    """Which statement it is, is said."""
    certificate = attrs.evolve(ADA, statements=[ACCREDITS, "You earned 1.75 ACCME credits.", designates()])
    assert told(only(certificate))[2] == "certificate LK-000001, statement 2"
    assert only("You earned 1.75 ACCME credits.").where == "statement"
    assert only(offered(statements=["Worth 1.75 ACCME credits."])).where == "activity EM-101, statement 1"


def test_what_is_wrong_twice_in_one_place_is_said_once() -> None:
    """And in two places twice."""
    twice = "ACCME credits are ACCME credits."
    assert codes(twice) == ["misnomer"]
    assert [remark.where[-1] for remark in remarks(attrs.evolve(ADA, statements=[twice, twice]))] == ["1", "2"]


# Accreditation.


@pytest.mark.parametrize(
    "statement",
    [
        ACCREDITS,
        accme.WORDINGS[1].fill(provider="Lakeside CME", providers=["Lakeside CME", "Acme"]).text,
        "Lakeside CME is accredited by the ACCME. Ask us.",
        f"{ACCREDITS} {designates()}",
    ],
)
def test_a_statement_of_an_accreditation_that_was_not_in_force_is_found(statement: str) -> None:
    """In the accreditor's wording or in words of one's own: on the day of the work it did not hold, and since when is said."""
    line = attrs.evolve(ADA.lines[0], on=LATER)
    remark = only(attrs.evolve(ADA, lines=[line], statements=[statement]))
    assert told(remark) == (
        "accreditation-not-in-force",
        ERROR,
        "certificate LK-000001, statement 1",
        f"the accreditation by {accme.BODY.name} was not in force on 2027-01-01: 2023-01-01 to 2026-12-31",
    )
    assert remark.sources[-1] == LETTER
    assert len(remark.sources) > 1


@pytest.mark.parametrize("mark", ["ACCME", "accme", "Accreditation Council for Continuing Medical Education"])
def test_a_mark_of_an_accreditor_is_found_on_a_day_on_which_it_did_not_accredit(mark: str) -> None:
    """A seal says that the provider is accredited, and it was not."""
    late = attrs.evolve(ADA, lines=[attrs.evolve(ADA.lines[0], on=LATER)], statements=[designates()])
    remark = only(late, marks=[mark])
    assert told(remark)[:3] == (
        "accreditation-not-in-force",
        ERROR,
        "certificate LK-000001, mark of Accreditation Council for Continuing Medical Education",
    )
    # No note of the ACCME's own is known here, so its statements in force are cited, and the letter for the days.
    noted = tuple(source for note in accme.BODY.notes if note.remark for source in note.sources)
    assert remark.sources == (*(noted or (*DIRECT.sources, *accme.WORDINGS[1].sources)), LETTER)
    course = offered(held=Span(LATER, LATER), format=LIVE, statements=[], designations=[])
    assert (
        told(only(course, marks=[mark]))[2] == "activity EM-101, mark of Accreditation Council for Continuing Medical Education"
    )


@pytest.mark.parametrize(
    ("day", "holds"), [(on(12, 31, 2022), False), (on(1, 1, 2023), True), (on(12, 31), True), (LATER, False)]
)
def test_the_day_of_the_work_counts_and_both_ends_are_included(day: datetime.date, *, holds: bool) -> None:
    """However late the certificate is issued; another day can be asked for."""
    worked = attrs.evolve(ADA, lines=[attrs.evolve(ADA.lines[0], on=day)], issued_on=on(1, 1, 2030))
    expected = [] if holds else ["accreditation-not-in-force"]
    assert codes(worked, marks=["ACCME"]) == expected * 2
    assert codes(ADA, on=day, marks=["ACCME"]) == expected * 2


def test_the_day_of_several_activities_is_the_last() -> None:
    """What was earned last needs its accreditation as well; without lines the day of issue is asked."""
    lines = [attrs.evolve(ADA.lines[0], on=day, activity=day.isoformat()) for day in (LATER, NINTH)]
    assert codes(attrs.evolve(ADA, lines=lines, total=None, maximum=None)) == ["accreditation-not-in-force"]
    assert codes(attrs.evolve(ADA, lines=[], total=None, maximum=None, issued_on=LATER)) == ["accreditation-not-in-force"]
    assert codes(attrs.evolve(ADA, lines=[], total=None, maximum=None, issued_on=on(4, 1))) == []


def test_of_two_terms_one_is_enough() -> None:
    """An accreditation that was renewed is on record twice."""
    renewed = attrs.evolve(ACCREDITED, in_force=Span(LATER))
    provider = attrs.evolve(LAKESIDE, accreditations=[ACCREDITED, renewed])
    for day in (NINTH, LATER):
        assert codes(attrs.evolve(ADA, provider=provider), on=day, marks=["ACCME"]) == []
    says = only(attrs.evolve(ADA, provider=provider, statements=[ACCREDITS]), on=on(12, 31, 2022)).says
    assert says.endswith("was not in force on 2022-12-31: 2023-01-01 to 2026-12-31; from 2027-01-01")


def test_an_accreditation_that_is_not_on_record_is_to_be_looked_at() -> None:
    """Nobody says that it did not hold, so it is a warning; another accreditor's does not stand in for it."""
    other = attrs.evolve(ACCREDITED, by="ANCC")
    for held in ((), (other,)):
        certificate = attrs.evolve(ADA, provider=attrs.evolve(LAKESIDE, accreditations=held), statements=[ACCREDITS])
        remark = only(certificate)
        assert told(remark) == (
            "accreditation-not-on-record",
            WARNING,
            "certificate LK-000001, statement 1",
            f"it names an accreditation by {accme.BODY.name} that is not on record for Lakeside CME",
        )
        assert remark.sources == DIRECT.sources


def test_who_approves_an_activity_does_not_accredit_its_provider() -> None:
    """An approver's statement names the approver, and the provider needs no accreditation of its own."""
    approved = next(one for one in ancc.BODY.wordings if one.code == "ancc-approver").fill(approver="Midwest Nurses").text
    assert codes(attrs.evolve(ADA, statements=[approved])) == []


def test_a_statement_alone_says_nothing_of_a_provider() -> None:
    """Whose accreditation is meant, a text does not tell."""
    assert codes(ACCREDITS, on=LATER) == []


def test_a_body_that_accredits_nobody_is_claimed_by_nobody() -> None:
    """An accreditation by the AMA is odd, and none that could be on record."""
    assert codes(attrs.evolve(ADA, statements=["Lakeside CME is accredited by the AMA."])) == []


def test_a_note_of_the_body_on_marks_is_cited_for_them() -> None:
    """Where a body says something of its marks, that is the source."""
    policy = Source(title="Acme, policy on marks")
    note = Note(says="Marks are for accredited providers.", remark="accreditation-not-in-force", sources=[policy])
    over = attrs.evolve(note, in_force=Span(None, on(1, 1, 2020)), sources=[Source(title="Acme, older policy")])
    other = attrs.evolve(note, remark="", sources=[Source(title="Another note")])
    acme = Body(code="accme", name="Acme", notes=[over, other, note])
    late = attrs.evolve(ADA, statements=[])
    assert only(late, bodies=[acme], on=LATER, marks=["accme"]).sources == (policy, LETTER)


# The learning format.


@pytest.mark.parametrize(("day", "names"), [(on(6, 30, 2011), []), (on(7, 1, 2011), ["missing-learning-format"])])
def test_the_wording_before_2011_names_no_learning_format(day: datetime.date, names: list[str]) -> None:
    """It was right until 30 June 2011; from 1 July 2011 the learning format has to be named (AMA)."""
    old = DESIGNATION_2006.fill(provider="Lakeside CME", amount="2.00").text
    assert codes(old, on=day) == names
    # Without a day nobody can say.
    assert codes(old) == []


def test_a_missing_learning_format_is_told_with_the_wording_that_asks_for_it() -> None:
    """On a certificate of today with a statement of 2006."""
    old = DESIGNATION_2006.fill(provider="Lakeside CME", amount="2.00").text
    remark = only(attrs.evolve(ADA, statements=[old]))
    assert told(remark) == (
        "missing-learning-format",
        ERROR,
        "certificate LK-000001, statement 1",
        "the learning format is missing: the wording of American Medical Association in force on 2026-03-09 names it",
    )
    assert remark.sources == DESIGNATION.sources


def test_a_designation_in_ones_own_words_needs_a_learning_format_too() -> None:
    """What is not the AMA's wording is no designation statement without it."""
    remark = only("Lakeside CME designates this course for 2 AMA PRA Category 1 Credits™.")
    assert told(remark) == (
        "missing-learning-format",
        ERROR,
        "statement",
        "no learning format is named beside AMA PRA Category 1 Credit™",
    )
    assert remark.sources == DESIGNATION.sources


@pytest.mark.parametrize(
    "text",
    [
        "Lakeside CME designates this live activity for 2 AMA PRA Category 1 Credits™.",
        "We designate each Enduring Material for 2 AMA PRA Category 1 Credits.",
        "We designate this internet point-of-care activity for 0.5 AMA PRA Category 1 Credits™.",
        "This activity was designated for 2 AMA PRA Category 1 Credits™.",
        "Credit is designated in advance: AMA PRA Category 1 Credit™.",
        "The state designates topics. Earn AAFP Prescribed credit.",
        "Lakeside CME designates a chair.",
        "No provider designates AMA PRA Category 2 Credit™.",
    ],
)
def test_a_learning_format_is_missed_only_where_a_body_asks_for_it(text: str) -> None:
    """In a designation of its type that names none; other sentences with the word are none."""
    assert codes(text) == []


def test_before_2011_nobody_missed_the_learning_format() -> None:
    """In one's own words as little as in the AMA's."""
    own = "Lakeside CME designates this course for 2 AMA PRA Category 1 Credits™."
    assert codes(own, on=on(6, 30, 2011)) == []
    assert codes(own, on=on(7, 1, 2011)) == ["missing-learning-format"]


def test_a_wording_of_another_day_is_found() -> None:
    """The wording of 2011 on a course of 2010; joint sponsorship on one of 2020."""
    remark = only(designates(), on=on(6, 30, 2011))
    assert told(remark) == (
        "wording-not-in-force",
        ERROR,
        "statement",
        "this wording of American Medical Association was in force from 2011-07-01, not on 2011-06-30",
    )
    assert remark.sources == DESIGNATION.sources
    sponsored = accme.WORDINGS[2].fill(provider="Lakeside CME", providers=["Lakeside CME", "Acme"]).text
    remark = only(attrs.evolve(ADA, statements=[sponsored]))
    assert told(remark)[:2] == ("wording-not-in-force", ERROR)
    assert remark.sources == accme.WORDINGS[2].sources


def test_a_replaced_wording_that_named_the_format_misses_nothing_else() -> None:
    """It is told as what it is: out of force."""
    wordings = [
        Wording(code=code, purpose=Purpose.DESIGNATION, types=["x"], text=f"{code} designates this {{format}}.", in_force=span)
        for code, span in (("Then Acme", Span(None, NINTH)), ("Now Acme", Span(NINTH + datetime.timedelta(days=1))))
    ]
    acme = Body(code="acme", name="Acme", wordings=wordings)
    assert codes("Then Acme designates this review.", bodies=[acme], on=LATER) == ["wording-not-in-force"]
    assert codes("Then Acme designates this review.", bodies=[acme], on=NINTH) == []


def test_before_the_format_had_to_be_named_nobody_missed_it_in_an_older_wording() -> None:
    """Between two wordings there may be days on which none is known."""
    days = (Span(None, on(3, 8)), Span(on(3, 10)))
    texts = ("Acme designates it.", "Acme designates this {format}.")
    wordings = [
        Wording(code=str(span), purpose=Purpose.DESIGNATION, types=["x"], text=text, in_force=span)
        for text, span in zip(texts, days, strict=True)
    ]
    found = [codes(texts[0], bodies=[Body(code="acme", name="Acme", wordings=wordings)], on=on(3, day)) for day in (8, 9, 10)]
    assert found == [[], ["wording-not-in-force"], ["missing-learning-format"]]


@pytest.mark.parametrize(
    "now", [{"purpose": Purpose.DESIGNATION, "types": ["y"]}, {"purpose": Purpose.NOTICE, "types": ["x"]}], ids=str
)
def test_what_a_wording_of_another_kind_names_is_not_missed(now: dict[str, Any]) -> None:
    """A statement is replaced by one of its own purpose and types."""
    ended = Wording(
        code="old", purpose=Purpose.DESIGNATION, types=["x"], text="Acme designates it.", in_force=Span(None, NINTH)
    )
    other = Wording(code="other", text="Acme says this {format}.", **now)
    acme = Body(code="acme", name="Acme", wordings=[other, ended])
    assert codes("Acme designates it.", bodies=[acme], on=LATER) == ["wording-not-in-force"]


def test_only_a_designation_has_to_name_the_format() -> None:
    """Other statements may, and nobody misses it in a sentence that is like none of them."""
    notice = Wording(code="x", purpose=Purpose.NOTICE, types=["ama-pra-1"], text="Notice of this {format}.")
    acme = Body(code="acme", name="Acme", types=[AMA], wordings=[notice])
    assert codes("Acme designates this for 2 AMA PRA Category 1 Credits™.", bodies=[acme]) == []
    webinar = offered(format=Format("webinar", live=True), statements=[])
    assert codes(webinar, bodies=[attrs.evolve(acme, rulings=[ama.LIVE])]) == []


def test_what_another_body_still_says_is_in_force() -> None:
    """Two bodies with one text: one of them is enough; a text that nobody says any more is told once."""
    text = "Approved by Acme."
    ended, holds = Span(None, on(1, 1, 2020)), Span()
    first, second, third = (
        Body(code=code, name=code, wordings=[Wording(code=code, purpose=Purpose.NOTICE, text=text, in_force=span)])
        for code, span in (("a", ended), ("b", holds), ("c", ended))
    )
    assert codes(text, bodies=[first, second, third], on=NINTH) == []
    assert codes(text, bodies=[first, third], on=NINTH) == ["wording-not-in-force"]


def test_a_word_that_is_no_learning_format_is_to_be_looked_at() -> None:
    """A warning, with the near ones: a body may know more formats than its rules do."""
    remark = only(designates(format="enduring materiel"))
    assert told(remark) == (
        "unknown-format",
        WARNING,
        "statement",
        "enduring materiel is no learning format of American Medical Association: did you mean enduring material?",
    )
    assert remark.sources == DESIGNATION.sources


@pytest.mark.parametrize(
    "format", ["Live Activity", "internet point-of-care activity", "other activity", "other activity (blended)"]
)
def test_the_words_of_the_field_for_formats_are_known(format: str) -> None:
    """In any case, with an explanation in brackets, and whether or not a rule for it is."""
    assert codes(designates(format=format)) == []


def test_a_body_without_rules_leaves_formats_alone() -> None:
    """It is not known which it has."""
    said = Wording(code="acme", purpose=Purpose.DESIGNATION, types=["x"], text="Acme designates this {format}.")
    assert codes("Acme designates this seance.", bodies=[Body(code="acme", name="Acme", wordings=[said])]) == []


# Physicians' credit.


@pytest.mark.parametrize("profession", sorted(PROFESSIONS - {"physician"}))
def test_physicians_credit_is_not_awarded_to_others(profession: str) -> None:
    """A nurse is certified as a participant, and never awarded AMA credit (rules of the AMA, 2nd)."""
    remark = only(ADA, profession=profession)
    assert told(remark) == (
        "not-awarded-to-profession",
        ERROR,
        "certificate LK-000001",
        f"AMA PRA Category 1 Credit™ is not awarded to a {profession}: certify participation instead",
    )
    assert remark.sources == ama.ENDURING.policy.requirements[0].sources
    assert remark.sources


def test_an_unknown_profession_is_no_fault_of_the_certificate() -> None:
    """Whether the learner may be awarded it was asked when it was earned; here it is asked where it is known."""
    assert codes(ADA) == []
    with pytest.raises(InvalidValue, match=r"profession: found 'pysician'.*did you mean physician"):
        lint(ADA, bodies=BODIES, profession="pysician")


def test_a_type_for_everybody_is_awarded_to_anybody() -> None:
    """A self-claimed type, and one of a body that nobody knows."""
    assert codes(of_type(ama.CATEGORY_2), profession="nurse") == []
    assert codes(of_type(CreditType(code="acme", name="Acme point", step="0.25")), profession="nurse") == []


def for_professions(**formats: tuple[str, ...]) -> Body:
    """Award points in formats to professions."""
    kind = CreditType(code="acme", name="Acme point", step="0.25")
    return Body(
        code="acme",
        name="Acme",
        types=[kind],
        rulings=[
            Ruling(
                type=kind,
                formats=[format],
                policy=Policy(
                    code=format,
                    requirements=[evaluated(), *([practises(*who, sources=[Source(title=format)])] if who else [])],
                    award=InProportion(),
                ),
            )
            for format, who in formats.items()
        ],
    )


@pytest.mark.parametrize(
    ("format", "profession", "source"),
    [
        ("lecture", "nurse", None),
        ("lecture", "pharmacist", None),
        ("lecture", "dentist", "lecture"),
        ("review", "dentist", None),
        ("review", "nurse", "review"),
        ("Review", "nurse", "review"),
        ("lecture, review", "dentist", None),
        ("lecture, review", "nurse", None),
        ("lecture, review", "student", "lecture"),
        ("quiz", "student", None),
        ("something else", "student", None),
        ("", "student", None),
    ],
)
def test_profession_is_asked_by_the_rule_of_the_format(format: str, profession: str, source: str | None) -> None:
    """A format with a rule of its own, all of those on the document, and any rule where the format is unknown."""
    acme = for_professions(lecture=("nurse", "pharmacist"), review=("dentist",), quiz=())
    certificate = attrs.evolve(of_type(acme.types[0]), format=format)
    found = lint(certificate, bodies=[acme], profession=profession)
    assert [str(cited) for remark in found for cited in remark.sources] == ([] if source is None else [source])


# The amount.


def test_the_maximum_printed_as_the_amount_awarded_is_found() -> None:
    """Documentation shows the credits claimed, never the designated maximum in their place (AMA FAQ)."""
    remark = only(attrs.evolve(ADA, total=AMA("2.00")))
    assert told(remark) == (
        "amount-not-claimed",
        ERROR,
        "certificate LK-000001",
        "the designated maximum is printed as the amount awarded; claimed is 1.75",
    )
    assert [str(source) for source in remark.sources] == ["Experts123, copy of the AMA's FAQ"]


def test_any_other_amount_than_the_claimed_one_is_found() -> None:
    """Less, too; and whoever claimed the maximum is awarded it."""
    assert only(attrs.evolve(ADA, total=AMA("1.50"))).says == "1.50 is printed as the amount awarded; claimed is 1.75"
    whole = attrs.evolve(ADA.lines[0], credits=AMA("2.00"))
    assert codes(attrs.evolve(ADA, total=AMA("2.00"), lines=[whole])) == []
    without_maximum = attrs.evolve(ADA, total=AMA("2.00"), maximum=None)
    assert only(without_maximum).says == "2.00 is printed as the amount awarded; claimed is 1.75"


def test_lines_are_added_up_and_a_document_without_amounts_on_them_is_left_alone() -> None:
    """Two lines of 1.00 and 0.75 are 1.75; where no line says any, nothing speaks against the total."""
    lines = [attrs.evolve(ADA.lines[0], activity=str(n), credits=AMA(credits)) for n, credits in enumerate(("1.00", "0.75"))]
    assert codes(attrs.evolve(ADA, lines=lines)) == []
    assert codes(attrs.evolve(ADA, lines=[attrs.evolve(line, credits=None) for line in lines])) == []
    assert codes(attrs.evolve(ADA, lines=lines[:1])) == ["amount-not-claimed"]


def test_credit_that_was_claimed_in_another_type_is_not_awarded_in_this_one() -> None:
    """1.75 hours are not 1.75 credits."""
    line = attrs.evolve(ADA.lines[0], credits=acep.CATEGORY_I("1.75"))
    says = only(attrs.evolve(ADA, lines=[line])).says
    assert says == "1.75 is printed as the amount awarded; claimed is no AMA PRA Category 1 Credit™"


def test_the_amount_of_a_type_of_nobodys_has_no_source() -> None:
    """It is wrong by itself."""
    kind = CreditType(code="acme", name="Acme point", step="0.25")
    assert only(attrs.evolve(of_type(kind), total=kind("2.00"))).sources == ()


def test_a_statement_of_another_maximum_is_found() -> None:
    """The designation says 3.00 and the activity has 2.00, on the certificate, its participation and the activity."""
    for subject, where in (
        (attrs.evolve(ADA, statements=[designates("3.00")]), "certificate LK-000001, statement 1"),
        (attrs.evolve(ATTENDED, statements=[designates("3.00")]), "certificate LK-000002, statement 1"),
        (offered(statements=[designates("3.00")]), "activity EM-101, statement 1"),
    ):
        remark = only(subject)
        assert told(remark) == ("maximum-differs", ERROR, where, "it says 3.00, but the activity is designated for 2.00")
        assert remark.sources == DESIGNATION.sources


@pytest.mark.parametrize(("said", "names"), [("2", []), ("2.0", []), ("2.00000", []), ("1.75", ["maximum-differs"])])
def test_amounts_are_compared_as_numbers(said: str, names: list[str]) -> None:
    """2 and 2.0 are 2.00."""
    assert codes(attrs.evolve(ADA, statements=[designates(said)])) == names


@pytest.mark.parametrize("said", ["two", "2.00 or more", "9" * 400, "1e1", "٢", "up to 2"])
def test_what_is_no_number_is_not_the_maximum(said: str) -> None:
    """It is repeated in short."""
    remark = only(attrs.evolve(ADA, statements=[designates(said)]))
    assert remark.says == f"it says {said[:20]}, but the activity is designated for 2.00"


def test_a_certificate_of_several_activities_holds_their_statements_side_by_side() -> None:
    """Each of two activities is designated for 2.00, and the certificate for 4.00."""
    lines = [attrs.evolve(ADA.lines[0], activity=code) for code in ("EM-101", "EM-102")]
    assert codes(attrs.evolve(ADA, lines=lines, total=AMA("3.50"), maximum=AMA("4.00"))) == []


def test_a_statement_of_another_type_says_nothing_of_this_one() -> None:
    """A course of 2.00 AMA credits may be worth 1.50 ACEP credits."""
    said = "This activity is approved for {amount} Acme points."
    acme = Body(
        code="acme",
        name="Acme",
        wordings=[
            Wording(code="points", purpose=Purpose.DESIGNATION, types=["acme"], text=said),
            Wording(code="none", purpose=Purpose.NOTICE, types=["ama-pra-1"], text="No food."),
        ],
    )
    statements = [said.format(amount="1.50"), "No food."]
    assert codes(attrs.evolve(ADA, statements=statements), bodies=[ama.BODY, acme]) == []


# What a document has to show.


@pytest.mark.parametrize(
    ("fields", "item"),
    [
        ({"format": ""}, "learning format"),
        ({"format": "live activity", "dates": Span(NINTH, NINTH), "statements": []}, "place of a live activity"),
        ({"format": "live activity", "statements": []}, "place of a live activity"),
    ],
)
def test_a_missing_item_is_found(fields: dict[str, Any], item: str) -> None:
    """What the AMA's FAQ lists as the least that documentation shows."""
    remark = only(attrs.evolve(ADA, **fields))
    assert told(remark) == (
        "missing-item",
        ERROR,
        "certificate LK-000001",
        f"the {item} is missing, which American Medical Association asks for",
    )
    assert [str(source) for source in remark.sources] == ["Experts123, copy of the AMA's FAQ"]


def test_a_webinar_has_no_place() -> None:
    """The place is asked for where there is one."""
    live = attrs.evolve(ADA, dates=Span(NINTH, NINTH), statements=[ACCREDITS])
    assert codes(attrs.evolve(live, format="internet live activity")) == []
    assert codes(attrs.evolve(live, format="live activity", place="Chicago")) == []


def asking(*items: Item, **fields: Any) -> Body:
    """Ask for some items on the documents of AMA credit."""
    required = Required(items=items, **{"types": ["ama-pra-1"], "sources": [LETTER], **fields})
    return Body(code="accme", name="Acme", types=[AMA], wordings=[*ama.WORDINGS, *accme.WORDINGS], required=[required])


@pytest.mark.parametrize(
    ("item", "without"),
    [
        (Item.PROVIDER_ADDRESS, {"provider": attrs.evolve(LAKESIDE, address="")}),
        (Item.FORMAT, {"format": ""}),
        (Item.DATE, {"lines": []}),
        (Item.ACCREDITATION, {"statements": [designates()]}),
        (Item.DESIGNATION, {"statements": [ACCREDITS]}),
    ],
    ids=lambda value: getattr(value, "name", None),
)
def test_each_item_is_read_where_it_stands(item: Item, without: dict[str, Any]) -> None:
    """On the certificate, in its provider, its lines and its statements."""
    acme = asking(item)
    assert codes(ADA, bodies=[acme]) == []
    remark = only(attrs.evolve(ADA, **without), bodies=[acme])
    assert remark.says == f"the {item.value} is missing, which Acme asks for"
    assert remark.sources == (LETTER,)


def test_a_date_can_be_that_of_a_live_activity() -> None:
    """Or the day of completion on a line."""
    assert codes(attrs.evolve(ADA, lines=[], dates=Span(NINTH, NINTH)), bodies=[asking(Item.DATE)]) == []


def test_every_item_has_a_place_or_is_asked_for_elsewhere() -> None:
    """Name, provider, title and amount always stand on a certificate; what it cannot hold, the caller says stands beside it."""
    everything = attrs.evolve(ADA, place="Chicago")
    missing = [remark.says for remark in remarks(everything, bodies=[asking(*Item)])]
    elsewhere = [Item.BOARD_ID, Item.ACTIVITY_ID]
    assert missing == [f"the {item.value} is missing, which Acme asks for" for item in Item if item in elsewhere]
    assert codes(everything, bodies=[asking(*Item)], elsewhere=elsewhere) == []
    assert codes(everything, bodies=[asking(*Item)], elsewhere=elsewhere[:1]) == ["missing-item"]


@pytest.mark.parametrize(
    ("fields", "changed", "asked"),
    [
        ({"types": []}, {}, True),
        ({"types": ["ama-pra-2"]}, {}, False),
        ({"live": True}, {}, False),
        ({"live": False}, {}, True),
        ({"live": True}, {"dates": Span(NINTH, NINTH)}, True),
        ({"live": False}, {"dates": Span(NINTH, NINTH)}, False),
        ({"formats": ["live activity"]}, {}, False),
        ({"formats": ["live activity", "Enduring material"]}, {}, True),
        ({"formats": ["live activity"]}, {"format": "enduring material, live activity"}, True),
        ({"in_force": Span(None, NINTH)}, {}, True),
        ({"in_force": Span(NINTH + datetime.timedelta(days=1))}, {}, False),
    ],
)
def test_an_item_is_asked_for_by_type_format_and_day(fields: dict[str, Any], changed: dict[str, Any], *, asked: bool) -> None:
    """Only what the body asks for of this document."""
    found = codes(attrs.evolve(ADA, **changed), bodies=[asking(Item.BOARD_ID, **fields)])
    assert found == (["missing-item"] if asked else [])


def test_a_body_asks_nothing_of_other_bodies_credit_or_of_participation() -> None:
    """Its items are those of its own types, awarded."""
    acme = attrs.evolve(asking(Item.BOARD_ID, types=[]), types=[CreditType(code="x", name="x", step="1")])
    assert codes(ADA, bodies=[acme]) == []
    assert codes(ATTENDED, bodies=[asking(Item.BOARD_ID)]) == []


# Activities.


def offered(**fields: Any) -> Activity:
    """Offer early sepsis for 2.00 AMA credits, by its two hours of modules."""
    given = {
        "code": "EM-101",
        "title": "Early sepsis",
        "course": "Emergency Medicine",
        "format": ENDURING,
        "provider": LAKESIDE,
        "offered": Span(on(1, 1), on(12, 31)),
        "parts": [Part(code=code, title=code, minutes=60, units=10) for code in ("m1", "m2")],
        "designations": [Designation(maximum=AMA("2.00"), policy=ama.ENDURING(passing="0.70"))],
        "statements": [ACCREDITS, designates()],
    }
    return Activity(**{**given, **fields})


#: By a rule that is nobody's and for any format.
WHOLE = Designation(maximum=AMA("2.00"), policy=Policy(code="whole"))


def test_a_sound_activity_gives_no_remark() -> None:
    """With its statements, its time and its provider's mark."""
    assert codes(offered(), marks=["ACCME"]) == []


@pytest.mark.parametrize(
    ("fields", "day"),
    [
        ({"held": Span(NINTH, LATER), "offered": Span(on(1, 1))}, LATER),
        ({"offered": Span(LATER)}, LATER),
        ({"offered": Span(None, LATER)}, None),
        ({"offered": Span()}, None),
    ],
)
def test_the_day_of_an_activity_is_its_last_or_that_of_its_release(fields: dict[str, Any], day: datetime.date | None) -> None:
    """Where it names neither, nothing can be said of a day; another can be asked for."""
    activity = offered(statements=[ACCREDITS], **fields)
    assert codes(activity) == ([] if day is None else ["accreditation-not-in-force"])
    assert codes(activity, on=NINTH) == []
    assert codes(activity, on=LATER) == ["accreditation-not-in-force"]


def test_a_format_that_no_statement_could_name_is_to_be_looked_at() -> None:
    """The statement of a designated type has to name it."""
    webinar = Format("webinar", live=True)
    remark = only(offered(format=webinar, statements=[], designations=[WHOLE]))
    assert told(remark)[:3] == ("unknown-format", WARNING, "activity EM-101")
    assert remark.says.startswith("webinar is no learning format of American Medical Association: ")
    assert remark.sources == DESIGNATION.sources
    points = Designation(maximum=CreditType(code="acme", name="Acme point", step="1")("2"), policy=Policy(code="whole"))
    assert codes(offered(format=webinar, statements=[], designations=[points])) == []
    assert codes(offered(format=webinar, statements=[], designations=[]), on=NINTH) == []
    for known in (POINT_OF_CARE, OTHER, INTERNET_LIVE):
        assert codes(offered(format=known, statements=[], designations=[WHOLE])) == []


def test_before_statements_named_formats_any_was_good() -> None:
    """A webinar of 2010."""
    webinar = offered(format=Format("webinar", live=True), statements=[], designations=[WHOLE], offered=Span(on(1, 1, 2010)))
    assert codes(webinar) == []


# A rule for another format, and statements of something else.


def test_a_rule_for_live_activities_on_an_enduring_material_is_to_be_looked_at() -> None:
    """Its formats and the activity's are told, with the sources of the rule; the rule for the format is left alone."""
    live = Designation(maximum=AMA("2.00"), policy=ama.LIVE())
    remark = only(offered(designations=[live]))
    assert told(remark) == (
        "rule-for-another-format",
        WARNING,
        "activity EM-101",
        "rule ama-live is for live activity or internet live activity, and not for enduring material",
    )
    assert remark.sources == ama.LIVE.sources
    for format in (LIVE, INTERNET_LIVE, Format("Live Activity (hybrid)", live=True)):
        assert codes(offered(designations=[live], format=format, statements=[])) == []


@pytest.mark.parametrize("policy", [Policy(code="ama-live"), Policy(code="own", type=AMA), Policy(code="ama-live", type=AMA)])
def test_a_rule_is_a_bodys_by_its_code_and_its_type(policy: Policy) -> None:
    """A rule of the provider's own is for whatever formats it says."""
    expected = ["rule-for-another-format"] if (policy.code, policy.type) == ("ama-live", AMA) else []
    assert codes(offered(designations=[Designation(maximum=AMA("2.00"), policy=policy)])) == expected


@pytest.mark.parametrize(
    ("provider", "format", "says"),
    [
        ("Acme Hospital", "enduring material", "it names Acme Hospital, and not Lakeside CME"),
        ("Lakeside", "enduring material", "it names Lakeside, and not Lakeside CME"),
        ("Lakeside CME", "live activity", "it names live activity, and not enduring material"),
    ],
)
def test_a_designation_of_another_provider_or_format_is_found(provider: str, format: str, says: str) -> None:
    """On the activity and on its certificates, with the wording's sources."""
    text = DESIGNATION.fill(provider=provider, format=format, amount="2.00").text
    for subject, where in ((offered(statements=[text]), "activity EM-101"), (ATTENDED, "certificate LK-000002")):
        remark = only(attrs.evolve(subject, statements=[text]))
        assert told(remark) == ("statement-differs", ERROR, f"{where}, statement 1", says)
        assert remark.sources == DESIGNATION.sources


@pytest.mark.parametrize(
    ("name", "provider", "format"),
    [
        ("The Ohio State University", "Ohio State University", "enduring material"),
        ("Ohio State University", "The Ohio State University", "Enduring Material"),
        ("Lakeside CME", "LAKESIDE  CME", "enduring material (monograph)"),
        ("Lakeside CME", "Lakeside CME (LCME)", "enduring material"),
        ("St. Jude", "St. Jude", "enduring material"),
    ],
)
def test_a_designation_of_the_provider_and_the_format_is_left_alone(name: str, provider: str, format: str) -> None:
    """An article, a letter's case and what explains a word in brackets make no other."""
    text = DESIGNATION.fill(provider=provider, format=format, amount="2.00").text
    for subject in (offered(), ATTENDED):
        held = attrs.evolve(LAKESIDE, name=name)
        assert codes(attrs.evolve(subject, provider=held, statements=[text])) == []
        assert codes(attrs.evolve(subject, provider=held, statements=[f"{ACCREDITS} {text}"])) == []


def test_a_certificate_of_several_formats_or_of_none_has_statements_of_each() -> None:
    """It lists the formats of its activities; without any, no statement speaks against it."""
    for format in ("live activity, enduring material", ""):
        assert codes(attrs.evolve(ATTENDED, format=format)) == []


def test_only_a_designation_names_the_provider_of_the_activity() -> None:
    """Who approves, and who accredits, is another."""
    other = accme.WORDINGS[1].fill(provider="Acme Hospital", providers=["Acme Hospital", "Lakeside CME"]).text
    assert codes(attrs.evolve(ATTENDED, statements=[other])) == []


# A designation that is not the body's.

CUT = "The Lakeside CME designates this enduring material for a maximum of 2.00 AMA PRA Category 1 Credits™."


@pytest.mark.parametrize(
    "text",
    [
        CUT,
        CUT.removeprefix("The "),
        f"{CUT} Physicians should claim credit.",
        f"Credit: {CUT}",
        CUT.replace("™", ""),
        f"{ACCREDITS} {CUT}",
    ],
)
def test_a_designation_that_breaks_off_is_to_be_looked_at(text: str) -> None:
    """It begins in the AMA's words and leaves out what physicians should claim."""
    remark = only(text, on=NINTH)
    assert told(remark)[:3] == ("not-the-wording", WARNING, "statement")
    assert remark.says.endswith(f"the designation of American Medical Association and goes on otherwise: {DESIGNATION.text}")
    assert remark.sources == DESIGNATION.sources
    assert codes(text) == ["not-the-wording"]


@pytest.mark.parametrize(
    "text",
    [
        designates().replace("™", ""),
        designates().replace("Credit(s)™", "Credits"),
        f"Credit: {designates()}",
        f"{designates()} Ask us.",
        designates().removeprefix("The "),
        "We designate this live activity for a maximum of 2 Acme points.",
        "Lakeside CME designates this live activity for 2 AMA PRA Category 1 Credits™.",
        "A maximum of 2 AMA PRA Category 1 Credits™; it designates this live activity.",
    ],
)
def test_the_whole_designation_and_what_begins_otherwise_are_left_alone(text: str) -> None:
    """Without its trademark, in the middle of other words, or in words of one's own."""
    assert codes(text) == []


def test_a_designation_of_before_2011_breaks_off_in_its_own_words() -> None:
    """It is held against the wording of its day, and against none before one is known."""
    old = "The Lakeside CME designates this educational activity for a maximum of 2.00 AMA PRA Category 1 Credits™."
    assert [remark.sources for remark in remarks(old, on=on(6, 30, 2011))] == [DESIGNATION_2006.sources]
    assert codes(old, on=on(7, 1, 2011)) == ["missing-learning-format", "not-the-wording"]
    assert codes(old, on=on(12, 31, 2005)) == []


def test_before_the_first_known_wording_nobody_can_say_which_was_right() -> None:
    """The AMA's of 2006 on 31 December 2005 is to be looked at; the one of 2011 was not yet said in 2006."""
    old = DESIGNATION_2006.fill(provider="Lakeside CME", amount="2.00").text
    remark = only(old, on=on(12, 31, 2005))
    assert told(remark) == (
        "wording-not-in-force",
        WARNING,
        "statement",
        (
            "which wording of American Medical Association held on 2005-12-31 is not known; "
            "this one is known 2006-01-01 to 2011-06-30"
        ),
    )
    assert remark.sources == DESIGNATION_2006.sources
    assert codes(old, on=on(1, 1, 2006)) == []
    assert only(designates(), on=on(1, 1, 2006)).severity is ERROR


# Amounts that there are not.


def test_an_amount_between_two_steps_is_found() -> None:
    """AMA credit comes in quarters."""
    remark = only(designates("2.10"))
    assert told(remark) == (
        "between-steps",
        ERROR,
        "statement",
        "2.10 lies between two steps: AMA PRA Category 1 Credit™ comes in steps of 0.25",
    )
    assert remark.sources == AMA.sources
    assert codes(designates("2.25")) == []
    assert codes(designates("two")) == []


def test_a_type_without_sources_has_the_wordings() -> None:
    """Of two types of one wording, one that has such an amount is enough."""
    said = Wording(code="x", purpose=Purpose.NOTICE, types=["a", "b"], text="Worth {amount} points.", sources=[LETTER])
    half, third = (CreditType(code=code, name=code, step=step) for code, step in (("a", "0.5"), ("b", "0.3")))
    acme = Body(code="acme", name="Acme", types=[half], wordings=[said])
    assert only("Worth 0.3 points.", bodies=[acme]).sources == (LETTER,)
    assert codes("Worth 0.3 points.", bodies=[attrs.evolve(acme, types=[half, third])]) == []
    assert codes("Worth 0.3 points.", bodies=[attrs.evolve(acme, types=[])]) == []


# Partners.


@pytest.mark.parametrize("wording", accme.WORDINGS[1:], ids=lambda wording: wording.code)
@pytest.mark.parametrize(
    "providers", [["Lakeside CME"], ["The Lakeside CME"], ["Acme", "St. Jude"], ["Acme"], ["Lakeside CMEs", "Acme"]]
)
def test_a_joint_statement_that_leaves_out_partners_is_to_be_looked_at(wording: Wording, providers: list[str]) -> None:
    """It names the accredited provider and whoever planned the activity with it."""
    text = wording.fill(provider="Lakeside CME", providers=providers).text
    remark = only(text)
    says = "the joint statement does not name the accredited provider and its partners"
    assert told(remark) == ("partners-missing", WARNING, "statement", says)
    assert remark.sources == wording.sources


@pytest.mark.parametrize(
    "providers", [["Lakeside CME", "Acme"], ["Acme", "The Lakeside CME"], ["A", "Lakeside CME (LCME)", "St. Jude"]]
)
def test_a_joint_statement_with_its_partners_is_left_alone(providers: list[str]) -> None:
    """In whatever order."""
    for wording, day in ((accme.WORDINGS[1], NINTH), (accme.WORDINGS[2], on(1, 1, 2015))):
        assert codes(wording.fill(provider="Lakeside CME", providers=providers).text, on=day) == []
        assert codes(wording.fill(provider="St. Jude", providers=[*providers, "St. Jude"]).text, on=day) == []


@pytest.mark.parametrize(
    "text",
    [
        "This course is accredited by the ACCME for 2 credits.",
        "Accredited by ACCME for a maximum of 2.5 CME credits",
        "accredited by the Accreditation Council for Continuing Medical Education for up to 2 AMA PRA Category 1 Credits™",
    ],
)
def test_an_accreditation_for_an_amount_of_credit_there_is_not(text: str) -> None:
    """The ACCME accredits providers, and nothing for 2 credits."""
    remark = only(text)
    says = "Accreditation Council for Continuing Medical Education accredits providers and grants no credit"
    assert told(remark) == ("misnomer", ERROR, "statement", says)
    assert remark.sources


def test_a_body_that_grants_credit_accredits_for_an_amount_of_it() -> None:
    """EBAC does, and so may a body that accredits providers besides."""
    assert codes("It is accredited by the EBAC for 2 credits.") == []
    assert codes("It was accredited by the ANCC for 2 credits.") == []


def test_a_designation_beyond_the_time_is_found() -> None:
    """Two hours of modules are not worth 2.25; the rule that says so is cited."""
    rule = ama.ENDURING(passing="0.70")
    remark = only(offered(designations=[Designation(maximum=AMA("2.25"), policy=rule)], statements=[]))
    assert told(remark) == (
        "more-than-its-time",
        ERROR,
        "activity EM-101",
        "it is designated for 2.25 AMA PRA Category 1 Credits™, and its time is worth 2.00",
    )
    assert remark.sources == rule.sources


def test_the_rule_of_the_activitys_day_decides_on_its_time() -> None:
    """A rule that ended before is not held against it."""
    day = on(6, 30)
    old = Policy(code="old", award=ByTime(credits=1), rounding=nearest("0.25"), in_force=Span(None, day))
    new = Policy(code="new", award=ByTime(credits=2), rounding=nearest("0.25"), in_force=Span(day + datetime.timedelta(days=1)))
    course = offered(designations=[Designation(maximum=AMA("4.00"), policy=[old, new])], statements=[])
    assert codes(course, on=day) == ["more-than-its-time"]
    assert codes(course, on=day + datetime.timedelta(days=1)) == []


# What the library makes.

PHYSICIAN = Practises("physician", on(1, 1, 2020))
EIGHT = at(NINTH, 8, zone=CHICAGO)


def certified(*seen_in: tuple[Activity, list[Evidence]]) -> tuple[Certificate, ...]:
    """Earn, claim and certify; and certify participation where an activity was completed."""
    ledger = Ledger(LEARNER)
    for activity, items in seen_in:
        ledger = written(ledger, *earn(ledger, assess(seen(activity, PHYSICIAN, *items))))
    credit = certify(ledger, made(claim(ledger, ALL, at=NOW, request="r-1")), name=NAME, at=NOW, number=numbers())
    taken_part = [certify_participation(ledger, code, name=NAME, at=NOW, hours="1.5") for code in ledger.completed]
    return *credit, *(one for one in taken_part if isinstance(one, Certificate))


def test_certificates_from_real_rules_and_statements_give_no_remark() -> None:
    """An enduring material, a live meeting and the teaching there, with the AMA's and the ACCME's own statements."""
    sepsis = offered(completion=[evaluated()])
    rounds = offered(
        code="GR-3",
        title="Grand rounds",
        course="Grand rounds",
        format=LIVE,
        place="Chicago",
        offered=Span(),
        parts=[a_session("S1", EIGHT, 45), a_session("S2", EIGHT + datetime.timedelta(hours=1), 60)],
        completion=[evaluated()],
        designations=[Designation(maximum=AMA("1.75"), policy=ama.LIVE())],
        statements=[ACCREDITS, designates("1.75", "live activity")],
    )
    taught = teaching(rounds, code="GR-3-F", type=AMA, policy=ama.TEACHING(), statements=[ACCREDITS])
    talk = Presented("S1", NINTH)
    issued = certified(
        (sepsis, [Progress(17, 20, NINTH), Attempt("0.80", NINTH), Evaluated(NINTH)]),
        (rounds, [Attended(EIGHT, EIGHT + datetime.timedelta(hours=2)), talk, Evaluated(NINTH)]),
        (taught, [talk]),
    )
    # 17 of 20 of 2.00 is 1.70: 1.75.  An hour heard is 1.00, and 45 minutes presented are 1.50.
    assert [(one.kind, one.course, str(one.total and one.total.amount)) for one in issued] == [
        (CME, "Emergency Medicine", "1.75"),
        (CME, "Grand rounds", "2.50"),
        (PARTICIPATION, "Emergency Medicine", "None"),
        (PARTICIPATION, "Grand rounds", "None"),
    ]
    for certificate in issued:
        assert remarks(certificate, profession="physician", marks=["ACCME"]) == ()
    for activity in (sepsis, rounds, taught):
        assert remarks(activity, marks=["ACCME"]) == ()


#: Sensible values for the fields that wordings have; what is not named here is a name.
FILLING: dict[str, Any] = {
    "provider": "Lakeside CME",
    "providers": ["Lakeside CME", "Acme Hospital", "The Ohio State University"],
    "partners": ["Acme Hospital", "St. Jude"],
    "partner": "Acme Hospital",
    "title": "Early Sepsis 2026",
    "place": "Chicago",
    "dates": "9–11 March 2026",
    "until": datetime.date(2026, 12, 31),
    "ceu": "0.075",
    "uan": "0147-0000-26-001-H01-P",
}
NUMBERS = ("amount", "pharmacology", "hours", "points", "credits", "maximum")
AMOUNTS = (1, 4, 7, 120)


def filled(body: Body, wording: Wording) -> Iterator[str]:
    """Fill a wording in, for several amounts and each of the formats that it can name."""
    chosen_by_number = set(re.findall(r"\{(\w+):", wording.text))
    step = next((type.step for type in body.types if type.code in wording.types), Decimal("0.25"))
    formats = wording.formats or sorted({name for ruling in body.rulings for name in ruling.formats}) or [LIVE.name]
    for steps, format in itertools.product(AMOUNTS, formats if "format" in wording.fields else formats[:1]):
        amount = str(step * steps)
        values = dict.fromkeys(wording.fields, "Lakeside") | {"format": format}
        values |= FILLING | dict.fromkeys((*NUMBERS, *chosen_by_number), amount)
        yield wording.fill(**{name: values[name] for name in wording.fields}).text


WORDED = [pytest.param(body, wording, id=wording.code) for body in BODIES for wording in body.wordings]


@pytest.mark.parametrize(("body", "wording"), WORDED)
def test_every_statement_that_a_body_prescribes_passes_on_its_days(body: Body, wording: Wording) -> None:
    """On its first day, its last and without one, filled with whatever is sensible: nothing is wrong with it."""
    first, last = wording.in_force.first or on(1, 1, 1990), wording.in_force.last or on(11, 21)
    texts = list(filled(body, wording))
    assert len(texts) >= len(AMOUNTS)
    for text in texts:
        assert wording.recognise(text) is not None
        for day in {first, last}:
            assert remarks(text, on=day) == ()
        if wording.in_force.last is None:
            assert remarks(text) == ()


@pytest.mark.parametrize(("body", "wording"), WORDED)
def test_every_prescribed_statement_passes_on_a_certificate_of_an_accredited_provider(body: Body, wording: Wording) -> None:
    """Whatever it speaks of, the document's own items apart."""
    provider = attrs.evolve(LAKESIDE, accreditations=[attrs.evolve(ACCREDITED, by=one.name, in_force=Span()) for one in BODIES])
    day = wording.in_force.last or on(11, 21)
    for text in filled(body, wording):
        said = attrs.evolve(ATTENDED, provider=provider, format="", designated=(), statements=[text])
        assert remarks(said, on=day) == ()


def issued_in(kind: CreditType) -> Iterator[Certificate]:
    """Certify credit of a type, less and more than one of it, and participation in what was designated for it."""
    for steps in (1, 200):
        awarded = kind(kind.step * steps)
        line = attrs.evolve(ADA.lines[0], credits=awarded, topics=[("opioid", kind(kind.step))])
        yield attrs.evolve(ADA, lines=[line], total=awarded, maximum=awarded, statements=[])
        yield attrs.evolve(ATTENDED, designated=[awarded, acep.CATEGORY_I("1.00")], statements=[])


def sentences(certificate: Certificate) -> Iterator[str]:
    """Print everything that the renderers say of a certificate."""
    dated = attrs.evolve(certificate, dates=Span(NINTH, on(3, 11)), place="Chicago", edition="2026")
    for one in (certificate, dated, attrs.evolve(certificate, number=None)):
        document = Document.of(one)
        yield from (said.text for said in (*document.head, *document.issue))
        yield from (document.sum, document.rows[0].amount, *document.rows[0].notes)
    yield ENGLISH.preview


@pytest.mark.untraced
@pytest.mark.parametrize("kind", [kind for one in BODIES for kind in one.types], ids=lambda kind: kind.code)
def test_every_sentence_that_a_renderer_prints_passes(kind: CreditType) -> None:
    """For each type that is known: what was designated, awarded, included and attended, in the library's own words."""
    for certificate in issued_in(kind):
        said = [text for text in sentences(certificate) if text]
        assert len(said) > 8
        for text in (*said, " ".join(said)):
            assert remarks(text) == ()
            assert remarks(text, on=NINTH) == ()


# What is handed over.


def test_a_statement_is_read_like_its_text() -> None:
    """As it was filled, or as it was printed."""
    statement = DESIGNATION.fill(provider="Lakeside CME", format="webinar", amount="2.00")
    assert remarks(statement) == remarks(statement.text) != ()


def test_a_remark_without_sources_prints_without_brackets() -> None:
    """One line: how bad, where, what."""
    remark = Remark(code="x", severity=WARNING, says="look at it", where="statement", sources=())
    assert str(remark) == "warning: statement: look at it"
    assert str(attrs.evolve(remark, sources=(LETTER, LETTER))).endswith(f" [{LETTER}; {LETTER}]")


def test_without_bodies_nothing_is_held_against_anything() -> None:
    """The rules are the bodies'."""
    for subject in (ADA, ATTENDED, offered(), "ACCME credits"):
        assert lint(subject, bodies=[]) == ()


@pytest.mark.parametrize("subject", ["Any text.", DESIGNATION.fill(provider="A", format="live activity", amount="1")])
def test_a_mark_beside_a_text_cannot_be_judged(subject: Any) -> None:
    """A text does not tell whose mark it is."""
    with pytest.raises(InvalidValue, match="marks: found a mark beside a text; expected a certificate or an activity"):
        remarks(subject, marks=["ACCME"])


def test_an_unknown_mark_names_the_near_ones() -> None:
    """A seal of nobody's cannot be judged either."""
    with pytest.raises(InvalidValue, match="marks: found ACMCE; expected the code or name of a body; did you mean accme"):
        remarks(ADA, marks=["ACMCE"])


@pytest.mark.parametrize(
    "fields",
    [
        {"bodies": ama.BODY},
        {"bodies": ["ama"]},
        {"bodies": "ama"},
        {"on": "2026-03-09"},
        {"on": NOW},
        {"profession": "doctor"},
        {"profession": 1},
        {"marks": "ACCME"},
        {"marks": [1]},
        {"marks": [""]},
        {"elsewhere": Item.NAME},
        {"elsewhere": ["learning format"]},
    ],
    ids=str,
)
def test_what_is_handed_over_beside_it_is_checked(fields: dict[str, Any]) -> None:
    """A lone text is no list, and a word no item; it is said at once, whatever is looked over."""
    (field,) = fields
    for subject in (ADA, offered(), "Any text."):
        with pytest.raises(InvalidValue) as caught:
            lint(subject, **{"bodies": [ama.BODY, accme.BODY], **fields})
        assert caught.value.field.startswith(field)


@pytest.mark.parametrize("value", hostile.VALUES, ids=hostile.label)
def test_whatever_is_no_document_is_refused_in_words(value: Any) -> None:
    """A text that can be printed is looked at; all else is refused without a letter of what may be a name."""
    try:
        found = [remark.where for remark in remarks(value)]
    except InvalidValue as error:
        found = [error.field]
        said = str(error)
    else:
        said = ""
    assert set(found) <= ({"statement"} if isinstance(value, str) and not said else {"subject"})
    assert hostile.NAME not in said


def test_control_characters_and_monsters_are_refused() -> None:
    """No statement holds them."""
    for text in ("two\nlines", "a\x00b", "\u202egnp", "x" * (PARAGRAPH + 1), ""):
        with pytest.raises(InvalidValue, match="subject: found"):
            remarks(text)


@pytest.mark.parametrize(
    "text",
    [
        "x" * PARAGRAPH,
        "The " * 2_500,
        "designates this " * 600,
        "The designates this for a maximum of " * 250,
        "AMA PRA Category 1 Credit " * 380,
        "is accredited as by the " * 400,
        "designates AMA PRA Category 1 Credit™ " * 250,
        "(s)™" * 2_500,
        "9" * PARAGRAPH,
        f"{designates('1')[:-1]} " * 30,
        designates("9" * 9_000),
        designates(format="a" * 9_000),
    ],
    ids=lambda text: text[:30],
)
def test_hostile_text_is_looked_over_quickly(text: str) -> None:
    """Ten thousand characters that send a careless pattern back and forth, against every body, as text and on documents."""
    began = time.perf_counter()
    remarks(text, on=NINTH)
    for remark in remarks(attrs.evolve(ADA, statements=[text]), marks=["ACCME"]):
        assert len(remark.says) < 1_000
    assert time.perf_counter() - began < 5


@given(st.text(st.characters(codec="utf-8", exclude_categories=["C", "Zl", "Zp"]), min_size=1, max_size=200))
def test_any_printable_text_is_looked_at(text: str) -> None:
    """Whatever it says, the answer is a list of remarks about it, each with its severity and its sources."""
    if text.strip():
        for remark in remarks(text, on=NINTH):
            assert remark.where == "statement"
            assert remark.sources


@given(
    st.integers(1, 400).map(lambda quarters: Decimal(quarters) / 4),
    st.sampled_from(sorted({name for one in ama.BODY.rulings for name in one.formats})),
)
def test_any_designation_that_is_filled_in_passes(amount: Decimal, format: str) -> None:
    """The AMA's own wording with any amount and any of its formats."""
    assert remarks(designates(amount, format), on=NINTH) == ()


def test_linting_changes_nothing() -> None:
    """The same answer twice, for any order of the bodies, and the document as it was."""
    wrong = attrs.evolve(ADA, statements=["2 ACCME credits", designates("3.00")], total=AMA("2.00"), format="")
    before = attrs.evolve(wrong)
    first = remarks(wrong, profession="nurse")
    assert first == remarks(wrong, profession="nurse")
    assert set(first) == set(remarks(wrong, profession="nurse", bodies=BODIES[::-1]))
    assert wrong == before
    assert [remark.code for remark in first] == [
        "misnomer",
        "maximum-differs",
        "amount-not-claimed",
        "not-awarded-to-profession",
        "missing-item",
    ]
