"""A worker that sleeps through its lease wakes up as a stranger, and goes on as a worker."""

import signal
import time
from collections.abc import Callable

import pytest
from tests.e2e.cluster.cluster import Cluster

from digest.deliver.pace import LARGEST_WINDOW

# Backends that hold the lock of those who write, and wait for their client to say more.
WAITING = """
    SELECT activity.pid, activity.xact_start FROM pg_stat_activity AS activity
    JOIN pg_locks ON pg_locks.pid = activity.pid AND pg_locks.locktype = 'advisory'
    WHERE activity.datname = current_database() AND activity.state = 'idle in transaction'
"""
LOOK_SECONDS = 0.1


def stop_at_work(cluster: Cluster, number: int) -> None:
    """Stop a worker while messages of it are on their way, outside of any transaction."""
    cluster.wait_for(lambda: any(one["open_window"] for one in cluster.held_by(number)))
    cluster.workers[number].signal(signal.SIGSTOP)


def stop_in_transaction(cluster: Cluster, number: int) -> None:
    """Stop a worker in the middle of a transaction, so that it holds what others need."""

    def stopped() -> bool:
        worker = cluster.workers[number]
        worker.signal(signal.SIGSTOP)
        before = {tuple(one.values()) for one in cluster.ask(WAITING)}
        if before and cluster.held_by(number):
            time.sleep(LOOK_SECONDS)
            if before & {tuple(one.values()) for one in cluster.ask(WAITING)}:
                return True
        worker.signal(signal.SIGCONT)
        return False

    cluster.wait_for(stopped)


@pytest.mark.parametrize(
    "stop", [stop_at_work, pytest.param(stop_in_transaction, marks=pytest.mark.long)]
)
def test_a_worker_that_slept_through_its_lease_is_fenced_and_takes_new_batches(
    cluster: Cluster, stop: Callable[[Cluster, int], None]
) -> None:
    cluster.relay.seconds = 0.1
    cluster.start_several(2, "--concurrency", "1")
    cluster.plan(batch=10)
    cluster.wait_for(lambda: all(map(cluster.relay.count_from, cluster.workers)))
    sleeper = 1
    stop(cluster, sleeper)
    cluster.relay.seconds = 0.4

    # Another takes its place once its lease is over, even if it held what all others wait for.
    cluster.wait_for(lambda: not cluster.held_by(sleeper))
    before = len(cluster.relay.taken)
    named = {row["email"] for row in cluster.run("--json", "report").data["readers"]["unknown"]}
    slept = cluster.relay.count_from(sleeper)
    cluster.workers[sleeper].signal(signal.SIGCONT)
    cluster.relay.seconds = 0.05
    cluster.wait_for(lambda: cluster.relay.count_from(sleeper) > slept + 1)
    cluster.relay.seconds = 0.0
    cluster.wait_until_over()

    unknown = cluster.check(most_doubts=LARGEST_WINDOW)
    assert named or stop is stop_in_transaction, "what was in flight has no name"
    assert unknown == named, "it wrote into another's batch"
    # What it had written was taken while it slept; an envelope may have been on its way alone.
    late = [one for one in cluster.relay.taken[before:] if one.recipient in named]
    assert len(late) <= 1, "it went on with what was another's"
