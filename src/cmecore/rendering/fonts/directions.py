r"""Which way the characters of a line run, and in which order they are painted: the implicit half of Unicode's rules.

A Hebrew name on an English line is read from the right, its digits from the left, and the bracket behind it belongs to it
or to the line.  `UAX #9 <https://www.unicode.org/reports/tr9/>`_ settles that by giving each character a level: even ones
run to the right, odd ones to the left.  Its explicit half, controls that override a direction, is refused wherever text
comes in (:mod:`cmecore.credit.text`), so what is left is short enough to read.

>>> levels("Dr. דוד 12", base="ltr")
(0, 0, 0, 0, 1, 1, 1, 1, 2, 2)
>>> painted([0, 1, 2])
(0, 2, 1)
"""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

Direction = Literal["ltr", "rtl"]

# Opening and closing brackets in turn, as Unicode pairs them.
_BRACKETS = (
    "()[]{}\u0f3a\u0f3b\u0f3c\u0f3d\u169b\u169c\u2045\u2046\u207d\u207e\u208d\u208e\u2308\u2309\u230a\u230b\u2329\u232a"
    "\u2768\u2769\u276a\u276b\u276c\u276d\u276e\u276f\u2770\u2771\u2772\u2773\u2774\u2775\u27c5\u27c6\u27e6\u27e7\u27e8\u27e9"
    "\u27ea\u27eb\u27ec\u27ed\u27ee\u27ef\u2983\u2984\u2985\u2986\u2987\u2988\u2989\u298a\u298b\u298c\u298d\u2990\u298f\u298e"
    "\u2991\u2992\u2993\u2994\u2995\u2996\u2997\u2998\u29d8\u29d9\u29da\u29db\u29fc\u29fd\u2e22\u2e23\u2e24\u2e25\u2e26\u2e27"
    "\u2e28\u2e29\u2e55\u2e56\u2e57\u2e58\u2e59\u2e5a\u2e5b\u2e5c\u3008\u3009\u300a\u300b\u300c\u300d\u300e\u300f\u3010\u3011"
    "\u3014\u3015\u3016\u3017\u3018\u3019\u301a\u301b\ufe59\ufe5a\ufe5b\ufe5c\ufe5d\ufe5e\uff08\uff09\uff3b\uff3d\uff5b\uff5d"
    "\uff5f\uff60\uff62\uff63"
)
_SAME = {"\u2329": "\u3008", "\u232a": "\u3009"}
_CLOSING = dict(zip(_BRACKETS[::2], _BRACKETS[1::2], strict=True))
_CLOSES = frozenset(_CLOSING.values())
_DEEPEST = 63  # of open brackets: a limit of the standard, which all implementations have to share

_REMOVED = frozenset({"BN", "LRE", "RLE", "LRO", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI"})
_FROM_THE_RIGHT = frozenset({"R", "AL", "AN"})
_NUMBERS = frozenset({"EN", "AN"})
_NEUTRAL = frozenset({"B", "S", "WS", "ON"})


def levels(text: str, base: Direction) -> tuple[int, ...]:
    """Give the level of each character of a line: 0 and 2 run to the right, 1 to the left.

    >>> levels("אב", base="rtl"), levels("ab", base="rtl")
    ((1, 1), (2, 2))
    """
    kinds = [unicodedata.bidirectional(character) or "L" for character in text]
    if base == "ltr" and _FROM_THE_RIGHT.isdisjoint(kinds):
        return (0,) * len(text)
    kept = [index for index, kind in enumerate(kinds) if kind not in _REMOVED]
    own, level = ("L", 0) if base == "ltr" else ("R", 1)
    resolved = [kinds[index] for index in kept]
    _resolve_weak(resolved, own)
    _resolve_brackets(resolved, [text[index] for index in kept], [kinds[index] for index in kept], own)
    _resolve_neutral(resolved, own)
    found: list[int | None] = [None] * len(text)
    for index, kind in zip(kept, resolved, strict=True):
        found[index] = level + ((kind != "L") + (kind in _NUMBERS) if level == 0 else kind != "R")
    return tuple(_with_the_removed(found, level))


def painted(levels: Sequence[int]) -> tuple[int, ...]:
    """Put stretches of these levels in the order in which they are painted from left to right (rule L2).

    >>> painted([1, 2, 1])
    (2, 1, 0)
    """
    order = list(range(len(levels)))
    for level in range(max(levels, default=0), 0, -1):
        start = 0
        while start < len(order):
            end = start
            while end < len(order) and levels[order[end]] >= level:
                end += 1
            order[start:end] = order[start:end][::-1]
            start = end + 1
    return tuple(order)


def _resolve_weak(kinds: list[str], own: str) -> None:
    """Settle marks, numbers and what stands between numbers (rules W1 to W7)."""
    before, strong = own, own
    for index, kind in enumerate(kinds):
        if kind == "NSM":
            kind = kinds[index] = before  # noqa: PLW2901 - the rules rewrite as they go
        if kind in {"L", "R", "AL"}:
            strong = kind
        elif kind == "EN" and strong == "AL":
            kinds[index] = "AN"
        before = kinds[index]
    for index, kind in enumerate(kinds):
        sides = {*kinds[max(index - 1, 0) : index], *kinds[index + 1 : index + 2]}
        between = 0 < index < len(kinds) - 1
        if kind == "AL":
            kinds[index] = "R"
        elif between and ((kind in {"ES", "CS"} and sides == {"EN"}) or (kind == "CS" and sides == {"AN"})):
            kinds[index] = min(sides)
    for start, end in _stretches(kinds, frozenset({"ET"})):
        beside = "EN" in (kinds[start - 1 : start] + kinds[end : end + 1])
        kinds[start:end] = ["EN" if beside else "ON"] * (end - start)
    strong = own
    for index, kind in enumerate(kinds):
        if kind in {"L", "R"}:
            strong = kind
        elif kind in {"ES", "CS"}:
            kinds[index] = "ON"
        elif kind == "EN" and strong == "L":
            kinds[index] = "L"


def _resolve_brackets(kinds: list[str], characters: Sequence[str], given: Sequence[str], own: str) -> None:
    """Let both brackets of a pair run as what they enclose does (rule N0)."""
    for opening, closing in sorted(_pairs(kinds, characters)):
        inside = {_strong(kind) for kind in kinds[opening + 1 : closing]} - {None}
        if not inside:
            continue
        outside = next((kind for kind in map(_strong, kinds[opening - 1 :: -1] if opening else ()) if kind), own)
        direction = own if own in inside else outside
        for bracket in (opening, closing):
            kinds[bracket] = direction
            mark = bracket + 1
            while mark < len(kinds) and given[mark] == "NSM":
                kinds[mark] = direction
                mark += 1


def _pairs(kinds: Sequence[str], characters: Sequence[str]) -> Iterator[tuple[int, int]]:
    opened: list[tuple[str, int]] = []
    for index, character in enumerate(characters):
        if kinds[index] != "ON":
            continue
        if character in _CLOSING:
            if len(opened) == _DEEPEST:
                return
            closing = _CLOSING[character]
            opened.append((_SAME.get(closing, closing), index))
        elif character in _CLOSES:
            wanted = _SAME.get(character, character)
            for depth in range(len(opened) - 1, -1, -1):
                if opened[depth][0] == wanted:
                    yield opened[depth][1], index
                    del opened[depth:]
                    break


def _strong(kind: str) -> str | None:
    return "R" if kind in _NUMBERS else kind if kind in {"L", "R"} else None


def _resolve_neutral(kinds: list[str], own: str) -> None:
    """Let spaces and signs run as the text on both sides, or as the line does where the sides differ (N1, N2)."""
    for start, end in _stretches(kinds, _NEUTRAL):
        left = (_strong(kinds[start - 1]) if start else None) or own
        right = (_strong(kinds[end]) if end < len(kinds) else None) or own
        kinds[start:end] = [left if left == right else own] * (end - start)


def _stretches(kinds: list[str], of: frozenset[str]) -> Iterator[tuple[int, int]]:
    start = 0
    while start < len(kinds):
        end = start
        while end < len(kinds) and kinds[end] in of:
            end += 1
        if end > start:
            yield start, end
        start = end + 1


def _with_the_removed(found: Sequence[int | None], level: int) -> Iterator[int]:
    """Give what the rules leave out, such as a joiner, the level of what it follows."""
    before = level
    for one in found:
        before = before if one is None else one
        yield before
