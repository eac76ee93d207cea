"""Writers that are killed in the middle of their work: a program that checks after each kill that nothing is lost or half done.

``python tests/storage/killing.py URL --rounds 200`` prints a line of JSON.  A writer appends to one ledger, or to two at once,
and acknowledges each append on a pipe once it returned; after some milliseconds it is killed, as ``kill -9`` does.
"""

from __future__ import annotations

import argparse
import datetime
import json
import os
import random
import signal
import sys
import time
from collections.abc import Callable
from typing import NoReturn

from sqlalchemy import event, text

from cmecore.entries import Hold
from cmecore.ledger import Ledger
from cmecore.storage.engines import begin, connect
from cmecore.storage.sql import SqlStore
from cmecore.testing.samples import NOW


def held(ledger: Ledger, turn: int) -> Ledger:
    """Add entries whose names say in which append they were written."""
    holds = [Hold(learner=ledger.learner, hold=f"{turn}-{part}") for part in range(3)]
    return ledger.add(*holds, at=NOW, actor="writer", reason="to be killed")


def write(url: str, learners: list[str], acknowledged: int, without: str) -> NoReturn:
    """Append until killed: every other time to both ledgers at once."""
    engine = connect(url)
    store = SqlStore(engine, provider="lakeside")
    if without == "transaction":
        event.remove(engine, "begin", begin)
    turn = 0
    while True:
        named = learners[: 1 + turn % 2]
        store.append(*(held(store.read(name), turn) for name in named))
        os.write(acknowledged, f"{turn}\n".encode())
        turn += 1


def killed(url: str, learners: list[str], after: float, without: str, crash: Callable[[], None] | None) -> list[int]:
    """Let a writer work, let the server crash where that is asked for, kill the writer, and return what it acknowledged."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reading)
        try:
            write(url, learners, writing, without)
        finally:
            os._exit(1)
    os.close(writing)
    with os.fdopen(reading, "rb") as said:
        first = said.readline()
        time.sleep(after)
        if crash is not None:
            crash()
        os.kill(child, signal.SIGKILL)
        rest = said.read()
    os.waitpid(child, 0)
    # A last half line was not acknowledged.
    return [int(line) for line in (first + rest).split(b"\n")[:-1]]


def wrong_with(store: SqlStore, learners: list[str], acknowledged: list[int]) -> list[str]:
    """List what is lost, half done or broken after a kill."""
    one, other = (store.read(learner) for learner in learners)  # verified: an error here ends the program
    turns = [[entry.identity for entry in ledger.entries()] for ledger in (one, other)]
    done = len(turns[0]) // 3
    found = []
    if turns[0] != [f"hold:{turn}-{part}" for turn in range(done) for part in range(3)]:
        found.append("an append is in the ledger by half, or entries are out of order")
    if turns[1] != [f"hold:{turn}-{part}" for turn in range(1, done, 2) for part in range(3)]:
        found.append("an append to two ledgers is in one of them alone")
    # The last append may be stored and not acknowledged; never the other way round.
    if acknowledged != list(range(len(acknowledged))) or not len(acknowledged) <= done <= len(acknowledged) + 1:
        found.append(f"{len(acknowledged)} appends were acknowledged, and {done} are stored")
    return found


def kill(url: str, *, rounds: int, longest: float, without: str, crash: Callable[[], None] | None = None) -> dict[str, object]:
    """Kill a writer in every round, and check the store after each and once more at the end."""
    draw = random.Random(1)  # noqa: S311 - nothing here is secret
    began = datetime.datetime.now(datetime.UTC).strftime("%H%M%S%f")
    start = time.perf_counter()
    count = 0
    found: list[str] = []
    for turn in range(rounds):
        if found and without:
            break  # it is shown what that was for
        learners = [f"{began}-{turn}-one", f"{began}-{turn}-other"]
        acknowledged = killed(url, learners, draw.uniform(0.001, longest), without, crash)
        count += len(acknowledged)
        engine = connect(url)
        found += wrong_with(SqlStore(engine, provider="lakeside"), learners, acknowledged)
        engine.dispose()  # a connection must not be carried into the next writer
    engine = connect(url)
    found += [fault.says for fault in SqlStore(engine, provider="lakeside").check()]
    if engine.dialect.name == "sqlite":
        with engine.connect() as connection:
            found += [said for said in connection.execute(text("PRAGMA integrity_check")).scalars() if said != "ok"]
    engine.dispose()
    return {"kills": rounds, "acknowledged": count, "wrong": found, "seconds": round(time.perf_counter() - start, 2)}


def main() -> None:
    """Kill as the command line says."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("url")
    asked.add_argument("--rounds", type=int, default=200)
    asked.add_argument("--longest", type=float, default=0.1, help="how long a writer works at most, in seconds")
    asked.add_argument("--without", choices=["", "transaction"], default="", help="on SQLite, to show what it is for")
    given = asked.parse_args()
    sys.stdout.write(json.dumps(kill(**vars(given))) + "\n")


if __name__ == "__main__":
    main()
