"""From the command line: ``python -m cmecore.storage migrate sqlite:////var/lib/ledgers.db``."""

from __future__ import annotations

import argparse
import sys

from cmecore.errors import CmeError
from cmecore.storage.engines import connect, migrate
from cmecore.storage.tables import REVISION


def main(arguments: list[str] | None = None) -> int:
    """Bring the tables of a database up to date, and say so."""
    asked = argparse.ArgumentParser(prog="python -m cmecore.storage", description=main.__doc__)
    asked.add_argument("command", choices=["migrate"])
    asked.add_argument("url", help="such as sqlite:////var/lib/ledgers.db or postgresql+psycopg://user@host/database")
    try:
        engine = connect(asked.parse_args(arguments).url)
        migrate(engine)
    except CmeError as error:
        sys.stderr.write(f"{error}\n")
        return 1
    engine.dispose()
    sys.stdout.write(f"the tables are those of migration {REVISION}\n")
    return 0


if __name__ == "__main__":  # pragma: no cover - a test runs it as a program
    sys.exit(main())
