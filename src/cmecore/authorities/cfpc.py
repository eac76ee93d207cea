"""The College of Family Physicians of Canada: Mainpro credit, as far as another body counts it."""

from __future__ import annotations

from cmecore.authorities._cited import READ_AGAIN, issuer, unsourced
from cmecore.bodies.body import Body, Note
from cmecore.credit.amounts import CreditType

MAINPRO = CreditType(
    code="cfpc-mainpro",
    name="Mainpro credit",
    step="0.01",
    sources=[
        issuer("AAFP, Types of CME Credit", "activities designated as Mainpro by the CFPC"),
        unsourced("in which steps it is given: the step is 0.01, which holds tenths and quarters, and the caller rounds"),
    ],
)

BODY = Body(
    code="cfpc",
    name="College of Family Physicians of Canada",
    types=[MAINPRO],
    notes=[
        Note(
            says="Only what another body makes of Mainpro credit was found here; how it is earned was not.",
            sources=[issuer("AAFP, Types of CME Credit", "Mainpro is named among the examples of Prescribed credit")],
        ),
        Note(
            says="The name that the AAFP printed before was Mainpro-M1.",
            sources=[
                issuer("AAFP, Types of CME Credit, an older copy", "activities designated as Mainpro-M1", collected=READ_AGAIN)
            ],
        ),
    ],
    aliases={"Mainpro-M1": MAINPRO, "Mainpro-M1 credit": MAINPRO, "Mainpro": MAINPRO},
)
