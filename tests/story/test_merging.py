"""Two accounts of one person become one and are parted again: nothing is lost, doubled or deleted, and clashes are shown."""

import datetime
from typing import Any

import attrs
import pytest
from hypothesis import given, settings, strategies as st

from builders import (
    AMA,
    NAME,
    NINTH,
    NOW,
    ONLINE,
    SEPSIS,
    a_designation,
    a_ledger,
    a_participation,
    an_activity,
    at,
    made,
    numbers,
    on,
    seen,
    written,
)
from cmecore.activities import Activity
from cmecore.assessment import assess
from cmecore.balances import balance
from cmecore.certificates import certify, certify_participation
from cmecore.chain import verify
from cmecore.claiming import ALL, claim
from cmecore.credit.amounts import CreditType
from cmecore.credit.periods import Period
from cmecore.earning import earn
from cmecore.entries import (
    Acknowledged,
    Adjusted,
    Answered,
    Claim,
    Corrected,
    Entry,
    Extended,
    Followed,
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
    Retrieved,
    Unmerged,
    Voided,
)
from cmecore.errors import InvalidValue, LedgerConflict
from cmecore.evidence import Attempt, Evaluated, Item, Participation, Progress
from cmecore.holdings import joint
from cmecore.ledger import Ledger
from cmecore.merging import Merging, merge, unmerge
from cmecore.observing import observe

A, B, C = "ada@home.example", "ada@work.example", "a.okoro@uni.example"
ACCOUNT = ("EM-101", AMA)
SHOCK = an_activity("EM-102", title="Shock")
BOTH = ("EM-102", AMA)
WHY: dict[str, Any] = {"at": NOW, "actor": "office", "reason": "two addresses of one person"}
SECRET = b"sixteen bytes..."


def earned(learner: str, *participations: Participation) -> Ledger:
    """Write down what a learner earned, with the evidence of it."""
    ledger = Ledger(learner, secret=SECRET)
    for one in participations:
        ledger = observed(ledger, one)
    return ledger


def observed(ledger: Ledger, participation: Participation) -> Ledger:
    """Write evidence, and whatever it raises then."""
    ledger = written(ledger, *observe(ledger, participation, at=NOW).entries)
    return written(ledger, *earn(ledger, assess(ledger.participation(participation.activity))))


def did(learner: str, activity: Activity = SEPSIS, done: int = 17, **given: Any) -> Participation:
    """See a learner do so many of 20 units, with the test and the evaluation."""
    return a_participation(learner=learner, activity=activity, done=done, **given)


def planned(answer: Merging | Refusal) -> Merging:
    """Insist that a plan was not refused."""
    assert isinstance(answer, Merging), answer.explain()
    return answer


def joined(into: Ledger, other: Ledger, name: str = "M-1") -> tuple[Ledger, Ledger]:
    """Join two accounts."""
    into, other = planned(merge(into, other, merge=name)).applied(into, other, **WHY)
    return into, other


def parted(into: Ledger, other: Ledger, name: str = "M-1") -> tuple[Ledger, Ledger]:
    """Part two accounts."""
    into, other = planned(unmerge(into, other, merge=name)).applied(into, other, **WHY)
    return into, other


def told(answer: Merging | Refusal) -> list[str]:
    """List what stands against a plan, by codes."""
    return [reason.code for reason in (answer.conflicts if isinstance(answer, Merging) else answer.reasons)]


def sentence(answer: Merging | Refusal, code: str) -> str:
    """Return the one sentence of a code."""
    reasons = answer.conflicts if isinstance(answer, Merging) else answer.reasons
    (says,) = [reason.says for reason in reasons if reason.code == code]
    return says


def taken(ledger: Ledger, request: str, wanted: Any = ALL, first: int = 1) -> Ledger:
    """Claim, with certificates."""
    answer = made(claim(ledger, wanted, at=NOW, request=request))
    ledger = written(ledger, answer)
    return written(ledger, *certify(ledger, answer, name=NAME, at=NOW, number=numbers(first)))


def intact(*ledgers: Ledger) -> bool:
    """Tell whether every chain verifies."""
    return all(verify(ledger.learner, ledger.records, ledger.head) == () for ledger in ledgers)


# What a merge does


def test_credit_earned_under_another_address_is_claimed_from_the_account_that_goes_on() -> None:
    """M129, M131: what the other account earned comes along, and one claim and its certificate take it."""
    into, other = earned(A, did(A)), earned(B, did(B, SHOCK, 20))
    plan = planned(merge(into, other, merge="M-1"))
    kept = f"its {other.version} records are kept, and what comes in for it is written to the one that goes on"
    assert plan.explain().splitlines() == [
        f"the other account is joined by M-1: {kept}",
        "Shock (EM-102): 2.00 AMA PRA Category 1 Credits come along, 0.00 of it claimed",
    ]
    assert (plan.conflicts, plan.merge, plan.undoes) == ((), "M-1", False)
    into, other = plan.applied(into, other, **WHY)
    assert into.claimable() == {ACCOUNT: AMA("1.75"), BOTH: AMA("2.00")}
    into = taken(into, "r-1")
    (certificate,) = into.certificates
    assert (certificate.total, certificate.learner) == (AMA("3.75"), A)
    assert other.follows == A
    assert into.learners == {A, B}
    assert intact(into, other)


def test_the_same_activity_in_both_accounts_counts_once_and_is_flagged() -> None:
    """T15: 1.75 and 2.00 of one course are 2.00, and what was earned twice is set aside in the open."""
    into, other = earned(A, did(A)), earned(B, did(B, done=20))
    plan = planned(merge(into, other, merge="M-1"))
    assert told(plan) == ["same-activity"]
    assert sentence(plan, "same-activity") == (
        "Early sepsis (EM-101) is in both accounts, and counts once; "
        "2.00 AMA PRA Category 1 Credits, of 1.75 and 2.00 that were earned"
    )
    into, _ = plan.applied(into, other, **WHY)
    assert into.claimable() == {ACCOUNT: AMA("2.00")}
    found = balance(into, at=NOW)[ACCOUNT]
    assert (found.earned, found.set_aside, found.claimable) == (AMA("3.75"), AMA("1.75"), AMA("2.00"))


def test_an_activity_that_both_only_completed_is_flagged_without_amounts() -> None:
    """Completed twice and worth no credit, it counts as one completion."""
    free = an_activity(designations=())
    plan = merge(a_ledger(seen(free, *did(A).evidence, learner=A), learner=A), a_ledger(did(B, free), learner=B), merge="M-1")
    assert sentence(plan, "same-activity") == "Early sepsis (EM-101) is in both accounts, and counts once"


def test_evidence_alone_in_both_is_flagged_by_its_code() -> None:
    """An activity that nobody completed yet has no title in the ledger."""
    into, other = (earned(one, seen(SEPSIS, Progress(3, 20, NINTH), learner=one)) for one in (A, B))
    plan = planned(merge(into, other, merge="M-1"))
    assert sentence(plan, "same-activity") == "EM-101 is in both accounts, and counts once"
    assert plan.does[-1] == "the evidence of both joins for EM-101: assess it again, since it may be worth more"


def test_credit_claimed_in_both_accounts_is_over_claimed_by_what_is_told() -> None:
    """1.75 and 2.00 were claimed of 2.00: over-claimed by 1.75, on two certificates to decide on."""
    into, other = taken(earned(A, did(A)), "r-1"), taken(earned(B, did(B, done=20)), "r-2", first=2)
    plan = planned(merge(into, other, merge="M-1"))
    assert sentence(plan, "over-claimed") == (
        "3.75 AMA PRA Category 1 Credits were claimed of EM-101 in both accounts together, and 2.00 are earned: "
        "over-claimed by 1.75; decide on LK-000001, LK-000002"
    )
    into, _ = plan.applied(into, other, **WHY)
    found = balance(into, at=NOW)[ACCOUNT]
    assert (found.claimed, found.over_claimed, found.claimable) == (AMA("3.75"), AMA("1.75"), AMA("0.00"))
    # The office decides: the smaller certificate ends with its credit.
    into = into.add(Voided(learner=A, number="LK-000001", credit=True), **WHY)
    assert balance(into, at=NOW)[ACCOUNT].withheld == AMA("1.75")


def test_what_a_void_withholds_is_told_with_what_is_over_claimed() -> None:
    """Of 3.75 claimed, 1.75 were withheld before: nobody has to void a second one."""
    into = taken(earned(A, did(A)), "r-1").add(Voided(learner=A, number="LK-000001", credit=True), **WHY)
    says = sentence(merge(into, written(earned(B, did(B)), made(_claim(B))), merge="M-1"), "over-claimed")
    assert says.endswith("in both accounts together, 1.75 of it withheld by a void, and 1.75 are earned: over-claimed by 1.75")


def _claim(learner: str, request: str = "r-2") -> Claim | Refusal:
    return claim(earned(learner, did(learner)), ALL, at=NOW, request=request)


def test_what_was_over_claimed_before_is_no_clash_of_the_merge() -> None:
    """A level that was set lower in one account before is not the merge's doing."""
    into = taken(earned(A, did(A)), "r-1")
    into = into.add(Adjusted(learner=A, activity="EM-101", level=AMA("1.00"), case="C-1"), **WHY)
    assert told(merge(into, earned(B, did(B, SHOCK)), merge="M-1")) == []


def test_one_request_for_two_claims_is_told_and_both_stand() -> None:
    """The same request id with another wish in each account: each claim stays as it was written."""
    into = written(earned(A, did(A)), made(claim(earned(A, did(A)), {"EM-101": "0.50"}, at=NOW, request="r-1")))
    other = written(earned(B, did(B)), made(claim(earned(B, did(B)), {"EM-101": "0.75"}, at=NOW, request="r-1")))
    plan = planned(merge(into, other, merge="M-1"))
    assert sentence(plan, "same-name") == "both accounts hold claim:r-1, with other content; each stays as it was written"
    into, _ = plan.applied(into, other, **WHY)
    assert [one.learner for one in into.claims] == [A, B]
    assert into.claimed(ACCOUNT) == AMA("1.25")


def test_the_same_event_with_other_content_is_told() -> None:
    """One row of one source cannot be two things; the same thing in both is no clash."""

    def row(learner: str, done: int) -> Observed:
        return Observed(learner=learner, activity="EM-101", item=Progress(done, 20, NINTH), source="lms", event="row-9")

    into = written(Ledger(A), row(A, 17))
    assert "same-name" in told(merge(into, written(Ledger(B), row(B, 18)), merge="M-1"))
    assert "same-name" not in told(merge(into, written(Ledger(B), row(B, 17)), merge="M-1"))


def test_different_names_are_told_and_never_printed() -> None:
    """The account that goes on keeps its name; the sentence names nobody."""
    into = written(earned(A, did(A)), Renamed(learner=A, name="Ada Okoro, MD", case="N-1"))
    other = written(earned(B, did(B, SHOCK)), Renamed(learner=B, name="Ada Hill, MD", case="N-1"))
    plan = planned(merge(into, other, merge="M-1"))
    assert told(plan) == ["names"]
    for text in (repr(plan), plan.explain()):
        assert not any(secret in text for secret in ("Okoro", "Hill", A, B))
    assert plan.applied(into, other, **WHY)[0].name == "Ada Okoro, MD"


def test_the_name_on_a_certificate_is_a_name_too() -> None:
    """An account that was never told a name has the one that its last certificate was issued to."""
    into = written(earned(A, did(A)), Renamed(learner=A, name="Ada Hill, MD", case="N-1"))
    assert told(merge(into, taken(earned(B, did(B, SHOCK)), "r-1"), merge="M-1")) == ["names"]
    assert told(merge(taken(earned(A, did(A)), "r-1"), earned(B, did(B, SHOCK)), merge="M-1")) == []


def test_a_legal_hold_is_told_and_lies_on_the_joined_account() -> None:
    """Both accounts may be held for one case; that it was lifted in one lifts nothing in the other."""
    into = earned(A, did(A)).add(Hold(learner=A, hold="case 26-118"), **WHY)
    other = earned(B, did(B, SHOCK)).add(Hold(learner=B, hold="case 26-118"), Hold(learner=B, hold="case 26-200"), **WHY)
    plan = merge(into, other, merge="M-1")
    assert told(plan) == ["hold", "hold", "hold"]
    assert planned(plan).conflicts[2].says == (
        "the other account is under a legal hold, which is one of the joined account from now on: case 26-200"
    )
    other = other.add(Lifted(learner=B, hold="case 26-118"), **WHY)
    assert {hold.hold for hold in joined(into, other)[0].holds} == {"case 26-118", "case 26-200"}


def test_an_open_order_is_told() -> None:
    """A certificate on its way to an address of either account has to be looked after; a delivered one has not."""

    def ordering(learner: str, first: int) -> Ledger:
        ledger = taken(earned(learner, did(learner, SHOCK)), f"r-{first}", first=first)
        number = ledger.certificates[0].number or ""
        orders = [
            Ordered(learner=learner, order=f"mail-{n}", number=number, to="account", why="claim") for n in (first, first + 1)
        ]
        done = Acknowledged(learner=learner, order=f"mail-{first}", delivered=True)
        failed = Acknowledged(learner=learner, order=f"mail-{first + 1}", delivered=False)
        return written(ledger, *orders, done, failed)

    plan = planned(merge(ordering(A, 1), ordering(B, 5), merge="M-1"))
    assert [reason.says for reason in plan.conflicts if reason.code == "open-order"] == [
        "order mail-2 of the account that goes on is not delivered; look where it goes",
        "order mail-6 of the other account is not delivered; look where it goes",
    ]


def test_credit_reported_to_a_body_from_both_accounts_is_told() -> None:
    """One body was told of one course twice; another body, or another course, is no clash."""

    def reporting(learner: str, body: str) -> Ledger:
        report = Reported(learner=learner, report=f"pars-{learner}", activity="EM-101", type=AMA, body=body)
        return written(earned(learner, did(learner)), report)

    plan = merge(reporting(A, "accme"), reporting(B, "accme"), merge="M-1")
    assert sentence(plan, "reported-twice") == "credit of EM-101 was reported to accme from both accounts"
    assert "reported-twice" not in told(merge(reporting(A, "accme"), reporting(B, "cpe-monitor"), merge="M-1"))


def test_a_time_to_claim_that_gets_shorter_is_told() -> None:
    """Of equal levels the earlier stands, as if it had been one account all along; so the later time to claim is told."""
    timed = attrs.evolve(ONLINE, claim_within=Period(years=3))
    course = an_activity(designations=(a_designation(policy=timed),))
    into, other = earned(A, did(A, course)), earned(B, did(B, course, day=on(3, 20)))
    assert sentence(merge(into, other, merge="M-1"), "same-activity").endswith(
        "that were earned; it can be claimed until 2029-03-09, though one account could claim longer"
    )
    assert joined(into, other)[0].standing[ACCOUNT].terms.claim_by == on(3, 9, 2029)
    assert "claimed until" not in sentence(merge(into, earned(B, did(B, course)), merge="M-1"), "same-activity")


def test_a_level_that_was_set_by_hand_bounds_its_own_account_alone() -> None:
    """1.75 set to 1.00 by hand in one account, and 2.00 in the other: the person earned 2.00."""
    into = earned(A, did(A)).add(Adjusted(learner=A, activity="EM-101", level=AMA("1.00"), case="C-1"), **WHY)
    person, _ = joined(into, earned(B, did(B, done=20)))
    assert person.standing[ACCOUNT].level == AMA("2.00")
    with pytest.raises(LedgerConflict, match="was earned in an account that was joined; adjust it as that learner's"):
        joined(into, earned(B, did(B, SHOCK)))[0].add(
            Adjusted(learner=A, activity="EM-102", level=AMA("1.00"), case="C-2"), **WHY
        )


# The evidence of both


def test_the_evidence_of_both_accounts_is_assessed_as_one() -> None:
    """One account saw the content, the other passed the test and sent the evaluation: alone nothing, together 1.75."""
    into = earned(A, seen(SEPSIS, Progress(17, 20, NINTH), learner=A))
    other = earned(B, seen(SEPSIS, Attempt("0.71", NINTH), Evaluated(NINTH), learner=B))
    assert (into.standing, other.standing) == ({}, {})
    person, _ = joined(into, other)
    person = written(person, *earn(person, assess(person.participation(SEPSIS))))
    assert person.claimable() == {ACCOUNT: AMA("1.75")}


def test_units_counted_in_two_accounts_are_not_added_up() -> None:
    """Ten of twenty units in each account is ten of twenty: the set of evidence tells no more, so nothing is invented."""
    person, _ = joined(earned(A, did(A, done=10)), earned(B, did(B, done=10)))
    assert assess(person.participation(SEPSIS)).appraisals[0].credits == AMA("0.00")


def test_late_work_under_the_old_address_tops_up_and_never_beyond_the_full_value() -> None:
    """M91: evidence that comes in late for the joined account raises the level of the person, to the maximum and no more."""
    into, other = joined(earned(A, did(A)), earned(B, did(B)))
    late = Observed(learner=B, activity="EM-101", item=Progress(20, 20, on(3, 25)))
    with pytest.raises(LedgerConflict, match="joined to another one; write this Observed entry to the ledger that it follows"):
        written(other, late)
    into = written(into, late, late)
    into = written(into, *earn(into, assess(into.participation(SEPSIS))))
    assert into.claimable() == {ACCOUNT: AMA("2.00")}
    assert written(into, *earn(into, assess(into.participation(SEPSIS)))) is into


def test_nothing_is_deleted() -> None:
    """M116: both ledgers keep every record as it was written, before and after, and both chains hold."""
    first, second = taken(earned(A, did(A)), "r-1"), taken(earned(B, did(B)), "r-2", first=2)
    into, other = joined(first, second)
    assert into.records[:-1] == first.records
    assert other.records[:-1] == second.records
    (merged,) = [entry for entry in into.entries() if isinstance(entry, Merged)]
    assert merged.records == second.records
    assert {one.number for one in into.certificates} == {"LK-000001", "LK-000002"}
    assert all(done.keep_until is None for done in into.completed.values())
    back, again = parted(into, other)
    assert (back.records[:-1], again.records[:-1]) == (into.records, other.records)
    assert intact(into, other, back, again)


# What is refused


def test_accounts_that_cannot_be_joined_are_refused_with_every_reason() -> None:
    """The same account, one that follows another, a circle, and one that is joined already."""
    a, b, c = (earned(one, did(one)) for one in (A, B, C))
    assert told(merge(a, a, merge="M-1")) == ["same-account"]
    a1, b1 = joined(a, b)
    assert told(merge(b1, a1, merge="M-2")) == ["follows", "joined-already"]
    assert told(merge(a1, b1, merge="M-2")) == ["follows", "joined-already"]
    assert told(merge(c, b1, merge="M-2")) == ["follows"]
    assert told(merge(b1, c, merge="M-2")) == ["follows"]
    assert told(merge(a1, b, merge="M-2")) == ["joined-already"]
    assert "joined to another one already; join the one that it follows" in merge(c, b1, merge="M-2").explain()


def test_an_account_whose_chain_is_broken_is_not_joined() -> None:
    """Inside of another ledger nobody would find out which of the two was changed."""
    mine, theirs = (earned(one, did(one)) for one in (A, B))

    def changed(ledger: Ledger) -> Ledger:
        """Say that somebody else wrote the second record."""
        records = list(ledger.records)
        records[1] = attrs.evolve(records[1], actor="somebody else")
        return Ledger(ledger.learner, records)

    for into, other, word in (
        (mine, changed(theirs), "the other account"),
        (changed(mine), theirs, "the account that goes on"),
    ):
        answer = merge(into, other, merge="M-1")
        assert told(answer) == ["broken-chain"]
        assert answer.explain() == (
            f"the chain of {word} is broken, so find out first what was changed: record 2 does not say what was written"
        )
    assert told(merge(changed(mine), changed(theirs), merge="M-1")) == ["broken-chain", "broken-chain"]


def test_one_number_for_two_documents_is_refused() -> None:
    """A number is one document; a ledger that held two of one number could void neither."""
    into, other = taken(earned(A, did(A)), "r-1"), taken(earned(B, did(B, SHOCK)), "r-2")
    answer = merge(into, other, merge="M-1")
    assert told(answer) == ["cannot-be-joined"]
    assert "certificate LK-000001 was issued already to an account of the same person" in answer.explain()
    person, _ = joined(earned(A, did(A)), other)
    with pytest.raises(LedgerConflict, match="certificate LK-000001 was issued already"):
        taken(person, "r-4", {"EM-101": "1.00"}, first=1)


def test_one_type_with_two_steps_is_refused() -> None:
    """A type whose step changed under its code would be two accounts of one work."""
    tenths = CreditType(code=AMA.code, name=AMA.name, step="0.05")
    course = an_activity("EM-103", designations=(a_designation(type=tenths),))
    answer = merge(earned(A, did(A)), earned(B, did(B, course)), merge="M-1")
    assert told(answer) == ["cannot-be-joined"]
    assert "a type with another step needs a code of its own" in answer.explain()


def test_a_name_of_a_merge_is_used_once() -> None:
    """Another merge under the name of one that was undone is a mistake of the program."""
    a, b = parted(*joined(earned(A, did(A)), earned(B, did(B))))
    with pytest.raises(LedgerConflict, match="merge M-1 was already used; give every merge a name of its own"):
        merge(a, b, merge="M-1")
    with pytest.raises(LedgerConflict, match="merge M-1 was already used"):
        merge(a, Ledger(C), merge="M-1")
    with pytest.raises(InvalidValue):
        merge(a, b, merge=" ")
    with pytest.raises(InvalidValue, match="other: found"):
        unmerge(a, B, merge="M-1")  # type: ignore[arg-type]
    with pytest.raises(InvalidValue, match="into: found"):
        merge(A, b, merge="M-1")  # type: ignore[arg-type]


def test_the_name_of_a_merge_stays_used_when_it_was_purged() -> None:
    """What is left of it keeps the name, in the account that goes on and in the one that followed."""
    into, other = joined(earned(A, did(A)), earned(C, did(C, SHOCK)))
    kept = Joined(merge="M-1", learners=[C])
    into = into.add(Purged(learner=A, purge="P-1", erased=["merged:M-1"], joined=[kept]), **WHY)
    with pytest.raises(LedgerConflict, match="merge M-1 was already used; give every merge a name of its own"):
        merge(earned(B, did(B)), into, merge="M-1")
    into, other = parted(into, other)
    other = other.add(Purged(learner=C, purge="P-1", erased=["followed:M-1", "unmerged:M-1"]), **WHY)
    with pytest.raises(LedgerConflict, match="merge M-1 was already used"):
        merge(earned(B, did(B)), other, merge="M-1")
    assert joined(earned(B, did(B)), other, "M-2")[0].learners == {B, C}


def test_accounts_that_are_one_already_are_not_joined_or_parted_again() -> None:
    """Whoever reads both through alias() a second time has one account twice in his hands, and is told so."""
    into, other = joined(earned(A, did(A)), earned(B, did(B)))
    assert told(merge(into, into, merge="M-1")) == ["same-account"]
    answer = unmerge(into, into, merge="M-1")
    assert (told(answer), answer.explain()) == (["same-account"], "an account cannot be parted from itself")
    back, _ = parted(into, other)
    assert told(unmerge(back, back, merge="M-1")) == ["same-account"]


def test_an_account_is_not_joined_as_it_stood_before_a_purge() -> None:
    """Only the present ledger holds the purge; without it what came along would not verify any more."""
    into, other = earned(A, did(A)), earned(B).add(Renamed(learner=B, name=NAME, case="C-1"), **WHY)
    later = {**WHY, "at": at(on(6, 1))}
    now = other.add(Purged(learner=B, purge="P-1", erased=["renamed:C-1"]), **later)
    then = now.as_of(NOW)
    answer = merge(into, then, merge="M-1")
    assert told(answer) == ["past"]
    assert answer.explain() == "the other account is handed over as it stood before a purge; hand over the present ledger"
    assert told(merge(then, into, merge="M-1")) == ["past"]
    assert intact(*joined(into, now))


def test_an_account_joins_and_parts_for_itself_alone() -> None:
    """An entry that says whom somebody else follows is refused wherever it is written."""
    into, _ = joined(earned(A, did(A)), earned(B, did(B)))
    entries: list[Entry] = [
        Merged(learner=B, merge="M-2", other=C, records=()),
        Followed(learner=B, merge="M-2", into=C),
        Unmerged(learner=B, merge="M-1"),
    ]
    for entry in entries:
        with pytest.raises(LedgerConflict, match="about another learner"):
            into.add(entry, **WHY)


# A plan is of its day


def test_a_plan_says_the_same_again_and_is_written_once() -> None:
    """Applied a second time it changes nothing, and made again it is the same plan."""
    into, other = earned(A, did(A)), earned(B, did(B))
    plan = planned(merge(into, other, merge="M-1"))
    once = plan.applied(into, other, **WHY)
    assert plan.applied(*once, **WHY) == once
    again = planned(merge(*once, merge="M-1"))
    assert (again.name, again.does) == (plan.name, ("the accounts are joined already, by M-1",))
    assert again.applied(*once, **WHY) == once
    undo = planned(unmerge(*once, merge="M-1"))
    apart = undo.applied(*once, **WHY)
    assert undo.applied(*apart, **WHY) == apart
    again = planned(unmerge(*apart, merge="M-1"))
    assert (again.undoes, again.does) == (True, ("M-1 is undone already",))
    assert again.applied(*apart, **WHY) == apart


def test_a_plan_of_an_account_that_has_grown_since_is_refused() -> None:
    """T15: what came in between for the other account would be in neither ledger; so the old plan is not applied."""
    into, other = earned(A, did(A)), earned(B, did(B))
    plan = planned(merge(into, other, merge="M-1"))
    grown = observed(other, did(B, SHOCK))
    with pytest.raises(LedgerConflict, match="the accounts changed since M-1 was planned; plan it again"):
        plan.applied(into, grown, **WHY)
    # A clash that came up since is looked at first.
    with pytest.raises(LedgerConflict, match="plan it again"):
        plan.applied(into.add(Hold(learner=A, hold="case 26-118"), **WHY), other, **WHY)
    # What matters to nobody stops nothing.
    aside = observed(into, did(A, an_activity("EM-109")))
    assert plan.applied(aside, other, **WHY)[0].learners == {A, B}


def test_a_plan_to_part_accounts_is_of_its_day_too() -> None:
    """Late evidence that came in after the plan was made would be lost with it."""
    into, other = joined(earned(A, did(A)), earned(B, did(B)))
    plan = planned(unmerge(into, other, merge="M-1"))
    into = written(into, Observed(learner=B, activity="EM-101", item=Progress(20, 20, on(3, 25))))
    with pytest.raises(LedgerConflict, match="plan it again"):
        plan.applied(into, other, **WHY)
    with pytest.raises(InvalidValue, match="the 2 that the plan was made of"):
        plan.applied(into, **WHY)


def test_a_plan_is_still_done_when_what_it_wrote_was_purged() -> None:
    """What is left of an entry tells that it was written."""
    into, other = joined(earned(A, did(A)), earned(B))
    late = Observed(learner=B, activity="EM-102", item=Progress(3, 20, NINTH))
    into = written(into, late)
    undo = planned(unmerge(into, other, merge="M-1"))
    back, again = undo.applied(into, other, **WHY)
    again = again.add(Purged(learner=B, purge="P-1", erased=[late.identity]), **WHY)
    assert undo.applied(back, again, **WHY) == (back, again)


# Parting


def test_a_merge_undone_restores_both() -> None:
    """With nothing in between both hold what they held, and both can be joined again."""
    first = taken(earned(A, did(A), did(A, SHOCK)), "r-1", ["EM-101"])
    second = taken(earned(B, did(B, done=20)), "r-1", first=2).add(Hold(learner=B, hold="case 26-118"), **WHY)
    into, other = joined(first, second)
    assert into.state_digest != first.state_digest
    back, again = parted(into, other)
    assert (back.state_digest, again.state_digest) == (first.state_digest, second.state_digest)
    assert back.learners == {A}
    assert (back.follows, again.follows, len(back.holds), len(again.holds)) == ("", "", 0, 1)
    assert intact(back, again)
    once_more, follower = joined(back, again, "M-2")
    assert (once_more.state_digest, follower.follows) == (into.state_digest, A)
    assert Ledger(A, once_more.records) == once_more
    assert parted(once_more, follower, "M-2")[0].state_digest == first.state_digest


def test_what_came_in_late_is_handed_back() -> None:
    """Evidence, the level it raised and a claim under the old address go back to the account they are about."""
    into, other = joined(earned(A, did(A)), earned(B, did(B, SHOCK)))
    late = Observed(learner=B, activity="EM-102", item=Progress(20, 20, on(3, 25)))
    own = earned(B, did(B, SHOCK), seen(SHOCK, late.item, learner=B))
    lines = [entry for entry in joint(own.records) if entry not in other.entries()]
    asked = made(claim(own, ALL, at=NOW, request="r-8"))
    papers = certify(written(own, asked), asked, name=NAME, at=NOW, number=numbers(8))
    into = written(into, *lines, asked, *papers, Retrieved(learner=A, number="LK-000008", channel="web"))
    plan = planned(unmerge(into, other, merge="M-1"))
    assert plan.conflicts == ()
    assert plan.does[1] == (
        f"handed back to the other account, since it is about that one: {len(lines) + 3} of the entries written since"
    )
    back, again = plan.applied(into, other, **WHY)
    assert again.state_digest == written(own, asked, *papers).state_digest
    assert back.state_digest == earned(A, did(A)).state_digest
    assert intact(back, again)
    with pytest.raises(LedgerConflict, match="about another learner"):
        written(back, late)
    # And with it all they are joined again.
    assert joined(back, again, "M-2")[0].state_digest == into.state_digest


def test_what_raises_a_level_is_handed_back_before_what_takes_of_it() -> None:
    """Written here in an order that only the joined account could take, it comes back in one that the other can."""
    into, other = joined(earned(A, did(A, SHOCK)), Ledger(B, secret=SECRET))
    claimed = attrs.evolve(made(claim(into, ALL, at=NOW, request="r-2")), learner=B)
    into = written(into, claimed, *joint(a_ledger(did(B, SHOCK), learner=B).records))
    _, again = parted(into, other)
    assert again.claimed(BOTH) == AMA("1.75")


def test_what_the_other_account_cannot_take_back_keeps_the_accounts_joined() -> None:
    """A claim written for the other account took credit that it never earned: to be settled before they part."""
    into, other = joined(earned(A, did(A, done=20)), earned(B, did(B)))
    taking = attrs.evolve(made(claim(into, ALL, at=NOW, request="r-1")), learner=B)
    answer = unmerge(written(into, taking), other, merge="M-1")
    assert told(answer) == ["cannot-be-parted"]
    assert answer.explain() == (
        "what was written since, and is the other account's, cannot be handed back to it: "
        "claim r-1 takes more of EM-101 than is left; claim again on the current ledger"
    )


def test_a_claim_that_took_the_others_credit_is_over_claimed_when_they_part() -> None:
    """3.75 were claimed of two courses, of which 2.00 go back to the other account: over-claimed by that, and told."""
    into, other = joined(earned(A, did(A)), earned(B, did(B, SHOCK, 20)))
    into = taken(into, "r-1")
    plan = planned(unmerge(into, other, merge="M-1"))
    assert told(plan) == ["over-claimed", "certificate"]
    assert sentence(plan, "over-claimed") == (
        "2.00 AMA PRA Category 1 Credits were claimed of EM-102 in the account that goes on, and 0.00 are earned: "
        "over-claimed by 2.00"
    )
    says = "certificate LK-000001 was issued over what both accounts held; void or reissue it"
    assert sentence(plan, "certificate") == says
    back, again = plan.applied(into, other, **WHY)
    assert again.claimable() == {BOTH: AMA("2.00")}
    found = balance(back, at=NOW)
    assert (found[BOTH].over_claimed, found[BOTH].claimed) == (AMA("2.00"), AMA("2.00"))
    assert found[ACCOUNT].claimed == AMA("1.75")
    # A certificate that was ended in between asks for no decision.
    ended = into.add(Voided(learner=A, number="LK-000001", credit=False), **WHY)
    assert told(unmerge(ended, other, merge="M-1")) == ["over-claimed"]


def test_what_the_other_account_claimed_beyond_its_own_is_told_when_they_part() -> None:
    """A level set lower while they were one leaves the other account over-claimed."""
    into, other = joined(earned(A, did(A)), taken(earned(B, did(B, SHOCK)), "r-1"))
    into = into.add(Adjusted(learner=B, activity="EM-102", level=AMA("1.00"), case="C-1"), **WHY)
    plan = planned(unmerge(into, other, merge="M-1"))
    assert sentence(plan, "over-claimed") == (
        "1.75 AMA PRA Category 1 Credits were claimed of EM-102 in the other account, and 1.00 are earned: over-claimed by 0.75"
    )


def test_certificates_over_the_courses_of_both_are_told() -> None:
    """One of participation in the other's course, and one that took the place of the other's."""
    into, other = joined(earned(A, did(A)), taken(earned(B, did(B, SHOCK)), "r-1"))
    attended = certify_participation(into, "EM-102", name=NAME, at=NOW, number=numbers(7))
    assert not isinstance(attended, Refusal)
    added = attrs.evolve(attended, number="LK-000008", lines=attended.lines[:0], adds_to="LK-000001")
    into = written(into, attended, attrs.evolve(added, lines=into.certificates[0].lines[:0]))
    own = certify_participation(into, "EM-101", name=NAME, at=NOW, number=numbers(9))
    into = written(into, own)
    plan = planned(unmerge(into, other, merge="M-1"))
    assert [reason.says[:21] for reason in plan.conflicts] == ["certificate LK-000007", "certificate LK-000008"]
    back, again = plan.applied(into, other, **WHY)
    assert {one.number for one in back.certificates} == {"LK-000007", "LK-000008", "LK-000009"}
    assert {one.number for one in again.certificates} == {"LK-000001"}


def test_a_level_of_the_evidence_of_both_falls_when_they_part() -> None:
    """Together they earned 1.75; parted nobody did, so nothing stands until the account's own evidence says otherwise."""
    first = earned(A, seen(SEPSIS, Progress(17, 20, NINTH), learner=A))
    into, other = joined(first, earned(B, seen(SEPSIS, Attempt("0.71", NINTH), Evaluated(NINTH), learner=B)))
    into = written(into, *earn(into, assess(into.participation(SEPSIS))))
    into = taken(written(into, *earn(into, assess(did(A, SHOCK)))), "r-1", {"EM-101": "0.75"})
    plan = planned(unmerge(into, other, merge="M-1"))
    assert [type(entry) for entry in plan.steps[0].entries] == [Unmerged, Adjusted, Reevaluated]
    assert told(plan) == ["over-claimed", "joint-completion", "joint-level", "certificate"]
    assert sentence(plan, "joint-level") == (
        "1.75 AMA PRA Category 1 Credits of EM-101 were earned of the evidence of both, and 0.00 stand; re-evaluate it"
    )
    says = "Early sepsis (EM-101) was completed by the evidence of both; no entry undoes that"
    assert sentence(plan, "joint-completion") == says
    back, again = plan.applied(into, other, **WHY)
    assert (back.claimable(), again.claimable()) == ({BOTH: AMA("1.75")}, {})
    assert plan.applied(back, again, **WHY) == (back, again)


def test_what_an_account_held_before_it_was_joined_stands_when_they_part() -> None:
    """1.00 earned alone and 1.25 granted by hand, 1.75 together: 1.25 stand again."""
    lower = an_activity(designations=(a_designation("1.25"),))
    into, other = joined(earned(A, did(A, lower)), earned(B, did(B, lower, 12), did(B, SHOCK)))
    granted = attrs.evolve(into.standing[ACCOUNT], level=AMA("1.25"))
    into = into.add(Overridden(learner=A, earned=granted, by="R. Mills", case="C-1"), **WHY)
    into = written(into, *earn(into, assess(into.participation(SEPSIS))), *earn(into, assess(did(A, an_activity("EM-104")))))
    assert into.standing[ACCOUNT].level == AMA("1.75")
    plan = planned(unmerge(into, other, merge="M-1"))
    assert told(plan) == ["joint-level"]
    back, _ = plan.applied(into, other, **WHY)
    assert back.claimable() == {ACCOUNT: AMA("1.25"), ("EM-104", AMA): AMA("1.75")}
    # A level set lower by hand since is not raised by parting.
    by_hand = into.add(Adjusted(learner=A, activity="EM-101", level=AMA("0.50"), case="C-2"), **WHY)
    assert parted(by_hand, other)[0].standing[ACCOUNT].level == AMA("0.50")


def test_what_was_done_with_the_others_papers_goes_back_with_them() -> None:
    """A void, a retrieval, an order and an extension are about what the other account holds, whoever wrote them."""
    timed = an_activity("EM-102", designations=(a_designation(policy=attrs.evolve(ONLINE, claim_within=Period(years=3))),))
    both = attrs.evolve(timed, code="EM-103")
    first = earned(A, did(A), did(A, both))
    into, other = joined(first, taken(earned(B, did(B, timed), did(B, both)), "r-1", {"EM-102": "0.75"}))
    number = other.certificates[0].number or ""
    into = into.add(
        Retrieved(learner=A, number=number, channel="web"),
        Ordered(learner=A, order="mail-1", number=number, to="account", why="asked"),
        Acknowledged(learner=A, order="mail-1", delivered=True),
        Voided(learner=A, number=number, credit=True),
        Extended(learner=A, activity="EM-102", type=AMA, claim_by=on(3, 9, 2030), case="C-1"),
        Renamed(learner=A, name=NAME, case="N-1"),
        Extended(learner=A, activity="EM-103", type=AMA, claim_by=on(3, 9, 2030), case="C-2"),
        **WHY,
    )
    plan = planned(unmerge(into, other, merge="M-1"))
    along = [Retrieved, Ordered, Acknowledged, Voided, Extended, Extended]
    assert [type(entry) for entry in plan.steps[1].entries] == [Unmerged, *along]
    back, again = plan.applied(into, other, **WHY)
    assert again.withheld(BOTH) == AMA("0.75")
    assert again.standing[BOTH].terms.claim_by == on(3, 9, 2030)
    assert dict(back.voided) == {}
    # Of what both hold both keep the extension: it was given to the person.
    assert back.standing["EM-103", AMA].terms.claim_by == on(3, 9, 2030)
    assert again.standing["EM-103", AMA].terms.claim_by == on(3, 9, 2030)
    assert told(merge(back, again, merge="M-2")) == ["same-activity"]
    assert joined(back, again, "M-2")[0].withheld(BOTH) == AMA("0.75")


def put(ledger: Ledger, *entries: Entry) -> Ledger:
    """Write what somebody in the office decided."""
    return ledger.add(*entries, **WHY)


def held(ledger: Ledger) -> set[tuple[str, str]]:
    """List the legal holds that stand, with the account that each is about."""
    return {(hold.learner, hold.hold) for hold in ledger.holds}


def test_a_hold_that_was_placed_while_they_were_one_stays_on_both() -> None:
    """S4: on everything, or on an activity that the other account holds; what only the first one holds is its own."""
    into, other = joined(earned(A, did(A)), earned(B, did(B, SHOCK)))
    into = put(
        into,
        Hold(learner=A, hold="everything"),
        Hold(learner=A, hold="of both", activity="EM-102"),
        Hold(learner=A, hold="own", activity="EM-101"),
        Hold(learner=B, hold="theirs"),
    )
    plan = planned(unmerge(into, other, merge="M-1"))
    assert plan.conflicts == ()
    back, again = plan.applied(into, other, **WHY)
    assert held(back) == {(A, "everything"), (A, "of both"), (A, "own")}
    assert held(again) == {(B, "everything"), (B, "of both"), (B, "theirs")}
    assert intact(back, again)
    with pytest.raises(LedgerConflict, match="hold:everything keeps"):
        put(again, Purged(learner=B, purge="P-1", erased=[again.records[0].identity]))
    assert held(put(again, Lifted(learner=B, hold="everything"))) == {(B, "of both"), (B, "theirs")}


def test_a_hold_on_what_came_in_late_for_the_other_account_goes_along() -> None:
    """S4: the activity was first seen there while they were one."""
    into, other = joined(earned(A, did(A)), earned(B))
    hold = Hold(learner=A, hold="H-1", activity="EM-102")
    into = put(into, Observed(learner=B, activity="EM-102", item=Progress(3, 20, NINTH)), hold)
    assert held(parted(into, other)[1]) == {(B, "H-1")}


def test_a_hold_that_was_lifted_while_they_were_one_is_lifted_in_both() -> None:
    """S4: both acts go along; and the plan, applied again, writes nothing."""
    into, other = joined(earned(A, did(A)), earned(B, did(B, SHOCK)))
    for learner in (A, B):
        into = put(into, Hold(learner=learner, hold=f"H-{learner}"), Lifted(learner=learner, hold=f"H-{learner}"))
    plan = planned(unmerge(into, other, merge="M-1"))
    apart = plan.applied(into, other, **WHY)
    assert [type(entry) for entry in plan.steps[1].entries] == [Unmerged, Hold, Lifted, Hold, Lifted]
    assert [held(ledger) for ledger in apart] == [set(), set()]
    assert plan.applied(*apart, **WHY) == apart


def test_a_hold_on_what_only_the_first_account_holds_stays_there_whomever_it_names() -> None:
    """S4: it kept those records while they were one, and keeps them until it is lifted."""
    into, other = joined(earned(A, did(A)), earned(B, did(B, SHOCK)))
    into = put(into, *(Hold(learner=B, hold=name, activity="EM-101") for name in ("H-1", "H-2")), Lifted(learner=B, hold="H-2"))
    back, again = parted(into, other)
    assert (held(back), held(again)) == ({(A, "H-1")}, {(B, "H-1")})


def test_a_hold_of_the_other_account_is_lifted_there_alone() -> None:
    """S4: the first account's holds of before, or of the same name, are another matter."""
    before, same = Hold(learner=A, hold="before"), Hold(learner=B, hold="same")
    into, other = joined(put(earned(A, did(A)), before), put(earned(B, did(B, SHOCK)), same))
    into = put(into, attrs.evolve(same, learner=A), Lifted(learner=A, hold="same"), Lifted(learner=A, hold="before"))
    plan = planned(unmerge(into, other, merge="M-1"))
    back, again = plan.applied(into, other, **WHY)
    assert (held(back), held(again)) == (set(), {(B, "same")})
    assert told(plan) == []
    assert [type(entry) for entry in plan.steps[1].entries] == [Unmerged]


def test_a_hold_that_cannot_go_along_is_told() -> None:
    """S4: the other account had one of that name, which was lifted: it is no hold any more, so somebody places a new one."""
    hold = Hold(learner=B, hold="H-1")
    into, other = joined(earned(A, did(A)), put(earned(B, did(B, SHOCK)), hold, Lifted(learner=B, hold="H-1")))
    into = put(into, attrs.evolve(hold, learner=A))
    plan = planned(unmerge(into, other, merge="M-1"))
    assert sentence(plan, "not-kept") == (
        "hold:H-1 was written since, and cannot be kept by both accounts as it was: "
        "hold:H-1 was lifted; give the new hold a name of its own"
    )
    assert [held(ledger) for ledger in plan.applied(into, other, **WHY)] == [{(A, "H-1")}, set()]


TIMED = attrs.evolve(ONLINE, claim_within=Period(years=3))


def more_time(learner: str, year: int, case: str = "C-1") -> Extended:
    """Give more time to claim, to the ninth of March."""
    return Extended(learner=learner, activity="EM-101", type=AMA, claim_by=on(3, 9, year), case=case)


@pytest.mark.parametrize("learner", [A, B])
def test_more_time_to_claim_what_both_hold_is_kept_by_both(learner: str) -> None:
    """S4: whichever of the two addresses it was written about."""
    course = an_activity(designations=(a_designation(policy=TIMED),))
    into, other = joined(earned(A, did(A, course)), earned(B, did(B, course, done=20)))
    into = put(into, more_time(learner, 2031))
    plan = planned(unmerge(into, other, merge="M-1"))
    assert told(plan) == []
    kept = "kept by the account that goes on, since it is about that one too: 1 of the entries written since"
    assert (kept in plan.does) is (learner == B)
    back, again = plan.applied(into, other, **WHY)
    assert {one.standing[ACCOUNT].terms.claim_by for one in (back, again)} == {on(3, 9, 2031)}
    assert intact(back, again)
    assert Ledger(A, back.records) == back


def test_more_time_to_claim_never_shortens_any() -> None:
    """S4: the other account could claim for ever, or longer, all along."""
    course = an_activity(designations=(a_designation(policy=TIMED),))
    for theirs, until in ((did(B), None), (did(B, course, day=on(3, 20)), on(3, 20, 2029))):
        into, other = joined(earned(A, did(A, course)), earned(B, theirs))
        into = put(into, attrs.evolve(more_time(B, 2029), claim_by=on(3, 12, 2029)))
        plan = planned(unmerge(into, other, merge="M-1"))
        assert told(plan) == []
        back, again = plan.applied(into, other, **WHY)
        assert again.standing[ACCOUNT].terms.claim_by == until
        assert back.standing[ACCOUNT].terms.claim_by == on(3, 12, 2029)


def test_more_time_under_a_case_that_the_other_account_used_is_told() -> None:
    """S4: one case is one decision, so somebody writes it again under a name of its own."""
    course = an_activity(designations=(a_designation(policy=TIMED),))
    into, other = joined(earned(A, did(A, course)), put(earned(B, did(B, course)), more_time(B, 2030)))
    plan = unmerge(put(into, more_time(A, 2031)), other, merge="M-1")
    assert "is already written, with other content" in sentence(plan, "not-kept")


def report(learner: str, activity: str = "EM-102", name: str = "pars-1") -> Reported:
    """Report credit of an activity to a body."""
    return Reported(learner=learner, report=name, activity=activity, type=AMA, body="accme")


def names(plan: Merging) -> list[str]:
    """List what the other account is handed, by identities."""
    return [entry.identity for entry in plan.steps[1].entries[1:]]


def test_what_a_body_was_told_of_the_others_credit_goes_along() -> None:
    """S4: else it would be reported twice; of what only the first account holds nothing goes along."""
    into, other = joined(earned(A, did(A)), taken(earned(B, did(B, SHOCK)), "r-1"))
    answers = [Answered(learner=A, report=f"pars-{place}", accepted=True) for place in (1, 2)]
    into = put(into, report(A), report(A, "EM-101", "pars-2"), *answers)
    plan = planned(unmerge(into, other, merge="M-1"))
    assert (names(plan), told(plan)) == (["reported:pars-1", "answered:pars-1"], [])
    assert {entry.learner for entry in plan.steps[1].entries} == {B}
    assert intact(*plan.applied(into, other, **WHY))


def test_an_answer_to_a_report_of_the_other_account_goes_along() -> None:
    """S4: it was sent before the two were joined, and answered after."""
    into, other = joined(earned(A, did(A)), put(taken(earned(B, did(B, SHOCK)), "r-1"), report(B)))
    into = put(into, Answered(learner=A, report="pars-1", accepted=True))
    assert names(planned(unmerge(into, other, merge="M-1"))) == ["answered:pars-1"]


def test_a_report_of_what_both_hold_is_about_the_one_that_was_claimed() -> None:
    """S4: where both claimed it somebody corrects it at the body, unless the body refused it."""
    first, second = earned(A, did(A)), earned(B, did(B))
    claimed = taken(first, "r-1"), taken(second, "r-2", first=2)

    def plan(mine: Ledger, theirs: Ledger, *answers: Entry, learner: str = A) -> Merging:
        into, other = joined(mine, theirs)
        return planned(unmerge(put(into, report(learner, "EM-101"), *answers), other, merge="M-1"))

    assert names(plan(first, claimed[1])) == ["reported:pars-1"]
    assert names(plan(claimed[0], second)) == []
    for learner, along in ((A, []), (B, ["reported:pars-1"])):
        both = plan(*claimed, learner=learner)
        assert names(both) == along
        assert sentence(both, "reported") == (
            "credit of EM-101 that both accounts claimed was reported to accme as one person's; correct it there"
        )
    for one in (plan(first, claimed[1]), plan(claimed[0], second)):
        assert told(one) == []
    assert told(plan(*claimed, Answered(learner=A, report="pars-1", accepted=False, code="E-12"))) == []


def test_a_note_about_the_first_account_under_the_others_name_keeps_nobody_joined() -> None:
    """S4: it moves no credit; that the other account cannot hold it is told."""
    into, other = joined(earned(A, did(A)), earned(B, did(B, SHOCK)))
    plan = planned(unmerge(put(into, report(B, "EM-101")), other, merge="M-1"))
    assert (names(plan), told(plan)) == ([], ["not-kept"])


def test_a_correction_goes_along_with_what_it_is_about() -> None:
    """Of a paper of the other account, and of what went along itself; one of the first account's own stays."""
    into, other = joined(earned(A, did(A)), taken(earned(B, did(B, SHOCK)), "r-1"))
    about = ["certificate:LK-000001", "reported:pars-1", into.records[0].identity]
    corrections = [Corrected(learner=A, case=f"C-{place}", about=one) for place, one in enumerate(about)]
    into = put(into, report(A), *corrections)
    assert names(planned(unmerge(into, other, merge="M-1"))) == ["reported:pars-1", "corrected:C-0", "corrected:C-1"]


def test_parting_what_is_not_joined_is_refused() -> None:
    """Other accounts, another name, or one side that never heard of it."""
    a, b, c = (earned(one, did(one)) for one in (A, B, C))
    into, other = joined(a, b)
    assert told(unmerge(into, c, merge="M-1")) == ["not-joined"]
    assert told(unmerge(into, other, merge="M-2")) == ["not-joined"]
    assert told(unmerge(into, b, merge="M-1")) == ["not-joined"]
    assert told(unmerge(a, b, merge="M-1")) == ["not-joined"]


def test_accounts_joined_in_a_row_part_from_the_outside() -> None:
    """C joined B, and B joined A: B parts from A with C, and only then does C part from B."""
    a, b, c = earned(A, did(A)), earned(B, did(B, SHOCK)), earned(C, did(C, an_activity("EM-103")))
    b1, c1 = joined(b, c, "M-1")
    a1, b2 = joined(a, b1, "M-2")
    assert a1.learners == {A, B, C}
    assert len(a1.claimable()) == 3
    late = Observed(learner=C, activity="EM-103", item=Progress(20, 20, on(3, 25)))
    a1 = written(a1, late)
    assert told(unmerge(b2, c1, merge="M-1")) == ["joined-since"]
    assert told(unmerge(a1, c1, merge="M-1")) == ["not-joined"]
    for ledger in (a1, b2):
        with pytest.raises(LedgerConflict, match="speaks of merge M-1, which this ledger does not hold"):
            ledger.add(Unmerged(learner=ledger.learner, merge="M-1"), **WHY)
    a2, b3 = parted(a1, b2, "M-2")
    assert a2.state_digest == a.state_digest
    assert b3.learners == {B, C}
    assert late.item in b3.evidence["EM-103"]
    b4, c2 = parted(b3, c1, "M-1")
    assert b4.state_digest == b.state_digest
    assert c2.state_digest == written(c, late).state_digest
    # C goes its own way, and B joins A without it.
    a3, _ = joined(a2, b4, "M-3")
    assert a3.learners == {A, B}
    assert joined(a3, c2, "M-4")[0].learners == {A, B, C}
    assert intact(a3, b4, c2)


def test_two_accounts_joined_side_by_side_part_one_by_one() -> None:
    """B parts while C stays, also after C had been parted once before."""
    a, b, c = earned(A, did(A)), earned(B, did(B, SHOCK)), earned(C, did(C, SHOCK, 20))
    a1, b1 = joined(a, b, "M-1")
    a2, c1 = joined(a1, c, "M-2")
    a3, b2 = parted(a2, b1, "M-1")
    assert a3.claimable() == {ACCOUNT: AMA("1.75"), BOTH: AMA("2.00")}
    a4, c2 = parted(a3, c1, "M-2")
    assert (a4.state_digest, b2.state_digest, c2.state_digest) == (a.state_digest, b.state_digest, c.state_digest)
    assert Ledger(A, a4.records) == a4


def test_what_was_purged_before_a_merge_comes_along_as_purged() -> None:
    """A stub in the other account is that account's; an entry of the same name here is not touched by it."""
    first, second = taken(earned(A, did(A)), "r-1"), taken(earned(B, did(B, SHOCK)), "r-1", first=2)
    second = second.add(Purged(learner=B, purge="P-1", erased=["certificate:LK-000002", "claim:r-1"]), **WHY)
    into, other = joined(first, second)
    assert intact(into, other)
    asked = [one for one in first.entries() if isinstance(one, Claim)]
    assert written(into, *asked) is into
    assert parted(into, other)[0].state_digest == first.state_digest


def test_accounts_whose_merge_was_purged_are_parted_and_not_joined_again() -> None:
    """M129: what came in since goes along; what was erased of the merge is nobody's any more."""
    first, second = earned(A), earned(B, did(B, SHOCK))
    into, other = joined(first, second)
    kept = Joined(merge="M-1", learners=[B])
    into = put(into, Purged(learner=A, purge="P-1", erased=["merged:M-1"], activities=["EM-102"], joined=[kept]))
    assert told(merge(into, other, merge="M-1")) == ["follows", "joined-already"]
    into = observed(into, did(B))
    plan = planned(unmerge(into, other, merge="M-1"))
    assert plan.does[1].endswith("of the entries written since")
    back, again = plan.applied(into, other, **WHY)
    assert intact(back, again)
    assert (set(back.learners), set(back.purged)) == ({A}, {"EM-102"})
    assert back.claimable() == {}
    assert (again.claimable(), again.evidence["EM-101"]) == ({BOTH: AMA("1.75")}, did(B).evidence)
    assert plan.applied(back, again, **WHY) == (back, again)


# Laws

ITEMS: list[Item] = [
    Progress(12, 20, NINTH),
    Progress(17, 20, on(3, 10)),
    Progress(20, 20, on(3, 12)),
    Attempt("0.60", datetime.datetime(2026, 3, 9, 12, tzinfo=datetime.UTC)),
    Attempt("0.90", datetime.datetime(2026, 3, 11, 12, tzinfo=datetime.UTC)),
    Evaluated(on(3, 11)),
]
ARRIVALS = st.lists(st.tuples(st.sampled_from(ITEMS), st.booleans()), max_size=8)


def arrived(arrivals: list[tuple[Item, bool]], after: int) -> tuple[Ledger, Ledger | None]:
    """Let evidence come in for two accounts, which are joined after so many items."""
    into, other, apart = Ledger(A), Ledger(B), True
    for place in range(len(arrivals) + 1):
        if place == after:
            into, other = joined(into, other)
            apart = False
            into = written(into, *earn(into, assess(into.participation(SEPSIS))))
        for item, for_b in arrivals[place : place + 1]:
            learner = B if for_b else A
            if apart and for_b:
                other = observed(other, seen(SEPSIS, item, learner=learner))
            else:
                into = observed(into, seen(SEPSIS, item, learner=learner))
    return into, other


@settings(max_examples=60)
@given(arrivals=ARRIVALS, data=st.data())
def test_whenever_accounts_are_joined_nothing_is_lost_or_doubled(
    arrivals: list[tuple[Item, bool]], data: st.DataObject
) -> None:
    """However evidence arrives and whenever the two are joined, the person holds what one account would have held."""
    after = data.draw(st.integers(0, len(arrivals)))
    into, other = arrived(arrivals, after)
    alone = Ledger(A)
    for item, _ in arrivals:
        alone = observed(alone, seen(SEPSIS, item, learner=A))
    assert into.state_digest == alone.state_digest
    for found in balance(into, at=at(on(4, 2))).values():
        assert found.earned + found.over_claimed == found.claimed + found.claimable + found.set_aside
    assert other is not None
    assert intact(into, other)


@settings(max_examples=60)
@given(ours=ARRIVALS, theirs=ARRIVALS, late=ARRIVALS, claims=st.tuples(st.booleans(), st.booleans()))
def test_parting_is_the_inverse_of_joining(
    ours: list[tuple[Item, bool]],
    theirs: list[tuple[Item, bool]],
    late: list[tuple[Item, bool]],
    claims: tuple[bool, bool],
) -> None:
    """Whatever two accounts hold, parted they hold it again, each with what came in late for it."""
    ledgers = []
    for place, (learner, arrivals) in enumerate(((A, ours), (B, theirs))):
        ledger = Ledger(learner)
        for item, _ in arrivals:
            ledger = observed(ledger, seen(SEPSIS, item, learner=learner))
        if claims[place] and ledger.claimable():
            ledger = taken(ledger, f"r-{place}", first=place + 1)
        ledgers.append(ledger)
    into, other = joined(ledgers[0], ledgers[1])
    expected = list(ledgers)
    for item, for_b in late:
        entry = Observed(learner=B if for_b else A, activity="EM-101", item=item)
        into = written(into, entry)
        expected[for_b] = written(expected[for_b], entry)
    back, again = parted(into, other)
    assert (back.state_digest, again.state_digest) == tuple(ledger.state_digest for ledger in expected)
    assert intact(back, again)
