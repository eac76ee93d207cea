"""What holds for every rule that is shipped, whichever body laid it down.

A rule of a body is completed as a provider would complete it, and asked about any time in any sessions on any days.  What the
body asks besides time is left out here: it decides whether there is credit, and never how much.
"""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from typing import TypeAlias

import attrs
import pytest
from hypothesis import given, strategies as st
from hypothesis.strategies import SearchStrategy

from cmecore.authorities import bodies
from cmecore.bodies.equivalences import Converts, Equivalence, convert
from cmecore.bodies.rulings import Ruling
from cmecore.credit.amounts import Credits
from cmecore.credit.rounding import Direction, Rounding, Tie, Total
from cmecore.rules.awarding import base_fact, weigher
from cmecore.rules.awards import ByTime, basis_of
from cmecore.rules.facts import PRESENTED, STRETCHES, TIME, Value
from cmecore.rules.policies import Policy
from cmecore.rules.requirements import evaluated
from cmecore.rules.times import Stretch

RULINGS = [ruling for one in bodies() for ruling in one.rulings]
BY_TIME = [ruling for ruling in RULINGS if isinstance(basis_of(ruling.policy.award), ByTime)]
EQUIVALENCES = [rule for one in bodies() for rule in one.equivalences]
#: Those that add up: no rounding and no first so many that weigh more.
PLAIN = [rule for rule in EQUIVALENCES if rule.rounding is None and rule.first is None]

SECOND = datetime.timedelta(seconds=1)
SESSIONS = ("Opening", "Workshop", "Closing")
DAYS = tuple(datetime.date(2026, 3, day) for day in (9, 10, 11))
Drawn: TypeAlias = tuple[Policy, Credits, tuple[Stretch, ...]]


def by_time(policy: Policy) -> ByTime:
    """Return the award by time of a policy that has one."""
    award = basis_of(policy.award)
    assert isinstance(award, ByTime)
    return award


def named_rounding(ruling: Ruling, way: int = 0) -> Rounding:
    """Name one of several roundings, as far as what is known of the body's own leaves it open."""
    finest = ruling.type.step
    return Rounding(
        direction=ruling.direction or tuple(Direction)[way % 3],
        step=ruling.step or finest * (1 + way % 2),
        minimum=8 * finest * (way // 3) if ruling.minimum is None else ruling.minimum,
    )


def completed(ruling: Ruling, *, on: Total = Total.ACTIVITY, tie: Tie = Tie.UP, way: int = 0) -> Policy:
    """Complete a ruling with what its body leaves to the provider, and leave out what it asks besides time."""
    named = named_rounding(ruling, way) if ruling.asks_rounding else None
    passing = "0.70" if ruling.passing else None
    return attrs.evolve(ruling(passing=passing, rounding=named, on=on, tie=tie), requirements=())


def totals(ruling: Ruling) -> list[Total]:
    """List what a ruling can be told to add up before rounding."""
    award = by_time(ruling.policy)
    if award.of != TIME:
        return [Total.ACTIVITY]
    return [Total.ACTIVITY, Total.DAY] if award.most_per_day is not None else list(Total)


def policies(*, rulings: Sequence[Ruling] = (), on: Sequence[Total] = tuple(Total)) -> SearchStrategy[Policy]:
    """Draw completed rulings."""
    return st.sampled_from(rulings or BY_TIME).flatmap(
        lambda ruling: st.builds(
            completed,
            st.just(ruling),
            on=st.sampled_from([total for total in totals(ruling) if total in on]),
            tie=st.sampled_from(Tie),
            way=st.integers(0, 5),
        )
    )


def stretches(policy: Policy) -> SearchStrategy[tuple[Stretch, ...]]:
    """Draw time of the kinds that a rule speaks of, in a few sessions on a few days."""
    seconds = st.integers(0, 4 * 60).map(lambda minutes: 60 * minutes) | st.integers(0, 4 * 3600)
    one = st.builds(
        Stretch,
        seconds.map(lambda count: count * SECOND),
        kind=st.sampled_from([kind for kind, _ in by_time(policy).counts]),
        session=st.sampled_from(SESSIONS),
        day=st.sampled_from(DAYS),
    )
    return st.lists(one, max_size=6).map(tuple)


def drawn(drawing: SearchStrategy[Policy] | None = None) -> SearchStrategy[Drawn]:
    """Draw a policy, a designated maximum and time."""
    kinds = {ruling.code: ruling.type for ruling in BY_TIME}
    return (policies() if drawing is None else drawing).flatmap(
        lambda policy: st.tuples(
            st.just(policy),
            st.integers(0, 60).map(kinds[policy.code]),
            stretches(policy),
        )
    )


def awarded(policy: Policy, maximum: Credits, time: Sequence[Stretch]) -> int:
    """Award in steps, as if the credit that it rests on were there in plenty."""
    whole = sum((stretch.time for stretch in time), datetime.timedelta())
    facts: dict[str, Value] = {TIME.name: whole, STRETCHES.name: tuple(time), PRESENTED.name: whole}
    base = base_fact(policy)
    if base is not None and policy.rests_on is not None:
        facts[base.name] = policy.rests_on.type(1_000)
    return weigher(policy, maximum)(facts)[1]


def plenty(maximum: Credits) -> Credits:
    """Return a maximum that bounds nothing drawn here."""
    return maximum.type(9_999)


@given(drawn())
def test_learner_credit_is_never_above_the_maximum(given_: Drawn) -> None:
    """Whatever the body, the kind of time and the total that is rounded, the designated maximum bounds the award."""
    policy, maximum, time = given_
    assert 0 <= awarded(policy, maximum, time) <= maximum.steps
    assert awarded(policy, maximum, time) <= awarded(policy, plenty(maximum), time)


@given(drawn(), st.data())
def test_more_counted_time_never_earns_less(given_: Drawn, data: st.DataObject) -> None:
    """Another stretch, or a longer one, of any kind that the rule speaks of: the award stays or grows."""
    policy, maximum, time = given_
    more = data.draw(stretches(policy))
    assert awarded(policy, maximum, time) <= awarded(policy, maximum, (*time, *more))
    longer = [attrs.evolve(stretch, time=stretch.time + data.draw(st.integers(0, 3600)) * SECOND) for stretch in time]
    assert awarded(policy, maximum, time) <= awarded(policy, maximum, longer)


@given(drawn(), st.data())
def test_splitting_attendance_within_a_session_changes_nothing(given_: Drawn, data: st.DataObject) -> None:
    """Who leaves a session and comes back has earned what the same time without leaving earns, in whatever order it is told."""
    policy, maximum, time = given_
    split: list[Stretch] = []
    for stretch in time:
        first = data.draw(st.integers(0, stretch.time // SECOND)) * SECOND
        split += [attrs.evolve(stretch, time=first), attrs.evolve(stretch, time=stretch.time - first)]
    shuffled = data.draw(st.permutations(split))
    assert awarded(policy, maximum, split) == awarded(policy, maximum, time)
    assert awarded(policy, maximum, shuffled) == awarded(policy, maximum, time)


@given(drawn(policies(on=[Total.ACTIVITY])), st.data())
def test_sessions_and_days_say_nothing_where_the_body_has_no_rule_on_them(given_: Drawn, data: st.DataObject) -> None:
    """Without a cap on a session or a day, and rounded once, it is all one how time lies in sessions and on days."""
    policy, maximum, time = given_
    award = by_time(policy)
    moved = [
        attrs.evolve(
            stretch,
            session=stretch.session if award.capped else data.draw(st.sampled_from(SESSIONS)),
            day=stretch.day if award.capped else data.draw(st.sampled_from(DAYS)),
        )
        for stretch in time
    ]
    assert awarded(policy, maximum, moved) == awarded(policy, maximum, time)


@given(drawn(policies(on=[Total.ACTIVITY, Total.DAY])), st.data())
def test_sessions_say_nothing_where_only_the_day_has_a_rule(given_: Drawn, data: st.DataObject) -> None:
    """A cap or a rounding by the day leaves it open in which of the day's sessions time was spent."""
    policy, maximum, time = given_
    if by_time(policy).most_per_session is not None:
        return
    moved = [attrs.evolve(stretch, session=data.draw(st.sampled_from(SESSIONS))) for stretch in time]
    assert awarded(policy, maximum, moved) == awarded(policy, maximum, time)


def test_a_session_and_a_day_matter_where_there_is_a_rule_on_them() -> None:
    """The other side of the law: with rounding by session or day, or a cap there, the same time can be worth something else."""
    by_code = {ruling.code: ruling for ruling in BY_TIME}
    ama = by_code["ama-live"]
    eight = datetime.timedelta(minutes=8)
    apart = [Stretch(eight, session=session, day=day) for session, day in zip(SESSIONS, DAYS, strict=True)]
    together = [Stretch(3 * eight, session="Opening", day=DAYS[0])]
    for on, expected in ((Total.ACTIVITY, 2), (Total.SESSION, 3), (Total.DAY, 3)):
        policy = completed(ama, on=on)
        assert (awarded(policy, ama.type(9), apart), awarded(policy, ama.type(9), together)) == (expected, 2)
    hours = datetime.timedelta(hours=9)
    capped = [ruling for ruling in BY_TIME if by_time(ruling.policy).capped]
    assert capped
    for ruling in capped:
        policy = completed(ruling)
        one = [Stretch(hours, session="Opening", day=DAYS[0])]
        three = [Stretch(hours / 3, session=session, day=day) for session, day in zip(SESSIONS, DAYS, strict=True)]
        assert awarded(policy, ruling.type(99), one) < awarded(policy, ruling.type(99), three), ruling.code


@pytest.mark.parametrize("ruling", RULINGS, ids=lambda ruling: ruling.code)
def test_every_ruling_can_be_completed_and_weighed(ruling: Ruling) -> None:
    """What the provider has to say completes a rule, which then awards nothing for nothing."""
    passing, rounding = "0.70" if ruling.passing else None, named_rounding(ruling) if ruling.asks_rounding else None
    asked = [evaluated()] if ruling.asks_requirement else []
    policy = ruling(*asked, passing=passing, rounding=rounding)
    assert weigher(policy, ruling.type(100))({})[1] == 0


def worth(rule: Equivalence, amount: int, hours: int, before: int = 0) -> object:
    """Convert an exact number of steps and of seconds attended."""
    time = hours * SECOND if rule.converts is Converts.HOURS else None
    base = Credits(before, rule.of) if rule.first is not None else None
    day = rule.in_force.first or rule.in_force.last or datetime.date(2026, 3, 9)
    return convert(Credits(amount, rule.of), rule, on=day, hours=time, before=base).exact


STEPS = st.integers(0, 200)


@given(st.sampled_from(PLAIN), st.tuples(STEPS, STEPS), st.tuples(STEPS, STEPS))
def test_converting_and_summing_commute(rule: Equivalence, amounts: tuple[int, int], hours: tuple[int, int]) -> None:
    """Without a rounding and without a first so many, two amounts are worth together what each is worth."""
    apart = [worth(rule, amount, time) for amount, time in zip(amounts, hours, strict=True)]
    assert worth(rule, sum(amounts), sum(hours)) == apart[0] + apart[1]  # type: ignore[operator]


@given(st.sampled_from(PLAIN), STEPS, STEPS)
def test_an_exact_worth_is_what_is_credited_wherever_a_step_holds_it(rule: Equivalence, amount: int, hours: int) -> None:
    """No rounding is added: what a conversion is worth is an amount of the target, or waits for the caller's rounding."""
    day = rule.in_force.first or rule.in_force.last or datetime.date(2026, 3, 9)
    time = hours * SECOND if rule.converts is Converts.HOURS else None
    found = convert(
        Credits(amount, rule.of),
        attrs.evolve(rule, asks=()),
        on=day,
        hours=time,
        applied=True if rule.application else None,
        counting=True,
    )
    if found.credits is not None:
        assert found.credits.amount == found.exact
    else:
        assert "rounding" in {point.code for point in found.points}


FIRST = [rule for rule in EQUIVALENCES if rule.first is not None]


@given(st.sampled_from(FIRST), STEPS, STEPS)
def test_the_first_of_a_cycle_add_up_only_with_what_came_before(rule: Equivalence, one: int, other: int) -> None:
    """A weight for the first credits of a cycle commutes where the second conversion knows of the first."""
    apart = worth(rule, one, 0) + worth(rule, other, 0, before=one)  # type: ignore[operator]
    assert worth(rule, one + other, 0) == apart


def test_the_first_of_a_cycle_do_not_add_up_by_themselves() -> None:
    """NCCPA doubles the first 20 of a cycle: 15 and 15 are 50 together, and would be 60 if each were taken for the first."""
    rule = next(rule for rule in FIRST if rule.into.code == "nccpa-1")
    fifteen = rule.of(15).steps
    assert worth(rule, 2 * fifteen, 0) == 50
    assert worth(rule, fifteen, 0) == 30
