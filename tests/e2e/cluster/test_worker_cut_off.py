"""The line to a worker goes dead without a word: others finish, and it comes back as a stranger."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.e2e.cluster.cluster import UNFINISHED, Cluster
from tests.e2e.cluster.network import GUESTS, HOST, Wire, laid_wire, missing
from tests.e2e.cluster.noting import NotingServer
from tests.e2e.cluster.publication import Made, make_publication
from tests.e2e.forked import Forks
from tests.integration.postgres_server import missing as missing_postgres
from tests.integration.postgres_server import running_server

from digest.deliver.pace import LARGEST_WINDOW

READERS = 400


@pytest.fixture
def wire() -> Iterator[Wire]:
    if reason := missing():
        pytest.skip(reason)
    with laid_wire() as laid:
        yield laid


@pytest.fixture
def reached(forks: Forks, tmp_path: Path) -> Iterator[Made]:
    """A publication on a server that the other side of the wire reaches too."""
    if missing_postgres():
        pytest.skip(missing_postgres())
    with running_server(guests=GUESTS, synchronous_commit="on") as server:
        yield make_publication(forks, server, tmp_path / "thedaily", readers=READERS)


@pytest.fixture
def cluster(forks: Forks, reached: Made, tmp_path: Path) -> Iterator[Cluster]:
    place = tmp_path / "machines"
    place.mkdir()
    with NotingServer() as relay:
        opened = Cluster(forks=forks, made=reached, place=place, relay=relay)
        opened.open()
        yield opened
        opened.close()


@pytest.mark.long
def test_a_worker_that_is_cut_off_is_replaced_and_comes_back_as_a_stranger(
    cluster: Cluster, wire: Wire
) -> None:
    cluster.relay.seconds = 0.2
    cluster.start_program(
        *wire.inside,
        database=cluster.made.server.url(cluster.database, host=HOST),
        relay=f"smtp+plain://{HOST}:{cluster.relay.port}?insecure=yes",
    )
    near = cluster.start(2, "--concurrency", "1")
    cluster.wait_for_crew(2)
    cluster.plan(batch=20)
    cluster.wait_for(lambda: len(sent_from(cluster, HOST)) > 4)
    cluster.wait_for(lambda: any(one["open_window"] for one in not_held_by(cluster, near)))

    wire.cut()
    cluster.relay.seconds = 1.0
    lost = {one["number"] for one in not_held_by(cluster, near) if one["owner"]}
    before = len(sent_from(cluster, HOST))
    assert lost
    cluster.wait_for(lambda: not lost & {one["number"] for one in not_held_by(cluster, near)})
    named = {row["email"] for row in cluster.run("--json", "report").data["readers"]["unknown"]}
    assert named, "what was in flight when the line went dead has no name"

    wire.mend()
    cluster.wait_for(lambda: len(sent_from(cluster, HOST)) > before + 1)
    cluster.relay.seconds = 0.0
    cluster.wait_until_over()
    unknown = cluster.check(most_doubts=2 * LARGEST_WINDOW)
    assert unknown == named, "it wrote into another's batch"


def sent_from(cluster: Cluster, address: str) -> list[str]:
    """Whom a worker has sent to that calls the relay by this address."""
    return [one.recipient for one in list(cluster.relay.taken) if one.address == address]


def not_held_by(cluster: Cluster, number: int) -> list[dict[str, object]]:
    held = [one["number"] for one in cluster.held_by(number)]
    return [one for one in cluster.ask(UNFINISHED) if one["owner"] and one["number"] not in held]
