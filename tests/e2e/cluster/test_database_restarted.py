"""PostgreSQL goes down in the middle of a send: the workers wait for it, and finish."""

import signal
import time

import pytest
from tests.e2e.cluster.cluster import Cluster

from digest.deliver.pace import LARGEST_WINDOW


@pytest.mark.parametrize(
    "how",
    [
        pytest.param(signal.SIGINT, marks=pytest.mark.long, id="fast"),
        pytest.param(signal.SIGQUIT, id="immediate"),
    ],
)
def test_workers_outlive_a_restart_of_the_database(cluster: Cluster, how: signal.Signals) -> None:
    server = cluster.made.server
    cluster.relay.seconds = 0.15
    cluster.start_several(2, "--concurrency", "1")
    cluster.plan(batch=60)
    cluster.wait_for(lambda: cluster.has_taken(100))

    server.stop(how)
    try:
        time.sleep(1)
    finally:
        server.start()
    cluster.wait_until_over()

    cluster.wait_for(lambda: cluster.state == "done")
    assert not any(worker.has_ended() for worker in cluster.workers.values())
    unknown = cluster.check(most_doubts=2 * LARGEST_WINDOW)
    print(f"{len(unknown)} doubts")  # noqa: T201 - `pytest -rP` shows the figures
    assert all("The database is back" in one.err for one in cluster.ended.values())
