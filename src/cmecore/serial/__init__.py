"""Values as JSON documents, and back: exact, strict, and the same text for the same value on every machine.

A document says which schema it follows and what it holds, so that it can still be read, or refused for the right reason, in
ten years.  Reading takes nothing for another thing: no ``"false"`` for *no*, no float for an amount, no key that it does not
know.  Everything that is wrong is said at once, each with its place, and without repeating what may be about a person.

Numbers with a point stand in quotes, instants are written in UTC, and a field that holds its default is left out: the defaults
belong to the schema, and a release that changes one names a new version.  Reading a value judges its fields as making it does;
it does not vouch for who wrote it.  Assessments, findings and receipts are not written: they follow from the participation.
"""

from __future__ import annotations

import json
import re
from typing import Any, NoReturn, TypeVar

import cattrs

from cmecore.errors import InvalidValue, personal, shown
from cmecore.serial import spelling
from cmecore.serial.converting import strict, unknown_keys
from cmecore.serial.plain import LONGEST, Malformed, Problem, bounded, named, parsed, refuse, too_deep
from cmecore.serial.shapes import KINDS, covers, is_kind

__all__ = ["SCHEMA", "Malformed", "Problem", "configure_converter", "converter", "dumps", "from_data", "loads", "to_data"]

_V = TypeVar("_V")

#: The name and version of the schema that documents are written in.  A later one is refused by this release.
SCHEMA = "cmecore/1"
_SCHEMA = re.compile(r"cmecore/([1-9]\d{0,8})", re.ASCII)
_ENVELOPE = ("schema", "kind", "value")


def dumps(value: object, /) -> str:
    """Write a value as a JSON document.

    >>> from cmecore.credit.amounts import CreditType
    >>> AMA = CreditType(code="ama-pra-1", name="AMA PRA Category 1 Credit", step="0.25")
    >>> dumps(AMA("1.75"))
    '{"schema": "cmecore/1", "kind": "Credits", "value": {"amount": "1.75", "type": {"code": "ama-pra-1", ...}}}'
    """
    text = json.dumps({"schema": SCHEMA, "kind": type(value).__name__, "value": to_data(value)}, ensure_ascii=False)
    if len(text) > LONGEST:
        refuse(named(text), expected=f"at most {LONGEST:,} characters", advice="write its parts one by one", path="$")
    return text


def loads(text: str, kind: type[_V], /) -> _V:
    """Read a value of a class from a JSON document.

    >>> from cmecore.credit.periods import Period
    >>> loads('{"schema": "cmecore/1", "kind": "Period", "value": {"years": 3}}', Period)
    Period(years=3, months=0, days=0)
    >>> loads('{"schema": "cmecore/1", "kind": "Period", "value": {"year": 3, "days": "1"}}', Period)
    Traceback (most recent call last):
    cmecore.serial.plain.Malformed: 2 problems
      $.value: found an unknown key in place 1 (text of 4 characters); expected only keys that are known; did you mean years?
      $.value.days: found text of 1 characters; expected a whole number
    """
    if not is_kind(kind):
        _unknown(kind)
    document = parsed(text)
    bounded(document)
    return _read(_content(document, kind.__name__), kind, "$.value")


def _content(document: object, kind: str) -> object:
    """Take the value out of its envelope, refusing what a later release or somebody else wrote before looking inside."""
    if type(document) is not dict:
        refuse(named(document), expected="an object with schema, kind and value", path="$")
    schema, written = document.get("schema"), document.get("kind")
    version = _SCHEMA.fullmatch(schema) if type(schema) is str else None
    if version is None:
        found = named(schema) if "schema" in document else "no such key"
        refuse(found, expected=f'"{SCHEMA}"', advice="only documents that cmecore wrote can be read", path="$.schema")
    if version[0] != SCHEMA:
        refuse(
            f"version {version[1]}", expected=f'"{SCHEMA}"', advice="update cmecore to a release that reads it", path="$.schema"
        )
    if written != kind:
        known = type(written) is str and written in KINDS
        refuse(
            f"a document of kind {written}" if known else named(written) if "kind" in document else "no such key",
            expected=f"one of kind {kind}",
            advice=f"loads(text, {written}) reads it" if known else spelling.likely(written, KINDS),
            path="$.kind",
        )
    if problems := unknown_keys(document, _ENVELOPE):
        raise Malformed(Malformed(problems).under("$"))
    if "value" not in document:
        refuse("no such key", expected="a value", advice="write it", path="$.value")
    return document["value"]


def to_data(value: object, /) -> Any:
    """Turn a value into plain data: dicts, lists, texts, whole numbers, booleans and ``None``; never a float.

    >>> from cmecore.rules.facts import Share
    >>> to_data(Share.of("17/20"))
    {'part': 17, 'whole': 20}
    """
    if not is_kind(type(value)):
        _unknown(type(value))
    return _write(value, type(value))


def _write(value: object, kind: Any) -> Any:
    try:
        data = strict().unstructure(value, unstructure_as=kind)
    except Malformed as wrong:
        raise Malformed(wrong.under("$")) from None
    except RecursionError:
        too_deep()
    bounded(data)
    return data


def from_data(data: object, kind: type[_V], /) -> _V:
    """Make a value of a class from plain data, as :func:`to_data` gives it.

    >>> from cmecore.rules.facts import Share
    >>> from_data({"part": 17, "whole": 20}, Share)
    Share(part=17, whole=20)
    """
    if not covers(kind):
        _unknown(kind)
    bounded(data)
    return _read(data, kind, "$")


def _read(data: object, kind: type[_V], root: str) -> _V:
    try:
        return strict().structure(data, kind)
    except Malformed as wrong:
        raise Malformed(wrong.under(root)) from None
    except RecursionError:
        too_deep()


def _unknown(kind: object) -> NoReturn:
    name = getattr(kind, "__name__", None) or personal(kind)
    raise InvalidValue(
        field="kind",
        found=shown(name),
        expected="a class of this library whose values are written, such as Participation or Ledger",
        advice="what is computed, such as an Assessment, is computed again; teach your own classes to a converter()",
    )


def configure_converter(converter: cattrs.Converter, /) -> None:
    """Teach a cattrs converter of your own the values of this library; what it does with other classes stays as it was.

    >>> import attrs
    >>> from cmecore.credit.periods import Period
    >>> Renewal = attrs.make_class("Renewal", {"board": attrs.field(type=str), "every": attrs.field(type=Period)})
    >>> mine = cattrs.Converter()
    >>> configure_converter(mine)
    >>> mine.unstructure(Renewal("Texas", Period(years=2)))
    {'board': 'Texas', 'every': {'years': 2}}
    """
    converter.register_structure_hook_func(covers, from_data)
    converter.register_unstructure_hook_factory(covers, lambda kind: lambda value: _write(value, kind))


def converter() -> cattrs.Converter:
    """Make a cattrs converter that knows the values of this library, to which you can teach classes of your own.

    >>> from cmecore.rules.facts import Share
    >>> converter().structure([{"part": 17, "whole": 20}], list[Share])
    [Share(part=17, whole=20)]
    """
    made = cattrs.Converter(forbid_extra_keys=True)
    configure_converter(made)
    return made
