"""What a claim can take: of each account, on a day, with the memberships that are shown; and what keeps back the rest.

A balance, a claim, a helper that picks, and the claim that the system makes all look here, so that they cannot disagree.
"""

from __future__ import annotations

import datetime
import difflib
from fractions import Fraction
from typing import TYPE_CHECKING

import attrs

from cmecore.credit.amounts import Credits, CreditType, exact
from cmecore.credit.fields import expect, listed
from cmecore.credit.periods import civil_day, in_words
from cmecore.entries import Account, Assessed, Claim, Earned, Reason
from cmecore.errors import InvalidValue, shown as told
from cmecore.evidence import Entitled
from cmecore.holdings import joint, most_on
from cmecore.measuring import entitlements as active
from cmecore.rules.awards import Asks
from cmecore.rules.criteria import Outcome, Test, facts_in
from cmecore.rules.facts import entitlement
from cmecore.rules.judging import judge
from cmecore.rules.sentences import found

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from cmecore.ledger import Ledger

JOINED = Reason(code="account-joined", says="this account was joined to another one; ask the ledger that goes on")
"""Why nothing can be claimed of, or told for certain from, an account that was merged into another one."""
AUTOMATIC = "automatic:"
"""What the requests of claims that the system makes begin with."""
_ASK = "assess(ledger.participation(activity)) tells what is still to do"
_MEMBERSHIP = entitlement("any").name.partition(":")[0]
# A slip of the pen in the name of a membership is closer than this.
_CLOSE = 0.75


@attrs.frozen(kw_only=True)
class Open:
    """How much of an account one claim would take on a day, and what keeps back the rest.

    >>> from cmecore.testing.samples import AMA, LEDGER, NOW
    >>> opened(LEDGER, {("EM-101", AMA): AMA("1.00")}, at=NOW)["EM-101", AMA].credits
    Credits(1.00 ama-pra-1)
    """

    earned: Earned
    #: What was earned and is not claimed.
    left: Credits
    #: What the claim would take of it.
    credits: Credits
    #: Whether the time to claim it is over.
    lapsed: bool
    reasons: tuple[Reason, ...] = ()


def opened(
    ledger: Ledger,
    wished: Mapping[Account, Credits | None],
    *,
    at: datetime.datetime,
    entitlements: Iterable[Entitled] = (),
) -> dict[Account, Open]:
    """Tell what one claim over some accounts would take: of each an amount, or with ``None`` all that is left.

    What has nothing left is not in the answer, unless the account was joined to another one, which is then told of everything.
    What rests on another type comes after it, and gets at most what is claimed of
    that already and in this claim.

    >>> from cmecore.testing.samples import LEDGER, NOW
    >>> [one.credits for one in opened(LEDGER, dict.fromkeys(LEDGER.standing), at=NOW).values()]
    [Credits(1.75 ama-pra-1)]
    """
    shown = handed_in(entitlements)
    left = ledger.claimable()
    if ledger.follows:
        left = {account: Credits(0, account[1]) for account in ledger.standing} | left
    answer: dict[Account, Open] = {}
    for account in sorted((one for one in wished if one in left), key=lambda one: rests(ledger.standing[one])):
        earned, wish = ledger.standing[account], wished[account]
        day = civil_day(at, earned.terms.zone)
        kept = [*([JOINED] if ledger.follows else []), *_kept_back(earned, day, shown)]
        allowed, short = _bounded(ledger, earned, left[account] if wish is None else wish, answer)
        answer[account] = Open(
            earned=earned,
            left=left[account],
            credits=Credits(0, account[1]) if kept else allowed,
            lapsed=earned.terms.claim_by is not None and day > earned.terms.claim_by,
            reasons=(*kept, *short),
        )
    return answer


def rests(earned: Earned) -> bool:
    """Tell whether credit is claimed with or after another type only.

    >>> from cmecore.testing.samples import AMA, LEDGER
    >>> rests(LEDGER.standing["EM-101", AMA])
    False
    """
    return earned.terms.rests_on is not None


def handed_in(entitlements: Iterable[Entitled]) -> tuple[Entitled, ...]:
    """Return the memberships and registrations that a verb was handed, refusing anything else.

    >>> handed_in(iter([Entitled("Premium membership", datetime.date(2026, 1, 1))]))[0].name
    'Premium membership'
    """
    return tuple(expect(one, Entitled, field="entitlements") for one in listed(entitlements, field="entitlements"))


def taker(made: Claim) -> str:
    """Name what made a claim as a learner reads it: the request, or the system and the day.

    >>> from cmecore.claiming import ALL, claim
    >>> from cmecore.testing.samples import LEDGER, NOW
    >>> taker(claim(LEDGER, ALL, at=NOW, request="basket-7"))
    'basket-7'
    """
    if not made.request.startswith(AUTOMATIC):
        return made.request
    return f"the system on {in_words(civil_day(made.at, made.lines[0].earned.terms.zone))}"


def claim_named(made: Claim) -> str:
    """Name a claim as a learner reads it.

    >>> from cmecore.claiming import ALL, claim
    >>> from cmecore.testing.samples import LEDGER, NOW
    >>> claim_named(claim(LEDGER, ALL, at=NOW, request="basket-7"))
    'claim basket-7'
    """
    return f"the claim by {taker(made)}" if made.request.startswith(AUTOMATIC) else f"claim {made.request}"


def types_named(wanted: CreditType | Iterable[CreditType] | None) -> tuple[CreditType, ...] | None:
    """Return the types that somebody named, each once; nothing where none was, which asks for the default ones.

    >>> from cmecore.testing.samples import AMA
    >>> types_named(AMA) == types_named([AMA, AMA]) == (AMA,), types_named(None)
    (True, None)
    """
    if wanted is None:
        return None
    # A code in the place of a type is no list of letters.
    kinds = (wanted,) if isinstance(wanted, CreditType | str) else listed(wanted, field="type")
    if not kinds:
        raise InvalidValue(field="type", found="no type", expected="one or more", advice="leave it out for the default types")
    return tuple(dict.fromkeys(expect(kind, CreditType, field="type") for kind in kinds))


def accounts_of(ledger: Ledger, kinds: tuple[CreditType, ...] | None) -> list[Account]:
    """List the accounts of some types, or of each activity the one that is claimed where nobody names a type.

    >>> from cmecore.testing.samples import AMA, LEDGER
    >>> accounts_of(LEDGER, None) == accounts_of(LEDGER, (AMA,)) == [("EM-101", AMA)]
    True
    """
    if kinds is not None:
        return [account for account in ledger.standing if account[1] in kinds]
    # Two accounts of one person can each have a default; joined they have that of the one that goes on, and no second one.
    defaults = sorted(
        ((learner != ledger.learner, level) for (learner, _), level in ledger.levels.items() if level.terms.default),
        key=lambda one: (one[0], one[1].since, one[1].level.type.code),
    )
    of_activity: dict[str, Account] = {}
    for _, level in defaults:
        of_activity.setdefault(level.activity, _base_of(ledger, level))
    firsts = set(of_activity.values())
    return [account for account in ledger.standing if account in firsts]


def _base_of(ledger: Ledger, earned: Earned) -> Account:
    """Return the account that is claimed first: points that are designated first are still claimed after their credit."""
    if earned.terms.rests_on is not None and (base := (earned.activity, earned.terms.rests_on.type)) in ledger.standing:
        return base
    return earned.account


def _kept_back(earned: Earned, day: datetime.date, entitlements: tuple[Entitled, ...]) -> list[Reason]:
    code, until = earned.activity, earned.terms.claim_by
    reasons = []
    if day < earned.since:
        says = f"{code} is earned on {earned.since}, after {day}"
        reasons.append(Reason(code="not-yet-earned", says=says, activity=code))
    if until is not None and day > until:
        says = f"{code} could be claimed until {until}; it is {day}"
        reasons.append(Reason(code="claim-window-over", says=says, activity=code))
    facts = active(entitlements, day)
    return reasons + [
        Reason(
            code=gate.code,
            says=f"{code}: {gate.says} on {day}; found {found(gate.test, facts)}{_instead(gate.test, entitlements, day)}",
            activity=code,
        )
        for gate in earned.terms.gates
        if judge(gate.test, facts) is not Outcome.MET
    ]


def _instead(test: Test, handed: tuple[Entitled, ...], day: datetime.date) -> str:
    """Tell of each membership that a gate asks for when it ran, or which one of nearly that name was handed in."""
    hints = []
    for fact in dict.fromkeys(facts_in(test)):
        kind, _, name = fact.name.partition(":")
        same = [one for one in handed if one.name == name]
        if kind != _MEMBERSHIP or any(day in one.span for one in same):
            continue
        over = [one.until for one in same if one.until is not None and one.until < day]
        ahead = [one.since for one in same if one.since > day]
        alike = [] if same else [one.name for one in handed if _alike(one.name, name)]
        hints += [f"; it ran until {max(over)}"] if over else []
        hints += [f"; it begins on {min(ahead)}"] if ahead else []
        hints += [f"; handed in: {told(one)}; did you mean {name}?" for one in dict.fromkeys(alike)]
    return "".join(hints)


def _alike(one: str, other: str) -> bool:
    return difflib.SequenceMatcher(None, one.casefold(), other.casefold()).ratio() >= _CLOSE


def _bounded(ledger: Ledger, earned: Earned, wish: Credits, together: Mapping[Account, Open]) -> tuple[Credits, list[Reason]]:
    """Tell how much can be claimed of what rests on another type, given what is claimed of that already and in this claim."""
    rests_on, code = earned.terms.rests_on, earned.activity
    if rests_on is None:
        return wish, []
    base = (code, rests_on.type)
    # What a void took back is no base any more.
    claimed = ledger.claimed(base) - ledger.withheld(base)
    if base in together:
        claimed += together[base].credits
    most, had = most_on(earned, claimed, ledger.standing.get(base)), ledger.claimed(earned.account)
    allowed = min(wish, most - had) if most > had else Credits(0, wish.type)
    if allowed == wish:
        return wish, []
    whole = rests_on.asks is Asks.WHOLE_CLAIM
    asked = f"all {rests_on.type} that it is designated for" if whole else f"as much {rests_on.type}"
    says = f"{code}: {wish} can be claimed with or after {asked}; claimed of that so far is {claimed.amount}"
    reason = Reason(code="base-not-claimed", says=says, activity=code)
    return Credits(0, wish.type) if earned.terms.whole else allowed, [reason]


def no_float(amount: object, *, field: str) -> None:
    """Refuse a float, which has already been rounded: that is a mistake of the program and not of a learner.

    >>> no_float("1.25", field="amount")
    """
    if isinstance(amount, float):
        exact(amount, field=field)


def not_earned_yet(ledger: Ledger, activity: str) -> Reason | None:
    """Say of an activity without credit that it is under way, or completed; nothing where the ledger knows nothing of it.

    >>> from cmecore.testing.samples import LEDGER
    >>> not_earned_yet(LEDGER, "EM-999")
    """
    if activity in ledger.completed:
        says = f"{activity} is completed, and no credit of it is earned yet; {_ASK}"
    elif activity in ledger.evidence:
        says = f"{activity} is under way: nothing is earned yet; {_ASK}"
    else:
        return None
    return Reason(code="not-earned", says=says, activity=activity)


def type_not_earned_yet(ledger: Ledger, activity: str, kind: CreditType) -> Reason | None:
    """Say that a type which an activity is designated for is not earned yet; nothing where the ledger cannot know that it is.

    >>> from cmecore.testing.samples import AMA, LEDGER
    >>> print(type_not_earned_yet(LEDGER, "EM-101", AMA))
    AMA PRA Category 1 Credit™ of EM-101 is not earned yet; assess(ledger.participation(activity)) tells what is still to do
    """
    completed = ledger.completed.get(activity)
    designated = {credits.type.code for credits in completed.designated} if completed is not None else set()
    for entry in joint(ledger.records):
        if isinstance(entry, Assessed) and entry.activity == activity:
            designated.update(code for code, _ in entry.outcomes)
    if kind.code not in designated:
        return None
    return Reason(code="not-earned", says=f"{kind} of {activity} is not earned yet; {_ASK}", activity=activity)


def amount_wished(amount: object, left: Credits, *, activity: str = "", taken: str = "") -> Credits | Reason:
    """Read the amount that a learner wrote of what is left, or tell why it cannot be had.

    >>> from cmecore.testing.samples import AMA
    >>> print(amount_wished("1.25", AMA("1.75")))
    1.25 AMA PRA Category 1 Credits™
    >>> print(amount_wished("1.30", AMA("1.75")))
    1.30 was asked for; AMA PRA Category 1 Credit™ is claimed in steps of 0.25
    """
    kind, about = left.type, f"{activity}: " if activity else ""
    if isinstance(amount, Credits) and amount.type != kind:
        says = f"{about}{amount} was asked for, {left} is claimable"
        return Reason(code="other-type", says=says, activity=activity)
    try:
        number = amount.amount if isinstance(amount, Credits) else exact(amount, field=activity or "amount")
    except InvalidValue as error:
        return Reason(code="not-an-amount", says=str(error), activity=activity)
    steps, rest = divmod(Fraction(number), Fraction(kind.step))
    if rest:
        says = f"{about}{number} was asked for; {kind} is claimed in steps of {kind.step}"
        return Reason(code="between-steps", says=says, activity=activity)
    if steps > left.steps:
        says = f"{about}{number} was asked for, {left.amount} is claimable{taken}"
        return Reason(code="more-than-claimable", says=says, activity=activity)
    if not steps:
        return Reason(code="nothing-asked", says=f"{about}an amount of 0 was asked for", activity=activity)
    return Credits(steps, kind)
