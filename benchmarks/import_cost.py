"""What `import cmecore` costs over a bare interpreter, beside what `import attrs` costs.

Run it with the Python that has cmecore: ``python benchmarks/import_cost.py``.  Fresh interpreters take turns, so that a
machine which slows down half-way slows all of them down.  The ratio has to stay at or below 2.5.
"""

import statistics
import subprocess
import sys
import time

ROUNDS = 15
AT_MOST = 2.5
STATEMENTS = ("pass", "import attrs", "import cmecore")


def milliseconds(statement: str) -> float:
    """Time one fresh interpreter that runs one statement and ends."""
    start = time.perf_counter()
    subprocess.run([sys.executable, "-c", statement], check=True)
    return (time.perf_counter() - start) * 1_000


def main() -> None:
    """Print the medians and the ratio."""
    for statement in STATEMENTS:
        milliseconds(statement)  # once unmeasured: compiles the bytecode and warms the disk cache
    rounds = [[milliseconds(statement) for statement in STATEMENTS] for _ in range(ROUNDS)]
    bare, attrs, cmecore = (statistics.median(times) for times in zip(*rounds, strict=True))
    print(f"bare interpreter      {bare:7.2f} ms  (median of {ROUNDS} fresh ones)")
    print(f"import attrs        + {attrs - bare:7.2f} ms")
    print(f"import cmecore      + {cmecore - bare:7.2f} ms")
    print(f"cmecore over attrs    {(cmecore - bare) / (attrs - bare):7.2f} times, required at most {AT_MOST}")


if __name__ == "__main__":
    main()
