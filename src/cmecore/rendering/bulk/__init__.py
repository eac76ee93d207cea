"""Many certificates: to a callable, a folder, a ZIP or one PDF, in memory that does not grow with their number.

A stream goes in and is read once, as it comes.  A certificate that the renderer refuses is reported, and the rest go on; what
is nobody's certificate's fault, such as a full disk, ends the batch.  Under a final name there is a whole file or none.
"""

from __future__ import annotations

import contextlib
import functools
import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO, Protocol

import attrs

from cmecore.errors import CmeError, InvalidValue, shown
from cmecore.rendering.bulk.manifest import NAME, Form, Manifest
from cmecore.rendering.bulk.workers import answers
from cmecore.rendering.bulk.zipped import Archive
from cmecore.rendering.files import Target, opened, settle, whole, write_all
from cmecore.rendering.naming import Names

if TYPE_CHECKING:
    from cmecore.entries import Certificate
    from cmecore.rendering import PageRange, Renderer

#: How many failures a batch lists; beyond them it counts, and the callable ``failed`` is told of each.
MOST_LISTED = 1_000


@attrs.frozen
class Failure:
    """A certificate that was left out, and why.

    >>> Failure(3, "LC-2026-0003", CmeError("no font has U+A000")).position
    3
    """

    #: Which one of the stream it was, counted from 1.
    position: int
    number: str | None
    error: CmeError


@attrs.frozen
class Batch:
    """What became of a batch.

    >>> Batch(written=2, refused=1, failed=(Failure(3, "LC-2026-0003", CmeError("no font has U+A000")),)).refused
    1
    """

    written: int
    #: How many were left out.
    refused: int = 0
    #: The first thousand of them, with the reason.
    failed: tuple[Failure, ...] = ()


class Binder(Protocol):
    """Whatever binds a stream of certificates into one document, as :class:`cmecore.rendering.pdf.Pdf` does.

    A certificate that it cannot print it leaves out before it writes a byte of it, and tells ``failed`` which one of the
    stream it was, counted from 1, the certificate itself, and the error.

    >>> class Names:
    ...     def bind(self, certificates, file, /, *, progress=None, failed=None):
    ...         for certificate in certificates:
    ...             file.write(certificate.course.encode())
    >>> binder: Binder = Names()
    """

    def bind(
        self,
        certificates: Iterable[Certificate],
        file: BinaryIO,
        /,
        *,
        progress: Callable[[int], object] | None = None,
        failed: Callable[[int, Certificate, CmeError], object] | None = None,
    ) -> object:
        """Write the document to the file as the certificates come."""
        ...


def each(
    certificates: Iterable[Certificate],
    renderer: Renderer,
    put: Callable[[str, bytes], object],
    *,
    progress: Callable[[int], object] | None = None,
    failed: Callable[[Failure], object] | None = None,
    processes: int = 1,
) -> Batch:
    """Render each certificate by itself, and hand its file name and its bytes to a callable.

    ``progress(1)`` is called for each one that is done, printed or not; ``failed`` for each that was left out.  What ``put``
    raises ends the batch.

    >>> from cmecore.certificates import certify_participation
    >>> from cmecore.rendering.text import Text
    >>> from cmecore.testing.samples import LEDGER, NOW
    >>> paper = certify_participation(LEDGER, "EM-101", name="Ada Okoro, MD", at=NOW, number=lambda: "LC-1")
    >>> files = {}
    >>> each([paper], Text(), files.__setitem__), list(files)
    (Batch(written=1, refused=0, failed=()), ['LC-1.txt'])
    """
    _callable(put, "put", "a function of a file name and its bytes")
    return _each(
        certificates, renderer, lambda _, name, data: put(name, data), progress=progress, failed=failed, processes=processes
    )


def to_folder(
    certificates: Iterable[Certificate],
    renderer: Renderer,
    folder: str | os.PathLike[str],
    *,
    manifest: Sequence[Form] = (),
    progress: Callable[[int], object] | None = None,
    failed: Callable[[Failure], object] | None = None,
    processes: int = 1,
) -> Batch:
    """Write each certificate to a file of its own in a folder that is there; ``manifest`` adds a table of the files.

    A file of the same name is replaced once the new one is on the disk.  Where the batch ends early, what was written stays,
    each file whole, and the same call does all of it again.

    >>> import tempfile
    >>> from cmecore.certificates import certify_participation
    >>> from cmecore.rendering.text import Text
    >>> from cmecore.testing.samples import LEDGER, NOW
    >>> paper = certify_participation(LEDGER, "EM-101", name="Ada Okoro, MD", at=NOW, number=lambda: "LC-1")
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     batch = to_folder([paper], Text(), folder, manifest=["csv"])
    ...     batch.written, sorted(path.name for path in Path(folder).iterdir())
    (1, ['LC-1.txt', 'manifest.csv'])
    """
    place = _folder(folder)
    with contextlib.closing(Manifest(manifest)) as table:

        def put(certificate: Certificate, name: str, data: bytes) -> None:
            with whole(place / name) as file:
                write_all(file, data)
            table.add(certificate, name, data)

        batch = _each(certificates, renderer, put, progress=progress, failed=failed, processes=processes)
        for name, rows in table.finished():
            with whole(place / name) as file:
                for piece in iter(functools.partial(rows.read, 1 << 16), b""):
                    write_all(file, piece)
    settle(place)
    return batch


def to_zip(
    certificates: Iterable[Certificate],
    renderer: Renderer,
    file: Target,
    *,
    deflate: bool = False,
    manifest: Sequence[Form] = ("csv",),
    progress: Callable[[int], object] | None = None,
    failed: Callable[[Failure], object] | None = None,
    processes: int = 1,
) -> Batch:
    """Write each certificate to a file of its own in a ZIP, with a table of the files at its end.

    The same certificates give the same bytes.  PDF is packed already and is stored as it is; ``deflate`` packs text, and then
    the bytes are those of the zlib that is installed.  A path has its name once the archive is whole on the disk.  A file
    that is open for bytes is written from front to back and need not seek; where the batch ends early it has no directory,
    so that nothing takes it for an archive.

    >>> import io, zipfile
    >>> from cmecore.certificates import certify_participation
    >>> from cmecore.rendering.text import Text
    >>> from cmecore.testing.samples import LEDGER, NOW
    >>> paper = certify_participation(LEDGER, "EM-101", name="Ada Okoro, MD", at=NOW, number=lambda: "LC-1")
    >>> file = io.BytesIO()
    >>> to_zip([paper], Text(), file).written, zipfile.ZipFile(file).namelist()
    (1, ['LC-1.txt', 'manifest.csv'])
    """
    with (
        contextlib.closing(Manifest(manifest)) as table,
        opened(file) as target,
        contextlib.closing(Archive(target, deflate=deflate)) as archive,
    ):

        def put(certificate: Certificate, name: str, data: bytes) -> None:
            archive.add(name, data)
            table.add(certificate, name, data)

        batch = _each(certificates, renderer, put, progress=progress, failed=failed, processes=processes)
        for name, rows in table.finished():
            archive.copy(name, rows)
        archive.finish()
    return batch


def to_pdf(
    certificates: Iterable[Certificate],
    pdf: Binder,
    file: Target,
    *,
    progress: Callable[[int], object] | None = None,
    failed: Callable[[Failure], object] | None = None,
    placed: Callable[[PageRange], object] | None = None,
) -> Batch:
    """Bind all certificates into one PDF, each on pages of its own.

    ``placed`` is told on which pages each certificate stands.  A path has its name once the document is whole on the disk, and
    stays without a file where every certificate was refused.  A file that is open for bytes holds no document where the batch
    ends early.

    >>> import io
    >>> class Courses:
    ...     def bind(self, certificates, file, /, *, progress=None, failed=None):
    ...         file.write(", ".join(certificate.course for certificate in certificates).encode())
    >>> from cmecore.certificates import certify_participation
    >>> from cmecore.testing.samples import LEDGER, NOW
    >>> paper = certify_participation(LEDGER, "EM-101", name="Ada Okoro, MD", at=NOW)
    >>> to_pdf([paper], Courses(), io.BytesIO()).written
    1
    """
    if not callable(getattr(pdf, "bind", None)):
        expected = "an object with a method `bind`, such as Pdf()"
        raise InvalidValue(
            field="pdf", found=f"a {type(pdf).__name__}", expected=expected, advice="to_zip() and each() take any renderer"
        )
    tally = _Tally(progress, failed)
    taken, ended = 0, False

    def counted() -> Iterator[Certificate]:
        nonlocal taken, ended
        for certificate in certificates:
            taken += 1
            yield certificate
        ended = True

    try:
        with opened(file) as target:
            pages: dict[str, Any] = {} if placed is None else {"placed": placed}
            pdf.bind(counted(), target, progress=progress, failed=tally.refuse, **pages)
    except InvalidValue:
        # A document without a page is none, and each reason why is told already.
        if not ended or not tally.refused or tally.refused < taken:
            raise
    return tally.batch(taken - tally.refused)


class _Tally:
    """What was left out so far, and whom to tell."""

    def __init__(self, progress: Callable[[int], object] | None, failed: Callable[[Failure], object] | None) -> None:
        for field, value in (("progress", progress), ("failed", failed)):
            if value is not None:
                _callable(value, field, "a function of one argument")
        self._tell = failed
        self._listed: list[Failure] = []
        self.refused = 0

    def refuse(self, position: int, certificate: Certificate, error: CmeError) -> None:
        failure = Failure(position, certificate.number, error)
        self.refused += 1
        if len(self._listed) < MOST_LISTED:
            self._listed.append(failure)
        if self._tell is not None:
            self._tell(failure)

    def batch(self, written: int) -> Batch:
        return Batch(written=written, refused=self.refused, failed=tuple(self._listed))


def _each(
    certificates: Iterable[Certificate],
    renderer: Renderer,
    put: Callable[[Certificate, str, bytes], object],
    *,
    progress: Callable[[int], object] | None,
    failed: Callable[[Failure], object] | None,
    processes: int,
) -> Batch:
    tally = _Tally(progress, failed)
    names = Names([NAME])
    written = 0
    with contextlib.closing(answers(certificates, renderer, processes=processes)) as stream:
        for position, (certificate, answer) in enumerate(stream, 1):
            if isinstance(answer, CmeError):
                tally.refuse(position, certificate, answer)
            else:
                put(certificate, names.of(certificate, answer.media_type), answer.data)
                written += 1
            if progress is not None:
                progress(1)
    return tally.batch(written)


def _folder(folder: object) -> Path:
    if not isinstance(folder, str | os.PathLike) or not Path(folder).is_dir():
        advice = "make the folder beforehand"
        raise InvalidValue(field="folder", found="no folder", expected="the path of a folder", advice=advice)
    return Path(folder)


def _callable(value: object, field: str, expected: str) -> None:
    if not callable(value):
        raise InvalidValue(field=field, found=shown(value), expected=expected)
