"""The American Board of Radiology: which AMA credit it counted as self-assessment, and who attests to it."""

from __future__ import annotations

import datetime

from cmecore.authorities import ama
from cmecore.authorities._cited import issuer, secondary
from cmecore.bodies.body import Body, Note
from cmecore.bodies.recognition import Recognition
from cmecore.bodies.reporting import Reporter, Reporting
from cmecore.credit.periods import Span
from cmecore.rules.requirements import attested

_ATTEST = issuer("ABR, How to complete annual attestations", "attested by the diplomate once a year")
_ENDED = secondary(
    "Medality, What the end of the SA-CME requirement means",
    "effective January 24, 2024 the ABR discontinued self-assessment CME",
    address="https://medality.com/?p=1548",
)

BODY = Body(
    code="abr",
    name="American Board of Radiology",
    recognitions=[
        Recognition(
            type=ama.CATEGORY_1,
            by="ABR",
            as_category="self-assessment CME (SA-CME)",
            asks=[attested("The activity was enduring material or journal-based CME")],
            in_force=Span(datetime.date(2013, 1, 1), datetime.date(2024, 1, 23)),
            sources=[
                issuer(
                    "ABR, How to complete annual attestations", "AMA enduring material and journal-based CME count as SA-CME"
                ),
                secondary(
                    "ACR Bulletin, June 2013, A crash course in SA-CME",
                    "from January 2013 all enduring material and journal-based CME count, besides modules approved by the ABR",
                    address="https://acrbulletin.org/acr-bulletin-june-2013/908-sa-cme-requirement",
                ),
                _ENDED,
            ],
        ),
        Recognition(
            type=ama.CATEGORY_1,
            by="ABR",
            as_category="Category 1 CME",
            sources=[
                issuer("ABR, MOC Part 2", "CME credits of Category 1", address="https://www.theabr.org/moc-dr-comp2"),
            ],
        ),
    ],
    reportings=[
        Reporting(type=ama.CATEGORY_1, by=Reporter.LEARNER, to="the American Board of Radiology", sources=[_ATTEST]),
    ],
    notes=[
        Note(says="Diplomates attest once a year and report no single activity.", sources=[_ATTEST]),
        Note(
            says="Self-assessment is no longer a kind of CME that diplomates need.",
            in_force=Span(datetime.date(2024, 1, 24)),
            sources=[_ENDED],
        ),
    ],
)
