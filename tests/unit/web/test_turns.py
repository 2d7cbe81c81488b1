import asyncio
import threading
from collections.abc import Awaitable, Callable

import pytest

from digest.errors import StoreBusy
from digest.web.turns import Turns


def run(work: Callable[[Turns], Awaitable[None]], **settings: float) -> None:
    async def go() -> None:
        turns = Turns(**settings)  # type: ignore[arg-type]
        try:
            await work(turns)
        finally:
            turns.close()

    asyncio.run(go())


def test_no_write_begins_before_the_one_before_has_ended() -> None:
    steps: list[str] = []
    ready = threading.Event()

    async def work(turns: Turns) -> None:
        def slow() -> None:
            steps.append("begun")
            ready.wait(5)
            steps.append("ended")

        first = asyncio.create_task(turns.write(slow))
        second = asyncio.create_task(turns.write(lambda: steps.append("second")))
        assert await turns.read(lambda: "read") == "read"
        ready.set()
        await asyncio.gather(first, second)

    run(work)
    assert steps == ["begun", "ended", "second"]


def test_a_write_whose_turn_does_not_come_is_never_done() -> None:
    done: list[str] = []
    ready = threading.Event()

    async def work(turns: Turns) -> None:
        first = asyncio.create_task(turns.write(lambda: ready.wait(5)))
        await asyncio.sleep(0)
        with pytest.raises(StoreBusy):
            await turns.write(lambda: done.append("late"))
        ready.set()
        # It had begun, so its end is waited for although it took longer than anybody waits.
        assert await first

    run(work, patience=0.05)
    assert done == []


def test_only_so_many_writes_may_wait() -> None:
    ready = threading.Event()

    async def work(turns: Turns) -> None:
        waiting = [asyncio.create_task(turns.write(lambda: ready.wait(5))) for _ in range(3)]
        await asyncio.sleep(0)
        with pytest.raises(StoreBusy):
            await turns.write(lambda: None)
        ready.set()
        await asyncio.gather(*waiting)
        assert await turns.write(lambda: 7) == 7

    run(work, most=3)


def test_what_goes_wrong_in_a_write_is_told_to_who_asked_for_it() -> None:
    async def work(turns: Turns) -> None:
        def fail() -> None:
            raise StoreBusy("locked")

        with pytest.raises(StoreBusy, match="locked"):
            await turns.write(fail)
        assert await turns.write(lambda: 7) == 7

    run(work)
