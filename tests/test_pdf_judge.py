"""The judge passes good files and names the point that each planted defect breaks; so do the gates, as far as they see."""

import functools
import io
from collections.abc import Callable
from pathlib import Path

import pikepdf
import pytest

import gates
import pdf_judge
from cmecore.rendering.pdf import Pdf
from judged import planted_in_files, planted_on_pages
from judged.defects import DEFECTS, OURS, REFERENCE, Defect, elements, within
from judged.reading import in_reading_order
from rendering.samples import PREVIEW, named

MATERIAL = Path(__file__).resolve().parents[2] / "shared" / "material" / "pdf"
PLANTED = [planted_in_files, planted_on_pages]  # importing them is what fills DEFECTS


@functools.cache
def good(name: str) -> bytes:
    """Give a good file: one that the reference validator of PDF/A passed, or one of ours."""
    if name == REFERENCE:
        return (MATERIAL / "rl_pypdf.pdf").read_bytes()
    # A name with a letter that has no byte of its own, so that there is a font of either kind.
    return Pdf().render([named("Zdeňka Okoro, MD"), PREVIEW]).data


def edited(data: bytes, change: Callable[[pikepdf.Pdf], None], **options: bool | pikepdf.Encryption) -> bytes:
    """Change a file with pikepdf."""
    file = io.BytesIO()
    with pikepdf.open(io.BytesIO(data), inherit_page_attributes=False) as pdf:
        change(pdf)
        pdf.save(file, fix_metadata_version=False, **options)  # type: ignore[arg-type]
    return file.getvalue()


def nothing(pdf: pikepdf.Pdf) -> None:
    """Change nothing: what the judge says of a defect is said of the defect, and not of the way it was planted."""


@pytest.mark.parametrize("name", [REFERENCE, OURS])
def test_a_good_file_passes(name: str) -> None:
    pdf_judge.judge(good(name), decoration=["PREVIEW"])
    pdf_judge.judge(edited(good(name), nothing), decoration=["PREVIEW"])


CASES = [(defect, name) for defect in DEFECTS for name in sorted(defect.files)]


@pytest.mark.parametrize(("defect", "name"), CASES, ids=str)
def test_each_defect_is_caught_by_its_point(defect: Defect, name: str) -> None:
    found = pdf_judge.complaints(edited(good(name), defect.change), decoration=["PREVIEW"])
    assert set(found) == defect.breaks, found


def test_every_point_has_a_defect() -> None:
    by_bytes = {"the_frame_is_that_of_an_archive", "streams_and_objects_end_with_a_line", "it_is_not_encrypted"}  # below
    points = {point.__name__ for point in pdf_judge.POINTS} | {"no_text_is_hidden_as_decoration"}
    assert points == by_bytes.union(*(defect.breaks for defect in DEFECTS))


def of(data: bytes) -> set[str]:
    """Give the points that a file breaks."""
    return set(pdf_judge.complaints(data, decoration=["PREVIEW"]))


@pytest.mark.parametrize("name", [REFERENCE, OURS])
def test_bytes_out_of_place_are_caught(name: str) -> None:
    data = good(name)
    assert of(data + b"\nand more") == {"the_frame_is_that_of_an_archive"}
    assert of(data.replace(b"%PDF-1.7\n%", b"%PDF-1.7\n ", 1)) == {"the_frame_is_that_of_an_archive"}
    assert of(data.replace(b"%PDF-1.7", b"%PDF-2.0", 1)) == {"the_frame_is_that_of_an_archive"}
    assert of(edited(data, nothing, preserve_pdfa=False)) == {"streams_and_objects_end_with_a_line"}
    joined = data.replace(b" obj\n", b" obj ", 1)
    assert of(joined) == {"streams_and_objects_end_with_a_line"}


def test_an_encrypted_file_is_caught() -> None:
    data = edited(good(REFERENCE), nothing, encryption=pikepdf.Encryption(owner="owner", user=""))
    assert "it_is_not_encrypted" in of(data)


def test_a_stream_packed_as_an_archive_may_not_is_caught() -> None:
    data = good(REFERENCE).replace(b"/FlateDecode", b"/LZWDecode  "[:12], 1)
    assert "streams_stand_in_the_file_and_are_readable" in of(data)


def test_a_file_that_is_none_is_refused() -> None:
    with pytest.raises(pikepdf.PdfError):
        pdf_judge.judge(b"%PDF-1.7 and nothing else")


def test_another_reading_order_is_seen_where_no_point_can_know() -> None:
    """No point knows in which order a certificate is meant to be read: the test that has the certificate compares."""

    def turned(pdf: pikepdf.Pdf) -> None:
        document = pdf.Root.StructTreeRoot.K[0]
        document.K = pikepdf.Array([*list(document.K)[1:], document.K[0]])

    data = edited(good(REFERENCE), turned)
    assert of(data) == set()
    (page,) = pdf_judge.reading_order(pdf_judge.read(data))
    assert page == [
        ("P", "Jane Doe, MD has been awarded 1.25 AMA PRA Category 1 Credits™"),
        ("P", "Certificate ID 01J9-ABCD-EFGH"),
        ("Figure", "QR code linking to the verification page"),
        ("H1", "Certificate of Credit"),
    ]


def test_the_signed_reference_file_differs_where_its_signer_is_known_to() -> None:
    """PDF/A-3 allows both: a version of the catalogue, and an Info dictionary that says more than XMP; ours has neither."""
    assert of((MATERIAL / "signed_BLT_rl_pypdf.pdf").read_bytes()) == {"the_frame_is_that_of_an_archive", "metadata_agree"}


def test_text_is_read_through_what_stands_in_its_place() -> None:
    def spoken(pdf: pikepdf.Pdf) -> None:
        within(pdf, 2, before=b"/Span <</ActualText (Number 7) /Lang (en-GB)>> BDC", after=b"EMC")

    (page,) = pdf_judge.read(edited(good(REFERENCE), spoken)).pages
    assert pdf_judge.text_by_mcid(page)[2] == "Number 7"
    assert pdf_judge.text_by_mcid(page)[0] == "Certificate of Credit"


@pytest.mark.parametrize(
    ("painted", "read"),
    [
        ("abc", "abc"),
        ("םולש", "שלום"),
        ("abc םולש, xyz", "abc שלום, xyz"),
        ("21 םולש", "21 שלום"),
        ("םלוע 21 םולש", "שלום 21 עולם"),
        ("(םולש) 42", "(שלום) 42"),
    ],
)
def test_right_to_left_letters_are_read_from_the_right(painted: str, read: str) -> None:
    assert "".join(in_reading_order(list(painted))) == read


def test_text_is_placed_where_it_is_painted() -> None:
    (page,) = pdf_judge.read(good(REFERENCE)).pages
    texts = {text: (box, size) for text, box, size in pdf_judge.boxes(page)}
    box, size = texts["Certificate of Credit"]
    assert size == 28
    assert (box.x0, box.y0, box.x1, box.y1) == pytest.approx((240.8, 461.6, 552.0, 483.3), abs=0.1)
    assert [colour for _, colour, _ in pdf_judge.colours(page)] == [(0, 0, 0)] * 3
    assert pdf_judge.contrast((0, 0, 0), (1, 1, 1)) == pytest.approx(21)


def test_a_panel_counts_as_the_ground_of_its_text() -> None:
    def white_on_blue(pdf: pikepdf.Pdf) -> None:
        within(pdf, 0, before=b"q 0 0 0.4 rg 200 440 400 60 re f 1 g", after=b"Q")

    def white_on_pale(pdf: pikepdf.Pdf) -> None:
        within(pdf, 0, before=b"q 0.7 0.7 1 rg 200 440 400 60 re f 1 g", after=b"Q")

    assert of(edited(good(REFERENCE), white_on_blue)) == set()
    assert of(edited(good(REFERENCE), white_on_pale)) == {"text_is_readable"}


def test_bookmarks_and_labels_are_listed() -> None:
    reading = pdf_judge.read(good(OURS))
    assert [(level, page) for level, _, page in pdf_judge.outline(reading)] == [(1, 0), (1, 1)]
    assert pdf_judge.labels(reading) == ["1", "2"]


@pytest.mark.parametrize("name", [REFERENCE, OURS])
def test_the_gates_pass_a_good_file_and_refuse_a_bad_one(name: str) -> None:
    gates.pass_the_pdf_gate(good(name))
    gates.pass_pdfua(good(name))
    with pytest.raises(AssertionError, match=r"pdf_gate\.sh: FAIL the file: fonts-not-embedded=1"):
        gates.pass_the_pdf_gate(edited(good(name), planted_in_files.a_font_that_is_not_embedded))
    with pytest.raises(AssertionError, match=r"pdfua:\nUA-13-004 .*Figure"):
        gates.pass_pdfua(edited(good(name), planted_on_pages.a_figure_without_words))


def test_a_rule_that_pdfua_could_not_try_is_not_passed() -> None:
    """The package pdfua 0.1.3 gives up on a heading whose content is a list of one."""

    def listed(pdf: pikepdf.Pdf) -> None:
        heading = next(one for one in elements(pdf) if one.S == "/H1")
        heading.K = pikepdf.Array([heading.K])

    with pytest.raises(AssertionError, match="UA-14-001 was not tried"):
        gates.pass_pdfua(edited(good(REFERENCE), listed))


def test_two_other_readers_give_the_text() -> None:
    (expected,) = pdf_judge.reading_order(pdf_judge.read(good(REFERENCE)))
    for reader in (gates.poppler_text, gates.pdfium_text):
        (page,) = reader(good(REFERENCE))
        assert page.split() == " ".join(text for _, text in expected[:3]).split()


def test_a_missing_program_fails_with_its_package(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    for gate, said in (
        (gates.pass_the_pdf_gate, r"qpdf \(package qpdf\), mutool \(package mupdf-tools\)"),
        (gates.poppler_text, r"pdftotext \(package poppler-utils\)"),
        (lambda data: gates.pass_the_qr_gate(data, ""), r"zbarimg \(package zbar-tools\)"),
    ):
        with pytest.raises(pytest.skip.Exception, match=said):
            gate(good(REFERENCE))


def test_without_a_gate_a_test_is_skipped_and_says_where_it_is_expected(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(gates, "TOOLS", tmp_path)
    with pytest.raises(pytest.skip.Exception, match=r"pdf_gate\.sh is missing: it is expected at"):
        gates.pass_the_pdf_gate(good(REFERENCE))
