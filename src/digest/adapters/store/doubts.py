"""Readers who are tried again although they may have got it: what their rows said before."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Connection, bindparam, insert, select

from digest.adapters.store.many import find_many
from digest.adapters.store.schema import delivery_event
from digest.model.delivery import Delivery, Outcome

DOUBTS = (
    select(delivery_event.c.subscriber_id, delivery_event.c.detail)
    .where(delivery_event.c.edition_id == bindparam("in_edition"))
    .where(delivery_event.c.kind == Outcome.UNKNOWN.value)
    .order_by(delivery_event.c.id)
)


def note_doubts(
    connection: Connection, edition_id: int, doubts: Sequence[Delivery], *, now: datetime
) -> None:
    """Keep that readers are tried again who may have got it, for their rows will change."""
    rows = [
        {
            "edition_id": edition_id,
            "subscriber_id": one.subscriber_id,
            "at": now,
            "kind": Outcome.UNKNOWN.value,
            "detail": one.reply,
        }
        for one in doubts
    ]
    if rows:
        connection.execute(insert(delivery_event), rows)


def find_doubts(connection: Connection, edition_id: int, ids: Sequence[int]) -> dict[int, str]:
    """Tell what was said of each of these readers when it was last unknown whether they got it."""
    rows = find_many(connection, DOUBTS, delivery_event.c.subscriber_id, ids, in_edition=edition_id)
    return {row.subscriber_id: row.detail for row in rows}
