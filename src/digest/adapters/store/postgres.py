"""A database on a PostgreSQL server, which several machines use at once."""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import Connection, create_engine, event, func, select
from sqlalchemy.engine import URL
from sqlalchemy.exc import DBAPIError

from digest.adapters.store.database import Database
from digest.adapters.store.failures import our_errors
from digest.errors import EditionBusy

# One lock for every writer of a database. Transactions that write apart share it.
WRITERS = 0x6469676573740001
# Locks by name, of which the second number is made.
NAMES = 0x64696765
ONE_STATE = "SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY"
# A process that is stopped, or cut off, in the middle of writing holds what all others wait for:
# the server ends its transaction, sooner than the others give up.
IDLE = "'idle_in_transaction_session_timeout', '8s', true"
# With the moment at which the lock was had, which spares a question of its own.
NOW = "clock_timestamp() AS moment"
ALONE = f"SELECT pg_advisory_xact_lock({WRITERS}), set_config({IDLE}), {NOW}"
BESIDE = f"SELECT pg_advisory_xact_lock_shared({WRITERS}), set_config({IDLE}), {NOW}"
MOMENT = "moment"
OWN = f"SELECT set_config({IDLE})"
CONNECT_SECONDS = 10
# A line that is dead without a word is noticed on both of its ends, and not after hours.
LINE = {
    "keepalives": 1,
    "keepalives_idle": 5,
    "keepalives_interval": 5,
    "keepalives_count": 2,
    "tcp_user_timeout": 10_000,
}
FAR_END = (
    "-c tcp_keepalives_idle=5 -c tcp_keepalives_interval=5 -c tcp_keepalives_count=2 "
    "-c tcp_user_timeout=10000"
)


def add_options(url: URL, ours: str) -> str:
    """Put the server's options that we need behind those of the address, such as a schema."""
    theirs = url.query.get("options", "")
    return f"{theirs if isinstance(theirs, str) else ' '.join(theirs)} {ours}".strip()


def keep_commits(driver: Any, _record: object) -> None:  # noqa: ANN401 - a connection of psycopg
    """Have a commit on the disk before it is told, whatever the server's default is.

    An intent that a crash of the server takes back would be sent to a second time.
    """
    setting = "synchronous_commit"
    sql = "SELECT set_config(%s, 'on', false) WHERE current_setting(%s) = 'off'"
    driver.execute(sql, (setting, setting))
    driver.commit()


class PostgresDatabase(Database):
    """A database of a PostgreSQL server.

    Attributes:
        url: Of the form postgresql://user:password@host/name; never shown.

    Args:
        url: Of the form postgresql://user:password@host/name.
        patience: How long to wait for somebody else's lock.
        keeps_time: Whether leases are kept by the server's clock.
    """

    is_shared = True

    def __init__(self, url: URL, *, patience: timedelta, keeps_time: bool = True) -> None:
        self._keeps_time = keeps_time
        self.url = url.set(drivername="postgresql").render_as_string(hide_password=False)
        wait = max(1, int(patience.total_seconds() * 1000))
        engine = create_engine(
            url.set(drivername="postgresql+psycopg"),
            connect_args={
                **LINE,
                "connect_timeout": CONNECT_SECONDS,
                "application_name": "digest",
                "options": add_options(url, f"-c lock_timeout={wait} -c timezone=UTC {FAR_END}"),
            },
            hide_parameters=True,
            paramstyle="format",  # by place, as SQLite has it too
            pool_size=8,
        )
        event.listen(engine, "connect", keep_commits)
        name = f"{url.database} on {url.host or 'this machine'}"
        super().__init__(name, readers=engine, writers=engine)

    @contextmanager
    def alone(self, name: str) -> Iterator[None]:
        """Keep a name from every machine. It is free again once this process or its line is gone.

        Raises:
            EditionBusy: Somebody else has it.
        """
        taken = select(func.pg_try_advisory_lock(NAMES, func.hashtext(name)))
        with our_errors(self.name), self._writers.connect() as connection:
            # Outside of any transaction, which would hold old rows for as long.
            held = connection.execution_options(isolation_level="AUTOCOMMIT")
            if not held.scalar(taken):
                raise EditionBusy(
                    "Another machine is making an edition at this moment.",
                    "See what comes of it: digest status",
                )
            try:
                yield
            finally:
                # A line that is gone has let go of it already.
                with suppress(DBAPIError):
                    held.scalar(select(func.pg_advisory_unlock(NAMES, func.hashtext(name))))

    def moment(self, connection: Connection, given: datetime) -> datetime:
        """Tell the server's moment: the clocks of several machines are never quite the same."""
        if not self._keeps_time:
            return given
        told: datetime | None = connection.info.get(MOMENT)
        if told is None:
            told = connection.exec_driver_sql(f"SELECT {NOW}").scalar_one()
        return told.astimezone(UTC)

    def _begin_reading(self, connection: Connection) -> None:
        connection.info.pop(MOMENT, None)
        connection.exec_driver_sql(ONE_STATE)

    def _begin_writing(self, connection: Connection) -> None:
        connection.info[MOMENT] = connection.exec_driver_sql(ALONE).one().moment

    def _begin_apart(self, connection: Connection) -> None:
        connection.info[MOMENT] = connection.exec_driver_sql(BESIDE).one().moment

    def _begin_own(self, connection: Connection) -> None:
        # The rows themselves are locked.
        connection.info.pop(MOMENT, None)
        connection.exec_driver_sql(OWN)

    def _erase_traces(self) -> None:
        """Nothing: the server's own housekeeping sees to it."""
