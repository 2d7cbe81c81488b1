"""The first tables.

Revision ID: 0001
Revises:
"""

import sqlalchemy as sa
from alembic import op

from digest.adapters.store.migrations.kinds import LETTER, NUMBER, TEXT, short

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

# Plain types: what is written here stays as it is when the tables change later.


def upgrade() -> None:
    """Make the tables of an empty database."""
    op.create_table(
        "article",
        sa.Column("id", NUMBER, sa.Identity(always=False), nullable=False),
        sa.Column("url", TEXT, nullable=False),
        sa.Column("source", TEXT, nullable=False),
        sa.Column("first_seen", NUMBER, nullable=False),
        sa.Column("changed_at", NUMBER, nullable=False),
        sa.Column("published", NUMBER, nullable=True),
        sa.Column("precision", short(8), nullable=True),
        sa.Column("zone_known", sa.Boolean(), nullable=False),
        sa.Column("language", TEXT, nullable=True),
        sa.Column("section", TEXT, nullable=True),
        sa.Column("headline", TEXT, nullable=False),
        sa.Column("byline", TEXT, nullable=True),
        sa.Column("dateline", TEXT, nullable=True),
        sa.Column("dek", TEXT, nullable=True),
        sa.Column("image", TEXT, nullable=True),
        sa.Column("lede", TEXT, nullable=False),
        sa.Column("body", TEXT, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_article"),
        sa.UniqueConstraint("url", name="uq_article_url"),
    )
    op.create_index("ix_article_first_seen", "article", ["first_seen"], unique=False)
    op.create_index(
        "ix_article_source_first_seen", "article", ["source", "first_seen"], unique=False
    )
    op.create_index("ix_article_published", "article", ["published"], unique=False)
    make_delivery()
    op.create_index(
        "ix_delivery_deferred",
        "delivery",
        ["edition_id", "batch", "next_attempt"],
        unique=False,
        sqlite_where=sa.text("outcome = 'deferred'"),
        postgresql_where=sa.text("outcome = 'd'"),
    )
    op.create_table(
        "delivery_event",
        sa.Column("id", NUMBER, sa.Identity(always=False), nullable=False),
        sa.Column("edition_id", NUMBER, nullable=False),
        sa.Column("subscriber_id", NUMBER, nullable=False),
        sa.Column("at", NUMBER, nullable=False),
        sa.Column("kind", short(16), nullable=False),
        sa.Column("detail", TEXT, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_delivery_event"),
    )
    op.create_index(
        "ix_delivery_event_edition_id_subscriber_id",
        "delivery_event",
        ["edition_id", "subscriber_id"],
        unique=False,
    )
    op.create_table(
        "edition",
        sa.Column("id", NUMBER, sa.Identity(always=False), nullable=False),
        sa.Column("slug", short(200), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("state", short(16), nullable=False),
        sa.Column("window_start", NUMBER, nullable=False),
        sa.Column("window_end", NUMBER, nullable=False),
        sa.Column("draft_hash", short(64), nullable=False),
        sa.Column("content_hash", short(64), nullable=True),
        sa.Column("send_by", NUMBER, nullable=False),
        sa.Column("planned_at", NUMBER, nullable=True),
        sa.Column("finished_at", NUMBER, nullable=True),
        sa.Column("planned", sa.Integer(), nullable=False),
        sa.Column("lists", TEXT, nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_edition"),
        sa.UniqueConstraint("slug", name="uq_edition_slug"),
    )
    op.create_table(
        "quiet_day",
        sa.Column("slug", short(200), nullable=False),
        sa.Column("reason", TEXT, nullable=False),
        sa.Column("at", NUMBER, nullable=False),
        sa.PrimaryKeyConstraint("slug", name="pk_quiet_day"),
    )
    op.create_table(
        "source_health",
        sa.Column("name", TEXT, nullable=False),
        sa.Column("url", TEXT, nullable=False),
        sa.Column("etag", TEXT, nullable=True),
        sa.Column("last_modified", TEXT, nullable=True),
        sa.Column("last_success", NUMBER, nullable=True),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("last_error", TEXT, nullable=True),
        sa.PrimaryKeyConstraint("name", name="pk_source_health"),
    )
    op.create_table(
        "subscriber",
        sa.Column("id", NUMBER, sa.Identity(always=False), nullable=False),
        sa.Column("key", TEXT, nullable=False),
        sa.Column("email", TEXT, nullable=False),
        sa.Column("name", TEXT, nullable=False),
        sa.Column("state", short(16), nullable=False),
        sa.Column("language", TEXT, nullable=True),
        sa.Column("timezone", TEXT, nullable=True),
        sa.Column("fields", TEXT, nullable=True),
        sa.Column("consent_at", NUMBER, nullable=True),
        sa.Column("consent_source", TEXT, nullable=True),
        sa.Column("consent_proof", TEXT, nullable=True),
        sa.Column("added_at", NUMBER, nullable=False),
        sa.Column("added_by", TEXT, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_subscriber"),
        sa.UniqueConstraint("key", name="uq_subscriber_key"),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "suppression",
        sa.Column("key_hash", short(64), nullable=False),
        sa.Column("reason", short(16), nullable=False),
        sa.Column("at", NUMBER, nullable=False),
        sa.Column("detail", TEXT, nullable=False),
        sa.PrimaryKeyConstraint("key_hash", name="pk_suppression"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "batch_readers",
        sa.Column("edition_id", NUMBER, nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("ids", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["edition_id"], ["edition.id"], name="fk_batch_readers_edition_id"),
        sa.PrimaryKeyConstraint("edition_id", "number", name="pk_batch_readers"),
    )
    op.create_table(
        "decision_trail",
        sa.Column("edition_id", NUMBER, nullable=False),
        sa.Column("decisions", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["edition_id"], ["edition.id"], name="fk_decision_trail_edition_id", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("edition_id", name="pk_decision_trail"),
    )
    op.create_table(
        "forgotten_delivery",
        sa.Column("edition_id", NUMBER, nullable=False),
        sa.Column("key_hash", short(64), nullable=False),
        sa.ForeignKeyConstraint(
            ["edition_id"], ["edition.id"], name="fk_forgotten_delivery_edition_id"
        ),
        sa.PrimaryKeyConstraint("edition_id", "key_hash", name="pk_forgotten_delivery"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "lock",
        sa.Column("edition_id", NUMBER, nullable=False),
        sa.Column("content", TEXT, nullable=False),
        sa.ForeignKeyConstraint(["edition_id"], ["edition.id"], name="fk_lock_edition_id"),
        sa.PrimaryKeyConstraint("edition_id", name="pk_lock"),
    )
    op.create_table(
        "sighting",
        sa.Column("article_id", NUMBER, nullable=False),
        sa.Column("position", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("name", TEXT, nullable=False),
        sa.Column("url", TEXT, nullable=False),
        sa.ForeignKeyConstraint(
            ["article_id"], ["article.id"], name="fk_sighting_article_id", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("article_id", "position", name="pk_sighting"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_sighting_name", "sighting", ["name"], unique=False)
    op.create_index("ix_sighting_url", "sighting", ["url"], unique=False)
    op.create_table(
        "subscriber_event",
        sa.Column("id", NUMBER, sa.Identity(always=False), nullable=False),
        sa.Column("subscriber_id", NUMBER, nullable=False),
        sa.Column("at", NUMBER, nullable=False),
        sa.Column("kind", short(16), nullable=False),
        sa.Column("detail", TEXT, nullable=False),
        sa.ForeignKeyConstraint(
            ["subscriber_id"],
            ["subscriber.id"],
            name="fk_subscriber_event_subscriber_id",
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name="pk_subscriber_event"),
    )
    op.create_index(
        "ix_subscriber_event_subscriber_id", "subscriber_event", ["subscriber_id"], unique=False
    )
    op.create_table(
        "subscriber_list",
        sa.Column("subscriber_id", NUMBER, nullable=False),
        sa.Column("position", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("name", TEXT, nullable=False),
        sa.ForeignKeyConstraint(
            ["subscriber_id"],
            ["subscriber.id"],
            name="fk_subscriber_list_subscriber_id",
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("subscriber_id", "position", name="pk_subscriber_list"),
        sqlite_with_rowid=False,
    )
    op.create_index(
        "ix_subscriber_list_name_subscriber_id",
        "subscriber_list",
        ["name", "subscriber_id"],
        unique=False,
    )
    op.create_table(
        "told",
        sa.Column("url", TEXT, nullable=False),
        sa.Column("edition_id", NUMBER, nullable=False),
        sa.ForeignKeyConstraint(["edition_id"], ["edition.id"], name="fk_told_edition_id"),
        sa.PrimaryKeyConstraint("url", name="pk_told"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_told_edition_id", "told", ["edition_id"], unique=False)
    op.create_table(
        "batch",
        sa.Column("edition_id", NUMBER, autoincrement=False, nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("again", sa.LargeBinary(), nullable=True),
        sa.Column("open_window", sa.LargeBinary(), nullable=True),
        sa.Column("open_owed", sa.Integer(), nullable=False),
        sa.Column("owner", short(200), nullable=True),
        sa.Column("epoch", sa.Integer(), nullable=False),
        sa.Column("lease_until", NUMBER, nullable=True),
        sa.Column("accepted", sa.Integer(), nullable=False),
        sa.Column("deferred", sa.Integer(), nullable=False),
        sa.Column("rejected", sa.Integer(), nullable=False),
        sa.Column("suppressed", sa.Integer(), nullable=False),
        sa.Column("expired", sa.Integer(), nullable=False),
        sa.Column("unknown", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "accepted + deferred + rejected + suppressed + expired + unknown <= size",
            name=op.f("ck_batch_counters"),
        ),
        sa.ForeignKeyConstraint(
            ["edition_id", "number"],
            ["batch_readers.edition_id", "batch_readers.number"],
            name="fk_batch_edition_id_number",
        ),
        sa.PrimaryKeyConstraint("edition_id", "number", name="pk_batch"),
        postgresql_with={"fillfactor": 50},
    )


def make_delivery() -> None:
    """Make the table of the deliveries, which is another on a server."""
    if op.get_bind().dialect.name == "postgresql":
        make_partitioned()
    else:
        make_plain()


def make_plain() -> None:
    """Keep the deliveries of all editions in one table."""
    op.create_table(
        "delivery",
        sa.Column("edition_id", NUMBER, autoincrement=False, nullable=False),
        sa.Column("subscriber_id", NUMBER, autoincrement=False, nullable=False),
        sa.Column("batch", sa.Integer(), nullable=False),
        sa.Column("epoch", sa.Integer(), nullable=False),
        sa.Column("outcome", short(16), nullable=False),
        sa.Column("message_id", TEXT, nullable=False),
        sa.Column("code", sa.Integer(), nullable=False),
        sa.Column("enhanced", TEXT, nullable=True),
        sa.Column("reply", TEXT, nullable=False),
        sa.Column("at", NUMBER, nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("next_attempt", NUMBER, nullable=True),
        sa.PrimaryKeyConstraint("edition_id", "subscriber_id", name="pk_delivery"),
        sqlite_with_rowid=False,
    )


def make_partitioned() -> None:
    """Keep the deliveries of each edition in a table of their own, which has the key."""
    op.create_table(
        "delivery",
        sa.Column("edition_id", sa.Integer(), nullable=False),
        sa.Column("batch", sa.Integer(), nullable=False),
        sa.Column("subscriber_id", sa.BigInteger(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("next_attempt", sa.BigInteger(), nullable=True),
        sa.Column("epoch", sa.SmallInteger(), nullable=False),
        sa.Column("code", sa.SmallInteger(), nullable=False),
        sa.Column("attempts", sa.SmallInteger(), nullable=False),
        sa.Column("outcome", LETTER, nullable=False),
        sa.Column("enhanced", TEXT, nullable=True),
        sa.Column("message_id", TEXT, nullable=False),
        sa.Column("reply", TEXT, nullable=False),
        postgresql_partition_by="LIST (edition_id)",
    )
