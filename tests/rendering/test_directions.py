"""Which way characters run, held to Unicode's own list of cases; the Debian package unicode-data has it."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given, strategies as st

from cmecore.rendering.fonts.directions import Direction, levels, painted

CASES = Path("/usr/share/unicode/BidiCharacterTest.txt")
BASES: dict[str, Direction] = {"0": "ltr", "1": "rtl"}
# Controls that override a direction, which no text here may hold, and the end of a paragraph.
REFUSED = {*range(0x202A, 0x202F), *range(0x2066, 0x206A), 0x2029}
MIXED = "אבج١12 +-,./:%()[]{}«abc\u0301\u200d"


def cases() -> Iterator[tuple[str, Direction, list[str], list[int]]]:
    """Read the cases: a text, the direction of its line, the levels expected and the order of painting."""
    if not CASES.exists():
        pytest.skip(f"{CASES} is missing: apt-get install unicode-data", allow_module_level=True)
    for line in CASES.read_text(encoding="utf-8").splitlines():
        fields = line.partition("#")[0].strip().split(";")
        if len(fields) == 5 and fields[1] in BASES:
            codes = [int(code, 16) for code in fields[0].split()]
            if REFUSED.isdisjoint(codes):
                yield "".join(map(chr, codes)), BASES[fields[1]], fields[3].split(), [int(at) for at in fields[4].split()]


def test_all_cases_of_unicode_come_out_as_listed() -> None:
    count = 0
    for text, base, wanted, order in cases():
        found = levels(text, base)
        assert all(level in (str(own), "x") for level, own in zip(wanted, found, strict=True)), (ascii(text), base)
        assert [index for index in painted(found) if wanted[index] != "x"] == order, (ascii(text), base)
        count += 1
    assert count > 90_000


@pytest.mark.parametrize(
    ("text", "base", "expected"),
    [
        ("Ada", "ltr", (0, 0, 0)),
        ("", "ltr", ()),
        ("אב", "ltr", (1, 1)),
        ("אב (ג)", "ltr", (1, 1, 1, 1, 1, 1)),  # the bracket belongs to the name
        ("אב (C)", "ltr", (1, 1, 0, 0, 0, 0)),
        ("אב, MD", "ltr", (1, 1, 0, 0, 0, 0)),
        ("אב, MD", "rtl", (1, 1, 1, 1, 2, 2)),
        ("א 12", "ltr", (1, 1, 2, 2)),  # digits run to the right in any line
        ("ب\u200cب", "ltr", (1, 1, 1)),  # a joiner stays with its word
        ("a ", "rtl", (2, 1)),
    ],
)
def test_each_character_runs_as_its_neighbours_say(text: str, base: Direction, expected: tuple[int, ...]) -> None:
    assert levels(text, base) == expected


@given(st.text(MIXED), st.sampled_from(["ltr", "rtl"]))
def test_painting_neither_drops_nor_doubles_a_character(text: str, base: Direction) -> None:
    found = levels(text, base)
    assert len(found) == len(text)
    assert sorted(painted(found)) == list(range(len(text)))


@given(st.text(MIXED))
def test_text_that_runs_to_the_right_throughout_is_painted_as_it_is_read(text: str) -> None:
    if all(level == 0 for level in levels(text, "ltr")):
        assert painted(levels(text, "ltr")) == tuple(range(len(text)))
