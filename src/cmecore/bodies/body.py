"""A body: everything that one organisation lays down about credit, in one value, and the look-ups that name what is near."""

from __future__ import annotations

import datetime
import enum
import re
from collections.abc import Iterable, Mapping
from typing import TypeAlias

import attrs

from cmecore.bodies.answers import holding
from cmecore.bodies.equivalences import Equivalence
from cmecore.bodies.limits import Limit
from cmecore.bodies.reading import ReadingTime
from cmecore.bodies.recognition import Recognition
from cmecore.bodies.reporting import Reporting
from cmecore.bodies.rulings import Ruling
from cmecore.bodies.wordings import Approval, Purpose, Wording, choose
from cmecore.credit.amounts import CreditType
from cmecore.credit.fields import are, each_once, is_a, listed, many
from cmecore.credit.periods import Span
from cmecore.credit.sources import Source
from cmecore.credit.text import PARAGRAPH, checked, line
from cmecore.errors import InvalidValue, near, shown

_Aliases: TypeAlias = tuple[tuple[str, CreditType], ...]
# What a trademark becomes where somebody cannot type one.
_MARK = re.compile(r"[™®]|\((?i:tm|r)\)|(?<=[a-z)])TM\b")
_PLURAL = re.compile(r"\(s\)", re.IGNORECASE)


class Item(enum.Enum):
    """Something that a body wants to see on a certificate, or in the record behind it.

    >>> Item("learning format").name
    'FORMAT'
    """

    NAME = "name of the learner"
    PROVIDER = "name of the provider"
    PROVIDER_ADDRESS = "address of the provider"
    TITLE = "title of the activity"
    FORMAT = "learning format"
    PLACE = "place of a live activity"
    DATE = "dates of a live activity, or the day of completion"
    AMOUNT = "amount of credit awarded"
    ACCREDITATION = "accreditation statement"
    DESIGNATION = "designation statement"
    BOARD_ID = "learner's id with the board"
    ACTIVITY_ID = "identifier of the activity"


@attrs.frozen(kw_only=True)
class Required:
    """What a body wants to see on the document of a type of credit.

    >>> Required(items=[Item.NAME, Item.AMOUNT]).live is None
    True
    """

    items: tuple[Item, ...] = attrs.field(converter=many, validator=are(Item))
    #: Codes of the credit types it is about; none if it is about all of the body's.
    types: tuple[str, ...] = attrs.field(default=(), converter=many, validator=are(str))
    #: Whether it is about live activities only, or only about others; ``None`` for both.
    live: bool | None = attrs.field(default=None, validator=is_a(bool, or_none=True))
    #: Learning formats it is about, by their names; none if it is about all of them.
    formats: tuple[str, ...] = attrs.field(default=(), converter=many, validator=are(str))
    in_force: Span = attrs.field(default=Span(), validator=is_a(Span))
    sources: tuple[Source, ...] = attrs.field(default=(), converter=many, validator=are(Source))


@attrs.frozen(kw_only=True)
class Note:
    """A rule of a body that people keep and no arithmetic decides: that credit is designated in advance, for one.

    >>> print(Note(says="Credit is designated in advance, never afterwards."))
    Credit is designated in advance, never afterwards.
    """

    says: str = attrs.field(validator=line(longest=PARAGRAPH))
    #: The code of the linter's remark on what goes against it, which then cites it; empty where the linter cannot see that.
    remark: str = attrs.field(default="", validator=line(blank=True))
    in_force: Span = attrs.field(default=Span(), validator=is_a(Span))
    sources: tuple[Source, ...] = attrs.field(default=(), converter=many, validator=are(Source))

    def __str__(self) -> str:
        """Say it."""
        return self.says


@attrs.frozen(kw_only=True)
class Misnomer:
    """A way to write a credit type's name that its body does not want, and what to write instead.

    >>> print(Misnomer(phrase="ACCME credit", instead="AMA PRA Category 1 Credit™"))
    not “ACCME credit” but “AMA PRA Category 1 Credit™”
    """

    #: The words as people write them; case, trademark signs and a plural *s* make no difference.  Inside a type's own name, and
    #: behind another organisation's abbreviation, they are no misnomer.
    phrase: str = attrs.field(validator=line())
    instead: str = attrs.field(validator=line())
    sources: tuple[Source, ...] = attrs.field(default=(), converter=many, validator=are(Source))

    def __str__(self) -> str:
        """Say it."""
        return f"not “{self.phrase}” but “{self.instead}”"


def _pairs(value: Mapping[str, CreditType] | Iterable[tuple[str, CreditType]]) -> _Aliases:
    return tuple(value.items()) if isinstance(value, Mapping) else many(value)


def _aliases(_instance: object, attribute: attrs.Attribute[_Aliases], pairs: _Aliases) -> None:
    for pair in listed(pairs, field=attribute.name):
        if not isinstance(pair, tuple) or [type(one) for one in pair] != [str, CreditType]:
            expected = "pairs of a name and the credit type that is meant"
            raise InvalidValue(field=attribute.name, found=shown(pair), expected=expected)
        checked(pair[0], field=attribute.name)


@attrs.frozen(kw_only=True)
class Body:
    """An organisation that grants, recognises or counts credit, and what it lays down; yours is a value you construct.

    >>> HOUR = CreditType(code="acme-hour", name="Acme hour", step="0.5")
    >>> acme = Body(code="acme", name="Acme Board", types=[HOUR])
    >>> acme.type("acme hour") is HOUR
    True
    """

    code: str = attrs.field(validator=line())
    name: str = attrs.field(validator=line())
    types: tuple[CreditType, ...] = attrs.field(default=(), converter=many, validator=are(CreditType))
    rulings: tuple[Ruling, ...] = attrs.field(default=(), converter=many, validator=are(Ruling))
    wordings: tuple[Wording, ...] = attrs.field(default=(), converter=many, validator=are(Wording))
    #: What credit of other bodies is worth to this one, or this one's to others where their text says so.
    equivalences: tuple[Equivalence, ...] = attrs.field(default=(), converter=many, validator=are(Equivalence))
    #: Caps across activities, applied where the body counts.
    limits: tuple[Limit, ...] = attrs.field(default=(), converter=many, validator=are(Limit))
    reportings: tuple[Reporting, ...] = attrs.field(default=(), converter=many, validator=are(Reporting))
    recognitions: tuple[Recognition, ...] = attrs.field(default=(), converter=many, validator=are(Recognition))
    required: tuple[Required, ...] = attrs.field(default=(), converter=many, validator=are(Required))
    misnomers: tuple[Misnomer, ...] = attrs.field(default=(), converter=many, validator=are(Misnomer))
    reading_times: tuple[ReadingTime, ...] = attrs.field(default=(), converter=many, validator=are(ReadingTime))
    notes: tuple[Note, ...] = attrs.field(default=(), converter=many, validator=are(Note))
    #: Other names under which people write its types; they are read, and never printed.
    aliases: _Aliases = attrs.field(default=(), converter=_pairs, validator=_aliases)

    def __attrs_post_init__(self) -> None:
        each_once((type.code for type in self.types), field=f"types of {self.code}")
        each_once((wording.code for wording in self.wordings), field=f"wordings of {self.code}")
        each_once((ruling.code for ruling in self.rulings), field=f"rulings of {self.code}")
        meant = {(spelled(name), type) for type in self.types for name in {type.code, type.name, type.plural}}
        meant |= {(spelled(name), type) for name, type in self.aliases}
        each_once((name for name, _ in meant), field=f"names of the types of {self.code}")

    def type(self, name: str, /) -> CreditType:
        """Find a credit type by its code, its name or another name that people write for it."""
        named = self.names()
        if spelled(name) not in named:
            raise InvalidValue(
                field=f"type of {self.code}",
                found=shown(checked(name, field="name")),
                expected=f"a type of {self.name}",
                advice=near(spelled(name), named) if named else "it grants none of its own",
            )
        return named[spelled(name)]

    def names(self) -> dict[str, CreditType]:
        """List every name of its types, spelled alike, for reading what people wrote."""
        named = {spelled(name): type for type in self.types for name in (type.code, type.name, type.plural)}
        return {**named, **{spelled(name): type for name, type in self.aliases}}

    def ruling(
        self, format: str, /, *, type: CreditType | str | None = None, on: datetime.date | None = None, version: str = ""
    ) -> Ruling:
        """Find the rule for a learning format by its name, as of a day, and of the text named where several are known.

        An unknown format names the near ones; a day before the first known one says so, and nothing is guessed.  Without a day
        there is only the one rule that was never replaced.
        """
        type = self.type(type) if isinstance(type, str) else type
        wanted = [ruling for ruling in self.rulings if type is None or ruling.type == type]
        formats = {name for ruling in wanted for name in ruling.formats}
        what = f"rule of {self.name} for {shown(checked(format, field='format'))}"
        fitting = [ruling for ruling in wanted if format in ruling.formats]
        if not fitting:
            none = "it has no rule of its own for earning credit" if type is None else f"it has no rule for {type.name}"
            advice = near(format, formats) if formats else none
            raise InvalidValue(field=what, found="none", expected="a format that it has a rule for", advice=advice)
        kinds = {ruling.type for ruling in fitting}
        if len(kinds) > 1:
            names = " or ".join(sorted(kind.code for kind in kinds))
            found = f"rules for {len(kinds)} types"
            raise InvalidValue(field=what, found=found, expected="one", advice=f"name the type: {names}")
        if on is not None:
            return holding(fitting, on, what=what, version=version)
        named = [ruling for ruling in fitting if ruling.version == version] if version else fitting
        if len(named) != 1 or (named[0].in_force.last is not None and not version):
            known = "; ".join(f"{ruling.version or ruling.code} {ruling.in_force}" for ruling in fitting)
            found = f"{len(named)} rules" if len(named) != 1 else "a rule that ended"
            advice = f"name the day with on=…, or the text: {known}"
            raise InvalidValue(field=what, found=found, expected="one that holds", advice=advice)
        return named[0]

    def wording(
        self,
        purpose: Purpose,
        /,
        *,
        type: CreditType | str = "",
        format: str = "",
        approval: Approval | None = None,
        on: datetime.date | None = None,
    ) -> Wording:
        """Choose the statement for a purpose, by type, learning format, state of approval and day."""
        return choose(self.wordings, purpose=purpose, type=type, format=format, approval=approval, on=on)


def spelled(name: str) -> str:
    """Spell a name of a credit type alike, however it was written: case, spaces and trademark signs say nothing.

    >>> spelled("AMA PRA  Category 1 Credit(s)™")
    'ama pra category 1 credits'
    """
    return plain(checked(name, field="name"))


def plain(text: str) -> str:
    """Take out of a text what says nothing when names are compared."""
    return bare(text).casefold()


def bare(text: str) -> str:
    """Take out of a text the trademark signs, in whatever spelling, and the white space that says nothing."""
    return " ".join(_PLURAL.sub("s", _MARK.sub("", text)).split())
