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
from cmecore.ledger import Ledger, most_on
from cmecore.measuring import entitlements as active
from cmecore.rules.awards import Asks
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
    type: CreditType | Iterable[CreditType] | None = None,
    entitlements: Iterable[Entitled] = (),
) -> Claim | Refusal:
    """Claim earned credit at an instant, under a request id that makes a retry the same claim.

    ``wanted`` is :data:`ALL`, or codes of activities, or a mapping from codes to amounts.  Where a course offers several types,
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
    kinds = None if type is None else _kinds(type)
    at = checked_instant(at, field="at")
    chosen = wanted if isinstance(wanted, Everything) else _amounts(wanted)
    asked = _spelled(chosen, kinds)
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
        lines, left_out = _everything(ledger, at, kinds, handed)
        reasons = [] if lines else left_out
    else:
        lines, reasons = _chosen(ledger, chosen, at, kinds, handed)
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


def _kinds(wanted: CreditType | Iterable[CreditType]) -> tuple[CreditType, ...]:
    # A code in the place of a type is no list of letters.
    kinds = (wanted,) if isinstance(wanted, CreditType | str) else listed(wanted, field="type")
    if not kinds:
        raise InvalidValue(field="type", found="no type", expected="one or more", advice="leave it out for the default types")
    return tuple(dict.fromkeys(expect(kind, CreditType, field="type") for kind in kinds))


def _spelled(chosen: Everything | dict[str, object], kinds: tuple[CreditType, ...] | None) -> str:
    what = "all" if isinstance(chosen, Everything) else {code: _number(amount) for code, amount in chosen.items()}
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


def _wants(earned: Earned, kinds: tuple[CreditType, ...] | None) -> bool:
    return earned.terms.default if kinds is None else earned.level.type in kinds


def _bases_first(earned: Earned) -> bool:
    return earned.terms.rests_on is not None


def _everything(
    ledger: Ledger, at: datetime.datetime, kinds: tuple[CreditType, ...] | None, handed: tuple[Entitled, ...]
) -> tuple[list[ClaimLine], list[Reason]]:
    lines: list[ClaimLine] = []
    reasons: list[Reason] = []
    claimable = ledger.claimable()
    for earned in sorted((ledger.standing[account] for account in claimable), key=_bases_first):
        left, code = claimable[earned.account], earned.heading.activity
        if _wants(earned, kinds):
            blocked = _blocked(earned, at, handed)
            allowed, resting = _resting(ledger, earned, left, lines)
            reasons += [*blocked, *resting]
            if allowed and not blocked:
                lines.append(ClaimLine(earned=earned, credits=allowed))
        elif kinds is None:
            says = f"{code} also earned {left}; claim that type by name"
            reasons.append(Reason(code="other-type", says=says, activity=code))
    return lines, reasons


def _resting(ledger: Ledger, earned: Earned, left: Credits, lines: Iterable[ClaimLine]) -> tuple[Credits, list[Reason]]:
    """Tell how much can be claimed of what rests on another type, given what is claimed of that already and in this claim."""
    rests_on, code = earned.terms.rests_on, earned.heading.activity
    if rests_on is None:
        return left, []
    base = (code, rests_on.type)
    claimed = ledger.claimed(base)
    for line in lines:
        if line.account == base:
            claimed += line.credits
    most, had = most_on(earned, claimed, ledger.standing.get(base)), ledger.claimed(earned.account)
    allowed = min(left, most - had) if most > had else Credits(0, left.type)
    if allowed == left:
        return left, []
    whole = rests_on.asks is Asks.WHOLE_CLAIM
    asked = f"all {rests_on.type} that it is designated for" if whole else f"as much {rests_on.type}"
    says = f"{code}: {left} can be claimed with or after {asked}; claimed of that so far is {claimed.amount}"
    return allowed, [Reason(code="base-not-claimed", says=says, activity=code)]


def _chosen(
    ledger: Ledger,
    amounts: dict[str, object],
    at: datetime.datetime,
    kinds: tuple[CreditType, ...] | None,
    handed: tuple[Entitled, ...],
) -> tuple[list[ClaimLine], list[Reason]]:
    lines: list[ClaimLine] = []
    reasons: list[Reason] = []
    for code, amount in amounts.items():
        offered = [earned for earned in ledger.standing.values() if earned.heading.activity == code]
        wanted = sorted((earned for earned in offered if _wants(earned, kinds)), key=_bases_first)
        missing = set(kinds or ()) - {earned.level.type for earned in wanted}
        if missing or not wanted:
            reasons.append(_never_earned(ledger, code, " and ".join(sorted(kind.name for kind in missing)), offered))
        for earned in wanted:
            left = ledger.claimable().get(earned.account)
            if left is None:
                reasons.append(_taken(ledger, earned))
                continue
            reasons += _blocked(earned, at, handed)
            wished = _wished(amount, left, earned)
            if isinstance(wished, Reason):
                reasons.append(wished)
                continue
            reasons += _resting(ledger, earned, wished, lines)[1]
            lines.append(ClaimLine(earned=earned, credits=wished))
    return lines, reasons


def _taken(ledger: Ledger, earned: Earned) -> Reason:
    code = earned.heading.activity
    takers = " and ".join(made.request for made in ledger.claims if any(line.account == earned.account for line in made.lines))
    return Reason(code="already-claimed", says=f"all credit of {code} was already claimed, by {takers}", activity=code)


def _never_earned(ledger: Ledger, code: str, missing: str, offered: list[Earned]) -> Reason:
    if offered:
        types = " and ".join(str(earned.level.type) for earned in offered)
        return Reason(code="other-type", says=f"{code} earned {types}, not {missing or 'its default type'}", activity=code)
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
