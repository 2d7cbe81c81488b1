"""The tables. Whoever changes them writes a migration as well; a test compares the two."""

from sqlalchemy import (
    Boolean,
    CheckConstraint,
    Column,
    Float,
    ForeignKey,
    ForeignKeyConstraint,
    Identity,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
    text,
)

from digest.adapters.store.columns import (
    NUMBER,
    SMALL,
    FreeText,
    Ids,
    Instant,
    Json,
    Lines,
    PackedJson,
)
from digest.adapters.store.short_columns import Enhanced, MessageId, OutcomeName, ReplyText

VERSION = "0005"

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)

article = Table(
    "article",
    metadata,
    Column("id", NUMBER, Identity(), primary_key=True),
    Column("url", FreeText, nullable=False, unique=True),
    Column("source", FreeText, nullable=False),
    Column("first_seen", Instant, nullable=False, index=True),
    Column("changed_at", Instant, nullable=False),
    Column("published", Instant, index=True),
    Column("precision", String(8)),
    Column("zone_known", Boolean, nullable=False),
    Column("language", FreeText),
    Column("section", FreeText),
    Column("headline", FreeText, nullable=False),
    Column("byline", Json),
    Column("dateline", FreeText),
    Column("dek", FreeText),
    Column("image", Json),
    Column("lede", FreeText, nullable=False),
    Column("body", FreeText, nullable=False),
    Index(None, "source", "first_seen"),
)

sighting = Table(
    "sighting",
    metadata,
    Column("article_id", ForeignKey("article.id", ondelete="CASCADE"), primary_key=True),
    Column("position", Integer, primary_key=True, autoincrement=False),
    Column("name", FreeText, nullable=False, index=True),
    Column("url", FreeText, nullable=False, index=True),
    sqlite_with_rowid=False,
)

# What an article said before its source changed it, the latest change last.
article_version = Table(
    "article_version",
    metadata,
    Column("article_id", ForeignKey("article.id", ondelete="CASCADE"), primary_key=True),
    Column("until", Instant, primary_key=True, autoincrement=False),
    Column("headline", FreeText, nullable=False),
    Column("dek", FreeText),
    Column("lede", FreeText, nullable=False),
    Column("body", FreeText, nullable=False),
)

# The words by which an article is compared with others. One without a row is still to be compared.
fingerprint = Table(
    "fingerprint",
    metadata,
    Column("article_id", ForeignKey("article.id", ondelete="CASCADE"), primary_key=True),
    Column("marks", LargeBinary, nullable=False),
)

# Two articles that tell the same; of a sequel the one that it goes on with stands first.
tie = Table(
    "tie",
    metadata,
    Column("first_id", ForeignKey("article.id", ondelete="CASCADE"), primary_key=True),
    Column("second_id", ForeignKey("article.id", ondelete="CASCADE"), primary_key=True, index=True),
    Column("kind", String(8), nullable=False),
    Column("strength", Float, nullable=False),
    Column("words", Lines),
    sqlite_with_rowid=False,
)

# What the desk wishes of an article: to pin it, to drop it, or to hold it until a moment.
wish = Table(
    "wish",
    metadata,
    Column("url", FreeText, primary_key=True),
    Column("kind", String(8), primary_key=True),
    Column("headline", FreeText, nullable=False),
    Column("section", FreeText),
    Column("until", Instant),
    Column("at", Instant, nullable=False),
    sqlite_with_rowid=False,
)

# What a language model answered, by the hash of everything it was asked with.
proposal = Table(
    "proposal",
    metadata,
    Column("key", String(64), primary_key=True),
    Column("at", Instant, nullable=False, index=True),
    Column("kind", String(16), nullable=False),
    Column("tokens", Integer, nullable=False),
    Column("answer", FreeText, nullable=False),
    sqlite_with_rowid=False,
)

source_health = Table(
    "source_health",
    metadata,
    Column("name", FreeText, primary_key=True),
    Column("url", FreeText, nullable=False),
    Column("etag", FreeText),
    Column("last_modified", FreeText),
    Column("last_success", Instant),
    Column("failures", Integer, nullable=False),
    Column("last_error", FreeText),
    Column("last_new", Instant),
    Column("moved_to", FreeText),
    Column("gone_at", Instant),
    Column("not_before", Instant),
)

edition = Table(
    "edition",
    metadata,
    Column("id", NUMBER, Identity(), primary_key=True),
    Column("slug", String(200), nullable=False, unique=True),
    Column("number", Integer, nullable=False),
    Column("state", String(16), nullable=False),
    Column("window_start", Instant, nullable=False),
    Column("window_end", Instant, nullable=False),
    Column("draft_hash", String(64), nullable=False),
    Column("content_hash", String(64)),
    Column("send_by", Instant, nullable=False),
    Column("planned_at", Instant),
    Column("finished_at", Instant),
    Column("planned", Integer, nullable=False),
    Column("lists", Json),
    # The rule of its audience besides the lists, as it was typed; NULL for none.
    Column("segment", FreeText),
    # "daily" goes to those who are mailed every edition, "weekly" is the round-up for the others.
    Column("kind", String(8), nullable=False, server_default="daily"),
    # When Message-IDs and replies of its deliveries were erased; NULL while they are kept.
    Column("pruned_at", Instant),
    # When its deliveries were dropped, of which only the batches' counters are left; else NULL.
    Column("dropped_at", Instant),
    # What the Message-IDs of its copies are made of besides their readers: the publication's id and
    # the sender's domain; NULL where they stand whole in `delivery`.
    Column("copies", FreeText),
)

decision_trail = Table(
    "decision_trail",
    metadata,
    Column("edition_id", ForeignKey("edition.id", ondelete="CASCADE"), primary_key=True),
    Column("decisions", PackedJson, nullable=False),
)

lock = Table(
    "lock",
    metadata,
    Column("edition_id", ForeignKey("edition.id"), primary_key=True),
    Column("content", Text, nullable=False),
)

# What machines without digest.toml need to send an edition, sealed by DIGEST_SECRET.
sending_order = Table(
    "sending_order",
    metadata,
    Column("edition_id", ForeignKey("edition.id"), primary_key=True),
    Column("content", LargeBinary, nullable=False),
)

quiet_day = Table(
    "quiet_day",
    metadata,
    Column("slug", String(200), primary_key=True),
    Column("reason", FreeText, nullable=False),
    Column("at", Instant, nullable=False),
)

told = Table(
    "told",
    metadata,
    Column("url", FreeText, primary_key=True),
    Column("edition_id", ForeignKey("edition.id"), nullable=False, index=True),
    sqlite_with_rowid=False,
)

subscriber = Table(
    "subscriber",
    metadata,
    Column("id", NUMBER, Identity(), primary_key=True),
    Column("key", FreeText, nullable=False, unique=True),
    Column("email", FreeText, nullable=False),
    Column("name", FreeText, nullable=False),
    Column("state", String(16), nullable=False),
    Column("language", FreeText),
    Column("timezone", FreeText),
    Column("fields", Json),
    Column("consent_at", Instant),
    Column("consent_source", FreeText),
    Column("consent_proof", FreeText),
    Column("added_at", Instant, nullable=False),
    Column("added_by", FreeText, nullable=False),
    Column("frequency", String(8), nullable=False, server_default="daily"),
    # Ids of the sections that the person chose; NULL for all.
    Column("sections", Lines),
    # When a person who is paused is mailed again; NULL while it is open.
    Column("paused_until", Instant),
    sqlite_autoincrement=True,  # a number is never used again for another person
)

subscriber_list = Table(
    "subscriber_list",
    metadata,
    Column("subscriber_id", ForeignKey("subscriber.id", ondelete="CASCADE"), primary_key=True),
    Column("position", Integer, primary_key=True, autoincrement=False),
    Column("name", FreeText, nullable=False),
    Index(None, "name", "subscriber_id"),
    sqlite_with_rowid=False,
)

subscriber_event = Table(
    "subscriber_event",
    metadata,
    Column("id", NUMBER, Identity(), primary_key=True),
    Column(
        "subscriber_id",
        ForeignKey("subscriber.id", ondelete="CASCADE"),
        nullable=False,
        index=True,
    ),
    Column("at", Instant, nullable=False),
    Column("kind", String(16), nullable=False),
    Column("detail", FreeText, nullable=False),
)

# What somebody asked for on a form, and has not confirmed yet; a later wish takes its place.
sign_up = Table(
    "sign_up",
    metadata,
    Column("subscriber_id", ForeignKey("subscriber.id", ondelete="CASCADE"), primary_key=True),
    Column("asked_at", Instant, nullable=False, index=True),
    Column("language", FreeText, nullable=False),
    Column("lists", Lines),
    Column("source", FreeText, nullable=False),
    Column("text", String(16), nullable=False),
    Column("network", FreeText),
)

# The words beside the button, each version once.
consent_text = Table(
    "consent_text",
    metadata,
    Column("version", String(16), primary_key=True),
    Column("language", FreeText, nullable=False),
    Column("text", FreeText, nullable=False),
    Column("first_shown", Instant, nullable=False),
    sqlite_with_rowid=False,
)

# Proofs of consent; append-only.
consent_given = Table(
    "consent_given",
    metadata,
    Column("id", NUMBER, Identity(), primary_key=True),
    Column(
        "subscriber_id",
        ForeignKey("subscriber.id", ondelete="CASCADE"),
        nullable=False,
        index=True,
    ),
    Column("asked_at", Instant, nullable=False),
    Column("at", Instant, nullable=False),
    Column("source", FreeText, nullable=False),
    Column("language", FreeText, nullable=False),
    Column("text", String(16), nullable=False),
    Column("network", FreeText),
    Column("lists", Lines),
)

# Letters to single people: to confirm, to welcome. `due` is NULL once nothing is left to do.
letter = Table(
    "letter",
    metadata,
    Column("id", NUMBER, Identity(), primary_key=True),
    Column(
        "subscriber_id",
        ForeignKey("subscriber.id", ondelete="CASCADE"),
        nullable=False,
        index=True,
    ),
    Column("kind", String(8), nullable=False),
    Column("language", FreeText),
    Column("asked_at", Instant, nullable=False),
    Column("due", Instant, index=True),
    # When somebody took it to send it, and has not told yet how it fared.
    Column("taken", Instant),
    Column("attempts", Integer, nullable=False),
    Column("outcome", String(16)),
    Column("code", Integer, nullable=False),
    Column("reply", FreeText, nullable=False),
    Column("at", Instant),
)

# Bounces, complaints and the like that were read, by the hash of their bytes, so that none counts
# twice. What could not be read is kept whole.
returned_mail = Table(
    "returned_mail",
    metadata,
    Column("key", String(64), primary_key=True),
    Column("at", Instant, nullable=False, index=True),
    Column("name", FreeText, nullable=False),
    Column("kind", String(16), nullable=False),
    Column("subscriber_id", NUMBER, index=True),
    Column("edition_id", NUMBER),
    Column("status", FreeText),
    Column("reason", FreeText, nullable=False),
    Column("raw", LargeBinary),
    sqlite_with_rowid=False,
)

suppression = Table(
    "suppression",
    metadata,
    Column("key_hash", String(64), primary_key=True),
    Column("reason", String(16), nullable=False),
    Column("at", Instant, nullable=False),
    Column("detail", FreeText, nullable=False),
    sqlite_with_rowid=False,
)

# Which editions a person got who was forgotten since: enough to keep a second copy from them.
forgotten_delivery = Table(
    "forgotten_delivery",
    metadata,
    Column("edition_id", ForeignKey("edition.id"), primary_key=True),
    Column("key_hash", String(64), primary_key=True),
    sqlite_with_rowid=False,
)

# The frozen audience, written once. The state of its sending stands in `batch`, which is
# written for every window and therefore kept small.
batch_readers = Table(
    "batch_readers",
    metadata,
    Column("edition_id", ForeignKey("edition.id"), primary_key=True),
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("ids", Ids, nullable=False),
)

batch = Table(
    "batch",
    metadata,
    Column("edition_id", NUMBER, primary_key=True, autoincrement=False),
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("size", Integer, nullable=False),
    # How many of `batch_readers.ids` were ever put into a window.
    Column("position", Integer, nullable=False),
    # Put into a window and not tried, so that they come again; no row in `delivery`.
    Column("again", Ids),
    # Readers that may be in flight at this moment, and how many of them have no row yet.
    Column("open_window", Ids),
    Column("open_owed", Integer, nullable=False),
    Column("owner", String(200)),
    Column("epoch", Integer, nullable=False),
    Column("lease_until", Instant),
    # Rows of `delivery` by outcome, kept so that nobody has to count them.
    Column("accepted", Integer, nullable=False),
    Column("deferred", Integer, nullable=False),
    Column("rejected", Integer, nullable=False),
    Column("suppressed", Integer, nullable=False),
    Column("expired", Integer, nullable=False),
    Column("unknown", Integer, nullable=False),
    # From when on somebody of it is to be tried: 1970 for at once, and while somebody holds it;
    # NULL once nobody is left. It changes twice or so, so that windows touch no index. Runs of an
    # earlier version know nothing of it: what they plan is due at once.
    Column("due", Instant, server_default="0"),
    CheckConstraint(
        "accepted + deferred + rejected + suppressed + expired + unknown <= size", "counters"
    ),
    ForeignKeyConstraint(
        ["edition_id", "number"], ["batch_readers.edition_id", "batch_readers.number"]
    ),
    Index(
        "ix_batch_due",
        "edition_id",
        "due",
        "number",
        sqlite_where=text("due IS NOT NULL"),
        postgresql_where=text("due IS NOT NULL"),
    ),
    # Room on each page for the row that a window writes anew: it touches no index then.
    postgresql_with={"fillfactor": 50},
)

# No row: still owed. No index on the outcome but a partial one, as most rows are accepted. On a
# server the columns stand in another order, without gaps, and each edition's rows in a table of
# their own, whose key is the subscriber's number alone: see `partitions`.
delivery = Table(
    "delivery",
    metadata,
    Column("edition_id", Integer, primary_key=True, autoincrement=False),
    Column("subscriber_id", NUMBER, primary_key=True, autoincrement=False),
    Column("batch", Integer, nullable=False),
    Column("epoch", SMALL, nullable=False),
    Column("outcome", OutcomeName, nullable=False),
    Column("message_id", MessageId, nullable=False),
    Column("code", SMALL, nullable=False),
    Column("enhanced", Enhanced),
    Column("reply", ReplyText, nullable=False),
    Column("at", Instant, nullable=False),
    Column("attempts", SMALL, nullable=False),
    Column("next_attempt", Instant),
    # Which of the edition's variants was sent; NULL for the whole edition.
    Column("variant", SMALL),
    Index(
        "ix_delivery_deferred",
        "edition_id",
        "batch",
        "next_attempt",
        sqlite_where=text("outcome = 'deferred'"),
        postgresql_where=text("outcome = 'd'"),
    ),
    sqlite_with_rowid=False,
    postgresql_partition_by="LIST (edition_id)",
)

# What a row said before it was made due again, so that a doubt is never written over.
delivery_event = Table(
    "delivery_event",
    metadata,
    Column("id", NUMBER, Identity(), primary_key=True),
    Column("edition_id", NUMBER, nullable=False),
    Column("subscriber_id", NUMBER, nullable=False),
    Column("at", Instant, nullable=False),
    Column("kind", String(16), nullable=False),
    Column("detail", ReplyText, nullable=False),
    Index(None, "edition_id", "subscriber_id"),
)

# Processes of `digest worker`, each of which tells every few seconds that it is there.
worker = Table(
    "worker",
    metadata,
    Column("name", String(200), primary_key=True),
    Column("host", FreeText, nullable=False),
    Column("process", Integer, nullable=False),
    Column("version", String(32), nullable=False),
    Column("concurrency", Integer, nullable=False),
    Column("began", Instant, nullable=False),
    Column("seen", Instant, nullable=False),
    Column("state", String(16), nullable=False),
    Column("doing", Lines),
    Column("sent", NUMBER, nullable=False),
    Column("trouble", FreeText),
    sqlite_with_rowid=False,
)

# Up to which second of the server's clock the messages of a limit are given away.
pace = Table(
    "pace",
    metadata,
    Column("name", FreeText, primary_key=True),
    Column("until", Float, nullable=False),
    sqlite_with_rowid=False,
)

# Who shares a limit, how many messages a second each could send, and until when that holds.
pace_share = Table(
    "pace_share",
    metadata,
    Column("name", FreeText, primary_key=True),
    Column("holder", String(200), primary_key=True),
    Column("wants", Float, nullable=False),
    Column("until", Float, nullable=False),
    sqlite_with_rowid=False,
)
