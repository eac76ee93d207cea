"""Images in a drawing: written into it as the very pixels that the other renderers show.

The file that was handed over may also hold a place, a profile of colours or a turn, which viewers take in different ways, so it
is not passed on.  What is written is a PNG of its own: a heading, the rows of pixels, an end.
"""

from __future__ import annotations

import base64
import functools
import struct
import zlib
from typing import TYPE_CHECKING

from cmecore.rendering.images import pixels

if TYPE_CHECKING:
    from cmecore.rendering.images import Image

_SIGNATURE = b"\x89PNG\r\n\x1a\n"
# Eight bits for each of red, green and blue; the second one has an opacity as well.
_COLOURS, _COLOURS_AND_OPACITY = 2, 6


@functools.lru_cache(maxsize=32)
def address(image: Image) -> str:
    """Write an image as an address that holds it whole.

    >>> from cmecore.rendering.images import Image
    >>> dot = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAQAAAC1HAwCAAAAC0lEQVR42mNkYAAAAAYAAjCB0C8AAAAASUVORK5CYII="
    >>> address(Image(base64.b64decode(dot)))[:32]
    'data:image/png;base64,iVBORw0KGg'
    """
    decoded = pixels(image.data)
    width, height, samples = decoded.width, decoded.height, zlib.decompress(decoded.colours)
    kind, depth = _COLOURS, 3
    if decoded.opacity is not None:
        kind, depth = _COLOURS_AND_OPACITY, 4
        mixed = bytearray(4 * width * height)
        for channel in range(3):
            mixed[channel::4] = samples[channel::3]
        mixed[3::4] = zlib.decompress(decoded.opacity)
        samples = bytes(mixed)
    stride = depth * width
    rows = b"".join(b"\0" + samples[start : start + stride] for start in range(0, len(samples), stride))
    file = b"".join(
        (
            _SIGNATURE,
            _chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, kind, 0, 0, 0)),
            _chunk(b"IDAT", zlib.compress(rows, 9)),
            _chunk(b"IEND", b""),
        )
    )
    return f"data:image/png;base64,{base64.b64encode(file).decode()}"


def _chunk(name: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))
