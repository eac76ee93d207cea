"""Setting text in a column: what size it gets and where its lines break.

Long names and titles shrink, then wrap, and are then refused; nothing is ever cut, and nothing runs over a margin.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import attrs

from cmecore.errors import InvalidValue, personal
from cmecore.rendering.layout import Band, Piece, Setting

if TYPE_CHECKING:
    from collections.abc import Sequence

    from cmecore.rendering.typefaces import Typefaces

# From the top of a line to its baseline, as a part of the size.
_ASCENT = 0.82
# Where a line may break, in order of liking: after a space, and after a hyphen or a slash between two letters.
_BREAKS = (re.compile(r"(?<= )(?=[^ ])"), re.compile(r"(?<= )(?=[^ ])|(?<=[^\W\d][-/])(?=[^\W\d])"))
# Where an address may break, before it breaks anywhere.
_ADDRESS_BREAKS = "/?&="
# A text in several lines shrinks to this part of its size before it takes another line.
_BEFORE_ANOTHER_LINE = 0.78


@attrs.frozen
class Fit:
    """How far a text may shrink: the size it likes, the smallest in one line and when wrapped, and to how many lines."""

    largest: float
    single: float
    smallest: float
    lines: int


@attrs.frozen
class Column:
    """A part of the page between a left and a right margin, and the fonts that text in it is set in."""

    faces: Typefaces
    left: float
    right: float

    @property
    def width(self) -> float:
        """The length of a full line."""
        return self.right - self.left

    def fitted(self, text: str, fit: Fit, setting: Setting, *, field: str) -> tuple[tuple[str, ...], Setting]:
        """Shrink a text to one line, or else wrap it evenly, or else refuse it; return its lines and how they are set."""
        one = setting.sized(1.0).width(text, self.faces)
        if one * fit.single <= self.width:
            size = min(fit.largest, max(fit.single, int(4 * self.width / one) / 4)) if one else fit.largest
            return (text,), setting.sized(size)
        for count in range(2, fit.lines + 1):
            # Two smaller lines look better than three larger ones, down to a point.
            smallest = fit.smallest if count == fit.lines else max(fit.smallest, fit.single * _BEFORE_ANOTHER_LINE)
            size = fit.single
            while size >= smallest:
                lines = self.wrapped(text, setting.sized(size))
                if lines is not None and len(lines) <= count:
                    return lines, setting.sized(size)
                size -= 0.5
        lines_allowed = "one line" if fit.lines == 1 else f"{fit.lines} lines"
        raise InvalidValue(
            field=field,
            found=personal(text),
            expected=f"text that fits {lines_allowed} of {self.width:.0f} points at a size of {fit.smallest:g}",
            advice="shorten it, or break up words that are longer than a line",
        )

    def wrapped(self, text: str, setting: Setting) -> tuple[str, ...] | None:
        """Break a text into lines of even length; None where a single word is broader than the column."""
        for breaks in _BREAKS:
            words = breaks.split(text)
            lines = self._filled(words, setting, self.width)
            if lines is None:
                continue
            # Narrow the lines as long as no further one is needed, so that no single word is left hanging on the last.
            for percent in range(95, 45, -5) if len(lines) > 1 else ():
                narrower = self._filled(words, setting, self.width * percent / 100)
                if narrower is None or len(narrower) > len(lines):
                    break
                lines = narrower
            return lines
        return None

    def _filled(self, words: Sequence[str], setting: Setting, width: float) -> tuple[str, ...] | None:
        """Put as many words on each line as it holds."""
        lines: list[str] = []
        current = ""
        for word in words:
            if setting.width(word.rstrip(" "), self.faces) > width:
                return None
            if current and setting.width((current + word).rstrip(" "), self.faces) > width:
                lines.append(current.rstrip(" "))
                current = ""
            current += word
        return (*lines, current.rstrip(" "))

    def broken(self, address: str, setting: Setting) -> tuple[str, ...]:
        """Break an address, a number or a word that is broader than the column wherever it must be broken."""
        lines: list[str] = []
        rest = address
        while setting.width(rest, self.faces) > self.width:
            end = len(rest) - 1
            while end > 1 and setting.width(rest[:end], self.faces) > self.width:
                end -= 1
            end = next((index + 1 for index in range(end - 1, end // 2, -1) if rest[index] in _ADDRESS_BREAKS), end)
            lines.append(rest[:end])
            rest = rest[end:]
        return (*lines, rest)

    def paragraph(self, role: str, lines: Sequence[str], setting: Setting, *, align: float = 0.5, gap: float = 0.0) -> Band:
        """Set lines one under the other: flush left (align 0), centred (0.5) or flush right (1)."""
        pieces = []
        for index, text in enumerate(lines):
            width = setting.width(text, self.faces)
            x = self.left + (self.width - width) * align
            y = -setting.size * _ASCENT - index * setting.leading
            pieces.append(Piece(role=role, text=text, setting=setting, x=x, y=y, width=width))
        return Band(setting.leading * len(lines), gap, tuple(pieces))

    def fit(self, role: str, text: str, fit: Fit, setting: Setting, *, gap: float = 0.0) -> Band:
        """Set a text from outside centred, as large as it fits."""
        lines, sized = self.fitted(self.faces.checked(text, field=role), fit, setting, field=role)
        return self.paragraph(role, lines, sized, gap=gap)

    def flow(self, role: str, text: str, setting: Setting, *, align: float) -> Band:
        """Set a text from outside at one size, in as many lines as it needs."""
        text = self.faces.checked(text, field=role)
        return self.paragraph(role, self.wrapped(text, setting) or self.broken(text, setting), setting, align=align)
