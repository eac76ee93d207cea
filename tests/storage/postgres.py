"""A PostgreSQL of our own: made, started and thrown away, on a socket in a folder that nobody else uses."""

from __future__ import annotations

import contextlib
import itertools
import os
import pwd
import re
import shutil
import subprocess
import tempfile
from pathlib import Path
from typing import Any, Self

from sqlalchemy import create_engine, text

from cmecore.storage.engines import connect, migrate
from cmecore.storage.tables import METADATA

_USERS = ("postgres", "nobody")


def binaries() -> Path | None:
    """Find the folder with PostgreSQL's programs, the newest there is; Debian keeps them off the path."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: [int(n) for n in re.findall(r"\d+", str(path))])
    on_path = shutil.which("initdb")
    folders = [*([Path(on_path).resolve().parent] if on_path else []), *found]
    return next((folder for folder in reversed(folders) if (folder / "initdb").exists() and (folder / "pg_ctl").exists()), None)


class Postgres:
    """A server with every commit on the disk before it is acknowledged."""

    def __init__(self, programs: Path) -> None:
        self._programs = programs
        # A short name: the path of a socket has at most 107 characters.
        self._folder = Path(tempfile.mkdtemp(prefix="cme-pg-", dir="/tmp"))
        self._count = itertools.count(1)
        self._as = self._somebody_else()

    def _somebody_else(self) -> dict[str, Any]:
        """Name whom the server runs as: PostgreSQL refuses to be root."""
        if os.getuid() != 0:
            return {}
        user = next(name for name in _USERS if name in {entry.pw_name for entry in pwd.getpwall()})
        shutil.chown(self._folder, user)
        return {"user": user, "group": pwd.getpwnam(user).pw_gid, "extra_groups": []}

    def __enter__(self) -> Self:
        self._run("initdb", "--auth=trust", "--username=cmecore", "--encoding=UTF8", "--locale=C.UTF-8", "--no-sync")
        settings = f"-k {self._folder} -c listen_addresses= -c fsync=on -c synchronous_commit=on -c max_connections=200"
        self._run("pg_ctl", "start", "--wait", f"--log={self._folder}/log", f"--options={settings}")
        engine = connect(self.database(template="template1", name="made"))
        migrate(engine)
        engine.dispose()
        self._shared = self.database(name="shared")
        return self

    def __exit__(self, *_: object) -> None:
        with contextlib.suppress(subprocess.CalledProcessError):
            self._run("pg_ctl", "stop", "--mode=immediate")
        shutil.rmtree(self._folder, ignore_errors=True)

    def crash(self) -> None:
        """Stop it as a power failure would, and start it again."""
        self._run("pg_ctl", "restart", "--wait", "--mode=immediate", f"--log={self._folder}/log")

    def _run(self, program: str, *arguments: str) -> None:
        command = [str(self._programs / program), f"--pgdata={self._folder}/data", *arguments]
        # Its output goes to a file: the server would keep a pipe open for as long as it runs.
        with (self._folder / "said").open("w+") as said:
            done = subprocess.run(command, cwd="/", stdout=said, stderr=said, check=False, **self._as)
            said.seek(0)
            assert done.returncode == 0, said.read()

    def emptied(self) -> str:
        """Empty the database that tests share who only write records, and return its address."""
        engine = create_engine(self._shared)
        with engine.begin() as connection:
            for table in METADATA.tables:
                connection.execute(text(f"DELETE FROM {table}"))  # noqa: S608 - the tables are ours
        engine.dispose()
        return self._shared

    def database(self, *, template: str = "made", name: str = "") -> str:
        """Make a database, by default an empty one with the tables in it, and return its address."""
        name = name or f"ledgers_{next(self._count)}"
        administration = create_engine(self._address("postgres"), isolation_level="AUTOCOMMIT")
        with administration.connect() as connection:
            connection.execute(text(f"CREATE DATABASE {name} TEMPLATE {template}"))
        administration.dispose()
        return self._address(name)

    def _address(self, name: str) -> str:
        return f"postgresql+psycopg://cmecore@/{name}?host={self._folder}"
