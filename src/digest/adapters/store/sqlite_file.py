"""A database that is a file of SQLite, which the processes of one machine use at once."""

import os
import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from datetime import timedelta
from pathlib import Path

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.engine import URL
from sqlalchemy.exc import OperationalError

from digest.adapters.store.database import Database
from digest.adapters.store.failures import is_busy, our_errors
from digest.errors import StoreError

PRIVATE = 0o600
OTHERS = 0o077
SETTINGS = (
    "foreign_keys = ON",
    "synchronous = FULL",
    "temp_store = MEMORY",
    "secure_delete = ON",  # who is forgotten is not to be found in the free pages either
)
JOURNAL_MILLISECONDS = 1000
# Seconds between two tries to take the lock: SQLite by itself soon sleeps a tenth of a second, in
# which others come first again and again.
FIRST_NAP, LONGEST_NAP, GROWTH = 0.001, 0.010, 1.25


class SqliteDatabase(Database):
    """An SQLite file that several processes may use at once.

    Args:
        url: Of the form sqlite:///path.
        patience: How long to wait for somebody else's lock.

    Raises:
        StoreError: The file cannot be used as a database.
    """

    def __init__(self, url: URL, *, patience: timedelta) -> None:
        self.path = Path(url.database or "")
        self._patience = patience.total_seconds()
        with our_errors(self.path.name):
            self._make_private()
            self._choose_journal()
            writers = self._make_engine(url)
            event.listen(writers, "connect", wait_for_nobody)
            super().__init__(self.path.name, readers=self._make_engine(url), writers=writers)

    def _begin_reading(self, connection: Connection) -> None:
        connection.exec_driver_sql("BEGIN DEFERRED")

    def _begin_writing(self, connection: Connection) -> None:
        take_lock(connection, patience=self._patience)

    def _begin_apart(self, connection: Connection) -> None:
        take_lock(connection, patience=self._patience)

    def _begin_own(self, connection: Connection) -> None:
        take_lock(connection, patience=self._patience)

    def _erase_traces(self) -> None:
        """Empty the journal, unless somebody reads, for it still holds what was deleted."""
        with our_errors(self.name), self._connected() as plain:
            empty_journal(plain)

    def rewrite(self, write: Callable[[sqlite3.Connection], bool]) -> bool:
        """Have the file written anew over a connection of its own; tell whether it was."""
        with our_errors(self.name), self._connected() as plain:
            return write(plain)

    def _make_private(self) -> None:
        """Create the file for its owner alone; SQLite gives its journals the same mode."""
        try:
            os.close(os.open(self.path, os.O_CREAT | os.O_EXCL | os.O_RDWR, PRIVATE))
        except FileExistsError:
            self._tighten()
        except OSError as error:
            raise StoreError(
                f"{self.path.name} cannot be created in {self.path.parent}: {error.strerror}.",
                "See whether that folder is there, and whether you may write in it.",
            ) from error

    def _tighten(self) -> None:
        """Keep others of this machine out of a file that was copied here."""
        for suffix in ("", "-wal", "-shm"):
            path = self.path.with_name(self.path.name + suffix)
            with suppress(OSError):
                mode = path.stat().st_mode
                if path.is_file() and mode & OTHERS:
                    path.chmod(mode & ~OTHERS & 0o777)

    def _choose_journal(self) -> None:
        """Switch to write-ahead logging, so that readers and a writer do not wait for each other.

        It is kept in the file. Switching needs the file alone, which the time limit of SQLite
        does not cover, so a lock is taken first.
        """
        with self._connected() as plain:
            if plain.execute("PRAGMA journal_mode").fetchone() == ("wal",) or is_foreign(plain):
                return
            plain.execute("PRAGMA locking_mode = EXCLUSIVE")
            plain.execute("BEGIN EXCLUSIVE")
            plain.execute("COMMIT")
            plain.execute("PRAGMA journal_mode = WAL")

    @contextmanager
    def _connected(self) -> Iterator[sqlite3.Connection]:
        with closing(
            sqlite3.connect(self.path, timeout=self._patience, isolation_level=None)
        ) as plain:
            yield plain

    def _make_engine(self, url: URL) -> Engine:
        # What a statement was given are people's addresses; no trace may show them.
        settings = {"timeout": self._patience}
        engine = create_engine(url, connect_args=settings, hide_parameters=True)
        event.listen(engine, "connect", prepare_connection)
        return engine


def take_lock(connection: Connection, *, patience: float) -> None:
    """Begin to write, as soon as nobody else does.

    Args:
        connection: Waits for nobody by itself.
        patience: Seconds.

    Raises:
        OperationalError: Somebody else has the lock all the while.
    """
    until, nap = time.monotonic() + patience, FIRST_NAP
    while True:
        try:
            connection.exec_driver_sql("BEGIN IMMEDIATE")
        except OperationalError as error:
            if not is_busy(error.orig) or time.monotonic() + nap > until:
                raise
            time.sleep(nap)
            nap = min(nap * GROWTH, LONGEST_NAP)
        else:
            return


def empty_journal(plain: sqlite3.Connection) -> bool:
    """Bring what stands in the journal into the file, and cut the journal off.

    While it waits for those who still read what was, nobody can write: so it waits a second.

    Returns:
        False when somebody still reads.
    """
    plain.execute(f"PRAGMA busy_timeout = {JOURNAL_MILLISECONDS}")
    is_read, *_ = plain.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
    return not is_read


def is_foreign(plain: sqlite3.Connection) -> bool:
    """Whether another program has made the tables: not a byte of such a file is changed."""
    query = "SELECT name = 'alembic_version' FROM sqlite_master WHERE type = 'table'"
    ours = [row[0] for row in plain.execute(query)]
    return bool(ours) and not any(ours)


def prepare_connection(plain: sqlite3.Connection, _record: object) -> None:
    """Set what SQLite keeps for each connection, and leave BEGIN to us."""
    plain.isolation_level = None
    for setting in SETTINGS:
        plain.execute(f"PRAGMA {setting}").close()


def wait_for_nobody(plain: sqlite3.Connection, _record: object) -> None:
    """Let whoever takes the lock do the waiting."""
    plain.execute("PRAGMA busy_timeout = 0").close()
