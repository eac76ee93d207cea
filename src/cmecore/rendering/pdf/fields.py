"""Fields to fill in: the hours that a learner attended by his own account, typed instead of written by hand.

A field needs a font that is inside the file and a drawing of its own (ISO 19005-3, 6.4.1), and words for whoever cannot see it
(ISO 14289-1, 7.18.4).  What is typed there is the learner's word and never credit.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from cmecore.rendering.pdf.file import text
from cmecore.rendering.pdf.lettering import typed

if TYPE_CHECKING:
    from cmecore.rendering.pages.layout import Blank
    from cmecore.rendering.pdf.file import File, Number
    from cmecore.rendering.pdf.lettering import Lettering

_SIZE = 12
_LONGEST = 12


class Fields:
    """The fields of one file under way."""

    def __init__(self, file: File, lettering: Lettering) -> None:
        self._file, self._lettering = file, lettering
        self._font: Number = 0
        self._held: list[Number] = []

    def add(self, number: Number, blank: Blank, top: float, *, page: Number, key: int) -> None:
        """Put a field on the rule to write on."""
        self._font = self._lettering.show(typed(), {})
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
