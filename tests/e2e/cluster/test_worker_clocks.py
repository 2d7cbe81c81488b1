"""Machines whose clocks are minutes apart keep each other's leases, and write the server's time."""

import shutil
import subprocess
from datetime import UTC, datetime, timedelta

import pytest
from tests.e2e.cluster.cluster import Cluster

APART = ("+90s", "-90s")
# The ledger's moments are the server's, give or take what an answer of it takes.
NEAR = timedelta(seconds=5)
# A job for each batch that another worker holds: it asks for it, and has to be refused.
ASK_AGAIN = """
    INSERT INTO procrastinate_jobs (queue_name, task_name, priority, args)
    SELECT 'sending', 'send_batch', 0,
           jsonb_build_object('edition', edition.slug, 'batch', batch.number)
    FROM batch JOIN edition ON edition.id = batch.edition_id WHERE batch.owner IS NOT NULL
"""


REFUSED = "SELECT 1 FROM procrastinate_jobs WHERE task_name = 'send_batch' AND attempts > 0"


def shift_clock(offset: str) -> dict[str, str]:
    """The environment of a process for which it is earlier or later; its time goes by as ever."""
    if not shutil.which("faketime"):
        pytest.skip("the program faketime is missing: apt-get install faketime")
    # The program itself would stand between us and the worker.
    told = subprocess.run(
        ["faketime", "-f", offset, "env"], capture_output=True, check=True, text=True
    )
    shifted = dict(line.split("=", 1) for line in told.stdout.splitlines() if "=" in line)
    return {
        "LD_PRELOAD": shifted["LD_PRELOAD"],
        "FAKETIME": offset,
        "FAKETIME_DONT_FAKE_MONOTONIC": "1",
    }


def test_clocks_three_minutes_apart_take_nothing_from_the_living(cluster: Cluster) -> None:
    cluster.relay.seconds = 0.1
    began = datetime.now(UTC)
    for offset in APART:
        options = ("--concurrency", "5")
        cluster.start_program(options=options, environment=shift_clock(offset))
    cluster.wait_for_crew(len(APART))
    cluster.plan(batch=100)
    cluster.wait_for(lambda: all(map(cluster.relay.count_from, cluster.workers)))
    # Both have room for more batches than there are.
    cluster.tell(ASK_AGAIN)
    cluster.wait_for(lambda: cluster.ask(REFUSED))
    cluster.relay.seconds = 0.01
    cluster.wait_until_over()
    cluster.wait_for(lambda: cluster.state == "done")

    ended = datetime.now(UTC)
    early, late = sorted(
        datetime.fromisoformat(ran.err.split(" ", 1)[0]) for ran in cluster.end_all().values()
    )
    assert late - early > timedelta(minutes=2), "their clocks are not shifted"
    moments = [read_instant(one["at"]) for one in cluster.ask("SELECT DISTINCT at FROM delivery")]
    assert began - NEAR < min(moments)
    assert max(moments) < ended + NEAR
    assert cluster.ask("SELECT DISTINCT epoch FROM batch") == [{"epoch": 1}], "one was taken over"
    assert not cluster.check(most_doubts=0)


def read_instant(microseconds: int) -> datetime:
    return datetime.fromtimestamp(microseconds / 1e6, UTC)
