"""Claims: one act that turns earned credit into claimed credit, and the answer *no* with its reasons."""

from __future__ import annotations

import datetime

import attrs

from cmecore.credit.amounts import Credits, CreditType, total
from cmecore.credit.fields import are, is_a, many
from cmecore.credit.periods import to_instant
from cmecore.credit.text import line
from cmecore.entries.earned import Account, Earned
from cmecore.evidence import Entitled


@attrs.frozen(kw_only=True)
class Reason:
    """Why something was refused: a stable code, a sentence, and the activity it is about.

    >>> print(Reason(code="nothing-claimable", says="nothing is claimable"))
    nothing is claimable
    """

    code: str
    says: str
    activity: str = ""

    def __str__(self) -> str:
        """Say it."""
        return self.says


@attrs.frozen(kw_only=True)
class ClaimLine:
    """How much of one account a claim takes."""

    earned: Earned = attrs.field(validator=is_a(Earned))
    credits: Credits = attrs.field(validator=is_a(Credits))

    @property
    def account(self) -> Account:
        """The account it is about."""
        return self.earned.account

    @property
    def activity(self) -> str:
        """The code of the activity."""
        return self.earned.activity


@attrs.frozen(kw_only=True)
class Claim:
    """One act that turns earned credit into claimed credit, over any number of courses.

    Its identity is the request: the same request asking the same thing again is the same claim.

    >>> from cmecore.claiming import claim
    >>> from cmecore.testing.samples import AMA, LEDGER, NOW
    >>> claim(LEDGER, {"EM-101": "1.00"}, at=NOW, request="basket-7").totals[AMA]
    Credits(1.00 ama-pra-1)
    """

    request: str = attrs.field(validator=line())
    learner: str = attrs.field(validator=line(), repr=False)
    #: What was asked for, in one spelling, so that a retry can be told from another asking.
    asked: str = attrs.field(repr=False)
    at: datetime.datetime = attrs.field(converter=to_instant)
    lines: tuple[ClaimLine, ...] = attrs.field(converter=many, validator=are(ClaimLine))
    #: The memberships and registrations that were handed in.
    entitlements: tuple[Entitled, ...] = attrs.field(default=(), converter=many, validator=are(Entitled))
    #: Why something that was earned is not in it, where everything was asked for.
    left_out: tuple[Reason, ...] = attrs.field(default=(), converter=many, validator=are(Reason))

    @property
    def identity(self) -> str:
        """What makes it itself: the request."""
        return f"claim:{self.request}"

    def explain(self) -> str:
        """Print what is claimed, a line for each activity, the totals, and what was left out and why."""
        lines = [f"{line.credits} for {line.earned.heading.title} ({line.earned.heading.activity})" for line in self.lines]
        totals = [f"in all {credits}" for credits in self.totals.values()]
        return "\n".join([*lines, *totals, *(f"left out: {reason}" for reason in self.left_out)])

    @property
    def courses(self) -> dict[str, dict[CreditType, Credits]]:
        """What is claimed in each course, which is what its certificates will say: a total for each type."""
        parts: dict[str, list[Credits]] = {}
        for part in self.lines:
            parts.setdefault(part.earned.heading.course, []).append(part.credits)
        return {course: total(credits) for course, credits in parts.items()}

    @property
    def totals(self) -> dict[CreditType, Credits]:
        """What is claimed, a total for each type."""
        return total(line.credits for line in self.lines)


@attrs.frozen
class Refusal:
    """The answer *no*, with every reason.  It changes nothing, and cannot be written to a ledger.

    >>> print(Refusal([Reason(code="nothing-claimable", says="nothing is claimable")]).explain())
    nothing is claimable
    """

    reasons: tuple[Reason, ...] = attrs.field(converter=many, validator=are(Reason))

    def __bool__(self) -> bool:
        """Be false: a refusal is the answer *no*, and a claim in its place is true."""
        return False

    def explain(self) -> str:
        """Print the reasons, a line for each."""
        return "\n".join(reason.says for reason in self.reasons)
