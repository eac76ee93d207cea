"""Many who claim the same credit at the same moment: a program that races them and counts what came of it.

``python tests/storage/racing.py URL --what credits --by processes --rounds 1`` prints a line of JSON.  The database has to have
its tables, and no ledgers.  ``--without index`` or ``--without immediate`` takes away what guards, to show that it is needed.
"""

from __future__ import annotations

import argparse
import collections
import datetime
import json
import multiprocessing
import sys
import threading
import time
from collections.abc import Callable, Iterable
from typing import Any

import attrs
from sqlalchemy import Connection, Engine, event, text

from cmecore.certificates import certify
from cmecore.claiming import claim
from cmecore.credit.amounts import Credits
from cmecore.entries import Claim, Completed, Earned, Refusal
from cmecore.errors import CmeError
from cmecore.ledger import Ledger
from cmecore.storage.engines import begin, connect
from cmecore.storage.protocol import LedgerStore
from cmecore.storage.sql import SqlStore
from cmecore.storage.updating import update
from cmecore.testing.samples import AMA, LEDGER, NOW

PROCESSES, THREADS = 8, 16
#: For each kind of race: how much a ledger holds, how much a claim takes, how often each claims of a ledger.
RACES = {"credits": ("1.00", "1.00", 1), "one": ("4.00", "1.00", 1), "quarters": ("4.00", "0.25", 4)}
CREDITS = 200


def earned(learner: str, amount: str) -> Ledger:
    """Make the ledger of a learner who has earned an amount."""
    done, level = LEDGER.entries()
    assert isinstance(done, Completed)
    assert isinstance(level, Earned)
    entries = (
        attrs.evolve(done, learner=learner),
        attrs.evolve(level, learner=learner, level=AMA(amount), maximum=AMA(amount)),
    )
    return Ledger(learner).add(*entries, at=NOW, actor="lms")


def claimed(store: LedgerStore, learner: str, amount: str, request: str) -> bool:
    """Claim an amount, with its certificate, and tell whether there was any left."""

    def change(ledger: Ledger) -> Ledger | Refusal:
        asked = claim(ledger, {"EM-101": amount}, at=NOW, request=request)
        if not isinstance(asked, Claim):
            return asked
        held = ledger.add(asked, at=NOW, actor="learner")
        return held.add(*certify(held, asked, name="A. N. Other", at=NOW, number=lambda: f"LC-{request}"), at=NOW, actor="lms")

    return isinstance(update(store, learner, change), Ledger)


def take_the_turns_away(engine: Engine) -> None:
    """Let transactions on SQLite begin by reading, as they do without the store's care."""
    event.remove(engine, "begin", begin)
    event.listen(engine, "begin", _begin_by_reading)


def _begin_by_reading(connection: Connection) -> None:
    connection.exec_driver_sql("BEGIN")


def work(store: LedgerStore, what: str, name: int, rounds: list[list[str]], ready: Callable[[], Any]) -> dict[str, Any]:
    """Claim of every ledger in every round, as often as the race says, and list what was won and what went wrong."""
    _, amount, times = RACES[what]
    won: list[str] = []
    errors: list[str] = []
    for learners in rounds:
        ready()
        for learner in learners:
            for turn in range(times):
                request = f"{learner}-{name}-{turn}"
                try:
                    if claimed(store, learner, amount, request):
                        won.append(request)
                except CmeError as error:
                    errors.append(f"{type(error).__name__}: {error}")
    return {"won": won, "errors": errors}


def connected(url: str, without: str) -> LedgerStore:
    """Connect to the store of a worker."""
    engine = connect(url)
    store = SqlStore(engine, provider="lakeside")
    if without == "immediate":
        take_the_turns_away(engine)
    return store


def in_processes(store: Callable[[], LedgerStore], what: str, rounds: list[list[str]]) -> list[dict[str, Any]]:
    """Let eight processes work, which begin each round together."""
    context = multiprocessing.get_context("fork")
    barrier = context.Barrier(PROCESSES)
    pipes = [context.Pipe(duplex=False) for _ in range(PROCESSES)]

    def run(name: int, sender: Any) -> None:
        sender.send(work(store(), what, name, rounds, barrier.wait))

    started = [context.Process(target=run, args=(name, sender)) for name, (_, sender) in enumerate(pipes)]
    for process in started:
        process.start()
    results = [receiver.recv() for receiver, _ in pipes]
    for process in started:
        process.join()
    return results


def in_threads(store: Callable[[], LedgerStore], what: str, rounds: list[list[str]]) -> list[dict[str, Any]]:
    """Let sixteen threads work, which share a store and begin each round together."""
    shared = store()
    barrier = threading.Barrier(THREADS)
    results: list[dict[str, Any]] = []

    def run(name: int) -> None:
        results.append(work(shared, what, name, rounds, barrier.wait))

    threads = [threading.Thread(target=run, args=(name,)) for name in range(THREADS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return results


def counted(store: LedgerStore, what: str, rounds: list[list[str]], results: Iterable[dict[str, Any]]) -> dict[str, Any]:
    """Count what was won and what is stored; they are the same, and as much as there was, or something is wrong."""
    held, amount, _ = RACES[what]
    there_was = AMA(held).steps // AMA(amount).steps
    results = list(results)
    won = [request for result in results for request in result["won"]]
    errors = collections.Counter(error for result in results for error in result["errors"])
    stored: list[str] = []
    wrong = [fault.says for fault in store.check()]
    for learner in (learner for learners in rounds for learner in learners):
        try:
            ledger = store.read(learner)
        except CmeError as error:
            wrong.append(f"{type(error).__name__}: {error}")
            continue
        requests = [one.request for one in ledger.claims]
        stored += requests
        if len(requests) != there_was or ledger.claimed(("EM-101", AMA)) != Credits(AMA(held).steps, AMA):
            wrong.append(f"{len(requests)} claims of {there_was}")
        if {one.request for one in ledger.certificates} != set(requests):
            wrong.append("a claim without its certificate")
    if sorted(won) != sorted(stored):
        wrong.append(f"{len(won)} were told that they have claimed, and {len(stored)} claims are stored")
    return {"won": len(won), "stored": len(stored), "errors": dict(errors), "wrong": dict(collections.Counter(wrong))}


def race(url: str, *, what: str, by: str, rounds: int, credits: int, without: str) -> dict[str, Any]:
    """Race on a database with fresh ledgers, and count."""
    began = datetime.datetime.now(datetime.UTC).strftime("%H%M%S%f")
    each = credits if what == "credits" else 1
    learners = [[f"{began}-{turn}-{number}" for number in range(each)] for turn in range(rounds)]
    engine = connect(url)
    store = SqlStore(engine, provider="lakeside")
    for names in learners:
        store.append(*(earned(name, RACES[what][0]) for name in names))
    if without == "index":
        with engine.begin() as connection:
            connection.execute(text("ALTER TABLE cmecore_records DROP CONSTRAINT IF EXISTS cmecore_records_pkey"))
    engine.dispose()  # a connection must not be carried into other processes
    start = time.perf_counter()
    results = (in_processes if by == "processes" else in_threads)(lambda: connected(url, without), what, learners)
    seconds = time.perf_counter() - start
    found = counted(store, what, learners, results)
    engine.dispose()
    there_were = rounds * each * (AMA(RACES[what][0]).steps // AMA(RACES[what][1]).steps)
    asked = {"what": what, "by": by, "rounds": rounds, "without": without, "there were": there_were}
    return {**asked, **found, "seconds": round(seconds, 2)}


def main() -> None:
    """Race as the command line says."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("url")
    asked.add_argument("--what", choices=sorted(RACES), default="credits")
    asked.add_argument("--by", choices=["processes", "threads"], default="processes")
    asked.add_argument("--rounds", type=int, default=1)
    asked.add_argument("--credits", type=int, default=CREDITS)
    asked.add_argument("--without", choices=["", "index", "immediate"], default="")
    given = asked.parse_args()
    sys.stdout.write(json.dumps(race(**vars(given))) + "\n")


if __name__ == "__main__":
    main()
