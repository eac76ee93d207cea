"""Whatever comes from outside is text on a page, whole or refused; and drawing reads nothing but what was handed in."""

import io
import json
import subprocess
import sys
from typing import Any

import attrs
import pytest
from hypothesis import given, settings, strategies as st
from PIL import Image as Pillow

import fonts
import gates
from cmecore.errors import InvalidValue
from cmecore.providers import Provider, Signatory
from cmecore.rendering.document import Document
from cmecore.rendering.images import Image
from cmecore.rendering.pdf import Pdf
from cmecore.rendering.themes import CLASSIC, THEMES, Mark, Theme
from cmecore.testing.certificates import CREDITED, KINDS
from rendering.drawn import drawn, flat
from rendering.samples import ADA, ADDRESS, AMA, MOC, named, with_lines

SYNTAX = [
    ") Tj ET Q",
    "<</JS (app.alert(1))/S/JavaScript>>",
    "/OpenAction 7 0 R endobj 8 0 obj",
    "\\(Ada\\) \\101 \\\\",
    "(((",
    ")))",
    "<FEFF00E9>",
    "EMC BDC /Artifact BMC",
    "%PDF-1.7 %%EOF",
    "endstream endobj startxref 0",
    "%d 0 R %b %s %%",
    "BI /W 1 ID x EI",
]


@pytest.mark.parametrize("said", SYNTAX)
def test_the_syntax_of_pdf_is_text_in_every_field(said: str) -> None:
    certificate = attrs.evolve(
        ADA,
        number=f"N {said}",
        name=said,
        kind=attrs.evolve(ADA.kind, title=f"K {said}"),
        provider=Provider(name=said, address=said, contact=said, policy=said),
        course=said,
        edition=said,
        format=said,
        place=said,
        address=f"https://x.example/{said.replace(' ', '')}",
        lines=[attrs.evolve(ADA.lines[0], title=said)],
        statements=[said],
        reported=[said],
        signatories=[Signatory(said, said)],
    )
    drawing = drawn(certificate, attaches=True)
    (text,) = drawing.spoken
    place = 0
    for wanted in Document.of(certificate).texts():
        place = text.index(flat([wanted]), place) + 1
    assert json.loads(drawing.reading.pdf.attachments[next(iter(drawing.reading.pdf.attachments))].get_file().read_bytes())
    if "/JS" not in said:  # the gate looks for the word anywhere, and the judge for a key that acts
        gates.pass_the_pdf_gate(drawing.data)


def test_nothing_in_the_file_acts() -> None:
    """The only action in a file is the link to the verification address."""
    drawing = drawn(named("/JavaScript (app.alert) /OpenAction"), attrs.evolve(ADA, address="https://x.example/(a)\\b"))
    found = drawing.reading.dictionaries
    assert {str(one.S) for one in found if "/URI" in one} == {"/URI"}
    assert {str(one.URI) for one in found if "/URI" in one} == {ADDRESS, "https://x.example/(a)\\b"}
    keys = {key for one in found for key in one.keys()}  # noqa: SIM118 - a dictionary of PDF, which iterates otherwise
    assert not keys & {"/OpenAction", "/AA", "/JS", "/JavaScript", "/Launch", "/EmbeddedFiles", "/AcroForm"}


@pytest.mark.parametrize(
    "address",
    [
        "https://x.example/(a)\\b",
        "https://x.example/?q=<>&'\"#%00%0A",
        "https://x.example/{0}%d%b",
        "HTTP://X.EXAMPLE/",
        "http://user:word@x.example:8080/;a=b",
        "https://x.example/" + "a" * 400,
    ],
)
def test_a_link_leads_where_the_address_says(address: str) -> None:
    drawing = drawn(attrs.evolve(ADA, address=address))
    assert drawing.spoken[0].endswith(address)
    assert {str(one.A.URI) for _, one in drawing.reading.annotations} <= {address}


@given(st.text(st.characters(min_codepoint=32, max_codepoint=0x17F, exclude_categories=["Cc", "Cf"]), min_size=1, max_size=40))
@settings(max_examples=25)
def test_any_name_is_heard_as_it_is(name: str) -> None:
    try:
        certificate = named(name)
        pages = Pdf().render([certificate])
    except InvalidValue:
        return
    assert len(pages.pages) == 1
    assert flat([name]) in drawn(certificate).spoken[0]


@pytest.mark.parametrize("field", ["name", "course"])
@pytest.mark.parametrize(
    "long", ["Ada Nnedi Okoro " * 31, "i" * 499, "Okoro-Eze-" * 49, "W " * 249], ids=["words", "i", "hyphens", "W"]
)
def test_five_hundred_characters_are_whole_or_refused(field: str, long: str) -> None:
    """They shrink, then wrap, then are refused; nothing is ever cut."""
    changed: dict[str, Any] = {field: long.strip()}
    certificate = attrs.evolve(ADA, **changed)
    refused: InvalidValue | None = None
    try:
        Pdf().render([certificate])
    except InvalidValue as error:
        refused = error
    if refused is None:
        assert flat([long]) in drawn(certificate).spoken[0]
    else:
        assert refused.advice
        assert long.strip() not in str(refused)


FULL: dict[str, Any] = {
    "name": "Professor María de los Ángeles Fernández-Villaverde y Rodríguez, MD, PhD",
    "edition": "Second edition",
    "place": "McCormick Place, Chicago",
    "resting": [MOC("1.00")],
    "lines": [attrs.evolve(line, resting=[MOC("0.25")], topics=[("opioid", AMA("0.25"))]) for line in ADA.lines],
    "statements": CREDITED.statements,
    "reported": ["Reported to CE Broker within 30 days.", "Reported to PARS by Lakeside."],
    "signatories": [*CREDITED.signatories, Signatory("Third Signatory, MD", "Dean")],
    "supersedes": ["CME-1", "CME-2"],
    "adds_to": "CME-0",
}


@pytest.mark.parametrize("theme", THEMES.values(), ids=list(THEMES))
def test_a_certificate_with_every_field_filled_is_whole(theme: Theme) -> None:
    certificate = attrs.evolve(ADA, **FULL)
    standing = attrs.evolve(theme, paper=theme.paper.portrait)
    (text,) = drawn(certificate, theme=standing, fillable=True, attaches=True).spoken
    assert [said for said in Document.of(certificate).texts() if flat([said]) not in text] == []


def test_a_thousand_lines_are_a_thousand_rows() -> None:
    drawing = drawn(with_lines(1_000))
    (text,) = drawing.spoken
    assert [topic for topic in range(1, 1_001) if text.count(f"Topic of evening {topic} 10 March") != 1] == []
    assert text.endswith("Awarded in all: 500.00 AMA PRA Category 1 Credits™")
    assert drawing.ranges[0].last == len(drawing.reading.pages) > 30


@pytest.mark.parametrize("name", ["👍", "👩\u200d⚕️ Okoro", "🏴", "Ada 👍🏽 Okoro"])
def test_a_picture_letter_is_refused_unless_a_font_draws_it(name: str) -> None:
    with pytest.raises(InvalidValue, match=r"^name: found text of .*U\+1F"):
        Pdf().render([named(name)])


def test_the_fonts_of_a_chain_are_asked_in_their_order() -> None:
    chain = [fonts.data("Han"), fonts.data("Hangul"), fonts.data("Latin")]
    names = {font.name.partition("+")[2] for font in drawn(named("Ada 李 김"), fonts=chain).reading.fonts}
    assert {"DroidSansFallback", "NanumMyeongjo"} < names
    assert not any(name.startswith("NotoSerif") for name in names)
    turned = drawn(named("Ada 李"), fonts=[fonts.data("Hangul"), fonts.data("Han")])
    assert "李" in turned.spoken[0]


@attrs.frozen(kw_only=True, cache_hash=True)
class House(Theme):
    """A theme of somebody's own, which carries a note."""

    note: str = ""


def test_a_theme_may_be_subclassed() -> None:
    house = House(border="none", seal="none", note="for the office printer")
    assert "Ada Okoro, MD" in drawn(ADA, theme=house).spoken[0]
    plain = attrs.evolve(CLASSIC, border="none", seal="none")
    assert Pdf(theme=house).render([ADA]).data == Pdf(theme=plain).render([ADA]).data


def test_marks_and_signatures_are_pictures_with_words() -> None:
    theme = attrs.evolve(
        CLASSIC,
        paper=CLASSIC.paper.portrait,
        marks=[
            Mark(image=picture(), says="Lakeside logo"),
            Mark(image=picture(), says="Mark of the council", beside="accredited by the Accreditation Council", height=20.0),
            Mark(image=picture(), says="Mark of nobody here", beside="a statement that is not made"),
        ],
        signatures={CREDITED.signatories[0].name: picture()},
    )
    drawing = drawn(KINDS["credit"], theme=theme)
    (text,) = drawing.spoken
    assert text.startswith("Lakeside logo Certificate of Credit")
    assert f"Signature of {CREDITED.signatories[0].name} {CREDITED.signatories[0].name}" in text
    assert "Mark of the council Lakeside is accredited by" in text
    assert "nobody" not in text
    assert len({one.objgen for one in drawing.reading.pages[0].object.Resources.XObject.values()}) == 1
    gates.pass_pdfua(drawing.data)


def picture() -> Image:
    """Make a picture that is partly transparent."""
    file = io.BytesIO()
    Pillow.new("RGBA", (80, 40), (20, 60, 120, 128)).save(file, "PNG")
    return Image(file.getvalue())


PROGRAM = """
import json, sys
import fonts
from cmecore.rendering.images import Image
from cmecore.rendering.pdf import Pdf
from cmecore.testing.certificates import KINDS
from rendering.samples import named, with_lines
handed = [fonts.data(script) for script in ("Arabic", "Devanagari", "Han")]
names = ["محمد علي, MD", "अदिति", "李明", "Nguyễn Thị Hồng"]
Pdf().render(list(KINDS.values()))
Pdf(fonts=handed, fillable=True, attaches=True).render([named("محمد"), KINDS["blank"]])
seen = []
def watch(event, arguments):
    if event.startswith(("open", "os.open", "os.listdir", "os.scandir", "socket.", "subprocess.", "os.system", "ctypes.dl")):
        seen.append([event, str(arguments[:1])])
sys.addaudithook(watch)
Pdf().render([*KINDS.values(), with_lines(40)])
Pdf(fonts=handed, fillable=True, attaches=True).render([*map(named, names), *KINDS.values()])
print(json.dumps(seen))
"""


def test_nothing_is_opened_while_pages_are_drawn(elsewhere: list[dict[str, str]]) -> None:
    """No file, no folder, no connection, no program, once the first document of its kind has been drawn."""
    run = subprocess.run([sys.executable, "-c", PROGRAM], env=elsewhere[0], capture_output=True, check=False)
    assert run.returncode == 0, run.stderr.decode()
    assert json.loads(run.stdout) == []
