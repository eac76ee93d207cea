"""The drawn part of a certificate: the engraved border, the flourish under the heading and the rosette.

Everything is lines and curves, so it stays sharp at any size, weighs little, and says nothing: no seal or mark of any body.
"""

from __future__ import annotations

import functools
import io
import math
from typing import TYPE_CHECKING, NamedTuple

from reportlab.pdfgen.canvas import Canvas

from cmecore.rendering.columns import Column
from cmecore.rendering.layout import Setting
from cmecore.rendering.themes import rgb

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from cmecore.rendering.layout import Band, Colour
    from cmecore.rendering.themes import Border, Paper, Theme
    from cmecore.rendering.typefaces import Typefaces


class Tints(NamedTuple):
    """The two colours that ornament is drawn in."""

    accent: Colour
    ornament: Colour


_MARGIN = 24.0
_BAND = 15.0
# A cubic curve between a crest and a trough follows the sine best with its handles this far along.
_SINE = 0.3642


def engraved(canvas: Canvas, width: float, height: float, tints: Tints) -> None:
    """Draw the border: a band of interlaced waves between fine lines, with a rosette on each corner."""
    middle = _MARGIN + _BAND / 2
    canvas.saveState()
    canvas.setStrokeColorRGB(*tints.accent)
    for inset, line in ((_MARGIN, 1.1), (_MARGIN + _BAND, 0.5), (_MARGIN + _BAND + 3, 0.9)):
        canvas.setLineWidth(line)
        canvas.rect(inset, inset, width - 2 * inset, height - 2 * inset)
    canvas.saveState()
    ring = canvas.beginPath()
    ring.rect(_MARGIN, _MARGIN, width - 2 * _MARGIN, height - 2 * _MARGIN)
    canvas.clipPath(ring, stroke=0)
    for colour, line, swing, shifts in ((tints.ornament, 0.4, 5.2, (0, 2, 4, 6)), (tints.accent, 0.35, 2.6, (0, 4))):
        canvas.setStrokeColorRGB(*colour)
        canvas.setLineWidth(line)
        for turned, length, across in ((False, width, height), (True, height, width)):
            for side in (middle, across - middle):
                for shift in shifts:
                    _wave(canvas, (middle, length - middle), side, swing, shift / 8, turned=turned)
    canvas.restoreState()
    for x in (middle, width - middle):
        for y in (middle, height - middle):
            _corner(canvas, x, y, tints)
    canvas.restoreState()


def _wave(canvas: Canvas, ends: tuple[float, float], side: float, swing: float, phase: float, *, turned: bool) -> None:
    """Draw a wave along a side, a whole number of times, shifted by a part of its length."""
    start, end = ends
    count = round((end - start) / 15)
    half = (end - start) / count / 2
    path = canvas.beginPath()

    def point(along: float, off: float) -> tuple[float, float]:
        x, y = (side + off, along) if turned else (along, side + off)
        return round(x, 2), round(y, 2)

    along, off = start - 2 * half * phase, swing
    path.moveTo(*point(along, off))
    for _ in range(2 * count + 2):
        rest = (*point(along + half - _SINE * half, -off), *point(along + half, -off))
        path.curveTo(*point(along + _SINE * half, off), *rest)
        along, off = along + half, -off
    # The wave runs over both ends, where the margin clips it and the corners cover it.
    canvas.drawPath(path)


def _corner(canvas: Canvas, x: float, y: float, tints: Tints) -> None:
    side = _BAND / 2 + 3.5
    canvas.setFillColorRGB(1, 1, 1)
    canvas.setStrokeColorRGB(*tints.accent)
    canvas.setLineWidth(0.9)
    canvas.rect(x - side, y - side, 2 * side, 2 * side, fill=1)
    rosette(canvas, x, y, side - 1.6, tints, petals=8)


def rosette(canvas: Canvas, x: float, y: float, radius: float, tints: Tints, *, petals: int = 24) -> None:
    """Draw a rosette as an engraving machine would: one ellipse, turned again and again around the centre."""
    canvas.saveState()
    canvas.translate(x, y)
    canvas.setLineWidth(0.35)
    for colour, long, broad in ((tints.ornament, radius, radius * 0.42), (tints.accent, radius * 0.62, radius * 0.28)):
        canvas.setStrokeColorRGB(*colour)
        for _ in range(petals):
            canvas.rotate(180 / petals)
            canvas.ellipse(-long, -broad, long, broad)
    canvas.restoreState()


def flourish(canvas: Canvas, *, x: float, y: float, tint: Colour) -> None:
    """Draw the ornament under a heading: two lines that taper off, and a lozenge between them."""
    canvas.saveState()
    canvas.translate(x, y)
    canvas.setFillColorRGB(*tint)
    for side in (-1, 1):
        path = canvas.beginPath()
        path.moveTo(side * 10, 0.55)
        path.lineTo(side * 96, 0)
        path.lineTo(side * 10, -0.55)
        path.close()
        for distance, size in ((0, 3.4), (7, 1.5)):
            for corner in range(4):
                angle = math.pi / 2 * corner
                at = (side * distance + size * round(math.cos(angle)), size * round(math.sin(angle)))
                path.lineTo(*at) if corner else path.moveTo(*at)
            path.close()
        canvas.drawPath(path, stroke=0, fill=1, fillMode=1)
    canvas.restoreState()


def watermark(theme: Theme, faces: Typefaces) -> Band:
    """Set a word so large and pale that it crosses the page, and everything on top of it stays readable."""
    word = faces.checked(theme.words.preview, field="preview")
    size = math.hypot(theme.paper.width, theme.paper.height) / 7.6
    setting = Setting("roman", size, (0.91, 0.89, 0.87), 0.08)
    half = setting.width(word, faces) / 2
    column = Column(faces, -half, half)
    return column.paragraph("watermark", [word], word, setting)


def across(paper: Paper, operators: bytes) -> bytes:
    """Turn what is centred on a point to the diagonal of the page."""
    angle = math.atan2(paper.height, paper.width)
    turn = (math.cos(angle), math.sin(angle), -math.sin(angle), math.cos(angle), paper.width / 2, paper.height / 2)
    return b"q %b cm 1 0 0 1 0 60 cm\n%bQ\n" % (b" ".join(b"%.4f" % part for part in turn), operators)


@functools.lru_cache(maxsize=64)
def frame(theme: Theme) -> bytes:
    """Draw the border of a theme, as PDF operators.

    >>> from cmecore.rendering.themes import CLASSIC, PLAIN
    >>> len(frame(CLASSIC)) > 10_000, frame(PLAIN)
    (True, b'')
    """
    draw = _BORDERS[theme.border]
    tints = Tints(rgb(theme.palette.accent), rgb(theme.palette.ornament))
    return b"" if draw is None else recorded(lambda canvas: draw(canvas, theme.paper.width, theme.paper.height, tints))


def recorded(draw: Callable[[Canvas], None]) -> bytes:
    """Record what is drawn on a canvas, as PDF operators."""
    canvas = Canvas(io.BytesIO(), pageCompression=0, invariant=1)
    code: list[str] = canvas._code  # type: ignore[attr-defined] # noqa: SLF001
    code.clear()
    draw(canvas)
    return b"q\n%b\nQ\n" % "\n".join(code).encode()


def panel(canvas: Canvas, width: float, height: float, tints: Tints) -> None:
    """Draw a panel of colour along the left edge, and a fine line beside it."""
    canvas.setFillColorRGB(*tints.accent)
    canvas.rect(0, 0, 84, height, stroke=0, fill=1)
    canvas.setFillColorRGB(*tints.ornament)
    canvas.rect(88, 0, 2.4, height, stroke=0, fill=1)


def double(canvas: Canvas, width: float, height: float, tints: Tints) -> None:
    """Draw two fine lines around the page."""
    for colour, inset, line in ((tints.accent, 28, 1.6), (tints.ornament, 34, 0.7)):
        canvas.setStrokeColorRGB(*colour)
        canvas.setLineWidth(line)
        canvas.rect(inset, inset, width - 2 * inset, height - 2 * inset)


_BORDERS: Mapping[Border, Callable[[Canvas, float, float, Tints], None] | None] = {
    "engraved": engraved,
    "double": double,
    "panel": panel,
    "none": None,
}
