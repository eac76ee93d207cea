"""Where a QR symbol keeps its text: what each half of a byte of it changes among the modules.

A text becomes codewords of eight bits, check codewords are computed for each block of them (Reed-Solomon), both are dealt out
block by block and laid into the symbol in a zigzag.  Each of these steps is linear over GF(2): modules of two texts differ by
exactly what the differing bits change, whatever the other bits are.  So it is enough to know the change that each bit makes.
"""

from __future__ import annotations

import functools
import itertools
import operator
from collections.abc import Iterable, Iterator, Sequence

from cmecore.rendering.qr.masking import width

#: What each value of four bits, as a hexadecimal digit, changes among the modules.
Changes = dict[str, int]
Place = tuple[int, int]  # row and column of a module

# Doubling in GF(256) as the standard has it, for `bytes.translate`.
_DOUBLED = bytes((value << 1 ^ (0x11D if value & 0x80 else 0)) & 0xFF for value in range(256))


def changed(changes: Iterable[Changes], digits: str) -> int:
    """Add up what a row of hexadecimal digits changes.

    >>> bin(changed([{"0": 0, "1": 0b110}, {"0": 0, "1": 0b011}], "11"))
    '0b101'
    """
    return functools.reduce(operator.xor, map(operator.getitem, changes, digits), 0)


def order(side: int) -> list[int]:
    """Return the modules that hold codewords, each as an integer, in the order of their bits.

    >>> len(order(21)) // 8
    26
    """
    taken = _telling(side) | _patterns(side)
    return [_module(place, side) for place in _zigzag(side) if place not in taken]


def telling(side: int) -> int:
    """Return the modules that tell format and version, and the one beside them that is always dark.

    >>> telling(21).bit_count(), telling(45).bit_count()
    (31, 67)
    """
    return sum(_module(place, side) for place in _telling(side))


def _module(place: Place, side: int) -> int:
    row, column = place
    wide = width(side)
    return 1 << (side - 1 - row) * wide + wide - 1 - column


def _telling(side: int) -> set[Place]:
    found = {place for at in (*range(6), 7, 8, *range(side - 8, side)) for place in ((8, at), (at, 8))}
    if side >= 45:  # noqa: PLR2004 (smaller symbols do not tell their version)
        found |= {place for at in itertools.product(range(6), range(side - 11, side - 8)) for place in (at, at[::-1])}
    return found


def _patterns(side: int) -> set[Place]:
    """Return the modules that are the same in each symbol of a size: eyes with their rims, dotted lines, smaller eyes."""
    near, far = range(8), range(side - 8, side)
    found = {place for square in ((near, near), (near, far), (far, near)) for place in itertools.product(*square)}
    found |= {place for at in range(side) for place in ((6, at), (at, 6))}
    last = side - 7
    corners = {(6, 6), (6, last), (last, 6)}
    for row, column in set(itertools.product(_centres(side), repeat=2)) - corners:
        found |= set(itertools.product(range(row - 2, row + 3), range(column - 2, column + 3)))
    return found


def _centres(side: int) -> list[int]:
    """Return the rows, which are the columns too, that the smaller eyes are centred on: as far apart as evenly can be."""
    version = (side - 17) // 4
    if version == 1:
        return []
    count = version // 7 + 2
    step = (version * 8 + count * 3 + 5) // (count * 4 - 4) * 2
    return [6, *(side - 7 - step * number for number in range(count - 1))]


def _zigzag(side: int) -> Iterator[Place]:
    """Walk over a symbol in pairs of columns from the right, up and down in turn; the dotted column is stepped over."""
    upwards = True
    for right in (*range(side - 1, 6, -2), 5, 3, 1):
        for row in reversed(range(side)) if upwards else range(side):
            yield row, right
            yield row, right - 1
        upwards = not upwards


def digits(codewords: Sequence[Sequence[int]], *, blocks: int, checks: int) -> list[Changes]:
    """Return what each half of a byte of the text changes in a symbol with so many blocks of so many check codewords each.

    The modules of each codeword of the symbol are given in the order in which they lie there.

    >>> symbol = [[1 << 8 * place + bit for bit in range(8)] for place in range(9)]
    >>> first, *_ = changes = digits(symbol, blocks=1, checks=7)
    >>> len(changes), first["0"], first["3"] == first["1"] ^ first["2"]
    (4, 0, True)
    """
    data = len(codewords) - blocks * checks
    short, longer = divmod(data, blocks)
    remainders = _remainders(checks, short + 1)
    found: list[Changes] = []
    for block in range(blocks):
        length = short + (block >= blocks - longer)
        check_changes = [half for codeword in codewords[data + block :: blocks] for half in _halves(codeword)]
        for number in range(length):
            place = number * blocks + block - (blocks - longer) * (number == short)
            checked = remainders[length - 1 - number]
            codeword = codewords[place]
            found += _halves([bit ^ changed(check_changes, rest) for bit, rest in zip(codeword, checked, strict=True)])
    return found


def _halves(bits: Sequence[int]) -> tuple[Changes, Changes]:
    return _values(bits[:4]), _values(bits[4:])


def _values(bits: Sequence[int]) -> Changes:
    """Return what each value of four bits changes, the highest bit first."""
    sums = [0]
    for bit in reversed(bits):
        sums += [bit ^ value for value in sums]
    return dict(zip("0123456789abcdef", sums, strict=True))


def _remainders(checks: int, length: int) -> list[list[str]]:
    """Return what each bit of a codeword, the highest first, adds to the check codewords, as hexadecimal digits.

    The last codeword of a block comes first: what matters is the distance from the end, so short and long blocks share it.
    """
    generator = 1
    root = b"\1"
    for power in range(checks):
        generator = generator << 8 ^ int.from_bytes(_times(root[0], generator.to_bytes(power + 1)))
        root = root.translate(_DOUBLED)
    rest = generator.to_bytes(checks + 1)[1:]
    lowest, found = rest, []
    for _ in range(length):
        doubled = itertools.accumulate(range(7), lambda word, _: word.translate(_DOUBLED), initial=rest)
        found.append([word.hex() for word in doubled][::-1])
        carried = int.from_bytes(_times(rest[0], lowest))
        rest = (int.from_bytes(rest[1:] + b"\0") ^ carried).to_bytes(checks)
    return found


def _times(factor: int, word: bytes) -> bytes:
    """Multiply each byte of a word in GF(256)."""
    product = 0
    for bit in range(8):
        if factor >> bit & 1:
            product ^= int.from_bytes(word)
        word = word.translate(_DOUBLED)
    return product.to_bytes(len(word))
