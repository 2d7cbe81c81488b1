"""Several `digest worker` on one PostgreSQL server, each as if on a machine of its own."""

import secrets
import shutil
import signal
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import psycopg
from psycopg.rows import dict_row
from tests.e2e.cluster.noting import NotingServer
from tests.e2e.cluster.programs import Program
from tests.e2e.cluster.publication import MADE, UNMADE, Made
from tests.e2e.conftest import DIGEST, Ran
from tests.e2e.forked import Child, Forks
from tests.e2e.ledger_checks import check_doubts, count_copies

LEASE = 5
# Far more than anything here takes; a busy machine fails no test.
LIMIT = 60.0
TERMINATED = 143
BEING_SENT = ("planned", "sending")
# Batches with anybody left to send to.
UNFINISHED = """
    SELECT batch.number, batch.owner, batch.epoch, batch.due, batch.open_window
    FROM batch JOIN edition ON edition.id = batch.edition_id
    WHERE batch.due IS NOT NULL ORDER BY batch.number
"""

JOBS = """
    SELECT id, task_name, status, attempts, args, worker_id, scheduled_at FROM procrastinate_jobs
    WHERE status <> 'todo' OR scheduled_at IS NOT NULL ORDER BY id
"""


@dataclass(slots=True, kw_only=True)
class Cluster:
    """A publication on a server, and the workers that send it.

    Attributes:
        forks: Starts processes.
        made: What the publication was copied from.
        place: For the folders of all machines.
        relay: Takes the mail of all of them.
        database: Its name.
        workers: Those that run, by number; each has a folder of its own with nothing but .env.
        ended: How those ended who lived to the end of the test.
        package: Folder of another version, of which commands are run; None for the one under test.
    """

    forks: Forks = field(repr=False)
    made: Made = field(repr=False)
    place: Path
    relay: NotingServer = field(repr=False)
    database: str = field(default_factory=lambda: f"test_{secrets.token_hex(8)}")
    workers: "dict[int, Child | Program]" = field(default_factory=dict, repr=False)
    ended: dict[int, Ran] = field(default_factory=dict, repr=False)
    package: Path | None = None
    began: int = 0

    @property
    def slug(self) -> str:
        return self.made.slug

    @property
    def desk(self) -> Path:
        """The publication's own folder."""
        return self.place / "thedaily"

    @property
    def url(self) -> str:
        return self.made.server.url(self.database)

    def open(self) -> None:
        """Copy the publication."""
        self.made.server.run(f"CREATE DATABASE {self.database} TEMPLATE {MADE}")
        shutil.copytree(self.made.folder, self.desk)
        self.write_env(self.desk, relay=self.relay.url)

    def open_unmade(self) -> None:
        """Have in its place a publication that has collected and drafted nothing yet."""
        self.made.server.run(f"DROP DATABASE {self.database}")
        self.made.server.run(f"CREATE DATABASE {self.database} TEMPLATE {UNMADE}")
        shutil.rmtree(self.desk)
        shutil.copytree(self.made.unmade, self.desk)
        self.write_env(self.desk, relay=self.relay.url)

    def start_desk(self, number: int, **rig: Any) -> Path:
        """Start a worker in a copy of the whole publication."""
        folder = self.place / f"desk{number}"
        shutil.copytree(self.desk, folder)
        self.write_env(folder, relay=self.relay.url_for(number))
        self.workers[number] = self.forks.start(
            folder,
            *("worker", "--desk", "--lease", str(LEASE)),
            now=None,
            machine=f"machine{number}",
            **rig,
        )
        return folder

    def close(self) -> None:
        """Leave no worker behind, whatever a test has failed with."""
        for number in list(self.workers):
            self.workers.pop(number).kill()

    def write_env(self, folder: Path, **facts: str) -> None:
        """Write the .env of a machine; it may keep what it has."""
        path = folder / ".env"
        made = self.made.folder / ".env"
        secret = next(
            line for line in made.read_text().splitlines() if line.startswith("DIGEST_SECRET=")
        )
        lines = [secret, f"DIGEST_DATABASE={self.url}"]
        lines += [f"DIGEST_{name.upper()}={value}" for name, value in facts.items()]
        path.touch(mode=0o600)
        path.write_text("\n".join(lines) + "\n")

    def station(self, number: int, **facts: str) -> Path:
        """Make the folder of a machine that only sends."""
        folder = self.place / f"machine{number}"
        folder.mkdir(exist_ok=True)
        self.write_env(folder, **{"relay": self.relay.url_for(number)} | facts)
        return folder

    def start(self, number: int | None = None, *options: str, **facts: str) -> int:
        """Start a worker on a machine of its own; tell its number."""
        if number is None:
            self.began += 1
            number = self.began
        self.workers[number] = self.forks.start(
            self.station(number, **facts),
            *("worker", "--lease", str(LEASE), *options),
            now=None,
            machine=f"machine{number}",
        )
        return number

    def start_program(
        self,
        *prefix: str,
        options: Sequence[str] = (),
        number: int | None = None,
        environment: dict[str, str] | None = None,
        **facts: str,
    ) -> int:
        """Start a worker as the installed program, by way of another one such as `faketime`."""
        if number is None:
            self.began += 1
            number = self.began
        folder = self.station(number, **facts)
        self.workers[number] = Program.start(
            [*prefix, *DIGEST, "-C", str(folder), "worker", "--lease", str(LEASE), *options],
            log=folder / "log",
            environment=environment or {},
        )
        return number

    def start_several(self, count: int, *options: str) -> None:
        for _ in range(count):
            self.start(None, *options)
        self.wait_for_crew(count)

    def wait_for_crew(self, count: int) -> None:
        self.wait_for(lambda: self.ask("SELECT count(*) FROM worker")[0]["count"] >= count)

    def kill(self, number: int) -> Ran:
        """End a worker as a loss of power would."""
        return self.workers.pop(number).kill()

    def end(self, number: int, how: signal.Signals = signal.SIGTERM) -> Ran:
        """Ask a worker to end, and wait for that."""
        worker = self.workers.pop(number)
        worker.signal(how)
        return worker.wait(LIMIT)

    def end_all(self) -> dict[int, Ran]:
        """Have all workers end as they should; tell how they did."""
        for worker in self.workers.values():
            worker.signal(signal.SIGTERM)
        self.ended |= {number: worker.wait(LIMIT) for number, worker in self.workers.items()}
        self.workers.clear()
        assert {one.status for one in self.ended.values()} == {TERMINATED}, self.ended
        return self.ended

    def plan(self, *, batch: int, **environment: str) -> None:
        """Plan the edition for the workers that are there, and leave it to them."""
        looker = self.forks.start(
            self.desk, "--json", "send", now=None, batch=batch, environment=environment
        )
        self.wait_for(
            lambda: (
                looker.has_ended()
                or bool(self.ask("SELECT 1 FROM edition WHERE state IN ('sending', 'done')"))
            )
        )
        if not looker.has_ended():
            looker.signal(signal.SIGTERM)
        looker.wait(LIMIT)

    def run(self, *arguments: str, folder: Path | None = None) -> Ran:
        """Run a command, by itself at the desk, of the version that is installed there."""
        if not self.package:
            return self.forks.run(folder or self.desk, *arguments, now=None)
        return Program.start(
            [*DIGEST, "-C", str(folder or self.desk), *arguments],
            log=self.place / "log",
            environment={"PYTHONPATH": str(self.package)},
        ).wait()

    def tell(self, sql: str) -> None:
        """Change something in the database."""
        self.made.server.run(sql, database=self.database)

    def ask(self, query: str) -> list[dict[str, Any]]:
        """Look into the database."""
        with psycopg.connect(self.url, autocommit=True, row_factory=dict_row) as connection:
            return connection.execute(query.encode()).fetchall()

    def held_by(self, number: int) -> list[dict[str, Any]]:
        """The batches that a machine holds, and has somebody left to send to."""
        return [
            one
            for one in self.ask(UNFINISHED)
            if (one["owner"] or "").startswith(f"machine{number}:")
        ]

    @property
    def state(self) -> str:
        return str(self.ask("SELECT state FROM edition")[0]["state"])

    def has_taken(self, count: int) -> bool:
        """Whether the relay has so much of the edition, or it is over."""
        return len(self.relay.taken) >= count or self.state not in BEING_SENT

    def wait_for(self, condition: Callable[[], object], seconds: float = LIMIT) -> None:
        """Wait until something is so; the state of things is told when it never is."""
        limit = time.monotonic() + seconds
        while not condition():
            if time.monotonic() > limit:
                raise AssertionError(f"it never came: {self.describe()}")
            time.sleep(0.02)

    def wait_until_over(self, seconds: float = LIMIT) -> None:
        """Wait until nobody is left to be sent to: not until it is said to be done."""
        self.wait_for(lambda: not self.ask(UNFINISHED), seconds)

    def describe(self) -> str:
        with suppress(psycopg.Error):
            report = self.run("--json", "report")
            jobs = self.ask(JOBS)
            crew = self.ask("SELECT host, state, doing, sent, trouble, seen FROM worker")
            lines = [report.out[:2000], *map(str, self.ask(UNFINISHED)), *map(str, jobs)]
            return "\n".join([*lines, *map(str, crew), f"{len(self.relay.taken)} taken"])
        return "the database is away"

    def check(self, *, most_doubts: int) -> set[str]:
        """End all workers, and hold the ledger against the relay; tell who is in doubt.

        Nobody is lost, nobody has got two, and every worker that lives ends as it should.
        """
        self.end_all()
        self.relay.wait_idle()
        report = self.run("--json", "report")
        unknown = check_doubts(report.data, self.relay, readers=self.made.readers)
        copies = count_copies(self.relay)
        twice = [one for one, count in copies.items() if count > 1]
        assert not twice, f"a second copy: {twice[:5]}"
        assert len(unknown) <= most_doubts, f"{len(unknown)} in doubt"
        return unknown
