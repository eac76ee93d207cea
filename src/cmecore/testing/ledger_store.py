"""The tests that every store of ledgers has to pass; subclass them for one of your own.

.. code-block:: python

   pytest.register_assert_rewrite("cmecore.testing.ledger_store")  # before the import: failures then show both values

   from cmecore.testing.ledger_store import LedgerStoreContract

   class TestMine(LedgerStoreContract):
       def make_store(self, provider: str) -> LedgerStore:
           return MyStore(self.database, provider=provider)

They need nothing but ``assert``, so that pytest and unittest run them alike.
"""

from __future__ import annotations

import datetime
import io
from collections.abc import Iterator
from typing import Any

import attrs

from cmecore.chain import genesis, verify, write
from cmecore.entries import Erased, Hold, Observed, Purged
from cmecore.errors import InvalidValue, LedgerConflict
from cmecore.evidence import Progress
from cmecore.ledger import Ledger
from cmecore.storage.backup import BrokenDump, differences, dump, restore
from cmecore.storage.protocol import LedgerStore, StaleLedger
from cmecore.testing.merged_ledgers import MergedLedgersContract
from cmecore.testing.samples import LEDGER, NOW
from cmecore.testing.stored_ledgers import (
    ACTOR,
    LEARNER,
    PERSONAL,
    REASON,
    a_certificate,
    merged,
    raised,
    renamed,
    written,
)
from cmecore.testing.updated_ledgers import UpdatedLedgersContract


class LedgerStoreContract(MergedLedgersContract, UpdatedLedgersContract):
    """What every store owes; see :class:`cmecore.storage.protocol.LedgerStore`.

    >>> from cmecore.storage.memory import MemoryStore
    >>> class Mine(LedgerStoreContract):
    ...     def make_store(self, provider):
    ...         return MemoryStore(provider=provider)
    >>> Mine().test_what_is_appended_is_read_again()
    """

    def _store(self) -> LedgerStore:
        return self.make_store("lakeside")

    def test_a_learner_of_whom_nothing_is_written_has_an_empty_ledger(self) -> None:
        """It can be read, has version 0, and the head that every chain begins with."""
        store = self._store()
        ledger = store.read(LEARNER)
        assert (ledger.learner, ledger.records) == (LEARNER, ())
        assert store.head(LEARNER) == ledger.head
        assert (store.head(LEARNER).version, store.head(LEARNER).link) == (0, genesis(LEARNER))
        assert list(store.stream()) == []
        assert store.find("LC-1") is None
        assert store.alias(LEARNER) == LEARNER
        store.append(ledger)
        store.append()
        assert list(store.stream()) == []

    def test_what_is_appended_is_read_again(self) -> None:
        """Every record comes back as it was written, with its instant to the microsecond."""
        store = self._store()
        late = datetime.datetime(2026, 10, 25, 2, 30, 0, 1, tzinfo=datetime.timezone(datetime.timedelta(hours=2)))
        ledger = LEDGER.add(renamed("C-1", "dr-42"), at=late, actor=ACTOR, reason=REASON)
        store.append(ledger)
        assert store.read("dr-42") == ledger
        assert store.read("dr-42").records[-1].at == datetime.datetime(2026, 10, 25, 0, 30, 0, 1, tzinfo=datetime.UTC)
        assert store.read("dr-42").head == store.head("dr-42") == ledger.head
        assert store.check() == ()

    def test_every_ledger_is_handed_out_with_a_fresh_secret(self) -> None:
        """What is added to it is salted, each time with other digits."""
        store = self._store()
        secrets = {store.read(LEARNER).secret for _ in range(3)}
        assert len(secrets) == 3
        assert min(len(secret) for secret in secrets) >= 16
        store.append(written(store.read(LEARNER), renamed("C-1")))
        store.append(written(store.read(LEARNER), renamed("C-2")))
        one, other = store.read(LEARNER).records
        assert one.salt
        assert other.salt
        assert one.salt != other.salt

    def test_what_is_stored_already_is_nothing_to_do(self) -> None:
        """The same ledger again, or an older state of it, changes nothing and is no error."""
        store = self._store()
        first = written(store.read(LEARNER), renamed("C-1"))
        second = written(first, renamed("C-2"), a_certificate("LC-1"))
        for ledger in (first, second, second, first):
            store.append(ledger)
        assert store.read(LEARNER) == second

    def test_of_two_who_wrote_at_once_the_second_is_refused(self) -> None:
        """He is told to read again, and nothing of his is written, not even in other ledgers."""
        store = self._store()
        store.append(written(store.read(LEARNER), renamed("C-1")))
        mine, theirs = store.read(LEARNER), store.read(LEARNER)
        store.append(written(theirs, renamed("C-2")))
        other = written(store.read("dr-17"), renamed("C-3", "dr-17"))
        raised(StaleLedger, "append of an older ledger", lambda: store.append(written(mine, renamed("C-4")), other))
        raised(
            StaleLedger,
            "append of an older ledger behind another one",
            lambda: store.append(other, written(mine, renamed("C-4"), renamed("C-5"))),
        )
        assert store.read(LEARNER) == written(theirs, renamed("C-2"))
        assert store.read("dr-17").version == 0

    def test_another_history_is_refused(self) -> None:
        """A ledger that was made anew does not extend what is stored, however much of it is the same."""
        store = self._store()
        first = written(store.read(LEARNER), renamed("C-1"), renamed("C-2"))
        store.append(first)
        for entries in ([renamed("C-1")], [renamed("C-1"), renamed("C-2")], [renamed(f"C-{n}") for n in range(1, 5)]):
            anew = written(store.read("dr-17"), *[attrs.evolve(entry, learner="dr-17") for entry in entries])
            anew = written(Ledger(LEARNER, secret=anew.secret), *entries)
            raised(StaleLedger, "append of a ledger that was made anew", lambda anew=anew: store.append(anew))  # type: ignore[misc]
        assert store.read(LEARNER) == first

    def test_several_ledgers_are_written_together(self) -> None:
        """A merge lands in both ledgers; one learner twice is a mistake."""
        store = self._store()
        one, other = written(store.read(LEARNER), renamed("C-1")), written(store.read("dr-17"), renamed("C-2", "dr-17"))
        store.append(other, one)
        assert (store.read(LEARNER), store.read("dr-17")) == (one, other)
        raised(InvalidValue, "append of two ledgers of one learner", lambda: store.append(one, written(one, renamed("C-3"))))
        raised(InvalidValue, "append of a tuple", lambda: store.append((one, other)))  # type: ignore[arg-type]
        assert store.read(LEARNER) == one

    def test_a_number_is_issued_once(self) -> None:
        """The number of another learner's certificate is refused by its name, and nothing of the append is written."""
        store = self._store()
        held = written(store.read("dr-17"), a_certificate("LC-1", "dr-17"))
        store.append(held)
        fresh = written(store.read(LEARNER), renamed("C-1"), a_certificate("LC-1"))
        error = raised(
            LedgerConflict,
            "append of a number that is taken",
            lambda: store.append(written(held, renamed("C-2", "dr-17")), fresh),
        )
        assert not isinstance(error, StaleLedger)
        assert "LC-1" in str(error)
        assert store.read(LEARNER).version == 0
        assert store.read("dr-17") == held
        two = [written(store.read(learner), a_certificate("LC-2", learner)) for learner in (LEARNER, "dr-17")]
        raised(LedgerConflict, "append of one number twice", lambda: store.append(*two))
        assert store.find("LC-2") is None

    def test_a_certificate_is_found_by_its_number(self) -> None:
        """With the learner in whose ledger it stands."""
        store = self._store()
        store.append(written(store.read(LEARNER), renamed("C-1"), a_certificate("LC-1"), a_certificate("LC-2")))
        assert store.find("LC-1") == (LEARNER, a_certificate("LC-1"))
        assert store.find("LC-2") == (LEARNER, a_certificate("LC-2"))
        assert store.find("LC-3") is None

    def test_a_purge_erases_what_it_names(self) -> None:
        """What was said, by whom, why, and the salt are gone; the chain verifies, and the number stays known and taken."""
        store = self._store()
        store.append(written(store.read(LEARNER), renamed("C-1"), a_certificate("LC-1"), renamed("C-2")))
        before = store.head(LEARNER)
        purge = Purged(learner=LEARNER, purge="2032-03", erased=["renamed:C-1", "certificate:LC-1"])
        store.append(written(store.read(LEARNER), purge))
        records = store.read(LEARNER).records
        assert [type(record.entry).__name__ for record in records] == ["Erased", "Erased", "Renamed", "Purged"]
        assert [(one.actor, one.reason, one.salt) for one in records[:2]] == [("", "", "")] * 2
        assert verify(LEARNER, records, before) == ()
        assert store.check() == ()
        assert store.find("LC-1") == (LEARNER, Erased(identity="certificate:LC-1"))
        again = written(store.read("dr-17"), a_certificate("LC-1", "dr-17"))
        raised(LedgerConflict, "append of a number that was purged", lambda: store.append(again))

    def test_ledgers_stream_in_the_order_of_their_learners(self) -> None:
        """By the code points of their accounts, from the one that is asked for, as all stood when it began."""
        store = self._store()
        learners = ["Zoë", "ada", "dr 2", "dr-1", "dr-10", "é", "医-7", "\U0001f600"]
        for learner in sorted(learners, key=hash):
            store.append(written(store.read(learner), renamed("C-1", learner)))
        assert [ledger.learner for ledger in store.stream()] == sorted(learners)
        assert [ledger.learner for ledger in store.stream("dr-1")] == sorted(learners)[sorted(learners).index("dr-1") :]
        begun: Iterator[Ledger] = store.stream()
        next(begun)
        store.append(*(written(store.read(name), renamed("C-2", name)) for name in ("é", "dr-1")))
        assert [ledger.version for ledger in begun] == [1] * (len(learners) - 1)

    def test_an_anchor_holds_every_head(self) -> None:
        """Its digest changes with every entry and with nothing else, and what grew since is no fault."""
        store = self._store()
        store.append(*(written(store.read(name), renamed("C-1", name)) for name in (LEARNER, "dr-17")))
        anchor = store.anchor(NOW)
        assert [head.learner for head in anchor.heads] == sorted([LEARNER, "dr-17"])
        assert store.anchor(NOW + datetime.timedelta(days=1)).digest == anchor.digest
        store.append(written(store.read("dr-17"), renamed("C-2", "dr-17")), written(store.read("dr-3"), renamed("C-1", "dr-3")))
        assert store.anchor(NOW).digest != anchor.digest
        assert store.check(anchor) == ()

    def test_what_an_anchor_holds_and_the_store_does_not_is_found(self) -> None:
        """A cut tail, another history and a ledger that is gone, each with its learner and its place."""
        store = self._store()
        grown = written(store.read(LEARNER), renamed("C-1"))
        store.append(grown, written(store.read("dr-17"), renamed("C-1", "dr-17")))
        anchor = store.anchor(NOW)
        heads = {head.learner: head for head in anchor.heads}
        cut = attrs.evolve(heads[LEARNER], version=2)
        other = attrs.evolve(heads["dr-17"], link="0" * 64)
        gone = attrs.evolve(heads["dr-17"], learner="dr-99")
        found = store.check(attrs.evolve(anchor, heads=[cut, other, gone]))
        assert {(fault.learner, fault.code, fault.place) for fault in found} == {
            (LEARNER, "cut", 1),
            ("dr-17", "rewritten", 1),
            ("dr-99", "cut", 0),
        }
        assert not any(one in f"{found!r}{found[0]}" for one in PERSONAL)

    def test_another_provider_finds_nothing(self) -> None:
        """Neither a ledger, a number, an alias, a head, nor an anchor; and the same number is his to issue."""
        mine, theirs = self.make_store("lakeside"), self.make_store("riverside")
        assert (mine.provider, theirs.provider) == ("lakeside", "riverside")
        mine.append(written(mine.read(LEARNER), renamed("C-1"), a_certificate("LC-1")))
        merged(mine, "dr-1", into="dr-2", merge="M-1")
        assert theirs.read(LEARNER).version == theirs.head(LEARNER).version == 0
        assert theirs.find("LC-1") is None
        assert theirs.alias("dr-1") == "dr-1"
        assert list(theirs.stream()) == []
        assert theirs.anchor(NOW).heads == ()
        raised(InvalidValue, "check of the anchor of another provider", lambda: theirs.check(mine.anchor(NOW)))
        theirs.append(written(theirs.read("dr-1"), a_certificate("LC-1", "dr-1")))
        assert theirs.find("LC-1") == ("dr-1", a_certificate("LC-1", "dr-1"))
        assert mine.find("LC-1") == (LEARNER, a_certificate("LC-1"))
        assert mine.check() == theirs.check() == ()

    def test_accounts_and_identities_of_any_script_and_length_are_kept(self) -> None:
        """The longest that a value may hold, in letters of four bytes, and no two of them are taken for one."""
        store = self._store()
        longest = "\U00020bb7" * 500
        seen = Observed(learner=longest, activity="EM-101", item=Progress(17, 20, NOW.date()), source=longest, event=longest)
        store.append(written(store.read(longest), seen))
        assert store.read(longest).entries() == (seen,)
        assert store.head(longest).version == 1
        for learner in ("Ada", "ada", "ada ", "a%", "a_a", "adа"):  # the last has a Cyrillic letter
            assert store.read(learner).version == 0
            store.append(written(store.read(learner), renamed("C-1", learner)))
        assert len(list(store.stream())) == 7

    def test_what_is_no_account_is_refused(self) -> None:
        """By our own error, before the database is asked."""
        store = self._store()
        for asked in (store.read, store.head, store.alias, store.find):
            for wrong in ("", "two\nlines", "nul\0", "x" * 501, None):
                raised(InvalidValue, "a look-up of what is no account", lambda asked=asked, wrong=wrong: asked(wrong))  # type: ignore[misc]

    def test_everything_is_dumped_restored_and_compared(self) -> None:
        """Into an empty store, record for record; a dump that was cut off or changed is refused, and writes nothing."""
        store, other = self._store(), self.make_store("riverside")
        store.append(written(store.read(LEARNER), renamed("C-1"), a_certificate("LC-1")))
        merged(store, "dr-1", into="dr-2", merge="M-1")
        store.append(written(store.read(LEARNER), Purged(learner=LEARNER, purge="P-1", erased=["certificate:LC-1"])))
        store.append(written(store.read(LEARNER), Hold(learner=LEARNER, hold="26-118")))
        file = io.StringIO()
        contents = dump(store, file)
        assert (contents.ledgers, contents.records, contents.anchor) == (3, 6, store.anchor(NOW).digest)
        assert differences(file, store) == ()
        raised(InvalidValue, "restore for another provider", lambda: restore(file, other))
        raised(LedgerConflict, "restore into a store that holds ledgers", lambda: restore(file, store))
        lines = file.getvalue().splitlines(keepends=True)
        for broken in ("".join(lines[:-1]), "".join(lines[1:]), file.getvalue().replace("C-1", "C-7", 1)):
            raised(BrokenDump, "restore of a broken dump", lambda broken=broken: restore(io.StringIO(broken), other))  # type: ignore[misc]
        assert list(other.stream()) == []

    def test_what_is_no_file_no_store_and_no_anchor_is_refused(self) -> None:
        """By our own error, before anything is written."""
        store = self._store()
        for wrong in ("x", None, io.BytesIO(), io.BytesIO(b"{}")):
            for asked in (dump, lambda store, file: restore(file, store), lambda store, file: differences(file, store)):
                raised(InvalidValue, "a dump in what is no file for text", lambda asked=asked, wrong=wrong: asked(store, wrong))  # type: ignore[misc]
        no_store: Any = "x"
        for ask in (
            lambda: dump(no_store, io.StringIO()),
            lambda: restore(io.StringIO(), no_store),
            lambda: differences(io.StringIO(), no_store),
        ):
            raised(InvalidValue, "a dump of what is no store", ask)
        raised(InvalidValue, "check of what is no anchor", lambda: store.check("2026-04-01"))  # type: ignore[arg-type]

    def test_nothing_personal_is_in_what_a_store_prints(self) -> None:
        """Neither in its own name, nor in a ledger's, an anchor's or a fault's."""
        store = self._store()
        store.append(written(store.read(LEARNER), renamed("C-1"), a_certificate("LC-1")))
        shown = f"{store!r}{store}{store.read(LEARNER)!r}{store.anchor(NOW)!r}{store.head(LEARNER)!r}{store.find('LC-1')!r}"
        assert not any(one in shown.replace("dr-secret", "", 1) for one in PERSONAL)

    def test_what_was_changed_past_the_ledger_cannot_be_appended(self) -> None:
        """A record that was put together by hand still has to follow the one that is stored."""
        store = self._store()
        ledger = written(store.read(LEARNER), renamed("C-1"))
        store.append(ledger)
        forged = write(renamed("C-0"), after=genesis(LEARNER), at=NOW, actor=ACTOR)
        added = write(renamed("C-2"), after=forged.link, at=NOW, actor=ACTOR)
        raised(StaleLedger, "append of forged records", lambda: store.append(Ledger(LEARNER, [forged, added])))
        assert store.read(LEARNER) == ledger
