"""How exactly three processes keep a limit together on PostgreSQL: python -m tests.bench.pace.

Each departs as fast as it may, for some seconds; what left in each window of ten seconds is told in
parts of the limit, all together and to the domain with a limit of its own, and how evenly the
three shared it.
"""

import argparse
import json
import subprocess
import sys
import tempfile
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from pathlib import Path

from tests.integration.postgres_server import missing, running_server
from tests.integration.store.examples import SECRET

from digest.adapters.store import open_store

WORKERS = 3
WINDOW = 10.0
# Until all three have leased for the first time.
SETTLED = 2.0
LIMITS = ((10.0, 0.5), (100.0, 20.0), (1_000.0, 200.0), (10_000.0, 1_000.0))
REPOSITORY = Path(__file__).parents[2]


def run_workers(url: str, folder: Path, seconds: float, total: float, domain: float) -> list[Path]:
    """Have the workers depart; return what each noted."""
    notes = [folder / f"{total:g}-{number}.json" for number in range(WORKERS)]
    command = [sys.executable, "-m", "tests.integration.store.pacer", url]
    workers = [
        subprocess.Popen(
            [*command, str(one), str(seconds), str(total), str(domain)], cwd=REPOSITORY
        )
        for one in notes
    ]
    for one in workers:
        if one.wait():
            raise SystemExit("a worker failed")
    return notes


def read_notes(notes: Path) -> list[tuple[float, bool]]:
    """Read when each message left, and whether to the slow domain."""
    lines = map(json.loads, notes.read_text(encoding="ascii").splitlines())
    return [(moment, bool(domain)) for moment, domain in lines]


def windows(moments: Sequence[float], *, start: float, end: float, rate: float) -> Iterator[float]:
    """Tell what part of the limit left in each window."""
    at = start
    while at + WINDOW <= end:
        yield (bisect_left(moments, at + WINDOW) - bisect_left(moments, at)) / (WINDOW * rate)
        at += 0.1


def show(name: str, rate: float, departed: list[list[float]], start: float, end: float) -> None:
    """Print a row of the table."""
    moments = sorted(one for worker in departed for one in worker)
    parts = list(windows(moments, start=start, end=end, rate=rate))
    shares = [len(one) / len(moments) for one in departed]
    told = ", ".join(f"{one:.1%}" for one in shares)
    print(
        f"| {name} | {rate:g}/s | {min(parts):.1%} | {max(parts):.1%} | {len(parts)} | {told} |",
        flush=True,
    )


def main(seconds: float) -> None:
    """Print the table."""
    if missing():
        raise SystemExit(missing())
    print("| limit | rate | least in 10 s | most in 10 s | windows | shares |")
    print("|---|---|---|---|---|---|")
    with running_server() as server, tempfile.TemporaryDirectory() as folder:
        for number, (total, domain) in enumerate(LIMITS):
            server.run(f"CREATE DATABASE pace_{number}")
            url = server.url(f"pace_{number}")
            open_store(url, secret=SECRET).close()
            notes = run_workers(url, Path(folder), seconds, total, domain)
            left = [read_notes(one) for one in notes]
            start = max(worker[0][0] for worker in left) + SETTLED
            end = min(worker[-1][0] for worker in left) - 0.5
            show("total", total, [[at for at, _ in one] for one in left], start, end)
            show("domain", domain, [[at for at, slow in one if slow] for one in left], start, end)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=25.0)
    main(parser.parse_args().seconds)
