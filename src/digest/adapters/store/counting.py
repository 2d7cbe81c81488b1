"""Count and list what the ledger holds."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Connection, bindparam, func, select

from digest.adapters.store.batches import are_deferred, find_next, read_batches
from digest.adapters.store.copies import Copies
from digest.adapters.store.delivery_rows import COUNTED, TOLD, make_books, row_to_delivery
from digest.adapters.store.editions import find_edition
from digest.adapters.store.schema import batch, delivery, edition, subscriber
from digest.model.delivery import Books, Outcome, ReaderDelivery

# Asked for again and again during a send.
SUMS = (
    select(
        edition.c.planned,
        *(func.coalesce(func.sum(batch.c[name]), 0).label(name) for name in COUNTED),
    )
    .outerjoin(batch, batch.c.edition_id == edition.c.id)
    .where(edition.c.slug == bindparam("slug"))
    .group_by(edition.c.id)
)


def count_rows(connection: Connection, slug: str) -> Books:
    """Count every row, and beside them who is owed by the batches' own account.

    Where the rows were dropped the batches' counters speak for them.
    """
    sent = find_edition(connection, slug)
    if sent is None:
        return Books()
    if sent.dropped_at:
        return sum_counters(connection, slug)
    query = (
        select(delivery.c.outcome, func.count().label("rows"))
        .where(delivery.c.edition_id == sent.id)
        .group_by(delivery.c.outcome)
    )
    counts = {row.outcome: row.rows for row in connection.execute(query)}
    owed = sum(work.owed for work in read_batches(connection, sent.id))
    return make_books(sent.planned, counts, owed)


def sum_counters(connection: Connection, slug: str) -> Books:
    """Sum what each batch has counted, in one step of the database."""
    row = connection.execute(SUMS, {"slug": slug}).first()
    if row is None:
        return Books()
    counts = {name: getattr(row, name) for name in COUNTED}
    return make_books(row.planned, counts, row.planned - sum(counts.values()))


def find_next_due(connection: Connection, slug: str, number: int | None) -> datetime | None:
    """Tell the earliest next attempt, of one batch or of all; None when nobody is deferred."""
    sent = find_edition(connection, slug)
    if sent is None:
        return None
    if number is not None:
        return find_next(connection, sent.id, number)
    waiting = select(batch.c.number).where(
        batch.c.edition_id == sent.id, batch.c.due.is_not(None), batch.c.deferred > 0
    )
    query = select(func.min(delivery.c.next_attempt)).where(are_deferred(sent.id, waiting))
    due: datetime | None = connection.scalar(query)
    return due


def count_reasons(connection: Connection, slug: str, outcome: Outcome) -> dict[str, int]:
    """Count the rows of an outcome by what they say, those of the most first."""
    sent = find_edition(connection, slug)
    if sent is None:
        return {}
    rows = func.count()
    query = (
        select(delivery.c.reply, rows.label("rows"))
        .where(delivery.c.edition_id == sent.id, delivery.c.outcome == outcome.value)
        .group_by(delivery.c.reply)
        .order_by(rows.desc(), delivery.c.reply)
    )
    return {row.reply: row.rows for row in connection.execute(query)}


def list_rows(
    connection: Connection, slug: str, outcomes: Sequence[Outcome], copies: Copies
) -> list[ReaderDelivery]:
    """List rows of some outcomes, by the readers' addresses; empty for who was forgotten."""
    sent = find_edition(connection, slug)
    if sent is None:
        return []
    email = func.coalesce(subscriber.c.email, "").label("email")
    columns = [delivery.c[name] for name in TOLD]
    query = (
        select(email, *columns)
        .select_from(delivery)
        .outerjoin(subscriber, subscriber.c.id == delivery.c.subscriber_id)
        .where(delivery.c.edition_id == sent.id)
        .where(delivery.c.outcome.in_([outcome.value for outcome in outcomes]))
        .order_by(email, delivery.c.subscriber_id)
    )
    return [
        ReaderDelivery(email=row.email, delivery=copies.put_back(sent.id, row_to_delivery(row)))
        for row in connection.execute(query)
    ]
