"""The one spelling of a value, for ids, digests and signatures.

Values alike in every field spell alike on every machine and in every release; values that differ spell differently.  A field
that holds its default is left out, so that a field added later changes no spelling made before.  The spelling is JSON with
sorted keys and nothing to choose; it is written, never read (:mod:`cmecore.serial` is for reading).
"""

from __future__ import annotations

import datetime
import enum
import functools
import hashlib
import json
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, Any

import attrs

from cmecore.errors import InvalidValue, shown

if TYPE_CHECKING:
    from collections.abc import Iterable

# 160 bits: no two values will ever share one by chance, and it still fits on a line.
_DIGITS = 40


def canonical(value: object, /) -> bytes:
    """Spell a value in the one way there is.

    >>> canonical((True, 1, datetime.date(2026, 3, 9)))
    b'[true,1,{"date":"2026-03-09"}]'
    """
    try:
        return _encode(_spelled(value)).encode("utf-8")
    except (ValueError, OverflowError, RecursionError) as error:
        if isinstance(error, InvalidValue):
            raise
        expected = "text without halves of characters, numbers of at most 4,300 digits, and years that people live in"
        raise InvalidValue(field="value", found=shown(value), expected=expected) from error


def digest(value: object, /) -> str:
    """Name a value by the SHA-256 of its spelling, cut to 160 bits.

    >>> digest("a") == digest("a"), digest("a") == digest(("a",))
    (True, False)
    """
    return hashlib.sha256(canonical(value)).hexdigest()[:_DIGITS]


def in_order(values: Iterable[Any], /) -> list[Any]:
    """Sort values of any kind in the order of their spelling: an order that means nothing and never changes."""
    return sorted(values, key=canonical)


# Made once: `json.dumps` with settings makes an encoder for every call.
_encode = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False).encode


def _spelled(value: object) -> object:
    match value:
        case enum.Enum():
            return {type(value).__name__: value.name}
        case None | bool() | int() | str():
            return value
        case Decimal() if value.is_finite():
            return {"number": _plain(value)}
        case Fraction():
            return {"number": f"{value.numerator}/{value.denominator}"}
        case datetime.datetime() if value.utcoffset() is not None:
            return {"instant": value.astimezone(datetime.UTC).isoformat(timespec="microseconds")}
        case datetime.date() if not isinstance(value, datetime.datetime):
            return {"date": value.isoformat()}
        case datetime.timedelta():
            return {"microseconds": value // datetime.timedelta(microseconds=1)}
        case tuple() | list():
            return [_spelled(item) for item in value]
        case frozenset() | set():
            return {"set": sorted((_spelled(item) for item in value), key=_encode)}
        case dict():
            return {"map": sorted(([_spelled(key), _spelled(held)] for key, held in value.items()), key=_encode)}
        case _ if attrs.has(type(value)):
            return {type(value).__name__: _fields(value)}
    raise InvalidValue(field="value", found=shown(value), expected="a value of this library, or plain data that says its zone")


def _plain(number: Decimal) -> str:
    text = format(number or number.copy_abs(), "f")
    return text.rstrip("0").rstrip(".") or "0" if "." in text else text


@functools.cache
def _spelled_fields(kind: Any) -> tuple[tuple[str, Any], ...]:
    """List the fields that are spelled, each with its default: all but what is derived, and what is never written out."""
    fields = (field for field in attrs.fields(kind) if field.init and field.metadata.get("written", True))
    return tuple((field.name, field.default) for field in fields)


def _fields(value: Any) -> dict[str, object]:
    held = {}
    for name, default in _spelled_fields(value.__class__):
        content = getattr(value, name)
        if type(content) is not type(default) or content != default:
            held[name] = _spelled(content)
    return held
