"""A certificate as plain text: everything that stands on it, to be read aloud, mailed, searched or compared."""

from __future__ import annotations

import itertools
import textwrap
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

import attrs

from cmecore.credit.fields import is_a
from cmecore.rendering import Rendered
from cmecore.rendering.document import ORDER, Block, Document, Role, as_order
from cmecore.rendering.handed import documents
from cmecore.rendering.words import ENGLISH, Words

if TYPE_CHECKING:
    from cmecore.entries import Certificate

_WIDTH = 78
_INDENT = "    "
_RULE = "_" * 12


@attrs.frozen(kw_only=True)
class Text:
    r"""Render certificates as text that a person reads without any program but an editor.

    >>> from cmecore.certificates import certify_participation
    >>> from cmecore.testing.samples import LEDGER, NOW
    >>> preview = certify_participation(LEDGER, "EM-101", name="Ada Okoro, MD", at=NOW)
    >>> Text().render([preview]).data.decode().split("\n\n")[:4]
    ['PREVIEW', 'Certificate of Participation', 'Lakeside CME\ncertifies that', '    Ada Okoro, MD']
    """

    words: Words = attrs.field(default=ENGLISH, validator=is_a(Words))
    #: The order in which the head of a certificate is read.
    order: tuple[Block, ...] = attrs.field(default=ORDER, converter=as_order)

    def render(self, certificates: Sequence[Certificate], /) -> Rendered:
        """Write the certificates one after the other, parted by a line of equals signs."""
        pages = ["\n".join(_lines(document)) for document in documents(certificates, self.words, self.order)]
        divider = f"\n\n{'=' * _WIDTH}\n\n"
        return Rendered("text/plain; charset=utf-8", f"{divider.join(pages)}\n".encode())


def _lines(document: Document) -> Iterator[str]:
    if document.preview:
        yield from (document.words.preview, "")
    for _, group in itertools.groupby(_head(document), lambda line: line[0]):
        yield from (line for _, line in group)
        yield ""
    for under, rows in itertools.groupby(document.rows, lambda row: row.under):
        yield from filter(None, (under,))
        for row in rows:
            completed = document.words.completed_on.format(date=row.completed)
            yield " · ".join(filter(None, (row.title, completed, row.amount)))
            yield from (f"{_INDENT}{note}" for note in row.notes)
        yield from [""] * bool(under)
    if document.listed_with_sum:
        yield document.sum
    for statement in document.statements:
        yield from ("", *textwrap.wrap(statement, _WIDTH, break_long_words=False, break_on_hyphens=False))
    for signatory in document.signatories:
        yield from ("", *filter(None, (signatory.name, signatory.title)))
    yield from ("", *(said.text for said in document.issue))
    if document.address:
        yield document.words.verify_at.format(address=document.address)


def _head(document: Document) -> Iterator[tuple[str, str]]:
    """List the lines of the head, each with the part that it stands in; an empty line comes between two parts."""
    awards = document.certificate.total is not None
    for role, text in document.head:
        part = _part(role, awards=awards)
        shown = f"{text} {_RULE}" if role == "blank" else text
        yield part, f"{_INDENT}{shown}" if part == "set off" else shown


def _part(role: Role, *, awards: bool) -> str:
    match role:
        case "kind" | "addendum":
            return "title"
        case "name" | "course" | "occasion" | "total" | "resting":
            return "set off"
        case "designated" if awards:
            return "set off"
        case _:
            return "sentence"
