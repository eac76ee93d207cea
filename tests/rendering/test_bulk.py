import csv
import errno
import functools
import gc
import hashlib
import io
import json
import os
import pickle
import random
import signal
import subprocess
import sys
import time
import weakref
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, BinaryIO, cast

import attrs
import pytest
import rich.progress
import tqdm

import gates
from cmecore.entries import Certificate
from cmecore.errors import CmeError, InvalidValue
from cmecore.rendering import PageRange
from cmecore.rendering.bulk import MOST_LISTED, Batch, Failure, each, to_folder, to_pdf, to_zip, zipped
from cmecore.rendering.bulk.workers import LostWorker
from cmecore.rendering.files import whole, write_all
from cmecore.rendering.pdf import Pdf
from cmecore.rendering.text import Text
from rendering.batches import Dying, Odd, Plain, Wrong, halves, numbered
from rendering.samples import ADA, AMA, ATTENDED, BOTH, MOC, PREVIEW

ROOT = Path(__file__).resolve().parents[2]
FULL = os.environ.get("CMECORE_ROUNDS") == "full"
KINDS = [ADA, ATTENDED, BOTH, PREVIEW]
#: As a program calls them that no type checker has read.
ANY_EACH: Any = each
ANY_TO_ZIP: Any = to_zip
ANY_TO_FOLDER: Any = to_folder
ANY_TO_PDF: Any = to_pdf


def names_in(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def zipped_of(certificates: Any, renderer: Any = None, **options: Any) -> zipfile.ZipFile:
    file = io.BytesIO()
    to_zip(certificates, renderer or Text(), file, **options)
    return zipfile.ZipFile(file)


def ran(program: str, environment: dict[str, str] | None = None, *arguments: str) -> subprocess.CompletedProcess[bytes]:
    """Run a program in an interpreter of its own."""
    common = {**os.environ, "PYTHONPATH": os.pathsep.join([str(ROOT / "src"), str(ROOT / "tests")])}
    command = [sys.executable, "-W", "error", "-c", program, *arguments]
    return subprocess.run(command, env=environment or common, capture_output=True, check=False, timeout=120)


# --- what is written ---


def test_each_certificate_is_a_file_of_its_own() -> None:
    """M54 and M104: many at once, each by its own name, as if it had been printed alone."""
    files: dict[str, bytes] = {}
    batch = each(iter(KINDS), Text(), files.__setitem__)
    assert batch == Batch(written=4)
    assert list(files)[:3] == ["CME-2026-0193.txt", "CME-2026-0194.txt", "CME-2026-0207.txt"]
    assert list(files.values()) == [Text().render([certificate]).data for certificate in KINDS]


def test_a_folder_holds_the_files_and_a_table_of_them(tmp_path: Path) -> None:
    """M54 and M98: files to choose from, on the disk and whole."""
    assert to_folder(KINDS[:3], Text(), tmp_path, manifest=["csv", "json"]).written == 3
    assert names_in(tmp_path) == [
        "CME-2026-0193.txt",
        "CME-2026-0194.txt",
        "CME-2026-0207.txt",
        "manifest.csv",
        "manifest.json",
    ]
    with (tmp_path / "manifest.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [hashlib.sha256((tmp_path / row["file"]).read_bytes()).hexdigest() for row in rows] == [
        row["sha256"] for row in rows
    ]


def test_the_manifest_says_number_file_digest_amount_type_and_day() -> None:
    archive = zipped_of(KINDS, manifest=["csv", "json"])
    assert archive.namelist()[-2:] == ["manifest.csv", "manifest.json"]
    rows = list(csv.DictReader(io.StringIO(archive.read("manifest.csv").decode())))
    data = json.loads(archive.read("manifest.json"))
    assert data["schema"] == "cmecore-manifest/1"
    assert [row["number"] for row in rows] == ["CME-2026-0193", "CME-2026-0194", "CME-2026-0207", ""]
    assert [(row["amount"], row["type"], row["also"]) for row in rows] == [
        ("1.75", "ama-pra-1", ""),
        ("", "", ""),
        ("1.75", "ama-pra-1", "0.75 abim-moc"),
        ("1.75", "ama-pra-1", ""),
    ]
    assert {row["issued_on"] for row in rows} == {"2026-03-12"}
    assert [(one["number"], one["file"], one["sha256"], one["issued_on"]) for one in data["certificates"]] == [
        (row["number"] or None, row["file"], row["sha256"], row["issued_on"]) for row in rows
    ]
    assert data["certificates"][2]["credits"] == [
        {"amount": "1.75", "type": AMA.code, "name": AMA.name},
        {"amount": "0.75", "type": MOC.code, "name": MOC.name},
    ]
    for row in rows:
        assert hashlib.sha256(archive.read(row["file"])).hexdigest() == row["sha256"]


def test_neither_names_nor_the_manifest_tell_whose_certificates_they_are() -> None:
    archive = zipped_of(KINDS, manifest=["csv", "json"])
    about = b" ".join([*map(str.encode, archive.namelist()), archive.read("manifest.csv"), archive.read("manifest.json")])
    for told in (b"ada", b"okoro", b"account"):
        assert told not in about.lower()


@pytest.mark.parametrize("number", ['=HYPERLINK("http://x")', "+1", "-1", "@SUM(A1)"])
def test_a_spreadsheet_computes_nothing_in_the_manifest(number: str) -> None:
    archive = zipped_of([attrs.evolve(ADA, number=number)], manifest=["csv", "json"])
    (row,) = csv.DictReader(io.StringIO(archive.read("manifest.csv").decode()))
    assert row["number"] == f"'{number}"
    assert json.loads(archive.read("manifest.json"))["certificates"][0]["number"] == number


def test_a_batch_of_none_is_an_archive_with_an_empty_table() -> None:
    archive = zipped_of([], manifest=["csv", "json"])
    assert archive.read("manifest.csv") == b"number,file,sha256,amount,type,also,issued_on\r\n"
    assert json.loads(archive.read("manifest.json"))["certificates"] == []
    assert zipped_of([], manifest=[]).namelist() == []


def test_a_certificate_numbered_manifest_does_not_take_the_place_of_the_table() -> None:
    archive = zipped_of([attrs.evolve(ADA, number="Manifest")], Plain(media_type="text/csv"))
    assert archive.namelist() == ["Manifest_2.csv", "manifest.csv"]


def test_a_package_is_whatever_the_caller_chooses() -> None:
    """M105: the certificates of one course, those of one type, in any order and any format: a package is an iterable."""
    moc_first = sorted(KINDS, key=lambda one: not one.resting)
    assert zipped_of((one for one in moc_first if one.total), manifest=[]).namelist()[0] == "CME-2026-0207.txt"
    assert zipped_of([BOTH], Plain(), manifest=[]).namelist() == ["CME-2026-0207.pdf"]


def test_everything_of_a_renewal_period_is_one_archive() -> None:
    """M107: what stands of a period, with a table of amounts that a board can add up: nothing is in it twice."""
    earlier = attrs.evolve(ADA, number="CME-2024-0001", issued_on=ADA.issued_on.replace(year=2024))
    period = (one for one in (earlier, ATTENDED, BOTH) if one.issued_on.year == 2026)
    archive = zipped_of(period)
    rows = list(csv.DictReader(io.StringIO(archive.read("manifest.csv").decode())))
    assert sum(float(row["amount"]) for row in rows if row["type"] == "ama-pra-1") == 1.75
    assert len(rows) == 2


def test_several_formats_are_one_renderer_each(tmp_path: Path) -> None:
    """M97: the same certificates as text and as another format, side by side."""
    to_folder([ADA], Text(), tmp_path)
    to_folder([ADA], Plain(), tmp_path)
    assert names_in(tmp_path) == ["CME-2026-0193.pdf", "CME-2026-0193.txt"]


# --- a certificate that cannot be printed ---


@pytest.mark.parametrize("processes", [1, 2])
def test_a_certificate_that_cannot_be_printed_is_reported_and_the_rest_go_on(processes: int) -> None:
    renderer = Plain(refused=("CME-2026-000002", "CME-2026-000040"))
    written: list[str] = []
    told: list[Failure] = []
    progress: list[int] = []
    batch = each(
        numbered(50),
        renderer,
        lambda name, _: written.append(name),
        progress=progress.append,
        failed=told.append,
        processes=processes,
    )
    assert (batch.written, batch.refused, len(written), sum(progress)) == (48, 2, 48, 50)
    assert [(failure.position, failure.number) for failure in batch.failed] == [(2, "CME-2026-000002"), (40, "CME-2026-000040")]
    assert all(isinstance(failure.error, InvalidValue) and "U+A000" in str(failure.error) for failure in batch.failed)
    assert tuple(told) == batch.failed
    assert written == sorted(written)


def test_what_is_listed_is_bounded_and_what_is_told_is_not(monkeypatch: pytest.MonkeyPatch) -> None:
    certificates = list(numbered(MOST_LISTED + 5))
    renderer = Plain(refused=tuple(str(one.number) for one in certificates))
    told: list[int] = []
    batch = each(certificates, renderer, print, failed=lambda failure: told.append(failure.position))
    assert (batch.written, batch.refused, len(batch.failed), len(told)) == (0, MOST_LISTED + 5, MOST_LISTED, MOST_LISTED + 5)


def test_a_failure_holds_on_to_nothing_that_was_drawn() -> None:
    renderer = Plain(refused=("CME-2026-0193",))
    (failure,) = each([attrs.evolve(ADA)], renderer, print).failed
    assert [failure.error.__traceback__, failure.error.__context__, failure.error.__cause__] == [None] * 3


@pytest.mark.parametrize("processes", [1, 2])
def test_a_mistake_in_the_renderer_ends_the_batch(processes: int) -> None:
    """What came before it is written, and the error says at which certificate it happened."""
    written: list[str] = []
    told: list[Failure] = []
    with pytest.raises(ZeroDivisionError, match="a mistake in the renderer") as raised:
        each(numbered(40), Odd(), lambda name, _: written.append(name), failed=told.append, processes=processes)
    assert "while certificate 5 of the batch was rendered, number CME-2026-000005" in raised.value.__notes__
    assert [name[-5] for name in written] == ["1", "3", "4"]
    assert [(failure.position, "page 7 is full" in str(failure.error)) for failure in told] == [(2, True)]


@pytest.mark.parametrize("processes", [1, 2])
def test_a_renderer_that_returns_no_document_is_no_certificates_fault(processes: int) -> None:
    with pytest.raises(InvalidValue, match="what the renderer returned: found text of 6 characters; expected Rendered"):
        each(numbered(3), Wrong(), print, processes=processes)


@pytest.mark.parametrize("processes", [1, 2])
def test_a_stream_that_breaks_ends_the_batch_after_what_it_gave(processes: int) -> None:
    def broken() -> Iterator[Certificate]:
        yield from numbered(20)
        raise CmeError("the store is gone")

    written: list[str] = []
    with pytest.raises(CmeError, match="the store is gone"):
        each(broken(), Plain(), lambda name, _: written.append(name), processes=processes)
    assert len(written) == 20


def test_what_the_callable_raises_ends_the_batch() -> None:
    def put(_name: str, _data: bytes) -> None:
        raise InvalidValue(field="bucket", found="none", expected="one")

    with pytest.raises(InvalidValue, match="bucket"):
        each(numbered(3), Plain(), put)


@pytest.mark.parametrize(
    ("call", "said"),
    [
        (lambda: ANY_EACH(["x"], Plain(), print), "certificates: found text of 1 characters; expected Certificate"),
        (
            lambda: ANY_EACH([ADA], "pdf", print),
            "renderer: found a value of type str; expected an object with a method `render`",
        ),
        (lambda: ANY_EACH([ADA], Plain(), None), "put: found nothing"),
        (
            lambda: ANY_EACH([ADA], Plain(), print, processes=0),
            "processes: found the int 0; expected a whole number of 1 or more",
        ),
        (lambda: ANY_EACH([ADA], Plain(), print, processes=True), "processes: found the bool True"),
        (lambda: ANY_EACH([ADA], Plain(), print, progress=7), "progress: found the int 7; expected a function of one argument"),
        (
            lambda: ANY_TO_ZIP([ADA], Plain(), io.StringIO()),
            "file: found a file for text; expected a path, or a file that is open for bytes",
        ),
        (lambda: ANY_TO_ZIP([ADA], Plain(), None), "file: found a value of type NoneType"),
        (lambda: ANY_TO_ZIP([ADA], Plain(), io.BytesIO(), manifest=["cvs"]), "manifest: found 'cvs'; .* known are csv, json"),
        (lambda: ANY_TO_ZIP([ADA], Plain(), io.BytesIO(), manifest="csv"), "manifest: found"),
        (
            lambda: ANY_TO_ZIP([ADA], Plain(), "/dev/null"),
            "path: found a device, a pipe or a socket; .* hand over the open file",
        ),
        (lambda: ANY_TO_ZIP([ADA], Plain(), ROOT), "path: found a folder; expected the path of a file"),
        (
            lambda: ANY_TO_FOLDER([ADA], Plain(), ROOT / "no such folder"),
            "folder: found no folder; .* make the folder beforehand",
        ),
        (lambda: ANY_TO_FOLDER([ADA], Plain(), 7), "folder: found no folder"),
        (lambda: ANY_TO_PDF([ADA], Text(), io.BytesIO()), "pdf: found a Text; expected an object with a method `bind`"),
    ],
)
def test_what_is_handed_over_is_checked(call: Callable[[], object], said: str) -> None:
    with pytest.raises(InvalidValue, match=said):
        call()


# --- one PDF ---


def test_all_certificates_are_bound_into_one_document(tmp_path: Path) -> None:
    """M151: several certificates in one file; those that cannot be printed are left out and reported."""
    progress: list[int] = []
    renderer = Plain(refused=("CME-2026-000002",))
    batch = to_pdf(numbered(4), renderer, tmp_path / "all.pdf", progress=progress.append)
    assert (batch.written, batch.refused, sum(progress)) == (3, 1, 4)
    assert [(failure.position, failure.number) for failure in batch.failed] == [(2, "CME-2026-000002")]
    file = io.BytesIO()
    assert to_pdf(numbered(4), renderer, file).written == 3
    assert file.getvalue() == (tmp_path / "all.pdf").read_bytes()
    assert names_in(tmp_path) == ["all.pdf"]


def test_a_document_without_a_page_is_not_written(tmp_path: Path) -> None:
    renderer = Plain(refused=("CME-2026-000001",))
    batch = to_pdf(numbered(1), renderer, tmp_path / "all.pdf")
    assert (batch.written, batch.refused) == (0, 1)
    with pytest.raises(InvalidValue, match="certificates: found none"):
        to_pdf([], renderer, tmp_path / "all.pdf")
    assert names_in(tmp_path) == []


# --- progress ---


def test_the_bar_of_tqdm_is_moved() -> None:
    with tqdm.tqdm(total=7, file=io.StringIO()) as bar:
        each(numbered(7), Plain(), lambda *_: None, progress=bar.update)
        assert bar.n == 7


def test_the_bar_of_rich_is_moved() -> None:
    with rich.progress.Progress(disable=True) as bars:
        task = bars.add_task("certificates", total=7)
        to_zip(numbered(7), Plain(refused=("CME-2026-000003",)), io.BytesIO(), progress=functools.partial(bars.advance, task))
        to_pdf(numbered(2), Plain(), io.BytesIO(), progress=functools.partial(bars.advance, task))
        assert bars.tasks[0].completed == 9


# --- archives that any program opens ---


@pytest.mark.parametrize("deflate", [False, True])
def test_other_programs_open_the_archive(deflate: bool, tmp_path: Path, system_tool: Callable[..., str]) -> None:  # noqa: FBT001
    """M124: what cannot be opened is no download."""
    to_zip(KINDS, Text(), tmp_path / "all.zip", deflate=deflate, manifest=["csv", "json"])
    unzip = system_tool("unzip", package="unzip")
    tested = subprocess.run([unzip, "-t", tmp_path / "all.zip"], capture_output=True, encoding="utf-8", check=True)
    assert "No errors detected" in tested.stdout
    with zipfile.ZipFile(tmp_path / "all.zip") as archive:
        assert archive.testzip() is None
        for entry in archive.infolist():
            assert (entry.date_time, entry.external_attr >> 16) == ((1980, 1, 1, 0, 0, 0), 0o100644)
            assert entry.compress_type == (zipfile.ZIP_DEFLATED if deflate else zipfile.ZIP_STORED)
        assert archive.read("CME-2026-0193.txt") == Text().render([ADA]).data
        contents = archive.infolist()[:4]
    assert all((entry.compress_size < entry.file_size) == deflate for entry in contents)


def test_seven_zip_opens_the_archive(tmp_path: Path, system_tool: Callable[..., str]) -> None:
    to_zip(numbered(70_000 if FULL else 300), Plain(), tmp_path / "all.zip", manifest=["csv"])
    program = system_tool("7z", package="p7zip-full")
    tested = subprocess.run([program, "t", tmp_path / "all.zip"], capture_output=True, encoding="utf-8", check=True)
    assert "Everything is Ok" in tested.stdout
    assert "WARNING" not in tested.stdout.upper()


def test_more_files_than_the_first_format_can_count(tmp_path: Path, system_tool: Callable[..., str]) -> None:
    """65,535 is what the count says where a ZIP64 has the number, so that 65,534 files are as many as it can count itself."""
    for count in (65_534, 65_535):
        path = tmp_path / f"{count}.zip"
        with path.open("wb") as file:
            archive = zipped.Archive(file)
            for index in range(count):
                archive.add(f"{index}", b"")
            archive.finish()
        with zipfile.ZipFile(path) as read:
            assert len(read.namelist()) == count
        unzip = system_tool("unzip", package="unzip")
        listed = subprocess.run([unzip, "-Z1", path], capture_output=True, encoding="utf-8", check=True)
        assert len(listed.stdout.splitlines()) == count
        assert (b"PK\6\6" in path.read_bytes()) == (count >= 65_535)


def test_more_bytes_than_the_first_format_can_count(tmp_path: Path, system_tool: Callable[..., str]) -> None:
    """Beyond 4 GiB, in a file with a hole in it: what stands behind the hole is found, and so is the directory."""
    path = tmp_path / "large.zip"
    hole = (1 << 32) + 100_000

    with path.open("wb") as file:
        archive = zipped.Archive(file)
        archive.add("first.txt", b"before")
        archive._begin("hole.bin", 0, hole, hole)  # noqa: SLF001 - four gigabytes of nothing
        file.seek(hole, os.SEEK_CUR)
        archive._written += hole  # noqa: SLF001
        archive.add("last.txt", b"behind")
        archive.finish()
    with zipfile.ZipFile(path) as read:
        assert (read.read("first.txt"), read.read("last.txt")) == (b"before", b"behind")
        assert read.getinfo("hole.bin").file_size == hole
        assert read.getinfo("last.txt").header_offset > 1 << 32
    unzip = system_tool("unzip", package="unzip")
    assert subprocess.run([unzip, "-p", path, "last.txt"], capture_output=True, check=True).stdout == b"behind"


class OneWay(io.RawIOBase):
    """A connection: it cannot seek, and takes a few bytes at a time."""

    def __init__(self) -> None:
        self.taken = bytearray()

    def writable(self) -> bool:
        return True

    def write(self, data: Any, /) -> int:
        few = bytes(data[:997])
        self.taken += few
        return len(few)


def test_an_archive_can_be_sent_while_it_is_made() -> None:
    sink = OneWay()
    to_zip(numbered(5), Plain(size=5_000), cast("BinaryIO", sink))
    with zipfile.ZipFile(io.BytesIO(sink.taken)) as archive:
        assert archive.testzip() is None
        assert len(archive.namelist()) == 6


def test_a_writer_that_returns_nothing_took_everything() -> None:
    taken: list[bytes] = []

    class Quiet:
        def write(self, data: Any, /) -> None:
            taken.append(bytes(data))

    write_all(cast("BinaryIO", Quiet()), b"%PDF-")
    to_zip([ADA], Text(), cast("BinaryIO", Quiet()))
    assert taken[0] == b"%PDF-"
    assert zipfile.is_zipfile(io.BytesIO(b"".join(taken[1:])))


# --- the same bytes ---

BATCHES = """
import io, sys
from cmecore.rendering.bulk import to_zip
from cmecore.rendering.text import Text
from rendering.samples import *
for deflate in (False, True):
    file = io.BytesIO()
    to_zip([ADA, ATTENDED, PREVIEW, BOTH, ADA], Text(), file, deflate=deflate, manifest=["csv", "json"])
    sys.stdout.buffer.write(file.getvalue())
"""


def test_the_same_batch_gives_the_same_bytes_on_another_machine(elsewhere: list[dict[str, str]]) -> None:
    expected = ran(BATCHES).stdout
    assert expected.count(b"PK\5\6") == 2
    for environment in elsewhere:
        assert ran(BATCHES, environment).stdout == expected


def test_several_processes_give_the_same_bytes_in_the_same_order() -> None:
    files = [io.BytesIO(), io.BytesIO()]
    renderer = Plain(refused=("CME-2026-000007", "CME-2026-000033"))
    batches = [to_zip(numbered(70), renderer, file, processes=count) for file, count in zip(files, (1, 3), strict=True)]
    assert files[0].getvalue() == files[1].getvalue()
    assert [attrs.evolve(batch, failed=()) for batch in batches] == [Batch(68, 2), Batch(68, 2)]
    assert [str(failure.error) for failure in batches[0].failed] == [str(failure.error) for failure in batches[1].failed]


# --- several processes ---


def test_a_process_that_dies_is_an_error_that_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(
        LostWorker, match=r"ended without an answer.*if __name__ == '__main__'.*ask for fewer processes"
    ) as lost:
        to_zip(numbered(100), Dying(), tmp_path / "all.zip", processes=2)
    assert lost.value.done < 100
    assert str(pickle.loads(pickle.dumps(lost.value))) == str(lost.value)  # noqa: S301
    assert names_in(tmp_path) == []


def test_a_renderer_that_cannot_travel_is_refused_before_a_process_starts() -> None:
    class Local(Plain):
        pass

    with pytest.raises(InvalidValue, match=r"a Local that cannot be sent to another process; .* define its class in a module"):
        each(numbered(3), Local(), print, processes=2)


def test_only_a_few_certificates_are_under_way() -> None:
    """What is rendered ahead of the writer is bounded, however long the stream is."""
    taken = 0
    ahead: list[int] = []

    def stream() -> Iterator[Certificate]:
        nonlocal taken
        for certificate in numbered(400):
            taken += 1
            yield certificate

    each(stream(), Plain(), lambda *_: ahead.append(taken - len(ahead)), processes=2)
    assert max(ahead) <= 2 * 2 * 16
    taken = 0
    ahead.clear()
    each(stream(), Plain(), lambda *_: ahead.append(taken - len(ahead)))
    assert max(ahead) == 1


def test_nothing_of_a_certificate_is_kept() -> None:
    seen: list[weakref.ref[Certificate]] = []
    alive: list[int] = []

    def stream() -> Iterator[Certificate]:
        for certificate in numbered(200):
            seen.append(weakref.ref(certificate))
            yield certificate

    def put(_name: str, _data: bytes) -> None:
        if len(seen) % 50 == 0:
            gc.collect()
            alive.append(sum(reference() is not None for reference in seen))

    each(stream(), Plain(), put)
    assert len(alive) == 4
    assert max(alive) <= 2


MEMORY = """
import sys
from pathlib import Path
from cmecore.rendering.bulk import to_folder, to_zip
from rendering.batches import Plain, numbered
from rendering.samples import ADA
many = int(sys.argv[1])
# Numbered with little ado, since 100,000 checked certificates take longer than what is measured here.
def stream():
    for index in range(many):
        yield next(numbered(1, first=index))
to_zip(stream(), Plain(size=2_000), sys.argv[2], manifest=["csv", "json"])
# The peak that is told of a child may be that of its parent, so the process itself is asked.
print(Path("/proc/self/status").read_text().partition("VmHWM:")[2].split()[0])
"""


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="the peak of memory is asked of Linux")
def test_memory_does_not_grow_with_the_batch(tmp_path: Path) -> None:
    """From 1,000 to 100,000 certificates into a ZIP it grows by less than 40 MiB; a short run asks for a fifth of both."""
    many = 100_000 if FULL else 20_000
    peaks = [int(ran(MEMORY, None, str(count), str(tmp_path / "all.zip")).stdout) / 1024 for count in (1_000, many)]
    assert peaks[1] - peaks[0] < 40 * many / 100_000


# --- whole files or none ---


@pytest.mark.skipif(sys.platform == "win32", reason="kills as POSIX does")
@pytest.mark.parametrize("what", ["folder", "zip", "pdf"])
def test_a_kill_leaves_no_half_file_under_a_final_name(what: str, tmp_path: Path) -> None:
    """M124: ``kill -9`` at random moments, over and over, in the same folder."""
    draw = random.Random(what)  # noqa: S311 - moments, no secrets
    for count in range(40):
        killed(what, tmp_path, draw.uniform(0.0, 0.12))
        assert halves(tmp_path) == []
        if not FULL and count >= 2 and any(path.suffix == ".part" for path in tmp_path.iterdir()):
            break
    assert any(path.suffix == ".part" for path in tmp_path.iterdir()), "no kill came in mid-write"


@pytest.mark.skipif(sys.platform == "win32", reason="kills as POSIX does")
def test_a_careless_writer_leaves_half_a_file(tmp_path: Path) -> None:
    """The same kills find what a program does that opens the final name: otherwise the test above would prove nothing."""
    for _ in range(20):
        killed("careless", tmp_path, 0.015)
        if halves(tmp_path):
            return
    pytest.fail("no kill came in mid-write")


def killed(what: str, folder: Path, after: float) -> None:
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join([str(ROOT / "src"), str(ROOT / "tests")])}
    command = [sys.executable, str(ROOT / "tests" / "rendering" / "batches.py"), what, str(folder)]
    with subprocess.Popen(command, env=environment, stdout=subprocess.PIPE) as writer:
        assert writer.stdout is not None
        assert writer.stdout.readline() == b"ready\n"
        time.sleep(after)
        assert writer.poll() is None
        os.kill(writer.pid, signal.SIGKILL)


class Full(io.BytesIO):
    """A disk with little room left."""

    def write(self, data: Any, /) -> int:
        if self.tell() + len(data) > 3_000:
            super().write(data[: 3_000 - self.tell()])
            raise OSError(errno.ENOSPC, "No space left on device")
        return super().write(data)


def test_a_full_disk_ends_the_batch_and_leaves_no_archive_behind() -> None:
    """What stands in an open file has no directory, so nothing takes it for an archive."""
    file = Full()
    with pytest.raises(OSError, match="No space left"):
        to_zip(numbered(10), Plain(size=1_000), file)
    assert len(file.getvalue()) == 3_000
    assert not zipfile.is_zipfile(file)


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs the full device of Linux")
def test_a_full_device_is_no_success() -> None:
    """What the system notices only when its buffer is written counts as well."""
    with pytest.raises(OSError, match="No space left"), Path("/dev/full").open("wb") as file:
        to_zip([ADA], Plain(), file)


LITTLE_ROOM = """
import resource, sys
from pathlib import Path
from cmecore.rendering.bulk import to_folder, to_pdf, to_zip
from rendering.batches import Plain, numbered
folder = Path(sys.argv[2])
resource.setrlimit(resource.RLIMIT_FSIZE, (50_000, 50_000))
class Growing(Plain):
    def data(self, certificate):
        return super().data(certificate) * (1 if certificate.number < "CME-2026-000004" else 20)
renderer = Growing(size=10_000)
try:
    if sys.argv[1] == "folder":
        to_folder(numbered(9), renderer, folder, manifest=["csv"])
    elif sys.argv[1] == "zip":
        to_zip(numbered(9), renderer, folder / "all.zip")
    else:
        to_pdf(numbered(9), renderer, folder / "all.pdf")
except OSError as error:
    print(error.strerror)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="limits the size of files as POSIX does")
@pytest.mark.parametrize("what", ["folder", "zip", "pdf"])
def test_a_disk_that_is_full_in_mid_write_leaves_no_half_file(what: str, tmp_path: Path) -> None:
    """The system takes a part and refuses the rest: the earlier file stays as it was, and nothing is left lying about."""
    (tmp_path / "all.zip").write_bytes(b"the earlier one")
    done = ran(LITTLE_ROOM, None, what, str(tmp_path))
    assert (done.stdout, done.stderr) == (b"File too large\n", b"")
    made = [f"CME-2026-00000{index}.pdf" for index in (1, 2, 3)] if what == "folder" else []
    assert names_in(tmp_path) == [*made, "all.zip"]
    assert (tmp_path / "all.zip").read_bytes() == b"the earlier one"
    assert {path.stat().st_size for path in tmp_path.glob("*.pdf")} <= {10_005}


def test_an_earlier_file_is_replaced_when_the_new_one_is_whole(tmp_path: Path) -> None:
    path = tmp_path / "all.zip"
    path.write_bytes(b"the earlier one")

    def watched() -> Iterator[Certificate]:
        yield ADA
        assert path.read_bytes() == b"the earlier one"

    to_zip(watched(), Text(), path)
    assert zipfile.is_zipfile(path)
    assert names_in(tmp_path) == ["all.zip"]


@pytest.mark.parametrize("what", ["zip", "pdf", "folder"])
def test_an_interruption_leaves_nothing_lying_about(what: str, tmp_path: Path) -> None:
    def interrupted() -> Iterator[Certificate]:
        if what != "folder":
            yield ADA
        raise KeyboardInterrupt

    path = tmp_path if what == "folder" else tmp_path / "all"
    write: Any = {"zip": to_zip, "pdf": to_pdf, "folder": to_folder}[what]
    with pytest.raises(KeyboardInterrupt):
        write(interrupted(), Plain(), path)
    assert names_in(tmp_path) == []


def test_files_have_the_rights_that_the_system_gives(tmp_path: Path) -> None:
    """A file that only its maker can read is none that a web server can send."""
    (tmp_path / "usual").write_bytes(b"")
    with whole(tmp_path / "ours") as file:
        file.write(b"")
    assert (tmp_path / "ours").stat().st_mode == (tmp_path / "usual").stat().st_mode


WATCHED = """
import io, sys
from cmecore.rendering.bulk import each, to_pdf, to_zip
from rendering.batches import Plain, numbered
to_zip(numbered(1), Plain(), io.BytesIO())  # what is imported late is imported by now
opened = []
sys.addaudithook(lambda event, details: event in ("open", "os.listdir", "socket.connect") and opened.append(details))
each(numbered(50), Plain(), lambda name, data: None)
to_zip(numbered(50), Plain(), io.BytesIO(), manifest=["csv", "json"])
to_pdf(numbered(50), Plain(), io.BytesIO())
print(opened)
"""


def test_nothing_is_opened_that_was_not_handed_over() -> None:
    """A manifest too long for memory alone lies in a file of the system's own, without a name and without names in it."""
    assert ran(WATCHED).stdout == b"[]\n"


def test_a_file_is_on_the_disk_before_it_has_its_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Otherwise a machine that loses its power keeps the name and not the content."""
    done: list[str] = []
    sync, rename = os.fsync, Path.replace

    def fsync(descriptor: int) -> None:
        done.append(f"on disk: {os.fstat(descriptor).st_size}")
        sync(descriptor)

    def replace(path: Path, target: Path) -> Path:
        done.append(f"named {target.name}")
        return rename(path, target)

    monkeypatch.setattr(os, "fsync", fsync)
    monkeypatch.setattr(Path, "replace", replace)
    to_folder([ADA], Plain(), tmp_path)
    assert done[:2] == [f"on disk: {len(Plain().data(ADA))}", "named CME-2026-0193.pdf"]
    assert (len(done) == 3) == (os.name == "posix"), "the folder comes last"


def test_every_pdf_of_a_batch_passes_the_gate(tmp_path: Path) -> None:
    """M124: each by itself, out of a process of its own, and all of them bound."""
    to_folder(KINDS, Pdf(), tmp_path, processes=2)
    to_pdf(KINDS, Pdf(), tmp_path / "all.pdf")
    files = sorted(tmp_path.glob("*.pdf"))
    assert len(files) == 1 + len(KINDS)
    gates.pass_the_pdf_gate(*(file.read_bytes() for file in files))


def test_a_stream_that_breaks_is_not_taken_for_one_that_ended() -> None:
    """What went wrong while certificates were read is the caller's to know, also where all before it were refused."""

    def breaking() -> Iterator[Certificate]:
        yield attrs.evolve(ADA, name="李明")
        raise InvalidValue(field="row", found="a bad row", expected="a good one")

    with pytest.raises(InvalidValue, match=r"^row: found a bad row"):
        to_pdf(breaking(), Pdf(), io.BytesIO())


def test_the_pages_of_each_certificate_are_told_while_they_are_bound() -> None:
    """M173: the page range of each certificate, without binding them again."""
    pages: list[PageRange] = []
    to_pdf([ADA, attrs.evolve(ADA, name="李明"), ADA], Pdf(), io.BytesIO(), placed=pages.append)
    assert [str(one) for one in pages] == ["1", "2"]
