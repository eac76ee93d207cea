"""Automatic claiming: where an activity says so, the system claims for the learner, once, and as much as can be claimed."""

import datetime
from typing import Any

import attrs
import pytest

from builders import (
    ABIM,
    ACEP,
    AMA,
    LEARNER,
    NAME,
    NINTH,
    NOW,
    a_designation,
    an_activity,
    at,
    codes,
    made,
    numbers,
    on,
    seen,
    written,
)
from cmecore.activities import ENDURING, LIVE, Activity
from cmecore.assessment import assess
from cmecore.certificates import certify
from cmecore.claiming import ALL, claim, claim_automatically
from cmecore.credit.periods import Period
from cmecore.credit.rounding import nearest
from cmecore.earning import earn
from cmecore.entries import Adjusted, Claim, Followed, Merged, Unmerged
from cmecore.errors import InvalidValue, LedgerConflict
from cmecore.evidence import Declared, Entitled, Evaluated, Feedback, Item, Practises, Progress
from cmecore.handling import Handling
from cmecore.ledger import Ledger
from cmecore.rules.awards import AsAttested, AsBase, Asks, InProportion, RestsOn
from cmecore.rules.policies import Policy
from cmecore.rules.requirements import completed, entitled, evaluated, given_feedback, practises

AUTOMATIC = Handling(automatic=True)
CREDIT = Policy(code="ama", requirements=[completed("0.50")], award=InProportion(), rounding=nearest("0.25"))
POINTS = Policy(code="abim", requirements=[given_feedback()], award=AsBase(), rests_on=RestsOn(AMA, Asks.CLAIM))
GATED = attrs.evolve(CREDIT, gates=[entitled("Premium membership")])
PREMIUM = Entitled("Premium membership", on(1, 1))
HALF, DONE, TOLD = Progress(10, 20, NINTH), Progress(20, 20, NINTH), Feedback(NINTH)


def offering(code: str = "A", *policies: tuple[Any, Policy], **fields: Any) -> Activity:
    """Offer 2.00 of each of some types, by default of AMA credit, that the system claims."""
    designations = [a_designation(policy=policy, type=kind) for kind, policy in policies or ((AMA, CREDIT),)]
    given = {"completion": (), "designations": designations, "handling": AUTOMATIC, "title": f"Title {code}", **fields}
    return an_activity(code, **given)


BOTH = offering("A", (AMA, CREDIT), (ABIM, POINTS))


def earned(activity: Activity, *items: Item, ledger: Ledger | None = None) -> Ledger:
    """Write down what some items earn."""
    ledger = ledger if ledger is not None else Ledger(LEARNER)
    return written(ledger, *earn(ledger, assess(seen(activity, *items, learner=ledger.learner))))


def run(ledger: Ledger, when: datetime.datetime = NOW, **fields: Any) -> Ledger:
    """Let the system claim, and write its claims down."""
    return written(ledger, *claim_automatically(ledger, at=when, **fields))


def taken(ledger: Ledger, when: datetime.datetime = NOW, **fields: Any) -> list[dict[str, str]]:
    """Show what the system would claim: for each claim the amount of each type."""
    claims = claim_automatically(ledger, at=when, **fields)
    return [{kind.code: str(credits.amount) for kind, credits in one.totals.items()} for one in claims]


def test_the_system_claims_at_completion_where_the_activity_says_so() -> None:
    """M8: credit of an online activity is claimed for the learner, and certified like any other claim."""
    ledger = earned(offering(), DONE)
    (one,) = claim_automatically(ledger, at=NOW)
    assert (one.learner, one.at, one.totals) == (LEARNER, NOW, {AMA: AMA("2.00")})
    assert one.request.startswith("automatic:")
    ledger = written(ledger, one, *certify(ledger, one, name=NAME, at=NOW, number=numbers()))
    assert [held.total for held in ledger.certificates] == [AMA("2.00")]
    assert ledger.claimable() == {}


@pytest.mark.parametrize("format_", [ENDURING, LIVE])
def test_it_claims_nothing_where_the_activity_does_not(format_: Any) -> None:
    """M8: of whatever format, what the activity leaves to the learner is left to the learner."""
    ledger = earned(offering(format=format_, handling=Handling()), DONE)
    assert claim_automatically(ledger, at=NOW) == ()
    assert ledger.claimable() == {("A", AMA): AMA("2.00")}


def test_each_activity_has_a_claim_of_its_own_and_others_are_left_alone() -> None:
    """M8: two activities are two claims; a third, of which the learner decides, is none."""
    ledger = earned(offering("A"), DONE)
    ledger = earned(offering("B"), HALF, ledger=ledger)
    ledger = earned(offering("C", handling=Handling()), DONE, ledger=ledger)
    claims = claim_automatically(ledger, at=NOW)
    assert [(line.account, line.credits) for one in claims for line in one.lines] == [
        (("A", AMA), AMA("2.00")),
        (("B", AMA), AMA("1.00")),
    ]
    assert len({one.request for one in claims}) == 2


def test_it_changes_nothing_until_it_is_written_and_then_it_is_done() -> None:
    """Run twice it gives the same claims, and after they are written none; a retry that is written again is nothing."""
    ledger = earned(offering(), DONE)
    once = claim_automatically(ledger, at=NOW)
    assert claim_automatically(ledger, at=NOW) == once
    assert ledger.claims == ()
    after = written(ledger, *once)
    assert claim_automatically(after, at=at(on(5, 1))) == ()
    assert written(after, *once) is after


def test_base_and_what_rests_on_it_are_one_claim() -> None:
    """M8: where both are earned, credit and points are claimed together, the credit first."""
    (one,) = claim_automatically(earned(BOTH, HALF, TOLD), at=NOW)
    assert [(line.credits.type, line.credits) for line in one.lines] == [(AMA, AMA("1.00")), (ABIM, ABIM("1.00"))]
    assert one.left_out == ()


def test_a_part_that_lacks_a_fact_does_not_hold_up_the_credit() -> None:
    """M8: without feedback the credit is claimed; when the feedback comes, the points get a claim of their own."""
    ledger = earned(BOTH, DONE)
    assert taken(ledger) == [{"ama-pra-1": "2.00"}]
    ledger = earned(BOTH, DONE, Feedback(on(3, 16)), ledger=run(ledger))
    assert taken(ledger) == [{"abim-moc": "2.00"}]
    ledger = run(ledger)
    assert taken(ledger) == []
    assert len({one.request for one in ledger.claims}) == 2


def test_a_top_up_is_claimed_by_itself() -> None:
    """Half of it is claimed at 1.00, and the other half when the learner has come back."""
    ledger = run(earned(BOTH, HALF, TOLD))
    ledger = run(earned(BOTH, DONE, TOLD, ledger=ledger), at(on(5, 1)))
    assert [{kind.code: str(sum_.amount) for kind, sum_ in one.totals.items()} for one in ledger.claims] == [
        {"ama-pra-1": "1.00", "abim-moc": "1.00"},
        {"ama-pra-1": "1.00", "abim-moc": "1.00"},
    ]
    assert len({one.request for one in ledger.claims}) == 2


def test_two_levels_are_two_requests() -> None:
    """A claim that was made of one level, and was not written before the level rose, is another one than that of the next."""
    ledger = earned(offering(), HALF)
    (less,), (more,) = claim_automatically(ledger, at=NOW), claim_automatically(earned(offering(), DONE, ledger=ledger), at=NOW)
    assert less.request != more.request


def test_what_the_learner_claimed_is_not_claimed_again() -> None:
    """The system takes what the learner left, and the learner what the system left."""
    ledger = earned(offering(), DONE)
    ledger = written(ledger, made(claim(ledger, {"A": "0.75"}, at=NOW, request="r-1")))
    assert taken(ledger) == [{"ama-pra-1": "1.25"}]
    answer = claim(run(ledger), ["A"], at=NOW, request="r-2")
    assert codes(answer) == ["already-claimed"]
    assert answer.explain() == "all credit of A was already claimed, by r-1 and the system on 1 April 2026"


def test_what_a_gate_keeps_back_is_left_for_later() -> None:
    """M8, M135: without the membership nothing is claimed, nothing destroyed; with it the system claims."""
    ledger = earned(offering("A", (AMA, GATED)), DONE)
    ledger = earned(offering("B"), DONE, ledger=ledger)
    assert [one.lines[0].account[0] for one in claim_automatically(ledger, at=NOW)] == ["B"]
    (one,) = claim_automatically(run(ledger), at=NOW, entitlements=[PREMIUM])
    assert (one.lines[0].account[0], one.entitlements) == ("A", (PREMIUM,))


def test_a_gate_before_the_points_alone_does_not_hold_up_the_credit() -> None:
    """The credit is claimed, and the claim says why the points are not."""
    ledger = earned(offering("A", (AMA, CREDIT), (ABIM, attrs.evolve(POINTS, gates=GATED.gates))), DONE, TOLD)
    (one,) = claim_automatically(ledger, at=NOW)
    assert one.totals == {AMA: AMA("2.00")}
    assert [reason.code for reason in one.left_out] == ["entitled:Premium membership"]
    assert taken(run(ledger), entitlements=[PREMIUM]) == [{"abim-moc": "2.00"}]


def test_a_gate_before_the_credit_holds_up_the_points() -> None:
    """Points are never claimed without the credit that they rest on."""
    assert taken(earned(offering("A", (AMA, GATED), (ABIM, POINTS)), DONE, TOLD)) == []


@pytest.mark.parametrize(("day", "claims"), [(on(3, 8), 0), (on(3, 9), 1), (on(4, 9), 1), (on(4, 10), 0)])
def test_it_claims_in_the_window_and_not_before_the_day_of_earning(day: datetime.date, claims: int) -> None:
    """M144: the last day of the window is still one; before it was earned and after the window nothing is claimed."""
    ledger = earned(offering("A", (AMA, attrs.evolve(CREDIT, claim_within=Period(months=1)))), DONE)
    assert len(claim_automatically(ledger, at=at(day))) == claims


def test_only_the_type_that_the_profession_may_be_awarded_is_claimed() -> None:
    """M8: of two types the system claims the one that is open to the learner, and no second one along."""
    physicians = attrs.evolve(CREDIT, requirements=[*CREDIT.requirements, practises("physician")])
    activity = offering("A", (AMA, physicians), (ACEP, attrs.evolve(CREDIT, code="acep")))
    assert taken(earned(activity, DONE, Practises("physician", on(1, 1, 2020)))) == [{"ama-pra-1": "2.00"}]
    assert taken(earned(activity, DONE, Practises("nurse", on(1, 1, 2020)))) == [{"acep-1": "2.00"}]


def test_points_that_are_designated_first_come_with_their_credit() -> None:
    """In whatever order the types are designated, the credit is claimed and its points with it."""
    assert taken(earned(offering("A", (ABIM, POINTS), (AMA, CREDIT)), DONE, TOLD)) == [
        {"ama-pra-1": "2.00", "abim-moc": "2.00"}
    ]


def test_declared_credit_is_claimed_whole() -> None:
    """12.50 of 20.00, declared for a meeting whose provider claims of itself."""
    live = Policy(code="live", award=AsAttested())
    activity = offering(format=LIVE, designations=[a_designation("20.00", live)])
    assert taken(earned(activity, Declared(AMA("12.50"), NINTH))) == [{"ama-pra-1": "12.50"}]


def test_a_level_that_was_set_lower_and_back_is_claimed_once() -> None:
    """What an adjustment takes away and gives back was claimed before and is not claimed again."""
    ledger = run(earned(offering(), DONE))
    less = Adjusted(learner=LEARNER, activity="A", level=AMA("1.00"), case="C-1")
    lower = ledger.add(less, at=NOW, actor="office", reason="miscounted")
    assert taken(lower) == []
    back = lower.add(attrs.evolve(less, case="C-2", lifted=True), at=NOW, actor="office", reason="counted again")
    assert taken(back) == []


def joined(ledger: Ledger, other: Ledger) -> Ledger:
    """Join another account to a ledger."""
    merge = Merged(learner=ledger.learner, merge="M-1", other=other.learner, records=other.records)
    return ledger.add(merge, at=NOW, actor="office", reason="one person")


def test_accounts_that_were_joined_and_parted_have_their_own_claims() -> None:
    """Joined, the system claims what neither has claimed; parted again, what this one has not, under a new request."""
    theirs = run(earned(offering(), HALF, ledger=Ledger("dr-17")))
    ledger = joined(earned(offering(), DONE), theirs)
    assert taken(ledger) == [{"ama-pra-1": "1.00"}]
    ledger = run(ledger)
    parted = ledger.add(Unmerged(learner=LEARNER, merge="M-1"), at=NOW, actor="office", reason="two persons")
    assert taken(parted) == [{"ama-pra-1": "1.00"}]
    parted = run(parted)
    assert parted.claimable() == {}
    assert len({one.request for one in parted.claims}) == 2


def test_of_an_account_that_was_joined_to_another_nothing_is_claimed() -> None:
    """The ledger that goes on claims for both."""
    followed = Followed(learner=LEARNER, merge="M-1", into="dr-17")
    assert taken(earned(offering(), DONE).add(followed, at=NOW, actor="office", reason="one person")) == []


def test_the_handling_is_that_of_the_day_of_earning() -> None:
    """What the activity says later changes nothing: the credit that was left to the learner stays with the learner."""
    ledger = earned(offering(handling=Handling()), HALF)
    assert taken(earned(offering(), HALF, ledger=ledger)) == []
    assert taken(earned(offering(), DONE, ledger=ledger)) == [{"ama-pra-1": "2.00"}]


def test_a_learner_may_not_use_the_request_of_the_system_for_another_claim() -> None:
    """A claim of the system is no retry of something that a learner asked."""
    ledger = run(earned(offering(), DONE))
    with pytest.raises(LedgerConflict, match="a request id of its own"):
        claim(ledger, ALL, at=NOW, request=ledger.claims[0].request)


@pytest.mark.parametrize(
    ("fields", "said"),
    [({"at": NINTH}, "an instant with its zone"), ({"at": NOW, "entitlements": ["Premium membership"]}, "entitlements")],
)
def test_what_is_handed_in_must_be_sound(fields: dict[str, Any], said: str) -> None:
    """A day in the place of an instant, or a name in that of a membership, is a mistake of the program."""
    with pytest.raises(InvalidValue, match=said):
        claim_automatically(earned(offering(), DONE), **fields)
    with pytest.raises(InvalidValue, match="ledger"):
        claim_automatically((), at=NOW)  # type: ignore[arg-type]


def test_a_claim_of_the_system_is_a_claim_like_any_other() -> None:
    """It explains itself and keeps what it was asked."""
    (one,) = claim_automatically(earned(offering(), DONE, Evaluated(NINTH)), at=NOW)
    assert isinstance(one, Claim)
    assert one.explain() == "2.00 AMA PRA Category 1 Credits for Title A (A)\nin all 2.00 AMA PRA Category 1 Credits"
    assert one.asked == '["automatic","A"]'


def test_evaluation_first() -> None:
    """M84: where the credit asks for the evaluation, it is claimed upon that, formally, and not before."""
    policy = attrs.evolve(CREDIT, requirements=[completed("0.50"), evaluated()])
    activity = offering("A", (AMA, policy), completion=[evaluated()])
    assert taken(earned(activity, DONE)) == []
    assert taken(earned(activity, DONE, Evaluated(on(3, 10)))) == [{"ama-pra-1": "2.00"}]
