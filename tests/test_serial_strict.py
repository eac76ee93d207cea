"""Documents that say no value: each is refused with its place, and without repeating what may be about a person."""

import copy
import datetime
import inspect
import pickle
import re
import sys
from collections.abc import Callable, Iterator
from fractions import Fraction
from typing import Any, TypeVar

import pytest
from hypothesis import given, strategies as st

from builders import ABIM, AMA, a_designation, a_ledger, a_participation, an_activity, at, numbers, on
from cmecore.activities import INTERNET_LIVE, Part
from cmecore.assessment import Assessment
from cmecore.certificates import certify_participation
from cmecore.credit.periods import Period
from cmecore.credit.rounding import Tie, nearest
from cmecore.credit.sources import Source
from cmecore.entries import Certificate, Refusal
from cmecore.errors import CmeError, InvalidValue
from cmecore.evidence import Attended, Participation, Stated
from cmecore.rules.awards import over_units
from cmecore.rules.criteria import AllOf, Relation, Test, at_least, one_of
from cmecore.rules.facts import CONTENT, Fact, FactKind, Share
from cmecore.rules.policies import Policy
from cmecore.rules.requirements import Requirement, completed
from cmecore.rules.times import Stretch
from cmecore.serial import Malformed, Problem, dumps, from_data, loads, to_data
from hostile import NAME, VALUES

V = TypeVar("V")

PROFESSION = Fact(name="acme.profession", kind=FactKind.WORD, says="profession")
RICH = Policy(
    code="rich",
    requirements=[completed("0.80"), Requirement(code="job", says="Be one", test=one_of(PROFESSION, ["nurse"]))],
    award=over_units({"m1": 8}),
    rounding=nearest("0.25"),
    claim_within=Period(years=3),
    sources=[Source(title="Booklet", collected=on(1, 2))],
)
NIGHT = at(on(3, 9), 18)
SEEN = a_participation(
    Stated("acme.active", datetime.timedelta(minutes=40), on(3, 9)),
    Attended(NIGHT, NIGHT + datetime.timedelta(hours=1)),
    activity=an_activity(
        format=INTERNET_LIVE,
        parts=[Part(code="m1", title="Recognising", minutes=20, starts=NIGHT, ends=NIGHT + datetime.timedelta(minutes=30))],
        designations=[a_designation(policy=RICH)],
    ),
)
DATA = to_data(SEEN)
EAST = datetime.timezone(datetime.timedelta(hours=14))
# In the order in which they are written.
ATTEMPT, ATTENDED, _, PROGRESS, STATED = (f"evidence[{place}]" for place in range(5))
GONE = object()


def changed(data: object, place: str, value: object) -> Any:
    """Put a value at a place of plain data, or take away what is there."""
    data = copy.deepcopy(data)
    *way, last = [int(step) if step.isdigit() else step for step in re.findall(r"[^.\[\]]+", place)]
    holder: Any = data
    for step in way:
        holder = holder[step]
    if value is GONE:
        del holder[last]
    else:
        holder[last] = value
    return data


def problems(read: Callable[[], object]) -> tuple[Problem, ...]:
    """Read something that cannot be read, and list what is said about it."""
    with pytest.raises(Malformed) as caught:
        read()
    assert NAME not in str(caught.value)
    assert NAME not in repr(caught.value.problems)
    assert isinstance(caught.value, CmeError)
    return caught.value.problems


TEST = "activity.completion[0].test"
POLICY = "activity.designations[0].policy[0]"
TYPE = "activity.designations[0].maximum.type"


@pytest.mark.parametrize(
    ("place", "value", "path", "said"),
    [
        # Nothing is taken for another thing.
        ("activity.format.live", "false", "", "text of 5 characters; expected true or false"),
        ("activity.format.live", 0, "", "a whole number; expected true or false"),
        ("activity.format.live", None, "", "nothing (None); expected true or false"),
        ("activity.parts[0].minutes", "1", "", "text of 1 characters; expected a whole number"),
        ("activity.parts[0].minutes", True, "", "true; expected a whole number"),
        ("activity.parts[0].minutes", 20.0, "", "a float; expected a whole number"),
        ("activity.parts[0].minutes", 10**400, "", "more than 77 digits"),
        ("activity.parts[0].minutes", 0, "", "expected a whole number from 1 to 1,000,000"),
        ("activity.title", 5, "", "a whole number; expected text"),
        ("activity.title", [NAME], "", "a list of 1; expected text"),
        ("activity.title", f"{NAME}\ud800", "", "half of a surrogate pair"),
        ("activity.title", f"{NAME}\n", "", "with U+000A"),
        ("activity.title", "", "", "blank text"),
        ("activity.provider", NAME, "", "text of 11 characters; expected an object that says a Provider"),
        ("activity.zone", NAME, "", "text of 11 characters; expected a time zone"),
        ("activity.parts", "m1", "", "text of 2 characters; expected a list"),
        ("activity.parts", {"code": "m1"}, "", "an object of 1 keys; expected a list"),
        ("activity.parts", ({},), "", "a value of type tuple; expected a list"),
        ("activity", None, "", "expected an object that says a Activity"),
        # Amounts and numbers.
        (f"{TYPE}.step", 0.25, "", 'a float; expected a decimal number in quotes, such as "0.25"'),
        (f"{TYPE}.step", NAME, "", "text of 11 characters; expected a decimal number"),
        (f"{TYPE}.step", "0", "", "from 0.000001"),
        ("activity.designations[0].maximum.amount", 2, "", "a whole number; expected a decimal number"),
        ("activity.designations[0].maximum.amount", "NaN", "", "expected a decimal number"),
        ("activity.designations[0].maximum.amount", "1E+1000000", "", "expected a decimal number"),
        ("activity.designations[0].maximum.amount", "-1.00", "", "expected a decimal number"),
        ("activity.designations[0].maximum.amount", "\u0661", "", "expected a decimal number"),
        ("activity.designations[0].maximum.amount", "1.30", "", "expected a whole number of steps of 0.25"),
        ("activity.designations[0].maximum.amount", "1000000", "", "expected less than 10,000"),
        (f"{POLICY}.award.units[0].worth", 5, "", 'expected a fraction in quotes, such as "2/15"'),
        (f"{POLICY}.award.units[0].worth", "1/0", "", "a fraction of nothing"),
        (f"{POLICY}.award.units[0].worth", "1/-2", "", "expected a fraction"),
        (f"{POLICY}.rounding.direction", "nearst", "", "one of the words for Direction; did you mean nearest?"),
        (f"{POLICY}.rounding.direction", None, "", "one of the words for Direction; known are down, nearest, up"),
        (f"{POLICY}.rounding.direction", ["up"], "", "a list of 1"),
        # Days, instants and lengths of time.
        (f"{PROGRESS}.on", "2026-03-09T18:00:00Z", "", "expected a day"),
        (f"{PROGRESS}.on", "2026-02-30", "", "a day that no calendar has"),
        (f"{PROGRESS}.on", "0000-01-01", "", "a day that no calendar has"),
        (f"{PROGRESS}.on", "20260309", "", "expected a day"),
        (f"{ATTEMPT}.on", "9 March", "", "expected a day"),
        (f"{ATTEMPT}.on", "2026-03-09T18:00:00", "", "an instant with its offset"),
        (f"{ATTENDED}.joined", "2026-03-09", "", "an instant with its offset"),
        (f"{ATTENDED}.joined", "2026-03-09T25:00:00Z", "", "an instant that no calendar has"),
        (f"{ATTENDED}.joined", "0001-01-01T00:00:00+14:00", "", "an instant that no calendar has"),
        (f"{ATTENDED}.left", "2026-03-09T18:00:00Z", "", "an instant after joining"),
        (f"{STATED}.value.value", 40, "", 'such as "PT45M"'),
        (f"{STATED}.value.value", "PT", "", 'such as "PT45M"'),
        (f"{STATED}.value.value", "P1Y", "", 'such as "PT45M"'),
        (f"{STATED}.value.value", "PT99999999999H", "", "more than 999,999,999 days"),
        # Keys and tags.
        ("activity.titel", "Sepsis", "activity", "an unknown key in place 9 (text of 5 characters)"),
        ("activity.titel", "Sepsis", "activity", "did you mean title?"),
        (f"activity.{NAME}", 1, "activity", "text of 11 characters"),
        ("activity.title", GONE, "", "no such key; expected a value"),
        (f"{TEST}.is", "Compair", "", "did you mean Compare?"),
        (f"{TEST}.is", NAME, "", "known are AllOf, AnyOf, Compare, KOf"),
        (f"{TEST}.is", GONE, "", "no such key; expected the name of what the object is"),
        (f"{TEST}.is", 1, "", "a whole number; expected the name"),
        (TEST, [], "", "a list of 0; expected an object that says what it is"),
        (f"{PROGRESS}.is", "Credits", "", "expected the name of what the object is"),
        (f"{STATED}.value.is", "tme", "", "did you mean time"),
        (f"{STATED}.value.is", "flag", f"{STATED}.value.value", "expected true or false"),
        (f"{STATED}.value.value", GONE, "", "no such key"),
        (f"{STATED}.value.unit", "min", f"{STATED}.value", "an unknown key in place 3"),
        (f"{STATED}.value", 3, "", "a whole number; expected what a fact holds, with its kind"),
        # What the values themselves refuse.
        (f"{PROGRESS}.done", 21, PROGRESS, "a part from 0 to the whole"),
        (f"{TEST}.relation", "one_of", f"{TEST}.value", "an object of 2 keys; expected a list"),
        (f"{TEST}.relation", "is", TEST, "one that a fact of kind share has"),
        (f"{TEST}.fact.kind", "count", f"{TEST}.value", "an object of 2 keys; expected a whole number"),
        (f"{TEST}.fact.settled_by", ["attempts"], "", "a list of 1; expected a list of 2"),
        (f"{TEST}.fact.settled_by", ["attempts", "3"], f"{TEST}.fact.settled_by[1]", "expected a whole number"),
        (f"{POLICY}.requirements[1].test.value", [], f"{POLICY}.requirements[1].test", "a set of one or more words"),
        (f"{POLICY}.award.units[0].test", {"is": "KOf", "k": 2, "parts": []}, f"{POLICY}.award.units[0].test.k", "from 1 to"),
        (f"{POLICY}.floor", "2.00", POLICY, "expected"),
        ("activity.designations[0].policy", [], "", "expected a policy"),
    ],
)
def test_what_is_wrong_is_said_with_its_place(place: str, value: object, path: str, said: str) -> None:
    """One thing wrong in a document gives one problem, at that place, which says what was found and what was expected."""
    data = changed(DATA if said != "expected" else changed(DATA, f"{POLICY}.cap", "1.00"), place, value)
    (problem,) = problems(lambda: from_data(data, Participation))
    assert problem.path == f"$.{path or place}"
    assert said in str(problem)


def test_everything_wrong_is_said_at_once() -> None:
    """A document with mistakes in several places gives a problem for each, in order, and the message shows the first ten."""
    data = changed(DATA, TEST, {"is": "Compare", "fact": 1, "relation": "is"})
    data = changed(data, PROGRESS, {"is": "Progress", "don": 1})
    paths = [problem.path for problem in problems(lambda: from_data(data, Participation))]
    at_test = [f"$.{TEST}.fact", f"$.{TEST}.value"]
    assert paths == [*at_test, *(f"$.{PROGRESS}{key}" for key in ("", ".done", ".total", ".on"))]
    reasons: list[object] = [{} for _ in range(6)]
    with pytest.raises(Malformed, match=r"^12 problems\n  \$\.reasons\[0\]\.code: [^\0]*\[4\]\.says: [^\0]*\n  and 2 more$"):
        from_data({"reasons": reasons}, Refusal)


def test_parts_that_do_not_go_together_are_one_problem() -> None:
    """What only several fields together make wrong stands at the field that does not go with the others."""
    made = certify_participation(a_ledger(), "EM-101", name="Ada Okoro, MD", at=NIGHT, number=numbers())
    data = {**to_data(made), "total": to_data(AMA("1.00")), "maximum": to_data(ABIM("1.00"))}
    (problem,) = problems(lambda: from_data(data, Certificate))
    assert problem.path == "$.maximum"


def envelope(value: str, *, schema: str = '"cmecore/1"', kind: str = '"Share"') -> str:
    """Write a document by hand."""
    return f'{{"schema": {schema}, "kind": {kind}, "value": {value}}}'


GOOD = '{"part": 17, "whole": 20}'


@pytest.mark.parametrize(
    ("text", "path", "said"),
    [
        (envelope(GOOD, schema='"cmecore/2"'), "$.schema", 'version 2; expected "cmecore/1"; update cmecore'),
        (envelope('{"a": "later"}', schema='"cmecore/10"'), "$.schema", "version 10"),
        (envelope(GOOD, schema=f'"{NAME}"'), "$.schema", "only documents that cmecore wrote"),
        (envelope(GOOD, schema="1"), "$.schema", "a whole number"),
        ('{"learner": "dr-42"}', "$.schema", "no such key"),
        (
            envelope(GOOD, kind='"Ledger"'),
            "$.kind",
            "a document of kind Ledger; expected one of kind Share; loads(text, Ledger)",
        ),
        (envelope(GOOD, kind='"Shar"'), "$.kind", "did you mean Share"),
        (envelope(GOOD, kind=f'"{NAME}"'), "$.kind", "text of 11 characters"),
        (envelope(GOOD, kind="null"), "$.kind", "nothing (None)"),
        ('{"schema": "cmecore/1", "value": {}}', "$.kind", "no such key"),
        ('{"schema": "cmecore/1", "kind": "Share"}', "$.value", "no such key"),
        (f'{envelope(GOOD)[:-1]}, "by": "{NAME}"}}', "$", "an unknown key in place 4"),
        ("[]", "$", "a list of 0; expected an object with schema, kind and value"),
        (f'"{NAME}"', "$", "text of 11 characters"),
        ("", "$", "no JSON at line 1, column 1"),
        (f'{{"{NAME}": 1,,', "$", "no JSON at line 1, column 19"),
        (f"{envelope(GOOD)} {NAME}", "$", "no JSON at line 1"),
        (f'["{NAME}\n"]', "$", "no JSON at line 1"),
        (f"\ufeff{envelope(GOOD)}", "$", "no JSON at line 1"),
        (envelope('{"part": 1.0, "whole": 20}'), "$.value.part", "a bare number with a point or an exponent"),
        (envelope('{"part": 1e1, "whole": 20}'), "$.value.part", "a bare number with a point or an exponent"),
        (envelope('{"part": NaN, "whole": 20}'), "$.value.part", "NaN or an infinity; expected a whole number"),
        (envelope('{"part": -Infinity, "whole": 20}'), "$.value.part", "NaN or an infinity"),
        (envelope(f'{{"part": {"9" * 5000}, "whole": 20}}'), "$.value.part", "a whole number of 5,000 digits"),
        (envelope('{"part": 1, "whole": 20, "part": 20}'), "$.value", "an object with the same key in places 1 and 3"),
        (envelope(f'{{"part": {{"{NAME}": 1, "{NAME}": 2}}, "whole": 20}}'), "$.value.part", "places 1 and 2"),
        (envelope('{"part": "\\ud800", "whole": 20}'), "$.value.part", "text of 1 characters"),
        (envelope("[" * 70 + "]" * 70), "$", "deeper nesting; expected lists and objects in at most 64 levels"),
        ("[" * 1_000_000, "$", "deeper nesting"),
        ("[0" + ",0" * 1_000_001 + "]", "$", "more values; expected at most 1,000,000"),
        (" " * 16_000_001, "$", "text of 16,000,001 characters; expected at most 16,000,000"),
    ],
    ids=lambda value: value[:40] if isinstance(value, str) else None,
)
def test_a_text_that_is_no_such_document_is_refused(text: str, path: str, said: str) -> None:
    """What is no document of this schema and kind, or no honest JSON, is refused at its place."""
    (problem,) = problems(lambda: loads(text, Share))
    assert problem.path == path
    assert said in str(problem)


def test_bytes_are_decoded_by_whoever_read_them() -> None:
    """Bytes are refused with what to do, instead of guessing how they were encoded."""
    (problem,) = problems(lambda: loads(b"{}", Share))  # type: ignore[arg-type]
    assert problem.advice == "decode bytes as UTF-8 first"


def test_the_problems_cross_from_one_process_to_another() -> None:
    """What a worker process found wrong arrives whole where the work was given out."""
    (problem,) = problems(lambda: from_data({"years": "3"}, Period))
    arrived = pickle.loads(pickle.dumps(Malformed([problem])))  # noqa: S301 - written one call ago
    assert arrived.problems == (problem,)
    assert str(arrived) == "$.years: found text of 1 characters; expected a whole number"


def test_data_that_holds_itself_is_refused() -> None:
    """Objects that hold themselves, or the same one very often, are refused and not walked for ever."""
    endless: dict[str, Any] = {"is": "AllOf"}
    endless["parts"] = [endless]
    assert "deeper nesting" in problems(lambda: from_data(endless, AllOf))[0].found
    wide: list[object] = [0] * 1000
    for _ in range(6):
        wide = [wide] * 1000
    assert "more values" in problems(lambda: from_data(wide, AllOf))[0].found
    long = {"is": "AllOf", "parts": [1] * 10_001}
    assert "at most 10,000 in one list" in str(problems(lambda: from_data(long, AllOf))[0])
    assert len(problems(lambda: from_data({"is": "AllOf", "parts": [1] * 10_000}, AllOf))) == 100
    unknown = {str(number): 1 for number in range(100_000)}
    assert len(problems(lambda: from_data({"years": "1", **unknown}, Period))) == 6
    assert "a value of type int" in problems(lambda: from_data({1: 1}, Period))[0].found


@pytest.mark.parametrize("kind", [dict, int | None, int, Assessment, "Share", None])
def test_only_values_of_the_library_are_read_and_written(kind: Any) -> None:
    """A type that is not one of the library's values is refused before anything is read."""
    with pytest.raises(InvalidValue, match="expected a class of this library whose values are written"):
        loads(envelope(GOOD), kind)
    with pytest.raises(InvalidValue, match="teach your own classes to a converter"):
        from_data({}, kind)
    with pytest.raises(InvalidValue, match="what is computed, such as an Assessment, is computed again"):
        to_data(kind)


def test_a_deep_test_is_refused_when_it_is_written() -> None:
    """What could not be read again is not written: tests nested too deeply, and lists that are too long."""
    test: Test = at_least(CONTENT, "0.80")
    for depth in range(2_000):
        test = AllOf([test])
        if depth == 100:
            assert "deeper nesting" in problems(lambda: dumps(test))[0].found  # noqa: B023 - called at once
    assert "deeper nesting" in problems(lambda: dumps(test))[0].found
    one = completed("0.80")
    assert "at most 10,000 in one list" in str(problems(lambda: dumps(AllOf([one.test] * 10_001)))[0])
    sources = [Source(title="Booklet", address="x" * 10_000)] * 1_700
    (problem,) = problems(lambda: dumps(Requirement(code="x", says="x", test=one.test, sources=sources)))
    assert "expected at most 16,000,000 characters" in str(problem)


def test_a_small_stack_is_no_bare_error() -> None:
    """A program that is nearly out of stack reads the value or gets the library's own error, never a bare one."""

    def deeper(read: Callable[[], object], left: int) -> object:
        return deeper(read, left - 1) if left else read()

    limit, depth = sys.getrecursionlimit(), len(inspect.stack())
    sys.setrecursionlimit(depth + 300)
    said = ""
    try:
        read = deeper(lambda: from_data(DATA, Participation), 260)
    except Malformed as error:  # how much stack a reading needs differs between Pythons
        read, said = None, error.problems[0].found
    finally:
        sys.setrecursionlimit(limit)
    assert read == from_data(DATA, Participation) if read is not None else "deeper nesting" in said


def forced(value: V, /, **fields: object) -> V:
    """Put something into a value that its constructor would refuse, as a program without a type checker may."""
    made = copy.copy(value)
    for name, held in fields.items():
        object.__setattr__(made, name, held)
    return made


PERIOD = Period(years=3)
TALKS = over_units({"m1": 8})
LENGTH = Stated("acme.x", datetime.timedelta(), on(3, 9))


@pytest.mark.parametrize(
    ("value", "path"),
    [
        (forced(PERIOD, years=3.0), "$.years"),
        (forced(PERIOD, years=True), "$.years"),
        (forced(PERIOD, years=10**80), "$.years"),
        (forced(Source(title="Booklet"), title=f"{NAME}\ud800"), "$.title"),
        (forced(Source(title="Booklet"), title=None), "$.title"),
        (forced(Source(title="Booklet"), collected=NAME), "$.collected"),
        (forced(Source(title="Booklet"), collected=NIGHT), "$.collected"),
        (forced(Source(title="Booklet"), sureness=Tie.DOWN), "$.sureness"),
        (forced(RICH, rounding=NAME), "$.rounding"),
        (forced(RICH, requirements=[]), "$.requirements"),
        (forced(RICH, requirements=(completed("0.80"), NAME)), "$.requirements[1]"),
        (forced(RICH, award=NAME), "$.award"),
        (forced(TALKS, units=(forced(TALKS.units[0], worth=Fraction(-1, 2)),)), "$.units[0].worth"),
        (forced(completed("0.80").test, relation=Relation.ONE_OF), "$.value"),
        (forced(LENGTH, value=0.5), "$.value"),
        (forced(LENGTH, value=(("m1", 5),)), "$.value[0]"),
        (forced(LENGTH, value=(forced(Stretch(datetime.timedelta(minutes=5)), time=5),)), "$.value[0].time"),
        (forced(SEEN.activity.parts[0], ends=datetime.datetime(1, 1, 1, tzinfo=EAST)), "$.ends"),
    ],
    ids=str,
)
def test_what_could_not_be_read_again_is_not_written(value: object, path: str) -> None:
    """A value that no constructor would have made is refused with the place of what is wrong in it."""
    (problem,) = problems(lambda: dumps(value))
    assert problem.path == path


def places(data: object, place: str = "") -> Iterator[str]:
    """Name every place in plain data."""
    pairs = data.items() if isinstance(data, dict) else enumerate(data) if isinstance(data, list) else ()
    for step, held in pairs:
        there = f"{place}[{step}]" if isinstance(data, list) else f"{place}.{step}".lstrip(".")
        yield there
        yield from places(held, there)


@given(st.sampled_from(list(places(DATA))), st.sampled_from([*VALUES, GONE, [[]], {"is": "AllOf", "parts": []}]))
def test_whatever_stands_anywhere_gives_a_value_or_a_problem(place: str, value: object) -> None:
    """Put anything at all anywhere: what comes of it is an equal value, or the library's own error without a name in it."""
    data = changed(DATA, place, value)
    try:
        back = from_data(data, Participation)
    except Malformed:
        assert all(problem.path.startswith("$") for problem in problems(lambda: from_data(data, Participation)))
    else:
        assert from_data(to_data(back), Participation) == back


@given(st.text(alphabet='[]{}",:0123456789.eE-+ntrufalsN\\ "\n', max_size=40))
def test_any_text_gives_a_value_or_a_problem(text: str) -> None:
    """Whatever text is read, the answer is the library's own error."""
    problems(lambda: loads(text, Share))
