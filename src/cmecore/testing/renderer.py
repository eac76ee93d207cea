"""The tests that every renderer has to pass; subclass them for one of your own.

.. code-block:: python

   pytest.register_assert_rewrite("cmecore.testing.renderer")  # before the import: failures then show both values

   from cmecore.testing.renderer import RendererContract

   class TestMine(RendererContract):
       def renderer(self) -> Renderer:
           return MyRenderer()

       def text_of(self, rendered: Rendered) -> str:
           return my_reader(rendered.data)

They need nothing but ``assert``, so that pytest and unittest run them alike.  Two of them start a fresh interpreter, which
loads the file of your class again: the class has to stand at the top of its module.
"""

from __future__ import annotations

import inspect
import json
import os
import subprocess
import sys
import unicodedata
from collections.abc import Sequence
from typing import Any

import attrs

from cmecore.entries import Certificate, Line
from cmecore.errors import InvalidValue
from cmecore.providers import Provider, Signatory
from cmecore.rendering import Rendered, Renderer
from cmecore.rendering.document import ORDER, Block, Document
from cmecore.rendering.words import ENGLISH, Words
from cmecore.testing.certificates import ACCOUNT, CREDITED, KINDS
from cmecore.testing.hard_names import HARD_NAMES

#: Text that does something where it is not taken as text; each stands in another field of a certificate.
_MARKUP = (
    "<script>alert(1)</script>",
    "</title></style>&lt;&amp;&copy;",
    "{name} {0} %s %(name)s ${x} {{ x }} {% x %}",
    "\\textbf{x} $x^2$ ) Tj ET (",
    "<para><font color='red'>x</font></para>",
    "'; DROP TABLE x; -- =1+1 ]]>",
)
# A message about a name this short may hold its letters by chance.
_SHORT = 4

# Run in a fresh interpreter: loads the class of a contract, renders, and tells what came of it.  What a renderer ships it may
# read the first time; everything after that is watched.
_ELSEWHERE = """
import hashlib, json, runpy, sys
path, name = sys.argv[1:]
contract = runpy.run_path(path)[name]()
from cmecore.testing.certificates import KINDS
first = contract.renderer().render([KINDS["preview"], KINDS["credit"]])
seen = []
watched = ("open", "socket.", "subprocess.", "os.system", "os.exec", "os.posix_spawn", "urllib.", "http.", "ftplib.")
def watch(event, arguments):
    if event.startswith(watched):
        frame = sys._getframe()
        while frame and not frame.f_code.co_filename.startswith("<frozen importlib"):  # a module may be loaded late
            frame = frame.f_back
        if not frame:
            seen.append(event)
sys.addaudithook(watch)
rendered = contract.renderer().render(list(KINDS.values()))
print(json.dumps({"digest": hashlib.sha256(rendered.data).hexdigest(), "opened": seen}))
"""


class RendererContract:
    """What every renderer owes; see :class:`cmecore.rendering.Renderer`.

    >>> from cmecore.rendering.text import Text
    >>> class Mine(RendererContract):
    ...     def renderer(self):
    ...         return Text()
    ...     def text_of(self, rendered):
    ...         return rendered.data.decode()
    >>> Mine().test_every_text_is_there_in_reading_order()
    """

    #: The phrases that the renderer prints, and the order in which it prints the head, where they are not the usual ones.
    words: Words = ENGLISH
    order: Sequence[Block] = ORDER

    def renderer(self) -> Renderer:
        """Make a renderer, afresh each time."""
        raise NotImplementedError

    def text_of(self, rendered: Rendered) -> str:
        """Read back all text in a document, in the order in which it is read aloud."""
        raise NotImplementedError

    def as_read(self, text: str) -> str:
        """Tell how a text comes back from the reader, where it cannot come back as it is, as from right to left in a PDF."""
        return text

    def test_every_text_is_there_in_reading_order(self) -> None:
        """Of every kind of certificate, with nothing cut and nothing left out."""
        for kind, certificate in KINDS.items():
            assert self._missing(certificate) == "", f"of the certificate {kind!r}"

    def test_text_from_outside_is_text_in_every_field(self) -> None:
        """Markup, formats and formulas come back as they were written."""
        one, two, three, four, five, six = _MARKUP
        lines = [Line(activity="EM-1", title=four, on=CREDITED.lines[0].on, credits=CREDITED.lines[1].credits)]
        provider = Provider(name=two, address=three, contact=four, policy=five)
        signatories = [Signatory(five, six)]
        certificate = attrs.evolve(
            CREDITED,
            name=one,
            provider=provider,
            course=three,
            edition=six,
            lines=lines,
            statements=_MARKUP,
            signatories=signatories,
        )
        assert self._missing(certificate) == ""

    def test_a_preview_says_that_it_is_one(self) -> None:
        """In words, and a certificate with a number does not."""
        note = _squeezed(self.as_read(self.words.preview_note))
        for kind, certificate in KINDS.items():
            said = note in self._read(certificate)
            assert said is (certificate.number is None), f"of the certificate {kind!r}"

    def test_several_certificates_are_all_there_in_order(self) -> None:
        """In the order in which they were handed over, each with all of its text."""
        for certificates in ([*KINDS.values()], [*reversed(KINDS.values())]):
            assert self._missing(*certificates) == ""

    def test_the_same_certificates_give_the_same_bytes(self) -> None:
        """From one renderer twice and from another one; other certificates give others."""
        renderer, certificates = self.renderer(), list(KINDS.values())
        first = renderer.render(certificates)
        assert isinstance(first, Rendered)
        assert isinstance(first.data, bytes)
        assert "/" in first.media_type
        renderer.render(certificates[:1])
        assert renderer.render(tuple(certificates)) == first
        assert self.renderer().render(certificates) == first
        assert renderer.render(certificates[1:]).data != first.data

    def test_another_machine_gives_the_same_bytes(self) -> None:
        """In another zone, language and order of hashes, with another clock."""
        other = {"TZ": "America/Adak", "LANG": "tr_TR.UTF-8", "PYTHONHASHSEED": "77", "SOURCE_DATE_EPOCH": "1234567890"}
        digests = {self._elsewhere(**environment)["digest"] for environment in ({"TZ": "Asia/Kolkata", "LC_ALL": "C"}, other)}
        assert len(digests) == 1

    def test_nothing_is_opened(self) -> None:
        """No file, no connection and no program, once what the renderer ships has been read."""
        assert self._elsewhere(PYTHONHASHSEED="1")["opened"] == []

    def test_hard_names_come_back_or_are_refused(self) -> None:
        """Letter for letter, or by an error of ours that does not repeat the name; a name is never cut or put into boxes."""
        wrong = []
        renderer = self.renderer()
        for hard in HARD_NAMES:
            if hard.refused:
                continue
            certificate = attrs.evolve(CREDITED, name=hard.text)
            try:
                rendered = renderer.render([certificate])
            except InvalidValue as refusal:
                if len(hard.text) > _SHORT and hard.text in str(refusal):
                    wrong.append(f"{hard.text!a} stands in the message that refuses it")
                continue
            if _squeezed(self.as_read(hard.text)) not in _squeezed(self.text_of(rendered)):
                wrong.append(f"{hard.text!a} does not come back")
        assert wrong == []

    def test_a_plain_name_is_never_refused(self) -> None:
        """Refusing everything would be no way to keep the promise about hard names."""
        for name in ("Ada Okoro, MD", "Zoë O’Brien-Núñez, DO", "Stanisław Wiśniewski"):
            assert self._missing(attrs.evolve(CREDITED, name=name)) == ""

    def test_a_name_may_be_composed_or_not(self) -> None:
        """Letters and their marks come back the same, however they were typed."""
        for form in ("NFC", "NFD"):
            assert self._missing(attrs.evolve(CREDITED, name=unicodedata.normalize(form, "Zoë Núñez"))) == ""

    def test_the_account_of_the_learner_is_never_printed(self) -> None:
        """Neither where it can be read, nor in the bytes."""
        rendered = self.renderer().render(list(KINDS.values()))
        assert ACCOUNT not in self.text_of(rendered)
        assert ACCOUNT.encode() not in rendered.data

    def test_what_is_no_certificate_is_refused(self) -> None:
        """And so is nothing at all: a document without a page is nobody's certificate."""
        for wrong in ([], (), [None], ["Ada"], None, "Ada"):
            refused: object = None
            try:
                refused = self.renderer().render(wrong)  # type: ignore[arg-type]
            except InvalidValue as error:
                refused = error
            assert isinstance(refused, InvalidValue), f"{wrong!r} has to be refused by InvalidValue"

    def _read(self, *certificates: Certificate) -> str:
        return _squeezed(self.text_of(self.renderer().render(certificates)))

    def _missing(self, *certificates: Certificate) -> str:
        """Name the first text that is not there, or not in its place."""
        read, place = self._read(*certificates), 0
        for certificate in certificates:
            for text in Document.of(certificate, self.words, self.order).texts():
                wanted = _squeezed(self.as_read(text))
                found = read.find(wanted, place)
                if found < 0:
                    return f"{text!a} is {'out of its place' if wanted in read else 'missing'}"
                place = found + len(wanted)
        return ""

    def _elsewhere(self, **environment: str) -> Any:
        contract = type(self)
        if "<locals>" in contract.__qualname__:
            raise AssertionError(
                f"{contract.__qualname__} has to stand at the top of its module, where another process finds it"
            )
        kept = {name: os.environ[name] for name in ("PATH", "SYSTEMROOT") if name in os.environ}
        run = subprocess.run(  # noqa: S603 - our own interpreter, and the file of the class that is tested
            [sys.executable, "-c", _ELSEWHERE, inspect.getfile(contract), contract.__qualname__],
            env={**kept, "PYTHONPATH": os.pathsep.join(filter(None, sys.path)), **environment},
            capture_output=True,
            check=False,
        )
        assert run.returncode == 0, run.stderr.decode(errors="replace")
        return json.loads(run.stdout.splitlines()[-1])


def _squeezed(text: str) -> str:
    """Bring a text to what is said: where lines break, and how letters and their marks are put together, is not."""
    return "".join(unicodedata.normalize("NFC", text).split())
