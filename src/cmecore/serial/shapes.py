"""The values of the library as objects of plain data: their keys, their tags, and which of them can be written at all.

An object has a key for each field, spelled as the field is; a field that holds its default is left out.  Where a field may
hold one of several classes, every object of those classes says which it is: ``{"is": "Progress", …}``; only a period that
stands in the place of a window is written as everywhere else.  The constructors of the values judge what they are handed, so
a document can hold nothing that a program could not have made.
"""

from __future__ import annotations

import functools
import types
import typing
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import attrs

from cmecore import activities, chain, entries, evidence, handling, plans, providers
from cmecore.bodies.accreditations import Accreditation
from cmecore.credit.amounts import Credits, CreditType
from cmecore.credit.periods import Period, Span
from cmecore.credit.rounding import Rounding
from cmecore.credit.sources import Source
from cmecore.designations import Designation
from cmecore.kinds import KindRule
from cmecore.ledger import Ledger
from cmecore.rules import awards, criteria
from cmecore.rules.criteria import Compare, Relation
from cmecore.rules.facts import Fact, FactKind, Share, Value
from cmecore.rules.policies import Policy
from cmecore.rules.requirements import Requirement
from cmecore.rules.times import Stretch
from cmecore.rules.windows import Anchors, Window

#: What may stand in the place of a class that says what it is, and says nothing: a period in the place of a window.
SHORT = Period
#: Unions of classes, whose objects say which they are.
UNIONS: tuple[Any, ...] = (criteria.Test, awards.Award, evidence.Item, entries.Entry | entries.Erased, Period | Window)
_TAGGED = frozenset(kind for union in UNIONS for kind in typing.get_args(union)) - {SHORT}
_PLAIN = (
    *(
        Source,
        CreditType,
        Credits,
        Rounding,
        Period,
        Span,
        Share,
        Fact,
        Requirement,
        awards.Component,
        awards.RestsOn,
        Stretch,
        Policy,
    ),
    *(providers.Provider, providers.Signatory, activities.Format, activities.Part, Accreditation, Designation),
    *(activities.Heading, activities.Activity, evidence.Participation, entries.Terms, entries.ClaimLine),
    *(entries.Kind, KindRule, entries.Line),
    *(handling.Handling, handling.Release, handling.Availability, handling.Retention, Anchors, entries.Document),
    *(entries.Joined,),
    *(entries.Reason, entries.Refusal, entries.Record, Ledger, chain.Head, chain.Fault, plans.Step, plans.Plan),
)
#: Every class that can be written, by name.  What is computed from these (assessments, findings, receipts) is computed again.
KINDS: dict[str, type] = {kind.__name__: kind for kind in sorted({*_PLAIN, *_TAGGED}, key=lambda kind: kind.__name__)}

#: The key that says what an object is.
TAG = "is"

HELD: dict[FactKind, Any] = {kind: kind.value for kind in FactKind} | {FactKind.TIMES: tuple[Stretch, ...]}
_WORDS = frozenset({Relation.ONE_OF, Relation.NONE_OF})


@attrs.frozen
class Shape:
    """How the objects of one class look: a type for each key, what is left out, and the function that makes the value."""

    kind: type
    #: The key, and the type of what it holds.
    keys: dict[str, Any]
    #: The fields of which a value has its own default; the others have to be there.
    optional: dict[str, attrs.Attribute[Any]]
    make: Callable[..., Any]

    @property
    def tagged(self) -> bool:
        """Whether its objects say which class they are of."""
        return self.kind in _TAGGED

    def held(self, key: str, known: dict[str, Any]) -> Any:
        """Return the type of what a key holds, given what is already known; ``None`` where that cannot be told yet."""
        if self.kind is not Compare or key != "value":
            return self.keys[key]
        if "fact" not in known or "relation" not in known:
            return None
        return frozenset[str] if known["relation"] in _WORDS else HELD[known["fact"].kind]

    def is_default(self, value: object, key: str) -> bool:
        """Tell whether a value holds in a field what it would hold without being told."""
        if key not in self.optional:
            return False
        content, default = getattr(value, key), self.optional[key].default
        make = getattr(default, "factory", None)
        if make is not None:
            default = make(value)
        return type(content) is type(default) and content == default


@functools.cache
def shape_of(kind: type) -> Shape:
    """Read the shape off a class.

    >>> list(shape_of(Span).keys)
    ['first', 'last']
    """
    if kind is Credits:
        # An amount is written as people write it, and never as a count of steps that only its type explains.
        keys = {"amount": Decimal, "type": CreditType}
        return Shape(kind, keys, {}, lambda **given: given["type"](given["amount"]))
    hints = typing.get_type_hints(kind)
    fields = [field for field in attrs.fields(kind) if field.init and field.metadata.get("written", True)]
    optional = {field.name: field for field in fields if field.default is not attrs.NOTHING}
    return Shape(kind, {field.name: hints[field.name] for field in fields}, optional, kind)


def covers(kind: Any) -> bool:
    """Tell whether a type is one of ours: a class that can be written, a union of tagged ones, or what a fact may hold."""
    if isinstance(kind, type):
        return is_kind(kind)
    if not is_union(kind):
        return False
    members = {*typing.get_args(kind)} - {type(None)}
    return kind == Value or (not _TAGGED.isdisjoint(members) and members - _TAGGED <= {SHORT})


def is_kind(kind: Any) -> bool:
    """Tell whether a type is a class that can be written."""
    return isinstance(kind, type) and KINDS.get(kind.__name__) is kind


def is_union(kind: Any) -> bool:
    """Tell whether a type is a union."""
    return typing.get_origin(kind) in (types.UnionType, typing.Union)


def is_list(kind: Any) -> bool:
    """Tell whether a type is written as a list."""
    return typing.get_origin(kind) in (tuple, frozenset)
