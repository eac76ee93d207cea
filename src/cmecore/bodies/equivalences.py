"""Equivalences: what credit of one type is worth as credit of another, in which direction, since when and on which terms.

A credit of one body is not a credit of another because both mean an hour.  AMA credit becomes AAFP Elective and never
Prescribed; three Section 3 credits of the Royal College become one AMA credit, because the hour attended converts and not the
credit; and a weight that a body gives when it counts never stands on a certificate.
"""

from __future__ import annotations

import datetime
import enum
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING

import attrs

from cmecore.bodies.answers import Point, cited, holding, least, points_of, spelled
from cmecore.credit.amounts import BOUND, Credits, CreditType, exact
from cmecore.credit.fields import are, expect, is_a, listed, many
from cmecore.credit.periods import Span, checked_day
from cmecore.credit.rounding import Rounding, Total, in_steps, rounder
from cmecore.credit.sources import Source
from cmecore.credit.text import PARAGRAPH, line
from cmecore.errors import InvalidValue, shown
from cmecore.rules.criteria import Outcome
from cmecore.rules.facts import LARGEST_WHOLE
from cmecore.rules.requirements import Requirement
from cmecore.rules.sentences import duration

if TYPE_CHECKING:
    from collections.abc import Iterable

    from cmecore.rules.judging import Facts

UNMET, UNKNOWN, MET = Outcome
_HOUR = datetime.timedelta(hours=1)
_MICROSECOND = datetime.timedelta(microseconds=1)


class Converts(enum.Enum):
    """What is multiplied by the factor.

    >>> Converts.HOURS.value
    'hours attended'
    """

    CREDITS = "credits"
    """The credits of the source."""
    HOURS = "hours attended"
    """The hours attended, whatever the source gave for them."""


def _factor(value: object) -> Fraction:
    factor = value if isinstance(value, Fraction) else Fraction(exact(value, field="factor"))
    if not 0 < factor < BOUND or factor.denominator > LARGEST_WHOLE:
        raise InvalidValue(field="factor", found=shown(value), expected=f"more than 0, and less than {BOUND:,}")
    return factor


def _first(value: object) -> Decimal | None:
    first = None if value is None else exact(value, field="first")
    if first is not None and not 0 < first < BOUND:
        raise InvalidValue(field="first", found=shown(value), expected=f"more than 0, and less than {BOUND:,} credits")
    return first


@attrs.frozen(kw_only=True)
class Equivalence:
    """One body's rule of what credit of a type is worth as credit of another; the way back is a rule of its own.

    >>> AMA = CreditType(code="ama-pra-1", name="AMA PRA Category 1 Credit", step="0.25")
    >>> ELECTIVE = CreditType(code="aafp-elective", name="AAFP Elective credit", step="0.25")
    >>> print(Equivalence(of=AMA, into=ELECTIVE))
    1 AMA PRA Category 1 Credit is worth 1 AAFP Elective credit
    """

    of: CreditType = attrs.field(validator=is_a(CreditType))
    into: CreditType = attrs.field(validator=is_a(CreditType))
    #: How much of the target one credit of the source, or one hour attended, is worth.
    factor: Fraction = attrs.field(default=Fraction(1), converter=_factor)
    converts: Converts = attrs.field(default=Converts.CREDITS, validator=is_a(Converts))
    #: What stands between, such as "an application to the AMA, with a fee"; empty where it is automatic.
    application: str = attrs.field(default="", validator=line(blank=True, longest=PARAGRAPH))
    #: What must be so: that it was live, that it was outside Canada.
    asks: tuple[Requirement, ...] = attrs.field(default=(), converter=many, validator=are(Requirement))
    #: How many credits of the source, in a cycle, the factor applies to; the others are worth one each.
    first: Decimal | None = attrs.field(default=None, converter=_first)
    #: A weight that the body applies when it counts; no certificate carries it.
    counting_only: bool = attrs.field(default=False, validator=is_a(bool))
    #: What the converted credit has to be called, where it does not become the target in name.
    reported_as: str = attrs.field(default="", validator=line(blank=True, longest=PARAGRAPH))
    #: The body's own rounding; without one, an amount between two steps waits for the caller's.
    rounding: Rounding | None = attrs.field(default=None, validator=is_a(Rounding, or_none=True))
    #: The name of the text, where several are known and the day of the change is not.
    version: str = attrs.field(default="", validator=line(blank=True))
    in_force: Span = attrs.field(default=Span(), validator=is_a(Span))
    sources: tuple[Source, ...] = attrs.field(default=(), converter=many, validator=are(Source))

    def __attrs_post_init__(self) -> None:
        if self.of == self.into and not self.counting_only:
            raise InvalidValue(
                field=f"into of the equivalence of {self.of.code}",
                found="the same type",
                expected="another type",
                advice="a weight within a type is given when a body counts: say counting_only=True",
            )
        if self.first is not None and self.converts is Converts.HOURS:
            raise InvalidValue(
                field=f"first of the equivalence of {self.of.code}",
                found=f"the first {self.first} credits, of hours attended",
                expected="a number of credits that convert by credits",
            )
        if self.rounding is not None:
            _checked_rounding(self.rounding, self.into)

    def __str__(self) -> str:
        """Say it in a sentence."""
        unit = "1 hour attended for" if self.converts is Converts.HOURS else "1"
        first = f", for the first {self.first} of a cycle" if self.first is not None else ""
        counting = ", only where it is counted" if self.counting_only else ""
        return f"{unit} {self.of.name} is worth {spelled(self.factor)} {self.into.name}{first}{counting}{cited(self.sources)}"


def _checked_rounding(rounding: Rounding, kind: CreditType) -> None:
    if rounding.on is not Total.ACTIVITY:
        raise InvalidValue(
            field="rounding",
            found=f"rounding for each {rounding.on.value}",
            expected="one that rounds what is handed over, once",
            advice="a conversion knows no sessions and no days: convert the amount of each",
        )
    in_steps(rounding, kind)


def equivalence(
    equivalences: Iterable[Equivalence], /, *, of: CreditType, into: CreditType, on: datetime.date, version: str = ""
) -> Equivalence:
    """Look up what credit of a type is worth as credit of another on a day; where that is not known, say what is.

    >>> from datetime import date
    >>> AMA = CreditType(code="ama-pra-1", name="AMA PRA Category 1 Credit", step="0.25")
    >>> ELECTIVE = CreditType(code="aafp-elective", name="AAFP Elective credit", step="0.25")
    >>> equivalence([Equivalence(of=AMA, into=ELECTIVE)], of=ELECTIVE, into=AMA, on=date(2026, 3, 9))
    Traceback (most recent call last):
    cmecore.errors.InvalidValue: equivalence: found none of AAFP Elective credit into AMA PRA Category 1 Credit; ...
    """
    expect(of, CreditType, field="of")
    expect(into, CreditType, field="into")
    known: list[Equivalence] = [
        expect(one, Equivalence, field="equivalences") for one in listed(equivalences, field="equivalences")
    ]
    about = [one for one in known if (one.of, one.into) == (of, into)]
    if not about:
        targets = sorted({one.into.name for one in known if one.of == of})
        back = any((one.of, one.into) == (into, of) for one in known)
        raise InvalidValue(
            field="equivalence",
            found=f"none of {of.name} into {into.name}",
            expected=f"{of.name} into {' or '.join(targets)}"
            if targets
            else f"one of them: none of those handed in converts {of.name}",
            advice=("the other direction is known, and is another rule; " if back else "")
            + "the rule may stand at another body: hand in its equivalences too",
        )
    return holding(about, on, what=f"equivalence of {of.name} into {into.name}", version=version)


@attrs.frozen(kw_only=True)
class Conversion:
    """What an amount is worth as credit of another type, or why that cannot be said, with everything it hangs on.

    >>> from datetime import date
    >>> HOUR = CreditType(code="acme-hour", name="Acme hour", step="0.5")
    >>> UNIT = CreditType(code="acme-ceu", name="Acme CEU", step="0.05")
    >>> convert(HOUR("2.5"), Equivalence(of=HOUR, into=UNIT, factor="0.1"), on=date(2026, 3, 9)).credits
    Credits(0.25 acme-ceu)
    """

    equivalence: Equivalence
    #: What was handed over.
    amount: Credits
    outcome: Outcome
    #: What it is worth; ``None`` unless the outcome is *met*.
    credits: Credits | None
    #: The exact worth before any rounding; ``None`` where it cannot be computed.
    exact: Fraction | None
    #: The arithmetic in words.
    receipt: str
    #: Everything it hangs on, what is met included.
    points: tuple[Point, ...]

    @property
    def reasons(self) -> tuple[str, ...]:
        """Why not, or not yet: every point that is not met, in a sentence."""
        return tuple(f"{point.says}: {point.found}" for point in self.points if point.outcome is not MET)

    def __str__(self) -> str:
        """Print the worth and the arithmetic, or everything that is missing."""
        if self.credits is not None:
            named = f"; {self.equivalence.reported_as}" if self.equivalence.reported_as else ""
            return f"{self.amount} → {self.credits} ({self.receipt}){named}"
        not_yet = "not yet" if self.outcome is UNKNOWN else "not"
        return "\n".join(
            [f"{self.amount}: {not_yet} {self.equivalence.into.name}", *(f"  {reason}" for reason in self.reasons)]
        )


def convert(
    amount: Credits,
    equivalence: Equivalence,
    /,
    *,
    on: datetime.date,
    facts: Facts | None = None,
    hours: datetime.timedelta | None = None,
    before: Credits | None = None,
    applied: bool | None = None,
    counting: bool = False,
    rounding: Rounding | None = None,
) -> Conversion:
    """Convert an amount, exactly; nothing is rounded unless the body or the caller names how.

    :param on: the day for which it is asked: that of the activity, unless the body says otherwise.
    :param facts: what the equivalence's own requirements are held against.
    :param hours: the time attended, where hours convert.
    :param before: what of the same cycle was converted before, where the factor is for the first credits of a cycle.
    :param applied: whether the application that stands between was granted; ``None`` where nobody said.
    :param counting: whether a body counts here; otherwise a weight for counting is refused.
    :param rounding: the caller's rounding, where the body names none.

    >>> from datetime import date, timedelta
    >>> AMA = CreditType(code="ama-pra-1", name="AMA PRA Category 1 Credit", step="0.25")
    >>> SECTION_3 = CreditType(code="rc-3", name="Royal College Section 3 credit", step="0.25")
    >>> by_hours = Equivalence(of=SECTION_3, into=AMA, converts=Converts.HOURS)
    >>> print(convert(SECTION_3("6.00"), by_hours, on=date(2019, 3, 9), hours=timedelta(hours=2)))
    6.00 Royal College Section 3 credits → 2.00 AMA PRA Category 1 Credits (120 min attended × 1 an hour = 2)
    >>> print(convert(SECTION_3("6.00"), by_hours, on=date(2019, 3, 9)))
    6.00 Royal College Section 3 credits: not yet AMA PRA Category 1 Credit
      The hours attended, which convert: not reported
    """
    rule = expect(equivalence, Equivalence, field="equivalence")
    _of_its_type(amount, rule, field="amount")
    if before is not None:
        _of_its_type(before, rule, field="before")
    if applied is not None:
        # A "no" that came in as text would count as a yes.
        expect(applied, bool, field="applied")
    expect(counting, bool, field="counting")
    worth, receipt = _worth(amount, rule, hours, before)
    how = _how_to_round(rule, rounding)
    points = [
        *_terms(rule, checked_day(on, field="on"), applied=applied, counting=counting),
        *points_of(rule.asks, {} if facts is None else facts),
    ]
    if worth is None:
        points.append(_open("hours", "The hours attended, which convert"))
    credits = None if worth is None else _in_credits(worth, rule.into, how)
    if worth is not None and credits is None:
        points.append(_between(worth, rule))
    outcome = least(points)
    return Conversion(
        equivalence=rule,
        amount=amount,
        outcome=outcome,
        credits=credits if outcome is MET else None,
        exact=worth,
        receipt=receipt if how is None or worth is None else f"{receipt} → {how}",
        points=tuple(points),
    )


def _of_its_type(amount: Credits, rule: Equivalence, *, field: str) -> None:
    if expect(amount, Credits, field=field).type != rule.of:
        raise InvalidValue(
            field=field,
            found=f"{amount.type.name}",
            expected=f"{rule.of.name}, which this equivalence converts",
            advice="an equivalence has a direction: look up the one of this type",
        )


def _worth(
    amount: Credits, rule: Equivalence, hours: datetime.timedelta | None, before: Credits | None
) -> tuple[Fraction | None, str]:
    """Compute the exact worth and say how; ``None`` where the hours are not known."""
    if hours is not None and expect(hours, datetime.timedelta, field="hours") < datetime.timedelta():
        raise InvalidValue(field="hours", found=duration(hours), expected="0 or more", advice="check the sign")
    if rule.converts is Converts.HOURS:
        if hours is None:
            return None, ""
        worth = Fraction(hours // _MICROSECOND, _HOUR // _MICROSECOND) * rule.factor
        return worth, f"{duration(hours)} attended × {spelled(rule.factor)} an hour = {spelled(worth)}"
    given = Fraction(amount.amount)
    if rule.first is None:
        worth = given * rule.factor
        return worth, f"{amount.amount} × {spelled(rule.factor)} = {spelled(worth)}"
    left = max(Fraction(rule.first) - (Fraction(before.amount) if before is not None else 0), Fraction())
    weighted = min(given, left)
    worth = weighted * rule.factor + given - weighted
    return worth, f"{spelled(weighted)} × {spelled(rule.factor)} + {spelled(given - weighted)} = {spelled(worth)}"


def _how_to_round(rule: Equivalence, rounding: Rounding | None) -> Rounding | None:
    if rounding is None:
        return rule.rounding
    _checked_rounding(expect(rounding, Rounding, field="rounding"), rule.into)
    if rule.rounding is not None and rule.rounding != rounding:
        raise InvalidValue(
            field="rounding",
            found=f"rounding {rounding}",
            expected=f"none, since the body rounds {rule.rounding}",
            advice="a caller names a rounding only where the body names none",
        )
    return rounding


def _terms(rule: Equivalence, on: datetime.date, *, applied: bool | None, counting: bool) -> list[Point]:
    """Look at what stands between, apart from the body's requirements."""
    points = []
    if on not in rule.in_force:
        points.append(
            Point(
                code="in-force",
                outcome=UNKNOWN,
                says=f"The equivalence is known {rule.in_force}{cited(rule.sources)}",
                found=f"what held on {on} was not found",
            )
        )
    if rule.counting_only:
        points.append(
            Point(
                code="counting",
                outcome=MET if counting else UNMET,
                says=f"The weight {spelled(rule.factor)} applies only where a body counts, never on a certificate",
                found="a body counts" if counting else "nobody counts here; where a body does, write counting=True",
            )
        )
    if rule.application and applied is None:
        points.append(_open("application", f"Needs {rule.application}"))
    elif rule.application:
        found = "granted" if applied else "not made or not granted"
        points.append(
            Point(code="application", outcome=MET if applied else UNMET, says=f"Needs {rule.application}", found=found)
        )
    return points


def _open(code: str, says: str) -> Point:
    return Point(code=code, outcome=UNKNOWN, says=says, found="not reported")


def _in_credits(worth: Fraction, kind: CreditType, rounding: Rounding | None) -> Credits | None:
    """Turn an exact worth into an amount; ``None`` where it lies between two steps and nobody said how to round."""
    steps = worth / Fraction(kind.step)
    if rounding is not None:
        return Credits(rounder(rounding, kind)(steps.numerator, steps.denominator), kind)
    return Credits(steps.numerator, kind) if steps.denominator == 1 else None


def _between(worth: Fraction, rule: Equivalence) -> Point:
    below = Credits(int(worth / Fraction(rule.into.step)), rule.into)
    above = Credits(below.steps + 1, rule.into)
    return Point(
        code="rounding",
        outcome=UNKNOWN,
        says=f"A rounding, since {spelled(worth)} lies between {below.amount} and {above.amount} {rule.into.plural}",
        found="the body names none; name one",
    )
