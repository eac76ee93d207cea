"""Delivering: orders that the host carries out, each once, and what became of them."""

from typing import Any

import attrs
import pytest

from builders import (
    LEARNER,
    NAME,
    NOW,
    WHY,
    a_ledger,
    a_participation,
    an_activity,
    attendance,
    decided,
    done,
    made,
    numbers,
    on,
    paper,
    stated,
    taking,
    written,
)
from cmecore.certificates import certify, certify_participation
from cmecore.claiming import ALL, claim
from cmecore.delivering import orders, undelivered
from cmecore.entries import Acknowledged, Certificate, Completed, Merged, Ordered, Purged, Unmerged, Voided
from cmecore.errors import InvalidValue
from cmecore.handling import Handling, Moment, Paper, Release
from cmecore.ledger import Ledger
from cmecore.rules.requirements import evaluated

SENT = Handling(automatic=True, releases=[Release(of=one, sends=True) for one in Paper])
TO = "ada@okoro.example"


def a_completion(handling: Handling = SENT, **fields: Any) -> Completed:
    """State by hand that an activity was completed whose papers are sent."""
    return attrs.evolve(done(fields.pop("code", "EM-101"), learner=fields.get("learner", LEARNER)), handling=handling, **fields)


def due(ledger: Ledger, to: str = TO) -> list[tuple[str, str, str]]:
    """List the orders that are due: their names, their certificates and why."""
    return [(one.order, one.number, one.why) for one in orders(ledger, at=NOW, to=to)]


def ordered(ledger: Ledger) -> Ledger:
    """Write the orders that are due."""
    return written(ledger, *orders(ledger, at=NOW, to=TO))


def acknowledged(ledger: Ledger, order: str, *, delivered: bool = True, **fields: Any) -> Ledger:
    """Write what became of an order."""
    return written(ledger, Acknowledged(learner=LEARNER, order=order, delivered=delivered, **fields))


def test_m7_the_certificate_of_participation_is_sent_by_itself() -> None:
    """M7: once an online activity is completed and its certificate issued, an order is due that says why."""
    ledger = written(Ledger(LEARNER), a_completion())
    assert due(ledger) == []
    ledger = written(ledger, attendance("LK-1"))
    assert due(ledger) == [("release:LK-1", "LK-1", "completion of the activity")]
    assert orders(ledger, at=NOW, to=TO)[0].to == TO


def test_m9_after_the_claim_the_certificate_of_credit_is_sent_too() -> None:
    """M9, M8: as soon as its certificate is issued, the claimed credit is ordered as well, from evidence to order."""
    ledger, number = a_ledger(a_participation(activity=an_activity(handling=SENT))), numbers()
    taken = made(claim(ledger, ALL, at=NOW, request="r-1"))
    participation = certify_participation(ledger, "EM-101", name=NAME, at=NOW, number=number)
    assert isinstance(participation, Certificate)
    ledger = written(ledger, participation, taken, *certify(ledger, taken, name=NAME, at=NOW, number=number))
    assert due(ledger) == [
        ("release:LK-000001", "LK-000001", "completion of the activity"),
        ("release:LK-000002", "LK-000002", "the claim of its credit"),
    ]


def test_what_a_meetings_rule_does_not_send_is_not_ordered() -> None:
    """M6: by another format's rule nothing is sent by itself."""
    assert due(written(Ledger(LEARNER), a_completion(Handling()), attendance("LK-1"))) == []


def test_running_twice_orders_nothing_new() -> None:
    """An order is named by its certificate: a second run, or one to another address, orders it no second time."""
    ledger = ordered(written(Ledger(LEARNER), a_completion(), attendance("LK-1")))
    assert due(ledger) == []
    assert due(ledger, to="board@example.org") == []
    assert ordered(ledger) is ledger


def test_an_order_waits_for_what_its_release_asks_for() -> None:
    """A rule that sends after the evaluation, beside one that lists at once, lists now and sends later."""
    later = Release(of=Paper.PARTICIPATION, after=[evaluated()], sends=True)
    handling = Handling(releases=[Release(of=Paper.PARTICIPATION), later])
    ledger = written(Ledger(LEARNER), a_completion(handling), attendance("LK-1"))
    assert due(ledger) == []
    ledger = written(ledger, a_completion(handling, met=[evaluated()]))
    assert due(ledger) == [("release:LK-1", "LK-1", "completion of the activity")]


def test_completions_before_a_rule_are_not_sent_by_it() -> None:
    """A provider that begins to send does not send what was completed before."""
    rules = [
        Release(of=Paper.PARTICIPATION, on=Moment.RETRIEVAL),
        Release(of=Paper.PARTICIPATION, sends=True, since=on(3, 10)),
    ]
    assert due(written(Ledger(LEARNER), a_completion(Handling(releases=rules)), attendance("LK-1"))) == []


def test_a_certificate_over_two_activities_is_sent_when_both_send_it() -> None:
    """One activity of the course that does not send keeps the document from being sent by itself."""
    for handling, names in ((Handling(), []), (SENT, ["release:LK-1"])):
        first, second = stated(handling=SENT), stated("1.00", "EM-102", handling=handling)
        taken = taking("r-1", (first, "1.75"), (second, "1.00"))
        ledger = written(Ledger(LEARNER), first, second, taken, paper("LK-1", taken))
        assert [order for order, _, _ in due(ledger)] == names


def test_what_was_voided_or_replaced_is_not_sent() -> None:
    """Neither a new order is due for it, nor is an old one still open."""
    earned = stated(handling=SENT)
    first, second = taking("r-1", (earned, "1.00")), taking("r-2", (earned, "0.75"))
    ledger = written(Ledger(LEARNER), earned, first, paper("LK-1", first))
    replaced = written(ordered(ledger), second, paper("LK-2", first, second, supersedes=["LK-1"]))
    assert due(replaced) == [("release:LK-2", "LK-2", "the claim of its credit")]
    assert undelivered(replaced) == ()
    voided = decided(ordered(ledger), Voided(learner=LEARNER, number="LK-1", credit=False))
    assert (due(voided), undelivered(voided)) == ([], ())
    assert due(decided(ledger, Voided(learner=LEARNER, number="LK-1", credit=False))) == []


def test_an_order_is_open_until_it_is_delivered() -> None:
    """Each failed attempt is counted, with the last words about it; when to try again is the host's."""
    ledger = ordered(written(Ledger(LEARNER), a_completion(), attendance("LK-1")))
    (one,) = undelivered(ledger)
    assert (one.order.order, one.since, one.failed, one.says) == ("release:LK-1", NOW, 0, "")
    assert str(one) == "order release:LK-1 of certificate LK-1 is not delivered"
    ledger = acknowledged(ledger, "release:LK-1", delivered=False, says="mailbox full")
    ledger = acknowledged(ledger, "release:LK-1", delivered=False, says="unknown", attempt=2)
    (one,) = undelivered(ledger)
    assert (one.failed, one.says) == (2, "unknown")
    assert str(one).endswith("it failed 2 times")
    assert undelivered(acknowledged(ledger, "release:LK-1", attempt=3)) == ()


def test_what_was_acknowledged_late_is_delivered_all_the_same() -> None:
    """A failure that is told after the delivery opens nothing again."""
    ledger = acknowledged(ordered(written(Ledger(LEARNER), a_completion(), attendance("LK-1"))), "release:LK-1")
    assert undelivered(acknowledged(ledger, "release:LK-1", delivered=False, attempt=2)) == ()


def test_an_order_that_was_purged_is_not_ordered_again() -> None:
    """The stub of an order is enough to know that it was written."""
    ledger = ordered(written(Ledger(LEARNER, secret=b"s"), a_completion(), attendance("LK-1")))
    ledger = decided(ledger, Purged(learner=LEARNER, purge="p", erased=["ordered:release:LK-1"]))
    assert (due(ledger), undelivered(ledger)) == ([], ())


def test_orders_follow_an_account_that_is_joined_and_part_with_it() -> None:
    """What was ordered in the other account is not ordered again, and what is ordered here for it carries its account."""
    other = written(Ledger("dr-17"), a_completion(learner="dr-17"), attendance("LK-17", learner="dr-17"))
    merge = Merged(learner=LEARNER, merge="M-1", other="dr-17", records=other.records)
    joined = decided(Ledger(LEARNER), merge)
    (order,) = orders(joined, at=NOW, to=TO)
    assert (order.learner, order.number) == ("dr-17", "LK-17")
    joined = written(joined, order)
    assert [one.order for one in undelivered(joined)] == [order]
    assert undelivered(decided(joined, Unmerged(learner=LEARNER, merge="M-1"))) == ()
    there = attrs.evolve(merge, records=written(other, order).records)
    assert due(decided(Ledger(LEARNER), there)) == []


def test_two_accounts_may_have_orders_of_one_name() -> None:
    """What was delivered of one account leaves the other's order of the same name open."""
    other = written(Ledger("dr-17"), a_completion(learner="dr-17"), attendance("LK-17", learner="dr-17"))
    other = written(other, Ordered(learner="dr-17", order="mail-1", number="LK-17", to=TO, why="asked for"))
    ledger = written(Ledger(LEARNER), a_completion(), attendance("LK-1"))
    ledger = written(ledger, Ordered(learner=LEARNER, order="mail-1", number="LK-1", to=TO, why="asked for"))
    merge = Merged(learner=LEARNER, merge="M-1", other="dr-17", records=other.records)
    ledger = acknowledged(decided(ledger, merge), "mail-1")
    assert [one.order.number for one in undelivered(ledger)] == ["LK-17"]


def test_no_address_and_no_words_of_the_host_are_shown() -> None:
    """Neither where an order goes nor what was said about it stands in its representation."""
    ledger = ordered(written(Ledger(LEARNER), a_completion(), attendance("LK-1")))
    ledger = acknowledged(ledger, "release:LK-1", delivered=False, says=f"{TO} is unknown")
    shown = repr(undelivered(ledger)) + str(undelivered(ledger)[0])
    for personal in (TO, NAME, LEARNER, WHY):
        assert personal not in shown


@pytest.mark.parametrize("to", ["", None, "two\nlines"])
def test_an_order_goes_to_somebody(to: Any) -> None:
    """Nobody, or what is no line of text, is refused."""
    with pytest.raises(InvalidValue, match="to"):
        orders(Ledger(LEARNER), at=NOW, to=to)
