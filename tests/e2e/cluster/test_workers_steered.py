"""What an administrator does to workers: halt, resume and report from any machine; signals."""

import signal
import time
from pathlib import Path
from typing import Any

import pytest
from tests.e2e.cluster.cluster import Cluster

from digest.deliver.pace import LARGEST_WINDOW

# Nothing leaves later than this after `digest halt` has come back.
SECONDS_UNTIL_STILL = 1.0


def workers_seen_from(folder: Path, cluster: Cluster) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = cluster.run("--json", "workers", folder=folder).data["workers"]
    return found


def is_waiting(worker: dict[str, Any]) -> bool:
    return bool(worker["state"] == "waiting")


def test_a_halt_from_another_machine_stills_all_workers_and_a_resume_sets_them_going(
    cluster: Cluster,
) -> None:
    # A window that is open takes several seconds to send.
    cluster.relay.seconds = 0.5
    cluster.start_several(2)
    cluster.plan(batch=150)
    cluster.wait_for(lambda: cluster.has_taken(20))
    elsewhere = cluster.station(9)

    halted = cluster.run("--json", "halt", folder=elsewhere)
    returned = time.monotonic()
    cluster.wait_for(lambda: not any(map(cluster.held_by, cluster.workers)))
    time.sleep(SECONDS_UNTIL_STILL)
    begun = len(cluster.relay.taken)
    latest = max(one.at for one in cluster.relay.taken) - returned
    print(f"the last was begun {latest:.3f} s after the halt")  # noqa: T201 - for `pytest -rP`
    report = cluster.run("--json", "report", folder=elsewhere)
    cluster.wait_for(lambda: all(map(is_waiting, workers_seen_from(elsewhere, cluster))))
    workers = workers_seen_from(elsewhere, cluster)

    assert (halted.status, halted.data["state"], halted.data["before"]) == (0, "halted", "sending")
    assert begun < cluster.made.readers
    assert latest <= SECONDS_UNTIL_STILL
    assert report.data["accepted"] == begun, "what is in flight is finished and recorded"
    assert report.data["unknown"] == 0
    assert {one["host"]: one["sent"] for one in workers} == {
        f"machine{number}": cluster.relay.count_from(number) for number in (1, 2)
    }

    cluster.relay.seconds = 0.01
    assert cluster.run("resume", folder=elsewhere).status == 0
    cluster.wait_until_over()
    cluster.wait_for(lambda: cluster.state == "done")
    assert not cluster.check(most_doubts=0)


def test_a_worker_that_is_told_to_end_leaves_no_doubt_and_the_rest_to_others(
    cluster: Cluster,
) -> None:
    cluster.relay.seconds = 0.1
    cluster.start_several(2)
    cluster.plan(batch=30)
    cluster.wait_for(lambda: all(map(cluster.relay.count_from, cluster.workers)))

    gentle = cluster.end(1)
    left = cluster.held_by(1)
    served = cluster.relay.count_from(1)
    report = cluster.run("--json", "report").data
    listed = workers_seen_from(cluster.desk, cluster)
    cluster.relay.seconds = 0.01
    cluster.wait_until_over()

    assert (gentle.status, left, report["unknown"]) == (143, [], 0)
    assert f"it served {served} readers" in gentle.out, "what was in flight is recorded"
    assert [one["host"] for one in listed] == ["machine2"]
    assert served < cluster.made.readers
    assert not cluster.check(most_doubts=0)


@pytest.mark.long
def test_a_worker_that_is_broken_off_names_its_doubts(cluster: Cluster) -> None:
    cluster.relay.seconds = 5.0
    cluster.start_several(2)
    cluster.plan(batch=30)
    cluster.wait_for(lambda: any(one["open_window"] for one in cluster.held_by(1)))
    cluster.workers[1].signal(signal.SIGTERM)
    cluster.wait_for(lambda: states_of(cluster).get("machine1") == "stopping")

    # The relay takes its time, and who has sent a signal twice does not wait for it.
    broken = cluster.end(1)
    named = cluster.run("--json", "report").data["unknown"]
    cluster.relay.seconds = 0.0
    cluster.wait_until_over()

    assert broken.status == 143
    assert named, "what was in flight when it was broken off has no name"
    assert len(cluster.check(most_doubts=2 * LARGEST_WINDOW)) == named


def states_of(cluster: Cluster) -> dict[str, str]:
    return {one["host"]: one["state"] for one in cluster.ask("SELECT host, state FROM worker")}
