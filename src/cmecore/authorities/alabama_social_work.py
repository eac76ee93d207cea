"""Social workers in Alabama: contact hours, and a CEU of which two texts say two things."""

from __future__ import annotations

from cmecore.authorities._cited import READ_AGAIN, secondary, unsourced
from cmecore.bodies.body import Body, Note
from cmecore.bodies.equivalences import Equivalence
from cmecore.bodies.rulings import Ruling
from cmecore.credit.amounts import CreditType
from cmecore.rules.awards import ByTime
from cmecore.rules.policies import Policy
from cmecore.rules.times import BREAK, LEARNING, MEAL

SUMMARY = "ASWB, general CE requirements by jurisdiction, 2017, Alabama"
PROVIDER = "Commonwealth Educational Seminars, Social Worker Continuing Education Requirements, 2021, Alabama"
#: The text by which a CEU is one contact hour, and the one by which it is ten.
ONE_HOUR, TEN_HOURS = "1 contact hour", "10 contact hours"

_ONE = secondary(
    SUMMARY,
    "1 CEU is 1 contact hour; 1 contact hour is 60 minutes of instruction",
    address="https://documents.pub/document/alabama-sponsoring-organization-date-of-the-program-syllabus-and-clock-hours.html",
)
_TEN = secondary(
    PROVIDER,
    "CEUs are defined on the basis of 10 contact hours per CEU, so that a contact hour is 0.1 CEU",
    address="https://1library.net/document/zglj477q-social-worker-continuing-education-requirements.html",
    collected=READ_AGAIN,
)
_CLOCK = secondary(
    PROVIDER, "a contact hour is a clock hour of 60 minutes; coffee breaks and lunch weigh 0", collected=READ_AGAIN
)
_FINE = unsourced("in which steps they are counted: the step is 0.01, which holds tenths and quarters, and the caller rounds")

CONTACT_HOUR = CreditType(
    code="alabama-sw-contact-hour", name="Alabama social work contact hour", step="0.01", sources=[_CLOCK, _FINE]
)
CEU = CreditType(code="alabama-sw-ceu", name="Alabama social work CEU", step="0.01", sources=[_ONE, _TEN, _FINE])

HOURS = Ruling(
    type=CONTACT_HOUR,
    formats=["live activity", "internet live activity", "enduring material"],
    policy=Policy(code="alabama-sw-hours", award=ByTime(counts={LEARNING: 1, BREAK: 0, MEAL: 0}), sources=[_ONE, _CLOCK]),
)

BODY = Body(
    code="alabama_social_work",
    name="Alabama State Board of Social Work Examiners",
    types=[CONTACT_HOUR, CEU],
    rulings=[HOURS],
    equivalences=[
        Equivalence(of=CONTACT_HOUR, into=CEU, version=ONE_HOUR, sources=[_ONE]),
        Equivalence(of=CEU, into=CONTACT_HOUR, version=ONE_HOUR, sources=[_ONE]),
        Equivalence(of=CONTACT_HOUR, into=CEU, factor="0.1", version=TEN_HOURS, sources=[_TEN]),
        Equivalence(of=CEU, into=CONTACT_HOUR, factor=10, version=TEN_HOURS, sources=[_TEN]),
    ],
    notes=[
        Note(says="Two texts differ on what a CEU is, and neither says since when: ask the board.", sources=[_ONE, _TEN]),
    ],
)
