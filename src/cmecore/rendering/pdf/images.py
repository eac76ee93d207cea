"""Images in a PDF: each stands in the file once, whoever shows it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cmecore.rendering.images import pixels
from cmecore.rendering.pdf.inking import image_name

if TYPE_CHECKING:
    from cmecore.rendering.images import Image
    from cmecore.rendering.pdf.file import File, Number


class Images:
    """The images of one file under way."""

    def __init__(self, file: File) -> None:
        self._file = file
        self._held: dict[bytes, Number] = {}

    def show(self, image: Image) -> None:
        """Write an image, unless it stands in the file by now."""
        name = image_name(image)
        if name in self._held:
            return
        decoded = pixels(image.data)
        kind = b"/Type/XObject/Subtype/Image/Width %d/Height %d/BitsPerComponent 8/Filter/FlateDecode"
        size = (decoded.width, decoded.height)
        masked = b""
        if decoded.opacity is not None:
            mask = self._file.new()
            self._file.stream(mask, kind % size + b"/ColorSpace/DeviceGray", decoded.opacity)
            masked = b"/SMask %d 0 R" % mask
        self._held[name] = self._file.new()
        self._file.stream(self._held[name], kind % size + b"/ColorSpace/DeviceRGB" + masked, decoded.colours)

    def entry(self) -> bytes:
        """Return the entry of the resources that names them."""
        if not self._held:
            return b""
        return b"/XObject<<%b>>" % b"".join(b"/%b %d 0 R" % pair for pair in sorted(self._held.items()))
