"""The defects that a writer of PDFs can make, each planted in a good file; the judge has to name the point that it breaks.

The function's name is the defect, and each takes a PDF opened with pikepdf and changes it.
"""

import re
from collections.abc import Callable, Iterator
from typing import Any, TypeAlias

import attrs
import pikepdf
from pikepdf import Array, Dictionary

Change: TypeAlias = Callable[[pikepdf.Pdf], None]


@attrs.frozen
class Defect:
    change: Change
    breaks: frozenset[str]
    files: frozenset[str]  #: the good files that it can be planted in

    def __str__(self) -> str:
        return self.change.__name__


DEFECTS: list[Defect] = []
REFERENCE, OURS = "reference", "ours"


def breaks(*points: str, only: str | None = None) -> Callable[[Change], Change]:
    """Register a defect with exactly the points that it breaks."""

    def register(change: Change) -> Change:
        DEFECTS.append(Defect(change, frozenset(points), frozenset({only} if only else {REFERENCE, OURS})))
        return change

    return register


def elements(pdf: pikepdf.Pdf) -> Iterator[Any]:
    """List the structure elements in the order of the tree."""

    def below(held: Any) -> Iterator[Any]:
        kids = held.get("/K")
        for kid in list(kids) if isinstance(kids, Array) else [kids]:
            if isinstance(kid, Dictionary) and "/S" in kid:
                yield kid
                yield from below(kid)

    yield from below(pdf.Root.StructTreeRoot)


def element(pdf: pikepdf.Pdf, *types: str) -> Any:
    """Find the first element of one of these types that has content of its own or below it."""
    return next(one for one in elements(pdf) if one.S in types and "/K" in one)


def leaf(pdf: pikepdf.Pdf) -> Any:
    """Find the first paragraph."""
    return element(pdf, "/P")


def first_number(held: Any) -> int:
    """Give the first content that an element claims itself."""
    return int(held.K[0]) if isinstance(held.K, Array) else int(held.K)


def parents(pdf: pikepdf.Pdf) -> Any:
    """Give the parent tree's list of the first page."""
    node = pdf.Root.StructTreeRoot.ParentTree
    while "/Kids" in node:
        node = node.Kids[0]
    return node.Nums[1]


def fonts(pdf: pikepdf.Pdf) -> list[Any]:
    return list(pdf.pages[0].obj.Resources.Font.values())


def rewrite(pdf: pikepdf.Pdf, change: Callable[[list[Any]], list[Any]]) -> None:
    """Rewrite the first page as a stream of its own from changed instructions."""
    page = pdf.pages[0]
    listed = change(
        [
            (list(one.operands), one.operator) if str(one.operator) != "INLINE IMAGE" else one
            for one in pikepdf.parse_content_stream(page)
        ]
    )
    page.obj.Contents = pdf.make_stream(pikepdf.unparse_content_stream(listed))


def within(pdf: pikepdf.Pdf, mcid: int, before: bytes = b"", after: bytes = b"", **operators: float | Array) -> None:
    """Put content around the first text of a tagged sequence, or give operators in it other operands."""

    def changed(listed: list[Any]) -> list[Any]:
        result, inside = [], False
        for one in listed:
            operands, operator = one if isinstance(one, tuple) else ([], "")
            if str(operator) == "BDC":
                inside = _number(operands) == mcid
            result.append(one)
            if inside and str(operator) == "BDC":
                result += _parsed(pdf, before)
            if inside and str(operator) in operators:
                result[-1] = ([*operands[:-1], operators[str(operator)]], operator)
            if inside and str(operator) == "EMC":
                result[-1:] = [*_parsed(pdf, after), one]
                inside = False
        return result

    rewrite(pdf, changed)


def _number(operands: list[Any]) -> int | None:
    return (
        int(operands[1].MCID) if len(operands) > 1 and isinstance(operands[1], Dictionary) and "/MCID" in operands[1] else None
    )


def _parsed(pdf: pikepdf.Pdf, content: bytes) -> list[Any]:
    return [(list(one.operands), one.operator) for one in pikepdf.parse_content_stream(pdf.make_stream(content))]


def metadata(pdf: pikepdf.Pdf, pattern: str, instead: str = "") -> None:
    """Replace a pattern in the XMP packet."""
    found = pdf.Root.Metadata.read_bytes().decode()
    changed = re.sub(pattern, instead, found, flags=re.DOTALL)
    assert changed != found, f"{pattern} is not in the packet"
    pdf.Root.Metadata.write(changed.encode())
