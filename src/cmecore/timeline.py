"""How the facts of a participation stood at the end of each day, so that no answer depends on the day it is asked."""

from __future__ import annotations

import functools
from types import MappingProxyType
from typing import TYPE_CHECKING

from cmecore.admission import days_of
from cmecore.evidence import Declared, Entitled, Item, Practises, Prior
from cmecore.measuring import facts_from
from cmecore.rules.facts import Fact, Value, entitlement, prior, profession

if TYPE_CHECKING:
    import datetime

    from cmecore.activities import Activity
    from cmecore.credit.amounts import CreditType
    from cmecore.rules.judging import Facts


class Timeline:
    """The facts of a participation, day by day.

    >>> from cmecore.admission import admitted
    >>> from cmecore.testing.samples import SEEN
    >>> Timeline(SEEN.activity, admitted(SEEN)[0]).completion_day()
    datetime.date(2026, 3, 10)
    """

    def __init__(self, activity: Activity, items: tuple[Item, ...]) -> None:
        self._activity = activity
        self._items = items
        self._facts: dict[datetime.date | None, Facts] = {}

    def on(self, day: datetime.date | None) -> Facts:
        """Return the facts as they stood at the end of a day, or as they stand."""
        if day not in self._facts:
            self._facts[day] = MappingProxyType(facts_from(self._activity, self._items, until=day))
        return self._facts[day]

    @functools.cached_property
    def days(self) -> tuple[datetime.date, ...]:
        """The days on which the learner was seen in the activity; what was completed elsewhere is no work in this one."""
        offered, zone = self._activity.offered, self._activity.zone
        return tuple(
            sorted(
                {day for item in self._items if not isinstance(item, Prior) for day in days_of(item, zone) if day in offered}
            )
        )

    @functools.cached_property
    def _changes(self) -> tuple[datetime.date, ...]:
        # A membership that lapses, or another activity that is completed, is no work in this one and changes no picture.
        others = {_held(item).name for item in self._items if isinstance(item, Entitled | Practises)}
        others |= {prior(item.activity).name for item in self._items if isinstance(item, Prior)}
        asked = [fact.name for fact in self._activity.asked if fact.name not in others]
        asked += [fact.settled_by[0] for fact in self._activity.asked if fact.settled_by is not None]
        changes = []
        before: list[Value | None] | None = None
        for day in self.days:
            now = [self.on(day).get(name) for name in asked]
            if now != before:
                changes.append(day)
                before = now
        return tuple(changes)

    def completion_day(self, until: datetime.date | None = None) -> datetime.date | None:
        """Return the day on which the last thing that changed the picture happened, up to some day."""
        return max((day for day in self._changes if until is None or day <= until), default=None)

    def declared(self, kind: CreditType) -> frozenset[datetime.date]:
        """Tell on which days the learner declared credit of a type."""
        return frozenset(item.on for item in self._items if isinstance(item, Declared) and item.credits.type.code == kind.code)

    @functools.cached_property
    def lapses(self) -> frozenset[datetime.date]:
        """The last days of the memberships, registrations and professions that a rule of the activity asks for."""
        asked = {fact.name for fact in self._activity.asked}
        ends = (item.until for item in self._items if isinstance(item, Entitled | Practises) and _held(item).name in asked)
        return frozenset(end for end in ends if end is not None and self.days and end >= self.days[0])


def _held(item: Entitled | Practises) -> Fact:
    return entitlement(item.name) if isinstance(item, Entitled) else profession(item.profession)
