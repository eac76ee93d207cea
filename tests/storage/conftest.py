"""Databases to test on: a SQLite file, and a PostgreSQL that the tests start themselves, on a socket in a folder of its own."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine

from cmecore.storage.engines import connect, migrate
from storage.postgres import Postgres, binaries

_count = itertools.count(1)


@pytest.fixture(scope="session")
def postgres() -> Iterator[Postgres]:
    """Start PostgreSQL once, or skip where the system package is not installed."""
    folder = binaries()
    if folder is None:
        pytest.skip("needs initdb and postgres from the system package postgresql")
    with Postgres(folder) as running:
        yield running


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """Make an empty database with the tables in it, of either kind, and return its address."""
    return fresh(request, request.param, tmp_path)


@pytest.fixture
def sqlite_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """Make an empty SQLite file with the tables in it."""
    return fresh(request, "sqlite", tmp_path)


@pytest.fixture
def postgres_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """Empty the database in PostgreSQL that most tests share, and return its address."""
    return fresh(request, "postgresql", tmp_path)


@pytest.fixture
def own_postgres_url(postgres: Postgres) -> str:
    """Make a database in PostgreSQL whose tables may be changed."""
    return postgres.database()


def fresh(request: pytest.FixtureRequest, kind: str, folder: Path) -> str:
    """Make an empty database with the tables in it."""
    if kind == "postgresql":
        running: Postgres = request.getfixturevalue("postgres")
        return running.emptied()
    address = f"sqlite:///{folder}/ledgers-{next(_count)}.db"
    engine = connect(address)
    migrate(engine)
    engine.dispose()
    return address


@pytest.fixture
def engine_of() -> Iterator[Callable[[str], Engine]]:
    """Connect to databases, and let go of them at the end of the test."""
    engines: list[Engine] = []

    def connected(address: str) -> Engine:
        engines.append(connect(address))
        return engines[-1]

    yield connected
    for engine in engines:
        engine.dispose()


@pytest.fixture
def engine(url: str, engine_of: Callable[[str], Engine]) -> Engine:
    """Connect to an empty database of either kind."""
    return engine_of(url)
