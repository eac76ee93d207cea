"""A font program that holds just some glyphs: what a document embeds, instead of a font of half a megabyte.

A TrueType file is a folder of tables.  Six of them draw, and only those are written: the outlines, their places, their
widths and three short headings.  Hinting, which fits outlines to the dots of old screens, is left out; no page of paper and
no reader of today uses it, and it is half of many fonts.
"""

from __future__ import annotations

import functools
import struct
from typing import TYPE_CHECKING, Final

import attrs

from cmecore.errors import InvalidValue

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

_NEEDED: Final = ("glyf", "head", "hhea", "hmtx", "loca", "maxp")
# What a file may begin with: outlines of TrueType, by Microsoft and by Apple.  "OTTO" has outlines of another kind.
_TRUETYPE: Final = (b"\0\1\0\0", b"true")
_COLLECTION: Final = b"ttcf"

# Number of contours and bounds, in front of each outline.
_HEADING: Final = 10
# Flags of one point of a simple glyph.
_X_SHORT, _Y_SHORT, _REPEATED, _X_SAME, _Y_SAME = 0x02, 0x04, 0x08, 0x10, 0x20
# Flags of one part of a composite glyph.
_WORDS, _SCALED, _MORE, _SCALED_TWICE, _TRANSFORMED, _INSTRUCTED = 0x0001, 0x0008, 0x0020, 0x0040, 0x0080, 0x0100
# Of the flags in `head`, those that say that instructions change what is drawn.
_INSTRUCTIONS_MATTER: Final = 0x0014

_OFFSETS_ARE_LONG: Final = 0x20000
_BASIC_PLANE: Final = 0xFFFF


@attrs.frozen(eq=False)
class Tables:
    """A TrueType file taken apart, once for all the programs that are made of it.

    >>> from cmecore.rendering.fonts.typefaces import bundled
    >>> font = Tables.of(bundled("roman").data)
    >>> len(font.program([0, 36, 37])) < 2_000
    True
    """

    #: How many glyphs the file has.
    count: int
    _loca: Sequence[int] = attrs.field(repr=False)
    #: How many glyphs have an advance of their own; the others share the last.
    _told: int = attrs.field(repr=False)
    _tables: Mapping[str, bytes] = attrs.field(repr=False)
    # Outlines without their hinting, as they are asked for, with the places in them that name another glyph.
    _bare: dict[int, tuple[bytes, tuple[int, ...]]] = attrs.field(factory=dict, init=False, repr=False)

    @classmethod
    def of(cls, data: bytes) -> Tables:
        """Take a file apart, or return what was made of the same bytes before.

        >>> Tables.of(b"OTTO")
        Traceback (most recent call last):
        cmecore.errors.InvalidValue: fonts: found 4 bytes that are no font; expected the content of a TrueType font ...
        """
        return _parsed(data)

    def program(self, glyphs: Sequence[int], characters: Mapping[int, int] | None = None) -> bytes:
        """Write a font with exactly these glyphs, as :func:`program` does."""
        order = self._in_order(glyphs)
        numbers = {glyph: number for number, glyph in enumerate(order)}
        outlines = [self._renumbered(glyph, numbers) for glyph in order]
        offsets = [0]
        for outline in outlines:
            offsets.append(offsets[-1] + len(outline))
        long = offsets[-1] >= _OFFSETS_ARE_LONG
        loca = (
            struct.pack(f">{len(offsets)}I", *offsets)
            if long
            else struct.pack(f">{len(offsets)}H", *(offset // 2 for offset in offsets))
        )
        count = len(order).to_bytes(2, "big")
        head, hhea, maxp = (self._tables[name] for name in ("head", "hhea", "maxp"))
        (flags,) = struct.unpack_from(">H", head, 16)
        head = b"".join(
            (
                head[:8],
                bytes(4),
                head[12:16],
                struct.pack(">H", flags & ~_INSTRUCTIONS_MATTER),
                head[18:50],
                struct.pack(">H", long),
                head[52:54],
            )
        )
        tables = {
            "glyf": b"".join(outlines),
            "head": head,
            "hhea": hhea[:34] + count,
            "hmtx": b"".join(map(self._metric, order)),
            "loca": loca,
            # One zone and no room for instructions, since there are none.
            "maxp": maxp[:4] + count + maxp[6:14] + b"\0\1" + bytes(12) + maxp[28:32],
        }
        if characters is not None:
            tables["cmap"] = _cmap(characters, len(order))
        return _file(tables)

    def heights(self, glyph: int) -> tuple[int, int]:
        """Tell how far the ink of a glyph reaches below the line and above it, in units of the font; nowhere, for a space."""
        start, end = self._loca[glyph], self._loca[glyph + 1]
        if end <= start:
            return 0, 0
        low, high = struct.unpack_from(">hxxh", self._tables["glyf"], start + 4)
        return low, high

    def _in_order(self, glyphs: Sequence[int]) -> list[int]:
        """List the glyphs of the new font: glyph 0, those asked for, and behind them the parts of composed ones."""
        order = list(glyphs if glyphs and glyphs[0] == 0 else (0, *glyphs))
        known = set(order)
        if len(known) != len(order):
            raise InvalidValue(
                field="glyphs", found="a glyph twice", expected="each glyph once, and glyph 0 first or not at all"
            )
        for glyph in order:
            if not 0 <= glyph < self.count:
                raise InvalidValue(
                    field="glyphs", found=f"glyph {glyph}", expected=f"a glyph of this font: 0 to {self.count - 1}"
                )
        for glyph in order:  # grows while it is read, for a part may be composed too
            outline, places = self._outline(glyph)
            for place in places:
                part = int.from_bytes(outline[place : place + 2], "big")
                if part not in known:
                    if part >= self.count:
                        raise _damaged("a composed glyph with a part that is not there")
                    known.add(part)
                    order.append(part)
        return order

    def _renumbered(self, glyph: int, numbers: Mapping[int, int]) -> bytes:
        outline, places = self._outline(glyph)
        if not places:
            return outline
        changed = bytearray(outline)
        for place in places:
            part = int.from_bytes(outline[place : place + 2], "big")
            changed[place : place + 2] = numbers[part].to_bytes(2, "big")
        return bytes(changed)

    def _metric(self, glyph: int) -> bytes:
        """Give the advance and the left side bearing of a glyph, as they are written."""
        hmtx, told = self._tables["hmtx"], self._told
        if glyph < told:
            return hmtx[4 * glyph : 4 * glyph + 4]
        bearing = 4 * told + 2 * (glyph - told)
        return hmtx[4 * told - 4 : 4 * told - 2] + hmtx[bearing : bearing + 2]

    def _outline(self, glyph: int) -> tuple[bytes, tuple[int, ...]]:
        if (bare := self._bare.get(glyph)) is None:
            try:
                bare = _without_hinting(self._tables["glyf"][self._loca[glyph] : self._loca[glyph + 1]])
            except (struct.error, IndexError) as error:
                raise _damaged("an outline that ends before it should") from error
            self._bare[glyph] = bare
        return bare


def program(data: bytes, glyphs: Sequence[int], characters: Mapping[int, int] | None = None) -> bytes:
    """Write a TrueType file with exactly these glyphs of a font, numbered in the order given.

    Glyph 0, which stands for what a font lacks, comes first whether it is given or not.  What composed glyphs are made of is
    added behind.  With ``characters``, from code point to new number, the file also says which glyph each one has.

    >>> from cmecore.rendering.fonts.typefaces import bundled
    >>> font = bundled("roman").data
    >>> small = program(font, [0, 36, 37], characters={65: 1, 66: 2})
    >>> len(small) < len(font) / 100
    True
    """
    return Tables.of(data).program(glyphs, characters)


@functools.lru_cache(maxsize=32)
def _parsed(data: bytes) -> Tables:
    try:
        tables = _tables(data)
        (long,) = struct.unpack_from(">h", tables["head"], 50)
        (count,) = struct.unpack_from(">H", tables["maxp"], 4)
        (told,) = struct.unpack_from(">H", tables["hhea"], 34)
        kind, size = ("I", 1) if long else ("H", 2)
        loca = [offset * size for offset in struct.unpack_from(f">{count + 1}{kind}", tables["loca"])]
        told = min(told, count)
        # These read nothing that is needed: they fail where a table ends before it should.
        for name, least in (("head", 54), ("hhea", 36), ("maxp", 32), ("hmtx", max(4, 2 * told + 2 * count))):
            struct.unpack_from(f"{least}x", tables[name])
    except (struct.error, IndexError, KeyError) as error:
        raise _damaged(f"{len(data):,} bytes that are no font") from error
    return Tables(count, loca, told, tables)


def _tables(data: bytes) -> dict[str, bytes]:
    start = struct.unpack_from(">I", data, 12)[0] if data[:4] == _COLLECTION else 0
    if data[start : start + 4] not in _TRUETYPE:
        raise KeyError("glyf")
    (count,) = struct.unpack_from(">H", data, start + 4)
    found = {}
    for place in range(start + 12, start + 12 + 16 * count, 16):
        tag, _, offset, length = struct.unpack_from(">4sIII", data, place)
        if (name := tag.decode("latin-1")) in _NEEDED:
            found[name] = data[offset : offset + length]
    missing = set(_NEEDED) - found.keys()
    if missing:
        raise KeyError(*missing)
    return found


def _without_hinting(outline: bytes) -> tuple[bytes, tuple[int, ...]]:
    """Leave the instructions out of an outline; list the places in it where the number of a part stands."""
    if not outline:
        return b"", ()
    (contours,) = struct.unpack_from(">h", outline)
    if contours >= 0:
        ends = _HEADING + 2 * contours
        (length,) = struct.unpack_from(">H", outline, ends)
        points = ends + 2 + length
        return _padded(outline[:ends] + bytes(2) + outline[points : _end_of_points(outline, ends, points)]), ()
    changed = bytearray(outline)
    places, place, flags = [], _HEADING, _MORE
    while flags & _MORE:
        (flags,) = struct.unpack_from(">H", outline, place)
        struct.pack_into(">H", changed, place, flags & ~_INSTRUCTED)
        places.append(place + 2)
        place += 8 if flags & _WORDS else 6
        place += 2 if flags & _SCALED else 4 if flags & _SCALED_TWICE else 8 if flags & _TRANSFORMED else 0
    if place > len(outline):
        raise IndexError("an outline ends before it should")
    return _padded(bytes(changed[:place])), tuple(places)


def _end_of_points(outline: bytes, ends: int, place: int) -> int:
    """Find where an outline ends: files fill up to a multiple of four behind it, and readers complain of more than that."""
    left = int.from_bytes(outline[ends - 2 : ends], "big") + 1 if ends > _HEADING else 0
    size = 0
    while left > 0:
        flag = outline[place]
        times = 1
        place += 1
        if flag & _REPEATED:
            times += outline[place]
            place += 1
        # A distance takes one byte, or two, or none where it is the same as before.
        size += times * (
            (1 if flag & _X_SHORT else 0 if flag & _X_SAME else 2) + (1 if flag & _Y_SHORT else 0 if flag & _Y_SAME else 2)
        )
        left -= times
    if place + size > len(outline):
        raise IndexError("an outline ends before it should")
    return place + size


def _cmap(characters: Mapping[int, int], count: int) -> bytes:
    """Say which glyph each character has, in the one form that every reader knows (format 4)."""
    for code, glyph in characters.items():
        if not (0 <= code < _BASIC_PLANE and 0 < glyph < count):
            raise InvalidValue(
                field="characters",
                found=f"U+{code:04X} as glyph {glyph}",
                expected=f"characters below U+FFFF and glyphs from 1 to {count - 1} of the new font",
                advice="leave it out, and name its glyph by its number",
            )
    stretches: list[tuple[int, int, int]] = []
    for code, glyph in sorted(characters.items()):
        if stretches and stretches[-1][1] == code - 1 and (stretches[-1][2] + code) & 0xFFFF == glyph:
            stretches[-1] = (stretches[-1][0], code, stretches[-1][2])
        else:
            stretches.append((code, code, (glyph - code) & 0xFFFF))
    stretches.append((0xFFFF, 0xFFFF, 1))
    size = len(stretches)
    starts, ends, shifts = zip(*stretches, strict=True)
    body = b"".join(
        (
            _search(size, 2),
            struct.pack(f">{size}H", *ends),
            bytes(2),
            struct.pack(f">{size}H", *starts),
            struct.pack(f">{size}H", *shifts),
            bytes(2 * size),
        )
    )
    table = struct.pack(">HHH", 4, 6 + 2 + len(body), 0) + struct.pack(">H", 2 * size) + body
    return struct.pack(">HHHHI", 0, 1, 3, 1, 12) + table


def _file(tables: Mapping[str, bytes]) -> bytes:
    """Join tables to a file with its sums: the words of the whole file add up to one number known to all readers."""
    records, bodies = [], []
    offset, whole, head = 12 + 16 * len(tables), 0, 0
    for name in sorted(tables):
        body = _padded(tables[name])
        total = _sum(body)
        records.append(struct.pack(">4sIII", name.encode(), total, offset, len(tables[name])))
        bodies.append(body)
        head = offset if name == "head" else head
        whole += total
        offset += len(body)
    front = b"".join((b"\0\1\0\0", struct.pack(">H", len(tables)), _search(len(tables), 16), *records))
    adjustment = (0xB1B0AFBA - whole - _sum(front)) & 0xFFFFFFFF
    joined = bytearray(front + b"".join(bodies))
    struct.pack_into(">I", joined, head + 8, adjustment)
    return bytes(joined)


def _search(count: int, size: int) -> bytes:
    """Give the three numbers by which old readers search a list by halves."""
    power = count.bit_length() - 1
    reach = size << power
    return struct.pack(">HHH", reach, power, size * count - reach)


def _sum(body: bytes) -> int:
    words: tuple[int, ...] = struct.unpack(f">{len(body) // 4}I", body)
    return sum(words) & 0xFFFFFFFF


def _padded(body: bytes) -> bytes:
    return body + bytes(-len(body) % 4)


def _damaged(found: str) -> InvalidValue:
    return InvalidValue(
        field="fonts",
        found=found,
        expected="the content of a TrueType font (.ttf) with glyf outlines",
        advice="hand over Path(…).read_bytes() of a .ttf; fonts with PostScript outlines (.otf) do not work",
    )
