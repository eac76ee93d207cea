"""Restating: what a certificate says of credit that was claimed, where a level was set lower or higher by hand since.

A certificate that was issued never changes.  One that takes its place states what stands.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import attrs

from cmecore.credit.amounts import total
from cmecore.holdings import awarded
from cmecore.kinds import RULES, KindRule, kind_of
from cmecore.lasting import lasting, lowered

if TYPE_CHECKING:
    import datetime
    from collections.abc import Collection, Iterable, Iterator, Mapping

    from cmecore.credit.amounts import Credits, CreditType
    from cmecore.entries import Account, Certificate, Claim, ClaimLine, Line
    from cmecore.holdings import Part
    from cmecore.ledger import Ledger

#: What a reissue may correct; what was awarded, and of which claim, is decided elsewhere.
CORRECTABLE = (
    *("name", "course", "edition", "format", "place", "dates", "lines", "hours", "blank"),
    *("statements", "reported", "signatories", "language"),
)


def by_day(line: Line) -> tuple[datetime.date, list[str | int], str]:
    """Order lines by their days, and those of one day by their titles, in which numbers are compared as numbers.

    >>> import datetime
    >>> from cmecore.entries import Line
    >>> day = datetime.date(2026, 3, 9)
    >>> lines = [Line(activity=title, title=title, on=day) for title in ("Session 10", "Session 2", "Opening")]
    >>> [line.title for line in sorted(lines, key=by_day)]
    ['Opening', 'Session 2', 'Session 10']
    """
    # Words stand at the even places, if need be empty ones, and numbers at the odd: like always meets like.
    parts: list[str | int] = [int(part) if at % 2 else part for at, part in enumerate(re.split(r"(\d+)", line.title))]
    return line.on, parts, line.title


def stands(
    ledger: Ledger,
    learner: str,
    requests: Collection[str],
    *,
    claims: Iterable[Claim] = (),
    levels: Mapping[Account, Credits] | None = None,
) -> dict[Account, int]:
    """Tell how many steps stand of each account that some claims of a learner took.

    ``claims`` may hold some that are not written yet, and ``levels`` are levels that are to be set.

    >>> from cmecore.claiming import ALL, claim
    >>> from cmecore.testing.samples import LEDGER, NOW
    >>> taken = claim(LEDGER, ALL, at=NOW, request="basket-7")
    >>> list(stands(LEDGER, "dr-42", ["basket-7"], claims=[taken]).values())
    [7]
    """
    made = {(one.learner, one.request): one for one in (*ledger.claims, *claims)}
    taken: dict[Part, int] = {}
    for one in made.values():
        for line in one.lines if one.learner == learner and one.request in requests else ():
            part = (learner, one.request, line.account)
            taken[part] = taken.get(part, 0) + line.credits.steps
    bounds = {**dict(_set_lower(ledger, {account for _, _, account in taken})), **(levels or {})}
    if bounds:
        gone = {number for number, void in ledger.voided.items() if void.credit}
        lasts = lasting(made.values(), [one for one in ledger.certificates if one.number in gone], bounds)
        taken |= {part: steps for part, steps in lasts.items() if part in taken}
    steps: dict[Account, int] = {}
    for (_, _, account), each in taken.items():
        steps[account] = steps.get(account, 0) + each
    return steps


def restated(
    ledger: Ledger,
    certificate: Certificate,
    levels: Mapping[Account, Credits] | None = None,
    kinds: Iterable[KindRule] = RULES,
) -> Certificate | None:
    """Return a certificate with the amounts that stand of what it is about, and itself where they are right.

    An activity of which nothing stands is left out, and comes back where its level was set higher again.  Where nothing stands
    of any there is no certificate.  Where a type went or came back the kind is chosen again, if ``kinds`` chose it before.

    >>> from cmecore.certificates import certify_participation
    >>> from cmecore.testing.samples import LEDGER, NOW
    >>> attended = certify_participation(LEDGER, "EM-101", name="Ada Okoro, MD", at=NOW)
    >>> restated(LEDGER, attended) is attended
    True
    """
    if certificate.total is None:
        return certificate
    requests = (certificate.request, *certificate.earlier)
    now = stands(ledger, certificate.learner, requests, levels=levels)
    lines = [line for each in _whole(ledger, certificate) if (line := lowered(each, now)) is not None]
    if not lines:
        return None
    again = attrs.evolve(certificate, lines=lines)
    if dict(awarded(again)) == dict(awarded(certificate)):
        return certificate
    sums = total(credits for _, credits in awarded(again))
    said = certificate.reported
    was = {credits.type for credits in (certificate.total, *certificate.resting)}
    kind = certificate.total.type if certificate.total.type in sums else next(iter(sums))
    return attrs.evolve(
        again,
        # A kind that was not chosen by the types is not changed by them, and neither is what somebody else said of reporting.
        kind=kind_of(sums, rules=kinds) if certificate.kind == kind_of(was, rules=kinds) else certificate.kind,
        reported=_reported(ledger, again) if said == _reported(ledger, certificate) else said,
        lines=sorted(lines, key=by_day),
        total=sums.pop(kind),
        resting=tuple(sums.values()),
        maximum=_maximum(ledger, certificate, again, kind),
    )


def _set_lower(ledger: Ledger, accounts: Iterable[Account]) -> Iterator[tuple[Account, Credits]]:
    for account in accounts:
        standing, reached = ledger.standing.get(account), ledger.reached(account)
        if standing is not None and reached is not None and standing.level < reached.level:
            yield account, standing.level


def _whole(ledger: Ledger, certificate: Certificate) -> list[Line]:
    """List its lines, each as full as it was on any certificate before it, with those that were left out since."""
    held = {one.number or "": one for one in ledger.certificates}
    found: dict[str, Line] = {}
    before = [certificate]
    for one in before:
        for line in one.lines:
            nearest = found.get(line.activity)
            found[line.activity] = line if nearest is None else _fuller(nearest, line)
        before += [held[number] for number in one.supersedes if number in held]
    return list(found.values())


def _fuller(nearest: Line, earlier: Line) -> Line:
    """Return the line that was issued last, with what an earlier one holds more."""
    types = {credits.type for credits in nearest.amounts}
    more = [credits for credits in earlier.amounts if credits.type not in types]
    first, other = nearest.credits, earlier.credits
    if first is not None and other is not None and first.type == other.type and other > first:
        return attrs.evolve(nearest, credits=other, topics=earlier.topics, resting=(*nearest.resting, *more))
    return attrs.evolve(nearest, resting=(*nearest.resting, *more))


def _maximum(ledger: Ledger, before: Certificate, after: Certificate, kind: CreditType) -> Credits | None:
    """Tell what the activities were designated for that are on it now."""
    if before.maximum is None or before.maximum.type != kind:
        return None
    maximum = before.maximum
    was, now = ({account for account, _ in awarded(one) if account[1] == kind} for one in (before, after))
    for account in was ^ now:
        designated = max(_claimed(ledger, account, before), key=lambda line: line.earned.level.steps).earned.maximum
        maximum = maximum + designated if account in now else maximum - designated
    return maximum


def _reported(ledger: Ledger, certificate: Certificate) -> tuple[str, ...]:
    """Tell who reports what stands on a certificate, as it was said when that was earned last."""
    says = (
        [line.earned.terms.reported for line in _claimed(ledger, (each.activity, one.type), certificate)]
        for each in certificate.lines
        for one in each.amounts
    )
    return tuple(dict.fromkeys(said[-1] for said in says if said and said[-1]))


def _claimed(ledger: Ledger, account: Account, certificate: Certificate) -> Iterator[ClaimLine]:
    requests = (certificate.request, *certificate.earlier)
    for made in ledger.claims:
        if made.learner == certificate.learner and made.request in requests:
            yield from (line for line in made.lines if line.account == account)
