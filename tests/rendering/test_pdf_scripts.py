"""Names and titles in any script: joined, in order, read back, and never a box."""

import functools
import unicodedata

import attrs
import pytest
import uharfbuzz  # type: ignore[import-untyped]

import fonts
import gates
import pdf_judge
from cmecore.rendering.document import Document
from cmecore.rendering.fonts.packaged import default_fonts
from cmecore.rendering.fonts.typefaces import bundled
from cmecore.rendering.themes import THEMES
from judged.contents import Shown
from rendering.drawn import Drawn, drawn, flat, sections
from rendering.samples import ADA, named, with_lines

FONTS = ("Arabic", "Hebrew", "Devanagari", "Thai", "Han", "Hangul")
FROM_THE_LEFT = [
    ("Nguyễn Thị Hồng", ""),
    ("Trần Thị Ngọc Ánh", ""),
    ("Ọ́gbọ̀nnà", ""),
    ("Θεόδωρος Παπαδόπουλος", "und-Grek"),
    ("Ἀριστοτέλης ᾨδή", "und-Grek"),
    ("Тарас Ґалаґан Їжакевич", "und-Cyrl"),
    ("अदिति शर्मा", "und-Deva"),
    ("श्रीकृष्ण द्वारका", "und-Deva"),
    ("स्थिति किरण, MD", "und-Deva"),
    ("สมชาย น้ำเพชร", "und-Thai"),
    ("ก่อน กำธร (MD)", "und-Thai"),
    ("李明", "und-Hani"),
    ("陳大文, MD", "und-Hani"),
    ("山田 さくら", "und-Jpan"),
    ("ヴァレンティーナ・ロッシ", "und-Jpan"),
    ("김민준", "und-Kore"),
]
FROM_THE_RIGHT = [
    ("محمد علي الحسن", "und-Arab"),
    ("محمد علي, MD, PhD", "und-Arab"),
    ("عائشة بنت أبي بكر", "und-Arab"),
    ("گلشیفته فراهانی", "und-Arab"),
    ("דוד כהן", "und-Hebr"),
    ("Dr. דוד כהן (MD)", "und-Hebr"),
    ("אבג 123", "und-Hebr"),
    ("[محمد] {علي} <حسن>", "und-Arab"),
    ("Ada أدا Okoro أوكورو", "und-Arab"),
    ("دוד כהן", "und-Hebr"),
]
# What stands on its letter, or is not drawn at all: no reader gives it back in its place, and the element has it exactly.
POINTED = ["שָׁלוֹם בֶּן־דָּוִד", "مُحَمَّد", "می\u200cخواهم رضا"]


@functools.cache
def handed() -> tuple[bytes, ...]:
    return tuple(fonts.data(script) for script in FONTS)


@functools.cache
def printed(name: str) -> Drawn:
    return drawn(named(name), fonts=handed())


def squeezed(text: str) -> str:
    return "".join(unicodedata.normalize("NFC", text).split())


def name_element(drawing: Drawn, text: str) -> pdf_judge.Element:
    """Find the element that says so in a language, or in place of its content, of its own."""
    (found,) = (
        one
        for one in pdf_judge.structure(drawing.reading)
        if one.type == "Span" and pdf_judge.text_of(content(drawing, one)).strip() and holds(drawing, one, text)
    )
    return found


def holds(drawing: Drawn, element: pdf_judge.Element, text: str) -> bool:
    said = element.text("/ActualText") or pdf_judge.text_of(content(drawing, element))
    return squeezed(said) == squeezed(text)


def content(drawing: Drawn, element: pdf_judge.Element) -> list[Shown]:
    """List what an element shows, in the order of painting."""
    marks = {kid.mcid for kid in element.contents}
    return [one for one in drawing.reading.pages[0].shown if one.mcid in marks]


def painted(drawing: Drawn, text: str) -> list[tuple[float, int, str]]:
    """List where each glyph of a name stands, its number in its font, and its meaning, from left to right."""
    shown = content(drawing, name_element(drawing, text))
    return sorted(((glyph.x, glyph.code, glyph.text) for one in shown for glyph in one.glyphs), key=lambda one: one[0])


@pytest.mark.parametrize(("name", "language"), FROM_THE_LEFT)
def test_a_name_from_the_left_comes_back_from_two_readers(name: str, language: str) -> None:
    drawing = printed(name)
    for reader in (gates.poppler_text, gates.pdfium_text):
        assert squeezed(name) in squeezed(reader(drawing.data)[0])
    assert f"certifies that {unicodedata.normalize('NFC', name)} has participated" in drawing.spoken[0]
    if language:
        assert name_element(drawing, name).text("/Lang") == language


@pytest.mark.parametrize(("name", "language"), FROM_THE_RIGHT)
def test_the_words_of_a_name_from_the_right_come_back(name: str, language: str) -> None:
    """Word by word from poppler or pdfium, since no order of glyphs satisfies every reader; exactly from the element."""
    drawing = printed(name)
    pages = [" ".join(reader(drawing.data)[0].split()) for reader in (gates.poppler_text, gates.pdfium_text)]
    inner = [word.strip("()[]{}<>.,") for word in name.split()]
    assert [word for word in inner if not any(word in page for page in pages)] == []
    element = name_element(drawing, name)
    assert (element.text("/ActualText") or "").strip() == name
    assert element.text("/Lang") == language


@pytest.mark.parametrize("name", POINTED)
def test_points_and_joiners_are_kept_exactly_in_the_element(name: str) -> None:
    assert (name_element(printed(name), name).text("/ActualText") or "").strip() == name


@pytest.mark.parametrize(("name", "_language"), [*FROM_THE_LEFT, *FROM_THE_RIGHT])
def test_what_is_read_next_does_not_stick_to_the_name(name: str, _language: str) -> None:
    assert f"{unicodedata.normalize('NFC', name)} has participated in the enduring" in printed(name).spoken[0]


def joined(word: str, script: str) -> list[int]:
    """Shape a word by itself, as a browser would: the glyphs of its joined forms, from left to right."""
    buffer = uharfbuzz.Buffer()
    buffer.add_str(word)
    buffer.guess_segment_properties()
    uharfbuzz.shape(uharfbuzz.Font(uharfbuzz.Face(fonts.data(script))), buffer)
    return [info.codepoint for info in buffer.glyph_infos]


@pytest.mark.parametrize(
    ("name", "script"),
    [
        ("محمد علي الحسن", "Arabic"),
        ("محمد علي, MD, PhD", "Arabic"),
        ("عائشة بنت أبي بكر", "Arabic"),
        ("Ada أدا Okoro أوكورو", "Arabic"),
        ("דוד כהן", "Hebrew"),
        ("Dr. דוד כהן (MD)", "Hebrew"),
    ],
)
def test_letters_from_the_right_are_joined_and_stand_in_order(name: str, script: str) -> None:
    """Each word is the glyphs of its joined forms; the first letter stands at the right, and the first word too."""
    glyphs = painted(printed(name), name)
    codes = [code for _, code, _ in glyphs]
    words = [word for word in name.split() if unicodedata.bidirectional(word[0]) in {"R", "AL"}]
    places = []
    for word in (word.rstrip(",") for word in words):
        forms = joined(word, script)
        starts = [start for start in range(len(codes)) if codes[start : start + len(forms)] == forms]
        assert len(starts) == 1, word
        places.append(glyphs[starts[0]][0])
        if word in {"محمد", "علي", "الحسن", "عائشة"}:
            table = fonts.face(script).glyphs
            assert forms != [table[ord(letter)] for letter in reversed(word)], "its letters stand alone"
    if "Okoro" in name:  # between words from the left, each stands where it is read
        assert places == sorted(places)
    else:
        assert places == sorted(places, reverse=True)


@pytest.mark.parametrize("name", ["विकि", "निधि", "किरि"])
def test_a_vowel_that_stands_before_its_letter_is_painted_there(name: str) -> None:
    """Here a name has as many glyphs as characters, of the usual breadth, and yet they are not those of its characters."""
    assert [code for _, code, _ in painted(printed(name), name)][: len(name)] == joined(name, "Devanagari")


@pytest.mark.parametrize(
    ("name", "from_left"),
    [
        ("דוד כהן", "ןהכ דוד"),
        ("Dr. דוד כהן (MD)", "Dr. ןהכ דוד (MD)"),
        ("אבג 123", "123 גבא"),
        ("Ada אבג Okoro", "Ada גבא Okoro"),
        ("דוד (אבג) MD", "(גבא) דוד MD"),
    ],
)
def test_a_line_is_painted_as_the_algorithm_of_unicode_says(name: str, from_left: str) -> None:
    """UAX 9, worked out by hand; a bracket looks as if it opened where it is read to open."""
    drawing = printed(name)
    looks = {bundled("roman").glyphs[ord(bracket)]: bracket for bracket in "()"}  # the font of Hebrew has none
    seen = "".join(looks.get(code, text) if text in {"(", ")"} else text for _, code, text in painted(drawing, name))
    assert seen.rstrip() == from_left


@pytest.mark.parametrize("provider", ["محمد علي الحسن", "सेप्सिस केन्द्र", "น้ำเพชร"])
def test_joined_letters_are_not_spaced_apart(provider: str) -> None:
    """Capitals are set with air between them; letters that join, and marks on letters, are not."""
    certificate = attrs.evolve(ADA, provider=attrs.evolve(ADA.provider, name=provider))
    drawing = drawn(certificate, fonts=handed())
    for shown in content(drawing, name_element(drawing, provider)):
        taken = [one.end[0] - one.x for one in shown.glyphs]
        assert taken == pytest.approx([shown.font.width(one.code) / 1000 * shown.size for one in shown.glyphs], abs=0.01)


@pytest.mark.parametrize("theme", THEMES.values(), ids=list(THEMES))
def test_every_field_takes_any_script(theme: object) -> None:
    certificate = attrs.evolve(
        ADA,
        name="محمد علي, MD",
        course="पाठ्यक्रम: 李明 and דוד",
        edition="",
        place="กรุงเทพมหานคร",
        provider=attrs.evolve(ADA.provider, name="서울대학교병원의료교육센터 Lakeside", contact="Παπαδόπουλος"),
        statements=["مركز التعليم الطبي المستمر يمنح هذه الشهادة.", *ADA.statements],
        lines=[attrs.evolve(ADA.lines[0], title="敗血症の早期発見 · सेप्सिस")],
    )
    drawing = drawn(certificate, fonts=handed(), theme=theme)
    (text,) = drawing.spoken
    assert [said for said in Document.of(certificate).texts() if flat([said]) not in text] == []
    languages = {one.text("/Lang") for one in pdf_judge.structure(drawing.reading)} - {None}
    assert languages >= {"und-Arab", "und-Thai", "und-Kore", "und-Deva", "und-Grek"}


def test_scripts_mix_in_one_document() -> None:
    names = [name for name, _ in (*FROM_THE_LEFT, *FROM_THE_RIGHT)] + POINTED
    drawing = drawn(*map(named, names), fonts=handed())
    lost = [name for name, text in zip(names, drawing.spoken, strict=True) if squeezed(name) not in squeezed(text)]
    assert lost == []
    gates.pass_the_pdf_gate(drawing.data)
    gates.pass_pdfua(drawing.data)


def test_a_name_is_repeated_in_its_script_on_further_pages() -> None:
    certificate = attrs.evolve(with_lines(60), name="محمد علي, MD")
    drawing = drawn(certificate, fonts=handed())
    assert len(drawing.reading.pages) > 2
    assert sections(drawing.reading)[0][0].text.strip() == "Certificate of Credit"
    assert all("محمد" in page for page in gates.poppler_text(drawing.data))


def test_the_fonts_of_the_extra_draw_what_they_are_for() -> None:
    for name in ("محمد علي, MD", "דוד כהן", "दीपिका शर्मा", "สมชาย น้ำเพชร"):
        drawing = drawn(named(name), fonts=default_fonts())
        assert f"certifies that {name} has participated" in drawing.spoken[0]


def test_a_font_is_asked_only_for_what_those_before_it_lack() -> None:
    """The fonts stand in the file once each, cut down to what is shown, and one that draws nothing is not in it."""
    drawing = drawn(named("Ada 李明"), named("김민준 李"), fonts=[fonts.data("Thai"), fonts.data("Han"), fonts.data("Hangul")])
    names = sorted(font.name.partition("+")[2] for font in drawing.reading.fonts)
    ours = ["EBGaramond12-Italic", "EBGaramond12-Regular", "EBGaramondSC12-Regular"]
    assert names == ["DroidSansFallback", *ours, "NanumMyeongjo"]
    assert len(drawing.data) < 120_000


def test_a_font_of_the_callers_can_replace_a_bundled_one() -> None:
    theme = attrs.evolve(THEMES["plain"], styles={"roman": fonts.data("Latin")})
    drawing = drawn(named("Ada Okoro, MD"), theme=theme)
    assert "NotoSerif" in {font.name.partition("+")[2].partition("-")[0] for font in drawing.reading.fonts}
    assert "Ada Okoro, MD" in drawing.spoken[0]
