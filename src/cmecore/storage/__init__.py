"""Where ledgers are kept: a protocol, a store in memory, and one SQL store for SQLite and PostgreSQL (extra ``sql``)."""
