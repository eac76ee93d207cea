"""Where a learner's papers can be had, and until when: through a channel, or by one of a provider's routes to older papers.

Whether a paper is *released* is another question, and so is whether its record is *kept*; here it is only about the way to it.
No question is an error: what nobody promised is answered *outside*.
"""

from __future__ import annotations

import datetime
import enum
from collections.abc import Iterable, Mapping
from typing import Any, TypeAlias

import attrs

from cmecore.activities import Format
from cmecore.credit.fields import are, expect, is_a, listed, many
from cmecore.credit.periods import Span, checked_day, civil_day
from cmecore.credit.text import checked, line
from cmecore.entries import Completed
from cmecore.errors import InvalidValue, shown
from cmecore.rules.windows import Anchor, Anchors


class Answer(enum.Enum):
    """Whether papers can be had on a day.

    >>> Answer.OUTSIDE.value
    'not promised'
    """

    OPEN = "open"
    NOT_YET = "not yet open"
    OVER = "over"
    OUTSIDE = "not promised"
    """Nothing was ever said about papers of this kind, or about this channel."""


@attrs.frozen(kw_only=True)
class Available:
    """Whether papers can be had, through what, and until when.

    >>> print(Available(answer=Answer.OUTSIDE, says="papers of EM-101 come through web, not through app"))
    papers of EM-101 come through web, not through app
    """

    answer: Answer
    #: The last day, which still counts; none where there is no end, and where nothing was promised.
    until: datetime.date | None = None
    says: str
    #: The channel or the route it is about; empty where none is.
    channel: str = ""

    def __str__(self) -> str:
        """Say it."""
        return self.says


_Days: TypeAlias = tuple[tuple[Anchor, Span], ...]


def _pairs(days: Mapping[Anchor, Span] | Iterable[tuple[Anchor, Span]]) -> _Days:
    return tuple(days.items()) if isinstance(days, Mapping) else many(days)


def _anchored(_instance: object, attribute: attrs.Attribute[Any], days: object) -> None:
    for pair in listed(days, field=attribute.name):  # type: ignore[arg-type]
        if not isinstance(pair, tuple) or [type(one) for one in pair] != [Anchor, Span]:
            raise InvalidValue(field=attribute.name, found=shown(pair), expected="pairs of an anchor and a span of days")


@attrs.frozen(kw_only=True)
class Route:
    """A way to the papers of some activities: of which formats, of which days, and when the way is open.

    A provider that changed its systems has several, and what lies between them was never promised.

    >>> from cmecore.activities import LIVE
    >>> meetings = Route(channel="page of the meeting", formats=[LIVE],
    ...                  days={Anchor.LAST_DAY: Span(datetime.date(2015, 1, 1), datetime.date(2020, 12, 31))})
    >>> print(meetings)
    page of the meeting: live activity, the last day of the activity 2015-01-01 to 2020-12-31
    """

    channel: str = attrs.field(validator=line())
    #: Of any format where none is named.
    formats: tuple[Format, ...] = attrs.field(default=(), converter=many, validator=are(Format))
    #: Days of the activity, or of the learner in it, and the span that each lies in; one that is not known lies in none.
    days: _Days = attrs.field(default=(), converter=_pairs, validator=_anchored)
    #: The days on which this way is open.
    span: Span = attrs.field(default=Span(), validator=is_a(Span))

    def leads_to(self, completed: Completed) -> bool:
        """Tell whether papers of a completed activity are found by it.

        >>> from cmecore.testing.samples import LEDGER
        >>> registry = Route(channel="registry", days={Anchor.COMPLETED: Span(datetime.date(2022, 7, 1))})
        >>> registry.leads_to(LEDGER.completed["EM-101"])
        True
        """
        anchors = _anchors(completed)
        known = [(anchors.known(anchor), span) for anchor, span in self.days]
        of_format = not self.formats or completed.heading.format in {one.name for one in self.formats}
        return of_format and all(day is not None and day in span for day, span in known)

    def __str__(self) -> str:
        """Say what it leads to."""
        formats = [" or ".join(one.name for one in self.formats)] if self.formats else []
        what = ", ".join([*formats, *(f"{anchor.value} {span}" for anchor, span in self.days)])
        return f"{self.channel}: {what or 'everything'}"


def available(completed: Completed, /, *, channel: str, on: datetime.date | datetime.datetime) -> Available:
    """Tell whether the papers of a completed activity can be had through a channel on a day, or at an instant.

    An instant is taken as the day that it is in the zone of the activity.

    >>> from cmecore.testing.samples import LEDGER, NOW
    >>> available(LEDGER.completed["EM-101"], channel="web", on=NOW).answer.name
    'OPEN'
    """
    expect(completed, Completed, field="completed")
    checked(channel, field="channel")
    day = _day(completed, on)
    offered, anchors = completed.handling.available, _anchors(completed)
    # Where no channel is named, papers come through any, for ever.
    through = [(one.span.first, one.last(anchors)) for one in offered if one.channel == channel] if offered else [(None, None)]
    if not through:
        channels = " or ".join(dict.fromkeys(one.channel for one in offered))
        says = f"papers of {completed.activity} come through {channels}, not through {channel}"
        return Available(answer=Answer.OUTSIDE, says=says)
    return _answer(completed, channel, through, day)


def found_by(routes: Iterable[Route], completed: Completed, /, *, on: datetime.date | datetime.datetime) -> Available:
    """Tell by which of a provider's routes the papers of a completed activity are found on a day, or at an instant.

    Of several routes that lead there, the first that is open is named.

    >>> from cmecore.testing.samples import LEDGER, NOW
    >>> registry = Route(channel="registry", days={Anchor.COMPLETED: Span(datetime.date(2022, 7, 1))})
    >>> found_by([registry], LEDGER.completed["EM-101"], on=NOW).channel
    'registry'
    """
    known = [expect(one, Route, field="routes") for one in listed(routes, field="routes")]
    expect(completed, Completed, field="completed")
    day = _day(completed, on)
    answers = [
        _answer(completed, route.channel, [(route.span.first, route.span.last)], day)
        for route in known
        if route.leads_to(completed)
    ]
    for wanted in (Answer.OPEN, Answer.NOT_YET, Answer.OVER):
        for answer in answers:
            if answer.answer is wanted:
                return answer
    last = completed.anchors.last_day
    about = f"{completed.activity} ({completed.heading.format}, completed on {completed.on}, last day {last or 'not known'})"
    ways = "; ".join(str(route) for route in known) or "there is none"
    return Available(answer=Answer.OUTSIDE, says=f"no route leads to the papers of {about}: {ways}")


def _day(completed: Completed, on: datetime.date | datetime.datetime) -> datetime.date:
    return civil_day(on, completed.zone) if isinstance(on, datetime.datetime) else checked_day(on, field="on")


def _anchors(completed: Completed) -> Anchors:
    """Return the days of a completion; one that was written by hand may say no more than its own."""
    return attrs.evolve(completed.anchors, completed=completed.anchors.completed or completed.on)


def _answer(
    completed: Completed,
    channel: str,
    offered: Iterable[tuple[datetime.date | None, datetime.date | None]],
    day: datetime.date,
) -> Available:
    """Hold a day against the windows of a channel; nothing can be had before the activity is completed."""
    what = f"papers of {completed.activity}"
    windows = sorted((max(first or completed.on, completed.on), last or datetime.date.max) for first, last in offered)
    ends = [last for first, last in windows if first <= day <= last]
    later = [(first, last) for first, last in windows if day < first <= last]
    if ends:
        answer, end, says = Answer.OPEN, max(ends), f"{what} can be had through {channel}"
    elif later:
        answer, end, says = Answer.NOT_YET, later[0][1], f"{what} can be had through {channel} from {later[0][0]} on"
    else:
        answer, end, says = Answer.OVER, max(last for _, last in windows), f"{what} could be had through {channel}"
    until = None if end == datetime.date.max else end
    return Available(answer=answer, until=until, says=says + (f" until {until}" if until else ""), channel=channel)
