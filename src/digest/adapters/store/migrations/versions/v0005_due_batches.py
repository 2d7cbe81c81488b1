"""Batches tell from when on somebody of theirs is to be tried, so that the next is found at once.

Revision ID: 0005
Revises: 0004
"""

import sqlalchemy as sa
from alembic import op

from digest.adapters.store.migrations.kinds import NUMBER, TEXT

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

# All others are due at once; whoever claims one whose readers are all due later writes when.
FINISHED = """
    UPDATE batch SET due = NULL
    WHERE position = size AND again IS NULL AND open_window IS NULL AND deferred = 0
"""


def upgrade() -> None:
    """Add the moment with its index, and what the Message-IDs of an edition are made of."""
    op.add_column("batch", sa.Column("due", NUMBER, server_default="0"))
    op.add_column("edition", sa.Column("copies", TEXT))
    op.execute(FINISHED)
    op.create_index(
        "ix_batch_due",
        "batch",
        ["edition_id", "due", "number"],
        unique=False,
        sqlite_where=sa.text("due IS NOT NULL"),
        postgresql_where=sa.text("due IS NOT NULL"),
    )
