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
from cmecore.errors import InvalidValue
from cmecore.providers import Provider, Signatory
from cmecore.rendering import themes
from cmecore.rendering.fonts.packaged import default_fonts
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

_SCRIPTS = """The fonts of these names were handed over, as {doc}`/how-to/themes` tells; nothing else differs from `CLASSIC`.

```python
from cmecore.rendering.fonts.packaged import default_fonts

Pdf(fonts=default_fonts())
```

There is none of a Han name: no package brings such a font, and one of yours is handed over in the same way."""

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
    fonts: tuple[bytes, ...] = ()


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
    """Another language, and the kind under the provider."""
    words = Words(
        language="de",
        kinds={"credit": "Fortbildungsbescheinigung"},
        formats={"enduring material": "Selbststudium", "live activity": "Präsenzkurs"},
        decimal=",",
        months=[
            *("Januar", "Februar", "März", "April", "Mai", "Juni"),
            *("Juli", "August", "September", "Oktober", "November", "Dezember"),
        ],
        date="{day}. {month} {year}",
        days_of_a_month="{first}.–{last}. {month} {year}",
        days_between="{first} – {last}",
        days_from="ab dem {date}",
        days_until="bis zum {date}",
        preview="VORSCHAU",
        preview_note="Nur eine Vorschau. Dies ist keine Bescheinigung: Sie hat keine Nummer und beweist nichts.",
        certifies="bescheinigt, dass",
        participated="teilgenommen hat an",
        participated_in="teilgenommen hat am {format} mit dem Titel",
        presented="vorgetragen hat in",
        completed="abgeschlossen hat",
        lists="Dieses Dokument führt auf für",
        awarded="und dafür erhält:",
        resting="und {credits}",
        plus="dazu {credits}",
        both="{others} und {last}",
        maximum="anerkannt für höchstens {credits}",
        was_designated="Anerkannt für höchstens {credits}; diese Bescheinigung vergibt keine Punkte.",
        awards_none="Diese Bescheinigung vergibt keine Punkte.",
        in_all="Insgesamt vergeben: {credits}",
        summed="Insgesamt: {credits}",
        including="davon {credits}",
        hours="Stunden der Teilnahme, nach eigener Angabe: {hours}",
        blank="Stunden der Teilnahme, selbst einzutragen:",
        addendum="Nachtrag zur Bescheinigung Nr. {number}",
        replaces="Diese Bescheinigung ersetzt Nr. {number}",
        replace="Diese Bescheinigung ersetzt die Nummern {numbers}",
        issued="Ausgestellt am {date}",
        number="Bescheinigung Nr. {number}",
        policy="Richtlinie: {policy}",
        completed_on="abgeschlossen am {date}",
        verify="Zum Prüfen scannen oder aufrufen",
        scan="Scannen ergibt die Nummer",
        verify_at="Zu prüfen unter {address}",
        symbol="QR-Code der Adresse, unter der diese Bescheinigung geprüft werden kann",
        symbol_number="QR-Code der Nummer dieser Bescheinigung",
        signature="Unterschrift von {name}",
        topics_follow="Die Themen folgen auf der nächsten Seite.",
        statements_follow="Die Erklärungen folgen auf einer weiteren Seite.",
        page="Seite {page} von {pages}",
        several="{count} Bescheinigungen",
        topic="Thema",
        completed_heading="Abgeschlossen",
        credit_heading="Punkte",
    )
    return attrs.evolve(ACADEMIC, words=words, order=["provider", "kind", "learner", "course", "award"])


def in_german() -> Certificate:
    """Make a certificate whose own texts are German, as its provider wrote them."""
    points = CreditType(code="seeufer.cme", name="CME-Punkt", plural="CME-Punkte", step="1")
    titles = ("Sepsis früh erkennen", "Atemwege sichern", "Ultraschall am Krankenbett")
    policy = "Regeln der Seeufer-Akademie für Bescheinigungen, 2. Januar 2026"
    provider = Provider(
        name="Seeufer-Akademie für ärztliche Fortbildung", address="Uferweg 12, 88131 Lindau", contact="kurse@seeufer.example"
    )
    return attrs.evolve(
        CREDITED,
        language="de",
        name="Dr. med. Ada Nnedi Okoro",
        provider=attrs.evolve(provider, policy=policy),
        course="Notfallmedizin",
        edition="Zweite Auflage",
        lines=[
            attrs.evolve(line, title=title, credits=points(1), topics=())
            for line, title in zip(CREDITED.lines, titles, strict=True)
        ],
        total=points(3),
        maximum=points(4),
        statements=["Der Kurs ist frei von Werbung. Interessen der Referentinnen und Referenten wurden offengelegt."],
        reported=["Die Akademie meldet die Punkte binnen 30 Tagen der Ärztekammer."],
        signatories=[Signatory("Dr. Greta Lindqvist", "Leiterin der Akademie"), Signatory("Dr. Tomás Ó Briain", "Kursleiter")],
    )


CHANGED: tuple[Callable[[], Theme], ...] = (burgundy, parchment, with_logo, german)

_NAMES = {
    "arabic": ("محمد علي الحسن", "An Arabic name"),
    "hebrew": ("דוד כהן", "A Hebrew name"),
    "devanagari": ("अदिति शर्मा", "A name in Devanagari"),
    "thai": ("สมชาย น้ำเพชร", "A Thai name"),
}


def in_other_scripts() -> list[Shown]:
    """Print a certificate for a name in each script whose font is at hand."""
    try:
        fonts = default_fonts()
    except InvalidValue:
        return []  # the fonts are an extra, and the pages are built without it too
    named = ((script, says, attrs.evolve(CREDITED, name=name)) for script, (name, says) in _NAMES.items())
    return [Shown(f"name-{script}", says, certificate, CLASSIC, fonts) for script, says, certificate in named]


def more_kinds() -> dict[str, Certificate]:
    """Make the kinds that are told apart by what was claimed, and those that a caller chooses."""
    points = KINDS["points"]
    (abim,) = points.resting
    abp = CreditType(code="abp-moc", name="ABP MOC point", step="0.25")(abim.amount)
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
        # First the sheet that is the theme's own, and then the other one the other way round.
        stands = theme.paper == theme.paper.portrait
        for paper, sheet in (("letter", theme.paper), ("A4", A4.landscape if stands else A4.portrait)):
            caption = f"`{name.upper()}` on {paper}, {'standing' if sheet == sheet.portrait else 'lying'}"
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
        own = in_german() if made is german else CREDITED
        program = f"```python\n{body(made)}\n```"
        if made is german:
            program += "\n\nTitles, statements and the name of the credit are the certificate's own, and were German before."
        yield f"# {says}", program, [Shown(made.__name__, says, own, made())]
    if scripts := in_other_scripts():
        yield "Names in other scripts", _SCRIPTS, scripts


def _docstring(name: str) -> str:
    """Return the string that stands below a theme in the library."""
    nodes = ast.parse(inspect.getsource(themes)).body
    for node, below in itertools.pairwise(nodes):
        if isinstance(node, ast.Assign) and [getattr(target, "id", "") for target in node.targets] == [name.upper()]:
            return str(getattr(getattr(below, "value", None), "value", ""))
    return ""


def draw(folder: Path, shown: Shown) -> None:
    """Print a certificate, and take a picture of its first page; one that is printed as before is left alone."""
    data = Pdf(theme=shown.theme, fonts=shown.fonts).render([shown.certificate]).data
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
                f"```{{figure}} {shown.name}.png\n:alt: {shown.caption.replace('`', '')}\n:class: sheet\n:figclass: of-a-sheet"
                f"\n\n{caption}\n```"
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
