"""Every rule can say where it was written down."""

import datetime

import pytest

from cmecore.credit.sources import Source, Sureness
from cmecore.errors import InvalidValue


def test_a_source_cites_itself_in_one_line() -> None:
    """Title and section, parted by a comma; a source without a section is its title."""
    assert str(Source(title="Information booklet", section="page 7")) == "Information booklet, page 7"
    assert str(Source(title="Information booklet")) == "Information booklet"


def test_a_source_says_how_sure_it_is_and_is_unsourced_until_it_does() -> None:
    """Nobody's word is taken for the issuer's unless it is said."""
    assert Source(title="A colleague").sureness is Sureness.UNSOURCED
    seen = Source(
        title="Information booklet",
        address="https://example.org/booklet",
        collected=datetime.date(2026, 3, 9),
        sureness=Sureness.ISSUER,
    )
    assert (seen.collected, seen.sureness) == (datetime.date(2026, 3, 9), Sureness.ISSUER)
    assert [level.value for level in Sureness] == ["issuer", "issuer, dated", "secondary", "in use", "unsourced"]


def test_an_address_may_be_long_and_a_title_may_not() -> None:
    """An address of a thousand characters is an address; a title of that length is an accident."""
    address = "https://example.org/" + "x" * 1_000
    assert Source(title="A page", address=address).address == address
    with pytest.raises(InvalidValue, match=r"^title: "):
        Source(title="x" * 1_000)
    with pytest.raises(InvalidValue, match=r"^title: found blank text"):
        Source(title="")


def test_the_day_it_was_read_is_a_day_and_the_sureness_one_of_the_five() -> None:
    """A source that says `yesterday` could never be written down in the one spelling."""
    with pytest.raises(InvalidValue, match=r"^collected: "):
        Source(title="A page", collected="yesterday")  # type: ignore[arg-type]
    with pytest.raises(InvalidValue, match=r"^sureness: "):
        Source(title="A page", sureness="issuer")  # type: ignore[arg-type]
