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
from cmecore.credit.fields import is_a, listed
from cmecore.credit.periods import Span, a_day, checked_day, checked_instant
from cmecore.credit.text import line
from cmecore.errors import InvalidValue, described, shown
from cmecore.rules.facts import OURS, PROFESSIONS, Share, Value, sound
from cmecore.rules.times import checked_word

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
class Practises:
    """The learner's profession, from one day to another, both included; without a last day it still is.

    >>> Practises("physician", datetime.date(2020, 7, 1)).profession
    'physician'
    """

    profession: str
    since: datetime.date = attrs.field(validator=a_day)
    until: datetime.date | None = attrs.field(default=None, validator=attrs.validators.optional(a_day))

    def __attrs_post_init__(self) -> None:
        try:
            checked_word(self.profession, PROFESSIONS, field="profession")
        except InvalidValue as error:
            # What stands in the place of a profession may be a name.
            expected = "a known profession, or one of your own such as acme.paramedic"
            raise InvalidValue(
                field="profession", found=described(self.profession), expected=expected, advice=error.advice
            ) from None
        Entitled(self.profession, self.since, self.until)

    @property
    def span(self) -> Span:
        """Its days."""
        return Span(self.since, self.until)


@attrs.frozen
class Presented:
    """The learner presented: faculty of a session, who earns for teaching it and not for having been there.

    A talk that is given again is named by ``talk`` and counts once.

    >>> Presented("S1", datetime.date(2026, 3, 9), minutes=25).talk
    'S1'
    """

    session: str = attrs.field(validator=line())
    on: datetime.date = attrs.field(validator=a_day)
    #: How long, where it was not the whole session.
    minutes: int | None = None
    #: What was presented; by default the session.
    talk: str = attrs.field(default=attrs.Factory(lambda self: self.session, takes_self=True), validator=line())

    def __attrs_post_init__(self) -> None:
        if self.minutes is not None:
            TimeSpent(self.minutes, self.on)


@attrs.frozen
class Feedback:
    """The learner was told which answers of an assessment were right, and why.

    >>> Feedback(datetime.date(2026, 3, 9)).assessment
    ''
    """

    on: datetime.date = attrs.field(validator=a_day)
    assessment: str = attrs.field(default="", validator=line(blank=True))


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
    value: Value = attrs.field(repr=False)
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
    Progress
    | Attended
    | TimeSpent
    | Present
    | Presented
    | Attempt
    | Feedback
    | Evaluated
    | Attested
    | Declared
    | Entitled
    | Practises
    | Prior
    | Stated
)
#: The classes of evidence.
ITEMS: tuple[type, ...] = Item.__args__


def _set(items: Iterable[Any]) -> frozenset[Any]:
    held = listed(items, field="evidence")
    for item in held:
        if not isinstance(item, ITEMS):
            expected = f"items such as {', '.join(kind.__name__ for kind in ITEMS[:4])}"
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
