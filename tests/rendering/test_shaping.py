"""Scripts that join, run from the right, reorder or stack their letters come out as those who read them expect."""

import io
import subprocess
import sys
import unicodedata
from collections.abc import Iterator, Sequence

import pytest
from fontTools.ttLib import TTFont  # type: ignore[import-untyped]
from fontTools.ttLib.tables._c_m_a_p import CmapSubtable  # type: ignore[import-untyped]
from hypothesis import given, strategies as st

import fonts
from cmecore.errors import InvalidValue
from cmecore.rendering.fonts import placing
from cmecore.rendering.fonts.directions import Direction
from cmecore.rendering.fonts.runs import Run, Typeface
from cmecore.rendering.fonts.shaping import missing, needed, shaped
from cmecore.rendering.fonts.typefaces import bundled, supplied

ZWNJ, ZWJ = "\u200c", "\u200d"
GARAMOND = bundled("roman")
NAMES = [
    "محمد علي, MD",
    "دكتور عبد الرحمن الأحمدي",
    "עברית דוד כהן (Haifa)",
    "דוד (דודי) כהן-לוי 3rd",
    "می\u200cخواهم",
    "दीपिका शर्मा",
    "श्रीलक्ष्मी वेङ्कटेश्वर",
    "สมชาย ใจดี",
    "น้ำผึ้ง กำธร",
    "李明 (Li Ming)",
    "山田 たろう カナ",
    "김철수, MD",
    "M\u0304arie 12",
    "Ọ\u0300ṣun Adébáyọ\u0300",
    "Ада Θεόδωρος دنيا 12.5 דוד",
]
LETTERS = f"abZ é1٢ ,.()«-محدلابةيئאבגדםשׁकखिीक्षर्मेंड़กขาำ้่ิโ李明山あカ김철\u0304\u0301\u0323{ZWNJ}{ZWJ}"


def line(text: str, *, base: Direction = "ltr") -> tuple[Run, ...]:
    return shaped(text, fonts.faces(), base=base)


def one(text: str, script: str) -> Run:
    """Set a text that is all of one font."""
    (run,) = shaped(text, [fonts.face(script)])
    return run


def texts(runs: Sequence[Run]) -> list[str]:
    return [run.text for run in runs]


def places(run: Run) -> Iterator[tuple[int, float, float]]:
    """Give each glyph of a run with where it is painted, in thousandths."""
    pen = 0.0
    for index, glyph in enumerate(run.glyphs):
        right, up = run.offsets[index] if run.offsets else (0.0, 0.0)
        yield glyph, pen + right, up
        pen += run.advances[index] if run.advances else run.face.advances[glyph]


@pytest.mark.parametrize(
    "text", ["محمد", "דוד", "दीपा", "ก่อน", "M\u0304", f"a{ZWJ}b", "ߒߞߏ", "\u1112\u1161\u11ab", "葛\U000e0100"]
)
def test_what_cannot_be_set_letter_by_letter_is_known(text: str) -> None:
    assert needed(f"Dr {text}")


@pytest.mark.parametrize(
    "text", ["", "Ada Okoro, MD", "Nguyễn Thị Hồng", "Θεόδωρος", "Ољга", "李明", "たろうカナ", "김철수", "½ – “x”"]
)
def test_what_can_be_set_letter_by_letter_needs_no_shaper(text: str) -> None:
    assert not needed(text)


def test_arabic_letters_take_the_form_of_their_place() -> None:
    """A beh alone, at the front, within and at the end of a word are four glyphs."""
    alone = one("ب", "Arabic").glyphs[0]
    last, middle, first = one("ببب", "Arabic").glyphs  # painted from the left
    assert len({alone, first, middle, last}) == 4


def test_a_non_joiner_keeps_letters_apart_and_a_joiner_joins_to_nothing() -> None:
    alone = one("ب", "Arabic").glyphs[0]
    last, first = one("بب", "Arabic").glyphs
    assert one(f"ب{ZWNJ}ب", "Arabic").glyphs == (alone, alone)
    assert one(f"ب{ZWJ}", "Arabic").glyphs == (first,) != (alone,)
    assert one(f"{ZWJ}ب", "Arabic").glyphs == (last,)


@pytest.mark.parametrize("name", [f"می{ZWNJ}خواهم", f"क्{ZWJ}ष", f"क्{ZWNJ}ष", f"Auf{ZWNJ}lage"])
def test_a_joiner_is_drawn_as_nothing_and_stays_in_the_text(name: str) -> None:
    assert missing(name, fonts.faces()) == ()
    (run,) = line(name)
    assert run.text == name
    joiners = {run.face.glyphs.get(ord(ZWJ)), run.face.glyphs.get(ord(ZWNJ))} - {None}
    assert joiners.isdisjoint(run.glyphs)
    assert any(ZWJ in cluster or ZWNJ in cluster for cluster in run.clusters)


def test_a_ligature_stands_for_all_its_letters() -> None:
    """Lam with alef is one cluster, whatever the number of its glyphs."""
    (run,) = shaped("سلام", [fonts.face("Arabic sans")])
    assert "".join(reversed(run.clusters)) == "سلام"
    lam_alef = one("لا", "Arabic sans")
    assert lam_alef.glyphs != one(f"ل{ZWNJ}ا", "Arabic sans").glyphs
    assert "".join(reversed(lam_alef.clusters)) == "لا"


def test_letters_from_the_right_are_painted_from_the_left_end_of_the_word() -> None:
    """The first letter of a Hebrew name stands at its right."""
    run = one("דוכן", "Hebrew")
    assert run.rtl
    assert run.glyphs == tuple(run.face.glyphs[ord(letter)] for letter in reversed("דוכן"))
    assert run.clusters == tuple(reversed("דוכן"))


def test_a_degree_stands_to_the_right_of_an_arabic_name() -> None:
    """The line is English, and what is on it from the right stays together."""
    name, degree = line("محمد علي, MD")
    assert (name.text, name.rtl, name.face) == ("محمد علي", True, fonts.face("Arabic"))
    assert (degree.text, degree.rtl, degree.face) == (", MD", False, GARAMOND)
    assert name.clusters == tuple(reversed("محمد علي"))
    assert degree.glyphs == tuple(GARAMOND.glyphs[ord(letter)] for letter in ", MD")


def test_a_town_in_brackets_stands_to_the_right_of_a_hebrew_name() -> None:
    name, town = line("דוד כהן (Haifa)")
    assert (name.text, name.rtl) == ("דוד כהן", True)
    assert (town.text, town.rtl) == (" (Haifa)", False)


def test_on_a_line_from_the_right_the_name_comes_last_in_painting() -> None:
    assert texts(line("דוד MD", base="rtl")) == ["MD", "דוד "]
    assert texts(line("MD דוד", base="rtl")) == [" דוד", "MD"]


def test_brackets_around_text_from_the_right_are_mirrored() -> None:
    runs = line("אב (גד)")
    assert [run.text for run in runs] == [")", "גד", "(", "אב "]
    assert runs[0].glyphs == (GARAMOND.glyphs[ord("(")],)
    assert runs[2].glyphs == (GARAMOND.glyphs[ord(")")],)


def test_digits_in_text_from_the_right_run_to_the_right() -> None:
    runs = line("דוד 125 כהן")
    assert texts(runs) == [" כהן", "125", "דוד "]
    assert [run.rtl for run in runs] == [True, False, True]
    assert runs[1].glyphs == tuple(GARAMOND.glyphs[ord(digit)] for digit in "125")


def test_a_vowel_is_painted_before_the_letter_it_follows() -> None:
    """The short i of Devanagari is written after its letter and stands in front of it."""
    run = one("कि", "Devanagari")
    assert run.glyphs[1] == run.face.glyphs[ord("क")]
    assert run.glyphs[0] != run.glyphs[1]
    assert run.clusters == ("कि", "")


def test_letters_of_a_conjunct_become_one_glyph() -> None:
    assert len(one("क्ष", "Devanagari").glyphs) == 1
    assert one("क्ष", "Devanagari").clusters == ("क्ष",)


def test_a_vowel_without_a_letter_gets_no_dotted_circle_that_nobody_wrote() -> None:
    run = one("कि ि", "Devanagari")
    assert ord("◌") in run.face.glyphs
    assert run.face.glyphs[ord("◌")] not in run.glyphs


@pytest.mark.parametrize("text", ["ก่", "ป่", "น้ำ", "ที่"])
def test_thai_marks_take_no_room_of_their_own(text: str) -> None:
    run = one(text, "Thai")
    letters = [letter for letter in text if unicodedata.category(letter) != "Mn"]
    assert run.width == pytest.approx(sum(one(letter, "Thai").width for letter in letters), abs=0.05)
    assert "".join(run.clusters) == text


def test_two_thai_marks_stack() -> None:
    low, high = dict.fromkeys(["ก่"]), dict.fromkeys(["กี่"])
    (single,) = [list(places(one(text, "Thai"))) for text in low]
    (stacked,) = [list(places(one(text, "Thai"))) for text in high]
    assert (single[-1][0], single[-1][2]) != (stacked[-1][0], stacked[-1][2])


@pytest.mark.parametrize(("text", "script"), [("李明山", "Han"), ("たろう", "Han"), ("山田カナ", "Han"), ("김철수", "Hangul")])
def test_han_kana_and_hangul_are_set_in_one_run(text: str, script: str) -> None:
    (run,) = line(text)
    assert run.face is fonts.face(script)
    assert run.glyphs == tuple(run.face.glyphs[ord(letter)] for letter in text)
    assert run.clusters == tuple(text)


def test_hangul_in_single_letters_is_the_syllable() -> None:
    apart = unicodedata.normalize("NFD", "김철")
    assert one(apart, "Hangul").glyphs == one("김철", "Hangul").glyphs
    assert "".join(one(apart, "Hangul").clusters) == apart


@pytest.mark.parametrize("text", ["M\u0304", "Q\u0308", "Ọ\u0300", "ẹ\u0301", "ą\u0301", "Ṣ\u0301", "m\u0328"])
def test_a_loose_mark_stands_on_its_letter(text: str) -> None:
    """Latin with all its diacritics, those too that have no character of their own."""
    able = [GARAMOND, fonts.face("Latin")]
    assert missing(text, able) == ()
    (run,) = shaped(f"a{text}b", able)
    data = placing.font(run.face)
    scale = 1000 / data.face.upem
    painted = list(places(run))
    letter, marks = painted[1], painted[2:-1]
    ink = data.get_glyph_extents(letter[0])
    left = letter[1] + ink.x_bearing * scale
    assert marks
    for glyph, at, _ in marks:
        own = data.get_glyph_extents(glyph)
        middle = at + (own.x_bearing + own.width / 2) * scale
        assert left <= middle <= left + ink.width * scale


def test_a_mark_that_no_font_can_set_on_its_letter_is_missing() -> None:
    assert missing("Ə\u0301", [GARAMOND]) == ("\u0301",)
    with pytest.raises(InvalidValue, match=r"text of 2 characters with U\+0301"):
        shaped("Ə\u0301", [GARAMOND])
    assert missing("\u0301Ada", [GARAMOND]) == ("\u0301",)  # on nothing at all


def test_a_letter_and_its_mark_are_of_one_font() -> None:
    runs = shaped("xƏ\u0301x", [GARAMOND, fonts.face("Latin")])
    assert [run.face for run in runs if "\u0301" in run.text] == [fonts.face("Latin")]
    assert any("Ə\u0301" in run.text for run in runs)


def test_the_variant_of_a_character_is_drawn_or_missing_and_never_its_usual_form() -> None:
    assert missing("葛\U000e0100城", [fonts.face("Han")]) == ("\U000e0100",)
    plain, varied = fonts.face("Hebrew"), supplied(with_variant(fonts.data("Hebrew"), "ש\ufe00", as_letter="ל"))
    assert missing("ש\ufe00ב", [plain]) == ("\ufe00",)
    (run,) = shaped("ש\ufe00ב", [plain, varied])
    assert run.face is varied
    assert run.clusters == ("ב", "ש\ufe00")
    assert run.glyphs[1] == varied.glyphs[ord("ל")]


def with_variant(data: bytes, sequence: str, *, as_letter: str) -> bytes:
    """Let a font draw one sequence of a character and a selector as another of its letters."""
    font = TTFont(io.BytesIO(data))
    table = CmapSubtable.newSubtable(14)
    table.platformID, table.platEncID, table.language, table.cmap = 0, 5, 0xFF, {}
    table.uvsDict = {ord(sequence[1]): [(ord(sequence[0]), font.getBestCmap()[ord(as_letter)])]}
    font["cmap"].tables.append(table)
    written = io.BytesIO()
    font.save(written)
    return written.getvalue()


@pytest.mark.parametrize("letter", ["\u200b", "\u2060", "\ufeff", "\u00ad", "\u202e", "\x07", "\ue000", "\U0001f600"])
def test_what_cannot_be_seen_or_drawn_is_missing(letter: str) -> None:
    assert missing(f"دنيا{letter}", fonts.faces()) == (letter,)


def test_missing_characters_are_listed_once_and_in_their_order() -> None:
    assert missing("ক Ada ক𝒳, MD", fonts.faces()) == ("ক", "𝒳")
    assert missing("דוד", [GARAMOND]) == ("ד", "ו")


def test_a_text_that_no_font_can_draw_is_refused_without_naming_anybody() -> None:
    with pytest.raises(InvalidValue) as refusal:
        shaped("דוד Okoro", [GARAMOND])
    assert "U+05D3, U+05D5" in str(refusal.value)
    assert "Okoro" not in str(refusal.value)
    assert "fonts=" in refusal.value.advice


def test_fonts_are_asked_in_their_order() -> None:
    naskh, sans = fonts.face("Arabic"), fonts.face("Arabic sans")
    assert shaped("علي", [naskh, sans])[0].face is naskh
    assert shaped("علي", [sans, naskh])[0].face is sans


def test_a_space_stays_in_the_font_of_its_word() -> None:
    runs = shaped("李明 김", [GARAMOND, fonts.face("Han"), fonts.face("Hangul")])
    assert texts(runs) == ["李明 ", "김"]


def test_latin_letters_look_as_they_do_on_all_other_lines() -> None:
    """No ligature, no kerning, and the figures that the typeface has chosen for itself."""
    text = "AVA Tafel offiziell 1907"
    *_, run = line(f"דוד {text}")
    assert run.text == f" {text}"
    assert run.glyphs[1:] == tuple(GARAMOND.glyphs[ord(letter)] for letter in text)
    assert run.advances == ()
    assert run.offsets == ()


@pytest.mark.parametrize("name", NAMES)
def test_names_of_all_scripts_are_set_whole(name: str) -> None:
    runs = line(name)
    held(name, runs)
    assert sum(run.width for run in runs) > 1


@given(st.text(LETTERS, max_size=14), st.sampled_from(["ltr", "rtl"]))
def test_no_character_is_lost_and_none_is_a_box(text: str, base: Direction) -> None:
    """Whatever is not missing is drawn, and each glyph says what it stands for."""
    lacking = missing(text, fonts.faces())
    assert set(lacking) <= set(text)
    if lacking:
        with pytest.raises(InvalidValue):
            line(text, base=base)
    else:
        held(text, line(text, base=base))


def held(text: str, runs: Sequence[Run]) -> None:
    """Hold what is true of any line: nothing lost, nothing drawn as a box, a text for each glyph."""
    assert sorted("".join(texts(runs))) == sorted(text)
    for run in runs:
        assert run.text in text
        assert run.glyphs
        assert 0 not in run.glyphs
        assert len(run.clusters) == len(run.glyphs)
        assert "".join(reversed(run.clusters) if run.rtl else run.clusters) == run.text
        assert len(run.advances) in {0, len(run.glyphs)}
        assert len(run.offsets) in {0, len(run.glyphs)}
        own = run.advances or [run.face.advances[glyph] for glyph in run.glyphs]
        assert run.width == pytest.approx(sum(own) / 1000)


def test_the_settings_of_a_machine_change_nothing(elsewhere: list[dict[str, str]]) -> None:
    program = (
        "import fonts; from cmecore.rendering.fonts.shaping import shaped; "
        f"print([(r.text, r.glyphs, r.clusters, r.advances, r.offsets) for n in {NAMES!a} for r in shaped(n, fonts.faces())])"
    )
    found = {
        subprocess.run([sys.executable, "-c", program], env=env, capture_output=True, check=True).stdout.decode(
            "unicode_escape"
        )
        for env in [{**env, "PYTHONIOENCODING": "ascii:backslashreplace"} for env in elsewhere]
    }
    assert len(found) == 1


def test_the_shaper_is_loaded_for_the_first_text_that_needs_it() -> None:
    program = (
        "import sys; from cmecore.rendering.fonts import shaping; shaping.needed('דוד'); "
        "assert not {'uharfbuzz', 'bidi'} & sys.modules.keys()"
    )
    subprocess.run([sys.executable, "-c", program], check=True)


def test_without_the_extra_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    faces = fonts.faces()
    caches = [placing.font, placing.script_of, placing._harfbuzz]  # noqa: SLF001 - what was loaded stays loaded otherwise
    for cache in caches:
        cache.cache_clear()
    monkeypatch.setitem(sys.modules, "uharfbuzz", None)
    with pytest.raises(InvalidValue, match=r"pip install 'cmecore\[scripts\]'"):
        shaped("דוד", faces)
    for cache in caches:
        cache.cache_clear()


def test_a_typeface_is_only_read(monkeypatch: pytest.MonkeyPatch) -> None:
    face: Typeface = fonts.face("Hebrew")
    before = dict(face.glyphs)
    one("דוד", "Hebrew")
    assert face.glyphs == before
