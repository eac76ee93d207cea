"""Every row of what is known of credit, time, awards, equivalence and wording has a counterpart that runs, or a reason why not.

``rows.json`` lists the rows by the sections of the collection they were taken from: 0 and 1 the AMA and the arithmetic, 2 other
systems, 3 certifying boards, 4 other countries.  A counterpart is ``module:name``, with ``#`` the code or the first words of
one of a body's statements, limits, conversions or notes, or ``example:`` and the id of a worked example.
"""

from __future__ import annotations

import functools
import importlib
import json
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from cmecore.authorities import bodies
from cmecore.bodies.body import Body
from worked_examples import examples

ROWS: list[dict[str, Any]] = json.loads((Path(__file__).parent / "rows.json").read_text(encoding="utf-8"))
SECTIONS = {"0", *(f"1.{n}" for n in range(1, 6)), *(f"2.{n}" for n in range(1, 11)), "3.1", "3.2", "3.3", "4", "5"}
TAGS = {"S", "S-old", "2nd", "CODE", "seed", "U"}
_LISTED = ("wordings", "limits", "misnomers", "notes", "equivalences")


@functools.cache
def _ids() -> frozenset[str]:
    return frozenset(example.id for example in examples())


def _called(thing: Any) -> tuple[str, ...]:
    """Give the names under which something of a body is found: its code, its words, or what it turns into what."""
    if hasattr(thing, "of"):
        return (f"{thing.of.code} > {thing.into.code}",)
    return tuple(getattr(thing, name) for name in ("code", "says", "phrase") if hasattr(thing, name))


def resolved(counterpart: str) -> list[Any]:
    """Find what a counterpart names; empty where there is no such thing."""
    kind, _, name = counterpart.partition(":")
    if kind == "example":
        return [name] if name in _ids() else []
    path, _, words = name.partition("#")
    found: Any = importlib.import_module(kind)
    for part in path.split("."):
        found = getattr(found, part, None)
    if not words:
        return [] if found is None or found == () else [found]
    assert isinstance(found, Body), counterpart
    listed = [thing for kind in _LISTED for thing in getattr(found, kind)]
    whole = [thing for thing in listed if words in _called(thing)]
    return whole or [thing for thing in listed if any(called.startswith(words) and " " in words for called in _called(thing))]


@pytest.mark.parametrize("row", ROWS, ids=[row["row"][:60] for row in ROWS])
def test_a_row_has_a_counterpart_or_a_reason(row: dict[str, Any]) -> None:
    """What was found runs; what was not sourced, or comes later, says so."""
    assert row.keys() in ({"row", "tags", "counterpart"}, {"row", "tags", "left out"})
    assert row["row"].split()[0] in SECTIONS
    if "left out" in row:
        assert len(row["left out"]) > 5
        return
    assert row["counterpart"]
    for counterpart in row["counterpart"]:
        assert resolved(counterpart), f"{row['row']}: nothing is called {counterpart}"


def test_every_section_has_its_rows() -> None:
    """No section is left out, and no row stands twice."""
    assert {row["row"].split()[0] for row in ROWS} == SECTIONS
    assert [row for row, count in Counter(row["row"] for row in ROWS).items() if count > 1] == []
    assert sum(row["row"].startswith("0 ") and "note:" not in row["row"] for row in ROWS) == 26
    assert sum(row["row"].startswith("1.1 #") for row in ROWS) >= 10


def test_what_is_unsourced_is_left_out() -> None:
    """A row that nobody could be quoted for has no counterpart; one that was sourced is not left out as unsourced."""
    for row in ROWS:
        tags = {tag.strip() for tag in row["tags"].split(",")}
        assert tags <= TAGS or row["tags"] == "see 1.3"
        if tags == {"U"}:
            assert row["left out"].startswith("unsourced")
        else:
            assert not row.get("left out", "").startswith("unsourced")


def test_every_body_and_every_ruling_stands_in_a_row() -> None:
    """Nothing is shipped that no row asks for: each ruling is the counterpart of one."""
    named = [thing for row in ROWS for counterpart in row.get("counterpart", ()) for thing in resolved(counterpart)]
    flat = [part for thing in named for part in (thing if isinstance(thing, tuple) else (thing,))]
    texts = " ".join(counterpart for row in ROWS for counterpart in row.get("counterpart", ()))
    for one in bodies():
        assert f"cmecore.authorities.{one.code}:" in texts
        for ruling in one.rulings:
            assert any(thing is ruling for thing in flat), ruling.code


@pytest.mark.parametrize(
    "counterpart",
    [
        "cmecore.authorities.ama:LIVER",
        "cmecore.authorities.ama:BODY#ama-designatoin",
        "cmecore.authorities.ama:BODY#ama",
        "cmecore.authorities.ama:BODY#Credit is designated afterwards",
        "cmecore.authorities.ama:BODY.recognitions",
        "example:ama-live-41-min",
    ],
)
def test_a_counterpart_that_is_not_there_is_found(counterpart: str) -> None:
    """The test of the test: a name, a code, words or an example that do not exist resolve to nothing."""
    assert not resolved(counterpart)
    assert resolved("cmecore.authorities.ama:BODY#ama-designation")
