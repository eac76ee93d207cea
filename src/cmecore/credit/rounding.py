"""Rounding as data: which direction, to which step, from which minimum, on which total.

A body's rule is a value that a policy names; nothing rounds unless a policy says so, and then once.
"""

from __future__ import annotations

import enum
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING

import attrs

from cmecore.credit.amounts import CreditType, exact
from cmecore.credit.fields import is_a
from cmecore.errors import InvalidValue, shown

if TYPE_CHECKING:
    from collections.abc import Callable


class Direction(enum.Enum):
    """Where an amount between two steps goes."""

    NEAREST = "nearest"
    """To the closer of the two steps."""
    DOWN = "down"
    """To the lower step: what was not completed is not awarded."""
    UP = "up"
    """To the upper step."""


class Tie(enum.Enum):
    """Where an amount exactly between two steps goes when rounding to the nearest; no body's text that we saw says.

    >>> print(nearest("0.25", tie=Tie.DOWN))
    to the nearest 0.25, ties down
    """

    UP = "up"
    """To the upper step, as a physician's hand would round."""
    DOWN = "down"
    """To the lower step."""
    EVEN = "even"
    """To the step whose number is even, as spreadsheets for scientists do."""


class Total(enum.Enum):
    """What is added up before rounding.

    >>> print(down("0.25", on=Total.DAY))
    down to 0.25, for each day
    """

    ACTIVITY = "activity"
    """Everything in the activity, rounded once."""
    DAY = "day"
    """Each civil day of the activity by itself."""
    SESSION = "session"
    """Each session, module or other unit by itself."""


def _positive(value: object) -> Decimal:
    step = exact(value, field="step")
    if not step:
        raise InvalidValue(field="step", found="0", expected="more than 0")
    return step


def _minimum(value: object) -> Decimal:
    return exact(value, field="minimum")


@attrs.frozen(kw_only=True)
class Rounding:
    """How an exact amount becomes one that can be awarded.

    >>> print(nearest("0.25"))
    to the nearest 0.25
    >>> print(down("0.1", minimum="0.5", on=Total.SESSION))
    down to 0.1, nothing below 0.5, for each session
    """

    direction: Direction = attrs.field(validator=is_a(Direction))
    #: In units of the credit type: a quarter of a credit, a tenth of a contact hour.
    step: Decimal = attrs.field(converter=_positive)
    #: A rounded amount below this one is nothing at all.
    minimum: Decimal = attrs.field(default=Decimal(0), converter=_minimum)
    tie: Tie = attrs.field(default=Tie.UP, validator=is_a(Tie))
    #: What is added up before rounding.
    on: Total = attrs.field(default=Total.ACTIVITY, validator=is_a(Total))

    def __str__(self) -> str:
        """Say the rule in words."""
        direction = "to the nearest" if self.direction is Direction.NEAREST else f"{self.direction.value} to"
        tie = f", ties {'to even' if self.tie is Tie.EVEN else self.tie.value}" if self.tie is not Tie.UP else ""
        minimum = f", nothing below {self.minimum}" if self.minimum else ""
        total = "" if self.on is Total.ACTIVITY else f", for each {self.on.value}"
        return f"{direction} {self.step}{tie}{minimum}{total}"


def nearest(step: object, *, minimum: object = 0, tie: Tie = Tie.UP, on: Total = Total.ACTIVITY) -> Rounding:
    """Round to the nearest step: ``nearest("0.25")`` is the quarter hour of AMA, AAFP and AAPA credit.

    >>> print(nearest("0.25"))
    to the nearest 0.25
    """
    return Rounding(direction=Direction.NEAREST, step=step, minimum=minimum, tie=tie, on=on)


def down(step: object, *, minimum: object = 0, on: Total = Total.ACTIVITY) -> Rounding:
    """Round down to the step, never up: ``down("0.1")`` is the contact hour of AACN.

    >>> print(down("0.1"))
    down to 0.1
    """
    return Rounding(direction=Direction.DOWN, step=step, minimum=minimum, on=on)


def up(step: object, *, minimum: object = 0, on: Total = Total.ACTIVITY) -> Rounding:
    """Round up to the next step.

    >>> print(up("0.5"))
    up to 0.5
    """
    return Rounding(direction=Direction.UP, step=step, minimum=minimum, on=on)


def in_steps(rounding: Rounding, kind: CreditType) -> tuple[int, int]:
    """Express a rounding's step and minimum as whole numbers of a type's steps, or say why that cannot be.

    >>> AMA = CreditType(code="ama-pra-1", name="AMA PRA Category 1 Credit", step="0.25")
    >>> in_steps(nearest(1, minimum="0.5"), AMA)
    (4, 2)
    """
    numerator, denominator = kind.ratio
    counted = []
    for field, number in (("step", rounding.step), ("minimum", rounding.minimum)):
        part, whole = number.as_integer_ratio()
        steps, rest = divmod(part * denominator, whole * numerator)
        if rest:
            raise InvalidValue(
                field=f"rounding {field}",
                found=shown(number),
                expected=f"a multiple of {kind.step}, the smallest amount of {kind.code}",
                advice="round to what the type can hold",
            )
        counted.append(steps)
    return counted[0], counted[1]


#: How many whole times ``whole`` goes into ``part``, by direction, and for the nearest by tie.
_COUNTED: dict[Direction | Tie, Callable[[int, int], int]] = {
    Direction.DOWN: lambda part, whole: part // whole,
    Direction.UP: lambda part, whole: -(-part // whole),
    Tie.UP: lambda part, whole: (2 * part + whole) // (2 * whole),
    Tie.DOWN: lambda part, whole: -((whole - 2 * part) // (2 * whole)),
    Tie.EVEN: lambda part, whole: round(Fraction(part, whole)),
}


def rounder(rounding: Rounding, kind: CreditType) -> Callable[[int, int], int]:
    """Make the function that rounds the exact amount ``part / whole``, all in steps of a type, using whole numbers only.

    The one place in the library where an amount is rounded.

    >>> AMA = CreditType(code="ama-pra-1", name="AMA PRA Category 1 Credit", step="0.25")
    >>> rounder(nearest("0.25"), AMA)(8, 3)  # 2 2/3 quarters, the worth of 40 minutes
    3
    """
    counted = _COUNTED[rounding.tie if rounding.direction is Direction.NEAREST else rounding.direction]
    step, minimum = in_steps(rounding, kind)

    def rounded(part: int, whole: int) -> int:
        steps = counted(part, whole * step) * step
        return steps if steps >= minimum else 0

    return rounded
