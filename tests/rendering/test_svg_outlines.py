"""Outlines beside those that HarfBuzz reads out of the same fonts."""

import functools
import io
import struct
from typing import Any

import pytest
import uharfbuzz  # type: ignore[import-untyped]
from fontTools.fontBuilder import FontBuilder  # type: ignore[import-untyped]
from fontTools.pens.areaPen import AreaPen  # type: ignore[import-untyped]
from fontTools.pens.boundsPen import BoundsPen  # type: ignore[import-untyped]
from fontTools.pens.momentsPen import MomentsPen  # type: ignore[import-untyped]
from fontTools.pens.ttGlyphPen import TTGlyphPen  # type: ignore[import-untyped]
from fontTools.svgLib.path import parse_path  # type: ignore[import-untyped]
from fontTools.ttLib import TTFont  # type: ignore[import-untyped]
from fontTools.ttLib.tables._g_l_y_f import Glyph, GlyphComponent  # type: ignore[import-untyped]

import fonts
from cmecore.errors import InvalidValue
from cmecore.rendering.fonts.packaged import default_fonts
from cmecore.rendering.fonts.runs import Typeface
from cmecore.rendering.fonts.typefaces import bundled, supplied
from cmecore.rendering.svg.outlines import outline

_SCRIPTS = ("Arabic", "Hebrew", "Devanagari", "Thai", "Latin", "Hangul", "Han")
# Each coordinate is rounded to a tenth of a unit, of which a letter is some hundred broad.
_TOLERANCE = 0.15


def measured(draw: Any) -> tuple[tuple[float, ...] | None, float, float, float]:
    """Give the bounds, the area, and where its centre lies."""
    bounds, area, moments = BoundsPen(None), AreaPen(), MomentsPen()
    for pen in (bounds, area, moments):
        draw(pen)
    return bounds.bounds, area.value, moments.momentX, moments.momentY


def compared(face: Typeface, numbers: Any) -> int:
    """Compare glyphs with those that HarfBuzz draws; return how many were not blank."""
    font = uharfbuzz.Font(uharfbuzz.Face(face.data))
    seen = 0
    for number in numbers:
        path = outline(face, number)
        bounds, area, *moments = measured(functools.partial(font.draw_glyph_with_pen, number))
        if not path:
            assert not bounds or not area, number
            continue
        found, own_area, *own_moments = measured(functools.partial(parse_path, path))
        assert bounds is not None
        assert found == pytest.approx(bounds, abs=_TOLERANCE), number
        around = sum(bounds[2:]) - sum(bounds[:2])
        assert own_area == pytest.approx(area, abs=4 * _TOLERANCE * around + 1), number
        furthest = max(map(abs, bounds)) + 1
        assert own_moments == pytest.approx(moments, abs=4 * _TOLERANCE * (around + 1) * furthest), number
        seen += 1
    return seen


@pytest.mark.parametrize("style", ["roman", "italic", "capitals"])
def test_letters_of_the_bundled_fonts_are_drawn_as_another_reader_draws_them(style: Any) -> None:
    face = bundled(style)
    assert compared(face, sorted(set(face.glyphs.values()))[::12]) > 100


@pytest.mark.parametrize("script", _SCRIPTS)
def test_letters_of_every_script_are_drawn_as_another_reader_draws_them(script: str) -> None:
    face = fonts.face(script)
    every = max(1, len(face.advances) // 60)
    assert compared(face, range(0, len(face.advances), every)) > 40


def test_letters_of_the_packaged_fonts_are_drawn_as_another_reader_draws_them() -> None:
    for data in default_fonts():
        face = supplied(data)
        assert compared(face, range(0, len(face.advances), max(1, len(face.advances) // 30))) > 20


def built(**changed: Any) -> bytes:
    """Make a font of hard shapes: without a point on the curve, composed of others, turned, scaled, met at two points."""
    builder = FontBuilder(1000, isTTF=True)
    square, bare = TTGlyphPen(None), TTGlyphPen(None)
    square.moveTo((100, 0))
    for place in ((100, 300), (400, 300), (400, 0)):
        square.lineTo(place)
    square.closePath()
    bare.qCurveTo((0, 0), (0, 501), (503, 500), (500, 0), None)
    bare.closePath()
    glyphs = {".notdef": Glyph(), "square": square.glyph(), "bare": bare.glyph()}

    def part(name: str, x: float, y: float, flags: int = 0, turn: Any = None) -> GlyphComponent:
        one = GlyphComponent()
        one.glyphName, one.x, one.y, one.flags = name, x, y, 0x0002 | flags
        if turn is not None:
            one.transform = turn
        return one

    met = part("square", 0, 0)
    del met.x, met.y
    met.firstPt, met.secondPt, met.flags = 2, 0, 0
    composed = {
        "moved": [part("square", 0, 0), part("bare", 700, -300)],
        "scaled": [part("square", 10, 20, turn=[[0.5, 0], [0, 0.5]])],
        "stretched": [part("square", 10, 20, turn=[[0.5, 0], [0, 1.5]])],
        "turned": [part("bare", 10, 20, turn=[[0.5, 0.25], [-0.75, 1.25]])],
        "nested": [part("moved", 5, 5), part("turned", 900, 0)],
        "met": [part("square", 0, 0), met],
        "at a scaled distance": [part("square", 100, 60, 0x0800, turn=[[0.5, 0], [0, 1.5]])],
        "lent": [part("bare", 50, 0), part("square", 200, 100, 0x0200)],
    }
    for name, parts in composed.items():
        glyph = Glyph()
        glyph.numberOfContours, glyph.components = -1, parts
        glyphs[name] = glyph
    order = list(glyphs)
    builder.setupGlyphOrder(order)
    builder.setupCharacterMap({ord("A") + place: name for place, name in enumerate(order[1:])})
    builder.setupGlyf(glyphs)
    # Not where the outlines begin, so that the font moves them.
    builder.setupHorizontalMetrics(dict.fromkeys(order, (600, 37)))
    builder.setupHorizontalHeader(ascent=800, descent=-200)
    builder.setupNameTable({"familyName": "Hard", "styleName": "Regular", "psName": "Hard"})
    builder.setupOS2(sTypoAscender=800)
    builder.setupPost()
    file = io.BytesIO()
    builder.save(file)
    return file.getvalue()


def test_hard_shapes_are_drawn_as_another_reader_draws_them() -> None:
    face = supplied(built())
    assert compared(face, range(11)) == 10


def test_a_blank_is_drawn_as_nothing() -> None:
    roman = bundled("roman")
    assert outline(roman, roman.glyphs[ord(" ")]) == ""


@pytest.mark.parametrize("damage", ["composed of itself", "cut off"])
def test_a_damaged_outline_is_refused(damage: str) -> None:
    """The rest of the font works, so that it is only found when the letter is drawn."""
    data = bytearray(built())
    font = TTFont(io.BytesIO(bytes(data)))
    at = font.reader.tables["glyf"].offset
    if damage == "composed of itself":
        place = at + font["loca"][font.getGlyphID("scaled")] + 12
        struct.pack_into(">H", data, place, font.getGlyphID("scaled"))
        number = font.getGlyphID("scaled")
    else:
        number = font.getGlyphID("bare")
        struct.pack_into(">H", data, at + font["loca"][number] + 10, 60_000)
    with pytest.raises(InvalidValue, match=rf"^fonts: found a font in which glyph {number} is damaged"):
        outline(supplied(bytes(data)), number)
