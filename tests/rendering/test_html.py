import io
import re
from base64 import b64encode
from collections.abc import Callable, Iterator
from html import escape, unescape
from typing import Any, get_args
from urllib.parse import unquote

import attrs
import PIL.Image
import pytest

import fonts
from cmecore.errors import InvalidValue
from cmecore.providers import Provider, Signatory
from cmecore.rendering import Renderer, qr
from cmecore.rendering.document import FROM_OUTSIDE, Document
from cmecore.rendering.fonts.scripts import Piece, from_the_right, pieces, script_of
from cmecore.rendering.html import Html
from cmecore.rendering.images import Image
from cmecore.rendering.stylesheet import FAMILIES, SET_IN, Style, stylesheet
from cmecore.rendering.svg import Svg
from cmecore.rendering.themes import A4, CLASSIC, CONTRAST, PLAIN, THEMES, Border, Mark, Palette, Theme, contrast
from cmecore.rendering.words import Words
from cmecore.testing.certificates import CREDITED, KINDS


def _picture() -> Image:
    file = io.BytesIO()
    PIL.Image.new("RGBA", (60, 30), (27, 50, 85, 128)).save(file, "PNG")
    return Image(file.getvalue())


PICTURE = _picture()


def page(*certificates: Any, **given: Any) -> str:
    return Html(**given).render(certificates or [CREDITED]).data.decode()


def test_it_is_a_web_page_and_says_so() -> None:
    """M97 and M124: a format that any browser opens, in one file."""
    renderer: Renderer = Html()
    rendered = renderer.render([CREDITED])
    assert rendered.media_type == "text/html; charset=utf-8"
    assert rendered.data.startswith(b'<!DOCTYPE html>\n<html lang="en" dir="ltr">\n<head>\n<meta charset="utf-8">')


def test_it_asks_for_nothing_and_forbids_everything() -> None:
    text = page(*KINDS.values())
    assert "default-src 'none'; style-src 'sha256-" in text
    # Drawings in the style sheet, parts of these and the seal, which are used again, and the one address that is a link.
    expected = ("data:image/svg+xml,", "%22%23", "#a", "https://verify.example.org/")
    addresses = re.findall(r"""(?:src|href|url|import|action|data)\s*[=(]\s*["']?([^"'\s)>]*)""", text)
    assert {one for one in addresses if not one.startswith(expected)} == set()
    for element in ("<script", "<link", "<img", "<iframe", "<object", "<base", "@import", "@font-face"):
        assert element not in text


def test_each_certificate_is_an_article_with_its_headings() -> None:
    text = page(*KINDS.values())
    assert text.count("<article") == text.count("</article>") == text.count("<h1 ") == text.count("<h2 ") == len(KINDS)
    assert '<article aria-labelledby="kind-1">' in text
    assert '<h1 id="kind-1">Certificate of Credit</h1>' in text
    assert '<h2 class="course">Emergency Medicine</h2>' in text
    identities = re.findall(r' id="([^"]*)"', text)
    assert len(identities) == len(set(identities))


def test_the_topics_are_a_table_with_a_caption_and_scopes() -> None:
    text = page()
    assert "<table><caption>Emergency Medicine</caption>" in text
    assert text.count('<th scope="col"') == 3
    assert text.count('<th scope="row">') == 3
    assert '<tr class="note"><td colspan="3">including 0.50 opioid</td></tr>' in text
    summary = page(KINDS["summary"])
    assert '<th scope="rowgroup" colspan="3">Critical Care</th>' in summary
    assert "In all: 3.50 AMA PRA Category 1 Credits™</td></tr></tfoot>" in summary
    assert page(KINDS["completion"]).count('<th scope="col"') == 2


def test_the_symbol_is_drawn_module_by_module_and_says_what_it_is() -> None:
    """M101: a code for quick verification, with the address beside it for whoever cannot scan it."""
    text = page()
    made = qr.symbol(CREDITED.address, largest=200)
    drawn = {
        (int(left) + step, int(top))
        for left, top, length in re.findall(r"M(\d+) (\d+)h(\d+)v1", text)
        for step in range(int(length))
    }
    rows = {(x + qr.QUIET, y + qr.QUIET) for y, row in enumerate(made.rows) for x, dark in enumerate(row) if dark}
    assert drawn == rows
    assert f'viewBox="0 0 {made.modules} {made.modules}"' in text
    side = re.search(r'width="([\d.]+)mm" height="\1mm"', text)
    assert side is not None
    assert float(side[1]) / made.modules >= 0.5
    assert '<title id="symbol-1">QR code of the address at which this certificate can be verified</title>' in text
    link = re.search(r'<a href="([^"]*)" rel="noreferrer">(.*?)</a>', text)
    assert link is not None
    assert link[1] == re.sub("<.*?>", "", link[2]) == CREDITED.address
    assert re.sub("</?span.*?>", "", link[2]) == "https://verify.example.org/<wbr>c/<wbr>CME-2026-7Q4K-0193"


def test_a_symbol_without_an_address_holds_the_number() -> None:
    text = page(KINDS["addendum"])
    assert "QR code of the number of this certificate</title>" in text
    assert "Scan for the number" in text
    assert "<a " not in text


@pytest.mark.parametrize(
    "address",
    [
        "javascript:alert(1)",
        "data:text/html,x",
        "file:///etc/passwd",
        "//evil.example",
        "https:",
        "http://[x",
        "urn:1",
        "https://a b",
    ],
)
def test_what_is_no_address_on_the_web_is_no_link(address: str) -> None:
    assert "<a " not in page(attrs.evolve(CREDITED, address=address))


@pytest.mark.parametrize(
    ("address", "leads"),
    [
        ("https://[2001:db8::1]:8443/1", True),
        ("HTTPS://VERIFY.EXAMPLE/1", True),
        ("https://verify.example/č1", False),
        ("https:///x", False),
        ("https://verify.example:99999/1", False),
        ("https://verify.example\\@other.example/1", False),
    ],
)
@pytest.mark.parametrize("renderer", [Html, Svg])
def test_an_address_is_a_link_on_a_web_page_where_it_is_one_on_a_drawn_page(
    renderer: Callable[[], Renderer], address: str, *, leads: bool
) -> None:
    """What a link is, is decided once; a page in PDF is drawn as one in SVG is."""
    drawn = renderer().render([attrs.evolve(CREDITED, address=address)]).data.decode()
    assert (f'href="{address}"' in drawn) is leads


def test_a_quotation_mark_does_not_end_the_address() -> None:
    text = page(attrs.evolve(CREDITED, address='https://a.example/?"onclick="x'))
    assert 'href="https://a.example/?&quot;onclick=&quot;x"' in text


def test_only_a_preview_is_marked_as_one() -> None:
    """M154: a preview is told from a certificate by its words, and not by its look alone."""
    text = page(KINDS["preview"])
    assert '<article class="preview"' in text
    assert '<p class="warning">PREVIEW</p>' in text
    assert "<svg role" not in text
    assert 'class="preview"' not in page()
    assert "PREVIEW" not in page().partition("</style>")[2]


def test_a_blank_is_a_rule_or_on_request_a_field() -> None:
    """M45 and M47: the participant writes on the printed page, or on the screen first."""
    assert 'participant: <span class="rule"></span></p>' in page(KINDS["blank"])
    filled = page(KINDS["blank"], fillable=True)
    assert '<label>Hours of participation, to be filled in by the participant: <input type="text"' in filled
    assert "form-action 'none'" in filled


def test_a_name_in_another_script_carries_its_own() -> None:
    text = page(attrs.evolve(CREDITED, name="محمد علي, MD", signatories=[Signatory("李明")]))
    assert '<p class="name"><span lang="und-Arab">محمد علي</span>, MD</p>' in text
    assert '<p class="who"><span lang="und-Hani">李明</span></p>' in text
    assert "<bdi" not in page()


def test_a_certificate_in_another_language_than_its_phrases_says_so() -> None:
    text = page(attrs.evolve(CREDITED, language="fr", course="Médecine d’urgence"))
    assert '<h2 class="course"><span lang="fr">Médecine d’urgence</span></h2>' in text
    mixed = page(attrs.evolve(CREDITED, language="fr", course="Médecine 医"))
    assert '<span lang="fr">Médecine <span lang="und-Hani">医</span></span>' in mixed
    foreign = page(attrs.evolve(CREDITED, place="مستشفى"))
    assert 'Second edition · <bdi lang="und-Arab">مستشفى</bdi>' in foreign


def test_the_heading_of_a_page_is_in_the_language_of_the_page() -> None:
    """It is one of the phrases, also where the certificate was written in another language."""
    german = Theme(words=Words(language="de", kinds={"credit": "Fortbildungsbescheinigung"}))
    heading = re.search("<h1.*?</h1>", page(theme=german))
    assert heading is not None
    assert heading[0] == '<h1 id="kind-1">Fortbildungsbescheinigung</h1>'
    assert '<h2 class="course"><span lang="en">' in page(theme=german)


def test_a_web_page_tells_what_comes_from_outside_by_the_one_list_of_it() -> None:
    """All that comes from outside as a whole is told to be in the language of the certificate, and nothing else is."""
    shown = [
        attrs.evolve(KINDS[kind], language="fr", signatories=[Signatory("Grace", "Directrice")], reported=["Par nous."])
        for kind in ("credit", "summary")
    ]
    told = set(re.findall(r'<span lang="fr">(.*?)</span>', page(*shown)))
    assert told == {escape(text) for document in map(Document.of, shown) for text in from_outside(document)}


def from_outside(document: Document) -> Iterator[str]:
    """List what comes from outside as a whole, by the parts that document.py names."""
    said = [*document.head, *document.issue, *(("topic", row.title) for row in document.rows)]
    said += [*(("under", row.under) for row in document.rows), *(("statement", one) for one in document.statements)]
    said += [("office", one.title) for one in document.signatories]
    said += [("course", document.certificate.course)]
    yield from (text for role, text in said if text and role in FROM_OUTSIDE)


def test_a_page_from_the_right_says_so() -> None:
    text = page(attrs.evolve(CREDITED, language="ar"), theme=Theme(words=Words(language="ar", certifies="تشهد بأن")))
    assert '<html lang="ar" dir="rtl">' in text
    assert '<p class="certifies">تشهد بأن</p>' in text
    assert '<p class="name"><span lang="und-Latn">Ada Nnedi Okoro, MD</span></p>' in text


@pytest.mark.parametrize(
    ("text", "language", "parted"),
    [
        ("Ada Okoro", "en", [("", "Ada Okoro")]),
        ("O’Brien 12", "en", [("", "O’Brien 12")]),
        ("Ёлкин (Ada)", "en", [("und-Cyrl", "Ёлкин"), ("", " (Ada)")]),
        ("Ёлкин", "ru", [("", "Ёлкин")]),
        ("김민준 金", "en", [("und-Kore", "김민준 金")]),
        ("山田 さくら", "ja", [("", "山田 さくら")]),
        ("李明", "zh-Hant", [("", "李明")]),
        ("李さ", "zh", [("und-Jpan", "李さ")]),
        ("שָׁלוֹם", "en", [("und-Hebr", "שָׁלוֹם")]),
        ("می\u200cخواهم", "en", [("und-Arab", "می\u200cخواهم")]),
        ("Ada", "ar", [("und-Latn", "Ada")]),
        ("1 · 2", "ar", [("", "1 · 2")]),
    ],
)
def test_a_text_is_parted_where_its_script_changes(text: str, language: str, parted: list[tuple[str, str]]) -> None:
    assert list(pieces(text, language)) == [Piece(*one) for one in parted]


def test_languages_know_their_scripts() -> None:
    assert [script_of(one) for one in ("en", "fa-IR", "az-Cyrl", "zh-Hant-TW", "xx")] == [
        "Latn",
        "Arab",
        "Cyrl",
        "Hant",
        "Latn",
    ]
    assert [from_the_right(one) for one in ("ur", "he-IL", "yi-Latn", "ja")] == [True, True, False, False]


def test_the_text_keeps_its_contrast_even_on_the_watermark() -> None:
    """M102: at least 4.5 to 1 for everything that has to be read."""
    style = Style()
    for colour in (style.ink, style.accent, style.quiet, style.warning):
        assert min(contrast(colour, style.ground), contrast(colour, style.veil)) >= CONTRAST
    assert style.veil[1:] in stylesheet(style, "PREVIEW")


def test_colours_and_paper_are_the_callers() -> None:
    text = page(theme=attrs.evolve(CLASSIC, palette=Palette(accent="#5b1a2e"), paper=A4.portrait))
    assert "--accent: #5b1a2e" in text
    assert "@page { size: 595.28pt 841.89pt;" in text
    assert "%" not in re.sub(r"%[0-9A-F]{2}|\d%|%\)", "", text.partition("<style>")[2].partition("</style>")[0])


@pytest.mark.parametrize(
    "given",
    [
        {"accent": "red"},
        {"ink": "#12345"},
        {"ink": "#123456; x"},
        {"quiet": None},
        {"ground": "white"},
        {"veil": "#FFF"},
        {"border": "} body { display: none"},
        {"border": []},
        {"alignment": "right"},
        {"paper": (1, 2)},
        {"paper": (600,)},
        {"paper": "letter"},
        {"paper": (float("nan"), 600)},
    ],
)
def test_what_would_break_the_style_sheet_is_refused(given: Any) -> None:
    with pytest.raises(InvalidValue, match=f"^{next(iter(given))}: found "):
        Style(**given)


def test_no_word_of_the_callers_leaves_the_style_sheet() -> None:
    hostile = '</style><script>")</script>&'
    text = page(KINDS["preview"], theme=Theme(words=Words(preview=hostile)))
    assert text.count("</style>") == 1
    assert "<script" not in text


def test_the_colours_of_a_theme_may_be_written_in_capitals() -> None:
    assert "--accent: #5b1a2e" in page(theme=Theme(palette=Palette(accent="#5B1A2E")))


def test_a_dark_paper_is_dark_on_the_page_too() -> None:
    """M102: pale text that stood on a white page would be lost."""
    palette = Palette(paper="#10151c", ink="#f4f1ea", quiet="#c9c6bf", accent="#9ec5e8", warning="#ffb3a7")
    text = page(theme=Theme(palette=palette))
    assert f"--ground: #10151c; --veil: {palette.veil};" in text
    assert "background: var(--ground)" in text


@pytest.mark.parametrize("name", THEMES)
def test_the_border_and_the_alignment_are_those_of_the_theme(name: str) -> None:
    theme = THEMES[name]
    sheet = page(theme=theme)
    assert ("border-image: url(" in sheet) == (theme.border in {"engraved", "double"})
    assert ("article {\n  border-inline-start:" in sheet) == (theme.border == "panel")
    assert (".head, .signatories { text-align: start; }" in sheet) == (theme.alignment == "left")


def test_each_border_is_drawn_in_the_colours_of_its_theme() -> None:
    drawn = {border: unquote(stylesheet(Style(border=border), "PREVIEW")) for border in get_args(Border)}
    assert len(set(drawn.values())) == len(drawn)
    for border in ("engraved", "double"):
        assert {'stroke="#1b3255"', 'stroke="#a7884b"'} <= set(re.findall('stroke="#.{6}"', drawn[border]))


def test_the_credit_awarded_is_set_in_italics() -> None:
    """As the American Medical Association sets the name of its credit."""
    (italic,) = re.findall(r"^(.*) \{ font-style: italic; \}$", page(), re.MULTILINE)
    assert {".total", ".resting"} <= set(italic.split(", "))


def test_the_signatures_stand_above_the_line_of_issue() -> None:
    body = page().partition("<body>")[2]
    assert body.index('<div class="signatories">') < body.index('<div class="foot">') < body.index('<div class="issue">')


@pytest.mark.parametrize("number", ["SE-2026-0001", "span", "<b>"])
def test_a_number_is_kept_in_one_line(number: str) -> None:
    text = page(attrs.evolve(CREDITED, number=number))
    kept = f'<span class="whole" dir="ltr">{escape(number)}</span>'
    assert f'<p class="number">Certificate number {kept}</p>' in text


def test_whatever_a_theme_brings_is_text() -> None:
    """Phrases, what a logo shows, and the name of whoever signed."""
    hostile = "\"><script>x</script>'&amp;"
    others = {"language", "decimal"}
    fields: dict[str, Any] = {
        one.name: one.default for one in attrs.fields(Words) if isinstance(one.default, str) and one.name not in others
    }
    words = Words(**{name: phrase + hostile for name, phrase in fields.items()})
    marks = [Mark(says=hostile, image=PICTURE), Mark(says=hostile, beside="Lakeside", image=PICTURE)]
    theme = Theme(words=words, marks=marks, signatures={hostile: PICTURE})
    signed = [attrs.evolve(one, signatories=[Signatory(hostile, hostile)]) for one in KINDS.values()]
    text = page(*signed, theme=theme, fillable=True)
    assert "<script" not in text
    assert "'&amp;\"" not in text
    alternatives = {unescape(one) for one in re.findall(r'<img alt="([^"]*)" height', text)}
    assert alternatives == {hostile, words.signature.format(name=hostile)}
    assert len(re.findall("<img ", text)) == len(re.findall(r'<img alt="[^"]*" height="\d+" src="data:image/png;base64,', text))


def test_a_provider_without_anything_else_has_no_empty_address() -> None:
    text = page(attrs.evolve(CREDITED, provider=Provider(name="Lakeside"), statements=(), lines=()))
    for element in ("<address>", '<div class="statements">', "<table>"):
        assert element not in text


def test_what_is_no_theme_is_refused() -> None:
    wrong: Any
    for wrong in ({"theme": None}, {"theme": {}}, {"fillable": "yes"}):
        with pytest.raises(InvalidValue):
            Html(**wrong)


def test_the_images_of_a_theme_are_part_of_the_page() -> None:
    """A logo stands at the head, a signature over its name, and a mark only beside the statement that it belongs to."""
    signed = attrs.evolve(CREDITED, signatories=[Signatory(name="Jane Q. Director")], statements=["Accredited by the ACME."])
    ours: dict[str, Any] = {"says": "The seal of ACME", "image": PICTURE}
    marks = [Mark(says="Lakeside", image=PICTURE), Mark(beside="by the ACME", **ours), Mark(beside="by another", **ours)]
    text = page(signed, theme=Theme(marks=marks, signatures={"Jane Q. Director": PICTURE}))
    assert re.findall(r'<img alt="([^"]*)"', text) == ["Lakeside", "The seal of ACME", "Signature of Jane Q. Director"]
    assert '<p class="marked"><img alt="The seal of ACME"' in text
    assert text.count("src=") == text.count('src="data:image/png;base64,') == 3


def signed_by(count: int) -> Any:
    return attrs.evolve(CREDITED, signatories=[Signatory(f"Signatory {place}") for place in range(count)])


@pytest.mark.parametrize(
    ("count", "order"),
    [
        (0, ""),
        (1, "seal signatory"),
        (2, "signatory seal signatory"),
        (3, "seal signatory signatory signatory"),
        (4, "signatory signatory seal signatory signatory"),
        (5, "signatory signatory signatory signatory signatory"),
    ],
)
def test_the_seal_stands_among_those_who_sign(count: int, order: str) -> None:
    """As it does in a PDF: in the middle of an even number and beside an odd one, while there is room for it."""
    text = page(signed_by(count))
    assert re.findall('class="(seal|signatory)"', text) == order.split()
    assert 'class="seal"' not in page(signed_by(count), theme=attrs.evolve(CLASSIC, seal="none"))


def test_the_seal_is_drawn_once_for_all_certificates_and_says_nothing() -> None:
    """M99: it is nobody's seal, and whoever listens does not hear of it."""
    text = page(*KINDS.values())
    shown = re.findall(r'<svg class="seal" [^>]*aria-hidden="true"[^>]*><use xlink:href="#(\w+)"/></svg>', text)
    assert len(shown) == sum(bool(one.signatories) for one in KINDS.values())
    (drawn,) = set(shown)
    assert text.count(f'<g id="{drawn}">') == 1
    assert 'fill="#1b3255"' in text
    assert "<defs>" not in page(theme=PLAIN)


def test_a_page_carries_no_font_that_was_not_handed_over_or_that_it_does_not_need() -> None:
    """It weighs a few kilobytes; a font for Arabic is carried by the page of whoever has an Arabic name."""
    arabic, hebrew = fonts.data("Arabic"), fonts.data("Hebrew")
    named = attrs.evolve(CREDITED, name="محمد علي, MD")
    assert page(fonts=[arabic, hebrew]) == page()
    assert "font-src" not in page(named)
    carried = page(named, fonts=[hebrew, arabic, fonts.data("Arabic sans")])
    assert carried.count("@font-face") == 1
    assert b64encode(arabic).decode() in carried
    assert "font-src data:" in carried
    assert f':root {{ font-family: "carried other 1", {FAMILIES}; }}' in carried
    # Latin letters and marks between words are set as on any other page.
    assert "unicode-range: U+530-1DFF, U+2C00-10FFFF" in carried


def test_the_fonts_of_a_theme_set_what_they_set_in_a_pdf() -> None:
    """Each by its style; small capitals are in the font, and not made of its capitals."""
    latin = fonts.data("Latin")
    for style, selector in SET_IN.items():
        text = page(theme=attrs.evolve(CLASSIC, styles={style: latin}))
        assert text.count("@font-face") == 1
        assert f'{selector} {{ font-family: "carried {style}", {FAMILIES};' in text
        assert ("font-variant-caps: normal" in text) == (style == "capitals")
        assert ("font-style: italic; src:" in text) == (style == "italic")


@pytest.mark.parametrize("wrong", [[b"none"], ["font.ttf"], [None]])
def test_what_is_no_font_is_refused_when_it_is_handed_over(wrong: Any) -> None:
    with pytest.raises(InvalidValue, match=r"^fonts: found "):
        Html(fonts=wrong)
