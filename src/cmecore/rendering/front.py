"""The diploma itself: what stands at the head of a certificate's first page, and what stands at its foot."""

from __future__ import annotations

from typing import TYPE_CHECKING

import attrs

from cmecore.credit.periods import in_words
from cmecore.rendering import qr, wording
from cmecore.rendering.columns import Column, Fit
from cmecore.rendering.layout import Band, Flourish, Link, Piece, Setting, piled
from cmecore.rendering.ornament import NAVY
from cmecore.rendering.schedule import GREY, INK

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from cmecore.entries import Certificate
    from cmecore.rendering.layout import Item

#: What stands at the foot begins this far above the lower edge.
FOOT = 66.0

_PROVIDER = Setting("capitals", 16, INK, 0.06)
_KIND = Setting("capitals", 34, NAVY, 0.07)
_LEAD = Setting("italic", 13.5, GREY)
_NAME = Setting("roman", 40, INK)
_COURSE = Setting("roman", 22, NAVY)
_OCCASION = Setting("italic", 12.5, GREY)
_AWARD = Setting("roman", 20, NAVY)
_RESTING = Setting("roman", 15, NAVY)
_SMALL = Setting("roman", 9.5, GREY)
_ADDRESS = Setting("roman", 9.5, NAVY)
_STATEMENT = Setting("roman", 9.5, INK)
_WARNING = Setting("roman", 10.5, (0.55, 0.11, 0.11))

_HIGHEST_STATEMENTS = 120.0
_MOVED = "The statements follow on a further page."
_SYMBOL = 84.0
_LARGEST_SYMBOL = 130.0
# Breadths at the foot: the outer columns, the air between columns and beside the symbol, and the text there.
_OUTER = 172.0
_BETWEEN = 22.0
_BESIDE = 8.0
_SCAN = 62.0


def heading(certificate: Certificate, column: Column, *, scale: float = 1.0) -> Iterator[Band]:
    """Set the head of the page: who certifies what of whom, and what is awarded; smaller where much has to stand below."""

    def band(role: str, text: str, setting: Setting, smallest: float, *, lines: int = 1, gap: float = 0.0) -> Band:
        scaled = setting.sized(setting.size * scale)
        # A text stays in one line until it has lost a third of its size, and is wrapped then.
        fit = Fit(scaled.size, max(scaled.size * 2 / 3, smallest), smallest, lines)
        return column.fit(role, text, fit, scaled, gap=gap)

    yield band("kind", certificate.kind.title, _KIND, 16, lines=3)
    if addendum := wording.addendum(certificate):
        yield band("addendum", addendum, _OCCASION, 9.5, lines=4, gap=2)
    yield Band(8, 6, (Flourish(x=(column.left + column.right) / 2, y=-4),))
    yield band("provider", certificate.provider.name, _PROVIDER, 10, lines=3, gap=9)
    yield band("certifies", wording.CERTIFIES, _LEAD, 10, gap=3)
    yield band("name", certificate.name, _NAME, 16, lines=3, gap=2)
    yield band("participated", wording.participated(certificate), _LEAD, 10, lines=3, gap=3)
    yield band("course", certificate.course, _COURSE, 11, lines=5, gap=3)
    if occasion := wording.occasion(certificate):
        yield band("occasion", occasion, _OCCASION, 9.5, lines=4, gap=1)
    if certificate.total is not None:
        yield band("awarded", wording.AWARDED, _LEAD, 10, gap=6)
        yield band("total", str(certificate.total), _AWARD, 10, lines=2, gap=2)
        if resting := wording.resting(certificate):
            yield band("resting", resting, _RESTING, 10, lines=4, gap=1)
    if designated := wording.designated(certificate):
        yield band("designated", designated, _OCCASION, 9.5, lines=3, gap=7 if certificate.total is None else 0)
    if hours := wording.hours(certificate):
        yield band("hours", hours, _OCCASION, 9.5, lines=2, gap=3)


@attrs.frozen(kw_only=True)
class Foot:
    """The foot of the page in its place, how far up it reaches, and whether it holds the statements."""

    items: tuple[Item, ...]
    symbol: qr.Placed | None
    links: tuple[Link, ...]
    top: float
    holds_statements: bool


def foot(certificate: Certificate, column: Column) -> Foot:
    """Set the foot of the page: issue and contact, statements, the symbol from left to right, and its address below."""
    faces, left, right = column.faces, column.left, column.right
    symbol = _symbol(certificate, right)
    middle = Column(faces, left + _OUTER + _BETWEEN, right - _OUTER - _BETWEEN)
    said = piled(statements(certificate, middle))
    holds = said.height <= _HIGHEST_STATEMENTS
    columns = [
        _issued(certificate, Column(faces, left, left + _OUTER)),
        said if holds else middle.flow("pointer", _MOVED, _SMALL, align=0.5),
    ]
    if symbol is not None:
        scan = "Scan or visit to verify" if certificate.address else "Scan for the number"
        beside = symbol.x - _BESIDE
        columns.append(Column(faces, beside - _SCAN, beside).flow("verify", scan, _SMALL, align=1))
    height = max([band.height for band in columns] + [symbol.side if symbol else 0])
    address = _address(certificate, column)
    bottom = FOOT + address.height + address.gap
    if symbol is not None:
        symbol = attrs.evolve(symbol, y=bottom + (height - symbol.side) / 2)
    items = [item for band in columns for item in band.at(bottom + (height + band.height) / 2)]
    items.extend(address.at(FOOT + address.height))
    links = tuple(_links(certificate, symbol, items))
    return Foot(items=tuple(items), symbol=symbol, links=links, top=bottom + height, holds_statements=holds)


def statements(certificate: Certificate, column: Column) -> Iterator[Band]:
    """Set the statements, a band for each line of them, so that a long one may run on to the next page."""
    for statement in certificate.statements:
        text = column.faces.checked(statement, field="statement")
        lines = column.wrapped(text, _STATEMENT) or column.broken(text, _STATEMENT)
        for index, line in enumerate(lines):
            yield column.paragraph("statement", [line], _STATEMENT, gap=0 if index else 5)


def _issued(certificate: Certificate, column: Column) -> Band:
    provider = certificate.provider
    texts = [
        ("issued", f"Issued {in_words(certificate.issued_on)}", _STATEMENT),
        ("number", wording.number(certificate), _STATEMENT if certificate.number else _WARNING),
        ("replaces", wording.replaces(certificate), _STATEMENT),
        ("provider address", provider.address, _SMALL),
        ("provider contact", provider.contact, _SMALL),
    ]
    return piled(column.flow(role, text, setting, align=0) for role, text, setting in texts if text)


def _symbol(certificate: Certificate, right: float) -> qr.Placed | None:
    if certificate.number is None:
        return None
    symbol = qr.symbol(certificate.address or certificate.number, largest=_LARGEST_SYMBOL)
    side = max(_SYMBOL, symbol.modules * qr.SMALLEST_MODULE)
    # The quiet zone is white on white: the dark modules, not the square, end where the text ends.
    return qr.Placed(symbol, x=right - side + qr.QUIET * side / symbol.modules, y=FOOT, side=side)


def _address(certificate: Certificate, column: Column) -> Band:
    if certificate.number is None or not certificate.address:
        return Band(0, 0, ())
    address = column.faces.checked(certificate.address, field="address")
    return column.paragraph("address", column.broken(address, _ADDRESS), _ADDRESS, align=1, gap=3)


def _links(certificate: Certificate, symbol: qr.Placed | None, items: Iterable[Item]) -> Iterator[Link]:
    address = certificate.address
    # Anything else than a web address is printed, but nothing happens when it is touched.
    if symbol is None or not address.isascii() or not address.startswith(("https://", "http://")):
        return
    yield Link(address, (symbol.x, symbol.y, symbol.x + symbol.side, symbol.y + symbol.side))
    for piece in items:
        if isinstance(piece, Piece) and piece.role == "address":
            below = piece.setting.size * 0.25
            yield Link(address, (piece.x, piece.y - below, piece.x + piece.width, piece.y + piece.setting.leading - below))
