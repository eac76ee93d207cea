"""The NCCPA, which certifies physician assistants: what credit of others counts there, and what it weighs more.

A weight is given where the NCCPA counts.  No certificate carries it, and no state gives it.
"""

from __future__ import annotations

from cmecore.authorities import aafp, aapa, ama, aoa
from cmecore.authorities._cited import READ_AGAIN, in_use, issuer, secondary
from cmecore.bodies.body import Body, Note
from cmecore.bodies.equivalences import Equivalence
from cmecore.bodies.recognition import Recognition
from cmecore.credit.amounts import CreditType

QUESTIONS = "NCCPA, questions and answers, 2016"
CATEGORIES = "NCCPA, CME Category Types"

_WEIGHTED = issuer(
    QUESTIONS, "50 % more for self-assessment: 10 credits are converted to 15", address="https://www.nccpa.net/qanda"
)
_HOUR_FOR_HOUR = in_use(
    "accreditation table of a CME platform, in a public repository", "hour for hour: 1 credit for 1 credit; elective credit not"
)

#: Half a quarter is the smallest amount that a weight of one and a half makes of a quarter credit.
CATEGORY_1 = CreditType(code="nccpa-1", name="NCCPA Category 1 CME credit", step="0.125", sources=[_WEIGHTED])

_COUNTED = tuple(
    (kind, issuer(CATEGORIES, says, collected=READ_AGAIN))
    for kind, says in (
        (aapa.CATEGORY_1, "activities designated for Category 1 credit by the AAPA"),
        (ama.CATEGORY_1, "AMA PRA Category 1 Credit from organizations accredited by the ACCME"),
        (aafp.PRESCRIBED, "AAFP Prescribed Credit"),
        (aoa.CATEGORY_1_A, "AOA Category 1A Credit"),
    )
)

BODY = Body(
    code="nccpa",
    name="National Commission on Certification of Physician Assistants",
    types=[CATEGORY_1],
    equivalences=[
        *(
            Equivalence(of=kind, into=CATEGORY_1, counting_only=True, sources=[source, _HOUR_FOR_HOUR])
            for kind, source in _COUNTED
        ),
        Equivalence(
            of=aapa.SELF_ASSESSMENT,
            into=CATEGORY_1,
            factor="1.5",
            counting_only=True,
            sources=[
                issuer(QUESTIONS, "self-assessment weighs 1.5: 10 credits are converted to 15"),
                secondary("Kentucky Academy of PAs, 2016", "50 % extra for AAPA-accredited self-assessment"),
            ],
        ),
        Equivalence(
            of=aapa.PERFORMANCE_IMPROVEMENT,
            into=CATEGORY_1,
            factor="2",
            first="20",
            counting_only=True,
            sources=[
                issuer(QUESTIONS, "the first 20 PI-CME credits of every two-year cycle weigh 2"),
                secondary("Kentucky Academy of PAs, 2016", "the first 20 AAPA-accredited PI-CME credits are doubled"),
            ],
        ),
    ],
    recognitions=[
        Recognition(type=kind, by="NCCPA", as_category="Category 1", sources=[source])
        for kind, source in (
            *_COUNTED,
            (aapa.SELF_ASSESSMENT, _WEIGHTED),
            (
                aapa.PERFORMANCE_IMPROVEMENT,
                issuer(QUESTIONS, "the first 20 PI-CME credits of every two-year cycle are doubled"),
            ),
        )
    ],
    notes=[
        Note(
            says="Learners log what stands on the certificate; the NCCPA applies the weights itself.",
            sources=[secondary("Kentucky Academy of PAs, 2016", "logged exactly as on the certificate")],
        ),
        Note(
            says="States that ask for hours of CME do not weight them.",
            sources=[secondary("Kentucky Academy of PAs, 2016", "hours for states are not doubled")],
        ),
        Note(
            says="Elective credit of the AAFP is no Category 1 credit.",
            sources=[issuer("AAPA, CME FAQs", "of the AAFP, Prescribed credit"), _HOUR_FOR_HOUR],
        ),
    ],
)
