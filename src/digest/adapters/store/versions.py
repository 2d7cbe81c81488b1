"""Which version of the tables a database has, and bringing it to ours.

A file of SQLite is brought up to date by whatever opens it. On a server, where others may be at
work, only an empty database is: all else is done by `digest db upgrade`. Steps only add what
earlier versions do not miss and do not trip over, so that processes of the version before go on
meanwhile; but none of them is begun on tables that are newer than itself.
"""

from pathlib import Path

from sqlalchemy import Connection

from digest.adapters.store.database import Database
from digest.adapters.store.marks import MOVED, MOVING, find_version, refuse_marked
from digest.adapters.store.schema import VERSION
from digest.errors import StoreError


def bring_up_to_date(database: Database, *, upgrades: bool = False) -> str:
    """Make the tables, or change those of an earlier version; quick when they are ours.

    Args:
        database: Of whatever kind.
        upgrades: Whether the tables of a shared database may be changed.

    Returns:
        The version before.

    Raises:
        StoreError: A newer version of digest or another program has written this database, or
            its tables are of an earlier version and not to be changed.
    """
    with database.reading() as connection:
        found = read_version(connection, database.name)
    if found == VERSION:
        return found
    refuse_earlier(found, database, upgrades=upgrades)
    with database.writing() as connection:
        # Another process may have done it while we waited for the lock.
        found = read_version(connection, database.name)
        if found != VERSION:
            refuse_earlier(found, database, upgrades=upgrades)
            refuse_letters(connection, database)
            migrate(connection)
    return found


def refuse_earlier(found: str, database: Database, *, upgrades: bool) -> None:
    """Refuse tables of an earlier version that others may be using.

    Raises:
        StoreError: They are not to be changed.
    """
    if found and database.is_shared and not upgrades:
        raise StoreError(
            f"{database.name} has tables of an earlier version of digest (tables {found}, here "
            f"{VERSION}).",
            "Bring them up to date, whoever is sending meanwhile: digest db upgrade",
        )


def refuse_letters(connection: Connection, database: Database) -> None:
    """Refuse a server's database that cannot hold the letters of every language.

    Raises:
        StoreError: It cannot.
    """
    if not database.is_shared:
        return
    coding = connection.exec_driver_sql("SHOW server_encoding").scalar_one()
    if coding != "UTF8":
        raise StoreError(
            f"{database.name} holds texts in {coding} and not in UTF8.",
            "Make another one: createdb --encoding=UTF8 --template=template0",
        )


def read_version(connection: Connection, name: str) -> str:
    """Tell the version of the tables; empty for a new database.

    Raises:
        StoreError: It is newer than ours, the database was moved, or is of another program.
    """
    found = find_version(connection, name)
    if found in (MOVING, MOVED):
        raise refuse_marked(connection, name, found)
    if found > VERSION:
        raise StoreError(
            f"{name} was written by a newer version of digest (tables {found}, here {VERSION}).",
            "Install that version again: pip install --upgrade digest-desk",
        )
    return found


def refuse_change(connection: Connection, database: Database) -> None:
    """Look whether a database that was opened earlier is still to be written by us.

    On a server the tables of a newer version do: it has only added to them.

    Raises:
        StoreError: It was moved, a newer version has changed the file, or nothing can be read.
    """
    found = find_version(connection, database.name)
    if database.is_shared and found not in (MOVING, MOVED):
        return
    read_version(connection, database.name)


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
