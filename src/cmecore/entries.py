"""Every noun that may be written about a learner: what was completed, earned, claimed and certified.

Entries are frozen and complete in themselves.  What later steps need of a policy is resolved when credit is earned and kept in
the entry as its :class:`Terms`, so that nobody has to look up an old rule to honour a claim.
"""

from __future__ import annotations

import datetime
from decimal import Decimal
from typing import Any, TypeAlias, assert_never

import attrs

from cmecore.activities import Heading, Provider
from cmecore.credit.amounts import Credits, CreditType, exact, total
from cmecore.credit.canonical import digest
from cmecore.credit.fields import are, is_a, listed, many
from cmecore.credit.periods import Span, a_day, checked_zone, to_instant
from cmecore.credit.text import PARAGRAPH, checked, line
from cmecore.errors import InvalidValue, shown
from cmecore.evidence import Entitled
from cmecore.rules.awards import RestsOn
from cmecore.rules.requirements import Requirement

#: An account: the code of an activity, and the type of credit it earns.
Account: TypeAlias = tuple[str, CreditType]


def _named(_instance: object, attribute: attrs.Attribute[Any], parts: tuple[object, ...]) -> None:
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


@attrs.frozen(kw_only=True)
class Terms:
    """What the policy says about credit after it is earned."""

    #: The zone whose civil days count.
    zone: str = attrs.field(converter=checked_zone)
    #: The last day on which it can be claimed; none where it can be claimed for ever.
    claim_by: datetime.date | None = attrs.field(default=None, validator=attrs.validators.optional(a_day))
    #: What must be met at the claim.
    gates: tuple[Requirement, ...] = attrs.field(default=(), converter=many, validator=are(Requirement))
    #: Claimed whole or not at all: credit that the learner declared.
    whole: bool = attrs.field(default=False, validator=is_a(bool))
    #: The type of the same activity that has to be claimed before, or with, this one.
    rests_on: RestsOn | None = attrs.field(default=None, validator=is_a(RestsOn, or_none=True))
    #: The type that is claimed where the learner names none.
    default: bool = attrs.field(default=True, validator=is_a(bool))


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
    topics: tuple[tuple[str, Credits], ...] = attrs.field(default=(), converter=many, validator=_named)
    specialties: tuple[tuple[str, Credits], ...] = attrs.field(default=(), converter=many, validator=_named)

    def __attrs_post_init__(self) -> None:
        if self.level > self.maximum:
            raise InvalidValue(field="level", found=shown(str(self.level)), expected=f"at most the designated {self.maximum}")

    @property
    def account(self) -> Account:
        """The activity's code and the type of credit."""
        return self.heading.activity, self.level.type

    def outranks(self, other: Earned) -> bool:
        """Tell which of two entries of one account states its level, whatever the order in which they were written.

        The higher level does, and among equals the earlier; but of credit that the learner declared, the latest word counts.
        """
        if self.terms.whole:
            return (self.since, self.level.steps) > (other.since, other.level.steps)
        return (self.level.steps, other.since) > (other.level.steps, self.since)


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

    def explain(self) -> str:
        """Print what is claimed, a line for each activity, the totals, and what was left out and why."""
        lines = [f"{line.credits} for {line.earned.heading.title} ({line.earned.heading.activity})" for line in self.lines]
        totals = [f"in all {credits}" for credits in self.totals.values()]
        return "\n".join([*lines, *totals, *(f"left out: {reason}" for reason in self.left_out)])

    @property
    def totals(self) -> dict[CreditType, Credits]:
        """What is claimed, a total for each type."""
        return total(line.credits for line in self.lines)


@attrs.frozen(kw_only=True)
class Kind:
    """A kind of certificate and the words it is headed with; one of your own is a value you construct.

    >>> Kind(code="acme.specialty", title="Certificate in Emergency Ultrasound").title
    'Certificate in Emergency Ultrasound'
    """

    code: str = attrs.field(validator=line())
    title: str = attrs.field(validator=line())


PARTICIPATION = Kind(code="participation", title="Certificate of Participation")
"""Somebody took part; no credit is awarded by it, and no claim is needed for it."""
CREDIT = Kind(code="credit", title="Certificate of Credit")
"""Credit was claimed."""


@attrs.frozen(kw_only=True)
class Line:
    """What a certificate says of one activity.

    >>> Line(activity="EM-101", title="Early sepsis", on=datetime.date(2026, 3, 9)).credits is None
    True
    """

    activity: str = attrs.field(validator=line())
    title: str = attrs.field(validator=line())
    #: The learner's completion day.
    on: datetime.date = attrs.field(validator=a_day)
    credits: Credits | None = attrs.field(default=None, validator=is_a(Credits, or_none=True))
    #: Mandated topics inside the amount.
    topics: tuple[tuple[str, Credits], ...] = attrs.field(default=(), converter=many, validator=_named)


def _hours(value: object) -> Decimal | None:
    return None if value is None else exact(value, field="hours")


@attrs.frozen(kw_only=True)
class Certificate:
    """A complete document about one course in one claim, or about one attendance; renderers need nothing else.

    Without a number it is a preview, prints as one, and cannot be written to a ledger.

    >>> from cmecore.certificates import certify_participation
    >>> from cmecore.testing.samples import LEDGER, NOW
    >>> preview = certify_participation(LEDGER, "EM-101", name="Ada Okoro, MD", at=NOW)
    >>> preview.number, preview.kind.title, preview.course
    (None, 'Certificate of Participation', 'Emergency Medicine')
    """

    number: str | None = attrs.field(validator=attrs.validators.optional(line()))
    kind: Kind = attrs.field(validator=is_a(Kind))
    #: The learner's account; never printed.
    learner: str = attrs.field(validator=line(), repr=False)
    #: The name as it is printed, degree included.
    name: str = attrs.field(validator=line(), repr=False)
    provider: Provider = attrs.field(validator=is_a(Provider))
    #: The title it is grouped by.
    course: str = attrs.field(validator=line())
    edition: str = attrs.field(default="", validator=line(blank=True))
    #: The learning format, as printed.
    format: str = attrs.field(default="", validator=line(blank=True))
    place: str = attrs.field(default="", validator=line(blank=True))
    #: The days of a live activity.
    dates: Span | None = attrs.field(default=None, validator=is_a(Span, or_none=True))
    issued_on: datetime.date = attrs.field(validator=a_day)
    lines: tuple[Line, ...] = attrs.field(converter=many, validator=are(Line))
    #: What is awarded; nothing on a certificate of participation.
    total: Credits | None = attrs.field(default=None, validator=is_a(Credits, or_none=True))
    #: Hours of participation in the learner's own word; they are no credit.
    hours: Decimal | None = attrs.field(default=None, converter=_hours)
    #: What the activity was designated for, on a certificate that awards none of it.
    designated: tuple[Credits, ...] = attrs.field(default=(), converter=many, validator=are(Credits))
    #: What the activities were designated for.
    maximum: Credits | None = attrs.field(default=None, validator=is_a(Credits, or_none=True))
    statements: tuple[str, ...] = attrs.field(default=(), converter=many)
    #: Where the certificate can be verified; its QR code holds this, or the number where there is none.
    address: str = attrs.field(default="", validator=line(blank=True, longest=PARAGRAPH))
    #: The claim it certifies; empty where none was needed.
    request: str = attrs.field(default="", validator=line(blank=True))
    language: str = attrs.field(default="en", validator=line())

    def __attrs_post_init__(self) -> None:
        if self.total is not None and self.maximum is not None and self.total > self.maximum:
            raise InvalidValue(field="total", found=shown(str(self.total)), expected=f"at most the designated {self.maximum}")
        if self.hours is not None and self.total is not None:
            raise InvalidValue(
                field="hours",
                found="hours beside an amount of credit",
                expected="one of the two",
                advice="credit has its own unit",
            )
        for statement in listed(self.statements, field="statements"):
            checked(statement, field="statements", longest=PARAGRAPH)


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


Entry: TypeAlias = Completed | Earned | Claim | Certificate


def identity(entry: Entry, /) -> str:
    """Name an entry by what makes it itself: a request, a number, or the fact it states; never by a person."""
    match entry:
        case Claim(request=request):
            return f"claim:{request}"
        case Certificate(number=number):
            return f"certificate:{number}"
        case Completed():
            return f"completed:{digest((entry.heading.activity, entry.on))}"
        case Earned():
            stated = (entry.heading.activity, entry.level.type.code, entry.level.steps, entry.since, entry.version)
            return f"earned:{digest(stated)}"
        case _:
            assert_never(entry)
