"""What is offered: an activity, its parts and its schedule, and the credit it is designated for in advance."""

from __future__ import annotations

import datetime
import functools
from typing import TYPE_CHECKING, Any

import attrs

from cmecore.bodies.accreditations import accredited
from cmecore.bodies.statements import Statement
from cmecore.credit.fields import are, each_once, is_a, listed, many
from cmecore.credit.intervals import Interval, Union, subtract, union
from cmecore.credit.periods import Span, checked_instant, checked_zone, civil_day
from cmecore.credit.text import PARAGRAPH, checked, line
from cmecore.designations import Designation, RuleDay
from cmecore.errors import InvalidValue, near, shown
from cmecore.handling import Handling
from cmecore.providers import Provider, Signatory
from cmecore.rules.awarding import Weigh, base_fact, facts_asked, weigher
from cmecore.rules.awards import ByTime, basis_of
from cmecore.rules.criteria import Outcome, facts_in
from cmecore.rules.facts import TIME, Fact, Share
from cmecore.rules.policies import Policy
from cmecore.rules.requirements import Requirement
from cmecore.rules.times import LEARNING, kind_of_time

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator


#: Most units of content, or minutes, in one part.
LARGEST_PART = 1_000_000


@attrs.frozen
class Format:
    """A learning format, in the word that statements use for it; a format of your own is a value you construct.

    >>> Format("blended learning", live=False)
    Format(name='blended learning', live=False)
    """

    name: str = attrs.field(validator=line())
    #: Whether it happens on set days, at which its rules are asked for and from which it counts as completed.
    live: bool = attrs.field(validator=is_a(bool), kw_only=True)


LIVE = Format("live activity", live=True)
"""A live activity: a course, a meeting, a regularly scheduled series."""
INTERNET_LIVE = Format("internet live activity", live=True)
"""A live activity over the internet, such as a webinar."""
ENDURING = Format("enduring material", live=False)
"""Material that learners work through when they like, between release and termination."""
JOURNAL = Format("journal-based CME activity", live=False)
"""An article with an assessment."""
MANUSCRIPT_REVIEW = Format("manuscript review activity", live=False)
"""The review of a manuscript for a journal."""
TEST_ITEM_WRITING = Format("test-item writing activity", live=False)
"""Writing questions of a peer-reviewed examination."""
PERFORMANCE_IMPROVEMENT = Format("PI CME activity", live=False)
"""The improvement of one's practice, in three stages."""
POINT_OF_CARE = Format("internet point-of-care activity", live=False)
"""A question from practice, its search and its application."""
OTHER = Format("other activity", live=False)
"""What is none of the others, such as a blend of them."""
TEACHING = Format("faculty teaching", live=True)
"""Presenting at a live activity: an activity of its own beside the one that is taught."""


def _provider(value: object) -> Provider:
    if isinstance(value, Provider):
        return value
    return Provider(name=checked(value, field="provider"))


def _breaks(value: Iterable[Interval]) -> tuple[Interval, ...]:
    pairs = listed(value, field="breaks")
    if not all(isinstance(pair, tuple | list) and len(pair) == len(("start", "end")) for pair in pairs):
        raise InvalidValue(field="breaks", found=shown(pairs), expected="pairs of an instant and a later one")
    return tuple((checked_instant(start, field="breaks"), checked_instant(end, field="breaks")) for start, end in pairs)


def _instant_or_none(value: datetime.datetime | None) -> datetime.datetime | None:
    return None if value is None else checked_instant(value, field="schedule")


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
    starts: datetime.datetime | None = attrs.field(default=None, converter=_instant_or_none)
    ends: datetime.datetime | None = attrs.field(default=None, converter=_instant_or_none)
    breaks: tuple[Interval, ...] = attrs.field(default=(), converter=_breaks)
    #: The least share of its scheduled time that counts as having attended it; any time at all where there is none.
    attended_from: Share | None = attrs.field(default=None, converter=_share)
    #: What kind of time it is, for rules that count a lecture, a break and an evaluation differently.
    kind: str = attrs.field(default=LEARNING, validator=kind_of_time)
    #: The specialty it belongs to.
    specialty: str = attrs.field(default="", validator=line(blank=True))
    #: Topics that licences ask for by name: opioid, ethics, pharmacology.  Their credit is inside the amount, never on top.
    topics: tuple[str, ...] = attrs.field(default=(), converter=many, validator=are(str))

    def __attrs_post_init__(self) -> None:
        for field, count in (("minutes", self.minutes if self.minutes is not None else 1), ("units", self.units)):
            if type(count) is not int or not 1 <= count <= LARGEST_PART:
                raise InvalidValue(
                    field=f"{field} of part {self.code}",
                    found=shown(count),
                    expected=f"a whole number from 1 to {LARGEST_PART:,}",
                )
        for topic in self.topics:
            checked(topic, field=f"topics of part {self.code}")
        if (self.starts is None) is not (self.ends is None):
            raise InvalidValue(
                field=f"schedule of part {self.code}", found="one end only", expected="both starts and ends, or neither"
            )
        session = [] if self.starts is None or self.ends is None else [(self.starts, self.ends)]
        for start, end in (*self.breaks, *session):
            if not start < end:
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


def _texts(statements: Iterable[Statement | str]) -> tuple[str, ...]:
    held: Any = many(statements)
    return tuple(one.text if isinstance(one, Statement) else one for one in held) if isinstance(held, tuple) else held


def _statements(_instance: object, attribute: attrs.Attribute[tuple[str, ...]], statements: tuple[str, ...]) -> None:
    for statement in listed(statements, field=attribute.name):
        checked(statement, field=attribute.name, longest=PARAGRAPH)


@attrs.frozen(kw_only=True)
class Heading:
    """What is printed about an activity wherever it is named: a copy that later changes of the activity do not touch."""

    activity: str = attrs.field(validator=line())
    title: str = attrs.field(validator=line())
    course: str = attrs.field(validator=line())
    provider: Provider = attrs.field(validator=is_a(Provider))
    format: str = attrs.field(validator=line())
    edition: str = attrs.field(default="", validator=line(blank=True))
    place: str = attrs.field(default="", validator=line(blank=True))
    #: The days of a live activity.
    dates: Span | None = attrs.field(default=None, validator=is_a(Span, or_none=True))
    statements: tuple[str, ...] = attrs.field(default=(), converter=many, validator=_statements)
    #: Who signs its certificates; the provider's signatories where none is named.
    signatories: tuple[Signatory, ...] = attrs.field(default=(), converter=many, validator=are(Signatory))


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
    format: Format = attrs.field(validator=is_a(Format))
    provider: Provider = attrs.field(converter=_provider)
    #: The title that certificates are grouped by; by default the activity's own.
    course: str = attrs.field(default=attrs.Factory(lambda self: self.title, takes_self=True), validator=line())
    edition: str = attrs.field(default="", validator=line(blank=True))
    #: The zone whose civil days count; by default the provider's.
    zone: str = attrs.field(default=attrs.Factory(lambda self: self.provider.zone, takes_self=True), converter=checked_zone)
    #: From release to expiry, both included: what was done before or after earns nothing.
    offered: Span = attrs.field(default=Span(), validator=is_a(Span))
    #: The days on which a live activity takes place; by default those of its sessions.
    held: Span | None = attrs.field(default=None, validator=is_a(Span, or_none=True))
    place: str = attrs.field(default="", validator=line(blank=True))
    parts: tuple[Part, ...] = attrs.field(default=(), converter=many, validator=are(Part))
    completion: tuple[Requirement, ...] = attrs.field(default=(), converter=many, validator=are(Requirement))
    designations: tuple[Designation, ...] = attrs.field(default=(), converter=many, validator=are(Designation))
    #: What stands on its certificates: accreditation, designation; a body's filled wording is taken by its text.
    statements: tuple[str, ...] = attrs.field(default=(), converter=_texts, validator=_statements)
    #: Who signs its certificates; the provider's signatories where none is named.
    signatories: tuple[Signatory, ...] = attrs.field(default=(), converter=many, validator=are(Signatory))
    #: What the provider does with its credit after it is earned.
    handling: Handling = attrs.field(default=Handling(), validator=is_a(Handling), repr=False)

    def __attrs_post_init__(self) -> None:
        each_once((part.code for part in self.parts), field=f"parts of {self.code}")
        each_once((designation.maximum.type.code for designation in self.designations), field=f"designations of {self.code}")
        each_once((requirement.code for requirement in self.completion), field=f"completion of {self.code}")
        codes = {part.code for part in self.parts}
        for fact in self.asked:
            about, _, part = fact.name.partition(":")
            if about in {"present", "content"} and part and part not in codes:
                raise InvalidValue(
                    field=f"rules of {self.code}",
                    found=f"{part[:60]}, which is not the code of a part",
                    expected="rules about its parts",
                    advice=f"{near(part, codes)}; a part is named by its code, not its title",
                )
        self._check_rests()
        self._check_kinds_of_time()
        for designation in self.designations:
            if designation.rule_day is RuleDay.RELEASE and self.offered.first is None:
                raise InvalidValue(
                    field=f"rule day of {self.code}",
                    found="the day of release, which is not given",
                    expected="an activity that says when it was released",
                    advice="write offered=Span(first, last)",
                )

    def _check_rests(self) -> None:
        offered = {designation.maximum.type for designation in self.designations}
        claims = {designation.maximum.type for designation in self.designations if any(map(base_fact, designation.policy))}
        for designation in self.designations:
            for policy in designation.policy:
                if policy.rests_on is not None and policy.rests_on.type not in offered:
                    raise InvalidValue(
                        field=f"designations of {self.code}",
                        found=f"{designation.maximum.type} without {policy.rests_on.type}",
                        expected=f"both, since policy {policy.code} {policy.rests_on}",
                        advice="designate the activity for the type it rests on",
                    )
                if policy.rests_on is not None and base_fact(policy) is not None and policy.rests_on.type in claims:
                    raise InvalidValue(
                        field=f"designations of {self.code}",
                        found=f"{designation.maximum.type}, which {policy.rests_on}, which rests on a claim itself",
                        expected="a base that stands by itself",
                        advice="let both rest on the type that is claimed first",
                    )

    def _check_kinds_of_time(self) -> None:
        kinds = {f"part {part.code} of {self.code}": part.kind for part in self.parts}
        if not self.sessions:
            # Without a programme some time can be in no part, and is of the plain kind.
            kinds[f"time in no part of {self.code}"] = LEARNING
        for policy in (policy for designation in self.designations for policy in designation.policy):
            award = basis_of(policy.award)
            spoken_of = dict(award.counts) if isinstance(award, ByTime) and award.of == TIME else kinds.values()
            for where, kind in kinds.items():
                if kind not in spoken_of:
                    raise InvalidValue(
                        field=f"kind of {where}",
                        found=shown(kind),
                        expected=f"a kind that policy {policy.code} speaks of",
                        advice="name its weight in `counts` of the award, 0 where it does not count",
                    )

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
            signatories=self.signatories,
        )

    @functools.cached_property
    def offers(self) -> tuple[Offer, ...]:
        """Every designation under every version of its policy, in their order."""
        return tuple(Offer(self, designation, policy) for designation in self.designations for policy in designation.policy)

    def offer_on(self, designation: Designation, day: datetime.date | None, *, earned_on: datetime.date | None = None) -> Offer:
        """Return a designation under the version of its policy that holds on a day.

        A day that is not known matters only where the rule changed: a version that holds always, holds then too.  On a day
        on which the provider was not accredited for the type nothing is earned, whatever the policy says.
        """
        always = designation.policy[0] if designation.policy[0].in_force == Span() else None
        policy = always if day is None else designation.in_force(day)
        if earned_on is not None and not self._accredited(designation, policy, earned_on):
            return Offer(self, designation, policy, accredited=False)
        for offer in self.offers:
            if offer.designation is designation and offer.policy is policy:
                return offer
        return Offer(self, designation, None)

    def _accredited(self, designation: Designation, policy: Policy | None, earned_on: datetime.date) -> bool:
        """Tell whether the provider could award a type, and what it rests on, on the day on which it would be earned.

        A live activity is held under the accreditation of its days, however late the last form about it comes in.
        """
        last = self.days.last if self.format.live and self.days is not None else None
        day = earned_on if last is None else min(earned_on, last)
        rests_on = () if policy is None or policy.rests_on is None else (policy.rests_on.type,)
        return all(
            accredited(self.provider.accreditations, type, day) is not False for type in (designation.maximum.type, *rests_on)
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
                yield from facts_asked(policy, designation.maximum.type)


@attrs.frozen
class Offer:
    """One designation of an activity under one version of its policy: what a learner's facts are held against.

    >>> from cmecore.testing.samples import SEPSIS
    >>> SEPSIS.offers[0].policy.code
    'online'
    """

    activity: Activity
    designation: Designation
    #: ``None`` where no version is known for the day whose rule counts.
    policy: Policy | None
    #: Whether the provider was accredited for the type on the day on which it would have been earned.
    accredited: bool = True

    @functools.cached_property
    def weigh(self) -> Weigh:
        """The function that answers the policy, made once: a policy is asked about a million learners."""
        if not self.accredited:
            return lambda _facts: (Outcome.UNMET, 0)
        if self.policy is None:
            return lambda _facts: (Outcome.UNKNOWN, 0)
        return weigher(self.policy, self.designation.maximum)


def rule_day(designation: Designation, activity: Activity) -> RuleDay:
    """Tell which day's rule a designation asks for: the one it names, or the usual one of its activity's format."""
    return designation.rule_day or (RuleDay.LAST_DAY if activity.format.live else RuleDay.COMPLETION)
