"""Small functions that build what tests speak about: one online activity, one learner, and what was seen of the two."""

from __future__ import annotations

import datetime
import itertools
import zoneinfo
from typing import TYPE_CHECKING, Any

from cmecore.activities import ENDURING, LIVE, Activity, Part, Provider
from cmecore.assessment import Assessment, assess
from cmecore.credit.amounts import CreditType
from cmecore.credit.rounding import nearest
from cmecore.designations import Designation
from cmecore.earning import earn
from cmecore.entries import Claim, Refusal
from cmecore.evidence import Attempt, Evaluated, Item, Participation, Progress
from cmecore.ledger import Ledger
from cmecore.rules.awards import InProportion
from cmecore.rules.policies import Policy
from cmecore.rules.requirements import completed, evaluated, passed

if TYPE_CHECKING:
    from collections.abc import Callable

    from cmecore.entries import Entry

UTC = datetime.UTC
CHICAGO = "America/Chicago"
LEARNER = "dr-42"
NAME = "Ada Okoro, MD"

AMA = CreditType(code="ama-pra-1", name="AMA PRA Category 1 Credit", step="0.25")
ACEP = CreditType(code="acep-1", name="ACEP Category I Credit", step="0.25")
ABIM = CreditType(code="abim-moc", name="ABIM MOC point", step="0.25")

LAKESIDE = Provider(name="Lakeside CME", address="12 Shore Road", contact="cme@lakeside.example", zone=CHICAGO)
#: 80 % of the content, a score of 70 % and the evaluation; credit in proportion to the content, by quarter credits.
ONLINE = Policy(
    code="online",
    requirements=(completed("0.80"), passed("0.70"), evaluated()),
    award=InProportion(),
    rounding=nearest("0.25"),
)


def on(month: int, day: int, year: int = 2026) -> datetime.date:
    """Name a day of 2026."""
    return datetime.date(year, month, day)


def at(day: datetime.date, hour: int = 12, minute: int = 0, *, zone: str = "UTC") -> datetime.datetime:
    """Name an instant by a day and the clock of a zone."""
    return datetime.datetime(day.year, day.month, day.day, hour, minute, tzinfo=zoneinfo.ZoneInfo(zone))


#: The day on which the learner did the work, and an instant some weeks later at which things are written down.
NINTH = on(3, 9)
NOW = at(on(4, 1), 15)


def a_designation(amount: str = "2.00", policy: Policy | tuple[Policy, ...] = ONLINE, **fields: Any) -> Designation:
    """Designate an activity for AMA credit."""
    return Designation(maximum=fields.pop("type", AMA)(amount), policy=policy, **fields)


def an_activity(code: str = "EM-101", **fields: Any) -> Activity:
    """Offer an online activity on early sepsis for 2.00 AMA credits."""
    given = {
        "title": "Early sepsis",
        "format": ENDURING,
        "provider": LAKESIDE,
        "course": "Emergency Medicine",
        "completion": ONLINE.requirements,
        "designations": (a_designation(),),
    }
    return Activity(code=code, **{**given, **fields})


SEPSIS = an_activity()


def paying(policy: Policy, amount: str = "2.00", **fields: Any) -> Activity:
    """Offer an online activity whose credit follows one policy; it asks nothing of its own."""
    return an_activity(**{"completion": (), "designations": (a_designation(amount, policy),), **fields})


def a_session(
    code: str, start: datetime.datetime, minutes: int, *, breaks: tuple[tuple[int, int], ...] = (), **fields: Any
) -> Part:
    """Schedule a session of so many minutes; a break is given by the minutes at which it begins and ends."""

    def after(count: int) -> datetime.datetime:
        return (start.astimezone(UTC) + datetime.timedelta(minutes=count)).astimezone(start.tzinfo)

    return Part(
        code=code,
        title=f"Session {code}",
        starts=start,
        ends=after(minutes),
        breaks=tuple((after(first), after(last)) for first, last in breaks),
        **fields,
    )


def a_meeting(*sessions: Part, policy: Policy, amount: str = "2.00", **fields: Any) -> Activity:
    """Offer a live meeting of some sessions."""
    given = {"format": LIVE, "parts": sessions, "completion": (), "designations": (a_designation(amount, policy),)}
    return an_activity("LIVE-1", **{**given, **fields})


def a_participation(
    *more: Item,
    learner: str = LEARNER,
    activity: Activity = SEPSIS,
    done: int | None = 17,
    score: str | None = "0.71",
    evaluation: bool = True,
    day: datetime.date = NINTH,
) -> Participation:
    """See a learner do 17 of 20 units, score 71 % and submit the evaluation, on one day."""
    items: list[Item] = list(more)
    items += [] if done is None else [Progress(done, 20, day)]
    items += [] if score is None else [Attempt(score, day)]
    items += [Evaluated(day)] if evaluation else []
    return Participation(learner, activity, items)


def seen(activity: Activity, *items: Item, learner: str = LEARNER) -> Participation:
    """See exactly these items."""
    return Participation(learner, activity, items)


def assessed(activity: Activity, *items: Item) -> Assessment:
    """Assess exactly these items."""
    return assess(seen(activity, *items))


def amounts(assessment: Assessment) -> list[str]:
    """List what each designation came to, printed."""
    return [str(appraisal.credits.amount) for appraisal in assessment.appraisals]


def written(ledger: Ledger, *entries: Entry | Refusal, when: datetime.datetime = NOW) -> Ledger:
    """Write entries as the learning platform does."""
    return ledger.add(*entries, at=when, actor="lms")


def a_ledger(*participations: Participation, learner: str = LEARNER) -> Ledger:
    """Write down what some participations earned; by default the 1.75 credits of early sepsis."""
    ledger = Ledger(learner)
    for participation in participations or (a_participation(learner=learner),):
        ledger = written(ledger, *earn(ledger, assess(participation)))
    return ledger


def numbers(start: int = 1) -> Callable[[], str]:
    """Make a source of certificate numbers."""
    counter = itertools.count(start)
    return lambda: f"LK-{next(counter):06}"


def made(answer: Claim | Refusal) -> Claim:
    """Insist that a claim was not refused."""
    assert isinstance(answer, Claim), answer.explain()
    return answer


def codes(answer: Claim | Refusal) -> list[str]:
    """List the reasons of a refusal by their codes."""
    assert isinstance(answer, Refusal)
    return [reason.code for reason in answer.reasons]
