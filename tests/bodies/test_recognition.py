"""Which authority counts a type of credit, as what, and since when: a decision of each, never a property of the credit."""

from __future__ import annotations

import datetime
from typing import Any

import pytest

from cmecore.bodies.recognition import Recognition, recognised
from cmecore.credit.periods import Span
from cmecore.credit.sources import Source, Sureness
from cmecore.errors import InvalidValue
from cmecore.rules.criteria import Outcome, is_true
from cmecore.rules.facts import Fact, FactKind
from cmecore.rules.requirements import Requirement
from strategies import AMA, EBAC, MOC

UNMET, UNKNOWN, MET = Outcome
DAY = datetime.date(2026, 3, 9)
DOH_EQ = Source(title="DoH equivalent systems", sureness=Sureness.ISSUER)
DOH = Recognition(type=AMA, by="DoH Abu Dhabi", jurisdiction="AE-AZ", as_category="Category 1", sources=[DOH_EQ])
IN_PERSON = Requirement(
    code="acme.live", says="Be attended in person", test=is_true(Fact(name="acme.live", kind=FactKind.FLAG, says="in person"))
)


def test_an_authority_counts_a_type_as_its_category() -> None:
    """Systems on DoH's list count as DoH Category 1: rules.md 2.1 [S] (DOH-eq)."""
    found = recognised(iter([DOH]), AMA, by="DoH Abu Dhabi", on=DAY)
    assert (found.outcome, found.recognition, found.points) == (MET, DOH, ())
    assert str(found) == ("yes: DoH Abu Dhabi (AE-AZ) counts AMA PRA Category 1 Credit as Category 1 [DoH equivalent systems]")
    assert recognised([DOH], AMA, jurisdiction="AE-AZ", on=DAY) == found
    assert recognised([DOH], AMA, by="DoH Abu Dhabi", jurisdiction="AE-AZ", on=DAY) == found


@pytest.mark.parametrize("asked", [{"by": "DHA"}, {"jurisdiction": "AE-DU"}, {"by": "MOHAP", "jurisdiction": "AE"}])
def test_one_emirate_does_not_decide_for_another(asked: dict[str, Any]) -> None:
    """M57: "recognised in all UAE emirates" is three authorities' decision; one that is known says nothing of the others."""
    found = recognised([DOH], AMA, on=DAY, **asked)
    assert (found.outcome, found.recognition, found.points) == (UNKNOWN, None, ())
    assert found.says.endswith(f"known: {DOH}")
    for word in asked.values():
        assert word in found.says


def test_a_provider_s_statement_can_be_recorded_with_its_page() -> None:
    """M57: the provider's own statement stands for each of the three authorities, and its page is the source."""
    page = Source(title="MedMatrix, Accreditation", sureness=Sureness.ISSUER)
    authorities = {"DHA": "AE-DU", "DoH Abu Dhabi": "AE-AZ", "MOHAP": "AE"}
    stated = [Recognition(type=AMA, by=by, jurisdiction=where, sources=[page]) for by, where in authorities.items()]
    for by, where in authorities.items():
        found = recognised(stated, AMA, by=by, on=DAY)
        assert found.recognition is not None
        assert (found.outcome, found.recognition.jurisdiction, found.recognition.sources) == (MET, where, (page,))
        assert found.says == f"yes: {by} ({where}) counts AMA PRA Category 1 Credit [MedMatrix, Accreditation]"
    assert recognised(stated, AMA, by="SCFHS", on=DAY).outcome is UNKNOWN


def test_a_recognition_has_its_days() -> None:
    """Both ends count; outside them nothing is said, and the days that are known are named."""
    first, last = datetime.date(2022, 1, 1), datetime.date(2023, 12, 31)
    dated = Recognition(type=AMA, by="DHA", in_force=Span(first, last))
    assert str(dated) == "DHA counts AMA PRA Category 1 Credit, 2022-01-01 to 2023-12-31"
    assert [recognised([dated], AMA, by="DHA", on=day).outcome for day in (first, last)] == [MET, MET]
    one = datetime.timedelta(days=1)
    for day in (first - one, last + one):
        found = recognised([dated], AMA, by="DHA", on=day)
        assert found.outcome is UNKNOWN
        assert found.says == f"no recognition of AMA PRA Category 1 Credit by DHA is known on {day}; known: {dated}"


def test_what_is_asked_of_the_activity_is_named() -> None:
    """An authority that counts no online hours, or some: the fact decides, and while it is absent it is asked for."""
    asks = Recognition(type=AMA, by="DHA", asks=[IN_PERSON])
    found = recognised([asks], AMA, by="DHA", on=DAY)
    assert (found.outcome, found.recognition) == (UNKNOWN, asks)
    assert str(found).splitlines() == [
        "not known yet: DHA counts AMA PRA Category 1 Credit",
        "  Be attended in person: in person (not reported)",
    ]
    refused = recognised([asks], AMA, by="DHA", on=DAY, facts={"acme.live": False})
    assert refused.outcome is UNMET
    assert str(refused).startswith("no: DHA counts")
    met = recognised([asks], AMA, by="DHA", on=DAY, facts={"acme.live": True})
    assert (met.outcome, str(met)) == (MET, "yes: DHA counts AMA PRA Category 1 Credit")


def test_the_best_of_several_answers() -> None:
    """In person it is Category 1, in any case Category 2; of two alike the first stands."""
    first = Recognition(type=AMA, by="DHA", as_category="Category 1", asks=[IN_PERSON])
    second = Recognition(type=AMA, by="DHA", as_category="Category 2")
    assert recognised([first, second], AMA, by="DHA", on=DAY).recognition is second
    assert recognised([first, second], AMA, by="DHA", on=DAY, facts={"acme.live": True}).recognition is first
    assert recognised([second, first], AMA, by="DHA", on=DAY, facts={"acme.live": True}).recognition is second


def test_an_unknown_authority_names_the_near_ones() -> None:
    """Where nothing is known of the type, the authorities that are spoken of are named."""
    assert recognised([DOH], MOC, by="DoH Abu-Dhabi", on=DAY).says.endswith("; did you mean DoH Abu Dhabi?")
    of_another_type = recognised([DOH], MOC, by="DoH Abu Dhabi", on=DAY).says
    assert of_another_type.endswith("; DoH Abu Dhabi is known to recognise AMA PRA Category 1 Credit")
    assert recognised([DOH], EBAC, jurisdiction="SA", on=DAY).says == (
        "no recognition of EBAC credit in SA is known on 2026-03-09; known are DoH Abu Dhabi"
    )
    assert recognised([], AMA, by="DHA", jurisdiction="AE-DU", on=DAY).says == (
        "no recognition of AMA PRA Category 1 Credit by DHA in AE-DU is known on 2026-03-09; known are none"
    )


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"type": "ama"}, "type"),
        ({"by": ""}, "by"),
        ({"jurisdiction": None}, "jurisdiction"),
        ({"as_category": 1}, "as_category"),
        ({"asks": [1]}, "asks[0]"),
        ({"in_force": DAY}, "in_force"),
        ({"sources": ["DoH"]}, "sources[0]"),
    ],
)
def test_what_is_no_recognition_is_refused(change: dict[str, Any], field: str) -> None:
    """Each field refuses what it cannot hold, by its name."""
    whole: dict[str, Any] = {"type": AMA, "by": "DHA"}
    with pytest.raises(InvalidValue) as refused:
        Recognition(**whole | change)
    assert refused.value.field == field


@pytest.mark.parametrize(
    ("known", "kind", "asked", "field"),
    [
        ([DOH], AMA, {"on": DAY}, "by"),
        ([DOH], AMA, {"on": None, "by": "DHA"}, "on"),
        ([DOH], "ama", {"on": DAY, "by": "DHA"}, "type"),
        ([DOH], AMA, {"on": DAY, "by": 1}, "by"),
        ([DOH], AMA, {"on": DAY, "by": "DHA", "jurisdiction": 1}, "jurisdiction"),
        (["DoH"], AMA, {"on": DAY, "by": "DHA"}, "recognitions"),
        (DOH, AMA, {"on": DAY, "by": "DHA"}, "recognitions"),
    ],
)
def test_a_question_names_an_authority_or_a_place(known: Any, kind: Any, asked: dict[str, Any], field: str) -> None:
    """And a type, and a day."""
    with pytest.raises(InvalidValue) as refused:
        recognised(known, kind, **asked)
    assert refused.value.field == field
