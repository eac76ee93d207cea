"""Statements and the templates they are made from: named fields filled in exactly, and read back from a printed text.

What is filled in is data: a brace or a tag in a provider's name is printed as it stands.  Italics and trademark signs are spans
beside the text, never markup inside it, so that each renderer sets them in its own way.
"""

from __future__ import annotations

import datetime
import enum
import functools
import itertools
import re
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import TypeAlias

import attrs

from cmecore.credit.amounts import Credits, exact
from cmecore.credit.fields import are, each_once, expect, is_a, many
from cmecore.credit.periods import checked_day, in_words
from cmecore.credit.text import PARAGRAPH, checked, line
from cmecore.errors import InvalidValue, described, near, shown
from cmecore.identifiers import Uan

#: What can be filled into a field; a list of organisations becomes "A, B and C".
Filling: TypeAlias = str | int | Decimal | datetime.date | Credits | Uan | Sequence[str]

_FIELD = re.compile(r"\{(?P<name>[a-z][a-z0-9_]{0,39})(?::(?P<one>[^{}|]*)\|(?P<more>[^{}|]*))?\}")
_MOST_FIELDS = 40
_LONGEST_NAME = 40
_MARKS = re.compile("[™®]")
_TOKEN = re.compile(r"\(s\)|\w+|.")
_ARTICLE = "The "
# Possessive throughout (`?+`): a hostile text must never make a search go back and try again.
_MARK_OR_NONE = "[™®]?+"
_END = r"\Z"
_FORGIVING = {
    "(s)": rf"(?:\(s\)|s)?+{_MARK_OR_NONE}",
    **dict.fromkeys("™®", r"(?: ?(?:[™®]|\(?TM\)?|\([Rr]\)))?+"),
    **dict.fromkeys("'’‘", "['’‘]"),
    **dict.fromkeys('"“”', '["“”]'),
    **dict.fromkeys("-‐‑–—", "[-‐‑–—]"),
}
# Where a field comes twice, its first value may end at any of several places; so many are tried.
_TRIES = 200


class Style(enum.Enum):
    """How a part of a statement is set.

    >>> Style("italic").name
    'ITALIC'
    """

    ITALIC = "italic"
    """In italics."""
    TRADEMARK = "trademark"
    """A ™ or ®, which a renderer may raise or set smaller."""


@attrs.frozen
class Styled:
    """A part of a text, from one character up to another, and its style.

    >>> Styled(0, 3, Style.ITALIC).end
    3
    """

    start: int = attrs.field(validator=is_a(int))
    end: int = attrs.field(validator=is_a(int))
    style: Style = attrs.field(validator=is_a(Style))

    def __attrs_post_init__(self) -> None:
        if not 0 <= self.start < self.end:
            raise InvalidValue(
                field="span", found=f"{shown(self.start)} to {shown(self.end)}", expected="a start of 0 or more, before the end"
            )


@attrs.frozen(kw_only=True)
class Statement:
    """A prescribed statement with its fields filled in: the plain text, and which parts of it are set in a style.

    >>> said = Statement(text="1.00 Credit™", spans=[Styled(5, 11, Style.ITALIC), Styled(11, 12, Style.TRADEMARK)], wording="x")
    >>> print(said)
    1.00 Credit™
    >>> [text for text, styles in said.runs() if Style.ITALIC in styles]
    ['Credit']
    """

    text: str = attrs.field(validator=line(longest=PARAGRAPH))
    spans: tuple[Styled, ...] = attrs.field(default=(), converter=many, validator=are(Styled))
    #: The code of the wording that was filled.
    wording: str = attrs.field(validator=line())

    def __attrs_post_init__(self) -> None:
        beyond = [span.end for span in self.spans if span.end > len(self.text)]
        if beyond:
            raise InvalidValue(field="spans", found=f"an end at {shown(beyond[0])}", expected=f"at most {len(self.text):,}")

    def runs(self) -> tuple[tuple[str, frozenset[Style]], ...]:
        """Cut the text where a style begins or ends: pieces with their styles, for a renderer to set one after the other."""
        cuts = sorted({0, len(self.text), *(edge for span in self.spans for edge in (span.start, span.end))})
        return tuple(
            (self.text[start:end], frozenset(span.style for span in self.spans if span.start <= start and end <= span.end))
            for start, end in itertools.pairwise(cuts)
        )

    def __str__(self) -> str:
        """Print the text without any style."""
        return self.text


@attrs.frozen
class _Words:
    """Words of the template's own."""

    text: str
    italic: bool


@attrs.frozen
class _Choice:
    """Two words, of which an amount chooses: the second one if it is above 1, as published templates do."""

    name: str
    italic: bool
    one: str
    more: str

    def of(self, value: object) -> str:
        """Choose."""
        amount = value.amount if isinstance(value, Credits) else exact(value, field=self.name)
        return self.more if amount > 1 else self.one


@attrs.frozen
class _Field:
    """A place for a value."""

    name: str
    italic: bool


_Piece: TypeAlias = _Words | _Choice | _Field
_Following: TypeAlias = tuple[tuple[str, re.Pattern[str]], ...]


@attrs.frozen(kw_only=True)
class Template:
    """A text with named fields.

    ``{amount}`` is a field; ``{amount:Credit|Credits}`` is the second word if the amount is above 1, else the first.

    >>> worth = Template(code="worth", text="{amount} {amount:Credit|Credits} until {day}, from {providers}.")
    >>> print(worth.fill(amount="0.75", day=datetime.date(2026, 3, 9), providers=["Lakeside CME", "Acme", "St. Jude"]))
    0.75 Credit until 9 March 2026, from Lakeside CME, Acme and St. Jude.
    """

    #: The name under which its statements and its mistakes are known.
    code: str = attrs.field(validator=line())
    text: str = attrs.field(validator=line(longest=PARAGRAPH))
    #: Parts of the text that stand in italics wherever they occur; ``"{title}"`` sets all that is filled in there.
    italics: tuple[str, ...] = attrs.field(default=(), converter=many, validator=are(str))

    def __attrs_post_init__(self) -> None:
        each_once(self.italics, field=f"italics of {self.code}")
        places = [piece.name for piece in self._pieces if isinstance(piece, _Field)]
        field = f"text of {self.code}"
        if self.text != " ".join(self.text.split()):
            raise InvalidValue(field=field, found="other white space", expected="single spaces between its words only")
        if len(places) > _MOST_FIELDS:
            raise InvalidValue(field=field, found=f"{len(places):,} fields", expected=f"at most {_MOST_FIELDS}")
        for left, right in itertools.pairwise(self._pieces):
            if isinstance(left, _Field) and isinstance(right, _Field):
                found = f"{{{left.name}}}{{{right.name}}}"
                raise InvalidValue(
                    field=field, found=found, expected="words between two fields", advice="or one field for both"
                )
        for name in self.fields:
            if name not in places:
                expected = f"{{{name}}} itself somewhere in the text"
                raise InvalidValue(field=field, found=f"only a choice of words by {name}", expected=expected)

    @functools.cached_property
    def fields(self) -> tuple[str, ...]:
        """The names of the fields, in the order of the text."""
        return tuple(dict.fromkeys(piece.name for piece in self._pieces if not isinstance(piece, _Words)))

    def fill(self, /, **values: Filling) -> Statement:
        """Fill in every field, and say where the italics and trademark signs of the template stand."""
        self._refuse_other_fields(values)
        printed = {name: _printed(values[name], field=name) for name in self.fields}
        text, italics, marks = "", list[Styled](), list[Styled]()
        for piece in self._pieces:
            start = len(text)
            if isinstance(piece, _Field):
                text += _without_second_article(printed[piece.name], text)
            else:
                text += piece.text if isinstance(piece, _Words) else piece.of(values[piece.name])
                marks += [Styled(*mark.span(), Style.TRADEMARK) for mark in _MARKS.finditer(text, start)]
            if piece.italic and len(text) > start:
                begins = italics.pop().start if italics and italics[-1].end == start else start
                italics.append(Styled(begins, len(text), Style.ITALIC))
        spans = sorted((*italics, *marks), key=lambda span: (span.start, span.end))
        return Statement(text=text, spans=spans, wording=self.code)

    def recognise(self, text: str) -> dict[str, str] | None:
        """Read the fields back from a text that follows the template from its first word to its last, else return ``None``."""
        opening, following = self._reading
        collapsed = " ".join(expect(text, str, field="text").split())
        begins = opening.match(collapsed)
        return _read(collapsed, begins.end(), following, {}, iter(range(_TRIES))) if begins else None

    def breaks_off(self, text: str, *, after: str) -> bool:
        """Tell whether the template's own words stand in a text one after the other up to a field, and not to their end."""
        collapsed, at = " ".join(expect(text, str, field="text").split()), 0
        reached = False
        for name, words in self._reading[1]:
            reached = reached or name == after
            if (stands := re.compile(words.pattern.removesuffix(_END)).search(collapsed, at)) is None:
                return reached
            at = stands.end()
        return False

    @functools.cached_property
    def _pieces(self) -> tuple[_Piece, ...]:
        return tuple(_pieces(self))

    @functools.cached_property
    def _reading(self) -> tuple[re.Pattern[str], _Following]:
        """What the text begins with, and each field with what follows it."""
        patterns, names = [""], list[str]()
        for piece in self._pieces:
            if isinstance(piece, _Field):
                names.append(piece.name)
                patterns.append("")
            elif isinstance(piece, _Choice):
                longer_first = sorted((piece.more, piece.one), key=len, reverse=True)
                patterns[-1] += f"(?>{'|'.join(map(_forgiving, longer_first))})"
            else:
                patterns[-1] += _forgiving(piece.text)
        patterns[-1] += _END
        opening, *following = map(re.compile, patterns)
        return opening, tuple(zip(names, following, strict=True))

    def _refuse_other_fields(self, values: Mapping[str, Filling]) -> None:
        expected = f"its fields {', '.join(self.fields)}" if self.fields else "no fields: it has none"
        for name in values:
            if name not in self.fields:
                advice = near(name[:_LONGEST_NAME], self.fields)
                raise InvalidValue(field=self.code, found=f"a field {shown(name)}", expected=expected, advice=advice)
        for name in self.fields:
            if name not in values:
                raise InvalidValue(field=self.code, found=f"no {name}", expected=expected, advice=f"fill it in with {name}=…")


def _pieces(template: Template) -> Iterator[_Piece]:
    text, italic = template.text, _italic(template)
    at = 0
    for field in _FIELD.finditer(text):
        start, end = field.span()
        yield from _words(template, at, start, italic)
        if len(set(italic[start:end])) > 1:
            found = f"a phrase that begins or ends inside {field[0]}"
            raise InvalidValue(field=f"italics of {template.code}", found=found, expected="a field as a whole or not at all")
        if field["one"] is None:
            yield _Field(field["name"], bool(italic[start]))
        else:
            yield _Choice(field["name"], bool(italic[start]), field["one"], field["more"])
        at = end
    yield from _words(template, at, len(text), italic)


def _words(template: Template, start: int, end: int, italic: bytearray) -> Iterator[_Words]:
    words = template.text[start:end]
    if "{" in words or "}" in words:
        raise InvalidValue(
            field=f"text of {template.code}",
            found=f"a brace that belongs to no field, in {shown(words)}",
            expected="fields such as {amount} or {amount:Credit|Credits}",
            advice="name a field in small letters, digits and _",
        )
    for is_italic, run in itertools.groupby(zip(words, italic[start:end], strict=True), key=lambda one: bool(one[1])):
        yield _Words("".join(character for character, _ in run), is_italic)


def _italic(template: Template) -> bytearray:
    """Mark each character of a template that stands in italics."""
    text, marked = template.text, bytearray(len(template.text))
    for phrase in template.italics:
        if not phrase or phrase not in text:
            expected = "a part of the text, letter for letter"
            raise InvalidValue(field=f"italics of {template.code}", found=shown(phrase), expected=expected)
        for found in re.finditer(re.escape(phrase), text):
            marked[found.start() : found.end()] = b"\x01" * len(phrase)
    return marked


def _printed(value: object, *, field: str) -> str:
    match value:
        case str():
            return checked(value, field=field, longest=PARAGRAPH)
        case Credits():
            return str(value.amount)
        case Uan():
            return str(value)
        case datetime.date():
            return in_words(checked_day(value, field=field))
        case list() | tuple() if value:
            *names, last = (checked(name, field=f"{field}[{place}]") for place, name in enumerate(value))
            return f"{', '.join(names)} and {last}" if names else last
        case int() | float() | Decimal() if not isinstance(value, bool):
            return f"{exact(value, field=field):f}"
    expected = "text, a number, a day, an amount of credit, or a list of names"
    raise InvalidValue(field=field, found=described(value), expected=expected)


def _without_second_article(value: str, before: str) -> str:
    """Print "The {provider}" and "The Ohio State University" with one article, which is the template's."""
    if f" {before}".endswith((" The ", " the ")) and value.removeprefix(_ARTICLE).strip():
        return value.removeprefix(_ARTICLE)
    return value


def _forgiving(words: str) -> str:
    """Make the pattern of some words, which forgives what a printer, a browser or a typist may have changed."""
    return "".join(
        _FORGIVING.get(token) or re.escape(token) + (_MARK_OR_NONE if token[-1].isalnum() else "")
        for token in _TOKEN.findall(words)
    )


def _read(text: str, at: int, fields: _Following, known: dict[str, str], tries: Iterator[int]) -> dict[str, str] | None:
    if not fields:
        return known
    (name, following), rest = fields[0], fields[1:]
    if name in known:
        # One of the two may have lost its article to the template's.
        bare = known[name].removeprefix(_ARTICLE)
        for again in (_ARTICLE + bare, bare):
            if text.startswith(again, at) and (ends := following.match(text, at + len(again))):
                return _read(text, ends.end(), rest, known, tries)
        return None
    start = at + 1
    while start <= len(text) and next(tries, None) is not None and (ends := following.search(text, start)):
        value = text[at : ends.start()].strip()
        read = _read(text, ends.end(), rest, {**known, name: value}, tries) if value else None
        if read is not None:
            return read
        start = ends.start() + 1
    return None
