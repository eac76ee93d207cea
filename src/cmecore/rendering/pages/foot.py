"""The foot of a certificate's first page: issue and contact, statements and signatures, the symbol and its address."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import attrs

from cmecore.credit.text import on_the_web
from cmecore.errors import InvalidValue, shown
from cmecore.rendering import qr
from cmecore.rendering.memo import Memo
from cmecore.rendering.pages.columns import Column, Slot
from cmecore.rendering.pages.layout import Band, Picture, Piece, Placed, Setting, Square, Stroke, falling, tall
from cmecore.rendering.pages.signing import Signed, Signing
from cmecore.rendering.themes import rgb

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from cmecore.providers import Signatory
    from cmecore.rendering.document import Document
    from cmecore.rendering.themes import Mark, Theme

_LARGEST_SYMBOL = 130.0
# Breadths at the foot: the outer columns, the issue column where the statements stand above it, the air between columns and
# beside the symbol, and the text there.
_OUTER = 182.0
_OUTER_ALONE = 250.0
_BETWEEN = 20.0
_BESIDE = 8.0
# An address keeps this far off what stands on its left.
_CLEAR = 6.0
_SCAN = 62.0
_LOWEST_MIDDLE = 140.0
_HIGHEST_STATEMENTS = {True: 132.0, False: 190.0}
_STATEMENT_GAP = 5.0
# From the rule above the foot down to it.
_UNDER_RULE = 6.0
# How far the white around a symbol may reach up towards that rule.
_RISE = 4.5
# No mark takes more of the column of its statement than this.
_BROADEST_MARK = 0.3


@attrs.frozen
class Standing:
    """The foot of one page in its place, how far up it reaches, and whether it holds the statements."""

    #: The statements, or where they are to be found.
    said: tuple[Placed, ...]
    #: Issue and contact, the symbol and its address.
    issue: tuple[Placed, ...]
    top: float
    holds_statements: bool


@attrs.frozen(eq=False)
class Foot:
    """The feet of all certificates of one theme, standing on one height."""

    theme: Theme
    column: Column
    #: Where the statements stand.
    middle: Column
    bottom: float
    issue: Mapping[str, Slot]
    moved: Slot
    rule: Band
    signing: Signing
    address_setting: Setting
    statement_setting: Setting
    _scan: Memo[float, Slot] = attrs.field(factory=Memo, init=False, repr=False)
    _statements: Memo[tuple[tuple[str, ...], float], tuple[Band, ...]] = attrs.field(factory=Memo, init=False, repr=False)

    @classmethod
    def of(cls, theme: Theme, column: Column, bottom: float) -> Foot:
        """Make the places of the texts."""
        palette, faces = theme.palette, column.faces
        ink, quiet = Setting("roman", 9.5, rgb(palette.ink)), Setting("roman", 9.5, rgb(palette.quiet))
        middle = cls._middle(column)
        alone = min(_OUTER_ALONE, column.width - _LARGEST_SYMBOL - _BESIDE - _SCAN - _CLEAR)
        issued = Column(faces, column.left, column.left + (alone if middle is column else _OUTER))
        kept = {"issued", "number", "replaces", "reported"}
        roles = (*sorted(kept), "provider address", "provider contact", "policy")
        slots = {role: Slot(issued, role, ink if role in kept else quiet, align=0) for role in roles}
        slots["preview"] = Slot(issued, "number", Setting("roman", 10.5, rgb(palette.warning)), align=0)
        line = Stroke(x=column.left, y=0, length=column.width, width=0.5, colour=rgb(palette.ornament))
        return cls(
            theme=theme,
            column=column,
            middle=middle,
            bottom=bottom,
            issue=slots,
            moved=Slot(middle, "pointer", quiet, align=_align(theme)),
            rule=Band(0, 0, (line,)),
            signing=Signing(theme, column, broad=middle is not column),
            address_setting=Setting("roman", 9.5, rgb(palette.accent)),
            statement_setting=ink,
        )

    @staticmethod
    def _middle(column: Column) -> Column:
        """Return the column of the statements: between the outer ones, or the whole breadth where too little is left."""
        aside = _OUTER + _BETWEEN
        if column.width - 2 * aside < _LOWEST_MIDDLE:
            return column
        return Column(column.faces, column.left + aside, column.right - aside)

    @property
    def broad(self) -> bool:
        """Whether three columns stand side by side."""
        return self.middle is not self.column

    def standing(self, document: Document, *, low: bool = False) -> Standing:
        """Set the foot of a certificate; a low one leaves the statements to a further page."""
        said = self.statements(document.statements, self.middle)
        height = tall(said)
        holds = not said or (not low and height <= _HIGHEST_STATEMENTS[self.broad])
        if not holds:
            said = (self.moved.band(document.words.statements_follow),)
            height = tall(said)
        issued = [self._issued(document, role).band(text) for role, text in document.issue]
        web = document.address if on_the_web(document.address) else ""
        square, address = self._square(document, web), self._address(document, web)
        # An address that is as short as most stands right under its symbol; another has lines of its own below everything.
        under = 0.0 if address is None or address.height > self._highest(square, address) else address.height
        bottom = self.bottom if under or address is None else self.bottom + address.height + address.gap
        right = under if square is None else square.height - _RISE + under
        beside = max(tall(issued), right)
        top = bottom + (max(beside, height) if self.broad else beside)
        placed = falling(issued, top)
        if square is not None:
            placed += self._verify(document, square, top + _RISE)
        if address is not None:
            upper = top - right + under if under else self.bottom + address.height
            placed.append(Placed(address, upper))
        if self.broad:
            statements = falling(said, top)
        else:
            top += height + _BETWEEN / 2 if said else 0
            statements = falling(said, top)
        rule = Placed(self.rule, top + _UNDER_RULE)
        return Standing(tuple(statements), (rule, *placed), top + _UNDER_RULE, holds)

    def _highest(self, square: Band | None, address: Band) -> float:
        """Say how high an address may be to stand under its symbol: one line that keeps off the texts on its left."""
        left = min(item.x for item in address.items if isinstance(item, Piece))
        nearest = (self.middle.right if self.broad else self.issue["issued"].column.right) + _CLEAR
        return self.address_setting.leading if square is not None and left >= nearest else 0.0

    def statements(self, statements: tuple[str, ...], column: Column) -> tuple[Band, ...]:
        """Set the statements, a band for each line of them, so that a long one may run on to the next page."""
        key = (statements, column.width)
        if (bands := self._statements.get(key)) is None:
            bands = self._statements[key] = tuple(self._lines(statements, column))
        return bands

    def signed(self, signatories: tuple[Signatory, ...]) -> Signed:
        """Set the signatories side by side, with the seal of the theme and without."""
        return self.signing.signed(signatories)

    def _issued(self, document: Document, role: str) -> Slot:
        return self.issue["preview" if role == "number" and document.preview else role]

    def _lines(self, statements: Sequence[str], column: Column) -> Iterator[Band]:
        for statement in statements:
            text = column.faces.checked(statement, field="statement")
            marks = [mark for mark in self.theme.marks if mark.beside and mark.beside in statement]
            narrower, pictures = _beside(marks, column)
            lines = narrower.wrapped(text, self.statement_setting) or narrower.broken(text, self.statement_setting)
            align = 0.0 if marks else _align(self.theme)
            band = narrower.paragraph("statement", lines, text, self.statement_setting, align=align)
            pieces = [item for item in band.items if isinstance(item, Piece)]
            leading = self.statement_setting.leading
            beside = 0
            if pictures:
                # The lines that stand beside a mark stay with it.
                highest = max(picture.height for picture in pictures)
                beside = min(math.ceil(highest / leading), len(pieces))
                yield Band(max(highest, beside * leading), _STATEMENT_GAP, (*pictures, *pieces[:beside]))
            for index, piece in enumerate(pieces[beside:], start=beside):
                role = "statement" if index == 0 else "statement goes on"
                line = attrs.evolve(piece, role=role, y=pieces[0].y)
                yield Band(leading, 0 if index else _STATEMENT_GAP, (line,))

    def _square(self, document: Document, web: str) -> Band | None:
        """Set the symbol; touched, it leads to where the certificate can be verified, if that is an address on the web."""
        if not document.symbol:
            return None
        symbol = qr.symbol(document.symbol, largest=_LARGEST_SYMBOL)
        side = max(qr.USUAL, symbol.modules * qr.SMALLEST_MODULE)
        says = document.words.symbol if document.address else document.words.symbol_number
        # The quiet zone is white on white: the dark modules, not the square, end where the text ends.
        x = self.column.right - side + qr.QUIET * side / symbol.modules
        return Band(side, 0, (Square(symbol=symbol, says=says, x=x, y=-side, side=side),), leads_to=web)

    def _verify(self, document: Document, square: Band, top: float) -> list[Placed]:
        """Say beside the symbol what it is for."""
        words, right = document.words, square.items[0].x - _BESIDE
        if (scan := self._scan.get(right)) is None:
            column = Column(self.column.faces, right - _SCAN, right)
            quiet = Setting("roman", 9.5, rgb(self.theme.palette.quiet))
            scan = self._scan[right] = Slot(column, "verify", quiet, align=1)
        band = scan.band(words.verify if document.address else words.scan)
        if band.height > square.height:
            raise InvalidValue(
                field="verify",
                found=shown(words.verify),
                expected=f"a phrase that fits {_SCAN:.0f} points beside the QR code",
                advice="shorten it in Words",
            )
        return [Placed(band, top - (square.height - band.height) / 2), Placed(square, top)]

    def _address(self, document: Document, web: str) -> Band | None:
        if not document.address:
            return None
        text = self.column.faces.checked(document.address, field="address")
        lines = self.column.broken(text, self.address_setting)
        return self.column.paragraph("address", lines, text, self.address_setting, align=1, gap=3, to=web)


def _align(theme: Theme) -> float:
    return 0.5 if theme.alignment == "centre" else 0.0


def _beside(marks: Sequence[Mark], column: Column) -> tuple[Column, list[Picture]]:
    """Put marks at the left of a column, and return what is left of it."""
    left, pictures = column.left, []
    for mark in marks:
        width, height = mark.sized(column.width * _BROADEST_MARK / len(marks))
        pictures.append(Picture(role="mark", image=mark.image, says=mark.says, x=left, y=-height, width=width, height=height))
        left += width + _BESIDE
    return Column(column.faces, left, column.right), pictures
