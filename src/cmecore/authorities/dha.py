"""The Dubai Health Authority, which counts CPD points for Dubai; what a credit of others is worth to it was not found."""

from __future__ import annotations

from cmecore.authorities._cited import issuer, secondary
from cmecore.bodies.body import Body, Note

_SERVICE = "DHA Sheryan, Update CPD points"
_GUIDE = "Allocation Assist, What are CME requirements in the UAE?"
_GUIDE_ADDRESS = "https://allocationassist.com/what-are-cme-requirements-in-the-uae"

BODY = Body(
    code="dha",
    name="Dubai Health Authority",
    notes=[
        Note(
            says="The DHA decides for Dubai only; in the Emirates the DoH decides for Abu Dhabi, and the MOHAP for the others.",
            sources=[
                secondary(
                    _GUIDE,
                    "requirements vary by authority: DoH for Abu Dhabi, DHA for Dubai, MoHAP for all other emirates",
                    address=_GUIDE_ADDRESS,
                )
            ],
        ),
        Note(
            says="Licensees record their activities themselves, each with its evidence.",
            sources=[issuer(_SERVICE, "an activity record needs evidence", address="https://services.dha.gov.ae")],
        ),
        Note(
            says="Throughout the Emirates professionals keep their original records for at least three years.",
            sources=[secondary(_GUIDE, "for a period of at least three years", address=_GUIDE_ADDRESS)],
        ),
        Note(
            says="Activities of blacklisted providers are refused.",
            sources=[issuer(_SERVICE, "a blacklisted provider is refused", address="https://services.dha.gov.ae")],
        ),
    ],
)
