"""robots.txt (RFC 9309): asked once for each site in a run."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING

from yarl import URL

from digest.adapters.fetch_guard import Unfetchable
from digest.model.fetch import Fetched, FetchFailure

if TYPE_CHECKING:
    from protego import Protego

# RFC 9309 section 2.5: at least this much must be read.
MOST_BYTES = 500 * 1024
LONGEST_PAUSE = 30.0  # seconds between two pages; what asks for more is taken for this
NOT_FOUND = range(400, 500)
TOO_MANY_REQUESTS = 429

ReadFile = Callable[[str], Awaitable[Fetched | FetchFailure]]


class Robots:
    """The rules of the sites that were met.

    A site without the file (any status of 4xx but 429) allows everything; one whose file cannot be
    had for another reason allows nothing this time (RFC 9309 section 2.3.1).

    Args:
        product: Our name in robots.txt.
        read: Fetches a robots.txt, behind the fetch guard.
    """

    def __init__(self, product: str, read: ReadFile) -> None:
        self._product = product
        self._read = read
        self._rules: dict[str, Protego | FetchFailure | None] = {}
        self._locks: dict[str, asyncio.Lock] = {}

    async def judge(self, url: URL) -> float:
        """Refuse a page that its site does not want fetched.

        Returns:
            The seconds that the site wants between two pages (`Crawl-delay`); 0 when it says
            nothing.

        Raises:
            Unfetchable: With the reason.
        """
        site = str(url.origin())
        async with self._locks.setdefault(site, asyncio.Lock()):
            if site not in self._rules:
                self._rules[site] = await self._ask(site)
        rules = self._rules[site]
        if isinstance(rules, FetchFailure):
            # A site that cannot be reached at all says so best in its own words.
            asked = f"the robots.txt of {url.host} cannot be read: {rules.reason}"
            raise Unfetchable(asked if rules.status else rules.reason)
        if rules is not None and not rules.can_fetch(str(url), self._product):
            raise Unfetchable(f"the robots.txt of {url.host} does not allow it")
        return self._pause(rules) if rules is not None else 0.0

    def _pause(self, rules: "Protego") -> float:
        """Read Crawl-delay, which RFC 9309 does not know and many sites still write."""
        told = rules.crawl_delay(self._product)
        return min(float(told), LONGEST_PAUSE) if told and told > 0 else 0.0

    async def _ask(self, site: str) -> "Protego | FetchFailure | None":
        from protego import Protego

        answer = await self._read(f"{site}/robots.txt")
        if isinstance(answer, FetchFailure):
            missing = answer.status in NOT_FOUND and answer.status != TOO_MANY_REQUESTS
            return None if missing else answer
        return Protego.parse(answer.body[:MOST_BYTES].decode("utf-8-sig", "replace"))
