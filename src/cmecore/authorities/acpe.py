"""The Accreditation Council for Pharmacy Education: contact hours and CEU, for pharmacists and for technicians apart."""

from __future__ import annotations

import datetime

from cmecore.authorities._cited import READ_AGAIN, dated, in_use, issuer, secondary, unsourced
from cmecore.bodies.body import Body, Note
from cmecore.bodies.equivalences import Equivalence
from cmecore.bodies.reporting import Reporter, Reporting
from cmecore.bodies.rulings import Ruling
from cmecore.bodies.wordings import Purpose, Wording
from cmecore.credit.amounts import CreditType
from cmecore.credit.periods import Period, Span
from cmecore.rules.awards import ByTime
from cmecore.rules.policies import Policy
from cmecore.rules.requirements import identified, practises
from cmecore.rules.times import BREAK, LEARNING, SOCIAL

NUMBERS = "ACPE, Universal Activity Numbers"
ACTIVITIES = "ACPE, types of continuing pharmacy education activities, a copy without a date"
MONITOR = "Clinical Care Options, ACPE CE requirements, 2014"
VCU = "Virginia Commonwealth University School of Pharmacy, continuing education FAQ"
TOOL = "Medscape, content tool in a public repository"
CERTIFICATE = "Boston University certificate template, in a public repository"

_NUMBERS_AT = "https://www.acpe-accredit.org/universal-activity-numbers/"
_MONITOR_AT = "https://clinicaloptions.com/content/newcerequirements"
_TENTH = in_use(TOOL, "a contact hour is 0.1 CEU: 0.75 contact hours are 0.075 CEU, and 1 CEU is 10 contact hours")
_FINE = unsourced("in which steps hours are given: the step is 0.01, which holds tenths and quarters, and the caller rounds")
_FINER = unsourced("in which steps CEU are given: the step is 0.001, a tenth of the 0.01 of contact hours")

PHARMACIST_HOUR = CreditType(
    code="acpe-pharmacist-hour", name="ACPE pharmacist contact hour", step="0.01", sources=[_TENTH, _FINE]
)
TECHNICIAN_HOUR = CreditType(
    code="acpe-technician-hour", name="ACPE technician contact hour", step="0.01", sources=[_TENTH, _FINE]
)
PHARMACIST_CEU = CreditType(code="acpe-pharmacist-ceu", name="ACPE pharmacist CEU", step="0.001", sources=[_TENTH, _FINER])
TECHNICIAN_CEU = CreditType(code="acpe-technician-ceu", name="ACPE technician CEU", step="0.001", sources=[_TENTH, _FINER])

_TYPES = (PHARMACIST_HOUR, TECHNICIAN_HOUR, PHARMACIST_CEU, TECHNICIAN_CEU)
_PAIRS = ((PHARMACIST_HOUR, PHARMACIST_CEU), (TECHNICIAN_HOUR, TECHNICIAN_CEU))
_AUDIENCE = issuer(NUMBERS, "a number ends in P for pharmacists or in T for technicians", address=_NUMBERS_AT)
_HOURS = (
    dated(
        ACTIVITIES,
        "60 minutes are 1 contact hour; a knowledge-based activity has at least 15 minutes or 0.25 contact hour",
        address="https://info.5y1.org/types-of-knowledge-in-education_1_b79686.html",
        collected=READ_AGAIN,
    ),
    secondary(
        VCU,
        "credit goes hour for hour, 0.1 CEU for 1 contact hour; breaks and social activities weigh 0",
        address="http://pharmacy.vcu.edu/programs/ce/faq/",
        collected=READ_AGAIN,
    ),
)
_FORMATS = ("live activity", "internet live activity", "enduring material")

PHARMACISTS = Ruling(
    type=PHARMACIST_HOUR,
    formats=_FORMATS,
    minimum="0.25",
    policy=Policy(
        code="acpe-pharmacists",
        requirements=[practises("pharmacist", sources=[_AUDIENCE])],
        award=ByTime(counts={LEARNING: 1, BREAK: 0, SOCIAL: 0}),
        sources=[*_HOURS, _AUDIENCE],
    ),
)
TECHNICIANS = Ruling(
    type=TECHNICIAN_HOUR,
    formats=_FORMATS,
    minimum="0.25",
    policy=Policy(
        code="acpe-technicians",
        requirements=[practises("pharmacy technician", sources=[_AUDIENCE])],
        award=ByTime(counts={LEARNING: 1, BREAK: 0, SOCIAL: 0}),
        sources=[*_HOURS, _AUDIENCE],
    ),
)

_SIXTY_DAYS = secondary(MONITOR, "within 60 days of completing an activity, and nothing later", address=_MONITOR_AT)
_PROFILE = secondary(
    "Virginia Commonwealth University School of Pharmacy, CPE Monitor",
    "with a wrong e-Profile ID or birth date (month and day) the credit is rejected, and not mended afterwards",
)

BODY = Body(
    code="acpe",
    name="Accreditation Council for Pharmacy Education",
    types=_TYPES,
    rulings=[PHARMACISTS, TECHNICIANS],
    wordings=[
        Wording(
            code="acpe-provider",
            purpose=Purpose.ACCREDITATION,
            types=[kind.code for kind in _TYPES],
            text=(
                "{provider} is accredited by the Accreditation Council for Pharmacy Education as a provider of continuing "
                "pharmacy education."
            ),
            sources=[in_use(CERTIFICATE, "the provider's statement", collected=READ_AGAIN)],
        ),
        Wording(
            code="acpe-designation",
            purpose=Purpose.DESIGNATION,
            types=[PHARMACIST_HOUR.code, TECHNICIAN_HOUR.code],
            text=(
                "{provider} designates this continuing education activity for {amount} contact hour(s) ({ceu} CEUs) "
                "(Universal Activity Number {uan})."
            ),
            sources=[in_use(TOOL, "contact hours, a tenth of them as CEU, and the number")],
        ),
        Wording(
            code="acpe-notice",
            purpose=Purpose.NOTICE,
            types=[kind.code for kind in _TYPES],
            text="This is not an official ACPE certificate",
            in_force=Span(datetime.date(2014, 5, 1)),
            sources=[
                in_use(CERTIFICATE, "This is not an official ACPE certificate"),
                secondary(MONITOR, "since May 1, 2014 only CPE Monitor's statement is official", address=_MONITOR_AT),
            ],
        ),
    ],
    equivalences=[
        *(Equivalence(of=hour, into=ceu, factor="0.1", sources=[_TENTH]) for hour, ceu in _PAIRS),
        *(Equivalence(of=ceu, into=hour, factor=10, sources=[_TENTH]) for hour, ceu in _PAIRS),
    ],
    reportings=[
        Reporting(
            type=kind,
            by=Reporter.PROVIDER,
            to="CPE Monitor",
            within=Period(days=60),
            needs=[
                identified("NABP e-Profile ID", sources=[_PROFILE]),
                identified("birth month and day", sources=[_PROFILE]),
            ],
            sources=[_SIXTY_DAYS, _PROFILE],
        )
        for kind in _TYPES
    ],
    notes=[
        Note(
            says="Live credit is claimed only for the dates that were registered.",
            sources=[issuer(NUMBERS, "specific live dates; only on those can a learner claim credit", address=_NUMBERS_AT)],
        ),
        Note(
            says="Home study is offered for at most 3 years; each day from release to expiration counts, both included.",
            sources=[issuer(NUMBERS, "3 years; any date between release and expiration is valid", address=_NUMBERS_AT)],
        ),
        Note(
            says="A live activity and its recording have two numbers with one sequence.",
            sources=[issuer(NUMBERS, "two numbers, same sequence number", address=_NUMBERS_AT)],
        ),
        Note(
            says="For recertification by the PTCB only credit for technicians counts: that of pharmacists does not stand in.",
            in_force=Span(datetime.date(2015, 1, 1)),
            sources=[secondary(MONITOR, "since January 1, 2015 all credit is technician-specific", address=_MONITOR_AT)],
        ),
        Note(
            says="The official statement of credit is CPE Monitor's; a provider's certificate is none.",
            in_force=Span(datetime.date(2014, 5, 1)),
            sources=[secondary(MONITOR, "effective May 1, 2014", address=_MONITOR_AT)],
        ),
        Note(
            says="The 60 days bound corrections too; what was finished on the day of expiration has 60 days from that day.",
            sources=[issuer("NABP, help pages on CPE Monitor", "60 days, corrections included"), _SIXTY_DAYS],
        ),
        Note(
            says="An application-based activity has at least 1 contact hour, a practice-based one at least 15.",
            sources=[
                dated(ACTIVITIES, "at least 60 minutes or 1 contact hour; at least 15 contact hours", collected=READ_AGAIN)
            ],
        ),
        Note(
            says=(
                "Whether a part of an activity earns a part of its credit was not found: by time it does; for all or nothing "
                "call the rule with award=Whole()."
            ),
            sources=[_HOURS[1]],
        ),
    ],
)
