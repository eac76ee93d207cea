"""What a provider does with credit after it is earned: claiming, releasing documents, keeping records.

The four sources of this library disagree on every one of these, so each is a value, and none has an effect of its own.  What
an activity's handling says is copied into the entries when credit is earned, and no later change of the activity reaches it.
"""

from __future__ import annotations

import datetime
import enum

import attrs

from cmecore.credit.fields import are, is_a, many
from cmecore.credit.periods import Period, Span, a_day
from cmecore.credit.text import line
from cmecore.rules.requirements import Requirement
from cmecore.rules.windows import Anchor, Anchors


class Loss(enum.Enum):
    """What is taken back when evidence or a corrected rule would give less than was earned.

    >>> Loss.NEVER.value
    'nothing is taken back'
    """

    NEVER = "nothing is taken back"
    UNCLAIMED = "what was not claimed is taken back"
    FULL = "all of it is taken back"


class Again(enum.Enum):
    """What a later document about the same course does to the one already issued.

    >>> Again.ADD.value
    'is added to it'
    """

    SUPERSEDE = "takes its place"
    ADD = "is added to it"


class Paper(enum.Enum):
    """The two papers a learner asks for.

    >>> Paper.PARTICIPATION.value
    'the certificate of participation'
    """

    PARTICIPATION = "the certificate of participation"
    CREDIT = "the certificate of credit"


class Moment(enum.Enum):
    """When a paper is released to the learner's list.

    >>> Moment.RETRIEVAL.value
    'its first retrieval from the page of the activity'
    """

    COMPLETION = "completion of the activity"
    CLAIM = "the claim of its credit"
    RETRIEVAL = "its first retrieval from the page of the activity"


@attrs.frozen(kw_only=True)
class Release:
    """When a paper stands in the learner's list of certificates, what it waits for, and whether it is sent of itself.

    >>> Release(of=Paper.PARTICIPATION, sends=True).on.value
    'completion of the activity'
    """

    of: Paper = attrs.field(validator=is_a(Paper))
    on: Moment = attrs.field(
        default=attrs.Factory(lambda self: Moment.CLAIM if self.of is Paper.CREDIT else Moment.COMPLETION, takes_self=True),
        validator=is_a(Moment),
    )
    #: What has to be met besides, such as the evaluation.
    after: tuple[Requirement, ...] = attrs.field(default=(), converter=many, validator=are(Requirement))
    #: Whether it is delivered without being asked for: an order that the host carries out.
    sends: bool = attrs.field(default=False, validator=is_a(bool))
    #: Only for completions from this day on.
    since: datetime.date | None = attrs.field(default=None, validator=attrs.validators.optional(a_day))


@attrs.frozen
class Availability:
    """The days on which papers can be had through a channel, the last day included.

    A channel can close on a day of its own, after a length of time, or on the earlier of the two.

    >>> print(Availability("app", Span(None, datetime.date(2026, 3, 26))).span)
    until 2026-03-26
    >>> Availability("e-mail", within=Period(months=6)).last(Anchors(completed=datetime.date(2025, 8, 31)))
    datetime.date(2026, 2, 28)
    """

    channel: str = attrs.field(validator=line())
    span: Span = attrs.field(default=Span(), validator=is_a(Span))
    #: How long after its anchor; no such end where there is none.
    within: Period | None = attrs.field(default=None, validator=is_a(Period, or_none=True), kw_only=True)
    anchor: Anchor = attrs.field(default=Anchor.COMPLETED, validator=is_a(Anchor), kw_only=True)

    def last(self, anchors: Anchors) -> datetime.date | None:
        """Return the last day on which papers can be had; nothing where there is no end."""
        start = anchors.day(self.anchor)
        counted = None if self.within is None or start is None else self.within.after(start)
        return min((day for day in (self.span.last, counted) if day is not None), default=None)


class Scope(enum.Enum):
    """Whose records a retention is promised for.

    >>> Scope.RECIPIENTS.value
    'whoever took part and received credit or a certificate'
    """

    PARTICIPANTS = "whoever took part"
    RECIPIENTS = "whoever took part and received credit or a certificate"


@attrs.frozen(kw_only=True)
class Retention:
    """How long records are kept: for ever, or for a length of time from an anchor.

    The anchor is the last day of the activity unless another is named, and never the day of a claim or of a certificate.  A
    length that would end on a 29 February that there is none of ends on the 28th.

    >>> Retention(keep=Period(years=6)).last(Anchors(last_day=datetime.date(2024, 2, 29)))
    datetime.date(2030, 2, 28)
    """

    #: Without a length, for ever.
    keep: Period | None = attrs.field(default=None, validator=is_a(Period, or_none=True))
    anchor: Anchor = attrs.field(default=Anchor.LAST_DAY, validator=is_a(Anchor))
    #: Whether records are gone afterwards, or only not guaranteed any more.
    hard: bool = attrs.field(default=False, validator=is_a(bool))
    #: How long credit that nobody claimed is kept, from the day it was earned, where that is another length.
    unclaimed: Period | None = attrs.field(default=None, validator=is_a(Period, or_none=True))
    #: Whose records it is promised for.
    scope: Scope = attrs.field(default=Scope.PARTICIPANTS, validator=is_a(Scope))

    def last(self, anchors: Anchors) -> datetime.date | None:
        """Return the last day on which records are kept; nothing where they are kept for ever."""
        start = anchors.day(self.anchor)
        return None if self.keep is None or start is None else self.keep.after(start)


@attrs.frozen(kw_only=True)
class Handling:
    """What a provider does with credit after it is earned, for one activity or for all of a format.

    >>> Handling(automatic=True).loss is Loss.NEVER
    True
    """

    #: The system claims for the learner at completion.
    automatic: bool = attrs.field(default=False, validator=is_a(bool))
    loss: Loss = attrs.field(default=Loss.NEVER, validator=is_a(Loss))
    #: What a certificate does to the earlier one when the learner came back and earned more.
    topped_up: Again = attrs.field(default=Again.SUPERSEDE, validator=is_a(Again))
    #: What it does when credit that rests on the first, such as MOC points, is claimed after it.
    rested: Again = attrs.field(default=Again.SUPERSEDE, validator=is_a(Again))
    releases: tuple[Release, ...] = attrs.field(
        default=(Release(of=Paper.PARTICIPATION), Release(of=Paper.CREDIT)), converter=many, validator=are(Release)
    )
    #: The channels that papers come through; any channel, for ever, where none is named.
    available: tuple[Availability, ...] = attrs.field(default=(), converter=many, validator=are(Availability))
    keep: Retention = attrs.field(default=Retention(), validator=is_a(Retention))
    #: Whether a gate that is not met (a membership that lapsed) hides what was earned, besides blocking its claim.
    gates_hide: bool = attrs.field(default=False, validator=is_a(bool))
    #: Whether a certificate without credit has a blank in which the learner writes the hours that he took part.
    hours_blank: bool = attrs.field(default=False, validator=is_a(bool))
