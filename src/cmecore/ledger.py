"""The ledger of one learner: entries in the order in which they were written, and what follows from them.

Nothing is ever changed in place or taken out.  Levels, claimed amounts and lists of certificates are computed from the entries,
so that a replay, another order of arrival or the same evidence twice can neither double nor lose credit.
"""

from __future__ import annotations

import datetime
import functools
from collections.abc import Mapping
from types import MappingProxyType

import attrs

from cmecore.credit.amounts import Credits
from cmecore.credit.fields import are, is_a, many
from cmecore.credit.periods import checked_instant, to_instant
from cmecore.credit.text import PARAGRAPH, line
from cmecore.entries import Account, Certificate, Claim, Completed, Earned, Entry, Refusal, identity
from cmecore.errors import InvalidValue, LedgerConflict, shown


@attrs.frozen(kw_only=True)
class Record:
    """An entry, with the instant at which it was written, by whom and why."""

    entry: Entry = attrs.field(validator=is_a(Completed, Earned, Claim, Certificate))
    at: datetime.datetime = attrs.field(converter=to_instant)
    actor: str = attrs.field(validator=line(), repr=False)
    reason: str = attrs.field(default="", validator=line(blank=True, longest=PARAGRAPH), repr=False)


@attrs.frozen
class Ledger:
    """Everything written about one learner; :meth:`add` is the only way to write.

    >>> Ledger("dr-42").records
    ()
    """

    #: The learner's account: an identifier of the caller's, never a name.
    learner: str = attrs.field(validator=line(), repr=False)
    records: tuple[Record, ...] = attrs.field(default=(), converter=many, validator=are(Record))

    def add(self, *entries: Entry | Refusal, at: datetime.datetime, actor: str, reason: str = "") -> Ledger:
        """Return the ledger with entries written behind those it has; what it already holds is not written twice."""
        checked_instant(at, field="at")
        held = dict(self._by_identity)
        added: list[Record] = []
        for entry in entries:
            if isinstance(entry, Refusal):
                raise LedgerConflict(f"a refusal cannot be written: {entry.explain()}", recorded=None, offered=entry)
            if not isinstance(entry, Completed | Earned | Claim | Certificate):
                raise InvalidValue(field="entry", found=shown(entry), expected="a Completed, Earned, Claim or Certificate")
            self._check(entry)
            name = identity(entry)
            if name in held:
                # A fact stated again is the same fact, though a title was corrected since; an act or a document is its content.
                if held[name] != entry and isinstance(entry, Claim | Certificate):
                    raise LedgerConflict(f"{name} is already written, with other content", recorded=held[name], offered=entry)
                continue
            held[name] = entry
            added.append(Record(entry=entry, at=at, actor=actor, reason=reason))
            self._check_balance(entry, added)
        return attrs.evolve(self, records=(*self.records, *added)) if added else self

    def _check(self, entry: Entry) -> None:
        if isinstance(entry, Certificate) and entry.number is None:
            raise LedgerConflict("a preview cannot be written: it has no certificate number", recorded=None, offered=entry)
        if entry.learner != self.learner:
            kind = type(entry).__name__
            raise LedgerConflict(f"this {kind} entry is about another learner", recorded=None, offered=entry)

    def _check_balance(self, entry: Entry, added: list[Record]) -> None:
        """Refuse a claim that was computed on an older state of the ledger and would now take more than there is."""
        if isinstance(entry, Claim):
            now = attrs.evolve(self, records=(*self.records, *added))
            for claimed in entry.lines:
                level = now.standing.get(claimed.account)
                if level is None or now.claimed(claimed.account, claimed.credits).steps > level.level.steps:
                    raise LedgerConflict(
                        f"claim {entry.request} takes more of {claimed.earned.heading.activity} than is left; "
                        f"claim again on the current ledger",
                        recorded=level,
                        offered=entry,
                    )

    @functools.cached_property
    def _by_identity(self) -> dict[str, Entry]:
        return {identity(record.entry): record.entry for record in self.records}

    def entries(self) -> tuple[Entry, ...]:
        """Return the entries in the order in which they were written."""
        return tuple(record.entry for record in self.records)

    @functools.cached_property
    def standing(self) -> Mapping[Account, Earned]:
        """The standing level of each account: the highest, and among equals the earliest."""
        levels: dict[Account, Earned] = {}
        for entry in self.entries():
            if isinstance(entry, Earned):
                held = levels.get(entry.account)
                if held is None or (entry.level.steps, held.since) > (held.level.steps, entry.since):
                    levels[entry.account] = entry
        return MappingProxyType(levels)

    @functools.cached_property
    def _claimed(self) -> dict[Account, int]:
        steps: dict[Account, int] = {}
        for claim in self.claims:
            for taken in claim.lines:
                steps[taken.account] = steps.get(taken.account, 0) + taken.credits.steps
        return steps

    def claimed(self, account: Account, like: Credits) -> Credits:
        """Return how much of an account was claimed, as an amount of the same type as another."""
        return Credits(self._claimed.get(account, 0), like.type)

    def claimable(self) -> dict[Account, Credits]:
        """Return what was earned and not yet claimed: the standing level of each account less what was claimed of it."""
        left = {account: earned.level.steps - self._claimed.get(account, 0) for account, earned in self.standing.items()}
        return {account: Credits(steps, account[1]) for account, steps in left.items() if steps > 0}

    @functools.cached_property
    def completed(self) -> Mapping[str, Completed]:
        """The activities that were completed, by code, each with its earliest day."""
        found: dict[str, Completed] = {}
        for entry in self.entries():
            if isinstance(entry, Completed):
                held = found.get(entry.heading.activity)
                if held is None or entry.on < held.on:
                    found[entry.heading.activity] = entry
        return MappingProxyType(found)

    @functools.cached_property
    def claims(self) -> tuple[Claim, ...]:
        """The claims, in the order in which they were written."""
        return tuple(entry for entry in self.entries() if isinstance(entry, Claim))

    @functools.cached_property
    def certificates(self) -> tuple[Certificate, ...]:
        """The certificates, in the order in which they were written."""
        return tuple(entry for entry in self.entries() if isinstance(entry, Certificate))
