"""Programs of others that look at our PDFs: gates that a file has to pass, and readers whose text a test compares.

Each raises AssertionError with what it found.  Where a program is missing the test is skipped, and says the package to
install; where everything is installed no skip is allowed (`tests/conftest.py`).
"""

import functools
import io
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pdfua
import pypdfium2  # type: ignore[import-untyped]
import pytest

#: Lies beside the checkout, and is the same for every project there.
TOOLS = Path(__file__).resolve().parents[2] / "shared" / "tools"
#: LRM, RLM, and the embeddings, overrides and isolates of the bidirectional algorithm, each taken out.
DIRECTIONS = dict.fromkeys([0x200E, 0x200F, *range(0x202A, 0x202F), *range(0x2066, 0x206A)])
PACKAGES = {
    "bash": "bash",
    "qpdf": "qpdf",
    "mutool": "mupdf-tools",
    "pdfinfo": "poppler-utils",
    "pdffonts": "poppler-utils",
    "pdftotext": "poppler-utils",
    "pdftoppm": "poppler-utils",
    "zbarimg": "zbar-tools",
}

#: What pdf_gate.sh runs.
PDF_GATE = ("bash", "qpdf", "mutool", "pdfinfo", "pdffonts")


def needs(*programs: str) -> None:
    """Skip the test with the packages to install where a program is missing."""
    missing = [f"{program} (package {PACKAGES[program]})" for program in programs if shutil.which(program) is None]
    if missing:
        pytest.skip(f"these programs are missing: {', '.join(missing)}")


def tool(name: str) -> Path:
    """Find a gate that lies beside the checkout."""
    if not (TOOLS / name).is_file():
        pytest.skip(f"{name} is missing: it is expected at {TOOLS}")
    return TOOLS / name


@contextmanager
def written(data: bytes) -> Iterator[Path]:
    """Give a file with these bytes for as long as a program looks at it."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "certificate.pdf"
        file.write_bytes(data)
        yield file


@functools.cache
def has_the_pdf_gate() -> bool:
    """Tell whether pdf_gate.sh and what it runs are at hand, for a test that asks for it besides."""
    return (TOOLS / "pdf_gate.sh").is_file() and all(map(shutil.which, PDF_GATE))


def pass_the_pdf_gate(*files: bytes) -> None:
    """Pass pdf_gate.sh: qpdf, mupdf and poppler have nothing to say, every font is embedded, nothing acts."""
    needs(*PDF_GATE)
    gate = tool("pdf_gate.sh")
    for data in files:
        with written(data) as file:
            run = subprocess.run(["bash", gate, file], capture_output=True, text=True, check=False)
        said = run.stdout.replace(str(file), "the file").strip()
        assert run.returncode == 0, f"pdf_gate.sh: {said}"
        assert said == "PASS the file", f"pdf_gate.sh: {said}"


def pass_the_qr_gate(data: bytes, expected: str, page: int = 1) -> None:
    """Pass qr_gate.py: two decoders read the symbol of a page at several resolutions, as JPEG, and turned."""
    needs("pdftoppm", "zbarimg")
    gate = tool("qr_gate.py")
    with written(data) as file:
        run = subprocess.run([sys.executable, gate, file, expected, str(page)], capture_output=True, text=True, check=False)
    assert run.returncode == 0, f"qr_gate.py: {run.stdout.strip()}{run.stderr.strip()}"


def pass_pdfua(data: bytes) -> None:
    """Pass the rules of PDF/UA-1 that the package pdfua knows; one that it could not try has not been passed."""
    with written(data) as file:
        report = pdfua.validate(str(file))
    said = [f"{one.rule_id} {one.message} ({one.location.describe()})" for one in report.findings]
    said += [f"{one.rule_id} was not tried: {one.skipped_reason}" for one in report.skipped]
    assert report.outcomes, "pdfua tried no rule"
    assert not said, "\n".join(["pdfua:", *said])


def poppler_text(data: bytes) -> list[str]:
    """Give the text of each page as poppler reads it, without the marks of direction that it writes round a line itself."""
    needs("pdftotext")
    run = subprocess.run(["pdftotext", "-q", "-enc", "UTF-8", "-", "-"], input=data, capture_output=True, check=False)
    assert run.returncode == 0, f"pdftotext: {run.stderr.decode(errors='replace')}"
    return run.stdout.decode().translate(DIRECTIONS).split("\f")[:-1]


def pdfium_text(data: bytes) -> list[str]:
    """Give the text of each page as pdfium, the reader in Chromium, reads it."""
    document = pypdfium2.PdfDocument(io.BytesIO(data))
    try:
        return [page.get_textpage().get_text_range() for page in document]
    finally:
        document.close()
