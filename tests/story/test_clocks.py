"""The four clocks, each at its last day and the day after: a table of hand-reckoned cases, each with its reason.

*Claim by*, *release and expiry*, *available until* and *keep until* are four dates.  Every one is a civil day of the activity's
zone, computed forward once from its anchor, and its last day still counts.
"""

import datetime
from collections.abc import Callable
from typing import Any, NamedTuple

import attrs
import pytest

from builders import AMA, LEARNER, NOW, UTC, at, on, paying, seen, written
from cmecore.activities import ENDURING, INTERNET_LIVE, LIVE, Activity, Format
from cmecore.assessment import assess
from cmecore.availability import Available, Route, available, found_by
from cmecore.claiming import ALL, claim
from cmecore.credit.periods import Period, Span
from cmecore.credit.rounding import nearest
from cmecore.earning import earn
from cmecore.entries import Claim, Completed, Extended, Hold, Lifted
from cmecore.evidence import Attempt, Attended, Evaluated, Item, Progress
from cmecore.handling import Availability, Handling, Retention
from cmecore.ledger import Ledger
from cmecore.retention import retained
from cmecore.rules.awards import InProportion
from cmecore.rules.policies import Policy
from cmecore.rules.requirements import completed, evaluated
from cmecore.rules.windows import Anchor, Window

NEW_YORK, CHICAGO, BERLIN, KATHMANDU = "America/New_York", "America/Chicago", "Europe/Berlin", "Asia/Kathmandu"
SAO_PAULO, BEIRUT, HAVANA, APIA = "America/Sao_Paulo", "Asia/Beirut", "America/Havana", "Pacific/Apia"
LORD_HOWE, KIRITIMATI, PAGO_PAGO = "Australia/Lord_Howe", "Pacific/Kiritimati", "Pacific/Pago_Pago"
YEAR, THREE_YEARS, SIX_YEARS = Period(years=1), Period(years=3), Period(years=6)


def day(text: str) -> datetime.date:
    """Read a day as ISO writes it."""
    return datetime.date.fromisoformat(text)


def utc(text: str) -> datetime.datetime:
    """Read an instant of UTC as ISO writes it."""
    return datetime.datetime.fromisoformat(text).replace(tzinfo=UTC)


def offered(rule: Period | Window | None = None, *, zone: str = CHICAGO, **fields: Any) -> Activity:
    """Offer two credits to whoever was seen in it, to be claimed within a window; the form completes it."""
    return paying(Policy(code="p", claim_within=rule), zone=zone, **{"completion": [evaluated()], **fields})


def earned(activity: Activity, *items: Item, ledger: Ledger | None = None) -> Ledger:
    """Write what some items earn."""
    held = Ledger(LEARNER) if ledger is None else ledger
    return written(held, *earn(held, assess(seen(activity, *items))))


def by(rule: Period | Window | None, done: str, **fields: Any) -> datetime.date | None:
    """Earn credit on a day, and tell until when it can be claimed."""
    ledger = earned(offered(rule, **fields), Evaluated(day(done)))
    return ledger.standing["EM-101", AMA].terms.claim_by


def claimed(rule: Period | Window | None, done: str, when: str, zone: str, *, extended: str = "") -> str:
    """Earn credit on a day, and try to claim it at an instant of UTC: what was claimed, or why not."""
    ledger = earned(offered(rule, zone=zone), Evaluated(day(done)))
    if extended:
        more = Extended(learner=LEARNER, activity="EM-101", type=AMA, claim_by=day(extended), case="C-1")
        ledger = ledger.add(more, at=NOW, actor="office", reason="was ill")
    return answered(ledger, utc(when))


def answered(ledger: Ledger, when: datetime.datetime) -> str:
    """Try to claim everything."""
    answer = claim(ledger, ALL, at=when, request="r-1")
    return str(answer.totals[AMA].amount) if isinstance(answer, Claim) else ", ".join(one.code for one in answer.reasons)


def until(last: str) -> Window:
    """Close a window on a fixed day."""
    return Window(until=day(last))


SHARES = Policy(code="p", requirements=[completed("0.80")], award=InProportion(), rounding=nearest("0.25"))
#: Three quarters, then all of it, and the form on a day of its own.
CAME_BACK = Progress(16, 20, on(3, 1)), Progress(20, 20, on(3, 9))


def topped_up(rule: Window, *, twice: bool) -> datetime.date | None:
    """Earn 1.50 on March 1 and 2.00 on March 9, assessed at once or each time."""
    activity = paying(attrs.evolve(SHARES, claim_within=rule))
    ledger = earned(activity, CAME_BACK[0]) if twice else None
    return earned(activity, *CAME_BACK, ledger=ledger).standing["EM-101", AMA].terms.claim_by


def anchored(anchor: Anchor, **fields: Any) -> datetime.date | None:
    """Complete on March 9, send in the form and so earn on March 10, and count a year."""
    policy = Policy(code="p", requirements=[completed("0.80"), evaluated()], claim_within=Window(within=YEAR, anchor=anchor))
    activity = paying(policy, **{"completion": [completed("0.80")], **fields})
    ledger = earned(activity, Progress(20, 20, on(3, 9)), Evaluated(on(3, 10)))
    return ledger.standing["EM-101", AMA].terms.claim_by


def without_completion() -> datetime.date | None:
    """Earn on March 9 what is not completed, since the form is missing."""
    policy = Policy(code="p", requirements=[completed("0.80")], claim_within=Window(within=YEAR, anchor=Anchor.COMPLETED))
    ledger = earned(paying(policy, completion=[evaluated()]), Progress(20, 20, on(3, 9)))
    return ledger.standing["EM-101", AMA].terms.claim_by


def counts(item: Item, term: tuple[str, str], zone: str = CHICAGO, **fields: Any) -> str:
    """Do something about an activity that is offered from one day to another: whether it counts, or why not."""
    activity = offered(zone=zone, offered=Span(day(term[0]), day(term[1])), **fields)
    assessment = assess(seen(activity, item))
    return ", ".join(one.code for one in assessment.set_aside) or str(assessment.appraisals[0].credits.amount)


def tried(when: str) -> Attempt:
    """Try the test at an instant of UTC."""
    return Attempt("0.9", utc(when))


#: What one provider said after a meeting: in its app until a day, on its site without an end.
APP, WEB = Availability("app", Span(None, on(3, 26))), Availability("web")
LATER = Availability("archive", Span(on(4, 1), None))
MAILED = Availability("mail", within=Period(months=6))


def had(channel: str, when: str, *, done: str = "2025-10-25", zone: str = NEW_YORK) -> tuple[str, str]:
    """Ask for papers through a channel on a day, or at an instant of UTC: the answer, and until when."""
    activity = offered(zone=zone, handling=Handling(available=[APP, WEB, LATER, MAILED]))
    held = earned(activity, Evaluated(day(done))).completed["EM-101"]
    return told(available(held, channel=channel, on=utc(when) if "T" in when else day(when)))


def told(answer: Available) -> tuple[str, str]:
    """Shorten an answer to its word and its day."""
    return answer.answer.name, str(answer.until or "")


#: The routes of one provider to older papers, and its registry since July 2022.
MEETINGS = Route(channel="meeting route", formats=[LIVE], days={Anchor.LAST_DAY: Span(day("2015-01-01"), day("2020-12-31"))})
ONLINE = Route(
    channel="meeting route",
    formats=[ENDURING],
    days={Anchor.COMPLETED: Span(None, day("2022-06-30")), Anchor.LAST_DAY: Span(day("2016-01-01"), day("2022-06-30"))},
)
REGISTRY = Route(channel="registry", days={Anchor.COMPLETED: Span(day("2022-07-01"), None)})


def found(format: Format, done: str, last: str = "", *, when: str = "2026-04-01") -> str:
    """Tell by which route papers are found: of a meeting by its last day, of anything else by the day of its expiry."""
    end = day(last) if last else None
    term: dict[str, Any] = {"held": Span(end, end)} if format.live and end else {"offered": Span(None, end)}
    held = earned(offered(format=format, zone=NEW_YORK, **term), Evaluated(day(done))).completed["EM-101"]
    answer = found_by([MEETINGS, ONLINE, REGISTRY], held, on=day(when))
    return answer.channel or answer.answer.name


SIX = Retention(keep=SIX_YEARS)
HARD = attrs.evolve(SIX, hard=True)
UNCLAIMED = Retention(keep=SIX_YEARS, unclaimed=THREE_YEARS, anchor=Anchor.COMPLETED)


def records(keep: Retention, done: str, rule: Period | Window | None = YEAR, **fields: Any) -> Ledger:
    """Earn on a day what can be claimed for a year, and is kept for longer."""
    return earned(offered(rule, **{"zone": NEW_YORK, "handling": Handling(keep=keep), **fields}), Evaluated(day(done)))


def kept_until(keep: Retention, done: str, **fields: Any) -> datetime.date | None:
    """Tell until when the record of a completion is kept."""
    held: Completed = records(keep, done, **fields).completed["EM-101"]
    return held.keep_until


def kept(ledger: Ledger, when: str, **fields: Any) -> tuple[str, str]:
    """Ask for records at an instant of UTC: the answer, and until when."""
    answer = retained(ledger, "EM-101", at=utc(when), **fields)
    return answer.answer.name, str(answer.until or "")


def with_claim(ledger: Ledger, when: str) -> Ledger:
    """Claim everything."""
    answer = claim(ledger, ALL, at=utc(when), request="r-1")
    return ledger.add(answer, at=utc(when), actor=LEARNER)


def with_more_time(ledger: Ledger, last: str) -> Ledger:
    """Extend the time to claim."""
    more = Extended(learner=LEARNER, activity="EM-101", type=AMA, claim_by=day(last), case="C-1")
    return ledger.add(more, at=NOW, actor="office", reason="was ill")


def with_hold(ledger: Ledger, activity: str, *, lifted: bool = False) -> Ledger:
    """Put a legal hold on records, and lift it again."""
    held = ledger.add(Hold(learner=LEARNER, hold="H-1", activity=activity), at=NOW, actor="counsel", reason="a proceeding")
    return held.add(Lifted(learner=LEARNER, hold="H-1"), at=NOW, actor="counsel", reason="closed") if lifted else held


CONVERGENCE: dict[str, Any] = {"format": LIVE, "held": Span(day("2025-10-24"), day("2025-10-29"))}


class Case(NamedTuple):
    """One row: what is asked, what is expected, and why, reckoned by hand."""

    what: str
    ask: Callable[[], object]
    expected: object
    why: str


LENGTHS = [
    Case("three years", lambda: by(THREE_YEARS, "2026-03-09"), on(3, 9, 2029), "the same day three years later"),
    Case("three years from a leap day", lambda: by(THREE_YEARS, "2024-02-29"), on(2, 28, 2027), "2027 has no February 29"),
    Case("four years from a leap day", lambda: by(Period(years=4), "2024-02-29"), on(2, 29, 2028), "2028 has one again"),
    Case("twelve months from a leap day", lambda: by(Period(months=12), "2024-02-29"), on(2, 28, 2025), "as one year"),
    Case("a year to a leap day", lambda: by(YEAR, "2027-02-28"), on(2, 28, 2028), "the 28th stays the 28th in a leap year"),
    Case("a hundred years from 2000", lambda: by(Period(years=100), "2000-02-29"), on(2, 28, 2100), "2100 is no leap year"),
    Case("a month from January 31", lambda: by(Period(months=1), "2026-01-31"), on(2, 28), "February 2026 has 28 days"),
    Case("a month from January 31, 2028", lambda: by(Period(months=1), "2028-01-31"), on(2, 29, 2028), "2028 is a leap year"),
    Case("a month from March 31", lambda: by(Period(months=1), "2026-03-31"), on(4, 30), "April has 30 days"),
    Case("two months from January 31", lambda: by(Period(months=2), "2026-01-31"), on(3, 31), "forward once, not by February"),
    Case("six months from August 31", lambda: by(Period(months=6), "2025-08-31"), on(2, 28), "February 2026 has 28 days"),
    Case("six months to a leap day", lambda: by(Period(months=6), "2027-08-31"), on(2, 29, 2028), "February 2028 has 29"),
    Case("a month and a day", lambda: by(Period(months=1, days=1), "2026-01-31"), on(3, 1), "February 28 and one day"),
    Case("a year and a month", lambda: by(Period(years=1, months=1), "2023-01-31"), on(2, 29, 2024), "clamped at the end"),
    Case("ninety days", lambda: by(Period(days=90), "2026-03-09"), on(6, 7), "22 + 30 + 31 days to May 31, and 7"),
    Case("sixty days over a year's end", lambda: by(Period(days=60), "2026-12-31"), on(3, 1, 2027), "31 + 28 days, and one"),
    Case("sixty days to a leap day", lambda: by(Period(days=60), "2027-12-31"), on(2, 29, 2028), "31 + 29 days"),
    Case("seven days over a leap day", lambda: by(Period(days=7), "2024-02-25"), on(3, 3, 2024), "the 29th is one of them"),
    Case("four weeks", lambda: by(Period(days=28), "2024-02-01"), on(2, 29, 2024), "28 days later, in a leap year"),
    Case("five weeks", lambda: by(Period(days=35), "2026-03-09"), on(4, 13), "22 days to March 31, and 13"),
    Case("no time at all", lambda: by(Period(), "2026-03-09"), on(3, 9), "the last day counts, and it is the first"),
    Case("no window", lambda: by(None, "2026-03-09"), None, "claimable for ever"),
]

ANCHORS = [
    Case("from earning", lambda: anchored(Anchor.EARNED), on(3, 10, 2027), "the form of March 10 was the last thing asked"),
    Case("from completion", lambda: anchored(Anchor.COMPLETED), on(3, 9, 2027), "the content was done on March 9"),
    Case(
        "from expiry",
        lambda: anchored(Anchor.LAST_DAY, offered=Span(on(1, 1), on(6, 30))),
        on(6, 30, 2027),
        "the last day of what is no meeting is that of its offer",
    ),
    Case(
        "from release",
        lambda: anchored(Anchor.RELEASED, offered=Span(on(1, 1), on(6, 30))),
        on(1, 1, 2027),
        "whenever it was done, a year after it came out",
    ),
    Case(
        "from the end of a meeting",
        lambda: anchored(Anchor.LAST_DAY, format=LIVE, held=Span(on(3, 7), on(3, 11)), offered=Span(on(3, 1), on(12, 31))),
        on(3, 11, 2027),
        "the meeting ended on March 11, however long its forms were taken",
    ),
    Case("from an end there is none of", lambda: anchored(Anchor.LAST_DAY), on(3, 9, 2027), "the learner's own completion"),
    Case("from a release nobody knows", lambda: anchored(Anchor.RELEASED), None, "nothing lapses by mistake"),
    Case("without a completion", without_completion, on(3, 9, 2027), "what was not completed is counted from earning"),
    Case("a fixed day", lambda: by(until("2026-03-26"), "2026-03-09"), on(3, 26), "the same for everyone"),
    Case(
        "a fixed day before the length ends",
        lambda: by(Window(within=YEAR, until=on(3, 26)), "2026-03-09"),
        on(3, 26),
        "the earlier of the two",
    ),
    Case(
        "a fixed day after the length ends",
        lambda: by(Window(within=YEAR, until=on(12, 31, 2030)), "2026-03-09"),
        on(3, 9, 2027),
        "the earlier of the two",
    ),
    Case("of the standing level", lambda: topped_up(Window(within=YEAR), twice=True), on(3, 9, 2027), "2.00 since March 9"),
    Case(
        "of the standing level, at once", lambda: topped_up(Window(within=YEAR), twice=False), on(3, 9, 2027), "no matter when"
    ),
    Case(
        "of the first level",
        lambda: topped_up(Window(within=YEAR, of_first=True), twice=True),
        on(3, 1, 2027),
        "anything was earned on March 1, and coming back wins no time",
    ),
    Case(
        "of the first level, at once",
        lambda: topped_up(Window(within=YEAR, of_first=True), twice=False),
        on(3, 1, 2027),
        "the answer does not depend on when it was assessed",
    ),
]

CLAIMS = [
    Case(
        "Chicago, the last minute",
        lambda: claimed(THREE_YEARS, "2026-03-09", "2029-03-10T05:59", CHICAGO),
        "2.00",
        "23:59 of March 9, winter time, though UTC has the 10th",
    ),
    Case(
        "Chicago, the day after",
        lambda: claimed(THREE_YEARS, "2026-03-09", "2029-03-10T06:00", CHICAGO),
        "claim-window-over",
        "midnight: the last day is over",
    ),
    Case(
        "Berlin, the same instant",
        lambda: claimed(THREE_YEARS, "2026-03-09", "2029-03-10T05:59", BERLIN),
        "claim-window-over",
        "06:59 of March 10 in Berlin",
    ),
    Case(
        "Berlin, the last minute", lambda: claimed(THREE_YEARS, "2026-03-09", "2029-03-09T22:59", BERLIN), "2.00", "23:59 there"
    ),
    Case(
        "Berlin, the day after",
        lambda: claimed(THREE_YEARS, "2026-03-09", "2029-03-09T23:00", BERLIN),
        "claim-window-over",
        "midnight in Berlin, though UTC still has the 9th",
    ),
    Case(
        "Kathmandu, the last minute",
        lambda: claimed(THREE_YEARS, "2026-03-09", "2029-03-09T18:14", KATHMANDU),
        "2.00",
        "Nepal is 5:45 ahead of UTC",
    ),
    Case(
        "Kathmandu, the day after",
        lambda: claimed(THREE_YEARS, "2026-03-09", "2029-03-09T18:15", KATHMANDU),
        "claim-window-over",
        "midnight at 18:15 UTC",
    ),
    Case(
        "an instant told in Tokyo's time",
        lambda: answered(earned(offered(THREE_YEARS), Evaluated(on(3, 9))), at(on(3, 10, 2029), 14, 59, zone="Asia/Tokyo")),
        "2.00",
        "14:59 in Tokyo is 05:59 UTC and 23:59 in Chicago: the caller's zone means nothing",
    ),
    Case(
        "Kiritimati, one instant",
        lambda: claimed(until("2026-06-01"), "2026-05-01", "2026-06-01T10:30", KIRITIMATI),
        "claim-window-over",
        "14 hours ahead it is June 2",
    ),
    Case(
        "Pago Pago, the same instant",
        lambda: claimed(until("2026-06-01"), "2026-05-01", "2026-06-01T10:30", PAGO_PAGO),
        "2.00",
        "11 hours behind it is May 31",
    ),
    Case(
        "before it is earned",
        lambda: claimed(THREE_YEARS, "2026-03-09", "2026-03-09T04:59", CHICAGO),
        "not-yet-earned",
        "23:59 of March 8 in summer time",
    ),
    Case(
        "the first minute of the day it is earned",
        lambda: claimed(THREE_YEARS, "2026-03-09", "2026-03-09T05:00", CHICAGO),
        "2.00",
        "days are what counts, not the hour of the form",
    ),
    Case(
        "a leap day's window, last day",
        lambda: claimed(THREE_YEARS, "2024-02-29", "2027-03-01T05:59", CHICAGO),
        "2.00",
        "23:59 of February 28, 2027",
    ),
    Case(
        "a leap day's window, the day after",
        lambda: claimed(THREE_YEARS, "2024-02-29", "2027-03-01T06:00", CHICAGO),
        "claim-window-over",
        "March 1, 2027",
    ),
    Case(
        "a spring day of 23 hours",
        lambda: claimed(until("2026-03-08"), "2026-03-01", "2026-03-09T04:59", CHICAGO),
        "2.00",
        "the clock went ahead at 2 o'clock, so the day ends at 05:00 UTC",
    ),
    Case(
        "after a spring day of 23 hours",
        lambda: claimed(until("2026-03-08"), "2026-03-01", "2026-03-09T05:00", CHICAGO),
        "claim-window-over",
        "reckoned with the winter's offset it would still be March 8",
    ),
    Case(
        "an autumn day of 25 hours",
        lambda: claimed(until("2026-11-01"), "2026-10-01", "2026-11-02T05:59", CHICAGO),
        "2.00",
        "the clock went back, so the day ends at 06:00 UTC",
    ),
    Case(
        "after an autumn day of 25 hours",
        lambda: claimed(until("2026-11-01"), "2026-10-01", "2026-11-02T06:00", CHICAGO),
        "claim-window-over",
        "midnight of winter time",
    ),
    Case(
        "Berlin's spring day",
        lambda: claimed(until("2026-03-29"), "2026-03-01", "2026-03-29T21:59", BERLIN),
        "2.00",
        "summer time since 01:00 UTC",
    ),
    Case(
        "after Berlin's spring day",
        lambda: claimed(until("2026-03-29"), "2026-03-01", "2026-03-29T22:00", BERLIN),
        "claim-window-over",
        "midnight of summer time",
    ),
    Case(
        "Berlin's autumn day",
        lambda: claimed(until("2026-10-25"), "2026-10-01", "2026-10-25T22:59", BERLIN),
        "2.00",
        "winter time since 01:00 UTC",
    ),
    Case(
        "after Berlin's autumn day",
        lambda: claimed(until("2026-10-25"), "2026-10-01", "2026-10-25T23:00", BERLIN),
        "claim-window-over",
        "midnight of winter time",
    ),
    Case(
        "São Paulo, before a midnight that is skipped",
        lambda: claimed(until("2018-11-03"), "2018-10-01", "2018-11-04T02:59", SAO_PAULO),
        "2.00",
        "23:59 of November 3, three hours behind UTC",
    ),
    Case(
        "São Paulo, after a midnight that is skipped",
        lambda: claimed(until("2018-11-03"), "2018-10-01", "2018-11-04T03:00", SAO_PAULO),
        "claim-window-over",
        "the next minute is 01:00 of November 4; 00:00 there was none",
    ),
    Case(
        "São Paulo, an hour that comes twice",
        lambda: claimed(until("2018-02-17"), "2018-02-01", "2018-02-18T02:30", SAO_PAULO),
        "2.00",
        "the second 23:30 of February 17: the clock went back at midnight",
    ),
    Case(
        "São Paulo, after the hour that comes twice",
        lambda: claimed(until("2018-02-17"), "2018-02-01", "2018-02-18T03:00", SAO_PAULO),
        "claim-window-over",
        "midnight at last",
    ),
    Case(
        "Beirut, before a midnight that is skipped",
        lambda: claimed(until("2022-03-26"), "2022-03-01", "2022-03-26T21:59", BEIRUT),
        "2.00",
        "23:59, two hours ahead of UTC",
    ),
    Case(
        "Beirut, after a midnight that is skipped",
        lambda: claimed(until("2022-03-26"), "2022-03-01", "2022-03-26T22:00", BEIRUT),
        "claim-window-over",
        "01:00 of March 27",
    ),
    Case(
        "Beirut, an hour that comes twice",
        lambda: claimed(until("2022-10-29"), "2022-10-01", "2022-10-29T21:30", BEIRUT),
        "2.00",
        "the second 23:30 of October 29",
    ),
    Case(
        "Beirut, after the hour that comes twice",
        lambda: claimed(until("2022-10-29"), "2022-10-01", "2022-10-29T22:00", BEIRUT),
        "claim-window-over",
        "midnight of winter time",
    ),
    Case(
        "Havana, before a midnight that comes twice",
        lambda: claimed(until("2026-10-31"), "2026-10-01", "2026-11-01T03:59", HAVANA),
        "2.00",
        "23:59 of October 31, four hours behind UTC",
    ),
    Case(
        "Havana, the first midnight of two",
        lambda: claimed(until("2026-10-31"), "2026-10-01", "2026-11-01T04:00", HAVANA),
        "claim-window-over",
        "November has begun; that it shows 00:00 again an hour later gives nothing back",
    ),
    Case(
        "Havana, the second midnight",
        lambda: claimed(until("2026-10-31"), "2026-10-01", "2026-11-01T05:00", HAVANA),
        "claim-window-over",
        "00:00 of November 1 for the second time",
    ),
    Case(
        "Lord Howe, half an hour back",
        lambda: claimed(until("2026-04-05"), "2026-04-01", "2026-04-05T13:29", LORD_HOWE),
        "2.00",
        "the day ends at 13:30 UTC, 10:30 hours ahead",
    ),
    Case(
        "Lord Howe, the day after",
        lambda: claimed(until("2026-04-05"), "2026-04-01", "2026-04-05T13:30", LORD_HOWE),
        "claim-window-over",
        "by the summer's 11 hours it would have been over half an hour before",
    ),
    Case(
        "Samoa, a day that was skipped, while it is the day before",
        lambda: claimed(Period(days=1), "2011-12-29", "2011-12-30T09:59", APIA),
        "2.00",
        "23:59 of December 29, ten hours behind UTC",
    ),
    Case(
        "Samoa, a day that was skipped",
        lambda: claimed(Period(days=1), "2011-12-29", "2011-12-30T10:00", APIA),
        "claim-window-over",
        "December 31 has begun: the last day, the 30th, was never there",
    ),
    Case(
        "Samoa, two days later",
        lambda: claimed(Period(days=2), "2011-12-29", "2011-12-31T09:59", APIA),
        "2.00",
        "23:59 of December 31, now 14 hours ahead: calendar days are counted, not nights",
    ),
    Case(
        "extended, on the day after the old end",
        lambda: claimed(THREE_YEARS, "2026-03-09", "2029-03-10T12:00", CHICAGO, extended="2029-04-30"),
        "2.00",
        "until April 30 now",
    ),
    Case(
        "extended, the new last day",
        lambda: claimed(THREE_YEARS, "2026-03-09", "2029-05-01T04:59", CHICAGO, extended="2029-04-30"),
        "2.00",
        "23:59 of April 30, summer time",
    ),
    Case(
        "extended, the day after",
        lambda: claimed(THREE_YEARS, "2026-03-09", "2029-05-01T05:00", CHICAGO, extended="2029-04-30"),
        "claim-window-over",
        "an extension ends as well",
    ),
    Case(
        "extended to a leap day",
        lambda: claimed(Period(months=6), "2027-03-09", "2028-03-01T05:59", CHICAGO, extended="2028-02-29"),
        "2.00",
        "23:59 of February 29",
    ),
]

TERM = ("2026-03-01", "2026-06-30")
WINTER_SESSION = Attended(at(on(6, 30), 23, zone=CHICAGO), at(on(7, 1), 1, zone=CHICAGO))

RELEASE_AND_EXPIRY = [
    Case("the day before release", lambda: counts(Evaluated(on(2, 28)), TERM), "before-release", "set aside, and said so"),
    Case("the day of release", lambda: counts(Evaluated(on(3, 1)), TERM), "2.00", "the first day counts"),
    Case("the day of expiry", lambda: counts(Evaluated(on(6, 30)), TERM), "2.00", "the last day counts"),
    Case("the day after expiry", lambda: counts(Evaluated(on(7, 1)), TERM), "after-expiry", "set aside, and said so"),
    Case(
        "expiry on a leap day",
        lambda: counts(Evaluated(on(2, 29, 2028)), ("2028-01-01", "2028-02-29")),
        "2.00",
        "2028 has that day",
    ),
    Case(
        "the day after a leap day",
        lambda: counts(Evaluated(on(3, 1, 2028)), ("2028-01-01", "2028-02-29")),
        "after-expiry",
        "March 1 is the next day",
    ),
    Case("the last minute", lambda: counts(tried("2026-07-01T04:59"), TERM), "2.00", "23:59 of June 30 in Chicago"),
    Case("the minute after", lambda: counts(tried("2026-07-01T05:00"), TERM), "after-expiry", "July in Chicago"),
    Case(
        "the last minute, in Berlin", lambda: counts(tried("2026-07-01T04:59"), TERM, BERLIN), "after-expiry", "06:59, July 1"
    ),
    Case(
        "Kathmandu, before release", lambda: counts(tried("2026-02-28T18:14"), TERM, KATHMANDU), "before-release", "23:59 there"
    ),
    Case("Kathmandu, at release", lambda: counts(tried("2026-02-28T18:15"), TERM, KATHMANDU), "2.00", "March 1 begins"),
    Case(
        "São Paulo, expiry before a midnight that is skipped",
        lambda: counts(tried("2018-11-04T02:59"), ("2018-10-01", "2018-11-03"), SAO_PAULO),
        "2.00",
        "23:59 of November 3",
    ),
    Case(
        "São Paulo, release on a day without midnight",
        lambda: counts(tried("2018-11-04T03:00"), ("2018-11-04", "2018-11-30"), SAO_PAULO),
        "2.00",
        "the day begins at 01:00",
    ),
    Case(
        "Samoa, expiry on the day that was skipped",
        lambda: counts(tried("2011-12-30T09:59"), ("2011-12-01", "2011-12-30"), APIA),
        "2.00",
        "23:59 of December 29",
    ),
    Case(
        "Samoa, after the day that was skipped",
        lambda: counts(tried("2011-12-30T10:00"), ("2011-12-01", "2011-12-30"), APIA),
        "after-expiry",
        "00:00 of December 31",
    ),
    Case("a stay over the last midnight", lambda: counts(WINTER_SESSION, TERM), "2.00", "it began on the last day"),
    Case(
        "claimed long after expiry",
        lambda: answered(
            earned(offered(THREE_YEARS, offered=Span(*map(day, TERM))), Evaluated(on(6, 30))), utc("2029-06-30T12:00")
        ),
        "2.00",
        "M25: expiry ends earning; claiming has a clock of its own",
    ),
]

AVAILABILITY = [
    Case("M48 the app's last day", lambda: had("app", "2026-03-26"), ("OPEN", "2026-03-26"), "the last day counts"),
    Case("M48 the day after", lambda: had("app", "2026-03-27"), ("OVER", "2026-03-26"), "*until* was inclusive"),
    Case("the app's last minute", lambda: had("app", "2026-03-27T03:59"), ("OPEN", "2026-03-26"), "23:59 in New York, summer"),
    Case("a minute later", lambda: had("app", "2026-03-27T04:00"), ("OVER", "2026-03-26"), "midnight in New York"),
    Case(
        "the same instant in Berlin",
        lambda: had("app", "2026-03-27T03:59", zone=BERLIN),
        ("OVER", "2026-03-26"),
        "04:59 of March 27; Berlin has winter time until the 29th",
    ),
    Case("M48 the web", lambda: had("web", "2099-12-31"), ("OPEN", ""), "no such end"),
    Case("not open yet", lambda: had("archive", "2026-03-31"), ("NOT_YET", ""), "from April 1 on"),
    Case("opened today", lambda: had("archive", "2026-04-01"), ("OPEN", ""), "the first day counts"),
    Case(
        "six months by mail",
        lambda: had("mail", "2026-02-28", done="2025-08-31"),
        ("OPEN", "2026-02-28"),
        "February 2026 has no 31st",
    ),
    Case(
        "six months are over",
        lambda: had("mail", "2026-03-01", done="2025-08-31"),
        ("OVER", "2026-02-28"),
        "February 28 was the last",
    ),
    Case("another channel", lambda: had("fax", "2026-03-26"), ("OUTSIDE", ""), "nobody promised papers by fax"),
    Case("before completion", lambda: had("web", "2025-10-24"), ("NOT_YET", ""), "there are no papers yet"),
    Case("completed too late", lambda: had("app", "2026-04-02", done="2026-04-01"), ("OVER", "2026-03-26"), "it had closed"),
    Case("M29 a meeting of 2014", lambda: found(LIVE, "2014-12-31", "2014-12-31"), "OUTSIDE", "the promise begins with 2015"),
    Case("M23 a meeting of New Year 2015", lambda: found(LIVE, "2015-01-01", "2015-01-01"), "meeting route", "the first day"),
    Case(
        "M23 a meeting of New Year's Eve 2020", lambda: found(LIVE, "2020-12-31", "2020-12-31"), "meeting route", "the last day"
    ),
    Case("M29 a meeting of 2021", lambda: found(LIVE, "2021-01-01", "2021-01-01"), "OUTSIDE", "between the windows"),
    Case(
        "M29 a webinar of 2019",
        lambda: found(INTERNET_LIVE, "2019-05-05", "2019-05-05"),
        "OUTSIDE",
        "the promise is about meetings",
    ),
    Case("M29 expired in 2015", lambda: found(ENDURING, "2015-12-31", "2015-12-31"), "OUTSIDE", "it begins with 2016"),
    Case("M24 expired on New Year 2016", lambda: found(ENDURING, "2015-06-01", "2016-01-01"), "meeting route", "the first day"),
    Case("M24 expired in June 2022", lambda: found(ENDURING, "2022-06-30", "2022-06-30"), "meeting route", "the last day"),
    Case("M25 expires in July 2022", lambda: found(ENDURING, "2022-06-30", "2022-07-01"), "OUTSIDE", "expiry decides here"),
    Case("M2 completed in July 2022", lambda: found(ENDURING, "2022-07-01", "2022-07-01"), "registry", "completion decides"),
    Case("M2 a meeting of July 2022", lambda: found(LIVE, "2022-07-01", "2022-07-01"), "registry", "whatever the format"),
    Case("expiry is not known", lambda: found(ENDURING, "2018-03-09"), "OUTSIDE", "nothing is guessed"),
]

RETENTION = [
    Case("six years from a leap day", lambda: kept_until(SIX, "2024-02-29"), on(2, 28, 2030), "2030 has no February 29"),
    Case(
        "twelve years from a leap day",
        lambda: kept_until(Retention(keep=Period(years=12)), "2016-02-29"),
        on(2, 29, 2028),
        "2028 has one again",
    ),
    Case("M116 permanent", lambda: kept_until(Retention(), "2024-02-29"), None, "no length, no end"),
    Case(
        "M39 from the last day of a meeting",
        lambda: kept_until(SIX, "2025-10-25", **CONVERGENCE),
        on(10, 29, 2031),
        "not from the learner's own day",
    ),
    Case(
        "M39 from the last day, whenever the form came",
        lambda: kept_until(SIX, "2026-01-15", **CONVERGENCE),
        on(10, 29, 2031),
        "the date of the activity is the same for everyone",
    ),
    Case(
        "from completion, by policy",
        lambda: kept_until(attrs.evolve(SIX, anchor=Anchor.COMPLETED), "2026-06-01", offered=Span(None, on(12, 31))),
        on(6, 1, 2032),
        "a provider may count from the learner's day",
    ),
    Case(
        "kept from expiry",
        lambda: kept_until(SIX, "2026-06-01", offered=Span(None, on(12, 31))),
        on(12, 31, 2032),
        "the last day of what is no meeting is that of its expiry: longer, never shorter",
    ),
    Case(
        "M39 the last minute",
        lambda: kept(records(SIX, "2025-10-25", **CONVERGENCE), "2031-10-30T03:59"),
        ("KEPT", "2031-10-29"),
        "23:59 in New York, summer time",
    ),
    Case(
        "M42 the day after",
        lambda: kept(records(SIX, "2025-10-25", **CONVERGENCE), "2031-10-30T04:00"),
        ("NOT_GUARANTEED", "2031-10-29"),
        "a promise has ended, and that is not a no",
    ),
    Case(
        "a hard end, the day after",
        lambda: kept(records(HARD, "2025-10-25", **CONVERGENCE), "2031-10-30T04:00"),
        ("OVER", "2031-10-29"),
        "by a policy that says so",
    ),
    Case(
        "midnight in Berlin",
        lambda: kept(records(HARD, "2025-10-25", **CONVERGENCE, zone=BERLIN), "2031-10-29T23:00"),
        ("OVER", "2031-10-29"),
        "midnight in Berlin, winter time since the 26th",
    ),
    Case(
        "that instant in New York",
        lambda: kept(records(HARD, "2025-10-25", **CONVERGENCE), "2031-10-29T23:00"),
        ("KEPT", "2031-10-29"),
        "19:00 of the last day",
    ),
    Case(
        "M39 claimed late",
        lambda: kept(with_claim(records(HARD, "2025-10-25", **CONVERGENCE), "2026-10-01T12:00"), "2031-10-30T04:00"),
        ("OVER", "2031-10-29"),
        "counted from the activity, not from the claim",
    ),
    Case(
        "M145 unclaimed, the last day",
        lambda: kept(records(UNCLAIMED, "2026-03-09"), "2029-03-10T04:59", type=AMA),
        ("KEPT", "2029-03-09"),
        "23:59 of March 9 in New York, before the clock goes ahead on the 11th",
    ),
    Case(
        "M145 unclaimed, after three years",
        lambda: kept(records(UNCLAIMED, "2026-03-09"), "2029-03-10T05:00", type=AMA),
        ("NOT_GUARANTEED", "2029-03-09"),
        "three years from earning",
    ),
    Case(
        "M145 unclaimed, from a leap day",
        lambda: kept(records(UNCLAIMED, "2024-02-29"), "2027-02-28T12:00", type=AMA),
        ("KEPT", "2027-02-28"),
        "2027 has no February 29",
    ),
    Case(
        "claimed, after three years",
        lambda: kept(with_claim(records(UNCLAIMED, "2026-03-09"), "2026-04-01T12:00"), "2029-03-10T05:00", type=AMA),
        ("KEPT", "2032-03-09"),
        "six years for what was claimed",
    ),
    Case(
        "still claimable, after its retention",
        lambda: kept(records(HARD, "2026-03-09", Period(years=7)), "2032-03-10T12:00"),
        ("KEPT", "2033-03-09"),
        "nothing ends that can still be claimed",
    ),
    Case(
        "no longer claimable, after its retention",
        lambda: kept(records(HARD, "2026-03-09", Period(years=7)), "2033-03-10T12:00"),
        ("OVER", "2033-03-09"),
        "the time to claim is over too",
    ),
    Case(
        "claimable for ever",
        lambda: kept(records(HARD, "2026-03-09", None), "2099-01-01T12:00"),
        ("KEPT", ""),
        "without an end to the claim there is none to the record",
    ),
    Case(
        "claimed of what was claimable for ever",
        lambda: kept(with_claim(records(HARD, "2026-03-09", None), "2026-04-01T12:00"), "2032-03-10T12:00"),
        ("OVER", "2032-03-09"),
        "nothing is left to claim",
    ),
    Case(
        "extended beyond its retention",
        lambda: kept(with_more_time(records(HARD, "2026-03-09"), "2032-06-30"), "2032-06-30T12:00"),
        ("KEPT", "2032-06-30"),
        "an extension keeps the record as well",
    ),
    Case(
        "extended beyond its retention, the day after",
        lambda: kept(with_more_time(records(HARD, "2026-03-09"), "2032-06-30"), "2032-07-01T04:00"),
        ("OVER", "2032-06-30"),
        "midnight in New York, summer time",
    ),
    Case(
        "on hold",
        lambda: kept(with_hold(records(HARD, "2026-03-09"), ""), "2099-01-01T12:00"),
        ("HELD", ""),
        "a hold is above every retention",
    ),
    Case(
        "a hold of another activity",
        lambda: kept(with_hold(records(HARD, "2026-03-09"), "EM-102"), "2099-01-01T12:00"),
        ("OVER", "2032-03-09"),
        "it names what it keeps",
    ),
    Case(
        "a hold that was lifted",
        lambda: kept(with_hold(records(HARD, "2026-03-09"), "EM-101", lifted=True), "2099-01-01T12:00"),
        ("OVER", "2032-03-09"),
        "the retention counts again",
    ),
]

CASES = [*LENGTHS, *ANCHORS, *CLAIMS, *RELEASE_AND_EXPIRY, *AVAILABILITY, *RETENTION]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.what)
def test_a_clock(case: Case) -> None:
    """M25, M39, M48, M70, M144: each of the four clocks says on its last day and on the day after what was reckoned by hand."""
    assert case.ask() == case.expected, case.why


def test_the_table_is_one() -> None:
    """At least eighty cases, each told apart and each with a reason."""
    assert len(CASES) >= 80
    assert len({case.what for case in CASES}) == len(CASES)
    assert all(case.why for case in CASES)
