"""A ZIP written from front to back: to any file, in memory that does not grow, the same bytes for the same content.

The library that comes with Python keeps an object for each file in it, and takes the clock's time where none is given.  Here
the directory lies in a file without a name until the end, every file is of 1 January 1980, and nothing is ever read back or
sought, so that an archive can be sent while it is made.  Beyond 65,535 files or 4 GiB it is a ZIP64, which readers know.
"""

from __future__ import annotations

import struct
import tempfile
import zlib
from typing import TYPE_CHECKING, BinaryIO

from cmecore.rendering.files import write_all

if TYPE_CHECKING:
    from collections.abc import Iterator

_IN_MEMORY = 1 << 20
_PIECE = 1 << 16
# What the fields of the original format can hold; the greatest value itself says that a ZIP64 field has the number.
_MOST_FILES = 0xFFFF
_MOST_BYTES = 0xFFFFFFFF
_STORED, _DEFLATED = 0, 8
_PLAIN, _ZIP64 = 20, 45
_MADE_ON_UNIX = 3 << 8
_TIME, _DATE = 0, 1 << 5 | 1
_ATTRIBUTES = 0o100644 << 16
_LEVEL = 6


class Archive:
    """A ZIP on its way into a file; it is one once it was finished.

    >>> import io, zipfile
    >>> file = io.BytesIO()
    >>> archive = Archive(file)
    >>> archive.add("LC-1.txt", b"Certificate")
    >>> archive.finish()
    >>> zipfile.ZipFile(file).read("LC-1.txt")
    b'Certificate'
    """

    def __init__(self, file: BinaryIO, *, deflate: bool = False) -> None:
        self._file = file
        self._method = _DEFLATED if deflate else _STORED
        self._directory = tempfile.SpooledTemporaryFile(max_size=_IN_MEMORY)  # noqa: SIM115 - close() closes it
        self._files = 0
        self._written = 0

    def add(self, name: str, data: bytes) -> None:
        """Write a file that is in memory."""
        packed = b"".join(self._packed(iter((data,))))
        self._begin(name, zlib.crc32(data), len(data), len(packed))
        self._write(packed)

    def copy(self, name: str, source: BinaryIO) -> None:
        """Write what another file holds from its beginning on; it is read twice, since sizes stand before the content."""
        checksum = size = 0
        for piece in _pieces(source):
            checksum, size = zlib.crc32(piece, checksum), size + len(piece)
        self._begin(name, checksum, size, sum(map(len, self._packed(_pieces(source)))))
        for piece in self._packed(_pieces(source)):
            self._write(piece)

    def finish(self) -> None:
        """Write the directory, which makes it an archive."""
        start = self._written
        for piece in _pieces(self._directory):
            self._write(piece)
        size, end = self._written - start, self._written
        if self._files >= _MOST_FILES or max(start, size) >= _MOST_BYTES:
            counts = self._files, self._files, size, start
            self._write(struct.pack("<4sQ2H2I4Q", b"PK\6\6", 44, _MADE_ON_UNIX | _ZIP64, _ZIP64, 0, 0, *counts))
            self._write(struct.pack("<4sIQI", b"PK\6\7", 0, end, 1))
        files = min(self._files, _MOST_FILES)
        self._write(struct.pack("<4s4H2IH", b"PK\5\6", 0, 0, files, files, min(size, _MOST_BYTES), min(start, _MOST_BYTES), 0))
        self.close()

    def close(self) -> None:
        """Give back what the directory took; the file stays open, since it is the caller's."""
        self._directory.close()

    def _begin(self, name: str, checksum: int, size: int, packed: int) -> None:
        """Write what stands before the content of a file, and note what the directory will say of it."""
        encoded = name.encode("ascii")
        sizes = struct.pack("<2Q", size, packed) if max(size, packed) >= _MOST_BYTES else b""
        place = struct.pack("<Q", self._written) if self._written >= _MOST_BYTES else b""
        shown = (_MOST_BYTES, _MOST_BYTES) if sizes else (packed, size)
        about = self._method, _TIME, _DATE, checksum, *shown, len(encoded)
        self._directory.write(
            struct.pack(
                "<4s6H3I5H2I",
                b"PK\1\2",
                _MADE_ON_UNIX | _PLAIN,
                _ZIP64 if sizes or place else _PLAIN,
                0,
                *about,
                len(_extra(sizes + place)),
                0,
                0,
                0,
                _ATTRIBUTES,
                _MOST_BYTES if place else self._written,
            )
            + encoded
            + _extra(sizes + place)
        )
        self._files += 1
        header = struct.pack("<4s5H3I2H", b"PK\3\4", _ZIP64 if sizes else _PLAIN, 0, *about, len(_extra(sizes)))
        self._write(header + encoded + _extra(sizes))

    def _packed(self, pieces: Iterator[bytes]) -> Iterator[bytes]:
        if self._method == _STORED:
            yield from pieces
            return
        packer = zlib.compressobj(_LEVEL, zlib.DEFLATED, -zlib.MAX_WBITS)
        for piece in pieces:
            yield packer.compress(piece)
        yield packer.flush()

    def _write(self, data: bytes) -> None:
        write_all(self._file, data)
        self._written += len(data)


def _extra(numbers: bytes) -> bytes:
    return struct.pack("<2H", 1, len(numbers)) + numbers if numbers else b""


def _pieces(source: BinaryIO | tempfile.SpooledTemporaryFile[bytes]) -> Iterator[bytes]:
    source.seek(0)
    while piece := source.read(_PIECE):
        yield piece
