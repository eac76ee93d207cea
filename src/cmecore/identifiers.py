"""Identifiers: who and what a report speaks of, as small values that were checked when they were made.

What can be told from the text alone is checked: length, letters, a check digit, a day that is in the calendar.  Whether
anybody holds an identifier is not looked up: nothing here asks a network, a registry or a file.  ``str`` gives the one
spelling that a report needs; ``repr`` and every message keep silent about an identifier of a person, which is personal data.
"""

from __future__ import annotations

import datetime
import re
import unicodedata

import attrs

from cmecore.credit.fields import expect
from cmecore.credit.text import checked, line
from cmecore.errors import InvalidValue, personal, shown

# Any year with a 29 February will do: the year of birth is not asked for.
_LEAP_YEAR = 2000
# NABP's services take a whole number; this many digits fit into any machine's.
_LONGEST_PROFILE = 18
# A card issuer's prefix (80, health; 840, United States) that the check digit of an NPI covers, though nobody writes it.
_NPI_PREFIX = "80840"

_NPI = re.compile(r"[12]\d{9}", re.ASCII)
_ORCID = re.compile(r"(?:(?:https?://)?orcid\.org/)?(\d{4})(-?)(\d{4})\2(\d{4})\2(\d{3}[\dXx])", re.ASCII)
_PROVIDER = re.compile(r"\d{7}", re.ASCII)
_ACTIVITY = re.compile(r"\d{9}", re.ASCII)
_PROFILE = re.compile(rf"0*([1-9]\d{{0,{_LONGEST_PROFILE - 1}}})", re.ASCII)
_BIRTHDAY = re.compile(r"(\d\d)[-/]?(\d\d)", re.ASCII)
_UAN = re.compile(r"(\d{4})-(\d{4})-(\d\d)-(\d{3,4})-([LHBC]\d\d)-([PT])", re.ASCII | re.IGNORECASE)
_UAN_UNBROKEN = re.compile(r"(\d{4})(\d{4})(\d\d)(\d{3})([LHBC]\d\d)([PT])", re.ASCII | re.IGNORECASE)
# So far a text has to look like a UAN before a message repeats it: what stands in the wrong column may be a person's.
_LIKE_A_UAN = re.compile(r"\d{4}-?\d{4}-?\d\d-?\d{3,4}-?[A-Z][0-9A-Z/-]{0,9}", re.ASCII | re.IGNORECASE)


def _refused(text: str, *, field: str, expected: str, advice: str, usual: str = "") -> InvalidValue:
    # Letters and digits of any script may be somebody's name or number; a dash that only looks like a hyphen is neither.
    strange = [sign for sign in text if unicodedata.category(sign)[0] in "PSZ" and sign not in usual]
    return InvalidValue(field=field, found=personal(text, strange), expected=expected, advice=advice)


def _npi(value: object) -> str:
    from stdnum import luhn  # on import it loads what it would need for its look-ups in the network

    text = checked(value, field="NPI")
    if not _NPI.fullmatch(text):
        raise _refused(text, field="NPI", expected="10 digits, the first of them 1 or 2", advice="write it without spaces")
    if not luhn.is_valid(f"{_NPI_PREFIX}{text}"):
        raise InvalidValue(
            field="NPI",
            found="10 digits that do not belong together",
            expected="a fitting check digit",
            advice="look for a slip",
        )
    return text


def _orcid(value: object) -> str:
    from stdnum.iso7064 import mod_11_2  # see above

    text = checked(value, field="ORCID iD")
    match = _ORCID.fullmatch(text)
    if not match:
        raise _refused(
            text,
            field="ORCID iD",
            expected="four groups of 4 digits, with all hyphens or none; the last digit may be X",
            advice="write 0000-0000-0000-0000, or the address that begins with https://orcid.org/",
            usual="-/:.",
        )
    spelled = "-".join(match.group(1, 3, 4, 5)).upper()
    if not mod_11_2.is_valid(spelled.replace("-", "")):
        raise InvalidValue(
            field="ORCID iD",
            found="16 characters that do not belong together",
            expected="a fitting check digit",
            advice="look for a slip",
        )
    return spelled


def _provider(value: object) -> str:
    text = checked(value, field="ACCME provider id")
    if not _PROVIDER.fullmatch(text):
        raise _refused(text, field="ACCME provider id", expected="7 digits", advice="keep the zeroes in front, as text")
    return text


def _activity(value: object) -> str:
    text = checked(value, field="ACCME activity id")
    if not _ACTIVITY.fullmatch(text):
        raise _refused(text, field="ACCME activity id", expected="9 digits", advice="take the one that PARS has given")
    return text


def _uan(value: object) -> str:
    text = checked(value, field="UAN")
    match = _UAN.fullmatch(text) or _UAN_UNBROKEN.fullmatch(text)
    if not match:
        expected = "PPPP-JJJJ-YY-SSS-FTT-A in digits, but L, H, B or C for F, and P or T for A; all hyphens or none"
        if not _LIKE_A_UAN.fullmatch(text):
            raise _refused(text, field="UAN", expected=expected, advice="write it as the provider prints it", usual="-")
        two = text.upper().endswith("P/T")
        advice = "write two: one that ends in P, one that ends in T" if two else "write it as the provider prints it"
        raise InvalidValue(field="UAN", found=shown(text), expected=expected, advice=advice)
    return "-".join(match.groups()).upper()


def _profile(value: object) -> str:
    # The one id here that its owner's services take as a number, in which zeroes in front say nothing.
    text = str(value) if type(value) is int and 0 <= value < 10**_LONGEST_PROFILE else checked(value, field="e-Profile id")
    match = _PROFILE.fullmatch(text)
    if not match:
        raise _refused(
            text,
            field="e-Profile id",
            expected=f"digits only: a whole number above 0, of at most {_LONGEST_PROFILE} digits",
            advice="write it without spaces",
        )
    return match[1]


@attrs.frozen
class Npi:
    """A National Provider Identifier of the United States: ten digits, the last of which checks the others.

    >>> str(Npi("1234567893")), Npi("1234567893")
    ('1234567893', Npi())
    >>> Npi("1234567890")
    Traceback (most recent call last):
    cmecore.errors.InvalidValue: NPI: found 10 digits that do not belong together; expected a fitting check digit; ...
    """

    number: str = attrs.field(converter=_npi, repr=False)

    def __str__(self) -> str:
        """Spell its ten digits."""
        return self.number


@attrs.frozen
class Orcid:
    """An ORCID iD of a researcher: sixteen characters, the last of which checks the others.

    >>> same = Orcid("0000-0002-1825-0097"), Orcid("0000000218250097"), Orcid("https://orcid.org/0000-0002-1825-0097")
    >>> [str(orcid) for orcid in set(same)]
    ['0000-0002-1825-0097']
    """

    number: str = attrs.field(converter=_orcid, repr=False)

    @property
    def address(self) -> str:
        """The address under which ORCID shows the record."""
        return f"https://orcid.org/{self.number}"

    def __str__(self) -> str:
        """Spell it with its hyphens."""
        return self.number


@attrs.frozen
class AccmeProvider:
    """An accredited provider's id with ACCME: seven digits, which begin with zeroes.

    >>> print(AccmeProvider("0000185"))
    0000185
    """

    number: str = attrs.field(converter=_provider)

    def __str__(self) -> str:
        """Spell its seven digits."""
        return self.number


@attrs.frozen
class AccmeActivity:
    """The id that ACCME's reporting system (PARS) has given to an activity: nine digits.

    >>> print(AccmeActivity("201234567"))
    201234567
    """

    number: str = attrs.field(converter=_activity)

    def __str__(self) -> str:
        """Spell its nine digits."""
        return self.number


@attrs.frozen
class Uan:
    """A Universal Activity Number of ACPE: who offers which pharmacy activity, in which format, and for whom.

    It is read with all its hyphens or as the seventeen characters without any.  NABP says that there are always seventeen;
    ACCME's reporting system has sequences of four digits too, which are read where hyphens show that they are meant.  One
    number is for one audience: "P/T" at the end stands for two numbers.

    >>> online = Uan("0798-9999-18-246-H04-P")
    >>> online.provider, online.joint, online.year, online.sequence, online.format, online.live, online.topic, online.audience
    ('0798', True, '18', '246', 'H', False, '04', 'P')
    >>> online == Uan("0798999918246H04P"), online.same_content_as(Uan("0798-9999-18-246-L04-P"))
    (True, True)
    """

    number: str = attrs.field(converter=_uan)

    def _group(self, place: int) -> str:
        return self.number.split("-")[place]

    @property
    def provider(self) -> str:
        """The provider's number with ACPE, four digits."""
        return self._group(0)

    @property
    def joint(self) -> bool | None:
        """Whether it was developed with another provider: 9999 is yes and 0000 is no, and of anything else we do not know."""
        return {"0000": False, "9999": True}.get(self._group(1))

    @property
    def year(self) -> str:
        """The year of development, in the two digits that are written."""
        return self._group(2)

    @property
    def sequence(self) -> str:
        """The number that the activity has among the provider's activities of that year."""
        return self._group(3)

    @property
    def format(self) -> str:
        """The letter of the format: L, H, B or C."""
        return self._group(4)[0]

    @property
    def live(self) -> bool | None:
        """Whether it is live: L is live, H is home study; B and C are in use, but no source that we saw says what they mean."""
        return {"L": True, "H": False}.get(self.format)

    @property
    def topic(self) -> str:
        """The two digits of the topic, as they are: any two are read."""
        return self._group(4)[1:]

    @property
    def audience(self) -> str:
        """P for pharmacists or T for technicians."""
        return self._group(5)

    def same_content_as(self, other: Uan, /) -> bool:
        """Tell whether two numbers have the same provider, year and sequence, as a live activity and its recording have.

        It does not say that credit for the one stands for credit for the other: their audiences may differ.
        """
        expect(other, Uan, field="other")
        return (self.provider, self.year, self.sequence) == (other.provider, other.year, other.sequence)

    def __str__(self) -> str:
        """Spell it with its hyphens."""
        return self.number


@attrs.frozen
class BirthDay:
    """The month and the day of a birth, without the year: as much as reports to boards and to CPE Monitor ask for.

    >>> str(BirthDay(2, 29)), BirthDay(2, 29)
    ('02-29', BirthDay())
    >>> BirthDay(2, 30)
    Traceback (most recent call last):
    cmecore.errors.InvalidValue: birthday: found a month and a day; expected a day of the calendar, ...
    """

    #: 1 for January.
    month: int = attrs.field(repr=False)
    day: int = attrs.field(repr=False)

    def __attrs_post_init__(self) -> None:
        for field, value in (("month", self.month), ("day", self.day)):
            if type(value) is not int:
                raise InvalidValue(
                    field=field, found=personal(value), expected="a whole number", advice='BirthDay.of("02-29") reads a text'
                )
        try:
            datetime.date(_LEAP_YEAR, self.month, self.day)
        except (ValueError, OverflowError):
            expected = "a day of the calendar, the month first; 29 February is one"
            raise InvalidValue(
                field="birthday", found="a month and a day", expected=expected, advice="did the day come first?"
            ) from None

    @classmethod
    def of(cls, birthday: object, /) -> BirthDay:
        """Read 0229, 02-29 or 02/29, always the month first; of a date the year is dropped.

        >>> print(BirthDay.of("02/29"), BirthDay.of("0229"), BirthDay.of(datetime.date(1984, 2, 29)))
        02-29 02-29 02-29
        """
        if isinstance(birthday, BirthDay):
            return birthday
        if type(birthday) is datetime.date:
            return cls(birthday.month, birthday.day)
        text = checked(birthday, field="birthday")
        match = _BIRTHDAY.fullmatch(text)
        if not match:
            expected = "two digits for the month, then two for the day"
            raise _refused(text, field="birthday", expected=expected, advice="write 02-29, 02/29 or 0229", usual="-/")
        return cls(int(match[1]), int(match[2]))

    def __str__(self) -> str:
        """Spell it in two digits each, the month first: 02-29."""
        return f"{self.month:02}-{self.day:02}"


def _birthday(value: object) -> BirthDay:
    return BirthDay.of(value)


@attrs.frozen
class NabpProfile:
    """A pharmacist's or technician's e-Profile id with NABP, and the birthday that has to come with it.

    The id has no check digit, and a wrong pair is refused by CPE Monitor: the birthday is what guards against a slip.

    >>> profile = NabpProfile("1234567", "0229")
    >>> str(profile), str(profile.birthday), profile
    ('1234567', '02-29', NabpProfile())
    """

    #: A whole number in digits, without zeroes in front.
    number: str = attrs.field(converter=_profile, repr=False)
    birthday: BirthDay = attrs.field(converter=_birthday, repr=False)

    def __str__(self) -> str:
        """Spell the id, without the birthday."""
        return self.number


@attrs.frozen
class BoardId:
    """A physician's id with a certifying board, kept letter by letter: no board says how its ids are made.

    >>> physician = BoardId("ABP", "0123456")
    >>> str(physician), physician
    ('0123456', BoardId(board='ABP'))
    """

    #: The board's code: "ABIM", "ABP".
    board: str = attrs.field(validator=line())
    number: str = attrs.field(validator=line(), repr=False)

    def __str__(self) -> str:
        """Spell the id as the board has given it, without the board."""
        return self.number


@attrs.frozen
class Licence:
    """A licence to practise, kept letter by letter as its jurisdiction prints it: a prefix is a part of it.

    >>> licence = Licence("FL", "RN 1234567")
    >>> str(licence), licence
    ('RN 1234567', Licence(jurisdiction='FL'))
    """

    #: The state or country that gave it: "FL", "AE-DU".
    jurisdiction: str = attrs.field(validator=line())
    number: str = attrs.field(validator=line(), repr=False)

    def __str__(self) -> str:
        """Spell the number as it is printed, without the jurisdiction."""
        return self.number
