"""What was earned, promised or put on hold stands, whatever comes in afterwards and in whatever order."""

import itertools
from typing import Any

import attrs
import pytest

from builders import (
    ABIM,
    AMA,
    LEARNER,
    NINTH,
    NOW,
    a_designation,
    an_activity,
    at,
    made,
    on,
    seen,
    written,
)
from cmecore.activities import Activity
from cmecore.assessment import assess
from cmecore.claiming import ALL, claim
from cmecore.credit.periods import Period, Span
from cmecore.earning import earn
from cmecore.entries import Earned, Hold, Observed, Purged, Refusal, Retracted
from cmecore.errors import LedgerConflict
from cmecore.evidence import Evaluated
from cmecore.handling import Handling, Retention
from cmecore.ledger import Ledger
from cmecore.merging import merge
from cmecore.observing import observe
from cmecore.plans import Plan, Step
from cmecore.retention import purge
from cmecore.rules.awards import AsBase, Asks, RestsOn
from cmecore.rules.policies import Policy
from cmecore.rules.requirements import evaluated
from cmecore.rules.windows import Window

WHY: dict[str, Any] = {"at": NOW, "actor": "office", "reason": "it was decided"}


def offering(rule: Policy, **fields: Any) -> Activity:
    """Offer 2.00 credits under a rule."""
    return an_activity(completion=[evaluated()], designations=[a_designation("2.00", rule)], **fields)


def a_rule(**fields: Any) -> Policy:
    """Ask for the evaluation."""
    return Policy(code="plain", requirements=[evaluated()], **fields)


def holding(activity: Activity, *, secret: bytes = b"", learner: str = LEARNER) -> Ledger:
    """Observe the evaluation of an activity, and earn it."""
    ledger = Ledger(learner, (), secret)
    participation = attrs.evolve(seen(activity, Evaluated(NINTH)), learner=learner)
    ledger = ledger.add(*observe(ledger, participation, at=NOW).entries, at=NOW, actor="lms")
    return ledger.add(*earn(ledger, assess(ledger.participation(activity))), at=NOW, actor="lms")


def test_a_rule_edited_later_shortens_no_time_to_claim() -> None:
    """M136, M144: three years were promised when it was earned; the provider's one year is for whoever earns from now on."""
    three = offering(a_rule(claim_within=Period(years=3)))
    ledger = holding(three)
    one = offering(a_rule(claim_within=Period(years=1)))
    assert earn(ledger, assess(ledger.participation(one))) == ()
    assert ledger.standing["EM-101", AMA].terms.claim_by == on(3, 9, 2029)


def test_of_the_first_level_the_earlier_day_counts_in_any_order_of_arrival() -> None:
    """A window of the first level: evidence that shows an earlier first day, found late, gives the same last day."""
    window = Window(within=Period(years=1), of_first=True)
    activity = offering(a_rule(claim_within=window))
    late = holding(activity)
    ledger = written(late, *observe(late, seen(activity, Evaluated(on(3, 2))), at=NOW).entries)
    ledger = written(ledger, *earn(ledger, assess(ledger.participation(activity))))
    assert ledger.standing["EM-101", AMA].terms.claim_by == on(3, 2, 2027)


def levels() -> list[Earned]:
    """State levels of one account that differ in everything: declared or computed, the day, the time to claim, the rule."""
    (first,) = (entry for entry in holding(offering(a_rule())).entries() if isinstance(entry, Earned))
    declared = attrs.evolve(first.terms, whole=True)
    return [
        attrs.evolve(first, level=AMA("2.00"), since=on(3, 1)),
        attrs.evolve(first, level=AMA("1.00"), since=on(3, 10), terms=declared),
        attrs.evolve(first, level=AMA("1.00"), since=on(3, 10), terms=attrs.evolve(declared, claim_by=on(3, 1, 2027))),
        attrs.evolve(first, level=AMA("2.00"), since=on(3, 1), version="plain#2"),
    ]


def test_no_order_of_arrival_decides_which_level_stands() -> None:
    """Of levels that differ in anything, the same one stands in each of their 24 orders."""
    digests = {written(Ledger(LEARNER), *order).state_digest for order in itertools.permutations(levels())}
    assert len(digests) == 1


def test_evidence_that_was_taken_back_and_is_reported_again_is_told() -> None:
    """What a source took back does not come back silently, and does not vanish silently either."""
    activity = offering(a_rule())
    ledger = holding(activity)
    (gone,) = (entry for entry in ledger.entries() if isinstance(entry, Observed))
    ledger = ledger.add(Retracted(learner=LEARNER, observed=gone.identity), **WHY)
    found = observe(ledger, seen(activity, Evaluated(NINTH)), at=NOW)
    assert found.entries == ()
    assert [one.code for one in found.set_aside] == ["taken-back"]


SIX_YEARS = Handling(keep=Retention(keep=Period(years=6), hard=True))
MUCH_LATER = at(on(4, 1, 2036))


def kept() -> tuple[Activity, Ledger]:
    """Hold credit that was claimed, and whose records are past their six years."""
    activity = offering(a_rule(claim_within=Period(years=1)), handling=SIX_YEARS, offered=Span(None, on(12, 31)))
    ledger = holding(activity, secret=b"fresh random bytes")
    return activity, written(ledger, made(claim(ledger, ALL, at=NOW, request="r-1")))


@pytest.mark.parametrize("about", ["", "EM-101"])
def test_a_purge_that_was_planned_before_a_hold_erases_nothing(about: str) -> None:
    """A legal hold is above what was planned without it; a hold of another activity is not."""
    _, ledger = kept()
    planned = purge(ledger, at=MUCH_LATER, purge="P-1")
    assert isinstance(planned, Purged)
    held = ledger.add(Hold(learner=LEARNER, hold="H-1", activity=about), **WHY)
    with pytest.raises(LedgerConflict, match=r"hold:H-1 keeps .*planned again"):
        held.add(planned, **WHY)
    other = ledger.add(Hold(learner=LEARNER, hold="H-2", activity="EM-999"), **WHY)
    assert other.add(planned, **WHY).claims == ()


def test_what_was_purged_is_not_earned_and_claimed_again() -> None:
    """Credit that was claimed before its records were purged: neither a replay nor an edited rule gives it twice."""
    activity, ledger = kept()
    planned = purge(ledger, at=MUCH_LATER, purge="P-1")
    assert not isinstance(planned, Refusal)
    ledger = ledger.add(planned, **WHY)
    assert set(ledger.purged) == {"EM-101"}
    edited = offering(a_rule(claim_within=Period(years=20)), handling=SIX_YEARS)
    assert written(ledger, *observe(ledger, seen(activity, Evaluated(NINTH)), at=NOW).entries) == ledger
    assert earn(ledger, assess(seen(edited, Evaluated(NINTH)))) == ()


def test_points_stand_on_no_more_credit_than_there_is() -> None:
    """Two joined accounts claimed 2.00 each of one activity of 2.00: points of up to 2.00 rest on that, and not of 4.00."""
    moc = Policy(code="moc", requirements=[evaluated()], award=AsBase(), rests_on=RestsOn(AMA, Asks.CLAIM))
    credit, points = a_designation("2.00", a_rule()), a_designation("2.00", moc, type=ABIM)
    activity = an_activity(completion=[evaluated()], designations=[credit, points])
    mine, theirs = (
        written(ledger, made(claim(ledger, ALL, at=NOW, request=f"r-{ledger.learner}")))
        for ledger in (holding(activity), holding(activity, learner="dr-17"))
    )
    plan = merge(mine, theirs, merge="M-1")
    assert not isinstance(plan, Refusal)
    joint = plan.applied(mine, theirs, **WHY)[0]
    assert joint.claimed(("EM-101", AMA)) == AMA("4.00")
    taken = made(claim(joint, ALL, at=NOW, request="r-3", type=ABIM))
    assert taken.totals[ABIM] == ABIM("2.00")


def test_a_plan_that_was_made_on_an_older_ledger_is_not_applied() -> None:
    """What hangs on it was shown for the ledger as it was; applied twice it is applied once."""
    ledger = holding(offering(a_rule()))
    hold = Hold(learner=LEARNER, hold="H-1")
    plan = Plan(steps=[Step(learner=LEARNER, entries=[hold], on=ledger.head.link)])
    (after,) = plan.applied(ledger, **WHY)
    assert plan.applied(after, **WHY) == (after,)
    newer = ledger.add(Hold(learner=LEARNER, hold="H-2"), **WHY)
    with pytest.raises(LedgerConflict, match="plan again"):
        plan.applied(newer, **WHY)


def test_a_claim_of_nothing_is_no_claim() -> None:
    """A claim without a line cannot be written, however it was made."""
    ledger = holding(offering(a_rule()))
    nothing = attrs.evolve(made(claim(ledger, ALL, at=NOW, request="r-1")), lines=())
    with pytest.raises(LedgerConflict, match="r-1 takes nothing"):
        written(ledger, nothing)
