"""Rules and evidence are corrected after credit was earned: what would change is shown, decided, and done as was promised."""

from typing import Any

import attrs
import pytest
from hypothesis import given, settings, strategies as st

from builders import (
    ACEP,
    AMA,
    LEARNER,
    NAME,
    NINTH,
    NOW,
    ONLINE,
    a_designation,
    a_meeting,
    a_participation,
    a_session,
    an_activity,
    at,
    made,
    numbers,
    on,
    seen,
    written,
)
from cmecore import provenance
from cmecore.activities import Activity
from cmecore.assessment import assess
from cmecore.balances import balance
from cmecore.certificates import certify
from cmecore.claiming import ALL, claim
from cmecore.credit.amounts import Credits
from cmecore.credit.canonical import digest
from cmecore.credit.periods import Period, Span
from cmecore.credit.rounding import nearest
from cmecore.earning import earn
from cmecore.entries import Adjusted, Assessed, Observed, Overridden, Purged, Reevaluated, Reported, Retracted, Voided
from cmecore.errors import InvalidValue, LedgerConflict
from cmecore.evidence import Attempt, Declared, Evaluated, Participation, Progress
from cmecore.handling import Handling, Loss
from cmecore.ledger import Ledger
from cmecore.merging import Merging, merge, unmerge
from cmecore.observing import observe
from cmecore.reevaluation import Reevaluation, reevaluate
from cmecore.rules.awards import AsAttested, Whole
from cmecore.rules.policies import Policy
from cmecore.rules.requirements import completed, given_feedback

ACCOUNT = ("EM-101", AMA)
WHY: dict[str, Any] = {"at": NOW, "actor": "office", "reason": "the rule was corrected"}
#: By halves instead of quarters: 17 of 20 of 2.00 is 1.7, which is 1.50 then, and 1.75 by quarters.
HALVES = attrs.evolve(ONLINE, rounding=nearest("0.50"))
#: 90 % of the content: 17 of 20 are too few.
STRICTER = attrs.evolve(ONLINE, requirements=[completed("0.90"), *ONLINE.requirements[1:]])
#: The whole of it for anybody who meets the requirements.
ALL_OF_IT = attrs.evolve(ONLINE, award=Whole())
TITLE = "Early sepsis (EM-101)"
NAMED = "AMA PRA Category 1 Credits"


def course(policy: Policy | tuple[Policy, ...] = ONLINE, loss: Loss = Loss.FULL, **given: Any) -> Activity:
    """Offer the course under a policy, with what was promised about losing credit."""
    return an_activity(**{"designations": (a_designation(policy=policy),), "handling": Handling(loss=loss), **given})


def observed(ledger: Ledger, participation: Participation) -> Ledger:
    """Write evidence, and whatever it raises."""
    ledger = written(ledger, *observe(ledger, participation, at=NOW).entries)
    return written(ledger, *earn(ledger, assess(ledger.participation(participation.activity))))


def earned(activity: Activity, learner: str = LEARNER, **given: Any) -> Ledger:
    """Earn 1.75 of 2.00 with 17 of 20 units."""
    return observed(Ledger(learner, secret=b"16 random bytes!"), a_participation(activity=activity, learner=learner, **given))


def taken(ledger: Ledger, wanted: Any = ALL) -> Ledger:
    """Claim, with certificates."""
    answer = made(claim(ledger, wanted, at=NOW, request="r-1"))
    return written(written(ledger, answer), *certify(written(ledger, answer), answer, name=NAME, at=NOW, number=numbers()))


def confirmed(ledger: Ledger, *activities: Activity) -> Ledger:
    """Re-evaluate, and confirm whatever it says."""
    (after,) = reevaluate(ledger, activities).applied(ledger, **WHY)
    return after


def levels(plan: Reevaluation) -> tuple[list[str], list[str], list[str]]:
    """List the levels that would stand: gained, lost, unchanged."""
    kinds = (plan.gained, plan.lost, plan.unchanged)
    gained, lost, unchanged = ([str(change.after.amount) for change in changes] for changes in kinds)
    return gained, lost, unchanged


def rule(policy: Policy) -> str:
    """Name a policy as it is printed."""
    return f"by {policy.version}"


# What changes nothing


def test_a_rule_that_starts_later_changes_nothing_earned_before() -> None:
    """T16: the evidence of March is held against the rule of March, whatever holds from April on."""
    march = attrs.evolve(ONLINE, in_force=Span(None, on(3, 31)))
    april = attrs.evolve(STRICTER, in_force=Span(on(4, 1), None))
    ledger = earned(course())
    plan = reevaluate(ledger, course((march, april)))
    assert levels(plan) == ([], [], ["1.75"])
    (change,) = plan.unchanged
    assert (change.account, change.worth, change.earned_under, change.version) == (
        ACCOUNT,
        AMA("1.75"),
        ONLINE.version,
        march.version,
    )
    # To end a rule is to write another version of it: the same level, and both names.
    assert plan.explain() == f"{TITLE}: 1.75 {NAMED} as before, {rule(march)} now, and {rule(ONLINE)} when it was earned"
    assert plan.applied(ledger, **WHY) == (ledger,)


def test_the_same_rules_change_nothing() -> None:
    """What is right is told as unchanged, with the version that it was earned under, and nothing is written."""
    ledger = earned(course())
    plan = reevaluate(ledger, [course()])
    assert plan.explain() == f"{TITLE}: 1.75 {NAMED} as before, {rule(ONLINE)} now"
    assert (plan.steps[0].entries, plan.conflicts) == ((), ())
    assert plan.applied(ledger, at=NOW, actor="office", reason="")[0] is ledger


def test_activities_that_the_ledger_knows_nothing_of_are_no_matter() -> None:
    """There is nothing to tell of a course that was never begun, or has no credit."""
    assert reevaluate(Ledger(LEARNER), [course(), course(code="EM-102")]).explain() == "nothing was earned in these activities"
    assert reevaluate(earned(course(designations=())), course(designations=())).lost == ()
    assert levels(reevaluate(earned(course(), done=3), course())) == ([], [], [])


# What is lost


def test_a_corrected_rule_lowers_what_was_promised_to_follow_it() -> None:
    """Full: 1.75 by quarters is 1.50 by halves, and nothing is written before somebody confirms it."""
    ledger = earned(course())
    plan = reevaluate(ledger, course(HALVES))
    assert levels(plan) == ([], ["1.50"], [])
    assert plan.explain() == (
        f"{TITLE}: 1.50 {NAMED} instead of 1.75, {rule(HALVES)} now, and {rule(ONLINE)} when it was earned"
    )
    assert ledger.claimable() == {ACCOUNT: AMA("1.75")}
    (after,) = plan.applied(ledger, **WHY)
    assert after.claimable() == {ACCOUNT: AMA("1.50")}
    adjusted, last = after.entries()[-2:]
    assert isinstance(adjusted, Adjusted)
    assert isinstance(last, Reevaluated)
    assert (adjusted.case, last.activities) == (last.plan, ("EM-101",))
    assert reevaluate(ledger, course(HALVES)) == plan
    assert levels(reevaluate(after, course(HALVES))) == ([], [], ["1.50"])


def test_what_was_promised_when_it_was_earned_counts() -> None:
    """A provider that takes credit back from today on does not take back what it promised to leave."""
    plan = reevaluate(earned(course(loss=Loss.NEVER)), course(STRICTER, loss=Loss.FULL))
    assert levels(plan) == ([], [], ["1.75"])
    assert plan.explain() == (
        f"{TITLE}: worth 0.00 {rule(STRICTER)} now, and {rule(ONLINE)} when it was earned; "
        f"1.75 {NAMED} stand, since nothing is taken back"
    )
    assert (plan.unchanged[0].worth, plan.steps[0].entries) == (AMA("0.00"), ())


def topped_up(first: Loss, then: Loss, claimed: str = "0.00") -> Ledger:
    """Earn 1.00 with 10 of 20 units under a promise, and 0.25 more with 12 after the provider promised something else."""
    easy = attrs.evolve(ONLINE, requirements=[completed("0.50"), *ONLINE.requirements[1:]])
    ledger = earned(course(easy, loss=first), done=10)
    assert ledger.claimable() == {ACCOUNT: AMA("1.00")}
    if AMA(claimed):
        ledger = taken(ledger, {"EM-101": claimed})
    ledger = observed(ledger, seen(course(easy, loss=then), Progress(12, 20, on(3, 20))))
    assert ledger.standing[ACCOUNT].level == AMA("1.25")
    return ledger


@pytest.mark.parametrize(
    ("first", "then", "claimed", "after"),
    [
        (Loss.NEVER, Loss.FULL, "0.00", "1.00"),
        (Loss.NEVER, Loss.UNCLAIMED, "0.00", "1.00"),
        (Loss.NEVER, Loss.FULL, "0.75", "1.00"),
        # Kept as far as it was claimed, of what was promised to be kept that far.
        (Loss.UNCLAIMED, Loss.FULL, "0.75", "0.75"),
        (Loss.UNCLAIMED, Loss.FULL, "0.00", "0.00"),
        (Loss.FULL, Loss.FULL, "0.75", "0.00"),
        # A harder promise before is no matter: the later one is about all that stands.
        (Loss.FULL, Loss.NEVER, "0.00", "1.25"),
    ],
)
def test_what_was_earned_under_a_milder_promise_stays(first: Loss, then: Loss, claimed: str, after: str) -> None:
    """M-j: a top-up brings a promise about itself; done once it is done."""
    ledger = topped_up(first, then, claimed)
    plan = reevaluate(ledger, course(STRICTER, loss=then))
    (once,) = plan.applied(ledger, **WHY)
    assert once.standing[ACCOUNT].level == AMA(after)
    again = reevaluate(once, course(STRICTER, loss=then))
    assert (levels(again), again.steps[0].entries) == (([], [], [after]), ())
    kept = "; worth 0.00 now, and what was earned under a milder promise is kept"
    milder = after in {"0.75", "1.00"}
    assert (plan.explain().splitlines()[0].endswith(kept), "since it was earned under a milder" in again.explain()) == (
        milder,
        milder,
    )


def test_what_was_claimed_under_a_milder_promise_stays_no_further_than_it_was_promised() -> None:
    """M-j: of 1.25 that were all claimed, 1.00 were promised to stay; the top-up is over-claimed."""
    ledger = topped_up(Loss.UNCLAIMED, Loss.FULL)
    plan = reevaluate(taken(ledger), course(STRICTER))
    assert levels(plan) == ([], ["1.00"], [])
    assert [reason.code for reason in plan.conflicts] == ["over-claimed", "certificate"]


def test_a_milder_promise_raises_nothing_that_was_set_lower() -> None:
    """M-j: somebody set 0.50 by hand, or confirmed it; the promise of before gives nothing back."""
    ledger = topped_up(Loss.NEVER, Loss.FULL)
    by_hand = ledger.add(Adjusted(learner=LEARNER, activity="EM-101", level=AMA("0.50"), case="C-7"), **WHY)
    assert levels(reevaluate(by_hand, course(STRICTER))) == ([], [], ["0.50"])
    # All of it was lost before the milder promise was given, and a top-up followed.
    easy = attrs.evolve(ONLINE, requirements=[completed("0.50"), *ONLINE.requirements[1:]])
    lost = confirmed(earned(course(easy), done=10), course(STRICTER))
    for loss, done in ((Loss.NEVER, 12), (Loss.FULL, 14)):
        lost = observed(lost, seen(course(easy, loss=loss), Progress(done, 20, on(3, 20))))
    reached = lost.reached(ACCOUNT)
    assert reached is not None
    assert (reached.level, lost.standing[ACCOUNT].level) == (AMA("1.50"), AMA("0.00"))
    assert levels(reevaluate(lost, course(STRICTER))) == ([], [], ["0.00"])


def test_each_account_that_was_joined_has_its_own_promise() -> None:
    """M-j: 1.00 of the other account were promised to stay for good, and go with it when they part."""
    half = a_participation(activity=course(designations=(a_designation("1.25"),), loss=Loss.NEVER), learner="dr-17")
    into, other = _joined(earned(course()), observed(Ledger("dr-17"), half))
    lower = confirmed(into, course(STRICTER))
    assert lower.claimable() == {ACCOUNT: AMA("1.00")}
    undo = unmerge(lower, other, merge="M-1")
    assert isinstance(undo, Merging)
    assert [one.claimable() for one in undo.applied(lower, other, **WHY)] == [{}, {ACCOUNT: AMA("1.00")}]


@pytest.mark.parametrize(
    ("policy", "claimed", "after"),
    [
        (STRICTER, "0.75", "0.75"),  # nothing is right now, and 0.75 are claimed
        (HALVES, "0.75", "1.50"),  # 1.50 are right now, more than was claimed
        (STRICTER, "0.00", "0.00"),
    ],
)
def test_only_what_was_not_claimed_is_lost(policy: Policy, claimed: str, after: str) -> None:
    """Unclaimed: down to what was claimed, and never below what is right now."""
    ledger = earned(course(loss=Loss.UNCLAIMED))
    if claimed != "0.00":
        ledger = taken(ledger, {"EM-101": claimed})
    plan = reevaluate(ledger, course(policy))
    assert levels(plan) == ([], [after], [])
    assert plan.conflicts == ()
    kept = "; worth 0.00 now, and what was claimed is kept"
    assert (kept in plan.explain()) == (after == "0.75")
    (ledger,) = plan.applied(ledger, **WHY)
    found = balance(ledger, at=NOW)[ACCOUNT]
    assert (found.earned, found.claimed, found.over_claimed) == (AMA(after), AMA(claimed), AMA("0.00"))


def test_what_was_claimed_whole_is_kept_whole() -> None:
    """Unclaimed: of credit that was all claimed nothing is lost."""
    plan = reevaluate(taken(earned(course(loss=Loss.UNCLAIMED))), course(STRICTER))
    assert levels(plan) == ([], [], ["1.75"])
    assert plan.explain().endswith(f"1.75 {NAMED} stand, since all of it was claimed")


def test_what_was_claimed_beyond_a_level_that_falls_is_over_claimed_and_its_papers_are_told() -> None:
    """Full: 1.75 claimed, 1.50 right: over-claimed by 0.25, with the certificate to void or reissue, and the report."""
    ledger = taken(earned(course()))
    ledger = written(ledger, Reported(learner=LEARNER, report="pars-1", activity="EM-101", type=AMA, body="accme"))
    plan = reevaluate(ledger, course(HALVES))
    assert [(reason.code, reason.says) for reason in plan.conflicts] == [
        ("over-claimed", f"1.75 {NAMED} were claimed of EM-101, and 1.50 would stand: over-claimed by 0.25"),
        (
            "certificate",
            "certificate LK-000001 awards 1.75 of EM-101; reissue it, which states what stands, or void it",
        ),
        ("reported", "credit of EM-101 was reported to accme; correct it there"),
    ]
    (after,) = plan.applied(ledger, **WHY)
    found = balance(after, at=NOW)[ACCOUNT]
    assert (found.earned, found.claimed, found.over_claimed) == (AMA("1.50"), AMA("1.75"), AMA("0.25"))
    ended = ledger.add(Voided(learner=LEARNER, number="LK-000001", credit=False), **WHY)
    assert [reason.code for reason in reevaluate(ended, course(HALVES)).conflicts] == ["over-claimed", "reported"]


def test_only_the_papers_and_reports_of_the_account_are_told() -> None:
    """A certificate over another course has nothing to do with it."""
    other = an_activity("EM-102", title="Shock", course="Shock", designations=(a_designation(type=ACEP),))
    ledger = observed(taken(earned(course())), a_participation(activity=other))
    both = made(claim(ledger, ALL, at=NOW, request="r-2", type=ACEP))
    ledger = written(ledger, both)
    ledger = written(ledger, *certify(ledger, both, name=NAME, at=NOW, number=numbers(2)))
    ledger = written(ledger, Reported(learner=LEARNER, report="pars-1", activity="EM-102", type=ACEP, body="accme"))
    assert [reason.code for reason in reevaluate(ledger, course(HALVES)).conflicts] == ["over-claimed", "certificate"]


def test_evidence_that_was_taken_back_takes_its_credit_along() -> None:
    """The score was another learner's: without it nothing is earned, and the completion is told."""
    passing = course(completion=ONLINE.requirements)
    ledger = earned(passing)
    (wrong,) = [one for one in ledger.entries() if isinstance(one, Observed) and isinstance(one.item, Attempt)]
    ledger = ledger.add(Retracted(learner=LEARNER, observed=wrong.identity), **WHY)
    plan = reevaluate(ledger, passing)
    assert levels(plan) == ([], ["0.00"], [])
    assert [reason.says for reason in plan.conflicts] == [
        f"{TITLE} was completed, and would not be now; look at its certificate of participation"
    ]
    assert plan.applied(ledger, **WHY)[0].claimable() == {}
    again = written(ledger, Observed(learner=LEARNER, activity="EM-101", item=Attempt("0.80", NINTH), source="lms", event="9"))
    assert levels(reevaluate(again, passing)) == ([], [], ["1.75"])


def test_evidence_that_was_all_taken_back_leaves_nothing() -> None:
    """The whole participation was somebody else's."""
    ledger = earned(course())
    items = [one for one in ledger.entries() if isinstance(one, Observed)]
    ledger = ledger.add(*(Retracted(learner=LEARNER, observed=one.identity) for one in items), **WHY)
    assert levels(reevaluate(ledger, course())) == ([], ["0.00"], [])


def test_a_completion_that_a_corrected_rule_denies_is_told() -> None:
    """Nothing un-completes an activity; a person looks at its paper."""
    stricter = course(STRICTER, completion=STRICTER.requirements)
    assert [reason.code for reason in reevaluate(earned(course()), stricter).conflicts] == ["completed"]


def test_a_type_that_the_activity_is_not_designated_for_is_lost() -> None:
    """It was designated for ACEP credit by mistake."""
    ledger = earned(course(designations=(a_designation(), a_designation(type=ACEP))))
    plan = reevaluate(ledger, course())
    assert [change.account[1] for change in plan.lost] == [ACEP]
    assert plan.lost[0].version == ""
    assert plan.does[1] == (
        f"{TITLE}: 0.00 ACEP Category I Credit instead of 1.75, by no rule now, and {rule(ONLINE)} when it was earned"
    )


# What is gained


def test_a_corrected_rule_raises_a_level() -> None:
    """The whole 2.00 instead of a share of it: a level is written, under the version that gives it."""
    ledger = taken(earned(course()))
    plan = reevaluate(ledger, course(ALL_OF_IT))
    assert levels(plan) == (["2.00"], [], [])
    assert plan.gained[0].says == (
        f"{TITLE}: 2.00 {NAMED} instead of 1.75, {rule(ALL_OF_IT)} now, and {rule(ONLINE)} when it was earned"
    )
    (after,) = plan.applied(ledger, **WHY)
    assert after.claimable() == {ACCOUNT: AMA("0.25")}
    assert after.standing[ACCOUNT].version == ALL_OF_IT.version
    assert isinstance(after.entries()[-1], Reevaluated)


def test_a_type_that_was_designated_since_is_gained() -> None:
    """The course turned out to be worth ACEP credit too; nothing was earned of that before."""
    plan = reevaluate(earned(course()), course(designations=(a_designation(), a_designation(type=ACEP))))
    assert levels(plan) == (["1.75"], [], ["1.75"])
    (change,) = plan.gained
    assert (change.before, change.earned_under) == (None, "")
    assert change.says == f"{TITLE}: 1.75 ACEP Category I Credits that were not earned before, {rule(ONLINE)}"


def test_terms_that_were_promised_are_not_changed() -> None:
    """The time to claim was given when the credit was earned: a corrected window is one for those who earn it now."""
    years = {count: attrs.evolve(ONLINE, claim_within=Period(years=count)) for count in (2, 3, 5)}
    ledger = earned(course(years[3]))
    for other in (years[2], years[5], ONLINE):
        plan = reevaluate(ledger, course(other))
        assert (levels(plan), plan.steps[0].entries) == (([], [], ["1.75"]), ())


# What is not touched


def test_what_was_earned_from_other_evidence_is_told_and_not_touched() -> None:
    """An award whose evidence is not in the ledger stands, whatever the rules say now."""
    elsewhere = written(Ledger(LEARNER), *earn(Ledger(LEARNER), assess(a_participation(activity=course()))))
    plan = reevaluate(elsewhere, course(STRICTER))
    assert levels(plan) == ([], [], ["1.75"])
    assert plan.explain() == f"{TITLE}: 1.75 {NAMED} were not earned from evidence in this ledger, and stand"
    # Nor is it touched where a part of its evidence came in later, or at once with it.
    for piece in (Progress(3, 20, NINTH), Evaluated(NINTH)):
        later = written(elsewhere, Observed(learner=LEARNER, activity="EM-101", item=piece))
        assert levels(reevaluate(later, course(STRICTER))) == ([], [], ["1.75"])
    partly = written(Ledger(LEARNER), Observed(learner=LEARNER, activity="EM-101", item=Progress(3, 20, NINTH)))
    partly = written(partly, *earn(partly, assess(a_participation(activity=course()))))
    partly = written(partly, Observed(learner=LEARNER, activity="EM-101", item=Attempt("0.71", NINTH)))
    plan = reevaluate(partly, course(STRICTER))
    assert levels(plan) == ([], [], ["1.75"])
    assert plan.explain().startswith(f"{TITLE}: 1.75 {NAMED} were not earned from evidence in this ledger, and stand")


def test_what_somebody_granted_is_told_and_not_touched() -> None:
    """A named person granted 2.00 for a reason; the rules have no say in that."""
    ledger = earned(course())
    granted = attrs.evolve(ledger.standing[ACCOUNT], level=AMA("2.00"))
    ledger = ledger.add(Overridden(learner=LEARNER, earned=granted, by="R. Mills", case="C-8"), **WHY)
    assert levels(reevaluate(ledger, course(STRICTER))) == ([], [], ["2.00"])
    lower = attrs.evolve(granted, level=AMA("1.00"))
    partly = earned(course()).add(Overridden(learner=LEARNER, earned=lower, by="R. Mills", case="C-8"), **WHY)
    assert levels(reevaluate(partly, course(STRICTER))) == ([], ["1.00"], [])


def test_evidence_that_was_purged_condemns_nobody() -> None:
    """After the end of retention nobody can tell what it was worth."""
    ledger = earned(course())
    item = next(one for one in ledger.entries() if isinstance(one, Observed) and isinstance(one.item, Attempt))
    purged = ledger.add(Purged(learner=LEARNER, purge="2032-03", erased=[item.identity]), **WHY)
    assert levels(reevaluate(purged, course(STRICTER))) == ([], [], ["1.75"])


def test_what_is_not_known_takes_nothing_back() -> None:
    """Missing is not zero: the corrected rule asks what nobody was asked, or no rule is known for the day."""
    asking = attrs.evolve(ONLINE, requirements=[*ONLINE.requirements, given_feedback()])
    april = attrs.evolve(STRICTER, in_force=Span(on(4, 1), None))
    for policy in (asking, april):
        plan = reevaluate(earned(course()), course(policy))
        assert levels(plan) == ([], [], ["1.75"])
        assert plan.explain().endswith(f"1.75 {NAMED} stand, since whether it would be earned now is not known")


def test_what_was_declared_and_claimed_is_settled() -> None:
    """1.50 declared and claimed: a later word of 1.00 changes nothing, and a wrong entry that is taken back does."""
    evening = at(NINTH, 18)
    live = a_meeting(
        a_session("S1", evening, 120), policy=Policy(code="live", award=AsAttested()), handling=Handling(loss=Loss.FULL)
    )
    first = Observed(learner=LEARNER, activity="LIVE-1", item=Declared(AMA("1.50"), NINTH))
    ledger = written(Ledger(LEARNER), first)
    ledger = written(ledger, *earn(ledger, assess(ledger.participation(live))))
    changed = written(ledger, Observed(learner=LEARNER, activity="LIVE-1", item=Declared(AMA("1.00"), on(3, 10))))
    assert levels(reevaluate(changed, live)) == ([], ["1.00"], [])
    claimed = taken(ledger)
    later = written(claimed, Observed(learner=LEARNER, activity="LIVE-1", item=Declared(AMA("1.00"), on(3, 10))))
    plan = reevaluate(later, live)
    assert levels(plan) == ([], [], ["1.50"])
    assert plan.explain().endswith("stand, since it was declared and claimed, which settles it")
    wrong = later.add(Retracted(learner=LEARNER, observed=first.identity), **WHY)
    assert levels(reevaluate(wrong, live)) == ([], ["1.00"], [])


def test_evidence_that_is_looked_at_a_thousand_times_is_spelled_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Cost: only what something was earned of is held against the evidence; two thousand entries are no work of squares."""
    spelled = []

    def counted(value: object) -> str:
        spelled.append(value)
        return digest(value)

    monkeypatch.setattr(provenance, "digest", counted)
    entries: list[Any] = []
    for place in range(1000):
        item = Progress(3, 20, NINTH)
        entries.append(Observed(learner=LEARNER, activity="EM-101", item=item, source="lms", event=f"row-{place}"))
        entries.append(Assessed(learner=LEARNER, activity="EM-101", evidence=f"as it was at row {place}"))
    ledger = written(Ledger(LEARNER), *entries)
    ledger = observed(ledger, a_participation(activity=course(designations=(a_designation(), a_designation(type=ACEP)))))
    assert levels(reevaluate(ledger, course(HALVES))) == ([], ["1.50", "0.00"], [])
    assert len(spelled) == 1


# Again, and by hand


def test_what_a_re_evaluation_lowered_is_lifted_when_it_is_right_after_all() -> None:
    """The correction was a mistake itself: 1.75 stands again; and the same loss after that is a case of its own."""
    ledger = confirmed(earned(course()), course(HALVES))
    plan = reevaluate(ledger, course())
    assert levels(plan) == (["1.75"], [], [])
    (lifted,) = [one for one in plan.steps[0].entries if isinstance(one, Adjusted)]
    assert lifted.lifted
    ledger = confirmed(ledger, course())
    assert ledger.claimable() == {ACCOUNT: AMA("1.75")}
    ledger = confirmed(ledger, course(HALVES))
    assert ledger.claimable() == {ACCOUNT: AMA("1.50")}
    ledger = confirmed(ledger, course(STRICTER))
    assert ledger.claimable() == {}
    # In part right after all, and with more evidence more.
    ledger = confirmed(ledger, course(HALVES))
    assert ledger.claimable() == {ACCOUNT: AMA("1.50")}
    ledger = observed(ledger, seen(course(HALVES), Progress(20, 20, on(3, 20))))
    assert ledger.claimable() == {ACCOUNT: AMA("1.50")}
    assert levels(reevaluate(ledger, course(HALVES))) == (["2.00"], [], [])
    assert confirmed(ledger, course(HALVES)).claimable() == {ACCOUNT: AMA("2.00")}
    assert len({one.case for one in ledger.entries() if isinstance(one, Adjusted)}) == 5


def test_a_promise_to_take_nothing_back_leaves_an_earlier_decision_alone() -> None:
    """What somebody confirmed before stands until the level is right again."""
    ledger = confirmed(earned(course()), course(HALVES))
    never = attrs.evolve(ledger.standing[ACCOUNT], level=AMA("1.75"), since=on(3, 1))
    never = attrs.evolve(never, terms=attrs.evolve(never.terms, handling=Handling(loss=Loss.NEVER)))
    plan = reevaluate(written(ledger, never), course(STRICTER))
    assert levels(plan) == ([], [], ["1.50"])
    assert plan.steps[0].entries == ()


def test_what_was_set_by_hand_is_not_lifted() -> None:
    """A person set 1.00; re-evaluations go below that and come back to it, and the person's word is told."""
    ledger = earned(course()).add(Adjusted(learner=LEARNER, activity="EM-101", level=AMA("1.00"), case="C-7"), **WHY)
    plan = reevaluate(ledger, course(HALVES))
    assert levels(plan) == ([], [], ["1.00"])
    assert plan.explain().endswith("when it was earned, and worth 1.50: it was set by hand")
    lower = confirmed(ledger, course(STRICTER))
    assert lower.claimable() == {}
    assert confirmed(lower, course()).claimable() == {ACCOUNT: AMA("1.00")}
    # Taken away by hand, it is gone.
    free = ledger.add(
        Adjusted(learner=LEARNER, activity="EM-101", level=AMA("1.00"), case="C-8", lifted=True),
        **WHY,
    )
    assert confirmed(confirmed(free, course(STRICTER)), course()).claimable() == {ACCOUNT: AMA("1.75")}
    # A person's later word is the last.
    word = lower.add(Adjusted(learner=LEARNER, activity="EM-101", level=AMA("0.50"), case="C-9"), **WHY)
    assert levels(reevaluate(word, course())) == ([], [], ["0.50"])


# A plan is of its day


def test_a_plan_of_a_ledger_that_changed_since_is_refused_where_it_matters() -> None:
    """A claim in between would be over-claimed by a plan that knew nothing of it; a claim of another course is no matter."""
    ledger = observed(earned(course(loss=Loss.UNCLAIMED)), a_participation(activity=an_activity("EM-102", title="Shock")))
    plan = reevaluate(ledger, course(STRICTER))
    assert levels(plan) == ([], ["0.00"], [])
    with pytest.raises(LedgerConflict, match="the ledger changed since the re-evaluation was planned; plan it again"):
        plan.applied(taken(ledger, ["EM-101"]), **WHY)
    (after,) = plan.applied(taken(ledger, ["EM-102"]), **WHY)
    assert set(after.claimable()) == set()
    assert plan.applied(after, **WHY) == (after,)
    with pytest.raises(InvalidValue, match="the 1 that the plan was made of"):
        plan.applied(Ledger("dr-43"), **WHY)


def test_losing_credit_needs_a_reason() -> None:
    """Nobody loses anything without being told why."""
    ledger = earned(course())
    with pytest.raises(InvalidValue, match="reason"):
        reevaluate(ledger, course(HALVES)).applied(ledger, at=NOW, actor="office", reason="")


def test_activities_are_given_once_and_a_ledger_that_goes_on() -> None:
    """The same code twice, something else, or an account that was joined: mistakes of the program."""
    with pytest.raises(InvalidValue, match="activities"):
        reevaluate(earned(course()), [course(), course(HALVES)])
    with pytest.raises(InvalidValue, match="activities"):
        reevaluate(earned(course()), ["EM-101"])  # type: ignore[list-item]
    into, other = _joined(Ledger("dr-43"), earned(course()))
    with pytest.raises(LedgerConflict, match="joined to another one; re-evaluate the one that it follows"):
        reevaluate(other, course())
    assert levels(reevaluate(into, course(HALVES))) == ([], ["1.50"], [])


def test_nobody_is_named() -> None:
    """No account in what is printed, raised or represented."""
    ledger = taken(earned(course(), learner="ada@home.example"))
    plan = reevaluate(ledger, course(HALVES))
    for text in (repr(plan), plan.explain(), repr(plan.lost)):
        assert "ada@home" not in text
        assert NAME not in text


# Accounts that were joined


def _joined(into: Ledger, other: Ledger) -> tuple[Ledger, Ledger]:
    plan = merge(into, other, merge="M-1")
    assert isinstance(plan, Merging)
    into, other = plan.applied(into, other, **WHY)
    return into, other


def test_a_level_of_two_accounts_falls_for_both() -> None:
    """Each learner's level is bounded under a case of its own, and both are lifted again."""
    into, other = _joined(earned(course()), earned(course(), learner="dr-17"))
    lower = confirmed(into, course(HALVES))
    assert lower.claimable() == {ACCOUNT: AMA("1.50")}
    cases = [one.case for one in lower.entries() if isinstance(one, Adjusted)]
    assert len({one.identity for one in lower.entries() if isinstance(one, Adjusted)}) == 2
    assert cases[1] == f"{cases[0]}.1"
    assert confirmed(lower, course()).claimable() == {ACCOUNT: AMA("1.75")}
    plan = unmerge(lower, other, merge="M-1")
    assert isinstance(plan, Merging)
    back, again = plan.applied(lower, other, **WHY)
    assert [one.claimable() for one in (back, again)] == [{ACCOUNT: AMA("1.50")}, {ACCOUNT: AMA("1.50")}]
    assert confirmed(again, course()).claimable() == {ACCOUNT: AMA("1.50")}  # the plan of a ledger that it is not in any more


def test_a_level_that_falls_for_one_account_is_left_alone_in_the_other() -> None:
    """Of 1.75 here and 1.00 there only what is above 1.50 falls."""
    into, _ = _joined(earned(course()), observed(Ledger("dr-17"), _half("dr-17")))
    lower = confirmed(into, course(HALVES))
    assert [(one.learner, one.level) for one in lower.entries() if isinstance(one, Adjusted)] == [("dr-42", AMA("1.50"))]


def _half(learner: str) -> Participation:
    """Earn 1.00 where the designation is lower there."""
    return a_participation(activity=course(designations=(a_designation("1.25"),)), learner=learner)


@pytest.mark.parametrize("loss", Loss)
def test_credit_of_the_evidence_of_both_is_what_its_own_evidence_says_when_they_are_parted(loss: Loss) -> None:
    """Together they earned 1.75; parted nothing stands, whatever was promised, until the account's own evidence is enough."""
    activity = course(loss=loss)
    mine = observed(Ledger(LEARNER), seen(activity, Progress(17, 20, NINTH)))
    theirs = observed(Ledger("dr-17"), seen(activity, Attempt("0.71", NINTH), Evaluated(NINTH), learner="dr-17"))
    into, other = _joined(mine, theirs)
    plan = reevaluate(into, activity)
    assert levels(plan) == (["1.75"], [], [])
    (into,) = plan.applied(into, **WHY)
    undo = unmerge(into, other, merge="M-1")
    assert isinstance(undo, Merging)
    back, _ = undo.applied(into, other, **WHY)
    assert back.claimable() == {}
    assert levels(reevaluate(back, activity)) == ([], [], ["0.00"])
    own = [Observed(learner=LEARNER, activity="EM-101", item=item) for item in (Attempt("0.9", NINTH), Evaluated(NINTH))]
    enough = written(back, *own)
    assert levels(reevaluate(enough, course(HALVES, loss=loss))) == (["1.50"], [], [])
    assert confirmed(enough, activity).claimable() == {ACCOUNT: AMA("1.75")}


def test_what_was_taken_back_or_granted_in_the_joined_account_counts() -> None:
    """Retractions and grants of the other account come along, and go with it."""
    theirs = earned(course(), learner="dr-17")
    wrong = next(one for one in theirs.entries() if isinstance(one, Observed) and isinstance(one.item, Attempt))
    theirs = theirs.add(Retracted(learner="dr-17", observed=wrong.identity), **WHY)
    into, _ = _joined(Ledger(LEARNER), theirs)
    assert levels(reevaluate(into, course())) == ([], ["0.00"], [])
    granted = attrs.evolve(theirs.standing[ACCOUNT], level=AMA("2.00"))
    theirs = theirs.add(Overridden(learner="dr-17", earned=granted, by="R. Mills", case="C-8"), **WHY)
    into, other = _joined(earned(course()), theirs)
    assert levels(reevaluate(into, course(STRICTER))) == ([], [], ["2.00"])
    undo = unmerge(into, other, merge="M-1")
    assert isinstance(undo, Merging)
    assert levels(reevaluate(undo.applied(into, other, **WHY)[0], course(STRICTER))) == ([], ["0.00"], [])


# Laws

POLICIES = st.sampled_from([ONLINE, HALVES, STRICTER, ALL_OF_IT])


@settings(max_examples=60)
@given(rules=st.lists(POLICIES, min_size=1, max_size=4), loss=st.sampled_from(Loss), claimed=st.sampled_from(["0.00", "0.75"]))
def test_confirmed_a_re_evaluation_finds_nothing_more(rules: list[Policy], loss: Loss, claimed: str) -> None:
    """Whatever was corrected in whatever order: done once it is done, and only what was promised to be lost is lost."""
    ledger = earned(course(loss=loss))
    if AMA(claimed):
        ledger = taken(ledger, {"EM-101": claimed})
    for policy in rules:
        ledger = confirmed(ledger, course(policy, loss=loss))
        again = reevaluate(ledger, course(policy, loss=loss))
        assert (again.gained, again.lost, again.steps[0].entries) == ((), (), ())
    worth = {ONLINE: "1.75", HALVES: "1.50", STRICTER: "0.00", ALL_OF_IT: "2.00"}
    right = AMA(worth[rules[-1]])
    best = max([AMA("1.75"), *(AMA(worth[policy]) for policy in rules)])
    kept = {Loss.NEVER: best, Loss.UNCLAIMED: max(right, AMA(claimed)), Loss.FULL: right}
    assert ledger.standing[ACCOUNT].level == kept[loss]
    found = balance(ledger, at=NOW)[ACCOUNT]
    assert found.over_claimed == Credits(max(0, AMA(claimed).steps - kept[loss].steps), AMA)
    assert found.earned + found.over_claimed == found.claimed + found.claimable
