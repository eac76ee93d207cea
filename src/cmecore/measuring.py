"""Reading evidence into facts: overlaps counted once, attempts put in order, totals that only grow.

This is done once, here; every interpreter of a rule, for one learner or for a million, begins at the facts.  A fact that no
item speaks of is missing, not zero.
"""

from __future__ import annotations

import datetime
import functools
from collections import defaultdict
from fractions import Fraction
from typing import TYPE_CHECKING, Any

import attrs

from cmecore.credit.canonical import in_order
from cmecore.credit.intervals import Interval, Union, clip, length, subtract, union
from cmecore.credit.periods import civil_day, first_instant
from cmecore.evidence import (
    Attempt,
    Attended,
    Attested,
    Declared,
    Entitled,
    Evaluated,
    Item,
    Participation,
    Present,
    Prior,
    Progress,
    Stated,
    TimeSpent,
    admitted,
    days_of,
)
from cmecore.rules import facts as known
from cmecore.rules.facts import Counting, Share, Value

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from cmecore.activities import Activity, Part

_NO_TIME = datetime.timedelta()
_MINUTE = datetime.timedelta(minutes=1)


def facts(participation: Participation, /, *, until: datetime.date | None = None) -> dict[str, Value]:
    """Read evidence into facts, by name, as it stood at the end of a day (or as it stands).

    A report is complete about what it is a report of: 16 of 20 units are 16 of 20, and a session missing from an attendance
    list was not attended.  Where there is no report at all, the fact is missing.

    >>> from cmecore.activities import ENDURING, Activity
    >>> sepsis = Activity(code="EM-101", title="Early sepsis", format=ENDURING, provider="Lakeside CME")
    >>> facts(Participation("dr-42", sepsis, [Progress(17, 20, datetime.date(2026, 3, 9))]))
    {'content': Share(part=17, whole=20)}
    """
    return facts_from(participation.activity, admitted(participation)[0], until=until)


def facts_from(activity: Activity, items: Sequence[Item], /, *, until: datetime.date | None = None) -> dict[str, Value]:
    """Read admitted items into facts, as :func:`facts` does."""
    zone = activity.zone
    asked_on = until or max((day for item in items for day in days_of(item, zone)), default=None)
    held = [item for item in items if until is None or all(first <= until for first in days_of(item, zone)[:1])]
    by_kind: defaultdict[type[Any], list[Any]] = defaultdict(list)
    for item in held:
        if not isinstance(item, Attended):
            by_kind[type(item)].append(item)
        elif (stay := _until(activity, item, until)) is not None:
            by_kind[Attended].append(stay)
    return {
        **_stated(by_kind[Stated]),
        **_content(activity, by_kind[Progress]),
        **_times(activity, by_kind[Attended], by_kind[TimeSpent]),
        **_sessions(activity, by_kind[Attended], by_kind[TimeSpent], by_kind[Present]),
        **_scores(activity, by_kind[Attempt]),
        **{
            known.evaluation(form).name: True
            for form in ("", *(item.form for item in by_kind[Evaluated]))
            if by_kind[Evaluated]
        },
        **{known.attestation(item.statement).name: True for item in by_kind[Attested]},
        **{known.prior(item.activity).name: True for item in by_kind[Prior]},
        **_declared(by_kind[Declared]),
        **entitlements(by_kind[Entitled], asked_on),
    }


def _until(activity: Activity, stay: Attended, until: datetime.date | None) -> Attended | None:
    """Cut a stay to the days on which the activity is offered, and at the end of a day asked for."""
    last = min((day for day in (activity.offered.last, until) if day is not None), default=None)
    joined, left = stay.joined, stay.left
    if activity.offered.first is not None:
        joined = max(joined, first_instant(activity.offered.first, activity.zone))
    if last is not None:
        left = min(left, first_instant(last + datetime.timedelta(days=1), activity.zone))
    return attrs.evolve(stay, joined=joined, left=left) if joined < left else None


def entitlements(listed: Iterable[Entitled], day: datetime.date | None, /) -> dict[str, bool]:
    """Tell of each membership or registration handed in whether it was active on a day; the others stay unknown.

    >>> premium = Entitled("Premium membership", datetime.date(2026, 1, 1), datetime.date(2026, 6, 30))
    >>> entitlements([premium], datetime.date(2026, 7, 1))
    {'entitled:Premium membership': False}
    """
    active: dict[str, bool] = {}
    for item in listed:
        name = known.entitlement(item.name).name
        if day is not None:
            active[name] = active.get(name, False) or day in item.span
    return active


def _stated(listed: Iterable[Stated]) -> dict[str, Value]:
    return {item.fact: item.value for item in sorted(in_order(listed), key=lambda item: item.on)}


def _declared(listed: Iterable[Declared]) -> dict[str, Value]:
    ordered = sorted(listed, key=lambda item: (item.on, item.credits.type.code, item.credits.steps))
    return {known.declared(item.credits.type.code).name: item.credits for item in ordered}


def _greater(one: Share | None, other: Share) -> Share:
    """Choose the greater share; of two equal ones the one counted in more units, which says more."""
    if one is None or not one.at_least(other):
        return other
    return other if other.at_least(one) and other.whole > one.whole else one


def _content(activity: Activity, listed: Iterable[Progress]) -> dict[str, Value]:
    best: dict[str, Share] = {}
    for item in listed:
        best[item.part] = _greater(best.get(item.part), item.share)
    whole = best.pop("", None)
    if not best:
        return {} if whole is None else {known.CONTENT.name: whole}
    shares = {part.code: best.get(part.code, Share(0, part.units)) for part in activity.parts}
    added = _added([(shares[part.code], part.units) for part in activity.parts])
    return {
        known.CONTENT.name: added if whole is None or added.at_least(whole) else whole,
        **{known.content_of(code).name: share for code, share in shares.items()},
    }


def _added(parts: Sequence[tuple[Share, int]]) -> Share:
    """Add up the content of parts, each weighed by its units, however finely its progress was reported."""
    in_all = sum(units for _, units in parts)
    if in_all <= known.LARGEST_WHOLE and all(share.whole == units for share, units in parts):
        return Share(sum(share.part for share, _ in parts), in_all)
    done = sum((Fraction(share.part * units, share.whole) for share, units in parts), Fraction()) / in_all
    # Reports in many different units have no common count that a share can hold; what is cut off is less than a billionth.
    fits = done.denominator <= known.LARGEST_WHOLE
    return Share(*done.as_integer_ratio()) if fits else Share(int(done * known.LARGEST_WHOLE), known.LARGEST_WHOLE)


def _scores(activity: Activity, listed: Iterable[Attempt]) -> dict[str, Value]:
    limits = {None, *(fact.settled_by[1] for fact in activity.asked if fact.settled_by is not None)}
    by_assessment: defaultdict[str, list[Attempt]] = defaultdict(list)
    for item in sorted(listed, key=lambda item: _moment(item, activity.zone)):
        by_assessment[item.assessment].append(item)
    scores: dict[str, Value] = {}
    for assessment, made in by_assessment.items():
        scores[known.attempts(assessment).name] = len(made)
        for limit in limits:
            allowed = [item.score for item in made[:limit]]
            counted = {
                Counting.BEST: functools.reduce(_greater, allowed),
                Counting.LAST: allowed[-1],
                Counting.FIRST: allowed[0],
            }
            for counting, share in counted.items():
                scores[known.score(counting, attempts=limit, assessment=assessment).name] = share
    return scores


def _moment(item: Attempt, zone: str) -> tuple[object, ...]:
    """Put attempts in order: by day, then by their numbers, then by the clock; where nothing tells, the better one later."""
    instant = item.on.isoformat() if isinstance(item.on, datetime.datetime) else ""
    return days_of(item, zone), item.number, instant, Fraction(item.score.part, item.score.whole), item.score.whole


def _own(session: Part, attended: Iterable[Attended]) -> Union:
    return clip(union((item.joined, item.left) for item in attended if item.session in {"", session.code}), session.schedule)


def _totals(spent: Iterable[TimeSpent], part: str) -> Iterator[tuple[datetime.date, datetime.timedelta]]:
    """Take running totals apart into what was added on each day."""
    reached = 0
    for item in sorted((item for item in spent if item.part == part), key=lambda item: (item.on, item.minutes)):
        if item.minutes > reached:
            yield item.on, (item.minutes - reached) * _MINUTE
            reached = item.minutes


def _times(activity: Activity, attended: Sequence[Attended], spent: Sequence[TimeSpent]) -> dict[str, Value]:
    if not attended and not spent:
        return {}
    listed = list(_in_sessions(activity, attended, spent) if activity.sessions else _at_any_time(activity, attended, spent))
    by_session: defaultdict[str, datetime.timedelta] = defaultdict(datetime.timedelta)
    by_day: defaultdict[str, datetime.timedelta] = defaultdict(datetime.timedelta)
    for label, day, time in listed:
        by_session[label] += time
        by_day[day.isoformat()] += time
    return {
        known.TIME.name: sum((time for _, _, time in listed), _NO_TIME),
        known.SESSION_TIMES.name: tuple(by_session.items()),
        known.DAY_TIMES.name: tuple(sorted(by_day.items())),
    }


def _in_sessions(
    activity: Activity, attended: Sequence[Attended], spent: Sequence[TimeSpent]
) -> Iterator[tuple[str, datetime.date, datetime.timedelta]]:
    """Count presence inside the sessions' schedules, once where two sessions run at the same time.

    Join and leave times count; a session's total of minutes is used only for what they do not cover, and all of it together
    never exceeds the time in which any session ran.
    """
    taken: Union = ()
    scheduled = length(union(interval for session in activity.sessions for interval in session.schedule))
    room = scheduled - length(union(interval for session in activity.sessions for interval in _own(session, attended)))
    given: dict[str, datetime.timedelta] = {}
    for session in activity.sessions:
        present = _own(session, attended)
        counted = subtract(present, taken)
        for interval in counted:
            yield from ((session.code, day, time) for day, time in _by_day(interval, activity.zone))
        taken = union((*taken, *present))
        reported = max((item.minutes for item in spent if item.part == session.code), default=0) * _MINUTE
        extra = min(room, max(_NO_TIME, min(reported, length(session.schedule)) - length(present)))
        room -= extra
        given[session.code] = length(counted) + extra
        if extra:
            yield session.code, civil_day(session.schedule[0][0], activity.zone), extra
    whole = max((item.minutes for item in spent if not item.part), default=0) * _MINUTE
    beyond = min(room, max(_NO_TIME, whole - (scheduled - room)))
    for session in activity.sessions:
        more = min(beyond, length(session.schedule) - given[session.code])
        if more > _NO_TIME:
            beyond -= more
            yield session.code, civil_day(session.schedule[0][0], activity.zone), more


def _at_any_time(
    activity: Activity, attended: Sequence[Attended], spent: Sequence[TimeSpent]
) -> Iterator[tuple[str, datetime.date, datetime.timedelta]]:
    """Count presence in an activity without a schedule: the intervals where there are any, else the totals."""
    present = union((item.joined, item.left) for item in attended)
    added = [(part, day, time) for part in ("", *(part.code for part in activity.parts)) for day, time in _totals(spent, part)]
    overall = sum((time for part, _, time in added if not part), _NO_TIME)
    by_part = sum((time for part, _, time in added if part), _NO_TIME)
    if length(present) >= max(overall, by_part):
        for interval in present:
            yield from (("", day, time) for day, time in _by_day(interval, activity.zone))
    else:
        yield from (entry for entry in added if bool(entry[0]) is (by_part >= overall))


def _by_day(interval: Interval, zone: str) -> Iterator[tuple[datetime.date, datetime.timedelta]]:
    """Cut an interval at the midnights of a zone."""
    start, end = interval
    while start < end:
        day = civil_day(start, zone)
        stop = min(end, first_instant(day + datetime.timedelta(days=1), zone))
        yield day, stop - start
        start = stop


def _sessions(
    activity: Activity, attended: Sequence[Attended], spent: Sequence[TimeSpent], present: Sequence[Present]
) -> dict[str, Value]:
    sessions = activity.sessions or activity.parts
    listed = attended or any(item.session for item in present) or any(item.part for item in spent)
    if not sessions or not listed:
        # Whoever was seen at the activity attended it, but of its sessions nothing was said.
        there = bool(attended or present or any(item.minutes for item in spent))
        whole = {} if sessions or not there else {known.SESSIONS.name: Share(1, 1)}
        return {known.ATTENDANCE.name: there, **whole} if there or spent else {}
    seen = {session.code: _was_there(session, attended, spent, present) for session in sessions}
    return {
        known.ATTENDANCE.name: any(seen.values()) or any(not item.session for item in present),
        known.SESSIONS.name: Share(sum(seen.values()), len(seen)),
        **{known.presence(code).name: there for code, there in seen.items()},
    }


def _was_there(session: Part, attended: Sequence[Attended], spent: Sequence[TimeSpent], present: Sequence[Present]) -> bool:
    if any(item.session == session.code for item in present):
        return True
    if not session.schedule:
        return any(item.session == session.code for item in attended) or any(
            item.part == session.code and item.minutes for item in spent
        )
    reported = max((item.minutes for item in spent if item.part == session.code), default=0) * _MINUTE
    there = max(length(_own(session, attended)), min(reported, length(session.schedule)))
    least = session.attended_from or Share(0, 1)
    return there > _NO_TIME and there * least.whole >= length(session.schedule) * least.part
