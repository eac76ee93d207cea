"""The pages of one certificate, composed but not yet drawn: every text in its place, measured and inside the margins.

The first page is the diploma.  Where the topics or the statements do not fit on it they move, whole, to pages that
follow and that name the learner, the course and the certificate again, because a printed page goes astray.
"""

from __future__ import annotations

import functools
import itertools
from typing import TYPE_CHECKING, NamedTuple

import attrs

from cmecore.errors import InvalidValue
from cmecore.rendering.columns import Column, Slot, shrinking
from cmecore.rendering.document import Document
from cmecore.rendering.foot import Foot
from cmecore.rendering.front import Head
from cmecore.rendering.layout import Band, Leaf, Placed, Setting, falling, stacked, tall
from cmecore.rendering.schedule import Schedule
from cmecore.rendering.themes import rgb
from cmecore.rendering.typefaces import Typefaces

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from cmecore.entries import Certificate
    from cmecore.rendering.foot import Standing
    from cmecore.rendering.themes import Border, Paper, Theme


class _Frame(NamedTuple):
    """How far text keeps from the edges of the paper: left, right, above and below."""

    left: float
    right: float
    top: float
    bottom: float


_FRAMES: Mapping[Border, _Frame] = {
    "engraved": _Frame(84, 84, 66, 66),
    "double": _Frame(72, 72, 60, 58),
    "panel": _Frame(132, 64, 60, 54),
    "none": _Frame(64, 64, 56, 54),
}
# On standing paper the margins at the sides are smaller.
_STANDING = 0.82
# The foot reaches out a little further on both sides, and further pages go down a little less far.
_OUTDENT = 6.0
_ABOVE_FOLIO = 12.0
_ABOVE_FOOT = 11.0
_BROADEST_LIST = 540.0
# The head of the first page is set at its full size, or at less where that lets the topics stand on it.
_SCALES = (1.0, 0.82)
_TIGHTEST, _LOOSEST = 0.4, 1.8


@attrs.frozen(eq=False)
class Composer:
    """Composes certificates of one theme with one set of fonts; what it has set once it does not set again."""

    theme: Theme
    faces: Typefaces
    frame: _Frame
    heads: tuple[Head, ...]
    foot: Foot
    schedule: Schedule
    again: Mapping[str, Slot]

    @classmethod
    def of(cls, theme: Theme, fonts: tuple[bytes, ...] = ()) -> Composer:
        """Make everything that the pages of a theme share.

        >>> from cmecore.rendering.themes import CLASSIC
        >>> Composer.of(CLASSIC) is Composer.of(CLASSIC)
        True
        """
        return _composer(theme, fonts)

    @property
    def paper(self) -> Paper:
        """The sheet that it composes for."""
        return self.theme.paper

    def pages(self, certificate: Certificate) -> tuple[Leaf, ...]:
        """Compose a certificate: one page, or more where it has much to list."""
        document = Document.of(certificate, self.theme.words, self.theme.order)
        standing = self.foot.standing(document)
        listed = list(self._listed(document))
        signed = self.foot.signed(document.signatories)
        front = self._front(document, listed, signed, standing)
        following: list[tuple[Band, Band | None]] = []
        if front is None:
            pointer = self.again["pointer"].band(document.words.topics_follow)
            front = self._front(document, [pointer], signed, standing)
            following += self._with_headings(document, listed)
        if front is None:
            raise InvalidValue(
                field="certificate",
                found="more text than fits a page, even without its topics",
                expected="provider, name, course, edition and place that fit a page together",
                advice="shorten the longest of them",
            )
        if not standing.holds_statements:
            following += [(line, None) for line in self.foot.statements(document.statements, self.heads[0].column)]
        sheets = [front, *self._following(document, following)]
        if len(sheets) == 1:
            return (Leaf(front.bands),)
        return tuple(self._counted(sheet, document, place, len(sheets)) for place, sheet in enumerate(sheets, start=1))

    def _listed(self, document: Document) -> Iterator[Band]:
        """Set the list of topics: under their courses, where there are several."""
        if not document.rows:
            return
        columns = self.schedule.columns(document.rows)
        for under, rows in itertools.groupby(document.rows, lambda row: row.under):
            if under:
                yield self.schedule.under(under)
            yield self.schedule.heading(columns)
            for row in rows:
                yield self.schedule.row(row, columns)
        if document.listed_with_sum:
            yield self.schedule.total(document.sum)

    def _with_headings(self, document: Document, listed: Sequence[Band]) -> list[tuple[Band, Band | None]]:
        """Part the list into what stays together, each with the heading that it repeats on a further page."""
        columns = self.schedule.columns(document.rows)
        heading = self.schedule.heading(columns)
        parts: list[tuple[Band, Band | None]] = []
        for band in listed:
            if band is not heading:
                role = band.items[-1].role if hasattr(band.items[-1], "role") else ""
                parts.append((band, None if role in {"under", "sum"} else heading))
        if document.sum and not document.listed_with_sum:
            parts.append((self.schedule.total(document.sum), heading))
        return parts

    def _front(self, document: Document, below: Sequence[Band], signed: Sequence[Band], foot: Standing) -> Leaf | None:
        """Stack the first page, with a smaller head where that makes room; None where even that does not."""
        top, bottom = self.paper.height - self.frame.top, foot.top + _ABOVE_FOOT
        for head in self.heads:
            bands = [*head.bands(document), *below, *signed]
            placed = stacked(bands, top, bottom, tightest=_TIGHTEST, loosest=_LOOSEST)
            if placed is not None:
                # Read as a sentence is: what was done, then what is stated about it, then who signs for it.
                cut = len(placed) - len(signed)
                return Leaf((*placed[:cut], *foot.said, *placed[cut:], *foot.issue))
        return None

    def _following(self, document: Document, parts: Sequence[tuple[Band, Band | None]]) -> Iterator[Leaf]:
        """Fill pages from the top, each part under its heading; a row stays whole, a statement breaks between its lines."""
        top, bottom = self.paper.height - self.frame.top, self.frame.bottom + _ABOVE_FOLIO
        again = list(self._again(document)) if parts else []
        left = list(parts)
        while left:
            page: list[Band] = []
            heading: Band | None = None
            while left:
                band, under = left[0]
                more = [under, band] if under is not None and under is not heading else [band]
                # A first row always fits: what is repeated above it has stood on the first page, in larger letters.
                if page and tall([*again, *page, *more]) > top - bottom:
                    break
                page += more
                heading = under
                left.pop(0)
            placed = falling([*again, *page], top)
            yield Leaf(tuple(placed[len(again) :]), tuple(placed[: len(again)]))

    def _again(self, document: Document) -> Iterator[Band]:
        """Name the certificate again at the head of a further page."""
        certificate = document.certificate
        (number,) = (said.text for said in document.issue if said.role == "number")
        yield self.again["provider"].band(certificate.provider.name)
        yield self.again["name"].band(certificate.name)
        yield self.again["course"].band(certificate.course)
        yield self.again["number"].band(f"{certificate.kind.title} · {number}")
        yield self.heads[0].ornament

    def _counted(self, leaf: Leaf, document: Document, page: int, pages: int) -> Leaf:
        band = self.again["folio"].band(document.words.page.format(page=page, pages=pages))
        top = self.frame.bottom - _ABOVE_FOLIO + band.height
        return attrs.evolve(leaf, running=(*leaf.running, Placed(band, top)))


@functools.lru_cache(maxsize=16)
def _composer(theme: Theme, fonts: tuple[bytes, ...]) -> Composer:
    faces, paper = Typefaces.of(fonts, dict(theme.styles)), theme.paper
    frame = _FRAMES[theme.border]
    if paper.width < paper.height:
        frame = frame._replace(left=frame.left * _STANDING, right=frame.right * _STANDING)
    column = Column(faces, frame.left, paper.width - frame.right)
    outer = Column(faces, frame.left - _OUTDENT, paper.width - frame.right + _OUTDENT)
    side = max(0.0, column.width - _BROADEST_LIST) * (0.5 if theme.alignment == "centre" else 0)
    listing = Column(faces, column.left + side, min(column.right - side, column.left + side + _BROADEST_LIST))
    quiet, ink, accent = (rgb(colour) for colour in (theme.palette.quiet, theme.palette.ink, theme.palette.accent))
    align = 0.5 if theme.alignment == "centre" else 0.0

    def slot(role: str, setting: Setting, gap: float, align: float = align) -> Slot:
        return Slot(column, role, setting, shrinking(setting, 9.0, 5), align, gap)

    return Composer(
        theme=theme,
        faces=faces,
        frame=frame,
        heads=tuple(Head.of(theme, column, scale) for scale in _SCALES),
        foot=Foot.of(theme, outer, frame.bottom),
        schedule=Schedule(listing, theme.palette, theme.words),
        again={
            "provider": slot("provider", Setting("capitals", 12, accent, 0.06), 0),
            "name": slot("name", Setting("roman", 22, ink), 4),
            "course": slot("course", Setting("italic", 14, quiet), 0),
            "number": slot("number", Setting("roman", 10, quiet), 2),
            "pointer": slot("pointer", Setting("italic", 12.5, quiet), 12),
            "folio": slot("folio", Setting("roman", 9.5, quiet), 0, 0.5),
        },
    )
