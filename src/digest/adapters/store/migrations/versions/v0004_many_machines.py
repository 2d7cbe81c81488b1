"""Workers on several machines: who they are, what they share of the pace, what they send with.

Revision ID: 0004
Revises: 0003
"""

import sqlalchemy as sa
from alembic import op

from digest.adapters.store.migrations.kinds import NUMBER, TEXT, short

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the tables, and the moment at which an edition's deliveries were dropped."""
    op.add_column("edition", sa.Column("dropped_at", NUMBER))
    op.create_table(
        "sending_order",
        sa.Column("edition_id", NUMBER, nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["edition_id"], ["edition.id"], name="fk_sending_order_edition_id"),
        sa.PrimaryKeyConstraint("edition_id", name="pk_sending_order"),
    )
    op.create_table(
        "worker",
        sa.Column("name", short(200), nullable=False),
        sa.Column("host", TEXT, nullable=False),
        sa.Column("process", sa.Integer(), nullable=False),
        sa.Column("version", short(32), nullable=False),
        sa.Column("concurrency", sa.Integer(), nullable=False),
        sa.Column("began", NUMBER, nullable=False),
        sa.Column("seen", NUMBER, nullable=False),
        sa.Column("state", short(16), nullable=False),
        sa.Column("doing", TEXT),
        sa.Column("sent", NUMBER, nullable=False),
        sa.Column("trouble", TEXT),
        sa.PrimaryKeyConstraint("name", name="pk_worker"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "pace",
        sa.Column("name", TEXT, nullable=False),
        sa.Column("until", sa.Float(), nullable=False),
        sa.PrimaryKeyConstraint("name", name="pk_pace"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "pace_share",
        sa.Column("name", TEXT, nullable=False),
        sa.Column("holder", short(200), nullable=False),
        sa.Column("wants", sa.Float(), nullable=False),
        sa.Column("until", sa.Float(), nullable=False),
        sa.PrimaryKeyConstraint("name", "holder", name="pk_pace_share"),
        sqlite_with_rowid=False,
    )
