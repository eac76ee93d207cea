"""Every renderer of ours passes the contract, and each clause of the contract catches the renderer that breaks it."""

import datetime
import html.parser
import json
import re
import socket
from collections.abc import Callable, Sequence
from pathlib import Path

import attrs
import pytest

from cmecore.credit.text import LINE
from cmecore.entries import Certificate
from cmecore.errors import InvalidValue
from cmecore.rendering import Rendered, Renderer
from cmecore.rendering.data import Json
from cmecore.rendering.html import Html
from cmecore.rendering.text import Text
from cmecore.rendering.words import Words
from cmecore.testing.certificates import CREDITED
from cmecore.testing.hard_names import HARD_NAMES, HardName
from cmecore.testing.renderer import RendererContract


class Read(html.parser.HTMLParser):
    """Reads a page as a voice does: what is shown, and what a picture says for itself; not its title nor its style sheet."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.parts: list[str] = []
        self.inside: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: Sequence[tuple[str, str | None]]) -> None:  # noqa: ARG002 - the parser's own
        if tag not in {"meta", "br", "wbr", "input"}:
            self.inside.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag in self.inside:
            while self.inside.pop() != tag:
                pass

    def handle_data(self, data: str) -> None:
        if not {"head", "svg"} & set(self.inside):
            self.parts.append(data)


class TestText(RendererContract):
    """M97: plain text is one of several formats."""

    def renderer(self) -> Renderer:
        return Text()

    def text_of(self, rendered: Rendered) -> str:
        return rendered.data.decode()


class TestHtml(RendererContract):
    """M97: a web page is another one."""

    def renderer(self) -> Renderer:
        return Html()

    def text_of(self, rendered: Rendered) -> str:
        return "".join(Read(rendered.data.decode()).parts)


class TestJson(RendererContract):
    """M97: and so is a document for programs."""

    def renderer(self) -> Renderer:
        return Json()

    def text_of(self, rendered: Rendered) -> str:
        parts: list[str] = []
        for one in json.loads(rendered.data)["certificates"]:
            said = one["said"]
            parts += [each["text"] for each in said["head"]]
            for row in said["rows"]:
                parts += [row["under"], row["title"], row["completed"], row["amount"], *row["notes"]]
            parts += [said["sum"], *said["statements"]]
            for signatory in said["signatories"]:
                parts += [signatory["name"], signatory["title"]]
            parts += [*(each["text"] for each in said["issue"]), said["address"]]
        return "\n".join(parts)


class TestGermanText(TestText):
    """With other words in another order."""

    words = Words(language="de", certifies="bescheinigt, dass", preview_note="Nur eine Vorschau.")
    order = ("provider", "learner", "kind", "award", "course")

    def renderer(self) -> Renderer:
        return Text(words=self.words, order=self.order)


class Broken(TestText):
    """A renderer of text with one fault."""

    __test__ = False

    def fault(self, text: str, certificates: Sequence[Certificate]) -> str:
        """Break the text."""
        raise NotImplementedError

    def renderer(self) -> Renderer:
        contract = self

        class Faulty:
            def render(self, certificates: Sequence[Certificate], /) -> Rendered:
                rendered = Text().render(certificates)
                return attrs.evolve(rendered, data=contract.fault(rendered.data.decode(), certificates).encode())

        return Faulty()


class Forgets(Broken):
    def fault(self, text: str, certificates: Sequence[Certificate]) -> str:  # noqa: ARG002
        return text.replace("    including 0.50 opioid\n", "")


class Shuffles(Broken):
    def fault(self, text: str, certificates: Sequence[Certificate]) -> str:  # noqa: ARG002
        return "\n\n".join(reversed(text.split("\n\n")))


class Escapes(Broken):
    def fault(self, text: str, certificates: Sequence[Certificate]) -> str:  # noqa: ARG002
        return text.replace("<", "&lt;")


class Pretends(Broken):
    def fault(self, text: str, certificates: Sequence[Certificate]) -> str:  # noqa: ARG002
        return re.sub(r"Preview only\..*\n", "", text)


class Stops(Broken):
    def fault(self, text: str, certificates: Sequence[Certificate]) -> str:  # noqa: ARG002
        return text.split("\n====", maxsplit=1)[0]


class Dates(Broken):
    def fault(self, text: str, certificates: Sequence[Certificate]) -> str:  # noqa: ARG002
        return f"{text}\n{datetime.datetime.now(tz=datetime.UTC)}"


class Hashes(Broken):
    def fault(self, text: str, certificates: Sequence[Certificate]) -> str:  # noqa: ARG002
        return f"{text}\n{hash(text)}"


class Opens(Broken):
    def fault(self, text: str, certificates: Sequence[Certificate]) -> str:  # noqa: ARG002
        return f"{text}\n{Path(__file__).read_bytes().count(b'x') > 0}"


class Connects(Broken):
    def fault(self, text: str, certificates: Sequence[Certificate]) -> str:  # noqa: ARG002
        with socket.socket() as made:
            return f"{text}\n{made.fileno() < 0}"


class Cuts(Broken):
    def fault(self, text: str, certificates: Sequence[Certificate]) -> str:  # noqa: ARG002
        return "\n".join(line[:70] for line in text.split("\n"))


class Boxes(Broken):
    def fault(self, text: str, certificates: Sequence[Certificate]) -> str:  # noqa: ARG002
        return "".join(letter if ord(letter) < 0x250 or letter in "·–™" else "\u25a1" for letter in text)


class Tells(Broken):
    def fault(self, text: str, certificates: Sequence[Certificate]) -> str:
        if not certificates[0].name.isascii():
            raise InvalidValue(field="name", found=certificates[0].name, expected="plain letters")
        return text


class Refuses(Broken):
    def fault(self, text: str, certificates: Sequence[Certificate]) -> str:
        if not certificates[0].name.isascii():
            raise InvalidValue(field="name", found="a name", expected="plain letters")
        return text


class Strips(Broken):
    def fault(self, text: str, certificates: Sequence[Certificate]) -> str:  # noqa: ARG002
        return re.sub("[\u0300-\u036f]", "", text)


class Leaks(Broken):
    def fault(self, text: str, certificates: Sequence[Certificate]) -> str:
        return f"{text}\n{certificates[0].learner}"


class Takes(Broken):
    def renderer(self) -> Renderer:
        class Anything:
            def render(self, certificates: Sequence[Certificate], /) -> Rendered:
                return Text().render(certificates) if certificates else Rendered("text/plain", b"")

        return Anything()


@pytest.mark.parametrize(
    ("broken", "clause", "said"),
    [
        (Forgets, "every_text_is_there_in_reading_order", "opioid' is missing"),
        (Shuffles, "every_text_is_there_in_reading_order", "out of its place"),
        (Escapes, "text_from_outside_is_text_in_every_field", "is missing"),
        (Pretends, "a_preview_says_that_it_is_one", "preview"),
        (Stops, "several_certificates_are_all_there_in_order", "is missing"),
        (Dates, "the_same_certificates_give_the_same_bytes", "assert"),
        (Hashes, "another_machine_gives_the_same_bytes", "assert 2 == 1"),
        (Opens, "nothing_is_opened", "open"),
        (Connects, "nothing_is_opened", "socket"),
        (Cuts, "hard_names_come_back_or_are_refused", "does not come back"),
        (Boxes, "hard_names_come_back_or_are_refused", "does not come back"),
        (Tells, "hard_names_come_back_or_are_refused", "stands in the message"),
        (Refuses, "a_plain_name_is_never_refused", "plain letters"),
        (Strips, "a_name_may_be_composed_or_not", "missing"),
        (Leaks, "the_account_of_the_learner_is_never_printed", "account"),
        (Takes, "what_is_no_certificate_is_refused", "refused"),
    ],
)
def test_each_clause_catches_the_renderer_that_breaks_it(broken: Callable[[], Broken], clause: str, said: str) -> None:
    with pytest.raises((AssertionError, InvalidValue), match=re.escape(said)):
        getattr(broken(), f"test_{clause}")()


def test_a_contract_that_another_process_cannot_find_says_so() -> None:
    class Hidden(Broken):
        def fault(self, text: str, certificates: Sequence[Certificate]) -> str:  # noqa: ARG002
            return text

    with pytest.raises(AssertionError, match="top of its module"):
        Hidden().test_nothing_is_opened()


def test_there_are_enough_hard_names_and_none_twice() -> None:
    texts = [hard.text for hard in HARD_NAMES]
    assert len(texts) >= 150
    assert len(set(texts)) == len(texts)
    assert all(hard.why for hard in HARD_NAMES)


@pytest.mark.parametrize("hard", HARD_NAMES, ids=lambda hard: hard.why)
def test_a_certificate_bears_every_hard_name_or_refuses_it(hard: HardName) -> None:
    if not hard.refused:
        assert attrs.evolve(CREDITED, name=hard.text).name == hard.text
        return
    with pytest.raises(InvalidValue, match=r"^name: found ") as refused:
        attrs.evolve(CREDITED, name=hard.text)
    assert len(hard.text) > LINE or not hard.text.strip() or hard.text not in str(refused.value)
