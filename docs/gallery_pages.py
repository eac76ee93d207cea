"""A Sphinx extension: the gallery, with a picture of each theme and each kind of certificate, made whenever pages are built.

The page and its pictures lie in ``gallery``, which git ignores.  What is shown there is what the library prints today, and the
program beside a picture is the one that made it.
"""

from __future__ import annotations

import ast
import inspect
import io
import itertools
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import attrs
import pypdfium2  # type: ignore[import-untyped]
from PIL import Image as Pillow, ImageDraw

from cmecore.credit.amounts import Credits, CreditType
from cmecore.entries import CME, CME_ABIM_ABP, CME_ABP, SPECIALTY, TRANSCRIPT, Kind
from cmecore.rendering import themes
from cmecore.rendering.images import Image
from cmecore.rendering.pdf import Pdf
from cmecore.rendering.themes import A4, ACADEMIC, CLASSIC, MODERN, THEMES, Mark, Palette, Theme
from cmecore.rendering.words import Words
from cmecore.testing.certificates import CREDITED, KINDS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from sphinx.application import Sphinx

    from cmecore.entries import Certificate

FOLDER = "gallery"
# Points of the paper to pixels of the picture.
_SCALE = 1.25

_KINDS = {
    "credit": "Credit for three topics, one of which holds credit in a mandated subject",
    "points": "The same with MOC points that rest on the credit; it takes the place of an earlier certificate",
    "addendum": "Points that were claimed later, in an addendum",
    "hours": "Participation without credit, with the hours that the participant stated",
    "blank": "Participation with a blank for the hours, to be written by hand",
    "completion": "Completion",
    "summary": "A year's summary of several courses, which awards nothing itself; without a number it is a preview",
    "preview": "A preview: it has no number, no QR code, and a word across the page",
    "cme": "Credit of the types that physicians file",
    "cme-abp": "Credit with points of the American Board of Pediatrics",
    "cme-abim-abp": "Credit with points of both boards",
    "specialty": "A specialty course",
    "transcript": "A transcript",
    "own": "A kind of the caller's own",
    "long": "Forty topics, which go on to further pages",
}


class Shown(NamedTuple):
    """A picture of the gallery: the name of its files, what stands under it, and what is in it."""

    name: str
    caption: str
    certificate: Certificate
    theme: Theme


def burgundy() -> Theme:
    """Another colour, on another sheet."""
    return attrs.evolve(CLASSIC, paper=A4.portrait, palette=Palette(accent="#5b1a2e", ornament="#9a7b4f"))


def parchment() -> Theme:
    """Coloured paper; the QR code stays on white."""
    return attrs.evolve(ACADEMIC, palette=Palette(paper="#f7f0df", accent="#1f4d3a", ornament="#a7884b"))


def with_logo() -> Theme:
    """A logo, and the image of a signature."""
    marks = [Mark(image=logo(), says="Logo of Lakeside")]
    return attrs.evolve(MODERN, paper=A4.portrait, marks=marks, signatures={"Grace Lindqvist, PhD": signature()})


def german() -> Theme:
    """Other words, and the kind under the provider."""
    words = Words(language="de", certifies="bescheinigt, dass", participated_in="teilgenommen hat an", awarded="und erhält")
    return attrs.evolve(ACADEMIC, words=words, order=["provider", "kind", "learner", "course", "award"])


CHANGED: tuple[Callable[[], Theme], ...] = (burgundy, parchment, with_logo, german)


def more_kinds() -> dict[str, Certificate]:
    """Make the kinds that are told apart by what was claimed, and those that a caller chooses."""
    points = KINDS["points"]
    (abim,) = points.resting
    abp = CreditType(code="abp-moc-2", name="ABP MOC point", step="0.25")(abim.amount)
    line, *others = points.lines

    def rests(kind: Kind, *resting: Credits) -> Certificate:
        lines = [attrs.evolve(line, resting=resting), *others]
        return attrs.evolve(points, kind=kind, lines=lines, resting=resting, supersedes=())

    own = Kind(code="lakeside.ultrasound", title="Certificate in Emergency Ultrasound")
    return {
        "cme": attrs.evolve(CREDITED, kind=CME),
        "cme-abp": rests(CME_ABP, abp),
        "cme-abim-abp": rests(CME_ABIM_ABP, abim, abp),
        "specialty": attrs.evolve(CREDITED, kind=SPECIALTY),
        "transcript": attrs.evolve(KINDS["summary"], kind=TRANSCRIPT, number="TR-2026-0042"),
        "own": attrs.evolve(CREDITED, kind=own),
    }


def logo() -> Image:
    """Draw a logo, as an example of a file that a caller has."""
    picture = Pillow.new("RGB", (480, 160), "white")
    pen = ImageDraw.Draw(picture)
    pen.ellipse((8, 8, 152, 152), fill="#0b4f5c")
    for row in range(3):
        pen.arc((30 + 6 * row, 60 + 24 * row, 130 - 6 * row, 100 + 24 * row), 200, 340, fill="white", width=7)
    pen.text((176, 34), "LAKESIDE", fill="#0b4f5c", font_size=64)
    return _as_image(picture)


def signature() -> Image:
    """Draw what might be a signature."""
    picture = Pillow.new("RGBA", (600, 200), (0, 0, 0, 0))
    path = [(20, 140), (70, 30), (90, 150), (130, 90), (160, 130), (190, 80), (220, 130), (330, 60), (340, 140), (580, 90)]
    ImageDraw.Draw(picture).line(path, fill=(22, 32, 96, 255), width=7, joint="curve")
    return _as_image(picture)


def _as_image(picture: Pillow.Image) -> Image:
    file = io.BytesIO()
    picture.save(file, "PNG")
    return Image(file.getvalue())


def definition(name: str) -> str:
    """Return the lines that define a theme that ships, as they stand in the library."""
    source = inspect.getsource(themes)
    for node in ast.parse(source).body:
        if isinstance(node, ast.Assign) and [getattr(target, "id", "") for target in node.targets] == [name.upper()]:
            return ast.get_source_segment(source, node) or ""
    raise LookupError(name)


def body(made: Callable[[], Theme]) -> str:
    """Return what a function does, without its name and its docstring."""
    (function,) = ast.parse(source := inspect.getsource(made)).body
    lines = source.splitlines()
    assert isinstance(function, ast.FunctionDef)  # noqa: S101 - that is what it is
    return "\n".join(line.removeprefix("    ") for line in lines[function.body[1].lineno - 1 :])


def sections() -> Iterator[tuple[str, str, list[Shown]]]:
    """List the parts of the gallery: a heading, the Markdown below it, and the pictures."""
    yield (
        "Themes",
        "Four themes ship. Each is a value of {class}`~cmecore.rendering.themes.Theme`, and prints on any paper.",
        [],
    )
    for name, theme in THEMES.items():
        says = inspect.cleandoc(_docstring(name))
        shown = []
        for paper, sheet in (("letter", theme.paper.landscape), ("A4", A4.portrait)):
            caption = f"`{name.upper()}` on {paper}, {'lying' if paper == 'letter' else 'standing'}"
            shown.append(Shown(f"{name}-{paper.lower()}", caption, CREDITED, attrs.evolve(theme, paper=sheet)))
        yield f"# {name.capitalize()}", f"{says}\n\n```python\n{definition(name)}\n```", shown
    kinds = [Shown(f"kind-{name}", _KINDS[name], held, ACADEMIC) for name, held in (KINDS | more_kinds()).items()]
    yield "Kinds", "Every kind of certificate, in the theme `ACADEMIC`.", kinds
    yield (
        "One thing changed",
        "Each of these is a theme that ships with one or two fields replaced; see {doc}`/how-to/themes`.",
        [],
    )
    for made in CHANGED:
        says = inspect.getdoc(made) or ""
        yield f"# {says}", f"```python\n{body(made)}\n```", [Shown(made.__name__, says, CREDITED, made())]


def _docstring(name: str) -> str:
    """Return the string that stands below a theme in the library."""
    nodes = ast.parse(inspect.getsource(themes)).body
    for node, below in itertools.pairwise(nodes):
        if isinstance(node, ast.Assign) and [getattr(target, "id", "") for target in node.targets] == [name.upper()]:
            return str(getattr(getattr(below, "value", None), "value", ""))
    return ""


def draw(folder: Path, shown: Shown) -> None:
    """Print a certificate, and take a picture of its first page; one that is printed as before is left alone."""
    data = Pdf(theme=shown.theme).render([shown.certificate]).data
    file, picture = folder / f"{shown.name}.pdf", folder / f"{shown.name}.png"
    if not (picture.exists() and file.exists() and file.read_bytes() == data):
        pypdfium2.PdfDocument(data)[0].render(scale=_SCALE).to_pil().save(picture)
        file.write_bytes(data)


def write_gallery(app: Sphinx) -> None:
    """Write the page and its pictures, and remove what is no longer shown."""
    folder = Path(app.srcdir, FOLDER)
    folder.mkdir(exist_ok=True)
    wanted = {"index.md"}
    page = ["# Gallery", "Every picture here was printed by the library while this page was built. The names are invented."]
    for heading, says, pictures in sections():
        page += [f"## {heading}" if not heading.startswith("# ") else f"##{heading}", says]
        for shown in pictures:
            draw(folder, shown)
            wanted |= {f"{shown.name}.png", f"{shown.name}.pdf"}
            caption = f"{shown.caption} ({{download}}`PDF <{shown.name}.pdf>`)"
            page.append(
                f"```{{figure}} {shown.name}.png\n:alt: {shown.caption.replace('`', '')}\n:class: sheet\n\n{caption}\n```"
            )
    for path in folder.iterdir():
        if path.name not in wanted:
            path.unlink()
    index, said = folder / "index.md", "\n\n".join(page) + "\n"
    if not index.exists() or index.read_text(encoding="utf-8") != said:
        index.write_text(said, encoding="utf-8")


def setup(app: Sphinx) -> dict[str, bool]:
    """Make the gallery before Sphinx looks which pages there are."""
    app.connect("builder-inited", write_gallery)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
