"""The verbs of the story on a database: what is planned lands in all of its ledgers or in none, and can be parted again."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import Engine

from cmecore.claiming import claim
from cmecore.entries import Observed, Refusal
from cmecore.errors import LedgerConflict
from cmecore.evidence import Progress
from cmecore.ledger import Ledger
from cmecore.merging import merge, unmerge
from cmecore.storage.sql import SqlStore
from cmecore.storage.updating import update, update_all
from cmecore.testing.samples import NOW
from cmecore.testing.stored_ledgers import a_certificate
from storage.racing import claimed, earned

BOTH = ("dr-42", "dr-17")


@pytest.fixture
def store(engine: Engine) -> SqlStore:
    """Keep the ledgers of two accounts of one person, each with 2.00 credits of the same course."""
    store = SqlStore(engine, provider="lakeside")
    store.append(*(earned(learner, "2.00") for learner in BOTH))
    return store


def joined(ledgers: tuple[Ledger, ...]) -> tuple[Ledger, ...] | Refusal:
    plan = merge(*ledgers, merge="M-1")
    return plan if isinstance(plan, Refusal) else plan.applied(*ledgers, at=NOW, actor="office", reason="one person")


def parted(ledgers: tuple[Ledger, ...]) -> tuple[Ledger, ...] | Refusal:
    plan = unmerge(*ledgers, merge="M-1")
    return plan if isinstance(plan, Refusal) else plan.applied(*ledgers, at=NOW, actor="office", reason="two after all")


def test_a_merge_lands_in_both_ledgers_and_is_undone_in_both(store: SqlStore) -> None:
    """What comes in late follows, and is handed back with its certificate, whose number leads there from then on."""
    update_all(store, BOTH, joined)
    assert store.alias("dr-17") == "dr-42"
    late = Observed(learner="dr-17", activity="EM-9", item=Progress(1, 2, datetime.date(2026, 5, 1)), source="lms", event="r")
    update(store, "dr-17", lambda ledger: ledger.add(late, a_certificate("LC-1", "dr-17"), at=NOW, actor="lms"))
    assert store.head("dr-17").version == 3
    assert store.find("LC-1") == ("dr-42", a_certificate("LC-1", "dr-17"))
    assert store.check() == ()
    update_all(store, BOTH, parted, follow=False)
    assert store.alias("dr-17") == "dr-17"
    assert late in store.read("dr-17").entries()
    assert store.find("LC-1") == ("dr-17", a_certificate("LC-1", "dr-17"))
    assert store.check() == ()


def test_a_merge_that_was_planned_on_an_older_state_lands_nowhere(store: SqlStore) -> None:
    """One of the two grew meanwhile: neither is written."""
    ledgers = tuple(store.read(learner) for learner in BOTH)
    plan = joined(ledgers)
    assert not isinstance(plan, Refusal)
    assert claimed(store, "dr-17", "1.00", "basket-1")
    heads = [store.head(learner) for learner in BOTH]
    with pytest.raises(LedgerConflict):
        store.append(*plan)
    assert [store.head(learner) for learner in BOTH] == heads
    assert store.alias("dr-17") == "dr-17"


def test_what_was_merged_is_claimed_once(store: SqlStore) -> None:
    """Through either account, of the one course that both hold."""
    update_all(store, BOTH, joined)
    assert claimed(store, "dr-17", "1.50", "basket-1")
    assert not claimed(store, "dr-42", "0.75", "basket-2")
    assert claimed(store, "dr-42", "0.50", "basket-3")
    assert [one.request for one in store.read("dr-42").claims] == ["basket-1", "basket-3"]


def test_the_same_request_is_one_claim_however_often_it_comes(
    url: str, store: SqlStore, engine_of: Callable[[str], Engine]
) -> None:
    """From eight workers at once and after a restart: one claim, one certificate; asking otherwise under its id is an error."""
    with ThreadPoolExecutor(8) as workers:
        told = list(workers.map(lambda _: claimed(store, "dr-42", "1.00", "basket-7"), range(8)))
    again = SqlStore(engine_of(url), provider="lakeside")
    assert all([*told, claimed(again, "dr-42", "1.00", "basket-7")])
    ledger = again.read("dr-42")
    assert [one.request for one in ledger.claims] == ["basket-7"]
    assert [one.number for one in ledger.certificates] == ["LC-basket-7"]
    with pytest.raises(LedgerConflict):
        claimed(again, "dr-42", "0.50", "basket-7")
    assert again.read("dr-42") == ledger


def test_a_refusal_writes_nothing(store: SqlStore) -> None:
    """It is handed back as it is."""
    before = store.anchor(NOW).digest
    refused = update(store, "dr-42", _refused)
    assert isinstance(refused, Refusal)
    assert store.anchor(NOW).digest == before


def _refused(ledger: Ledger) -> Refusal:
    asked = claim(ledger, {"EM-404": "1.00"}, at=NOW, request="basket-1")
    assert isinstance(asked, Refusal)
    return asked
