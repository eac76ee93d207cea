import codecs

import pytest

from cmecore.exchange.completions import read_completions
from cmecore.exchange.reading import Reading
from cmecore.exchange.tables import LONGEST_CELL, MOST_BYTES, MOST_COLUMNS, MOST_ROWS

HEADINGS = "learner,activity,score,date,remark"
GOOD = "dr-{},EM-101,71,2026-03-09,"


def text(*rows: str, end: str = "\n") -> str:
    return end.join((HEADINGS, *rows)) + end


def learners(reading: Reading) -> list[str]:
    return [seen.learner for seen in reading.seen]


def told(reading: Reading) -> list[tuple[int, str]]:
    return [(problem.row, problem.found) for problem in reading.problems]


@pytest.mark.parametrize(
    "data",
    [
        text(GOOD.format("é")),
        "\ufeff" + text(GOOD.format("é")),
        text(GOOD.format("é")).encode(),
        text(GOOD.format("é")).encode("utf-8-sig"),
        text(GOOD.format("é")).encode("utf-16"),
        codecs.BOM_UTF16_BE + text(GOOD.format("é")).encode("utf-16-be"),
        text(GOOD.format("é"), end="\r\n").encode(),
        text(GOOD.format("é"), end="\r"),
        "Report of the spring term\n\n" + text(GOOD.format("é")),
        text("", GOOD.format("é"), "", ",,,,", "", "\t"),
        text(GOOD.format("é") + ",,,"),
        text(GOOD.format("é")[:-1]),
        text(GOOD.format("é")).removesuffix("\n"),
        text('"dr-é","EM-101","71","2026-03-09","a ""remark"", with a\nline break"'),
    ],
)
def test_the_same_table_in_every_state_that_tools_leave_it_in(data: bytes | str) -> None:
    """Byte order marks, three line ends, a title above, blank rows and empty cells make no difference."""
    reading = read_completions(data)
    assert learners(reading) == ["dr-é"]
    assert reading.problems == ()


def test_rows_are_numbered_as_a_spreadsheet_does() -> None:
    """A title, blank rows and rows with line breaks inside a cell are one row each."""
    rows = ("", GOOD.format(1) + '"two\nlines"', GOOD.format(2), "dr-3,EM-101,x,2026-03-09,")
    reading = read_completions("Report\n" + text(*rows))
    assert [seen.rows for seen in reading.seen] == [(4,), (5,)]
    assert [problem.row for problem in reading.problems] == [6]


def test_bytes_that_are_no_utf_8_trouble_only_their_row() -> None:
    """An old encoding is named by its bytes; rows that are plain ASCII read the same in any encoding, and come through."""
    data = text(GOOD.format(1), GOOD.format("Zürich"), GOOD.format(3)).encode("latin-1")
    reading = read_completions(data)
    assert learners(reading) == ["dr-1", "dr-3"]
    assert told(reading) == [(3, "9 characters, among them the byte 0xFC, which is no UTF-8")]


@pytest.mark.parametrize(
    ("data", "found"),
    [
        (b"", "no row that can be read"),
        ("\n \n", "no row that can be read"),
        (text(GOOD.format(1)).encode("utf-16-le"), "zero characters, as in a file saved in an encoding other than UTF-8"),
        (text(GOOD.format(1)).encode("utf-32"), "zero characters, as in a file saved in an encoding other than UTF-8"),
        (text(GOOD.format(1)).encode("utf-16") + b"x", "utf-16-le text that breaks off at byte"),
        ("PK\x03\x04" + "x" * 100, "the columns PK"),
        ("\n" * 50 + text(GOOD.format(1)), "no row that can be read"),
    ],
)
def test_a_file_that_is_no_table_is_one_problem(data: bytes | str, found: str) -> None:
    """What was found instead is said, so that the right export can be made."""
    reading = read_completions(data)
    assert reading.seen == ()
    (problem,) = reading.problems
    assert found in problem.found
    assert str(problem).startswith("the file: " if "no row" in found or "breaks off" in found else "row 1: ")


@pytest.mark.parametrize(
    ("row", "found"),
    [
        ('dr-9,"EM-101,71,2026-03-09,', "a quotation mark without its partner"),
        ('dr-9,"EM"-101,71,2026-03-09,', "a quotation mark without its partner"),
        ("dr-9,EM-101,71,2026-03-09,remark, with a comma", "6 cells under 5 headings"),
        ("dr-9" + "," * MOST_COLUMNS, f"more than {MOST_COLUMNS:,} cells"),
        ('""' + "," * MOST_COLUMNS, f"more than {MOST_COLUMNS:,} cells"),
        ("dr-9,EM-101,71,2026-03-09," + "x" * 10_000_000, "a cell of 10,000,000 characters"),
        ('dr-9,EM-101,71,2026-03-09,"' + "x" * (LONGEST_CELL + 1) + '"', f"a cell of {LONGEST_CELL + 1:,} characters"),
        ('dr-9,EM-101,71,2026-03-09,"' + "x" * 10_000_000 + '"', "a quotation mark without its partner"),
        ("dr-9" + "9" * 10_000_000, "a cell of 10,000,004 characters"),
        ("\0" * 1000, "1,000 characters, among them U+0000"),
        ("\ud800,EM-101,71,2026-03-09,", "1 character, among them U+D800"),
    ],
)
def test_a_broken_row_is_a_problem_of_that_row(row: str, found: str) -> None:
    """Whatever a row does, those before and after it come through."""
    reading = read_completions(text(GOOD.format(1), row, GOOD.format(2)))
    assert learners(reading) == ["dr-1", "dr-2"]
    assert {problem.row for problem in reading.problems} == {3}
    assert reading.problems[0].found == found
    assert all(len(str(problem)) < 300 for problem in reading.problems)


def test_a_stray_quotation_mark_swallows_no_row() -> None:
    """Ten rows with marks that do not close give ten problems, and the rows between them are all there."""
    rows = (row for number in range(10) for row in (f'"dr-x{number},EM-101,71,2026-03-09,', GOOD.format(number)))
    reading = read_completions(text(*rows))
    assert len(reading.seen) == 10
    assert [problem.row for problem in reading.problems] == list(range(2, 22, 2))


def test_two_stray_marks_swallow_nobody_between_them() -> None:
    """Marks that close each other across rows would hide whole rows in one cell; neither row is believed, all others are."""
    stray = 'dr-x,EM-101,71,2026-03-09,"'
    reading = read_completions(text(stray, GOOD.format(1), GOOD.format(2), stray, GOOD.format(3), stray, stray))
    assert learners(reading) == ["dr-1", "dr-2", "dr-3"]
    assert [problem.row for problem in reading.problems] == [2, 5, 7, 8]
    assert reading.problems[0].found == "a quotation mark that closes rows further down"


def test_a_mark_inside_a_cell_is_a_letter_like_any_other() -> None:
    """Inches and nicknames need no escaping where the cell does not begin with one."""
    assert learners(read_completions(text(GOOD.format('4 "B"')))) == ['dr-4 "B"']


def test_a_file_beyond_the_bounds_is_refused_whole() -> None:
    """Half a list would look like a whole one."""
    reading = read_completions(text(*[GOOD.format(1)] * MOST_ROWS))
    assert told(reading) == [(0, f"more than {MOST_ROWS:,} rows")]
    assert reading.seen == ()
    for data, unit in ((b"x" * (MOST_BYTES + 1), "bytes"), ("x" * (MOST_BYTES + 1), "characters")):
        reading = read_completions(data)
        assert told(reading) == [(0, f"{MOST_BYTES + 1:,} {unit}")]
        assert str(reading.problems[0]).startswith("the file: found 67,108,865")


def test_the_headings_decide_the_delimiter_and_rows_do_not() -> None:
    """Rows full of semicolons do not turn a table of commas into another."""
    reading = read_completions(text(GOOD.format("1;2;3;4;5;6")))
    assert learners(reading) == ["dr-1;2;3;4;5;6"]


def test_the_first_headings_are_the_headings() -> None:
    """A second table further down is rows of the first; a title above may have any shape, marks and line breaks included."""
    title = 'Report,"of\n,,,,,\nthe",term\n'
    reading = read_completions(title + text(GOOD.format(1), HEADINGS.replace(",", ";"), "dr-9;EM-101;71;2026-03-09;"))
    assert [(seen.learner, seen.rows) for seen in reading.seen] == [("dr-1", (3,))]
    assert [problem.row for problem in reading.problems] == [4, 5]


def test_long_headings_are_listed_short() -> None:
    """A message stays one that a person can read."""
    (problem,) = read_completions(",".join(["x" * 1000 + "\x07", *map("column{}".format, "a" * 400)])).problems
    assert len(str(problem)) < 1000
    assert "x" * 40 + "…" in problem.found
