"""Releasing: what stands in the learner's list, what the rest waits for, and the download that is an entry of its own."""

import datetime
from typing import Any

import attrs
import pytest

from builders import (
    ACEP,
    AMA,
    CHICAGO,
    LEARNER,
    NAME,
    NINTH,
    NOW,
    WHY,
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
    observed,
    on,
    paper,
    stated,
    taking,
    written,
)
from cmecore.activities import LIVE, Activity
from cmecore.assessment import assess
from cmecore.certificates import certify, certify_participation
from cmecore.claiming import ALL, claim, claim_automatically
from cmecore.credit.periods import Span
from cmecore.earning import earn
from cmecore.entries import Certificate, Completed, Followed, Merged, Purged, Refusal, Retrieved, Voided
from cmecore.errors import InvalidValue
from cmecore.evidence import Attempt, Entitled, Evaluated, Practises, Progress
from cmecore.handling import Availability, Handling, Moment, Paper, Release
from cmecore.ledger import Ledger
from cmecore.releasing import Listed, governing, listing, outstanding, retrieve
from cmecore.rules.policies import Policy
from cmecore.rules.requirements import completed, entitled, evaluated, passed, practises

PARTICIPATION, CREDIT = Paper.PARTICIPATION, Paper.CREDIT
#: The American College of Rheumatology: papers of online activities stand in the list at once, those of meetings once they
#: were downloaded from the meeting's page.
AT_ONCE = Handling(automatic=True)
BY_RETRIEVAL = Handling(releases=[Release(of=one, on=Moment.RETRIEVAL) for one in Paper])
CONVERGENCE = an_activity(
    "CONV-25", title="Convergence", edition="2025", format=LIVE, held=Span(NINTH, NINTH), handling=BY_RETRIEVAL
)


def a_completion(code: str = "EM-101", *, day: datetime.date = NINTH, **fields: Any) -> Completed:
    """State by hand that an activity was completed, and how its papers are handled."""
    return attrs.evolve(done(code, day=day), **fields)


def after(*activities: Activity, claimed: bool = True) -> Ledger:
    """Complete some activities, and issue what can be issued of them."""
    ledger, number = a_ledger(*(a_participation(activity=activity) for activity in activities)), numbers()
    for activity in activities:
        ledger = written(ledger, certificate(certify_participation(ledger, activity.code, name=NAME, at=NOW, number=number)))
    if claimed:
        taken = made(claim(ledger, ALL, at=NOW, request="r-1"))
        ledger = written(ledger, taken, *certify(ledger, taken, name=NAME, at=NOW, number=number))
    return ledger


def certificate(answer: Certificate | Refusal) -> Certificate:
    """Insist that a certificate was issued."""
    assert isinstance(answer, Certificate)
    return answer


def downloaded(ledger: Ledger, number: str, **fields: Any) -> Ledger:
    """Download a certificate, and write that down."""
    entry = retrieve(ledger, number, at=fields.pop("at", NOW), **fields)
    assert isinstance(entry, Retrieved)
    return written(ledger, entry)


def rows(ledger: Ledger, **fields: Any) -> list[tuple[str, bool, bool, list[str]]]:
    """List each paper: which, whether it can be had, whether it is listed, and the codes of its reasons."""
    listed = listing(ledger, **{"at": NOW, **fields})
    return [(row.paper.name, row.ready, row.listed, [reason.code for reason in row.reasons]) for row in listed]


def only(ledger: Ledger, **fields: Any) -> Listed:
    """Return the one paper that there is."""
    (row,) = listing(ledger, **{"at": NOW, **fields})
    return row


def test_m14_my_certificates_are_those_of_all_activities_together() -> None:
    """M14, M3: what is listed comes from every activity, participation and credit, by the day of completion."""
    ledger = after(an_activity(), an_activity("EM-102", title="Shock", course="Critical Care"))
    listed = [(row.title, row.paper.name, row.certificate and row.certificate.number) for row in listing(ledger, at=NOW)]
    assert listed == [
        ("Early sepsis", "PARTICIPATION", "LK-000001"),
        ("Early sepsis", "CREDIT", "LK-000004"),
        ("Shock", "PARTICIPATION", "LK-000002"),
        ("Shock", "CREDIT", "LK-000003"),
    ]
    assert all(row.listed and row.ready and not row.reasons for row in listing(ledger, at=NOW))


def test_m15_every_listed_certificate_can_be_opened_again() -> None:
    """M15: each row holds the whole certificate as it was issued, and reading it any number of times writes nothing."""
    ledger = after(an_activity())
    assert [row.certificate for row in listing(ledger, at=NOW)] == list(ledger.certificates)
    assert listing(ledger, at=NOW) == listing(ledger, at=NOW)
    assert ledger == after(an_activity())


def test_m17_meeting_certificates_are_not_listed_by_themselves() -> None:
    """M17, M6: by the meeting's rule its papers can be had from its page, and do not stand in the list."""
    ledger = after(CONVERGENCE)
    assert rows(ledger) == [
        ("PARTICIPATION", True, False, ["not-retrieved"]),
        ("CREDIT", True, False, ["not-retrieved"]),
    ]


def test_m18_the_first_download_puts_a_paper_into_the_list() -> None:
    """M18: the download is an entry; asking for it alone changes nothing, and with it only that paper is listed."""
    ledger = after(CONVERGENCE)
    assert retrieve(ledger, "LK-000001", at=NOW, channel="web") == Retrieved(learner=LEARNER, number="LK-000001", channel="web")
    assert rows(ledger)[0][2] is False
    ledger = downloaded(ledger, "LK-000001", channel="web")
    assert rows(ledger) == [("PARTICIPATION", True, True, []), ("CREDIT", True, False, ["not-retrieved"])]
    assert all(row[2] for row in rows(downloaded(ledger, "LK-000002")))


def test_m22_an_empty_list_tells_why_and_what_to_do() -> None:
    """M22: each paper that is not listed says that it was not yet downloaded from the activity's page, and to do so."""
    first, second = (str(row) for row in listing(after(CONVERGENCE, claimed=False), at=NOW))
    wanted = "not yet downloaded from the page of Convergence; download it there"
    assert first == f"the certificate of participation for Convergence: {wanted}"
    unclaimed = "1.75 AMA PRA Category 1 Credits not claimed; claim it"
    assert second == f"the certificate of credit for Convergence: {unclaimed}; {wanted}"


def test_m19_credit_is_claimed_before_its_certificate_can_appear() -> None:
    """M19, M50, M5: what was earned and not claimed is no certificate; the steps to do are told in their order."""
    assert rows(after(CONVERGENCE, claimed=False))[1] == ("CREDIT", False, False, ["not-claimed", "not-retrieved"])
    assert rows(after(CONVERGENCE))[1] == ("CREDIT", True, False, ["not-retrieved"])


def test_m2_one_registry_holds_what_was_completed_from_july_2022_on() -> None:
    """M2, M26: completions before that day join the list by their first download, those from that day on at once."""
    rules = [Release(of=PARTICIPATION, on=Moment.RETRIEVAL), Release(of=PARTICIPATION, since=on(7, 1, 2022))]
    ledger = Ledger(LEARNER)
    for number, day in (("LK-1", on(6, 30, 2022)), ("LK-2", on(7, 1, 2022))):
        code = f"EM-{number}"
        ledger = written(ledger, a_completion(code, day=day, handling=Handling(releases=rules)), attendance(number, code=code))
    assert [row[2:] for row in rows(ledger)] == [(False, ["not-retrieved"]), (True, [])]
    assert [row[2:] for row in rows(downloaded(ledger, "LK-1"))] == [(True, []), (True, [])]


def test_the_latest_rule_that_has_begun_governs_and_any_of_those_that_began_together() -> None:
    """A rule that begins later takes the place of the earlier one, also where it asks for more."""
    strict = Release(of=CREDIT, on=Moment.RETRIEVAL, since=on(1, 1))
    mild = Release(of=CREDIT)
    either = Release(of=CREDIT, after=[evaluated()], since=on(1, 1))
    other = Release(of=PARTICIPATION, since=on(2, 1))
    handling = Handling(releases=[strict, mild, either, other])
    assert governing(handling, CREDIT, on(12, 31, 2025)) == (mild,)
    assert governing(handling, CREDIT, on(1, 1)) == (strict, either)
    assert governing(handling, PARTICIPATION, on(1, 31)) == ()


def test_what_no_rule_releases_is_told_with_whom_to_ask() -> None:
    """Where a provider lists a paper only for later completions, or never, the answer names the day and the contact."""
    later = a_completion(handling=Handling(releases=[Release(of=PARTICIPATION, since=on(4, 1))]))
    released = "the certificate of participation of Early sepsis is not released"
    ask = "for completions before 2026-04-01; turn to cme@lakeside.example"
    assert [str(reason) for reason in only(written(Ledger(LEARNER), later)).reasons] == [f"{released} {ask}"]
    never = attrs.evolve(later, handling=Handling(releases=[]))
    never = attrs.evolve(never, heading=attrs.evolve(never.heading, provider=an_activity(provider="Lakeside").provider))
    row = only(written(Ledger(LEARNER), never))
    assert (row.ready, row.listed) == (False, False)
    assert str(row.reasons[0]) == f"{released}; turn to Lakeside"


def test_a_paper_waits_for_what_its_release_asks_for() -> None:
    """M52: unmet, the evaluation keeps a paper back and is named; of several rules the nearest one is told."""
    both = Release(of=PARTICIPATION, after=[evaluated(), passed("0.70")])
    ledger = written(Ledger(LEARNER), a_completion(handling=Handling(releases=[both])), attendance("LK-1"))
    assert rows(ledger) == [("PARTICIPATION", False, False, ["evaluated", "passed"])]
    assert str(only(ledger).reasons[0]) == "Early sepsis, still to do: Submit the evaluation"
    nearest = Handling(releases=[both, Release(of=PARTICIPATION, after=[evaluated()])])
    assert rows(written(Ledger(LEARNER), a_completion(handling=nearest)))[0][3] == ["evaluated"]
    met = written(ledger, a_completion(handling=Handling(releases=[both]), met=[evaluated(), passed("0.70")]))
    assert rows(met) == [("PARTICIPATION", True, True, [])]


def test_m52_from_evidence_to_list_when_the_evaluation_comes_last() -> None:
    """M52: completed by its content, the paper waits for the evaluation; sent in and assessed again, it is listed."""
    waiting = Handling(releases=[Release(of=PARTICIPATION, after=[evaluated()])])
    activity = an_activity(completion=[completed("0.80")], designations=(), handling=waiting)
    early = a_participation(activity=activity, evaluation=False)
    ledger = a_ledger(early)
    assert rows(ledger) == [("PARTICIPATION", False, False, ["evaluated"])]
    ledger = written(ledger, *earn(ledger, assess(early | [Evaluated(on(3, 20))])))
    assert rows(ledger) == [("PARTICIPATION", True, True, [])]


def test_participation_can_wait_for_a_claim_and_credit_for_completion() -> None:
    """Each of the two papers may be released on the other's moment."""
    crossed = Handling(releases=[Release(of=PARTICIPATION, on=Moment.CLAIM), Release(of=CREDIT, on=Moment.COMPLETION)])
    earned = stated(handling=crossed)
    claimed = taking("r-1", (earned, "1.75"))
    unfinished = written(Ledger(LEARNER), earned, claimed, paper("LK-1", claimed))
    assert rows(unfinished) == [("CREDIT", False, False, ["not-completed"])]
    completed = written(unfinished, a_completion(handling=crossed))
    assert rows(completed) == [("PARTICIPATION", True, True, []), ("CREDIT", True, True, [])]
    unclaimed = written(Ledger(LEARNER), a_completion(handling=crossed), earned)
    assert rows(unclaimed)[0] == ("PARTICIPATION", False, False, ["not-claimed"])


def test_credit_of_a_course_that_was_left_has_the_day_on_which_it_was_earned() -> None:
    """Without a completion the rule of the day counts on which the credit was earned."""
    earned = stated(since=on(7, 1, 2022), handling=Handling(releases=[Release(of=CREDIT, since=on(7, 1, 2022))]))
    claimed = taking("r-1", (earned, "1.75"))
    row = only(written(Ledger(LEARNER), earned, claimed, paper("LK-1", claimed)))
    assert (row.on, row.listed) == (on(7, 1, 2022), True)


APP_AND_WEB = (Availability("app", Span(None, on(3, 26))), Availability("web"))


@pytest.mark.parametrize(
    ("day", "hour", "app"), [(on(3, 9), 9, True), (on(3, 26), 23, True), (on(3, 27), 0, False), (on(12, 1, 2030), 9, False)]
)
def test_m44_m48_a_paper_is_in_the_app_until_its_last_day_and_on_the_web_for_longer(
    day: datetime.date, hour: int, *, app: bool
) -> None:
    """M44, M48: in the app through the evening of 26 March 2026 in the provider's zone; the web has no such end."""
    ledger = written(Ledger(LEARNER), a_completion(handling=Handling(available=APP_AND_WEB)), attendance("LK-1"))
    then = at(day, hour, 59, zone=CHICAGO)
    assert only(ledger, at=then, channel="app").listed is app
    assert only(ledger, at=then, channel="web").listed is True
    assert only(ledger, at=then).listed is True


def test_m48_whoever_comes_too_late_is_told_where_papers_can_still_be_had() -> None:
    """M48: the answer names the last day and the other channel; of a channel that never was it says so."""
    handling = Handling(available=[*APP_AND_WEB, Availability("e-mail", Span(on(5, 1), on(5, 31)))])
    ledger = written(Ledger(LEARNER), a_completion(handling=handling), attendance("LK-1"))
    assert [(reason.code, str(reason)) for reason in only(ledger, channel="app").reasons] == [
        ("channel-over", "papers of EM-101 could be had through app until 2026-03-26; they can be had through web")
    ]
    assert only(ledger, channel="e-mail").reasons[0].code == "channel-not-yet"
    assert only(ledger, channel="fax").reasons[0].code == "channel-outside"
    closed = Handling(available=[Availability("app", Span(None, on(3, 26)))])
    ledger = written(Ledger(LEARNER), a_completion(handling=closed))
    assert str(only(ledger, channel="app").reasons[0]) == "papers of EM-101 could be had through app until 2026-03-26"


PREMIUM = entitled("Premium membership")
MEMBER = Entitled("Premium membership", on(1, 1), on(4, 30))


def earned_by_a_member(*, hides: bool = True) -> Ledger:
    """Earn credit that needs a membership to be claimed, within three years."""
    handling = Handling(gates_hide=hides)
    return written(Ledger(LEARNER), stated(gates=[PREMIUM], claim_by=on(3, 9, 2029), handling=handling))


def test_m145_unclaimed_credit_is_visible_with_an_active_membership() -> None:
    """M145: with the membership it stands there, to be claimed, up to the last day of its three years."""
    row = only(earned_by_a_member(), entitlements=[MEMBER])
    assert (row.hidden, row.credits, [reason.code for reason in row.reasons]) == (False, (AMA("1.75"),), ["not-claimed"])
    ever = Entitled("Premium membership", on(1, 1))
    for day, reasons in ((on(3, 9, 2029), ["not-claimed"]), (on(3, 10, 2029), ["not-claimed", "claim-window-over"])):
        row = only(earned_by_a_member(), at=at(day, zone=CHICAGO), entitlements=[ever])
        assert [reason.code for reason in row.reasons] == reasons


def test_what_can_be_claimed_no_more_is_not_sent_on_to_a_download() -> None:
    """Whose time to claim is over, or who lacks a membership, is told that, and not what to do with a certificate."""
    ledger = written(Ledger(LEARNER), stated(claim_by=on(3, 31), handling=BY_RETRIEVAL))
    assert rows(ledger) == [("CREDIT", False, False, ["not-claimed", "claim-window-over"])]


def test_m146_a_lapse_hides_and_the_membership_brings_it_back() -> None:
    """M146: a lapse hides what was earned, says what is missing, and destroys nothing: renewed, all is there again."""
    ledger = earned_by_a_member()
    lapsed = only(ledger, at=at(on(5, 1), 18), entitlements=[MEMBER])
    assert lapsed.hidden is True
    assert [reason.code for reason in lapsed.reasons] == ["not-claimed", "entitled:Premium membership"]
    renewed = [MEMBER, Entitled("Premium membership", on(6, 1))]
    again = only(ledger, at=at(on(6, 1), 18), entitlements=renewed)
    assert (again.hidden, again.credits) == (False, (AMA("1.75"),))
    assert ledger == earned_by_a_member()


def test_m146_by_another_policy_a_lapse_blocks_and_does_not_hide() -> None:
    """M146: where the provider does not hide it, it is told what the claim waits for."""
    row = only(earned_by_a_member(hides=False))
    assert (row.hidden, str(row.reasons[0])) == (False, "1.75 AMA PRA Category 1 Credits not claimed")
    assert row.reasons[1].code == "entitled:Premium membership"


def test_m160_what_was_claimed_stays_when_a_membership_lapses() -> None:
    """M160, M146: the lapse hides what was not claimed; a certificate once claimed stays the learner's."""
    ledger = earned_by_a_member()
    taken = made(claim(ledger, {"EM-101": "1.00"}, at=NOW, request="r-1", entitlements=[MEMBER]))
    ledger = written(ledger, taken, *certify(ledger, taken, name=NAME, at=NOW, number=numbers()))
    rest, claimed = sorted(listing(ledger, at=at(on(5, 1), 18), entitlements=[MEMBER]), key=lambda row: row.listed)
    assert (claimed.listed, claimed.hidden, claimed.credits) == (True, False, (AMA("1.00"),))
    assert (rest.listed, rest.hidden, rest.credits) == (False, True, (AMA("0.75"),))


def test_a_claim_without_its_certificate_is_told_as_such() -> None:
    """While the certificate is being made, the row says so and of which claim."""
    earned = stated()
    row = only(written(Ledger(LEARNER), earned, taking("r-1", (earned, "1.75"))))
    assert (row.ready, row.credits) == (False, (AMA("1.75"),))
    assert row.reasons[0].code == "not-issued"
    assert "claim r-1" in str(row.reasons[0])


def test_a_completion_without_its_certificate_can_be_had_all_the_same() -> None:
    """M12: a paper that is released and was not issued yet stands there for the host to issue it."""
    row = only(written(Ledger(LEARNER), a_completion()))
    assert (row.paper, row.ready, row.listed, row.certificate) == (PARTICIPATION, True, True, None)


def test_a_certificate_over_several_activities_is_one_row_and_waits_for_each() -> None:
    """M16, M27: one document over two activities of a course is listed once, when the rules of both are met."""
    waiting = Handling(releases=[Release(of=CREDIT, after=[evaluated()])])
    first, second = stated(), stated("2.00", "EM-102", handling=waiting)
    claimed = taking("r-1", (first, "1.75"), (second, "2.00"))
    completions = (a_completion(), a_completion("EM-102", handling=waiting))
    ledger = written(Ledger(LEARNER), *completions, first, second, claimed, paper("LK-1", claimed))
    row = next(row for row in listing(ledger, at=NOW) if row.paper is CREDIT)
    assert (row.activities, row.title, row.credits) == (("EM-101", "EM-102"), "Emergency Medicine", (AMA("3.75"),))
    assert [(reason.code, reason.activity) for reason in row.reasons] == [("evaluated", "EM-102")]
    ledger = written(ledger, a_completion("EM-102", handling=waiting, met=[evaluated()]))
    assert next(row for row in listing(ledger, at=NOW) if row.paper is CREDIT).listed


def test_a_certificate_that_was_replaced_makes_room_for_the_new_one() -> None:
    """A superseded paper is no row; the one in its place inherits that it was downloaded."""
    earned = stated(handling=BY_RETRIEVAL)
    first, second = taking("r-1", (earned, "1.00")), taking("r-2", (earned, "0.75"))
    ledger = downloaded(written(Ledger(LEARNER), earned, first, paper("LK-1", first)), "LK-1")
    ledger = written(ledger, second, paper("LK-2", first, second, supersedes=["LK-1"]))
    row = only(ledger)
    assert (row.certificate and row.certificate.number, row.listed) == ("LK-2", True)


def test_a_voided_certificate_is_not_listed_and_says_whom_to_ask() -> None:
    """A paper that was voided stays as a row with its reason, and no other reason beside it."""
    earned = stated(handling=BY_RETRIEVAL)
    claimed = taking("r-1", (earned, "1.75"))
    ledger = written(Ledger(LEARNER), earned, claimed, paper("LK-1", claimed))
    ledger = decided(ledger, Voided(learner=LEARNER, number="LK-1", credit=True))
    row = only(ledger)
    assert (row.listed, row.ready) == (False, False)
    assert [str(reason) for reason in row.reasons] == ["certificate LK-1 was voided; turn to cme@lakeside.example"]


def test_a_paper_of_what_the_ledger_does_not_hold_any_more_is_listed() -> None:
    """A certificate of participation whose completion was erased has no rule against it, and one without lines no day."""
    ledger = written(Ledger(LEARNER, secret=b"s"), a_completion(), attendance("LK-1"))
    ledger = decided(ledger, Purged(learner=LEARNER, purge="p", erased=[ledger.records[0].identity]))
    assert (only(ledger).listed, only(ledger).sends) == (True, None)
    bare = attrs.evolve(attendance("LK-2"), lines=())
    row = only(written(Ledger(LEARNER), bare))
    assert (row.on, row.title, row.activities) == (on(4, 1), "Emergency Medicine", ())


def test_credit_of_several_types_is_a_row_for_each() -> None:
    """A type that was not claimed waits as its own row beside the certificate of the other."""
    first, second = stated(), stated("2.00", type=ACEP)
    claimed = taking("r-1", (first, "1.75"))
    ledger = written(Ledger(LEARNER), first, second, claimed, paper("LK-1", claimed))
    assert {(row.credits, row.listed) for row in listing(ledger, at=NOW)} == {
        ((AMA("1.75"),), True),
        ((ACEP("2.00"),), False),
    }


def refused(ledger: Ledger, number: str, **fields: Any) -> list[str]:
    """Insist that a certificate cannot be retrieved, and list the reasons by their codes."""
    answer = retrieve(ledger, number, **{"at": NOW, **fields})
    assert isinstance(answer, Refusal)
    return [reason.code for reason in answer.reasons]


def test_a_retrieval_is_refused_with_its_reasons() -> None:
    """What was never issued, purged, superseded, voided, not released or not in that channel cannot be had."""
    earned = stated()
    first, second = taking("r-1", (earned, "1.00")), taking("r-2", (earned, "0.75"))
    ledger = written(Ledger(LEARNER, secret=b"s"), earned, first, paper("LK-1", first), attendance("LK-8"))
    ledger = written(ledger, second, paper("LK-2", first, second, supersedes=["LK-1"]))
    ledger = decided(ledger, Purged(learner=LEARNER, purge="p", erased=["certificate:LK-8"]))
    assert refused(ledger, "LK-7") == ["not-found"]
    assert refused(ledger, "LK-8") == ["past-retention"]
    assert refused(ledger, "LK-1") == ["superseded"]
    answer = retrieve(ledger, "LK-1", at=NOW)
    assert isinstance(answer, Refusal)
    assert answer.explain().endswith("; retrieve that one")
    assert refused(decided(ledger, Voided(learner=LEARNER, number="LK-2", credit=False)), "LK-2") == ["voided"]
    handling = Handling(available=APP_AND_WEB, releases=[Release(of=PARTICIPATION, on=Moment.RETRIEVAL, after=[evaluated()])])
    waiting = written(Ledger(LEARNER), a_completion(handling=handling), attendance("LK-1"))
    assert refused(waiting, "LK-1", channel="app") == ["evaluated", "channel-over"]


def test_a_download_is_written_once_unless_it_is_named() -> None:
    """The same download again is the recorded entry, whatever its channel; one with a name of its own is another."""
    ledger = downloaded(after(CONVERGENCE), "LK-000001", channel="web")
    assert retrieve(ledger, "LK-000001", at=NOW, channel="app") == ledger.entries()[-1]
    assert downloaded(ledger, "LK-000001", channel="app") is ledger
    named = downloaded(ledger, "LK-000001", channel="app", download="d-2")
    assert named.entries()[-1] == Retrieved(learner=LEARNER, number="LK-000001", channel="app", download="d-2")


def test_the_papers_of_an_account_that_was_joined_join_the_list() -> None:
    """M14: after a merge the papers of both accounts stand in one list, and what was downloaded there stays downloaded."""
    other = written(Ledger("dr-17"), attrs.evolve(a_completion("EM-200", handling=BY_RETRIEVAL), learner="dr-17"))
    other = written(other, attendance("LK-17", learner="dr-17", code="EM-200"))
    merge = {"learner": LEARNER, "merge": "M-1", "other": "dr-17"}
    joined = decided(after(CONVERGENCE), Merged(records=other.records, **merge))
    assert [row.listed for row in listing(joined, at=NOW)] == [False, False, False]
    entry = retrieve(joined, "LK-17", at=NOW)
    assert isinstance(entry, Retrieved)
    assert entry.learner == "dr-17"
    there = written(other, entry)
    joined = decided(after(CONVERGENCE), Merged(records=there.records, **merge))
    assert [row.listed for row in listing(joined, at=NOW)].count(True) == 1


def test_no_row_shows_a_name() -> None:
    """Neither a row nor a refusal has the learner's name or account in it."""
    ledger = decided(after(CONVERGENCE), Voided(learner=LEARNER, number="LK-000001", credit=False))
    shown = "".join(map(repr, listing(ledger, at=NOW))) + repr(retrieve(ledger, "LK-000001", at=NOW))
    for personal in (NAME, LEARNER, WHY):
        assert personal not in shown


@pytest.mark.parametrize("wrong", [{"at": NOW.replace(tzinfo=None)}, {"channel": None}, {"channel": "a\nb"}])
def test_an_instant_has_a_zone_and_a_channel_is_text(wrong: dict[str, Any]) -> None:
    """What only a program can do wrong is told to the program."""
    for call in (listing, lambda ledger, **fields: retrieve(ledger, "LK-1", **fields)):
        with pytest.raises(InvalidValue):
            call(after(CONVERGENCE), **{"at": NOW, **wrong})


def observing(*items: Any, ledger: Ledger | None = None) -> Ledger:
    """Keep evidence of early sepsis."""
    return written(ledger or Ledger(LEARNER), *(observed(item) for item in items))


def test_what_was_begun_has_rows_with_what_is_still_to_do() -> None:
    """Of the activities handed over, those with evidence that are not completed are listed with whatever is left."""
    ledger = written(
        observing(Progress(9, 20, NINTH), Evaluated(NINTH)), done("EM-102"), observed(Evaluated(NINTH), activity="EM-102")
    )
    handed = [an_activity(), an_activity("EM-102"), an_activity("EM-103")]
    assert [row.activities for row in listing(ledger, at=NOW)] == [("EM-102",)]
    rows = [row for row in listing(ledger, at=NOW, activities=handed) if row.activities != ("EM-102",)]
    assert [(row.activities, row.paper, row.ready, row.listed, [one.code for one in row.reasons]) for row in rows] == [
        (("EM-101",), PARTICIPATION, False, False, ["not-completed", "content", "passed"]),
        (("EM-101",), CREDIT, False, False, ["not-earned", "content", "passed"]),
    ]
    assert str(rows[0].reasons[1]).startswith("Early sepsis, still to do: content completed at least 80 % (found 9 of 20")
    with pytest.raises(InvalidValue, match="activities"):
        listing(ledger, at=NOW, activities=["EM-101"])  # type: ignore[list-item]


def test_what_was_done_and_not_looked_at_is_being_processed() -> None:
    """Nothing is left to do where all evidence is there, and nobody has assessed it."""
    ledger = observing(*a_participation().evidence)
    for row in outstanding(ledger, an_activity(), at=NOW):
        assert str(row.reasons[-1]) == "Early sepsis: all of it was done; it is being processed"
        assert [one.code for one in row.reasons][1:] == ["not-assessed"]
    credit_alone = written(ledger, done())
    assert [row.paper for row in outstanding(credit_alone, an_activity(), at=NOW)] == [CREDIT]
    assert outstanding(written(credit_alone, stated()), an_activity(), at=NOW) == ()


def test_after_the_last_day_nothing_is_still_to_do() -> None:
    """On the last day of the activity, in its zone, there is; the day after it could have been done until then."""
    activity = an_activity(offered=Span(NINTH, on(4, 1)))
    ledger = observing(Progress(9, 20, NINTH))
    for when, code in ((at(on(4, 1), 23, zone=CHICAGO), "content"), (at(on(4, 2), 0, zone=CHICAGO), "activity-over")):
        for row in outstanding(ledger, activity, at=when):
            assert row.reasons[1].code == code
            assert (str(row.reasons[1]) == "Early sepsis could be done until 2026-04-01") is (code == "activity-over")


def test_what_cannot_be_met_any_more_is_told_apart() -> None:
    """The one attempt that is allowed was failed: there is nothing to do about it."""
    activity = an_activity(completion=[passed("0.70", attempts=1)], designations=())
    (row,) = outstanding(observing(Attempt("0.50", NINTH)), activity, at=NOW)
    assert str(row.reasons[1]).startswith("Early sepsis, cannot be met any more: ")


def test_a_type_for_another_profession_is_told_only_where_there_is_no_other() -> None:
    """A nurse is told what the nurses' credit waits for; of an activity for physicians alone, that it is for them."""
    doctors, nurses = (Policy(code=who, requirements=[practises(who), evaluated()]) for who in ("physician", "nurse"))
    both = [a_designation(policy=doctors), a_designation(policy=nurses, type=ACEP)]
    ledger = observing(Practises("nurse", on(1, 1)))
    (row,) = (one for one in outstanding(ledger, an_activity(designations=both), at=NOW) if one.paper is CREDIT)
    assert [one.code for one in row.reasons] == ["not-earned", "evaluated"]
    assert str(row.reasons[0]) == "no ACEP Category I Credit of Early sepsis is earned"
    (_, alone) = outstanding(ledger, an_activity(designations=both[:1]), at=NOW)
    assert [one.code for one in alone.reasons] == ["not-earned", "profession", "evaluated"]
    assert str(alone.reasons[1]) == "Early sepsis: Be a physician; found no"


def test_an_account_that_was_joined_lists_and_gives_out_nothing() -> None:
    """A certificate that was voided since could still be had here, and be sent once more."""
    sent = an_activity(handling=Handling(releases=[Release(of=one, sends=True) for one in Paper]))
    ledger = after(sent)
    frozen = decided(ledger, Followed(learner=LEARNER, merge="M-1", into="dr-17"))
    assert [row.listed for row in listing(ledger, at=NOW)] == [True, True]
    for row in listing(frozen, at=NOW, activities=[sent]):
        assert (row.ready, row.listed, row.sends) == (False, False, None)
        assert [str(one) for one in row.reasons] == ["this account was joined to another one; ask the ledger that goes on"]
    answer = retrieve(frozen, "LK-000001", at=NOW)
    assert isinstance(answer, Refusal)
    assert [one.code for one in answer.reasons] == ["account-joined"]


def test_a_claim_that_the_system_made_is_named_so() -> None:
    """No learner knows the name that the system gives to a claim of its own."""
    ledger = a_ledger(a_participation(activity=an_activity(handling=AT_ONCE)))
    (row,) = (one for one in listing(written(ledger, *claim_automatically(ledger, at=NOW)), at=NOW) if one.paper is CREDIT)
    assert str(row.reasons[0]) == "the certificate of the claim by the system on 1 April 2026 is being made"
