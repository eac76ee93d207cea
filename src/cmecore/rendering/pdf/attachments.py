"""Certificates as data inside their own PDF, so that a program reads exactly what the page says: name, numbers and amounts.

ISO 19005-3 lets any file stand in an archive, as long as it is said what it is to the page.
"""

from __future__ import annotations

from array import array
from typing import TYPE_CHECKING

from cmecore.rendering.data import Json
from cmecore.rendering.naming import stem
from cmecore.rendering.pdf.file import deflated, name, text
from cmecore.rendering.pdf.trees import references

if TYPE_CHECKING:
    from cmecore.entries import Certificate
    from cmecore.rendering.pdf.file import File

_LEAF = 64


class Attachments:
    """The attachments of one file under way."""

    def __init__(self, file: File, data: Json) -> None:
        self._file, self._data = file, data
        self._leaves = array("Q")
        self._held: list[bytes] = []
        self._all = array("Q")

    def add(self, certificate: Certificate) -> bytes:
        """Attach a certificate as data; return the entry of the page that it belongs to."""
        data = self._data.render([certificate])
        embedded, described = self._file.new(), self._file.new()
        kind = name(data.media_type.partition(";")[0])
        day = f"{certificate.issued_on:%Y%m%d}".encode()
        entries = b"/Type/EmbeddedFile/Subtype%b/Params<</Size %d/ModDate(D:%b000000Z)>>/Filter/FlateDecode"
        self._file.stream(embedded, entries % (kind, len(data.data), day), deflated(data.data))
        called = text(f"{stem(certificate)}.json")
        self._file.put(
            described,
            b"<</Type/Filespec/F%b/UF%b/Desc%b/AFRelationship/Data/EF<</F %d 0 R/UF %d 0 R>>>>"
            % (called, called, text(certificate.kind.title), embedded, embedded),
        )
        self._all.append(described)
        # In the order of their keys, which count.
        self._held.append(b"(%010d)%d 0 R" % (len(self._all), described))
        if len(self._held) == _LEAF:
            self._flush()
        return b"/AF[%d 0 R]" % described

    def entry(self) -> bytes:
        """Write what is left of the tree of names; return the entries of the catalog that name them."""
        self._flush()
        if not self._all:
            return b""
        tree = self._file.new()
        self._file.put(tree, b"<</Kids[%b]>>" % references(self._leaves))
        return b"/Names<</EmbeddedFiles %d 0 R>>/AF[%b]" % (tree, references(self._all))

    def _flush(self) -> None:
        if self._held:
            leaf = self._file.new()
            count = len(self._all)
            limits = (count - len(self._held) + 1, count)
            self._file.put(leaf, b"<</Limits[(%010d)(%010d)]/Names[%b]>>" % (*limits, b"".join(self._held)))
            self._leaves.append(leaf)
            self._held = []
