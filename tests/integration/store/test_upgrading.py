"""Tables on a server are changed when somebody asks for it, beside those who send."""

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from datetime import timedelta
from pathlib import Path
from threading import Barrier

import psycopg
import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Connection, create_engine
from tests.integration.postgres_server import PostgresServer
from tests.integration.store.examples import SECRET, SLUG, accepted, held, ids, plan, turn

from digest.adapters.store import Store, open_store
from digest.adapters.store.partitions import is_partition
from digest.adapters.store.postgres import BESIDE
from digest.adapters.store.schema import VERSION, metadata
from digest.adapters.store.short_columns import is_another
from digest.adapters.store.upgrading import upgrade_store
from digest.adapters.store.versions import migrate
from digest.errors import StoreBusy, StoreError

QUICK = timedelta(seconds=0.3)
EARLIER = "0003"


@pytest.fixture
def earlier(postgres: PostgresServer) -> Iterator[str]:
    """A database of the version before, with a reader and a source in it."""
    postgres.run("DROP DATABASE IF EXISTS earlier WITH (FORCE)")
    postgres.run("CREATE DATABASE earlier")
    url = postgres.url("earlier")
    engine = create_engine(url.replace("postgresql:", "postgresql+psycopg:"))
    with engine.begin() as connection:
        migrate(connection, EARLIER)
        connection.exec_driver_sql(
            "INSERT INTO source_health (name, url, failures) VALUES ('Wire', 'https://a.test', 2)"
        )
        connection.exec_driver_sql(
            "INSERT INTO subscriber (key, email, name, state, added_at, added_by)"
            " VALUES ('jo@example.org', 'Jo@example.org', 'Jo', 'subscribed', 1, 'form')"
        )
        connection.exec_driver_sql(
            "INSERT INTO edition (slug, number, state, window_start, window_end, draft_hash,"
            " send_by, planned) VALUES ('earlier', 213, 'drafted', 0, 1, 'd', 2, 0)"
        )
    engine.dispose()
    yield url
    postgres.run("DROP DATABASE earlier WITH (FORCE)")


def opened(url: str) -> Store:
    return open_store(url, secret=SECRET, patience=QUICK, keeps_time=False)


@contextmanager
def raw(url: str, **options: str) -> Iterator["psycopg.Connection[tuple[object, ...]]"]:
    with psycopg.connect(url, **options) as connection:  # type: ignore[arg-type]
        yield connection


def version_of(url: str) -> object:
    with raw(url) as connection:
        row = connection.execute("SELECT version_num FROM alembic_version").fetchone()
    assert row
    return row[0]


def test_tables_on_a_server_are_not_changed_by_whatever_opens_them(earlier: str) -> None:
    with pytest.raises(StoreError) as caught:
        opened(earlier)

    assert f"(tables {EARLIER}, here {VERSION})" in caught.value.message
    assert caught.value.hint.endswith("digest db upgrade")
    assert version_of(earlier) == EARLIER


def test_they_are_when_somebody_asks_and_keep_what_they_hold(earlier: str) -> None:
    rehearsed = upgrade_store(earlier, dry_run=True)
    assert version_of(earlier) == EARLIER

    done = upgrade_store(earlier)

    assert done == rehearsed
    assert (done.before, done.after, done.is_change) == (EARLIER, VERSION, True)
    with closing(opened(earlier)) as store:
        assert store.articles.source_health()["Wire"].failures == 2
        assert store.subscribers.subscriber("jo@example.org")
        plan(store, slug="the-daily-2026-11-24")
        batch = held(store, slug="the-daily-2026-11-24")
        first = ids(turn(store, batch, size=5))
        assert len(first) == 1
        turn(store, batch, map(accepted, first), size=5)
        assert store.ledger.books("the-daily-2026-11-24").accepted == 1
        with store.database.reading() as connection:
            seen = {"include_name": lambda name, kind, _: kind != "table" or not is_partition(name)}
            context = MigrationContext.configure(
                connection, opts={"compare_type": is_another, **seen}
            )
            assert compare_metadata(context, metadata) == []
    assert not upgrade_store(earlier).is_change


def test_open_with_upgrades_does_the_same(earlier: str) -> None:
    open_store(earlier, secret=SECRET, upgrades=True).close()

    assert version_of(earlier) == VERSION


def test_of_two_at_once_one_does_it_and_the_other_finds_it_done(earlier: str) -> None:
    together = Barrier(2)

    def upgrade(_: int) -> str:
        together.wait(10)
        return upgrade_store(earlier).before

    with ThreadPoolExecutor(2) as threads:
        found = sorted(threads.map(upgrade, range(2)))

    assert found == [EARLIER, VERSION]
    opened(earlier).close()


def test_an_upgrade_waits_for_windows_that_are_being_written(earlier: str) -> None:
    with raw(earlier) as window:
        window.execute(BESIDE.encode())
        with pytest.raises(StoreBusy, match="Nothing was changed"):
            upgrade_store(earlier, patience=QUICK)
        assert version_of(earlier) == EARLIER

        with ThreadPoolExecutor(1) as threads:
            upgrading = threads.submit(upgrade_store, earlier)
            window.commit()
            assert upgrading.result(20).before == EARLIER


def test_who_keeps_the_tables_from_being_changed_is_named(earlier: str) -> None:
    with raw(earlier, application_name="pg_dump") as reader:
        number = reader.info.backend_pid
        reader.execute("SELECT * FROM edition")
        with pytest.raises(StoreBusy, match=rf"pg_dump \(process {number} of the server\)"):
            upgrade_store(earlier, patience=QUICK)
    assert version_of(earlier) == EARLIER
    upgrade_store(earlier)


def test_other_tables_beside_ours_are_seen_to_in_the_same_go(earlier: str) -> None:
    asked: list[bool] = []

    def see_to(connection: Connection, dry_run: bool) -> Sequence[str]:  # noqa: FBT001
        asked.append(dry_run)
        assert connection.dialect.name == "postgresql"
        return ["jobs"]

    assert upgrade_store(earlier, beside=see_to, dry_run=True).beside == ("jobs",)
    assert upgrade_store(earlier, beside=see_to).is_change
    assert asked == [True, False]


# Newer than ours


def test_tables_of_a_newer_version_are_opened_by_nobody_and_used_by_who_has_them_open(
    postgres_url: str,
) -> None:
    with closing(opened(postgres_url)) as store:
        plan(store, readers=3)
        batch = held(store)
        with raw(postgres_url) as newer:
            newer.execute("ALTER TABLE delivery ADD COLUMN newer text")
            newer.execute("UPDATE alembic_version SET version_num = '0042'")
        try:
            for act in (opened, upgrade_store):
                with pytest.raises(StoreError, match=r"written by a newer version.*tables 0042"):
                    act(postgres_url)
            store.check_version()
            first = ids(turn(store, batch, size=5))
            turn(store, batch, map(accepted, first), size=5)
            assert store.ledger.books(SLUG).accepted == 3
        finally:
            with raw(postgres_url) as newer:
                newer.execute("ALTER TABLE delivery DROP COLUMN newer")
                newer.execute("UPDATE alembic_version SET version_num = %s", [VERSION])


def test_a_file_of_a_newer_version_is_written_no_more(database: Path) -> None:
    with closing(opened(f"sqlite:///{database}")) as store:
        with store.database.writing() as connection:
            connection.exec_driver_sql("UPDATE alembic_version SET version_num = '0042'")

        with pytest.raises(StoreError, match="written by a newer version"):
            store.check_version()


# Files


def test_a_file_is_brought_up_to_date_by_itself_or_by_wish(tmp_path: Path) -> None:
    ways: list[Callable[[str], object]] = [upgrade_store, opened]
    for number, act in enumerate(ways):
        path = tmp_path / f"{number}.db"
        engine = create_engine(f"sqlite:///{path}")
        with engine.begin() as connection:
            migrate(connection, EARLIER)
        engine.dispose()

        act(f"sqlite:///{path}")

        done = upgrade_store(f"sqlite:///{path}")
        assert (done.before, done.by_itself, done.is_change) == (VERSION, True, False)


def test_a_rehearsal_makes_no_file(tmp_path: Path) -> None:
    done = upgrade_store(f"sqlite:///{tmp_path / 'digest.db'}", dry_run=True)

    assert (done.before, done.is_change) == ("", True)
    assert list(tmp_path.iterdir()) == []
