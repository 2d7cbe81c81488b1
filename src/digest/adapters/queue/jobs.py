"""Put jobs in, in the transaction of what they are about."""

import logging
from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, Text, cast, column, func, select, table

from digest.adapters.queue.names import BATCH, CARE, END, SENDING
from digest.adapters.queue.tables import has_tables, make_tables
from digest.adapters.store.database import Database

if TYPE_CHECKING:
    from procrastinate import App

WAITING = ("todo", "doing")
SECONDS_A_MINUTE = 60
jobs = table("procrastinate_jobs", *map(column, ("task_name", "queue_name", "status", "args")))


class JobQueue:
    """Jobs beside the ledger.

    Args:
        database: Of both.
    """

    def __init__(self, database: Database) -> None:
        self._database = database

    def prepare(self) -> None:
        """Make the tables that jobs are kept in, where there are none."""
        with self._database.reading() as connection:
            if has_tables(connection):
                return
        with self._database.writing() as connection:
            make_tables(connection)

    def put_batches(self, slug: str, numbers: Sequence[int], *, send_by: datetime) -> int:
        """Put in a job for each of these batches of an edition that has none; tell how many."""
        with self._database.reading() as connection:
            # Most often there is nothing to do, and nobody has to wait for that.
            if has_tables(connection) and set(numbers) <= find_batches(connection, slug):
                return 0
        with self._database.writing() as connection:
            make_tables(connection)
            known = find_batches(connection, slug)
            wanted = [one for one in numbers if one not in known]
            if wanted:
                app = open_app()
                job = app.configure_task(
                    BATCH,
                    queue=SENDING,
                    connection=driver_of(connection),
                    # The highest goes first: who has the least time left.
                    priority=-int(send_by.timestamp() // SECONDS_A_MINUTE),
                )
                args: list[dict[str, Any]] = [{"edition": slug, "batch": one} for one in wanted]
                job.batch_defer(*args)
        return len(wanted)

    def put_end(self, slug: str, at: datetime) -> None:
        """Put in the job that closes an edition's books at a moment, aware."""
        with self._database.writing() as connection:
            make_tables(connection)
            app = open_app()
            driver = driver_of(connection)
            job = app.configure_task(END, queue=CARE, connection=driver, schedule_at=at)
            job.defer(edition=slug)


def open_app() -> "App":
    """Make what puts jobs in; it has no connection of its own."""
    from procrastinate import App, SyncPsycopgConnector

    # It tells of every job, and what there is to tell is told by digest itself.
    logging.getLogger("procrastinate").setLevel(logging.CRITICAL)
    return App(connector=SyncPsycopgConnector())


def driver_of(connection: Connection) -> Any:  # noqa: ANN401 - a connection of psycopg
    """Give the driver's connection, with the transaction that it is in."""
    return connection.connection.driver_connection


def find_batches(connection: Connection, slug: str) -> set[int]:
    """Number the batches of an edition that have a job which waits or runs."""
    named = func.jsonb_extract_path_text(jobs.c.args, "batch")
    query = (
        select(named)
        .where(jobs.c.task_name == BATCH, jobs.c.queue_name == SENDING)
        .where(cast(jobs.c.status, Text).in_(WAITING))
        .where(func.jsonb_extract_path_text(jobs.c.args, "edition") == slug)
    )
    return {int(one) for one in connection.scalars(query)}
