"""The pages of one certificate, composed but not yet drawn: every text in its place, measured and inside the margins.

The first page is the diploma.  Where the topics or the statements do not fit on it they move, whole, to pages that
follow and that name the learner, the course and the certificate again, because a printed page goes astray.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import attrs

from cmecore.errors import InvalidValue
from cmecore.rendering import front, wording
from cmecore.rendering.columns import Column, Fit
from cmecore.rendering.layout import Band, Flourish, Setting, piled, stacked
from cmecore.rendering.ornament import NAVY
from cmecore.rendering.schedule import GREY, INK, Schedule

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from cmecore.entries import Certificate
    from cmecore.rendering import qr
    from cmecore.rendering.layout import Item, Link, Sheet
    from cmecore.rendering.typefaces import Typefaces

# Text keeps this far from the edges of the paper; the foot reaches out a little further on both sides.
_SIDE = 84.0
_OUTDENT = 6.0
_TOP = 66.0
_FLOOR = 78.0
_FOLIO = 54.0
_ABOVE_FOOT = 11.0
_HALF_LIST = 270.0
# The head of the first page is set at its full size, or at less where that lets the topics stand on it.
_SCALES = (1.0, 0.82)
_SMALLEST = 9.0

_POINTER = Setting("italic", 12.5, GREY)
_POINTED = "The topics follow on the next page."
_FOLIO_SETTING = Setting("roman", 9.5, GREY)
_PROVIDER = Setting("capitals", 12, NAVY, 0.06)
_NAME = Setting("roman", 22, INK)
_COURSE = Setting("italic", 14, GREY)
_NUMBER = Setting("roman", 10, GREY)


@attrs.frozen(kw_only=True)
class Leaf:
    """One page, ready to be drawn."""

    items: tuple[Item, ...]
    preview: bool
    symbol: qr.Placed | None = None
    links: tuple[Link, ...] = ()


@attrs.frozen
class Composer:
    """Composes certificates on one paper with one set of fonts."""

    paper: Sheet
    faces: Typefaces

    def pages(self, certificate: Certificate) -> tuple[Leaf, ...]:
        """Compose a certificate: one page, or more where it has much to list."""
        foot = front.foot(certificate, self._column(_SIDE - _OUTDENT))
        schedule = Schedule.of(certificate, self._column(self.paper.centre - _HALF_LIST))
        named, rows = schedule.heading(12), list(schedule.rows())
        following: list[tuple[Band, Band | None]] = []
        body = self._front(certificate, [named, *rows] if rows else [], foot)
        if body is None:
            body = self._front(certificate, [self._line("pointer", _POINTED, _POINTER, gap=12)], foot)
            if certificate.total is not None:
                rows[-1:] = [piled([*rows[-1:], schedule.total()], gap=1)]
            following += [(row, named) for row in rows]
        if body is None:
            raise InvalidValue(
                field="certificate",
                found="more text than fits a page, even without its topics",
                expected="provider, name, course, edition and place that fit a page together",
                advice="shorten the longest of them",
            )
        if not foot.holds_statements:
            following += [(line, None) for line in front.statements(certificate, self._column(_SIDE))]
        sheets = [[*body, *foot.items], *self._following(certificate, following)]
        pages = [
            Leaf(items=(*items, *self._folio(index, len(sheets))), preview=certificate.number is None)
            for index, items in enumerate(sheets, start=1)
        ]
        return (attrs.evolve(pages[0], symbol=foot.symbol, links=foot.links), *pages[1:])

    def _column(self, side: float) -> Column:
        """Leave so much paper free on both sides."""
        return Column(self.faces, side, self.paper.width - side)

    def _line(self, role: str, text: str, setting: Setting, gap: float = 0.0) -> Band:
        fit = Fit(setting.size, max(setting.size * 2 / 3, _SMALLEST), _SMALLEST, 5)
        return self._column(_SIDE).fit(role, text, fit, setting, gap=gap)

    def _front(self, certificate: Certificate, below: Sequence[Band], foot: front.Foot) -> list[Item] | None:
        """Stack the first page, with a smaller head where that makes room; None where even that does not."""
        for scale in _SCALES:
            bands = [*front.heading(certificate, self._column(_SIDE), scale=scale), *below]
            items = stacked(bands, self.paper.height - _TOP, foot.top + _ABOVE_FOOT, tightest=0.4, loosest=1.8)
            if items is not None:
                return items
        return None

    def _following(self, certificate: Certificate, bands: Sequence[tuple[Band, Band | None]]) -> Iterator[list[Item]]:
        """Fill pages from the top, each band under its heading; a row stays whole, a statement breaks between its lines."""
        repeated = list(self._repeated(certificate))
        left = list(bands)
        while left:
            under = left[0][1]
            page = [*repeated, *([under] if under is not None else []), left.pop(0)[0]]
            # A first row always fits: what is repeated above it has stood on the first page, in larger letters.
            used = sum(band.gap + band.height for band in page)
            room = self.paper.height - _TOP - _FLOOR
            while left and used + left[0][0].gap + left[0][0].height <= room:
                band, _ = left.pop(0)
                page.append(band)
                used += band.gap + band.height
            yield list(piled(page).at(self.paper.height - _TOP))

    def _repeated(self, certificate: Certificate) -> Iterator[Band]:
        """Name the certificate again at the head of a further page."""
        yield self._line("provider", certificate.provider.name, _PROVIDER)
        yield self._line("name", certificate.name, _NAME, gap=4)
        yield self._line("course", certificate.course, _COURSE)
        yield self._line("number", f"{certificate.kind.title} · {wording.number(certificate)}", _NUMBER, gap=2)
        yield Band(14, 6, (Flourish(x=self.paper.centre, y=-4),))

    def _folio(self, page: int, pages: int) -> tuple[Item, ...]:
        if pages == 1:
            return ()
        return tuple(self._line("folio", f"Page {page} of {pages}", _FOLIO_SETTING).at(_FOLIO + 8))
