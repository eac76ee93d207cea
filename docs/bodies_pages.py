"""A Sphinx extension: one reference page for each body, made from its data and its worked examples whenever pages are built.

The pages lie in ``reference/authorities``, which git ignores.  Nothing about a body is written twice: to add one is to add its
module and its examples, and its page is there.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

import attrs
from bodies_words import (
    answered,
    arguments,
    blocks,
    code,
    equivalent,
    given,
    indented,
    items,
    left_to_you,
    reported,
    rounding,
    section,
    since,
    table,
    template,
    text,
    times,
    worth,
)

import worked_examples
from cmecore.authorities import bodies
from cmecore.credit.periods import Span, in_words
from cmecore.credit.sources import Source, Sureness
from cmecore.rules.awards import ByTime, basis_of
from cmecore.rules.windows import Window

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from sphinx.application import Sphinx

    from cmecore.bodies.body import Body, Required
    from cmecore.bodies.equivalences import Equivalence
    from cmecore.bodies.limits import Limit
    from cmecore.bodies.recognition import Recognition
    from cmecore.bodies.reporting import Reporting
    from cmecore.bodies.rulings import Ruling
    from cmecore.bodies.wordings import Wording
    from worked_examples import Example

FOLDER = "reference/authorities"
# What examples are about that are not about one rule.
_ASKED = {
    "convert": "What credit is worth as other credit",
    "count": "Limits where credit is counted",
    "due": "Reporting",
    "recognise": "Who counts it",
    "state": "Statements",
    "estimate": "Time that a text takes",
}


class Page:
    """The page of one body.  It knows under which names its module offers things, and on which day most sources were read."""

    def __init__(self, body: Body, examples: Iterable[Example]) -> None:
        """Take a body and the examples about it."""
        self.body = body
        self.module = import_module(f"cmecore.authorities.{body.code}")
        self.examples: defaultdict[tuple[str, str], list[Example]] = defaultdict(list)
        for one in examples:
            self.examples[one.asks, str(one.said.get("ruling", ""))].append(one)
        days = Counter(source.collected for source in _sources_in(body) if source.collected is not None)
        self.usual = max(days, key=lambda day: days[day], default=None)

    def written(self) -> str:
        """Write the page."""
        body, module = self.body, self.module
        read = f"The sources were read on {in_words(self.usual)}, unless one says another day." if self.usual else ""
        intro = section(
            text(body.name),
            f".. py:module:: {module.__name__}",
            text((module.__doc__ or "").strip()),
            f"In a program it is ``from cmecore.authorities import {body.code}``.  {read}  "
            "What the tags behind the sources mean stands in :doc:`/reference/authorities`.  "
            "A first day is that of the earliest source that was found, unless the rule names its own.",
            line="=",
        )
        reading = items(self._cited(text(one), one.sources) for one in body.reading_times)
        notes = items(self._cited(text(note), note.sources, since(note.in_force)) for note in body.notes)
        page = blocks(
            intro,
            "\n".join(f".. role:: {tag.name.lower()}\n   :class: sureness {tag.name.lower()}\n" for tag in Sureness),
            section("Credit types", self._types()),
            section("Rules", *self._rulings()),
            *self._equivalences(),
            section("Limits where credit is counted", items(map(self._limit, body.limits)), self._link("count")),
            section("Reporting", items(map(self._reporting, body.reportings)), self._link("due")),
            section("Who counts it", items(map(self._recognition, body.recognitions)), self._link("recognise")),
            section("Statements", *map(self._wording, body.wordings), self._link("state")),
            section("What a document has to show", items(map(self._required, body.required))),
            section("Names that are not to be printed", self._misnomers()),
            section("Time that a text takes", reading, self._link("estimate")),
            section("Also laid down", notes),
            section("Worked examples", *self._examples()),
        )
        return f"{page}\n"

    def _name(self, thing: object) -> str:
        """Find the name under which the module offers something."""
        return next((name for name, held in vars(self.module).items() if held is thing and not name.startswith("_")), "")

    def _cited(self, says: str, sources: Iterable[Source], *more: str) -> str:
        """Say something, and below it where it was written down."""
        return blocks(says, *filter(None, more), self._sources(sources))

    def _sources(self, sources: Iterable[Source]) -> str:
        cited = items(map(self._source, dict.fromkeys(sources)))
        return cited and f".. rst-class:: sources\n\n{cited}"

    def _source(self, source: Source) -> str:
        title = f"`{text(source)} <{source.address}>`__" if source.address else text(source)
        day = "" if source.collected is None or source.collected == self.usual else f"; read on {in_words(source.collected)}"
        tag = f":{source.sureness.name.lower()}:`{source.sureness.value}`"
        return f"{title}{': ' + text(source.says) if source.says else ''}{text(day)} {tag}"

    def _types(self) -> str:
        aliases = defaultdict(list)
        for alias, kind in self.body.aliases:
            aliases[kind.code].append(alias)
        return blocks(
            table(
                (
                    (text(kind), code(kind.code), text(kind.step), code(f"{self.body.code}.{self._name(kind)}"))
                    for kind in self.body.types
                ),
                head=("Name", "Code", "Smallest amount", "In a program"),
                widths="36 22 16 26",
            ),
            items(
                self._cited(
                    f"**{text(kind)}**",
                    kind.sources,
                    f"Also read as {text(', '.join(aliases[kind.code]))}." if aliases[kind.code] else "",
                )
                for kind in self.body.types
            ),
        )

    def _rulings(self) -> Iterator[str]:
        """Write the rules, by credit type where there are several."""
        rulings = self.body.rulings
        kinds = tuple(dict.fromkeys(ruling.type for ruling in rulings))
        if len(kinds) == 1:
            yield from (self._ruling(ruling, line="^") for ruling in rulings)
            return
        for kind in kinds:
            yield section(text(kind), *(self._ruling(one, line='"') for one in rulings if one.type == kind), line="^")

    def _ruling(self, ruling: Ruling, *, line: str) -> str:
        policy, name = ruling.policy, self._name(ruling)
        asked = [*map(text, policy.requirements), *(["Pass an assessment, with the score that you set"] * ruling.passing)]
        bounds = [f"{what} {most}" for what, most in (("at least", policy.floor), ("at most", policy.cap)) if most is not None]
        window = [str(Window.of(policy.claim_within))] if policy.claim_within else []
        award = basis_of(policy.award)
        rows = (
            ("Call", code(f"{self.body.code}.{name or _found(ruling)}({', '.join(arguments(ruling))})")),
            ("Credit", text(ruling.type)),
            ("Asks", items(asked) or "nothing besides what you ask"),
            ("Worth", text("; ".join([worth(policy.award), *bounds]))),
            ("What is reported", items(reported(ruling))),
            ("Time", items(map(text, times(award))) if isinstance(award, ByTime) else ""),
            ("Rounding", text(rounding(ruling))),
            ("Rests on", text(policy.rests_on or "").removeprefix("rests on ")),
            ("To claim", items([*map(text, policy.gates), *window])),
            ("You say", items(left_to_you(ruling))),
            ("In force", since(ruling.in_force).removeprefix("In force ") or "no day is known on which it changed"),
            ("Sources", self._sources([*ruling.sources, *(source for one in policy.requirements for source in one.sources)])),
            ("Examples", self._link("award", ruling.code)),
        )
        anchor = f".. py:data:: {name}\n   :type: ~cmecore.bodies.rulings.Ruling\n   :no-typesetting:" if name else ""
        drawn = table((row for row in rows if row[1]), widths="13 87", kind="rule")
        return section(text(_title(ruling)), anchor, drawn, line=line)

    def _equivalences(self) -> Iterator[str]:
        """Write the equivalences by their direction: into a type of the body's own, between two of them, and out of one."""
        own = self.body.types
        groups: defaultdict[str, list[Equivalence]] = defaultdict(list)
        for rule in self.body.equivalences:
            ours = "What its types are worth as each other" if rule.into in own else "What its credit is worth elsewhere"
            groups[ours if rule.of in own else "What other credit is worth here"].append(rule)
        for title in sorted(groups, reverse=True, key=lambda one: one.startswith("What other")):
            yield section(title, items(map(self._equivalence, groups[title])), self._link("convert"))

    def _equivalence(self, rule: Equivalence) -> str:
        terms = [text(one) for one in rule.asks]
        terms += [f"Needs {text(rule.application)}"] if rule.application else []
        terms += [f"Reported as: {text(rule.reported_as)}"] if rule.reported_as else []
        terms += [f"Rounded {text(rule.rounding)}"] if rule.rounding else []
        return self._cited(text(equivalent(rule)), rule.sources, items(terms), since(rule.in_force, rule.version))

    def _limit(self, limit: Limit) -> str:
        about = ", ".join([*(kind.name for kind in limit.types), *limit.formats])
        says = f"{code(limit.code)}  {text(limit.says)}."
        most = f"At most {limit.most} each {limit.per.value}: {about}."
        return self._cited(says, limit.sources, text(most), since(limit.in_force))

    def _reporting(self, rule: Reporting) -> str:
        entries = f"{rule.entries_per_day} an activity and day" if rule.entries_per_day else ""
        terms = [
            *map(text, rule.needs),
            *([f"Entries taken: {entries}"] if entries else []),
            *(["Once, and never again"] if rule.once else []),
        ]
        needs = [asked for one in rule.needs for asked in one.sources]
        return self._cited(
            text(attrs.evolve(rule, sources=())), [*rule.sources, *needs], items(terms), since(rule.in_force, rule.version)
        )

    def _recognition(self, rule: Recognition) -> str:
        says = text(attrs.evolve(rule, sources=(), in_force=Span()))
        return self._cited(says, rule.sources, items(map(text, rule.asks)), since(rule.in_force))

    def _wording(self, wording: Wording) -> str:
        about = [
            wording.purpose.value,
            *wording.types,
            *wording.formats,
            *([wording.approval.value] if wording.approval else []),
        ]
        parts = f"{code(wording.code)}  {text(', '.join(about))}"
        return blocks(parts, indented(template(wording)), since(wording.in_force), self._sources(wording.sources))

    def _required(self, rule: Required) -> str:
        live = {True: " of a live activity", False: " of what is not live", None: ""}[rule.live]
        about = f"{', '.join(rule.types) or 'every type'}{live}: "
        return self._cited(text(f"{about}{', '.join(item.value for item in rule.items)}"), rule.sources, since(rule.in_force))

    def _misnomers(self) -> str:
        groups: dict[tuple[str, tuple[Source, ...]], list[str]] = {}
        for one in self.body.misnomers:
            groups.setdefault((one.instead, one.sources), []).append(f"“{one.phrase}”")
        return items(
            self._cited(text(f"Not {', '.join(phrases)}, but “{instead}”"), sources)
            for (instead, sources), phrases in groups.items()
        )

    def _label(self, asks: str, ruling: str) -> str:
        return "-".join(filter(None, ("examples", self.body.code, asks, ruling)))

    def _link(self, asks: str, ruling: str = "") -> str:
        """Lead to the examples, which stand at the end of the page."""
        count = len(self.examples.get((asks, ruling), ()))
        return f":ref:`{count} worked example{'s' * (count > 1)} <{self._label(asks, ruling)}>`" if count else ""

    def _examples(self) -> Iterator[str]:
        """Write the examples, in the order of the page: by rule, and then by what else is asked."""
        several = len({ruling.type for ruling in self.body.rulings}) > 1
        titles = {
            ("award", one.code): f"{one.type}: {_title(one)}" if several else _title(one) for one in self.body.rulings
        } | {(asks, ""): title for asks, title in _ASKED.items()}
        for (asks, ruling), title in titles.items():
            if drawn := self._worked(asks, ruling):
                yield f".. _{self._label(asks, ruling)}:\n\n{section(text(title), drawn, line='^')}"

    def _worked(self, asks: str, ruling: str = "") -> str:
        """Show examples with their working, what the library says to each, and where a usual shortcut goes wrong."""
        statement = asks == "state"
        rows = []
        for one in self.examples.get((asks, ruling), ()):
            receipt = "" if statement else worked_examples.answer(one).receipt
            shortcut = f"“{answered(one.naive)}”" if statement else answered(one.naive)
            wrong = f"  Not {shortcut}: {one.naive['why']}." if one.naive else ""
            source = f".. rst-class:: small\n\n{text(one.source)}"
            answer = text(answered(one.expected))
            why = blocks(text(f"{one.working}.{wrong}"), *(code(line.strip()) for line in receipt.splitlines()), source)
            rows.append((text(given(one)), answer if statement else f"**{answer}**", why))
        widths = "24 40 36" if statement else "26 11 63"
        return table(rows, head=("Given", "Answer", "Why"), widths=widths, kind="worked")


def _title(ruling: Ruling) -> str:
    formats = ", ".join(ruling.formats)
    return f"{formats[:1].upper()}{formats[1:]}" + (f" ({ruling.version})" if ruling.version else "")


def _found(ruling: Ruling) -> str:
    """Write how a rule is found that has no name of its own."""
    version = f', version="{ruling.version}"' if ruling.version else ""
    return f'BODY.ruling("{ruling.formats[0]}"{version})'


def _sources_in(thing: object) -> Iterator[Source]:
    """Walk over every source in a value."""
    if isinstance(thing, Source):
        yield thing
    elif isinstance(thing, tuple):
        for one in thing:
            yield from _sources_in(one)
    else:
        for field in getattr(thing, "__attrs_attrs__", ()):
            yield from _sources_in(getattr(thing, field.name))


def list_of(every: Iterable[Body], counted: Counter[str]) -> str:
    """List the bodies by their names, in a table and for the side of the page."""
    in_order = sorted(every, key=lambda body: body.name)
    rows = (
        (
            f":doc:`{text(body.name)} <authorities/{body.code}>`",
            code(body.code),
            text(", ".join(map(str, body.types)) or "none of its own"),
            str(counted[body.code]),
        )
        for body in in_order
    )
    tree = [".. toctree::", "   :hidden:", "", *(f"   authorities/{body.code}" for body in in_order)]
    head = ("Body", "Module", "Credit types", "Examples")
    return blocks(table(rows, head=head, widths="38 18 32 12"), "\n".join(tree)) + "\n"


def write_pages(app: Sphinx) -> None:
    """Write a page for each body and the list of all, and remove what is left of a body that is gone."""
    folder = Path(app.srcdir, FOLDER)
    folder.mkdir(exist_ok=True)
    every, examples = bodies(), worked_examples.examples()
    wanted = {f"{body.code}.rst": Page(body, [one for one in examples if one.body == body.code]).written() for body in every}
    wanted["list.txt"] = list_of(every, Counter(one.body for one in examples))
    for path in folder.iterdir():
        if path.name not in wanted:
            path.unlink()
    for name, page in wanted.items():
        path = folder / name
        # A page that did not change keeps its time, so that Sphinx does not read it again.
        if not path.exists() or path.read_text(encoding="utf-8") != page:
            path.write_text(page, encoding="utf-8")


def setup(app: Sphinx) -> dict[str, bool]:
    """Write the pages before Sphinx looks which there are."""
    app.connect("builder-inited", write_pages)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
