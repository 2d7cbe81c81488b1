"""One PostgreSQL server and one publication; a copy of it for each test."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from tests.e2e.cluster.cluster import Cluster
from tests.e2e.cluster.noting import NotingServer
from tests.e2e.cluster.publication import Made, make_publication
from tests.e2e.forked import Forks
from tests.integration.postgres_server import PostgresServer, missing, running_server

READERS = 600


@pytest.fixture(scope="session")
def postgres() -> Iterator[PostgresServer]:
    if missing():
        pytest.skip(missing())
    # What is recorded as intent outlives a crash of the server, though not one of the machine.
    with running_server(max_connections="200", synchronous_commit="on") as server:
        yield server


@pytest.fixture(scope="session")
def made(forks: Forks, postgres: PostgresServer, tmp_path_factory: pytest.TempPathFactory) -> Made:
    folder = tmp_path_factory.mktemp("cluster") / "thedaily"
    return make_publication(forks, postgres, folder, readers=READERS)


@pytest.fixture
def open_cluster(forks: Forks, made: Made, tmp_path: Path) -> Iterator[Callable[[], Cluster]]:
    """Opens a copy of the publication with no worker yet, as often as it is called."""
    with ExitStack() as stack:

        def open_one() -> Cluster:
            place = tmp_path / str(len(list(tmp_path.iterdir())))
            place.mkdir()
            relay = stack.enter_context(NotingServer())
            opened = Cluster(forks=forks, made=made, place=place, relay=relay)
            stack.callback(opened.close)
            opened.open()
            return opened

        yield open_one


@pytest.fixture
def cluster(open_cluster: Callable[[], Cluster]) -> Cluster:
    return open_cluster()
