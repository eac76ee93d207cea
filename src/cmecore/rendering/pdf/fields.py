"""Fields to fill in: the hours that a learner attended by his own account, typed instead of written by hand.

A field needs a font that is inside the file and a drawing of its own (ISO 19005-3, 6.4.1), and words for whoever cannot see it
(ISO 14289-1, 7.18.4).  What is typed there is the learner's word and never credit.
"""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING

from cmecore.rendering.fonts import subsetting
from cmecore.rendering.fonts.typefaces import bundled
from cmecore.rendering.pdf.file import deflated, name, text
from cmecore.rendering.pdf.lettering import descriptor, font_name

if TYPE_CHECKING:
    from cmecore.rendering.pages.layout import Blank
    from cmecore.rendering.pdf.file import File, Number

_SIZE = 12
_LONGEST = 12
_NONSYMBOLIC = b"/Flags 32"
# What a keyboard in Western Europe or America types.
_FIRST, _LAST = 32, 255


class Fields:
    """The fields of one file under way."""

    def __init__(self, file: File) -> None:
        self._file = file
        self._font: Number = 0
        self._held: list[Number] = []

    def add(self, number: Number, blank: Blank, top: float, *, page: Number, key: int) -> None:
        """Put a field on the rule to write on."""
        self._font = self._font or self._write_font()
        self._held.append(number)
        box = (blank.x, blank.y + top, blank.x + blank.width, blank.y + top + blank.height)
        drawn = self._file.new()
        resources = b"/Resources<</Font<</H %d 0 R>>>>" % self._font
        size = (blank.width, blank.height)
        self._file.stream(drawn, b"/Type/XObject/Subtype/Form/BBox[0 0 %.2f %.2f]%b" % (*size, resources), b"/Tx BMC\nEMC")
        self._file.put(
            number,
            b"<</Type/Annot/Subtype/Widget/FT/Tx/T(hours-%d)/TU%b/Contents%b/Rect[%.2f %.2f %.2f %.2f]/F 4/P %d 0 R/MaxLen %d"
            b"/DA(/H %d Tf 0 g)/Q 1/V()/AP<</N %d 0 R>>/StructParent %d>>"
            % (len(self._held), text(blank.says), text(blank.says), *box, page, _LONGEST, _SIZE, drawn, key),
        )

    def entry(self) -> bytes:
        """Return the entry of the catalog that names them."""
        if not self._held:
            return b""
        held = b" ".join(b"%d 0 R" % number for number in self._held)
        return b"/AcroForm<</Fields[%b]/DR<</Font<</H %d 0 R>>>>/DA(/H %d Tf 0 g)>>" % (held, self._font, _SIZE)

    def _write_font(self) -> Number:
        first = self._file.new(3)
        font, described, program = range(first, first + 3)
        data, widths, base, known = _font()
        self._file.put(
            font,
            b"<</Type/Font/Subtype/TrueType/BaseFont%b/Encoding/WinAnsiEncoding/FirstChar %d/LastChar %d/Widths[%b]"
            b"/FontDescriptor %d 0 R>>" % (base, _FIRST, _LAST, widths, described),
        )
        self._file.put(described, known % program)
        self._file.stream(program, b"/Length1 %d/Filter/FlateDecode" % data[0], data[1])
        return font


@functools.cache
def _font() -> tuple[tuple[int, bytes], bytes, bytes, bytes]:
    """Make a font that a reader can type with: by characters, not by glyphs."""
    face = bundled("roman")
    typed = {code: bytes([code]).decode("cp1252", "ignore") for code in range(_FIRST, _LAST + 1)}
    characters = {code: ord(one) for code, one in typed.items() if one and ord(one) in face.glyphs}
    glyphs = sorted({0, *(face.glyphs[character] for character in characters.values())})
    places = {glyph: place for place, glyph in enumerate(glyphs)}
    program = subsetting.program(face.data, glyphs, {one: places[face.glyphs[one]] for one in characters.values()})
    widths = [face.advances[face.glyphs[characters[code]]] if code in characters else 0 for code in typed]
    base = name(f"CMECOR+{font_name(face)}-Typed")
    known = descriptor(face, base).replace(b"/Flags 4", _NONSYMBOLIC)
    return (len(program), deflated(program, 9)), b" ".join(b"%d" % width for width in widths), base, known
