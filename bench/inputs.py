"""What the simulation starts from: each figure with where it was measured, or that it was not."""

from dataclasses import dataclass, field
from typing import Any

BENCHMARKS = "docs/benchmarks.md"
CLUSTER = "make bench-cluster"
CODE = "the code"
WISHED = "chosen"
ASSUMED = "assumed, not measured"

MICROSECONDS, MILLISECONDS = 1e-6, 1e-3
KB, GB = 1e3, 1e9
BITS = 8
WINDOW_SECONDS = 0.05


def given(default: float, source: str, told: str) -> Any:  # noqa: ANN401 - as `field` is
    """Name a figure, where it comes from, and what it is."""
    return field(default=default, metadata={"source": source, "told": told})


@dataclass(frozen=True, slots=True, kw_only=True)
class Receiver:
    """Whoever takes mail for many readers.

    Attributes:
        name: What it is called here.
        share: Its part of all readers.
        an_address: Messages a second that it takes from one of our IP addresses.
    """

    name: str
    share: float
    an_address: float


# A consumers' list. Nobody publishes what is taken from a sender in good standing; the log of your
# relay tells it. Receivers beyond the large four are many, and none of them is in the way.
RECEIVERS = (
    Receiver(name="Gmail", share=0.40, an_address=10),
    Receiver(name="Outlook.com", share=0.17, an_address=8),
    Receiver(name="Yahoo", share=0.12, an_address=8),
    Receiver(name="iCloud", share=0.08, an_address=5),
    Receiver(name="all others", share=0.23, an_address=20),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Inputs:
    """All figures; the command line has an option for each."""

    messages: int = given(100_000_000, WISHED, "messages a day")
    hours: float = given(4.0, WISHED, "hours in which they are to leave")
    workers: int = given(
        0, WISHED, "processes of digest worker; 0 takes as many as are needed, and a tenth more"
    )
    concurrency: int = given(2, WISHED, "batches that each sends side by side (--concurrency)")
    sessions: int = given(20, WISHED, "sessions with the relay that each batch uses, at most 50")
    machines: int = given(0, WISHED, "machines that send; 0 takes enough for cores and network")
    machine_cores: int = given(8, WISHED, "cores of a machine that sends, a worker on each")
    link_gbit: float = given(1.0, WISHED, "network of a machine that sends, Gbit/s")
    database_cores: int = given(8, WISHED, "cores of the machine with PostgreSQL")
    disk_mb: float = given(500.0, WISHED, "what its disk writes in a row, MB/s")
    ips: int = given(100, WISHED, "addresses from which the relays deliver")
    mail_kb: float = given(50.0, WISHED, "size of a message on the wire, kB")
    rate: float = given(0.0, WISHED, "limit of all machines together, messages/s; 0 is none")
    signed: bool = given(False, WISHED, "messages are signed here (DKIM)")
    answer_ms: float = given(50.0, ASSUMED, "mean time from a message's end to its answer")
    answer_spread: float = given(0.5, ASSUMED, "spread of that time (sigma of a log-normal one)")
    network_ms: float = given(0.3, ASSUMED, "a question to the database and its answer, on the way")
    flush_ms: float = given(1.0, ASSUMED, "a commit's flush to the disk; several share one")
    readers_a_batch: int = given(2_000, CODE, "readers in a batch")
    largest_window: int = given(100, CODE, "most readers in a window")
    lease_s: float = given(30.0, CODE, "how long a batch is held without a sign of life")
    sweep_s: float = given(5.0, CODE, "how often lost jobs are looked for")
    message_us: float = given(196.0, BENCHMARKS, "worker's CPU for a message, ledger left out")
    signature_us: float = given(379.0, BENCHMARKS, "worker's CPU for a signature and its hashes")
    relay_rate: float = given(1_197.0, BENCHMARKS, "messages/s that one Postfix on 2 cores takes")
    window_client_us: float = given(800.0, CLUSTER, "worker's CPU for a window's transaction")
    row_client_us: float = given(40.0, CLUSTER, "worker's CPU for each reader in it")
    window_server_us: float = given(300.0, CLUSTER, "database's CPU for a window's transaction")
    row_server_us: float = given(30.0, CLUSTER, "database's CPU for each reader in it")
    claim_client_us: float = given(2_000.0, CLUSTER, "worker's CPU to claim a batch, alone")
    claim_server_us: float = given(1_300.0, CLUSTER, "database's CPU to claim a batch, alone")
    settle_client_us: float = given(1_100.0, CLUSTER, "worker's CPU to look for the end, alone")
    settle_server_us: float = given(600.0, CLUSTER, "database's CPU to look for the end, alone")
    job_ms: float = given(3.1, CLUSTER, "database's CPU for a job of the engine")
    sum_us: float = given(
        0.3, CLUSTER, "database's CPU for each batch of which the counters are summed"
    )
    pace_ms: float = given(0.5, CLUSTER, "the row of a limit is locked for a lease of a second")
    row_bytes: float = given(108.0, CLUSTER, "ledger on the disk for a reader")
    wal_bytes: float = given(144.0, CLUSTER, "write-ahead log for a reader")
    person_bytes: float = given(271.0, CLUSTER, "a subscriber on the disk, index included")
    statements: int = given(8, CODE, "questions in a window's transaction or a claim")
    engine_lines: int = given(6, CODE, "connections of a worker's engine with the database")
    store_lines: int = given(3, CODE, "further ones of a worker, besides one for each batch")
    sample: int = given(400_000, WISHED, "messages that are simulated one by one")
    crash_at: float = given(10.0, WISHED, "second in which a worker is killed; 0 kills none")
    seed: int = given(7, WISHED, "another number draws other answers")

    @property
    def wanted(self) -> float:
        """Messages a second that have to leave."""
        seconds_an_hour = 3_600
        return self.messages / (self.hours * seconds_an_hour)

    @property
    def answer(self) -> float:
        """Mean seconds from a message's end to its answer."""
        return self.answer_ms * MILLISECONDS

    @property
    def message_cpu(self) -> float:
        """A worker's seconds of CPU for a message, without its part of the ledger."""
        signature = self.signature_us if self.signed else 0.0
        return (self.message_us + signature) * MICROSECONDS

    @property
    def care(self) -> float:
        """The database's seconds of CPU for a batch's job, and to sum up how far the edition is."""
        batches = self.messages / self.readers_a_batch
        return self.job_ms * MILLISECONDS + batches * self.sum_us * MICROSECONDS

    @property
    def transmission(self) -> float:
        """Seconds that a message takes up the network of its machine."""
        return self.mail_kb * KB * BITS / (self.link_gbit * GB)

    @property
    def on_the_way(self) -> float:
        """Seconds of a transaction in which it waits for the network and the disk."""
        return (self.statements * self.network_ms + self.flush_ms) * MILLISECONDS

    @property
    def window(self) -> int:
        """How many readers stand in a window: enough for each session twice over, or for 50 ms."""
        each = self.answer + self.message_cpu + self.transmission
        wanted = max(4 * self.sessions, round(self.sessions / each * WINDOW_SECONDS))
        return max(1, min(self.largest_window, self.readers_a_batch, wanted))
