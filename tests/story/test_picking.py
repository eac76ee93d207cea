"""Picking: who names only a number gets what expires soonest, and who names a topic what lies in it."""

import datetime
import itertools
from typing import Any

import attrs
import pytest
from hypothesis import given, strategies as st

from builders import (
    ABIM,
    ACEP,
    AMA,
    LEARNER,
    NINTH,
    NOW,
    a_designation,
    a_ledger,
    an_activity,
    at,
    codes,
    made,
    on,
    seen,
    written,
)
from cmecore.activities import Part
from cmecore.claiming import ALL, claim
from cmecore.credit.amounts import Credits
from cmecore.credit.rounding import nearest
from cmecore.entries import Claim, Earned, Followed, Refusal
from cmecore.errors import InvalidValue, LedgerConflict
from cmecore.evidence import Declared, Entitled, Evaluated, Feedback, Progress
from cmecore.ledger import Ledger
from cmecore.picking import on_topic, soonest
from cmecore.rules.awards import AsAttested, AsBase, Asks, RestsOn, over_units
from cmecore.rules.policies import Policy
from cmecore.rules.requirements import entitled, evaluated, given_feedback

GATE = entitled("Premium membership")
PREMIUM = Entitled("Premium membership", on(1, 1))


def template(award: Any = None) -> Earned:
    """Earn 9.00 credits, or declare them."""
    items = [Declared(AMA("9.00"), NINTH)] if award else [Evaluated(NINTH)]
    policy = Policy(code="declared", award=award) if award else Policy(code="plain", requirements=[evaluated()])
    activity = an_activity("T", completion=(), designations=[a_designation("9.00", policy)])
    ((_, earned),) = a_ledger(seen(activity, *items)).standing.items()
    return earned


PLAIN, DECLARED = template(), template(AsAttested())


def level(code: str, amount: str, until: datetime.date | None = None, *, whole: bool = False, **fields: Any) -> Earned:
    """State what was earned of an activity, until when it can be claimed, and whether it was declared."""
    earned = DECLARED if whole else PLAIN
    terms = attrs.evolve(earned.terms, claim_by=until, gates=fields.pop("gates", ()))
    heading = attrs.evolve(earned.heading, activity=code, title=f"Title {code}")
    return attrs.evolve(earned, heading=heading, level=AMA(amount), terms=terms, **fields)


def holding(*levels: Earned) -> Ledger:
    """Hold some levels."""
    return written(Ledger(LEARNER), *levels)


def picked(answer: dict[str, Credits] | Refusal) -> dict[str, str]:
    """Show what was picked."""
    assert isinstance(answer, dict), answer.explain()
    return {code: str(credits.amount) for code, credits in answer.items()}


LATE, SOON, MIDDLE = level("A", "1.00", on(12, 31, 2028)), level("B", "2.00", on(5, 1)), level("C", "0.50", on(9, 1))
THREE = holding(LATE, SOON, MIDDLE)


@pytest.mark.parametrize(
    ("amount", "expected"),
    [
        ("0.25", {"B": "0.25"}),
        ("2.00", {"B": "2.00"}),
        ("2.25", {"B": "2.00", "C": "0.25"}),
        (AMA("2.75"), {"B": "2.00", "C": "0.50", "A": "0.25"}),
        ("3.5", {"B": "2.00", "C": "0.50", "A": "1.00"}),
        (3, {"B": "2.00", "C": "0.50", "A": "0.50"}),
    ],
)
def test_what_expires_soonest_comes_first_and_the_last_in_part(amount: object, expected: dict[str, str]) -> None:
    """M139, M152: a number alone is made of what expires soonest, and of the last only as much as is needed."""
    answer = soonest(THREE, amount, at=NOW)
    assert picked(answer) == expected
    assert isinstance(answer, dict)
    assert list(answer) == list(expected)
    taken = made(claim(THREE, answer, at=NOW, request="r-1"))
    assert {line.account[0]: str(line.credits.amount) for line in taken.lines} == expected


def test_what_never_expires_comes_last_and_ties_go_by_day_and_code() -> None:
    """Credit of one last day is taken in the order in which it was earned, and of one day in that of its code."""
    same = on(12, 31)
    ledger = holding(
        level("E", "1.00"), level("D", "1.00", same), level("C", "1.00", same), level("F", "1.00", same, since=on(3, 1))
    )
    assert picked(soonest(ledger, "2.25", at=NOW)) == {"F": "1.00", "C": "1.00", "D": "0.25"}
    assert picked(soonest(ledger, "3.25", at=NOW)) == {"F": "1.00", "C": "1.00", "D": "1.00", "E": "0.25"}


def test_only_what_can_be_claimed_then_is_picked() -> None:
    """What lapsed, what is not yet earned and what a gate keeps back is passed over; what was claimed is gone."""
    ledger = holding(
        level("A", "1.00", on(3, 31)),
        level("B", "1.00", since=on(4, 2)),
        level("C", "1.00", on(4, 1), gates=(GATE,)),
        level("D", "1.00"),
    )
    ledger = written(ledger, made(claim(ledger, {"D": "0.25"}, at=NOW, request="r-1")))
    assert picked(soonest(ledger, "0.75", at=NOW)) == {"D": "0.75"}
    assert picked(soonest(ledger, "0.75", at=NOW, entitlements=[PREMIUM])) == {"C": "0.75"}
    assert codes_of(soonest(ledger, "0", at=NOW)) == ["nothing-asked"]
    answer = soonest(ledger, "1.00", at=NOW)
    assert isinstance(answer, Refusal)
    assert answer.explain().splitlines() == [
        "1.00 was asked for, 0.75 is claimable",
        "A could be claimed until 2026-03-31; it is 2026-04-01",
        "C: Have an active Premium membership on 2026-04-01; found not reported",
        "B is earned on 2026-04-02, after 2026-04-01",
    ]


@pytest.mark.parametrize(
    ("amount", "code", "said"),
    [
        ("3.75", "more-than-claimable", "3.75 was asked for, 3.50 is claimable"),
        ("90000000", "more-than-claimable", "3.50 is claimable"),
        ("0", "nothing-asked", "an amount of 0 was asked for"),
        ("0.30", "between-steps", "claimed in steps of 0.25"),
        ("two", "not-an-amount", "a number written in decimal digits"),
        (None, "not-an-amount", "amount: "),
        (ACEP("1.00"), "nothing-claimable", "nothing is claimable"),
    ],
)
def test_what_cannot_be_picked_is_refused_with_its_reason(amount: object, code: str, said: str) -> None:
    """M152: a number that cannot be had is answered with how much can, and nothing is picked."""
    answer = soonest(THREE, amount, at=NOW)
    assert isinstance(answer, Refusal)
    assert [reason.code for reason in answer.reasons] == [code]
    assert said in answer.explain()


def test_from_nothing_nothing_is_picked() -> None:
    """Without anything earned, and in an account that was joined to another one, nothing is claimable."""
    assert codes_of(soonest(Ledger(LEARNER), "1.00", at=NOW)) == ["nothing-claimable"]
    followed = Followed(learner=LEARNER, merge="M-1", into="dr-17")
    ledger = THREE.add(followed, at=NOW, actor="office", reason="one person")
    assert codes_of(soonest(ledger, "1.00", at=NOW)) == ["nothing-claimable", "account-joined"]


def codes_of(answer: object) -> list[str]:
    """List the reasons of a refusal by their codes."""
    assert isinstance(answer, Refusal)
    return [reason.code for reason in answer.reasons]


def test_a_number_of_no_type_is_asked_for_one() -> None:
    """Where two types can be claimed a bare number means nothing, and an amount of one of them does."""
    acep = an_activity("X", completion=(), designations=[a_designation("1.00", Policy(code="p"), type=ACEP)])
    ledger = written(THREE, *a_ledger(seen(acep, Evaluated(NINTH))).standing.values())
    answer = soonest(ledger, "1.00", at=NOW)
    assert codes_of(answer) == ["several-types"]
    assert isinstance(answer, Refusal)
    assert answer.explain() == (
        "'1.00' is of no type, and 3.50 AMA PRA Category 1 Credits and 1.00 ACEP Category I Credit are claimable; name the type"
    )
    assert picked(soonest(ledger, ACEP("0.50"), at=NOW)) == {"X": "0.50"}
    assert picked(soonest(ledger, AMA("0.50"), at=NOW)) == {"B": "0.50"}


def test_points_are_picked_as_far_as_they_can_be_claimed_by_themselves() -> None:
    """Of points as many as credits are claimed already; the claim of them names their type."""
    points = Policy(code="abim", requirements=[given_feedback()], award=AsBase(), rests_on=RestsOn(AMA, Asks.CLAIM))
    designations = [a_designation("2.00", Policy(code="plain")), a_designation("2.00", points, type=ABIM)]
    activity = an_activity("A", completion=(), designations=designations)
    ledger = a_ledger(seen(activity, Evaluated(NINTH), Feedback(NINTH)))
    ledger = written(ledger, made(claim(ledger, {"A": "0.75"}, at=NOW, request="r-1")))
    assert codes_of(soonest(ledger, ABIM("1.00"), at=NOW)) == ["more-than-claimable", "base-not-claimed"]
    answer = soonest(ledger, ABIM("0.75"), at=NOW)
    assert picked(answer) == {"A": "0.75"}
    assert isinstance(answer, dict)
    assert claim(ledger, answer, at=NOW, request="r-2", type=ABIM)


@pytest.mark.parametrize(
    ("levels", "amount", "expected"),
    [
        # Whole, where it fits; passed over where it is too much.
        ([("A", "2.00", True), ("B", "1.00", False)], "2.50", {"A": "2.00", "B": "0.50"}),
        ([("A", "2.00", True), ("B", "2.00", False)], "1.50", {"B": "1.50"}),
        # Taken whole the first would leave what nothing else makes up.
        ([("A", "2.00", True), ("B", "3.00", True)], "3.00", {"B": "3.00"}),
        # Of the first, which can be divided, as much as the rest allows: 1.00 and not 2.00.
        ([("A", "2.00", False), ("B", "3.00", True), ("C", "0.50", True)], "4.00", {"A": "1.00", "B": "3.00"}),
        ([("A", "2.00", False), ("B", "3.00", True)], "3.00", {"B": "3.00"}),
        ([("A", "0.50", True), ("B", "0.75", True), ("C", "1.00", True)], "1.50", {"A": "0.50", "C": "1.00"}),
    ],
)
def test_declared_credit_is_picked_whole_or_passed_over(
    levels: list[tuple[str, str, bool]], amount: str, expected: dict[str, str]
) -> None:
    """What a learner declared is claimed whole: it is taken so, or what follows takes its place."""
    ledger = holding(*(level(code, size, whole=whole) for code, size, whole in levels))
    answer = soonest(ledger, amount, at=NOW)
    assert picked(answer) == expected
    assert isinstance(answer, dict)
    assert claim(ledger, answer, at=NOW, request="r-1")


def test_where_whole_credit_does_not_add_up_the_most_is_told() -> None:
    """Of 2.00 and 3.00, both whole, and 0.50, there is no 4.00; there are 3.50."""
    ledger = holding(level("A", "2.00", whole=True), level("B", "3.00", whole=True), level("C", "0.50"))
    answer = soonest(ledger, "4.00", at=NOW)
    assert codes_of(answer) == ["whole-only"]
    assert isinstance(answer, Refusal)
    assert answer.explain() == "4.00 was asked for; 3.50 is the most up to it, since declared credit is claimed whole"


OFFERS = st.lists(st.tuples(st.integers(1, 6), st.booleans(), st.integers(0, 2)), min_size=1, max_size=5)


@given(offers=OFFERS, wanted=st.integers(1, 24))
def test_a_pick_is_exact_and_the_first_there_is(offers: list[tuple[int, bool, int]], wanted: int) -> None:
    """Whatever is picked adds up and can be claimed; of all ways to do it, it takes most of what expires soonest."""
    levels = [
        level(f"A{place}", str(Credits(steps, AMA).amount), on(12, 1 + month), whole=whole)
        for place, (steps, whole, month) in enumerate(offers)
    ]
    ledger = holding(*levels)
    order = sorted(range(len(offers)), key=lambda place: (offers[place][2], place))
    ways = itertools.product(*((0, offers[one][0]) if offers[one][1] else range(offers[one][0] + 1) for one in order))
    exact, most = [], 0
    for way in ways:
        exact += [way] if sum(way) == wanted else []
        most = max(most, sum(way)) if sum(way) <= wanted else most
    answer = soonest(ledger, Credits(wanted, AMA), at=NOW)
    if exact:
        expected = {f"A{one}": Credits(steps, AMA) for one, steps in zip(order, max(exact), strict=True) if steps}
        assert answer == expected
        taken = claim(ledger, expected, at=NOW, request="r-1")
        assert isinstance(taken, Claim)
        assert taken.totals == {AMA: Credits(wanted, AMA)}
        return
    assert isinstance(answer, Refusal)
    held = sum(steps for steps, *_ in offers)
    assert codes_of(answer) == ["more-than-claimable" if wanted > held else "whole-only"]
    assert str(Credits(most, AMA).amount) in answer.explain()


# Topics.

PARTS = [
    Part(code="m1", title="Opioids", minutes=60, topics=["Opioid prescribing"]),
    Part(code="m2", title="Shock", minutes=60, specialty="Critical Care"),
]
BY_UNITS = Policy(code="units", award=over_units({"m1": 60, "m2": 60}), rounding=nearest("0.25"))


def topical(*done: str, policy: Policy = BY_UNITS) -> Ledger:
    """Earn the credit of some modules, one of which lies in a mandated topic and one in a specialty."""
    activity = an_activity(
        "T", course="Hospital Medicine", completion=(), parts=PARTS, designations=[a_designation("2.00", policy)]
    )
    return a_ledger(seen(activity, *(Progress(1, 1, NINTH, part) for part in done)))


@pytest.mark.parametrize(
    ("topic", "found"),
    [
        ("Opioid prescribing", ("T",)),
        (" opioid PRESCRIBING ", ("T",)),
        ("Critical Care", ("T",)),
        ("Hospital Medicine", ("T",)),
        ("Ethics", ()),
        ("Opioid", ()),
        ("  ", ()),
    ],
)
def test_special_credit_is_found_by_topic_specialty_or_course(topic: str, found: tuple[str, ...]) -> None:
    """M142: a learner proves special credit by claiming what lies in a mandated topic, a specialty or a course."""
    ledger = topical("m1", "m2")
    picked = on_topic(ledger, topic, at=NOW)
    assert picked == found or isinstance(picked, Refusal)
    answer = claim(ledger, picked, at=NOW, request="r-1")
    assert bool(answer) is bool(found)
    if not found:
        assert codes(answer) == (["not-found"] if topic.strip() else ["nothing-typed"])


def test_a_topic_of_which_nothing_was_done_is_not_found() -> None:
    """Only the module on shock was done: nothing of it is about opioids."""
    assert codes_of(on_topic(topical("m2"), "Opioid prescribing", at=NOW)) == ["not-found"]
    assert on_topic(topical("m2"), "Critical Care", at=NOW) == ("T",)


def test_what_is_left_has_to_lie_in_the_topic_for_sure() -> None:
    """One of two credits is about opioids: of 1.25 left, 0.25 surely are; of 1.00 left, it may be that none is."""
    ledger = topical("m1", "m2")
    ledger = written(ledger, made(claim(ledger, {"T": "0.75"}, at=NOW, request="r-1")))
    assert on_topic(ledger, "Opioid prescribing", at=NOW) == ("T",)
    ledger = written(ledger, made(claim(ledger, {"T": "0.25"}, at=NOW, request="r-2")))
    assert on_topic(ledger, "Opioid prescribing", at=NOW) == ()
    assert on_topic(ledger, "Hospital Medicine", at=NOW) == ("T",)


def test_only_what_can_be_claimed_is_found_on_a_topic() -> None:
    """What was claimed, lapsed, or is kept back by a gate is not offered."""
    gated = attrs.evolve(BY_UNITS, gates=[GATE])
    ledger = topical("m1", policy=gated)
    assert on_topic(ledger, "Opioid prescribing", at=NOW) == ()
    assert on_topic(ledger, "Opioid prescribing", at=NOW, entitlements=[PREMIUM]) == ("T",)
    taken = made(claim(ledger, ALL, at=NOW, request="r-1", entitlements=[PREMIUM]))
    assert on_topic(written(ledger, taken), "Opioid prescribing", at=NOW, entitlements=[PREMIUM]) == ()
    assert on_topic(ledger, "Opioid prescribing", at=at(on(3, 8)), entitlements=[PREMIUM]) == ()


@pytest.mark.parametrize(
    ("topic", "says"),
    [
        ("Emergancy Medicine", "nothing was earned in 'Emergancy Medicine': did you mean Emergency Medicine?"),
        ("Ethics", "nothing was earned in 'Ethics': known are Emergency Medicine"),
        ("", "no topic was named; name one, a specialty or a course"),
    ],
)
def test_a_topic_that_is_not_known_is_answered_with_what_comes_near(topic: str, says: str) -> None:
    """A misspelled topic is met as a misspelled title is, and not with silence."""
    answer = on_topic(THREE, topic, at=NOW)
    assert isinstance(answer, Refusal)
    assert answer.explain() == says


def test_a_known_topic_of_which_all_is_claimed_gives_nothing() -> None:
    """It is spelled right, so the answer is an empty list; an account that was joined to another one says so."""
    ledger = written(THREE, made(claim(THREE, ALL, at=NOW, request="r-1")))
    assert on_topic(ledger, "Emergency Medicine", at=NOW) == ()
    followed = Followed(learner=LEARNER, merge="M-1", into="dr-17")
    joined = ledger.add(followed, at=NOW, actor="office", reason="one person")
    assert codes_of(on_topic(joined, "Emergency Medicine", at=NOW)) == ["account-joined"]


def test_a_float_is_no_number_to_pick() -> None:
    """A float is a mistake of the program, also where nothing could be picked."""
    for ledger in (THREE, Ledger(LEARNER)):
        with pytest.raises(InvalidValue, match="a float has already been rounded"):
            soonest(ledger, 0.5, at=NOW)


def test_topics_are_those_of_the_type_that_is_claimed() -> None:
    """Without a type the default one counts; another, or several, can be named, and each activity is listed once."""
    acep = attrs.evolve(BY_UNITS, code="acep")
    designations = [a_designation("2.00", BY_UNITS), a_designation("2.00", acep, type=ACEP)]
    activity = an_activity("T", completion=(), parts=PARTS, designations=designations)
    ledger = a_ledger(seen(activity, Progress(1, 1, NINTH, "m1")))
    ledger = written(ledger, made(claim(ledger, ALL, at=NOW, request="r-1")))
    assert on_topic(ledger, "Opioid prescribing", at=NOW) == ()
    assert on_topic(ledger, "Opioid prescribing", at=NOW, type=ACEP) == ("T",)
    assert on_topic(a_ledger(seen(activity, Progress(1, 1, NINTH, "m1"))), "opioid prescribing", at=NOW, type=[AMA, ACEP]) == (
        "T",
    )


def test_what_expires_soonest_is_listed_first() -> None:
    """Activities of one course, in the order in which they expire."""
    assert on_topic(THREE, "Emergency Medicine", at=NOW) == ("B", "C", "A")


@pytest.mark.parametrize("topic", ["two\nlines", None])
def test_a_topic_is_a_line_of_text(topic: Any) -> None:
    """Anything else is a mistake of the program."""
    with pytest.raises(InvalidValue, match="topic"):
        on_topic(THREE, topic, at=NOW)


def test_what_is_handed_in_must_be_sound() -> None:
    """A day in the place of an instant, or entries in that of a ledger, are mistakes of the program."""
    for pick in (soonest, on_topic):
        with pytest.raises(InvalidValue, match="an instant with its zone"):
            pick(THREE, "1.00", at=NINTH)  # type: ignore[arg-type]
        with pytest.raises(InvalidValue, match="ledger"):
            pick((), "1.00", at=NOW)  # type: ignore[arg-type]


def test_a_claim_of_an_amount_takes_what_expires_soonest_and_a_retry_is_the_same_claim() -> None:
    """M137, M139: the learner names a number; after a time-out the same request is the same claim, though less is left."""
    ledger = holding(level("LATE", "2.00"), level("SOON", "2.00", on(6, 1)))
    wanted = AMA("2.50")
    taken = made(claim(ledger, wanted, at=NOW, request="r-1"))
    assert {line.earned.activity: line.credits for line in taken.lines} == {"SOON": AMA("2.00"), "LATE": AMA("0.50")}
    assert claim(written(ledger, taken), wanted, at=NOW, request="r-1") == taken
    assert codes(claim(written(ledger, taken), wanted, at=NOW, request="r-2")) == ["more-than-claimable"]
    with pytest.raises(LedgerConflict, match="r-1 was already used"):
        claim(written(ledger, taken), AMA("2.25"), at=NOW, request="r-1")
    with pytest.raises(InvalidValue, match="another type than the amount's"):
        claim(ledger, wanted, at=NOW, request="r-3", type=ABIM)
