"""The outline of a glyph, read from its font and written as a path: what lets a page look the same without the font.

A TrueType outline is a list of closed contours.  Points are on the curve or pull it towards themselves; between two that
pull lies one on the curve, half way, which is left out of the file.  A composed glyph, such as an é, names the glyphs that
it is made of and says where each of them goes.  (OpenType, `glyf`.)
"""

from __future__ import annotations

import functools
import itertools
import math
import struct
from typing import TYPE_CHECKING, Any, NamedTuple, TypeAlias

import attrs

from cmecore.errors import InvalidValue
from cmecore.rendering.svg.paths import Path

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from cmecore.rendering.fonts.runs import Typeface

# Number of contours and bounds, in front of each outline.
_HEADING = 10
# Flags of one point of a simple glyph.
_ON, _X_SHORT, _Y_SHORT, _REPEATED, _X_SAME, _Y_SAME = 0x01, 0x02, 0x04, 0x08, 0x10, 0x20
# Flags of one part of a composed glyph.
_WORDS, _DISTANCES, _SCALED, _MORE, _SCALED_TWICE, _TRANSFORMED = 0x0001, 0x0002, 0x0008, 0x0020, 0x0040, 0x0080
_LENDS_METRICS, _DISTANCE_SCALED = 0x0200, 0x0800
_UNIT = 16384
# No font composes glyphs of composed glyphs this often; a damaged one may do so for ever.
_DEEPEST = 8


class _Point(NamedTuple):
    x: float
    y: float
    on: bool


_Contours: TypeAlias = "list[list[_Point]]"


@functools.lru_cache(maxsize=8192)
def outline(face: Typeface, glyph: int) -> str:
    """Draw a glyph, in the units of its font and with its baseline at 0; nothing for a space.

    >>> from cmecore.rendering.fonts.typefaces import bundled
    >>> roman = bundled("roman")
    >>> outline(roman, roman.glyphs[ord(" ")]), outline(roman, roman.glyphs[ord("l")])[:1]
    ('', 'M')
    """
    path = Path()
    try:
        for contour in _font(face).placed(glyph):
            _draw(contour, path)
    except (struct.error, IndexError) as error:
        raise InvalidValue(
            field="fonts",
            found=f"a font in which glyph {glyph} is damaged",
            expected="the content of a TrueType font (.ttf) with glyf outlines",
            advice="hand over another copy of it",
        ) from error
    return path.text


@attrs.frozen(eq=False)
class _Font:
    """The tables of a font that draw."""

    glyf: bytes
    loca: Sequence[int]
    hmtx: bytes
    #: How many glyphs have an advance of their own in `hmtx`.
    told: int

    def placed(self, glyph: int) -> _Contours:
        """Return the contours of a glyph, moved so that the leftmost point is where the metrics say."""
        contours, shift = self._contours(glyph, _DEEPEST), self._shift(glyph, _DEEPEST)
        if not shift:
            return contours
        return [[point._replace(x=point.x + shift) for point in contour] for contour in contours]

    def _data(self, glyph: int) -> bytes:
        return self.glyf[self.loca[glyph] : self.loca[glyph + 1]]

    def _shift(self, glyph: int, deepest: int) -> int:
        """Tell how far a glyph is moved: by its own metrics, or by those of a part that lends it its own."""
        data = self._data(glyph)
        if not data:
            return 0
        count, left = struct.unpack_from(">hh", data)
        if count < 0 and deepest:
            lending = [part.glyph for part in _parts(data) if part.flags & _LENDS_METRICS]
            if lending:
                return self._shift(lending[-1], deepest - 1)
        place = 4 * glyph + 2 if glyph < self.told else 4 * self.told + 2 * (glyph - self.told)
        (bearing,) = struct.unpack_from(">h", self.hmtx, place)
        return int(bearing - left)

    def _contours(self, glyph: int, deepest: int) -> _Contours:
        data = self._data(glyph)
        if not data:
            return []
        if not deepest:
            raise IndexError("a glyph that is composed of itself")
        (count,) = struct.unpack_from(">h", data)
        return _simple(data, count) if count >= 0 else self._composed(data, deepest - 1)

    def _composed(self, data: bytes, deepest: int) -> _Contours:
        contours: _Contours = []
        for flags, glyph, right, up, turn in _parts(data):
            part = [[_turned(point, turn) for point in contour] for contour in self._contours(glyph, deepest)]
            if not flags & _DISTANCES:  # they are numbers of two points, which are to meet
                fixed = list(itertools.chain.from_iterable(contours))[int(right)]
                moved = list(itertools.chain.from_iterable(part))[int(up)]
                right, up = fixed.x - moved.x, fixed.y - moved.y  # noqa: PLW2901 - what the two numbers stand for
            elif flags & _DISTANCE_SCALED:
                right, up = right * math.hypot(*turn[:2]), up * math.hypot(*turn[2:])  # noqa: PLW2901 - likewise
            contours += [[_Point(point.x + right, point.y + up, point.on) for point in contour] for contour in part]
        return contours


class _Part(NamedTuple):
    """One of the glyphs that a glyph is composed of: where it goes, and how it is turned."""

    flags: int
    glyph: int
    right: float
    up: float
    turn: tuple[float, ...]


def _parts(data: bytes) -> Iterator[_Part]:
    place, flags = _HEADING, _MORE
    while flags & _MORE:
        flags, glyph = struct.unpack_from(">HH", data, place)
        kind = ("h" if flags & _DISTANCES else "H") if flags & _WORDS else ("b" if flags & _DISTANCES else "B")
        right, up = struct.unpack_from(f">2{kind}", data, place + 4)
        place += 8 if flags & _WORDS else 6
        turn, length = _turn(data, place, flags)
        place += length
        yield _Part(flags, glyph, right, up, turn)


@functools.lru_cache(maxsize=64)
def _font(face: Typeface) -> _Font:
    tables: Any = face.font.face
    head, hhea, maxp, loca = (tables.get_table(name) for name in ("head", "hhea", "maxp", "loca"))
    (long,) = struct.unpack_from(">h", head, 50)
    (count,) = struct.unpack_from(">H", maxp, 4)
    (told,) = struct.unpack_from(">H", hhea, 34)
    kind, size = ("I", 1) if long else ("H", 2)
    places = [place * size for place in struct.unpack_from(f">{count + 1}{kind}", loca)]
    return _Font(tables.get_table("glyf"), places, tables.get_table("hmtx"), told)


def _simple(data: bytes, count: int) -> _Contours:
    ends = struct.unpack_from(f">{count}H", data, _HEADING)
    (instructions,) = struct.unpack_from(">H", data, _HEADING + 2 * count)
    place = _HEADING + 2 * count + 2 + instructions
    points = ends[-1] + 1 if ends else 0
    flags: list[int] = []
    while len(flags) < points:
        flag = data[place]
        times = 1 + (data[place + 1] if flag & _REPEATED else 0)
        place += 2 if flag & _REPEATED else 1
        flags += [flag] * times
    across, place = _distances(data, place, flags[:points], _X_SHORT, _X_SAME)
    upward, _ = _distances(data, place, flags[:points], _Y_SHORT, _Y_SAME)
    all_points = [_Point(x, y, bool(flag & _ON)) for x, y, flag in zip(across, upward, flags, strict=False)]
    return [all_points[start:end] for start, end in itertools.pairwise([0, *(end + 1 for end in ends)])]


def _distances(data: bytes, place: int, flags: Sequence[int], short: int, same: int) -> tuple[list[int], int]:
    """Read one coordinate of all points, each told as how far it is from the one before, in one byte, in two or in none."""
    at = 0
    found = []
    for flag in flags:
        if flag & short:
            at += data[place] if flag & same else -data[place]
            place += 1
        elif not flag & same:
            at += struct.unpack_from(">h", data, place)[0]
            place += 2
        found.append(at)
    return found, place


def _turn(data: bytes, place: int, flags: int) -> tuple[tuple[float, ...], int]:
    """Read how a part is scaled, turned or slanted, and how many bytes say so."""
    count = 1 if flags & _SCALED else 2 if flags & _SCALED_TWICE else 4 if flags & _TRANSFORMED else 0
    told = tuple(part / _UNIT for part in struct.unpack_from(f">{count}h", data, place))
    match told:
        case ():
            turn: tuple[float, ...] = (1, 0, 0, 1)
        case (both,):
            turn = (both, 0, 0, both)
        case (across, up):
            turn = (across, 0, 0, up)
        case _:
            turn = told
    return turn, 2 * count


def _turned(point: _Point, turn: tuple[float, ...]) -> _Point:
    a, b, c, d = turn
    return _Point(point.x * a + point.y * c, point.x * b + point.y * d, point.on)


def _draw(contour: list[_Point], path: Path) -> None:
    """Draw one contour, from a point on it and all the way round."""
    points = [_Point(round(x, 1), round(y, 1), on) for x, y, on in contour]
    if len(points) < 2:  # noqa: PLR2004 - a single point is no line, but marks where something is attached
        return
    first = next((index for index, point in enumerate(points) if point.on), None)
    points = [_between(points[-1], points[0]), *points] if first is None else points[first:] + points[:first]
    start = points[0]
    path.move(start.x, start.y)
    for handle, point in _stretches(points):
        if handle is not None:
            path.quadratic(handle[:2], point[:2])
        elif point is not start:  # closing draws the last line
            path.line(point.x, point.y)
    path.close()


def _stretches(points: Sequence[_Point]) -> Iterator[tuple[_Point | None, _Point]]:
    """List what a contour is drawn of: the handle, where it is curved, and where it leads."""
    handle: _Point | None = None
    for point in (*points[1:], points[0]):
        if point.on:
            yield handle, point
            handle = None
        else:
            if handle is not None:
                yield handle, _between(handle, point)
            handle = point


def _between(one: _Point, other: _Point) -> _Point:
    return _Point((one.x + other.x) / 2, (one.y + other.y) / 2, on=True)
