"""Reading the tables of worked examples in tests/authorities/examples, and asking the library for its answer to each.

The tables are plain JSON that a library in another language could run as well: nothing in them names anything of Python's.
A time is minutes and seconds of a kind, in a session, on a day; content and scores are shares; whatever is not said was not
reported.
"""

from __future__ import annotations

import datetime
import functools
import json
import re
from collections.abc import Callable, Mapping
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any, TypeAlias

import attrs

from cmecore.authorities import bodies, body
from cmecore.bodies.equivalences import convert, equivalence
from cmecore.bodies.limits import counted
from cmecore.bodies.recognition import recognised
from cmecore.bodies.reporting import reporting
from cmecore.bodies.rulings import Ruling
from cmecore.bodies.wordings import Approval, Purpose
from cmecore.credit.amounts import Credits, CreditType
from cmecore.credit.periods import Span
from cmecore.credit.rounding import Direction, Rounding, Tie, Total
from cmecore.errors import InvalidValue
from cmecore.rules import facts as known
from cmecore.rules.awarding import weigher
from cmecore.rules.awards import AsAttested, Award, InProportion, Whole
from cmecore.rules.criteria import Outcome
from cmecore.rules.facts import Counting, Share, Value
from cmecore.rules.policies import Policy
from cmecore.rules.receipts import receipt
from cmecore.rules.requirements import completed
from cmecore.rules.times import LEARNING, Stretch

FOLDER = Path(__file__).parent / "authorities" / "examples"
Said: TypeAlias = Mapping[str, Any]
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_AWARDS: dict[str, Award] = {"attested": AsAttested(), "in proportion": InProportion(), "whole": Whole()}
_ALWAYS = {"id", "asks", "expected", "working", "source"}
_TEXTS = ("id", "asks", "working", "source")


@attrs.frozen(kw_only=True)
class Example:
    """One question to a body's rules, the answer that its text gives, and the one that a usual shortcut gives."""

    body: str
    id: str
    asks: str
    #: What the question says, by the names of its table.
    said: Said
    expected: Said
    working: str
    source: str
    #: What a usual shortcut answers, and why; empty where none was seen.
    naive: Said


@attrs.frozen
class Answer:
    """What the library answered, by the names of the table, and the arithmetic that it shows for it."""

    given: Said
    receipt: str = ""


@attrs.frozen
class _Ask:
    """What a kind of question may and must say, and what its answer says."""

    answer: Callable[[Example], Answer]
    must: frozenset[str]
    may: frozenset[str]
    answers: frozenset[str]


def tables() -> dict[str, Said]:
    """Read every table, by its body."""
    read = {path.stem: json.loads(path.read_text(encoding="utf-8")) for path in sorted(FOLDER.glob("*.json"))}
    for code, table in read.items():
        _only(table, must={"body", "rows", "examples"}, where=code)
        if table["body"] != code:
            raise ValueError(f"{code}.json says that it is about {table['body']}")
    return read


def examples() -> list[Example]:
    """Read every example of every table, refusing a key that nobody knows and the lack of one that is needed."""
    return [example(raw, body=code) for code, table in tables().items() for raw in table["examples"]]


def example(raw: Said, *, body: str) -> Example:
    """Read one example."""
    where = str(raw.get("id", f"an example of {body} without an id"))
    asks = raw.get("asks", "")
    if asks not in ASKS:
        raise ValueError(f"{where} asks {asks!r}; known are {', '.join(ASKS)}")
    ask = ASKS[asks]
    _only(raw, must=_ALWAYS | ask.must, may={"naive", *ask.may}, where=where)
    for name in _TEXTS:
        if not isinstance(raw[name], str) or not raw[name].strip():
            raise ValueError(f"{where}: {name} is blank")
    naive = raw.get("naive", {})
    _only(raw["expected"], may=ask.answers, where=f"expected of {where}")
    _only(naive, must={"why"} if "naive" in raw else set(), may=ask.answers, where=f"naive of {where}")
    if not raw["expected"] or ("naive" in raw and len(naive) == 1):
        raise ValueError(f"{where}: an answer that says nothing")
    said = {name: value for name, value in raw.items() if name not in {*_ALWAYS, "naive"}}
    return Example(
        body=body,
        id=raw["id"],
        asks=asks,
        said=said,
        expected=raw["expected"],
        working=raw["working"],
        source=raw["source"],
        naive=naive,
    )


def answer(asked: Example) -> Answer:
    """Ask the library."""
    try:
        return ASKS[asked.asks].answer(asked)
    except InvalidValue as refusal:
        return Answer({"outcome": "refused"}, str(refusal))


def agrees(expected: object, found: object) -> bool:
    """Compare two answers: numbers by their value, however many noughts they are written with, all else letter for letter."""
    try:
        return Decimal(str(expected)) == Decimal(str(found))
    except ArithmeticError:
        return expected == found


def policy_of(ruling: Ruling, call: Said) -> Policy:
    """Complete a ruling with what a provider says."""
    _only(call, may={"completed", "passing", "rounding", "on", "tie", "counts", "award"}, where=f"call of {ruling.code}")
    return ruling(
        *([completed(call["completed"])] if "completed" in call else []),
        passing=call.get("passing"),
        award=_AWARDS[call["award"]] if "award" in call else None,
        rounding=_rounding(call.get("rounding")),
        on=Total(call["on"]) if "on" in call else None,
        tie=Tie(call["tie"]) if "tie" in call else None,
        counts=call.get("counts"),
    )


@functools.cache
def type_of(code: str) -> CreditType:
    """Find a credit type of any body by its code."""
    (found,) = {kind for one in bodies() for kind in one.types if kind.code == code}
    return found


def _only(
    raw: Said, *, must: set[str] | frozenset[str] = frozenset(), may: set[str] | frozenset[str] = frozenset(), where: str
) -> None:
    missing, unknown = sorted(must - raw.keys()), sorted(raw.keys() - must - may)
    if missing or unknown:
        raise ValueError(f"{where}: missing {', '.join(missing) or 'nothing'}, unknown {', '.join(unknown) or 'nothing'}")


def _named(things: Any, code: str, *, where: Example) -> Any:
    found = [thing for thing in things if thing.code == code]
    if len(found) != 1:
        raise ValueError(f"{where.id}: {len(found)} called {code} among {', '.join(thing.code for thing in things)}")
    return found[0]


def _rounding(written: Said | None) -> Rounding | None:
    if written is None:
        return None
    _only(written, must={"direction", "step"}, may={"minimum", "tie", "on"}, where="rounding")
    return Rounding(
        direction=Direction(written["direction"]),
        step=written["step"],
        minimum=written.get("minimum", 0),
        tie=Tie(written.get("tie", "up")),
        on=Total(written.get("on", "activity")),
    )


def _length(written: Said | int) -> datetime.timedelta:
    if isinstance(written, int):
        return datetime.timedelta(minutes=written)
    return datetime.timedelta(minutes=written.get("minutes", 0), seconds=written.get("seconds", 0))


def _stretch(written: Said, where: str) -> Stretch:
    _only(written, may={"minutes", "seconds", "kind", "session", "day"}, where=f"time of {where}")
    return Stretch(
        _length(written),
        kind=written.get("kind", LEARNING),
        session=written.get("session", ""),
        day=datetime.date.fromisoformat(written["day"]) if "day" in written else None,
    )


_GIVEN = {
    "learner",
    "time",
    "presented",
    "content",
    "sessions",
    "parts",
    "score",
    "feedback",
    "evaluated",
    "attested",
    "declared",
    "earned",
    "facts",
}


def facts_from(given: Said, kind: CreditType, *, where: str = "given") -> dict[str, Value]:
    """Turn what was reported into facts; what was not reported is missing."""
    _only(given, may=_GIVEN, where=where)
    facts: dict[str, Value] = dict(given.get("facts", {}))
    if "learner" in given:
        # Whoever says what he is says also what he is not.
        facts |= {known.profession(word).name: word == given["learner"] for word in known.PROFESSIONS}
        facts[known.profession(given["learner"]).name] = True
    if "time" in given:
        stretches = tuple(_stretch(one, where) for one in given["time"])
        facts[known.TIME.name] = sum((one.time for one in stretches), datetime.timedelta())
        facts[known.STRETCHES.name] = stretches
    if "presented" in given:
        facts[known.PRESENTED.name] = _length(given["presented"])
    for name, fact in (("content", known.CONTENT), ("sessions", known.SESSIONS)):
        if name in given:
            facts[fact.name] = Share.of(given[name])
    facts |= {known.content_of(part).name: Share.of(share) for part, share in given.get("parts", {}).items()}
    if "score" in given:
        facts |= {known.score(counting).name: Share.of(given["score"]) for counting in Counting}
    for name, fact in (("feedback", known.feedback()), ("evaluated", known.evaluation())):
        if name in given:
            facts[fact.name] = given[name]
    facts |= {known.attestation(statement).name: True for statement in given.get("attested", ())}
    if "declared" in given:
        facts[known.declared(kind.code).name] = kind(given["declared"])
    facts |= {known.earned(code).name: type_of(code)(amount) for code, amount in given.get("earned", {}).items()}
    return facts


def _award(asked: Example) -> Answer:
    ruling = _named(body(asked.body).rulings, asked.said["ruling"], where=asked)
    maximum = ruling.type(asked.said["maximum"])
    policy = policy_of(ruling, asked.said.get("call", {}))
    facts = facts_from(asked.said["given"], ruling.type, where=asked.id)
    outcome, steps = weigher(policy, maximum)(facts)
    amount = Credits(steps, ruling.type)
    if outcome is not Outcome.MET:
        return Answer({"outcome": str(outcome), "amount": str(amount.amount)})
    shown = receipt(policy, maximum, facts)
    if not shown.recomputed() == shown.amount == amount:
        raise AssertionError(f"{asked.id}: awarded {amount}, receipt {shown}, recomputed {shown.recomputed()}")
    return Answer({"outcome": str(outcome), "amount": str(amount.amount)}, str(shown))


def _convert(asked: Example) -> Answer:
    said = asked.said
    of, into = type_of(said["from"]), type_of(said["into"])
    day = datetime.date.fromisoformat(said["on"])
    rule = equivalence(body(asked.body).equivalences, of=of, into=into, on=day, version=said.get("version", ""))
    hours = Fraction(said["hours"]) * 3600 if "hours" in said else None
    found = convert(
        of(said["amount"]),
        rule,
        on=day,
        facts=facts_from({"facts": said.get("facts", {})}, of),
        hours=None if hours is None else datetime.timedelta(seconds=hours.numerator) / hours.denominator,
        before=of(said["before"]) if "before" in said else None,
        applied=said.get("applied"),
        counting=said.get("counting", False),
        rounding=_rounding(said.get("rounding")),
    )
    amount = {} if found.credits is None else {"amount": str(found.credits.amount)}
    return Answer({"outcome": str(found.outcome), **amount}, str(found))


def _count(asked: Example) -> Answer:
    limit = _named(body(asked.body).limits, asked.said["limit"], where=asked)
    kind = type_of(asked.said["type"])
    found = counted(
        limit,
        [(datetime.date.fromisoformat(day), kind(amount)) for day, amount in asked.said["amounts"]],
        periods=[Span(*map(datetime.date.fromisoformat, days)) for days in asked.said.get("periods", ())],
    )
    return Answer({"outcome": "met", "amount": str(found.total.amount)}, str(found))


def _due(asked: Example) -> Answer:
    day = datetime.date.fromisoformat(asked.said["completed"])
    rule = reporting(
        body(asked.body).reportings,
        type_of(asked.said["type"]),
        day,
        to=asked.said.get("to", ""),
        version=asked.said.get("version", ""),
    )
    due = rule.due(day)
    return Answer({"day": None if due is None else due.isoformat(), "by": rule.by.value}, str(rule))


def _estimate(asked: Example) -> Answer:
    said = asked.said
    rule = _named(body(asked.body).reading_times, said["reading"], where=asked)
    exact = rule.estimate(words=said["words"], questions=said["questions"], difficulty=said["difficulty"])
    minutes = str(Decimal(exact.numerator) / Decimal(exact.denominator))
    if "type" not in said:
        return Answer({"minutes": minutes}, str(rule))
    credits = rule.worth(exact, type_of(said["type"]), rounding=_rounding(said.get("rounding")))
    return Answer({"minutes": minutes, "amount": str(credits.amount)}, f"{rule}: {minutes} minutes → {credits}")


def _state(asked: Example) -> Answer:
    words, day = asked.said, asked.said.get("on")
    if "wording" in words:
        wording = _named(body(asked.body).wordings, words["wording"], where=asked)
    else:
        wording = body(asked.body).wording(
            Purpose(words["purpose"]),
            type=words.get("type", ""),
            format=words.get("format", ""),
            approval=Approval(words["approval"]) if "approval" in words else None,
            on=datetime.date.fromisoformat(day) if day else None,
        )
    said = wording.fill(**{name: _filling(value) for name, value in asked.said["values"].items()})
    return Answer({"text": str(said)}, wording.text)


def _filling(value: Any) -> Any:
    return datetime.date.fromisoformat(value) if isinstance(value, str) and _DAY.fullmatch(value) else value


def _recognise(asked: Example) -> Answer:
    said = asked.said
    found = recognised(
        body(asked.body).recognitions,
        type_of(said["type"]),
        by=said.get("by", ""),
        jurisdiction=said.get("jurisdiction", ""),
        on=datetime.date.fromisoformat(said["on"]),
        facts=facts_from({"facts": said.get("facts", {})}, type_of(said["type"])),
    )
    category = "" if found.recognition is None else found.recognition.as_category
    return Answer({"outcome": str(found.outcome), "category": category}, str(found))


#: Every kind of question that a table may ask.
ASKS: dict[str, _Ask] = {
    "award": _Ask(_award, frozenset({"ruling", "maximum", "given"}), frozenset({"call"}), frozenset({"outcome", "amount"})),
    "convert": _Ask(
        _convert,
        frozenset({"from", "into", "on", "amount"}),
        frozenset({"hours", "facts", "applied", "version", "rounding", "before", "counting"}),
        frozenset({"outcome", "amount"}),
    ),
    "count": _Ask(_count, frozenset({"limit", "amounts", "type"}), frozenset({"periods"}), frozenset({"outcome", "amount"})),
    "due": _Ask(_due, frozenset({"type", "completed"}), frozenset({"to", "version"}), frozenset({"outcome", "day", "by"})),
    "estimate": _Ask(
        _estimate,
        frozenset({"reading", "words", "questions", "difficulty"}),
        frozenset({"type", "rounding"}),
        frozenset({"outcome", "minutes", "amount"}),
    ),
    "state": _Ask(
        _state,
        frozenset({"values"}),
        frozenset({"wording", "purpose", "type", "format", "approval", "on"}),
        frozenset({"outcome", "text"}),
    ),
    "recognise": _Ask(
        _recognise,
        frozenset({"type", "on"}),
        frozenset({"by", "jurisdiction", "facts"}),
        frozenset({"outcome", "category"}),
    ),
}
