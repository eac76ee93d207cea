"""The American Psychological Association: continuing education credit for psychologists, called CE and never CEU."""

from __future__ import annotations

from cmecore.authorities._cited import READ_AGAIN, issuer, secondary
from cmecore.bodies.body import Body, Misnomer, Note
from cmecore.bodies.rulings import Ruling
from cmecore.credit.amounts import CreditType
from cmecore.rules.awards import ByTime
from cmecore.rules.policies import Policy
from cmecore.rules.times import BREAK, LEARNING, MEAL

SPONSOR = "Association for Contextual Behavioral Science, A little more about CEs"

_SPONSOR_AT = "https://contextualscience.org/a_little_more_about_ces"
_QUARTERS = secondary(
    SPONSOR,
    "60 minutes are 1 CE, given to the quarter hour (0.25); an event has at least 1 hour; breaks and lunch weigh 0",
    address=_SPONSOR_AT,
)
_NEVER = secondary(SPONSOR, "these are CEs and not CEUs, never to be called that", address=_SPONSOR_AT)

CE = CreditType(code="apa-ce", name="APA CE credit", step="0.25", sources=[_QUARTERS])

HOURS = Ruling(
    type=CE,
    formats=["live activity", "internet live activity", "enduring material"],
    step="0.25",
    minimum="1",
    policy=Policy(
        code="apa-hours",
        award=ByTime(counts={LEARNING: 1, BREAK: 0, MEAL: 0}),
        sources=[
            _QUARTERS,
            issuer(
                "APA, continuing education support for students",
                "1 hour is 1 CE credit",
                address="https://gradpsych.apags.org/support/continuing-education.aspx",
                collected=READ_AGAIN,
            ),
        ],
    ),
)

BODY = Body(
    code="apa",
    name="American Psychological Association",
    types=[CE],
    rulings=[HOURS],
    misnomers=[Misnomer(phrase="APA CEU", instead=CE.name, sources=[_NEVER])],
    notes=[
        Note(says="The credit is called CE, never CEU.", sources=[_NEVER]),
        Note(
            says="Sponsors give credit only to those who attend the whole: call the rule with award=Whole() then.",
            sources=[
                secondary(
                    "Association for Contextual Behavioral Science, CE credits, 2018",
                    "only for those who attend the entire workshop",
                    address="https://contextualscience.org/wc16_ce_credits",
                    collected=READ_AGAIN,
                )
            ],
        ),
    ],
    aliases={"APA CE": CE, "APA CEs": CE, "APA continuing education credit": CE},
)
