import base64
import hashlib
import random
from collections.abc import Iterable, Iterator
from typing import Any

import pytest
import segno
import zxingcpp
from hypothesis import given, strategies as st
from PIL import Image, ImageOps

from cmecore.rendering.qr import Symbol, symbols
from cmecore.rendering.qr.codewords import Changes, digits
from cmecore.rendering.qr.masking import Scales
from cmecore.rendering.qr.symbols import Level, made

LEVELS: tuple[Level, ...] = ("L", "M", "Q", "H")
# How many bytes fit versions 1 to 16 at each level (ISO/IEC 18004, table 7).
FULL: dict[Level, tuple[int, ...]] = {
    "L": (17, 32, 53, 78, 106, 134, 154, 192, 230, 271, 321, 367, 425, 458, 520, 586),
    "M": (14, 26, 42, 62, 84, 106, 122, 152, 180, 213, 251, 287, 331, 362, 412, 450),
    "Q": (11, 20, 32, 46, 60, 74, 86, 108, 130, 151, 177, 203, 241, 258, 292, 322),
    "H": (7, 14, 24, 34, 44, 58, 64, 84, 98, 119, 137, 155, 177, 194, 220, 250),
}
PREFIXES = ("https://verify.example.org/c/", "http://v.example/", "urn:uuid:", "HTTPS://V.EXAMPLE/", "cme:", "x", "")


def address(number: int) -> str:
    """Write one of many addresses that share their length, 90 bytes, and what stands in front."""
    token = base64.urlsafe_b64encode(hashlib.sha384(b"%d" % number).digest())[:57].decode()
    return f"https://verify.cme.example.org/c/{token}"


def letters(length: int, alphabet: str = "abcdefghijklmnopqrstuvwxyz0123456789-_", seed: int = 7) -> str:
    return "".join(random.Random(seed + length).choices(alphabet, k=length))  # noqa: S311 (no secret)


def symbol(payload: str, level: Level) -> Symbol:
    found = made(payload, level)
    assert found is not None
    return Symbol(*found)


def unlike(payloads: Iterable[str], level: Level) -> list[str]:
    """Return the payloads whose symbol is not, module by module, the one that segno makes."""
    return [
        payload
        for payload in payloads
        if symbol(payload, level).rows != tuple(map(bytes, segno.make_qr(payload, error=level).matrix))
    ]


def read(found: Symbol) -> bytes:
    """Scan a symbol as it would be printed, three pixels a module."""
    side = found.side
    bare = Image.frombytes("1", (side, side), found.image, "raw", "1;I").resize((3 * side, 3 * side))
    (scanned,) = zxingcpp.read_barcodes(ImageOps.expand(bare.convert("L"), border=12, fill=255))
    return scanned.bytes


@pytest.fixture
def afresh() -> Iterator[None]:
    """Forget what symbols share, before and after."""
    caches = [symbols._family, symbols._shared]  # noqa: SLF001 - what one test broke would be shared with the next
    for cached in caches:
        cached.cache_clear()
    yield
    for cached in caches:
        cached.cache_clear()


@pytest.mark.parametrize("hundred", range(10))
def test_a_thousand_addresses_have_segnos_symbols(hundred: int) -> None:
    assert unlike(map(address, range(100 * hundred, 100 * hundred + 100)), "Q") == []


def test_a_scanner_reads_each_of_a_thousand() -> None:
    """M101: a QR code for quick verification."""
    wrong = [number for number in range(1_000) if read(symbol(address(number), "Q")).decode() != address(number)]
    assert wrong == []


@pytest.mark.parametrize("level", LEVELS)
def test_a_text_that_fills_a_version_to_the_last_byte_has_segnos_symbol(level: Level) -> None:
    for version, length in enumerate(FULL[level], start=1):
        payload = letters(length)
        assert unlike([payload], level) == []
        assert symbol(payload, level).side == 17 + 4 * version
    assert symbol(letters(FULL[level][4] + 1), level).side == 41


@pytest.mark.parametrize("level", LEVELS)
def test_texts_of_every_length_and_prefix_have_segnos_symbols(level: Level) -> None:
    payloads = [prefix + letters(length) for length, prefix in zip(range(1, 90, 4), PREFIXES * 4, strict=False)]
    assert len(set(map(len, payloads))) >= 16
    assert unlike(payloads, level) == []


@pytest.mark.parametrize("level", LEVELS)
@pytest.mark.parametrize("alphabet", ["0123456789", "ABCXYZ019 $%*+-./:"])
def test_digits_and_capitals_are_written_as_tightly_as_segno_does(level: Level, alphabet: str) -> None:
    payloads = [letters(length, alphabet) for length in (*range(1, 14), 40, 41, 42, 77, 100)]
    assert unlike(payloads, level) == []
    assert symbol(payloads[-1], level).side < symbol(letters(100), level).side


@pytest.mark.parametrize(
    "payload",
    [
        "https://v.example/Zoë",  # Latin-1
        "https://v.example/Łukasz-Šimůnek",  # UTF-8
        "https://v.example/Жанна-点",  # Shift JIS beside ASCII
        "点茗",  # kanji
        "étude",  # may be kanji, and is not
        "٣٤٥",  # digits, but not those of the numeric mode
        "‾‾¥\\~",
        "\0\0\0",
        "\n",
        "a" * 700,  # larger than what is made here
    ],
)
@pytest.mark.parametrize("level", LEVELS)
def test_text_of_any_script_has_segnos_symbol(payload: str, level: Level) -> None:
    assert unlike([payload], level) == []


@given(st.text(min_size=1, max_size=80) | st.text("0123456789AB:/", min_size=1, max_size=80), st.sampled_from(LEVELS))
def test_whatever_is_written_has_segnos_symbol(payload: str, level: Level) -> None:
    assert unlike([payload], level) == []


@given(st.binary(min_size=1, max_size=60))
def test_every_bit_of_a_text_may_differ(data: bytes) -> None:
    payload = "x" + data.decode("latin-1")
    assert unlike([payload], "M") == []
    assert read(symbol(payload, "M")) == payload.encode("latin-1")


def test_the_image_holds_a_bit_for_each_module() -> None:
    for payload in ("1", address(1), letters(200)):  # rows of 21, 49 and 65 modules, and what pads them to bytes
        side, image = made(payload, "Q") or (0, b"")
        rows = [image[start : start + len(image) // side] for start in range(0, len(image), len(image) // side)]
        assert {len(row) for row in rows} == {(side + 7) // 8}
        digits = ["".join(f"{byte:08b}" for byte in row) for row in rows]
        assert [list(map(int, row[:side])) for row in digits] == [list(row) for row in Symbol(side, image).rows]
        assert {row[side:].strip("0") for row in digits} == {""}


def test_a_symbol_too_wide_is_not_made() -> None:
    assert made(address(1), "Q", widest=48) is None
    assert made(address(1), "Q", widest=49) is not None
    assert made("点" * 60, "Q", widest=30) is None
    assert made("a" * 5_000, "Q") is None
    assert made("a" * 700, "Q", widest=100) is None


def test_what_no_encoding_holds_is_refused_by_segno() -> None:
    with pytest.raises(UnicodeEncodeError):
        made("https://v.example/\ud800", "Q")


@pytest.mark.parametrize("number", [1_000_001, 5_005_005])
@pytest.mark.parametrize("form", ["{}", "CME-2026-{}", "https://v.example/{}", "https://v.example/Šimůnek/{}"])
def test_segno_is_not_asked_again_for_texts_of_one_length(
    form: str, number: int, afresh: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    symbol(form.format(number), "Q")

    def asked(*_: object, **__: object) -> None:
        pytest.fail("segno was asked")

    monkeypatch.setattr(segno, "make_qr", asked)
    for more in range(1, 50):
        symbol(form.format(number + more), "Q")


def test_what_symbols_share_is_not_kept_for_every_size(afresh: None) -> None:
    for length in (10, 30, 50, 70, 90, 120):
        symbol(letters(length), "Q")
    held = symbols._shared.cache_info()  # noqa: SLF001 - memory is held there
    assert held.currsize == held.maxsize == 4


def test_a_flipped_bit_of_what_is_shared_would_be_seen(afresh: None, monkeypatch: pytest.MonkeyPatch) -> None:
    def flipped(*given: Any, **named: Any) -> list[Changes]:
        changes = digits(*given, **named)
        digit = f"{ord(address(1)[-1]) & 15:x}"  # the last half of a byte, behind a header of three halves
        changes[3 + 2 * 90 - 1][digit] ^= 1 << 2_000
        return changes

    monkeypatch.setattr(symbols, "digits", flipped)
    assert unlike([address(1)], "Q") == [address(1)]


def test_a_wrong_mask_would_be_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    fair = Scales.penalty
    monkeypatch.setattr(Scales, "penalty", lambda scales, modules: -fair(scales, modules))
    assert unlike([address(1), address(2)], "Q") == [address(1), address(2)]
    assert read(symbol(address(1), "Q")).decode() == address(1)


def test_a_penalty_forgotten_would_be_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("cmecore.rendering.qr.masking._EYE", 0)
    assert unlike(map(address, range(20)), "Q") != []
