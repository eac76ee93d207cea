"""Bands as shapes of SVG, measured down from the band's top: what is drawn, what it refers to, and what it says.

A band that thousands of pages share is drawn once.  Every letter is drawn as its outline, which stands in the file once and is
used wherever the letter is; it is called by its font and its number there, so that two certificates on one web page cannot
take each other's letters.
"""

from __future__ import annotations

import hashlib
import math
from typing import TYPE_CHECKING

import attrs

from cmecore.rendering.memo import Memo
from cmecore.rendering.pages.layout import Blank, Flourish, Picture, Piece, Seal, Square, Stroke
from cmecore.rendering.svg import art
from cmecore.rendering.svg.images import address
from cmecore.rendering.svg.outlines import outline
from cmecore.rendering.svg.paths import hexed, short

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cmecore.rendering.fonts.runs import Run, Typeface
    from cmecore.rendering.pages.layout import Band, Item

# From one dot of a leader to the next.
_DOTS = 4.0
_PENCIL = (0.2, 0.2, 0.2)
# Digits of a scale, so that what is a thousand units long ends where it should.
_EXACT = 7


@attrs.frozen(eq=False)
class Ink:
    """A band, drawn."""

    shapes: str
    #: What the shapes refer to, by its name.
    held: dict[str, str]


_DRAWN: Memo[Band, Ink] = Memo()


def ink(band: Band) -> Ink:
    """Draw a band, or return what was drawn of it before."""
    if (found := _DRAWN.get(band)) is None:
        held: dict[str, str] = {}
        shapes = "".join([_drawn(item, held) for item in band.items])
        found = _DRAWN[band] = Ink(shapes, held)
    return found


def _drawn(item: Item, held: dict[str, str]) -> str:
    match item:
        case Piece():
            return "".join(_text(item, held))
        case Square():
            return _symbol(item)
        case Picture():
            return _picture(item, held)
        case Stroke():
            return _stroke(item)
        case Flourish():
            return _ornament(art.flourish(item.colour), item, held)
        case Seal():
            return _ornament(art.seal(item), item, held)
        case Blank():
            return _stroke(Stroke(x=item.x, y=item.y, length=item.width, width=0.6, colour=_PENCIL))


def _text(piece: Piece, held: dict[str, str]) -> Iterator[str]:
    """Draw a text in one line."""
    setting, x = piece.setting, piece.x
    for run in piece.runs:
        units = run.face.font.face.unitsPerEm
        scale = short(setting.size / units, _EXACT)
        glyphs, moved = _glyphs(run, units, setting.spacing * 1000, held)
        if glyphs:
            place = f"translate({short(x)} {short(-piece.y)})scale({scale} -{scale})"
            yield f'<g fill="{hexed(setting.colour)}" transform="{place}">{glyphs}</g>'
        x += moved * setting.size / 1000


def _glyphs(run: Run, units: float, spacing: float, held: dict[str, str]) -> tuple[str, float]:
    """Put the glyphs of a run where they belong, in the units of their font; return how far it moves on, in thousandths."""
    face, out, at, per = run.face, [], 0.0, units / 1000
    advances = run.advances or [face.advances[glyph] for glyph in run.glyphs]
    for index, glyph in enumerate(run.glyphs):
        if name := _named(face, glyph, held):
            right, up = run.offsets[index] if run.offsets else (0.0, 0.0)
            x, y = short((at + right) * per, 1), short(up * per, 1)
            out.append(f'<use xlink:href="#{name}"{_told("x", x)}{_told("y", y)}/>')
        at += advances[index] + spacing
    return "".join(out), at


def _told(name: str, number: str) -> str:
    return f' {name}="{number}"' if number != "0" else ""


def _named(face: Typeface, glyph: int, held: dict[str, str]) -> str:
    """Name the outline of a glyph, and note that the file needs it; a space has none."""
    name = f"{face.name}{glyph}"
    if name not in held:
        drawn = outline(face, glyph)
        if not drawn:
            return ""
        held[name] = f'<path id="{name}" d="{drawn}"/>'
    return name


def _ornament(drawing: art.Art, item: Flourish | Seal, held: dict[str, str]) -> str:
    held |= drawing.held
    return f'<g transform="translate({short(item.x)} {short(-item.y)})">{drawing.shapes}</g>'


def _stroke(stroke: Stroke) -> str:
    x, end, dots = stroke.x, stroke.x + stroke.length, ""
    if stroke.dotted:
        # Dots stand at the same places in every row, counted from the left edge of the paper.
        dots = f' stroke-linecap="round" stroke-dasharray="0 {short(_DOTS)}"'
        x = math.ceil(x / _DOTS) * _DOTS
    if end <= x:
        return ""
    pen = f'stroke="{hexed(stroke.colour)}" stroke-width="{short(stroke.width)}"{dots}'
    return f'<path {pen} d="M{short(x)} {short(-stroke.y)}H{short(end)}"/>'


def _symbol(square: Square) -> str:
    """Paint a QR symbol as one shape, black on white paper whatever the theme's is: nothing parts its modules."""
    symbol = square.symbol
    module = short(square.side / symbol.modules, _EXACT)
    path = "".join([f"M{left} {top}h{length}v1h-{length}z" for left, top, length in symbol.runs()])
    place = f"translate({short(square.x)} {short(-square.y - square.side)})scale({module})"
    return (
        f'<g transform="{place}" shape-rendering="crispEdges">'
        f'<path fill="#fff" d="M0 0h{symbol.modules}v{symbol.modules}h-{symbol.modules}z"/><path d="{path}"/></g>'
    )


def _picture(picture: Picture, held: dict[str, str]) -> str:
    image = picture.image
    name = f"i{hashlib.sha256(image.data).hexdigest()[:12]}"
    width, height = image.size
    shown = f'width="{width}" height="{height}" preserveAspectRatio="none" xlink:href="{address(image)}"'
    held[name] = f'<image id="{name}" {shown}/>'
    across, down = short(picture.width / width, _EXACT), short(picture.height / height, _EXACT)
    place = f"translate({short(picture.x)} {short(-picture.y - picture.height)})scale({across} {down})"
    return f'<use xlink:href="#{name}" transform="{place}"/>'
