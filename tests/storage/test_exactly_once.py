"""Credit is claimed exactly once, by however many at the same moment; and what guards it is needed, which is shown as well.

A run here is short.  ``CMECORE_ROUNDS=full`` runs each race as often as the project promises: twenty runs of 200 credits, two
hundred rounds of one credit.
"""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from cmecore.storage.memory import MemoryStore
from storage.killing import kill
from storage.postgres import Postgres
from storage.racing import counted, earned, in_threads

HERE = Path(__file__).parent
FULL = os.environ.get("CMECORE_ROUNDS") == "full"


def ran(program: str, url: str, **options: object) -> dict[str, Any]:
    """Run one of the programs beside this file: by itself, since it forks, and kills what it forked."""
    given = [f"--{name}={value}" for name, value in options.items()]
    done = subprocess.run(
        [sys.executable, HERE / program, url, *given], capture_output=True, encoding="utf-8", check=False, timeout=3600
    )
    assert done.returncode == 0, done.stderr
    assert done.stderr == ""
    found: dict[str, Any] = json.loads(done.stdout)
    return found


@pytest.mark.parametrize("by", ["processes", "threads"])
@pytest.mark.parametrize(("what", "rounds", "full"), [("credits", 1, 20), ("one", 5, 200), ("quarters", 1, 20)])
def test_credit_is_claimed_exactly_once(url: str, what: str, by: str, rounds: int, full: int) -> None:
    """Eight processes, or sixteen threads: as many claims as there was credit, each with its certificate, and no error."""
    found = ran("racing.py", url, what=what, by=by, rounds=full if FULL else rounds, credits=200 if FULL else 40)
    assert (found["errors"], found["wrong"]) == ({}, {})
    assert found["won"] == found["stored"] == found["there were"]


def test_without_the_unique_index_credit_is_claimed_twice(own_postgres_url: str) -> None:
    """PostgreSQL: with the primary key of the records dropped, the same run fails."""
    # A quiet machine may run a few rounds without two claims that meet, and hardly ever two hundred.
    runs = (ran("racing.py", own_postgres_url, what="one", rounds=40, without="index") for _ in range(5))
    found = next(run for run in runs if run["wrong"])
    assert found["won"] > found["there were"]
    assert found["wrong"]


def test_without_begin_immediate_the_database_is_locked(sqlite_url: str) -> None:
    """SQLite: with transactions that begin by reading, the same run fails."""
    runs = (ran("racing.py", sqlite_url, what="one", rounds=6, without="immediate") for _ in range(10))
    found = next(run for run in runs if run["errors"])
    assert all("held the database longer" in said for said in found["errors"])


def test_threads_claim_exactly_once_in_memory() -> None:
    """Sixteen threads on one 4.00 credit in the store in memory."""
    store = MemoryStore(provider="lakeside")
    rounds = [["dr-1"], ["dr-2"]]
    store.append(earned("dr-1", "4.00"), earned("dr-2", "4.00"))
    found = counted(store, "quarters", rounds, in_threads(lambda: store, "quarters", rounds))
    assert (found["won"], found["stored"], found["errors"], found["wrong"]) == (32, 32, {}, {})


def test_a_killed_writer_loses_nothing(url: str) -> None:
    """``kill -9`` in mid-append: what was acknowledged is there, nothing is there by half, the chains are intact."""
    # A server that is busy elsewhere takes its time, and a writer has to get beyond its first append.
    rounds, longest = (30, 0.1) if url.startswith("sqlite") else (8, 0.4)
    found = ran("killing.py", url, rounds=200 if FULL else rounds, longest=longest)
    assert found["wrong"] == []
    assert found["acknowledged"] > found["kills"]


def test_without_a_transaction_a_killed_writer_leaves_half_an_append(sqlite_url: str) -> None:
    """SQLite: when each statement is saved by itself, the same run fails."""
    # Where a kill hits is chance: most are followed by one of these within a few rounds, and all of them within two hundred.
    halves = {
        "an append is in the ledger by half, or entries are out of order",
        "an append to two ledgers is in one of them alone",
    }
    found = ran("killing.py", sqlite_url, rounds=200, without="transaction")
    assert not halves.isdisjoint(found["wrong"])


def test_a_server_that_fails_loses_nothing(postgres: Postgres, postgres_url: str) -> None:
    """PostgreSQL stopped as by a power failure while a writer works: what was acknowledged is there when it is back."""
    found = kill(postgres_url, rounds=2, longest=0.05, without="", crash=postgres.crash)
    assert found["wrong"] == []
