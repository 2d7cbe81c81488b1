"""Limits that all machines keep together: who has which places, by the server's clock."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Connection, bindparam, delete, insert, select, update

from digest.adapters.store.database import Database
from digest.adapters.store.many import insert_rows
from digest.adapters.store.schema import pace, pace_share
from digest.deliver.leases import FORGOTTEN_SECONDS, Ask, Lease, lease

LIMIT = select(pace.c.until).where(pace.c.name == bindparam("limit"))
# Whoever has this row has all rows of the limit's holders.
LOCKED = LIMIT.with_for_update()
MOVED = update(pace).where(pace.c.name == bindparam("limit")).values(until=bindparam("given"))
OTHERS = (
    select(pace_share.c.wants)
    .where(pace_share.c.name == bindparam("limit"))
    .where(pace_share.c.holder != bindparam("who"), pace_share.c.until > bindparam("now"))
)
OVER = delete(pace_share).where(
    pace_share.c.name == bindparam("limit"),
    (pace_share.c.holder == bindparam("who")) | (pace_share.c.until <= bindparam("now")),
)


class SqlPace:
    """Limits, and who shares them.

    Args:
        database: Where they are kept.
    """

    def __init__(self, database: Database) -> None:
        self._database = database

    def lease(self, holder: str, asks: Sequence[Ask], *, now: datetime) -> list[Lease]:
        """Give a holder the next places of some limits that are its, in the order of the asks."""
        given: dict[str, Lease] = {}
        with self._database.writing_own() as connection:
            # In one order for everybody, so that no two ever wait for each other.
            for ask in sorted(asks, key=lambda one: one.name):
                until = lock_limit(connection, ask.name)
                # Only now: while the row was another's, time has passed.
                moment = self._database.moment(connection, now).timestamp()
                given[ask.name] = give(connection, holder, ask, until=until, now=moment)
        return [given[ask.name] for ask in asks]

    def leave(self, holder: str) -> None:
        """Give up a holder's share of all limits; what it has leased stays given away."""
        with self._database.writing_own() as connection:
            connection.execute(delete(pace_share).where(pace_share.c.holder == holder))


def lock_limit(connection: Connection, name: str) -> float:
    """Have a limit to oneself until the transaction ends; tell up to when places are given away."""
    until: float | None = connection.scalar(LOCKED, {"limit": name})
    if until is None:
        insert_rows(connection, pace, [(name, 0.0)], unless=pace.c.name)
        until = connection.scalar(LOCKED, {"limit": name})
    return until or 0.0


def give(connection: Connection, holder: str, ask: Ask, *, until: float, now: float) -> Lease:
    """Lease places of a limit that one has to oneself, and note what the holder wants."""
    named = {"limit": ask.name, "who": holder, "now": now}
    others = connection.scalars(OTHERS, named).all()
    given, end = lease(ask, until=until, now=now, others=others)
    if given.count:
        connection.execute(MOVED, {"limit": ask.name, "given": end})
    connection.execute(OVER, named)
    connection.execute(
        insert(pace_share),
        {
            "name": ask.name,
            "holder": holder,
            "wants": ask.wants,
            "until": now + FORGOTTEN_SECONDS,
        },
    )
    return given
