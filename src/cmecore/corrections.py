"""Corrections: what a person may set right by hand, as plans that show what hangs on it before anything is written.

To end a certificate, to issue it again with a corrected name, to lower a level, to keep the documents that show why: each is
a :class:`~cmecore.plans.Plan`, or the answer *no* with its reasons.  Nothing is ever erased by it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import attrs

from cmecore.certificates import address_of
from cmecore.credit.amounts import Credits
from cmecore.credit.fields import expect, listed
from cmecore.credit.periods import checked_instant, civil_day
from cmecore.credit.text import checked
from cmecore.dependents import hangs_on, reported, written
from cmecore.entries import Adjusted, Certificate, Corrected, Reason, Reevaluated, Refusal, Voided
from cmecore.errors import InvalidValue, near, shown
from cmecore.holdings import awarded, carried_by
from cmecore.kinds import RULES, KindRule
from cmecore.ledger import Ledger
from cmecore.plans import Plan, Step, decided
from cmecore.restating import CORRECTABLE, restated

if TYPE_CHECKING:
    import datetime
    from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence

    from cmecore.entries import Account, Document, Entry


def void(ledger: Ledger, number: str, /, *, credit: bool) -> Plan | Refusal:
    """Plan to end a certificate: the document alone, or its credit as well, with all the credit that rests on it.

    Credit that ends is withheld for good: it stays claimed, and cannot be claimed again.  Of a document that ends alone, the
    credit stands, and :func:`reissue` certifies it again.

    >>> from cmecore.testing.samples import LEDGER
    >>> print(void(LEDGER, "LC-2026-0009", credit=True).explain())
    certificate LC-2026-0009 is not in this ledger: it holds none yet
    """
    expect(credit, bool, field="credit")
    held = _held(ledger, number, voided_too=credit)
    if isinstance(held, Refusal):
        return held
    return _with_credit(ledger, held) if credit else _document_alone(ledger, held)


def _document_alone(ledger: Ledger, held: Certificate) -> Plan:
    amounts = _amounts(held)
    stands = f"; its credit stands, {amounts}, to be certified by a reissue" if amounts else ""
    return Plan(
        steps=[_voids(ledger, [held], credit=False)],
        does=[f"certificate {held.number} ends as a document{stands}"],
        conflicts=hangs_on(ledger, [held]),
    )


def _with_credit(ledger: Ledger, held: Certificate) -> Plan | Refusal:
    if held.total is None:
        return _refused("no-credit", f"certificate {held.number} awards no credit that could end; void the document alone")
    ended = _ended_with(ledger, held)
    if isinstance(ended, Refusal):
        return ended
    *dependent, _ = ended
    reports = {
        account: f"report the {left} that is left" if left else "report a deletion"
        for account, left in _left(ledger, ended).items()
    }
    return Plan(
        steps=[_voids(ledger, ended, credit=True)],
        does=[
            *(
                f"certificate {one.number} ends as well, which cannot stand without {held.number}: {_by_activity(one)}"
                for one in dependent
            ),
            f"certificate {held.number} ends with its credit, which cannot be claimed again: {_by_activity(held)}",
        ],
        conflicts=[*_taken_along(ledger, dependent), *reported(ledger, reports), *hangs_on(ledger, ended)],
    )


def _voids(ledger: Ledger, certificates: Iterable[Certificate], *, credit: bool) -> Step:
    voids = [Voided(learner=one.learner, number=one.number or "", credit=credit) for one in certificates]
    return Step(learner=ledger.learner, entries=voids)


def reissue(
    ledger: Ledger,
    issued: str,
    /,
    *,
    at: datetime.datetime,
    number: Callable[[], str],
    address: Callable[[str], str] | None = None,
    kinds: Iterable[KindRule] = RULES,
    **corrected: Any,
) -> Plan | Refusal:
    """Plan to issue a certificate again, under a new number and with what was wrong on it corrected; the old one ends.

    ``corrected`` is any of :data:`~cmecore.restating.CORRECTABLE`, such as ``name="Ada Okoro-Hill, MD"``.  Where a level was
    set lower by hand than what was claimed of it, the new certificate states what stands; the credit itself stays as it was
    claimed.  What later certificates say comes from the activity: where that is wrong too, correct it as well.

    >>> from cmecore.testing.samples import LEDGER, NOW
    >>> reissue(LEDGER, "LC-2026-0009", at=NOW, number=lambda: "LC-2026-0010", name="Ada Okoro-Hill, MD").reasons[0].code
    'not-issued'
    """
    checked_instant(at, field="at")
    for field in corrected:
        if field not in CORRECTABLE:
            advice = "adjust() the level first, and the reissue states what stands; or void it with its credit"
            raise InvalidValue(
                field="corrected", found=shown(field), expected=f"one of {', '.join(CORRECTABLE)}", advice=advice
            )
    held = _held(ledger, issued, voided_too=True)
    if isinstance(held, Refusal):
        return held
    worded = attrs.evolve(held, **corrected)
    if awarded(worded) != awarded(held):
        says, advice = "lines that award something else", "a reissue changes no credit by itself"
        raise InvalidValue(field="lines", found=says, expected="the same amounts", advice=advice)
    # The one that it adds to may have left with its account, or at the end of its retention.
    first = _now(ledger, held.adds_to)
    adds_to = first if first in _numbers(ledger) else ""
    stands = restated(ledger, attrs.evolve(worded, adds_to=adds_to), kinds=kinds)
    if stands is None:
        return _refused("nothing-stands", f"nothing that certificate {issued} awards stands any more: void it with its credit")
    if stands == held and issued not in ledger.voided:
        return _refused("nothing-to-correct", f"nothing is corrected on certificate {issued}, and its amounts are right")
    numbered = checked(number(), field="number")
    again = attrs.evolve(
        stands,
        number=numbered,
        issued_on=civil_day(at, held.provider.zone),
        address=address_of(numbered, address),
        supersedes=(issued,),
    )
    differs = [field for field in CORRECTABLE if getattr(worded, field) != getattr(held, field)]
    change = f"with another {' and '.join(differs)}" if differs else "with the same words"
    become = _become(held, again)
    ends = [Voided(learner=held.learner, number=issued, credit=False)] if issued not in ledger.voided else []
    return Plan(
        steps=[Step(learner=ledger.learner, entries=[*ends, again])],
        does=[
            f"certificate {numbered} takes the place of {issued}, {change}" + ("" if become else "; no credit changes"),
            *(f"{account[0]}: {says}" for account, says in become.items()),
        ],
        conflicts=[*reported(ledger, dict.fromkeys(become, "report what stands in the end")), *hangs_on(ledger, [held])],
    )


def _numbers(ledger: Ledger) -> set[str]:
    return {one.number or "" for one in ledger.certificates}


def _become(before: Certificate, after: Certificate) -> dict[Account, str]:
    """Say of each account what a certificate states instead."""
    was, now = dict(awarded(before)), dict(awarded(after))
    become = {}
    for account in dict.fromkeys((*was, *now)):
        old, new = (held.get(account, Credits(0, account[1])) for held in (was, now))
        if old != new:
            become[account] = f"{old.amount} becomes {new}"
    return become


def correct(
    ledger: Ledger,
    /,
    *,
    case: str,
    about: str,
    documents: Iterable[Document] = (),
    changes: Plan | Refusal | Iterable[Entry] = (),
) -> Plan | Refusal:
    """Plan a correction: the case it was decided in, the entry it is about, the documents that show it, and what it changes.

    ``about`` is an entry's ``identity``.  ``changes`` are entries, or one of the other plans here, decided in the same case; a
    plan that was refused stays refused.

    >>> from cmecore.testing.samples import AMA, LEDGER
    >>> about = LEDGER.standing["EM-101", AMA].identity
    >>> plan = correct(LEDGER, case="C-7", about=about, changes=adjust(LEDGER, "EM-101", AMA("1.00"), case="C-7"))
    >>> [type(entry).__name__ for entry in plan.steps[0].entries]
    ['Corrected', 'Adjusted']
    """
    expect(ledger, Ledger, field="ledger")
    if isinstance(changes, Refusal):
        return changes
    identities = {entry.identity for entry in written(ledger.records)}
    if checked(about, field="about") not in identities:
        meant = sorted(identity for identity in identities if identity.partition(":")[2] == about)
        hint = f"did you mean {' or '.join(meant)}?" if meant else near(about, identities)
        return _refused("not-written", f"{about} is not written in this ledger; name an entry by its identity: {hint}")
    corrected = Corrected(learner=ledger.learner, case=case, about=about, documents=documents)
    kept = len(corrected.documents)
    says = f"case {case} is written down about {about}, with {kept} document{'s' if kept != 1 else ''}"
    entries: Sequence[Any]
    if isinstance(changes, Plan):
        entries = [entry for step in changes.steps for entry in step.entries]
    else:
        entries = listed(changes, field="changes")
    if others := _other_cases(entries, case):
        says = f"the changes were decided in case {' and '.join(others)}, and not in {case}: plan them with case={case!r}"
        return _refused("another-case", says)
    if isinstance(changes, Plan):
        return decided(changes, corrected, says)
    return Plan(
        steps=[Step(learner=ledger.learner, entries=[corrected, *entries])],
        does=[says, *(f"{entry.identity} is written" for entry in entries)],
    )


def _other_cases(entries: Collection[object], case: str) -> list[str]:
    """List the cases that entries name beside one; a re-evaluation names its own, which is no case of anybody's."""
    plans = {entry.plan for entry in entries if isinstance(entry, Reevaluated)}
    named = dict.fromkeys(getattr(entry, "case", case) for entry in entries)
    return [other for other in named if other != case and other.partition(".")[0] not in plans]


def adjust(ledger: Ledger, activity: str, level: Credits, /, *, case: str) -> Plan | Refusal:
    """Plan to set a lower level of what was earned, with the lower levels of what rests on it.

    It holds until an ``Adjusted`` entry that says ``lifted=True``, whatever is earned meanwhile.  What was claimed beyond it
    stays claimed; the certificates that award it are listed, to be decided about: a :func:`reissue` states what stands.

    >>> from cmecore.testing.samples import AMA, LEDGER
    >>> print(adjust(LEDGER, "EM-101", AMA("1.00"), case="C-7").explain())
    EM-101: 1.75 AMA PRA Category 1 Credits™ earned become 1.00 AMA PRA Category 1 Credit™
    """
    expect(ledger, Ledger, field="ledger")
    account = (checked(activity, field="activity"), expect(level, Credits, field="level").type)
    standing, reached = ledger.standing.get(account), ledger.reached(account)
    if standing is None or reached is None:
        known = {code for code, kind in ledger.standing if kind == level.type}
        says = f"no {level.type} was earned for {shown(activity)}: {near(activity, known)}"
        return Refusal([Reason(code="not-earned", says=says, activity=activity)])
    if level >= reached.level or level == standing.level:
        says = f"{activity}: {standing.level} stand, of {reached.level} that were reached; {level} is no lower level to set"
        return Refusal([Reason(code="not-lower", says=says, activity=activity)])
    levels = {account: level} | {
        one: lower
        for one, earned in ledger.standing.items()
        if earned.terms.rests_on is not None and (one[0], earned.terms.rests_on.type) == account
        if (lower := carried_by(earned, level, standing)) is not None and lower < earned.level
    }
    return Plan(
        steps=[
            Step(
                learner=ledger.learner,
                entries=[
                    Adjusted(learner=learner, activity=activity, level=levels[one], case=case)
                    for learner, one in ledger.levels
                    if one in levels
                ],
            )
        ],
        does=[
            f"{activity}: {ledger.standing[one].level} earned become {lower}"
            + (", since they rest on it" if one != account else "")
            for one, lower in levels.items()
        ],
        conflicts=[reason for one in levels for reason in _over_claimed(ledger, one, levels)],
    )


def _held(ledger: Ledger, number: str, *, voided_too: bool) -> Certificate | Refusal:
    """Find a certificate that something can be done about."""
    held = {one.number: one for one in expect(ledger, Ledger, field="ledger").certificates}
    if checked(number, field="number") not in held:
        known = near(number, [one for one in held if one is not None]) if held else "it holds none yet"
        return _refused("not-issued", f"certificate {number} is not in this ledger: {known}")
    if number in ledger.superseded:
        by = _now(ledger, number)
        return _refused("superseded", f"the place of certificate {number} was taken by {by}; look at that one")
    voided = ledger.voided.get(number)
    if voided is not None and (voided.credit or not voided_too):
        with_it = " with its credit" if voided.credit else ""
        return _refused("voided", f"certificate {number} was voided{with_it} before")
    return held[number]


def _refused(code: str, says: str) -> Refusal:
    return Refusal([Reason(code=code, says=says)])


def _now(ledger: Ledger, number: str) -> str:
    """Follow a certificate to the one that has its place now."""
    while number in ledger.superseded:
        number = ledger.superseded[number]
    return number


def _ended_with(ledger: Ledger, certificate: Certificate) -> list[Certificate] | Refusal:
    """List the certificates whose credit ends with that of one, in the order in which they can be voided: it is the last."""
    ended = [certificate]
    while (short := _short(ledger, ended)) is not None:
        resting = [one for one in _standing(ledger, short) if one not in ended]
        if not resting:
            says = f"{short[0]}: claimed {short[1].plural} rest on it and stand on no certificate; certify their claim first"
            return Refusal([Reason(code="not-certified", says=says, activity=short[0])])
        # What holds nothing but resting credit ends before what would take credit along, and the latest before the others.
        alone = [one for one in resting if all(_rests(ledger, account) for account, _ in awarded(one))]
        added = [one for one in alone or resting if one.adds_to == certificate.number]
        ended.insert(-1, (added or alone or resting)[-1])
    return ended


def _short(ledger: Ledger, ended: Sequence[Certificate]) -> Account | None:
    """Find an account that more is left of than what it rests on would carry."""
    left = _left(ledger, ended)
    for account, earned in ledger.standing.items():
        rests_on = earned.terms.rests_on
        base = None if rests_on is None else (account[0], rests_on.type)
        if base in left:
            carried = carried_by(earned, left[base], ledger.standing.get(base))
            # What was claimed beyond a level that was set lower does not stand, and needs nothing to stand on.
            if carried is not None and min(earned.level, left.get(account, _stays(ledger, account))) > carried:
                return account
    return None


def _left(ledger: Ledger, ended: Sequence[Certificate]) -> dict[Account, Credits]:
    """Tell what would be left claimed of each account that some certificates award."""
    left: dict[Account, Credits] = {}
    for account, credits in (line for one in ended for line in awarded(one)):
        left[account] = left.get(account, _stays(ledger, account)) - credits
    return left


def _stays(ledger: Ledger, account: Account) -> Credits:
    return ledger.claimed(account) - ledger.withheld(account)


def _standing(ledger: Ledger, account: Account) -> Iterator[Certificate]:
    """List the certificates on which claimed credit of an account stands, with or without a document that is valid."""
    for one in ledger.certificates:
        voided = ledger.voided.get(one.number or "")
        ended = one.number in ledger.superseded or (voided is not None and voided.credit)
        if not ended and any(account == other for other, _ in awarded(one)):
            yield one


def _rests(ledger: Ledger, account: Account) -> bool:
    return ledger.standing[account].terms.rests_on is not None


def _amounts(certificate: Certificate) -> str:
    return " and ".join(str(one) for one in (certificate.total, *certificate.resting) if one is not None)


def _by_activity(certificate: Certificate) -> str:
    """List what it awards, activity by activity."""
    amounts: dict[str, list[str]] = {}
    for (activity, _), credits in awarded(certificate):
        amounts.setdefault(activity, []).append(str(credits))
    return "; ".join(f"{activity} {' and '.join(each)}" for activity, each in amounts.items())


def _taken_along(ledger: Ledger, ended: Iterable[Certificate]) -> Iterator[Reason]:
    """List the credit that ends only because it stands on one certificate with credit that cannot stand any more."""
    for one in ended:
        own = [credits for account, credits in awarded(one) if not _rests(ledger, account)]
        if own:
            says = f"certificate {one.number} also awards {own[0].type} that rests on nothing, and that would end with it"
            yield Reason(code="taken-along", says=says)


def _over_claimed(ledger: Ledger, account: Account, levels: Mapping[Account, Credits]) -> Iterator[Reason]:
    """List the certificates of an account that more is claimed of than its new level allows, and the reports of it."""
    claimed = _stays(ledger, account)
    if claimed <= levels[account]:
        return
    standing = list(_standing(ledger, account))
    numbers = " and ".join(one.number or "" for one in standing) or "no certificate"
    says = f"{account[0]}: {claimed} are claimed and stand on {numbers}: {_ways(ledger, account, standing, levels)}"
    yield Reason(code="over-claimed", says=says, activity=account[0])
    yield from reported(ledger, {account: "report what stands in the end"})


def _ways(ledger: Ledger, account: Account, standing: Sequence[Certificate], levels: Mapping[Account, Credits]) -> str:
    """Say what can be done about certificates that award more of an account than its new level."""
    if not standing:
        return "a certificate of it will state what stands"
    states = []
    for one in standing:
        again = restated(ledger, one, levels)
        new = dict(awarded(again)).get(account, Credits(0, account[1])) if again is not None else None
        if new is not None and new != dict(awarded(one))[account]:
            states.append(f"reissue {one.number if len(standing) > 1 else 'it'} (which states {new.amount})")
    them, their = ("it", "its") if len(standing) == 1 else ("them", "their")
    return ", or ".join([f"let {them} stand", *states, f"void {them} with all {their} credit"])
