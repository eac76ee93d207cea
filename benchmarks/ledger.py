"""What a long ledger costs: opening, appending and verifying one of 1,000 entries beside one of 10,000.

Run it with the Python that has cmecore and its extra ``sql``: ``python benchmarks/ledger.py``.  Opening may cost no more than
twenty times as much for ten times the entries; what an append costs the store must not depend on them at all.  Verifying is
measured against a chain of SHA-256 over as many bytes, which is the least that any chain costs.

The sizes take turns, so that a machine which slows down half-way slows all of them down; a time is the median of its rounds.
"""

import argparse
import datetime
import hashlib
import platform
import statistics
import tempfile
import time
from collections.abc import Callable

from cmecore.chain import verify
from cmecore.credit.canonical import canonical
from cmecore.entries import Observed, Record
from cmecore.evidence import Progress
from cmecore.ledger import Ledger
from cmecore.storage.engines import connect, migrate
from cmecore.storage.sql import SqlStore

ROUNDS = 5
#: How many times as much ten times the entries may cost to open.
AT_MOST = 20
#: How many times as much an append to the longer ledger may cost the store: the same, and what a disk varies by.
APPENDING_AT_MOST = 2
NOW = datetime.datetime(2026, 4, 1, 12, tzinfo=datetime.UTC)
SECRET = bytes(16)


def observed(learner: str, number: int) -> Observed:
    """Make one report of a learner's progress, as a platform sends it."""
    item = Progress(number % 20, 20, datetime.date(2026, 3, 1 + number % 28))
    return Observed(learner=learner, activity=f"EM-{number % 50}", item=item, source="lms", event=f"row-{number}")


def a_ledger(size: int) -> Ledger:
    """Make a ledger with as many entries."""
    learner = f"dr-{size}"
    return Ledger(learner, secret=SECRET).add(*(observed(learner, number) for number in range(size)), at=NOW, actor="lms")


def timed(work: Callable[[], object]) -> float:
    """Return how many seconds something takes."""
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def turns(works: dict[str, Callable[[], object]]) -> dict[str, float]:
    """Let several works take turns, and return the median of each, in seconds."""
    times: dict[str, list[float]] = {name: [] for name in works}
    for turn in range(ROUNDS + 1):
        for name, work in works.items():
            taken = timed(work)
            if turn:  # the first round warms up
                times[name].append(taken)
    return {name: statistics.median(taken) for name, taken in times.items()}


def bare(spelled: list[bytes]) -> str:
    """Chain the same bytes with nothing around them."""
    link = ""
    for payload in spelled:
        digest = hashlib.sha256(payload).hexdigest()
        link = hashlib.sha256(f"{link}\0{digest}".encode()).hexdigest()
    return link


def spelled(records: tuple[Record, ...]) -> list[bytes]:
    """Spell what the records say, as the chain digests it."""
    return [canonical((record.entry, record.at, record.actor, record.reason)) for record in records]


def told(name: str, small: float, large: float, bound: int | None) -> None:
    """Print two times and their ratio, and whether it is within its bound."""
    ratio = large / small
    kept = bound is None or ratio < bound
    must = "" if bound is None else f"  (must be below {bound}{'' if kept else ': it is NOT'})"
    print(f"{name:<44}{small * 1000:>10.2f} ms{large * 1000:>12.2f} ms{ratio:>8.1f} times{must}")


def appended(store: SqlStore, ledger: Ledger) -> float:
    """Append one entry after another, and return what one costs the store, in seconds: the median."""
    taken = []
    for _ in range(4 * ROUNDS + 1):
        ledger = ledger.add(observed(ledger.learner, ledger.version), at=NOW, actor="lms")
        start = time.perf_counter()
        store.append(ledger)
        taken.append(time.perf_counter() - start)
    return statistics.median(taken[1:])


def main() -> None:
    """Measure and print: a busy machine may miss a bound, so nothing fails by it."""
    asked = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    asked.add_argument("--entries", type=int, default=1_000, help="in the smaller ledger; the larger one has ten times as many")
    size = asked.parse_args().entries
    small, large = a_ledger(size), a_ledger(10 * size)
    print(f"Python {platform.python_version()}, SQLite file, medians of {ROUNDS} rounds")
    print(f"{'':<44}{size:>8,} entries{10 * size:>7,} entries")
    with tempfile.TemporaryDirectory() as folder:
        engine = connect(f"sqlite:///{folder}/ledgers.db")
        migrate(engine)
        store = SqlStore(engine, provider="lakeside")
        store.append(small, large)
        opened = turns(
            {
                "small": lambda: store.read(small.learner),
                "large": lambda: store.read(large.learner),
                "small, not verified": lambda: store.read(small.learner, verify=False),
                "large, not verified": lambda: store.read(large.learner, verify=False),
                "small, folded": lambda: Ledger(small.learner, small.records),
                "large, folded": lambda: Ledger(large.learner, large.records),
                "small, verified": lambda: verify(small.learner, small.records, small.head),
                "large, verified": lambda: verify(large.learner, large.records, large.head),
            }
        )
        told("open: read, verify, fold", opened["small"], opened["large"], AT_MOST)
        told("open without verifying", opened["small, not verified"], opened["large, not verified"], AT_MOST)
        told("fold what is in memory", opened["small, folded"], opened["large, folded"], AT_MOST)
        costs = [appended(store, ledger) for ledger in (small, large)]
        told("append one entry to the store", costs[0], costs[1], APPENDING_AT_MOST)
        told("verify the chain", opened["small, verified"], opened["large, verified"], AT_MOST)
        engine.dispose()
    payloads = spelled(large.records)
    least = turns({"bare": lambda: bare(payloads)})["bare"]
    print(
        f"verifying {10 * size:,} records takes {opened['large, verified'] / least:.0f} times a bare chain of SHA-256 "
        f"over the same bytes ({least * 1000:.1f} ms), most of it for spelling what they say"
    )


if __name__ == "__main__":
    main()
