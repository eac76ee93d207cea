"""An error says what was found, what was expected and what to do, and never whose name it was."""

import pickle
import time
from decimal import Decimal
from fractions import Fraction

import pytest

from cmecore.errors import (
    CmeError,
    DifferentTypes,
    InvalidValue,
    LedgerConflict,
    OutcomeIsNotABool,
    near,
    personal,
    shown,
)
from hostile import label


def test_an_invalid_value_carries_its_four_parts() -> None:
    """A program reads the parts, a person reads one sentence made of them."""
    error = InvalidValue(field="credits", found="'-1'", expected="0 or more", advice="check the sign")
    assert (error.field, error.found, error.expected, error.advice) == ("credits", "'-1'", "0 or more", "check the sign")
    assert str(error) == "credits: found '-1'; expected 0 or more; check the sign"
    assert str(InvalidValue(field="credits", found="'-1'", expected="0 or more")) == "credits: found '-1'; expected 0 or more"


@pytest.mark.parametrize(
    ("error", "kind"),
    [
        (InvalidValue(field="f", found="x", expected="y"), ValueError),
        (DifferentTypes("a", "b", doing="add"), TypeError),
        (OutcomeIsNotABool("unknown"), TypeError),
        (LedgerConflict("taken", recorded=1, offered=2), Exception),
    ],
    ids=lambda value: type(value).__name__,
)
def test_one_except_catches_every_error_of_the_library(error: CmeError, kind: type[Exception]) -> None:
    """Each error is a CmeError, and also the kind of error that Python itself would have raised."""
    assert isinstance(error, CmeError)
    assert isinstance(error, kind)


@pytest.mark.parametrize(
    "error",
    [
        InvalidValue(field="credits", found="'-1'", expected="0 or more", advice="check the sign"),
        DifferentTypes("AMA", "MOC", doing="add"),
        OutcomeIsNotABool("Outcome.MET"),
        LedgerConflict("taken", recorded=1, offered=2),
    ],
    ids=lambda value: type(value).__name__,
)
def test_an_error_travels_between_processes(error: CmeError) -> None:
    """What a worker refused reaches its parent with every part and the same words."""
    arrived = pickle.loads(pickle.dumps(error))  # noqa: S301 - what was pickled here
    assert type(arrived) is type(error)
    assert str(arrived) == str(error)
    assert vars(arrived) == vars(error)


def test_a_conflict_carries_what_was_recorded_and_what_was_offered() -> None:
    """A program that meets a conflict can compare the two sides."""
    error = LedgerConflict("request basket-7 asked for something else", recorded="old", offered="new")
    assert (error.recorded, error.offered, str(error)) == ("old", "new", "request basket-7 asked for something else")


@pytest.mark.parametrize(
    ("value", "said"),
    [
        ("0.3", "'0.3'"),
        ("x" * 60, repr("x" * 60)),
        ("x" * 61, f"{'x' * 60!r}… (61 characters)"),
        (None, "nothing (None)"),
        (0.3, "the float 0.3"),
        (True, "the bool True"),
        (-1, "the int -1"),
        (2**256, "a whole number of 257 bits"),
        (2**256 - 1, f"the int {str(2**256 - 1)[:60]}…"),
        (Decimal("1E+1000000"), "the Decimal 1E+1000000"),
        ([1, 2], "a list of 2"),
        ((), "a tuple of 0"),
        ({"name": "Ada"}, "a dict of 1"),
        (frozenset({1}), "a frozenset of 1"),
        ("\ud800\x00", r"'\ud800\x00'"),
    ],
    ids=label,
)
def test_a_value_is_shown_with_its_kind_and_cut_to_length(value: object, said: str) -> None:
    """The text names the kind where the value alone would mislead, and is short whatever is handed over."""
    assert shown(value) == said
    shown(value).encode()


@pytest.mark.parametrize(
    "value",
    ["9" * 10_000_000, 10**100_000, Decimal("9" * 100_000), Fraction(10**5_000, 3), b"x" * 10_000_000],
    ids=label,
)
def test_showing_a_monster_takes_no_time(value: object) -> None:
    """What is too large to print is described, at once and in a line."""
    started = time.perf_counter()
    assert len(shown(value)) < 200
    assert time.perf_counter() - started < 1


@pytest.mark.parametrize(
    ("value", "offending", "said"),
    [
        ("Ada Okoro", "", "text of 9 characters"),
        ("Ada\x00Okoro", "\x00", "text of 9 characters with U+0000"),
        ("x" * 1_000, "", "text of 1,000 characters"),
        ("x", "cba", "text of 1 characters with U+0061, U+0062, U+0063"),
        ("x", "edcba", "text of 1 characters with U+0061, U+0062, U+0063, U+0064, U+0065"),
        ("x", "fedcba", "text of 1 characters with U+0061, U+0062, U+0063, U+0064, U+0065 and others"),
        (None, "", "nothing (None)"),
        (17, "", "a value of type int"),
    ],
)
def test_of_personal_data_only_kind_length_and_the_characters_at_fault_are_told(
    value: object, offending: str, said: str
) -> None:
    """Nobody's name ends up in a log because one character of it was wrong."""
    assert personal(value, offending) == said


@pytest.mark.parametrize(
    ("word", "said"),
    [
        ("evaluted", "did you mean evaluated?"),
        ("evaluatd", "did you mean evaluated?"),
        ("evasion", "known are attended, evaluated"),
        ("zzz", "known are attended, evaluated"),
    ],
)
def test_a_misspelled_word_is_answered_with_the_closest_or_with_all(word: str, said: str) -> None:
    """A slip of one letter names the word that was meant; anything else lists what there is."""
    assert near(word, ["evaluated", "attended"]) == said


def test_two_words_that_share_letters_are_no_slip() -> None:
    """A resident is no misspelled student, and an opening no misspelled learning."""
    assert near("resident", ["student", "nurse"]) == "known are nurse, student"
    assert near("opening", ["learning", "panel"]) == "known are learning, panel"
    assert near("physican", ["physician", "nurse"]) == "did you mean physician?"
    assert near("lerning", ["learning", "panel"]) == "did you mean learning?"


def test_where_nothing_is_known_that_is_said() -> None:
    """Advice about an empty list of words is not an empty sentence."""
    assert near("anything", []) == "known are none"
