"""The fields of a value say what they may hold, and refuse the rest by name."""

import datetime
from typing import Any

import attrs
import pytest

from cmecore.credit.fields import are, each_once, expect, is_a, listed, many
from cmecore.errors import InvalidValue
from hostile import label


@attrs.frozen(kw_only=True)
class Shelf:
    count: int = attrs.field(default=1, validator=is_a(int))
    sealed: bool = attrs.field(default=False, validator=is_a(bool))
    since: datetime.date | None = attrs.field(default=None, validator=is_a(datetime.date, or_none=True))
    books: tuple[str, ...] = attrs.field(default=(), converter=many, validator=are(str))


def test_a_field_takes_what_it_says_and_keeps_it() -> None:
    """A value of the right kind is kept, none where none is allowed, and any iterable as a tuple."""
    shelf = Shelf(count=2, sealed=True, since=datetime.date(2026, 3, 9), books=iter(["a", "b"]))
    assert (shelf.count, shelf.sealed, shelf.since, shelf.books) == (2, True, datetime.date(2026, 3, 9), ("a", "b"))
    assert Shelf().since is None


@pytest.mark.parametrize(
    ("field", "value", "named", "expected"),
    [
        ("count", "2", "count", "int"),
        ("count", True, "count", "int"),
        ("count", None, "count", "int"),
        ("sealed", 1, "sealed", "bool"),
        ("since", "2026-03-09", "since", "date"),
        ("books", ["a", 2], "books[1]", "str"),
        ("books", [True], "books[0]", "str"),
        ("books", "a", "books", None),
        ("books", b"a", "books", None),
        ("books", None, "books", None),
        ("books", 5, "books", None),
    ],
    ids=label,
)
def test_a_field_refuses_another_kind_by_its_own_name(field: str, value: Any, named: str, expected: str | None) -> None:
    """A yes is no number, a number is no yes, and of several values the one at fault is counted off."""
    given: dict[str, Any] = {field: value}
    with pytest.raises(InvalidValue) as caught:
        Shelf(**given)
    assert caught.value.field == named
    assert expected in {None, caught.value.expected}


def test_several_kinds_are_named_without_filling_a_page() -> None:
    """Two kinds are both named; of many, some."""

    @attrs.frozen
    class Choice:
        two: object = attrs.field(validator=is_a(int, str))
        many: object = attrs.field(default=1, validator=is_a(int, str, bytes, list, tuple))

    with pytest.raises(InvalidValue, match="expected int or str"):
        Choice(0.5)
    with pytest.raises(InvalidValue, match="expected int, str, bytes or the like"):
        Choice(1, 0.5)


def test_a_list_is_kept_in_order_and_a_bare_text_is_no_list() -> None:
    """Two topics are a tuple of two; one topic handed over without its list does not fall apart into letters."""
    assert listed(iter(["opioid", "ethics"]), field="topics") == many(["opioid", "ethics"]) == ("opioid", "ethics")
    assert listed((), field="topics") == ()


@pytest.mark.parametrize("value", [None, 7, 0.5, b"opioid", "opioid"], ids=repr)
def test_what_cannot_be_a_list_is_refused_by_the_name_of_its_field(value: Any) -> None:
    """Nothing, one number or one text in the place of several values is the library's own error; no text is repeated."""
    with pytest.raises(InvalidValue, match=r"^topics: .*put it in a list") as caught:
        listed(value, field="topics")
    assert not isinstance(value, str) or value not in str(caught.value)


def test_a_name_stands_once() -> None:
    """Things that are told apart by a name have each a name of their own; the first of several repeated ones is told."""
    each_once([], field="parts")
    each_once(["a", "b"], field="parts")
    with pytest.raises(InvalidValue) as caught:
        each_once(["c", "b", "a", "b", "c"], field="parts of EM-101")
    assert caught.value.field == "parts of EM-101"
    assert caught.value.found == "b more than once"


def test_what_a_function_works_on_is_of_its_class() -> None:
    """The value itself comes back; another is refused by the name of its field and by its class, which says enough."""
    shelf: Any = Shelf()
    assert expect(shelf, Shelf, field="shelf") is shelf
    with pytest.raises(InvalidValue, match=r"^ledger: found nothing \(None\); expected Shelf$"):
        expect(None, Shelf, field="ledger")
    with pytest.raises(InvalidValue, match="found a value of type Shelf; expected int"):
        expect(shelf, int, field="count")
    with pytest.raises(InvalidValue, match="found text of 9 characters"):
        expect("Ada Okoro", Shelf, field="shelf")


def make_shelf() -> Shelf:
    """Make a shelf."""
    return Shelf()


@pytest.mark.parametrize("made", [Shelf, make_shelf], ids=["class", "function"])
def test_what_was_named_and_not_made_is_told_to_need_its_brackets(made: Any) -> None:
    """A class or a function in the place of its value is a pair of brackets forgotten, wherever it stands."""
    advice = rf"write {made.__name__}\(…\), with its brackets"
    with pytest.raises(InvalidValue, match=advice):
        expect(made, Shelf, field="shelf")
    with pytest.raises(InvalidValue, match=advice):
        Shelf(count=made)
    with pytest.raises(InvalidValue, match=advice):
        Shelf(books=[made])


def test_what_has_no_name_has_no_advice() -> None:
    """A function without a name cannot be told how to be called."""
    unnamed: Any = lambda: Shelf()  # noqa: E731, PLW0108
    with pytest.raises(InvalidValue) as caught:
        expect(unnamed, Shelf, field="shelf")
    assert caught.value.advice == ""
