"""QR symbols, many of a kind: segno makes one of each length, and every other is what its text changes in that one.

segno takes milliseconds for a symbol, most of them to try eight masks module by module.  A thousand certificates whose
addresses are equally long share all but the bits of their text, so segno is asked for the shared part: the symbol of a text of
that length whose bits are all zero (version, error correction, header and padding are thereby segno's own), and, once for a
size, a symbol in each of the eight masks and one with half a byte changed, which shows how the check codewords lie.  The rest
is XOR on integers, and the penalties of `cmecore.rendering.qr.masking` choose the mask.  Of segno only its public side is used.

The first symbol of a length is made in this way too.  The shared part costs about as much as three symbols of segno's, so
waiting for a second certificate would save the first a few milliseconds and make every batch slower.
"""

from __future__ import annotations

import functools
from collections.abc import Sequence
from typing import Literal

import attrs
import segno

from cmecore.rendering.qr.codewords import Changes, changed, digits, order, telling
from cmecore.rendering.qr.masking import Scales, width

Level = Literal["L", "M", "Q", "H"]
Mode = Literal["numeric", "alphanumeric", "byte"]

#: The largest version that is made here: its 81 modules are the most that fit a certificate at half a millimetre each, and what
#: its symbols share takes 17 MB.  Larger symbols come from segno one by one.
LARGEST_VERSION = 16

_LETTERS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:"  # what the alphanumeric mode can say, in the order of its values
_ALPHANUMERIC = frozenset(_LETTERS)
# Bits of a symbol's header that tell the length of a text, in versions up to 9 and in those up to 26.
_COUNTED = {"numeric": (10, 12), "alphanumeric": (9, 11), "byte": (8, 16)}


def made(payload: str, level: Level, *, widest: float = 177) -> tuple[int, bytes] | None:
    """Make the symbol that `segno.make_qr` makes of a text at a level, or nothing where it is wider than so many modules.

    It comes without its quiet zone, as the modules along a side and the rows from the top: one bit a module, dark as 1, each
    row padded with light to whole bytes.

    >>> side, image = made("https://verify.example/CME-7", "Q")
    >>> side, image[:4].hex()
    (29, 'fe7b8bf8')
    >>> made("https://verify.example/CME-7", "Q", widest=25)
    """
    text = _Text.of(payload)
    try:
        if text is None:
            return _within(widest, segno.make_qr(payload, error=level))
        family = _family(text.mode, text.length, level)
    except segno.DataOverflowError:
        return None
    if family.side > widest:
        return None
    if family.version > LARGEST_VERSION:
        return _within(widest, segno.make_qr(payload, error=level))
    return family.side, family.image(text.bits)


def _within(widest: float, code: segno.QRCode) -> tuple[int, bytes] | None:
    side = len(code.matrix)
    return (side, _image(_modules(code), side)) if side <= widest else None


def _image(modules: int, side: int) -> bytes:
    return modules.to_bytes(side * width(side) // 8)


def _modules(code: segno.QRCode) -> int:
    """Write a symbol of segno's as one integer."""
    wide = width(len(code.matrix))
    return int("".join(row.hex()[1::2].ljust(wide, "0") for row in code.matrix), 2)


@attrs.frozen
class _Text:
    """A text as the bits that a symbol holds of it, header apart."""

    mode: Mode
    length: int
    bits: int

    @classmethod
    def of(cls, payload: str) -> _Text | None:
        """Choose encoding and mode as segno does; nothing where that may be kanji, or is for segno to refuse."""
        data = _encoded(payload)
        if not data or data[0] >= 0x80:  # noqa: PLR2004 (each kanji starts with such a byte)
            return None
        if data.isdigit():
            return cls("numeric", len(data), _grouped([int(letter) for letter in payload], 3, base=10, widths=(0, 4, 7, 10)))
        if _ALPHANUMERIC.issuperset(payload):
            return cls("alphanumeric", len(data), _grouped([*map(_LETTERS.index, payload)], 2, base=45, widths=(0, 6, 11)))
        return cls("byte", len(data), int.from_bytes(data))


def _encoded(payload: str) -> bytes:
    for encoding in ("iso-8859-1", "shift-jis", "utf-8"):
        try:
            return payload.encode(encoding)
        except UnicodeError:
            continue
    return b""


def _grouped(values: Sequence[int], size: int, *, base: int, widths: Sequence[int]) -> int:
    """Write groups of values as one number each, in as many bits as a group of its size has."""
    bits = 0
    for start in range(0, len(values), size):
        group = values[start : start + size]
        number = functools.reduce(lambda number, value: number * base + value, group)
        bits = bits << widths[len(group)] | number
    return bits


def _size(mode: Mode, length: int) -> int:
    """Return how many bits a text fills, header apart."""
    if mode == "numeric":
        return length // 3 * 10 + (0, 4, 7)[length % 3]
    if mode == "alphanumeric":
        return length // 2 * 11 + length % 2 * 6
    return length * 8


@attrs.frozen
class _Family:
    """The symbols of all texts of one mode and length at one level."""

    version: int
    level: str
    #: Where the text ends among the bits of the codewords.
    end: int
    #: The symbol in the first mask of the text whose bits are all zero, with format and version blank.
    zero: int

    @property
    def side(self) -> int:
        return 17 + 4 * self.version

    def image(self, bits: int) -> bytes:
        """Change the modules that a text changes, choose the mask, and tell both level and mask in the symbol."""
        shared = _shared(self.version, self.level)
        text = f"{bits << -self.end % 4:x}"
        last = -(-self.end // 4)
        modules = self.zero ^ changed(shared.changes[last - len(text) : last], text)
        masked = [modules ^ mask for mask in shared.masks]
        weights = [*map(shared.scales.penalty, masked)]
        best = weights.index(min(weights))
        return _image(masked[best] | shared.told[best], self.side)


@functools.lru_cache(maxsize=256)
def _family(mode: Mode, length: int, level: Level) -> _Family:
    code = segno.make_qr(("\0" if mode == "byte" else "0") * length, error=level, mode=mode, mask=0)
    version = int(code.version)
    header = 4 + _COUNTED[mode][version > 9]  # noqa: PLR2004 (the last version with short counts)
    return _Family(version, str(code.error), header + _size(mode, length), _modules(code) & ~telling(len(code.matrix)))


@attrs.frozen
class _Shared:
    """What all symbols of one version and level share."""

    scales: Scales
    #: What each mask changes in a symbol that wears the first.
    masks: tuple[int, ...]
    #: Format and version, as they are told with each mask.
    told: tuple[int, ...]
    #: What each half of a byte of the codewords changes.
    changes: list[Changes] = attrs.field(repr=False)


@functools.lru_cache(maxsize=4)
def _shared(version: int, level: str) -> _Shared:
    def asked(payload: str, mask: int) -> int:
        return _modules(segno.make_qr(payload, error=level, version=version, mask=mask, boost_error=False))

    side = 17 + 4 * version
    laid, blank = order(side), ~telling(side)
    codewords = [laid[start : start + 8] for start in range(0, len(laid) - 7, 8)]
    worn = [asked("a", mask) for mask in range(8)]
    # "a" and "b" differ in one codeword of the text.  All check codewords of its block differ then, or the code could not mend
    # what it promises.  Blocks take turns, so the check codewords of one lie as far apart as there are blocks.
    differing = worn[0] ^ asked("b", 0)
    places = [place for place, modules in enumerate(codewords) if differing & sum(modules)]
    return _Shared(
        Scales.of(side),
        masks=tuple((symbol ^ worn[0]) & blank for symbol in worn),
        told=tuple(symbol & ~blank for symbol in worn),
        changes=digits(codewords, blocks=places[-1] - places[-2], checks=len(places) - 1),
    )
