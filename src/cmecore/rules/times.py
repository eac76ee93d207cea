"""Time taken part, told apart by session, day and kind: bodies count a lecture, a break and an evaluation differently."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING, Any

import attrs

from cmecore.credit.periods import a_day
from cmecore.credit.text import checked, line
from cmecore.errors import InvalidValue, near, shown

if TYPE_CHECKING:
    from collections.abc import Iterable

LEARNING = "learning"
"""Faculty and audience at work: what every body counts, and what time is unless it is said to be something else."""
DISCUSSION = "discussion"
"""Questions and answers."""
PANEL = "panel"
"""A panel discussion."""
CASES = "cases"
"""A discussion of cases."""
HANDS_ON = "hands-on"
"""Work with one's own hands, such as a workshop."""
EVALUATION = "evaluation"
"""Filling in the evaluation."""
ASSESSMENT = "assessment"
"""Answering a post-test."""
INTRODUCTION = "introduction"
"""A welcome, an overview, an introduction of speakers."""
CEREMONY = "ceremony"
"""The opening or the closing of a meeting."""
REGISTRATION = "registration"
"""Queueing for a badge."""
BREAK = "break"
"""A pause."""
MEAL = "meal"
"""A lunch or dinner."""
SOCIAL = "social"
"""A reception or other company."""
EXHIBITS = "exhibits"
"""A visit to the exhibition."""
SALES = "sales"
"""A presentation that sells."""
POSTERS = "posters"
"""A look at posters."""
PRAYER = "prayer"
"""A pause for prayer."""
PREPARATION = "preparation"
"""Preparing a lecture of one's own."""

KINDS = frozenset(
    {
        LEARNING,
        DISCUSSION,
        PANEL,
        CASES,
        HANDS_ON,
        EVALUATION,
        ASSESSMENT,
        INTRODUCTION,
        CEREMONY,
        REGISTRATION,
        BREAK,
        MEAL,
        SOCIAL,
        EXHIBITS,
        SALES,
        POSTERS,
        PRAYER,
        PREPARATION,
    }
)
"""The kinds of time that some body's text speaks of."""

NO_SESSIONS = KINDS - {LEARNING, DISCUSSION, PANEL, CASES, HANDS_ON, POSTERS}
"""The kinds of time that nobody has to sit through to have attended, or presents: breaks, meals, ceremonies, forms."""


def checked_word(word: object, known: Iterable[str], *, field: str) -> str:
    """Return a word if it is a known one, or one of the caller's own with a prefix and a dot, such as ``acme.simulation``.

    >>> checked_word("lerning", KINDS, field="kind")
    Traceback (most recent call last):
    cmecore.errors.InvalidValue: kind: found 'lerning'; expected a known word, or one of your own such as ...
    """
    text = checked(word, field=field)
    prefix, dot, own = text.partition(".")
    if text not in known and not (prefix and dot and own):
        expected = f"a known word, or one of your own such as acme.{text[:40]}"
        raise InvalidValue(field=field, found=shown(text), expected=expected, advice=near(text, known))
    return text


def kind_of_time(_instance: object, attribute: attrs.Attribute[Any], kind: object) -> None:
    """Validate a field that holds a kind of time."""
    checked_word(kind, KINDS, field=attribute.name)


def _a_length(_instance: object, attribute: attrs.Attribute[Any], time: object) -> None:
    if type(time) is not datetime.timedelta or time < datetime.timedelta():
        raise InvalidValue(field=attribute.name, found=shown(time), expected="a length of time, 0 or more")


@attrs.frozen
class Stretch:
    """Some time taken part, with its kind, in one session on one day.

    >>> Stretch(datetime.timedelta(minutes=45), session="S1").kind
    'learning'
    """

    time: datetime.timedelta = attrs.field(validator=_a_length)
    kind: str = attrs.field(default=LEARNING, validator=kind_of_time)
    #: The part of the activity; empty where none is known.
    session: str = attrs.field(default="", validator=line(blank=True))
    day: datetime.date | None = attrs.field(default=None, validator=attrs.validators.optional(a_day))
