"""What all workers of a simulated send share: the database, the limit, those who receive."""

from dataclasses import dataclass, field

from bench.books import Books, Work
from bench.chance import draw, make_answers, make_domains
from bench.inputs import RECEIVERS, Inputs
from bench.machinery import Agenda, Servers, SharedLock

DOMAINS = make_domains()


@dataclass(slots=True, kw_only=True)
class World:
    """Everything outside of a worker.

    Attributes:
        inputs: The figures.
        agenda: What happens when.
        books: The ledger.
        lock: Of the database's writers.
        database: Its cores.
        pace_row: Who leases departures has this row alone.
        held: Batches that somebody holds, alive or dead.
        doubts: When a dead worker's window was given up, and how many stood in it.
        received: For each receiver, how many messages came, and until when it is busy with them.
    """

    inputs: Inputs
    agenda: Agenda
    books: Books
    lock: SharedLock
    database: Servers
    pace_row: Servers = field(default_factory=lambda: Servers(1))
    held: dict[int, Work] = field(default_factory=dict)
    doubts: list[tuple[float, int]] = field(default_factory=list)
    received: list[int] = field(default_factory=lambda: [0] * len(RECEIVERS))
    busy_until: list[float] = field(default_factory=lambda: [0.0] * len(RECEIVERS))
    transactions: int = 0
    transaction_seconds: float = 0.0
    _answers: list[float] = field(default_factory=list)
    _given_until: float = 0.0

    def __post_init__(self) -> None:
        self._answers = make_answers(self.inputs)

    def answer_time(self, reader: int) -> float:
        """Draw how long the relay takes to answer for this reader's message."""
        return self._answers[draw(reader, self.inputs.seed)]

    def receive(self, reader: int) -> None:
        """Let the relay hand a message on, as fast as its receiver takes them."""
        at = DOMAINS[draw(reader, self.inputs.seed + 1)]
        rate = RECEIVERS[at].an_address * self.inputs.ips
        self.received[at] += 1
        self.busy_until[at] = max(self.busy_until[at], self.agenda.now) + 1 / rate

    def lease_size(self) -> int:
        """Tell how many departures a worker leases: its share of a second."""
        return max(1, round(self.inputs.rate / self.inputs.workers))

    def lease(self, *, after: float) -> list[float]:
        """Give departures of the limit away, in a second that nobody else has.

        Args:
            after: The last departure that the same worker has.
        """
        size = self.lease_size()
        start = max(self.agenda.now, self._given_until)
        self._given_until = start + size / self.inputs.rate
        first = max(start, after)
        return [first + (at + 1) / size for at in range(size)]

    def waits_for_somebody(self) -> bool:
        """Whether a batch is held that may yet be given back."""
        return bool(self.held)

    def note_transaction(self, seconds: float) -> None:
        """Count a transaction that came to its end."""
        self.transactions += 1
        self.transaction_seconds += seconds
