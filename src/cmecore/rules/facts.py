"""What rules speak about: facts with a name and a kind, and shares of two counted numbers.

A fact that nobody reported is *missing*: it is not zero, not false and not an empty share, and every test of it answers
*unknown*.  A percentage is never stored: 17 of 20 modules stays 17 of 20, and is compared by multiplying across.
"""

from __future__ import annotations

import datetime
import enum
import re
from typing import Any

import attrs

from cmecore.credit.amounts import Credits, exact
from cmecore.credit.fields import is_a
from cmecore.credit.text import LINE, checked, line
from cmecore.errors import InvalidValue, described, shown
from cmecore.rules.times import Stretch, checked_word

#: Largest whole of a share: more modules or questions than any course has.
LARGEST_WHOLE = 10**9
_COUNTED = re.compile(r"(\d{1,9}) ?/ ?(\d{1,9})", re.ASCII)
#: The whole of a share that was written as a percentage.
HUNDRED = 100
_PER_CENT = re.compile(r"[0-9.]{1,10} ?%")


@attrs.frozen
class Share:
    """So many of so many, never reduced and never turned into a percentage.

    >>> Share(17, 20).at_least(Share.of("0.80"))
    True
    >>> print(Share(15, 20), "|", Share.of("0.71"), "|", Share.of("17/20"))
    15 of 20 | 71 % | 17 of 20
    """

    part: int = attrs.field()
    whole: int = attrs.field()

    def __attrs_post_init__(self) -> None:
        if (
            type(self.part) is not int
            or type(self.whole) is not int
            or not 0 <= self.part <= self.whole <= LARGEST_WHOLE
            or not self.whole
        ):
            raise InvalidValue(
                field="share",
                found=f"{described(self.part)} of {described(self.whole)}",
                expected=f"two whole numbers: a part from 0 to the whole, a whole from 1 to {LARGEST_WHOLE:,}",
                advice="a share above one is a mistake in the report it came from",
            )

    @classmethod
    def of(cls, written: object, /, *, field: str = "share") -> Share:
        """Read a share as people write it: ``"0.80"``, ``"17/20"``, or an exact number from 0 to 1."""
        if isinstance(written, Share):
            return written
        if isinstance(written, str) and (counted := _COUNTED.fullmatch(written)):
            part, whole = int(counted[1]), int(counted[2])
            if not part <= whole or not whole:
                raise InvalidValue(field=field, found=shown(written), expected="a part of no more than the whole")
            return cls(part, whole)
        advice = 'write 80 % as "0.80" or as "80/100"'
        if isinstance(written, str) and _PER_CENT.fullmatch(written):
            raise InvalidValue(field=field, found=shown(written), expected="a number from 0 to 1", advice=advice)
        number = exact(written, field=field)
        if number > 1:
            raise InvalidValue(field=field, found=shown(written), expected="a number from 0 to 1", advice=advice)
        part, whole = number.as_integer_ratio()
        # Hundredths are what people mean by such a number, so it keeps them: 0.80 reads "80 %", not "4 of 5".
        return cls(part * (HUNDRED // whole), HUNDRED) if HUNDRED % whole == 0 else cls(part, whole)

    def at_least(self, other: Share, /) -> bool:
        """Compare exactly, by multiplying across."""
        return self.part * other.whole >= other.part * self.whole

    def missing_for(self, other: Share, /) -> int:
        """Count how many more of this whole reach another share."""
        return max(0, -(-other.part * self.whole // other.whole) - self.part)

    def __str__(self) -> str:
        """Print the two numbers; hundredths print as per cent."""
        return f"{self.part} %" if self.whole == HUNDRED else f"{self.part} of {self.whole}"


class FactKind(enum.Enum):
    """What sort of value a fact has.  A value of another sort is a mistake in the program that handed it over.

    >>> CONTENT.kind is FactKind.SHARE
    True
    """

    COUNT = int
    """A whole number: attempts, completed cases."""
    SHARE = Share
    """So many of so many: modules, questions, sessions."""
    FLAG = bool
    """Yes or no."""
    TIME = datetime.timedelta
    """A length of time, exact to the microsecond."""
    TIMES = tuple
    """Stretches of time, each with its session, day and kind, for rounding, capping and weighing each by itself."""
    DAY = datetime.date
    """A civil day."""
    WORD = str
    """One of a set of words, such as a profession."""
    CREDITS = Credits
    """An amount of credit that was declared."""


Value = int | Share | bool | datetime.timedelta | tuple[Stretch, ...] | datetime.date | str | Credits


class Counting(enum.Enum):
    """Which of several attempts counts.

    >>> score(Counting.LAST).says
    'last score on the assessment'
    """

    BEST = "best"
    """The best one."""
    LAST = "last"
    """The latest one."""
    FIRST = "first"
    """The first one only."""


@attrs.frozen(kw_only=True)
class Fact:
    """Something that can be known about a learner's work in an activity, and what kind of value it has.

    Your own facts are values you construct; give their names a prefix of yours, and hand their values over as
    :class:`~cmecore.evidence.Stated` evidence.

    >>> dwell = Fact(name="acme.active-minutes", kind=FactKind.COUNT, says="minutes of activity")
    >>> CONTENT.name, score(Counting.BEST, attempts=3).name
    ('content', 'score:best:3')
    """

    name: str = attrs.field(validator=line(longest=2 * LINE))
    kind: FactKind = attrs.field(validator=is_a(FactKind))
    #: The words a sentence uses for it.
    says: str = attrs.field(validator=line(longest=2 * LINE))
    #: More evidence can only raise it, so an upper bound once passed stays passed.
    only_grows: bool = attrs.field(default=False, validator=is_a(bool))
    #: The whole of its share is done piece by piece, so that "1 more to do" says something; a score is not.
    adds_up: bool = attrs.field(default=False, validator=is_a(bool))
    #: After so many of another counted fact, this one cannot change any more: ``("attempts", 3)``.
    settled_by: tuple[str, int] | None = attrs.field(default=None)

    @settled_by.validator
    def _counted(self, _attribute: attrs.Attribute[Any], settled_by: Any) -> None:
        counted = isinstance(settled_by, tuple) and [type(part) for part in settled_by] == [str, int]
        if settled_by is not None and not (counted and settled_by[1] >= 1):
            raise InvalidValue(field="settled_by", found=shown(settled_by), expected="the name of a counted fact, and how many")


ATTENDANCE = Fact(name="attended", kind=FactKind.FLAG, says="attendance")
"""Whether the activity was attended at all."""
CONTENT = Fact(name="content", kind=FactKind.SHARE, says="content completed", only_grows=True, adds_up=True)
"""The share of the activity's content that was completed."""
TIME = Fact(name="time", kind=FactKind.TIME, says="time taken part", only_grows=True, adds_up=True)
"""Time taken part, overlaps counted once and breaks taken out."""
STRETCHES = Fact(name="time:stretches", kind=FactKind.TIMES, says="time taken part by session, day and kind", only_grows=True)
"""The same time, taken apart."""
PRESENTED = Fact(name="presented", kind=FactKind.TIME, says="time presented", only_grows=True)
"""Time the learner himself presented, a repeated talk counted once."""
SESSIONS = Fact(name="sessions", kind=FactKind.SHARE, says="sessions attended", only_grows=True, adds_up=True)
"""The share of the activity's sessions that were attended."""


PROFESSIONS = frozenset(
    {
        "physician",
        "physician assistant",
        "nurse",
        "nurse practitioner",
        "pharmacist",
        "pharmacy technician",
        "dentist",
        "psychologist",
        "social worker",
        "radiologic technologist",
        "athletic trainer",
        "allied health professional",
        "student",
    }
)
"""The professions that rules of some body speak of; a physician holds an MD, a DO or an equivalent degree."""

#: The first words of the names that the library gives to facts.
OURS = frozenset(
    [
        "attended",
        "content",
        "time",
        "presented",
        "sessions",
        "attempts",
        "score",
        "feedback",
        "evaluated",
        "attested",
        "present",
        "prior",
        "entitled",
        "profession",
        "identified",
        "permitted",
        "declared",
        "earned",
    ]
)


def _tag(name: str, of: str) -> str:
    return f"{name}:{checked(of, field='of')}"


def _tag_if(name: str, of: str) -> str:
    return name if of == "" else _tag(name, of)


def content_of(part: str) -> Fact:
    """The share completed of one part of the activity."""
    return Fact(
        name=_tag("content", part), kind=FactKind.SHARE, says=f"content completed of {part}", only_grows=True, adds_up=True
    )


def attempts(assessment: str = "") -> Fact:
    """How many attempts at an assessment were made."""
    what = assessment or "the assessment"
    return Fact(name=_tag_if("attempts", assessment), kind=FactKind.COUNT, says=f"attempts at {what}", only_grows=True)


def score(counting: Counting = Counting.BEST, *, attempts: int | None = None, assessment: str = "") -> Fact:
    """The score that counts: the best, last or first of the attempts allowed (any number where none is given)."""
    if not isinstance(counting, Counting):
        raise InvalidValue(field="counting", found=shown(counting), expected="Counting.BEST, LAST or FIRST")
    if attempts is not None and (type(attempts) is not int or not 1 <= attempts <= LARGEST_WHOLE):
        raise InvalidValue(field="attempts", found=shown(attempts), expected="1 or more, or None for any number")
    limit = 1 if counting is Counting.FIRST else attempts
    name = ":".join(
        filter(None, (_tag_if("score", assessment), counting.value, "" if counting is Counting.FIRST else str(attempts or "")))
    )
    return Fact(
        name=name,
        kind=FactKind.SHARE,
        says=f"{counting.value} score on {assessment or 'the assessment'}",
        only_grows=counting is Counting.BEST,
        settled_by=(_tag_if("attempts", assessment), limit) if limit else None,
    )


def evaluation(form: str = "") -> Fact:
    """Whether the evaluation was submitted."""
    return Fact(name=_tag_if("evaluated", form), kind=FactKind.FLAG, says=f"evaluation {form}".strip())


def attestation(statement: str) -> Fact:
    """Whether the learner attested to a statement."""
    return Fact(name=_tag("attested", statement), kind=FactKind.FLAG, says=f"attestation: {statement}")


def presence(session: str) -> Fact:
    """Whether one named session was attended."""
    return Fact(name=_tag("present", session), kind=FactKind.FLAG, says=f"attendance at {session}")


def prior(activity: str) -> Fact:
    """Whether another activity was completed before."""
    return Fact(name=_tag("prior", activity), kind=FactKind.FLAG, says=f"completion of {activity}")


def entitlement(name: str) -> Fact:
    """Whether a membership or registration was active on the day asked for."""
    return Fact(name=_tag("entitled", name), kind=FactKind.FLAG, says=f"active {name}")


def feedback(assessment: str = "") -> Fact:
    """Whether the learner was told which answers were right, and why."""
    what = assessment or "the assessment"
    return Fact(name=_tag_if("feedback", assessment), kind=FactKind.FLAG, says=f"feedback on {what} with its rationale")


def profession(word: str) -> Fact:
    """Whether the learner is of a profession."""
    known = checked_word(word, PROFESSIONS, field="profession")
    return Fact(name=_tag("profession", known), kind=FactKind.FLAG, says=f"being {with_article(known)}")


def with_article(noun: str) -> str:
    """Say a noun with its indefinite article.

    >>> with_article("nurse"), with_article("athletic trainer")
    ('a nurse', 'an athletic trainer')
    """
    return f"an {noun}" if noun.lower().startswith(("a", "e", "i", "o", "u")) else f"a {noun}"


def identifier(scheme: str) -> Fact:
    """Whether the learner's identifier with some board or register is known, such as an ABIM id."""
    return Fact(name=_tag("identified", scheme), kind=FactKind.FLAG, says=scheme)


def permission(to: str) -> Fact:
    """Whether the learner permits that something is reported to somebody."""
    return Fact(name=_tag("permitted", to), kind=FactKind.FLAG, says=f"permission to report to {to}")


def earned(credit_type: str) -> Fact:
    """How much of another type the same activity earned, for an award that rests on it."""
    return Fact(name=_tag("earned", credit_type), kind=FactKind.CREDITS, says=f"credit earned ({credit_type})")


def declared(credit_type: str) -> Fact:
    """How much credit of a type the learner attested to."""
    return Fact(name=_tag("declared", credit_type), kind=FactKind.CREDITS, says=f"credit declared ({credit_type})")


def sound(value: object, *, field: str) -> None:
    """Refuse a value that no fact could have: of no kind, too large to compute with, or not fit to be written down."""
    kinds = {kind.value for kind in FactKind}
    if type(value) not in kinds:
        expected = f"one of: {', '.join(kind.name.lower() for kind in FactKind)}"
        raise InvalidValue(field=field, found=shown(value), expected=expected)
    if type(value) is str:
        checked(value, field=field, blank=True)
    if type(value) is int and abs(value) > LARGEST_WHOLE:
        raise InvalidValue(field=field, found=shown(value), expected=f"at most {LARGEST_WHOLE:,}")
    if isinstance(value, tuple) and not all(isinstance(stretch, Stretch) for stretch in value):
        raise InvalidValue(
            field=field, found=shown(value), expected="stretches of time, such as Stretch(timedelta(minutes=45))"
        )


def checked_value(fact: Fact, value: Any) -> Value:
    """Return a fact's value if it is of the fact's kind, exactly: a yes is not a 1, and an instant is not a day.

    >>> checked_value(CONTENT, 17)
    Traceback (most recent call last):
    cmecore.errors.InvalidValue: fact content: found the int 17; expected a value of kind share; ...
    """
    if type(value) is not fact.kind.value:
        raise InvalidValue(
            field=f"fact {fact.name}",
            found=described(value),
            expected=f"a value of kind {fact.kind.name.lower()}",
            advice="hand over the kind that the fact declares",
        )
    sound(value, field=f"fact {fact.name}")
    return value  # type: ignore[no-any-return]
