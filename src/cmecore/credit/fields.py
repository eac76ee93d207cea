"""Declaring the fields of a value: what each may hold, refused in the library's own words where it does not.

A value that was made is sound to the bottom, so nothing that receives it has to look again.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from typing import Any, TypeAlias, TypeVar

import attrs

from cmecore.errors import InvalidValue, described

_SHOWN = 60
T = TypeVar("T")
Validator: TypeAlias = Callable[[Any, "attrs.Attribute[Any]", Any], None]


def many(values: Iterable[Any]) -> tuple[Any, ...]:
    """Convert what a field was handed into a tuple; what is no list of things stays as it is, for :func:`are` to refuse.

    A bare text is no list: it would fall apart into its letters.

    >>> many(["opioid", "ethics"])
    ('opioid', 'ethics')
    """
    return tuple(values) if _is_list(values) else values  # type: ignore[return-value]


def listed(values: Iterable[Any], *, field: str) -> tuple[Any, ...]:
    """Return what a function was handed as a tuple, refusing what is no list of things.

    >>> listed(["opioid", "ethics"], field="topics")
    ('opioid', 'ethics')
    """
    if not _is_list(values):
        raise InvalidValue(field=field, found=_described(values), expected="several values", advice="put it in a list")
    return tuple(values)


def _is_list(values: object) -> bool:
    return isinstance(values, Iterable) and not isinstance(values, str | bytes)


def _described(value: object) -> str:
    # A text in the wrong place may be somebody's name.
    # Values of ours print whole stories; their class says enough.
    return f"a value of type {type(value).__name__}" if attrs.has(type(value)) else described(value)


def is_a(*kinds: type, or_none: bool = False) -> Validator:
    """Make the validator of a field that holds a value of one of some classes; a bool is no int here."""

    def validate(_instance: object, attribute: attrs.Attribute[Any], value: object) -> None:
        if not ((or_none and value is None) or _is_one_of(value, kinds)):
            raise InvalidValue(field=attribute.name, found=_described(value), expected=_named(kinds), advice=_advice(value))

    return validate


def are(*kinds: type) -> Validator:
    """Make the validator of a field that holds several values, each of one of some classes."""

    def validate(_instance: object, attribute: attrs.Attribute[Any], values: Iterable[object]) -> None:
        listed(values, field=attribute.name)
        for place, value in enumerate(values):
            if not _is_one_of(value, kinds):
                raise InvalidValue(
                    field=f"{attribute.name}[{place}]", found=_described(value), expected=_named(kinds), advice=_advice(value)
                )

    return validate


def expect(value: T, kind: type[T], *, field: str) -> T:
    """Return what a function was handed if it is of the class that it works on.

    >>> expect("dr-42", str, field="learner")
    'dr-42'
    """
    if not isinstance(value, kind):
        raise InvalidValue(field=field, found=_described(value), expected=_named((kind,)), advice=_advice(value))
    return value


def each_once(names: Iterable[str], *, field: str) -> None:
    """Refuse a name that stands more than once among things that are told apart by it.

    >>> each_once(["m1", "m2"], field="parts of EM-101")
    """
    twice = sorted(name for name, count in Counter(names).items() if count > 1)
    if twice:
        raise InvalidValue(
            field=field, found=f"{twice[0][:_SHOWN]} more than once", expected="each once", advice="rename or join them"
        )


def _is_one_of(value: object, kinds: tuple[type, ...]) -> bool:
    return isinstance(value, kinds) and (bool in kinds or not isinstance(value, bool))


def _advice(value: object) -> str:
    """Tell what is likely meant by a thing that was named and not made."""
    name = getattr(value, "__name__", "")
    return f"write {name}(…), with its brackets" if callable(value) and name.isidentifier() else ""


def _named(kinds: tuple[type, ...]) -> str:
    names = [kind.__name__ for kind in kinds]
    return " or ".join(names) if len(names) < 4 else f"{', '.join(names[:3])} or the like"  # noqa: PLR2004 - a message
