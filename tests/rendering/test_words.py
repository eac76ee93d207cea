import json
import pickle
import re
from decimal import Decimal
from typing import Any

import attrs
import pytest

from cmecore.credit.amounts import CreditType
from cmecore.entries import CREDIT
from cmecore.errors import InvalidValue
from cmecore.rendering.data import Json
from cmecore.rendering.document import Document
from cmecore.rendering.pdf import Pdf
from cmecore.rendering.themes import CLASSIC
from cmecore.rendering.words import ENGLISH, Words
from cmecore.testing.certificates import CREDITED, KINDS
from rendering.drawn import drawn

COMMA = Words(decimal=",")
_POINTED = re.compile(r"[0-9]\.[0-9]")


@pytest.mark.parametrize("kind", KINDS)
def test_every_amount_in_a_phrase_has_the_mark_of_the_language(kind: str) -> None:
    """Totals, points, topics, hours and sums; what the provider wrote stays as it was written."""
    own = attrs.evolve(KINDS[kind], statements=())
    pointed = list(Document.of(own).texts())
    assert list(Document.of(own, COMMA).texts()) == [
        _POINTED.sub(lambda found: found[0].replace(".", ","), one) for one in pointed
    ]
    assert Document.of(CREDITED, COMMA).statements == CREDITED.statements


def test_a_program_finds_the_point_beside_the_words() -> None:
    written = json.loads(Json(words=COMMA).render([CREDITED]).data)["certificates"][0]
    assert written["certificate"]["lines"][0]["credits"]["amount"] == "0.75"
    assert written["said"]["rows"][0]["amount"] == "0,75"


def test_a_page_shows_amounts_as_its_theme_writes_them() -> None:
    drawing = drawn(CREDITED, theme=attrs.evolve(CLASSIC, words=COMMA))
    assert "1,75 AMA PRA Category 1 Credits™" in drawing.spoken[0]
    assert drawing.data != Pdf().render([CREDITED]).data


def test_the_point_in_the_name_of_a_type_is_part_of_its_name() -> None:
    half = CreditType(code="acme", name="No. 1.5 credit", step="0.5")
    assert [COMMA.credits(half(amount)) for amount in ("0.5", "1.0", "1.5")] == [
        "0,5 No. 1.5 credit",
        "1,0 No. 1.5 credit",
        "1,5 No. 1.5 credits",
    ]


@pytest.mark.parametrize(("hours", "printed"), [("1E+1", "10"), ("1.5E+2", "150"), ("0.000001", "0,000001"), ("1.50", "1,50")])
def test_an_amount_is_written_in_plain_digits(hours: str, printed: str) -> None:
    """Decimal may spell ten as 1E+1, as where a caller has normalized it."""
    certificate = attrs.evolve(KINDS["hours"], hours=Decimal(hours))
    assert COMMA.figures(Decimal(hours)) == printed
    assert f"Hours of participation, as claimed by the participant: {printed}" in Document.of(certificate, COMMA).texts()


@pytest.mark.parametrize("mark", ["", "1", ".,", " ", "e", "'", None, 7])
def test_what_no_language_puts_into_an_amount_is_refused(mark: Any) -> None:
    with pytest.raises(InvalidValue, match=r"^decimal: found .*; expected one of \. , · ٫"):
        Words(decimal=mark)


def test_what_is_remembered_is_no_part_of_the_words() -> None:
    """Words that were used are equal to words that were not, and a change of them forgets what was."""
    used, fresh = Words(kinds={"credit": "Zeugnis"}), Words(kinds={"credit": "Zeugnis"})
    before = hash(used), repr(used)
    assert used.day(CREDITED.issued_on) == "12 March 2026"
    assert (hash(used), repr(used)) == before
    assert used == fresh == pickle.loads(pickle.dumps(used))  # noqa: S301 - our own
    other = attrs.evolve(used, date="{day}.{month}", kinds={"credit": "Bescheinigung"})
    assert (other.day(CREDITED.issued_on), other.kind(CREDIT)) == ("12.March", "Bescheinigung")
    assert ENGLISH.kind(CREDIT) == CREDIT.title
