"""Earning writes levels: what raises one is written once, whatever arrives, how often and in which order."""

import datetime

import pytest

from builders import (
    ABIM,
    AMA,
    CHICAGO,
    LEARNER,
    NINTH,
    ONLINE,
    a_designation,
    a_ledger,
    a_participation,
    an_activity,
    assessed,
    on,
    paying,
    seen,
    written,
)
from cmecore.activities import Part
from cmecore.assessment import assess
from cmecore.credit.periods import Period
from cmecore.credit.rounding import nearest
from cmecore.earning import earn
from cmecore.entries import Completed, Earned
from cmecore.errors import LedgerConflict
from cmecore.evidence import Declared, Evaluated, Progress
from cmecore.ledger import Ledger
from cmecore.rules.awards import AsAttested, Component, InProportion, Whole, WithBonus
from cmecore.rules.criteria import at_least
from cmecore.rules.facts import CONTENT
from cmecore.rules.policies import Policy
from cmecore.rules.requirements import completed, entitled, passed

ACCOUNT = ("EM-101", AMA)


def test_a_first_assessment_writes_a_completion_and_a_level() -> None:
    """What was completed and what was earned are two entries, each with its day."""
    entries = earn(Ledger(LEARNER), assess(a_participation()))
    assert [type(entry) for entry in entries] == [Completed, Earned]
    done, earned = entries
    assert isinstance(done, Completed)
    assert isinstance(earned, Earned)
    assert (done.heading.activity, done.on, done.zone) == ("EM-101", NINTH, CHICAGO)
    assert (earned.account, earned.level, earned.since, earned.maximum) == (ACCOUNT, AMA("1.75"), NINTH, AMA("2.00"))
    assert (earned.version, earned.terms.zone) == (ONLINE.version, CHICAGO)


def test_earning_the_same_again_is_nothing() -> None:
    """Assessing twice adds no entry the second time."""
    ledger = a_ledger()
    assert earn(ledger, assess(a_participation())) == ()
    assert written(ledger, *earn(ledger, assess(a_participation()))) is ledger


def test_coming_back_for_the_rest_raises_the_level() -> None:
    """A learner who returns and finishes has a level of 2.00, not of 1.75 and 2.00 together."""
    ledger = a_ledger(a_participation(), a_participation(Progress(20, 20, on(3, 20))))
    assert (ledger.standing[ACCOUNT].level, ledger.standing[ACCOUNT].since) == (AMA("2.00"), on(3, 20))
    assert ledger.claimable() == {ACCOUNT: AMA("2.00")}


def test_less_evidence_lowers_nothing() -> None:
    """An older record that arrives late neither lowers the level nor moves its day."""
    full, part = a_participation(done=20), a_participation(done=17, day=on(3, 1))
    ledger = a_ledger(full)
    assert earn(ledger, assess(part))[-1] == earn(Ledger(LEARNER), assess(part))[0]  # completed earlier, earned no more
    assert a_ledger(full, part).standing == ledger.standing


def test_the_same_level_since_an_earlier_day_is_written() -> None:
    """A late report that shows the same amount for an earlier day moves the day forward, and only so."""
    late, early = a_participation(day=on(3, 20)), a_participation(day=on(3, 1))
    for order in ((late, early), (early, late)):
        ledger = a_ledger(*order)
        assert (ledger.standing[ACCOUNT].since, ledger.completed["EM-101"].on) == (on(3, 1), on(3, 1))


def test_nothing_is_earned_for_less_than_met() -> None:
    """Unmet and unknown write nothing, neither a level nor a completion."""
    for participation in (a_participation(done=15), a_participation(score=None)):
        assert earn(Ledger(LEARNER), assess(participation)) == ()


def test_an_amount_of_nothing_is_not_written() -> None:
    """Requirements that are met by work worth nothing leave no level behind."""
    assert earn(Ledger(LEARNER), assessed(paying(Policy(code="live", award=AsAttested())), Declared(AMA("0.00"), NINTH))) == ()


def test_credit_without_evidence_is_not_written() -> None:
    """A policy that asks nothing awards nobody who was never seen."""
    assert earn(Ledger(LEARNER), assessed(paying(Policy(code="generous")))) == ()


def test_completion_is_written_without_credit_and_credit_without_completion() -> None:
    """Participation and credit are earned apart."""
    free = an_activity(designations=())
    assert [type(entry) for entry in earn(Ledger(LEARNER), assess(a_participation(activity=free)))] == [Completed]
    plain = an_activity(completion=())
    assert [type(entry) for entry in earn(Ledger(LEARNER), assess(a_participation(activity=plain)))] == [Earned]


def test_each_type_has_an_account_of_its_own() -> None:
    """Credits and points of one activity are two levels; only the type designated first is the default."""
    points = Policy(code="moc", requirements=[passed("0.70")])
    activity = an_activity(designations=[a_designation(), a_designation(policy=points, type=ABIM)])
    ledger = a_ledger(a_participation(activity=activity))
    assert {account: earned.terms.default for account, earned in ledger.standing.items()} == {
        ACCOUNT: True,
        ("EM-101", ABIM): False,
    }


def test_the_assessment_of_another_learner_is_refused() -> None:
    """Nobody earns by another's work."""
    with pytest.raises(LedgerConflict, match="another learner") as raised:
        earn(Ledger("dr-43"), assess(a_participation()))
    assert "dr-4" not in str(raised.value)


@pytest.mark.parametrize(
    ("award", "whole"),
    [
        (AsAttested(), True),
        (WithBonus(AsAttested(), [Component(code="b", test=at_least(CONTENT, "1"), worth="0.25")]), True),
        (Whole(), False),
        (WithBonus(Whole(), [Component(code="b", test=at_least(CONTENT, "1"), worth="0.25")]), False),
    ],
)
def test_declared_credit_is_claimed_whole(award: AsAttested | Whole | WithBonus, whole: bool) -> None:  # noqa: FBT001
    """What the learner declared settles the activity, a bonus on it included; other credit may be divided."""
    activity = paying(Policy(code="p", award=award))
    (earned,) = earn(Ledger(LEARNER), assessed(activity, Declared(AMA("1.00"), NINTH), Progress(1, 2, NINTH)))
    assert isinstance(earned, Earned)
    assert earned.terms.whole is whole


@pytest.mark.parametrize(
    ("within", "since", "claim_by"),
    [
        (None, NINTH, None),
        (Period(years=3), NINTH, on(3, 9, 2029)),
        (Period(years=3), on(2, 29, 2024), on(2, 28, 2027)),
        (Period(days=90), NINTH, on(6, 7)),
    ],
)
def test_how_long_it_can_be_claimed(within: Period | None, since: datetime.date, claim_by: datetime.date | None) -> None:
    """The last day for claiming is computed forward from the day on which it was earned, and kept in the entry."""
    activity = paying(Policy(code="p", requirements=[completed("0.5")], claim_within=within))
    (earned,) = earn(Ledger(LEARNER), assessed(activity, Progress(1, 1, since)))
    assert isinstance(earned, Earned)
    assert earned.terms.claim_by == claim_by


def test_gates_travel_in_the_entry() -> None:
    """What has to be met at the claim is kept with what was earned, so that no old rule is looked up."""
    gate = entitled("Premium membership")
    (earned,) = earn(Ledger(LEARNER), assessed(paying(Policy(code="p", gates=[gate])), Evaluated(NINTH)))
    assert isinstance(earned, Earned)
    assert earned.terms.gates == (gate,)


def test_topics_and_specialties_travel_in_the_entry() -> None:
    """The parts of the amount by topic and specialty are kept; those of no credit are left out."""
    parts = [
        Part(code="m1", title="1", minutes=30, topics=["opioid"], specialty="Pain"),
        Part(code="m2", title="2", minutes=30, topics=["ethics"], specialty="Ethics"),
    ]
    activity = paying(Policy(code="p", award=InProportion(), rounding=nearest("0.25")), parts=parts)
    (earned,) = earn(Ledger(LEARNER), assess(seen(activity, Progress(1, 1, NINTH, "m1"))))
    assert isinstance(earned, Earned)
    assert (earned.topics, earned.specialties) == ((("opioid", AMA("1.00")),), (("Pain", AMA("1.00")),))


def test_a_change_of_the_activity_changes_nothing_that_was_written() -> None:
    """An entry holds a copy of what is printed: a corrected title tomorrow is not on what was earned today."""
    ledger = a_ledger()
    renamed = an_activity(title="Early sepsis, revised")
    assert earn(ledger, assess(a_participation(activity=renamed))) == ()
    assert ledger.standing[ACCOUNT].heading.title == "Early sepsis"
