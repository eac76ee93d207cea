"""What a page paints, operator by operator: each text with its glyphs, box, size, colour and the marks that it stands in."""

import copy
import math
from collections.abc import Callable
from typing import Any

import attrs
import pikepdf

from judged.fonts import Box, Font
from judged.measures import (
    AS_IT_IS,
    WHITE,
    Colour,
    Matrix,
    as_colour,
    bounds,
    corners,
    device_spaces,
    faded,
    moved,
    numbers,
    path_points,
    shared,
    times,
)

FILLED = frozenset({"f", "F", "f*", "B", "B*", "b", "b*"})
DEEPEST = 28  # of q, as PDF/A allows


@attrs.frozen(eq=False)
class Mark:
    """A marked-content sequence: its tag, its number on the page, and the text that is read in its place."""

    tag: str
    mcid: int | None
    properties: Any
    actual: str | None

    @property
    def artifact(self) -> bool:
        return self.tag == "Artifact"


@attrs.frozen(eq=False)
class Glyph:
    code: int
    glyph: int
    text: str
    x: float
    y: float
    end: tuple[float, float]
    ink: Box | None


@attrs.frozen(eq=False)
class Shown:
    """What one operator shows, in page units; `box` is its ink, and `glyphs` are in the order in which they are painted."""

    font: Font
    glyphs: tuple[Glyph, ...]
    box: Box
    size: float
    along: tuple[float, float]  #: the direction of writing
    colour: Colour | None
    over: Colour  #: what lies below: white, or the panel painted last
    visible: bool
    clip: Box | None
    marks: tuple[Mark, ...]

    @property
    def text(self) -> str:
        """Give the text in the order of painting, through ToUnicode alone."""
        return "".join(glyph.text for glyph in self.glyphs)

    @property
    def mcid(self) -> int | None:
        return next((mark.mcid for mark in reversed(self.marks) if mark.mcid is not None), None)

    @property
    def artifact(self) -> bool:
        return any(mark.artifact for mark in self.marks)

    @property
    def spoken(self) -> Mark | None:
        """Give the mark whose ActualText is read in the place of this, if there is one."""
        return next((mark for mark in self.marks if mark.actual is not None), None)


@attrs.define(eq=False)
class _State:
    ctm: Matrix = AS_IT_IS
    font: Font | None = None
    size: float = 0.0
    spacing: float = 0.0
    word: float = 0.0
    scale: float = 1.0
    leading: float = 0.0
    rise: float = 0.0
    mode: int = 0
    fill: Colour | None = (0, 0, 0)
    alpha: float = 1.0
    clip: Box | None = None


@attrs.define(eq=False)
class Painting:
    """Everything on a page, with the problems met while it was painted."""

    fonts: Callable[[Any], Font]
    shown: list[Shown] = attrs.field(factory=list, init=False)
    painted: list[tuple[str, Box | None, tuple[Mark, ...]]] = attrs.field(factory=list, init=False)
    mcids: list[int] = attrs.field(factory=list, init=False)
    spaces: set[str] = attrs.field(factory=set, init=False)
    problems: list[str] = attrs.field(factory=list, init=False)
    _panels: list[tuple[Box, Colour]] = attrs.field(factory=list, init=False)

    def paint(self, source: Any, resources: Any, ctm: Matrix = AS_IT_IS, marks: tuple[Mark, ...] = (), depth: int = 0) -> None:
        """Run the operators of a page or of a form."""
        state, first = _State(ctm=ctm), len(marks)
        stack: list[_State] = []
        path: list[tuple[Any, bool]] = []
        simple, clipped, text = True, False, False
        matrix = line = AS_IT_IS
        for instruction in pikepdf.parse_content_stream(source):
            operator, operands = str(instruction.operator), instruction.operands
            match operator:
                case "q":
                    stack.append(copy.copy(state))
                    if len(stack) == DEEPEST + 1:
                        self.problems.append("q is nested more than 28 deep")
                case "Q":
                    if stack:
                        state = stack.pop()
                    else:
                        self.problems.append("Q without its q")
                case "cm":
                    state.ctm = times(numbers(operands), state.ctm)
                case "m" | "l" | "c" | "v" | "y":
                    path.append((operands, False))
                    simple = False
                case "re":
                    x, y, wide, high = (float(side) for side in operands)
                    simple = simple and not path
                    path.append(((x, y, x + wide, y + high), True))
                case "W" | "W*":
                    clipped = True
                case "n" | "S" | "s" | "f" | "F" | "f*" | "B" | "B*" | "b" | "b*":
                    # Where a border's thousand curves run is nobody's question, and the answer would take most of the time.
                    wanted = bool(path) and (simple or clipped or not any(mark.artifact for mark in marks))
                    box = bounds(list(path_points(path)), state.ctm) if wanted else None
                    if operator != "n":
                        self.painted.append((operator, box, marks))
                    if operator in FILLED and simple and box and state.fill:
                        self._panels.append((box, faded(state.fill, state.alpha)))
                    if clipped and box:
                        state.clip = shared(state.clip, box)
                    path, simple, clipped = [], True, False
                case "sh":
                    self.painted.append((operator, None, marks))
                case "INLINE IMAGE":
                    self.painted.append((operator, bounds(corners((0, 0, 1, 1)), state.ctm), marks))
                    self._image(instruction.iimage.obj)  # type: ignore[union-attr]
                case "Do":
                    self._do(operands[0], resources, state, marks, depth)
                case "BMC" | "BDC":
                    marks = (*marks, self._mark(operands, resources, marks))
                case "EMC":
                    if len(marks) > first:
                        marks = self._closed(marks, state)
                    else:
                        self.problems.append("EMC without its BMC")
                case "BT" | "ET":
                    if text == (operator == "BT"):
                        self.problems.append(f"{operator} out of place")
                    text, matrix, line = operator == "BT", AS_IT_IS, AS_IT_IS
                case "Tm":
                    matrix = line = numbers(operands)
                case "Td" | "TD" | "T*" | "'" | '"':
                    if operator == "TD":
                        state.leading = -float(operands[1])
                    if operator == '"':
                        state.word, state.spacing = float(operands[0]), float(operands[1])
                    x, y = (float(operands[0]), float(operands[1])) if operator in {"Td", "TD"} else (0.0, -state.leading)
                    matrix = line = times((1, 0, 0, 1, x, y), line)
                    if operator in {"'", '"'}:
                        matrix = self._show([operands[-1]], matrix, state, marks)
                case "Tj":
                    matrix = self._show(operands, matrix, state, marks)
                case "TJ":
                    matrix = self._show(operands[0], matrix, state, marks)
                case "Tf":
                    held = resources.get("/Font", {}).get(str(operands[0]))
                    if held is None:
                        self.problems.append(f"the font {operands[0]} is not among the resources")
                    state.font, state.size = self.fonts(held) if held is not None else None, float(operands[1])
                case _:
                    self._set(operator, operands, resources, state)
        if stack or text or len(marks) > first:
            self.problems.append(f"{len(stack)} q, {len(marks) - first} marks and {int(text)} text objects are left open")

    def _set(self, operator: str, operands: Any, resources: Any, state: _State) -> None:
        match operator:
            case "Tc":
                state.spacing = float(operands[0])
            case "Tw":
                state.word = float(operands[0])
            case "Tz":
                state.scale = float(operands[0]) / 100
            case "TL":
                state.leading = float(operands[0])
            case "Ts":
                state.rise = float(operands[0])
            case "Tr":
                state.mode = int(operands[0])
            case "g" | "rg" | "k" | "sc" | "scn":
                parts = [float(part) for part in operands if not isinstance(part, pikepdf.Name)]
                state.fill = as_colour(parts) if len(parts) == len(operands) else None
                self.spaces |= {"g": {"DeviceGray"}, "rg": {"DeviceRGB"}, "k": {"DeviceCMYK"}}.get(operator, set())
            case "G" | "RG" | "K":
                self.spaces.add({"G": "DeviceGray", "RG": "DeviceRGB", "K": "DeviceCMYK"}[operator])
            case "cs" | "CS":
                space = resources.get("/ColorSpace", {}).get(str(operands[0]), operands[0])
                self.spaces |= device_spaces(space)
                if operator == "cs":
                    state.fill = (0, 0, 0)
            case "gs":
                alpha = resources.get("/ExtGState", {}).get(str(operands[0]), {}).get("/ca")
                state.alpha = state.alpha if alpha is None else float(alpha)

    def _show(self, items: Any, matrix: Matrix, state: _State, marks: tuple[Mark, ...]) -> Matrix:
        font = state.font
        if font is None:
            self.problems.append("text is shown before a font is chosen")
            return matrix
        size, glyphs, inks = state.size, [], []
        whole = times((size * state.scale, 0, 0, size, 0, state.rise), times(matrix, state.ctm))
        a, b, c, d, *start = whole
        pen = 0.0  # along the line, in units of the text's own space
        for item in items:
            if not isinstance(item, pikepdf.String):
                pen -= float(item) / 1000 * state.size * state.scale
                continue
            for code in font.codes(bytes(item)):
                step = font.width(code) / 1000 * size + state.spacing + (state.word if code == 32 and not font.composite else 0)
                x, y = moved(start, pen, a, b, size * state.scale)
                pen += step * state.scale
                ink = font.ink(code)
                box = bounds([(u / 1000, v / 1000) for u, v in corners(ink)], (a, b, c, d, x, y)) if ink else None
                inks += [box] if box else []
                end = moved(start, pen, a, b, size * state.scale)
                glyphs.append(Glyph(code, font.glyph(code), font.said.get(code, ""), x, y, end, box))
        if glyphs:
            first, last = glyphs[0], glyphs[-1]
            box = (
                Box(*(min(s) for s in list(zip(*inks, strict=True))[:2]), *(max(s) for s in list(zip(*inks, strict=True))[2:]))
                if inks
                else bounds([(first.x, first.y), last.end])
            )
            self.shown.append(
                Shown(
                    font=font,
                    glyphs=tuple(glyphs),
                    box=box,
                    size=math.hypot(c, d),
                    along=(a / (math.hypot(a, b) or 1), b / (math.hypot(a, b) or 1)),
                    colour=None if state.fill is None else faded(state.fill, state.alpha, self._below(box)),
                    over=self._below(box),
                    visible=state.mode in {0, 2} and state.alpha > 0,
                    clip=state.clip,
                    marks=marks,
                )
            )
            self.painted.append(("text", box, marks))
        return times((1, 0, 0, 1, pen, 0), matrix)

    def _below(self, box: Box) -> Colour:
        """Give the colour of the panel that was last painted under the middle of a box."""
        x, y = (box.x0 + box.x1) / 2, (box.y0 + box.y1) / 2
        spot = Box(x, y, x, y)
        return next((colour for panel, colour in reversed(self._panels) if spot.within(panel)), WHITE)

    def _mark(self, operands: Any, resources: Any, marks: tuple[Mark, ...]) -> Mark:
        tag, properties = str(operands[0]).lstrip("/"), operands[1] if len(operands) > 1 else {}
        if isinstance(properties, pikepdf.Name):
            properties = resources.get("/Properties", {}).get(str(properties), {})
        mcid, actual = properties.get("/MCID"), properties.get("/ActualText")
        mark = Mark(tag, None if mcid is None else int(mcid), properties, None if actual is None else str(actual))
        inside = any(outer.artifact for outer in marks)
        tagged = any(outer.mcid is not None for outer in marks)
        if mark.mcid is not None:
            self.mcids.append(mark.mcid)
            if inside or tagged:
                self.problems.append(
                    f"the tagged content {mark.mcid} lies in {'an artifact' if inside else 'other tagged content'}"
                )
        elif mark.artifact and tagged:
            self.problems.append("an artifact lies in tagged content")
        return mark

    def _closed(self, marks: tuple[Mark, ...], state: _State) -> tuple[Mark, ...]:
        """Leave a mark; where its ActualText covers no text at all, the text still stands on the page."""
        mark = marks[-1]
        if mark.actual is not None and not any(mark in shown.marks for shown in self.shown) and state.font:
            at = Box(*state.ctm[4:], *state.ctm[4:])
            self.shown.append(
                Shown(state.font, (), at, state.size, (1, 0), (0, 0, 0), WHITE, visible=True, clip=None, marks=marks)
            )
        return marks[:-1]

    def _do(self, name: Any, resources: Any, state: _State, marks: tuple[Mark, ...], depth: int) -> None:
        held = resources.get("/XObject", {}).get(str(name))
        if held is None:
            self.problems.append(f"the object {name} is not among the resources")
        elif held.get("/Subtype") == "/Form":
            if "/Resources" not in held:
                self.problems.append(f"the form {name} has no resources of its own")
            before, matrix = len(self.mcids), numbers(held.get("/Matrix", AS_IT_IS))
            self.paint(held, held.get("/Resources", resources), times(matrix, state.ctm), marks, depth + 1)
            if len(self.mcids) > before:
                self.problems.append(f"the form {name} holds tagged content of its own")
                del self.mcids[before:]
        else:
            self.painted.append(("Do", bounds(corners((0, 0, 1, 1)), state.ctm), marks))
            self._image(held)

    def _image(self, held: Any) -> None:
        if held.get("/Interpolate", held.get("/I", False)):
            self.problems.append("an image is to be interpolated")
        if not held.get("/ImageMask", held.get("/IM", False)):
            space = held.get("/ColorSpace", held.get("/CS"))
            self.spaces |= device_spaces(space) if space is not None else set()
