"""The points about the paper: whole fonts, nothing over anything else, nothing off the page, all of it readable."""

import unicodedata
from collections.abc import Callable, Iterator, Sequence
from typing import TypeAlias

from judged.contents import Shown
from judged.fonts import Box, Font
from judged.measures import Colour, bounds, corners
from judged.reading import Page, Reading
from judged.structure import Content, Element, blocks, structure

Point: TypeAlias = Callable[[Reading], Iterator[str]]

SMALLEST, CONTRAST = 9.0, 4.5  # points; WCAG 2.2, 1.4.3
STRIP = 0.75  # of a point: letters of one line may lean over each other's place


def boxes(page: Page) -> list[tuple[str, Box, float]]:
    """List every shown text with the box of its ink and its size, in page units."""
    return [(one.text, one.box, one.size) for one in page.shown if one.glyphs]


def colours(page: Page) -> list[tuple[str, Colour | None, Colour]]:
    """List every shown text with its colour and the colour that it stands on; None where it is no plain colour."""
    return [(one.text, one.colour, one.over) for one in page.shown if one.glyphs]


def luminance(colour: Colour) -> float:
    """Compute the relative luminance of an sRGB colour as WCAG 2.2 defines it."""
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in colour)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: Colour, two: Colour) -> float:
    """Compute the contrast of two colours, from 1 to 21."""
    low, high = sorted((luminance(one), luminance(two)))
    return (high + 0.05) / (low + 0.05)


def fonts_are_embedded(reading: Reading) -> Iterator[str]:
    """Every font of the file, shown or not, has its TrueType program and entries that agree with each other."""
    yield from (f"the font {font.name} {problem}" for font in reading.fonts for problem in font.problems)
    if not reading.fonts:
        yield "the file has no font"


def _codes(reading: Reading) -> Iterator[tuple[Font, int, bool]]:
    """List every code that is shown, once for each font, and whether other text is read in its place."""
    found: dict[tuple[int, int], tuple[Font, int, bool]] = {}
    for painting in [*(page.painting for page in reading.pages), *reading.appearances]:
        for one in painting.shown:
            for glyph in one.glyphs:
                found.setdefault((id(one.font), glyph.code), (one.font, glyph.code, one.spoken is not None))
                if one.spoken is None:
                    found[id(one.font), glyph.code] = one.font, glyph.code, False
    yield from found.values()


def every_code_shows_a_glyph(reading: Reading) -> Iterator[str]:
    """No code shows .notdef, and what stands for a letter leaves ink."""
    for font, code, _ in _codes(reading):
        if font.program is None:
            continue
        said = font.said.get(code, "")
        if font.glyph(code) == 0:
            yield f"code {code:#06x} of {font.name} ({said!r}) shows .notdef"
        elif font.ink(code) is None and any(unicodedata.category(one)[0] in "LNPS" for one in said):
            yield f"code {code:#06x} of {font.name} ({said!r}) shows a glyph without ink"


def every_code_has_a_meaning(reading: Reading) -> Iterator[str]:
    """ToUnicode gives each shown code a text that can be read, or ActualText stands in its place."""
    for font, code, spoken in _codes(reading):
        said = font.said.get(code)
        if said is None:
            yield f"code {code:#06x} of {font.name} has no ToUnicode value"
        elif not said and not spoken:
            yield f"code {code:#06x} of {font.name} means nothing"
        elif any(one in "\ufffe\ufeff\ufffd" or unicodedata.category(one) in {"Cc", "Cs", "Co", "Cn"} for one in said):
            yield f"code {code:#06x} of {font.name} means {said!r}"


def widths_are_those_of_the_program(reading: Reading) -> Iterator[str]:
    """The advances in the dictionary are those of the embedded program, to a thousandth of the size."""
    for font, code, _ in _codes(reading):
        advance = font.advance(code)
        if advance is not None and abs(advance - font.width(code)) > 1:
            yield f"code {code:#06x} of {font.name} is {font.width(code)} wide and its glyph {advance}"
    for font in reading.fonts:
        for code, width in font.widths.items():
            advance = font.advance(code)
            if advance is not None and font.glyph(code) and abs(advance - width) > 1:
                yield f"{font.name} declares {width} for code {code:#06x}, and its glyph has {advance}"


def text_is_readable(reading: Reading) -> Iterator[str]:
    """Text is of 9 points or more, is visible, and stands out at 4.5 to 1 from what lies below it; decoration may be pale."""
    for page in reading.pages:
        pale = [one for one in page.shown if one.artifact and one.glyphs]
        for one in page.shown:
            if not one.glyphs or not one.text.strip():
                continue
            name = f"{one.text!r} on page {page.index + 1}"
            if one.size < SMALLEST - 1e-6:
                yield f"{name} is of {one.size:.2f} points"
            if not one.visible:
                yield f"{name} is not visible"
            if one.artifact:
                continue
            below = [one.over, *(other.colour for other in pale if other.colour and other.box.meets(one.box))]
            least = min(contrast(one.colour, other) for other in below) if one.colour else 0
            if least < CONTRAST:
                yield f"{name} has a contrast of {least:.2f}"


def text_stays_on_the_paper(reading: Reading) -> Iterator[str]:
    """All ink of text lies on its page and within whatever it is clipped to."""
    for page in reading.pages:
        paper = bounds(corners([float(side) for side in reading.pdf.pages[page.index].cropbox]))
        for one in page.shown:
            if not one.box.within(paper, slack=0.01):
                yield f"{one.text!r} lies at {tuple(one.box)}, off page {page.index + 1}"
            elif one.clip is not None and not one.artifact and not one.box.within(one.clip, slack=0.5):
                yield f"{one.text!r} on page {page.index + 1} is cut at {tuple(one.clip)}"


def texts_do_not_overlap(reading: Reading) -> Iterator[str]:
    """No ink of one block lies on that of another; within a block, lines stand in reading order and may touch."""
    owners = {content: block for block, contents in blocks(structure(reading)) for content in contents}
    for page in reading.pages:
        placed = [
            (one, owners.get(Content(page.index, one.mcid))) for one in page.shown if one.mcid is not None and one.text.strip()
        ]
        yield from (f"page {page.index + 1}: {one.text!r} lies on {two.text!r}" for one, two in _overlapping(placed))


def _overlapping(placed: Sequence[tuple[Shown, Element | None]]) -> Iterator[tuple[Shown, Shown]]:
    ordered = sorted(placed, key=lambda pair: pair[0].box.y0)
    for place, (one, owner) in enumerate(ordered):
        for two, other in ordered[place + 1 :]:
            if two.box.y0 > one.box.y1:
                break
            if owner is not other and one.box.meets(two.box, by=STRIP):
                yield one, two


POINTS: tuple[Point, ...] = (
    fonts_are_embedded,
    every_code_shows_a_glyph,
    every_code_has_a_meaning,
    widths_are_those_of_the_program,
    text_is_readable,
    text_stays_on_the_paper,
    texts_do_not_overlap,
)
