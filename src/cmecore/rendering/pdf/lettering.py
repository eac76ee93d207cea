"""Fonts in a PDF: the letters that nearly every certificate needs, and beside them whatever glyphs were shown.

What Western Europe and America write stands in a byte a letter (WinAnsiEncoding), which is half of a page's text.  Every other
glyph goes by the number that it has in its font file.  Neither depends on which other glyphs the file will hold: pages go out
at once, and the fonts are written when it is known what they need.  The common letters are cut out of the bundled fonts once
for all files; names with rarer letters get a second cut of the same font, of just those.
"""

from __future__ import annotations

import codecs
import functools
import hashlib
import itertools
import string
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

import attrs

from cmecore.rendering.fonts import subsetting
from cmecore.rendering.fonts.typefaces import bundled
from cmecore.rendering.pdf.file import deflated, literal, name

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from cmecore.rendering.fonts.runs import Run, Typeface
    from cmecore.rendering.fonts.typefaces import Style
    from cmecore.rendering.pdf.file import File, Number

# What a byte means (ISO 32000-1, annex D); those that mean the same as another, or nothing, mean nothing here.
_NO_LETTER = "\ufffe"
_MEANT = bytes(range(256)).decode("cp1252", "replace").replace("\ufffd", _NO_LETTER)
_WESTERN = "".join(_NO_LETTER if one < " " or one in "\x7f\xa0\xad" else one for one in _MEANT)
_CODES = codecs.charmap_build(_WESTERN)
_LETTERS = frozenset(_WESTERN) - {_NO_LETTER}
#: Names are set in roman, and have the letters of most languages of Europe.
_EUROPEAN = _LETTERS | frozenset(map(chr, range(0x100, 0x180)))
_LETTERS_OF: Mapping[Style, frozenset[str]] = {"roman": _EUROPEAN, "italic": _LETTERS, "capitals": _LETTERS}
# Ligatures and marks that no single character stands for get their meaning from the glyph before them.
_NOTHING = "\u200b"
# The codes of a font of letters, and what a descriptor says of its letters: that they are these, or any.
_FIRST, _LAST = 32, 255
_NONSYMBOLIC, _SYMBOLIC = 32, 4

Glyphs: TypeAlias = frozenset[int]


@attrs.frozen(eq=False)
class Cut:
    """A part of a font that a file holds: the name that pages know it by, and the font."""

    resource: bytes
    face: Typeface
    #: Whether it is one of those that are cut once for all files.
    common: bool = False
    #: Whether its letters are written in a byte each.
    western: bool = False


class _Bundled(NamedTuple):
    """The common letters of a font, and the two ways in which pages write them."""

    western: Cut
    wide: Cut
    letters: frozenset[str]
    glyphs: Glyphs


@functools.cache
def _bundled_cuts() -> Mapping[Typeface, _Bundled]:
    """Cut the common letters out of the bundled fonts."""
    found = {}
    for style, characters in _LETTERS_OF.items():
        face = bundled(style)
        letters = frozenset(one for one in characters if ord(one) in face.glyphs)
        western = Cut(face.name.encode(), face, common=True, western=True)
        wide = Cut(face.name.encode() + b"e", face, common=True)
        found[face] = _Bundled(western, wide, letters, frozenset(face.glyphs[ord(one)] for one in letters))
    return found


def written(face: Typeface, text: str) -> tuple[Cut, bytes] | None:
    r"""Write a text in the common letters of a font, each as the font has it; None where it needs others.

    >>> from cmecore.rendering.fonts.typefaces import bundled
    >>> [written(bundled("roman"), name)[1] for name in ("Ada (MD)", "Zoë")]
    [b'(Ada \\(MD\\))', b'(Zo\xeb)']
    """
    if (known := _bundled_cuts().get(face)) is None:
        return None
    try:
        codes, _ = codecs.charmap_encode(text, "strict", _CODES)
    except UnicodeEncodeError:
        if not known.letters.issuperset(text):
            return None
        return known.wide, b"<%b>" % text.translate(face.digits).encode()
    return known.western, literal(codes)


def cut_for(run: Run) -> Cut:
    """Choose the cut that holds the glyphs of a run: one of the common ones, where that has all of them.

    >>> from cmecore.rendering.fonts.typefaces import Typefaces
    >>> faces = Typefaces.of([])
    >>> [cut_for(run).resource for name in ("Žižek", "Nguyễn") for run in faces.set(name, "roman")]
    [b'Re', b'Rx']
    """
    if (known := _bundled_cuts().get(run.face)) is not None:
        return known.wide if known.glyphs.issuperset(run.glyphs) else _rest(run.face)
    return _whole(run.face)


@functools.cache
def _rest(face: Typeface) -> Cut:
    return Cut(face.name.encode() + b"x", face)


@functools.lru_cache(maxsize=256)
def _whole(face: Typeface) -> Cut:
    return Cut(face.name.encode(), face)


def typed() -> Cut:
    """Return the letters that a reader can type into a field."""
    return _bundled_cuts()[bundled("roman")].western


class Lettering:
    """The fonts of one file under way."""

    def __init__(self, file: File) -> None:
        self._file = file
        # By name: a cut that was made again, by another thread or after it was forgotten, is the same font to a page.
        self._shown: dict[bytes, tuple[Number, Cut, dict[int, str]]] = {}

    def show(self, cut: Cut, meanings: Mapping[int, str]) -> Number:
        """Note which glyphs of a cut are shown, and what each of them means; return the number of its font."""
        if (held := self._shown.get(cut.resource)) is None:
            held = self._shown[cut.resource] = self._file.new(), cut, {}
        number, _, shown = held
        if meanings and not meanings.keys() <= shown.keys():
            for glyph, meaning in meanings.items():
                shown.setdefault(glyph, meaning)
        return number

    def write(self) -> bytes:
        """Write all fonts; return the entry of the resources that names them."""
        names = []
        programs: dict[bytes, Number] = {}
        for _, (number, cut, shown) in sorted(self._shown.items()):
            prepared = _prepared(cut) if cut.common else _exact(cut.face, frozenset(shown.items()))
            prepared.write(self._file, number, programs)
            names.append(b"/%b %d 0 R" % (cut.resource, number))
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
class _Program:
    """The outlines of a cut, ready to be written into any file."""

    data: bytes
    length: int

    def number(self, file: File, programs: dict[bytes, Number]) -> Number:
        """Write it, unless another font of the file has it by now."""
        if (found := programs.get(self.data)) is None:
            found = programs[self.data] = file.new()
            file.known(found, b"/Length1 %d/Filter/FlateDecode" % self.length, self.data)
        return found


@attrs.frozen
class _Prepared:
    """The objects of one font, ready to be written into any file."""

    base: bytes
    descriptor: bytes
    widths: bytes
    program: _Program
    meanings: bytes
    #: From numbers of glyphs to places in the program; None where a byte is a letter.
    places: bytes | None

    def write(self, file: File, font: Number, programs: dict[bytes, Number]) -> None:
        """Write the font."""
        described, meanings = file.new(), file.new()
        if self.places is None:
            file.put(
                font,
                b"<</Type/Font/Subtype/TrueType/BaseFont%b/Encoding/WinAnsiEncoding/FirstChar %d/LastChar %d/Widths[%b]"
                b"/FontDescriptor %d 0 R/ToUnicode %d 0 R>>" % (self.base, _FIRST, _LAST, self.widths, described, meanings),
            )
        else:
            descendant, places = file.new(), file.new()
            file.put(
                font,
                b"<</Type/Font/Subtype/Type0/BaseFont%b/Encoding/Identity-H/DescendantFonts[%d 0 R]/ToUnicode %d 0 R>>"
                % (self.base, descendant, meanings),
            )
            file.put(
                descendant,
                b"<</Type/Font/Subtype/CIDFontType2/BaseFont%b"
                b"/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)/Supplement 0>>"
                b"/FontDescriptor %d 0 R/DW 0/W[%b]/CIDToGIDMap %d 0 R>>" % (self.base, described, self.widths, places),
            )
            file.known(places, b"/Filter/FlateDecode", self.places)
        file.put(described, self.descriptor % self.program.number(file, programs))
        file.known(meanings, b"/Filter/FlateDecode", self.meanings)


@functools.cache
def _prepared(cut: Cut) -> _Prepared:
    face = cut.face
    known = _bundled_cuts()[face]
    base, program = _bundled_program(face)
    if not cut.western:
        own = _characters(face)
        return _wide(face, base, program, {glyph: own[glyph] for glyph in known.glyphs})
    glyphs = [face.glyphs[ord(one)] if one in known.letters else 0 for one in _WESTERN[_FIRST:]]
    return _Prepared(
        base=base,
        descriptor=descriptor(face, base, _NONSYMBOLIC),
        widths=b" ".join(b"%d" % (face.advances[glyph] if glyph else 0) for glyph in glyphs),
        program=program,
        meanings=deflated(_to_unicode({code: one for code, one in enumerate(_WESTERN) if one in known.letters}, digits=2)),
        places=None,
    )


@functools.cache
def _bundled_program(face: Typeface) -> tuple[bytes, _Program]:
    """Cut the common letters out, so that they can be asked for by their numbers and by what they mean."""
    known = _bundled_cuts()[face]
    glyphs = sorted({0, *known.glyphs})
    places = {glyph: place for place, glyph in enumerate(glyphs)}
    program = subsetting.program(face.data, glyphs, {ord(one): places[face.glyphs[ord(one)]] for one in known.letters})
    return _base(face, glyphs), _Program(deflated(program, 9), len(program))


@functools.lru_cache(maxsize=1024)
def _exact(face: Typeface, shown: frozenset[tuple[int, str]]) -> _Prepared:
    """Cut the glyphs that are shown out of a font."""
    held = dict(shown)
    glyphs = sorted({0, *held})
    program = subsetting.program(face.data, glyphs)
    return _wide(face, _base(face, glyphs), _Program(deflated(program, 9), len(program)), held)


def _wide(face: Typeface, base: bytes, program: _Program, shown: Mapping[int, str]) -> _Prepared:
    """Make a font whose codes are the numbers of its glyphs."""
    glyphs = sorted({0, *shown})
    return _Prepared(
        base=base,
        descriptor=descriptor(face, base, _SYMBOLIC),
        widths=b"".join(_widths(face, glyphs)),
        program=program,
        meanings=deflated(_to_unicode(shown, digits=4)),
        places=deflated(_places(glyphs)),
    )


def _base(face: Typeface, glyphs: Iterable[int]) -> bytes:
    """Name a cut after what is in it, in the six letters that the standard asks for."""
    digest = hashlib.sha256(repr(glyphs).encode()).digest()
    return name(f"{''.join(string.ascii_uppercase[byte % 26] for byte in digest[:6])}+{font_name(face)}")


def font_name(face: Typeface) -> str:
    """Return the name that a font gives itself, in the letters that every reader takes."""
    given = face.font.face.name
    return "".join(one for one in given.decode("ascii", "ignore") if one.isalnum() or one == "-") or face.name


def descriptor(face: Typeface, base: bytes, flags: int) -> bytes:
    """Describe a font, with a blank for the number of its program."""
    font = face.font.face
    box = b" ".join(b"%d" % round(side) for side in font.bbox)
    measures = tuple(round(one) for one in (font.italicAngle, font.ascent, font.descent, font.capHeight, font.stemV))
    return (
        b"<</Type/FontDescriptor/FontName%b/Flags %d/FontBBox[%b]/ItalicAngle %d/Ascent %d/Descent %d/CapHeight %d/StemV %d"
        % (base, flags, box, *measures)
    ) + b"/FontFile2 %d 0 R>>"


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


def _to_unicode(meant: Mapping[int, str], *, digits: int) -> bytes:
    """Lead from codes back to characters, so that what is copied, searched or read aloud is the text."""
    form = b"<%%0%dX>" % digits
    pairs = [b"%b<%b>" % (form % code, one.encode("utf-16-be").hex().upper().encode()) for code, one in sorted(meant.items())]
    parts = [
        b"%d beginbfchar\n%b\nendbfchar\n" % (len(part), b"\n".join(part))
        for part in (pairs[start : start + 100] for start in range(0, len(pairs), 100))
    ]
    return (
        b"/CIDInit /ProcSet findresource begin\n12 dict begin\nbegincmap\n"
        b"/CIDSystemInfo<</Registry(Adobe)/Ordering(UCS)/Supplement 0>>def\n/CMapName/Adobe-Identity-UCS def\n"
        b"/CMapType 2 def\n1 begincodespacerange\n%b%b\nendcodespacerange\n%b"
        b"endcmap\nCMapName currentdict/CMap defineresource pop\nend\nend"
        % (form % 0, b"<%b>" % (b"F" * digits), b"".join(parts))
    )
