"""Claiming: one act that takes earned credit, all of it or a chosen part, from any number of courses at once.

A claim that has not been added to the ledger is its own preview.  A claim that cannot be made is a refusal with every reason.
"""

from __future__ import annotations

import datetime
import enum
from collections.abc import Iterable, Mapping
from fractions import Fraction
from typing import Literal, TypeAlias

from cmecore.credit.amounts import Credits, CreditType, exact
from cmecore.credit.canonical import canonical
from cmecore.credit.fields import expect, listed
from cmecore.credit.periods import checked_instant, civil_day
from cmecore.credit.text import checked
from cmecore.entries import Claim, ClaimLine, Earned, Reason, Refusal
from cmecore.errors import InvalidValue, LedgerConflict, near, shown
from cmecore.evidence import Entitled
from cmecore.ledger import Ledger
from cmecore.measuring import entitlements as active
from cmecore.rules.criteria import Outcome
from cmecore.rules.judging import judge
from cmecore.rules.sentences import found


class Everything(enum.Enum):
    """The wish for all that can be claimed.

    >>> ALL is Everything.ALL
    True
    """

    ALL = "all"
    """Everything claimable of the type asked for, or of each activity's default type."""


ALL = Everything.ALL
"""All that can be claimed."""

#: What a learner may ask for: everything, some activities by code, or an amount for each of some activities.
Wanted: TypeAlias = Literal[Everything.ALL] | Iterable[str] | Mapping[str, object]


def claim(
    ledger: Ledger,
    wanted: Wanted,
    /,
    *,
    at: datetime.datetime,
    request: str,
    type: CreditType | None = None,
    entitlements: Iterable[Entitled] = (),
) -> Claim | Refusal:
    """Claim earned credit at an instant, under a request id that makes a retry the same claim.

    ``wanted`` is :data:`ALL`, or codes of activities, or a mapping from codes to amounts.  Where a course offers several types,
    the one it names first is claimed unless ``type`` says otherwise; one claim never sweeps a second type along.

    Nothing is written: add the claim to the ledger, together with its certificates.

    >>> from cmecore.ledger import Ledger
    >>> print(claim(Ledger("dr-42"), ALL, at=datetime.datetime(2026, 4, 1, tzinfo=datetime.UTC), request="basket-7").explain())
    nothing is claimable
    """
    expect(ledger, Ledger, field="ledger")
    checked(request, field="request")
    if type is not None:
        expect(type, CreditType, field="type")
    at = checked_instant(at, field="at")
    chosen = wanted if isinstance(wanted, Everything) else _amounts(wanted)
    asked = _spelled(chosen, type)
    for made in ledger.claims:
        if made.request == request:
            if made.asked == asked:
                return made
            raise LedgerConflict(
                f"request {request} was already used for another claim; give every new claim a request id of its own",
                recorded=made,
                offered=asked,
            )
    left_out: list[Reason] = []
    handed = tuple(expect(one, Entitled, field="entitlements") for one in listed(entitlements, field="entitlements"))
    if isinstance(chosen, Everything):
        lines, left_out = _everything(ledger, at, type, handed)
        reasons = [] if lines else left_out
    else:
        lines, reasons = _chosen(ledger, chosen, at, type, handed)
        if not chosen:
            reasons = [Reason(code="nothing-asked", says="no activity was named; name some, or ask for ALL")]
    if reasons or not lines:
        return Refusal(reasons or [Reason(code="nothing-claimable", says="nothing is claimable")])
    return Claim(
        request=request, learner=ledger.learner, asked=asked, at=at, lines=lines, entitlements=handed, left_out=left_out
    )


def _amounts(wanted: Iterable[str] | Mapping[str, object]) -> dict[str, object]:
    if isinstance(wanted, str):
        raise InvalidValue(
            field="wanted",
            found=shown(wanted),
            expected="a list of activity codes",
            advice=f"write [{wanted!r}], or the constant ALL",
        )
    amounts = dict(wanted) if isinstance(wanted, Mapping) else dict.fromkeys(listed(wanted, field="wanted"))
    for code in amounts:
        checked(code, field="wanted")
    return amounts


def _spelled(chosen: Everything | dict[str, object], kind: CreditType | None) -> str:
    what = "all" if isinstance(chosen, Everything) else {code: _number(amount) for code, amount in chosen.items()}
    return canonical((what, None if kind is None else kind.code)).decode()


def _number(amount: object) -> object:
    """Spell an amount, so that 1, "1.0" and an amount of one credit ask for the same."""
    if isinstance(amount, Credits):
        return amount.amount
    try:
        return None if amount is None else exact(amount, field="amount")
    except InvalidValue:
        return str(shown(amount))


def _everything(
    ledger: Ledger, at: datetime.datetime, kind: CreditType | None, handed: tuple[Entitled, ...]
) -> tuple[list[ClaimLine], list[Reason]]:
    lines, reasons = [], []
    for account, credits in ledger.claimable().items():
        earned = ledger.standing[account]
        if earned.terms.default if kind is None else account[1] == kind:
            blocked = _blocked(earned, at, handed)
            reasons += blocked
            if not blocked:
                lines.append(ClaimLine(earned=earned, credits=credits))
        elif kind is None:
            says = f"{account[0]} also earned {credits}; claim that type by name"
            reasons.append(Reason(code="other-type", says=says, activity=account[0]))
    return lines, reasons


def _chosen(
    ledger: Ledger, amounts: dict[str, object], at: datetime.datetime, kind: CreditType | None, handed: tuple[Entitled, ...]
) -> tuple[list[ClaimLine], list[Reason]]:
    lines, reasons = [], []
    for code, amount in amounts.items():
        offered = [earned for earned in ledger.standing.values() if earned.heading.activity == code]
        earned = next((one for one in offered if (one.terms.default if kind is None else one.level.type == kind)), None)
        if earned is None:
            reasons.append(_never_earned(ledger, code, kind, offered))
            continue
        left = ledger.claimable().get(earned.account)
        if left is None:
            takers = " and ".join(
                made.request for made in ledger.claims if any(line.account == earned.account for line in made.lines)
            )
            reasons.append(
                Reason(code="already-claimed", says=f"all credit of {code} was already claimed, by {takers}", activity=code)
            )
            continue
        reasons += _blocked(earned, at, handed)
        wished = _wished(amount, left, earned)
        if isinstance(wished, Reason):
            reasons.append(wished)
        else:
            lines.append(ClaimLine(earned=earned, credits=wished))
    return lines, reasons


def _never_earned(ledger: Ledger, code: str, kind: CreditType | None, offered: list[Earned]) -> Reason:
    if offered:
        types = " and ".join(str(earned.level.type) for earned in offered)
        return Reason(code="other-type", says=f"{code} earned {types}, not {kind or 'its default type'}", activity=code)
    known = {earned.heading.activity for earned in ledger.standing.values()}
    return Reason(code="not-earned", says=f"nothing was earned for {shown(code)}: {near(code, known)}", activity=code)


def _wished(amount: object, left: Credits, earned: Earned) -> Credits | Reason:
    code = earned.heading.activity
    if amount is None:
        return left
    if isinstance(amount, Credits) and amount.type != left.type:
        return Reason(code="other-type", says=f"{code}: {amount} was asked for, {left} is claimable", activity=code)
    try:
        number = amount.amount if isinstance(amount, Credits) else exact(amount, field=code)
    except InvalidValue as error:
        return Reason(code="not-an-amount", says=str(error), activity=code)
    steps, rest = divmod(Fraction(number), Fraction(left.type.step))
    if rest:
        says = f"{code}: {number} was asked for; {left.type} is claimed in steps of {left.type.step}"
        return Reason(code="between-steps", says=says, activity=code)
    if steps > left.steps:
        return Reason(
            code="more-than-claimable", says=f"{code}: {number} was asked for, {left.amount} is claimable", activity=code
        )
    wished = Credits(steps, left.type)
    if not wished:
        return Reason(code="nothing-asked", says=f"{code}: an amount of 0 was asked for", activity=code)
    if earned.terms.whole and wished != left:
        return Reason(
            code="whole-only", says=f"{code}: declared credit is claimed whole, {left.amount}, or not at all", activity=code
        )
    return wished


def _blocked(earned: Earned, at: datetime.datetime, handed: tuple[Entitled, ...]) -> list[Reason]:
    code = earned.heading.activity
    day = civil_day(at, earned.terms.zone)
    reasons = []
    if day < earned.since:
        reasons.append(Reason(code="not-yet-earned", says=f"{code} is earned on {earned.since}, after {day}", activity=code))
    if earned.terms.claim_by is not None and day > earned.terms.claim_by:
        reasons.append(
            Reason(
                code="claim-window-over",
                says=f"{code} could be claimed until {earned.terms.claim_by}; it is {day}",
                activity=code,
            )
        )
    facts = active(handed, day)
    return reasons + [
        Reason(code=gate.code, says=f"{code}: {gate.says} on {day}; found {found(gate.test, facts)}", activity=code)
        for gate in earned.terms.gates
        if judge(gate.test, facts) is not Outcome.MET
    ]
