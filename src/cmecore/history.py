"""History: every record of a ledger in words, in the order in which they were written, to be printed for the learner.

A name stands in it only where an entry is about a name.  What was erased is said to have been erased, and what was written
about an account that was parted again is nobody's business here.
"""

from __future__ import annotations

import datetime
import zoneinfo
from collections.abc import Iterator, Mapping, Sequence
from typing import assert_never

import attrs

from cmecore.claimable import claim_named
from cmecore.credit.fields import expect
from cmecore.credit.periods import Span, checked_zone, in_words
from cmecore.entries import (
    Acknowledged,
    Adjusted,
    Answered,
    Assessed,
    Certificate,
    Claim,
    Completed,
    Corrected,
    Earned,
    Entry,
    Erased,
    Extended,
    Followed,
    Hold,
    Lifted,
    Merged,
    Observed,
    Ordered,
    Overridden,
    Purged,
    Record,
    Reevaluated,
    Renamed,
    Reported,
    Retracted,
    Retrieved,
    Unmerged,
    Voided,
)
from cmecore.evidence import (
    Attempt,
    Attended,
    Attested,
    Declared,
    Entitled,
    Evaluated,
    Feedback,
    Item,
    Practises,
    Present,
    Presented,
    Prior,
    Progress,
    Stated,
    TimeSpent,
)
from cmecore.ledger import Ledger
from cmecore.papers import in_force
from cmecore.rules.sentences import printed


@attrs.frozen(kw_only=True)
class Event:
    """One record in words: when it was written, by whom in which role, why, and what it says.

    >>> from cmecore.testing.samples import LEDGER
    >>> print(history(LEDGER, zone="America/Chicago")[0])
    2026-04-01 07:00 CDT: Early sepsis (EM-101) completed on 9 March 2026; written by lms
    """

    #: The instant, in the zone that was asked for.
    at: datetime.datetime
    says: str = attrs.field(repr=False)
    #: The role of whoever wrote it: the learner, a system, an office.
    by: str = attrs.field(default="", repr=False)
    reason: str = attrs.field(default="", repr=False)
    #: Whether it was written in an account that was joined to this one.
    joined: bool = False
    #: The record itself, for whoever needs more than the words.
    record: Record = attrs.field(repr=False)

    def __str__(self) -> str:
        """Print it on one line."""
        where = " (in an account that was joined)" if self.joined else ""
        who = f"; written by {self.by}" if self.by else ""
        why = f"; because {self.reason}" if self.reason else ""
        return f"{self.at:%Y-%m-%d %H:%M %Z}: {self.says}{where}{who}{why}"


def history(ledger: Ledger, /, *, zone: str = "UTC", roles: Mapping[str, str] | None = None) -> tuple[Event, ...]:
    """Tell everything that was written about a learner, in order, with instants on the clock of a zone.

    Whoever wrote as the learner is *the learner*; ``roles`` names the role of others, by what they wrote as.

    >>> from cmecore.testing.samples import LEDGER
    >>> for event in history(LEDGER, roles={"lms": "the learning platform"}): print(event.by, "wrote:", event.says)
    the learning platform wrote: Early sepsis (EM-101) completed on 9 March 2026
    the learning platform wrote: 1.75 AMA PRA Category 1 Credits™ earned in Early sepsis (EM-101) on 10 March 2026
    """
    expect(ledger, Ledger, field="ledger")
    return tuple(_Teller(ledger, checked_zone(zone), roles or {}).tell(ledger.records, joined=False))


class _Teller:
    """What is needed to put a record into words: the titles of activities, and the clock that the learner reads."""

    def __init__(self, ledger: Ledger, zone: str, roles: Mapping[str, str]) -> None:
        self.zone = zoneinfo.ZoneInfo(zone)
        others = (other for record in ledger.records for other in _others(record.entry))
        self.roles = {**dict.fromkeys(others, "another account"), **roles, **dict.fromkeys(ledger.learners, "the learner")}
        self.titles = {earned.activity: earned.heading.title for earned in ledger.standing.values()}
        self.titles |= {code: completed.heading.title for code, completed in ledger.completed.items()}
        self.seen: dict[tuple[str, str], Observed] = {}

    def tell(self, records: Sequence[Record], *, joined: bool) -> Iterator[Event]:
        standing = {record.link for record in in_force(records)}
        for record in records:
            entry, at = record.entry, record.at.astimezone(self.zone)
            if record.link in standing or isinstance(entry, Merged | Followed | Unmerged):
                by = self.roles.get(record.actor, record.actor)
                yield Event(at=at, says=self.words(entry), by=by, reason=record.reason, joined=joined, record=record)
            else:
                yield Event(at=at, says="something about an account that was parted again", joined=joined, record=record)
            if isinstance(entry, Merged) and record.link in standing:
                yield from self.tell(entry.records, joined=True)

    def named(self, activity: str) -> str:
        return f"{self.titles[activity]} ({activity})" if activity in self.titles else activity

    def clock(self, instant: datetime.datetime) -> str:
        return f"{instant.astimezone(self.zone):%Y-%m-%d %H:%M %Z}"

    def words(self, entry: Entry | Erased) -> str:
        match entry:
            case Observed():
                self.seen[entry.learner, entry.identity] = entry
                return f"seen in {self.named(entry.activity)}: {self.seen_words(entry.item)}"
            case Retracted():
                seen = self.seen[entry.learner, entry.observed]
                return f"taken back, of {self.named(seen.activity)}: {self.seen_words(seen.item)}"
            case Assessed():
                outcomes = ", ".join(f"{kind} {outcome}" for kind, outcome in entry.outcomes)
                return f"the evidence of {self.named(entry.activity)} assessed" + (f": {outcomes}" if outcomes else "")
            case Completed():
                return f"{self.named(entry.activity)} completed on {in_words(entry.on)}"
            case Earned():
                return f"{entry.level} earned in {self.named(entry.activity)} on {in_words(entry.since)}"
            case Adjusted(lifted=True):
                kind = entry.level.type
                return f"the level of {kind} that was set by hand for {self.named(entry.activity)} lifted, case {entry.case}"
            case Adjusted():
                return f"{self.named(entry.activity)} set by hand to at most {entry.level}, case {entry.case}"
            case Overridden():
                where = self.named(entry.activity)
                return f"{entry.earned.level} in {where} granted by a decision of a named person, case {entry.case}"
            case Extended():
                until = f"to {in_words(entry.claim_by)}, case {entry.case}"
                return f"the time to claim {entry.type} of {self.named(entry.activity)} extended {until}"
            case Reevaluated():
                what = ", ".join(map(self.named, entry.activities)) or "everything"
                return f"{what} held against the rules again, plan {entry.plan}"
            case Claim():
                lines = [f"{line.credits} of {self.named(line.account[0])}" for line in entry.lines]
                return f"{claim_named(entry)} of {', '.join(lines)}"
            case Certificate():
                return _issued(entry)
            case Retrieved():
                through = f" through {entry.channel}" if entry.channel else ""
                return f"certificate {entry.number} downloaded{through}"
            case Voided():
                return f"certificate {entry.number} voided" + (
                    ", its credit as well" if entry.credit else "; its credit stands"
                )
            case Ordered():
                return f"certificate {entry.number} ordered to be sent ({entry.why}), order {entry.order}"
            case Acknowledged():
                return f"order {entry.order} " + ("delivered" if entry.delivered else "not delivered")
            case Corrected():
                count = len(entry.documents)
                shown = f", shown by {count} document{'s' * (count > 1)}" if count else ""
                return f"{entry.about} corrected, case {entry.case}{shown}"
            case Renamed():
                return f"the name changed to {entry.name}, case {entry.case}"
            case Reported():
                return f"{entry.type} of {self.named(entry.activity)} reported to {entry.body}, report {entry.report}"
            case Answered():
                code = f" with {entry.code}" if entry.code else ""
                return f"report {entry.report} " + ("accepted" if entry.accepted else "refused") + code
            case Hold():
                what = f"the records of {self.named(entry.activity)}" if entry.activity else "all records"
                return f"{what} put on hold, so that they are kept: {entry.hold}"
            case Lifted():
                return f"the hold {entry.hold} lifted"
            case Merged():
                return f"another account joined to this one, with {_counted(len(entry.records))}, merge {entry.merge}"
            case Followed():
                return f"this account joined to another one, where its history goes on, merge {entry.merge}"
            case Unmerged():
                return f"merge {entry.merge} undone"
            case Purged():
                return f"{_counted(len(entry.erased))} erased, purge {entry.purge}"
            case Erased():
                return f"erased, what stood here: {entry.identity}"
            case _:
                assert_never(entry)

    def seen_words(self, item: Item) -> str:
        match item:
            case Progress():
                return f"{item.done} of {item.total} units done{_of(item.part)}, by {in_words(item.on)}"
            case Attended():
                return f"present{_at(item.session)} from {self.clock(item.joined)} to {self.clock(item.left)}"
            case TimeSpent():
                return f"{item.minutes} minutes spent{_of(item.part)}, by {in_words(item.on)}"
            case Present():
                return f"present{_at(item.session)} on {in_words(item.on)}"
            case Presented():
                minutes = f" for {item.minutes} minutes" if item.minutes is not None else ""
                return f"presented {item.talk}{_at(item.session)}{minutes} on {in_words(item.on)}"
            case Attempt():
                on = self.clock(item.on) if isinstance(item.on, datetime.datetime) else in_words(item.on)
                return f"scored {item.score}{_at(item.assessment)} on {on}"
            case Feedback():
                return f"told the right answers{_of(item.assessment)} on {in_words(item.on)}"
            case Evaluated():
                return f"evaluation {item.form}".rstrip() + f" submitted on {in_words(item.on)}"
            case Attested():
                return f"attested on {in_words(item.on)}: {item.statement}"
            case Declared():
                return f"{item.credits} declared on {in_words(item.on)}"
            case Entitled():
                return f"{item.name}, {_days(item.span)}"
            case Practises():
                return f"{item.profession}, {_days(item.span)}"
            case Prior():
                return f"{self.named(item.activity)} completed before, on {in_words(item.on)}"
            case Stated():
                return f"{item.fact} {printed(item.value)}, by {in_words(item.on)}"
            case _:
                assert_never(item)


def _others(entry: Entry | Erased) -> tuple[str, ...]:
    """Return the accounts that an entry joins to this one, keeps joined to it, or joins this one to."""
    match entry:
        case Merged(other=other) | Followed(into=other):
            return (other,)
        case Purged(joined=joined):
            return tuple(learner for kept in joined for learner in kept.learners)
    return ()


def _issued(certificate: Certificate) -> str:
    amount = f", {certificate.total}" if certificate.total is not None else ""
    resting = "".join(f" and {credits}" for credits in certificate.resting)
    place = f", in place of {' and '.join(certificate.supersedes)}" if certificate.supersedes else ""
    adds = f", in addition to {certificate.adds_to}" if certificate.adds_to else ""
    return f"{certificate.kind.title} {certificate.number} issued for {certificate.course}{amount}{resting}{place}{adds}"


def _counted(records: int) -> str:
    return f"{records} record{'s' * (records != 1)}"


def _of(what: str) -> str:
    return f" of {what}" if what else ""


def _at(what: str) -> str:
    return f" at {what}" if what else ""


def _days(span: Span) -> str:
    first = f"from {in_words(span.first)}" if span.first is not None else ""
    last = f"until {in_words(span.last)}" if span.last is not None else ""
    return " ".join(filter(None, (first, last)))
