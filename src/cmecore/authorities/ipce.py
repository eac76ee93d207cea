"""Joint Accreditation for Interprofessional Continuing Education: IPCE credit, for what a team planned for the team."""

from __future__ import annotations

import datetime

from cmecore.authorities._cited import READ_AGAIN, dated, in_use, issuer, secondary, unsourced
from cmecore.bodies.body import Body, Item, Note, Required
from cmecore.bodies.rulings import Ruling
from cmecore.bodies.wordings import Purpose, Wording
from cmecore.credit.amounts import CreditType
from cmecore.credit.periods import Span
from cmecore.rules.awards import InProportion
from cmecore.rules.policies import Policy

CREDIT_PAGE = "Joint Accreditation, Credit Requirements and IPCE Credit Mark"
POLICIES = "ACCME/ACPE/ANCC Policies for Jointly Accredited Providers, 2015"

_CREDIT_AT = "https://jointaccreditation.org/credit-requirements-ipce-credit-mark/"
_POLICIES_AT = "https://www.scribd.com/doc/265462390"
_NEW = issuer(
    "Joint Accreditation, New Credit Recognizes Interprofessional Continuing Education, September 12, 2017",
    "a new, optional credit, announced on September 12, 2017",
    address="https://jointaccreditation.org/?p=9917",
    collected=READ_AGAIN,
)
_SINCE = Span(datetime.date(2017, 9, 12))

CREDIT = CreditType(
    code="ipce-credit",
    name="IPCE credit",
    step="0.01",
    sources=[
        issuer(CREDIT_PAGE, "Interprofessional Continuing Education (IPCE) credit", address=_CREDIT_AT),
        unsourced("in which steps credit is given: the step is 0.01, which holds tenths and quarters, and the caller rounds"),
    ],
)

TEAM = Ruling(
    type=CREDIT,
    formats=["live activity", "internet live activity", "enduring material"],
    policy=Policy(
        code="ipce-team",
        award=InProportion(),
        in_force=_SINCE,
        sources=[
            issuer(CREDIT_PAGE, "calculated from the estimated time of the education", address=_CREDIT_AT),
            _NEW,
        ],
    ),
)

BODY = Body(
    code="ipce",
    name="Joint Accreditation",
    types=[CREDIT],
    rulings=[TEAM],
    wordings=[
        Wording(
            code="ipce-designation",
            purpose=Purpose.INTERPROFESSIONAL,
            types=["ipce-credit"],
            text=(
                "This activity was planned by and for the healthcare team, and learners will receive {amount} "
                "Interprofessional Continuing Education (IPCE) credit(s) for learning and change."
            ),
            in_force=_SINCE,
            sources=[issuer(CREDIT_PAGE, "the statement of credits", address=_CREDIT_AT), _NEW],
        ),
        Wording(
            code="joint-accreditation",
            purpose=Purpose.ACCREDITATION,
            text=(
                "In support of improving patient care, {provider} is jointly accredited by the Accreditation Council for "
                "Continuing Medical Education (ACCME), the Accreditation Council for Pharmacy Education (ACPE), and the "
                "American Nurses Credentialing Center (ANCC), to provide continuing education for the healthcare team."
            ),
            sources=[
                issuer(CREDIT_PAGE, "the Joint Accreditation statement", address=_CREDIT_AT),
                in_use("Medscape, content tool in a public repository", "is jointly accredited by"),
            ],
        ),
        Wording(
            code="joint-accreditation-with-others",
            purpose=Purpose.JOINT_PROVIDERSHIP,
            text=(
                "This activity has been planned and implemented by {provider} and {partners} for the advancement of patient "
                "care. {provider} is accredited by the American Nurses Credentialing Center (ANCC), the Accreditation Council "
                "for Pharmacy Education (ACPE), and the Accreditation Council for Continuing Medical Education (ACCME), to "
                "provide continuing education for the healthcare team."
            ),
            sources=[
                dated(POLICIES, "where two or more organisations planned, and one is jointly accredited", address=_POLICIES_AT)
            ],
        ),
    ],
    required=[
        Required(
            items=[Item.ACCREDITATION],
            types=["ipce-credit"],
            sources=[
                issuer(
                    "Joint Accreditation, IPCE Planning and Responsibilities",
                    "the statement before the start of each activity, and on the certificate if one is provided",
                    collected=READ_AGAIN,
                )
            ],
        ),
    ],
    notes=[
        Note(
            says="The statement of accreditation stands alone, set apart by a line from any other.",
            sources=[dated(POLICIES, "it must stand alone, not attached to any other statement", address=_POLICIES_AT)],
        ),
        Note(
            says="Only an activity that was planned by and for the healthcare team is designated for it; using it is optional.",
            sources=[issuer(CREDIT_PAGE, "only for activities planned by and for the healthcare team", address=_CREDIT_AT)],
        ),
        Note(
            says="It does not replace the credit of a learner's own profession, which may be offered beside it.",
            sources=[issuer("Joint Accreditation, For Learners", "does not replace credits for individual professions")],
        ),
        Note(
            says="At least 25 % of the activities of a jointly accredited provider are interprofessional.",
            sources=[
                issuer("Joint Accreditation, Eligibility Requirements", "at least 25 % of all activities", collected=READ_AGAIN)
            ],
        ),
        Note(
            says="Some credit is not given in some formats: no ACPE credit for a series, no APA credit for enduring material.",
            sources=[secondary("UPMC Center for Continuing Education, joint accreditation", "not for every format")],
        ),
    ],
)
