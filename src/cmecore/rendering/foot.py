"""The foot of a certificate's first page: issue and contact, statements and signatures, the symbol and its address."""

from __future__ import annotations

from typing import TYPE_CHECKING

import attrs

from cmecore.rendering import qr
from cmecore.rendering.columns import Column, Fit, Slot
from cmecore.rendering.layout import Band, Picture, Placed, Setting, Square, Stroke, falling, tall
from cmecore.rendering.memo import Memo
from cmecore.rendering.themes import rgb

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from cmecore.entries import Signatory
    from cmecore.rendering.document import Document
    from cmecore.rendering.layout import Item
    from cmecore.rendering.themes import Mark, Theme

_SYMBOL = 84.0
_LARGEST_SYMBOL = 130.0
# Breadths at the foot: the outer columns, the air between columns and beside the symbol, and the text there.
_OUTER = 172.0
_BETWEEN = 22.0
_BESIDE = 8.0
_SCAN = 62.0
_LOWEST_MIDDLE = 160.0
_HIGHEST_STATEMENTS = {True: 120.0, False: 190.0}
_STATEMENT_GAP = 5.0
_SIGNATURE = 30.0
_SIGNATORIES_APART = 28.0
_BROADEST_SIGNATORY = 190.0


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
    address_setting: Setting
    statement_setting: Setting
    _scan: Memo[float, Slot] = attrs.field(factory=Memo, init=False, repr=False)
    _statements: Memo[tuple[str, ...], tuple[Band, ...]] = attrs.field(factory=Memo, init=False, repr=False)
    _signed: Memo[tuple[Signatory, ...], tuple[Band, ...]] = attrs.field(factory=Memo, init=False, repr=False)

    @classmethod
    def of(cls, theme: Theme, column: Column, bottom: float) -> Foot:
        """Make the places of the texts."""
        palette, faces = theme.palette, column.faces
        ink, quiet = Setting("roman", 9.5, rgb(palette.ink)), Setting("roman", 9.5, rgb(palette.quiet))
        issued = Column(faces, column.left, column.left + _OUTER)
        kept = {"issued", "number", "replaces", "reported"}
        roles = (*sorted(kept), "provider address", "provider contact", "policy")
        slots = {role: Slot(issued, role, ink if role in kept else quiet, align=0) for role in roles}
        slots["preview"] = Slot(issued, "number", Setting("roman", 10.5, rgb(palette.warning)), align=0)
        return cls(
            theme=theme,
            column=column,
            middle=(middle := cls._middle(column)),
            bottom=bottom,
            issue=slots,
            moved=Slot(middle, "pointer", quiet),
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

    def standing(self, document: Document) -> Standing:
        """Set the foot of a certificate."""
        said = self.statements(document.statements, self.middle)
        holds = tall(said) <= _HIGHEST_STATEMENTS[self.broad]
        if not holds:
            said = (self.moved.band(document.words.statements_follow),)
        issued = [self._issued(document, role).band(text) for role, text in document.issue]
        square = self._square(document)
        address = self._address(document)
        bottom = self.bottom + (address.height + address.gap if address is not None else 0)
        beside = max(tall(issued), square.height if square is not None else 0.0)
        height = max(beside, tall(said)) if self.broad else beside
        top = bottom + height
        if self.broad:
            statements = _centred(said, bottom, height)
        else:
            top += tall(said) + _BETWEEN / 2 if said else 0
            statements = falling(said, top)
        placed = _centred(issued, bottom, height)
        if square is not None:
            placed += self._verify(document, square, bottom + (height + square.height) / 2)
        if address is not None:
            placed.append(Placed(address, self.bottom + address.height))
        return Standing(tuple(statements), tuple(placed), top, holds)

    def statements(self, statements: tuple[str, ...], column: Column) -> tuple[Band, ...]:
        """Set the statements, a band for each line of them, so that a long one may run on to the next page."""
        key = (*statements, str(column.width))
        if (bands := self._statements.get(key)) is None:
            bands = self._statements[key] = tuple(self._lines(statements, column))
        return bands

    def signed(self, signatories: tuple[Signatory, ...]) -> tuple[Band, ...]:
        """Set the signatories side by side, each with a rule and, where the theme has it, the signature above it."""
        if not signatories:
            return ()
        if (bands := self._signed.get(signatories)) is None:
            bands = self._signed[signatories] = (self._signatures(signatories),)
        return bands

    def _issued(self, document: Document, role: str) -> Slot:
        return self.issue["preview" if role == "number" and document.preview else role]

    def _lines(self, statements: Sequence[str], column: Column) -> Iterator[Band]:
        for statement in statements:
            text = column.faces.checked(statement, field="statement")
            marks = [mark for mark in self.theme.marks if mark.beside and mark.beside in statement]
            narrower, pictures = _beside(marks, column)
            lines = narrower.wrapped(text, self.statement_setting) or narrower.broken(text, self.statement_setting)
            align = 0.5 if not marks else 0.0
            band = narrower.paragraph("statement", lines, text, self.statement_setting, align=align)
            if pictures:
                # A statement that a mark belongs to stays in one piece beside it.
                height = max(band.height, *(picture.height for picture in pictures))
                yield Band(height, _STATEMENT_GAP, (*pictures, *band.items))
                continue
            for index, piece in enumerate(band.items):
                role = "statement" if index == 0 else "statement goes on"
                line = attrs.evolve(piece, role=role, y=band.items[0].y)
                yield Band(self.statement_setting.leading, 0 if index else _STATEMENT_GAP, (line,))

    def _signatures(self, signatories: Sequence[Signatory]) -> Band:
        faces, count = self.column.faces, len(signatories)
        width = min((self.column.width - _SIGNATORIES_APART * (count - 1)) / count, _BROADEST_SIGNATORY)
        x = self.column.centre - (width * count + _SIGNATORIES_APART * (count - 1)) / 2
        images = dict(self.theme.signatures)
        items: list[Item] = []
        lowest = 0.0
        for signatory in signatories:
            own = Column(faces, x, x + width)
            if (image := images.get(signatory.name)) is not None:
                broad, high = image.size
                scale = min(_SIGNATURE / high, width * 0.8 / broad)
                says = self.theme.words.signature.format(name=signatory.name)
                place = {"x": x + (width - broad * scale) / 2, "y": -_SIGNATURE + 1, "width": broad * scale}
                items.append(Picture(role="signature", image=image, says=says, height=high * scale, **place))
            items.append(Stroke(x=x, y=-_SIGNATURE, length=width, width=0.5, colour=rgb(self.theme.palette.quiet)))
            y = -_SIGNATURE - 11
            for role, said, colour in (
                ("signatory", signatory.name, self.theme.palette.ink),
                ("signatory goes on", signatory.title, self.theme.palette.quiet),
            ):
                if said:
                    text = faces.checked(said, field="signatory")
                    lines, setting = own.fitted(text, Fit(10.5, 9.5, 9, 3), Setting("roman", 10.5, rgb(colour)), field="signatory")
                    pieces = own.lines(role, lines, text, setting, y, align=0.5)
                    items += pieces
                    y = pieces[-1].y - setting.leading
            lowest = min(lowest, y)
            x += width + _SIGNATORIES_APART
        return Band(-lowest - 6, 8, tuple(items))

    def _square(self, document: Document) -> Band | None:
        if not document.symbol:
            return None
        symbol = qr.symbol(document.symbol, largest=_LARGEST_SYMBOL)
        side = max(_SYMBOL, symbol.modules * qr.SMALLEST_MODULE)
        says = document.words.symbol if document.address else document.words.symbol_number
        # The quiet zone is white on white: the dark modules, not the square, end where the text ends.
        x = self.column.right - side + qr.QUIET * side / symbol.modules
        return Band(side, 0, (Square(symbol=symbol, says=says, x=x, y=-side, side=side),), leads_to=_web(document.address))

    def _verify(self, document: Document, square: Band, top: float) -> list[Placed]:
        """Say beside the symbol what it is for."""
        words, right = document.words, square.items[0].x - _BESIDE
        if (scan := self._scan.get(right)) is None:
            column = Column(self.column.faces, right - _SCAN, right)
            quiet = Setting("roman", 9.5, rgb(self.theme.palette.quiet))
            scan = self._scan[right] = Slot(column, "verify", quiet, align=1)
        band = scan.band(words.verify if document.address else words.scan)
        return [Placed(band, top - (square.height - band.height) / 2), Placed(square, top)]

    def _address(self, document: Document) -> Band | None:
        if not document.address:
            return None
        text = self.column.faces.checked(document.address, field="address")
        lines = self.column.broken(text, self.address_setting)
        return self.column.paragraph("address", lines, text, self.address_setting, align=1, gap=3, to=_web(text))


def _web(address: str) -> str:
    """Return an address that a touch may lead to; anything else is printed, and nothing happens when it is touched."""
    return address if address.isascii() and address.startswith(("https://", "http://")) else ""


def _centred(bands: Sequence[Band], bottom: float, height: float) -> list[Placed]:
    return falling(bands, bottom + (height + tall(bands)) / 2) if bands else []


def _beside(marks: Sequence[Mark], column: Column) -> tuple[Column, list[Picture]]:
    """Put marks at the left of a column, and return what is left of it."""
    left, pictures = column.left, []
    for mark in marks:
        width = mark.height * mark.image.size[0] / mark.image.size[1]
        pictures.append(
            Picture(role="mark", image=mark.image, says=mark.says, x=left, y=-mark.height, width=width, height=mark.height)
        )
        left += width + _BESIDE
    return Column(column.faces, left, column.right), pictures
