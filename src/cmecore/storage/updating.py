"""Changing stored ledgers by pure functions: read, decide, append, and decide again where somebody else was faster."""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Iterable, Sequence

from cmecore.entries import Refusal
from cmecore.errors import InvalidValue, LedgerConflict
from cmecore.ledger import Ledger
from cmecore.plans import Plan
from cmecore.storage.appending import instead_of, named
from cmecore.storage.protocol import LedgerStore, StaleLedger

_FIRST_PAUSE = 0.002
_LONGEST_PAUSE = 0.1


def update(
    store: LedgerStore, learner: str, change: Callable[[Ledger], Ledger | Refusal], *, tries: int = 200
) -> Ledger | Refusal:
    """Change the ledger in which a learner's entries are written now, and return what the change returned.

    ``change`` may be called several times, each time with what the ledger holds by then; so it has to be a pure function, with
    its request ids and numbers fixed outside of it.  Where it refuses, or changes nothing, nothing is written.

    >>> from cmecore import ALL, claim
    >>> from cmecore.storage.memory import MemoryStore
    >>> from cmecore.testing.samples import LEDGER, NOW
    >>> store = MemoryStore(provider="lakeside")
    >>> store.append(LEDGER)
    >>> def claimed(ledger):
    ...     asked = claim(ledger, ALL, at=NOW, request="basket-7")
    ...     return ledger.add(asked, at=NOW, actor="dr-42") if asked else asked
    >>> update(store, "dr-42", claimed).version, store.read("dr-42").version
    (3, 3)
    """
    changed = update_all(store, [learner], lambda ledgers: _alone(change(*ledgers)), tries=tries)
    return changed if isinstance(changed, Refusal) else changed[0]


def _alone(changed: Ledger | Refusal) -> Sequence[Ledger] | Refusal:
    if isinstance(changed, Ledger | Refusal):
        return changed if isinstance(changed, Refusal) else (changed,)
    advice = instead_of(changed)
    if isinstance(changed, tuple | list):
        advice = "take its ledger: (ledger,) = plan.applied(…)"
    elif isinstance(changed, Plan):
        advice = "apply the plan, and take its ledger: (ledger,) = plan.applied(ledger, at=…, actor=…, reason=…)"
    raise InvalidValue(field="change", found=named(changed), expected="the ledger that it becomes, or a Refusal", advice=advice)


def _several(changed: object) -> tuple[Ledger, ...]:
    several = tuple(changed) if isinstance(changed, Iterable) and not isinstance(changed, str | bytes) else None
    wrong = changed if several is None else next((one for one in several if not isinstance(one, Ledger)), several)
    if wrong is several and several is not None:
        return several
    advice = "put it in a tuple: (ledger,)" if isinstance(wrong, Ledger) else instead_of(wrong)
    if isinstance(wrong, Refusal):
        advice = "return the Refusal by itself"
    elif isinstance(wrong, Plan):
        advice = "apply the plan: return plan.applied(*ledgers, at=…, actor=…, reason=…)"
    expected = "the ledgers that it was given, as they become, or a Refusal"
    raise InvalidValue(field="change", found=named(wrong), expected=expected, advice=advice)


def update_all(
    store: LedgerStore,
    learners: Sequence[str],
    change: Callable[[tuple[Ledger, ...]], Sequence[Ledger] | Refusal],
    *,
    tries: int = 200,
    follow: bool = True,
) -> tuple[Ledger, ...] | Refusal:
    """Change several ledgers at once, all of them or none.

    ``change`` gets the ledgers in the order of the learners.  To undo a merge, or to look at an account that was merged, set
    ``follow`` to ``False``: then each learner's own ledger is changed, whosever goes on for it.

    >>> from cmecore.storage.memory import MemoryStore
    >>> store = MemoryStore(provider="lakeside")
    >>> [ledger.version for ledger in update_all(store, ["dr-42", "dr-17"], lambda both: both)]
    [0, 0]
    """
    for tried in range(1, tries + 1):
        try:
            ledgers = _read(store, learners, follow=follow)
        except StaleLedger:
            if tried >= tries:
                raise
            continue
        changed = change(ledgers)
        if isinstance(changed, Refusal):
            return changed
        kept = _several(changed)
        if [ledger.learner for ledger in kept] != [ledger.learner for ledger in ledgers]:
            raise InvalidValue(
                field="change",
                found="other ledgers, or in another order",
                expected="to be returned the ledgers that it was given, or a Refusal",
            )
        try:
            store.append(*(ledger for ledger, was in zip(kept, ledgers, strict=True) if ledger.head != was.head))
        except StaleLedger:
            if tried >= tries:
                raise
        else:
            return kept
        # Whoever lost waits a random while, so that the same ones do not meet again.
        longest = min(_LONGEST_PAUSE, _FIRST_PAUSE * 2 ** min(tried, 10))
        time.sleep(random.uniform(0, longest))  # noqa: S311 - nothing here is secret
    raise InvalidValue(field="tries", found=str(tries), expected="1 or more")


def _read(store: LedgerStore, learners: Sequence[str], *, follow: bool) -> tuple[Ledger, ...]:
    accounts = [store.alias(learner) for learner in learners] if follow else list(learners)
    if len(set(accounts)) < len(accounts):
        says = "two of these accounts are one by now: they were merged; name it once, or set follow=False to see each as it was"
        raise LedgerConflict(says, recorded=None, offered=None)
    ledgers = tuple(store.read(account) for account in accounts)
    if follow and any(ledger.follows for ledger in ledgers):
        raise StaleLedger("an account was merged into another one while it was read; read the ledger that goes on")
    return ledgers
