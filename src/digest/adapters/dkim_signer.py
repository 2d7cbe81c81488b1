"""DKIM on all cores: signatures are made in threads, since `cryptography` lets go of the others."""

import asyncio
import os
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime

from digest.adapters.clock import SystemClock
from digest.deliver.dkim import SigningKeys, sign_message
from digest.model.message import Message


class DkimSigner:
    """Signs messages in a pool of threads, one a core."""

    def __init__(
        self,
        keys: SigningKeys,
        *,
        threads: int = os.cpu_count() or 1,
        now: Callable[[], datetime] | None = None,
    ) -> None:
        """Start with no thread; they come with the first messages.

        Args:
            keys: What is signed with.
            threads: How many signatures are made at once.
            now: Tells the moment that signatures bear; None for this machine's clock.
        """
        self._keys = keys
        self._threads = threads
        self._now = now or SystemClock().now
        self._pool = ThreadPoolExecutor(threads, thread_name_prefix="dkim")

    async def sign(self, messages: Sequence[Message]) -> list[Message]:
        """Sign messages, in their order. One job signs many, since handing over is not for free."""
        at = int(self._now().timestamp())
        size = -(-len(messages) // self._threads) or 1
        loop = asyncio.get_running_loop()
        jobs = [
            loop.run_in_executor(self._pool, self._sign_all, messages[begin : begin + size], at)
            for begin in range(0, len(messages), size)
        ]
        return [signed for job in await asyncio.gather(*jobs) for signed in job]

    def _sign_all(self, messages: Sequence[Message], at: int) -> list[Message]:
        return [sign_message(message, self._keys, at=at) for message in messages]

    async def close(self) -> None:
        """End the threads once they have finished what they are at."""
        await asyncio.to_thread(self._pool.shutdown, cancel_futures=True)
