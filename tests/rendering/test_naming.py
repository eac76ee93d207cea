import datetime
import re
from types import SimpleNamespace
from typing import Any, cast

import attrs
import pytest
from hypothesis import given, strategies as st

from cmecore.entries import Certificate
from cmecore.errors import CmeError, InvalidValue
from cmecore.rendering.naming import LONGEST, Names, ending, stem
from rendering.samples import ADA, ATTENDED, PREVIEW

PDF = "application/pdf"
#: Microsoft's list of names that are devices, with the superscript digits that count as digits there.
DEVICES = {"CON", "PRN", "AUX", "NUL", "CONIN$", "CONOUT$"} | {
    f"{port}{digit}" for port in ("COM", "LPT") for digit in "0123456789¹²³"
}
TRICKY = [
    "CON",
    "con.2026",
    "Nul",
    "COM1",
    "lpt9.x.y",
    "a.",
    ".a",
    "a ",
    "..",
    "-rf",
    "~",
    "a/../b",
    "C:\\x",
    "x" * 500,
    "%00",
    "a:b",
    "$(id)",
]


def numbered(number: str | None, **fields: Any) -> Certificate:
    return attrs.evolve(ADA, number=number, **fields)


def safe_on_windows(name: str) -> bool:
    """Ask what Microsoft's page on naming files asks, and what a shell would."""
    visible = re.fullmatch(r"[^\x00-\x1f<>:\"/\\|?*]+", name) is not None
    device = name.partition(".")[0].rstrip(" ").upper() in DEVICES
    shell = re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9._-]*", name) is not None
    return visible and shell and not device and not name.endswith((".", " ")) and len(name) <= LONGEST


def numbers() -> st.SearchStrategy[str]:
    """Draw numbers as providers write them, as nobody should, and all that a line may hold."""
    written = st.from_regex(r"[A-Za-z]{0,4}[-_/. ]?[0-9]{4}[-_/. ][0-9]{1,6}", fullmatch=True)
    anything = st.text(st.characters(exclude_categories=["Cc", "Cs", "Zl", "Zp"]), min_size=1, max_size=500)
    return st.one_of(written, st.sampled_from(TRICKY), anything)


def certificate_of(number: str) -> Certificate | None:
    try:
        return numbered(number)
    except CmeError:
        return None  # no certificate can have it


@pytest.mark.parametrize("number", ["CME-2026-0193", "lc_2026.1", "7", "A" * 64])
def test_a_number_that_is_fit_for_a_name_is_the_name(number: str) -> None:
    """M54: whoever looks for a certificate in a folder finds its number."""
    assert Names().of(numbered(number), PDF) == f"{number}.pdf"


@pytest.mark.parametrize("number", TRICKY)
def test_a_number_that_is_not_fit_gets_a_digest(number: str) -> None:
    name = stem(numbered(number))
    assert safe_on_windows(f"{name}.pdf")
    assert re.fullmatch(r"[A-Za-z0-9-]+_[0-9a-f]{16}", name)


def test_what_is_legible_of_a_number_stays() -> None:
    assert stem(numbered("CME/2026 – 0193")).startswith("CME-2026-0193_")
    assert stem(numbered("CME/2026/0193")) != stem(numbered("CME 2026 0193"))
    assert stem(numbered("شهادة")).startswith("certificate_")


@given(numbers())
def test_every_name_is_safe_on_windows(number: str) -> None:
    """M124: a file that was downloaded can be opened on any system."""
    certificate = certificate_of(number)
    if certificate is not None:
        names = Names()
        for _ in range(3):
            assert safe_on_windows(names.of(certificate, PDF))


@given(st.lists(numbers() | st.sampled_from(["cme-1", "CME-1", "CME-1_2", "cme-1_2", "Cme-1"]), max_size=12))
def test_names_are_unique_where_a_disk_minds_no_case(drawn: list[str]) -> None:
    """M104: nothing is lost when many are downloaded at once, and the same batch has the same names."""
    held = [certificate for certificate in map(certificate_of, drawn) if certificate is not None]
    names, again = Names(["manifest"]), Names(["manifest"])
    given_names = [names.of(certificate, PDF) for certificate in held]
    assert len({name.casefold() for name in given_names}) == len(held)
    assert given_names == [again.of(certificate, PDF) for certificate in held]


def test_a_number_that_comes_again_is_counted() -> None:
    """Two providers may both have a certificate 1, and a learner's package holds both."""
    names = Names()
    drawn = ["CME-1", "cme-1", "CME-1_2", "CME-1", "CME-1_2"]
    assert [names.of(numbered(number), PDF) for number in drawn] == [
        "CME-1.pdf",
        "cme-1_2.pdf",
        "CME-1_2_2.pdf",
        "CME-1_3.pdf",
        "CME-1_2_3.pdf",
    ]


def test_a_hundred_thousand_names_are_unique() -> None:
    names = Names()
    given_names = {names.of(numbered(f"CME-2026-{index:06}"), PDF).casefold() for index in range(25_000)}
    # Made of the few fields that a name needs: to check whole certificates takes longer than to name them.
    odd = [
        cast("Certificate", SimpleNamespace(number=f"CME/{index}", name="Ada Okoro", learner="dr-42"))
        for index in range(25_000)
    ]
    given_names |= {names.of(one, PDF).casefold() for one in odd}
    given_names |= {names.of(PREVIEW, PDF).casefold() for _ in range(25_000)}
    given_names |= {names.of(numbered("CME-1"), PDF).casefold() for _ in range(25_000)}
    assert len(given_names) == 100_000


def test_a_preview_has_a_digest_that_tells_nothing_of_the_learner() -> None:
    """A digest of a name could be found out by trying names, so there is none in it."""
    assert re.fullmatch(r"preview_[0-9a-f]{16}", stem(PREVIEW))
    others = attrs.evolve(PREVIEW, name="Grace Hopper", learner="account-of-grace", request="basket-of-grace")
    assert stem(others) == stem(PREVIEW)
    for other in (
        attrs.evolve(PREVIEW, course="Toxicology"),
        attrs.evolve(PREVIEW, issued_on=datetime.date(2026, 3, 13)),
        attrs.evolve(ATTENDED, number=None),
    ):
        assert stem(other) != stem(PREVIEW)


@pytest.mark.parametrize(
    ("name", "number"),
    [
        ("Ada Okoro, MD", "OKORO-2026-1"),
        ("Ada Okoro, MD", "2026.ada"),
        ("José Núñez", "NUNEZ-1"),
        ("Grace Hopper", "hopper@example.org"),
        ("Владимир Петров", "ПЕТРОВ-7"),
    ],
)
def test_a_number_that_holds_a_word_of_the_name_is_not_shown(name: str, number: str) -> None:
    assert re.fullmatch(r"certificate_[0-9a-f]{16}", stem(numbered(number, name=name)))


def test_a_number_that_merely_looks_like_a_name_is_shown() -> None:
    assert stem(numbered("CANADA-2026-1")) == "CANADA-2026-1"
    assert stem(numbered("MD-2026-1")) == "MD-2026-1"


@pytest.mark.parametrize(
    ("media_type", "end"),
    [
        ("application/pdf", ".pdf"),
        ("Application/PDF", ".pdf"),
        ("text/plain; charset=utf-8", ".txt"),
        ("text/html;charset=utf-8", ".html"),
        ("image/svg+xml", ".svg"),
        ("image/jpeg", ".jpg"),
        ("application/json", ".json"),
        ("application/vnd.acme.badge+json", ".json"),
        ("application/x-tar", ".tar"),
        ("application/octet-stream", ".bin"),
        ("application/vnd.openxmlformats-officedocument.wordprocessingml.document", ".bin"),
        ("../../x", ".bin"),
        ("", ".bin"),
    ],
)
def test_the_ending_is_that_of_the_format(media_type: str, end: str) -> None:
    """M97: several formats, each with its own ending."""
    assert ending(media_type) == end


@pytest.mark.parametrize("wrong", [None, b"application/pdf", 7])
def test_a_media_type_is_text(wrong: Any) -> None:
    with pytest.raises(InvalidValue, match=r"media_type: found .* expected text such as application/pdf"):
        ending(wrong)
