"""Certificates: complete documents made from a claim, one for each course and type, or from a completion.

A certificate is a copy of everything it says.  Templates, names and rules that change later never change what was issued.
"""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING

from cmecore.activities import TEACHING
from cmecore.credit.amounts import Credits, CreditType, total
from cmecore.credit.fields import expect
from cmecore.credit.periods import Span, checked_instant, civil_day
from cmecore.credit.text import checked
from cmecore.entries import CREDIT, PARTICIPATION, Certificate, Claim, ClaimLine, Completed, Kind, Line, Reason, Refusal
from cmecore.errors import InvalidValue, LedgerConflict, near, shown
from cmecore.ledger import Ledger

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from cmecore.activities import Heading


def certify(
    ledger: Ledger,
    claim: Claim | Refusal,
    /,
    *,
    name: str,
    at: datetime.datetime,
    number: Callable[[], str] | None = None,
    address: Callable[[str], str] | None = None,
    kind: Kind = CREDIT,
) -> tuple[Certificate, ...]:
    """Make the certificates of a claim: one for each course and credit type, with its activities beneath.

    ``number`` is called for each certificate; without it they are previews.  ``address`` turns a number into the address at
    which it can be verified, as ``"https://verify.example.org/{}".format`` does.  A claim that the ledger already holds
    certificates of gets those again, unchanged.

    >>> from cmecore.claiming import ALL, claim
    >>> from cmecore.testing.samples import LEDGER, NOW
    >>> taken = claim(LEDGER, ALL, at=NOW, request="basket-7")
    >>> [preview.total for preview in certify(LEDGER, taken, name="Ada Okoro, MD", at=NOW)]
    [Credits(1.75 ama-pra-1)]
    """
    _check(ledger, name, at, number, address)
    if isinstance(claim, Refusal):
        raise LedgerConflict(f"a refused claim has no certificates: {claim.explain()}", recorded=None, offered=claim)
    if expect(claim, Claim, field="claim").learner != ledger.learner:
        raise LedgerConflict("the claim is another learner's", recorded=None, offered=claim)
    if issued := tuple(held for held in ledger.certificates if held.request == claim.request):
        return issued
    return tuple(
        _certificate(
            lines=[_line(one) for one in group],
            headings=[one.earned.heading for one in group],
            maximum=_maximum(group, credit_type),
            ledger=ledger,
            name=name,
            at=at,
            number=number,
            address=address,
            kind=kind,
            request=claim.request,
        )
        for (_, credit_type), group in _grouped(claim.lines).items()
    )


def certify_participation(
    ledger: Ledger,
    activity: str,
    /,
    *,
    name: str,
    at: datetime.datetime,
    number: Callable[[], str] | None = None,
    address: Callable[[str], str] | None = None,
    kind: Kind = PARTICIPATION,
    hours: object = None,
) -> Certificate | Refusal:
    """Make the certificate of participation in an activity that was completed; it needs no claim and awards no credit.

    It says what the activity was designated for, and the ``hours`` that the participant claims to have taken part.

    >>> from cmecore.testing.samples import LEDGER, NOW
    >>> certify_participation(LEDGER, "EM-101", name="Ada Okoro, MD", at=NOW).lines[0].on
    datetime.date(2026, 3, 9)
    """
    _check(ledger, name, at, number, address)
    completed = ledger.completed.get(checked(activity, field="activity"))
    if completed is None:
        known = near(activity, ledger.completed) if ledger.completed else "it holds no completion yet"
        says = (
            f"the completion of {shown(activity)} is not written in the ledger: {known}; "
            f"an activity counts as completed by the requirements of its `completion`"
        )
        return Refusal([Reason(code="not-completed", says=says, activity=activity)])
    for held in ledger.certificates:
        if held.kind == kind and not held.request and held.lines[0].activity == activity:
            return held
    return _certificate(
        lines=[_attended(completed)],
        headings=[completed.heading],
        maximum=None,
        designated=completed.designated,
        hours=hours,
        ledger=ledger,
        name=name,
        at=at,
        number=number,
        address=address,
        kind=kind,
        request="",
    )


def _check(ledger: object, name: object, at: object, number: object, address: object) -> None:
    expect(ledger, Ledger, field="ledger")
    checked(name, field="name")
    checked_instant(at, field="at")
    for field, maker, example in (("number", number, "new_number"), ("address", address, '"https://…/{}".format')):
        if maker is not None and not callable(maker):
            expected = "a function that makes it, called for each certificate"
            raise InvalidValue(field=field, found=shown(maker), expected=expected, advice=f"write {field}={example}")


def _grouped(lines: Iterable[ClaimLine]) -> dict[tuple[tuple[str, str], CreditType], list[ClaimLine]]:
    groups: dict[tuple[tuple[str, str], CreditType], list[ClaimLine]] = {}
    for one in sorted(lines, key=lambda one: (one.earned.heading.course, one.earned.since, one.earned.heading.title)):
        heading = one.earned.heading
        groups.setdefault(((heading.provider.name, heading.course), one.credits.type), []).append(one)
    return groups


def _maximum(group: list[ClaimLine], credit_type: CreditType) -> Credits | None:
    """Add up what the activities were designated for; teaching is bounded by what was presented, and designated for nothing."""
    if any(one.earned.heading.format == TEACHING.name for one in group):
        return None
    return total(one.earned.maximum for one in group)[credit_type]


def _line(one: ClaimLine) -> Line:
    """Make the line of an activity; of a part of its credit, only that part of a mandated topic that it surely holds."""
    earned, credits = one.earned, one.credits
    sure = ((topic, part.steps - (earned.level.steps - credits.steps)) for topic, part in earned.topics)
    return Line(
        activity=earned.heading.activity,
        title=earned.heading.title,
        on=earned.since,
        credits=credits,
        topics=tuple((topic, Credits(steps, credits.type)) for topic, steps in sure if steps > 0),
    )


def _attended(completed: Completed) -> Line:
    return Line(activity=completed.heading.activity, title=completed.heading.title, on=completed.on)


def _certificate(
    *,
    lines: list[Line],
    headings: list[Heading],
    maximum: Credits | None,
    designated: tuple[Credits, ...] = (),
    hours: object = None,
    ledger: Ledger,
    name: str,
    at: datetime.datetime,
    number: Callable[[], str] | None,
    address: Callable[[str], str] | None,
    kind: Kind,
    request: str,
) -> Certificate:
    provider = headings[0].provider
    numbered = None if number is None else checked(number(), field="number")
    awarded = list(total(line.credits for line in lines if line.credits is not None).values())
    spans = [heading.dates for heading in headings if heading.dates is not None]
    first, last = [span.first for span in spans if span.first], [span.last for span in spans if span.last]
    return Certificate(
        number=numbered,
        kind=kind,
        learner=ledger.learner,
        name=name,
        provider=provider,
        course=headings[0].course,
        edition=_joined(heading.edition for heading in headings),
        format=_joined(heading.format for heading in headings),
        place=_joined(heading.place for heading in headings),
        dates=Span(min(first), max(last)) if first and last else None,
        issued_on=civil_day(at, provider.zone),
        lines=lines,
        total=awarded[0] if awarded else None,
        maximum=maximum,
        designated=designated,
        hours=hours,
        statements=tuple(dict.fromkeys(statement for heading in headings for statement in heading.statements)),
        address="" if numbered is None or address is None else address(numbered),
        request=request,
    )


def _joined(words: Iterable[str]) -> str:
    return ", ".join(dict.fromkeys(filter(None, words)))
