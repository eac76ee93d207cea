"""The Federation of the Royal Colleges of Physicians of the United Kingdom: an hour of CPD is a credit, in three kinds.

No source names the smallest amount or a rounding: the caller names the rounding, and the type can hold quarters.
"""

from __future__ import annotations

import datetime

from cmecore.authorities._cited import dated, issuer
from cmecore.bodies.body import Body, Note
from cmecore.bodies.limits import Limit, Per
from cmecore.bodies.recognition import Recognition
from cmecore.bodies.rulings import Ruling
from cmecore.credit.amounts import CreditType
from cmecore.credit.periods import Span
from cmecore.rules.awards import ByTime
from cmecore.rules.policies import Policy

GUIDE = "Royal College of Physicians of Edinburgh, Continuing professional development"
_ADDRESS = "https://rcpe.ac.uk/events-cpd/continuing-professional-development"
_HOUR = issuer(GUIDE, "1 CPD credit is awarded for each hour (60 minutes) of CPD completed", address=_ADDRESS)

# Quarters are no rule of the Federation: they leave room for whatever rounding the caller names.
CPD = CreditType(code="uk-federation-cpd", name="Federation CPD credit", step="0.25", sources=[_HOUR])

HOURS = Ruling(
    type=CPD,
    formats=["external CPD", "internal CPD", "personal CPD"],
    policy=Policy(code="uk-federation-hours", award=ByTime(), sources=[_HOUR]),
)

BODY = Body(
    code="uk_federation",
    name="Federation of the Royal Colleges of Physicians of the United Kingdom",
    types=[CPD],
    rulings=[HOURS],
    limits=[
        Limit(
            code="uk-federation-personal-a-year",
            says="At most 10 personal credits a CPD year, April 1 to March 31",
            types=[CPD],
            formats=["personal CPD"],
            most="10",
            per=Per.PERIOD,
            sources=[issuer(GUIDE, "up to 10 can be personal credits; the CPD year runs from 1 April", address=_ADDRESS)],
        )
    ],
    recognitions=[
        Recognition(
            type=CPD,
            by="the colleges of the Academy of Medical Royal Colleges",
            jurisdiction="GB",
            as_category="CPD credit",
            # Agreed on some day of that month.
            in_force=Span(datetime.date(2011, 2, 28)),
            sources=[issuer(GUIDE, "agreed in February 2011: credits of one college are accepted by all", address=_ADDRESS)],
        )
    ],
    notes=[
        Note(
            says="External is an event outside the place of work, internal one within it, personal is private study.",
            sources=[
                dated(
                    "Royal College of Physicians of Edinburgh, CPD credit requirement",
                    "definitions of categories of CPD",
                    address="http://www.rcpe.ac.uk/cpd/credit-requirement.php",
                )
            ],
        ),
        Note(
            says="Physicians record their CPD themselves, in the CPD diary.",
            sources=[issuer(GUIDE, "an online CPD diary", address=_ADDRESS)],
        ),
    ],
)
