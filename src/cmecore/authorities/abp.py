"""The American Board of Pediatrics: MOC points for self-assessment (Part 2) and for quality improvement (Part 4).

Two texts about Part 2 are known.  That of 2016 gives whole points, all or nothing, and reports them once; the later one gives
quarters, in differing amounts and several entries.  The day between them was not found, so the caller names the text.  Both
are about one and the same points, hence one type, with the finer step.
"""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING

from cmecore.authorities import ama
from cmecore.authorities._cited import dated, issuer, secondary
from cmecore.authorities._pars import DATA, PARS, ed_hub, needs
from cmecore.bodies.body import Body, Item, Note, Required
from cmecore.bodies.reporting import Reporter, Reporting
from cmecore.bodies.rulings import Ruling
from cmecore.bodies.wordings import Purpose, Wording
from cmecore.credit.amounts import CreditType
from cmecore.credit.periods import Period, Span
from cmecore.credit.rounding import nearest
from cmecore.rules.awards import AsBase, Asks, Fixed, RestsOn
from cmecore.rules.policies import Policy
from cmecore.rules.requirements import attended, attested, completed, given_feedback

if TYPE_CHECKING:
    from cmecore.rules.requirements import Requirement

TEXT_2016 = "2016 text"
LATER_TEXT = "later text"
LATER_TEXT_JOURNAL = "later text for journal-based CME"

#: The first day on which the text of 2016 was seen, and the last on which it certainly still held.
_SEEN = datetime.date(2016, 11, 2)
_STILL = datetime.date(2018, 3, 12)
_LATER = Span(_STILL + datetime.timedelta(days=1))
#: The day on which every Part 4 activity became worth the same.
_STANDARDISED = datetime.date(2022, 1, 20)

_FAQ = "https://accme.org/faq/8080"
_WHOLE = dated(
    "ACCME, FAQ on ABP MOC, older copy",
    "points are the CME credits awarded, rounded to the nearest whole number (1)",
    address=_FAQ,
)
_ONLY_ALL = dated(
    "Ask ACCME, 2 November 2016",
    "no partial credit: all or nothing, reported once for each learner after the maximum was earned",
    address="http://www.accme.org/ask-accme/can-i-report-partial-credit-participants-have-not-earned-maximum-amount-credit-available",
)
_STILL_ALL = dated("Ask ACCME, 12 March 2018", "all learners of an activity must currently earn the same number")
_QUARTERS = issuer(
    "ACCME, FAQ on ABP MOC",
    "differing amounts, in quarter hours (0.25), at one time or in several entries, 1 a day for an activity except journal CME",
    address=_FAQ,
)
_PROVIDERS = issuer(
    "ABP, news of 16 February 2017",
    "the provider sets the evaluation and the passing standard",
    address="https://www.abp.org/news/abp-expands-cme-moc-credit-opportunities",
)
_FEEDBACK = issuer("ABP, MOC credit for CME activities", "individual feedback on the assessment")

PART_2 = CreditType(code="abp-2", name="ABP MOC Part 2 point", step="0.25", sources=[_WHOLE, _QUARTERS])
#: 25 points are awarded now, and 40 were in one case: 5 goes into both.
PART_4 = CreditType(
    code="abp-4",
    name="ABP MOC Part 4 point",
    step="5",
    sources=[issuer("AAP News, 26 January 2022", "increments of 25 points"), dated("ABP, How to earn credit", "40 points")],
)

_SELF_PACED = ("enduring material", "journal-based CME activity")
_LIVE = ("live activity", "internet live activity")


def _all_or_nothing(code: str, formats: tuple[str, ...], done: Requirement) -> Ruling:
    return Ruling(
        type=PART_2,
        formats=formats,
        version=TEXT_2016,
        passing=True,
        policy=Policy(
            code=code,
            requirements=[done, given_feedback(sources=[_FEEDBACK])],
            award=AsBase(),
            rests_on=RestsOn(ama.CATEGORY_1, Asks.WHOLE_CLAIM),
            rounding=nearest("1"),
            in_force=Span(_SEEN),
            sources=[_WHOLE, _ONLY_ALL, _STILL_ALL, _PROVIDERS],
        ),
    )


PART_2_2016 = _all_or_nothing("abp-2-2016", _SELF_PACED, completed(1, sources=[_ONLY_ALL]))
PART_2_2016_LIVE = _all_or_nothing("abp-2-2016-live", _LIVE, attended(1, sources=[_ONLY_ALL]))
PART_2_LATER = Ruling(
    type=PART_2,
    formats=(*_LIVE, *_SELF_PACED),
    version=LATER_TEXT,
    passing=True,
    policy=Policy(
        code="abp-2-later",
        requirements=[given_feedback(sources=[_FEEDBACK])],
        award=AsBase(),
        rests_on=RestsOn(ama.CATEGORY_1, Asks.CLAIM),
        in_force=_LATER,
        sources=[
            _QUARTERS,
            _PROVIDERS,
            secondary("AOE Consulting, partial credit for MOC", "less than full engagement is reported in steps of 0.25"),
        ],
    ),
)

_MEANINGFUL = attested(
    "I took part meaningfully in the project",
    sources=[dated("ABP, Improving professional practice (Part 4)", "meaningful participation, attested individually")],
)
IMPROVEMENT = Ruling(
    type=PART_4,
    formats=["quality improvement project", "NCQA recognition"],
    policy=Policy(
        code="abp-4",
        requirements=[_MEANINGFUL],
        award=Fixed("25"),
        in_force=Span(_STANDARDISED),
        sources=[
            issuer(
                "AAP News, 26 January 2022",
                "from January 20, 2022 all activities and pathways of Part 4 are standardised to increments of 25 points",
                address="https://publications.aap.org/aapnews/news/19508",
            )
        ],
    ),
)
NCQA_OLDER = Ruling(
    type=PART_4,
    formats=["NCQA recognition"],
    policy=Policy(
        code="abp-4-ncqa-older",
        requirements=[_MEANINGFUL],
        award=Fixed("40"),
        in_force=Span(None, _STANDARDISED - datetime.timedelta(days=1)),
        sources=[dated("ABP, How to earn credit", "40 points for NCQA recognition", address="https://www.abp.org/node/356")],
    ),
)

_VERIFIES = issuer(
    "ACCME, FAQ on ABP MOC",
    "the ABP checks its id and first and last name, and month and day of birth only where the name differs",
    address=_FAQ,
)
REPORTINGS = (
    Reporting(
        type=PART_2,
        by=Reporter.PROVIDER,
        to=PARS,
        needs=needs("ABP", board_id="ABP ID"),
        within=Period(days=30),
        once=True,
        version=TEXT_2016,
        in_force=Span(_SEEN),
        sources=[DATA, _ONLY_ALL],
    ),
    Reporting(
        type=PART_2,
        by=Reporter.PROVIDER,
        to=PARS,
        needs=needs("ABP", board_id="ABP ID", birth=False),
        within=Period(days=30),
        entries_per_day=1,
        version=LATER_TEXT,
        in_force=_LATER,
        sources=[DATA, _QUARTERS, _VERIFIES],
    ),
    Reporting(
        type=PART_2,
        by=Reporter.PROVIDER,
        to=PARS,
        needs=needs("ABP", board_id="ABP ID", birth=False),
        within=Period(days=30),
        version=LATER_TEXT_JOURNAL,
        in_force=_LATER,
        sources=[DATA, _QUARTERS, _VERIFIES],
    ),
)

BODY = Body(
    code="abp",
    name="American Board of Pediatrics",
    types=[PART_2, PART_4],
    rulings=[PART_2_2016, PART_2_2016_LIVE, PART_2_LATER, IMPROVEMENT, NCQA_OLDER],
    wordings=[
        Wording(
            code="abp-2",
            purpose=Purpose.MOC,
            types=["abp-2"],
            text=(
                "Successful completion of this CME activity, which includes participation in the evaluation component, enables "
                "the learner to earn up to {amount} MOC points in the American Board of Pediatrics’ (ABP) Maintenance of "
                "Certification (MOC) program. It is the CME activity provider’s responsibility to submit learner completion "
                "information to ACCME for the purpose of granting ABP MOC credit."
            ),
            sources=[
                secondary(
                    "UPMC Center for Continuing Education, American Board of Pediatrics",
                    "the statement in use; no source makes it mandatory",
                    address="https://cce.upmc.com/content/american-board-pediatrics-abp",
                )
            ],
        )
    ],
    reportings=REPORTINGS,
    required=[
        Required(
            items=[Item.TITLE, Item.PROVIDER, Item.NAME, Item.DATE, Item.ACTIVITY_ID, Item.AMOUNT],
            types=["abp-2"],
            sources=[issuer("ACCME, FAQ on ABP MOC", "written documentation on the participant's request", address=_FAQ)],
        ),
        Required(
            items=[Item.BOARD_ID],
            types=["abp-2"],
            in_force=Span(_SEEN, _STILL),
            sources=[
                dated("ACCME, FAQ on ABP MOC, older copy", "the ABP ID too, which the later text does not list", address=_FAQ)
            ],
        ),
    ],
    notes=[
        Note(
            says="Written documentation also states that the activity was approved for ABP MOC Part 2 credit.",
            sources=[issuer("ACCME, FAQ on ABP MOC", "a statement that the activity has been approved", address=_FAQ)],
        ),
        Note(
            says="By the text of 2016 the learner's completion is reported by December 1 of the year of the activity.",
            in_force=Span(_SEEN),
            sources=[dated("ACCME, ABP MOC", "no later than December 1", address="http://www.accme.org/abp-moc")],
        ),
        Note(
            says="Trainees may bank Part 4 points for later, and no Part 2 points.",
            sources=[issuer("ABP, MOC credit for CME activities", "Part 4 can be banked by trainees, not Part 2")],
        ),
        ed_hub("ABP"),
    ],
    aliases={
        "ABP MOC Part II": PART_2,
        "ABP MOC Part 2": PART_2,
        "ABP MOC Part II points": PART_2,
        "ABP MOC 2": PART_2,
        "ABP MOC Part IV": PART_4,
        "ABP MOC Part 4": PART_4,
    },
)
