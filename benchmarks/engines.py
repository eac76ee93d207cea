"""The seven criteria of ``eligibility.py`` in five rule engines, each in the fastest way we found that still lists reasons.

An engine's function takes a plain record and answers which criteria failed, and the quarters of a credit; an engine that can
say yes or no but cannot list every reason answers ``None`` for the reasons of a no.  The engines do no proration of their own:
it is the same line of Python for all.
"""

import importlib
import itertools
from collections.abc import Callable, Iterable
from typing import Any

Answer = tuple[tuple[str, ...] | None, int]
Engine = Callable[[dict[str, Any]], Answer]

#: Each criterion in the notation that zen-engine and rule-engine share.
CRITERIA = {
    "content": "done * 5 >= total * 4",
    "passed": "score >= 7000",
    "time": "minutes >= required",
    "evaluated": "evaluated",
    "entitled:membership": "member",
    "in-window": "in_window",
    "before-expiry": "finished <= expires",
}
NUMBERS = ("done", "total", "score", "minutes", "required", "most")
FLAGS = ("evaluated", "member", "in_window")
DAYS = ("finished", "expires")


def plain(record: object) -> dict[str, Any]:
    """Write a record in what every engine can read: numbers and flags, days as their number."""
    held = {name: getattr(record, name) for name in NUMBERS + FLAGS}
    return held | {name: getattr(record, name).toordinal() for name in DAYS}


def each(engine: Engine) -> Callable[[list[dict[str, Any]]], list[Answer]]:
    """Ask an engine about one record after the other."""
    return lambda records: [engine(record) for record in records]


def _answer(met: Iterable[object], record: dict[str, Any]) -> Answer:
    failed = tuple([code for code, holds in zip(CRITERIA, met, strict=True) if not holds])
    return failed, 0 if failed else record["most"] * record["done"] // record["total"]


def json_logic() -> Engine:
    """Hold seven JsonLogic trees against a record."""
    apply = importlib.import_module("json_logic").jsonLogic

    def at_least(left: object, right: object) -> dict[str, Any]:
        return {">=": [left, right]}

    def of(name: str) -> dict[str, Any]:
        return {"var": name}

    trees = [
        at_least({"*": [of("done"), 5]}, {"*": [of("total"), 4]}),
        at_least(of("score"), 7_000),
        at_least(of("minutes"), of("required")),
        *map(of, FLAGS),
        at_least(of("expires"), of("finished")),
    ]
    return lambda record: _answer([apply(tree, record) for tree in trees], record)


def zen() -> Engine:
    """Compile one expression that lists seven answers: a record crosses into Rust once."""
    compiled = importlib.import_module("zen").compile_expression(f"[{', '.join(CRITERIA.values())}]")
    return lambda record: _answer(compiled.evaluate(record), record)


def rule_engine() -> Engine:
    """Compile one rule that lists seven answers."""
    compiled = importlib.import_module("rule_engine").Rule(f"[{', '.join(CRITERIA.values())}]")
    return lambda record: _answer(compiled.evaluate(record), record)


def business_rules() -> Engine:
    """Declare variables, an action, and a rule for each criterion that fires when it fails."""
    run_all = importlib.import_module("business_rules").run_all
    variables: Any = importlib.import_module("business_rules.variables")
    actions: Any = importlib.import_module("business_rules.actions")
    number, flag = variables.numeric_rule_variable, variables.boolean_rule_variable

    class Variables(variables.BaseVariables):  # type: ignore[misc]
        def __init__(self, record: dict[str, Any]) -> None:
            self.record = record

        content = number(lambda self: self.record["done"] * 5 - self.record["total"] * 4)
        passed = number(lambda self: self.record["score"])
        time = number(lambda self: self.record["minutes"] - self.record["required"])
        evaluated = flag(lambda self: self.record["evaluated"])
        member = flag(lambda self: self.record["member"])
        in_window = flag(lambda self: self.record["in_window"])
        left = number(lambda self: self.record["expires"] - self.record["finished"])

    class Actions(actions.BaseActions):  # type: ignore[misc]
        def __init__(self) -> None:
            self.failed: list[str] = []

        @actions.rule_action(params={"code": "text"})  # type: ignore[untyped-decorator]
        def fail(self, code: str) -> None:
            self.failed.append(code)

    asked = {"content": 0, "passed": 7_000, "time": 0, "evaluated": True, "member": True, "in_window": True, "left": 0}
    rules = [
        {
            "conditions": {"name": name, "operator": "is_false" if value is True else "less_than", "value": value},
            "actions": [{"name": "fail", "params": {"code": code}}],
        }
        for code, (name, value) in zip(CRITERIA, asked.items(), strict=True)
    ]

    def answer(record: dict[str, Any]) -> Answer:
        found = Actions()
        run_all(rules, Variables(record), found)
        return _answer([code not in found.failed for code in CRITERIA], record)

    return answer


def durable() -> Engine:
    """Post each record as an event: the first rule that fires consumes it, so the answer is yes or no without reasons."""
    lang = importlib.import_module("durable.lang")
    m = lang.m
    answers: list[bool] = []
    number = itertools.count()
    every = (m.content >= 0) & (m.score >= 7_000) & (m.time >= 0) & (m.left >= 0)  # noqa: PLR2004 (as by hand)
    for name in FLAGS:
        every &= getattr(m, name) == True  # noqa: E712 (the engine reads the comparison)
    with lang.ruleset("eligibility"):
        lang.when_all(lang.pri(1), every)(lambda _: answers.append(True))
        lang.when_all(lang.pri(2), +m.score)(lambda _: answers.append(False))

    def answer(record: dict[str, Any]) -> Answer:
        event = {name: record[name] for name in ("score", *FLAGS)}
        event["content"] = record["done"] * 5 - record["total"] * 4
        event["time"] = record["minutes"] - record["required"]
        event["left"] = record["expires"] - record["finished"]
        lang.post("eligibility", event | {"id": next(number)})
        return _answer([True] * len(CRITERIA), record) if answers.pop() else (None, 0)

    return answer


#: Each engine by the name under which it is installed.
ENGINES: dict[str, Callable[[], Engine]] = {
    "json-logic-qubit": json_logic,
    "zen-engine": zen,
    "business-rules": business_rules,
    "rule-engine": rule_engine,
    "durable_rules": durable,
}
