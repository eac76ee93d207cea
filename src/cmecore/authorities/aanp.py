"""The American Association of Nurse Practitioners: contact hours, of which some may lie in pharmacology."""

from __future__ import annotations

from cmecore.authorities._cited import READ_AGAIN, in_use, issuer, unsourced
from cmecore.authorities.ama import CATEGORY_1
from cmecore.bodies.body import Body, Misnomer, Note
from cmecore.bodies.recognition import Recognition
from cmecore.bodies.rulings import Ruling
from cmecore.credit.amounts import CreditType
from cmecore.rules.awards import ByTime
from cmecore.rules.policies import Policy
from cmecore.rules.times import BREAK, EVALUATION, INTRODUCTION, LEARNING, MEAL

QUESTIONS = "AANP, Education FAQs, Accreditation"
#: The topic of a part whose hours are hours of pharmacology.
PHARMACOLOGY = "pharmacology"

_QUESTIONS_AT = "https://www.aanp.org/education/faqs"
_HOUR = issuer(
    QUESTIONS,
    "60 minutes of education are 1 contact hour; introductions, breaks, meals and time for evaluations weigh 0",
    address=_QUESTIONS_AT,
)

CONTACT_HOUR = CreditType(
    code="aanp-contact-hour",
    name="AANP contact hour",
    step="0.01",
    sources=[
        _HOUR,
        unsourced("in which steps hours are given: the step is 0.01, which holds tenths and quarters, and the caller rounds"),
    ],
)

HOURS = Ruling(
    type=CONTACT_HOUR,
    formats=["live activity", "internet live activity", "enduring material"],
    policy=Policy(
        code="aanp-hours",
        award=ByTime(counts={LEARNING: 1, INTRODUCTION: 0, BREAK: 0, MEAL: 0, EVALUATION: 0}),
        sources=[_HOUR],
    ),
)

BODY = Body(
    code="aanp",
    name="American Association of Nurse Practitioners",
    types=[CONTACT_HOUR],
    rulings=[HOURS],
    recognitions=[
        Recognition(
            type=CATEGORY_1,
            by="AANP",
            sources=[in_use("accreditation table of a CME platform, in a public repository", "AMA credit is accepted")],
        ),
    ],
    misnomers=[
        Misnomer(
            phrase="AANP CEU",
            instead=CONTACT_HOUR.name,
            sources=[
                issuer(QUESTIONS, "contact hours and CEUs are not interchangeable", address=_QUESTIONS_AT, collected=READ_AGAIN)
            ],
        ),
    ],
    notes=[
        Note(
            says=(
                "Hours of pharmacology are a part of the contact hours, never on top: 2.5 contact hours with 0.5 of them in "
                "pharmacology are 2.5 in all. Give the part of the activity the topic pharmacology."
            ),
            sources=[
                issuer("AANP, support article on pharmacology credit", "2.5 CE with 0.5 pharmacology are 2.5 in total"),
                issuer(
                    QUESTIONS, "2 contact hours, which include 1 of pharmacology", address=_QUESTIONS_AT, collected=READ_AGAIN
                ),
            ],
        ),
        Note(
            says="Hours of pharmacology are asked for when the activity is submitted, and follow from its objectives.",
            sources=[issuer(QUESTIONS, "requested initially, on the cover sheet of the application", address=_QUESTIONS_AT)],
        ),
        Note(
            says="Contact hours and CEUs are not interchangeable: 1 CEU is only approximately 10 contact hours.",
            sources=[issuer(QUESTIONS, "1 CEU is approximately 10 contact hours", address=_QUESTIONS_AT)],
        ),
    ],
    aliases={"AANP CE": CONTACT_HOUR, "AANP CE contact hour": CONTACT_HOUR, "AANP CE contact hours": CONTACT_HOUR},
)
