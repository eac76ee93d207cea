"""A font as a PDF declares it, beside the program that it embeds: codes, widths, glyphs and what they stand for."""

import functools
import io
import itertools
import re
import struct
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

import attrs
import pikepdf
from fontTools import agl  # type: ignore[import-untyped]
from fontTools.ttLib import TTFont  # type: ignore[import-untyped]

SYMBOLIC, NONSYMBOLIC = 4, 32
ENCODINGS = {"/WinAnsiEncoding": "cp1252", "/MacRomanEncoding": "mac_roman"}
BYTES_OF_A_COMPOSITE_CODE = 2


class Box(NamedTuple):
    x0: float
    y0: float
    x1: float
    y1: float

    def within(self, other: "Box", slack: float = 0.0) -> bool:
        """Tell whether this box lies in the other, give or take the slack."""
        over = (self.x0 >= other.x0 - slack, self.y0 >= other.y0 - slack)
        return all(over) and self.x1 <= other.x1 + slack and self.y1 <= other.y1 + slack

    def meets(self, other: "Box", by: float = 0.0) -> bool:
        """Tell whether both boxes share more than a strip of this breadth."""
        across = min(self.x1, other.x1) - max(self.x0, other.x0)
        return across > by and min(self.y1, other.y1) - max(self.y0, other.y0) > by


@attrs.frozen(eq=False)
class Program:
    """A TrueType program: each glyph's advance and ink, both in thousandths of the size."""

    advances: tuple[float, ...]
    inks: tuple[Box | None, ...]
    cmaps: Mapping[tuple[int, int], Mapping[int, int]]


@functools.lru_cache(maxsize=64)
def program(data: bytes) -> Program:
    """Read a TrueType program with fontTools."""
    font = TTFont(io.BytesIO(data), lazy=True)
    scale = 1000 / font["head"].unitsPerEm
    count, long = font["maxp"].numGlyphs, font["hhea"].numberOfHMetrics
    metrics = struct.unpack(f">{long * 2}H", font.reader["hmtx"][: long * 4])[::2]
    outlines, places = font.reader["glyf"], font["loca"].locations
    return Program(
        advances=tuple(metrics[min(glyph, long - 1)] * scale for glyph in range(count)),
        inks=tuple(
            Box(*(side * scale for side in struct.unpack(">4h", outlines[start + 2 : start + 10]))) if end > start else None
            for start, end in itertools.pairwise(places)
        ),
        cmaps={
            (table.platformID, table.platEncID): {code: font.getGlyphID(name) for code, name in table.cmap.items()}
            for table in (font["cmap"].tables if "cmap" in font else ())
        },
    )


def meanings(data: bytes, width: int) -> dict[int, str]:
    """Read a ToUnicode map whose codes have this many bytes; codes of another length count as absent."""
    said: dict[int, str] = {}
    for block in re.findall(rb"beginbfchar(.*?)endbfchar", data, re.DOTALL):
        for code, value in re.findall(rb"<([^>]*)>\s*<([^>]*)>", block):
            if len(_bytes(code)) == width:
                said[int(code, 16)] = _text(_bytes(value))
    for block in re.findall(rb"beginbfrange(.*?)endbfrange", data, re.DOTALL):
        for first, last, value in re.findall(rb"<([^>]*)>\s*<([^>]*)>\s*(<[^>]*>|\[[^\]]*\])", block):
            listed = [_bytes(one) for one in re.findall(rb"<([^>]*)>", value)]
            for step, code in enumerate(range(int(first, 16), int(last, 16) + 1)):
                if len(_bytes(first)) != width:
                    continue
                if value.startswith(b"<"):
                    said[code] = _text(listed[0][:-2] + struct.pack(">H", (int.from_bytes(listed[0][-2:]) + step) & 0xFFFF))
                elif step < len(listed):
                    said[code] = _text(listed[step])
    return said


def _bytes(digits: bytes) -> bytes:
    return bytes.fromhex(digits.decode("ascii"))


def _text(value: bytes) -> str:
    return value.decode("utf-16-be", errors="replace")


@attrs.frozen(eq=False)
class Font:
    """A font dictionary and what hangs from it."""

    name: str
    composite: bool
    descriptor: Any
    program: Program | None
    widths: Mapping[int, float]
    default: float
    glyphs: Mapping[int, int] | None = attrs.field(repr=False)  #: None where a code is its glyph
    said: Mapping[int, str] = attrs.field(repr=False)
    problems: tuple[str, ...]

    def codes(self, shown: bytes) -> Iterator[int]:
        """Split the bytes of a shown string into codes."""
        if not self.composite:
            return iter(shown)
        return (code for (code,) in struct.iter_unpack(">H", shown + b"\0" * (len(shown) % 2)))

    def width(self, code: int) -> float:
        """Give the advance that the dictionary declares for a code, in thousandths."""
        return self.widths.get(code, self.default)

    def glyph(self, code: int) -> int:
        """Give the glyph of the program that a code shows; 0 where it has none."""
        found = code if self.glyphs is None else self.glyphs.get(code, 0)
        return found if self.program is None or found < len(self.program.advances) else 0

    def ink(self, code: int) -> Box | None:
        """Give what a code paints, in thousandths of the size."""
        return self.program.inks[self.glyph(code)] if self.program else None

    def advance(self, code: int) -> float | None:
        """Give the advance that the program itself has for a code."""
        return self.program.advances[self.glyph(code)] if self.program else None


def read_font(font: Any) -> Font:
    """Read a font dictionary, composite or simple; what is wrong with its own entries becomes its problems."""
    problems: list[str] = []
    name = str(font.get("/BaseFont", "without a name")).lstrip("/")
    composite = font.get("/Subtype") == "/Type0"
    inner = font.DescendantFonts[0] if composite else font
    descriptor = inner.get("/FontDescriptor", pikepdf.Dictionary())
    expected = "/CIDFontType2" if composite else "/TrueType"
    if inner.get("/Subtype") != expected:
        problems.append(f"is of type {inner.get('/Subtype')}, not {expected}")
    for place, said in (("descriptor", descriptor.get("/FontName")), ("inner font", inner.get("/BaseFont"))):
        if str(said).lstrip("/") != name:
            problems.append(f"is called {said} in its {place}")
    flags = int(descriptor.get("/Flags", 0))
    if bool(flags & SYMBOLIC) == bool(flags & NONSYMBOLIC):
        problems.append(f"is neither or both of symbolic and nonsymbolic (flags {flags})")
    held = _program(descriptor, problems)
    said = meanings(font.ToUnicode.read_bytes(), 2 if composite else 1) if "/ToUnicode" in font else {}
    if composite:
        glyphs, widths, default = _composite(font, inner, problems)
    else:
        glyphs, default = _simple(font, held, flags, problems), float(descriptor.get("/MissingWidth", 0))
        first = int(font.get("/FirstChar", 0))
        widths = {code: float(width) for code, width in enumerate(font.get("/Widths", ()), start=first)}
    return Font(name, composite, descriptor, held, widths, default, glyphs, said, tuple(problems))


def _program(descriptor: Any, problems: list[str]) -> Program | None:
    if "/FontFile2" not in descriptor:
        problems.append("is not embedded")
        return None
    try:
        return program(descriptor.FontFile2.read_bytes())
    except Exception as failure:  # noqa: BLE001 - whatever fontTools stumbles over is the finding
        problems.append(f"embeds a program that cannot be read: {failure!r}")
        return None


def _composite(font: Any, inner: Any, problems: list[str]) -> tuple[dict[int, int] | None, dict[int, float], float]:
    if font.get("/Encoding") != "/Identity-H":
        problems.append(f"has the encoding {font.get('/Encoding')}, which this reader does not know")
    to_glyph, glyphs = inner.get("/CIDToGIDMap"), None
    if to_glyph is None:
        problems.append("has no CIDToGIDMap")
    elif isinstance(to_glyph, pikepdf.Stream):
        held = to_glyph.read_bytes()
        glyphs = dict(enumerate(glyph for (glyph,) in struct.iter_unpack(">H", held[: len(held) & ~1])))
    elif to_glyph != "/Identity":
        problems.append(f"has the CIDToGIDMap {to_glyph}")
    widths: dict[int, float] = {}
    listed = list(inner.get("/W", ()))
    while listed:
        first, second = int(listed.pop(0)), listed.pop(0)
        if isinstance(second, pikepdf.Array):
            widths |= {code: float(width) for code, width in enumerate(second, start=first)}
        else:
            widths |= dict.fromkeys(range(first, int(second) + 1), float(listed.pop(0)))
    return glyphs, widths, float(inner.get("/DW", 1000))


def _simple(font: Any, held: Program | None, flags: int, problems: list[str]) -> dict[int, int]:
    """Follow ISO 32000-1, 9.6.6.4: a symbolic font's own table, or the encoding's characters through the Unicode table."""
    tables = held.cmaps if held else {}
    encoding = font.get("/Encoding")
    if flags & SYMBOLIC:
        if encoding is not None:
            problems.append("is symbolic and has an encoding")
        table = tables.get((3, 0)) or tables.get((1, 0)) or {}
        return {code & 0xFF: glyph for code, glyph in table.items()}
    base, differences = encoding, []
    if isinstance(encoding, pikepdf.Dictionary):
        base, differences = encoding.get("/BaseEncoding"), list(encoding.get("/Differences", ()))
    if str(base) not in ENCODINGS:
        problems.append(f"is nonsymbolic and has the encoding {base}")
    codec = ENCODINGS.get(str(base), "cp1252")
    characters = {code: bytes([code]).decode(codec, errors="replace") for code in range(256)}
    place = 0
    for entry in differences:
        if isinstance(entry, int):
            place = entry
        else:
            characters[place] = agl.toUnicode(str(entry).lstrip("/"))
            place += 1
    table = tables.get((3, 1), {})
    return {code: table[ord(said)] for code, said in characters.items() if len(said) == 1 and ord(said) in table}
