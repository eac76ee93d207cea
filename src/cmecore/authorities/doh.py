"""The Department of Health – Abu Dhabi: two categories of credit hours, and the systems it deems equivalent."""

from __future__ import annotations

from cmecore.authorities import ama, eaccme
from cmecore.authorities._cited import issuer, secondary
from cmecore.bodies.body import Body, Note
from cmecore.bodies.limits import Limit, Per
from cmecore.bodies.recognition import Recognition
from cmecore.bodies.rulings import Ruling
from cmecore.credit.amounts import CreditType
from cmecore.credit.rounding import nearest
from cmecore.rules.awards import ByTime
from cmecore.rules.policies import Policy
from cmecore.rules.requirements import attested

SELF = "DoH, Category 2 activities"
_SELF_ADDRESS = "https://www.doh.gov.ae/en/programs-initiatives/meed/cme-program-for-applicant-detail"
SYSTEMS = "DoH, Accreditation systems deemed equivalent"
_SYSTEMS_ADDRESS = "https://www.doh.gov.ae/en/programs-initiatives/meed/cme-for-applicant"
_QUARTERS = issuer(
    SELF, "1 hour for each 60 minutes, in increments of 15 minutes or 0.25, to the nearest 0.25", address=_SELF_ADDRESS
)
_LISTED = issuer(
    SYSTEMS,
    "CE accredited by a system on the list counts for Category 1, as if it were a DoH-accredited event",
    address=_SYSTEMS_ADDRESS,
)
_PROVIDER = secondary(
    "ARmed, Credits, categories, accreditation and reporting",
    "1.0 credit is 60 minutes; 0.25 is 15 minutes, the least that is reported; prorated by attendance",
    address="https://ae.armedgp.com/?p=9211",
)

CATEGORY_1 = CreditType(code="doh-1", name="DoH Category 1 credit hour", step="0.25", sources=[_PROVIDER])
CATEGORY_2 = CreditType(code="doh-2", name="DoH Category 2 credit hour", step="0.25", sources=[_QUARTERS])

#: Which way a time between two steps goes was not found for Category 1: the caller names the rounding.
ACCREDITED = Ruling(
    type=CATEGORY_1,
    formats=["live activity", "internet live activity"],
    policy=Policy(code="doh-accredited", award=ByTime(), sources=[_PROVIDER]),
)
SELF_CLAIMED = Ruling(
    type=CATEGORY_2,
    formats=["self-claimed activity"],
    policy=Policy(code="doh-self-claimed", award=ByTime(), rounding=nearest("0.25"), sources=[_QUARTERS]),
)

BODY = Body(
    code="doh",
    name="Department of Health – Abu Dhabi",
    types=[CATEGORY_1, CATEGORY_2],
    rulings=[ACCREDITED, SELF_CLAIMED],
    recognitions=[
        Recognition(
            type=type,
            by="DoH Abu Dhabi",
            jurisdiction="AE-AZ",
            as_category="Category 1",
            asks=[attested("The accrediting system is on the DoH's list of equivalent systems", sources=[_LISTED])],
            sources=[_LISTED],
        )
        for type in (ama.CATEGORY_1, eaccme.ECMEC)
    ],
    limits=[
        Limit(
            code="doh-life-support",
            says="Hours of basic and immediate life support (BLS and ILS) do not count",
            types=[CATEGORY_1, CATEGORY_2],
            formats=["BLS", "ILS"],
            most=0,
            per=Per.YEAR,
            sources=[
                secondary(
                    "Allocation Assist, What are CME requirements in the UAE?",
                    "0 of the hours of BLS and ILS courses are counted",
                    address="https://allocationassist.com/what-are-cme-requirements-in-the-uae",
                )
            ],
        )
    ],
    notes=[
        Note(
            says="Category 2 is designated by the professional, who decides that it meets the DoH's definition.",
            sources=[issuer(SELF, "health professional designated; not promotional", address=_SELF_ADDRESS)],
        ),
        Note(
            says="A provider's page that says “recognised in all emirates” decides nothing: each authority has its own rules.",
            sources=[
                secondary(
                    "Allocation Assist, What are CME requirements in the UAE?",
                    "specific requirements vary by regulatory authority",
                    address="https://allocationassist.com/what-are-cme-requirements-in-the-uae",
                )
            ],
        ),
    ],
)
