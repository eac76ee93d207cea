"""The statements that bodies prescribe, each a template with its purpose, and the choice of the one that fits.

A body's wording depends on the credit type, the learning format, the state of the activity's approval and the day; it is data,
and a day before the first known wording is answered with that, never with a guess.
"""

from __future__ import annotations

import datetime
import enum
import functools
import re
from collections.abc import Iterable, Sequence
from typing import NoReturn

import attrs

from cmecore.bodies.statements import Filling, Statement, Template
from cmecore.credit.amounts import Credits, CreditType
from cmecore.credit.fields import are, each_once, expect, is_a, listed, many
from cmecore.credit.periods import Span, checked_day
from cmecore.credit.sources import Source
from cmecore.credit.text import PARAGRAPH, checked, line
from cmecore.errors import InvalidValue, near, shown

_SHOWN = 5
_DESIGNATES = re.compile(r"\bdesignates?\b")


class Purpose(enum.Enum):
    """What a statement is for.

    >>> Purpose("joint providership").name
    'JOINT_PROVIDERSHIP'
    """

    DESIGNATION = "designation"
    """How much credit of a type an activity is designated or approved for."""
    ACCREDITATION = "accreditation"
    """Who accredits the provider."""
    JOINT_PROVIDERSHIP = "joint providership"
    """Who accredits the provider of an activity that several organisations planned."""
    MOC = "maintenance of certification"
    """What an activity is worth to a certifying board, and who reports it."""
    INTERPROFESSIONAL = "interprofessional"
    """That an activity was planned by and for the healthcare team, and its credit."""
    APPROVAL = "approval"
    """Where the application for credit stands."""
    ANNOUNCEMENT = "announcement"
    """What may be said of the credit in short, before or beside the whole statement: on a save-the-date card."""
    PARTICIPATION = "participation"
    """What an activity was designated for, as said to someone who is awarded none of it."""
    NOTICE = "notice"
    """What has to stand beside the other statements, such as that this is not the official certificate."""


class Approval(enum.Enum):
    """Where the approval of an activity stands.

    >>> Approval("pending").name
    'PENDING'
    """

    PENDING = "pending"
    """Applied for, and not decided."""
    APPROVED = "approved"
    """Approved, and still so."""
    EXPIRED = "expired"
    """Approved once, for a term that is over."""


@attrs.frozen(kw_only=True)
class Wording:
    """A statement that a body prescribes: its template, what it is for, and the days on which it is the right one.

    ``{amount}`` in the text is a field; ``{amount:Credit|Credits}`` is the second word if the amount is above 1, else the
    first.

    >>> ama = Wording(code="ama-designation", purpose=Purpose.DESIGNATION, types=["ama-pra-1"],
    ...               text="The {provider} designates this {format} for a maximum of {amount} AMA PRA Category 1 Credit(s)™.",
    ...               italics=["AMA PRA Category 1 Credit(s)"], in_force=Span(datetime.date(2011, 7, 1)))
    >>> print(ama.fill(provider="Lakeside CME", format="live activity", amount="1.75"))
    The Lakeside CME designates this live activity for a maximum of 1.75 AMA PRA Category 1 Credit(s)™.
    """

    #: Stable name for programs.
    code: str = attrs.field(validator=line())
    purpose: Purpose = attrs.field(validator=is_a(Purpose))
    #: The template.
    text: str = attrs.field(validator=line(longest=PARAGRAPH))
    #: Parts of the template that stand in italics wherever they occur; ``"{title}"`` sets all that is filled in there.
    italics: tuple[str, ...] = attrs.field(default=(), converter=many, validator=are(str))
    #: Codes of the credit types it speaks of; none if it does not depend on the type.
    types: tuple[str, ...] = attrs.field(default=(), converter=many, validator=are(str))
    #: Learning formats it is for, by their name; none if it does not depend on the format.
    formats: tuple[str, ...] = attrs.field(default=(), converter=many, validator=are(str))
    #: The state of approval it is for; ``None`` if it does not depend on that.
    approval: Approval | None = attrs.field(default=None, validator=is_a(Approval, or_none=True))
    #: The days on which it is the wording to use.
    in_force: Span = attrs.field(default=Span(), validator=is_a(Span))
    sources: tuple[Source, ...] = attrs.field(default=(), converter=many, validator=are(Source))

    def __attrs_post_init__(self) -> None:
        for field, values in ((f"types of {self.code}", self.types), (f"formats of {self.code}", self.formats)):
            for value in values:
                checked(value, field=field)
            each_once(map(str.casefold, values), field=field)
        # Made at once, so that a mistake in a template shows where it was written and not where it is filled.
        self._template  # noqa: B018 - see above

    @property
    def fields(self) -> tuple[str, ...]:
        """The names of its fields, in the order of the text."""
        return self._template.fields

    @property
    def accredits(self) -> bool:
        """Whether it says that a provider is accredited, and not somebody who approves single activities."""
        return self.purpose in {Purpose.ACCREDITATION, Purpose.JOINT_PROVIDERSHIP} and "provider" in self.fields

    def fill(self, /, **values: Filling) -> Statement:
        """Fill in every field, and say where the italics and trademark signs of the template stand.

        An amount of credit prints as its number, a day as 9 March 2026, and a list of organisations as "A, B and C".  A name
        with an article of its own gets no second one: "The {provider}" and "The Ohio State University" have one *The*.

        >>> filed = Wording(code="x", purpose=Purpose.ANNOUNCEMENT, text="Approved for {amount} AAFP {kind} credits.")
        >>> print(filed.fill(amount="1.75", kind="Elective"))
        Approved for 1.75 AAFP Elective credits.
        """
        amount = values.get("amount")
        if self.types and isinstance(amount, Credits) and amount.type.code not in self.types:
            raise InvalidValue(
                field=f"amount of {self.code}",
                found=str(amount),
                expected=f"credit of a type that this wording is for: {', '.join(self.types)}",
                advice="choose the wording of that type",
            )
        return self._template.fill(**values)

    def recognise(self, text: str) -> dict[str, str] | None:
        """Read the fields from a text that is this wording from its first word to its last; ``None`` if it is not.

        Forgiven are differences in white space, trademark signs, quotes and dashes, and "(s)" written as "s" or left out.
        The values are as they stand in the text, spaces collapsed; a field that comes twice must have one value; a wording
        without fields gives an empty dict, so compare with ``None``.  Where the words after a field also occur inside its
        value, the first place that fits ends it.  The time taken grows with the length of the text and no faster.

        >>> filed = Wording(code="x", purpose=Purpose.ANNOUNCEMENT, text="Approved for {amount} AAFP {kind} credits.")
        >>> filed.recognise("Approved for 1.75  AAFP Elective credits.")
        {'amount': '1.75', 'kind': 'Elective'}
        >>> filed.recognise("Approved for 1.75 AAFP points.") is None
        True
        """
        return self._template.recognise(text)

    def is_begun(self, text: str) -> bool:
        """Tell whether a text designates in the words of this wording up to the amount, and goes on in others or not at all.

        >>> acme = Wording(code="x", purpose=Purpose.DESIGNATION, text="{provider} designates this for {amount} points. Enjoy.")
        >>> acme.is_begun("Acme designates this for 2 points."), acme.is_begun("Acme designates this for 2 points. Enjoy.")
        (True, False)
        """
        designates = _DESIGNATES.search(self.text.partition("{amount}")[0])
        return designates is not None and self._template.breaks_off(text, after="amount")

    @functools.cached_property
    def _template(self) -> Template:
        return Template(code=self.code, text=self.text, italics=self.italics)


def choose(
    wordings: Iterable[Wording],
    /,
    *,
    purpose: Purpose,
    type: CreditType | str | None = None,
    format: str = "",
    approval: Approval | None = None,
    on: datetime.date | None = None,
) -> Wording:
    """Pick the one wording for a purpose, a credit type or its code, a learning format, a state of approval and a day.

    A wording that names the type, format or state wins over one that is for any.  What is not said fits only a wording that
    does not depend on it; without a day, only one that was never replaced.

    >>> old = Wording(code="old", purpose=Purpose.DESIGNATION, text="The {provider} designates this educational activity…",
    ...               in_force=Span(datetime.date(2006, 1, 1), datetime.date(2011, 6, 30)))
    >>> new = Wording(code="new", purpose=Purpose.DESIGNATION, text="The {provider} designates this {format}…",
    ...               in_force=Span(datetime.date(2011, 7, 1)))
    >>> choose([old, new], purpose=Purpose.DESIGNATION, on=datetime.date(2011, 7, 1)).code
    'new'
    """
    held = [expect(wording, Wording, field="wordings") for wording in listed(wordings, field="wordings")]
    expect(purpose, Purpose, field="purpose")
    code = type.code if isinstance(type, CreditType) else checked("" if type is None else type, field="type", blank=True)
    state = "" if approval is None else expect(approval, Approval, field="approval").value
    fitting = [wording for wording in held if wording.purpose is purpose]
    if not fitting:
        known = ", ".join(sorted({wording.purpose.value for wording in held})) or "none"
        raise InvalidValue(
            field="purpose", found=purpose.value, expected="a purpose that a wording has", advice=f"there is {known}"
        )
    fitting = _for(code, "type", [(wording, wording.types) for wording in fitting])
    fitting = _for(checked(format, field="format", blank=True), "format", [(wording, wording.formats) for wording in fitting])
    fitting = _for(state, "approval", [(wording, _states(wording)) for wording in fitting])
    fitting = _most_particular(fitting if on is None else _in_force(fitting, checked_day(on, field="on")))
    if on is None and (fitting[0].in_force.last is not None or len({wording.in_force for wording in fitting}) > 1):
        _refuse_day("no day", fitting, "say the day")
    if len(fitting) > 1:
        raise InvalidValue(
            field="wordings",
            found=f"{len(fitting)} that fit equally: {_listed(wording.code for wording in fitting)}",
            expected="one",
            advice="give each its own type, format, state of approval or days",
        )
    return fitting[0]


def _states(wording: Wording) -> tuple[str, ...]:
    return () if wording.approval is None else (wording.approval.value,)


def _for(said: str, field: str, named: Sequence[tuple[Wording, tuple[str, ...]]]) -> list[Wording]:
    """Keep the wordings that are for what was said, and those for anything."""
    word = said.casefold()
    fitting = [wording for wording, words in named if not words or word in map(str.casefold, words)]
    if not fitting:
        raise InvalidValue(
            field=field,
            found=shown(said) if said else f"no {field}",
            expected=f"{'an' if field[0] in 'aeiou' else 'a'} {field} that a wording is for",
            advice=near(said, {word for _, words in named for word in words}),
        )
    return fitting


def _in_force(wordings: Sequence[Wording], day: datetime.date) -> list[Wording]:
    fitting = [wording for wording in wordings if day in wording.in_force]
    if not fitting:
        first = min(wordings, key=lambda wording: wording.in_force.first or datetime.date.min)
        since = first.in_force.first
        is_before = since is not None and day < since
        _refuse_day(
            shown(str(day)),
            wordings,
            f"no wording is known before {since}, the first day of {first.code}" if is_before else "none is known for that day",
        )
    return fitting


def _most_particular(wordings: Sequence[Wording]) -> list[Wording]:
    """Leave out each wording beside which another names all that it names, and more."""

    def names(wording: Wording) -> frozenset[str]:
        said = {"type": wording.types, "format": wording.formats, "approval": wording.approval}
        return frozenset(field for field, words in said.items() if words)

    return [wording for wording in wordings if not any(names(wording) < names(other) for other in wordings)]


def _refuse_day(found: str, wordings: Sequence[Wording], advice: str) -> NoReturn:
    in_order = sorted(wordings, key=lambda wording: wording.in_force.first or datetime.date.min)
    days = _listed(f"{wording.code} {wording.in_force}" for wording in in_order)
    raise InvalidValue(field="on", found=found, expected=f"a day on which one is in force: {days}", advice=advice)


def _listed(names: Iterable[str]) -> str:
    every = list(names)
    return ", ".join(every[:_SHOWN]) + (f" and {len(every) - _SHOWN} more" if len(every) > _SHOWN else "")
