"""Claiming: all, some, or a part; once; with every reason where it is refused; and again under the same request."""

import datetime
from decimal import Decimal
from typing import Any

import attrs
import pytest

from builders import (
    ABIM,
    ACEP,
    AMA,
    CHICAGO,
    LEARNER,
    NAME,
    NINTH,
    NOW,
    a_designation,
    a_ledger,
    a_participation,
    an_activity,
    at,
    codes,
    done,
    made,
    numbers,
    observed,
    on,
    paying,
    seen,
    written,
)
from cmecore.activities import LIVE, Activity
from cmecore.assessment import assess
from cmecore.certificates import certify, certify_participation
from cmecore.claiming import ALL, claim
from cmecore.credit.periods import Period
from cmecore.earning import earn
from cmecore.entries import (
    Adjusted,
    Assessed,
    Certificate,
    Claim,
    Completed,
    Earned,
    Followed,
    Merged,
    Ordered,
    Refusal,
    Reported,
    Unmerged,
    Voided,
)
from cmecore.errors import InvalidValue, LedgerConflict
from cmecore.evidence import Declared, Entitled, Evaluated, Feedback, Practises
from cmecore.ledger import Ledger
from cmecore.picking import soonest
from cmecore.rules.awards import AsAttested, AsBase, Asks, RestsOn
from cmecore.rules.criteria import AllOf, is_true
from cmecore.rules.facts import entitlement, evaluation
from cmecore.rules.policies import Policy
from cmecore.rules.requirements import Requirement, entitled, evaluated, given_feedback, practises

MEMBERSHIP = Policy(code="members", gates=[entitled("Premium membership")], claim_within=Period(years=3))


def earning(*activities: Any) -> Ledger:
    """Earn the credit of some activities that ask nothing but to have been seen."""
    return a_ledger(*(seen(activity, Evaluated(NINTH)) for activity in activities))


def plain(code: str, amount: str = "2.00", course: str = "Emergency Medicine", policy: Policy | None = None) -> Any:
    """Offer an activity that anyone earns who was seen in it."""
    return attrs.evolve(paying(policy or Policy(code="whole"), amount, course=course, title=f"Title {code}"), code=code)


THREE = earning(plain("A", "1.00"), plain("B", "2.00"), plain("C", "0.50", course="Ethics"))


def lines(answer: Any) -> dict[str, str]:
    """List what a claim takes, by activity."""
    return {line.earned.heading.activity: str(line.credits.amount) for line in made(answer).lines}


def test_everything_at_once() -> None:
    """M137, M150, M153: one claim takes all that is claimable, over any number of courses, and shows the total."""
    answer = claim(THREE, ALL, at=NOW, request="r-1")
    assert lines(answer) == {"A": "1.00", "B": "2.00", "C": "0.50"}
    assert made(answer).totals == {AMA: AMA("3.50")}


def test_some_activities_or_a_part_of_an_amount() -> None:
    """M139, M152: a learner picks activities by code, or an amount of each."""
    assert lines(claim(THREE, ["C", "A"], at=NOW, request="r-1")) == {"C": "0.50", "A": "1.00"}
    assert lines(claim(THREE, {"B": "0.75", "A": None}, at=NOW, request="r-1")) == {"B": "0.75", "A": "1.00"}


@pytest.mark.parametrize("amount", ["0.75", Decimal("0.75"), AMA("0.75")])
def test_an_amount_may_be_written_in_any_exact_way(amount: object) -> None:
    """Text, a decimal number and an amount of the type are the same wish."""
    assert lines(claim(THREE, {"B": amount}, at=NOW, request="r-1")) == {"B": "0.75"}


def test_codes_may_come_from_any_iterable() -> None:
    """Codes that can be read once only are read once only."""
    assert lines(claim(THREE, (code for code in ("A", "B")), at=NOW, request="r-1")) == {"A": "1.00", "B": "2.00"}


def test_a_claim_changes_nothing_until_it_is_written() -> None:
    """M153, M156: the claim is its own preview; cancelling is not writing it, and leaves everything unclaimed."""
    before = THREE.head
    claim(THREE, ALL, at=NOW, request="r-1")
    assert claim(THREE, ALL, at=NOW, request="r-2") == attrs.evolve(
        made(claim(THREE, ALL, at=NOW, request="r-1")), request="r-2"
    )
    assert len(THREE.claimable()) == 3
    assert (THREE.head, THREE.claims) == (before, ())


@pytest.mark.parametrize(
    ("wanted", "reasons", "said"),
    [
        (["X"], ["not-earned"], "nothing was earned for 'X': known are A, B, C"),
        ({"A": "1.25"}, ["more-than-claimable"], "A: 1.25 was asked for, 1.00 is claimable"),
        ({"A": "0"}, ["nothing-asked"], "A: an amount of 0 was asked for"),
        ({"A": "0.30"}, ["between-steps"], "claimed in steps of 0.25"),
        ({"A": "-1"}, ["not-an-amount"], "A: found '-1'"),
        ({"A": "NaN"}, ["not-an-amount"], "found 'NaN'"),
        ({"A": "1E+1000000"}, ["not-an-amount"], "found '1E+1000000'"),
        ({"A": ACEP("0.25")}, ["other-type"], "A: "),
        ({"A": "9.00", "X": None, "B": "0"}, ["more-than-claimable", "not-earned", "nothing-asked"], "X"),
        ({"A": "90000000"}, ["more-than-claimable"], "A: 90000000 was asked for, 1.00 is claimable"),
        ({"A": True}, ["not-an-amount"], "A: "),
        ({"A": "1.00", "C": "0.75"}, ["more-than-claimable"], "C: 0.75 was asked for, 0.50 is claimable"),
    ],
)
def test_a_refusal_has_every_reason(wanted: Any, reasons: list[str], said: str) -> None:
    """What cannot be claimed is refused with all its reasons at once, one line each, and changes nothing."""
    answer = claim(THREE, wanted, at=NOW, request="r-1")
    assert codes(answer) == reasons
    assert isinstance(answer, Refusal)
    assert said in answer.explain()
    assert len(answer.explain().splitlines()) == len(reasons)
    assert str(answer.reasons[0]) == answer.reasons[0].says


def test_a_reason_names_its_activity() -> None:
    """Each reason can be shown beside the activity it is about."""
    answer = claim(THREE, {"A": "9.00", "X": None}, at=NOW, request="r-1")
    assert isinstance(answer, Refusal)
    assert [reason.activity for reason in answer.reasons] == ["A", "X"]


def test_one_wrong_wish_claims_nothing() -> None:
    """A claim is one act: where one activity is refused, none is claimed."""
    assert codes(claim(THREE, ["A", "X"], at=NOW, request="r-1")) == ["not-earned"]


@pytest.mark.parametrize(("wanted", "reason"), [(ALL, "nothing-claimable"), ([], "nothing-asked"), ({}, "nothing-asked")])
def test_nothing_to_claim_is_a_refusal(wanted: Any, reason: str) -> None:
    """Where nothing is claimable, or nothing was asked for, the answer is no, and says which of the two it is."""
    assert codes(claim(Ledger(LEARNER), wanted, at=NOW, request="r-1")) == [reason]


def test_what_was_claimed_names_the_claim_that_took_it() -> None:
    """Another request for the same credit is refused, and tells which claims have it."""
    ledger = written(THREE, made(claim(THREE, {"A": "0.25"}, at=NOW, request="r-1")))
    ledger = written(ledger, made(claim(ledger, ["B"], at=NOW, request="r-2")))
    ledger = written(ledger, made(claim(ledger, ["A"], at=NOW, request="r-3")))
    answer = claim(ledger, ["A"], at=NOW, request="r-4")
    assert codes(answer) == ["already-claimed"]
    assert isinstance(answer, Refusal)
    assert answer.explain() == "all credit of A was already claimed, by r-1 and r-3"


def test_the_same_request_is_the_same_claim() -> None:
    """A retry, at whatever later instant, is the claim that was recorded."""
    first = made(claim(THREE, ["A"], at=NOW, request="r-1"))
    ledger = written(THREE, first)
    assert claim(ledger, ["A"], at=at(on(5, 1)), request="r-1") is ledger.claims[0]
    assert claim(ledger, iter(["A"]), at=NOW, request="r-1") == first


@pytest.mark.parametrize("wanted", [["B"], ALL, {"A": "0.25"}, ["A", "B"]])
def test_the_same_request_with_another_asking_is_an_error(wanted: Any) -> None:
    """A request id names one asking; used for another it is a mistake of the program, which carries both."""
    ledger = written(THREE, made(claim(THREE, ["A"], at=NOW, request="r-1")))
    with pytest.raises(LedgerConflict, match="a request id of its own") as raised:
        claim(ledger, wanted, at=NOW, request="r-1")
    assert raised.value.recorded == ledger.claims[0]


def test_the_same_request_for_another_type_is_an_error() -> None:
    """The type is part of what was asked."""
    ledger = written(THREE, made(claim(THREE, ["A"], at=NOW, request="r-1")))
    with pytest.raises(LedgerConflict):
        claim(ledger, ["A"], at=NOW, request="r-1", type=AMA)


def test_the_order_of_a_wish_is_no_other_asking() -> None:
    """The same activities in another order are the same claim."""
    first = made(claim(THREE, ["A", "B"], at=NOW, request="r-1"))
    assert claim(written(THREE, first), ["B", "A"], at=NOW, request="r-1") == first


def test_an_amount_in_another_spelling_is_no_other_asking() -> None:
    """A retry that writes 0.5 where the first wrote 0.50 is the same claim."""
    first = made(claim(THREE, {"A": "0.50"}, at=NOW, request="r-1"))
    ledger = written(THREE, first)
    for again in ("0.5", Decimal("0.50"), AMA("0.50")):
        assert claim(ledger, {"A": again}, at=NOW, request="r-1") == first


BOTH = a_ledger(
    a_participation(
        activity=an_activity(
            "EM-101",
            designations=[a_designation(), a_designation("1.00", Policy(code="acep"), type=ACEP)],
        )
    )
)


def test_the_default_type_is_claimed_and_no_second_one_along() -> None:
    """Where a course earned two types, the one designated first is claimed; the other stays as it was."""
    for wanted in (ALL, ["EM-101"]):
        taken = made(claim(BOTH, wanted, at=NOW, request="r-1"))
        assert list(taken.totals) == [AMA]
        assert written(BOTH, taken).claimable() == {("EM-101", ACEP): ACEP("1.00")}


def test_another_type_may_be_chosen() -> None:
    """Named, the second type is claimed alone."""
    for wanted in (ALL, ["EM-101"], {"EM-101": "1.00"}):
        assert made(claim(BOTH, wanted, at=NOW, request="r-1", type=ACEP)).totals == {ACEP: ACEP("1.00")}


def test_a_type_that_was_not_earned_says_which_were() -> None:
    """Asking for points where credits were earned is refused with the types there are."""
    answer = claim(BOTH, ["EM-101"], at=NOW, request="r-1", type=ABIM)
    assert codes(answer) == ["other-type"]
    assert isinstance(answer, Refusal)
    assert answer.explain() == (
        "EM-101 earned AMA PRA Category 1 Credit and ACEP Category I Credit, not ABIM MOC point, which was not earned"
    )
    assert codes(claim(BOTH, ALL, at=NOW, request="r-1", type=ABIM)) == ["nothing-claimable"]


def test_where_only_the_second_type_was_earned_the_default_says_so() -> None:
    """Nothing of another type is claimed in the default's place."""
    activity = an_activity(designations=[a_designation(), a_designation("1.00", Policy(code="acep"), type=ACEP)], completion=())
    ledger = a_ledger(seen(activity, Evaluated(NINTH)))
    answer = claim(ledger, ["EM-101"], at=NOW, request="r-1")
    assert codes(answer) == ["other-type"]
    assert isinstance(answer, Refusal)
    assert answer.explain().endswith("not its default type")


def test_declared_credit_is_claimed_whole() -> None:
    """12.50 declared of 20.00 are claimed whole or not at all, and nothing is left behind them."""
    activity = paying(Policy(code="live", award=AsAttested()), "20.00")
    ledger = a_ledger(seen(activity, Declared(AMA("12.50"), NINTH)))
    assert codes(claim(ledger, {"EM-101": "10.00"}, at=NOW, request="r-1")) == ["whole-only"]
    taken = made(claim(ledger, {"EM-101": "12.50"}, at=NOW, request="r-1"))
    assert written(ledger, taken).claimable() == {}


@pytest.mark.parametrize(
    ("instant", "reasons"),
    [
        (at(NINTH, 0, zone=CHICAGO), None),
        (at(on(3, 8), 23, 59, zone=CHICAGO), ["not-yet-earned"]),
        # The last day is three years later, until midnight in Chicago, six hours behind UTC.
        (at(on(3, 10, 2029), 5, 59), None),
        (at(on(3, 10, 2029), 6, 0), ["claim-window-over"]),
    ],
)
def test_from_when_until_when_it_can_be_claimed(instant: datetime.datetime, reasons: list[str] | None) -> None:
    """M136, M144: claimed whenever one likes, from the day it was earned to the last day, in the activity's own zone."""
    ledger = earning(plain("A", policy=Policy(code="p", claim_within=Period(years=3))))
    answer = claim(ledger, ["A"], at=instant, request="r-1")
    if reasons is None:
        assert lines(answer) == {"A": "2.00"}
    else:
        assert codes(answer) == reasons


PREMIUM = Entitled("Premium membership", on(1, 1), on(3, 31))


@pytest.mark.parametrize(
    ("entitlements", "day", "said"),
    [
        ([PREMIUM], on(3, 31), None),
        ([PREMIUM], on(4, 1), "A: Have an active Premium membership on 2026-04-01; found no"),
        ([PREMIUM, Entitled("Premium membership", on(4, 1))], on(4, 1), None),
        ([], on(3, 31), "A: Have an active Premium membership on 2026-03-31; found not reported"),
        ([Entitled("Basic membership", on(1, 1))], on(3, 31), "not reported"),
    ],
)
def test_a_gate_is_asked_at_the_claim(entitlements: list[Entitled], day: datetime.date, said: str | None) -> None:
    """M135: a membership handed in at the claim opens the gate while it is active; a lapse is told by name and day."""
    ledger = earning(plain("A", policy=MEMBERSHIP))
    answer = claim(ledger, ["A"], at=at(day, 12, zone=CHICAGO), request="r-1", entitlements=entitlements)
    if said is None:
        assert made(answer).entitlements == tuple(entitlements)
    else:
        assert codes(answer) == ["entitled:Premium membership"]
        assert isinstance(answer, Refusal)
        assert said in answer.explain()


def test_a_lapse_blocks_the_claim_and_destroys_nothing() -> None:
    """M146: what was earned stays earned, and a later claim with an active membership takes it."""
    ledger = earning(plain("A", policy=MEMBERSHIP))
    late = at(on(5, 1))
    assert codes(claim(ledger, ALL, at=late, request="r-1", entitlements=[PREMIUM])) == ["entitled:Premium membership"]
    assert ledger.claimable() == {("A", AMA): AMA("2.00")}
    renewed = [PREMIUM, Entitled("Premium membership", on(5, 2), on(5, 1, 2027))]
    assert lines(claim(ledger, ALL, at=at(on(5, 2), 12, zone=CHICAGO), request="r-1", entitlements=renewed)) == {"A": "2.00"}


def test_window_and_gate_and_amount_are_told_together() -> None:
    """All that stands against a claim is told at once."""
    ledger = earning(plain("A", policy=MEMBERSHIP))
    answer = claim(ledger, {"A": "7.00"}, at=at(on(6, 1, 2030)), request="r-1")
    assert codes(answer) == ["claim-window-over", "entitled:Premium membership", "more-than-claimable"]


def test_all_takes_what_can_be_claimed_today() -> None:
    """Everything claimable is what no gate or window holds back; where all is held back, the reasons are told."""
    ledger = earning(plain("A", policy=MEMBERSHIP), plain("B"))
    assert lines(claim(ledger, ALL, at=NOW, request="r-1")) == {"B": "2.00"}
    held = earning(plain("A", policy=MEMBERSHIP), plain("B", policy=Policy(code="p", claim_within=Period(days=1))))
    assert codes(claim(held, ALL, at=NOW, request="r-1")) == ["entitled:Premium membership", "claim-window-over"]


def test_a_top_up_after_a_claim_leaves_the_difference() -> None:
    """Coming back for the rest after 1.75 were claimed leaves 0.25 to claim."""
    ledger = a_ledger()
    ledger = written(ledger, made(claim(ledger, ALL, at=NOW, request="r-1")))
    ledger = written(ledger, *earn(ledger, assess(a_participation(done=20))))
    assert lines(claim(ledger, ALL, at=NOW, request="r-2")) == {"EM-101": "0.25"}


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"request": ""}, "request"),
        ({"request": "\n"}, "request"),
        ({"at": datetime.datetime(2026, 4, 1)}, "an instant with its zone"),  # noqa: DTZ001
        ({"at": on(4, 1)}, "an instant with its zone"),
    ],
)
def test_a_claim_needs_a_request_and_an_instant(fields: dict[str, Any], said: str) -> None:
    """Without an id of its own, or with a naive time, nothing is claimed."""
    with pytest.raises(InvalidValue, match=said):
        claim(THREE, ALL, **{"at": NOW, "request": "r-1", **fields})


def test_a_bare_code_is_not_a_list_of_letters() -> None:
    """A code on its own is refused with the list that was meant."""
    with pytest.raises(InvalidValue, match=r"write \['A'\]"):
        claim(THREE, "A", at=NOW, request="r-1")


# What a claim asks for besides credit: the gates of a policy, each in its own words.

PROFILE = Requirement(code="profile", says="Complete your profile", test=is_true(entitlement("complete profile")))
LICENCE = Requirement(
    code="licence", says="Keep your licence data up to date", test=is_true(entitlement("current licence data"))
)
CHECKED = Policy(code="checked", gates=[entitled("Premium membership"), PROFILE, LICENCE])
COMPLETE, CURRENT = Entitled("complete profile", on(1, 1)), Entitled("current licence data", on(1, 1), on(12, 31))
RUNNING = Entitled("Premium membership", on(1, 1))


@pytest.mark.parametrize(
    ("shown", "missing"),
    [
        ([RUNNING, COMPLETE, CURRENT], []),
        ([RUNNING, CURRENT], ["profile"]),
        ([RUNNING, COMPLETE], ["licence"]),
        ([RUNNING, COMPLETE, attrs.evolve(CURRENT, until=on(3, 31))], ["licence"]),
        ([COMPLETE, CURRENT], ["entitled:Premium membership"]),
        ([], ["entitled:Premium membership", "profile", "licence"]),
    ],
)
def test_membership_profile_and_licence_are_preconditions(shown: list[Entitled], missing: list[str]) -> None:
    """M125, M126, M135: each is checked at the claim, each is told by its name, and what was shown is kept in the claim."""
    answer = claim(earning(plain("A", policy=CHECKED)), ["A"], at=NOW, request="r-1", entitlements=iter(shown))
    if missing:
        assert codes(answer) == missing
    else:
        assert made(answer).entitlements == tuple(shown)


def test_what_is_missing_is_said_in_the_words_of_the_gate() -> None:
    """M125, M126: a learner reads what to do."""
    answer = claim(earning(plain("A", policy=CHECKED)), ["A"], at=NOW, request="r-1", entitlements=[RUNNING])
    assert answer.explain().splitlines() == [
        "A: Complete your profile on 2026-04-01; found not reported",
        "A: Keep your licence data up to date on 2026-04-01; found not reported",
    ]


@pytest.mark.parametrize("wrong", ["Premium membership", [on(1, 1)], None])
def test_only_memberships_are_handed_in(wrong: Any) -> None:
    """A name in the place of a membership is a mistake of the program."""
    with pytest.raises(InvalidValue, match="entitlements"):
        claim(THREE, ALL, at=NOW, request="r-1", entitlements=wrong)


@pytest.mark.parametrize(("wrong", "said"), [([], "no type"), ("ama-pra-1", "type"), ([AMA, "abim-moc"], "type")])
def test_only_types_are_named(wrong: Any, said: str) -> None:
    """No type at all, or a code in the place of one, is a mistake of the program."""
    with pytest.raises(InvalidValue, match=said):
        claim(THREE, ALL, at=NOW, request="r-1", type=wrong)


# The order of things: completed, earned, claimed, certified.


def certified(ledger: Ledger, wanted: Any = ALL, request: str = "r-1", **fields: Any) -> Ledger:
    """Claim, and write the claim down with its certificates."""
    taken = made(claim(ledger, wanted, at=NOW, request=request, **fields))
    count = iter(range(1, 99))
    return written(ledger, taken, *certify(ledger, taken, name=NAME, at=NOW, number=lambda: f"{request}/{next(count)}"))


MEETING = an_activity("LIVE-1", format=LIVE, completion=[evaluated()], designations=[a_designation(policy=Policy(code="live"))])


@pytest.mark.parametrize("activity", [MEETING, attrs.evolve(plain("A"), completion=[evaluated()])], ids=["meeting", "online"])
def test_there_is_no_certificate_of_credit_before_the_claim(activity: Activity) -> None:
    """M5, M19, M50: participation is certified at once; credit only after, and with, its claim, at a meeting and online."""
    ledger = a_ledger(seen(activity, Evaluated(NINTH)))
    participation = certify_participation(ledger, activity.code, name=NAME, at=NOW, number=numbers())
    assert isinstance(participation, Certificate)
    ledger = written(ledger, participation)
    assert ledger.claims == ()
    taken = made(claim(ledger, ALL, at=NOW, request="r-1"))
    (certificate,) = certify(ledger, taken, name=NAME, at=NOW, number=numbers(2))
    with pytest.raises(LedgerConflict, match="add the claim together with its certificates"):
        written(ledger, certificate)
    assert [held.total for held in written(ledger, taken, certificate).certificates] == [None, AMA("2.00")]


def test_completed_earned_and_claimed_are_three_facts() -> None:
    """M84: completing earns the credit, and the claim is a formal act of its own."""
    ledger = a_ledger(seen(attrs.evolve(plain("A"), completion=[evaluated()]), Evaluated(NINTH)))
    assert [type(entry) for entry in ledger.entries()] == [Completed, Earned]
    ledger = written(ledger, made(claim(ledger, ALL, at=NOW, request="r-1")))
    assert [type(entry) for entry in ledger.entries()] == [Completed, Earned, Claim]


def test_a_refusal_has_no_certificates_and_is_not_written() -> None:
    """M50, M156: a claim that was refused can be neither certified nor written."""
    refused = claim(THREE, ["X"], at=NOW, request="r-1")
    assert not refused
    with pytest.raises(LedgerConflict, match="a refused claim has no certificates"):
        certify(THREE, refused, name=NAME, at=NOW)
    with pytest.raises(LedgerConflict, match="a refusal cannot be written"):
        written(THREE, refused)


def test_credit_accrues_until_it_is_needed() -> None:
    """M136, M138, M139: earned over years and never claimed one by one, it is claimed when and as far as it is needed."""
    ledger = Ledger(LEARNER)
    for year in range(2024, 2027):
        activity = plain(f"A{year}", "1.00", policy=Policy(code="p", claim_within=Period(years=3)))
        ledger = written(ledger, *earn(ledger, assess(seen(activity, Evaluated(on(3, 9, year))))))
    assert lines(claim(ledger, ["A2024", "A2026"], at=NOW, request="r-1")) == {"A2024": "1.00", "A2026": "1.00"}
    assert lines(claim(ledger, ALL, at=NOW, request="r-1")) == {"A2024": "1.00", "A2025": "1.00", "A2026": "1.00"}


def test_any_number_of_credits_in_one_claim() -> None:
    """M143, M174: 400 activities of two courses are one act, and give one certificate for each course."""
    one = earning(plain("A", "0.25"))
    (template,) = one.standing.values()
    headings = [
        attrs.evolve(template.heading, activity=f"A{place}", course=("Emergency Medicine", "Ethics")[place % 2])
        for place in range(400)
    ]
    ledger = written(Ledger(LEARNER), *(attrs.evolve(template, heading=heading) for heading in headings))
    ledger = certified(ledger)
    assert [(held.course, held.total, len(held.lines)) for held in ledger.certificates] == [
        ("Emergency Medicine", AMA("50.00"), 200),
        ("Ethics", AMA("50.00"), 200),
    ]
    assert ledger.claimable() == {}


def test_the_preview_shows_name_total_and_each_course() -> None:
    """M153: before anything is done the learner sees the total, and each certificate with his name, its course and amount."""
    taken = made(claim(THREE, ALL, at=NOW, request="r-1"))
    assert taken.explain().splitlines()[-1] == "in all 3.50 AMA PRA Category 1 Credits"
    previews = certify(THREE, taken, name=NAME, at=NOW)
    assert [(one.number, one.name, one.course, one.total) for one in previews] == [
        (None, NAME, "Emergency Medicine", AMA("3.00")),
        (None, NAME, "Ethics", AMA("0.50")),
    ]
    assert (THREE.claims, THREE.certificates) == ((), ())


def test_the_outcome_is_reported_clearly() -> None:
    """M159: a claim is a yes that says what was claimed, a refusal a no that says why."""
    assert bool(claim(THREE, ["A"], at=NOW, request="r-1")) is True
    assert claim(THREE, ["A"], at=NOW, request="r-1").explain() == (
        "1.00 AMA PRA Category 1 Credit for Title A (A)\nin all 1.00 AMA PRA Category 1 Credit"
    )
    assert bool(claim(THREE, ["X"], at=NOW, request="r-1")) is False


def test_claiming_submits_nothing() -> None:
    """M179: nothing is reported or sent by a claim; submitting what was claimed stays with the end user."""
    ledger = certified(THREE)
    assert not [entry for entry in ledger.entries() if isinstance(entry, Reported | Ordered)]


# What was taken, by whom, and whether it can be had again.


def decided(ledger: Ledger, *entries: Any) -> Ledger:
    """Write what the office decided, for a reason."""
    return ledger.add(*entries, at=NOW, actor="office", reason="case 7")


def test_a_part_that_was_taken_names_the_claim_that_took_it() -> None:
    """Of 2.00, 1.50 were claimed; who asks for 1.00 is told who has the rest, and who asks for what is left gets it."""
    ledger = certified(THREE, {"B": "1.00"}, "r-1")
    ledger = certified(ledger, {"B": "0.50"}, "r-2")
    answer = claim(ledger, {"B": "1.00"}, at=NOW, request="r-3")
    assert codes(answer) == ["more-than-claimable"]
    assert answer.explain() == "B: 1.00 was asked for, 0.50 is claimable, and the rest was claimed by r-1 and r-2"
    assert lines(claim(ledger, {"B": "0.50"}, at=NOW, request="r-3")) == {"B": "0.50"}


def test_where_everything_was_taken_the_claims_are_named() -> None:
    """Asking for everything again is refused, and names at most three claims and how many more there are."""
    ledger = THREE
    for place in range(1, 8):
        ledger = certified(ledger, {"B": "0.25"}, f"r-{place}")
    answer = claim(certified(ledger, ALL, "r-8"), ALL, at=NOW, request="r-9")
    assert codes(answer) == ["nothing-claimable"]
    assert answer.explain() == "nothing is claimable; what was earned was claimed by r-8 and r-1 and r-2 and 5 more"


def test_what_a_void_took_back_cannot_be_claimed_again() -> None:
    """The refusal names the claim, and says that its credit is withheld."""
    ledger = decided(certified(THREE, ["A"]), Voided(learner=LEARNER, number="r-1/1", credit=True))
    answer = claim(ledger, ["A"], at=NOW, request="r-2")
    assert codes(answer) == ["already-claimed"]
    assert answer.explain() == (
        "all credit of A was already claimed, by r-1; 1.00 of it is withheld, since its certificate was voided"
    )


def test_what_was_set_to_nothing_says_so() -> None:
    """A level that was set to 0.00 by hand is no claim of somebody's."""
    ledger = decided(THREE, Adjusted(learner=LEARNER, activity="A", level=AMA("0"), case="C-1"))
    answer = claim(ledger, ["A"], at=NOW, request="r-1")
    assert codes(answer) == ["set-lower"]
    assert answer.explain().startswith("A: what was earned was set to 0.00 ")
    assert lines(claim(ledger, ["B"], at=NOW, request="r-1")) == {"B": "2.00"}


def another(*participations: Any, learner: str = "dr-17") -> Ledger:
    """Earn something in another account of the same person."""
    ledger = Ledger(learner)
    for participation in participations:
        ledger = written(ledger, *earn(ledger, assess(attrs.evolve(participation, learner=learner))))
    return ledger


def joined(ledger: Ledger, other: Ledger) -> Ledger:
    """Join another account to a ledger."""
    return decided(ledger, Merged(learner=ledger.learner, merge="M-1", other=other.learner, records=other.records))


A_SEEN = seen(plain("A", "1.00"), Evaluated(NINTH))


def test_a_retry_after_a_merge_is_the_claim_of_the_account_that_was_joined() -> None:
    """Whatever account made it: the same request asking the same is the same claim, with the same certificates."""
    theirs = certified(another(A_SEEN), ["A"])
    ledger = joined(THREE, theirs)
    again = made(claim(ledger, ["A"], at=at(on(5, 1)), request="r-1"))
    assert again == theirs.claims[0]
    assert written(ledger, again) is ledger
    with pytest.raises(LedgerConflict, match="a request id of its own"):
        claim(ledger, ["B"], at=NOW, request="r-1")
    answer = claim(ledger, ["A"], at=NOW, request="r-2")
    assert codes(answer) == ["already-claimed"]
    assert answer.explain() == "all credit of A was already claimed, by r-1"


@pytest.mark.parametrize(("wanted", "whose"), [(["A"], "dr-17"), (["B"], LEARNER)])
def test_two_accounts_that_used_one_request_each_find_their_claim(wanted: list[str], whose: str) -> None:
    """Joined accounts may both have a claim r-1; a retry gets the one that asked the same."""
    theirs = another(A_SEEN)
    ledger = joined(certified(THREE, ["B"]), written(theirs, made(claim(theirs, ["A"], at=NOW, request="r-1"))))
    assert made(claim(ledger, wanted, at=NOW, request="r-1")).learner == whose
    with pytest.raises(LedgerConflict):
        claim(ledger, ALL, at=NOW, request="r-1")


def test_of_two_accounts_that_asked_the_same_under_one_request_the_own_claim_is_given() -> None:
    """Where both asked for everything under r-1, the account that goes on gets its own claim again."""
    for own in (LEARNER, "dr-17"):
        other = "dr-17" if own == LEARNER else LEARNER
        first, second = another(A_SEEN, learner=own), another(A_SEEN, learner=other)
        first, second = (written(one, made(claim(one, ALL, at=NOW, request="r-1"))) for one in (first, second))
        assert made(claim(joined(first, second), ALL, at=NOW, request="r-1")).learner == own


def test_parted_again_each_account_claims_its_own() -> None:
    """A request of the other account is no longer known, and its credit no longer here."""
    ledger = joined(THREE, certified(another(seen(plain("D"), Evaluated(NINTH)))))
    assert claim(ledger, ALL, at=NOW, request="r-1")
    parted = decided(ledger, Unmerged(learner=LEARNER, merge="M-1"))
    assert lines(claim(parted, ALL, at=NOW, request="r-1")) == {"A": "1.00", "B": "2.00", "C": "0.50"}


def test_an_account_that_was_joined_to_another_claims_nothing_any_more() -> None:
    """Nothing new can be claimed of it, whatever is asked; what was claimed before is still given again."""
    ledger = decided(certified(THREE, ["A"]), Followed(learner=LEARNER, merge="M-1", into="dr-17"))
    for wanted in (ALL, ["B"], {"B": "9.00"}, ["X"]):
        assert codes(claim(ledger, wanted, at=NOW, request="r-2")) == ["account-joined"]
    assert claim(ledger, ["A"], at=NOW, request="r-1") is ledger.claims[0]


PHYSICIANS = Policy(code="ama", requirements=[practises("physician"), evaluated()])
ANYONE = Policy(code="acep", requirements=[evaluated()])
MIXED = an_activity(
    "A", completion=(), designations=[a_designation(policy=PHYSICIANS), a_designation(policy=ANYONE, type=ACEP)]
)


@pytest.mark.parametrize("earlier", [NINTH, on(3, 8)])
@pytest.mark.parametrize(("own", "default"), [(LEARNER, AMA), ("dr-17", ACEP)])
def test_two_accounts_with_two_default_types_sweep_no_second_one_along(own: str, default: Any, earlier: datetime.date) -> None:
    """One account knew its profession and the other did not; joined, the default of the one that goes on is claimed."""
    for first, second in ((NINTH, earlier), (earlier, NINTH)):
        doctor = another(seen(MIXED, Evaluated(first), Practises("physician", on(1, 1, 2020))), learner=LEARNER)
        unknown = another(seen(MIXED, Evaluated(second)))
        ledger = joined(doctor, unknown) if own == LEARNER else joined(unknown, doctor)
        assert {kind for _, kind in ledger.standing} == {AMA, ACEP}
        for wanted in (ALL, ["A"]):
            assert list(made(claim(ledger, wanted, at=NOW, request="r-1")).totals) == [default]


POINTS = Policy(code="abim", requirements=[given_feedback()], award=AsBase(), rests_on=RestsOn(AMA, Asks.CLAIM))


def test_points_that_are_designated_first_are_still_not_the_default() -> None:
    """Who names no type gets the credit that the points rest on: by itself it can be claimed, and they cannot."""
    designations = [a_designation(policy=POINTS, type=ABIM), a_designation(policy=Policy(code="plain"))]
    ledger = a_ledger(seen(an_activity(completion=(), designations=designations), Evaluated(NINTH), Feedback(NINTH)))
    for wanted in (ALL, ["EM-101"]):
        assert made(claim(ledger, wanted, at=NOW, request="r-1")).totals == {AMA: AMA("2.00")}


def test_declared_points_are_not_claimed_in_part_on_a_part_of_their_base() -> None:
    """Points that were declared are claimed whole: on 1.00 of 2.00 credits there is nothing of 2.00 points."""
    points = Policy(code="abim", award=AsAttested(), rests_on=RestsOn(AMA, Asks.CLAIM))
    designations = [a_designation(policy=Policy(code="plain")), a_designation(policy=points, type=ABIM)]
    activity = an_activity("A", completion=(), designations=designations)
    ledger = certified(a_ledger(seen(activity, Evaluated(NINTH), Declared(ABIM("2.00"), NINTH))), {"A": "1.00"})
    assert codes(claim(ledger, ALL, at=NOW, request="r-2", type=ABIM)) == ["base-not-claimed"]
    assert made(claim(ledger, ALL, at=NOW, request="r-2", type=[AMA, ABIM])).totals == {AMA: AMA("1.00"), ABIM: ABIM("2.00")}


def test_a_base_that_is_kept_back_keeps_back_what_rests_on_it() -> None:
    """In one claim of both, a gate before the credit is told, and that the points come with or after it."""
    designations = [a_designation(policy=MEMBERSHIP), a_designation(policy=POINTS, type=ABIM)]
    ledger = a_ledger(seen(an_activity(completion=(), designations=designations), Evaluated(NINTH), Feedback(NINTH)))
    both = (ABIM, AMA)
    for wanted in (ALL, ["EM-101"]):
        answer = claim(ledger, wanted, at=NOW, request="r-1", type=both)
        assert codes(answer) == ["entitled:Premium membership", "base-not-claimed"]
        assert claim(ledger, wanted, at=NOW, request="r-1", type=both, entitlements=[RUNNING])


def test_the_preview_tells_what_each_course_would_get() -> None:
    """M153: a claim that was not added shows the total, and for each course what its certificate would say."""
    ledger = earning(plain("A"), attrs.evolve(plain("B"), course="Cardiology"), attrs.evolve(plain("C"), course="Cardiology"))
    preview = made(claim(ledger, ALL, at=NOW, request="r-1"))
    (total,) = preview.totals.values()
    assert preview.courses == {
        ledger.standing["A", AMA].heading.course: {AMA: ledger.standing["A", AMA].level},
        "Cardiology": {AMA: ledger.standing["B", AMA].level + ledger.standing["C", AMA].level},
    }
    assert total == sum((line.credits for line in preview.lines[1:]), start=preview.lines[0].credits)
    assert ledger.claims == ()


@pytest.mark.parametrize(
    ("wanted", "advice"),
    [
        (1.25, 'for an amount of credit write AMA("1.25")'),
        ("1.25", 'for an amount of credit write AMA("1.25")'),
        (Decimal("1.25"), 'for an amount of credit write AMA("1.25")'),
        (2, 'for an amount of credit write AMA("2")'),
        (float("nan"), 'for an amount of credit write AMA("1.25")'),
        (-(10**100), 'for an amount of credit write AMA("1.25")'),
        ("EM-101", "write ['EM-101'], or the constant ALL"),
    ],
)
def test_a_number_by_itself_is_of_no_type(wanted: Any, advice: str) -> None:
    """Whoever forgets the type of an amount is told how to write one, and not to put a number in a list."""
    with pytest.raises(InvalidValue) as raised:
        claim(THREE, wanted, at=NOW, request="r-1")
    assert (raised.value.field, raised.value.advice.split(",")[0]) == ("wanted", advice.partition(",")[0])


@pytest.mark.parametrize("code", ["A", "X"])
def test_a_float_in_a_wish_is_a_mistake_of_the_program(code: str) -> None:
    """No learner writes a float: it is refused as a mistake, whatever else would keep the claim from being made."""
    with pytest.raises(InvalidValue, match="a float has already been rounded"):
        claim(THREE, {code: 0.5}, at=NOW, request="r-1")


def test_a_refusal_to_pick_is_the_answer_of_the_claim() -> None:
    """What could not be picked comes back with its own reasons."""
    refusal = soonest(THREE, "9.00", at=NOW)
    assert isinstance(refusal, Refusal)
    assert claim(THREE, refusal, at=NOW, request="r-1") is refusal


STILL = "assess(ledger.participation(activity)) tells what is still to do"


def test_what_is_under_way_is_not_called_unknown() -> None:
    """Of an activity with evidence and no credit the reason says that it is under way; of a completed one, that it is done."""
    ledger = written(THREE, observed(Evaluated(NINTH), activity="S1"), done("S2"))
    answer = claim(ledger, ["S1", "S2"], at=NOW, request="r-1")
    assert codes(answer) == ["not-earned", "not-earned"]
    assert isinstance(answer, Refusal)
    assert answer.explain().splitlines() == [
        f"S1 is under way: nothing is earned yet; {STILL}",
        f"S2 is completed, and no credit of it is earned yet; {STILL}",
    ]


def test_a_type_that_was_designated_is_not_earned_yet() -> None:
    """The points wait for the feedback: a ledger that holds the assessment, or the completion, can tell; another one cannot."""
    designations = [a_designation(policy=Policy(code="plain")), a_designation(policy=POINTS, type=ABIM)]
    activity = an_activity("M", completion=(), designations=designations)
    bare = a_ledger(seen(activity, Evaluated(NINTH)))
    assessed_here = written(bare, Assessed(learner=LEARNER, activity="M", evidence="9f2c", outcomes=[("abim-moc", "unknown")]))
    completed = written(bare, attrs.evolve(done("M"), designated=[AMA("2.00"), ABIM("2.00")]))
    other = written(bare, Assessed(learner=LEARNER, activity="N", evidence="9f2c", outcomes=[("abim-moc", "unknown")]))
    for ledger, code, says in (
        (assessed_here, "not-earned", f"ABIM MOC point of M is not earned yet; {STILL}"),
        (completed, "not-earned", f"ABIM MOC point of M is not earned yet; {STILL}"),
        (bare, "other-type", "M earned AMA PRA Category 1 Credit, not ABIM MOC point, which was not earned"),
        (other, "other-type", "M earned AMA PRA Category 1 Credit, not ABIM MOC point, which was not earned"),
    ):
        answer = claim(ledger, ["M"], at=NOW, request="r-1", type=ABIM)
        assert isinstance(answer, Refusal)
        assert [(reason.code, reason.says) for reason in answer.reasons] == [(code, says)]
    both = claim(assessed_here, ["M"], at=NOW, request="r-1", type=[ABIM, ACEP])
    assert codes(both) == ["not-earned", "other-type"]


@pytest.mark.parametrize(
    ("handed", "hint"),
    [
        ([], ""),
        ([("premium membership", on(1, 1), None)], "; handed in: 'premium membership'; did you mean Premium membership?"),
        ([("PREMIUM MEMBERSHIP", on(1, 1), None)], "; handed in: 'PREMIUM MEMBERSHIP'; did you mean Premium membership?"),
        ([("Premium membershp", on(1, 1), None)], "; handed in: 'Premium membershp'; did you mean Premium membership?"),
        ([("Complete profile", on(1, 1), None)], ""),
        ([("Premium membership", on(1, 1, 2024), on(12, 31, 2025))], "; it ran until 2025-12-31"),
        (
            [("Premium membership", on(1, 1, 2024), on(12, 31, 2024)), ("Premium membership", on(5, 1), None)],
            "; it ran until 2024-12-31; it begins on 2026-05-01",
        ),
    ],
)
def test_a_membership_that_does_not_count_says_why(handed: list[Any], hint: str) -> None:
    """A name that is nearly right, and a membership that is over or has not begun, are told beside what was found."""
    answer = claim(
        earning(plain("A", policy=MEMBERSHIP)), ALL, at=NOW, request="r-1", entitlements=[Entitled(*one) for one in handed]
    )
    assert isinstance(answer, Refusal)
    (reason,) = answer.reasons
    found = "no" if handed and handed[0][0] == "Premium membership" else "not reported"
    assert reason.says == f"A: Have an active Premium membership on 2026-04-01; found {found}{hint}"


def test_of_two_memberships_only_the_one_that_is_missing_is_told() -> None:
    """A gate that asks for two says nothing of the one that runs, and nothing of a fact that is no membership."""
    asked = [is_true(entitlement("Premium membership")), is_true(entitlement("Licence data")), is_true(evaluation())]
    gate = Requirement(code="both", says="Have all", test=AllOf(asked))
    ledger = earning(plain("A", policy=Policy(code="p", gates=[gate])))
    answer = claim(ledger, ALL, at=NOW, request="r-1", entitlements=[RUNNING, Entitled("licence data", on(1, 1))])
    assert isinstance(answer, Refusal)
    assert answer.explain().endswith("; handed in: 'licence data'; did you mean Licence data?")
    assert answer.explain().count("did you mean") == 1
