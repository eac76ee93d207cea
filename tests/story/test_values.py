"""Every value of the story is frozen to the bottom, can be hashed, and says nothing about a person when it is printed."""

import importlib
import pickle
import pkgutil
from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import Any

import attrs
import pytest

import cmecore
from builders import (
    AMA,
    CHICAGO,
    LEARNER,
    NAME,
    NINTH,
    NOW,
    a_ledger,
    a_life,
    a_meeting,
    a_participation,
    a_session,
    an_activity,
    assessed,
    at,
    attendance,
    made,
    numbers,
    observed,
    on,
    paying,
    seen,
    stated,
    written,
)
from cmecore.assessment import assess
from cmecore.certificates import certify, certify_participation
from cmecore.claiming import ALL, claim
from cmecore.credit.canonical import canonical
from cmecore.credit.periods import Span
from cmecore.earning import earn
from cmecore.evidence import (
    Attempt,
    Attended,
    Attested,
    Declared,
    Entitled,
    Evaluated,
    Present,
    Prior,
    Progress,
    Stated,
    TimeSpent,
)
from cmecore.ledger import Ledger
from cmecore.rules.awards import AsAttested
from cmecore.rules.policies import Policy

EVENING = at(NINTH, 18, zone=CHICAGO)
MEETING = a_meeting(
    a_session("S1", EVENING, 60, breaks=((10, 20),), topics=["opioid"], specialty="Pain"),
    policy=Policy(code="live", award=AsAttested()),
    held=Span(NINTH, NINTH),
    statements=["S"],
)
EVERYTHING_SEEN = seen(
    MEETING,
    Progress(1, 1, NINTH, "S1"),
    Attended(EVENING, at(NINTH, 19, zone=CHICAGO), "S1"),
    TimeSpent(10, NINTH, "S1"),
    Attempt("0.71", NOW.replace(month=3)),
    Evaluated(NINTH),
    Attested("I took part", NINTH),
    Declared(AMA("1.00"), NINTH),
    Present("S1", NINTH),
    Entitled("Premium", on(1, 1)),
    Prior("EM-100", NINTH),
    Stated("acme.role", "physician", NINTH),
)
OLD = seen(an_activity(offered=Span(on(3, 10), None)), Evaluated(NINTH))


def story() -> dict[str, Any]:
    """Tell the whole story once, and name each value of it."""
    assessment = assess(EVERYTHING_SEEN)
    ledger = a_ledger(EVERYTHING_SEEN, a_participation())
    taken = made(claim(ledger, ALL, at=NOW, request="r-1", entitlements=[Entitled("Premium", on(1, 1))]))
    certificates = certify(ledger, taken, name=NAME, at=NOW, number=numbers())
    shown = certify_participation(ledger, "EM-101", name=NAME, at=NOW, number=numbers(9))
    return {
        "participation": EVERYTHING_SEEN,
        "assessment": assessment,
        "set aside": assess(OLD),
        "unmet": assess(a_participation(done=15)),
        "appraisal": assess(a_participation()).appraisals[0],
        "findings": assess(a_participation()).appraisals[0].findings,
        "receipt": assess(a_participation()).appraisals[0].receipt,
        "claim": taken,
        "refusal": claim(ledger, ["X"], at=NOW, request="r-2"),
        "certificates": certificates,
        "attendance": shown,
        "ledger": written(ledger, taken, *certificates, shown),
        "life": a_life(),
    }


def walk(value: Any, path: str = "") -> Iterator[tuple[str, Any]]:
    """Visit a value and everything inside it."""
    yield path, value
    if attrs.has(type(value)):
        # What a ledger folds for itself follows from its records, and is told only through read-only views.
        for field in (field for field in attrs.fields(type(value)) if field.init):
            yield from walk(getattr(value, field.name), f"{path}.{field.name}")
    elif isinstance(value, tuple | frozenset | list | set):
        for position, item in enumerate(value):
            yield from walk(item, f"{path}[{position}]")
    elif isinstance(value, dict | MappingProxyType):
        for key, item in value.items():
            yield from walk(item, f"{path}[{key!r}]")


STORY = story()


@pytest.mark.parametrize("name", STORY)
def test_a_value_is_frozen_to_the_bottom(name: str) -> None:
    """No list, dict or set lies anywhere inside a value of the story."""
    assert [path for path, value in walk(STORY[name], name) if isinstance(value, list | dict | set | bytearray)] == []


@pytest.mark.parametrize("name", STORY)
def test_no_field_can_be_set(name: str) -> None:
    """Setting any field of any value raises."""
    for path, value in walk(STORY[name], name):
        if attrs.has(type(value)):
            for field in attrs.fields(type(value)):
                with pytest.raises(attrs.exceptions.FrozenInstanceError):
                    setattr(value, field.name, None)
                assert path


@pytest.mark.parametrize("name", STORY)
def test_equal_values_hash_alike(name: str) -> None:
    """Told twice, the story has equal values with equal hashes."""
    assert STORY[name] == story()[name]
    assert hash(STORY[name]) == hash(story()[name])


@pytest.mark.parametrize("name", [name for name in STORY if name not in {"appraisal", "assessment", "set aside", "unmet"}])
def test_a_value_has_one_spelling(name: str) -> None:
    """Told twice, the story is spelled alike."""
    assert canonical(STORY[name]) == canonical(story()[name])


@pytest.mark.parametrize("name", STORY)
def test_a_value_survives_a_journey_to_another_process(name: str) -> None:
    """What was pickled after it was used, comes back equal."""
    value = STORY[name]
    repr(value)
    assert pickle.loads(pickle.dumps(value)) == value  # noqa: S301 - our own bytes


@pytest.mark.parametrize("name", STORY)
def test_printing_a_value_names_no_person(name: str) -> None:
    """Neither the learner's account nor the name on the certificate stands in the repr of anything."""
    for path, value in walk(STORY[name], name):
        if attrs.has(type(value)):
            assert LEARNER not in repr(value), path
            assert NAME not in repr(value), path
            assert "Okoro" not in repr(value), path


def test_a_record_that_the_learner_wrote_names_no_person() -> None:
    """The actor of an entry is often the learner, so it is not printed either."""
    ledger = a_ledger()
    taken = made(claim(ledger, ALL, at=NOW, request="r-1"))
    assert LEARNER not in repr(ledger.add(taken, at=NOW, actor=LEARNER, reason=f"asked for by {LEARNER}"))


def test_explanations_name_no_person() -> None:
    """An explanation is about an activity; whose it is, the caller knows."""
    assert LEARNER not in assess(a_participation()).explain()


def test_every_attrs_class_of_the_story_is_frozen() -> None:
    """No class of values in the first three layers can be changed after it was made."""
    edges = ("exchange", "rendering", "serial", "testing")
    classes = set()
    for module in pkgutil.walk_packages(cmecore.__path__, "cmecore."):
        if module.name.split(".")[1] not in edges:
            for value in vars(importlib.import_module(module.name)).values():
                if isinstance(value, type) and value.__module__.startswith("cmecore") and attrs.has(value):
                    classes.add(value)
    assert len(classes) > 50
    # What a module works with for itself, under a name of its own, is no value.
    told = [kind for kind in classes if not kind.__name__.startswith("_")]
    thawed = [kind.__qualname__ for kind in told if kind.__setattr__ is object.__setattr__]
    # The working state of a ledger is folded entry by entry; each ledger has one of its own, and shows no part of it.
    assert thawed == ["Holdings"]


def test_the_working_state_of_a_ledger_is_out_of_reach() -> None:
    """Every mapping that a ledger tells is a read-only view, and a ledger that grew shares no state with the one before."""
    ledger = a_life()
    told = {name: getattr(ledger, name) for name in dir(ledger) if not name.startswith("_")}
    views = {name for name, held in told.items() if isinstance(held, Mapping | list | set)}
    assert {"standing", "completed", "evidence", "voided", "purged"} <= views
    assert {name for name in views if not isinstance(told[name], MappingProxyType)} == set()
    before = {name: dict(told[name]) for name in sorted(views)}
    written(ledger, stated("2.00", "EM-300"), attendance("LK-77"), observed(Evaluated(on(4, 30)), "row-77"))
    assert before == {name: dict(getattr(ledger, name)) for name in before}


def test_the_facts_of_an_assessment_cannot_be_changed_through_it() -> None:
    """Facts are told read-only: credit cannot be talked up after the assessment."""
    facts: Any = assess(a_participation()).facts
    with pytest.raises(TypeError):
        facts["content"] = None


def test_an_assessment_that_was_read_is_the_same_value() -> None:
    """Reading the reasons of an assessment does not make it another one."""
    read, unread = assess(a_participation()), assess(a_participation())
    read.explain()
    assert read == unread
    assert hash(read) == hash(unread)


def test_the_story_does_not_depend_on_what_was_told_before() -> None:
    """Nothing is remembered between calls: interleaving two learners changes neither."""
    mine, yours = a_participation(), a_participation(learner="dr-43", done=20)
    alone = earn(Ledger(LEARNER), assess(mine))
    assess(yours)
    assert earn(Ledger(LEARNER), assess(mine)) == alone
    assert assessed(paying(Policy(code="p")), Evaluated(NINTH)) == assessed(paying(Policy(code="p")), Evaluated(NINTH))
