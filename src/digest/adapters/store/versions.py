"""Which version of the tables a database has, and bringing it to ours."""

from pathlib import Path

from sqlalchemy import Column, Connection, MetaData, String, Table, inspect, select

from digest.adapters.store.database import Database
from digest.adapters.store.schema import VERSION
from digest.errors import StoreError

# Alembic's own table, named here so that Alembic is imported only when there is work for it.
version_table = Table("alembic_version", MetaData(), Column("version_num", String(32)))


def bring_up_to_date(database: Database) -> None:
    """Make the tables, or change those of an earlier version; quick when they are ours.

    Raises:
        StoreError: A newer version of digest or another program has written this database.
    """
    with database.reading() as connection:
        if read_version(connection, database.name) == VERSION:
            return
    with database.writing() as connection:
        # Another process may have done it while we waited for the lock.
        if read_version(connection, database.name) != VERSION:
            migrate(connection)


def read_version(connection: Connection, name: str) -> str:
    """Tell the version of the tables; empty for a new database.

    Raises:
        StoreError: It is newer than ours, or the tables are not ours at all.
    """
    tables = inspect(connection).get_table_names()
    found = ""
    if version_table.name in tables:
        found = connection.scalar(select(version_table.c.version_num)) or ""
    elif tables:
        raise StoreError(
            f"{name} is a database of another program.", "Name another file in DIGEST_DATABASE."
        )
    if found > VERSION:
        raise StoreError(
            f"{name} was written by a newer version of digest (tables {found}, here {VERSION}).",
            "Install that version again: pip install --upgrade digest-desk",
        )
    return found


def migrate(connection: Connection, version: str = VERSION) -> None:
    """Run every step that is missing up to a version, in the transaction of this connection."""
    from alembic import command
    from alembic.config import Config

    config = Config()
    folder = Path(__file__).with_name("migrations")
    config.set_main_option("script_location", str(folder).replace("%", "%%"))
    config.set_main_option("version_locations", str(folder / "versions").replace("%", "%%"))
    config.set_main_option("path_separator", "newline")
    config.attributes["connection"] = connection
    command.upgrade(config, version)
