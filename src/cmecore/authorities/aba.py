"""The American Board of Anesthesiology: which AMA credit it counts for its MOCA program, and how much of it in a year."""

from __future__ import annotations

import datetime

from cmecore.authorities import ama
from cmecore.authorities._cited import dated, issuer, secondary
from cmecore.authorities._pars import DATA, PARS, needs
from cmecore.bodies.body import Body, Note
from cmecore.bodies.limits import Limit, Per
from cmecore.bodies.recognition import Recognition
from cmecore.bodies.reporting import Reporter, Reporting
from cmecore.credit.periods import Period, Span

_RESOURCES = "ABMS, Continuing certification, lifelong learning requirements"
_ADDRESS = "https://www.continuingcertification.org/resources/"

BODY = Body(
    code="aba",
    name="American Board of Anesthesiology",
    recognitions=[
        Recognition(
            type=ama.CATEGORY_1,
            by="ABA",
            as_category="MOCA lifelong learning",
            sources=[dated(_RESOURCES, "all credits must be AMA PRA Category 1 credits", address=_ADDRESS)],
        )
    ],
    limits=[
        Limit(
            code="aba-a-year",
            says="At most 60 credits a calendar year",
            types=[ama.CATEGORY_1],
            most="60",
            per=Per.YEAR,
            in_force=Span(datetime.date(2013, 1, 1)),
            sources=[dated(_RESOURCES, "no more than 60 a calendar year, completed in or after 2013", address=_ADDRESS)],
        ),
        Limit(
            code="aba-a-year-older",
            says="At most 70 credits a calendar year",
            types=[ama.CATEGORY_1],
            most="70",
            per=Per.YEAR,
            in_force=Span(datetime.date(2006, 1, 1), datetime.date(2012, 12, 31)),
            sources=[dated(_RESOURCES, "no more than 70 a calendar year, completed between 2006 and 2012", address=_ADDRESS)],
        ),
    ],
    reportings=[
        Reporting(
            type=ama.CATEGORY_1,
            by=Reporter.PROVIDER,
            to=PARS,
            needs=needs("ABA", board_id="ABA ID"),
            within=Period(days=30),
            entries_per_day=1,
            sources=[
                DATA,
                secondary(
                    "AOE Consulting, partial credit for MOC",
                    "only 1 entry for each completion date, activity and learner",
                    address="https://www.aoeconsulting.com/weekly-tip/if-a-participant-does-not-earn-the-maximum-amount-of-credit-available-for-a-moc-activity-can-we-award-the-partial-credit",
                ),
            ],
        )
    ],
    notes=[
        Note(
            says="Only patient-safety activities carry a statement of the ABA; others follow its guidelines on promotion.",
            sources=[
                issuer(
                    "ACCME, Tips and data submission reminders for CME that counts for MOC",
                    "a specific statement for patient safety activities only",
                    address="https://www.accme.org/highlights/tips-and-data-submission-reminders-for-cme-counts-for-moc",
                )
            ],
        ),
        Note(
            says="Patient-safety activities are approved by the ABA beforehand.",
            sources=[dated(_RESOURCES, "from ABA-approved patient safety activities", address=_ADDRESS)],
        ),
    ],
)
