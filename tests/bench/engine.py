"""What the job engine costs a batch: jobs that do nothing, from the queue to their end.

Usage: python -m tests.bench.engine [--jobs 2000] [--concurrency 1]
"""

import argparse
import asyncio
from datetime import UTC, datetime, timedelta
from time import perf_counter

from tests.integration.postgres_server import running_server

from digest.adapters.queue.engine import Engine, Tasks
from digest.adapters.queue.jobs import JobQueue
from digest.adapters.store import open_store

SECRET = "the secret of a bench that sends to nobody"
SLUG = "the-daily-2026-11-23"
STALE = timedelta(seconds=30)


async def take_all(url: str, jobs: int, concurrency: int) -> float:
    """Take jobs that do nothing; tell the seconds from the first one's beginning to the last's."""
    ending, moments = asyncio.Event(), list[float]()

    async def send_batch(_slug: str, _number: int) -> None:
        moments.append(perf_counter())
        if len(moments) == jobs:
            ending.set()

    async def nothing(*_: object) -> None:
        """Do nothing."""

    engine = Engine(
        url=url,
        tasks=Tasks(send_batch=send_batch, close_edition=nothing, sweep=nothing),
        concurrency=concurrency,
        stale=STALE,
        tell=print_trouble,
        fail=print_trouble,
    )
    await engine.run(ending)
    return moments[-1] - moments[0]


def print_trouble(trouble: object) -> None:
    """Show what keeps the engine from working."""
    if trouble:
        print(trouble)


def measure(url: str, jobs: int, concurrency: int) -> tuple[float, float]:
    """Tell the milliseconds a job, and those that putting it in takes in the plan's transaction."""
    store = open_store(url, secret=SECRET)
    try:
        queue = JobQueue(store.database)
        queue.prepare()
        began = perf_counter()
        with store.together():
            queue.put_batches(SLUG, range(1, jobs + 1), send_by=datetime.now(UTC))
        put = perf_counter() - began
        took = asyncio.run(take_all(url, jobs, concurrency))
    finally:
        store.close()
    return took / (jobs - 1) * 1000, put / jobs * 1000


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--jobs", type=int, default=2000)
    parser.add_argument("--concurrency", type=int, default=1)
    wish = parser.parse_args()
    # As a real server does it: a commit is on the disk before it is told.
    with running_server(fsync="on", synchronous_commit="on") as server:
        server.run("CREATE DATABASE bench")
        job, put = measure(server.url("bench"), wish.jobs, wish.concurrency)
    print(f"{wish.jobs:,} jobs, {wish.concurrency} side by side")
    print(f"  {job:.2f} ms a job from the queue to its end, {put:.3f} ms to put one in")


if __name__ == "__main__":
    main()
