"""The first tables: records, certificate numbers, and aliases of merged accounts."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

# Spelled out and not taken from the tables of today: a step stays what it was when those have gone on.
_NAME = sa.String().with_variant(sa.String(collation="C"), "postgresql")


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "cmecore_records",
        sa.Column("provider", _NAME, primary_key=True),
        sa.Column("learner", _NAME, primary_key=True),
        sa.Column("version", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("identity", sa.Text, nullable=False),
        sa.Column("entry_id", sa.String),
        sa.Column("kind", sa.String),
        sa.Column("entry", sa.Text),
        sa.Column("at", sa.String, nullable=False),
        sa.Column("actor", sa.Text, nullable=False),
        sa.Column("reason", sa.Text, nullable=False),
        sa.Column("salt", sa.String, nullable=False),
        sa.Column("digest", sa.String, nullable=False),
        sa.Column("link", sa.String, nullable=False),
        sa.UniqueConstraint("provider", "learner", "entry_id", name="cmecore_records_entry"),
    )
    op.create_table(
        "cmecore_numbers",
        sa.Column("provider", _NAME, primary_key=True),
        sa.Column("number", _NAME, primary_key=True),
        sa.Column("learner", _NAME, nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Index("cmecore_numbers_learner", "provider", "learner"),
    )
    op.create_table(
        "cmecore_aliases",
        sa.Column("provider", _NAME, primary_key=True),
        sa.Column("learner", _NAME, primary_key=True),
        sa.Column("merge", sa.String, nullable=False),
        sa.Column("follows", sa.String, nullable=False),
    )
