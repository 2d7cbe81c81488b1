import asyncio
import threading
import time
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest

from digest.errors import StoreBusy, StoreError
from digest.web.turns import Turns


def run(work: Callable[[Turns], Awaitable[None]], **settings: Any) -> None:
    async def go() -> None:
        turns = Turns(**settings)
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


class Desk:
    """Writes into a list, as a database does: what is kept together is kept whole or not."""

    def __init__(self, *, trouble: StoreError | None = None) -> None:
        self.kept: list[str] = []
        self.flushes: list[int] = []
        self._trouble = trouble

    @contextmanager
    def together(self) -> Iterator[None]:
        before = len(self.kept)
        if self._trouble:
            raise self._trouble
        try:
            yield
        except Exception:
            del self.kept[before:]
            raise
        self.flushes.append(len(self.kept) - before)

    async def wait_and_write(self, turns: Turns, *works: Callable[[], Any]) -> list[Any]:
        """Ask for writes while one is being done; tell what came of them."""
        ready = threading.Event()
        first = asyncio.create_task(turns.write(lambda: ready.wait(5)))
        rest = [asyncio.create_task(turns.write(work)) for work in works]
        await asyncio.sleep(0.01)
        ready.set()
        assert await first
        return await asyncio.gather(*rest, return_exceptions=True)

    def keep(self, word: str) -> Callable[[], str]:
        def work() -> str:
            self.kept.append(word)
            return word

        return work


def test_writes_that_came_while_one_was_done_are_kept_with_one_flush() -> None:
    desk = Desk()

    async def work(turns: Turns) -> None:
        words = [str(number) for number in range(25)]
        assert await desk.wait_and_write(turns, *map(desk.keep, words)) == words
        assert desk.kept == words

    run(work, together=desk.together)
    assert desk.flushes == [20, 5]


def test_one_that_goes_wrong_takes_none_of_the_others_along_and_each_is_kept_once() -> None:
    desk = Desk()

    async def work(turns: Turns) -> None:
        def fail() -> None:
            raise StoreError("full")

        told = await desk.wait_and_write(turns, desk.keep("a"), fail, desk.keep("b"))
        assert [str(one) for one in told] == ["a", "full", "b"]

    run(work, together=desk.together)
    assert desk.kept == ["a", "b"]


def test_nobody_is_told_that_something_is_kept_when_the_lock_did_not_come() -> None:
    desk = Desk(trouble=StoreBusy("locked"))

    async def work(turns: Turns) -> None:
        told = await desk.wait_and_write(turns, desk.keep("a"), desk.keep("b"))
        assert [type(one) for one in told] == [StoreBusy, StoreBusy]

    run(work, together=desk.together)
    assert desk.kept == []


def test_nobody_waits_for_the_time_limit_of_the_one_before_and_their_own() -> None:
    begun: list[str] = []

    async def work(turns: Turns) -> None:
        def stuck(name: str) -> Callable[[], None]:
            def work() -> None:
                begun.append(name)
                time.sleep(0.05)
                raise StoreBusy("locked")

            return work

        told = await asyncio.gather(
            *(turns.write(stuck(name)) for name in ("first", "second", "third")),
            return_exceptions=True,
        )
        assert [type(one) for one in told] == [StoreBusy] * 3
        assert await turns.write(lambda: 7) == 7

    run(work, grace=0.02)
    assert begun == ["first"]
