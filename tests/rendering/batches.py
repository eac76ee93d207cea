"""Renderers that misbehave, and programs that write batches until something happens to them.

``python tests/rendering/batches.py WHAT FOLDER`` writes the same batch again and again, to be killed in the midst of it:
WHAT is ``folder``, ``zip`` or ``pdf``, or ``careless``, which writes straight to the final names.
"""

import os
import signal
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import BinaryIO

import attrs

from cmecore.entries import Certificate
from cmecore.errors import CmeError, InvalidValue
from cmecore.rendering import Rendered
from cmecore.rendering.bulk import each, to_folder, to_pdf, to_zip
from rendering.samples import ADA


def numbered(count: int, *, first: int = 1) -> Iterator[Certificate]:
    """Give so many certificates, one after the other."""
    return (attrs.evolve(ADA, number=f"CME-2026-{index:06}") for index in range(first, first + count))


@attrs.frozen
class Plain:
    """Renders the number alone, which is soon done, padded to a size; refuses the numbers that it was told."""

    size: int = 100
    refused: tuple[str, ...] = ()
    media_type: str = "application/pdf"

    def data(self, certificate: Certificate) -> bytes:
        return f"%PDF-{certificate.number}".encode().ljust(self.size, b".") + b"%%EOF"

    def render(self, certificates: Iterable[Certificate], /) -> Rendered:
        (certificate,) = certificates
        if certificate.number in self.refused:
            raise InvalidValue(field="name", found="text of 9 characters with U+A000", expected="letters of its fonts")
        return Rendered(self.media_type, self.data(certificate))

    def bind(
        self,
        certificates: Iterable[Certificate],
        file: BinaryIO,
        /,
        *,
        progress: Callable[[int], object] | None = None,
        failed: Callable[[int, Certificate, CmeError], object] | None = None,
    ) -> None:
        """Do as the PDF renderer does: leave out, tell, and bind the others."""
        bound = 0
        for position, certificate in enumerate(certificates, 1):
            try:
                data = self.render([certificate]).data
            except CmeError as error:
                if failed is None:
                    raise
                failed(position, certificate, error)
            else:
                file.write(data)
                bound += 1
            if progress is not None:
                progress(1)
        if not bound:
            raise InvalidValue(field="certificates", found="none", expected="at least one certificate")
        file.write(b"THE END")


class Dying(Plain):
    """Is killed at one of the certificates, as by a system that is short of memory."""

    def render(self, certificates: Iterable[Certificate], /) -> Rendered:
        held = list(certificates)
        if held[0].number == "CME-2026-000003":
            os.kill(os.getpid(), signal.SIGKILL)
        return super().render(held)


class OddError(CmeError):
    """Cannot be made again from what it holds."""

    def __init__(self, number: str, *, page: int) -> None:
        super().__init__(f"{number}: page {page} is full")


class Odd(Plain):
    """Refuses with an error of its own, and stumbles over a mistake of its own."""

    def render(self, certificates: Iterable[Certificate], /) -> Rendered:
        held = list(certificates)
        if held[0].number == "CME-2026-000002":
            raise OddError("CME-2026-000002", page=7)
        if held[0].number == "CME-2026-000005":
            raise ZeroDivisionError("a mistake in the renderer")
        return super().render(held)


class Wrong(Plain):
    """Returns what is no document."""

    def render(self, _certificates: Iterable[Certificate], /) -> Rendered:
        return "<html>"  # type: ignore[return-value]


LARGE = Plain(size=2_000_000)
KILLED = 5


def halves(folder: Path) -> list[str]:
    """List the files that have a final name and are not whole."""
    found = []
    expected = {f"{one.number}.pdf": LARGE.data(one) for one in numbered(KILLED)}
    for path in folder.iterdir():
        data = path.read_bytes()
        if path.name == "all.zip":
            whole = data.rfind(b"PK\5\6") == len(data) - 22 and b"manifest.csv" in data
        elif path.name == "all.pdf":
            whole = data == b"".join(expected.values()) + b"THE END"
        elif path.name == "manifest.csv":
            whole = data.count(b"\n") == 1 + KILLED
        else:
            whole = path.suffix == ".part" or data == expected[path.name]
        if not whole:
            found.append(path.name)
    return found


def write(what: str, folder: Path) -> None:
    """Write the batch once."""
    if what == "folder":
        to_folder(numbered(KILLED), LARGE, folder, manifest=["csv"])
    elif what == "zip":
        to_zip(numbered(KILLED), LARGE, folder / "all.zip")
    elif what == "pdf":
        to_pdf(numbered(KILLED), LARGE, folder / "all.pdf")
    else:
        each(numbered(KILLED), LARGE, lambda name, data: carelessly(folder / name, data))


def carelessly(path: Path, data: bytes) -> None:
    """Write as one would without a thought."""
    with path.open("wb", buffering=0) as file:
        for start in range(0, len(data), 100_000):
            file.write(data[start : start + 100_000])
            time.sleep(0.001)


if __name__ == "__main__":
    sys.stdout.write("ready\n")
    sys.stdout.flush()
    while True:
        write(sys.argv[1], Path(sys.argv[2]))
