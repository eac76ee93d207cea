"""Text from outside is kept letter for letter, or refused before it can do harm."""

import time

import attrs
import pytest

from cmecore.credit.text import LINE, PARAGRAPH, checked, line, off_the_web, on_the_web
from cmecore.errors import InvalidValue

NAME = "Nguyễn Thị Hồng"


@attrs.frozen
class Card:
    title: str = attrs.field(validator=line())
    note: str = attrs.field(default="", validator=line(blank=True, longest=PARAGRAPH))


@pytest.mark.parametrize(
    "name",
    [NAME, "محمد", "李小龙", "O'Brien-Łukasz", "Ada", " Ada ", "می\u200cخواهم", "<b>Ada</b>", "=1+1", "🩺", "é" * LINE],
)
def test_letters_of_every_script_are_kept_as_they_are(name: str) -> None:
    """A name is returned unchanged: no trimming, no folding, no escaping."""
    assert checked(name, field="name") == name


UNSEEN = [*range(0x20), 0x7F, 0x85, 0x9F, 0x2028, 0x2029, 0x200E, 0x200F, 0x202A, 0x202E, 0x2066, 0x2069]
UNSEEN += [0xD800, 0xDFFF, 0xFFFE, 0xFFFF]


@pytest.mark.parametrize("character", [chr(code) for code in UNSEEN], ids=ascii)
def test_characters_that_no_reader_can_see_are_refused_by_code_point(character: str) -> None:
    """Control characters, direction overrides and halves of a surrogate pair are named, the name around them is not."""
    with pytest.raises(InvalidValue) as caught:
        checked(f"Ada{character}Okoro", field="name")
    assert caught.value.field == "name"
    assert caught.value.found == f"text of 9 characters with U+{ord(character):04X}"
    assert "Ada" not in str(caught.value)
    assert "Okoro" not in str(caught.value)
    assert caught.value.advice == "remove these characters"


def test_the_arabic_letter_mark_is_refused_like_the_other_marks_of_direction() -> None:
    """U+061C steers the writing direction unseen, exactly as U+200E and U+200F do, which are refused."""
    with pytest.raises(InvalidValue, match=r"U\+061C"):
        checked("Ada\u061cOkoro", field="name")


@pytest.mark.parametrize("text", ["\u200b", "\ufeff", "\u2060", "\u00ad", "\u200b \u200b"], ids=ascii)
def test_a_name_of_which_nothing_can_be_seen_is_blank(text: str) -> None:
    """Zero-width characters alone are not a visible character."""
    with pytest.raises(InvalidValue, match="visible"):
        checked(text, field="name")


@pytest.mark.parametrize("text", ["", " ", "\u00a0\u3000"], ids=ascii)
def test_blank_text_is_refused_unless_it_is_allowed(text: str) -> None:
    """A name needs at least one visible character; an optional note does not."""
    with pytest.raises(InvalidValue) as caught:
        checked(text, field="name")
    assert (caught.value.found, caught.value.advice) == ("blank text", "fill it in")
    assert checked(text, field="note", blank=True) == text


def test_the_longest_line_passes_and_one_more_character_does_not() -> None:
    """A line holds 500 characters, a paragraph 10,000."""
    assert (LINE, PARAGRAPH) == (500, 10_000)
    assert checked("x" * 500, field="title") == "x" * 500
    with pytest.raises(InvalidValue) as caught:
        checked("x" * 501, field="title")
    assert (caught.value.found, caught.value.expected) == ("text of 501 characters", "at most 500 characters")
    assert checked("x" * 10_000, field="says", longest=PARAGRAPH)
    with pytest.raises(InvalidValue, match="at most 10,000 characters; shorten it"):
        checked("x" * 10_001, field="says", longest=PARAGRAPH)


def test_ten_megabytes_are_refused_at_once() -> None:
    """A text of ten million characters is not scanned, copied or printed: it is too long, and that is said."""
    text = "Okoro\x00" * 1_700_000
    started = time.perf_counter()
    with pytest.raises(InvalidValue) as caught:
        checked(text, field="name")
    assert time.perf_counter() - started < 0.5
    assert caught.value.found == "text of 10,200,000 characters"
    assert len(str(caught.value)) < 200


@pytest.mark.parametrize(
    ("value", "found"),
    [
        (None, "nothing (None)"),
        (7, "a value of type int"),
        (b"Ada", "a value of type bytes"),
        (["Ada"], "a value of type list"),
    ],
)
def test_what_is_no_text_is_refused_by_its_kind(value: object, found: str) -> None:
    """Only the kind of a value in a name's place is told, never its content."""
    with pytest.raises(InvalidValue) as caught:
        checked(value, field="name")
    assert (caught.value.found, caught.value.expected) == (found, "text")


def test_a_field_names_itself() -> None:
    """The validator of a field speaks of the field by its own name, and keeps its own length and blankness."""
    assert Card("Early sepsis") == Card("Early sepsis", "")
    assert len(Card("Early sepsis", "x" * 10_000).note) == 10_000
    with pytest.raises(InvalidValue, match=r"^title: found blank text"):
        Card(" ")
    with pytest.raises(InvalidValue, match=r"^note: found text of 10,001 characters"):
        Card("Early sepsis", "x" * 10_001)


@pytest.mark.parametrize(
    "address",
    [
        "https://verify.example.org/c/LC-1",
        "HTTP://X.EXAMPLE",
        "http://user:word@x.example:8080/;a=b",
        "https://xn--h1akdx.example/1",
        "https://x.example?c=1#a",
        "https://[2001:db8::1]/LC-1",
        "https://[::ffff:192.0.2.1]:8443",
        "https://under_score.example./%C4%8D",
    ],
)
def test_an_address_on_the_web_names_a_scheme_and_a_host(address: str) -> None:
    """Whatever follows the host."""
    assert on_the_web(address)


@pytest.mark.parametrize(
    "address",
    [
        *("", "x.example", "www.x.example/1", "//x.example", "https:", "https://", "https:///1", "https://:80/", "http://[x"),
        *("javascript:alert(1)", "data:text/html,x", "file:///etc/passwd", "urn:1", "mailto:a@x.example"),
        *("https://a b", "https://x.example/a\u00a0b", " https://x.example", "https://x.example/\n", "https://a@/x"),
        *("https://x.example:port/", "https://a\\b", "https://x.example\\@y/1", "https://x|y.example", "https://.../1"),
        *("https://x.example:/", "https://x.example:0/", "https://x.example:65536/", "https://x.example:8٠/"),
        *("https://[2001:db8::1/", "https://[2001::db8::1]/", "https://[]/1", "https://2001:db8::1/1", "https://[x.example]/"),
        *(
            "https://прим.example/1",
            "https://x.example/č1",
            "https://x.example/\u200b",
            "httpſ://x.example/",
            "https://a@b@c/1",
        ),
    ],
)
def test_what_opens_no_page_is_no_address_on_the_web(address: str) -> None:
    """A script, a file, and what a browser would search for."""
    assert not on_the_web(address)


@pytest.mark.parametrize(
    ("address", "advice"),
    [
        ("verify.example.org/1", "begin it with https://"),
        ("http:/x/1", "begin it with https://"),
        ("https:///1", 'name a host behind "https://"'),
        ("https://...", 'name a host behind "https://"'),
        ("https://[2001::db8::1]/1", 'name a host behind "https://"'),
        ("https://x.example:port/1", "a port is a number up to 65535"),
        ("https://x.example:99999999/1", "a port is a number up to 65535"),
        ("https://bücher.example/1", "write its host in ASCII"),
        ("https://x .example/1", "write its host in ASCII and without spaces"),
        ("https://x.example/CME 1", "percent-encoded: urllib.parse.quote(number)"),
        ("https://x.example/?CME-č", "percent-encoded: urllib.parse.quote(number)"),
    ],
)
def test_what_is_wrong_with_an_address_is_what_the_advice_says(address: str, advice: str) -> None:
    assert advice in off_the_web(address)
