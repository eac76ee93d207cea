"""The trees of a PDF: pages, the way from marks back to elements, and the outline; each grows a leaf at a time."""

from __future__ import annotations

from array import array
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from cmecore.rendering.pdf.file import File, Number

_LEAF = 64


def references(numbers: Sequence[Number]) -> bytes:
    """Write references to objects, one after the other.

    >>> references([3, 4])
    b'3 0 R 4 0 R'
    """
    return (b"%d 0 R " * len(numbers) % tuple(numbers))[:-1]


class Pages:
    """The tree of pages."""

    def __init__(self, file: File) -> None:
        self._file = file
        self.root = file.new()
        self.count = 0
        self._leaves = array("Q")
        self._kids: list[Number] = []
        self._leaf = 0

    def add(self, page: Number) -> Number:
        """Add a page; return what stands above it."""
        if not self._kids:
            self._leaf = self._file.new()
        self._kids.append(page)
        self.count += 1
        above = self._leaf
        if len(self._kids) == _LEAF:
            self._flush()
        return above

    def close(self) -> None:
        """Write what is left of it."""
        self._flush()
        kids = references(self._leaves)
        self._file.put(self.root, b"<</Type/Pages/Kids[%b]/Count %d>>" % (kids, self.count))

    def _flush(self) -> None:
        if self._kids:
            body = b"<</Type/Pages/Parent %d 0 R/Kids[%b]/Count %d>>"
            self._file.put(self._leaf, body % (self.root, references(self._kids), len(self._kids)))
            self._leaves.append(self._leaf)
            self._kids = []


class Parents:
    """The tree that leads from the marks on a page, and from its links, back to their elements."""

    def __init__(self, file: File) -> None:
        self._file = file
        self.root = file.new()
        self.next = 0
        self._leaves = array("Q")
        self._held: list[bytes] = []
        self._first = 0

    def add(self, elements: Sequence[Number]) -> int:
        """Add the elements that the marks of a page lead back to; return the key."""
        return self._add(b"[%b]" % references(elements))

    def add_one(self, element: Number) -> int:
        """Add the element that a link or a field leads back to; return the key."""
        return self._add(b"%d 0 R" % element)

    def _add(self, value: bytes) -> int:
        key = self.next
        self.next += 1
        self._held.append(b"%d %b" % (key, value))
        if len(self._held) == _LEAF:
            self._flush()
        return key

    def close(self) -> None:
        """Write what is left of it."""
        self._flush()
        self._file.put(self.root, b"<</Kids[%b]>>" % references(self._leaves))

    def _flush(self) -> None:
        if self._held:
            number = self._file.new()
            limits = (self._first, self.next - 1)
            self._file.put(number, b"<</Limits[%d %d]/Nums[%b]>>" % (*limits, b" ".join(self._held)))
            self._leaves.append(number)
            self._held, self._first = [], self.next


class Outline:
    """The outline beside the pages: an entry for each certificate, which leads to its first page."""

    def __init__(self, file: File) -> None:
        self._file = file
        self.root = file.new()
        self._first = 0
        self._count = 0
        self._last: tuple[Number, bytes] | None = None
        self._before = 0

    def add(self, title: bytes, page: Number) -> None:
        """Add an entry; the one before it is written now, since it names the one that follows."""
        number = self._file.new()
        self._write(after=number)
        self._first = self._first or number
        self._count += 1
        self._last = number, b"<</Title%b/Parent %d 0 R/Dest[%d 0 R/Fit]" % (title, self.root, page)

    def close(self) -> None:
        """Write the last entry, and what names the first."""
        self._write(after=0)
        body = b"<</Type/Outlines/First %d 0 R/Last %d 0 R/Count %d>>"
        self._file.put(self.root, body % (self._first, self._before, self._count))

    def _write(self, *, after: Number) -> None:
        if self._last is not None:
            number, body = self._last
            before = b"/Prev %d 0 R" % self._before if self._before else b""
            following = b"/Next %d 0 R" % after if after else b""
            self._file.put(number, b"%b%b%b>>" % (body, before, following))
            self._before = number
