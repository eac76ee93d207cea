"""What was seen of a learner, taken back, and looked at: the evidence that a ledger keeps."""

from __future__ import annotations

import attrs

from cmecore.credit.canonical import digest
from cmecore.credit.fields import are, is_a, many
from cmecore.credit.text import line
from cmecore.evidence import ITEMS, Item


@attrs.frozen(kw_only=True)
class Observed:
    """An item of evidence about an activity, as its source reported it.

    A source that names its events (a row, a message) says so: the same event again is the same entry, and the same event with
    other content is refused.  Without a name the item is its own identity.

    >>> import datetime
    >>> from cmecore.evidence import Progress
    >>> seen = Observed(learner="dr-42", activity="EM-101", item=Progress(17, 20, datetime.date(2026, 3, 9)),
    ...                 source="lms", event="row-9")
    >>> seen.identity
    'observed:lms:row-9'
    """

    learner: str = attrs.field(validator=line(), repr=False)
    #: The code of the activity.
    activity: str = attrs.field(validator=line())
    item: Item = attrs.field(validator=is_a(*ITEMS))
    #: Who reported it, and under which name of its own.
    source: str = attrs.field(default="", validator=line(blank=True))
    event: str = attrs.field(default="", validator=line(blank=True))

    @property
    def identity(self) -> str:
        """What makes it itself: the source's event, or the item where the source names none."""
        if self.event:
            return f"observed:{self.source}:{self.event}"
        return f"observed:{digest((self.activity, self.item))}"


@attrs.frozen(kw_only=True)
class Retracted:
    """A source took back an item of evidence: it was wrong, or about somebody else.

    The item may be observed again, under an event of its own.

    >>> Retracted(learner="dr-42", observed="observed:lms:row-9").identity
    'retracted:observed:lms:row-9'
    """

    learner: str = attrs.field(validator=line(), repr=False)
    #: The identity of the entry that is taken back.
    observed: str = attrs.field(validator=line())

    @property
    def identity(self) -> str:
        """What makes it itself: an entry is taken back once."""
        return f"retracted:{self.observed}"


@attrs.frozen(kw_only=True)
class Assessed:
    """The evidence of an activity, as the ledger held it, was assessed; what it earned stands in entries of its own.

    >>> Assessed(learner="dr-42", activity="EM-101", evidence="9f2c", outcomes=[("ama-pra-1", "unmet")]).identity
    'assessed:EM-101:9f2c'
    """

    learner: str = attrs.field(validator=line(), repr=False)
    activity: str = attrs.field(validator=line())
    #: A digest of the evidence that was looked at.
    evidence: str = attrs.field(validator=line())
    #: For each credit type, by its code: met, unmet or unknown.
    outcomes: tuple[tuple[str, str], ...] = attrs.field(default=(), converter=many, validator=are(tuple))

    @property
    def identity(self) -> str:
        """What makes it itself: the activity and the evidence."""
        return f"assessed:{self.activity}:{self.evidence}"
