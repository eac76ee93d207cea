"""The Association of Social Work Boards: credit of its programme Approved Continuing Education (ACE)."""

from __future__ import annotations

from cmecore.authorities._cited import READ_AGAIN, dated, secondary, unsourced
from cmecore.bodies.body import Body, Note
from cmecore.bodies.rulings import Ruling
from cmecore.credit.amounts import CreditType
from cmecore.rules.awards import ByTime
from cmecore.rules.policies import Policy
from cmecore.rules.times import EVALUATION, LEARNING

PROVIDER = "Social Work Today CE, FAQs on credits and certificates"
MEETING = "Council on Social Work Education, 2017 annual meeting, procedures for receiving credit"

_PROVIDER_AT = "https://socialworktodayce.com/help/faqs"
_HOUR = secondary(
    PROVIDER,
    "60 minutes are 1 credit, and fractions are given, but never less than 0.5; evaluation is part of the learning activity",
    address=_PROVIDER_AT,
)

CREDIT = CreditType(
    code="aswb-ace-credit",
    name="ASWB ACE credit",
    step="0.01",
    sources=[_HOUR, unsourced("in which fractions credit is given: the step is 0.01, which holds tenths and quarters")],
)

HOURS = Ruling(
    type=CREDIT,
    formats=["live activity", "internet live activity", "enduring material"],
    minimum="0.5",
    policy=Policy(code="aswb-hours", award=ByTime(counts={LEARNING: 1, EVALUATION: 1}), sources=[_HOUR]),
)

BODY = Body(
    code="aswb",
    name="Association of Social Work Boards",
    types=[CREDIT],
    rulings=[HOURS],
    notes=[
        Note(
            says="Providers often give a session's credit whole or not at all: call the rule with award=Whole() then.",
            sources=[secondary(MEETING, "1 credit for a session of 60 minutes, which has to be attended in full")],
        ),
        Note(
            says="A session of a conference lasts at least 1 hour.",
            sources=[
                dated(
                    "ASWB, ACE application, part 3, conferences",
                    "1 hour or more",
                    address="https://studylib.net/doc/7036048",
                    collected=READ_AGAIN,
                )
            ],
        ),
        Note(
            says="The same course may be taken twice, but some boards do not accept it a second time.",
            sources=[secondary(PROVIDER, "some state boards will not accept it twice", address=_PROVIDER_AT)],
        ),
    ],
    aliases={"ASWB CE": CREDIT, "ASWB CE credit": CREDIT, "ASWB CE credits": CREDIT},
)
