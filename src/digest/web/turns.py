"""Work on the database, beside the loop: reads side by side, writes one after the other."""

import asyncio
from collections import deque
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, field
from time import monotonic
from typing import Any, TypeVar

from digest.errors import StoreBusy, StoreError

Answer = TypeVar("Answer")

READERS = 3
# Longer than the store waits for somebody else's lock, so that what has begun is never given up.
PATIENCE = 15.0
GRACE = 2.0
MOST_WAITING = 200
MOST_TOGETHER = 20
MANY = 2


@dataclass(frozen=True, slots=True)
class Turn:
    """One write that waits."""

    work: Callable[[], Any]
    done: "Future[Any]" = field(default_factory=Future)
    since: float = field(default_factory=monotonic)

    def begin(self) -> bool:
        """Begin, unless it was given up meanwhile."""
        return self.done.set_running_or_notify_cancel()

    def take(self) -> None:
        """Do it, and tell what came of it.

        Raises:
            StoreBusy: Somebody else has the lock all the while; whoever asked is told as well.
        """
        try:
            answer = self.work()
        except Exception as error:
            self.done.set_exception(error)
            if isinstance(error, StoreBusy):
                raise
        else:
            self.done.set_result(answer)


class Turns:
    """Threads for reads, and one for all writes, so that none of ours waits for another's lock.

    Writes that came while one was done are kept with a single flush to the disk.

    Args:
        together: Makes one transaction of all that a thread writes meanwhile.
        patience: Seconds after which a write that has not begun is given up.
        grace: Seconds of waiting after which a write is not begun when the one before could not
            have the lock: nobody waits for two of its time limits.
        most: How many writes may wait at once.
    """

    def __init__(
        self,
        *,
        together: Callable[[], AbstractContextManager[None]] = nullcontext,
        patience: float = PATIENCE,
        grace: float = GRACE,
        most: int = MOST_WAITING,
    ) -> None:
        self._together = together
        self._patience = patience
        self._grace = grace
        self._most = most
        self._waiting = 0
        # Why nothing may be written any more.
        self.closed: StoreError | None = None
        self._queue: deque[Turn] = deque()
        self._readers = ThreadPoolExecutor(READERS, thread_name_prefix="reads")
        self._writer = ThreadPoolExecutor(1, thread_name_prefix="writes")

    async def read(self, work: Callable[[], Answer]) -> Answer:
        """Do what only reads."""
        return await asyncio.get_running_loop().run_in_executor(self._readers, work)

    async def write(self, work: Callable[[], Answer]) -> Answer:
        """Do what writes, when its turn has come. It may be begun anew: it does nothing else.

        Raises:
            StoreBusy: Its turn did not come, or the database was not to be had; nothing was kept.
            StoreError: Nothing may be written any more.
        """
        if self.closed:
            raise self.closed
        if self._waiting >= self._most:
            raise too_many()
        self._waiting += 1
        turn = Turn(work)
        self._queue.append(turn)
        self._writer.submit(self._go)
        done: asyncio.Future[Answer] = asyncio.wrap_future(turn.done)
        done.add_done_callback(self._note_end)
        try:
            async with asyncio.timeout(self._patience):
                return await asyncio.shield(done)
        except TimeoutError:
            if turn.done.cancel():
                raise too_many() from None
            # It has begun, and is either done or not: whoever asked is told which.
            return await done

    def _note_end(self, _done: "asyncio.Future[Answer]") -> None:
        self._waiting -= 1

    def _go(self) -> None:
        """Do what waits, if what came before has left anything."""
        waiting = [self._queue.popleft() for _ in range(min(len(self._queue), MOST_TOGETHER))]
        turns = [turn for turn in waiting if turn.begin()]
        try:
            if len(turns) < MANY or not self._take_together(turns):
                for turn in turns:
                    turn.take()
        except StoreBusy as error:
            self._send_away([turn for turn in turns if not turn.done.done()], error)

    def _send_away(self, turns: list[Turn], error: StoreBusy) -> None:
        """Tell these, and who has waited nearly as long, that the database is not to be had."""
        now = monotonic()
        while self._queue and now - self._queue[0].since > self._grace:
            turn = self._queue.popleft()
            if turn.begin():
                turns.append(turn)
        for turn in turns:
            turn.done.set_exception(error)

    def _take_together(self, turns: list[Turn]) -> bool:
        """Do several in one transaction; false when that failed, and nothing was kept of any.

        Raises:
            StoreBusy: Somebody else has the lock all the while; nothing was kept of any.
        """
        try:
            with self._together():
                answers = [turn.work() for turn in turns]
        except StoreBusy:
            raise
        except Exception:  # noqa: BLE001 - told by the one that it is the fault of, alone
            return False
        for turn, answer in zip(turns, answers, strict=True):
            turn.done.set_result(answer)
        return True

    def close(self) -> None:
        """Wait for what has begun, and begin nothing more."""
        for pool in (self._writer, self._readers):
            pool.shutdown(wait=True, cancel_futures=True)
        for turn in self._queue:
            turn.done.cancel()


def too_many() -> StoreBusy:
    """Say that a turn does not come."""
    return StoreBusy(
        "Too many wait for the database.", "See whether another program holds it for long."
    )
