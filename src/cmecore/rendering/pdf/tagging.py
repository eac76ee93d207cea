"""The structure of a page: which element each marked content belongs to, so that a screen reader reads it as it is meant.

ISO 32000-1, 14.7 and 14.8, and ISO 14289-1 (PDF/UA-1).  The sentence that certifies is one paragraph, whatever sizes its parts
are set in; the topics are a table with headed columns; a picture has words; an address is a link.

Pages of one kind have the same shape, and thousands of them follow each other; so a shape is worked out once, and a page only
puts its numbers in.
"""

from __future__ import annotations

import functools
import itertools
from typing import TYPE_CHECKING, NamedTuple

import attrs

from cmecore.rendering.pdf.file import text
from cmecore.rendering.pdf.parts import CELLS, COLUMNS, FIGURES, tag

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from cmecore.rendering.pdf.file import Number
    from cmecore.rendering.pdf.parts import Part

_SENTENCE = ("provider", "certifies", "name", "participated", "course", "occasion", "awarded", "total", "resting")
_ISSUE = ("issued", "number", "replaces", "reported", "provider address", "provider contact", "policy")
# Parts that follow each other and are one paragraph together.
_TOGETHER = {**dict.fromkeys(_SENTENCE, "sentence"), **dict.fromkeys(_ISSUE, "issue")}
_GOES_ON = {"statement goes on": "statement", "signatory goes on": "signatory", "note": "table"}


class Voice(NamedTuple):
    """What the shape of a page asks of one part: its role, whether it has a voice of its own, and how many links."""

    role: str
    #: Whether its language or its spelling has to be said.
    own: bool
    links: int


@attrs.frozen(eq=False)
class Manner:
    """How the parts of a band are read, and whether they are the page's own; there is one of each, quickly told apart."""

    voices: tuple[Voice, ...]
    own: bool


@functools.cache
def manner(voices: tuple[tuple[str, bool, int], ...], own: bool) -> Manner:  # noqa: FBT001
    """Return the one manner of such a band.

    >>> manner((("name", False, 0),), True).voices
    (Voice(role='name', own=False, links=0),)
    """
    return Manner(tuple(Voice(*voice) for voice in voices), own)


@attrs.define
class _Element:
    """A structure element: its type, its parent by place, and its kids: marks, and places of elements."""

    kind: bytes
    parent: int | None
    kids: list[tuple[bool, int]] = attrs.field(factory=list)
    #: The part that it says more of.
    about: int | None = None
    #: Places of the links it holds, in the order of the page.
    links: list[int] = attrs.field(factory=list)


@attrs.frozen
class Shape:
    """The elements of a page, ready to be numbered; objects are counted from that of the page.

    The page is followed by its content, its links and its elements.
    """

    #: All elements, a line each, with blanks.
    form: bytes
    #: What goes into the blanks: objects.
    numbers: tuple[int, ...]
    #: The blanks for what stands above the page.
    above: tuple[int, ...]
    #: The blanks for what is said besides, and of which part of which band that is.
    besides: tuple[tuple[int, int, int], ...]
    #: The marks of the parts of each band.
    marks: tuple[tuple[int, ...], ...]
    #: The elements that the marks lead back to, by mark.
    owners: tuple[int, ...]
    #: The elements that the links lead back to, in their order.
    links: tuple[int, ...]
    #: The elements that stand directly under the certificate.
    topmost: tuple[int, ...]
    #: The bands that can be touched: those with links or fields.
    touched: tuple[int, ...]
    #: How many objects a page of this shape is.
    objects: int

    @property
    def first(self) -> int:
        """Where its elements begin."""
        return 2 + len(self.links)

    def bodies(self, page: Number, above: Number, said: Iterable[bytes]) -> list[bytes]:
        """Put in the numbers, and what is said besides."""
        held: list[int | bytes] = list(map(page.__add__, self.numbers))
        for blank in self.above:
            held[blank] = above
        for (blank, _, _), words in zip(self.besides, said, strict=True):
            held[blank] = words
        # No text in it has more than one line.
        return (self.form % tuple(held)).split(b"\n")


def besides(part: Part, top: float) -> bytes:
    """Say more of a part: what a picture shows and where it stands, or the language and the spelling of a text."""
    if part.box is not None:
        left, bottom, right, upper = part.box
        box = (left, bottom + top, right, upper + top)
        return b"/Alt%b/A<</O/Layout/Placement/Block/BBox[%.2f %.2f %.2f %.2f]>>" % (text(part.text), *box)
    # With the space behind it, or what is read next would stick to it.
    said = b"/ActualText%b" % text(part.text) if part.spelled else b""
    return b"/Lang(%b)%b" % (part.language.encode(), said) if part.language else said


@functools.lru_cache(maxsize=512)
def shaped(bands: tuple[Manner, ...], *, fields: bool = False) -> Shape:
    """Work out the elements of a page from the parts of its bands, and which of those are the page's own.

    What pages share is marked first, so that its marks are the same on all of them.  With ``fields``, a blank can be filled in.

    >>> bands = [manner((Voice(role, role == "name", 0),), role == "name") for role in ("kind", "provider", "name")]
    >>> [line.split(b"/")[2] for line in shaped(tuple(bands)).bodies(7, 6, [b""])]
    [b'H1', b'P', b'Span']
    """
    places = [(band, part) for band, one in enumerate(bands) for part in range(len(one.voices))]
    order = sorted(range(len(places)), key=lambda place: bands[places[place][0]].own)
    marks = [0] * len(places)
    for mark, place in enumerate(order):
        marks[place] = mark
    elements, owners, links = _grown([bands[band].voices[part] for band, part in places], marks, fields=fields)
    first = 2 + len(links)
    forms: list[bytes] = []
    numbers: list[int] = []
    above: list[int] = []
    more: list[tuple[int, int, int]] = []
    for element in elements:
        form, held = _ready(element, first)
        if element.parent is None:
            above.append(len(numbers))
        numbers += held
        if element.about is not None:
            more.append((len(numbers), *places[element.about]))
            numbers.append(0)
        forms.append(form)
    given = iter(marks)
    return Shape(
        form=b"\n".join(forms),
        numbers=tuple(numbers),
        above=tuple(above),
        besides=tuple(more),
        marks=tuple(tuple(itertools.islice(given, len(band.voices))) for band in bands),
        owners=tuple(first + owner for owner in owners),
        links=tuple(first + owner for owner in links),
        touched=tuple(
            place
            for place, band in enumerate(bands)
            if any(voice.links or (fields and voice.role == "blank") for voice in band.voices)
        ),
        topmost=tuple(first + place for place, element in enumerate(elements) if element.parent is None),
        objects=first + len(elements),
    )


def _ready(element: _Element, first: int) -> tuple[bytes, list[int]]:
    """Write an element with blanks for the numbers of objects, that above it first, and for what is said of it besides."""
    numbers = [0 if element.parent is None else first + element.parent]
    page = b""
    if element.links or any(marked for marked, _ in element.kids):
        page = b"/Pg %d 0 R"
        numbers.append(0)
    kids = []
    for marked, kid in element.kids:
        kids.append(b"%d" % kid if marked else b"%d 0 R")
        numbers += [] if marked else [first + kid]
    # The links follow the content.
    kids += [b"<</Type/OBJR/Obj %d 0 R>>"] * len(element.links)
    numbers += [2 + link for link in element.links]
    held = kids[0] if len(kids) == 1 else b"[%b]" % b" ".join(kids)
    fixed = b"/A<</O/Table/Scope/Column>>" if element.kind == b"TH" else b""
    said = b"" if element.about is None else b"%b"
    return b"<</S/%b/P %%d 0 R%b/K %b%b%b>>" % (element.kind, page, held, fixed, said), numbers


def _grown(voices: Sequence[Voice], marks: Sequence[int], *, fields: bool) -> tuple[list[_Element], list[int], list[int]]:
    """Grow the tree of a page, part by part in the order in which they are read."""
    elements: list[_Element] = []
    owners = [0] * len(voices)
    links: list[int] = []
    group = ""
    home = table = row = link = 0

    def new(kind: bytes, parent: int | None, about: int | None = None) -> int:
        elements.append(_Element(kind, parent, about=about))
        if parent is not None:
            elements[parent].kids.append((False, len(elements) - 1))
        return len(elements) - 1

    for index, (role, own, linked) in enumerate(voices):
        anchor: int | None = None
        if role in FIGURES:
            group, anchor = role, new(b"Link", None) if linked else None
            home = new(b"Figure", anchor, index)
            link = home if anchor is None else anchor
        elif (group, role) == ("symbol", "address") and linked and elements[link].kind == b"Link":
            # The symbol and its address are one link, in two places.
            group, anchor, home = role, link, link
        elif role in COLUMNS or role in CELLS:
            if role == COLUMNS[0] or group != "table":
                table = new(b"Table", None)
            if role in (COLUMNS[0], CELLS[0]):
                row = new(b"TR", table)
            group, home = "table", new(tag(role), row)
        elif group not in (_TOGETHER.get(role), _GOES_ON.get(role)):
            # What goes together goes on in the same paragraph; anything else begins one of its own.
            group, home = _TOGETHER.get(role) or _GOES_ON.get(role, role), new(tag(role), None)
        owner = home
        if linked:
            anchor = owner = new(b"Link", home) if anchor is None else anchor
            elements[anchor].links += range(len(links), len(links) + linked)
            links += [anchor] * linked
        if role == "blank" and fields:
            anchor = new(b"Form", None)
            elements[anchor].links.append(len(links))
            links.append(anchor)
        if role in FIGURES:
            owner = home
        elif own:
            owner = new(b"Span", owner, index)
        elements[owner].kids.append((True, marks[index]))
        owners[marks[index]] = owner
    for place, line in [(place, element) for place, element in enumerate(elements) if element.kind == b"TR"]:
        # A row without an amount, among others that have one, is as long as they are.
        for _ in range(_breadth(elements, line) - len(line.kids)):
            new(b"TD", place)
    return elements, owners, links


def _breadth(elements: Sequence[_Element], row: _Element) -> int:
    """Count the columns of the table that a row stands in."""
    return 0 if row.parent is None else len(elements[elements[row.parent].kids[0][1]].kids)
