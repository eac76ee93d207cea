"""What lasts of claimed credit where its level was set lower: what was claimed first, up to that level.

It is asked when a certificate is made, when it is made again, and when it is written, so that the three cannot disagree.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import attrs

from cmecore.credit.amounts import Credits
from cmecore.holdings import awarded

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from cmecore.entries import Account, Certificate, Claim, Line
    from cmecore.holdings import Part


def lasting(claims: Iterable[Claim], ended: Iterable[Certificate], levels: Mapping[Account, Credits]) -> dict[Part, int]:
    """Tell how many steps last of each part of the claims on some accounts, none of which may stand above its level.

    What was claimed first lasts first, whatever was certified or issued again since.  What ended with its certificate needs no
    room.

    >>> from cmecore.claiming import ALL, claim
    >>> from cmecore.testing.samples import AMA, LEDGER, NOW
    >>> halves = [claim(LEDGER, {"EM-101": "0.75"}, at=NOW, request=request) for request in ("r-1", "r-2")]
    >>> [steps for steps in lasting(halves, [], {("EM-101", AMA): AMA("1.00")}).values()]
    [3, 1]
    """
    gone = {
        (one.learner, request, account)
        for one in ended
        for account, _ in awarded(one)
        for request in (one.request, *one.earlier)
    }
    left = {account: level.steps for account, level in levels.items()}
    lasts: dict[Part, int] = {}
    for made in sorted(claims, key=lambda one: (one.at, one.learner, one.request)):
        for line in made.lines:
            part = (made.learner, made.request, line.account)
            if line.account in left and part not in gone:
                stays = min(line.credits.steps, left[line.account])
                left[line.account] -= stays
                lasts[part] = lasts.get(part, 0) + stays
    return lasts


def lowered(line: Line, stands: Mapping[Account, int]) -> Line | None:
    """Return a line with the steps that stand of each account, and of its topics what surely lies in them.

    Where nothing stands of it there is no line.

    >>> import datetime
    >>> from cmecore.entries import Line
    >>> from cmecore.testing.samples import AMA
    >>> line = Line(activity="EM-101", title="Early sepsis", on=datetime.date(2026, 3, 9), credits=AMA("2.00"))
    >>> lowered(line, {("EM-101", AMA): 6}).credits
    Credits(1.50 ama-pra-1)
    """
    if line.credits is None:
        return line
    amounts = [Credits(stands[line.activity, one.type], one.type) for one in (line.credits, *line.resting)]
    less = max(0, line.credits.steps - amounts[0].steps)
    kept = [one for one in amounts if one]
    if not kept:
        return None
    topics = tuple((name, Credits(part.steps - less, part.type)) for name, part in line.topics if part.steps > less)
    return attrs.evolve(line, credits=kept[0], resting=kept[1:], topics=topics)
