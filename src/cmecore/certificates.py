"""Certificates: complete documents made from a claim, one for each course and type, or from a completion.

A certificate is a copy of everything it says.  Templates, names and rules that change later never change what was issued; a
later certificate may take its place, or be added to it, and says so.
"""

from __future__ import annotations

import datetime
import functools
from typing import TYPE_CHECKING, Any, TypeAlias

import attrs

from cmecore.activities import TEACHING
from cmecore.credit.amounts import Credits, CreditType, total
from cmecore.credit.fields import expect
from cmecore.credit.periods import Span, checked_instant, civil_day
from cmecore.credit.text import PARAGRAPH, checked, off_the_web
from cmecore.entries import (
    COMPLETION,
    PARTICIPATION,
    Certificate,
    Claim,
    ClaimLine,
    Completed,
    Earned,
    Kind,
    Line,
    Reason,
    Refusal,
)
from cmecore.errors import InvalidValue, LedgerConflict, near, shown
from cmecore.grouping import Group, Taken, grouped, requests_of, taken_by
from cmecore.holdings import awarded
from cmecore.kinds import RULES, Family, kind_for, kind_of, rules_of
from cmecore.lasting import lowered
from cmecore.ledger import Ledger
from cmecore.restating import by_day, stands

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from cmecore.activities import Heading
    from cmecore.entries import Account
    from cmecore.kinds import KindRule
    from cmecore.providers import Provider


def certify(
    ledger: Ledger,
    claim: Claim | Refusal,
    /,
    *,
    name: str,
    at: datetime.datetime,
    number: Callable[[], str] | None = None,
    address: Callable[[str], str] | None = None,
    kind: Kind | None = None,
    kinds: Iterable[KindRule] = RULES,
) -> tuple[Certificate, ...]:
    """Make the certificates of a claim: one for each course and credit type, with its activities beneath.

    Credit that rests on other credit, such as MOC points, stands on the certificate of that.  Another part of the same level
    has a certificate of its own.  Where the level rose since an earlier certificate, the activity's
    :class:`~cmecore.handling.Handling` decides: the new certificate holds what the earlier one held as well and takes its
    place, or it holds the new credit alone and is added to it.  It says which in ``supersedes`` and ``adds_to``; adding it to
    the ledger is all there is to do.

    ``kinds`` are the rules that choose the kind of each by its types of credit, and a ``kind`` is the kind of all of them: a
    kind of credit, or one of your own.

    ``number`` is called for each certificate; without it they are previews.  ``address`` turns a number into the address at
    which it can be verified, as ``"https://verify.example.org/{}".format`` does; what is no address on the web is refused.  A
    claim that the ledger already holds certificates of gets those again, unchanged.  Of what was claimed beyond a level that
    was set lower since, a new one says what stands.

    >>> from cmecore.claiming import ALL, claim
    >>> from cmecore.testing.samples import LEDGER, NOW
    >>> taken = claim(LEDGER, ALL, at=NOW, request="basket-7")
    >>> [preview.total for preview in certify(LEDGER, taken, name="Ada Okoro, MD", at=NOW)]
    [Credits(1.75 ama-pra-1)]
    """
    _check(ledger, name, at, number, address)
    if isinstance(claim, Refusal):
        raise LedgerConflict(f"a refused claim has no certificates: {claim.explain()}", recorded=None, offered=claim)
    if expect(claim, Claim, field="claim").learner not in ledger.learners:
        raise LedgerConflict("the claim is another learner's", recorded=None, offered=claim)
    rules = rules_of(kinds, field="kinds")
    chosen = None if kind is None else kind_for(Family.CREDIT, kind)
    if issued := _issued(ledger, claim):
        return issued
    taken, said = taken_by(ledger, claim.learner), _said(ledger, claim.learner)
    certificates = []
    for group in grouped(ledger, claim):
        unsaid = functools.partial(_unsaid, claim, taken, said, group)
        earlier = requests_of(group.supersedes)
        steps = stands(ledger, claim.learner, {claim.request, *earlier}, claims=[claim])
        whole = (_award(lines, group.awards, unsaid) for lines in _by_activity(taken, group))
        awards = sorted(filter(None, (_stands(award, steps) for award in whole)), key=lambda award: by_day(award.line))
        if not awards:
            continue  # its level was set to nothing between the claim and now
        sums = total(credits for award in awards for credits in award.line.amounts)
        first = group.awards if group.awards in sums else next(iter(sums))
        certificates.append(
            _certificate(
                lines=[award.line for award in awards],
                headings=[award.stands.earned.heading for award in awards],
                course=group.heading.course,
                provider=group.heading.provider,
                learner=claim.learner,
                name=name,
                at=at,
                number=number,
                address=address,
                kind=kind_of(sums, rules=rules) if chosen is None else chosen,
                reported=tuple(dict.fromkeys(says for award in awards for says in award.reported)),
                total=sums.pop(first),
                resting=tuple(sums.values()),
                maximum=_maximum(awards, first),
                request=claim.request,
                earlier=earlier,
                supersedes=tuple(old.number or "" for old in group.supersedes),
                adds_to=group.adds_to,
            )
        )
    return tuple(certificates)


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

    It says what the activity was designated for, and the ``hours`` that the participant claims to have taken part; where the
    activity's handling asks for it, there is a blank for them, to be filled in by hand.  Neither is ever credit.

    >>> from cmecore.testing.samples import LEDGER, NOW
    >>> certify_participation(LEDGER, "EM-101", name="Ada Okoro, MD", at=NOW).lines[0].on
    datetime.date(2026, 3, 9)
    """
    _check(ledger, name, at, number, address)
    kind_for(Family.ATTENDANCE, kind)
    completed = ledger.completed.get(checked(activity, field="activity"))
    if completed is None:
        known = near(activity, ledger.completed) if ledger.completed else "it holds no completion yet"
        says = (
            f"the completion of {shown(activity)} is not written in the ledger: {known}; "
            f"an activity counts as completed by the requirements of its `completion`"
        )
        return Refusal([Reason(code="not-completed", says=says, activity=activity)])
    for held in ledger.certificates:
        about = not held.request and [line.activity for line in held.lines] == [activity]
        if held.kind == kind and about and held.number not in ledger.superseded:
            return held
    return _certificate(
        lines=[_attended(completed)],
        headings=[completed.heading],
        course=completed.heading.course,
        provider=completed.heading.provider,
        learner=ledger.learner,
        name=name,
        at=at,
        number=number,
        address=address,
        kind=kind,
        designated=completed.designated,
        hours=hours,
        blank=completed.handling.hours_blank and hours is None,
    )


def certify_completion(
    ledger: Ledger,
    activity: str,
    /,
    *,
    name: str,
    at: datetime.datetime,
    number: Callable[[], str] | None = None,
    address: Callable[[str], str] | None = None,
    kind: Kind = COMPLETION,
    hours: object = None,
) -> Certificate | Refusal:
    """Make the certificate of completion: like that of participation, it needs no claim and awards no credit.

    One activity may have both.

    >>> from cmecore.testing.samples import LEDGER, NOW
    >>> certify_completion(LEDGER, "EM-101", name="Ada Okoro, MD", at=NOW).kind.title
    'Certificate of Completion'
    """
    return certify_participation(ledger, activity, name=name, at=at, number=number, address=address, kind=kind, hours=hours)


def _check(ledger: object, name: object, at: object, number: object, address: object) -> None:
    expect(ledger, Ledger, field="ledger")
    checked(name, field="name")
    checked_instant(at, field="at")
    check_maker(number, field="number", example="new_number")
    check_maker(address, field="address", example='"https://…/{}".format')


def check_maker(maker: object, /, *, field: str, example: str) -> None:
    """Refuse what was handed in for a function that makes numbers or addresses and is none.

    >>> check_maker("LC-1", field="number", example="new_number")
    Traceback (most recent call last):
    cmecore.errors.InvalidValue: number: found 'LC-1'; expected a function that makes it, called for each certificate; ...
    """
    if maker is not None and not callable(maker):
        expected = "a function that makes it, called for each certificate"
        raise InvalidValue(field=field, found=shown(maker), expected=expected, advice=f"write {field}={example}")


def address_of(number: str, address: Callable[[str], str] | None, /) -> str:
    """Make the address at which a certificate can be verified, if that is one that a telephone opens when it scans it.

    >>> address_of("LC-1", "https://verify.example.org/{}".format)
    'https://verify.example.org/LC-1'
    >>> address_of("LC-1", "verify.example.org/{}".format)
    Traceback (most recent call last):
    cmecore.errors.InvalidValue: address: found 'verify.example.org/LC-1'; expected an address on the web, or an empty text; ...
    """
    made = "" if address is None else checked(address(number), field="address", longest=PARAGRAPH, blank=True)
    if made and (advice := off_the_web(made)):
        expected = "an address on the web, or an empty text"
        raise InvalidValue(field="address", found=shown(made), expected=expected, advice=advice)
    return made


def _issued(ledger: Ledger, claim: Claim) -> tuple[Certificate, ...]:
    """List the certificates that were made of a claim: each as it was issued, or reissued."""
    made = [held for held in ledger.certificates if (held.learner, held.request) == (claim.learner, claim.request)]
    reissued = {number for held in made for number in held.supersedes}
    return tuple(held for held in made if held.number not in reissued)


_Said: TypeAlias = "Mapping[Account, Sequence[tuple[str, tuple[tuple[str, Credits], ...]]]]"


def _by_activity(taken: Taken, group: Group) -> Iterable[list[ClaimLine]]:
    """List what the certificate of a group awards of each activity: what it takes over from earlier claims, and its own."""
    requests = set(requests_of(group.supersedes))
    accounts = dict.fromkeys(account for old in group.supersedes for account, _ in awarded(old))
    taken_over = (line for account in accounts for request, line in taken[account] if request in requests)
    lines: dict[str, list[ClaimLine]] = {}
    for line in (*taken_over, *group.lines):
        lines.setdefault(line.account[0], []).append(line)
    return lines.values()


@attrs.frozen
class _Award:
    """The line of an activity, and the part of a claim that says most about it."""

    line: Line
    stands: ClaimLine
    says: Mapping[CreditType, str]

    @property
    def reported(self) -> Iterator[str]:
        """Tell who reports it to whom, of the types that stand on the line, as it was said when they were earned last."""
        return filter(None, (self.says[credits.type] for credits in self.line.amounts))


def _said(ledger: Ledger, learner: str) -> _Said:
    """List which mandated topics stand on which certificates, by account."""
    said: dict[Account, list[tuple[str, tuple[tuple[str, Credits], ...]]]] = {}
    for held in ledger.certificates:
        if held.learner == learner and held.number not in ledger.superseded:
            for line in held.lines:
                if line.credits is not None and line.topics:
                    said.setdefault((line.activity, line.credits.type), []).append((held.number or "", line.topics))
    return said


def _unsaid(claim: Claim, taken: Taken, said: _Said, group: Group, stands: Earned) -> Iterator[tuple[str, int]]:
    """Tell how many steps of each mandated topic are surely claimed by now, and stand on no other certificate.

    Of 4.00 credits with 1.00 in a topic, 3.25 surely hold 0.25 of it; whoever claims the rest later has the other 0.75 then.
    """
    parts = [*taken.get(stands.account, ()), *((claim.request, line) for line in claim.lines)]
    claimed = {request: line.credits.steps for request, line in parts if line.account == stands.account}
    left = stands.level.steps - sum(claimed.values())
    ended = {old.number for old in group.supersedes}
    others = [topics for number, topics in said.get(stands.account, ()) if number not in ended]
    for topic, part in stands.topics:
        yield topic, part.steps - left - sum(credits.steps for topics in others for name, credits in topics if name == topic)


def _award(lines: Sequence[ClaimLine], kind: CreditType, unsaid: Callable[[Earned], Iterable[tuple[str, int]]]) -> _Award:
    """Make the line of an activity; of a part of its credit, only that part of a mandated topic that it surely holds."""
    # Points whose credit stands elsewhere have the line to themselves.
    sums = total(line.credits for line in lines)
    first = kind if kind in sums else next(iter(sums))
    # The highest level, and among equals the one that was claimed last, has the latest title.
    firsts = [line for line in reversed(lines) if line.credits.type == first]
    stands = max(firsts, key=lambda one: one.earned.level.steps)
    earned, credits = stands.earned, sums.pop(first)
    sure = ((topic, min(steps, credits.steps)) for topic, steps in unsaid(earned))
    line = Line(
        activity=earned.heading.activity,
        title=earned.heading.title,
        on=earned.since,
        credits=credits,
        topics=tuple((topic, Credits(steps, credits.type)) for topic, steps in sure if steps > 0),
        resting=tuple(sums.values()),
    )
    return _Award(line, stands, {each.credits.type: each.earned.terms.reported for each in lines})


def _stands(award: _Award, steps: Mapping[Account, int]) -> _Award | None:
    """Return the award as far as it stands; nothing where none of it does."""
    line = lowered(award.line, steps)
    return None if line is None else attrs.evolve(award, line=line)


def _maximum(awards: Sequence[_Award], kind: CreditType) -> Credits | None:
    """Add up what the activities were designated for; teaching is bounded by what was presented, and designated for nothing."""
    if any(award.stands.earned.heading.format == TEACHING.name for award in awards):
        return None
    return total(award.stands.earned.maximum for award in awards).get(kind)


def _attended(completed: Completed) -> Line:
    return Line(activity=completed.heading.activity, title=completed.heading.title, on=completed.on)


def _certificate(
    *,
    lines: list[Line],
    headings: list[Heading],
    provider: Provider,
    at: datetime.datetime,
    number: Callable[[], str] | None,
    address: Callable[[str], str] | None,
    **fields: Any,
) -> Certificate:
    numbered = None if number is None else checked(number(), field="number")
    spans = [heading.dates for heading in headings if heading.dates is not None]
    first, last = [span.first for span in spans if span.first], [span.last for span in spans if span.last]
    return Certificate(
        number=numbered,
        provider=provider,
        edition=_joined(heading.edition for heading in headings),
        format=_format(headings),
        place=_joined(heading.place for heading in headings),
        dates=Span(min(first), max(last)) if first and last else None,
        issued_on=civil_day(at, provider.zone),
        lines=lines,
        statements=tuple(dict.fromkeys(statement for heading in headings for statement in heading.statements)),
        signatories=tuple(dict.fromkeys(one for heading in headings for one in heading.signatories or provider.signatories)),
        address="" if numbered is None else address_of(numbered, address),
        **fields,
    )


def _format(headings: Iterable[Heading]) -> str:
    """List the formats once each; teaching is said where there is nothing else, for whoever taught and learned took part."""
    formats = dict.fromkeys(heading.format for heading in headings)
    return ", ".join(name for name in formats if name != TEACHING.name) or TEACHING.name


def _joined(words: Iterable[str]) -> str:
    return ", ".join(dict.fromkeys(filter(None, words)))
