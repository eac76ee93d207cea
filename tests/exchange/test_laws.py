"""Laws of every reader: no input stops it, no order changes it, no bad row costs a good one, and nobody's data is told."""

import csv
import io
from collections.abc import Callable
from typing import TypeAlias

import pytest
from hypothesis import given, strategies as st

from cmecore.exchange.attendance import read_zoom
from cmecore.exchange.completions import read_completions
from cmecore.exchange.reading import Reading, Seen

ZOOM = ("Name (Original Name)", "User Email", "Join Time", "Leave Time", "Duration (Minutes)", "Guest")
COMPLETIONS = (
    "learner",
    "activity",
    "done",
    "total",
    "percent",
    "score",
    "minutes",
    "evaluation",
    "evaluation date",
    "date",
)

AWKWARD = st.sampled_from(
    [
        "",
        '"',
        '""',
        '"x',
        'x"',
        ",",
        ";",
        "\t",
        "\n",
        "\r",
        "\0",
        "\ud800",
        "\ufeff",
        "NaN",
        "inf",
        "1E+1000000",
        "-1",
        "85%",
        "17/20",
        "yes",
        "1",
        "=1+1",
        "@",
        "a@b",
        "2026-03-09",
        "11/01/2026 01:30 AM",
        "03/08/2026 02:30:00 AM",
        "2026-03-09T18:00Z",
    ],
)
CELLS = (
    AWKWARD | st.text(max_size=12) | st.from_regex(r"[0-9]{1,2}/[0-9]{1,2}/[0-9]{4} [0-9]{1,2}:[0-9]{2} [AP]M", fullmatch=True)
)
# Text of any characters, halves of surrogate pairs included, and of pieces that mean something to a reader of tables.
ANYTHING = st.text(st.characters(), max_size=200) | st.lists(AWKWARD | st.sampled_from([*ZOOM, *COMPLETIONS]), max_size=60).map(
    "".join
)

Reader: TypeAlias = Callable[[bytes | str], Reading]
Rows: TypeAlias = st.SearchStrategy[list[list[str]]]


def zoom(data: bytes | str) -> Reading:
    return read_zoom(data, zone="America/Chicago", day_first=False)


def completions(data: bytes | str) -> Reading:
    return read_completions(data, zone="America/Chicago")


def written(headings: tuple[str, ...], rows: list[list[str]]) -> str:
    """Write a table as any tool does: with the standard library's own idea of CSV."""
    file = io.StringIO(newline="")
    csv.writer(file).writerows([headings, *rows])
    return file.getvalue()


def evidence(reading: Reading) -> list[tuple[str, str, str, tuple[object, ...]]]:
    """Give what was seen without the numbers of the rows."""
    return [(seen.learner, seen.activity, seen.name, seen.evidence) for seen in reading.seen]


def attendance_row(number: int, start: int, length: int) -> list[str]:
    return [
        f"Learner {number}",
        f"l{number}@example.org",
        f"10/05/2026 06:{start:02} PM",
        f"10/05/2026 07:{length:02} PM",
        "9",
        "No",
    ]


def completion_row(number: int, done: int, percent: int) -> list[str]:
    return [f"dr-{number}", "EM-101", str(done), "20", str(percent), f"{done}/20", str(percent), "yes", "", "2026-03-09"]


SMALL = st.integers(0, 19)
ZOOM_ROWS = st.lists(st.builds(attendance_row, SMALL, SMALL, SMALL), max_size=12)
COMPLETION_ROWS = st.lists(st.builds(completion_row, SMALL, SMALL, SMALL), max_size=12)
READERS = [
    pytest.param(zoom, ZOOM, ZOOM_ROWS, id="zoom"),
    pytest.param(completions, COMPLETIONS, COMPLETION_ROWS, id="completions"),
]


@pytest.mark.parametrize("read", [zoom, completions])
@given(data=ANYTHING | st.binary(max_size=200))
def test_any_text_or_bytes_give_a_reading(read: Reader, data: bytes | str) -> None:
    """There is no input that stops a reader, and each problem is one line of bounded length."""
    reading = read(data)
    assert isinstance(reading, Reading)
    for problem in reading.problems:
        assert len(str(problem)) < 2_500
        assert str(problem).isprintable()


@pytest.mark.parametrize(("read", "headings", "good"), READERS)
@given(data=st.data())
def test_any_rows_under_good_headings_give_a_reading(
    read: Reader, headings: tuple[str, ...], good: Rows, data: st.DataObject
) -> None:
    """Whatever stands in the cells, and however the rows are cut, each row is seen, listed or told."""
    rows = data.draw(st.lists(st.lists(CELLS, min_size=1, max_size=len(headings) + 2), max_size=6))
    ragged = data.draw(st.lists(st.lists(CELLS, max_size=8).map(",".join), max_size=6))
    for table in (written(headings, rows), "\n".join((",".join(headings), *ragged))):
        reading = read(table)
        assert isinstance(reading, Reading)
        assert all(str(problem).isprintable() and problem.row >= 1 for problem in reading.problems)
        assert read(table.encode("utf-8", "surrogatepass")).seen is not None


@pytest.mark.parametrize(("read", "headings", "good"), READERS)
@given(data=st.data())
def test_the_order_of_rows_does_not_matter(read: Reader, headings: tuple[str, ...], good: Rows, data: st.DataObject) -> None:
    """The same rows in any order, or twice, are the same evidence of the same learners."""
    rows = data.draw(good)
    shuffled = data.draw(st.permutations(rows))
    first = evidence(read(written(headings, rows)))
    assert evidence(read(written(headings, shuffled))) == first
    assert evidence(read(written(headings, rows + shuffled))) == first


@pytest.mark.parametrize(("read", "headings", "good"), READERS)
@given(data=st.data())
def test_good_rows_survive_any_bad_ones(read: Reader, headings: tuple[str, ...], good: Rows, data: st.DataObject) -> None:
    """Rows that cannot be read, wherever they stand and however they are broken, cost no good row anything."""
    rows = data.draw(good)
    lines = written(headings, rows).split("\r\n")[:-1]
    # Each begins with an id that no good row has, so that one which turns out to be readable is told apart.
    bad = data.draw(st.lists(CELLS.map(lambda cell: "bad,other@example.com," + cell), min_size=1, max_size=5))
    mixed = lines[:1] + data.draw(st.permutations(lines[1:] + bad))
    seen: tuple[Seen, ...] = read("\r\n".join(mixed)).seen
    kept = [(one.learner, one.evidence) for one in seen if one.learner not in {"bad", "other@example.com"}]
    assert kept == [(one.learner, one.evidence) for one in read(written(headings, rows)).seen]


MARKER = "Xylophone"


@pytest.mark.parametrize(("read", "headings", "good"), READERS)
@given(data=st.data())
def test_no_problem_and_no_printed_form_tells_what_a_cell_said(
    read: Reader, headings: tuple[str, ...], good: Rows, data: st.DataObject
) -> None:
    """A planted name, in whatever column it stands, is in no problem and in no repr."""
    rows = data.draw(
        st.lists(
            st.lists(st.sampled_from([MARKER, f"{MARKER}@example.org", f"\0{MARKER}", "85"]), min_size=1, max_size=9),
            max_size=6,
        )
    )
    for table in (written(headings, rows), "\n".join(",".join(row) for row in [["Ada", "a@example.org", "1"], *rows])):
        reading = read(table)
        for problem in reading.problems:
            assert MARKER not in str(problem)
        if headings is ZOOM:
            assert MARKER.casefold() not in repr(reading).casefold()
