"""An assessment does not depend on when it is asked for: rules and activities that end under way, and the day since when."""

import datetime
from typing import Any

import pytest

from builders import (
    AMA,
    CHICAGO,
    NINTH,
    a_meeting,
    a_participation,
    a_session,
    amounts,
    an_activity,
    assessed,
    at,
    on,
    paying,
)
from cmecore.activities import LIVE, Activity
from cmecore.assessment import assess
from cmecore.credit.periods import Span
from cmecore.credit.rounding import nearest
from cmecore.designations import Designation, RuleDay
from cmecore.errors import InvalidValue
from cmecore.evidence import (
    Attempt,
    Attended,
    Entitled,
    Evaluated,
    Item,
    Present,
    Progress,
)
from cmecore.rules.awards import ByTime, InProportion
from cmecore.rules.criteria import Outcome
from cmecore.rules.policies import Policy
from cmecore.rules.requirements import attended, completed, entitled, evaluated, passed, spent

QUARTERS = nearest("0.25")
PROPORTION = InProportion()


def versions(old: str, new: str, *, rule_day: RuleDay | None = None, **fields: Any) -> Activity:
    """Offer an activity whose rule asks for another share of the content from July on."""
    first = Policy(
        code="online", requirements=[completed(old)], award=PROPORTION, rounding=QUARTERS, in_force=Span(None, on(6, 30))
    )
    second = Policy(
        code="online", requirements=[completed(new)], award=PROPORTION, rounding=QUARTERS, in_force=Span(on(7, 1), None)
    )
    return an_activity(
        completion=(),
        designations=[Designation(maximum=AMA("2.00"), policy=[first, second], rule_day=rule_day)],
        **fields,
    )


def done(count: int, day: datetime.date) -> Progress:
    """Do so many of twenty units by a day."""
    return Progress(count, 20, day)


@pytest.mark.parametrize(
    ("old", "new", "items", "amount", "since"),
    [
        pytest.param("0.80", "0.90", [done(17, on(6, 30))], "1.75", on(6, 30), id="on the old rule's last day"),
        pytest.param("0.80", "0.90", [done(17, on(7, 1))], "0.00", None, id="on the new rule's first day"),
        pytest.param("0.90", "0.80", [done(17, on(7, 1))], "1.75", on(7, 1), id="the new rule asks less"),
        pytest.param("0.90", "0.80", [done(17, on(6, 30))], "0.00", None, id="the old rule asked more, and no more was done"),
        pytest.param(
            "0.80", "0.95", [done(17, on(6, 1)), done(18, on(7, 5))], "1.75", on(6, 1), id="earned before, the rest fell short"
        ),
        pytest.param(
            "0.80", "0.90", [done(17, on(6, 1)), done(20, on(7, 5))], "2.00", on(7, 5), id="earned before, topped up after"
        ),
        pytest.param(
            "0.80", "0.90", [done(15, on(6, 1)), done(17, on(7, 5))], "0.00", None, id="begun under the old, short of the new"
        ),
    ],
)
def test_a_rule_that_ended_under_way(old: str, new: str, items: list[Item], amount: str, since: datetime.date | None) -> None:
    """The rule of the completion day is asked, and the old one of the evidence as of its last day; the better result counts."""
    assessment = assessed(versions(old, new), *items)
    assert (amounts(assessment), assessment.since) == ([amount], (since,))


def test_the_day_on_which_a_rule_ends_may_be_the_first_of_the_work() -> None:
    """What was done on the old rule's very last day, and nothing before it, was done under the old rule."""
    assessment = assessed(versions("0.80", "0.95"), done(17, on(6, 30)), done(18, on(7, 5)))
    assert (amounts(assessment), assessment.since) == (["1.75"], (on(6, 30),))


def test_of_two_results_that_are_both_met_the_larger_stands() -> None:
    """A new rule that pays less does not shrink what the old one had awarded before it ended."""
    old = Policy(code="old", requirements=[completed("0.80")], in_force=Span(None, on(6, 30)))
    new = Policy(code="new", requirements=[completed("0.90")], cap="1.00", in_force=Span(on(7, 1), None))
    activity = an_activity(completion=(), designations=[Designation(maximum=AMA("2.00"), policy=[old, new])])
    assessment = assessed(activity, done(17, on(6, 1)), done(20, on(7, 5)))
    assert (amounts(assessment), assessment.since) == (["2.00"], (on(6, 1),))


def test_a_rule_that_came_and_went_after_the_work_awards_nothing_for_it() -> None:
    """Of three versions the middle one asks least: who did his work before it, and a little after, never did any under it."""

    def asking(share: str, first: datetime.date | None, last: datetime.date | None) -> Policy:
        return Policy(code="online", requirements=[completed(share)], in_force=Span(first, last))

    three = [asking("0.90", None, on(6, 30)), asking("0.50", on(7, 1), on(7, 31)), asking("0.95", on(8, 1), None)]
    activity = an_activity(completion=(), designations=[Designation(maximum=AMA("2.00"), policy=three)])
    assert amounts(assessed(activity, done(12, on(6, 1)), done(13, on(8, 5)))) == ["0.00"]
    assert amounts(assessed(activity, done(12, on(7, 1)), done(13, on(8, 5)))) == ["2.00"]


def test_a_rule_that_starts_later_changes_nothing_earned_before() -> None:
    """The same evidence is worth the same, and names the same version, before and after a new rule is added."""
    later = versions("0.80", "0.95")
    old = later.designations[0].policy[0]
    alone = an_activity(completion=(), designations=[Designation(maximum=AMA("2.00"), policy=old)])
    for activity in (alone, later):
        assessment = assessed(activity, done(17, on(6, 1)))
        policy = assessment.appraisals[0].policy
        assert policy is not None
        assert (amounts(assessment), policy.version) == (["1.75"], old.version)


def test_evidence_that_changes_nothing_does_not_move_the_completion_day() -> None:
    """An evaluation that no rule asks for, sent after the rule changed, leaves the old rule in charge."""
    (appraisal,) = assessed(versions("0.80", "0.95"), done(17, on(6, 1)), Evaluated(on(8, 1))).appraisals
    assert appraisal.policy is not None
    assert appraisal.policy.in_force.last == on(6, 30)


def test_a_report_that_repeats_the_old_count_does_not_move_the_completion_day() -> None:
    """A nightly export that says the same again is no new work."""
    (appraisal,) = assessed(versions("0.80", "0.95"), done(17, on(6, 1)), done(17, on(8, 1))).appraisals
    assert (appraisal.outcome, str(appraisal.credits.amount)) == (Outcome.MET, "1.75")


def test_a_day_without_a_rule_is_unknown_and_says_so() -> None:
    """Where no version is in force on the completion day, nothing is guessed: unknown, no credit, and a finding."""
    old = Policy(code="old", in_force=Span(on(1, 1, 2025), on(12, 31, 2025)))
    assessment = assessed(paying(Policy(code="old", requirements=[completed("0.80")], in_force=old.in_force)), done(20, NINTH))
    (appraisal,) = assessment.appraisals
    (finding,) = appraisal.findings
    assert (appraisal.outcome, appraisal.steps, appraisal.policy) == (Outcome.UNKNOWN, 0, None)
    assert (finding.code, finding.found) == ("no-rule-in-force", "only old 2025-01-01 to 2025-12-31")
    assert (appraisal.receipt, appraisal.remaining, assessment.since) == (None, None, (None,))
    assert "nothing earned" in assessment.explain()
    assert "still to do: ask the provider which rule held on that day" in assessment.explain()


def test_a_rule_without_requirements_is_asked_for_by_its_day_as_well() -> None:
    """Where a policy asks nothing, the day of what was seen still decides which version awards."""
    old, new = Policy(code="o", in_force=Span(None, on(6, 30))), Policy(code="n", in_force=Span(on(7, 1), None), cap="1.00")
    activity = paying((old, new))  # type: ignore[arg-type]
    (appraisal,) = assessed(activity, done(1, on(6, 1))).appraisals
    assert appraisal.policy is old


def test_an_activity_that_expired_under_way_counts_its_last_day() -> None:
    """Work on the last day counts; work on the day after is set aside with its reason, and takes nothing away."""
    activity = paying(
        Policy(code="p", requirements=[completed("0.80")], award=PROPORTION, rounding=QUARTERS),
        offered=Span(None, on(6, 30)),
    )
    before = assessed(activity, done(17, on(6, 30)))
    after = assessed(activity, done(17, on(6, 30)), done(20, on(7, 1)))
    assert amounts(before) == amounts(after) == ["1.75"]
    assert ([one.code for one in before.set_aside], [one.code for one in after.set_aside]) == ([], ["after-expiry"])


def test_a_stay_beyond_the_last_day_counts_until_its_end() -> None:
    """Of a stay from an hour before the activity's last midnight to an hour after it, one hour counts."""
    timed = Policy(code="timed", award=ByTime(), rounding=QUARTERS)
    stay = Attended(at(NINTH, 23, zone=CHICAGO), at(on(3, 10), 1, zone=CHICAGO))
    assert amounts(assessed(paying(timed, offered=Span(None, NINTH)), stay)) == ["1.00"]


SESSION = a_session("S1", at(on(6, 30), 18, zone=CHICAGO), 120)
HALF = Policy(code="half", award=ByTime(credits="0.5"), rounding=QUARTERS, in_force=Span(None, on(6, 30)))
FULL = Policy(code="full", award=ByTime(), rounding=QUARTERS, in_force=Span(on(7, 1), None))


@pytest.mark.parametrize(("rule_day", "amount"), [(None, "1.00"), (RuleDay.LAST_DAY, "1.00"), (RuleDay.COMPLETION, "2.00")])
def test_a_live_activity_asks_the_rule_of_its_last_day(rule_day: RuleDay | None, amount: str) -> None:
    """The rule on the day of the meeting holds, even if its attendance is evaluated after the rule changed."""
    policies = tuple(attrs_with_evaluation(policy) for policy in (HALF, FULL))
    meeting = a_meeting(
        SESSION, policy=HALF, designations=[Designation(maximum=AMA("2.00"), policy=policies, rule_day=rule_day)]
    )
    stayed = Attended(at(on(6, 30), 18, zone=CHICAGO), at(on(6, 30), 20, zone=CHICAGO))
    assert amounts(assessed(meeting, stayed, Evaluated(on(7, 2)))) == [amount]


def attrs_with_evaluation(policy: Policy) -> Policy:
    """Ask for the evaluation as well."""
    return Policy(
        code=policy.code,
        award=policy.award,
        rounding=policy.rounding,
        in_force=policy.in_force,
        requirements=[evaluated()],
    )


@pytest.mark.parametrize(
    ("rule_day", "held", "offered", "version"),
    [
        (RuleDay.LAST_DAY, Span(on(6, 29), on(7, 2)), Span(), 1),
        (RuleDay.LAST_DAY, Span(on(6, 29), on(6, 30)), Span(), 0),
        # A live activity that names no days ends with its offer.
        (RuleDay.LAST_DAY, None, Span(on(6, 1), on(7, 15)), 1),
        (RuleDay.RELEASE, None, Span(on(6, 1), on(7, 15)), 0),
        (RuleDay.RELEASE, Span(on(7, 1), on(7, 1)), Span(on(6, 1), None), 0),
        (RuleDay.RELEASE, None, Span(on(7, 1), None), 1),
    ],
)
def test_the_rule_of_a_named_day(rule_day: RuleDay, held: Span | None, offered: Span, version: int) -> None:
    """A designation may ask for the rule of the day of release, or of the last day of the activity."""
    activity = versions("0.80", "0.80", rule_day=rule_day, held=held, offered=offered, format=LIVE)
    (appraisal,) = assessed(activity, done(17, on(7, 5))).appraisals
    assert appraisal.policy is activity.designations[0].policy[version]


def test_where_the_day_that_a_rule_names_is_not_known_none_is_guessed() -> None:
    """A rule of the day of release needs that day; the last day of a live activity that has none leaves the answer open."""
    with pytest.raises(InvalidValue, match="the day of release, which is not given"):
        versions("0.80", "0.80", rule_day=RuleDay.RELEASE)
    (appraisal,) = assessed(versions("0.80", "0.80", rule_day=RuleDay.LAST_DAY), done(17, on(6, 5))).appraisals
    assert (appraisal.outcome, [finding.code for finding in appraisal.findings]) == (Outcome.UNKNOWN, ["no-rule-in-force"])
    assert appraisal.remaining is None


@pytest.mark.parametrize(
    ("items", "since"),
    [
        ([done(17, NINTH), done(17, on(3, 20))], NINTH),
        ([done(12, on(3, 1)), done(17, NINTH)], NINTH),
        # 16 and 17 of 20 are 1.60 and 1.70: two levels, 1.50 and 1.75.
        ([done(16, on(3, 1)), done(17, NINTH)], NINTH),
        # 17 and 18 of 20 are 1.70 and 1.80: one level, reached with the first.
        ([done(17, NINTH), done(18, on(3, 20))], NINTH),
    ],
)
def test_an_amount_is_earned_since_the_day_on_which_it_was_reached(items: list[Item], since: datetime.date) -> None:
    """Assessed late or early, the day since when is the earliest on which the amount was reached."""
    policy = Policy(code="p", requirements=[completed("0.80")], award=PROPORTION, rounding=QUARTERS)
    assert assessed(paying(policy), *items).since == (since,)


def test_completion_has_its_own_day() -> None:
    """An activity is completed on the day on which the last of its requirements was met."""
    participation = a_participation(Evaluated(on(3, 12)), done(20, on(3, 20)), evaluation=False)
    assert assess(participation).completed_on == on(3, 12)


def test_the_day_of_completion_is_that_of_the_activitys_zone() -> None:
    """A score at 02:00 UTC is one of the evening before in Chicago."""
    policy = Policy(code="p", requirements=[passed("0.70")])
    assert assessed(paying(policy), Attempt("0.9", at(on(3, 10), 2))).since == (NINTH,)


def test_a_stay_over_midnight_has_lasted_only_when_it_has() -> None:
    """Forty-five minutes from 23:30 on were spent on the day after, so that is the day since when."""
    stay = Attended(at(NINTH, 23, 30, zone=CHICAGO), at(on(3, 10), 0, 30, zone=CHICAGO))
    assert assessed(paying(Policy(code="p", requirements=[spent(minutes=45)])), stay).since == (on(3, 10),)


MEMBERS = Policy(code="members", requirements=[entitled("Premium"), completed("0.80")], award=PROPORTION, rounding=QUARTERS)
MEMBERSHIP = Entitled("Premium", on(1, 1), on(3, 31))


def test_a_membership_bought_after_the_work_does_not_open_it() -> None:
    """A feedback form that nobody asked for does not make a later day the completion day."""
    (appraisal,) = assessed(paying(MEMBERS), Entitled("Premium", on(4, 1)), done(17, NINTH), Evaluated(on(4, 5))).appraisals
    assert (appraisal.outcome, appraisal.steps) == (Outcome.UNMET, 0)


def test_a_membership_that_ran_only_between_two_days_of_work_opens_neither() -> None:
    """Active on no day on which the learner did anything, a membership does not open what was done before it."""
    between = Entitled("Premium", on(3, 15), on(3, 31))
    (appraisal,) = assessed(paying(MEMBERS), between, done(17, NINTH), done(18, on(4, 5))).appraisals
    assert (appraisal.outcome, appraisal.steps) == (Outcome.UNMET, 0)


def test_work_after_a_lapse_does_not_undo_completion() -> None:
    """What was completed while the membership ran stays completed, as its credit stays earned."""
    activity = an_activity(completion=[entitled("Premium"), completed("0.80")])
    assessment = assessed(activity, MEMBERSHIP, done(17, NINTH), done(20, on(4, 5)))
    assert (assessment.completed, assessment.completed_on) == (Outcome.MET, NINTH)


def test_a_lapse_after_a_meeting_takes_nothing_away() -> None:
    """At a live activity too, what was reached while the membership ran stays reached."""
    policy = Policy(code="live", requirements=[entitled("Premium"), attended("0.5")])
    meeting = a_meeting(a_session("S1", at(NINTH, 18), 60), a_session("S2", at(on(4, 5), 18), 60), policy=policy)
    items: list[Item] = [MEMBERSHIP, Present("S1", NINTH)]
    assert amounts(assessed(meeting, *items)) == amounts(assessed(meeting, *items, Present("S2", on(4, 5)))) == ["2.00"]


def test_a_membership_that_gates_earning_is_asked_for_on_the_completion_day() -> None:
    """Active on the day, the credit is earned; lapsed the day before, it is not; never handed in, it is unknown."""
    outcomes = [
        assessed(paying(MEMBERS), *items).appraisals[0].outcome
        for items in (
            [MEMBERSHIP, done(17, on(3, 31))],
            [MEMBERSHIP, done(17, on(4, 1))],
            [done(17, on(3, 31))],
        )
    ]
    assert outcomes == [Outcome.MET, Outcome.UNMET, Outcome.UNKNOWN]


def test_a_lapse_after_completion_takes_nothing_away() -> None:
    """A feedback form that nobody asked for, sent after the membership ended, does not undo what was earned before."""
    assert amounts(assessed(paying(MEMBERS), MEMBERSHIP, done(17, NINTH), Evaluated(on(4, 5)))) == ["1.75"]


def test_work_after_a_lapse_takes_nothing_away() -> None:
    """Whoever goes on learning after the membership ended keeps what was earned while it ran, and gains nothing."""
    assessment = assessed(paying(MEMBERS), MEMBERSHIP, done(17, NINTH), done(20, on(4, 5)))
    assert (amounts(assessment), assessment.since) == (["1.75"], (NINTH,))
