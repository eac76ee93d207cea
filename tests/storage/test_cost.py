"""What appending and looking up cost: statements and rows, counted where they reach the database."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import Engine, event

from cmecore.entries import Hold
from cmecore.ledger import Ledger
from cmecore.storage.sql import SqlStore
from cmecore.testing.samples import NOW
from cmecore.testing.stored_ledgers import a_certificate


@pytest.fixture
def statements(engine: Engine) -> list[str]:
    """List the statements that reach the database; the turns of SQLite's writers are among them."""
    listed: list[str] = []
    event.listen(engine, "after_cursor_execute", lambda _connection, _cursor, statement, *_: listed.append(statement))
    return listed


def held(learner: str, count: int, before: Ledger) -> Ledger:
    holds = [Hold(learner=learner, hold=f"H-{before.version + number}") for number in range(count)]
    return before.add(*holds, at=NOW, actor="lms", reason="asked")


def words(statements: list[str]) -> list[str]:
    return [statement.split()[0] for statement in statements if not statement.startswith("BEGIN")]


@pytest.mark.parametrize("length", [1, 400])
def test_appending_reads_one_row_however_long_the_ledger_is(engine: Engine, statements: list[str], length: int) -> None:
    """The head; then what is new is written, a row alone and the rest in one go."""
    store = SqlStore(engine, provider="lakeside")
    ledger = held("dr-42", length, store.read("dr-42"))
    store.append(ledger)
    statements.clear()
    store.append(held("dr-42", 3, ledger))
    assert words(statements) == ["SELECT", "INSERT", "INSERT"]
    assert "LIMIT" in next(statement for statement in statements if statement.startswith("SELECT"))


def test_streams_and_numbers_are_written_in_order(engine: Engine) -> None:
    """Whatever order they are handed over in: two transactions never wait for each other in a circle."""
    written: list[Any] = []
    event.listen(engine, "before_cursor_execute", lambda _connection, _cursor, said, values, *_: written.append((said, values)))
    store = SqlStore(engine, provider="lakeside")
    issued = {"dr-3": "LC-1", "dr-1": "LC-3", "dr-2": "LC-2"}
    store.append(*(store.read(name).add(a_certificate(number, name), at=NOW, actor="lms") for name, number in issued.items()))
    inserted = [str(values) for said, values in written if said.startswith("INSERT")]
    order = ["'dr-1'", "'dr-2'", "'dr-3'", "'LC-1'", "'LC-2'", "'LC-3'"]
    assert [next(name for name in order if name in values) for values in inserted[:3]] == order[:3]
    assert [next(name for name in order[3:] if name in values) for values in inserted[3:]] == order[3:]


def test_a_certificate_costs_its_number(engine: Engine, statements: list[str]) -> None:
    """Asked for, and written: the constraint decides."""
    store = SqlStore(engine, provider="lakeside")
    store.head("dr-42")
    statements.clear()
    store.append(store.read("dr-42").add(a_certificate("LC-1", "dr-42"), at=NOW, actor="lms"))
    assert words(statements) == ["SELECT", "SELECT", "INSERT", "SELECT", "INSERT"]


def test_what_is_stored_already_costs_no_more_than_two_rows(engine: Engine, statements: list[str]) -> None:
    """The head, and the row at the ledger's own version."""
    store = SqlStore(engine, provider="lakeside")
    older = held("dr-42", 50, store.read("dr-42"))
    store.append(held("dr-42", 50, older))
    statements.clear()
    store.append(older)
    assert words(statements) == ["SELECT", "SELECT"]


@pytest.mark.parametrize(
    "ask", [lambda store: store.head("dr-42"), lambda store: store.alias("dr-42"), lambda store: store.find("LC")]
)
def test_a_look_up_is_one_statement(engine: Engine, statements: list[str], ask: Callable[[SqlStore], Any]) -> None:
    """Once the store has seen that the tables are there."""
    store = SqlStore(engine, provider="lakeside")
    ask(store)
    statements.clear()
    ask(store)
    assert words(statements) == ["SELECT"]
