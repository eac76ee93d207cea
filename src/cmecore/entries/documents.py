"""Documents: certificates as complete snapshots, and what becomes of them after they are issued."""

from __future__ import annotations

import datetime
from decimal import Decimal

import attrs

from cmecore.credit.amounts import Credits, exact, total
from cmecore.credit.fields import are, is_a, listed, many
from cmecore.credit.periods import Span, a_day
from cmecore.credit.text import PARAGRAPH, checked, language_tag, line
from cmecore.entries.earned import named
from cmecore.entries.kinds import Kind
from cmecore.errors import InvalidValue, shown
from cmecore.providers import Provider, Signatory


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
    topics: tuple[tuple[str, Credits], ...] = attrs.field(default=(), converter=many, validator=named)
    #: Credit of other types that rests on the amount, such as MOC points.
    resting: tuple[Credits, ...] = attrs.field(default=(), converter=many, validator=are(Credits))
    #: The course it stands under, on a document about several.
    under: str = attrs.field(default="", validator=line(blank=True))

    @property
    def amounts(self) -> tuple[Credits, ...]:
        """What it states of every type."""
        return tuple(one for one in (self.credits, *self.resting) if one is not None)


def _hours(value: object) -> Decimal | None:
    return None if value is None else exact(value, field="hours")


@attrs.frozen(kw_only=True)
class Certificate:
    """A complete document about one course in one claim, or about one attendance; renderers need nothing else.

    Without a number it is a preview, prints as one, and cannot be written to a ledger.  A document about several courses, such
    as an annual summary, lists what other certificates award: it awards nothing itself, and is never written either.

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
    #: Credit of other types that rests on the total, such as MOC points.
    resting: tuple[Credits, ...] = attrs.field(default=(), converter=many, validator=are(Credits))
    #: Hours of participation in the learner's own word; they are no credit.
    hours: Decimal | None = attrs.field(default=None, converter=_hours)
    #: Whether there is a blank in which the learner writes these hours.
    blank: bool = attrs.field(default=False, validator=is_a(bool))
    #: What the activity was designated for, on a certificate that awards none of it.
    designated: tuple[Credits, ...] = attrs.field(default=(), converter=many, validator=are(Credits))
    #: What the activities were designated for.
    maximum: Credits | None = attrs.field(default=None, validator=is_a(Credits, or_none=True))
    #: What its lines add up to by type, on a document about several courses, which awards none of it.
    summed: tuple[Credits, ...] = attrs.field(default=(), converter=many, validator=are(Credits))
    statements: tuple[str, ...] = attrs.field(default=(), converter=many)
    #: Who reports the credit to whom, in the provider's words.
    reported: tuple[str, ...] = attrs.field(default=(), converter=many)
    signatories: tuple[Signatory, ...] = attrs.field(default=(), converter=many, validator=are(Signatory))
    #: Where the certificate can be verified; its QR code holds this, or the number where there is none.
    address: str = attrs.field(default="", validator=line(blank=True, longest=PARAGRAPH))
    #: The claim it certifies; empty where none was needed.
    request: str = attrs.field(default="", validator=line(blank=True))
    #: Earlier claims whose credit stands on it too, because it takes the place of their certificates.
    earlier: tuple[str, ...] = attrs.field(default=(), converter=many, validator=are(str))
    #: The numbers of the certificates whose place it takes: they are superseded by being named here.
    supersedes: tuple[str, ...] = attrs.field(default=(), converter=many, validator=are(str))
    #: The number of the certificate that it is an addendum to.
    adds_to: str = attrs.field(default="", validator=line(blank=True))
    #: The BCP 47 tag of the language that it is written in.
    language: str = attrs.field(default="en", validator=language_tag)

    def __attrs_post_init__(self) -> None:
        if self.total is not None:
            self._check_bounded(self.total)
        elif not self.summarises:
            self._check_awards_none()
        if self.total is not None or self.summed:
            self._check_no_hours()
        if self.blank and self.hours is not None:
            found, advice = "a blank beside hours that are stated", "write blank=False, or no hours"
            raise InvalidValue(field="blank", found=found, expected="one of the two", advice=advice)
        if self.summarises:
            self._check_summed()
        for field, paragraphs in (("statements", self.statements), ("reported", self.reported)):
            for paragraph in listed(paragraphs, field=field):
                checked(paragraph, field=field, longest=PARAGRAPH)

    def _check_bounded(self, awarded: Credits) -> None:
        """Refuse more than was designated, and a maximum that cannot be compared with what is awarded."""
        if self.maximum is None:
            return
        if self.maximum.type != awarded.type:
            raise InvalidValue(
                field="maximum",
                found=shown(str(self.maximum)),
                expected=f"what was designated in the type of the total, {awarded.type}",
                advice="write maximum=None where it is not known",
            )
        if awarded > self.maximum:
            raise InvalidValue(field="total", found=shown(str(awarded)), expected=f"at most the designated {self.maximum}")

    def _check_awards_none(self) -> None:
        """Refuse what stands beside a total and says nothing without it."""
        if self.maximum is not None:
            raise InvalidValue(
                field="maximum",
                found=shown(str(self.maximum)),
                expected="nothing on a certificate without a total, which awards no credit",
                advice="write the total as well, or what the activity was designated for as `designated`",
            )
        on_lines = ((f"lines[{place}].resting", each.resting) for place, each in enumerate(self.lines))
        for field, resting in (("resting", self.resting), *on_lines):
            if resting:
                raise InvalidValue(
                    field=field,
                    found=" and ".join(map(str, resting)),
                    expected="nothing on a certificate without a total, on which it would rest",
                    advice="write credit that stands alone as the total",
                )

    def _check_no_hours(self) -> None:
        for field, what, given in (("hours", "hours", self.hours is not None), ("blank", "a blank for hours", self.blank)):
            if given:
                found = f"{what} beside an amount of credit"
                raise InvalidValue(field=field, found=found, expected="one of the two", advice="credit has its own unit")

    def _check_summed(self) -> None:
        """Refuse a sum that its lines do not add up to, which nothing but the document itself could be held against."""
        if self.total is not None or self.resting:
            raise InvalidValue(
                field="total",
                found="an award on a document about several courses",
                expected="nothing but what other certificates award",
                advice="write what the lines add up to as `summed`",
            )
        sums = tuple(total(credits for each in self.lines for credits in each.amounts).values())
        if len(self.summed) != len(sums) or set(self.summed) != set(sums):
            raise InvalidValue(
                field="summed",
                found=", ".join(map(str, self.summed)) or "nothing",
                expected=f"what the lines add up to: {', '.join(map(str, sums)) or 'nothing'}",
            )

    @property
    def summarises(self) -> bool:
        """Whether it lists what other certificates award, and awards nothing itself: an annual summary, a transcript."""
        return bool(self.summed) or any(each.under for each in self.lines)

    @property
    def identity(self) -> str:
        """What makes it itself: its number."""
        return f"certificate:{self.number}"


@attrs.frozen(kw_only=True)
class Retrieved:
    """The learner retrieved a certificate; only the first time changes anything, and reading alone writes nothing.

    >>> Retrieved(learner="dr-42", number="LC-2026-0001", channel="app").identity
    'retrieved:LC-2026-0001'
    """

    learner: str = attrs.field(validator=line(), repr=False)
    number: str = attrs.field(validator=line())
    #: Through what: web, app, the page of the activity.
    channel: str = attrs.field(default="", validator=line(blank=True))
    #: The name of this download, where the host keeps a list of all of them.
    download: str = attrs.field(default="", validator=line(blank=True))

    @property
    def identity(self) -> str:
        """What makes it itself: the number, and the download where it has a name."""
        return ":".join(filter(None, ("retrieved", self.number, self.download)))


@attrs.frozen(kw_only=True)
class Voided:
    """A certificate was ended for a reason: the document alone, or its credit as well.

    >>> Voided(learner="dr-42", number="LC-2026-0001", credit=False).identity
    'voided:LC-2026-0001'
    """

    learner: str = attrs.field(validator=line(), repr=False)
    number: str = attrs.field(validator=line())
    #: Whether the credit on it ends too.  It is withheld then, and cannot be claimed again.
    credit: bool = attrs.field(validator=is_a(bool))

    @property
    def identity(self) -> str:
        """What makes it itself: the number, and that the credit ended, which may be decided after the document was voided."""
        return f"voided:{self.number}" + (":credit" if self.credit else "")


@attrs.frozen(kw_only=True)
class Ordered:
    """A certificate is to be delivered: an order that the host carries out, since this library sends nothing.

    >>> Ordered(learner="dr-42", order="mail-1", number="LC-2026-0001", to="account", why="completion").identity
    'ordered:mail-1'
    """

    learner: str = attrs.field(validator=line(), repr=False)
    order: str = attrs.field(validator=line())
    number: str = attrs.field(validator=line())
    #: Whom it goes to: the account's own address, a board, an employer.
    to: str = attrs.field(validator=line(), repr=False)
    why: str = attrs.field(validator=line())

    @property
    def identity(self) -> str:
        """What makes it itself: the order."""
        return f"ordered:{self.order}"


@attrs.frozen(kw_only=True)
class Acknowledged:
    """What became of an order: the host delivered it, or could not.

    >>> Acknowledged(learner="dr-42", order="mail-1", delivered=True).identity
    'acknowledged:mail-1'
    """

    learner: str = attrs.field(validator=line(), repr=False)
    order: str = attrs.field(validator=line())
    delivered: bool = attrs.field(validator=is_a(bool))
    #: The host's own words.
    says: str = attrs.field(default="", validator=line(blank=True, longest=PARAGRAPH), repr=False)
    #: Which attempt it was; a failed order may be tried again.
    attempt: int = attrs.field(default=1, validator=is_a(int))

    @property
    def identity(self) -> str:
        """What makes it itself: the order, and the attempt."""
        return f"acknowledged:{self.order}" + (f":{self.attempt}" if self.attempt > 1 else "")
