"""Observing: writing down what was seen of a learner, so that the ledger itself can be assessed, again and again.

A ledger that keeps its evidence can be re-evaluated when a rule was corrected, and joined with that of another account.
"""

from __future__ import annotations

import datetime

import attrs

from cmecore.admission import SetAside, days_of
from cmecore.credit.canonical import in_order
from cmecore.credit.fields import expect
from cmecore.credit.periods import checked_instant, civil_day
from cmecore.credit.text import checked
from cmecore.entries import Observed
from cmecore.errors import LedgerConflict
from cmecore.evidence import Participation
from cmecore.ledger import Ledger


@attrs.frozen(kw_only=True)
class Observation:
    """The entries that keep what was seen, and what was set aside because it has not happened yet.

    >>> Observation(entries=(), set_aside=()).entries
    ()
    """

    entries: tuple[Observed, ...]
    set_aside: tuple[SetAside, ...]


def observe(ledger: Ledger, participation: Participation, /, *, at: datetime.datetime, source: str = "") -> Observation:
    """Turn evidence into entries of a ledger that does not hold it yet.

    Evidence that is dated after the day on which it is written down is set aside, with its reason.  A source that names its
    events is kept better: make an :class:`~cmecore.entries.Observed` of each item, with the name of its event.

    >>> from cmecore.testing.samples import LEDGER, NOW, SEEN, SEPSIS
    >>> seen = observe(LEDGER, SEEN, at=NOW, source="lms")
    >>> len(seen.entries), seen.set_aside
    (3, ())
    >>> LEDGER.add(*seen.entries, at=NOW, actor="lms").participation(SEPSIS) == SEEN
    True
    """
    expect(ledger, Ledger, field="ledger")
    activity = expect(participation, Participation, field="participation").activity
    if participation.learner not in ledger.learners:
        raise LedgerConflict("the evidence is about another learner", recorded=None, offered=participation)
    today = civil_day(checked_instant(at, field="at"), activity.zone)
    checked(source, field="source", blank=True)
    entries, aside = [], []
    for item in in_order(participation.evidence):
        days = days_of(item, activity.zone)
        if days and days[-1] > today:
            says = f"it is dated {days[-1]}, and it is {today} in {activity.zone}"
            aside.append(SetAside(item=item, code="in-the-future", says=says))
            continue
        entry = Observed(learner=participation.learner, activity=activity.code, item=item, source=source)
        if ledger.lacks(entry):
            entries.append(entry)
        elif item not in ledger.evidence.get(activity.code, ()) and activity.code not in ledger.purged:
            says = "it was taken back; if it is right after all, write it as Observed, under an event of its own"
            aside.append(SetAside(item=item, code="taken-back", says=says))
    return Observation(entries=tuple(entries), set_aside=tuple(aside))
