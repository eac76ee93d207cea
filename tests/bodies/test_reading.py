"""The time that a text takes is estimated exactly, and becomes credit by each body's scale and rounding."""

import copy
import datetime
import pickle
from collections.abc import Callable
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given, strategies as st

from cmecore.authorities.aorn import READING_TIME as AORN
from cmecore.authorities.boc import READING_TIME as BOC
from cmecore.authorities.cccep import READING_TIME as CCCEP
from cmecore.bodies.reading import ReadingTime
from cmecore.credit.amounts import CreditType
from cmecore.credit.canonical import canonical
from cmecore.credit.rounding import Direction, Rounding, Tie, Total, down, nearest, up
from cmecore.credit.sources import Sureness
from cmecore.errors import InvalidValue
from hostile import NAME, VALUES, label

HOUR = CreditType(code="contact-hour", name="contact hour", step="0.1")
CEU = CreditType(code="boc-ceu", name="CEU", step="0.25")
SAMPLE: dict[str, Any] = {"words": 3774, "questions": 16, "difficulty": "2.5"}
BODIES = {"AORN": AORN, "BOC": BOC, "CCCEP": CCCEP}


def by_hand(words: int, questions: int, tenths: int) -> Fraction:
    """Compute the formula in whole hundred-thousandths, with the difficulty in tenths."""
    return Fraction(9 * (209 * words + 278_000 * questions + 155_000 * tenths - 2_230_000), 1_000_000)


def test_the_sample_of_aorn_is_one_contact_hour() -> None:
    """3,774 words, 16 questions and difficulty 2.5 are 61.93589 minutes, which are 1 contact hour: always round down."""
    minutes = AORN.estimate(**SAMPLE)
    assert minutes == Fraction("0.9") * Fraction("68.81766")
    assert str(Decimal(minutes.numerator) / Decimal(minutes.denominator)).startswith("61.93589")
    for step in ("0.1", "0.5", "1"):
        assert AORN.worth(minutes, HOUR, rounding=down(step)) == HOUR(1)


def test_the_sample_of_aorn_only_works_with_the_constant_below_zero() -> None:
    """AORN prints +22.3; the subtotal that it prints, 68.81766, is what −22.3 makes."""
    parts = Fraction("0.00209") * 3774 + Fraction("2.78") * 16 + Fraction("15.5") * Fraction("2.5")
    assert parts - Fraction("22.3") == Fraction("68.81766") == AORN.estimate(**SAMPLE) / Fraction("0.9")
    assert parts + Fraction("22.3") == Fraction("113.41766")
    assert all(word in AORN.sources[0].says for word in ("+22.3", "−22.3", "68.81766"))


@pytest.mark.parametrize(
    ("difficulty", "minutes", "credit"),
    [(2, "54.960894", "1.00"), ("3", "68.910894", "1.25"), (Decimal("4.0"), "82.860894", "1.50")],
)
def test_boc_has_three_levels_and_the_nearest_quarter_hour(difficulty: object, minutes: str, credit: str) -> None:
    """A level more is 0.9 × 15.5 = 13.95 minutes more; 0.916, 1.1485 and 1.381 hours are 1, 1 1/4 and 1 1/2 CEU."""
    estimated = BOC.estimate(words=3774, questions=16, difficulty=difficulty)
    assert estimated == Fraction(minutes) == by_hand(3774, 16, 10 * int(str(difficulty)[0]))
    assert BOC.worth(estimated, CEU) == CEU(credit)


def test_an_exact_estimate_is_not_lost_to_a_float() -> None:
    """24,000 words, 38 questions and difficulty 3 are 162 minutes to the dot; in floats they are a little less."""
    assert 0.9 * (-22.3 + 0.00209 * 24_000 + 2.78 * 38 + 15.5 * 3) < 162
    minutes = AORN.estimate(words=24_000, questions=38, difficulty=3)
    assert minutes == 162
    assert AORN.worth(minutes, HOUR, rounding=down("0.1")) == HOUR("2.7")


@pytest.mark.parametrize(
    ("body", "difficulty", "said"),
    [
        (AORN, "0.9", "1 to 5"),
        (AORN, "5.1", "1 to 5"),
        (CCCEP, 0, "1 to 5"),
        (CCCEP, 6, "1 to 5"),
        (BOC, "2.5", "2, 3 or 4"),
        (BOC, 1, "2, 3 or 4"),
        (BOC, 5, "2, 3 or 4"),
        (ReadingTime(code="acme", scale=[3]), 2, "expected 3;"),
        (AORN, 2.5, "a float has already been rounded"),
        (AORN, "-1", "without sign"),
    ],
)
def test_a_difficulty_outside_the_body_s_scale_is_refused(body: ReadingTime, difficulty: object, said: str) -> None:
    """Each body has its own scale; AORN's sample lies between two levels, and BOC names three and nothing between them."""
    with pytest.raises(InvalidValue, match=f"^difficulty for {body.code}: ") as refused:
        body.estimate(words=3774, questions=16, difficulty=difficulty)
    assert said in str(refused.value)


@pytest.mark.parametrize("difficulty", [1, "1.0", "2.5", Decimal("4.75"), 5])
def test_a_difficulty_may_lie_between_two_levels_where_the_body_has_it_so(difficulty: object) -> None:
    """From the lowest level to the highest, both included."""
    assert AORN.estimate(words=10_000, questions=0, difficulty=difficulty) > 0
    assert CCCEP.estimate(words=10_000, questions=0, difficulty=difficulty) > 0


@pytest.mark.parametrize(("words", "questions"), [(0, 0), (1_000, 0), (3_253, 0), (590, 2)])
def test_a_text_too_short_for_the_formula_earns_nothing(words: int, questions: int) -> None:
    """Where the formula falls below zero, no time is credited, in whichever direction credit is rounded."""
    assert by_hand(words, questions, 10) < 0
    minutes = CCCEP.estimate(words=words, questions=questions, difficulty=1)
    assert minutes == 0
    for rounding in (up("0.1"), down("0.1"), nearest("0.1")):
        assert not CCCEP.worth(minutes, HOUR, rounding=rounding)


def test_the_first_text_that_takes_time_has_3254_words() -> None:
    """At difficulty 1 and without questions the formula crosses zero between 3,253 words and 3,254."""
    assert AORN.estimate(words=3_254, questions=0, difficulty=1) == by_hand(3_254, 0, 10) == Fraction("0.000774")


@pytest.mark.parametrize("field", ["words", "questions"])
@pytest.mark.parametrize("count", [-1, True, 2.5, "16", 10**9 + 1])
def test_words_and_questions_are_counted(field: str, count: object) -> None:
    """A count is a whole number of people's size, and no yes or no."""
    with pytest.raises(InvalidValue, match=f"^{field}: .* expected a whole number"):
        AORN.estimate(**{**SAMPLE, field: count})


@pytest.mark.parametrize("minutes", [-1, Fraction(-1, 10**9), True, 61.9, Decimal(60), "60"])
def test_only_exact_minutes_become_credit(minutes: Any) -> None:
    """What an estimate never returns is refused: less than nothing, a float, a text, a yes or no."""
    with pytest.raises(InvalidValue, match=r"^minutes: .* expected a Fraction or a whole number"):
        BOC.worth(minutes, CEU)


@given(st.integers(0, 10**9), st.integers(0, 10**9), st.integers(10, 50))
def test_an_estimate_is_what_whole_numbers_make_of_it(words: int, questions: int, tenths: int) -> None:
    """For every text the estimate is the formula, to the last digit."""
    difficulty = f"{tenths // 10}.{tenths % 10}"
    assert AORN.estimate(words=words, questions=questions, difficulty=difficulty) == max(by_hand(words, questions, tenths), 0)


texts = st.tuples(st.integers(0, 50_000), st.integers(0, 200), st.sampled_from([2, 3, 4]))


@given(texts, texts)
def test_more_to_read_and_to_answer_never_earns_less(one: tuple[int, int, int], other: tuple[int, int, int]) -> None:
    """More words, more questions or a harder text: never less time, never less credit."""
    less, more = (
        BOC.estimate(words=chosen[0], questions=chosen[1], difficulty=chosen[2])
        for chosen in (tuple(map(min, one, other)), tuple(map(max, one, other)))
    )
    assert less <= more
    assert BOC.worth(less, CEU) <= BOC.worth(more, CEU)


@given(texts)
def test_the_nearest_quarter_hour_is_within_half_a_quarter(text: tuple[int, int, int]) -> None:
    """No estimate moves by more than seven and a half minutes when it becomes credit."""
    minutes = BOC.estimate(words=text[0], questions=text[1], difficulty=text[2])
    assert abs(Fraction(BOC.worth(minutes, CEU).amount) * 60 - minutes) <= Fraction("7.5")


def test_texts_are_added_up_before_they_are_rounded() -> None:
    """Three texts of 22 minutes are 66, which are 1.00; each by itself would be 0.25."""
    assert BOC.worth(Fraction(22), CEU) == CEU("0.25")
    assert BOC.worth(3 * Fraction(22), CEU) == CEU("1.00")


def test_a_contact_hour_of_fifty_minutes_is_another_unit() -> None:
    """The time that is worth one credit is the body's: 100 minutes are 2 where 50 are 1."""
    short = ReadingTime(code="acme", scale=[1], unit=datetime.timedelta(minutes=50), direction=Direction.DOWN, step="0.1")
    assert short.worth(100, HOUR) == HOUR(2)
    assert short.worth(Fraction("99.999"), HOUR) == HOUR("1.9")


def test_another_formula_is_another_value() -> None:
    """The coefficients are data: 2 × (3 × 10 words + 5 × 7 questions + 11 × 1.5 − 1.5) are 160 minutes."""
    own = ReadingTime(
        code="acme", scale=[9, "1"], between=True, factor=2, per_word=3, per_question=5, per_difficulty=11, less="1.5"
    )
    assert own.estimate(words=10, questions=7, difficulty="1.5") == 160
    assert str(own) == "2 × (3 × words + 5 × questions + 11 × difficulty − 1.5) minutes, difficulty 1 to 9"


@pytest.mark.parametrize(
    ("body", "rounding", "said"),
    [
        (AORN, None, "expected one of your choice: of the body we know only that it goes down"),
        (CCCEP, None, "expected one of your choice: of the body we know none"),
        (AORN, nearest("0.1"), "expected down, which the body lays down"),
        (AORN, up("0.1"), "found up to 0.1"),
        (BOC, down("0.25"), "expected to the nearest 0.25"),
        (BOC, nearest("0.5"), "expected to the nearest 0.25"),
        (ReadingTime(code="acme", scale=[1], direction=Direction.NEAREST), up("0.5"), "expected to the nearest, which"),
    ],
)
def test_a_rounding_is_named_where_the_body_is_silent_and_agrees_where_it_is_not(
    body: ReadingTime, rounding: Rounding | None, said: str
) -> None:
    """Nothing is invented, and nothing that the body lays down is overruled."""
    with pytest.raises(InvalidValue, match=f"^rounding for {body.code}: ") as refused:
        body.worth(60, CreditType(code="x", name="point", step="0.05"), rounding=rounding)
    assert said in str(refused.value)


def test_what_a_body_leaves_open_about_rounding_is_the_caller_s() -> None:
    """The tie and the minimum are not laid down by BOC: 7.5 minutes go up unless they are said to go down."""
    assert BOC.rounding == nearest("0.25")
    assert BOC.worth(Fraction("7.5"), CEU) == CEU("0.25")
    assert BOC.worth(Fraction("7.5"), CEU, rounding=nearest("0.25", tie=Tie.DOWN)) == CEU(0)
    assert BOC.worth(20, CEU, rounding=nearest("0.25", minimum="0.5", on=Total.DAY)) == CEU(0)
    assert AORN.rounding is None
    assert CCCEP.rounding is None
    assert CCCEP.worth(50, CEU, rounding=up("0.25")) == CEU("1.00")


def test_a_rounding_has_to_fit_the_type() -> None:
    """A quarter cannot be held in tenths."""
    with pytest.raises(InvalidValue, match=r"multiple of 0\.1"):
        BOC.worth(60, HOUR)


@pytest.mark.parametrize("body", BODIES.values(), ids=BODIES)
def test_every_body_s_rule_has_its_source(body: ReadingTime) -> None:
    """Each was read in the body's own text, on a day that is said."""
    assert body.sources
    for source in body.sources:
        assert (source.sureness, bool(source.address), bool(source.says)) == (Sureness.ISSUER, True, True)
        assert source.collected is not None


@pytest.mark.parametrize(
    ("body", "end"),
    [
        (AORN, "difficulty 1 to 5, down"),
        (BOC, "difficulty 2, 3 or 4, to the nearest 0.25"),
        (CCCEP, "minutes, difficulty 1 to 5"),
        (ReadingTime(code="acme", scale=[3], direction=Direction.UP), "difficulty 3, up"),
    ],
)
def test_a_rule_says_itself(body: ReadingTime, end: str) -> None:
    """The formula that all three share, then the scale, then rounding as far as it is known."""
    assert str(body).endswith(end)
    shared = str(body).startswith("0.9 × (0.00209 × words + 2.78 × questions + 15.5 × difficulty − 22.3) minutes, ")
    assert shared


@pytest.mark.parametrize("body", BODIES.values(), ids=BODIES)
def test_a_rule_is_a_value(body: ReadingTime) -> None:
    """It travels, compares and spells like any other."""
    travelled = pickle.loads(pickle.dumps(body))  # noqa: S301 - our own
    assert travelled == copy.deepcopy(body) == body
    assert canonical(travelled) == canonical(body)
    assert hash(travelled) == hash(body)


@pytest.mark.parametrize(
    ("given_", "said"),
    [
        ({"scale": []}, "scale: found none"),
        ({"scale": "123"}, "scale: "),
        ({"scale": [1.5]}, "a float has already been rounded"),
        ({"step": "0.1"}, "a direction with it"),
        ({"step": 0, "direction": Direction.DOWN}, "more than 0"),
        ({"unit": datetime.timedelta()}, "a length of time above 0"),
        ({"unit": 60}, "write timedelta"),
        ({"less": "-22.3"}, "without sign"),
        ({"factor": 0.9}, "a float has already been rounded"),
    ],
)
def test_a_rule_that_cannot_be_one_is_refused(given_: dict[str, Any], said: str) -> None:
    """What is wrong is said when the rule is written, and not when somebody has read the text."""
    with pytest.raises(InvalidValue) as refused:
        ReadingTime(**{"code": "acme", "scale": [1], **given_})
    assert said in str(refused.value)


def in_field(make: Callable[..., object], field: str, **given: Any) -> Callable[[Any], object]:
    """Hand a value over as one field of something, the others being as they should be."""
    return lambda value: make(**{**given, field: value})


RULE_FIELDS = (
    *("code", "scale", "between", "per_word", "per_question", "per_difficulty", "less", "factor"),
    *("unit", "direction", "step", "sources"),
)
HANDED: dict[str, Callable[[Any], object]] = {
    **{f"ReadingTime.{field}": in_field(ReadingTime, field, code="acme", scale=[1]) for field in RULE_FIELDS},
    **{f"estimate.{field}": in_field(AORN.estimate, field, **SAMPLE) for field in SAMPLE},
    "worth.minutes": lambda value: BOC.worth(value, CEU),
    "worth.type": lambda value: BOC.worth(60, value),
    "worth.rounding": lambda value: BOC.worth(60, CEU, rounding=value),
}


@pytest.mark.parametrize("make", HANDED.values(), ids=HANDED)
@pytest.mark.parametrize("value", VALUES, ids=label)
def test_whatever_is_handed_over_is_taken_or_refused_in_our_words(make: Callable[[Any], object], value: object) -> None:
    """A careless program gets a value that can be spelled, or InvalidValue in a line that repeats no name."""
    said = ""
    try:
        canonical(make(value))
    except InvalidValue as refused:
        said = str(refused)
    assert NAME not in said
    assert len(said) < 600
    assert said.isprintable()
