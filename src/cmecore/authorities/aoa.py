"""The American Osteopathic Association: Categories 1-A, 1-B, 2-A and 2-B.

Category 1 is osteopathic, Category 2 is not; A is usually live, B is not.  How amounts are rounded was not found, nor in what
steps credit is awarded: it holds hundredths, and the caller names the rounding.
"""

from __future__ import annotations

import datetime

from cmecore.authorities import ama
from cmecore.authorities._cited import READ_AGAIN, dated, in_use, issuer, secondary, unsourced
from cmecore.bodies.body import Body, Note
from cmecore.bodies.equivalences import Equivalence
from cmecore.bodies.limits import Limit, Per
from cmecore.bodies.rulings import Ruling
from cmecore.credit.amounts import CreditType
from cmecore.credit.periods import Span
from cmecore.rules.awards import ByTime
from cmecore.rules.facts import PRESENTED
from cmecore.rules.policies import Policy
from cmecore.rules.requirements import attested
from cmecore.rules.times import LEARNING, PREPARATION

TYPES = "AOA, CME Guide, Types of CME Credit"
JAOA = "JAOA, AOA Continuing Medical Education, April 2011"

_KINDS = issuer(
    TYPES,
    "Category 1 is typically osteopathic, Category 2 allopathic; A is usually live, B is not, with a few exceptions",
    address="https://osteopathic.org/cme/cme-guide/types-of-credit/",
)
_HOURS = issuer(TYPES, "credit is granted hour for hour: 1 credit for 60 minutes")
_NO_PREPARATION = issuer(TYPES, "no credit for the preparation of lectures")

_FINE = unsourced("in which steps it is given: the step is 0.01, which holds tenths and quarters, and the caller rounds")

CATEGORY_1_A = CreditType(code="aoa-1-a", name="AOA Category 1-A credit", step="0.01", sources=[_KINDS, _FINE])
CATEGORY_1_B = CreditType(code="aoa-1-b", name="AOA Category 1-B credit", step="0.01", sources=[_KINDS, _FINE])
CATEGORY_2_A = CreditType(code="aoa-2-a", name="AOA Category 2-A credit", step="0.01", sources=[_KINDS, _FINE])
CATEGORY_2_B = CreditType(code="aoa-2-b", name="AOA Category 2-B credit", step="0.01", sources=[_KINDS, _FINE])

_BY_THE_HOUR = ByTime(counts={LEARNING: 1, PREPARATION: 0})

FORMAL = Ruling(
    type=CATEGORY_1_A,
    formats=["live activity", "internet live activity"],
    policy=Policy(
        code="aoa-1-a",
        award=_BY_THE_HOUR,
        sources=[
            issuer(TYPES, "1-A: formal face-to-face or interactive online programs of an AOA-accredited Category 1 sponsor"),
            _HOURS,
            _NO_PREPARATION,
        ],
    ),
)
TEACHING = Ruling(
    type=CATEGORY_1_A,
    formats=["faculty teaching"],
    policy=Policy(code="aoa-1-a-teaching", award=ByTime(of=PRESENTED), sources=[_HOURS, _NO_PREPARATION]),
)
LESS_FORMAL = Ruling(
    type=CATEGORY_1_B,
    formats=["enduring material", "committee work"],
    policy=Policy(
        code="aoa-1-b",
        award=_BY_THE_HOUR,
        sources=[
            dated(JAOA, "1-B: less formal osteopathic activities, such as hospital committee work"),
            secondary(
                "Lincoln Memorial University, CME activity descriptions",
                "enduring materials are Category 1-B",
                collected=READ_AGAIN,
            ),
            _HOURS,
            _NO_PREPARATION,
        ],
    ),
)
FORMAL_ALLOPATHIC = Ruling(
    type=CATEGORY_2_A,
    formats=["live activity", "internet live activity"],
    policy=Policy(
        code="aoa-2-a",
        award=_BY_THE_HOUR,
        sources=[issuer(TYPES, "2-A: formal programs that are not osteopathic"), _HOURS, _NO_PREPARATION],
    ),
)
HOME_STUDY = Ruling(
    type=CATEGORY_2_B,
    formats=["enduring material"],
    policy=Policy(
        code="aoa-2-b",
        award=_BY_THE_HOUR,
        sources=[issuer(TYPES, "2-B: home study that is not osteopathic"), _HOURS, _NO_PREPARATION],
    ),
)

_PLATFORM = in_use(
    "accreditation table of a CME platform, in a public repository", "AMA PRA Category 1: 2-A live, 2-B home study or online"
)

BODY = Body(
    code="aoa",
    name="American Osteopathic Association",
    types=[CATEGORY_1_A, CATEGORY_1_B, CATEGORY_2_A, CATEGORY_2_B],
    rulings=[FORMAL, TEACHING, LESS_FORMAL, FORMAL_ALLOPATHIC, HOME_STUDY],
    equivalences=[
        Equivalence(
            of=ama.CATEGORY_1,
            into=CATEGORY_2_A,
            asks=[attested("The activity was live", sources=[_KINDS])],
            sources=[_KINDS, _PLATFORM],
        ),
        Equivalence(
            of=ama.CATEGORY_1,
            into=CATEGORY_2_B,
            asks=[attested("The activity was home study or online", sources=[_KINDS])],
            sources=[_KINDS, _PLATFORM],
        ),
    ],
    limits=[
        Limit(
            code="aoa-precepting-a-cycle",
            says="At most 60 credits of Category 1-B in a three-year cycle for osteopathic preceptoring",
            types=[CATEGORY_1_B],
            formats=["osteopathic preceptoring"],
            most="60",
            per=Per.PERIOD,
            in_force=Span(None, datetime.date(2016, 7, 20)),
            sources=[
                dated(JAOA, "at most 60 hours of Category 1-B for preceptoring toward the 120 of membership"),
                issuer(TYPES, "those 120 are no longer asked for, by a vote of July 21, 2016"),
            ],
        ),
    ],
    notes=[
        Note(
            says="Of a standardized life-support course that is online, only the practical part earns credit.",
            sources=[issuer(TYPES, "credit for the practical part only")],
        ),
        Note(
            says="Reading an osteopathic journal earns Category 1-B credit together with its quiz; how much was not found.",
            sources=[dated(JAOA, "in conjunction with completing the respective CME quiz")],
        ),
        Note(
            says=(
                "Interactive online programs of an osteopathic sponsor are Category 1-A; an earlier text counted at most 15 "
                "credits of them in a cycle, and the day on which that ended was not found."
            ),
            sources=[dated("AOA, CME Guide, an earlier text", "at most 15 credits a cycle")],
        ),
        Note(
            says="No credit is awarded for volunteer work, studies toward a degree, tours, or preceptoring PA students.",
            sources=[dated(JAOA, "what earns no credit in the guide for 2010 to 2012")],
        ),
    ],
    aliases={
        "AOA Category 1-A": CATEGORY_1_A,
        "AOA 1-A": CATEGORY_1_A,
        "AOA Category 1-B": CATEGORY_1_B,
        "AOA 1-B": CATEGORY_1_B,
        "AOA Category 2-A": CATEGORY_2_A,
        "AOA 2-A": CATEGORY_2_A,
        "AOA Category 2-B": CATEGORY_2_B,
        "AOA 2-B": CATEGORY_2_B,
    },
)
