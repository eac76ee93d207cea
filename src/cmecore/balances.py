"""Balances: what became of everything that was earned, account by account, on a day.

Nothing is ever out of sight: what was earned is claimed, or can be claimed, or is held back for a reason that is told.
"""

from __future__ import annotations

import datetime
from collections import defaultdict
from typing import TYPE_CHECKING

import attrs

from cmecore.activities import Heading
from cmecore.claimable import opened
from cmecore.credit.amounts import Credits
from cmecore.credit.fields import are, expect, is_a, many
from cmecore.credit.periods import a_day, checked_instant
from cmecore.entries import Account, Reason
from cmecore.errors import InvalidValue
from cmecore.ledger import Ledger

if TYPE_CHECKING:
    from collections.abc import Iterable

    from cmecore.evidence import Entitled


@attrs.frozen(kw_only=True)
class Balance:
    """What became of what was earned of one account, in amounts that always come out even.

    What was earned, with whatever was claimed beyond it, is claimed, claimable, blocked, lapsed, withheld or set aside.

    >>> from cmecore.testing.samples import AMA, LEDGER, NOW
    >>> print(balance(LEDGER, at=NOW)["EM-101", AMA].explain())
    Early sepsis (EM-101): 1.75 AMA PRA Category 1 Credits™ earned
    1.75 can be claimed
    """

    heading: Heading = attrs.field(validator=is_a(Heading))
    #: What every account that was joined here earned, added up.
    earned: Credits = attrs.field(validator=is_a(Credits))
    #: What was claimed and stands.
    claimed: Credits = attrs.field(validator=is_a(Credits))
    #: What can be claimed now.
    claimable: Credits = attrs.field(validator=is_a(Credits))
    #: What cannot be claimed now, and may be later; the reasons say what it waits for.
    blocked: Credits = attrs.field(validator=is_a(Credits))
    #: What was not claimed in time.
    lapsed: Credits = attrs.field(validator=is_a(Credits))
    #: What was claimed and taken back with its certificate.
    withheld: Credits = attrs.field(validator=is_a(Credits))
    #: What was counted in an account that was joined as well as in the one that goes on.
    set_aside: Credits = attrs.field(validator=is_a(Credits))
    #: What was claimed beyond what stands as earned: by two accounts, or before a level was set lower.
    over_claimed: Credits = attrs.field(validator=is_a(Credits))
    #: The last day on which it can be claimed; none where it can be claimed for ever.
    claim_by: datetime.date | None = attrs.field(default=None, validator=attrs.validators.optional(a_day))
    #: What keeps back what is blocked or lapsed.
    reasons: tuple[Reason, ...] = attrs.field(default=(), converter=many, validator=are(Reason))

    def __attrs_post_init__(self) -> None:
        there = self.claimed + self.claimable + self.blocked + self.lapsed + self.withheld + self.set_aside
        if self.earned + self.over_claimed != there:
            raise InvalidValue(
                field="balance",
                found=f"{self.earned.amount} earned and {self.over_claimed.amount} beyond it, and {there.amount} accounted for",
                expected="the same on both sides",
            )

    @property
    def account(self) -> Account:
        """The activity's code and the type of credit."""
        return self.heading.activity, self.earned.type

    def explain(self) -> str:
        """Print what was earned, what became of it, a line for each, and what keeps back the rest."""
        until = f" until {self.claim_by}" if self.claim_by is not None else ""
        became = {
            "claimed": self.claimed,
            f"can be claimed{until}": self.claimable,
            "cannot be claimed now": self.blocked,
            "was not claimed in time": self.lapsed,
            "was claimed and is withheld, since its certificate was voided": self.withheld,
            "of it was counted in an account that was joined, and is set aside": self.set_aside,
            "was claimed beyond what stands as earned": self.over_claimed,
        }
        lines = [f"{credits.amount} {word}" for word, credits in became.items() if credits]
        earned = f"{self.heading.title} ({self.heading.activity}): {self.earned} earned"
        return "\n".join([earned, *lines, *(f"because {reason}" for reason in self.reasons)])


def balance(ledger: Ledger, /, *, at: datetime.datetime, entitlements: Iterable[Entitled] = ()) -> dict[Account, Balance]:
    """Tell what became of everything that was earned, as of an instant and with the memberships that are handed in.

    What is claimable here is exactly what a claim of everything would take that names all types.

    >>> from cmecore.testing.samples import LEDGER, NOW
    >>> [held.claimable for held in balance(LEDGER, at=NOW).values()]
    [Credits(1.75 ama-pra-1)]
    """
    expect(ledger, Ledger, field="ledger")
    found = opened(ledger, dict.fromkeys(ledger.standing), at=checked_instant(at, field="at"), entitlements=entitlements)
    headings = {account: standing.heading for account, standing in ledger.standing.items()}
    for part in (part for made in ledger.claims for part in made.lines):
        headings.setdefault(part.account, part.earned.heading)
    earned: defaultdict[Account, int] = defaultdict(int)
    for (_, account), each in ledger.levels.items():
        earned[account] += each.level.steps
    balances = {}
    for account, heading in headings.items():
        kind, held, now = account[1], ledger.standing.get(account), found.get(account)
        level = held.level.steps if held is not None else 0
        taken, withheld = ledger.claimed(account).steps, ledger.withheld(account).steps
        claimable = now.credits.steps if now is not None else 0
        waiting = max(0, level - taken) - claimable
        lapsed = waiting if now is not None and now.lapsed else 0
        balances[account] = Balance(
            heading=heading,
            earned=Credits(earned[account], kind),
            claimed=Credits(taken - withheld, kind),
            claimable=Credits(claimable, kind),
            blocked=Credits(waiting - lapsed, kind),
            lapsed=Credits(lapsed, kind),
            withheld=Credits(withheld, kind),
            set_aside=Credits(earned[account] - level, kind),
            over_claimed=Credits(max(0, taken - level), kind),
            claim_by=held.terms.claim_by if held is not None else None,
            reasons=now.reasons if now is not None else (),
        )
    return balances
