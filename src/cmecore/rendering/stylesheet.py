"""How a certificate looks on a web page: its colours, its sheet of paper, and the style sheet that is made of them."""

from __future__ import annotations

import functools
import re
from html import escape
from typing import Any
from urllib.parse import quote

import attrs

from cmecore.errors import InvalidValue, described
from cmecore.rendering.themes import A4, LETTER, Theme

_COLOUR = re.compile(r"#[0-9a-f]{6}", re.ASCII)
_SMALLEST_PAPER = 200
# Letter, on its side: what drawings are made for where the paper is the reader's.
_SHEET_OF_PAPER = (792.0, 612.0)


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


@attrs.frozen(kw_only=True)
class Style:
    """The colours of a page, and the paper that it is printed on.

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
    #: Width and height in points; without them, the paper in the reader's printer, on its side.
    paper: tuple[float, float] | None = attrs.field(default=None, validator=_paper)

    @classmethod
    def of(cls, theme: Theme) -> Style:
        """Take the colours and the paper of a theme; letter or A4 on its side is whatever paper the printer has."""
        paper, colours = theme.paper, theme.palette
        usual = paper.landscape in (LETTER, A4)
        tints = {name: getattr(colours, name) for name in ("ink", "accent", "quiet", "ornament", "warning")}
        size = None if usual and paper.width > paper.height else (paper.width, paper.height)
        return cls(paper=size, **tints)

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
    names = ("ink", "accent", "quiet", "ornament", "warning", "size")
    text = _SHEET.replace("%watermark%", _watermark(preview, style.sheet)).replace("%border%", _border(style))
    for name in names:
        text = text.replace(f"%{name}%", getattr(style, name))
    return text


def _watermark(word: str, paper: tuple[float, float]) -> str:
    """Draw a word across a sheet, so pale that everything on top of it stays readable."""
    width, height = paper
    size = min(0.17 * width, 1.25 * width / len(word))
    return _image(
        f'viewBox="0 0 {width:g} {height:g}"',
        f'<text x="{width / 2:g}" y="{height / 2 + size / 3:g}" transform="rotate(-26 {width / 2:g} {height / 2:g})" '
        f'text-anchor="middle" font-family="serif" font-size="{size:g}" letter-spacing="{size / 12:g}" fill="#e8e3de">'
        f"{escape(word)}</text>",
    )


def _border(style: Style) -> str:
    """Draw the engraved border as one picture of nine parts: four corners with a rosette, and four sides of whole waves.

    The picture has the proportions of the paper, on which each side is set as it is; a browser that tiles a side instead would
    print it as pixels.
    """
    waves = [max(2, round(side / _STRETCH) - 3) for side in style.sheet]
    width, height = (2 * _CORNER + count * _STRETCH for count in waves)
    shapes = (
        f'<g id="a">{_side(style, waves[0])}</g><g id="b"><g transform="matrix(0 1 1 0 0 0)">{_side(style, waves[1])}</g></g>'
    )
    shapes += f'<use href="#a" transform="translate(0 {height}) scale(1 -1)"/>'
    shapes += f'<use href="#b" transform="translate({width}) scale(-1 1)"/>{_corner(style)}'
    far, low = width - 2 * _MIDDLE, height - 2 * _MIDDLE
    shapes += "".join(f'<use href="#r" x="{x}" y="{y}"/>' for x, y in ((far, 0), (0, low), (far, low)))
    return _image(f'width="{width}" height="{height}" viewBox="0 0 {width} {height}" fill="none"', shapes)


# Across a side, from the outer edge: a line, the band of waves around its middle, a line, a finer one.
_CORNER, _STRETCH, _MIDDLE = 24, 15, 11
_LINES = ((3.5, 1.1), (18.5, 0.5), (21.5, 0.9))
# A cubic curve between a crest and a trough follows the sine best with its handles this far along.
_HALF, _HANDLE = 7.5, 2.73


def _side(style: Style, waves: int) -> str:
    """Draw the upper side: its lines, and one wave after the other, from the middle of a corner to that of the next."""
    end = 2 * _CORNER + waves * _STRETCH - _MIDDLE
    lines = "".join(f'<path stroke="{style.accent}" stroke-width="{wide}" d="M{_MIDDLE} {off}H{end}"/>' for off, wide in _LINES)
    drawn = ""
    for colour, wide, swing, shifts in ((style.ornament, 0.45, 5.4, (0, 2, 4, 6)), (style.accent, 0.35, 2.7, (0, 4))):
        curve = f"c{_HANDLE} 0 {_HALF - _HANDLE:g} {-2 * swing:g} {_HALF} {-2 * swing:g}"
        curve += f"c{_HANDLE} 0 {_HALF - _HANDLE:g} {2 * swing:g} {_HALF} {2 * swing:g}"
        starts = (_MIDDLE - 4 + shift / 8 * _STRETCH for shift in shifts)
        paths = "".join(f"M{start:g} {_MIDDLE + swing:g}{curve * (waves + 1)}" for start in starts)
        drawn += f'<path stroke="{colour}" stroke-width="{wide}" d="{paths}"/>'
    return lines + drawn


def _corner(style: Style) -> str:
    petals = "".join(
        f'<ellipse rx="{long}" ry="{broad}" transform="rotate({turn})" stroke="{colour}"/>'
        for colour, long, broad in ((style.ornament, 9, 3.8), (style.accent, 5.6, 2.5))
        for turn in range(0, 180, 20)
    )
    square = f'<path fill="#fff" stroke="{style.accent}" stroke-width=".9" d="M-10.5-10.5h21v21h-21z"/>'
    return f'<g id="r"><g stroke-width=".35" transform="translate({_MIDDLE} {_MIDDLE})">{square}{petals}</g></g>'


def _image(attributes: str, shapes: str) -> str:
    drawing = f'<svg xmlns="http://www.w3.org/2000/svg" {attributes}>{shapes}</svg>'
    return f'url("data:image/svg+xml,{quote(drawing, safe=" /=:()#".replace("#", ""))}")'


_SHEET = """
:root {
  --ink: %ink%; --accent: %accent%; --quiet: %quiet%; --ornament: %ornament%; --warning: %warning%;
  color-scheme: light;
  font: 400 17px/1.4 "EB Garamond", "Adobe Garamond Pro", Garamond, "Hoefler Text", "Iowan Old Style", "Palatino Linotype",
    Palatino, "Book Antiqua", Georgia, "Times New Roman", serif;
  font-variant-numeric: lining-nums;
  text-size-adjust: 100%; -webkit-text-size-adjust: 100%;
}
* { box-sizing: border-box; margin: 0; padding: 0; }
body { background: #e4e1da; color: var(--ink); overflow-wrap: anywhere; }
.provider, h1, h2, thead, tbody td, .amount { overflow-wrap: break-word; }
main { max-width: 66rem; margin: 0 auto; padding: clamp(.5rem, 3vw, 2.5rem); }
article { background: #fff; box-shadow: 0 .1rem .3rem #0002, 0 .8rem 2.4rem #0002; padding: clamp(.4rem, 1.4vw, .9rem); }
article + article { margin-top: clamp(1rem, 4vw, 3rem); }
.sheet {
  --edge: clamp(12px, 2.4vw, 26px);
  border: var(--edge) solid var(--accent); border-image: %border% 24 / var(--edge) / 0 round;
  padding: clamp(1.2rem, 4vw, 2.8rem) clamp(.7rem, 4.5vw, 3.6rem) clamp(.9rem, 2.4vw, 1.6rem);
  display: flex; flex-direction: column; justify-content: space-between; row-gap: 1.5rem;
  -webkit-box-decoration-break: clone; box-decoration-break: clone;
}
.preview .sheet {
  background: %watermark% center / 100% auto no-repeat; print-color-adjust: exact; -webkit-print-color-adjust: exact;
}

.head { text-align: center; text-wrap: balance; }
.head > * + * { margin-top: .3rem; }
.warning { color: var(--warning); font-weight: 700; letter-spacing: .3em; text-indent: .3em; margin-bottom: .8rem; }
h1 {
  color: var(--accent); font-size: clamp(1.8rem, 5.4vw, 3.1rem); font-weight: 400; font-variant-caps: small-caps;
  letter-spacing: .06em; line-height: 1.15;
}
.flourish { display: block; width: min(17rem, 80%); height: .6rem; margin: .7rem auto .9rem; fill: var(--ornament); }
.provider { font-size: 1.4rem; font-variant-caps: small-caps; letter-spacing: .06em; line-height: 1.25; }
.certifies, .participated, .awarded, .designated, .hours, .addendum, .blank { color: var(--quiet); font-style: italic; }
.certifies, .participated, .awarded { font-size: 1.1rem; }
.participated, .awarded { margin-top: .9rem; }
.name { font-size: clamp(1.9rem, 5.6vw, 3.1rem); line-height: 1.2; }
h2 { color: var(--accent); font-size: clamp(1.35rem, 3.6vw, 1.9rem); font-weight: 400; line-height: 1.25; }
.total, .resting { color: var(--accent); font-size: clamp(1.2rem, 3.2vw, 1.6rem); line-height: 1.3; }
.resting { font-size: clamp(1.1rem, 2.6vw, 1.3rem); }
.rule { display: inline-block; min-width: 8rem; border-bottom: 1px solid var(--ink); }
.blank input {
  font: inherit; color: var(--ink); width: 8rem; padding: .1rem .4rem; border: 0; border-bottom: 1px solid var(--ink);
  background: #f3f1ec; text-align: center;
}

.particulars { display: flex; flex-wrap: wrap; gap: 1.2rem 2.5rem; align-items: flex-start; }
table { flex: 3 1 23rem; min-width: 0; width: 100%; border-collapse: collapse; }
caption {
  position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap;
}
th, td { text-align: start; vertical-align: baseline; font-weight: 400; padding: .22rem 0; padding-inline-end: 1rem; }
thead th {
  color: var(--accent); font-variant-caps: small-caps; letter-spacing: .05em; border-bottom: 1px solid var(--ornament);
}
thead th:first-child, tbody th { width: 100%; }
thead th { white-space: nowrap; }
tbody td { white-space: nowrap; color: var(--quiet); }
th.amount, td.amount { text-align: end; padding-inline-end: 0; font-variant-numeric: lining-nums tabular-nums; }
td.amount { color: inherit; }
tr.note td {
  white-space: normal; font-style: italic; font-size: .92rem;
  padding: 0 0 .3rem; padding-inline-start: 1.2rem;
}
tr.under th { color: var(--accent); font-size: 1.1rem; padding-top: .8rem; }
tr.sum td {
  white-space: normal; border-top: 1px solid var(--ornament); color: inherit; text-align: end; padding-inline-end: 0;
}
tr { break-inside: avoid; }
tr.under, tr.noted { break-after: avoid; }
.statements { flex: 2 1 17rem; min-width: 0; font-size: .95rem; line-height: 1.38; text-wrap: pretty; }
.statements > * + * { margin-top: .55rem; }
.statements > *, .foot { break-inside: avoid; }

.foot {
  display: flex; flex-wrap: wrap; gap: 1.2rem 2.5rem; align-items: flex-end; justify-content: space-between;
}
.foot, .issue { font-size: .95rem; line-height: 1.4; }
.signatories { flex: 1 1 12rem; display: flex; flex-wrap: wrap; gap: 1rem 2rem; }
.signatory { flex: 1 1 11rem; max-width: 17rem; padding-top: 2.2rem; }
.signature { margin-top: -2rem; height: 2.4rem; display: flex; align-items: flex-end; }
.signature img { max-width: 100%; max-height: 100%; width: auto; }
.marks { display: flex; gap: 1.2rem; align-items: center; justify-content: center; margin-bottom: .6rem; }
.marked { display: flex; gap: .7rem; align-items: center; }
.marks img, .marked img { flex: none; max-width: 40%; width: auto; }
.signatory .who { border-top: 1px solid var(--ink); padding-top: .2rem; }
.signatory .office { color: var(--quiet); font-style: italic; }
.issue { flex: 2 1 17rem; }
.issue .number { font-weight: 600; }
address { font-style: normal; color: var(--quiet); }
figure {
  flex: 1 1 15rem; max-width: 22rem; margin-inline-start: auto;
  display: flex; gap: .8rem; align-items: center; justify-content: flex-end;
}
figure svg { flex: none; max-width: 100%; height: auto; background: #fff; }
figcaption { color: var(--quiet); text-align: end; min-width: 0; }
a { color: var(--accent); text-decoration: underline; text-underline-offset: .15em; }
a:focus-visible, input:focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; }
@media (max-width: 40rem) {
  figure, figure figcaption { justify-content: flex-start; text-align: start; }
  main, article { padding: .25rem; }
  .sheet { padding: 1rem .6rem .8rem; }
  tbody td { white-space: normal; }
  th, td { padding-inline-end: .4rem; hyphens: auto; }
  thead th { font-size: .85rem; letter-spacing: 0; }
}

@media (min-width: 60rem) { .sheet { border-image-repeat: stretch; } }

@page { size: %size%; margin: 7mm; }
@media print {
  :root { font-size: 11pt; line-height: 1.27; }
  body { background: none; }
  main { max-width: none; padding: 0; }
  article { box-shadow: none; padding: 0 .6pt; }
  article + article { margin: 0; break-before: page; }
  .sheet {
    --edge: 24pt; border-image-repeat: stretch; padding: 4mm 9mm 3.5mm; row-gap: 3mm; min-height: calc(100vh - 2pt);
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
  .participated, .awarded { margin-top: 1.2mm; }
  .head > * + * { margin-top: .4mm; }
  .particulars { gap: 3mm 10mm; }
  table { flex-basis: 112mm; font-size: 10.5pt; }
  th, td { padding-top: .35mm; padding-bottom: .35mm; }
  .statements { flex-basis: 75mm; font-size: 9.5pt; line-height: 1.3; }
  .statements > * + * { margin-top: 1mm; }
  tr.note td { font-size: 9.5pt; padding-bottom: .5mm; }
  .foot { gap: 3mm 7mm; }
  .foot, .issue { font-size: 9.5pt; line-height: 1.3; }
  .signatories { flex-basis: 72mm; gap: 2mm 5mm; }
  .signatory { flex-basis: 33mm; padding-top: 8mm; }
  .issue { flex-basis: 66mm; }
  figure { flex-basis: 66mm; gap: 3mm; }
  a { text-decoration: none; }
  .blank input { background: none; }
}
"""
