"""What people want to get, and their pauses, in a transaction of the store."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import ColumnElement, Connection, and_, select, update

from digest.adapters.store.imports import write_lists
from digest.adapters.store.people import erase_lists, find_people, note_event, person_to_row
from digest.adapters.store.schema import subscriber
from digest.deliver.signing_up import MAILED, describe_change, prefer
from digest.model.subscriber import Preferences, Subscriber, SubscriberState


def keep_preferences(
    connection: Connection,
    number: int,
    wished: Preferences,
    *,
    open_lists: Collection[str],
    now: datetime,
) -> Subscriber | None:
    """Keep what a person wants to get, and note what has changed."""
    before = find_people(connection, [number]).get(number)
    if before is None or before.state not in MAILED:
        return None
    after = prefer(before, wished, open_lists=open_lists)
    if after == before:
        return after
    row = person_to_row(after)
    connection.execute(update(subscriber).where(subscriber.c.id == number).values(row))
    if after.lists != before.lists:
        erase_lists(connection, [number])
        write_lists(connection, {number: after.lists})
    note_event(connection, number, "preferences", now=now, detail=describe_change(before, after))
    return after


def pause_is_over(now: datetime) -> ColumnElement[bool]:
    """Ask for people who are paused no longer, although their state still says so."""
    return and_(
        subscriber.c.state == SubscriberState.PAUSED.value, subscriber.c.paused_until <= now
    )


def end_pauses(connection: Connection, *, now: datetime) -> int:
    """Subscribe everybody again whose pause has ended; tell how many."""
    numbers = list(connection.scalars(select(subscriber.c.id).where(pause_is_over(now))))
    for number in numbers:
        query = update(subscriber).where(subscriber.c.id == number)
        connection.execute(query.values(state=SubscriberState.SUBSCRIBED.value, paused_until=None))
        note_event(connection, number, "pause ended", now=now)
    return len(numbers)
