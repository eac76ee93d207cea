"""Balances: what was earned is claimed, claimable, blocked, lapsed, withheld or set aside, and it all comes out even."""

import contextlib
import datetime
from typing import Any

import attrs
import pytest
from hypothesis import given, strategies as st

from builders import ABIM, ACEP, AMA, LEARNER, NAME, NINTH, NOW, a_designation, an_activity, at, codes, made, on, seen, written
from cmecore.assessment import assess
from cmecore.balances import Balance, balance
from cmecore.certificates import certify
from cmecore.claiming import ALL, claim
from cmecore.credit.amounts import Credits, CreditType
from cmecore.credit.periods import Period
from cmecore.earning import earn
from cmecore.entries import (
    Adjusted,
    Claim,
    Earned,
    Extended,
    Followed,
    Merged,
    Reason,
    Unmerged,
    Voided,
)
from cmecore.errors import DifferentTypes, InvalidValue, LedgerConflict
from cmecore.evidence import Declared, Entitled, Evaluated, Feedback, Item
from cmecore.ledger import Ledger
from cmecore.rules.awards import AsAttested, AsBase, Asks, RestsOn
from cmecore.rules.policies import Policy
from cmecore.rules.requirements import entitled, evaluated, given_feedback

OTHER = "dr-17"
MEMBERS = Policy(code="members", gates=[entitled("Premium membership")], claim_within=Period(years=3))
POINTS = Policy(code="abim", requirements=[given_feedback()], award=AsBase(), rests_on=RestsOn(AMA, Asks.CLAIM))
PREMIUM = Entitled("Premium membership", on(1, 1), on(12, 31, 2029))
DONE = Evaluated(NINTH)
A = ("A", AMA)


def earned(
    *items: Item,
    policy: Policy | None = None,
    points: Policy | None = None,
    learner: str = LEARNER,
    amount: str = "2.00",
    code: str = "A",
) -> Ledger:
    """Earn the credit of an activity by some items, and points that rest on it where they have a policy."""
    designations = [a_designation(amount, policy or Policy(code="plain", requirements=[evaluated()]))]
    designations += [a_designation(amount, points, type=ABIM)] if points else []
    activity = an_activity(code, title=f"Title {code}", completion=(), designations=designations)
    ledger = Ledger(learner)
    return written(ledger, *earn(ledger, assess(seen(activity, *(items or (DONE,)), learner=learner))))


def decided(ledger: Ledger, *entries: Any) -> Ledger:
    """Write what the office decided, for a reason."""
    return ledger.add(*entries, at=NOW, actor="office", reason="case 7")


def claimed(ledger: Ledger, wanted: Any = ALL, request: str = "r-1", **fields: Any) -> Ledger:
    """Claim, and write the claim down with its certificates, whose numbers are made of the request."""
    given_ = {"at": NOW, "entitlements": [PREMIUM], **fields}
    taken = made(claim(ledger, wanted, request=request, **given_))
    count = iter(range(99))
    return written(ledger, taken, *certify(ledger, taken, name=NAME, at=NOW, number=lambda: f"{request}/{next(count)}"))


def merged(ledger: Ledger, other: Ledger, merge: str = "M-1") -> Ledger:
    """Join another account of the same person to a ledger."""
    return decided(ledger, Merged(learner=ledger.learner, merge=merge, other=other.learner, records=other.records))


def held(ledger: Ledger, account: Any = A, day: datetime.date | None = None, **fields: Any) -> dict[str, str]:
    """Show what is not nothing of a balance, by its name."""
    found = balance(ledger, at=at(day) if day else NOW, **fields)[account]
    named = attrs.asdict(found, recurse=False, filter=lambda _, value: isinstance(value, Credits) and bool(value))
    return {name: str(credits.amount) for name, credits in named.items()}


def test_what_was_earned_can_be_claimed() -> None:
    """M138: what is earned accrues, and is all there to be claimed."""
    assert held(earned()) == {"earned": "2.00", "claimable": "2.00"}


def test_a_part_is_claimed_and_the_rest_can_be() -> None:
    """M152: after 0.75 of 2.00 there are 1.25 left."""
    assert held(claimed(earned(), {"A": "0.75"})) == {"earned": "2.00", "claimed": "0.75", "claimable": "1.25"}


def test_without_anything_earned_there_is_no_balance() -> None:
    """A new learner has no accounts."""
    assert balance(Ledger(LEARNER), at=NOW) == {}


def test_a_lapse_of_the_membership_blocks_and_destroys_nothing() -> None:
    """M145, M146: earned credit stays in sight and is blocked while the membership lapses; renewed, it can be claimed again."""
    ledger = earned(policy=MEMBERS)
    assert held(ledger) == {"earned": "2.00", "blocked": "2.00"}
    assert [reason.code for reason in balance(ledger, at=NOW)[A].reasons] == ["entitled:Premium membership"]
    assert held(ledger, entitlements=[PREMIUM]) == {"earned": "2.00", "claimable": "2.00"}
    renewed = [Entitled("Premium membership", on(1, 1), on(3, 31)), Entitled("Premium membership", on(5, 1))]
    assert held(ledger, entitlements=renewed) == {"earned": "2.00", "blocked": "2.00"}
    assert held(ledger, day=on(5, 1), entitlements=renewed) == {"earned": "2.00", "claimable": "2.00"}


@pytest.mark.parametrize(
    ("day", "where"),
    [
        (on(3, 8), "blocked"),  # not earned yet
        (on(3, 9), "claimable"),
        (on(3, 9, 2029), "claimable"),  # three years later, the last day included
        (on(3, 10, 2029), "lapsed"),
    ],
)
def test_the_window_of_a_claim(day: datetime.date, where: str) -> None:
    """M144: claimable from the day it was earned for three years, the last day included; afterwards it has lapsed."""
    assert held(earned(policy=MEMBERS), day=day, entitlements=[PREMIUM]) == {"earned": "2.00", where: "2.00"}


def test_what_lapsed_and_is_gated_has_lapsed() -> None:
    """Where time is over no membership helps, and both reasons are told; on the last day it is the membership alone."""
    found = balance(earned(policy=MEMBERS), at=at(on(3, 10, 2029)))[A]
    assert (found.lapsed, found.blocked) == (AMA("2.00"), AMA("0"))
    assert [reason.code for reason in found.reasons] == ["claim-window-over", "entitled:Premium membership"]
    assert held(earned(policy=MEMBERS), day=on(3, 9, 2029)) == {"earned": "2.00", "blocked": "2.00"}


def test_an_extension_brings_back_what_had_lapsed() -> None:
    """M144: a longer time, given by hand for a reason, makes it claimable again."""
    entry = Extended(learner=LEARNER, activity="A", type=AMA, claim_by=on(3, 31, 2029), case="C-1")
    ledger = decided(earned(policy=MEMBERS), entry)
    assert held(ledger, day=on(3, 31, 2029), entitlements=[PREMIUM]) == {"earned": "2.00", "claimable": "2.00"}
    assert balance(ledger, at=NOW)[A].claim_by == on(3, 31, 2029)
    assert held(ledger, day=on(4, 1, 2029), entitlements=[PREMIUM]) == {"earned": "2.00", "lapsed": "2.00"}


def test_points_are_blocked_beyond_the_credit_that_is_claimed_or_can_be() -> None:
    """Of points as many can be claimed as of the credit they rest on, claimed already or together with them."""
    lapses = Policy(code="p", claim_within=Period(days=3))
    ledger = earned(DONE, Feedback(NINTH), points=POINTS)
    assert held(ledger, ("A", ABIM)) == {"earned": "2.00", "claimable": "2.00"}
    late = earned(DONE, Feedback(NINTH), points=POINTS, policy=lapses)
    assert held(late, ("A", ABIM)) == {"earned": "2.00", "blocked": "2.00"}
    part = claimed(late, {"A": "0.50"}, at=at(NINTH, 18))
    assert held(part, ("A", ABIM)) == {"earned": "2.00", "claimable": "0.50", "blocked": "1.50"}
    assert held(part) == {"earned": "2.00", "claimed": "0.50", "lapsed": "1.50"}
    assert [reason.code for reason in balance(part, at=NOW)["A", ABIM].reasons] == ["base-not-claimed"]


def test_a_void_withholds_and_nothing_more_rests_on_it() -> None:
    """What was ended with its certificate is withheld, cannot be claimed again, and is no base for points."""
    ledger = claimed(earned(DONE, Feedback(NINTH), points=POINTS))
    assert held(ledger, ("A", ABIM)) == {"earned": "2.00", "claimable": "2.00"}
    ledger = decided(ledger, Voided(learner=LEARNER, number="r-1/0", credit=True))
    assert held(ledger) == {"earned": "2.00", "withheld": "2.00"}
    assert held(ledger, ("A", ABIM)) == {"earned": "2.00", "blocked": "2.00"}
    assert codes(claim(ledger, ["A"], at=NOW, request="r-2", type=ABIM)) == ["base-not-claimed"]


def test_a_void_of_the_document_alone_withholds_nothing() -> None:
    """The paper ends and the credit stands as claimed."""
    ledger = decided(claimed(earned()), Voided(learner=LEARNER, number="r-1/0", credit=False))
    assert held(ledger) == {"earned": "2.00", "claimed": "2.00"}


def test_a_level_set_lower_counts_and_what_was_claimed_beyond_it_is_told() -> None:
    """Set to 1.25 by hand: nothing claimed, 1.25 are claimable; 2.00 claimed before, 0.75 are beyond; lifted, all is back."""
    less = Adjusted(learner=LEARNER, activity="A", level=AMA("1.25"), case="C-1")
    assert held(decided(earned(), less)) == {"earned": "1.25", "claimable": "1.25"}
    ledger = decided(claimed(earned()), less)
    assert held(ledger) == {"earned": "1.25", "claimed": "2.00", "over_claimed": "0.75"}
    lifted = attrs.evolve(less, lifted=True, case="C-2")
    assert held(decided(ledger, lifted)) == {"earned": "2.00", "claimed": "2.00"}


def test_two_accounts_of_one_person_earn_once() -> None:
    """Joined, what both earned counts once; the other is set aside, and what both claimed is told as claimed beyond it."""
    ours, theirs = earned(), earned(learner=OTHER, amount="1.50")
    assert held(merged(ours, theirs)) == {"earned": "3.50", "claimable": "2.00", "set_aside": "1.50"}
    one = merged(ours, claimed(theirs))
    assert held(one) == {"earned": "3.50", "claimed": "1.50", "claimable": "0.50", "set_aside": "1.50"}
    both = merged(claimed(ours), claimed(theirs, request="r-2"))
    assert held(both) == {"earned": "3.50", "claimed": "3.50", "set_aside": "1.50", "over_claimed": "1.50"}
    with_void = decided(both, Voided(learner=LEARNER, number="r-1/0", credit=False))
    assert held(with_void) == held(both)


def test_what_both_accounts_counted_is_set_aside_in_those_words() -> None:
    """H3: who finished in a second account earned nothing twice: 1.75 of it was counted in the one that was joined."""
    theirs = claimed(earned(learner=OTHER, amount="1.75"))
    ledger = claimed(merged(earned(), theirs), request="r-2")
    assert balance(ledger, at=NOW)[A].explain() == (
        "Title A (A): 3.75 AMA PRA Category 1 Credits earned\n2.00 claimed\n"
        "1.75 of it was counted in an account that was joined, and is set aside"
    )


def test_a_level_set_lower_is_that_of_one_of_two_joined_accounts() -> None:
    """Joined accounts of 2.00 and 1.50: with the first set to 1.75 that stands, and set to 1.00 the other one's does."""
    ledger = merged(earned(), earned(learner=OTHER, amount="1.50"))
    ledger = decided(ledger, Adjusted(learner=LEARNER, activity="A", level=AMA("1.75"), case="C-1"))
    assert held(ledger) == {"earned": "3.25", "claimable": "1.75", "set_aside": "1.50"}
    ledger = decided(ledger, Adjusted(learner=LEARNER, activity="A", level=AMA("1.00"), case="C-2"))
    assert held(ledger) == {"earned": "2.50", "claimable": "1.50", "set_aside": "1.00"}


def test_of_two_declarations_the_latest_counts() -> None:
    """Declared 12.50 in one account and 10.00 a day later in the other: 10.00 stand, and 12.50 are set aside."""
    policy = Policy(code="live", award=AsAttested())
    ours = earned(Declared(AMA("12.50"), NINTH), policy=policy, amount="20.00")
    theirs = earned(Declared(AMA("10.00"), on(3, 10)), policy=policy, amount="20.00", learner=OTHER)
    assert held(merged(ours, theirs)) == {"earned": "22.50", "claimable": "10.00", "set_aside": "12.50"}


def test_what_was_claimed_and_is_earned_by_another_account_again_stays_in_sight() -> None:
    """Parted again, a claim that took what the other account had earned is left without a level, and says so."""
    ledger = claimed(merged(Ledger(LEARNER), earned(learner=OTHER)))
    assert held(ledger) == {"earned": "2.00", "claimed": "2.00"}
    parted = decided(ledger, Unmerged(learner=LEARNER, merge="M-1"))
    assert held(parted) == {"claimed": "2.00", "over_claimed": "2.00"}
    assert balance(parted, at=NOW)[A].explain() == (
        "Title A (A): 0.00 AMA PRA Category 1 Credit earned\n2.00 claimed\n2.00 was claimed beyond what stands as earned"
    )


def test_what_was_taken_back_of_another_account_parts_with_it() -> None:
    """Of 1.00 claimed by each of two joined accounts, one's is voided: parted, each keeps what became of its own."""
    theirs = claimed(earned(learner=OTHER), {"A": "1.00"})
    ledger = claimed(merged(Ledger(LEARNER), theirs), request="r-2")
    assert held(ledger) == {"earned": "2.00", "claimed": "2.00"}
    ledger = decided(ledger, Voided(learner=LEARNER, number="r-1/0", credit=True))
    assert held(ledger) == {"earned": "2.00", "claimed": "1.00", "withheld": "1.00"}
    parted = decided(ledger, Unmerged(learner=LEARNER, merge="M-1"))
    assert held(parted) == {"claimed": "1.00", "over_claimed": "1.00"}


def test_of_an_account_that_was_joined_to_another_nothing_can_be_claimed() -> None:
    """The account that is followed claims for both, and the one that follows it says so."""
    ledger = decided(earned(), Followed(learner=LEARNER, merge="M-1", into=OTHER))
    assert held(ledger) == {"earned": "2.00", "blocked": "2.00"}
    assert [reason.code for reason in balance(ledger, at=NOW)[A].reasons] == ["account-joined"]
    assert codes(claim(ledger, ALL, at=NOW, request="r-1")) == ["account-joined"]


def test_a_claim_that_was_recorded_before_a_merge_is_still_given_again() -> None:
    """A retry in the account that was joined to another gets the claim that was made."""
    ledger = decided(claimed(earned()), Followed(learner=LEARNER, merge="M-1", into=OTHER))
    assert claim(ledger, ALL, at=NOW, request="r-1") is ledger.claims[0]


def test_a_balance_explains_itself() -> None:
    """It prints what was earned, what became of it and why."""
    ledger = claimed(earned(policy=MEMBERS), {"A": "0.75"})
    assert balance(ledger, at=NOW)[A].explain().splitlines() == [
        "Title A (A): 2.00 AMA PRA Category 1 Credits earned",
        "0.75 claimed",
        "1.25 cannot be claimed now",
        "because A: Have an active Premium membership on 2026-04-01; found not reported",
    ]
    open_now = balance(ledger, at=NOW, entitlements=[PREMIUM])[A]
    assert open_now.explain().splitlines()[1:] == ["0.75 claimed", "1.25 can be claimed until 2029-03-09"]
    assert open_now.account == A


def test_a_balance_comes_out_even_or_is_none() -> None:
    """Amounts that do not add up, or are of several types, make no balance."""
    sound = balance(earned(), at=NOW)[A]
    assert isinstance(sound, Balance)
    with pytest.raises(InvalidValue, match=r"2\.00 earned and 0\.00 beyond it, and 1\.00 accounted for"):
        attrs.evolve(sound, claimable=AMA("1.00"))
    with pytest.raises(DifferentTypes):
        attrs.evolve(sound, claimable=ACEP("2.00"))


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"at": datetime.datetime(2026, 4, 1)}, "an instant with its zone"),  # noqa: DTZ001
        ({"at": NOW, "entitlements": ["Premium membership"]}, "entitlements"),
        ({"at": NOW, "entitlements": "Premium membership"}, "entitlements"),
    ],
)
def test_what_is_asked_must_be_sound(fields: dict[str, Any], said: str) -> None:
    """A naive instant, or a name in the place of a membership, is a mistake of the program."""
    with pytest.raises(InvalidValue, match=said):
        balance(earned(), **fields)
    with pytest.raises(InvalidValue, match="ledger"):
        balance(earned().entries(), at=NOW)  # type: ignore[arg-type]


# The law: over any history, the amounts are those that its entries say, and what is claimable is what a claim would take.

LEVELS = {
    (learner, code, kind): level
    for learner in (LEARNER, OTHER)
    for code, policy, points in (("A", MEMBERS, None), ("B", None, POINTS))
    for (_, kind), level in earned(
        DONE, Feedback(NINTH), policy=policy, points=points, learner=learner, code=code
    ).standing.items()
}


@st.composite
def levels(draw: st.DrawFn, learner: str) -> Earned:
    """State some level of some account of a learner, since some day, to be claimed until some day."""
    template = LEVELS[learner, *draw(st.sampled_from([("A", AMA), ("B", AMA), ("B", ABIM)]))]
    until = draw(st.sampled_from([None, on(3, 25), on(3, 9, 2029)]))
    return attrs.evolve(
        template,
        since=draw(st.dates(on(3, 1), on(3, 20))),
        level=Credits(draw(st.integers(0, 8)), template.level.type),
        terms=attrs.evolve(template.terms, claim_by=until),
    )


TYPES: tuple[CreditType, ...] = (AMA, ABIM)
WHEN = st.sampled_from([at(on(3, 10)), at(on(3, 25)), NOW, at(on(4, 1, 2030))])
SHOWN = st.sampled_from([(), (PREMIUM,)])
ACTS = st.sampled_from(["earn"] * 4 + ["claim"] * 3 + ["void", "void", "adjust", "lift", "extend"])


def act(draw: st.DrawFn, ledger: Ledger, place: int) -> Ledger:
    """Do one thing to a ledger, or nothing where it cannot be done."""
    name, learner = f"{ledger.learner}-{place}", ledger.learner
    match draw(ACTS):
        case "earn":
            return written(ledger, draw(levels(draw(st.sampled_from(sorted(ledger.learners))))))
        case "claim":
            kinds = draw(st.sampled_from([None, AMA, TYPES]))
            wanted: Any = draw(st.sampled_from([ALL, {"A": "0.25"}, {"B": "0.50"}]))
            taken = claim(ledger, wanted, at=draw(WHEN), request=name, type=kinds, entitlements=draw(SHOWN))
            return claimed_in(ledger, taken) if isinstance(taken, Claim) else ledger
        case "void" if ledger.certificates:
            number = draw(st.sampled_from(ledger.certificates)).number or ""
            return decided(ledger, Voided(learner=learner, number=number, credit=draw(st.booleans())))
        case "adjust" | "lift" as doing if ledger.standing:
            code, kind = draw(st.sampled_from(list(ledger.standing)))
            level, whose = Credits(draw(st.integers(0, 8)), kind), draw(st.sampled_from(sorted(ledger.learners)))
            return decided(ledger, Adjusted(learner=whose, activity=code, level=level, case=name, lifted=doing == "lift"))
        case "extend" if ledger.standing:
            code, kind = draw(st.sampled_from(list(ledger.standing)))
            return decided(ledger, Extended(learner=learner, activity=code, type=kind, claim_by=on(4, 9, 2030), case=name))
    return ledger


def claimed_in(ledger: Ledger, taken: Claim) -> Ledger:
    """Write a claim down with its certificates."""
    count = iter(range(99))
    return written(ledger, taken, *certify(ledger, taken, name=NAME, at=NOW, number=lambda: f"{taken.request}/{next(count)}"))


@st.composite
def histories(draw: st.DrawFn, learner: str = LEARNER) -> Ledger:
    """Draw a ledger after some acts, where another account may have been joined to it, and parted again."""
    ledger = Ledger(learner)
    joined = draw(st.sampled_from([None, 3, 6])) if learner == LEARNER else None
    for place in range(draw(st.integers(1, 10))):
        if place == joined:
            ledger = merged(ledger, draw(histories(OTHER)))
        with contextlib.suppress(LedgerConflict):
            ledger = act(draw, ledger, place)
    if "M-1" in {getattr(entry, "merge", "") for entry in ledger.entries()} and draw(st.booleans()):
        ledger = decided(ledger, Unmerged(learner=learner, merge="M-1"))
    return ledger


def counted(ledger: Ledger) -> dict[Any, dict[str, int]]:
    """Reckon from the entries, in a plain way of its own, what was earned, claimed and taken back of each account."""
    parted = any(isinstance(entry, Unmerged) for entry in ledger.entries())
    entries: list[Any] = []
    for entry in ledger.entries():
        if isinstance(entry, Merged):
            entries += [] if parted else [record.entry for record in entry.records]
        elif not parted or entry.learner == ledger.learner:  # type: ignore[union-attr]
            entries.append(entry)
    reached: dict[Any, int] = {}
    ceilings: dict[Any, int] = {}
    taken: dict[Any, int] = {}
    back: dict[Any, int] = {}
    papers = {entry.number: entry for entry in entries if hasattr(entry, "kind")}
    for entry in entries:
        match entry:
            case Earned():
                key = entry.learner, entry.account
                reached[key] = max(reached.get(key, 0), entry.level.steps)
            case Adjusted():
                ceilings.pop((entry.learner, entry.account), None)
                ceilings |= {} if entry.lifted else {(entry.learner, entry.account): entry.level.steps}
            case Claim():
                for part in entry.lines:
                    taken[part.account] = taken.get(part.account, 0) + part.credits.steps
            case Voided(credit=True) if entry.number in papers:
                for line in papers[entry.number].lines:
                    for credits in (line.credits, *line.resting):
                        account = line.activity, credits.type
                        back[account] = back.get(account, 0) + credits.steps
    counts = {}
    for account in {account for _, account in reached} | set(taken):
        each = [min(steps, ceilings.get(key, steps)) for key, steps in reached.items() if key[1] == account]
        level, claimed_ = max(each, default=0), taken.get(account, 0)
        counts[account] = {
            "earned": sum(each),
            "set_aside": sum(each) - level,
            "withheld": min(back.get(account, 0), claimed_),
            "claimed": claimed_ - min(back.get(account, 0), claimed_),
            "over_claimed": max(0, claimed_ - level),
            "left": max(0, level - claimed_),
        }
    return counts


@given(ledger=histories(), when=WHEN, entitlements=SHOWN)
def test_every_history_comes_out_even(ledger: Ledger, when: datetime.datetime, entitlements: tuple[Entitled, ...]) -> None:
    """Earned and claimed beyond it are together what is claimed, claimable, blocked, lapsed, withheld and set aside."""
    found = balance(ledger, at=when, entitlements=entitlements)
    counts = counted(ledger)
    assert set(found) == set(counts)
    for account, one in found.items():
        count = counts[account]
        for name in ("earned", "set_aside", "withheld", "claimed", "over_claimed"):
            assert getattr(one, name) == Credits(count[name], account[1]), name
        assert one.claimable + one.blocked + one.lapsed == Credits(count["left"], account[1])
        there = one.claimed + one.claimable + one.blocked + one.lapsed + one.withheld + one.set_aside
        assert one.earned + one.over_claimed == there
        assert bool(one.reasons) == bool(one.blocked or one.lapsed)


@given(ledger=histories(), when=WHEN, entitlements=SHOWN)
def test_what_is_claimable_is_what_a_claim_takes(
    ledger: Ledger, when: datetime.datetime, entitlements: tuple[Entitled, ...]
) -> None:
    """A claim of everything that names all types takes exactly what the balance says, and can be written."""
    found = balance(ledger, at=when, entitlements=entitlements)
    claimable = {account: one.claimable for account, one in found.items() if one.claimable}
    taken = claim(ledger, ALL, at=when, request="everything", type=TYPES, entitlements=entitlements)
    assert bool(taken) == bool(claimable)
    if isinstance(taken, Claim):
        assert {line.account: line.credits for line in taken.lines} == claimable
        after = balance(written(ledger, taken), at=when, entitlements=entitlements)
        for account, one in found.items():
            assert after[account] == attrs.evolve(
                one, claimed=one.claimed + one.claimable, claimable=Credits(0, account[1]), reasons=after[account].reasons
            )
    else:
        assert all(isinstance(reason, Reason) for reason in taken.reasons)
