"""Which evidence counts: what is about the activity, its parts and its days; the rest is set aside with its reason."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING

import attrs

from cmecore.credit.canonical import in_order
from cmecore.credit.periods import civil_day
from cmecore.errors import near, shown
from cmecore.evidence import Attempt, Attended, Entitled, Item, Participation, Practises, Present, Presented, Prior

if TYPE_CHECKING:
    from cmecore.activities import Activity


@attrs.frozen
class SetAside:
    """An item that counts for nothing, and why."""

    item: Item
    #: Stable name of the reason.
    code: str
    says: str


def days_of(item: Item, zone: str, /) -> tuple[datetime.date, ...]:
    """Tell the civil days that an item is about: several for a stay over midnight, none for an entitlement or a profession.

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
        case Entitled() | Practises():
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
    if isinstance(item, Attended | Present | Presented) and held is not None and not any(day in held for day in days):
        return "not-held-then", f"attendance on {days[0]}, but {activity.code} took place on {held}: check the day and the zone"
    return None
