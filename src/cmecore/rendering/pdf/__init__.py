"""Certificates as PDF: a page that a physician would frame, drawn as vectors, with every font inside the file.

The files are tagged, and keep PDF/A-3a (ISO 19005-3) and PDF/UA-1 (ISO 14289-1): archives can hold them for good, and a screen
reader reads them aloud.  The same certificates give the same bytes on any machine, in any time zone, in any year: the file's
date is the day of issue.
"""

from __future__ import annotations

import functools
import io
import itertools
from typing import TYPE_CHECKING, BinaryIO

import attrs

from cmecore.credit.fields import expect, is_a, listed
from cmecore.entries import Certificate
from cmecore.errors import CmeError, InvalidValue
from cmecore.rendering import PageRange, Rendered
from cmecore.rendering.files import for_bytes, write_all
from cmecore.rendering.fonts.typefaces import as_fonts
from cmecore.rendering.pages.page import Composer
from cmecore.rendering.pdf.binding import Binding
from cmecore.rendering.pdf.inking import Inking
from cmecore.rendering.themes import CLASSIC, Theme

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence


@attrs.frozen(kw_only=True)
class Pdf:
    """Render certificates as one PDF: each begins on a page of its own, with an entry of the outline that leads to it.

    >>> import datetime
    >>> from cmecore.activities import Provider
    >>> from cmecore.entries import PARTICIPATION, Certificate
    >>> from cmecore.rendering.themes import A4
    >>> preview = Certificate(
    ...     number=None, kind=PARTICIPATION, learner="dr-42", name="Ada Okoro, MD", provider=Provider(name="Lakeside CME"),
    ...     course="Emergency Medicine", issued_on=datetime.date(2026, 3, 12), lines=[],
    ... )
    >>> Pdf(theme=attrs.evolve(CLASSIC, paper=A4)).render([preview]).data[:5]
    b'%PDF-'

    Names in Latin, Greek and Cyrillic letters print as they are.  For others, hand over a TrueType font that has them:
    ``Pdf(fonts=[Path("NotoSansSC.ttf").read_bytes()])``.  What no font can draw is refused before a byte is written.
    """

    theme: Theme = attrs.field(default=CLASSIC, validator=is_a(Theme))
    #: The content of further TrueType fonts, asked in this order for characters that the others lack.
    fonts: tuple[bytes, ...] = attrs.field(default=(), converter=as_fonts, repr=False)
    #: Whether a blank for hours can be filled in on a screen too, and not only by hand.
    fillable: bool = attrs.field(default=False, validator=is_a(bool))
    #: Whether each certificate is attached to its page as data, as :class:`~cmecore.rendering.data.Json` writes it.
    attaches: bool = attrs.field(default=False, validator=is_a(bool))

    def render(self, certificates: Sequence[Certificate], /) -> Rendered:
        """Draw certificates; one that cannot be printed stops the document before a byte is written."""
        held = listed(certificates, field="certificates")
        file = io.BytesIO()
        pages: list[PageRange] = []
        self._bind(held, file, placed=pages.append, shares=len(held) > 1)
        return Rendered("application/pdf", file.getvalue(), tuple(pages))

    def bind(
        self,
        certificates: Iterable[Certificate],
        file: BinaryIO,
        /,
        *,
        progress: Callable[[int], object] | None = None,
        failed: Callable[[int, Certificate, CmeError], object] | None = None,
        placed: Callable[[PageRange], object] | None = None,
    ) -> None:
        """Write certificates into one PDF as they come, in memory that hardly grows with them.

        After each of them ``progress`` is told 1, as the bars of tqdm and rich take it, and ``placed`` which pages it is on.
        One that cannot be printed is handed to ``failed`` with its position, counted from 1, and left out; without ``failed``
        it stops the document, and so does a stream that breaks: what was written by then is no document, and
        :func:`cmecore.rendering.bulk.to_pdf` leaves no such file behind.
        """
        for_bytes(file)
        # A stream of one is the same document as a list of one.
        stream = iter(certificates)
        held = list(itertools.islice(stream, 2))
        whole = itertools.chain(held, stream)
        self._bind(whole, file, progress=progress, failed=failed, placed=placed, shares=len(held) > 1)

    def _bind(
        self,
        certificates: Iterable[Certificate],
        file: BinaryIO,
        *,
        progress: Callable[[int], object] | None = None,
        failed: Callable[[int, Certificate, CmeError], object] | None = None,
        placed: Callable[[PageRange], object] | None = None,
        shares: bool,
    ) -> None:
        composer = Composer.of(self.theme, self.fonts)
        binding: Binding | None = None
        for position, certificate in enumerate(certificates, start=1):
            expect(certificate, Certificate, field="certificates")
            try:
                leaves = composer.pages(certificate)
            except CmeError as error:
                if failed is None:
                    error.add_note(f"It is about certificate {certificate.number}, the {position}. of them.")
                    raise
                failed(position, certificate, error)
            else:
                binding = binding or self._binding(file, composer, shares=shares)
                first, last = binding.add(certificate, leaves)
                if placed is not None:
                    placed(PageRange(certificate.number, certificate.course, first, last))
            if progress is not None:
                progress(1)
        if binding is None:
            raise InvalidValue(
                field="certificates",
                found="none",
                expected="at least one certificate that can be printed",
                advice="render what certify() or certify_participation() returned, and skip learners for whom that is empty",
            )
        binding.close()

    def _binding(self, file: BinaryIO, composer: Composer, *, shares: bool) -> Binding:
        write, inking = functools.partial(write_all, file), functools.partial(_inking, self.theme.words.language)
        return Binding(write, composer, inking, shares=shares, fillable=self.fillable, attaches=self.attaches)


@functools.lru_cache(maxsize=16)
def _inking(page_language: str, certificate_language: str) -> Inking:
    """Keep what one document has put into operators: the next one need not."""
    return Inking(page_language, certificate_language)
