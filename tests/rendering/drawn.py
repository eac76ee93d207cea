"""PDFs that the tests draw: each is judged before anything else is asked of it, and read back as a voice reads it."""

import ast
import hashlib
import itertools
import re
from collections.abc import Iterator, Sequence
from typing import Any

import attrs

import gates
import pdf_judge
from cmecore.entries import Certificate
from cmecore.rendering import PageRange, Rendered
from cmecore.rendering.document import Document
from cmecore.rendering.pdf import Pdf
from cmecore.rendering.themes import CLASSIC, Theme
from judged.structure import Content

#: What a page shows and no element says: the mark across a preview, and the number of the page.
DECORATION = ("PREVIEW", r"Page \d+ of \d+")


@attrs.frozen
class Heard:
    """A block as a voice reads it: its type, its text, and the place of its page."""

    type: str
    text: str
    page: int


@attrs.frozen(eq=False)
class Drawn:
    """A PDF that passed the judge."""

    rendered: Rendered
    theme: Theme
    certificates: tuple[Certificate, ...]

    @property
    def data(self) -> bytes:
        return self.rendered.data

    @property
    def ranges(self) -> tuple[PageRange, ...]:
        return self.rendered.pages

    @property
    def reading(self) -> pdf_judge.Reading:
        return pdf_judge.read(self.data)

    @property
    def spoken(self) -> list[str]:
        """Give the text of each certificate as it is read aloud."""
        return [words(heard) for heard in sections(self.reading)]


#: What the gate of the PDFs takes for an action wherever it stands, in a name too; the judge knows a key that acts from a text.
ACTION = re.compile(r"/(JavaScript|JS|Launch|SubmitForm|ImportData|GoToR|RichMedia)\b")
#: Files that have passed, by their digest: what several tests draw alike is judged once.
_passed: set[str] = set()


def drawn(*certificates: Certificate, **options: Any) -> Drawn:
    """Draw certificates, and let the judge and, where it is at hand, the gate of the PDFs look at the file."""
    pdf = Pdf(**options)
    rendered = pdf.render(certificates)
    drawing = Drawn(rendered, pdf.theme, certificates)
    digest = hashlib.sha256(rendered.data).hexdigest()
    if digest not in _passed:
        said = [f"{point}: {one}" for point, listed in complaints(drawing).items() for one in listed[:5]]
        assert not said, "\n".join(["the judge found:", *said])
        if gates.has_the_pdf_gate() and not any(map(ACTION.search, printed(drawing))):
            gates.pass_the_pdf_gate(rendered.data)
        _passed.add(digest)
    return drawing


def complaints(drawing: Drawn) -> dict[str, list[str]]:
    """List what the judge finds, except that no space stands where a word is longer than a line and had to be broken."""
    found = pdf_judge.complaints(drawing.data, decoration=[*DECORATION, drawing.theme.words.preview])
    texts = list(printed(drawing))
    parted = [one for one in found.pop("words_are_parted_by_spaces", ()) if not _broken(one, texts)]
    return found | ({"words_are_parted_by_spaces": parted} if parted else {})


def printed(drawing: Drawn) -> Iterator[str]:
    """List every text of every certificate."""
    for one in drawing.certificates:
        yield from Document.of(one, drawing.theme.words).texts()


def _broken(complaint: str, texts: Sequence[str]) -> bool:
    """Tell whether the two ends that a complaint names are one word in a text."""
    ends = re.fullmatch(r".* has no space between (.+) and (.+)", complaint)
    return ends is not None and any("".join(map(ast.literal_eval, ends.groups())) in text for text in texts)


def sections(reading: pdf_judge.Reading) -> list[list[Heard]]:
    """List the blocks of each certificate in the order of the tree, what is said in place of content included."""
    (document,) = pdf_judge.structure(reading).tops
    texts = [pdf_judge.text_by_mcid(page) for page in reading.pages]
    return [list(_blocks(section, texts)) for section in document.elements]


def _blocks(element: pdf_judge.Element, texts: Sequence[dict[int, str]]) -> Iterator[Heard]:
    if element.type in {"Sect", "Table", "TR"} or (
        element.type == "Link" and any(one.type == "Figure" for one in element.elements)
    ):
        for one in element.elements:
            yield from _blocks(one, texts)
        for kid in element.contents:
            # The address beside its symbol, in one link with it.
            if kid.page is not None:
                yield Heard(element.type, texts[kid.page][kid.mcid], kid.page)
    elif pages := [kid.page for below in element for kid in below.contents if kid.page is not None]:
        yield Heard(element.type, _voice(element, texts), pages[0])


def _voice(element: pdf_judge.Element, texts: Sequence[dict[int, str]]) -> str:
    instead = element.text("/ActualText") or element.text("/Alt")
    if instead is not None:
        return instead
    parts = []
    for kid in element.kids:
        if isinstance(kid, pdf_judge.Element):
            parts.append(_voice(kid, texts))
        elif isinstance(kid, Content) and kid.page is not None:
            parts.append(texts[kid.page][kid.mcid])
    return "".join(parts)


def words(heard: Sequence[Heard]) -> str:
    """Join blocks, with single spaces: where lines break is not what is said."""
    return " ".join(" ".join(one.text for one in heard).split())


def expected(certificate: Certificate, theme: Theme = CLASSIC, *, pages: int = 1) -> tuple[list[str], list[str]]:
    """List what has to be heard of a certificate on its first page, and on those that follow, headings of columns left out.

    What does not fit on the first page moves to the next; on the first page stands where it is to be found.
    """
    document = Document.of(certificate, theme.words, theme.order)
    listed = list(_listed(document))
    statements = list(document.statements)
    signed = [text for one in document.signatories for text in (one.name, one.title) if text]
    issue = [said.text for said in document.issue]
    phrases = document.words
    if document.address:
        issue += [phrases.verify, phrases.symbol, document.address]
    elif document.symbol:
        issue += [phrases.scan, phrases.symbol_number]
    head = [said.text for said in document.head]
    whole = [*head, *listed, *statements, *signed, *issue]
    if pages == 1:
        return whole, []
    closing = [document.sum] if document.sum and not document.listed_with_sum else []
    return [*head, phrases.topics_follow, *statements, *signed, *issue], [*listed, *closing]


def _listed(document: Document) -> Iterator[str]:
    for under, rows in itertools.groupby(document.rows, lambda row: row.under):
        yield from filter(None, (under,))
        for row in rows:
            yield from filter(None, (row.title, row.completed, row.amount, *row.notes))
    if document.listed_with_sum:
        yield document.sum


def flat(texts: Sequence[str]) -> str:
    """Bring texts to the form of `words`."""
    return " ".join(" ".join(texts).split())


def resuming(drawing: Drawn) -> str:
    """Give all text in the order in which it is meant: what follows on a further page where the first page points to it."""
    said = []
    for heard, theme in zip(sections(drawing.reading), itertools.repeat(drawing.theme)):
        first = heard[0].page
        rest = [one for one in heard if one.page > first and one.type != "TH"]
        listed = [one for one in rest if one.type in {"TD", "H2"}]
        others = [one for one in rest if one.type not in {"TD", "H2"}]
        front = [one for one in heard if one.page == first]
        topics = any(one.text.strip() == theme.words.topics_follow for one in front)
        closing = 1 if topics and others and listed else 0
        for one in front:
            text = one.text.strip()
            if text == theme.words.topics_follow:
                said += [*(each.text for each in listed), *(each.text for each in others[:closing])]
            elif text == theme.words.statements_follow:
                said += [each.text for each in others[closing:]]
            else:
                said.append(one.text)
    return " ".join(said)
