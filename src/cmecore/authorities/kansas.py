"""The State of Kansas: the contact hour of acupuncturists."""

from __future__ import annotations

import datetime

from cmecore.authorities._cited import issuer, unsourced
from cmecore.bodies.body import Body
from cmecore.bodies.rulings import Ruling
from cmecore.credit.amounts import CreditType
from cmecore.rules.awards import ByTime
from cmecore.rules.policies import Policy
from cmecore.rules.times import BREAK, LEARNING, MEAL

REGULATION = "Kansas Administrative Regulations 100-76-6"

_HOUR = issuer(
    REGULATION,
    "1 contact hour is 50 minutes of approved continuing education; meals and breaks are not included",
    address="https://www.law.cornell.edu/regulations/kansas/K-A-R-100-76-6",
)

_FINE = unsourced("in which steps it is given: the step is 0.01, which holds tenths and quarters, and the caller rounds")

CONTACT_HOUR = CreditType(
    code="kansas-acupuncture-hour", name="Kansas acupuncture contact hour", step="0.01", sources=[_HOUR, _FINE]
)

HOURS = Ruling(
    type=CONTACT_HOUR,
    formats=["live activity", "internet live activity", "enduring material"],
    policy=Policy(
        code="kansas-acupuncture-hours",
        award=ByTime(unit=datetime.timedelta(minutes=50), counts={LEARNING: 1, BREAK: 0, MEAL: 0}),
        sources=[_HOUR],
    ),
)

BODY = Body(
    code="kansas",
    name="Kansas State Board of Healing Arts",
    types=[CONTACT_HOUR],
    rulings=[HOURS],
)
