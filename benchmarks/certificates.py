"""What a certificate costs as PDF: ours, tagged and archival, beside a page drawn by hand on reportlab's canvas.

Run it with the Python that has cmecore, and rl_accel where the hand-drawn page shall have every advantage:
``python benchmarks/certificates.py ../shared/bench``.  The folder holds the hand-drawn page; both print the same 1,000 records,
ours with more around them: a table of topics, marked content, a structure tree, bookmarks and links.  The hand-drawn page makes
its QR symbol by ``segno.make``.  The cases take turns; a time is processor time, and a ratio the median of its rounds.
"""

import argparse
import datetime
import gc
import importlib
import io
import platform
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeAlias

import cmecore as cme
from cmecore.entries import Line
from cmecore.rendering import qr
from cmecore.rendering.pdf import Pdf

MANY = 1_000
SINGLE = 40
STATEMENT = (
    "This activity has been planned and implemented in accordance with the accreditation requirements and policies of the "
    "Accreditation Council for Continuing Medical Education (ACCME) through the joint providership of the above."
)
#: Letters that the names of the records do not have, so that each file needs glyphs that were not shown before.
RARE = "ĂǍẠẢẤẦẨẪẬẮẰẲẴẶẸẺẼẾỀỂỄỆỈỊỌỎỐỒỔỖỘỚỜỞỠỢỤỦỨỪỬỮỰỲỴỶỸ"


def certificate(record: dict[str, str], **changed: Any) -> cme.Certificate:
    """Make a certificate of one of the records that the hand-drawn page prints."""
    day = datetime.date.fromisoformat(record["held"].split()[2])
    name = "AMA PRA Category 1 Credit(s)"
    credits = cme.CreditType(code="ama-pra-1", name=name, plural=name, step="0.25")(record["award"].split()[3])
    fields: dict[str, Any] = {
        "number": record["id"],
        "kind": cme.CREDIT,
        "learner": record["id"],
        "name": record["name"],
        "provider": cme.Provider(name=record["provider"]),
        "course": record["title"],
        "format": "live activity",
        "place": "Springfield, Illinois",
        "issued_on": day,
        "lines": [Line(activity=record["id"], title=record["title"], on=day, credits=credits)],
        "total": credits,
        "statements": (STATEMENT,),
        "address": record["url"],
    }
    return cme.Certificate(**(fields | changed))


def _others(spec: Any, turn: int) -> list[dict[str, str]]:
    """Draw 1,000 records of one turn, with addresses of their own."""
    records: list[dict[str, str]] = spec.records(MANY, seed=turn)
    return [record | {"url": spec.url_for(turn * MANY + place)} for place, record in enumerate(records)]


#: What is timed, told which turn it is, and how many certificates it makes.
Work: TypeAlias = tuple[Callable[[int], object], int]


def turns(cases: dict[str, Work], rounds: int) -> dict[str, list[float]]:
    """Let the cases take turns; return microseconds of processor time for each certificate, round by round."""
    times: dict[str, list[float]] = {name: [] for name in cases}
    for turn in range(rounds + 1):
        for name, (work, count) in cases.items():
            gc.collect()
            start = time.process_time()
            work(turn)
            if turn:  # the first round only warms up
                times[name].append((time.process_time() - start) / count * 1e6)
    return times


def show(title: str, times: dict[str, list[float]], size: str = "") -> None:
    """Print a row: ours and the hand-drawn page, and how many times faster ours is."""
    ours, base = times["ours"], times["by hand"]
    ratios = sorted(theirs / own for own, theirs in zip(ours, base, strict=True))
    spread = f"{statistics.median(ratios):6.1f} times  [{ratios[0]:.1f} to {ratios[-1]:.1f}]"
    print(f"{title:<44} {statistics.median(ours):8.0f} µs {statistics.median(base):8.0f} µs  {spread}  {size}")


def growth(count: int) -> float:
    """Return the peak memory of writing so many certificates into one PDF, in MiB, in a process of its own."""
    done = subprocess.run(
        [sys.executable, __file__, *sys.argv[1:2], "--peak", str(count)], check=True, capture_output=True, text=True
    )
    return float(done.stdout)


def main() -> None:
    """Measure, and print the ratios."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("bench", type=Path, help="the folder that holds the hand-drawn page")
    parser.add_argument("--peak", type=int, help="print the peak memory of so many certificates in one PDF, and stop")
    parser.add_argument("--long", type=int, default=0, help="also measure the growth of memory to so many, such as 100000")
    parser.add_argument("--rounds", type=int, default=5)
    asked = parser.parse_args()
    sys.path.insert(0, str(asked.bench))
    engines, spec = importlib.import_module("_engines"), importlib.import_module("_spec")

    if asked.peak:
        renderer, records = Pdf(), spec.records(MANY)
        stream = (certificate(records[place % MANY], number=f"N-{place}") for place in range(asked.peak))
        with Path("/dev/null").open("wb") as nowhere:
            renderer.bind(stream, nowhere)
        # What the system says of a child's peak may be that of its parent, so this is asked of the process itself.
        status = Path("/proc/self/status").read_text(encoding="utf-8")
        print(int(status.partition("VmHWM:")[2].split()[0]) / 1024)
        return

    records = spec.records(MANY)
    # No turn prints what an earlier one has printed: what is remembered shall not count.
    batches = [[certificate(record) for record in _others(spec, turn)] for turn in range(asked.rounds + 1)]
    pdf = Pdf()

    def drawn(records: list[dict[str, str]]) -> None:
        engines.rl_many(records, (spec.qr_matrices([record])[0] for record in records))

    single = engines.rl_canvas("mix", "path")

    def one_by_one(_turn: int) -> None:
        for record in records[:SINGLE]:
            single(record, spec.qr_matrices([record])[0])

    print(f"Python {platform.python_version()}; the hand-drawn page: reportlab's canvas and segno.make")
    file = io.BytesIO()
    pdf.bind([certificate(record) for record in records], file)
    sample = 200

    def compare(title: str, ours: Work, theirs: Work, size: str = "") -> None:
        show(title, turns({"ours": ours, "by hand": theirs}, asked.rounds), size)

    each = f"{len(file.getvalue()) / MANY:,.0f} bytes each"
    ours = (lambda turn: pdf.render(batches[turn]), MANY)
    compare("1,000 in one PDF", ours, (lambda _: drawn(records[:sample]), sample), each)
    size = f"{len(pdf.render(batches[0][:1]).data):,} bytes"
    singles = (lambda turn: [pdf.render([one]) for one in batches[turn][-SINGLE:]], SINGLE)
    compare("one file each, Latin name", singles, (one_by_one, SINGLE), size)
    names = (f"{RARE[n % 40]}{RARE[n // 40 % 40]}{RARE[n // 7 % 40]}a" for n in range(1_000))
    fresh = iter([certificate(record, name=name) for record, name in zip(records, names, strict=True)])
    anew = (lambda _: [pdf.render([next(fresh)]) for _ in range(SINGLE)], SINGLE)
    compare("one file each, glyphs not seen before", anew, (one_by_one, SINGLE))

    matrix = spec.qr_matrices(records[:1])[0]
    symbol, made = qr.symbol(batches[0][0].address, largest=130), qr.symbol
    qr.symbol = lambda *_, **__: symbol
    plain = (lambda _: engines.rl_many(records[:sample], [matrix] * sample), sample)
    compare("1,000 in one PDF, making no QR symbols", ours, plain)
    qr.symbol = made
    if asked.long:
        short, long = growth(MANY), growth(asked.long)
        grown = f"{long - short:+.0f} MiB"
        print(f"peak memory of one PDF: {short:.0f} MiB for {MANY:,}, {long:.0f} MiB for {asked.long:,}: {grown}")


if __name__ == "__main__":
    main()
