"""The drawn part of a theme, which is recorded as operators of PDF, as paths of SVG.

One drawing serves both, so that they cannot come apart.  Operators are few: lines, curves and rectangles, stroked, filled or
clipped, with two colours and a matrix (ISO 32000-1, 8.4 and 8.5).  Whatever else a drawing may come to use is refused at once.

Coordinates are written in hundredths of a point, downwards from the top of the page, so that nearly all of them are whole.
"""

from __future__ import annotations

import functools
import hashlib
import math
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from cmecore.rendering.pages import ornament
from cmecore.rendering.pages.layout import Seal
from cmecore.rendering.svg.paths import Path, hexed, short

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from cmecore.rendering.pages.layout import Colour
    from cmecore.rendering.themes import Theme

Matrix: TypeAlias = tuple[float, float, float, float, float, float]

_BLACK = (0.0, 0.0, 0.0)
_WHITE = 'fill="#fff"'
_CAPS = ("", "round", "square")
# PDF cuts off corners that are sharper than this, and SVG would do so sooner.
_MITRE = 10


class Art(NamedTuple):
    """A drawing: what is drawn, and what it refers to, by its name.

    >>> drawn(b"0 0 1 rg 0 0 72 36 re f", 36).shapes
    '<g transform="scale(.01)" stroke-miterlimit="10"><path fill="#00f" d="M0 3600h7200v-3600h-7200z"/></g>'
    """

    shapes: str
    held: Mapping[str, str]


class _State(NamedTuple):
    """What applies to whatever is drawn next."""

    matrix: Matrix
    fill: Colour = _BLACK
    stroke: Colour = _BLACK
    width: float = 1.0
    cap: int = 0
    dash: tuple[float, ...] = ()
    #: What bounds it: the outermost first.
    clips: tuple[str, ...] = ()


def drawn(operators: bytes, height: float, forms: Mapping[str, str] | None = None) -> Art:
    """Turn operators into paths, on a page of a height; what ``/Name Do`` shows is handed over as `forms`."""
    drawing = _Drawing((100, 0, 0, -100, 0, 100 * height), forms or {})
    operands: list[str] = []
    for word in operators.decode("ascii").split():
        if word[0].isalpha():
            drawing.operate(word, operands)
            operands.clear()
        else:
            operands.append(word)
    return drawing.art()


@functools.lru_cache(maxsize=64)
def frame(theme: Theme) -> Art:
    """Draw the border of a theme.  What it leaves white is paper.

    >>> from cmecore.rendering.themes import CLASSIC, PLAIN
    >>> frame(CLASSIC).shapes[:18], frame(PLAIN).shapes
    ('<use xlink:href="#', '')
    """
    art = drawn(ornament.frame(theme), theme.paper.height)
    return _once(art._replace(shapes=art.shapes.replace(_WHITE, f'fill="{theme.palette.paper}"')))


@functools.lru_cache(maxsize=64)
def flourish(tint: Colour) -> Art:
    """Draw the ornament under a heading, around its centre."""
    return _once(drawn(ornament.recorded(functools.partial(ornament.flourish, x=0, y=0, tint=tint)), 0))


def seal(placed: Seal) -> Art:
    """Draw a seal, around its centre."""
    return _seal(placed.radius, placed.accent, placed.ornament, placed.paper)


@functools.lru_cache(maxsize=64)
def _seal(radius: float, accent: Colour, tint: Colour, paper: Colour) -> Art:
    placed = Seal(x=0, y=0, radius=radius, accent=accent, ornament=tint, paper=paper)
    return _once(drawn(ornament.recorded(functools.partial(ornament.seal, placed=placed)), 0))


def across(theme: Theme, shapes: str) -> str:
    """Turn shapes that are centred on a point to the diagonal of the page."""
    return drawn(ornament.across(theme.paper, b"/Word Do\n"), theme.paper.height, {"Word": shapes}).shapes


class _Drawing:
    """Operators on their way into paths."""

    def __init__(self, matrix: Matrix, forms: Mapping[str, str]) -> None:
        self._out: list[str] = []
        self._clips: dict[str, str] = {}
        self._forms = forms
        self._state = _State(matrix)
        self._saved: list[_State] = []
        self._path = Path()
        # Whether the path under way, once it is done with, bounds what follows, and by which rule.
        self._clipping: str | None = None
        # Lines of one kind are one path, whose end is known when something else is drawn.
        self._lines: tuple[str, tuple[str, ...], list[str]] = ("", (), [])

    def art(self) -> Art:
        """Return what has been drawn."""
        self._flush()
        if not self._out:
            return Art("", {})
        return Art(f'<g transform="scale(.01)" stroke-miterlimit="{_MITRE}">{"".join(self._out)}</g>', self._clips)

    def operate(self, operator: str, operands: Sequence[str]) -> None:
        """Do what an operator says."""
        match operator:
            case "q":
                self._saved.append(self._state)
            case "Q":
                self._state = self._saved.pop()
            case "Do":
                a, b, c, d, e, f = _times((1, 0, 0, -1, 0, 0), self._state.matrix)
                matrix = " ".join([*(short(part, 4) for part in (a, b, c, d)), short(e), short(f)])
                self._put(f'<g transform="matrix({matrix})">{self._forms[operands[0][1:]]}</g>')
            case "d":
                dashes = tuple(float(part.strip("[]")) for part in operands[:-1] if part.strip("[]"))
                self._state = self._state._replace(dash=dashes)
            case _:
                self._calculate(operator, *map(float, operands))

    def _calculate(self, operator: str, *numbers: float) -> None:
        state = self._state
        match operator, numbers:
            case "cm", (a, b, c, d, e, f):
                self._state = state._replace(matrix=_times((a, b, c, d, e, f), state.matrix))
            case "rg", (red, green, blue):
                self._state = state._replace(fill=(red, green, blue))
            case "RG", (red, green, blue):
                self._state = state._replace(stroke=(red, green, blue))
            case "w", (width,):
                self._state = state._replace(width=width)
            case "J", (cap,):
                self._state = state._replace(cap=int(cap))
            case "m", (x, y):
                self._path.move(*self._at(x, y))
            case "l", (x, y):
                self._path.line(*self._at(x, y))
            case "c", (x1, y1, x2, y2, x, y):
                self._path.curve(self._at(x1, y1), self._at(x2, y2), self._at(x, y))
            case "re", (x, y, width, height):
                self._path.move(*self._at(x, y))
                for corner in ((x + width, y), (x + width, y + height), (x, y + height)):
                    self._path.line(*self._at(*corner))
                self._path.close()
            case "h", ():
                self._path.close()
            case (("W" | "W*"), ()):
                self._clipping = operator
            case "n", ():
                self._done()
            case (("S" | "f" | "f*" | "B" | "B*"), ()):
                self._paint(operator)
                self._done()
            case _:
                raise NotImplementedError(f"the operator {operator} with {len(numbers)} numbers, in a drawing")

    def _at(self, x: float, y: float) -> tuple[float, float]:
        a, b, c, d, e, f = self._state.matrix
        return round(a * x + c * y + e), round(b * x + d * y + f)

    def _paint(self, operator: str) -> None:
        state = self._state
        if operator == "S":
            style = f'fill="none"{self._pen()}'
            if self._lines[:2] != (style, state.clips):
                self._flush()
            self._lines = style, state.clips, [*self._lines[2], self._path.text]
            return
        rule = ' fill-rule="evenodd"' if operator.endswith("*") else ""
        pen = self._pen() if operator.startswith("B") else ""
        self._put(f'<path fill="{hexed(state.fill)}"{rule}{pen} d="{self._path.text}"/>')

    def _pen(self) -> str:
        """Say how a line is drawn."""
        state = self._state
        a, b, c, d, _, _ = state.matrix
        scale = math.sqrt(abs(a * d - b * c))
        cap = f' stroke-linecap="{_CAPS[state.cap]}"' if state.cap else ""
        dash = f' stroke-dasharray="{" ".join(short(part * scale) for part in state.dash)}"' if state.dash else ""
        return f' stroke="{hexed(state.stroke)}" stroke-width="{short(state.width * scale)}"{cap}{dash}'

    def _done(self) -> None:
        """Leave the path, and let it bound what follows where it was to."""
        if self._clipping is not None:
            rule = ' clip-rule="evenodd"' if self._clipping.endswith("*") else ""
            content = f'<path{rule} d="{self._path.text}"/>'
            name = _named("c", content)
            self._clips[name] = f'<clipPath id="{name}">{content}</clipPath>'
            self._state = self._state._replace(clips=(*self._state.clips, name))
            self._clipping = None
        self._path = Path()

    def _put(self, element: str) -> None:
        self._flush()
        self._bounded(element, self._state.clips)

    def _flush(self) -> None:
        style, clips, lines = self._lines
        self._lines = "", (), []
        if lines:
            self._bounded(f'<path {style} d="{"".join(lines)}"/>', clips)

    def _bounded(self, element: str, clips: Sequence[str]) -> None:
        """Draw within all bounds: a group for each, since not every viewer takes bounds of bounds."""
        opening = "".join([f'<g clip-path="url(#{clip})">' for clip in clips])
        self._out.append(f"{opening}{element}{'</g>' * len(clips)}")


def _times(first: Matrix, then: Matrix) -> Matrix:
    a, b, c, d, e, f = first
    g, h, i, j, k, m = then
    return (a * g + b * i, a * h + b * j, c * g + d * i, c * h + d * j, e * g + f * i + k, e * h + f * j + m)


def _once(art: Art) -> Art:
    """Let a drawing stand in the file once, however many pages use it."""
    if not art.shapes:
        return art
    name = _named("a", art.shapes)
    return Art(f'<use xlink:href="#{name}"/>', {**art.held, name: f'<g id="{name}">{art.shapes}</g>'})


def _named(kind: str, content: str) -> str:
    """Call something by what it is, so that two files on one web page do not take each other's."""
    return f"{kind}{hashlib.sha256(content.encode()).hexdigest()[:12]}"
