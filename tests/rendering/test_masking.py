"""The penalties of a mask, counted on whole symbols, are those that one counts module by module."""

import itertools

from hypothesis import given, strategies as st

from cmecore.rendering.qr.masking import Scales, width

EYE = (1, 0, 1, 1, 1, 0, 1)
Rows = list[list[int]]


def packed(rows: Rows) -> int:
    wide = width(len(rows))
    return int("".join("".join(map(str, row)).ljust(wide, "0") for row in rows), 2)


def plainly(rows: Rows) -> int:
    """Count the four penalties as the standard words them."""
    side = len(rows)
    lines = rows + [list(column) for column in zip(*rows, strict=True)]
    runs = sum(length - 2 for line in lines for length in lengths(line) if length >= 5)
    blocks = sum(
        rows[row][column] == rows[row][column + 1] == rows[row + 1][column] == rows[row + 1][column + 1]
        for row in range(side - 1)
        for column in range(side - 1)
    )
    share = sum(map(sum, rows)) / side**2
    return runs + 3 * blocks + 40 * sum(map(eyes, lines)) + 10 * int(abs(share * 100 - 50) / 5)


def lengths(line: list[int]) -> list[int]:
    found = [1]
    for before, here in itertools.pairwise(line):
        if here == before:
            found[-1] += 1
        else:
            found.append(1)
    return found


def eyes(line: list[int]) -> int:
    """Count what looks like an eye and stands free on a side; the next one counts only behind it."""
    found, start = 0, 0
    while start <= len(line) - 7:
        free = not any(line[max(start - 4, 0) : start]) or not any(line[start + 7 : start + 11])
        eye = tuple(line[start : start + 7]) == EYE and free
        found += eye
        start += 7 if eye else 1
    return found


@st.composite
def symbols(draw: st.DrawFn) -> Rows:
    """Make squares of modules with more eyes than chance would set, side by side, overlapping and at the rim."""
    side = draw(st.sampled_from([21, 25]))
    chance = draw(st.randoms(use_true_random=False))
    rows = [[chance.randrange(2) for _ in range(side)] for _ in range(side)]
    pieces = st.lists(st.sampled_from([EYE, EYE[:4], EYE[:6], (0,) * 4, (1,) * 3, (0,)]), min_size=1, max_size=7)
    for line, start, flat, chain in draw(
        st.lists(st.tuples(st.integers(0, side - 1), st.integers(0, side - 7), st.booleans(), pieces), max_size=12)
    ):
        for place, module in enumerate((module for piece in chain for module in piece), start=start):
            if place < side:
                row, column = (line, place) if flat else (place, line)
                rows[row][column] = module
    return rows


@given(symbols())
def test_a_penalty_is_what_the_standard_says(rows: Rows) -> None:
    assert Scales.of(len(rows)).penalty(packed(rows)) == plainly(rows)


@given(st.lists(st.sampled_from([0, 1]), min_size=21, max_size=21))
def test_a_line_weighs_the_same_across_and_down(line: list[int]) -> None:
    checkered = [[(row + column) % 2 for column in range(21)] for row in range(21)]
    across = [line if number == 10 else row for number, row in enumerate(checkered)]
    down = [list(column) for column in zip(*across, strict=True)]
    assert Scales.of(21).penalty(packed(across)) == Scales.of(21).penalty(packed(down)) == plainly(across)
