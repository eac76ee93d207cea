"""Amounts of credit: whole numbers of a type's smallest step, so that no amount between two steps can exist.

A platform that keeps credit as a float, or as a Decimal that was divided on the way, awards 0.25 where 0.50 was earned.  Here
an amount is counted in steps, two types never add up, and ``Decimal`` appears only where a person reads or writes.
"""

from __future__ import annotations

import functools
import re
from decimal import Context, Decimal
from typing import TYPE_CHECKING

import attrs

from cmecore.credit.fields import are, is_a, many
from cmecore.credit.sources import Source
from cmecore.credit.text import line
from cmecore.errors import DifferentTypes, InvalidValue, personal, shown

if TYPE_CHECKING:
    from collections.abc import Iterable

#: Amounts stay below this many credits; a larger one is a slip of the pen, and arithmetic on hostile ones never starts.
BOUND = 10_000

#: No type has a smaller step: an amount is printed in plain digits.
SMALLEST_STEP = Decimal("0.000001")

# Arithmetic on amounts must not hang on the precision that the caller's program has set for its own decimals.
_EXACT = Context(prec=60)
_PLAIN = re.compile(r"\d{1,9}(\.\d{1,9})?", re.ASCII)
_NUMBER_LIKE = re.compile(r"[-+0-9.,%/ ]{0,40}|[-+]?(NaN|nan|[iI]nf|[iI]nfinity)|[-+0-9.]{1,40}[eE][-+]?[0-9]{1,20}")
_MOST_DIGITS = 9


def exact(value: object, *, field: str) -> Decimal:
    """Read a number that a person wrote down, without ever rounding it: text such as ``"0.75"``, an int or a Decimal.

    >>> exact("0.75", field="credits")
    Decimal('0.75')
    >>> exact(0.75, field="credits")
    Traceback (most recent call last):
    cmecore.errors.InvalidValue: credits: found the float 0.75; expected a number written in decimal digits, such as "0.75"; ...
    """
    expected = 'a number written in decimal digits, such as "0.75"'
    if type(value) is str and _PLAIN.fullmatch(value):
        return Decimal(value)
    if type(value) is int and 0 <= value < 10**_MOST_DIGITS:
        return Decimal(value)
    if type(value) is Decimal:
        if (
            value.is_finite()
            and value >= 0
            and value.adjusted() < _MOST_DIGITS
            and -int(value.as_tuple().exponent) <= _MOST_DIGITS
        ):
            return value.copy_abs()
        expected = f"0 or more, with at most {_MOST_DIGITS} digits on either side of the point"
        raise InvalidValue(field=field, found=shown(value), expected=expected)
    if type(value) is float:
        raise InvalidValue(
            field=field,
            found=shown(value),
            expected=expected,
            advice="a float has already been rounded: pass the text or a Decimal",
        )
    # What is no number at all may be a name, from the column next to it.
    found = personal(value) if isinstance(value, str) and not _NUMBER_LIKE.fullmatch(value) else shown(value)
    raise InvalidValue(field=field, found=found, expected=expected, advice="write it without sign, exponent, spaces or commas")


def _step(value: object) -> Decimal:
    step = exact(value, field="step")
    if not SMALLEST_STEP <= step < BOUND:
        raise InvalidValue(
            field="step",
            found=shown(step),
            expected=f"from {SMALLEST_STEP} to less than {BOUND:,}",
            advice="give the smallest amount that can be awarded",
        )
    # 1E+1 is how Decimal may spell ten, and nothing that a certificate should print.
    return step.quantize(Decimal(1), context=_EXACT) if int(step.as_tuple().exponent) > 0 else step


def _plural(name: str) -> str:
    if not isinstance(name, str):
        return name
    mark = name[-1:] if name.endswith(("™", "®")) else ""
    return f"{name.removesuffix(mark)}s{mark}"


@attrs.frozen(kw_only=True)
class CreditType:
    """A kind of credit that some body grants, with the smallest amount it can be awarded in.

    A type is a value that you construct: nothing is registered, and yours is as good as ours.  Two types are the same if
    their code and step are, so that a corrected name or an added source does not make old credit a different kind.

    >>> AMA = CreditType(code="ama-pra-1", name="AMA PRA Category 1 Credit", step="0.25")
    >>> AMA("1.75")
    Credits(1.75 ama-pra-1)
    >>> print(AMA("1.75"), "|", AMA(1))
    1.75 AMA PRA Category 1 Credits | 1.00 AMA PRA Category 1 Credit
    """

    code: str = attrs.field(validator=line())
    #: The name as the body spells it, in the singular.
    name: str = attrs.field(validator=line(), eq=False)
    #: The smallest amount that can be awarded, in units of the type: a quarter credit, a tenth of a contact hour.
    step: Decimal = attrs.field(converter=_step)
    #: The name for more than one; by default the singular with an *s*, before a ™ or ®.
    plural: str = attrs.field(
        default=attrs.Factory(lambda self: _plural(self.name), takes_self=True), validator=line(), eq=False
    )
    sources: tuple[Source, ...] = attrs.field(default=(), converter=many, validator=are(Source), eq=False)

    def __call__(self, amount: object, /) -> Credits:
        """Make an amount of this type from what a person wrote: ``AMA("2.00")``."""
        number = exact(amount, field=f"amount of {self.code}")
        if number >= BOUND:
            raise InvalidValue(
                field=f"amount of {self.code}",
                found=shown(number),
                expected=f"less than {BOUND:,}",
                advice="check the decimal point",
            )
        steps, rest = _EXACT.divmod(number, self.step)
        if rest:
            raise InvalidValue(
                field=f"amount of {self.code}",
                found=shown(number),
                expected=f"a whole number of steps of {self.step}",
                advice="let a policy's rounding decide which step it becomes",
            )
        return Credits(int(steps), self)

    def __str__(self) -> str:
        """Spell the name."""
        return self.name

    @functools.cached_property
    def ratio(self) -> tuple[int, int]:
        """The step as a fraction of two whole numbers, for exact arithmetic: 0.25 is ``(1, 4)``."""
        return self.step.as_integer_ratio()


def _same(left: Credits, right: object, doing: str) -> Credits:
    if not isinstance(right, Credits):
        raise InvalidValue(
            field="credits", found=shown(right), expected="an amount with its type", advice=f'write {left.type.code}("…")'
        )
    if left.type is not right.type and left.type != right.type:
        raise DifferentTypes(left.type, right.type, doing=doing)
    return right


@attrs.frozen(repr=False, order=False)
class Credits:
    """An amount of credit: a number of steps, and the type they belong to.

    Amounts of one type add, subtract and compare; two types refuse, naming both.

    >>> AMA = CreditType(code="ama-pra-1", name="AMA PRA Category 1 Credit", step="0.25")
    >>> AMA("0.75") + AMA("0.50")
    Credits(1.25 ama-pra-1)
    >>> ABIM = CreditType(code="abim-moc", name="ABIM MOC point", step="0.25")
    >>> AMA("1.00") + ABIM("1.00")
    Traceback (most recent call last):
    cmecore.errors.DifferentTypes: cannot add AMA PRA Category 1 Credit and ABIM MOC point: they are different kinds ...
    """

    #: How many of the type's smallest steps.
    steps: int
    type: CreditType = attrs.field(validator=is_a(CreditType))

    def __attrs_post_init__(self) -> None:
        steps = self.steps
        if type(steps) is not int:
            raise InvalidValue(field="steps", found=shown(steps), expected="a whole number of steps")
        if steps < 0:
            raise InvalidValue(
                field="credits",
                found=shown(steps),
                expected="0 or more steps",
                advice="credit is taken back by an entry of its own",
            )
        numerator, denominator = self.type.ratio
        if steps * numerator >= BOUND * denominator:
            raise InvalidValue(
                field="credits", found=shown(steps), expected=f"less than {BOUND:,} credits", advice="check the decimal point"
            )

    @property
    def amount(self) -> Decimal:
        """The amount as a decimal number, printed to the places of the step."""
        return _EXACT.multiply(Decimal(self.steps), self.type.step)

    @property
    def unit(self) -> str:
        """The name that stands behind the amount: the plural above one, as certificates in use spell it."""
        numerator, denominator = self.type.ratio
        return self.type.plural if self.steps * numerator > denominator else self.type.name

    def __add__(self, other: object) -> Credits:
        """Add an amount of the same type."""
        return Credits(self.steps + _same(self, other, "add").steps, self.type)

    def __sub__(self, other: object) -> Credits:
        """Take away an amount of the same type that is no larger."""
        return Credits(self.steps - _same(self, other, "subtract").steps, self.type)

    def __lt__(self, other: object) -> bool:
        """Compare with an amount of the same type."""
        return self.steps < _same(self, other, "compare").steps

    def __le__(self, other: object) -> bool:
        """Compare with an amount of the same type."""
        return self.steps <= _same(self, other, "compare").steps

    def __gt__(self, other: object) -> bool:
        """Compare with an amount of the same type."""
        return self.steps > _same(self, other, "compare").steps

    def __ge__(self, other: object) -> bool:
        """Compare with an amount of the same type."""
        return self.steps >= _same(self, other, "compare").steps

    def __bool__(self) -> bool:
        """Tell whether there is any credit at all."""
        return self.steps > 0

    def __str__(self) -> str:
        """Print the amount with the name of its type."""
        return f"{self.amount} {self.unit}"

    def __repr__(self) -> str:
        return f"Credits({self.amount} {self.type.code})"


def total(amounts: Iterable[Credits], /) -> dict[CreditType, Credits]:
    """Add up amounts, a total for each type: several types never have one number.

    >>> AMA = CreditType(code="ama-pra-1", name="AMA PRA Category 1 Credit", step="0.25")
    >>> ABIM = CreditType(code="abim-moc", name="ABIM MOC point", step="0.25")
    >>> list(total([AMA("0.75"), ABIM("1.00"), AMA("0.50")]).values())
    [Credits(1.25 ama-pra-1), Credits(1.00 abim-moc)]
    """
    sums: dict[CreditType, Credits] = {}
    for credits in amounts:
        sums[credits.type] = sums[credits.type] + credits if credits.type in sums else credits
    return sums
