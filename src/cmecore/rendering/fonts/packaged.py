"""Fonts that come in packages of their own: Arabic, Hebrew, Devanagari and Thai, for a caller who has none to hand over.

The extra ``fonts`` installs them and what shapes them.  Han, Kana and Hangul are not among them: the packages that have
them carry outlines that PDF cannot embed as TrueType, or hairlines.  For those a caller hands over a file.
"""

from __future__ import annotations

import functools
import importlib.resources
from typing import Final

from cmecore.errors import InvalidValue

# Package and file.  Two with serifs, to go with the bundled Garamond; for the other two scripts there is no such package.
_FILES: Final = (
    ("fontpkg_amiri", "Amiri-Regular.ttf"),
    ("fontpkg_frank_ruhl_libre", "FrankRuhlLibre[wght].ttf"),
    ("fontpkg_noto_sans_devanagari", "NotoSansDevanagari[wdth,wght].ttf"),
    ("fontpkg_noto_sans_thai", "NotoSansThai[wdth,wght].ttf"),
)


@functools.cache
def default_fonts() -> tuple[bytes, ...]:
    """Read the fonts of the extra ``fonts``, to hand over as in ``Pdf(fonts=default_fonts())``.

    >>> from cmecore.rendering.fonts.shaping import missing
    >>> from cmecore.rendering.fonts.typefaces import supplied
    >>> missing("محمد דוד दीपिका สมชาย", [supplied(data) for data in default_fonts()])
    ()
    """
    return tuple(_read(package, file) for package, file in _FILES)


def _read(package: str, file: str) -> bytes:
    try:
        return (importlib.resources.files(package) / "files" / file).read_bytes()
    except (ModuleNotFoundError, FileNotFoundError) as error:
        raise InvalidValue(
            field="fonts",
            found=f"no {file}",
            expected="the fonts of the extra, which is not installed",
            advice="pip install 'cmecore[fonts]', or hand over fonts of yours",
        ) from error
