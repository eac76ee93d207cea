"""Themes are data: a caller overrides one thing and keeps the rest, and what would spoil a certificate is refused."""

import io
import struct
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import attrs
import pypdfium2  # type: ignore[import-untyped]
import pytest
import zxingcpp
from PIL import Image as Pillow, ImageCms

import fonts
from cmecore.entries import Certificate
from cmecore.errors import InvalidValue
from cmecore.providers import Signatory
from cmecore.rendering import Renderer
from cmecore.rendering.document import ORDER, Document
from cmecore.rendering.html import Html
from cmecore.rendering.images import Image, pixels
from cmecore.rendering.pages.layout import Leaf, Picture, Piece, Seal, Square
from cmecore.rendering.pages.page import Composer
from cmecore.rendering.pdf import Pdf
from cmecore.rendering.svg import Svg
from cmecore.rendering.themes import A4, CLASSIC, CONTRAST, LETTER, MODERN, PLAIN, THEMES, Mark, Palette, Paper, Theme, contrast
from cmecore.rendering.words import Words
from cmecore.testing.certificates import CREDITED, KINDS
from pdf_judge import judge
from rendering.samples import words

JOINTLY = "Lakeside is jointly accredited to provide continuing education for the healthcare team."
# What further pages repeat, their numbers, and the word across a preview are no part of what is read.
ASIDE = [r"(?s).*"]
DARKEST = Palette(paper="#000000", ink="#ffffff", quiet="#e8e8e8", accent="#ffe9a8", warning="#ffc9c9", ornament="#8a6d1f")


def png(width: int = 30, height: int = 20, mode: str = "RGB", colour: Any = (20, 40, 90), kind: str = "PNG") -> bytes:
    file = io.BytesIO()
    Pillow.new(mode, (width, height), colour).save(file, kind)
    return file.getvalue()


LOGO = Image(png())


def front(certificate: Certificate, theme: Theme) -> Leaf:
    return Composer.of(theme).pages(certificate)[0]


def pictures(certificate: Certificate, theme: Theme) -> list[Picture]:
    return [item for leaf in Composer.of(theme).pages(certificate) for item in leaf.items() if isinstance(item, Picture)]


def pieces(certificate: Certificate, theme: Theme) -> list[Piece]:
    return [item for item in front(certificate, theme).items() if isinstance(item, Piece)]


CHANGES: dict[str, Any] = {
    "paper": A4.portrait,
    "palette": Palette(accent="#5b1a2e"),
    "border": "double",
    "seal": "none",
    "order": ("provider", "kind", "learner", "course", "award"),
    "words": Words(certifies="hereby certifies that"),
    "marks": [Mark(image=LOGO, says="Logo of Lakeside")],
    "signatures": {"Grace Lindqvist, PhD": LOGO},
    "styles": {"italic": fonts.data("Latin")},
}


@pytest.mark.parametrize("name", CHANGES)
def test_a_caller_overrides_one_thing_and_keeps_the_rest(name: str) -> None:
    """M102: a theme is data, and so is a change of it."""
    ours = attrs.evolve(CLASSIC, **{name: CHANGES[name]})
    differ = [field.name for field in attrs.fields(Theme) if getattr(ours, field.name) != getattr(CLASSIC, field.name)]
    assert differ == [name]
    data = Pdf(theme=ours).render([CREDITED]).data
    assert data != Pdf().render([CREDITED]).data
    judge(data, decoration=ASIDE)


@pytest.mark.parametrize("name", THEMES)
@pytest.mark.parametrize("standing", [False, True])
@pytest.mark.parametrize("sheet", [LETTER, A4])
def test_every_theme_prints_on_every_paper(name: str, sheet: Paper, *, standing: bool) -> None:
    """M98: a file that can be saved and printed at once."""
    paper = sheet.portrait if standing else sheet.landscape
    page = pypdfium2.PdfDocument(Pdf(theme=attrs.evolve(THEMES[name], paper=paper)).render([CREDITED]).data)[0]
    assert page.get_size() == pytest.approx((paper.width, paper.height), abs=0.01)


def test_no_theme_that_ships_has_a_mark_or_a_signature_of_anyone() -> None:
    """M99: the seal is drawn and nobody's; an accreditor's mark is the caller's to hand over."""
    for theme in THEMES.values():
        assert (theme.marks, theme.signatures) == ((), ())
        assert pictures(CREDITED, theme) == []


@pytest.mark.parametrize("name", THEMES)
def test_text_of_a_shipped_theme_stands_out_from_the_paper_and_from_the_word_across_a_preview(name: str) -> None:
    palette = THEMES[name].palette
    for text in (palette.ink, palette.quiet, palette.accent, palette.warning):
        assert contrast(text, palette.paper) >= CONTRAST
        assert contrast(text, palette.veil) >= CONTRAST


@pytest.mark.parametrize("field", ["ink", "quiet", "accent", "warning"])
def test_a_colour_that_tired_eyes_cannot_read_is_refused(field: str) -> None:
    with pytest.raises(InvalidValue, match=rf"{field}: found #8a8a8a: .*; expected a contrast of at least 4.5"):
        Palette(**{field: "#8a8a8a"})
    with pytest.raises(InvalidValue, match=rf"{field}: found #222222: .*; expected a contrast of at least 4.5"):
        attrs.evolve(DARKEST, **{field: "#222222"})


@pytest.mark.parametrize("colour", ["red", "#fff", "#1b32556", "1b3255f", "#gggggg", None, 7, "#12345\n"])
def test_a_colour_that_is_none_is_refused(colour: object) -> None:
    with pytest.raises(InvalidValue, match=r"ornament: found .*; expected a colour such as #1b3255"):
        Palette(ornament=colour)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("border", "baroque"),
        ("seal", "official"),
        ("alignment", "right"),
        ("order", ["kind", "learner"]),
        ("order", ["kind", "kind", "learner", "course", "award"]),
        ("paper", "a4"),
        ("palette", {"ink": "#000000"}),
        ("words", {"certifies": "certifies"}),
        ("marks", [LOGO]),
        ("signatures", {"Grace": b"none"}),
        ("styles", {"bold": fonts.data("Latin")}),
        ("styles", {"roman": b"none"}),
    ],
)
def test_what_is_no_part_of_a_theme_is_refused(field: str, value: Any) -> None:
    with pytest.raises(InvalidValue, match=r"found .*; expected .*"):
        attrs.evolve(CLASSIC, **{field: value})


@pytest.mark.parametrize("sides", [(100.0, 612.0), (792.0, 1e6), (792.0, float("nan"))])
def test_a_sheet_that_no_printer_takes_is_refused(sides: tuple[float, float]) -> None:
    with pytest.raises(InvalidValue, match="expected 340 to 5669 points"):
        Paper(width=sides[0], height=sides[1])


def test_an_accreditors_mark_is_printed_beside_its_statement_and_nowhere_else() -> None:
    """M99: the mark that belongs to a statement stands level with it; without the statement it does not stand at all."""
    theme = attrs.evolve(CLASSIC, marks=[Mark(image=LOGO, says="Mark of the accreditor", beside="jointly accredited")])
    assert pictures(CREDITED, theme) == []
    with_it = attrs.evolve(CREDITED, statements=[*CREDITED.statements, JOINTLY])
    (mark,) = pictures(with_it, theme)
    lines = [piece for piece in pieces(with_it, theme) if piece.role.startswith("statement")]
    own = [piece for piece in lines if mark.y < piece.y < mark.y + mark.height]
    assert own[0].text.startswith("Lakeside is jointly")
    assert all(piece.x >= mark.x + mark.width for piece in own)
    assert mark.says == "Mark of the accreditor"


def test_a_mark_goes_with_its_statement_to_a_further_page() -> None:
    theme = attrs.evolve(CLASSIC, marks=[Mark(image=LOGO, says="Mark of the accreditor", beside="jointly accredited")])
    long = attrs.evolve(CREDITED, statements=[*(f"{index}. {CREDITED.statements[1]}" for index in range(9)), JOINTLY])
    first, *others = Composer.of(theme).pages(long)
    assert [item for item in first.items() if isinstance(item, Picture)] == []
    assert len([item for leaf in others for item in leaf.items() if isinstance(item, Picture)]) == 1


def test_a_very_long_statement_beside_a_mark_goes_on_from_page_to_page() -> None:
    theme = attrs.evolve(CLASSIC, marks=[Mark(image=LOGO, says="Mark of the accreditor", beside="jointly accredited")])
    statement = " ".join([JOINTLY] * 110)
    leaves = Composer.of(theme).pages(attrs.evolve(CREDITED, statements=[statement]))
    found = [item for leaf in leaves for item in leaf.items() if isinstance(item, Piece)]
    lines = [piece for piece in found if piece.role.startswith("statement")]
    assert len(leaves) > 2
    assert words(" ".join(piece.text for piece in lines)) == statement
    assert min(piece.y for piece in lines) > 50
    assert [piece.role for piece in lines].count("statement") <= 8


def test_a_mark_that_is_very_broad_is_printed_smaller() -> None:
    broad = Image(png(3_000, 12))
    theme = attrs.evolve(CLASSIC, marks=[Mark(image=broad, says="A logo"), Mark(image=broad, says="Another")])
    for picture in pictures(CREDITED, theme):
        assert picture.width < LETTER.width / 2
        assert picture.width / picture.height == pytest.approx(250)


@pytest.mark.parametrize("height", [0.0, -40.0, 11.9, 121.0, float("nan"), float("inf")])
def test_a_mark_of_no_sensible_height_is_refused(height: float) -> None:
    with pytest.raises(InvalidValue, match=r"height: found .*; expected 12 to 120 points"):
        Mark(image=LOGO, says="A logo", height=height)


def test_a_signature_stands_on_the_rule_of_its_signatory() -> None:
    theme = attrs.evolve(CLASSIC, signatures={"Grace Lindqvist, PhD": LOGO, "Somebody Else": LOGO})
    (signature,) = pictures(CREDITED, theme)
    (name,) = (piece for piece in pieces(CREDITED, theme) if piece.text == "Grace Lindqvist, PhD")
    assert signature.says == "Signature of Grace Lindqvist, PhD"
    assert name.x < signature.x + signature.width / 2 < name.x + name.width
    assert 0 < signature.y - name.y < 20


@pytest.mark.parametrize(
    "written",
    [
        *("grace lindqvist, PhD", "Grace  Lindqvist, PhD", "Grace Lindqvist PhD", "Grace Lindqvist, Ph.D."),
        *("Grace\u00a0Lindqvist, PhD", "Grace Lindqvist – PhD"),
    ],
)
@pytest.mark.parametrize("renderer", [Html, Pdf, Svg])
def test_a_signature_that_nearly_has_the_name_of_a_signatory_is_refused(
    renderer: Callable[..., Renderer], written: str
) -> None:
    """A certificate that nobody seems to have signed must not leave the house because of a comma."""
    theme = attrs.evolve(CLASSIC, signatures={"Somebody Else": LOGO, written: LOGO})
    with pytest.raises(InvalidValue, match=r"^signatures\[1\]: found text of .*: copy the name of the Signatory") as refused:
        renderer(theme=theme).render([CREDITED])
    assert "Lindq" not in str(refused.value)


@pytest.mark.parametrize(
    ("held", "name"),
    [
        *(("Grace Lindqvist", "Grace Lindqvist, PhD"), ("किरण", "करण"), ("Li Wen, MD", "Li Wei, MD"), ("Ł. Nowak", "L. Nowak")),
        *(("Ana Peña", "Ana Pena"), ("Ana Pen\u0303a", "Ana Pena"), ("Jörg Groß", "Jörg Gross"), ("Андрей", "Андреи")),
    ],
)
def test_the_signature_of_somebody_else_is_nobodys_here(held: str, name: str) -> None:
    """A theme may be used by providers that share no signatory, and by people whose names are much alike."""
    assert attrs.evolve(CLASSIC, signatures={held: LOGO}).signature(name) is None


def test_two_people_whose_names_differ_by_an_accent_each_sign_for_themselves() -> None:
    other = Image(png(31))
    theme = attrs.evolve(CLASSIC, signatures={"José García": LOGO, "Jose Garcia": other})
    assert (theme.signature("José García"), theme.signature("Jose Garcia")) == (LOGO, other)


@pytest.mark.parametrize(("held", "name"), [("Jörg Müller", "Jo\u0308rg Mu\u0308ller"), ("Pen\u0303a", "Peña")])
@pytest.mark.parametrize("renderer", [Html, Pdf, Svg])
def test_a_name_is_the_same_whichever_way_a_program_writes_its_accents(
    renderer: Callable[..., Renderer], held: str, name: str
) -> None:
    """A file name on one system and a form on another spell one name in two ways that nobody can see."""
    theme = attrs.evolve(CLASSIC, signatures={held: LOGO})
    signed = attrs.evolve(CREDITED, signatories=[Signatory(name, "Director")])
    assert theme.signature(name) == LOGO
    assert renderer(theme=theme).render([signed]).data != renderer().render([signed]).data


@pytest.mark.parametrize("renderer", [Html, Pdf, Svg])
def test_two_who_sign_one_certificate_may_be_called_nearly_the_same(renderer: Callable[..., Renderer]) -> None:
    """The signature belongs to the one who has its name; the other signs by hand."""
    theme = attrs.evolve(CLASSIC, signatures={"A. B. Lee": LOGO})
    signed = attrs.evolve(CREDITED, signatories=[Signatory("AB Lee", "Chair"), Signatory("A. B. Lee", "Director")])
    assert renderer(theme=theme).render([signed]).data
    assert [picture.says for picture in pictures(signed, theme)] == ["Signature of A. B. Lee"]
    alone = attrs.evolve(signed, signatories=signed.signatories[:1])
    with pytest.raises(InvalidValue, match="write None as the signature of whoever signs by hand"):
        renderer(theme=theme).render([alone])


@pytest.mark.parametrize("renderer", [Html, Pdf, Svg])
def test_whoever_has_none_for_a_signature_signs_by_hand(renderer: Callable[..., Renderer]) -> None:
    """Whatever other signatures the theme holds."""
    theme = attrs.evolve(CLASSIC, signatures={"A. B. Lee": LOGO, "AB Lee": None})
    signed = attrs.evolve(CREDITED, signatories=[Signatory("AB Lee", "Chair")])
    assert (theme.signature("AB Lee"), attrs.evolve(theme, signatures={"A. B. Lee": None}).signature("AB Lee")) == (None, None)
    assert renderer(theme=theme).render([signed]).data == renderer().render([signed]).data


def test_a_theme_may_go_without_a_seal() -> None:
    for theme, expected in ((CLASSIC, 1), (attrs.evolve(CLASSIC, seal="none"), 0)):
        assert len([item for item in front(KINDS["hours"], theme).items() if isinstance(item, Seal)]) == expected


@pytest.mark.parametrize("name", THEMES)
def test_blocks_are_read_in_the_order_of_the_theme(name: str) -> None:
    order = tuple(reversed(ORDER))
    theme = attrs.evolve(THEMES[name], order=order)
    read = words("".join(piece.text + piece.then for piece in pieces(KINDS["hours"], theme)))
    head = [said.text for said in Document.of(KINDS["hours"], order=order).head]
    assert read.startswith(words(" ".join(head)))


def test_words_in_another_language_stand_on_the_page() -> None:
    german = Words(
        language="de", certifies="bescheinigt, dass", preview="VORSCHAU", months=[f"{n}. Monat" for n in range(1, 13)]
    )
    theme = attrs.evolve(MODERN, words=german)
    texts = [piece.text for piece in pieces(CREDITED, theme)]
    assert "bescheinigt, dass" in texts
    assert "Issued 12 3. Monat 2026" in texts
    document = pypdfium2.PdfDocument(Pdf(theme=theme).render([KINDS["preview"]]).data)
    assert "VORSCHAU" in document[0].get_textpage().get_text_range()


@pytest.mark.parametrize("preview", ["PREVIEW", "X", "PRÉVISUALISATION SANS VALEUR AUCUNE"])
def test_the_word_across_a_preview_stays_on_the_paper(preview: str) -> None:
    for paper in (LETTER, A4.portrait):
        theme = attrs.evolve(CLASSIC, paper=paper, words=Words(preview=preview))
        judge(Pdf(theme=theme).render([KINDS["preview"]]).data, decoration=ASIDE)


def test_the_nothing_that_is_drawn_around_a_plain_page_is_nothing() -> None:
    inks = pypdfium2.PdfDocument(Pdf(theme=PLAIN).render([CREDITED]).data)[0].render(scale=1).to_pil().convert("L")
    width, height = inks.size
    inks.paste(255, (36, 36, width - 36, height - 36))
    assert inks.getextrema() == (255, 255)


@pytest.mark.parametrize("name", THEMES)
@pytest.mark.parametrize("palette", [None, DARKEST, Palette(paper="#f4ead2")], ids=["own", "darkest", "parchment"])
def test_a_theme_cannot_make_the_symbol_unreadable(name: str, palette: Palette | None) -> None:
    """M101: black on white with white around it, whatever the colour of the paper."""
    theme = THEMES[name] if palette is None else attrs.evolve(THEMES[name], palette=palette)
    data = Pdf(theme=theme).render([CREDITED]).data
    judge(data, decoration=ASIDE)
    picture = pypdfium2.PdfDocument(data)[0].render(scale=150 / 72).to_pil().convert("RGB")
    assert [found.text for found in zxingcpp.read_barcodes(picture)] == [CREDITED.address]
    (square,) = (item for item in front(CREDITED, theme).items() if isinstance(item, Square))
    scale, quiet = 150 / 72, 3.5 * square.side / square.symbol.modules
    left, top = square.x * scale, (theme.paper.height - square.y - square.side) * scale
    side = square.side * scale
    crop = picture.convert("L").crop((round(left) + 1, round(top) + 1, round(left + side) - 1, round(top + side) - 1))
    crop.paste(255, (round(quiet * scale), round(quiet * scale), round(side - quiet * scale), round(side - quiet * scale)))
    assert crop.getextrema() == (255, 255)


def profile(space: bytes = b"RGB ", **tags: bytes) -> bytes:
    """Write a profile of colours of the simplest kind: what it speaks of, and its tags by their names."""
    held = {"desc": _described("Wide"), "wtpt": _XYZ(0.9642, 1.0, 0.8249)} | tags
    directory, content = struct.pack(">I", len(held)), b""
    start = 128 + 4 + 12 * len(held)
    for name, data in held.items():
        directory += name.encode() + struct.pack(">II", start + len(content), len(data))
        content += data
    size = start + len(content)
    head = struct.pack(">I4sI4s4s4s", size, b"none", 0x02100000, b"mntr", space, b"XYZ ") + bytes(12) + b"acsp"
    return head.ljust(68, b"\0") + struct.pack(">iii", 0xF6D6, 0x10000, 0xD32D) + bytes(48) + directory + content


def _described(name: str) -> bytes:
    text = name.encode() + b"\0"
    return b"desc" + bytes(4) + struct.pack(">I", len(text)) + text + bytes(78)


def _XYZ(*parts: float) -> bytes:  # noqa: N802 - a colour space
    return b"XYZ " + bytes(4) + struct.pack(">3i", *(round(part * 65536) for part in parts))


_GAMMA = b"curv" + bytes(4) + struct.pack(">IH", 1, round(2.2 * 256))
_STRAIGHT = b"curv" + bytes(4) + struct.pack(">I", 0) + bytes(2)
# The red of another RGB is the blue of sRGB, and the other way round, so that nobody can overlook whether it was heeded.
_SWAPPED = {
    "rXYZ": _XYZ(0.1431, 0.0606, 0.7139),
    "gXYZ": _XYZ(0.3851, 0.7169, 0.0971),
    "bXYZ": _XYZ(0.4361, 0.2225, 0.0139),
    **dict.fromkeys(("rTRC", "gTRC", "bTRC"), _GAMMA),
}


def profiled(mode: str, colour: Any, profile: bytes, kind: str = "PNG") -> bytes:
    file = io.BytesIO()
    Pillow.new(mode, (2, 1), colour).save(file, kind, icc_profile=profile, quality=100)
    return file.getvalue()


def colours(data: bytes) -> tuple[int, ...]:
    """Give the first pixel as it is printed, and how opaque it is."""
    decoded = pixels(data)
    opacity = b"\xff" if decoded.opacity is None else zlib.decompress(decoded.opacity)
    return (*zlib.decompress(decoded.colours)[:3], opacity[0])


@pytest.mark.parametrize("kind", ["PNG", "JPEG"])
def test_the_colours_of_an_image_are_those_that_its_profile_says(kind: str) -> None:
    """A logo that was saved in a wide space is as red on paper as it is on the screen of whoever drew it."""
    red, _, blue, _ = colours(profiled("RGB", (250, 0, 0), profile(**_SWAPPED), kind))
    assert red < 40
    assert blue > 230


@pytest.mark.parametrize(
    ("mode", "colour", "opacity"),
    [("RGBA", (250, 0, 0, 120), 120), ("P", 0, 255), ("L", 250, 255), ("LA", (250, 130), 130)],
)
def test_an_image_of_any_mode_may_have_a_profile(mode: str, colour: Any, opacity: int) -> None:
    """What is white stays white, and what can be seen through stays so."""
    red, _, blue, opaque = colours(profiled(mode, colour, profile(**_SWAPPED)))
    assert opaque == opacity
    assert (red, blue) == pytest.approx((0, 250) if mode == "RGBA" else (red, red), abs=8)


def test_grey_that_a_profile_says_is_lighter_is_lighter() -> None:
    assert colours(profiled("L", 128, profile(b"GRAY", kTRC=_STRAIGHT)))[:3] == pytest.approx([188] * 3, abs=2)
    assert colours(profiled("L", 128, profile(b"GRAY", kTRC=_GAMMA)))[:3] == pytest.approx([128] * 3, abs=2)


def test_a_profile_of_srgb_changes_nothing() -> None:
    srgb = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    assert colours(profiled("RGB", (250, 1, 7), srgb)) == (250, 1, 7, 255)
    assert colours(profiled("L", 77, srgb)) == (77, 77, 77, 255)
    assert colours(profiled("RGBA", (27, 50, 85, 128), srgb)) == (27, 50, 85, 128)


@pytest.mark.parametrize("name", ["GIMP built-in Linear sRGB", "sRGB-elle-V4-g10.icc", "sRGB IEC61966-2.1", "Linear light"])
def test_a_profile_is_what_it_says_of_colours_and_not_what_it_is_called(name: str) -> None:
    """Linear light that was taken for sRGB, because of its name, would be printed far too dark."""
    straight = {"desc": _described(name), **_SWAPPED, **dict.fromkeys(("rTRC", "gTRC", "bTRC"), _STRAIGHT)}
    assert colours(profiled("RGB", (55, 55, 55), profile(**straight)))[:3] == pytest.approx([128] * 3, abs=2)


@pytest.mark.parametrize(
    ("mode", "held"),
    [
        ("RGB", b"none"),
        ("RGB", profile(**_SWAPPED)[:200]),
        ("RGB", profile(b"GRAY", kTRC=_GAMMA)),
        ("RGB", profile(b"CMYK")),
        ("RGB", profile(b"Lab ", **_SWAPPED)),
        ("L", profile(b"GRAY")),
    ],
    ids=["none", "cut", "grey", "cmyk", "lab", "empty"],
)
def test_a_profile_that_does_not_say_what_the_colours_are_is_refused(mode: str, held: bytes) -> None:
    """The colours would be anybody's guess; the advice is to save the image in sRGB."""
    with pytest.raises(InvalidValue, match=r"^image: found a profile of its colours that cannot be used; .*; save it in sRGB"):
        Image(profiled(mode, 100, held))


def huge_png() -> bytes:
    """Write the head of a PNG that says it is 60,000 pixels wide and high."""

    def chunk(name: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    header = struct.pack(">IIBBBBB", 60_000, 60_000, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(b"")) + chunk(b"IEND", b"")


BAD_IMAGES: dict[str, object] = {
    "nothing": b"",
    "no image": b"%PDF-1.7",
    "a GIF": png(kind="GIF"),
    "a TIFF": png(kind="TIFF"),
    "a cut PNG": png(300, 300)[:-60],
    "a cut JPEG": png(300, 300, kind="JPEG")[:400],
    "a damaged PNG": png().replace(b"IDAT", b"IDAX"),
    "a huge PNG": huge_png(),
    "many pixels": png(4_001, 4_001, mode="1", colour=0),
    "many bytes": png() + bytes(5_000_001),
    "a path": Path("logo.png"),
    "a name": "logo.png",
    "an SVG": b"<svg xmlns='http://www.w3.org/2000/svg'/>",
}


@pytest.mark.parametrize("name", BAD_IMAGES)
def test_an_image_that_is_none_is_refused_when_it_is_handed_over(name: str) -> None:
    with pytest.raises(InvalidValue, match=r"image: found .*; expected .*; hand over"):
        Image(BAD_IMAGES[name])  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "made",
    [
        lambda: png(kind="JPEG"),
        lambda: png(mode="L", colour=90),
        lambda: png(mode="1", colour=0),
        lambda: png(mode="P", colour=3),
        lambda: png(mode="RGBA", colour=(20, 40, 90, 120)),
        lambda: png(mode="CMYK", colour=(20, 40, 90, 10), kind="JPEG"),
        lambda: png(mode="I;16", colour=900),
    ],
    ids=["jpeg", "grey", "black and white", "indexed", "transparent", "cmyk", "16 bit"],
)
def test_images_of_every_usual_kind_are_printed(made: Callable[[], bytes]) -> None:
    theme = attrs.evolve(CLASSIC, marks=[Mark(image=Image(made()), says="A logo")])
    judge(Pdf(theme=theme).render([CREDITED]).data, decoration=ASIDE)


def test_a_font_of_the_callers_replaces_one_style() -> None:
    theme = attrs.evolve(CLASSIC, styles={"roman": fonts.data("Latin")})
    (name,) = (piece for piece in pieces(CREDITED, theme) if piece.role == "name")
    (kind,) = (piece for piece in pieces(CREDITED, theme) if piece.role == "kind")
    assert name.runs[0].face is fonts.face("Latin")
    assert kind.runs[0].face is not fonts.face("Latin")


def test_sixteen_bits_of_grey_are_grey() -> None:
    """A scan of a signature in 16 bits is as dark as it is, and not white."""
    file = io.BytesIO()
    scanned = Pillow.new("I;16", (2, 1))
    scanned.putpixel((0, 0), 0x8080)
    scanned.putpixel((1, 0), 0xFFFF)
    scanned.save(file, "PNG")
    assert zlib.decompress(pixels(file.getvalue()).colours) == bytes([0x80] * 3 + [0xFF] * 3)
