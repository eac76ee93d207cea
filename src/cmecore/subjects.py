"""What the records of a ledger are about, and which of them stand or fall together.

A record is about activities, or about one type of credit in them; what speaks of another entry is about what that one is.
Two subjects are tied where one record is about both: a claim over several courses, a certificate, credit that rests on other.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, TypeAlias

from cmecore.claimable import claim_named
from cmecore.credit.amounts import CreditType
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
    Lifted,
    Merged,
    Observed,
    Ordered,
    Overridden,
    Record,
    Reevaluated,
    Reported,
    Retracted,
    Retrieved,
    Unmerged,
    Voided,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

#: An activity as a whole, or one type of credit in it.
Subject: TypeAlias = tuple[str, CreditType | None]
#: What never leaves is tied to this; no activity has an empty code.
FOR_EVER: Subject = ("", None)
#: How many of the acts that tie two subjects are named.
_NAMED = 3


class Subjects:
    """What each record of a ledger is about, and the groups of subjects that stand or fall together.

    >>> from cmecore.testing.samples import LEDGER
    >>> about = Subjects(LEDGER.records)
    >>> [sorted(code for code, _ in about.of(record)) for record in LEDGER.records]
    [['EM-101'], ['EM-101']]
    """

    def __init__(self, records: Iterable[Record]) -> None:
        #: What each entry is about, by its identity.
        self._named: defaultdict[str, frozenset[Subject]] = defaultdict(frozenset)
        #: What each record is about, by its link.
        self._about: dict[str, frozenset[Subject]] = {}
        #: Each subject with another one that it is tied to, or itself.
        self._tied: dict[Subject, Subject] = {}
        #: The records that tie each subject to others.
        self._ties: defaultdict[Subject, list[Record]] = defaultdict(list)
        #: What stands or falls with each account that was joined, and with each entry that came with one.
        joined: dict[str, frozenset[Subject]] = {}
        came: dict[str, frozenset[Subject]] = {}
        for record in records:
            entry, about = record.entry, self._read(record.entry)
            if isinstance(entry, Erased):
                continue
            if isinstance(entry, Merged):
                joined |= dict.fromkeys(_joined(entry), about)
                came |= dict.fromkeys((one.identity for one in every(entry.records)), about)
            needed = [came[identity] for identity in _speaks_of(entry) if identity in came]
            needed += [joined[entry.learner]] if entry.learner in joined else []
            if needed:
                # Without the merge nobody would know whose it is, or what it speaks of.
                about = (about or frozenset({FOR_EVER})).union(*needed)
            for subject in about:
                self._tied.setdefault(subject, subject)
            # That rules were held against it again says nothing that the activities share.
            if needed or not isinstance(entry, Reevaluated):
                self._tie(about)
                for subject in about:
                    self._ties[subject].append(record)
            self._about[record.link] = about

    def of(self, record: Record) -> frozenset[Subject]:
        """Tell what a record is about: nothing, for a name or a hold of everything, which leave by no calendar."""
        return self._about.get(record.link, frozenset())

    def group(self, subject: Subject) -> Subject:
        """Find the one subject that stands for all that a subject is tied to.

        >>> from cmecore.testing.samples import LEDGER
        >>> Subjects(LEDGER.records).group(("EM-101", None))
        ('EM-101', None)
        """
        found, walked = subject, []
        while found != self._tied[found]:
            walked.append(found)
            found = self._tied[found]
        # So that a long row of claims is not walked again for each of its courses.
        self._tied |= dict.fromkeys(walked, found)
        return found

    def with_activities(self, subjects: Iterable[Subject]) -> set[Subject]:
        """List the groups of some subjects and of their activities: no completion leaves before credit of it.

        >>> from cmecore.testing.samples import AMA, LEDGER
        >>> sorted(code for code, _ in Subjects(LEDGER.records).with_activities([("EM-101", AMA)]))
        ['EM-101', 'EM-101']
        """
        groups = {self.group(subject) for subject in subjects}
        while True:
            activities = {(code, None) for code, type in self if type is not None and self.group((code, type)) in groups}
            more = {self.group(activity) for activity in activities if activity in self._tied} - groups
            if not more:
                return groups
            groups |= more

    def tied_to(self, keeping: Iterable[Subject]) -> dict[str, tuple[str, str]]:
        """Tell of each activity that cannot leave before some subjects which of them is nearest, and the acts between the two.

        Of a long row of acts those are named that are next to the activity.

        >>> from cmecore.testing.samples import AMA, LEDGER
        >>> Subjects(LEDGER.records).tied_to([("EM-101", AMA)])
        {'EM-101': ('EM-101', '')}
        """
        found: dict[Subject, tuple[str, tuple[str, ...]]] = {subject: (subject[0], ()) for subject in keeping}
        queue, walked = list(found), set()
        for subject in queue:
            to, acts = found[subject]
            whole: Subject = (subject[0], None)
            steps = [(whole, acts)] if whole in self._tied else []
            for record in self._ties[subject]:
                # Each record is walked once, so that a claim over a thousand courses is no million of steps.
                if record.link not in walked:
                    walked.add(record.link)
                    act = _act(record.entry)
                    between = acts if act in acts else (act, *acts)[: _NAMED + 1]
                    steps += [(other, between) for other in self._about[record.link]]
            for other, through in steps:
                if other not in found:
                    found[other] = (to, through)
                    queue.append(other)
        nearest: dict[str, tuple[str, str]] = {}
        for (activity, _), (to, acts) in found.items():
            nearest.setdefault(activity, (to, " and ".join([*acts[:_NAMED], *(["others"] if acts[_NAMED:] else [])])))
        return nearest

    def __iter__(self) -> Iterator[Subject]:
        """List every subject, in the order in which they came in."""
        return iter(tuple(self._tied))

    def _tie(self, subjects: Iterable[Subject]) -> None:
        roots = [self.group(subject) for subject in subjects]
        for root in roots:
            self._tied[root] = roots[0]

    def _read(self, entry: Entry | Erased) -> frozenset[Subject]:
        inner = [self._read(record.entry) for record in entry.records] if isinstance(entry, Merged) else []
        spoken_of = (self._named[identity] for identity in _speaks_of(entry))
        # Two accounts of one person can have entries of one identity: a purge names both, so they leave together.
        about = self._named[entry.identity].union(_subjects(entry), *spoken_of, *inner)
        self._named[entry.identity] = about
        return about


def every(records: Iterable[Record]) -> Iterator[Entry | Erased]:
    """List every entry, with those of the accounts that were merged in.

    >>> from cmecore.testing.samples import LEDGER
    >>> list(every(LEDGER.records)) == list(LEDGER.entries())
    True
    """
    for record in records:
        yield record.entry
        if isinstance(record.entry, Merged):
            yield from every(record.entry.records)


def _act(entry: Entry | Erased) -> str:
    """Name the act that ties what an entry is about."""
    match entry:
        case Claim():
            return claim_named(entry)
        case Certificate(number=number):
            return f"certificate {number}"
        case Merged(merge=merge):
            return f"merge {merge}"
    return f"record {entry.identity}"


def _subjects(entry: Entry | Erased) -> frozenset[Subject]:
    """Tell what an entry itself is about."""
    match entry:
        case Observed() | Assessed() | Completed():
            return frozenset({(entry.activity, None)})
        case Earned():
            base = entry.terms.rests_on
            return frozenset({entry.account, *([(entry.activity, base.type)] if base is not None else [])})
        case Overridden():
            return _subjects(entry.earned)
        case Adjusted() | Extended() | Reported():
            return frozenset({entry.account})
        case Claim():
            # Claimed credit is kept with the completion that stands on its certificate.
            return frozenset(one for part in entry.lines for one in (part.account, (part.account[0], None)))
        case Certificate():
            return frozenset((part.activity, None) for part in entry.lines)
        case Reevaluated():
            return frozenset((activity, None) for activity in entry.activities)
    return frozenset()


def _speaks_of(entry: Entry | Erased) -> tuple[str, ...]:
    """List the identities of the entries that an entry speaks of."""
    match entry:
        case Retracted(observed=identity) | Corrected(about=identity):
            return (identity,)
        case Lifted(hold=hold):
            return (f"hold:{hold}",)
        case Certificate():
            # Its claims are about the same activities.
            return tuple(f"certificate:{number}" for number in (*entry.supersedes, entry.adds_to))
        case Retrieved(number=number) | Voided(number=number) | Ordered(number=number):
            return (f"certificate:{number}",)
        case Acknowledged(order=order):
            return (f"ordered:{order}",)
        case Answered(report=report):
            return (f"reported:{report}",)
        case Unmerged(merge=merge):
            return (f"merged:{merge}",)
    return ()


def _joined(merged: Merged) -> frozenset[str]:
    """List the accounts that a merge joined, with those that had been merged into them."""
    inner = (_joined(record.entry) for record in merged.records if isinstance(record.entry, Merged))
    return frozenset({merged.other}.union(*inner))
