"""Time by session, day and kind: what each kind weighs, and how much of a session or a day can count."""

import datetime
from decimal import Decimal
from typing import Any

import pytest

from cmecore.credit.canonical import canonical
from cmecore.credit.rounding import Total, down, nearest
from cmecore.errors import InvalidValue
from cmecore.rules import times
from cmecore.rules.awarding import by_session, weigher
from cmecore.rules.awards import ByTime, Component, WithBonus
from cmecore.rules.criteria import AllOf, Outcome
from cmecore.rules.facts import CONTENT, PRESENTED, TIME, Fact, FactKind
from cmecore.rules.policies import Policy
from cmecore.rules.receipts import receipt
from cmecore.rules.times import BREAK, DISCUSSION, EVALUATION, KINDS, LEARNING, PANEL, Stretch, checked_word
from hostile import label
from strategies import AMA, EBAC

MET, UNKNOWN = Outcome.MET, Outcome.UNKNOWN
QUARTER = nearest("0.25")
MONDAY, TUESDAY = datetime.date(2026, 3, 9), datetime.date(2026, 3, 10)
#: A lecture counts whole, a panel by half, questions and breaks not at all.
WEIGHTS = {LEARNING: 1, PANEL: "0.5", DISCUSSION: 0, BREAK: 0}


def minutes(count: int) -> datetime.timedelta:
    return datetime.timedelta(minutes=count)


def some(count: int, session: str = "", day: datetime.date | None = MONDAY, kind: str = LEARNING) -> Stretch:
    return Stretch(minutes(count), kind, session, day)


def awarded(award: Any, *stretches: Stretch, on: Total = Total.ACTIVITY, most: Any = 40, policy: Any = None) -> Decimal:
    """Award time that was taken apart, to the nearest quarter."""
    given = policy or Policy(code="hours", award=award, rounding=nearest("0.25", on=on))
    outcome, steps = weigher(given, AMA(most))({"time:stretches": stretches})
    assert outcome is MET
    return steps * Decimal("0.25")


def test_time_is_learning_unless_it_is_said_to_be_something_else() -> None:
    """A stretch needs a length only; what is not known of it stays open."""
    assert Stretch(minutes(45)) == Stretch(minutes(45), LEARNING, "", None)
    assert Stretch(minutes(0)).time == minutes(0)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("time", minutes(-1)),
        ("time", 45),
        ("time", "45"),
        ("time", None),
        ("kind", ""),
        ("kind", None),
        ("kind", "lerning"),
        ("kind", ".simulation"),
        ("kind", "acme."),
        ("session", None),
        ("session", "a\nb"),
        ("day", "2026-03-09"),
        ("day", datetime.datetime(2026, 3, 9, tzinfo=datetime.UTC)),
    ],
    ids=label,
)
def test_a_stretch_is_checked_where_it_is_made(field: str, value: Any) -> None:
    """Less than no time, a kind nobody knows, and an instant for a day are refused by the field at fault."""
    with pytest.raises(InvalidValue, match=rf"^{field}: "):
        Stretch(**{"time": minutes(45), field: value})


def test_every_kind_has_a_word_of_its_own() -> None:
    """The names in the module are exactly the kinds that are known."""
    named = {name: word for name, word in vars(times).items() if name.isupper() and isinstance(word, str)}
    assert set(named.values()) == KINDS
    assert len(named) == len(KINDS) == 18


def test_a_word_of_your_own_has_a_prefix() -> None:
    """A misspelled word is no new one: it is refused with the nearest that is known."""
    assert checked_word("acme.simulation", KINDS, field="kind") == "acme.simulation"
    assert checked_word("panel", KINDS, field="kind") == "panel"
    with pytest.raises(InvalidValue, match=r"^kind: found 'pannel'; expected .* acme\.pannel; did you mean panel\?"):
        checked_word("pannel", KINDS, field="kind")


@pytest.mark.parametrize(
    ("stretches", "credits"),
    [
        ([some(60)], "1"),
        ([some(60, kind=PANEL)], "0.5"),
        ([some(60, kind=DISCUSSION)], "0"),
        ([some(45), some(15, kind=DISCUSSION)], "0.75"),
        ([some(30), some(30, kind=PANEL), some(30, kind=BREAK)], "0.75"),
        # 25 + 25/2 minutes are 37.5, which is half-way between 30 and 45: up.
        ([some(25), some(25, kind=PANEL)], "0.75"),
        ([some(24), some(25, kind=PANEL)], "0.5"),
        ([], "0"),
    ],
)
def test_each_kind_of_time_counts_by_its_weight(stretches: list[Stretch], credits: str) -> None:
    """Lectures whole, panels by half, questions and breaks not at all: weighed first, added up, and rounded once (SCFHS)."""
    assert awarded(ByTime(counts=WEIGHTS), *stretches) == Decimal(credits)


def test_bodies_that_count_other_kinds_come_to_other_amounts() -> None:
    """Filling in the evaluation counts for contact hours of nurses and not for those of nurse practitioners (AANP)."""
    taken = some(52), some(8, kind=EVALUATION)
    assert awarded(ByTime(counts={LEARNING: 1, EVALUATION: 1}), *taken) == 1
    assert awarded(ByTime(counts={LEARNING: 1, EVALUATION: 0}), *taken) == Decimal("0.75")


@pytest.mark.parametrize(
    "award",
    [ByTime(), ByTime(counts=WEIGHTS), ByTime(most_per_session=1), ByTime(counts={"acme.simulation": 1}, most_per_day=6)],
    ids=["plain", "weighed", "capped", "both"],
)
@pytest.mark.parametrize("kind", ["hands-on", "acme.other"])
def test_a_kind_that_a_rule_does_not_speak_of_is_never_guessed(award: ByTime, kind: str) -> None:
    """No weight is no zero: the rule refuses, names the kinds it knows, and the caller decides."""
    weigh = weigher(Policy(code="hours", award=award, rounding=QUARTER), AMA(4))
    with pytest.raises(InvalidValue, match=rf"^kind of time: found '{kind}'; expected one that the rule speaks of: .*counts"):
        weigh({"time:stretches": (some(60, kind=kind),)})
    with pytest.raises(InvalidValue, match="no weight is guessed"):
        award.weight(kind)


def test_time_that_nobody_took_apart_is_learning() -> None:
    """A total is of the plain kind; where a session or a day matters, it does not say enough."""
    total: dict[str, Any] = {"time": minutes(60)}
    assert weigher(Policy(code="p", award=ByTime(counts=WEIGHTS), rounding=QUARTER), AMA(4))(total) == (MET, 4)
    half = ByTime(counts={LEARNING: "0.5", PANEL: 1})
    assert weigher(Policy(code="p", award=half, rounding=QUARTER), AMA(4))(total) == (MET, 2)
    for award, on in (
        (ByTime(), Total.SESSION),
        (ByTime(), Total.DAY),
        (ByTime(most_per_session=1), Total.ACTIVITY),
        (ByTime(most_per_day=6), Total.ACTIVITY),
    ):
        weigh = weigher(Policy(code="p", award=award, rounding=nearest("0.25", on=on)), AMA(4))
        assert weigh(total) == (UNKNOWN, 0)
    with pytest.raises(InvalidValue, match="found 'learning'"):
        weigher(Policy(code="p", award=ByTime(counts={PANEL: 1}), rounding=QUARTER), AMA(4))(total)


LECTURE = ByTime(most_per_session=1)


@pytest.mark.parametrize(
    ("stretches", "credits"),
    [
        ([some(180, "S1")], "1"),
        ([some(180, "S1"), some(30, "S2")], "1.5"),
        ([some(40, "S1"), some(40, "S1")], "1"),
        ([some(40, "S1"), some(40, "S2")], "1.25"),
        # Over midnight it is the same lecture.
        ([some(40, "S1", MONDAY), some(40, "S1", TUESDAY)], "1"),
        # Time in no session is known by its day only.
        ([some(90), some(90, day=TUESDAY)], "2"),
        ([some(90), some(90, "S1")], "2"),
    ],
)
def test_a_session_is_worth_no_more_than_its_cap(stretches: list[Stretch], credits: str) -> None:
    """One lecture is at most one credit, however long it lasts and in however many pieces it was heard (SCFHS)."""
    assert awarded(LECTURE, *stretches) == Decimal(credits)


@pytest.mark.parametrize(
    ("stretches", "credits"),
    [
        ([some(180, "S1")], "1"),
        ([some(180, "S1", kind=PANEL)], "1.5"),
        ([some(180, "S1"), some(180, "S1", kind=PANEL)], "2.5"),
        ([some(30, "S1"), some(60, "S1", kind=PANEL), some(50, "S1")], "1.5"),
    ],
)
def test_a_cap_may_be_for_some_kinds_only(stretches: list[Stretch], credits: str) -> None:
    """A lecture is at most one credit, while a workshop of three hours counts for what it weighs (SCFHS)."""
    award = ByTime(counts=WEIGHTS, most_per_session=1, capped_kinds=[LEARNING])
    assert awarded(award, *stretches) == Decimal(credits)


def test_a_cap_counts_weighed_time_before_rounding() -> None:
    """Three hours of panel at half weight are an hour and a half, of which 1.10 count: 1.00, and with 8 minutes more 1.25."""
    award = ByTime(counts=WEIGHTS, most_per_session="1.10")
    panel = some(180, "S1", kind=PANEL)
    assert awarded(award, panel) == 1
    assert awarded(award, panel, some(8, "S2")) == Decimal("1.25")  # 1.10 + 0.1333 = 1.2333
    assert awarded(award, panel, some(2, "S2")) == Decimal("1.25")  # 1.10 + 0.0333 = 1.1333, past the middle
    assert awarded(award, panel, some(1, "S2")) == 1  # 1.10 + 0.0167 = 1.1167


@pytest.mark.parametrize(
    ("on", "credits"),
    # S1 is cut at 60 of its 90 minutes on each day, S2 has 22 on Tuesday; days are at most 1.25.
    [(Total.ACTIVITY, "2.25"), (Total.DAY, "2.25")],
)
def test_where_days_are_capped_each_day_is_counted_by_itself(on: Total, credits: str) -> None:
    """A session that goes on after midnight is cut at its cap on each of the days, and then the day at its own."""
    award = ByTime(most_per_session=1, most_per_day="1.25")
    taken = some(90, "S1", MONDAY), some(90, "S1", TUESDAY), some(22, "S2", TUESDAY)
    assert awarded(award, *taken, on=on) == Decimal(credits)


@pytest.mark.parametrize(
    ("hours", "credits"), [([8], "6"), ([6], "6"), ([5, 5], "10"), ([8, 8], "12"), ([8, 3], "9"), ([7, 7, 7], "18")]
)
def test_a_day_is_worth_no_more_than_its_cap(hours: list[int], credits: str) -> None:
    """Six credits a day: eight hours on one day are six, and on the next day it begins anew (EBAC)."""
    days = [MONDAY + datetime.timedelta(days=later) for later in range(len(hours))]
    taken = [some(30, f"S{half}", day) for day, held in zip(days, hours, strict=True) for half in range(2 * held)]
    policy = Policy(code="ebac", award=ByTime(most_per_day=6), rounding=down("1"))
    assert weigher(policy, EBAC(30))({"time:stretches": tuple(taken)}) == (MET, int(credits))


def test_rounding_by_session_and_a_cap_on_the_session_go_together() -> None:
    """Each lecture is cut at an hour and rounded by itself: 70, 22 and 8 minutes are 1.00, 0.25 and 0.25."""
    taken = some(70, "S1"), some(22, "S2"), some(8, "S3")
    assert awarded(LECTURE, *taken, on=Total.SESSION) == Decimal("1.5")
    assert awarded(LECTURE, *taken) == Decimal("1.5")  # 60 + 22 + 8
    assert awarded(LECTURE, some(70, "S1"), some(20, "S2"), some(4, "S3"), on=Total.SESSION) == Decimal("1.25")


def test_a_cap_between_two_steps_stays_exact() -> None:
    """A cap of a third of a credit cannot be written, one of 0.33 cuts at 19.8 minutes: 0.33 rounds to 0.25."""
    assert awarded(ByTime(most_per_session="0.33"), some(60, "S1")) == Decimal("0.25")
    assert awarded(ByTime(most_per_session="0.33"), some(60, "S1"), some(60, "S2")) == Decimal("0.75")


@pytest.mark.parametrize("on", [Total.ACTIVITY, Total.SESSION])
def test_a_bonus_is_not_cut_with_the_session(on: Total) -> None:
    """What comes on top is for something else than time."""
    bonus = Component(code="quiz", test=AllOf([]), worth="0.50")
    assert awarded(WithBonus(LECTURE, [bonus]), some(90, "S1"), on=on) == Decimal("1.5")


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        ("counts", {}, "the weight of each kind of time"),
        ("counts", [("learning",)], "the weight of each kind of time"),
        ("counts", ["learning"], "the weight of each kind of time"),
        ("counts", {"lerning": 1}, "did you mean learning"),
        ("counts", {"learning": "1.5"}, "from 0 to 1; raise `credits`"),
        ("counts", {"learning": 0.5}, "weight of learning"),
        ("counts", {"learning": -1}, "weight of learning"),
        ("counts", [("learning", 1), ("learning", 0)], "more than once"),
        ("most_per_session", 1.5, "most"),
        ("most_per_session", "-1", "most"),
        ("most_per_day", "six", "most"),
        ("capped_kinds", ["learning"], "a cap of the session"),
        ("capped_kinds", ["panel"], "one that the rule speaks of: learning"),
        ("capped_kinds", "learning", "capped_kinds"),
        ("capped_kinds", [1], "capped_kinds"),
        ("of", "presented", "of: "),
        ("of", CONTENT, "fact content of kind share; expected a fact of kind time"),
    ],
    ids=label,
)
def test_an_award_by_time_is_checked_where_it_is_made(field: str, value: Any, said: str) -> None:
    """Weights are exact numbers from 0 to 1 of known kinds, caps are amounts, and what is counted is time."""
    with pytest.raises(InvalidValue) as caught:
        ByTime(**{field: value})
    assert said in str(caught.value)


def test_the_order_in_which_kinds_are_named_makes_no_other_rule() -> None:
    """A mapping, pairs and another order are one rule with one spelling."""
    one = ByTime(counts={"panel": "0.5", "learning": 1})
    other = ByTime(counts=[("learning", "1"), ("panel", Decimal("0.5"))])
    assert (one, canonical(one)) == (other, canonical(other))
    assert one.weight("panel") == Decimal("0.5")
    assert (ByTime().weighs, ByTime().capped) == (False, False)
    assert ByTime(counts={"learning": "0.5"}).weighs
    assert (ByTime(most_per_day=6).capped, ByTime(most_per_session=1).capped) == (True, True)


@pytest.mark.parametrize(
    "given", [{"counts": WEIGHTS}, {"most_per_session": 1}, {"most_per_day": 6}], ids=["weighed", "by session", "by day"]
)
def test_only_time_taken_part_is_known_by_session_day_and_kind(given: dict[str, Any]) -> None:
    """Time presented is one sum."""
    with pytest.raises(InvalidValue, match=r"^of: found presented; expected time taken part"):
        ByTime(of=PRESENTED, **given)


@pytest.mark.parametrize(
    ("award", "on"),
    [
        (ByTime(of=PRESENTED), Total.SESSION),
        (ByTime(of=PRESENTED), Total.DAY),
        (ByTime(most_per_day=6), Total.SESSION),
        (WithBonus(ByTime(most_per_day=6), [Component(code="b", test=AllOf([]), worth=1)]), Total.SESSION),
    ],
)
def test_what_cannot_be_told_apart_is_not_rounded_apart(award: Any, on: Total) -> None:
    """Rounded sessions under a cap on the day would be another rule than the day's own; presented time has no sessions."""
    with pytest.raises(InvalidValue, match=r"^rounding of policy p: found rounding for each "):
        Policy(code="p", award=award, rounding=nearest("0.25", on=on))


def test_a_cap_on_the_day_is_rounded_by_the_day_or_once() -> None:
    """22 and 22 minutes on two days are 0.25 each by the day, and 0.75 in all; the cap of 0.30 makes them 0.50 in all."""
    taken = some(22, "S1", MONDAY), some(22, "S2", TUESDAY)
    assert awarded(ByTime(most_per_day=6), *taken, on=Total.DAY) == Decimal("0.5")
    assert awarded(ByTime(most_per_day=6), *taken) == Decimal("0.75")
    assert awarded(ByTime(most_per_day="0.30"), *taken) == Decimal("0.5")


def test_time_of_your_own_kind_of_fact_can_be_counted() -> None:
    """Minutes that a simulator measures are time of their own; the time taken part is not looked at."""
    simulated = Fact(name="acme.simulated", kind=FactKind.TIME, says="time in the simulator")
    weigh = weigher(Policy(code="p", award=ByTime(of=simulated), rounding=QUARTER), AMA(4))
    both: dict[str, Any] = {"acme.simulated": minutes(60), "time": minutes(240), "time:stretches": (some(240),)}
    assert weigh(both) == (MET, 4)
    assert weigh({"time": minutes(240)}) == (UNKNOWN, 0)
    assert ByTime(of=TIME) == ByTime()


@pytest.mark.parametrize(
    ("given", "stretches", "printed"),
    [
        (
            {"award": ByTime(counts=WEIGHTS)},
            [some(60, kind=PANEL), some(30)],
            "panel 60 min × 0.5 + learning 30 min at 1 for 60 min = 1 → to the nearest 0.25 → 1.00 (at most 4.00)",
        ),
        (
            {"award": ByTime(counts=WEIGHTS, most_per_session=1)},
            [some(90, "S1"), some(20, "S1", kind=PANEL)],
            (
                "S1 learning 90 min + S1 panel 20 min × 0.5 at 1 for 60 min, at most 1 a session"
                " = 1 → to the nearest 0.25 → 1.00 (at most 4.00)"
            ),
        ),
        (
            {"award": ByTime(counts=WEIGHTS, most_per_session=1, capped_kinds=[LEARNING])},
            [some(90, "S1"), some(20, "S1", kind=PANEL)],
            (
                "S1 learning 90 min + S1 panel 20 min × 0.5 at 1 for 60 min, at most 1 a session of learning"
                " = 7/6 → to the nearest 0.25 → 1.25 (at most 4.00)"
            ),
        ),
        (
            {"award": ByTime(most_per_day="1.5")},
            [some(70, "S1"), some(50, "S2"), some(20, "S3", TUESDAY)],
            (
                "S1 70 min + S2 50 min + S3 20 min at 1 for 60 min, at most 1.5 a day"
                " = 11/6 → to the nearest 0.25 → 1.75 (at most 4.00)"
            ),
        ),
        (
            {"award": ByTime(), "rounding": nearest("0.25", on=Total.DAY)},
            [some(22, "S1"), some(22, "S2", TUESDAY), some(5, "S3")],
            (
                "2026-03-09 27 min + 2026-03-10 22 min at 1 for 60 min"
                " = 2026-03-09 0.45 + 2026-03-10 11/30 → to the nearest 0.25, for each day → 0.75 (at most 4.00)"
            ),
        ),
    ],
)
def test_a_receipt_shows_weights_and_caps(given: dict[str, Any], stretches: list[Stretch], printed: str) -> None:
    """Anyone can do the sum again: each session and kind with its time and weight, then the caps, then the rounding."""
    policy = Policy(**{"code": "p", "rounding": QUARTER, **given})
    shown = receipt(policy, AMA(4), {"time:stretches": tuple(stretches)})
    assert str(shown) == printed
    assert shown.recomputed() == shown.amount


def test_a_receipt_of_a_total_says_the_total() -> None:
    """Where nobody took the time apart there is nothing to list."""
    policy = Policy(code="p", award=ByTime(counts=WEIGHTS), rounding=QUARTER)
    assert str(receipt(policy, AMA(4), {"time": minutes(60)})).startswith("60 min at 1 for 60 min = 1 ")


def test_what_each_session_is_worth_can_be_told() -> None:
    """Weighed and cut, in steps of the type: an hour of lecture out of three, and half of a panel."""
    award = ByTime(counts=WEIGHTS, most_per_session=1)
    taken: dict[str, Any] = {"time:stretches": (some(180, "S1"), some(60, "S2", kind=PANEL))}
    assert by_session(award, AMA, taken) == {"S1": 4, "S2": 2}
    assert by_session(award, AMA, {}) == {}
