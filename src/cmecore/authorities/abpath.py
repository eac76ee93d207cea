"""The American Board of Pathology: which credit it counts, and how it hears of it; its numbers were not found."""

from __future__ import annotations

import datetime

from cmecore.authorities import ama
from cmecore.authorities._cited import issuer
from cmecore.authorities._pars import DATA, PARS, ed_hub, needs
from cmecore.bodies.body import Body, Note
from cmecore.bodies.recognition import Recognition
from cmecore.bodies.reporting import Reporter, Reporting
from cmecore.credit.periods import Period, Span

_PROVIDERS = "ABPath, Educational providers"
_ADDRESS = "https://www.abpath.org/index.php/continuing-certification/educational-providers-and-sponsoring-organizations"
_PARS = issuer(
    "ACCME, CME that counts for ABPath continuous certification",
    "activities that began on or after January 1, 2018; Lifelong Learning, Self-Assessment Module (SAM), Improvement",
    address="http://www.accme.org/cme-counts-abpath-cc",
)

BODY = Body(
    code="abpath",
    name="American Board of Pathology",
    recognitions=[
        Recognition(
            type=ama.CATEGORY_1,
            by="ABPath",
            as_category="Lifelong Learning (Part II)",
            sources=[issuer(_PROVIDERS, "all activities that award AMA Category 1 credit may be used", address=_ADDRESS)],
        )
    ],
    reportings=[
        Reporting(
            type=ama.CATEGORY_1,
            by=Reporter.PROVIDER,
            to=PARS,
            needs=needs("ABPath", board_id="ABPath ID"),
            within=Period(days=30),
            in_force=Span(datetime.date(2018, 1, 1)),
            sources=[_PARS, DATA],
        )
    ],
    notes=[
        Note(
            says="A Self-Assessment Module (SAM) is a further kind of credit for an activity that awards AMA credit.",
            sources=[issuer(_PROVIDERS, "SAM is an additional credit type", address=_ADDRESS)],
        ),
        ed_hub("ABPath"),
    ],
)
