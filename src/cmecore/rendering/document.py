"""What stands on a certificate, in words and in reading order: the one text that every renderer prints.

A renderer decides where things stand and how they look.  What is said is decided here, once, so that the page, the web page
and the file for a program agree to the letter.
"""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING, Literal, NamedTuple, TypeAlias, get_args

import attrs

from cmecore.activities import TEACHING
from cmecore.credit.fields import listed
from cmecore.entries import COMPLETION
from cmecore.errors import InvalidValue, shown
from cmecore.rendering.words import ENGLISH, Words

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from cmecore.credit.amounts import Credits
    from cmecore.entries import Certificate, Line
    from cmecore.providers import Signatory

Block: TypeAlias = Literal["kind", "provider", "learner", "course", "award"]
ORDER: tuple[Block, ...] = ("kind", "provider", "learner", "course", "award")
"""The order in which the head of a certificate is read, where a theme sets no other."""

Role: TypeAlias = Literal[
    "kind", "addendum", "provider", "certifies", "name", "participated", "course", "occasion",
    "awarded", "total", "resting", "designated", "hours", "blank",
    "issued", "number", "replaces", "reported", "provider address", "provider contact", "policy",
]  # fmt: skip


# What a signatory is, the "office", is told as such by a web page only: on a drawn page it stands in the lines of "signatory",
# with the name above it, and is left in the language of the page.
FROM_OUTSIDE = frozenset(
    {"provider", "course", "under", "topic", "statement", "office", "reported", "provider address", "provider contact"}
)
"""What comes from outside as a whole, in the language of the certificate.

All else is a phrase, with what comes from outside set into it, but for a name, which is in no language that is known.
"""


class Said(NamedTuple):
    """A text, and the part it plays.

    >>> Said("name", "Ada Okoro, MD").role
    'name'
    """

    role: Role
    text: str


class Row(NamedTuple):
    """What is said of one topic: its title, the day, the amount, and what is said beneath it.

    >>> Row("Airway management", "10 March 2026", "0.50", ()).title
    'Airway management'
    """

    title: str
    completed: str
    amount: str
    notes: tuple[str, ...]
    #: The course it stands under, on a document about several.
    under: str = ""


@attrs.frozen(kw_only=True)
class Document:
    """A certificate as it is read.

    >>> from cmecore.certificates import certify_participation
    >>> from cmecore.testing.samples import LEDGER, NOW
    >>> preview = certify_participation(LEDGER, "EM-101", name="Ada Okoro, MD", at=NOW)
    >>> [said.text for said in Document.of(preview).head[1:4]]
    ['Lakeside CME', 'certifies that', 'Ada Okoro, MD']
    """

    certificate: Certificate
    words: Words
    #: Who certifies what of whom, and what is awarded.
    head: tuple[Said, ...]
    #: The topics.
    rows: tuple[Row, ...]
    statements: tuple[str, ...]
    signatories: tuple[Signatory, ...]
    #: When and under which number it was issued, who reports it, and whom to ask.
    issue: tuple[Said, ...]
    #: Where it can be verified; empty on a preview.
    address: str
    #: What its QR symbol holds; empty on a preview, which has none.
    symbol: str

    @classmethod
    def of(cls, certificate: Certificate, words: Words = ENGLISH, order: Sequence[Block] = ORDER) -> Document:
        """Put a certificate into words."""
        numbered = certificate.number is not None
        return cls(
            certificate=certificate,
            words=words,
            head=tuple(itertools.chain.from_iterable(_BLOCKS[block](certificate, words) for block in order)),
            rows=tuple(_row(line, certificate, words) for line in certificate.lines),
            statements=certificate.statements,
            signatories=certificate.signatories,
            issue=tuple(_issue(certificate, words)),
            address=certificate.address if numbered else "",
            symbol=(certificate.address or certificate.number or "") if numbered else "",
        )

    @property
    def preview(self) -> bool:
        """Whether it only shows what a certificate would look like."""
        return self.certificate.number is None

    @property
    def title(self) -> str:
        """What a file or a page about it is called; it names nobody."""
        return f"{self.words.kind(self.certificate.kind)}: {self.certificate.course}"

    @property
    def sum(self) -> str:
        """What the topics come to, said at the end of their list where that goes on a further page, or nothing else says it."""
        return _sum(self.certificate, self.words)

    @property
    def listed_with_sum(self) -> bool:
        """Whether the sum is said with the list wherever it stands, since nothing in the head says it."""
        return bool(self.certificate.summed)

    def texts(self) -> Iterator[str]:
        """List everything that is said, in reading order.

        >>> from cmecore.certificates import certify_participation
        >>> from cmecore.testing.samples import LEDGER, NOW
        >>> preview = certify_participation(LEDGER, "EM-101", name="Ada Okoro, MD", at=NOW)
        >>> "Ada Okoro, MD" in Document.of(preview).texts()
        True
        """
        yield from (said.text for said in self.head)
        for under, rows in itertools.groupby(self.rows, lambda row: row.under):
            yield from filter(None, (under,))
            for row in rows:
                yield from filter(None, (row.title, row.completed, row.amount, *row.notes))
        yield from (self.sum,) if self.listed_with_sum else ()
        yield from self.statements
        for signatory in self.signatories:
            yield from filter(None, (signatory.name, signatory.title))
        yield from (said.text for said in self.issue)
        yield from filter(None, (self.address,))


def as_order(order: Iterable[Block]) -> tuple[Block, ...]:
    """Check an order of blocks: a certificate may say things in another order, and never leaves one out.

    >>> as_order(["provider", "kind", "learner", "course", "award"])[0]
    'provider'
    >>> as_order(["kind", "learner"])
    Traceback (most recent call last):
    cmecore.errors.InvalidValue: order: found 'kind', 'learner'; expected each of kind, provider, learner, ... once; ...
    """
    held = listed(order, field="order")
    if sorted(map(str, held)) != sorted(get_args(Block)):
        expected = f"each of {', '.join(ORDER)} once"
        found = ", ".join(map(shown, held))
        raise InvalidValue(field="order", found=found, expected=expected, advice="put them in another order")
    return held


def _kind(certificate: Certificate, words: Words) -> Iterator[Said]:
    yield Said("kind", words.kind(certificate.kind))
    if certificate.adds_to:
        yield Said("addendum", words.addendum.format(number=certificate.adds_to))


def _provider(certificate: Certificate, _words: Words) -> Iterator[Said]:
    yield Said("provider", certificate.provider.name)


def _learner(certificate: Certificate, words: Words) -> Iterator[Said]:
    yield Said("certifies", words.lists if certificate.summarises else words.certifies)
    yield Said("name", certificate.name)


def _course(certificate: Certificate, words: Words) -> Iterator[Said]:
    if not certificate.summarises:
        yield Said("participated", _participated(certificate, words))
    yield Said("course", certificate.course)
    occasion = " · ".join(filter(None, (certificate.edition, certificate.place, words.days(certificate.dates))))
    if occasion:
        yield Said("occasion", occasion)


def _participated(certificate: Certificate, words: Words) -> str:
    if certificate.format == TEACHING.name:
        return words.presented
    if certificate.kind.code == COMPLETION.code:
        return words.completed
    if not certificate.format:
        return words.participated
    formats = words.listed(map(words.format, certificate.format.split(", ")))
    return words.participated_in.format(format=formats)


def _award(certificate: Certificate, words: Words) -> Iterator[Said]:
    if certificate.total is not None:
        yield Said("awarded", words.awarded)
        yield Said("total", words.credits(certificate.total))
        if certificate.resting:
            yield Said("resting", words.resting.format(credits=_amounts(certificate.resting, words)))
        if certificate.maximum is not None:
            yield Said("designated", words.maximum.format(credits=words.credits(certificate.maximum)))
    elif certificate.designated:
        yield Said("designated", words.was_designated.format(credits=_amounts(certificate.designated, words)))
    elif not certificate.summarises:
        yield Said("designated", words.awards_none)
    if certificate.hours is not None:
        yield Said("hours", words.hours.format(hours=words.figures(certificate.hours)))
    if certificate.blank:
        yield Said("blank", words.blank)


_BLOCKS = {"kind": _kind, "provider": _provider, "learner": _learner, "course": _course, "award": _award}


def _issue(certificate: Certificate, words: Words) -> Iterator[Said]:
    provider, number = certificate.provider, certificate.number
    yield Said("issued", words.issued.format(date=words.day(certificate.issued_on)))
    yield Said("number", words.preview_note if number is None else words.number.format(number=number))
    if replaced := certificate.supersedes:
        several = words.replace.format(numbers=words.listed(replaced)) if replaced[1:] else ""
        yield Said("replaces", several or words.replaces.format(number=replaced[0]))
    for reported in certificate.reported:
        yield Said("reported", reported)
    if provider.address:
        yield Said("provider address", provider.address)
    if provider.contact:
        yield Said("provider contact", provider.contact)
    if provider.policy:
        yield Said("policy", words.policy.format(policy=provider.policy))


def _row(line: Line, certificate: Certificate, words: Words) -> Row:
    notes = []
    if line.topics:
        topics = ", ".join(f"{_amount(part, certificate, words)} {topic}" for topic, part in line.topics)
        notes.append(words.including.format(credits=topics))
    if line.resting:
        notes.append(words.plus.format(credits=_amounts(line.resting, words)))
    amount = "" if line.credits is None else _amount(line.credits, certificate, words)
    return Row(line.title, words.day(line.on), amount, tuple(notes), line.under)


def _amount(credits: Credits, certificate: Certificate, words: Words) -> str:
    """Write the amount of a line: the bare number where it is in the type of the total, else with its own type."""
    awarded = certificate.total
    if awarded is not None and (credits.type is awarded.type or credits.type == awarded.type):
        return words.figures(credits.amount)
    return words.credits(credits)


def _amounts(credits: Iterable[Credits], words: Words) -> str:
    return words.listed(map(words.credits, credits))


def _sum(certificate: Certificate, words: Words) -> str:
    if certificate.summed:
        return words.summed.format(credits=_amounts(certificate.summed, words))
    if certificate.total is None:
        return ""
    return words.in_all.format(credits=_amounts((certificate.total, *certificate.resting), words))
