"""Rounding is a value that a policy names; it happens in whole numbers, once."""

from decimal import Decimal
from typing import Any

import pytest

from cmecore.credit.rounding import Direction, Rounding, Tie, Total, down, in_steps, nearest, rounder, up
from cmecore.errors import InvalidValue
from strategies import AMA, CONTACT_HOUR


@pytest.mark.parametrize(
    ("rounding", "said"),
    [
        (nearest("0.25"), "to the nearest 0.25"),
        (nearest("0.25", tie=Tie.DOWN), "to the nearest 0.25, ties down"),
        (nearest("0.25", tie=Tie.EVEN), "to the nearest 0.25, ties to even"),
        (down("0.1", minimum="0.5", on=Total.SESSION), "down to 0.1, nothing below 0.5, for each session"),
        (up("0.5", on=Total.DAY), "up to 0.5, for each day"),
    ],
)
def test_a_rounding_says_itself(rounding: Rounding, said: str) -> None:
    """The words name direction, step, tie, minimum and total, and leave out what is usual."""
    assert str(rounding) == said


def test_the_short_names_make_the_rounding_they_say() -> None:
    """nearest, down and up fill in the direction and keep every other word."""
    assert nearest("0.25") == Rounding(direction=Direction.NEAREST, step="0.25")
    assert nearest("0.25").tie is Tie.UP
    assert nearest("0.25").on is Total.ACTIVITY
    assert down("0.1", minimum="0.5", on=Total.DAY) == Rounding(
        direction=Direction.DOWN, step="0.1", minimum="0.5", on=Total.DAY
    )
    assert up("1", minimum=2, on=Total.SESSION) == Rounding(
        direction=Direction.UP, step=1, minimum=Decimal(2), on=Total.SESSION
    )


QUARTERS = [
    # (part, whole): part / whole quarters; then nearest with ties up, down, to even; then down and up
    ((0, 1), 0, 0, 0, 0, 0),
    ((1, 3), 0, 0, 0, 0, 1),
    ((1, 2), 1, 0, 0, 0, 1),
    ((2, 3), 1, 1, 1, 0, 1),
    ((1, 1), 1, 1, 1, 1, 1),
    ((3, 2), 2, 1, 2, 1, 2),
    ((5, 2), 3, 2, 2, 2, 3),
    ((7, 2), 4, 3, 4, 3, 4),
    ((10**18 + 1, 2 * 10**18), 1, 1, 1, 0, 1),
    ((10**18 - 1, 2 * 10**18), 0, 0, 0, 0, 1),
]


@pytest.mark.parametrize(("amount", "ties_up", "ties_down", "ties_even", "floored", "ceiled"), QUARTERS)
def test_each_direction_and_each_tie(  # noqa: PLR0917 - a row of the table
    amount: tuple[int, int], ties_up: int, ties_down: int, ties_even: int, floored: int, ceiled: int
) -> None:
    """Half a quarter goes where the tie rule says; anything nearer to one side goes there whatever the rule."""
    assert rounder(nearest("0.25"), AMA)(*amount) == ties_up
    assert rounder(nearest("0.25", tie=Tie.DOWN), AMA)(*amount) == ties_down
    assert rounder(nearest("0.25", tie=Tie.EVEN), AMA)(*amount) == ties_even
    assert rounder(down("0.25"), AMA)(*amount) == floored
    assert rounder(up("0.25"), AMA)(*amount) == ceiled


def test_a_coarser_step_rounds_to_its_own_multiples() -> None:
    """To the nearest whole credit, 5 quarters are 4 and 6 are 8: always a multiple of four quarters."""
    whole = rounder(nearest(1), AMA)
    assert [whole(quarters, 1) for quarters in (0, 1, 2, 5, 6, 9, 10)] == [0, 0, 4, 4, 8, 8, 12]
    even = rounder(nearest(1, tie=Tie.EVEN), AMA)
    assert [even(quarters, 1) for quarters in (2, 6, 10, 14)] == [0, 8, 8, 16]


def test_below_the_minimum_is_nothing_at_all() -> None:
    """With a minimum of half a credit, 22 minutes are nothing and 23 minutes, being half a credit, are half a credit."""
    rounded = rounder(nearest("0.25", minimum="0.50"), AMA)
    assert [rounded(minutes, 15) for minutes in (22, 23, 60)] == [0, 2, 4]


def test_step_and_minimum_are_counted_in_steps_of_the_type() -> None:
    """Whole credits with a minimum of a half are four quarters with a minimum of two."""
    assert in_steps(nearest(1, minimum="0.5"), AMA) == (4, 2)
    assert in_steps(down("0.1"), CONTACT_HOUR) == (1, 0)


@pytest.mark.parametrize(
    ("rounding", "field"),
    [(nearest("0.1"), "rounding step"), (nearest("0.25", minimum="0.30"), "rounding minimum")],
)
def test_a_type_that_cannot_hold_the_step_is_named(rounding: Rounding, field: str) -> None:
    """Tenths of quarter-hour credit do not exist, so a rounding to them is refused before anyone is assessed."""
    with pytest.raises(InvalidValue) as caught:
        rounder(rounding, AMA)
    assert caught.value.field == field
    assert caught.value.expected == "a multiple of 0.25, the smallest amount of ama-pra-1"


@pytest.mark.parametrize("step", [0, "0", "0.00", -1, 0.25, "NaN", Decimal("Infinity"), Decimal("1E+1000000"), True, None])
def test_a_step_is_more_than_nothing(step: object) -> None:
    """Rounding to steps of nothing has no meaning."""
    with pytest.raises(InvalidValue, match=r"^step: "):
        nearest(step)


@pytest.mark.parametrize("minimum", ["-0.25", 0.5, None, Decimal("NaN"), "half"])
def test_a_minimum_is_an_exact_number(minimum: object) -> None:
    """A minimum is written down like any other amount."""
    with pytest.raises(InvalidValue, match=r"^minimum: "):
        down("0.25", minimum=minimum)


@pytest.mark.parametrize("field", ["direction", "tie", "on"])
def test_a_word_is_no_member_of_a_closed_set(field: str) -> None:
    """A direction, tie or total is a member of its enum; a text is refused by the library's own error."""
    chosen: dict[str, Any] = {"direction": Direction.DOWN, "step": "0.25", field: "up"}
    with pytest.raises(InvalidValue, match=rf"^{field}: "):
        Rounding(**chosen)
