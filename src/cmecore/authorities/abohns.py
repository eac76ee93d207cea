"""The American Board of Otolaryngology – Head and Neck Surgery: which credit it counts, and how it hears of it."""

from __future__ import annotations

from cmecore.authorities import ama
from cmecore.authorities._cited import dated, issuer
from cmecore.authorities._pars import DATA, PARS, ed_hub, needs
from cmecore.bodies.body import Body, Note
from cmecore.bodies.recognition import Recognition
from cmecore.bodies.reporting import Reporter, Reporting
from cmecore.credit.periods import Period

_PARS = issuer(
    "ACCME, ABOHNS MOC",
    "providers register activities and submit individual completion data via PARS",
    address="http://accme.org/abohns-moc",
)

BODY = Body(
    code="abohns",
    name="American Board of Otolaryngology – Head and Neck Surgery",
    recognitions=[
        Recognition(
            type=ama.CATEGORY_1,
            by="ABOHNS",
            as_category="Part II CME",
            sources=[
                dated(
                    "ABOto, Part II", "AMA category 1 CME credits are obtained annually", address="http://aboto.org/part2.html"
                )
            ],
        )
    ],
    reportings=[
        Reporting(
            type=ama.CATEGORY_1,
            by=Reporter.PROVIDER,
            to=PARS,
            needs=needs("ABOHNS", board_id="ABOHNS ID"),
            within=Period(days=30),
            sources=[_PARS, DATA],
        )
    ],
    notes=[
        Note(
            says="Learners of one activity may earn differing amounts.",
            sources=[
                issuer(
                    "ACCME, FAQ on CME for MOC",
                    "different numbers of credits for the ABIM, ABA, ABO, ABOHNS and ABPath",
                    address="https://accme.org/faq/7921",
                )
            ],
        ),
        ed_hub("ABOHNS"),
    ],
)
