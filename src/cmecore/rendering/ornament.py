"""The drawn part of a certificate: the engraved border, the flourish under the heading and the rosette.

Everything is lines and curves, so it stays sharp at any size, weighs little, and says nothing: no seal or mark of any body.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from reportlab.pdfgen.canvas import Canvas

    from cmecore.rendering.layout import Colour

NAVY: Colour = (0.106, 0.196, 0.333)
GOLD: Colour = (0.655, 0.533, 0.294)
#: How far the border reaches into the page.
BORDER = 46.0

_MARGIN = 24.0
_BAND = 15.0
# A cubic curve between a crest and a trough follows the sine best with its handles this far along.
_SINE = 0.3642


def border(canvas: Canvas, width: float, height: float) -> None:
    """Draw the border: a band of interlaced waves between fine lines, with a rosette on each corner."""
    middle = _MARGIN + _BAND / 2
    canvas.saveState()
    canvas.setStrokeColorRGB(*NAVY)
    for inset, line in ((_MARGIN, 1.1), (_MARGIN + _BAND, 0.5), (_MARGIN + _BAND + 3, 0.9)):
        canvas.setLineWidth(line)
        canvas.rect(inset, inset, width - 2 * inset, height - 2 * inset)
    canvas.saveState()
    ring = canvas.beginPath()
    ring.rect(_MARGIN, _MARGIN, width - 2 * _MARGIN, height - 2 * _MARGIN)
    canvas.clipPath(ring, stroke=0)
    for colour, line, swing, shifts in ((GOLD, 0.4, 5.2, (0, 2, 4, 6)), (NAVY, 0.35, 2.6, (0, 4))):
        canvas.setStrokeColorRGB(*colour)
        canvas.setLineWidth(line)
        for turned, length, across in ((False, width, height), (True, height, width)):
            for side in (middle, across - middle):
                for shift in shifts:
                    _wave(canvas, (middle, length - middle), side, swing, shift / 8, turned=turned)
    canvas.restoreState()
    for x in (middle, width - middle):
        for y in (middle, height - middle):
            _corner(canvas, x, y)
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


def _corner(canvas: Canvas, x: float, y: float) -> None:
    side = _BAND / 2 + 3.5
    canvas.setFillColorRGB(1, 1, 1)
    canvas.setStrokeColorRGB(*NAVY)
    canvas.setLineWidth(0.9)
    canvas.rect(x - side, y - side, 2 * side, 2 * side, fill=1)
    rosette(canvas, x, y, side - 1.6, petals=8)


def rosette(canvas: Canvas, x: float, y: float, radius: float, *, petals: int = 24) -> None:
    """Draw a rosette as an engraving machine would: one ellipse, turned again and again around the centre."""
    canvas.saveState()
    canvas.translate(x, y)
    canvas.setLineWidth(0.35)
    for colour, long, broad in ((GOLD, radius, radius * 0.42), (NAVY, radius * 0.62, radius * 0.28)):
        canvas.setStrokeColorRGB(*colour)
        for _ in range(petals):
            canvas.rotate(180 / petals)
            canvas.ellipse(-long, -broad, long, broad)
    canvas.restoreState()


def flourish(canvas: Canvas, x: float, y: float) -> None:
    """Draw the ornament under a heading: two lines that taper off, and a lozenge between them."""
    canvas.saveState()
    canvas.translate(x, y)
    canvas.setFillColorRGB(*GOLD)
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


def watermark(canvas: Canvas, width: float, height: float, font: str, word: str) -> None:
    """Write a word across the page, so pale that everything on top of it stays readable."""
    canvas.saveState()
    canvas.translate(width / 2, height / 2)
    canvas.rotate(math.degrees(math.atan2(height, width)))
    size = width / 6.4
    canvas.setFillColorRGB(0.91, 0.89, 0.87)
    canvas.setFont(font, size)
    canvas.drawCentredString(0, -0.33 * size, word, charSpace=size * 0.08)
    canvas.restoreState()
