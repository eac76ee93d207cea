import json
from typing import Any

import attrs
import pytest

from cmecore.entries import Certificate
from cmecore.errors import InvalidValue
from cmecore.rendering.data import SCHEMA, Json
from cmecore.rendering.document import Document
from cmecore.rendering.words import Words
from cmecore.serial import from_data
from cmecore.testing.certificates import ACCOUNT, CREDITED, KINDS


def written(*certificates: Certificate, **given: Any) -> Any:
    return json.loads(Json(**given).render(certificates).data)


@pytest.mark.parametrize("kind", KINDS)
def test_the_snapshot_is_whole_but_for_the_account(kind: str) -> None:
    """M97 and M16: with the account put back, what is read is the certificate that was written."""
    (one,) = written(KINDS[kind])["certificates"]
    assert "learner" not in one["certificate"]
    assert from_data({**one["certificate"], "learner": ACCOUNT}, Certificate) == KINDS[kind]
    assert one["preview"] is (KINDS[kind].number is None)


def test_the_words_stand_beside_it_as_they_are_printed() -> None:
    said = written(CREDITED)["certificates"][0]["said"]
    assert said["head"][1] == {"role": "provider", "text": "Lakeside Continuing Medical Education"}
    assert said["rows"][0] == {
        "title": "Early recognition of sepsis",
        "completed": "9 March 2026",
        "amount": "0.75",
        "notes": ["including 0.50 opioid"],
        "under": "",
    }
    assert said["signatories"][0] == {"name": "Grace Lindqvist, PhD", "title": "Director of Education"}
    assert said["issue"][1] == {"role": "number", "text": "Certificate number CME-2026-7Q4K-0193"}
    assert said["address"] == CREDITED.address
    assert said["sum"] == Document.of(CREDITED).sum


def test_the_document_names_its_schema_and_the_language_of_its_phrases() -> None:
    document = written(CREDITED, KINDS["preview"], words=Words(language="de", certifies="bescheinigt, dass"))
    assert (document["schema"], document["language"], len(document["certificates"])) == (SCHEMA, "de", 2)
    assert document["certificates"][0]["said"]["head"][2]["text"] == "bescheinigt, dass"


def test_keys_are_sorted_and_letters_are_themselves() -> None:
    rendered = Json().render([attrs.evolve(CREDITED, name="Nguyễn Thị Hồng 𠮷")])
    text = rendered.data.decode()
    assert rendered.media_type == "application/json"
    assert "Nguyễn Thị Hồng 𠮷" in text
    assert text == json.dumps(json.loads(text), ensure_ascii=False, sort_keys=True, indent=1) + "\n"


def test_what_are_no_words_and_no_order_is_refused() -> None:
    for wrong in ({"words": None}, {"order": "kind"}):
        with pytest.raises(InvalidValue):
            Json(**wrong)
