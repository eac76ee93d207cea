"""How the pages of the bodies are worded and marked up: a rule in a few words, an example in one line, tables and lists."""

from __future__ import annotations

import datetime
import re
from collections import defaultdict
from typing import TYPE_CHECKING, Any

import attrs

from cmecore.credit.periods import Span, in_words
from cmecore.credit.rounding import Direction
from cmecore.rules.awarding import facts_asked
from cmecore.rules.awards import (
    AsAttested,
    AsBase,
    Award,
    ByStages,
    ByTime,
    Component,
    Fixed,
    InProportion,
    SumOf,
    Whole,
    WithBonus,
    basis_of,
)
from cmecore.rules.criteria import facts_in
from cmecore.rules.sentences import describe, duration

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from cmecore.bodies.equivalences import Equivalence
    from cmecore.bodies.rulings import Ruling
    from cmecore.bodies.wordings import Wording
    from worked_examples import Example

_DAY = re.compile(r"\d{4}-\d\d-\d\d")


def text(words: object) -> str:
    """Spell words so that nothing in them is markup, and no quote or dash is made prettier than its body wrote it."""
    return re.sub(r"([^\w\s]|_)", r"\\\1", str(words))


def code(words: object) -> str:
    """Set something as it stands in a program."""
    return f"``{words}``"


def indented(block: str, by: int = 3) -> str:
    """Move a block to the right."""
    return "\n".join(f"{' ' * by}{line}" if line else "" for line in block.splitlines())


def blocks(*parts: str) -> str:
    """Put blocks below each other, leaving out those that say nothing."""
    return "\n\n".join(filter(None, parts))


def items(listed: Iterable[str]) -> str:
    """List some things."""
    return "\n".join(f"* {indented(one, 2).lstrip()}" for one in listed)


def table(rows: Iterable[Iterable[str]], *, widths: str, head: Iterable[str] = (), kind: str = "") -> str:
    """Make a table; without a head, its first column says what each row is about."""
    heads = tuple(head)
    options = [".. list-table::", f"   :widths: {widths}", "   :header-rows: 1" if heads else "   :stub-columns: 1"]
    options += [f"   :class: {kind}"] if kind else []
    rows = [heads] * bool(heads) + [tuple(row) for row in rows]
    drawn = [
        f"   {' ' if place else '*'} - {indented(cell, 7).lstrip()}".rstrip() for row in rows for place, cell in enumerate(row)
    ]
    return "\n".join([*options, "", *drawn]) if len(rows) > bool(heads) else ""


def section(title: str, *parts: str, line: str = "-") -> str:
    """Make a section, or nothing where there is nothing to say."""
    body = blocks(*parts)
    return f"{title}\n{line * (2 * len(title))}\n\n{body}" if body else ""


def since(span: Span, version: str = "") -> str:
    """Say since when something holds, and until when; nothing where neither is known."""
    days = [f"{word} {in_words(day)}" for word, day in (("from", span.first), ("until", span.last)) if day]
    named = f" ({version})" if version else ""
    return text(f"In force {' '.join(days)}{named}." if days else named.strip(" ()") and f"The text called {version}.")


def worth(award: Award) -> str:
    """Say what an award is worth."""
    match award:
        case Whole():
            return "the designated maximum, all or nothing"
        case InProportion(of=fact):
            return f"the designated maximum × {fact.says}"
        case AsAttested():
            return "what the learner declares, up to the designated maximum"
        case AsBase():
            return "as much as was earned of the type it rests on"
        case Fixed(amount=amount):
            return f"{amount}, whatever was done beyond what is asked"
        case ByTime():
            return f"{award.credits} for {duration(award.unit)} of {award.of.says}"
        case ByStages(stages=stages):
            return f"{'; then '.join(map(component, stages))}: in this order, from the first"
        case SumOf(units=units):
            return f"the sum of {'; '.join(map(component, units))}"
        case WithBonus(award=basis, bonuses=bonuses):
            return f"{worth(basis)}; on top {'; '.join(map(component, bonuses))}"
    raise TypeError(award)


def component(one: Component) -> str:
    """Say what a stage, unit or extra is worth, and when."""
    return f"{one.worth} for {one.code} ({describe(one.test)})"


def times(award: ByTime) -> Iterator[str]:
    """Say which kinds of time count, and how much of them at most."""
    weights: defaultdict[Any, list[str]] = defaultdict(list)
    for kind, weight in award.counts:
        weights[weight].append(kind)
    for weight, kinds in sorted(weights.items(), reverse=True):
        head = {1: "counts", 0: "does not count"}.get(weight, f"counts × {weight}")
        yield f"{head}: {', '.join(kinds)}"
    session = f"session of {', '.join(award.capped_kinds)}" if award.capped_kinds else "session"
    for most, what in ((award.most_per_session, session), (award.most_per_day, "day")):
        if most is not None:
            yield f"at most {most} a {what}, before rounding"


def rounding(ruling: Ruling) -> str:
    """Say how an amount is rounded, as far as the body says it."""
    if ruling.policy.rounding is not None:
        return str(ruling.policy.rounding)
    direction = "" if ruling.direction is None else ruling.direction.value
    known = [
        direction,
        *(f"{what} {number}" for what, number in (("step", ruling.step), ("minimum", ruling.minimum)) if number),
    ]
    said = f"; known is {', '.join(filter(None, known))}" if any(known) else ""
    return (
        f"no source says how: you name it{said}"
        if ruling.asks_rounding
        else "it is never rounded: every amount is a whole number of steps"
    )


def arguments(ruling: Ruling) -> list[str]:
    """Write the arguments that the rule cannot be called without."""
    direction = "down" if ruling.direction is None else ruling.direction.value
    minimum = f', minimum="{ruling.minimum}"' if ruling.minimum else ""
    named = f'rounding={direction}("{ruling.step or ruling.type.step}"{minimum})'
    return [
        *(["completed(1)"] * ruling.asks_requirement),
        *(['passing="0.70"'] * ruling.passing),
        *([named] * ruling.asks_rounding),
    ]


# What feeds a fact, by the first word of its name, and what people call it.
_REPORTS = {
    "attested": ("what it asks to be attested", "Attested"),
    "content": ("content", "Progress"),
    "declared": ("the credit that the learner declares", "Declared"),
    "evaluated": ("the evaluation", "Evaluated"),
    "feedback": ("feedback on the assessment", "Feedback"),
    "presented": ("time presented", "Presented"),
    "profession": ("the profession", "Practises"),
    "score": ("attempts at the assessment", "Attempt"),
    "sessions": ("attendance", "Attended", "Present"),
    "time": ("time", "Attended", "TimeSpent"),
}


def reported(ruling: Ruling) -> list[str]:
    """Say which evidence the rule needs; what rests on credit of another type needs none of its own for that."""
    policy = ruling.policy
    asked = (*(fact for one in policy.requirements for fact in facts_in(one.test)), *facts_asked(policy, ruling.type))
    words = [fact.name.partition(":")[0] for fact in asked] + ["score"] * ruling.passing
    needed = [_REPORTS[word] for word in dict.fromkeys(words) if word != "earned"]
    return [f"{what}: {' or '.join(map(code, evidence))}" for what, *evidence in needed]


def equivalent(rule: Equivalence) -> str:
    """Say what credit of a type is worth, with the plural where that is above one."""
    named = attrs.evolve(rule.into, name=rule.into.plural) if rule.factor > 1 else rule.into
    return str(attrs.evolve(rule, into=named, sources=()))


def left_to_you(ruling: Ruling) -> list[str]:
    """List what the rule leaves to whoever calls it."""
    award, rounding = basis_of(ruling.policy.award), ruling.policy.rounding
    total = rounding is not None and isinstance(award, ByTime)
    tie = rounding is not None and rounding.direction is Direction.NEAREST
    return [
        *(["what earns its one amount, such as ``completed(1)``"] * ruling.asks_requirement),
        *(["``passing``: the least score"] * ruling.passing),
        *(["``rounding``: what your accreditor told you"] * ruling.asks_rounding),
        *(["``counts``: the weight of any other kind of time"] * isinstance(award, ByTime)),
        *(["``on``: what is added up before rounding, if not the whole activity"] * total),
        *(["``tie``: where the middle between two steps goes, if not up"] * tie),
    ]


def template(wording: Wording) -> str:
    """Set the text of a wording, with its italics and its fields."""
    phrases = sorted(wording.italics, key=len, reverse=True)
    pieces = re.split(f"({'|'.join([*map(re.escape, phrases), r'{[^{}]*}'])})", wording.text)
    set_in: dict[bool, Callable[[str], str]] = {
        True: lambda piece: f"\\ *{text(piece)}*\\ ",
        False: lambda piece: f"\\ {code(piece)}\\ ",
    }
    return "".join(set_in[piece in phrases](piece) if place % 2 else text(piece) for place, piece in enumerate(pieces))


def given(example: Example) -> str:
    """Say what an example is about: what was reported first, what was designated last."""
    rest = {name: value for name, value in example.said.items() if name not in {"ruling", "given", "call", "maximum"}}
    last = f"at most {example.said['maximum']}" if "maximum" in example.said else ""
    first = {**example.said.get("given", {}), **example.said.get("call", {}), **rest}
    return "; ".join(filter(None, (said(first), last)))


def said(value: Any) -> str:
    """Say what a table of examples says: its names and values, on one line."""
    match value:
        case bool():
            return "yes" if value else "no"
        case {"minutes": _} | {"seconds": _}:
            return _stretch(value)
        case {"direction": direction, "step": step, **rest}:
            return " ".join(filter(None, (f"{direction} to {step}", said(rest))))
        case dict():
            named = ((name, said(one)) for name, one in value.items())
            return ", ".join(
                (one if name in {"learner", "time"} else f"{name} {one}") if one else f"no {name}" for name, one in named
            )
        case list():
            return "; ".join(map(said, value))
        case str() if _DAY.fullmatch(value):
            return in_words(datetime.date.fromisoformat(value))
    return str(value)


def _stretch(time: dict[str, Any]) -> str:
    length = duration(datetime.timedelta(minutes=time.get("minutes", 0), seconds=time.get("seconds", 0)))
    return " ".join(filter(None, (length, *(said(time[name]) for name in ("kind", "session", "day") if name in time))))


def answered(answer: Any) -> str:
    """Say an answer: its outcome where that is not simply met, and else what it amounts to."""
    outcome = answer.get("outcome", "met")
    values = [said(value) for name, value in answer.items() if name not in {"why", "outcome"}]
    return (", ".join(filter(None, values)) if outcome == "met" else "") or outcome
