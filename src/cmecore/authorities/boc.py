"""The Board of Certification for athletic trainers: CEU that are contact hours, to the nearest quarter."""

from __future__ import annotations

from cmecore.authorities._cited import READ_AGAIN, issuer
from cmecore.bodies.body import Body, Note
from cmecore.bodies.equivalences import Equivalence
from cmecore.bodies.reading import ReadingTime
from cmecore.bodies.rulings import Ruling
from cmecore.credit.amounts import CreditType
from cmecore.credit.rounding import Direction, nearest
from cmecore.rules.awards import ByTime, InProportion
from cmecore.rules.policies import Policy
from cmecore.rules.times import BREAK, EXHIBITS, LEARNING, MEAL, REGISTRATION, SALES, SOCIAL

GUIDE = "BOC, Assign CEUs"

_GUIDE_AT = "http://www.bocatc.org/mergener-formula"
_HOUR = issuer(GUIDE, "1 contact hour (60 minutes) is 1 CEU, to the nearest quarter hour, 0.25", address=_GUIDE_AT)
_ONE = issuer(GUIDE, "1 contact hour equals 1 CEU", address=_GUIDE_AT)
_EXCLUDED = issuer(
    GUIDE, "registration, breaks, lunch, exhibits, social activities and what is sales oriented weigh 0", address=_GUIDE_AT
)

CEU = CreditType(code="boc-ceu", name="BOC CEU", step="0.25", sources=[_HOUR])
CONTACT_HOUR = CreditType(code="boc-contact-hour", name="BOC contact hour", step="0.25", sources=[_HOUR])

LIVE = Ruling(
    type=CEU,
    formats=["live activity", "internet live activity"],
    policy=Policy(
        code="boc-live",
        award=ByTime(counts={LEARNING: 1, REGISTRATION: 0, BREAK: 0, MEAL: 0, EXHIBITS: 0, SOCIAL: 0, SALES: 0}),
        rounding=nearest("0.25"),
        sources=[_HOUR, _EXCLUDED],
    ),
)
HOME_STUDY = Ruling(
    type=CEU,
    formats=["enduring material"],
    policy=Policy(
        code="boc-home-study",
        award=InProportion(),
        rounding=nearest("0.25"),
        sources=[
            issuer(
                GUIDE,
                "recordings by their time, texts by the formula of Mergener, to the nearest quarter hour, 0.25",
                address=_GUIDE_AT,
                collected=READ_AGAIN,
            )
        ],
    ),
)

READING_TIME = ReadingTime(
    code="boc",
    scale=(2, 3, 4),
    direction=Direction.NEAREST,
    step="0.25",
    sources=[
        issuer(
            f"{GUIDE}, Home Study Programs",
            "Levels of difficulty: essential 2, advanced 3, mastery 4.  One contact hour is 1 CEU.  "
            "Round contact hours to the nearest quarter hour.",
            address=_GUIDE_AT,
        )
    ],
)

BODY = Body(
    code="boc",
    name="Board of Certification for the Athletic Trainer",
    types=[CEU, CONTACT_HOUR],
    rulings=[LIVE, HOME_STUDY],
    equivalences=[
        Equivalence(of=CONTACT_HOUR, into=CEU, sources=[_ONE]),
        Equivalence(of=CEU, into=CONTACT_HOUR, sources=[_ONE]),
    ],
    reading_times=[READING_TIME],
    notes=[
        Note(
            says="Business meetings earn nothing.",
            sources=[issuer(GUIDE, "no credit for business meetings", address=_GUIDE_AT, collected=READ_AGAIN)],
        ),
        Note(says="A CEU of BOC is one contact hour, and a CEU of IACET is ten.", sources=[_ONE]),
    ],
)
