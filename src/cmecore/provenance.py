"""Where the levels of a ledger come from: from evidence that it holds or from elsewhere, by the rules or by somebody's hand.

Only a level that was earned from evidence in the ledger can be held against that evidence again.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

import attrs

from cmecore.credit.amounts import Credits
from cmecore.credit.canonical import digest
from cmecore.entries import (
    Account,
    Adjusted,
    Assessed,
    Earned,
    Merged,
    Observed,
    Overridden,
    Purged,
    Reevaluated,
    Reported,
    Retracted,
    Unmerged,
)
from cmecore.handling import Loss
from cmecore.holdings import joint

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from cmecore.entries import Record
    from cmecore.evidence import Item
    from cmecore.ledger import Ledger


@attrs.define
class _Look:
    """What an assessment says that it looked at, and what was held then."""

    evidence: str
    held: tuple[Item, ...]
    _found: bool | None = attrs.field(default=None, init=False)

    @property
    def was_of_what_is_held(self) -> bool:
        """Tell whether it looked at just that; not so where something came from elsewhere, or was purged since.

        To spell the evidence takes long, so it is done only where something was earned of it, and once.
        """
        if self._found is None:
            self._found = digest(frozenset(self.held)) == self.evidence
        return self._found


class Traced:
    """What some records tell of evidence, as it came in, was taken back, joined and parted, and of what was earned without it.

    >>> from cmecore.testing.samples import LEDGER
    >>> [str(earned.level.amount) for earned in Traced("dr-42", LEDGER.records).unjudged]  # nothing was observed
    ['1.75']
    """

    def __init__(self, learner: str, records: Sequence[Record]) -> None:
        self.learners = {learner}
        self.items: defaultdict[str, dict[tuple[str, str], Item]] = defaultdict(dict)
        #: Activities of which anything was ever seen, and of which anything is gone.
        self.seen: set[str] = set()
        self.gone: set[str] = set()
        #: Levels that cannot be held against the evidence here: earned without it, or granted by hand.
        self.unjudged: list[Earned] = []
        self._activity_of: dict[tuple[str, str], str] = {}
        #: The accounts that came with each merge.
        came: dict[str, set[str]] = {}
        looked_at: dict[str, _Look] = {}
        for entry in (record.entry for record in records):
            match entry:
                case Merged():
                    inner = Traced(entry.other, entry.records)
                    came[entry.merge] = inner.learners
                    self._join(inner)
                case Purged():
                    came |= {kept.merge: set(kept.learners) for kept in entry.joined}
                    self.learners.update(*(kept.learners for kept in entry.joined))
                case Unmerged():
                    self._part(came.get(entry.merge, set()))
                case Observed():
                    self.items[entry.activity][entry.learner, entry.identity] = entry.item
                    self._activity_of[entry.learner, entry.identity] = entry.activity
                    self.seen.add(entry.activity)
                case Retracted():
                    self._take_back([(entry.learner, entry.observed)])
                case Assessed():
                    looked_at[entry.activity] = _Look(entry.evidence, tuple(self.items[entry.activity].values()))
                case Earned() if entry.activity not in looked_at or not looked_at[entry.activity].was_of_what_is_held:
                    self.unjudged.append(entry)
                case Overridden():
                    self.unjudged.append(entry.earned)
                case _:
                    pass

    def _join(self, inner: Traced) -> None:
        self.learners |= inner.learners
        for code, items in inner.items.items():
            self.items[code] |= items
        self._activity_of |= inner._activity_of
        self.seen |= inner.seen
        self.gone |= inner.gone
        self.unjudged += inner.unjudged

    def _part(self, learners: set[str]) -> None:
        self.learners -= learners
        self._take_back([key for key in self._activity_of if key[0] in learners])
        self.unjudged = [earned for earned in self.unjudged if earned.learner not in learners]

    def _take_back(self, keys: Iterable[tuple[str, str]]) -> None:
        for key in keys:
            code = self._activity_of.pop(key)
            del self.items[code][key]
            self.gone.add(code)


class Provenance:
    """Where each level of a ledger comes from, and by whom it is bounded.

    >>> from cmecore.testing.samples import AMA, LEDGER
    >>> Provenance(LEDGER).floors["EM-101", AMA]
    Credits(1.75 ama-pra-1)
    """

    def __init__(self, ledger: Ledger) -> None:
        self.ledger = ledger
        self.evidence = Traced(ledger.learner, ledger.records)
        entries = list(joint(ledger.records))
        #: The re-evaluations that were confirmed, by the names of their plans.
        self.plans = {entry.plan for entry in entries if isinstance(entry, Reevaluated)}
        self.reports = [entry for entry in entries if isinstance(entry, Reported)]
        #: The highest level of each account that was stated of each learner.
        self.levels: defaultdict[Account, dict[str, Earned]] = defaultdict(dict)
        #: The highest level that was stated of each learner under each promise about losing it.
        self.promised: dict[tuple[str, Account, Loss], Credits] = {}
        #: The bounds that stand, and those that somebody set by hand, whatever a re-evaluation set since.
        self.bounds: dict[tuple[str, Account], Credits | None] = {}
        self.by_hand: dict[tuple[str, Account], Credits | None] = {}
        for entry in entries:
            match entry:
                case Earned() | Overridden():
                    earned = entry.earned if isinstance(entry, Overridden) else entry
                    key = (entry.learner, entry.account, earned.terms.handling.loss)
                    # What the learner declares is one word, and the latest brings its own promise.
                    if not earned.terms.whole:
                        self.promised[key] = max(earned.level, self.promised.get(key, earned.level))
                    held = self.levels[entry.account].get(entry.learner)
                    if held is None or earned.outranks(held):
                        self.levels[entry.account][entry.learner] = earned
                case Adjusted():
                    of_a_plan = entry.case.partition(".")[0] in self.plans
                    for bounds in (self.bounds,) if of_a_plan else (self.bounds, self.by_hand):
                        bounds[entry.learner, entry.account] = None if entry.lifted else entry.level
                case _:
                    pass
        #: What stands in each account whatever the evidence is worth now.
        self.floors: dict[Account, Credits] = {}
        for earned in self.evidence.unjudged:
            self.floors[earned.account] = max(earned.level, self.floors.get(earned.account, earned.level))

    def stays(self, learner: str, standing: Earned) -> Credits:
        """Tell how much of a level stays, whatever it is worth now: what was claimed, or earned, under a milder promise.

        A promise that came with a later top-up is one about the top-up.

        >>> from cmecore.testing.samples import AMA, LEDGER
        >>> Provenance(LEDGER).stays("dr-42", LEDGER.standing["EM-101", AMA])  # nothing is taken back of it
        Credits(1.75 ama-pra-1)
        """
        account, nothing = standing.account, Credits(0, standing.level.type)
        never, unclaimed = (self.promised.get((learner, account, loss), nothing) for loss in (Loss.NEVER, Loss.UNCLAIMED))
        # What somebody confirmed to be less before is not raised by it.
        return min(standing.level, max(never, min(unclaimed, self.ledger.claimed(account))))
