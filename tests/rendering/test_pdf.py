import io
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import attrs
import pypdf
import pytest
from pypdf.generic import ContentStream, DictionaryObject

from cmecore.entries import Certificate
from cmecore.errors import InvalidValue
from cmecore.rendering.pdf import Pdf
from rendering.samples import (
    ADA,
    ADDENDUM,
    ADDRESS,
    AMA,
    ATTENDED,
    BOTH,
    MOC,
    PREVIEW,
    SAID,
    named,
    with_lines,
    words,
)

LONG_NAME = "Professor María de los Ángeles Fernández-Villaverde y Rodríguez de la Torre, MD, PhD, MPH, FACEP, FAAEM, FRCEM"
LONG_COURSE = (
    "Advanced Topics in Emergency and Critical Care Medicine: A Comprehensive Case-Based Review of Resuscitation, "
    "Toxicology, Trauma and Point-of-Care Ultrasound for the Practising Physician"
)
CASES = {
    "credit": [ADA],
    "participation": [ATTENDED],
    "preview": [PREVIEW],
    "credit and points": [BOTH],
    "addendum": [ADDENDUM],
    "long name": [named(LONG_NAME)],
    "long course": [attrs.evolve(ADA, course=LONG_COURSE)],
    "many topics": [with_lines(60)],
    "long statements": [attrs.evolve(ADA, statements=ADA.statements * 40)],
    "three in one": [ADA, PREVIEW, ATTENDED],
    "many topics without credit": [attrs.evolve(ATTENDED, lines=ATTENDED.lines * 20)],
    "no topics": [attrs.evolve(ATTENDED, lines=(), statements=(), address="")],
}


def document(*certificates: Certificate, **options: object) -> pypdf.PdfReader:
    return pypdf.PdfReader(io.BytesIO(Pdf(**options).render(certificates).data))  # type: ignore[arg-type]


def said_on(page: pypdf.PageObject) -> str:
    return words(page.extract_text())


@pytest.mark.parametrize("paper", ["letter", "a4"])
def test_everything_on_the_certificate_stands_on_the_page(paper: str) -> None:
    reader = document(ADA, paper=paper)
    assert len(reader.pages) == 1
    text = said_on(reader.pages[0])
    assert [said for said in SAID if said not in text] == []
    assert "account-of-ada" not in text
    assert "PREVIEW" not in text


def test_a_second_reader_finds_the_same(system_tool: Callable[..., str], tmp_path: Path) -> None:
    file = tmp_path / "certificate.pdf"
    file.write_bytes(Pdf().render([ADA]).data)
    tool = system_tool("pdftotext", package="poppler-utils")
    text = words(subprocess.run([tool, "-raw", file, "-"], capture_output=True, check=True).stdout.decode())
    assert [said for said in SAID if said not in text] == []


@pytest.mark.parametrize(("paper", "inches"), [("letter", (11.0, 8.5)), ("a4", (297 / 25.4, 210 / 25.4))])
def test_the_page_lies_on_its_long_side(paper: str, inches: tuple[float, float]) -> None:
    box = document(ADA, paper=paper).pages[0].mediabox
    assert (float(box.width) / 72, float(box.height) / 72) == pytest.approx(inches, abs=0.01)


@pytest.mark.parametrize("paper", ["Letter", "a3", None, b"a4"])
def test_a_paper_that_is_not_known_is_refused(paper: object) -> None:
    with pytest.raises(InvalidValue, match=r"paper: found .* expected letter or a4"):
        Pdf(paper=paper)  # type: ignore[arg-type]


def test_a_certificate_of_participation_awards_nothing() -> None:
    """M1, M3 and M4: taking part is certified without credit."""
    text = said_on(document(ATTENDED).pages[0])
    assert "has participated in the live activity titled" in text
    assert "McCormick Place, Chicago · 9–11 March 2026" in text
    assert "This activity was designated for a maximum of 2.00 AMA PRA Category 1 Credits™; no credit is awarded" in text
    assert "Hours of participation, as claimed by the participant: 1.5" in text
    assert "and is awarded" not in text
    assert "Awarded" not in text
    assert "0.75" not in text


def test_points_stand_beside_the_credit_that_they_rest_on() -> None:
    """M174: below the total, and beneath the line that they belong to; the older certificate is named at the foot."""
    text = said_on(document(BOTH).pages[0])
    assert "1.75 AMA PRA Category 1 Credits™ and 0.75 ABIM MOC point designated for" in text
    assert "including 0.50 opioid plus 0.75 ABIM MOC point Airway management" in text
    assert "Certificate number CME-2026-0207 This certificate takes the place of no. CME-2026-0193" in text
    assert "Addendum" not in text


def test_an_addendum_says_so_below_its_title() -> None:
    text = said_on(document(ADDENDUM).pages[0])
    assert "Addendum to certificate no. CME-2026-0193 Lakeside CME" in text
    assert "and is awarded 0.75 ABIM MOC point designated for a maximum of 2.00 ABIM MOC points" in text
    assert "takes the place" not in text


def test_what_is_awarded_in_all_includes_the_points() -> None:
    """On a further page the list closes with all of it, in as many lines as it needs."""
    board = attrs.evolve(MOC, code="board", name="Continuing Certification point of a board with a very long name")
    resting = [MOC("30.00"), board("15.00")]
    rest = said_on(document(attrs.evolve(with_lines(60), resting=resting)).pages[-1])
    assert f"Awarded in all: 30.00 AMA PRA Category 1 Credits™, 30.00 ABIM MOC points and {resting[1]}" in rest


def test_a_preview_is_marked_across_the_page_and_has_no_symbol() -> None:
    page = document(PREVIEW).pages[0]
    text = said_on(page)
    assert "PREVIEW" in text
    assert "This is not a certificate" in text
    assert "Certificate number" not in text
    assert "/Annots" not in page


def test_each_certificate_starts_a_page_of_its_own_and_has_a_bookmark() -> None:
    """M151: several certificates in one PDF."""
    reader = document(ADA, with_lines(30), named("Nguyễn Thị Hồng"))
    starts = [index for index, page in enumerate(reader.pages) if "certifies that" in said_on(page)]
    entries = [entry for entry in reader.outline if not isinstance(entry, list)]
    assert [reader.get_destination_page_number(entry) for entry in entries] == starts
    assert starts[0] == 0
    assert starts[2] == len(reader.pages) - 1
    assert entries[2].title == "Emergency Medicine – Certificate of Credit – Nguyễn Thị Hồng"


def test_the_file_says_what_it_is() -> None:
    reader = document(attrs.evolve(ADA, language="en-US"))
    assert reader.metadata is not None
    assert reader.metadata.title == "Certificate of Credit: Emergency Medicine"
    assert reader.metadata.author == "Lakeside CME"
    assert str(reader.metadata.creation_date_raw).startswith("D:20260312")
    catalog = reader.trailer["/Root"]
    assert isinstance(catalog, DictionaryObject)
    assert str(catalog["/Lang"]) == "en-US"
    preferences = catalog["/ViewerPreferences"]
    assert isinstance(preferences, DictionaryObject)
    assert str(preferences["/DisplayDocTitle"]) == "True"
    assert document(ADA, ATTENDED).metadata.title == "2 certificates"  # type: ignore[union-attr]


def test_the_address_is_printed_and_is_a_link() -> None:
    page = document(ADA).pages[0]
    links = [annotation.get_object() for annotation in page.annotations or ()]
    assert {str(link["/A"]["/URI"]) for link in links} == {ADDRESS}
    heights = sorted(float(link["/Rect"][3]) - float(link["/Rect"][1]) for link in links)
    assert len(heights) == 2
    assert heights[0] < 15
    assert heights[1] > 60


@pytest.mark.parametrize("address", ["javascript:alert(1)", "file:///etc/passwd", "https://прим.example/1", "CME 2026/0193"])
def test_what_is_no_web_address_is_printed_but_leads_nowhere(address: str) -> None:
    page = document(attrs.evolve(ADA, address=address)).pages[0]
    assert address in said_on(page)
    assert "/Annots" not in page


def fonts(reader: pypdf.PdfReader) -> Iterator[DictionaryObject]:
    for page in reader.pages:
        resources = [page["/Resources"]]
        forms = page["/Resources"].get("/XObject", {})  # type: ignore[attr-defined]
        resources += [form.get_object()["/Resources"] for form in forms.values() if "/Resources" in form.get_object()]
        for resource in resources:
            for font in resource.get("/Font", {}).values():  # type: ignore[attr-defined]
                yield font.get_object()


@pytest.mark.parametrize("case", CASES)
def test_every_font_is_embedded(case: str) -> None:
    found = list(fonts(document(*CASES[case])))
    assert found
    for font in found:
        descriptor = font["/FontDescriptor"]
        assert isinstance(descriptor, DictionaryObject)
        assert "/FontFile2" in descriptor
        assert "/ToUnicode" in font


@pytest.mark.parametrize("case", CASES)
def test_the_same_certificates_give_the_same_bytes(case: str) -> None:
    first = Pdf().render(CASES[case])
    assert first.media_type == "application/pdf"
    assert Pdf().render(CASES[case]) == first


def test_the_same_certificates_give_the_same_bytes_on_another_machine(elsewhere: list[dict[str, str]]) -> None:
    program = "import sys; from rendering.samples import *; from cmecore.rendering.pdf import Pdf; "
    program += "sys.stdout.buffer.write(Pdf().render([ADA, PREVIEW, with_lines(30)]).data)"
    expected = Pdf().render([ADA, PREVIEW, with_lines(30)]).data
    for environment in elsewhere:
        run = subprocess.run([sys.executable, "-c", program], env=environment, capture_output=True, check=True)
        assert run.stdout == expected


def test_other_certificates_are_another_file() -> None:
    names = [document(named(name)).trailer["/ID"][0] for name in ("Ada Okoro, MD", "Ada Okoro, DO")]  # type: ignore[index]
    assert names[0] != names[1]


def test_topics_that_do_not_fit_go_on_to_further_pages() -> None:
    reader = document(with_lines(60))
    pages = [said_on(page) for page in reader.pages]
    assert len(pages) > 2
    for index, page in enumerate(pages, start=1):
        assert f"Page {index} of {len(pages)}" in page
        assert "Ada Okoro, MD" in page
        assert "Emergency Medicine" in page
        assert "Certificate number CME-2026-0193" in page
    assert "topics follow" in pages[0]
    assert all("Completed" in page for page in pages[1:])
    rest = " ".join(pages[1:])
    for topic in range(1, 61):
        assert rest.count(f"Topic of evening {topic} ") == 1
    assert rest.count("Awarded in all: 30.00 AMA PRA Category 1 Credits™") == 1


def test_statements_that_do_not_fit_go_on_to_further_pages() -> None:
    statements = tuple(f"Statement {index} of the provider, of which there are many." for index in range(1, 101))
    pages = [said_on(page) for page in document(attrs.evolve(ADA, statements=statements)).pages]
    assert "statements follow" in pages[0]
    rest = " ".join(pages[1:])
    assert all(rest.count(statement) == 1 for statement in statements)


def test_a_line_in_another_type_names_it() -> None:
    points = attrs.evolve(AMA, code="abim-moc", name="ABIM MOC point", plural="ABIM MOC points")
    lines = (attrs.evolve(ADA.lines[1], credits=points("0.50")), *ADA.lines[:1])
    assert "0.50 ABIM MOC point" in said_on(document(attrs.evolve(ADA, lines=lines)).pages[0])


@pytest.mark.parametrize("count", [1, 3, 8])
def test_as_many_topics_as_a_day_holds_stand_on_one_page_without_a_number(count: int) -> None:
    (page,) = document(with_lines(count)).pages
    assert "Page 1" not in said_on(page)


def test_text_is_readable_in_size_and_contrast() -> None:
    """Text is 9 points or more, at 4.5 to 1 against white and against the mark of a preview."""
    mark = luminance((0.91, 0.89, 0.87))
    for case in CASES.values():
        for page in document(*case).pages:
            for size, colour in set(shown(page)):
                assert size >= 9
                assert (mark + 0.05) / (luminance(colour) + 0.05) >= 4.5


def shown(page: pypdf.PageObject) -> Iterator[tuple[float, tuple[float, float, float]]]:
    """List the size and colour of each text that the page itself shows."""
    size, colour = 0.0, (0.0, 0.0, 0.0)
    stream = page.get_contents()
    assert isinstance(stream, ContentStream)
    for operands, operator in stream.operations:
        match operator:
            case b"Tf":
                size = float(operands[1])
            case b"rg":
                colour = (float(operands[0]), float(operands[1]), float(operands[2]))
            case b"Tj":
                yield size, colour


def luminance(colour: tuple[float, float, float]) -> float:
    """Compute the relative luminance of an sRGB colour as WCAG 2.2 defines it."""
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in colour)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def test_no_certificates_at_all_are_refused() -> None:
    with pytest.raises(InvalidValue, match="certificates: found none"):
        Pdf().render([])


def test_a_certificate_that_cannot_be_printed_stops_the_document() -> None:
    with pytest.raises(InvalidValue, match=r"name: found text of 2 characters with U\+660E, U\+674E"):
        Pdf().render([ADA, named("李明")])


def test_nothing_in_the_file_acts() -> None:
    """The only action in a file is the link to the verification address."""
    reader = document(named("/JavaScript (app.alert) /OpenAction"), attrs.evolve(ADA, address="https://x.example/(a)\\b"))
    found = list(dictionaries([reader.get_object(number) for number in reader.xref[0]]))
    assert {str(value["/S"]) for value in found if "/S" in value} == {"/URI"}
    assert {str(value["/URI"]) for value in found if "/URI" in value} == {ADDRESS, "https://x.example/(a)\\b"}
    keys = {str(key) for value in found for key in value}
    assert not keys & {"/OpenAction", "/AA", "/JS", "/JavaScript", "/Launch", "/EmbeddedFiles", "/AcroForm"}


def dictionaries(value: object) -> Iterator[DictionaryObject]:
    """List every dictionary inside a value, without following references."""
    if isinstance(value, DictionaryObject):
        yield value
        for held in value.values():
            yield from dictionaries(held)
    elif isinstance(value, list):
        for held in value:
            yield from dictionaries(held)


@pytest.mark.parametrize("case", CASES)
def test_programs_that_check_pdf_find_nothing(case: str, system_tool: Callable[..., str], tmp_path: Path) -> None:
    file = tmp_path / "certificate.pdf"
    file.write_bytes(Pdf().render(CASES[case]).data)
    checks = [
        [system_tool("qpdf", package="qpdf"), "--check", str(file)],
        [system_tool("mutool", package="mupdf-tools"), "draw", "-q", "-F", "txt", "-o", "/dev/null", str(file)],
        [system_tool("pdfinfo", package="poppler-utils"), str(file)],
    ]
    for check in checks:
        run = subprocess.run(check, capture_output=True, check=False)
        assert run.returncode == 0
        # A mupdf that was built without colour profiles says so of every file.
        assert run.stderr.replace(b"warning: ICC support is not available\n", b"") == b""
