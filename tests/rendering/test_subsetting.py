"""A font program that holds just some glyphs draws them as the whole font does: two independent readers say so."""

import contextlib
import io
import struct
import warnings

import pytest
from fontTools.pens.recordingPen import DecomposingRecordingPen  # type: ignore[import-untyped]
from fontTools.ttLib import TTFont  # type: ignore[import-untyped]
from hypothesis import given, strategies as st
from PIL import Image, ImageChops, ImageDraw, ImageFilter, ImageFont

import fonts
from cmecore.errors import InvalidValue
from cmecore.rendering.fonts.subsetting import Tables, program
from cmecore.rendering.fonts.typefaces import bundled

GARAMOND = bundled("roman").data
SCRIPTS = ["Garamond", "Latin", "Arabic", "Hebrew", "Devanagari", "Thai", "Hangul", "Han"]
# The sum of all words of a font file, its own adjustment included.
MAGIC = 0xB1B0AFBA


def font_data(script: str) -> bytes:
    return GARAMOND if script == "Garamond" else fonts.data(script)


def read(data: bytes) -> TTFont:
    return TTFont(io.BytesIO(data), checkChecksums=2, lazy=True)


def drawn(font: TTFont, glyph: int) -> list[object]:
    """Record how a glyph is drawn, with composed ones drawn out."""
    glyphs = font.getGlyphSet()
    pen = DecomposingRecordingPen(glyphs)
    glyphs[font.getGlyphName(glyph)].draw(pen)
    return list(pen.value)


def some_glyphs(count: int, number: int = 60) -> list[int]:
    """Choose glyphs from the whole of a font, the last too, which in many fonts have no width of their own told."""
    return list(dict.fromkeys([*range(0, count, max(count // number, 1)), count - 1]))


@pytest.mark.parametrize("script", SCRIPTS)
def test_each_glyph_is_drawn_as_in_the_whole_font_and_is_as_wide(script: str) -> None:
    whole = read(font_data(script))
    glyphs = some_glyphs(whole["maxp"].numGlyphs)
    part = read(program(font_data(script), glyphs))
    for number, glyph in enumerate(glyphs):
        assert drawn(part, number) == drawn(whole, glyph)
        assert part["hmtx"][part.getGlyphName(number)] == whole["hmtx"][whole.getGlyphName(glyph)]


@pytest.mark.parametrize("script", ["Garamond", "Latin", "Arabic"])
def test_composed_glyphs_bring_what_they_are_made_of(script: str) -> None:
    whole = read(font_data(script))
    composed = [glyph for glyph in range(whole["maxp"].numGlyphs) if whole["glyf"][whole.getGlyphName(glyph)].isComposite()][
        :25
    ]
    assert composed
    part = read(program(font_data(script), [0, *composed]))
    assert part["maxp"].numGlyphs > 1 + len(composed)
    for number, glyph in enumerate(composed, start=1):
        assert part["glyf"][part.getGlyphName(number)].isComposite()
        assert drawn(part, number) == drawn(whole, glyph)


def test_what_is_asked_for_twice_over_is_held_once() -> None:
    whole = read(GARAMOND)
    composed = next(g for g in range(1, 3_000) if whole["glyf"][whole.getGlyphName(g)].isComposite())
    parts = [whole.getGlyphID(part.glyphName) for part in whole["glyf"][whole.getGlyphName(composed)].components]
    alone = read(program(GARAMOND, [0, composed]))
    together = read(program(GARAMOND, [0, composed, *dict.fromkeys(parts)]))
    assert alone["maxp"].numGlyphs == together["maxp"].numGlyphs == 2 + len(set(parts))


def test_no_hinting_is_left_and_no_other_table() -> None:
    glyphs = some_glyphs(500)
    part = read(program(fonts.data("Latin"), glyphs))
    assert set(part.keys()) - {"GlyphOrder"} == {"glyf", "head", "hhea", "hmtx", "loca", "maxp"}
    for name in part.getGlyphOrder():
        glyph = part["glyf"][name]
        assert not getattr(glyph, "program", None) or not glyph.program.getBytecode()
    assert part["maxp"].maxSizeOfInstructions == part["maxp"].maxFunctionDefs == part["maxp"].maxStackElements == 0


@pytest.mark.parametrize("script", SCRIPTS)
def test_its_sums_are_right_and_its_tables_begin_at_a_multiple_of_four(script: str) -> None:
    data = program(font_data(script), some_glyphs(100), {65: 1, 66: 2})
    assert len(data) % 4 == 0
    assert sum(struct.unpack(f">{len(data) // 4}I", data)) & 0xFFFFFFFF == MAGIC
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        font = read(data)  # this reader checks the sum of each table
    assert font.reader is not None
    assert all(entry.offset % 4 == 0 for entry in font.reader.tables.values())


def test_glyph_0_comes_first_and_the_others_stay_in_the_order_given() -> None:
    whole = read(GARAMOND)
    part = read(program(GARAMOND, [80, 36, 70]))
    assert [drawn(part, number) for number in range(4)] == [drawn(whole, glyph) for glyph in (0, 80, 36, 70)]
    assert program(GARAMOND, [0, 80, 36, 70]) == program(GARAMOND, [80, 36, 70])


def test_the_same_glyphs_give_the_same_bytes() -> None:
    first = Tables.of(GARAMOND).program([0, 171, 36])
    Tables.of(GARAMOND).program([0, 36, 500])
    assert Tables.of(bytes(bytearray(GARAMOND))).program([0, 171, 36]) == first


def test_a_font_that_is_too_large_for_short_places_gets_long_ones() -> None:
    whole = read(fonts.data("Han"))
    glyphs = [0, *range(8_000, 9_500)]
    part = read(program(fonts.data("Han"), glyphs))
    assert part["head"].indexToLocFormat == 1
    assert drawn(part, 1_500) == drawn(whole, 9_499)


@given(st.dictionaries(st.integers(1, 0xFFFE), st.integers(1, 5), max_size=30))
def test_each_character_has_the_glyph_it_was_given(characters: dict[int, int]) -> None:
    part = read(program(GARAMOND, [0, 36, 37, 38, 39, 40], characters))
    (table,) = part["cmap"].tables
    assert (table.platformID, table.platEncID, table.format) == (3, 1, 4)
    assert {code: part.getGlyphID(name) for code, name in table.cmap.items()} == characters


def bitmap(data: bytes, text: str) -> Image.Image:
    """Draw with FreeType at a size at which a unit is a dot."""
    size = read(data)["head"].unitsPerEm
    font = ImageFont.truetype(io.BytesIO(data), size, layout_engine=ImageFont.Layout.BASIC)
    image = Image.new("L", (2 * size, 2 * size))
    ImageDraw.Draw(image).text((size // 2, size // 2), text, fill=255, font=font, anchor="ls")
    return image.point(lambda grey: 255 * (grey > 127))


PICTURED = {
    "Garamond": "AgŽ",
    "Latin": "Ṩ",
    "Arabic": "مع",
    "Hebrew": "ש",
    "Devanagari": "क",
    "Thai": "ก",
    "Hangul": "김",
    "Han": "李",
}


@pytest.mark.parametrize("script", SCRIPTS)
def test_freetype_draws_the_same_picture(script: str) -> None:
    whole = read(font_data(script))
    numbers = {ord(character): number for number, character in enumerate(PICTURED[script], start=1)}
    part = program(font_data(script), [0, *(whole.getGlyphID(whole.getBestCmap()[code]) for code in numbers)], numbers)
    for character in PICTURED[script]:
        picture = bitmap(part, character)
        assert picture.getbbox()
        # FreeType's own hinting may move an edge by a dot, for it looks at the other letters of a font: nothing thicker.
        assert (
            ImageChops.difference(picture, bitmap(font_data(script), character)).filter(ImageFilter.MinFilter(3)).getbbox()
            is None
        )


@pytest.mark.parametrize("glyphs", [[0, 36, 36], [36, 0], [0, 70_000], [0, -1]])
def test_glyphs_that_cannot_be_numbered_are_refused(glyphs: list[int]) -> None:
    with pytest.raises(InvalidValue, match="glyphs: found "):
        program(GARAMOND, glyphs)


@pytest.mark.parametrize("characters", [{0x1D4B3: 1}, {0xFFFF: 1}, {65: 2}, {65: 0}, {-1: 1}])
def test_characters_that_a_simple_font_cannot_hold_are_refused(characters: dict[int, int]) -> None:
    with pytest.raises(InvalidValue, match="characters: found "):
        program(GARAMOND, [0, 36], characters)


@pytest.mark.parametrize(
    "data", [b"", b"OTTO" + bytes(100), b"none", GARAMOND[:200], GARAMOND[:60_000], b"\0\1\0\0\0\0" + bytes(60)]
)
def test_what_is_no_font_is_refused(data: bytes) -> None:
    with pytest.raises(InvalidValue, match=r"fonts: found .*expected the content of a TrueType font"):
        program(data, [0, 1])


@given(st.data())
def test_a_damaged_font_is_drawn_or_refused_and_never_breaks(data: st.DataObject) -> None:
    damaged = bytearray(fonts.data("Hebrew"))
    for _ in range(3):
        damaged[data.draw(st.integers(0, len(damaged) - 1))] = data.draw(st.integers(0, 255))
    with contextlib.suppress(InvalidValue):
        assert program(bytes(damaged), some_glyphs(100))
