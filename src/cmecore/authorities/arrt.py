"""The American Registry of Radiologic Technologists: Category A credit, and two ways to count the hour."""

from __future__ import annotations

import datetime

from cmecore.authorities._cited import READ_AGAIN, issuer, secondary
from cmecore.bodies.body import Body, Note
from cmecore.bodies.equivalences import Equivalence
from cmecore.bodies.limits import Limit, Per
from cmecore.bodies.rulings import Ruling
from cmecore.credit.amounts import CreditType
from cmecore.credit.periods import Span
from cmecore.rules.awards import ByTime
from cmecore.rules.policies import Policy
from cmecore.rules.requirements import attended, spent
from cmecore.rules.times import ASSESSMENT, HANDS_ON, LEARNING

GUIDE = "Radprof, Your Ultimate Accreditation Guide of CE Requirements for Radiologic Technologists"
COPY = "Glacier Medical Education, ASRT policies, a copy of ARRT's own text on home study, about 2005"
OVERVIEW = "ARRT, Biennial CE Requirements"

_OVERVIEW_AT = "https://www.arrt.org/pages/resources/maintaining-credentials/continuing-education"
_QUARTERS = secondary(GUIDE, "0.25 for every 15 minutes of learning; 60 minutes of hands-on work are 0.5, a weight of 0.5")
_FIFTY = secondary(
    COPY, "to earn 1 credit an activity lasts at least 50 minutes; less than half an hour (30 minutes) earns none"
)
_POST_TEST = secondary(COPY, "in evaluations completed after January 1, 2006 post-test time weighs 0")
_TESTED = secondary(COPY, "before 2006 the time of the post-test earned credit too: it weighed 1")
_WHOLE = issuer(
    "ARRT, ARRT to End Partial Continuing Education (CE) Credit, April 7, 2021",
    "from January 1, 2022 only those who attend all of an activity earn its credit; before, a part earned a part",
    address="https://www.arrt.org/news/article/2021/04/07/arrt-to-end-partial-continuing-education-ce-credit",
    collected=READ_AGAIN,
)
_SEMESTER = issuer(OVERVIEW, "16 CE credits for each academic semester credit", address=_OVERVIEW_AT)
_QUARTER = issuer(OVERVIEW, "12 CE credits for each academic quarter credit", address=_OVERVIEW_AT, collected=READ_AGAIN)
_BEFORE_2006 = Span(None, datetime.date(2005, 12, 31))
# The day on which the hour of 50 minutes gave way to quarters was not found.  From 2022 on only the later text stands here.
_BEFORE_2022 = Span(datetime.date(2006, 1, 1), datetime.date(2021, 12, 31))
_FORMATS = ("live activity", "internet live activity", "enduring material")
_FIFTY_MINUTES = datetime.timedelta(minutes=50)
_LABS = {LEARNING: 1, HANDS_ON: "0.5", ASSESSMENT: 0}

CATEGORY_A = CreditType(code="arrt-category-a", name="ARRT Category A credit", step="0.25", sources=[_QUARTERS])
#: What universities and colleges give, and the registry counts.
SEMESTER = CreditType(code="academic-semester-credit", name="academic semester credit", step="0.01", sources=[_SEMESTER])
QUARTER = CreditType(code="academic-quarter-credit", name="academic quarter credit", step="0.01", sources=[_QUARTER])

FIFTY_TO_SIXTY_AND_TEST = Ruling(
    type=CATEGORY_A,
    formats=_FORMATS,
    version="50 to 60 minutes",
    policy=Policy(
        code="arrt-50-minutes-until-2005",
        requirements=[spent(minutes=30, sources=[_FIFTY])],
        award=ByTime(unit=_FIFTY_MINUTES, counts={LEARNING: 1, ASSESSMENT: 1}),
        in_force=_BEFORE_2006,
        sources=[_FIFTY, _TESTED],
    ),
)
FIFTY_TO_SIXTY = Ruling(
    type=CATEGORY_A,
    formats=_FORMATS,
    version="50 to 60 minutes",
    policy=Policy(
        code="arrt-50-minutes",
        requirements=[spent(minutes=30, sources=[_FIFTY])],
        award=ByTime(unit=_FIFTY_MINUTES, counts={LEARNING: 1, ASSESSMENT: 0}),
        in_force=_BEFORE_2022,
        sources=[_FIFTY, _POST_TEST],
    ),
)
QUARTERS_IN_PART = Ruling(
    type=CATEGORY_A,
    formats=_FORMATS,
    version="15 minutes",
    step="0.25",
    policy=Policy(
        code="arrt-quarters-until-2021",
        award=ByTime(counts=_LABS),
        in_force=_BEFORE_2022,
        sources=[_QUARTERS, _POST_TEST, _WHOLE],
    ),
)
QUARTERS = Ruling(
    type=CATEGORY_A,
    formats=_FORMATS,
    version="15 minutes",
    step="0.25",
    policy=Policy(
        code="arrt-quarters",
        requirements=[attended("1", sources=[_WHOLE])],
        award=ByTime(counts=_LABS),
        in_force=Span(datetime.date(2022, 1, 1)),
        sources=[_QUARTERS, _POST_TEST, _WHOLE],
    ),
)

BODY = Body(
    code="arrt",
    name="American Registry of Radiologic Technologists",
    types=[CATEGORY_A, SEMESTER, QUARTER],
    rulings=[FIFTY_TO_SIXTY_AND_TEST, FIFTY_TO_SIXTY, QUARTERS_IN_PART, QUARTERS],
    equivalences=[
        Equivalence(
            of=SEMESTER,
            into=CATEGORY_A,
            factor=16,
            sources=[_SEMESTER],
        ),
        Equivalence(
            of=QUARTER,
            into=CATEGORY_A,
            factor=12,
            sources=[_QUARTER],
        ),
    ],
    limits=[
        Limit(
            code="arrt-advanced-cpr",
            says="At most 6 credits a biennium for certification in advanced CPR, once",
            types=[CATEGORY_A],
            formats=["advanced CPR certification"],
            most=6,
            per=Per.PERIOD,
            sources=[
                issuer(OVERVIEW, "advanced CPR (ACLS or PALS): up to 6 CE credits once per biennium", address=_OVERVIEW_AT)
            ],
        ),
    ],
    notes=[
        Note(
            says=(
                "Partial attendance earns nothing: give each session attended_from=1, so that who missed a part of it did not "
                "attend it."
            ),
            in_force=Span(datetime.date(2022, 1, 1)),
            sources=[_WHOLE],
        ),
        Note(
            says="When the hour of 50 to 60 minutes gave way to quarters was not found: before 2022 name the text.",
            sources=[_FIFTY, _QUARTERS],
        ),
    ],
    aliases={"ASRT Category A credit": CATEGORY_A, "ASRT Category A": CATEGORY_A, "ARRT Category A": CATEGORY_A},
)
