"""The errors of the library: one base class, and messages a tired person can act on.

Whatever a learner can do wrong is an answer with reasons, never an exception.  What only a program can do wrong raises one
of these.  Each carries the objects it speaks of, and its text says what was found, what was expected and what to do; the
text may change between releases, the class and its attributes do not.
"""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

_SHOWN = 60
_SHOWN_BITS = 256
_SHOWN_CHARACTERS = 5
_LISTED = 20
# A slip of the pen is closer than this; "resident" and "student" are two words.
_CLOSE = 0.75


class CmeError(Exception):
    """Anything that cmecore raises on purpose, so that one ``except`` catches it all.

    >>> issubclass(InvalidValue, CmeError)
    True
    """


class InvalidValue(CmeError, ValueError):
    """A value that cannot be what it was handed over as.

    >>> raise InvalidValue(field="credits", found="'-1'", expected="an amount of 0 or more", advice="check the sign")
    Traceback (most recent call last):
    cmecore.errors.InvalidValue: credits: found '-1'; expected an amount of 0 or more; check the sign
    """

    def __init__(self, *, field: str, found: str, expected: str, advice: str = "") -> None:
        self.field = field
        self.found = found
        self.expected = expected
        self.advice = advice
        super().__init__("; ".join(filter(None, (f"{field}: found {found}", f"expected {expected}", advice))))

    def __reduce__(self) -> tuple[object, ...]:
        """Travel between processes: a worker's refusal has to reach its parent."""
        given = {"field": self.field, "found": self.found, "expected": self.expected, "advice": self.advice}
        return functools.partial(type(self), **given), ()


class DifferentTypes(CmeError, TypeError):
    """Two credit types met where only one can stand: they have no common amount.

    >>> DifferentTypes("contact hour", "CEU", doing="add").left
    'contact hour'
    """

    def __init__(self, left: object, right: object, *, doing: str) -> None:
        self.left = left
        self.right = right
        super().__init__(
            f"cannot {doing} {left} and {right}: they are different kinds of credit; "
            f"keep a total for each type, or convert one on purpose first"
        )
        self.doing = doing

    def __reduce__(self) -> tuple[object, ...]:
        """Travel between processes."""
        return functools.partial(type(self), self.left, self.right, doing=self.doing), ()


class OutcomeIsNotABool(CmeError, TypeError):
    """An outcome was used as true or false, although it has three values.

    >>> OutcomeIsNotABool("Outcome.MET").outcome
    'Outcome.MET'
    """

    def __init__(self, outcome: object) -> None:
        self.outcome = outcome
        super().__init__(
            f"{outcome} was used as true or false, but an outcome is met, unmet or unknown; "
            f"compare it, as in `outcome is Outcome.MET`"
        )

    def __reduce__(self) -> tuple[object, ...]:
        """Travel between processes."""
        return type(self), (self.outcome,)


class LedgerConflict(CmeError):
    """What a ledger already holds speaks against what is being asked of it.

    >>> LedgerConflict("already written", recorded="a", offered="b").offered
    'b'
    """

    def __init__(self, message: str, *, recorded: object, offered: object) -> None:
        self.recorded = recorded
        self.offered = offered
        super().__init__(message)

    def __reduce__(self) -> tuple[object, ...]:
        """Travel between processes."""
        return functools.partial(type(self), str(self), recorded=self.recorded, offered=self.offered), ()


def shown(value: object) -> str:
    """Describe a value that is nobody's personal data, cut to a length that fits a message.

    >>> shown("0.3"), shown(0.3)
    ("'0.3'", 'the float 0.3')
    """
    if isinstance(value, str):
        return repr(value) if len(value) <= _SHOWN else f"{value[:_SHOWN]!r}… ({len(value):,} characters)"
    if value is None:
        return "nothing (None)"
    if isinstance(value, int) and value.bit_length() > _SHOWN_BITS:
        return f"a whole number of {value.bit_length():,} bits"
    if isinstance(value, list | tuple | dict | set | frozenset):
        return f"a {type(value).__name__} of {len(value):,}"
    # A value with a field that its repr leaves out is somebody's own: an identifier, a ledger.
    if any(not field.repr for field in getattr(type(value), "__attrs_attrs__", ())):
        return f"a value of type {type(value).__name__}"
    try:
        text = str(value)
    except Exception:  # noqa: BLE001 - a message about a mistake must not become another one
        return f"a value of type {type(value).__name__}"
    text = text if len(text) <= _SHOWN else f"{text[:_SHOWN]}…"
    return f"the {type(value).__name__} {text}"


def personal(value: object, offending: Iterable[str] = ()) -> str:
    r"""Describe a value that may name a person: its kind, its length and the characters at fault, nothing else.

    >>> personal("Ada\x00Okoro", offending="\x00")
    'text of 9 characters with U+0000'
    """
    if not isinstance(value, str):
        return "nothing (None)" if value is None else f"a value of type {type(value).__name__}"
    characters = sorted({f"U+{ord(character):04X}" for character in offending})
    listed = ", ".join(characters[:_SHOWN_CHARACTERS]) + (" and others" if len(characters) > _SHOWN_CHARACTERS else "")
    return f"text of {len(value):,} characters" + (f" with {listed}" if characters else "")


def described(value: object) -> str:
    """Describe a value that stands where it should not: of a text, which may be a name, no letter is repeated.

    >>> described("Ada Okoro"), described(0.5)
    ('text of 9 characters', 'the float 0.5')
    """
    return personal(value) if isinstance(value, str) else shown(value)


def near(word: str, known: Iterable[str]) -> str:
    """Name the closest of the known words, as advice for a misspelled one, or list them all where none is close.

    >>> near("evaluted", ["evaluated", "attended"])
    'did you mean evaluated?'
    """
    from difflib import get_close_matches

    names = sorted(known)
    close = get_close_matches(word, names, n=2, cutoff=_CLOSE)
    if close:
        return f"did you mean {' or '.join(close)}?"
    listed = ", ".join(names[:_LISTED]) + (f" and {len(names) - _LISTED} more" if len(names) > _LISTED else "")
    return f"known are {listed or 'none'}"
