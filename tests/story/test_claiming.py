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
    NINTH,
    NOW,
    a_designation,
    a_ledger,
    a_participation,
    an_activity,
    at,
    codes,
    made,
    on,
    paying,
    seen,
    written,
)
from cmecore.assessment import assess
from cmecore.claiming import ALL, claim
from cmecore.credit.periods import Period
from cmecore.earning import earn
from cmecore.entries import Refusal
from cmecore.errors import InvalidValue, LedgerConflict
from cmecore.evidence import Declared, Entitled, Evaluated
from cmecore.ledger import Ledger
from cmecore.rules.awards import AsAttested
from cmecore.rules.policies import Policy
from cmecore.rules.requirements import entitled

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
    """One claim takes all that is claimable, over any number of courses, and shows the total."""
    answer = claim(THREE, ALL, at=NOW, request="r-1")
    assert lines(answer) == {"A": "1.00", "B": "2.00", "C": "0.50"}
    assert made(answer).totals == {AMA: AMA("3.50")}


def test_some_activities_or_a_part_of_an_amount() -> None:
    """A learner picks activities by code, or an amount of each."""
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
    """The claim is its own preview: cancelling it is not writing it."""
    claim(THREE, ALL, at=NOW, request="r-1")
    assert claim(THREE, ALL, at=NOW, request="r-2") == attrs.evolve(
        made(claim(THREE, ALL, at=NOW, request="r-1")), request="r-2"
    )
    assert len(THREE.claimable()) == 3


@pytest.mark.parametrize(
    ("wanted", "reasons", "said"),
    [
        (["X"], ["not-earned"], "nothing was earned for 'X': known are A, B, C"),
        ({"A": "1.25"}, ["more-than-claimable"], "A: 1.25 was asked for, 1.00 is claimable"),
        ({"A": "0"}, ["nothing-asked"], "A: an amount of 0 was asked for"),
        ({"A": "0.30"}, ["between-steps"], "claimed in steps of 0.25"),
        ({"A": 0.5}, ["not-an-amount"], "a float has already been rounded"),
        ({"A": "-1"}, ["not-an-amount"], "A: found '-1'"),
        ({"A": "NaN"}, ["not-an-amount"], "found 'NaN'"),
        ({"A": "1E+1000000"}, ["not-an-amount"], "found '1E+1000000'"),
        ({"A": ACEP("0.25")}, ["other-type"], "A: "),
        ({"A": "9.00", "X": None, "B": "0"}, ["more-than-claimable", "not-earned", "nothing-asked"], "X"),
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
    assert answer.explain() == ("EM-101 earned AMA PRA Category 1 Credit and ACEP Category I Credit, not ABIM MOC point")
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
    """Credit can be claimed from the day it was earned to the last day of its window, in the activity's own zone."""
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
    """A membership handed in at the claim opens the gate while it is active, and a lapse says so by name and day."""
    ledger = earning(plain("A", policy=MEMBERSHIP))
    answer = claim(ledger, ["A"], at=at(day, 12, zone=CHICAGO), request="r-1", entitlements=entitlements)
    if said is None:
        assert made(answer).entitlements == tuple(entitlements)
    else:
        assert codes(answer) == ["entitled:Premium membership"]
        assert isinstance(answer, Refusal)
        assert said in answer.explain()


def test_a_lapse_blocks_the_claim_and_destroys_nothing() -> None:
    """What was earned stays earned and claimable, and a later claim with an active membership takes it."""
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
