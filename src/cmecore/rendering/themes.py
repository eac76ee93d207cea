"""Themes: how certificates look, as data.  A caller changes one thing and keeps the rest.

>>> ours = attrs.evolve(CLASSIC, paper=A4.portrait, palette=Palette(accent="#5b1a2e"))
>>> ours.paper.height, ours.border
(841.89, 'engraved')

No mark of an accreditor ships.  One that the caller may use is printed only beside the statement that it belongs to.
"""

from __future__ import annotations

import functools
import math
import unicodedata
from collections.abc import Iterable, Mapping
from typing import Any, Literal, TypeAlias, get_args

import attrs

from cmecore.credit.fields import are, expect, is_a, many
from cmecore.credit.text import PARAGRAPH, line
from cmecore.errors import InvalidValue, personal, shown
from cmecore.rendering.document import ORDER, Block, as_order
from cmecore.rendering.fonts.typefaces import Style, as_fonts
from cmecore.rendering.images import Image
from cmecore.rendering.pages.layout import Colour
from cmecore.rendering.words import ENGLISH, Words

#: Contrast of text to the paper that WCAG 2 asks for at level AA.
CONTRAST = 4.5
# How much of the ink is in the word across a preview.
_VEIL = 0.11
_POINTS = "hand over points, 72 to the inch"
_SHORTEST_SIDE, _LONGEST_SIDE = 120 * 72 / 25.4, 2000 * 72 / 25.4


def _points(length: Any) -> Any:
    return float(length) if type(length) is int else length


@attrs.frozen(kw_only=True)
class Paper:
    """A sheet of paper, in points, 72 to the inch.

    >>> LETTER.portrait
    Paper(width=612.0, height=792.0)
    """

    width: float = attrs.field(converter=_points, validator=is_a(float))
    height: float = attrs.field(converter=_points, validator=is_a(float))

    @width.validator
    @height.validator
    def _large(self, attribute: attrs.Attribute[float], side: float) -> None:
        if not _SHORTEST_SIDE <= side <= _LONGEST_SIDE:
            expected = f"{_SHORTEST_SIDE:.0f} to {_LONGEST_SIDE:.0f} points, which is 120 to 2,000 mm"
            raise InvalidValue(field=attribute.name, found=shown(side), expected=expected, advice=_POINTS)

    @property
    def centre(self) -> float:
        """Half way across."""
        return self.width / 2

    @property
    def portrait(self) -> Paper:
        """The same sheet, standing."""
        return Paper(width=min(self.width, self.height), height=max(self.width, self.height))

    @property
    def landscape(self) -> Paper:
        """The same sheet, lying."""
        return Paper(width=max(self.width, self.height), height=min(self.width, self.height))


LETTER = Paper(width=792.0, height=612.0)
"""US letter, lying on its long side."""
A4 = Paper(width=841.89, height=595.28)
"""A4, lying on its long side."""


@functools.lru_cache(maxsize=256)
def rgb(colour: str) -> Colour:
    """Read a colour.

    >>> rgb("#ffffff")
    (1.0, 1.0, 1.0)
    """
    red, green, blue = (round(int(colour[start : start + 2], 16) / 255, 3) for start in (1, 3, 5))
    return red, green, blue


def contrast(one: str, other: str) -> float:
    """Return the contrast of two colours as WCAG 2 defines it, from 1 to 21.

    >>> contrast("#000000", "#ffffff")
    21.0
    """
    darker, lighter = sorted(map(_luminance, (one, other)))
    return round((lighter + 0.05) / (darker + 0.05), 2)


def mixed(one: str, other: str, share: float) -> str:
    """Mix a share of another colour into one.

    >>> mixed("#ffffff", "#000000", 0.2)
    '#cccccc'
    """
    pairs = ((int(one[at : at + 2], 16), int(other[at : at + 2], 16)) for at in (1, 3, 5))
    return "#" + "".join(f"{round(first + (second - first) * share):02x}" for first, second in pairs)


def _luminance(colour: str) -> float:
    linear = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in rgb(colour))  # noqa: PLR2004
    return math.fsum(part * weight for part, weight in zip(linear, (0.2126, 0.7152, 0.0722), strict=True))


def _colour(_palette: object, attribute: attrs.Attribute[str], colour: object) -> None:
    digits = colour[1:] if isinstance(colour, str) and colour[:1] == "#" else ""
    if len(digits) != len("rrggbb") or not set(digits.lower()) <= set("0123456789abcdef"):
        raise InvalidValue(
            field=attribute.name, found=shown(colour), expected="a colour such as #1b3255", advice="write #rrggbb"
        )


def _legible(palette: Palette, attribute: attrs.Attribute[str], colour: str) -> None:
    found = min(contrast(colour, palette.paper), contrast(colour, palette.veil))
    if found < CONTRAST:
        expected = f"a contrast of at least {CONTRAST} to the paper, and to the pale word across a preview"
        advice = "choose a colour that stands out more"
        raise InvalidValue(field=attribute.name, found=f"{colour}: {found}", expected=expected, advice=advice)


def _text(default: str) -> Any:
    return attrs.field(default=default, validator=[_colour, _legible])


@attrs.frozen(kw_only=True)
class Palette:
    """The colours of a theme.  Those of text keep the contrast to the paper that tired eyes need.

    >>> Palette(quiet="#bbbbbb")
    Traceback (most recent call last):
    cmecore.errors.InvalidValue: quiet: found #bbbbbb: 1.55; expected a contrast of at least 4.5 to the paper, ...
    """

    paper: str = attrs.field(default="#ffffff", validator=_colour)
    ink: str = _text("#1c212b")
    #: What is less important.
    quiet: str = _text("#454d5c")
    #: Headings, amounts, and the lines of the border.
    accent: str = _text("#1b3255")
    warning: str = _text("#8c1c1c")
    #: Drawn ornament, never text.
    ornament: str = attrs.field(default="#a7884b", validator=_colour)

    @property
    def veil(self) -> str:
        """The colour of the word across a preview: so pale that whatever stands on it stays legible."""
        return mixed(self.paper, self.ink, _VEIL)


_LOWEST_MARK, _HIGHEST_MARK = 12.0, 120.0


@attrs.frozen(kw_only=True)
class Mark:
    """A logo or an accreditor's mark that the caller may use.

    With ``beside``, it belongs to a statement: it is printed beside a statement that contains these words, and otherwise not.
    """

    image: Image = attrs.field(validator=is_a(Image))
    #: What it shows, for whoever cannot see it.
    says: str = attrs.field(validator=line())
    beside: str = attrs.field(default="", validator=line(blank=True, longest=PARAGRAPH))
    #: In points; the width follows from the image, and a mark that would be too broad is printed smaller.
    height: float = attrs.field(default=40.0, validator=is_a(float))

    @height.validator
    def _bounded(self, _attribute: attrs.Attribute[float], height: float) -> None:
        if not _LOWEST_MARK <= height <= _HIGHEST_MARK:
            expected = f"{_LOWEST_MARK:.0f} to {_HIGHEST_MARK:.0f} points"
            raise InvalidValue(field="height", found=shown(height), expected=expected, advice=_POINTS)

    def sized(self, broadest: float, scale: float = 1.0) -> tuple[float, float]:
        """Return its width and height where it may be so broad and no broader, on a page that is set at this scale."""
        width, height = self.image.size
        part = min(self.height * scale / height, broadest / width)
        return width * part, height * part


Border: TypeAlias = Literal["engraved", "double", "panel", "none"]
Seal: TypeAlias = Literal["rosette", "none"]


def _one_of(choice: object) -> Any:
    def validate(_theme: object, attribute: attrs.Attribute[str], value: object) -> None:
        if value not in get_args(choice):
            raise InvalidValue(field=attribute.name, found=shown(value), expected=" or ".join(get_args(choice)))

    return validate


_Signatures: TypeAlias = tuple[tuple[str, Image | None], ...]


def _pairs(held: Mapping[str, Image | None] | Iterable[tuple[str, Image | None]]) -> _Signatures:
    return tuple((name, one) for name, one in (held.items() if isinstance(held, Mapping) else many(held)))


def _named(_theme: object, attribute: attrs.Attribute[Any], pairs: _Signatures) -> None:
    for name, one in pairs:
        expect(name, str, field=attribute.name)
        if one is not None:
            expect(one, Image, field=attribute.name)


def _by_style(styles: Mapping[Any, bytes] | Iterable[tuple[Any, bytes]]) -> tuple[tuple[Style, bytes], ...]:
    return tuple(dict(styles).items())


def _styled(_theme: object, attribute: attrs.Attribute[Any], pairs: tuple[tuple[Style, bytes], ...]) -> None:
    for style, data in pairs:
        if style not in get_args(Style):
            expected = " or ".join(get_args(Style))
            raise InvalidValue(field=attribute.name, found=shown(style), expected=expected, advice="name the style it replaces")
        as_fonts(data)


@attrs.frozen(kw_only=True, cache_hash=True)
class Theme:
    """How certificates look.

    >>> attrs.evolve(MODERN, border="none").words.language
    'en'
    """

    paper: Paper = attrs.field(default=LETTER, validator=is_a(Paper))
    palette: Palette = attrs.field(default=Palette(), validator=is_a(Palette))
    border: Border = attrs.field(default="engraved", validator=_one_of(Border))
    seal: Seal = attrs.field(default="rosette", validator=_one_of(Seal))
    #: Where the head of the certificate stands: in the middle, or at the left.
    alignment: Literal["centre", "left"] = attrs.field(default="centre", validator=_one_of(Literal["centre", "left"]))
    #: The order in which the head is read.
    order: tuple[Block, ...] = attrs.field(default=ORDER, converter=as_order)
    words: Words = attrs.field(default=ENGLISH, validator=is_a(Words))
    marks: tuple[Mark, ...] = attrs.field(default=(), converter=many, validator=are(Mark), repr=False)
    #: The image of a signature by the name of its signatory, or None for one who signs by hand.
    signatures: _Signatures = attrs.field(default=(), converter=_pairs, validator=_named, repr=False)
    #: A TrueType font in place of the bundled one, by style: roman, italic or capitals.
    styles: tuple[tuple[Style, bytes], ...] = attrs.field(default=(), converter=_by_style, validator=_styled, repr=False)

    def signature(self, name: str, *, among: Iterable[str] = ()) -> Image | None:
        """Return the image of the signature of whoever has this name, letter for letter; None where there is none.

        A theme may hold the signatures of many providers.  But one under a name with other capitals, spaces or punctuation was
        meant for this one, unless whoever has that name is ``among`` those who sign.  It is refused, since a certificate
        without it would go out as if nobody had signed.

        >>> CLASSIC.signature("Grace Lindqvist, PhD") is None
        True
        """
        return _signature(self, name, tuple(among))


@functools.lru_cache(maxsize=256)
def _signature(theme: Theme, name: str, among: tuple[str, ...]) -> Image | None:
    images = {_composed(held): image for held, image in theme.signatures}
    own = _composed(name)
    if own not in images:
        others = set(map(_composed, among))
        for place, (held, image) in enumerate(theme.signatures):
            if image is not None and _composed(held) not in others and _spelled(held) == _spelled(name):
                raise InvalidValue(
                    field=f"signatures[{place}]",
                    found=personal(held, set(held) ^ set(name)),
                    expected="the name of the signatory as it stands on the certificate",
                    advice="they differ in capitals, spaces or punctuation alone: copy the name of the Signatory, "
                    "or write None as the signature of whoever signs by hand",
                )
    return images.get(own)


def _composed(name: str) -> str:
    """Bring a name to the one form of Unicode for an accented letter, which two programs may write in two ways."""
    return unicodedata.normalize("NFC", name)


def _spelled(name: str) -> str:
    """Leave of a name what tells people apart: not its capitals, spaces and punctuation, but the accents of its letters."""
    return "".join(part for part in _composed(name.lower()) if unicodedata.category(part)[0] not in "PZ")


CLASSIC = Theme()
"""An engraved border around a centred page."""
MODERN = Theme(
    border="panel",
    seal="none",
    alignment="left",
    order=("provider", "kind", "learner", "course", "award"),
    palette=Palette(accent="#0b4f5c", ornament="#5aa7a7"),
)
"""A panel of colour beside a page that is set from the left."""
ACADEMIC = Theme(
    paper=LETTER.portrait,
    border="double",
    palette=Palette(accent="#6b1a2b", ornament="#b08d3f", ink="#231a18", quiet="#544641"),
)
"""A standing sheet between fine lines, in burgundy and old gold."""
PLAIN = Theme(border="none", seal="none", palette=Palette(accent="#1c212b", ornament="#8a8f98"))
"""Nothing but the text, for paper that has a letterhead or for an office printer."""
THEMES: Mapping[str, Theme] = {"classic": CLASSIC, "academic": ACADEMIC, "modern": MODERN, "plain": PLAIN}
"""The themes that ship."""
