"""How a certificate looks on a web page: colours, border, sheet of paper, and the style sheet that is made of them."""

from __future__ import annotations

import functools
import re
from collections.abc import Mapping
from html import escape
from typing import Any, Literal, get_args

import attrs

from cmecore.errors import InvalidValue, described
from cmecore.rendering.borders import Engraving, picture, rules
from cmecore.rendering.fonts.typefaces import Style as FontStyle
from cmecore.rendering.themes import A4, LETTER, Border, Palette, Theme

_COLOUR = re.compile(r"#[0-9a-f]{6}", re.ASCII)
_SMALLEST_PAPER = 200
# Letter, on its side: what drawings are made for where the paper is the reader's.
_SHEET_OF_PAPER = (792.0, 612.0)
#: The reader's own fonts that a page is set in, where it carries none.
FAMILIES = (
    '"EB Garamond", "Adobe Garamond Pro", Garamond, "Hoefler Text", "Iowan Old Style", "Palatino Linotype", Palatino, '
    '"Book Antiqua", Georgia, "Times New Roman", serif'
)
#: What is set in each style of a theme.
SET_IN: Mapping[FontStyle, str] = {
    "roman": ":root",
    "italic": ".certifies, .participated, .awarded, .total, .resting, .designated, .hours, .blank, .addendum, .note *, .office",
    "capitals": "h1, .provider, thead th",
}
_Alignment = Literal["centre", "left"]


def _colour(_style: object, attribute: attrs.Attribute[str], value: object) -> None:
    if not (isinstance(value, str) and _COLOUR.fullmatch(value)):
        raise InvalidValue(field=attribute.name, found=described(value), expected="a colour", advice='write it as "#1b3255"')


def _paper(_style: object, attribute: attrs.Attribute[Any], value: Any) -> None:
    if value is None:
        return
    sides = value if isinstance(value, tuple) else ()
    if [type(side) in (int, float) and _SMALLEST_PAPER <= side <= 10 * _SMALLEST_PAPER for side in sides] != [True, True]:
        expected = f"width and height in points, each from {_SMALLEST_PAPER} to {10 * _SMALLEST_PAPER}"
        raise InvalidValue(field=attribute.name, found=described(value), expected=expected, advice="letter is (612, 792)")


def _one_of(choices: Any) -> Any:
    def validate(_style: object, attribute: attrs.Attribute[Any], value: object) -> None:
        if value not in get_args(choices):
            raise InvalidValue(field=attribute.name, found=described(value), expected=" or ".join(get_args(choices)))

    return validate


@attrs.frozen(kw_only=True)
class Style:
    """The colours of a page, its border, where its head stands, and the paper that it is printed on.

    >>> Style().accent
    '#1b3255'
    >>> Style(accent="red; } body { display: none")
    Traceback (most recent call last):
    cmecore.errors.InvalidValue: accent: found text of 27 characters; expected a colour; write it as "#1b3255"
    """

    #: What is read: names, titles, amounts.
    ink: str = attrs.field(default="#1c212b", validator=_colour)
    #: Headings, the border, amounts in the head.
    accent: str = attrs.field(default="#1b3255", validator=_colour)
    #: The words between the facts.
    quiet: str = attrs.field(default="#454d5c", validator=_colour)
    #: Lines and ornaments, and nothing that has to be read.
    ornament: str = attrs.field(default="#a7884b", validator=_colour)
    #: The word that a preview begins with.
    warning: str = attrs.field(default="#8c1c1c", validator=_colour)
    #: What everything stands on.
    ground: str = attrs.field(default="#ffffff", validator=_colour)
    #: The word across a preview.
    veil: str = attrs.field(default=Palette().veil, validator=_colour)
    border: Border = attrs.field(default="engraved", validator=_one_of(Border))
    #: Where the head and the signatures stand: in the middle, or at the edge where a line begins.
    alignment: _Alignment = attrs.field(default="centre", validator=_one_of(_Alignment))
    #: Width and height in points; without them, the paper in the reader's printer, on its side.
    paper: tuple[float, float] | None = attrs.field(default=None, validator=_paper)

    @classmethod
    def of(cls, theme: Theme) -> Style:
        """Take the colours, the border and the paper of a theme; letter or A4 on its side is whatever paper the printer has."""
        paper, colours = theme.paper, theme.palette
        usual = paper.landscape in (LETTER, A4)
        tints = {name: getattr(colours, name).lower() for name in ("ink", "accent", "quiet", "ornament", "warning", "veil")}
        tints["ground"] = colours.paper.lower()
        size = None if usual and paper.width > paper.height else (paper.width, paper.height)
        return cls(paper=size, border=theme.border, alignment=theme.alignment, **tints)

    @property
    def sheet(self) -> tuple[float, float]:
        """The width and height that drawings are made for."""
        return self.paper or _SHEET_OF_PAPER

    @property
    def size(self) -> str:
        """The paper, as a style sheet names it.

        >>> Style().size, Style(paper=(612, 792)).size
        ('landscape', '612pt 792pt')
        """
        return "landscape" if self.paper is None else " ".join(f"{side:g}pt" for side in self.paper)


@functools.lru_cache(maxsize=32)
def stylesheet(style: Style, preview: str) -> str:
    """Write the style sheet; ``preview`` is the word that stands behind the text of a preview.

    >>> "#1b3255" in stylesheet(Style(), "PREVIEW")
    True
    """
    text = _SHEET.replace("%watermark%", _watermark(preview, style))
    width, height = style.sheet
    if width > height:
        text += _LYING
    if style.alignment == "left":
        text += _FROM_THE_START
    text += rules(style.border, Engraving(style.accent, style.ornament, style.ground, style.sheet))
    text = text.replace("%families%", FAMILIES).replace("%italic%", SET_IN["italic"]).replace("%capitals%", SET_IN["capitals"])
    for name in ("ink", "accent", "quiet", "ornament", "warning", "ground", "veil", "size"):
        text = text.replace(f"%{name}%", getattr(style, name))
    return text


def _watermark(word: str, style: Style) -> str:
    """Draw a word across a sheet, so pale that everything on top of it stays readable."""
    width, height = style.sheet
    size = min(0.17 * width, 1.25 * width / len(word))
    return picture(
        f'viewBox="0 0 {width:g} {height:g}"',
        f'<text x="{width / 2:g}" y="{height / 2 + size / 3:g}" transform="rotate(-26 {width / 2:g} {height / 2:g})" '
        f'text-anchor="middle" font-family="serif" font-size="{size:g}" letter-spacing="{size / 12:g}" fill="{style.veil}">'
        f"{escape(word)}</text>",
    )


_SHEET = """
:root {
  --ink: %ink%; --accent: %accent%; --quiet: %quiet%; --ornament: %ornament%; --warning: %warning%;
  --ground: %ground%; --veil: %veil%;
  color-scheme: light;
  font: 400 17px/1.4 %families%;
  font-variant-numeric: lining-nums;
  text-size-adjust: 100%; -webkit-text-size-adjust: 100%;
}
* { box-sizing: border-box; margin: 0; padding: 0; }
body { background: #e4e1da; color: var(--ink); overflow-wrap: anywhere; }
.provider, h1, h2, thead, tbody td, .amount { overflow-wrap: break-word; }
main { max-width: 66rem; margin: 0 auto; padding: clamp(.5rem, 3vw, 2.5rem); }
article {
  background: var(--ground); box-shadow: 0 .1rem .3rem #0002, 0 .8rem 2.4rem #0002; padding: clamp(.4rem, 1.4vw, .9rem);
  print-color-adjust: exact; -webkit-print-color-adjust: exact;
}
article + article { margin-top: clamp(1rem, 4vw, 3rem); }
.sheet {
  --edge: clamp(12px, 2.4vw, 26px);
  padding: clamp(1.2rem, 4vw, 2.8rem) clamp(.7rem, 4.5vw, 3.6rem) clamp(.9rem, 2.4vw, 1.6rem);
  display: flex; flex-direction: column; justify-content: space-between; row-gap: 1.5rem;
  -webkit-box-decoration-break: clone; box-decoration-break: clone;
}
.preview .sheet { background: %watermark% center / 100% auto no-repeat; }
%italic% { font-style: italic; }
%capitals% { font-variant-caps: small-caps; }

.head { text-align: center; text-wrap: balance; }
.head > * + * { margin-top: .3rem; }
.warning { color: var(--warning); font-weight: 700; letter-spacing: .3em; text-indent: .3em; margin-bottom: .8rem; }
h1 {
  color: var(--accent); font-size: clamp(1.8rem, 5.4vw, 3.1rem); font-weight: 400; letter-spacing: .06em;
  line-height: 1.15;
}
.flourish { display: block; width: min(17rem, 80%); height: .6rem; margin: .7rem auto .9rem; fill: var(--ornament); }
.provider { font-size: 1.4rem; letter-spacing: .06em; line-height: 1.25; }
.certifies, .participated, .awarded, .designated, .hours, .addendum, .blank { color: var(--quiet); }
.certifies, .participated, .awarded { font-size: 1.1rem; }
.participated, .awarded { margin-top: .9rem; }
.name { font-size: clamp(1.9rem, 5.6vw, 3.1rem); line-height: 1.2; }
h2 { color: var(--accent); font-size: clamp(1.35rem, 3.6vw, 1.9rem); font-weight: 400; line-height: 1.25; }
.total, .resting { color: var(--accent); font-size: clamp(1.2rem, 3.2vw, 1.6rem); line-height: 1.3; }
.resting { font-size: clamp(1.1rem, 2.6vw, 1.3rem); }
.rule { display: inline-block; min-width: 8rem; border-bottom: 1px solid var(--ink); }
.blank input {
  font: inherit; color: var(--ink); width: 8rem; padding: .1rem .4rem; border: 0; border-bottom: 1px solid var(--ink);
  background: var(--veil); text-align: center;
}

.particulars { display: flex; flex-wrap: wrap; gap: 1.2rem 2.5rem; align-items: flex-start; }
table { flex: 3 1 23rem; min-width: 0; width: 100%; border-collapse: collapse; }
caption {
  position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap;
}
th, td { text-align: start; vertical-align: baseline; font-weight: 400; padding: .22rem 0; padding-inline-end: 1rem; }
thead th { color: var(--accent); letter-spacing: .05em; border-bottom: 1px solid var(--ornament); }
thead th:first-child, tbody th { width: 100%; }
thead th { white-space: nowrap; }
tbody td { white-space: nowrap; color: var(--quiet); }
th.amount, td.amount { text-align: end; padding-inline-end: 0; font-variant-numeric: lining-nums tabular-nums; }
td.amount { color: inherit; }
tr.note td { white-space: normal; font-size: .92rem; padding: 0 0 .3rem; padding-inline-start: 1.2rem; }
tr.under th { color: var(--accent); font-size: 1.1rem; padding-top: .8rem; }
tr.sum td {
  white-space: normal; border-top: 1px solid var(--ornament); color: inherit; text-align: end; padding-inline-end: 0;
}
tr { break-inside: avoid; }
tr.under, tr.noted { break-after: avoid; }
.statements { flex: 2 1 17rem; min-width: 0; font-size: .95rem; line-height: 1.38; text-wrap: pretty; }
.statements > * + * { margin-top: .55rem; }
.statements > *, .foot, .signatory { break-inside: avoid; }

.signatories {
  display: flex; flex-wrap: wrap; gap: 1rem 2.5%; justify-content: center; text-align: center; text-wrap: balance;
}
.signatory { flex: 1 1 10rem; max-width: 17rem; padding-top: 2.4rem; }
.signature { margin-top: -2.4rem; height: 2.4rem; display: flex; align-items: flex-end; justify-content: center; }
.foot {
  display: flex; flex-wrap: wrap; gap: 1.2rem 2.5rem; align-items: flex-start; justify-content: space-between;
  border-top: 1px solid var(--ornament); padding-top: .9rem;
}
.foot, .issue, .signatories { font-size: .95rem; line-height: 1.4; }
.signature img { max-width: 100%; max-height: 100%; width: auto; }
.marks { display: flex; gap: 1.2rem; align-items: center; justify-content: center; margin-bottom: .6rem; }
.marked { display: flex; gap: .7rem; align-items: center; }
.marks img, .marked img { flex: none; max-width: 40%; width: auto; }
.signatory .who { border-top: 1px solid var(--ink); padding-top: .2rem; }
.signatory .office { color: var(--quiet); }
/* As high as what stands beside it; the air above and below it is that of the page. */
.seal { flex: none; height: 6rem; margin: -.8rem 0 -.4rem; align-self: center; }
.drawings { position: absolute; }
.issue { flex: 1 1 22rem; min-width: 0; text-wrap: balance; }
/* Neither a number nor a part of an address breaks, unless it is wider than all the room there is. */
.whole { display: inline-block; max-width: 100%; text-decoration: inherit; text-underline-offset: inherit; }
.issue .number { font-weight: 600; }
address { font-style: normal; color: var(--quiet); }
figure {
  flex: 1 1 21rem; min-width: 0; margin-inline-start: auto;
  display: grid; grid-template-columns: minmax(0, 1fr) minmax(0, auto); gap: .3rem .8rem; align-items: center;
}
figure svg { grid-area: 1 / 2; max-width: 100%; height: auto; background: #fff; }
/* The address stands beneath the symbol, where it has the whole breadth. */
figcaption { display: contents; }
figcaption p { color: var(--quiet); text-align: end; min-width: 0; }
.address { grid-area: 2 / 1 / auto / -1; }
a { color: var(--accent); text-decoration: underline; text-underline-offset: .15em; }
a:focus-visible, input:focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; }
@media (max-width: 40rem) {
  .issue, figure { flex-basis: 100%; }
  figcaption p { text-align: start; }
  main, article { padding: .25rem; }
  .sheet { padding: 1rem .6rem .8rem; }
  .seal { order: 1; flex: 1 0 100%; }
  tbody td { white-space: normal; }
  th, td { padding-inline-end: .4rem; hyphens: auto; }
  thead th { font-size: .85rem; letter-spacing: 0; }
}

@page { size: %size%; margin: 7mm; }
@media print {
  :root { font-size: 11pt; line-height: 1.27; }
  body { background: none; }
  main { max-width: none; padding: 0; }
  article { box-shadow: none; padding: 0 .6pt; }
  article + article { margin: 0; break-before: page; }
  .sheet {
    --edge: 24pt; padding: 4mm 9mm 3.5mm; row-gap: 3mm; min-height: calc(100vh - 2pt);
  }
  .preview .sheet { background-position: center top; background-repeat: repeat-y; }
  .warning { margin-bottom: 0; }
  h1 { font-size: 28pt; }
  .flourish { margin: 1mm auto 1.4mm; height: 2.2mm; }
  .name { font-size: 27pt; line-height: 1.15; }
  h2 { font-size: 18pt; }
  .provider { font-size: 14.5pt; }
  .total { font-size: 15.5pt; }
  .resting { font-size: 12.5pt; }
  .certifies, .participated, .awarded { font-size: 11.5pt; }
  .head > * + * { margin-top: .4mm; }
  /* What a sheet has left is shared out: between what the head says, and between the head and everything beneath it. */
  .head { display: flex; flex-direction: column; flex: .6 0 auto; }
  .head > .provider, .head > .certifies, .head > .participated, .head > .awarded, .occasion + .designated, h2 + .designated {
    margin-top: auto;
  }
  .participated, .awarded { padding-top: 1.2mm; }
  .head > .provider:first-child { margin-top: 0; }
  .particulars { gap: 3mm 10mm; }
  table { flex-basis: 112mm; font-size: 10.5pt; }
  th, td { padding-top: .35mm; padding-bottom: .35mm; }
  .statements { flex-basis: 75mm; font-size: 9.5pt; line-height: 1.3; }
  .statements > * + * { margin-top: 1mm; }
  tr.note td { font-size: 9.5pt; padding-bottom: .5mm; }
  .foot { gap: 3mm 7mm; padding-top: 2mm; }
  .foot, .issue, .signatories { font-size: 9.5pt; line-height: 1.3; }
  .signatories { row-gap: 2mm; }
  .signatory { flex-basis: 33mm; max-width: 62mm; padding-top: 8mm; }
  .signature { margin-top: -8mm; height: 8mm; }
  .seal { height: 20mm; margin: -2mm 0 -1.5mm; }
  .issue { flex-basis: 80mm; }
  figure { flex-basis: 68mm; gap: 1mm 3mm; }
  a { text-decoration: none; }
  .blank input { background: none; }
}
"""

# A lying sheet has breadth to spare and no height: the address stands beside the symbol.  A browser that prints a sheet that
# lies by its own style sheet may still take its printer's for a standing one, so this cannot be asked of it.
_LYING = """
@media print {
  .sheet { padding: 3mm 9mm 2.5mm; row-gap: 2.5mm; }
  .name { font-size: 26pt; }
  .signatory { padding-top: 7mm; }
  .signature { margin-top: -7mm; height: 7mm; }
  .seal { height: 19mm; }
  figure svg { grid-area: 1 / 2 / 3; }
  .address { grid-area: 2 / 1; align-self: start; }
  figcaption p:first-child:not(:last-child) { align-self: end; }
  figcaption p:only-child { grid-row: 1 / 3; }
}
"""

_FROM_THE_START = """
.head, .signatories { text-align: start; }
.warning { text-indent: 0; }
.marks, .signatories, .signature { justify-content: flex-start; }
.flourish { margin-inline: 0; width: 6rem; height: 0; border-top: 2px solid var(--ornament); }
.flourish path { display: none; }
@media print { .flourish { height: 0; width: 25mm; border-top-width: 1.5pt; } }
"""
