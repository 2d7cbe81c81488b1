"""What readers want of an edition: the sections they chose, and what they were sent before."""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    Connection,
    Select,
    Text,
    bindparam,
    exists,
    func,
    or_,
    select,
    type_coerce,
)

from digest.adapters.store.editions import find_lock
from digest.adapters.store.schema import batch, delivery, delivery_event, edition, subscriber
from digest.model.delivery import MAY_HAVE_IT, Outcome
from digest.model.edition import WEEKLY, EditionState

REACHED = delivery.c.outcome.in_([outcome.value for outcome in MAY_HAVE_IT])
OF_EDITIONS: BindParameter[int] = bindparam("editions", expanding=True)
OF_READERS: BindParameter[int] = bindparam("readers", expanding=True)
HAD = select(delivery.c.edition_id, delivery.c.subscriber_id).where(
    delivery.c.edition_id.in_(OF_EDITIONS), delivery.c.subscriber_id.in_(OF_READERS), REACHED
)
DOUBTED = select(delivery_event.c.edition_id, delivery_event.c.subscriber_id).where(
    delivery_event.c.edition_id.in_(OF_EDITIONS),
    delivery_event.c.subscriber_id.in_(OF_READERS),
    delivery_event.c.kind == Outcome.UNKNOWN.value,
)
# Of an edition that is over nobody is in flight.
WINDOWS = (
    select(batch.c.edition_id, batch.c.open_window)
    .join(edition, edition.c.id == batch.c.edition_id)
    .where(edition.c.id.in_(OF_EDITIONS), batch.c.open_window.is_not(None))
    .where(edition.c.state.in_([EditionState.SENDING.value, EditionState.HALTED.value]))
)


def find_editions(connection: Connection, slugs: Sequence[str]) -> dict[int, str]:
    """Number editions, in the order in which they are named; unknown ones are left out."""
    query = select(edition.c.slug, edition.c.id).where(edition.c.slug.in_(slugs))
    ids = {row.slug: row.id for row in connection.execute(query)}
    return {ids[slug]: slug for slug in slugs if slug in ids}


def find_origins(connection: Connection, slug: str, kind: str) -> dict[int, str]:
    """Number the editions that told a round-up's stories before; none for any other edition."""
    lock = find_lock(connection, slug) if kind == WEEKLY else None
    parts = lock.parts if lock else ()
    return find_editions(connection, list(dict.fromkeys(e for one in parts for e in one.editions)))


def find_had(
    connection: Connection, origins: Mapping[int, str], ids: Sequence[int]
) -> dict[int, tuple[str, ...]]:
    """Tell which of these editions readers got, or may have got.

    Who was in doubt once and was tried again may have got it, whatever has come of that since; and
    so may who is in flight at this moment, or was when the sender died.
    """
    got: dict[int, set[int]] = {}
    for number, flying in find_in_flight(connection, origins).items():
        for reader in flying.intersection(ids):
            got.setdefault(reader, set()).add(number)
    for query in (HAD, DOUBTED):
        rows = connection.execute(query, {"editions": list(origins), "readers": list(ids)})
        for number, reader in rows:
            got.setdefault(reader, set()).add(number)
    return {
        reader: tuple(slug for number, slug in origins.items() if number in numbers)
        for reader, numbers in got.items()
    }


def find_in_flight(connection: Connection, origins: Mapping[int, str]) -> dict[int, set[int]]:
    """Number the readers in the open windows of editions, by edition."""
    flying: dict[int, set[int]] = {}
    for number, window in connection.execute(WINDOWS, {"editions": list(origins)}):
        flying.setdefault(number, set()).update(window)
    return flying


def may_have(edition_id: int, flying: Collection[int] = ()) -> ColumnElement[bool]:
    """Ask whether a reader got an edition, or may have got it, as those have who are in flight."""
    got = exists().where(
        delivery.c.edition_id == edition_id, delivery.c.subscriber_id == subscriber.c.id, REACHED
    )
    doubted = exists().where(
        delivery_event.c.edition_id == edition_id,
        delivery_event.c.subscriber_id == subscriber.c.id,
        delivery_event.c.kind == Outcome.UNKNOWN.value,
    )
    return or_(got, doubted, subscriber.c.id.in_(sorted(flying)))


def count_wanted(
    connection: Connection, audience: Select[tuple[int]], slugs: Sequence[str]
) -> Counter[tuple[tuple[str, ...], tuple[str, ...]]]:
    """Count an audience by the sections chosen and by which of these editions they were sent.

    Args:
        connection: In a transaction.
        audience: Asks for the readers' numbers.
        slugs: Editions; none when only the sections matter.
    """
    origins = find_editions(connection, slugs)
    chosen = type_coerce(subscriber.c.sections, Text).label("sections")
    flying = find_in_flight(connection, origins)
    had = [may_have(number, flying.get(number, ())).label(f"had_{number}") for number in origins]
    of_audience = subscriber.c.id.in_(audience.order_by(None))
    each = select(chosen, *had).where(of_audience).subquery()
    query = select(func.count(), *each.c).group_by(*each.c)
    counts: Counter[tuple[tuple[str, ...], tuple[str, ...]]] = Counter()
    for readers, sections, *flags in connection.execute(query):
        got = tuple(slug for slug, flag in zip(origins.values(), flags, strict=True) if flag)
        counts[tuple(sections.split("\n")) if sections else (), got] += readers
    return counts
