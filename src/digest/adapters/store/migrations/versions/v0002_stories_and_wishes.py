"""Stories, the desk's wishes, earlier versions of articles, the health of sources.

Revision ID: 0002
Revises: 0001
"""

import sqlalchemy as sa
from alembic import op

from digest.adapters.store.migrations.kinds import NUMBER, TEXT, short

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def article_column(name: str, *, of_table: str) -> sa.Column[int]:
    """Make a column that names an article and goes with it."""
    key = sa.ForeignKey("article.id", name=f"fk_{of_table}_{name}", ondelete="CASCADE")
    return sa.Column(name, NUMBER, key, nullable=False)


def upgrade() -> None:
    """Add the tables and columns; what was collected stays as it is."""
    for column in (
        sa.Column("last_new", NUMBER),
        sa.Column("moved_to", TEXT),
        sa.Column("gone_at", NUMBER),
        sa.Column("not_before", NUMBER),
    ):
        op.add_column("source_health", column)
    op.create_table(
        "article_version",
        article_column("article_id", of_table="article_version"),
        sa.Column("until", NUMBER, autoincrement=False, nullable=False),
        sa.Column("headline", TEXT, nullable=False),
        sa.Column("dek", TEXT),
        sa.Column("lede", TEXT, nullable=False),
        sa.Column("body", TEXT, nullable=False),
        sa.PrimaryKeyConstraint("article_id", "until", name="pk_article_version"),
    )
    op.create_table(
        "fingerprint",
        article_column("article_id", of_table="fingerprint"),
        sa.Column("marks", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("article_id", name="pk_fingerprint"),
    )
    op.create_table(
        "tie",
        article_column("first_id", of_table="tie"),
        article_column("second_id", of_table="tie"),
        sa.Column("kind", short(8), nullable=False),
        sa.Column("strength", sa.Float(), nullable=False),
        sa.Column("words", TEXT),
        sa.PrimaryKeyConstraint("first_id", "second_id", name="pk_tie"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_tie_second_id", "tie", ["second_id"], unique=False)
    op.create_table(
        "wish",
        sa.Column("url", TEXT, nullable=False),
        sa.Column("kind", short(8), nullable=False),
        sa.Column("headline", TEXT, nullable=False),
        sa.Column("section", TEXT),
        sa.Column("until", NUMBER),
        sa.Column("at", NUMBER, nullable=False),
        sa.PrimaryKeyConstraint("url", "kind", name="pk_wish"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "proposal",
        sa.Column("key", short(64), nullable=False),
        sa.Column("at", NUMBER, nullable=False),
        sa.Column("kind", short(16), nullable=False),
        sa.Column("tokens", sa.Integer(), nullable=False),
        sa.Column("answer", TEXT, nullable=False),
        sa.PrimaryKeyConstraint("key", name="pk_proposal"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_proposal_at", "proposal", ["at"], unique=False)
