"""Something fails at every step of an append: the ledgers are as before it or as after it, and the error is ours."""

from __future__ import annotations

import itertools
import pickle
import sqlite3
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from sqlalchemy import Engine, create_engine, event, text

from cmecore.entries import Followed, Merged, Purged, Renamed
from cmecore.errors import CmeError
from cmecore.ledger import Ledger
from cmecore.storage.engines import connect
from cmecore.storage.protocol import StoreUnavailable
from cmecore.storage.sql import SqlStore
from cmecore.testing.samples import NOW
from cmecore.testing.stored_ledgers import a_certificate

PERSONAL = ("Ada Okoro", "dr-one", "dr-other", "office-9")


def begun(store: SqlStore) -> tuple[Ledger, Ledger]:
    """Write two ledgers, and return them as an append would make them: a merge, a certificate, and a purge."""
    first = Renamed(learner="dr-one", name="Ada Okoro, MD", case="C-1")
    store.append(store.read("dr-one").add(first, at=NOW, actor="office-9"))
    second = Renamed(learner="dr-other", name="Ada Okoro", case="C-2")
    store.append(store.read("dr-other").add(second, at=NOW, actor="office-9"))
    one, other = store.read("dr-one"), store.read("dr-other")
    followed = Followed(learner="dr-other", merge="M-1", into="dr-one")
    merged = Merged(learner="dr-one", merge="M-1", other="dr-other", records=other.records)
    purged = Purged(learner="dr-one", purge="P-1", erased=["renamed:C-1"])
    entries = (a_certificate("LC-1", "dr-one"), merged, purged)
    return one.add(*entries, at=NOW, actor="office-9", reason="one person"), other.add(
        followed, at=NOW, actor="office-9", reason="one person"
    )


def state(store: SqlStore) -> tuple[object, ...]:
    """Return everything that an append changes, having verified it."""
    assert store.check() == ()
    ledgers = {ledger.learner: ledger.records for ledger in store.stream()}
    return ledgers, store.find("LC-1"), store.alias("dr-other")


def failed(store: SqlStore, ledgers: tuple[Ledger, Ledger]) -> CmeError | None:
    """Append, and return the error, which says nothing of anybody."""
    try:
        store.append(*ledgers)
    except CmeError as error:
        said: BaseException | None = error
        while said is not None:
            assert not any(one in f"{said!r}{said}" for one in PERSONAL)
            said = said.__cause__ or said.__context__
        return error
    return None


class Failing:
    """Counts what a connection is asked to do, and fails at one of the steps."""

    def __init__(self) -> None:
        self.at = 0
        self.steps = 0
        self.after = False

    def step(self) -> None:
        self.steps += 1
        if self.steps == self.at:
            raise sqlite3.OperationalError("disk I/O error")


def failing_connection(failing: Failing) -> type[sqlite3.Connection]:
    """Make a driver's connection that fails before a statement, before saving, or, having saved, when it should say so."""

    class FailingCursor(sqlite3.Cursor):
        def execute(self, *arguments: Any) -> Any:
            failing.step()
            return super().execute(*arguments)

        def executemany(self, *arguments: Any) -> Any:
            failing.step()
            return super().executemany(*arguments)

    class FailingConnection(sqlite3.Connection):
        def cursor(self, *_: Any) -> Any:
            return super().cursor(FailingCursor)

        def commit(self) -> None:
            failing.step()
            super().commit()
            failing.step()

    return FailingConnection


def test_sqlite_fails_at_every_statement(sqlite_url: str, tmp_path: Any) -> None:
    """Each statement, the saving, and the moment after it; to append the same ledgers again is safe in every case."""
    steps = itertools.count(1)
    outcomes = []
    for at in steps:
        address = f"sqlite:///{tmp_path}/fails-{at}.db"
        copied(sqlite_url, address)
        failing = Failing()
        engine, sound = connect(address, connect_args={"factory": failing_connection(failing)}), connect(address)
        store, honest = SqlStore(engine, provider="lakeside"), SqlStore(sound, provider="lakeside")
        ledgers = begun(store)
        before = state(honest)
        failing.at, failing.steps = at, 0
        error = failed(store, ledgers)
        now = state(honest)
        failing.at = 0
        assert failed(store, ledgers) is None
        after = state(honest)
        engine.dispose()
        sound.dispose()
        assert now in (before, after)
        if error is None:
            break
        assert isinstance(error, StoreUnavailable)
        assert isinstance(pickle.loads(pickle.dumps(error)), StoreUnavailable)  # noqa: S301
        outcomes.append(now == after)
    # One write lock, two heads, rows of two ledgers, a number, an alias, a purge; saved only at the very end.
    assert len(outcomes) > 10
    assert outcomes == [False] * (len(outcomes) - 1) + [True]


def copied(address: str, to: str) -> None:
    """Copy an empty database with its tables."""
    with (
        sqlite3.connect(address.removeprefix("sqlite:///")) as source,
        sqlite3.connect(to.removeprefix("sqlite:///")) as target,
    ):
        source.backup(target)
    source.close()
    target.close()


def test_sqlite_is_interrupted_at_every_moment(sqlite_url: str, engine_of: Callable[[str], Engine]) -> None:
    """In the middle of statements as well: the machine of SQLite is stopped after a growing number of its own steps."""
    left = [0]

    def count_down() -> int:
        left[0] -= 1
        return left[0] == 0

    def watch(connection: Any, _record: object) -> None:
        connection.set_progress_handler(count_down, 1)

    engine = engine_of(sqlite_url)
    event.listen(engine, "connect", watch)
    store, honest = SqlStore(engine, provider="lakeside"), SqlStore(engine_of(sqlite_url), provider="lakeside")
    ledgers = begun(store)
    before = state(honest)
    interrupted = 0
    for after in itertools.count(1, 7):
        left[0] = after
        error = failed(store, ledgers)
        left[0] = 0
        if error is None:
            break
        assert isinstance(error, StoreUnavailable)
        interrupted += 1
        if state(honest) != before:  # it was stopped when all was saved, before it could say so
            break
    assert interrupted > 20
    saved = state(honest)
    assert failed(store, ledgers) is None
    assert state(honest) == saved
    assert saved[2] == "dr-one"


def test_sqlite_has_no_room_left(sqlite_url: str, engine_of: Callable[[str], Engine]) -> None:
    """A full disk is said in words, and what was there stays as it was."""
    engine = engine_of(sqlite_url)
    store = SqlStore(engine, provider="lakeside")
    ledgers = begun(store)
    before = state(store)
    engine.dispose()
    event.listen(engine, "connect", lambda connection, _: connection.execute("PRAGMA max_page_count = 1"))
    grown = ledgers[0].add(*(a_certificate(f"LC-{n}", "dr-one") for n in range(2, 40)), at=NOW, actor="office-9")
    error = failed(store, (grown, ledgers[1]))
    assert "cannot grow" in str(error)
    assert state(store) == before


def test_postgresql_loses_the_connection_at_every_statement(postgres_url: str, engine_of: Callable[[str], Engine]) -> None:
    """The server ends the connection before the statement is there."""
    engine = engine_of(postgres_url)
    administration = create_engine(postgres_url, isolation_level="AUTOCOMMIT")
    at = [0]

    def end(_connection: Any, cursor: Any, *_: Any) -> None:
        at[0] -= 1
        if at[0] == 0:
            with administration.connect() as connection:
                ending = text("SELECT pg_terminate_backend(:pid, 5000)")
                connection.execute(ending, {"pid": cursor.connection.info.backend_pid})

    event.listen(engine, "before_cursor_execute", end)
    store, honest = SqlStore(engine, provider="lakeside"), SqlStore(engine_of(postgres_url), provider="lakeside")
    ledgers = begun(store)
    before = state(honest)
    lost = 0
    for statement in itertools.count(1):
        at[0] = statement
        error = failed(store, ledgers)
        at[0] = 0
        if error is None:
            break
        assert isinstance(error, StoreUnavailable)
        assert state(honest) == before
        lost += 1
    administration.dispose()
    assert lost > 8
    assert state(honest)[2] == "dr-one"


@pytest.fixture(autouse=True)
def _no_leftover_connections() -> Iterator[None]:
    """Let go of what broke."""
    yield
    import gc

    gc.collect()
