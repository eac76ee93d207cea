"""Releasing: which papers a learner finds in the list, which from the page of an activity, and what the others wait for.

A paper is released when the provider's rule says so: on completion, on claim, after the evaluation, or once it was downloaded
from the page of its activity.  Reading writes nothing; a download that counts is an entry of its own.
"""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING, Any

import attrs

from cmecore.activities import Activity
from cmecore.assessment import assess
from cmecore.availability import Answer, available
from cmecore.balances import Balance, balance
from cmecore.claimable import JOINED, claim_named
from cmecore.credit.fields import expect, listed
from cmecore.credit.periods import checked_instant, civil_day
from cmecore.credit.text import checked
from cmecore.entries import Account, Certificate, Completed, Earned, Reason, Refusal, Retrieved
from cmecore.errors import shown
from cmecore.handling import Handling, Moment, Paper, Release
from cmecore.holdings import awarded
from cmecore.ledger import Ledger
from cmecore.papers import State, records_of, status, uncertified
from cmecore.rules.criteria import Outcome
from cmecore.rules.requirements import PROFESSION
from cmecore.rules.windows import Anchors

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from cmecore.activities import Heading
    from cmecore.assessment import Appraisal
    from cmecore.credit.amounts import Credits
    from cmecore.evidence import Entitled
    from cmecore.findings import Finding

#: The reason that keeps a paper from the list and not from the page of its activity.
NOT_RETRIEVED = "not-retrieved"


@attrs.frozen(kw_only=True)
class Listed:
    """One paper of a learner: whether it can be had, whether it stands in the list, and if not, why and what to do.

    >>> from cmecore.testing.samples import LEDGER, NOW
    >>> for row in listing(LEDGER, at=NOW): print(row)
    the certificate of participation for Early sepsis
    the certificate of credit for Early sepsis: 1.75 AMA PRA Category 1 Credits™ not claimed; claim it
    """

    paper: Paper
    #: The codes of the activities that it is about.
    activities: tuple[str, ...]
    #: The title of the activity, or of the course where there are several.
    title: str
    course: str
    #: The day on which the last of the activities was completed, or its credit earned where it was not; none before that.
    on: datetime.date | None = None
    #: What it awards, or would award.
    credits: tuple[Credits, ...] = ()
    #: None where it was not issued yet.
    certificate: Certificate | None = attrs.field(default=None, repr=False)
    #: Whether it can be had from the page of the activity.
    ready: bool
    #: Whether it stands in the learner's list of certificates.
    listed: bool
    #: Whether a membership that lapsed hides it: credit that was earned and not claimed, until the membership is renewed.
    hidden: bool = False
    #: The moment at which the provider sends it without being asked; none where it does not, or something is missing.
    sends: Moment | None = None
    #: Why it is not listed, each with what to do.
    reasons: tuple[Reason, ...] = ()

    def __str__(self) -> str:
        """Say it in one line."""
        return f"{self.paper.value} for {self.title}" + (f": {'; '.join(map(str, self.reasons))}" if self.reasons else "")


def listing(
    ledger: Ledger,
    /,
    *,
    at: datetime.datetime,
    channel: str = "",
    entitlements: Iterable[Entitled] = (),
    activities: Iterable[Activity] = (),
) -> tuple[Listed, ...]:
    """List every paper of a learner over all activities, by the day of completion; *My Certificates* are those listed.

    Each certificate is one row, also where it covers several activities.  A completion without its certificate of
    participation, and credit that was not claimed or not certified yet, are rows as well.  With a ``channel`` only what can be
    had through it on that day is listed.  Of ``activities`` that are handed over, those that the ledger holds evidence of and
    that are not completed have rows too, with what is still to do.  Of an account that was joined to another one nothing is
    listed: the ledger that goes on is asked.

    >>> from cmecore.testing.samples import LEDGER, NOW
    >>> [(row.paper.name, row.listed, [reason.code for reason in row.reasons]) for row in listing(LEDGER, at=NOW)]
    [('PARTICIPATION', True, []), ('CREDIT', False, ['not-claimed'])]
    """
    desk = _Desk(ledger, at, channel)
    offered = [expect(one, Activity, field="activities") for one in listed(activities, field="activities")]
    rows = [*desk.rows(entitlements)]
    for activity in offered:
        if activity.code in ledger.evidence and activity.code not in ledger.completed:
            rows += outstanding(ledger, activity, at=at)
    if ledger.follows:
        rows = [attrs.evolve(row, ready=False, listed=False, sends=None, reasons=(JOINED,)) for row in rows]
    return tuple(sorted(rows, key=_in_order))


def outstanding(ledger: Ledger, activity: Activity, /, *, at: datetime.datetime) -> tuple[Listed, ...]:
    """Make the rows of the papers that an activity does not give yet, with what is still to do, criterion by criterion.

    What is told follows from the evidence that the ledger keeps.  A type of credit that the learner's profession is not
    awarded has a row only where there is no other.

    >>> from cmecore.ledger import Ledger
    >>> from cmecore.testing.samples import NOW, SEPSIS
    >>> print(*outstanding(Ledger("dr-7"), SEPSIS, at=NOW)[0].reasons, sep="; ")
    Early sepsis is not completed; Early sepsis, still to do: content completed at least 80 % (not reported)
    """
    found = assess(expect(ledger, Ledger, field="ledger").participation(activity))
    code, title, last = activity.code, activity.title, activity.offered.last
    over = last is not None and civil_day(at, activity.zone) > last
    course = activity.heading.course
    blank = Listed(paper=Paper.CREDIT, activities=(code,), title=title, course=course, ready=False, listed=False)

    def waiting(paper: Paper, first: Reason, findings: Iterable[Finding], *, done: bool) -> Listed:
        if done:
            left = [Reason(code="not-assessed", says=f"{title}: all of it was done; it is being processed", activity=code)]
        elif over:
            left = [Reason(code="activity-over", says=f"{title} could be done until {last}", activity=code)]
        else:
            left = [_left(one, title, code) for one in findings if one.outcome is not Outcome.MET]
        return attrs.evolve(blank, paper=paper, reasons=(first, *left))

    rows = []
    if code not in ledger.completed:
        first = Reason(code="not-completed", says=f"{title} is not completed", activity=code)
        rows.append(waiting(Paper.PARTICIPATION, first, found.completion, done=found.completed is Outcome.MET))
    for one in [one for one in found.appraisals if not _barred(one)] or found.appraisals:
        kind = one.designation.maximum.type
        if (code, kind) not in ledger.standing:
            first = Reason(code="not-earned", says=f"no {kind} of {title} is earned", activity=code)
            rows.append(waiting(Paper.CREDIT, first, one.findings, done=bool(one.credits)))
    return tuple(rows)


def retrieve(
    ledger: Ledger, number: str, /, *, at: datetime.datetime, channel: str = "", download: str = ""
) -> Retrieved | Refusal:
    """Return the entry that a learner downloaded a certificate, or say why it cannot be had.

    Add it to the ledger: with the first one a paper joins the list that waits for it.  A host that keeps each download names
    it; without a name the first is the only one.

    >>> from cmecore.testing.samples import LEDGER, NOW
    >>> retrieve(LEDGER, "LC-2026-0009", at=NOW).reasons[0].code
    'not-found'
    """
    desk = _Desk(ledger, at, channel)
    found = status(ledger, number)
    match found.state:
        case State.MOVED:
            return Refusal([JOINED])
        case State.NOT_FOUND:
            return _no("not-found", f"there is no certificate {shown(number)}; look it up in the list of certificates")
        case State.PURGED:
            return _no("past-retention", f"{found}; copies may no longer be available")
        case State.SUPERSEDED:
            return _no("superseded", f"{found}; retrieve that one")
        case _:
            certificate = found.certificate
    assert certificate is not None  # noqa: S101 - only what was purged or never found has none
    row = desk.row(certificate)
    if not row.ready:
        return Refusal([reason for reason in row.reasons if reason.code != NOT_RETRIEVED])
    entry = Retrieved(learner=certificate.learner, number=number, channel=channel, download=download)
    return desk.retrieved.get(entry.identity, entry)


def governing(handling: Handling, paper: Paper, day: datetime.date) -> tuple[Release, ...]:
    """Return the rules by which a paper of a completion on a day is released: of those that hold by then, the latest.

    Where several begin together, any of them releases it.

    >>> old, new = Release(of=Paper.CREDIT, on=Moment.RETRIEVAL), Release(of=Paper.CREDIT, since=datetime.date(2022, 7, 1))
    >>> [rule.on.name for rule in governing(Handling(releases=[old, new]), Paper.CREDIT, datetime.date(2022, 6, 30))]
    ['RETRIEVAL']
    """
    begun = [(rule.since or datetime.date.min, rule) for rule in handling.releases if rule.of is paper]
    latest = max((since for since, _ in begun if since <= day), default=None)
    return tuple(rule for since, rule in begun if since == latest)


@attrs.frozen
class _Verdict:
    reasons: list[Reason]
    sends: Moment | None


class _Desk:
    """The place where papers are asked for: a ledger, an instant and a channel."""

    def __init__(self, ledger: Ledger, at: datetime.datetime, channel: str) -> None:
        self.ledger = expect(ledger, Ledger, field="ledger")
        self.at = checked_instant(at, field="at")
        self.channel = checked(channel, field="channel", blank=True)
        entries = (record.entry for record, _ in records_of(self.ledger))
        self.retrieved = {entry.identity: entry for entry in entries if isinstance(entry, Retrieved)}
        self.numbers = {entry.number for entry in self.retrieved.values()}
        self.issued = {certificate.number or "": certificate for certificate in ledger.certificates}
        self.earned: dict[Account, Earned] = {part.account: part.earned for made in ledger.claims for part in made.lines}
        self.claimed = {code for code, _ in self.earned}
        self.earned |= ledger.standing

    def rows(self, entitlements: Iterable[Entitled]) -> Iterator[Listed]:
        """Make the row of every paper that was issued and not replaced, that is to be issued, and that waits for a claim."""
        current = [one for one in self.issued.values() if one.number not in self.ledger.superseded]
        yield from map(self.row, current)
        shown = {line.activity for one in current if one.total is None for line in one.lines}
        for code, completed in self.ledger.completed.items():
            if code not in shown:
                yield _waiting(completed, Paper.PARTICIPATION, self._verdict([completed], Paper.PARTICIPATION).reasons)
        for made, part in uncertified(self.ledger):
            says = f"the certificate of {claim_named(made)} is being made"
            first = Reason(code="not-issued", says=says, activity=part.earned.activity)
            done = self._completion(part.earned)
            reasons = [first, *self._verdict([done], Paper.CREDIT).reasons]
            yield _waiting(done, Paper.CREDIT, reasons, credits=part.credits)
        for account, held in balance(self.ledger, at=self.at, entitlements=entitlements).items():
            if held.claimable or held.blocked or held.lapsed:
                yield self._unclaimed(self.earned[account], held)

    def row(self, certificate: Certificate) -> Listed:
        """Tell where one certificate stands; each activity on it has to release it."""
        accounts = [account for account, _ in awarded(certificate)]
        paper = Paper.CREDIT if accounts else Paper.PARTICIPATION
        done = {line.activity: self.ledger.completed.get(line.activity) for line in certificate.lines}
        done |= {account[0]: self._completion(self.earned[account]) for account in accounts}
        grounds = [one for one in done.values() if one is not None]
        verdict = self._verdict(grounds, paper, certificate)
        if certificate.number in self.ledger.voided:
            says = f"certificate {certificate.number} was voided; turn to {_contact(certificate)}"
            verdict = _Verdict([Reason(code="voided", says=says)], sends=None)
        titles = [line.title for line in certificate.lines]
        return _row(
            verdict.reasons,
            paper=paper,
            activities=tuple(done),
            title=titles[0] if len(titles) == 1 else certificate.course,
            course=certificate.course,
            on=max((one.on for one in grounds), default=certificate.issued_on),
            credits=() if certificate.total is None else (certificate.total, *certificate.resting),
            certificate=certificate,
            sends=verdict.sends,
        )

    def _unclaimed(self, earned: Earned, held: Balance) -> Listed:
        """Make the row of credit that was not claimed; a gate that is not met hides it where the provider says so."""
        left, done = held.claimable + held.blocked + held.lapsed, self._completion(earned)
        says = f"{left} not claimed" + ("; claim it" if held.claimable else "")
        reasons = [Reason(code="not-claimed", says=says, activity=earned.activity), *held.reasons]
        if held.claimable:
            reasons += self._verdict([done], Paper.CREDIT).reasons
        gates = {gate.code for gate in earned.terms.gates}
        hidden = earned.terms.handling.gates_hide and any(reason.code in gates for reason in held.reasons)
        return _waiting(done, Paper.CREDIT, reasons, credits=left, hidden=hidden)

    def _completion(self, earned: Earned) -> Completed:
        """Return the completion behind credit, handled as the credit is; what was earned without one has its own day."""
        done = self.ledger.completed.get(earned.activity)
        if done is None:
            since = earned.since
            done = Completed(
                learner=earned.learner,
                heading=earned.heading,
                on=since,
                zone=earned.terms.zone,
                anchors=Anchors(earned=since),
            )
        return attrs.evolve(done, handling=earned.terms.handling)

    def _verdict(self, grounds: list[Completed], paper: Paper, certificate: Certificate | None = None) -> _Verdict:
        """Hold a paper against the rules of every activity on it, and the channel; of several rules the nearest is told."""
        reasons: list[Reason] = []
        sends = []
        for done in grounds:
            waits = [(rule, self._waits_for(rule, done, certificate)) for rule in governing(done.handling, paper, done.on)]
            reasons += min(waits, key=lambda pair: len(pair[1]))[1] if waits else [_never(done, paper)]
            reasons += self._through(done)
            sends += [rule.on for rule, waiting in waits if rule.sends and not waiting][:1]
        return _Verdict(reasons, sends[0] if sends and len(sends) == len(grounds) else None)

    def _waits_for(self, rule: Release, done: Completed, certificate: Certificate | None) -> list[Reason]:
        code, title = done.activity, done.heading.title
        reasons = []
        if rule.on is Moment.COMPLETION and code not in self.ledger.completed:
            reasons.append(Reason(code="not-completed", says=f"{title} is not completed; complete it", activity=code))
        # A certificate of credit is of claimed credit in any case.
        if rule.on is Moment.CLAIM and rule.of is Paper.PARTICIPATION and code not in self.claimed:
            reasons.append(Reason(code="not-claimed", says=f"no credit of {title} is claimed; claim it", activity=code))
        met = {asked.code for asked in done.met}
        reasons += [
            Reason(code=asked.code, says=f"{title}, still to do: {asked}", activity=code)
            for asked in rule.after
            if asked.code not in met
        ]
        if rule.on is Moment.RETRIEVAL and not self._was_retrieved(certificate):
            says = f"not yet downloaded from the page of {title}; download it there"
            reasons.append(Reason(code=NOT_RETRIEVED, says=says, activity=code))
        return reasons

    def _was_retrieved(self, certificate: Certificate | None) -> bool:
        """Tell whether it was retrieved, or one whose place it took."""
        asked = [certificate.number or ""] if certificate is not None else []
        while asked:
            number = asked.pop()
            if number in self.numbers:
                return True
            asked += self.issued[number].supersedes
        return False

    def _through(self, done: Completed) -> list[Reason]:
        """Tell why papers cannot be had through the channel, and through which they can."""
        if not self.channel:
            return []
        found = available(done, channel=self.channel, on=self.at)
        if found.answer is Answer.OPEN:
            return []
        others = dict.fromkeys(one.channel for one in done.handling.available)
        ways = [one for one in others if available(done, channel=one, on=self.at).answer is Answer.OPEN]
        instead = f"; they can be had through {' or '.join(ways)}" if ways else ""
        code = f"channel-{found.answer.name.lower().replace('_', '-')}"
        return [Reason(code=code, says=f"{found}{instead}", activity=done.activity)]


def _never(done: Completed, paper: Paper) -> Reason:
    """Say that no rule releases a paper, and from which completions on one does."""
    first = min((rule.since for rule in done.handling.releases if rule.of is paper and rule.since), default=None)
    before = f" for completions before {first}" if first else ""
    says = f"{paper.value} of {done.heading.title} is not released{before}; turn to {_contact(done.heading)}"
    return Reason(code="not-released", says=says, activity=done.activity)


def _barred(one: Appraisal) -> bool:
    return any(finding.code == PROFESSION and finding.final for finding in one.findings)


def _left(one: Finding, title: str, code: str) -> Reason:
    """Say what one criterion still asks, or why it cannot be met."""
    if not one.to_do:
        says = f"{title}: {one.says}; found {one.found}"
    else:
        says = f"{title}, {'cannot be met any more' if one.final else 'still to do'}: {one.to_do}"
    return Reason(code=one.code, says=says, activity=code)


def _contact(about: Heading | Certificate) -> str:
    return about.provider.contact or about.provider.name


def _waiting(
    done: Completed, paper: Paper, reasons: list[Reason], *, credits: Credits | None = None, hidden: bool = False
) -> Listed:
    """Make the row of a paper that was not issued yet."""
    heading = done.heading
    return _row(
        reasons,
        paper=paper,
        activities=(heading.activity,),
        title=heading.title,
        course=heading.course,
        on=done.on,
        credits=() if credits is None else (credits,),
        hidden=hidden,
    )


def _row(reasons: list[Reason], **fields: Any) -> Listed:
    ready = all(reason.code == NOT_RETRIEVED for reason in reasons)
    return Listed(ready=ready, listed=not reasons, reasons=tuple(reasons), **fields)


def _in_order(row: Listed) -> tuple[object, ...]:
    number = row.certificate.number if row.certificate is not None else ""
    amounts = [str(credits) for credits in row.credits]
    return row.on or datetime.date.max, row.activities, row.paper is Paper.CREDIT, number or "", amounts


def _no(code: str, says: str) -> Refusal:
    return Refusal([Reason(code=code, says=says)])
