"""The American Medical Association: the Physician's Recognition Award (PRA) and its two categories of credit."""

from __future__ import annotations

import datetime

from cmecore.authorities._cited import dated, in_use, issuer, secondary
from cmecore.bodies.body import Body, Item, Misnomer, Note, Required
from cmecore.bodies.equivalences import Equivalence
from cmecore.bodies.limits import Limit, Per
from cmecore.bodies.rulings import Ruling
from cmecore.bodies.wordings import Purpose, Wording
from cmecore.credit.amounts import CreditType
from cmecore.credit.periods import Span
from cmecore.credit.rounding import nearest
from cmecore.rules import times
from cmecore.rules.awards import ByStages, ByTime, Component, Fixed, InProportion
from cmecore.rules.criteria import at_least
from cmecore.rules.facts import PRESENTED, content_of
from cmecore.rules.policies import Policy
from cmecore.rules.requirements import attested, practises

BOOKLET = "AMA PRA booklet of 2006, as published by Boston University"
AOE = "AOE Consulting, weekly tips on calculating credit"
MANUAL = "Uniformed Services University, other learning (AMA PRA rules)"

_QUARTERS = dated(BOOKLET, "60 minutes of participation are 1 credit, 15 minutes 0.25, to the nearest quarter hour")
_MINIMUM = secondary(AOE, "nothing below 0.25")
_PHYSICIANS = secondary(
    "MeetingsNet, 2006", "only physicians (MD, DO or an equivalent degree) are awarded AMA PRA credit; others get participation"
)
_ASSESSED = issuer(
    "AMA text on assessments, as Policy and Medicine printed it in September 2010",
    "an assessment with an established minimum performance level, communicated beforehand",
)

_PHRASE = secondary(
    "MeetingsNet, 2006",
    "the phrase is AMA PRA Category 1 Credit with its trademark, not Category 1 credit and not ACCME credit",
)

CATEGORY_1 = CreditType(
    code="ama-pra-1",
    name="AMA PRA Category 1 Credit™",
    step="0.25",
    sources=[_QUARTERS, _PHRASE],
)
CATEGORY_2 = CreditType(
    code="ama-pra-2",
    name="AMA PRA Category 2 Credit™",
    step="0.25",
    sources=[dated("University of South Alabama, Office of CME, Category 2 form", "60 minutes are 1 credit, in steps of 0.25")],
)

#: Interaction of faculty and audience counts; breaks and segments that are no CME do not.  Other kinds the caller weighs.
_INTERACTION = {
    times.LEARNING: 1,
    times.DISCUSSION: 1,
    times.PANEL: 1,
    times.CASES: 1,
    times.HANDS_ON: 1,
    times.BREAK: 0,
    times.MEAL: 0,
    times.REGISTRATION: 0,
    times.SOCIAL: 0,
    times.EXHIBITS: 0,
    times.SALES: 0,
}

LIVE = Ruling(
    type=CATEGORY_1,
    formats=["live activity", "internet live activity"],
    policy=Policy(
        code="ama-live",
        requirements=[practises("physician", sources=[_PHYSICIANS])],
        award=ByTime(counts=_INTERACTION),
        rounding=nearest("0.25"),
        sources=[
            _QUARTERS,
            _MINIMUM,
            dated(
                BOOKLET, "time is interaction of faculty and audience: breaks and segments that are no CME weigh 0, the rest 1"
            ),
            dated(BOOKLET, "sessions that run at the same time count once toward the designated maximum"),
        ],
    ),
)
ENDURING = Ruling(
    type=CATEGORY_1,
    formats=["enduring material"],
    passing=True,
    policy=Policy(
        code="ama-enduring",
        requirements=[practises("physician", sources=[_PHYSICIANS])],
        award=InProportion(),
        rounding=nearest("0.25"),
        sources=[
            secondary(
                AOE, "the estimated time to complete it, to the nearest 0.25; commensurate with it, but only after passing"
            ),
            _ASSESSED,
        ],
    ),
)
JOURNAL = Ruling(
    type=CATEGORY_1,
    formats=["journal-based CME activity"],
    passing=True,
    policy=Policy(
        code="ama-journal",
        requirements=[practises("physician", sources=[_PHYSICIANS])],
        award=Fixed("1"),
        sources=[
            issuer("JAMA Network, About CME, 2017", "journal-based CME is designated for 1 credit an article"),
            _ASSESSED,
        ],
    ),
)
MANUSCRIPT_REVIEW = Ruling(
    type=CATEGORY_1,
    formats=["manuscript review activity"],
    policy=Policy(
        code="ama-manuscript-review",
        requirements=[
            practises("physician", sources=[_PHYSICIANS]),
            attested(
                "The editor accepted the review of an original article for a journal in MEDLINE",
                sources=[
                    secondary("AOE Consulting, CME Watch II; Journal of Shoulder and Elbow Surgery", "the editor accepts it")
                ],
            ),
        ],
        award=Fixed("3"),
        sources=[secondary("AOE Consulting, CME Watch II; Journal of Shoulder and Elbow Surgery", "3 credits a review")],
    ),
)
TEST_ITEM_WRITING = Ruling(
    type=CATEGORY_1,
    formats=["test-item writing activity"],
    policy=Policy(
        code="ama-test-item-writing",
        requirements=[
            practises("physician", sources=[_PHYSICIANS]),
            attested(
                "The questions were written for a peer-reviewed examination",
                sources=[issuer("ACCME, How is a test-item writing activity defined?", "peer-reviewed examinations")],
            ),
        ],
        award=Fixed("10"),
        sources=[issuer("ACCME, How is a test-item writing activity defined?", "10 credits an activity")],
    ),
)
_STAGES = secondary("a provider's P/QI CME page", "stage A is worth 5, B 5, C 10; all three together 20")
PERFORMANCE_IMPROVEMENT = Ruling(
    type=CATEGORY_1,
    formats=["PI CME activity"],
    policy=Policy(
        code="ama-performance-improvement",
        requirements=[practises("physician", sources=[_PHYSICIANS])],
        award=ByStages(
            Component(code=stage, test=at_least(content_of(stage), 1), worth=worth)
            for stage, worth in (("A", "5"), ("B", "5"), ("C", "10"))
        ),
        sources=[
            _STAGES,
            secondary(
                "Wright State University, quoting the AMA booklet", "begun at stage A to receive any credit, and in order"
            ),
        ],
    ),
)
TEACHING = Ruling(
    type=CATEGORY_1,
    formats=["faculty teaching"],
    policy=Policy(
        code="ama-faculty",
        requirements=[practises("physician", sources=[_PHYSICIANS])],
        award=ByTime(credits="2", of=PRESENTED),
        rounding=nearest("0.25"),
        sources=[
            dated(MANUAL, "60 minutes presented are 2 credits, an original presentation once"),
            dated(MANUAL, "no credit as a learner for one's own session"),
            secondary("a provider's instructions for faculty", "to the nearest 0.25 of the product: 45 minutes are 1.5"),
        ],
    ),
)
SELF_CLAIMED = Ruling(
    type=CATEGORY_2,
    formats=["self-claimed activity"],
    policy=Policy(
        code="ama-category-2",
        award=ByTime(),
        rounding=nearest("0.25"),
        sources=[
            dated(
                "University of South Alabama, Office of CME, Category 2 form", "60 minutes are 1 credit, to the nearest 0.25"
            ),
        ],
    ),
)

_STATEMENT = issuer(
    "AMA designation statement, as the AMA and several providers print it", "mandatory wording since July 1, 2011"
)
WORDINGS = (
    Wording(
        code="ama-designation",
        purpose=Purpose.DESIGNATION,
        types=["ama-pra-1"],
        text=(
            "The {provider} designates this {format} for a maximum of {amount} AMA PRA Category 1 Credit(s)™. "
            "Physicians should claim only the credit commensurate with the extent of their participation in the activity."
        ),
        italics=["AMA PRA Category 1 Credit(s)"],
        in_force=Span(datetime.date(2011, 7, 1)),
        sources=[_STATEMENT],
    ),
    Wording(
        code="ama-designation-2006",
        purpose=Purpose.DESIGNATION,
        types=["ama-pra-1"],
        text=(
            "The {provider} designates this educational activity for a maximum of {amount} AMA PRA Category 1 Credit(s)™. "
            "Physicians should only claim credit commensurate with the extent of their participation in the activity."
        ),
        italics=["AMA PRA Category 1 Credit(s)"],
        in_force=Span(datetime.date(2006, 1, 1), datetime.date(2011, 6, 30)),
        sources=[secondary("MeetingsNet, 2006", "the wording of 2006, without the learning format")],
    ),
    Wording(
        code="ama-participation",
        purpose=Purpose.PARTICIPATION,
        types=["ama-pra-1"],
        text="This activity was designated for {amount} AMA PRA Category 1 Credit(s)™.",
        italics=["AMA PRA Category 1 Credit(s)"],
        sources=[in_use("Cleveland Clinic certificate template", "This activity was designated for")],
    ),
)

#: The Academy's type, written once more here because its module imports this one; types are the same by code and step.
_AAFP_PRESCRIBED = CreditType(code="aafp-prescribed", name="AAFP Prescribed credit", step="0.25")

BODY = Body(
    code="ama",
    name="American Medical Association",
    types=[CATEGORY_1, CATEGORY_2],
    rulings=[
        LIVE,
        ENDURING,
        JOURNAL,
        MANUSCRIPT_REVIEW,
        TEST_ITEM_WRITING,
        PERFORMANCE_IMPROVEMENT,
        TEACHING,
        SELF_CLAIMED,
    ],
    wordings=WORDINGS,
    equivalences=[
        Equivalence(
            of=_AAFP_PRESCRIBED,
            into=CATEGORY_1,
            counting_only=True,
            reported_as="toward the PRA, reported as Prescribed credit and not as Category 1",
            sources=[
                issuer("AAFP, Glossary of Terms", "Prescribed credit is accepted by the AMA as equivalent"),
                in_use(
                    "accreditation table of a CME platform, in a public repository",
                    "must be reported as Prescribed Credit, not as Category 1",
                ),
            ],
        ),
    ],
    limits=[
        Limit(
            code="ama-manuscript-review-a-year",
            says="At most 15 credits a year for reviewing manuscripts",
            types=[CATEGORY_1],
            formats=["manuscript review activity"],
            most="15",
            per=Per.YEAR,
            sources=[secondary("AOE Consulting, CME Watch II", "at most 15 a year toward the PRA, a rule of about 2005")],
        ),
    ],
    required=[
        Required(
            items=[Item.NAME, Item.PROVIDER, Item.TITLE, Item.FORMAT, Item.DATE, Item.AMOUNT],
            types=["ama-pra-1"],
            sources=[dated("Experts123, copy of the AMA's FAQ", "the least that documentation has to show")],
        ),
        Required(
            items=[Item.PLACE],
            types=["ama-pra-1"],
            formats=["live activity"],
            sources=[dated("Experts123, copy of the AMA's FAQ", "the location, if applicable")],
        ),
    ],
    misnomers=[
        Misnomer(phrase=phrase, instead=CATEGORY_1.name, sources=[_PHRASE])
        for phrase in (
            "ACCME credit",
            "ACCME CME credit",
            "ACCME Category 1 credit",
            "ACCME-accredited credit",
            "ACCME-accredited CME credit",
            "ACCME accredited credit",
            "ACCME accredited CME credit",
            "Category 1 credit",
            "Category I credit",
            "Category 1 CME credit",
            "Category I CME credit",
            "AMA Category 1 credit",
            "AMA PRA Category 1",
            "AMA PRA Cat 1",
            "AMA PRA Cat. 1",
            "AMA PRA Category I",
            "AMA PRA Cat I",
            "CAT 1 credit",
            "CAT 1 CME",
        )
    ],
    notes=[
        Note(
            says="Credit is designated in advance; no activity is designated after it was held.",
            sources=[dated("AMA, frequently asked questions, about 2007", "no retroactive designation")],
        ),
        Note(
            says="Documentation shows the number of credits claimed, never the designated maximum in its place.",
            remark="amount-not-claimed",
            sources=[dated("Experts123, copy of the AMA's FAQ", "not record the designated maximum")],
        ),
        Note(
            says="A provider cannot designate Category 2 credit: physicians claim it themselves.",
            sources=[
                dated("University of South Alabama, Office of CME, Category 2 form", "self-claimed; no provider designates it")
            ],
        ),
        Note(
            says=(
                "Clinical experience, charity or mission work, surveying, committee, council or board service, and passing "
                "examinations that are no part of a certified activity earn nothing."
            ),
            sources=[secondary("AOE Consulting, what does not qualify", "not eligible for credit")],
        ),
        Note(
            says="Documentation is given on request for at least 6 years after completion; the time to claim may be limited.",
            sources=[
                dated("Experts123, copy of the AMA's FAQ", "at least 6 years; the time to claim is the provider's to set")
            ],
        ),
        Note(
            says="Credit for one's own article or poster is claimed from the AMA itself, for the last six years only.",
            sources=[
                issuer(
                    "JAMA Network, CME for authors",
                    "direct credit, one certificate for each type of activity, completed in the last six years",
                    address="https://jamanetwork.com/journals/jama/pages/author-cme",
                )
            ],
        ),
        Note(
            says="The certificate of an activity on new skills and procedures names the level that was reached.",
            sources=[dated(MANUAL, "levels: attendance, satisfactory completion, readiness for a proctor")],
        ),
        Note(
            says="Learning for one's teaching of students and residents has no yearly ceiling, and counts no hour twice.",
            sources=[dated("AAMC, Learning from Teaching, 2014", "no ceiling; not for hours that were credited otherwise")],
        ),
        Note(
            says="Writing test items is one activity for at most twelve months.",
            sources=[issuer("ACCME, How is a test-item writing activity defined?", "reported for twelve months or less")],
        ),
        Note(
            says="Journals may ask more of a review: that it be of the first version, or be scored 70 of 100 by an editor.",
            sources=[
                secondary("Society of Laparoendoscopic Surgeons, manuscript reviewers", "the first version only"),
                secondary("PAIN Reports, information for reviewers", "a score of at least 70 of 100"),
            ],
        ),
        Note(
            says="An enduring material names its bibliographic sources, and tells before it begins what has to be passed.",
            sources=[_ASSESSED, issuer("ACCME, Enduring Materials: Definition and Requirements", "bibliographic sources")],
        ),
    ],
    aliases={
        "AMA PRA Category 1": CATEGORY_1,
        "AMA PRA Cat 1": CATEGORY_1,
        "AMA PRA Cat. 1": CATEGORY_1,
        "AMA PRA Category I": CATEGORY_1,
        "AMA PRA Category I Credit": CATEGORY_1,
        "AMA PRA Cat 1 Credit": CATEGORY_1,
        "AMA Category 1 Credit": CATEGORY_1,
    },
)
