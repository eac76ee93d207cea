"""The American College of Emergency Physicians: Category I credit, on top of AMA PRA Category 1."""

from __future__ import annotations

from cmecore.authorities import ama
from cmecore.authorities._cited import issuer, unsourced
from cmecore.bodies.body import Body, Note
from cmecore.bodies.rulings import Ruling
from cmecore.credit.amounts import CreditType
from cmecore.rules.awards import Asks, ByTime, Fixed, RestsOn
from cmecore.rules.policies import Policy

TIMELINE = "ACEP, CME Information and Timeline"
MEMBERS = "ACEP, Member CME Requirements"

_HOURS = issuer(TIMELINE, "1 credit for each hour (60 minutes) of emergency medicine programming")
_ON_TOP = issuer(TIMELINE, "only for programs that have been awarded AMA PRA Category 1 Credit")
_TRAINING = issuer(MEMBERS, "a full year of residency or fellowship is the equivalent of 50; of part of a year, 1 a week")

_FINE = unsourced("in which steps it is given: the step is 0.01, which holds tenths and quarters, and the caller rounds")

CATEGORY_I = CreditType(code="acep-1", name="ACEP Category I Credit", step="0.01", sources=[_HOURS, _ON_TOP, _FINE])

HOURS = Ruling(
    type=CATEGORY_I,
    formats=["live activity", "internet live activity", "enduring material"],
    policy=Policy(
        code="acep-hours",
        award=ByTime(),
        rests_on=RestsOn(ama.CATEGORY_1, Asks.DESIGNATION),
        sources=[_HOURS, _ON_TOP, issuer(MEMBERS, "approved live meetings, enduring materials and internet activities")],
    ),
)
#: One activity is one full year of training.
TRAINING_YEAR = Ruling(
    type=CATEGORY_I,
    formats=["year of emergency medicine training"],
    policy=Policy(code="acep-training-year", award=Fixed("50"), sources=[_TRAINING]),
)
#: One activity is one week of a year that was not full.
TRAINING_WEEK = Ruling(
    type=CATEGORY_I,
    formats=["week of emergency medicine training"],
    policy=Policy(code="acep-training-week", award=Fixed("1"), sources=[_TRAINING]),
)

BODY = Body(
    code="acep",
    name="American College of Emergency Physicians",
    types=[CATEGORY_I],
    rulings=[HOURS, TRAINING_YEAR, TRAINING_WEEK],
    notes=[
        Note(
            says="Live activities with AMA PRA Category 1 Credit can be approved after they were held.",
            sources=[issuer(MEMBERS, "retroactive ACEP Category I credit may be awarded for live activities")],
        ),
        Note(
            says="What is reviewed is whether the content is for emergency physicians; other programming earns none of it.",
            sources=[issuer(TIMELINE, "directly focused on the CME needs of emergency physicians")],
        ),
        Note(
            says="While in full-time training, a physician earns no other credit for that training.",
            sources=[issuer(MEMBERS, "no other credits in any category for the residency or fellowship training")],
        ),
    ],
    aliases={"ACEP Category I": CATEGORY_I, "ACEP Category 1": CATEGORY_I, "ACEP Category 1 Credit": CATEGORY_I},
)
