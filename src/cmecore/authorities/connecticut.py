"""The State of Connecticut: the contact hour in which physicians' CME is counted there."""

from __future__ import annotations

import datetime

from cmecore.authorities._cited import issuer, unsourced
from cmecore.bodies.body import Body, Note
from cmecore.bodies.rulings import Ruling
from cmecore.credit.amounts import CreditType
from cmecore.rules.awards import ByTime
from cmecore.rules.policies import Policy

STATUTE = "Connecticut General Statutes 20-10b"

_HOUR = issuer(
    STATUTE,
    "1 contact hour is a minimum of 50 minutes of continuing education activity",
    address="https://www.lawserver.com/law/state/connecticut/ct-laws/connecticut_statutes_20-10b",
)

_FINE = unsourced("in which steps it is given: the step is 0.01, which holds tenths and quarters, and the caller rounds")

CONTACT_HOUR = CreditType(code="connecticut-contact-hour", name="Connecticut contact hour", step="0.01", sources=[_HOUR, _FINE])

HOURS = Ruling(
    type=CONTACT_HOUR,
    formats=["live activity", "internet live activity", "enduring material"],
    policy=Policy(code="connecticut-hours", award=ByTime(unit=datetime.timedelta(minutes=50)), sources=[_HOUR]),
)

BODY = Body(
    code="connecticut",
    name="Connecticut Department of Public Health",
    types=[CONTACT_HOUR],
    rulings=[HOURS],
    notes=[
        Note(
            says="Fifty minutes are the least that makes a contact hour; what a longer activity counts is not said.",
            sources=[_HOUR],
        ),
    ],
)
