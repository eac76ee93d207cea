"""The tests that every store has to pass when ledgers are changed by functions: part of the contract of a store."""

from __future__ import annotations

import threading
from typing import Any

from cmecore.entries import Refusal, Unmerged
from cmecore.errors import InvalidValue, LedgerConflict
from cmecore.ledger import Ledger
from cmecore.plans import Plan, Step
from cmecore.storage.protocol import LedgerStore, StaleLedger
from cmecore.storage.updating import update, update_all
from cmecore.testing.stored_ledgers import LEARNER, merged, raised, renamed, same, written

_THREADS = 8
_EACH = 5


class UpdatedLedgersContract:
    """What every store owes to those who update; :class:`~cmecore.testing.ledger_store.LedgerStoreContract` has all.

    >>> from cmecore.storage.memory import MemoryStore
    >>> class Mine(UpdatedLedgersContract):
    ...     def make_store(self, provider):
    ...         return MemoryStore(provider=provider)
    >>> Mine().test_update_gives_up_after_so_many_tries()
    """

    def make_store(self, provider: str) -> LedgerStore:
        """Return a store for the ledgers of a provider, which is empty when a test begins.

        Within one test all stores share one database, where there is such a thing.
        """
        raise NotImplementedError

    def test_update_writes_what_a_function_returns(self) -> None:
        """A refusal, or a ledger that is unchanged, writes nothing; who was slower starts over; merges are followed."""
        store = self.make_store("lakeside")
        calls = []

        def change(ledger: Ledger) -> Ledger:
            calls.append(ledger.version)
            if len(calls) == 1:
                store.append(written(store.read(LEARNER), renamed("C-1")))
            return written(ledger, renamed("C-2"))

        same(update(store, LEARNER, change), store.read(LEARNER), "what update() returns")
        same(calls, [0, 1], "the versions that update() handed to its function")
        no = Refusal([])
        same(update(store, LEARNER, lambda _: no) is no, True, "update() returns the refusal")
        update(store, LEARNER, lambda ledger: ledger)
        same(store.head(LEARNER).version, 2, "the version after a refusal and an unchanged ledger")
        merged(store, LEARNER, into="dr-17", merge="M-1")
        update(store, LEARNER, lambda ledger: written(ledger, renamed("C-3", ledger.learner)))
        identities = [entry.identity for entry in store.read("dr-17").entries()]
        same(identities, ["merged:M-1", "renamed:C-3"], "the ledger that goes on")

    def test_update_all_changes_several_ledgers_or_none(self) -> None:
        """In the order in which they were named; who were merged are one, unless their own ledgers are asked for."""
        store = self.make_store("lakeside")
        both = [LEARNER, "dr-17"]

        def change(ledgers: tuple[Ledger, ...]) -> tuple[Ledger, ...]:
            return tuple(written(ledger, renamed("C-1", ledger.learner)) for ledger in ledgers)

        update_all(store, both, change)
        same([store.head(learner).version for learner in both], [1, 1], "the versions of both ledgers")
        raised(
            InvalidValue, "update_all to fewer ledgers", lambda: update_all(store, both, lambda ledgers: change(ledgers)[:1])
        )
        raised(
            InvalidValue,
            "update_all to ledgers in another order",
            lambda: update_all(store, both, lambda ledgers: change(ledgers)[::-1]),
        )
        merged(store, LEARNER, into="dr-17", merge="M-1")
        raised(LedgerConflict, "update_all of two accounts that are one", lambda: update_all(store, both, change))
        undone = update_all(
            store,
            both,
            lambda ledgers: [written(one, Unmerged(learner=one.learner, merge="M-1")) for one in ledgers],
            follow=False,
        )
        same(isinstance(undone, tuple), True, "update_all() returns the ledgers")
        same(store.alias(LEARNER), LEARNER, "alias() after the merge was undone")

    def test_a_function_that_returns_something_else_is_told_what_to_return(self) -> None:
        """Nothing, several ledgers, a plan, an entry: by our own error, and nothing is written."""
        store = self.make_store("lakeside")
        ledger = written(store.read(LEARNER), renamed("C-1"))
        plan = Plan(steps=[Step(learner=LEARNER, entries=[renamed("C-1")])])
        wrong: list[tuple[object, str]] = [
            (None, "did the function forget to return it?"),
            ((ledger,), "take its ledger: (ledger,) = plan.applied(…)"),
            (plan, "apply the plan"),
            (renamed("C-1"), "add it to its ledger: ledger.add("),
            ("x", "expected the ledger"),
        ]
        for value, advice in wrong:
            error = raised(InvalidValue, "update to no ledger", lambda value=value: update(store, LEARNER, lambda _: value))  # type: ignore[misc]
            same(advice in str(error), True, f"{error} says what to do")
        wrong[1] = (ledger, "put it in a tuple")
        wrong += [
            ([None], "forget"),
            ([Refusal([])], "by itself"),
            ([plan], "plan.applied(*ledgers"),
            ([ledger, "x"], "expected"),
        ]
        for value, advice in wrong:
            call = lambda value=value: update_all(store, [LEARNER], lambda _: value)  # noqa: E731
            error = raised(InvalidValue, "update_all to no ledgers", call)
            same(advice in str(error), True, f"{error} says what to do")
        for value, advice in ((Refusal([]), "a refusal is written nowhere"), (None, "forget"), (plan, "apply the plan")):
            error = raised(InvalidValue, "append of no ledger", lambda value=value: store.append(value))  # type: ignore[misc]
            same(advice in str(error), True, f"{error} says what to do")
        same(store.head(LEARNER).version, 0, "what was written by all this")

    def test_update_gives_up_after_so_many_tries(self) -> None:
        """It never hides that somebody else was faster every time."""
        store = self.make_store("lakeside")

        def change(ledger: Ledger) -> Ledger:
            store.append(written(store.read(LEARNER), renamed(f"C-{ledger.version}")))
            return written(ledger, renamed("mine"))

        raised(StaleLedger, "update by somebody who is never the faster one", lambda: update(store, LEARNER, change, tries=3))
        same(store.head(LEARNER).version, 3, "the version after three tries")
        raised(InvalidValue, "update with no tries", lambda: update(store, LEARNER, change, tries=0))

    def test_threads_lose_nothing(self) -> None:
        """Eight threads write to one ledger; every entry of each is there, once."""
        store = self.make_store("lakeside")
        failures: list[Exception] = []

        def work(name: int) -> None:
            try:
                for turn in range(_EACH):
                    update(store, LEARNER, lambda ledger: written(ledger, renamed(f"C-{name}-{turn}")))  # noqa: B023
            except Exception as error:  # noqa: BLE001 - handed to the test's own thread
                failures.append(error)

        threads = [threading.Thread(target=work, args=(name,)) for name in range(_THREADS)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        same(failures, [], "the errors of eight threads")
        stored = [entry.identity for entry in store.read(LEARNER).entries()]
        expected = sorted(f"renamed:C-{name}-{turn}" for name in range(_THREADS) for turn in range(_EACH))
        same(sorted(stored), expected, "what eight threads have written")

    def test_update_reads_again_where_a_merge_lands_meanwhile(self) -> None:
        """Between the question whose ledger goes on and its being read."""
        store = self.make_store("lakeside")
        seen: list[str] = []

        def change(ledger: Ledger) -> Ledger:
            seen.append(ledger.learner)
            return written(ledger, renamed("C-1", ledger.learner))

        hasty: Any = _MergedMeanwhile(store, into="dr-3")
        raised(StaleLedger, "update that may not read again", lambda: update(hasty, "dr-0", change, tries=1))
        meanwhile: Any = _MergedMeanwhile(store)
        update(meanwhile, "dr-1", change)
        same(seen, ["dr-2"], "the ledgers that update() handed to its function")
        same(store.head("dr-2").version, 2, "the version of the ledger that goes on")


class _MergedMeanwhile:
    """A store in which an account is merged right after it was asked whose ledger goes on."""

    def __init__(self, store: LedgerStore, into: str = "dr-2") -> None:
        self._store = store
        self._into = into
        self._asked = False

    def alias(self, learner: str) -> str:
        goes_on = self._store.alias(learner)
        if not self._asked:
            self._asked = True
            merged(self._store, learner, into=self._into, merge="M-1")
        return goes_on

    def __getattr__(self, name: str) -> object:
        return getattr(self._store, name)
