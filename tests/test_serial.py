"""Values written as documents and read back: equal, complete, and the same text wherever it is written."""

import datetime
import importlib
import inspect
import json
import os
import pkgutil
import subprocess
import sys
import zoneinfo
from typing import Any

import attrs
import cattrs
import pytest
from hypothesis import given, settings, strategies as st

import cmecore
import strategies as draw
from builders import a_life
from cmecore import activities, entries, evidence
from cmecore.chain import payload_digest, verify
from cmecore.credit.amounts import Credits
from cmecore.credit.canonical import canonical
from cmecore.credit.periods import Period, Span
from cmecore.credit.rounding import nearest
from cmecore.credit.sources import Source, Sureness
from cmecore.designations import Designation
from cmecore.ledger import Ledger
from cmecore.providers import Provider
from cmecore.rules import awards
from cmecore.rules.criteria import AllOf, Test, at_least, none_of
from cmecore.rules.policies import Policy
from cmecore.rules.requirements import completed
from cmecore.rules.windows import Anchor, Window
from cmecore.serial import Malformed, configure_converter, converter, dumps, from_data, loads, to_data
from cmecore.serial.shapes import KINDS
from every_value import EXAMPLES
from test_layers import STORY

AMA = draw.AMA
# Computed from what is written, and computed again after reading.
DERIVED = {"Offer", "Finding", "Appraisal", "Assessment", "SetAside", "ExactAmount", "Receipt", "Decided"}

# What a body lays down, and what is said of a text by it, is no part of a learner's story; who accredited a provider is.
OF_BODIES = {"bodies", "designating", "identifiers", "linting"}
# What follows from a ledger is told again from its records; only a plan is kept until somebody confirms it.
ROOMS = {*STORY[: STORY.index("plans") + 1]} - {*OF_BODIES, "holdings"}
WRITTEN_OF_BODIES = {"cmecore.bodies.accreditations"}


@pytest.mark.parametrize("kind", EXAMPLES, ids=lambda kind: kind.__name__)
@settings(max_examples=settings().max_examples // 3)
@given(data=st.data())
def test_what_is_written_reads_back_equal(kind: type[Any], data: st.DataObject) -> None:
    """Every value reads back equal from its document, in the fields that equality looks at and in those that it does not."""
    value = data.draw(EXAMPLES[kind])
    text = dumps(value)
    back = loads(text, kind)
    assert back == value
    assert type(back) is type(value)
    assert canonical(back) == canonical(value)
    assert dumps(back) == text
    assert from_data(to_data(value), kind) == value


def test_every_value_of_the_library_can_be_written() -> None:
    """Every class of the story has an example above, unless it is computed from those that have."""
    names = [module.name for module in pkgutil.walk_packages(cmecore.__path__, "cmecore.")]
    rooms = [name for name in names if name.split(".")[1] in ROOMS or name in WRITTEN_OF_BODIES]
    modules = [importlib.import_module(name) for name in rooms]
    found = {
        name: kind
        for module in modules
        for name, kind in inspect.getmembers(module, inspect.isclass)
        if attrs.has(kind) and kind.__module__ == module.__name__ and not name.startswith("_")
    }
    assert {name: kind for name, kind in found.items() if name not in DERIVED} == KINDS
    assert set(KINDS.values()) == set(EXAMPLES)


def plain(data: object) -> bool:
    """Tell whether data is made of nothing but what the documentation names."""
    if type(data) is dict:
        return all(type(key) is str and plain(held) for key, held in data.items())
    return all(map(plain, data)) if type(data) is list else data is None or type(data) in (str, int, bool)


@given(EXAMPLES[evidence.Participation])
def test_plain_data_is_plain(value: evidence.Participation) -> None:
    """Plain data holds dicts, lists, texts, whole numbers, booleans and None, and no float anywhere."""
    assert plain(to_data(value))


# Written by hand from the fields of the values: what the library wrote in its first release it has to read for ever.
SEPSIS = activities.Activity(
    code="EM-101",
    title="Nhiễm khuẩn huyết sớm",
    format=activities.ENDURING,
    provider=Provider(name="Lakeside CME", zone="America/Chicago"),
    parts=[activities.Part(code="m1", title="Recognising", minutes=20, attended_from="0.80", topics=["opioid"])],
    completion=[completed("0.80")],
    designations=[
        Designation(
            maximum=AMA("2.00"),
            policy=Policy(
                code="online",
                award=awards.over_units({"m1": 8}),
                rounding=nearest("0.25"),
                cap="1.50",
                claim_within=Period(years=3),
                in_force=Span(datetime.date(2026, 1, 1), None),
                sources=[Source(title="Booklet", sureness=Sureness.ISSUER_DATED)],
            ),
        )
    ],
)
SEEN = evidence.Participation(
    "dr-42",
    SEPSIS,
    [
        evidence.Progress(17, 20, datetime.date(2026, 3, 9)),
        evidence.Attempt("0.71", datetime.datetime(2026, 3, 9, 13, tzinfo=zoneinfo.ZoneInfo("America/Chicago")), number=2),
        evidence.Stated("acme.active", datetime.timedelta(minutes=90, milliseconds=500), datetime.date(2026, 3, 9)),
    ],
)
CONTENT = '{"name": "content", "kind": "share", "says": "content completed", "only_grows": true, "adds_up": true}'
OF_M1 = '{"name": "content:m1", "kind": "share", "says": "content completed of m1", "only_grows": true, "adds_up": true}'
WRITTEN = f"""{{"schema": "cmecore/1", "kind": "Participation", "value": {{
  "learner": "dr-42",
  "activity": {{
    "code": "EM-101", "title": "Nhiễm khuẩn huyết sớm", "format": {{"name": "enduring material", "live": false}},
    "provider": {{"name": "Lakeside CME", "zone": "America/Chicago"}},
    "parts": [{{"code": "m1", "title": "Recognising", "minutes": 20, "attended_from": {{"part": 80, "whole": 100}},
                "topics": ["opioid"]}}],
    "completion": [{{"code": "content", "says": "Complete at least 80 % of the content", "test":
      {{"is": "Compare", "fact": {CONTENT}, "relation": "at_least", "value": {{"part": 80, "whole": 100}}}}}}],
    "designations": [{{
      "maximum": {{"amount": "2.00", "type": {{"code": "ama-pra-1", "name": "AMA PRA Category 1 Credit", "step": "0.25"}}}},
      "policy": [{{
        "code": "online",
        "award": {{"is": "SumOf", "units": [{{"code": "m1", "test": {{"is": "Compare", "fact": {OF_M1},
          "relation": "at_least", "value": {{"part": 1, "whole": 1}}}}, "worth": "2/15"}}]}},
        "rounding": {{"direction": "nearest", "step": "0.25"}}, "cap": "1.50", "claim_within": {{"years": 3}},
        "in_force": {{"first": "2026-01-01"}}, "sources": [{{"title": "Booklet", "sureness": "issuer_dated"}}]}}]}}]}},
  "evidence": [
    {{"is": "Attempt", "score": {{"part": 71, "whole": 100}}, "on": "2026-03-09T18:00:00Z", "number": 2}},
    {{"is": "Progress", "done": 17, "total": 20, "on": "2026-03-09"}},
    {{"is": "Stated", "fact": "acme.active", "value": {{"is": "time", "value": "PT1H30M0.5S"}}, "on": "2026-03-09"}}]}}}}"""


def test_a_document_looks_as_documented() -> None:
    """A document written by hand reads as the value it means, and the value is written as that document."""
    assert loads(WRITTEN, evidence.Participation) == SEEN
    assert json.loads(dumps(SEEN)) == json.loads(WRITTEN)
    assert "Nhiễm khuẩn huyết sớm" in dumps(SEEN)


@pytest.mark.parametrize(
    ("rule", "data"),
    [
        (Period(years=3), {"years": 3}),
        (Window(within=Period(years=3)), {"is": "Window", "within": {"years": 3}}),
        (
            Window(within=Period(days=90), anchor=Anchor.LAST_DAY, until=datetime.date(2026, 12, 31)),
            {"is": "Window", "within": {"days": 90}, "anchor": "last_day", "until": "2026-12-31"},
        ),
        (None, None),
    ],
)
def test_a_window_to_claim_in_says_what_it_is(rule: Period | Window | None, data: object) -> None:
    """A length of time is written as everywhere else; only a window, which may stand in its place, says that it is one."""
    policy = Policy(code="online", claim_within=rule)
    written = {"code": "online"} if data is None else {"code": "online", "claim_within": data}
    assert to_data(policy) == written
    assert from_data(written, Policy) == policy
    either: Any = Period | Window | None
    assert converter().structure(data, either) == rule
    assert converter().unstructure(rule, unstructure_as=either) == data


@pytest.mark.parametrize(
    ("data", "path", "said"),
    [
        ({"is": "Period", "years": 3}, "$.claim_within.is", "known are Window"),
        ({"within": {"years": 3}}, "$.claim_within", "an unknown key in place 1"),
        ({"is": "Window", "within": {"is": "Period", "years": 3}}, "$.claim_within.within", "an unknown key in place 1"),
        ({"is": "Window"}, "$.claim_within", "neither a length nor a last day"),
        (3, "$.claim_within", "a whole number; expected an object that says what it is"),
    ],
)
def test_what_is_no_window_is_refused_at_its_place(data: object, path: str, said: str) -> None:
    """Neither a window that does not say that it is one, nor a length that says too much, is read."""
    with pytest.raises(Malformed) as caught:
        from_data({"code": "online", "claim_within": data}, Policy)
    (problem,) = caught.value.problems
    assert problem.path == path
    assert said in str(problem)


def test_the_secret_of_a_ledger_is_never_written() -> None:
    """What salts are derived from stays with the host; the salts, and the whole chain, are in the document."""
    secret = b"a secret of 16 b"
    ledger = a_life(secret)
    assert all(len(record.salt) == 32 for record in ledger.records if not isinstance(record.entry, entries.Erased))
    text = dumps(ledger)
    assert secret.decode() not in text
    assert secret.hex() not in text
    assert "secret" not in text
    back = loads(text, Ledger)
    assert back == ledger
    assert (back.secret, back.head, back.state_digest) == (b"", ledger.head, ledger.state_digest)
    assert verify(back.learner, back.records, ledger.head) == ()


def test_every_record_of_a_life_reads_back_and_keeps_its_digest() -> None:
    """Each class of entry, in a ledger that holds all of them: what is read back says, to the bit, what was written."""
    for record in a_life(b"secret").records:
        back = loads(dumps(record), entries.Record)
        assert back == record
        if not isinstance(back.entry, entries.Erased):
            said: dict[str, Any] = {"at": back.at, "actor": back.actor, "reason": back.reason, "salt": back.salt}
            assert payload_digest(back.entry, **said) == record.digest


def test_an_instant_may_be_written_with_an_offset() -> None:
    """A moment said with another offset from UTC is the same moment."""
    elsewhere = loads(WRITTEN.replace("T18:00:00Z", "T13:00:00-05:00"), evidence.Participation)
    assert elsewhere == SEEN
    assert dumps(elsewhere) == dumps(SEEN)


PROGRAM = """
import datetime
from cmecore.activities import *
from cmecore.evidence import *
from cmecore.rules.criteria import none_of
from cmecore.rules.facts import Fact, FactKind
from cmecore.rules.requirements import Requirement
from cmecore.serial import dumps
job = Fact(name="acme.job", kind=FactKind.WORD, says="profession")
asked = Requirement(code="acme.job", says="No student", test=none_of(job, ["student", "pupil", "visitor", "guest"]))
activity = Activity(code="EM-101", title="Sepsis", format=ENDURING, provider="Lakeside CME", completion=[asked])
day = datetime.date(2026, 3, 9)
items = [Evaluated(day, f"form {n}") for n in range(9)] + [Present("", day), Stated("acme.n", 3, day), Prior("EM-100", day)]
print(dumps(Participation("dr-42", activity, items)))
"""


def test_the_text_is_the_same_in_every_run() -> None:
    """Sets are written in one order, whatever seed Python's hashes have."""
    texts = {
        subprocess.run(
            [sys.executable, "-c", PROGRAM],
            env={**os.environ, "PYTHONHASHSEED": seed, "PYTHONIOENCODING": "utf-8"},
            check=True,
            capture_output=True,
        ).stdout
        for seed in ("0", "1", "2026")
    }
    assert len(texts) == 1
    assert '"value": ["guest", "pupil", "student", "visitor"]' in texts.pop().decode()


def test_importing_the_library_loads_no_cattrs() -> None:
    """Not even all its public names together load cattrs: who reads and writes imports cmecore.serial."""
    program = "import sys, cmecore; [getattr(cmecore, name) for name in cmecore.__all__]; sys.exit('cattrs' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", program], check=False).returncode == 0


@attrs.frozen
class Row:
    """Somebody else's class, with our values in it."""

    seat: int
    credits: Credits
    planned: list[Policy]
    rule: Test
    seen: evidence.Item | None = None
    other: Test | None = None


ROW = Row(
    7,
    AMA("1.75"),
    [Policy(code="online", requirements=[completed("0.80")])],
    AllOf([at_least(draw.CASES, 3), none_of(draw.PROFESSION, ["student"])]),
    evidence.Present("", datetime.date(2026, 3, 9)),
)


@pytest.mark.parametrize("detailed", [True, False])
def test_a_converter_of_the_callers_own_learns_our_values(detailed: bool) -> None:  # noqa: FBT001 - a parameter of the test
    """A caller's own class with our values in it goes through the caller's own converter, which keeps its own ways."""
    theirs = cattrs.Converter(detailed_validation=detailed)
    configure_converter(theirs)
    data = theirs.unstructure(ROW)
    assert data["credits"]["amount"] == "1.75"
    assert data["other"] is None
    assert theirs.structure(json.loads(json.dumps(data)), Row) == ROW
    assert theirs.structure(json.loads(json.dumps({**data, "seat": "8"})), Row).seat == 8
    with pytest.raises((cattrs.ClassValidationError, cmecore.InvalidValue)):
        theirs.structure({**data, "credits": {**data["credits"], "amount": 1.75}}, Row)


def test_our_own_converter_can_be_taught_more() -> None:
    """A converter that we make reads somebody else's class too, and refuses a key that the class does not have."""
    ours = converter()
    assert ours.structure(ours.unstructure(ROW), Row) == ROW
    with pytest.raises(cattrs.ClassValidationError):
        ours.structure({**ours.unstructure(ROW), "seats": 8}, Row)


def test_nothing_is_taught_to_anyone_who_did_not_ask() -> None:
    """The global converter of cattrs, and our classes themselves, are as they were."""
    before = {kind: [field.type for field in attrs.fields(kind)] for kind in KINDS.values()}
    configure_converter(cattrs.Converter())
    loads(dumps(SEEN), evidence.Participation)
    assert {kind: [field.type for field in attrs.fields(kind)] for kind in KINDS.values()} == before
    assert cattrs.unstructure(Credits(7, AMA))["steps"] == 7
