"""Records: entries as they were written, when, by whom and why, each linked to the one before it.

A record is made by :func:`cmecore.chain.write`.  One learner's records may stand inside another's ledger, where two accounts
were merged; so the two belong together here.
"""

from __future__ import annotations

import datetime
from typing import Any, TypeAlias

import attrs

from cmecore.credit.fields import are, many
from cmecore.credit.periods import to_instant
from cmecore.credit.text import PARAGRAPH, line
from cmecore.entries.claims import Claim
from cmecore.entries.custody import Answered, Corrected, Erased, Hold, Lifted, Purged, Renamed, Reported
from cmecore.entries.documents import Acknowledged, Certificate, Ordered, Retrieved, Voided
from cmecore.entries.earned import Adjusted, Completed, Earned, Extended, Overridden, Reevaluated
from cmecore.entries.observed import Assessed, Observed, Retracted
from cmecore.errors import InvalidValue, shown


def _an_entry(_instance: object, attribute: attrs.Attribute[Any], value: object) -> None:
    if not isinstance(value, (*ENTRIES, Erased)):
        raise InvalidValue(field=attribute.name, found=shown(value), expected="an entry such as Completed, Earned or Claim")


@attrs.frozen(kw_only=True)
class Record:
    """An entry as it stands in a ledger: when it was written, by whom, why, and its place in the chain.

    >>> from cmecore.testing.samples import LEDGER
    >>> LEDGER.records[-1].at.date(), len(LEDGER.records[-1].link)
    (datetime.date(2026, 4, 1), 64)
    """

    entry: Entry | Erased = attrs.field(validator=_an_entry)
    at: datetime.datetime = attrs.field(converter=to_instant)
    actor: str = attrs.field(default="", validator=line(blank=True), repr=False)
    reason: str = attrs.field(default="", validator=line(blank=True, longest=PARAGRAPH), repr=False)
    #: Random digits that keep the digest from telling what was written once the rest is erased.
    salt: str = attrs.field(default="", validator=line(blank=True), repr=False)
    #: The digest of what was written: the entry, the instant, the actor and the reason.
    digest: str = attrs.field(validator=line())
    #: The digest that holds this record and, through it, every one before.
    link: str = attrs.field(validator=line())

    @property
    def identity(self) -> str:
        """The identity of the entry, which outlives it."""
        return self.entry.identity


@attrs.frozen(kw_only=True)
class Merged:
    """Another account of the same person was joined to this one; what it held is kept here as it was written there.

    >>> Merged(learner="dr-42", merge="M-1", other="dr-17", records=()).identity
    'merged:M-1'
    """

    learner: str = attrs.field(validator=line(), repr=False)
    merge: str = attrs.field(validator=line())
    #: The account that was joined.
    other: str = attrs.field(validator=line(), repr=False)
    records: tuple[Record, ...] = attrs.field(converter=many, validator=are(Record), repr=False)

    def __attrs_post_init__(self) -> None:
        if self.other == self.learner:
            raise InvalidValue(field="other", found="the same learner", expected="another account")

    @property
    def identity(self) -> str:
        """What makes it itself: the merge."""
        return f"merged:{self.merge}"


@attrs.frozen(kw_only=True)
class Followed:
    """The account was joined to another one: what is written from now on is written there.

    >>> Followed(learner="dr-17", merge="M-1", into="dr-42").identity
    'followed:M-1'
    """

    learner: str = attrs.field(validator=line(), repr=False)
    merge: str = attrs.field(validator=line())
    #: The account whose ledger goes on.
    into: str = attrs.field(validator=line(), repr=False)

    def __attrs_post_init__(self) -> None:
        if self.into == self.learner:
            raise InvalidValue(field="into", found="the same learner", expected="another account")

    @property
    def identity(self) -> str:
        """What makes it itself: the merge."""
        return f"followed:{self.merge}"


@attrs.frozen(kw_only=True)
class Unmerged:
    """A merge was undone, in both ledgers: each account holds its own again.

    >>> Unmerged(learner="dr-42", merge="M-1").identity
    'unmerged:M-1'
    """

    learner: str = attrs.field(validator=line(), repr=False)
    merge: str = attrs.field(validator=line())

    @property
    def identity(self) -> str:
        """What makes it itself: the merge."""
        return f"unmerged:{self.merge}"


Entry: TypeAlias = (
    Observed
    | Retracted
    | Assessed
    | Completed
    | Earned
    | Adjusted
    | Overridden
    | Extended
    | Reevaluated
    | Claim
    | Certificate
    | Retrieved
    | Voided
    | Ordered
    | Acknowledged
    | Corrected
    | Renamed
    | Reported
    | Answered
    | Hold
    | Lifted
    | Merged
    | Followed
    | Unmerged
    | Purged
)


def activities_of(entry: Entry) -> frozenset[str]:
    """Tell the codes of the activities that an entry is about; of a merge, those of everything that it brought.

    >>> from cmecore.testing.samples import LEDGER
    >>> [sorted(activities_of(entry)) for entry in LEDGER.entries()]
    [['EM-101'], ['EM-101']]
    """
    match entry:
        case Claim(lines=lines) | Certificate(lines=lines):
            return frozenset(line.activity for line in lines)
        case Merged(records=records):
            inner = (activities_of(record.entry) for record in records if not isinstance(record.entry, Erased))
            return frozenset().union(*inner)
        case _:
            code = getattr(entry, "activity", "")
            return frozenset({code} if code else ())


#: The classes of entries.
ENTRIES: tuple[type, ...] = Entry.__args__
#: Those that nobody writes without saying why.
NEED_A_REASON = (Retracted, Adjusted, Overridden, Extended, Voided, Corrected, Hold, Lifted, Merged, Unmerged, Purged)
