"""The claimed list, each line with its certificate, and what everything comes to by type and by year."""

from __future__ import annotations

import datetime
import enum
from collections import defaultdict
from typing import TYPE_CHECKING

import attrs

from cmecore.activities import Heading
from cmecore.balances import Balance, balance
from cmecore.claimable import JOINED
from cmecore.credit.amounts import Credits, CreditType, total
from cmecore.credit.fields import expect
from cmecore.credit.periods import civil_day
from cmecore.entries import Certificate, Reason
from cmecore.errors import InvalidValue, shown
from cmecore.holdings import awarded
from cmecore.ledger import Ledger
from cmecore.papers import State, Status, papers

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from cmecore.entries import Account
    from cmecore.evidence import Entitled


class By(enum.Enum):
    """What a claimed list is sorted by.

    >>> By("year earned").name
    'EARNED'
    """

    CLAIMED = "date claimed"
    EARNED = "year earned"
    AMOUNT = "credits"


@attrs.frozen(kw_only=True)
class Claimed:
    """One line of the claimed list: the day it was claimed and the day it was earned are two facts.

    >>> from cmecore.claiming import ALL, claim
    >>> from cmecore.testing.samples import LEDGER, NOW
    >>> ledger = LEDGER.add(claim(LEDGER, ALL, at=NOW, request="basket-7"), at=NOW, actor="dr-42")
    >>> [(str(one.claimed_on), one.year_earned, one.credits) for one in claimed_list(ledger)]
    [('2026-04-01', 2026, Credits(1.75 ama-pra-1))]
    """

    heading: Heading
    credits: Credits
    #: The instant, and the day in the activity's zone.
    claimed_at: datetime.datetime
    claimed_on: datetime.date
    earned_on: datetime.date
    #: The claim that took it.
    request: str
    #: The certificate that it stands on, to be opened again, and what became of it; none while it is being made.
    #: Of an account that was joined to another one, the ledger that goes on knows: its state is *moved* here.
    certificate: Certificate | None = attrs.field(default=None, repr=False)
    state: State | None = None

    @property
    def year_earned(self) -> int:
        """The year in which it was earned."""
        return self.earned_on.year


def claimed_list(ledger: Ledger, /, *, by: By = By.CLAIMED, descending: bool = False) -> tuple[Claimed, ...]:
    """List what was claimed, a line for each activity and type in each claim.

    Lines that are alike in what they are sorted by stand in the order in which they were claimed, in both directions.

    >>> from cmecore.testing.samples import LEDGER
    >>> claimed_list(LEDGER, by=By.AMOUNT, descending=True)
    ()
    """
    expect(ledger, Ledger, field="ledger")
    if not isinstance(by, By):
        expected = "By.CLAIMED, By.EARNED or By.AMOUNT"
        raise InvalidValue(field="by", found=shown(by), expected=expected, advice="write By.EARNED")
    stands_on: dict[tuple[str, str, Account], Status] = {}
    for found in papers(ledger):
        if found.certificate is not None:
            # What took the place of another one was issued after it.
            for request in (found.certificate.request, *found.certificate.earlier):
                for account, _ in awarded(found.certificate):
                    stands_on[found.certificate.learner, request, account] = found
    rows = []
    for made in ledger.claims:
        for line in made.lines:
            status = stands_on.get((made.learner, made.request, line.account))
            row = Claimed(
                heading=line.earned.heading,
                credits=line.credits,
                claimed_at=made.at,
                claimed_on=civil_day(made.at, line.earned.terms.zone),
                earned_on=line.earned.since,
                request=made.request,
                certificate=None if status is None else status.certificate,
                state=status.state if status is not None else State.MOVED if ledger.follows else None,
            )
            rows.append(row)
    keys: dict[By, Callable[[Claimed], object]] = {
        By.CLAIMED: lambda row: row.claimed_at,
        By.EARNED: lambda row: row.earned_on,
        By.AMOUNT: lambda row: row.credits.amount,
    }
    rows.sort(key=lambda row: (row.claimed_at, row.heading.title))
    return tuple(sorted(rows, key=keys[by], reverse=descending))  # type: ignore[arg-type]


@attrs.frozen(kw_only=True)
class Totals:
    """What all credit of one type comes to.

    >>> from cmecore.testing.samples import AMA, LEDGER, NOW
    >>> print(totals(LEDGER, at=NOW)[AMA].explain())
    1.75 AMA PRA Category 1 Credits™ earned
    1.75 can be claimed
    """

    #: What was earned, once where accounts were joined that both earned it.
    earned: Credits
    claimed: Credits
    #: What can be claimed now, what waits for something, and what was not claimed in time.
    claimable: Credits
    blocked: Credits
    lapsed: Credits
    #: What was claimed and taken back with its certificate.
    withheld: Credits
    #: What to know before relying on them: that the account was joined to another one.
    reasons: tuple[Reason, ...] = ()

    def explain(self) -> str:
        """Print what was earned and what became of it, a line for each."""
        became = {
            "claimed": self.claimed,
            "can be claimed": self.claimable,
            "cannot be claimed now": self.blocked,
            "not claimed in time": self.lapsed,
            "claimed and withheld": self.withheld,
        }
        lines = [f"{credits.amount} {word}" for word, credits in became.items() if credits]
        return "\n".join([f"{self.earned} earned", *lines, *(f"but {reason}" for reason in self.reasons)])


def totals(ledger: Ledger, /, *, at: datetime.datetime, entitlements: Iterable[Entitled] = ()) -> dict[CreditType, Totals]:
    """Add up what was earned, claimed and can be claimed, by type of credit.

    >>> from cmecore.testing.samples import AMA, LEDGER, NOW
    >>> totals(LEDGER, at=NOW)[AMA].claimable
    Credits(1.75 ama-pra-1)
    """
    return _added(balance(ledger, at=at, entitlements=entitlements).values())


def totals_by_year(
    ledger: Ledger, /, *, at: datetime.datetime, entitlements: Iterable[Entitled] = ()
) -> dict[int, dict[CreditType, Totals]]:
    """Add up the same by the year in which it was earned, the earliest year first.

    >>> from cmecore.testing.samples import LEDGER, NOW
    >>> list(totals_by_year(LEDGER, at=NOW))
    [2026]
    """
    balances = balance(ledger, at=at, entitlements=entitlements)
    years = {line.account: line.earned.since.year for made in ledger.claims for line in made.lines}
    years |= {account: earned.since.year for account, earned in ledger.standing.items()}
    held: defaultdict[int, list[Balance]] = defaultdict(list)
    for account, one in balances.items():
        held[years[account]].append(one)
    return {year: _added(held[year]) for year in sorted(held)}


def _added(balances: Iterable[Balance]) -> dict[CreditType, Totals]:
    held: defaultdict[CreditType, list[Balance]] = defaultdict(list)
    for one in balances:
        held[one.earned.type].append(one)
    return {
        kind: Totals(
            earned=total(one.earned - one.set_aside for one in group)[kind],
            claimed=total(one.claimed for one in group)[kind],
            claimable=total(one.claimable for one in group)[kind],
            blocked=total(one.blocked for one in group)[kind],
            lapsed=total(one.lapsed for one in group)[kind],
            withheld=total(one.withheld for one in group)[kind],
            reasons=tuple({reason: None for one in group for reason in one.reasons if reason == JOINED}),
        )
        for kind, group in held.items()
    }
