"""Fonts in a PDF: every glyph under the number that it has in its font file, and at the end the glyphs that were shown.

Because a glyph keeps its number, what is written on a page does not depend on which other glyphs the file will hold: pages go
out at once, and the fonts are written when it is known what they need.  The letters that nearly every certificate needs are
cut out of the bundled fonts once for all files; names with rarer letters get a second cut of the same font, of just those.
"""

from __future__ import annotations

import functools
import hashlib
import itertools
import string
from typing import TYPE_CHECKING, TypeAlias

import attrs

from cmecore.rendering.fonts import subsetting
from cmecore.rendering.fonts.typefaces import bundled
from cmecore.rendering.pdf.file import deflated, name

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from cmecore.rendering.fonts.runs import Run, Typeface
    from cmecore.rendering.fonts.typefaces import Style
    from cmecore.rendering.pdf.file import File, Number

_LATIN = "".join(map(chr, (*range(0x20, 0x7F), *range(0xA1, 0xAD), *range(0xAE, 0x100)))) + "–—‘’“”•…™·"
#: Names are set in roman, and have the letters of most languages of Europe.
_EUROPEAN = _LATIN + "".join(map(chr, range(0x100, 0x180)))
_COMMON: Mapping[Style, str] = {"roman": _EUROPEAN, "italic": _LATIN, "capitals": _LATIN}
# Ligatures and marks that no single character stands for get their meaning from the glyph before them.
_NOTHING = "\u200b"

Glyphs: TypeAlias = frozenset[int]


@attrs.frozen(eq=False)
class Cut:
    """A part of a font that a file holds: the name that pages know it by, and the font."""

    resource: bytes
    face: Typeface
    common: bool = False


@functools.cache
def _commons() -> Mapping[Typeface, tuple[Cut, Glyphs]]:
    """Cut the common letters out of the bundled fonts."""
    found = {}
    for style, characters in _COMMON.items():
        face = bundled(style)
        glyphs = frozenset(face.glyphs[ord(one)] for one in characters if ord(one) in face.glyphs)
        found[face] = Cut(face.name.encode(), face, common=True), glyphs
    return found


def cut_for(run: Run) -> Cut:
    """Choose the cut that holds a run: the common one, where that has all of it.

    >>> from cmecore.rendering.fonts.typefaces import Typefaces
    >>> faces = Typefaces.of([])
    >>> [cut_for(run).resource for name in ("Ada Okoro", "Nguyễn") for run in faces.set(name, "roman")]
    [b'R', b'Rx']
    """
    if (known := _commons().get(run.face)) is not None:
        if known[1].issuperset(run.glyphs):
            return known[0]
        return _rest(run.face)
    return _whole(run.face)


@functools.cache
def _rest(face: Typeface) -> Cut:
    return Cut(face.name.encode() + b"x", face)


@functools.lru_cache(maxsize=256)
def _whole(face: Typeface) -> Cut:
    return Cut(face.name.encode(), face)


class Lettering:
    """The fonts of one file under way."""

    def __init__(self) -> None:
        # By name: a cut that was made again, by another thread or after it was forgotten, is the same font to a page.
        self._shown: dict[bytes, tuple[Cut, dict[int, str]]] = {}

    def show(self, cut: Cut, meanings: Mapping[int, str]) -> None:
        """Note which glyphs of a cut are shown, and what each of them means."""
        _, shown = self._shown.setdefault(cut.resource, (cut, {}))
        if not cut.common and not meanings.keys() <= shown.keys():
            for glyph, meaning in meanings.items():
                shown.setdefault(glyph, meaning)

    def write(self, file: File) -> bytes:
        """Write all fonts; return the entry of the resources that names them."""
        names = []
        for _, (cut, shown) in sorted(self._shown.items(), key=lambda pair: pair[0]):
            prepared = _common(cut) if cut.common else _exact(cut.face, frozenset(shown.items()))
            names.append(b"/%b %d 0 R" % (cut.resource, prepared.write(file)))
        return b"/Font<<%b>>" % b"".join(names)


def meanings(run: Run) -> dict[int, str]:
    """Tell what each glyph of a run means.

    >>> from cmecore.rendering.fonts.typefaces import Typefaces
    >>> set(meanings(Typefaces.of([]).set("Ada", "roman")[0]).values()) == {"A", "d", "a"}
    True
    """
    own = _characters(run.face)
    found: dict[int, str] = {}
    for glyph, cluster in zip(run.glyphs, run.clusters, strict=True):
        found.setdefault(glyph, cluster or own.get(glyph, _NOTHING))
    return found


@functools.lru_cache(maxsize=64)
def _characters(face: Typeface) -> Mapping[int, str]:
    return {glyph: chr(code) for code, glyph in sorted(face.glyphs.items(), reverse=True)}


@attrs.frozen
class _Prepared:
    """The objects of one font, ready to be written into any file."""

    base: bytes
    descriptor: bytes
    widths: bytes
    program: bytes
    program_length: int
    places: bytes
    meanings: bytes

    def write(self, file: File) -> Number:
        """Write the font."""
        first = file.new(6)
        font, descendant, descriptor, program, places, meanings = range(first, first + 6)
        file.put(
            font,
            b"<</Type/Font/Subtype/Type0/BaseFont%b/Encoding/Identity-H/DescendantFonts[%d 0 R]/ToUnicode %d 0 R>>"
            % (self.base, descendant, meanings),
        )
        file.put(
            descendant,
            b"<</Type/Font/Subtype/CIDFontType2/BaseFont%b/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)/Supplement 0>>"
            b"/FontDescriptor %d 0 R/DW 0/W[%b]/CIDToGIDMap %d 0 R>>" % (self.base, descriptor, self.widths, places),
        )
        file.put(descriptor, self.descriptor % program)
        file.stream(program, b"/Length1 %d/Filter/FlateDecode" % self.program_length, self.program)
        file.stream(places, b"/Filter/FlateDecode", self.places)
        file.stream(meanings, b"/Filter/FlateDecode", self.meanings)
        return font


@functools.cache
def _common(cut: Cut) -> _Prepared:
    known, glyphs = _commons()[cut.face]
    own = _characters(known.face)
    return _prepared(known.face, {glyph: own[glyph] for glyph in glyphs})


@functools.lru_cache(maxsize=1024)
def _exact(face: Typeface, shown: frozenset[tuple[int, str]]) -> _Prepared:
    return _prepared(face, dict(shown))


def _prepared(face: Typeface, shown: Mapping[int, str]) -> _Prepared:
    """Cut the glyphs that are shown out of a font."""
    glyphs = sorted({0, *shown})
    program = subsetting.program(face.data, glyphs)
    base = name(f"{_tag(glyphs)}+{font_name(face)}")
    return _Prepared(
        base=base,
        descriptor=descriptor(face, base),
        widths=b"".join(_widths(face, glyphs)),
        program=deflated(program, 9),
        program_length=len(program),
        places=deflated(_places(glyphs)),
        meanings=deflated(_to_unicode(shown)),
    )


def font_name(face: Typeface) -> str:
    """Return the name that a font gives itself, in the letters that every reader takes."""
    given = face.font.face.name
    return "".join(one for one in given.decode("ascii", "ignore") if one.isalnum() or one == "-") or face.name


def descriptor(face: Typeface, base: bytes) -> bytes:
    """Describe a font, with a blank for the number of its program."""
    font = face.font.face
    box = b" ".join(b"%d" % round(side) for side in font.bbox)
    measures = tuple(round(one) for one in (font.italicAngle, font.ascent, font.descent, font.capHeight, font.stemV))
    return (
        b"<</Type/FontDescriptor/FontName%b/Flags 4/FontBBox[%b]/ItalicAngle %d/Ascent %d/Descent %d/CapHeight %d/StemV %d"
        % (base, box, *measures)
    ) + b"/FontFile2 %d 0 R>>"


def _tag(glyphs: Iterable[int]) -> str:
    """Name a cut after what is in it, in the six letters that the standard asks for."""
    digest = hashlib.sha256(repr(glyphs).encode()).digest()
    return "".join(string.ascii_uppercase[byte % 26] for byte in digest[:6])


def _widths(face: Typeface, glyphs: Iterable[int]) -> Iterable[bytes]:
    for _, run in itertools.groupby(enumerate(glyphs), lambda pair: pair[1] - pair[0]):
        row = [glyph for _, glyph in run]
        yield b"%d[%b]" % (row[0], b" ".join(b"%d" % face.advances[glyph] for glyph in row))


def _places(glyphs: list[int]) -> bytes:
    """Lead from the number of a glyph in the font to its place in the cut."""
    places = bytearray(2 * (glyphs[-1] + 1))
    for place, glyph in enumerate(glyphs):
        places[2 * glyph : 2 * glyph + 2] = place.to_bytes(2)
    return bytes(places)


def _to_unicode(shown: Mapping[int, str]) -> bytes:
    """Lead from glyphs back to characters, so that what is copied, searched or read aloud is the text."""
    meant = ((glyph, meaning.encode("utf-16-be").hex().upper()) for glyph, meaning in sorted(shown.items()))
    pairs = [b"<%04X><%b>" % (glyph, meaning.encode()) for glyph, meaning in meant]
    parts = [
        b"%d beginbfchar\n%b\nendbfchar\n" % (len(part), b"\n".join(part))
        for part in (pairs[start : start + 100] for start in range(0, len(pairs), 100))
    ]
    return (
        b"/CIDInit /ProcSet findresource begin\n12 dict begin\nbegincmap\n"
        b"/CIDSystemInfo<</Registry(Adobe)/Ordering(UCS)/Supplement 0>>def\n/CMapName/Adobe-Identity-UCS def\n"
        b"/CMapType 2 def\n1 begincodespacerange\n<0000><FFFF>\nendcodespacerange\n%b"
        b"endcmap\nCMapName currentdict/CMap defineresource pop\nend\nend" % b"".join(parts)
    )
