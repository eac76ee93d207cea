"""What an activity is designated for: the maximum of a type, set in advance, and the policy that decides who earns it."""

from __future__ import annotations

import datetime
import enum
import itertools
from typing import TYPE_CHECKING

import attrs

from cmecore.credit.amounts import Credits
from cmecore.credit.fields import are, is_a, many
from cmecore.credit.text import PARAGRAPH, line
from cmecore.errors import InvalidValue
from cmecore.rules.awarding import weigher
from cmecore.rules.policies import Policy

if TYPE_CHECKING:
    from collections.abc import Iterable


class RuleDay(enum.Enum):
    """The day whose rule is asked for, where a rule changed.

    >>> from cmecore.testing.samples import AMA
    >>> Designation(maximum=AMA("2.00"), policy=Policy(code="online"), rule_day=RuleDay.RELEASE).rule_day.value
    'release'
    """

    COMPLETION = "completion"
    """The learner's completion day."""
    LAST_DAY = "last day"
    """The last day of a live activity."""
    RELEASE = "release"
    """The day on which the activity was released."""


def _policies(value: Policy | Iterable[Policy]) -> tuple[Policy, ...]:
    return (value,) if isinstance(value, Policy) else many(value)


@attrs.frozen(kw_only=True)
class Designation:
    """The maximum credit of one type that an activity is designated for in advance, and the policy that decides who earns it.

    Where a policy changed, hand over each version with the days on which it is in force.  The first designation of an
    activity is the type that is claimed by default.

    >>> from cmecore.testing.samples import AMA
    >>> print(Designation(maximum=AMA("2.00"), policy=Policy(code="all-or-nothing")).maximum)
    2.00 AMA PRA Category 1 Credits™
    """

    maximum: Credits = attrs.field(validator=is_a(Credits))
    policy: tuple[Policy, ...] = attrs.field(converter=_policies, validator=are(Policy))
    #: By default the completion day, and for a live activity its last day.
    rule_day: RuleDay | None = attrs.field(default=None, validator=is_a(RuleDay, or_none=True))
    #: Who reports the credit to whom, in words that stand on its certificates; nothing is printed where nothing is said.
    reported: str = attrs.field(default="", validator=line(blank=True, longest=PARAGRAPH))

    def __attrs_post_init__(self) -> None:
        if not self.policy:
            raise InvalidValue(
                field="policy", found="none", expected="a policy", advice="Policy(code=…) alone awards the whole maximum"
            )
        spans = sorted((policy.in_force for policy in self.policy), key=lambda span: span.first or datetime.date.min)
        for earlier, later in itertools.pairwise(spans):
            if later.first is None or later.first in earlier:
                raise InvalidValue(
                    field=f"policies for {self.maximum.type}",
                    found=f"two versions in force on {later.first or earlier.last or 'every day'}",
                    expected="one for each day",
                    advice="end the older one the day before",
                )
        for policy in self.policy:
            if policy.type not in {None, self.maximum.type}:
                raise InvalidValue(
                    field=f"policy {policy.code}",
                    found=f"a rule for {policy.type}, at a maximum of {self.maximum}",
                    expected="a rule for the type that is designated",
                )
            weigher(policy, self.maximum)

    def in_force(self, day: datetime.date) -> Policy | None:
        """Return the version of the policy that holds on a day, or ``None`` where none is known for it."""
        return next((policy for policy in self.policy if day in policy.in_force), None)
