"""The borders of a certificate as a web page: rules of a style sheet, and the pictures that they are made of.

A border is never a background, which many a printer leaves out, and goes around every sheet that a certificate runs over.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import quote

if TYPE_CHECKING:
    from collections.abc import Iterable

    from cmecore.rendering.themes import Border


class Engraving(NamedTuple):
    """What a border is drawn with: two colours, that of the paper, and the proportions of the sheet.

    >>> Engraving("#1b3255", "#a7884b", "#ffffff", (792.0, 612.0)).accent
    '#1b3255'
    """

    accent: str
    ornament: str
    ground: str
    sheet: tuple[float, float]


def rules(border: Border, engraving: Engraving) -> str:
    """Write the rules of a border; they come last in a style sheet.

    >>> inks = Engraving("#1b3255", "#a7884b", "#ffffff", (792.0, 612.0))
    >>> "border-image" in rules("double", inks), "border-image" in rules("panel", inks)
    (True, False)
    """
    if border == "none":
        return _NONE
    if border == "panel":
        return _PANEL
    drawn, slices = (_engraved(engraving), _CORNER) if border == "engraved" else (_double(engraving), _PLAQUE)
    return _FRAME.replace("%picture%", drawn).replace("%slices%", f"{slices} / calc({slices / _CORNER:.4g} * var(--edge))")


def picture(attributes: str, shapes: str) -> str:
    """Write a drawing as an address that a style sheet may hold.

    >>> picture('viewBox="0 0 1 1"', "")[:24]
    'url("data:image/svg+xml,'
    """
    drawing = f'<svg xmlns="http://www.w3.org/2000/svg" {attributes}>{shapes}</svg>'
    return f'url("data:image/svg+xml,{quote(drawing, safe=" /=:()")}")'


# Across a side, from the outer edge: a line, the band of waves around its middle, a line, a finer one.
_CORNER, _STRETCH, _MIDDLE = 24, 15, 11
_LINES = ((3.5, 1.1), (18.5, 0.5), (21.5, 0.9))
# A cubic curve between a crest and a trough follows the sine best with its handles this far along.
_HALF, _HANDLE = 7.5, 2.73


def _engraved(engraving: Engraving) -> str:
    """Draw the engraved border as one picture of nine parts: four corners with a rosette, and four sides of whole waves.

    The picture has the proportions of the paper, on which each side is set as it is; a browser that tiles a side instead would
    print it as pixels.
    """
    waves = [max(2, round(side / _STRETCH) - 3) for side in engraving.sheet]
    width, height = (2 * _CORNER + count * _STRETCH for count in waves)
    shapes = f'<g id="a">{_side(engraving, waves[0])}</g>'
    shapes += f'<g id="b"><g transform="matrix(0 1 1 0 0 0)">{_side(engraving, waves[1])}</g></g>'
    shapes += f'<use href="#a" transform="translate(0 {height}) scale(1 -1)"/>'
    square = f'<path fill="{engraving.ground}" stroke="{engraving.accent}" stroke-width=".9" d="M-10.5-10.5h21v21h-21z"/>'
    shapes += f'<use href="#b" transform="translate({width}) scale(-1 1)"/>'
    shapes += _corners(square + _petals(engraving, range(0, 180, 20)), width, height)
    return picture(f'width="{width}" height="{height}" viewBox="0 0 {width} {height}" fill="none"', shapes)


def _side(engraving: Engraving, waves: int) -> str:
    """Draw the upper side: its lines, and one wave after the other, from the middle of a corner to that of the next."""
    accent, ornament, *_ = engraving
    end = 2 * _CORNER + waves * _STRETCH - _MIDDLE
    lines = "".join(f'<path stroke="{accent}" stroke-width="{wide}" d="M{_MIDDLE} {off}H{end}"/>' for off, wide in _LINES)
    drawn = ""
    for colour, wide, swing, shifts in ((ornament, 0.45, 5.4, (0, 2, 4, 6)), (accent, 0.35, 2.7, (0, 4))):
        curve = f"c{_HANDLE} 0 {_HALF - _HANDLE:g} {-2 * swing:g} {_HALF} {-2 * swing:g}"
        curve += f"c{_HANDLE} 0 {_HALF - _HANDLE:g} {2 * swing:g} {_HALF} {2 * swing:g}"
        starts = (_MIDDLE - 4 + shift / 8 * _STRETCH for shift in shifts)
        paths = "".join(f"M{start:g} {_MIDDLE + swing:g}{curve * (waves + 1)}" for start in starts)
        drawn += f'<path stroke="{colour}" stroke-width="{wide}" d="{paths}"/>'
    return lines + drawn


def _petals(engraving: Engraving, turns: Iterable[int]) -> str:
    shapes = ((engraving.ornament, 9, 3.8), (engraving.accent, 5.6, 2.5))
    return "".join(
        f'<ellipse rx="{long}" ry="{broad}" transform="rotate({turn})" stroke="{colour}"/>'
        for colour, long, broad in shapes
        for turn in turns
    )


def _corners(shapes: str, width: float, height: float) -> str:
    """Draw the same shapes around the middle of each corner."""
    first = f'<g id="r"><g stroke-width=".35" transform="translate({_MIDDLE} {_MIDDLE})">{shapes}</g></g>'
    far, low = width - 2 * _MIDDLE, height - 2 * _MIDDLE
    return first + "".join(f'<use href="#r" x="{x}" y="{y}"/>' for x, y in ((far, 0), (0, low), (far, low)))


# Between the lines of a plaque and the edge; how far its hollow corners reach; and how much of the picture is a corner.
_INSETS, _NOTCH, _PLAQUE = ((9.0, 1.8), (13.5, 0.7)), 14.5, 30


def _double(engraving: Engraving) -> str:
    """Draw two fine lines, whose corners are hollowed out as those of a plaque, with a rosette in each."""
    side = 2 * _PLAQUE + _STRETCH
    shapes = ""
    for colour, (inset, wide) in zip((engraving.accent, engraving.ornament), _INSETS, strict=True):
        along = side - 2 * inset - 2 * _NOTCH
        arc = f"a{_NOTCH} {_NOTCH} 0 0 0"
        path = f"M{inset + _NOTCH} {inset}h{along}{arc} {_NOTCH} {_NOTCH}v{along}{arc}-{_NOTCH} {_NOTCH}"
        path += f"h-{along}{arc}-{_NOTCH}-{_NOTCH}v-{along}{arc} {_NOTCH}-{_NOTCH}z"
        shapes += f'<path stroke="{colour}" stroke-width="{wide}" d="{path}"/>'
    shapes += _corners(_petals(engraving, range(0, 180, 18)), side, side)
    return picture(f'width="{side}" height="{side}" viewBox="0 0 {side} {side}" fill="none"', shapes)


_NONE = """
@media print { .sheet { padding: 9mm; } }
"""

_FRAME = """
.sheet {
  border: var(--edge) solid var(--accent); border-image: %picture% %slices% / 0 round;
}
@media (min-width: 60rem) { .sheet { border-image-repeat: stretch; } }
@media print { .sheet { border-image-repeat: stretch; } }
"""

_PANEL = """
article {
  border-inline-start: clamp(.8rem, 6vw, 5rem) solid var(--accent); padding: 0; padding-inline-start: clamp(2px, .4vw, 5px);
}
.sheet { border-inline-start: clamp(1px, .2vw, 2.5px) solid var(--ornament); }
@media (max-width: 40rem) { article { padding: 0; padding-inline-start: 2px; } }
@media print {
  article { border-inline-start-width: 17mm; padding: 0; padding-inline-start: 1.2mm; }
  .sheet { border-inline-start-width: 2pt; padding: 9mm 9mm 7mm 12mm; }
  [dir="rtl"] .sheet { padding: 9mm 12mm 7mm 9mm; }
}
"""
