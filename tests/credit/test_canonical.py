"""There is one spelling of a value, the same on every machine, today and in ten years."""

import datetime
import enum
import hashlib
import os
import subprocess
import sys
from decimal import Decimal
from fractions import Fraction
from typing import Any

import attrs
import pytest

from cmecore.credit.canonical import canonical, digest, in_order
from cmecore.credit.periods import Period, Span
from cmecore.credit.rounding import nearest
from cmecore.errors import InvalidValue
from cmecore.rules.awards import Fixed
from hostile import label
from strategies import AMA


class Colour(enum.Enum):
    RED = "r"


@attrs.frozen
class Box:
    inside: object
    label: str = "plain"
    count: int = 1
    hidden: int = attrs.field(factory=lambda: 7, init=False)


@pytest.mark.parametrize(
    ("value", "spelled"),
    [
        (None, "null"),
        (True, "true"),
        (1, "1"),
        (-(10**30), "-1000000000000000000000000000000"),
        ("Nguyễn “Hồng” \\ /", '"Nguyễn “Hồng” \\\\ /"'),
        (Decimal("2.00"), '{"number":"2"}'),
        (Decimal("0.250"), '{"number":"0.25"}'),
        (Decimal(100), '{"number":"100"}'),
        (Decimal("1E+2"), '{"number":"100"}'),
        (Decimal("0.00"), '{"number":"0"}'),
        (Decimal("-1.50"), '{"number":"-1.5"}'),
        (Fraction(2, 3), '{"number":"2/3"}'),
        (Fraction(4, 2), '{"number":"2/1"}'),
        (datetime.date(2026, 3, 9), '{"date":"2026-03-09"}'),
        (datetime.date(1, 1, 1), '{"date":"0001-01-01"}'),
        (datetime.datetime(2026, 3, 9, 18, tzinfo=datetime.UTC), '{"instant":"2026-03-09T18:00:00.000000+00:00"}'),
        (datetime.timedelta(minutes=1, microseconds=5), '{"microseconds":60000005}'),
        (-datetime.timedelta(seconds=1), '{"microseconds":-1000000}'),
        ((1, "a", ()), '[1,"a",[]]'),
        (frozenset({"b", "a"}), '{"set":["a","b"]}'),
        ({"b": 1, "a": 2}, '{"map":[["a",2],["b",1]]}'),
        (Colour.RED, '{"Colour":"RED"}'),
        (Period(years=3), '{"Period":{"years":3}}'),
        (Span(), '{"Span":{}}'),
        (Span(datetime.date(2026, 1, 1)), '{"Span":{"first":{"date":"2026-01-01"}}}'),
        (nearest("0.25"), '{"Rounding":{"direction":{"Direction":"NEAREST"},"step":{"number":"0.25"}}}'),
        (Box(Fraction(1, 2)), '{"Box":{"inside":{"number":"1/2"}}}'),
    ],
    ids=label,
)
def test_the_spelling_is_plain_json_with_nothing_to_choose(value: object, spelled: str) -> None:
    """Numbers lose idle zeros, instants are in UTC, sets and maps are sorted, and every letter stays itself."""
    assert canonical(value) == spelled.encode("utf-8")


def test_a_digest_is_the_first_160_bits_of_the_sha_256() -> None:
    """Anyone with a copy of SHA-256 can check it."""
    assert digest(Period(years=3)) == hashlib.sha256(b'{"Period":{"years":3}}').hexdigest()[:40]


def test_one_instant_has_one_spelling() -> None:
    """18:00 in London in winter and 12:00 in Chicago are the same instant."""
    chicago = datetime.timezone(datetime.timedelta(hours=-6))
    assert canonical(datetime.datetime(2026, 1, 5, 12, tzinfo=chicago)) == canonical(
        datetime.datetime(2026, 1, 5, 18, tzinfo=datetime.UTC)
    )


def test_a_field_that_holds_its_default_is_left_out() -> None:
    """A field added in a later release changes no spelling made before it existed."""
    assert canonical(Box(1, label="plain", count=1)) == canonical(Box(1)) == b'{"Box":{"inside":1}}'
    assert canonical(Box(1, label="other")) == b'{"Box":{"inside":1,"label":"other"}}'


def test_a_default_is_left_out_only_if_it_is_of_the_same_kind() -> None:
    """A yes where the default is a one is not the default."""
    assert canonical(Box(1, count=True)) == b'{"Box":{"count":true,"inside":1}}'


def test_zero_has_one_spelling() -> None:
    """Zero with a minus sign equals zero, so a rule that holds it is the same rule."""
    assert Fixed(Decimal("-0")) == Fixed("0")
    assert canonical(Fixed(Decimal("-0"))) == canonical(Fixed("0"))
    assert canonical(Decimal("-0.00")) == canonical(Decimal(0))


def test_what_looks_alike_is_told_apart() -> None:
    """A one, a yes, a text, a number and a list of one have spellings of their own."""
    alike: list[Any] = [1, True, "1", Decimal(1), Fraction(1), (1,), frozenset({1}), {1: None}, ((1, None),), None, "", ()]
    alike += [datetime.timedelta(microseconds=1), datetime.date(1, 1, 1), Colour.RED, "RED", Box(1), {"Box": {"inside": 1}}]
    assert len({canonical(value) for value in alike}) == len(alike)


def test_the_name_of_a_type_is_part_of_what_a_rule_prints() -> None:
    """Two amounts with the same number and type code but another wording are equal as credit and differ as text."""
    assert b"AMA PRA Category 1 Credit" in canonical(AMA("1.00"))


@pytest.mark.parametrize(
    "value",
    [
        0.5,
        float("nan"),
        Decimal("NaN"),
        Decimal("sNaN"),
        Decimal("-Infinity"),
        datetime.datetime(2026, 3, 9, 18, 0),  # noqa: DTZ001 - what must be refused
        datetime.time(18, 0),
        b"bytes",
        object(),
        1j,
        (1, [0.5]),
        {"a": 0.5},
        Box(0.5),
        "\ud800",
        "a\udfff",
        Box("\ud800"),
        datetime.datetime(1, 1, 1, tzinfo=datetime.timezone(datetime.timedelta(hours=1))),
        datetime.datetime(9999, 12, 31, 23, 59, tzinfo=datetime.timezone(datetime.timedelta(hours=-1))),
        10**5_000,
    ],
    ids=label,
)
def test_what_has_no_one_spelling_is_refused(value: object) -> None:
    """Floats, naive times, halves of a surrogate pair and monsters are refused with the library's own error."""
    with pytest.raises(InvalidValue):
        canonical(value)


def test_values_of_any_kind_have_an_order() -> None:
    """The order means nothing and is always the same."""
    mixed: list[Any] = ["b", 2, None, "a", (1,), 1, Decimal("0.5")]
    assert in_order(mixed) == in_order(reversed(mixed)) == sorted(mixed, key=canonical)


PROGRAM = """
from cmecore.credit.canonical import digest
from cmecore.rules.criteria import AllOf, none_of, one_of
from cmecore.rules.facts import Fact, FactKind
words = [f"word-{number}" for number in range(40)]
profession = Fact(name="acme.profession", kind=FactKind.WORD, says="profession")
test = AllOf([one_of(profession, words), none_of(profession, reversed(words))])
print(digest((test, set(words), {word: {word} for word in words})))
"""


def test_the_spelling_does_not_depend_on_the_process() -> None:
    """Under three hash seeds and in three time zones, a rule with sets of words has one digest."""
    printed = {
        subprocess.run(
            [sys.executable, "-c", PROGRAM],
            env={**os.environ, "PYTHONHASHSEED": seed, "TZ": zone},
            capture_output=True,
            encoding="utf-8",
            check=True,
        ).stdout
        for seed, zone in (("0", "UTC"), ("1", "Pacific/Kiritimati"), ("4242", "America/Chicago"))
    }
    assert len(printed) == 1
    assert len(printed.pop().strip()) == 40
