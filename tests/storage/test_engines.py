"""Connecting, migrating, and what a database cannot do: durable, prepared, and said in our own words."""

from __future__ import annotations

import logging
import pickle
import sqlite3
import subprocess
import sys
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Engine, create_engine, event, text
from sqlalchemy.exc import SQLAlchemyError

from cmecore.entries import Purged, Renamed
from cmecore.errors import CmeError, InvalidValue, LedgerConflict
from cmecore.storage import __main__, engines
from cmecore.storage.backup import BrokenDump
from cmecore.storage.engines import connect, migrate
from cmecore.storage.failing import ours
from cmecore.storage.protocol import Anchor, BrokenLedger, LedgerFault, StaleLedger, StoreUnavailable
from cmecore.storage.sql import SqlStore
from cmecore.storage.tables import METADATA, REVISION, VERSION_TABLE
from cmecore.testing.samples import LEDGER, NOW
from cmecore.testing.stored_ledgers import a_certificate

PERSONAL = ("Ada Okoro", "dr-secret", "office-9")


def quiet(raised: pytest.ExceptionInfo[CmeError]) -> str:
    """Return what an error says, which is nothing of anybody, nor does it drag one along that does."""
    said: BaseException | None = raised.value
    while said is not None:
        assert not any(one in f"{said!r}{said}" for one in PERSONAL)
        said = said.__cause__ or said.__context__
    assert str(pickle.loads(pickle.dumps(raised.value))) == str(raised.value)  # noqa: S301
    return str(raised.value)


def written(store: SqlStore, *numbers: str) -> None:
    """Write a ledger that is full of what is somebody's own."""
    ledger = store.read("dr-secret").add(
        Renamed(learner="dr-secret", name="Ada Okoro, MD", case="C-1"), at=NOW, actor="office-9"
    )
    store.append(ledger.add(*(a_certificate(number, "dr-secret") for number in numbers), at=NOW, actor="office-9"))


def test_sqlite_is_durable_and_lets_others_read(sqlite_url: str, engine_of: Callable[[str], Engine]) -> None:
    """Saved at every commit, with a log beside the file, a minute of patience, and what is erased overwritten."""
    with engine_of(sqlite_url).connect() as connection:
        settings = {
            name: connection.execute(text(f"PRAGMA {name}")).scalar_one()
            for name in ("journal_mode", "synchronous", "foreign_keys", "busy_timeout", "secure_delete")
        }
    assert settings == {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1, "busy_timeout": 60_000, "secure_delete": 1}


def test_readers_do_not_wait_for_a_writer(url: str, engine: Engine) -> None:
    """While a transaction that writes is open, everybody reads what was there before."""
    store = SqlStore(engine, provider="lakeside")
    store.append(LEDGER)
    with engine.connect().execution_options(**{engines.WRITES: True}) as writer, writer.begin():
        writer.execute(text("DELETE FROM cmecore_records"))
        assert store.read("dr-42") == LEDGER
        assert store.head("dr-42") == LEDGER.head
        assert store.check() == ()
        assert next(store.stream()) == LEDGER
        writer.rollback()


def test_a_turn_that_never_comes_is_said_so(sqlite_url: str, engine_of: Callable[[str], Engine]) -> None:
    """Somebody keeps a transaction open for longer than this one was ready to wait."""
    patient, hasty = engine_of(sqlite_url), connect(sqlite_url, connect_args={"timeout": 0.05})
    store = SqlStore(hasty, provider="lakeside")
    with patient.connect().execution_options(**{engines.WRITES: True}) as writer, writer.begin():
        with pytest.raises(StoreUnavailable, match="held the database longer") as raised:
            written(store)
        quiet(raised)
    written(store)
    hasty.dispose()


@pytest.mark.parametrize(
    "address",
    [
        "",
        "no address",
        "mysql://ada:geheim@host/db",
        "sqlite://",
        "sqlite:///:memory:",
        "sqlite:///file:x?mode=memory&uri=true",
        None,
    ],
)
def test_an_address_that_cannot_be_used_is_refused_without_repeating_it(address: Any) -> None:
    """It may hold a password."""
    with pytest.raises(InvalidValue) as raised:
        connect(address)
    assert "geheim" not in f"{raised.value}{raised.value.__context__}"


def test_a_driver_that_is_not_there_is_named() -> None:
    """The extra does not bring one for PostgreSQL."""
    with pytest.raises(InvalidValue, match="driver"):
        connect("postgresql+pg8000://ada:geheim@host/db")


def test_an_engine_that_was_not_prepared_is_refused(tmp_path: Path) -> None:
    """SQLAlchemy's own would print names in errors, and begin transactions by reading."""
    for engine in (
        create_engine(f"sqlite:///{tmp_path}/x.db"),
        create_engine(f"sqlite:///{tmp_path}/x.db", hide_parameters=True),
    ):
        with pytest.raises(InvalidValue, match="connect"):
            SqlStore(engine, provider="lakeside")
        engine.dispose()
    with pytest.raises(InvalidValue):
        SqlStore(f"sqlite:///{tmp_path}/x.db", provider="lakeside")  # type: ignore[arg-type]


def test_a_provider_that_fits_into_no_index_is_refused(engine: Engine) -> None:
    """A hundred characters, beside the longest account of a learner."""
    assert SqlStore(engine, provider="\U00020bb7" * 100).provider
    for wrong in ("", "x" * 101, None):
        with pytest.raises(InvalidValue):
            SqlStore(engine, provider=wrong)  # type: ignore[arg-type]


def test_the_tables_are_those_of_the_migrations(engine: Engine) -> None:
    """Nothing to add or to take away, at the newest step, which the code knows by its name."""
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"version_table": VERSION_TABLE})
        assert compare_metadata(context, METADATA) == []
        assert context.get_current_revision() == REVISION
    folder = Path(engines.__file__).parent / "migrations"
    assert ScriptDirectory(str(folder)).get_current_head() == REVISION


def test_migrating_again_changes_nothing(engine: Engine) -> None:
    """What is stored stays."""
    store = SqlStore(engine, provider="lakeside")
    store.append(LEDGER)
    migrate(engine)
    assert store.read("dr-42") == LEDGER


def test_several_may_migrate_at_once(tmp_path: Path, postgres: Any) -> None:
    """One process makes the tables, and the others wait."""
    for address in (f"sqlite:///{tmp_path}/new.db", postgres.database(template="template1")):
        command = [sys.executable, "-m", "cmecore.storage", "migrate", address]
        started = [subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True) for _ in range(4)]
        assert [(process.communicate(timeout=60)[1], process.returncode) for process in started] == [("", 0)] * 4


def test_who_migrates_waits_for_his_turn(postgres: Any, engine_of: Callable[[str], Engine]) -> None:
    """PostgreSQL lets two make the same tables at once, and then fails; so a lock is taken before."""
    address = postgres.database(template="template1")
    with engine_of(address).begin() as connection, ThreadPoolExecutor(1) as worker:
        connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": engines.MIGRATING})
        migrating = worker.submit(migrate, engine_of(address))
        with pytest.raises(TimeoutError):
            migrating.result(timeout=0.5)
        connection.rollback()
        migrating.result(timeout=60)


def test_threads_may_migrate_different_databases(tmp_path: Path) -> None:
    """Each its own, at the same moment."""

    def made(number: int) -> int:
        engine = connect(f"sqlite:///{tmp_path}/{number}.db")
        migrate(engine)
        version = SqlStore(engine, provider="lakeside").head("dr-42").version
        engine.dispose()
        return version

    with ThreadPoolExecutor(8) as workers:
        assert list(workers.map(made, range(8))) == [0] * 8


def test_a_database_without_tables_says_what_to_do(tmp_path: Path, postgres: Any) -> None:
    """And so does one whose tables are of another release."""
    for address in (f"sqlite:///{tmp_path}/new.db", postgres.database(template="template1")):
        engine = connect(address)
        store = SqlStore(engine, provider="lakeside")
        asked: list[Callable[[SqlStore], object]] = [
            lambda store: store.read("dr-42"),
            lambda store: list(store.stream()),
            lambda store: store.append(LEDGER),
        ]
        for ask in asked:
            with pytest.raises(StoreUnavailable, match="no tables of cmecore; call migrate"):
                ask(store)
        migrate(engine)
        with engine.begin() as connection:
            connection.execute(text("UPDATE cmecore_version SET version_num = '9999'"))
        with pytest.raises(StoreUnavailable, match="of migration 9999"):
            store.read("dr-42")
        engine.dispose()


def test_migrating_from_the_command_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """With a database that is there, one that cannot be made, and no address at all."""
    address = f"sqlite:///{tmp_path}/new.db"
    done = subprocess.run([sys.executable, "-m", "cmecore.storage", "migrate", address], capture_output=True, check=False)
    assert (done.returncode, done.stdout, done.stderr) == (0, b"the tables are those of migration 0001\n", b"")
    assert __main__.main(["migrate", address]) == 0
    assert __main__.main(["migrate", f"sqlite:///{tmp_path}/no/such/folder/x.db"]) == 1
    assert __main__.main(["migrate", "mysql://ada:geheim@host/db"]) == 1
    said = capsys.readouterr().err
    assert said.splitlines()[0].startswith("the database failed (OperationalError, SQLITE_CANTOPEN)")
    assert "geheim" not in said


def test_a_server_that_is_not_there_is_said_so(tmp_path: Path) -> None:
    """Without its address, which may hold a password."""
    engine = connect(f"postgresql+psycopg://ada:geheim@/nobody?host={tmp_path}")
    with pytest.raises(StoreUnavailable, match="OperationalError") as raised:
        SqlStore(engine, provider="lakeside").read("dr-secret")
    assert "geheim" not in quiet(raised)


def test_a_database_that_refuses_repeats_nothing_of_anybody(
    tmp_path: Path, postgres: Any, engine_of: Callable[[str], Engine], caplog: pytest.LogCaptureFixture
) -> None:
    """Tables that somebody changed: the driver's own words would hold the whole row."""
    caplog.set_level(logging.DEBUG)
    new = f"sqlite:///{tmp_path}/new.db"
    migrate(engine_of(new))
    for address in (new, postgres.database()):
        engine = connect(address, echo=True)
        store = SqlStore(engine, provider="lakeside")
        written(store, "LC-1")
        with pytest.raises(LedgerConflict) as taken:
            store.append(store.read("dr-43").add(a_certificate("LC-1", "dr-43"), at=NOW, actor="office-9"))
        assert "LC-1" in quiet(taken)
        stale = store.read("dr-43").add(Renamed(learner="dr-43", name="Ada Okoro", case="C"), at=NOW, actor="office-9")
        with engine.begin() as connection:
            connection.execute(text("DROP TABLE cmecore_aliases"))
            connection.execute(text("ALTER TABLE cmecore_records RENAME COLUMN reason TO why"))
        with pytest.raises(StoreUnavailable, match="failed") as raised:
            store.append(stale)
        quiet(raised)
        with pytest.raises(StoreUnavailable) as raised:
            store.alias("dr-secret")
        quiet(raised)
        with pytest.raises(StoreUnavailable) as raised:
            list(store.stream())
        quiet(raised)
        engine.dispose()
    assert "cmecore_records" in caplog.text
    assert not any(one in caplog.text for one in PERSONAL)


def test_no_connection_in_time_is_said_so(sqlite_url: str) -> None:
    """The pool is the caller's to size."""
    engine = connect(sqlite_url, pool_size=1, max_overflow=0, pool_timeout=0.05)
    store = SqlStore(engine, provider="lakeside")
    store.append(LEDGER)
    reading: Any = store.stream()
    next(reading)
    with pytest.raises(StoreUnavailable, match="pool_size"):
        store.head("dr-42")
    reading.close()
    assert store.head("dr-42") == LEDGER.head
    engine.dispose()


#: Gives a transaction up as a deadlock does, as often as a sequence has to count up: it counts on when all else is undone.
GIVES_UP = """
CREATE SEQUENCE tries;
CREATE FUNCTION give_up() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    IF nextval('tries') <= TG_ARGV[0]::int THEN RAISE EXCEPTION 'dr-secret' USING ERRCODE = '40P01'; END IF;
    RETURN new;
END $$;
CREATE TRIGGER give_up BEFORE INSERT ON cmecore_records FOR EACH ROW EXECUTE FUNCTION give_up({times})
"""


@pytest.mark.parametrize(("times", "stored"), [(2, 1), (4, 1), (5, 0), (99, 0)])
def test_transactions_that_the_database_gives_up_are_tried_again(
    own_postgres_url: str, engine_of: Callable[[str], Engine], times: int, stored: int
) -> None:
    """Five times in all; then whoever asked has to read again."""
    engine = engine_of(own_postgres_url)
    with engine.begin() as connection:
        connection.exec_driver_sql(GIVES_UP.format(times=times))
    store = SqlStore(engine, provider="lakeside")
    if stored:
        written(store)
    else:
        with pytest.raises(StaleLedger, match="gave this up") as raised:
            written(store)
        quiet(raised)
    assert store.head("dr-secret").version == stored


def test_a_purge_leaves_nothing_in_the_file(sqlite_url: str, engine_of: Callable[[str], Engine]) -> None:
    """SQLite overwrites what is erased; its log does so when it is taken over into the file."""
    engine = engine_of(sqlite_url)
    store = SqlStore(engine, provider="lakeside")
    written(store, "LC-1")
    file = Path(sqlite_url.removeprefix("sqlite:///"))
    engine.dispose()
    assert b"Ada Okoro" in file.read_bytes()
    purged = Purged(learner="dr-secret", purge="P", erased=["renamed:C-1", "certificate:LC-1"])
    store.append(store.read("dr-secret").add(purged, at=NOW, actor="clerk", reason="over"))
    engine.dispose()
    left = b"".join(path.read_bytes() for path in file.parent.glob(f"{file.name}*"))
    assert b"Ada Okoro" not in left
    assert b"office-9" not in left
    assert b"renamed:C-1" in left


def test_errors_cross_processes() -> None:
    """A worker's error reaches its parent as it was."""
    for error in (
        BrokenDump(LedgerFault.of("", _a_fault())),
        StaleLedger("stale", recorded=LEDGER.head, offered=LEDGER.head),
        StoreUnavailable("gone", advice="come back"),
        BrokenLedger("dr-42", _a_fault()),
    ):
        again = pickle.loads(pickle.dumps(error))  # noqa: S301
        assert (type(again), str(again), vars(again)) == (type(error), str(error), vars(error))


def _a_fault() -> tuple[Any, ...]:
    from cmecore.chain import Fault

    return (Fault(place=1, code="link", says="record 1 is not there"), Fault(place=2, code="link", says="nor is record 2"))


def test_what_no_driver_said_is_named_by_its_class() -> None:
    """SQLAlchemy has errors of its own as well."""
    assert str(ours(SQLAlchemyError("dr-secret"))) == "the database could not be asked (SQLAlchemyError)"


def test_a_number_that_was_issued_at_the_same_moment_is_refused(postgres_url: str, engine_of: Callable[[str], Engine]) -> None:
    """By the constraint, in the moment between the question whether it is free and its being written."""
    engine, other = engine_of(postgres_url), SqlStore(engine_of(postgres_url), provider="lakeside")
    store = SqlStore(engine, provider="lakeside")
    faster = other.read("dr-43").add(a_certificate("LC-1", "dr-43"), at=NOW, actor="lms")

    def be_faster(_connection: Any, _cursor: Any, statement: str, *_: Any) -> None:
        if statement.startswith("INSERT INTO cmecore_numbers"):
            other.append(faster)

    event.listen(engine, "before_cursor_execute", be_faster)
    with pytest.raises(LedgerConflict, match="LC-1") as raised:
        written(store, "LC-1")
    quiet(raised)
    assert store.find("LC-1") == ("dr-43", a_certificate("LC-1", "dr-43"))
    assert store.head("dr-secret").version == 0


def test_an_anchor_has_each_learner_once() -> None:
    """Two heads of one learner cannot both be true."""
    with pytest.raises(InvalidValue, match="one of each"):
        Anchor(provider="lakeside", at=NOW, heads=[LEDGER.head, LEDGER.as_of(NOW).head])


def test_the_file_is_switched_to_its_log_while_others_open_it(tmp_path: Path) -> None:
    """SQLite refuses that without waiting, so it is tried again for as long as for a turn."""
    file = tmp_path / "new.db"
    with sqlite3.connect(file) as plain:
        plain.execute("CREATE TABLE t (x)")
    busy = sqlite3.connect(file, isolation_level=None, check_same_thread=False)
    busy.execute("BEGIN IMMEDIATE")
    threading.Timer(0.3, lambda: busy.execute("COMMIT")).start()
    engine = connect(f"sqlite:///{file}")
    migrate(engine)
    engine.dispose()
    busy.close()
    plain.close()


def test_a_file_that_others_keep_open_is_said_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """When the patience has ended."""
    monkeypatch.setattr(engines, "PATIENCE", 0.05)
    busy = sqlite3.connect(tmp_path / "new.db", isolation_level=None)
    busy.execute("BEGIN IMMEDIATE")
    engine = connect(f"sqlite:///{tmp_path}/new.db")
    with pytest.raises(StoreUnavailable, match="held the database longer"):
        migrate(engine)
    engine.dispose()
    busy.close()
