"""The tests that every store has to pass of accounts that were merged and parted: part of the contract of a store."""

from __future__ import annotations

import io
from typing import Any

import attrs

from cmecore.entries import Certificate, Followed, Joined, Merged, Purged
from cmecore.errors import LedgerConflict
from cmecore.storage.backup import differences, dump, restore
from cmecore.storage.protocol import LedgerStore, StaleLedger
from cmecore.testing.stored_ledgers import LEARNER, a_certificate, joining, merged, parting, raised, renamed, same, written


class MergedLedgersContract:
    """What every store owes to accounts that were merged; :class:`~cmecore.testing.ledger_store.LedgerStoreContract` has all.

    >>> from cmecore.storage.memory import MemoryStore
    >>> class Mine(MergedLedgersContract):
    ...     def make_store(self, provider):
    ...         return MemoryStore(provider=provider)
    >>> Mine().test_a_merge_is_followed_until_it_is_undone()
    """

    def make_store(self, provider: str) -> LedgerStore:
        """Return a store for the ledgers of a provider, which is empty when a test begins.

        Within one test all stores share one database, where there is such a thing.
        """
        raise NotImplementedError

    def test_a_merge_is_followed_until_it_is_undone(self) -> None:
        """From account to account, and back when the merge is undone; accounts cannot follow each other in a circle."""
        store = self.make_store("lakeside")
        three = ("dr-1", "dr-2", "dr-3")
        merged(store, "dr-1", into="dr-2", merge="M-1")
        same([store.alias(one) for one in three], ["dr-2", "dr-2", "dr-3"], "alias() after a merge")
        merged(store, "dr-2", into="dr-3", merge="M-2")
        same([store.alias(one) for one in three], ["dr-3", "dr-3", "dr-3"], "alias() after a second merge")
        back = written(store.read("dr-3"), Followed(learner="dr-3", merge="M-3", into="dr-1"))
        raised(LedgerConflict, "append of a merge that closes a circle", lambda: store.append(back))
        same(store.check(), (), "check() after two merges")
        one = Merged(learner="dr-4", merge="M-4", other="dr-5", records=()), Followed(learner="dr-4", merge="M-5", into="dr-5")
        two = Merged(learner="dr-5", merge="M-5", other="dr-4", records=()), Followed(learner="dr-5", merge="M-4", into="dr-4")
        both = written(store.read("dr-4"), *one), written(store.read("dr-5"), *two)
        raised(LedgerConflict, "append of two merges that close a circle at once", lambda: store.append(*both))
        store.append(*parting(store, "dr-2", "dr-3", merge="M-2"))
        same([store.alias(one) for one in three], ["dr-2", "dr-2", "dr-3"], "alias() after the second merge was undone")
        same(store.check(), (), "check() after a merge was undone")

    def test_accounts_that_were_joined_the_other_way_round_are_stored_at_once(self) -> None:
        """As a dump is restored: only where an account goes at the end of its ledger counts, in whatever order they come in."""
        for one, two in (("dr-1", "dr-2"), ("dr-4", "dr-3")):
            before, store = self.make_store("lakeside"), self.make_store("brookside")
            merged(before, one, into=two, merge="M-1")
            before.append(*parting(before, one, two, merge="M-1"))
            merged(before, two, into=one, merge="M-2")
            store.append(before.read(one), before.read(two))
            same([store.alias(one), store.alias(two)], [one, one], "alias() of accounts that were stored at once")
            same(store.check(), (), "check() after accounts were stored at once")

    def test_accounts_stay_joined_when_the_merge_was_purged(self) -> None:
        """What comes in late is stored where the alias leads, until the merge is undone, in both ledgers again."""
        store = self.make_store("lakeside")
        merged(store, "dr-1", into="dr-2", merge="M-1")
        kept = Joined(merge="M-1", learners=["dr-1"])
        store.append(written(store.read("dr-2"), Purged(learner="dr-2", purge="P-1", erased=["merged:M-1"], joined=[kept])))
        store.append(written(store.read(store.alias("dr-1")), renamed("C-1", "dr-1")))
        same(store.read("dr-2").learners, {"dr-1", "dr-2"}, "the accounts of a ledger whose merge was purged")
        same(store.check(), (), "check() after a merge was purged")
        for half in parting(store, "dr-1", "dr-2", merge="M-1"):
            raised(LedgerConflict, "append of half the undoing of a merge", lambda half=half: store.append(half))  # type: ignore[misc]
        store.append(*parting(store, "dr-1", "dr-2", merge="M-1"))
        same([store.alias("dr-1"), store.read("dr-2").learners], ["dr-1", {"dr-2"}], "what is joined after that was undone")
        same(store.check(), (), "check() after a merge that was purged was undone")

    def test_a_merge_is_stored_in_both_ledgers_or_in_none(self) -> None:
        """Half of one, of its undoing, or of one that names somebody else, is refused; with its other half it is stored."""
        store = self.make_store("lakeside")
        store.append(written(store.read("dr-1"), renamed("C-1", "dr-1")))
        other, joined = joining(store, "dr-1", into="dr-2", merge="M-1")
        beside = written(store.read(LEARNER), renamed("C-2"))
        for half in (joined, other):
            error = raised(LedgerConflict, "append of half a merge", lambda half=half: store.append(beside, half))  # type: ignore[misc]
            same(isinstance(error, StaleLedger), False, "an update() tries half a merge again")
            same("append both" in str(error), True, f"{error} says what to do")
        elsewhere = written(store.read("dr-1"), Followed(learner="dr-1", merge="M-1", into="dr-3"))
        raised(LedgerConflict, "append of two halves that are of two merges", lambda: store.append(joined, elsewhere))
        third = joining(store, "dr-1", into="dr-3", merge="M-1")[1]
        raised(LedgerConflict, "append of a merge into two accounts", lambda: store.append(joined, elsewhere, third))
        same([store.head(one).version for one in (LEARNER, "dr-1", "dr-2")], [0, 1, 0], "what refused appends have written")
        same(store.alias("dr-1"), "dr-1", "alias() after a refused merge")
        store.append(other, joined)
        for half in parting(store, "dr-1", "dr-2", merge="M-1"):
            raised(LedgerConflict, "append of half the undoing of a merge", lambda half=half: store.append(half))  # type: ignore[misc]
        same(store.alias("dr-1"), "dr-2", "alias() after a refused undoing")
        store.append(*parting(store, "dr-1", "dr-2", merge="M-1"))
        store.append(other, joined)  # stored already: nothing to do
        same(store.alias("dr-1"), "dr-1", "alias() after the undoing")
        same(store.check(), (), "check() after a merge and its undoing")

    def test_a_certificate_is_found_with_the_account_that_goes_on(self) -> None:
        """The frozen ledger of an account that was merged does not know what happened later."""
        store = self.make_store("lakeside")
        certificate = a_certificate("LC-1", "dr-1")
        store.append(written(store.read("dr-1"), certificate))
        merged(store, "dr-1", into="dr-2", merge="M-1")
        same(store.find("LC-1"), ("dr-2", certificate), "find() after a merge")
        merged(store, "dr-2", into="dr-3", merge="M-2")
        same(store.find("LC-1"), ("dr-3", certificate), "find() after a second merge")
        same(certificate in store.read("dr-3").certificates, True, "the ledger that goes on holds it")

    def test_a_certificate_moves_with_its_account(self) -> None:
        """One that was issued while two accounts were one is no second one in the ledger of the account that parted."""
        store = self.make_store("lakeside")
        certificate = self._moved(store)
        same(store.find("LC-1"), ("dr-1", certificate), "find() after the account parted")
        same(store.check(), (), "check() after a certificate moved")
        again = written(store.read("dr-3"), a_certificate("LC-1", "dr-3"))
        raised(LedgerConflict, "append of its number for somebody else", lambda: store.append(again))

    def test_a_certificate_comes_again_with_its_account(self) -> None:
        """Left by an account that took it nowhere, it is issued once more when the two are joined again, and only the same."""
        store = self.make_store("lakeside")
        certificate = a_certificate("LC-1", "dr-1")
        merged(store, "dr-1", into="dr-2", merge="M-1")
        store.append(written(store.read("dr-2"), certificate))
        store.append(*parting(store, "dr-1", "dr-2", merge="M-1"))
        merged(store, "dr-1", into="dr-2", merge="M-2")
        changed = written(store.read("dr-2"), attrs.evolve(certificate, name="Somebody else"))
        raised(LedgerConflict, "append of another certificate with its number", lambda: store.append(changed))
        store.append(written(store.read("dr-2"), certificate))
        same(store.find("LC-1"), ("dr-2", certificate), "find() after it came again")
        same(store.check(), (), "check() after it came again")

    def test_a_purged_number_stays_taken_where_accounts_were_parted(self) -> None:
        """Nobody is issued it again: neither a stranger, nor, once the two were parted, the other account."""
        store = self.make_store("lakeside")
        store.append(written(store.read("dr-2"), a_certificate("LC-1", "dr-2")))
        merged(store, "dr-1", into="dr-2", merge="M-1")
        store.append(*parting(store, "dr-1", "dr-2", merge="M-1"))
        store.append(written(store.read("dr-2"), a_certificate("LC-2", "dr-2")))
        purge = Purged(learner="dr-2", purge="P-1", erased=["certificate:LC-1", "certificate:LC-2"])
        store.append(written(store.read("dr-2"), purge))
        for number, learner in (("LC-1", "dr-3"), ("LC-2", "dr-3"), ("LC-2", "dr-1")):
            again = written(store.read(learner), a_certificate(number, learner))
            raised(LedgerConflict, "append of a number that was purged", lambda again=again: store.append(again))  # type: ignore[misc]

    def test_a_certificate_that_moved_is_restored_where_it_is_in_effect(self) -> None:
        """Whichever account comes first in the dump, and also where the one it left was purged of it."""
        for place, (parted, into) in enumerate((("dr-1", "dr-2"), ("dr-2", "dr-1"))):
            for purged in (False, True):
                # Every case in stores of its own: two providers do not share anything, and a dump is of one.
                store: Any = _Renamed(self.make_store(f"lakeside-{place}{purged}"), "lakeside")
                other: Any = _Renamed(self.make_store(f"riverside-{place}{purged}"), "lakeside")
                self._moved(store, parted, into)
                if purged:
                    purge = Purged(learner=into, purge="P-1", erased=["certificate:LC-1"])
                    store.append(written(store.read(into), purge))
                merged(store, "dr-5", into="dr-4", merge="M-1")
                file = io.StringIO()
                dump(store, file)
                restore(file, other)
                for one in (store, other):
                    same(one.find("LC-1"), (parted, a_certificate("LC-1", parted)), "find() before and after restore()")
                    same([one.alias(name) for name in (parted, "dr-5")], [parted, "dr-4"], "alias() before and after restore()")
                    same(
                        (one.check(), differences(file, one)), ((), ()), "check() and differences() before and after restore()"
                    )

    def _moved(self, store: LedgerStore, parted: str = "dr-1", into: str = "dr-2") -> Certificate:
        """Issue a certificate to an account while it is merged, and part the two."""
        merged(store, parted, into=into, merge="M-1")
        certificate = a_certificate("LC-1", parted)
        store.append(written(store.read(into), certificate))
        same(store.find("LC-1"), (into, certificate), "find() while the accounts are one")
        one, two = parting(store, parted, into, merge="M-1")
        changed = written(one, attrs.evolve(certificate, name="Somebody else"))
        raised(LedgerConflict, "append of another certificate with its number", lambda: store.append(changed, two))
        store.append(written(one, certificate), two)
        return certificate


class _Renamed:
    """A store under another provider's name, so that a dump of one can be restored into the other."""

    def __init__(self, store: LedgerStore, provider: str) -> None:
        self._store = store
        self.provider = provider

    def __getattr__(self, name: str) -> object:
        return getattr(self._store, name)
