"""What holds for every policy, every designated maximum and all facts."""

import datetime
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

import by_the_book
from cmecore.activities import Designation
from cmecore.credit.amounts import Credits
from cmecore.credit.rounding import Rounding, Total, down, nearest
from cmecore.rules.awarding import receipt, weigher
from cmecore.rules.awards import ByTime, InProportion
from cmecore.rules.criteria import Outcome
from cmecore.rules.facts import Share, Value
from cmecore.rules.policies import Policy
from strategies import AMA, CONTACT_HOUR, designations, facts_of_policy, mappings, shares, weighed

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
    on = Total.ACTIVITY if policy.rounding is None else policy.rounding.on
    exact = by_the_book.worth(policy.award, on, maximum, facts)
    assert sum((part.exact for part in shown.exact), Fraction(0)) == sum(exact or [], Fraction(0))


@given(EITHER, st.data())
def test_a_fact_that_goes_missing_never_earns_credit(drawn: Drawn, data: st.DataObject) -> None:
    """Without one of its facts a policy answers as before or that it does not know, and awards no more than before."""
    policy, maximum, facts = drawn
    if not facts:
        return
    lost = data.draw(st.sampled_from(sorted(facts)))
    weigh = weigher(policy, maximum)
    before, steps = weigh(facts)
    after, fewer = weigh({name: value for name, value in facts.items() if name != lost})
    assert after in {before, Outcome.UNKNOWN}
    assert fewer <= steps


@given(designations(AMA), st.data())
def test_every_policy_that_can_be_weighed_can_be_designated(designation: Designation, data: st.DataObject) -> None:
    """A designation keeps the maximum and the rule it was given, and that rule awards what pencil and paper award."""
    (policy,) = designation.policy
    facts = data.draw(mappings(facts_of_policy(policy, AMA)))
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


@given(st.lists(st.integers(0, 180), max_size=6), st.sampled_from([down("0.25"), nearest("0.25")]))
def test_time_is_rounded_once_on_the_total_that_the_policy_names(counts: list[int], rounding: Rounding) -> None:
    """Rounding down session by session never gives more than once for all; and each way is its own pencil and paper."""
    times = [datetime.timedelta(minutes=count) for count in counts]
    facts: dict[str, Value] = {
        "time": sum(times, datetime.timedelta()),
        "time:by-session": tuple((str(number), time) for number, time in enumerate(times)),
    }
    once = weigher(Policy(code="x", award=ByTime(), rounding=rounding), AMA(1_000))
    assert once(facts)[1] == by_the_book.rounded(Fraction(sum(counts), 60), rounding) * 4
    by_session = weigher(Policy(code="x", award=ByTime(), rounding=down("0.25", on=Total.SESSION)), AMA(1_000))
    assert by_session(facts)[1] == sum(count // 15 for count in counts) <= sum(counts) // 15
