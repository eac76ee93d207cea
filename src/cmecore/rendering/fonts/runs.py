"""What a text is set in: one font, and the glyphs of it that stand beside each other."""

from __future__ import annotations

from typing import TYPE_CHECKING

import attrs

if TYPE_CHECKING:
    from collections.abc import Mapping

    from reportlab.pdfbase import ttfonts


@attrs.frozen(eq=False)
class Typeface:
    """One font, parsed once and then only read."""

    #: What a file knows it by: made from its content, so that it can never come to mean another font.
    name: str
    #: The content of its TrueType file.
    data: bytes = attrs.field(repr=False)
    font: ttfonts.TTFont = attrs.field(repr=False)
    #: The glyph of each code point.
    glyphs: Mapping[int, int] = attrs.field(repr=False)
    #: How far each glyph moves on, in thousandths of the size.
    advances: tuple[int, ...] = attrs.field(repr=False)
    #: The glyph of each code point, as PDF writes it.
    digits: Mapping[int, str] = attrs.field(repr=False)
    #: What can be seen of the characters that it has a glyph for.
    characters: frozenset[str] = attrs.field(repr=False)

    def draws(self, character: str) -> bool:
        """Tell whether there is a glyph for a character."""
        return ord(character) in self.glyphs


@attrs.define(eq=False)
class Run:
    """Glyphs of one typeface in the order in which they are painted, from left to right."""

    face: Typeface
    #: In the order in which it is read.
    text: str
    glyphs: tuple[int, ...]
    #: The text that each glyph stands for; nothing for the further glyphs of a cluster.
    clusters: tuple[str, ...]
    #: How far to move on after each glyph, in thousandths of the size; empty where that is what the font says.
    advances: tuple[float, ...] = ()
    #: How far each glyph is moved to the right and up, in thousandths of the size; empty where none is.
    offsets: tuple[tuple[float, float], ...] = ()
    #: Whether it is read from right to left.
    rtl: bool = False
    #: At a size of 1.
    width: float = 0.0
    #: Whether every glyph is the one that the font has for its character, and stands right after the one before it.
    simple: bool = False
