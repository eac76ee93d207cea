"""Retention: whose records are kept, until when, what keeps them longer, and what leaves together at the end."""

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
    UTC,
    a_designation,
    at,
    made,
    numbers,
    observed,
    on,
    paying,
    seen,
)
from cmecore.activities import LIVE, Activity
from cmecore.assessment import assess
from cmecore.certificates import certify, certify_participation
from cmecore.chain import verify
from cmecore.claiming import ALL, claim
from cmecore.credit.periods import Period, Span
from cmecore.earning import earn
from cmecore.entries import (
    Acknowledged,
    Adjusted,
    Answered,
    Assessed,
    Certificate,
    Corrected,
    Document,
    Entry,
    Erased,
    Extended,
    Hold,
    Joined,
    Lifted,
    Merged,
    Observed,
    Ordered,
    Overridden,
    Purged,
    Reevaluated,
    Refusal,
    Renamed,
    Reported,
    Retracted,
    Retrieved,
    Unmerged,
    Voided,
)
from cmecore.errors import InvalidValue
from cmecore.evidence import Attempt, Entitled, Evaluated, Progress
from cmecore.handling import Again, Handling, Retention, Scope
from cmecore.ledger import Ledger
from cmecore.retention import Custody, Keeping, erase_all, purge, retained
from cmecore.rules.awards import Asks, RestsOn
from cmecore.rules.policies import Policy
from cmecore.rules.requirements import attended, entitled, evaluated
from cmecore.rules.windows import Anchor
from cmecore.serial import dumps
from hostile import label

SECRET = b"sixteen bytes ok"
#: Six years from the activity, after which nothing is guaranteed; the same with an end; and without any.
SIX = Retention(keep=Period(years=6), scope=Scope.RECIPIENTS)
HARD = Retention(keep=Period(years=6), hard=True)
YEAR = Period(years=1)
MARCH = NINTH
#: The last day of what was completed on 9 March 2026 and is kept for six years, and an instant of the day after.
LAST_MARCH = on(3, 9, 2032)
AFTER_MARCH = at(on(3, 10, 2032))
MUCH_LATER = at(on(1, 1, 2060))
IN_MAY = at(on(5, 1))


def offered(code: str = "A", keep: Retention = HARD, *, rule: Any = YEAR, **fields: Any) -> Activity:
    """Offer two credits to whoever sends in the form, to be claimed for a year; what is done with it afterwards varies."""
    given_fields = {
        "completion": [evaluated()],
        "handling": Handling(keep=keep),
        "title": f"Title {code}",
        "course": f"Course {code}",
    }
    return attrs.evolve(paying(Policy(code="p", claim_within=rule), **{**given_fields, **fields}), code=code)


def earned(*activities: Activity, done: datetime.date = MARCH, learner: str = LEARNER, ledger: Ledger | None = None) -> Ledger:
    """Earn the credit of some activities on a day, in a ledger whose records are salted."""
    held = Ledger(learner, secret=SECRET) if ledger is None else ledger
    for activity in activities:
        found = assess(seen(activity, Evaluated(done), learner=learner))
        held = held.add(*earn(held, found), at=at(done, 20), actor="lms")
    return held


def claimed(ledger: Ledger, wanted: Any = ALL, *, request: str = "r-1", start: int = 1, **fields: Any) -> Ledger:
    """Claim, and issue the certificates."""
    when = at(on(4, 1))
    answer = made(claim(ledger, wanted, at=when, request=request, **fields))
    papers = certify(ledger, answer, name=NAME, number=numbers(start), at=when)
    assert not isinstance(papers, Refusal)
    return ledger.add(answer, *papers, at=when, actor=LEARNER)


def put(ledger: Ledger, *entries: Entry, when: datetime.datetime = IN_MAY, reason: str = "case C-7") -> Ledger:
    """Write entries of the office."""
    return ledger.add(*entries, at=when, actor="office", reason=reason)


def planned(ledger: Ledger, when: datetime.datetime = AFTER_MARCH, name: str = "P-1", **fields: Any) -> Purged:
    """Insist that there is something to purge."""
    plan = purge(ledger, at=when, purge=name, **fields)
    assert isinstance(plan, Purged), plan.explain()
    return plan


def purged(ledger: Ledger, when: datetime.datetime = AFTER_MARCH, **fields: Any) -> Ledger:
    """Purge what can be purged, and see that the chain still holds."""
    after = ledger.add(planned(ledger, when, **fields), at=when, actor="archive", reason="end of retention")
    assert verify(LEARNER, after.records) == ()
    return after


def staying(ledger: Ledger) -> list[str]:
    """Name the classes of the entries that are still there."""
    return [type(entry).__name__ for entry in ledger.entries() if not isinstance(entry, Erased)]


def reasons(answer: Purged | Refusal) -> list[tuple[str, str]]:
    """List the reasons of a refusal with the activities they are about."""
    assert isinstance(answer, Refusal)
    return [(reason.code, reason.activity) for reason in answer.reasons]


# What was promised, and to whom.


def test_m37_the_promise_is_to_who_attended_and_received_something() -> None:
    """M37 [001]: a stated scope: whoever took part and received credit or a certificate; of the others nothing is promised."""
    attendee = earned(offered(keep=SIX))
    later = at(on(4, 1, 2030))
    nothing = retained(attendee, "A", at=later)
    assert (nothing.answer, nothing.until) == (Keeping.OUTSIDE, None)
    assert nothing.says == (
        "records of A are kept for whoever took part and received credit or a certificate, and none was received"
    )
    assert retained(claimed(attendee), "A", at=later).answer is Keeping.KEPT
    paper = certify_participation(attendee, "A", name=NAME, number=numbers(), at=at(on(4, 1)))
    assert isinstance(paper, Certificate)
    assert retained(put(attendee, paper), "A", at=later).answer is Keeping.KEPT


def test_m37_what_can_still_be_claimed_is_kept_for_everybody() -> None:
    """M37 [001]: within the time to claim records stay, though nothing was received yet, and the end is that of the claim."""
    kept = retained(earned(offered(keep=SIX)), "A", at=at(on(3, 9, 2027)))
    assert (kept.answer, kept.until) == (Keeping.KEPT, on(3, 9, 2027))
    assert kept.says == "records of A are kept until 2027-03-09, since credit can be claimed as long"


def test_m37_by_default_everybody_is_in_scope() -> None:
    """A provider that states no scope keeps the records of whoever took part."""
    assert retained(earned(offered()), "A", at=at(on(4, 1, 2030))).answer is Keeping.KEPT


def test_m38_attendance_and_credit_are_retained() -> None:
    """M38 [001]: what is kept is attendance *and* earned credit: completion, level, claim and certificate."""
    ledger = claimed(earned(offered(), offered("B")), ["A"])
    kept = retained(ledger, "A", at=MUCH_LATER)
    assert [name.partition(":")[0] for name in kept.records] == ["completed", "earned", "claim", "certificate"]
    assert [name.partition(":")[0] for name in retained(ledger, "B", at=MUCH_LATER).records] == ["completed", "earned"]
    assert [name.partition(":")[0] for name in retained(ledger, "B", at=MUCH_LATER, type=AMA).records] == ["earned"]


CONVERGENCE: dict[str, Any] = {"format": LIVE, "held": Span(on(10, 24, 2025), on(10, 29, 2025))}


@pytest.mark.parametrize("done", [on(10, 24, 2025), on(10, 29, 2025), on(2, 1)])
def test_m39_six_years_run_from_the_meeting_and_not_from_the_claim(done: datetime.date) -> None:
    """M39 [001]: from the last day of the meeting, whenever the form came, the credit was claimed, the certificate issued."""
    ledger = claimed(earned(offered(keep=SIX, **CONVERGENCE), done=done))
    assert retained(ledger, "A", at=at(on(10, 29, 2031))).until == on(10, 29, 2031)
    assert retained(ledger, "A", at=at(on(10, 30, 2031))).answer is Keeping.NOT_GUARANTEED


def test_m40_records_are_kept_whole_and_show_the_least() -> None:
    """M40 [001]: no repr shows the learner, the name or who wrote; a record that was altered is found, by its place."""
    ledger = claimed(earned(offered()))
    assert not any(word in repr((ledger, retained(ledger, "A", at=AFTER_MARCH))) for word in (LEARNER, "Okoro", "lms"))
    first, *others = ledger.records
    altered = [attrs.evolve(first, actor="somebody else"), *others]
    assert [(fault.place, fault.code) for fault in verify(LEARNER, altered)] == [(1, "payload")]


def test_m41_copies_may_be_had_while_the_period_runs() -> None:
    """M41 [001]: on the last day the certificate is there as it was issued, and the claim certifies to the same again."""
    ledger = claimed(earned(offered(keep=SIX)))
    assert retained(ledger, "A", at=at(LAST_MARCH)).answer is Keeping.KEPT
    again = certify(ledger, ledger.claims[0], name=NAME, number=numbers(), at=at(LAST_MARCH))
    assert list(again) == list(ledger.certificates)
    assert again[0].name == NAME


def test_m42_afterwards_nothing_is_guaranteed_and_nothing_denied() -> None:
    """M42 [001]: the answer after a soft end is *not guaranteed*; the records are there, and no purge takes them unasked."""
    ledger = claimed(earned(offered(keep=SIX)))
    after = retained(ledger, "A", at=AFTER_MARCH)
    assert (after.answer, after.until) == (Keeping.NOT_GUARANTEED, LAST_MARCH)
    assert str(after) == "records of A were kept until 2032-03-09; that they are still there is not guaranteed"
    assert len(after.records) == 4
    assert reasons(purge(ledger, at=AFTER_MARCH, purge="P-1")) == [("not-guaranteed", "A")]
    assert staying(purged(ledger, also_not_guaranteed=True)) == ["Purged"]


def test_m116_what_is_permanent_never_leaves() -> None:
    """M116 [002]: credit stored permanently is kept, whatever the year and however one asks."""
    ledger = claimed(earned(offered(keep=Retention())))
    assert retained(ledger, "A", at=MUCH_LATER).says == "records of A are kept for ever"
    assert reasons(purge(ledger, at=MUCH_LATER, purge="P-1", also_not_guaranteed=True)) == [("kept", "A")]


def test_m118_every_historical_record_stays_reachable() -> None:
    """M118 [002]: after a purge of one activity the records of all others are there, and each moment can be asked for."""
    ledger = claimed(earned(offered(), offered("B", Retention())), ["A"])
    after = purged(ledger)
    assert [name.partition(":")[0] for name in retained(after, "B", at=MUCH_LATER).records] == ["completed", "earned"]
    assert after.as_of(at(on(3, 20))).version == 4
    assert len(after.records) == len(ledger.records) + 1
    assert retained(after, "A", at=MUCH_LATER).answer is Keeping.OUTSIDE


#: Claimed credit for ever, and credit that nobody claimed for three years.
THREE = Retention(unclaimed=Period(years=3), hard=True)


def test_m145_unclaimed_credit_is_kept_for_three_years() -> None:
    """M145 [003]: three years from earning where nobody claims it, and for ever where somebody did."""
    ledger = earned(offered(keep=THREE, rule=Period(years=3)))
    last, after = at(on(3, 9, 2029)), at(on(3, 10, 2029))
    assert retained(ledger, "A", at=last, type=AMA).until == on(3, 9, 2029)
    assert retained(ledger, "A", at=after, type=AMA).says == (
        "records of AMA PRA Category 1 Credit of A were kept until 2029-03-09"
    )
    assert retained(claimed(ledger, {"A": "0.25"}), "A", at=MUCH_LATER, type=AMA).answer is Keeping.KEPT
    assert staying(purged(ledger, after)) == ["Completed", "Purged"]


def test_m145_unclaimed_credit_that_can_still_be_claimed_is_kept() -> None:
    """M145 [003]: an extension keeps what it lets be claimed."""
    ledger = earned(offered(keep=THREE, rule=Period(years=3)))
    more = put(ledger, Extended(learner=LEARNER, activity="A", type=AMA, claim_by=on(6, 30, 2030), case="C-1"))
    assert retained(more, "A", at=at(on(6, 30, 2030)), type=AMA).answer is Keeping.KEPT
    assert reasons(purge(more, at=at(on(6, 30, 2030)), purge="P-1")) == [("kept", "A")]
    assert staying(purged(more, at(on(7, 1, 2030)))) == ["Completed", "Purged"]


def test_m146_a_lapsed_membership_destroys_nothing() -> None:
    """M146 [003]: what was earned within the window stays while it is blocked, and is claimed once there is a membership."""
    members = Policy(code="m", claim_within=Period(years=3), gates=[entitled("Premium membership")])
    ledger = earned(offered(keep=THREE, designations=[a_designation("2.00", members)]))
    last = at(on(3, 9, 2029))
    assert isinstance(claim(ledger, ALL, at=last, request="r-1"), Refusal)
    assert retained(ledger, "A", at=last, type=AMA).answer is Keeping.KEPT
    assert isinstance(purge(ledger, at=last, purge="P-1"), Refusal)
    renewed = Entitled("Premium membership", on(3, 1, 2029))
    assert made(claim(ledger, ALL, at=last, request="r-1", entitlements=[renewed])).totals == {AMA: AMA("2.00")}


def test_nothing_is_known_of_what_was_never_completed() -> None:
    """An unknown activity, an unknown type, and evidence alone are answered *outside*, and no error."""
    alone = put(Ledger(LEARNER, secret=SECRET), Observed(learner=LEARNER, activity="A", item=Progress(1, 2, NINTH)))
    for ledger, activity, type in ((earned(offered()), "B", None), (earned(offered()), "A", ABIM), (alone, "A", None)):
        answer = retained(ledger, activity, at=AFTER_MARCH, type=type)
        assert (answer.answer, answer.until, answer.records) == (Keeping.OUTSIDE, None, ())
    # What nobody finished has no end: the learner may come back to it.
    assert reasons(purge(alone, at=MUCH_LATER, purge="P-1")) == [("kept", "A")]


def test_credit_without_a_completion_is_kept_as_long_as_itself() -> None:
    """An activity that was never completed, but paid for a part, is kept until its credit's own end."""
    ledger = earned(offered(completion=[attended("1")], keep=attrs.evolve(HARD, anchor=Anchor.EARNED)))
    assert "A" not in ledger.completed
    assert retained(ledger, "A", at=at(LAST_MARCH)).until == LAST_MARCH
    assert staying(purged(ledger)) == ["Purged"]


# What leaves.


def test_at_the_end_everything_about_an_activity_leaves() -> None:
    """Whatever was written about it goes with it, and nothing that a person said or was called can be read any more."""
    activity = offered()
    first = earned(activity)
    wrong = Observed(learner=LEARNER, activity="A", item=Attempt("0.2", NINTH), source="lms", event="e-1")
    right = Observed(learner=LEARNER, activity="A", item=Evaluated(NINTH))
    first = put(first, wrong, right, Retracted(learner=LEARNER, observed=wrong.identity))
    first = put(first, *earn(first, assess(first.participation(activity))))
    granted = Overridden(learner=LEARNER, earned=first.standing["A", AMA], by="R. Mills", case="C-8")
    more = Extended(learner=LEARNER, activity="A", type=AMA, claim_by=on(6, 30, 2027), case="C-9")
    level = Adjusted(learner=LEARNER, activity="A", level=AMA("1.00"), case="C-10")
    ledger = claimed(put(first, granted, more, level))
    ledger = put(
        ledger,
        Retrieved(learner=LEARNER, number="LK-000001"),
        Ordered(learner=LEARNER, order="O-1", number="LK-000001", to="dr@example.org", why="completion"),
        Acknowledged(learner=LEARNER, order="O-1", delivered=True),
        Reported(learner=LEARNER, report="R-1", activity="A", type=AMA, body="accme"),
        Answered(learner=LEARNER, report="R-1", accepted=True),
        Corrected(
            learner=LEARNER, case="C-11", about="certificate:LK-000001", documents=[Document(name=NAME, sha256="0" * 64)]
        ),
        Voided(learner=LEARNER, number="LK-000001", credit=False),
        Reevaluated(learner=LEARNER, plan="plan-1", activities=["A"]),
    )
    assert {"Assessed", "Retracted", "Answered", "Acknowledged", "Voided"} < set(staying(ledger))
    after = purged(ledger)
    assert staying(after) == ["Purged"]
    assert not any(word in dumps(after) for word in ("Okoro", "R. Mills", "example.org", "office", "Title A"))
    assert not any(record.salt for record in after.records if isinstance(record.entry, Erased))


def test_records_that_a_claim_ties_leave_together() -> None:
    """One claim took two courses: its certificates stay until the later of the two is past its retention."""
    late = offered("B", attrs.evolve(HARD, keep=Period(years=7)))
    ledger = claimed(earned(offered(), late))
    refused = purge(ledger, at=AFTER_MARCH, purge="P-1")
    assert reasons(refused) == [("tied", "A"), ("kept", "B")]
    assert isinstance(refused, Refusal)
    tied = "tied to B by claim r-1; records of B are kept until 2033-03-09"
    assert refused.reasons[0].says == f"records of A are past their retention, and {tied}"
    assert retained(ledger, "A", at=AFTER_MARCH).says == f"records of A were kept until 2032-03-09; they stay, {tied}"
    assert retained(ledger, "A", at=AFTER_MARCH).answer is Keeping.OVER
    assert staying(purged(ledger, at(on(3, 10, 2033)))) == ["Purged"]
    apart = claimed(claimed(earned(offered(), late), ["A"]), ["B"], request="r-2", start=2)
    assert staying(purged(apart)) == ["Completed", "Earned", "Claim", "Certificate", "Purged"]


def says(answer: Any) -> dict[str, str]:
    """Say of each activity why it stays."""
    assert isinstance(answer, Refusal)
    return {reason.activity: reason.says.removeprefix(f"records of {reason.activity} ") for reason in answer.reasons}


def test_records_that_claims_tie_in_a_row_leave_together() -> None:
    """A with B, B with C: what one claim shares with another keeps all three."""
    ledger = earned(offered("A"), offered("B"), offered("C", Retention()))
    ledger = claimed(ledger, {"A": None, "B": "1.00"})
    ledger = claimed(ledger, {"B": None, "C": None}, request="r-2", start=10)
    assert reasons(purge(ledger, at=MUCH_LATER, purge="P-1")) == [("tied", "A"), ("tied", "B"), ("kept", "C")]
    over = "are past their retention, and tied to C by"
    assert says(purge(ledger, at=MUCH_LATER, purge="P-1")) == {
        "A": f"{over} claim r-1 and claim r-2; records of C are kept for ever",
        "B": f"{over} claim r-2; records of C are kept for ever",
        "C": "are kept for ever",
    }


@pytest.mark.parametrize("again", Again)
def test_a_certificate_stays_with_the_one_after_it(again: Again) -> None:
    """Two certificates of one course are one history, whether the later takes the earlier's place or is added to it."""
    course: dict[str, Any] = {"course": "Emergency Medicine", "rule": None}
    first, second = (
        attrs.evolve(activity, handling=attrs.evolve(activity.handling, topped_up=again))
        for activity in (offered("A", **course), offered("B", Retention(), **course))
    )
    ledger = claimed(earned(first), {"A": "1.00"})
    ledger = claimed(earned(second, ledger=ledger), request="r-2", start=2)
    assert reasons(purge(ledger, at=MUCH_LATER, purge="P-1")) == [("tied", "A"), ("kept", "B")]
    tied = "tied to B by claim r-2" if len(ledger.claims[-1].lines) > 1 else "tied to B by certificate LK-000002"
    assert tied in says(purge(ledger, at=MUCH_LATER, purge="P-1"))["A"]


def test_credit_stays_with_the_credit_that_rests_on_it() -> None:
    """Points that were claimed of a course keep the credit they rest on, and both leave at once."""
    points = Policy(code="m", rests_on=RestsOn(AMA, Asks.CLAIM), claim_within=Period(years=9))
    base = a_designation("2.00", Policy(code="p", claim_within=YEAR))
    ledger = earned(offered(keep=THREE, designations=[base, a_designation("2.00", points, type=ABIM)]))
    # The credit is past its three years, and the points can be claimed still.
    assert retained(ledger, "A", at=at(on(3, 10, 2029)), type=AMA).answer is Keeping.OVER
    assert isinstance(purge(ledger, at=at(on(3, 10, 2029)), purge="P-1"), Refusal)
    assert staying(purged(ledger, at(on(3, 10, 2035)))) == ["Completed", "Purged"]


def test_a_base_that_is_not_there_keeps_nothing() -> None:
    """Points that a person granted without their base leave by themselves."""
    points = Policy(code="m", rests_on=RestsOn(AMA, Asks.CLAIM), claim_within=YEAR)
    both = earned(offered(designations=[a_designation("2.00"), a_designation("2.00", points, type=ABIM)]), done=MARCH)
    assert not both.standing  # the base asks for more than the form, and the points for the base
    like = earned(offered()).standing["A", AMA]
    terms = attrs.evolve(like.terms, rests_on=RestsOn(AMA, Asks.CLAIM))
    granted = attrs.evolve(like, level=ABIM("2.00"), maximum=ABIM("2.00"), terms=terms)
    ledger = put(Ledger(LEARNER, secret=SECRET), Overridden(learner=LEARNER, earned=granted, by="R. Mills", case="C-8"))
    assert staying(purged(ledger)) == ["Purged"]


@pytest.mark.parametrize("later", [{"supersedes": ["LK-000001"]}, {"adds_to": "LK-000001"}], ids=label)
def test_certificates_of_participation_stay_together_as_well(later: dict[str, Any]) -> None:
    """One that takes the place of another, or is added to it, speaks of it as long as it stands."""
    ledger = earned(offered(), offered("B", Retention()))
    number = numbers()
    old, new = (certify_participation(ledger, code, name=NAME, number=number, at=IN_MAY) for code in "AB")
    assert isinstance(old, Certificate)
    assert isinstance(new, Certificate)
    after = purged(put(ledger, old, attrs.evolve(new, **later)), MUCH_LATER)
    # Only the credit of A left, which nobody claimed.
    assert staying(after) == ["Completed", "Completed", "Earned", "Certificate", "Certificate", "Purged"]


def longer(ledger: Ledger) -> Ledger:
    """State the completion a day earlier, by a rule that keeps it longer."""
    done = ledger.completed["A"]
    return put(ledger, attrs.evolve(done, on=on(3, 8), keep_until=on(3, 8, 2040)))


def test_claimed_credit_stays_with_its_completion() -> None:
    """What stands on a certificate is credit and the day of completion; what nobody claimed may leave before."""
    unclaimed = longer(earned(offered()))
    taken = put(unclaimed, made(claim(unclaimed, ALL, at=IN_MAY, request="r-1")))
    assert reasons(purge(taken, at=AFTER_MARCH, purge="P-1")) == [("kept", "A")]
    assert staying(purged(unclaimed)) == ["Completed", "Completed", "Purged"]


def test_a_look_at_the_rules_ties_nothing() -> None:
    """A re-evaluation of several activities leaves with the last of them, and holds none of them back."""
    ledger = earned(offered(), offered("B", Retention()))
    ledger = put(ledger, Reevaluated(learner=LEARNER, plan="plan-1", activities=["A", "B"]))
    assert staying(purged(ledger)) == ["Completed", "Earned", "Reevaluated", "Purged"]


def test_what_is_about_no_activity_stays() -> None:
    """The name of the account, holds and earlier purges leave by no calendar."""
    ledger = put(earned(offered()), Renamed(learner=LEARNER, name="Ada Okoro-Hill", case="C-1"))
    ledger = put(put(ledger, Hold(learner=LEARNER, hold="H-1")), Lifted(learner=LEARNER, hold="H-1"))
    after = purged(ledger)
    assert staying(after) == ["Renamed", "Hold", "Lifted", "Purged"]
    assert reasons(purge(after, at=MUCH_LATER, purge="P-2")) == [("nothing-kept", "")]


def test_the_same_purge_again_is_the_same() -> None:
    """A retry returns what is written, and adds nothing."""
    after = purged(earned(offered()))
    again = purge(after, at=MUCH_LATER, purge="P-1")
    assert again == after.entries()[-1]
    assert after.add(again, at=MUCH_LATER, actor="archive", reason="again") is after


def test_what_was_purged_is_not_earned_again() -> None:
    """The same evidence, sent in once more, states the same entries: they were written, and nothing is written again."""
    activity = offered()
    after = purged(earned(activity))
    again = earn(after, assess(seen(activity, Evaluated(MARCH))))
    assert after.add(*again, at=MUCH_LATER, actor="lms") is after


def test_of_a_long_row_of_claims_the_next_ones_are_named() -> None:
    """What ties a course to the first, which is kept for ever, is told by the three claims that are next to the course."""
    ledger = earned(offered("A0", Retention()), *(offered(f"A{place}") for place in range(1, 9)))
    for place in range(8):
        halves = {f"A{place}": "1.00", f"A{place + 1}": "1.00"}
        ledger = put(ledger, made(claim(ledger, halves, at=at(on(4, 1)), request=f"r-{place}")))
    told = says(purge(ledger, at=AFTER_MARCH, purge="P-1"))
    assert "tied to A0 by claim r-0; records of A0 are kept for ever" in told["A1"]
    assert "tied to A0 by claim r-2 and claim r-1 and claim r-0; records" in told["A3"]
    assert "tied to A0 by claim r-7 and claim r-6 and claim r-5 and others; records" in told["A8"]


# What keeps records.


@pytest.mark.parametrize(("activity", "held"), [("", ["A", "B"]), ("A", ["A"])])
def test_a_hold_keeps_everything_or_one_activity(activity: str, held: list[str]) -> None:
    """A legal hold is above every retention until it is lifted, and says what it is about."""
    ledger = put(earned(offered(), offered("B")), Hold(learner=LEARNER, hold="H-1", activity=activity))
    for code in ("A", "B"):
        expected = Keeping.HELD if code in held else Keeping.OVER
        assert retained(ledger, code, at=AFTER_MARCH).answer is expected
    assert retained(ledger, "A", at=AFTER_MARCH).says == "records of A are kept by a legal hold, until it is lifted"
    if activity:
        assert staying(purged(ledger)) == ["Completed", "Earned", "Hold", "Purged"]
    else:
        assert reasons(purge(ledger, at=AFTER_MARCH, purge="P-1")) == [("held", "A"), ("held", "B")]
    assert staying(purged(put(ledger, Lifted(learner=LEARNER, hold="H-1")))) == ["Hold", "Lifted", "Purged"]


def test_the_longest_of_several_promises_holds() -> None:
    """A level that was reached under a rule that keeps longer keeps the activity longer, and soft makes soft."""
    early, later = offered(), offered(keep=attrs.evolve(SIX, keep=Period(years=8), scope=Scope.PARTICIPANTS))
    ledger = earned(early)
    ledger = put(ledger, attrs.evolve(earned(later).standing["A", AMA], version="another rule"))
    assert retained(ledger, "A", at=AFTER_MARCH).until == on(3, 9, 2034)
    assert retained(ledger, "A", at=at(on(3, 10, 2034))).answer is Keeping.NOT_GUARANTEED


def test_records_without_a_salt_are_not_purged() -> None:
    """A name could be tried against the digest that stays: the answer is no, and says what to do about later ones."""
    bare = earned(offered(), ledger=Ledger(LEARNER))
    refused = purge(bare, at=AFTER_MARCH, purge="P-1")
    assert reasons(refused) == [("no-salt", "")]
    assert isinstance(refused, Refusal)
    assert "2 of 2 records that would leave were written without a salt" in refused.explain()
    half = earned(offered("B"), ledger=Ledger(LEARNER, bare.records, SECRET))
    assert "2 of 4 records" in str(erase_all(half, purge="P-1").explain())  # type: ignore[union-attr]


# Everything at once.


def test_a_person_can_be_forgotten() -> None:
    """All that was ever written about a learner is erased, whatever its retention; that it was written still stands."""
    ledger = claimed(earned(offered(keep=Retention())))
    ledger = put(ledger, Renamed(learner=LEARNER, name="Ada Okoro-Hill", case="C-1"), Hold(learner=LEARNER, hold="H-1"))
    refused = erase_all(ledger, purge="request 7")
    assert reasons(refused) == [("held", "")]
    ledger = put(ledger, Lifted(learner=LEARNER, hold="H-1"))
    plan = erase_all(ledger, purge="request 7")
    assert isinstance(plan, Purged)
    after = ledger.add(plan, at=MUCH_LATER, actor="privacy", reason="asked for it")
    assert staying(after) == ["Purged"]
    assert verify(LEARNER, after.records, ledger.head) == ()
    assert "Okoro" not in dumps(after)
    assert (dict(after.standing), after.certificates, after.name) == ({}, (), "")
    assert erase_all(after, purge="request 7") == plan
    assert reasons(erase_all(after, purge="request 8")) == [("nothing-kept", "")]


# Accounts that were joined.

OTHER = "dr-17"


def joined(mine: Ledger, theirs: Ledger) -> Ledger:
    """Join another account of the same person to a ledger."""
    return put(mine, Merged(learner=LEARNER, merge="M-1", other=OTHER, records=theirs.records))


def test_a_joined_account_leaves_as_a_whole() -> None:
    """What it held is one record here, and stays until all of it is past its retention."""
    theirs = earned(offered("B"), offered("C", attrs.evolve(HARD, keep=Period(years=7))), learner=OTHER)
    ledger = joined(earned(offered()), theirs)
    assert staying(purged(ledger)) == ["Merged", "Purged"]
    assert retained(ledger, "B", at=AFTER_MARCH).records == ("merged:M-1",)
    assert staying(purged(ledger, at(on(3, 10, 2033)))) == ["Purged"]


def test_the_same_activity_in_both_accounts_leaves_together() -> None:
    """Two entries of one identity go at once, though one stands inside the joined account."""
    theirs = earned(offered(), offered("C", Retention()), learner=OTHER)
    ledger = joined(earned(offered()), theirs)
    assert reasons(purge(ledger, at=MUCH_LATER, purge="P-1")) == [("tied", "A"), ("kept", "C")]
    assert "tied to C by merge M-1; records of C" in says(purge(ledger, at=MUCH_LATER, purge="P-1"))["A"]


def test_two_entries_of_one_identity_leave_together() -> None:
    """A purge names identities, so one report's name in two accounts is one."""
    ledger = joined(earned(offered()), earned(offered("B", Retention()), learner=OTHER))
    mine = Reported(learner=LEARNER, report="R-1", activity="A", type=AMA, body="accme")
    ledger = put(put(ledger, mine), attrs.evolve(mine, learner=OTHER, activity="B"))
    assert reasons(purge(ledger, at=MUCH_LATER, purge="P-1")) == [("tied", "A"), ("kept", "B")]
    assert "tied to B by record reported:R-1; records of B" in says(purge(ledger, at=MUCH_LATER, purge="P-1"))["A"]


def test_what_is_tied_in_a_row_over_two_accounts_stays() -> None:
    """C's credit stays with a report of B, its completion with its credit, a case with that, and D's completion with both."""
    ledger = joined(earned(offered("C"), offered("D")), earned(offered("B", Retention()), learner=OTHER))
    third = earned(offered("E"), learner="dr-3")
    ledger = put(ledger, Merged(learner=LEARNER, merge="M-2", other="dr-3", records=third.records))
    mine = Reported(learner=LEARNER, report="R-1", activity="C", type=AMA, body="accme")
    ledger = put(ledger, mine, attrs.evolve(mine, learner=OTHER, activity="B"))
    done, level = ledger.completed["C"].identity, ledger.standing["D", AMA].identity
    case = Corrected(learner=LEARNER, case="C-1", about=done)
    ledger = put(ledger, case, attrs.evolve(case, learner="dr-3", about=level))
    tied = [("tied", code) for code in "CDE"]
    assert sorted(reasons(purge(ledger, at=MUCH_LATER, purge="P-1")))[1:] == tied
    assert all("tied to B by " in says(purge(ledger, at=MUCH_LATER, purge="P-1"))[code] for _, code in tied)


def test_what_came_late_to_a_joined_account_stays_with_it() -> None:
    """An entry under the old account is about a learner whom only the merge makes known here."""
    theirs = earned(offered("B"), learner=OTHER)
    ledger = joined(earned(offered()), theirs)
    late = next(iter(earn(Ledger(OTHER), assess(seen(offered("C", Retention()), Evaluated(MARCH), learner=OTHER)))))
    ledger = put(ledger, late)
    assert staying(purged(ledger)) == ["Merged", "Completed", "Purged"]


@pytest.mark.parametrize(
    "entry",
    [Hold(learner=OTHER, hold="H-1", activity="Z"), Renamed(learner=OTHER, name="Ada Hill", case="C-1")],
    ids=["hold", "name"],
)
def test_what_never_leaves_under_a_joined_account_keeps_the_merge(entry: Entry) -> None:
    """Without the merge nobody would know whose it is."""
    ledger = put(joined(earned(offered()), earned(offered("B"), learner=OTHER)), entry)
    assert "tied to what never leaves by record" in retained(ledger, "B", at=AFTER_MARCH).says
    assert staying(purged(ledger)) == ["Merged", type(entry).__name__, "Purged"]


def test_what_speaks_of_something_in_a_joined_account_keeps_the_merge() -> None:
    """A correction of the other account's name, and the end of its hold, would speak of nothing without it."""
    named = put(earned(offered("B"), learner=OTHER), Renamed(learner=OTHER, name="Ada Hill", case="C-1"))
    theirs = put(named, Hold(learner=OTHER, hold="H-1", activity="B"))
    corrected = put(joined(earned(offered()), named), Corrected(learner=LEARNER, case="C-2", about="renamed:C-1"))
    assert staying(purged(corrected)) == ["Merged", "Corrected", "Purged"]
    lifted = put(joined(earned(offered()), theirs), Lifted(learner=OTHER, hold="H-1"))
    assert staying(purged(lifted)) == ["Merged", "Lifted", "Purged"]
    about_credit = put(
        joined(earned(offered()), named), Reported(learner=LEARNER, report="R-1", activity="B", type=AMA, body="b")
    )
    assert staying(purged(about_credit)) == ["Purged"]


def test_a_look_at_the_rules_of_a_joined_account_stays_with_it() -> None:
    """A re-evaluation under the old account is about a learner whom only the merge makes known here."""
    ledger = joined(earned(offered(), offered("C", Retention())), earned(offered("B"), learner=OTHER))
    ledger = put(ledger, Reevaluated(learner=OTHER, plan="plan-1", activities=["B", "C"]))
    assert staying(purged(ledger)) == ["Completed", "Earned", "Merged", "Reevaluated", "Purged"]


def test_an_account_that_was_joined_and_parted_leaves_all_the_same() -> None:
    """The merge and its undoing go together, with what was joined to the joined account before."""
    third = earned(offered("C"), learner="dr-3")
    theirs = put(earned(offered("B"), learner=OTHER), Merged(learner=OTHER, merge="M-0", other="dr-3", records=third.records))
    joint = joined(earned(offered()), theirs)
    ledger = put(joint, Unmerged(learner=LEARNER, merge="M-1"))
    late = next(iter(earn(Ledger("dr-3"), assess(seen(offered("D", Retention()), Evaluated(MARCH), learner="dr-3")))))
    assert staying(purged(put(joint, late))) == ["Merged", "Completed", "Purged"]
    assert staying(purged(ledger)) == ["Purged"]


def test_what_came_late_leaves_after_the_accounts_were_parted() -> None:
    """It is in this ledger still, though it counts in the other one."""
    ledger = joined(earned(offered()), earned(offered("B"), learner=OTHER))
    late = next(iter(earn(Ledger(OTHER), assess(seen(offered("C"), Evaluated(on(3, 1)), learner=OTHER)))))
    ledger = put(put(ledger, late), Unmerged(learner=LEARNER, merge="M-1"))
    assert staying(purged(ledger)) == ["Purged"]


def test_accounts_stay_joined_when_the_merge_has_left() -> None:
    """M129: the plan says who was joined, with whoever came along; what comes in late leaves by its own time."""
    third = earned(offered("C"), learner="dr-3")
    theirs = put(earned(offered("B"), learner=OTHER), Merged(learner=OTHER, merge="M-0", other="dr-3", records=third.records))
    ledger = joined(earned(offered()), theirs)
    assert planned(ledger).joined == (Joined(merge="M-1", learners=[OTHER, "dr-3"]),)
    assert planned(earned(offered())).joined == ()
    after = purged(ledger)
    assert after.learners == {LEARNER, OTHER, "dr-3"}
    late = next(iter(earn(Ledger("dr-3"), assess(seen(offered("D", SIX), Evaluated(on(4, 1)), learner="dr-3")))))
    after = put(after, late)
    assert retained(after, "D", at=IN_MAY).records == (late.identity,)
    assert staying(after) == ["Purged", "Completed"]
    again = after.add(planned(after, MUCH_LATER, also_not_guaranteed=True, name="P-2"), at=MUCH_LATER, actor="x", reason="y")
    assert (staying(again), again.learners) == (["Purged", "Purged"], ledger.learners)


def test_accounts_that_were_parted_since_do_not_come_back_with_what_is_forgotten() -> None:
    """That they were parted stays, as the purge does that says who was joined; everything else is erased."""
    ledger = put(purged(joined(earned(offered()), earned(offered("B"), learner=OTHER))), Unmerged(learner=LEARNER, merge="M-1"))
    ledger = put(ledger, Renamed(learner=LEARNER, name="Ada Okoro-Hill", case="C-1"))
    plan = erase_all(ledger, purge="request 7")
    assert isinstance(plan, Purged)
    after = put(ledger, plan)
    assert (staying(after), set(after.learners)) == (["Purged", "Unmerged", "Purged"], {LEARNER})
    assert verify(LEARNER, after.records, ledger.head) == ()


def test_whom_somebody_was_joined_with_is_forgotten_with_the_rest() -> None:
    """The other account has a ledger of its own, which has to be found before."""
    ledger = joined(earned(offered()), earned(offered("B"), learner=OTHER))
    plan = erase_all(ledger, purge="request 7")
    assert isinstance(plan, Purged)
    assert OTHER not in dumps(put(ledger, plan))


# Laws.

ENDS = st.sampled_from([HARD, SIX, Retention(), THREE, attrs.evolve(HARD, keep=Period(years=2))])


@given(
    st.lists(ENDS, min_size=1, max_size=5),
    st.lists(st.sets(st.integers(0, 4), min_size=1, max_size=3), max_size=4),
    st.integers(0, 4000),
    st.booleans(),
)
def test_a_purge_takes_nothing_that_is_kept(
    ends: list[Retention],
    baskets: list[set[int]],
    days: int,
    also: bool,  # noqa: FBT001
) -> None:
    """Whatever was claimed together and whenever it is asked: what was kept before is there after, and the chain verifies."""
    ledger = earned(*(offered(f"A{place}", keep) for place, keep in enumerate(ends)))
    for place, basket in enumerate(baskets):
        left = [f"A{one}" for one in basket if one < len(ends) and (f"A{one}", AMA) in ledger.claimable()]
        if left:
            ledger = claimed(ledger, dict.fromkeys(left, "0.50"), request=f"r-{place}", start=10 * place)
    when = datetime.datetime(2026, 4, 2, tzinfo=UTC) + datetime.timedelta(days=days)
    plan = purge(ledger, at=when, purge="P-1", also_not_guaranteed=also)
    if isinstance(plan, Refusal):
        assert plan.reasons
        return
    after = ledger.add(plan, at=when, actor="archive", reason="end of retention")
    assert verify(LEARNER, after.records, ledger.head) == ()
    gone = {Keeping.OVER, Keeping.NOT_GUARANTEED} if also else {Keeping.OVER}
    before_them, after_them = Custody(ledger), Custody(after)
    for activity in ledger.completed:
        for type in (None, AMA):
            kept = before_them.kept(activity, at=when, type=type)
            if kept.answer not in {*gone, Keeping.OUTSIDE}:
                still = after_them.kept(activity, at=when, type=type)
                assert (still.answer, still.until) == (kept.answer, kept.until)
                # Of a whole activity, credit that nobody claimed may have left before.
                assert set(still.records) == {*kept.records} - {*plan.erased}
                assert type is None or still.records == kept.records
    assert after.claimable().keys() <= ledger.claimable().keys()


# Mistakes.


@pytest.mark.parametrize(
    "ask",
    [
        lambda: retained("dr-42", "A", at=AFTER_MARCH),  # type: ignore[arg-type]
        lambda: retained(Ledger(LEARNER), "", at=AFTER_MARCH),
        lambda: retained(Ledger(LEARNER), "A", at=on(3, 9)),  # type: ignore[arg-type]
        lambda: retained(Ledger(LEARNER), "A", at=datetime.datetime(2026, 3, 9)),  # noqa: DTZ001
        lambda: purge("dr-42", at=AFTER_MARCH, purge="P-1"),  # type: ignore[arg-type]
        lambda: purge(Ledger(LEARNER), at=AFTER_MARCH, purge=""),
        lambda: purge(Ledger(LEARNER), at=datetime.datetime(2026, 3, 9), purge="P-1"),  # noqa: DTZ001
        lambda: erase_all("dr-42", purge="P-1"),  # type: ignore[arg-type]
        lambda: erase_all(Ledger(LEARNER), purge=""),
        lambda: Custody("dr-42"),  # type: ignore[arg-type]
        lambda: Retention(keep=6),  # type: ignore[arg-type]
        lambda: Retention(scope="everybody"),  # type: ignore[arg-type]
        lambda: Retention(hard=1),  # type: ignore[arg-type]
        lambda: Retention(unclaimed=datetime.timedelta(days=1)),  # type: ignore[arg-type]
        lambda: Retention(anchor="last day"),  # type: ignore[arg-type]
    ],
    ids=label,
)
def test_a_question_about_something_else_is_refused(ask: Any) -> None:
    """Programs ask about ledgers, at instants, under names."""
    with pytest.raises(InvalidValue):
        ask()


def test_an_empty_ledger_keeps_nothing() -> None:
    """There is nothing to purge, and nothing to erase."""
    empty = Ledger(LEARNER, secret=SECRET)
    assert reasons(purge(empty, at=AFTER_MARCH, purge="P-1")) == [("nothing-kept", "")]
    assert reasons(erase_all(empty, purge="P-1")) == [("nothing-kept", "")]


def test_after_a_purge_it_is_told_what_was_erased() -> None:
    """Where what is left names the activity, its records were erased; where it does not, they may have been."""
    seen_here = observed(Evaluated(MARCH), activity="A")
    looked = Assessed(learner=LEARNER, activity="A", evidence="9f2c", outcomes=[("ama-pra-1", "met")])
    case = Adjusted(learner=LEARNER, activity="B", level=AMA("1.00"), case="C-1")
    ledger = purged(put(earned(offered(), offered("B"), offered("C")), seen_here, looked, case))
    for activity in ("A", "B"):
        found = retained(ledger, activity, at=AFTER_MARCH)
        assert (found.answer, found.until, found.records) == (Keeping.OVER, None, ())
        assert str(found) == f"records of {activity} were past their retention, or to be forgotten: erased by purge P-1"
    for activity in ("C", "C-1", "Z"):
        found = retained(ledger, activity, at=AFTER_MARCH)
        assert (found.answer, found.records) == (Keeping.OUTSIDE, ())
        assert str(found) == (
            f"records of {activity}: no completion and no credit is on record; they may be among what was erased by purge P-1"
        )


def test_a_thousand_courses_in_one_claim_are_looked_at_once() -> None:
    """Each of them is told to what it is tied, and the time that takes grows with their number and not with its square."""
    courses = [offered(f"A-{number}") for number in range(300)]
    ledger = claimed(earned(*courses, offered("Z", Retention())))
    told = says(purge(ledger, at=MUCH_LATER, purge="P-1"))
    assert {text.partition(";")[0] for code, text in told.items() if code != "Z"} == {
        "are past their retention, and tied to Z by claim r-1"
    }
