"""Documents over HTTP: polite, in parallel, behind the fetch guard.

Imported only when something is fetched, as aiohttp is slow to import.
"""

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import timedelta

import aiohttp
from yarl import URL

from digest import __version__
from digest.adapters.fetch_guard import FetchGuard, Unfetchable, read_url
from digest.adapters.http_asking import GLANCES, READ, SETTLED, Elsewhere, Manner, Patience
from digest.adapters.http_body import ACCEPTED, Body, Limits, tell_size
from digest.adapters.http_reasons import (
    OUTSIDE,
    explain,
    explain_status,
    read_freshness,
    read_wait,
    tell_wait,
)
from digest.adapters.http_resolver import GuardedResolver, LookUp, UnknownName, look_up_name
from digest.adapters.http_validators import read_validators, write_headers
from digest.adapters.robots import Robots
from digest.model.fetch import Fetched, FetchFailure, Validators

PRODUCT = "digest-desk"
KINDS = (
    "application/rss+xml, application/atom+xml, application/feed+json, text/html;q=0.9,"
    " application/xhtml+xml;q=0.9, application/xml;q=0.8, */*;q=0.5"
)
GOOD = (200, 203)
UNCHANGED = 304
REDIRECTS = (301, 302, 303, 307, 308)
FOR_GOOD = (301, 308)
LONGEST_QUEUE = 60.0  # seconds of pauses that robots.txt asks for, ahead of one page


class HttpFetcher:
    """Fetches documents. Keeps no cookies, reads no proxy from the environment, verifies TLS.

    Args:
        allow_private: Hosts and networks that are fetched from although they are not public.
        contact: Address of the publication's website, told to servers; may be empty.
        limits: Of size, time and parallel requests.
        look_up: Finds the addresses of a name.
    """

    def __init__(
        self,
        *,
        allow_private: Sequence[str] = (),
        contact: str = "",
        limits: Limits | None = None,
        look_up: LookUp = look_up_name,
    ) -> None:
        self._limits = limits or Limits()
        self._guard = FetchGuard(allow_private)
        self._resolver = GuardedResolver(self._guard, look_up)
        self._robots = Robots(PRODUCT, self.fetch)
        self._agent = f"{PRODUCT}/{__version__}" + (f" (+{contact})" if contact else "")
        self._total = asyncio.Semaphore(self._limits.total)
        self._hosts: dict[str, asyncio.Semaphore] = {}
        self._resting: dict[str, tuple[float, str]] = {}
        self._turns: dict[str, float] = {}
        self._session: aiohttp.ClientSession | None = None

    async def fetch(
        self, url: str, *, validators: Validators | None = None, obeys_robots: bool = False
    ) -> Fetched | FetchFailure:
        """Fetch one document. Never raises for what the outside does.

        Args:
            url: An http(s) address.
            validators: What the server gave last time; it may then answer "unchanged".
            obeys_robots: Whether robots.txt is asked first, at each redirect as well.

        Returns:
            The document, or why it cannot be had.
        """
        try:
            return await self._follow(url, validators or Validators(), obeys_robots=obeys_robots)
        except OUTSIDE as error:
            return self._tell(url, error)

    async def probe(self, url: str) -> Fetched | FetchFailure:
        """Ask whether an address answers, without reading what it holds.

        Many servers refuse HEAD, or answer it with another status: those are asked once more as a
        reader's program would, and the connection is closed before the text comes.

        Args:
            url: An http(s) address.

        Returns:
            An answer without a body, or why there is none. Never raises for what the outside does.
        """
        answer: Fetched | FetchFailure | None = None
        for manner in GLANCES:
            try:
                return await self._follow(url, Validators(), obeys_robots=False, manner=manner)
            except OUTSIDE as error:
                answer = self._tell(url, error)
            if answer.status is None or answer.status in SETTLED:
                break
        return answer or FetchFailure(url=url, reason="it was not asked")

    def _tell(self, url: str, error: Exception) -> FetchFailure:
        reason = explain(error, self._limits)
        if not isinstance(error, Unfetchable):
            return FetchFailure(url=url, reason=reason)
        return FetchFailure(
            url=url,
            reason=reason,
            status=error.status,
            rest=error.rest,
            asked=error.asked,
            nameless=isinstance(error, UnknownName),
        )

    async def close(self) -> None:
        """Close all connections."""
        if self._session is not None:
            await self._session.close()
            self._session = None

    async def _follow(
        self, url: str, validators: Validators, *, obeys_robots: bool, manner: Manner = READ
    ) -> Fetched:
        target = read_url(url)
        patience = Patience(self._limits.seconds)
        # Only what is permanent from the first step on tells that the address itself has moved.
        moved_to: URL | None = None
        is_permanent = True
        for _ in range(self._limits.redirects + 1):
            self._guard.judge_url(target)
            if obeys_robots:
                await self._take_turn(target, await self._robots.judge(target))
            answer = await self._ask(target, validators, patience, manner)
            if isinstance(answer, Fetched):
                return replace(answer, moved_to=str(moved_to) if moved_to else None)
            if target.scheme == "https" and answer.url.scheme == "http":
                # Whoever sits in between could rewrite the news; the desk may still name http.
                raise Unfetchable(f"refused: it redirects from https to unencrypted {answer.url}")
            target = answer.url
            is_permanent = is_permanent and answer.for_good
            moved_to = target if is_permanent else moved_to
        raise Unfetchable(f"redirected more than {self._limits.redirects} times")

    async def _take_turn(self, target: URL, pause: float) -> None:
        """Wait until a site's own pause between two pages is over.

        Raises:
            Unfetchable: So many pages of it are waiting that this one is left for another run.
        """
        if not pause:
            return
        site, now = str(target.origin()), asyncio.get_running_loop().time()
        turn = max(self._turns.get(site, now), now)
        if turn - now > LONGEST_QUEUE:
            asked = f"the robots.txt of {target.host} asks for {pause:g} s between two pages"
            raise Unfetchable(f"left for the next time: {asked}", asked=False)
        self._turns[site] = turn + pause
        await asyncio.sleep(turn - now)

    async def _ask(
        self, target: URL, validators: Validators, patience: Patience, manner: Manner
    ) -> Fetched | Elsewhere:
        host = target.raw_host or ""
        async with self._place(host):
            self._respect_rest(host)
            async with (
                patience.spend(),
                self._opened().request(
                    manner.method,
                    target,
                    headers=write_headers(validators),
                    allow_redirects=False,
                ) as response,
            ):
                return await self._read(response, target, validators, manner)

    @asynccontextmanager
    async def _place(self, host: str) -> AsyncIterator[None]:
        """Wait for a free place: first the host's, so that nobody holds one of all in vain."""
        of_host = self._hosts.setdefault(host, asyncio.Semaphore(self._limits.per_host))
        async with of_host, self._total:
            yield

    def _opened(self) -> aiohttp.ClientSession:
        if self._session is None:
            connector = aiohttp.TCPConnector(
                resolver=self._resolver, limit=0, limit_per_host=0, ttl_dns_cache=60
            )
            self._session = aiohttp.ClientSession(
                connector=connector,
                cookie_jar=aiohttp.DummyCookieJar(),
                auto_decompress=False,
                trust_env=False,
                timeout=aiohttp.ClientTimeout(total=None),
                headers={
                    "User-Agent": self._agent,
                    "Accept": KINDS,
                    "Accept-Encoding": ACCEPTED,
                },
            )
        return self._session

    async def _read(
        self,
        response: aiohttp.ClientResponse,
        target: URL,
        validators: Validators,
        manner: Manner,
    ) -> Fetched | Elsewhere:
        status = response.status
        location = response.headers.get("Location")
        if status in REDIRECTS and location:
            return Elsewhere(target.join(read_location(location)), status in FOR_GOOD)
        if status == UNCHANGED and validators != Validators():
            return Fetched(
                url=str(target),
                body=b"",
                validators=read_validators(response, otherwise=validators),
                unchanged=True,
                fresh_for=read_freshness(response.headers),
            )
        if status not in GOOD:
            rest = self._note_rest(target.raw_host or "", response)
            raise Unfetchable(explain_status(status, response.headers), status, rest=rest)
        return Fetched(
            url=str(target),
            body=await self._read_body(response) if manner.reads_body else b"",
            content_type=response.headers.get("Content-Type", ""),
            validators=read_validators(response),
            fresh_for=read_freshness(response.headers),
        )

    async def _read_body(self, response: aiohttp.ClientResponse) -> bytes:
        if (response.content_length or 0) > self._limits.wire_bytes:
            raise Unfetchable(f"larger than {tell_size(self._limits.wire_bytes)}")
        body = Body(response.headers.get("Content-Encoding", ""), self._limits)
        async for piece in response.content.iter_any():
            body.take(piece)
        return body.whole()

    def _note_rest(self, host: str, response: aiohttp.ClientResponse) -> timedelta | None:
        """Remember that a host wants to be left alone, and for how long."""
        wait = read_wait(response.headers)
        if wait:
            until = asyncio.get_running_loop().time() + wait.total_seconds()
            phrase = f"it answered HTTP {response.status} before, and asked for {tell_wait(wait)}"
            self._resting[host] = (until, phrase)
        return wait

    def _respect_rest(self, host: str) -> None:
        until, phrase = self._resting.get(host, (0.0, ""))
        left = until - asyncio.get_running_loop().time()
        if left > 0:
            reason = f"not asked: {phrase} of rest"
            raise Unfetchable(reason, rest=timedelta(seconds=left), asked=False)


def read_location(text: str) -> URL:
    """Read the address of a redirect, which may be relative.

    Raises:
        Unfetchable: It is no address.
    """
    try:
        return URL(text.strip()).with_fragment(None)
    except ValueError as error:
        raise Unfetchable("redirects to what is no web address") from error
