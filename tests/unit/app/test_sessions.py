"""Sessions with a relay that keeps us waiting, allows few of us, or says yes and is cut off."""

import asyncio
from dataclasses import dataclass, field
from time import monotonic

import pytest
from tests.unit.app.sending_desk import SEND_BY, SLUG, loss, plan_desk

from digest.adapters.memory_relay import MemoryRelay, MemorySession
from digest.errors import ExitStatus, RelayUnavailable, StoreBusy, StoreError
from digest.model.delivery import Batch, Outcome, Phase, Reply
from digest.model.edition import EditionState
from digest.model.message import Message


class MuteRelay(MemoryRelay):
    """Takes the connection and never greets."""

    async def open(self) -> MemorySession:
        self.opened += 1
        await asyncio.sleep(60)
        return await super().open()


class NarrowRelay(MemoryRelay):
    """Allows one session, and refuses others sooner than it greets the first."""

    async def open(self) -> MemorySession:
        if self.opened:
            raise RelayUnavailable("421 too many connections")
        self.opened = 1
        await asyncio.sleep(0.01)
        self.open_now += 1
        return MemorySession(self)


@dataclass(slots=True)
class Signal:
    """Asks a run to stop after so many seconds."""

    seconds: float
    begun: float = field(default_factory=monotonic)

    def __call__(self) -> bool:
        return monotonic() - self.begun > self.seconds


def test_a_run_that_waits_for_a_greeting_hears_a_signal_and_doubts_nobody() -> None:
    desk, relay = plan_desk(), MuteRelay()
    began = monotonic()

    report = asyncio.run(desk.send(relay, stopping=Signal(0.1)))

    assert monotonic() - began < 2
    assert report.exit_status is ExitStatus.INTERRUPTED
    assert (report.books.owed, report.books.unknown) == (5, 0)


@pytest.mark.parametrize("why", [EditionState.HALTED, "time"])
def test_a_halt_and_the_end_of_time_do_not_wait_for_the_greeting_of_one_more_session(
    why: object,
) -> None:
    desk = plan_desk(40)

    class TiredRelay(MemoryRelay):
        async def open(self) -> MemorySession:
            if self.opened:
                await asyncio.sleep(60)
            return await super().open()

    def end(message: Message) -> None:
        if message.recipient == "reader5@example.org":
            if why is EditionState.HALTED:
                desk.store.ledger.set_state(SLUG, EditionState.HALTED)
            else:
                desk.clock.moment = SEND_BY

    relay, began = TiredRelay(watch=end), monotonic()
    report = asyncio.run(desk.send(relay))

    assert monotonic() - began < 4
    assert report.exit_status in (ExitStatus.HALTED, ExitStatus.MISSING)
    assert report.books.unknown == 0


def test_a_run_that_dies_at_a_relay_that_never_greets_leaves_no_doubt() -> None:
    desk = plan_desk()

    async def die() -> None:
        task = asyncio.create_task(desk.send(MuteRelay()))
        await asyncio.sleep(0.05)
        assert desk.store.ledger.progress(SLUG).owed == 5
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task

    asyncio.run(die())
    report = asyncio.run(desk.send(MemoryRelay(), dead=lambda _owner: True))

    assert (report.books.accepted, report.books.unknown) == (5, 0)


def test_a_relay_that_allows_one_session_serves_everybody_over_it() -> None:
    desk, relay = plan_desk(30), NarrowRelay(sessions=4)

    report = asyncio.run(desk.send(relay))

    assert report.trouble is None
    assert report.books.accepted == 30


class LastOfASession(MemorySession):
    """Carries one message, and then waits long for its goodbye."""

    carried = False

    @property
    def usable(self) -> bool:
        return not self.carried

    async def hand_over(self, message: Message, following: Message | None = None) -> Reply:
        reply = await super().hand_over(message, following)
        self.carried = True
        return reply

    async def close(self) -> None:
        await asyncio.sleep(60)


class OneMessageRelay(MemoryRelay):
    """Ends each session after one message."""

    async def open(self) -> MemorySession:
        return LastOfASession(self)


def test_who_was_told_yes_is_not_mailed_again_though_the_run_is_cut_off_at_goodbye() -> None:
    desk, relay = plan_desk(1), OneMessageRelay(sessions=1)

    async def cut_off() -> None:
        task = asyncio.create_task(desk.send(relay))
        await asyncio.sleep(0.05)
        assert len(relay.taken) == 1
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)

    asyncio.run(cut_off())
    after = MemoryRelay()
    asyncio.run(desk.send(after, dead=lambda _owner: True))

    assert after.taken == [], "a second copy"


def test_a_run_that_is_broken_off_anywhere_leaves_no_session_open_and_nobody_twice() -> None:
    async def break_off(after: int) -> None:
        desk, relay, rest = plan_desk(12, readers_a_batch=5), MemoryRelay(sessions=3), MemoryRelay()
        task = asyncio.create_task(desk.send(relay))
        for _ in range(after):
            await asyncio.sleep(0)
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
        assert relay.open_now == 0

        report = await desk.send(rest, dead=lambda _owner: True)
        got = [message.recipient for message in [*relay.taken, *rest.taken]]
        assert len(got) == len(set(got))
        assert report.books.accepted + report.books.unknown == 12

    async def break_off_everywhere() -> None:
        for after in range(1, 80):
            await break_off(after)

    asyncio.run(break_off_everywhere())


def test_with_retry_a_loss_after_the_dot_is_tried_again_by_the_next_run() -> None:
    desk = plan_desk(3, on_unknown="retry")
    relay = MemoryRelay({"reader1@example.org": [loss(Phase.FINAL)]})

    first = asyncio.run(desk.send(relay))
    second = asyncio.run(desk.send(relay))

    assert (first.books.unknown, first.exit_status) == (1, ExitStatus.OWED)
    assert (second.books.accepted, second.books.unknown) == (3, 0)
    assert second.state is EditionState.DONE
    assert second.exit_status is ExitStatus.OK


def test_with_hold_a_loss_after_the_dot_is_left_alone_by_the_next_run() -> None:
    desk = plan_desk(3)
    relay = MemoryRelay({"reader1@example.org": [loss(Phase.FINAL)]})

    asyncio.run(desk.send(relay))
    second = asyncio.run(desk.send(relay))

    assert (second.books.accepted, second.books.unknown) == (2, 1)
    assert list(desk.rows(Outcome.UNKNOWN)) == ["reader1@example.org"]


def test_a_locked_database_does_not_stop_the_heart_of_a_message_in_flight(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    desk, beats = plan_desk(1), []

    def heartbeat(_batch: Batch, **_options: object) -> EditionState:
        beats.append(monotonic())
        if len(beats) == 1:
            raise StoreBusy("digest.db is locked by another program.")
        return EditionState.SENDING

    monkeypatch.setattr("digest.app.sending.HEARTBEAT_SECONDS", 0.01)
    monkeypatch.setattr(desk.store.ledger, "heartbeat", heartbeat)

    report = asyncio.run(desk.send(MemoryRelay(delay=0.1)))

    assert len(beats) > 2
    assert isinstance(report.trouble, StoreError)
    assert report.books.accepted == 1


def test_the_window_keeps_its_size_from_batch_to_batch(monkeypatch: pytest.MonkeyPatch) -> None:
    desk, sizes = plan_desk(60, readers_a_batch=30), []
    open_window = desk.store.ledger.open_window

    def note(batch: Batch, results: object, *, size: int, **options: object) -> object:
        sizes.append((batch.number, size))
        return open_window(batch, results, size=size, **options)  # type: ignore[arg-type]

    monkeypatch.setattr(desk.store.ledger, "open_window", note)

    asyncio.run(desk.send(MemoryRelay(delay=0.02)))

    first_of_second = next(size for number, size in sizes if number == 2)
    assert sizes[0] == (1, 25)
    assert first_of_second < 25


def test_nothing_is_sent_from_books_that_do_not_balance(monkeypatch: pytest.MonkeyPatch) -> None:
    desk, relay = plan_desk(3), MemoryRelay()
    books = desk.store.ledger.books(SLUG)
    lost = type(books)(planned=4, owed=3)
    monkeypatch.setattr(desk.store.ledger, "books", lambda _slug: lost)

    with pytest.raises(StoreError, match="do not balance"):
        asyncio.run(desk.send(relay))

    assert relay.taken == []
