"""Names that printers get wrong.  Each one comes back from the page as it was, or is refused with what to do about it."""

import functools
import io
import re
import unicodedata
from collections.abc import Callable
from pathlib import Path

import attrs
import fontTools.ttLib  # type: ignore[import-untyped]
import pytest
import reportlab
from reportlab.pdfbase import pdfmetrics

import gates
import pdf_judge
from cmecore.errors import InvalidValue
from cmecore.rendering.fonts.typefaces import bundled
from cmecore.rendering.pdf import Pdf
from cmecore.rendering.text import Text
from rendering.drawn import Drawn, drawn
from rendering.samples import named

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

# Names that the bundled fonts cannot print, with a code point that the refusal has to name.
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
    ("Ada 👩\u200d⚕️", "U+1F469"),
    ("Ada\u00adOkoro", "U+00AD"),
    ("Ada\ufeff", "U+FEFF"),
    ("Ada\ue000", "U+E000"),
    ("A\u0338\u0336", "U+0336"),
    ("Қасым", "U+049A"),
]

# Names that no certificate can carry at all.
NEVER = ["\u202eadA", "Ada\u2066", "Ada\nOkoro", "Ada\tOkoro", "Ada\x00", "Ada\ud800", "", "   ", "A" * 10_000_000]


@functools.cache
def all_of_them() -> Drawn:
    """Draw every name that is printed, in one document, which is longer than a leaf of its trees."""
    return drawn(*map(named, PRINTED))


def squeezed(text: str) -> str:
    """Leave out the spaces: readers may print a space for a no-break space, and breaks at line ends."""
    return "".join(unicodedata.normalize("NFC", text).split())


def test_there_are_enough_hard_names() -> None:
    assert len(PRINTED) > 64
    assert len(set(PRINTED)) == len(PRINTED)
    assert max(map(len, PRINTED)) == 120


def test_every_name_is_heard_exactly() -> None:
    spoken = all_of_them().spoken
    assert len(spoken) == len(PRINTED)
    found = [re.search("certifies that (.*) has participated in", text) for text in spoken]
    wrong = [name for name, one in zip(PRINTED, found, strict=True) if one is None or squeezed(one[1]) != squeezed(name)]
    assert wrong == []


@pytest.mark.parametrize("reader", [gates.poppler_text, gates.pdfium_text])
def test_two_other_readers_give_every_name(reader: Callable[[bytes], list[str]]) -> None:
    pages = reader(all_of_them().data)
    assert len(pages) == len(PRINTED)
    # A hyphen that ends a line is taken for one that parts a word.
    lost = [name for name, page in zip(PRINTED, pages, strict=True) if squeezed(name).rstrip("-") not in squeezed(page)]
    assert lost == []


def test_every_name_stands_in_its_bookmark() -> None:
    titles = [title for _, title, _ in pdf_judge.outline(all_of_them().reading)]
    assert [name for name, title in zip(PRINTED, titles, strict=True) if not title.endswith(f" · {name}")] == []


def test_the_trees_of_a_long_document_have_several_leaves() -> None:
    root = all_of_them().reading.root
    leaves = list(root.Pages.Kids)
    assert [int(leaf.Count) for leaf in leaves] == [64, len(PRINTED) - 64]
    assert int(root.Pages.Count) == len(PRINTED)
    assert all(page.Parent.objgen == leaf.objgen for leaf in leaves for page in leaf.Kids)
    assert len(list(root.StructTreeRoot.ParentTree.Kids)) > 2
    gates.pass_the_pdf_gate(all_of_them().data)


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
    assert name in Text().render([named(name)]).data.decode(), code_point


@pytest.mark.parametrize("name", NEVER)
def test_what_nobody_is_called_never_gets_this_far(name: str) -> None:
    with pytest.raises(InvalidValue):
        Pdf().render([named(name)])


@pytest.mark.parametrize(
    ("name", "hint"),
    [
        ("李明", r"Pdf\(fonts=\["),
        ("عائشة", r"pip install .*Pdf\(fonts=default_fonts\(\)\)"),
        ("Ada\ue000", "remove these characters"),
    ],
)
def test_the_refusal_says_what_to_do(name: str, hint: str) -> None:
    with pytest.raises(InvalidValue, match=hint):
        Pdf().render([named(name)])


def test_loose_accents_are_composed_with_their_letters() -> None:
    loose = unicodedata.normalize("NFD", "Nguyễn Thị Hồng")
    assert len(loose) > len("Nguyễn Thị Hồng")
    assert "Nguyễn Thị Hồng" in drawn(named(loose)).spoken[0]


@pytest.mark.parametrize("name", ["Ẹ\u0301mi", "Ọ\u0301gbọ\u0300nnà", "Q\u0303ue\u0328\u0301"])
def test_accents_that_have_no_composed_letter_are_set_on_it(name: str) -> None:
    drawing = drawn(named(name))
    assert unicodedata.normalize("NFC", name) in drawing.spoken[0]
    for reader in (gates.poppler_text, gates.pdfium_text):
        assert squeezed(name) in squeezed(reader(drawing.data)[0])


def test_a_font_of_the_callers_draws_what_ours_lack() -> None:
    # reportlab brings a TrueType font with a few signs that the bundled ones do not have.
    vera = (Path(reportlab.__file__).parent / "fonts" / "Vera.ttf").read_bytes()
    with pytest.raises(InvalidValue, match=r"U\+2248"):
        Pdf().render([named("Ada ≈ Okoro √2")])
    for fonts in (vera, [vera]):
        drawing = drawn(named("Ada ≈ Okoro √2"), fonts=fonts)
        for reader in (gates.poppler_text, gates.pdfium_text):
            assert squeezed("Ada ≈ Okoro √2") in squeezed(reader(drawing.data)[0])


def test_a_text_that_no_font_draws_alone_is_drawn_by_several() -> None:
    vera = (Path(reportlab.__file__).parent / "fonts" / "Vera.ttf").read_bytes()
    for name in ("Nguyễn ≈√ Παπαδόπουλος ≈", "≈ Шевченко"):
        drawing = drawn(attrs.evolve(named(name), course=name), fonts=[vera])
        assert drawing.spoken[0].count(name) == 2
        assert squeezed(gates.poppler_text(drawing.data)[0]).count(squeezed(name)) == 2


@pytest.mark.parametrize("fonts", [b"", b"no font", [b"\x00\x01\x00\x00" + b"\xff" * 99], ["Vera.ttf"], [None]])
def test_what_is_no_font_is_refused(fonts: object) -> None:
    with pytest.raises(InvalidValue, match=r"^fonts: found .*read_bytes"):
        Pdf(fonts=fonts)  # type: ignore[arg-type]


def test_a_damaged_font_is_refused() -> None:
    vera = (Path(reportlab.__file__).parent / "fonts" / "Vera.ttf").read_bytes()
    with pytest.raises(InvalidValue, match="fonts"):
        Pdf(fonts=[vera[:2_000]])


def test_fonts_of_the_program_are_left_alone() -> None:
    before = pdfmetrics.getRegisteredFontNames()
    Pdf().render([named("Ada Okoro, MD")])
    assert pdfmetrics.getRegisteredFontNames() == before


def test_a_box_of_the_font_is_no_glyph_of_a_character() -> None:
    """A font may lead characters that it lacks to its box for what is missing: they are refused like any other."""
    font = fontTools.ttLib.TTFont(io.BytesIO(bundled("roman").data))
    for table in font["cmap"].tables:
        table.cmap[ord("˴")] = ".notdef"
    file = io.BytesIO()
    font.save(file)
    with pytest.raises(InvalidValue, match=r"U\+02F4"):
        Pdf(fonts=[file.getvalue()]).render([named("Ada ˴ Okoro")])
