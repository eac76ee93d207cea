"""The laws of the whole story: whatever was offered, and whatever was seen of a learner, from evidence to certificate."""

import datetime
from typing import Any

from hypothesis import given, strategies as st
from hypothesis.strategies import SearchStrategy

from builders import AMA, LEARNER, NAME, NINTH, NOW, a_session, an_activity, at, numbers, on, seen, written
from cmecore.activities import ENDURING, LIVE, Activity, Part
from cmecore.admission import admitted
from cmecore.assessment import assess
from cmecore.bodies.accreditations import Accreditation
from cmecore.certificates import certify, certify_participation
from cmecore.claiming import ALL, claim
from cmecore.credit.amounts import Credits
from cmecore.credit.periods import Span
from cmecore.credit.rounding import Rounding, Total, down, nearest, up
from cmecore.designations import Designation
from cmecore.earning import earn
from cmecore.entries import Claim
from cmecore.evidence import (
    Attempt,
    Attended,
    Declared,
    Entitled,
    Evaluated,
    Feedback,
    Item,
    Participation,
    Practises,
    Present,
    Presented,
    Prior,
    Progress,
    TimeSpent,
)
from cmecore.ledger import Ledger
from cmecore.measuring import facts
from cmecore.providers import Provider
from cmecore.rules.awards import AsAttested, ByTime, Component, Fixed, InProportion, Whole, WithBonus, over_units
from cmecore.rules.criteria import Outcome
from cmecore.rules.facts import PRESENTED, Counting
from cmecore.rules.judging import judge
from cmecore.rules.policies import Policy
from cmecore.rules.requirements import (
    Requirement,
    attended,
    completed,
    entitled,
    evaluated,
    given_feedback,
    passed,
    practises,
    prerequisite,
    spent,
)
from cmecore.rules.times import LEARNING, PANEL

EVENING = at(NINTH, 18)
QUARTERS = nearest("0.25")
REQUIREMENTS = (
    completed("0.80"),
    passed("0.70"),
    passed("0.70", counting=Counting.LAST, attempts=2),
    evaluated(),
    spent(minutes=30),
    attended(),
    attended("0.5"),
    entitled("Premium"),
    prerequisite("EM-100"),
    practises("physician"),
    given_feedback(),
)
#: Every part is a lecture, or a panel that counts by half.
COUNTS_BY_HALF = {LEARNING: 1, PANEL: "0.5"}
FEEDBACK = Component(code="feedback", test=evaluated().test, worth="0.25")
#: Awards by time that tell no kinds apart, each with a rounding that it can have.
PLAIN: list[tuple[Any, Any]] = [
    (ByTime(), QUARTERS),
    (ByTime(), up("0.25", minimum="0.5")),
    (ByTime(), nearest("0.25", on=Total.SESSION)),
    (ByTime(), down("0.25", on=Total.DAY)),
    (WithBonus(ByTime(), [FEEDBACK]), nearest("0.25", on=Total.SESSION)),
    (ByTime(most_per_session="0.5"), QUARTERS),
]
#: All others.
WAYS: list[tuple[Any, Any]] = [
    (Whole(), None),
    (Fixed("0.50"), None),
    (AsAttested(), None),
    (InProportion(), QUARTERS),
    (InProportion(), down("0.5")),
    (WithBonus(InProportion(), [FEEDBACK]), QUARTERS),
    (ByTime(credits=2, of=PRESENTED), QUARTERS),
    (ByTime(counts=COUNTS_BY_HALF), QUARTERS),
    (ByTime(counts=COUNTS_BY_HALF, most_per_session="0.5"), nearest("0.25", on=Total.SESSION)),
    (ByTime(counts=COUNTS_BY_HALF, most_per_day="0.75"), down("0.25", on=Total.DAY)),
    (WithBonus(ByTime(counts=COUNTS_BY_HALF, most_per_day="0.75"), [FEEDBACK]), QUARTERS),
]


def asked(most: int) -> SearchStrategy[list[Requirement]]:
    """Draw some requirements, each of its own kind."""
    return st.lists(st.sampled_from(REQUIREMENTS), max_size=most, unique_by=lambda requirement: requirement.code)


@st.composite
def parts(draw: st.DrawFn, code: str) -> Part:
    """Draw a session of that evening, some of them at the same time, or a module to be done at any hour."""
    fields: dict[str, Any] = {
        "units": draw(st.sampled_from([1, 3, 20])),
        "specialty": draw(st.sampled_from(["", "ENT", "Surgery"])),
        "topics": draw(st.sampled_from([(), ("opioid",)])),
        "kind": draw(st.sampled_from([LEARNING, LEARNING, PANEL])),
    }
    if draw(st.booleans()):
        return Part(code=code, title=code, minutes=draw(st.sampled_from([None, 8, 60])), **fields)
    begins = EVENING + datetime.timedelta(minutes=draw(st.sampled_from([0, 30, 60, 1_500])))
    breaks = draw(st.sampled_from([(), ((5, 10),)]))
    share = draw(st.sampled_from([None, "0.5"]))
    return a_session(code, begins, draw(st.sampled_from([20, 60])), breaks=breaks, attended_from=share, **fields)


@st.composite
def policies(draw: st.DrawFn, parts: list[Part], in_force: Span) -> Policy:
    """Draw a rule for some days, that speaks of every kind of time among some parts."""
    units = [(over_units(dict.fromkeys((part.code for part in parts), 8)), QUARTERS)] if parts else []
    plain = PLAIN if all(part.kind == LEARNING for part in parts) else []
    award, rounding = draw(st.sampled_from(WAYS + plain + units))
    floor, cap = draw(st.sampled_from([None, "0.25"])), draw(st.sampled_from([None, "1.50"]))
    return Policy(
        code="p", requirements=draw(asked(3)), award=award, rounding=rounding, floor=floor, cap=cap, in_force=in_force
    )


@st.composite
def activities(draw: st.DrawFn) -> Activity:
    """Draw an activity of at most three parts, under one rule or under two that follow each other."""
    held = [draw(parts(f"p{number}")) for number in range(draw(st.integers(0, 3)))]
    in_force = draw(st.sampled_from([[Span()], [Span(None, on(3, 12)), Span(on(3, 13), None)]]))
    versions = [draw(policies(held, span)) for span in in_force]
    terms = draw(st.sampled_from([(), (), (Span(None, on(3, 11)),), (Span(on(3, 9), on(3, 10)), Span(on(3, 14), None))]))
    accredited = [Accreditation(by="ACCME", types=[AMA], in_force=term) for term in terms]
    zone = draw(st.sampled_from(["America/Chicago", "Asia/Tokyo"]))
    return an_activity(
        format=draw(st.sampled_from([LIVE, ENDURING])),
        provider=Provider(name="Lakeside CME", zone=zone, accreditations=accredited),
        parts=held,
        offered=draw(st.sampled_from([Span(), Span(on(3, 8), on(3, 15)), Span(None, on(3, 12))])),
        completion=draw(asked(2)),
        designations=[Designation(maximum=AMA("2.00"), policy=versions)],
    )


DAYS = st.dates(on(3, 5), on(3, 20))
COUNTS = st.sampled_from([3, 20, 100]).flatmap(lambda whole: st.tuples(st.integers(0, whole), st.just(whole)))
#: What is no work: another activity, a membership, or a profession.
BESIDE: SearchStrategy[Item] = st.one_of(
    st.builds(Prior, st.just("EM-100"), DAYS),
    st.builds(
        lambda day, more: Entitled("Premium", day, None if more is None else day + datetime.timedelta(days=more)),
        DAYS,
        st.none() | st.integers(0, 9),
    ),
    st.builds(Practises, st.sampled_from(["physician", "nurse"]), DAYS),
    st.builds(lambda day: Practises("physician", on(1, 1), day), DAYS),
)


def stay(begins: int, lasts: int, session: str) -> Attended:
    """Attend from so many minutes after the evening began, for so many minutes."""
    joined = EVENING + datetime.timedelta(minutes=begins)
    return Attended(joined, joined + datetime.timedelta(minutes=lasts), session)


def items(activity: Activity) -> SearchStrategy[Item]:
    """Draw one thing that was seen, in a part of the activity or in the whole of it."""
    where = st.sampled_from(["", *(part.code for part in activity.parts)])
    return st.one_of(
        BESIDE,
        st.builds(lambda count, day, part: Progress(count[0], count[1], day, part), COUNTS, DAYS, where),
        st.builds(stay, st.integers(-90, 3_000), st.integers(1, 2_000), where),
        st.builds(TimeSpent, st.integers(0, 150), DAYS, where),
        st.builds(
            lambda right, day, number: Attempt(f"{right}/20", day, "", number), st.integers(0, 20), DAYS, st.integers(0, 2)
        ),
        st.builds(Evaluated, DAYS),
        st.builds(Feedback, DAYS),
        st.builds(
            Presented,
            st.sampled_from([part.code for part in activity.parts] or ["p0"]),
            DAYS,
            st.none() | st.integers(0, 90),
            st.sampled_from(["Sepsis", "Shock"]),
        ),
        st.builds(lambda steps, day: Declared(Credits(steps, AMA), day), st.integers(0, 12), DAYS),
        st.builds(Present, where, DAYS),
    )


PARTICIPATIONS = activities().flatmap(
    lambda activity: st.lists(items(activity), max_size=7).map(lambda listed: Participation(LEARNER, activity, listed))
)


@given(PARTICIPATIONS)
def test_every_story_can_be_told_to_its_end(participation: Participation) -> None:
    """Assessing, explaining, earning, claiming and certifying have an answer, and earning twice is earning once."""
    assessment = assess(participation)
    assert assessment.explain()
    ledger = written(Ledger(LEARNER), *earn(Ledger(LEARNER), assessment))
    assert earn(ledger, assessment) == ()
    answer = claim(ledger, ALL, at=NOW, request="r-1")
    assert answer.explain()
    assert bool(answer) is isinstance(answer, Claim) is bool(ledger.claimable())
    if isinstance(answer, Claim):
        ledger = written(ledger, answer, *certify(ledger, answer, name=NAME, at=NOW, number=numbers()))
        assert [certificate.total for certificate in ledger.certificates] == [assessment.appraisals[0].credits]
    assert bool(certify_participation(ledger, "EM-101", name=NAME, at=NOW)) is (assessment.completed is Outcome.MET)


@given(PARTICIPATIONS)
def test_an_amount_is_explained_to_the_last_step(participation: Participation) -> None:
    """Credit is whole steps up to the maximum; its receipt, its specialties and its topics agree with it."""
    (appraisal,) = assess(participation).appraisals
    assert AMA("0.00") <= appraisal.credits <= AMA("2.00")
    assert appraisal.credits.amount % AMA.step == 0
    assert (appraisal.receipt is not None) is (appraisal.outcome is Outcome.MET)
    assert appraisal.receipt is None or appraisal.receipt.recomputed() == appraisal.credits
    if appraisal.by_specialty:
        assert sum(credits.steps for credits in appraisal.by_specialty.values()) == appraisal.steps
    assert all(credits <= appraisal.credits for credits in appraisal.by_topic.values())


@given(PARTICIPATIONS)
def test_credit_is_earned_on_a_day_on_which_the_provider_may_award_it(participation: Participation) -> None:
    """Whatever was done when: the day since which an amount is earned, or the last of a meeting, lies in an accreditation."""
    (since,) = assess(participation).since
    held = participation.activity.provider.accreditations
    if since is not None and participation.activity.format.live and participation.activity.days is not None:
        since = min(since, participation.activity.days.last or since)
    assert since is None or not held or any(since in accreditation.in_force for accreditation in held)


@given(PARTICIPATIONS)
def test_whoever_was_seen_has_attended(participation: Participation) -> None:
    """Each sighting that counts is attendance, whether or not it names a part; whoever presents is faculty of it."""
    counted = admitted(participation)[0]
    taught = {item.session for item in counted if isinstance(item, Presented)}
    if any(isinstance(item, Present) and item.session not in taught for item in counted):
        assert facts(participation)["attended"] is True


@given(PARTICIPATIONS)
def test_where_nothing_is_met_the_reasons_are_those_of_today(participation: Participation) -> None:
    """A requirement that is told as open is open on everything that was seen, and one told as done is done."""
    assessment = assess(participation)
    (appraisal,) = assessment.appraisals
    if appraisal.outcome is Outcome.MET or appraisal.policy is None or not appraisal.offer.accredited:
        return
    assert appraisal.facts == assessment.facts
    now = facts(participation)
    told = {finding.code: finding.outcome for finding in appraisal.findings}
    for requirement in appraisal.policy.requirements:
        # A membership, a profession and a prerequisite are asked for on the completion day, and not today.
        if requirement.code.partition(":")[0] not in {"entitled", "prior", "profession"}:
            assert told[requirement.code] is judge(requirement.test, now)


@given(activities(), st.lists(BESIDE, max_size=5))
def test_what_is_no_work_earns_nothing(activity: Activity, listed: list[Item]) -> None:
    """Having completed another activity, holding a membership or being a physician is no part of this one."""
    assessment = assess(seen(activity, *listed))
    assert earn(Ledger(LEARNER), assessment) == ()
    assert (assessment.completed is Outcome.MET, assessment.appraisals[0].steps) == (False, 0)


@given(PARTICIPATIONS, st.data())
def test_the_order_of_evidence_tells_no_other_story(participation: Participation, data: st.DataObject) -> None:
    """The same things in another order, given twice or handed over one by one, are assessed and explained alike."""
    listed = data.draw(st.permutations(list(participation.evidence)))
    one_by_one = Participation(LEARNER, participation.activity)
    for item in listed:
        one_by_one |= [item, listed[0]]
    assessment = assess(participation)
    assert assess(one_by_one) == assessment
    assert assess(one_by_one).explain() == assessment.explain()


@given(PARTICIPATIONS, st.lists(st.integers(1, 9), max_size=4))
def test_no_more_is_claimed_than_was_earned(participation: Participation, wishes: list[int]) -> None:
    """Evidence arrives piece by piece and amounts are claimed in between: what was claimed never exceeds the level."""
    ledger, so_far = Ledger(LEARNER), Participation(LEARNER, participation.activity)
    for number, item in enumerate(participation.evidence):
        so_far |= [item]
        ledger = written(ledger, *earn(ledger, assess(so_far)))
        if number < len(wishes):
            wanted = {"EM-101": Credits(wishes[number], AMA)}
            answer = claim(ledger, wanted, at=NOW, request=f"r-{number}")
            ledger = written(ledger, answer) if isinstance(answer, Claim) else ledger
        assert all(ledger.claimed(account) <= earned.level for account, earned in ledger.standing.items())
        assert all(credits <= AMA("2.00") for account in ledger.standing for credits in [ledger.claimed(account)])


def timed(award: ByTime, rounding: Rounding) -> Activity:
    """Hold two sessions one after the other, one of them over midnight, and a panel beside the second."""
    late = at(NINTH, 22, zone="America/Chicago")
    sessions = (
        a_session("S1", late, 60, breaks=((20, 30),)),
        a_session("S2", late + datetime.timedelta(minutes=90), 90),
        a_session("P", late + datetime.timedelta(minutes=90), 60, kind=PANEL),
    )
    return an_activity(
        format=LIVE,
        provider=Provider(name="Lakeside CME", zone="America/Chicago"),
        parts=sessions,
        completion=(),
        designations=[Designation(maximum=AMA("9.00"), policy=Policy(code="p", award=award, rounding=rounding))],
    )


#: By time of every weight, with caps and roundings that do not count each day by itself.
NOT_BY_DAY = st.builds(
    timed,
    st.builds(
        ByTime,
        counts=st.sampled_from([COUNTS_BY_HALF, {LEARNING: 1, PANEL: 0}]),
        most_per_session=st.sampled_from([None, "0.6"]),
    ),
    st.sampled_from([QUARTERS, down("0.5"), nearest("0.25", on=Total.SESSION), up("0.25", on=Total.SESSION)]),
)
LATE = st.tuples(st.integers(-30, 200), st.integers(2, 150), st.sampled_from(["", "S1", "S2", "P"])).map(
    lambda drawn: (at(NINTH, 22, zone="America/Chicago") + datetime.timedelta(minutes=drawn[0]), drawn[1], drawn[2])
)


def attended_from(joined: datetime.datetime, minutes: int, session: str) -> Attended:
    """Attend for so many minutes."""
    return Attended(joined, joined + datetime.timedelta(minutes=minutes), session)


@given(NOT_BY_DAY, st.lists(LATE, min_size=1, max_size=4), st.data())
def test_leaving_and_coming_back_at_once_changes_no_award(
    activity: Activity, stays: list[tuple[datetime.datetime, int, str]], data: st.DataObject
) -> None:
    """A stay reported as two that follow each other, over midnight too, earns what it earns as one."""
    whole = [attended_from(*stay) for stay in stays]
    joined, minutes, session = data.draw(st.sampled_from(stays))
    first = data.draw(st.integers(1, minutes - 1))
    then = joined + datetime.timedelta(minutes=first)
    halves = [attended_from(joined, first, session), attended_from(then, minutes - first, session)]
    rest = [stay for stay in whole if stay != attended_from(joined, minutes, session)]
    assert assess(seen(activity, *rest, *halves)).appraisals[0].steps == assess(seen(activity, *whole)).appraisals[0].steps


@given(NOT_BY_DAY, st.lists(LATE, max_size=3), LATE, st.integers(1, 60))
def test_staying_longer_never_earns_less(
    activity: Activity, stays: list[tuple[datetime.datetime, int, str]], last: tuple[datetime.datetime, int, str], more: int
) -> None:
    """To somebody in one room at a time a further minute costs nothing, whatever is weighed, capped and rounded."""
    joined, minutes, session = last
    until = joined + datetime.timedelta(minutes=minutes + more)
    others = [attended_from(*stay) for stay in stays]
    elsewhere = [stay for stay in others if stay.left <= joined or stay.joined >= until]
    shorter = assess(seen(activity, *elsewhere, attended_from(joined, minutes, session))).appraisals[0].steps
    longer = assess(seen(activity, *elsewhere, attended_from(joined, minutes + more, session))).appraisals[0].steps
    assert shorter <= longer


def test_a_panel_beside_a_lecture_takes_no_time_from_it() -> None:
    """Listed in both rooms for half an hour, somebody was in the lecture; the panel's weight does not matter then."""
    activity = timed(ByTime(counts={LEARNING: 1, PANEL: 0}), QUARTERS)
    begins = at(NINTH, 23, 30, zone="America/Chicago")
    lecture = attended_from(begins, 90, "S2")
    for minutes in (1, 30, 60):
        assert assess(seen(activity, lecture, attended_from(begins, minutes, "P"))).appraisals[0].steps == 6
    assert assess(seen(activity, attended_from(begins, 60, "P"))).appraisals[0].steps == 0
    assert assess(seen(activity, attended_from(begins, 60, ""))).appraisals[0].steps == 4


@given(PARTICIPATIONS, st.sampled_from(["p0", "p1", "p2"]))
def test_presenting_never_earns_a_learner_more(participation: Participation, session: str) -> None:
    """Time that faculty present is no time taken part: measured with the talk, there is never more of it."""
    without = facts(participation).get("time", datetime.timedelta())
    taught = facts(participation | [Presented(session, NINTH)]).get("time", datetime.timedelta())
    assert isinstance(without, datetime.timedelta)
    assert isinstance(taught, datetime.timedelta)
    assert taught <= without
