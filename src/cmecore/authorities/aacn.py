"""The American Association of Critical-Care Nurses: contact hours of 50 minutes for programmes of its chapters."""

from __future__ import annotations

import datetime

from cmecore.authorities._cited import READ_AGAIN, dated, issuer
from cmecore.bodies.body import Body, Note
from cmecore.bodies.rulings import Ruling
from cmecore.bodies.wordings import Purpose, Wording
from cmecore.credit.amounts import CreditType
from cmecore.credit.rounding import down
from cmecore.rules.awards import ByTime
from cmecore.rules.policies import Policy
from cmecore.rules.times import CASES, DISCUSSION, EVALUATION, LEARNING

NEWS = "AACN, What's New in Program Approval for Chapters, Winter 2013"
QUESTIONS = "AACN, Program Approval Chapter FAQ"

_QUESTIONS_AT = "https://www.aacn.org/nursing-excellence/chapters/program-approval-chapter-faq"
_TENTHS = dated(NEWS, "50 minutes are 1 contact hour, rounded down to the nearest tenth (0.1): 260 minutes are 5.2")
_COUNTED = issuer(
    QUESTIONS,
    "evaluations, preplanned questions and answers, and outlined cases count",
    address=_QUESTIONS_AT,
    collected=READ_AGAIN,
)

CONTACT_HOUR = CreditType(code="aacn-contact-hour", name="AACN contact hour", step="0.1", sources=[_TENTHS])

HOURS = Ruling(
    type=CONTACT_HOUR,
    formats=["live activity", "internet live activity"],
    policy=Policy(
        code="aacn-hours",
        award=ByTime(unit=datetime.timedelta(minutes=50), counts={LEARNING: 1, EVALUATION: 1, DISCUSSION: 1, CASES: 1}),
        rounding=down("0.1"),
        sources=[_TENTHS, _COUNTED],
    ),
)

BODY = Body(
    code="aacn",
    name="American Association of Critical-Care Nurses",
    types=[CONTACT_HOUR],
    rulings=[HOURS],
    wordings=[
        Wording(
            code="aacn-approval",
            purpose=Purpose.DESIGNATION,
            types=["aacn-contact-hour"],
            text=(
                "The American Association of Critical-Care Nurses is approved by the California Board of Registered Nursing, "
                "Provider Number 01036. This program has been approved for {amount} Contact Hours, Synergy CERP Category "
                "{category}, File Number {file}."
            ),
            sources=[dated(NEWS, "the statement, with the number of the California provider", collected=READ_AGAIN)],
        ),
    ],
    notes=[
        Note(
            says="A programme of half a day or of a day is attended whole: part of it earns nothing.",
            sources=[issuer(QUESTIONS, "partial credit is no longer allowed", address=_QUESTIONS_AT, collected=READ_AGAIN)],
        ),
        Note(
            says="Time for testing counts where it is appropriate, planned before and part of the outline: say so in `counts`.",
            sources=[issuer(QUESTIONS, "testing, if appropriate", address=_QUESTIONS_AT, collected=READ_AGAIN)],
        ),
        Note(
            says="No hours of pharmacology are awarded through the approval of programmes.",
            sources=[dated(NEWS, "pharmacology hours are beyond its scope", collected=READ_AGAIN)],
        ),
    ],
)
