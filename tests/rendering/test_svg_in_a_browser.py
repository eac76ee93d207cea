"""The drawing in a real Chromium: what a voice, a search, a checker of accessibility and a nosy network make of it."""

import importlib.resources
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import attrs
import pytest
from playwright.sync_api import Browser, Page, sync_playwright

import fonts
from cmecore.rendering.svg import Svg
from cmecore.testing.certificates import CREDITED, KINDS

_ARABIC = attrs.evolve(CREDITED, name="محمد علي, MD")


@pytest.fixture(scope="module")
def browser(system_tool: Callable[..., str]) -> Iterator[Browser]:
    with sync_playwright() as playwright:
        # Without a sandbox, which root has not got; what is opened are drawings of our own.
        started = playwright.chromium.launch(executable_path=system_tool("chromium", package="chromium"), args=["--no-sandbox"])
        yield started
        started.close()


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    page = browser.new_page(viewport={"width": 1056, "height": 816})
    yield page
    page.close()


def opened(page: Page, folder: Path, drawing: bytes, part: str = "") -> list[str]:
    """Open a drawing as a file; return what it asks for and complains of."""
    file = folder / f"{len(list(folder.iterdir()))}.svg"
    file.write_bytes(drawing)
    seen: list[str] = []
    page.on("request", lambda request: seen.append(request.url))
    page.on("console", lambda message: seen.append(message.text))
    page.goto(file.as_uri() + part)
    seen.remove(file.as_uri())
    return seen


def heard(page: Page) -> list[tuple[str, str]]:
    """List what a screen reader is told: roles and names."""
    nodes: list[dict[str, Any]] = page.context.new_cdp_session(page).send("Accessibility.getFullAXTree")["nodes"]
    return [
        (node["role"]["value"], node["name"]["value"])
        for node in nodes
        if not node["ignored"] and node.get("name", {}).get("value")
    ]


def test_a_voice_is_told_text_headings_and_links(page: Page, tmp_path: Path) -> None:
    """Each once: what is drawn says nothing besides."""
    seen = opened(page, tmp_path, Svg(fonts=[fonts.data("Arabic")]).render([_ARABIC]).data)
    assert seen == []
    told = heard(page)
    assert ("graphics-document", "Certificate of Credit: Emergency Medicine") in told
    assert [name for role, name in told if role == "heading"] == ["Certificate of Credit", "Emergency Medicine"]
    symbol = "QR code of the address at which this certificate can be verified"
    assert [name for role, name in told if role == "link"] == [symbol, CREDITED.address]
    said = [name for role, name in told if role == "StaticText"]
    assert said[:5] == ["Certificate of Credit", CREDITED.provider.name, "certifies that", "محمد علي", ", MD"]
    assert said.count("Early recognition of sepsis") == 1


@pytest.mark.parametrize("kind", ["credit", "all"])
def test_an_accessibility_checker_finds_nothing(page: Page, tmp_path: Path, kind: str) -> None:
    certificates = [CREDITED] if kind == "credit" else list(KINDS.values())
    assert opened(page, tmp_path, Svg().render(certificates).data) == []
    axe = importlib.resources.files("axe_playwright_python").joinpath("axe.min.js").read_text(encoding="utf-8")
    page.evaluate(axe)
    found = page.evaluate("axe.run()")["violations"]
    assert [f"{one['id']}: {node['html']}" for one in found for node in one["nodes"]] == []


def test_text_can_be_selected_and_copied_line_by_line(page: Page, tmp_path: Path) -> None:
    opened(page, tmp_path, Svg().render([CREDITED]).data)
    copied = page.evaluate("(getSelection().selectAllChildren(document.documentElement), getSelection().toString())")
    lines = copied.splitlines()
    assert lines[:4] == ["Certificate of Credit", CREDITED.provider.name, "certifies that", CREDITED.name]
    assert CREDITED.statements[0] in lines
    broad = page.evaluate("[...document.querySelectorAll('tspan[textLength]')].map(one => one.getComputedTextLength())")
    told = page.evaluate("[...document.querySelectorAll('tspan[textLength]')].map(one => +one.getAttribute('textLength'))")
    assert broad == pytest.approx(told, abs=1.5)


def test_a_page_can_be_shown_by_its_name(page: Page, tmp_path: Path) -> None:
    """M173: the second of several is what is seen, in a window of its size and in an image of its shape."""
    drawing = Svg().render([CREDITED, KINDS["blank"]]).data
    opened(page, tmp_path, drawing, "#page-2")
    second = page.screenshot()
    opened(page, tmp_path, next(Svg().pages([KINDS["blank"]])).data)
    assert page.screenshot() == second
    shown = "<style>body { margin: 0 }</style><img alt='' width=1056 height=816 src='0.svg#page-2'>"
    (tmp_path / "shown.html").write_text(shown)
    page.goto((tmp_path / "shown.html").as_uri())
    assert page.screenshot() == second
