"""The ledger's work on a thread of its own, so that no wait for the disk holds up the wire."""

import asyncio
from collections.abc import Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

T = TypeVar("T")


class Clerk:
    """Does one thing after the other."""

    def __init__(self) -> None:
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="ledger")

    async def do(self, work: Callable[[], T]) -> T:
        """Do something that must be known to have been done or not, even when we are broken off."""
        job = asyncio.get_running_loop().run_in_executor(self._thread, work)
        return await finished(job)

    def close(self) -> None:
        """Wait for what is being done, and do nothing more."""
        self._thread.shutdown()


async def finished(job: Awaitable[T]) -> T:
    """Wait for the end of something, whoever wants us to stop; only then stop."""
    whole = asyncio.ensure_future(job)
    broken_off = None
    while not whole.done():
        try:
            await asyncio.wait({whole})
        except asyncio.CancelledError as error:
            broken_off = error
    if broken_off and not whole.exception():
        raise broken_off
    return whole.result()
