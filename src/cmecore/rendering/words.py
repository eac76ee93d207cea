"""The fixed phrases of a certificate, as data: English ships, and a caller replaces any of them, or all for another language.

The sentence follows the wording that the AMA asks for: the provider *certifies that* Ada Okoro, MD *has participated in the
enduring material titled* Emergency Medicine *and is awarded* 1.75 credits.
"""

from __future__ import annotations

import string
from collections.abc import Callable, Iterable, Mapping
from typing import TYPE_CHECKING, Any

import attrs

from cmecore.credit.text import PARAGRAPH, checked, language_tag
from cmecore.errors import InvalidValue, described, shown
from cmecore.rendering.memo import Memo

if TYPE_CHECKING:
    import datetime
    from decimal import Decimal

    from cmecore.credit.amounts import Credits
    from cmecore.credit.periods import Span
    from cmecore.entries import Kind

_MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)
_TWELVE = 12
# As English, most other languages, some journals of medicine and Arabic write it.
_DECIMALS = (".", ",", "·", "٫")


def _phrase(default: str) -> Any:
    """Make a field that holds a phrase with the same blanks in braces as the English one, or fewer."""
    blanks = _blanks(default)

    def validate(_words: object, attribute: attrs.Attribute[str], phrase: str) -> None:
        checked(phrase, field=attribute.name, longest=PARAGRAPH)
        try:
            unknown = _blanks(phrase) - blanks
            if not unknown:
                phrase.format(**dict.fromkeys(blanks, ""))
        except (ValueError, LookupError, AttributeError):
            unknown = {phrase}
        if unknown:
            expected = f"a phrase with no other blanks than {', '.join(f'{{{one}}}' for one in sorted(blanks)) or 'none'}"
            raise InvalidValue(field=attribute.name, found=shown(phrase), expected=expected, advice=f"as in {default!r}")

    return attrs.field(default=default, validator=validate)


def _blanks(phrase: str) -> set[str]:
    parts = [(blank, form, turned) for _, blank, form, turned in string.Formatter().parse(phrase) if blank is not None]
    # A blank is filled with text as it is.
    return {blank if not form and not turned else f"{blank}!{turned}:{form}" for blank, form, turned in parts}


def _pairs(given: Mapping[str, str] | Iterable[tuple[str, str]]) -> tuple[tuple[str, str], ...]:
    pairs = given.items() if isinstance(given, Mapping) else given
    return tuple((checked(known, field="words"), checked(said, field="words")) for known, said in pairs)


def _derived(make: Callable[[Words], object]) -> Any:
    """Make a field that is worked out from the others, and no part of the value."""
    return attrs.field(default=attrs.Factory(make, takes_self=True), init=False, eq=False, repr=False)


def _decimal(_words: object, _attribute: object, mark: object) -> None:
    if mark not in _DECIMALS:
        raise InvalidValue(field="decimal", found=described(mark), expected=f"one of {' '.join(_DECIMALS)}")


def _months(months: Iterable[str]) -> tuple[str, ...]:
    held = tuple(months)
    if len(held) != _TWELVE:
        raise InvalidValue(field="months", found=f"{len(held)} names", expected="twelve, from January on")
    return tuple(checked(month, field="months") for month in held)


@attrs.frozen(kw_only=True)
class Words:
    """Everything that certificates say besides what the certificate holds.

    >>> import datetime
    >>> german = Words(language="de", certifies="bescheinigt, dass", date="{day}. {month} {year}")
    >>> german.certifies, german.awarded, german.day(datetime.date(2026, 3, 12))
    ('bescheinigt, dass', 'and is awarded', '12. March 2026')
    >>> Words(number="Nr. {nummer}")
    Traceback (most recent call last):
    cmecore.errors.InvalidValue: number: found 'Nr. {nummer}'; expected a phrase with no other blanks than {number}; ...
    """

    #: As BCP 47 writes it.
    language: str = attrs.field(default="en", validator=language_tag)
    #: What kinds of certificate are headed with, by their codes, where that is not the title of the kind.
    kinds: tuple[tuple[str, str], ...] = attrs.field(default=(), converter=_pairs)
    #: What learning formats are called in the sentence, by their names, where they are called something else.
    formats: tuple[tuple[str, str], ...] = attrs.field(default=(), converter=_pairs)
    #: What parts the whole of an amount from its decimals.
    decimal: str = attrs.field(default=".", validator=_decimal)
    months: tuple[str, ...] = attrs.field(default=_MONTHS, converter=_months)
    date: str = _phrase("{day} {month} {year}")
    days_of_a_month: str = _phrase("{first}–{last} {month} {year}")
    days_between: str = _phrase("{first} – {last}")
    days_from: str = _phrase("from {date}")
    days_until: str = _phrase("until {date}")

    preview: str = _phrase("PREVIEW")
    preview_note: str = _phrase("Preview only. This is not a certificate: it has no number and proves nothing.")
    certifies: str = _phrase("certifies that")
    participated: str = _phrase("has participated in")
    participated_in: str = _phrase("has participated in the {format} titled")
    presented: str = _phrase("has presented in")
    completed: str = _phrase("has completed")
    lists: str = _phrase("This document lists for")
    awarded: str = _phrase("and is awarded")
    resting: str = _phrase("and {credits}")
    plus: str = _phrase("plus {credits}")
    both: str = _phrase("{others} and {last}")
    maximum: str = _phrase("designated for a maximum of {credits}")
    was_designated: str = _phrase(
        "This activity was designated for a maximum of {credits}; no credit is awarded by this certificate."
    )
    awards_none: str = _phrase("No credit is awarded by this certificate.")
    in_all: str = _phrase("Awarded in all: {credits}")
    summed: str = _phrase("In all: {credits}")
    including: str = _phrase("including {credits}")
    hours: str = _phrase("Hours of participation, as claimed by the participant: {hours}")
    blank: str = _phrase("Hours of participation, to be filled in by the participant:")
    addendum: str = _phrase("Addendum to certificate no. {number}")
    replaces: str = _phrase("This certificate takes the place of no. {number}")
    replace: str = _phrase("This certificate takes the place of nos. {numbers}")
    issued: str = _phrase("Issued {date}")
    number: str = _phrase("Certificate number {number}")
    policy: str = _phrase("Policy: {policy}")
    completed_on: str = _phrase("completed {date}")
    verify: str = _phrase("Scan or visit to verify")
    scan: str = _phrase("Scan for the number")
    verify_at: str = _phrase("Verify at {address}")
    symbol: str = _phrase("QR code of the address at which this certificate can be verified")
    symbol_number: str = _phrase("QR code of the number of this certificate")
    signature: str = _phrase("Signature of {name}")
    topics_follow: str = _phrase("The topics follow on the next page.")
    statements_follow: str = _phrase("The statements follow on a further page.")
    page: str = _phrase("Page {page} of {pages}")
    several: str = _phrase("{count} certificates")
    topic: str = _phrase("Topic")
    completed_heading: str = _phrase("Completed")
    credit_heading: str = _phrase("Credit")

    # What is looked up for every certificate; thousands of them share few days.
    _kinds: Mapping[str, str] = _derived(lambda words: dict(words.kinds))
    _formats: Mapping[str, str] = _derived(lambda words: dict(words.formats))
    _days: Memo[datetime.date, str] = attrs.field(factory=Memo, init=False, eq=False, repr=False)

    def kind(self, kind: Kind) -> str:
        """Return what a kind of certificate is headed with.

        >>> from cmecore.entries import CREDIT
        >>> Words(kinds={"credit": "Fortbildungsbescheinigung"}).kind(CREDIT)
        'Fortbildungsbescheinigung'
        """
        return self._kinds.get(kind.code, kind.title)

    def format(self, name: str) -> str:
        """Return what a learning format is called in the sentence.

        >>> Words(formats={"enduring material": "Selbststudium"}).format("enduring material")
        'Selbststudium'
        """
        return self._formats.get(name, name)

    def figures(self, amount: Decimal) -> str:
        """Write an amount in figures.

        >>> from decimal import Decimal
        >>> Words(decimal=",").figures(Decimal("1.75"))
        '1,75'
        """
        return f"{amount:f}".replace(".", self.decimal)

    def credits(self, credits: Credits) -> str:
        """Write an amount of credit with the name of its type.

        >>> from cmecore.testing.samples import AMA
        >>> Words(decimal=",").credits(AMA("1.75"))
        '1,75 AMA PRA Category 1 Credits™'
        """
        return f"{self.figures(credits.amount)} {credits.unit}"

    def day(self, date: datetime.date) -> str:
        """Write a day out."""
        if (written := self._days.get(date)) is None:
            written = self.date.format(day=date.day, month=self.months[date.month - 1], year=date.year)
            self._days[date] = written
        return written

    def days(self, span: Span | None) -> str:
        """Write out the days of a live activity, both ends included.

        >>> import datetime
        >>> from cmecore.credit.periods import Span
        >>> march = Span(datetime.date(2026, 3, 9), datetime.date(2026, 3, 11))
        >>> Words().days(march), Words().days(Span(datetime.date(2026, 3, 9), None)), Words().days(None)
        ('9–11 March 2026', 'from 9 March 2026', '')
        """
        first, last = (None, None) if span is None else (span.first, span.last)
        if first is None or last is None:
            return self._open(first, last)
        if first == last:
            return self.day(first)
        if (first.year, first.month) == (last.year, last.month):
            month = self.months[first.month - 1]
            return self.days_of_a_month.format(first=first.day, last=last.day, month=month, year=first.year)
        return self.days_between.format(first=self.day(first), last=self.day(last))

    def _open(self, first: datetime.date | None, last: datetime.date | None) -> str:
        if first is not None:
            return self.days_from.format(date=self.day(first))
        return "" if last is None else self.days_until.format(date=self.day(last))

    def listed(self, parts: Iterable[object]) -> str:
        """Join parts as a sentence does.

        >>> Words().listed([1, 2, 3])
        '1, 2 and 3'
        """
        *others, last = map(str, parts)
        return self.both.format(others=", ".join(others), last=last) if others else last


ENGLISH = Words()
"""The phrases that ship."""
