"""Text that comes from outside: what is taken as it stands, and what is refused before it can do harm.

Names, titles and codes are data everywhere.  They keep every letter of every script; what is refused is what no reader can
see or no file can hold: control characters, overrides of the writing direction, halves of a surrogate pair, and lengths that
only an accident or an attack produces.
"""

from __future__ import annotations

import ipaddress
import re
import unicodedata
from typing import TYPE_CHECKING, Any

from cmecore.errors import InvalidValue, personal, shown

if TYPE_CHECKING:
    from collections.abc import Callable

    import attrs

#: Longest code, identifier, name or title, in characters.
LINE = 500
#: Longest statement or paragraph, in characters.
PARAGRAPH = 10_000

_UNPRINTABLE = re.compile(
    r"[\x00-\x1f\x7f-\x9f\u2028\u2029\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff]"
)


# The scheme, what stands before the first slash, and whatever follows.
_WEB = re.compile(r"https?://([^/?#]*)(.*)", re.IGNORECASE | re.ASCII | re.DOTALL)
# Whoever asks, the host, and its port.
_SITE = re.compile(r"(?:[^@\\]*@)?(\[[0-9a-f:.]+]|[a-z0-9_-]+(?:\.[a-z0-9_-]+)*\.?)(?::(.*))?", re.IGNORECASE | re.ASCII)
_PORT = re.compile(r"[0-9]{1,5}")
_LAST_PORT = 65_535
# What stands in an address as it is; everything else is percent-encoded.
_PLAIN = re.compile(r"[!-~]*")
# As BCP 47 writes a tag: the language, and what follows it.
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{1,8})*")


def checked(value: object, *, field: str, longest: int = LINE, blank: bool = False) -> str:
    r"""Return a text unchanged if it can be stored, sorted, signed and printed; say what is wrong with it otherwise.

    >>> checked("Nguyễn Thị Hồng", field="name")
    'Nguyễn Thị Hồng'
    >>> checked("two\nlines", field="name")
    Traceback (most recent call last):
    cmecore.errors.InvalidValue: name: found text of 9 characters with U+000A; expected one line of visible text; ...
    """
    if type(value) is not str:
        raise InvalidValue(field=field, found=personal(value), expected="text", advice="hand over a str")
    if len(value) > longest:
        raise InvalidValue(field=field, found=personal(value), expected=f"at most {longest:,} characters", advice="shorten it")
    if offending := _UNPRINTABLE.findall(value):
        raise InvalidValue(
            field=field,
            found=personal(value, offending),
            expected="one line of visible text",
            advice="remove these characters",
        )
    if not blank and all(unicodedata.category(character)[0] in "CZ" for character in value):
        raise InvalidValue(field=field, found="blank text", expected="at least one visible character", advice="fill it in")
    return value


def line(*, blank: bool = False, longest: int = LINE) -> Callable[[Any, attrs.Attribute[str], str], None]:
    """Make the attrs validator of a field that holds one line of text."""

    def validate(_instance: object, attribute: attrs.Attribute[str], value: str) -> None:
        checked(value, field=attribute.name, blank=blank, longest=longest)

    return validate


def language_tag(_instance: object, attribute: attrs.Attribute[str], value: object) -> None:
    """Hold a field of attrs to the tag of a language.

    >>> import attrs
    >>> Page = attrs.make_class("Page", {"language": attrs.field(validator=language_tag)})
    >>> Page("pt-BR").language
    'pt-BR'
    >>> Page("German")
    Traceback (most recent call last):
    cmecore.errors.InvalidValue: language: found 'German'; expected the BCP 47 tag of a language; write "de", or "pt-BR"
    """
    tag = checked(value, field=attribute.name)
    if _LANGUAGE.fullmatch(tag) is None:
        expected, advice = "the BCP 47 tag of a language", 'write "de", or "pt-BR"'
        raise InvalidValue(field=attribute.name, found=shown(tag), expected=expected, advice=advice)


def on_the_web(address: str) -> bool:
    """Tell whether a browser that is given an address opens a page on the web: never a script or a file, and never a search.

    >>> on_the_web("https://verify.example.org/LC-1"), on_the_web("verify.example.org/LC-1"), on_the_web("javascript:alert(1)")
    (True, False, False)
    """
    return not off_the_web(address)


def off_the_web(address: str) -> str:
    """Say what to change in an address so that a browser opens a page on the web at it; nothing where it does already.

    It is held to ASCII, since a link in a PDF file and many a scanner of QR codes take nothing else.

    >>> off_the_web("https://verify.example.org/LC-1"), off_the_web("verify.example.org/LC-1")
    ('', 'begin it with https://, as in "https://verify.example.org/{}".format')
    >>> off_the_web("https://verify.example.org/LC 1")
    'what is a space or no ASCII in it is written percent-encoded: urllib.parse.quote(number)'
    """
    parts = _WEB.fullmatch(address)
    if parts is None:
        return 'begin it with https://, as in "https://verify.example.org/{}".format'
    if not _PLAIN.fullmatch(parts[1]):
        return 'write its host in ASCII and without spaces, as in "xn--bcher-kva.example" for "bücher.example"'
    site = _SITE.fullmatch(parts[1])
    if site is None or not _is_a_host(site[1]):
        return 'name a host behind "https://", as in "https://verify.example.org/{}".format'
    if site[2] is not None and not (_PORT.fullmatch(site[2]) and 0 < int(site[2]) <= _LAST_PORT):
        return f'a port is a number up to {_LAST_PORT}, as in "https://verify.example.org:8443/{{}}".format'
    if not _PLAIN.fullmatch(parts[2]):
        return "what is a space or no ASCII in it is written percent-encoded: urllib.parse.quote(number)"
    return ""


def _is_a_host(host: str) -> bool:
    if host.startswith("["):
        try:
            ipaddress.IPv6Address(host[1:-1])
        except ValueError:
            return False
    return True
