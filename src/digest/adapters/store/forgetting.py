"""Erase a person from everything that is kept."""

from datetime import datetime

from sqlalchemy import Connection, delete, insert, or_, select, update

from digest.adapters.store.people import suppress
from digest.adapters.store.returned import forget_returned
from digest.adapters.store.schema import (
    delivery,
    delivery_event,
    edition,
    forgotten_delivery,
    subscriber,
    suppression,
)
from digest.adapters.store.traces import note_erasure
from digest.deliver.people import FORGOTTEN
from digest.model.delivery import Outcome
from digest.model.edition import BEGUN
from digest.model.subscriber import Subscriber, Suppression, SuppressionReason

MAY_HAVE_GOT = (Outcome.ACCEPTED.value, Outcome.UNKNOWN.value)
RUNNING = tuple(state.value for state in BEGUN)


def forget_person(
    connection: Connection, person: Subscriber, key_hash: str, *, now: datetime
) -> None:
    """Erase a person, in the transaction of this connection.

    The rows of the ledger stay, for the books have to balance, but tell a number alone.
    """
    remember_editions(connection, person, key_hash)
    entry = Suppression(
        key_hash=key_hash, reason=SuppressionReason.UNSUBSCRIBED, at=now, detail=FORGOTTEN
    )
    suppress(connection, entry, None)
    forget_detail(connection, key_hash)
    note_erasure(connection)
    connection.execute(
        update(delivery)
        .where(delivery.c.edition_id.in_(select(edition.c.id)))
        .where(delivery.c.subscriber_id == person.id)
        .values(message_id="", reply="")
    )
    connection.execute(
        update(delivery_event)
        .where(delivery_event.c.edition_id.in_(select(edition.c.id)))
        .where(delivery_event.c.subscriber_id == person.id)
        .values(detail="")
    )
    forget_returned(connection, person)
    # Lists and events go with the person.
    connection.execute(delete(subscriber).where(subscriber.c.id == person.id))


def forget_detail(connection: Connection, key_hash: str) -> None:
    """Leave out what was said when an address was suppressed: a relay's reply may name it."""
    same = suppression.c.key_hash == key_hash
    connection.execute(update(suppression).where(same).values(detail=FORGOTTEN))


def remember_editions(connection: Connection, person: Subscriber, key_hash: str) -> None:
    """Keep which editions a person got, or may get while one is being sent."""
    query = (
        select(edition.c.id)
        .outerjoin(
            delivery,
            (delivery.c.edition_id == edition.c.id) & (delivery.c.subscriber_id == person.id),
        )
        .where(or_(delivery.c.outcome.in_(MAY_HAVE_GOT), edition.c.state.in_(RUNNING)))
    )
    rows = [{"edition_id": number, "key_hash": key_hash} for number in connection.scalars(query)]
    known = select(forgotten_delivery.c.edition_id).where(forgotten_delivery.c.key_hash == key_hash)
    before = set(connection.scalars(known))
    fresh = [row for row in rows if row["edition_id"] not in before]
    if fresh:
        connection.execute(insert(forgotten_delivery), fresh)
