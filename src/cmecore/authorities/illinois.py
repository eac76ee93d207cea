"""The State of Illinois: the hour in which physicians' CME is counted there."""

from __future__ import annotations

from cmecore.authorities._cited import READ_AGAIN, dated, issuer
from cmecore.bodies.body import Body
from cmecore.bodies.rulings import Ruling
from cmecore.credit.amounts import CreditType
from cmecore.credit.rounding import down
from cmecore.rules.awards import ByTime
from cmecore.rules.policies import Policy

CODE = "68 Illinois Administrative Code 1285.110"

_HOUR = issuer(
    CODE,
    "1 CME hour is 60 minutes; after the first hour, in 30-minute increments (0.5): nothing below 1",
    address="https://www.ilga.gov/commission/jcar/admincode/068/068012850A01100R.html",
)

HOUR = CreditType(code="illinois-hour", name="Illinois CME hour", step="0.5", sources=[_HOUR])

HOURS = Ruling(
    type=HOUR,
    formats=["live activity", "internet live activity", "enduring material"],
    policy=Policy(
        code="illinois-hours",
        award=ByTime(),
        rounding=down("0.5", minimum="1"),
        sources=[
            _HOUR,
            dated(
                f"{CODE}, as of September 2024",
                "one clock hour, and then one-half hour increments: the same in other words",
                collected=READ_AGAIN,
            ),
        ],
    ),
)

BODY = Body(
    code="illinois",
    name="Illinois Department of Financial and Professional Regulation",
    types=[HOUR],
    rulings=[HOURS],
)
