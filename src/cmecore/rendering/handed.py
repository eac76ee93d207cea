"""What a renderer was handed, put into words: at least one certificate, and no character that leaves its line."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cmecore.credit.fields import expect, listed
from cmecore.credit.text import PARAGRAPH, checked
from cmecore.entries import Certificate
from cmecore.errors import InvalidValue
from cmecore.rendering.document import ORDER, Block, Document
from cmecore.rendering.words import ENGLISH, Words

if TYPE_CHECKING:
    from collections.abc import Sequence

# A phrase around a paragraph.
_LONGEST = 2 * PARAGRAPH


def documents(
    certificates: Sequence[Certificate], words: Words = ENGLISH, order: Sequence[Block] = ORDER
) -> tuple[Document, ...]:
    """Put certificates into words, refusing none at all: a document without a page is nobody's certificate.

    >>> from cmecore.certificates import certify_participation
    >>> from cmecore.testing.samples import LEDGER, NOW
    >>> [one.title for one in documents([certify_participation(LEDGER, "EM-101", name="Ada Okoro, MD", at=NOW)])]
    ['Certificate of Participation: Emergency Medicine']
    """
    held = listed(certificates, field="certificates")
    if not held:
        raise InvalidValue(
            field="certificates",
            found="none",
            expected="at least one certificate",
            advice="render what certify() or certify_participation() returned, and skip learners for whom that is empty",
        )
    made = []
    for place, certificate in enumerate(held):
        document = Document.of(expect(certificate, Certificate, field=f"certificates[{place}]"), words, order)
        for text in document.texts():
            checked(text, field="certificate", longest=_LONGEST)
        made.append(document)
    return tuple(made)
