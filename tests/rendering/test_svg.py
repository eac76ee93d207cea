import base64
import collections
import io
import itertools
import re
import subprocess
import xml.parsers.expat
from collections.abc import Callable
from typing import Any
from xml.etree import ElementTree as ET  # holds what the parser below has let through

import attrs
import pytest
import zxingcpp
from PIL import Image as Pillow, ImageChops, ImageFilter
from reportlab.pdfgen.canvas import Canvas

import fonts
from cmecore.entries import Certificate
from cmecore.errors import InvalidValue
from cmecore.providers import Provider, Signatory
from cmecore.rendering import PageRange, Rendered, Renderer
from cmecore.rendering.document import Document
from cmecore.rendering.images import Image
from cmecore.rendering.pages import ornament
from cmecore.rendering.pages.layout import Piece
from cmecore.rendering.pages.page import Composer
from cmecore.rendering.pdf import Pdf
from cmecore.rendering.svg import Svg
from cmecore.rendering.svg.art import drawn
from cmecore.rendering.svg.outlines import outline
from cmecore.rendering.svg.paths import hexed
from cmecore.rendering.themes import A4, CLASSIC, PLAIN, THEMES, Mark, Palette, Theme, rgb
from cmecore.rendering.words import Words
from cmecore.testing.certificates import CREDITED, KINDS
from cmecore.testing.renderer import RendererContract

_SVG = "{http://www.w3.org/2000/svg}"
_HREF = "{http://www.w3.org/1999/xlink}href"
_LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"
_ELEMENTS = {"svg", "title", "desc", "view", "defs", "g", "path", "use", "image", "clipPath", "a", "text", "tspan"}
_SCRIPTS = ("Arabic", "Hebrew", "Devanagari", "Thai", "Han", "Hangul")


def opened(data: bytes) -> ET.Element:
    """Read a drawing as a strict reader does: whatever declares a type or an entity is refused."""
    builder = ET.TreeBuilder()
    parser = xml.parsers.expat.ParserCreate(namespace_separator="}")

    def refuse(*told: object) -> None:
        raise AssertionError(f"a declaration in the drawing: {told}")

    def name(told: str) -> str:
        return f"{{{told}" if "}" in told else told

    parser.StartDoctypeDeclHandler = refuse
    parser.EntityDeclHandler = refuse
    parser.ProcessingInstructionHandler = refuse
    parser.StartElementHandler = lambda tag, told: builder.start(name(tag), {name(key): said for key, said in told.items()})
    parser.EndElementHandler = lambda tag: builder.end(name(tag))
    parser.CharacterDataHandler = builder.data
    parser.Parse(data, True)
    return builder.close()


def drawing(*certificates: Certificate, **given: Any) -> ET.Element:
    return opened(Svg(**given).render(certificates or [CREDITED]).data)


def spoken(root: ET.Element) -> str:
    return "\n".join("".join(text.itertext()) for text in root.iter(f"{_SVG}text"))


class TestSvg(RendererContract):
    """M97: a drawing is one of several formats."""

    def renderer(self) -> Renderer:
        return Svg()

    def text_of(self, rendered: Rendered) -> str:
        return spoken(opened(rendered.data))


class TestSvgOfAnotherLook(TestSvg):
    """With other words in another order, on other paper, with pictures, and fonts for many scripts."""

    words = Words(language="de", certifies="bescheinigt, dass", preview_note="Nur eine Vorschau.")
    order = ("provider", "learner", "kind", "award", "course")

    def renderer(self) -> Renderer:
        theme = attrs.evolve(pictured(), paper=A4.portrait, border="panel", words=self.words, order=self.order)
        return Svg(theme=theme, fonts=[fonts.data("Arabic"), fonts.data("Devanagari")])


def test_it_is_a_drawing_of_the_size_of_the_paper_and_says_so() -> None:
    """M97: it opens in any browser, and prints at the size it was made for."""
    rendered = Svg().render([CREDITED])
    root = opened(rendered.data)
    assert rendered.media_type == "image/svg+xml"
    assert rendered.pages == (PageRange(CREDITED.number, CREDITED.course, 1, 1),)
    assert root.tag == f"{_SVG}svg"
    assert (root.get("width"), root.get("height"), root.get("viewBox")) == ("792pt", "612pt", "0 0 792 612")
    assert (root.get("role"), root.get("lang"), root.get(_LANGUAGE)) == ("graphics-document document", "en", "en")
    assert root[0].text == "Certificate of Credit: Emergency Medicine"
    said = "Ada Nnedi Okoro, MD; 1.75 AMA PRA Category 1 Credits™; Issued 12 March 2026; Certificate number CME-2026-7Q4K-0193"
    assert root[1].text == said.replace("; ", " · ")


_MARKUP = "<script>alert(1)</script>&lt;]]> \"'onload=x"
_NASTY = attrs.evolve(
    CREDITED,
    name=_MARKUP,
    course=_MARKUP,
    provider=Provider(name=_MARKUP, address=_MARKUP),
    statements=[_MARKUP],
    signatories=[Signatory(_MARKUP)],
    address="https://verify.example.org/?x=\"><script>&y='",
)


@pytest.mark.parametrize("theme", [*THEMES.values(), "pictures"], ids=[*THEMES, "pictures"])
def test_it_runs_nothing_and_asks_for_nothing(theme: Theme | str) -> None:
    """M124: the one file opens anywhere: it leads to one address and to nothing else."""
    root = drawing(*KINDS.values(), _NASTY, theme=pictured() if isinstance(theme, str) else theme)
    names = [one.attrib["id"] for one in root.iter() if "id" in one.attrib]
    assert len(names) == len(set(names))
    for one in root.iter():
        assert one.tag.removeprefix(_SVG) in _ELEMENTS
        for key, said in one.attrib.items():
            assert not key.startswith("on")
            assert key not in {"href", "style", "class"}
            if key == _HREF:
                kind = one.tag.removeprefix(_SVG)
                expected = {"use": "#", "image": "data:image/png;base64,", "a": "https://verify.example.org/"}[kind]
                assert said.startswith(expected)
                assert kind != "use" or said[1:] in names
            elif "url(" in said:
                assert said.removeprefix("url(#").removesuffix(")") in names


def test_text_from_outside_is_text() -> None:
    """Wherever it is said: as a text, a title, an address."""
    root = drawing(_NASTY)
    assert (root[0].text or "").endswith(_MARKUP)
    assert _squeezed(_MARKUP) in _squeezed(spoken(root))
    assert {one.get(_HREF) for one in root.iter(f"{_SVG}a")} == {_NASTY.address}


def _squeezed(text: str) -> str:
    return "".join(text.split())


@pytest.mark.parametrize("kind", KINDS)
def test_every_letter_is_drawn_and_none_is_left_to_a_font(kind: str) -> None:
    """M124: whatever fonts a reader has; the text over the drawing cannot be seen."""
    certificate = KINDS[kind]
    root = drawing(certificate)
    composer = Composer.of(CLASSIC)
    wanted: collections.Counter[str] = collections.Counter()
    leaves = composer.pages(certificate)
    pieces = [item for leaf in leaves for item in leaf.items() if isinstance(item, Piece)]
    if certificate.number is None:
        mark = ornament.watermark(CLASSIC, composer.faces)
        pieces += [item for item in mark.items if isinstance(item, Piece)] * len(leaves)
    for piece in pieces:
        for run in piece.runs:
            wanted.update(f"{run.face.name}{glyph}" for glyph in run.glyphs if outline(run.face, glyph))
    used = collections.Counter((one.get(_HREF) or "")[1:] for one in root.iter(f"{_SVG}use"))
    assert {name: used[name] for name in wanted} == wanted
    held = {one.get("id") for one in root.iter(f"{_SVG}path") if "id" in one.attrib}
    assert held == set(wanted)
    (layer,) = (one for one in root if one.get("fill-opacity") == "0")
    assert len(list(layer.iter(f"{_SVG}text"))) == len(list(root.iter(f"{_SVG}text")))


def test_what_is_drawn_is_hidden_from_voices_and_what_is_said_lies_over_it() -> None:
    """A search marks the right place, since each line stands where it is drawn and is as broad."""
    root = drawing()
    shapes, said = [one for one in root if one.tag == f"{_SVG}g"]
    assert shapes.get("aria-hidden") == "true"
    assert not list(shapes.iter(f"{_SVG}text"))
    pieces = [item for leaf in Composer.of(CLASSIC).pages(CREDITED) for item in leaf.items() if isinstance(item, Piece)]
    wanted = sorted((piece.text, round(piece.x), round(612 - piece.y), round(piece.width)) for piece in pieces)
    lines = [one for one in said.iter(f"{_SVG}tspan") if "x" in one.attrib]
    found = sorted(
        ("".join(one.itertext()), *(round(float(one.attrib[key])) for key in ("x", "y", "textLength"))) for one in lines
    )
    assert found == wanted


def test_headings_pictures_and_links_are_what_they_are() -> None:
    root = drawing(theme=pictured())
    headings = [("".join(one.itertext()), one.get("aria-level")) for one in root.iter() if one.get("role") == "heading"]
    assert headings == [("Certificate of Credit", "1"), ("Emergency Medicine", "2")]
    symbol = "QR code of the address at which this certificate can be verified"
    pictures = [one.get("aria-label") for one in root.iter() if one.get("role") == "img"]
    assert pictures == ["The lake", "Accredited", "Signature of Grace Lindqvist, PhD", symbol]
    links = [[child.tag.removeprefix(_SVG) for child in one] for one in root.iter(f"{_SVG}a")]
    assert links == [["path"], ["text"]]


@pytest.mark.parametrize("address", ["javascript:alert(1)", "data:text/html,x", "file:///etc/passwd", "urn:1"])
def test_what_is_no_address_on_the_web_is_no_link(address: str) -> None:
    root = drawing(attrs.evolve(CREDITED, address=address))
    assert not list(root.iter(f"{_SVG}a"))
    assert address in spoken(root)


def test_a_name_in_another_script_carries_its_own_and_a_course_its_language() -> None:
    """What a voice needs to say it right, in the words of XML and in those of web pages."""
    certificate = attrs.evolve(CREDITED, name="محمد علي, MD", course="Médecine d’urgence", language="fr")
    root = drawing(certificate, fonts=[fonts.data("Arabic")])
    (name,) = (one for one in root.iter(f"{_SVG}tspan") if one.text == "محمد علي")
    assert (name.get("lang"), name.get(_LANGUAGE), name.tail) == ("und-Arab", "und-Arab", ", MD")
    (course,) = (one for one in root.iter(f"{_SVG}text") if one.get("aria-level") == "2")
    assert (course.get("lang"), course.get(_LANGUAGE)) == ("fr", "fr")


def test_a_page_from_the_right_says_so() -> None:
    words = Words(language="ar", certifies="تشهد بأن")
    root = drawing(theme=attrs.evolve(PLAIN, words=words), fonts=[fonts.data("Arabic")])
    (phrase,) = (one for one in root.iter(f"{_SVG}tspan") if one.text == "تشهد بأن")
    assert (phrase.get("direction"), phrase.get("text-anchor")) == ("rtl", "end")
    (course,) = (one for one in root.iter(f"{_SVG}text") if one.get("aria-level") == "2")
    assert (course.get("lang"), course[0].get("direction")) == ("en", None)
    assert root.get("lang") == "ar"


def test_topics_on_a_further_page_are_read_where_they_belong() -> None:
    """A voice goes on as the certificate does, and not as its sheets do."""
    said = spoken(drawing(KINDS["long"]))
    places = [
        said.index(one) for one in ("and is awarded", "Topic of evening 40", "is accredited", "Grace", "Issued", "https:")
    ]
    assert places == sorted(places)
    assert [text for text in Document.of(KINDS["long"]).texts() if _squeezed(text) not in _squeezed(said)] == []


def test_several_pages_stand_one_under_the_other_each_with_a_name() -> None:
    """M104: many in one file, where nothing is lost and each page can be shown alone."""
    rendered = Svg().render([CREDITED, KINDS["long"], KINDS["preview"]])
    root = opened(rendered.data)
    assert [str(one) for one in rendered.pages] == ["1", "2-4", "5"]
    assert root.get("viewBox") == f"0 0 792 {5 * 612 + 4 * 12}"
    views = [(one.get("id"), one.get("viewBox")) for one in root.iter(f"{_SVG}view")]
    assert views == [(f"page-{page}", f"0 {(page - 1) * 624} 792 612") for page in range(1, 6)]
    articles = [one.get("aria-label") for one in root.iter() if one.get("role") == "article"]
    assert articles == ["Certificate of Credit: Emergency Medicine"] * 3
    assert not list(drawing().iter(f"{_SVG}view"))


def test_the_same_certificate_twice_is_two_certificates() -> None:
    rendered = Svg().render([CREDITED, CREDITED])
    assert [str(one) for one in rendered.pages] == ["1", "2"]
    assert spoken(opened(rendered.data)).count("Ada Nnedi Okoro, MD") == 2


def test_a_page_alone_says_what_it_repeats() -> None:
    """M173: a learner may want just one, and each says whose it is."""
    pages = list(Svg().pages([CREDITED, KINDS["long"]]))
    assert [page.pages for page in pages] == [
        (PageRange(CREDITED.number, CREDITED.course, number, number),) for number in range(1, 5)
    ]
    whole = Svg().render([CREDITED, KINDS["long"]]).data
    for number, page in enumerate(pages[1:], start=1):
        root = opened(page.data)
        assert root.get("viewBox") == "0 0 792 612"
        assert f"Page {number} of 3" in spoken(root)
        shapes = page.data.partition(b'<g aria-hidden="true">\n')[2].partition(b'\n</g>\n<g fill-opacity="0"')[0]
        assert b'<g transform="translate(0 %d)">%b</g>' % (number * 624, shapes) in whole
        assert CREDITED.name in spoken(root)


def test_two_drawings_on_one_web_page_do_not_take_each_others_letters() -> None:
    """A name in a web page is that of the first drawing that has it: so the same name has to be the same thing."""
    known: dict[str, str] = {}
    for theme, certificate in itertools.product([*THEMES.values(), pictured()], [CREDITED, KINDS["preview"]]):
        for one in drawing(certificate, theme=theme).iter():
            if "id" in one.attrib:
                assert known.setdefault(one.attrib["id"], ET.tostring(one).decode()) == ET.tostring(one).decode()


def test_only_a_preview_is_marked_across_the_page() -> None:
    """M154: and it has neither symbol nor link."""
    marked, plain = drawing(KINDS["preview"], theme=PLAIN), drawing(theme=PLAIN)
    veil = hexed(rgb(PLAIN.palette.veil))
    assert [one for one in marked.iter() if one.get("fill") == veil]
    assert not [one for one in plain.iter() if one.get("fill") == veil]
    assert not list(marked.iter(f"{_SVG}a"))
    assert not [one for one in marked.iter() if one.get("shape-rendering")]
    assert [one for one in plain.iter() if one.get("shape-rendering")]


def test_paper_of_another_colour_is_painted_and_left_bare_by_the_border() -> None:
    data = Svg(theme=attrs.evolve(CLASSIC, palette=Palette(paper="#fffbf0"))).render([KINDS["preview"]]).data.decode()
    assert '<path fill="#fffbf0" d="M0 0h792v612H0z"/>' in data
    assert 'fill="#fff"' not in data


def test_numbers_are_short() -> None:
    """No path says a place more exactly than a reader can see."""
    root = drawing(*KINDS.values(), fonts=[fonts.data("Arabic")])
    long = [one.get("d") for one in root.iter(f"{_SVG}path") if re.search(r"\.\d{3}|\b0\.|\d\.\d*0\b|e-", one.get("d") or "")]
    assert long == []


def test_names_that_no_font_draws_are_refused() -> None:
    with pytest.raises(InvalidValue, match=r"^name: found text of 2 characters with U\+660E, U\+674E; expected"):
        Svg().render([attrs.evolve(CREDITED, name="李明")])


def test_fonts_that_are_none_are_refused() -> None:
    with pytest.raises(InvalidValue, match=r"^fonts: found 4 bytes"):
        Svg(fonts=[b"none"])


# -- how it looks: beside poppler's picture of the PDF of the same certificate

_DPI = 200
# Both are drawn by cairo, at a place for each letter that one of them rounds to whole dots.  So a dot is compared with the nine
# about its place in the other picture.  Edges may be a third of the way off; half way is a line that is not there.
_FAR, _NEAR, _NEAR_DOTS = 128, 64, 250
# And where four hundred are taken together, letters that are a dot aside weigh the same, as do colours, leaders and hairlines.
_SQUARE, _WEIGHT = 20, 16

Shown = Callable[[bytes], Pillow.Image]


@pytest.fixture(scope="module")
def shown(system_tool: Callable[..., str]) -> Shown:
    """Turn a drawing into a picture with librsvg."""
    tool = system_tool("rsvg-convert", package="librsvg2-bin")

    def show(data: bytes) -> Pillow.Image:
        run = subprocess.run([tool, "-d", str(_DPI), "-p", str(_DPI)], input=data, capture_output=True, check=True)
        assert run.stderr == b""
        return Pillow.open(io.BytesIO(run.stdout)).convert("RGB")

    return show


@pytest.fixture(scope="module")
def printed(system_tool: Callable[..., str]) -> Shown:
    """Turn the first page of a PDF into a picture with poppler."""
    tool = system_tool("pdftocairo", package="poppler-utils")
    options = ["-r", str(_DPI), "-png", "-singlefile", "-antialias", "gray"]

    def show(data: bytes) -> Pillow.Image:
        run = subprocess.run([tool, *options, "-", "-"], input=data, capture_output=True, check=True)
        return Pillow.open(io.BytesIO(run.stdout)).convert("RGB")

    return show


def differences(one: Pillow.Image, other: Pillow.Image) -> list[str]:
    """Say where two pictures differ more than two ways of drawing the same do."""
    if one.size != other.size:
        return [f"sizes {one.size} and {other.size}"]
    weights = ImageChops.difference(one.reduce(_SQUARE), other.reduce(_SQUARE)).getextrema()
    if max(most for _, most in weights) > _WEIGHT:  # type: ignore[misc] # a pair for each colour
        return [f"colours, by {weights}"]
    left, right = one.convert("L"), other.convert("L")
    dots = ImageChops.lighter(_beyond(left, right), _beyond(right, left)).histogram()
    if sum(dots[_FAR:]) or sum(dots[_NEAR:]) > _NEAR_DOTS:
        return [f"{sum(dots[_FAR:])} dots by half, {sum(dots[_NEAR:])} by a quarter"]
    return []


def _beyond(one: Pillow.Image, other: Pillow.Image) -> Pillow.Image:
    """Measure how far each dot of a picture is beyond all of the nine about its place in the other."""
    lightest, darkest = other.filter(ImageFilter.MaxFilter(3)), other.filter(ImageFilter.MinFilter(3))
    return ImageChops.lighter(ImageChops.subtract(one, lightest), ImageChops.subtract(darkest, one))


def pictured() -> Theme:
    """Give a theme with a logo, a mark beside a statement and a signature that can be seen through."""
    ramp = Pillow.linear_gradient("L").resize((120, 40))
    faded = _as_file(Pillow.merge("RGBA", (ramp, ramp.transpose(Pillow.Transpose.ROTATE_180), ramp, ramp)))
    full = _as_file(Pillow.merge("RGB", (ramp, ramp.transpose(Pillow.Transpose.ROTATE_180), ramp)))
    marks = [Mark(image=full, says="The lake"), Mark(image=full, says="Accredited", beside="is accredited", height=30.0)]
    return attrs.evolve(CLASSIC, marks=marks, signatures={"Grace Lindqvist, PhD": faded})


def _as_file(picture: Pillow.Image) -> Image:
    file = io.BytesIO()
    picture.save(file, "PNG")
    return Image(file.getvalue())


_MANY_SCRIPTS = attrs.evolve(
    CREDITED,
    name="محمد علي الخطيب, MD",
    course="דוד Zoë 李明 さくら",
    edition="हिन्दी की शिक्षा · ที่นี่ · 김민수 · Ža̱ Ǭ́",
)


@pytest.mark.parametrize("look", [*THEMES, "preview", "scripts"])
def test_it_looks_like_the_pdf_and_its_symbol_can_be_scanned(look: str, shown: Shown, printed: Shown) -> None:
    """M101: the same page to the eye, in every theme, with pictures, in every script; a telephone reads its symbol."""
    certificate = {"preview": KINDS["preview"], "scripts": _MANY_SCRIPTS}.get(look, CREDITED)
    theme = THEMES.get(look) or pictured()
    handed = [fonts.data(script) for script in _SCRIPTS] if look == "scripts" else []
    picture = shown(next(Svg(theme=theme, fonts=handed).pages([certificate])).data)
    assert differences(picture, printed(Pdf(theme=theme, fonts=handed).render([certificate]).data)) == []
    scanned = [found.text for found in zxingcpp.read_barcodes(picture)]
    assert scanned == ([] if look == "preview" else [CREDITED.address])


def test_the_comparison_sees_what_is_wrong(shown: Shown) -> None:
    """A letter left out or moved, a colour, a line, a leader, a picture: each is found, and the same drawing is not."""
    data, with_pictures = (next(Svg(theme=theme).pages([CREDITED])).data for theme in (CLASSIC, pictured()))
    right = shown(data)
    assert differences(right, right) == []
    smallest = rb'(<g fill="[^"]*" transform="translate\(\S+ \S+\)scale\(\.0095 -\.0095\)">)<use [^>]*/>'
    moved = rb"translate(\1 \2)translate(0 1)scale"
    wrong = {
        "a letter left out": re.sub(smallest, rb"\1", data, count=1),
        "a line moved by a point": re.sub(rb"translate\((\S+) (\S+)\)scale", moved, data, count=1),
        "another colour": data.replace(b'fill="#1b3255"', b'fill="#1b5532"', 1),
        "no leader": re.sub(rb'<path [^>]*stroke-dasharray="[^>]*>', b"", data, count=1),
        "a border left out": re.sub(rb'<use xlink:href="#a[^>]*/>', b"", data, count=1),
    }
    assert [what for what, changed in wrong.items() if changed == data] == []
    assert [what for what, changed in wrong.items() if not differences(shown(changed), right)] == []
    without = re.sub(rb'<use xlink:href="#i[^>]*/>', b"", with_pictures, count=1)
    assert differences(shown(without), shown(with_pictures)) != []


def test_pictures_keep_their_pixels() -> None:
    """And nothing else that their files hold."""
    theme = pictured()
    root = drawing(theme=theme)
    found = []
    for one in root.iter(f"{_SVG}image"):
        data = base64.b64decode((one.get(_HREF) or "").partition(",")[2])
        with Pillow.open(io.BytesIO(data)) as picture:
            assert picture.info == {}
            assert picture.size == (int(one.get("width") or 0), int(one.get("height") or 0))
            found.append((picture.mode, picture.tobytes()))
    images = [image for image in (theme.marks[0].image, theme.signatures[0][1]) if image is not None]
    expected = []
    for image in images:
        with Pillow.open(io.BytesIO(image.data)) as picture:
            expected.append((picture.mode, picture.tobytes()))
    assert sorted(found) == sorted(expected)


# -- the art: operators of PDF as paths


def test_every_operator_draws_what_it_draws_in_a_pdf(shown: Shown, printed: Shown) -> None:
    """Lines, curves and rectangles; stroked, filled and clipped, by both rules; turned, stretched, dashed, capped, nested."""

    def draw(canvas: Canvas) -> None:
        canvas.saveState()
        canvas.translate(20, 30)
        canvas.rotate(15)
        canvas.scale(1.5, 1.5)
        canvas.setFillColorRGB(0.2, 0.4, 0.9)
        canvas.setStrokeColorRGB(0.8, 0.1, 0.1)
        canvas.setLineWidth(3)
        for left, mode in ((0, 0), (60, 1)):
            star = canvas.beginPath()
            star.moveTo(left, 0)
            for x, y in ((50, 35), (0, 35), (50, 0), (25, 60)):
                star.lineTo(left + x, y)
            star.close()
            canvas.drawPath(star, stroke=mode, fill=1, fillMode=mode)
        canvas.setDash([6, 4])
        canvas.setLineCap(1)
        canvas.bezier(0, 80, 40, 120, 80, 40, 120, 80)
        canvas.setDash([])
        canvas.setLineCap(2)
        canvas.line(0, 100, 120, 100)
        canvas.restoreState()
        for mode, left in ((0, 200), (1, 260)):
            canvas.saveState()
            ring = canvas.beginPath()
            ring.rect(left, 20, 50, 50)
            ring.rect(left + 10, 30, 20, 20)
            canvas.clipPath(ring, stroke=0, fill=0, fillMode=mode)
            inner = canvas.beginPath()
            inner.circle(left + 25, 45, 24)
            canvas.clipPath(inner, stroke=0, fill=0)
            canvas.rect(left, 20, 50, 50, stroke=0, fill=1)
            canvas.restoreState()

    file = io.BytesIO()
    page = Canvas(file, pagesize=(360, 216))
    draw(page)
    page.save()
    art = drawn(ornament.recorded(draw), 216)
    shapes = f'<defs>{"".join(art.held.values())}</defs><path fill="#fff" d="M0 0h360v216H0z"/>{art.shapes}'
    root = 'xmlns="http://www.w3.org/2000/svg" width="360pt" height="216pt" viewBox="0 0 360 216"'
    assert differences(shown(f"<svg {root}>{shapes}</svg>".encode()), printed(file.getvalue())) == []


@pytest.mark.parametrize("operators", [b"1 0 0 rg 0 0 m 1 1 l s", b"1 2 3 rg 1 2 rg", b"0 0 10 10 re sh"])
def test_an_operator_that_is_not_known_is_refused_and_not_left_out(operators: bytes) -> None:
    with pytest.raises(NotImplementedError, match=r"^the operator (s|rg|sh) with"):
        drawn(operators, 100)


def test_what_is_drawn_alike_is_one_path() -> None:
    assert drawn(b"0 0 m 1 0 l S 0 1 m 1 1 l S", 10).shapes.count("<path") == 1
    assert drawn(b"0 0 m 1 0 l S 2 w 0 1 m 1 1 l S", 10).shapes.count("<path") == 2
    assert drawn(b"q 5 w Q n", 10).shapes == ""
