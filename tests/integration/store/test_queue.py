"""Jobs beside the ledger: put in with what they are about, once, and in tables that are kept up."""

import re
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from itertools import count
from threading import Barrier

import pytest
from sqlalchemy import make_url, text
from tests.integration.postgres_server import PostgresServer
from tests.integration.store.examples import (
    HOUR,
    MINUTE,
    NOW,
    SECRET,
    SEND_BY,
    SLUG,
    make_record,
)

from digest.adapters.queue import tables
from digest.adapters.queue.jobs import JobQueue, find_batches
from digest.adapters.queue.names import BATCH, END
from digest.adapters.queue.tables import find_steps, has_tables, make_tables, upgrade_tables
from digest.adapters.store import open_store
from digest.adapters.store.postgres import PostgresDatabase
from digest.errors import StoreError

pytest.importorskip("procrastinate")
OTHER = "the-daily-2026-11-24"
PATIENCE = timedelta(seconds=10)
SHAPE = """
    SELECT 'column', table_name || '.' || column_name || ' ' || data_type
    FROM information_schema.columns WHERE table_schema = 'public'
    UNION SELECT 'function', p.oid::regprocedure::text
        || md5(regexp_replace(prosrc, '\\s', '', 'g'))
    FROM pg_proc p WHERE pronamespace = 'public'::regnamespace
    UNION SELECT 'index', indexname FROM pg_indexes WHERE schemaname = 'public'
    UNION SELECT 'trigger', tgname FROM pg_trigger WHERE NOT tgisinternal
"""
numbers = count(1)


@pytest.fixture
def bare(postgres: PostgresServer) -> Iterator[PostgresDatabase]:
    """A database with nothing in it."""
    name = f"bare{next(numbers)}"
    postgres.run(f"CREATE DATABASE {name}")
    database = PostgresDatabase(make_url(postgres.url(name)), patience=PATIENCE)
    yield database
    database.close()
    postgres.run(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture(scope="module")
def shared(postgres: PostgresServer) -> Iterator[PostgresDatabase]:
    postgres.run("CREATE DATABASE jobs")
    database = PostgresDatabase(make_url(postgres.url("jobs")), patience=PATIENCE)
    JobQueue(database).prepare()
    yield database
    database.close()


@pytest.fixture
def database(shared: PostgresDatabase) -> PostgresDatabase:
    """A database with the tables of the jobs and no jobs."""
    with shared.writing() as connection:
        connection.execute(text("DELETE FROM procrastinate_jobs"))
    return shared


def test_who_may_make_no_tables_is_told_who_does(postgres: PostgresServer) -> None:
    postgres.run("CREATE DATABASE no_jobs")
    postgres.run("CREATE ROLE only_sends LOGIN")
    postgres.run("REVOKE CREATE ON SCHEMA public FROM PUBLIC", database="no_jobs")
    url = make_url(postgres.url("no_jobs")).set(username="only_sends")
    database = PostgresDatabase(url, patience=PATIENCE)

    with pytest.raises(StoreError) as caught:
        JobQueue(database).prepare()
    database.close()

    assert "may not make them" in caught.value.message
    assert caught.value.hint.endswith("digest db upgrade")


def rows(database: PostgresDatabase, sql: str) -> list[tuple[object, ...]]:
    with database.reading() as connection:
        return [tuple(row) for row in connection.execute(text(sql))]


def jobs(database: PostgresDatabase) -> list[tuple[object, ...]]:
    return rows(
        database,
        "SELECT task_name, queue_name, status::text, args FROM procrastinate_jobs ORDER BY id",
    )


def change(database: PostgresDatabase, sql: str) -> None:
    with database.writing() as connection:
        connection.execute(text(sql))


def set_status(database: PostgresDatabase, status: str) -> None:
    with database.writing() as connection:
        update = text("UPDATE procrastinate_jobs SET status = :s ::procrastinate_job_status")
        connection.execute(update, {"s": status})


def test_each_batch_gets_a_job_that_names_it(database: PostgresDatabase) -> None:
    assert JobQueue(database).put_batches(SLUG, [3, 12], send_by=SEND_BY) == 2

    assert jobs(database) == [
        ("send_batch", "sending", "todo", {"edition": SLUG, "batch": one}) for one in (3, 12)
    ]


@pytest.mark.parametrize("status", ["todo", "doing"])
def test_a_batch_that_has_a_job_gets_no_second_one(database: PostgresDatabase, status: str) -> None:
    queue = JobQueue(database)
    queue.put_batches(SLUG, [1, 2], send_by=SEND_BY)
    set_status(database, status)

    assert queue.put_batches(SLUG, [1, 2], send_by=SEND_BY) == 0
    assert queue.put_batches(SLUG, [1, 2, 3], send_by=SEND_BY) == 1
    assert queue.put_batches(OTHER, [1, 2, 3], send_by=SEND_BY) == 3
    assert queue.put_batches(SLUG, [], send_by=SEND_BY) == 0
    assert len(jobs(database)) == 6


@pytest.mark.parametrize("status", ["failed", "succeeded", "aborted", "cancelled"])
def test_a_job_that_has_ended_somehow_is_in_nobody_s_way(
    database: PostgresDatabase, status: str
) -> None:
    queue = JobQueue(database)
    queue.put_batches(SLUG, [1], send_by=SEND_BY)
    set_status(database, status)

    assert queue.put_batches(SLUG, [1], send_by=SEND_BY) == 1


def test_two_that_put_in_the_same_at_once_put_it_in_once(database: PostgresDatabase) -> None:
    together = Barrier(2)

    def put(_: int) -> int:
        together.wait(10)
        return JobQueue(database).put_batches(SLUG, range(1, 40), send_by=SEND_BY)

    with ThreadPoolExecutor(2) as threads:
        assert sum(threads.map(put, range(2))) == 39
    assert len(jobs(database)) == 39


def test_of_two_editions_the_one_with_less_time_goes_first(database: PostgresDatabase) -> None:
    queue = JobQueue(database)
    for slug, send_by in [(OTHER, SEND_BY + MINUTE), (SLUG, SEND_BY), ("x", SEND_BY + HOUR)]:
        queue.put_batches(slug, [1], send_by=send_by)

    first = "SELECT args->>'edition' FROM procrastinate_jobs ORDER BY priority DESC, id"
    assert rows(database, first) == [(SLUG,), (OTHER,), ("x",)]


def test_the_end_of_an_edition_is_a_job_of_its_moment(database: PostgresDatabase) -> None:
    JobQueue(database).put_end(SLUG, SEND_BY)

    [job] = jobs(database)
    assert job == (END, "care", "todo", {"edition": SLUG})
    assert rows(database, "SELECT scheduled_at FROM procrastinate_jobs") == [(SEND_BY,)]


def test_jobs_are_a_part_of_the_transaction_that_plans(postgres_url: str) -> None:
    store = open_store(postgres_url, secret=SECRET)
    queue = JobQueue(store.database)
    queue.prepare()

    class Broken(Exception):
        pass

    def plan(*, breaks: bool) -> None:
        with store.together():
            store.editions.save_draft(make_record())
            queue.put_batches(SLUG, [1, 2], send_by=SEND_BY)
            queue.put_end(SLUG, SEND_BY)
            if breaks:
                raise Broken

    with pytest.raises(Broken):
        plan(breaks=True)
    count_jobs = text("SELECT count(*) FROM procrastinate_jobs")
    with store.database.reading() as connection:
        assert connection.scalar(count_jobs) == 0
    assert store.editions.edition(SLUG) is None

    plan(breaks=False)
    with store.database.reading() as connection:
        assert connection.scalar(count_jobs) == 3
        assert find_batches(connection, SLUG) == {1, 2}
    with store.database.writing() as connection:
        connection.execute(text("DELETE FROM procrastinate_jobs"))
    store.close()


def test_arguments_of_a_later_version_do_no_harm(database: PostgresDatabase) -> None:
    queue = JobQueue(database)
    queue.put_batches(SLUG, [1], send_by=SEND_BY)
    change(database, """UPDATE procrastinate_jobs SET args = args || '{"later": [1]}'""")

    assert queue.put_batches(SLUG, [1], send_by=SEND_BY) == 0


def test_the_tables_are_made_once_by_two_at_once(bare: PostgresDatabase) -> None:
    together = Barrier(2)

    def prepare(_: int) -> None:
        together.wait(10)
        JobQueue(bare).prepare()

    with ThreadPoolExecutor(2) as threads:
        list(threads.map(prepare, range(2)))

    assert rows(bare, "SELECT count(*) FROM queue_version") == [(1,)]
    assert jobs(bare) == []


def test_jobs_can_be_put_in_before_any_worker_was_there(bare: PostgresDatabase) -> None:
    queue = JobQueue(bare)

    assert queue.put_batches(SLUG, [1], send_by=SEND_BY) == 1
    queue.put_end(SLUG, NOW)

    assert [one[0] for one in jobs(bare)] == [BATCH, END]


def make_older(database: PostgresDatabase, version: str) -> None:
    """Make the tables as an older version of the engine made them."""
    steps = find_steps("")
    newer = {one.name for one in find_steps(version)}
    # The very first one counts as no step after any version.
    first = sorted(steps[0].parent.glob("00.00.00_*.sql"))
    for step in [*first, *(one for one in steps if one not in first and one.name not in newer)]:
        # One after the other: what a step adds to a type cannot be used before it is kept.
        with database.writing() as connection:
            driver = connection.connection.driver_connection
            assert driver
            driver.execute(step.read_text(encoding="utf-8"))
    with database.writing() as connection:
        tables.noted.create(connection)
        connection.execute(tables.noted.insert(), {"version": version})


def shape(database: PostgresDatabase) -> set[tuple[object, ...]]:
    return set(rows(database, SHAPE))


def test_tables_of_an_older_engine_are_brought_up_to_date_and_keep_their_jobs(
    bare: PostgresDatabase, shared: PostgresDatabase
) -> None:
    make_older(bare, "3.3.0")
    queue = JobQueue(bare)
    queue.put_batches(SLUG, [1, 2], send_by=SEND_BY)
    assert shape(bare) != shape(shared)

    with bare.writing() as connection:
        told = upgrade_tables(connection, dry_run=True)
    assert shape(bare) != shape(shared)
    with bare.writing() as connection:
        done = upgrade_tables(connection)

    assert told == done
    assert done
    assert all(re.match(r"03\.0[4-9]|03\.[1-9]", one) for one in done)
    assert shape(bare) == shape(shared)
    assert len(jobs(bare)) == 2
    with bare.writing() as connection:
        assert upgrade_tables(connection) == []


def test_where_there_are_no_tables_upgrading_makes_them(bare: PostgresDatabase) -> None:
    with bare.writing() as connection:
        assert upgrade_tables(connection, dry_run=True) == [tables.FIRST]
        assert not has_tables(connection)
        assert upgrade_tables(connection) == [tables.FIRST]
        assert not make_tables(connection)
        assert upgrade_tables(connection) == []
