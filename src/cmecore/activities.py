"""What is offered: an activity, its parts and its schedule, and the credit it is designated for in advance."""

from __future__ import annotations

import datetime
import enum
import functools
from typing import TYPE_CHECKING

import attrs

from cmecore.credit.amounts import Credits
from cmecore.credit.intervals import Interval, Union, subtract, union
from cmecore.credit.periods import Span, checked_instant, checked_zone, civil_day
from cmecore.credit.rounding import Total
from cmecore.credit.text import PARAGRAPH, checked, line, listed
from cmecore.errors import InvalidValue, shown
from cmecore.rules.awarding import Weigh, facts_asked, weigher
from cmecore.rules.criteria import facts_in
from cmecore.rules.facts import LARGEST_WHOLE, Fact, Share
from cmecore.rules.policies import Policy
from cmecore.rules.requirements import Requirement

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator


@attrs.frozen
class Format:
    """A learning format, in the word that statements use for it; a format of your own is a value you construct.

    >>> Format("blended learning", live=False)
    Format(name='blended learning', live=False)
    """

    name: str = attrs.field(validator=line())
    #: Whether it happens on set days, at which its rules are asked for and from which it counts as completed.
    live: bool = attrs.field(validator=attrs.validators.instance_of(bool), kw_only=True)


LIVE = Format("live activity", live=True)
"""A live activity: a course, a meeting, a regularly scheduled series."""
INTERNET_LIVE = Format("internet live activity", live=True)
"""A live activity over the internet, such as a webinar."""
ENDURING = Format("enduring material", live=False)
"""Material that learners work through when they like, between release and termination."""
JOURNAL = Format("journal-based CME activity", live=False)
"""An article with an assessment."""


@attrs.frozen(kw_only=True)
class Provider:
    """The accredited organisation that offers activities and answers for them.

    >>> Provider(name="Lakeside CME", zone="America/Chicago").name
    'Lakeside CME'
    """

    name: str = attrs.field(validator=line())
    address: str = attrs.field(default="", validator=line(blank=True))
    #: Where questions about a certificate go.
    contact: str = attrs.field(default="", validator=line(blank=True))
    #: The zone whose civil days count, unless an activity has its own.
    zone: str = attrs.field(default="UTC", converter=checked_zone)


def _provider(value: object) -> Provider:
    if isinstance(value, Provider):
        return value
    return Provider(name=checked(value, field="provider"))


def _breaks(value: Iterable[Interval]) -> tuple[Interval, ...]:
    return tuple((start, end) for start, end in value)


def _share(value: object) -> Share | None:
    return None if value is None else Share.of(value)


@attrs.frozen(kw_only=True)
class Part:
    """A session, module or topic of an activity; its share of a credit can be listed.

    A part with ``starts`` and ``ends`` is a session with a schedule: attendance counts inside it and outside its breaks.

    >>> Part(code="m1", title="Recognising sepsis", minutes=20, topics=["pharmacology"]).topics
    ('pharmacology',)
    """

    code: str = attrs.field(validator=line())
    title: str = attrs.field(validator=line())
    #: The time it is estimated to take, for parts without a schedule.
    minutes: int | None = None
    #: How many units of content it has, for progress that is counted.
    units: int = 1
    starts: datetime.datetime | None = None
    ends: datetime.datetime | None = None
    breaks: tuple[Interval, ...] = attrs.field(default=(), converter=_breaks)
    #: The least share of its scheduled time that counts as having attended it; any time at all where there is none.
    attended_from: Share | None = attrs.field(default=None, converter=_share)
    #: The specialty it belongs to.
    specialty: str = attrs.field(default="", validator=line(blank=True))
    #: Topics that licences ask for by name: opioid, ethics, pharmacology.  Their credit is inside the amount, never on top.
    topics: tuple[str, ...] = attrs.field(default=(), converter=listed)

    def __attrs_post_init__(self) -> None:
        for field, count in (("minutes", self.minutes), ("units", self.units)):
            if count is not None and (type(count) is not int or not 1 <= count <= LARGEST_WHOLE):
                raise InvalidValue(
                    field=f"{field} of part {self.code}", found=shown(count), expected="a whole number, 1 or more"
                )
        for topic in self.topics:
            checked(topic, field=f"topics of part {self.code}")
        if (self.starts is None) is not (self.ends is None):
            raise InvalidValue(
                field=f"schedule of part {self.code}", found="one end only", expected="both starts and ends, or neither"
            )
        for start, end in (*self.breaks, *([] if self.starts is None or self.ends is None else [(self.starts, self.ends)])):
            if not checked_instant(start, field=f"schedule of part {self.code}") < checked_instant(
                end, field=f"schedule of part {self.code}"
            ):
                raise InvalidValue(
                    field=f"schedule of part {self.code}",
                    found=f"{shown(start)} to {shown(end)}",
                    expected="a start before the end",
                )

    @functools.cached_property
    def schedule(self) -> Union:
        """When attendance counts: from start to end, without the breaks; empty where there is no schedule."""
        if self.starts is None or self.ends is None:
            return ()
        return subtract(union([(self.starts, self.ends)]), union(self.breaks))


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
    return (value,) if isinstance(value, Policy) else listed(value)


@attrs.frozen(kw_only=True)
class Designation:
    """The maximum credit of one type that an activity is designated for in advance, and the policy that decides who earns it.

    Where a policy changed, hand over each version with the days on which it is in force.  The first designation of an
    activity is the type that is claimed by default.

    >>> from cmecore.testing.samples import AMA
    >>> print(Designation(maximum=AMA("2.00"), policy=Policy(code="all-or-nothing")).maximum)
    2.00 AMA PRA Category 1 Credits™
    """

    maximum: Credits = attrs.field(validator=attrs.validators.instance_of(Credits))
    policy: tuple[Policy, ...] = attrs.field(
        converter=_policies, validator=attrs.validators.deep_iterable(attrs.validators.instance_of(Policy))
    )
    #: By default the completion day, and for a live activity its last day.
    rule_day: RuleDay | None = None

    def __attrs_post_init__(self) -> None:
        if not self.policy:
            raise InvalidValue(
                field="policy", found="none", expected="a policy", advice="Policy(code=…) alone awards the whole maximum"
            )
        # Two versions overlap exactly if the first day of one lies in the other.
        for policy in self.policy:
            first = policy.in_force.first or datetime.date.min
            if sum(first in other.in_force for other in self.policy) > 1:
                raise InvalidValue(
                    field=f"policy {policy.code}",
                    found=f"two versions in force on {first}",
                    expected="one for each day",
                    advice="end the older one the day before",
                )
        for policy in self.policy:
            weigher(policy, self.maximum)

    def in_force(self, day: datetime.date) -> Policy | None:
        """Return the version of the policy that holds on a day, or ``None`` where none is known for it."""
        return next((policy for policy in self.policy if day in policy.in_force), None)

    @functools.cached_property
    def _weighers(self) -> tuple[tuple[Policy, Weigh], ...]:
        return tuple((policy, weigher(policy, self.maximum)) for policy in self.policy)

    def weigher(self, policy: Policy) -> Weigh:
        """Return the function that answers a version of the policy; those of the designation are made once."""
        # By identity: comparing or hashing a whole policy would cost more than answering it.
        for version, weigh in self._weighers:
            if version is policy:
                return weigh
        return weigher(policy, self.maximum)


@attrs.frozen(kw_only=True)
class Heading:
    """What is printed about an activity wherever it is named: a copy that later changes of the activity do not touch."""

    activity: str
    title: str
    course: str
    provider: Provider
    format: str
    edition: str = ""
    place: str = ""
    #: The days of a live activity.
    dates: Span | None = None
    statements: tuple[str, ...] = ()


@attrs.frozen(kw_only=True)
class Activity:
    """Something that a provider offers, with the credit it is designated for.

    ``completion`` is what the activity asks before it counts as completed (and a certificate of participation is due); what
    each credit asks stands in its designation's policy, and the two are independent.

    >>> Activity(code="EM-101", title="Early sepsis", format=ENDURING, provider="Lakeside CME").heading.course
    'Early sepsis'
    """

    code: str = attrs.field(validator=line())
    title: str = attrs.field(validator=line())
    format: Format = attrs.field(validator=attrs.validators.instance_of(Format))
    provider: Provider = attrs.field(converter=_provider)
    #: The title that certificates are grouped by; by default the activity's own.
    course: str = attrs.field(default=attrs.Factory(lambda self: self.title, takes_self=True), validator=line())
    edition: str = attrs.field(default="", validator=line(blank=True))
    #: The zone whose civil days count; by default the provider's.
    zone: str = attrs.field(default=attrs.Factory(lambda self: self.provider.zone, takes_self=True), converter=checked_zone)
    #: From release to expiry, both included: what was done before or after earns nothing.
    offered: Span = attrs.field(default=Span(), validator=attrs.validators.instance_of(Span))
    #: The days on which a live activity takes place; by default those of its sessions.
    held: Span | None = attrs.field(default=None, validator=attrs.validators.optional(attrs.validators.instance_of(Span)))
    place: str = attrs.field(default="", validator=line(blank=True))
    parts: tuple[Part, ...] = attrs.field(default=(), converter=listed)
    completion: tuple[Requirement, ...] = attrs.field(default=(), converter=listed)
    designations: tuple[Designation, ...] = attrs.field(default=(), converter=listed)
    #: What stands on its certificates in the provider's own words: accreditation, designation.
    statements: tuple[str, ...] = attrs.field(default=(), converter=listed)

    def __attrs_post_init__(self) -> None:
        for field, codes in (
            ("parts", [part.code for part in self.parts]),
            ("designations", [designation.maximum.type.code for designation in self.designations]),
            ("completion", [requirement.code for requirement in self.completion]),
        ):
            if twice := {code for code in codes if codes.count(code) > 1}:
                raise InvalidValue(
                    field=f"{field} of {self.code}",
                    found=f"{min(twice)} more than once",
                    expected="each once",
                    advice="join the two",
                )
        for statement in self.statements:
            checked(statement, field=f"statements of {self.code}", longest=PARAGRAPH)

    @functools.cached_property
    def sessions(self) -> tuple[Part, ...]:
        """The parts that have a schedule, in the order in which they begin."""
        return tuple(sorted((part for part in self.parts if part.schedule), key=lambda part: (part.schedule[0][0], part.code)))

    @functools.cached_property
    def days(self) -> Span | None:
        """The days on which it takes place: those it names, or those of its sessions; none for what has no set days."""
        if self.held is not None or not self.sessions:
            return self.held
        first = civil_day(self.sessions[0].schedule[0][0], self.zone)
        return Span(
            first,
            max(civil_day(session.schedule[-1][1] - datetime.datetime.resolution, self.zone) for session in self.sessions),
        )

    @functools.cached_property
    def heading(self) -> Heading:
        """What is printed about the activity."""
        return Heading(
            activity=self.code,
            title=self.title,
            course=self.course,
            provider=self.provider,
            format=self.format.name,
            edition=self.edition,
            place=self.place,
            dates=self.days,
            statements=self.statements,
        )

    @functools.cached_property
    def asked(self) -> tuple[Fact, ...]:
        """Every fact that the activity's requirements and awards look at."""
        return tuple({fact.name: fact for fact in self._every_fact()}.values())

    def _every_fact(self) -> Iterator[Fact]:
        for requirement in self.completion:
            yield from facts_in(requirement.test)
        for designation in self.designations:
            for policy in designation.policy:
                for requirement in policy.requirements:
                    yield from facts_in(requirement.test)
                on = Total.ACTIVITY if policy.rounding is None else policy.rounding.on
                yield from facts_asked(policy.award, on, designation.maximum.type)


def rule_day(designation: Designation, activity: Activity) -> RuleDay:
    """Tell which day's rule a designation asks for: the one it names, or the usual one of its activity's format."""
    return designation.rule_day or (RuleDay.LAST_DAY if activity.format.live else RuleDay.COMPLETION)
