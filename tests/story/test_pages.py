"""Pages: an activity found as people type its name, the meetings that were attended, and what stands on an activity's page."""

from typing import Any

import attrs
import pytest

from builders import (
    AMA,
    LEARNER,
    NAME,
    NINTH,
    NOW,
    a_ledger,
    a_participation,
    an_activity,
    attendance,
    codes,
    decided,
    done,
    made,
    numbers,
    observed,
    on,
    paper,
    stated,
    taking,
    written,
)
from cmecore.activities import INTERNET_LIVE, LIVE, Activity, Format, Heading
from cmecore.certificates import certify, certify_participation
from cmecore.claiming import ALL, claim
from cmecore.credit.periods import Span
from cmecore.entries import Certificate, Completed, Earned, Followed, Refusal
from cmecore.errors import InvalidValue
from cmecore.evidence import Evaluated, Progress
from cmecore.handling import Availability, Handling, Moment, Paper, Release
from cmecore.ledger import Ledger
from cmecore.pages import Page, attended, find, page
from cmecore.releasing import listing

BY_RETRIEVAL = Handling(releases=[Release(of=one, on=Moment.RETRIEVAL) for one in Paper])
CONVERGENCE = an_activity(
    "CONV-25", title="Convergence", edition="2025", format=LIVE, held=Span(NINTH, NINTH), handling=BY_RETRIEVAL
)
SEPSIS = an_activity()


def shown(ledger: Ledger, activity: Activity | str, **fields: Any) -> Page:
    """Insist that an activity has a page."""
    answer = page(ledger, activity, **{"at": NOW, **fields})
    assert isinstance(answer, Page), answer.explain()
    return answer


def on_it(answer: Page) -> list[tuple[str, bool, list[str]]]:
    """List what stands on a page: which paper, whether it can be had, and the codes of its reasons."""
    return [(row.paper.name, row.ready, [reason.code for reason in row.reasons]) for row in answer.papers]


def claimed(activity: Activity) -> Ledger:
    """Complete an activity, claim its credit, and issue both certificates."""
    ledger, number = a_ledger(a_participation(activity=activity)), numbers()
    first = certify_participation(ledger, activity.code, name=NAME, at=NOW, number=number)
    assert isinstance(first, Certificate)
    taken = made(claim(ledger, ALL, at=NOW, request="r-1"))
    return written(ledger, first, taken, *certify(ledger, taken, name=NAME, at=NOW, number=number))


def a_completion(code: str, **heading: Any) -> Completed:
    """State by hand that an activity of some title was completed."""
    entry = done(code, day=heading.pop("day", NINTH))
    return attrs.evolve(entry, heading=attrs.evolve(entry.heading, **heading))


def test_m12_the_state_of_a_paper_flips_at_completion() -> None:
    """M12: before completion the page says what is missing; after it the paper can be had."""
    before = shown(Ledger(LEARNER), SEPSIS)
    assert [(name, ready, codes[0]) for name, ready, codes in on_it(before)] == [
        ("PARTICIPATION", False, "not-completed"),
        ("CREDIT", False, "not-earned"),
    ]
    assert (before.completed_on, before.title) == (None, "Early sepsis")
    after = shown(a_ledger(), SEPSIS)
    assert on_it(after)[0] == ("PARTICIPATION", True, [])
    assert after.completed_on == NINTH


def test_m13_the_page_lists_participation_and_where_credit_was_offered_that_too() -> None:
    """M13, M10: an activity without credit has one paper on its page, another one both, whoever asks by code or activity."""
    free = an_activity(designations=())
    assert [row.paper.name for row in shown(Ledger(LEARNER), free).papers] == ["PARTICIPATION"]
    ledger = claimed(SEPSIS)
    assert on_it(shown(ledger, "EM-101")) == [("PARTICIPATION", True, []), ("CREDIT", True, [])]
    assert shown(ledger, "EM-101") == shown(ledger, SEPSIS)
    offered = attrs.evolve(done(), designated=[AMA("2.00")])
    unearned = shown(written(Ledger(LEARNER), offered), "EM-101")
    assert on_it(unearned) == [("PARTICIPATION", True, []), ("CREDIT", False, ["not-earned"])]
    assert str(unearned.papers[1].reasons[0]) == "no credit of Early sepsis is earned; see what is still to do"
    assert on_it(shown(written(Ledger(LEARNER), done()), "EM-101")) == [("PARTICIPATION", True, [])]


def test_m16_the_page_and_the_list_lead_to_the_same_certificate() -> None:
    """M16: a certificate reached from either is one and the same document."""
    ledger = claimed(SEPSIS)
    assert shown(ledger, "EM-101").papers == listing(ledger, at=NOW)


def test_m21_a_meetings_page_shows_participation_at_once_and_credit_only_if_claimed() -> None:
    """M21: participation can be had from the page before any claim; the certificate of credit only after it."""
    unclaimed = a_ledger(a_participation(activity=CONVERGENCE))
    assert on_it(shown(unclaimed, "CONV-25")) == [
        ("PARTICIPATION", True, ["not-retrieved"]),
        ("CREDIT", False, ["not-claimed", "not-retrieved"]),
    ]
    assert on_it(shown(claimed(CONVERGENCE), "CONV-25"))[1] == ("CREDIT", True, ["not-retrieved"])


def test_credit_without_completion_has_a_page_too() -> None:
    """Of a course that was left with a part of its credit, participation is still to be completed."""
    earned = stated("1.00")
    answer = shown(written(Ledger(LEARNER), earned), "EM-101")
    assert on_it(answer) == [("PARTICIPATION", False, ["not-completed"]), ("CREDIT", False, ["not-claimed"])]
    assert str(answer.papers[0].reasons[0]) == "Early sepsis is not completed; complete it"


def test_a_page_shows_a_certificate_that_is_about_other_activities_as_well() -> None:
    """A certificate over a course stands on the page of each of its activities, and on no other."""
    first, second, other = stated("1.00"), stated("1.00", "EM-102"), stated("1.00", "EM-103")
    taken = taking("r-1", (first, "1.00"), (second, "1.00"))
    ledger = written(Ledger(LEARNER), first, second, other, taken, paper("LK-1", taken))
    for code, number in (("EM-101", "LK-1"), ("EM-102", "LK-1"), ("EM-103", None)):
        row = shown(ledger, code).papers[-1]
        assert (row.certificate and row.certificate.number) == number


def test_m48_a_page_can_be_asked_for_through_a_channel() -> None:
    """M48: on the page, too, a paper is in the app until its last day."""
    handling = Handling(available=[Availability("app", Span(None, on(3, 26)))])
    ledger = written(Ledger(LEARNER), attrs.evolve(done(), handling=handling), attendance("LK-1"))
    assert on_it(shown(ledger, "EM-101", channel="app")) == [("PARTICIPATION", False, ["channel-over"])]


def named(*titles: str, **headings: Any) -> Ledger:
    """Complete activities of some titles."""
    entries = [a_completion(f"A-{place}", title=title, course=title, **headings) for place, title in enumerate(titles, 1)]
    return written(Ledger(LEARNER), *entries)


def found(ledger: Ledger, words: str) -> list[str]:
    """List the titles that fit what was typed."""
    answer = find(ledger, words)
    assert not isinstance(answer, Refusal), answer.explain()
    return [heading.title for heading in answer]


@pytest.mark.parametrize(
    ("typed", "title"),
    [
        ("early sep", "Early sepsis"),
        ("EARLY SEPSIS", "Early sepsis"),
        ("sepsis early", "Early sepsis"),
        ("  sepsis ", "Early sepsis"),
        ("sjogren", "Sjögren's disease: what is new?"),
        ("SJÖGREN'S  disease", "Sjögren's disease: what is new?"),
        ("gout new targets", "Gout – new targets™"),
        ("a-3", "Gout – new targets™"),
        ("đau", "Đau lưng"),
    ],
)
def test_m51_an_activity_is_found_by_its_name_as_people_type_it(typed: str, title: str) -> None:
    """M51: a part of the title is enough, in any case, with or without accents and punctuation; or the code."""
    ledger = named("Early sepsis", "Sjögren's disease: what is new?", "Gout – new targets™", "Đau lưng")
    assert found(ledger, typed) == [title]


def test_m51_the_best_match_comes_first() -> None:
    """M51: the whole title before a part of it, a part before scattered words, and alike ones by title."""
    ledger = named("Shock and sepsis", "Sepsis", "Sepsis in shock", "Septic shock")
    assert found(ledger, "sepsis") == ["Sepsis", "Sepsis in shock", "Shock and sepsis"]
    assert found(ledger, "sepsis in sh") == ["Sepsis in shock"]
    assert found(ledger, "shock sepsis") == ["Sepsis in shock", "Shock and sepsis"]
    assert shown(ledger, "sepsis").title == "Sepsis"
    ledger = named("A sepsis and a shock", "Cold shock sepsis", "Shock sepsis")
    assert found(ledger, "shock sepsis") == ["Shock sepsis", "Cold shock sepsis", "A sepsis and a shock"]


def test_m49_m51_an_edition_and_a_course_are_typed_along() -> None:
    """M49, M51: of two editions of a meeting the year tells which; a course leads to its activities."""
    ledger = written(
        Ledger(LEARNER),
        a_completion("CONV-24", title="Convergence", edition="2024", course="ACR Convergence"),
        a_completion("CONV-25", title="Convergence", edition="2025", course="ACR Convergence"),
    )
    assert shown(ledger, "convergence 2025").activity == "CONV-25"
    assert found(ledger, "acr") == ["Convergence", "Convergence"]
    answer = page(ledger, "convergence", at=NOW)
    assert codes_of(answer) == ["several"]
    assert isinstance(answer, Refusal)
    assert answer.explain() == (
        "'convergence' can mean Convergence 2024 (CONV-24), Convergence 2025 (CONV-25); name one by its code"
    )


def codes_of(answer: object) -> list[str]:
    """List the reasons of a refusal by their codes."""
    assert isinstance(answer, Refusal)
    return codes(answer)


def test_m51_what_is_called_otherwise_is_answered_with_what_comes_near() -> None:
    """M51: a misspelling is met with the title that is close, anything else with the titles there are."""
    ledger = named("Early sepsis", "Gout")
    for answer in (find(ledger, "Early spesis"), page(ledger, "Early spesis", at=NOW)):
        assert codes_of(answer) == ["not-found"]
        assert isinstance(answer, Refusal)
        assert answer.explain() == "no activity is called 'Early spesis': did you mean Early sepsis?"
    nothing = find(ledger, "???")
    assert isinstance(nothing, Refusal)
    assert nothing.explain() == "no activity is called '???': known are Early sepsis, Gout"


def test_many_that_are_meant_are_not_all_named() -> None:
    """Where half a dozen fit equally well, five are named and the rest is counted."""
    answer = page(named(*(f"Sepsis {letter}" for letter in "ABCDEFG")), "sepsis", at=NOW)
    assert isinstance(answer, Refusal)
    assert answer.explain().endswith("Sepsis E (A-5) and 2 more; name one by its code")


@pytest.mark.parametrize("words", [None, "two\nlines"])
def test_words_are_a_line_of_text(words: Any) -> None:
    """What nobody can type into a search is a mistake of the program."""
    with pytest.raises(InvalidValue, match="words"):
        find(Ledger(LEARNER), words)


def live(code: str, day: int, *, form: Format = LIVE, dates: Span | None = None) -> Completed:
    """State that a meeting was completed on a day of May."""
    return a_completion(code, format=form.name, dates=dates, day=on(5, day))


def test_m20_the_attended_meetings_are_listed_to_start_from() -> None:
    """M20: live meetings and webinars, the latest first, and not what was worked through at home."""
    ledger = written(
        Ledger(LEARNER),
        live("M-1", 3),
        live("M-2", 20, dates=Span(on(5, 1), on(5, 2))),
        live("M-3", 9, form=INTERNET_LIVE),
        done("EM-101"),
    )
    assert [heading.activity for heading in attended(ledger)] == ["M-3", "M-1", "M-2"]
    assert all(isinstance(heading, Heading) for heading in attended(ledger))
    assert [heading.activity for heading in attended(ledger, formats=[INTERNET_LIVE])] == ["M-3"]


def test_m20_a_meeting_that_only_earned_credit_was_attended_too() -> None:
    """M20: whoever left before the end and earned a part was there; a format of the host's own is named."""
    earned: Earned = stated("1.00", "M-4")
    earned = attrs.evolve(earned, heading=attrs.evolve(earned.heading, format="grand rounds"))
    ledger = written(Ledger(LEARNER), earned)
    assert attended(ledger) == ()
    assert attended(ledger, formats=[Format("grand rounds", live=True)]) == (earned.heading,)


def test_formats_are_formats() -> None:
    """A word in the place of a format is refused."""
    wrong: Any = ["live"]
    with pytest.raises(InvalidValue, match="formats"):
        attended(Ledger(LEARNER), formats=wrong)


def test_an_empty_search_box_is_answered() -> None:
    """Whoever types nothing is told to, and no program fails."""
    for answer in (find(a_ledger(), ""), page(a_ledger(), "  ", at=NOW)):
        assert isinstance(answer, Refusal)
        assert [str(reason) for reason in answer.reasons] == ["nothing was typed; type a code or a part of a title"]


def begun(*items: Any, activity: str = "EM-101") -> Ledger:
    """Keep evidence of an activity, and earn nothing."""
    return written(Ledger(LEARNER), *(observed(item, activity=activity) for item in items))


def test_what_is_under_way_is_not_called_unknown() -> None:
    """Of an activity that was begun the page says so; the ledger knows it by its code alone."""
    ledger = written(begun(Progress(9, 20, NINTH), activity="S1"), a_completion("A-1", title="S1 and S2"))
    says = "S1 is under way: nothing is earned yet; assess(ledger.participation(activity)) tells what is still to do"
    answer = page(ledger, " S1", at=NOW)
    assert isinstance(answer, Refusal)
    assert answer.explain() == says
    bare = begun(Progress(9, 20, NINTH), activity="S1")
    for unknown in (find(bare, "S1"), page(bare, "S1", at=NOW)):
        assert isinstance(unknown, Refusal)
        assert unknown.explain() == says
    misspelled = find(bare, "S2")
    assert isinstance(misspelled, Refusal)
    assert misspelled.explain() == "no activity is called 'S2': known are S1"


def test_the_page_of_an_activity_tells_what_is_still_to_do() -> None:
    """Criterion by criterion, for the completion and for the credit, of what the ledger keeps as evidence."""
    answer = shown(begun(Progress(9, 20, NINTH), Evaluated(NINTH)), SEPSIS)
    first, second = ([str(reason) for reason in row.reasons] for row in answer.papers)
    assert first[0] == "Early sepsis is not completed"
    assert [("still to do: " in says, "80 %" in says, "70 %" in says) for says in first[1:]] == [
        (True, True, False),
        (True, False, True),
    ]
    assert second == ["no AMA PRA Category 1 Credit of Early sepsis is earned", *first[1:]]


def test_what_was_completed_with_evidence_of_another_place_is_not_called_undone() -> None:
    """A ledger that keeps no evidence of a completed activity cannot tell what its credit still asks."""
    answer = shown(written(Ledger(LEARNER), done()), SEPSIS)
    assert on_it(answer) == [("PARTICIPATION", True, []), ("CREDIT", False, ["not-earned"])]
    earned = shown(written(Ledger(LEARNER), stated("1.00")), SEPSIS)
    assert on_it(earned) == [("PARTICIPATION", False, ["not-completed"]), ("CREDIT", False, ["not-claimed"])]


def test_a_page_of_an_account_that_was_joined_says_where_to_ask() -> None:
    """The ledger that goes on knows what became of the papers since."""
    frozen = decided(claimed(SEPSIS), Followed(learner=LEARNER, merge="M-1", into="dr-17"))
    for asked in ("EM-101", SEPSIS):
        answer = page(frozen, asked, at=NOW)
        assert codes_of(answer) == ["account-joined"]
