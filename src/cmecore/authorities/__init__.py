"""What the bodies of the field lay down, as data: one module a body, each number with its source.

Import a module for its types and rules, or find a body by its code.  A module that lies here is found; nothing is registered.
The facts were collected on 21 November 2026 from stored copies of public pages; what no source said is left out, and where a
body's rounding was not found the caller names it.
"""

from __future__ import annotations

import functools
import pkgutil
import re
from collections.abc import Mapping
from importlib import import_module

from cmecore.bodies.body import Body, spelled
from cmecore.credit.amounts import CreditType
from cmecore.credit.fields import expect
from cmecore.credit.text import checked
from cmecore.errors import InvalidValue, near, shown

_NAMED = 5


@functools.cache
def _codes() -> tuple[str, ...]:
    return tuple(sorted(module.name for module in pkgutil.iter_modules(__path__) if not module.name.startswith("_")))


def body(code: str, /) -> Body:
    """Find a body by its code, which is the name of its module.

    >>> body("ama").name
    'American Medical Association'
    """
    if checked(code, field="body") not in _codes():
        advice = near(code.casefold(), _codes())
        raise InvalidValue(field="body", found=shown(code), expected="a body that is known here", advice=advice)
    found: Body = import_module(f"{__name__}.{code}").BODY
    return found


def bodies() -> tuple[Body, ...]:
    """Return every body, in the order of their codes.

    >>> "ama" in {one.code for one in bodies()}
    True
    """
    return tuple(map(body, _codes()))


def type_named(name: str, /, *, also: Mapping[str, CreditType] | None = None) -> CreditType:
    """Read the name of a credit type as people write it in exports and forms.

    ``also`` maps names of the caller's own, which win.  "ACCME credit" is one that has to be mapped: the ACCME accredits
    providers and grants no credit, so only the provider can say which type is meant.  So is a name that two bodies use for
    different types.

    >>> type_named("AMA PRA Category 1 Credits").code
    'ama-pra-1'
    """
    own = {} if also is None else expect(also, Mapping, field="also")  # type: ignore[type-abstract]
    given: dict[str, CreditType] = {spelled(written): expect(kind, CreditType, field="also") for written, kind in own.items()}
    word = spelled(name)
    if word in given:
        return given[word]
    named: dict[str, set[CreditType]] = {}
    for one in bodies():
        for written, kind in one.names().items():
            named.setdefault(written, set()).add(kind)
    meant = named.get(word, set())
    if len(meant) == 1:
        return meant.pop()
    if meant:
        codes = " or ".join(sorted(kind.code for kind in meant))
        advice = f"write its code, {codes}, or map the name to the type that is meant with `also`"
    elif word.startswith("accme"):
        advice = "the ACCME accredits providers and grants no credit: map the name to the type that is meant with `also`"
    else:
        advice = _containing(word, named) or near(word, {*named, *given})
    expected = "a name of one credit type" if meant else "a name of a credit type"
    raise InvalidValue(field="credit type", found=shown(name), expected=expected, advice=advice)


def _containing(word: str, named: Mapping[str, set[CreditType]]) -> str:
    """Name the types in whose names some words stand: whoever asks for "contact hours" has to say whose."""
    whole = re.compile(rf"(?<!\w){re.escape(word)}(?!\w)")
    names = sorted({kind.name for written, kinds in named.items() if whole.search(written) for kind in kinds})
    more = f", or one of {len(names) - _NAMED} more" if len(names) > _NAMED else ""
    return f"did you mean {' or '.join(names[:_NAMED])}{more}?" if names else ""
