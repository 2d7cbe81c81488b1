"""The engine's own tables, made beside ours and brought to the version that is installed."""

from importlib.metadata import version
from pathlib import Path

from sqlalchemy import Column, Connection, MetaData, String, Table, insert, inspect, select, update

from digest.errors import StoreError

# The engine does not note which version its tables are of.
noted = Table("queue_version", MetaData(), Column("version", String(32), primary_key=True))
FIRST = "procrastinate_jobs"


def has_tables(connection: Connection) -> bool:
    """Whether the engine has its tables."""
    return inspect(connection).has_table(FIRST)


def make_tables(connection: Connection) -> bool:
    """Make the tables where there are none; tell whether they were made."""
    if has_tables(connection):
        return False
    from procrastinate.schema import SchemaManager
    from psycopg.errors import InsufficientPrivilege

    driver = connection.connection.driver_connection
    if driver is None:  # it is only so when the line is gone
        raise StoreError("The database is away.", "Run the same command again.")
    try:
        driver.execute(SchemaManager.get_schema())
    except InsufficientPrivilege:
        raise StoreError(
            "The tables of the jobs are missing, and this user of the database may not make them.",
            "On the desk's machine, as the owner of the database: digest db upgrade",
        ) from None
    noted.create(connection)
    connection.execute(insert(noted), {"version": version("procrastinate")})
    return True


def upgrade_tables(connection: Connection, *, dry_run: bool = False) -> list[str]:
    """Bring the tables to the version that is installed.

    Args:
        connection: In a transaction that writes.
        dry_run: Whether only to tell.

    Returns:
        The engine's migrations that were run, or would be; [FIRST] for new tables.
    """
    if not has_tables(connection):
        if not dry_run:
            make_tables(connection)
        return [FIRST]
    before = connection.scalar(select(noted.c.version)) or ""
    steps = find_steps(before)
    if steps and not dry_run:
        driver = connection.connection.driver_connection
        for step in steps:
            driver.execute(step.read_text(encoding="utf-8"))  # type: ignore[union-attr]
        connection.execute(update(noted).values(version=version("procrastinate")))
    return [one.name for one in steps]


def find_steps(before: str) -> list[Path]:
    """List the engine's migrations after a version, in their order."""
    from procrastinate.schema import SchemaManager

    known = read_number(before)
    folder = Path(SchemaManager.get_migrations_path())
    return [
        path
        for path in sorted(folder.glob("*.sql"))
        if read_number(path.name.partition("_")[0]) > known
    ]


def read_number(text: str) -> tuple[int, ...]:
    """Read a version, such as "03.04.00" or "3.10.0"; what is no number in it counts as nought."""
    return tuple(int(part) if part.isdigit() else 0 for part in text.split("."))
