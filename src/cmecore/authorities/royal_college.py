"""The Royal College of Physicians and Surgeons of Canada: three sections of credit, and two agreements with the AMA.

No source names the smallest amount or a rounding: the caller names the rounding, and the types can hold quarters.
"""

from __future__ import annotations

import datetime

from cmecore.authorities import ama, eaccme
from cmecore.authorities._cited import dated, issuer, secondary
from cmecore.bodies.body import Body, Note
from cmecore.bodies.equivalences import Converts, Equivalence
from cmecore.bodies.limits import Limit, Per
from cmecore.bodies.rulings import Ruling
from cmecore.credit.amounts import CreditType
from cmecore.credit.periods import Span
from cmecore.rules.awards import ByTime, Fixed
from cmecore.rules.policies import Policy
from cmecore.rules.requirements import attested, practises

FRAMEWORK = "Royal College, Framework of continuing professional development activities"
_ADDRESS = "https://www.royalcollege.ca/ca/en/cpd/maintenance-of-certification-program/moc-framework.html"
AGREEMENTS = "Royal College, International CPD accreditation agreements"

_GROUP = issuer(FRAMEWORK, "accredited group learning: 1 credit per hour (60 minutes)", address=_ADDRESS)
_UNACCREDITED = issuer(
    FRAMEWORK,
    "unaccredited group learning without industry sponsorship: 0.5 credits per hour (60 minutes), at most 50 credits a cycle",
    address=_ADDRESS,
)
_ASSESSMENT = issuer(
    FRAMEWORK,
    "accredited self-assessment programs and simulation: 3 credits per hour (60 minutes)",
    address="https://capmrconference.ca/cpd-cme/cpd-framework-for-section-1-3-credits/",
)

# Quarters are no rule of the college: they leave room for whatever rounding the caller names.
SECTION_1 = CreditType(code="royal-college-1", name="Royal College MOC Section 1 credit", step="0.25", sources=[_GROUP])
SECTION_2 = CreditType(
    code="royal-college-2",
    name="Royal College MOC Section 2 credit",
    step="0.25",
    sources=[dated(FRAMEWORK, "planned learning and scanning; refreshed in 2024", address=_ADDRESS)],
)
SECTION_3 = CreditType(code="royal-college-3", name="Royal College MOC Section 3 credit", step="0.25", sources=[_ASSESSMENT])

GROUP_LEARNING = Ruling(
    type=SECTION_1,
    formats=["live activity", "internet live activity"],
    policy=Policy(code="royal-college-group-learning", award=ByTime(), sources=[_GROUP]),
)
UNACCREDITED_GROUP_LEARNING = Ruling(
    type=SECTION_1,
    formats=["unaccredited group learning"],
    policy=Policy(
        code="royal-college-unaccredited",
        requirements=[attested("It had no industry sponsorship", sources=[_UNACCREDITED])],
        award=ByTime(credits="0.5"),
        sources=[_UNACCREDITED],
    ),
)
ASSESSMENT = Ruling(
    type=SECTION_3,
    formats=["self-assessment program", "simulation"],
    policy=Policy(code="royal-college-assessment", award=ByTime(credits="3"), sources=[_ASSESSMENT]),
)
LEARNING_PROJECT = Ruling(
    type=SECTION_2,
    formats=["personal learning project"],
    policy=Policy(
        code="royal-college-learning-project",
        award=ByTime(credits="2"),
        sources=[dated(FRAMEWORK, "personal learning projects: 2 credits per hour (60 minutes)", address=_ADDRESS)],
    ),
)
READING = tuple(
    Ruling(
        type=SECTION_2,
        formats=[format],
        policy=Policy(
            code=f"royal-college-{format.replace(' ', '-')}",
            award=Fixed(worth),
            sources=[dated(FRAMEWORK, f"reading a {format}: {worth} credit(s)", address=_ADDRESS)],
        ),
    )
    for format, worth in (("journal article", "1"), ("book chapter", "2"), ("book", "10"))
)

_TERMS = dated(
    AGREEMENTS,
    "1 hour of participation equals 1 credit for all activities; none is given retroactively; physicians apply to the AMA",
    address="http://www.royalcollege.ca/rcsite/cpd/providers/international-accreditation-agreements-e",
)
_TERMS_OLDER = dated(
    f"{AGREEMENTS}, copy of 2013 to 2016",
    "1 hour of participation equals 1 credit for all activities; physicians apply to the AMA",
    address="http://www-test.royalcollege.ca/rcsite/cpd/providers/international-accreditation-agreements-e",
)
_AGREED = (
    (Span(datetime.date(2013, 1, 1), datetime.date(2016, 12, 31)), _TERMS_OLDER),
    (Span(datetime.date(2017, 1, 1), datetime.date(2020, 12, 31)), _TERMS),
)
_OUTSIDE = secondary(
    eaccme.EAPM,
    "live activities outside Canada with ECMECs are deemed accredited group learning (Section 1)",
    address="https://www.eapm.eu.com/eapm24-eaccme-credits/",
)

BODY = Body(
    code="royal_college",
    name="Royal College of Physicians and Surgeons of Canada",
    types=[SECTION_1, SECTION_2, SECTION_3],
    rulings=[GROUP_LEARNING, UNACCREDITED_GROUP_LEARNING, ASSESSMENT, LEARNING_PROJECT, *READING],
    equivalences=[
        *(
            Equivalence(
                of=section,
                into=ama.CATEGORY_1,
                converts=Converts.HOURS,
                application="an application to the AMA",
                asks=[practises("physician", sources=[terms])],
                in_force=span,
                sources=[terms],
            )
            for section in (SECTION_1, SECTION_3)
            for span, terms in _AGREED
        ),
        Equivalence(
            of=eaccme.ECMEC,
            into=SECTION_1,
            converts=Converts.HOURS,
            asks=[attested("It was a live event"), attested("It took place outside Canada")],
            sources=[_OUTSIDE, _GROUP],
        ),
    ],
    limits=[
        Limit(
            code="royal-college-unaccredited-a-cycle",
            says="At most 50 credits of unaccredited group learning a cycle",
            types=[SECTION_1],
            formats=["unaccredited group learning"],
            most="50",
            per=Per.PERIOD,
            sources=[_UNACCREDITED],
        )
    ],
    notes=[
        Note(
            says="Time spent teaching earns nothing; preparing for it is a personal learning project.",
            sources=[
                issuer(
                    "Royal College, Answers to your top MOC questions, April 10, 2019",
                    "supervising, delivering talks and teaching do not count",
                    address="https://newsroom.royalcollege.ca/answers-to-your-top-springtime-moc-questions/",
                )
            ],
        ),
        Note(
            says="Only activities of accredited CPD providers convert into AMA credit, and none retroactively.",
            sources=[_TERMS],
        ),
        Note(
            says="Fellows report their activities themselves, in MAINPORT, by January 31.",
            sources=[issuer("Royal College, MOC Program frequently asked questions", "the January 31 deadline")],
        ),
    ],
)
