"""The pages for one board are those of the whole document."""

import io

import attrs
import pytest

import pdf_judge
from cmecore.entries import Certificate
from cmecore.errors import InvalidValue
from cmecore.rendering.excerpt import excerpt
from cmecore.rendering.pdf import Pdf
from cmecore.rendering.text import Text
from cmecore.testing.certificates import KINDS
from rendering.drawn import drawn
from rendering.samples import ADA, ADDENDUM, AMA, ATTENDED, BOTH, MOC, PREVIEW, named, with_lines

ELSEWHERE = attrs.evolve(ADA, number="HC-1", provider=attrs.evolve(ADA.provider, name="Hillside CME"))
ALL = [
    ADA,
    BOTH,
    attrs.evolve(with_lines(40), number="CME-40"),
    ATTENDED,
    ADDENDUM,
    ELSEWHERE,
    named("Nguyễn Thị Hồng"),
    PREVIEW,
]


def numbers(*wanted: Certificate, **conditions: list[object]) -> list[str | None]:
    return [one.number for one in excerpt(wanted or ALL, **conditions)]  # type: ignore[arg-type]


def test_a_board_gets_the_certificates_that_state_its_credit() -> None:
    assert numbers(types=[MOC]) == numbers(types=["abim-moc"]) == ["CME-2026-0207", "CME-2026-0208"]
    assert numbers(types=["none-such"]) == []
    assert len(numbers(types=[AMA, MOC])) == len(ALL) - 1
    assert numbers(ATTENDED, types=[AMA]) == [], "what it was designated for is no credit"
    assert [one.kind.code for one in excerpt(KINDS.values(), types=[AMA])].count("annual-summary") == 1


def test_providers_and_numbers_are_conditions_too() -> None:
    assert numbers(providers=["Hillside CME"]) == ["HC-1"]
    assert numbers(numbers=["CME-40", "HC-1"]) == ["CME-40", "HC-1"]
    assert numbers(numbers=["CME-40", "HC-1"], providers=["Hillside CME"]) == ["HC-1"]
    assert len(numbers()) == len(ALL)


def test_it_is_read_as_it_is_asked_for() -> None:
    read: list[Certificate] = []

    def stream() -> object:
        for one in ALL:
            read.append(one)
            yield one

    wanted = excerpt(stream(), types=[MOC])  # type: ignore[arg-type]
    assert read == []
    assert next(wanted) is BOTH
    assert len(read) == 2


@pytest.mark.parametrize(
    "conditions", [{"types": "abim-moc"}, {"types": [1]}, {"providers": [""]}, {"numbers": [None]}, {"numbers": "CME-40"}]
)
def test_what_is_no_condition_is_refused_at_once(conditions: dict[str, object]) -> None:
    (field,) = conditions
    with pytest.raises(InvalidValue, match=f"^{field}: found"):
        excerpt(ALL, **conditions)  # type: ignore[arg-type]


def test_what_is_no_certificate_is_refused() -> None:
    with pytest.raises(InvalidValue, match=r"^certificates: found"):
        list(excerpt(["Ada"]))  # type: ignore[list-item]


def contents(data: bytes) -> list[tuple[bytes, list[tuple[str, str]]]]:
    """Give the operators of each page, its own and those that it shares, and what is heard of it."""
    reading = pdf_judge.read(data)
    heard = pdf_judge.reading_order(reading)
    pages = []
    for page in reading.pages:
        operators = b"\n".join(stream.read_bytes() for stream in page.object.Contents)
        pages.append((operators, heard[page.index]))
    return pages


def test_its_pages_are_those_of_the_whole_document() -> None:
    """M173: what is taken out of a document for one board is the very pages, bookmarks and ranges of these certificates."""
    whole, part = drawn(*ALL), drawn(*excerpt(ALL, types=[MOC, "none-such"]))
    kept = [pages for pages in whole.ranges if pages.number in {"CME-2026-0207", "CME-2026-0208"}]
    places = [place for pages in kept for place in range(pages.first - 1, pages.last)]
    pages = contents(whole.data)
    assert contents(part.data) == [pages[place] for place in places]
    assert [(one.number, one.course) for one in part.ranges] == [(one.number, one.course) for one in kept]
    titles = [title for _, title, place in pdf_judge.outline(whole.reading) if place in places]
    assert [title for _, title, _ in pdf_judge.outline(part.reading)] == titles


def test_an_excerpt_of_several_pages_is_bound_as_a_stream() -> None:
    file = io.BytesIO()
    Pdf().bind(excerpt(iter(ALL), numbers=["CME-40", "CME-2026-0207"]), file)
    whole = contents(drawn(*ALL).data)
    assert contents(file.getvalue()) == whole[1 : len(whole) - 5]


def test_every_renderer_takes_it() -> None:
    text = Text().render(list(excerpt(ALL, providers=["Hillside CME"]))).data.decode()
    assert "Hillside CME" in text
    assert "Lakeside CME\n" not in text
