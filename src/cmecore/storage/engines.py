"""Connecting to a database so that the SQL store may lean on it, and bringing its tables up to date.

On SQLite every transaction that writes begins with ``BEGIN IMMEDIATE``: one that begins by reading and then wants to write
cannot wait for its turn and fails at once.  The log of SQLite (WAL) lets everybody read meanwhile.
"""

from __future__ import annotations

import random
import sqlite3
import threading
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sqlalchemy import URL, Connection, Engine, create_engine, event, inspect, make_url, text
from sqlalchemy.exc import ArgumentError, SQLAlchemyError
from sqlalchemy.pool import QueuePool

from cmecore.errors import InvalidValue
from cmecore.storage.failing import ours
from cmecore.storage.tables import REVISION, VERSION_TABLE

if TYPE_CHECKING:
    from alembic.script import ScriptDirectory

#: How long a connection to SQLite waits for its turn to write, in seconds.
PATIENCE = 60
#: Set on connections that are about to write.
WRITES = "cmecore_writes"

_MIGRATIONS = Path(__file__).parent / "migrations"
#: The number of the lock in PostgreSQL that everybody who migrates waits for.
MIGRATING = 5_246_031_119
# Alembic keeps what it works on in a module, so threads of one process wait for each other, whatever their databases.
_one_at_a_time = threading.Lock()


def connect(url: str, **settings: Any) -> Engine:
    """Make the engine of a database: a SQLite file, or PostgreSQL.

    Further settings are SQLAlchemy's own, such as ``pool_size``.

    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     engine = connect(f"sqlite:///{folder}/ledgers.db")
    ...     migrate(engine)
    ...     engine.dispose()
    """
    address = _address(url)
    if address.get_backend_name() == "sqlite":
        arguments = {"timeout": PATIENCE, "check_same_thread": False, **settings.get("connect_args", {})}
        settings = {"poolclass": QueuePool, "pool_size": 0, **settings, "connect_args": arguments}
    else:
        settings = {"pool_pre_ping": True, **settings}
    try:
        # Parameters hold names and reasons, and SQLAlchemy would print them in its errors and its log.
        engine = create_engine(address, **(settings | {"hide_parameters": True}))
    except ImportError:
        found, advice = "an address whose driver is not installed", "install it, for PostgreSQL psycopg[binary]"
        raise InvalidValue(field="url", found=found, expected="one that is", advice=advice) from None
    if address.get_backend_name() == "sqlite":
        event.listen(engine, "connect", _prepare)
        event.listen(engine, "begin", begin)
    return engine


def _address(url: str) -> URL:
    try:
        address = make_url(url)
        kind = address.get_backend_name()
        if kind == "postgresql" or (kind == "sqlite" and not _in_memory(address)):
            return address
    except ArgumentError:
        pass  # its own text repeats the address, and with it a password
    raise InvalidValue(
        field="url",
        found="an address that the store cannot use",
        expected="one such as sqlite:////var/lib/ledgers.db or postgresql+psycopg://user@host/database",
        advice="in tests that need no file take a MemoryStore",
    )


def _in_memory(address: URL) -> bool:
    return address.database in {None, "", ":memory:"} or address.query.get("mode") == "memory"


def _prepare(connection: Any, _record: object) -> None:
    """Set a new connection to SQLite up: durable at every commit, transactions begun by us, and what is erased overwritten."""
    connection.isolation_level = None
    cursor = connection.cursor()
    try:
        _use_log(cursor)
        for setting in ("synchronous = FULL", "foreign_keys = ON", "secure_delete = ON"):
            cursor.execute(f"PRAGMA {setting}")
    finally:
        cursor.close()


def _use_log(cursor: Any) -> None:
    """Switch the file to its log; while others open it for the first time as well, SQLite refuses without waiting."""
    until = time.monotonic() + PATIENCE
    while cursor.execute("PRAGMA journal_mode").fetchone() != ("wal",):
        try:
            cursor.execute("PRAGMA journal_mode = WAL")
        except sqlite3.OperationalError:
            if time.monotonic() > until:
                raise
        time.sleep(random.uniform(0.001, 0.02))  # noqa: S311 - nothing here is secret


def begin(connection: Connection) -> None:
    """Begin a transaction on SQLite: one that will write takes its turn before it reads."""
    writes = connection.get_execution_options().get(WRITES, False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def is_prepared(engine: Engine) -> bool:
    """Tell whether an engine keeps what the store needs of it."""
    return bool(engine.hide_parameters and (engine.dialect.name != "sqlite" or event.contains(engine, "begin", begin)))


def migrate(engine: Engine) -> None:
    """Bring the tables of a database up to date; where they are, nothing happens.

    Several processes may do so at once: one does it, and the others wait.
    """
    from alembic.script import ScriptDirectory

    scripts = ScriptDirectory(str(_MIGRATIONS))
    failed = None
    try:
        _upgrade(engine, scripts)
    except SQLAlchemyError as error:
        failed = ours(error)
    if failed is not None:
        raise failed


def _upgrade(engine: Engine, scripts: ScriptDirectory) -> None:
    from alembic.operations import Operations
    from alembic.runtime.migration import MigrationContext

    with _one_at_a_time, engine.connect().execution_options(**{WRITES: True}) as connection, connection.begin():
        if engine.dialect.name == "postgresql":
            connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": MIGRATING})
        context = MigrationContext.configure(connection, opts={"version_table": VERSION_TABLE})
        missing = scripts.iterate_revisions("head", context.get_current_revision() or "base")
        for script in reversed(list(missing)):
            with Operations.context(context):
                script.module.upgrade()
            context.stamp(scripts, script.revision)


def is_migrated(connection: Connection) -> str:
    """Say why the tables of a database cannot be used; nothing where they are as this release leaves them."""
    if not inspect(connection).has_table(VERSION_TABLE):
        return "the database has no tables of cmecore"
    found = connection.execute(text(f"SELECT version_num FROM {VERSION_TABLE}")).scalar_one_or_none()  # noqa: S608 - ours
    return "" if found == REVISION else f"the tables of the database are of migration {found}, and not of {REVISION}"
