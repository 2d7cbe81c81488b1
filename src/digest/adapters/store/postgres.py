"""A database on a PostgreSQL server, which several machines use at once."""

from datetime import UTC, datetime, timedelta

from sqlalchemy import Connection, create_engine
from sqlalchemy.engine import URL

from digest.adapters.store.database import Database

# One lock for every writer of a database. Transactions that write apart share it.
WRITERS = 0x6469676573740001
ONE_STATE = "SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY"
ALONE = f"SELECT pg_advisory_xact_lock({WRITERS})"
BESIDE = f"SELECT pg_advisory_xact_lock_shared({WRITERS})"
CONNECT_SECONDS = 10


class PostgresDatabase(Database):
    """A database of a PostgreSQL server.

    Args:
        url: Of the form postgresql://user:password@host/name.
        patience: How long to wait for somebody else's lock.
        keeps_time: Whether leases are kept by the server's clock.
    """

    def __init__(self, url: URL, *, patience: timedelta, keeps_time: bool = True) -> None:
        self._keeps_time = keeps_time
        wait = max(1, int(patience.total_seconds() * 1000))
        engine = create_engine(
            url.set(drivername="postgresql+psycopg"),
            connect_args={
                "connect_timeout": CONNECT_SECONDS,
                "application_name": "digest",
                "options": f"-c lock_timeout={wait} -c timezone=UTC",
            },
            hide_parameters=True,
            paramstyle="format",  # by place, as SQLite has it too
            pool_size=8,
        )
        name = f"{url.database} on {url.host or 'this machine'}"
        super().__init__(name, readers=engine, writers=engine)

    def moment(self, connection: Connection, given: datetime) -> datetime:
        """Tell the server's moment: the clocks of several machines are never quite the same."""
        if not self._keeps_time:
            return given
        told: datetime = connection.exec_driver_sql("SELECT clock_timestamp()").scalar_one()
        return told.astimezone(UTC)

    def _begin_reading(self, connection: Connection) -> None:
        connection.exec_driver_sql(ONE_STATE)

    def _begin_writing(self, connection: Connection) -> None:
        connection.exec_driver_sql(ALONE)

    def _begin_apart(self, connection: Connection) -> None:
        connection.exec_driver_sql(BESIDE)

    def _begin_own(self, connection: Connection) -> None:
        """Nothing: the rows themselves are locked."""

    def _erase_traces(self) -> None:
        """Nothing: the server's own housekeeping sees to it."""
