"""Bring the tables of a database up to date when somebody asks for it, beside those who send."""

from collections.abc import Callable, Sequence
from datetime import timedelta
from pathlib import Path

from sqlalchemy import Connection, column, extract, func, select, table

from digest.adapters.store.database import Database
from digest.adapters.store.opening import open_database, read_url
from digest.adapters.store.schema import VERSION
from digest.adapters.store.versions import bring_up_to_date, read_version
from digest.errors import StoreBusy, StoreError
from digest.model.database import Upgrade

# Whoever sends waits as long for its next window, and its lease has to outlast that.
PATIENCE = timedelta(seconds=5)
# Brings other tables of the same database up to date, or only tells; names what was done.
Beside = Callable[[Connection, bool], Sequence[str]]

activity = table(
    "pg_stat_activity",
    *map(column, ("pid", "application_name", "datname", "state", "xact_start")),
)


def upgrade_store(
    url: str,
    *,
    beside: Beside | None = None,
    patience: timedelta = PATIENCE,
    dry_run: bool = False,
) -> Upgrade:
    """Bring the tables of a database up to date, in one transaction for each kind of tables.

    Several may do so at once: one does it, and the others find it done.

    Args:
        url: Of the database.
        beside: Sees to other tables of a shared database.
        patience: How long to wait for somebody else's lock.
        dry_run: Whether only to tell.

    Raises:
        StoreBusy: Somebody has the tables for too long; names who. Nothing was changed.
        StoreError: It cannot be used, or was written by a newer version.
    """
    parsed = read_url(url)
    is_file = parsed.get_backend_name() == "sqlite"
    if dry_run and is_file and parsed.database and not Path(parsed.database).exists():
        name = Path(parsed.database).name  # which opening it would make
        return Upgrade(database=name, before="", after=VERSION, by_itself=True)
    database = open_database(parsed, patience=patience)
    try:
        return upgrade_tables(database, beside=beside, dry_run=dry_run)
    except StoreBusy as error:
        raise name_holder(database, error, patience=patience) from error
    finally:
        database.close()


def upgrade_tables(database: Database, *, beside: Beside | None, dry_run: bool) -> Upgrade:
    """Bring the tables of an open database up to date, or only tell."""
    others: Sequence[str] = ()
    if dry_run:
        with database.reading() as connection:
            before = read_version(connection, database.name)
            if beside and database.is_shared:
                others = beside(connection, True)
    else:
        before = bring_up_to_date(database, upgrades=True)
        if beside and database.is_shared:
            with database.writing() as connection:
                others = beside(connection, False)
    return Upgrade(
        database=database.name,
        before=before,
        after=VERSION,
        beside=tuple(others),
        by_itself=not database.is_shared,
    )


def name_holder(database: Database, error: StoreBusy, *, patience: timedelta) -> StoreBusy:
    """Tell who has kept a server's tables from being changed, if that can be seen."""
    if not database.is_shared:
        return error
    age = extract("epoch", func.clock_timestamp() - activity.c.xact_start)
    query = (
        select(activity.c.application_name, activity.c.pid, age.label("seconds"))
        .where(activity.c.datname == func.current_database())
        .where(activity.c.pid != func.pg_backend_pid(), age >= patience.total_seconds())
        .order_by(activity.c.xact_start)
    )
    try:
        with database.reading() as connection:
            row = connection.execute(query).first()
    except StoreError:
        return error
    if row is None:
        return error
    return StoreBusy(
        f"{database.name} is in use: {row.application_name or 'a program'} (process {row.pid} of "
        f"the server) has been in one transaction for {row.seconds:,.0f} s. Nothing was changed.",
        "Wait until it has ended, then run the same command again.",
    )
