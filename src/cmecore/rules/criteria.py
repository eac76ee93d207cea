"""The closed kernel of tests: one comparison and three ways to combine, as frozen data.

A test is read, never run: :mod:`~cmecore.rules.judging` answers it, :mod:`~cmecore.rules.sentences` prints it, and anything
else that can read a tree can store, compare or vectorise it.  Every test answers *met*, *unmet* or *unknown*.  There is no
*not* above a comparison: a negation of something unknown would hand out credit for nothing, so comparisons have their own
opposites (``at_most``, ``is_false``, ``none_of``).
"""

from __future__ import annotations

import datetime
import enum
from typing import TYPE_CHECKING, Any, TypeAlias

import attrs

from cmecore.credit.fields import are, is_a, listed, many
from cmecore.credit.text import checked
from cmecore.errors import InvalidValue, OutcomeIsNotABool, shown
from cmecore.rules.facts import Fact, FactKind, Share, Value, checked_value

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator


class Outcome(enum.IntEnum):
    """What a test answers.  They are ordered: all-of is the least of its parts, any-of the greatest.

    >>> min(Outcome.MET, Outcome.UNKNOWN).name
    'UNKNOWN'
    >>> if Outcome.UNKNOWN: print("credit for nothing")
    Traceback (most recent call last):
    cmecore.errors.OutcomeIsNotABool: Outcome.UNKNOWN was used as true or false, but an outcome is met, unmet or unknown; ...
    """

    UNMET = 0
    """What was found falls short."""
    UNKNOWN = 1
    """Something was not reported, and what was reported does not decide."""
    MET = 2
    """What was asked was done.  Credit is given for this answer only."""

    def __bool__(self) -> bool:
        """Refuse, since *unknown* would count as true."""
        raise OutcomeIsNotABool(f"Outcome.{self.name}")

    def __str__(self) -> str:
        """Spell it as a word."""
        return self.name.lower()


class Relation(enum.Enum):
    """How a fact is held against a value."""

    AT_LEAST = "at least"
    """The fact is the value or more."""
    AT_MOST = "at most"
    """The fact is the value or less."""
    IS = "is"
    """The fact is the value."""
    ONE_OF = "one of"
    """The fact is among the values."""
    NONE_OF = "none of"
    """The fact is not among the values."""


_ORDERED = frozenset({FactKind.COUNT, FactKind.SHARE, FactKind.TIME, FactKind.DAY})
_LISTED = frozenset({Relation.ONE_OF, Relation.NONE_OF})


@attrs.frozen
class Compare:
    """One comparison of one fact with one value; :func:`at_least` and its siblings build it."""

    fact: Fact = attrs.field(validator=is_a(Fact))
    relation: Relation = attrs.field(validator=is_a(Relation))
    value: Value | frozenset[str]

    def __attrs_post_init__(self) -> None:
        if self.relation in _LISTED:
            allowed = self.fact.kind is FactKind.WORD
            if not isinstance(self.value, frozenset) or not self.value:
                raise InvalidValue(field=self.fact.name, found=shown(self.value), expected="a set of one or more words")
            for word in self.value:
                checked(word, field=f"word of {self.fact.name}")
        else:
            allowed = self.fact.kind in (
                _ORDERED if self.relation is not Relation.IS else {FactKind.FLAG, FactKind.WORD, FactKind.COUNT, FactKind.DAY}
            )
            checked_value(self.fact, self.value)
        if not allowed:
            raise InvalidValue(
                field=self.fact.name,
                found=f"the comparison “{self.relation.value}”",
                expected=f"one that a fact of kind {self.fact.kind.name.lower()} has",
                advice="shares, counts, times and days are ordered; flags and words are or are not",
            )


def _tests(instance: object, attribute: attrs.Attribute[Any], parts: tuple[object, ...]) -> None:
    are(*TESTS)(instance, attribute, parts)


@attrs.frozen
class AllOf:
    """Met when every part is met.

    >>> from cmecore.rules.facts import CONTENT, evaluation
    >>> len(AllOf([at_least(CONTENT, "0.80"), is_true(evaluation())]).parts)
    2
    """

    parts: tuple[Test, ...] = attrs.field(converter=many, validator=_tests)


@attrs.frozen
class AnyOf:
    """Met when at least one part is met.

    >>> from cmecore.rules.facts import CONTENT, evaluation
    >>> len(AnyOf([at_least(CONTENT, "0.80"), is_true(evaluation())]).parts)
    2
    """

    parts: tuple[Test, ...] = attrs.field(converter=many, validator=_tests)

    def __attrs_post_init__(self) -> None:
        if not self.parts:
            raise InvalidValue(field="parts", found="no test", expected="1 or more", advice="such a test could never be met")


@attrs.frozen
class KOf:
    """Met when at least so many of the parts are met.

    >>> from cmecore.rules.facts import content_of
    >>> KOf(2, [at_least(content_of(module), 1) for module in ("m1", "m2", "m3")]).k
    2
    """

    k: int
    parts: tuple[Test, ...] = attrs.field(converter=many, validator=_tests)

    def __attrs_post_init__(self) -> None:
        if type(self.k) is not int or not 1 <= self.k <= len(self.parts):
            raise InvalidValue(field="k", found=shown(self.k), expected=f"from 1 to the number of tests, {len(self.parts)}")


Test: TypeAlias = Compare | AllOf | AnyOf | KOf
#: The classes of tests.
TESTS = (Compare, AllOf, AnyOf, KOf)


def at_least(fact: Fact, value: object) -> Compare:
    """Ask that a fact be a value or more; shares may be written as text.

    >>> from cmecore.rules.facts import CONTENT
    >>> at_least(CONTENT, "0.80").value
    Share(part=80, whole=100)
    """
    return Compare(fact, Relation.AT_LEAST, _read(fact, value))


def at_most(fact: Fact, value: object) -> Compare:
    """Ask that a fact be a value or less.

    >>> from cmecore.rules.facts import attempts
    >>> at_most(attempts(), 3).relation.value
    'at most'
    """
    return Compare(fact, Relation.AT_MOST, _read(fact, value))


def is_true(fact: Fact) -> Compare:
    """Ask that a yes-or-no fact be yes.

    >>> from cmecore.rules.facts import evaluation
    >>> is_true(evaluation()).value
    True
    """
    return Compare(fact, Relation.IS, True)


def is_false(fact: Fact) -> Compare:
    """Ask that a yes-or-no fact be known to be no; a missing one is not.

    >>> from cmecore.rules.facts import Fact, FactKind
    >>> is_false(Fact(name="acme.faculty", kind=FactKind.FLAG, says="faculty of this session")).value
    False
    """
    return Compare(fact, Relation.IS, False)


def one_of(fact: Fact, words: Iterable[str]) -> Compare:
    """Ask that a word be among some.

    >>> from cmecore.rules.facts import Fact, FactKind
    >>> profession = Fact(name="acme.profession", kind=FactKind.WORD, says="profession")
    >>> sorted(one_of(profession, ["MD", "DO"]).value)
    ['DO', 'MD']
    """
    return Compare(fact, Relation.ONE_OF, _words(words))


def none_of(fact: Fact, words: Iterable[str]) -> Compare:
    """Ask that a word be known and not among some.

    >>> from cmecore.rules.facts import Fact, FactKind
    >>> profession = Fact(name="acme.profession", kind=FactKind.WORD, says="profession")
    >>> none_of(profession, ["student"]).relation.value
    'none of'
    """
    return Compare(fact, Relation.NONE_OF, _words(words))


def _words(words: Iterable[str]) -> frozenset[str]:
    return frozenset(checked(word, field="word") for word in listed(words, field="words"))


def _read(fact: Fact, value: object) -> Value:
    if fact.kind is FactKind.SHARE:
        return Share.of(value, field=fact.name)
    if fact.kind is FactKind.TIME and type(value) is int:
        raise InvalidValue(
            field=fact.name, found=shown(value), expected="a length of time", advice="write timedelta(minutes=45)"
        )
    if fact.kind is FactKind.DAY and isinstance(value, datetime.datetime):
        raise InvalidValue(field=fact.name, found=shown(value), expected="a day", advice="use civil_day(instant, zone)")
    return checked_value(fact, value)


def facts_in(test: Test, /) -> Iterator[Fact]:
    """Yield every fact that a test speaks about."""
    if isinstance(test, Compare):
        yield test.fact
    else:
        for part in test.parts:
            yield from facts_in(part)
