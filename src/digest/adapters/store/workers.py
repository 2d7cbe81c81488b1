"""The workers of all machines, in the database."""

from dataclasses import asdict
from datetime import datetime

from sqlalchemy import delete, insert, select

from digest.adapters.store.database import Database
from digest.adapters.store.schema import worker
from digest.model.worker import REMEMBERED, Crew, Worker, WorkerState

# A later version may know others.
STATES = {state.value: state for state in WorkerState}


class SqlWorkers:
    """Who works, and what each is at.

    Args:
        database: Where they tell it.
    """

    def __init__(self, database: Database) -> None:
        self._database = database

    def note_worker(self, told: Worker, *, now: datetime) -> datetime:
        """Keep what a worker says of itself, as seen now; forget who is silent for a day.

        Returns:
            The present moment by the clock that all workers share.
        """
        with self._database.writing_own() as connection:
            moment = self._database.moment(connection, now)
            row = {**asdict(told), "state": told.state.value, "seen": moment}
            connection.execute(delete(worker).where(worker.c.name == told.name))
            connection.execute(insert(worker), row)
            connection.execute(delete(worker).where(worker.c.seen < moment - REMEMBERED))
        return moment

    def forget_worker(self, name: str) -> None:
        """Forget a worker that has ended as it should."""
        with self._database.writing_own() as connection:
            connection.execute(delete(worker).where(worker.c.name == name))

    def crew(self, *, now: datetime) -> Crew:
        """List every worker, also those who died within the last day."""
        with self._database.reading() as connection:
            moment = self._database.moment(connection, now)
            rows = connection.execute(select(worker).order_by(worker.c.began, worker.c.name)).all()
        return Crew(
            now=moment,
            workers=tuple(
                Worker(
                    name=row.name,
                    host=row.host,
                    process=row.process,
                    version=row.version,
                    concurrency=row.concurrency,
                    began=row.began,
                    seen=row.seen,
                    state=STATES.get(row.state, WorkerState.WORKING),
                    doing=row.doing,
                    sent=row.sent,
                    trouble=row.trouble or "",
                )
                for row in rows
            ),
        )
