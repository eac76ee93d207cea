"""What stands on the pages, who can read it, and where it is found again in a file of many certificates."""

import datetime
import io
import subprocess
import sys

import attrs
import pikepdf
import pypdf
import pypdfium2  # type: ignore[import-untyped]
import pytest
import zxingcpp

import gates
import pdf_judge
from cmecore.entries import (
    CME,
    CME_ABIM,
    CME_ABIM_ABP,
    CME_ABP,
    COMPLETION,
    CREDIT,
    PARTICIPATION,
    SPECIALTY,
    Certificate,
    Kind,
)
from cmecore.errors import InvalidValue
from cmecore.providers import Signatory
from cmecore.rendering.document import Document
from cmecore.rendering.pdf import Pdf
from cmecore.rendering.themes import A4, CLASSIC, LETTER, MODERN, PLAIN, THEMES, Paper, Theme
from cmecore.testing.certificates import KINDS
from rendering.drawn import Drawn, drawn, expected, flat, sections, words
from rendering.samples import ADA, ADDENDUM, ADDRESS, AMA, ATTENDED, BOTH, MOC, PREVIEW, SAID, named, with_lines

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
    "a number and no address": [attrs.evolve(ADA, address="")],
}
PAPERS = {"letter": LETTER, "A4": A4, "letter, standing": LETTER.portrait, "A4, standing": A4.portrait}
LOOKS = [(theme, paper) for theme in THEMES for paper in PAPERS]


def look(theme: str, paper: str) -> Theme:
    """Give a theme on a paper."""
    return attrs.evolve(THEMES[theme], paper=PAPERS[paper])


def said(*certificates: Certificate, **options: object) -> str:
    """Give everything that is heard of some certificates."""
    return " ".join(drawn(*certificates, **options).spoken)


def as_meant(drawing: Drawn) -> None:
    """Compare what is heard, page by page, with what the certificates say, to the letter and in order."""
    for certificate, pages, heard in zip(drawing.certificates, drawing.ranges, sections(drawing.reading), strict=True):
        front, rest = expected(certificate, drawing.theme, pages=pages.last - pages.first + 1)
        spoken = [one for one in heard if one.type != "TH"]
        assert words([one for one in spoken if one.page == pages.first - 1]) == flat(front)
        assert words([one for one in spoken if one.page > pages.first - 1]) == flat(rest)
        assert {one.page for one in heard} == set(range(pages.first - 1, pages.last))


def symbols(data: bytes, dpi: int = 200, page: int = 0) -> list[str]:
    """Read the QR symbols of a page, as somebody's telephone does."""
    document = pypdfium2.PdfDocument(io.BytesIO(data))
    try:
        image = document[page].render(scale=dpi / 72).to_pil().convert("RGB")
    finally:
        document.close()
    return [found.text for found in zxingcpp.read_barcodes(image)]


@pytest.mark.parametrize("paper", ["letter", "A4"])
def test_everything_on_the_certificate_is_heard(paper: str) -> None:
    drawing = drawn(ADA, theme=look("classic", paper))
    (text,) = drawing.spoken
    assert len(drawing.reading.pages) == 1
    assert [one for one in SAID if one not in text] == []
    assert "account-of-ada" not in text
    assert "PREVIEW" not in text


@pytest.mark.parametrize(("theme", "paper"), LOOKS)
def test_what_is_heard_is_what_the_certificate_says(theme: str, paper: str) -> None:
    """Text by mark in the order of the tree is the text of the document, on every page, in every theme and on every paper."""
    as_meant(drawn(*KINDS.values(), theme=look(theme, paper)))


@pytest.mark.parametrize("case", [case for case in CASES if "long statements" not in case])
def test_what_is_heard_is_what_was_handed_over(case: str) -> None:
    as_meant(drawn(*CASES[case]))


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_of_certificate_is_heard_as_it_is_meant(kind: str) -> None:
    as_meant(drawn(KINDS[kind], theme=MODERN, fillable=True, attaches=True))


def test_two_other_readers_find_the_same() -> None:
    for reader in (gates.poppler_text, gates.pdfium_text):
        (page,) = reader(drawn(ADA).data)
        text = " ".join(page.split())
        assert [one for one in SAID if one not in text] == []


@pytest.mark.parametrize(
    ("paper", "inches"),
    [
        (LETTER, (11.0, 8.5)),
        (A4, (297 / 25.4, 210 / 25.4)),
        (LETTER.portrait, (8.5, 11.0)),
        (A4.portrait, (210 / 25.4, 297 / 25.4)),
        (Paper(width=1191.0, height=842.0), (1191 / 72, 842 / 72)),
    ],
)
def test_the_page_is_of_the_paper_of_its_theme(paper: Paper, inches: tuple[float, float]) -> None:
    for page in drawn(ADA, theme=attrs.evolve(CLASSIC, paper=paper)).reading.pdf.pages:
        left, bottom, right, top = map(float, page.mediabox)
        assert ((right - left) / 72, (top - bottom) / 72) == pytest.approx(inches, abs=0.01)


@pytest.mark.parametrize("theme", ["classic", None, "a4", CLASSIC.palette])
def test_what_is_no_theme_is_refused(theme: object) -> None:
    with pytest.raises(InvalidValue, match=r"^theme: found .*; expected "):
        Pdf(theme=theme)  # type: ignore[arg-type]


def test_a_certificate_of_participation_awards_nothing() -> None:
    """M1, M3 and M4: taking part is certified without credit, in a family of certificates of its own."""
    text = said(ATTENDED)
    assert text.startswith("Certificate of Participation Lakeside CME certifies that Ada Okoro, MD")
    assert "has participated in the live activity titled" in text
    assert "McCormick Place, Chicago · 9–11 March 2026" in text
    assert "This activity was designated for a maximum of 2.00 AMA PRA Category 1 Credits™; no credit is awarded" in text
    assert "Hours of participation, as claimed by the participant: 1.5" in text
    assert "and is awarded" not in text
    assert "Awarded" not in text
    assert "0.75" not in text


BOARD = Kind(code="acme.board", title="Certificate for the Board of Ultrasound")


@pytest.mark.parametrize(
    ("promise", "kind"),
    [
        ("M1 and M93", CREDIT),
        ("M1 and M30", PARTICIPATION),
        ("M92", COMPLETION),
        ("M95", SPECIALTY),
        ("M31", CME),
        ("M32", CME_ABIM),
        ("M33", CME_ABP),
        ("M34", CME_ABIM_ABP),
        ("a kind of the caller's own", BOARD),
    ],
)
def test_the_kind_is_printed_as_the_heading(promise: str, kind: Kind) -> None:
    """M1, M92, M93 and M95: which certificate it is stands at its head, and in what the file says of itself."""
    drawing = drawn(attrs.evolve(ATTENDED if kind in {PARTICIPATION, COMPLETION} else ADA, kind=kind))
    first = sections(drawing.reading)[0][0]
    assert (first.type, first.text.strip()) == ("H1", kind.title), promise
    assert str(drawing.reading.pdf.docinfo.Title) == f"{kind.title}: Emergency Medicine"
    assert str(drawing.reading.pdf.docinfo.Subject) == kind.title
    assert kind.title in " ".join(gates.poppler_text(drawing.data)[0].split())


def test_points_stand_beside_the_credit_that_they_rest_on() -> None:
    """M174: below the total, and beside the line that they belong to; the older certificate is named at the foot."""
    text = said(BOTH)
    assert "1.75 AMA PRA Category 1 Credits™ and 0.75 ABIM MOC point designated for" in text
    assert "0.75 including 0.50 opioid plus 0.75 ABIM MOC point Airway management" in text
    assert "Certificate number CME-2026-0207 This certificate takes the place of no. CME-2026-0193" in text
    assert "Addendum" not in text


def test_an_addendum_says_so_below_its_title() -> None:
    text = said(ADDENDUM)
    assert "Addendum to certificate no. CME-2026-0193 Lakeside CME" in text
    assert "and is awarded 0.75 ABIM MOC point designated for a maximum of 2.00 ABIM MOC points" in text
    assert "takes the place" not in text


def test_what_is_awarded_in_all_includes_the_points() -> None:
    """On a further page the list closes with all of it, in as many lines as it needs."""
    board = attrs.evolve(MOC, code="board", name="Continuing Certification point of a board with a very long name")
    resting = [MOC("30.00"), board("15.00")]
    text = said(attrs.evolve(with_lines(60), resting=resting))
    assert text.endswith(f"Awarded in all: 30.00 AMA PRA Category 1 Credits™, 30.00 ABIM MOC points and {resting[1]}")


def test_a_preview_is_marked_across_the_page_and_has_no_symbol() -> None:
    drawing = drawn(PREVIEW)
    (page,) = drawing.reading.pages
    assert "PREVIEW" in [text.strip() for text in pdf_judge.artifacts(page)]
    assert "This is not a certificate" in drawing.spoken[0]
    assert "Certificate number" not in drawing.spoken[0]
    assert "/Annots" not in page.object
    assert symbols(drawing.data) == []


@pytest.mark.parametrize("theme", THEMES.values(), ids=list(THEMES))
def test_a_blank_for_hours_is_a_field_where_one_is_asked_for(theme: Theme) -> None:
    """It has words, a font and a drawing of its own, and stands on the rule that is printed for a pen."""
    blank = KINDS["blank"]
    assert "/AcroForm" not in drawn(blank, theme=theme).reading.root
    drawing = drawn(blank, ADA, blank, theme=theme, fillable=True)
    assert [index for index, one in drawing.reading.annotations if one.Subtype == "/Widget"] == [0, 2]
    fields = list(drawing.reading.root.AcroForm.Fields)
    assert len({str(field.T) for field in fields}) == 2
    assert {str(field.TU) for field in fields} == {theme.words.blank}
    left, bottom, right, top = map(float, fields[0].Rect)
    assert right - left >= 72
    assert top - bottom >= 12
    gates.pass_the_pdf_gate(drawing.data)
    gates.pass_pdfua(drawing.data)


def test_each_certificate_starts_a_page_of_its_own_and_has_a_bookmark() -> None:
    """M151: work in several courses is one PDF that holds several certificates."""
    drawing = drawn(ADA, with_lines(30), attrs.evolve(named("Nguyễn Thị Hồng"), course="Sepsis"))
    reader = pypdf.PdfReader(io.BytesIO(drawing.data))
    starts = [index for index, page in enumerate(reader.pages) if "certifies that" in page.extract_text()]
    entries = [entry for entry in reader.outline if not isinstance(entry, list)]
    assert [reader.get_destination_page_number(entry) for entry in entries] == starts
    assert starts == [pages.first - 1 for pages in drawing.ranges]
    assert starts[0] == 0
    assert starts[2] == len(reader.pages) - 1
    assert entries[2].title == "Sepsis · Certificate of Credit · Nguyễn Thị Hồng"
    assert pdf_judge.outline(drawing.reading) == [(1, entry.title, start) for entry, start in zip(entries, starts, strict=True)]


def test_the_pages_of_each_certificate_are_told() -> None:
    """M173: for each certificate its first and last page, to print or save just them, also where it takes several."""
    drawing = drawn(ADA, attrs.evolve(with_lines(60), number="CME-2026-0200"), PREVIEW)
    assert [(str(pages), pages.number, pages.course) for pages in drawing.ranges] == [
        ("1", "CME-2026-0193", "Emergency Medicine"),
        ("2-5", "CME-2026-0200", "Emergency Medicine"),
        ("6", None, "Emergency Medicine"),
    ]
    pages = gates.poppler_text(drawing.data)
    assert ["CME-2026-0200" in page for page in pages] == [False, True, True, True, True, False]
    placed: list[object] = []
    Pdf().bind(drawing.certificates, io.BytesIO(), placed=placed.append)
    assert tuple(placed) == drawing.ranges


def test_each_certificate_has_its_own_amount_and_its_own_topics() -> None:
    """M175 and M176: the number for its course, not the sum of all, and beneath it the topics of that course."""
    amounts = {"Emergency Medicine": "0.50", "Critical Care": "1.25", "Toxicology": "3.75"}
    certificates = [
        attrs.evolve(
            ADA,
            number=f"CME-{course[0]}",
            course=course,
            total=AMA(amount),
            maximum=AMA("4.00"),
            lines=[attrs.evolve(ADA.lines[1], title=f"Topic of {course}", credits=AMA(amount))],
        )
        for course, amount in amounts.items()
    ]
    drawing = drawn(*certificates)
    for text, (course, amount) in zip(drawing.spoken, amounts.items(), strict=True):
        assert text.index(f"and is awarded {amount} AMA") < text.index(f"Topic of {course} 10 March 2026 {amount} ")
        assert text.count("Topic of") == 1
        assert "5.50" not in text
        assert [one for one in amounts.values() if one != amount and one in text] == []


def test_the_file_says_what_it_is() -> None:
    drawing = drawn(ADA, theme=attrs.evolve(CLASSIC, words=attrs.evolve(CLASSIC.words, language="en-US")))
    reader = pypdf.PdfReader(io.BytesIO(drawing.data))
    assert reader.metadata is not None
    assert reader.metadata.title == "Certificate of Credit: Emergency Medicine"
    assert reader.metadata.author == "Lakeside CME"
    assert str(reader.metadata.creation_date_raw) == "D:20260312000000Z"
    assert str(drawing.reading.root.Lang) == "en-US"
    assert str(drawn(ADA, ATTENDED).reading.pdf.docinfo.Title) == "2 certificates"
    later = attrs.evolve(ATTENDED, issued_on=datetime.date(2026, 7, 1))
    assert str(drawn(later, ADA).reading.pdf.docinfo.CreationDate) == "D:20260701000000Z"


def test_the_file_does_not_name_the_learner_where_lists_of_files_show_it() -> None:
    reading = drawn(ADA).reading
    packet = reading.root.Metadata.read_bytes().decode()
    assert "Okoro" not in packet
    assert "Okoro" not in "".join(str(value) for value in reading.pdf.docinfo.values())


def links(drawing: Drawn) -> list[pikepdf.Object]:
    return [one for _, one in drawing.reading.annotations if one.Subtype == "/Link"]


def test_the_address_is_printed_and_is_a_link() -> None:
    """M101: the symbol and the address beside it both lead to where the certificate is verified."""
    found = links(drawn(ADA))
    assert {str(link.A.URI) for link in found} == {ADDRESS}
    boxes = sorted([float(side) for side in link.Rect] for link in found)
    heights = sorted(top - bottom for _, bottom, _, top in boxes)
    assert len(heights) == 2
    assert heights[0] < 15
    assert heights[1] > 60


def test_what_comes_from_outside_is_in_the_language_of_the_certificate() -> None:
    """The phrases stay in that of the page, and a name is in none that is known."""
    french = attrs.evolve(ADA, language="fr", course="Médecine d’urgence", statements=("Cette activité est gratuite.",))
    english = attrs.evolve(french, number="CME-2026-0197", language="en")
    drawing = drawn(french, english)
    texts = pdf_judge.text_by_mcid(drawing.reading.pages[0])
    told = {
        "".join(texts[kid.mcid] for kid in one.contents).strip(): one.text("/Lang")
        for one in pdf_judge.structure(drawing.reading).tops[0].elements[0]
        if one.text("/Lang")
    }
    assert {"Médecine d’urgence", "Cette activité est gratuite.", ADA.provider.name} <= set(told)
    assert set(told.values()) == {"fr"}
    assert ADA.name not in told
    assert "certifies that" not in told
    assert not any(one.text("/Lang") for one in pdf_judge.structure(drawing.reading).tops[0].elements[1])


def test_the_symbol_and_an_address_in_several_lines_are_one_link() -> None:
    """A listener meets one link, which shows the symbol and says where it leads."""
    address = "https://verify.example.org/" + "certificates-of-the-provider/" * 9
    drawing = drawn(attrs.evolve(ADA, address=address))
    assert [str(link.A.URI) for link in links(drawing)] == [address] * len(links(drawing))
    assert len(links(drawing)) > 2
    assert drawing.spoken[0].endswith(address)
    (link,) = [one for one in pdf_judge.structure(drawing.reading) if one.type == "Link"]
    symbol, said = link.elements
    assert (symbol.type, (said.text("/ActualText") or "").strip()) == ("Figure", address)
    assert len(link.kids) == 2 + len(links(drawing))


@pytest.mark.parametrize("address", ["javascript:alert(1)", "file:///etc/passwd", "https://прим.example/1", "CME 2026/0193"])
def test_what_is_no_web_address_is_printed_but_leads_nowhere(address: str) -> None:
    drawing = drawn(attrs.evolve(ADA, address=address))
    assert address in drawing.spoken[0]
    assert links(drawing) == []
    assert symbols(drawing.data) == [address]


@pytest.mark.parametrize(("theme", "paper"), LOOKS)
def test_the_symbol_is_read_in_every_theme(theme: str, paper: str) -> None:
    """M101: from 150 dots an inch on, whatever else stands on the page."""
    data = drawn(KINDS["hours"], theme=look(theme, paper)).data
    assert [symbols(data, dpi) for dpi in (150, 300)] == [[KINDS["hours"].address]] * 2


def test_the_symbol_of_a_certificate_without_an_address_holds_its_number() -> None:
    """M101."""
    drawing = drawn(attrs.evolve(ADA, address=""))
    assert symbols(drawing.data) == ["CME-2026-0193"]
    assert "Scan for the number QR code of the number of this certificate" in drawing.spoken[0]


def test_two_decoders_read_the_symbol_forty_times_out_of_forty() -> None:
    """M101: as an image and as a poor JPEG, askew and upside down, down to 100 dots an inch on letter paper."""
    gates.needs("pdftoppm", "zbarimg")
    with gates.written(drawn(ADA).data) as file:
        run = subprocess.run(
            [sys.executable, gates.tool("qr_gate.py"), file, ADDRESS], capture_output=True, text=True, check=True
        )
    assert run.stdout.startswith("40/40 read")


#: The gate takes ten seconds a page.  With the classic theme on letter paper above, these are every theme, either paper lying
#: and standing, and a symbol that holds an address as well as one that holds a number.
SCANNED = [
    ("academic", "A4", "completion"),
    ("modern", "letter, standing", "addendum"),
    ("modern", "A4", "points"),
    ("plain", "A4, standing", "hours"),
]


@pytest.mark.parametrize(("theme", "paper", "kind"), SCANNED)
def test_two_decoders_read_the_symbol_in_every_theme(theme: str, paper: str, kind: str) -> None:
    """M101: likewise, from 150 dots an inch on."""
    certificate = KINDS[kind]
    gates.pass_the_qr_gate(drawn(certificate, theme=look(theme, paper)).data, certificate.address or certificate.number or "")


def test_other_certificates_are_another_file() -> None:
    names = [drawn(named(name)).reading.pdf.trailer.ID[0] for name in ("Ada Okoro, MD", "Ada Okoro, DO")]
    assert bytes(names[0]) != bytes(names[1])


@pytest.mark.parametrize("theme", THEMES.values(), ids=list(THEMES))
def test_topics_that_do_not_fit_go_on_to_further_pages(theme: Theme) -> None:
    drawing = drawn(with_lines(60), theme=theme)
    as_meant(drawing)
    count = len(drawing.reading.pages)
    assert count > 2
    for page in drawing.reading.pages:
        again = " ".join(" ".join(pdf_judge.artifacts(page)).split())
        assert f"Page {page.index + 1} of {count}" in again
        if page.index:
            assert "Lakeside CME Ada Okoro, MD Emergency Medicine" in again
            assert "Certificate number CME-2026-0193" in again
    heard = sections(drawing.reading)[0]
    for index in range(1, count):
        rows = [one for one in heard if one.page == index]
        assert [one.text.strip() for one in rows[:3]] == ["Topic", "Completed", "Credit"]
    rest = words([one for one in heard if one.page])
    assert all(rest.count(f"Topic of evening {topic} ") == 1 for topic in range(1, 61))
    assert rest.count("Awarded in all: 30.00 AMA PRA Category 1 Credits™") == 1


def test_forty_topics_stand_on_their_pages_whole() -> None:
    as_meant(drawn(KINDS["long"]))


def test_statements_that_do_not_fit_go_on_to_further_pages() -> None:
    statements = tuple(f"Statement {index} of the provider, of which there are many." for index in range(1, 101))
    drawing = drawn(attrs.evolve(ADA, statements=statements))
    heard = sections(drawing.reading)[0]
    assert "The statements follow on a further page." in words([one for one in heard if one.page == 0])
    assert [one.text.strip() for one in heard if one.page] == list(statements)


def test_a_statement_of_ten_thousand_characters_is_heard_as_one_paragraph_a_page() -> None:
    statement = ("Physicians should claim only the credit commensurate with their participation. " * 130)[:9_999] + "."
    drawing = drawn(attrs.evolve(ADA, statements=[statement]))
    heard = [one for one in sections(drawing.reading)[0] if one.page]
    assert words(heard) == statement
    assert len(heard) == len({one.page for one in heard})


def test_sixty_statements_are_sixty_paragraphs() -> None:
    statements = [f"{index}. {ADA.statements[0]}" for index in range(60)]
    heard = sections(drawn(attrs.evolve(ADA, statements=statements)).reading)[0]
    assert [one.text.strip() for one in heard if one.page] == statements


def test_a_line_in_another_type_names_it() -> None:
    points = attrs.evolve(AMA, code="abim-moc", name="ABIM MOC point", plural="ABIM MOC points")
    lines = (attrs.evolve(ADA.lines[1], credits=points("0.50")), *ADA.lines[:1])
    assert "0.50 ABIM MOC point" in said(attrs.evolve(ADA, lines=lines))


def test_a_line_without_credit_leaves_its_cell_empty() -> None:
    """Each row of the table is as long as its heading, or a listener loses the column."""
    lines = (*ADA.lines[:1], attrs.evolve(ADA.lines[1], credits=None), *ADA.lines[2:])
    drawing = drawn(attrs.evolve(ADA, lines=lines))
    assert "Airway management 10 March 2026 Point-of-care ultrasound" in drawing.spoken[0]
    rows = [len(one.elements) for one in pdf_judge.structure(drawing.reading) if one.type == "TR"]
    assert rows == [3, 3, 3, 3]


@pytest.mark.parametrize("count", [1, 3, 8])
def test_as_many_topics_as_a_day_holds_stand_on_one_page_without_a_number(count: int) -> None:
    (page,) = drawn(with_lines(count)).reading.pages
    assert "Page 1" not in " ".join(pdf_judge.artifacts(page))


def test_the_heading_of_each_certificate_is_of_the_first_level_and_courses_of_the_second() -> None:
    drawing = drawn(KINDS["summary"], ADA, theme=PLAIN)
    headings = [[one.text.strip() for one in heard if one.type in {"H1", "H2"}] for heard in sections(drawing.reading)]
    assert headings == [["Annual Certificate Summary", "Emergency Medicine", "Critical Care"], ["Certificate of Credit"]]


def test_the_sentence_that_certifies_is_one_paragraph() -> None:
    sentence = sections(drawn(ADA).reading)[0][1]
    document = Document.of(ADA)
    assert sentence.type == "P"
    assert sentence.text.strip() == " ".join(said.text for said in document.head[1:] if said.role != "designated")


def test_no_certificates_at_all_are_refused() -> None:
    with pytest.raises(InvalidValue, match="certificates: found none"):
        Pdf().render([])


def test_a_certificate_that_cannot_be_printed_stops_the_document() -> None:
    with pytest.raises(InvalidValue, match=r"name: found text of 2 characters with U\+660E, U\+674E"):
        Pdf().render([ADA, named("李明")])


@pytest.mark.parametrize("case", CASES)
def test_the_file_opens_in_every_reader(case: str) -> None:
    """M124: qpdf, mupdf, poppler, pdfium and pypdf have nothing to say, and M98: it prints."""
    drawing = drawn(*CASES[case])
    assert drawing.rendered.media_type == "application/pdf"
    gates.pass_the_pdf_gate(drawing.data)
    count = len(drawing.reading.pages)
    assert len(pypdf.PdfReader(io.BytesIO(drawing.data), strict=True).pages) == count
    pages = pypdfium2.PdfDocument(io.BytesIO(drawing.data))
    try:
        darkest = [min(page.render(scale=0.5).to_pil().convert("L").getextrema()) for page in pages]
    finally:
        pages.close()
    assert darkest == [low for low in darkest if low < 128]
    assert len(darkest) == count


@pytest.mark.parametrize("case", ["credit", "many topics", "three in one"])
def test_a_checker_of_accessibility_from_a_package_passes_it(case: str) -> None:
    gates.pass_pdfua(drawn(*CASES[case], theme=look("modern", "A4"), attaches=True).data)


def test_each_signatory_is_one_for_a_screen_reader() -> None:
    """Two who sign side by side are two paragraphs, each with the title beneath the name."""
    signatories = [Signatory(name="Ann Alpha, MD", title="Director"), Signatory(name="Bob Beta, PhD", title="Dean")]
    read = [part.text.strip() for part in sections(drawn(attrs.evolve(ADA, signatories=signatories)).reading)[0]]
    assert "Ann Alpha, MD Director" in read
    assert "Bob Beta, PhD Dean" in read
