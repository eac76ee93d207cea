"""What a QR symbol costs beside segno, whose symbols they are: the first of a length, each further one, and what is kept.

Run it with the Python that has cmecore: ``python benchmarks/symbols.py``.  The addresses are of three lengths, and no two are
alike.  Every sampled symbol is the same as segno's before any is timed.  Both ways take turns, so that a machine which slows
down half-way slows both down: one warm-up, then seven rounds; a ratio is the median of the rounds' own ratios, with the least
and the greatest.  Times are of the processor.  What is first of its length is timed in a fresh interpreter, after segno has
made a symbol, so that neither pays for importing.
"""

import base64
import hashlib
import platform
import statistics
import subprocess
import sys
import time
import tracemalloc
from collections.abc import Callable

import segno

from cmecore.rendering.qr import Symbol
from cmecore.rendering.qr.symbols import made

ROUNDS = 7
#: What is slow is done for every so many-th address.
SAMPLED = 50
ADDRESSES = 1_000
LENGTHS = (45, 90, 250)
FIRST = """
import sys, time
sys.path.insert(0, {folder!r})
import symbols
symbols.theirs("warm")
start = time.process_time()
symbols.ours(symbols.address(0, {length}))
print(time.process_time() - start)
"""


def address(number: int, length: int) -> str:
    """Write one of many addresses of a length."""
    token = b"".join(hashlib.sha384(b"%d/%d" % (number, part)).digest() for part in range(4))
    return ("https://verify.example.org/c/" + base64.urlsafe_b64encode(token).decode())[:length]


def ours(payload: str) -> bytes:
    """Make a symbol as certificates do."""
    found = made(payload, "Q")
    if found is None:
        raise AssertionError
    return found[1]


def theirs(payload: str) -> tuple[bytes, ...]:
    """Let segno make it."""
    return tuple(map(bytes, segno.make_qr(payload, error="Q").matrix))


def each(make: Callable[[str], object], payloads: list[str]) -> float:
    """Return what a symbol takes of the processor, in microseconds."""
    start = time.process_time()
    for payload in payloads:
        make(payload)
    return (time.process_time() - start) / len(payloads) * 1e6


def first(length: int) -> float:
    """Return what the first symbol of a length takes in a fresh interpreter, in microseconds: the median."""
    program = FIRST.format(folder=sys.path[0], length=length)
    runs = [subprocess.run([sys.executable, "-c", program], check=True, capture_output=True) for _ in range(ROUNDS)]
    return statistics.median(float(run.stdout) for run in runs) * 1e6


def kept(length: int) -> int:
    """Return how many bytes stay in memory behind the first symbol of a length."""
    theirs("warm")
    tracemalloc.start()
    ours(address(0, length))
    held, _ = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    return held


def main() -> None:
    """Measure and print; nothing is judged."""
    print(f"Python {platform.python_version()}, segno {segno.__version__}, {ADDRESSES:,} addresses, level Q, {ROUNDS} rounds")
    print(f"{'address':>10}{'modules':>9}{'ours':>11}{'segno':>11}{'ratio':>22}{'first of its length':>28}{'kept':>11}")
    for length in LENGTHS:
        held = kept(length)
        payloads = [address(number, length) for number in range(ADDRESSES)]
        sampled = payloads[::SAMPLED]
        for payload in sampled:
            found = made(payload, "Q")
            if found is None or Symbol(*found).rows != theirs(payload):
                raise AssertionError(payload)
        rounds = [(each(ours, payloads), each(theirs, sampled)) for _ in range(ROUNDS + 1)][1:]  # the first warms up
        mine, segnos = (statistics.median(times) for times in zip(*rounds, strict=True))
        ratios = sorted(segnos / mine for mine, segnos in rounds)
        ratio = f"{statistics.median(ratios):.0f} [{ratios[0]:.0f}..{ratios[-1]:.0f}]"
        start = first(length)
        print(
            f"{length:>4} bytes{len(theirs(payloads[0])):>9}{mine:>8.0f} us{segnos:>8.0f} us{ratio:>22}"
            f"{start / 1000:>9.1f} ms ({start / segnos:.1f} of segno's){held / 1e6:>8.1f} MB"
        )


if __name__ == "__main__":
    main()
