"""Composed certificates bound into one PDF: each page goes out as soon as it is drawn, and the rest is numbers.

What pages have in common stands in the file once.  The marks of a page belong to the page, whichever of its streams they stand
in, so that statements which a thousand certificates share are still read aloud on each of them.
"""

from __future__ import annotations

import functools
import itertools
from array import array
from typing import TYPE_CHECKING

from cmecore.rendering.data import Json
from cmecore.rendering.memo import Memo
from cmecore.rendering.pages import ornament
from cmecore.rendering.pdf.attachments import Attachments
from cmecore.rendering.pdf.fields import Fields
from cmecore.rendering.pdf.file import File, deflated, text
from cmecore.rendering.pdf.images import Images
from cmecore.rendering.pdf.inking import Inking, number
from cmecore.rendering.pdf.lettering import Lettering
from cmecore.rendering.pdf.metadata import About
from cmecore.rendering.pdf.tagging import besides, shaped
from cmecore.rendering.pdf.trees import Outline, Pages, Parents, references

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from cmecore.entries import Certificate
    from cmecore.rendering.pages.layout import Band, Leaf
    from cmecore.rendering.pages.page import Composer
    from cmecore.rendering.pdf.file import Number
    from cmecore.rendering.pdf.inking import Ink
    from cmecore.rendering.pdf.tagging import Shape

_MOST_SHARED = 256


class Binding:
    """A PDF of certificates under way."""

    def __init__(
        self,
        write: Callable[[bytes], object],
        composer: Composer,
        inking: Callable[[str], Inking],
        *,
        shares: bool = True,
        fillable: bool = False,
        attaches: bool = False,
    ) -> None:
        self._file = file = File(write)
        self._composer, self._inkings = composer, inking
        self._inking = inking(composer.theme.words.language)
        self._pages, self._parents, self._outline = Pages(file), Parents(file), Outline(file)
        self._lettering, self._images = Lettering(file), Images(file)
        self._about = About(composer.theme.words)
        self._sheet = b"[0 0 %g %g]" % (composer.paper.width, composer.paper.height)
        self._resources, self._tree, self._document = file.new(), file.new(), file.new()
        self._certificates = array("Q")
        self._streams: dict[bytes, Number] = {}
        self._streams_of_bands: Memo[object, Number] = Memo()
        self._before: Sequence[tuple[Band, Ink]] = ()
        self._frames: dict[bool, list[Number]] = {}
        # A document of one certificate has nothing to share, and its text stands in the order in which it is read.
        self._shares = shares
        self._fields = Fields(file, self._lettering) if fillable else None
        theme = composer.theme
        self._attachments = Attachments(file, Json(words=theme.words, order=theme.order)) if attaches else None

    def add(self, certificate: Certificate, leaves: Sequence[Leaf]) -> tuple[int, int]:
        """Draw the pages of a certificate; return the numbers of the first and the last, counted from 1."""
        section, words = self._file.new(), self._composer.theme.words
        if (inking := self._inkings(certificate.language)) is not self._inking:
            self._inking, self._before = inking, ()
        first = self._pages.count + 1
        elements: list[Number] = []
        attached = b"" if self._attachments is None else self._attachments.add(certificate)
        for leaf in leaves:
            page, held = self._page(leaf, section, attached, preview=certificate.number is None)
            attached = b""
            if not elements:
                self._outline.add(text(f"{certificate.course} · {words.kind(certificate.kind)} · {certificate.name}"), page)
            elements += held
        self._file.put(section, b"<</S/Sect/P %d 0 R/K[%b]>>" % (self._document, references(elements)))
        self._certificates.append(section)
        title = f"{words.kind(certificate.kind)}: {certificate.course}"
        self._about.add(title, certificate.provider.name, words.kind(certificate.kind), certificate.issued_on)
        return first, self._pages.count

    def close(self) -> None:
        """Write what is known only at the end."""
        file = self._file
        self._pages.close()
        self._parents.close()
        self._outline.close()
        file.put(self._document, b"<</S/Document/P %d 0 R/K[%b]>>" % (self._tree, references(self._certificates)))
        file.put(
            self._tree,
            b"<</Type/StructTreeRoot/K %d 0 R/ParentTree %d 0 R/ParentTreeNextKey %d>>"
            % (self._document, self._parents.root, self._parents.next),
        )
        fonts = self._lettering.write()
        file.put(self._resources, b"<<%b%b>>" % (fonts, self._images.entry()))
        info, known = self._about.write(file)
        known += b"" if self._fields is None else self._fields.entry()
        known += b"" if self._attachments is None else self._attachments.entry()
        catalog = file.new()
        roots = (self._pages.root, self._tree, self._outline.root)
        file.put(catalog, b"<</Type/Catalog/Pages %d 0 R/StructTreeRoot %d 0 R/Outlines %d 0 R%b>>" % (*roots, known))
        file.close(catalog=catalog, info=info)

    def _page(self, leaf: Leaf, section: Number, attached: bytes, *, preview: bool) -> tuple[Number, list[Number]]:
        """Draw a page; return its number, and those of the elements that stand directly under its certificate."""
        file = self._file
        inks = self._inks(leaf)
        shape = shaped(tuple([ink.manner for ink in inks]), fields=self._fields is not None)
        page = file.new(shape.objects)
        content = page + 1
        shared, own = self._operators(leaf, inks, shape)
        file.deflate(content, b"", b"".join([*own, *self._running(leaf)]))
        streams = [*self._art(preview=preview), *shared, content]
        key = self._parents.add(tuple(map(page.__add__, shape.owners)))
        annotations = self._annotations(leaf, inks, shape, page) if shape.links else b""
        file.put(
            page,
            b"<</Type/Page/Parent %d 0 R/MediaBox%b/Resources %d 0 R/Contents[%b]/StructParents %d/Tabs/S%b%b>>"
            % (self._pages.add(page), self._sheet, self._resources, references(streams), key, annotations, attached),
        )
        said = [besides(inks[band].parts[part], leaf.bands[band].top) for _, band, part in shape.besides]
        file.put_all(page + shape.first, shape.bodies(page, section, said))
        return page, [page + place for place in shape.topmost]

    def _inks(self, leaf: Leaf) -> list[Ink]:
        """Return the operators of the bands of a page; most of them stood on the page before, at the same place."""
        before = itertools.chain(self._before, itertools.repeat(None))
        held = [
            last if last is not None and last[0] is band else (band, self._ink(band))
            for (band, _), last in zip(leaf.bands, before, strict=False)
        ]
        self._before = held
        return [ink for _, ink in held]

    def _ink(self, band: Band) -> Ink:
        """Return the operators of a band, and note which fonts and images they need."""
        ink = self._inking.ink(band)
        for cut, meanings in ink.glyphs:
            self._lettering.show(cut, meanings)
        for image in ink.images:
            self._images.show(image)
        return ink

    def _operators(self, leaf: Leaf, inks: Sequence[Ink], shape: Shape) -> tuple[list[Number], list[bytes]]:
        """Write what the page shares; return where that stands, and the page's own operators."""
        shared: list[tuple[Ink, float, tuple[int, ...]]] = []
        own: list[bytes] = []
        for (_, top), ink, marks in zip(leaf.bands, inks, shape.marks, strict=True):
            if ink.own or not self._shares:
                own.append(ink.form % (top, *marks))
            else:
                shared.append((ink, top, marks))
        return [self._shared_stream(tuple(shared))] if shared else [], own

    def _shared_stream(self, shared: tuple[tuple[Ink, float, tuple[int, ...]], ...]) -> Number:
        if (found := self._streams_of_bands.get(shared)) is None:
            operators = b"".join(ink.form % (top, *marks) for ink, top, marks in shared)
            found = self._streams_of_bands[shared] = self._stream_of(operators)
        return found

    def _running(self, leaf: Leaf) -> Iterator[bytes]:
        """Draw what names the certificate again and counts its pages: a reader has heard it."""
        for placed in leaf.running:
            ink = self._ink(placed.band)
            operators = b"".join(part.operators for part in ink.parts)
            body = b"/Artifact <</Type/Pagination>> BDC\nq 1 0 0 1 0 %b cm\n%b%bQ\nEMC\n"
            yield body % (number(placed.top), ink.art, operators)

    def _stream_of(self, operators: bytes) -> Number:
        """Write what pages have in common, unless it stands in the file by now."""
        if (found := self._streams.get(operators)) is None:
            if len(self._streams) >= _MOST_SHARED:
                # Both, or the file would depend on which bands the process still remembers.
                self._streams.clear()
                self._streams_of_bands.clear()
            found = self._streams[operators] = self._file.new()
            self._file.known(found, b"/Filter/FlateDecode", _squeezed(operators))
        return found

    def _art(self, *, preview: bool) -> list[Number]:
        """Draw the border, and across a preview the word that says so; return the numbers of what was drawn."""
        if (drawn := self._frames.get(preview)) is None:
            composer = self._composer
            pieces = [ornament.frame(composer.theme)]
            if preview:
                mark = self._ink(ornament.watermark(composer.theme, composer.faces))
                pieces.append(ornament.across(composer.paper, mark.parts[0].operators))
            drawn = [self._stream_of(_artifact(piece)) for piece in pieces if piece]
            self._frames[preview] = drawn
        return drawn

    def _annotations(self, leaf: Leaf, inks: Sequence[Ink], shape: Shape, page: Number) -> bytes:
        """Write the links and fields of a page; return the entry of the page that names them."""
        numbers = range(page + 2, page + 2 + len(shape.links))
        given = iter(zip(numbers, shape.links, strict=True))
        says, fields = text(self._composer.theme.words.verify), self._fields
        for place in shape.touched:
            ink, top = inks[place], leaf.bands[place].top
            for left, bottom, right, upper in ink.touched:
                number, owner = next(given)
                box, uri = (left, bottom + top, right, upper + top), text(ink.leads_to)
                key = self._parents.add_one(page + owner)
                self._file.put(
                    number,
                    b"<</Subtype/Link/Rect[%.2f %.2f %.2f %.2f]/Border[0 0 0]/F 4/A<</S/URI/URI%b>>/Contents%b"
                    b"/StructParent %d>>" % (*box, uri, says, key),
                )
            if fields is None:
                continue
            for blank in ink.blanks:
                number, owner = next(given)
                fields.add(number, blank, top, page=page, key=self._parents.add_one(page + owner))
        return b"/Annots[%b]" % references(numbers)


@functools.lru_cache(maxsize=32)
def _artifact(operators: bytes) -> bytes:
    """Mark what is drawn and says nothing."""
    return b"/Artifact BMC\n%bEMC\n" % operators


@functools.lru_cache(maxsize=_MOST_SHARED)
def _squeezed(operators: bytes) -> bytes:
    """Compress what many pages share as far as it goes; other files may share it too."""
    return deflated(operators, 9)
