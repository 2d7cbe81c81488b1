"""What a worker tells of itself, and that nothing silences it."""

import asyncio
import signal
from dataclasses import replace

import pytest
from tests.unit.app.postroom_desk import Post, make_post
from tests.unit.app.sending_desk import NOW

from digest.adapters.clock import SharedClock
from digest.errors import EditionError, StoreBusy
from digest.model.worker import Worker, WorkerState
from digest.worker import shift as shifts
from digest.worker.shift import Shift
from digest.worker.wishes import Ending, Voice, WorkerWish

ME = Worker(name="me", host="press-1", process=7, version="1", concurrency=2, began=NOW, seen=NOW)
AWAY = "The database is away."


class Rig:
    """A shift that is not run, with what it would tell."""

    def __init__(self) -> None:
        self.post: Post = make_post()
        self.warned: list[str] = []
        self.ending = Ending()
        self.shift = Shift(
            stores=self.post.room.stores,
            clock=SharedClock(),
            postroom=self.post.room,
            wish=WorkerWish(concurrency=2, lease=self.post.room.lease),
            voice=Voice(tell=self.warned.append, warn=self.warned.append),
            ending=self.ending,
            me=ME,
        )

    @property
    def listed(self) -> Worker:
        [one] = self.post.desk.store.workers.crew(now=NOW).workers
        return one


def test_a_worker_tells_what_it_is_at() -> None:
    rig = Rig()
    states = [rig.shift.present().state]

    rig.post.room.doing += ["b 2", "a 1"]
    states.append(rig.shift.present().state)
    assert rig.shift.present().doing == ("a 1", "b 2")
    rig.post.room.resting_until = NOW.replace(year=2999)
    states.append(rig.shift.present().state)
    rig.ending.begun.set()
    states.append(rig.shift.present().state)

    kinds = WorkerState
    assert states == [kinds.WAITING, kinds.WORKING, kinds.RESTING, kinds.STOPPING]


def test_a_worker_says_that_it_is_there_and_follows_the_shared_clock() -> None:
    rig = Rig()
    rig.post.room.sent = 12

    class Ahead:
        def note_worker(self, told: Worker, *, now: object) -> object:
            assert now
            rig.post.desk.store.workers.note_worker(told, now=NOW)
            return NOW

    rig.shift.stores = replace(rig.shift.stores, workers=Ahead())  # type: ignore[arg-type]
    rig.shift.tell()

    assert rig.listed == replace(ME, seen=NOW, sent=12)
    assert abs(rig.shift.clock.now() - NOW).total_seconds() < 60


def test_trouble_is_told_once_and_so_is_its_end() -> None:
    rig = Rig()

    for _ in range(2):
        rig.shift.note("relay", "The relay is away.")
    assert rig.shift.present().trouble == "The relay is away."
    for _ in range(2):
        rig.shift.note("relay", "")

    assert len(rig.warned) == 2
    assert rig.warned[0] == "The relay is away."
    assert "relay" in rig.warned[1]
    assert rig.shift.present().trouble == ""


def test_trouble_of_one_kind_is_not_over_when_another_is() -> None:
    rig = Rig()
    rig.shift.note("relay", "The relay is away.")
    rig.shift._note_database(AWAY)  # noqa: SLF001
    rig.shift._note_database("")  # noqa: SLF001

    assert rig.shift.present().trouble == "The relay is away."


def test_a_job_that_failed_is_no_trouble_any_more_once_jobs_are_done_again() -> None:
    rig = Rig()
    rig.shift._note_fault(ValueError("nobody foresaw this"))  # noqa: SLF001
    assert rig.shift.present().trouble == "Unexpected: ValueError: nobody foresaw this"
    rig.shift._note_fault(EditionError("It has no lock.", "Plan it again."))  # noqa: SLF001
    assert rig.shift.present().trouble == "It has no lock. Plan it again."

    rig.shift._note_database("")  # noqa: SLF001

    assert rig.shift.present().trouble == ""


@pytest.mark.parametrize("error", [StoreBusy(AWAY, ""), ValueError("nobody foresaw this")])
def test_nothing_that_goes_wrong_silences_a_worker(
    error: Exception, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shifts, "BEAT_SECONDS", 0)
    rig = Rig()
    beats: list[int] = []
    loops: list[asyncio.AbstractEventLoop] = []
    done = asyncio.Event()

    class Shaky:
        def note_worker(self, told: Worker, *, now: object) -> object:
            assert now
            beats.append(1)
            if len(beats) == 1:
                raise error
            if len(beats) == 4:
                loops[0].call_soon_threadsafe(done.set)
            return rig.post.desk.store.workers.note_worker(told, now=NOW)

    async def work() -> None:
        loops.append(asyncio.get_running_loop())
        beat = asyncio.create_task(rig.shift._beat())  # noqa: SLF001
        async with asyncio.timeout(30):
            await done.wait()
        beat.cancel()
        await asyncio.gather(beat, return_exceptions=True)

    rig.shift.stores = replace(rig.shift.stores, workers=Shaky())  # type: ignore[arg-type]
    asyncio.run(work())

    assert rig.listed.name == "me"
    assert str(error) in rig.warned[0] or AWAY in rig.warned[0]
    assert len(rig.warned) == 2
    assert rig.shift.present().trouble == ""


def test_a_first_wish_ends_gently_and_a_second_breaks_off() -> None:
    ending = Ending()
    assert not ending.begun.is_set()

    ending.begin(signal.SIGTERM)
    assert (ending.signal, ending.begun.is_set(), ending.broken.is_set()) == (
        signal.SIGTERM,
        True,
        False,
    )
    ending.break_off()
    assert ending.broken.is_set()
