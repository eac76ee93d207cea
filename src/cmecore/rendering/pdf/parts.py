"""Marked content: a stretch of a page, the part that it plays, and the structure type that follows from it."""

from __future__ import annotations

import functools
from typing import NamedTuple, TypeAlias

#: Left, bottom, right and top.
Box: TypeAlias = tuple[float, float, float, float]

_HEADINGS = {"kind": b"H1", "under": b"H2"}
#: The heads of a table, from left to right.
COLUMNS = ("topic heading", "completed heading", "amount heading")
#: The cells of a row, likewise.
CELLS = ("topic", "completed", "amount")
#: What is seen and not read.
FIGURES = ("mark", "signature", "symbol")


@functools.cache
def tag(role: str) -> bytes:
    """Return the structure type of what plays a part.

    >>> tag("kind"), tag("name"), tag("topic")
    (b'H1', b'P', b'TD')
    """
    if role in FIGURES:
        return b"Figure"
    if role in COLUMNS:
        return b"TH"
    return b"TD" if role in CELLS or role == "note" else _HEADINGS.get(role, b"P")


class Part(NamedTuple):
    """Marked content: the part that it plays, the operators, and what they show in words."""

    role: str
    operators: bytes
    #: The text as it is read; of a picture, its description.
    text: str
    #: The language of its script, where that is not the page's.
    language: str = ""
    #: Whether its glyphs stand in another order than its characters, so that the text has to be said beside them.
    spelled: bool = False
    #: The box around a picture: left, bottom, right and top, measured like the band.
    box: Box | None = None

    @property
    def tag(self) -> bytes:
        """Its structure type."""
        return tag(self.role)
