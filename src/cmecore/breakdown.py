"""Where in an activity an amount was earned: its share in each mandated topic, and its split over specialties.

The parts of an activity are weighed by what the learner did in them, and the amount is divided by those weights.
"""

from __future__ import annotations

import datetime
from collections import defaultdict
from fractions import Fraction
from typing import TYPE_CHECKING

from cmecore.credit.amounts import Credits
from cmecore.credit.intervals import length
from cmecore.rules.awarding import by_session
from cmecore.rules.awards import Award, ByTime, InProportion, basis_of
from cmecore.rules.facts import STRETCHES, TIME, Share, content_of, presence

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from cmecore.activities import Activity, Part
    from cmecore.rules.judging import Facts
    from cmecore.rules.times import Stretch


def by_topic(
    activity: Activity, facts: Facts, amount: Credits, /, award: Award | None = None, maximum: Credits | None = None
) -> dict[str, Credits]:
    """Tell how much of an amount lies in each mandated topic, rounded down: it is inside the amount, never on top.

    Content is counted in units, and topics by their minutes where these are given: so of credit in proportion to the content no
    topic holds more than it has of the designated ``maximum``.

    >>> from cmecore.activities import ENDURING, Activity, Part
    >>> from cmecore.testing.samples import AMA
    >>> parts = [Part(code="m1", title="Pain", minutes=30, topics=["opioid"]), Part(code="m2", title="Fever", minutes=90)]
    >>> pain = Activity(code="P-1", title="Pain and fever", format=ENDURING, provider="Lakeside CME", parts=parts)
    >>> by_topic(pain, {}, AMA("2.00"))
    {'opioid': Credits(0.50 ama-pra-1)}
    """
    shares = _divided(activity, _weights(activity, facts, amount, award), lambda part: part.topics)
    steps = {topic: amount.steps * share // 1 for topic, share in shares.items()}
    if maximum is not None and isinstance(award, InProportion):
        most = _divided(activity, _designed(activity), lambda part: part.topics)
        steps = {topic: min(count, maximum.steps * most[topic] // 1) for topic, count in steps.items()}
    return {topic: Credits(count, amount.type) for topic, count in steps.items()}


def by_specialty(activity: Activity, facts: Facts, amount: Credits, /, award: Award | None = None) -> dict[str, Credits]:
    """Split an amount over specialties so that the parts add up to it; what has no specialty stands under ``""``.

    >>> from cmecore.activities import ENDURING, Activity, Part
    >>> from cmecore.testing.samples import AMA
    >>> of = {"c1": "ENT", "c2": "ENT", "c3": "Surgery"}
    >>> parts = [Part(code=case, title="Case", minutes=20, specialty=of[case]) for case in of]
    >>> cases = Activity(code="C-1", title="Cases", format=ENDURING, provider="Lakeside CME", parts=parts)
    >>> by_specialty(cases, {}, AMA("1.00"))
    {'ENT': Credits(0.75 ama-pra-1), 'Surgery': Credits(0.25 ama-pra-1)}
    """
    shares = _divided(activity, _weights(activity, facts, amount, award), lambda part: (part.specialty,))
    if set(shares) <= {""}:
        return {}
    if not any(shares.values()):
        # Credit that was earned without time in any part, such as a fixed amount, is spread as the activity was designed.
        shares = _divided(activity, _designed(activity), lambda part: (part.specialty,))
    exact = {name: amount.steps * share for name, share in shares.items()}
    whole = {name: part // 1 for name, part in exact.items()}
    # The steps left over go to the largest remainders, and among equals to the specialty named first.
    left_over = amount.steps - sum(whole.values())
    upper = set(sorted(exact, key=lambda name: whole[name] - exact[name])[:left_over])
    return {name: Credits(steps + (name in upper), amount.type) for name, steps in whole.items()}


def _divided(activity: Activity, weights: dict[str, Fraction], labels: Callable[[Part], Iterable[str]]) -> dict[str, Fraction]:
    """Divide a whole by weights: the share of each label that a part bears; all are nothing where nothing weighs."""
    total = sum(weights.values())
    shares: dict[str, Fraction] = {}
    for part in activity.parts:
        for label in dict.fromkeys(labels(part)):
            shares[label] = shares.get(label, Fraction()) + (weights[part.code] / total if total else 0)
    return shares


def _weights(activity: Activity, facts: Facts, amount: Credits, award: Award | None) -> dict[str, Fraction]:
    """Weigh the parts by the learner's time in them, else by presence or by the content done, else by their length.

    Where time is what earned the amount, it weighs what it is worth.  Time presented does not tell in which part it lies.
    """
    basis = None if award is None else basis_of(award)
    earning = basis if isinstance(basis, ByTime) else None
    if earning is not None and earning.of != TIME:
        return {part.code: Fraction() for part in activity.parts}
    times = facts.get(STRETCHES.name)
    if activity.sessions and isinstance(times, tuple):
        spent = _spent(times) if earning is None else by_session(earning, amount.type, facts)
        return {part.code: spent.get(part.code, Fraction()) for part in activity.parts}
    weights = _designed(activity)
    if earning is not None:
        weights = {part.code: weights[part.code] * Fraction(earning.weight(part.kind)) for part in activity.parts}
    for code in weights:
        done, there = facts.get(content_of(code).name), facts.get(presence(code).name)
        if isinstance(done, Share):
            weights[code] *= Fraction(done.part, done.whole)
        elif there is False:
            weights[code] *= 0
    return weights


def _spent(times: Iterable[Stretch]) -> dict[str, Fraction]:
    spent: defaultdict[str, Fraction] = defaultdict(Fraction)
    for stretch in times:
        spent[stretch.session] += _ticks(stretch.time)
    return spent


def _designed(activity: Activity) -> dict[str, Fraction]:
    """Weigh the parts by their scheduled time, else by their minutes, else by their units: by what all of them have."""
    for measured in (
        {part.code: Fraction(_ticks(length(part.schedule))) for part in activity.parts if part.schedule},
        {part.code: Fraction(part.minutes) for part in activity.parts if part.minutes is not None},
    ):
        if len(measured) == len(activity.parts):
            return measured
    return {part.code: Fraction(part.units) for part in activity.parts}


def _ticks(time: datetime.timedelta) -> int:
    return time // datetime.timedelta.resolution
