"""Every store there is: one suite runs over all of them."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.integration.store.examples import SECRET, AnyStore, Maker

from digest.adapters.memory import MemoryStore
from digest.adapters.store import open_store


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


@pytest.fixture(params=["memory", "sqlite"])
def make_store(request: pytest.FixtureRequest) -> Iterator[Maker]:
    """Makes the store under test; the same one again where it is kept on a disk."""
    opened: list[AnyStore] = []

    def make(*, readers_a_batch: int = 500) -> AnyStore:
        store: AnyStore
        if request.param == "memory":
            store = MemoryStore(secret=SECRET, readers_a_batch=readers_a_batch)
        else:
            path = request.getfixturevalue("database")
            store = open_store(f"sqlite:///{path}", secret=SECRET, readers_a_batch=readers_a_batch)
        opened.append(store)
        return store

    yield make
    for store in opened:
        store.close()


@pytest.fixture
def store(make_store: Maker) -> AnyStore:
    return make_store()
