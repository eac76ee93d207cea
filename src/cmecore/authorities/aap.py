"""The American Academy of Pediatrics: AAP credit, on top of AMA PRA Category 1."""

from __future__ import annotations

from cmecore.authorities import ama
from cmecore.authorities._cited import issuer, unsourced
from cmecore.bodies.body import Body, Note
from cmecore.bodies.rulings import Ruling
from cmecore.credit.amounts import CreditType
from cmecore.rules.awards import Asks, InProportion, RestsOn
from cmecore.rules.policies import Policy

APPLICATION = "AAP, Application for AAP Credit"

_ON_TOP = issuer(
    APPLICATION,
    "only for activities that are eligible for AMA PRA Category 1 Credit",
    address="https://studylib.net/doc/7688306/application-for-aap-credit---pedialink",
)

_FINE = unsourced("in which steps it is given: the step is 0.01, which holds tenths and quarters, and the caller rounds")

CREDIT = CreditType(code="aap", name="AAP Credit", step="0.01", sources=[_ON_TOP, _FINE])

#: No source says how a part of the activity counts: by the share completed, unless the caller hands over another award.
ON_TOP = Ruling(
    type=CREDIT,
    formats=["live activity", "internet live activity", "enduring material"],
    policy=Policy(
        code="aap-on-top", award=InProportion(), rests_on=RestsOn(ama.CATEGORY_1, Asks.DESIGNATION), sources=[_ON_TOP]
    ),
)

BODY = Body(
    code="aap",
    name="American Academy of Pediatrics",
    types=[CREDIT],
    rulings=[ON_TOP],
    notes=[
        Note(
            says="One of those who plan the activity is a fellow of the AAP.",
            sources=[issuer(APPLICATION, "at least one member of the planning group has FAAP status")],
        ),
        Note(
            says="The provider keeps to the ACCME's rules and those for AMA PRA Category 1 Credit.",
            sources=[issuer(APPLICATION, "obliged to comply with the requirements for granting AMA PRA Category 1 Credit")],
        ),
        Note(
            says="One application can be for several offerings of an activity in a calendar year.",
            sources=[issuer(APPLICATION, "multiple offerings of the same activity in a calendar year")],
        ),
    ],
)
