"""Whatever is handed over where a value is made, the library takes it or says at once, in its own words, what is wrong."""

import datetime
import time
from collections.abc import Callable
from typing import Any

import pytest

from cmecore.credit.amounts import Credits, CreditType
from cmecore.credit.canonical import canonical
from cmecore.credit.intervals import union
from cmecore.credit.periods import Period, Span, checked_zone, civil_day
from cmecore.credit.rounding import Direction, Rounding, Total, down, nearest
from cmecore.credit.sources import Source
from cmecore.credit.text import checked
from cmecore.errors import InvalidValue
from cmecore.rules import facts
from cmecore.rules.awarding import weigher
from cmecore.rules.awards import (
    AsAttested,
    ByStages,
    ByTime,
    Component,
    Fixed,
    InProportion,
    SumOf,
    Whole,
    WithBonus,
    minutes,
    over_units,
)
from cmecore.rules.criteria import AllOf, AnyOf, Compare, KOf, Relation, at_least, at_most, is_true, none_of, one_of
from cmecore.rules.facts import CONTENT, TIME, Fact, FactKind, Share
from cmecore.rules.judging import judge
from cmecore.rules.policies import Policy
from cmecore.rules.requirements import (
    Requirement,
    attended,
    attested,
    completed,
    entitled,
    evaluated,
    passed,
    prerequisite,
    spent,
)
from hostile import NAME, VALUES, label
from strategies import AMA, CASES, PROFESSION

DONE = AllOf([])
NOON = datetime.datetime(2026, 3, 9, 12, tzinfo=datetime.UTC)


def in_field(make: Callable[..., object], field: str, **given: Any) -> Callable[[Any], object]:
    """Hand a value over as one field of something, the others being as they should be."""
    return lambda value: make(**{**given, field: value})


def weigh(award: Any, name: str, on: Total = Total.ACTIVITY) -> Callable[[Any], object]:
    """Hand a value over as the fact that an award needs."""
    rounding = None if isinstance(award, AsAttested) else nearest("0.25", on=on)
    ask = weigher(Policy(code="x", award=award, rounding=rounding), AMA(2))
    return lambda value: ask({name: value})


TYPE = {"code": "x", "name": "point", "step": "0.25"}
FACT = {"name": "acme.x", "kind": FactKind.COUNT, "says": "x"}
COMPONENT = {"code": "a", "test": DONE, "worth": "1"}
REQUIREMENT = {"code": "acme.x", "says": "Do it", "test": DONE}

MADE: dict[str, Callable[[Any], object]] = {
    "an amount": AMA,
    **{f"CreditType.{field}": in_field(CreditType, field, **TYPE) for field in ("code", "name", "step", "plural", "sources")},
    "Credits.steps": lambda value: Credits(value, AMA),
    "Credits.type": lambda value: Credits(1, value),
    **{
        f"Rounding.{field}": in_field(Rounding, field, direction=Direction.DOWN, step="0.25")
        for field in ("direction", "step", "minimum", "tie", "on")
    },
    "down": down,
    **{
        f"Source.{field}": in_field(Source, field, title="Booklet")
        for field in ("title", "section", "address", "collected", "sureness")
    },
    **{f"Period.{field}": in_field(Period, field) for field in ("years", "months", "days")},
    "Period.after": lambda value: Period(years=3).after(value),
    "Span.first": Span,
    "Span.last": lambda value: Span(None, value),
    "day in Span": lambda value: value in Span(datetime.date(2026, 1, 1)),
    "instant of civil_day": lambda value: civil_day(value, "America/Chicago"),
    "zone of civil_day": lambda value: civil_day(NOON, value),
    "checked_zone": checked_zone,
    "text": lambda value: checked(value, field="name"),
    "start of an interval": lambda value: union([(value, NOON)]),
    "canonical": canonical,
    "Share.part": lambda value: Share(value, 10),
    "Share.whole": lambda value: Share(1, value),
    "Share.of": Share.of,
    **{f"Fact.{field}": in_field(Fact, field, **FACT) for field in ("name", "kind", "says", "only_grows", "settled_by")},
    "content_of": facts.content_of,
    "attempts at": facts.attempts,
    "score.attempts": lambda value: facts.score(attempts=value),
    "score.counting": facts.score,
    "score.assessment": lambda value: facts.score(assessment=value),
    "evaluation": facts.evaluation,
    "attestation": facts.attestation,
    "presence": facts.presence,
    "prior": facts.prior,
    "entitlement": facts.entitlement,
    "declared": facts.declared,
    "Compare.fact": lambda value: Compare(value, Relation.AT_LEAST, 1),
    "Compare.relation": lambda value: Compare(CASES, value, 1),
    "Compare.value": lambda value: Compare(CASES, Relation.IS, value),
    "word of a Compare": lambda value: Compare(PROFESSION, Relation.IS, value),
    "at least a share": lambda value: at_least(CONTENT, value),
    "at most a time": lambda value: at_most(TIME, value),
    "is_true": is_true,
    "one_of": lambda value: one_of(PROFESSION, value),
    "none_of": lambda value: none_of(PROFESSION, [value]),
    "AllOf": AllOf,
    "part of AllOf": lambda value: AllOf([value]),
    "part of AnyOf": lambda value: AnyOf([DONE, value]),
    "k": lambda value: KOf(value, [DONE]),
    **{f"Component.{field}": in_field(Component, field, **COMPONENT) for field in ("code", "test", "worth")},
    "minutes": minutes,
    "Fixed": Fixed,
    "InProportion": InProportion,
    "ByTime.unit": in_field(ByTime, "unit"),
    "ByTime.credits": in_field(ByTime, "credits"),
    "ByStages": ByStages,
    "unit of SumOf": lambda value: SumOf([value]),
    "WithBonus.award": lambda value: WithBonus(value, [Component(code="a", test=DONE, worth="1")]),
    "WithBonus.bonuses": lambda value: WithBonus(Whole(), value),
    "over_units": over_units,
    "minutes of a unit": lambda value: over_units({"m1": value}),
    **{
        f"Policy.{field}": in_field(Policy, field, code="x")
        for field in (
            "code",
            "requirements",
            "award",
            "rounding",
            "floor",
            "cap",
            "gates",
            "claim_within",
            "in_force",
            "sources",
        )
    },
    **{f"Requirement.{field}": in_field(Requirement, field, **REQUIREMENT) for field in ("code", "says", "test", "sources")},
    "completed": completed,
    "completed.part": lambda value: completed("0.80", part=value),
    "passed": passed,
    "passed.counting": lambda value: passed("0.70", counting=value),
    "passed.attempts": lambda value: passed("0.70", attempts=value),
    "passed.assessment": lambda value: passed("0.70", assessment=value),
    "spent": lambda value: spent(minutes=value),
    "evaluated": evaluated,
    "attested": attested,
    "attended": attended,
    "attended.sessions": lambda value: attended(sessions=value),
    "session attended": lambda value: attended(sessions=[value]),
    "prerequisite": prerequisite,
    "entitled": entitled,
    "share reported": lambda value: judge(at_least(CONTENT, "0.80"), {"content": value}),
    "flag reported": lambda value: judge(is_true(facts.evaluation()), {"evaluated": value}),
    "share to award": weigh(InProportion(), "content"),
    "time to award": weigh(ByTime(), "time"),
    "times to award": weigh(ByTime(), "time:stretches", Total.SESSION),
    "amount attested": weigh(AsAttested(), "declared:ama-pra-1"),
}


@pytest.mark.parametrize("name", MADE)
def test_what_is_not_refused_can_be_spelled(name: str) -> None:
    """Each bad value is refused in the library's own words, quickly and in a line, or makes something with a spelling."""
    wrong = []
    for value in VALUES:
        started = time.perf_counter()
        try:
            made = MADE[name](value)
            if not isinstance(made, tuple | bytes):
                canonical(made)
        except InvalidValue as error:
            message = str(error)
            if not (error.field and error.found and error.expected and len(message) < 600 and message.isprintable()):
                wrong.append(f"{label(value)}: says {message[:80]!r}")
        except Exception as error:  # noqa: BLE001 - whatever else comes out is what this test looks for
            wrong.append(f"{label(value)}: {type(error).__name__}")
        if time.perf_counter() - started > 1:
            wrong.append(f"{label(value)}: takes {time.perf_counter() - started:.1f} s")
    assert wrong == []


@pytest.mark.parametrize(
    "make",
    [
        lambda text: checked(text, field="name"),
        in_field(CreditType, "code", **TYPE),
        in_field(CreditType, "name", **TYPE),
        in_field(Source, "title"),
        in_field(Source, "section", title="Booklet"),
        in_field(Fact, "name", **FACT),
        in_field(Fact, "says", **FACT),
        in_field(Requirement, "code", **REQUIREMENT),
        in_field(Requirement, "says", **REQUIREMENT),
        in_field(Component, "code", **COMPONENT),
        in_field(Policy, "code"),
        evaluated,
        attested,
        prerequisite,
        entitled,
        lambda text: judge(at_least(CONTENT, "0.80"), {"content": text}),
        lambda text: judge(is_true(facts.evaluation()), {"evaluated": text}),
        weigh(AsAttested(), "declared:ama-pra-1"),
    ],
)
@pytest.mark.parametrize("text", [f"{NAME}\x00", f"{NAME}\ud800", f"\u202e{NAME}", NAME * 1_000], ids=label)
def test_text_that_may_name_a_person_is_never_repeated(make: Callable[[str], object], text: str) -> None:
    """A refused name is described by its kind, its length and the characters at fault, and not a letter of it is told."""
    with pytest.raises(InvalidValue) as caught:
        make(text)
    assert not any(part in str(caught.value) for part in NAME.split())
