"""Certificates become something to keep: the one protocol that every renderer fits, and what it hands back.

A renderer is any object that takes certificates and returns bytes.  It gets nothing else: no clock, no account, no template
from a disk, so that the certificates of Ada Okoro print today as they will print in ten years, byte for byte.  The caller
decides what becomes of the bytes.

What ships: :class:`cmecore.rendering.pdf.Pdf`, :class:`cmecore.rendering.html.Html`, :class:`cmecore.rendering.svg.Svg`,
:class:`cmecore.rendering.text.Text` and :class:`cmecore.rendering.data.Json`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

import attrs

if TYPE_CHECKING:
    from collections.abc import Sequence

    from cmecore.entries import Certificate


@attrs.frozen
class PageRange:
    """The pages of a document that a certificate stands on, counted from 1, both ends included; to print or save just them.

    >>> str(PageRange("LC-7", "Emergency Medicine", 3, 4))
    '3-4'
    """

    number: str | None
    course: str
    first: int
    last: int

    def __str__(self) -> str:
        """Write it as a printer's dialogue takes it."""
        return str(self.first) if self.first == self.last else f"{self.first}-{self.last}"


@attrs.frozen
class Rendered:
    """Certificates in their final form: bytes, and what kind of bytes they are.

    >>> Rendered("text/plain; charset=utf-8", b"Ada Okoro").media_type
    'text/plain; charset=utf-8'
    """

    #: As HTTP and e-mail name it, such as ``application/pdf``.
    media_type: str
    data: bytes
    #: Which pages each certificate stands on, where the form has pages.
    pages: tuple[PageRange, ...] = ()


class Renderer(Protocol):
    r"""Whatever turns certificates into bytes; nothing has to be subclassed or registered.

    :func:`~cmecore.rendering.handed.documents` says what stands on each certificate and refuses what is none, and
    :class:`~cmecore.testing.renderer.RendererContract` tests whether all of it is printed.

    >>> from cmecore.rendering.handed import documents
    >>> class Lines:
    ...     def render(self, certificates, /):
    ...         texts = (text for document in documents(certificates) for text in document.texts())
    ...         return Rendered("text/plain; charset=utf-8", "\n".join(texts).encode())
    >>> renderer: Renderer = Lines()
    >>> from cmecore.testing.certificates import CREDITED
    >>> renderer.render([CREDITED]).data.decode().splitlines()[2:4]
    ['certifies that', 'Ada Nnedi Okoro, MD']
    >>> renderer.render([])
    Traceback (most recent call last):
    cmecore.errors.InvalidValue: certificates: found none; expected at least one certificate; ...
    """

    def render(self, certificates: Sequence[Certificate], /) -> Rendered:
        """Draw the certificates, in the order given, and return the document that holds them all."""
        ...
