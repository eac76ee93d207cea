"""Certificates: complete documents, one for each course and type, that nothing later can change."""

import datetime
from typing import Any
from urllib.parse import quote

import attrs
import pytest
from hypothesis import given, strategies as st

from builders import (
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
    made,
    numbers,
    on,
    paying,
    seen,
    written,
)
from cmecore.activities import LIVE, TEACHING, Activity, Part
from cmecore.assessment import assess
from cmecore.certificates import certify, certify_participation
from cmecore.claiming import ALL, claim
from cmecore.credit.periods import Span
from cmecore.credit.rounding import nearest
from cmecore.earning import earn
from cmecore.entries import CME, PARTICIPATION, Certificate, Kind, Line, Refusal
from cmecore.errors import InvalidValue, LedgerConflict
from cmecore.evidence import Evaluated, Progress
from cmecore.ledger import Ledger
from cmecore.providers import Provider
from cmecore.rendering.document import Document
from cmecore.rules.awards import InProportion
from cmecore.rules.policies import Policy
from cmecore.rules.requirements import completed


def plain(code: str, amount: str = "1.00", **fields: Any) -> Activity:
    """Offer an activity that anyone earns, and completes, who was seen in it."""
    activity = paying(Policy(code="whole"), amount, title=f"Title {code}", completion=[], **fields)
    return attrs.evolve(activity, code=code)


def earning(*activities: Activity, day: datetime.date = NINTH) -> Ledger:
    """Earn the credit of some activities."""
    return a_ledger(*(seen(activity, Evaluated(day)) for activity in activities))


def certified(ledger: Ledger, wanted: Any = ALL, **fields: Any) -> tuple[Certificate, ...]:
    """Claim and certify in one go."""
    taken = made(claim(ledger, wanted, at=NOW, request="r-1", type=fields.pop("type", None)))
    return certify(ledger, taken, **{"name": NAME, "at": NOW, "number": numbers(), **fields})


def test_a_certificate_says_everything_that_is_printed() -> None:
    """Number, kind, name, provider, course, format, dates, lines, total, maximum and statements are all in the document."""
    activity = an_activity(
        format=LIVE,
        edition="2026",
        place="Chicago",
        held=Span(on(3, 8), on(3, 10)),
        statements=["Designated for a maximum of 2.00.", "Lakeside CME is accredited."],
    )
    (certificate,) = certified(a_ledger(a_participation(activity=activity)))
    assert certificate == Certificate(
        number="LK-000001",
        kind=CME,
        learner=LEARNER,
        name=NAME,
        provider=LAKESIDE,
        course="Emergency Medicine",
        edition="2026",
        format="live activity",
        place="Chicago",
        dates=Span(on(3, 8), on(3, 10)),
        issued_on=on(4, 1),
        lines=(Line(activity="EM-101", title="Early sepsis", on=NINTH, credits=AMA("1.75")),),
        total=AMA("1.75"),
        maximum=AMA("2.00"),
        statements=("Designated for a maximum of 2.00.", "Lakeside CME is accredited."),
        request="r-1",
    )


def test_one_certificate_for_each_course() -> None:
    """Activities of one course stand beneath one another; another course has a certificate of its own."""
    ledger = earning(plain("A"), plain("B", "0.50"), plain("C", "2.00", course="Ethics"))
    emergency, ethics = certified(ledger)
    assert (emergency.course, [line.activity for line in emergency.lines]) == ("Emergency Medicine", ["A", "B"])
    assert (emergency.total, emergency.maximum) == (AMA("1.50"), AMA("1.50"))
    assert (ethics.course, [line.activity for line in ethics.lines], ethics.total) == ("Ethics", ["C"], AMA("2.00"))
    assert (emergency.number, ethics.number) == ("LK-000001", "LK-000002")


def test_two_providers_with_a_course_of_one_title_have_two_certificates() -> None:
    """A title is a provider's own; nobody certifies another's activity."""
    other = plain("B", provider=Provider(name="Hillside CME", zone="UTC"))
    assert [certificate.provider.name for certificate in certified(earning(plain("A"), other))] == [
        "Lakeside CME",
        "Hillside CME",
    ]


def test_two_default_types_have_two_certificates() -> None:
    """Credits of two types never stand in one total."""
    acep = plain("B", designations=[a_designation("1.00", Policy(code="p"), type=ACEP)])
    assert {str(certificate.total) for certificate in certified(earning(plain("A"), acep))} == {
        "1.00 AMA PRA Category 1 Credit",
        "1.00 ACEP Category I Credit",
    }


def test_activities_are_listed_by_the_day_on_which_they_were_completed() -> None:
    """Beneath a course its activities come by day, and on one day by title."""
    ledger = a_ledger(
        seen(plain("B"), Evaluated(NINTH)), seen(plain("A"), Evaluated(NINTH)), seen(plain("C"), Evaluated(on(3, 1)))
    )
    (certificate,) = certified(ledger)
    assert [(line.activity, line.on) for line in certificate.lines] == [("C", on(3, 1)), ("A", NINTH), ("B", NINTH)]


def test_what_differs_between_activities_of_a_course_is_listed_once_each() -> None:
    """Editions, formats, places and statements are joined without repeating; days run from the first to the last."""
    ledger = earning(
        plain("A", edition="2025", statements=["S1", "S2"], held=Span(on(3, 5), on(3, 6)), place="Chicago"),
        plain("B", edition="2026", statements=["S2", "S3"], held=Span(on(3, 1), on(3, 2)), place="Chicago", format=LIVE),
        plain("C", edition="2026"),
    )
    (certificate,) = certified(ledger)
    assert (certificate.edition, certificate.place) == ("2025, 2026", "Chicago")
    assert certificate.format == "enduring material, live activity"
    said = [one.text for one in Document.of(certificate).head]
    assert "has participated in the enduring material and live activity titled" in said
    assert (certificate.statements, certificate.dates) == (("S1", "S2", "S3"), Span(on(3, 1), on(3, 6)))


def test_whoever_taught_and_learned_took_part() -> None:
    """What was taught is not said of what was learned; where all is teaching it is said."""
    (both,) = certified(earning(plain("A", format=TEACHING), plain("B", format=LIVE)))
    (taught,) = certified(earning(plain("A", format=TEACHING), plain("B", format=TEACHING)))
    assert (both.format, taught.format) == ("live activity", "faculty teaching")


def test_numbers_in_the_titles_of_one_day_are_ordered_as_numbers() -> None:
    """Session 10 stands behind Session 2, also where a title begins with its number."""
    titles = ["Session 10", "Session 2", "11 Airway", "3 Shock", "Session 2b"]
    activities = [attrs.evolve(plain(f"A{at}"), title=title) for at, title in enumerate(titles)]
    (certificate,) = certified(earning(*activities))
    assert [line.title for line in certificate.lines] == ["3 Shock", "11 Airway", "Session 2", "Session 2b", "Session 10"]


def test_teaching_is_designated_for_nothing() -> None:
    """What was presented bounds the credit of a teacher, and no maximum is printed."""
    (certificate,) = certified(earning(plain("A", format=TEACHING)))
    assert (certificate.total, certificate.maximum) == (AMA("1.00"), None)


@pytest.mark.parametrize("held", [None, Span(on(3, 1), None), Span(None, on(3, 1))])
def test_dates_that_are_open_are_not_printed(held: Span | None) -> None:
    """A certificate prints the days of a meeting where both ends are known."""
    (certificate,) = certified(earning(plain("A", held=held)))
    assert certificate.dates is None


@pytest.mark.parametrize(
    ("instant", "day"),
    [
        (at(on(4, 2), 4, 59), on(4, 1)),  # five hours behind UTC in summer
        (at(on(4, 2), 5, 0), on(4, 2)),
        (at(on(1, 2), 5, 59), on(1, 1)),  # six in winter
    ],
)
def test_it_is_issued_on_the_day_of_the_providers_zone(instant: datetime.datetime, day: datetime.date) -> None:
    """The day of issue is the provider's, also where the activity has a zone of its own."""
    ledger = earning(plain("A", zone="Asia/Dubai"), day=on(1, 1))
    taken = made(claim(ledger, ALL, at=instant, request="r-1"))
    (certificate,) = certify(ledger, taken, name=NAME, at=instant)
    assert certificate.issued_on == day


def test_without_a_number_it_is_a_preview() -> None:
    """A preview has no number and no address, changes nothing, and is otherwise the document."""
    (preview,) = certified(a_ledger(), number=None, address="https://verify.example/{}".format)
    (issued,) = certified(a_ledger())
    assert (preview.number, preview.address) == (None, "")
    assert attrs.evolve(preview, number=issued.number) == issued


def test_the_address_holds_the_number() -> None:
    """Where the certificate can be verified is made from its number."""
    (certificate,) = certified(a_ledger(), address="https://verify.example/{}".format)
    assert certificate.address == "https://verify.example/LK-000001"


@pytest.mark.parametrize("pattern", ["verify.example/{}", "www.verify.example/{}", "ftp://verify.example/{}", "https:/{}", " "])
def test_an_address_that_no_telephone_would_open_is_refused(pattern: str) -> None:
    """M101: without https:// a symbol that is scanned is a text to search for, and beside it stands no link."""
    with pytest.raises(InvalidValue, match=r"^address: found .*; expected an address on the web, or .*begin it with https://"):
        certified(a_ledger(), address=pattern.format)
    with pytest.raises(InvalidValue, match=r"^address: found nothing \(None\); expected text"):
        certified(a_ledger(), address=lambda _: None)


@pytest.mark.parametrize(
    ("pattern", "advice"),
    [
        ("https:///{}", 'name a host behind "https://"'),
        ("https://verify.example:door/{}", "a port is a number"),
        ("https://prüfen.example/{}", "write its host in ASCII"),
        ("https://verify.example/c/{} ", r"percent-encoded: urllib\.parse\.quote\(number\)"),
    ],
)
def test_an_address_that_is_refused_is_told_what_is_wrong_with_it(pattern: str, advice: str) -> None:
    with pytest.raises(InvalidValue, match=rf"^address: found .*; expected an address on the web, or .*{advice}"):
        certified(a_ledger(), address=pattern.format)


@pytest.mark.parametrize("number", ["CME 2026 7", "CME-č"])
def test_a_number_that_no_address_can_hold_as_it_is_is_written_percent_encoded(number: str) -> None:
    """A link in a PDF file is ASCII: as it is, the certificate would have a link on one format and none on another."""
    pattern = "https://verify.example/{}"
    with pytest.raises(InvalidValue, match=r"urllib\.parse\.quote\(number\)"):
        certified(a_ledger(), number=lambda: number, address=pattern.format)
    (certificate,) = certified(a_ledger(), number=lambda: number, address=lambda number: pattern.format(quote(number)))
    assert (certificate.number, certificate.address) == (number, pattern.format(quote(number)))


def test_some_certificates_may_have_an_address_and_others_none() -> None:
    """An empty text is none: the symbol holds the number then."""
    (certificate,) = certified(a_ledger(), address=lambda _: "")
    assert (certificate.number, certificate.address) == ("LK-000001", "")


def test_the_certificates_of_a_claim_are_issued_once() -> None:
    """Certifying a claim again gives the recorded documents, whatever name, day, kind or numbers come with the retry."""
    ledger = earning(plain("A"), plain("C", course="Ethics"))
    taken = made(claim(ledger, ALL, at=NOW, request="r-1"))
    issued = certify(ledger, taken, name=NAME, at=NOW, number=numbers())
    ledger = written(ledger, taken, *issued)
    again = certify(ledger, taken, name="Ada Smith, MD", at=at(on(9, 1)), number=numbers(77), kind=Kind(code="x", title="X"))
    assert again == issued
    assert written(ledger, *again) is ledger


def test_another_claim_has_certificates_of_its_own() -> None:
    """What is recorded for one claim is not handed out for the next."""
    ledger = earning(plain("A"), plain("B"))
    first = made(claim(ledger, ["A"], at=NOW, request="r-1"))
    ledger = written(ledger, first, *certify(ledger, first, name=NAME, at=NOW, number=numbers()))
    second = made(claim(ledger, ["B"], at=NOW, request="r-2"))
    (certificate,) = certify(ledger, second, name=NAME, at=NOW, number=numbers(2))
    assert (certificate.number, [line.activity for line in certificate.lines]) == ("LK-000002", ["B"])


def test_a_refused_claim_has_no_certificates() -> None:
    """Handing over a refusal is a mistake of the program, and says what was refused."""
    with pytest.raises(LedgerConflict, match="nothing is claimable"):
        certify(Ledger(LEARNER), claim(Ledger(LEARNER), ALL, at=NOW, request="r-1"), name=NAME, at=NOW)


def test_a_claim_is_not_certified_for_another_learner() -> None:
    """One learner's claim makes no certificate that names another."""
    taken = made(claim(a_ledger(), ALL, at=NOW, request="r-1"))
    with pytest.raises(LedgerConflict):
        certify(Ledger("dr-43"), taken, name="Bo Lind", at=NOW, number=numbers())


TOPICS = [
    Part(code="m1", title="1", minutes=60, topics=["opioid"]),
    Part(code="m2", title="2", minutes=60, topics=["ethics"]),
    Part(code="m3", title="3", minutes=120),
]
SHARED = paying(Policy(code="p", award=InProportion(), rounding=nearest("0.25")), "4.00", parts=TOPICS)


@pytest.mark.parametrize(
    ("amount", "topics"),
    [
        ("4.00", {"opioid": "1.00", "ethics": "1.00"}),
        # Of 4.00 with 1.00 on opioids, 3.25 hold at least 0.25 of it, and 3.00 may hold none.
        ("3.25", {"opioid": "0.25", "ethics": "0.25"}),
        ("3.00", {}),
        ("0.25", {}),
    ],
)
def test_a_part_of_an_amount_lists_what_it_surely_holds(amount: str, topics: dict[str, str]) -> None:
    """Claiming a part of the credit never certifies a mandated topic twice."""
    ledger = a_ledger(seen(SHARED, Progress(1, 1, NINTH)))
    (certificate,) = certified(ledger, {"EM-101": amount})
    assert {topic: str(credits.amount) for topic, credits in certificate.lines[0].topics} == topics


@given(st.lists(st.integers(1, 16), min_size=1, max_size=6))
def test_topics_of_all_certificates_together_are_at_most_what_was_earned(parts: list[int]) -> None:
    """However an amount is claimed in parts: each has a certificate of its own, and no topic is certified in each of them."""
    ledger = a_ledger(seen(SHARED, Progress(1, 1, NINTH)))
    number = numbers()
    for position, steps in enumerate(parts):
        answer = claim(ledger, {"EM-101": AMA("0.25").amount * steps}, at=NOW, request=f"r-{position}")
        if not isinstance(answer, Refusal):
            ledger = written(ledger, answer, *certify(ledger, answer, name=NAME, at=NOW, number=number))
    assert not ledger.superseded
    lines = [certificate.lines[0] for certificate in ledger.certificates]
    assert sum(line.credits.steps for line in lines if line.credits) == ledger.claimed(("EM-101", AMA)).steps
    opioid = sum(credits.steps for line in lines for topic, credits in line.topics if topic == "opioid")
    # Of 4.00 with 1.00 on opioids: whatever was claimed beyond 3.00 is surely that, and stands on some certificate.
    assert opioid == max(0, ledger.claimed(("EM-101", AMA)).steps - AMA("3.00").steps)


@given(st.lists(st.tuples(st.integers(1, 40), st.sampled_from(["Ethics", "Pain", "Stroke"])), min_size=1, max_size=7))
def test_totals_equal_lines_and_claim(offers: list[tuple[int, str]]) -> None:
    """Over any courses: each total is the sum of its lines, and all totals are the claim's."""
    ledger = earning(
        *(plain(f"A-{number}", str(AMA("0.25").amount * steps), course=course) for number, (steps, course) in enumerate(offers))
    )
    taken = made(claim(ledger, ALL, at=NOW, request="r-1"))
    issued = certify(ledger, taken, name=NAME, at=NOW, number=numbers())
    for certificate in issued:
        lines = [line.credits for line in certificate.lines if line.credits is not None]
        assert certificate.total is not None
        assert certificate.total.steps == sum(credits.steps for credits in lines)
    assert len(issued) == len({course for _, course in offers})
    assert sum(certificate.total.steps for certificate in issued if certificate.total) == taken.totals[AMA].steps


def test_a_certificate_of_participation_needs_no_claim() -> None:
    """Whoever completed an activity has a certificate of participation that awards no credit."""
    certificate = certify_participation(a_ledger(), "EM-101", name=NAME, at=NOW, number=numbers())
    assert isinstance(certificate, Certificate)
    assert (certificate.number, certificate.kind, certificate.name) == ("LK-000001", PARTICIPATION, NAME)
    assert (certificate.total, certificate.maximum, certificate.request) == (None, None, "")
    assert certificate.lines == (Line(activity="EM-101", title="Early sepsis", on=NINTH),)
    assert (certificate.course, certificate.provider, certificate.issued_on) == ("Emergency Medicine", LAKESIDE, on(4, 1))


def test_a_certificate_of_participation_is_issued_once() -> None:
    """A retry gives the recorded document; another kind is another document, and so is one of credit."""
    ledger = a_ledger()
    taken = made(claim(ledger, ALL, at=NOW, request="r-1"))
    ledger = written(ledger, taken, *certify(ledger, taken, name=NAME, at=NOW, number=numbers(50)))
    first = certify_participation(ledger, "EM-101", name=NAME, at=NOW, number=numbers())
    ledger = written(ledger, first)
    assert certify_participation(ledger, "EM-101", name="Ada Smith", at=at(on(9, 1)), number=numbers(2)) == first
    own = Kind(code="acme.completion", title="Certificate of Completion")
    other = certify_participation(ledger, "EM-101", name=NAME, at=NOW, number=numbers(2), kind=own)
    assert isinstance(other, Certificate)
    assert (other.number, other.kind) == ("LK-000002", own)


def test_a_kind_may_be_used_for_credit_and_for_participation() -> None:
    """A document on a claim is never handed out as the one on an attendance, though both are headed alike."""
    own = Kind(code="acme.completion", title="Certificate of Completion")
    ledger = a_ledger()
    taken = made(claim(ledger, ALL, at=NOW, request="r-1"))
    ledger = written(ledger, taken, *certify(ledger, taken, name=NAME, at=NOW, number=numbers(50), kind=own))
    attendance = certify_participation(ledger, "EM-101", name=NAME, at=NOW, number=numbers(), kind=own)
    assert isinstance(attendance, Certificate)
    assert (attendance.number, attendance.total) == ("LK-000001", None)


def test_each_activity_has_its_own_certificate_of_participation() -> None:
    """The document of one activity is not handed out for another of the same course."""
    ledger = a_ledger(a_participation(), a_participation(activity=an_activity("EM-102")))
    ledger = written(ledger, certify_participation(ledger, "EM-101", name=NAME, at=NOW, number=numbers()))
    other = certify_participation(ledger, "EM-102", name=NAME, at=NOW, number=numbers(2))
    assert isinstance(other, Certificate)
    assert (other.number, other.lines[0].activity) == ("LK-000002", "EM-102")


def test_without_completion_there_is_no_certificate_of_participation() -> None:
    """An activity that was not completed, or is misspelled, is refused with the reason."""
    refusal = certify_participation(a_ledger(), "EM-110", name=NAME, at=NOW)
    assert isinstance(refusal, Refusal)
    (reason,) = refusal.reasons
    assert (reason.code, reason.activity) == ("not-completed", "EM-110")
    assert reason.says.startswith("the completion of 'EM-110' is not written in the ledger: did you mean EM-101?")


def test_what_was_issued_never_changes() -> None:
    """Renaming the activity, topping it up or issuing more leaves a certificate as it was issued.

    Another provider certifies nothing in its place either.
    """
    ledger = a_ledger()
    taken = made(claim(ledger, ALL, at=NOW, request="r-1"))
    (issued,) = certify(ledger, taken, name=NAME, at=NOW, number=numbers())
    ledger = written(ledger, taken, issued)
    renamed = an_activity(title="Sepsis, second edition", statements=["New"], provider="Hillside CME")
    ledger = written(ledger, *earn(ledger, assess(a_participation(activity=renamed, done=20))))
    rest = made(claim(ledger, ALL, at=NOW, request="r-2"))
    ledger = written(ledger, rest, *certify(ledger, rest, name="Ada Smith", at=NOW, number=numbers(2)))
    assert ledger.certificates[0] == issued
    assert [str(certificate.total) for certificate in ledger.certificates] == [
        "1.75 AMA PRA Category 1 Credits",
        "0.25 AMA PRA Category 1 Credit",
    ]
    assert (ledger.certificates[1].supersedes, ledger.certificates[1].adds_to) == ((), "")
    assert ledger.certificates[1].lines[0].title == "Sepsis, second edition"


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"name": ""}, "name"),
        ({"name": "Ada\u202eokoro"}, "U\\+202E"),
        ({"name": "Ada\nOkoro"}, "U\\+000A"),
        ({"name": None}, "name"),
        ({"name": "A" * 501}, "at most 500"),
        ({"at": NOW.replace(tzinfo=None)}, "an instant with its zone"),
        ({"number": lambda: ""}, "number"),
        ({"number": lambda: 7}, "number"),
    ],
)
def test_what_cannot_be_printed_is_refused(fields: dict[str, Any], said: str) -> None:
    """A name or number that no document can hold is refused before anything is made, and the name is not repeated."""
    for certificates in (
        lambda: certified(a_ledger(), **fields),
        lambda: certify_participation(a_ledger(), "EM-101", **{"name": NAME, "at": NOW, **fields}),
    ):
        with pytest.raises(InvalidValue, match=said) as raised:
            certificates()
        assert "Ada" not in str(raised.value)


def test_a_certificate_never_awards_more_than_was_designated() -> None:
    """A total above the maximum cannot be written on a certificate; a total equal to it can."""
    (certificate,) = certified(a_ledger())
    lines = [attrs.evolve(certificate.lines[0], credits=AMA("2.25"))]
    with pytest.raises(InvalidValue, match=r"at most the designated 2\.00"):
        attrs.evolve(certificate, lines=lines, total=AMA("2.25"))
    lines = [attrs.evolve(certificate.lines[0], credits=AMA("2.00"))]
    assert attrs.evolve(certificate, lines=lines, total=AMA("2.00")).total == AMA("2.00")


def test_a_certificate_awards_what_its_lines_add_up_to() -> None:
    """A total that is not the sum of the lines beneath it, or a line that no claim holds, cannot be written."""
    ledger = a_ledger()
    taken = made(claim(ledger, ALL, at=NOW, request="r-1"))
    (certificate,) = certify(ledger, taken, name=NAME, at=NOW, number=lambda: "N-1")
    with pytest.raises(LedgerConflict, match="not the sum of its lines"):
        ledger.add(taken, attrs.evolve(certificate, total=AMA("0.25")), at=NOW, actor="lms")
    with pytest.raises(LedgerConflict, match="add the claim together with its certificates"):
        ledger.add(certificate, at=NOW, actor="lms")
    with pytest.raises(LedgerConflict, match="already has certificate N-1"):
        ledger.add(taken, certificate, attrs.evolve(certificate, number="N-2"), at=NOW, actor="lms")


def test_a_statement_that_cannot_be_printed_is_refused() -> None:
    """Statements are checked as text of a paragraph's length."""
    (certificate,) = certified(a_ledger())
    with pytest.raises(InvalidValue, match="statements"):
        attrs.evolve(certificate, statements=["\x00"])
    assert attrs.evolve(certificate, statements=["x" * 10_000]).statements == ("x" * 10_000,)


def test_completion_may_ask_less_than_credit() -> None:
    """Somebody who took part without earning credit still has a certificate of participation."""
    activity = an_activity(completion=[completed("0.10")])
    ledger = a_ledger(a_participation(activity=activity, done=10))
    assert ledger.claimable() == {}
    assert isinstance(certify_participation(ledger, "EM-101", name=NAME, at=NOW), Certificate)


def test_hours_of_participation_are_the_participants_own_word() -> None:
    """They stand on a certificate that awards nothing, exactly as claimed; asked again, it is the one that was issued."""
    ledger = a_ledger()
    first = certify_participation(ledger, "EM-101", name=NAME, at=NOW, number=numbers(), hours="1.75")
    assert isinstance(first, Certificate)
    assert (str(first.hours), first.total, first.maximum, first.designated) == ("1.75", None, None, (AMA("2.00"),))
    ledger = written(ledger, first)
    assert certify_participation(ledger, "EM-101", name=NAME, at=NOW, number=numbers(2), hours="3") == first
    blank = certify_participation(a_ledger(), "EM-101", name=NAME, at=NOW, number=numbers())
    assert isinstance(blank, Certificate)
    assert blank.hours is None


@pytest.mark.parametrize("hours", [1.75, "-1", "about two", True, NAME])
def test_hours_are_an_exact_number(hours: Any) -> None:
    """A float has already been rounded, and nobody took part for less than no time."""
    with pytest.raises(InvalidValue, match=r"^hours: "):
        certify_participation(a_ledger(), "EM-101", name=NAME, at=NOW, number=numbers(), hours=hours)


def test_hours_never_stand_beside_an_amount_of_credit() -> None:
    """Credit has its own unit: a certificate that awards 1.75 credits does not say 1.75 hours as well."""
    (certificate,) = certified(a_ledger())
    with pytest.raises(InvalidValue, match=r"^hours: found hours beside an amount of credit; expected one of the two"):
        attrs.evolve(certificate, hours="1.75")


def test_a_completion_keeps_what_the_activity_was_designated_for() -> None:
    """All types in their order; an activity that offers no credit was designated for none."""
    activity = an_activity(designations=[a_designation("2.00"), a_designation("1.00", type=ACEP)])
    ledger = a_ledger(a_participation(activity=activity))
    assert ledger.completed["EM-101"].designated == (AMA("2.00"), ACEP("1.00"))
    none = a_ledger(a_participation(activity=an_activity(designations=())))
    certificate = certify_participation(none, "EM-101", name=NAME, at=NOW, number=numbers())
    assert isinstance(certificate, Certificate)
    assert certificate.designated == ()
