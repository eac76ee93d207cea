"""Every number that a body lays down stands in the document that is cited for it, and nothing in the data is a guess."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable, Iterator
from fractions import Fraction
from typing import Any, TypeAlias

import attrs
import pytest

from cmecore.authorities import ama, bodies
from cmecore.authorities._cited import COLLECTED
from cmecore.bodies.body import Body, Note
from cmecore.bodies.equivalences import Equivalence
from cmecore.bodies.limits import Limit
from cmecore.bodies.reporting import Reporter, Reporting
from cmecore.bodies.rulings import Ruling
from cmecore.credit.amounts import Credits
from cmecore.credit.periods import Period
from cmecore.credit.rounding import Rounding, nearest
from cmecore.credit.sources import Source, Sureness
from cmecore.rules.awards import ByTime, Fixed, WithBonus, basis_of
from cmecore.rules.criteria import Compare, Test
from cmecore.rules.facts import Share
from cmecore.rules.requirements import Requirement, passed
from cmecore.rules.windows import Window

BODIES = bodies()
DAY = datetime.timedelta(days=1)
MINUTE = datetime.timedelta(minutes=1)
#: What a number is, the number, and where it has to stand.
Number: TypeAlias = tuple[str, Fraction, tuple[Source, ...]]
_DIGITS = re.compile(r"(?<![\d.])(\d[\d,]*(?:\.\d+)?)(?:\s?%)?")


def cited_things(one: Body) -> Iterator[tuple[str, Any]]:
    """Yield everything of a body that owes a source, with a name for it."""
    for kind in (
        "types",
        "rulings",
        "wordings",
        "equivalences",
        "limits",
        "reportings",
        "recognitions",
        "required",
        "misnomers",
        "reading_times",
        "notes",
    ):
        for place, thing in enumerate(getattr(one, kind)):
            yield f"{kind}[{place}] {getattr(thing, 'code', '')} of {one.code}", thing


def requirements_in(thing: Any) -> tuple[Requirement, ...]:
    """List the requirements that are part of something a body lays down."""
    if isinstance(thing, Ruling):
        return (*thing.policy.requirements, *thing.policy.gates)
    return tuple(getattr(thing, "asks", ())) + tuple(getattr(thing, "needs", ()))


CITED = [(name, thing) for one in BODIES for name, thing in cited_things(one)]
SOURCES = [
    (name, source)
    for name, thing in CITED
    for source in (*thing.sources, *(source for asked in requirements_in(thing) for source in asked.sources))
]


def numbers_in(thing: Ruling | Limit | Equivalence | Reporting) -> Iterator[Number]:
    """Yield every number that somebody must have laid down."""
    sources = thing.sources
    match thing:
        case Ruling():
            yield from _numbers_of_ruling(thing)
        case Limit():
            yield "most", Fraction(thing.most), sources
        case Equivalence():
            if thing.factor != 1:
                yield "factor", thing.factor, sources
            if thing.first is not None:
                yield "first", Fraction(thing.first), sources
            if thing.rounding is not None:
                yield from _numbers_of_rounding(thing.rounding, sources)
        case Reporting():
            if thing.within is not None:
                length = (thing.within.years, thing.within.months, thing.within.days)
                yield from (("within", Fraction(count), sources) for count in length if count)
            if thing.entries_per_day is not None:
                yield "entries a day", Fraction(thing.entries_per_day), sources
    for asked in requirements_in(thing):
        yield from _thresholds(asked.test, asked.sources or sources)


def _numbers_of_ruling(ruling: Ruling) -> Iterator[Number]:
    policy, sources = ruling.policy, ruling.sources
    basis = basis_of(policy.award)
    if isinstance(basis, ByTime):
        yield "minutes of a unit", Fraction(basis.unit // MINUTE), sources
        yield "credits a unit", Fraction(basis.credits), sources
        yield from ((f"weight of {kind}", Fraction(weight), sources) for kind, weight in basis.counts if weight not in {0, 1})
        caps = (basis.most_per_session, basis.most_per_day)
        yield from (("cap of a session or day", Fraction(most), sources) for most in caps if most is not None)
    if isinstance(basis, Fixed):
        yield "amount", Fraction(basis.amount), sources
    bonuses = policy.award.bonuses if isinstance(policy.award, WithBonus) else ()
    for component in (*getattr(basis, "stages", ()), *getattr(basis, "units", ()), *bonuses):
        yield f"worth of {component.code}", component.worth, sources
        yield from _thresholds(component.test, sources)
    bounds = (policy.floor, policy.cap)
    yield from (("floor or cap", Fraction(bound), sources) for bound in bounds if bound is not None)
    if policy.rounding is not None:
        yield from _numbers_of_rounding(policy.rounding, sources)
    known = (("step", ruling.step), ("minimum", ruling.minimum))
    yield from ((what, Fraction(part), sources) for what, part in known if part)
    if policy.claim_within is not None:
        within = Window.of(policy.claim_within).within or Period()
        yield from (("claim within", Fraction(count), sources) for count in (within.years, within.months, within.days) if count)


def _numbers_of_rounding(rounding: Rounding, sources: tuple[Source, ...]) -> Iterator[Number]:
    yield "step", Fraction(rounding.step), sources
    if rounding.minimum:
        yield "minimum", Fraction(rounding.minimum), sources


def _thresholds(test: Test, sources: tuple[Source, ...]) -> Iterator[Number]:
    if not isinstance(test, Compare):
        for inner in test.parts:
            yield from _thresholds(inner, sources)
        return
    wanted: object = test.value
    match wanted:
        case Share(part=part, whole=whole) if part != whole:
            yield "threshold", Fraction(part, whole), sources
        case bool():
            pass
        case int():
            yield "threshold", Fraction(wanted), sources
        case datetime.timedelta():
            yield "threshold", Fraction(wanted // MINUTE), sources
        case Credits():
            yield "threshold", Fraction(wanted.amount), sources


def stands_in(number: Fraction, sources: Iterable[Source]) -> bool:
    """Tell whether a number stands in digits in what is taken from one of some sources.

    A share may stand as per cent or as so many of so many; one tenth may stand as 10 to 1.
    """
    for source in (source for source in sources if source.sureness is not Sureness.UNSOURCED):
        said: set[Fraction] = set()
        for found in _DIGITS.finditer(source.says):
            read = Fraction(found[1].replace(",", ""))
            said.add(read / 100 if found[0].endswith("%") else read)
        shares = {Fraction(part, whole) for part in said for whole in said if part < whole} if 0 < number < 1 else set()
        if number in said | shares or (number.numerator == 1 and Fraction(number.denominator) in said):
            return True
    return False


def without_source(thing: Ruling | Limit | Equivalence | Reporting) -> list[str]:
    """List the numbers of something that stand in none of its sources."""
    return [f"{what} {number}" for what, number, sources in numbers_in(thing) if not stands_in(number, sources)]


@pytest.mark.parametrize(("name", "thing"), CITED, ids=[name for name, _ in CITED])
def test_everything_that_a_body_lays_down_has_a_source(name: str, thing: Any) -> None:
    """What nobody can be quoted for is left out; only a note may say that no document was found."""
    assert thing.sources, name
    assert isinstance(thing, Note) or any(source.sureness is not Sureness.UNSOURCED for source in thing.sources), name


def test_every_source_is_a_document_that_was_read() -> None:
    """A title that a reader can find, what it says, how sure that is, and the day: the 21st, or the next if read again."""
    assert datetime.date(2026, 11, 21) == COLLECTED
    for name, source in SOURCES:
        assert source.title, name
        assert source.says.strip(), (name, source.title)
        assert (source.sureness is Sureness.UNSOURCED) is (source.title == "no document found"), (name, source.title)
        assert source.collected is not None, (name, source.title)
        assert COLLECTED <= source.collected <= COLLECTED + DAY, (name, source.title)


NUMBERED = [(name, thing) for name, thing in CITED if isinstance(thing, Ruling | Limit | Equivalence | Reporting)]


@pytest.mark.parametrize(("name", "thing"), NUMBERED, ids=[name for name, _ in NUMBERED])
def test_every_number_stands_in_a_source(name: str, thing: Ruling | Limit | Equivalence | Reporting) -> None:
    """Unit, step, cap, worth, weight, threshold, factor, deadline: each in digits in what is taken from its source."""
    assert without_source(thing) == [], name


def _ruling(**changes: Any) -> Ruling:
    return attrs.evolve(ama.LIVE, policy=attrs.evolve(ama.LIVE.policy, **changes))


_ELSEWHERE = attrs.evolve(ama.CATEGORY_1, code="acme-credit")
_SAID = ama.LIVE.sources
_LIMIT = ama.BODY.limits[0]
PLANTED = [
    (_ruling(award=ByTime(unit=datetime.timedelta(minutes=55))), ["minutes of a unit 55"]),
    (_ruling(award=ByTime(credits="3")), ["credits a unit 3"]),
    (_ruling(award=ByTime(counts={"learning": 1, "panel": "0.5"})), ["weight of panel 1/2"]),
    (_ruling(award=ByTime(most_per_day="12")), ["cap of a session or day 12"]),
    (_ruling(award=ByTime(most_per_session="7")), ["cap of a session or day 7"]),
    (_ruling(rounding=nearest("0.75")), ["step 3/4"]),
    (_ruling(rounding=nearest("0.25", minimum="0.5")), ["minimum 1/2"]),
    (attrs.evolve(_ruling(rounding=None), step="0.5"), ["step 1/2"]),
    (attrs.evolve(_ruling(rounding=None), minimum="0.5"), ["minimum 1/2"]),
    (_ruling(cap="3"), ["floor or cap 3"]),
    (_ruling(floor="2"), ["floor or cap 2"]),
    (_ruling(claim_within=Period(days=90)), ["claim within 90"]),
    (_ruling(award=Fixed("4"), rounding=None), ["amount 4"]),
    (_ruling(requirements=[passed("0.70")]), ["threshold 7/10"]),
    (attrs.evolve(ama.PERFORMANCE_IMPROVEMENT, policy=attrs.evolve(ama.PERFORMANCE_IMPROVEMENT.policy, sources=_SAID)), None),
    (attrs.evolve(_LIMIT, most="16"), ["most 16"]),
    (Equivalence(of=ama.CATEGORY_1, into=_ELSEWHERE, factor="1.5", sources=_SAID), ["factor 3/2"]),
    (Equivalence(of=ama.CATEGORY_1, into=_ELSEWHERE, first="20", sources=_SAID), ["first 20"]),
    (Equivalence(of=ama.CATEGORY_1, into=_ELSEWHERE, rounding=nearest("0.5"), sources=_SAID), ["step 1/2"]),
    (Equivalence(of=ama.CATEGORY_1, into=_ELSEWHERE, asks=[passed("0.80")], sources=_SAID), ["threshold 4/5"]),
    (Reporting(type=ama.CATEGORY_1, by=Reporter.PROVIDER, within=Period(days=30), sources=_SAID), ["within 30"]),
    (Reporting(type=ama.CATEGORY_1, by=Reporter.PROVIDER, entries_per_day=2, sources=_SAID), ["entries a day 2"]),
]


@pytest.mark.parametrize(("thing", "found"), PLANTED)
def test_a_planted_number_is_found(thing: Any, found: list[str] | None) -> None:
    """The test of the test: a number that no source says is named."""
    assert without_source(thing) == (["worth of A 5", "worth of B 5", "worth of C 10"] if found is None else found)


@pytest.mark.parametrize(
    ("number", "says", "stands"),
    [
        ("0.25", "15 minutes are 0.25", True),
        ("0.25", "to the nearest quarter", False),
        ("0.25", "10.25 of them", False),
        ("0.75", "at least 75 % correct", True),
        ("0.75", "at least 75 questions", False),
        ("2/3", "4 of 6 answered", True),
        ("0.1", "10 contact hours are 1 CEU", True),
        ("3774", "a text of 3,774 words", True),
        ("5", "15 a year, until 2005", False),
    ],
)
def test_a_number_is_read_as_a_reader_reads_it(number: str, says: str, stands: bool) -> None:  # noqa: FBT001 - a table
    """Digits count; parts of other numbers, and numbers spelled in words, do not."""
    assert stands_in(Fraction(number), [Source(title="A page", says=says, sureness=Sureness.ISSUER)]) is stands
    assert not stands_in(Fraction(number), [Source(title="no document found", says=says)])
