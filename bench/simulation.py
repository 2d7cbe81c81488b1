"""A part of a large send, message by message."""

from dataclasses import dataclass

from bench.books import ACCEPTED, OWED, UNKNOWN, Books
from bench.crew import Sender, Worker, kill
from bench.inputs import RECEIVERS, Inputs
from bench.machinery import Agenda, Servers, SharedLock
from bench.world import World

# With fewer batches for each sender the beginning and the end would be all there is.
BATCHES_EACH = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Course:
    """How a simulated send went.

    Attributes:
        readers, accepted, unknown, owed: Their numbers.
        handed: Messages that were handed over.
        seconds: Until everybody was settled.
        rate: Messages a second while all had work.
        transactions: A second.
        transaction_ms: A transaction's mean time, from asking for the lock to the commit.
        lock_ms: The mean wait for the lock.
        alone: The part of the time in which one transaction had the database alone.
        worker_load, database_load, link_load: How busy they were; 1 is all of the time.
        taken_over_after: Seconds from a worker's death until others had its batches.
        backlog: For each receiver, the seconds of mail that wait for it in the relays.
    """

    readers: int
    accepted: int
    unknown: int
    owed: int
    handed: int
    seconds: float
    rate: float
    transactions: float
    transaction_ms: float
    lock_ms: float
    alone: float
    worker_load: float
    database_load: float
    link_load: float
    taken_over_after: float | None
    backlog: dict[str, float]


def simulate(inputs: Inputs, *, crash: bool = False) -> Course:
    """Send a part of the messages, one by one; the workers are known.

    Args:
        inputs: The figures.
        crash: Whether one worker is killed on the way.
    """
    senders_at_once = inputs.workers * inputs.concurrency
    fewest = senders_at_once * BATCHES_EACH * inputs.readers_a_batch
    readers = min(inputs.messages, max(inputs.sample, fewest))
    agenda = Agenda()
    world = World(
        inputs=inputs,
        agenda=agenda,
        books=Books.plan(readers, inputs),
        lock=SharedLock(agenda),
        database=Servers(inputs.database_cores),
    )
    links = [Servers(1) for _ in range(inputs.machines)]
    workers = [Worker(world=world, link=links[at % len(links)]) for at in range(inputs.workers)]
    senders = [Sender(worker=one) for one in workers for _ in range(inputs.concurrency)]
    for sender in senders:
        agenda.at(0.0, sender.begin)
    if crash and inputs.crash_at:
        victims = [one for one in senders if one.worker is workers[0]]
        agenda.at(inputs.crash_at, kill, workers[0], victims)
    agenda.run()
    return describe(world, workers, links)


def describe(world: World, workers: list[Worker], links: list[Servers]) -> Course:
    """Tell how it went."""
    books, inputs = world.books, world.inputs
    span = books.progress[-1][0] if books.progress else 0.0
    given_up = [moment for moment, _ in world.doubts]
    return Course(
        readers=len(books.outcomes),
        accepted=books.outcomes.count(ACCEPTED),
        unknown=books.outcomes.count(UNKNOWN),
        owed=books.outcomes.count(OWED),
        handed=books.handed.count(1),
        seconds=span,
        rate=books.rate(),
        transactions=world.transactions / span if span else 0.0,
        transaction_ms=1e3 * world.transaction_seconds / max(1, world.transactions),
        lock_ms=1e3 * world.lock.waited / max(1, world.lock.taken),
        alone=world.lock.alone_for / span if span else 0.0,
        worker_load=sum(one.core.load(span) for one in workers) / len(workers),
        database_load=world.database.load(span),
        link_load=max(one.load(span) for one in links),
        taken_over_after=max(given_up) - inputs.crash_at if given_up else None,
        backlog={
            one.name: max(0.0, world.busy_until[at] - span) for at, one in enumerate(RECEIVERS)
        },
    )
