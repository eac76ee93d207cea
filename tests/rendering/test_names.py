"""Names that printers get wrong.  Each one comes back from the page as it was, or is refused with what to do about it."""

import io
import subprocess
import unicodedata
from collections.abc import Callable
from pathlib import Path

import attrs
import pypdf
import pytest
import reportlab
from reportlab.pdfbase import pdfmetrics

from cmecore.errors import InvalidValue
from cmecore.rendering.pdf import Pdf
from cmecore.rendering.text import Text
from rendering.samples import named, words

PRINTED = [
    "Ada Okoro, MD",
    "Ada Nnedi Okoro-Eze, MD, PhD, FACEP",
    "O'Brien",
    "O’Brien",
    "d'Artagnan, Jean-Luc",
    "Ng",
    "Ó",
    "Ångström",
    "Nguyễn Thị Hồng",
    "Trần Thị Ngọc Ánh",
    "Đặng Hữu Phước",
    "Żółć",
    "Zażółć gęślą jaźń",
    "Stanisław Wiśniewski",
    "İpek",
    "Işıl Yağmur Öztürk",
    "Şükrü Çağlar",
    "Jürgen Groß",
    "GROẞ",
    "Señor Íñigo Núñez",
    "João Conceição",
    "Françoise L'Œuvre",
    "Þórður Æsir Ðóra",
    "Sørensen, Åse",
    "Dvořák, Přemysl Řehoř",
    "Ľubomír Šťastný",
    "Đorđe Ćirić",
    "Ștefan Țepeș",
    "Kővári Győző",
    "Ģirts Ķēniņš",
    "Žydrūnas Ąžuolas",
    "Ħal Għaxaq",
    "Ġorġ Żammit",
    "Siân Ŵyn",
    "Kaʻiulani",
    "Xóchitl Ñandú",
    "Ọlá Ṣadé",
    "Ṭāhā Ḥusayn",
    "Θεόδωρος Παπαδόπουλος",
    "Παπαδόπουλος",
    "Ἀριστοτέλης ᾨδή",
    "Шевченко",
    "Тарас Ґалаґан Їжакевич",
    "Фёдор Щербаков",
    "Ђорђе Љубичић",
    "Ѓорѓи Ќосев",
    "Янка Ў",
    "Ōe Kenzaburō",
    "Lǚ Xiù",
    "Seung-Hyun Kim-Park",
    "van 't Hoff, Jacobus Henricus",
    "Mbeki ka-Ngcobo III, Jr.",
    "Sister Mary 3rd",
    "María de los Ángeles Fernández-Villaverde y Rodríguez de la Torre, MD, PhD, MPH, FACEP",
    " ".join(["Wolfeschlegelsteinhausen"] * 5)[:120],
    "Nguyễn " * 17 + "N",
    "<b>Ada</b>",
    "<para>&amp;&lt;x&gt;</para>",
    "<link href='https://evil.example'>Ada</link>",
    "{0} {name} {{}}",
    "%s %d %(name)s %%",
    "$HOME `id` $(id)",
    "../../etc/passwd",
    "C:\\Windows\\(nul)",
    'Ada "the Doc" Okoro',
    "«Ada» „Okoro“ ‚MD‘",
    "(unbalanced (parentheses",
    ") Tj ET Q",
    "=SUM(A1:A9)",
    "@Ada +1 -1 |calc",
    "'; DROP TABLE learners; --",
    "null",
    "Ada  Okoro",
    "Ada\u00a0Okoro",
    "fi fl ffi Ĳssel",
]

# Names that PDF cannot print yet, with a code point that the refusal has to name.
REFUSED = [
    ("عائشة", "U+0639"),
    ("דוד כהן", "U+05D3"),
    ("Ada אדה", "U+05D0"),
    ("अदिति", "U+0905"),
    ("สมชาย", "U+0E2A"),
    ("ကျော်", "U+1000"),
    ("ខ្មែរ", "U+1781"),
    ("李明", "U+674E"),
    ("さくら", "U+3055"),
    ("김민준", "U+AE40"),
    ("Ada 👩‍⚕️", "U+1F469"),
    ("Ada\u200dOkoro", "U+200D"),
    ("Ada\u00adOkoro", "U+00AD"),
    ("Ada\ufeff", "U+FEFF"),
    ("Ada\ue000", "U+E000"),
    ("Ẹ\u0301mi", "U+0301"),
    ("A\u0338\u0336", "U+0336"),
    ("Қасым", "U+049A"),
]

# Names that no certificate can carry at all.
NEVER = ["\u202eadA", "Ada\u2066", "Ada\nOkoro", "Ada\tOkoro", "Ada\x00", "Ada\ud800", "", "   ", "A" * 10_000_000]


def came_back(text: str, name: str) -> bool:
    """Tell whether a name stands in a text; readers may print a space for a no-break space, and breaks at line ends."""
    composed = unicodedata.normalize("NFC", name)
    return "".join(composed.split()) in "".join(text.split())


def test_there_are_enough_hard_names() -> None:
    assert len(PRINTED) >= 60
    assert len(set(PRINTED)) == len(PRINTED)
    assert max(map(len, PRINTED)) == 120


def test_every_name_comes_back_from_its_page() -> None:
    data = Pdf().render([named(name) for name in PRINTED]).data
    pages = pypdf.PdfReader(io.BytesIO(data)).pages
    assert len(pages) == len(PRINTED)
    assert [name for name, page in zip(PRINTED, pages, strict=True) if not came_back(page.extract_text(), name)] == []


def test_a_second_reader_gets_every_name_too(system_tool: Callable[..., str], tmp_path: Path) -> None:
    file = tmp_path / "names.pdf"
    file.write_bytes(Pdf().render([named(name) for name in PRINTED]).data)
    tool = system_tool("pdftotext", package="poppler-utils")
    text = subprocess.run([tool, "-raw", file, "-"], capture_output=True, check=True).stdout.decode()
    pages = text.split("\f")[:-1]
    assert [name for name, page in zip(PRINTED, pages, strict=True) if not came_back(page, name)] == []


def test_every_name_stands_in_its_bookmark() -> None:
    data = Pdf().render([named(name) for name in PRINTED]).data
    outline = pypdf.PdfReader(io.BytesIO(data)).outline
    titles = [entry.title for entry in outline if not isinstance(entry, list)]
    assert [name for name, title in zip(PRINTED, titles, strict=True) if not str(title).endswith(f" – {name}")] == []


@pytest.mark.parametrize("name", PRINTED)
def test_every_name_stands_in_plain_text(name: str) -> None:
    assert f"\n    {name}\n" in Text().render([named(name)]).data.decode()


@pytest.mark.parametrize(("name", "code_point"), REFUSED)
def test_what_cannot_be_drawn_is_refused_by_code_point(name: str, code_point: str) -> None:
    with pytest.raises(InvalidValue, match=r"^name: found text of") as refused:
        Pdf().render([named(name)])
    assert code_point in str(refused.value)
    assert refused.value.advice
    assert name not in str(refused.value)


@pytest.mark.parametrize(("name", "code_point"), REFUSED)
def test_plain_text_prints_them_all_the_same(name: str, code_point: str) -> None:
    assert name in Text().render([named(name)]).data.decode()


@pytest.mark.parametrize("name", NEVER)
def test_what_nobody_is_called_never_gets_this_far(name: str) -> None:
    with pytest.raises(InvalidValue):
        Pdf().render([named(name)])


@pytest.mark.parametrize(
    ("name", "hint"),
    [("李明", r"Pdf\(fonts=\["), ("عائشة", "right-to-left"), ("अदिति", "Indic"), ("Ẹ\u0301mi", "composed letters")],
)
def test_the_refusal_says_what_to_do(name: str, hint: str) -> None:
    with pytest.raises(InvalidValue, match=hint):
        Pdf().render([named(name)])


def test_loose_accents_are_composed_with_their_letters() -> None:
    loose = unicodedata.normalize("NFD", "Nguyễn Thị Hồng")
    assert len(loose) > len("Nguyễn Thị Hồng")
    page = pypdf.PdfReader(io.BytesIO(Pdf().render([named(loose)]).data)).pages[0]
    assert "Nguyễn Thị Hồng" in words(page.extract_text())


def test_a_font_of_the_callers_draws_what_ours_lack() -> None:
    # reportlab brings a TrueType font with a few signs that the bundled ones do not have.
    vera = (Path(reportlab.__file__).parent / "fonts" / "Vera.ttf").read_bytes()
    with pytest.raises(InvalidValue, match=r"U\+2248"):
        Pdf().render([named("Ada ≈ Okoro √2")])
    for fonts in (vera, [vera]):
        data = Pdf(fonts=fonts).render([named("Ada ≈ Okoro √2")]).data
        assert "Ada ≈ Okoro √2" in words(pypdf.PdfReader(io.BytesIO(data)).pages[0].extract_text())


def test_a_text_that_no_font_draws_alone_is_drawn_by_several() -> None:
    vera = (Path(reportlab.__file__).parent / "fonts" / "Vera.ttf").read_bytes()
    for name in ("Nguyễn ≈√ Παπαδόπουλος ≈", "≈ Шевченко"):
        data = Pdf(fonts=[vera]).render([attrs.evolve(named(name), course=name)]).data
        text = words(pypdf.PdfReader(io.BytesIO(data)).pages[0].extract_text())
        assert text.count(name) == 2


@pytest.mark.parametrize("fonts", [b"", b"no font", [b"\x00\x01\x00\x00" + b"\xff" * 99], ["Vera.ttf"], [None]])
def test_what_is_no_font_is_refused(fonts: object) -> None:
    with pytest.raises(InvalidValue, match=r"^fonts: found .*read_bytes"):
        Pdf(fonts=fonts)  # type: ignore[arg-type]


def test_a_damaged_font_is_refused() -> None:
    vera = (Path(reportlab.__file__).parent / "fonts" / "Vera.ttf").read_bytes()
    with pytest.raises(InvalidValue, match="fonts"):
        Pdf(fonts=[vera[:2_000]])


def test_fonts_of_the_program_are_left_alone() -> None:
    Pdf().render([named("Ada Okoro, MD")])
    ours = [name for name in pdfmetrics.getRegisteredFontNames() if name.startswith("cmecore-")]
    Pdf().render([named("Grace Eze, DO")])
    assert [name for name in pdfmetrics.getRegisteredFontNames() if name.startswith("cmecore-")] == ours
    assert "EBGaramond12-Regular" not in pdfmetrics.getRegisteredFontNames()
