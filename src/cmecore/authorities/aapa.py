"""The American Academy of PAs: Category 1 credit of physician assistants."""

from __future__ import annotations

import datetime

from cmecore.authorities._cited import READ_AGAIN, dated, in_use, issuer, secondary
from cmecore.bodies.body import Body, Note
from cmecore.bodies.limits import Limit, Per
from cmecore.bodies.rulings import Ruling
from cmecore.bodies.wordings import Approval, Purpose, Wording
from cmecore.credit.amounts import CreditType
from cmecore.credit.periods import Span
from cmecore.credit.rounding import nearest
from cmecore.rules.awards import ByTime, Fixed, InProportion
from cmecore.rules.policies import Policy
from cmecore.rules.requirements import practises

GUIDELINES = "AAPA, General Guidelines for AAPA CME Approval"
ACCREDITATION = "AAPA, CME Accreditation"
ENDURING_MATERIAL = "AAPA, Category 1 CME for Enduring Material"
CME_FAQ = "AAPA, CME FAQs"
PRECEPTORS = "Des Moines University, CME for preceptors of PA students"

_QUARTERS = dated(
    GUIDELINES,
    "1 credit a clock hour of 60 minutes, rounded to the nearest quarter hour, 0.25",
    address="https://www.aapa.org/cme/cme-accreditation/",
)
_KINDS = issuer(CME_FAQ, "three types: Category 1 CME, Category 1 Self-Assessment CME, Category 1 Performance Improvement CME")

CATEGORY_1 = CreditType(code="aapa-1", name="AAPA Category 1 CME credit", step="0.25", sources=[_QUARTERS, _KINDS])
SELF_ASSESSMENT = CreditType(
    code="aapa-1-self-assessment",
    name="AAPA Category 1 Self-Assessment CME credit",
    step="0.25",
    sources=[_QUARTERS, _KINDS],
)
PERFORMANCE_IMPROVEMENT = CreditType(
    code="aapa-1-pi", name="AAPA Category 1 PI-CME credit", step="0.25", sources=[_QUARTERS, _KINDS]
)

LIVE = Ruling(
    type=CATEGORY_1,
    formats=["live activity", "internet live activity"],
    policy=Policy(code="aapa-live", award=ByTime(), rounding=nearest("0.25"), sources=[_QUARTERS]),
)
ENDURING = Ruling(
    type=CATEGORY_1,
    formats=["enduring material"],
    policy=Policy(code="aapa-enduring", award=InProportion(), rounding=nearest("0.25"), sources=[_QUARTERS]),
)
JOURNAL = Ruling(
    type=CATEGORY_1,
    formats=["journal-based CME activity"],
    policy=Policy(
        code="aapa-journal",
        award=Fixed("1"),
        sources=[
            issuer(
                ENDURING_MATERIAL,
                "an approved journal article carries 1 credit, however long or difficult it is",
                collected=READ_AGAIN,
            )
        ],
    ),
)
#: One activity is one student in one week.
PRECEPTING = Ruling(
    type=CATEGORY_1,
    formats=["week of precepting a PA student"],
    policy=Policy(
        code="aapa-precepting",
        requirements=[
            practises(
                "physician assistant",
                sources=[secondary(PRECEPTORS, "at present only preceptors who are practicing PAs", collected=READ_AGAIN)],
            )
        ],
        award=Fixed("2"),
        in_force=Span(datetime.date(2019, 7, 1)),
        sources=[
            issuer(ACCREDITATION, "2 credits for a PA student in a 40-hour week"),
            secondary(PRECEPTORS, "another rate for rotations before July 1, 2019", collected=READ_AGAIN),
        ],
    ),
)

_YEAR = dated(GUIDELINES, "approved for one year from the start of the activity")
WORDINGS = (
    Wording(
        code="aapa-designation",
        purpose=Purpose.DESIGNATION,
        types=["aapa-1"],
        text=(
            "{provider} has been authorized by the American Academy of PAs (AAPA) to award AAPA Category 1 CME credit for "
            "activities planned in accordance with AAPA CME Criteria. This activity is designated for {amount} AAPA Category 1 "
            "CME credits. Approval is valid until {until}. PAs should only claim credit commensurate with the extent of their "
            "participation."
        ),
        sources=[in_use("Medscape, content tool in a public repository", "the statement with its last day of approval"), _YEAR],
    ),
    Wording(
        code="aapa-pending",
        purpose=Purpose.APPROVAL,
        approval=Approval.PENDING,
        types=["aapa-1"],
        text=(
            "This program is not yet approved for CME credit. Conference organizers plan to request {amount} AAPA Category 1 "
            "CME credits from the Physician Assistant Review Panel. Total number of approved credits yet to be determined."
        ),
        sources=[
            dated(GUIDELINES, "these three sentences before approval, and none before self-assessment or PI credit is approved")
        ],
    ),
)

BODY = Body(
    code="aapa",
    name="American Academy of PAs",
    types=[CATEGORY_1, SELF_ASSESSMENT, PERFORMANCE_IMPROVEMENT],
    rulings=[LIVE, ENDURING, JOURNAL, PRECEPTING],
    wordings=WORDINGS,
    limits=[
        Limit(
            code="aapa-precepting-a-year",
            says="At most 20 credits a calendar year for precepting",
            types=[CATEGORY_1],
            formats=["week of precepting a PA student"],
            most="20",
            per=Per.YEAR,
            in_force=Span(datetime.date(2019, 7, 1), datetime.date(2022, 5, 31)),
            sources=[
                issuer(
                    "AAPA, HOD Responds to Preceptor Shortage, July 2, 2019",
                    "at most 20 in any single calendar year",
                    collected=READ_AGAIN,
                ),
                issuer(ACCREDITATION, "the previous limit of 20 is no longer in effect"),
                secondary(PRECEPTORS, "no limit any more as of June 1, 2022", collected=READ_AGAIN),
            ],
        ),
    ],
    notes=[
        Note(says="Approval lasts one year from the start of the activity.", sources=[_YEAR]),
        Note(
            says="No application is accepted after the activity was held.",
            sources=[dated(GUIDELINES, "no retroactive applications")],
        ),
        Note(
            says=(
                "A recording that only those who attended can open, for at most 60 days, is in the application of the live "
                "activity; one that is open longer or to others is an enduring material with an application of its own."
            ),
            sources=[issuer(ACCREDITATION, "live-to-enduring update of April 2021: up to 60 days")],
        ),
        Note(
            says="The post-tests of JAAPA can be submitted for one year from publication.",
            sources=[issuer(CME_FAQ, "up to one year from the publication date")],
        ),
    ],
    aliases={"AAPA Category 1": CATEGORY_1, "AAPA Category 1 credit": CATEGORY_1, "AAPA Cat 1": CATEGORY_1},
)
