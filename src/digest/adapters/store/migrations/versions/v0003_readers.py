"""Readers who sign up, choose and pause; letters to them; returned mail.

Revision ID: 0003
Revises: 0002
"""

import sqlalchemy as sa
from alembic import op

from digest.adapters.store.migrations.kinds import NUMBER, SMALL, TEXT, short

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def person_column(*, of_table: str) -> sa.Column[int]:
    """Make a column that names a person and goes with them."""
    name = f"fk_{of_table}_subscriber_id"
    key = sa.ForeignKey("subscriber.id", name=name, ondelete="CASCADE")
    return sa.Column("subscriber_id", NUMBER, key, nullable=False)


def daily_column(name: str) -> sa.Column[str]:
    """Make a column that says "daily" of everything that is there already."""
    return sa.Column(name, short(8), nullable=False, server_default="daily")


def upgrade() -> None:
    """Add the tables and columns; every reader gets every edition, as before."""
    op.add_column("edition", sa.Column("segment", TEXT))
    op.add_column("edition", daily_column("kind"))
    op.add_column("edition", sa.Column("pruned_at", NUMBER))
    op.add_column("subscriber", daily_column("frequency"))
    op.add_column("subscriber", sa.Column("sections", TEXT))
    op.add_column("subscriber", sa.Column("paused_until", NUMBER))
    op.add_column("delivery", sa.Column("variant", SMALL))
    create_sign_up()
    create_consent()
    create_letter()
    op.create_table(
        "returned_mail",
        sa.Column("key", short(64), nullable=False),
        sa.Column("at", NUMBER, nullable=False),
        sa.Column("name", TEXT, nullable=False),
        sa.Column("kind", short(16), nullable=False),
        sa.Column("subscriber_id", NUMBER),
        sa.Column("edition_id", NUMBER),
        sa.Column("status", TEXT),
        sa.Column("reason", TEXT, nullable=False),
        sa.Column("raw", sa.LargeBinary()),
        sa.PrimaryKeyConstraint("key", name="pk_returned_mail"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_returned_mail_at", "returned_mail", ["at"])
    op.create_index("ix_returned_mail_subscriber_id", "returned_mail", ["subscriber_id"])


def create_sign_up() -> None:
    """Add what somebody asked for on a form."""
    op.create_table(
        "sign_up",
        person_column(of_table="sign_up"),
        sa.Column("asked_at", NUMBER, nullable=False),
        sa.Column("language", TEXT, nullable=False),
        sa.Column("lists", TEXT),
        sa.Column("source", TEXT, nullable=False),
        sa.Column("text", short(16), nullable=False),
        sa.Column("network", TEXT),
        sa.PrimaryKeyConstraint("subscriber_id", name="pk_sign_up"),
    )
    op.create_index("ix_sign_up_asked_at", "sign_up", ["asked_at"])


def create_consent() -> None:
    """Add proofs of consent, and the words that were agreed to."""
    op.create_table(
        "consent_text",
        sa.Column("version", short(16), nullable=False),
        sa.Column("language", TEXT, nullable=False),
        sa.Column("text", TEXT, nullable=False),
        sa.Column("first_shown", NUMBER, nullable=False),
        sa.PrimaryKeyConstraint("version", name="pk_consent_text"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "consent_given",
        sa.Column("id", NUMBER, sa.Identity(), nullable=False),
        person_column(of_table="consent_given"),
        sa.Column("asked_at", NUMBER, nullable=False),
        sa.Column("at", NUMBER, nullable=False),
        sa.Column("source", TEXT, nullable=False),
        sa.Column("language", TEXT, nullable=False),
        sa.Column("text", short(16), nullable=False),
        sa.Column("network", TEXT),
        sa.Column("lists", TEXT),
        sa.PrimaryKeyConstraint("id", name="pk_consent_given"),
    )
    op.create_index("ix_consent_given_subscriber_id", "consent_given", ["subscriber_id"])


def create_letter() -> None:
    """Add letters to single people."""
    op.create_table(
        "letter",
        sa.Column("id", NUMBER, sa.Identity(), nullable=False),
        person_column(of_table="letter"),
        sa.Column("kind", short(8), nullable=False),
        sa.Column("language", TEXT),
        sa.Column("asked_at", NUMBER, nullable=False),
        sa.Column("due", NUMBER),
        sa.Column("taken", NUMBER),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("outcome", short(16)),
        sa.Column("code", sa.Integer(), nullable=False),
        sa.Column("reply", TEXT, nullable=False),
        sa.Column("at", NUMBER),
        sa.PrimaryKeyConstraint("id", name="pk_letter"),
    )
    op.create_index("ix_letter_subscriber_id", "letter", ["subscriber_id"])
    op.create_index("ix_letter_due", "letter", ["due"])
