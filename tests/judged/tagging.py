"""The points about structure: the tree and the pages point at each other, and each element is what a listener needs."""

import collections
import itertools
from collections.abc import Callable, Iterator
from typing import Any, TypeAlias

import pikepdf

from judged.measures import bounds, corners
from judged.reading import Reading, artifacts, parts_of, text_of, wants_space
from judged.structure import HEADINGS, STANDARD, Content, Element, Reference, blocks, shown_by_content, structure

Point: TypeAlias = Callable[[Reading], Iterator[str]]

INSIDE = {  # what an element may hold, and what it must stand in
    "Table": {"TR", "THead", "TBody", "TFoot", "Caption"},
    "THead": {"TR"},
    "TBody": {"TR"},
    "TFoot": {"TR"},
    "TR": {"TH", "TD"},
    "L": {"LI", "Caption", "L"},
    "LI": {"Lbl", "LBody"},
}
AROUND = {
    "TR": {"Table", "THead", "TBody", "TFoot"},
    "TH": {"TR"},
    "TD": {"TR"},
    "THead": {"Table"},
    "TBody": {"Table"},
    "TFoot": {"Table"},
    "LI": {"L"},
    "LBody": {"LI"},
}
HIDDEN, PRINT, NOVIEW = 0b10, 0b100, 0b100011  # flags of annotations: hidden, to be printed, and those PDF/A forbids


def the_tree_is_sound(reading: Reading) -> Iterator[str]:
    """It can be walked, each element names the one above it, and one Document holds everything."""
    tree = structure(reading)
    yield from tree.problems
    if [top.type for top in tree.tops] != ["Document"]:
        yield f"the root holds {[top.type for top in tree.tops]}, not one Document"
    for element in tree:
        if element.type not in STANDARD:
            yield f"{element.name} is of a type that nothing maps to a standard one"
        elif element.written in STANDARD and element.written != element.type:
            yield f"the standard type {element.written} is mapped to {element.type}"


def every_sequence_is_claimed_once(reading: Reading) -> Iterator[str]:
    """Each number on a page belongs to exactly one element, and each element's numbers stand on its page."""
    claims = collections.Counter(kid for element in structure(reading) for kid in element.contents)
    for content, count in claims.items():
        if count > 1:
            yield f"{count} elements claim number {content.mcid} of page {_page(content)}"
    for page in reading.pages:
        numbers = collections.Counter(page.painting.mcids)
        yield from (
            f"number {mcid} stands {count} times on page {page.index + 1}" for mcid, count in numbers.items() if count > 1
        )
        for mcid in numbers:
            if Content(page.index, mcid) not in claims:
                yield f"no element claims number {mcid} of page {page.index + 1}"
    for content in claims:
        if content.page is None or content.mcid not in reading.pages[content.page].painting.mcids:
            yield f"an element claims number {content.mcid} of page {_page(content)}, which is not there"


def _page(content: Content) -> str:
    return "(none named)" if content.page is None else str(content.page + 1)


def the_parent_tree_names_the_elements(reading: Reading) -> Iterator[str]:
    """`ParentTree[page][number]` is the very element that claims the number, and the other way round."""
    tree = structure(reading)
    owners = {kid: element for element in tree for kid in element.contents}
    for page in reading.pages:
        key = page.object.get("/StructParents")
        named = tree.parents.get(int(key)) if key is not None else None
        if not isinstance(named, pikepdf.Array):
            yield f"page {page.index + 1} is not in the parent tree"
            continue
        for mcid, one in enumerate(named):
            owner = owners.get(Content(page.index, mcid))
            if (owner and owner.key) != (one.objgen if isinstance(one, pikepdf.Dictionary) else None):
                where = f"for number {mcid} of page {page.index + 1}"
                yield f"{where} the parent tree has {_object(one)}, the tree {owner and owner.name}"
        for content in owners:
            if content.page == page.index and content.mcid >= len(named):
                yield f"the parent tree ends before number {content.mcid} of page {page.index + 1}"


def _object(one: Any) -> str:
    return f"object {one.objgen[0]}" if isinstance(one, pikepdf.Dictionary) else "nothing"


def annotations_stand_in_the_tree(reading: Reading) -> Iterator[str]:
    """A link is held by a Link and a field by a Form, each says in words what it is, and each is printed."""
    tree = structure(reading)
    owners = {kid.key: element for element in tree for kid in element.kids if isinstance(kid, Reference)}
    for index, one in reading.annotations:
        kind, name = str(one.get("/Subtype")), f"the annotation in object {one.objgen[0]} on page {index + 1}"
        flags, rect = int(one.get("/F", 0)), [float(side) for side in one.get("/Rect", ())]
        if flags & HIDDEN or rect == [0, 0, 0, 0]:  # as an invisible signature is
            continue
        if not flags & PRINT or flags & NOVIEW:
            yield f"{name} has flags {flags}: it is not printed, or is hidden"
        owner = owners.get(one.objgen)
        if owner is None:
            yield f"{name} is claimed by no element"
        elif owner.type != {"/Link": "Link", "/Widget": "Form"}.get(kind, "Annot"):
            yield f"{name} is a {kind} in a {owner.type}"
        named = tree.parents.get(int(one.get("/StructParent", -1)))
        if (named.objgen if isinstance(named, pikepdf.Dictionary) else None) != (owner and owner.key):
            yield f"for {name} the parent tree has {_object(named)}, the tree {owner and owner.name}"
        words = one.get("/TU", one.get("/Parent", {}).get("/TU")) if kind == "/Widget" else one.get("/Contents")
        if not str(words or "").strip():
            yield f"{name} has no words for what it is"
        if len(rect) != 4 or not bounds(corners(rect)).within(
            bounds(corners([float(side) for side in reading.pdf.pages[index].mediabox]))
        ):
            yield f"{name} lies at {rect}, outside its page"
        if kind == "/Widget" and "/N" not in one.get("/AP", {}):
            yield f"{name} has no appearance of its own"


def fields_are_complete(reading: Reading) -> Iterator[str]:
    """The form lists every field that stands on a page, and each has a name."""
    listed = {field.objgen for field in reading.root.get("/AcroForm", {}).get("/Fields", ())}
    for index, one in reading.annotations:
        if one.get("/Subtype") == "/Widget":
            field = one
            while "/Parent" in field:
                field = field.Parent
            if field.objgen not in listed or not str(field.get("/T", "")):
                yield f"the field in object {one.objgen[0]} on page {index + 1} has no name or is not in the form"


def everything_is_tagged_or_decoration(reading: Reading) -> Iterator[str]:
    """Whatever is painted stands in a tagged sequence or in an artifact, and neither in the other."""
    for page in reading.pages:
        yield from (f"page {page.index + 1}: {problem}" for problem in page.painting.problems)
        loose = [what for what, _, marks in page.painting.painted if not any(m.artifact or m.mcid is not None for m in marks)]
        if loose:
            yield f"page {page.index + 1} paints {len(loose)} things outside every mark: {sorted(set(loose))}"


def artifact_texts(reading: Reading) -> list[tuple[int, str]]:
    """List what is shown as decoration and read by nobody: the place of the page, and a text that no element has.

    A running head repeats, parted by middle dots, what is read on a page of the same section, and is not listed.
    """
    said = {page.index: "".join(text_of([one for one in page.shown if one.mcid is not None]).split()) for page in reading.pages}
    heard = dict(said)
    for section in (part for top in structure(reading).tops for part in top.elements):
        places = sorted({kid.page for element in section for kid in element.contents if kid.page is not None})
        whole = "\n".join(said[place] for place in places)
        heard |= {place: f"{heard[place]}\n{whole}" for place in places if len(places) > 1}
    return [
        (page.index, text)
        for page in reading.pages
        for text in artifacts(page)
        if not all("".join(part.split()) in heard[page.index] for part in text.split(" · "))
    ]


def words_are_parted_by_spaces(reading: Reading) -> Iterator[str]:
    """Between two words of a block a space is written, at the end of a line too: a reader need not guess it from the places."""
    shown = shown_by_content(reading)
    for block, contents in blocks(structure(reading)):
        parts = parts_of(one for content in contents for one in shown.get(content, ()))
        for one, two in itertools.pairwise(parts):
            if wants_space(one, two):
                yield f"{block.name} has no space between {one[-20:]!r} and {two[:20]!r}"


def figures_are_described(reading: Reading) -> Iterator[str]:
    """A figure has words in its place, and a box on the page that holds what it paints."""
    for element in structure(reading):
        if element.type not in {"Figure", "Formula"}:
            continue
        if not (element.text("/Alt") or element.text("/ActualText") or "").strip():
            yield f"{element.name} has no Alt"
        box = [float(side) for side in element.attribute("/BBox", "/Layout") or ()]
        if len(box) != 4:
            yield f"{element.name} has no BBox"
            continue
        for content in element.contents:
            if content.page is None:
                continue
            page = reading.pages[content.page]
            paper = bounds(corners(page.object.get("/MediaBox", (0, 0, *box[2:]))))
            if not bounds(corners(box)).within(paper):
                yield f"{element.name} lies at {box}, outside its page"
            for what, painted, marks in page.painting.painted:
                if painted and any(m.mcid == content.mcid for m in marks) and not painted.within(bounds(corners(box)), slack=1):
                    yield f"{element.name} lies at {box} and paints {what} at {tuple(painted)}"


def headings_do_not_skip(reading: Reading) -> Iterator[str]:
    """The first is H1, and none is more than one level below the one before it; a heading says something."""
    before = 0
    spoken = {
        Content(page.index, mcid)
        for page in reading.pages
        for mcid in {s.mcid for s in page.shown if s.text.strip()}
        if mcid is not None
    }
    for element in structure(reading):
        if element.type not in HEADINGS:
            continue
        if element.type == "H":
            yield f"{element.name} has no level"
            continue
        level = int(element.type[1:])
        if level > before + 1:
            yield f"{element.name} follows {f'a heading of level {before}' if before else 'no heading'}"
        before = level
        if not any(kid in spoken for below in element for kid in below.contents):
            yield f"{element.name} is empty"


def tables_and_lists_are_whole(reading: Reading) -> Iterator[str]:
    """Rows hold cells, rows are of one length, header cells say what they head, lists hold items."""
    for element in structure(reading):
        if allowed := INSIDE.get(element.type):
            yield from (f"{element.name} holds {kid.name}" for kid in element.elements if kid.type not in allowed)
        if (around := AROUND.get(element.type)) and (element.parent is None or element.parent.type not in around):
            yield f"{element.name} stands in {element.parent and element.parent.name}"
        if element.type == "TH" and str(element.attribute("/Scope", "/Table")) not in {"/Row", "/Column", "/Both"}:
            yield f"{element.name} has the scope {element.attribute('/Scope', '/Table')}"
        if element.type == "Table":
            yield from _rows(element)
        if element.type == "Note" and not element.text("/ID"):
            yield f"{element.name} has no ID"


def _rows(table: Element) -> Iterator[str]:
    rows = [one for one in table if one.type == "TR"]
    below: collections.Counter[int] = collections.Counter()  # cells that reach into a row from above
    lengths = []
    for index, row in enumerate(rows):
        length = below[index]
        for cell in row.elements:
            across, down = (int(cell.attribute(name, "/Table") or 1) for name in ("/ColSpan", "/RowSpan"))
            length += across
            for further in range(index + 1, index + down):
                below[further] += across
        lengths.append(length)
    if len(set(lengths)) != 1:
        yield f"{table.name} has rows of {lengths} cells"


def elements_hold_something(reading: Reading) -> Iterator[str]:
    """No element is empty: a listener would stop at it and hear nothing."""
    empty = [element.name for element in structure(reading) if not element.kids and element.type not in {"TD", "TH"}]
    yield from (f"{name} is empty" for name in empty)


POINTS: tuple[Point, ...] = (
    the_tree_is_sound,
    every_sequence_is_claimed_once,
    the_parent_tree_names_the_elements,
    annotations_stand_in_the_tree,
    fields_are_complete,
    everything_is_tagged_or_decoration,
    words_are_parted_by_spaces,
    figures_are_described,
    headings_do_not_skip,
    tables_and_lists_are_whole,
    elements_hold_something,
)
