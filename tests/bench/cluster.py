"""`make bench-cluster`: the same send on SQLite and on PostgreSQL, by one process and by several.

Everything runs in one go on this machine, round after round, each contender once a round; what is
told are medians, and ratios taken round by round. The server is a PostgreSQL of the benchmark's own
with its settings as installed: every transaction is on the disk when it returns, as on SQLite.

- **ledger alone**: a process claims batches and records a result for each reader of windows of 100,
  with a reply as Postfix gives it and the Message-ID of the copy. Nothing is composed or sent: all
  that is timed is the ledger.
- **sends of 1 ms**: the whole of `digest send` but for the command, with a relay inside the process
  that takes each message after a millisecond, over so many sessions. So the time is spent waiting,
  as it is behind a real relay, and not on the cores: two sessions keep one process at a third of a
  core, and three processes with the server's below two.
- **bytes a reader**: the edition's own table and its indexes, once everybody is accepted, and what
  went into the write-ahead log for it, from a checkpoint on (so the first change of each page is
  logged whole).
- **planning**: freezing the audience of a million readers, from the lock to the commit.
- **two and three workers**: that many processes on one edition, each of which takes its batches
  from the queue of jobs as `digest worker` does, from the first one's start to the last one's end,
  both without starting Python; against one process in the same round.

- **engine**: jobs that do nothing, one after the other, from the queue to their end: what a batch
  costs besides being sent. Putting them in is a part of the plan's transaction.
"""

import argparse
import shutil
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from tests.bench import engine
from tests.bench.desk import ROOT
from tests.bench.timing import run_process
from tests.integration.postgres_server import PostgresServer, missing, running_server

AS_INSTALLED = {
    "fsync": "on",
    "synchronous_commit": "on",
    "full_page_writes": "on",
    "autovacuum": "on",
}
SIZES = """
    SELECT relname, pg_relation_size(oid) FROM pg_class
    WHERE relname ~ 'delivery_of_' ORDER BY 2 DESC
"""
KINDS = ("SQLite", "PostgreSQL")
SESSIONS = 2
JOBS = 2000


@dataclass(frozen=True, slots=True, kw_only=True)
class Took:
    """What some processes took together.

    Attributes:
        seconds: From the first one's start to the last one's end.
        cpu: Their processor seconds.
    """

    seconds: float
    cpu: float


@dataclass(slots=True, kw_only=True)
class Bench:
    """What the sections share.

    Attributes:
        server: A PostgreSQL server.
        folder: For files of SQLite.
        readers: Of the edition.
        rounds: How often everybody has a turn.
        planners: Readers of the edition that is only planned.
        made: How many databases were made.
    """

    server: PostgresServer
    folder: Path
    readers: int
    rounds: int
    planners: int
    made: int = field(default=0)

    def prepare(self) -> None:
        """Plan the edition once on both; each run begins with a copy."""
        self.server.run("CREATE DATABASE planned")
        for url in (self.server.url("planned"), f"sqlite:///{self.folder / 'planned.db'}"):
            take_step("plan", url, self.readers)

    def fresh(self, kind: str) -> str:
        """Copy the planned edition; tell where."""
        self.made += 1
        if kind == "SQLite":
            path = self.folder / f"run{self.made}.db"
            shutil.copy(self.folder / "planned.db", path)
            return f"sqlite:///{path}"
        self.server.run(f"CREATE DATABASE run{self.made} TEMPLATE planned")
        return self.server.url(f"run{self.made}")

    def drop(self, url: str) -> None:
        """Remove a copy."""
        if url.startswith("sqlite"):
            for path in self.folder.glob(f"{Path(url).name}*"):
                path.unlink()
        else:
            self.server.run(f"DROP DATABASE {url.rpartition('/')[2]}")

    def run(self, kind: str, step: str, number: int, *, processes: int = 1) -> Took:
        """Take a step on a fresh copy, in some processes at once."""
        url = self.fresh(kind)
        try:
            return take_step(step, url, number, processes=processes)
        finally:
            self.drop(url)


def take_step(step: str, url: str, number: int, *, processes: int = 1) -> Took:
    """Take a step in some processes at once."""
    command = [sys.executable, "-m", "tests.bench.cluster_run", step, url, str(number)]
    if processes == 1:
        outputs = [run_process(command, folder=ROOT).output]
    else:
        running = [
            subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True)
            for _ in range(processes)
        ]
        outputs = [one.communicate()[0] for one in running]
        if any(one.returncode for one in running):
            sys.exit(f"{' '.join(command)} failed:\n{''.join(outputs)}")
    told = [tuple(map(float, output.split()[-3:])) for output in outputs]
    begins, ends, works = zip(*told, strict=True)
    return Took(seconds=max(ends) - min(begins), cpu=sum(works))


def take_turns(
    bench: Bench, contenders: Mapping[str, Callable[[], Took]], *, readers: int
) -> dict[str, list[Took]]:
    """Let everybody run, one after the other, round after round."""
    runs: dict[str, list[Took]] = {name: [] for name in contenders}
    for number in range(bench.rounds):
        for name, run in contenders.items():
            took = run()
            runs[name].append(took)
            print(f"  round {number + 1}: {name}: {readers / took.seconds:,.0f}/s", flush=True)
    return runs


def show(title: str, runs: Mapping[str, Sequence[Took]], *, readers: int, against: str) -> None:
    """Print a table: medians, and ratios of the rates round by round."""
    print(f"\n| {title} | readers/s | CPU µs a reader | × {against} |")
    print("|---|---:|---:|---:|")
    for name, took in runs.items():
        rate = statistics.median(readers / one.seconds for one in took)
        work = statistics.median(one.cpu / readers * 1e6 for one in took)
        pairs = zip(runs[against], took, strict=True)
        ratio = statistics.median(other.seconds / one.seconds for other, one in pairs)
        print(f"| {name} | {rate:,.0f} | {work:,.0f} | {ratio:.2f} |")
    print(flush=True)


def bench_one(bench: Bench) -> None:
    """One process on PostgreSQL beside one on SQLite."""
    for title, step, number in (
        ("ledger alone", "ledger", bench.readers),
        (f"sends of 1 ms over {SESSIONS} sessions", "send", SESSIONS),
    ):
        contenders = {kind: partial(bench.run, kind, step, number) for kind in KINDS}
        runs = take_turns(bench, contenders, readers=bench.readers)
        show(title, runs, readers=bench.readers, against="SQLite")


def bench_room(bench: Bench) -> None:
    """The room that an edition takes on the server, and in its write-ahead log."""
    import psycopg

    url = bench.fresh("PostgreSQL")
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute("CHECKPOINT")
        [(start, packed)] = connection.execute(
            "SELECT pg_current_wal_lsn(), current_setting('wal_compression')"
        ).fetchall()
        take_step("ledger", url, bench.readers)
        [(logged,)] = connection.execute(
            "SELECT pg_wal_lsn_diff(pg_current_wal_lsn(), %s)", [start]
        ).fetchall()
        sizes = connection.execute(SIZES).fetchall()
    bench.drop(url)
    print("\n| bytes a reader, everybody accepted | |")
    print("|---|---:|")
    for name, size in sizes:
        print(f"| {name} | {size / bench.readers:.1f} |")
    whole = sum(size for _, size in sizes)
    print(f"| table and indexes | {whole / bench.readers:.1f} |")
    print(f"| write-ahead log (wal_compression {packed}) | {float(logged) / bench.readers:.1f} |")
    print(flush=True)


def bench_planning(bench: Bench) -> None:
    """Planning for many readers on both."""

    def plan(kind: str) -> Took:
        bench.made += 1
        url = f"sqlite:///{bench.folder / f'run{bench.made}.db'}"
        if kind == "PostgreSQL":
            bench.server.run(f"CREATE DATABASE run{bench.made}")
            url = bench.server.url(f"run{bench.made}")
        try:
            return take_step("plan", url, bench.planners)
        finally:
            bench.drop(url)

    contenders = {kind: partial(plan, kind) for kind in KINDS}
    runs = take_turns(bench, contenders, readers=bench.planners)
    title = f"planning {bench.planners:,} readers"
    show(title, runs, readers=bench.planners, against="SQLite")
    for name, took in runs.items():
        print(f"{name}: {statistics.median(one.seconds for one in took):.2f} s", flush=True)


def bench_crew(bench: Bench) -> None:
    """Two and three workers on one edition beside one."""
    contenders = {
        name: partial(bench.run, "PostgreSQL", "work", SESSIONS, processes=count)
        for count, name in enumerate(("one worker", "two workers", "three workers"), 1)
    }
    runs = take_turns(bench, contenders, readers=bench.readers)
    title = f"sends of 1 ms over {SESSIONS} sessions each"
    show(title, runs, readers=bench.readers, against="one worker")


def bench_engine(bench: Bench) -> None:
    """Take jobs that do nothing; and put them in."""
    print(f"\nengine, {JOBS:,} jobs that do nothing")
    url = bench.server.url("engine")
    bench.server.run("CREATE DATABASE engine")
    taken = [engine.measure(url, JOBS, 1) for _ in range(bench.rounds)]
    job, put = (statistics.median(one) for one in zip(*taken, strict=True))
    print(f"  {job:.2f} ms from the queue to its end, {put:.3f} ms to put one in (5 is the aim)")


# In this order.
SECTIONS: dict[str, Callable[[Bench], None]] = {
    "one": bench_one,
    "room": bench_room,
    "planning": bench_planning,
    "crew": bench_crew,
    "engine": bench_engine,
}


def main() -> None:
    """Run all sections, or those that are named."""
    parser = argparse.ArgumentParser(prog="make bench-cluster")
    parser.add_argument("--readers", type=int, default=200_000)
    parser.add_argument("--planners", type=int, default=1_000_000)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--only", choices=list(SECTIONS), action="append")
    wish = parser.parse_args()
    if missing():
        sys.exit(missing())
    with running_server(**AS_INSTALLED) as server, tempfile.TemporaryDirectory() as folder:
        bench = Bench(
            server=server,
            folder=Path(folder),
            readers=wish.readers,
            rounds=wish.rounds,
            planners=wish.planners,
        )
        bench.prepare()
        for name in wish.only or SECTIONS:
            SECTIONS[name](bench)


if __name__ == "__main__":
    main()
