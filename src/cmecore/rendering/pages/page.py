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
from cmecore.rendering.document import Document
from cmecore.rendering.fonts.typefaces import Typefaces
from cmecore.rendering.pages.columns import Column, Slot, shrinking
from cmecore.rendering.pages.foot import Foot
from cmecore.rendering.pages.front import Head
from cmecore.rendering.pages.layout import Band, Leaf, Piece, Placed, Setting, falling, stacked, tall
from cmecore.rendering.pages.schedule import Schedule
from cmecore.rendering.themes import rgb

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from cmecore.entries import Certificate
    from cmecore.rendering.pages.foot import Standing
    from cmecore.rendering.pages.signing import Signed
    from cmecore.rendering.themes import Border, Paper, Theme


class _Frame(NamedTuple):
    """How far text keeps from the edges of the paper: left, right, above and below."""

    left: float
    right: float
    top: float
    bottom: float


_FRAMES: Mapping[Border, _Frame] = {
    "engraved": _Frame(84, 84, 60, 62),
    "double": _Frame(78, 78, 58, 58),
    "panel": _Frame(116, 58, 54, 54),
    "none": _Frame(64, 64, 56, 54),
}
# On standing paper the margins at the sides are smaller.
_STANDING = 0.82
# Under a centred head the foot reaches out a little further on both sides, and further pages go down a little less far.
_OUTDENT = 6.0
_ABOVE_FOLIO = 15.0
_ABOVE_FOOT = 11.0
_BROADEST_LIST = 540.0
# The head of the first page is set as large as leaves air between its lines: on lying paper, and on standing paper.
_SCALES = {False: (1.0, 0.88, 0.76), True: (1.12, 1.0, 0.88, 0.76)}
# What is still not too small to read, for a page that would be refused otherwise.
_SMALLEST_SCALE = 0.72
# How far the gaps may shrink at each of them, so that the topics can stay on the page, and before a page is refused.
_AIRY, _TIGHT, _TIGHTEST, _LOOSEST = 0.8, 0.35, 0.05, 2.2


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
        front = self._front(document, listed, standing)
        following: list[tuple[Band, Band | None]] = []
        if front is None:
            below = [self.again["pointer"].band(document.words.topics_follow)] if listed else []
            front = self._front(document, below, standing)
            if front is None:
                standing = self.foot.standing(document, low=True)
                front = self._front(document, below, standing) or self._front(document, below, standing, whatever=True)
            following += self._with_headings(document, listed) if listed else ()
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
        parts: list[tuple[Band, Band | None]] = [
            (band, None if _role(band) in {"under", "sum"} else heading) for band in listed if band is not heading
        ]
        if document.sum and not document.listed_with_sum:
            parts.append((self.schedule.total(document.sum), heading))
        return parts

    def _front(self, document: Document, below: Sequence[Band], foot: Standing, *, whatever: bool = False) -> Leaf | None:
        """Stack the first page, with a smaller head where that makes room; None where even that does not."""
        top, bottom = self.paper.height - self.frame.top, foot.top + _ABOVE_FOOT
        signed = self.foot.signed(document.signatories)
        for head, signers, tightest in ((self.heads[-1], signed.plain, _TIGHTEST),) if whatever else self._tries(signed):
            bands = [*head.bands(document), *below, *signers]
            placed = stacked(bands, top, bottom, tightest=tightest, loosest=_LOOSEST)
            if placed is not None:
                # Read as a sentence is: what was done, then what is stated about it, then who signs for it.
                cut = len(placed) - len(signers)
                return Leaf((*placed[:cut], *foot.said, *placed[cut:], *foot.issue))
        return None

    def _tries(self, signed: Signed) -> Iterator[tuple[Head, tuple[Band, ...], float]]:
        """List the ways to fill the first page, the best first: with a seal and air, then smaller, closer and without."""
        *heads, _ = self.heads
        if not signed.plain:
            # A seal by itself is for a page with room to spare.
            yield heads[0], signed.sealed, _AIRY
        for head in heads:
            yield head, signed.sealed if signed.plain else (), _AIRY
        if signed.plain:
            yield heads[-1], signed.sealed, _TIGHT
        yield heads[-1], signed.plain, _TIGHT

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
                # A course is not named on a page that has none of its topics.
                first = filter(None, reversed(left[1])) if _role(band) == "under" and len(left) > 1 else ()
                # A first row always fits: what is repeated above it has stood on the first page, in larger letters.
                if page and tall([*again, *page, *more, *first]) > top - bottom:
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
        yield self.again["number"].band(f"{document.words.kind(certificate.kind)} · {number}")
        yield self.heads[0].ornament

    def _counted(self, leaf: Leaf, document: Document, page: int, pages: int) -> Leaf:
        band = self.again["folio"].band(document.words.page.format(page=page, pages=pages))
        top = self.frame.bottom - _ABOVE_FOLIO + band.height
        return attrs.evolve(leaf, running=(*leaf.running, Placed(band, top)))


def _role(band: Band) -> str:
    last = band.items[-1]
    return last.role if isinstance(last, Piece) else ""


@functools.lru_cache(maxsize=16)
def _composer(theme: Theme, fonts: tuple[bytes, ...]) -> Composer:
    faces, paper = Typefaces.of(fonts, dict(theme.styles), theme.words.language), theme.paper
    frame = _FRAMES[theme.border]
    standing = paper.width < paper.height
    if standing:
        frame = frame._replace(left=frame.left * _STANDING, right=frame.right * _STANDING)
    column = Column(faces, frame.left, paper.width - frame.right)
    outdent = _OUTDENT if theme.alignment == "centre" else 0.0
    outer = Column(faces, column.left - outdent, column.right + outdent)
    side = max(0.0, column.width - _BROADEST_LIST) * (0.5 if theme.alignment == "centre" else 0)
    listing = Column(faces, column.left + side, column.right - side)
    quiet, ink, accent = (rgb(colour) for colour in (theme.palette.quiet, theme.palette.ink, theme.palette.accent))
    align = 0.5 if theme.alignment == "centre" else 0.0

    def slot(role: str, setting: Setting, gap: float, align: float = align) -> Slot:
        return Slot(column, role, setting, shrinking(setting, 9.0, 5), align, gap)

    return Composer(
        theme=theme,
        faces=faces,
        frame=frame,
        heads=tuple(Head.of(theme, column, scale) for scale in (*_SCALES[standing], _SMALLEST_SCALE)),
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
