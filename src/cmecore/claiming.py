"""Claiming: one act that takes earned credit, all of it or a chosen part, from any number of courses at once.

A claim that has not been added to the ledger is its own preview.  A claim that cannot be made is a refusal with every reason.
"""

from __future__ import annotations

import datetime
import enum
from collections import defaultdict
from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Literal, TypeAlias

from cmecore.claimable import (
    AUTOMATIC,
    JOINED,
    Open,
    accounts_of,
    amount_wished,
    handed_in,
    no_float,
    not_earned_yet,
    opened,
    rests,
    taker,
    type_not_earned_yet,
    types_named,
)
from cmecore.credit.amounts import Credits, CreditType, exact
from cmecore.credit.canonical import canonical, digest
from cmecore.credit.fields import expect, listed
from cmecore.credit.periods import checked_instant
from cmecore.credit.text import checked
from cmecore.entries import Account, Claim, ClaimLine, Earned, Reason, Refusal
from cmecore.errors import InvalidValue, LedgerConflict, near, shown
from cmecore.evidence import Entitled
from cmecore.ledger import Ledger
from cmecore.picking import soonest

#: How many claims a reason names; the others are counted.
_NAMED = 3


class Everything(enum.Enum):
    """The wish for all that can be claimed.

    >>> ALL is Everything.ALL
    True
    """

    ALL = "all"
    """Everything claimable of the type asked for, or of each activity's default type."""


ALL = Everything.ALL
"""All that can be claimed."""

#: What a learner may ask for: everything, an amount of a type, some activities by code, or an amount for each of some.
#: A refusal of what was to be picked is handed back as it is.
Wanted: TypeAlias = Literal[Everything.ALL] | Credits | Iterable[str] | Mapping[str, object] | Refusal


def claim(
    ledger: Ledger,
    wanted: Wanted,
    /,
    *,
    at: datetime.datetime,
    request: str,
    type: CreditType | Iterable[CreditType] | None = None,
    entitlements: Iterable[Entitled] = (),
) -> Claim | Refusal:
    """Claim earned credit at an instant, under a request id that makes a retry the same claim.

    ``wanted`` is :data:`ALL`, or an amount of a type, taken from what expires soonest (:func:`~cmecore.picking.soonest` shows
    from what), or codes of activities, or a mapping from codes to amounts.  Where a course offers several types,
    the first one that the learner's profession may be awarded is claimed unless ``type`` names another, or several; one claim
    never sweeps a second type along.  Credit that rests on another type, such as MOC points, is claimed with or after that one
    and never beyond it.

    Nothing is written: add the claim to the ledger, together with its certificates.

    >>> from cmecore.ledger import Ledger
    >>> print(claim(Ledger("dr-42"), ALL, at=datetime.datetime(2026, 4, 1, tzinfo=datetime.UTC), request="basket-7").explain())
    nothing is claimable
    """
    expect(ledger, Ledger, field="ledger")
    checked(request, field="request")
    if isinstance(wanted, Refusal):
        return wanted
    kinds = types_named(wanted.type if isinstance(wanted, Credits) and type is None else type)
    at = checked_instant(at, field="at")
    chosen = wanted if isinstance(wanted, Everything | Credits) else _amounts(wanted)
    asked = _spelled(chosen, kinds)
    if isinstance(chosen, Credits) and kinds != (chosen.type,):
        raise InvalidValue(field="type", found="another type than the amount's", expected=f"{chosen.type}, or nothing")
    if recorded := _recorded(ledger, request, asked):
        return recorded
    handed = handed_in(entitlements)
    if ledger.follows:
        return Refusal([JOINED])
    left_out: list[Reason] = []
    if isinstance(chosen, Credits):
        picked = soonest(ledger, chosen, at=at, entitlements=handed)
        if isinstance(picked, Refusal):
            return picked
        chosen = dict(picked)
    if isinstance(chosen, Everything):
        lines, left_out = _everything(ledger, at, kinds, handed)
        reasons = [] if lines else left_out or [_nothing(ledger, kinds)]
    elif chosen:
        lines, reasons = _chosen(ledger, chosen, at, kinds, handed)
    else:
        lines, reasons = [], [Reason(code="nothing-asked", says="no activity was named; name some, or ask for ALL")]
    if reasons:
        return Refusal(reasons)
    return Claim(
        request=request, learner=ledger.learner, asked=asked, at=at, lines=lines, entitlements=handed, left_out=left_out
    )


def claim_automatically(
    ledger: Ledger, /, *, at: datetime.datetime, entitlements: Iterable[Entitled] = ()
) -> tuple[Claim, ...]:
    """Make the claims that the system makes for the learner: one for each activity whose handling says so.

    Of each activity it takes the type that is claimed where nobody names one, and what rests on that, as far as both are
    earned; what a gate keeps back is left for later.  What is claimed already gives nothing more, so run it after every
    completion.  Nothing is written: add the claims to the ledger.

    >>> from cmecore.testing.samples import LEDGER, NOW
    >>> claim_automatically(LEDGER, at=NOW)  # the provider of the sample leaves it to the learner
    ()
    """
    expect(ledger, Ledger, field="ledger")
    at, handed = checked_instant(at, field="at"), handed_in(entitlements)
    parts: defaultdict[str, list[Open]] = defaultdict(list)
    for part in opened(ledger, dict.fromkeys(_automatic(ledger)), at=at, entitlements=handed).values():
        parts[part.earned.activity].append(part)
    takers = _takers(ledger)
    claims = []
    for code, together in parts.items():
        # The levels, and the claims before this one: the same again is the same claim, and a top-up has one of its own.
        reached = [
            (part.left.type.code, part.earned.level.steps, [made.request for made in takers[part.earned.account]])
            for part in together
        ]
        if any(part.credits for part in together):
            claims.append(
                Claim(
                    request=f"{AUTOMATIC}{digest((code, reached))}",
                    learner=ledger.learner,
                    asked=canonical(("automatic", code)).decode(),
                    at=at,
                    lines=tuple(ClaimLine(earned=part.earned, credits=part.credits) for part in together if part.credits),
                    entitlements=handed,
                    left_out=tuple(reason for part in together for reason in part.reasons),
                )
            )
    return tuple(claims)


def _automatic(ledger: Ledger) -> list[Account]:
    """List the accounts that the system claims: the first type of each activity, and what rests on it."""
    firsts = set(accounts_of(ledger, None))
    accounts = []
    for account, earned in ledger.standing.items():
        rests_on = earned.terms.rests_on
        first = account if rests_on is None else (account[0], rests_on.type)
        if first in firsts and earned.terms.handling.automatic:
            accounts.append(account)
    return accounts


def _amounts(wanted: Iterable[str] | Mapping[str, object]) -> dict[str, object]:
    if isinstance(wanted, str | int | float | Decimal):
        raise _no_list(wanted)
    amounts = dict(wanted) if isinstance(wanted, Mapping) else dict.fromkeys(listed(wanted, field="wanted"))
    for code, amount in amounts.items():
        no_float(amount, field=checked(code, field="wanted"))
    return amounts


def _no_list(wanted: object) -> InvalidValue:
    """Tell what was meant by a number, or a code, that stands by itself."""
    expected = "activity codes in a list, an amount of a type, or ALL"
    try:
        spelled = exact(str(wanted) if isinstance(wanted, float) else wanted, field="wanted")
    except InvalidValue:
        if isinstance(wanted, str):
            advice = f"write [{wanted!r}], or the constant ALL"
            return InvalidValue(field="wanted", found=shown(wanted), expected="a list of activity codes", advice=advice)
        spelled = Decimal("1.25")
    advice = f'for an amount of credit write AMA("{spelled:f}"), or another type of yours'
    return InvalidValue(field="wanted", found=shown(wanted), expected=expected, advice=advice)


def _spelled(chosen: Everything | Credits | dict[str, object], kinds: tuple[CreditType, ...] | None) -> str:
    if isinstance(chosen, dict):
        what: object = {code: _number(amount) for code, amount in chosen.items()}
    else:
        what = chosen.amount if isinstance(chosen, Credits) else "all"
    codes = None if kinds is None else sorted(kind.code for kind in kinds)
    return canonical((what, codes[0] if codes and len(codes) == 1 else codes)).decode()


def _number(amount: object) -> object:
    """Spell an amount, so that 1, "1.0" and an amount of one credit ask for the same."""
    if isinstance(amount, Credits):
        return amount.amount
    try:
        return None if amount is None else exact(amount, field="amount")
    except InvalidValue:
        return str(shown(amount))


def _recorded(ledger: Ledger, request: str, asked: str) -> Claim | None:
    """Return the claim that a request made before; two accounts that were joined can each have made one of that name."""
    made = [claim for claim in ledger.claims if claim.request == request]
    same = [claim for claim in made if claim.asked == asked]
    if made and not same:
        raise LedgerConflict(
            f"request {request} was already used for another claim; give every new claim a request id of its own",
            recorded=made[0],
            offered=asked,
        )
    return min(same, key=lambda claim: claim.learner != ledger.learner, default=None)


def _everything(
    ledger: Ledger, at: datetime.datetime, kinds: tuple[CreditType, ...] | None, handed: tuple[Entitled, ...]
) -> tuple[list[ClaimLine], list[Reason]]:
    found = opened(ledger, dict.fromkeys(accounts_of(ledger, kinds)), at=at, entitlements=handed)
    lines = [ClaimLine(earned=part.earned, credits=part.credits) for part in found.values() if part.credits]
    reasons = [reason for part in found.values() for reason in part.reasons]
    others = [] if kinds is not None else [held for held in ledger.claimable().items() if held[0] not in found]
    for (code, _), left in others:
        says = f"{code} also earned {left}; claim that type by name"
        reasons.append(Reason(code="other-type", says=says, activity=code))
    return lines, reasons


def _nothing(ledger: Ledger, kinds: tuple[CreditType, ...] | None) -> Reason:
    takers = _takers(ledger)
    taken = {made.identity: made for account in accounts_of(ledger, kinds) for made in takers[account]}
    named = _listed(taken.values())
    says = f"nothing is claimable{f'; what was earned was claimed by {named}' if named else ''}"
    return Reason(code="nothing-claimable", says=says)


def _takers(ledger: Ledger) -> defaultdict[Account, list[Claim]]:
    """List the claims that took of each account."""
    takers: defaultdict[Account, list[Claim]] = defaultdict(list)
    for made in ledger.claims:
        for part in made.lines:
            takers[part.account].append(made)
    return takers


def _listed(claims: Iterable[Claim]) -> str:
    named = [taker(made) for made in claims]
    more = [f"{len(named) - _NAMED} more"] if len(named) > _NAMED else []
    return " and ".join([*named[:_NAMED], *more])


def _chosen(
    ledger: Ledger,
    amounts: dict[str, object],
    at: datetime.datetime,
    kinds: tuple[CreditType, ...] | None,
    handed: tuple[Entitled, ...],
) -> tuple[list[ClaimLine], list[Reason]]:
    left, takers = ledger.claimable(), _takers(ledger)
    wanted: defaultdict[str, list[Earned]] = defaultdict(list)
    for account in accounts_of(ledger, kinds):
        wanted[account[0]].append(ledger.standing[account])
    wishes = {
        earned.account: _wished(amounts[code], left[earned.account], earned, takers[earned.account])
        for code in amounts
        for earned in sorted(wanted[code], key=rests)
        if earned.account in left
    }
    # A wish that cannot be read still tells what else would keep it back.
    wished = {account: wish if isinstance(wish, Credits) else None for account, wish in wishes.items()}
    found = opened(ledger, wished, at=at, entitlements=handed)
    lines: list[ClaimLine] = []
    reasons: list[Reason] = []
    for code in amounts:
        missing = set(kinds or ()) - {earned.level.type for earned in wanted[code]}
        if missing or not wanted[code]:
            reasons += _never_earned(ledger, code, sorted(missing, key=lambda kind: kind.name))
        for earned in sorted(wanted[code], key=rests):
            account = earned.account
            if account not in found:
                reasons.append(_taken(ledger, earned, takers[account]))
                continue
            wish = wishes[account]
            reasons += [*found[account].reasons, *([wish] if isinstance(wish, Reason) else [])]
            lines.append(ClaimLine(earned=earned, credits=found[account].credits))
    return lines, reasons


def _taken(ledger: Ledger, earned: Earned, takers: list[Claim]) -> Reason:
    code, withheld = earned.activity, ledger.withheld(earned.account)
    if not takers:
        says = f"{code}: what was earned was set to {earned.level}, so nothing of it can be claimed"
        return Reason(code="set-lower", says=says, activity=code)
    ended = f"; {withheld.amount} of it is withheld, since its certificate was voided" if withheld else ""
    says = f"all credit of {code} was already claimed, by {_listed(takers)}{ended}"
    return Reason(code="already-claimed", says=says, activity=code)


def _never_earned(ledger: Ledger, code: str, missing: list[CreditType]) -> list[Reason]:
    types = [str(kind) for activity, kind in ledger.standing if activity == code]
    if not types:
        known = {activity for activity, _ in ledger.standing}
        says = f"nothing was earned for {shown(code)}: {near(code, known)}"
        return [not_earned_yet(ledger, code) or Reason(code="not-earned", says=says, activity=code)]
    if not missing:
        says = f"{code} earned {' and '.join(types)}, not its default type"
        return [Reason(code="other-type", says=says, activity=code)]
    # Whether an activity is designated for a type at all is known once it was assessed, or completed.
    waiting = {kind: type_not_earned_yet(ledger, code, kind) for kind in missing}
    reasons = [reason for reason in waiting.values() if reason is not None]
    if others := [kind.name for kind, reason in waiting.items() if reason is None]:
        were = "was" if len(others) == 1 else "were"
        says = f"{code} earned {' and '.join(types)}, not {' and '.join(others)}, which {were} not earned"
        reasons.append(Reason(code="other-type", says=says, activity=code))
    return reasons


def _wished(amount: object, left: Credits, earned: Earned, takers: list[Claim]) -> Credits | Reason:
    code = earned.activity
    taken = f", and the rest was claimed by {_listed(takers)}" if takers else ""
    wished = left if amount is None else amount_wished(amount, left, activity=code, taken=taken)
    if isinstance(wished, Credits) and earned.terms.whole and wished != left:
        says = f"{code}: declared credit is claimed whole, {left.amount}, or not at all"
        return Reason(code="whole-only", says=says, activity=code)
    return wished
