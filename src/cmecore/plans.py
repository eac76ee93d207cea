"""A plan: entries that somebody may confirm, what they would do, and what stands against them; nothing is applied by it.

Voiding, reissuing, merging and re-evaluating are decisions of people, so each is shown first.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import attrs

from cmecore.credit.canonical import digest
from cmecore.credit.fields import are, many
from cmecore.credit.text import line
from cmecore.entries import ENTRIES, Entry, Reason
from cmecore.errors import InvalidValue, LedgerConflict
from cmecore.ledger import Ledger

if TYPE_CHECKING:
    import datetime


@attrs.frozen(kw_only=True)
class Step:
    """The entries that a plan writes into one ledger.

    >>> from cmecore.testing.samples import LEDGER
    >>> len(Step(learner="dr-42", entries=LEDGER.entries()).entries)
    2
    """

    learner: str = attrs.field(validator=line(), repr=False)
    entries: tuple[Entry, ...] = attrs.field(converter=many, validator=are(*ENTRIES))
    #: The link of the ledger that it was planned on, where anything written since may change what hangs on it.
    on: str = attrs.field(default="", validator=line(blank=True))


@attrs.frozen(kw_only=True)
class Plan:
    """What would be written, what that does in words, and what somebody has to look at before confirming it.

    >>> Plan(steps=[], does=["nothing changes"]).explain()
    'nothing changes'
    """

    steps: tuple[Step, ...] = attrs.field(converter=many, validator=are(Step))
    #: What it does, a sentence for each change.
    does: tuple[str, ...] = attrs.field(default=(), converter=many, validator=are(str))
    #: What stands against it, or hangs on it: shown, and decided by a person.
    conflicts: tuple[Reason, ...] = attrs.field(default=(), converter=many, validator=are(Reason))

    def __attrs_post_init__(self) -> None:
        if len({step.learner for step in self.steps}) < len(self.steps):
            raise InvalidValue(field="steps", found="two for one ledger", expected="one for each", advice="join their entries")

    @property
    def name(self) -> str:
        """A digest of the plan, so that what is confirmed is what was shown."""
        return digest(self.steps)

    def explain(self) -> str:
        """Print what it does and what stands against it, a line for each."""
        return "\n".join([*self.does, *(f"to decide: {reason}" for reason in self.conflicts)])

    def applied(self, *ledgers: Ledger, at: datetime.datetime, actor: str, reason: str) -> tuple[Ledger, ...]:
        """Return the ledgers with the plan written into them: all of its ledgers, in any order, and no other.

        >>> from cmecore.testing.samples import LEDGER, NOW
        >>> same = Plan(steps=[Step(learner="dr-42", entries=LEDGER.entries())])
        >>> same.applied(LEDGER, at=NOW, actor="office", reason="") == (LEDGER,)
        True
        """
        steps = {step.learner: step for step in self.steps}
        if sorted(ledger.learner for ledger in ledgers) != sorted(steps):
            raise InvalidValue(
                field="ledgers",
                found=f"{len(ledgers)} ledgers",
                expected=f"the {len(steps)} that the plan was made of",
                advice="hand over each of them once",
            )
        for ledger in ledgers:
            step = steps[ledger.learner]
            if step.on not in {"", ledger.head.link} and any(ledger.lacks(entry) for entry in step.entries):
                says = "something was written to the ledger since this was planned; plan again, and look at it again"
                raise LedgerConflict(says, recorded=ledger.head, offered=self)
        return tuple(ledger.add(*steps[ledger.learner].entries, at=at, actor=actor, reason=reason) for ledger in ledgers)
