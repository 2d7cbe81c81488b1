"""Every store there is: one suite runs over all of them."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import delete
from tests.integration.postgres_server import PostgresServer, missing, running_server
from tests.integration.store.examples import SECRET, AnyStore, Maker

from digest.adapters.memory import MemoryStore
from digest.adapters.store import open_store
from digest.adapters.store.schema import metadata


@pytest.fixture(scope="session")
def empty_database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database with its tables, made once and copied for each test."""
    path = tmp_path_factory.mktemp("store") / "empty.db"
    open_store(f"sqlite:///{path}", secret=SECRET).close()
    return path


@pytest.fixture
def database(empty_database: Path, tmp_path: Path) -> Path:
    path = tmp_path / "digest.db"
    shutil.copy(empty_database, path)
    return path


@pytest.fixture(scope="session")
def postgres() -> Iterator[PostgresServer]:
    """A PostgreSQL server with the tables in it."""
    if missing():
        pytest.skip(missing())
    with running_server() as server:
        server.run("CREATE DATABASE digest")
        open_store(server.url("digest"), secret=SECRET).close()
        yield server


@pytest.fixture
def postgres_url(postgres: PostgresServer) -> str:
    """An empty database of it: what an earlier test wrote is gone."""
    # Quicker than TRUNCATE, which makes new files for all of them.
    tables = [str(delete(one)) for one in reversed(metadata.sorted_tables)]
    numbers = [
        f'ALTER TABLE "{one.name}" ALTER COLUMN "{column.name}" RESTART'
        for one in metadata.sorted_tables
        for column in one.columns
        if column.identity
    ]
    postgres.run("; ".join([*tables, *numbers]), database="digest")
    return postgres.url("digest")


@pytest.fixture(params=["memory", "sqlite", "postgresql"])
def make_store(request: pytest.FixtureRequest) -> Iterator[Maker]:
    """Makes the store under test; the same one again where it is kept on a disk."""
    opened: list[AnyStore] = []

    def make(*, readers_a_batch: int = 500) -> AnyStore:
        store: AnyStore
        if request.param == "memory":
            store = MemoryStore(secret=SECRET, readers_a_batch=readers_a_batch)
        elif request.param == "sqlite":
            path = request.getfixturevalue("database")
            store = open_store(f"sqlite:///{path}", secret=SECRET, readers_a_batch=readers_a_batch)
        else:
            url = url_of(request)
            # Tests make up the time.
            store = open_store(
                url, secret=SECRET, readers_a_batch=readers_a_batch, keeps_time=False
            )
        opened.append(store)
        return store

    def url_of(request: pytest.FixtureRequest) -> str:
        found: str = request.getfixturevalue("postgres_url")
        return found

    yield make
    for store in opened:
        store.close()


@pytest.fixture
def store(make_store: Maker) -> AnyStore:
    return make_store()
