import pytest
from sqlalchemy import Engine

from cmecore.storage.protocol import LedgerStore
from cmecore.storage.sql import SqlStore
from cmecore.testing.ledger_store import LedgerStoreContract


class TestSqlStore(LedgerStoreContract):
    engine: Engine

    @pytest.fixture(autouse=True)
    def _database(self, engine: Engine) -> None:
        self.engine = engine

    def make_store(self, provider: str) -> LedgerStore:
        return SqlStore(self.engine, provider=provider)
