"""What SQLite complains of → our errors, each with the next step."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.exc import DBAPIError, OperationalError

from digest.errors import StoreBusy, StoreError

PRIMARY = 0xFF  # the extended codes of SQLite hold the plain one in their lowest byte
LOCKED = {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED}
SENTENCES = {
    sqlite3.SQLITE_FULL: (
        "The disk is full: {name} cannot take what has to be recorded.",
        "Free some space and run the same command again; nothing is lost.",
    ),
    sqlite3.SQLITE_IOERR: (
        "{name} cannot be read or written: the disk reports an error.",
        "See whether the disk is full or failing, then run the same command again.",
    ),
    sqlite3.SQLITE_READONLY: (
        "{name} may not be written.",
        "Give its owner write access to the file and to its folder.",
    ),
    sqlite3.SQLITE_CANTOPEN: (
        "{name} cannot be opened.",
        "See whether its folder is there, and whether you may read and write in it.",
    ),
    sqlite3.SQLITE_PERM: (
        "{name} may not be opened.",
        "See who owns the file and its folder.",
    ),
    sqlite3.SQLITE_NOTADB: (
        "{name} is no database of digest.",
        "Name another file in DIGEST_DATABASE, or put the right one back from a backup.",
    ),
    sqlite3.SQLITE_CORRUPT: (
        "{name} is damaged.",
        "Put it back from a backup; editions that are past their time are not sent again.",
    ),
}


@contextmanager
def our_errors(name: str) -> Iterator[None]:
    """Turn what the database raises into a StoreError that names it.

    Args:
        name: The database, for people.

    Raises:
        StoreBusy: It is locked for too long.
        StoreError: It cannot be used.
    """
    try:
        yield
    except DBAPIError as error:
        if isinstance(error.orig, sqlite3.Error):
            raise explain(error.orig, name) from error
        if told := explain_from_server(error, name):
            raise told from error
        raise
    except sqlite3.Error as error:
        raise explain(error, name) from error


def explain_from_server(error: DBAPIError, name: str) -> StoreError | None:
    """Choose the sentence for what a server complains of; None for what only a bug can cause."""
    from digest.adapters.store.postgres_failures import UNKNOWN_OPTION, explain_server

    code = getattr(error.orig, "sqlstate", None)
    said = str(error.orig)
    is_away = isinstance(error, OperationalError) or error.connection_invalidated
    if code is None and not (is_away or said.startswith(UNKNOWN_OPTION)):
        return None
    return explain_server(code, name, said)


def is_busy(error: BaseException | None) -> bool:
    """Whether somebody else has the lock."""
    return primary_code(error) in LOCKED


def primary_code(error: BaseException | None) -> int:
    """The plain code of what SQLite complains of; 0 where there is none."""
    return int(getattr(error, "sqlite_errorcode", 0)) & PRIMARY


def explain(error: sqlite3.Error, name: str) -> Exception:
    """Choose the sentence for a failure; one that only a bug can cause stays as it is."""
    code = primary_code(error)
    if getattr(error, "sqlite_errorcode", 0) == sqlite3.SQLITE_CONSTRAINT_TRIGGER:
        # The only triggers are those that freeze a file which is moved.
        return StoreError(
            f"{name} is moved to another database, and takes nothing more.",
            "See where to, and what to do: digest status",
        )
    if code in LOCKED:
        return StoreBusy(
            f"{name} is locked by another program.",
            "Wait until it has ended, then run the same command again; nothing is lost.",
        )
    if code in SENTENCES:
        sentence, hint = SENTENCES[code]
        return StoreError(sentence.format(name=name), hint)
    return error
