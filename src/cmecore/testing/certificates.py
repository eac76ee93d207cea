"""Certificates of every kind, ready made, for tests of whatever prints, reads or keeps certificates.

>>> sorted(KINDS)
['addendum', 'blank', 'completion', 'credit', 'hours', 'long', 'points', 'preview', 'summary']
"""

from __future__ import annotations

import datetime

import attrs

from cmecore.credit.amounts import CreditType, total
from cmecore.credit.periods import Span
from cmecore.entries import ANNUAL_SUMMARY, CME_ABIM, COMPLETION, CREDIT, PARTICIPATION, Certificate, Line
from cmecore.providers import Provider, Signatory

#: The account of the learner of them all, which nothing may print.
ACCOUNT = "account-7f3a-of-nobody"

_AMA = CreditType(code="ama-pra-1", name="AMA PRA Category 1 Credit™", plural="AMA PRA Category 1 Credits™", step="0.25")
_MOC = CreditType(code="abim-moc", name="ABIM MOC point", step="0.25")
_LINES = (
    Line(
        activity="EM-101",
        title="Early recognition of sepsis",
        on=datetime.date(2026, 3, 9),
        credits=_AMA("0.75"),
        topics=(("opioid", _AMA("0.50")),),
    ),
    Line(activity="EM-102", title="Airway management", on=datetime.date(2026, 3, 10), credits=_AMA("0.50")),
    Line(activity="EM-103", title="Point-of-care ultrasound", on=datetime.date(2026, 3, 11), credits=_AMA("0.50")),
)
_BARE = tuple(attrs.evolve(line, credits=None, topics=()) for line in _LINES)

_ACCREDITED = (
    "Lakeside is accredited by the Accreditation Council for Continuing Medical Education to provide continuing medical "
    "education for physicians."
)
_DESIGNATED = (
    "Lakeside designates this enduring material for a maximum of 2.00 AMA PRA Category 1 Credits™. Physicians should claim "
    "only the credit commensurate with the extent of their participation in the activity."
)

CREDITED = Certificate(
    number="CME-2026-7Q4K-0193",
    kind=CREDIT,
    learner=ACCOUNT,
    name="Ada Nnedi Okoro, MD",
    provider=Provider(
        name="Lakeside Continuing Medical Education",
        address="1200 Lake Shore Drive, Suite 400, Chicago, IL 60611",
        contact="education@lakeside.example",
        policy="Lakeside policy on certificates, 2 January 2026",
    ),
    course="Emergency Medicine",
    edition="Second edition",
    format="enduring material",
    issued_on=datetime.date(2026, 3, 12),
    lines=_LINES,
    total=_AMA("1.75"),
    maximum=_AMA("2.00"),
    statements=(
        _ACCREDITED,
        _DESIGNATED,
    ),
    reported=("Lakeside reports this credit to CE Broker within 30 days.",),
    signatories=(
        Signatory("Grace Lindqvist, PhD", "Director of Education"),
        Signatory("Tomás Ó Briain, MD, FACEP", "Course Director"),
    ),
    address="https://verify.example.org/c/CME-2026-7Q4K-0193",
)
"""The certificate of credit that the others are variations of."""

_ATTENDED = attrs.evolve(
    CREDITED,
    number="CME-2026-7Q4K-0194",
    kind=PARTICIPATION,
    format="live activity",
    place="McCormick Place, Chicago",
    dates=Span(datetime.date(2026, 3, 9), datetime.date(2026, 3, 11)),
    lines=_BARE,
    total=None,
    maximum=None,
    reported=(),
    designated=(_AMA("2.00"),),
)
_BY_COURSE = tuple(
    attrs.evolve(line, activity=f"{line.activity}-{course}", under=course)
    for course in ("Emergency Medicine", "Critical Care")
    for line in _LINES
)


def of_length(lines: int) -> Certificate:
    """Make a certificate with so many topics.

    >>> of_length(40).total
    Credits(20.00 ama-pra-1)
    """
    one = _LINES[1]
    listed = [attrs.evolve(one, activity=f"EM-{index}", title=f"Topic of evening {index}") for index in range(1, lines + 1)]
    sums = total(line.credits for line in listed if line.credits is not None)[_AMA]
    return attrs.evolve(CREDITED, lines=listed, total=sums, maximum=sums)


KINDS: dict[str, Certificate] = {
    "credit": CREDITED,
    "points": attrs.evolve(
        CREDITED,
        number="CME-2026-7Q4K-0207",
        kind=CME_ABIM,
        lines=[attrs.evolve(_LINES[0], resting=[_MOC("0.75")]), *_LINES[1:]],
        resting=[_MOC("0.75")],
        supersedes=["CME-2026-7Q4K-0193"],
    ),
    "addendum": attrs.evolve(
        CREDITED,
        number="CME-2026-7Q4K-0208",
        lines=[attrs.evolve(_LINES[0], credits=_MOC("0.75"), topics=())],
        total=_MOC("0.75"),
        maximum=_MOC("2.00"),
        adds_to="CME-2026-7Q4K-0193",
        address="",
    ),
    "hours": attrs.evolve(_ATTENDED, hours="1.5"),
    "blank": attrs.evolve(_ATTENDED, number="CME-2026-7Q4K-0195", blank=True),
    "completion": attrs.evolve(
        CREDITED,
        number="CME-2026-7Q4K-0196",
        kind=COMPLETION,
        lines=_BARE,
        total=None,
        maximum=None,
        reported=(),
        signatories=(),
        statements=(),
    ),
    "preview": attrs.evolve(CREDITED, number=None, address=""),
    "summary": attrs.evolve(
        CREDITED,
        number=None,
        kind=ANNUAL_SUMMARY,
        course="2026",
        edition="",
        format="",
        lines=_BY_COURSE,
        total=None,
        maximum=None,
        summed=tuple(total(credits for line in _BY_COURSE for credits in line.amounts).values()),
        statements=(),
        reported=(),
        address="",
    ),
    "long": of_length(40),
}
"""One of each, by what is special about it."""
