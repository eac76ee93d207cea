"""From the bytes of a CSV export to rows with numbers, whatever state the file is in.

The csv module of the standard library stops at the first over-long cell, lets one stray quotation mark swallow the rest of
the file, and keeps its limit as a setting of the whole program.  This intake has one rule: a row that cannot be read is a
problem of that row.  Bytes that are no UTF-8 are carried along as lone surrogates, so they too trouble only their own row.

Bounds, which no export of a real activity comes near: ``MOST_BYTES`` (64 MiB) a file, ``MOST_ROWS`` (250,000) rows,
``MOST_COLUMNS`` (1,000) cells a row and ``LONGEST_CELL`` (32,767) characters a cell.  A file beyond one of the first two is
refused whole, since half a list looks like a whole one.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from itertools import islice
from typing import NamedTuple

import attrs

from cmecore.credit.text import LINE
from cmecore.errors import InvalidValue
from cmecore.exchange.reading import Problem

#: Largest file, in bytes, or in characters where text is handed over.
MOST_BYTES = 64 * 1024 * 1024
#: Most rows in a file, headings and blank rows counted.
MOST_ROWS = 250_000
#: Most cells in a row.
MOST_COLUMNS = 1_000
#: Longest cell, in characters: what a spreadsheet can hold.
LONGEST_CELL = 32_767
#: The headings stand within so many rows; above them there may be a report's title or a meeting block.
HEADINGS_WITHIN = 50

_DELIMITERS = (",", ";", "\t")
_LINE_END = re.compile(r"\r\n|\n|\r")
_QUOTED = re.compile(r'"((?:[^"]++|"")*+)"')
_BLANKS = re.compile(r"[\s_]+")
_SHOWN = 40


@attrs.frozen
class Row:
    """One row below the headings: its number, and the text of the cells that were asked for, without blanks around them."""

    number: int
    cells: Mapping[str, str]

    def __getitem__(self, field: str) -> str:
        return self.cells.get(field, "")


@attrs.frozen(kw_only=True)
class Table:
    """The rows of a file under its headings, with what could not be read of it."""

    #: The row of the headings; 0 where they were not found.
    number: int = 0
    #: How the file heads the column of each field.
    titles: Mapping[str, str] = attrs.field(factory=dict)
    ignored: tuple[str, ...] = ()
    #: The rows above the headings, as they stand, with their numbers.
    above: tuple[tuple[int, tuple[str, ...]], ...] = ()
    rows: tuple[Row, ...] = ()
    problems: tuple[Problem, ...] = ()


@attrs.frozen(kw_only=True)
class Headings:
    """Which columns a reader knows: the spellings of each field, and which fields it cannot do without."""

    #: Each field with its spellings, as ``folded`` gives them.
    spellings: Mapping[str, Collection[str]]
    #: Sets of fields; the headings are complete if they have one field at least of every set.
    needed: Sequence[Collection[str]]
    #: What the headings should be, for a person who has to mend them.
    expected: str
    advice: str

    def located(self, cells: Sequence[str]) -> dict[str, list[int]]:
        """Tell in which columns each field stands."""
        found: dict[str, list[int]] = {}
        for place, cell in enumerate(cells):
            heading = folded(cell)
            for field, spellings in self.spellings.items():
                if heading in spellings:
                    found.setdefault(field, []).append(place)
        return found

    def complete(self, fields: Collection[str]) -> bool:
        """Tell whether nothing is missing that the reader needs."""
        return all(any(field in fields for field in either) for either in self.needed)


def folded(heading: str) -> str:
    """Fold a heading to the form that spellings are compared in.

    >>> folded(" User  E-Mail"), folded("evaluation_date")
    ('user e-mail', 'evaluation date')
    """
    return _BLANKS.sub(" ", heading[:LINE]).strip().casefold()


def table(data: bytes | str, headings: Headings, /) -> Table:
    """Read a table from the bytes or the text of a file; whatever is wrong with it is a problem in the answer."""
    if not isinstance(data, bytes | str):
        kind = f"a value of type {type(data).__name__}"
        raise InvalidValue(field="data", found=kind, expected="bytes or str", advice="read the file first")
    if len(data) > MOST_BYTES:
        size = f"{len(data):,} {'bytes' if isinstance(data, bytes) else 'characters'}"
        return Table(problems=(_too_large(size, f"at most {MOST_BYTES:,}"),))
    try:
        text = (_decoded(data) if isinstance(data, bytes) else data).removeprefix("\ufeff")
    except UnicodeDecodeError as error:
        return Table(problems=(_broken_off(error),))
    delimiter, number = _found(text, headings)
    if not number:
        return Table(problems=(_without_headings(text, headings),))
    return _under(text, delimiter, number, headings)


def _under(text: str, delimiter: str, number: int, headings: Headings) -> Table:
    *above, heads = islice(_records(text, delimiter), number)
    names = heads.cells
    places = headings.located(names)
    titles = {field: _BLANKS.sub(" ", names[first]).strip() for field, (first, *_) in places.items()}
    if twice := sorted(titles[field] for field, where in places.items() if len(where) > 1):
        return Table(
            problems=(
                Problem(
                    row=number,
                    field=", ".join(twice),
                    found="more than one column for the same thing",
                    expected="one",
                    advice="delete or rename the columns that are not meant",
                ),
            )
        )
    read = {place for where in places.values() for place in where}
    rows, problems = [], []
    for at, cells, fault, _ in _records(text, delimiter, under=heads):
        if at > MOST_ROWS:
            return Table(problems=(_too_large(f"more than {MOST_ROWS:,} rows", f"at most {MOST_ROWS:,}"),))
        beyond = any(cell.strip() for cell in cells[len(names) :])
        if fault or beyond:
            problems.append(_spoiled(at, fault or f"{len(cells)} cells under {len(names)} headings"))
        elif any(cell.strip() for cell in cells):
            rows.append(Row(at, {field: cells[where[0]].strip() for field, where in places.items() if where[0] < len(cells)}))
    return Table(
        number=number,
        titles=titles,
        ignored=tuple(_short(name) for place, name in enumerate(names) if place not in read and name.strip()),
        above=tuple((record.number, record.cells) for record in above if not record.fault),
        rows=tuple(rows),
        problems=tuple(problems),
    )


def _spoiled(row: int, fault: str) -> Problem:
    return Problem(
        row=row,
        field="",
        found=fault,
        expected="one cell under each heading, in quotation marks where it holds the delimiter, a line break or such a mark",
        advice="open the file in a spreadsheet, correct the row and save it as CSV again",
    )


def _too_large(found: str, expected: str) -> Problem:
    return Problem(row=0, field="", found=found, expected=expected, advice="split the file; nothing of it was read")


def _broken_off(error: UnicodeDecodeError) -> Problem:
    return Problem(
        row=0,
        field="",
        found=f"{error.encoding} text that breaks off at byte {error.start:,}",
        expected="whole characters",
        advice="export the file again, as CSV UTF-8",
    )


def _decoded(data: bytes) -> str:
    # The mark of UTF-32 begins like that of UTF-16; no spreadsheet writes it, and its zero characters are reported below.
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return data.decode("utf-16", "surrogatepass")
    return data.decode("utf-8", "surrogateescape")


def _found(text: str, headings: Headings) -> tuple[str, int]:
    """Tell which delimiter makes headings of a row, and which row: the first that has all that is needed."""
    best = (",", 0)
    for delimiter in _DELIMITERS:
        for record in islice(_records(text, delimiter), HEADINGS_WITHIN):
            if headings.complete(headings.located(record.cells)):
                if not best[1] or record.number < best[1]:
                    best = (delimiter, record.number)
                break
    return best


def _without_headings(text: str, headings: Headings) -> Problem:
    """Name the row that looks most like headings, and what it has."""
    rows = [
        (record.number, tuple(cell for cell in record.cells if cell.strip()))
        for delimiter in _DELIMITERS
        for record in islice(_records(text, delimiter), HEADINGS_WITHIN)
    ]
    number, names = max(rows, key=lambda row: (len(headings.located(row[1])), -row[0], len(row[1])), default=(0, ()))
    if not names:
        found = "no row that can be read"
    elif "\0" in text[:LINE]:
        found = "zero characters, as in a file saved in an encoding other than UTF-8"
    elif any("@" in name or name.strip()[:1].isdigit() for name in names):
        # Without headings the first row is somebody's data, which has no business in a message.
        found = f"no headings, but {len(names)} cells of data"
    else:
        found = f"the columns {', '.join(_short(name) for name in names[:30])}"
    return Problem(row=number if names else 0, field="", found=found, expected=headings.expected, advice=headings.advice)


def _short(name: str) -> str:
    shown = "".join(
        character if character.isprintable() else "\N{REPLACEMENT CHARACTER}" for character in name.strip()[:_SHOWN]
    )
    return shown + "…" * (len(name.strip()) > _SHOWN)


class _Record(NamedTuple):
    """One row as it is cut out of the text."""

    number: int
    cells: tuple[str, ...]
    #: What is wrong with it, in which case it has no cells.
    fault: str
    #: Where in the text the next one begins.
    after: int


def _records(text: str, delimiter: str, *, under: _Record | None = None) -> Iterator[_Record]:
    """Cut a text into rows, from its beginning or under the headings.

    A row whose quotation marks do not close ends with its first line, and reading goes on at the next.  Two stray marks in
    two rows do close, around everybody between them; so a cell that has as many delimiters on a further line as the headings
    have is taken for what it is.  A remark with so many commas is refused with them, which is the lesser evil.
    """
    number, start, width = (under.number, under.after, len(under.cells)) if under else (0, 0, 0)
    while start < len(text):
        number += 1
        end = _LINE_END.search(text, start)
        stop, after = end.span() if end else (len(text), len(text))
        line = text[start:stop]
        fault = ""
        if '"' not in line:
            cells = line.split(delimiter, MOST_COLUMNS)
        else:
            cells, closed = _quoted(text, start, delimiter)
            if not closed:
                fault = "a quotation mark without its partner"
            elif closed > after and width and any(_holds_a_row(cell, delimiter, width) for cell in cells):
                fault = "a quotation mark that closes rows further down"
            else:
                after = closed
        if len(cells) > MOST_COLUMNS:
            fault = f"more than {MOST_COLUMNS:,} cells"
        if not fault and (longest := max(map(len, cells))) > LONGEST_CELL:
            fault = f"a cell of {longest:,} characters"
        yield _Record(number, () if fault else tuple(cells), fault, after)
        start = after


def _holds_a_row(cell: str, delimiter: str, width: int) -> bool:
    return any(line.count(delimiter) >= width - 1 for line in _LINE_END.split(cell)[1:])


def _quoted(text: str, start: int, delimiter: str) -> tuple[list[str], int]:
    """Read a row that has quotation marks, and tell where the next one starts: 0 if the marks do not close."""
    cells: list[str] = []
    plain = re.compile(f"[^{delimiter}\r\n]*")
    while True:
        if text.startswith('"', start):
            # A cell that does not close within the bound is taken for a stray mark, not for one enormous cell.
            cell = _QUOTED.match(text, start, start + 2 * LONGEST_CELL)
            if cell is None:
                return cells, 0
            cells.append(cell[1].replace('""', '"'))
            start = cell.end()
        else:
            cell = plain.match(text, start)
            assert cell is not None  # noqa: S101 - it may match nothing, but it always matches
            cells.append(cell[0])
            start = cell.end()
        if end := _LINE_END.match(text, start):
            return cells, end.end()
        if start == len(text):
            return cells, start
        if not text.startswith(delimiter, start) or len(cells) > MOST_COLUMNS:
            return cells, 0
        start += 1
