"""Fonts that a web page carries inside it: those of its theme, and of the others that were handed over those that it needs.

A page without any is set in the reader's own fonts, which are the same on no two machines, but weigh nothing.
"""

from __future__ import annotations

import base64
import functools
from typing import TYPE_CHECKING

from cmecore.rendering.fonts.typefaces import supplied
from cmecore.rendering.stylesheet import FAMILIES, SET_IN

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from cmecore.rendering.themes import Theme

# Where no letters are Latin, Greek or Cyrillic, nor any marks between words: those are left to the theme and the reader.
_BEYOND = ((0x530, 0x1DFF), (0x2C00, 0x10FFFF))
_OTHER = f"unicode-range: {', '.join(f'U+{first:X}-{last:X}' for first, last in _BEYOND)}; "
_SLANTED = "font-style: italic; "


def rules(theme: Theme, fonts: Sequence[bytes], text: str) -> str:
    """Write the rules for a page with this text; they come last in its style sheet, and are none where it carries no font.

    >>> from cmecore.rendering.themes import CLASSIC
    >>> rules(CLASSIC, [], "Ada Okoro, MD")
    ''
    """
    own, others = dict(theme.styles), list(_needed(fonts, text))
    written = [_face(style, data, _SLANTED if style == "italic" else "") for style, data in own.items()]
    written += [_face(f"other {place}", data, _OTHER) for place, data in enumerate(others, start=1)]
    behind = [*(f'"carried other {place}"' for place in range(1, len(others) + 1)), FAMILIES]
    for style, selector in SET_IN.items():
        if style in own:
            caps = " font-variant-caps: normal;" if style == "capitals" else ""
            written.append(f'{selector} {{ font-family: "carried {style}", {", ".join(behind)};{caps} }}\n')
        elif style == "roman" and others:
            written.append(f"{selector} {{ font-family: {', '.join(behind)}; }}\n")
    return "".join(written)


def _needed(fonts: Sequence[bytes], text: str) -> Iterator[bytes]:
    """Choose the fonts that draw a character which no earlier one has, as the other renderers do."""
    if not fonts:
        return
    left = {one for one in set(text) if any(first <= ord(one) <= last for first, last in _BEYOND)}
    for data in fonts:
        drawn = left & supplied(data).characters
        if drawn:
            left -= drawn
            yield data


def _face(name: str, data: bytes, more: str) -> str:
    return f'@font-face {{ font-family: "carried {name}"; {more}src: url({_address(data)}) format("truetype"); }}\n'


@functools.lru_cache(maxsize=16)
def _address(data: bytes) -> str:
    return f"data:font/ttf;base64,{base64.b64encode(data).decode()}"
