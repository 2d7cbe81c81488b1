"""The engine that decides which worker runs which job when; what a job does is none of its affair.

Procrastinate keeps its jobs in the same PostgreSQL database. A job that fails is run again, and the
jobs of a worker that died are found by its silence.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, TypeVar

from procrastinate import App, BaseRetryStrategy, JobContext, PsycopgConnector, RetryDecision
from procrastinate.exceptions import ConnectorException, ProcrastinateException
from procrastinate.jobs import Job, Status
from psycopg import OperationalError
from psycopg.errors import RaiseException
from sqlalchemy.engine import make_url

from digest.adapters.queue.names import BATCH, CARE, DESK, EDITION, END, QUEUES, SENDING, SWEEP
from digest.adapters.store.postgres import FAR_END, LINE, add_options
from digest.errors import StoreError

# How long a job waits that failed for a reason nobody foresaw.
AFTER_FAILURE = timedelta(seconds=10)
# The end of a job is noted long before.
NOTED_SECONDS = 3.0
# How long until a database that is away is looked for again.
AWAY = timedelta(seconds=1)
# New jobs are told at once; this is for those that became due, and for news that was lost.
POLL_SECONDS = 1.0
# A third of the shortest lease: a worker with that one gives others up who are silent for as long.
BEAT_SECONDS = 1.5
# How often a worker looks whether it rests.
LOOK_SECONDS = 0.25
# Two connections for the two that take jobs, each with one that listens; one for all the rest.
CONNECTIONS = 5
CARE_AT_ONCE = 2
EVERY_FIVE_SECONDS = "* * * * * */5"
EVERY_MINUTE = "* * * * *"
DONE = "successful"
LOGGERS = ("procrastinate", "psycopg", "asyncio")


T = TypeVar("T")


@dataclass(frozen=True, slots=True, kw_only=True)
class Tasks:
    """What jobs do. Each tells when it is to be done again; None means that it is done.

    Attributes:
        send_batch: Sends a batch of an edition, by its slug and number.
        close_edition: Closes the books of an edition whose time is over.
        sweep: Sees to it that whatever is owed has a job.
        make_edition: Makes the edition whose time has come; None where that is done elsewhere.
        rests: Whether this worker takes no batches now, so that others have them.
    """

    send_batch: Callable[[str, int], Awaitable[datetime | None]]
    close_edition: Callable[[str], Awaitable[datetime | None]]
    sweep: Callable[[], Awaitable[datetime | None]]
    make_edition: Callable[[], Awaitable[datetime | None]] | None = None
    rests: Callable[[], bool] = lambda: False


class Again(Exception):
    """A job is to be run again.

    Args:
        at: Not before this moment, aware.
    """

    def __init__(self, at: datetime) -> None:
        super().__init__(at.isoformat())
        self.at = at


class Retries(BaseRetryStrategy):
    """Runs a job again when it says so, or when it failed."""

    def get_retry_decision(self, *, exception: BaseException, job: Job) -> RetryDecision | None:
        """Choose when a job is run again."""
        del job
        if isinstance(exception, Again):
            return RetryDecision(retry_at=exception.at)
        seconds = AFTER_FAILURE.total_seconds()
        return RetryDecision(retry_in={"seconds": int(seconds)})


@dataclass(frozen=True, slots=True, kw_only=True)
class Ended:
    """A job that ended here.

    Attributes:
        worker: The engine's number of the worker that had it.
        at: When, by the loop's clock.
    """

    worker: int | None
    at: float


@dataclass(slots=True, kw_only=True)
class Engine:
    """Takes jobs until it is told to end.

    Attributes:
        url: Of the database; never shown.
        tasks: What jobs do.
        concurrency: How many batches are sent side by side.
        stale: A worker that is silent for so long is given up, and its jobs are another's.
        tell: Told what keeps jobs from being taken; empty once nothing does.
        fail: Told of an error that nobody foresaw.
    """

    url: str = field(repr=False)
    tasks: Tasks
    concurrency: int
    stale: timedelta
    tell: Callable[[str], None]
    fail: Callable[[BaseException], None]
    _ended: dict[int, Ended] = field(default_factory=dict)
    _ending: asyncio.Event = field(default_factory=asyncio.Event)

    async def run(self, ending: asyncio.Event) -> None:
        """Take jobs; on `ending` take no more and wait for those that run."""
        for name in LOGGERS:
            # What there is to tell is told by us, in our words.
            logging.getLogger(name).setLevel(logging.CRITICAL)
        self._ending = ending
        asyncio.get_running_loop().set_exception_handler(self._hear_loose)
        while not ending.is_set():
            try:
                await self._work(ending)
            except (ConnectorException, OperationalError, OSError) as error:
                self.tell(f"the database is away: {first_line(error)}")
            if not ending.is_set():
                with suppress(TimeoutError):
                    await asyncio.wait_for(ending.wait(), AWAY.total_seconds())

    def _hear_loose(self, _loop: asyncio.AbstractEventLoop, context: dict[str, Any]) -> None:
        """Hear of an error that nobody waited for: most often a job's end that was not noted."""
        error = context.get("exception")
        if isinstance(error, ConnectorException) and isinstance(error.__cause__, RaiseException):
            # While this worker seemed to be dead another one has taken the job, and sees to it.
            return
        if isinstance(error, ConnectorException):
            # The job is found by `_free_forgotten`.
            self.tell(f"the database is away: {first_line(error)}")
        elif error:
            self.fail(error)

    async def _work(self, ending: asyncio.Event) -> None:
        """Take jobs until the end, or until the database is away."""
        app = self._open_app()
        async with app.open_async():
            self.tell("")
            work = [
                asyncio.create_task(one)
                for one in (
                    self._take_batches(app),
                    self._take(app, self._others(), CARE_AT_ONCE),
                    self._free_forgotten(app),
                )
            ]
            sign = asyncio.create_task(ending.wait())
            try:
                await asyncio.wait([*work, sign], return_when=asyncio.FIRST_COMPLETED)
            finally:
                for task in (sign, *work):
                    task.cancel()
                ended = await asyncio.gather(*work, return_exceptions=True)
            for error in ended:
                if isinstance(error, Exception):
                    raise error

    def _others(self) -> list[str]:
        return [CARE, DESK] if self.tasks.make_edition else [CARE]

    async def _take_batches(self, app: App) -> None:
        """Take batches, but none while this worker rests.

        If it took them and gave them back, it would be the first to take them again.
        """
        while True:
            taking = asyncio.create_task(self._take(app, [SENDING], self.concurrency))
            try:
                while not taking.done() and not self.tasks.rests():
                    await asyncio.wait([taking], timeout=LOOK_SECONDS)
            finally:
                await end_gently(taking)
            while self.tasks.rests():  # noqa: ASYNC110 - whoever rests has nothing else to do
                await asyncio.sleep(LOOK_SECONDS)

    async def _take(self, app: App, queues: list[str], concurrency: int) -> None:
        seconds = self.stale.total_seconds()
        await app.run_worker_async(
            queues=queues,
            concurrency=concurrency,
            fetch_job_polling_interval=POLL_SECONDS,
            delete_jobs=DONE,
            install_signal_handlers=False,
            update_heartbeat_interval=min(BEAT_SECONDS, seconds / 3),
            stalled_worker_timeout=seconds,
        )

    def _open_app(self) -> App:
        """Make the engine with its tasks, without opening anything."""
        connector = PsycopgConnector(
            conninfo=self.url,
            min_size=1,
            max_size=CONNECTIONS,
            kwargs={
                **LINE,
                "application_name": "digest worker",
                "options": add_options(make_url(self.url), FAR_END),
            },
            timeout=self.stale.total_seconds(),
        )
        app = App(connector=connector)
        tasks = self.tasks

        # Each takes more than it knows, for jobs that a later version puts in.
        async def send_batch(context: JobContext, edition: str, batch: int, **_: object) -> None:
            await self._do(context.job, lambda: tasks.send_batch(edition, batch))

        async def close_edition(context: JobContext, edition: str, **_: object) -> None:
            await self._do(context.job, lambda: tasks.close_edition(edition))

        async def sweep(timestamp: int, **_: object) -> None:
            del timestamp
            await self._do_once(lambda: self._free_stalled(app))
            await self._do_once(tasks.sweep)

        async def make_edition(timestamp: int, **_: object) -> None:
            del timestamp
            if tasks.make_edition:
                await self._do_once(tasks.make_edition)

        add_job(app, BATCH, send_batch)
        add_job(app, END, close_edition)
        add_periodic(app, SWEEP, sweep, every=EVERY_FIVE_SECONDS)
        if tasks.make_edition:
            add_periodic(app, EDITION, make_edition, every=EVERY_MINUTE)
        return app

    async def _do(self, job: Job, work: Callable[[], Awaitable[datetime | None]]) -> None:
        """Do a job; while the database is away try again and again, for a job may be repeated.

        Raises:
            Again: It is to be done again later.
        """
        self._ended.pop(job.id or 0, None)
        try:
            again = await self._insist(work)
        except Exception as error:
            self.fail(error)
            raise
        finally:
            self._ended[job.id or 0] = Ended(
                worker=job.worker_id, at=asyncio.get_running_loop().time()
            )
        if again:
            raise Again(again)

    async def _do_once(self, job: Callable[[], Awaitable[object]]) -> None:
        """Do what is done again soon anyhow, so that a failure is told and not tried again."""
        try:
            await self._insist(job)
        except ConnectorException as error:
            self.tell(f"the database is away: {first_line(error)}")
        except Exception as error:  # noqa: BLE001 - whatever it is, the next one may be well
            self.fail(error)

    async def _insist(self, job: Callable[[], Awaitable[T]]) -> T:
        while True:
            try:
                again = await job()
            except StoreError as error:
                self.tell(error.message)
                if self._ending.is_set():
                    raise
                await asyncio.sleep(AWAY.total_seconds())
            else:
                self.tell("")
                return again

    async def _free_forgotten(self, app: App) -> None:
        """Have jobs done again that ended here without the database having noted it.

        The line may be lost in that very moment; this worker lives, so no sweep would free them.
        """
        while True:
            await asyncio.sleep(NOTED_SECONDS)
            due = asyncio.get_running_loop().time() - NOTED_SECONDS
            old = {number: one for number, one in self._ended.items() if one.at < due}
            if not old:
                continue
            with suppress(ConnectorException):
                running = await app.job_manager.list_jobs_async(status=Status.DOING.value)
                for job in running:
                    ended = old.get(job.id or 0)
                    if (
                        ended
                        and ended is self._ended.get(job.id or 0)
                        and ended.worker == job.worker_id
                    ):
                        await app.job_manager.retry_job(job)
                for number, one in old.items():
                    if self._ended.get(number) is one:
                        del self._ended[number]

    async def _free_stalled(self, app: App) -> None:
        """Let others have the jobs of workers that have died."""
        # Two workers may do so at once: the one that comes late finds nothing to do.
        for job in await app.job_manager.get_stalled_jobs(
            seconds_since_heartbeat=self.stale.total_seconds()
        ):
            if job.task_name in (SWEEP, EDITION):
                # There will be another one soon.
                await app.job_manager.finish_job(job, status=Status.FAILED, delete_job=True)
                continue
            with suppress(ProcrastinateException):
                await app.job_manager.retry_job(job)


async def end_gently(task: "asyncio.Task[None]") -> None:
    """Cancel what takes jobs, and wait for those it has, even if we are cancelled meanwhile."""
    task.cancel()
    try:
        await asyncio.wait([task])
    except asyncio.CancelledError:
        await asyncio.wait([task])
        raise
    if not task.cancelled():
        task.result()


def add_job(app: App, name: str, function: Callable[..., Awaitable[None]]) -> None:
    """Add a task that is told which job it is, and run again when it fails."""
    app.task(name=name, queue=QUEUES[name], retry=Retries(), pass_context=True)(function)


def add_periodic(
    app: App, name: str, function: Callable[..., Awaitable[None]], *, every: str
) -> None:
    """Add a task that is done every so often, and never waits twice."""
    # One that fails is not run again: it would wait beside the next, which the database refuses.
    task = app.task(name=name, queue=QUEUES[name], queueing_lock=name)(function)
    app.periodic(cron=every)(task)


def first_line(error: BaseException) -> str:
    """Tell an error in one line."""
    lines = str(error.__cause__ or error).strip().splitlines()
    return lines[0] if lines else type(error).__name__
