"""A certificate as plain text: everything that stands on it, to be read aloud, mailed, searched or compared."""

from __future__ import annotations

import textwrap
from typing import TYPE_CHECKING

import attrs

from cmecore.credit.periods import in_words
from cmecore.credit.text import PARAGRAPH, checked
from cmecore.rendering import Rendered, wording

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from cmecore.entries import Certificate

_WIDTH = 78


@attrs.frozen
class Text:
    r"""Render certificates as text that a person reads without any program but an editor.

    >>> import datetime
    >>> from cmecore.activities import Provider
    >>> from cmecore.entries import PARTICIPATION, Certificate
    >>> preview = Certificate(
    ...     number=None, kind=PARTICIPATION, learner="dr-42", name="Ada Okoro, MD", provider=Provider(name="Lakeside CME"),
    ...     course="Emergency Medicine", issued_on=datetime.date(2026, 3, 12), lines=[],
    ... )
    >>> Text().render([preview]).data.decode().split("\n\n")[:4]
    ['PREVIEW', 'Certificate of Participation', 'Lakeside CME\ncertifies that', '    Ada Okoro, MD']
    """

    def render(self, certificates: Sequence[Certificate], /) -> Rendered:
        """Write the certificates one after the other, parted by a line of equals signs."""
        pages = ["\n".join(map(_visible, _lines(certificate))) for certificate in wording.at_least_one(certificates)]
        divider = f"\n\n{'=' * _WIDTH}\n\n"
        return Rendered("text/plain; charset=utf-8", f"{divider.join(pages)}\n".encode())


def _visible(line: str) -> str:
    """Let no text from outside end its line, start another or turn the direction of writing."""
    return checked(line, field="certificate", longest=2 * PARAGRAPH, blank=True)


def _lines(certificate: Certificate) -> Iterator[str]:
    provider = certificate.provider
    if certificate.number is None:
        yield from (wording.PREVIEW, "")
    yield from filter(None, (certificate.kind.title, wording.addendum(certificate)))
    yield from ("", provider.name, wording.CERTIFIES, "", f"    {certificate.name}", "")
    yield from (wording.participated(certificate), "", f"    {certificate.course}")
    if occasion := wording.occasion(certificate):
        yield f"    {occasion}"
    if certificate.total is not None:
        yield from ("", wording.AWARDED, "", f"    {certificate.total}")
        if resting := wording.resting(certificate):
            yield f"    {resting}"
    if designated := wording.designated(certificate):
        yield from ("", designated) if certificate.total is None else (f"    {designated}",)
    if hours := wording.hours(certificate):
        yield hours
    yield ""
    for line in certificate.lines:
        awarded = wording.amount(line.credits, certificate)
        yield " · ".join(filter(None, (line.title, f"completed {in_words(line.on)}", awarded)))
        besides = wording.mandated(line, certificate), wording.plus(line)
        yield from (f"    {said}" for said in besides if said)
    for statement in certificate.statements:
        yield from ("", *textwrap.wrap(statement, _WIDTH, break_long_words=False, break_on_hyphens=False))
    yield from ("", f"Issued {in_words(certificate.issued_on)}", wording.number(certificate))
    if replaces := wording.replaces(certificate):
        yield replaces
    if certificate.address and certificate.number is not None:
        yield f"Verify at {certificate.address}"
    yield from filter(None, (provider.address, provider.contact))
