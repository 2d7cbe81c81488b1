"""`python -m tests.bench.variants`: a send in eight variants beside the same send in one piece.

Every variant has the bytes of the whole edition, so that what differs is the choosing alone. Each
run is a process of its own with a ledger on disk; only the sending is timed.
"""

import argparse
import asyncio
import statistics
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import fields, replace
from datetime import UTC, datetime, timedelta
from itertools import combinations
from pathlib import Path

from tests.bench import planned, relays
from tests.bench.desk import ROOT, SLUG
from tests.bench.timing import run_process

from digest.adapters.store import open_store
from digest.app.ports import Stores
from digest.app.send import send_owed
from digest.model.message import Lock, Part, Variant
from digest.model.subscriber import Subscriber

STORIES = 10
SECTIONS = ("business", "politics", "world")
SETS = [some for count in range(4) for some in combinations(SECTIONS, count)]
SECRET = "s" * 40
WAYS = ("whole", "variants")


def make_lock(way: str, now: datetime) -> Lock:
    """Freeze an edition, in one piece or with a variant for each set of sections."""
    lock = planned.make_lock(STORIES, now)
    if way == "whole":
        return lock
    parts = (Part(section=None, stories=1), *(Part(section=one, stories=3) for one in SECTIONS))
    variants = tuple(
        Variant(without=without, rendered=lock.rendered)
        for count in (1, 2)
        for without in combinations((1, 2, 3), count)
    )
    return replace(lock, parts=parts, variants=variants)


def make_readers(count: int) -> Iterator[Subscriber]:
    """Make readers who have chosen every set of sections alike."""
    for number, reader in enumerate(planned.make_readers(count)):
        yield replace(reader, sections=SETS[number % len(SETS)])


def send_once(way: str, readers: int, port: int) -> None:
    """Send to everybody, and print the seconds and the processor seconds that it took."""
    from digest.adapters.smtp import SmtpRelay, parse_relay
    from digest.wiring import make_clock, name_owner

    now = datetime.now(tz=UTC)
    lock = make_lock(way, now)
    with tempfile.TemporaryDirectory() as folder:
        store = open_store(f"sqlite:///{Path(folder) / 'digest.db'}", secret=SECRET)
        stores = Stores(**{part.name: getattr(store, part.name) for part in fields(Stores)})
        planned.keep_planned(stores, lock, make_readers(readers), now)
        wall, cpu = time.perf_counter(), time.process_time()
        report = asyncio.run(
            send_owed(
                lock,
                ledger=store.ledger,
                relay=SmtpRelay(parse_relay(f"smtp+plain://127.0.0.1:{port}")),
                clock=make_clock(None),
                secret=SECRET,
                owner=name_owner(),
                send_by=now + timedelta(hours=1),
            )
        )
        wall, cpu = time.perf_counter() - wall, time.process_time() - cpu
        rows = store.ledger.books(SLUG)
        store.close()
    assert report.books.accepted == rows.planned == readers, report
    print(wall, cpu)


def main() -> None:
    """Let both ways send in turn, and print the medians."""
    parser = argparse.ArgumentParser(description="Measure a send in variants.")
    parser.add_argument("--messages", type=int, default=10_000, help="messages in one run")
    parser.add_argument("--rounds", type=int, default=5, help="runs of each way")
    parser.add_argument("--once", help=argparse.SUPPRESS)
    parser.add_argument("--port", type=int, help=argparse.SUPPRESS)
    options = parser.parse_args()
    messages: int = options.messages
    if options.once:
        send_once(options.once, messages, options.port)
        return
    taken: dict[str, list[tuple[float, float]]] = {way: [] for way in WAYS}
    command = [sys.executable, "-m", "tests.bench.variants", "--messages", str(messages)]
    with relays.our_sink() as port:
        for _ in range(options.rounds):
            for way in WAYS:
                once = [*command, "--once", way, "--port", str(port)]
                wall, cpu = run_process(once, folder=ROOT).output.split()[-2:]
                taken[way].append((float(wall), float(cpu)))
    print("\n| the sending alone | messages/s | CPU µs each |")
    print("|---|---:|---:|")
    for way in WAYS:
        wall, cpu = (statistics.median(column) for column in zip(*taken[way], strict=True))
        print(f"| {way} | {messages / wall:,.0f} | {cpu / messages * 1e6:,.0f} |")
    ratios = [one[0] / two[0] for one, two in zip(*(taken[way] for way in WAYS), strict=True)]
    work = [two[1] / one[1] for one, two in zip(*(taken[way] for way in WAYS), strict=True)]
    print(f"| variants × whole | {statistics.median(ratios):.2f} | {statistics.median(work):.2f} |")


if __name__ == "__main__":
    main()
