"""What all answers about a body's rules share."""

from __future__ import annotations

import datetime
from fractions import Fraction
from typing import Any

import attrs
import pytest

from cmecore.bodies.answers import Point, cited, holding, least, points_of, spelled
from cmecore.credit.periods import Span
from cmecore.credit.sources import Source
from cmecore.errors import InvalidValue
from cmecore.rules.criteria import Outcome
from cmecore.rules.facts import Share
from cmecore.rules.requirements import evaluated, passed

UNMET, UNKNOWN, MET = Outcome


@attrs.frozen
class Rule:
    """A rule that says nothing but when it holds."""

    in_force: Span = attrs.field(default=Span())
    version: str = ""
    sources: tuple[Source, ...] = ()


JANUARY, JULY = datetime.date(2026, 1, 1), datetime.date(2026, 7, 1)
HELP = Source(title="Help", section="2")


def test_points_say_what_was_found_or_what_is_to_do() -> None:
    """Met with what was found; unknown and unmet with what is still to do."""
    met, unmet = points_of([evaluated(), passed("0.70", sources=[HELP])], {"evaluated": True, "score:best": Share(13, 20)})
    assert str(met) == "met      Submit the evaluation: yes"
    assert (unmet.outcome, unmet.code, unmet.sources) == (UNMET, "passed", (HELP,))
    assert str(unmet) == (
        "unmet    Score at least 70 % on the assessment: best score on the assessment at least 70 % (found 13 of 20)"
    )


def test_an_answer_is_as_good_as_its_least_point() -> None:
    """Nothing asked is met; one unmet point is enough."""
    points = [Point(code="x", outcome=outcome, says="x", found="x") for outcome in (MET, UNKNOWN, UNMET)]
    assert [least(points[:count]) for count in range(4)] == [MET, MET, UNKNOWN, UNMET]


@pytest.mark.parametrize(
    ("amount", "said"),
    [
        (Fraction(0), "0"),
        (Fraction(10), "10"),
        (Fraction(100), "100"),
        (Fraction(1, 4), "0.25"),
        (Fraction(201, 200), "1.005"),
        (Fraction(1, 10_000), "0.0001"),
        (Fraction(1, 100_000), "1/100000"),
        (Fraction(2, 3), "2/3"),
        (Fraction(8, 3), "2 2/3"),
    ],
)
def test_exact_amounts_are_spelled_for_people(amount: Fraction, said: str) -> None:
    """A decimal number where that is exact, in at most four places; a fraction otherwise."""
    assert spelled(amount) == said


def test_sources_are_cited_in_brackets() -> None:
    """Or not at all."""
    assert (cited([]), cited([HELP, HELP])) == ("", " [Help, 2; Help, 2]")


def test_of_two_versions_the_one_in_force_holds() -> None:
    """Each until the day before the other."""
    old, new = Rule(Span(JANUARY, JULY - datetime.timedelta(days=1))), Rule(Span(JULY))
    assert holding([new, old], datetime.date(2026, 6, 30), what="x") is old
    assert holding([new, old], JULY, what="x") is new


def test_a_gap_between_two_versions_is_named() -> None:
    """What held between them is not guessed either."""
    old, new = Rule(Span(None, JANUARY), sources=(HELP,)), Rule(Span(JULY))
    with pytest.raises(InvalidValue) as refused:
        holding([new, old], datetime.date(2026, 6, 30), what="x")
    assert refused.value.expected == "a day on which a rule is known: until 2026-01-01 [Help, 2]; from 2026-07-01"
    assert refused.value.advice == "what held then was not found"


def test_a_named_text_is_looked_up_on_its_days_only() -> None:
    """Naming a text does not carry it beyond its days."""
    with pytest.raises(InvalidValue, match="what held before 2026-07-01 was not found"):
        holding([Rule(), Rule(Span(JULY), "later")], JANUARY, what="x", version="later")


@pytest.mark.parametrize("facts", [None, "live", [("live", True)]])
def test_facts_are_named(facts: Any) -> None:
    """What is no mapping from names to values is refused in words."""
    with pytest.raises(InvalidValue, match=r"^facts: .*expected the value of each fact, by its name"):
        points_of([evaluated()], facts)
