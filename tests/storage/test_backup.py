"""M117: everything is dumped, restored and compared, and any difference is found."""

from __future__ import annotations

import gc
import io
import tracemalloc
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import attrs
import pytest
from sqlalchemy import Engine, delete, update

from cmecore.entries import Followed, Hold, Joined, Merged, Purged, Renamed
from cmecore.errors import InvalidValue
from cmecore.storage.backup import BrokenDump, differences, dump, examine, read_anchor, restore, write_anchor
from cmecore.storage.memory import MemoryStore
from cmecore.storage.protocol import LedgerStore
from cmecore.storage.sql import SqlStore
from cmecore.storage.tables import ALIASES, NUMBERS, RECORDS
from cmecore.testing.samples import LEDGER, NOW
from cmecore.testing.stored_ledgers import a_certificate, merged, parting, written

NO_RECORD = '{"schema": "cmecore/1", "provider": 1, "learner": "dr", "version": 1, "record": {}}'


def filled(store: LedgerStore) -> LedgerStore:
    """Write what a provider may hold: earned credit, a purge, a merge, certificates, names of any script."""
    ledger = store.read("dr-41").add(Renamed(learner="dr-41", name="Nguyễn Thị Hồng", case="C-1"), at=NOW, actor="office")
    ledger = ledger.add(a_certificate("LC-1", "dr-41"), a_certificate("LC-2", "dr-41"), at=NOW, actor="office")
    purge = Purged(learner="dr-41", purge="P", erased=["renamed:C-1", "certificate:LC-2"])
    other = store.read("dr-7").add(Hold(learner="dr-7", hold="H"), at=NOW, actor="lms", reason="asked")
    store.append(ledger.add(purge, at=NOW, actor="office", reason="over"), LEDGER, other)
    merged = Merged(learner="dr-8", merge="M-1", other="dr-7", records=other.records)
    store.append(
        store.read("dr-7").add(Followed(learner="dr-7", merge="M-1", into="dr-8"), at=NOW, actor="lms"),
        store.read("dr-8").add(merged, at=NOW, actor="lms", reason="one person"),
    )
    return store


def dumped(store: LedgerStore) -> str:
    """Return the text of a dump."""
    file = io.StringIO()
    dump(store, file)
    return file.getvalue()


@pytest.fixture
def text() -> str:
    """Give the text of a dump of four ledgers with nine records."""
    return dumped(filled(MemoryStore(provider="lakeside")))


def test_what_is_restored_is_what_was_dumped(engine: Engine, tmp_path: Path) -> None:
    """From a file into another database: the same records, heads, numbers and aliases."""
    store = filled(SqlStore(engine, provider="lakeside"))
    with (tmp_path / "ledgers.jsonl").open("w+", encoding="utf-8") as file:
        contents = dump(store, file)
        other = MemoryStore(provider="lakeside")
        assert restore(file, other) == contents
        assert differences(file, other) == differences(file, store) == ()
    assert (contents.ledgers, contents.records) == (4, 9)
    assert contents.anchor == store.anchor(NOW).digest == other.anchor(NOW).digest
    assert list(other.stream()) == list(store.stream())
    for number in ("LC-1", "LC-2"):
        assert other.find(number) == store.find(number) is not None
    assert other.alias("dr-7") == "dr-8"
    assert other.check() == ()


def test_what_is_restored_into_sql_is_what_was_dumped(engine: Engine, text: str) -> None:
    """Purged records and their numbers as well: nobody can issue them again."""
    store = SqlStore(engine, provider="lakeside")
    restore(io.StringIO(text), store)
    assert differences(io.StringIO(text), store) == ()
    assert store.check() == ()
    assert dumped(store) == text


def test_a_dump_that_was_cut_off_is_found_at_every_line(text: str) -> None:
    """Also where it ends with a whole line, and where only the last letter is missing."""
    lines = text.splitlines(keepends=True)
    for broken in [*("".join(lines[:count]) for count in range(len(lines))), text[:-1], text[:-2], ""]:
        _, faults = examine(io.StringIO(broken))
        assert faults
        store = MemoryStore(provider="lakeside")
        with pytest.raises(BrokenDump):
            restore(io.StringIO(broken), store)
        assert list(store.stream()) == []
        assert differences(io.StringIO(broken), store)


def test_a_line_that_is_gone_twice_or_elsewhere_is_found(text: str) -> None:
    """Each line taken out, doubled, swapped with the next one, and put behind the end."""
    lines = text.splitlines(keepends=True)
    for at in range(len(lines) - 1):
        swapped = [*lines[:at], lines[at + 1], lines[at], *lines[at + 2 :]]
        for broken in (lines[:at] + lines[at + 1 :], [*lines[: at + 1], *lines[at:]], swapped, [*lines, lines[at]]):
            _, faults = examine(io.StringIO("".join(broken)))
            assert faults


def test_a_changed_dump_is_found_at_every_letter(text: str) -> None:
    """Every letter of the last line, and of the records one in twenty-three."""
    last = text.rstrip("\n").rindex("\n") + 1
    for at in [*range(0, last, 23), *range(last, len(text) - 1)]:
        broken = text[:at] + chr(ord(text[at]) ^ 1) + text[at + 1 :]
        _, faults = examine(io.StringIO(broken))
        assert faults, text[at - 10 : at + 10]
        assert not any("Nguyễn" in f"{fault}{fault!r}" or "dr-4" in f"{fault}{fault!r}" for fault in faults)


def test_a_dump_of_two_providers_is_none(text: str) -> None:
    """A line of somebody else's is found."""
    lines = text.splitlines(keepends=True)
    lines[1] = lines[1].replace('"lakeside"', '"riverside"', 1)
    _, faults = examine(io.StringIO("".join(lines)))
    assert any("another provider" in fault.says for fault in faults)


@pytest.mark.parametrize("line", ["", "x", "[]", "{}", "null", '{"schema": "cmecore/1"}', NO_RECORD, "NaN", "1e400"])
def test_what_is_no_dump_is_found(line: str, text: str) -> None:
    """Any text is answered with faults, never with another error."""
    for broken in (f"{line}\n", f"{line}\n{text}", f"{text}{line}\n"):
        assert examine(io.StringIO(broken))[1]
        assert differences(io.StringIO(broken), MemoryStore(provider="lakeside"))


def codes(file: str, store: LedgerStore) -> list[tuple[str, str, int]]:
    return [(fault.learner, fault.code, fault.place) for fault in differences(io.StringIO(file), store)]


def test_every_difference_is_named(engine: Engine, text: str) -> None:
    """What only one of the two has, what differs, and what was purged since, each with its ledger and place."""
    store = SqlStore(engine, provider="lakeside")
    restore(io.StringIO(text), store)
    store.append(store.read("dr-41").add(Renamed(learner="dr-41", name="Hồng", case="C-9"), at=NOW, actor="lms"))
    store.append(store.read("dr-3").add(Hold(learner="dr-3", hold="H"), at=NOW, actor="lms", reason="asked"))
    assert codes(text, store) == [("dr-3", "added", 1), ("dr-41", "added", 5)]
    purge = Purged(learner="dr-41", purge="P-2", erased=["certificate:LC-1"])
    store.append(store.read("dr-41").add(purge, at=NOW, actor="lms", reason="over"))
    assert ("dr-41", "erased", 2) in codes(text, store)
    with engine.begin() as connection:
        connection.execute(delete(RECORDS).where(RECORDS.c.learner == "dr-8"))
        connection.execute(delete(RECORDS).where(RECORDS.c.learner == "dr-7", RECORDS.c.version == 2))
        connection.execute(update(RECORDS).where(RECORDS.c.learner == "dr-42", RECORDS.c.version == 1).values(actor="Eve"))
    found = codes(text, store)
    assert {("dr-8", "missing", 1), ("dr-7", "missing", 2), ("dr-42", "changed", 1)} <= set(found)
    assert [fault for fault in found if fault[0] == "dr-42"] == [("dr-42", "changed", 1)]


def test_what_cannot_be_read_in_the_store_does_not_end_the_comparison(engine: Engine, text: str) -> None:
    """It is named, and the ledgers behind it are compared."""
    store = SqlStore(engine, provider="lakeside")
    restore(io.StringIO(text), store)
    with engine.begin() as connection:
        connection.execute(update(RECORDS).where(RECORDS.c.learner == "dr-41", RECORDS.c.version == 2).values(entry="{}"))
        connection.execute(update(RECORDS).where(RECORDS.c.learner == "dr-8").values(actor="Eve"))
    assert codes(text, store) == [("dr-41", "payload", 2), ("dr-8", "changed", 1)]


def test_a_dump_is_of_one_provider(text: str) -> None:
    """It is neither restored for another one, nor the same as what that one holds."""
    other = MemoryStore(provider="riverside")
    with pytest.raises(InvalidValue):
        restore(io.StringIO(text), other)
    assert codes(dumped(MemoryStore(provider="lakeside")), other) == [("", "dump", 0)]


def test_an_anchor_is_kept_in_a_file(text: str) -> None:
    """And every change of one of its letters is found, as is a line too few."""
    store = MemoryStore(provider="lakeside")
    restore(io.StringIO(text), store)
    anchor = store.anchor(NOW)
    file = io.StringIO()
    write_anchor(anchor, file)
    told = file.getvalue()
    kept = read_anchor(io.StringIO(told))
    assert (kept, kept.digest) == (anchor, anchor.digest)
    lines = told.splitlines(keepends=True)
    for broken in [
        "",
        "x",
        "[]\n",
        "{}\n",
        "".join(lines[:-1]),
        "".join(lines[1:]),
        told + lines[-1],
        told + "{}\n",
        told + "[1]\n",
    ]:
        with pytest.raises(InvalidValue):
            read_anchor(io.StringIO(broken))
    at_instant = told.index('"at"') + 5, told.index('"digest"')
    for at in range(len(told)):
        if told[at] in " \n" or at_instant[0] <= at < at_instant[1]:
            continue  # when it was taken is no part of the digest
        with pytest.raises(InvalidValue):
            read_anchor(io.StringIO(told[:at] + chr(ord(told[at]) ^ 1) + told[at + 1 :]))


class Counting(io.StringIO):
    """A file that keeps nothing."""

    def write(self, text: str, /) -> int:
        return len(text)


def test_a_dump_needs_no_more_memory_for_more_ledgers(sqlite_url: str, engine_of: Callable[[str], Engine]) -> None:
    """Two hundred ledgers more, of several kilobytes each, and not a tenth of that in memory."""
    store = SqlStore(engine_of(sqlite_url), provider="lakeside")
    peaks = []
    for first, last in ((0, 40), (40, 240)):
        store.append(*(_a_ledger(number) for number in range(first, last)))
        dump(store, Counting())
        gc.collect()
        tracemalloc.start()
        dump(store, Counting())
        peaks.append(tracemalloc.get_traced_memory()[1])
        tracemalloc.stop()
    assert peaks[1] - peaks[0] < 60_000


def _a_ledger(number: int) -> Any:
    from cmecore.ledger import Ledger

    learner = f"dr-{number}"
    return Ledger(learner).add(Hold(learner=learner, hold="H"), at=NOW, actor="lms", reason="asked")


def test_a_big_dump_is_restored_in_parts(text: str) -> None:
    """More records than are written at once."""
    store, other = MemoryStore(provider="lakeside"), _Parts(provider="lakeside")
    store.append(*(_a_ledger(number) for number in range(1201)))
    file = io.StringIO(dumped(store))
    restore(file, other)
    assert other.appended == [500, 500, 201]
    assert differences(file, other) == ()


def test_accounts_that_a_purge_keeps_joined_are_restored_and_parted() -> None:
    """The purge stands in the place of its merge: it needs the other half, and an undoing is one of both accounts."""
    store = MemoryStore(provider="lakeside")
    merged(store, "dr-1", into="dr-2", merge="M-1")
    purge = Purged(learner="dr-2", purge="P-1", erased=["merged:M-1"], joined=[Joined(merge="M-1", learners=["dr-1"])])
    store.append(written(store.read("dr-2"), purge))
    text = dumped(store)
    alone = "".join(line for line in text.splitlines(keepends=True) if '"learner": "dr-1"' not in line)
    assert "merged:M-1 of record 2 is not written in the ledger of the other account" in str(examine(io.StringIO(alone))[1])
    other = MemoryStore(provider="lakeside")
    restore(io.StringIO(text), other)
    assert differences(io.StringIO(text), other) == ()
    other.append(*parting(other, "dr-1", "dr-2", merge="M-1"))
    assert (other.alias("dr-1"), other.check()) == ("dr-1", ())
    assert other.read("dr-2").learners == {"dr-2"}


@pytest.mark.parametrize("learners", [("dr-1", "dr-2"), ("dr-2", "dr-1")])
def test_accounts_that_were_joined_the_other_way_round_before_are_restored(engine: Engine, learners: tuple[str, str]) -> None:
    """M117: a merge that was undone in one ledger meets no other that stands; accounts go where they went at the end."""
    store, one, two = MemoryStore(provider="lakeside"), *learners
    merged(store, one, into=two, merge="M-1")
    store.append(*parting(store, one, two, merge="M-1"))
    merged(store, two, into=one, merge="M-2")
    assert (store.check(), store.alias(two)) == ((), one)
    text = dumped(store)
    for other in (MemoryStore(provider="lakeside"), SqlStore(engine, provider="lakeside")):
        restore(io.StringIO(text), other)
        assert (other.check(), differences(io.StringIO(text), other)) == ((), ())
        assert (other.alias(one), other.alias(two)) == (one, one)


def test_merged_accounts_wait_for_each_other() -> None:
    """Far apart in the dump, through two merges; a store takes no half of one."""
    store, other = MemoryStore(provider="lakeside"), _Parts(provider="lakeside")
    store.append(*(_a_ledger(number) for number in range(1201)))
    for learner, into, name in (("dr-0", "dr-999", "M-1"), ("dr-500", "dr-0b", "M-2"), ("dr-999", "dr-0b", "M-3")):
        merged(store, learner, into=into, merge=name)
    file = io.StringIO(dumped(store))
    restore(file, other)
    assert sum(other.appended) == 1202
    assert max(other.appended) < 600
    assert differences(file, other) == ()
    assert [other.alias(learner) for learner in ("dr-0", "dr-500")] == ["dr-0b", "dr-0b"]


def test_a_certificate_that_was_handed_back_twice_is_restored(engine: Engine) -> None:
    """Issued when three accounts were one, parted twice, and purged where it was left: it is found with its own account."""
    for learners in (("dr-1", "dr-2", "dr-3"), ("dr-3", "dr-2", "dr-1"), ("dr-2", "dr-3", "dr-1")):
        store, other = MemoryStore(provider="lakeside"), SqlStore(engine, provider="lakeside")
        one, two, three = learners
        merged(store, one, into=two, merge="M-1")
        merged(store, two, into=three, merge="M-2")
        certificate = a_certificate("LC-1", one)
        store.append(written(store.read(three), certificate))
        for account, left, name in ((two, three, "M-2"), (one, two, "M-1")):
            here, there = parting(store, account, left, merge=name)
            store.append(written(here, certificate), there)
        for account in (two, three):
            store.append(written(store.read(account), Purged(learner=account, purge="P", erased=["certificate:LC-1"])))
        assert store.find("LC-1") == (one, certificate)
        file = io.StringIO(dumped(store))
        with engine.begin() as connection:
            for table in (RECORDS, NUMBERS, ALIASES):
                connection.execute(delete(table))
        restore(file, other)
        assert other.find("LC-1") == (one, certificate)
        assert store.check() == other.check() == differences(file, other) == ()


def test_an_anchor_goes_into_a_file_for_text(tmp_path: Path) -> None:
    """And comes out of one."""
    anchor = MemoryStore(provider="lakeside").anchor(NOW)
    no_anchor: Any = "x"
    with pytest.raises(InvalidValue, match="anchor"):
        write_anchor(no_anchor, io.StringIO())
    with (tmp_path / "anchor").open("wb+") as binary:
        for call in (lambda: write_anchor(anchor, binary), lambda: read_anchor(binary)):  # type: ignore[arg-type]
            with pytest.raises(InvalidValue, match="a binary file"):
                call()
    for wrong in ("x", None):
        with pytest.raises(InvalidValue, match="open for text"):
            read_anchor(wrong)  # type: ignore[arg-type]


class _Parts(MemoryStore):
    """Remembers how many ledgers each append had."""

    def __init__(self, *, provider: str) -> None:
        super().__init__(provider=provider)
        self.appended: list[int] = []

    def append(self, *ledgers: Any) -> None:
        self.appended.append(len(ledgers))
        super().append(*ledgers)


def test_a_stream_without_its_end_is_let_go(engine: Engine) -> None:
    """Whoever stops reading gives the connection back."""
    store = filled(SqlStore(engine, provider="lakeside"))
    ledgers: Iterator[Any] = store.stream()
    next(ledgers)
    assert attrs.asdict(store.head("dr-42"))["version"] == 2
    ledgers.close()  # type: ignore[attr-defined]
    assert engine.pool.checkedout() == 0  # type: ignore[attr-defined]
