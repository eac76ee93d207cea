"""Packages: the certificates somebody needs together, what was left out of them and why, and their summary."""

import datetime
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
    an_activity,
    at,
    decided,
    done,
    made,
    numbers,
    on,
    paper,
    seen,
    stated,
    taking,
    written,
)
from cmecore.activities import Activity
from cmecore.assessment import assess
from cmecore.certificates import certify, certify_participation
from cmecore.claiming import ALL, claim
from cmecore.corrections import reissue, void
from cmecore.credit.periods import Span
from cmecore.earning import earn
from cmecore.entries import (
    CME,
    COMPLETION,
    CREDIT,
    PARTICIPATION,
    TRANSCRIPT,
    Adjusted,
    Certificate,
    Followed,
    Purged,
    Refusal,
)
from cmecore.errors import InvalidValue, LedgerConflict
from cmecore.evidence import Entitled, Evaluated
from cmecore.handling import Availability, Handling, Moment, Paper, Release
from cmecore.holdings import awarded
from cmecore.ledger import Ledger
from cmecore.merging import merge
from cmecore.packages import Dated, Package, package, summary
from cmecore.papers import papers
from cmecore.plans import Plan
from cmecore.providers import Provider, Signatory
from cmecore.rules.awards import AsBase, Asks, RestsOn
from cmecore.rules.policies import Policy
from cmecore.rules.requirements import entitled, evaluated

ALL_OF_IT = Policy(code="whole")
POINTS = Policy(code="points", award=AsBase(), rests_on=RestsOn(AMA, Asks.CLAIM))
YEAR = Span(on(1, 1), on(12, 31))
LATER = at(on(12, 31))


def course(code: str, amount: str = "1.00", *, points: bool = False, **fields: Any) -> Activity:
    """Offer an activity whose credit is earned with the evaluation, and points that rest on it where asked."""
    more = [a_designation(amount, POINTS, type=ABIM)] if points else []
    given = {
        "title": f"Title {code}",
        "completion": [evaluated()],
        "designations": [a_designation(amount, ALL_OF_IT), *more],
    }
    return an_activity(code, **{**given, **fields})


class Desk:
    """A learner's ledger that is filled activity by activity, with one source of numbers."""

    def __init__(self) -> None:
        self.ledger = Ledger(LEARNER)
        self.number = numbers()

    def took(self, activity: Activity, *, day: datetime.date = NINTH) -> "Desk":
        """Take part in an activity."""
        earned = earn(self.ledger, assess(seen(activity, Evaluated(day))))
        self.ledger = written(self.ledger, *earned, when=at(day))
        return self

    def attended(self, code: str, *, when: datetime.datetime = NOW) -> "Desk":
        """Have participation certified."""
        found = certify_participation(self.ledger, code, name=NAME, at=when, number=self.number)
        assert isinstance(found, Certificate)
        self.ledger = written(self.ledger, found, when=when)
        return self

    def claimed(self, wanted: Any = ALL, *, when: datetime.datetime = NOW, **fields: Any) -> "Desk":
        """Claim, and have certificates made."""
        taken = made(claim(self.ledger, wanted, at=when, request=f"r-{len(self.ledger.claims)}", **fields))
        papers = certify(self.ledger, taken, name=NAME, at=when, number=self.number)
        self.ledger = written(self.ledger, taken, *papers, when=when)
        return self

    def carried_out(self, plan: Plan | Refusal) -> "Desk":
        """Do what was planned."""
        assert isinstance(plan, Plan)
        for step in plan.steps:
            self.ledger = decided(self.ledger, *step.entries, when=at(on(5, 1)))
        return self

    def packed(self, **fields: Any) -> Package:
        """Put together a package."""
        return package(self.ledger, **{"at": LATER, **fields})


def taken(found: Package) -> list[str | None]:
    """List the numbers in a package."""
    return [one.number for one in found.certificates]


def left(found: Package) -> list[tuple[str, list[str]]]:
    """List what is not in it, with the codes of the reasons."""
    return [(one.number or one.title, [reason.code for reason in one.reasons]) for one in found.left_out]


def test_m107_everything_for_a_renewal_period_and_what_is_missing_for_it() -> None:
    """M107: all certificates of what was completed in the period, and of the rest each with its reason."""
    desk = Desk()
    desk.took(course("A", course="Sepsis"), day=on(12, 31, 2025)).claimed(when=at(on(1, 2)))
    desk.took(course("B", course="Shock"), day=on(1, 1)).attended("B").claimed()
    desk.took(course("C", course="Stroke"), day=on(12, 31))
    found = desk.packed(during=YEAR)
    # 31 December 2025 is the day of completion, although the claim came in the year.
    assert taken(found) == ["LK-000002", "LK-000003"]
    assert [str(one) for one in found.left_out] == [
        "LK-000001, Sepsis: completed on 31 December 2025; asked for: 2026-01-01 to 2026-12-31",
        "Title C: 1.00 AMA PRA Category 1 Credit not claimed; claim it",
    ]
    assert taken(desk.packed()) == ["LK-000001", "LK-000002", "LK-000003"]


def test_m54_m105_certificates_are_picked_from_a_table_of_files() -> None:
    """M54, M105: each is a document of its own; of those picked by number only these are taken, or told."""
    desk = Desk().took(course("A")).took(course("B", course="Shock")).attended("A").claimed()
    table = [found.number for found in papers(desk.ledger)]
    assert table == ["LK-000001", "LK-000002", "LK-000003"]
    found = desk.packed(numbers=["LK-000003", "LK-000001", "LK-000003", "LK-9"])
    assert taken(found) == ["LK-000003", "LK-000001"]
    assert [str(one) for one in found.left_out] == ["LK-9: certificate LK-9 is not found"]
    assert desk.packed(numbers=[]) == attrs.evolve(found, certificates=(), left_out=())


def test_m105_a_package_of_types_courses_and_kinds() -> None:
    """M105: a board of emergency physicians, one course, or what took part without credit."""
    desk = Desk()
    desk.took(course("A", designations=[a_designation("1.00", ALL_OF_IT, type=ACEP)]))
    desk.took(course("B", course="Shock")).attended("B").claimed()
    acep, attended, shock = "LK-000002", "LK-000001", "LK-000003"
    by_type = desk.packed(types=[ACEP])
    assert (taken(by_type), left(by_type)) == ([acep], [(attended, ["another-type"]), (shock, ["another-type"])])
    assert [str(one.reasons[0]) for one in by_type.left_out] == [
        "it awards no credit",
        "it awards AMA PRA Category 1 Credit",
    ]
    by_code = desk.packed(types=["ama-pra-1"], during=YEAR)
    assert (taken(by_code), left(by_code)) == ([shock], [(attended, ["another-type"]), (acep, ["another-type"])])
    by_course = desk.packed(courses=["Shock"])
    assert (taken(by_course), left(by_course)) == ([attended, shock], [(acep, ["another-course"])])
    by_kind = desk.packed(kinds=[PARTICIPATION])
    assert (taken(by_kind), left(by_kind)) == ([attended], [(acep, ["another-kind"]), (shock, ["another-kind"])])
    assert str(by_kind.left_out[0].reasons[0]) == f"it is a {CME.title}"
    assert str(by_course.left_out[0].reasons[0]) == "it is about Emergency Medicine"


def test_what_has_no_certificate_is_told_where_it_was_asked_for() -> None:
    """Credit that waits is told with its days, types and courses; a kind it has not, nor a day of claim or issue."""
    desk = Desk().took(course("A"))
    asked: dict[str, Any]
    for asked in ({}, {"types": [AMA]}, {"courses": ["Emergency Medicine"]}, {"during": YEAR}):
        assert left(desk.packed(**asked)) == [("Title A", ["not-claimed"])]
    for asked in (
        {"types": [ACEP]},
        {"courses": ["Shock"]},
        {"kinds": [CREDIT]},
        {"during": Span(on(3, 10), None)},
        {"during": YEAR, "of": Dated.CLAIMED},
    ):
        assert left(desk.packed(**asked)) == []


def test_what_a_lapsed_membership_hides_is_not_told() -> None:
    """A provider that hides what waits for a membership hides it here as well."""
    gated = Policy(code="member", gates=[entitled("premium")])
    designations = [a_designation("1.00", gated)]
    shown = Desk().took(course("A", designations=designations)).packed()
    assert left(shown) == [("Title A", ["not-claimed", "entitled:premium"])]
    hiding = Desk().took(course("A", designations=designations, handling=Handling(gates_hide=True)))
    assert hiding.packed().left_out == ()
    assert left(hiding.packed(entitlements=[Entitled("premium", on(1, 1))])) == [("Title A", ["not-claimed"])]


@pytest.mark.parametrize(
    ("of", "expected"),
    [
        (Dated.COMPLETED, []),
        (Dated.CLAIMED, ["LK-000002"]),
        (Dated.ISSUED, ["LK-000001", "LK-000002"]),
    ],
)
def test_completed_claimed_and_issued_are_three_days(of: Dated, expected: list[str]) -> None:
    """What was completed in March can be claimed in April, and participation is never claimed at all."""
    desk = Desk().took(course("A")).attended("A").claimed()
    april = desk.packed(during=Span(on(4, 1), on(4, 30)), of=of)
    assert taken(april) == expected
    says = {one.number: str(one.reasons[0]) for one in april.left_out}
    assert says == {
        number: says
        for number, says in {
            "LK-000001": "the day on which it was claimed is not known; asked for: 2026-04-01 to 2026-04-30"
            if of is Dated.CLAIMED
            else "completed on 9 March 2026; asked for: 2026-04-01 to 2026-04-30",
            "LK-000002": "completed on 9 March 2026; asked for: 2026-04-01 to 2026-04-30",
        }.items()
        if number not in expected
    }


def test_a_claim_at_night_is_of_the_day_in_the_zone_of_the_activity() -> None:
    """Half past four on 1 April in London is still March in Chicago."""
    desk = Desk().took(course("A")).claimed(when=at(on(4, 1), 4, 30))
    march = desk.packed(during=Span(on(3, 1), on(3, 31)), of=Dated.CLAIMED)
    assert taken(march) == ["LK-000001"]


def test_what_ended_is_left_out_with_what_became_of_it() -> None:
    """A certificate whose place was taken, one that was voided, and one past its retention are never in a package."""
    desk = Desk()
    for code in "ABC":
        desk.took(course(code, course=code)).claimed()
    again = reissue(desk.ledger, "LK-000001", at=at(on(5, 1)), number=desk.number, name="Ada Okoro-Hill, MD")
    desk.carried_out(again).carried_out(void(desk.ledger, "LK-000002", credit=True))
    desk.ledger = decided(desk.ledger, Purged(learner=LEARNER, purge="P", erased=["certificate:LK-000003"]), when=LATER)
    found = desk.packed(during=YEAR)
    assert (taken(found), found.certificates[0].name) == (["LK-000004"], "Ada Okoro-Hill, MD")
    assert left(found)[:3] == [("LK-000001", ["superseded"]), ("LK-000002", ["voided"]), ("LK-000003", ["purged"])]
    assert str(found.left_out[0].reasons[0]).startswith("certificate LK-000001 is superseded since 1 May 2026 by LK-000004")


def test_what_is_not_released_or_not_through_this_channel_is_left_out() -> None:
    """A package holds what the learner can have: papers come through their channels, and by the provider's rules."""
    app = Handling(available=[Availability("app", Span(None, on(3, 31))), Availability("web")])
    desk = Desk().took(course("A", handling=app)).claimed()
    over = desk.packed(channel="app")
    assert (taken(over), left(over)) == ([], [("LK-000001", ["channel-over"])])
    assert taken(desk.packed(channel="web")) == ["LK-000001"]
    # What has to be downloaded from its own page first can be had there, and is in the package.
    by_page = Handling(releases=[Release(of=one, on=Moment.RETRIEVAL) for one in Paper])
    assert taken(Desk().took(course("A", handling=by_page)).claimed().packed()) == ["LK-000001"]


def test_an_account_that_was_joined_has_its_certificates_where_it_goes_on() -> None:
    """Nothing is taken from the ledger of an account that follows another one."""
    desk = Desk().took(course("A")).claimed()
    desk.ledger = decided(desk.ledger, Followed(learner=LEARNER, merge="M-1", into="dr-7"), when=at(on(5, 1)))
    found = desk.packed()
    assert taken(found) == []
    assert ("LK-000001", ["moved"]) in left(found)


def test_a_certificate_that_reaches_beyond_the_days_is_taken_and_its_other_lines_are_told() -> None:
    """One certificate covers two years of a course: the package holds it, and the summary only what lies in the year."""
    desk = Desk().took(course("A"), day=on(12, 31, 2025)).took(course("B", "2.00"), day=on(1, 1)).claimed()
    found = desk.packed(during=YEAR)
    assert taken(found) == ["LK-000001"]
    (outside,) = found.left_out
    assert (outside.number, outside.title, outside.reasons[0].activity) == ("LK-000001", "Title A", "A")
    listed = summary(found, name=NAME, at=LATER)
    assert isinstance(listed, Certificate)
    assert ([line.activity for line in listed.lines], listed.summed) == (["B"], (AMA("2.00"),))
    # By the day of issue it is one thing, with all its lines.
    issued = summary(desk.packed(during=YEAR, of=Dated.ISSUED), name=NAME, at=LATER)
    assert isinstance(issued, Certificate)
    assert issued.summed == (AMA("3.00"),)


def test_what_was_claimed_twice_is_cautioned() -> None:
    """Where a level was set lower than what its certificates state, whoever adds them up is told."""
    desk = Desk().took(course("A", "2.00")).took(course("B")).claimed()
    assert desk.packed().cautions == ()
    lowered = Adjusted(learner=LEARNER, activity="A", level=AMA("1.50"), case="C-1")
    desk.ledger = decided(desk.ledger, lowered, when=at(on(5, 1)))
    assert [str(one) for one in desk.packed().cautions] == [
        "of Title A, 0.50 AMA PRA Category 1 Credit are certified beyond what stands as earned"
    ]
    assert desk.packed(numbers=[]).cautions == ()


def summed(found: Package, **fields: Any) -> Certificate:
    """Insist on a summary."""
    answer = summary(found, **{"name": NAME, "at": LATER, **fields})
    assert isinstance(answer, Certificate), answer.explain()
    return answer


def claiming(learner: str, ledger: Ledger, amount: str, number: str) -> Ledger:
    """Claim an amount of what one account earned of A, and have it certified."""
    earned = attrs.evolve(stated("2.00"), learner=learner)
    request = attrs.evolve(taking(f"r-{number}", (earned, amount)), learner=learner)
    return written(ledger, earned, request, attrs.evolve(paper(number, request), learner=learner))


def test_what_two_accounts_claimed_of_one_activity_is_listed_once() -> None:
    """2.00 and 1.00 of an activity that is worth 2.00 add up to 2.00 after the accounts were joined, and it is cautioned."""
    into, other = claiming(LEARNER, Ledger(LEARNER), "2.00", "LK-1"), claiming("dr-7", Ledger("dr-7"), "1.00", "LK-2")
    plan = merge(into, other, merge="M-1")
    assert not isinstance(plan, Refusal), plan.explain()
    joined, _ = plan.applied(into, other, at=at(on(5, 1)), actor="office", reason="one person")
    found = package(joined, at=LATER)
    assert taken(found) == ["LK-1", "LK-2"]
    listed = summed(found)
    assert ([line.credits for line in listed.lines], listed.summed) == ([AMA("2.00")], (AMA("2.00"),))
    assert [reason.code for reason in found.cautions] == ["over-claimed"]
    # Under two courses it is one activity as well.
    renamed = attrs.evolve(found.certificates[1], course="Sepsis")
    apart = summed(attrs.evolve(found, certificates=(found.certificates[0], renamed)))
    assert ([line.credits for line in apart.lines], apart.summed) == ([AMA("2.00")], (AMA("2.00"),))


def test_what_was_set_lower_is_listed_as_it_stands() -> None:
    """A summary of a certificate whose level was set to nothing lists nothing, and says why."""
    desk = Desk().took(course("A", "2.00")).claimed()
    for level, sums in (("1.50", (AMA("1.50"),)), ("0", None)):
        lowered = Adjusted(learner=LEARNER, activity="A", level=AMA(level), case=f"C-{level}")
        desk.ledger = decided(desk.ledger, lowered, when=at(on(5, 1)))
        answer = summary(desk.packed(), name=NAME, at=LATER)
        if sums is None:
            assert isinstance(answer, Refusal)
            assert [reason.code for reason in answer.reasons] == ["nothing-to-list", "over-claimed"]
        else:
            assert isinstance(answer, Certificate)
            assert answer.summed == sums


@pytest.mark.parametrize(
    ("asked", "says"),
    [
        ({"types": ["AMA PRA Category 1"]}, "it awards AMA PRA Category 1 Credit; did you mean ama-pra-1?"),
        ({"types": ["ama-pra-2"]}, "it awards AMA PRA Category 1 Credit; did you mean ama-pra-1?"),
        ({"types": ["acme"]}, "it awards AMA PRA Category 1 Credit"),
        ({"courses": ["Kardiologie"]}, "it is about Shock"),
        ({"courses": ["shok"]}, "it is about Shock; did you mean Shock?"),
    ],
)
def test_a_misspelled_type_or_course_is_told(asked: dict[str, Any], says: str) -> None:
    """What no certificate answers to is named with what is near it, by the word to write."""
    found = Desk().took(course("A", course="Shock")).claimed().packed(**asked)
    assert [str(reason) for one in found.left_out for reason in one.reasons] == [says]


def test_m106_an_annual_summary_lists_every_line_under_its_course() -> None:
    """M106: lines stand under their courses by day, and each type has its own sum; nothing is awarded or written."""
    desk = Desk()
    desk.took(course("B", "0.50", points=True), day=on(2, 1)).took(course("A", "1.25"), day=on(3, 20))
    desk.took(course("C", designations=[a_designation("1.00", ALL_OF_IT, type=ACEP)], course="Airway"))
    desk.attended("A").claimed(type=[AMA, ABIM, ACEP])
    paper = summed(desk.packed(during=YEAR), number=lambda: "S-2026")
    assert (paper.kind.title, paper.course, paper.number) == (
        "Annual Certificate Summary",
        "1 January 2026 to 31 December 2026",
        "S-2026",
    )
    assert [(line.under, line.activity, [str(one) for one in line.amounts]) for line in paper.lines] == [
        ("Airway", "C", ["1.00 ACEP Category I Credit"]),
        ("Emergency Medicine", "B", ["0.50 AMA PRA Category 1 Credit", "0.50 ABIM MOC point"]),
        ("Emergency Medicine", "A", ["1.25 AMA PRA Category 1 Credits"]),
    ]
    assert paper.summed == (ACEP("1.00"), AMA("1.75"), ABIM("0.50"))
    assert (paper.total, paper.resting, awarded(paper)) == (None, (), [])
    assert (paper.name, paper.learner, paper.provider, paper.issued_on) == (NAME, LEARNER, LAKESIDE, on(12, 31))
    with pytest.raises(LedgerConflict, match="awards nothing"):
        written(desk.ledger, paper)


def test_m94_a_transcript_is_a_summary_of_everything() -> None:
    """M94: the same document of another kind, over all days, with what was attended without credit."""
    desk = Desk().took(course("A", designations=())).attended("A")
    paper = summed(desk.packed(), kind=TRANSCRIPT)
    assert (paper.kind.title, paper.course, paper.summed) == ("Transcript", "All activities", ())
    assert [(line.title, line.credits) for line in paper.lines] == [("Title A", None)]


@pytest.mark.parametrize(
    ("during", "title"),
    [(Span(on(1, 1), None), "from 1 January 2026"), (Span(None, on(12, 31)), "until 31 December 2026")],
)
def test_the_title_of_a_summary_says_its_days(during: Span, title: str) -> None:
    """A period can have one end only; and a caller can word it otherwise."""
    desk = Desk().took(course("A")).claimed()
    assert summed(desk.packed(during=during)).course == title
    assert summed(desk.packed(during=during), title="Renewal 2026").course == "Renewal 2026"


def test_an_activity_that_was_claimed_in_parts_is_one_line_of_a_summary() -> None:
    """Two claims of one activity add up on one line, with their topics."""
    earned = attrs.evolve(stated("1.75"), topics=[("opioid", AMA("0.50"))])
    first, second = taking("r-1", (earned, "1.00")), taking("r-2", (earned, "0.75"))
    ledger = written(Ledger(LEARNER), done(), earned)
    for number, taken_one, topic in (("LK-1", first, "0.25"), ("LK-2", second, "0.25")):
        made_of = paper(number, taken_one)
        lines = [attrs.evolve(made_of.lines[0], topics=[("opioid", AMA(topic))])]
        ledger = written(ledger, taken_one, attrs.evolve(made_of, lines=lines))
    listed = summed(package(ledger, at=LATER))
    assert [(line.credits, line.topics) for line in listed.lines] == [(AMA("1.75"), (("opioid", AMA("0.50")),))]


def test_a_summary_of_some_types_has_no_others() -> None:
    """Whoever asks for points gets points: the credit that they rest on is not summed, and neither is its line's topic."""
    desk = Desk().took(course("A", points=True)).took(course("B"), day=on(3, 10)).claimed(type=[AMA, ABIM])
    found = desk.packed(types=[ABIM])
    assert taken(found) == ["LK-000001"]
    paper = summed(found)
    assert [(line.activity, line.amounts) for line in paper.lines] == [("A", (ABIM("1.00"),))]
    assert paper.summed == (ABIM("1.00"),)
    # A certificate whose points lie on other days is not taken for its credit.
    late = desk.packed(types=[ABIM], during=Span(on(3, 10), None))
    assert (taken(late), left(late)) == ([], [("LK-000001", ["outside-days"])])
    # Of one that is taken, a line without the type is not told among what lies outside.
    assert left(desk.packed(types=[ABIM], during=Span(None, NINTH))) == []


def test_a_topic_goes_with_the_credit_that_it_lies_in() -> None:
    """Points alone have no share of the opioid hour."""
    earned = stated("1.75")
    claimed = taking("r-1", (earned, "1.00"))
    topical = attrs.evolve(paper("LK-1", claimed).lines[0], topics=[("opioid", AMA("0.25"))], resting=[ABIM("0.50")])
    held = attrs.evolve(paper("LK-1", claimed), lines=[topical], resting=[ABIM("0.50")])
    found = Package(learner=LEARNER, certificates=(held,), left_out=(), types=frozenset({"abim-moc"}))
    assert [(line.amounts, line.topics) for _, line in found.lines] == [((ABIM("0.50"),), ())]


def test_there_is_no_summary_of_nothing() -> None:
    """A refusal says so, and what keeps back the rest."""
    refused = summary(Desk().took(course("A")).packed(), name=NAME, at=LATER)
    assert isinstance(refused, Refusal)
    assert [reason.code for reason in refused.reasons] == ["nothing-to-list", "not-claimed"]


def test_a_summary_of_several_providers_is_somebodys() -> None:
    """The one provider of all certificates answers for their summary; of several one is named."""
    hillside = Provider(name="Hillside CME", signatories=[Signatory("Ines Haddad, MD")])
    desk = Desk().took(course("A")).took(course("B", provider=hillside, course="Shock")).claimed()
    with pytest.raises(InvalidValue, match=r"^provider: found 'Hillside CME and Lakeside CME'"):
        summary(desk.packed(), name=NAME, at=LATER)
    paper = summed(desk.packed(), provider=hillside)
    assert (paper.provider, paper.signatories) == (hillside, (Signatory("Ines Haddad, MD"),))


@pytest.mark.parametrize(
    "asked",
    [
        {"during": 2026},
        {"of": "completed"},
        {"types": [7]},
        {"types": "ama-pra-1"},
        {"courses": [7]},
        {"kinds": ["cme"]},
        {"numbers": "LK-1"},
        {"numbers": [7]},
        {"at": on(4, 1)},
    ],
)
def test_what_cannot_be_asked_for_is_refused(asked: dict[str, Any]) -> None:
    """Days are a span, types are types or their codes, and a number is a text."""
    with pytest.raises(InvalidValue, match=f"^{next(iter(asked))}"):
        Desk().packed(**asked)


@pytest.mark.parametrize(
    "wrong",
    [
        *({"package": ()}, {"name": ""}, {"at": on(4, 1)}, {"provider": "Lakeside CME"}, {"number": "S-1"}),
        *({"kind": CREDIT}, {"kind": COMPLETION}, {"kind": "transcript"}),
    ],
)
def test_a_summary_needs_a_package_a_name_and_an_instant(wrong: dict[str, Any]) -> None:
    """Each is refused by its name."""
    found = Desk().took(course("A")).claimed().packed()
    with pytest.raises(InvalidValue, match=f"^{next(iter(wrong))}: found"):
        summary(wrong.pop("package", found), **{"name": NAME, "at": LATER, **wrong})
