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

from cmecore.admission import admitted, days_of
from cmecore.credit.canonical import in_order
from cmecore.credit.intervals import clip, length, subtract, union
from cmecore.credit.periods import first_instant
from cmecore.evidence import (
    Attempt,
    Attended,
    Attested,
    Declared,
    Entitled,
    Evaluated,
    Feedback,
    Item,
    Participation,
    Practises,
    Present,
    Presented,
    Prior,
    Progress,
    Stated,
    TimeSpent,
)
from cmecore.rules import facts as known
from cmecore.rules.facts import Counting, Share, Value
from cmecore.rules.times import NO_SESSIONS
from cmecore.timekeeping import largest_total, stays_in, stretches

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

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
    # Whoever presents a session teaches it: of being there he earns nothing as a learner.
    own = frozenset(item.session for item in held if isinstance(item, Presented))
    for item in held:
        about = getattr(item, "session", "") or getattr(item, "part", "")
        if about in own and not isinstance(item, Presented):
            continue
        if not isinstance(item, Attended):
            by_kind[type(item)].append(item)
        elif (stay := _until(activity, item, until)) is not None:
            by_kind[Attended].append(stay)
    return {
        **_stated(by_kind[Stated]),
        **_content(activity, by_kind[Progress]),
        **_times(activity, by_kind[Attended], by_kind[TimeSpent], own),
        **_presented(activity, by_kind[Presented]),
        **_sessions(activity, by_kind[Attended], by_kind[TimeSpent], by_kind[Present], own),
        **_scores(activity, by_kind[Attempt]),
        **{
            known.evaluation(form).name: True
            for form in ("", *(item.form for item in by_kind[Evaluated]))
            if by_kind[Evaluated]
        },
        **{known.attestation(item.statement).name: True for item in by_kind[Attested]},
        **{known.prior(item.activity).name: True for item in by_kind[Prior]},
        **_declared(by_kind[Declared]),
        **{known.feedback(item.assessment).name: True for item in by_kind[Feedback]},
        **entitlements(by_kind[Entitled], asked_on),
        **_professions(activity, by_kind[Practises], asked_on),
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


def _professions(activity: Activity, listed: Sequence[Practises], day: datetime.date | None) -> dict[str, Value]:
    """Tell of each profession that a rule asks for whether the learner is of it; one who names none leaves it unknown."""
    if not listed:
        return {}
    held = {known.profession(item.profession).name for item in listed if day is None or day in item.span}
    asked = {fact.name for fact in activity.asked if fact.name.startswith("profession:")}
    return {name: name in held for name in sorted(asked | held)}


def _presented(activity: Activity, listed: Sequence[Presented]) -> dict[str, Value]:
    """Add up what was presented, each talk once, however often it was given: a longer report replaces a shorter one.

    Nobody presents a break, nor in two rooms at once: scheduled talks together are no longer than the hours they were in.
    """
    parts = {part.code: part for part in activity.parts if part.kind not in NO_SESSIONS}
    scheduled: dict[str, datetime.timedelta] = {}
    others: dict[str, datetime.timedelta] = {}
    for item in listed:
        if (part := parts.get(item.session)) is not None:
            held = length(part.schedule)
            whole = held or (part.minutes or 0) * _MINUTE
            reported = whole if item.minutes is None else item.minutes * _MINUTE
            talks, time = (scheduled, min(reported, held)) if held else (others, reported)
            talks[item.talk] = max(time, talks.get(item.talk, _NO_TIME))
    rooms = {item.session for item in listed} & parts.keys()
    room = length(union(stay for code in rooms for stay in parts[code].schedule))
    once = sum((time for talk, time in others.items() if talk not in scheduled), _NO_TIME)
    return {known.PRESENTED.name: once + min(room, sum(scheduled.values(), _NO_TIME))} if listed else {}


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
        if len({_moment(item, activity.zone) for item in made}) < len(made):
            # Two attempts of one day that nothing tells apart: only the best of all is known.
            scores[known.score(Counting.BEST, assessment=assessment).name] = functools.reduce(
                _greater, (item.score for item in made)
            )
            continue
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
    """Put attempts in order: by day, then by their numbers, then by the clock."""
    instant = item.on.isoformat() if isinstance(item.on, datetime.datetime) else ""
    return days_of(item, zone), item.number, instant


def _times(
    activity: Activity, attended: Sequence[Attended], spent: Sequence[TimeSpent], own: frozenset[str]
) -> dict[str, Value]:
    if not attended and not spent:
        return {}
    counted = stretches(activity, attended, spent, own)
    return {known.TIME.name: sum((stretch.time for stretch in counted), _NO_TIME), known.STRETCHES.name: counted}


def _sessions(
    activity: Activity,
    attended: Sequence[Attended],
    spent: Sequence[TimeSpent],
    present: Sequence[Present],
    own: frozenset[str],
) -> dict[str, Value]:
    """Tell where the learner was seen.  A list of sessions says of those it does not name that they were missed."""
    named = {*(item.session for item in attended), *(item.session for item in present), *(item.part for item in spent)} - {""}
    found: dict[str, bool | None] = {}
    for group in (activity.sessions, tuple(part for part in activity.parts if not part.schedule)):
        if any(part.code in named for part in group) or (attended and group is activity.sessions):
            found |= {part.code: _was_there(part, group, attended, spent, present) for part in group}
    found |= dict.fromkeys(own & found.keys(), False)
    anywhere = any(there is not False for there in found.values()) or any(not item.session for item in present)
    at_any_time = not activity.sessions and bool(attended or any(item.minutes for item in spent))
    total = any(item.minutes for item in spent if not item.part)
    facts: dict[str, Value] = {known.presence(code).name: there for code, there in found.items() if there is not None}
    if attended or spent or present:
        facts[known.ATTENDANCE.name] = anywhere or at_any_time or total
    counted = [part for part in activity.sessions or activity.parts if part.kind not in NO_SESSIONS]
    if not counted and facts.get(known.ATTENDANCE.name):
        facts[known.SESSIONS.name] = Share(1, 1)
    elif counted and all(part.code in found for part in counted):
        seen = [part for part in counted if found[part.code] is not False]
        facts[known.SESSIONS.name] = Share(_one_after_another(seen), _one_after_another(counted))
    return facts


def _one_after_another(parts: Iterable[Part]) -> int:
    """Count how many of some sessions one person can attend: of those that run at the same time, one."""
    count, free_from = 0, datetime.datetime.min.replace(tzinfo=datetime.UTC)
    for start, end in sorted(((part.starts, part.ends) for part in parts), key=lambda run: run[1] or free_from):
        if start is None or end is None or start >= free_from:
            count += 1
            free_from = end or free_from
    return count


def _was_there(
    part: Part, group: Sequence[Part], attended: Sequence[Attended], spent: Sequence[TimeSpent], present: Sequence[Present]
) -> bool | None:
    """Tell whether a part was attended; a stay that names no session does not tell which of two at the same time it was."""
    if any(item.session == part.code for item in present):
        return True
    reported = largest_total(spent, part.code)
    if not part.schedule:
        return bool(stays_in(part, attended)) or reported > _NO_TIME
    least = part.attended_from or Share(0, 1)

    def enough(time: datetime.timedelta) -> bool:
        return time > _NO_TIME and time * least.whole >= length(part.schedule) * least.part

    if enough(min(reported, length(part.schedule))) or enough(
        length(stays_in(part, [item for item in attended if item.session]))
    ):
        return True
    elsewhere = union(stay for other in group if other is not part for stay in other.schedule)
    if not enough(length(stays_in(part, attended))):
        return False
    alone = subtract(stays_in(part, attended), elsewhere)
    return True if enough(length(alone)) or not clip(part.schedule, elsewhere) else None
