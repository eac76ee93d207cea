"""The ledger: it only grows, takes what it has once, refuses what cannot be, and tells levels, claims and certificates."""

import datetime
import pickle
import zoneinfo
from collections.abc import Callable
from typing import Any

import attrs
import pytest
from hypothesis import given, strategies as st

from builders import (
    AMA,
    CHICAGO,
    LEARNER,
    NAME,
    NINTH,
    NOW,
    SEPSIS,
    WHY,
    a_follower,
    a_ledger,
    a_life,
    a_participation,
    an_activity,
    at,
    attendance,
    decided,
    done,
    made,
    numbers,
    observed,
    on,
    paper,
    said,
    stated,
    taking,
    written,
)
from cmecore.assessment import assess
from cmecore.certificates import certify, certify_participation
from cmecore.chain import verify
from cmecore.claiming import ALL, claim
from cmecore.credit.canonical import canonical
from cmecore.earning import earn
from cmecore.entries import (
    ENTRIES,
    Adjusted,
    Certificate,
    ClaimLine,
    Completed,
    Earned,
    Erased,
    Hold,
    Reason,
    Refusal,
    Retrieved,
    Voided,
)
from cmecore.errors import CmeError, InvalidValue, LedgerConflict
from cmecore.evidence import Attempt, Evaluated, Item, Progress
from cmecore.holdings import Holdings
from cmecore.ledger import Ledger

ACCOUNT = ("EM-101", AMA)


def test_a_record_says_when_by_whom_and_why() -> None:
    """Each entry is written with its instant, its actor and a reason."""
    (entry, *_) = earn(Ledger(LEARNER), assess(a_participation()))
    ledger = Ledger(LEARNER).add(entry, at=NOW, actor="lms", reason="nightly import")
    (record,) = ledger.records
    assert (record.entry, record.at, record.actor, record.reason) == (entry, NOW, "lms", "nightly import")
    assert ledger.entries() == (entry,)


def test_writing_leaves_the_old_ledger_as_it_was() -> None:
    """A ledger is a value: adding gives another one."""
    empty = Ledger(LEARNER)
    written(empty, *earn(empty, assess(a_participation())))
    assert empty.records == ()


def test_what_is_written_already_is_not_written_twice() -> None:
    """The same entries again leave the ledger as it is, also within one call."""
    ledger = a_ledger()
    assert written(ledger, *said(ledger)) is ledger
    entries = said(ledger)
    assert said(written(Ledger(LEARNER), *entries, *entries)) == entries


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
    ledger = written(Ledger(LEARNER), *said(before), taken, *certify(before, taken, name=NAME, at=NOW, number=numbers()))
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
    assert [entry.identity.partition(":")[0] for entry in ledger.entries()] == ["completed", "earned"]
    assert (taken.identity, certificate.identity) == ("claim:r-1", "certificate:LK-000001")
    everything = [entry.identity for entry in (*ledger.entries(), taken, certificate)]
    assert len(set(everything)) == 4


@pytest.mark.parametrize(
    "change", [{"level": AMA("1.50")}, {"since": on(3, 1)}, {"version": "other"}], ids=lambda change: next(iter(change))
)
def test_an_earned_level_is_named_by_what_it_states(change: dict[str, Any]) -> None:
    """Another amount, day or version is another entry."""
    (earned,) = [entry for entry in a_ledger().entries() if isinstance(entry, Earned)]
    assert earned.identity != attrs.evolve(earned, **change).identity


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


# The record of everything, and every moment of it.


def test_everything_that_was_done_is_on_record() -> None:
    """M113: each act of a life stands in its place, with its instant, who did it and why, and nothing is ever taken away."""
    ledger = a_life(b"secret")
    kinds = [type(entry).__name__ for entry in ledger.entries()]
    assert kinds[:4] == ["Observed", "Observed", "Observed", "Retracted"]
    assert kinds[-2:] == ["Voided", "Purged"]
    assert set(kinds) == {kind.__name__ for kind in ENTRIES} - {"Followed"} | {"Erased"}
    assert [record.at for record in ledger.records] == sorted(record.at for record in ledger.records)
    for record in ledger.records:
        gone = isinstance(record.entry, Erased)
        assert (record.actor, record.reason) == (("", "") if gone else ("R. Mills", WHY))
    grown = written(ledger, stated("0.25", "EM-500"))
    assert grown.records[: ledger.version] == ledger.records
    assert (ledger.version, grown.version) == (len(ledger.records), len(ledger.records) + 1)


def test_every_past_moment_can_be_told() -> None:
    """M113: the ledger as of any instant is the one that stood then: in its entries, its head and its state."""
    moments = {at(on(4, 1 + day)): a_ledger_of(day + 1) for day in range(4)}
    now = a_ledger_of(4)
    assert now.as_of(NOW - datetime.timedelta(days=400)) == Ledger(LEARNER)
    assert now.as_of(at(on(4, 1)) - datetime.timedelta(microseconds=1)) == Ledger(LEARNER)
    for moment, then in moments.items():
        for asked in (moment, moment + datetime.timedelta(hours=23), moment.astimezone(zoneinfo.ZoneInfo(CHICAGO))):
            assert now.as_of(asked) == then
            assert (now.as_of(asked).head, now.as_of(asked).state_digest) == (then.head, then.state_digest)
    assert now.as_of(at(on(1, 1, 2050))) == now
    assert now.as_of(at(on(4, 2))).secret == now.secret == b"secret"


def a_ledger_of(days: int) -> Ledger:
    """Earn a level on each of some days."""
    ledger = Ledger(LEARNER, secret=b"secret")
    for day in range(days):
        ledger = written(ledger, stated(f"{day}.25", f"EM-{day}") if day < 2 else done(f"EM-{day}"), when=at(on(4, 1 + day)))
    return ledger


def test_a_moment_is_an_instant() -> None:
    """A time without its zone names no moment."""
    with pytest.raises(InvalidValue, match="an instant with its zone"):
        a_life().as_of(NOW.replace(tzinfo=None))


def test_a_clock_that_stepped_back_hides_nothing_that_was_written() -> None:
    """Records keep their order whatever the clock said; a moment ends before the first record of a later one."""
    ledger = Ledger(LEARNER)
    for number, hour in enumerate((10, 12, 11, 12, 9, 14)):
        ledger = written(ledger, done(f"EM-{number}"), when=at(on(4, 1), hour))
    assert [record.at.hour for record in ledger.records] == [10, 12, 11, 12, 9, 14]
    assert {hour: ledger.as_of(at(on(4, 1), hour)).version for hour in range(9, 15)} == {
        9: 0,
        10: 1,
        11: 1,
        12: 5,
        13: 5,
        14: 6,
    }
    assert verify(LEARNER, ledger.records, ledger.head) == ()


@given(st.lists(st.integers(0, 9), max_size=6), st.integers(-1, 10), st.integers(-1, 10))
def test_moments_follow_each_other(hours: list[int], early: int, late: int) -> None:
    """Whatever the clock does: the ledger as of a moment begins the one of any later moment, and holds nothing later."""
    ledger = Ledger(LEARNER)
    for number, hour in enumerate(hours):
        ledger = written(ledger, done(f"EM-{number}"), when=at(on(4, 2), hour))
    early, late = sorted((early, late))
    then, now = (ledger.as_of(at(on(4, 2)) + datetime.timedelta(hours=hour - 12)) for hour in (early, late))
    assert now.records[: then.version] == then.records
    assert all(record.at.hour <= early for record in then.records)
    assert ledger.as_of(at(on(4, 3))) == ledger


SEEN: list[Item] = [
    Progress(8, 20, on(3, 2)),
    Progress(17, 20, NINTH),
    Progress(20, 20, on(3, 20)),
    Attempt("0.60", on(3, 5)),
    Attempt("0.71", on(3, 8)),
    Evaluated(on(3, 12)),
]


@given(st.permutations(SEEN), st.booleans())
def test_evidence_in_any_order_is_the_same_state_and_another_history(order: list[Item], by_event: bool) -> None:  # noqa: FBT001
    """T12: each item is observed and assessed as it comes in; what the learner holds in the end is the same."""

    def told(items: list[Item]) -> Ledger:
        ledger = Ledger(LEARNER)
        for item in items:
            ledger = written(ledger, observed(item, f"row-{SEEN.index(item)}" if by_event else ""))
            ledger = written(ledger, *earn(ledger, assess(ledger.participation(SEPSIS))))
        return ledger

    first, other = told(SEEN), told(order)
    assert other.state_digest == first.state_digest
    assert (other.standing[ACCOUNT].level, other.standing[ACCOUNT].since) == (AMA("2.00"), on(3, 20))
    assert (other.head == first.head) is (order == SEEN)
    # The same again, in any order, is nothing.
    again = written(other, *(observed(item, f"row-{SEEN.index(item)}" if by_event else "") for item in SEEN))
    assert written(again, *earn(again, assess(again.participation(SEPSIS)))) is other


STATES: dict[str, Callable[[Ledger], Ledger]] = {
    "a level": lambda ledger: written(ledger, stated("2.00")),
    "its day": lambda ledger: written(ledger, stated("1.50", since=on(3, 1))),
    "its window": lambda ledger: written(ledger, stated("1.50", claim_by=on(3, 9, 2029))),
    "an adjustment": lambda ledger: decided(
        ledger, Adjusted(learner=LEARNER, activity="EM-101", level=AMA("1.00"), case="C-1")
    ),
    "a claim": lambda ledger: written(ledger, taking("r-2", (stated("1.50"), "0.25"))),
    "a completion": lambda ledger: written(ledger, done("EM-7")),
    "an earlier completion": lambda ledger: written(ledger, done(day=on(3, 1))),
    "a certificate": lambda ledger: written(ledger, attendance("LK-7")),
    "a void": lambda ledger: decided(ledger, Voided(learner=LEARNER, number="LK-1", credit=False)),
    "a void of credit": lambda ledger: decided(ledger, Voided(learner=LEARNER, number="LK-1", credit=True)),
    "another in its place": lambda ledger: written(
        ledger, paper("LK-2", taking("r-1", (stated("1.50"), "0.75")), supersedes=["LK-1"])
    ),
    "evidence": lambda ledger: written(ledger, observed(Evaluated(on(3, 12)))),
    "evidence of another activity": lambda ledger: written(ledger, observed(Evaluated(NINTH), activity="EM-7")),
    "a hold": lambda ledger: decided(ledger, Hold(learner=LEARNER, hold="H-1")),
}


def test_the_state_digest_tells_every_difference_in_what_is_held() -> None:
    """A level, a claim, a document, evidence, a hold: each is another state than the one before, and than any other."""
    first = taking("r-1", (stated("1.50"), "0.75"))
    ledger = written(Ledger(LEARNER), done(), stated("1.50"), first, paper("LK-1", first), observed(Evaluated(NINTH)))
    digests = {name: change(ledger).state_digest for name, change in STATES.items()}
    assert len({ledger.state_digest, *digests.values()}) == len(STATES) + 1


def test_what_nobody_holds_is_no_part_of_the_state() -> None:
    """Who wrote it, when, why, with which salt, and that a document was retrieved, change the history and not the state."""
    entries = (done(), stated("1.50"), attendance("LK-1"))
    ledgers = [
        written(Ledger(LEARNER), *entries),
        written(Ledger(LEARNER, secret=b"secret"), *entries),
        written(Ledger(LEARNER), *entries[::-1]),
        decided(Ledger(LEARNER), *entries, when=at(on(5, 5))),
        written(Ledger(LEARNER), *entries, Retrieved(learner=LEARNER, number="LK-1")),
    ]
    assert len({ledger.state_digest for ledger in ledgers}) == 1
    assert len({ledger.head for ledger in ledgers}) == 5


@pytest.mark.parametrize("add", [1, 3])
@pytest.mark.parametrize("held", [0, 1, 50, 500])
def test_adding_folds_only_what_is_added(held: int, add: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """Cost grows linearly: k entries more are k entries folded, however many the ledger has; opening n is folding n."""
    ledger = written(Ledger(LEARNER), *(done(f"EM-{number}") for number in range(held)))
    calls: list[object] = []
    apply = Holdings.apply

    def counted(self: Holdings, entry: Any, *more: Any) -> None:
        calls.append(entry)
        apply(self, entry, *more)

    monkeypatch.setattr(Holdings, "apply", counted)
    ledger = written(ledger, *(done(f"EM-1{number:04}") for number in range(add)))
    assert len(calls) == add
    written(ledger, *said(ledger))
    assert (ledger.version, len(calls)) == (held + add, add)
    assert Ledger(LEARNER, ledger.records) == ledger
    assert len(calls) == add + held + add


def test_a_ledger_with_a_secret_is_the_ledger() -> None:
    """The secret is no part of what is written: it neither tells ledgers apart, nor is it printed, spelled or digested."""
    plain, salted = (Ledger(LEARNER, a_life(b"other").records, secret) for secret in (b"", b"secret"))
    assert (plain == salted, hash(plain) == hash(salted)) == (True, True)
    assert "secret" not in repr(salted)
    assert canonical(salted) == canonical(plain)
    assert pickle.loads(pickle.dumps(salted)).secret == b"secret"  # noqa: S301 - our own bytes


@pytest.mark.parametrize("secret", ["secret", None, 5], ids=repr)
def test_a_secret_is_bytes(secret: Any) -> None:
    """Anything else is refused, and is not repeated."""
    with pytest.raises(InvalidValue, match="secret: ") as raised:
        Ledger(LEARNER, secret=secret)
    assert "'secret'" not in str(raised.value)


def test_who_follows_another_account_has_a_ledger_of_its_own() -> None:
    """M129: it says whose ledger goes on, and keeps what it held."""
    ledger = a_follower()
    assert (ledger.follows, set(ledger.learners)) == (LEARNER, {"dr-17"})
    assert ledger.claimable() == {("EM-200", AMA): AMA("1.00")}
    assert (Ledger(LEARNER).follows, Ledger(LEARNER).head.version) == ("", 0)


def test_an_erased_entry_is_no_entry_to_add() -> None:
    """What is left of a purge is made by a purge only."""
    with pytest.raises(InvalidValue, match="a Completed, Earned, Claim or Certificate"):
        written(Ledger(LEARNER), Erased(identity="certificate:LK-1"))  # type: ignore[arg-type]


def test_entries_are_handed_over_one_by_one() -> None:
    """A list in the place of its entries is refused with the advice that helps."""
    with pytest.raises(InvalidValue, match="put a star before a list of entries"):
        written(Ledger(LEARNER), [done()])  # type: ignore[arg-type]


def test_a_ledger_says_whether_it_lacks_an_entry() -> None:
    """What is written is not lacking, another thing is, and another thing under the same name is an error."""
    ledger = written(Ledger(LEARNER), done(), observed(Evaluated(NINTH), "row-1"))
    assert not ledger.lacks(done())
    assert ledger.lacks(done("EM-102"))
    with pytest.raises(LedgerConflict, match="observed:lms:row-1 is already written, with other content"):
        ledger.lacks(observed(Evaluated(on(3, 10)), "row-1"))


def test_only_an_activity_has_participants() -> None:
    """The code of an activity, in the place of the activity, is refused."""
    with pytest.raises(InvalidValue, match="activity"):
        a_life().participation("EM-101")  # type: ignore[arg-type]
