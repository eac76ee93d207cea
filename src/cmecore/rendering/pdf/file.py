"""A PDF file under way: objects are numbered, packed together and written at once, so that a long file needs little memory.

ISO 32000-1, 7.5: what is not a stream stands in object streams (7.5.7), and the table of places is a stream too (7.5.8).  One
certificate is some twenty small objects that resemble those of the last one, so packed together they all but vanish.
"""

from __future__ import annotations

import functools
import hashlib
import itertools
import re
import sys
import zlib
from array import array
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

Number: TypeAlias = int

_HEADER = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n"
_PACKED_AT = 65_536
# Above these the search costs several times more, for a few parts in a hundred.
_EFFORT, _EFFORT_PACKED = 4, 2
_SMALL = 16_384
_STREAM = b"%d 0 obj\n<<%b/Length %d>>\nstream\n%b\nendstream\nendobj\n"
_ROW = 8
_ROWS = 4096
# Where an object is, as the eight bytes of a row of the table: its place in the file, or that it is packed, and where.
_PLAIN, _PACKED = 1 << 56, 2 << 56
_FREE = 0xFFFF


# In these two ranges the encoding of PDF documents is that of Latin-1.
_LATIN = re.compile(r"[ -~\xae-\xff]*")


def deflated(data: bytes, effort: int = _EFFORT) -> bytes:
    """Compress a stream.

    >>> zlib.decompress(deflated(b"Ada"))
    b'Ada'
    """
    if len(data) > _SMALL:
        return zlib.compress(data, effort)
    # To clear the memory for a large stream takes longer than to compress a small one.
    squeeze = zlib.compressobj(effort, zlib.DEFLATED, 12, 6)
    return squeeze.compress(data) + squeeze.flush()


def literal(codes: bytes) -> bytes:
    r"""Write a string byte by byte; nothing in it is syntax, and it stands on one line.

    >>> literal(b"a) b")
    b'(a\\) b)'
    """
    held = codes.replace(b"\\", b"\\\\").replace(b"(", b"\\(").replace(b")", b"\\)")
    # The end of a line is read as a line feed, however it was written.
    return b"(%b)" % held.replace(b"\r", b"\\r").replace(b"\n", b"\\n")


@functools.lru_cache(maxsize=64)
def text(words: str) -> bytes:
    r"""Write a text string: byte by byte where its characters are Latin, and in UTF-16 otherwise; nothing in it is syntax.

    >>> text("a) b"), text("č")
    (b'(a\\) b)', b'(\xfe\xff\x01\\r)')
    """
    return literal(words.encode("latin-1") if _LATIN.fullmatch(words) else b"\xfe\xff" + words.encode("utf-16-be"))


def name(word: str) -> bytes:
    """Write a name.

    >>> name("application/json")
    b'/application#2Fjson'
    """
    return b"/" + b"".join(b"%c" % byte if chr(byte).isalnum() and byte < 128 else b"#%02X" % byte for byte in word.encode())  # noqa: PLR2004


@functools.lru_cache(maxsize=256)
def _digest(data: bytes) -> bytes:
    return hashlib.sha256(data).digest()


class File:
    r"""Objects on their way into a file.

    >>> written = []
    >>> file = File(written.append)
    >>> catalog, pages = file.new(), file.new()
    >>> file.put(catalog, b"<</Type/Catalog/Pages %d 0 R>>" % pages)
    >>> file.put(pages, b"<</Type/Pages/Kids[]/Count 0>>")
    >>> file.close(catalog=catalog, info=None)
    >>> b"".join(written)[-6:]
    b'%%EOF\n'
    """

    def __init__(self, write: Callable[[bytes], object]) -> None:
        self._write = write
        self._at = 0
        self._seen = hashlib.sha256()
        self._places = array("Q", [_FREE])
        self._waiting: list[tuple[Number, Sequence[bytes]]] = []
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
        self._waiting.append((first, bodies))
        self._waiting_bytes += sum(map(len, bodies))
        if self._waiting_bytes >= _PACKED_AT:
            self._pack()

    def stream(self, number: Number, entries: bytes, data: bytes) -> None:
        """Write a stream as it stands; its entries say how it is compressed, if it is."""
        self._places[number] = _PLAIN | self._at << 16
        self._send(_STREAM % (number, entries, len(data), data))

    def known(self, number: Number, entries: bytes, data: bytes) -> None:
        """Write a stream that other files hold too, and whose digest is known for that."""
        self._places[number] = _PLAIN | self._at << 16
        self._send(_STREAM % (number, entries, len(data), data), b"%b %b" % (entries, _digest(data)))

    def deflate(self, number: Number, entries: bytes, data: bytes) -> None:
        """Write a stream compressed."""
        self.stream(number, entries + b"/Filter/FlateDecode", deflated(data))

    def close(self, *, catalog: Number, info: Number | None) -> None:
        """Write what is waiting, and the places of everything."""
        self._pack()
        table, at = self.new(), self._at
        self._places[table] = _PLAIN | at << 16
        # The same content is the same file; nothing else goes into its identity.
        identity = self._seen.hexdigest()[:32].upper().encode()
        rows = self._rows()
        known = b"/Info %d 0 R" % info if info is not None else b""
        entries = (
            b"/Type/XRef/Size %d/W[1 5 2]/Root %d 0 R%b/ID[<%b><%b>]/Filter/FlateDecode/DecodeParms<</Predictor 12/Columns %d>>"
        ) % (len(self._places), catalog, known, identity, identity, _ROW)
        self.stream(table, entries, rows)
        self._send(b"startxref\n%d\n%%%%EOF\n" % at)

    def _send(self, data: bytes, told_by: bytes = b"") -> None:
        self._at += len(data)
        self._seen.update(told_by or data)
        self._write(data)

    def _pack(self) -> None:
        if not self._waiting:
            return
        number = self.new()
        held: list[bytes] = []
        numbers: list[Number] = []
        for first, bodies in self._waiting:
            place = _PACKED | number << 16 | len(held)
            self._places[first : first + len(bodies)] = array("Q", range(place, place + len(bodies)))
            numbers += range(first, first + len(bodies))
            held += bodies
        offsets = itertools.accumulate(map(len, held), initial=0)
        head = b"%d %d " * len(held) % tuple(itertools.chain.from_iterable(zip(numbers, offsets, strict=False)))
        packed = deflated(head + b"".join(held), _EFFORT_PACKED)
        self.stream(number, b"/Type/ObjStm/N %d/First %d/Filter/FlateDecode" % (len(held), len(head)), packed)
        self._waiting, self._waiting_bytes = [], 0

    def _rows(self) -> bytes:
        """Write the table of places, each row as what it differs from the last one in: next to nothing."""
        squeeze = zlib.compressobj(1, zlib.DEFLATED, 12, 6)  # more takes long, and gains nothing here
        pieces, above = [], bytes(_ROW)
        for start in range(0, len(self._places), _ROWS):
            held = self._places[start : start + _ROWS]
            if sys.byteorder == "little":
                held.byteswap()
            rows = held.tobytes()
            differ = _less(rows, above + rows[:-_ROW])
            above = rows[-_ROW:]
            # Each row begins with how it is written: 2, as the difference to the one above it.
            tagged = bytearray(b"\x02") * (len(held) * (_ROW + 1))
            for column in range(_ROW):
                tagged[column + 1 :: _ROW + 1] = differ[column::_ROW]
            pieces.append(squeeze.compress(tagged))
        return b"".join([*pieces, squeeze.flush()])


def _less(these: bytes, those: bytes) -> bytes:
    """Take bytes from bytes, each for itself: as two large numbers in which no byte borrows from the next."""
    high = int.from_bytes(b"\x80" * len(these))
    one, other = int.from_bytes(these), int.from_bytes(those)
    return (((one | high) - (other & ~high)) ^ ((one ^ ~other) & high)).to_bytes(len(these))
