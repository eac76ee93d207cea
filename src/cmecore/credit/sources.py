"""Where a rule or a number was written down, and how sure we are of it."""

from __future__ import annotations

import datetime
import enum

import attrs

from cmecore.credit.fields import is_a
from cmecore.credit.periods import a_day
from cmecore.credit.text import PARAGRAPH, line


class Sureness(enum.Enum):
    """How well a fact is known.  A fact without a source is an example, never a rule.

    >>> Sureness("issuer").name
    'ISSUER'
    """

    ISSUER = "issuer"
    """Seen in the issuing body's own text."""
    ISSUER_DATED = "issuer, dated"
    """The issuing body's own text, but an old or possibly superseded one."""
    SECONDARY = "secondary"
    """Seen in somebody else's account of it: a provider, a society, a vendor."""
    IN_USE = "in use"
    """Seen in use: on published certificates or in the source of a real platform."""
    UNSOURCED = "unsourced"
    """General knowledge; not to be relied on without a second look."""


@attrs.frozen(kw_only=True)
class Source:
    """The document, and the place in it, that a rule was taken from.

    >>> help_page = Source(title="Managing Your CME Credits", section="Credit Requirements", sureness=Sureness.ISSUER)
    >>> str(help_page)
    'Managing Your CME Credits, Credit Requirements'
    """

    title: str = attrs.field(validator=line())
    #: The clause, page or heading inside the document.
    section: str = attrs.field(default="", validator=line(blank=True))
    #: What is taken from it, in short: "60 minutes are 1 credit, to the nearest 0.25".
    says: str = attrs.field(default="", validator=line(blank=True, longest=PARAGRAPH))
    #: Where the document can be found: an address or a shelf mark, kept as it was given.
    address: str = attrs.field(default="", validator=line(blank=True, longest=PARAGRAPH))
    #: The day on which the document was read.
    collected: datetime.date | None = attrs.field(default=None, validator=attrs.validators.optional(a_day))
    sureness: Sureness = attrs.field(default=Sureness.UNSOURCED, validator=is_a(Sureness))

    def __str__(self) -> str:
        """Cite it in one line."""
        return ", ".join(filter(None, (self.title, self.section)))
