"""Arithmetic of the field: the worked numbers of accrediting bodies, providers and real platforms.

Sources, as they were collected: quarter hours of the AMA PRA (Boston University 2006, AOE calculator), teaching at two for one
(USUHS, EINST), the 50-minute contact hour rounded down to tenths (AACN 2013), performance improvement by stages (PQI and the
AAFP calculator), continuing education units of 600 minutes (MNurs), Illinois' first whole hour, four of six questions (EBAC),
the 3.75 credits of a series session (AAFP), and the two totals that a quarter can be rounded on.
"""

import datetime
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

import pytest

from cmecore.credit.amounts import Credits, CreditType
from cmecore.credit.rounding import Rounding, Tie, Total, down, nearest
from cmecore.rules.awarding import weigher
from cmecore.rules.awards import (
    Award,
    ByStages,
    ByTime,
    Component,
    InProportion,
    SumOf,
    WithBonus,
    minutes as worth_of,
    over_units,
)
from cmecore.rules.criteria import Outcome, is_true
from cmecore.rules.facts import Share, attestation, evaluation
from cmecore.rules.policies import Policy
from cmecore.rules.receipts import receipt
from cmecore.rules.requirements import Requirement, completed, evaluated, passed, spent
from cmecore.rules.times import Stretch
from strategies import AMA, CONTACT_HOUR, EBAC

QUARTER = nearest("0.25")


def minutes(count: float) -> datetime.timedelta:
    return datetime.timedelta(minutes=count)


def awarded(award: Award, rounding: Rounding | None, maximum: Credits, facts: Mapping[str, Any], **more: Any) -> Decimal:
    policy = Policy(code="example", award=award, rounding=rounding, **more)
    outcome, steps = weigher(policy, maximum)(facts)
    assert outcome is Outcome.MET
    amount = Credits(steps, maximum.type)
    assert receipt(policy, maximum, facts).amount == receipt(policy, maximum, facts).recomputed() == amount
    return amount.amount


NEAREST_15 = [(0, "0"), (7, "0"), (8, "0.25"), (15, "0.25"), (22, "0.25"), (23, "0.5"), (37, "0.5"), (38, "0.75")]
NEAREST_15 += [(52, "0.75"), (53, "1.0"), (67, "1.0"), (68, "1.25"), (430, "7.25")]


@pytest.mark.parametrize(("count", "credits"), NEAREST_15)
def test_m63_credit_follows_from_time_in_nearest_quarter_hours(count: int, credits: str) -> None:
    """M63: seven minutes are nothing, eight are a quarter, 430 are 7.25: the quarter hour of the AMA PRA."""
    assert awarded(ByTime(), QUARTER, AMA(100), {"time": minutes(count)}) == Decimal(credits)


def test_whole_minutes_never_lie_halfway_between_two_quarters() -> None:
    """The tie of a quarter hour is at seven and a half minutes, so for whole minutes every tie rule says the same."""
    ways = [weigher(Policy(code="x", award=ByTime(), rounding=nearest("0.25", tie=tie)), AMA(100)) for tie in Tie]
    for count in range(1_500):
        facts = {"time": minutes(count)}
        assert len({way(facts) for way in ways}) == 1


@pytest.mark.parametrize(("tie", "credits"), [(Tie.UP, "0.25"), (Tie.DOWN, "0"), (Tie.EVEN, "0")])
def test_seven_and_a_half_minutes_go_where_the_policy_says(tie: Tie, credits: str) -> None:
    """Seconds make ties; no body's text says where they go, so a policy does, and by default they go up."""
    facts = {"time": datetime.timedelta(minutes=7, seconds=30)}
    assert awarded(ByTime(), nearest("0.25", tie=tie), AMA(100), facts) == Decimal(credits)
    assert awarded(ByTime(), QUARTER, AMA(100), facts) == Decimal("0.25")


@pytest.mark.parametrize(
    ("maximum", "tie", "credits"),
    [
        ("2.25", Tie.UP, "1.25"),  # half of it is 1.125
        ("2.25", Tie.DOWN, "1.00"),
        ("2.25", Tie.EVEN, "1.00"),
        ("2.75", Tie.UP, "1.50"),  # half of it is 1.375
        ("2.75", Tie.DOWN, "1.25"),
        ("2.75", Tie.EVEN, "1.50"),
    ],
)
def test_a_number_of_credits_can_lie_halfway_too(maximum: str, tie: Tie, credits: str) -> None:
    """Half of 2.25 credits is 1.125, which rounding in binary or by the spreadsheet would move unasked."""
    rounding = nearest("0.25", tie=tie)
    assert awarded(InProportion(), rounding, AMA(maximum), {"content": Share(1, 2)}) == Decimal(credits)


@pytest.mark.parametrize(("count", "hours"), [(260, "5.2"), (264, "5.2"), (265, "5.3"), (50, "1.0"), (49, "0.9"), (4, "0")])
def test_a_contact_hour_of_fifty_minutes_is_rounded_down_to_tenths(count: int, hours: str) -> None:
    """260 minutes at 50 to the hour are 5.2 contact hours, and 264 are no more: always down, never up (AACN)."""
    assert awarded(ByTime(unit=minutes(50)), down("0.1"), CONTACT_HOUR(20), {"time": minutes(count)}) == Decimal(hours)


@pytest.mark.parametrize(("count", "credits"), [(25, "0.75"), (20, "0.75"), (45, "1.5"), (60, "2.0"), (0, "0")])
def test_teaching_is_two_for_one_and_the_product_is_rounded(count: int, credits: str) -> None:
    """25 minutes presented are 50 minutes' worth, 0.75, and not twice a rounded half; 20 are 0.75 and not 0.5."""
    assert awarded(ByTime(credits="2"), QUARTER, AMA(10), {"time": minutes(count)}) == Decimal(credits)


FIVE_TALKS = over_units({f"talk-{number}": 8 for number in range(1, 6)})
HEARD_ALL = {f"content:talk-{number}": Share(1, 1) for number in range(1, 6)}


def test_five_talks_of_eight_minutes_are_0_75_and_not_1_25() -> None:
    """Forty minutes are three quarters of an hour whether they are summed over talks or measured as time."""
    assert awarded(FIVE_TALKS, QUARTER, AMA("1.25"), HEARD_ALL) == Decimal("0.75")
    by_hand = SumOf(
        Component(code=f"t{number}", test=is_true(attestation(f"heard {number}")), worth=worth_of(8)) for number in range(5)
    )
    assert awarded(by_hand, QUARTER, AMA("1.25"), {f"attested:heard {n}": True for n in range(5)}) == Decimal("0.75")
    assert awarded(ByTime(), QUARTER, AMA("1.25"), {"time": minutes(40)}) == Decimal("0.75")


def test_rounding_each_talk_by_itself_is_another_rule_with_another_answer() -> None:
    """Many platforms round each session: then five times eight minutes are five quarters, and the policy says so."""
    by_session = nearest("0.25", on=Total.SESSION)
    times = tuple(Stretch(minutes(8), session=f"talk-{number}") for number in range(1, 6))
    assert awarded(FIVE_TALKS, by_session, AMA("1.25"), HEARD_ALL) == Decimal("1.25")
    assert awarded(ByTime(), by_session, AMA("1.25"), {"time:stretches": times}) == Decimal("1.25")


def test_seven_parts_of_twenty_minutes_are_2_25_and_not_1_75() -> None:
    """140 minutes are two and a quarter hours; rounded one by one, seven times twenty minutes would lose half an hour."""
    parts = over_units({f"m{number}": 20 for number in range(7)})
    facts = {f"content:m{number}": Share(3, 3) for number in range(7)}
    assert awarded(parts, QUARTER, AMA("2.25"), facts) == Decimal("2.25")
    assert awarded(parts, nearest("0.25", on=Total.SESSION), AMA("2.25"), facts) == Decimal("1.75")


def test_a_unit_that_is_not_complete_adds_nothing() -> None:
    """Two of three pages of a module are not the module; a module nobody reported is not complete either."""
    parts = over_units({"m1": 30, "m2": 30, "m3": 30})
    facts = {"content:m1": Share(3, 3), "content:m2": Share(2, 3)}
    assert awarded(parts, QUARTER, AMA("1.5"), facts) == Decimal("0.5")


def test_days_are_rounded_each_by_itself_where_a_policy_says_so() -> None:
    """Two days of 22 minutes are two quarters by the day, and 44 minutes are three quarters for the activity."""
    days = tuple(Stretch(minutes(22), day=datetime.date(2026, 3, day)) for day in (9, 10))
    assert awarded(ByTime(), nearest("0.25", on=Total.DAY), AMA(2), {"time:stretches": days}) == Decimal("0.50")
    assert awarded(ByTime(), QUARTER, AMA(2), {"time": minutes(44)}) == Decimal("0.75")


CEU = CreditType(code="ceu", name="CEU", step="0.1")


@pytest.mark.parametrize(("hours", "units"), [(1, "0.1"), (3, "0.3"), (6, "0.6"), (7, "0.7"), (10, "1.0")])
def test_a_continuing_education_unit_is_ten_hours_in_tenths(hours: int, units: str) -> None:
    """Three hours are exactly 0.3 CEU, where a platform that multiplies by 0.1 prints 0.30000000000000004."""
    assert awarded(ByTime(unit=minutes(600)), down("0.1"), CEU(10), {"time": minutes(60 * hours)}) == Decimal(units)
    assert awarded(ByTime(unit=minutes(600)), down("0.1"), CEU(10), {"time": minutes(60 * hours - 1)}) < Decimal(units)


PI = ByStages(
    Component(code=code, test=is_true(attestation(f"stage {code}")), worth=worth)
    for code, worth in (("A", "5"), ("B", "5"), ("C", "10"))
)


@pytest.mark.parametrize(
    ("reached", "credits"), [("", 0), ("A", 5), ("AB", 10), ("ABC", 20), ("AC", 5), ("B", 0), ("BC", 0), ("C", 0)]
)
def test_performance_improvement_is_5_10_or_20_and_begins_at_stage_a(reached: str, credits: int) -> None:
    """A is worth 5, A and B 10, all three 20; a stage whose forerunner is missing adds nothing (AMA booklet since 2011)."""
    facts = {f"attested:stage {stage}": True for stage in reached}
    assert awarded(PI, None, AMA(20), facts) == credits


@pytest.mark.parametrize(("count", "hours"), [(59, "0"), (60, "1.0"), (89, "1.0"), (90, "1.5"), (119, "1.5"), (120, "2.0")])
def test_a_first_whole_hour_and_then_half_hours(count: int, hours: str) -> None:
    """Illinois counts nothing before the first hour is whole, and then every full half hour."""
    rounding = down("0.5", minimum="1.0")
    assert awarded(ByTime(), rounding, CONTACT_HOUR(10), {"time": minutes(count)}) == Decimal(hours)


def test_a_minimum_is_met_by_the_rounded_amount() -> None:
    """With a minimum of half an hour, 22 minutes round to a quarter and are nothing; 23 round to a half and stand."""
    rounding = nearest("0.25", minimum="0.5")
    assert awarded(ByTime(), rounding, AMA(10), {"time": minutes(22)}) == 0
    assert awarded(ByTime(), rounding, AMA(10), {"time": minutes(23)}) == Decimal("0.5")


def test_a_session_of_a_series_is_capped_and_half_worth_counts_half() -> None:
    """A series session is worth at most 3.75 however long (AAFP); a panel hour is worth half a credit (SCFHS)."""
    assert awarded(ByTime(), QUARTER, AMA(6), {"time": minutes(300)}, cap="3.75") == Decimal("3.75")
    assert awarded(ByTime(credits="0.5"), QUARTER, AMA(6), {"time": minutes(120)}) == 1
    assert awarded(ByTime(credits="0.5"), down(1), EBAC(6), {"time": minutes(180)}) == 1  # 1.5, in whole credits only


def test_four_of_six_questions_pass_and_three_do_not() -> None:
    """EBAC asks for four of six correct answers for a unit: two thirds exactly, which no percentage is."""
    policy = Policy(code="ebac", requirements=passed("4/6"))
    weigh = weigher(policy, EBAC(1))
    assert weigh({"score:best": Share(4, 6)}) == (Outcome.MET, 1)
    assert weigh({"score:best": Share(3, 6)}) == (Outcome.UNMET, 0)
    assert weigh({"score:best": Share.of("0.66")}) == (Outcome.UNMET, 0)


PARTIAL = Policy(code="partial", requirements=completed("0.50"), award=InProportion(), rounding=down("0.25"))


def test_m64_partial_credit_exists_for_incomplete_activities() -> None:
    """M64: half of a two-credit activity is one credit, and completing it later makes it two."""
    weigh = weigher(PARTIAL, AMA(2))
    assert weigh({"content": Share(10, 20)}) == (Outcome.MET, 4)
    assert weigh({"content": Share(20, 20)}) == (Outcome.MET, 8)


def test_m89_partial_credit_is_prorated_by_the_share_of_content_completed() -> None:
    """M89: 17 of 20 units of two credits are 1.70, which is 1.50 rounded down and 1.75 to the nearest quarter."""
    facts = {"content": Share(17, 20)}
    assert awarded(InProportion(), down("0.25"), AMA(2), facts) == Decimal("1.50")
    assert awarded(InProportion(), nearest("0.25"), AMA(2), facts) == Decimal("1.75")


def test_m90_partial_credit_has_a_minimum_of_its_own() -> None:
    """M90: below half of the content there is no partial credit; under the 80 % rule there is none below 80 %."""
    strict = Policy(code="strict", requirements=completed("0.80"), award=InProportion(), rounding=down("0.25"))
    half, most, below = ({"content": Share(part, 20)} for part in (10, 16, 9))
    assert [weigher(PARTIAL, AMA(2))(facts) for facts in (below, half, most)] == [
        (Outcome.UNMET, 0),
        (Outcome.MET, 4),
        (Outcome.MET, 6),
    ]
    assert [weigher(strict, AMA(2))(facts) for facts in (below, half, most)] == [
        (Outcome.UNMET, 0),
        (Outcome.UNMET, 0),
        (Outcome.MET, 6),
    ]


def test_79_per_cent_against_80_is_nothing() -> None:
    """M85, M90: the share below the minimum earns nothing at all, not 79 % of the credit."""
    strict = Policy(code="strict", requirements=completed("0.80"), award=InProportion(), rounding=nearest("0.25"))
    assert weigher(strict, AMA(2))({"content": Share.of("0.79")}) == (Outcome.UNMET, 0)
    assert weigher(strict, AMA(2))({"content": Share.of("0.80")}) == (Outcome.MET, 6)  # 1.60 to the nearest quarter


BONUSES = WithBonus(
    InProportion(),
    [
        Component(code="cases", test=is_true(attestation("discussed the cases")), worth="0.25"),
        Component(code="self-test", test=passed("0.70", assessment="self-test").test, worth="0.25"),
    ],
)


@pytest.mark.parametrize(
    ("facts", "credits"),
    [
        ({}, "1.50"),
        ({"attested:discussed the cases": True}, "1.75"),
        ({"score:self-test:best": Share.of("0.70")}, "1.75"),
        ({"score:self-test:best": Share.of("0.69")}, "1.50"),
        ({"attested:discussed the cases": True, "score:self-test:best": Share.of("0.70")}, "2.00"),
        ({"attested:discussed the cases": False}, "1.50"),
    ],
)
def test_m65_interactive_components_and_assessments_earn_a_bonus(facts: dict[str, Any], credits: str) -> None:
    """M65: the cases and the self-test are each worth a quarter on top of three quarters of two credits."""
    assert awarded(BONUSES, QUARTER, AMA(2), {"content": Share(3, 4), **facts}) == Decimal(credits)


def test_m65_a_bonus_lies_inside_the_designated_maximum() -> None:
    """M65: who completed everything and both extras has two credits, the maximum, and not two and a half."""
    facts = {
        "content": Share(4, 4),
        "attested:discussed the cases": True,
        "score:self-test:best": Share.of("0.70"),
    }
    assert awarded(BONUSES, QUARTER, AMA(2), facts) == 2


def test_m158_an_optional_evaluation_does_not_block() -> None:
    """M158: where a policy does not require the evaluation, it does not matter whether one came."""
    optional = weigher(Policy(code="optional", requirements=[completed("0.80"), passed("0.70")]), AMA(2))
    required = weigher(Policy(code="required", requirements=[completed("0.80"), passed("0.70"), evaluated()]), AMA(2))
    done = {"content": Share(20, 20), "score:best": Share.of("0.71")}
    reports: list[dict[str, Any]] = [{}, {evaluation().name: True}, {evaluation().name: False}]
    assert [optional({**done, **report}) for report in reports] == [(Outcome.MET, 8)] * 3
    assert [required({**done, **report}) for report in reports] == [
        (Outcome.UNKNOWN, 0),
        (Outcome.MET, 8),
        (Outcome.UNMET, 0),
    ]


def test_m87_too_little_time_earns_nothing() -> None:
    """M87: with 45 minutes asked for, the 44th minute is worth nothing and the 45th everything."""
    weigh = weigher(Policy(code="timed", requirements=spent(minutes=45)), AMA(1))
    assert weigh({"time": minutes(44)}) == (Outcome.UNMET, 0)
    assert weigh({"time": minutes(45)}) == (Outcome.MET, 4)


def test_m11_a_rule_of_the_providers_own_decides_successful_completion() -> None:
    """M11: completion is a rule kept as data; a caller's own requirement decides about credit like any other."""
    own = Requirement(code="acme.signed", says="Sign the sheet", test=is_true(attestation("signed the sheet")))
    weigh = weigher(Policy(code="own", requirements=own), AMA(1))
    assert weigh({"attested:signed the sheet": True}) == (Outcome.MET, 4)
    assert weigh({}) == (Outcome.UNKNOWN, 0)


def test_two_thirteenths_of_3_25_credits_are_0_50() -> None:
    """3.25 × 2/13 is exactly a half; divided in decimals it is a hair less, and rounding down makes a quarter of it."""
    trap = Decimal("3.25") * (Decimal(2) / Decimal(13))
    assert trap < Decimal("0.50")
    assert awarded(InProportion(), down("0.25"), AMA("3.25"), {"content": Share(2, 13)}) == Decimal("0.50")


def test_proration_is_exact_for_every_maximum_and_every_course() -> None:
    """All 219,600 combinations of 1 to 120 quarters and 1 to 60 units, rounded down and to the nearest quarter."""
    shares = [(done, total, {"content": Share(done, total)}) for total in range(1, 61) for done in range(1, total + 1)]
    combinations = 0
    for most in range(1, 121):
        maximum = Credits(most, AMA)
        floored = weigher(Policy(code="floor", award=InProportion(), rounding=down("0.25")), maximum)
        rounded = weigher(Policy(code="nearest", award=InProportion(), rounding=QUARTER), maximum)
        for done, total, facts in shares:
            combinations += 1
            assert floored(facts)[1] == most * done // total
            assert rounded(facts)[1] == (2 * most * done + total) // (2 * total)
    assert combinations == 219_600
