"""Small functions that build what tests speak about: one online activity, one learner, and what was seen of the two."""

from __future__ import annotations

import datetime
import itertools
import sys
import zoneinfo
from typing import TYPE_CHECKING, Any

from cmecore.activities import ENDURING, LIVE, Activity, Part
from cmecore.assessment import Assessment, assess
from cmecore.credit.amounts import CreditType, total
from cmecore.credit.rounding import nearest
from cmecore.designations import Designation
from cmecore.earning import earn
from cmecore.entries import (
    CREDIT,
    PARTICIPATION,
    Acknowledged,
    Adjusted,
    Answered,
    Assessed,
    Certificate,
    Claim,
    ClaimLine,
    Completed,
    Corrected,
    Document,
    Earned,
    Entry,
    Erased,
    Extended,
    Followed,
    Hold,
    Lifted,
    Line,
    Merged,
    Observed,
    Ordered,
    Overridden,
    Purged,
    Reevaluated,
    Refusal,
    Renamed,
    Reported,
    Retracted,
    Retrieved,
    Terms,
    Unmerged,
    Voided,
)
from cmecore.evidence import Attempt, Evaluated, Item, Participation, Progress
from cmecore.ledger import Ledger
from cmecore.providers import Provider
from cmecore.rules.awards import InProportion
from cmecore.rules.policies import Policy
from cmecore.rules.requirements import completed, evaluated, passed

if TYPE_CHECKING:
    from collections.abc import Callable

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


def said(ledger: Ledger) -> list[Entry]:
    """List what a ledger says, without what was erased."""
    return [entry for entry in ledger.entries() if not isinstance(entry, Erased)]


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


def observed(item: Item, event: str = "", *, learner: str = LEARNER, activity: str = "EM-101") -> Observed:
    """Have the learning platform report an item of evidence."""
    return Observed(learner=learner, activity=activity, item=item, source="lms" if event else "", event=event)


def done(code: str = "EM-101", *, learner: str = LEARNER, day: datetime.date = NINTH) -> Completed:
    """State by hand that an activity was completed."""
    return Completed(learner=learner, heading=an_activity(code).heading, on=day, zone=CHICAGO)


def stated(
    level: str = "1.75",
    code: str = "EM-101",
    *,
    learner: str = LEARNER,
    since: datetime.date = NINTH,
    type: CreditType = AMA,
    **terms: Any,
) -> Earned:
    """State by hand a level of an account, of a maximum of 2.00."""
    return Earned(
        learner=learner,
        heading=an_activity(code).heading,
        level=type(level),
        since=since,
        maximum=type("2.00"),
        version="online#1",
        terms=Terms(zone=CHICAGO, **terms),
    )


def taking(request: str, *parts: tuple[Earned, str], learner: str = LEARNER) -> Claim:
    """Claim by hand a part of some levels."""
    lines = [ClaimLine(earned=earned, credits=earned.level.type(amount)) for earned, amount in parts]
    return Claim(request=request, learner=learner, asked=request, at=NOW, lines=lines)


def paper(number: str | None, *claims: Claim, **fields: Any) -> Certificate:
    """Certify by hand what some claims took of one course, the last of them being the one it is issued for."""
    taken: dict[str, list[Any]] = {}
    for part in (part for claim in claims for part in claim.lines):
        taken.setdefault(part.earned.activity, []).append(part)
    lines = [
        Line(
            activity=code,
            title=code,
            on=parts[0].earned.since,
            credits=next(iter(total(part.credits for part in parts).values())),
        )
        for code, parts in taken.items()
    ]
    (awarded,) = total(line.credits for line in lines if line.credits is not None).values()
    of_claim = {"learner": claims[-1].learner, "request": claims[-1].request, "lines": lines, "total": awarded}
    given = {"kind": CREDIT, "name": NAME, "provider": LAKESIDE, "course": "Emergency Medicine", "issued_on": on(4, 1)}
    earlier = tuple(claim.request for claim in claims[:-1])
    return Certificate(number=number, **{**given, **of_claim, "earlier": earlier, **fields})


def attendance(number: str | None, *, learner: str = LEARNER, code: str = "EM-101", **fields: Any) -> Certificate:
    """Certify by hand that an activity was attended."""
    given = {"kind": PARTICIPATION, "name": NAME, "provider": LAKESIDE, "course": "Emergency Medicine", "issued_on": on(4, 1)}
    return Certificate(number=number, learner=learner, lines=[Line(activity=code, title=code, on=NINTH)], **{**given, **fields})


SHEET = Document(name="sign-in sheet of Ada Okoro.pdf", sha256="9f" * 32, media_type="application/pdf", place="vault/17")
#: Why something is decided by a person in these tests.
WHY = "Dr. Okoro wrote on 2 April"


def decided(ledger: Ledger, *entries: Entry, when: datetime.datetime = NOW) -> Ledger:
    """Write entries as the office does, with a reason."""
    return ledger.add(*entries, at=when, actor="R. Mills", reason=WHY)


def a_follower(learner: str = "dr-17", into: str = LEARNER, merge: str = "M-2", secret: bytes = b"") -> Ledger:
    """Fill the ledger of another account of the same person, and join it to the first one."""
    ledger = decided(Ledger(learner, secret=secret), done("EM-200", learner=learner), stated("1.00", "EM-200", learner=learner))
    return decided(ledger, Followed(learner=learner, merge=merge, into=into))


def a_life(secret: bytes = b"") -> Ledger:
    """Tell a whole life of credit, in which every class of entry is written but the one of an account that follows another."""
    other = a_follower(secret=secret).records[:-1]
    earned, granted = stated("1.50", claim_by=on(3, 9, 2029)), stated("2.00", claim_by=on(3, 9, 2029))
    first, second = taking("r-1", (earned, "0.75")), taking("r-2", (granted, "1.00"))
    days: list[tuple[Entry, ...]] = [
        (observed(Progress(17, 20, NINTH), "row-1"), observed(Attempt("0.71", NINTH), "row-2"), observed(Evaluated(NINTH))),
        (Retracted(learner=LEARNER, observed="observed:lms:row-2"), observed(Attempt("0.81", NINTH), "row-3")),
        (Assessed(learner=LEARNER, activity="EM-101", evidence="9f2c", outcomes=[("ama-pra-1", "met")]), done(), earned),
        (first, paper("LK-1", first), attendance("LK-9")),
        (
            Retrieved(learner=LEARNER, number="LK-1", channel="app"),
            Ordered(learner=LEARNER, order="mail-1", number="LK-1", to="ada@okoro.example", why="asked for"),
            Acknowledged(learner=LEARNER, order="mail-1", delivered=False, says="ada@okoro.example is unknown"),
        ),
        (
            Overridden(learner=LEARNER, earned=granted, by="R. Mills, CME office", case="C-1"),
            Adjusted(learner=LEARNER, activity="EM-101", level=AMA("1.75"), case="C-2"),
            Extended(learner=LEARNER, activity="EM-101", type=AMA, claim_by=on(3, 9, 2030), case="C-3"),
            Reevaluated(learner=LEARNER, plan="5d1e", activities=["EM-101"]),
        ),
        (second, paper("LK-2", first, second, supersedes=["LK-1"])),
        (
            Reported(learner=LEARNER, report="pars-1", activity="EM-101", type=AMA, body="accme"),
            Answered(learner=LEARNER, report="pars-1", accepted=False, code="E-12", says="no such Ada Okoro"),
        ),
        (
            Renamed(learner=LEARNER, name=NAME, case="C-4"),
            Corrected(learner=LEARNER, case="C-4", about="certificate:LK-2", documents=[SHEET]),
        ),
        (Merged(learner=LEARNER, merge="M-1", other="dr-17", records=other),),
        (Unmerged(learner=LEARNER, merge="M-1"),),
        (
            Merged(learner=LEARNER, merge="M-2", other="dr-17", records=other),
            observed(Evaluated(NINTH), "row-9", learner="dr-17"),
        ),
        (Hold(learner=LEARNER, hold="case 26-118", activity="EM-101"),),
        (Lifted(learner=LEARNER, hold="case 26-118"), Voided(learner=LEARNER, number="LK-9", credit=False)),
        (Voided(learner=LEARNER, number="LK-2", credit=True),),
        (Purged(learner=LEARNER, purge="2032-03", erased=["certificate:LK-9", "voided:LK-9"]),),
    ]
    ledger = Ledger(LEARNER, secret=secret)
    for number, entries in enumerate(days):
        ledger = decided(ledger, *entries, when=at(on(4, 1 + number), zone=CHICAGO))
    return ledger


def effort(work: Callable[[], object]) -> int:
    """Count the calls of functions that some work takes: unlike seconds they are the same on a busy machine."""
    count = 0

    def counted(_frame: object, event: str, _argument: object) -> None:
        nonlocal count
        count += event == "call"

    sys.setprofile(counted)
    try:
        work()
    finally:
        sys.setprofile(None)
    return count
