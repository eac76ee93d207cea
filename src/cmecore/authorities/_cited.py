"""How a fact is cited in these modules: the document, what it says, and how sure that is."""

from __future__ import annotations

import datetime

from cmecore.credit.sources import Source, Sureness

#: The day on which the stored copies were read.
COLLECTED = datetime.date(2026, 11, 21)
#: The day on which some of them were read once more, and a few others beside them.
READ_AGAIN = datetime.date(2026, 11, 22)


def issuer(title: str, says: str, *, address: str = "", collected: datetime.date = COLLECTED) -> Source:
    """Cite the issuing body's own text."""
    return _cite(title, says, address, Sureness.ISSUER, collected)


def dated(title: str, says: str, *, address: str = "", collected: datetime.date = COLLECTED) -> Source:
    """Cite the issuing body's own text, where it is old or may have been superseded."""
    return _cite(title, says, address, Sureness.ISSUER_DATED, collected)


def secondary(title: str, says: str, *, address: str = "", collected: datetime.date = COLLECTED) -> Source:
    """Cite somebody else's account of a rule."""
    return _cite(title, says, address, Sureness.SECONDARY, collected)


def in_use(title: str, says: str, *, address: str = "", collected: datetime.date = COLLECTED) -> Source:
    """Cite what was seen in use on published certificates or in the source of a real platform."""
    return _cite(title, says, address, Sureness.IN_USE, collected)


def unsourced(says: str) -> Source:
    """Say for what no document was found, and what stands here in its place."""
    return Source(title="no document found", says=says, collected=COLLECTED)


def _cite(title: str, says: str, address: str, sureness: Sureness, collected: datetime.date) -> Source:
    return Source(title=title, says=says, address=address, collected=collected, sureness=sureness)
