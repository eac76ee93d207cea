"""Credit that rests on other credit: points are claimed with or after the credit they rest on, and never beyond it."""

import itertools
from typing import Any

import attrs
import pytest
from hypothesis import given, strategies as st

from builders import (
    ABIM,
    ACEP,
    AMA,
    LEARNER,
    NAME,
    NINTH,
    NOW,
    a_designation,
    amounts,
    an_activity,
    assessed,
    at,
    codes,
    made,
    numbers,
    on,
    seen,
    written,
)
from cmecore.activities import Activity, Part
from cmecore.assessment import assess
from cmecore.certificates import certify
from cmecore.claiming import ALL, claim
from cmecore.credit.amounts import Credits, CreditType
from cmecore.credit.periods import Period, Span
from cmecore.credit.rounding import nearest
from cmecore.designations import Designation, RuleDay
from cmecore.earning import earn
from cmecore.entries import Claim, ClaimLine, Earned, Refusal
from cmecore.errors import InvalidValue, LedgerConflict
from cmecore.evidence import Attempt, Evaluated, Feedback, Item, Participation, Progress
from cmecore.ledger import Ledger
from cmecore.rules.awards import AsBase, Asks, Fixed, InProportion, RestsOn, Whole, over_units
from cmecore.rules.criteria import Outcome
from cmecore.rules.policies import Policy
from cmecore.rules.requirements import completed, evaluated, given_feedback, passed

CREDIT = Policy(code="ama", requirements=[completed("0.50")], award=InProportion(), rounding=nearest("0.25"))
CLAIMED, WHOLE = RestsOn(AMA, Asks.CLAIM), RestsOn(AMA, Asks.WHOLE_CLAIM)
#: Points for a passed assessment with feedback, as many as credits.
POINTS = Policy(code="abim", requirements=[passed("0.70"), given_feedback()], award=AsBase(), rests_on=CLAIMED)


def offering(points: Policy = POINTS, *, first: bool = False, most: str = "2.00", **fields: Any) -> Activity:
    """Offer 2.00 AMA credits and points that rest on them, the points first where asked."""
    listed = [a_designation("2.00", CREDIT), a_designation(most, points, type=ABIM)]
    return an_activity(**{"completion": (), "designations": listed[::-1] if first else listed, **fields})


MOC = offering()
ALL_OR_NOTHING = offering(attrs.evolve(POINTS, rests_on=WHOLE))
DONE, PASSED, TOLD = Progress(17, 20, NINTH), Attempt("0.80", NINTH), Feedback(NINTH)
ALL_DONE = Progress(20, 20, NINTH)


def earned(*items: Item, activity: Activity = MOC, ledger: Ledger | None = None) -> Ledger:
    """Write down what some items earn."""
    ledger = ledger or Ledger(LEARNER)
    return written(ledger, *earn(ledger, assess(seen(activity, *items))))


BOTH = earned(DONE, PASSED, TOLD)


def after(ledger: Ledger, wanted: Any = ALL, request: str = "r-1", **fields: Any) -> Ledger:
    """Claim, and write the claim down."""
    return written(ledger, made(claim(ledger, wanted, at=NOW, request=request, **fields)))


def claimed(ledger: Ledger) -> dict[str, str]:
    """List what was claimed, by type."""
    return {kind.code: str(ledger.claimed((code, kind)).amount) for code, kind in ledger.standing}


@pytest.mark.parametrize("activity", [MOC, offering(first=True)], ids=["credit first", "points first"])
def test_points_are_as_many_as_credits(activity: Activity) -> None:
    """M61 [002]: 17 of 20 of 2.00 are 1.75 credits and as many points, whichever of the two is designated first."""
    assessment = assessed(activity, DONE, PASSED, TOLD)
    assert amounts(assessment) == ["1.75", "1.75"]
    assert assessment.since == (NINTH, NINTH)


def test_without_feedback_points_are_pending_by_name_while_credit_stands() -> None:
    """M61: what is missing for the points is named; the credit is earned, claimed and certified without them."""
    assessment = assessed(MOC, DONE, PASSED)
    credit, points = assessment.appraisals
    assert (credit.outcome, credit.credits) == (Outcome.MET, AMA("1.75"))
    assert (points.outcome, points.steps) == (Outcome.UNKNOWN, 0)
    pending = [finding for finding in points.findings if finding.outcome is not Outcome.MET]
    assert [(finding.code, finding.final) for finding in pending] == [("feedback", False)]
    assert pending[0].to_do == "feedback on the assessment with its rationale (not reported)"
    assert "Receive feedback on the assessment, with its rationale" in assessment.explain()
    ledger = after(earned(DONE, PASSED))
    assert claimed(ledger) == {"ama-pra-1": "1.75"}
    # The feedback comes a week later, and with it the points; the credit stays as it was.
    ledger = earned(DONE, PASSED, Feedback(on(3, 16)), ledger=ledger)
    assert ledger.standing["EM-101", ABIM].since == on(3, 16)
    assert ledger.standing["EM-101", AMA].since == NINTH
    assert claimed(after(ledger, request="r-2", type=ABIM)) == {"ama-pra-1": "1.75", "abim-moc": "1.75"}


@pytest.mark.parametrize("items", [(PASSED, TOLD), (Progress(9, 20, NINTH), PASSED, TOLD)], ids=["not reported", "too little"])
@pytest.mark.parametrize("award", [AsBase(), Whole(), Fixed("1.00")], ids=["as base", "whole", "fixed"])
def test_points_without_credit_there_are_never(items: tuple[Item, ...], award: Any) -> None:
    """CME may stand while MOC is missing, never the reverse: without the credit the points are pending, and it is named."""
    assessment = assessed(offering(attrs.evolve(POINTS, award=award)), *items)
    credit, points = assessment.appraisals
    assert credit.outcome is not Outcome.MET
    assert (points.outcome, points.steps, points.receipt) == (Outcome.UNKNOWN, 0, None)
    pending = points.findings[-1]
    assert (pending.code, pending.outcome) == ("award:earned:ama-pra-1", Outcome.UNKNOWN)
    assert pending.says == "Earn what this rests on: AMA PRA Category 1 Credit"
    assert pending.to_do == "AMA PRA Category 1 Credit (not earned)"
    assert earned(*items).entries() == ()


def test_only_what_is_met_counts_as_a_base_and_points_follow_their_own_rule_too() -> None:
    """Passed is not enough for points without the content, and the content is not enough for points without the pass."""
    assert amounts(assessed(MOC, DONE, TOLD, Attempt("0.69", NINTH))) == ["1.75", "0.00"]
    assert amounts(assessed(MOC, Progress(9, 20, NINTH), TOLD, PASSED)) == ["0.00", "0.00"]
    assert amounts(assessed(offering(most="1.00"), DONE, TOLD, PASSED)) == ["1.75", "1.00"]


def test_points_may_be_fewer_where_only_some_sessions_qualify() -> None:
    """Two credits of two hours, of which one qualifies for points: one point at most."""
    parts = [Part(code="m1", title="Qualifies", minutes=60), Part(code="m2", title="Does not", minutes=60)]
    points = Policy(code="abim", award=over_units({"m1": 60}), rests_on=CLAIMED, rounding=nearest("0.25"))
    activity = offering(points, parts=parts, most="1.00")
    both = Progress(1, 1, NINTH, "m1"), Progress(1, 1, NINTH, "m2")
    assert amounts(assessed(activity, *both)) == ["2.00", "1.00"]
    assert amounts(assessed(activity, both[1])) == ["1.00", "0.00"]
    assert amounts(assessed(activity, both[0])) == ["1.00", "1.00"]


@pytest.mark.parametrize("kinds", [(AMA, ABIM), (ABIM, AMA)])
@pytest.mark.parametrize("wanted", [ALL, ["EM-101"], {"EM-101": "1.25"}])
def test_both_are_claimed_in_one_act(wanted: Any, kinds: Any) -> None:
    """M149 [003]: in one claim the credit counts before the points, however the types and designations are ordered."""
    for activity in (MOC, offering(first=True), ALL_OR_NOTHING):
        ledger = earned(ALL_DONE if activity is ALL_OR_NOTHING else DONE, PASSED, TOLD, activity=activity)
        if activity is ALL_OR_NOTHING and isinstance(wanted, dict):
            assert codes(claim(ledger, wanted, at=NOW, request="r-1", type=kinds)) == ["base-not-claimed"]
            continue
        answer = made(claim(ledger, wanted, at=NOW, request="r-1", type=kinds))
        each = "1.25" if isinstance(wanted, dict) else "2.00" if activity is ALL_OR_NOTHING else "1.75"
        assert {kind.code: str(credits.amount) for kind, credits in answer.totals.items()} == {
            "ama-pra-1": each,
            "abim-moc": each,
        }
        assert answer.left_out == ()
        (certificate,) = certify(ledger, answer, name=NAME, at=NOW, number=numbers())
        assert str(certificate.total) == f"{each} AMA PRA Category 1 Credits"
        assert [str(one) for one in certificate.resting] == [f"{each} ABIM MOC points"]
        assert claimed(written(ledger, answer, certificate)) == {kind.code: each for _, kind in ledger.standing}


@pytest.mark.parametrize("wanted", [ALL, ["EM-101"], {"EM-101": "0.25"}])
def test_points_alone_are_refused_and_the_reason_says_what_to_claim(wanted: Any) -> None:
    """Nothing of the credit is claimed, so nothing of the points can be; and what is said leads on."""
    answer = claim(BOTH, wanted, at=NOW, request="r-1", type=ABIM)
    assert codes(answer) == ["base-not-claimed"]
    assert isinstance(answer, Refusal)
    amount = "0.25 ABIM MOC point" if isinstance(wanted, dict) else "1.75 ABIM MOC points"
    assert answer.explain() == (
        f"EM-101: {amount} can be claimed with or after as much AMA PRA Category 1 Credit; claimed of that so far is 0.00"
    )


def test_points_are_claimed_up_to_the_credit_that_is_claimed() -> None:
    """ABIM: at least as many credits as points.  1.00 claimed opens 1.00, and all of the credit opens the rest."""
    ledger = after(BOTH, {"EM-101": "1.00"}, "r-1")
    assert codes(claim(ledger, {"EM-101": "1.25"}, at=NOW, request="r-2", type=ABIM)) == ["base-not-claimed"]
    everything = made(claim(ledger, ALL, at=NOW, request="r-2", type=ABIM))
    assert everything.totals == {ABIM: ABIM("1.00")}
    assert [reason.code for reason in everything.left_out] == ["base-not-claimed"]
    assert "1.75 ABIM MOC points can be claimed with or after as much" in everything.explain()
    ledger = written(ledger, everything)
    assert codes(claim(ledger, ALL, at=NOW, request="r-3", type=ABIM)) == ["base-not-claimed"]
    ledger = after(ledger, ALL, "r-3", type=(AMA, ABIM))
    assert claimed(ledger) == {"ama-pra-1": "1.75", "abim-moc": "1.75"}
    assert codes(claim(ledger, ALL, at=NOW, request="r-4", type=(AMA, ABIM))) == ["nothing-claimable"]
    assert codes(claim(ledger, ["EM-101"], at=NOW, request="r-4", type=(AMA, ABIM))) == ["already-claimed"] * 2


def test_a_part_of_each_in_one_claim_is_bounded_together() -> None:
    """0.50 of the credit was claimed before and 0.75 is now: of the points 1.25 can be."""
    ledger = after(BOTH, {"EM-101": "0.50"}, "r-1")
    ledger = after(ledger, {"EM-101": "0.75"}, "r-2", type=(ABIM, AMA))
    assert claimed(ledger) == {"ama-pra-1": "1.25", "abim-moc": "0.75"}
    assert codes(claim(ledger, {"EM-101": "0.75"}, at=NOW, request="r-3", type=ABIM)) == ["base-not-claimed"]
    assert claimed(after(ledger, {"EM-101": "0.50"}, "r-3", type=ABIM)) == {"ama-pra-1": "1.25", "abim-moc": "1.25"}


def test_each_activity_has_its_own_base() -> None:
    """Credit claimed of one activity is no base for the points of another, in one claim or in two."""
    other = attrs.evolve(MOC, code="EM-102")
    ledger = earned(DONE, PASSED, TOLD, activity=other, ledger=BOTH)
    answer = made(claim(ledger, ALL, at=NOW, request="r-1", type=(ABIM, AMA)))
    assert answer.totals == {AMA: AMA("3.50"), ABIM: ABIM("3.50")}
    ledger = after(ledger, ["EM-101"])
    assert codes(claim(ledger, ["EM-102"], at=NOW, request="r-2", type=ABIM)) == ["base-not-claimed"]
    points = made(claim(ledger, ALL, at=NOW, request="r-2", type=ABIM))
    assert [line.account for line in points.lines] == [("EM-101", ABIM)]
    assert [reason.activity for reason in points.left_out] == ["EM-102"]


def test_the_default_is_the_credit_and_the_points_are_claimed_by_name() -> None:
    """Claiming everything takes the credit and says that there are points as well: no second type is swept along."""
    answer = made(claim(BOTH, ALL, at=NOW, request="r-1"))
    assert answer.totals == {AMA: AMA("1.75")}
    assert answer.explain().endswith("left out: EM-101 also earned 1.75 ABIM MOC points; claim that type by name")


def test_all_or_nothing_points_follow_the_whole_credit() -> None:
    """With 1.00 of 2.00 claimed there is nothing to claim of the points, and with all of it everything."""
    ledger = after(earned(ALL_DONE, PASSED, TOLD, activity=ALL_OR_NOTHING), {"EM-101": "1.00"}, "r-1")
    answer = claim(ledger, ["EM-101"], at=NOW, request="r-2", type=ABIM)
    assert isinstance(answer, Refusal)
    assert answer.explain() == (
        "EM-101: 2.00 ABIM MOC points can be claimed with or after all AMA PRA Category 1 Credit that it is designated for; "
        "claimed of that so far is 1.00"
    )
    ledger = after(ledger, ALL, "r-2")
    assert claimed(after(ledger, {"EM-101": "0.50"}, "r-3", type=ABIM)) == {"ama-pra-1": "2.00", "abim-moc": "0.50"}


def test_a_level_that_rises_undoes_no_claim() -> None:
    """At 1.75 of 2.00 credits there are no points; three units more open all of them, with the last of the credit."""
    ledger = after(earned(DONE, PASSED, TOLD, activity=ALL_OR_NOTHING), ALL, "r-1")
    assert claimed(ledger) == {"ama-pra-1": "1.75"}
    ledger = earned(DONE, PASSED, TOLD, Progress(20, 20, on(3, 12)), activity=ALL_OR_NOTHING, ledger=ledger)
    assert {kind.code: str(left.amount) for (_, kind), left in ledger.claimable().items()} == {
        "ama-pra-1": "0.25",
        "abim-moc": "2.00",
    }
    assert codes(claim(ledger, ALL, at=NOW, request="r-2", type=ABIM)) == ["base-not-claimed"]
    assert codes(claim(ledger, ["EM-101"], at=NOW, request="r-2", type=ABIM)) == ["base-not-claimed"]
    assert claimed(after(ledger, ALL, "r-2", type=(ABIM, AMA))) == {"ama-pra-1": "2.00", "abim-moc": "2.00"}


def test_points_earned_without_terms_stay_claimed_when_terms_come_later() -> None:
    """Points were free until June; from July they rest on the credit: what was claimed before stays, and counts against it."""
    free = attrs.evolve(POINTS, award=InProportion(), rounding=nearest("0.25"), rests_on=None, in_force=Span(None, on(6, 30)))
    bound = attrs.evolve(free, rests_on=CLAIMED, in_force=Span(on(7, 1), None))
    activity = an_activity(
        completion=(),
        designations=[a_designation("2.00", CREDIT), Designation(maximum=ABIM("2.00"), policy=[free, bound])],
    )
    ledger = after(earned(DONE, PASSED, TOLD, activity=activity), ALL, "r-1", type=ABIM)
    ledger = earned(DONE, PASSED, TOLD, Progress(20, 20, on(7, 5)), activity=activity, ledger=ledger)
    assert ledger.standing["EM-101", ABIM].terms.rests_on == CLAIMED
    assert codes(claim(ledger, ALL, at=NOW.replace(month=8), request="r-2", type=ABIM)) == ["base-not-claimed"]
    both = made(claim(ledger, ALL, at=NOW.replace(month=8), request="r-2", type=(AMA, ABIM)))
    assert both.totals == {AMA: AMA("2.00"), ABIM: ABIM("0.25")}
    assert claimed(written(ledger, both)) == {"ama-pra-1": "2.00", "abim-moc": "2.00"}


@pytest.mark.parametrize(
    ("points", "credit", "taken"),
    [
        # Both windows open; that of the points over; that of the credit over before it was claimed.
        (Period(years=1), Period(years=3), {"ama-pra-1": "1.75", "abim-moc": "1.75"}),
        (Period(days=3), Period(years=3), {"ama-pra-1": "1.75"}),
        (Period(years=3), Period(days=3), {}),
    ],
)
def test_each_has_its_own_deadline(points: Period, credit: Period, taken: dict[str, str]) -> None:
    """Late for the points is not late for the credit; late for the credit is too late for points that rest on it."""
    activity = an_activity(
        completion=(),
        designations=[
            a_designation("2.00", attrs.evolve(CREDIT, claim_within=credit)),
            a_designation("2.00", attrs.evolve(POINTS, claim_within=points), type=ABIM),
        ],
    )
    answer = claim(earned(DONE, PASSED, TOLD, activity=activity), ALL, at=NOW, request="r-1", type=(AMA, ABIM))
    if not taken:
        assert codes(answer) == ["claim-window-over", "base-not-claimed"]
        return
    assert {kind.code: str(credits.amount) for kind, credits in made(answer).totals.items()} == taken
    assert [reason.code for reason in made(answer).left_out] == ["claim-window-over"] * (2 - len(taken))


def test_credit_that_asks_for_a_designation_only_is_claimed_by_itself() -> None:
    """ACEP credit needs an activity designated for AMA credit, and no claim of it: not even that it was earned."""
    acep = Policy(code="acep", requirements=[evaluated()], award=Whole(), rests_on=RestsOn(AMA, Asks.DESIGNATION))
    designations = [a_designation("2.00", CREDIT), a_designation("2.00", acep, type=ACEP)]
    activity = an_activity(completion=(), designations=designations)
    assert amounts(assessed(activity, Evaluated(NINTH))) == ["0.00", "2.00"]
    ledger = earned(Evaluated(NINTH), activity=activity)
    assert ledger.standing["EM-101", ACEP].terms.rests_on is None
    assert claimed(after(ledger, ["EM-101"], type=ACEP)) == {"acep-1": "2.00"}
    with pytest.raises(InvalidValue, match=r"ACEP Category I Credit without AMA PRA.*designate the activity for the type"):
        an_activity(completion=(), designations=designations[1:])


@pytest.mark.parametrize("asks", Asks)
def test_an_activity_is_designated_for_what_its_credit_rests_on(asks: Asks) -> None:
    """Points of an activity without credit are refused before anyone takes part in it."""
    points = Policy(code="abim", award=Whole(), rests_on=RestsOn(AMA, asks))
    with pytest.raises(InvalidValue, match=rf"^designations of EM-101: .*policy abim rests on AMA.* {asks.value};"):
        an_activity(completion=(), designations=[a_designation("2.00", points, type=ABIM)])


@pytest.mark.parametrize(
    "rests",
    [
        {AMA: RestsOn(AMA, Asks.CLAIM)},
        {AMA: RestsOn(ABIM, Asks.CLAIM), ABIM: RestsOn(AMA, Asks.CLAIM)},
        {AMA: RestsOn(ABIM, Asks.CLAIM), ABIM: RestsOn(ACEP, Asks.WHOLE_CLAIM), ACEP: None},
    ],
    ids=["on itself", "on each other", "in a row"],
)
def test_what_is_claimed_first_stands_by_itself(rests: dict[CreditType, RestsOn | None]) -> None:
    """Credit that rests on itself, by whatever way round, could never be claimed; and a base is claimed in one step."""
    designations = [a_designation("1.00", Policy(code=kind.code, rests_on=base), type=kind) for kind, base in rests.items()]
    with pytest.raises(InvalidValue, match=r"^designations of EM-101: .*which rests on a claim itself; expected a base that"):
        an_activity(completion=(), designations=designations)


def test_a_base_may_rest_on_a_designation_itself() -> None:
    """Points on ACEP credit, which needs no more of AMA credit than that it was offered, are no row of claims."""
    acep = Policy(code="acep", rests_on=RestsOn(AMA, Asks.DESIGNATION))
    points = Policy(code="abim", award=AsBase(), rests_on=RestsOn(ACEP, Asks.CLAIM))
    activity = an_activity(
        completion=(),
        designations=[
            a_designation("2.00", points, type=ABIM),
            a_designation("1.50", acep, type=ACEP),
            a_designation("2.00", CREDIT),
        ],
    )
    assert amounts(assessed(activity, Evaluated(NINTH))) == ["1.50", "1.50", "0.00"]


ITEMS: list[Item] = [DONE, PASSED, TOLD, Progress(20, 20, on(3, 12))]


@pytest.mark.parametrize("order", list(itertools.permutations(ITEMS)))
def test_every_order_of_arrival_earns_the_same(order: tuple[Item, ...]) -> None:
    """Whether the feedback, the pass or the content is reported first, both levels end up the same since the same day."""
    ledger, so_far = Ledger(LEARNER), Participation(LEARNER, MOC)
    for item in order:
        so_far |= [item]
        ledger = written(ledger, *earn(ledger, assess(so_far)))
    assert {kind.code: (str(one.level.amount), one.since) for (_, kind), one in ledger.standing.items()} == {
        "ama-pra-1": ("2.00", on(3, 12)),
        "abim-moc": ("2.00", on(3, 12)),
    }


def test_points_follow_the_credit_as_it_stood_where_a_rule_ended() -> None:
    """The rule of the credit ended in March with 17 of 20 done; the points of April are as many as that credit, not more."""
    ended = attrs.evolve(CREDIT, in_force=Span(None, on(3, 31)))
    activity = an_activity(completion=(), designations=[a_designation("2.00", ended), a_designation("2.00", POINTS, type=ABIM)])
    items = DONE, Progress(20, 20, on(4, 5)), Attempt("0.80", on(4, 5)), Feedback(on(4, 5))
    assert amounts(assessed(activity, *items)) == ["1.75", "1.75"]
    # Where the rule is that of the release, the credit of April is 2.00, and the points with it.
    released = an_activity(
        completion=(),
        offered=Span(on(3, 1), None),
        designations=[
            a_designation("2.00", ended, rule_day=RuleDay.RELEASE),
            a_designation("2.00", POINTS, type=ABIM),
        ],
    )
    assert amounts(assessed(released, *items)) == ["2.00", "2.00"]


def by_hand(ledger: Ledger, request: str, **taken: str) -> Claim:
    """Put a claim together without asking the library for it."""
    kinds = {"ama": AMA, "abim": ABIM}
    lines = [
        ClaimLine(earned=ledger.standing["EM-101", kinds[name]], credits=kinds[name](amount)) for name, amount in taken.items()
    ]
    return Claim(request=request, learner=LEARNER, asked="by hand", at=NOW, lines=lines)


def test_the_ledger_refuses_points_beyond_the_credit_however_the_claim_was_made() -> None:
    """A claim from elsewhere, an older state of the ledger or another order cannot bring points without credit."""
    for beyond in ({"abim": "0.25"}, {"ama": "1.00", "abim": "1.25"}):
        with pytest.raises(
            LedgerConflict, match=r"which rests on AMA PRA Category 1 Credit claimed, and of that .* is claimed"
        ):
            written(BOTH, by_hand(BOTH, "r-1", **beyond))
    assert claimed(written(BOTH, by_hand(BOTH, "r-1", abim="1.00", ama="1.00"))) == {"ama-pra-1": "1.00", "abim-moc": "1.00"}
    credit, points = by_hand(BOTH, "r-1", ama="1.00"), by_hand(BOTH, "r-2", abim="1.00")
    assert claimed(written(BOTH, credit, points)) == {"ama-pra-1": "1.00", "abim-moc": "1.00"}
    with pytest.raises(LedgerConflict, match=r"claim:r-2 leaves 1\.00 ABIM MOC point claimed of EM-101"):
        written(BOTH, points, credit)
    whole = earned(ALL_DONE, PASSED, TOLD, activity=ALL_OR_NOTHING)
    with pytest.raises(LedgerConflict, match=r"claimed whole, and of that 1\.50 is claimed"):
        written(whole, by_hand(whole, "r-1", ama="1.50", abim="0.25"))


def test_a_line_of_nothing_needs_no_base() -> None:
    """A hand-made line that takes nothing takes nothing from anywhere."""
    assert claimed(written(BOTH, by_hand(BOTH, "r-1", abim="0.00"))) == {"ama-pra-1": "0.00", "abim-moc": "0.00"}


def test_a_claim_that_was_written_before_its_level_is_no_history() -> None:
    """Records are held against what was written before them, in their order: nobody claims what is earned only later."""
    levels = [entry for entry in BOTH.entries() if isinstance(entry, Earned)]
    taken = by_hand(BOTH, "r-1", ama="1.00", abim="1.00")
    assert claimed(written(Ledger(LEARNER), *levels, taken)) == {"ama-pra-1": "1.00", "abim-moc": "1.00"}
    with pytest.raises(LedgerConflict, match=r"claim r-1 takes more of EM-101 than is left"):
        written(Ledger(LEARNER), taken, *levels)
    *first, last = written(Ledger(LEARNER), *levels, taken).records
    with pytest.raises(LedgerConflict, match=r"claim r-1 takes more of EM-101 than is left"):
        Ledger(LEARNER, [last, *first])


def test_points_of_finer_or_coarser_steps_stay_below_the_credit() -> None:
    """Whole points on quarter credits: 1.75 credits claimed open one point, and 0.75 open none."""
    whole = CreditType(code="abp-2", name="ABP MOC point", step="1")
    points = Policy(code="abp", award=InProportion(), rounding=nearest("1"), rests_on=CLAIMED)
    activity = an_activity(completion=(), designations=[a_designation("2.00", CREDIT), a_designation("2", points, type=whole)])
    ledger = earned(DONE, activity=activity)
    assert ledger.standing["EM-101", whole].level == whole("2")
    first = after(ledger, {"EM-101": "0.75"}, "r-1")
    assert codes(claim(first, ALL, at=NOW, request="r-2", type=whole)) == ["base-not-claimed"]
    assert claimed(after(after(first, ALL, "r-2"), ALL, "r-3", type=whole)) == {"ama-pra-1": "1.75", "abp-2": "1"}


WISHES = st.tuples(
    st.none() | st.integers(1, 9),
    st.sampled_from([None, (AMA,), (ABIM,), (AMA, ABIM), (ABIM, AMA)]),
)
STEPS = st.one_of(
    WISHES,
    st.builds(Progress, st.integers(8, 20), st.just(20), st.dates(NINTH, on(3, 20))),
    st.builds(Attempt, st.sampled_from(["0.5", "0.7", "1"]), st.dates(NINTH, on(3, 20))),
    st.builds(Feedback, st.dates(NINTH, on(3, 20))),
)


@given(st.sampled_from([MOC, offering(first=True), ALL_OR_NOTHING, offering(most="1.00")]), st.lists(STEPS, max_size=10))
def test_whatever_is_reported_and_claimed_points_never_exceed_the_credit_that_is_claimed(
    activity: Activity, steps: list[Any]
) -> None:
    """Evidence and claims come in any order: each ledger can be written, and claimed points are within claimed credits."""
    ledger, so_far = Ledger(LEARNER), Participation(LEARNER, activity)
    for number, step in enumerate(steps):
        if isinstance(step, tuple):
            amount, kinds = step
            wanted: Any = ALL if amount is None else {"EM-101": str(Credits(amount, AMA).amount)}
            answer = claim(ledger, wanted, at=at(on(4, 1)), request=f"r-{number}", type=kinds)
            ledger = written(ledger, answer) if isinstance(answer, Claim) else ledger
        else:
            so_far |= [step]
            ledger = written(ledger, *earn(ledger, assess(so_far)))
        credit, points = (ledger.claimed(("EM-101", kind)).amount for kind in (AMA, ABIM))
        assert points <= credit
        if activity is ALL_OR_NOTHING and isinstance(step, tuple) and points:
            assert credit > 0
        levels = {kind: earned.level for (_, kind), earned in ledger.standing.items()}
        assert ABIM not in levels or AMA in levels
