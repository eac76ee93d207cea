"""The American Academy of Family Physicians: Prescribed and Elective credit."""

from __future__ import annotations

import attrs

from cmecore.authorities import ama, aoa, cfpc
from cmecore.authorities._cited import READ_AGAIN, dated, in_use, issuer, secondary
from cmecore.bodies.body import Body, Note
from cmecore.bodies.equivalences import Equivalence
from cmecore.bodies.rulings import Ruling
from cmecore.bodies.wordings import Approval, Purpose, Wording
from cmecore.credit.amounts import CreditType
from cmecore.credit.rounding import nearest
from cmecore.rules.awards import ByStages, ByTime, Component, Fixed, InProportion
from cmecore.rules.criteria import at_least
from cmecore.rules.facts import content_of
from cmecore.rules.policies import Policy
from cmecore.rules.times import BREAK, CASES, CEREMONY, DISCUSSION, HANDS_ON, INTRODUCTION, LEARNING, PANEL, SOCIAL

CALCULATION = "AAFP, Credit Calculation and Credit Terms"
FAQ = "AAFP, Credit Application FAQ"
POLICY = "AAFP, Types and Definitions of CME Activities and Credits Members May Earn"
STATEMENTS = "AAFP, Credit Statements"
TYPES = "AAFP, Types of CME Credit"

_QUARTERS = issuer(
    CALCULATION,
    "15 minutes are 0.25 credits, 60 minutes 1 credit, rounded to the nearest quarter hour",
    address="https://www.aafp.org/cme/credit-system/credit-calculation-and-terms.html",
)
_DEFINED = issuer(
    TYPES,
    "Prescribed: designed primarily for physicians, planned with an AAFP active or life member; Elective: what is not",
    address="https://www.aafp.org/cme/about/types.html",
)

PRESCRIBED = CreditType(code="aafp-prescribed", name="AAFP Prescribed credit", step="0.25", sources=[_QUARTERS, _DEFINED])
ELECTIVE = CreditType(code="aafp-elective", name="AAFP Elective credit", step="0.25", sources=[_QUARTERS, _DEFINED])

#: Formal interaction of faculty and learners counts; other kinds than these, such as a meal, the caller weighs.
_INTERACTION = {
    LEARNING: 1,
    DISCUSSION: 1,
    PANEL: 1,
    CASES: 1,
    HANDS_ON: 1,
    INTRODUCTION: 0,
    CEREMONY: 0,
    SOCIAL: 0,
    BREAK: 0,
}
_COUNTS = (
    issuer(CALCULATION, "formal interaction of faculty and learners counts"),
    issuer(
        CALCULATION,
        "welcomes, announcements, introductory remarks, course overviews, receptions and adjournment do not qualify",
    ),
    issuer(CALCULATION, "the time of concurrent sessions is counted once, as one learner could take part in it"),
    dated(
        "AAFP, Applying for CME Credit for Series Activities, 2009",
        "four hours hold a break of fifteen minutes and are worth 3.75 credits, so that a break is worth nothing",
        collected=READ_AGAIN,
    ),
)

LIVE = Ruling(
    type=PRESCRIBED,
    formats=["live activity", "internet live activity"],
    policy=Policy(code="aafp-live", award=ByTime(counts=_INTERACTION), rounding=nearest("0.25"), sources=[_QUARTERS, *_COUNTS]),
)
SERIES = Ruling(
    type=PRESCRIBED,
    formats=["regularly scheduled series"],
    policy=Policy(
        code="aafp-series",
        award=ByTime(counts=_INTERACTION, most_per_session="3.75"),
        rounding=nearest("0.25"),
        sources=[issuer(FAQ, "at most 3.75 credits a session of a regularly scheduled series"), _QUARTERS, *_COUNTS],
    ),
)
ENDURING = Ruling(
    type=PRESCRIBED,
    formats=["enduring material"],
    policy=Policy(
        code="aafp-enduring",
        award=InProportion(),
        rounding=nearest("0.25"),
        sources=[
            issuer(CALCULATION, "the average time a learner takes to complete it, rounded to the nearest quarter hour, 0.25"),
            issuer(CALCULATION, "welcomes, announcements, introductory remarks and course overviews do not qualify"),
        ],
    ),
)
JOURNAL = Ruling(
    type=PRESCRIBED,
    formats=["journal-based CME activity"],
    policy=Policy(
        code="aafp-journal", award=Fixed("1"), sources=[issuer(CALCULATION, "medical journals: 1 credit an eligible article")]
    ),
)
PERFORMANCE_IMPROVEMENT = Ruling(
    type=PRESCRIBED,
    formats=["PI CME activity"],
    policy=Policy(
        code="aafp-performance-improvement",
        award=ByStages(
            Component(code=stage, test=at_least(content_of(stage), 1), worth=worth)
            for stage, worth in (("A", "5"), ("B", "5"), ("C", "10"))
        ),
        sources=[issuer(CALCULATION, "stage A is worth 5 credits, A and B together 10, and A, B and C together 20")],
    ),
)
POINT_OF_CARE = Ruling(
    type=PRESCRIBED,
    formats=["internet point-of-care activity"],
    policy=Policy(
        code="aafp-point-of-care",
        award=Fixed("20"),
        sources=[issuer(CALCULATION, "each point-of-care activity is designated for 20 credits")],
    ),
)
SELF_ASSESSMENT = Ruling(
    type=PRESCRIBED,
    formats=["live knowledge self-assessment"],
    policy=Policy(
        code="aafp-self-assessment",
        award=Fixed("8"),
        sources=[issuer(CALCULATION, "each live Knowledge Self-Assessment (KSA) is worth 8 Prescribed credits")],
    ),
)


def _elective(ruling: Ruling) -> Ruling:
    """Return the same rule for Elective credit, which the Academy computes alike."""
    both = issuer(
        POLICY, "live, enduring, journal, PI and point-of-care activities can be Prescribed or Elective", collected=READ_AGAIN
    )
    policy = attrs.evolve(ruling.policy, code=ruling.code.replace("aafp-", "aafp-elective-"), sources=[*ruling.sources, both])
    return attrs.evolve(ruling, type=ELECTIVE, policy=policy)


ELECTIVE_LIVE = _elective(LIVE)
ELECTIVE_SERIES = _elective(SERIES)
ELECTIVE_ENDURING = _elective(ENDURING)
ELECTIVE_JOURNAL = _elective(JOURNAL)
ELECTIVE_PERFORMANCE_IMPROVEMENT = _elective(PERFORMANCE_IMPROVEMENT)
ELECTIVE_POINT_OF_CARE = _elective(POINT_OF_CARE)

_EXACTLY = issuer(
    STATEMENTS,
    "statements must be published exactly as written",
    address="https://www.aafp.org/cme/credit-system/credit-statements.html",
)
_SAVE_THE_DATE = issuer(STATEMENTS, "after the letter of approval, on a save-the-date card and in advertisements only")
WORDINGS = (
    Wording(
        code="aafp-pending",
        purpose=Purpose.APPROVAL,
        approval=Approval.PENDING,
        text=(
            "Application for CME credit has been filed with the American Academy of Family Physicians. Determination of credit "
            "is pending."
        ),
        sources=[_EXACTLY, issuer(STATEMENTS, "before the determination, once the application was received")],
    ),
    Wording(
        code="aafp-save-the-date-prescribed",
        purpose=Purpose.ANNOUNCEMENT,
        approval=Approval.APPROVED,
        types=["aafp-prescribed"],
        text="Approved for {amount} AAFP Prescribed credits.",
        sources=[_EXACTLY, _SAVE_THE_DATE],
    ),
    Wording(
        code="aafp-save-the-date-elective",
        purpose=Purpose.ANNOUNCEMENT,
        approval=Approval.APPROVED,
        types=["aafp-elective"],
        text="Approved for {amount} AAFP Elective credits.",
        sources=[_EXACTLY, _SAVE_THE_DATE],
    ),
    Wording(
        code="aafp-equivalence",
        purpose=Purpose.NOTICE,
        types=["aafp-prescribed"],
        text=(
            "AAFP Prescribed credit is accepted by the American Medical Association as equivalent to AMA PRA Category 1 "
            "Credit™ toward the AMA Physician's Recognition Award. When applying for the AMA PRA, Prescribed credit earned "
            "must be reported as Prescribed credit, not as Category 1."
        ),
        italics=["AMA PRA Category 1 Credit"],
        sources=[
            secondary(
                "AC Users Forum, quoting the AAFP on its equivalency with the AMA",
                "the equivalency statement of 2005",
                address="https://acusersforum.com/ub/ubbthreads.php/posts/21057",
                collected=READ_AGAIN,
            ),
            in_use("accreditation table of a CME platform, in a public repository", "must be reported as Prescribed Credit"),
        ],
    ),
)

BODY = Body(
    code="aafp",
    name="American Academy of Family Physicians",
    types=[PRESCRIBED, ELECTIVE],
    rulings=[
        LIVE,
        SERIES,
        ENDURING,
        JOURNAL,
        PERFORMANCE_IMPROVEMENT,
        POINT_OF_CARE,
        SELF_ASSESSMENT,
        ELECTIVE_LIVE,
        ELECTIVE_SERIES,
        ELECTIVE_ENDURING,
        ELECTIVE_JOURNAL,
        ELECTIVE_PERFORMANCE_IMPROVEMENT,
        ELECTIVE_POINT_OF_CARE,
    ],
    wordings=WORDINGS,
    equivalences=[
        Equivalence(
            of=ama.CATEGORY_1,
            into=ELECTIVE,
            sources=[
                issuer(
                    TYPES,
                    "AMA PRA Category 1 activities that the AAFP did not itself approve as Prescribed are Elective credit",
                )
            ],
        ),
        *(
            Equivalence(
                of=osteopathic,
                into=ELECTIVE,
                sources=[issuer(TYPES, "activities approved by the AOA are acceptable as Elective credit")],
            )
            for osteopathic in (aoa.CATEGORY_1_A, aoa.CATEGORY_1_B)
        ),
        Equivalence(
            of=cfpc.MAINPRO,
            into=PRESCRIBED,
            sources=[issuer(TYPES, "activities designated as Mainpro by the CFPC are Prescribed credit")],
        ),
    ],
    notes=[
        Note(
            says="An activity may be submitted after it was held, within 365 days of the session.",
            sources=[issuer("AAFP, FAQ on the application process", "retroactive credit within 365 days")],
        ),
        Note(
            says="Prescribed credit asks for an active or life member of the AAFP in the planning.",
            sources=[_DEFINED],
        ),
        Note(
            says="Most life-support courses, teaching of health professions learners and scholarly activities are Prescribed.",
            sources=[issuer(TYPES, "examples of Prescribed credit")],
        ),
        Note(
            says="The full credit statement comes with the letter of approval, and is used as it is given there.",
            sources=[_EXACTLY],
        ),
    ],
    aliases={
        "AAFP Prescribed": PRESCRIBED,
        "Prescribed credit": PRESCRIBED,
        "AAFP Elective": ELECTIVE,
        "Elective credit": ELECTIVE,
    },
)
