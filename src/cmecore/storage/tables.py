"""The tables of the SQL store, and the constraints in them that do the guarding.

Who is first to write the next version of a stream is decided by the primary key of the records, and by nothing else.
"""

from __future__ import annotations

import hashlib

from sqlalchemy import Column, Index, Integer, MetaData, String, Table, Text, UniqueConstraint

#: The tables as the newest migration leaves them.
METADATA = MetaData()
#: The newest migration; a database at another one is refused.
REVISION = "0001"
#: Where a database says at which migration it is.
VERSION_TABLE = "cmecore_version"

# Sorted by code points, as Python sorts, whatever language the database was set up for.
_NAME = String().with_variant(String(collation="C"), "postgresql")

RECORDS = Table(
    "cmecore_records",
    METADATA,
    Column("provider", _NAME, primary_key=True),
    Column("learner", _NAME, primary_key=True),
    Column("version", Integer, primary_key=True, autoincrement=False),
    Column("identity", Text, nullable=False),
    # What may stand in a stream once; nothing where the entry was purged, or is about an account that was merged into it.
    Column("entry_id", String),
    # The class of the entry and its document; nothing in both once it was purged.
    Column("kind", String),
    Column("entry", Text),
    # In UTC to the microsecond, as the chain spells it: every database gives back exactly this.
    Column("at", String, nullable=False),
    Column("actor", Text, nullable=False),
    Column("reason", Text, nullable=False),
    Column("salt", String, nullable=False),
    Column("digest", String, nullable=False),
    Column("link", String, nullable=False),
    UniqueConstraint("provider", "learner", "entry_id", name="cmecore_records_entry"),
)
"""Every record of every stream."""

NUMBERS = Table(
    "cmecore_numbers",
    METADATA,
    Column("provider", _NAME, primary_key=True),
    Column("number", _NAME, primary_key=True),
    Column("learner", _NAME, nullable=False),
    Column("version", Integer, nullable=False),
    Index("cmecore_numbers_learner", "provider", "learner"),
)
"""Every certificate number that was ever issued, and the record that it leads to."""

ALIASES = Table(
    "cmecore_aliases",
    METADATA,
    Column("provider", _NAME, primary_key=True),
    Column("learner", _NAME, primary_key=True),
    Column("merge", String, nullable=False),
    Column("follows", String, nullable=False),
)
"""Whose stream goes on for a learner whose account was merged."""


def entry_id(learner: str, identity: str) -> str:
    """Digest what makes an entry itself, and about whom it is; as it stands it may be longer than what fits into an index.

    >>> entry_id("dr-42", "claim:basket-7") == entry_id("dr-17", "claim:basket-7")
    False
    """
    return hashlib.sha256(f"{learner}\0{identity}".encode()).hexdigest()
