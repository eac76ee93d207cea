"""A provider's accreditation holds between dates: outside them nothing new is earned, and what was earned stays."""

import datetime
import itertools
from typing import Any

import attrs
import pytest

from builders import (
    ABIM,
    ACEP,
    AMA,
    CHICAGO,
    LAKESIDE,
    LEARNER,
    NAME,
    NINTH,
    NOW,
    ONLINE,
    a_designation,
    a_meeting,
    a_session,
    amounts,
    an_activity,
    assessed,
    at,
    made,
    numbers,
    on,
    seen,
    written,
)
from cmecore.activities import Activity
from cmecore.assessment import assess
from cmecore.bodies.accreditations import Accreditation
from cmecore.certificates import certify
from cmecore.claiming import ALL, claim
from cmecore.credit.periods import Span
from cmecore.credit.rounding import nearest
from cmecore.designations import RuleDay
from cmecore.earning import earn
from cmecore.errors import InvalidValue
from cmecore.evidence import Attempt, Attended, Evaluated, Item, Progress
from cmecore.ledger import Ledger
from cmecore.providers import Provider
from cmecore.rules.awards import AsBase, Asks, ByTime, InProportion, RestsOn
from cmecore.rules.criteria import Outcome
from cmecore.rules.policies import Policy
from cmecore.rules.requirements import completed, evaluated

MARCH_31, APRIL_1 = on(3, 31), on(4, 1)
PROPORTION = Policy(code="p", award=InProportion(), rounding=nearest("0.25"))


def by_accme(first: datetime.date | None, last: datetime.date | None, *types: Any) -> Accreditation:
    """Be accredited for some types, AMA credit where none is named."""
    return Accreditation(by="ACCME", types=types or [AMA], in_force=Span(first, last))


def accredited(*held: Accreditation, **fields: Any) -> Activity:
    """Offer early sepsis as a provider of some accreditations."""
    given = {"completion": (), "designations": (a_designation("2.00", PROPORTION),), **fields}
    return an_activity(provider=attrs.evolve(LAKESIDE, accreditations=held), **given)


UNTIL_MARCH = by_accme(on(1, 1, 2023), MARCH_31)
FROM_APRIL = by_accme(APRIL_1, None)


def done(count: int, day: datetime.date) -> Progress:
    """Do so many of twenty units by a day."""
    return Progress(count, 20, day)


@pytest.mark.parametrize(
    ("held", "day", "amount"),
    [
        ([UNTIL_MARCH], MARCH_31, "2.00"),
        ([UNTIL_MARCH], APRIL_1, "0.00"),
        ([FROM_APRIL], MARCH_31, "0.00"),
        ([FROM_APRIL], APRIL_1, "2.00"),
        ([UNTIL_MARCH, FROM_APRIL], MARCH_31, "2.00"),
        ([UNTIL_MARCH, FROM_APRIL], APRIL_1, "2.00"),
        ([UNTIL_MARCH, by_accme(on(4, 10), None)], on(4, 5), "0.00"),
        # An accreditation for another type says nothing of this one, and without any nothing is asked.
        ([by_accme(None, MARCH_31, ACEP)], APRIL_1, "2.00"),
        ([by_accme(None, MARCH_31, ACEP, AMA)], APRIL_1, "0.00"),
        ([], APRIL_1, "2.00"),
    ],
)
def test_credit_is_earned_on_the_days_of_an_accreditation(held: list[Accreditation], day: datetime.date, amount: str) -> None:
    """M171 [003]: both ends count; where the provider names an accreditor of a type, its days are the days for that type."""
    assert amounts(assessed(accredited(*held), done(20, day))) == [amount]


def test_the_reason_names_the_accreditation_and_is_no_task_of_the_learner() -> None:
    """Unmet, for good, with the days on which it held; no receipt, and nothing that the learner could still do."""
    activity = accredited(UNTIL_MARCH, designations=(a_designation("2.00", ONLINE),))
    (appraisal,) = assessed(activity, done(10, APRIL_1)).appraisals
    (finding,) = appraisal.findings
    assert (appraisal.outcome, appraisal.steps, appraisal.receipt) == (Outcome.UNMET, 0, None)
    assert (finding.code, finding.outcome, finding.final) == ("not-accredited", Outcome.UNMET, True)
    assert finding.found == "only ACCME for AMA PRA Category 1 Credit, 2023-01-01 to 2026-03-31"
    said = assessed(activity, done(10, APRIL_1)).explain()
    assert "accreditation for AMA PRA Category 1 Credit in force on the day that counts" in said
    assert "cannot be met any more: nothing a learner can do; what was earned before stays claimable" in said
    # More of the content would be worth nothing either, and no deadline is told for what nobody can do.
    assert appraisal.worth_more == ()
    assert "worth more" not in said
    assert "still to do" not in assessed(attrs.evolve(activity, offered=Span(None, on(12, 31))), done(10, APRIL_1)).explain()


@pytest.mark.parametrize("order", list(itertools.permutations([done(10, NINTH), done(16, MARCH_31), done(20, APRIL_1)])))
def test_credit_reached_before_the_end_stands(order: tuple[Item, ...]) -> None:
    """M171: of work that went on after the end, the part before it is credit; the order of the reports changes nothing."""
    assessment = assessed(accredited(UNTIL_MARCH), *order)
    assert amounts(assessment) == ["1.50"]  # 16 of 20 of 2.00 are 1.60
    assert assessment.since == (MARCH_31,)


def test_what_was_not_complete_before_the_end_is_not_earned_after_it() -> None:
    """The evaluation came in after the end: nothing had been earned before it."""
    activity = accredited(UNTIL_MARCH, designations=(a_designation("2.00", ONLINE),))
    early = done(20, NINTH), Attempt("0.80", NINTH)
    assert amounts(assessed(activity, *early, Evaluated(MARCH_31))) == ["2.00"]
    assert amounts(assessed(activity, *early, Evaluated(APRIL_1))) == ["0.00"]


def test_what_was_earned_stays_claimable_and_is_certified_after_the_end() -> None:
    """M171: credit of an earlier accreditation stays stored and can be processed: claimed and certified years later."""
    ledger = Ledger(LEARNER)
    ledger = written(ledger, *earn(ledger, assess(seen(accredited(UNTIL_MARCH), done(20, NINTH)))))
    later = at(on(3, 9, 2029))
    answer = made(claim(ledger, ALL, at=later, request="r-1"))
    (certificate,) = certify(ledger, answer, name=NAME, at=later, number=numbers())
    assert (certificate.total, certificate.lines[0].on, certificate.issued_on) == (AMA("2.00"), NINTH, on(3, 9, 2029))
    # Assessing again, with the accreditation gone and more evidence, takes nothing back.
    again = assess(seen(accredited(UNTIL_MARCH), done(20, NINTH), Evaluated(on(5, 1))))
    assert earn(ledger, again) == ()
    gone = attrs.evolve(LAKESIDE, accreditations=[by_accme(None, on(3, 1))])
    assert amounts(assess(seen(attrs.evolve(accredited(), provider=gone), done(20, NINTH)))) == ["0.00"]
    assert earn(ledger, assess(seen(attrs.evolve(accredited(), provider=gone), done(20, NINTH)))) == ()
    assert ledger.claimable() == {("EM-101", AMA): AMA("2.00")}


@pytest.mark.parametrize(
    "held", [[by_accme(on(3, 20), MARCH_31)], [by_accme(None, on(3, 8)), by_accme(on(3, 20), MARCH_31)]], ids=["one", "gap"]
)
def test_work_of_another_time_is_not_earned_on_the_last_day_of_an_accreditation(held: list[Accreditation]) -> None:
    """Done before it began and again after it ended: nothing was done within it, whatever else was reported."""
    early, late = done(19, NINTH), done(20, on(4, 5))
    for items in ((early,), (late,), (early, late)):
        assert amounts(assessed(accredited(*held), *items)) == ["0.00"]
    assert amounts(assessed(accredited(*held), early, done(19, on(3, 20)), late)) == ["0.00"]
    assert amounts(assessed(accredited(*held), early, done(20, on(3, 20)), late)) == ["2.00"]


def test_each_type_has_its_own_accreditation() -> None:
    """AMA credit until March, ACEP credit for ever, and ABIM points of which no accreditor is named."""
    activity = accredited(
        UNTIL_MARCH,
        by_accme(None, None, ACEP),
        designations=[
            a_designation("2.00", PROPORTION),
            a_designation("1.00", PROPORTION, type=ACEP),
            a_designation("1.00", PROPORTION, type=ABIM),
        ],
    )
    assert amounts(assessed(activity, done(20, MARCH_31))) == ["2.00", "1.00", "1.00"]
    assert amounts(assessed(activity, done(20, APRIL_1))) == ["0.00", "1.00", "1.00"]


@pytest.mark.parametrize(("day", "expected"), [(MARCH_31, ["2.00", "2.00"]), (APRIL_1, ["0.00", "0.00"])])
def test_points_are_not_earned_on_a_day_on_which_their_base_is_not(day: datetime.date, expected: list[str]) -> None:
    """Points rest on AMA credit: where the provider may not award that, there are none, and the reason names the base."""
    points = Policy(code="moc", award=AsBase(), rests_on=RestsOn(AMA, Asks.CLAIM))
    activity = accredited(
        UNTIL_MARCH, designations=[a_designation("2.00", PROPORTION), a_designation("2.00", points, type=ABIM)]
    )
    assessment = assessed(activity, done(20, day))
    assert amounts(assessment) == expected
    if day == APRIL_1:
        assert assessment.appraisals[1].findings[0].code == "not-accredited"


def test_the_accreditation_of_the_day_of_earning_is_asked_whatever_day_names_the_rule() -> None:
    """The rule is that of the release, the accreditation that of the day on which the learner is done."""
    activity = accredited(
        UNTIL_MARCH,
        offered=Span(on(1, 1), on(12, 31)),
        designations=(a_designation("2.00", PROPORTION, rule_day=RuleDay.RELEASE),),
    )
    assert amounts(assessed(activity, done(20, MARCH_31))) == ["2.00"]
    assert amounts(assessed(activity, done(20, APRIL_1))) == ["0.00"]
    assert amounts(assessed(activity, done(10, MARCH_31), done(20, APRIL_1))) == ["1.00"]


def test_a_live_activity_is_earned_where_its_provider_was_accredited() -> None:
    """A meeting over the end of the accreditation: the first evening is credit, the second is not."""
    evening = at(MARCH_31, 18, zone=CHICAGO)
    sessions = a_session("S1", evening, 60), a_session("S2", evening + datetime.timedelta(days=1), 60)
    meeting = a_meeting(
        *sessions,
        policy=Policy(code="hours", award=ByTime(), rounding=nearest("0.25")),
        provider=attrs.evolve(LAKESIDE, accreditations=[UNTIL_MARCH]),
    )
    stays = [Attended(session.starts, session.ends) for session in sessions if session.starts and session.ends]
    assert amounts(assessed(meeting, *stays)) == ["1.00"]
    assert amounts(assessed(meeting, stays[1])) == ["0.00"]


def test_a_late_form_moves_no_meeting_out_of_or_into_an_accreditation() -> None:
    """What counts is the day on which a meeting was held, and not that of the evaluation which came in the next morning."""
    evening = at(MARCH_31, 18, zone=CHICAGO)
    for held, amount in ((UNTIL_MARCH, "1.00"), (attrs.evolve(UNTIL_MARCH, in_force=Span(APRIL_1, None)), "0.00")):
        meeting = a_meeting(
            a_session("S1", evening, 60),
            policy=Policy(code="hours", requirements=[evaluated()], award=ByTime(), rounding=nearest("0.25")),
            provider=attrs.evolve(LAKESIDE, accreditations=[held]),
        )
        stay = Attended(evening, evening + datetime.timedelta(hours=1))
        assert amounts(assessed(meeting, stay, Evaluated(APRIL_1))) == [amount]


def test_credit_on_top_of_another_needs_the_accreditation_for_that() -> None:
    """ACEP credit is given on top of AMA credit: where a provider may not designate that, it has nothing to be on top of."""
    on_top = attrs.evolve(PROPORTION, code="acep", rests_on=RestsOn(AMA, Asks.DESIGNATION))
    activity = accredited(
        UNTIL_MARCH, designations=[a_designation("2.00", PROPORTION), a_designation("2.00", on_top, type=ACEP)]
    )
    assert amounts(assessed(activity, done(20, MARCH_31))) == ["2.00", "2.00"]
    assert amounts(assessed(activity, done(20, APRIL_1))) == ["0.00", "0.00"]
    assert amounts(assessed(activity, done(10, MARCH_31), done(20, APRIL_1))) == ["1.00", "1.00"]


def test_completion_needs_no_accreditation() -> None:
    """Taking part is certified whatever a provider may award; only the credit is missing."""
    activity = accredited(UNTIL_MARCH, completion=[completed("0.80")])
    assessment = assessed(activity, done(20, APRIL_1))
    assert (assessment.completed, assessment.completed_on) == (Outcome.MET, APRIL_1)
    assert [type(entry).__name__ for entry in earn(Ledger(LEARNER), assessment)] == ["Completed"]


def test_before_anything_was_seen_nothing_is_said_of_the_accreditation() -> None:
    """Without a day there is no day outside."""
    (appraisal,) = assessed(accredited(UNTIL_MARCH)).appraisals
    assert (appraisal.outcome, [finding.code for finding in appraisal.findings]) == (Outcome.UNKNOWN, ["award:content"])


@pytest.mark.parametrize("wrong", [None, "ACCME", ["ACCME"], UNTIL_MARCH])
def test_accreditations_are_a_list_of_accreditations(wrong: Any) -> None:
    """The name of an accreditor says neither for what nor when."""
    with pytest.raises(InvalidValue, match=r"^accreditations(\[0\])?: "):
        Provider(name="Lakeside CME", accreditations=wrong)


def test_made_at_another_time_the_answer_is_the_same() -> None:
    """An assessment hangs on the evidence alone: there is no today in the accreditation either."""
    activity = accredited(UNTIL_MARCH, FROM_APRIL)
    assert assess(seen(activity, done(20, APRIL_1))) == assess(seen(activity, done(20, APRIL_1)))
    assert made(
        claim(written(Ledger(LEARNER), *earn(Ledger(LEARNER), assessed(activity, done(20, APRIL_1)))), ALL, at=NOW, request="r")
    ).totals == {AMA: AMA("2.00")}
