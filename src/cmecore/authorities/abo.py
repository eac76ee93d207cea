"""The American Board of Ophthalmology: which credit it counts, and who attests to it."""

from __future__ import annotations

from cmecore.authorities import ama
from cmecore.authorities._cited import dated, issuer
from cmecore.bodies.body import Body, Note
from cmecore.bodies.recognition import Recognition
from cmecore.bodies.reporting import Reporter, Reporting

_CME = dated(
    "ABO, Continuing medical education",
    "Category 1 obtained from ACCME-accredited providers",
    address="http://abop.org/maintain-certification/part-2-lifelong-learning-self-assessment/cme/",
)
_ATTEST = issuer(
    "ABO, Learning and self-assessment activities",
    "diplomates attest online; submission of single courses is no longer required",
    address="http://abop.org/maintain-certification/learning-self-assessment-activities/",
)

BODY = Body(
    code="abo",
    name="American Board of Ophthalmology",
    recognitions=[Recognition(type=ama.CATEGORY_1, by="ABO", as_category="Category 1 CME", sources=[_CME])],
    reportings=[
        Reporting(type=ama.CATEGORY_1, by=Reporter.LEARNER, to="the American Board of Ophthalmology", sources=[_ATTEST]),
    ],
    notes=[
        Note(says="The provider is accredited within the ACCME's system.", sources=[_CME]),
        Note(says="Diplomates keep the proof of their CME, in the event of a random audit.", sources=[_ATTEST]),
    ],
)
