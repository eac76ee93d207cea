"""What a participation is worth: outcomes, amounts with receipts, findings, what is still to do, topics and specialties."""

import datetime
from typing import Any

import attrs
import pytest
from hypothesis import given, strategies as st

from builders import (
    ABIM,
    AMA,
    CHICAGO,
    NINTH,
    ONLINE,
    SEPSIS,
    a_designation,
    a_meeting,
    a_participation,
    a_session,
    amounts,
    an_activity,
    assessed,
    at,
    on,
    paying,
    seen,
)
from cmecore.activities import Offer, Part
from cmecore.assessment import appraise, assess
from cmecore.credit.periods import Span
from cmecore.credit.rounding import Total, down, nearest
from cmecore.credit.sources import Source, Sureness
from cmecore.evidence import (
    Attempt,
    Attended,
    Declared,
    Evaluated,
    Item,
    Prior,
    Progress,
    Stated,
    TimeSpent,
)
from cmecore.rules.awards import AsAttested, ByTime, Component, InProportion, SumOf, Whole, WithBonus, over_units
from cmecore.rules.criteria import AllOf, Outcome, at_least
from cmecore.rules.facts import CONTENT, Counting, Fact, FactKind, Share, Value, attestation, score
from cmecore.rules.policies import Policy
from cmecore.rules.requirements import Requirement, attested, completed, evaluated, passed, prerequisite, spent

MINUTE = datetime.timedelta(minutes=1)
QUARTERS = nearest("0.25")
BY_TIME = Policy(code="live", award=ByTime(), rounding=QUARTERS)
DECLARED = Policy(code="declared", award=AsAttested())
EVENING = at(NINTH, 18, zone=CHICAGO)


def during(first: int, last: int, session: str = "") -> Attended:
    """Attend from one minute of the evening to another."""
    return Attended(EVENING + first * MINUTE, EVENING + last * MINUTE, session)


@pytest.mark.parametrize(
    ("done", "score", "evaluation", "outcome", "amount"),
    [
        (18, "0.71", True, Outcome.MET, "1.75"),  # 90 % of 2.00 is 1.80, to the nearest quarter 1.75
        (17, "0.71", True, Outcome.MET, "1.75"),  # 17/20 of 2.00 is 1.70
        (16, "0.70", True, Outcome.MET, "1.50"),  # exactly at both thresholds: 1.60
        (20, "1", True, Outcome.MET, "2.00"),
        (15, "0.71", True, Outcome.UNMET, "0.00"),
        (20, "0.69", True, Outcome.UNMET, "0.00"),
        (20, "0.71", False, Outcome.UNKNOWN, "0.00"),
        (20, None, True, Outcome.UNKNOWN, "0.00"),
        (None, "0.71", True, Outcome.UNKNOWN, "0.00"),
        (15, None, True, Outcome.UNMET, "0.00"),
    ],
)
def test_the_documents_own_cases(done: int | None, score: str | None, evaluation: bool, outcome: Outcome, amount: str) -> None:  # noqa: FBT001
    """Credit is given for *met* only; a missing score is unknown and earns nothing, a low one is unmet."""
    (appraisal,) = assess(a_participation(done=done, score=score, evaluation=evaluation)).appraisals
    assert (appraisal.outcome, str(appraisal.credits.amount)) == (outcome, amount)


def test_no_evidence_at_all_earns_nothing() -> None:
    """Nobody is handed credit of an activity in which nothing of them was seen, whatever its policy asks."""
    (appraisal,) = assessed(paying(Policy(code="generous"))).appraisals
    assert not appraisal.credits


def test_five_talks_of_eight_minutes_are_three_quarters_of_a_credit() -> None:
    """Forty minutes are rounded once, on the total: 0.75, and not five times 0.25."""
    talks = {f"talk-{number}": 8 for number in range(1, 6)}
    activity = paying(
        Policy(code="talks", award=over_units(talks), rounding=QUARTERS),
        parts=[Part(code=code, title=code, minutes=long) for code, long in talks.items()],
    )
    assert amounts(assessed(activity, *(Progress(1, 1, NINTH, code) for code in talks))) == ["0.75"]


def test_two_simultaneous_hours_are_one_credit() -> None:
    """Two sessions of sixty minutes that run at the same time are one hour."""
    rooms = a_meeting(a_session("S1", EVENING, 60), a_session("S2", EVENING, 60), policy=BY_TIME)
    assert amounts(assessed(rooms, during(0, 60, "S1"), during(0, 60, "S2"))) == ["1.00"]


@pytest.mark.parametrize(("minutes", "amount"), [(7, "0.00"), (8, "0.25"), (37, "0.50"), (38, "0.75"), (120, "2.00")])
def test_minutes_to_the_nearest_quarter(minutes: int, amount: str) -> None:
    """The quarter hour of AMA credit: 37 minutes are 0.50 and 38 are 0.75 (rules.md, lines 45 and 58)."""
    assert amounts(assessed(paying(BY_TIME), TimeSpent(minutes, NINTH))) == [amount]


def test_rounding_each_session_by_itself() -> None:
    """Where the policy says session, two stays of 22 minutes are 0.25 each; on the activity they are 0.75."""
    sessions = a_session("S1", EVENING, 60), a_session("S2", EVENING + 60 * MINUTE, 60)
    stays = during(0, 22, "S1"), during(60, 82, "S2")
    each = Policy(code="each", award=ByTime(), rounding=nearest("0.25", on=Total.SESSION))
    assert amounts(assessed(a_meeting(*sessions, policy=each), *stays)) == ["0.50"]
    assert amounts(assessed(a_meeting(*sessions, policy=BY_TIME), *stays)) == ["0.75"]


@pytest.mark.parametrize(
    ("declared", "amount"), [("12.50", "12.50"), ("20.00", "20.00"), ("20.25", "20.00"), ("0.25", "0.25"), ("0.00", "0.00")]
)
def test_declared_credit_is_earned_as_declared(declared: str, amount: str) -> None:
    """A learner who declares 12.50 of 20.00 has earned 12.50; a declaration above the maximum is capped."""
    activity = paying(DECLARED, "20.00")
    assert amounts(assessed(activity, Declared(AMA(declared), NINTH))) == [amount]


def test_a_declaration_in_another_type_declares_nothing() -> None:
    """What was declared in points is no declaration of credits."""
    (appraisal,) = assessed(paying(DECLARED), Declared(ABIM("1.00"), NINTH)).appraisals
    assert appraisal.outcome is Outcome.UNKNOWN


def test_each_designation_is_appraised_by_its_own_policy() -> None:
    """One activity may earn credit and still lack what the points of another type ask."""
    points = Policy(code="moc", requirements=[passed("0.90")])
    activity = an_activity(designations=[a_designation(), a_designation(policy=points, type=ABIM)])
    assessment = assess(a_participation(activity=activity))
    assert [appraisal.outcome for appraisal in assessment.appraisals] == [Outcome.MET, Outcome.UNMET]
    assert (assessment.completed, assessment.completed_on) == (Outcome.MET, NINTH)


def test_completion_is_apart_from_credit() -> None:
    """An activity may be completed while its credit is not earned, and the other way round."""
    strict = paying(Policy(code="strict", requirements=[passed("0.90")]), completion=[completed("0.80")])
    lenient = paying(Policy(code="lenient", requirements=[completed("0.10")]), completion=[passed("0.90")])
    first, second = assess(a_participation(activity=strict)), assess(a_participation(activity=lenient))
    assert (first.completed, first.appraisals[0].outcome) == (Outcome.MET, Outcome.UNMET)
    assert (second.completed, second.completed_on, second.appraisals[0].outcome) == (Outcome.UNMET, None, Outcome.MET)


def test_an_activity_that_asks_nothing_is_not_known_to_be_completed() -> None:
    """Without completion requirements nobody can say that it was completed."""
    assessment = assess(a_participation(activity=an_activity(completion=())))
    assert (assessment.completed, assessment.completed_on) == (Outcome.UNKNOWN, None)


def test_a_finding_says_everything_about_one_requirement() -> None:
    """A finding has its code, what was asked, what was found, what is still to do, the rule's version and its source."""
    source = Source(title="CME Credits", section="Credit Requirements", sureness=Sureness.ISSUER)
    policy = Policy(code="online", requirements=[completed("0.80", sources=[source])], award=InProportion(), rounding=QUARTERS)
    (appraisal,) = assessed(paying(policy), Progress(15, 20, NINTH)).appraisals
    (finding,) = appraisal.findings
    assert (finding.code, finding.outcome) == ("content", Outcome.UNMET)
    assert finding.says == "Complete at least 80 % of the content"
    assert finding.asked == "content completed at least 80 %"
    assert finding.found == "15 of 20"
    assert finding.to_do == "content completed at least 80 % (found 15 of 20, 1 more to do)"
    assert (finding.final, finding.version, finding.sources) == (False, policy.version, (source,))
    assert str(finding).endswith("[CME Credits, Credit Requirements]")


def test_a_requirement_without_a_source_cites_its_policys() -> None:
    """A source of the whole policy stands behind each of its requirements that names none."""
    source = Source(title="Handbook")
    policy = Policy(code="p", requirements=[completed("0.80"), passed("0.70", sources=[Source(title="Own")])], sources=[source])
    (appraisal,) = assessed(paying(policy), Evaluated(NINTH)).appraisals
    assert [str(finding.sources[0]) for finding in appraisal.findings] == ["Handbook", "Own"]


def test_every_reason_is_given_at_once() -> None:
    """Nothing stops at the first requirement that is not met."""
    (appraisal,) = assess(a_participation(done=15, score=None, evaluation=False)).appraisals
    assert [(finding.code, finding.outcome) for finding in appraisal.findings] == [
        ("content", Outcome.UNMET),
        ("passed", Outcome.UNKNOWN),
        ("evaluated", Outcome.UNKNOWN),
    ]


def test_somebody_who_was_never_seen_is_told_everything_there_is_to_do() -> None:
    """Before the first report every requirement is unknown, and each is listed with what is to do."""
    (appraisal,) = assessed(SEPSIS).appraisals
    assert {"content", "passed", "evaluated"} <= {finding.code for finding in appraisal.findings}
    assert "still to do: content completed at least 80 % (not reported)" in assessed(SEPSIS).explain()
    assert appraisal.remaining == AllOf(requirement.test for requirement in ONLINE.requirements)


def test_what_is_still_to_do_is_a_test_again() -> None:
    """The remainder of the requirements is a test of its own, and meeting it is all that is missing."""
    (appraisal,) = assess(a_participation(done=15, score=None)).appraisals
    assert appraisal.remaining == AllOf([at_least(CONTENT, "0.80"), at_least(score(), "0.70")])
    (after,) = assess(a_participation(done=16, score="0.70")).appraisals
    assert (after.remaining, after.outcome) == (None, Outcome.MET)


def test_a_last_attempt_that_failed_cannot_be_mended() -> None:
    """After the third of three attempts failed, what is still to do says that it can no longer be met."""
    policy = Policy(code="three", requirements=[passed("0.70", attempts=3)])
    attempts = [Attempt("0.5", on(3, day)) for day in (1, 2, 3)]
    (two,) = assessed(paying(policy), *attempts[:2]).appraisals[0].findings
    (three,) = assessed(paying(policy), *attempts).appraisals[0].findings
    assert (two.final, three.final) == (False, True)
    assert three.to_do.endswith("(found 50 %, can no longer be met)")


def test_what_the_award_needs_is_a_finding_too() -> None:
    """Where every requirement is met but the amount cannot be computed, the missing fact is named."""
    policy = Policy(code="p", requirements=[evaluated()], award=InProportion(), rounding=QUARTERS)
    (appraisal,) = assessed(paying(policy), Evaluated(NINTH)).appraisals
    assert appraisal.outcome is Outcome.UNKNOWN
    last = appraisal.findings[-1]
    assert (last.code, last.outcome, last.to_do) == (
        "award:content",
        Outcome.UNKNOWN,
        "content completed (not reported)",
    )
    assert (last.version, last.final) == (policy.version, False)


@pytest.mark.parametrize(
    ("policy", "code"),
    [
        (Policy(code="day", award=ByTime(), rounding=nearest("0.25", on=Total.DAY)), "award:time:stretches"),
        (DECLARED, "award:declared:ama-pra-1"),
        (Policy(code="bonus", award=WithBonus(ByTime(), [Component(code="b", test=at_least(CONTENT, "1"), worth="1")]),
                rounding=QUARTERS), "award:time"),
    ],
)  # fmt: skip
def test_the_missing_fact_is_the_one_that_the_award_reads(policy: Policy, code: str) -> None:
    """Time by day, a declaration in the activity's type, the basis of a bonus: each is named as the policy reads it."""
    (appraisal,) = assessed(paying(policy), Evaluated(NINTH)).appraisals
    assert [finding.code for finding in appraisal.findings] == [code]


def test_a_receipt_is_there_for_what_was_awarded_only() -> None:
    """What is met has an arithmetic that computes to the amount; what is not has none."""
    (met,) = assess(a_participation()).appraisals
    (unmet,) = assess(a_participation(done=15)).appraisals
    assert met.receipt is not None
    assert met.receipt.recomputed() == met.receipt.amount == met.credits == AMA("1.75")
    assert unmet.receipt is None


def test_facts_alone_can_be_appraised() -> None:
    """Facts and one version of a policy are enough for an outcome and an amount."""
    (designation,) = SEPSIS.designations
    facts: dict[str, Value] = {"content": Share(17, 20), "score:best": Share.of("0.71"), "evaluated": True}
    assert appraise(Offer(SEPSIS, designation, ONLINE), facts).credits == AMA("1.75")


def test_a_rule_that_is_not_in_force_yet_can_be_tried_out() -> None:
    """A version that no designation names is weighed all the same: 1.70 rounded down is 1.50."""
    (designation,) = SEPSIS.designations
    facts: dict[str, Value] = {"content": Share(17, 20), "score:best": Share.of("0.71"), "evaluated": True}
    assert appraise(Offer(SEPSIS, designation, attrs.evolve(ONLINE, rounding=down("0.25"))), facts).credits == AMA("1.50")


def test_a_prerequisite_and_a_fact_of_your_own_may_be_asked() -> None:
    """A requirement may look at another activity and at whatever the caller states."""
    cases = Fact(name="acme.cases", kind=FactKind.COUNT, says="cases discussed", only_grows=True)
    own = Requirement(code="acme.discussed", says="Discuss at least 3 cases", test=at_least(cases, 3))
    activity = paying(Policy(code="p", requirements=[prerequisite("EM-100"), own]))
    two, three = Stated("acme.cases", 2, NINTH), Stated("acme.cases", 3, on(3, 10))
    (short,) = assessed(activity, Prior("EM-100", NINTH), two).appraisals
    assert short.findings[1].to_do == "cases discussed at least 3 (found 2, 1 more to do)"
    assert amounts(assessed(activity, Prior("EM-100", NINTH), two, three)) == ["2.00"]
    assert amounts(assessed(activity, two, three)) == ["0.00"]


def test_a_prerequisite_completed_before_the_release_counts() -> None:
    """What had to be done first may have been done before the activity was even offered."""
    activity = paying(Policy(code="p", requirements=[prerequisite("EM-100")]), offered=Span(on(1, 1), None))
    assert amounts(assessed(activity, Prior("EM-100", on(5, 1, 2025)), Evaluated(NINTH))) == ["2.00"]


AWARDS = st.sampled_from(
    [
        Whole(),
        InProportion(),
        ByTime(),
        AsAttested(),
        SumOf(
            [
                Component(code="a", test=at_least(CONTENT, "0.5"), worth="3.5"),
                Component(code="b", test=at_least(score(), "0.5"), worth="2"),
            ]
        ),
        WithBonus(InProportion(), [Component(code="quiz", test=at_least(score(Counting.FIRST), "0.9"), worth="0.25")]),
    ]
)


@given(
    award=AWARDS,
    rounding=st.sampled_from([QUARTERS, down("0.5"), nearest("1", minimum="0.5")]),
    maximum=st.integers(0, 200),
    done=st.integers(0, 20),
    right=st.integers(0, 20),
    minutes=st.integers(0, 3000),
    declared=st.integers(0, 400),
)
def test_learner_credit_is_at_most_the_maximum_and_in_whole_steps(
    *, award: Any, rounding: Any, maximum: int, done: int, right: int, minutes: int, declared: int
) -> None:
    """Whatever was done: no more than the activity was designated for, in whole quarters, as the receipt recomputes."""
    policy = Policy(code="p", requirements=[completed("0.10")], award=award, rounding=rounding)
    most = AMA(AMA("0.25").amount * maximum)
    (appraisal,) = assessed(
        paying(policy, str(most.amount)),
        Progress(done, 20, NINTH),
        Attempt(Share(right, 20), NINTH),
        TimeSpent(minutes, NINTH),
        Declared(AMA(AMA("0.25").amount * declared), NINTH),
    ).appraisals
    assert appraisal.credits <= most
    assert appraisal.credits.amount % appraisal.credits.type.step == 0
    assert (appraisal.outcome is Outcome.MET) is (done >= 2)
    if appraisal.receipt is not None:
        assert appraisal.receipt.recomputed() == appraisal.credits


REQUIRED = [completed("0.80"), passed("0.70"), evaluated(), spent(minutes=45), attested("I took part")]
ENOUGH: list[Item] = [
    Progress(17, 20, NINTH),
    Attempt("0.71", NINTH),
    Evaluated(NINTH),
    TimeSpent(45, NINTH),
]


@given(st.sets(st.sampled_from(ENOUGH)))
def test_leaving_evidence_out_never_makes_an_outcome_better(left: set[Item]) -> None:
    """With one report missing an outcome stays as it is or becomes unknown, and nothing is earned that was not."""
    activity = paying(Policy(code="p", requirements=REQUIRED[:4]))
    (full,) = assessed(activity, *ENOUGH).appraisals
    (less,) = assessed(activity, *left).appraisals
    assert less.outcome in {full.outcome, Outcome.UNKNOWN}
    assert less.steps <= full.steps


def test_an_attestation_is_a_requirement_like_any_other() -> None:
    """What has to be attested is unknown until it is, and printed in its own words."""
    (appraisal,) = assessed(paying(Policy(code="p", requirements=REQUIRED)), *ENOUGH).appraisals
    assert appraisal.outcome is Outcome.UNKNOWN
    assert appraisal.findings[-1].to_do == f"{attestation('I took part').says} (not reported)"


def test_an_assessment_is_about_its_participation() -> None:
    """An assessment carries the participation and the facts that it rests on."""
    participation = seen(SEPSIS, Progress(17, 20, NINTH))
    assessment = assess(participation)
    assert (assessment.participation, dict(assessment.facts)) == (participation, {"content": Share(17, 20)})
