"""What would add to an award: the next stage, what is not done yet of units and extras, and the rest of the content."""

import datetime
from typing import Any

import pytest

from cmecore.rules.awards import (
    AsAttested,
    Award,
    ByStages,
    ByTime,
    Component,
    Fixed,
    InProportion,
    SumOf,
    Whole,
    WithBonus,
    minutes,
    over_units,
)
from cmecore.rules.criteria import is_true
from cmecore.rules.facts import SESSIONS, Share, attestation, evaluation
from cmecore.rules.receipts import worth_more

#: Performance improvement: stage A is worth 5, B another 5, C another 10.
STAGES = ByStages(
    Component(code=f"stage {stage}", test=is_true(attestation(stage)), worth=worth)
    for stage, worth in (("A", "5"), ("B", "5"), ("C", "10"))
)
TALKS = over_units({"t1": 15, "t2": 8})
FEEDBACK = Component(code="feedback", test=is_true(evaluation()), worth="0.25")
A_THIRD = SumOf([Component(code="case", test=is_true(attestation("case")), worth=minutes(20))])

FIRST_TALK = "0.25 for t1: content completed of t1 at least 1 of 1 (not reported)"
SECOND_TALK = "2/15 for t2: content completed of t2 at least 1 of 1 (not reported)"
ALL_OF_IT = "the whole maximum for all of the content completed (found 17 of 20)"
A_FORM = "0.25 for feedback: evaluation (not reported)"


@pytest.mark.parametrize(
    ("award", "facts", "more"),
    [
        pytest.param(STAGES, {}, ["5 for stage A: attestation: A (not reported)"], id="the first stage"),
        pytest.param(STAGES, {"attested:A": True}, ["5 for stage B: attestation: B (not reported)"], id="the next stage"),
        pytest.param(
            STAGES, {"attested:B": True}, ["5 for stage A: attestation: A (not reported)"], id="stages begin at the first"
        ),
        pytest.param(STAGES, dict.fromkeys(["attested:A", "attested:B", "attested:C"], True), [], id="no stage is left"),
        pytest.param(TALKS, {}, [FIRST_TALK, SECOND_TALK], id="every unit that is not done"),
        pytest.param(TALKS, {"content:t1": Share(1, 1)}, [SECOND_TALK], id="the other unit"),
        pytest.param(TALKS, {"content:t1": Share(1, 1), "content:t2": Share(4, 4)}, [], id="no unit is left"),
        pytest.param(A_THIRD, {}, ["1/3 for case: attestation: case (not reported)"], id="a third is no decimal"),
        pytest.param(InProportion(), {"content": Share(17, 20)}, [ALL_OF_IT], id="the rest of the content"),
        pytest.param(
            InProportion(SESSIONS),
            {"sessions": Share(2, 3)},
            ["the whole maximum for all of the sessions attended (found 2 of 3)"],
            id="the sessions that were missed",
        ),
        pytest.param(InProportion(), {"content": Share(20, 20)}, [], id="all of the content"),
        pytest.param(InProportion(), {}, [], id="no report of the content"),
        pytest.param(WithBonus(InProportion(), [FEEDBACK]), {"content": Share(17, 20)}, [ALL_OF_IT, A_FORM], id="both"),
        pytest.param(
            WithBonus(Whole(), [FEEDBACK]), {"evaluated": False}, ["0.25 for feedback: evaluation (found no)"], id="no"
        ),
        pytest.param(WithBonus(Whole(), [FEEDBACK]), {"evaluated": True}, [], id="no extra is left"),
        pytest.param(Whole(), {}, [], id="whole"),
        pytest.param(Fixed("3"), {}, [], id="fixed"),
        pytest.param(ByTime(), {"time": datetime.timedelta(minutes=5)}, [], id="by time"),
        pytest.param(AsAttested(), {}, [], id="attested"),
    ],
)
def test_what_would_add_to_an_award(award: Award, facts: Any, more: list[str]) -> None:
    """Each thing that is not done yet is named with its worth; what is done, and what has no parts, adds nothing more."""
    assert list(worth_more(award, facts)) == more
