"""Reading and writing by type: one converter that takes nothing for another, and says of everything wrong where it stands.

cattrs finds the function for a type; the functions are ours, because those it comes with turn ``"false"`` into *yes*.
"""

from __future__ import annotations

import datetime
import enum
import functools
import json
import typing
from collections.abc import Callable
from decimal import Decimal
from fractions import Fraction
from typing import Any

import cattrs

from cmecore.errors import CmeError, InvalidValue, personal, shown
from cmecore.rules.facts import Value
from cmecore.serial import spelling
from cmecore.serial.plain import MOST_LISTED, MOST_PROBLEMS, Malformed, Problem, named, refuse
from cmecore.serial.shapes import HELD, SHORT, TAG, Shape, is_kind, is_list, is_union, shape_of

_LEAVES: dict[type, tuple[Callable[[object], Any], Callable[[Any], Any]]] = {
    str: (spelling.text, spelling.text),
    int: (spelling.whole, spelling.whole),
    bool: (spelling.flag, spelling.flag),
    Decimal: (spelling.read_decimal, spelling.write_decimal),
    Fraction: (spelling.read_fraction, spelling.write_fraction),
    datetime.date: (spelling.read_day, spelling.write_day),
    datetime.datetime: (spelling.read_instant, spelling.write_instant),
    datetime.timedelta: (spelling.read_length, spelling.write_length),
}
_MOST_UNKNOWN = 5


@functools.cache
def strict() -> cattrs.Converter:
    """Return the converter that all reading and writing goes through."""
    made = cattrs.Converter(detailed_validation=False)
    for leaf, (read, write) in _LEAVES.items():
        made.register_structure_hook(leaf, functools.partial(_read_leaf, read))
        made.register_unstructure_hook(leaf, functools.partial(_write_leaf, leaf, write))
    made.register_structure_hook(enum.Enum, spelling.read_word)
    made.register_unstructure_hook_factory(_is_enum, lambda kind: functools.partial(_write_leaf, kind, spelling.write_word))
    made.register_structure_hook_func(is_list, functools.partial(_read_list, made))
    made.register_unstructure_hook_factory(is_list, lambda kind: functools.partial(_write_list, made, kind))
    made.register_structure_hook_func(is_union, functools.partial(_read_one_of, made))
    made.register_unstructure_hook_factory(is_union, lambda kind: functools.partial(_write_one_of, made, kind))
    made.register_structure_hook_func(is_kind, functools.partial(_read_object, made))
    made.register_unstructure_hook_factory(is_kind, lambda kind: functools.partial(_write_object, made, shape_of(kind)))
    return made


def _is_enum(kind: Any) -> bool:
    return isinstance(kind, type) and issubclass(kind, enum.Enum)


def _read_leaf(read: Callable[[object], Any], data: object, _kind: Any) -> Any:
    return read(data)


def _write_leaf(kind: type, write: Callable[[Any], Any], value: object) -> Any:
    if not isinstance(value, kind) or (kind is datetime.date and isinstance(value, datetime.datetime)):
        refuse(personal(value), expected=f"a value of type {kind.__name__}")
    return write(value)


def _read_list(made: cattrs.Converter, data: object, kind: Any) -> Any:
    if type(data) is not list:
        refuse(named(data), expected="a list")
    if len(data) > MOST_LISTED:
        refuse(named(data), expected=f"at most {MOST_LISTED:,} in one list")
    held = []
    problems: list[Problem] = []
    for place, (one, each) in enumerate(zip(data, _types_of(kind, len(data), named(data)), strict=True)):
        try:
            held.append(made.structure(one, each))
        except Malformed as wrong:
            problems += wrong.under(f"[{place}]")
            if len(problems) >= MOST_PROBLEMS:
                break
    if problems:
        raise Malformed(problems)
    return typing.get_origin(kind)(held)


def _write_list(made: cattrs.Converter, kind: Any, values: Any) -> list[Any]:
    if type(values) is not typing.get_origin(kind):
        refuse(personal(values), expected=f"a value of type {typing.get_origin(kind).__name__}")
    if len(values) > MOST_LISTED:
        refuse(f"{len(values):,} values", expected=f"at most {MOST_LISTED:,} in one list")
    written = []
    for place, (one, each) in enumerate(zip(values, _types_of(kind, len(values), f"{len(values)} values"), strict=True)):
        try:
            written.append(made.unstructure(one, unstructure_as=each))
        except Malformed as wrong:
            raise Malformed(wrong.under(f"[{place}]")) from None
    # A set has no order, and Python gives it another one in every run.
    return sorted(written, key=json.dumps) if isinstance(values, frozenset) else written


def _types_of(kind: Any, count: int, found: str) -> list[Any]:
    """List the type of each place: all the same, or those of a tuple such as ``tuple[str, Credits]``."""
    types = typing.get_args(kind)
    if len(types) == 1 or types[1] is ...:
        return [types[0]] * count
    if len(types) != count:
        refuse(found, expected=f"a list of {len(types)}")
    return list(types)


def _read_one_of(made: cattrs.Converter, data: object, kind: Any) -> Any:
    if kind == Value:
        return _read_value(made, data)
    members = [member for member in typing.get_args(kind) if member is not type(None)]
    if data is None and len(members) < len(typing.get_args(kind)):
        return None
    if len(members) == 1:
        return made.structure(data, members[0])
    if members == [datetime.date, datetime.datetime]:
        return made.structure(data, members[isinstance(data, str) and "T" in data])
    held = _object(data, "an object that says what it is")
    if SHORT in members and TAG not in held:
        return made.structure(data, SHORT)
    names = {member.__name__: member for member in members if member is not SHORT}
    return made.structure(data, names[_tag(held, names)])


def _write_one_of(made: cattrs.Converter, kind: Any, value: Any) -> Any:
    if kind == Value:
        return _write_value(made, value)
    members = [member for member in typing.get_args(kind) if member is not type(None)]
    if value is None and len(members) < len(typing.get_args(kind)):
        return None
    if len(members) > 1:
        # The last one, since an instant is a day as well to Python.
        members = [member for member in members if isinstance(value, member)] or members
    return made.unstructure(value, unstructure_as=members[-1])


def _read_value(made: cattrs.Converter, data: object) -> Any:
    """Read what a fact holds: ``{"is": "count", "value": 3}``."""
    held = _object(data, "what a fact holds, with its kind")
    kinds = {kind.name.lower(): HELD[kind] for kind in HELD}
    problems = unknown_keys(held, [TAG, "value"])
    if "value" not in held:
        problems.append(_absent("value"))
    if problems:
        raise Malformed(problems)
    kind = kinds[_tag(held, kinds)]
    try:
        return made.structure(held["value"], kind)
    except Malformed as wrong:
        raise Malformed(wrong.under(".value")) from None


def _write_value(made: cattrs.Converter, value: Any) -> dict[str, Any]:
    kind = next((kind for kind in HELD if kind.value is type(value)), None)
    if kind is None:
        refuse(personal(value), expected="what a fact of some kind holds")
    return {TAG: kind.name.lower(), "value": made.unstructure(value, unstructure_as=HELD[kind])}


def _object(data: object, expected: str) -> dict[str, Any]:
    if type(data) is not dict:
        refuse(named(data), expected=expected)
    return data


def _tag(held: dict[str, Any], known: typing.Collection[str]) -> str:
    tag = held.get(TAG)
    if type(tag) is not str or tag not in known:
        refuse(
            named(tag) if TAG in held else "no such key",
            expected="the name of what the object is",
            advice=spelling.likely(tag, known),
            path=f".{TAG}",
        )
    return tag


def _absent(key: str) -> Problem:
    return Problem(path=f".{key}", found="no such key", expected="a value", advice="write it")


def unknown_keys(held: dict[str, Any], keys: typing.Collection[str]) -> list[Problem]:
    """Name the keys that are not known by their place: a key may be somebody's name as well as a slip of the pen."""
    unknown = [(place, key) for place, key in enumerate(held, 1) if type(key) is not str or key not in keys]
    return [
        Problem(
            path="",
            found=f"an unknown key in place {place} ({personal(key)})",
            expected="only keys that are known",
            advice=spelling.likely(key, keys),
        )
        for place, key in unknown[:_MOST_UNKNOWN]
    ]


def _read_object(made: cattrs.Converter, data: object, kind: type) -> Any:
    shape = shape_of(kind)
    held = _object(data, f"an object that says a {kind.__name__}")
    problems = unknown_keys(held, [TAG, *shape.keys] if shape.tagged else shape.keys)
    if shape.tagged:
        _tag(held, [kind.__name__])
    given: dict[str, Any] = {}
    for key in shape.keys:
        of = shape.held(key, given)
        if key not in held:
            if key not in shape.optional:
                problems.append(_absent(key))
        elif of is not None:
            try:
                given[key] = made.structure(held[key], of)
            except Malformed as wrong:
                problems += wrong.under(f".{key}")
    if problems:
        raise Malformed(problems)
    return _made(shape, given)


def _made(shape: Shape, given: dict[str, Any]) -> Any:
    """Let the constructor judge, and say its words about the key that it means."""
    try:
        return shape.make(**given)
    except InvalidValue as wrong:
        key = wrong.field.partition(" ")[0]
        # A constructor repeats a text that is nobody's data; in a document, somebody's name may have slipped into its place.
        texts = {shown(held): personal(held) for held in given.values() if isinstance(held, str)}
        found = texts.get(wrong.found, wrong.found)
        refuse(found, expected=wrong.expected, advice=wrong.advice, path=f".{key}" if key in shape.keys else "")
    except CmeError as wrong:
        refuse(f"parts that do not go together ({wrong})", expected=f"a {shape.kind.__name__} that can be")


def _write_object(made: cattrs.Converter, shape: Shape, value: Any) -> dict[str, Any]:
    if type(value) is not shape.kind:
        refuse(personal(value), expected=f"a value of type {shape.kind.__name__}")
    written: dict[str, Any] = {TAG: shape.kind.__name__} if shape.tagged else {}
    given: dict[str, Any] = {}
    for key in shape.keys:
        given[key] = getattr(value, key)
        if not shape.is_default(value, key):
            try:
                written[key] = made.unstructure(given[key], unstructure_as=shape.held(key, given))
            except Malformed as wrong:
                raise Malformed(wrong.under(f".{key}")) from None
    return written
