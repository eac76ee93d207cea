"""Who signs a certificate: each over a rule, with the image of a signature where the theme has one, around the theme's seal."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import attrs

from cmecore.rendering.memo import Memo
from cmecore.rendering.pages import ornament
from cmecore.rendering.pages.columns import Column, Fit
from cmecore.rendering.pages.layout import Band, Picture, Placed, Seal, Setting, Stroke, piled
from cmecore.rendering.themes import rgb

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from cmecore.providers import Signatory
    from cmecore.rendering.pages.layout import Item
    from cmecore.rendering.themes import Theme

# How high a signature is, how far the next signatory stands off, and how broad one gets.
_SIGNATURE = 30.0
_APART = 26.0
_BROADEST = 180.0
_BROADEST_SIGNATURE = 0.8
_TO_NAME = 11.5
_NAME = Fit(10.5, 9.5, 9, 4)
_UNDER = 4.0
# As many as stand side by side, where the page is broad and where it is not; with more than four there is no place for a seal.
_ABREAST = {True: 6, False: 2}
_SEALED = 4
_THREE = 3
_RADIUS = {True: 25.0, False: 34.0}
_GAP = 14.0


class Signed(NamedTuple):
    """The signatories of a certificate, and the same with a seal among them."""

    plain: tuple[Band, ...]
    sealed: tuple[Band, ...]


@attrs.frozen(eq=False)
class Signing:
    """The signatories of all certificates of one theme."""

    theme: Theme
    column: Column
    #: Whether the page is broad enough for many side by side.
    broad: bool
    _signed: Memo[tuple[Signatory, ...], Signed] = attrs.field(factory=Memo, init=False, repr=False)

    def signed(self, signatories: tuple[Signatory, ...]) -> Signed:
        """Set the signatories."""
        if (signed := self._signed.get(signatories)) is None:
            plain = (self._set(signatories, sealed=False),) if signatories else ()
            sealing = self.theme.seal != "none" and len(signatories) <= _SEALED
            sealed = (self._set(signatories, sealed=True),) if sealing else plain
            signed = self._signed[signatories] = Signed(plain, sealed)
        return signed

    def _set(self, signatories: Sequence[Signatory], *, sealed: bool) -> Band:
        """Set them in rows, and a seal in the middle of an even number, beside an odd one, or above three on a narrow page."""
        radius, count = _RADIUS[self.broad], len(signatories)
        high = radius * (1 + ornament.RIBBON)
        if not signatories:
            return Band(high, _GAP, (self._seal(self._left(2 * radius) + radius, -radius),))
        above = sealed and count == _THREE and not self.broad
        among = 2 * radius + _APART if sealed and not above else 0.0
        abreast = _THREE if count == _THREE else min(_ABREAST[self.broad], count)
        width = min((self.column.width - among - _APART * (abreast - 1)) / abreast, _BROADEST)
        left = self._left(width * abreast + _APART * (abreast - 1) + among)
        before = 0 if abreast % 2 else abreast // 2
        starts = [left + place * (width + _APART) + (among if place >= before else 0) for place in range(abreast)]
        names = [signatory.name for signatory in signatories]
        rows = [self._row(signatories[first : first + abreast], starts, width, names) for first in range(0, count, abreast)]
        signed = piled(rows, _GAP)
        if above:
            seal = Band(high, 0, (self._seal(starts[1] + width / 2, -radius),))
            return piled([seal, attrs.evolve(signed, gap=_UNDER)], _GAP)
        if not sealed:
            return signed
        height = max(signed.height, high)
        items = Placed(signed, (signed.height - height) / 2).items()
        seal_at = left + before * (width + _APART) + radius
        return Band(height, _GAP, (*items, self._seal(seal_at, (high - height) / 2 - radius)))

    @property
    def _align(self) -> float:
        return 0.5 if self.theme.alignment == "centre" else 0.0

    def _left(self, width: float) -> float:
        """Return where something of this breadth begins: in the middle, or at the left."""
        return self.column.left + (self.column.width - width) * self._align

    def _seal(self, x: float, y: float) -> Seal:
        accent, gold, paper = (rgb(getattr(self.theme.palette, name)) for name in ("accent", "ornament", "paper"))
        return Seal(x=x, y=y, radius=_RADIUS[self.broad], accent=accent, ornament=gold, paper=paper)

    def _row(self, signatories: Sequence[Signatory], starts: Sequence[float], width: float, among: Sequence[str]) -> Band:
        items: list[Item] = []
        height = 0.0
        for signatory, start in zip(signatories, starts, strict=False):
            own = list(self._signatory(signatory, Column(self.column.faces, start, start + width), among))
            items += own
            height = max(height, _UNDER - own[-1].y)
        return Band(height, _GAP, tuple(items))

    def _signatory(self, signatory: Signatory, own: Column, among: Sequence[str]) -> Iterator[Item]:
        """Set the image of a signature, a rule, the name and the title."""
        palette, words, align = self.theme.palette, self.theme.words, self._align
        if (image := self.theme.signature(signatory.name, among=among)) is not None:
            broad, high = image.size
            scale = min(_SIGNATURE / high, own.width * _BROADEST_SIGNATURE / broad)
            width, height = broad * scale, high * scale
            left = own.left + (own.width - width) * align
            says = words.signature.format(name=signatory.name)
            yield Picture(role="signature", image=image, says=says, x=left, y=1 - _SIGNATURE, width=width, height=height)
        yield Stroke(x=own.left, y=-_SIGNATURE, length=own.width, width=0.5, colour=rgb(palette.quiet))
        y = -_SIGNATURE - _TO_NAME
        texts = (("signatory", signatory.name, palette.ink), ("signatory goes on", signatory.title, palette.quiet))
        for role, said, colour in texts:
            if said:
                text = own.faces.checked(said, field="signatory")
                lines, setting = own.fitted(text, _NAME, Setting("roman", 10.5, rgb(colour)), field="signatory")
                pieces = own.lines(role, lines, text, setting, y, align=align)
                yield pieces[0]
                yield from (attrs.evolve(piece, role="signatory goes on") for piece in pieces[1:])
                y = pieces[-1].y - setting.leading
