"""Certificates as PDF: a page that a physician would frame, drawn as vectors, with every font inside the file.

The same certificates give the same bytes on any machine, in any time zone, in any year: the file's date is the day of issue.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

import attrs

from cmecore.errors import InvalidValue, shown
from cmecore.rendering import Rendered, wording
from cmecore.rendering.drawing import Drawing
from cmecore.rendering.layout import Sheet
from cmecore.rendering.page import Composer
from cmecore.rendering.typefaces import Typefaces, as_fonts

if TYPE_CHECKING:
    from collections.abc import Sequence

    from cmecore.entries import Certificate

_PAPERS = {"letter": Sheet(792.0, 612.0), "a4": Sheet(841.89, 595.28)}


@attrs.frozen(kw_only=True)
class Pdf:
    """Render certificates as one PDF: each begins on a page of its own, with a bookmark that leads to it.

    >>> import datetime
    >>> from cmecore.activities import Provider
    >>> from cmecore.entries import PARTICIPATION, Certificate
    >>> preview = Certificate(
    ...     number=None, kind=PARTICIPATION, learner="dr-42", name="Ada Okoro, MD", provider=Provider(name="Lakeside CME"),
    ...     course="Emergency Medicine", issued_on=datetime.date(2026, 3, 12), lines=[],
    ... )
    >>> Pdf(paper="a4").render([preview]).data[:5]
    b'%PDF-'

    Names in Latin, Greek and Cyrillic letters print as they are.  For others, hand over a TrueType font that has them:
    ``Pdf(fonts=[Path("NotoSerifSC.ttf").read_bytes()])``.  What no font can draw is refused before a byte is written.
    """

    paper: Literal["letter", "a4"] = attrs.field(default="letter")
    #: The content of further TrueType fonts, asked in this order for characters that the bundled ones lack.
    fonts: tuple[bytes, ...] = attrs.field(default=(), converter=as_fonts, repr=False)

    @paper.validator
    def _known(self, _attribute: attrs.Attribute[str], paper: object) -> None:
        if paper not in _PAPERS:
            raise InvalidValue(field="paper", found=shown(paper), expected="letter or a4", advice="write it in small letters")

    def render(self, certificates: Sequence[Certificate], /) -> Rendered:
        """Compose all certificates first, so that one that cannot be printed stops the document before a byte is written."""
        held = wording.at_least_one(certificates)
        faces = Typefaces.of(self.fonts)
        composer = Composer(_PAPERS[self.paper], faces)
        composed = [(certificate, composer.pages(certificate)) for certificate in held]
        drawing = Drawing(composer.paper, faces, held)
        for number, (certificate, pages) in enumerate(composed, start=1):
            drawing.bookmark(f"certificate-{number}", certificate)
            for page in pages:
                drawing.page(page)
        return Rendered("application/pdf", drawing.finished())
