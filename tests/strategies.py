"""Hypothesis strategies for everything the first two layers are made of, shared by all laws.

Small pools are drawn from on purpose: a law about equal values says nothing while no two values are ever equal.
"""

import datetime
from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction
from typing import Any

import attrs
from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

from cmecore.credit.amounts import Credits, CreditType
from cmecore.credit.intervals import Interval
from cmecore.credit.periods import Period, Span
from cmecore.credit.rounding import Direction, Rounding, Tie, Total
from cmecore.credit.sources import Source, Sureness
from cmecore.designations import Designation
from cmecore.rules import facts as known
from cmecore.rules.awarding import facts_asked
from cmecore.rules.awards import (
    AsAttested,
    AsBase,
    Asks,
    Award,
    ByStages,
    ByTime,
    Component,
    Fixed,
    InProportion,
    RestsOn,
    SumOf,
    Whole,
    WithBonus,
    basis_of,
)
from cmecore.rules.criteria import (
    AllOf,
    AnyOf,
    Compare,
    KOf,
    Relation,
    Test,
    at_least,
    at_most,
    facts_in,
    is_false,
    is_true,
    none_of,
    one_of,
)
from cmecore.rules.facts import Counting, Fact, FactKind, Share, Value
from cmecore.rules.policies import Policy
from cmecore.rules.requirements import Requirement
from cmecore.rules.times import DISCUSSION, LEARNING, PANEL, Stretch

AMA = CreditType(code="ama-pra-1", name="AMA PRA Category 1 Credit", step="0.25")
MOC = CreditType(code="abim-moc", name="ABIM MOC point", step="0.25")
CONTACT_HOUR = CreditType(code="contact-hour", name="contact hour", step="0.1")
EBAC = CreditType(code="ebac", name="EBAC credit", step="1")

CASES = Fact(name="acme.cases", kind=FactKind.COUNT, says="cases discussed", only_grows=True, adds_up=True)
LEVEL = Fact(name="acme.level", kind=FactKind.COUNT, says="level reached")
FINISHED = Fact(name="acme.finished", kind=FactKind.DAY, says="day finished")
PROFESSION = Fact(name="acme.profession", kind=FactKind.WORD, says="profession")

#: Facts of every kind that a comparison can speak of, those that only grow and those that can be settled among them.
POOL = (
    known.CONTENT,
    known.content_of("m1"),
    known.SESSIONS,
    known.score(),
    known.score(Counting.BEST, attempts=3),
    known.score(Counting.LAST, attempts=2),
    known.score(Counting.FIRST),
    known.TIME,
    known.attempts(),
    known.evaluation(),
    known.attestation("I took part"),
    known.entitlement("membership"),
    known.profession("physician"),
    known.feedback(),
    known.PRESENTED,
    CASES,
    LEVEL,
    FINISHED,
    PROFESSION,
)
WORDS = ("physician", "nurse", "pharmacist", "student")


def credit_types() -> SearchStrategy[CreditType]:
    """Draw types with the steps in use, and with awkward ones."""
    steps = st.sampled_from(["0.25", "0.5", "1", "0.1", "0.01", "0.05", "2.5", "0.125"]) | st.integers(1, 500).map(
        lambda thousandths: Decimal(thousandths) / 1000
    )
    return st.builds(
        CreditType, code=st.sampled_from(["ama-pra-1", "ancc", "acme"]), name=st.sampled_from(["credit", "hour"]), step=steps
    )


def amounts(kind: CreditType, *, most: int = 120) -> SearchStrategy[Credits]:
    """Draw amounts of a type."""
    return st.integers(0, most).map(lambda steps: Credits(steps, kind))


def roundings(kind: CreditType, *, on: Sequence[Total] = (Total.ACTIVITY,)) -> SearchStrategy[Rounding]:
    """Draw roundings that a type can hold: to multiples of its step, with a minimum that is one too."""
    return st.builds(
        Rounding,
        direction=st.sampled_from(Direction),
        step=st.integers(1, 6).map(lambda count: kind.step * count),
        minimum=st.integers(0, 4).map(lambda count: kind.step * count),
        tie=st.sampled_from(Tie),
        on=st.sampled_from(on),
    )


def shares(*, largest: int = 60) -> SearchStrategy[Share]:
    """Draw so many of so many."""
    return st.integers(1, largest).flatmap(lambda whole: st.integers(0, whole).map(lambda part: Share(part, whole)))


def times() -> SearchStrategy[datetime.timedelta]:
    """Draw lengths of time from none to ten hours: whole minutes, and to the microsecond."""
    return st.integers(0, 600).map(lambda count: datetime.timedelta(minutes=count)) | st.timedeltas(
        datetime.timedelta(), datetime.timedelta(hours=10)
    )


def stretches(*, kinds: Sequence[str] = (LEARNING,)) -> SearchStrategy[Stretch]:
    """Draw time of some kinds in few sessions on few days, so that several of them share both."""
    few_days = st.none() | st.dates(datetime.date(2026, 3, 9), datetime.date(2026, 3, 11))
    return st.builds(Stretch, times(), st.sampled_from(kinds), st.sampled_from(["", "S1", "S2"]), few_days)


def days() -> SearchStrategy[datetime.date]:
    """Draw days of a few years, a leap day among them."""
    return st.dates(datetime.date(2023, 1, 1), datetime.date(2029, 12, 31)) | st.just(datetime.date(2024, 2, 29))


def instants() -> SearchStrategy[datetime.datetime]:
    """Draw instants of two days, said in several zones."""
    offsets = (-660, -300, 0, 60, 345, 840)
    return st.builds(
        lambda minute, offset: (
            datetime.datetime(2026, 3, 8, tzinfo=datetime.UTC).astimezone(datetime.timezone(datetime.timedelta(minutes=offset)))
            + datetime.timedelta(minutes=minute)
        ),
        st.integers(0, 2 * 24 * 60),
        st.sampled_from(offsets),
    )


def intervals() -> SearchStrategy[list[Interval]]:
    """Draw intervals in no order, that overlap, touch, repeat, or are empty."""
    pairs = st.tuples(instants(), st.integers(0, 300)).map(
        lambda drawn: (drawn[0], drawn[0] + datetime.timedelta(minutes=drawn[1]))
    )
    return st.lists(pairs, max_size=8)


def periods() -> SearchStrategy[Period]:
    """Draw lengths of calendar time."""
    return st.builds(Period, years=st.integers(0, 12), months=st.integers(0, 30), days=st.integers(0, 800))


def spans() -> SearchStrategy[Span]:
    """Draw spans of days, open ones among them."""
    return st.tuples(st.none() | days(), st.none() | days()).map(
        lambda ends: Span(*(sorted(end for end in ends if end) if None not in ends else ends))
    )


def sources() -> SearchStrategy[Source]:
    """Draw citations."""
    return st.builds(
        Source,
        title=st.sampled_from(["Managing Your CME Credits", "Information booklet"]),
        section=st.sampled_from(["", "Credit Requirements"]),
        collected=st.none() | days(),
        sureness=st.sampled_from(Sureness),
    )


def facts(kinds: Sequence[FactKind] = tuple(FactKind)) -> SearchStrategy[Fact]:
    """Draw facts of some kinds from the pool."""
    return st.sampled_from([fact for fact in POOL if fact.kind in kinds])


def values(fact: Fact, *, kinds: Sequence[str] = (LEARNING, PANEL, "acme.simulation")) -> SearchStrategy[Value]:
    """Draw values that a fact can have; time is of some kinds only."""
    match fact.kind:
        case FactKind.COUNT:
            return st.integers(0, 6)
        case FactKind.SHARE:
            return shares(largest=20)
        case FactKind.FLAG:
            return st.booleans()
        case FactKind.TIME:
            return times()
        case FactKind.TIMES:
            return st.lists(stretches(kinds=kinds), max_size=5).map(tuple)
        case FactKind.DAY:
            return days()
        case FactKind.WORD:
            return st.sampled_from(WORDS)
        case FactKind.CREDITS:
            types = {kind.code: kind for kind in (AMA, MOC, CONTACT_HOUR, EBAC)}
            return amounts(types[fact.name.partition(":")[2]], most=60)


def comparisons() -> SearchStrategy[Compare]:
    """Draw single comparisons of every kind there is."""

    def of(fact: Fact) -> SearchStrategy[Compare]:
        if fact.kind is FactKind.FLAG:
            return st.sampled_from([is_true(fact), is_false(fact)])
        wanted = values(fact)
        if fact.kind is FactKind.WORD:
            some = st.sets(st.sampled_from(WORDS), min_size=1)
            return st.one_of(
                some.map(lambda words: one_of(fact, words)),
                some.map(lambda words: none_of(fact, words)),
                wanted.map(lambda word: Compare(fact, Relation.IS, word)),
            )
        ordered = st.one_of(wanted.map(lambda value: at_least(fact, value)), wanted.map(lambda value: at_most(fact, value)))
        if fact.kind in {FactKind.COUNT, FactKind.DAY}:
            return ordered | wanted.map(lambda value: Compare(fact, Relation.IS, value))
        return ordered

    return st.sampled_from(POOL).flatmap(of)


def nested_tests(*, leaves: SearchStrategy[Compare] | None = None, most: int = 8) -> SearchStrategy[Test]:
    """Draw nested tests over all four kinds of node."""

    def node(inner: SearchStrategy[Test]) -> SearchStrategy[Test]:
        parts = st.lists(inner, min_size=1, max_size=4)
        return st.one_of(
            st.lists(inner, max_size=4).map(AllOf),
            parts.map(AnyOf),
            parts.flatmap(lambda listed: st.integers(1, len(listed)).map(lambda k: KOf(k, listed))),
        )

    base: SearchStrategy[Test] = comparisons() if leaves is None else leaves
    return st.recursive(base, node, max_leaves=most)


def distinct(test: Test) -> Test:
    """Give every comparison of a test a fact of its own, so that meeting one cannot unmeet another."""
    numbers = iter(range(1_000))

    def renamed(node: Test) -> Test:
        if isinstance(node, Compare):
            return attrs.evolve(node, fact=attrs.evolve(node.fact, name=f"{node.fact.name}#{next(numbers)}"))
        return attrs.evolve(node, parts=[renamed(part) for part in node.parts])

    return renamed(test)


def leaves_of(test: Test | None) -> list[Compare]:
    """List the comparisons of a test, which may be nothing."""
    if test is None:
        return []
    return [test] if isinstance(test, Compare) else [leaf for part in test.parts for leaf in leaves_of(part)]


def satisfying(leaf: Compare) -> Any:
    """Give a value that meets one comparison."""
    if isinstance(leaf.value, frozenset):
        return min(leaf.value) if leaf.relation is Relation.ONE_OF else "a profession nobody named"
    return leaf.value


def mappings(named: Sequence[Fact], *, kinds: Sequence[str] = (LEARNING,)) -> SearchStrategy[dict[str, Value]]:
    """Draw what was reported about some facts: each is missing now and then, by absence or by name."""
    by_name = {fact.name: fact for fact in named}
    reported: SearchStrategy[dict[str, Any]] = st.fixed_dictionaries(
        {}, optional={name: st.one_of(values(fact, kinds=kinds), st.none()) for name, fact in by_name.items()}
    )
    # A name that holds nothing is as missing as a name that is not there; both are drawn.
    return reported


def with_facts(drawn: SearchStrategy[Test]) -> SearchStrategy[tuple[Test, dict[str, Value]]]:
    """Draw a test together with facts that answer it in part."""
    return drawn.flatmap(lambda test: st.tuples(st.just(test), mappings(tuple(facts_in(test)))))


def worths(kind: CreditType, *, whole: bool) -> SearchStrategy[Fraction]:
    """Draw what a component is worth: whole steps of a type, or any fraction such as eight minutes."""
    steps = st.integers(0, 12).map(lambda count: count * Fraction(kind.step))
    return steps if whole else steps | st.integers(1, 60).map(lambda minutes: Fraction(minutes, 60))


def components(kind: CreditType, *, whole: bool) -> SearchStrategy[tuple[Component, ...]]:
    """Draw stages, units or extras, each with a code of its own."""
    return st.lists(st.tuples(nested_tests(most=2), worths(kind, whole=whole)), min_size=1, max_size=4).map(
        lambda listed: tuple(
            Component(code=f"c{number}", test=test, worth=worth) for number, (test, worth) in enumerate(listed)
        )
    )


UNITS = st.sampled_from([60, 50, 600, 30]).map(lambda count: datetime.timedelta(minutes=count))
RATES = st.sampled_from(["1", "2", "0.5", "0.33"])


def by_time(*, day_capped: bool = True) -> SearchStrategy[ByTime]:
    """Draw awards for time taken part: weighed or plain, with a cap for the session, for the day, or for none."""
    weights = {LEARNING: "1", DISCUSSION: "0", PANEL: "0.5", "acme.simulation": "0.33"}
    session_caps = st.fixed_dictionaries(
        {"most_per_session": st.sampled_from(["1", "0.75", "3.10"]), "capped_kinds": st.sampled_from([(), (LEARNING,)])}
    )
    return (st.just({}) | session_caps).flatmap(
        lambda caps: st.builds(
            ByTime,
            unit=UNITS,
            credits=RATES,
            counts=st.just({LEARNING: 1}) | st.sampled_from([weights, {PANEL: "0.5", LEARNING: "0.75"}]),
            most_per_day=st.none() | st.sampled_from(["6", "0.3"]) if day_capped else st.none(),
            **{name: st.just(value) for name, value in caps.items()},
        )
    )


def awards(kind: CreditType, *, rounded: bool = True, by_session: bool = False) -> SearchStrategy[Award]:
    """Draw awards that a policy can hold: only some need no rounding, and only some can be rounded by session."""
    whole = not rounded
    timed = by_time(day_capped=not by_session)
    presented = st.builds(ByTime, unit=UNITS, credits=RATES, of=st.just(known.PRESENTED))
    summed = components(kind, whole=whole).map(SumOf)
    basis: SearchStrategy[Any]
    if by_session:
        basis = timed | summed
    else:
        settled = st.one_of(
            st.just(Whole()),
            st.just(AsAttested()),
            st.just(AsBase()),
            worths(kind, whole=True).map(lambda amount: Fixed(Decimal(amount.numerator) / amount.denominator)),
            components(kind, whole=whole).map(ByStages),
            summed,
        )
        shared = st.sampled_from([known.CONTENT, known.SESSIONS]).map(InProportion)
        basis = settled | timed | presented | shared if rounded else settled
    return basis | st.builds(WithBonus, basis, components(kind, whole=whole))


def rests(*, whole: bool = False, earned: bool = False) -> SearchStrategy[RestsOn]:
    """Draw what a credit rests on: for an award without rounding a type in whole credits, and what is earned where asked."""
    asks = st.sampled_from([Asks.CLAIM, Asks.WHOLE_CLAIM] if earned else list(Asks))
    return st.builds(RestsOn, st.just(EBAC) if whole else st.sampled_from([EBAC, MOC]), asks)


def policies(kind: CreditType) -> SearchStrategy[Policy]:
    """Draw whole policies: requirements, an award, the rounding it needs, a floor and a cap in the type's steps."""
    bound = st.integers(0, 40).map(lambda count: kind.step * count)
    bounds = st.tuples(st.none() | bound, st.none() | bound).map(
        lambda pair: sorted(pair) if None not in pair else pair  # type: ignore[type-var]
    )
    ways = st.one_of(
        st.tuples(awards(kind, rounded=False), st.none()),
        st.tuples(awards(kind), roundings(kind)),
        st.tuples(awards(kind, by_session=True), roundings(kind, on=[Total.SESSION])),
        st.tuples(by_time(), roundings(kind, on=[Total.DAY])),
    ).flatmap(lambda way: st.tuples(st.just(way[0]), st.just(way[1]), _based(way[0], whole=way[1] is None)))
    asked = st.lists(nested_tests(most=3), max_size=2).map(
        lambda listed: [Requirement(code=f"acme.{number}", says="Do it", test=test) for number, test in enumerate(listed)]
    )
    return st.builds(
        lambda way, bounds, asked: Policy(
            code="drawn", requirements=asked, award=way[0], rounding=way[1], rests_on=way[2], floor=bounds[0], cap=bounds[1]
        ),
        ways,
        bounds,
        asked,
    )


def _based(award: Award, *, whole: bool) -> SearchStrategy[RestsOn | None]:
    if isinstance(basis_of(award), AsBase):
        return rests(whole=whole, earned=True)
    return st.none() | rests()


def designations(kind: CreditType) -> SearchStrategy[Designation]:
    """Draw a designated maximum with the policy that decides who earns it."""
    return st.builds(Designation, maximum=amounts(kind, most=40), policy=policies(kind))


def facts_of_policy(policy: Policy, kind: CreditType) -> tuple[Fact, ...]:
    """List every fact that a policy looks at, for its requirements and for its award."""
    asked = [fact for requirement in policy.requirements for fact in facts_in(requirement.test)]
    return (*asked, *facts_asked(policy, kind))


def reports(policy: Policy, kind: CreditType) -> SearchStrategy[dict[str, Value]]:
    """Draw facts that answer a policy in part; time is of the kinds that the policy speaks of."""
    basis = basis_of(policy.award)
    kinds = [word for word, _ in basis.counts] if isinstance(basis, ByTime) else [LEARNING]
    return mappings(facts_of_policy(policy, kind), kinds=kinds)


def weighed(kind: CreditType) -> SearchStrategy[tuple[Policy, Credits, dict[str, Value]]]:
    """Draw a policy, a designated maximum, and facts that answer the policy in part."""
    return st.tuples(policies(kind), amounts(kind, most=40)).flatmap(
        lambda drawn: st.tuples(st.just(drawn[0]), st.just(drawn[1]), reports(drawn[0], kind))
    )
