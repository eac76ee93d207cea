"""The web page in a real Chromium: what an accessibility checker, a printer, a telephone and a nosy network see of it."""

import importlib.resources
import itertools
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import attrs
import pypdf
import pytest
from playwright.sync_api import Browser, Page, sync_playwright

import fonts
from cmecore.entries import Certificate
from cmecore.providers import Signatory
from cmecore.rendering.document import Document
from cmecore.rendering.fonts.typefaces import bundled
from cmecore.rendering.html import Html
from cmecore.rendering.themes import A4, CLASSIC, LETTER, MODERN, THEMES, Paper, Theme
from cmecore.rendering.words import Words
from cmecore.testing.certificates import CREDITED, KINDS, of_length

_PAPERS = {"Letter": (792, 612), "A4": (841.89, 595.28)}
#: Margin and border in points: no text reaches into them.
_EDGE = 7 * 72 / 25.4 + 24


@pytest.fixture(scope="module")
def browser(system_tool: Callable[..., str]) -> Iterator[Browser]:
    with sync_playwright() as playwright:
        # Without a sandbox, which root has not got; what is opened are pages of our own.
        started = playwright.chromium.launch(executable_path=system_tool("chromium", package="chromium"), args=["--no-sandbox"])
        yield started
        started.close()


@pytest.fixture(scope="module")
def opened(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[..., tuple[Page, list[str]]]]:
    """Open certificates as a file in a window of their own, and note what the page asks for and complains of."""
    folder = tmp_path_factory.mktemp("pages")
    page = browser.new_page()
    seen: list[str] = []
    page.on("request", lambda request: seen.append(request.url))
    page.on("console", lambda message: seen.append(message.text))

    def open_(*certificates: Certificate, **given: Any) -> tuple[Page, list[str]]:
        file = folder / "certificates.html"
        file.write_bytes(Html(**given).render(certificates).data)
        page.set_viewport_size({"width": 1200, "height": 900})
        page.emulate_media(media="null")
        seen.clear()
        page.goto(file.as_uri())
        seen.remove(file.as_uri())
        return page, [one for one in seen if not one.startswith("data:")]

    yield open_
    page.close()


def violations(page: Page) -> list[str]:
    axe = importlib.resources.files("axe_playwright_python").joinpath("axe.min.js").read_text(encoding="utf-8")
    page.evaluate(axe)
    found = page.evaluate("axe.run()")["violations"]
    return [f"{one['id']}: {node['html']}" for one in found for node in one["nodes"]]


CERTIFICATES = {
    **KINDS,
    "Arabic": attrs.evolve(CREDITED, name="محمد علي, MD", course="طب الطوارئ", language="ar"),
    "Han": attrs.evolve(KINDS["preview"], name="李明", place="東京"),
}


@pytest.mark.parametrize("kind", ["credit", "preview", "blank", "Arabic"])
def test_an_accessibility_checker_finds_nothing(opened: Callable[..., tuple[Page, list[str]]], kind: str) -> None:
    page, seen = opened(CERTIFICATES[kind], fillable=True)
    assert seen == []
    assert violations(page) == []


@pytest.mark.parametrize("language", ["en", "ar"])
def test_it_finds_nothing_on_any_kind(opened: Callable[..., tuple[Page, list[str]]], language: str) -> None:
    """All on one page, which runs from the left or from the right."""
    page, seen = opened(
        *CERTIFICATES.values(), theme=Theme(words=Words(language=language, certifies="تشهد بأن", topic="الموضوع"))
    )
    assert seen == []
    assert violations(page) == []


@pytest.mark.parametrize("name", THEMES)
def test_it_finds_nothing_in_any_theme(opened: Callable[..., tuple[Page, list[str]]], name: str) -> None:
    page, seen = opened(CREDITED, KINDS["preview"], KINDS["blank"], theme=THEMES[name], fillable=True)
    assert seen == []
    assert violations(page) == []


def test_the_checker_would_find_something(opened: Callable[..., tuple[Page, list[str]]]) -> None:
    """A picture without words, pale text and a heading that is empty: each is named."""
    page, _ = opened(CREDITED)
    page.evaluate("document.querySelector('figure svg').removeAttribute('aria-labelledby')")
    page.evaluate("document.querySelector('figure svg title').remove()")
    page.evaluate("document.querySelector('.statements').style.setProperty('color', '#aaa')")
    page.evaluate("document.querySelector('h2').textContent = ''")
    assert {one.partition(":")[0] for one in violations(page)} >= {"svg-img-alt", "color-contrast", "empty-heading"}


def test_nothing_is_fetched_even_where_somebody_adds_it(opened: Callable[..., tuple[Page, list[str]]]) -> None:
    """The policy of the page holds: an image and a script that came into it are refused before they leave."""
    page, _ = opened(CREDITED)
    answered: list[str] = []
    refused: list[str | None] = []
    page.on("response", lambda response: answered.append(response.url))
    page.on("requestfailed", lambda request: refused.append(request.failure))
    page.evaluate(
        """() => { for (const [tag, name] of [["img", "src"], ["script", "src"], ["link", "href"], ["iframe", "src"]]) {
            const made = document.createElement(tag); made.rel = "stylesheet"; made[name] = "https://evil.example/x";
            document.body.append(made); } }"""
    )
    page.wait_for_timeout(100)
    assert answered == []
    assert refused == ["csp"] * len(refused)


@pytest.mark.parametrize("name", THEMES)
@pytest.mark.parametrize("width", [320, 768])
def test_nothing_is_wider_than_a_telephone(opened: Callable[..., tuple[Page, list[str]]], width: int, name: str) -> None:
    """Neither a page nor any part of it, of whatever kind."""
    page, _ = opened(*CERTIFICATES.values(), theme=THEMES[name])
    page.set_viewport_size({"width": width, "height": 640})
    wide = page.evaluate(
        """() => [...document.querySelectorAll("html, article, article *:not(caption)")]
            .filter(one => one.clientWidth && one.scrollWidth > one.clientWidth + 1).map(one => one.outerHTML.slice(0, 80))"""
    )
    assert wide == []


_SIGNED = attrs.evolve(
    CREDITED,
    number="SE-2026-0001",
    signatories=[Signatory(f"Maria Luisa de la Cruz-Whitfield {turn}, MD, FACEP", "Course Director") for turn in "ABC"],
)


@pytest.mark.parametrize("width", [1200, 1600])
@pytest.mark.parametrize("name", THEMES)
def test_on_a_desk_the_signatures_stand_in_a_row_and_nothing_breaks_that_should_not(
    opened: Callable[..., tuple[Page, list[str]]], name: str, width: int
) -> None:
    """Three signatories stand side by side, above the number and the address, each of which is in one line."""
    page, _ = opened(_SIGNED, theme=THEMES[name])
    page.set_viewport_size({"width": width, "height": 900})
    boxes = page.evaluate(_BOXES, [".signatory", ".issue", ".number .whole", ".address .whole", "a"])
    signatories, issue, number, parts, link = boxes
    assert len({round(top) for _, top, _, _ in signatories}) == 1
    assert [left for left, *_ in signatories] == sorted({left for left, *_ in signatories})
    assert all(bottom <= issue[0][1] for *_, bottom in signatories)
    low = 1.9 * 17  # Two lines would be higher.
    assert all(bottom - top < low for _, top, _, bottom in (*number, *parts, *link))
    if THEMES[name].alignment == "centre":
        (sheet,), row = page.evaluate(_BOXES, [".sheet", ".signatory, .seal"])
        assert row[0][0] - sheet[0] == pytest.approx(sheet[2] - row[-1][2], abs=1)


_BOXES = """selectors => selectors.map(selector => [...document.querySelectorAll(selector)].map(
    one => (({left, top, right, bottom}) => [left, top, right, bottom])(one.getBoundingClientRect())))"""
_LETTERS = """selector => {
    const walk = document.createTreeWalker(document.querySelector(selector), NodeFilter.SHOW_TEXT), found = [];
    for (let node; node = walk.nextNode();) for (let at = 0; at < node.length; at++) {
        const range = document.createRange(); range.setStart(node, at); range.setEnd(node, at + 1);
        found.push([node.data[at], range.getBoundingClientRect().left]);
    }
    return found.sort((one, other) => one[1] - other[1]).map(one => one[0]).join("");
}"""


@pytest.mark.parametrize("selector", [".name", ".who"])
def test_a_degree_stays_behind_the_name(opened: Callable[..., tuple[Page, list[str]]], selector: str) -> None:
    """The line runs as the page does, as it does in every other format; only the Arabic in it runs from the right."""
    name = "محمد علي, MD"
    page, _ = opened(attrs.evolve(CREDITED, name=name, signatories=[Signatory(name)]))
    seen = page.evaluate(_LETTERS, selector)
    assert seen.endswith(", MD")
    assert "".join(reversed(seen.removesuffix(", MD"))) == name.removesuffix(", MD")


def test_an_address_runs_from_the_left_on_a_page_from_the_right(opened: Callable[..., tuple[Page, list[str]]]) -> None:
    """And so does a number."""
    page, _ = opened(CREDITED, theme=Theme(words=Words(language="ar", number="رقم {number}")))
    assert page.evaluate(_LETTERS, ".address") == CREDITED.address
    assert page.evaluate(_LETTERS, ".number .whole") == CREDITED.number


@pytest.mark.parametrize("count", [1, 2, 3, 4])
@pytest.mark.parametrize("name", [name for name, theme in THEMES.items() if theme.seal != "none"])
def test_the_seal_lies_on_nothing(opened: Callable[..., tuple[Page, list[str]]], name: str, count: int) -> None:
    """Neither on paper nor on a screen nor on a telephone; on the first two it stands in a line with those who sign."""
    signed = attrs.evolve(_SIGNED, signatories=[Signatory(f"Maria Cruz-Whitfield {turn}, MD") for turn in "ABCD"[:count]])
    paper = THEMES[name].paper
    page, seen = opened(signed, theme=THEMES[name])
    assert seen == []
    printable = tuple(round(side * 96 / 72 - 53) for side in (paper.width, paper.height))
    for media, (width, height) in (("print", printable), ("screen", (1200, 900)), ("screen", (320, 640))):
        page.emulate_media(media=media)  # type: ignore[arg-type]
        page.set_viewport_size({"width": width, "height": height})
        seals, above, signers, foot, texts = page.evaluate(
            _BOXES, [".seal", ".particulars", ".signatory", ".foot", ".signatory > *"]
        )
        (seal,) = seals
        assert above[0][3] - 1 <= seal[1] < seal[3] <= foot[0][1] + 1
        assert not any(
            seal[0] < right and left < seal[2] and seal[1] < bottom and top < seal[3] for left, top, right, bottom in texts
        )
        if width > 320:
            assert all(top < seal[3] and seal[1] < bottom for _, top, _, bottom in signers)


def fonts_of(page: Page, selector: str) -> dict[str, bool]:
    """Tell in which fonts an element is set, and whether the page carries them."""
    page.evaluate("document.fonts.ready.then(() => 0)")
    session = page.context.new_cdp_session(page)
    for domain in ("DOM", "CSS"):
        session.send(f"{domain}.enable")
    root = session.send("DOM.getDocument")["root"]["nodeId"]
    node = session.send("DOM.querySelector", {"nodeId": root, "selector": selector})["nodeId"]
    found = session.send("CSS.getPlatformFontsForNode", {"nodeId": node})["fonts"]
    return {one["familyName"]: one["isCustomFont"] for one in found}


def test_a_name_is_set_in_the_font_that_was_handed_over_for_it(opened: Callable[..., tuple[Page, list[str]]]) -> None:
    """On every machine, whatever fonts it has; the degree behind it is set as the rest of the page is."""
    named = attrs.evolve(CREDITED, name="محمد علي, MD")
    page, seen = opened(named, fonts=[fonts.data("Arabic")])
    assert seen == []
    assert fonts_of(page, ".name span")["Noto Naskh Arabic"]  # the space between two names is the page's
    assert True not in fonts_of(page, ".course").values()
    assert violations(page) == []


def test_a_theme_sets_a_page_in_its_own_fonts(opened: Callable[..., tuple[Page, list[str]]]) -> None:
    """Each style in its own."""
    styles = {"roman": fonts.data("Latin"), "italic": bundled("italic").data, "capitals": bundled("capitals").data}
    page, seen = opened(CREDITED, theme=attrs.evolve(CLASSIC, styles=styles))
    assert seen == []
    assert [list(fonts_of(page, one)) for one in (".name", ".total", "h1")] == [
        ["Noto Serif"],
        ["EB Garamond 12"],
        ["EB Garamond SC 12"],
    ]
    assert all(carried for one in (".name", ".total", "h1") for carried in fonts_of(page, one).values())
    assert violations(page) == []


@pytest.mark.parametrize(("language", "side"), [("en", 0), ("ar", 2)])
def test_a_panel_and_the_head_stand_where_a_line_begins(
    opened: Callable[..., tuple[Page, list[str]]], language: str, side: int
) -> None:
    page, _ = opened(CREDITED, theme=attrs.evolve(MODERN, words=Words(language=language)))
    (article,), (head,), (table,) = page.evaluate(_BOXES, ["article", ".head", "table"])
    assert 60 < abs(head[side] - article[side]) < 240
    assert head[side] == table[side]
    width = page.evaluate("getComputedStyle(document.querySelector('article')).borderInlineStartWidth")
    assert float(width.removesuffix("px")) > 40
    assert page.evaluate("getComputedStyle(document.querySelector('.name')).textAlign") == "start"


@pytest.fixture
def printed(system_tool: Callable[..., str], tmp_path: Path) -> Callable[..., tuple[list[str], str]]:
    """Print a page; give the text of each sheet, and where on it each word stands."""
    file, tool = tmp_path / "printed.pdf", system_tool("pdftotext", package="poppler-utils")

    def print_(page: Page, paper: str) -> tuple[list[str], str]:
        page.pdf(format=paper, landscape=True, path=file)
        text, boxes = (
            subprocess.run([tool, *option, file, "-"], capture_output=True, check=True).stdout.decode()
            for option in (["-raw"], ["-bbox"])
        )
        return [_squeezed(sheet) for sheet in text.split("\f")[:-1]], boxes

    return print_


@pytest.mark.parametrize("paper", _PAPERS)
def test_an_ordinary_certificate_prints_on_one_sheet(
    opened: Callable[..., tuple[Page, list[str]]], printed: Callable[..., tuple[list[str], str]], paper: str
) -> None:
    """M98: it can be printed at once, as it is; of any kind, and each on a sheet of its own."""
    ordinary = {kind: certificate for kind, certificate in CERTIFICATES.items() if kind != "long"}
    page, _ = opened(*ordinary.values())
    sheets, _ = printed(page, paper)
    titles = {one.kind.title for one in ordinary.values()}
    headed = [next((title for title in titles if _squeezed(title) in sheet), "") for sheet in sheets]
    assert headed == [one.kind.title for one in ordinary.values()]


@pytest.mark.parametrize("paper", _PAPERS)
def test_whatever_is_long_goes_on_and_is_never_cut(
    opened: Callable[..., tuple[Page, list[str]]], printed: Callable[..., tuple[list[str], str]], paper: str
) -> None:
    """M98: every word of three certificates stands on paper, inside the border; each begins on a sheet of its own."""
    long = of_length(70)
    page, _ = opened(CREDITED, long, KINDS["preview"])
    texts, boxes = printed(page, paper)
    assert len(texts) > 4
    starts = [index for index, text in enumerate(texts) if _squeezed("Certificate of Credit") in text]
    assert (starts[0], starts[1], starts[2]) == (0, 1, len(texts) - 1)
    for certificate, read in ((CREDITED, texts[0]), (long, "".join(texts[1:-1])), (KINDS["preview"], texts[-1])):
        assert [one for one in Document.of(certificate).texts() if _squeezed(one) not in read] == []
    width, height = _PAPERS[paper]
    for line in boxes.splitlines():
        if "<word " in line and ">PREVIEW<" not in line:
            left, top, right, bottom = (float(part.split('"')[1]) for part in line.split("<word ")[1].split(" ")[:4])
            assert left > _EDGE, line
            assert top > _EDGE - 3, line  # the box of a line is higher than its letters
            assert right < width - _EDGE, line
            assert bottom < height - _EDGE + 3, line


@pytest.mark.parametrize("paper", [LETTER, LETTER.portrait, A4, A4.portrait], ids=str)
@pytest.mark.parametrize("name", THEMES)
def test_one_sheet_stays_one_sheet_in_every_theme(
    opened: Callable[..., tuple[Page, list[str]]], name: str, paper: Paper, tmp_path: Path
) -> None:
    """M98: on letter and on A4, lying and standing."""
    ordinary = [certificate for kind, certificate in CERTIFICATES.items() if kind != "long"]
    page, _ = opened(_SIGNED, *ordinary, theme=attrs.evolve(THEMES[name], paper=paper))
    page.pdf(width=f"{paper.width / 72}in", height=f"{paper.height / 72}in", path=tmp_path / "printed.pdf")
    assert len(pypdf.PdfReader(tmp_path / "printed.pdf").pages) == len(ordinary) + 1


def test_a_standing_sheet_has_no_empty_band(opened: Callable[..., tuple[Page, list[str]]]) -> None:
    """What is left of it is shared out: no two things on it are further apart than a signature is high."""
    page, _ = opened(CREDITED, theme=attrs.evolve(CLASSIC, paper=A4.portrait))
    page.emulate_media(media="print")
    page.set_viewport_size({"width": 741, "height": 1070})  # A4 without its margins, at 96 to the inch
    parts = [*page.evaluate(_BOXES, [".head > *"])[0], *page.evaluate(_BOXES, [".particulars, .signatory .who, .foot"])[0]]
    gaps = [below[1] - above[3] for above, below in itertools.pairwise(sorted(parts, key=lambda box: box[1]))]
    assert max(gaps) < 90


def test_no_text_on_paper_is_smaller_than_nine_points(opened: Callable[..., tuple[Page, list[str]]]) -> None:
    """M102: not the statements, the notes or the address either."""
    page, _ = opened(*KINDS.values())
    page.emulate_media(media="print")
    small = page.evaluate(
        """() => [...document.querySelectorAll("article *")].filter(one => [...one.childNodes].some(
            child => child.nodeType === 3 && child.data.trim()) && parseFloat(getComputedStyle(one).fontSize) < 12)
            .filter(one => !one.closest("svg")).map(one => one.outerHTML.slice(0, 80))"""
    )
    assert small == []


def test_a_wide_font_still_fits_the_sheet(
    opened: Callable[..., tuple[Page, list[str]]], printed: Callable[..., tuple[list[str], str]]
) -> None:
    """No font is fetched, so a machine without any of the named ones uses its own, which may be wider."""
    page, _ = opened(CREDITED)
    page.evaluate("document.documentElement.style.setProperty('font-family', '\"DejaVu Serif\", serif')")
    assert len(printed(page, "Letter")[0]) == 1


def _squeezed(text: str) -> str:
    # Small capitals are printed as capitals.
    return "".join(text.split()).casefold()
