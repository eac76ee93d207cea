"""Kinds of certificates: the words they are headed with, and the rules that choose one by what was claimed."""

import datetime
from typing import Any

import attrs
import pytest

from builders import (
    ACEP,
    LEARNER,
    NAME,
    NINTH,
    NOW,
    a_designation,
    a_ledger,
    a_participation,
    an_activity,
    at,
    decided,
    made,
    numbers,
    on,
    seen,
    written,
)
from cmecore.activities import ENDURING, LIVE, Activity, Format
from cmecore.authorities import abim, abp, ama, bodies
from cmecore.certificates import certify, certify_completion, certify_participation
from cmecore.claiming import ALL, claim
from cmecore.corrections import reissue
from cmecore.credit.amounts import CreditType
from cmecore.credit.periods import Span
from cmecore.entries import (
    ANNUAL_SUMMARY,
    CME,
    CME_ABIM,
    CME_ABIM_ABP,
    CME_ABP,
    COMPLETION,
    CREDIT,
    PARTICIPATION,
    SPECIALTY,
    TRANSCRIPT,
    Adjusted,
    Certificate,
    Kind,
    Refusal,
)
from cmecore.errors import InvalidValue
from cmecore.evidence import Evaluated
from cmecore.handling import Again, Handling
from cmecore.kinds import RULES, KindRule, kind_of
from cmecore.ledger import Ledger
from cmecore.plans import Plan
from cmecore.rules.awards import AsBase, Asks, RestsOn
from cmecore.rules.policies import Policy
from cmecore.rules.requirements import evaluated

AMA, ABIM, ABP = ama.CATEGORY_1, abim.MEDICAL_KNOWLEDGE, abp.PART_2
ALL_OF_IT = Policy(code="whole")
#: Points as many as the credits that were claimed.
POINTS = Policy(code="points", award=AsBase(), rests_on=RestsOn(AMA, Asks.CLAIM))
MEETING = {"format": LIVE, "held": Span(NINTH, NINTH), "place": "Chicago"}


def offered(*points: CreditType, **fields: Any) -> Activity:
    """Offer 2.00 AMA credits, and points of some boards that rest on them."""
    first = a_designation("2.00", ALL_OF_IT, type=AMA)
    resting = [a_designation("2.00", POINTS, type=board) for board in points]
    return an_activity(**{"completion": [evaluated()], "designations": [first, *resting], **fields})


def earning(activity: Activity) -> Ledger:
    """Take part in an activity."""
    return a_ledger(seen(activity, Evaluated(NINTH)))


def certified(ledger: Ledger, *types: CreditType, request: str = "r-1", **fields: Any) -> tuple[Certificate, ...]:
    """Claim some types, and certify what was claimed."""
    taken = made(claim(ledger, ALL, at=NOW, request=request, type=types))
    return certify(ledger, taken, **{"name": NAME, "at": NOW, "number": numbers(), **fields})


@pytest.mark.parametrize("how", [{"format": ENDURING}, MEETING], ids=["online", "meeting"])
def test_m1_m30_whoever_took_part_has_a_certificate_of_participation(how: dict[str, Any]) -> None:
    """M1, M30, M36: it needs no claim, from an online activity as from a meeting, and awards nothing of what was designated."""
    paper = certify_participation(earning(offered(ABIM, **how)), "EM-101", name=NAME, at=NOW)
    assert isinstance(paper, Certificate)
    assert (paper.kind.title, paper.total, paper.designated) == ("Certificate of Participation", None, (AMA("2.00"),))


KINDS = [
    # The help page of 2025 names them in the plural.
    pytest.param([], "CME Certificate", id="M31"),
    pytest.param([ABIM], "CME / ABIM MOC Certificate", id="M32"),
    pytest.param([ABP], "CME / ABP MOC Certificate", id="M33"),
    pytest.param([ABIM, ABP], "CME / ABIM MOC / ABP MOC Certificate", id="M34"),
]


@pytest.mark.parametrize("how", [{"format": ENDURING}, MEETING], ids=["online", "meeting"])
@pytest.mark.parametrize(("boards", "title"), KINDS)
def test_m31_m32_m33_m34_the_kind_follows_from_what_was_claimed(
    boards: list[CreditType], title: str, how: dict[str, Any]
) -> None:
    """M31, M32, M33, M34, M35, M36: of an activity that offers all, the types that were claimed decide, whatever its format."""
    (paper,) = certified(earning(offered(ABIM, ABP, **how)), AMA, *boards)
    assert (paper.kind.title, paper.total) == (title, AMA("2.00"))
    assert paper.resting == tuple(board("2.00") for board in boards)


def test_m35_points_alone_are_no_moc_certificate() -> None:
    """M35: a certificate of points needs the CME claim as well; added to an earlier certificate they are one of credit."""
    activity = offered(ABIM, handling=Handling(rested=Again.ADD))
    ledger = earning(activity)
    (first,) = certified(ledger, AMA)
    ledger = written(ledger, made(claim(ledger, ALL, at=NOW, request="r-1", type=[AMA])), first)
    (addendum,) = certified(ledger, ABIM, request="r-2", number=numbers(2))
    assert (addendum.adds_to, addendum.total) == (first.number, ABIM("2.00"))
    assert (first.kind.title, addendum.kind.title) == ("CME Certificate", "Certificate of Credit")


def test_m35_points_that_take_the_place_of_the_first_certificate_change_its_kind() -> None:
    """M35: the certificate of both, which replaces that of the credit alone, is headed with both."""
    ledger = earning(offered(ABIM))
    (first,) = certified(ledger, AMA)
    ledger = written(ledger, made(claim(ledger, ALL, at=NOW, request="r-1", type=[AMA])), first)
    (both,) = certified(ledger, ABIM, request="r-2", number=numbers(2))
    assert (both.supersedes, both.kind.title) == ((first.number,), "CME / ABIM MOC Certificate")


def test_m92_m93_completion_and_credit_have_certificates_of_their_own() -> None:
    """M92, M93: the same course has proof of its completion, which awards nothing, and of the credit, once it was claimed."""
    ledger = earning(offered())
    done = certify_completion(ledger, "EM-101", name=NAME, at=NOW, number=numbers())
    assert isinstance(done, Certificate)
    assert (done.kind.title, done.total, done.designated) == ("Certificate of Completion", None, (AMA("2.00"),))
    (credit,) = certified(ledger, AMA, kind=CREDIT)
    assert (credit.kind.title, credit.total) == ("Certificate of Credit", AMA("2.00"))


def test_m27_participation_completion_and_credit_of_one_activity_live_in_one_ledger() -> None:
    """M27: one learner and one activity have several documents, and each is made once."""
    ledger, number = earning(offered()), numbers()
    for make in (certify_participation, certify_completion):
        paper = make(ledger, "EM-101", name=NAME, at=NOW, number=number)
        assert isinstance(paper, Certificate)
        ledger = written(ledger, paper)
        assert make(ledger, "EM-101", name=NAME, at=NOW, number=number) == paper
    taken = made(claim(ledger, ALL, at=NOW, request="r-1"))
    ledger = written(ledger, taken, *certify(ledger, taken, name=NAME, at=NOW, number=number))
    assert [paper.kind for paper in ledger.certificates] == [PARTICIPATION, COMPLETION, CME]
    assert ledger.claimed(("EM-101", AMA)) == AMA("2.00")


def test_a_certificate_of_completion_says_why_there_is_none() -> None:
    """What was not completed has no certificate of completion either."""
    refused = certify_completion(Ledger(LEARNER), "EM-101", name=NAME, at=NOW)
    assert isinstance(refused, Refusal)
    assert [reason.code for reason in refused.reasons] == ["not-completed"]


def test_m95_a_specialty_course_has_a_specialty_certificate() -> None:
    """M95: a provider names the kind, and words its title for the specialty."""
    ultrasound = attrs.evolve(SPECIALTY, title="Specialty Certificate in Emergency Ultrasound")
    (paper,) = certified(earning(offered()), AMA, kind=ultrasound)
    assert (SPECIALTY.title, paper.kind.code, paper.kind.title) == (
        "Specialty Certificate",
        "specialty",
        "Specialty Certificate in Emergency Ultrasound",
    )


def test_every_bundled_type_that_the_rules_name_exists() -> None:
    """A code that no body has would never be claimed; points of both boards are known by each of their types."""
    named = frozenset[str]().union(*(codes for rule in RULES for codes in rule.types))
    assert named <= {kind.code for body in bodies() for kind in body.types}
    boards = {kind.code for board in (abim.BODY, abp.BODY) for kind in board.types}
    assert {code for code in named if code.startswith(("abim", "abp-"))} == boards


def test_credit_that_is_not_cme_is_certified_as_credit() -> None:
    """Contact hours of nurses are no CME, and a type that nobody knows is not either."""
    assert [kind_of([code]).title for code in ("ancc-contact-hour", "acme")] == ["Certificate of Credit"] * 2
    assert kind_of([ACEP]).title == "CME Certificate"
    assert kind_of([]) == CREDIT


def test_rules_of_ones_own_come_first() -> None:
    """The first rule that fits decides; a rule may ask that nothing else stands there, or take one type of several."""
    mine, pure = Kind(code="acme.boards", title="Board Certificate"), Kind(code="acme.cme", title="Pure CME Certificate")
    rules = [
        KindRule(kind=mine, types=[{ABIM.code, "acme-moc"}, ABP]),
        KindRule(kind=pure, types=[AMA.code], none_other=True),
        *RULES,
    ]
    asked: list[list[CreditType | str]] = [[AMA], [AMA, ABIM], [AMA, "acme-moc", ABP], [ABIM]]
    found = [kind_of(types, rules=rules) for types in asked]
    assert found == [pure, CME_ABIM, mine, CREDIT]
    assert [paper.kind for paper in certified(earning(offered(ABIM)), AMA, kinds=rules)] == [pure]
    assert kind_of([AMA, ABIM, ABP]) == CME_ABIM_ABP
    assert kind_of([AMA, ABP, "acme"]) == CME_ABP


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        (lambda: KindRule(kind="cme", types=[AMA]), "kind: found"),  # type: ignore[arg-type]
        (lambda: KindRule(kind=CME, types="ama-pra-1"), "types: found"),
        (lambda: KindRule(kind=CME, types=[[7]]), "types: found"),
        (lambda: KindRule(kind=CME, types=[""]), "types: found a blank code; .*write the code of the type"),
        (lambda: KindRule(kind=PARTICIPATION, types=[AMA]), "kind: found 'Certificate of Participation'"),
        (lambda: kind_of([7]), "types: found"),  # type: ignore[list-item]
        (lambda: kind_of([AMA], rules=[CME]), "rules: found"),  # type: ignore[list-item]
        (lambda: certified(earning(offered()), AMA, kinds=[CME]), "kinds: found"),
    ],
)
def test_a_rule_that_is_none_is_refused(wrong: Any, said: str) -> None:
    """What is no kind, no type or no rule is refused where it is handed in."""
    with pytest.raises(InvalidValue, match=rf"^{said}"):
        wrong()


@pytest.mark.parametrize(
    ("types", "named"), [([], "no type of credit"), ([AMA, []], "a set of no types"), ([frozenset()], "a set of no types")]
)
def test_a_rule_that_tells_nothing_apart_is_refused_where_it_is_made(types: Any, named: str) -> None:
    """Long before the night on which a thousand certificates are made by it."""
    with pytest.raises(InvalidValue, match=rf"^types: found a rule for 'CME Certificate' that names {named}; .*name what has"):
        KindRule(kind=CME, types=types)


@pytest.mark.parametrize("kind", [PARTICIPATION, COMPLETION, ANNUAL_SUMMARY, TRANSCRIPT])
def test_credit_is_not_headed_as_what_awards_none(kind: Kind) -> None:
    """Whoever claimed credit has no certificate that is called one of participation, nor a transcript of one course."""
    with pytest.raises(InvalidValue, match=rf"^kind: found '{kind.title}'.*hand in CREDIT or CME or .*a Kind of your own"):
        certified(earning(offered()), AMA, kind=kind)


@pytest.mark.parametrize("kind", [CREDIT, CME, CME_ABIM, CME_ABP, CME_ABIM_ABP, ANNUAL_SUMMARY, TRANSCRIPT])
@pytest.mark.parametrize("make", [certify_participation, certify_completion])
def test_whoever_claimed_nothing_has_no_certificate_of_credit(make: Any, kind: Kind) -> None:
    """A kind of one's own is free, also for what was attended."""
    ledger = earning(offered())
    with pytest.raises(InvalidValue, match=r"^kind: found .*hand in PARTICIPATION or COMPLETION, or a Kind of your own"):
        make(ledger, "EM-101", name=NAME, at=NOW, kind=kind)
    for free in (SPECIALTY, Kind(code="acme", title="Certificate of Attendance")):
        assert make(ledger, "EM-101", name=NAME, at=NOW, kind=free).kind == free


def again(ledger: Ledger, **fields: Any) -> Certificate:
    """Issue the first certificate again, as its amounts stand."""
    plan = reissue(ledger, "LK-000001", **{"at": at(on(4, 3)), "number": lambda: "LK-9", **fields})
    assert isinstance(plan, Plan)
    return next(entry for step in plan.steps for entry in step.entries if isinstance(entry, Certificate))


def test_a_reissue_that_loses_its_points_is_headed_without_them() -> None:
    """Points whose level was set to nothing leave the certificate, and its heading; a kind that was given stays."""
    activity = offered(ABIM)
    ledger = earning(activity)
    mine = Kind(code="acme", title="Acme Certificate")
    own_rules = [KindRule(kind=mine, types=[AMA, ABIM])]
    for chosen, kept, titles in (
        ({}, {}, ["CME / ABIM MOC Certificate", "CME Certificate"]),
        ({"kind": mine}, {}, ["Acme Certificate", "Acme Certificate"]),
        ({"kinds": own_rules}, {"kinds": own_rules}, ["Acme Certificate", "Certificate of Credit"]),
    ):
        papers = certified(ledger, AMA, ABIM, **chosen)
        taken = made(claim(ledger, ALL, at=NOW, request="r-1", type=[AMA, ABIM]))
        lowered = Adjusted(learner=LEARNER, activity="EM-101", level=ABIM("0"), case="C-1")
        after = decided(written(ledger, taken, *papers), lowered, when=at(on(4, 2)))
        assert [papers[0].kind.title, again(after, **kept).kind.title] == titles


def test_participation_in_a_format_of_ones_own_is_certified_alike() -> None:
    """M36: the kind does not ask how the activity was offered."""
    blended = offered(format=Format("blended learning", live=False))
    paper = certify_participation(earning(blended), "EM-101", name=NAME, at=NOW)
    assert isinstance(paper, Certificate)
    assert (paper.kind, paper.format, paper.lines[0].on) == (PARTICIPATION, "blended learning", datetime.date(2026, 3, 9))


def test_a_preview_is_of_the_kind_that_the_certificate_will_be() -> None:
    """M154: what is shown before anything is final is headed as the final document."""
    ledger = a_ledger(a_participation(activity=offered(ABIM)))
    (preview,) = certified(ledger, AMA, ABIM, number=None)
    (final,) = certified(ledger, AMA, ABIM)
    assert attrs.evolve(preview, number=final.number) == final
