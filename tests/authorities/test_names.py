"""What is asked of all bodies at once: names that mean one thing, no float, and no day before the first known one guessed."""

from __future__ import annotations

import datetime
import itertools
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Any

import attrs
import pytest

from cmecore.authorities import ama, bodies, body, type_named
from cmecore.bodies.body import Body
from cmecore.bodies.equivalences import equivalence
from cmecore.bodies.limits import Per, counted
from cmecore.bodies.recognition import recognised
from cmecore.bodies.reporting import reporting
from cmecore.bodies.wordings import Purpose
from cmecore.credit.amounts import CreditType
from cmecore.credit.periods import Span
from cmecore.errors import DifferentTypes, InvalidValue
from cmecore.rules.criteria import Outcome

BODIES = bodies()
DAY = datetime.timedelta(days=1)


def test_codes_are_unique_over_all_bodies() -> None:
    """A code in a record says which body, type, rule, statement or limit is meant, without naming the body."""
    for kind in ("types", "rulings", "wordings", "limits"):
        codes = Counter(thing.code for one in BODIES for thing in getattr(one, kind))
        assert [code for code, count in codes.items() if count > 1] == [], kind
    assert len({one.code for one in BODIES}) == len(BODIES)
    assert len({one.name for one in BODIES}) == len(BODIES)


def _names() -> list[tuple[str, str]]:
    return [(name, kind.code) for one in BODIES for name, kind in one.names().items()]


def test_every_name_of_a_type_is_read_and_means_one_type() -> None:
    """Names, plurals, codes and what people write instead are read alike everywhere, whichever body is asked first."""
    meant: dict[str, str] = {}
    for name, code in _names():
        assert meant.setdefault(name, code) == code, name
        assert type_named(name).code == code
        assert type_named(f" {name.upper()} ").code == code
    assert len(meant) > 100


@pytest.mark.parametrize("written", ["ACCME credits", "ACCME credit", "ACCME", "accme category 1 credit"])
def test_accme_credit_has_to_be_mapped(written: str) -> None:
    """M59: the ACCME grants no credit, so its name on an export is refused with what to do, and read once it is mapped."""
    with pytest.raises(InvalidValue, match=r"accredits providers and grants no credit: map the name .* with `also`"):
        type_named(written)
    assert type_named(written, also={written: ama.CATEGORY_1}) is ama.CATEGORY_1
    with pytest.raises(InvalidValue, match="grants no credit"):
        type_named(written, also={"something else": ama.CATEGORY_1})


@pytest.mark.parametrize(
    "written", ["AMA PRA Category 1 Credit", "AMA PRA Category 1 Credits™", "ama-pra-1", "AMA PRA Category 1"]
)
def test_ama_category_1_is_a_type(written: str) -> None:
    """M58, M147: AMA PRA Category 1 Credit is read however it is written."""
    assert type_named(written) is ama.CATEGORY_1


@pytest.mark.parametrize(
    ("promise", "written", "code"),
    [
        ("M61", "ABIM MOC points", "abim-moc"),
        ("M163", "AAFP Prescribed", "aafp-prescribed"),
        ("M164", "AAPA Category 1", "aapa-1"),
        ("M165", "ACEP Category I", "acep-1"),
        ("M166", "AAP Credit", "aap"),
        ("M167", "ANCC CNE", "ancc-contact-hour"),
        ("M168", "ABP MOC Part II", "abp-2"),
        ("M169", "ABIM MOC points", "abim-moc"),
    ],
)
def test_the_types_of_a_real_provider_are_there(promise: str, written: str, code: str) -> None:
    """M61, M163 to M169: each type that a provider in the field offers has a body, a code and a rule."""
    assert type_named(written).code == code, promise


def test_a_specialty_has_credit_of_its_own() -> None:
    """M60: emergency medicine, paediatrics and cardiology have types that add up with no other, and so has a provider."""
    special = [type_named(name) for name in ("ACEP Category I", "AAP Credit", "EBAC credit")]
    own = CreditType(code="acme-cardiology", name="Acme cardiology credit", step="0.25")
    for one, other in itertools.combinations([ama.CATEGORY_1, *special, own], 2):
        with pytest.raises(DifferentTypes):
            one(1) + other(1)
    assert type_named("Cardiology", also={"cardiology": own}) is own


@pytest.mark.parametrize(
    ("asked", "near"),
    [
        (lambda: body("amaa"), "did you mean ama"),
        (lambda: type_named("AMA PRA Categroy 1 Credit"), "did you mean ama pra category 1 credit"),
        (lambda: type_named("nothing like it at all"), "known are"),
        (lambda: ama.BODY.type("ama-pra-3"), "did you mean ama-pra-"),
        (lambda: ama.BODY.ruling("live activty"), "did you mean live activity"),
        (lambda: ama.BODY.ruling("journal based CME activity"), "did you mean journal-based CME activity"),
    ],
)
def test_an_unknown_name_names_the_near_ones(asked: Any, near: str) -> None:
    """A misspelled body, type or learning format is refused with what was probably meant."""
    with pytest.raises(InvalidValue, match=near):
        asked()


@pytest.mark.parametrize("one", BODIES, ids=lambda one: one.code)
def test_every_body_names_what_is_near(one: Body) -> None:
    """Each body answers a misspelled type and learning format with its own nearest."""
    assert body(one.code) is one
    for kind in one.types:
        assert one.type(kind.code) is kind
    for ruling in one.rulings:
        for name in ruling.formats:
            with pytest.raises(InvalidValue, match="expected a format that it has a rule for; did you mean"):
                one.ruling(name[:-1], type=ruling.type)


def floats_in(value: Any, path: str = "") -> Iterator[str]:
    """Yield the place of every binary float in a tree of values."""
    if isinstance(value, float):
        yield path
    elif attrs.has(type(value)):
        for field in attrs.fields(type(value)):
            yield from floats_in(getattr(value, field.name), f"{path}.{field.name}")
    elif isinstance(value, dict):
        yield from floats_in(tuple(value.items()), path)
    elif isinstance(value, tuple | list | set | frozenset):
        for place, part in enumerate(value):
            yield from floats_in(part, f"{path}[{place}]")


def test_no_body_holds_a_float() -> None:
    """Numbers are exact from the data on."""
    assert [place for one in BODIES for place in floats_in(one, one.code)] == []
    assert list(floats_in(({"a": (1, 0.25)}, Span()), "x")) == ["x[0][0][1][1]"]


def before(thing: Any) -> datetime.date | None:
    """Return the last day on which a rule was not known yet."""
    first: datetime.date | None = thing.in_force.first
    return None if first is None else first - DAY


def _dated(kind: str) -> list[tuple[Body, Any, datetime.date]]:
    return [(one, thing, day) for one in BODIES for thing in getattr(one, kind) if (day := before(thing)) is not None]


def _alone(thing: Any, others: Iterable[Any], day: datetime.date) -> bool:
    return not any(day in other.in_force for other in others if other.version == thing.version)


def test_a_ruling_before_its_first_day_is_not_guessed() -> None:
    """Whoever asks for a day before the first known one is told since when the rule is known."""
    asked = 0
    for one, ruling, day in _dated("rulings"):
        for name in ruling.formats:
            others = [other for other in one.rulings if other.type == ruling.type and name in other.formats]
            if _alone(ruling, others, day):
                asked += 1
                with pytest.raises(InvalidValue, match=f"{ruling.in_force.first}.*was not found"):
                    one.ruling(name, type=ruling.type, on=day, version=ruling.version)
    assert asked


def test_an_equivalence_before_its_first_day_is_not_guessed() -> None:
    """An agreement holds between its days, and nothing is said of others."""
    asked = 0
    for one, rule, day in _dated("equivalences"):
        others = [other for other in one.equivalences if (other.of, other.into) == (rule.of, rule.into)]
        if _alone(rule, others, day):
            asked += 1
            with pytest.raises(InvalidValue, match=f"{rule.in_force.first}.*was not found"):
                equivalence(one.equivalences, of=rule.of, into=rule.into, on=day, version=rule.version)
    assert asked


def test_a_limit_before_its_first_day_is_not_guessed() -> None:
    """An amount of a day on which no cap is known is refused, not passed through."""
    assert _dated("limits")
    for _, limit, day in _dated("limits"):
        periods = [Span(day, day)] if limit.per is Per.PERIOD else []
        with pytest.raises(InvalidValue, match=f"the limit is known.*{limit.in_force.first}.*nothing is guessed"):
            counted(limit, [(day, limit.types[0](limit.most))], periods=periods)


def test_a_reporting_before_its_first_day_is_not_guessed() -> None:
    """Who reports is known since a day."""
    for one, rule, day in _dated("reportings"):
        others = [other for other in one.reportings if (other.type, other.to) == (rule.type, rule.to)]
        if _alone(rule, others, day):
            with pytest.raises(InvalidValue, match=f"{rule.in_force.first}.*was not found"):
                reporting(one.reportings, rule.type, day, to=rule.to, version=rule.version)


def test_a_recognition_before_its_first_day_is_unknown() -> None:
    """That nothing is known is no recognition, and no refusal."""
    for one, rule, day in _dated("recognitions"):
        others = [other for other in one.recognitions if (other.type, other.by) == (rule.type, rule.by)]
        if not any(day in other.in_force for other in others):
            found = recognised(one.recognitions, rule.type, by=rule.by, on=day)
            assert found.outcome is Outcome.UNKNOWN
            assert str(rule.in_force.first) in found.says


def test_a_wording_before_its_first_day_is_not_guessed() -> None:
    """A statement of another year is named with the days for which it is known."""
    for one, wording, day in _dated("wordings"):
        same = [other for other in one.wordings if (other.purpose, other.types) == (wording.purpose, wording.types)]
        if not any(day in other.in_force for other in same):
            with pytest.raises(InvalidValue, match=f"no wording is known before {wording.in_force.first}"):
                one.wording(
                    wording.purpose,
                    type=(wording.types or ("",))[0],
                    format=(wording.formats or ("",))[0],
                    approval=wording.approval,
                    on=day,
                )


def test_the_wording_changed_on_the_first_of_july_2011() -> None:
    """The learning format is named since then; the day before has the wording of 2006: AMA, AOE Consulting III."""
    since = datetime.date(2011, 7, 1)
    now, old = (
        ama.BODY.wording(Purpose.DESIGNATION, type=ama.CATEGORY_1, format="live activity", on=day)
        for day in (since, since - DAY)
    )
    assert "format" in now.fields
    assert "educational activity" in old.text
