"""Memory: a `digest send` that plans its edition itself, for few readers and for a million."""

import os
import re
import signal
import sqlite3
import sys
import threading
import time
from collections.abc import Callable
from contextlib import closing, suppress
from pathlib import Path

from tests.bench import relays
from tests.bench.desk import DIGEST, ROOT
from tests.bench.timing import run_process

FEW = 10_000
SENT = 10_000
TERMINATED = 143
PEAK = re.compile(r"VmHWM:\s+(\d+) kB")


def bench_memory(folder: Path, *, million: int) -> None:
    """Print the most memory that a send has at once: all of the few, the first of the million."""
    peaks = {readers: measure(folder / str(readers), readers) for readers in (FEW, million)}
    print("\n| readers planned | messages sent | the sending process | its largest process |")
    print("|---:|---:|---:|---:|")
    for readers, (own, largest) in peaks.items():
        print(f"| {readers:,} | {SENT:,} | {own / 1e6:,.1f} MB | {largest / 1e6:,.1f} MB |")
    ratios = [many / few for many, few in zip(peaks[million], peaks[FEW], strict=True)]
    print(f"| ratio | | {ratios[0]:.3f} | {ratios[1]:.3f} |\n", flush=True)


def measure(folder: Path, readers: int) -> tuple[int, int]:
    """Make a publication with a draft and readers, plan and send it, and stop after some.

    Returns:
        The most memory that the sending process had at once, and the most that any of its
        processes had: the one that renders is another. In bytes.
    """
    folder.parent.mkdir(exist_ok=True)
    drafted = [sys.executable, "-m", "tests.bench.drafted", str(folder)]
    run_process(drafted, folder=ROOT)
    at = [*DIGEST, "-C", str(folder)]
    file = folder / "readers.csv"
    with file.open("w", encoding="utf-8") as rows:
        rows.write("email,name\n")
        rows.writelines(
            f"reader.{number}@mail{number % 7}.example.org,Reader Number {number}\n"
            for number in range(readers)
        )
    run_process([*at, "subscribers", "import", str(file)], folder=folder)
    peaks = [0]
    with relays.our_sink() as port:
        taken = run_process(
            [*at, "send"],
            folder=folder,
            environment={"DIGEST_RELAY": f"smtp+plain://127.0.0.1:{port}"},
            started=watching(folder / "digest.db", peaks, stop=readers > SENT),
            statuses=(TERMINATED if readers > SENT else 0,),
        )
    return max(peaks), taken.peak


def watching(database: Path, peaks: list[int], *, stop: bool) -> Callable[[int], None]:
    """Watch how much memory a run has, and end it as an editor would once it has sent enough."""

    def watch(number: int) -> None:
        status = Path(f"/proc/{number}/status")
        with suppress(OSError, ProcessLookupError):
            while True:
                found = PEAK.search(status.read_text(encoding="ascii"))
                peaks.append(int(found[1]) * 1024 if found else 0)
                if stop and count_accepted(database) >= SENT:
                    os.kill(number, signal.SIGTERM)
                    return
                time.sleep(0.1)

    return lambda number: threading.Thread(target=watch, args=(number,), daemon=True).start()


def count_accepted(database: Path) -> int:
    """Count what a run has sent so far, as a progress bar does."""
    with closing(sqlite3.connect(f"file:{database}?mode=ro", uri=True)) as plain:
        (count,) = plain.execute("SELECT coalesce(sum(accepted), 0) FROM batch").fetchone()
    return int(count)
