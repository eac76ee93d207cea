"""What was completed and earned, and what a person set by hand: levels of accounts, never differences.

What later steps need of a policy is resolved when credit is earned and kept in the entry as its :class:`Terms`, so that nobody
has to look up an old rule to honour a claim.
"""

from __future__ import annotations

import datetime
from typing import Any, TypeAlias

import attrs

from cmecore.activities import Heading
from cmecore.credit.amounts import Credits, CreditType
from cmecore.credit.canonical import digest
from cmecore.credit.fields import are, is_a, listed, many
from cmecore.credit.periods import a_day, checked_zone
from cmecore.credit.text import PARAGRAPH, line
from cmecore.errors import InvalidValue, shown
from cmecore.handling import Handling
from cmecore.rules.awards import RestsOn
from cmecore.rules.requirements import Requirement
from cmecore.rules.windows import Anchors

#: An account: the code of an activity, and the type of credit it earns.
Account: TypeAlias = tuple[str, CreditType]


def named(_instance: object, attribute: attrs.Attribute[Any], parts: tuple[object, ...]) -> None:
    """Validate an attrs field that holds amounts by name, such as those of mandated topics."""
    for part in listed(parts, field=attribute.name):
        if not isinstance(part, tuple) or [type(one) for one in part] != [str, Credits]:
            raise InvalidValue(field=attribute.name, found=shown(part), expected="pairs of a name and an amount")


@attrs.frozen(kw_only=True)
class Completed:
    """The activity was completed, by its own requirements, on a day.

    >>> from cmecore.testing.samples import LEDGER
    >>> LEDGER.completed["EM-101"].on
    datetime.date(2026, 3, 9)
    """

    learner: str = attrs.field(validator=line(), repr=False)
    heading: Heading = attrs.field(validator=is_a(Heading))
    on: datetime.date = attrs.field(validator=a_day)
    #: The zone whose civil days count for the activity.
    zone: str = attrs.field(converter=checked_zone)
    #: What the activity was designated for, in its order; by completing it none of it is awarded.
    designated: tuple[Credits, ...] = attrs.field(default=(), converter=many, validator=are(Credits))
    #: The days of the activity and of the learner in it, from which lengths of time are counted.
    anchors: Anchors = attrs.field(default=Anchors(), validator=is_a(Anchors))
    #: The last day on which the record is kept; none where it is kept for ever.
    keep_until: datetime.date | None = attrs.field(default=None, validator=attrs.validators.optional(a_day))
    #: What the provider does with it from now on.
    handling: Handling = attrs.field(default=Handling(), validator=is_a(Handling), repr=False)
    #: The part of its releases that was met already, by their own words: the evaluation was sent in.
    met: tuple[Requirement, ...] = attrs.field(default=(), converter=many, validator=are(Requirement))

    @property
    def activity(self) -> str:
        """The code of the activity."""
        return self.heading.activity

    @property
    def identity(self) -> str:
        """What makes it itself: the activity, the day, and what its releases wait for that was met."""
        stated = (self.activity, self.on)
        return f"completed:{digest((*stated, [asked.code for asked in self.met]) if self.met else stated)}"

    def adds_to(self, other: Completed) -> bool:
        """Tell whether it says more than another entry of the activity: an earlier day, or more of what a release waits for."""
        return self.on < other.on or not set(self.met) <= set(other.met)


@attrs.frozen(kw_only=True)
class Terms:
    """What the policy and the provider say about credit after it is earned, resolved on the day it was earned."""

    #: The zone whose civil days count.
    zone: str = attrs.field(converter=checked_zone)
    #: The last day on which it can be claimed; none where it can be claimed for ever.
    claim_by: datetime.date | None = attrs.field(default=None, validator=attrs.validators.optional(a_day))
    #: Whether that day is counted from the completion and the completion was not known yet, so that another day stood in.
    awaits_completion: bool = attrs.field(default=False, validator=is_a(bool))
    #: What must be met at the claim.
    gates: tuple[Requirement, ...] = attrs.field(default=(), converter=many, validator=are(Requirement))
    #: Claimed whole or not at all: credit that the learner declared.
    whole: bool = attrs.field(default=False, validator=is_a(bool))
    #: The type of the same activity that has to be claimed before, or with, this one.
    rests_on: RestsOn | None = attrs.field(default=None, validator=is_a(RestsOn, or_none=True))
    #: The type that is claimed where the learner names none.
    default: bool = attrs.field(default=True, validator=is_a(bool))
    #: The last day on which the record is kept; none where it is kept for ever.
    keep_until: datetime.date | None = attrs.field(default=None, validator=attrs.validators.optional(a_day))
    #: The last day on which it is kept if nobody claims it, where that is another one.
    unclaimed_until: datetime.date | None = attrs.field(default=None, validator=attrs.validators.optional(a_day))
    #: What the provider does with it from now on.
    handling: Handling = attrs.field(default=Handling(), validator=is_a(Handling), repr=False)
    #: Who reports it to whom, in words that stand on its certificates.
    reported: str = attrs.field(default="", validator=line(blank=True, longest=PARAGRAPH))


@attrs.frozen(kw_only=True)
class Earned:
    """The level that an account has reached, and since which day; never a difference.

    The standing level of an account is the highest of its entries, and among equals the earliest.

    >>> from cmecore.testing.samples import AMA, LEDGER
    >>> earned = LEDGER.standing["EM-101", AMA]
    >>> earned.level, earned.since
    (Credits(1.75 ama-pra-1), datetime.date(2026, 3, 10))
    """

    learner: str = attrs.field(validator=line(), repr=False)
    heading: Heading = attrs.field(validator=is_a(Heading))
    level: Credits = attrs.field(validator=is_a(Credits))
    since: datetime.date = attrs.field(validator=a_day)
    #: What the activity was designated for.
    maximum: Credits = attrs.field(validator=is_a(Credits))
    #: The version of the policy it was earned under.
    version: str = attrs.field(validator=line(longest=PARAGRAPH))
    terms: Terms = attrs.field(validator=is_a(Terms))
    #: How much of the level lies in each mandated topic and in each specialty.
    topics: tuple[tuple[str, Credits], ...] = attrs.field(default=(), converter=many, validator=named)
    specialties: tuple[tuple[str, Credits], ...] = attrs.field(default=(), converter=many, validator=named)

    def __attrs_post_init__(self) -> None:
        if self.level > self.maximum:
            raise InvalidValue(field="level", found=shown(str(self.level)), expected=f"at most the designated {self.maximum}")

    @property
    def account(self) -> Account:
        """The activity's code and the type of credit."""
        return self.heading.activity, self.level.type

    @property
    def activity(self) -> str:
        """The code of the activity."""
        return self.heading.activity

    @property
    def identity(self) -> str:
        """What makes it itself: the level that it states, since when, under which rule and until when it can be claimed."""
        stated = (self.activity, self.level.type.code, self.level.steps, self.since, self.version)
        return f"earned:{digest((*stated, self.terms.claim_by) if self.terms.claim_by else stated)}"

    def outranks(self, other: Earned) -> bool:
        """Tell which of two entries of one account states its level, whatever the order in which they were written.

        The higher level does, and among equals the earlier; but of credit that the learner declared, the latest word counts,
        and before anything that was computed.  Where only the time to claim differs, one that is counted from the completion
        stands before one that still awaits it.
        """
        return self._rank > other._rank

    @property
    def _rank(self) -> tuple[bool, int, int, bool, int, str]:
        """A place in one order of all entries, so that no order of arrival can decide anything."""
        since, steps, terms = self.since.toordinal(), self.level.steps, self.terms
        first = (since, steps) if terms.whole else (steps, -since)
        last = (terms.claim_by or datetime.date.max).toordinal()
        return terms.whole, *first, not terms.awaits_completion, -last, self.version

    def at_most(self, level: Credits) -> Earned:
        """Return it with a lower level, and of its topics and specialties only what surely lies in that."""
        if level >= self.level:
            return self
        less = self.level.steps - level.steps
        return attrs.evolve(self, level=level, topics=_sure(self.topics, less), specialties=_sure(self.specialties, less))


def _sure(parts: tuple[tuple[str, Credits], ...], less: int) -> tuple[tuple[str, Credits], ...]:
    return tuple((name, Credits(part.steps - less, part.type)) for name, part in parts if part.steps > less)


@attrs.frozen(kw_only=True)
class Adjusted:
    """A level that was set by hand, under a case number and for a reason: the account holds at most this until it is lifted.

    >>> from cmecore.testing.samples import AMA
    >>> Adjusted(learner="dr-42", activity="EM-101", level=AMA("1.00"), case="C-7").identity
    'adjusted:C-7:EM-101:ama-pra-1'
    """

    learner: str = attrs.field(validator=line(), repr=False)
    activity: str = attrs.field(validator=line())
    level: Credits = attrs.field(validator=is_a(Credits))
    #: The name of the case it was decided in.
    case: str = attrs.field(validator=line())
    #: Whether an earlier adjustment is taken away, so that what was earned stands again.
    lifted: bool = attrs.field(default=False, validator=is_a(bool))

    @property
    def account(self) -> Account:
        """The activity's code and the type of credit."""
        return self.activity, self.level.type

    @property
    def identity(self) -> str:
        """What makes it itself: the case, and the account."""
        return f"adjusted:{self.case}:{self.activity}:{self.level.type.code}"


@attrs.frozen(kw_only=True)
class Overridden:
    """A named person granted a level that the rules did not give, under a case number and for a reason.

    >>> from cmecore.testing.samples import AMA, LEDGER
    >>> granted = attrs.evolve(LEDGER.standing["EM-101", AMA], level=AMA("2.00"))
    >>> Overridden(learner="dr-42", earned=granted, by="R. Mills, CME office", case="C-8").identity
    'overridden:C-8:EM-101:ama-pra-1'
    """

    learner: str = attrs.field(validator=line(), repr=False)
    #: The level that is granted, with everything that later steps need.
    earned: Earned = attrs.field(validator=is_a(Earned))
    #: Who decided.
    by: str = attrs.field(validator=line(), repr=False)
    case: str = attrs.field(validator=line())

    def __attrs_post_init__(self) -> None:
        if self.earned.learner != self.learner:
            raise InvalidValue(field="earned", found="a level of another learner", expected="one of the same learner")

    @property
    def account(self) -> Account:
        """The activity's code and the type of credit."""
        return self.earned.account

    @property
    def activity(self) -> str:
        """The code of the activity."""
        return self.earned.activity

    @property
    def identity(self) -> str:
        """What makes it itself: the case, and the account."""
        return f"overridden:{self.case}:{self.activity}:{self.account[1].code}"


@attrs.frozen(kw_only=True)
class Extended:
    """The time to claim an account was extended, under a case number and for a reason; it is never shortened.

    >>> from cmecore.testing.samples import AMA
    >>> Extended(learner="dr-42", activity="EM-101", type=AMA, claim_by=datetime.date(2030, 3, 9), case="C-9").identity
    'extended:C-9:EM-101:ama-pra-1'
    """

    learner: str = attrs.field(validator=line(), repr=False)
    activity: str = attrs.field(validator=line())
    type: CreditType = attrs.field(validator=is_a(CreditType))
    #: The new last day.
    claim_by: datetime.date = attrs.field(validator=a_day)
    case: str = attrs.field(validator=line())

    @property
    def account(self) -> Account:
        """The activity's code and the type of credit."""
        return self.activity, self.type

    @property
    def identity(self) -> str:
        """What makes it itself: the case, and the account."""
        return f"extended:{self.case}:{self.activity}:{self.type.code}"


@attrs.frozen(kw_only=True)
class Reevaluated:
    """What was earned was held against the rules again, as a plan that somebody confirmed.

    >>> Reevaluated(learner="dr-42", plan="5d1e", activities=["EM-101"]).identity
    'reevaluated:5d1e'
    """

    learner: str = attrs.field(validator=line(), repr=False)
    #: The digest of the plan.
    plan: str = attrs.field(validator=line())
    activities: tuple[str, ...] = attrs.field(default=(), converter=many, validator=are(str))

    @property
    def identity(self) -> str:
        """What makes it itself: the plan."""
        return f"reevaluated:{self.plan}"
