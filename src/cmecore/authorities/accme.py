"""The ACCME, which accredits providers and grants no credit: "ACCME credit" is no type, and this body has none."""

from __future__ import annotations

import datetime

from cmecore.authorities._cited import READ_AGAIN, dated, in_use, issuer, secondary
from cmecore.bodies.body import Body, Note
from cmecore.bodies.wordings import Purpose, Wording
from cmecore.credit.periods import Span

PROVIDERSHIP = "ACCME, When are providers expected to implement the change from sponsorship to providership? (March 14, 2014)"
JOINT = "ACCME, Joint Providership"
RETENTION = "ACCME, CME Activity and Attendance Records Retention"
ENDURING = "ACCME, Enduring Materials: Definition and Requirements"
MARKS = "ACCME, Publicizing ACCME Accreditation"

_CHANGED = dated(
    PROVIDERSHIP,
    'adopted in February 2014; "sponsor" is expected to be gone from materials published after January 1, 2015',
    address="http://www.accme.org/ask-accme",
    collected=READ_AGAIN,
)

WORDINGS = (
    Wording(
        code="accme-accreditation",
        purpose=Purpose.ACCREDITATION,
        text=(
            "The {provider} is accredited by the Accreditation Council for Continuing Medical Education (ACCME) to provide "
            "continuing medical education for physicians."
        ),
        sources=[issuer("ACCME, accreditation statement for directly provided activities", "the statement")],
    ),
    Wording(
        code="accme-joint-providership",
        purpose=Purpose.JOINT_PROVIDERSHIP,
        text=(
            "This activity has been planned and implemented in accordance with the accreditation requirements and policies of "
            "the Accreditation Council for Continuing Medical Education (ACCME) through the joint providership of {providers}. "
            "{provider} is accredited by the ACCME to provide continuing medical education for physicians."
        ),
        in_force=Span(datetime.date(2015, 1, 2)),
        sources=[
            in_use("published certificates and a content tool in a public repository", "the statement, all partners named"),
            _CHANGED,
        ],
    ),
    Wording(
        code="accme-joint-sponsorship",
        purpose=Purpose.JOINT_PROVIDERSHIP,
        text=(
            "This activity has been planned and implemented in accordance with the Essential Areas and policies of the "
            "Accreditation Council for Continuing Medical Education (ACCME) through the joint sponsorship of {providers}. "
            "{provider} is accredited by the ACCME to provide continuing medical education for physicians."
        ),
        in_force=Span(datetime.date(2011, 1, 1), datetime.date(2015, 1, 1)),
        sources=[secondary("CME Confessions, 2011; American Board of Ophthalmology", "the statement before"), _CHANGED],
    ),
)

BODY = Body(
    code="accme",
    name="Accreditation Council for Continuing Medical Education",
    wordings=WORDINGS,
    notes=[
        Note(
            says="The ACCME accredits providers and grants no credit; a provider's credit is that of the AMA or another body.",
            sources=[secondary("MeetingsNet, 2006", "not ACCME credit")],
        ),
        Note(
            says="Attendance can be verified for six years from the date of the activity.",
            sources=[issuer(RETENTION, "six years from the date of the CME activity")],
        ),
        Note(
            says="No certificate has to be issued; participation has to be recorded, and verified when asked.",
            sources=[issuer(RETENTION, "the ability to record and verify")],
        ),
        Note(
            says="Planning files are kept for the current accreditation term or the last twelve months, whichever is longer.",
            sources=[issuer(RETENTION, "current term or last twelve months")],
        ),
        Note(
            says=(
                "A provider answers complaints for twelve months after a live activity or session, and for an enduring "
                "material as long as it is offered and twelve months more."
            ),
            sources=[issuer("ACCME, complaint summary of August 27, 2013", "twelve months")],
        ),
        Note(
            says="An enduring material shows its release, its latest review and its termination date before it begins.",
            sources=[issuer(ENDURING, "release, most recent review and termination dates")],
        ),
        Note(
            says="An enduring material is reviewed at least every three years, and may be released again after a review.",
            sources=[issuer(ENDURING, "not more than three years without some review")],
        ),
        Note(
            says="The recording of a live activity is a second activity, with credit and dates of its own.",
            sources=[
                issuer(ENDURING, "a separate activity"),
                issuer("ACCME, FAQ 782", "considered a separate activity", collected=READ_AGAIN),
            ],
        ),
        Note(
            says="The estimated time that an enduring material shows agrees with the credit it is designated for.",
            sources=[issuer(ENDURING, "estimated time to complete")],
        ),
        Note(
            says="A provider on Probation starts no new joint providership.",
            sources=[issuer(JOINT, "not with nonaccredited providers, except what was contracted before")],
        ),
        Note(
            says="A save-the-date card with a day and a place needs no accreditation statement; one that says more does.",
            sources=[
                issuer(
                    "ACCME, FAQ 782", "if more specific information is included, the statement must be", collected=READ_AGAIN
                )
            ],
        ),
        Note(
            says=(
                'The marks "ACCME Accredited" and "Accredited with Commendation" speak of the provider: on a learner\'s '
                "certificate they say nothing of the credit."
            ),
            remark="accreditation-not-in-force",
            sources=[issuer(MARKS, "marks of accredited providers, used in accordance with policy")],
        ),
    ],
)
