"""Workers of a simulated send: each rolls the windows of its batches as `digest worker` does."""

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field

from bench.books import ACCEPTED, UNKNOWN, Work
from bench.inputs import MICROSECONDS, MILLISECONDS
from bench.machinery import Act, Servers
from bench.world import World


@dataclass(slots=True, kw_only=True)
class Worker:
    """One process, on one core.

    Attributes:
        world: Where it works.
        link: The network of its machine.
        core: Does its messages and its part of the ledger's work, one after the other.
        alive: Whether nobody has killed it.
        leased: Departures of the limit that are its own.
        queue: What waits for a departure.
    """

    world: World
    link: Servers
    core: Servers = field(default_factory=lambda: Servers(1))
    alive: bool = True
    leased: "deque[float]" = field(default_factory=deque)
    queue: "deque[Callable[[float], None]]" = field(default_factory=deque)
    _asking: bool = False

    def depart(self, then: Callable[[float], None]) -> None:
        """Let a message leave as soon as the limit of all machines allows."""
        if not self.world.inputs.rate:
            then(self.world.agenda.now)
            return
        self.queue.append(then)
        self._serve()

    def _serve(self) -> None:
        while self.queue and self.leased:
            self.queue.popleft()(max(self.leased.popleft(), self.world.agenda.now))
        if not self._asking and len(self.leased) <= self.world.lease_size() // 2:
            self._asking = True
            row = self.world.pace_row.use(
                self.world.agenda.now, self.world.inputs.pace_ms * MILLISECONDS
            )
            self.world.agenda.at(row + self.world.inputs.on_the_way, self._lease)

    def _lease(self) -> None:
        last = self.leased[-1] if self.leased else 0.0
        self.leased.extend(self.world.lease(after=last))
        self._asking = False
        if self.queue:
            self._serve()


@dataclass(slots=True, kw_only=True)
class Sender:
    """One batch after the other, over sessions of its own.

    Attributes:
        worker: The process that it is a part of.
        work: Its batch; None between two.
        waiting: Readers of the window whom no session has taken yet.
        done: Who is through and not recorded.
        idle: Sessions without a message.
        recording: Whether a transaction is on its way.
    """

    worker: Worker
    work: Work | None = None
    waiting: "deque[int]" = field(default_factory=deque)
    done: list[int] = field(default_factory=list)
    idle: int = 0
    recording: bool = False
    _enough: int = 1

    @property
    def world(self) -> World:
        """Where it works."""
        return self.worker.world

    def begin(self) -> None:
        """Take a job, and claim its batch."""
        world, inputs = self.world, self.world.inputs
        if not self.worker.alive:
            return
        work = world.books.take(world.agenda.now)
        if work is None:
            # It asks again every second, as there may be jobs of somebody who died.
            if world.waits_for_somebody():
                world.agenda.at(world.agenda.now + 1.0, self.begin)
            return
        world.database.use(world.agenda.now, inputs.care)
        self.idle = inputs.sessions
        self._transact(
            inputs.claim_client_us,
            inputs.claim_server_us,
            lambda: self._hold(work),
            alone=True,
            lost=lambda: world.books.free.appendleft(work),
        )

    def _hold(self, work: Work) -> None:
        self.work = work
        work.lease_until = self.world.agenda.now + self.world.inputs.lease_s
        self.world.held[work.number] = work
        self._turn_over()

    def _turn_over(self) -> None:
        """Record results and let others into the window, in one transaction."""
        work, inputs = self.work, self.world.inputs
        if work is None or self.recording:
            return
        self.recording = True
        results, self.done = self.done, []
        room = inputs.window - len(work.window) + len(results)
        left = len(work.readers) - work.position
        rows = max(len(results), min(room, left))
        self._transact(
            inputs.window_client_us + rows * inputs.row_client_us,
            inputs.window_server_us + rows * inputs.row_server_us,
            lambda: self._turned_over(work, results, room),
            alone=False,
        )

    def _turned_over(self, work: Work, results: list[int], room: int) -> None:
        world = self.world
        self.recording = False
        if results:
            world.books.record(work, results, ACCEPTED, world.agenda.now)
        work.lease_until = world.agenda.now + world.inputs.lease_s
        self.waiting.extend(work.next_readers(room))
        all_in = work.position == len(work.readers)
        self._enough = len(work.window) if all_in else max(1, len(work.window) // 2)
        if not work.window:
            self._end(work)
            return
        while self.idle and self.waiting:
            self.idle -= 1
            self._send(self.waiting.popleft())
        if len(self.done) >= self._enough:
            self._turn_over()

    def _send(self, reader: int) -> None:
        """Hand a message over: its departure, its making, its way, its answer."""
        self.worker.depart(lambda moment: self.world.agenda.at(moment, self._make, reader))

    def _make(self, reader: int) -> None:
        if self.worker.alive:
            self.world.books.hand_over(reader)
            made = self.worker.core.use(self.world.agenda.now, self.world.inputs.message_cpu)
            self.world.agenda.at(made, self._transmit, reader)

    def _transmit(self, reader: int) -> None:
        through = self.worker.link.use(self.world.agenda.now, self.world.inputs.transmission)
        self.world.agenda.at(through + self.world.answer_time(reader), self._answered, reader)

    def _answered(self, reader: int) -> None:
        self.world.receive(reader)
        if not self.worker.alive:
            return
        self.done.append(reader)
        if self.waiting:
            self._send(self.waiting.popleft())
        else:
            self.idle += 1
        if len(self.done) >= self._enough:
            self._turn_over()

    def _end(self, work: Work) -> None:
        """Give the batch back, look whether all is done, and take the next."""
        inputs = self.world.inputs
        self.work = None

        def settle() -> None:
            del self.world.held[work.number]
            self._transact(inputs.settle_client_us, inputs.settle_server_us, self.begin, alone=True)

        self._transact(inputs.window_client_us, inputs.window_server_us, settle, alone=False)

    def _transact(
        self,
        client_us: float,
        server_us: float,
        then: Act,
        *,
        alone: bool,
        lost: Act | None = None,
    ) -> None:
        """Run a transaction; who dies meanwhile has changed nothing, and lets go of the lock."""
        world = self.world
        began = world.agenda.now

        def locked() -> None:
            ours = self.worker.core.use(world.agenda.now, client_us * MICROSECONDS)
            world.agenda.at(ours, served)

        def served() -> None:
            theirs = world.database.use(world.agenda.now, server_us * MICROSECONDS)
            world.agenda.at(theirs + world.inputs.on_the_way, committed)

        def committed() -> None:
            world.lock.give()
            world.note_transaction(world.agenda.now - began)
            if self.worker.alive:
                then()
            elif lost:
                lost()

        world.lock.take(locked, alone=alone)


def kill(worker: Worker, senders: list[Sender]) -> None:
    """Kill a worker; its batches are another's once their leases are over and a sweep has come."""
    world = worker.world
    worker.alive = False
    for sender in senders:
        work = sender.work
        if work is None:
            continue
        sweep = world.inputs.sweep_s
        seen = (work.lease_until // sweep + 1) * sweep
        world.agenda.at(seen, take_over, world, work)


def take_over(world: World, work: Work) -> None:
    """Name everybody in the open window a doubt, and let another have what is left."""
    doubts = sorted(work.window)
    world.books.record(work, doubts, UNKNOWN, world.agenda.now)
    world.doubts.append((world.agenda.now, len(doubts)))
    del world.held[work.number]
    world.books.free.appendleft(work)
