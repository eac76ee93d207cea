"""Every body's table of worked examples, answered as the body's own text answers them.

The tables lie in ``examples``, one a body, as data that a library in another language could run too.  ``naive`` is what a usual
shortcut answers: floats, double rounding, one rule for all, the maximum copied.
"""

from __future__ import annotations

import copy
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from cmecore import authorities
from cmecore.authorities import bodies
from cmecore.bodies.body import Body
from worked_examples import FOLDER, Example, agrees, answer, example, examples, tables

EXAMPLES = examples()
BODIES = bodies()


@pytest.mark.parametrize("asked", EXAMPLES, ids=[asked.id for asked in EXAMPLES])
def test_a_body_answers_as_its_text_does(asked: Example) -> None:
    """The answer is the one in the table, and an amount that is awarded comes with the arithmetic behind it."""
    found = answer(asked)
    differing = {
        name: found.given.get(name) for name, value in asked.expected.items() if not agrees(value, found.given.get(name))
    }
    assert not differing, (
        f"{asked.id}: {dict(asked.expected)}, since {asked.working}; found {dict(found.given)}: {found.receipt}"
    )
    if found.given.get("outcome", "met") == "met":
        assert found.receipt
        assert asked.expected.get("amount", "") in found.receipt


@pytest.mark.parametrize("asked", [asked for asked in EXAMPLES if asked.naive], ids=lambda asked: asked.id)
def test_the_naive_answer_is_wrong(asked: Example) -> None:
    """A shortcut that gives the right answer here would be no example of anything."""
    answered = {name: value for name, value in asked.naive.items() if name != "why"}
    assert any(name not in asked.expected or not agrees(value, asked.expected[name]) for name, value in answered.items())


def test_an_example_is_named_once() -> None:
    """An id says which example is meant, over all bodies."""
    assert [name for name, count in Counter(asked.id for asked in EXAMPLES).items() if count > 1] == []


def test_there_are_enough_examples_and_enough_traps() -> None:
    """At least 250, of which at least a third trip up a usual shortcut."""
    assert len(EXAMPLES) >= 250
    assert 3 * sum(bool(asked.naive) for asked in EXAMPLES) >= len(EXAMPLES)


def test_every_body_has_a_table_and_every_table_a_body() -> None:
    """Adding a body is adding one module and its table."""
    modules = {path.stem for path in Path(authorities.__file__).parent.glob("[!_]*.py")}
    assert sorted(path.stem for path in FOLDER.iterdir()) == sorted(modules) == [one.code for one in BODIES]
    assert {asked.body for asked in EXAMPLES} == modules


@pytest.mark.parametrize("body", BODIES, ids=lambda body: body.code)
def test_every_rule_is_asked(body: Body) -> None:
    """No ruling, limit, conversion or reading time without an example, so that no number stands that nobody worked out."""
    asked = [one for one in EXAMPLES if one.body == body.code]

    def said(*names: str) -> set[tuple[Any, ...]]:
        return {tuple(one.said.get(name) for name in names) for one in asked}

    assert {(ruling.code,) for ruling in body.rulings} <= said("ruling")
    assert {(limit.code,) for limit in body.limits} <= said("limit")
    assert {(rule.of.code, rule.into.code) for rule in body.equivalences} <= said("from", "into")
    assert {(reading.code,) for reading in body.reading_times} <= said("reading")


@pytest.mark.parametrize(("code", "table"), tables().items())
def test_a_table_names_what_it_covers(code: str, table: dict[str, Any]) -> None:
    """Each row of the rules that a table covers has its counterpart in the body's module."""
    module = getattr(authorities, code, None) or __import__(f"cmecore.authorities.{code}", fromlist=["BODY"])
    for row, names in table["rows"].items():
        assert names, row
        for name in names:
            assert hasattr(module, name), f"{row}: no {name} in {code}"


def _spoiled(**changes: Any) -> dict[str, Any]:
    raw = copy.deepcopy(tables()["ama"]["examples"][0])
    for name, value in changes.items():
        if value is None:
            del raw[name]
        else:
            raw[name] = value
    return dict(raw)


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"amout": "1.00"}, "unknown amout"),
        ({"working": None}, "missing working"),
        ({"working": " "}, "working is blank"),
        ({"source": None}, "missing source"),
        ({"expected": {"amonut": "1.00"}}, "unknown amonut"),
        ({"expected": {}}, "says nothing"),
        ({"naive": {"amount": "1.00"}}, "missing why"),
        ({"naive": {"why": "floats"}}, "says nothing"),
        ({"asks": "awrad"}, "asks 'awrad'"),
    ],
)
def test_a_slip_of_the_pen_in_a_table_is_found(changes: dict[str, Any], message: str) -> None:
    """An example with a key that nobody reads would test nothing."""
    assert example(_spoiled(), body="ama").id
    with pytest.raises(ValueError, match=message):
        example(_spoiled(**changes), body="ama")


@pytest.mark.parametrize(
    ("changes", "wrong"),
    [
        ({"expected": {"outcome": "met", "amount": "1.25"}}, {"amount"}),
        ({"expected": {"outcome": "unmet", "amount": "0"}}, {"outcome", "amount"}),
    ],
)
def test_a_wrong_expectation_is_found(changes: dict[str, Any], wrong: set[str]) -> None:
    """The runner can fail: an answer that is not the table's differs from it."""
    asked = example(_spoiled(**changes), body="ama")
    found = answer(asked)
    assert {name for name, value in asked.expected.items() if not agrees(value, found.given.get(name))} == wrong


def test_a_slip_in_what_is_given_is_no_answer() -> None:
    """A fact under a name that nobody reads is refused, not overlooked."""
    with pytest.raises(ValueError, match="unknown tiem"):
        answer(example(_spoiled(given={"tiem": []}), body="ama"))
