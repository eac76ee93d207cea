"""A calendar over a ledger: what falls due until a day, for the learner and for the provider, as data.

Whoever keeps the calendar sends the reminders; the library knows no address and no clock.
"""

from __future__ import annotations

import datetime
from collections import defaultdict
from typing import TYPE_CHECKING

import attrs

from cmecore.availability import Answer, available
from cmecore.bodies.reporting import Reporting
from cmecore.credit.amounts import Credits
from cmecore.credit.fields import expect, listed
from cmecore.credit.periods import checked_day, checked_instant, civil_day
from cmecore.entries import Answered, Reported
from cmecore.holdings import joint
from cmecore.ledger import Ledger
from cmecore.retention import Custody, Keeping, Kept

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from cmecore.entries import Account


@attrs.frozen(kw_only=True)
class Obligation:
    """Something that falls due on a day, which still counts: what, about which activity, and in a sentence.

    Its ``code`` is one of ``claim-by``, ``keep-until``, ``available-until`` and ``report-by``.

    >>> due = datetime.date(2029, 3, 10)
    >>> print(Obligation(day=due, code="claim-by", activity="EM-101", says="1.75 credits can be claimed until 2029-03-10"))
    1.75 credits can be claimed until 2029-03-10
    """

    day: datetime.date
    #: Stable name of the kind of obligation.
    code: str
    activity: str
    says: str
    #: How much credit it is about; nothing where it is about all records of the activity, or its papers.
    credits: Credits | None = None
    #: The channel that closes, or the place that the report goes to.
    place: str = ""

    def __str__(self) -> str:
        """Say it."""
        return self.says


def obligations(
    ledger: Ledger, /, *, until: datetime.date, at: datetime.datetime, reports: Iterable[Reporting] = ()
) -> tuple[Obligation, ...]:
    """List what falls due from an instant until a day, both ends included, the earliest first.

    Claims that lapse, records that leave their retention, papers that leave a channel, and reports of claimed credit that were
    not sent or not accepted yet; such a report stays in the list when its day has passed.  A day is one of the activity's zone.

    :param reports: who reports which type, to whom and until when, as a body's ``reportings`` say.

    >>> from cmecore.testing.samples import LEDGER, NOW
    >>> obligations(LEDGER, until=datetime.date(2036, 1, 1), at=NOW)  # for ever, and through any channel
    ()
    """
    expect(ledger, Ledger, field="ledger")
    checked_day(until, field="until")
    at = checked_instant(at, field="at")
    rules = [expect(one, Reporting, field="reports") for one in listed(reports, field="reports")]
    every_one = (*_claims(ledger, at), *_records(ledger, at), *_papers(ledger, at), *_reports(ledger, rules))
    return tuple(sorted((one for one in every_one if one.day <= until), key=_in_order))


def _in_order(one: Obligation) -> tuple[object, ...]:
    return one.day, one.code, one.activity, one.credits.type.code if one.credits is not None else "", one.place


def _claims(ledger: Ledger, at: datetime.datetime) -> Iterator[Obligation]:
    for (activity, type), left in ledger.claimable().items():
        terms = ledger.standing[activity, type].terms
        if terms.claim_by is not None and civil_day(at, terms.zone) <= terms.claim_by:
            says = f"{left} of {activity} can be claimed until {terms.claim_by}"
            yield Obligation(day=terms.claim_by, code="claim-by", activity=activity, says=says, credits=left)


def _records(ledger: Ledger, at: datetime.datetime) -> Iterator[Obligation]:
    custody = Custody(ledger)
    unclaimed: dict[str, list[Credits]] = {activity: [] for activity in ledger.completed}
    for account, earned in ledger.standing.items():
        unclaimed.setdefault(account[0], []).extend([] if ledger.claimed(account) else [earned.level])
    for activity, levels in unclaimed.items():
        whole = custody.kept(activity, at=at)
        yield from _leaving(activity, whole)
        for level in levels:
            part = custody.kept(activity, at=at, type=level.type)
            if part.until != whole.until:
                yield from _leaving(activity, part, level)


def _leaving(activity: str, kept: Kept, credits: Credits | None = None) -> Iterator[Obligation]:
    if kept.answer is Keeping.KEPT and kept.until is not None:
        says = f"{kept.says}; keep copies of your own"
        yield Obligation(day=kept.until, code="keep-until", activity=activity, says=says, credits=credits)


def _papers(ledger: Ledger, at: datetime.datetime) -> Iterator[Obligation]:
    for activity, completed in ledger.completed.items():
        for channel in dict.fromkeys(one.channel for one in completed.handling.available):
            found = available(completed, channel=channel, on=at)
            if found.answer in {Answer.OPEN, Answer.NOT_YET} and found.until is not None:
                says = f"{found.says}; keep copies of your own"
                yield Obligation(day=found.until, code="available-until", activity=activity, says=says, place=channel)


def _reports(ledger: Ledger, rules: list[Reporting]) -> Iterator[Obligation]:
    sent = _sent(ledger)
    for account, earned in ledger.standing.items():
        activity, type = account
        credits = Credits(ledger.claimed(account).steps - ledger.withheld(account).steps, type)
        # Not asked by `reporting`, which refuses to guess where no rule was known: a calendar has other things to say as well.
        due = [(day, rule) for rule in rules if rule.type == type and (day := _due(rule, earned.since)) is not None]
        places = {rule.to for _, rule in due}
        for place in sorted(places) if credits else ():
            # A report to the only place there is needs no name for it.
            if place not in sent[account] and not (len(places) == 1 and sent[account]):
                day, by = min((day, rule.by.value) for day, rule in due if rule.to == place)
                to = f" to {place}" if place else ""
                says = f"the {by} reports {credits} of {activity}{to} by {day}"
                yield Obligation(day=day, code="report-by", activity=activity, says=says, credits=credits, place=place)


def _due(rule: Reporting, since: datetime.date) -> datetime.date | None:
    return rule.due(since) if since in rule.in_force else None


def _sent(ledger: Ledger) -> dict[Account, set[str]]:
    """List where each account was reported to, without reports that were not accepted, or that went with who parted."""
    entries = tuple(joint(ledger.records))
    learners: defaultdict[str, set[str]] = defaultdict(set)
    for entry in entries:
        if isinstance(entry, Reported):
            learners[entry.report].add(entry.learner)
    refused: set[tuple[str, str]] = set()
    for entry in entries:
        if isinstance(entry, Answered) and not entry.accepted:
            # Two accounts that were joined may each have a report of one name, and whoever answers may know only one of them.
            reported = learners[entry.report]
            about = {entry.learner} if entry.learner in reported else reported
            refused |= {(learner, entry.report) for learner in about}
    sent: defaultdict[Account, set[str]] = defaultdict(set)
    for entry in entries:
        if isinstance(entry, Reported) and (entry.learner, entry.report) not in refused:
            sent[entry.account].add(entry.body)
    return sent
