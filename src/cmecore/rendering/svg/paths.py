"""Lines and curves written as SVG writes them: relative to one another and without a character that can be spared.

What is written is rounded first and measured then, so that a path of a thousand curves ends where it should.
"""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from cmecore.rendering.pages.layout import Colour

Place: TypeAlias = tuple[float, float]


def short(value: float, places: int = 2) -> str:
    """Write a number, rounded.

    >>> short(12.0), short(-0.504), short(0.001)
    ('12', '-.5', '0')
    """
    text = f"{round(value, places):.10g}"
    if text.startswith("0."):
        return text[1:]
    if text.startswith("-0"):
        return f"-{text[2:]}" if text != "-0" else "0"
    return text


@functools.lru_cache(maxsize=256)
def hexed(colour: Colour) -> str:
    """Write a colour.

    >>> hexed((0.106, 0.196, 0.333)), hexed((1, 1, 1))
    ('#1b3255', '#fff')
    """
    digits = "".join(f"{round(part * 255):02x}" for part in colour)
    return f"#{digits[::2]}" if digits[::2] == digits[1::2] else f"#{digits}"


class Path:
    """A path under way.

    >>> path = Path()
    >>> path.move(10, 10)
    >>> path.line(30, 10)
    >>> path.line(30, 5)
    >>> path.close()
    >>> path.text
    'M10 10h20v-5z'
    """

    def __init__(self) -> None:
        self._out: list[str] = []
        self._x = self._y = 0.0
        self._start = (0.0, 0.0)
        # What a number means that follows without a letter.
        self._command = ""

    @property
    def text(self) -> str:
        """What has been drawn."""
        return "".join(self._out)

    def move(self, x: float, y: float) -> None:
        """Begin elsewhere; the first place is told from the corner, so that a path can stand behind another one."""
        if self._out:
            self._write("m", x, y)
            self._command = "l"
        else:
            self._write("M", x, y)
        self._start = (x, y)

    def line(self, x: float, y: float) -> None:
        """Draw a straight line; one to where it begins is none."""
        if y == self._y:
            if x != self._x:
                self._write("h", x)
        elif x == self._x:
            self._write("v", y)
        else:
            self._write("l", x, y)

    def quadratic(self, handle: Place, end: Place) -> None:
        """Draw a curve with one handle, as TrueType does."""
        self._write("q", *handle, *end)

    def curve(self, first: Place, second: Place, end: Place) -> None:
        """Draw a curve with two handles, as PDF does."""
        self._write("c", *first, *second, *end)

    def close(self) -> None:
        """Return to where this part of the path began."""
        self._out.append("z")
        self._command = ""
        self._x, self._y = self._start

    def _write(self, command: str, *places: float) -> None:
        out = self._out
        glued = command != self._command
        if glued:
            out.append(command)
            self._command = command
        origins = (self._y,) if command == "v" else (self._x, self._y)
        for index, place in enumerate(places):
            number = short(place - origins[index % len(origins)], 1)
            out.append(number if glued or number[0] == "-" else f" {number}")
            glued = False
        if command == "h":
            self._x = places[0]
        elif command == "v":
            self._y = places[0]
        else:
            self._x, self._y = places[-2:]
