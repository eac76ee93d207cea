"""What a learner was seen to do in an activity, as a set of small items that only grows.

Repeats, order and the joining of two accounts are set union, because an item says what was *seen* (17 of 20 units by 9 March),
never what to add.  :mod:`~cmecore.measuring` reads the whole set into the facts that rules speak about.
"""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING, Any, TypeAlias

import attrs

from cmecore.activities import Activity
from cmecore.credit.amounts import Credits
from cmecore.credit.canonical import in_order
from cmecore.credit.fields import is_a, listed
from cmecore.credit.periods import Span, a_day, checked_day, checked_instant, civil_day
from cmecore.credit.text import line
from cmecore.errors import InvalidValue, described, near, shown
from cmecore.rules.facts import OURS, Share, Value, sound

if TYPE_CHECKING:
    from collections.abc import Iterable

#: No stay is longer than this; whoever never left was not seen to stay.
LONGEST_STAY = datetime.timedelta(days=31)
#: No report of time spent in one activity is longer than a year of minutes.
LONGEST_MINUTES = 366 * 24 * 60


def _day_or_instant(value: object) -> datetime.date:
    check = checked_instant if isinstance(value, datetime.datetime) else checked_day
    return check(value, field="on")


@attrs.frozen
class Progress:
    """Content done, as the platform counted it by a day: 17 of 20 units; a larger count replaces a smaller one.

    >>> Progress(17, 20, datetime.date(2026, 3, 9)).share
    Share(part=17, whole=20)
    """

    done: int
    total: int
    on: datetime.date = attrs.field(validator=a_day)
    #: The part it is about; the whole activity where there is none.
    part: str = attrs.field(default="", validator=line(blank=True))

    def __attrs_post_init__(self) -> None:
        Share(self.done, self.total)

    @property
    def share(self) -> Share:
        """The two numbers as a share."""
        return Share(self.done, self.total)


def _joined(value: datetime.datetime) -> datetime.datetime:
    return checked_instant(value, field="joined")


def _left(value: datetime.datetime) -> datetime.datetime:
    return checked_instant(value, field="left")


@attrs.frozen
class Attended:
    """Presence between two instants, as a webinar or a badge reader reports it.

    >>> joined = datetime.datetime(2026, 10, 5, 18, 1, tzinfo=datetime.UTC)
    >>> stay = Attended(joined, joined + datetime.timedelta(minutes=29))
    >>> stay.left - stay.joined
    datetime.timedelta(seconds=1740)
    """

    joined: datetime.datetime = attrs.field(converter=_joined)
    left: datetime.datetime = attrs.field(converter=_left)
    #: The session it is about; where there is none, every session that was under way.
    session: str = attrs.field(default="", validator=line(blank=True))

    def __attrs_post_init__(self) -> None:
        if not self.joined < self.left <= self.joined + LONGEST_STAY:
            raise InvalidValue(
                field="left",
                found=shown(self.left),
                expected=f"an instant after joining at {self.joined}",
                advice="swap the two",
            )


@attrs.frozen
class TimeSpent:
    """Time spent, as a platform totals it by a day; a larger total replaces a smaller one.

    >>> TimeSpent(47, datetime.date(2026, 3, 9)).minutes
    47
    """

    minutes: int
    on: datetime.date = attrs.field(validator=a_day)
    part: str = attrs.field(default="", validator=line(blank=True))

    def __attrs_post_init__(self) -> None:
        if type(self.minutes) is not int or not 0 <= self.minutes <= LONGEST_MINUTES:
            raise InvalidValue(
                field="minutes", found=described(self.minutes), expected=f"a whole number from 0 to {LONGEST_MINUTES:,}"
            )


def _score(value: object) -> Share:
    return Share.of(value, field="score")


@attrs.frozen
class Attempt:
    """One attempt at an assessment, with its score; attempts are put in order by their own times.

    Two attempts on one day are told apart by an instant or a number.  Where they are not, only the best of all attempts is
    known; which was the first, the last or within a limit is unknown.

    >>> print(Attempt("0.71", datetime.date(2026, 3, 9)).score)
    71 %
    """

    score: Share = attrs.field(converter=_score)
    on: datetime.date | datetime.datetime = attrs.field(converter=_day_or_instant)
    assessment: str = attrs.field(default="", validator=line(blank=True))
    number: int = attrs.field(default=0, validator=is_a(int))


@attrs.frozen
class Evaluated:
    """The evaluation of the activity was submitted.

    >>> Evaluated(datetime.date(2026, 3, 9)).form
    ''
    """

    on: datetime.date = attrs.field(validator=a_day)
    form: str = attrs.field(default="", validator=line(blank=True))


@attrs.frozen
class Attested:
    """The learner attested to a statement.

    >>> Attested("I took part in the whole session", datetime.date(2026, 3, 9)).statement
    'I took part in the whole session'
    """

    statement: str = attrs.field(validator=line())
    on: datetime.date = attrs.field(validator=a_day)


@attrs.frozen
class Declared:
    """The learner declared how much credit is commensurate with the extent of the participation.

    The latest word counts, and of two on one day the larger.

    >>> from cmecore.credit.amounts import CreditType
    >>> AMA = CreditType(code="ama-pra-1", name="AMA PRA Category 1 Credit", step="0.25")
    >>> Declared(AMA("12.50"), datetime.date(2026, 3, 9)).credits
    Credits(12.50 ama-pra-1)
    """

    credits: Credits = attrs.field(validator=is_a(Credits))
    on: datetime.date = attrs.field(validator=a_day)


@attrs.frozen
class Present:
    """The learner was seen at a session (or at the activity, where it has none), without times.

    >>> Present("opening", datetime.date(2026, 3, 9)).session
    'opening'
    """

    session: str = attrs.field(validator=line(blank=True))
    on: datetime.date = attrs.field(validator=a_day)


@attrs.frozen
class Entitled:
    """A membership or registration that ran from one day to another, both included; without a last day it still runs.

    >>> print(Entitled("Premium membership", datetime.date(2026, 1, 1)).span)
    from 2026-01-01
    """

    name: str = attrs.field(validator=line())
    since: datetime.date = attrs.field(validator=a_day)
    until: datetime.date | None = attrs.field(default=None, validator=attrs.validators.optional(a_day))

    def __attrs_post_init__(self) -> None:
        if self.until is not None and self.until < self.since:
            raise InvalidValue(
                field="until", found=shown(self.until), expected=f"{self.since} or later", advice="swap the two days"
            )

    @property
    def span(self) -> Span:
        """Its days."""
        return Span(self.since, self.until)


@attrs.frozen
class Prior:
    """Another activity was completed.

    >>> Prior("EM-100", datetime.date(2026, 3, 9)).activity
    'EM-100'
    """

    activity: str = attrs.field(validator=line())
    on: datetime.date = attrs.field(validator=a_day)


@attrs.frozen
class Stated:
    """A fact of the caller's own, by its name; the latest word counts.

    >>> Stated("acme.cases", 4, datetime.date(2026, 3, 9)).value
    4
    """

    fact: str = attrs.field(validator=line())
    value: Value
    on: datetime.date = attrs.field(validator=a_day)

    def __attrs_post_init__(self) -> None:
        if self.fact.partition(":")[0] in OURS:
            raise InvalidValue(
                field="fact",
                found=self.fact,
                expected="a fact of your own, named with a prefix such as acme.cases",
                advice="what the library knows is reported by an item of its own, such as Progress or Attempt",
            )
        sound(self.value, field=f"fact {self.fact}")


Item: TypeAlias = (
    Progress | Attended | TimeSpent | Attempt | Evaluated | Attested | Declared | Present | Entitled | Prior | Stated
)
_ITEMS = Item.__args__


def _set(items: Iterable[Any]) -> frozenset[Any]:
    held = listed(items, field="evidence")
    for item in held:
        if not isinstance(item, _ITEMS):
            expected = f"items such as {', '.join(kind.__name__ for kind in _ITEMS[:4])}"
            raise InvalidValue(field="evidence", found=f"a value of type {type(item).__name__}", expected=expected)
    return frozenset(held)


@attrs.frozen
class Participation:
    """Everything seen of one learner in one activity; two of them join with ``|``.

    >>> from cmecore.activities import ENDURING
    >>> sepsis = Activity(code="EM-101", title="Early sepsis", format=ENDURING, provider="Lakeside CME")
    >>> morning = Participation("dr-42", sepsis, [Progress(12, 20, datetime.date(2026, 3, 9))])
    >>> evening = Participation("dr-42", sepsis, [Progress(17, 20, datetime.date(2026, 3, 9))])
    >>> len((morning | evening | morning).evidence)
    2
    """

    #: The learner's account: an identifier of the caller's, never a name.
    learner: str = attrs.field(validator=line(), repr=False)
    activity: Activity = attrs.field(validator=is_a(Activity))
    evidence: frozenset[Item] = attrs.field(default=frozenset(), converter=_set)

    def __or__(self, other: Participation | Iterable[Item]) -> Participation:
        """Join with more evidence, or with another record of the same learner in the same activity."""
        if isinstance(other, Participation):
            if other.learner != self.learner or other.activity != self.activity:
                raise InvalidValue(
                    field="participation",
                    found="a record of another learner or activity",
                    expected=f"the same learner in {self.activity.code}",
                    advice="merge the learners' accounts first",
                )
            return self | other.evidence
        return attrs.evolve(self, evidence=self.evidence | _set(other))


@attrs.frozen
class SetAside:
    """An item that counts for nothing, and why."""

    item: Item
    #: Stable name of the reason.
    code: str
    says: str


def days_of(item: Item, zone: str, /) -> tuple[datetime.date, ...]:
    """Tell the civil days that an item is about: several for a stay over midnight, none for an entitlement.

    >>> noon = datetime.datetime(2026, 3, 9, 12, tzinfo=datetime.UTC)
    >>> days_of(Attended(noon, noon + datetime.timedelta(hours=24)), "UTC")
    (datetime.date(2026, 3, 9), datetime.date(2026, 3, 10))
    """
    match item:
        case Attended(joined=joined, left=left):
            first, last = civil_day(joined, zone), civil_day(left - datetime.timedelta.resolution, zone)
            return tuple(first + datetime.timedelta(days=later) for later in range((last - first).days + 1))
        case Attempt(on=datetime.datetime() as instant):
            return (civil_day(instant, zone),)
        case Entitled():
            return ()
    return (item.on,)


def admitted(participation: Participation, /) -> tuple[tuple[Item, ...], tuple[SetAside, ...]]:
    """Part the evidence into what counts, in no particular order, and what is set aside with its reason; nothing is lost.

    >>> from cmecore.testing.samples import SEEN
    >>> len(admitted(SEEN)[0]), admitted(SEEN)[1]
    (3, ())
    """
    counts: list[Item] = []
    aside: list[SetAside] = []
    for item in participation.evidence:
        reason = _objection(participation.activity, item)
        if reason is None:
            counts.append(item)
        else:
            aside.append(SetAside(item, *reason))
    return tuple(counts), tuple(in_order(aside))


def _objection(activity: Activity, item: Item) -> tuple[str, str] | None:
    """Tell why an item counts for nothing, by a stable code and in a sentence."""
    codes = {part.code for part in activity.parts}
    days = days_of(item, activity.zone)
    part = getattr(item, "part", "") or getattr(item, "session", "")
    offered, held = activity.offered, activity.days
    if part and part not in codes:
        return "unknown-part", f"{activity.code} has no part {shown(part)}: {near(part, codes)}"
    if days and offered.last is not None and days[0] > offered.last:
        return "after-expiry", f"{days[0]} is after {offered.last}, the last day of {activity.code}"
    # Another activity may have been completed long before this one was released.
    if days and offered.first is not None and days[-1] < offered.first and not isinstance(item, Prior):
        return "before-release", f"{days[-1]} is before {offered.first}, the first day of {activity.code}"
    if isinstance(item, Attended | Present) and held is not None and not any(day in held for day in days):
        return "not-held-then", f"attendance on {days[0]}, but {activity.code} took place on {held}: check the day and the zone"
    return None
