"""A PDF file under way: objects are numbered, packed together and written at once, so that a long file needs little memory.

ISO 32000-1, 7.5: what is not a stream stands in object streams (7.5.7), and the table of places is a stream too (7.5.8).  One
certificate is some twenty small objects that resemble those of the last one, so packed together they all but vanish.
"""

from __future__ import annotations

import hashlib
import itertools
import re
import zlib
from array import array
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

Number: TypeAlias = int

_HEADER = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n"
_PACKED_AT = 65_536
# Above it the search costs several times more, for three parts in a hundred.
_EFFORT = 5
_ROW = 8
_ROWS = 4096
# In the memory of places, the mark of an object that stands in an object stream: which one, and at which place in it.
_PACKED = 1 << 63


# In these two ranges the encoding of PDF documents is that of Latin-1.
_LATIN = re.compile(r"[ -~\xae-\xff]*")


def deflated(data: bytes, effort: int = _EFFORT) -> bytes:
    """Compress a stream.

    >>> zlib.decompress(deflated(b"Ada"))
    b'Ada'
    """
    return zlib.compress(data, effort)


def text(words: str) -> bytes:
    """Write a text string: plain where it is ASCII, and in UTF-16 otherwise; nothing in it is syntax.

    >>> text("a) b"), text("é")
    (b'(a\\\\) b)', b'<FEFF00E9>')
    """
    if words.isascii() and words.isprintable():
        return b"(%b)" % words.replace("\\", "\\\\").replace("(", "\\(").replace(")", "\\)").encode()
    return b"<FEFF%b>" % words.encode("utf-16-be").hex().upper().encode()


def name(word: str) -> bytes:
    """Write a name.

    >>> name("application/json")
    b'/application#2Fjson'
    """
    return b"/" + b"".join(b"%c" % byte if chr(byte).isalnum() and byte < 128 else b"#%02X" % byte for byte in word.encode())  # noqa: PLR2004


class File:
    """Objects on their way into a file.

    >>> written = []
    >>> file = File(written.append)
    >>> catalog, pages = file.new(), file.new()
    >>> file.put(catalog, b"<</Type/Catalog/Pages %d 0 R>>" % pages)
    >>> file.put(pages, b"<</Type/Pages/Kids[]/Count 0>>")
    >>> file.close(catalog=catalog, info=None)
    >>> b"".join(written)[-6:]
    b'%%EOF\\n'
    """

    def __init__(self, write: Callable[[bytes], object]) -> None:
        self._write = write
        self._at = 0
        self._seen = hashlib.sha256()
        self._places = array("Q", [0])
        self._waiting: list[bytes] = []
        self._waiting_numbers: list[Number] = []
        self._waiting_bytes = 0
        self._send(_HEADER)

    def new(self, count: int = 1) -> Number:
        """Take the next number, or the first of several in a row."""
        first = len(self._places)
        self._places.extend(itertools.repeat(0, count))
        return first

    def put(self, number: Number, body: bytes) -> None:
        """Write an object."""
        self.put_all(number, (body,))

    def put_all(self, first: Number, bodies: Sequence[bytes]) -> None:
        """Write objects with consecutive numbers."""
        self._waiting += bodies
        self._waiting_numbers += range(first, first + len(bodies))
        self._waiting_bytes += sum(map(len, bodies))
        if self._waiting_bytes >= _PACKED_AT:
            self._pack()

    def stream(self, number: Number, entries: bytes, data: bytes) -> None:
        """Write a stream as it stands; its entries say how it is compressed, if it is."""
        self._places[number] = self._at
        body = b"%d 0 obj\n<<%b/Length %d>>\nstream\n%b\nendstream\nendobj\n"
        self._send(body % (number, entries, len(data), data))

    def deflate(self, number: Number, entries: bytes, data: bytes) -> None:
        """Write a stream compressed."""
        self.stream(number, entries + b"/Filter/FlateDecode", deflated(data))

    def close(self, *, catalog: Number, info: Number | None) -> None:
        """Write what is waiting, and the places of everything."""
        self._pack()
        table, at = self.new(), self._at
        self._places[table] = at
        # The same content is the same file; nothing else goes into its identity.
        identity = self._seen.hexdigest()[:32].upper().encode()
        rows = self._rows()
        known = b"/Info %d 0 R" % info if info is not None else b""
        entries = (
            b"/Type/XRef/Size %d/W[1 5 2]/Root %d 0 R%b/ID[<%b><%b>]/Filter/FlateDecode"
            b"/DecodeParms<</Predictor 12/Columns %d>>"
        ) % (len(self._places), catalog, known, identity, identity, _ROW)
        self.stream(table, entries, rows)
        self._send(b"startxref\n%d\n%%%%EOF\n" % at)

    def _send(self, data: bytes) -> None:
        self._at += len(data)
        self._seen.update(data)
        self._write(data)

    def _pack(self) -> None:
        if not self._waiting:
            return
        number = self.new()
        offsets = itertools.accumulate(map(len, self._waiting), initial=0)
        head = b" ".join([b"%d %d" % pair for pair in zip(self._waiting_numbers, offsets, strict=False)])
        for place, held in enumerate(self._waiting_numbers):
            self._places[held] = _PACKED | number << 20 | place
        entries = b"/Type/ObjStm/N %d/First %d" % (len(self._waiting), len(head) + 1)
        self.deflate(number, entries, b"%b\n%b" % (head, b"".join(self._waiting)))
        self._waiting, self._waiting_numbers, self._waiting_bytes = [], [], 0

    def _rows(self) -> bytes:
        """Write the table of places, each row as what it differs from the last one in: next to nothing."""
        squeeze = zlib.compressobj(1)  # more takes long, and gains nothing here
        pieces, above = [], bytes(_ROW)
        for start in range(0, len(self._places), _ROWS):
            rows = b"".join(map(_row, self._places[start : start + _ROWS]))
            if start == 0:
                rows = b"\0\0\0\0\0\0\xff\xff" + rows[_ROW:]
            differ = _less(rows, above + rows[:-_ROW])
            above = rows[-_ROW:]
            parts = (b"\x02" + differ[at : at + _ROW] for at in range(0, len(differ), _ROW))
            pieces.append(squeeze.compress(b"".join(parts)))
        return b"".join([*pieces, squeeze.flush()])


def _row(place: int) -> bytes:
    if place & _PACKED:
        return b"\x02%b%b" % ((place >> 20 & 0xFFFFFFFFFF).to_bytes(5), (place & 0xFFFFF).to_bytes(2))
    return b"\x01%b\0\0" % place.to_bytes(5)


def _less(these: bytes, those: bytes) -> bytes:
    """Take bytes from bytes, each for itself: as two large numbers in which no byte borrows from the next."""
    high = int.from_bytes(b"\x80" * len(these))
    one, other = int.from_bytes(these), int.from_bytes(those)
    return (((one | high) - (other & ~high)) ^ ((one ^ ~other) & high)).to_bytes(len(these))
