"""Plain data, and JSON text read into it without trusting it: nothing is rounded, dropped or read without end.

Python's own reader keeps the last of two equal keys, turns 0.1 into a float and takes ``NaN``.  Here each of these leaves a
:class:`Refused` in its place, so that whoever reads the value there says where it stands, beside everything else that is wrong.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, NoReturn, TypeAlias

import attrs

from cmecore.errors import InvalidValue, personal

if TYPE_CHECKING:
    from collections.abc import Iterable

#: What a document is made of.  There is no float among it.
Data: TypeAlias = "dict[str, Data] | list[Data] | str | int | bool | None"

#: Longest document, in characters.
LONGEST = 16_000_000
#: Most values in one document, and most in one of its lists.
MOST_VALUES = 1_000_000
MOST_LISTED = 10_000
#: Deepest nesting of lists and objects.
DEEPEST = 64
#: Largest whole number, in digits.
MOST_DIGITS = 77
#: Where the counting of problems ends: by then something else is wrong than the values.
MOST_PROBLEMS = 100

_PRINTED = 10


@attrs.frozen(kw_only=True)
class Problem:
    """Something in a document that is not as it has to be, and where it stands; a person's data is never part of it.

    >>> print(Problem(path="$.parts[0].minutes", found="text of 2 characters", expected="a whole number"))
    $.parts[0].minutes: found text of 2 characters; expected a whole number
    """

    #: The place, from ``$``, which is what was handed over: ``$.activity.designations[0].maximum``.
    path: str
    found: str
    expected: str
    advice: str = ""

    def __str__(self) -> str:
        """Say it in one sentence."""
        return "; ".join(filter(None, (f"{self.path}: found {self.found}", f"expected {self.expected}", self.advice)))


class Malformed(InvalidValue):
    """A document that says no value, with everything that is wrong with it.

    >>> twice = [Problem(path=f"$.{key}", found="nothing", expected="a value") for key in ("code", "title")]
    >>> raise Malformed(twice)
    Traceback (most recent call last):
    cmecore.serial.plain.Malformed: 2 problems
      $.code: found nothing; expected a value
      $.title: found nothing; expected a value
    """

    def __init__(self, problems: Iterable[Problem]) -> None:
        #: All of them, in the order of the document, up to a hundred or so.
        self.problems = tuple(problems)
        first = self.problems[0]
        super().__init__(field=first.path, found=first.found, expected=first.expected, advice=first.advice)

    def __reduce__(self) -> tuple[type[Malformed], tuple[tuple[Problem, ...]]]:
        """Let it cross from one process to another, where many documents are read at once."""
        return type(self), (self.problems,)

    def under(self, place: str) -> tuple[Problem, ...]:
        """Place the problems below another place: ``.activity`` or ``[0]``."""
        return tuple(attrs.evolve(problem, path=place + problem.path) for problem in self.problems)

    def __str__(self) -> str:
        """Say the problems, a line for each."""
        if len(self.problems) == 1:
            return str(self.problems[0])
        more = len(self.problems) - _PRINTED
        rest = [f"and {more} more"] if more > 0 else []
        return "\n  ".join([f"{len(self.problems)} problems", *map(str, self.problems[:_PRINTED]), *rest])


@attrs.frozen
class Refused:
    """What stands where the text held something that no document may hold."""

    says: str


def refuse(found: str, *, expected: str, advice: str = "", path: str = "") -> NoReturn:
    """Raise the one problem of a value; whoever holds the value says where it stands."""
    raise Malformed([Problem(path=path, found=found, expected=expected, advice=advice)])


def named(data: object) -> str:
    """Describe plain data by its kind and length; what it says is never repeated, since it may be about a person."""
    match data:
        case Refused():
            return data.says
        case bool():
            return "true" if data else "false"
        case int():
            return "a whole number"
        case float():
            return "a float"
        case list():
            return f"a list of {len(data):,}"
        case dict():
            return f"an object of {len(data):,} keys"
    return personal(data)


def parsed(text: object) -> object:
    """Read JSON text.

    >>> parsed('{"step": "0.25", "step": 0.1}')
    Refused(says='an object with the same key in places 1 and 2')
    """
    if type(text) is not str:
        refuse(named(text), expected="a document as text", advice="decode bytes as UTF-8 first", path="$")
    if len(text) > LONGEST:
        refuse(named(text), expected=f"at most {LONGEST:,} characters", advice="write its parts one by one", path="$")
    try:
        return json.loads(text, object_pairs_hook=_object, parse_int=_whole, parse_float=_fractional, parse_constant=_no_number)
    except json.JSONDecodeError as error:
        # Its own text repeats nothing of the document; the exception itself holds all of it, so it is let go.
        place = f"line {error.lineno}, column {error.colno}"
        refuse(f"no JSON at {place} ({error.msg})", expected="a JSON document", advice="hand over the whole text", path="$")
    except RecursionError:
        too_deep()


def _object(pairs: list[tuple[str, object]]) -> dict[str, object] | Refused:
    made = dict(pairs)
    if len(made) == len(pairs):
        return made
    first: dict[str, int] = {}
    again = next(place for place, (key, _) in enumerate(pairs, 1) if first.setdefault(key, place) != place)
    return Refused(f"an object with the same key in places {first[pairs[again - 1][0]]} and {again}")


def _whole(digits: str) -> int | Refused:
    # Python needs quadratic time for a long one.
    count = len(digits.lstrip("-"))
    return int(digits) if count <= MOST_DIGITS else Refused(f"a whole number of {count:,} digits")


def _fractional(_digits: str) -> Refused:
    return Refused("a bare number with a point or an exponent")


def _no_number(_word: str) -> Refused:
    return Refused("NaN or an infinity")


def too_deep() -> NoReturn:
    """Refuse what no rule of the field needs and no stack can hold."""
    refuse("deeper nesting", expected=f"lists and objects in at most {DEEPEST} levels", advice="flatten the tests", path="$")


def bounded(data: object) -> None:
    """Refuse data that is too deep or too much to read, whether it came as text or as objects that hold themselves.

    >>> endless = []
    >>> endless.append(endless)
    >>> bounded(endless)
    Traceback (most recent call last):
    cmecore.serial.plain.Malformed: $: found deeper nesting; expected lists and objects in at most 64 levels; ...
    """
    level: list[object] = [data]
    depth = count = 0
    while level := _below(level, MOST_VALUES - count):
        depth += 1
        count += len(level)
        if depth > DEEPEST:
            too_deep()


def _below(level: list[object], most: int) -> list[object]:
    following: list[object] = []
    for data in level:
        if isinstance(data, list):
            following += data
        elif isinstance(data, dict):
            following += data.values()
        if len(following) > most:
            refuse(
                "more values",
                expected=f"at most {MOST_VALUES:,} in one document",
                advice="write its parts one by one",
                path="$",
            )
    return following
