"""Where the deliveries of one edition lie on a server: in a table of their own.

It is made in the transaction that plans the edition, and dropped as a whole when its time is over.
SQLite keeps all of them in one table. Names are made of an edition's number alone.
"""

import re

from sqlalchemy import Connection, inspect

from digest.adapters.store.schema import delivery

NAME = re.compile(r"delivery_of_\d+")
MAKE = (
    'CREATE TABLE "{name}" (LIKE delivery INCLUDING DEFAULTS INCLUDING STORAGE)',
    # The edition is the same in every row, so that the key has half the size without it.
    'ALTER TABLE "{name}" ADD CONSTRAINT "pk_{name}" PRIMARY KEY (subscriber_id)',
    # Unlike PARTITION OF, this stops nobody who reads or writes another edition's.
    "ALTER TABLE delivery ATTACH PARTITION \"{name}\" FOR VALUES IN ('{number}')",
)


def is_partition(name: str | None) -> bool:
    """Whether a table holds the deliveries of one edition."""
    return bool(name and NAME.fullmatch(name))


def has_partitions(connection: Connection) -> bool:
    """Whether the database keeps each edition's deliveries by themselves."""
    return connection.dialect.name == "postgresql"


def name_partition(edition_id: int) -> str:
    """Name the table of an edition's deliveries."""
    return f"{delivery.name}_of_{edition_id:d}"


def make_partition(connection: Connection, edition_id: int) -> None:
    """Make room for the deliveries of an edition, unless there is; in a transaction that writes."""
    name = name_partition(edition_id)
    if not has_partitions(connection) or inspect(connection).has_table(name):
        return
    for step in MAKE:
        connection.exec_driver_sql(step.format(name=name, number=edition_id))


def drop_partition(connection: Connection, edition_id: int) -> None:
    """Drop the deliveries of an edition, all at once.

    It waits for everybody who reads any deliveries, and they for it; it takes no time by itself.
    Nobody's lease is renewed meanwhile, so that it gives up soon.
    """
    connection.exec_driver_sql("SET LOCAL lock_timeout = '1s'")
    connection.exec_driver_sql(f'DROP TABLE IF EXISTS "{name_partition(edition_id)}"')
