"""Drawing composed pages into a PDF file, and what the file says of itself."""

from __future__ import annotations

import hashlib
import io
import math
from typing import TYPE_CHECKING

from reportlab.pdfgen.canvas import Canvas

from cmecore.rendering import ornament, wording
from cmecore.rendering.layout import Flourish, Piece, Stroke

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from cmecore.entries import Certificate
    from cmecore.rendering.layout import Sheet
    from cmecore.rendering.page import Leaf
    from cmecore.rendering.qr import Placed
    from cmecore.rendering.typefaces import Typefaces

_BORDER = "border"
_WATERMARK = "watermark"
# From one dot of a leader to the next.
_DOTS = 4.0


class Drawing:
    """A PDF under way: pages are drawn in order, each with its texts, lines, ornaments, QR symbol and links."""

    def __init__(self, paper: Sheet, faces: Typefaces, certificates: Sequence[Certificate]) -> None:
        first, *others = certificates
        self._faces = faces
        self._paper = paper
        self._forms: set[str] = set()
        self._buffer = io.BytesIO()
        self._canvas = Canvas(
            self._buffer,
            pagesize=(paper.width, paper.height),
            pageCompression=1,
            invariant=1,
            lang=first.language,
            initialFontName=faces.chain("roman")[0].name,  # type: ignore[arg-type] # the stubs have mixed it up with the size
        )
        title = f"{first.kind.title}: {first.course}" if not others else f"{len(certificates)} certificates"
        self._canvas.setTitle(title)
        self._canvas.setAuthor(", ".join(dict.fromkeys(certificate.provider.name for certificate in certificates)))
        self._canvas.setSubject(", ".join(dict.fromkeys(certificate.kind.title for certificate in certificates)))
        self._canvas.setCreator("cmecore")
        self._canvas.setViewerPreference("DisplayDocTitle", "true")
        issued = max(certificate.issued_on for certificate in certificates)
        self._canvas.setDateFormatter(lambda *_now: f"D:{issued:%Y%m%d}000000Z")
        # reportlab begins the file's identity with the clock of the environment; ours comes from what is drawn.
        self._document = self._canvas._doc  # type: ignore[attr-defined] # noqa: SLF001
        self._document.signature = hashlib.sha256(b"cmecore")

    def bookmark(self, key: str, certificate: Certificate) -> None:
        """Let the outline lead from a certificate to the page that is drawn next."""
        self._canvas.bookmarkPage(key)
        self._canvas.addOutlineEntry(f"{certificate.course} – {certificate.kind.title} – {certificate.name}", key)

    def page(self, page: Leaf) -> None:
        """Draw a page, in the order in which it is read."""
        if page.preview:
            self._form(_WATERMARK, self._watermark)
        self._form(_BORDER, lambda: ornament.border(self._canvas, self._paper.width, self._paper.height))
        for item in page.items:
            match item:
                case Piece():
                    self._text(item)
                case Stroke():
                    self._stroke(item)
                case Flourish():
                    ornament.flourish(self._canvas, item.x, item.y)
        if page.symbol is not None:
            self._symbol(page.symbol)
        for link in page.links:
            self._canvas.linkURL(link.address, link.box, relative=0, thickness=0)
        self._canvas.showPage()

    def finished(self) -> bytes:
        """Close the file and hand over its bytes."""
        self._canvas.save()
        return self._buffer.getvalue()

    def _form(self, name: str, draw: Callable[[], None]) -> None:
        """Draw what every page repeats once for the whole file, and refer to it."""
        if name not in self._forms:
            self._forms.add(name)
            self._canvas.beginForm(name, 0, 0, self._paper.width, self._paper.height)
            draw()
            self._canvas.endForm()
        self._canvas.doForm(name)

    def _watermark(self) -> None:
        font = self._faces.chain("roman")[0].name
        ornament.watermark(self._canvas, self._paper.width, self._paper.height, font, wording.PREVIEW)

    def _text(self, piece: Piece) -> None:
        setting = piece.setting
        spacing = setting.spacing * setting.size
        x = piece.x
        self._canvas.setFillColorRGB(*setting.colour)
        for face, run in self._faces.runs(piece.text, setting.style):
            self._canvas.setFont(face.name, setting.size)
            self._canvas.drawString(x, piece.y, run, charSpace=spacing)
            x += face.width(run, setting.size) + spacing * len(run)
        self._document.updateSignature(f"{piece.text}\n")

    def _stroke(self, stroke: Stroke) -> None:
        self._canvas.saveState()
        self._canvas.setStrokeColorRGB(*stroke.colour)
        self._canvas.setLineWidth(stroke.width)
        x = stroke.x
        if stroke.dotted:
            # Dots stand at the same places in every row, counted from the left edge of the paper.
            self._canvas.setLineCap(1)
            self._canvas.setDash(0, _DOTS)
            x = math.ceil(x / _DOTS) * _DOTS
        if (end := stroke.x + stroke.length) > x:
            self._canvas.line(x, stroke.y, end, stroke.y)
        self._canvas.restoreState()

    def _symbol(self, placed: Placed) -> None:
        """Draw a QR symbol: dark on white whatever lies beneath, as one path so that no hairline parts its modules."""
        module = placed.side / placed.symbol.modules
        top = placed.y + placed.side
        self._canvas.saveState()
        self._canvas.setFillColorRGB(1, 1, 1)
        self._canvas.rect(placed.x, placed.y, placed.side, placed.side, stroke=0, fill=1)
        self._canvas.setFillColorRGB(0, 0, 0)
        path = self._canvas.beginPath()
        for left, down, length in placed.symbol.runs():
            path.rect(placed.x + left * module, top - (down + 1) * module, length * module, module)
        self._canvas.drawPath(path, stroke=0, fill=1, fillMode=1)
        self._canvas.restoreState()
