"""A PDF as it is read: its pages and what they show, in the order and with the spaces that a reader would hear."""

import functools
import io
import itertools
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

import attrs
import pikepdf

from judged.contents import Mark, Painting, Shown
from judged.fonts import Font, read_font

RTL = frozenset({"R", "AL"})
WITHIN_RTL = frozenset({"R", "AL", "NSM", "BN", "ON", "WS", "CS", "ES", "ET", "AN", "EN"})
LINE, GAP, BACK = 0.7, 0.15, -1.0  # of the size: another line, a space that is not written, a jump back


@attrs.frozen(eq=False)
class Page:
    """A page, by its place in the file from 0, and all that is painted on it."""

    index: int
    object: Any
    painting: Painting

    @property
    def shown(self) -> Sequence[Shown]:
        return self.painting.shown


@attrs.define(eq=False)
class Reading:
    """A PDF that is read once, and everything that the points ask of it."""

    data: bytes
    pdf: pikepdf.Pdf
    _fonts: dict[tuple[int, int], tuple[Any, Font]] = attrs.field(factory=dict, init=False)

    @property
    def root(self) -> Any:
        return self.pdf.Root

    @functools.cached_property
    def pages(self) -> tuple[Page, ...]:
        pages = []
        for index, page in enumerate(self.pdf.pages):
            painting = Painting(self.font)
            painting.paint(page, page.obj.get("/Resources", pikepdf.Dictionary()))
            pages.append(Page(index, page.obj, painting))
        return tuple(pages)

    @functools.cached_property
    def places(self) -> dict[tuple[int, int], int]:
        """Give the place of each page by its object."""
        return {page.obj.objgen: index for index, page in enumerate(self.pdf.pages)}

    @functools.cached_property
    def appearances(self) -> tuple[Painting, ...]:
        """Give what annotations show of their own."""
        found = []
        for _, annotation in self.annotations:
            normal = annotation.get("/AP", {}).get("/N")
            states = list(normal.values()) if isinstance(normal, pikepdf.Dictionary) else [normal]
            for state in states:
                if isinstance(state, pikepdf.Stream):
                    found.append(Painting(self.font))
                    found[-1].paint(state, state.get("/Resources", {}))
        return tuple(found)

    @functools.cached_property
    def annotations(self) -> tuple[tuple[int, Any], ...]:
        """List each annotation with the place of its page."""
        return tuple((index, one) for index, page in enumerate(self.pdf.pages) for one in page.obj.get("/Annots", ()))

    @functools.cached_property
    def dictionaries(self) -> tuple[Any, ...]:
        """List every dictionary in the file, those inside others too."""
        return tuple(held for value in self.pdf.objects for held in dictionaries(value))

    @functools.cached_property
    def fonts(self) -> tuple[Font, ...]:
        """Give every font of the file, shown or not."""
        kinds = {"/Type0", "/TrueType", "/Type1", "/MMType1", "/Type3"}
        return tuple(self.font(one) for one in self.dictionaries if one.get("/Subtype") in kinds)

    def font(self, held: Any) -> Font:
        """Read a font once, however often it is chosen."""
        key = held.objgen if held.is_indirect else (-id(held), 0)
        if key not in self._fonts:
            self._fonts[key] = held, read_font(held)
        return self._fonts[key][1]


@functools.lru_cache(maxsize=8)
def read(data: bytes) -> Reading:
    """Read a PDF with pikepdf; what it would have to repair is an error."""
    pdf = pikepdf.open(io.BytesIO(data), attempt_recovery=False, inherit_page_attributes=False)
    return Reading(data, pdf)


def dictionaries(value: Any) -> Iterator[Any]:
    """List every dictionary inside a value, without following references."""
    match value:
        case pikepdf.Array():
            for held in list(value):
                if _direct(held):
                    yield from dictionaries(held)
        case pikepdf.Dictionary() | pikepdf.Stream():
            yield value
            for held in value.values():
                if _direct(held):
                    yield from dictionaries(held)


def _direct(held: Any) -> bool:
    return isinstance(held, pikepdf.Object) and not held.is_indirect


def numbered(node: Any, key: str) -> Iterator[tuple[Any, Any, tuple[Any, Any] | None]]:
    """List a number tree (`/Nums`) or name tree (`/Names`): each key, its value, and the limits of its leaf."""
    held = list(node.get(key, ()))
    limits = tuple(node.Limits) if "/Limits" in node else None
    for name, value in zip(held[::2], held[1::2], strict=True):
        yield name, value, limits
    for kid in node.get("/Kids", ()):
        yield from numbered(kid, key)


@attrs.frozen(eq=False)
class _Unit:
    """A glyph, or a text that is read in the place of several."""

    text: str
    start: tuple[float, float]
    end: tuple[float, float]
    size: float
    along: tuple[float, float]


def _units(shown: Iterable[Shown]) -> Iterator[_Unit]:
    def spoken(one: Shown) -> Mark | None:
        return one.spoken

    for mark, group in itertools.groupby(shown, key=spoken):
        held = list(group)
        glyphs = [(one, glyph) for one in held for glyph in one.glyphs]
        if mark is None:
            for one, glyph in glyphs:
                yield _Unit(glyph.text, (glyph.x, glyph.y), glyph.end, one.size, one.along)
        elif glyphs:
            (one, first), (_, last) = glyphs[0], glyphs[-1]
            yield _Unit(mark.actual or "", (first.x, first.y), last.end, one.size, one.along)
        else:
            one = held[0]
            yield _Unit(mark.actual or "", one.box[:2], one.box[:2], one.size, one.along)


def parts_of(shown: Iterable[Shown]) -> list[str]:
    """Give the texts between which a reader has to guess a space, because the pen moved and none is written."""
    parts: list[list[_Unit]] = []
    before: _Unit | None = None
    for unit in _units(shown):
        if before is None or (not _hangs(unit) and _jumps(before, unit)):
            parts.append([])
        parts[-1].append(unit)
        before = unit if before is None or not _hangs(unit) else before
    return ["".join(in_reading_order([unit.text for unit in part], rising=_rises(part))) for part in parts]


def _hangs(unit: _Unit) -> bool:
    """Tell a mark, which stands wherever its letter wants it, from what moves the pen on."""
    return all(unicodedata.category(character)[0] == "M" for character in unit.text)


def _jumps(one: _Unit, two: _Unit) -> bool:
    x, y = two.start[0] - one.end[0], two.start[1] - one.end[1]
    ahead = x * one.along[0] + y * one.along[1]
    aside = x * one.along[1] - y * one.along[0]
    size = min(one.size, two.size)
    return abs(aside) > LINE * size or not BACK * size <= ahead <= GAP * size


def _rises(part: Sequence[_Unit]) -> bool:
    first, last = part[0], part[-1]
    return (last.start[0] - first.start[0]) * first.along[0] + (last.start[1] - first.start[1]) * first.along[1] >= 0


def in_reading_order(texts: Sequence[str], *, rising: bool = True) -> list[str]:
    """Turn what was painted from left to right into what is read: stretches of right-to-left letters are turned round."""
    if not rising or not any(_kinds(text) & RTL for text in texts):
        return list(texts)
    read: list[str] = []
    stretch: list[str] = []
    for text in [*texts, ""]:
        if text and _kinds(text) <= WITHIN_RTL:
            stretch.append(text)
            continue
        read += _turned(stretch)
        stretch = []
        read.append(text)
    return read


def _turned(stretch: Sequence[str]) -> Iterator[str]:
    """Turn a stretch round, but for what hangs over at its ends and the digits in it."""
    strong = [place for place, text in enumerate(stretch) if _kinds(text) & RTL]
    if not strong:
        yield from stretch
        return
    first, last = strong[0], strong[-1] + 1
    yield from stretch[:first]
    for digits, group in itertools.groupby(reversed(stretch[first:last]), key=lambda text: bool(_kinds(text) & {"EN", "AN"})):
        run = list(group)
        yield from reversed(run) if digits else run
    yield from stretch[last:]


def _kinds(text: str) -> set[str]:
    return {unicodedata.bidirectional(character) for character in text}


def text_of(shown: Iterable[Shown]) -> str:
    """Give the text as it is read, with the spaces that readers guess where the pen moved on."""
    text = ""
    for part in parts_of(shown):
        text += " " * wants_space(text, part) + part
    return text


def wants_space(one: str, two: str) -> bool:
    """Tell whether a reader has to guess a space between two texts; between ideographs there is none."""
    if not one or not two or one[-1].isspace() or two[0].isspace():
        return False
    return not all(unicodedata.east_asian_width(character) in "WF" for character in (one[-1], two[0]))


def text_by_mcid(page: Page) -> dict[int, str]:
    """Give the text of each tagged sequence of a page by its number; '' where it holds none."""
    found: dict[int, list[Shown]] = {mcid: [] for mcid in page.painting.mcids}
    for one in page.shown:
        if one.mcid is not None:
            found.setdefault(one.mcid, []).append(one)
    return {mcid: text_of(shown) for mcid, shown in found.items()}


def artifacts(page: Page) -> list[str]:
    """List the texts that a page shows as decoration, each sequence by itself."""
    groups = itertools.groupby((one for one in page.shown if one.artifact), key=lambda one: one.marks)
    return [text_of(list(group)) for _, group in groups]
