"""The database to which a publication is moved: whose it is, before anything is written."""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager

from sqlalchemy import Connection, func, select

from digest.adapters.store.database import Database
from digest.adapters.store.marks import (
    MOVED,
    MOVING,
    Mark,
    find_mark,
    find_version,
    marks,
    set_mark,
)
from digest.adapters.store.schema import VERSION, metadata
from digest.adapters.store.upgrading import activity
from digest.adapters.store.versions import migrate, refuse_letters
from digest.errors import EditionBusy, StoreBusy, StoreError

EMPTY_ONE = "Name an empty database, such as a new one: createdb"
# The connection that keeps other movers away.
OURS = 1


@contextmanager
def only_mover(target: Database) -> Iterator[None]:
    """Be the only one who moves to a database.

    Raises:
        StoreBusy: Somebody else does.
    """
    with ExitStack() as stack:
        try:
            stack.enter_context(target.alone("move"))
        except EditionBusy:
            raise StoreBusy(
                f"Somebody else is moving to {target.name} at this moment.",
                "Wait until that has ended; then the same command finds what is left.",
            ) from None
        yield


def look_at_target(target: Database, mark: Mark | None, *, is_moved: bool) -> bool:
    """Look whether a database is empty, or filled by this very move.

    Args:
        target: It.
        mark: Of the move; None when it has not begun.
        is_moved: Whether the file is closed for good.

    Returns:
        Whether it is open to everybody already.

    Raises:
        StoreError: It is in use already, or another move has begun there.
    """
    with target.reading() as connection:
        if is_moved and find_version(connection, target.name) not in (MOVING, MOVED, ""):
            return True
        refuse_taken(connection, target, mark)
    return False


def claim_target(target: Database, mark: Mark) -> None:
    """Make the tables, and keep everybody else out.

    Raises:
        StoreError: It is in use already, or another move has begun there.
    """
    with target.writing() as connection:
        refuse_taken(connection, target, mark)
        found = find_version(connection, target.name)
        if not found:
            refuse_letters(connection, target)
            migrate(connection)
        if found != MOVING:
            set_mark(connection, mark)


def refuse_taken(connection: Connection, target: Database, mark: Mark | None) -> None:
    """Refuse a database that is not empty, unless it is this move that has filled it.

    Raises:
        StoreError: It is in use already, or another move has begun there.
    """
    found = find_version(connection, target.name)
    if not found:
        return
    if found in (MOVING, MOVED):
        refuse_foreign(connection, target, mark)
        return
    if found != VERSION:
        raise StoreError(
            f"{target.name} has tables of another version of digest (tables {found}, here "
            f"{VERSION}).",
            EMPTY_ONE,
        )
    for table in metadata.sorted_tables:
        if connection.execute(select(1).select_from(table).limit(1)).first():
            raise StoreError(f"{target.name} is in use already: it holds a publication.", EMPTY_ONE)
    others = select(func.count()).where(
        activity.c.datname == func.current_database(),
        activity.c.application_name.like("digest%"),
        activity.c.pid != func.pg_backend_pid(),
    )
    if connection.execute(others).scalar_one() > OURS:
        raise StoreBusy(
            f"{target.name} is in use: digest runs with it at this moment.",
            "End what runs there (digest worker, digest serve), then run the same command again.",
        )


def refuse_foreign(connection: Connection, target: Database, mark: Mark | None) -> None:
    """Refuse a database that another move has begun to fill.

    Raises:
        StoreError: It was another.
    """
    known = find_mark(connection)
    if known is None or mark is None or known.token != mark.token:
        whose = f" of {known.publication} from {known.origin}" if known else ""
        raise StoreError(f"{target.name} was begun to be filled by another move{whose}.", EMPTY_ONE)


def empty_target(target: Database, mark: Mark) -> None:
    """Take everything out that this move has brought.

    Raises:
        StoreError: It cannot be reached, or is not this move's.
    """
    with target.writing() as connection:
        if find_version(connection, target.name) == "":
            return
        refuse_foreign(connection, target, mark)
        metadata.drop_all(connection)
        marks.drop_all(connection)
        migrate(connection)
