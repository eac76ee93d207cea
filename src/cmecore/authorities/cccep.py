"""The Canadian Council on Continuing Education in Pharmacy: CEU of an hour each, and the time that a text takes."""

from __future__ import annotations

from cmecore.authorities._cited import READ_AGAIN, issuer, unsourced
from cmecore.bodies.body import Body
from cmecore.bodies.reading import ReadingTime
from cmecore.bodies.rulings import Ruling
from cmecore.credit.amounts import CreditType
from cmecore.rules.awards import ByTime
from cmecore.rules.policies import Policy

_HOUR = issuer(
    "CCCEP, Accreditation Basics, Calculating CEUs",
    "1 CEU is 1 contact hour (60 minutes); accreditation asks for at least a quarter CEU, 0.25",
    collected=READ_AGAIN,
)

CEU = CreditType(
    code="cccep-ceu",
    name="CCCEP CEU",
    step="0.01",
    sources=[_HOUR, unsourced("in which steps CEU are given: the step is 0.01, which holds tenths and quarters")],
)

HOURS = Ruling(
    type=CEU,
    formats=["live activity", "internet live activity", "enduring material"],
    minimum="0.25",
    policy=Policy(code="cccep-hours", award=ByTime(), sources=[_HOUR]),
)

#: How the result is rounded is not known, so the caller names it.
READING_TIME = ReadingTime(
    code="cccep",
    scale=(1, 2, 3, 4, 5),
    between=True,
    sources=[
        issuer(
            "CCCEP, Mergener Formula",
            "Difficulty from 1 to 5; nothing was seen on whether a text may lie between two levels, so it may here.",
            address="https://cccep.ca/accreditation/mergener-formula",
        ),
        issuer(
            "CCCEP, Accreditation Basics, Calculating CEUs",
            "One CEU is equivalent to one contact hour (60 minutes); accreditation asks for at least a quarter CEU.",
            address="https://www.cccep.ca/pages/cccep_accreditation_numberdelivery_types_calculating_ceus_types_of_learning_activities.html",
            collected=READ_AGAIN,
        ),
    ],
)

BODY = Body(
    code="cccep",
    name="Canadian Council on Continuing Education in Pharmacy",
    types=[CEU],
    rulings=[HOURS],
    reading_times=[READING_TIME],
)
