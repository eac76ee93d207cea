"""Explanations: what a learner reads about an outcome, its reasons, its arithmetic and what is still to do."""

from builders import (
    NINTH,
    ONLINE,
    a_designation,
    a_participation,
    an_activity,
    assessed,
    on,
    paying,
)
from cmecore.assessment import assess
from cmecore.credit.periods import Span
from cmecore.credit.rounding import nearest
from cmecore.credit.sources import Source
from cmecore.evidence import Entitled, Evaluated, Item, Progress
from cmecore.rules.awards import Component, InProportion, WithBonus
from cmecore.rules.criteria import Outcome
from cmecore.rules.policies import Policy
from cmecore.rules.requirements import completed, entitled, evaluated, passed

QUARTERS = nearest("0.25")


def test_an_explanation_tells_the_whole_story() -> None:
    """The explanation has the outcome, the day, each requirement with what was found, the rule's version and the sums."""
    source = Source(title="CME Credits", section="Credit Requirements")
    policy = Policy(
        code="online",
        requirements=ONLINE.requirements,
        award=InProportion(),
        rounding=QUARTERS,
        in_force=Span(on(1, 1), None),
        sources=[source],
    )
    assessment = assess(a_participation(activity=paying(policy, completion=ONLINE.requirements)))
    said = assessment.explain().splitlines()
    assert said[:5] == [
        "Early sepsis (EM-101)",
        "  Completion: met since 2026-03-09",
        "    met      Complete at least 80 % of the content: found 17 of 20",
        "    met      Score at least 70 % on the assessment: found 71 %",
        "    met      Submit the evaluation: found yes",
    ]
    head, *findings, receipt, more = said[5:]
    assert more == "    worth more: the whole maximum for all of the content completed (found 17 of 20)"
    for told in ("AMA PRA Category 1 Credit", "1.75", "2026-03-09", "2.00", policy.version):
        assert told in head
    assert policy.version.startswith("online@2026-01-01#")
    assert findings == [f"{line} [CME Credits, Credit Requirements]" for line in said[2:5]]
    assert receipt.strip().startswith("amount: 17 of 20")
    assert receipt.endswith("1.7 → to the nearest 0.25 → 1.75 (at most 2.00)")


def test_an_explanation_of_nothing_says_what_is_missing() -> None:
    """A learner who got nothing reads each reason, what is still to do, and until when it counts."""
    policy = Policy(code="online", requirements=[completed("0.80"), passed("0.70")])
    activity = paying(policy, offered=Span(on(1, 1), on(6, 30)))
    said = assessed(activity, Progress(15, 20, NINTH), Evaluated(on(7, 1))).explain().splitlines()
    assert "nothing earned" in said[1]
    assert policy.version in said[1]
    assert said[2:] == [
        "    unmet    Complete at least 80 % of the content: found 15 of 20",
        "    unknown  Score at least 70 % on the assessment: found not reported",
        "    still to do: content completed at least 80 % (found 15 of 20, 1 more to do)",
        "    still to do: best score on the assessment at least 70 % (not reported)",
        "  Whatever is still to do counts until 2026-06-30, the last day of the activity.",
        "  Set aside: 2026-07-01 is after 2026-06-30, the last day of EM-101",
    ]


def test_an_explanation_of_an_unfinished_activity_does_not_say_since() -> None:
    """What is not completed has no day since which it is."""
    assert "  Completion: unmet\n" in assess(a_participation(done=15)).explain()


def test_an_explanation_of_what_is_done_names_no_deadline() -> None:
    """Once nothing is left to do, the last day of the activity is no longer mentioned."""
    activity = an_activity(offered=Span(None, on(6, 30)))
    assert "Whatever is still to do" not in assess(a_participation(activity=activity)).explain()


def test_an_activity_without_credit_says_so() -> None:
    """Where no credit is offered, the explanation says that and nothing about amounts."""
    said = assess(a_participation(activity=an_activity(designations=()))).explain()
    assert said.endswith("  No credit is offered for this activity.")


def test_where_nothing_is_earned_the_explanation_is_of_today() -> None:
    """An evaluation handed in after the membership lapsed is not asked for again; what is missing is the membership."""
    policy = Policy(code="members", requirements=[completed("0.80"), evaluated(), entitled("Premium")])
    items: list[Item] = [Progress(20, 20, on(6, 20)), Evaluated(on(7, 5)), Entitled("Premium", on(1, 1), on(6, 30))]
    said = assessed(paying(policy), *items).explain()
    assert "met      Submit the evaluation: found yes" in said
    assert "unmet    Have an active Premium: found no" in said
    assert said.count("still to do") == 1


def test_where_nothing_is_earned_the_rule_is_that_of_today() -> None:
    """Under a new rule that asks for more, the old one that was not met either is no longer explained."""
    old = Policy(code="v1", requirements=[completed("0.80"), evaluated()], in_force=Span(None, on(6, 30)))
    new = Policy(code="v2", requirements=[completed("0.90"), evaluated()], in_force=Span(on(7, 1), None))
    activity = an_activity(designations=[a_designation(policy=(old, new))], completion=())
    (appraisal,) = assessed(activity, Progress(17, 20, on(6, 20)), Evaluated(on(7, 10))).appraisals
    assert appraisal.policy == new
    assert [(finding.code, finding.outcome) for finding in appraisal.findings] == [
        ("content", Outcome.UNMET),
        ("evaluated", Outcome.MET),
    ]


def test_an_explanation_tells_what_would_be_worth_more() -> None:
    """What is not asked for but adds to the amount stands beneath it until it is done."""
    form = Component(code="feedback", test=evaluated().test, worth="0.25")
    policy = Policy(code="p", requirements=[completed("0.80")], award=WithBonus(InProportion(), [form]), rounding=QUARTERS)
    said = assessed(paying(policy), Progress(17, 20, NINTH)).explain().splitlines()
    assert said[-2:] == [
        "    worth more: the whole maximum for all of the content completed (found 17 of 20)",
        "    worth more: 0.25 for feedback: evaluation (not reported)",
    ]
    done = assessed(paying(policy), Progress(20, 20, NINTH), Evaluated(NINTH))
    assert (done.appraisals[0].worth_more, "worth more" in done.explain()) == ((), False)
