"""The American Board of Surgery: which credit it counts, and the part of it that is self-assessment."""

from __future__ import annotations

import datetime

from cmecore.authorities import ama, eaccme, royal_college
from cmecore.authorities._cited import dated, issuer, secondary
from cmecore.authorities._pars import DATA, PARS, ed_hub, needs
from cmecore.bodies.body import Body, Note
from cmecore.bodies.limits import Limit, Per
from cmecore.bodies.recognition import Recognition
from cmecore.bodies.reporting import Reporter, Reporting
from cmecore.bodies.rulings import Ruling
from cmecore.credit.amounts import CreditType
from cmecore.credit.periods import Period, Span
from cmecore.rules.awards import AsBase, Asks, RestsOn
from cmecore.rules.policies import Policy
from cmecore.rules.requirements import passed

_CME = "ABS, CME and self-assessment"
_ADDRESS = "https://www.absurgery.org/stay-certified/ongoing-certification-requirements/cme/"
_FAQ = "https://www.absurgery.org/default.jsp?faq_cme"
_REGISTER = issuer(
    "ACCME, Register your CME activities for American Board of Surgery continuous certification",
    "first name, last name, month and day of birth, within 30 days; completions from March 1, 2021 onward",
    address="https://www.accme.org/highlights/available-now-register-your-cme-activities-for-american-board-surgery-continuous",
)
_SCORE = issuer(
    _CME, "a score of 75 % (0.75) or higher for the self-assessment to count; repeated attempts are allowed", address=_ADDRESS
)

SELF_ASSESSMENT = CreditType(
    code="abs-self-assessment",
    name="ABS self-assessment credit",
    step="0.25",
    sources=[
        issuer(_CME, "activities are registered as CME, or as CME with SA", address=_ADDRESS),
        secondary("AOE Consulting, partial credit for MOC", "engagement is reported in steps of 0.25"),
    ],
)

SELF_ASSESSMENT_RULE = Ruling(
    type=SELF_ASSESSMENT,
    formats=["live activity", "internet live activity", "enduring material", "journal-based CME activity"],
    policy=Policy(
        code="abs-self-assessment",
        requirements=[passed("0.75", sources=[_SCORE])],
        award=AsBase(),
        rests_on=RestsOn(ama.CATEGORY_1, Asks.CLAIM),
        sources=[
            _SCORE,
            issuer(_CME, "SA credits are transferred along with the Category 1 credits of the activity", address=_ADDRESS),
        ],
    ),
)

_COUNTS = issuer(_CME, "Category 1 CME: accredited by the AMA, ACCME, RCPSC or EACCME", address=_ADDRESS)

BODY = Body(
    code="abs",
    name="American Board of Surgery",
    types=[SELF_ASSESSMENT],
    rulings=[SELF_ASSESSMENT_RULE],
    limits=[
        Limit(
            code="abs-a-day",
            says="At most 12 credits a day",
            types=[ama.CATEGORY_1],
            most="12",
            per=Per.DAY,
            sources=[
                issuer(_CME, "a credit is an hour; generally no more than 12 earned in a single day", address=_ADDRESS),
            ],
        )
    ],
    reportings=[
        Reporting(
            type=type,
            by=Reporter.PROVIDER,
            to=PARS,
            needs=needs("ABS"),
            within=Period(days=30),
            in_force=Span(datetime.date(2021, 3, 1)),
            sources=[_REGISTER, DATA],
        )
        for type in (ama.CATEGORY_1, SELF_ASSESSMENT)
    ],
    recognitions=[
        Recognition(type=type, by="ABS", as_category="Category 1 CME", sources=[_COUNTS])
        for type in (ama.CATEGORY_1, eaccme.ECMEC, royal_college.SECTION_1)
    ],
    notes=[
        Note(
            says="Do not report yourself what the provider reports: it would be there twice.",
            in_force=Span(None, datetime.date(2023, 6, 30)),
            sources=[
                issuer("ABS, FAQ about CME through ACCME", "do not self-report what the provider was asked to", address=_FAQ)
            ],
        ),
        Note(
            says="Diplomates no longer report CME themselves: all of it comes through PARS.",
            in_force=Span(datetime.date(2023, 7, 1)),
            sources=[
                issuer(
                    "ABS, news of 9 February 2023",
                    "self-reporting is retired on July 1, 2023",
                    address="https://www.absurgery.org/resources/news/abs-to-further-simplify-and-digitize-cme-data-reporting/",
                )
            ],
        ),
        Note(
            says="For self-assessment credit the provider tells the learners whether they met the requirements.",
            sources=[_REGISTER],
        ),
        Note(
            says="The CME is relevant to the surgeon's practice.",
            sources=[dated(_CME, "relevant to your practice", address="https://www.absurgery.org/default.jsp?exam-moccme")],
        ),
        ed_hub("ABS"),
    ],
)
