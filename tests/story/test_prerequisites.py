"""What was completed elsewhere: it may open an activity, but it is no work in it."""

import datetime

import pytest

from builders import LEARNER, NINTH, amounts, an_activity, assessed, on, paying, seen
from cmecore.assessment import assess
from cmecore.credit.periods import Span
from cmecore.earning import earn
from cmecore.evidence import Entitled, Evaluated, Item, Prior, Progress
from cmecore.ledger import Ledger
from cmecore.rules.criteria import Outcome
from cmecore.rules.policies import Policy
from cmecore.rules.requirements import completed, prerequisite

FIRST = prerequisite("EM-100")
AFTER_THE_BASICS = Policy(code="second", requirements=[FIRST, completed("0.80")])
WORK = Progress(17, 20, NINTH)


@pytest.mark.parametrize(
    "policy", [Policy(code="open"), Policy(code="second", requirements=[FIRST])], ids=lambda policy: policy.code
)
@pytest.mark.parametrize("item", [Prior("EM-100", NINTH), Entitled("Premium", NINTH)], ids=["prior", "membership"])
def test_a_record_of_something_else_alone_earns_nothing(policy: Policy, item: Item) -> None:
    """Whoever completed EM-100, or is a member, was never seen in EM-101, and has neither credit nor completion there."""
    assessment = assess(seen(paying(policy, completion=[FIRST]), item))
    assert (assessment.appraisals[0].outcome, assessment.completed) == (Outcome.UNKNOWN, Outcome.UNKNOWN)
    assert earn(Ledger(LEARNER), assessment) == ()


def test_somebody_who_was_never_seen_is_told_to_take_part() -> None:
    """Where every requirement is met and nothing was done, the explanation says what is missing."""
    said = assessed(paying(Policy(code="second", requirements=[FIRST])), Prior("EM-100", NINTH)).explain()
    assert "nothing earned, unknown" in said
    assert "still to do: take part (nothing reported)" in said


@pytest.mark.parametrize(
    ("day", "amount"), [(on(3, 8), "2.00"), (NINTH, "2.00"), (on(3, 10), "0.00"), (on(1, 1, 2024), "2.00")]
)
def test_a_prerequisite_comes_first(day: datetime.date, amount: str) -> None:
    """Completed by the day of the work it opens the credit; completed on the day after, it does not."""
    assert amounts(assessed(paying(AFTER_THE_BASICS), WORK, Prior("EM-100", day))) == [amount]


def test_a_form_sent_later_does_not_let_a_prerequisite_follow_the_work() -> None:
    """A feedback form that nobody asked for does not make a later day the completion day."""
    items: list[Item] = [WORK, Prior("EM-100", on(3, 10)), Evaluated(on(3, 11))]
    assert amounts(assessed(paying(AFTER_THE_BASICS), *items)) == ["0.00"]


def test_work_done_after_the_prerequisite_counts() -> None:
    """Whoever goes on after completing EM-100 has completed it first, as of that day."""
    assessment = assessed(paying(AFTER_THE_BASICS), WORK, Prior("EM-100", on(3, 10)), Progress(20, 20, on(3, 11)))
    assert (amounts(assessment), assessment.since) == (["2.00"], (on(3, 11),))


def test_a_prerequisite_completed_after_the_expiry_is_set_aside() -> None:
    """What follows the last day of the activity opens nothing, though the work was done in time."""
    activity = paying(AFTER_THE_BASICS, offered=Span(None, on(3, 31)))
    assessment = assessed(activity, WORK, Prior("EM-100", on(4, 1)))
    assert (amounts(assessment), [aside.code for aside in assessment.set_aside]) == (["0.00"], ["after-expiry"])


def test_completion_may_ask_for_a_prerequisite_too() -> None:
    """An activity counts as completed since the day of its own work, not since that of the prerequisite."""
    activity = an_activity(completion=[FIRST, completed("0.80")])
    assert assessed(activity, WORK, Prior("EM-100", on(1, 5))).completed_on == NINTH
    assert assessed(activity, Prior("EM-100", on(1, 5))).completed is Outcome.UNKNOWN
