"""A plan: entries that somebody may confirm, what they would do, and what stands against them; nothing is applied by it.

Voiding, reissuing, merging and re-evaluating are decisions of people, so each is shown first.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import attrs

from cmecore.credit.canonical import digest
from cmecore.credit.fields import are, is_a, many
from cmecore.credit.text import line
from cmecore.entries import ENTRIES, Corrected, Entry, Reason
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


@attrs.frozen(kw_only=True)
class Decided(Plan):
    """A plan that asks more of the ledgers than others, such as a merge, with the case in which it was decided.

    >>> from cmecore.testing.samples import LEDGER, NOW
    >>> change = Plan(steps=[Step(learner="dr-42", entries=LEDGER.entries())])
    >>> Decided(steps=change.steps, change=change).applied(LEDGER, at=NOW, actor="office", reason="") == (LEDGER,)
    True
    """

    #: The plan without the case.
    change: Plan = attrs.field(validator=is_a(Plan), repr=False)

    def applied(self, *ledgers: Ledger, at: datetime.datetime, actor: str, reason: str) -> tuple[Ledger, ...]:
        """Return the ledgers with the case and the plan written into them; applied a second time it writes nothing."""
        held = {ledger.learner: frozenset(ledger.entries()) for ledger in ledgers}
        if held.keys() == {step.learner for step in self.steps}:
            if all(held[step.learner].issuperset(step.entries) for step in self.steps):
                return ledgers
            # It may compare itself with what it would be by now, and the ledgers know nothing of the case yet.
            changed = {step.learner for step in self.change.steps}
            self.change.applied(*(one for one in ledgers if one.learner in changed), at=at, actor=actor, reason=reason)
        return super().applied(*ledgers, at=at, actor=actor, reason=reason)


def decided(plan: Plan, case: Corrected, says: str) -> Plan:
    """Return a plan that writes down, before anything else, the case in which it was decided.

    >>> case = Corrected(learner="dr-42", case="C-7", about="certificate:LC-2026-0001")
    >>> decided(Plan(steps=[]), case, "case C-7 is written down").explain()
    'case C-7 is written down'
    """
    steps = {step.learner: step for step in plan.steps}
    first = steps.pop(case.learner, Step(learner=case.learner, entries=()))
    with_case = [attrs.evolve(first, entries=[case, *first.entries]), *steps.values()]
    does = [says, *plan.does]
    if type(plan) is Plan:
        return attrs.evolve(plan, steps=with_case, does=does)
    return Decided(steps=with_case, does=does, conflicts=plan.conflicts, change=plan)
