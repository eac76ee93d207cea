"""The PDF renderer owes what every renderer owes; its text is read by mark, in the order of its tree."""

import attrs

import fonts
from cmecore.rendering import Rendered, Renderer
from cmecore.rendering.pdf import Pdf
from cmecore.rendering.themes import A4, CLASSIC, MODERN
from cmecore.rendering.words import Words
from cmecore.testing.renderer import RendererContract
from rendering.drawn import Drawn, resuming


def handed() -> list[bytes]:
    return [fonts.data(script) for script in ("Arabic", "Hebrew", "Devanagari", "Thai", "Han", "Hangul")]


class TestPdf(RendererContract):
    """M97: PDF is the format that is recommended."""

    def renderer(self) -> Renderer:
        return Pdf(fonts=handed())

    def text_of(self, rendered: Rendered) -> str:
        return resuming(Drawn(rendered, attrs.evolve(CLASSIC, words=self.words), ()))


class TestPdfOfAnotherLook(TestPdf):
    """With other words in another order, on other paper, with fields and data."""

    words = Words(language="de", certifies="bescheinigt, dass", preview_note="Nur eine Vorschau.")
    order = ("provider", "learner", "kind", "award", "course")
    test_hard_names_come_back_or_are_refused = None  # type: ignore[assignment] # what fonts draw does not hang on the look

    def renderer(self) -> Renderer:
        theme = attrs.evolve(MODERN, paper=A4.portrait, words=self.words, order=self.order)
        return Pdf(theme=theme, fillable=True, attaches=True)
