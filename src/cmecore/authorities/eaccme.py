"""The European Accreditation Council for Continuing Medical Education (EACCME) of the UEMS, and its credit, the ECMEC.

No text that was found says which way a time between two half hours goes: the caller names the rounding.  An older text caps
the day at 6 credits and the half day at 3; the one of 2023 was not seen to, and the day of the change was not found.
"""

from __future__ import annotations

import datetime

from cmecore.authorities import ama
from cmecore.authorities._cited import dated, issuer, secondary
from cmecore.bodies.body import Body, Note
from cmecore.bodies.equivalences import Converts, Equivalence
from cmecore.bodies.rulings import Ruling
from cmecore.bodies.wordings import Purpose, Wording
from cmecore.credit.amounts import CreditType
from cmecore.rules.awards import ByTime
from cmecore.rules.policies import Policy
from cmecore.rules.requirements import attested, evaluated, practises

NEWER_TEXT = "text of 2023"
OLDER_TEXT = "older text"

EAPM = "EAPM 2024, EACCME credits"
_EAPM_ADDRESS = "https://www.eapm.eu.com/eapm24-eaccme-credits/"
EBNM = "UEMS/EBNM, EACCME and ECMEC"
_HALF_HOURS = secondary(EAPM, "0.5 ECMEC for 30 minutes of CME", address=_EAPM_ADDRESS)
_FEEDBACK = secondary(
    EAPM,
    "only once the feedback form is completed, by criterion 22 of UEMS 2023.07, and for the actual participation",
    address=_EAPM_ADDRESS,
)

ECMEC = CreditType(
    code="eaccme-ecmec",
    name="European CME credit (ECMEC®)",
    plural="European CME credits (ECMEC®s)",
    step="0.5",
    sources=[_HALF_HOURS],
)

#: What a live event is there: webinars too, as long as they are live.
_FORMATS = ("live activity", "internet live activity")
_WEBINARS = issuer(
    "EACCME, Accreditation",
    "by extension, live webinars are live educational events; a recording made available later is not",
    address="https://transition2023-eaccme.uems.eu/applyforaccreditation.aspx",
)

LIVE = Ruling(
    type=ECMEC,
    formats=_FORMATS,
    version=NEWER_TEXT,
    policy=Policy(
        code="eaccme-live",
        requirements=[evaluated(sources=[_FEEDBACK])],
        award=ByTime(unit=datetime.timedelta(minutes=30), credits="0.5"),
        sources=[_HALF_HOURS, _FEEDBACK, _WEBINARS],
    ),
)
LIVE_OLDER = Ruling(
    type=ECMEC,
    formats=_FORMATS,
    version=OLDER_TEXT,
    policy=Policy(
        code="eaccme-live-older",
        award=ByTime(most_per_day="6"),
        sources=[
            dated(
                "UEMS, Accreditation process",
                "an hour of educational activity (60 minutes) is 1 ECMEC, with at most 6 for a whole day",
                address="http://www.uems.net/main.php?category=6",
            ),
            _WEBINARS,
        ],
    ),
)

_BY_HOURS = secondary(
    EAPM,
    "converted on 1 hour of participation equalling 1 credit for all activities; physicians apply to the AMA and pay a fee",
    address=_EAPM_ADDRESS,
)
_APPLICATION = "an application to the AMA, with a fee"

BODY = Body(
    code="eaccme",
    name="European Accreditation Council for Continuing Medical Education",
    types=[ECMEC],
    rulings=[LIVE, LIVE_OLDER],
    wordings=[
        Wording(
            code="eaccme-accreditation",
            purpose=Purpose.DESIGNATION,
            types=["eaccme-ecmec"],
            text=(
                "The {title}, {place}, {dates} has been accredited by the European Accreditation Council for Continuing "
                "Medical Education (EACCME®) with {amount} European CME credits (ECMEC®s). Each medical specialist should "
                "claim only those hours of credit that he/she actually spent in the educational activity."
            ),
            sources=[
                secondary(EAPM, "the statement of a meeting with 17.0 ECMECs", address=_EAPM_ADDRESS),
                secondary(
                    "ESCRS Winter Meeting 2024, Accreditation and CME",
                    "the same statement with 19.5 ECMECs",
                    address="https://wintermeeting.2024.escrs.org/programme/accreditation-and-cme/",
                ),
            ],
        )
    ],
    equivalences=[
        Equivalence(
            of=ECMEC,
            into=ama.CATEGORY_1,
            converts=Converts.HOURS,
            application=_APPLICATION,
            asks=[practises("physician", sources=[_BY_HOURS])],
            version="e-learning included",
            sources=[_BY_HOURS, dated("EBNM, CME pages, later copy", "e-learning is included")],
        ),
        Equivalence(
            of=ECMEC,
            into=ama.CATEGORY_1,
            converts=Converts.HOURS,
            application=_APPLICATION,
            asks=[practises("physician", sources=[_BY_HOURS]), attested("It was a live event")],
            version="e-learning excluded",
            sources=[
                dated(
                    EBNM,
                    "live activities only, e-learning is not covered; 1 ECMEC is 1 hour of CME; an application with a fee",
                    address="https://uems.eanm.org/commitees/cme-accreditation/eaccme-and-ecmec",
                )
            ],
        ),
    ],
    notes=[
        Note(
            says="An older text gave at most 3 ECMECs for half a day; this library knows days and no halves of them.",
            sources=[
                dated(
                    "UEMS, Accreditation process",
                    "a maximum of 3 for a half-day",
                    address="http://www.uems.net/main.php?category=6",
                )
            ],
        ),
        Note(
            says="Each medical specialist should claim only the hours actually spent in the activity.",
            sources=[secondary(EAPM, "in the prescribed statement", address=_EAPM_ADDRESS)],
        ),
        Note(
            says="National authorities recognise ECMECs or not: whoever needs national credit asks his own.",
            sources=[secondary(EAPM, "for other countries, contact the relevant national authority", address=_EAPM_ADDRESS)],
        ),
    ],
    aliases={"ECMEC": ECMEC, "ECMECs": ECMEC, "EACCME credit": ECMEC, "EACCME credits": ECMEC},
)
