"""What holds for every policy, every designated maximum and all facts."""

import datetime
from fractions import Fraction

import attrs
from hypothesis import given, strategies as st

import by_the_book
from cmecore.credit.amounts import Credits
from cmecore.credit.rounding import Rounding, Total, down, nearest
from cmecore.designations import Designation
from cmecore.rules.awarding import weigher
from cmecore.rules.awards import ByTime, InProportion
from cmecore.rules.criteria import Outcome
from cmecore.rules.facts import PRESENTED, Share, Value
from cmecore.rules.policies import Policy
from cmecore.rules.receipts import receipt
from cmecore.rules.times import LEARNING, PANEL, Stretch
from strategies import AMA, CONTACT_HOUR, by_time, designations, reports, roundings, shares, stretches, weighed

Drawn = tuple[Policy, Credits, dict[str, Value]]
EITHER = weighed(AMA) | weighed(CONTACT_HOUR)


@given(EITHER)
def test_a_policy_awards_what_pencil_and_paper_award(drawn: Drawn) -> None:
    """Whole numbers of steps and fractions of credits come to the same outcome and the same amount."""
    policy, maximum, facts = drawn
    outcome, steps = weigher(policy, maximum)(facts)
    assert (str(outcome), steps * Fraction(maximum.type.step)) == by_the_book.awarded(policy, maximum, facts)


@given(EITHER)
def test_an_award_is_whole_steps_and_never_above_the_maximum_or_the_cap(drawn: Drawn) -> None:
    """No rounding, bonus, floor or attestation lifts a learner's credit above what the activity was designated for."""
    policy, maximum, facts = drawn
    outcome, steps = weigher(policy, maximum)(facts)
    assert type(steps) is int
    assert 0 <= steps <= maximum.steps
    assert policy.cap is None or Credits(steps, maximum.type).amount <= policy.cap
    assert steps == 0 or outcome is Outcome.MET


@given(EITHER)
def test_a_receipt_recomputes_to_the_amount(drawn: Drawn) -> None:
    """Doing the arithmetic of a receipt again, with fractions, gives the amount on it, met requirements or not."""
    policy, maximum, facts = drawn
    shown = receipt(policy, maximum, facts)
    assert shown.recomputed() == shown.amount
    outcome, steps = weigher(policy, maximum)(facts)
    if outcome is Outcome.MET:
        assert shown.amount.steps == steps
    assert str(shown.amount.amount) in str(shown)
    exact = by_the_book.worth(policy, maximum, facts)
    assert sum((part.exact for part in shown.exact), Fraction(0)) == sum(exact or [], Fraction(0))


@given(EITHER, st.data())
def test_a_fact_that_goes_missing_never_earns_credit(drawn: Drawn, data: st.DataObject) -> None:
    """Without one of its facts a policy answers as before or that it does not know, and awards no more than before."""
    policy, maximum, facts = drawn
    if not facts:
        return
    lost = {data.draw(st.sampled_from(sorted(facts)))}
    # The total and what it is made of are one report, which is lost as a whole.
    lost |= {"time", "time:stretches"} if lost & {"time", "time:stretches"} else set()
    weigh = weigher(policy, maximum)
    before, steps = weigh(facts)
    after, fewer = weigh({name: value for name, value in facts.items() if name not in lost})
    assert after in {before, Outcome.UNKNOWN}
    assert fewer <= steps


@given(designations(AMA), st.data())
def test_every_policy_that_can_be_weighed_can_be_designated(designation: Designation, data: st.DataObject) -> None:
    """A designation keeps the maximum and the rule it was given, and that rule awards what pencil and paper award."""
    (policy,) = designation.policy
    facts = data.draw(reports(policy, AMA))
    outcome, steps = weigher(policy, designation.maximum)(facts)
    assert (str(outcome), Fraction(steps, 4)) == by_the_book.awarded(policy, designation.maximum, facts)


@given(st.integers(0, 400), shares(), shares(), st.sampled_from([down("0.25"), nearest("0.25")]))
def test_more_content_never_earns_less(most: int, one: Share, other: Share, rounding: Rounding) -> None:
    """Credit in proportion keeps the order of the shares, nothing done is nothing, and all done is the maximum."""
    weigh = weigher(Policy(code="x", award=InProportion(), rounding=rounding), Credits(most, AMA))
    few, many = sorted((one, other), key=lambda share: Fraction(share.part, share.whole))
    assert weigh({"content": few})[1] <= weigh({"content": many})[1]
    assert weigh({"content": Share(0, one.whole)})[1] == 0
    assert weigh({"content": Share(one.whole, one.whole)})[1] == most


#: Policies by time taken part, of every weight, cap and rounding that can stand together.
BY_TIME = st.one_of(
    st.tuples(by_time(), roundings(AMA)),
    st.tuples(by_time(day_capped=False), roundings(AMA, on=[Total.SESSION])),
    st.tuples(by_time(), roundings(AMA, on=[Total.DAY])),
).map(lambda way: Policy(code="hours", award=way[0], rounding=way[1]))
TAKEN = st.lists(stretches(kinds=[LEARNING, PANEL]), max_size=6)


def steps_of(policy: Policy, taken: list[Stretch]) -> int:
    """Award some time, of an activity that is large enough not to bound it."""
    award = policy.award
    assert isinstance(award, ByTime)
    spoken_of = [one for one in taken if one.kind in dict(award.counts)]
    outcome, steps = weigher(policy, AMA(9_000))({"time:stretches": tuple(spoken_of), "time": total_of(spoken_of)})
    assert outcome is Outcome.MET
    return steps


def total_of(taken: list[Stretch]) -> datetime.timedelta:
    """Add up some time."""
    return sum((stretch.time for stretch in taken), datetime.timedelta())


@given(BY_TIME, TAKEN, stretches(kinds=[LEARNING, PANEL]))
def test_more_time_never_earns_less(policy: Policy, taken: list[Stretch], more: Stretch) -> None:
    """Whatever its kind, session and day, and whatever is capped and rounded: time on top takes no credit away."""
    assert steps_of(policy, taken) <= steps_of(policy, [*taken, more])


@given(BY_TIME, TAKEN, st.integers(0, 100), st.data())
def test_splitting_attendance_within_a_session_changes_nothing(
    policy: Policy, taken: list[Stretch], percent: int, data: st.DataObject
) -> None:
    """Left and come back is the same time; so is a pause over midnight, unless the rule counts each day by itself."""
    if not taken:
        return
    award = policy.award
    assert isinstance(award, ByTime)
    split = data.draw(st.sampled_from(taken))
    rest = [one for one in taken if one is not split]
    first = split.time * percent // 100
    halves = [attrs.evolve(split, time=first), attrs.evolve(split, time=split.time - first)]
    assert steps_of(policy, data.draw(st.permutations([*rest, *halves]))) == steps_of(policy, taken)
    if split.session and split.day and award.most_per_day is None and policy.total is not Total.DAY:
        halves[1] = attrs.evolve(halves[1], day=split.day + datetime.timedelta(days=1))
        assert steps_of(policy, [*rest, *halves]) == steps_of(policy, taken)


@given(BY_TIME, TAKEN)
def test_no_session_and_no_day_is_worth_more_than_its_cap(policy: Policy, taken: list[Stretch]) -> None:
    """However much of it there is: a step more at most, where the rounding goes up, for each time that it is rounded."""
    award = policy.award
    assert isinstance(award, ByTime)
    taken = [one for one in taken if not award.capped_kinds or one.kind in award.capped_kinds]
    sessions = {(one.session, one.day) for one in taken}
    days = {one.day for one in taken}
    for cap, places in ((award.most_per_session, sessions), (award.most_per_day, days)):
        if cap is not None and policy.rounding is not None:
            step = max(Fraction(policy.rounding.step), Fraction(policy.rounding.minimum))
            roundings_done = {Total.ACTIVITY: 1, Total.SESSION: len(sessions), Total.DAY: len(days)}[policy.total]
            assert Fraction(steps_of(policy, taken), 4) <= Fraction(cap) * len(places) + step * roundings_done


@given(st.integers(0, 600), st.integers(0, 600))
def test_faculty_time_is_doubled_before_it_is_rounded(count: int, more: int) -> None:
    """Twice the minutes to the nearest quarter hour, ties up, which is never less for more, and not twice the rounded half."""
    policy = Policy(code="faculty", award=ByTime(credits=2, of=PRESENTED), rounding=nearest("0.25"))

    def quarters(minutes: int) -> int:
        return weigher(policy, AMA(100))({"presented": datetime.timedelta(minutes=minutes)})[1]

    # Half of fifteen minutes is seven and a half, which whole minutes never meet when doubled: 2 × count is even.
    assert quarters(count) == (2 * count + 7) // 15
    assert quarters(count) <= quarters(count + more)


@given(st.lists(st.integers(0, 180), max_size=6), st.sampled_from([down("0.25"), nearest("0.25")]))
def test_time_is_rounded_once_on_the_total_that_the_policy_names(counts: list[int], rounding: Rounding) -> None:
    """Rounding down session by session never gives more than once for all; and each way is its own pencil and paper."""
    times = [datetime.timedelta(minutes=count) for count in counts]
    facts: dict[str, Value] = {
        "time": sum(times, datetime.timedelta()),
        "time:stretches": tuple(Stretch(time, session=str(number)) for number, time in enumerate(times)),
    }
    once = weigher(Policy(code="x", award=ByTime(), rounding=rounding), AMA(1_000))
    assert once(facts)[1] == by_the_book.rounded(Fraction(sum(counts), 60), rounding) * 4
    by_session = weigher(Policy(code="x", award=ByTime(), rounding=down("0.25", on=Total.SESSION)), AMA(1_000))
    assert by_session(facts)[1] == sum(count // 15 for count in counts) <= sum(counts) // 15
