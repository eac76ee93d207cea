"""Processing: what a learner is waiting for, until when it was promised, and what is overdue.

A promise of 48 hours is one of elapsed hours, and not of days: an hour that a clock skips or shows twice makes it no shorter
and no longer.
"""

from __future__ import annotations

import datetime
import enum
from collections import Counter, defaultdict
from typing import TYPE_CHECKING, TypeAlias

import attrs

from cmecore.claimable import AUTOMATIC
from cmecore.credit.canonical import digest
from cmecore.credit.fields import expect
from cmecore.credit.periods import checked_instant
from cmecore.delivering import undelivered
from cmecore.entries import Answered, Assessed, Observed, Reported, Retracted
from cmecore.errors import InvalidValue, shown
from cmecore.ledger import Ledger
from cmecore.papers import records_of, uncertified

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cmecore.evidence import Item

_PROMISED = datetime.timedelta(hours=48)


class Stage(enum.Enum):
    """What is being processed.

    >>> Stage.CERTIFICATE.value
    'the certificate of a claim'
    """

    EVIDENCE = "evidence that nobody has assessed"
    CERTIFICATE = "the certificate of a claim"
    DELIVERY = "the delivery of a certificate"
    REPORT = "a body's answer to a report"


@attrs.frozen(kw_only=True)
class Matter:
    """Something that a learner is waiting for, since when, and whether it should be there by now.

    >>> since = datetime.datetime(2026, 3, 9, 18, tzinfo=datetime.UTC)
    >>> print(Matter(stage=Stage.REPORT, about="pars-1", since=since, due=since + datetime.timedelta(hours=48), overdue=False))
    a body's answer to a report (pars-1) is being processed, and promised by 2026-03-11 18:00 UTC
    """

    stage: Stage
    #: The code of the activity, or the name of the claim, the order or the report.
    about: str
    #: The instant at which it came in.
    since: datetime.datetime
    #: The instant by which it was promised, which still counts.
    due: datetime.datetime
    #: Whether that instant has passed, so that it is a matter for support.
    overdue: bool

    @property
    def says(self) -> str:
        """What to tell the learner: to wait, or to turn to support."""
        by = f"{self.due.astimezone(datetime.UTC):%Y-%m-%d %H:%M} UTC"
        # No learner knows the name that the system gives to a claim of its own.
        what = f"{self.stage.value} ({'made by the system' if self.about.startswith(AUTOMATIC) else self.about})"
        if self.overdue:
            return f"{what} was promised by {by} and is overdue; turn to support"
        return f"{what} is being processed, and promised by {by}"

    def __str__(self) -> str:
        """Say it."""
        return self.says


_Waiting: TypeAlias = tuple[Stage, str, datetime.datetime]


def processing(ledger: Ledger, /, *, at: datetime.datetime, promised: datetime.timedelta = _PROMISED) -> tuple[Matter, ...]:
    """List what a learner is waiting for at an instant, what waits longest first.

    Evidence that came in since the activity was assessed last, claims without their certificates, orders that were not
    delivered, and reports that a body did not answer.

    >>> from cmecore.testing.samples import LEDGER, NOW
    >>> processing(LEDGER, at=NOW)  # assessed when it came in, and nothing claimed
    ()
    """
    expect(ledger, Ledger, field="ledger")
    at = checked_instant(at, field="at")
    if expect(promised, datetime.timedelta, field="promised") < datetime.timedelta():
        expected = "a length of elapsed time, 0 or more"
        raise InvalidValue(field="promised", found=shown(promised), expected=expected, advice="write timedelta(hours=48)")
    waiting = (*_unassessed(ledger), *_uncertified(ledger), *_undelivered(ledger), *_unanswered(ledger))
    matters = (
        Matter(stage=stage, about=about, since=since, due=since + promised, overdue=at > since + promised)
        for stage, about, since in waiting
        if since <= at
    )
    return tuple(sorted(matters, key=lambda one: (one.since, one.stage.name, one.about)))


def _uncertified(ledger: Ledger) -> Iterator[_Waiting]:
    for request, since in {(made.learner, made.request): made.at for made, _ in uncertified(ledger)}.items():
        yield Stage.CERTIFICATE, request[1], since


def _undelivered(ledger: Ledger) -> Iterator[_Waiting]:
    for one in undelivered(ledger):
        yield Stage.DELIVERY, one.order.order, one.since


def _unanswered(ledger: Ledger) -> Iterator[_Waiting]:
    waiting: dict[tuple[str, str], _Waiting] = {}
    for record, _ in records_of(ledger):
        match record.entry:
            case Reported(learner=learner, report=report):
                waiting[learner, report] = (Stage.REPORT, report, record.at)
            case Answered(learner=learner, report=report):
                waiting.pop((learner, report), None)
            case _:
                pass
    yield from waiting.values()


def _unassessed(ledger: Ledger) -> Iterator[_Waiting]:
    """List the activities whose evidence was never assessed as it stands, each with the instant since which that is so."""
    histories: defaultdict[str, _Evidence] = defaultdict(_Evidence)
    seen: dict[tuple[str, str], Observed] = {}
    for record, came in records_of(ledger):
        match record.entry:
            case Observed(learner=learner, activity=activity, item=item) as entry:
                seen[learner, entry.identity] = entry
                histories[activity].change(item, 1, came)
            case Retracted(learner=learner, observed=identity):
                gone = seen[learner, identity]
                histories[gone.activity].change(gone.item, -1, came)
            case Assessed(activity=activity, evidence=evidence):
                histories[activity].looked_at(evidence)
            case _:
                pass
    for activity, items in ledger.evidence.items():
        if digest(items) not in histories[activity].assessed:
            yield Stage.EVIDENCE, activity, histories[activity].since()


class _Evidence:
    """How the evidence of one activity changed, and which of its states somebody looked at."""

    def __init__(self) -> None:
        #: The digests of what was assessed.
        self.assessed: set[str] = set()
        self._times: Counter[Item] = Counter()
        # A digest of every state would cost the square of their number.  Within one call, states are told apart by this.
        self._mark = 0
        self._marks_looked_at: set[int] = set()
        self._changes: list[tuple[datetime.datetime, int]] = []

    def change(self, item: Item, times: int, came: datetime.datetime) -> None:
        """Note that an item was reported once more, or once less; only the first and the last change what is known."""
        before = bool(self._times[item])
        self._times[item] += times
        if bool(self._times[item]) is not before:
            self._changes.append((came, self._mark))
            self._mark ^= hash(item)

    def looked_at(self, evidence: str) -> None:
        """Note that the evidence was assessed as it stands."""
        self.assessed.add(evidence)
        self._marks_looked_at.add(self._mark)

    def since(self) -> datetime.datetime:
        """Return the instant of the first change after the last state that was looked at."""
        # What stands now was not, though an assessment of an older state may have been written since.
        looked_at = self._marks_looked_at - {self._mark}
        later = [came for came, before in self._changes if before in looked_at]
        return later[-1] if later else self._changes[0][0]
