"""A ledger that is put together from records is held to everything that writing is held to."""

from typing import Any

import attrs
import pytest

from builders import (
    AMA,
    LEARNER,
    NAME,
    NOW,
    a_designation,
    a_ledger,
    a_participation,
    an_activity,
    made,
    numbers,
    on,
    written,
)
from cmecore.assessment import assess
from cmecore.certificates import certify, certify_participation
from cmecore.chain import genesis, write
from cmecore.claiming import ALL, claim
from cmecore.credit.amounts import CreditType
from cmecore.earning import earn
from cmecore.entries import Earned, Entry
from cmecore.errors import InvalidValue, LedgerConflict
from cmecore.ledger import Ledger

EARNED = a_ledger()
CLAIMED = written(EARNED, made(claim(EARNED, ALL, at=NOW, request="r-1")))
FINE = CreditType(code=AMA.code, name=AMA.name, step="0.05")


def with_records(*entries: Entry, onto: Ledger = EARNED, learner: str = LEARNER) -> Ledger:
    """Put a ledger together by hand."""
    records = list(onto.records)
    for entry in entries:
        after = records[-1].link if records else genesis(learner)
        records.append(write(entry, after=after, at=NOW, actor="lms"))
    return Ledger(learner, records)


def the_level(ledger: Ledger = EARNED) -> Earned:
    """Find the level that a ledger holds."""
    (earned,) = ledger.standing.values()
    return earned


def test_the_records_of_a_ledger_make_it_again() -> None:
    """What was stored and read back is the same ledger."""
    assert Ledger(LEARNER, CLAIMED.records) == CLAIMED


@pytest.mark.parametrize("ledger", [EARNED, CLAIMED], ids=["earned", "claimed"])
def test_the_records_of_another_learner_are_refused(ledger: Ledger) -> None:
    """One learner's records are no other's ledger, and the error names neither."""
    with pytest.raises(LedgerConflict, match="about another learner") as raised:
        Ledger("dr-43", ledger.records)
    assert "dr-4" not in str(raised.value)


def test_records_that_claim_twice_are_refused() -> None:
    """Two claims of all credit cannot both stand in a ledger, however it was put together."""
    again = made(claim(EARNED, ALL, at=NOW, request="r-2"))
    with pytest.raises(LedgerConflict, match="claim r-2 takes more of EM-101 than is left"):
        with_records(again, onto=CLAIMED)


def test_records_that_repeat_an_entry_are_refused() -> None:
    """The same request stands once in a ledger."""
    with pytest.raises(LedgerConflict, match="claim:r-1 is written twice"):
        with_records(CLAIMED.claims[0], onto=CLAIMED)


def test_records_with_certificates_of_no_claim_are_refused() -> None:
    """A certificate of credit stands in a ledger only beside its claim."""
    (certificate,) = certify(CLAIMED, CLAIMED.claims[0], name=NAME, at=NOW, number=numbers())
    assert with_records(certificate, onto=CLAIMED).certificates == (certificate,)
    with pytest.raises(LedgerConflict, match="add the claim together with its certificates"):
        with_records(certificate)


def test_a_certificate_of_a_claim_that_never_landed_is_refused() -> None:
    """Two claims of the same credit, one of them written: the other's certificates award nothing."""
    stale = made(claim(EARNED, ALL, at=NOW, request="r-2"))
    (certificate,) = certify(EARNED, stale, name=NAME, at=NOW, number=numbers(2))
    with pytest.raises(LedgerConflict, match="certifies what claim r-2 in this ledger does not hold") as raised:
        written(CLAIMED, certificate)
    assert (raised.value.recorded, raised.value.offered) == (None, certificate)


def test_a_type_whose_step_changed_is_refused() -> None:
    """2.00 credits in quarters and 2.00 in twentieths, under one code, would be earned twice for one work."""
    activity = an_activity(designations=[a_designation(type=FINE)])
    entries = [
        entry for entry in earn(Ledger(LEARNER), assess(a_participation(activity=activity))) if isinstance(entry, Earned)
    ]
    said = r"has steps of 0\.25 in this ledger, and of 0\.05 in the entry; a type with another step needs a code of its own"
    with pytest.raises(LedgerConflict, match=said) as raised:
        written(EARNED, *entries)
    assert (raised.value.recorded, raised.value.offered) == (AMA, entries[0])
    with pytest.raises(LedgerConflict, match=said):
        with_records(*entries)


def test_no_level_lies_above_what_was_designated() -> None:
    """2.25 cannot be earned of a maximum of 2.00; 2.00 can."""
    with pytest.raises(InvalidValue, match=r"level: .*at most the designated 2\.00"):
        attrs.evolve(the_level(), level=AMA("2.25"))
    assert attrs.evolve(the_level(), level=AMA("2.00")).level == AMA("2.00")


@pytest.mark.parametrize(
    "topics",
    [["opioid"], [("opioid", "1.00")], [(1, AMA("1.00"))], [("opioid",)], [["opioid", AMA("1.00")]], "opioid"],
    ids=repr,
)
@pytest.mark.parametrize("field", ["topics", "specialties"])
def test_topics_are_pairs_of_a_name_and_an_amount(field: str, topics: Any) -> None:
    """Anything else in their place is refused by the name of the field."""
    with pytest.raises(InvalidValue, match=field):
        attrs.evolve(the_level(), **{field: topics})


def test_a_level_that_was_corrected_keeps_what_was_claimed_of_it() -> None:
    """A claim of what stood once is no claim of more than was ever earned."""
    lower = attrs.evolve(the_level(), level=AMA("1.00"), since=on(3, 1))
    assert with_records(lower, onto=CLAIMED).claimable() == {}


@pytest.mark.parametrize(
    ("given", "advice"),
    [({"number": "LK-1"}, "write number=new_number"), ({"address": "https://verify.example/"}, "write address=")],
)
def test_a_number_and_an_address_are_made_for_each_certificate(given: dict[str, Any], advice: str) -> None:
    """One text in the place of a function would be the number of every certificate."""
    with pytest.raises(InvalidValue, match=advice):
        certify(CLAIMED, CLAIMED.claims[0], name=NAME, at=NOW, **given)
    with pytest.raises(InvalidValue, match=advice):
        certify_participation(CLAIMED, "EM-101", name=NAME, at=NOW, **given)


@pytest.mark.parametrize("wrong", [0, "r-1", EARNED], ids=["number", "text", "ledger"])
def test_the_story_takes_what_it_is_about(wrong: Any) -> None:
    """Another value where a participation, an assessment, a claim or a type belongs is the library's own error."""
    makers: list[Any] = [
        lambda: assess(wrong),
        lambda: earn(EARNED, wrong),
        lambda: earn(assess, wrong),  # type: ignore[arg-type]
        lambda: certify(EARNED, wrong, name=NAME, at=NOW),
        lambda: claim(EARNED, ALL, at=NOW, request="r-9", type=wrong),
    ]
    for make in makers:
        with pytest.raises(InvalidValue):
            make()


@pytest.mark.parametrize("wrong", [["Premium"], [None], 5, "Premium"], ids=repr)
def test_what_is_handed_in_at_a_claim_is_a_membership(wrong: Any) -> None:
    """The name of a membership, in the place of the membership with its days, is refused by the name of its field."""
    with pytest.raises(InvalidValue, match="entitlements"):
        claim(EARNED, ALL, at=NOW, request="r-9", entitlements=wrong)
