"""Picking: what a learner may want to claim who names only a number, or only a topic.

What is picked is handed to :func:`cmecore.claiming.claim`; nothing is claimed by picking it.
"""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING

from cmecore.claimable import JOINED, Open, accounts_of, amount_wished, no_float, opened, types_named
from cmecore.credit.amounts import Credits, CreditType, total
from cmecore.credit.fields import expect
from cmecore.credit.periods import checked_instant
from cmecore.credit.text import checked
from cmecore.entries import Earned, Reason, Refusal
from cmecore.errors import near, shown
from cmecore.ledger import Ledger

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from cmecore.evidence import Entitled


def soonest(
    ledger: Ledger, amount: object, /, *, at: datetime.datetime, entitlements: Iterable[Entitled] = ()
) -> dict[str, Credits] | Refusal:
    """Pick an amount from what can be claimed, that which expires soonest first, the last of it in part.

    A bare number is of the type that is claimed where nobody names one.  A claim of such an amount picks alike, and is the same
    claim when its request is tried again; this shows beforehand what it would take.  Declared credit is picked whole or not at
    all, so there may be more claimable than can be put together.

    >>> from cmecore.claiming import claim
    >>> from cmecore.testing.samples import LEDGER, NOW
    >>> soonest(LEDGER, "1.25", at=NOW)
    {'EM-101': Credits(1.25 ama-pra-1)}
    >>> print(soonest(LEDGER, "5.00", at=NOW).explain())
    5.00 was asked for, 1.75 is claimable
    """
    no_float(amount, field="amount")
    kinds = (amount.type,) if isinstance(amount, Credits) else None
    found = _opened(ledger, kinds, at, entitlements)
    offered = [part for part in found if part.credits]
    kept = list(dict.fromkeys(reason for part in found for reason in part.reasons))
    totals = total(part.credits for part in offered)
    if not totals:
        return Refusal([Reason(code="nothing-claimable", says="nothing is claimable"), *kept])
    if len(totals) > 1:
        says = f"{shown(amount)} is of no type, and {' and '.join(map(str, totals.values()))} are claimable; name the type"
        return Refusal([Reason(code="several-types", says=says)])
    (left,) = totals.values()
    wished = amount_wished(amount, left)
    if isinstance(wished, Reason):
        return Refusal([wished, *(kept if wished.code == "more-than-claimable" else [])])
    picked = _picked(wished.steps, [(part.credits.steps, part.earned.terms.whole) for part in offered])
    if isinstance(picked, int):
        most = Credits(picked, left.type).amount
        says = f"{wished.amount} was asked for; {most} is the most up to it, since declared credit is claimed whole"
        return Refusal([Reason(code="whole-only", says=says), *kept])
    return {part.earned.activity: Credits(steps, left.type) for part, steps in zip(offered, picked, strict=True) if steps}


def on_topic(
    ledger: Ledger,
    topic: str,
    /,
    *,
    at: datetime.datetime,
    type: CreditType | Iterable[CreditType] | None = None,
    entitlements: Iterable[Entitled] = (),
) -> tuple[str, ...] | Refusal:
    """List the activities whose credit can be claimed for a mandated topic, a specialty or a course; soonest expiring first.

    Of an activity that lies in a topic only in part, so much has to be left that some of it surely does.  A topic in which
    nothing was ever earned is a refusal that names those that come near; handed to a claim it comes back as its answer.

    >>> from cmecore.testing.samples import LEDGER, NOW
    >>> on_topic(LEDGER, "emergency medicine", at=NOW)
    ('EM-101',)
    >>> print(on_topic(LEDGER, "emergency medicin", at=NOW).explain())
    nothing was earned in 'emergency medicin': did you mean Emergency Medicine?
    """
    wanted = checked(topic, field="topic", blank=True).strip().casefold()
    found = _opened(ledger, types_named(type), at, entitlements)
    if ledger.follows:
        return Refusal([JOINED])
    known = {name for earned in ledger.standing.values() for name in _names(earned)}
    if not wanted:
        return Refusal([Reason(code="nothing-typed", says="no topic was named; name one, a specialty or a course")])
    if wanted not in {name.casefold() for name in known}:
        says = f"nothing was earned in {shown(topic)}: {near(topic.strip(), known)}"
        return Refusal([Reason(code="not-found", says=says)])
    fitting = (part.earned.activity for part in found if part.credits and wanted in _topics(part))
    return tuple(dict.fromkeys(fitting))


def _opened(
    ledger: Ledger, kinds: tuple[CreditType, ...] | None, at: datetime.datetime, entitlements: Iterable[Entitled]
) -> list[Open]:
    """Look at what a claim of these types could take, in the order in which it expires."""
    accounts = accounts_of(expect(ledger, Ledger, field="ledger"), kinds)
    found = opened(ledger, dict.fromkeys(accounts), at=checked_instant(at, field="at"), entitlements=entitlements)
    return sorted(found.values(), key=_soonest)


def _soonest(part: Open) -> tuple[datetime.date, datetime.date, str]:
    return part.earned.terms.claim_by or datetime.date.max, part.earned.since, part.earned.activity


def _topics(part: Open) -> set[str]:
    return {name.casefold() for name in _names(part.earned.at_most(part.credits))}


def _names(earned: Earned) -> list[str]:
    """List the course, the topics and the specialties that credit surely lies in."""
    names = [earned.heading.course, *(name for name, credits in (*earned.topics, *earned.specialties) if credits)]
    return [name.strip() for name in names]


def _picked(wanted: int, offers: Sequence[tuple[int, bool]]) -> list[int] | int:
    """Pick steps from offers in their order, some of them whole only; where they never add up, return the most that is less.

    A whole offer is passed over where those that follow could not make up the rest.  What they can is kept in two numbers: the
    sums of whole offers from there on, as bits, and all that can be divided.
    """
    within = (1 << wanted + 1) - 1
    ahead = [(1, 0)]
    for steps, whole in reversed(offers):
        sums, loose = ahead[-1]
        ahead.append(((sums | sums << steps) & within, loose) if whole else (sums, loose + steps))
    sums, loose = ahead.pop()
    if not sums >> max(0, wanted - loose):
        return sums.bit_length() - 1 + loose
    picked, rest = [], wanted
    for steps, whole in offers:
        sums, loose = ahead.pop()
        # The least from here on that the others make exactly: the lowest sum that what can be divided brings up to it.
        floor = max(0, rest - steps)
        low = max(0, floor - loose)
        reach = sums >> low
        least = max(floor, low + (reach & -reach).bit_length() - 1)
        taken = rest - least
        picked.append(taken if not whole or taken == steps else 0)
        rest -= picked[-1]
    return picked
