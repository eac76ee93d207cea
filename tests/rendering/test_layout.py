"""Where things stand: inside the margins, never on top of each other, and never cut."""

import itertools
import re
import struct
import subprocess
from collections.abc import Callable
from pathlib import Path

import attrs
import pytest

from cmecore.entries import Certificate
from cmecore.errors import InvalidValue
from cmecore.rendering import ornament, typefaces
from cmecore.rendering.layout import Piece, Sheet
from cmecore.rendering.page import Composer, Leaf
from cmecore.rendering.pdf import Pdf
from rendering.samples import ADA, AMA, ATTENDED, BOTH, MOC, PREVIEW, named, with_lines
from rendering.test_pdf import CASES, LONG_COURSE, LONG_NAME

LETTER, A4 = Sheet(792, 612), Sheet(841.89, 595.28)
FULL = attrs.evolve(
    ADA,
    name=LONG_NAME,
    course=LONG_COURSE,
    place="McCormick Place, Chicago, Illinois",
    address="https://verify.example.org/certificates/of/the/lakeside/provider/CME-2026-0193?language=en&checked=yes",
    statements=ADA.statements * 3,
)
# As much as the first page takes, and rows as high as they get.
FULLEST = attrs.evolve(
    FULL,
    name="Okoro-Eze " * 20,
    number="CME-2026 " * 40,
    edition="",
    place="",
    statements=(),
    lines=tuple(
        attrs.evolve(line, title="Sepsis and shock " * 16, topics=[("opioid " * 8, AMA("0.25"))] * 7) for line in ADA.lines
    ),
)
PAGES = {
    **{name: case for name, case in CASES.items() if name != "three in one"},
    "everything long": [FULL],
    "as full as can be": [FULLEST],
}


def composed(certificate: Certificate, paper: Sheet = LETTER) -> tuple[Leaf, ...]:
    return Composer(paper, typefaces.Typefaces()).pages(certificate)


def texts(page: Leaf) -> list[Piece]:
    return [item for item in page.items if isinstance(item, Piece)]


def box(piece: Piece) -> tuple[float, float, float, float]:
    """Give the box of a text from the font's own ascent and descent, 0.71 and 0.29 of the size."""
    size = piece.setting.size
    return piece.x, piece.y - 0.29 * size, piece.x + piece.width, piece.y + 0.71 * size


def overlap(one: tuple[float, ...], other: tuple[float, ...]) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


@pytest.mark.parametrize("paper", [LETTER, A4], ids=["letter", "a4"])
@pytest.mark.parametrize("case", PAGES)
def test_text_keeps_inside_the_border_and_off_other_text(case: str, paper: Sheet) -> None:
    for page in composed(PAGES[case][0], paper):
        boxes = [box(piece) for piece in texts(page)]
        if page.symbol is not None:
            symbol = page.symbol
            boxes.append((symbol.x, symbol.y, symbol.x + symbol.side, symbol.y + symbol.side))
        edge = ornament.BORDER
        assert min(left for left, _, _, _ in boxes) >= edge
        assert max(right for _, _, right, _ in boxes) <= paper.width - edge
        assert min(bottom for _, bottom, _, _ in boxes) >= edge
        assert max(top for _, _, _, top in boxes) <= paper.height - edge
        assert [pair for pair in itertools.combinations(boxes, 2) if overlap(*pair)] == []


WORD = re.compile(r'<word xMin="([\d.]+)" yMin="([\d.]+)" xMax="([\d.]+)" yMax="([\d.]+)">')


def test_a_long_topic_wraps_above_its_mandated_part() -> None:
    title = "Early recognition of sepsis in adults who come to the emergency department " * 3
    (page,) = composed(attrs.evolve(ADA, lines=(attrs.evolve(ADA.lines[0], title=title.strip()),)))
    lines = [piece for piece in texts(page) if piece.role == "topic"]
    assert len(lines) > 1
    assert " ".join(piece.text for piece in lines) == title.strip()
    (mandated,) = (piece for piece in texts(page) if piece.role == "mandated")
    (amount,) = (piece for piece in texts(page) if piece.role == "amount")
    assert amount.y == lines[-1].y > mandated.y


@pytest.mark.parametrize("case", [case for case in PAGES if case != "preview"])
def test_another_program_sees_words_apart_and_inside_the_border(
    case: str, system_tool: Callable[..., str], tmp_path: Path
) -> None:
    file = tmp_path / "certificate.pdf"
    file.write_bytes(Pdf().render(PAGES[case]).data)
    tool = system_tool("pdftotext", package="poppler-utils")
    found = subprocess.run([tool, "-bbox", file, "-"], capture_output=True, check=True).stdout.decode()
    for page in found.split("<page ")[1:]:
        words = [tuple(map(float, word)) for word in WORD.findall(page)]
        assert len(words) > 20
        assert min(word[0] for word in words) >= ornament.BORDER
        assert max(word[2] for word in words) <= LETTER.width - ornament.BORDER
        assert min(word[1] for word in words) >= ornament.BORDER
        assert max(word[3] for word in words) <= LETTER.height - ornament.BORDER
        assert [pair for pair in itertools.combinations(words, 2) if overlap(*pair)] == []


def size_of(certificate: Certificate, role: str) -> tuple[float, int]:
    pieces = [piece for piece in texts(composed(certificate)[0]) if piece.role == role]
    return pieces[0].setting.size, len(pieces)


def test_a_long_name_shrinks_then_wraps_then_is_refused() -> None:
    short, lines = size_of(named("Ada Okoro, MD"), "name")
    assert lines == 1
    longer, lines = size_of(named("Ada Nnedi Okoro-Eze and so on, MD, PhD"), "name")
    assert (longer < short, lines) == (True, 1)
    long, lines = size_of(named(LONG_NAME), "name")
    assert (long < short, lines) == (True, 2)
    with pytest.raises(InvalidValue, match="name: found text of 499 characters; expected text that fits 3 lines"):
        composed(named(("Okoro " * 100)[:499]))
    with pytest.raises(InvalidValue, match=r"name: .* break up words that are longer than a line"):
        composed(named("W" * 120))


def test_nothing_of_a_wrapped_text_is_lost() -> None:
    pages = composed(FULL)
    for role, whole in (("name", FULL.name), ("course", FULL.course)):
        lines = [piece.text for piece in texts(pages[0]) if piece.role == role]
        assert " ".join(lines) == whole
    assert "".join(piece.text for piece in texts(pages[0]) if piece.role == "address") == FULL.address


def test_the_longest_course_title_that_a_certificate_takes_is_printed_whole() -> None:
    course = ("Early recognition of sepsis in adults " * 14)[:500].strip()
    lines = [piece.text for piece in texts(composed(attrs.evolve(ADA, course=course))[0]) if piece.role == "course"]
    assert " ".join(lines) == course


def test_a_word_that_is_too_long_for_a_line_may_break_at_its_hyphen() -> None:
    pages = composed(named("Fernández-" * 11 + "Villaverde"))
    lines = [piece.text for piece in texts(pages[0]) if piece.role == "name"]
    assert len(lines) > 1
    assert "".join(lines) == "Fernández-" * 11 + "Villaverde"
    assert all(line.endswith("-") for line in lines[:-1])


@pytest.mark.parametrize(
    "changes",
    [
        {"edition": "Second " * 300},
        {"place": "Chicago " * 500},
        {"format": "enduring material " * 40},
        {"address": "https://verify.example.org/" + "a" * 4_000},
        {"lines": (attrs.evolve(ADA.lines[0], title="W" * 200),)},
        {"adds_to": "CME-2026 " * 60},
        {"resting": tuple(attrs.evolve(MOC, code=f"b{n}", name=f"point of board {n}")("1.00") for n in range(60))},
        {
            "course": "Sepsis " * 71,
            "name": "Okoro-Eze " * 20,
            "kind": attrs.evolve(ADA.kind, title="Certificate " * 9),
            "edition": "Second " * 70,
            "statements": ADA.statements * 3,
            "address": "https://verify.example.org/" + "a" * 250,
        },
        {"lines": (attrs.evolve(ADA.lines[0], topics=tuple((f"topic {n}", ADA.total) for n in range(300))),)},
    ],
    ids=lambda changes: next(iter(changes)),
)
def test_what_cannot_be_printed_whole_is_refused(changes: dict[str, object]) -> None:
    with pytest.raises(InvalidValue, match=r"; expected .*; "):
        Pdf().render([attrs.evolve(ADA, **changes)])  # type: ignore[arg-type]


def test_amounts_line_up_at_the_right() -> None:
    (page,) = composed(attrs.evolve(ADA, lines=(*ADA.lines, attrs.evolve(ADA.lines[0], title="Sepsis again"))))
    ends = {round(piece.x + piece.width, 6) for piece in texts(page) if piece.role == "amount"}
    assert len(ends) == 1


def test_a_topic_and_its_amount_stand_on_one_line() -> None:
    (page,) = composed(ADA)
    lines = {piece.text: piece.y for piece in texts(page)}
    assert lines["Early recognition of sepsis"] == lines["9 March 2026"] == lines["0.75"]
    assert lines["Airway management"] == lines["10 March 2026"]


def test_pages_are_read_from_the_heading_to_the_foot() -> None:
    roles = [piece.role for piece in texts(composed(ADA)[0])]
    order = [
        "kind",
        "provider",
        "certifies",
        "name",
        "participated",
        "course",
        "awarded",
        "total",
        "topic",
        "issued",
        "address",
    ]
    assert [roles.index(role) for role in order] == sorted(roles.index(role) for role in order)


def test_more_topics_make_the_head_smaller_before_they_move() -> None:
    sizes = [size_of(with_lines(count), "kind")[0] for count in range(1, 12)]
    moved = [any(piece.role == "pointer" for piece in texts(composed(with_lines(count))[0])) for count in range(1, 12)]
    assert moved[0] is False
    assert moved[-1] is True
    assert moved == sorted(moved)
    assert min(sizes[: moved.index(True)]) < sizes[0]
    assert sizes[-1] == sizes[0]


def test_what_stands_beside_the_credit_is_read_in_its_order() -> None:
    roles = [piece.role for piece in texts(composed(attrs.evolve(BOTH, adds_to="CME-1"))[0])]
    order = [
        "kind",
        "addendum",
        "provider",
        "total",
        "resting",
        "designated",
        "topic",
        "mandated",
        "number",
        "replaces",
        "address",
    ]
    assert [roles.index(role) for role in order] == sorted(roles.index(role) for role in order)
    assert roles.count("resting") == 2


def test_the_total_of_a_list_takes_the_lines_it_needs_and_stays_below_the_rule() -> None:
    boards = [attrs.evolve(MOC, code=f"b{n}", name=f"Continuing Certification point of board number {n}") for n in range(9)]
    pages = composed(attrs.evolve(with_lines(60), resting=[board("1.00") for board in boards]))
    lines = [piece for piece in texts(pages[-1]) if piece.role == "total"]
    assert len(lines) > 1
    assert [piece.y for piece in lines] == sorted((piece.y for piece in lines), reverse=True)
    assert len({round(piece.x + piece.width, 6) for piece in lines}) == 1


def test_a_certificate_of_participation_has_no_column_of_amounts() -> None:
    roles = {piece.role for piece in texts(composed(ATTENDED)[0])}
    assert "amount" not in roles
    assert "total" not in roles


def test_a_preview_has_neither_symbol_nor_link() -> None:
    (page,) = composed(PREVIEW)
    assert (page.preview, page.symbol, page.links) == (True, None, ())


@pytest.mark.parametrize(("style", "first"), [("roman", 2011), ("italic", 1585), ("capitals", 1971)])
def test_figures_are_those_of_even_height_and_width(style: typefaces.Style, first: int) -> None:
    """The glyph numbers are right for the bundled files: the fonts' own table of names says so."""
    face = typefaces.Typefaces().chain(style)[0].font.face
    names = glyph_names(face.get_table("post"))  # type: ignore[no-untyped-call]
    figures = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "zero")
    assert names[first : first + 10] == [f"{figure}.tablining" for figure in figures]
    assert [names[face.charToGlyph[ord(figure)]] for figure in "1234567890"] == names[first : first + 10]


def glyph_names(table: bytes) -> list[str]:
    """Read the names of the glyphs from a font's ``post`` table, format 2; those of the standard order stay empty."""
    (count,) = struct.unpack_from(">H", table, 32)
    indices = struct.unpack_from(f">{count}H", table, 34)
    names, at = [], 34 + 2 * count
    while at < len(table):
        names.append(table[at + 1 : at + 1 + table[at]].decode("ascii"))
        at += 1 + table[at]
    return [names[index - 258] if index >= 258 else "" for index in indices]
