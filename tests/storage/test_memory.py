import subprocess
import sys

import attrs
import pytest

from cmecore.storage.memory import MemoryStore
from cmecore.storage.protocol import BrokenLedger, LedgerStore, StaleLedger
from cmecore.testing.ledger_store import LedgerStoreContract
from cmecore.testing.samples import LEDGER


class TestMemoryStore(LedgerStoreContract):
    def make_store(self, provider: str) -> LedgerStore:
        return MemoryStore(provider=provider)


def test_what_a_program_changed_in_memory_is_found() -> None:
    """Even here the chain is verified."""
    store = MemoryStore(provider="lakeside")
    store.append(LEDGER)
    store._records["dr-42"] = (attrs.evolve(LEDGER.records[0], actor="Eve"), LEDGER.records[1])  # noqa: SLF001
    with pytest.raises(BrokenLedger):
        store.read("dr-42")
    assert [fault.place for fault in store.check()] == [1]


@pytest.mark.parametrize("module", ["protocol", "memory", "updating", "appending", "checking"])
def test_a_program_without_a_database_loads_none(module: str) -> None:
    """The protocol, the store in memory and updating need neither the extra nor a converter."""
    program = f"import sys, cmecore.storage.{module}; print(*sys.modules, sep='\\n')"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, encoding="utf-8", check=True)
    assert {name.partition(".")[0] for name in done.stdout.split()}.isdisjoint({"sqlalchemy", "alembic", "cattrs"})


def test_a_store_of_your_own_raises_what_is_stale_without_a_word() -> None:
    """It has nothing to say that the library does not say."""
    with pytest.raises(StaleLedger, match="read it again and decide anew") as raised:
        raise StaleLedger
    assert (raised.value.recorded, raised.value.offered) == (None, None)
