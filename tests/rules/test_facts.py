"""Facts are missing, or of exactly their kind; shares are two counted numbers."""

import datetime
import time
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest

from cmecore.errors import InvalidValue
from cmecore.rules import facts
from cmecore.rules.facts import CONTENT, LARGEST_WHOLE, Counting, Fact, FactKind, Share, checked_value, sound
from cmecore.rules.times import Stretch
from hostile import MONSTER, NAME, label
from strategies import AMA


@pytest.mark.parametrize(
    ("written", "share"),
    [
        ("17/20", Share(17, 20)),
        ("17 / 20", Share(17, 20)),
        ("0/1", Share(0, 1)),
        ("80/100", Share(80, 100)),
        ("0.80", Share(80, 100)),
        ("0.8", Share(80, 100)),
        (Decimal("0.80"), Share(80, 100)),
        ("0.71", Share(71, 100)),
        ("1", Share(100, 100)),
        (1, Share(100, 100)),
        ("0", Share(0, 100)),
        (Share(15, 20), Share(15, 20)),
        ("0.333", Share(333, 1000)),
        ("0.000000001", Share(1, 10**9)),
    ],
)
def test_a_share_is_read_as_people_write_it(written: object, share: Share) -> None:
    """17 of 20 stays exactly 17 of 20, and a decimal number becomes the hundredths that its writer meant."""
    assert Share.of(written) == share


def test_a_share_is_never_reduced_and_compares_exactly() -> None:
    """15 of 20 is not 3 of 4, yet neither is more than the other."""
    assert Share(15, 20) != Share(3, 4)
    assert Share(15, 20).at_least(Share(3, 4))
    assert Share(3, 4).at_least(Share(15, 20))
    assert not Share(79, 100).at_least(Share(80, 100))
    assert Share(10**9 - 1, 10**9).at_least(Share(10**9 - 2, 10**9 - 1))
    assert not Share(10**9 - 2, 10**9 - 1).at_least(Share(10**9 - 1, 10**9))


def test_eighty_per_cent_is_exact_for_every_course_of_up_to_a_thousand_units() -> None:
    """`done / total >= 0.8` in floats is the rule this replaces; by multiplying across, 4 of 5 is 80 % for every total."""
    asked = Share.of("0.80")
    assert all(
        Share(done, whole).at_least(asked) is (Fraction(done, whole) >= Fraction(4, 5))
        for whole in range(1, 1_001)
        for done in (whole * 4 // 5 - 1, whole * 4 // 5, whole * 4 // 5 + 1)
        if 0 <= done <= whole
    )


@pytest.mark.parametrize(
    ("held", "asked", "more"),
    [
        (Share(15, 20), "0.80", 1),
        (Share(16, 20), "0.80", 0),
        (Share(20, 20), "0.80", 0),
        (Share(0, 3), "0.80", 3),
        (Share(1, 7), "0.50", 3),
        (Share(4, 13), "7/10", 6),
    ],
)
def test_what_is_missing_is_counted_in_whole_units(held: Share, asked: str, more: int) -> None:
    """15 of 20 against 80 % is one more to do; half of seven modules is four modules."""
    assert held.missing_for(Share.of(asked)) == more


def test_a_share_prints_its_two_numbers_and_hundredths_as_per_cent() -> None:
    """Nobody reads 80 % as 4 of 5."""
    assert [str(Share.of(text)) for text in ("15/20", "0.71", "17/20", "1")] == ["15 of 20", "71 %", "17 of 20", "100 %"]


@pytest.mark.parametrize(
    ("part", "whole"),
    [
        (21, 20),
        (-1, 20),
        (0, 0),
        (1, -1),
        (1, LARGEST_WHOLE + 1),
        (True, 2),
        (1, True),
        (1.0, 2),
        ("1", 2),
        (None, 2),
        (1, None),
        (10**5_000, 10**5_000),
    ],
    ids=label,
)
def test_a_share_has_a_part_within_its_whole(part: Any, whole: Any) -> None:
    """21 of 20, a share of nothing and a yes of two are mistakes in the report they came from."""
    with pytest.raises(InvalidValue, match=r"^share: .* a share above one is a mistake"):
        Share(part, whole)


@pytest.mark.parametrize(
    "written",
    [
        "1.01",
        "80",
        "80 %",
        "21/20",
        "1/0",
        "0/0",
        "-1/2",
        "1/2/3",
        "1//2",
        "",
        "0.8.0",
        0.8,
        True,
        None,
        2,
        -1,
        (17, 20),
        Decimal("1.0000001"),
        Decimal("NaN"),
        "1/1000000000000",
        MONSTER,
        f"{MONSTER}/{MONSTER}",
        "\uff11/\uff12",
        "\ud800",
    ],
    ids=label,
)
def test_what_is_no_share_is_refused_at_once(written: object) -> None:
    """80 is not 80 %, a float is no share, and a text of ten million digits is not tried."""
    started = time.perf_counter()
    with pytest.raises(InvalidValue) as caught:
        Share.of(written)
    assert time.perf_counter() - started < 1
    assert caught.value.field == "share"
    assert len(str(caught.value)) < 400


def test_the_advice_for_a_percentage_says_how_to_write_it() -> None:
    """Who writes 80 for 80 % is told both ways to write it."""
    with pytest.raises(InvalidValue, match=r'write 80 % as "0.80" or as "80/100"'):
        Share.of("80")


@pytest.mark.parametrize(
    ("fact", "name"),
    [
        (facts.CONTENT, "content"),
        (facts.content_of("m1"), "content:m1"),
        (facts.attempts(), "attempts"),
        (facts.attempts("final"), "attempts:final"),
        (facts.score(), "score:best"),
        (facts.score(Counting.BEST, attempts=3), "score:best:3"),
        (facts.score(Counting.LAST), "score:last"),
        (facts.score(Counting.LAST, attempts=2, assessment="final"), "score:final:last:2"),
        (facts.score(Counting.FIRST), "score:first"),
        (facts.score(Counting.FIRST, attempts=3), "score:first"),
        (facts.evaluation(), "evaluated"),
        (facts.evaluation("speakers"), "evaluated:speakers"),
        (facts.attestation("I took part"), "attested:I took part"),
        (facts.presence("Opening"), "present:Opening"),
        (facts.prior("EM-100"), "prior:EM-100"),
        (facts.entitlement("membership"), "entitled:membership"),
        (facts.declared("ama-pra-1"), "declared:ama-pra-1"),
        (facts.TIME, "time"),
        (facts.STRETCHES, "time:stretches"),
        (facts.PRESENTED, "presented"),
        (facts.feedback(), "feedback"),
        (facts.feedback("final"), "feedback:final"),
        (facts.profession("physician"), "profession:physician"),
        (facts.profession("acme.paramedic"), "profession:acme.paramedic"),
        (facts.identifier("ABIM ID"), "identified:ABIM ID"),
        (facts.permission("the ABIM"), "permitted:the ABIM"),
        (facts.earned("ama-pra-1"), "earned:ama-pra-1"),
        (facts.SESSIONS, "sessions"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_every_well_known_fact_has_a_name_of_its_own(fact: Fact, name: str) -> None:
    """A name says what is measured and, where there are several, of what."""
    assert fact.name == name
    assert fact.says


def test_which_attempts_count_is_part_of_the_fact() -> None:
    """The best of any number only grows; the first is settled by one attempt, the last of two by two."""
    best, limited = facts.score(), facts.score(Counting.BEST, attempts=3)
    last, first = facts.score(Counting.LAST, attempts=2, assessment="final"), facts.score(Counting.FIRST)
    assert (best.only_grows, best.settled_by) == (True, None)
    assert (limited.only_grows, limited.settled_by) == (True, ("attempts", 3))
    assert (last.only_grows, last.settled_by) == (False, ("attempts:final", 2))
    assert (first.only_grows, first.settled_by) == (False, ("attempts", 1))
    assert facts.score(Counting.LAST).settled_by is None


@pytest.mark.parametrize("attempts", [0, -1, True, 1.0, "3"])
def test_the_number_of_attempts_is_counted(attempts: Any) -> None:
    """One or more, or None for any number."""
    with pytest.raises(InvalidValue, match=r"^attempts: .*1 or more, or None for any number"):
        facts.score(attempts=attempts)


RIGHT: dict[FactKind, Any] = {
    FactKind.COUNT: 3,
    FactKind.SHARE: Share(17, 20),
    FactKind.FLAG: True,
    FactKind.TIME: datetime.timedelta(minutes=45),
    FactKind.TIMES: (Stretch(datetime.timedelta(minutes=45), session="a"),),
    FactKind.DAY: datetime.date(2026, 3, 9),
    FactKind.WORD: "physician",
    FactKind.CREDITS: AMA("0.75"),
}


@pytest.mark.parametrize("kind", FactKind)
@pytest.mark.parametrize("other", FactKind)
def test_a_value_of_another_kind_is_refused(kind: FactKind, other: FactKind) -> None:
    """A yes is not a one, a count is not a share, and text is nothing but a word."""
    fact = Fact(name="acme.fact", kind=kind, says="a fact of mine")
    if kind is other:
        assert checked_value(fact, RIGHT[kind]) == RIGHT[kind]
        return
    with pytest.raises(InvalidValue) as caught:
        checked_value(fact, RIGHT[other])
    assert (caught.value.field, caught.value.expected) == ("fact acme.fact", f"a value of kind {kind.name.lower()}")


def test_an_instant_is_no_day_and_a_subclass_is_no_value() -> None:
    """Python counts an instant as a date and a yes as an int; a fact does not."""
    day = Fact(name="acme.day", kind=FactKind.DAY, says="a day")
    with pytest.raises(InvalidValue):
        checked_value(day, datetime.datetime(2026, 3, 9, tzinfo=datetime.UTC))


@pytest.mark.parametrize("times", [(1, 2), ("ab",), (("a", datetime.timedelta(1)),), (datetime.timedelta(1),), ((),)], ids=repr)
def test_times_are_stretches_with_their_session_day_and_kind(times: Any) -> None:
    """A tuple of anything else is the wrong kind too, and is refused before any arithmetic."""
    with pytest.raises(InvalidValue, match=r"^fact time:stretches: .*such as Stretch"):
        checked_value(facts.STRETCHES, times)


def test_a_value_that_may_be_about_a_person_is_not_repeated() -> None:
    """Text in a share's place may be anyone's name: only its kind and length are told."""
    with pytest.raises(InvalidValue) as caught:
        checked_value(CONTENT, NAME)
    assert NAME not in str(caught.value)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("name", ""),
        ("name", "a\x00"),
        ("name", None),
        ("says", " "),
        ("says", "\ud800"),
        ("kind", int),
        ("kind", "count"),
        ("kind", None),
        ("only_grows", "yes"),
        ("settled_by", 3),
        ("settled_by", ("attempts", "3")),
        ("settled_by", ("attempts", 0)),
    ],
)
def test_a_fact_of_your_own_is_checked_where_you_make_it(field: str, value: Any) -> None:
    """A fact that could never be asked about is refused, by the field at fault."""
    made: dict[str, Any] = {"name": "acme.cases", "kind": FactKind.COUNT, "says": "cases", field: value}
    with pytest.raises(InvalidValue, match=rf"^{field}: "):
        Fact(**made)


@pytest.mark.parametrize(
    "make",
    [
        facts.attestation,
        facts.presence,
        facts.prior,
        facts.entitlement,
        facts.content_of,
        facts.declared,
        facts.profession,
        facts.identifier,
        facts.permission,
        facts.earned,
    ],
)
@pytest.mark.parametrize("of", ["", "a\nb", "x" * 501, None, 3], ids=label)
def test_what_a_fact_is_of_is_one_line_of_text(make: Any, of: Any) -> None:
    """An attestation to nothing, and the presence at a session without a name, are not facts."""
    with pytest.raises(InvalidValue):
        make(of)


@pytest.mark.parametrize("value", RIGHT.values(), ids=label)
def test_a_value_that_some_fact_could_have_is_sound(value: Any) -> None:
    """Whatever a fact of any kind can be passes, and so does text that is blank."""
    sound(value, field="value")
    sound("", field="value")
    sound(LARGEST_WHOLE, field="value")


@pytest.mark.parametrize(
    "value",
    [
        None,
        0.5,
        [1],
        object(),
        LARGEST_WHOLE + 1,
        -LARGEST_WHOLE - 1,
        "\ud800",
        "a\x00b",
        "x" * 501,
        (1, 2),
        (("a", 45),),
        datetime.datetime(2026, 3, 9, tzinfo=datetime.UTC),
    ],
    ids=label,
)
def test_a_value_that_no_fact_could_have_is_refused_by_its_field(value: Any) -> None:
    """No kind, no size, or no text that a file could hold: said where the value came in."""
    with pytest.raises(InvalidValue, match=r"^value of the report: "):
        sound(value, field="value of the report")


@pytest.mark.parametrize("counting", [None, "best", 1])
def test_which_attempt_counts_is_best_last_or_first(counting: Any) -> None:
    """A word is not one of the three."""
    with pytest.raises(InvalidValue, match=r"^counting: "):
        facts.score(counting)
