import subprocess
from collections.abc import Callable
from pathlib import Path

import attrs
import pytest
import segno
import zxingcpp
from PIL import Image

from cmecore.entries import Certificate
from cmecore.errors import InvalidValue
from cmecore.rendering import qr
from cmecore.rendering.pages.layout import Square
from cmecore.rendering.pages.page import Composer
from cmecore.rendering.pdf import Pdf
from cmecore.rendering.themes import THEMES
from rendering.samples import ADA, ADDRESS, ATTENDED, PREVIEW


@pytest.fixture
def pictured(system_tool: Callable[..., str], tmp_path: Path) -> Callable[..., Image.Image]:
    tool = system_tool("pdftoppm", package="poppler-utils")

    def picture(*certificates: Certificate, dpi: int, page: int = 1) -> Image.Image:
        file = tmp_path / "certificate.pdf"
        file.write_bytes(Pdf().render(certificates).data)
        number = str(page)
        program = [tool, "-r", str(dpi), "-f", number, "-l", number, "-png", "-singlefile", str(file), str(tmp_path / "page")]
        subprocess.run(program, check=True)
        return Image.open(tmp_path / "page.png").convert("RGB")

    return picture


def read(image: Image.Image) -> list[str]:
    return [found.text for found in zxingcpp.read_barcodes(image) if "QR" in str(found.format)]


@pytest.mark.parametrize("dpi", [100, 150, 300])
def test_a_scanner_reads_the_address_from_the_page(dpi: int, pictured: Callable[..., Image.Image]) -> None:
    """M101: a QR code for quick verification."""
    image = pictured(ADA, dpi=dpi)
    assert read(image) == [ADDRESS]
    assert read(image.rotate(3, expand=True, fillcolor="white")) == [ADDRESS]
    assert read(image.rotate(180)) == [ADDRESS]


def test_without_an_address_it_reads_the_number(pictured: Callable[..., Image.Image]) -> None:
    assert read(pictured(attrs.evolve(ADA, address=""), dpi=150)) == ["CME-2026-0193"]


def test_each_certificate_of_a_document_has_its_own(pictured: Callable[..., Image.Image]) -> None:
    other = attrs.evolve(ATTENDED, address="https://verify.example.org/c/CME-2026-0194")
    assert read(pictured(ADA, other, dpi=150, page=2)) == ["https://verify.example.org/c/CME-2026-0194"]


def test_a_preview_has_none(pictured: Callable[..., Image.Image]) -> None:
    assert read(pictured(PREVIEW, dpi=150)) == []


@pytest.mark.parametrize(
    ("payload", "level"),
    [
        ("1", "Q"),
        ("CME-2026-0193", "Q"),
        (ADDRESS, "Q"),
        ("HTTPS://V.EXAMPLE/7", "Q"),
        ("https://verify.example.org/" + "a" * 60, "M"),
        ("https://verify.example.org/" + "ä" * 60, "M"),
    ],
)
def test_the_symbol_is_segnos_and_never_a_micro_qr(payload: str, level: str) -> None:
    symbol = qr.symbol(payload, largest=200)
    reference = segno.make(payload, micro=False, error=level)
    assert [list(row) for row in symbol.rows] == [list(row) for row in reference.matrix]
    assert len(symbol.rows) >= 21


@pytest.mark.parametrize("payload", ["1", ADDRESS])
def test_dark_stretches_are_the_dark_modules(payload: str) -> None:
    symbol = qr.symbol(payload, largest=200)
    dark = {(left + step, top) for left, top, length in symbol.runs() for step in range(length)}
    expected = {(x + 4, y + 4) for y, row in enumerate(symbol.rows) for x, module in enumerate(row) if module}
    assert dark == expected
    assert sum(length for _, _, length in symbol.runs()) == len(expected)


@pytest.mark.parametrize("address", ["", ADDRESS, "https://verify.example.org/" + "a" * 250])
def test_modules_are_half_a_millimetre_or_more_with_four_of_quiet(address: str) -> None:
    for theme in THEMES.values():
        (page, *_) = Composer.of(theme).pages(attrs.evolve(ADA, address=address))
        (square,) = (item for item in page.items() if isinstance(item, Square))
        modules = len(square.symbol.rows) + 8
        assert square.side / modules >= 0.5 / 25.4 * 72 - 1e-9


def test_modules_are_comfortable_before_they_are_many() -> None:
    """At 84 points, no symbol gives a module less than 0.6 mm where a lower level makes them larger."""
    for length in range(1, 160):
        address = "https://v.example/" + "a" * length
        found = qr.symbol(address, largest=130).modules
        robust, plain = (len(segno.make(address, micro=False, error=level).matrix) + 8 for level in "QM")
        assert found == (robust if 84 / robust >= 0.6 / 25.4 * 72 else plain)


def test_a_long_address_gives_up_robustness_before_it_is_refused() -> None:
    sizes = [qr.symbol("https://verify.example.org/" + "a" * length, largest=130).modules for length in (100, 200, 300)]
    assert sizes == sorted(sizes)
    quality = segno.make("https://verify.example.org/" + "a" * 300, micro=False, error="Q")
    assert len(quality.matrix) + 8 > sizes[-1]
    for length in (1_000, 5_000):
        with pytest.raises(InvalidValue, match=r"address: found .* expected text whose QR symbol fits 130 points"):
            qr.symbol("https://verify.example.org/" + "a" * length, largest=130)
