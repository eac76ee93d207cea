"""What holds for every test and all facts: against a second interpreter, and against what missing and growing mean."""

import datetime
from collections.abc import Mapping

from hypothesis import given, strategies as st

import by_the_book
from cmecore.rules.criteria import AllOf, AnyOf, KOf, Outcome, Relation, Test, facts_in
from cmecore.rules.facts import Fact, FactKind, Share, Value
from cmecore.rules.judging import judge, judge_of, out_of_reach, remaining
from cmecore.rules.sentences import describe, found, to_do
from strategies import distinct, leaves_of, mappings, nested_tests, satisfying, values, with_facts

Drawn = tuple[Test, dict[str, Value]]


@given(with_facts(nested_tests()))
def test_judging_agrees_with_a_second_interpreter(drawn: Drawn) -> None:
    """Compiled or not, a test answers what counting the answers of its parts says."""
    test, facts = drawn
    assert str(judge(test, facts)) == str(judge_of(test)(facts)) == by_the_book.answer(test, facts)


@given(with_facts(nested_tests()), st.data())
def test_taking_a_fact_away_leaves_the_outcome_or_makes_it_unknown(drawn: Drawn, data: st.DataObject) -> None:
    """Missing is not zero: no report that is lost turns met into unmet, or unmet into met."""
    test, facts = drawn
    if not facts:
        return
    lost = data.draw(st.sampled_from(sorted(facts)))
    without = {name: value for name, value in facts.items() if name != lost}
    assert judge(test, without) in {judge(test, facts), Outcome.UNKNOWN}
    assert judge(test, {**facts, lost: None}) is judge(test, without)  # type: ignore[dict-item]


@given(with_facts(nested_tests().map(distinct)), st.data())
def test_nothing_turns_an_answer_round(drawn: Drawn, data: st.DataObject) -> None:
    """There is no *not*: meeting one more comparison never lowers the outcome of the whole."""
    test, facts = drawn
    leaves = leaves_of(test)
    if not leaves:
        return
    leaf = data.draw(st.sampled_from(leaves))
    assert judge(test, {**facts, leaf.fact.name: satisfying(leaf)}) >= judge(test, facts)


@given(with_facts(nested_tests()))
def test_something_remains_exactly_of_what_is_not_met(drawn: Drawn) -> None:
    """What is still to do is nothing for a met test; otherwise it is a test that answers, on the same facts, the same."""
    test, facts = drawn
    outcome, rest = judge(test, facts), remaining(test, facts)
    assert (rest is None) is (outcome is Outcome.MET)
    if rest is not None:
        assert judge(rest, facts) is outcome
        assert all(judge(leaf, facts) is not Outcome.MET for leaf in leaves_of(rest))
        assert remaining(rest, facts) == rest


@given(with_facts(nested_tests().map(distinct)))
def test_doing_everything_that_remains_meets_the_test(drawn: Drawn) -> None:
    """The list of what is still to do is complete."""
    test, facts = drawn
    rest = remaining(test, facts)
    done = {leaf.fact.name: satisfying(leaf) for leaf in leaves_of(rest)}
    assert judge(test, {**facts, **done}) is Outcome.MET


@given(with_facts(nested_tests().map(distinct)), st.data())
def test_what_remains_is_as_much_work_as_the_rest_of_the_test(drawn: Drawn, data: st.DataObject) -> None:
    """Whatever part of the remainder is done, the remainder is met exactly when the whole test is."""
    test, facts = drawn
    rest = remaining(test, facts)
    if rest is None or not leaves_of(rest):
        return
    chosen = data.draw(st.sets(st.sampled_from(leaves_of(rest))))
    later = {**facts, **{leaf.fact.name: satisfying(leaf) for leaf in chosen}}
    assert (judge(rest, later) is Outcome.MET) is (judge(test, later) is Outcome.MET)


@given(with_facts(nested_tests()), st.integers(0, 3), st.data())
def test_k_of_n_lies_between_all_of_and_any_of(drawn: Drawn, more: int, data: st.DataObject) -> None:
    """One of n is any-of, n of n is all-of, and asking for more never raises the outcome."""
    test, facts = drawn
    parts = [test] * (more + 1)
    assert judge(KOf(1, parts), facts) is judge(AnyOf(parts), facts)
    assert judge(KOf(len(parts), parts), facts) is judge(AllOf(parts), facts)
    mixed = [test, *data.draw(st.lists(nested_tests(most=2), max_size=3))]
    every = {**facts, **data.draw(mappings(tuple(fact for part in mixed[1:] for fact in facts_in(part))))}
    answers = [judge(KOf(k, mixed), every) for k in range(1, len(mixed) + 1)]
    assert answers == sorted(answers, reverse=True)


def grown(fact: Fact, facts: Mapping[str, Value]) -> st.SearchStrategy[Value | None]:
    """Draw what a fact can be after more evidence has come in."""
    held = facts.get(fact.name)
    if held is None:
        return st.one_of(values(fact), st.none())
    if fact.settled_by is not None:
        used = facts.get(fact.settled_by[0])
        if isinstance(used, int) and used >= fact.settled_by[1]:
            return st.just(held)
    if not fact.only_grows:
        return values(fact)
    match held:
        case Share():
            return st.integers(held.part, held.whole).map(lambda part: Share(part, held.whole))
        case datetime.timedelta():
            return st.timedeltas(held, datetime.timedelta(hours=20))
        case _:
            assert fact.kind is FactKind.COUNT
            assert isinstance(held, int)
            return st.integers(held, held + 5)


@given(with_facts(nested_tests()), st.integers(0, 4) | st.none(), st.data())
def test_what_is_out_of_reach_is_never_reached(drawn: Drawn, attempts: int | None, data: st.DataObject) -> None:
    """When a test is called lost, no evidence that can still come in meets it; and only what is unmet is ever lost."""
    test, facts = drawn
    if attempts is not None:
        facts = {**facts, "attempts": attempts}
    if not out_of_reach(test, facts):
        return
    assert judge(test, facts) is Outcome.UNMET
    later = {fact.name: data.draw(grown(fact, facts)) for fact in facts_in(test)}
    assert judge(test, {**facts, **later}) is not Outcome.MET  # type: ignore[dict-item]


@given(with_facts(nested_tests()))
def test_every_test_can_be_read_aloud(drawn: Drawn) -> None:
    """Whatever the rule, it says what it asks, what was found, and of every comparison that is left, what it asks."""
    test, facts = drawn
    words = describe(test)
    assert all(fact.says in words for fact in facts_in(test))
    assert found(test, facts)
    rest = remaining(test, facts)
    if rest is not None:
        left = to_do(rest, facts)
        assert all(leaf.fact.says in left for leaf in leaves_of(rest))
        for leaf in leaves_of(rest):
            assert ("not reported" in to_do(leaf, facts)) is (facts.get(leaf.fact.name) is None)


@given(nested_tests())
def test_a_rule_that_asks_of_words_prints_them_in_one_order(test: Test) -> None:
    """A set of words prints sorted, so that a sentence is the same in every process."""
    for leaf in leaves_of(test):
        if leaf.relation in {Relation.ONE_OF, Relation.NONE_OF}:
            assert isinstance(leaf.value, frozenset)
            assert " or ".join(sorted(leaf.value)) in describe(leaf)
