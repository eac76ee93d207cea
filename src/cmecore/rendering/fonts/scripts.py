"""Which script a text is written in, so that a name can be marked with its own: for voices, fonts and the way it runs.

A name says nothing about the language it is from, and it is not guessed: it is marked as *of an undetermined language, in
Arabic script*, which BCP 47 writes ``und-Arab``.
"""

from __future__ import annotations

import functools
import itertools
import re
import unicodedata
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

# The first word of a letter's name in Unicode, and the script that it belongs to.
_BY_NAME = dict(
    pair.split(":")
    for pair in (  # noqa: SIM905 - a table is read as one
        "ADLAM:Adlm ARABIC:Arab ARMENIAN:Armn BALINESE:Bali BENGALI:Beng BOPOMOFO:Bopo CANADIAN:Cans CHEROKEE:Cher "
        "CJK:Hani COPTIC:Copt CYRILLIC:Cyrl DEVANAGARI:Deva ETHIOPIC:Ethi GEORGIAN:Geor GREEK:Grek GUJARATI:Gujr "
        "GURMUKHI:Guru HANGUL:Hang HEBREW:Hebr HIRAGANA:Hira JAVANESE:Java KANNADA:Knda KATAKANA:Kana KHMER:Khmr "
        "LAO:Laoo LATIN:Latn MALAYALAM:Mlym MONGOLIAN:Mong MYANMAR:Mymr NKO:Nkoo ORIYA:Orya SINHALA:Sinh SYRIAC:Syrc "
        "TAMIL:Taml TELUGU:Telu THAANA:Thaa THAI:Thai TIBETAN:Tibt TIFINAGH:Tfng VAI:Vaii YI:Yiii"
    ).split()
)
# Japanese and Korean are written in several scripts at once, which have a name of their own together.
_JAPANESE = frozenset({"Hani", "Hira", "Kana"})
_KOREAN = frozenset({"Hani", "Hang"})
_TOGETHER = {"Jpan": _JAPANESE, "Kore": _KOREAN, "Hans": {"Hani"}, "Hant": {"Hani"}}
# Letters of the Latin script, and what all scripts share.
_LATIN = re.compile("[\0-\u024f\u1e00-\u1eff\u2010-\u205e\u2122]*")
# The script that a language is written in, where that is not the Latin one.
_BY_LANGUAGE = dict(
    pair.split(":")
    for pair in (  # noqa: SIM905 - a table is read as one
        "am:Ethi ar:Arab as:Beng be:Cyrl bg:Cyrl bn:Beng bo:Tibt ckb:Arab dv:Thaa el:Grek fa:Arab gu:Gujr he:Hebr "
        "hi:Deva hy:Armn ja:Jpan ka:Geor kk:Cyrl km:Khmr kn:Knda ko:Kore ky:Cyrl lo:Laoo mk:Cyrl ml:Mlym mn:Cyrl "
        "mr:Deva my:Mymr ne:Deva or:Orya pa:Guru ps:Arab ru:Cyrl sa:Deva sd:Arab si:Sinh sr:Cyrl ta:Taml te:Telu "
        "tg:Cyrl th:Thai ti:Ethi ug:Arab uk:Cyrl ur:Arab yi:Hebr zh:Hani"
    ).split()
)
_FROM_THE_RIGHT = frozenset({"Adlm", "Arab", "Hebr", "Nkoo", "Syrc", "Thaa"})
_SUBTAG = 4


class Piece(NamedTuple):
    """A stretch of a text, and the language tag it needs; none where it is in the script of the text around it.

    >>> Piece("", "Ada Okoro").language
    ''
    """

    language: str
    text: str


@functools.lru_cache(maxsize=256)
def script_of(language: str) -> str:
    """Name the script that a language is written in.

    >>> script_of("en-US"), script_of("ar"), script_of("sr-Latn"), script_of("ja")
    ('Latn', 'Arab', 'Latn', 'Jpan')
    """
    first, *others = language.split("-")
    written = next((one.title() for one in others if len(one) == _SUBTAG and one.isalpha()), "")
    return written or _BY_LANGUAGE.get(first.lower(), "Latn")


def from_the_right(language: str) -> bool:
    """Tell whether a language is written from right to left.

    >>> from_the_right("he"), from_the_right("en")
    (True, False)
    """
    return script_of(language) in _FROM_THE_RIGHT


def pieces(text: str, language: str) -> Iterator[Piece]:
    """Part a text where its script changes, on a page in a language.

    >>> list(pieces("محمد علي, MD", "en"))
    [Piece(language='und-Arab', text='محمد علي'), Piece(language='', text=', MD')]
    >>> [piece.language for piece in pieces("山田 さくら", "en")]
    ['und-Jpan']
    """
    if not text or (script_of(language) == "Latn" and (text.isascii() or _LATIN.fullmatch(text))):
        yield Piece("", text)
        return
    around = script_of(language)
    own = {around, *_TOGETHER.get(around, ())}
    scripts = [script if script not in own else "" for script in _joined(text, around)]
    start = 0
    for script, stretch in itertools.groupby(scripts):
        end = start + len(list(stretch))
        yield Piece(f"und-{script}" if script else "", text[start:end])
        start = end


def _joined(text: str, around: str) -> list[str]:
    """Give the script of each character; what is common to all takes that of its neighbours where they agree."""
    found = [_script(character) for character in text]
    for index, character in enumerate(text):  # a mark is written on the letter before it
        if index and unicodedata.category(character)[0] == "M":
            found[index] = found[index - 1]
    for together, members in (("Jpan", _JAPANESE), ("Kore", _KOREAN)):
        if not {"Hira", "Kana", "Hang"}.isdisjoint(members & set(found)):
            found = [together if script in members else script for script in found]
    if around in _TOGETHER:
        found = [around if script in _TOGETHER[around] else script for script in found]
    last = ""
    start = 0
    for index, script in enumerate(found):
        if script:
            if script == last:
                found[start:index] = [script] * (index - start)
            last, start = script, index + 1
    return found


@functools.lru_cache(maxsize=4096)
def _script(character: str) -> str:
    if unicodedata.category(character)[0] not in "LM":
        return ""
    return _BY_NAME.get(unicodedata.name(character, "").partition(" ")[0], "")
