"""Files that are whole or not there: written beside under another name, brought to the disk, and only then renamed.

Whoever opens a file by its name finds all of it: a process that is killed, or a disk that is full, leaves at most a file
whose name begins with a dot and ends in ``.part``.  Such a file may be removed; nothing here ever reads one.
"""

from __future__ import annotations

import contextlib
import errno
import io
import os
import secrets
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, TypeAlias

from cmecore.errors import InvalidValue

if TYPE_CHECKING:
    from collections.abc import Iterator

#: Where to write: a file that is open for bytes, or the path of one that is to be.
Target: TypeAlias = "BinaryIO | str | os.PathLike[str]"


@contextlib.contextmanager
def whole(path: str | os.PathLike[str]) -> Iterator[BinaryIO]:
    """Open a file for writing that has its name once all of it is on the disk; an earlier file of that name stands till then.

    Where anything fails, what was written is removed and the earlier file stays.

    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     with whole(Path(folder, "all.zip")) as file:
    ...         written = file.write(b"PK")
    ...         before = [path.suffix for path in Path(folder).iterdir()]
    ...     before, [path.name for path in Path(folder).iterdir()]
    (['.part'], ['all.zip'])
    """
    final = Path(path)
    if final.exists() and not final.is_file():
        found = "a folder" if final.is_dir() else "a device, a pipe or a socket"
        advice = "name a file in it" if final.is_dir() else "open it, and hand over the open file"
        raise InvalidValue(field="path", found=found, expected="the path of a file", advice=advice)
    beside = final.with_name(f".{secrets.token_hex(8)}.part")
    try:
        with beside.open("xb") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        beside.replace(final)
    except BaseException:
        with contextlib.suppress(OSError):
            beside.unlink(missing_ok=True)
        raise


def settle(folder: str | os.PathLike[str]) -> None:
    """Bring the names in a folder to the disk as well, where the system can: Windows does so by itself.

    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     settle(folder)
    """
    if os.name != "posix":
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        with contextlib.suppress(OSError):  # some network file systems know no such thing
            os.fsync(descriptor)
    finally:
        os.close(descriptor)


@contextlib.contextmanager
def opened(target: Target) -> Iterator[BinaryIO]:
    """Give the file to write to: one that was handed over as it is, a path through :func:`whole`.

    >>> file = io.BytesIO()
    >>> with opened(file) as same:
    ...     same is file
    True
    """
    if isinstance(target, str | os.PathLike):
        with whole(target) as file:
            yield file
        settle(Path(target).parent)
        return
    for_bytes(target)
    yield target
    if callable(flush := getattr(target, "flush", None)):
        flush()


def for_bytes(target: object) -> None:
    """Refuse what bytes cannot be written to.

    >>> for_bytes(io.StringIO())
    Traceback (most recent call last):
    cmecore.errors.InvalidValue: file: found a file for text; expected a path, or a file that is open for bytes; open(path, ...
    """
    if isinstance(target, io.TextIOBase) or not callable(getattr(target, "write", None)):
        found = "a file for text" if isinstance(target, io.TextIOBase) else f"a value of type {type(target).__name__}"
        expected = "a path, or a file that is open for bytes"
        raise InvalidValue(field="file", found=found, expected=expected, advice='open(path, "wb") makes one')


def write_all(file: BinaryIO, data: bytes) -> None:
    """Write all of the data: a file without a buffer may take less at once, and a disk that fills up says so only then.

    >>> file = io.BytesIO()
    >>> write_all(file, b"%PDF-")
    >>> file.getvalue()
    b'%PDF-'
    """
    rest = memoryview(data)
    while rest:
        taken: object = file.write(rest)
        if taken == 0 or (taken is None and isinstance(file, io.RawIOBase)):
            raise OSError(errno.EAGAIN, "the file took nothing of what was written; hand over one that blocks")
        # A writer of somebody's own that returns no number took it all.
        rest = rest[taken if isinstance(taken, int) else len(rest) :]
