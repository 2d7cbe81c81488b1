"""Work on the database, beside the loop: reads side by side, writes one after the other."""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

from digest.errors import StoreBusy

Answer = TypeVar("Answer")

READERS = 3
# Longer than the store waits for somebody else's lock, so that what has begun is never given up.
PATIENCE = 15.0
MOST_WAITING = 200


class Turns:
    """Threads for reads, and one for all writes, so that none of ours waits for another's lock.

    Args:
        patience: Seconds after which a write that has not begun is given up.
        most: How many writes may wait at once.
    """

    def __init__(self, *, patience: float = PATIENCE, most: int = MOST_WAITING) -> None:
        self._patience = patience
        self._most = most
        self._waiting = 0
        self._readers = ThreadPoolExecutor(READERS, thread_name_prefix="reads")
        self._writer = ThreadPoolExecutor(1, thread_name_prefix="writes")

    async def read(self, work: Callable[[], Answer]) -> Answer:
        """Do what only reads."""
        return await asyncio.get_running_loop().run_in_executor(self._readers, work)

    async def write(self, work: Callable[[], Answer]) -> Answer:
        """Do what writes, when its turn has come.

        Raises:
            StoreBusy: Its turn did not come; nothing was begun.
        """
        if self._waiting >= self._most:
            raise too_many()
        self._waiting += 1
        future = self._writer.submit(work)
        done = asyncio.wrap_future(future)
        done.add_done_callback(self._note_end)
        try:
            async with asyncio.timeout(self._patience):
                return await asyncio.shield(done)
        except TimeoutError:
            if future.cancel():
                raise too_many() from None
            # It has begun, and is either done or not: whoever asked is told which.
            return await done

    def _note_end(self, _done: "asyncio.Future[Answer]") -> None:
        self._waiting -= 1

    def close(self) -> None:
        """Wait for what has begun, and begin nothing more."""
        for pool in (self._writer, self._readers):
            pool.shutdown(wait=True, cancel_futures=True)


def too_many() -> StoreBusy:
    """Say that a turn does not come."""
    return StoreBusy(
        "Too many wait for the database.", "See whether another program holds it for long."
    )
