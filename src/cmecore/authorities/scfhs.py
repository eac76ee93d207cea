"""The Saudi Commission for Health Specialties: lectures count whole and one hour at most, panels and workshops by half.

Which way a time between two steps goes was not found: the caller names the rounding, and the type can hold quarters.
"""

from __future__ import annotations

from cmecore.authorities._cited import dated, issuer, secondary
from cmecore.bodies.body import Body, Note
from cmecore.bodies.rulings import Ruling
from cmecore.credit.amounts import CreditType
from cmecore.rules.awards import ByTime
from cmecore.rules.policies import Policy
from cmecore.rules.times import (
    ASSESSMENT,
    BREAK,
    CASES,
    CEREMONY,
    DISCUSSION,
    HANDS_ON,
    INTRODUCTION,
    LEARNING,
    MEAL,
    PANEL,
    POSTERS,
    PRAYER,
    REGISTRATION,
)

METHOD = "SCFHS, Hours calculating method in CME/PD"
_METHOD_ADDRESS = "https://www.scribd.com/doc/209597111"
ORL = "ORL Society Makkah, CME"
_HOUR = secondary(
    ORL, "an educational hour (60 minutes) of lecture or symposium is 1 CME hour", address="http://orlmakkah.com/cme/"
)

# Quarters are no rule of the commission: they leave room for whatever rounding the caller names.
HOUR = CreditType(code="scfhs-hour", name="SCFHS CME hour", step="0.25", sources=[_HOUR])

#: A session of this meeting is one lecture, or one panel, case discussion or workshop: the cap of 1 is for each lecture.
MEETING = Ruling(
    type=HOUR,
    formats=["live activity"],
    policy=Policy(
        code="scfhs-meeting",
        award=ByTime(
            counts={
                LEARNING: 1,
                PANEL: "0.5",
                CASES: "0.5",
                HANDS_ON: "0.5",
                REGISTRATION: 0,
                INTRODUCTION: 0,
                CEREMONY: 0,
                DISCUSSION: 0,
                ASSESSMENT: 0,
                BREAK: 0,
                MEAL: 0,
                PRAYER: 0,
                POSTERS: 0,
            },
            most_per_session="1",
            capped_kinds=[LEARNING],
        ),
        cap="30",
        sources=[
            _HOUR,
            secondary(ORL, "1 hour at most for any lecture, however long", address="http://orlmakkah.com/cme/"),
            secondary(
                ORL,
                "half (0.5) for panel discussion, case presentation and hands-on training",
                address="http://orlmakkah.com/cme/",
            ),
            secondary(
                ORL,
                "registration, opening and closing, discussion, questions and answers, coffee and lunch, prayers and posters "
                "are not recognised",
                address="http://orlmakkah.com/cme/",
            ),
            dated(
                METHOD,
                "introductions and examinations are not calculated; at most 30 hours for any program",
                address=_METHOD_ADDRESS,
            ),
        ],
    ),
)

BODY = Body(
    code="scfhs",
    name="Saudi Commission for Health Specialties",
    types=[HOUR],
    rulings=[MEETING],
    notes=[
        Note(
            says="Attendance is expected for the whole period; otherwise the hours actually attended are specified.",
            sources=[
                issuer("SCFHS, Required CME hours and instructions", "attendance shall be for the whole period"),
                secondary(ORL, "otherwise the actual credit hours attended", address="http://orlmakkah.com/cme/"),
            ],
        ),
        Note(
            says="An accredited activity counts once only for a practitioner.",
            sources=[issuer("SCFHS, Required CME hours and instructions", "entitled to attend the activity only once")],
        ),
        Note(
            says="Handwritten or scanned certificates are not accepted.",
            sources=[issuer("SCFHS, Required CME hours and instructions", "shall not be accepted")],
        ),
        Note(
            says="For activities abroad the commission may set hours that differ from the certificate.",
            sources=[dated("SCFHS, General instructions, 2017", "which may differ from the certificate")],
        ),
    ],
)
