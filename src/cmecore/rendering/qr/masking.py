"""Which of eight masks leaves a QR symbol easiest to scan: the standard's four penalties, counted on a whole symbol at once.

A symbol is one large integer here.  Its rows stand one behind the other from the highest bit down, each padded to whole bytes
with light modules (0), so that a shift by one bit moves every module sideways, and a shift by the width of a row moves every
module up or down.  Neighbours are then compared all at once, and a penalty is a count of bits.
(All eight masked symbols in one integer were tried, and took half as long again.)

The reading of the standard is segno's: light modules are thought outside the symbol, and of two false eyes that share modules
the one on the left, or on top, counts.
"""

from __future__ import annotations

import attrs

# Points of the standard (ISO/IEC 18004, table 11).
_BLOCK = 3  # for two by two modules alike
_EYE = 40  # for what a scanner may take for one of the three eyes of a symbol
_SHARE = 10  # for each twentieth by which the share of dark modules is off a half


def width(side: int) -> int:
    """Return how many bits a row fills, padding included.

    >>> width(21)
    24
    """
    return -(-side // 8) * 8


@attrs.frozen
class Scales:
    """What weighs the symbols of one size: the lower the penalty, the easier a scanner reads the symbol.

    >>> Scales.of(21).penalty(0)  # 42 lines of 21 alike, 400 blocks, not one dark module
    2098
    """

    side: int
    width: int
    #: The modules that have a neighbour to the left, and those that have one above.
    across: int = attrs.field(repr=False)
    down: int = attrs.field(repr=False)
    #: Where a row's last seven modules end, and its first seven: outside of them all is light, however narrow the padding.
    ends: int = attrs.field(repr=False)

    @classmethod
    def of(cls, side: int) -> Scales:
        """Prepare to weigh symbols with so many modules along a side."""
        wide = width(side)
        row = (1 << wide) - (1 << wide - side)
        every_row = sum(1 << wide * line for line in range(side))
        return cls(
            side,
            wide,
            across=(row & row >> 1) * every_row,
            down=row * (every_row >> wide),
            ends=(1 << wide - 7 | 1 << wide - side) * every_row,
        )

    def penalty(self, modules: int) -> int:
        """Weigh a symbol whose format and version are still blank."""
        wide = self.width
        alike_across = (modules ^ modules >> 1) & self.across ^ self.across
        alike_down = (modules ^ modules >> wide) & self.down ^ self.down
        dark = modules.bit_count() / self.side**2
        return (
            _runs(alike_across, 1)
            + _runs(alike_down, wide)
            + _BLOCK * (alike_across & alike_across >> wide & alike_down).bit_count()
            + _eyes(modules, 1, self.ends)
            + _eyes(modules, wide, 0)
            + _SHARE * int(abs(dark * 100 - 50) / 5)
        )


def _runs(alike: int, step: int) -> int:
    """Count three points for five modules alike in a line, and one for each further one."""
    five = alike & alike >> step
    five &= five >> 2 * step
    return 3 * five.bit_count() - 2 * (five & five >> step).bit_count()


def _eyes(modules: int, step: int, ends: int) -> int:
    """Count forty points for each dark, light, three dark, light, dark with four light modules before or behind."""
    apart = modules & modules >> 2 * step
    apart ^= apart & modules >> step  # dark, light, dark
    eyes = apart & apart >> 4 * step & modules >> 3 * step
    near = modules | modules << step
    near |= near << 2 * step  # a dark module here or among the three before
    crowded = eyes & near << step & near >> 10 * step
    eyes ^= crowded ^ crowded & ends
    if eyes & (eyes >> 4 * step | eyes >> 6 * step):
        eyes = _apart(eyes, step)
    return _EYE * eyes.bit_count()


def _apart(eyes: int, step: int) -> int:
    """Keep, from the left or the top, each eye that shares no module with one kept before."""
    kept = 0
    while eyes:
        eye = 1 << eyes.bit_length() - 1
        kept |= eye
        eyes &= ~(eye | eye >> 4 * step | eye >> 6 * step)
    return kept
