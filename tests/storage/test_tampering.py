"""Whatever is changed in the database past the library is found, with the ledger and the place where it is wrong."""

from __future__ import annotations

import io
import itertools
import pickle
from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import attrs
import pytest
from sqlalchemy import Engine, delete, insert, select, text, update

from cmecore.chain import genesis, write
from cmecore.entries import Followed, Hold, Merged, Purged, Renamed
from cmecore.errors import LedgerConflict
from cmecore.serial import dumps
from cmecore.storage.backup import BrokenDump, differences, dump, examine, restore
from cmecore.storage.checking import faults_in
from cmecore.storage.memory import MemoryStore
from cmecore.storage.protocol import Anchor, BrokenLedger, LedgerFault
from cmecore.storage.rows import history, row_of
from cmecore.storage.sql import SqlStore
from cmecore.storage.tables import ALIASES, NUMBERS, RECORDS
from cmecore.testing.samples import NOW
from cmecore.testing.stored_ledgers import a_certificate, merged, parting, written

#: The place that is changed, in a ledger of six records whose second was purged.
PLACE = 3


@pytest.fixture
def store(engine: Engine) -> SqlStore:
    """Keep the ledgers of three learners: one with a purged record and a certificate, and two who were merged."""
    store = SqlStore(engine, provider="lakeside")
    ledger = store.read("dr-42")
    for turn in range(3):
        ledger = ledger.add(Renamed(learner="dr-42", name=f"Ada {turn}", case=f"C-{turn}"), at=NOW, actor="lms", reason="asked")
    ledger = ledger.add(a_certificate("LC-1", "dr-42"), at=NOW, actor="lms")
    ledger = ledger.add(Purged(learner="dr-42", purge="P", erased=["renamed:C-1"]), at=NOW, actor="lms", reason="over")
    ledger = ledger.add(Hold(learner="dr-42", hold="H"), at=NOW, actor="lms", reason="asked")
    other = store.read("dr-7").add(Hold(learner="dr-7", hold="H"), at=NOW, actor="lms", reason="asked")
    followed = Followed(learner="dr-7", merge="M-1", into="dr-8")
    merged = Merged(learner="dr-8", merge="M-1", other="dr-7", records=other.records)
    store.append(ledger, other)
    store.append(
        store.read("dr-7").add(followed, at=NOW, actor="lms"),
        store.read("dr-8").add(merged, at=NOW, actor="lms", reason="one person"),
    )
    return store


@pytest.fixture
def anchor(store: SqlStore) -> Anchor:
    """Keep the heads outside."""
    return store.anchor(NOW)


@pytest.fixture
def change(engine: Engine, store: SqlStore, anchor: Anchor) -> Callable[..., None]:
    """Change what is stored, past the library."""

    def run(*statements: Any) -> None:
        with engine.begin() as connection:
            for statement in statements:
                connection.execute(statement)

    return run


def mine(version: int = PLACE) -> Any:
    """Name one record of the ledger."""
    return (RECORDS.c.learner == "dr-42") & (RECORDS.c.version == version)


def read_faults(store: SqlStore, learner: str = "dr-42") -> tuple[LedgerFault, ...]:
    """Read a ledger that is broken."""
    with pytest.raises(BrokenLedger) as raised:
        store.read(learner)
    assert raised.value.learner == learner
    assert "dr-" not in f"{raised.value}{raised.value.faults!r}"
    return raised.value.faults


def test_nothing_is_found_where_nothing_was_changed(store: SqlStore, anchor: Anchor) -> None:
    """Otherwise the rest would prove nothing."""
    assert store.check() == store.check(anchor) == ()
    assert store.read("dr-42").version == 6


CHANGED = {
    "provider": "riverside",
    "learner": "dr-7b",
    "version": 99,
    "identity": "renamed:C-9",
    "entry_id": "0" * 64,
    "kind": "Hold",
    "entry": dumps(Renamed(learner="dr-42", name="Bea", case="C-2")),
    "at": "2026-04-01T12:00:00.000001+00:00",
    "actor": "somebody",
    "reason": "another",
    "salt": "0" * 32,
    "digest": "0" * 64,
    "link": "0" * 64,
}


@pytest.mark.parametrize("column", CHANGED)
def test_each_column_is_held(store: SqlStore, change: Callable[..., None], column: str) -> None:
    """A change of any column of a record is found at its place, by reading and by checking."""
    change(update(RECORDS).where(mine()).values({column: CHANGED[column]}))
    assert read_faults(store)[0].place == PLACE
    found = [fault for fault in store.check() if fault.learner == "dr-42"]
    assert found[0].place == PLACE
    assert set(CHANGED) == {one.name for one in RECORDS.columns}


@pytest.mark.parametrize("value", ["", "x", "x" * 64, "null", "{}", "[1]"])
@pytest.mark.parametrize("column", ["kind", "entry", "at", "digest", "link", "salt", "identity"])
def test_what_cannot_be_read_is_a_fault_as_well(store: SqlStore, change: Callable[..., None], column: str, value: str) -> None:
    """Nonsense in a column never ends in another error, and the records behind it are not blamed."""
    change(update(RECORDS).where(mine()).values({column: value}))
    places = {fault.place for fault in read_faults(store)}
    assert places == ({PLACE, PLACE + 1} if column == "link" else {PLACE})


@pytest.mark.parametrize("column", ["actor", "reason", "salt"])
def test_a_purged_record_holds_nothing(store: SqlStore, change: Callable[..., None], column: str) -> None:
    """What is written into the place of a purged record is found."""
    change(update(RECORDS).where(mine(2)).values({column: "x"}))
    assert [fault.place for fault in read_faults(store)] == [2]


@pytest.mark.parametrize("values", [{"kind": None}, {"entry": None}, {"kind": None, "entry": None, "entry_id": None}])
def test_an_entry_is_not_erased_without_a_purge(store: SqlStore, change: Callable[..., None], values: dict[str, None]) -> None:
    """A record that was emptied, and that no purge names, is found."""
    change(update(RECORDS).where(mine()).values(values))
    assert [fault.place for fault in read_faults(store)] == [PLACE]


def test_a_removed_record_is_found(store: SqlStore, change: Callable[..., None]) -> None:
    """At the place where it stood, also where those behind it were moved up."""
    change(delete(RECORDS).where(mine()))
    assert read_faults(store)[0].place == PLACE
    for version in (4, 5, 6):
        change(update(RECORDS).where(mine(version)).values(version=version - 1))
    assert read_faults(store)[0].place == PLACE


def test_a_record_with_another_number_is_found(store: SqlStore, change: Callable[..., None]) -> None:
    """At the end as well, where no record behind it tells."""
    change(update(RECORDS).where(mine(6)).values(version=60))
    assert [fault.place for fault in read_faults(store)] == [6]


def test_swapped_records_are_found(store: SqlStore, change: Callable[..., None]) -> None:
    """At the first place that is not as it was."""
    moves = [(3, 99), (4, 3), (99, 4)]
    change(*(update(RECORDS).where(mine(one)).values(version=other) for one, other in moves))
    assert read_faults(store)[0].place == PLACE


def test_an_inserted_record_is_found(store: SqlStore, change: Callable[..., None]) -> None:
    """Even one that was chained to the record before it."""
    records = store.read("dr-42").records
    moves = [update(RECORDS).where(mine(version)).values(version=version + 1) for version in (6, 5, 4, 3)]
    forged = write(Hold(learner="dr-42", hold="forged"), after=records[1].link, at=NOW, actor="lms", reason="none")
    change(*moves, insert(RECORDS).values(row_of("lakeside", "dr-42", 3, forged)))
    assert read_faults(store)[0].place == PLACE + 1


def test_a_cut_tail_is_found_with_the_anchor(store: SqlStore, anchor: Anchor, change: Callable[..., None]) -> None:
    """And without it, it is not: the chain that is left is whole."""
    change(delete(RECORDS).where(mine(6)))
    assert store.read("dr-42").version == 5
    assert store.check() == ()
    assert [(fault.learner, fault.code, fault.place) for fault in store.check(anchor)] == [("dr-42", "cut", 5)]


def test_a_ledger_that_is_gone_is_found_with_the_anchor(store: SqlStore, anchor: Anchor, change: Callable[..., None]) -> None:
    """All of it, with its numbers."""
    change(delete(RECORDS).where(RECORDS.c.learner == "dr-42"), delete(NUMBERS))
    assert store.check() == ()
    assert [(fault.learner, fault.code) for fault in store.check(anchor)] == [("dr-42", "cut")]


def test_an_older_state_that_was_put_back_is_found_with_the_anchor(
    engine: Engine, store: SqlStore, change: Callable[..., None]
) -> None:
    """A roll-back of the whole database, as from an old backup."""
    with engine.connect() as connection:
        older = connection.execute(select(RECORDS)).mappings().all()
    store.append(store.read("dr-42").add(Hold(learner="dr-42", hold="H-2"), at=NOW, actor="lms", reason="asked"))
    anchor = store.anchor(NOW)
    change(delete(RECORDS), *(insert(RECORDS).values(dict(row)) for row in older))
    assert store.check() == ()
    assert [(fault.learner, fault.code) for fault in store.check(anchor)] == [("dr-42", "cut")]


def test_a_chain_that_was_computed_again_is_found_with_the_anchor(
    store: SqlStore, anchor: Anchor, change: Callable[..., None]
) -> None:
    """Somebody changes a record and every digest behind it: whole in itself, and not what was anchored."""
    link, rows = genesis("dr-42"), []
    for version, record in enumerate(store.read("dr-42").records, 1):
        entry: Any = Renamed(learner="dr-42", name="Eve", case="C-2") if version == PLACE else record.entry
        made = write(entry, after=link, at=record.at, actor=record.actor, reason=record.reason)
        if version == 2:
            made = attrs.evolve(made, actor="", reason="")
        rows.append(row_of("lakeside", "dr-42", version, made))
        link = made.link
    change(delete(RECORDS).where(RECORDS.c.learner == "dr-42"), *(insert(RECORDS).values(row) for row in rows))
    assert store.read("dr-42").records[PLACE - 1].entry == Renamed(learner="dr-42", name="Eve", case="C-2")
    assert store.check() == ()
    assert [(fault.learner, fault.code) for fault in store.check(anchor)] == [("dr-42", "rewritten")]


@pytest.mark.parametrize(
    ("statement", "found"),
    [
        (update(NUMBERS).values(number="LC-9"), [("dr-42", "number", 4), ("dr-42", "number", 4)]),
        (update(NUMBERS).values(learner="dr-7"), [("dr-42", "number", 4), ("dr-7", "number", 4)]),
        (update(NUMBERS).values(learner="dr-99"), [("dr-42", "number", 4), ("dr-99", "cut", 0)]),
        (update(NUMBERS).values(version=1), [("dr-42", "number", 1)]),
        (delete(NUMBERS), [("dr-42", "number", 4)]),
        (update(ALIASES).values(follows="dr-42"), [("dr-7", "alias", 0)]),
        (update(ALIASES).values(merge="M-9"), [("dr-7", "alias", 0)]),
        (update(ALIASES).values(learner="dr-42"), [("dr-42", "alias", 0), ("dr-7", "alias", 0)]),
        (update(ALIASES).values(learner="dr-99"), [("dr-7", "alias", 0), ("dr-99", "cut", 0)]),
        (delete(ALIASES), [("dr-7", "alias", 0)]),
    ],
)
def test_what_finds_numbers_and_aliases_is_held_against_the_ledgers(
    store: SqlStore, change: Callable[..., None], statement: Any, found: list[tuple[str, str, int]]
) -> None:
    """A number or an alias that leads elsewhere, or nowhere, is found."""
    change(statement)
    assert sorted((fault.learner, fault.code, fault.place) for fault in store.check()) == sorted(found)


def test_aliases_in_a_circle_are_refused(store: SqlStore, change: Callable[..., None]) -> None:
    """And not followed for ever."""
    change(insert(ALIASES).values(provider="lakeside", learner="dr-8", merge="M-9", follows="dr-7"))
    with pytest.raises(LedgerConflict, match="merged into"):
        store.alias("dr-7")


def test_a_number_never_leads_to_another_certificate(store: SqlStore, change: Callable[..., None]) -> None:
    """What a verification page would show is held: the record itself, and that it has the number."""
    change(update(NUMBERS).values(version=1))
    with pytest.raises(BrokenLedger):
        store.find("LC-1")
    change(update(NUMBERS).values(version=77))
    with pytest.raises(BrokenLedger):
        store.find("LC-1")
    change(update(NUMBERS).values(version=4), update(RECORDS).where(mine(4)).values(actor="Eve"))
    with pytest.raises(BrokenLedger):
        store.find("LC-1")


def test_records_that_go_together_in_no_ledger_are_refused(store: SqlStore, change: Callable[..., None]) -> None:
    """Also where somebody reads without verifying."""
    change(update(RECORDS).where(mine(1)).values(learner="dr-0", entry_id=None))
    with pytest.raises(BrokenLedger, match="do not go together"):
        store.read("dr-0", verify=False)
    assert store.read("dr-7", verify=False).version == 2


def test_reading_without_verifying_shows_what_is_there(store: SqlStore, change: Callable[..., None]) -> None:
    """For whoever has to look at it."""
    change(update(RECORDS).where(mine()).values(actor="Eve"))
    assert store.read("dr-42", verify=False).records[PLACE - 1].actor == "Eve"
    assert [ledger.learner for ledger in store.stream(verify=False)] == ["dr-42", "dr-7", "dr-8"]
    with pytest.raises(BrokenLedger):
        list(store.stream())


def test_a_merged_record_is_held_twice(engine: Engine, store: SqlStore) -> None:
    """What stands in the other account's ledger stands in the joined one as well, and is verified there too."""
    with engine.begin() as connection:
        entry = text("UPDATE cmecore_records SET entry = replace(entry, '\"lms\"', '\"Eve\"') WHERE learner = 'dr-8'")
        assert connection.execute(entry).rowcount == 1
    assert read_faults(store, "dr-8")[0].place == 1


def test_every_byte_is_held(sqlite_url: str, engine_of: Callable[[str], Engine]) -> None:
    """One bit of each byte of each column: found, at its place, and at no other one but the next where it is a link."""
    engine = engine_of(sqlite_url)
    store = SqlStore(engine, provider="lakeside")
    ledger = store.read("dr-42")
    for turn in range(4):
        ledger = ledger.add(
            Renamed(learner="dr-42", name=f"Ada Ökoro {turn}", case=f"C-{turn}"), at=NOW, actor="lms", reason="x"
        )
    store.append(ledger)
    with engine.connect() as connection:
        rows = [dict(row) for row in connection.execute(select(RECORDS).order_by(RECORDS.c.version)).mappings()]
    count = 0
    for place, column in itertools.product(
        (1, 3), ("identity", "entry_id", "kind", "entry", "at", "actor", "reason", "salt", "digest", "link")
    ):
        told = rows[place - 1][column].encode()
        for at in range(len(told)):
            changed = (told[:at] + bytes([told[at] ^ 1]) + told[at + 1 :]).decode(errors="replace")
            forged = [dict(row) for row in rows]
            forged[place - 1][column] = changed
            found = history("dr-42", [SimpleNamespace(**row) for row in forged])
            places = {fault.place for fault in faults_in("dr-42", found.records, found.faults)}
            assert place in places, (column, at)
            assert places <= {place, place + 1}
            count += 1
    assert count == 814  # every byte of ten columns of two rows


def test_a_row_that_cannot_be_read_is_looked_at_in_the_table(store: SqlStore, change: Callable[..., None]) -> None:
    """To read it without verifying would end in the same advice again; what can be read is shown so."""
    change(update(RECORDS).where(mine()).values(actor="Eve"))
    with pytest.raises(BrokenLedger, match="read it with verify=False to look at it, and restore"):
        store.read("dr-42")
    change(update(RECORDS).where(mine()).values(entry="{}"))
    for verify in (True, False):
        with pytest.raises(BrokenLedger, match=f"look at record {PLACE} in the table, and restore") as raised:
            store.read("dr-42", verify=verify)
        assert "verify=False" not in str(raised.value)
        assert str(pickle.loads(pickle.dumps(raised.value))) == str(raised.value)  # noqa: S301
    change(update(RECORDS).where(mine(4)).values(entry="{}"))
    with pytest.raises(BrokenLedger, match="look at record 4 in the table"):
        store.find("LC-1")


@pytest.mark.parametrize(("learner", "version", "found"), [("dr-7", 2, ("dr-8", 1)), ("dr-8", 1, ("dr-7", 2))])
def test_half_a_merge_is_found(
    store: SqlStore, change: Callable[..., None], learner: str, version: int, found: tuple[str, int]
) -> None:
    """Its other half was deleted, whichever of the two that is; a dump tells it as well, and is not restored."""
    there = (RECORDS.c.learner == learner) & (RECORDS.c.version == version)
    change(delete(RECORDS).where(there), delete(ALIASES) if learner == "dr-7" else delete(ALIASES).where(text("1 = 0")))
    assert [(fault.learner, fault.code, fault.place) for fault in store.check()] == [(found[0], "merge", found[1])]
    file = io.StringIO()
    dump(store, file)
    file.seek(0)
    assert [(fault.learner, fault.code, fault.place) for fault in examine(file)[1]] == [(found[0], "merge", found[1])]
    other = MemoryStore(provider="lakeside")
    with pytest.raises(BrokenDump, match="not written in the ledger of the other account"):
        restore(file, other)
    assert list(other.stream()) == []


@pytest.mark.parametrize(
    ("statement", "found"),
    [
        (update(NUMBERS).values(version=1), [("dr-42", "number", 4)]),
        (delete(NUMBERS), [("dr-42", "number", 4)]),
        (update(NUMBERS).values(learner="dr-7", version=1), [("dr-42", "number", 4)]),
        (delete(ALIASES), [("dr-7", "alias", 0)]),
        (update(ALIASES).values(follows="dr-42"), [("dr-7", "alias", 0)]),
        (insert(ALIASES).values(provider="lakeside", learner="dr-8", merge="M", follows="dr-42"), [("dr-8", "alias", 0)]),
    ],
)
def test_differences_from_a_dump_cover_numbers_and_aliases(
    store: SqlStore, change: Callable[..., None], statement: Any, found: list[tuple[str, str, int]]
) -> None:
    """Where the records are those of the dump, and the look-ups lead elsewhere."""
    file = io.StringIO()
    dump(store, file)
    assert differences(file, store) == ()
    change(statement)
    assert [(fault.learner, fault.code, fault.place) for fault in differences(file, store)] == found


def test_where_a_certificate_moved_to_is_held_as_well(store: SqlStore, change: Callable[..., None]) -> None:
    """Of the ledger that it left it need not be found, as long as its number leads to the same one."""
    certificate = a_certificate("LC-7", "dr-1")
    merged(store, "dr-1", into="dr-2", merge="M-9")
    store.append(written(store.read("dr-2"), certificate))
    one, two = parting(store, "dr-1", "dr-2", merge="M-9")
    store.append(written(one, certificate), two)
    assert store.check() == ()
    change(update(RECORDS).where(RECORDS.c.learner == "dr-1", RECORDS.c.version == 3).values(actor="Eve"))
    assert [(one.learner, one.code, one.place) for one in store.check()] == [("dr-1", "payload", 3), ("dr-2", "number", 2)]
    change(delete(NUMBERS).where(NUMBERS.c.number == "LC-7"))
    assert ("dr-2", "number", 2) in [(one.learner, one.code, one.place) for one in store.check()]
