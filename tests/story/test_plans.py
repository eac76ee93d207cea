"""Plans: what would be written is shown first, has a name, and is written to all of its ledgers or to none."""

from typing import Any

import attrs
import pytest

from builders import AMA, LEARNER, NOW, WHY, attendance, done, stated, written
from cmecore.entries import Followed, Hold, Merged, Reason
from cmecore.errors import InvalidValue, LedgerConflict
from cmecore.ledger import Ledger
from cmecore.plans import Plan, Step

OTHER = "dr-17"
MINE, THEIRS = written(Ledger(LEARNER), stated("1.75")), written(Ledger(OTHER), done(learner=OTHER))
JOIN = Plan(
    steps=[
        Step(learner=LEARNER, entries=[Merged(learner=LEARNER, merge="M-1", other=OTHER, records=THEIRS.records)]),
        Step(learner=OTHER, entries=[Followed(learner=OTHER, merge="M-1", into=LEARNER)]),
    ],
    does=["1 completion is added"],
    conflicts=[Reason(code="names-differ", says="the accounts have two names")],
)


def test_a_plan_is_explained_before_anything_is_applied() -> None:
    """What it does, and what somebody has to decide, a line for each; nothing is written by asking."""
    assert JOIN.explain() == "1 completion is added\nto decide: the accounts have two names"
    assert Plan(steps=[]).explain() == ""
    assert (MINE.version, THEIRS.version) == (1, 1)


def test_a_plan_is_written_to_all_of_its_ledgers() -> None:
    """In whatever order the ledgers are handed over, each comes back in its place with its own entries."""
    for ledgers in ((MINE, THEIRS), (THEIRS, MINE)):
        after = JOIN.applied(*ledgers, at=NOW, actor="R. Mills", reason=WHY)
        assert [one.learner for one in after] == [one.learner for one in ledgers]
        records = {one.learner: one.records[-1] for one in after}
        assert records[LEARNER].entry == JOIN.steps[0].entries[0]
        assert records[OTHER].entry == JOIN.steps[1].entries[0]
        assert {(record.at, record.actor, record.reason) for record in records.values()} == {(NOW, "R. Mills", WHY)}


def test_a_plan_that_was_applied_is_nothing_to_apply_again() -> None:
    """M113: confirmed twice, it is written once."""
    once = JOIN.applied(MINE, THEIRS, at=NOW, actor="R. Mills", reason=WHY)
    assert JOIN.applied(*once, at=NOW, actor="R. Mills", reason=WHY) == once


def test_a_plan_that_fits_one_ledger_no_more_changes_neither() -> None:
    """Where one of the ledgers went on so that the plan cannot follow, the whole plan is refused."""
    gone = JOIN.applied(MINE, THEIRS, at=NOW, actor="R. Mills", reason=WHY)[1]
    late = Plan(steps=[JOIN.steps[0], Step(learner=OTHER, entries=[stated(learner=OTHER)])])
    with pytest.raises(LedgerConflict, match="this account was joined to another one"):
        late.applied(MINE, gone, at=NOW, actor="R. Mills", reason=WHY)


def test_a_plan_is_of_the_ledger_that_it_was_made_of() -> None:
    """What was written since may change what the plan would do: it is planned again, unless it is written already."""
    step = Step(learner=LEARNER, entries=[Hold(learner=LEARNER, hold="H-1")], on=MINE.head.link)
    plan, grown = Plan(steps=[step]), written(MINE, done())
    with pytest.raises(
        LedgerConflict, match="something was written to the ledger since this was planned; plan again"
    ) as raised:
        plan.applied(grown, at=NOW, actor="R. Mills", reason=WHY)
    assert LEARNER not in str(raised.value)
    (after,) = plan.applied(MINE, at=NOW, actor="R. Mills", reason=WHY)
    assert plan.applied(after, at=NOW, actor="R. Mills", reason=WHY) == (after,)


@pytest.mark.parametrize(
    "ledgers",
    [(), (MINE,), (THEIRS,), (MINE, MINE), (MINE, THEIRS, THEIRS), (MINE, THEIRS, Ledger("dr-5")), (MINE, Ledger("dr-5"))],
    ids=len,
)
def test_a_plan_takes_exactly_its_own_ledgers(ledgers: tuple[Ledger, ...]) -> None:
    """One too few, one too many, another one or one of them twice: refused, and no learner is named."""
    with pytest.raises(InvalidValue) as raised:
        JOIN.applied(*ledgers, at=NOW, actor="R. Mills", reason=WHY)
    assert str(raised.value) == (
        f"ledgers: found {len(ledgers)} ledgers; expected the 2 that the plan was made of; hand over each of them once"
    )


def test_a_plan_has_one_step_for_each_ledger() -> None:
    """Two steps for one ledger would be one of them lost."""
    with pytest.raises(InvalidValue, match=r"steps: found two for one ledger; expected one for each") as raised:
        Plan(steps=[JOIN.steps[0], JOIN.steps[0]])
    assert LEARNER not in str(raised.value)


def test_a_plan_is_named_by_what_it_would_write() -> None:
    """What is confirmed is what was shown: another entry is another name, and the words around it are not."""
    assert attrs.evolve(JOIN, does=["one completion is added"], conflicts=[]).name == JOIN.name
    assert Plan(steps=JOIN.steps[:1]).name != JOIN.name
    assert Plan(steps=[Step(learner=LEARNER, entries=[stated("1.75")])]).name != (
        Plan(steps=[Step(learner=LEARNER, entries=[stated("2.00")])]).name
    )


def test_a_plan_without_a_reason_is_refused_where_one_is_needed() -> None:
    """A merge, a void or a hold is decided by somebody, for a reason."""
    plan = Plan(steps=[Step(learner=LEARNER, entries=[Hold(learner=LEARNER, hold="H-1")])])
    with pytest.raises(InvalidValue, match="reason: found none"):
        plan.applied(MINE, at=NOW, actor="R. Mills", reason="")


@pytest.mark.parametrize("wrong", [[AMA("1.00")], ["earned"], "earned", None], ids=repr)
def test_a_step_holds_entries(wrong: Any) -> None:
    """Anything else is refused."""
    with pytest.raises(InvalidValue, match="entries"):
        Step(learner=LEARNER, entries=wrong)


def test_printing_a_plan_names_no_person() -> None:
    """M40: neither the learners nor what a merge brings is in its repr."""
    plan = attrs.evolve(JOIN, steps=[*JOIN.steps, Step(learner="dr-5", entries=[attendance("LK-9", learner="dr-5")])])
    for personal in (LEARNER, OTHER, "dr-5", "Okoro"):
        assert personal not in repr(plan)
