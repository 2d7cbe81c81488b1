"""The engine runs jobs of a real queue: side by side, again, and those of workers that died."""

import asyncio
import logging
import signal
from collections.abc import Awaitable, Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime, timedelta

import pytest
from sqlalchemy import make_url, text
from tests.integration.postgres_server import PostgresServer, missing, running_server
from tests.integration.store.examples import HOUR, SLUG

from digest.adapters.clock import SystemClock
from digest.adapters.queue import engine as engines
from digest.adapters.queue.engine import LOGGERS, Engine, Tasks
from digest.adapters.queue.jobs import JobQueue
from digest.adapters.store.postgres import PostgresDatabase
from digest.errors import StoreBusy, StoreError

pytest.importorskip("procrastinate")
SOON = SystemClock().now() + HOUR
STALE = timedelta(seconds=30)
ALL_DONE = (
    "SELECT count(*) FROM procrastinate_jobs WHERE task_name IN ('send_batch','close_edition')"
)


async def nothing(*_: object) -> datetime | None:
    return None


async def until(met: Callable[[], object]) -> None:
    """Wait until something is so."""
    async with asyncio.timeout(60):
        while not met():  # noqa: ASYNC110 - what is waited for lies in a database
            await asyncio.sleep(0.01)


async def start(server: PostgresServer) -> None:
    """Start the server again; what is left of the one before may be in its way for a moment."""
    async with asyncio.timeout(60):
        while True:
            try:
                return await asyncio.to_thread(server.start)
            except AssertionError:
                await asyncio.sleep(0.1)


@dataclass(slots=True)
class Floor:
    """A database with jobs, and an engine that runs them."""

    url: str
    database: PostgresDatabase
    told: list[str] = field(default_factory=list)
    failed: list[BaseException] = field(default_factory=list)

    @property
    def queue(self) -> JobQueue:
        return JobQueue(self.database)

    def put(self, *numbers: int, slug: str = SLUG, send_by: datetime = SOON) -> None:
        assert self.queue.put_batches(slug, numbers, send_by=send_by) == len(numbers)

    def count(self, sql: str = ALL_DONE) -> int:
        with self.database.reading() as connection:
            return int(connection.scalar(text(sql)) or 0)

    def change(self, *statements: str) -> None:
        with self.database.writing() as connection:
            for one in statements:
                connection.execute(text(one))

    def run(
        self,
        body: Callable[[asyncio.Event], Awaitable[None]],
        *,
        concurrency: int = 1,
        stale: timedelta = STALE,
        **jobs: object,
    ) -> None:
        """Have an engine run while `body` does something."""
        given = {"send_batch": nothing, "close_edition": nothing, "sweep": nothing} | jobs
        engine = Engine(
            url=self.url,
            tasks=Tasks(**given),  # type: ignore[arg-type]
            concurrency=concurrency,
            stale=stale,
            tell=self.told.append,
            fail=self.failed.append,
        )

        async def work() -> None:
            ending = asyncio.Event()
            task = asyncio.create_task(engine.run(ending))
            try:
                await body(ending)
            finally:
                ending.set()
                await asyncio.wait_for(task, 60)

        asyncio.run(work())


@pytest.fixture(scope="module")
def postgres() -> Iterator[PostgresServer]:
    """A server of these tests' own, for they stop it in the middle."""
    if missing():
        pytest.skip(missing())
    with running_server() as server:
        yield server


@pytest.fixture(scope="module")
def floor_of_all(postgres: PostgresServer) -> Iterator[Floor]:
    postgres.run("CREATE DATABASE engine")
    url = postgres.url("engine")
    database = PostgresDatabase(make_url(url), patience=timedelta(seconds=10))
    JobQueue(database).prepare()
    yield Floor(url, database)
    database.close()


@pytest.fixture
def floor(floor_of_all: Floor, monkeypatch: pytest.MonkeyPatch) -> Iterator[Floor]:
    """An empty queue; what has to be waited for comes soon."""
    monkeypatch.setattr(engines, "AWAY", timedelta(seconds=0.05))
    monkeypatch.setattr(engines, "AFTER_FAILURE", timedelta(seconds=0))
    monkeypatch.setattr(engines, "POLL_SECONDS", 0.1)
    monkeypatch.setattr(engines, "EVERY_FIVE_SECONDS", "* * * * * */1")
    floor_of_all.change(
        "DELETE FROM procrastinate_jobs",
        "DELETE FROM procrastinate_workers",
        "DELETE FROM procrastinate_periodic_defers",
    )
    levels = {name: logging.getLogger(name).level for name in LOGGERS}
    yield Floor(floor_of_all.url, floor_of_all.database)
    for name, level in levels.items():
        logging.getLogger(name).setLevel(level)


def test_every_job_is_run_and_leaves_nothing_behind(floor: Floor) -> None:
    sent: list[tuple[str, int]] = []
    closed: list[str] = []

    async def send(slug: str, number: int) -> None:
        sent.append((slug, number))

    async def close(slug: str) -> None:
        closed.append(slug)

    floor.put(1, 2)

    async def body(_: asyncio.Event) -> None:
        await until(lambda: len(sent) == 2)
        # Also what is put in while it waits.
        await asyncio.to_thread(floor.put, 3)
        await asyncio.to_thread(floor.queue.put_end, SLUG, SystemClock().now())
        await until(lambda: len(sent) == 3 and closed)
        await until(lambda: not floor.count())

    floor.run(body, send_batch=send, close_edition=close)

    assert sent == [(SLUG, 1), (SLUG, 2), (SLUG, 3)]
    assert closed == [SLUG]
    assert floor.failed == []
    assert set(floor.told) == {""}
    assert floor.count("SELECT count(*) FROM procrastinate_workers") == 0


def test_jobs_are_run_side_by_side_and_no_more_than_wished(floor: Floor) -> None:
    now, most = [0], [0]

    async def send(_: str, __: int) -> None:
        now[0] += 1
        most[0] = max(most[0], now[0])
        await until(lambda: most[0] == 3 or now[0] > 3)
        await asyncio.sleep(0.01)
        now[0] -= 1

    floor.put(*range(1, 10))
    floor.run(lambda _: until(lambda: not floor.count()), concurrency=3, send_batch=send)

    assert most == [3]


def test_the_edition_with_less_time_left_goes_first(floor: Floor) -> None:
    order: list[str] = []

    async def send(slug: str, _: int) -> None:
        order.append(slug)

    floor.put(1, 2, slug="later", send_by=SOON + HOUR)
    floor.put(1, 2, slug="sooner", send_by=SOON)
    floor.run(lambda _: until(lambda: len(order) == 4), send_batch=send)

    assert order == ["sooner", "sooner", "later", "later"]


def test_a_job_that_wants_to_be_run_again_is_not_before_its_moment(floor: Floor) -> None:
    ran: list[datetime] = []
    clock = SystemClock()

    async def send(_: str, __: int) -> datetime | None:
        ran.append(clock.now())
        return ran[0] + timedelta(seconds=0.4) if len(ran) == 1 else None

    floor.put(1)
    floor.run(lambda _: until(lambda: len(ran) == 2 and not floor.count()), send_batch=send)

    assert ran[1] >= ran[0] + timedelta(seconds=0.4)
    assert floor.failed == []


def test_a_job_that_failed_is_told_and_run_again(floor: Floor) -> None:
    ran: list[int] = []

    async def send(_: str, number: int) -> None:
        ran.append(number)
        if len(ran) < 3:
            raise ValueError("nobody foresaw this")

    floor.put(1)
    floor.run(lambda _: until(lambda: len(ran) == 3 and not floor.count()), send_batch=send)

    assert [type(one) for one in floor.failed] == [ValueError, ValueError]


def test_a_job_tries_again_while_the_database_is_away_and_tells_when_it_is_back(
    floor: Floor,
) -> None:
    ran: list[int] = []

    async def send(_: str, number: int) -> None:
        ran.append(number)
        if len(ran) < 3:
            raise StoreBusy("The ledger is away.", "")

    floor.put(1)
    floor.run(lambda _: until(lambda: not floor.count()), send_batch=send)

    assert ran == [1, 1, 1]
    assert floor.failed == []
    told = [one for one in floor.told if one]
    assert told == ["The ledger is away."] * 2
    assert floor.told[-1] == ""


def test_jobs_of_a_worker_that_died_are_taken_by_another(floor: Floor) -> None:
    sent: list[int] = []

    async def send(_: str, number: int) -> None:
        sent.append(number)

    floor.put(1, 2, 3)
    floor.change(
        "INSERT INTO procrastinate_workers (last_heartbeat) VALUES (now() - interval '1 hour')",
        "UPDATE procrastinate_jobs SET status = 'doing',"
        " worker_id = (SELECT min(id) FROM procrastinate_workers)",
    )
    floor.run(lambda _: until(lambda: not floor.count()), send_batch=send)

    assert sorted(sent) == [1, 2, 3]


def test_jobs_of_a_worker_that_lives_are_left_to_it(floor: Floor) -> None:
    sent: list[int] = []
    swept: list[int] = []

    async def send(_: str, number: int) -> None:
        sent.append(number)

    async def sweep() -> None:
        swept.append(1)

    floor.put(1)
    floor.change(
        "INSERT INTO procrastinate_workers (last_heartbeat) VALUES (now())",
        "UPDATE procrastinate_jobs SET status = 'doing',"
        " worker_id = (SELECT min(id) FROM procrastinate_workers)",
    )
    floor.run(lambda _: until(lambda: len(swept) == 2), send_batch=send, sweep=sweep)

    assert sent == []
    assert floor.count() == 1


def test_a_sweep_of_a_worker_that_died_is_dropped_for_there_is_another_soon(floor: Floor) -> None:
    swept: list[int] = []

    async def sweep() -> None:
        swept.append(1)

    floor.change(
        "INSERT INTO procrastinate_jobs (queue_name, task_name, status)"
        " VALUES ('care', 'sweep', 'doing'), ('care', 'sweep', 'doing')",
    )
    gone = "SELECT count(*) FROM procrastinate_jobs WHERE task_name = 'sweep' AND status = 'doing'"
    floor.run(lambda _: until(lambda: swept and not floor.count(gone)), sweep=sweep)

    assert floor.failed == []
    assert set(floor.told) == {""}


def test_a_sweep_that_fails_is_told_and_is_no_trouble_of_the_database(floor: Floor) -> None:
    sent: list[int] = []

    async def sweep() -> None:
        # Another one waits meanwhile, and two may not.
        floor.change(
            "INSERT INTO procrastinate_jobs (queue_name, task_name, queueing_lock)"
            " VALUES ('care', 'sweep', 'sweep') ON CONFLICT DO NOTHING"
        )
        raise ValueError("nobody foresaw this")

    async def send(_: str, number: int) -> None:
        sent.append(number)

    async def body(_: asyncio.Event) -> None:
        await until(lambda: len(floor.failed) >= 2)
        await asyncio.to_thread(floor.put, 1)
        await until(lambda: sent)

    floor.run(body, sweep=sweep, send_batch=send)

    assert not [one for one in floor.told if one]
    assert {type(one) for one in floor.failed} == {ValueError}


def test_an_ending_takes_nothing_more_and_waits_for_the_job_that_runs(floor: Floor) -> None:
    began, go_on = asyncio.Event(), asyncio.Event()
    ended: list[int] = []

    async def send(_: str, number: int) -> None:
        began.set()
        await go_on.wait()
        ended.append(number)

    async def body(ending: asyncio.Event) -> None:
        await began.wait()
        ending.set()
        # All that was begun before the ending is let through.
        for _ in range(50):
            await asyncio.sleep(0)
        assert ended == []
        go_on.set()

    floor.put(1, 2)
    floor.run(body, send_batch=send)

    assert ended == [1]
    assert floor.count() == 1
    assert floor.count("SELECT count(*) FROM procrastinate_jobs WHERE status = 'doing'") == 0


def test_an_ending_gives_up_waiting_for_a_database_that_is_away(floor: Floor) -> None:
    ran: list[int] = []

    async def send(_: str, number: int) -> None:
        ran.append(number)
        raise StoreBusy("The ledger is away.", "")

    floor.put(1)
    floor.run(lambda _: until(lambda: ran), send_batch=send)

    assert floor.count() == 1
    assert [type(one) for one in floor.failed] == [StoreBusy]


def test_arguments_of_a_later_version_are_passed_over(floor: Floor) -> None:
    sent: list[int] = []

    async def send(_: str, number: int) -> None:
        sent.append(number)

    floor.put(1)
    floor.change("UPDATE procrastinate_jobs SET args = args || jsonb_build_object('later', 1)")
    floor.run(lambda _: until(lambda: sent), send_batch=send)

    assert floor.failed == []


@pytest.mark.parametrize("at_desk", [True, False])
def test_only_a_worker_at_the_desk_makes_editions(
    floor: Floor,
    monkeypatch: pytest.MonkeyPatch,
    at_desk: bool,  # noqa: FBT001 - a parameter
) -> None:
    monkeypatch.setattr(engines, "EVERY_MINUTE", "* * * * * */1")
    made, swept = [], []

    async def make() -> None:
        made.append(1)

    async def sweep() -> None:
        swept.append(1)

    floor.run(
        lambda _: until(lambda: len(swept) >= 2 and (made or not at_desk)),
        sweep=sweep,
        make_edition=make if at_desk else None,
    )

    assert bool(made) is at_desk
    assert floor.count("SELECT count(*) FROM procrastinate_jobs WHERE status = 'failed'") == 0


def test_a_server_that_is_started_anew_is_told_and_the_jobs_go_on(
    floor: Floor, postgres: PostgresServer
) -> None:
    sent: list[int] = []

    async def send(_: str, number: int) -> None:
        sent.append(number)

    async def body(_: asyncio.Event) -> None:
        await until(lambda: sent == [1] and not floor.count())
        await asyncio.to_thread(postgres.stop, signal.SIGQUIT)
        await until(lambda: any(floor.told))
        await start(postgres)
        with suppress(StoreError):
            # The connections that it had are gone.
            floor.count()
        await asyncio.to_thread(floor.put, 2)
        # This server forgets its last commits, so that the first job may be there again.
        await until(lambda: 2 in sent and not floor.told[-1] and not floor.count())

    floor.put(1)
    # Who looks for the server for so long tells that it is away.
    floor.run(body, send_batch=send, stale=timedelta(seconds=1))

    assert floor.failed == []
    assert any("away" in one for one in floor.told)
    assert not [one for one in floor.told if "digest@" in one]


def test_a_job_whose_end_could_not_be_noted_is_found_again(
    floor: Floor, postgres: PostgresServer
) -> None:
    ran: list[int] = []

    async def send(_: str, number: int) -> None:
        ran.append(number)
        if len(ran) == 1:
            await asyncio.to_thread(postgres.stop, signal.SIGQUIT)

    async def body(_: asyncio.Event) -> None:
        await until(lambda: any(floor.told))
        # A server that is back before the job's end is noted would hear of it.
        await until(lambda: not any("send_batch" in one.get_name() for one in asyncio.all_tasks()))
        await start(postgres)
        with suppress(StoreError):
            floor.count()
        await until(lambda: len(ran) == 2 and not floor.count())

    floor.put(1)
    floor.run(body, send_batch=send, stale=timedelta(seconds=1))

    assert floor.failed == []


def test_who_rests_takes_no_batch_but_sees_to_all_else(floor: Floor) -> None:
    sent: list[int] = []
    swept: list[int] = []
    resting = [True]

    async def send(_: str, number: int) -> None:
        sent.append(number)

    async def sweep() -> None:
        swept.append(1)

    async def body(_: asyncio.Event) -> None:
        # The batch is put in only now, when the worker rests already.
        await until(lambda: swept)
        await asyncio.to_thread(floor.put, 1)
        await until(lambda: len(swept) >= 3)
        assert sent == []
        resting.clear()
        await until(lambda: sent == [1] and not floor.count())

    floor.run(body, send_batch=send, sweep=sweep, rests=lambda: bool(resting))

    assert floor.failed == []
    assert not any(floor.told)


def test_a_job_that_another_worker_has_taken_meanwhile_is_no_trouble(floor: Floor) -> None:
    sent: list[int] = []

    async def send(_: str, number: int) -> None:
        sent.append(number)
        if number == 1:
            # As if this worker had been given up for dead, and the other had done it already.
            gone = "DELETE FROM procrastinate_jobs WHERE args->>'batch' = '1'"
            await asyncio.to_thread(floor.change, gone)

    async def body(_: asyncio.Event) -> None:
        await until(lambda: sent == [1])
        await asyncio.to_thread(floor.put, 2)
        await until(lambda: sent == [1, 2] and not floor.count())

    floor.put(1)
    floor.run(body, send_batch=send)

    assert floor.failed == []
    assert not any(floor.told)
