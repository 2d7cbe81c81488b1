"""Addresses that a relay's answer says are no good: for ever, or for too long."""

from collections.abc import Generator, Sequence
from contextlib import closing

from sqlalchemy import Connection, bindparam, select

from digest.adapters.store.delivery_rows import row_to_delivery
from digest.adapters.store.people import find_people, suppress
from digest.adapters.store.schema import delivery, delivery_event, edition
from digest.deliver.fullness import as_returned, full_for_too_long
from digest.deliver.people import hash_key
from digest.model.delivery import Delivery
from digest.model.returned import ReturnEvent
from digest.model.subscriber import Suppression, SuppressionReason

# What came back of a delivery last, although a relay had taken it.
CAME_BACK = (
    select(delivery_event.c.kind)
    .where(
        delivery_event.c.edition_id == delivery.c.edition_id,
        delivery_event.c.subscriber_id == delivery.c.subscriber_id,
        delivery_event.c.kind.in_([one.value for one in ReturnEvent]),
        delivery_event.c.kind != ReturnEvent.COMPLAINED.value,
    )
    .order_by(delivery_event.c.id.desc())
    .limit(1)
    .correlate(delivery)
    .scalar_subquery()
    .label("came_back")
)
# A reader's rows in other editions, the latest edition first. There is no index over the rows of
# a person: each edition is asked for its own by primary key, and only as far back as is needed.
EARLIER = (
    select(delivery, CAME_BACK)
    .select_from(edition)
    .join(
        delivery,
        (delivery.c.edition_id == edition.c.id) & (delivery.c.subscriber_id == bindparam("reader")),
    )
    .where(edition.c.id != bindparam("in_edition"))
    .order_by(edition.c.id.desc())
)


def suppress_refused(
    connection: Connection, edition_id: int, results: Sequence[Delivery], *, secret: str
) -> None:
    """Suppress the addresses that a result, or a run of them, says are no good."""
    refused = {one.subscriber_id: one for one in results if one.suppress or one.full}
    if not refused:
        return
    for number, person in sorted(find_people(connection, list(refused)).items()):
        one = refused[number]
        reason, detail = one.suppress, one.reply
        if reason is None:
            with closing(read_earlier(connection, number, edition_id)) as earlier:
                detail = full_for_too_long(one, earlier)
            if not detail:
                continue
            reason = SuppressionReason.BOUNCED
        key_hash = hash_key(person.key, secret=secret)
        entry = Suppression(key_hash=key_hash, reason=reason, at=one.at, detail=detail)
        suppress(connection, entry, person)


def read_earlier(connection: Connection, reader: int, edition_id: int) -> Generator[Delivery]:
    """Read a person's deliveries in other editions, the latest first, one by one."""
    rows = connection.execute(EARLIER, {"reader": reader, "in_edition": edition_id})
    try:
        for row in rows:
            yield as_returned(row_to_delivery(row), row.came_back)
    finally:
        rows.close()
