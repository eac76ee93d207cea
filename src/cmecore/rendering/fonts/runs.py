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
    #: How far each character moves on, likewise.
    steps: Mapping[str, int] = attrs.field(repr=False)
    #: What can be seen of the characters that it has a glyph for.
    characters: frozenset[str] = attrs.field(repr=False)
    #: Whether everything that a plain keyboard types is among them.
    types: bool

    def has(self, text: str) -> bool:
        """Tell whether all of a text can be seen in it."""
        return (self.types and text.isascii() and text.isprintable()) or self.characters.issuperset(text)

    def draws(self, character: str) -> bool:
        """Tell whether there is a glyph for a character."""
        return ord(character) in self.glyphs


@attrs.define(eq=False)
class Run:
    """Glyphs of one typeface in the order in which they are painted, from left to right."""

    face: Typeface
    #: In the order in which it is read.
    text: str
    #: As it was shaped; nothing, where it is simple.
    _glyphs: tuple[int, ...] = ()
    _clusters: tuple[str, ...] = ()
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

    @property
    def glyphs(self) -> tuple[int, ...]:
        """The glyphs, which are seldom asked for where each is that of its character."""
        return tuple(map(self.face.glyphs.__getitem__, map(ord, self.text))) if self.simple else self._glyphs

    @property
    def clusters(self) -> tuple[str, ...]:
        """The text that each glyph stands for; nothing for the further glyphs of a cluster."""
        return tuple(self.text) if self.simple else self._clusters
