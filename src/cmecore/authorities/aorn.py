"""The Association of periOperative Registered Nurses: how it estimates the contact hours of a text, which approvers follow."""

from __future__ import annotations

from cmecore.authorities._cited import READ_AGAIN, issuer
from cmecore.bodies.body import Body, Note
from cmecore.bodies.reading import ReadingTime
from cmecore.credit.rounding import Direction

_METHOD = "AORN, Contact Hour Calculation for Enduring/Web-based Materials"

#: Contact hours go down; to which step is not said, so the caller names it.
READING_TIME = ReadingTime(
    code="aorn",
    scale=(1, 2, 3, 4, 5),
    between=True,
    direction=Direction.DOWN,
    sources=[
        issuer(
            f"{_METHOD}, Mergener Formula",
            "Difficulty from 1, very easy, to 5, very difficult.  Sample: 3,774 words, 16 questions, difficulty 2.5; "
            "subtotal 68.81766; 61.93589 minutes are 1 contact hour; always round down.  The text prints the constant as "
            "+22.3, but its own subtotal comes out only with −22.3, which is what BOC prints: −22.3 is used here.",
            address="https://paperzz.com/doc/8675765",
        )
    ],
)

BODY = Body(
    code="aorn",
    name="Association of periOperative Registered Nurses",
    reading_times=[READING_TIME],
    notes=[
        Note(
            says="Whoever applies has to show how the contact hours were found; a pilot test serves as well as a formula.",
            sources=[
                issuer(_METHOD, "pilot testing or word counts", address="https://paperzz.com/doc/8675765", collected=READ_AGAIN)
            ],
        ),
    ],
)
