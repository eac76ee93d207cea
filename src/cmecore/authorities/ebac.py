"""The European Board for Accreditation in Cardiology: an hour is 45 minutes of presentation and 15 of discussion.

Which way a time between two whole credits goes was not found: the caller names the rounding.
"""

from __future__ import annotations

from cmecore.authorities._cited import dated, issuer
from cmecore.bodies.body import Body, Note
from cmecore.bodies.recognition import Recognition
from cmecore.bodies.rulings import Ruling
from cmecore.bodies.wordings import Purpose, Wording
from cmecore.credit.amounts import CreditType
from cmecore.rules.awards import ByTime, Fixed
from cmecore.rules.policies import Policy
from cmecore.rules.requirements import attested, passed
from cmecore.rules.times import DISCUSSION, LEARNING

SYSTEM = "EBAC, EBAC credit system"
_ADDRESS = "http://www.ebac-cme.org/ebac-credit-system/"
_HOUR = issuer(
    SYSTEM, "1 credit for 1 hour (60 minutes), 45 minutes of presentation and 15 minutes for discussion", address=_ADDRESS
)
_DAY = issuer(SYSTEM, "the maximum for one day of education is 6", address=_ADDRESS)
_QUESTIONS = issuer(
    SYSTEM,
    "1 credit for each unit, which goes with 6 multiple-choice questions: 4 of 6 have to be answered correctly",
    address=_ADDRESS,
)
_SIMPLER = "EBAC, Information for physicians"
_NATIONAL = "The national authority has recognised the certificate, by its simplified procedure"

CREDIT = CreditType(code="ebac", name="EBAC CME credit", step="1", sources=[_HOUR])

LIVE = Ruling(
    type=CREDIT,
    formats=["live activity", "internet live activity"],
    policy=Policy(
        code="ebac-live",
        award=ByTime(counts={LEARNING: 1, DISCUSSION: 1}, most_per_day="6"),
        sources=[
            _HOUR,
            _DAY,
            issuer(
                "EBAC, Accreditation",
                "oral presentations with simultaneous presence of the audience; this includes webinars",
                address="http://www.ebac-cme.org/accreditation/",
            ),
        ],
    ),
)
#: One unit of distance learning, with its own six questions; several units are several activities.
DISTANCE_UNIT = Ruling(
    type=CREDIT,
    formats=["enduring material"],
    policy=Policy(
        code="ebac-distance-unit",
        requirements=[passed("4/6", sources=[_QUESTIONS])],
        award=Fixed("1"),
        sources=[_QUESTIONS],
    ),
)

BODY = Body(
    code="ebac",
    name="European Board for Accreditation in Cardiology",
    types=[CREDIT],
    rulings=[LIVE, DISTANCE_UNIT],
    wordings=[
        Wording(
            code="ebac-accreditation",
            purpose=Purpose.DESIGNATION,
            types=["ebac"],
            text=(
                "The {title} is accredited by the European Board for Accreditation in Cardiology (EBAC) for {amount} hours of "
                "External CME credits. Each participant should claim only those hours of credit that have actually been spent "
                "in the educational activity."
            ),
            sources=[
                dated(
                    "EBAC, EBAC and CME providers",
                    "the standard text on accreditation",
                    address="http://ebac-cme.org/physicians/ebac-providers.php",
                )
            ],
        )
    ],
    recognitions=[
        Recognition(
            type=CREDIT,
            by="the national CME authority",
            jurisdiction=country,
            asks=[attested(_NATIONAL)],
            sources=[
                dated(
                    _SIMPLER,
                    "recognition is largely simplified in Germany, Austria, Switzerland and Estonia",
                    address="http://www.ebac-cme.org/physicians/",
                )
            ],
        )
        for country in ("DE", "AT", "CH", "EE")
    ],
    notes=[
        Note(
            says="Attendance is verified; for print and other distance learning by its questions.",
            sources=[
                issuer(
                    "EBAC, Accreditation",
                    "verification of attendance is mandatory",
                    address="http://www.ebac-cme.org/accreditation/",
                )
            ],
        ),
        Note(
            says="External credits come from accredited activities, internal ones from personal and institutional learning.",
            sources=[issuer(SYSTEM, "two categories of CME credits", address=_ADDRESS)],
        ),
    ],
    aliases={"EBAC credit": CREDIT, "EBAC CME credit point": CREDIT},
)
