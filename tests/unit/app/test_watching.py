"""Whoever looks on tells how workers fare, and sends by itself where none is left."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import timedelta

import pytest
from tests.unit.app.postroom_desk import Post, make_post, stores_of
from tests.unit.app.sending_desk import NOW, SEND_BY, SLUG, HandClock, refusal

from digest.adapters.memory_relay import MemoryRelay
from digest.app.send import SendReport
from digest.app.watching import watch_workers
from digest.errors import ExitStatus
from digest.model.delivery import Books
from digest.model.edition import EditionState
from digest.model.worker import SILENCE, Worker, WorkerState

Step = Callable[[], object]


@dataclass(slots=True)
class StepClock(HandClock):
    """Does something each time somebody waits."""

    steps: list[Step] = field(default_factory=list)

    async def sleep(self, span: timedelta) -> None:
        await HandClock.sleep(self, span)
        assert len(self.slept) < 500, "nobody ends the waiting"
        if self.steps:
            await asyncio.to_thread(self.steps.pop(0))


@dataclass(slots=True)
class Onlooker:
    """Somebody who looks on at a worker, which does its steps while that waits."""

    post: Post
    clock: StepClock
    told: list[tuple[int, int]] = field(default_factory=list)
    stopped: list[bool] = field(default_factory=list)

    def watch(
        self, *steps: Step, wait: bool = False, before: Books | None = None
    ) -> SendReport | None:
        self.clock.steps = list(steps)
        return asyncio.run(
            watch_workers(
                SLUG,
                stores=stores_of(self.post.desk, self.post.queue),
                clock=self.clock,
                send_by=SEND_BY,
                before=before or Books(),
                wait=wait,
                stopping=lambda: bool(self.stopped),
                advance=lambda done, of: self.told.append((done, of)),
            )
        )

    def note(self, state: WorkerState = WorkerState.WORKING, name: str = "one") -> None:
        """Have a worker say that it is there."""
        told = Worker(
            name=name, host="h", process=7, version="1", concurrency=1, began=NOW, seen=NOW
        )
        told = replace(told, state=state)
        self.post.desk.store.workers.note_worker(told, now=self.clock.now())

    def send(self, number: int) -> Step:
        """Have the worker send a batch, and say that it is there."""

        def step() -> None:
            self.post.send_one(number)
            self.note()

        return step


def make_onlooker(
    readers: int = 60, *, relay: MemoryRelay | None = None, worker: bool = True
) -> Onlooker:
    post = make_post(readers, readers_a_batch=20, relay=relay)
    clock = StepClock()
    post.desk.clock = post.room.clock = post.room.editions.clock = clock
    one = Onlooker(post, clock)
    if worker:
        one.note()
    return one


def test_who_looks_on_stays_until_everybody_was_tried_and_tells_the_progress() -> None:
    one = make_onlooker()

    report = one.watch(one.send(2), one.send(1), one.send(3))

    assert report
    assert one.told == [(0, 60), (20, 60), (40, 60), (60, 60)]
    assert (report.books.accepted, report.tried, report.state) == (60, 60, EditionState.DONE)
    assert report.exit_status is ExitStatus.OK
    assert report.seconds == pytest.approx(1.5)


def test_only_who_was_tried_since_is_counted() -> None:
    one = make_onlooker()
    one.post.send_one(1)

    report = one.watch(one.send(2), one.send(3), before=one.post.books)

    assert report
    assert report.tried == 40


def test_without_a_worker_somebody_else_has_to_send_and_nothing_is_waited_for() -> None:
    one = make_onlooker(worker=False)

    assert one.watch() is None
    assert one.clock.slept == []


@pytest.mark.parametrize("state", WorkerState)
def test_a_worker_that_rests_or_was_asked_to_end_is_none(state: WorkerState) -> None:
    one = make_onlooker(worker=False)
    one.note(state)

    def halt() -> None:
        one.post.set_state(EditionState.HALTED)

    report = one.watch(halt)

    assert (report is None) is (state in (WorkerState.STOPPING, WorkerState.RESTING))


def test_workers_that_die_are_waited_for_until_nobody_holds_anything_of_theirs() -> None:
    one = make_onlooker()

    assert one.watch(one.send(1)) is None

    waited = one.clock.now() - NOW
    assert SILENCE < waited < 3 * SILENCE
    assert one.post.record.state is EditionState.SENDING


def test_another_worker_that_comes_in_time_is_waited_for() -> None:
    one = make_onlooker()
    pause: list[Step] = [lambda: None] * 50

    report = one.watch(one.send(1), *pause, one.send(2), *pause, one.send(3))

    assert report
    assert report.books.accepted == 60


def test_who_no_longer_wants_to_look_on_goes_and_the_workers_go_on() -> None:
    one = make_onlooker()

    report = one.watch(one.send(1), lambda: one.stopped.append(True))

    assert report
    assert report.interrupted
    assert (report.books.owed, report.state) == (40, EditionState.SENDING)
    assert report.exit_status is ExitStatus.INTERRUPTED


def test_who_is_put_off_is_not_waited_for() -> None:
    relay = MemoryRelay({"reader1@example.org": [refusal(450, "4.2.0")]})
    one = make_onlooker(20, relay=relay)

    report = one.watch(one.send(1))

    assert report
    assert (report.books.deferred, report.books.owed) == (1, 0)
    assert report.next_due
    assert report.exit_status is ExitStatus.OWED


def test_who_is_due_again_is_waited_for() -> None:
    relay = MemoryRelay({"reader1@example.org": [refusal(450, "4.2.0")]})
    one = make_onlooker(20, relay=relay)
    one.post.send_one(1)
    due = one.post.desk.store.ledger.next_due(SLUG)
    assert due
    one.clock.moment = due
    one.note()

    report = one.watch(one.send(1))

    assert report
    assert report.books.accepted == 20
    assert len(one.clock.slept) == 1


def test_with_wait_it_stays_until_nobody_is_put_off_any_more() -> None:
    relay = MemoryRelay({"reader1@example.org": [refusal(450, "4.2.0")]})
    one = make_onlooker(20, relay=relay)

    def later() -> None:
        due = one.post.desk.store.ledger.next_due(SLUG)
        assert due
        one.clock.moment = due
        one.note()

    report = one.watch(one.send(1), later, one.send(1), wait=True)

    assert report
    assert (report.books.accepted, report.state) == (20, EditionState.DONE)


def test_an_edition_that_is_halted_meanwhile_ends_it() -> None:
    one = make_onlooker()

    report = one.watch(one.send(1), lambda: one.post.set_state(EditionState.HALTED))

    assert report
    assert report.state is EditionState.HALTED
    assert report.exit_status is ExitStatus.HALTED
    assert report.books.owed == 40


def test_an_edition_that_is_given_more_time_meanwhile_is_looked_at_until_then() -> None:
    one = make_onlooker()

    def extend() -> None:
        one.post.desk.store.ledger.set_send_by(SLUG, SEND_BY + timedelta(hours=1))
        one.clock.moment = SEND_BY
        one.note()

    report = one.watch(one.send(1), extend, one.send(2), one.send(3))

    assert report
    assert (report.state, report.books.accepted) == (EditionState.DONE, 60)


def test_at_its_time_the_books_are_closed() -> None:
    one = make_onlooker()

    def late() -> None:
        one.clock.moment = SEND_BY

    report = one.watch(one.send(1), late)

    assert report
    assert (report.state, report.books.expired) == (EditionState.EXPIRED, 40)
    assert report.exit_status is ExitStatus.MISSING
