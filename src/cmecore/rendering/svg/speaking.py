"""What a page says: its lines as text that cannot be seen, laid over the letters that are drawn.

Letters drawn as outlines look the same everywhere and say nothing.  So each line stands over its drawing once more, as text of
no opacity: it can be selected, copied, searched for and read aloud, and it carries its language.  No role of ARIA stands for
drawn text; a picture with a label for each line would be announced as a picture each time.

A voice goes on as the certificate does, not as its sheets do: topics that stand on a further page are read where they belong.
"""

from __future__ import annotations

import itertools
import re
from html import escape
from typing import TYPE_CHECKING, NamedTuple

from cmecore.rendering.document import FROM_OUTSIDE
from cmecore.rendering.fonts.scripts import from_the_right, pieces
from cmecore.rendering.pages.layout import Picture, Piece, Square
from cmecore.rendering.svg.paths import short

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from cmecore.rendering.document import Document
    from cmecore.rendering.pages.layout import Band

# The part of a certificate that a text belongs to, by its role; everything else is in its head.
_LISTED = ("under", "topic heading", "completed heading", "amount heading", "topic", "completed", "amount", "note", "sum")
_ISSUE = ("issued", "number", "replaces", "reported", "provider address", "provider contact", "policy")
_PARTS: Mapping[str, int] = {
    **dict.fromkeys(_LISTED, 1),
    "statement": 2,
    "signatory": 3,
    **dict.fromkeys((*_ISSUE, "verify", "symbol", "address"), 4),
}
_HEADINGS = {"kind": 1, "course": 2}
_ON = " goes on"
# What XML cannot hold, though a description may: nothing of the kind is ever printed.
_UNHEARD_OF = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


class Voice(NamedTuple):
    """What is said in one go, each with the height that it is measured from: lines of text, or pictures and what they show."""

    role: str
    lines: tuple[tuple[Piece, float], ...]
    pictures: tuple[tuple[Picture | Square, float], ...] = ()
    leads_to: str = ""


def quoted(text: str) -> str:
    """Write a text so that nothing in it is markup.

    >>> quoted('<b title="x">')
    '&lt;b title=&quot;x&quot;&gt;'
    """
    return escape(_UNHEARD_OF.sub("\ufffd", text))


def language(tag: str) -> str:
    """Say which language something is in, to readers of XML and to those of web pages.

    >>> language("und-Arab"), language("")
    (' lang="und-Arab" xml:lang="und-Arab"', '')
    """
    return f' lang="{quoted(tag)}" xml:lang="{quoted(tag)}"' if tag else ""


def voices(bands: Iterable[tuple[Band, float]]) -> list[Voice]:
    """Put what bands say into the order in which a certificate is read; each comes with the height of its top on the file."""
    found: list[Voice] = []
    parts: list[int] = []
    for band, top in bands:
        told = [item for item in band.items if isinstance(item, (Piece, Picture, Square))]
        roles = {_role(item) for item in told}
        # What only points to another page is said where it stands.
        part = parts[-1] if parts and roles == {"pointer"} else max([_PARTS.get(role, 0) for role in roles], default=0)
        for role, group in itertools.groupby(told, lambda item: item.role if not isinstance(item, Square) else "symbol"):
            items = tuple(group)
            lines = tuple([(item, top) for item in items if isinstance(item, Piece)])
            if role.endswith(_ON) and found and found[-1].role == role.removesuffix(_ON):
                found[-1] = found[-1]._replace(lines=found[-1].lines + lines)
            else:
                pictures = tuple([(item, top) for item in items if not isinstance(item, Piece)])
                found.append(Voice(role.removesuffix(_ON), lines, pictures, band.leads_to))
                parts.append(part)
    return [voice for _, voice in sorted(zip(parts, found, strict=True), key=lambda pair: pair[0])]


def spoken(voices: Iterable[Voice], document: Document) -> str:
    """Write what is said as text of no opacity, with its headings, links and languages."""
    around, held = document.words.language, document.certificate.language
    out = []
    for voice in voices:
        own = held if voice.role in FROM_OUTSIDE and held != around else ""
        said = [_text(voice, own or around, own)] if voice.lines else []
        said += [_surface(picture, top) for picture, top in voice.pictures]
        out += [_link(voice.leads_to, one) for one in said] if voice.leads_to else said
    return "".join(out)


def _role(item: Piece | Picture | Square) -> str:
    return "symbol" if isinstance(item, Square) else item.role.removesuffix(_ON)


def _text(voice: Voice, around: str, own: str) -> str:
    heading = f' role="heading" aria-level="{_HEADINGS[voice.role]}"' if voice.role in _HEADINGS else ""
    right = ' direction="rtl" text-anchor="end"' if from_the_right(around) else ""
    out = [f'<text font-size="{short(voice.lines[0][0].setting.size)}"{heading}{language(own)}>']
    for piece, top in voice.lines:
        # As broad as what is drawn, whatever font a viewer has: so that a search marks the right place.
        broad = f' textLength="{short(piece.width)}" lengthAdjust="spacingAndGlyphs"' if piece.width else ""
        out.append(f'<tspan x="{short(piece.x)}" y="{short(top - piece.y)}"{broad}{right}>')
        for one in pieces(piece.text, around):
            said = quoted(one.text)
            out.append(f"<tspan{language(one.language)}>{said}</tspan>" if one.language else said)
        out.append(f"</tspan>{piece.then}")
    out[-1] = "</tspan></text>"
    return "".join(out)


def _surface(item: Picture | Square, top: float) -> str:
    """Stand for a picture: something over it that has its words, and that can be touched."""
    width, height = (item.side, item.side) if isinstance(item, Square) else (item.width, item.height)
    place = f"M{short(item.x)} {short(top - item.y - height)}h{short(width)}v{short(height)}h-{short(width)}z"
    return f'<path role="img" aria-label="{quoted(item.says)}" d="{place}"/>'


def _link(address: str, content: str) -> str:
    return f'<a xlink:href="{quoted(address)}" rel="noreferrer">{content}</a>'
