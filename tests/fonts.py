"""Fonts of many scripts for the tests, from the packages of Debian."""

import functools
from pathlib import Path

import pytest

from cmecore.rendering.fonts.runs import Typeface
from cmecore.rendering.fonts.typefaces import bundled, supplied

_FOLDER = Path("/usr/share/fonts/truetype")

#: Which file of which Debian package has a script.
_FILES = {
    "Arabic": ("fonts-noto-core", "noto/NotoNaskhArabic-Regular.ttf"),
    "Arabic sans": ("fonts-noto-core", "noto/NotoSansArabic-Regular.ttf"),
    "Hebrew": ("fonts-noto-core", "noto/NotoSerifHebrew-Regular.ttf"),
    "Devanagari": ("fonts-noto-core", "noto/NotoSerifDevanagari-Regular.ttf"),
    "Thai": ("fonts-noto-core", "noto/NotoSerifThai-Regular.ttf"),
    "Latin": ("fonts-noto-core", "noto/NotoSerif-Regular.ttf"),
    "Hangul": ("fonts-nanum", "nanum/NanumMyeongjo.ttf"),
    "Han": ("fonts-droid-fallback", "droid/DroidSansFallbackFull.ttf"),
}


@functools.cache
def data(script: str) -> bytes:
    """Read the font of a script, or skip the test with the package to install."""
    package, file = _FILES[script]
    path = _FOLDER / file
    if not path.exists():
        pytest.skip(f"{path} is missing: apt-get install {package}", allow_module_level=True)
    return path.read_bytes()


def face(script: str) -> Typeface:
    """Give the typeface of a script."""
    return supplied(data(script))


def faces() -> list[Typeface]:
    """List a font for every script of the tests, our own first."""
    return [bundled("roman"), *(face(script) for script in ("Arabic", "Hebrew", "Devanagari", "Thai", "Han", "Hangul"))]
