"""Kinds of documents, by the words they are headed with."""

from __future__ import annotations

import attrs

from cmecore.credit.text import line


@attrs.frozen(kw_only=True)
class Kind:
    """A kind of certificate and the words it is headed with; one of your own is a value you construct.

    >>> Kind(code="acme.specialty", title="Certificate in Emergency Ultrasound").title
    'Certificate in Emergency Ultrasound'
    """

    code: str = attrs.field(validator=line())
    title: str = attrs.field(validator=line())


PARTICIPATION = Kind(code="participation", title="Certificate of Participation")
"""Somebody took part; no credit is awarded by it, and no claim is needed for it."""
COMPLETION = Kind(code="completion", title="Certificate of Completion")
"""Somebody completed a course; no credit is awarded by it, and no claim is needed for it."""
CREDIT = Kind(code="credit", title="Certificate of Credit")
"""Credit was claimed, of whatever type."""
CME = Kind(code="cme", title="CME Certificate")
"""Physicians' CME credit was claimed."""
CME_ABIM = Kind(code="cme-abim", title="CME / ABIM MOC Certificate")
"""CME credit was claimed, and MOC points of the American Board of Internal Medicine with it."""
CME_ABP = Kind(code="cme-abp", title="CME / ABP MOC Certificate")
"""CME credit was claimed, and MOC points of the American Board of Pediatrics with it."""
CME_ABIM_ABP = Kind(code="cme-abim-abp", title="CME / ABIM MOC / ABP MOC Certificate")
"""CME credit was claimed, and MOC points of both boards with it."""
SPECIALTY = Kind(code="specialty", title="Specialty Certificate")
"""A course in one specialty; a title of your own can name the specialty."""
ANNUAL_SUMMARY = Kind(code="annual-summary", title="Annual Certificate Summary")
"""What the certificates of one year say; it awards nothing itself."""
TRANSCRIPT = Kind(code="transcript", title="Transcript")
"""A record of all activities; it awards nothing itself."""
