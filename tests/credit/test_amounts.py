"""Amounts are whole numbers of a type's smallest step, and nothing else can be an amount."""

import decimal
import time
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest

from cmecore.credit.amounts import BOUND, Credits, CreditType, exact, total
from cmecore.credit.sources import Source
from cmecore.errors import DifferentTypes, InvalidValue
from hostile import label
from strategies import AMA, CONTACT_HOUR, EBAC, MOC

MONSTER = "9" * 10_000_000

NOT_AMOUNTS: list[Any] = [
    0.75,
    float("nan"),
    float("inf"),
    Decimal("NaN"),
    Decimal("sNaN"),
    Decimal("Infinity"),
    Decimal("-Infinity"),
    Decimal("1E+1000000"),
    Decimal("1E-1000000"),
    Decimal("0." + "0" * 100_000 + "1"),
    Decimal("9" * 100_000),
    Decimal("-0.25"),
    -1,
    10**9,
    10**10_000,
    True,
    False,
    None,
    "",
    " ",
    "NaN",
    "Infinity",
    "1E+1000000",
    "1e2",
    "-0.25",
    "+0.25",
    " 0.25",
    "0.25\n",
    "0,25",
    "1,000",
    "1_000",
    ".25",
    "1.",
    "0x10",
    "\u0661",  # an Arabic digit one
    "\uff11",  # a full-width digit one
    "\ud800",
    "0.25\x00",
    "1" * 10,
    "0." + "1" * 10,
    MONSTER,
    b"0.25",
    Fraction(1, 4),
    1j,
    ["0.25"],
    {},
    object(),
]


@pytest.mark.parametrize(
    ("written", "printed"),
    [
        ("2.00", "2.00 AMA PRA Category 1 Credits"),
        ("2", "2.00 AMA PRA Category 1 Credits"),
        (2, "2.00 AMA PRA Category 1 Credits"),
        (Decimal("2.0"), "2.00 AMA PRA Category 1 Credits"),
        ("1.25", "1.25 AMA PRA Category 1 Credits"),
        ("1.00", "1.00 AMA PRA Category 1 Credit"),
        ("0.75", "0.75 AMA PRA Category 1 Credit"),
        (0, "0.00 AMA PRA Category 1 Credit"),
        ("000.250", "0.25 AMA PRA Category 1 Credit"),
    ],
)
def test_an_amount_prints_in_the_places_of_its_step_with_the_plural_above_one(written: object, printed: str) -> None:
    """0.75 is a Credit and 1.25 are Credits, as certificates in use spell it (rules.md 1.1, row 9: plural iff > 1)."""
    assert str(AMA(written)) == printed


def test_a_type_prints_its_own_plural() -> None:
    """A name whose plural is not its singular with an s says so."""
    unit = CreditType(code="ceu", name="continuing education unit", plural="continuing education units (CEU)", step="0.1")
    assert str(unit("1.5")) == "1.5 continuing education units (CEU)"
    assert str(unit) == "continuing education unit"
    assert CONTACT_HOUR.plural == "contact hours"


@pytest.mark.parametrize("step", [Decimal("1E+1"), Decimal(10), "10"])
def test_no_certificate_prints_an_exponent_for_a_large_step(step: object) -> None:
    """Twenty in steps of ten print as 20, however the step was written."""
    assert str(CreditType(code="pi", name="PI credit", step=step)("20")) == "20 PI credits"


def test_no_certificate_prints_an_exponent_for_a_small_step() -> None:
    """Three millionths print in decimal digits, and a step that could not is refused."""
    grain = CreditType(code="tiny", name="grain", step="0.000001")
    assert str(grain("0.000003")) == "0.000003 grain"
    assert str(grain(0)) == "0.000000 grain"
    with pytest.raises(InvalidValue, match=r"^step: "):
        CreditType(code="tiny", name="grain", step="0.0000001")


def test_9999_75_passes_and_1000000_does_not() -> None:
    """Amounts stay below 10,000 credits: the largest quarter below passes, and a slip of the pen does not."""
    assert BOUND == 10_000
    assert AMA("9999.75").amount == Decimal("9999.75")
    for amount in ("10000", "1000000", Decimal(1_000_000), 1_000_000):
        with pytest.raises(InvalidValue) as caught:
            AMA(amount)
        assert (caught.value.field, caught.value.expected) == ("amount of ama-pra-1", "less than 10,000")
        assert caught.value.advice == "check the decimal point"


@pytest.mark.parametrize("value", NOT_AMOUNTS, ids=label)
def test_what_is_no_amount_is_refused_at_once_by_name(value: object) -> None:
    """Floats, signs, exponents, foreign digits and monsters are refused, naming the field, what was found and what to do."""
    started = time.perf_counter()
    with pytest.raises(InvalidValue) as caught:
        AMA(value)
    assert time.perf_counter() - started < 1
    assert caught.value.field == "amount of ama-pra-1"
    assert caught.value.expected
    assert len(str(caught.value)) < 400
    str(caught.value).encode()


def test_a_float_is_told_why() -> None:
    """0.75 as a float happens to be exact, and 0.1 is not: no float carries credit."""
    with pytest.raises(InvalidValue, match="a float has already been rounded: pass the text or a Decimal"):
        CONTACT_HOUR(0.1)


@pytest.mark.parametrize(
    ("number", "read"),
    [
        ("999999999.999999999", Decimal("999999999.999999999")),
        (999_999_999, Decimal(999_999_999)),
        (Decimal("1E+8"), Decimal(100_000_000)),
        (Decimal("1E-9"), Decimal("0.000000001")),
        (Decimal("0.00"), Decimal(0)),
        ("0", Decimal(0)),
    ],
)
def test_the_largest_and_smallest_numbers_that_can_be_read(number: object, read: Decimal) -> None:
    """Nine digits on either side of the point are read as they stand."""
    assert exact(number, field="credits") == read


@pytest.mark.parametrize("number", [Decimal("1E+10"), Decimal("1E-10"), Decimal("1.0000000001")])
def test_a_decimal_beyond_nine_digits_is_refused(number: Decimal) -> None:
    """A Decimal with more digits than any amount has is a mistake, and is not rounded."""
    with pytest.raises(InvalidValue, match="at most 9 digits on either side of the point"):
        exact(number, field="credits")


def test_an_amount_between_two_steps_is_refused_and_never_rounded() -> None:
    """A tenth of a quarter-hour credit does not exist; which step it becomes is a policy's business."""
    with pytest.raises(InvalidValue) as caught:
        AMA("1.10")
    assert caught.value.expected == "a whole number of steps of 0.25"
    assert caught.value.advice == "let a policy's rounding decide which step it becomes"
    assert CONTACT_HOUR("1.1").steps == 11


@pytest.mark.parametrize("step", ["0", 0, Decimal(0), "10000", "-1", 0.25, "quarter", None])
def test_a_step_is_more_than_nothing_and_less_than_the_bound(step: object) -> None:
    """A type without a smallest amount cannot count."""
    with pytest.raises(InvalidValue, match=r"^step: "):
        CreditType(code="x", name="x", step=step)
    assert CreditType(code="x", name="x", step="9999.75")("9999.75").steps == 1


@pytest.mark.parametrize("name", [None, 7, b"CME credit", ["CME credit"]])
def test_the_name_of_a_type_is_text(name: Any) -> None:
    """Also where its plural is made of it."""
    with pytest.raises(InvalidValue, match=r"^name: "):
        CreditType(code="acme", name=name, step="1")


def test_a_type_is_its_code_and_step() -> None:
    """A corrected name or an added source does not make old credit another kind; another step does."""
    renamed = CreditType(
        code="ama-pra-1", name="AMA PRA Category 1 Credit™", step=Decimal("0.250"), sources=[Source(title="Booklet")]
    )
    assert renamed == AMA
    assert hash(renamed) == hash(AMA)
    assert renamed("0.50") + AMA("0.25") == AMA("0.75")
    assert CreditType(code="ama-pra-1", name=AMA.name, step="0.5") != AMA
    assert AMA.ratio == (1, 4)


def test_amounts_of_one_type_add_subtract_and_compare() -> None:
    """Three quarters and a half are one and a quarter, and the order is the order of the amounts."""
    assert AMA("0.75") + AMA("0.50") == AMA("1.25")
    assert AMA("0.75") - AMA("0.50") == AMA("0.25")
    assert AMA("0.75") - AMA("0.75") == AMA(0)
    small, large = AMA("0.50"), AMA("0.75")
    assert [small < large, small <= large, small > large, small >= large] == [True, True, False, False]
    assert [small < small, small <= small, small > small, small >= small] == [False, True, False, True]  # noqa: PLR0124
    assert max([small, large]) is large
    assert bool(small)
    assert not AMA(0)
    assert repr(small) == "Credits(0.50 ama-pra-1)"


@pytest.mark.parametrize(
    ("doing", "act"),
    [
        ("add", lambda left, right: left + right),
        ("subtract", lambda left, right: left - right),
        ("compare", lambda left, right: left < right),
        ("compare", lambda left, right: left <= right),
        ("compare", lambda left, right: left > right),
        ("compare", lambda left, right: left >= right),
    ],
)
def test_two_types_refuse_naming_both(doing: str, act: Any) -> None:
    """AMA credit and MOC points have no common amount, and a bare number has no type at all."""
    with pytest.raises(DifferentTypes, match=f"cannot {doing} AMA PRA Category 1 Credit and ABIM MOC point") as caught:
        act(AMA("1.00"), MOC("1.00"))
    assert (caught.value.left, caught.value.right) == (AMA, MOC)
    with pytest.raises(InvalidValue) as bare:
        act(AMA("1.00"), 1)
    assert (bare.value.field, bare.value.found, bare.value.advice) == ("credits", "the int 1", 'write ama-pra-1("…")')
    assert AMA("1.00") != MOC("1.00")


def test_there_is_no_negative_credit() -> None:
    """Taking away more than there is fails, and so do steps below zero: credit is taken back by an entry of its own."""
    with pytest.raises(InvalidValue, match="credit is taken back by an entry of its own"):
        AMA("0.25") - AMA("0.50")
    with pytest.raises(InvalidValue, match="0 or more steps"):
        Credits(-1, AMA)


@pytest.mark.parametrize("steps", [True, 1.0, "1", None, Decimal(1)])
def test_steps_are_counted_in_whole_numbers(steps: Any) -> None:
    """A yes is not one step."""
    with pytest.raises(InvalidValue, match=r"^steps: .*a whole number of steps"):
        Credits(steps, AMA)


def test_steps_are_bounded_like_the_amounts_they_make() -> None:
    """39,999 quarters pass and 40,000 do not; a tiny step does not let the count run away."""
    assert Credits(39_999, AMA) == AMA("9999.75")
    with pytest.raises(InvalidValue, match="less than 10,000 credits"):
        Credits(40_000, AMA)
    with pytest.raises(InvalidValue):
        AMA("9999.75") + AMA("0.25")
    grain = CreditType(code="grain", name="grain", step="0.000001")
    assert Credits(10**10 - 1, grain).amount == Decimal("9999.999999")
    for steps in (10**10, 10**10_000):
        with pytest.raises(InvalidValue, match="less than 10,000 credits"):
            Credits(steps, grain)


def test_an_amount_needs_a_type() -> None:
    """A code in the place of a type is refused by the library itself."""
    with pytest.raises(InvalidValue, match=r"^type: "):
        Credits(1, "ama-pra-1")  # type: ignore[arg-type]


def test_the_decimal_settings_of_the_program_change_nothing() -> None:
    """An amount is the same in a program that works with three digits and traps every inexact result."""
    with decimal.localcontext(decimal.Context(prec=3, traps=[decimal.Inexact, decimal.Rounded])):
        assert AMA("9999.75").steps == 39_999
        assert str(AMA("9999.75")) == "9999.75 AMA PRA Category 1 Credits"
        with pytest.raises(InvalidValue):
            AMA("9999.80")


def test_several_types_never_have_one_number() -> None:
    """A total is a number for each type, in the order in which they came."""
    sums = total([AMA("0.75"), MOC("1.00"), AMA("0.50"), EBAC(1)])
    assert sums == {AMA: AMA("1.25"), MOC: MOC("1.00"), EBAC: EBAC("1")}
    assert list(sums) == [AMA, MOC, EBAC]
    assert total([]) == {}
