"""What readers want of an edition: the sections they chose, and what they were sent before."""

from collections import Counter
from collections.abc import Mapping, Sequence

from sqlalchemy import Connection, Select, Text, and_, bindparam, exists, func, select, type_coerce

from digest.adapters.store.editions import find_lock
from digest.adapters.store.many import find_many
from digest.adapters.store.schema import delivery, edition, subscriber
from digest.model.delivery import MAY_HAVE_IT
from digest.model.edition import WEEKLY

REACHED = delivery.c.outcome.in_([outcome.value for outcome in MAY_HAVE_IT])
HAD = select(delivery.c.subscriber_id).where(
    delivery.c.edition_id == bindparam("in_edition"), REACHED
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
    """Tell which of these editions readers got, or may have got."""
    had: dict[int, tuple[str, ...]] = {}
    for number, slug in origins.items():
        rows = find_many(connection, HAD, delivery.c.subscriber_id, ids, in_edition=number)
        for row in rows:
            had[row.subscriber_id] = (*had.get(row.subscriber_id, ()), slug)
    return had


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
    had = [
        exists()
        .where(
            and_(
                delivery.c.edition_id == number,
                delivery.c.subscriber_id == subscriber.c.id,
                REACHED,
            )
        )
        .label(f"had_{number}")
        for number in origins
    ]
    of_audience = subscriber.c.id.in_(audience.order_by(None))
    query = select(func.count(), chosen, *had).where(of_audience).group_by(chosen, *had)
    counts: Counter[tuple[tuple[str, ...], tuple[str, ...]]] = Counter()
    for readers, sections, *flags in connection.execute(query):
        got = tuple(slug for slug, flag in zip(origins.values(), flags, strict=True) if flag)
        counts[tuple(sections.split("\n")) if sections else (), got] += readers
    return counts
