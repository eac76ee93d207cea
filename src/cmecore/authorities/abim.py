"""The American Board of Internal Medicine: three kinds of points for maintenance of certification (MOC).

Points rest on AMA credit of the same activity: as many as are claimed, or fewer where only some of its sessions qualify.
"""

from __future__ import annotations

from cmecore.authorities import ama
from cmecore.authorities._cited import dated, in_use, issuer, secondary
from cmecore.authorities._pars import DATA, PARS, ed_hub, needs
from cmecore.bodies.body import Body, Note
from cmecore.bodies.reporting import Reporter, Reporting
from cmecore.bodies.rulings import Ruling
from cmecore.bodies.wordings import Purpose, Wording
from cmecore.credit.amounts import CreditType
from cmecore.credit.periods import Period
from cmecore.rules.awards import AsBase, Asks, RestsOn
from cmecore.rules.policies import Policy
from cmecore.rules.requirements import given_feedback

MEETINGS = "ACCME, FAQ on ABIM MOC"
GUIDE = "ABIM, MOC Assessment Recognition Program Guide, about 2017"

_AS_CLAIMED = in_use(
    "ABIM MOC statement, Medscape content tool", "points equivalent to the amount of CME credits claimed for the activity"
)
_STEP = (_AS_CLAIMED, dated(ama.BOOKLET, "15 minutes are 0.25 of the credit that the points are counted in"))

#: The points that are meant where no kind is named: the statement in use names this one.
MEDICAL_KNOWLEDGE = CreditType(code="abim-moc", name="ABIM Medical Knowledge MOC point", step="0.25", sources=_STEP)
PRACTICE_ASSESSMENT = CreditType(
    code="abim-moc-practice-assessment", name="ABIM Practice Assessment MOC point", step="0.25", sources=_STEP
)
PATIENT_SAFETY = CreditType(code="abim-moc-patient-safety", name="ABIM Patient Safety MOC point", step="0.25", sources=_STEP)

_TYPES = (MEDICAL_KNOWLEDGE, PRACTICE_ASSESSMENT, PATIENT_SAFETY)
_FORMATS = ("live activity", "internet live activity", "enduring material", "journal-based CME activity")


def _ruling(type: CreditType) -> Ruling:
    return Ruling(
        type=type,
        formats=_FORMATS,
        passing=True,
        policy=Policy(
            code=type.code,
            requirements=[
                given_feedback(
                    sources=[
                        secondary(
                            "American College of Physicians, Why can't I earn MOC points for all CME activities?",
                            "feedback that includes the rationale for correct answers",
                            address="https://www.acponline.org/cme-moc/moc/learn-more-about-moc/why-cant-i-earn-moc-points-for-all-cme-activities",
                        )
                    ]
                )
            ],
            award=AsBase(),
            rests_on=RestsOn(ama.CATEGORY_1, Asks.CLAIM),
            sources=[
                _AS_CLAIMED,
                issuer(
                    MEETINGS,
                    "mostly as many points as CME credits; fewer where only some sessions qualify: 5 of 20 sessions, 5 points",
                    address="http://accme.org/faq/7922",
                ),
                secondary(
                    "American College of Physicians, Why can't I earn MOC points for all CME activities?",
                    "a comprehensive evaluation that measures change, and a passing score",
                ),
            ],
        ),
    )


KNOWLEDGE_RULE = _ruling(MEDICAL_KNOWLEDGE)
PRACTICE_RULE = _ruling(PRACTICE_ASSESSMENT)
SAFETY_RULE = _ruling(PATIENT_SAFETY)

REPORTINGS = tuple(
    Reporting(
        type=type,
        by=Reporter.PROVIDER,
        to=PARS,
        needs=needs("ABIM", board_id="ABIM ID"),
        within=Period(days=30),
        by_year_end=True,
        sources=[DATA, issuer(MEETINGS, "by December 31 for that year", address="http://accme.org/faq/7922")],
    )
    for type in _TYPES
)

WORDINGS = tuple(
    Wording(
        code=type.code,
        purpose=Purpose.MOC,
        types=[type.code],
        text=(
            "Successful completion of this CME activity, which includes participation in the evaluation component, enables the "
            f"participant to earn up to {{amount}} {kind} MOC points in the American Board of Internal Medicine's (ABIM) "
            "Maintenance of Certification (MOC) program. Participants will earn MOC points equivalent to the amount of CME "
            "credits claimed for the activity. It is the CME activity provider's responsibility to submit participant "
            "completion information to ACCME for the purpose of granting ABIM MOC credit."
        ),
        sources=[
            in_use("ABIM MOC statement, Medscape content tool", "the whole statement, with the kind of points as a field"),
            issuer(
                "ACCME, CME that counts for ABIM MOC",
                "use of the statement is mandatory",
                address="http://www.accme.org/cme-counts-abim-moc",
            ),
        ],
    )
    for type, kind in zip(_TYPES, ("Medical Knowledge", "Practice Assessment", "Patient Safety"), strict=True)
)

BODY = Body(
    code="abim",
    name="American Board of Internal Medicine",
    types=_TYPES,
    rulings=[KNOWLEDGE_RULE, PRACTICE_RULE, SAFETY_RULE],
    wordings=WORDINGS,
    reportings=REPORTINGS,
    notes=[
        Note(
            says="The evaluation has to measure change in the learners, and to address the goals of the activity.",
            sources=[issuer(MEETINGS, "a comprehensive evaluation component that measures learners' change")],
        ),
        Note(
            says="A meeting of many sessions is one activity in PARS, with only the points of the sessions that qualify.",
            sources=[
                issuer(MEETINGS, "report a multi-session meeting as a single activity", address="http://accme.org/faq/7922")
            ],
        ),
        Note(
            says="The activity is registered in PARS; what each format has to offer stands in the ABIM's guide.",
            sources=[dated(GUIDE, "format-specific requirements", address="https://paperzz.com/doc/7337418")],
        ),
        ed_hub("ABIM"),
    ],
    aliases={"ABIM MOC": MEDICAL_KNOWLEDGE, "ABIM MOC point": MEDICAL_KNOWLEDGE, "ABIM MOC points": MEDICAL_KNOWLEDGE},
)
