"""A memory with a limit: what was worked out once is kept, and all of it is forgotten before it grows large.

A thousand certificates share their provider, course and statements, and each has a name of its own.  What is shared comes
back at once after it was forgotten, so that nothing finer is needed.
"""

from __future__ import annotations

from typing import TypeVar

K = TypeVar("K")
V = TypeVar("V")

#: How many results are kept.
MOST = 512


class Memo(dict[K, V]):
    """A dictionary that empties itself when it is full.

    >>> lengths = Memo()
    >>> for number in range(MOST + 1):
    ...     lengths[number] = number
    >>> len(lengths)
    1
    """

    def __setitem__(self, key: K, value: V) -> None:
        """Keep a result."""
        if len(self) >= MOST:
            self.clear()
        super().__setitem__(key, value)
