"""The QR symbol of a certificate: large enough for an old telephone, with the quiet zone that scanners need."""

from __future__ import annotations

from typing import TYPE_CHECKING

import attrs

from cmecore.errors import InvalidValue, shown
from cmecore.rendering.qr.symbols import Level, made

if TYPE_CHECKING:
    from collections.abc import Iterator

#: Light modules on each side; with fewer, scanners take the print around the symbol for a part of it.
QUIET = 4
#: Smallest side of a module in points: 0.5 mm, which a scan at 150 dots an inch still resolves.
SMALLEST_MODULE = 0.5 * 72 / 25.4
#: Side in points of the white square around a symbol, where it need not be larger.
USUAL = 84.0
# What a telephone at arm's length reads at once, and a copy of a copy keeps.
_COMFORTABLE_MODULE = 0.6 * 72 / 25.4
_MODULES = bytes.maketrans(b"01", b"\0\1")


@attrs.frozen
class Symbol:
    """A QR symbol without its quiet zone.

    `image` has its rows from the top at one bit a module, dark as 1, each row padded with light to whole bytes.
    """

    side: int
    image: bytes = attrs.field(repr=False)

    @property
    def modules(self) -> int:
        """Modules along one side, quiet zone included."""
        return self.side + 2 * QUIET

    @property
    def rows(self) -> tuple[bytes, ...]:
        """The same as rows of light (0) and dark (1) modules, a byte each."""
        return tuple(row.encode().translate(_MODULES) for row in self._digits())

    def _digits(self) -> Iterator[str]:
        stride = len(self.image) // self.side
        for start in range(0, len(self.image), stride):
            yield f"{int.from_bytes(self.image[start : start + stride]):0{8 * stride}b}"[: self.side]

    def runs(self) -> Iterator[tuple[int, int, int]]:
        """List the dark stretches as (left, top, length), counted in modules from the corner of the quiet zone."""
        for top, row in enumerate(self._digits(), start=QUIET):
            left = 0
            for stretch in row.split("0"):
                if stretch:
                    yield left + QUIET, top, len(stretch)
                left += len(stretch) + 1


@attrs.frozen
class Placed:
    """A symbol in its place: the lower left corner and the side of the white square that it fills, quiet zone included."""

    symbol: Symbol
    x: float
    y: float
    side: float


def symbol(payload: str, *, largest: float) -> Symbol:
    """Make the symbol of a text that fits a square of a given side in points, as robust as the space allows.

    Error correction is at level Q, where a quarter of the symbol may be stained, as long as its modules are of a comfortable
    size.  A longer address is better served by fewer and larger ones, at level M.  It is never a Micro QR, which most
    telephones cannot read.

    >>> symbol("https://verify.example/CME-7", largest=100).modules
    37
    """
    tries: tuple[tuple[Level, float], ...] = (("Q", USUAL / _COMFORTABLE_MODULE), ("M", largest / SMALLEST_MODULE))
    for level, modules in tries:
        found = made(payload, level, widest=modules - 2 * QUIET)
        if found is not None:
            return Symbol(*found)
    raise InvalidValue(
        field="address",
        found=f"{len(payload):,} characters, {shown(payload)}",
        expected=f"text whose QR symbol fits {largest:.0f} points at half a millimetre a module",
        advice="hand over a short address, such as https://verify.example/ and the certificate number",
    )
