"""What was erased is not to be found in the file of the database either.

SQLite overwrites what it deletes (`secure_delete`). But where it moved a row from one page to
another before, as it does when a page is full, a copy of it may have stayed in the gap of the old
one: of one person in a hundred there was one. Only writing the whole file anew takes these away.
"""

import sqlite3

from sqlalchemy import Connection, select

from digest.adapters.store.database import Database
from digest.adapters.store.schema import edition
from digest.adapters.store.sqlite_file import SqliteDatabase, empty_journal
from digest.errors import StoreError
from digest.model.edition import BEING_SENT

# A number that SQLite keeps in the file for whoever uses it: how often something was erased since
# the file was last written anew.
ERASURES = "user_version"
MOST = 1_000_000
RUNNING = tuple(state.value for state in BEING_SENT)


def note_erasure(connection: Connection) -> None:
    """Note that somebody was erased, in the transaction that does it.

    A server sees to what is left by its own housekeeping.
    """
    if connection.dialect.name != "sqlite":
        return
    count = connection.exec_driver_sql(f"PRAGMA {ERASURES}").scalar_one() % MOST
    connection.exec_driver_sql(f"PRAGMA {ERASURES} = {count + 1}")


def erase_remnants(database: Database) -> bool:
    """Write the file anew where somebody was erased since it last was.

    It takes a second for a hundred megabytes, in which nobody else can write: so it waits while an
    edition is being sent.

    Returns:
        Whether nothing is left; False when it has to be done later.
    """
    if not isinstance(database, SqliteDatabase):
        return True
    try:
        with database.reading() as connection:
            count = connection.exec_driver_sql(f"PRAGMA {ERASURES}").scalar_one()
            running = connection.scalar(select(edition.c.id).where(edition.c.state.in_(RUNNING)))
        if not count:
            return True
        return running is None and database.rewrite(write_anew)
    except StoreError:  # the disk is too full for a copy, or others are at work
        return False


def write_anew(plain: sqlite3.Connection) -> bool:
    """Write a file anew.

    Returns:
        False when somebody still reads the old pages, or somebody was erased in between.
    """
    before = count_erasures(plain)
    plain.execute("VACUUM")
    is_done = empty_journal(plain)
    plain.execute("BEGIN IMMEDIATE")
    is_done = is_done and count_erasures(plain) == before
    if is_done:
        plain.execute(f"PRAGMA {ERASURES} = 0")
    plain.execute("COMMIT")
    return is_done


def count_erasures(plain: sqlite3.Connection) -> int:
    """Tell how often something was erased since the file was last written anew."""
    count: int = plain.execute(f"PRAGMA {ERASURES}").fetchone()[0]
    return count
