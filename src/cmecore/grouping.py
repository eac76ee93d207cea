"""Grouping: into which certificates a claim is parted, and what each of them does to the earlier ones."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, TypeAlias

import attrs

from cmecore.credit.amounts import CreditType
from cmecore.entries import Account, Certificate, Claim, ClaimLine, Earned
from cmecore.handling import Again
from cmecore.holdings import awarded

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cmecore.activities import Heading
    from cmecore.ledger import Ledger

_Key: TypeAlias = tuple[str, str, CreditType, str]
#: What was claimed of each account, in the order of the claims, with the request of each.
Taken: TypeAlias = Mapping[Account, Sequence[tuple[str, ClaimLine]]]


@attrs.frozen(kw_only=True)
class Group:
    """The lines of a claim that stand on one certificate, and what that does to the earlier ones.

    >>> from cmecore.claiming import ALL, claim
    >>> from cmecore.testing.samples import LEDGER, NOW
    >>> (group,) = grouped(LEDGER, claim(LEDGER, ALL, at=NOW, request="basket-7"))
    >>> group.heading.course, group.supersedes, group.adds_to
    ('Emergency Medicine', (), '')
    """

    #: What it awards; its other types rest on this one.
    awards: CreditType
    lines: tuple[ClaimLine, ...]
    supersedes: tuple[Certificate, ...] = ()
    adds_to: str = ""

    @property
    def heading(self) -> Heading:
        """What the certificate is headed with."""
        return self.lines[0].earned.heading

    @property
    def key(self) -> _Key:
        """What the lines of one certificate have in common."""
        return self.heading.provider.name, self.heading.course, self.awards, self.adds_to


def grouped(ledger: Ledger, claim: Claim) -> Iterable[Group]:
    """Part a claim into certificates: by course and type, and together whatever takes the place of the same certificate.

    >>> from cmecore.claiming import ALL, claim
    >>> from cmecore.testing.samples import LEDGER, NOW
    >>> len(grouped(LEDGER, claim(LEDGER, ALL, at=NOW, request="basket-7")))
    1
    """
    groups: dict[_Key, Group] = {}
    places: dict[str | None, _Key] = {}
    for group in _singles(ledger, claim):
        shared = [places[old.number] for old in group.supersedes if old.number in places]
        same = list(dict.fromkeys(shared + [group.key] * (group.key in groups)))
        home = same[0] if same else group.key
        joined = [groups[key] for key in same] + [group]
        for key in same[1:]:
            del groups[key]
        groups[home] = _one(joined)
        places.update((old.number, home) for old in groups[home].supersedes)
    return _together(list(groups.values()))


def taken_by(ledger: Ledger, learner: str) -> Taken:
    """List what a learner claimed of each account, in the order of the claims.

    >>> from cmecore.testing.samples import LEDGER
    >>> taken_by(LEDGER, "dr-42")
    {}
    """
    taken: dict[Account, list[tuple[str, ClaimLine]]] = {}
    for made in ledger.claims:
        for line in made.lines if made.learner == learner else ():
            taken.setdefault(line.account, []).append((made.request, line))
    return taken


def requests_of(certificates: Iterable[Certificate]) -> tuple[str, ...]:
    """List the claims whose credit stands on some certificates.

    >>> requests_of([])
    ()
    """
    return tuple(dict.fromkeys(request for old in certificates for request in (old.request, *old.earlier)))


def _together(groups: list[Group]) -> list[Group]:
    """Join to each group what the claim takes more of the credit whose certificate it takes the place of."""
    for group in groups:
        held = {account for old in group.supersedes for account, _ in awarded(old)}
        more = [one for one in groups if one is not group and any(line.account in held for line in one.lines)]
        if more:
            rest = [one for one in groups if one is not group and all(one is not other for other in more)]
            return _together([*rest, _one([group, *more])])
    return groups


def _one(groups: Sequence[Group]) -> Group:
    return attrs.evolve(
        groups[0],
        lines=tuple(line for one in groups for line in one.lines),
        supersedes=tuple(dict.fromkeys(old for one in groups for old in one.supersedes)),
    )


def _singles(ledger: Ledger, claim: Claim) -> Iterator[Group]:
    """Tell of each activity, and each type that others of it rest on, what its certificate does to the earlier ones."""
    parted: dict[Account, list[ClaimLine]] = {}
    for line in sorted(claim.lines, key=lambda one: (one.earned.heading.course, one.earned.since, one.earned.heading.title)):
        parted.setdefault((line.account[0], _base(line.earned)), []).append(line)
    certified, taken = _certified(ledger, claim.learner), taken_by(ledger, claim.learner)
    for based, lines in parted.items():
        own = _alike(certified, based, lines)
        # Another part of the same level has a certificate of its own: the first may lie with a board by now.
        earlier = own if _says_more(taken, lines, own) else []
        first = next((line for line in lines if line.credits.type == based[1]), None)
        handling = (first or lines[0]).earned.terms.handling
        again = handling.rested if first is None else handling.topped_up
        if not own and claim.learner == ledger.learner and (joined := _joined(ledger, based, lines)):
            # The certificate of an account that was joined is added to, and stays as it is should the two part again.
            earlier, again = joined, Again.ADD
        if first is not None or (again is Again.SUPERSEDE and any(_awards(old, based) for old in earlier)):
            yield _single(based[1], lines, earlier, again)
            continue
        for line in lines:
            like = earlier if again is Again.ADD else [old for old in earlier if _awards(old, line.account)]
            yield _single(line.credits.type, [line], like, again)


def _joined(ledger: Ledger, based: Account, lines: Sequence[ClaimLine]) -> list[Certificate]:
    """List the certificates of an account that was joined which some lines say more than."""
    for learner in sorted(ledger.learners - {ledger.learner}):
        theirs = _alike(_certified(ledger, learner), based, lines)
        if theirs and _says_more(taken_by(ledger, learner), lines, theirs):
            return theirs
    return []


def _alike(certified: Mapping[Account, list[Certificate]], based: Account, lines: Sequence[ClaimLine]) -> list[Certificate]:
    """List the certificates of an account that the provider of some lines issued."""
    provider = lines[0].earned.heading.provider.name
    return [old for old in certified.get(based, ()) if old.provider.name == provider]


def _says_more(taken: Taken, lines: Iterable[ClaimLine], earlier: Sequence[Certificate]) -> bool:
    """Tell whether a level rose, or credit is claimed that rests on what was certified, since the earlier certificates."""
    requests = set(requests_of(earlier))
    return any(
        all(line.earned.level > before.earned.level for request, before in taken.get(line.account, ()) if request in requests)
        for line in lines
    )


def _single(kind: CreditType, lines: Sequence[ClaimLine], earlier: Sequence[Certificate], again: Again) -> Group:
    if again is Again.SUPERSEDE:
        return Group(awards=kind, lines=tuple(lines), supersedes=tuple(earlier))
    return Group(awards=kind, lines=tuple(lines), adds_to=next((old.number or "" for old in earlier), ""))


def _certified(ledger: Ledger, learner: str) -> dict[Account, list[Certificate]]:
    """List the certificates of one account that stand, by activity and by the type that what they award rests on."""
    certified: dict[Account, list[Certificate]] = {}
    for held in ledger.certificates:
        if held.learner == learner and held.number not in ledger.voided and held.number not in ledger.superseded:
            for based in dict.fromkeys(_based(ledger, account) for account, _ in awarded(held)):
                certified.setdefault(based, []).append(held)
    return certified


def _based(ledger: Ledger, account: Account) -> Account:
    earned = ledger.standing.get(account)
    # What was claimed on the level of an account that parted again rests on nothing here.
    return account if earned is None else (account[0], _base(earned))


def _base(earned: Earned) -> CreditType:
    return earned.level.type if earned.terms.rests_on is None else earned.terms.rests_on.type


def _awards(certificate: Certificate, account: Account) -> bool:
    return any(one == account for one, _ in awarded(certificate))
