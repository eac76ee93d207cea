"""Images that a caller hands over, such as a logo: looked at once, and refused if anything is wrong with them."""

from __future__ import annotations

import functools
import io
import warnings
import zlib
from typing import TYPE_CHECKING

import attrs
from PIL import Image as Pillow, ImageChops, ImageCms, ImageOps

from cmecore.errors import InvalidValue

if TYPE_CHECKING:
    from collections.abc import Callable

_MOST_BYTES = 5_000_000
_MOST_PIXELS = 16_000_000
_FORMATS = ("PNG", "JPEG")
# In which mode the colours of an image are read, by what its profile speaks of and the mode that it has in its file.
_READ_AS = {
    **{("RGB ", mode): "RGB" for mode in ("RGB", "RGBA", "P", "L", "LA", "1")},
    **{("GRAY", mode): "L" for mode in ("L", "LA", "1")},
    ("CMYK", "CMYK"): "CMYK",
}


@attrs.frozen
class Image:
    r"""A PNG or JPEG image, as the bytes of its file.

    >>> Image(b"GIF89a")
    Traceback (most recent call last):
    cmecore.errors.InvalidValue: image: found 6 bytes that are no image; expected the content of a PNG or JPEG file; ...
    """

    data: bytes = attrs.field(repr=False)

    @data.validator
    def _readable(self, _attribute: attrs.Attribute[bytes], data: object) -> None:
        if not isinstance(data, bytes):
            raise _refused(f"a value of type {type(data).__name__}")
        if len(data) > _MOST_BYTES:
            raise _refused(f"{len(data):,} bytes", f"at most {_MOST_BYTES:,} bytes", "hand over a smaller copy of it")
        pixels(data)

    @property
    def size(self) -> tuple[int, int]:
        """Width and height in pixels."""
        decoded = pixels(self.data)
        return decoded.width, decoded.height

    @property
    def media_type(self) -> str:
        """As HTTP names its format."""
        return "image/png" if self.data.startswith(b"\x89PNG") else "image/jpeg"


@attrs.frozen(eq=False)
class Pixels:
    """An image decoded: three bytes a pixel, and one for how opaque it is where it is not wholly so; both deflated."""

    width: int
    height: int
    colours: bytes
    opacity: bytes | None


@functools.lru_cache(maxsize=32)
def pixels(data: bytes) -> Pixels:
    """Decode an image."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error")  # Pillow only warns of an image that would fill the memory
            with Pillow.open(io.BytesIO(data), formats=_FORMATS) as file:
                width, height = file.size
                whole = _whole(file) if width * height <= _MOST_PIXELS else None
    except InvalidValue:
        raise
    except Exception as error:  # Pillow raises anything from OSError to SyntaxError on a damaged image
        raise _refused(f"{len(data):,} bytes that are no image") from error
    if whole is None:
        found, expected = f"{width:,} × {height:,} pixels", f"at most {_MOST_PIXELS:,} pixels"
        raise _refused(found, expected, "hand over a smaller copy of it")
    width, height = whole.size
    opacity = whole.getchannel("A")
    opaque = opacity.getextrema() == (255, 255)
    return Pixels(width, height, _deflated(whole.convert("RGB").tobytes()), None if opaque else _deflated(opacity.tobytes()))


def _whole(file: Pillow.Image) -> Pillow.Image:
    """Decode all of an image: upright, and in the colours that are printed, which are those of sRGB."""
    upright = _upright(file)
    whole = upright.convert("RGBA")
    if profile := file.info.get("icc_profile"):
        opacity = whole.getchannel("A")
        whole = _in_srgb(upright if upright.mode == "CMYK" else whole, upright.mode, profile)
        whole.putalpha(opacity)
    return whole


def _in_srgb(image: Pillow.Image, mode: str, profile: bytes) -> Pillow.Image:
    """Turn the colours of an image that had a mode in its file into those that its profile says they are."""
    try:
        told = ImageCms.ImageCmsProfile(io.BytesIO(profile))
        read_as = _READ_AS[told.profile.xcolor_space, mode]
        held = image.convert(read_as)
        srgb = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB"))
        turned = ImageCms.ImageCmsTransform(told, srgb, read_as, "RGB").apply(held)
    except (OSError, ValueError, KeyError, ImportError) as error:
        expected = "colours in sRGB, or a profile that says which they are"
        raise _refused("a profile of its colours that cannot be used", expected, "save it in sRGB") from error
    # A profile is what its curves say and never its name: "Linear sRGB" is another.  What is in sRGB differs by rounding alone.
    plain = held.convert("RGB")
    beyond = ImageChops.difference(plain, turned).point(lambda value: max(value - 1, 0))
    return plain if beyond.getbbox() is None else turned


def _upright(file: Pillow.Image) -> Pillow.Image:
    """Turn a photograph as its camera was held, and bring 16 bits of grey to the 8 that are printed."""
    turned = ImageOps.exif_transpose(file)
    return turned.convert("I").point(lambda value: value / 257).convert("L") if turned.mode.startswith("I") else turned


_deflated: Callable[[bytes], bytes] = functools.partial(zlib.compress, level=9)


def _refused(
    found: str,
    expected: str = "the content of a PNG or JPEG file",
    advice: str = 'hand over Path("logo.png").read_bytes()',
) -> InvalidValue:
    return InvalidValue(field="image", found=found, expected=expected, advice=advice)
