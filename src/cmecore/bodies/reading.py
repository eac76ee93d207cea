"""How long it takes to read a text and answer its questions, by the formula of Mergener (1991).

A written activity has no clock.  Bodies estimate its minutes from words, questions and difficulty; they agree on the formula,
and differ in the scale of difficulty and in rounding.  The estimate is exact, and is rounded once, when it becomes credit.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from decimal import Decimal
from fractions import Fraction

import attrs

from cmecore.credit.amounts import Credits, CreditType, exact
from cmecore.credit.fields import are, expect, is_a, listed, many
from cmecore.credit.rounding import Direction, Rounding, rounder
from cmecore.credit.sources import Source
from cmecore.credit.text import line
from cmecore.errors import InvalidValue, described, shown
from cmecore.rules.facts import LARGEST_WHOLE

_TICK = datetime.timedelta(microseconds=1)
_MINUTE = datetime.timedelta(minutes=1)


def _coefficient(value: object) -> Decimal:
    return exact(value, field="coefficient")


def _levels(values: Iterable[object]) -> tuple[Decimal, ...]:
    levels = tuple(sorted({exact(level, field="scale") for level in listed(values, field="scale")}))
    if not levels:
        raise InvalidValue(field="scale", found="none", expected="1 or more levels", advice="list the levels of difficulty")
    return levels


def _minutes(value: object) -> Fraction:
    if isinstance(value, bool) or not isinstance(value, Fraction | int) or value < 0:
        raise InvalidValue(
            field="minutes",
            found=described(value),
            expected="a Fraction or a whole number, 0 or more",
            advice="take what estimate has returned",
        )
    return Fraction(value)


def _step(value: object) -> Decimal | None:
    return None if value is None else exact(value, field="step")


@attrs.frozen(kw_only=True)
class ReadingTime:
    """A body's rule for the time that a text takes: the formula, the scale of difficulty, rounding as far as it is laid down.

    ``factor`` × (``per_word`` × words + ``per_question`` × questions + ``per_difficulty`` × difficulty − ``less``) minutes.

    >>> print(ReadingTime(code="acme", scale=[2, 3, 4], direction=Direction.NEAREST, step="0.25"))
    0.9 × (0.00209 × words + 2.78 × questions + 15.5 × difficulty − 22.3) minutes, difficulty 2, 3 or 4, to the nearest 0.25
    """

    #: The body's code.
    code: str = attrs.field(validator=line())
    #: The levels of difficulty, the lowest first.
    scale: tuple[Decimal, ...] = attrs.field(converter=_levels)
    #: Whether a text may lie between two levels.
    between: bool = attrs.field(default=False, validator=is_a(bool))
    per_word: Decimal = attrs.field(default=Decimal("0.00209"), converter=_coefficient)
    per_question: Decimal = attrs.field(default=Decimal("2.78"), converter=_coefficient)
    per_difficulty: Decimal = attrs.field(default=Decimal("15.5"), converter=_coefficient)
    #: What is taken off the sum.
    less: Decimal = attrs.field(default=Decimal("22.3"), converter=_coefficient)
    factor: Decimal = attrs.field(default=Decimal("0.9"), converter=_coefficient)
    #: The time that is worth one credit.
    unit: datetime.timedelta = attrs.field(default=60 * _MINUTE)
    #: Where an amount between two steps goes; where the body does not say, the caller does.
    direction: Direction | None = attrs.field(default=None, validator=is_a(Direction, or_none=True))
    #: The step that is rounded to, in credits; where the body does not say, the caller does.
    step: Decimal | None = attrs.field(default=None, converter=_step)
    sources: tuple[Source, ...] = attrs.field(default=(), converter=many, validator=are(Source))

    @unit.validator
    def _some_time(self, _attribute: attrs.Attribute[datetime.timedelta], unit: datetime.timedelta) -> None:
        if type(unit) is not datetime.timedelta or unit <= datetime.timedelta():
            raise InvalidValue(
                field="unit", found=described(unit), expected="a length of time above 0", advice="write timedelta(minutes=60)"
            )

    @step.validator
    def _of_a_rounding(self, _attribute: attrs.Attribute[Decimal | None], step: Decimal | None) -> None:
        if step is not None and (not step or self.direction is None):
            raise InvalidValue(
                field="step",
                found=shown(step),
                expected="more than 0, and a direction with it",
                advice="name the direction too",
            )

    @property
    def rounding(self) -> Rounding | None:
        """The body's rounding, if it lays down both direction and step; no body says where a tie goes, so ties go up."""
        if self.direction is None or self.step is None:
            return None
        return Rounding(direction=self.direction, step=self.step)

    def estimate(self, *, words: int, questions: int, difficulty: object) -> Fraction:
        """Compute the minutes exactly.

        For a short and easy text the formula falls below zero: that is no time to be credited, and is estimated at 0 minutes.

        >>> three = ReadingTime(code="acme", scale=[2, 3, 4])
        >>> print(three.estimate(words=3774, questions=16, difficulty=3))
        34455447/500000
        >>> three.estimate(words=3774, questions=16, difficulty="2.5")
        Traceback (most recent call last):
        cmecore.errors.InvalidValue: difficulty for acme: found the Decimal 2.5; expected 2, 3 or 4; choose one of the scale
        """
        for field, count in (("words", words), ("questions", questions)):
            if type(count) is not int or not 0 <= count <= LARGEST_WHOLE:
                raise InvalidValue(
                    field=field, found=described(count), expected="a whole number, 0 or more", advice="count them"
                )
        field = f"difficulty for {self.code}"
        level = exact(difficulty, field=field)
        if not (self.scale[0] <= level <= self.scale[-1] if self.between else level in self.scale):
            raise InvalidValue(field=field, found=shown(level), expected=self._scaled, advice="choose one of the scale")
        minutes = Fraction(self.factor) * (
            Fraction(self.per_word) * words
            + Fraction(self.per_question) * questions
            + Fraction(self.per_difficulty) * Fraction(level)
            - Fraction(self.less)
        )
        return max(minutes, Fraction(0))

    def worth(self, minutes: Fraction | int, type: CreditType, /, *, rounding: Rounding | None = None) -> Credits:
        """Turn exact minutes into credit, rounded once; those of several texts can be added up before.

        A rounding that you name has to agree with the direction and the step that the body lays down; its tie and its minimum
        are yours.  What it adds up (``on``) says nothing here: the minutes are one total already.

        >>> from cmecore.credit.rounding import down
        >>> hours = CreditType(code="contact-hour", name="contact hour", step="0.1")
        >>> print(ReadingTime(code="acme", scale=[2, 3, 4]).worth(Fraction("61.935894"), hours, rounding=down("0.1")))
        1.0 contact hour
        """
        numerator, denominator = expect(type, CreditType, field="type").ratio
        rounded = rounder(self._agreed(rounding), type)
        steps = _minutes(minutes) * Fraction(_MINUTE // _TICK, self.unit // _TICK) * Fraction(denominator, numerator)
        return Credits(rounded(steps.numerator, steps.denominator), type)

    def _agreed(self, named: Rounding | None) -> Rounding:
        field = f"rounding for {self.code}"
        rounding = self.rounding if named is None else expect(named, Rounding, field=field)
        if rounding is None:
            said = f"only that it goes {self._rounded}" if self._rounded else "none"
            raise InvalidValue(
                field=field,
                found="none",
                expected=f"one of your choice: of the body we know {said}",
                advice='name it, as in rounding=down("0.1")',
            )
        if self.direction not in {None, rounding.direction} or self.step not in {None, rounding.step}:
            raise InvalidValue(
                field=field,
                found=str(rounding),
                expected=f"{self._rounded}, which the body lays down",
                advice="name one that agrees with it",
            )
        return rounding

    @property
    def _rounded(self) -> str:
        if self.direction is None:
            return ""
        if self.rounding is None:
            return "to the nearest" if self.direction is Direction.NEAREST else self.direction.value
        return str(self.rounding)

    @property
    def _scaled(self) -> str:
        if self.between:
            return f"{self.scale[0]} to {self.scale[-1]}"
        *others, last = map(str, self.scale)
        return f"{', '.join(others)} or {last}" if others else last

    def __str__(self) -> str:
        """Say the formula, the scale and the rounding."""
        formula = (
            f"{self.factor} × ({self.per_word} × words + {self.per_question} × questions"
            f" + {self.per_difficulty} × difficulty − {self.less}) minutes"
        )
        return ", ".join(filter(None, (formula, f"difficulty {self._scaled}", self._rounded)))
