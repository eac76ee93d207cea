"""What the answers about a body's rules have in common: points that were looked at, and the one rule that held on a day.

Nothing is guessed: before the first known day of a rule, after the last, and where two texts are known but not the day between
them, the look-up says so, and the caller decides.
"""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import TYPE_CHECKING, Protocol, TypeVar

import attrs

from cmecore.credit.fields import is_a
from cmecore.credit.periods import checked_day
from cmecore.credit.sources import Source
from cmecore.credit.text import PARAGRAPH, checked, line
from cmecore.errors import InvalidValue, described, near, shown
from cmecore.rules.criteria import Outcome
from cmecore.rules.judging import judge, remaining
from cmecore.rules.sentences import found, to_do

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from fractions import Fraction

    from cmecore.credit.periods import Span
    from cmecore.rules.judging import Facts
    from cmecore.rules.requirements import Requirement


class Dated(Protocol):
    """A rule with the days on which it holds, the name of its text, and where it was written down."""

    @property
    def in_force(self) -> Span:
        """The days on which it holds."""

    @property
    def version(self) -> str:
        """The name of its text, where several are known and the day of the change is not."""

    @property
    def sources(self) -> tuple[Source, ...]:
        """Where it was written down."""


_D = TypeVar("_D", bound=Dated)


@attrs.frozen(kw_only=True)
class Point:
    """One thing that an answer hangs on, and what was found of it.

    >>> print(Point(code="applied", outcome=Outcome.UNKNOWN, says="An application to the AMA", found="not reported"))
    unknown  An application to the AMA: not reported
    """

    #: Stable name for programs: the code of the requirement, where it is one.
    code: str = attrs.field(validator=line(longest=PARAGRAPH))
    outcome: Outcome = attrs.field(validator=is_a(Outcome))
    #: What is asked, in a sentence.
    says: str = attrs.field(validator=line(longest=PARAGRAPH))
    #: What was found; where it is not met, what is still to do.
    found: str = attrs.field()
    sources: tuple[Source, ...] = attrs.field(default=())

    def __str__(self) -> str:
        """Print it on one line."""
        return f"{self.outcome!s:<7}  {self.says}: {self.found}"


def points_of(requirements: Iterable[Requirement], facts: Facts, /) -> tuple[Point, ...]:
    """Hold facts against each of some requirements; an absent fact leaves its requirement *unknown*, by name.

    >>> from cmecore.rules.requirements import evaluated
    >>> print(*points_of([evaluated()], {}))
    unknown  Submit the evaluation: evaluation (not reported)
    """
    if not isinstance(facts, Mapping):
        raise InvalidValue(
            field="facts", found=described(facts), expected="the value of each fact, by its name", advice="hand over a dict"
        )
    return tuple(_point(requirement, facts) for requirement in requirements)


def _point(requirement: Requirement, facts: Facts) -> Point:
    rest = remaining(requirement.test, facts)
    return Point(
        code=requirement.code,
        outcome=judge(requirement.test, facts),
        says=requirement.says,
        found=found(requirement.test, facts) if rest is None else to_do(rest, facts),
        sources=requirement.sources,
    )


def least(points: Iterable[Point], /) -> Outcome:
    """Answer the least of some points: *met* only where each of them is."""
    return min((point.outcome for point in points), default=Outcome.MET)


def holding(rules: Sequence[_D], on: datetime.date, /, *, what: str, version: str = "") -> _D:
    """Choose, of one or more rules about the same thing, the one that held on a day; refuse where none or several did.

    :param version: the name of the text, where several are known and the day of the change is not.
    """
    checked_day(on, field="on")
    versions = {rule.version for rule in rules if rule.version}
    if checked(version, field="version", blank=True):
        if version not in versions:
            raise InvalidValue(
                field=f"version of {what}",
                found=shown(version),
                expected="the name of a known text",
                advice=near(version, versions),
            )
        rules = [rule for rule in rules if rule.version == version]
    held = [rule for rule in rules if on in rule.in_force]
    if len(held) > 1:
        raise InvalidValue(
            field=what,
            found=f"{len(held)} rules that hold on {on}",
            expected="one",
            advice=f'name the text, as in version="{min(versions)}"; {near("", versions)}'
            if versions
            else "leave out the others",
        )
    if not held:
        raise InvalidValue(
            field=what, found=shown(on), expected=f"a day on which a rule is known: {_days(rules)}", advice=_gap(rules, on)
        )
    return held[0]


def _days(rules: Sequence[Dated]) -> str:
    return "; ".join(f"{rule.in_force}{cited(rule.sources)}" for rule in sorted(rules, key=_first))


def _first(rule: Dated) -> datetime.date:
    return rule.in_force.first or datetime.date.min


def _gap(rules: Sequence[Dated], on: datetime.date) -> str:
    first = min(map(_first, rules))
    return f"what held before {first} was not found, and nothing is guessed" if on < first else "what held then was not found"


def cited(sources: Iterable[Source]) -> str:
    """Cite sources in brackets, or nothing."""
    named = "; ".join(map(str, sources))
    return f" [{named}]" if named else ""


def spelled(amount: Fraction, /) -> str:
    """Print an exact amount for people: as a decimal number where that is exact, and as a fraction otherwise.

    >>> from fractions import Fraction
    >>> spelled(Fraction(15, 8)), spelled(Fraction(8, 3)), spelled(Fraction(2))
    ('1.875', '2 2/3', '2')
    """
    whole, rest = divmod(amount, 1)
    scaled = rest * 10_000
    if scaled.denominator == 1:
        return f"{whole}.{scaled.numerator:04}".rstrip("0").rstrip(".")
    return f"{whole} {rest}" if whole else str(rest)
