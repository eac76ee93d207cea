"""The ledger: it only grows, takes what it has once, refuses what cannot be, and tells levels, claims and certificates."""

from typing import Any

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from builders import (
    AMA,
    LEARNER,
    NAME,
    NINTH,
    NOW,
    a_ledger,
    a_participation,
    an_activity,
    at,
    made,
    numbers,
    on,
    written,
)
from cmecore.assessment import assess
from cmecore.certificates import certify, certify_participation
from cmecore.claiming import ALL, claim
from cmecore.earning import earn
from cmecore.entries import Certificate, ClaimLine, Completed, Earned, Reason, Refusal, identity
from cmecore.errors import CmeError, InvalidValue, LedgerConflict
from cmecore.evidence import Progress
from cmecore.ledger import Ledger, Record

ACCOUNT = ("EM-101", AMA)


def test_a_record_says_when_by_whom_and_why() -> None:
    """Each entry is written with its instant, its actor and a reason."""
    (entry, *_) = earn(Ledger(LEARNER), assess(a_participation()))
    ledger = Ledger(LEARNER).add(entry, at=NOW, actor="lms", reason="nightly import")
    assert ledger.records == (Record(entry=entry, at=NOW, actor="lms", reason="nightly import"),)
    assert ledger.entries() == (entry,)


def test_writing_leaves_the_old_ledger_as_it_was() -> None:
    """A ledger is a value: adding gives another one."""
    empty = Ledger(LEARNER)
    written(empty, *earn(empty, assess(a_participation())))
    assert empty.records == ()


def test_what_is_written_already_is_not_written_twice() -> None:
    """The same entries again leave the ledger as it is, also within one call."""
    ledger = a_ledger()
    assert written(ledger, *ledger.entries()) is ledger
    entries = ledger.entries()
    assert written(Ledger(LEARNER), *entries, *entries).entries() == entries


def test_adding_nothing_is_nothing() -> None:
    """Without entries the ledger is the same."""
    assert written(a_ledger()) == a_ledger()


def test_the_standing_level_is_the_highest_and_among_equals_the_earliest() -> None:
    """However levels are written, the highest stands, since the earliest day."""
    (first,) = [entry for entry in a_ledger().entries() if isinstance(entry, Earned)]
    levels = [
        first,
        attrs.evolve(first, level=AMA("1.00"), since=on(1, 1)),
        attrs.evolve(first, since=on(3, 1)),
        attrs.evolve(first, since=on(3, 20)),
    ]
    for order in (levels, levels[::-1], levels[2:] + levels[:2]):
        standing = written(Ledger(LEARNER), *order).standing[ACCOUNT]
        assert (standing.level, standing.since) == (AMA("1.75"), on(3, 1))


def test_the_earliest_completion_counts() -> None:
    """A completion that is written again with another day keeps the earlier one."""
    (done,) = [entry for entry in a_ledger().entries() if isinstance(entry, Completed)]
    days = [done, attrs.evolve(done, on=on(3, 1)), attrs.evolve(done, on=on(3, 20))]
    for order in (days, days[::-1]):
        assert written(Ledger(LEARNER), *order).completed["EM-101"].on == on(3, 1)


def test_claimable_is_the_level_less_what_was_claimed() -> None:
    """After 0.75 of 1.75 were claimed, 1.00 is left; after a top-up to 2.00, it is 1.25; after all of it, nothing."""
    ledger = a_ledger()
    ledger = written(ledger, made(claim(ledger, {"EM-101": "0.75"}, at=NOW, request="r-1")))
    assert ledger.claimable() == {ACCOUNT: AMA("1.00")}
    ledger = written(ledger, *earn(ledger, assess(a_participation(done=20))))
    assert ledger.claimable() == {ACCOUNT: AMA("1.25")}
    ledger = written(ledger, made(claim(ledger, ALL, at=NOW, request="r-2")))
    assert ledger.claimable() == {}
    assert ledger.claimed(ACCOUNT) == AMA("2.00")
    assert [entry.request for entry in ledger.claims] == ["r-1", "r-2"]


def test_nothing_was_claimed_of_an_unknown_account() -> None:
    """An account that was never heard of has 0.00 claimed."""
    assert Ledger(LEARNER).claimed(ACCOUNT) == AMA("0.00")


def test_two_claims_computed_on_one_old_ledger_do_not_both_land() -> None:
    """The second of two claims of the same credit is refused when it is written, and says to claim again."""
    ledger = a_ledger()
    first, second = (made(claim(ledger, ALL, at=NOW, request=request)) for request in ("r-1", "r-2"))
    after = written(ledger, first)
    with pytest.raises(LedgerConflict, match="claim r-2 takes more of EM-101 than is left; claim again") as raised:
        written(after, second)
    assert (raised.value.recorded, raised.value.offered) == (after.standing[ACCOUNT], second)
    with pytest.raises(LedgerConflict, match="takes more"):
        written(ledger, first, second)


def test_two_claims_that_share_the_credit_do_both_land() -> None:
    """Claims of 0.75 and 1.00 of 1.75, computed on the same old ledger, take nothing twice."""
    ledger = a_ledger()
    first, second = (
        made(claim(ledger, {"EM-101": amount}, at=NOW, request=request))
        for request, amount in (("r-1", "0.75"), ("r-2", "1.00"))
    )
    assert written(written(ledger, first), second).claimable() == {}


def test_a_claim_of_what_was_never_earned_is_not_written() -> None:
    """A claim cannot be moved to a ledger that holds no level for it."""
    with pytest.raises(LedgerConflict, match="takes more") as raised:
        written(Ledger(LEARNER), made(claim(a_ledger(), ALL, at=NOW, request="r-1")))
    assert raised.value.recorded is None


def test_a_claim_may_land_together_with_what_it_claims() -> None:
    """Levels, claim and certificates can be written in one call, in their order."""
    before = a_ledger()
    taken = made(claim(before, ALL, at=NOW, request="r-1"))
    ledger = written(Ledger(LEARNER), *before.entries(), taken, *certify(before, taken, name=NAME, at=NOW, number=numbers()))
    assert len(ledger.records) == 4


def test_a_claim_that_takes_one_account_twice_is_counted_twice() -> None:
    """Two lines for one account are added up before they are held against the level."""
    ledger = a_ledger()
    taken = made(claim(ledger, {"EM-101": "1.00"}, at=NOW, request="r-1"))
    with pytest.raises(LedgerConflict, match="takes more"):
        written(ledger, attrs.evolve(taken, lines=taken.lines * 2))


def test_the_same_identity_with_other_content_is_refused() -> None:
    """A request, or a certificate number, that is used again for something else is an error that carries both."""
    ledger = a_ledger()
    taken = made(claim(ledger, ALL, at=NOW, request="r-1"))
    ledger = written(ledger, taken)
    other = attrs.evolve(taken, at=at(on(4, 2)))
    with pytest.raises(LedgerConflict, match="claim:r-1 is already written, with other content") as raised:
        written(ledger, other)
    assert (raised.value.recorded, raised.value.offered) == (taken, other)


def test_two_certificates_never_share_a_number() -> None:
    """A source of numbers that repeats itself is found out when the certificates are written."""
    ledger = a_ledger(a_participation(), a_participation(activity=an_activity("EM-102", course="Other")))
    taken = made(claim(ledger, ALL, at=NOW, request="r-1"))
    both = certify(ledger, taken, name=NAME, at=NOW, number=lambda: "LK-1")
    with pytest.raises(LedgerConflict, match="certificate:LK-1") as raised:
        written(ledger, taken, *both)
    assert NAME not in str(raised.value)


def test_a_refusal_cannot_be_written() -> None:
    """A refusal is an answer and no entry; the error says what was refused."""
    refusal = Refusal([Reason(code="nothing-claimable", says="nothing is claimable")])
    with pytest.raises(LedgerConflict, match="a refusal cannot be written: nothing is claimable"):
        written(Ledger(LEARNER), refusal)


def test_a_preview_cannot_be_written() -> None:
    """A certificate without a number stays a preview."""
    preview = certify_participation(a_ledger(), "EM-101", name=NAME, at=NOW)
    with pytest.raises(LedgerConflict, match="no certificate number"):
        written(a_ledger(), preview)


def test_the_certificate_of_another_learner_cannot_be_written() -> None:
    """A certificate belongs in the ledger of its own learner; the error names neither of them."""
    certificate = certify_participation(a_ledger(), "EM-101", name=NAME, at=NOW, number=numbers())
    with pytest.raises(LedgerConflict, match="another learner") as raised:
        written(a_ledger(learner="dr-43"), certificate)
    assert "dr-4" not in str(raised.value)
    assert NAME not in str(raised.value)


def test_the_claim_of_another_learner_cannot_be_written() -> None:
    """A claim made on one learner's ledger does not land in another's, even where that one has earned as much."""
    taken = made(claim(a_ledger(), ALL, at=NOW, request="r-1"))
    with pytest.raises(LedgerConflict):
        written(a_ledger(learner="dr-43"), taken)


@pytest.mark.parametrize("thing", ["a claim", None, a_participation()])
def test_only_entries_are_written(thing: Any) -> None:
    """Anything else is refused by the names of what may be written."""
    with pytest.raises(InvalidValue, match="a Completed, Earned, Claim or Certificate"):
        written(Ledger(LEARNER), thing)


def test_an_entry_is_written_at_an_instant_by_somebody() -> None:
    """A naive time, or no actor, is refused."""
    (entry, *_) = earn(Ledger(LEARNER), assess(a_participation()))
    with pytest.raises(InvalidValue, match="an instant with its zone"):
        Ledger(LEARNER).add(entry, at=NOW.replace(tzinfo=None), actor="lms")
    with pytest.raises(InvalidValue, match="actor"):
        Ledger(LEARNER).add(entry, at=NOW, actor=" ")


def test_identities_name_no_person() -> None:
    """Entries are named by activity and day, request, or number."""
    ledger = a_ledger()
    taken = made(claim(ledger, ALL, at=NOW, request="r-1"))
    (certificate,) = certify(ledger, taken, name=NAME, at=NOW, number=numbers())
    assert [identity(entry).partition(":")[0] for entry in ledger.entries()] == ["completed", "earned"]
    assert (identity(taken), identity(certificate)) == ("claim:r-1", "certificate:LK-000001")
    everything = [identity(entry) for entry in (*ledger.entries(), taken, certificate)]
    assert len(set(everything)) == 4


@pytest.mark.parametrize(
    "change", [{"level": AMA("1.50")}, {"since": on(3, 1)}, {"version": "other"}], ids=lambda change: next(iter(change))
)
def test_an_earned_level_is_named_by_what_it_states(change: dict[str, Any]) -> None:
    """Another amount, day or version is another entry."""
    (earned,) = [entry for entry in a_ledger().entries() if isinstance(entry, Earned)]
    assert identity(earned) != identity(attrs.evolve(earned, **change))


def test_what_the_ledger_tells_cannot_be_changed_through_it() -> None:
    """Levels and completions that were read off a ledger are its own: emptying them is not possible."""
    ledger = a_ledger()
    told: Any
    for told in (ledger.standing, ledger.completed):
        with pytest.raises((TypeError, AttributeError)):
            told.clear()
    assert ledger.claimable() == {ACCOUNT: AMA("1.75")}


@pytest.mark.parametrize("learner", ["", "\ud800", "x" * 501, None])
def test_a_ledger_is_about_somebody(learner: Any) -> None:
    """An account id that cannot be stored is refused, without being printed."""
    with pytest.raises(CmeError, match="learner"):
        Ledger(learner)


def test_certificates_are_listed_in_the_order_in_which_they_were_written() -> None:
    """A ledger lists its certificates, of claims and of participation alike."""
    ledger = a_ledger()
    number = numbers()
    shown = certify_participation(ledger, "EM-101", name=NAME, at=NOW, number=number)
    taken = made(claim(ledger, ALL, at=NOW, request="r-1"))
    ledger = written(ledger, shown, taken, *certify(ledger, taken, name=NAME, at=NOW, number=number))
    assert [certificate.number for certificate in ledger.certificates] == ["LK-000001", "LK-000002"]
    assert all(isinstance(certificate, Certificate) for certificate in ledger.certificates)


STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("work"), st.integers(0, 20), st.integers(0, 27)),
        st.tuples(st.just("claim"), st.integers(1, 8), st.integers(0, 3)),
        st.tuples(st.just("stale"), st.integers(1, 8), st.integers(4, 7)),
    ),
    max_size=14,
)


@given(STEPS)
def test_nothing_is_ever_claimed_twice(steps: list[tuple[str, int, int]]) -> None:
    """Whatever is earned, claimed, retried or claimed on an old ledger: claimed and claimable are the standing level."""
    ledger = old = Ledger(LEARNER)
    best = 0
    participation = a_participation(done=None)
    for kind, size, number in steps:
        if kind == "work":
            participation |= [Progress(size, 20, NINTH.replace(day=1 + number))]
            old, ledger = ledger, written(ledger, *earn(ledger, assess(participation)))
            best = max(best, size)
            continue
        try:
            answer = claim(
                old if kind == "stale" else ledger,
                {"EM-101": AMA("0.25").amount * size},
                at=at(on(4, 1)),
                request=f"r-{number}",
            )
            if isinstance(answer, Refusal):
                continue
            ledger = written(ledger, answer)
        except LedgerConflict:
            continue
    # 80 % are asked, and the share of eight quarters goes to the nearest one; the score is 71 % and the evaluation is in.
    level = (2 * best * 8 + 20) // 40 if best >= 16 else 0
    claimed = sum((line.credits.steps for taken in ledger.claims for line in taken.lines), 0)
    left = sum(credits.steps for credits in ledger.claimable().values())
    assert claimed + left == level
    assert len({taken.request for taken in ledger.claims}) == len(ledger.claims)


def test_a_line_of_a_claim_is_about_an_account() -> None:
    """A claim takes from the account of what was earned."""
    (earned,) = [entry for entry in a_ledger().entries() if isinstance(entry, Earned)]
    assert ClaimLine(earned=earned, credits=AMA("0.25")).account == ACCOUNT
