"""Setting text in a column: what size it gets and where its lines break.

Long names and titles shrink, then wrap, and are then refused; nothing is ever cut, and nothing runs over a margin.
"""

from __future__ import annotations

import functools
import re
from typing import TYPE_CHECKING

import attrs

from cmecore.errors import InvalidValue, personal
from cmecore.rendering.fonts.extents import Extent, extent
from cmecore.rendering.fonts.typefaces import breadth
from cmecore.rendering.pages.layout import Band, Piece, Setting

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from cmecore.rendering.fonts.typefaces import Typefaces

# From the top of a line to its baseline, as a part of the size.
_ASCENT = 0.82
# Where a line may break, in order of liking: after a space, and after a hyphen or a slash between two letters, or between any
# two characters of the scripts that write without spaces.
_EAST = "\u2e80-\u9fff\uac00-\ud7a3\uf900-\ufaff\U00020000-\U0003ffff"
_BREAKS = (
    re.compile(r"(?<= )(?=[^ ])"),
    re.compile(rf"(?<= )(?=[^ ])|(?<=[^\W\d][-/])(?=[^\W\d])|(?<=[{_EAST}])(?=[{_EAST}])"),
)
# Where an address may break, before it breaks anywhere.
_ADDRESS_BREAKS = "/?&="
# A text in several lines shrinks to this part of its size before it takes another line.
_BEFORE_ANOTHER_LINE = 0.78
# Texts that a place remembers.
_KEPT = 512


@attrs.frozen
class Fit:
    """How far a text may shrink: the size it likes, the smallest in one line and when wrapped, and to how many lines."""

    largest: float
    single: float
    smallest: float
    lines: int


@attrs.frozen(eq=False)
class Column:
    """A part of the page between a left and a right margin, and the fonts that text in it is set in."""

    faces: Typefaces
    left: float
    right: float

    @property
    def width(self) -> float:
        """The length of a full line."""
        return self.right - self.left

    @property
    def centre(self) -> float:
        """Half way between its margins."""
        return (self.left + self.right) / 2

    def fitted(self, text: str, fit: Fit, setting: Setting, *, field: str) -> tuple[tuple[str, ...], Setting]:
        """Shrink a text to one line, or else wrap it evenly, or else refuse it; return its lines and how they are set."""
        one = self.faces.width(text, setting.style, 1.0, setting.spacing)
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
        if setting.width(text, self.faces) <= self.width:
            return (text,)
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
            if end < 1:
                raise InvalidValue(
                    field="text",
                    found=personal(rest),
                    expected=f"letters that fit a column of {self.width:.0f} points",
                    advice="choose broader paper, fewer marks beside a statement, or another font",
                )
            end = next((index + 1 for index in range(end - 1, end // 2, -1) if rest[index] in _ADDRESS_BREAKS), end)
            lines.append(rest[:end])
            rest = rest[end:]
        return (*lines, rest)

    def piece(self, role: str, text: str, setting: Setting, y: float, *, align: float = 0.0, then: str = " ") -> Piece:
        """Set a line flush left (align 0), centred (0.5) or flush right (1)."""
        runs = self.faces.set(text, setting.style)
        if setting.spacing and not all(run.simple for run in runs):
            # Letters that join would be torn apart, and marks would leave their letters.
            setting = attrs.evolve(setting, spacing=0.0)
        width = breadth(runs, setting.size, setting.spacing * setting.size)
        x = self.left + (self.width - width) * align
        return Piece(role=role, text=text, setting=setting, x=x, y=y, width=width, runs=runs, then=then)

    def lines(self, role: str, lines: Sequence[str], text: str, setting: Setting, y: float, *, align: float) -> list[Piece]:
        """Set the lines of a text one under the other, the first on the baseline given."""
        pieces: list[Piece] = []
        for line in lines:
            text = text.lstrip(" ")[len(line) :]
            # A line that was broken within a word is read on without a space.
            then = "" if text and text[0] != " " else " "
            if pieces:
                y -= max(setting.leading, self.reach(pieces[-1].text, setting).down + self.reach(line, setting).up)
            pieces.append(self.piece(role, line, setting, y, align=align, then=then))
        return pieces

    def reach(self, text: str, setting: Setting) -> Extent:
        """Tell how far a text in one line reaches up and down: as far as most do, or as its ink does."""
        up, down = setting.size * _ASCENT, setting.leading - setting.size * _ASCENT
        if text.isascii():
            return Extent(up, down)
        ink = extent(self.faces.set(text, setting.style))
        return Extent(max(up, ink.up * setting.size), max(down, ink.down * setting.size))

    def paragraph(
        self,
        role: str,
        lines: Sequence[str],
        text: str,
        setting: Setting,
        *,
        align: float = 0.5,
        gap: float = 0.0,
        to: str = "",
    ) -> Band:
        """Set the lines of a text as a band of their own, which may lead to an address."""
        pieces = self.lines(role, lines, text, setting, -self.reach(lines[0], setting).up, align=align)
        return Band(self.reach(lines[-1], setting).down - pieces[-1].y, gap, tuple(pieces), to)

    def flow(self, role: str, text: str, setting: Setting, *, align: float, gap: float = 0.0) -> Band:
        """Set a text from outside at one size, in as many lines as it needs."""
        text = self.faces.checked(text, field=role)
        lines = self.wrapped(text, setting) or self.broken(text, setting)
        return self.paragraph(role, lines, text, setting, align=align, gap=gap)


@attrs.frozen(eq=False)
class Slot:
    """A place for texts of one role; what it has set once it does not set again."""

    column: Column
    role: str
    setting: Setting
    #: How far a text may shrink; at one size, in as many lines as it needs, where it may not.
    fit: Fit | None = None
    align: float = 0.5
    gap: float = 0.0
    #: Set a text from outside.
    band: Callable[[str], Band] = attrs.field(init=False, repr=False)

    def __attrs_post_init__(self) -> None:
        object.__setattr__(self, "band", functools.lru_cache(_KEPT)(self._made))

    def _made(self, text: str) -> Band:
        if self.fit is None:
            return self.column.flow(self.role, text, self.setting, align=self.align, gap=self.gap)
        checked = self.column.faces.checked(text, field=self.role)
        lines, sized = self.column.fitted(checked, self.fit, self.setting, field=self.role)
        return self.column.paragraph(self.role, lines, checked, sized, align=self.align, gap=self.gap)


def shrinking(setting: Setting, smallest: float, lines: int) -> Fit:
    """Let a text stay in one line until it has lost a third of its size, and wrap then."""
    smallest = min(smallest, setting.size)
    return Fit(setting.size, max(setting.size * 2 / 3, smallest), smallest, lines)
