"""The answers to a claim: yes, with what it leaves out and why, or no."""

from typing import Any

import attrs

from builders import (
    ABIM,
    ACEP,
    AMA,
    NINTH,
    NOW,
    a_designation,
    a_ledger,
    a_participation,
    an_activity,
    codes,
    made,
    paying,
    seen,
)
from cmecore.claiming import ALL, claim
from cmecore.credit.periods import Period
from cmecore.entries import Claim, Reason, Refusal
from cmecore.evidence import Evaluated
from cmecore.ledger import Ledger
from cmecore.rules.policies import Policy
from cmecore.rules.requirements import entitled

OPEN = Policy(code="open")
MEMBERS = Policy(code="members", gates=[entitled("Premium")])
A_DAY = Policy(code="window", claim_within=Period(days=1))


def earning(**policies: Policy) -> Ledger:
    """Earn a credit in an activity of each policy, named by its code."""
    activities = (attrs.evolve(paying(policy, "1.00", title=f"Title {code}"), code=code) for code, policy in policies.items())
    return a_ledger(*(seen(activity, Evaluated(NINTH)) for activity in activities))


def answer(ledger: Ledger, wanted: Any = ALL, **fields: Any) -> Claim | Refusal:
    """Ask for a claim."""
    return claim(ledger, wanted, at=NOW, request="r-1", **fields)


def test_a_refusal_is_false_and_a_claim_is_true() -> None:
    """Asked as a condition, the answer no is false, so that nobody writes it by mistake."""
    assert not Refusal([Reason(code="nothing-claimable", says="nothing is claimable")])
    assert not answer(Ledger("dr-42"))
    assert answer(earning(A=OPEN))


def test_what_everything_leaves_out_is_told_with_the_reason() -> None:
    """All that can be claimed is claimed; a gate that is shut and a window that is over are named beside it."""
    taken = made(answer(earning(A=MEMBERS, B=OPEN, C=A_DAY)))
    assert taken.totals == {AMA: AMA("1.00")}
    assert [(reason.code, reason.activity) for reason in taken.left_out] == [
        ("entitled:Premium", "A"),
        ("claim-window-over", "C"),
    ]


def test_a_claim_explains_itself() -> None:
    """A learner reads what is claimed line by line, the total, and what was left out and why."""
    assert made(answer(earning(A=MEMBERS, B=OPEN, C=OPEN))).explain().splitlines() == [
        "1.00 AMA PRA Category 1 Credit for Title B (B)",
        "1.00 AMA PRA Category 1 Credit for Title C (C)",
        "in all 2.00 AMA PRA Category 1 Credits",
        "left out: A: Have an active Premium on 2026-04-01; found not reported",
    ]


def test_a_claim_that_leaves_nothing_out_says_nothing_of_it() -> None:
    """Where everything earned is claimed, or something was chosen, nothing is left out."""
    ledger = earning(A=MEMBERS, B=OPEN)
    assert made(answer(earning(B=OPEN))).left_out == made(answer(ledger, ["B"])).left_out == ()
    assert "left out" not in made(answer(ledger, ["B"])).explain()


TWO_TYPES = an_activity(designations=[a_designation(), a_designation("1.00", OPEN, type=ACEP)], completion=())


def test_a_second_type_that_was_earned_is_named_beside_the_claim() -> None:
    """Claiming everything takes the type designated first, and says how to claim the other."""
    taken = made(answer(a_ledger(a_participation(activity=TWO_TYPES))))
    assert taken.totals == {AMA: AMA("1.75")}
    (reason,) = taken.left_out
    assert (reason.code, reason.activity) == ("other-type", "EM-101")
    assert reason.says == "EM-101 also earned 1.00 ACEP Category I Credit; claim that type by name"


def test_where_only_the_second_type_was_earned_everything_says_so() -> None:
    """Nothing of the default type is a refusal that names the type there is."""
    ledger = a_ledger(seen(TWO_TYPES, Evaluated(NINTH)))
    assert codes(answer(ledger)) == ["other-type"]
    assert made(answer(ledger, type=ACEP)).totals == {ACEP: ACEP("1.00")}


def test_a_type_that_was_named_leaves_no_other_out() -> None:
    """Whoever asks for one type by name is not told of the others, and one that nobody earned is refused."""
    ledger = a_ledger(a_participation(activity=TWO_TYPES))
    assert made(answer(ledger, type=ACEP)).left_out == ()
    assert codes(answer(ledger, type=ABIM)) == ["nothing-claimable"]
