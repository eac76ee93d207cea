"""A certificate as JSON: the complete snapshot for a program, and beside it the words that every other renderer prints.

A document looks like this, with the keys of every object in the order of the alphabet:

.. code-block:: text

   {"schema": "cmecore-certificates/1",
    "language": "en",                    the language of the phrases
    "certificates": [
      {"certificate": {"is": "Certificate", "number": "LC-1", …},   as cmecore.serial writes it, without the learner's account
       "preview": false,
       "said": {"head": [{"role": "kind", "text": "Certificate of Credit"}, …],
                "rows": [{"title": "Early sepsis", "completed": "9 March 2026", "amount": "0.75", "notes": [], "under": ""}, …],
                "sum": "Awarded in all: 0.75 …",
                "statements": ["…"],
                "signatories": [{"name": "…", "title": "…"}],
                "issue": [{"role": "issued", "text": "Issued 12 March 2026"}, …],
                "address": "https://…"}}]}

A release that changes the meaning of a key names another version; a key that is added names none.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import attrs

from cmecore.credit.fields import is_a
from cmecore.rendering import Rendered
from cmecore.rendering.document import ORDER, Block, Document, as_order
from cmecore.rendering.handed import documents
from cmecore.rendering.words import ENGLISH, Words
from cmecore.serial import to_data

if TYPE_CHECKING:
    from cmecore.entries import Certificate

#: The name and version of the schema.
SCHEMA = "cmecore-certificates/1"


@attrs.frozen(kw_only=True)
class Json:
    """Render certificates as one JSON document, for programs that keep, show or compare them.

    >>> import json
    >>> from cmecore.certificates import certify_participation
    >>> from cmecore.testing.samples import LEDGER, NOW
    >>> preview = certify_participation(LEDGER, "EM-101", name="Ada Okoro, MD", at=NOW)
    >>> written = json.loads(Json().render([preview]).data)["certificates"][0]
    >>> written["certificate"]["name"], written["said"]["head"][2], "learner" in written["certificate"]
    ('Ada Okoro, MD', {'role': 'certifies', 'text': 'certifies that'}, False)
    """

    words: Words = attrs.field(default=ENGLISH, validator=is_a(Words))
    #: The order in which the head of a certificate is read.
    order: tuple[Block, ...] = attrs.field(default=ORDER, converter=as_order)

    def render(self, certificates: Sequence[Certificate], /) -> Rendered:
        """Write the certificates, in the order given, into one document."""
        written = {
            "schema": SCHEMA,
            "language": self.words.language,
            "certificates": [_certificate(document) for document in documents(certificates, self.words, self.order)],
        }
        text = json.dumps(written, ensure_ascii=False, sort_keys=True, indent=1)
        return Rendered("application/json", f"{text}\n".encode())


def _certificate(document: Document) -> dict[str, Any]:
    snapshot = to_data(document.certificate)
    del snapshot["learner"]  # an account is never printed
    return {"certificate": snapshot, "preview": document.preview, "said": _said(document)}


def _said(document: Document) -> dict[str, Any]:
    return {
        "head": [said._asdict() for said in document.head],
        "rows": [{**row._asdict(), "notes": list(row.notes)} for row in document.rows],
        "sum": document.sum,
        "statements": list(document.statements),
        "signatories": [{"name": one.name, "title": one.title} for one in document.signatories],
        "issue": [said._asdict() for said in document.issue],
        "address": document.address,
    }
