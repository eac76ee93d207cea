"""Explanations: what a learner reads about an outcome, its reasons, its arithmetic and what is still to do."""

from builders import (
    NINTH,
    ONLINE,
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
from cmecore.evidence import (
    Evaluated,
    Progress,
)
from cmecore.rules.awards import InProportion
from cmecore.rules.policies import Policy
from cmecore.rules.requirements import completed, passed

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
    head, *findings, receipt = said[5:]
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
