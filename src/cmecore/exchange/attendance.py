"""Attendance at live webinars, as Zoom exports it.

Join and leave times are evidence; the minutes beside them are rounded, and two devices of one person count twice in them.
So the times count, and minutes only where a file has no times.  The file says neither its zone nor whether 10/05 is in May
or in October: the caller does.  People are known by e-mail address alone: two may share a name, and a guest may type any.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Sequence

import attrs

from cmecore.credit.periods import checked_day, checked_zone, civil_day
from cmecore.credit.text import checked
from cmecore.errors import InvalidValue, personal
from cmecore.evidence import Attended, TimeSpent
from cmecore.exchange import cells
from cmecore.exchange.gathering import Cells, Gathering
from cmecore.exchange.reading import Meeting, Problem, Reading, Unidentified
from cmecore.exchange.tables import Headings, Row, Table, folded, table

#: A meeting does not last longer: more minutes than a week has are a slip.
MOST_MINUTES = 7 * 24 * 60
# Exports round to a minute, some up and some to the nearest.
_ROUNDED = datetime.timedelta(minutes=1)

_HEADINGS = Headings(
    spellings={
        "name": ("name (original name)", "name"),
        "email": ("user email", "email"),
        "join": ("join time",),
        "leave": ("leave time",),
        "minutes": ("duration (minutes)", "total duration (minutes)"),
        "waiting": ("in waiting room",),
        "guest": ("guest",),
        "consent": ("recording consent",),
    },
    # A meeting block has an address and a duration too; only the participants have names.
    needed=(("name",), ("email",), ("join", "minutes"), ("leave", "minutes")),
    expected=(
        "the columns Name (Original Name), User Email, Join Time and Leave Time, or Name (original name), Email and "
        "Total duration (minutes)"
    ),
    advice="export the participants of the meeting from Zoom as CSV, and hand the file over as it is",
)


def read_zoom(
    data: bytes | str, /, *, zone: str, day_first: bool, session: str = "", on: datetime.date | None = None
) -> Reading:
    r"""Read the participants of a Zoom meeting: who was there from when to when, by e-mail address.

    The times are local to ``zone``, that of the account which made the export, and ``day_first`` says whether 10/05/2026 is a
    day in May.  ``session`` names the session of the activity that the meeting was.  ``on`` is the day of the meeting, needed
    only for rows that have minutes and no times, where no meeting block above the names says it.

    Someone who joins twice, or with two devices at once, has several intervals; what they amount to is counted later, and
    overlaps count once.  Of several rows with minutes alone the largest counts, since nobody knows whether they overlap.

    >>> reading = read_zoom(
    ...     "Name (Original Name),User Email,Join Time,Leave Time,Duration (Minutes),Guest\n"
    ...     "Ada Okoro,ada@example.org,10/05/2026 06:01:12 PM,10/05/2026 06:30:00 PM,29,No\n"
    ...     "Grace,,10/05/2026 06:10:00 PM,10/05/2026 06:40:00 PM,30,Yes\n",
    ...     zone="America/Chicago",
    ...     day_first=False,
    ... )
    >>> reading.seen[0].learner, [str(item.left - item.joined) for item in reading.seen[0].evidence]
    ('ada@example.org', ['0:28:48'])
    >>> reading.unidentified
    (Unidentified(row=3),)
    """
    checked_zone(zone)
    checked(session, field="session", blank=True)
    if type(day_first) is not bool:
        raise InvalidValue(
            field="day_first",
            found=personal(day_first),
            expected="True or False",
            advice="say whether the file writes the day first",
        )
    if on is not None:
        checked_day(on, field="on")
    participants = table(data, _HEADINGS)
    gathering = Gathering()
    meeting = _meeting(participants, gathering, zone=zone, day_first=day_first)
    if on is None and meeting is not None and meeting.starts is not None:
        on = civil_day(meeting.starts, zone)
    said = _Said(zone=zone, day_first=day_first, session=session, on=on)
    for row in participants.rows:
        _gather(Cells(row, participants.titles), gathering, said)
    gathering.problems.extend(_totals_beside_others(gathering, participants))
    return gathering.reading(participants, meeting)


@attrs.frozen(kw_only=True)
class _Said:
    """What the caller said, and the day of the meeting where anybody did."""

    zone: str
    day_first: bool
    session: str
    on: datetime.date | None


def _gather(row: Cells, gathering: Gathering, said: _Said) -> None:
    if row.read("waiting", cells.yes):
        gathering.waiting.append(row.number)
    elif not row.problems:
        name = _name(row)
        if not row.filled("email"):
            gathering.unidentified.append(Unidentified(row.number, name))
        else:
            unread = len(row.problems)
            learner = row.read("email", cells.address)
            item = _item(row, said)
            if learner is not None and item is not None and len(row.problems) == unread:
                gathering.add(row.number, (item,), learner=learner, name=name)
    gathering.problems.extend(row.problems)


def _name(row: Cells) -> str:
    """Read the name on show.  It identifies nobody, so a bad one costs nobody the hour."""
    try:
        return cells.words(row.text("name"), field=row.title("name")) if row.filled("name") else ""
    except InvalidValue as error:
        row.problem(
            "name", found=error.found, expected=error.expected, advice="the name is left out; the row counts without it"
        )
        return ""


def _item(row: Cells, said: _Said) -> Attended | TimeSpent | None:
    """Read when the learner was there, or for how long, where the file has no more."""
    joins, leaves = (
        row.read(field, cells.instants, zone=said.zone, day_first=said.day_first) if row.filled(field) else ()
        for field in ("join", "leave")
    )
    if joins is None or leaves is None:
        return None
    if joins and leaves:
        stay = _stay(row, joins, leaves, said.zone)
        return stay and row.made(Attended, *stay, session=said.session)
    if not row.filled("minutes"):
        row.problem(
            "minutes" if "minutes" in row.titles else "leave",
            found="neither both times nor minutes",
            expected="a join and a leave time, or the minutes",
            advice="fill in what is known, or delete the row",
        )
        return None
    minutes = row.read("minutes", cells.whole, most=MOST_MINUTES)
    known = [civil_day(instant, said.zone) for instant in (*joins, *leaves)[:1]]
    day = known[0] if known else said.on
    if minutes is None:
        return None
    if day is None:
        row.problem(
            "minutes",
            found="minutes without a day",
            expected="the day of the meeting, in a meeting block above the names or from you",
            advice="hand it over, as in on=date(2026, 10, 5)",
        )
        return None
    return row.made(TimeSpent, minutes, day, part=said.session)


def _stay(
    row: Cells, joins: Sequence[datetime.datetime], leaves: Sequence[datetime.datetime], zone: str
) -> tuple[datetime.datetime, datetime.datetime] | None:
    """Tell from when to when.  In the hour that clocks show twice, the order of the two times may settle which is meant.

    Where it does not, the rounded minutes may; where they do not either, nothing is taken for granted.
    """
    stays = [(joined, left) for joined in joins for left in leaves if joined < left]
    if not stays:
        row.problem(
            "leave",
            found=f"a time that is not after {row.title('join')}",
            expected="a later one",
            advice="correct one of the two, or delete the row if nobody stayed",
        )
        return None
    if len(stays) > 1 and (minutes := _minutes(row)) is not None:
        stays = [stay for stay in stays if abs(stay[1] - stay[0] - minutes) < _ROUNDED]
    if len(stays) != 1:
        twice = "join" if len(joins) > 1 else "leave"
        row.problems.append(Problem.at(row.number, cells.twice(row.title(twice), zone)))
        return None
    return stays[0]


def _minutes(row: Cells) -> datetime.timedelta | None:
    try:
        return datetime.timedelta(minutes=cells.whole(row.text("minutes"), field="", most=MOST_MINUTES))
    except InvalidValue:
        return None


def _totals_beside_others(gathering: Gathering, participants: Table) -> Iterator[Problem]:
    """Point out minutes without times beside other rows of a learner: they may be the same time, so they are not added."""
    for one in gathering.learners.values():
        if len(one.rows) > 1 and any(isinstance(item, TimeSpent) for item in one.items):
            yield Problem(
                row=one.rows[-1],
                field=participants.titles["minutes"],
                found=f"minutes without times, of someone who stands in {len(one.rows)} rows, from row {one.rows[0]} on",
                expected="one total for each learner, as nobody can tell whether two overlap",
                advice="the larger counts; add them up in the file if they do not overlap",
            )


def _meeting(participants: Table, gathering: Gathering, *, zone: str, day_first: bool) -> Meeting | None:
    """Read the meeting block, if one stands above the names: a row of headings, and a row under it."""
    rows = dict(participants.above)
    for number, names in participants.above:
        headings = [folded(name) for name in names]
        if "topic" in headings and "start time" in headings and number + 1 in rows:
            titles = {"topic": "Topic", "start": "Start Time", "end": "End Time"}
            said = dict(zip(headings, (cell.strip() for cell in rows[number + 1]), strict=False))
            row = Cells(Row(number + 1, {field: said.get(folded(title), "") for field, title in titles.items()}), titles)
            times = [
                row.read(field, cells.instants, zone=zone, day_first=day_first) if row.filled(field) else None
                for field in ("start", "end")
            ]
            topic = row.read("topic", cells.words) if row.filled("topic") else ""
            gathering.problems.extend(row.problems)
            # An hour that the clocks show twice leaves two answers, and the block is no evidence: it then says no time.
            starts, ends = (found[0] if found and len(found) == 1 else None for found in times)
            return Meeting(topic=topic or "", starts=starts, ends=ends)
    return None
