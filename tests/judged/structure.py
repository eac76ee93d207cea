"""The structure tree of a PDF: its elements, what each claims of the pages, and the text in the order of the tree."""

import functools
import itertools
from collections.abc import Iterator, Sequence
from typing import Any, TypeAlias

import attrs
import pikepdf

from judged.contents import Shown
from judged.reading import Reading, numbered, text_of

Key: TypeAlias = tuple[int, int]

GROUPING = frozenset({"Document", "Part", "Art", "Sect", "Div", "BlockQuote", "TOC", "TOCI", "Index", "NonStruct", "Private"})
HEADINGS = frozenset({"H", *(f"H{level}" for level in range(1, 7))})
TABLES = frozenset({"Table", "TR", "THead", "TBody", "TFoot", "L", "LI"})
INLINE = frozenset(
    {"Span", "Quote", "Note", "Reference", "BibEntry", "Code", "Link", "Annot", "Ruby", "RB", "RT", "RP", "Warichu", "WT", "WP"}
)
BLOCKS = HEADINGS | frozenset({"P", "Lbl", "LBody", "TH", "TD", "Caption", "Figure", "Formula", "Form"})
STANDARD = GROUPING | TABLES | INLINE | BLOCKS


@attrs.frozen
class Content:
    """A marked-content sequence that an element claims, by page and number; the page is None where none is named."""

    page: int | None
    mcid: int


@attrs.frozen
class Reference:
    """An annotation that an element claims."""

    key: Key


@attrs.define(eq=False)
class Element:
    """A structure element; `type` is its standard type, after the role map."""

    object: Any
    key: Key
    written: str
    type: str
    parent: "Element | None"
    kids: list["Element | Content | Reference"] = attrs.field(factory=list)

    def __iter__(self) -> Iterator["Element"]:
        """List this element and all below it, in the order of the tree."""
        yield self
        for kid in self.kids:
            if isinstance(kid, Element):
                yield from kid

    @property
    def name(self) -> str:
        return f"{self.written} (object {self.key[0]})"

    @property
    def elements(self) -> list["Element"]:
        return [kid for kid in self.kids if isinstance(kid, Element)]

    @property
    def contents(self) -> list[Content]:
        return [kid for kid in self.kids if isinstance(kid, Content)]

    def attribute(self, name: str, owner: str | None = None) -> Any:
        """Give an attribute, from any owner or from this one."""
        held = self.object.get("/A", ())
        for one in [held] if isinstance(held, pikepdf.Dictionary) else list(held):
            if isinstance(one, pikepdf.Dictionary) and name in one and owner in {None, str(one.get("/O"))}:
                return one[name]
        return None

    def text(self, name: str) -> str | None:
        """Give a text entry of the element, such as `/Alt`."""
        value = self.object.get(name)
        return None if value is None else str(value)


@attrs.frozen(eq=False)
class Structure:
    """The tree with its parent tree, and the problems met while it was walked."""

    tops: tuple[Element, ...]
    parents: dict[int, Any]
    problems: tuple[str, ...]

    def __iter__(self) -> Iterator[Element]:
        return itertools.chain.from_iterable(self.tops)


@attrs.define(eq=False)
class _Walk:
    reading: Reading
    roles: Any
    problems: list[str] = attrs.field(factory=list)
    seen: set[Key] = attrs.field(factory=set)

    def kids(self, held: Any, parent: Element | None, page: int | None) -> list[Element | Content | Reference]:
        kids = held.get("/K")
        listed = list(kids) if isinstance(kids, pikepdf.Array) else [] if kids is None else [kids]
        return [found for kid in listed if (found := self.kid(kid, parent, page)) is not None]

    def kid(self, kid: Any, parent: Element | None, page: int | None) -> Element | Content | Reference | None:
        if isinstance(kid, int):
            return Content(page, kid)
        if not isinstance(kid, pikepdf.Dictionary):
            self.problems.append(f"{parent.name if parent else 'the root'} holds {kid!r}")
            return None
        kind: Any = kid.get("/Type")
        own = kid.get("/Pg")
        page = page if own is None else self.place(own)
        if kind == "/MCR":
            if "/Stm" in kid:
                self.problems.append(f"{parent.name if parent else 'the root'} claims content of a form")
            return Content(page, int(kid.MCID))
        if kind == "/OBJR":
            return Reference(kid.Obj.objgen)
        return self.element(kid, parent, page)

    def element(self, held: Any, parent: Element | None, page: int | None) -> Element | None:
        key = held.objgen
        if not held.is_indirect:
            self.problems.append(f"an element {held.get('/S')} is no object of its own")
        elif key in self.seen:
            self.problems.append(f"the object {key[0]} stands in the tree twice")
            return None
        self.seen.add(key)
        written = str(held.get("/S", "/")).lstrip("/")
        element = Element(held, key, written, self.role(written), parent)
        above = held.get("/P")
        expected = self.reading.root.StructTreeRoot.objgen if parent is None else parent.key
        if above is None or above.objgen != expected:
            self.problems.append(f"{element.name} names object {above and above.objgen[0]} as its parent, not {expected[0]}")
        element.kids = self.kids(held, element, page)
        return element

    def role(self, written: str) -> str:
        role, met = written, {written}
        while role not in STANDARD and f"/{role}" in self.roles:
            role = str(self.roles[f"/{role}"]).lstrip("/")
            if role in met:
                break
            met.add(role)
        return role

    def place(self, page: Any) -> int | None:
        found = self.reading.places.get(page.objgen)
        if found is None:
            self.problems.append(f"the object {page.objgen[0]} is taken for a page")
        return found


@functools.lru_cache(maxsize=8)
def structure(reading: Reading) -> Structure:
    """Walk the tree once."""
    root = reading.root.get("/StructTreeRoot")
    if root is None:
        return Structure((), {}, ("the file has no structure tree",))
    walk = _Walk(reading, root.get("/RoleMap", pikepdf.Dictionary()))
    tops = tuple(kid for kid in walk.kids(root, None, None) if isinstance(kid, Element))
    parents: dict[int, Any] = {}
    previous = -1
    for key, value, limits in numbered(root.get("/ParentTree", pikepdf.Dictionary()), "/Nums"):
        if key <= previous:
            walk.problems.append(f"the parent tree has key {key} after {previous}")
        if limits is not None and not limits[0] <= key <= limits[1]:
            walk.problems.append(f"the parent tree has key {key} in a leaf of {limits[0]} to {limits[1]}")
        parents[key] = value
        previous = key
    following = root.get("/ParentTreeNextKey")
    if following is not None and following <= previous:
        walk.problems.append(f"the next key of the parent tree is {following}, and {previous} is taken")
    return Structure(tops, parents, tuple(walk.problems))


def reading_order(reading: Reading) -> list[list[tuple[str, str]]]:
    """Give each page's blocks in the order of the tree, as type and text; a figure's text is its alternative.

    What stands inside a line (a span, a link) is part of the text of its block.
    """
    pages: list[list[tuple[str, str]]] = [[] for _ in reading.pages]
    shown = shown_by_content(reading)
    for block, contents in blocks(structure(reading)):
        instead = block.text("/ActualText") or (block.text("/Alt") if block.type in {"Figure", "Formula"} else None)
        for page, group in itertools.groupby(contents, key=lambda content: content.page):
            if page is not None:
                text = instead or text_of([one for content in group for one in shown.get(content, ())])
                pages[page].append((block.type, text))
    return pages


def shown_by_content(reading: Reading) -> dict[Content, list[Shown]]:
    found: dict[Content, list[Shown]] = {}
    for page in reading.pages:
        for one in page.shown:
            if one.mcid is not None:
                found.setdefault(Content(page.index, one.mcid), []).append(one)
    return found


def blocks(tree: Structure) -> Iterator[tuple[Element, Sequence[Content]]]:
    """List what is read as one piece: an element and the content in it, spans and links inside it included."""
    for element in tree:
        if not (element.type in INLINE and element.parent and _in_block(element.parent)):
            run: list[Content] = []
            for item in _pieces(element):
                if isinstance(item, Content):
                    run.append(item)
                elif run:
                    yield element, run
                    run = []
            if run:
                yield element, run


def _in_block(element: Element) -> bool:
    return element.type in BLOCKS or (element.type in INLINE and element.parent is not None and _in_block(element.parent))


def _pieces(element: Element) -> Iterator[Content | None]:
    """List the content of a block; None stands where another block lies within it."""
    for kid in element.kids:
        if isinstance(kid, Content):
            yield kid
        elif isinstance(kid, Element):
            if kid.type in INLINE and _in_block(element):
                yield from _pieces(kid)
            else:
                yield None
