"""The same certificate is the same file by any route, on any machine, under any Python; and a long one needs little memory."""

import hashlib
import io
import itertools
import json
import random
import shutil
import subprocess
import sys
import zipfile
import zlib
from collections.abc import Callable, Iterator

import attrs
import pikepdf
import pytest
import rich.progress
import tqdm

import fonts
from cmecore import serial
from cmecore.entries import Certificate
from cmecore.errors import CmeError, InvalidValue
from cmecore.rendering import PageRange
from cmecore.rendering.bulk import each, to_pdf, to_zip
from cmecore.rendering.pdf import Pdf
from cmecore.rendering.pdf.file import File
from cmecore.rendering.pdf.lettering import Cut, Lettering
from cmecore.rendering.themes import A4, MODERN
from cmecore.testing.certificates import KINDS
from rendering.samples import ADA, PREVIEW, named, with_lines
from rendering.test_pdf import CASES

MIXED = [*KINDS.values(), ADA, PREVIEW, named("Nguyễn Thị Hồng"), named("Θεόδωρος"), with_lines(30)]
PROGRAM = """
import sys
import attrs
from cmecore.rendering.pdf import Pdf
from cmecore.rendering.themes import A4, MODERN
from cmecore.testing.certificates import KINDS
from rendering.samples import *
mixed = [*KINDS.values(), ADA, PREVIEW, named("Nguyễn Thị Hồng"), named("Θεόδωρος"), with_lines(30)]
sys.stdout.buffer.write(Pdf().render(mixed).data)
sys.stdout.buffer.write(Pdf(theme=attrs.evolve(MODERN, paper=A4), fillable=True, attaches=True).render(mixed).data)
"""
VERSIONS = ("python3.11", "python3.12", "python3.13", "python3.14", "python3.15")
ABLE = "import attrs, cattrs, dateutil, reportlab, segno, stdnum, PIL, zlib; print(zlib.ZLIB_RUNTIME_VERSION)"


def here() -> bytes:
    """Draw in this process what the program draws elsewhere."""
    other = Pdf(theme=attrs.evolve(MODERN, paper=A4), fillable=True, attaches=True)
    return Pdf().render(MIXED).data + other.render(MIXED).data


def interpreters(environment: dict[str, str]) -> Iterator[tuple[str, str]]:
    """List this interpreter and every other of a supported version that has what we depend on, with their zlib."""
    for program in (sys.executable, *filter(None, map(shutil.which, VERSIONS))):
        run = subprocess.run([program, "-c", ABLE], env=environment, capture_output=True, text=True, check=False)
        if run.returncode == 0:
            yield program, run.stdout.strip()


def inflated(data: bytes) -> list[str]:
    """Give what a file holds, object by object, however it is packed: another zlib may pack the same content otherwise."""
    files = [b"%PDF-" + part for part in data.split(b"%PDF-")[1:]]
    found = []
    for file in files:
        with pikepdf.open(io.BytesIO(file)) as pdf:
            for one in pdf.objects:
                if isinstance(one, pikepdf.Stream) and one.get("/Type") != "/XRef":
                    digest = hashlib.sha256(one.read_bytes()).hexdigest()
                    found.append(f"{sorted((key, repr(value)) for key, value in one.items() if key != '/Length')} {digest}")
                elif not isinstance(one, pikepdf.Stream):
                    found.append(repr(one))
    return found


def test_the_same_certificates_give_the_same_bytes_elsewhere(elsewhere: list[dict[str, str]]) -> None:
    """In other zones, languages and orders of hashes, with another clock, under every supported Python that is at hand."""
    expected = here()
    met = 0
    for environment in elsewhere:
        for program, version in interpreters(environment):
            run = subprocess.run([program, "-c", PROGRAM], env=environment, capture_output=True, check=False)
            assert run.returncode == 0, run.stderr.decode()
            # Compared outside the assertion: to tell how two such files differ takes pytest longer than all tests together.
            packed_alike = version == zlib.ZLIB_RUNTIME_VERSION
            same = run.stdout == expected if packed_alike else inflated(run.stdout) == inflated(expected)
            assert same, program
            met += 1
    assert met >= len(elsewhere)


@pytest.mark.parametrize("case", CASES)
def test_the_same_certificates_give_the_same_bytes(case: str) -> None:
    first = Pdf().render(CASES[case])
    assert first.media_type == "application/pdf"
    assert Pdf().render(CASES[case]) == first


def test_what_was_drawn_before_leaves_no_trace() -> None:
    """A process that drew other certificates, themes and letters draws this one as a fresh one does."""
    alone = Pdf().render([named("Żółć")]).data
    for index in range(300):
        Pdf().render([named(f"Ada Okoro {index} Ħğœ")])
    Pdf(theme=MODERN).render([named("Żółć Gęślą")])
    Pdf().render([named("Nguyễn"), named("Żółć"), ADA])
    assert Pdf().render([named("Żółć")]).data == alone


THREADS = """
import concurrent.futures, hashlib, json, threading
from cmecore.rendering.pdf import Pdf
from rendering.samples import named
names = [f"Ada Ж{index} Ħ{chr(0x410 + index % 30)}" for index in range(40)]
together = threading.Barrier(8)
def first(index):
    together.wait()
    return data(names[index])
def data(name):
    return hashlib.sha256(Pdf().render([named(name)]).data).hexdigest()
with concurrent.futures.ThreadPoolExecutor(8) as threads:
    at_once = [*threads.map(first, range(8)), *threads.map(data, names[8:])]
print(json.dumps([at_once, [data(name) for name in names]]))
"""


def test_threads_do_not_disturb_each_other(elsewhere: list[dict[str, str]]) -> None:
    """A server that has just started draws for many at once, with one theme and one set of letters."""
    run = subprocess.run([sys.executable, "-c", THREADS], env=elsewhere[0], capture_output=True, check=False)
    assert run.returncode == 0, run.stderr.decode()
    at_once, one_by_one = json.loads(run.stdout)
    assert at_once == one_by_one


SUMS = """
import builtins, hashlib, math, sys

def plain(values, /, start=0):
    for value in values:
        start = start + value
    return start

def compensated(values, /, start=0):
    held = list(values)
    return start + math.fsum(held) if any(type(one) is float for one in held) else plain(held, start)

builtins.sum = {"plain": plain, "compensated": compensated}[sys.argv[1]]
from cmecore.rendering.pdf import Pdf
from cmecore.rendering.svg import Svg
from cmecore.rendering.themes import THEMES
from cmecore.testing.certificates import KINDS
for theme in THEMES.values():
    for one in KINDS.values():
        print(hashlib.sha256(Pdf(theme=theme).render([one]).data + Svg(theme=theme).render([one]).data).hexdigest())
"""


def test_how_a_python_adds_up_does_not_show() -> None:
    """From 3.12 on, `sum` takes care of the last place of a float, and before it did not."""
    runs = [
        subprocess.run([sys.executable, "-c", SUMS, how], capture_output=True, check=True).stdout
        for how in ("plain", "compensated")
    ]
    assert runs[0]
    assert runs[0] == runs[1]


def test_what_was_drawn_before_does_not_show() -> None:
    """A long file forgets what its pages share, and the process how they were set, at another moment: nobody can tell."""

    def stating(number: int) -> Certificate:
        draw = random.Random(number)  # noqa: S311 - nothing here is secret
        words = ("".join(draw.choices("abcdefghijklmnop", k=7)) for _ in range(45))
        return attrs.evolve(ADA, statements=(" ".join(words),))

    # More than a file keeps, and each again soon after.
    these = [stating(number) for start in range(0, 300, 20) for _ in range(2) for number in range(start, start + 20)]
    first = Pdf().render(these).data
    for number in range(474):
        Pdf().render([stating(10_000 + number)])
    assert hashlib.sha256(Pdf().render(these).data).digest() == hashlib.sha256(first).digest()


def test_a_cut_that_was_made_again_is_the_same_font() -> None:
    """A page knows it by its name: two of one name would be two fonts, of which a reader finds the last."""
    lettering = Lettering(File(io.BytesIO().write))
    for glyph, meaning in ((5, "a"), (6, "b")):
        lettering.show(Cut(b"S1", fonts.face("Thai")), {glyph: meaning})
    assert lettering.write().count(b"/S1 ") == 1


def test_the_same_certificate_by_every_route_is_the_same_document() -> None:
    """M16: drawn at once or long after, out of a store, into a file, an archive or a bound stream."""
    expected = Pdf().render([ADA]).data
    stored = serial.loads(serial.dumps(ADA), Certificate)
    assert stored is not ADA
    assert Pdf().render((stored,)).data == expected
    bound = io.BytesIO()
    Pdf().bind(iter([stored]), bound)
    assert bound.getvalue() == expected
    files: dict[str, bytes] = {}
    each([PREVIEW, stored], Pdf(), files.__setitem__)
    assert expected in files.values()
    archive = io.BytesIO()
    to_zip([stored, with_lines(3)], Pdf(), archive)
    assert zipfile.ZipFile(archive).read("CME-2026-0193.pdf") == expected
    one = io.BytesIO()
    to_pdf([stored], Pdf(), one)
    assert one.getvalue() == expected


def test_a_stream_and_a_list_are_the_same_document() -> None:
    for several in ([ADA, PREVIEW], MIXED):
        bound = io.BytesIO()
        Pdf().bind(iter(several), bound)
        assert bound.getvalue() == Pdf().render(several).data


@attrs.define
class Pipe:
    """A file that takes bytes and nothing else, a few at a time, and counts them."""

    most: int = 10_000
    written: int = 0
    data: list[bytes] = attrs.field(factory=list)

    def write(self, data: bytes) -> int:
        self.data.append(bytes(data[: self.most]))
        self.written += len(self.data[-1])
        return len(self.data[-1])


def test_a_page_goes_out_before_the_next_certificate_but_one_is_asked_for() -> None:
    pipe = Pipe()
    seen = []

    def stream() -> Iterator[Certificate]:
        for index in range(20):
            seen.append(pipe.written)
            yield named(f"Ada Okoro {index}, MD")

    Pdf().bind(stream(), pipe)  # type: ignore[arg-type]
    assert seen[:2] == [0, 0]
    assert all(after > before for before, after in itertools.pairwise(seen[1:]))
    assert b"".join(pipe.data) == Pdf().render([named(f"Ada Okoro {index}, MD") for index in range(20)]).data


def test_one_that_cannot_be_printed_is_told_and_left_out() -> None:
    told: list[tuple[int, str, str]] = []
    ranges: list[PageRange] = []
    done: list[int] = []
    file = io.BytesIO()
    certificates = [named("李明"), ADA, attrs.evolve(ADA, number="CME-2", name="Ada \ue000"), PREVIEW]
    Pdf().bind(
        certificates,
        file,
        progress=done.append,
        failed=lambda position, certificate, error: told.append((position, certificate.name, str(error)[:4])),
        placed=ranges.append,
    )
    assert told == [(1, "李明", "name"), (3, "Ada \ue000", "name")]
    assert done == [1, 1, 1, 1]
    assert [(one.number, str(one)) for one in ranges] == [("CME-2026-0193", "1"), (None, "2")]
    assert file.getvalue() == Pdf().render([ADA, PREVIEW]).data


def test_a_stream_of_which_nothing_can_be_printed_writes_nothing() -> None:
    file = io.BytesIO()
    told: list[CmeError] = []
    with pytest.raises(InvalidValue, match="certificates: found none"):
        Pdf().bind([named("李明")] * 3, file, failed=lambda _position, _certificate, error: told.append(error))
    assert len(told) == 3
    assert file.getvalue() == b""
    with pytest.raises(InvalidValue, match=r"^name: found"):
        Pdf().bind([named("李明")], file)
    assert file.getvalue() == b""


def test_the_real_renderer_fits_the_batch() -> None:
    """With bars of tqdm and rich, and a failure reported with its place."""
    certificates = [ADA, named("李明"), PREVIEW, with_lines(40)]
    for progress, count in bars():
        file = io.BytesIO()
        batch = to_pdf(certificates, Pdf(), file, progress=progress)
        assert (batch.written, batch.refused) == (3, 1)
        assert [(one.position, one.number) for one in batch.failed] == [(2, "CME-2026-0193")]
        assert count() == 4
        assert file.getvalue() == Pdf().render([one for one in certificates if one.name != "李明"]).data


def bars() -> Iterator[tuple[Callable[[int], object], Callable[[], float]]]:
    bar = tqdm.tqdm(total=4, file=io.StringIO())
    yield bar.update, lambda: bar.n
    with rich.progress.Progress(console=rich.console.Console(file=io.StringIO())) as shown:
        task = shown.add_task("certificates", total=4)
        yield (lambda done: shown.advance(task, done)), lambda: shown.tasks[0].completed


def test_what_a_callable_raises_ends_the_document() -> None:
    def stop(_done: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        Pdf().bind([ADA, PREVIEW], io.BytesIO(), progress=stop)


def test_a_stream_that_breaks_ends_the_document() -> None:
    def breaking() -> Iterator[Certificate]:
        yield from [ADA, PREVIEW, ADA]
        raise ConnectionError("the store is gone")

    file = io.BytesIO()
    with pytest.raises(ConnectionError):
        Pdf().bind(breaking(), file)
    assert not file.getvalue().rstrip().endswith(b"%%EOF")


MEMORY = """
import json, pathlib, re
import attrs
from cmecore.rendering.pdf import Pdf
from cmecore.testing.certificates import KINDS
class Nowhere:
    def write(self, data):
        return len(data)
def some(first, last):
    for index in range(first, last):
        yield attrs.evolve(KINDS["preview"], name=f"Ada Okoro {index}, MD", lines=[], statements=[], signatories=[])
peaks = []
for first, last in ((0, 1_000), (1_000, 9_000)):
    Pdf().bind(some(first, last), Nowhere())
    # The system's other count begins with what the parent process had.
    peaks.append(int(re.search("VmHWM:\\s+(\\d+) kB", pathlib.Path("/proc/self/status").read_text())[1]))
print(json.dumps(peaks))
"""


@pytest.mark.skipif(sys.platform != "linux", reason="peak memory is told there")
def test_a_document_eight_times_as_long_needs_hardly_more_memory(elsewhere: list[dict[str, str]]) -> None:
    run = subprocess.run([sys.executable, "-c", MEMORY], env=elsewhere[0], capture_output=True, check=True)
    before, after = json.loads(run.stdout)
    assert after - before < 8 * 1024


def numbered(index: int) -> Certificate:
    return attrs.evolve(
        named(f"Ada Okoro {index}, MD"), number=f"CME-{index:04}", address=f"https://verify.example.org/{index:04}"
    )


def test_what_certificates_share_stands_in_the_file_once() -> None:
    """A further certificate takes 2,048 bytes at most, its symbol, link, table and structure included."""
    short, long = (len(Pdf().render([numbered(index) for index in range(count)]).data) for count in (100, 300))
    assert (long - short) / 200 < 2_048
