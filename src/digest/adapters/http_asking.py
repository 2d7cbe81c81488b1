"""How one address is asked: by which method, with how much patience, and where that leads."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass

from yarl import URL


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """Where an answer redirects to, and whether for good."""

    url: URL
    for_good: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Manner:
    """How an address is asked, and whether what it holds is read."""

    method: str = "GET"
    reads_body: bool = True


READ = Manner()
GLANCES = (Manner(method="HEAD", reads_body=False), Manner(reads_body=False))
# What no other way of asking would change.
SETTLED = (410, 429)


class Patience:
    """The seconds left for one document; waiting for a free place does not count.

    Args:
        seconds: For all of its requests together.
    """

    def __init__(self, seconds: float) -> None:
        self._left = seconds

    @asynccontextmanager
    async def spend(self) -> AsyncIterator[None]:
        """Do a part of the work; raises TimeoutError when the time is up."""
        clock = asyncio.get_running_loop().time
        begun = clock()
        try:
            async with asyncio.timeout(max(self._left, 0)):
                yield
        finally:
            self._left -= clock() - begun
