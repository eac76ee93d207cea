"""Where in an activity an amount was earned: its share in each mandated topic, and its split over specialties.

The parts of an activity are weighed by what the learner did in them, and the amount is divided by those weights.
"""

from __future__ import annotations

import datetime
from fractions import Fraction
from typing import TYPE_CHECKING

from cmecore.credit.amounts import Credits
from cmecore.rules.facts import SESSION_TIMES, Share, content_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from cmecore.activities import Activity, Part
    from cmecore.rules.judging import Facts


def by_topic(activity: Activity, facts: Facts, amount: Credits, /) -> dict[str, Credits]:
    """Tell how much of an amount lies in each mandated topic, rounded down: it is inside the amount, never on top.

    >>> from cmecore.activities import ENDURING, Activity, Part
    >>> from cmecore.testing.samples import AMA
    >>> parts = [Part(code="m1", title="Pain", minutes=30, topics=["opioid"]), Part(code="m2", title="Fever", minutes=90)]
    >>> pain = Activity(code="P-1", title="Pain and fever", format=ENDURING, provider="Lakeside CME", parts=parts)
    >>> by_topic(pain, {}, AMA("2.00"))
    {'opioid': Credits(0.50 ama-pra-1)}
    """
    shares = _shares(activity, facts, lambda part: part.topics)
    return {topic: Credits(amount.steps * share // 1, amount.type) for topic, share in shares.items()}


def by_specialty(activity: Activity, facts: Facts, amount: Credits, /) -> dict[str, Credits]:
    """Split an amount over specialties so that the parts add up to it; what has no specialty stands under ``""``.

    >>> from cmecore.activities import ENDURING, Activity, Part
    >>> from cmecore.testing.samples import AMA
    >>> of = {"c1": "ENT", "c2": "ENT", "c3": "Surgery"}
    >>> parts = [Part(code=case, title="Case", minutes=20, specialty=of[case]) for case in of]
    >>> cases = Activity(code="C-1", title="Cases", format=ENDURING, provider="Lakeside CME", parts=parts)
    >>> by_specialty(cases, {}, AMA("1.00"))
    {'ENT': Credits(0.75 ama-pra-1), 'Surgery': Credits(0.25 ama-pra-1)}
    """
    shares = _shares(activity, facts, lambda part: (part.specialty,))
    if set(shares) <= {""}:
        return {}
    exact = {name: amount.steps * share for name, share in shares.items()}
    whole = {name: part // 1 for name, part in exact.items()}
    # The steps left over go to the largest remainders, and among equals to the specialty named first.
    left_over = amount.steps - sum(whole.values())
    upper = set(sorted(exact, key=lambda name: whole[name] - exact[name])[:left_over])
    return {name: Credits(steps + (name in upper), amount.type) for name, steps in whole.items()}


def _shares(activity: Activity, facts: Facts, labels: Callable[[Part], Iterable[str]]) -> dict[str, Fraction]:
    weights = _weights(activity, facts)
    total = sum(weights.values())
    if not total:
        weights, total = _designed(activity), sum(_designed(activity).values())
    shares: dict[str, Fraction] = {}
    for part in activity.parts:
        for label in dict.fromkeys(labels(part)):
            shares[label] = shares.get(label, Fraction()) + weights[part.code] / total
    return shares


def _weights(activity: Activity, facts: Facts) -> dict[str, Fraction]:
    """Weigh the parts by the learner's time in them, else by the content done, else by their designed length."""
    times = facts.get(SESSION_TIMES.name)
    if activity.sessions and isinstance(times, tuple):
        spent = dict(times)
        return {part.code: Fraction(_ticks(spent.get(part.code))) for part in activity.parts}
    done = {part.code: facts.get(content_of(part.code).name) for part in activity.parts}
    shares = {code: Fraction(share.part, share.whole) for code, share in done.items() if isinstance(share, Share)}
    return {code: weight * shares.get(code, 1) for code, weight in _designed(activity).items()}


def _designed(activity: Activity) -> dict[str, Fraction]:
    in_minutes = {part.code: Fraction(part.minutes) for part in activity.parts if part.minutes is not None}
    return (
        in_minutes if len(in_minutes) == len(activity.parts) else {part.code: Fraction(part.units) for part in activity.parts}
    )


def _ticks(time: datetime.timedelta | None) -> int:
    return (time or datetime.timedelta()) // datetime.timedelta.resolution
