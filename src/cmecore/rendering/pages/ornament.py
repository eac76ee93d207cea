"""The drawn part of a certificate: borders, the flourish under the heading, the seal, and the word across a preview.

Everything is lines and curves, so it stays sharp at any size, weighs little, and says nothing: no seal or mark of any body.
"""

from __future__ import annotations

import functools
import io
import math
from typing import TYPE_CHECKING, NamedTuple

import attrs
from reportlab.pdfgen.canvas import Canvas

from cmecore.rendering.pages.columns import Column
from cmecore.rendering.pages.layout import Setting
from cmecore.rendering.themes import mixed, rgb

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from reportlab.pdfgen.pathobject import PDFPathObject

    from cmecore.rendering.fonts.typefaces import Typefaces
    from cmecore.rendering.pages.layout import Band, Colour, Seal
    from cmecore.rendering.themes import Border, Paper, Theme


class Tints(NamedTuple):
    """The colours that ornament is drawn in, that of the paper, and a tint of the accent to draw on the accent with."""

    accent: Colour
    ornament: Colour
    paper: Colour
    relief: Colour


_MARGIN = 24.0
_BAND = 15.0
# The handles of a cubic curve that follows a quarter of a circle.
_QUARTER = 0.5523
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
    canvas.setFillColorRGB(*tints.paper)
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
        _turned(canvas, colour, long, broad, petals)
    canvas.restoreState()


def _turned(canvas: Canvas, colour: Colour, long: float, broad: float, petals: int) -> None:
    canvas.setStrokeColorRGB(*colour)
    for _ in range(petals):
        canvas.rotate(180 / petals)
        canvas.ellipse(-long, -broad, long, broad)


def seal(canvas: Canvas, *, placed: Seal) -> None:
    """Draw a seal: ribbons, a scalloped disc, and an engraved rosette on it around a star."""
    radius = placed.radius
    canvas.saveState()
    canvas.translate(placed.x, placed.y)
    for lean in (-17, 17):
        _ribbon(canvas, radius, lean, placed)
    canvas.setFillColorRGB(*placed.ornament)
    canvas.drawPath(_star(canvas, 40, radius, radius * 0.935), stroke=0, fill=1)
    canvas.setStrokeColorRGB(*placed.paper)
    canvas.setLineWidth(0.5)
    canvas.circle(0, 0, radius * 0.88)
    canvas.setFillColorRGB(*placed.paper)
    canvas.circle(0, 0, radius * 0.82, stroke=0, fill=1)
    canvas.setLineWidth(0.3)
    for colour, long, broad in ((placed.ornament, 0.79, 0.34), (placed.accent, 0.62, 0.3)):
        _turned(canvas, colour, radius * long, radius * broad, 18)
    canvas.setFillColorRGB(*placed.accent)
    canvas.circle(0, 0, radius * 0.31, stroke=0, fill=1)
    canvas.setStrokeColorRGB(*placed.ornament)
    canvas.setLineWidth(0.6)
    canvas.circle(0, 0, radius * 0.27)
    canvas.setFillColorRGB(*placed.paper)
    canvas.drawPath(_star(canvas, 8, radius * 0.2, radius * 0.09), stroke=0, fill=1)
    canvas.restoreState()


#: How far the ribbons of a seal hang down from its centre, as a part of its radius.
RIBBON = 1.62


def _ribbon(canvas: Canvas, radius: float, lean: float, placed: Seal) -> None:
    """Draw a swallow-tailed ribbon that hangs down behind a seal."""
    half, end, notch = radius * 0.27, -radius * RIBBON, radius * 0.2
    canvas.saveState()
    canvas.rotate(lean)
    canvas.setFillColorRGB(*placed.accent)
    path = canvas.beginPath()
    path.moveTo(-half, 0)
    for x, y in ((-half, end), (0, end + notch), (half, end), (half, 0)):
        path.lineTo(x, y)
    path.close()
    canvas.drawPath(path, stroke=0, fill=1)
    canvas.setStrokeColorRGB(*placed.ornament)
    canvas.setLineWidth(0.6)
    for side in (-1, 1):
        canvas.line(side * half * 0.72, 0, side * half * 0.72, end + notch * 0.2)
    canvas.restoreState()


def _star(canvas: Canvas, points: int, outer: float, inner: float) -> PDFPathObject:
    """Trace a star around the origin; with many points it is a scalloped edge."""
    path = canvas.beginPath()
    for step in range(2 * points):
        angle = math.pi / 2 + math.pi * step / points
        reach = inner if step % 2 else outer
        at = (round(reach * math.cos(angle), 3), round(reach * math.sin(angle), 3))
        path.lineTo(*at) if step else path.moveTo(*at)
    path.close()
    return path


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
    setting = Setting("roman", 1.0, rgb(theme.palette.veil), 0.08)
    diagonal = math.hypot(theme.paper.width, theme.paper.height)
    sized = setting.sized(round(min(diagonal / 7.6, diagonal * 0.62 / setting.width(word, faces)), 2))
    half = sized.width(word, faces) / 2
    column = Column(faces, -half, half)
    return column.paragraph("watermark", [word], word, sized)


def across(paper: Paper, operators: bytes) -> bytes:
    """Turn what is centred on a point to the diagonal of the page."""
    angle = math.atan2(paper.height, paper.width)
    turn = (math.cos(angle), math.sin(angle), -math.sin(angle), math.cos(angle), paper.width / 2, paper.height / 2)
    return b"q %b cm 1 0 0 1 0 60 cm\n%bQ\n" % (b" ".join(b"%.4f" % part for part in turn), operators)


@functools.lru_cache(maxsize=64)
def frame(theme: Theme) -> bytes:
    """Draw the border of a theme on the colour of its paper, as PDF operators.

    >>> from cmecore.rendering.themes import CLASSIC, PLAIN
    >>> len(frame(CLASSIC)) > 10_000, frame(PLAIN)
    (True, b'')
    """
    palette, (width, height) = theme.palette, attrs.astuple(theme.paper)
    relief = rgb(mixed(palette.accent, palette.paper, _RELIEF))
    tints = Tints(rgb(palette.accent), rgb(palette.ornament), rgb(palette.paper), relief)
    drawn = b""
    if palette.paper.lower() != "#ffffff":
        drawn += recorded(functools.partial(_ground, width=width, height=height, tints=tints))
    if (draw := _BORDERS[theme.border]) is not None:
        drawn += recorded(lambda canvas: draw(canvas, width, height, tints))
    return drawn


def recorded(draw: Callable[[Canvas], None]) -> bytes:
    """Record what is drawn on a canvas, as PDF operators."""
    canvas = Canvas(io.BytesIO(), pageCompression=0, invariant=1)
    code: list[str] = canvas._code  # type: ignore[attr-defined] # noqa: SLF001
    code.clear()
    draw(canvas)
    return b"q\n%b\nQ\n" % "\n".join(code).encode()


def _ground(canvas: Canvas, width: float, height: float, tints: Tints) -> None:
    canvas.setFillColorRGB(*tints.paper)
    canvas.rect(0, 0, width, height, stroke=0, fill=1)


#: How broad a panel is, as a part of the paper's breadth.
PANEL = 0.09
# So that it stays clear of the text, whose margin does not grow with the paper.
_BROADEST_PANEL = 76.0
# How much of the paper's colour is in what is engraved on a panel.
_RELIEF = 0.2


def panel(canvas: Canvas, width: float, height: float, tints: Tints) -> None:
    """Draw a panel of colour along the left edge, engraved with rosettes, and a fine line beside it."""
    broad = round(min(width * PANEL, _BROADEST_PANEL), 2)
    canvas.saveState()
    edge = canvas.beginPath()
    edge.rect(0, 0, broad, height)
    canvas.clipPath(edge, stroke=0)
    canvas.setFillColorRGB(*tints.accent)
    canvas.rect(0, 0, broad, height, stroke=0, fill=1)
    canvas.setLineWidth(0.3)
    canvas.translate(0, height / 2)
    for long, flat in ((0.56, 0.2), (0.38, 0.13), (0.2, 0.07)):
        _turned(canvas, tints.relief, height * long, height * flat, 40)
    canvas.restoreState()
    canvas.setFillColorRGB(*tints.ornament)
    canvas.rect(broad + 3.5, 0, 2, height, stroke=0, fill=1)


def double(canvas: Canvas, width: float, height: float, tints: Tints) -> None:
    """Draw two fine lines around the page, whose corners are cut out as those of a plaque, with a rosette in each."""
    for colour, inset, line, notch in ((tints.accent, 26, 1.8, 20.0), (tints.ornament, 31, 0.7, 20.0)):
        canvas.setStrokeColorRGB(*colour)
        canvas.setLineWidth(line)
        canvas.drawPath(_plaque(canvas, width, height, inset, notch))
    for x in (28.0, width - 28):
        for y in (28.0, height - 28):
            rosette(canvas, x, y, 11, tints, petals=10)


def _plaque(canvas: Canvas, width: float, height: float, inset: float, notch: float) -> PDFPathObject:
    """Trace a rectangle whose corners are hollowed out."""
    path = canvas.beginPath()
    reach = notch * _QUARTER
    left, bottom, right, top = inset, inset, width - inset, height - inset
    path.moveTo(left + notch, bottom)
    path.lineTo(right - notch, bottom)
    path.curveTo(right - notch, bottom + reach, right - reach, bottom + notch, right, bottom + notch)
    path.lineTo(right, top - notch)
    path.curveTo(right - reach, top - notch, right - notch, top - reach, right - notch, top)
    path.lineTo(left + notch, top)
    path.curveTo(left + notch, top - reach, left + reach, top - notch, left, top - notch)
    path.lineTo(left, bottom + notch)
    path.curveTo(left + reach, bottom + notch, left + notch, bottom + reach, left + notch, bottom)
    path.close()
    return path


_BORDERS: Mapping[Border, Callable[[Canvas, float, float, Tints], None] | None] = {
    "engraved": engraved,
    "double": double,
    "panel": panel,
    "none": None,
}
