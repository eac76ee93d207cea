"""The International Association for Continuing Education and Training: the CEU of ten contact hours."""

from __future__ import annotations

import datetime

from cmecore.authorities._cited import READ_AGAIN, secondary, unsourced
from cmecore.bodies.body import Body, Note
from cmecore.bodies.equivalences import Equivalence
from cmecore.bodies.rulings import Ruling
from cmecore.credit.amounts import CreditType
from cmecore.rules.awards import ByTime
from cmecore.rules.policies import Policy

MIDWEST = "Midwest Multistate Division, contact hours FAQ, 2022"

_MIDWEST_AT = "https://midwestnurses.org/faq_category/contact-hours/"
_TEN = secondary(MIDWEST, "1 CEU is 10 contact hours, so that a contact hour is 0.1 CEU: 6 hours are 0.6", address=_MIDWEST_AT)
_MINUTES = secondary(MIDWEST, "600 minutes are 1 CEU, in tenths (0.1): 360 minutes are 0.6", address=_MIDWEST_AT)

CEU = CreditType(code="iacet-ceu", name="IACET CEU", step="0.1", sources=[_MINUTES])
CONTACT_HOUR = CreditType(
    code="iacet-contact-hour",
    name="IACET contact hour",
    step="0.01",
    sources=[_TEN, unsourced("in which steps contact hours are counted: the step is 0.01, which holds tenths and quarters")],
)

HOURS = Ruling(
    type=CEU,
    formats=["live activity", "internet live activity", "enduring material"],
    step="0.1",
    policy=Policy(code="iacet-hours", award=ByTime(unit=datetime.timedelta(minutes=600)), sources=[_MINUTES]),
)

BODY = Body(
    code="iacet",
    name="International Association for Continuing Education and Training",
    types=[CEU, CONTACT_HOUR],
    rulings=[HOURS],
    equivalences=[
        Equivalence(of=CONTACT_HOUR, into=CEU, factor="0.1", sources=[_TEN]),
        Equivalence(of=CEU, into=CONTACT_HOUR, factor=10, sources=[_TEN]),
    ],
    notes=[
        Note(
            says=(
                "A CEU is not a CEU: ten contact hours here and at ACPE, one at BOC and CCCEP, and with the social workers of "
                "Alabama one or ten, by the text that is read. ANCC and APA give none at all."
            ),
            sources=[
                secondary(
                    MIDWEST,
                    "the terms CEU and contact hour are not interchangeable",
                    address=_MIDWEST_AT,
                    collected=READ_AGAIN,
                )
            ],
        ),
    ],
)
