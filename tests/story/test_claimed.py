"""The claimed list and the totals: what was claimed, when it was earned, and on which certificate it stands."""

import datetime
from typing import Any

import pytest

from builders import (
    ABIM,
    ACEP,
    AMA,
    LEARNER,
    NINTH,
    NOW,
    a_life,
    at,
    decided,
    on,
    paper,
    stated,
    taking,
    written,
)
from cmecore.balances import balance
from cmecore.claimed import By, claimed_list, totals, totals_by_year
from cmecore.claiming import ALL, claim
from cmecore.entries import Claim, Followed, Line, Merged, Unmerged, Voided
from cmecore.errors import InvalidValue
from cmecore.evidence import Entitled
from cmecore.ledger import Ledger
from cmecore.papers import State
from cmecore.rules.requirements import entitled

#: Three lines: claimed in the order EM-103, EM-101, EM-102; earned in 2024, 2026 and 2025; of 1.50, 0.50 and 1.50.
LEVELS = {
    code: stated(level, code, since=since)
    for code, level, since in (
        ("EM-101", "0.50", on(1, 5)),
        ("EM-102", "1.50", on(12, 31, 2025)),
        ("EM-103", "1.50", on(2, 29, 2024)),
    )
}
CLAIMS = {code: taking(f"r-{code}", (LEVELS[code], str(LEVELS[code].level.amount))) for code in ("EM-103", "EM-101", "EM-102")}


def on_day(made: Claim, day: datetime.date) -> Claim:
    """Make the same claim on another day."""
    return Claim(request=made.request, learner=made.learner, asked=made.asked, at=at(day, 2), lines=made.lines)


def three() -> Ledger:
    """Claim the three on three days of April, and write the last one down first."""
    ledger = written(Ledger(LEARNER), *LEVELS.values())
    for day, made in reversed([*enumerate(CLAIMS.values(), 1)]):
        ledger = written(ledger, on_day(made, on(4, day)))
    return ledger


@pytest.mark.parametrize(
    ("by", "upwards", "downwards"),
    [
        (By.CLAIMED, ["EM-103", "EM-101", "EM-102"], ["EM-102", "EM-101", "EM-103"]),
        (By.EARNED, ["EM-103", "EM-102", "EM-101"], ["EM-101", "EM-102", "EM-103"]),
        (By.AMOUNT, ["EM-101", "EM-103", "EM-102"], ["EM-103", "EM-102", "EM-101"]),
    ],
)
def test_m161_the_claimed_list_is_sorted_by_each_title_in_both_directions(
    by: By, upwards: list[str], downwards: list[str]
) -> None:
    """M161: by date claimed, year earned or credits; what is alike stays in the order of claiming."""
    assert [row.heading.activity for row in claimed_list(three(), by=by)] == upwards
    assert [row.heading.activity for row in claimed_list(three(), by=by, descending=True)] == downwards


def test_m162_date_claimed_and_year_earned_are_two_facts() -> None:
    """M162: earned in 2025 and claimed in 2026, on the day that it was in the activity's zone."""
    row = claimed_list(three())[2]
    assert (row.year_earned, row.earned_on) == (2025, on(12, 31, 2025))
    # Two in the morning of 3 April in UTC is still the evening of the second in Chicago.
    assert (row.claimed_at, row.claimed_on) == (at(on(4, 3), 2), on(4, 2))
    assert (row.credits, row.request) == (AMA("1.50"), "r-EM-102")


def test_m15_m160_each_line_opens_its_certificate_again() -> None:
    """M15, M160: a line holds the certificate that it stands on now, and none while that is being made."""
    earned = stated()
    first, second = taking("r-1", (earned, "1.00")), taking("r-2", (earned, "0.75"))
    ledger = written(Ledger(LEARNER), earned, first)
    assert [(row.certificate, row.state) for row in claimed_list(ledger)] == [(None, None)]
    ledger = written(ledger, paper("LK-1", first))
    (row,) = claimed_list(ledger)
    assert (row.certificate, row.state) == (ledger.certificates[0], State.VALID)
    ledger = written(ledger, second, paper("LK-2", first, second, supersedes=["LK-1"]))
    assert [row.certificate and row.certificate.number for row in claimed_list(ledger)] == ["LK-2", "LK-2"]
    ledger = decided(ledger, Voided(learner=LEARNER, number="LK-2", credit=True))
    assert [row.state for row in claimed_list(ledger)] == [State.VOIDED] * 2


def test_lines_of_a_life_with_a_merge_and_a_purge() -> None:
    """The list is whole whatever else was written, and what was purged stands on no line."""
    assert [(row.request, row.certificate and row.certificate.number) for row in claimed_list(a_life())] == [
        ("r-1", "LK-2"),
        ("r-2", "LK-2"),
    ]


def test_a_wish_that_is_no_order_is_refused() -> None:
    """The list is sorted by one of its three titles."""
    wrong: Any = "earned"
    with pytest.raises(InvalidValue, match=r"expected By\.CLAIMED, By\.EARNED or By\.AMOUNT; write By\.EARNED"):
        claimed_list(Ledger(LEARNER), by=wrong)


def test_totals_add_up_by_type_and_never_across_types() -> None:
    """AMA and ACEP credit have totals of their own; claimed and claimable make up what was earned."""
    first, second, other = stated("1.75"), stated("1.00", "EM-102"), stated("2.00", "EM-103", type=ACEP)
    ledger = written(Ledger(LEARNER), first, second, other, taking("r-1", (first, "1.25")))
    added = totals(ledger, at=NOW)
    assert list(added) == [AMA, ACEP]
    assert (added[AMA].earned, added[AMA].claimed, added[AMA].claimable) == (AMA("2.75"), AMA("1.25"), AMA("1.50"))
    assert (added[ACEP].earned, added[ACEP].claimed, added[ACEP].claimable) == (ACEP("2.00"), ACEP("0.00"), ACEP("2.00"))


def test_totals_tell_what_waits_what_lapsed_and_what_was_withheld() -> None:
    """Blocked by a membership, out of time, and taken back with a certificate are three things, and none is claimable."""
    blocked = stated("1.00", "EM-101", gates=[entitled("Premium membership")])
    lapsed = stated("0.75", "EM-102", claim_by=on(3, 31))
    ended = stated("0.50", "EM-103")
    taken = taking("r-1", (ended, "0.50"))
    ledger = written(Ledger(LEARNER), blocked, lapsed, ended, taken, paper("LK-1", taken))
    ledger = decided(ledger, Voided(learner=LEARNER, number="LK-1", credit=True))
    found = totals(ledger, at=NOW)[AMA]
    assert (found.blocked, found.lapsed, found.withheld) == (AMA("1.00"), AMA("0.75"), AMA("0.50"))
    assert (found.earned, found.claimed, found.claimable) == (AMA("2.25"), AMA("0.00"), AMA("0.00"))
    assert found.explain().splitlines() == [
        "2.25 AMA PRA Category 1 Credits earned",
        "1.00 cannot be claimed now",
        "0.75 not claimed in time",
        "0.50 claimed and withheld",
    ]
    member = totals(ledger, at=NOW, entitlements=[Entitled("Premium membership", on(1, 1))])[AMA]
    assert (member.blocked, member.claimable) == (AMA("0.00"), AMA("1.00"))


def test_totals_by_year_go_by_the_year_in_which_it_was_earned() -> None:
    """M162: what was earned on the last day of 2025 and claimed in 2026 belongs to 2025."""
    years = totals_by_year(three(), at=NOW)
    assert {year: found[AMA].claimed for year, found in years.items()} == {
        2024: AMA("1.50"),
        2025: AMA("1.50"),
        2026: AMA("0.50"),
    }
    assert list(years) == [2024, 2025, 2026]


def test_what_two_accounts_earned_is_earned_once() -> None:
    """After a merge of two accounts that both earned the course, the total holds it once."""
    other = written(Ledger("dr-17"), stated("1.00", learner="dr-17"))
    merge = Merged(learner=LEARNER, merge="M-1", other="dr-17", records=other.records)
    joined = decided(written(Ledger(LEARNER), stated("1.75")), merge)
    assert totals(joined, at=NOW)[AMA].earned == AMA("1.75")


def test_a_claim_that_stayed_when_accounts_parted_keeps_its_year() -> None:
    """What was claimed here of the other account's credit counts for the year in which that was earned."""
    earned = stated("1.00", "EM-200", learner="dr-17", since=on(5, 1, 2025))
    other = written(Ledger("dr-17"), earned)
    joined = decided(Ledger(LEARNER), Merged(learner=LEARNER, merge="M-1", other="dr-17", records=other.records))
    taken = claim(joined, ALL, at=NOW, request="r-1")
    parted = decided(written(joined, taken), Unmerged(learner=LEARNER, merge="M-1"))
    (year,) = totals_by_year(parted, at=NOW)
    assert year == 2025


def test_points_on_a_certificate_of_credit_open_it_too() -> None:
    """A claim of credit and points is two lines, and the one certificate of both opens from either."""
    credit, points = stated("1.00"), stated("1.00", type=ABIM)
    taken = taking("r-1", (credit, "1.00"), (points, "1.00"))
    line = Line(activity="EM-101", title="Early sepsis", on=NINTH, credits=AMA("1.00"), resting=[ABIM("1.00")])
    both = paper("LK-1", taken, lines=[line], total=AMA("1.00"), resting=[ABIM("1.00")])
    ledger = written(Ledger(LEARNER), credit, points, taken, both)
    assert [(row.credits, row.certificate) for row in claimed_list(ledger)] == [(AMA("1.00"), both), (ABIM("1.00"), both)]


def test_an_account_that_was_joined_says_so_beside_its_list_and_its_totals() -> None:
    """What was voided since stands in the ledger that goes on, so nothing here is called valid, claimed or still being made."""
    first, second = stated("1.75"), stated("1.00", "EM-102")
    one, two = taking("r-1", (first, "1.75")), taking("r-2", (second, "1.00"))
    ledger = written(Ledger(LEARNER), first, second, one, two, paper("LK-1", one))
    assert totals(ledger, at=NOW)[AMA].reasons == ()
    frozen = decided(ledger, Followed(learner=LEARNER, merge="M-1", into="dr-17"))
    assert [row.state for row in claimed_list(frozen)] == [State.MOVED] * 2
    found = totals(frozen, at=NOW)[AMA]
    assert [reason.code for reason in found.reasons] == ["account-joined"]
    assert found.explain().splitlines() == [
        "2.75 AMA PRA Category 1 Credits earned",
        "2.75 claimed",
        "but this account was joined to another one; ask the ledger that goes on",
    ]
    assert {len(held.reasons) for held in balance(frozen, at=NOW).values()} == {1}
