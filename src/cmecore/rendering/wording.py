"""What a certificate says, in words: the sentences that every renderer prints, kept in one place so that they agree.

The sentence follows the wording that the AMA asks for: the provider *certifies that* Ada Okoro, MD *has participated in the
enduring material titled* Emergency Medicine *and is awarded* 1.75 credits.  A certificate of participation ends before that.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from cmecore.activities import TEACHING
from cmecore.credit.periods import in_words
from cmecore.errors import InvalidValue

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from cmecore.credit.amounts import Credits
    from cmecore.credit.periods import Span
    from cmecore.entries import Certificate, Line

PREVIEW = "PREVIEW"
PREVIEW_NOTE = "Preview only. This is not a certificate: it has no number and proves nothing."
CERTIFIES = "certifies that"
AWARDED = "and is awarded"


def at_least_one(certificates: Sequence[Certificate]) -> tuple[Certificate, ...]:
    """Return the certificates, refusing none at all: a document without a page is nobody's certificate."""
    if not (held := tuple(certificates)):
        raise InvalidValue(
            field="certificates",
            found="none",
            expected="at least one certificate",
            advice="render what certify() or certify_participation() returned, and skip learners for whom that is empty",
        )
    return held


def days(span: Span | None) -> str:
    """Print the days of a live activity, both ends included.

    >>> import datetime
    >>> from cmecore.credit.periods import Span
    >>> days(Span(datetime.date(2026, 3, 9), datetime.date(2026, 3, 11)))
    '9–11 March 2026'
    >>> days(Span(datetime.date(2026, 3, 9), None)), days(None)
    ('from 9 March 2026', '')
    """
    if span is None or (span.first is None and span.last is None):
        return ""
    if span.first is None or span.last is None:
        return f"from {in_words(span.first)}" if span.first else f"until {in_words(span.last)}" if span.last else ""
    if span.first == span.last:
        return in_words(span.first)
    if (span.first.year, span.first.month) == (span.last.year, span.last.month):
        return f"{span.first.day}–{in_words(span.last)}"
    return f"{in_words(span.first)} – {in_words(span.last)}"


def participated(certificate: Certificate) -> str:
    """Say what the learner did, naming the learning format where there is one."""
    if certificate.format == TEACHING.name:
        return "has presented in"
    return f"has participated in the {certificate.format} titled" if certificate.format else "has participated in"


def occasion(certificate: Certificate) -> str:
    """Say which edition it was, where and when."""
    return " · ".join(filter(None, (certificate.edition, certificate.place, days(certificate.dates))))


def designated(certificate: Certificate) -> str:
    """Say what could be had at most, apart from what is awarded; a certificate that awards nothing says that too."""
    if certificate.total is not None:
        return "" if certificate.maximum is None else f"designated for a maximum of {certificate.maximum}"
    if not certificate.designated:
        return "No credit is awarded by this certificate."
    maximum = _listed(certificate.designated)
    return f"This activity was designated for a maximum of {maximum}; no credit is awarded by this certificate."


def resting(certificate: Certificate) -> str:
    """Say what is awarded besides the total, because it rests on it: MOC points on credit."""
    return f"and {_listed(certificate.resting)}" if certificate.resting else ""


def in_all(certificate: Certificate) -> str:
    """Say all that is awarded in one line."""
    awarded = [credits for credits in (certificate.total, *certificate.resting) if credits is not None]
    return f"Awarded in all: {_listed(awarded)}"


def plus(line: Line) -> str:
    """Say what rests on a line's amount: on top of it, where mandated topics are inside."""
    return f"plus {_listed(line.resting)}" if line.resting else ""


def addendum(certificate: Certificate) -> str:
    """Say which certificate this one is added to."""
    return f"Addendum to certificate no. {certificate.adds_to}" if certificate.adds_to else ""


def replaces(certificate: Certificate) -> str:
    """Say which certificates this one takes the place of."""
    numbers = certificate.supersedes
    return f"This certificate takes the place of {'nos.' if numbers[1:] else 'no.'} {_listed(numbers)}" if numbers else ""


def _listed(parts: Iterable[object]) -> str:
    *others, last = map(str, parts)
    return f"{', '.join(others)} and {last}" if others else last


def hours(certificate: Certificate) -> str:
    """Say for how long somebody took part by his own account, which is no credit."""
    return "" if certificate.hours is None else f"Hours of participation, as claimed by the participant: {certificate.hours}"


def amount(credits: Credits | None, certificate: Certificate) -> str:
    """Print the amount of a line: the bare number where it is in the type of the total, else with its own type."""
    if credits is None:
        return ""
    return str(credits.amount) if certificate.total is not None and credits.type == certificate.total.type else str(credits)


def mandated(line: Line, certificate: Certificate) -> str:
    """Say how much of a line's amount counts for mandated topics: inside the amount, never on top."""
    parts = [f"{amount(part, certificate)} {topic}" for topic, part in line.topics]
    return f"including {', '.join(parts)}" if parts else ""


def number(certificate: Certificate) -> str:
    """Name the document, or say that it is only a preview."""
    return PREVIEW_NOTE if certificate.number is None else f"Certificate number {certificate.number}"
