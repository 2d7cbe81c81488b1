"""A server at work, from its first request to its last: it hears signals and cuts nobody off."""

import asyncio
import signal
from collections.abc import Callable, Coroutine
from contextlib import suppress
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from digest.errors import DigestError
from digest.web.logs import Log
from digest.web.papers import Papers
from digest.web.postman import Postman

if TYPE_CHECKING:
    from socket import socket

    from uvicorn import Server

LOOK_SECONDS = 1.0
ENDING = (signal.SIGINT, signal.SIGTERM)


@dataclass(frozen=True, slots=True, kw_only=True)
class Door:
    """A server and the socket that it listens on."""

    server: "Server"
    socket: "socket"

    async def serve(self) -> None:
        """Serve until told to end."""
        await self.server.serve(sockets=[self.socket])


@dataclass(slots=True, kw_only=True)
class Shift:
    """A server at work.

    Attributes:
        doors: The public pages, and health and metrics where they are wished for.
        postman: Sends letters.
        papers: The archive, which follows what is sent.
        renew: Reads settings and templates again.
        log: What is told.
    """

    doors: list[Door]
    postman: Postman
    papers: Papers
    renew: Callable[[], Coroutine[Any, Any, None]]
    log: Log
    _asked: signal.Signals | None = None
    _trouble: str = ""
    _renewing: "set[asyncio.Task[None]]" = field(default_factory=set)

    async def run(self, started: Callable[[], None]) -> signal.Signals | None:
        """Work until a signal asks for the end; tell which one did.

        Args:
            started: Is called once requests are answered.
        """
        ended = asyncio.Event()
        self._hear(ended)
        serving = [asyncio.create_task(door.serve()) for door in self.doors]
        letters = asyncio.create_task(self.postman.run())
        following = asyncio.create_task(self._follow())
        asked = asyncio.create_task(ended.wait())
        started()
        await asyncio.wait([asked, *serving], return_when=asyncio.FIRST_COMPLETED)
        for door in self.doors:
            door.server.should_exit = True
        self.postman.end()
        for task in (asked, following, *self._renewing):
            task.cancel()
        await asyncio.gather(*serving, letters)
        with suppress(asyncio.CancelledError):
            await following
        return self._asked

    def _hear(self, ended: asyncio.Event) -> None:
        """Hear who wants an end, or settings read again."""
        loop = asyncio.get_running_loop()

        def end(number: signal.Signals) -> None:
            if self._asked:
                # A second wish does not wait for anybody.
                for door in self.doors:
                    door.server.force_exit = True
            self._asked = self._asked or number
            ended.set()

        def renew() -> None:
            task = asyncio.create_task(self.renew())
            self._renewing.add(task)
            task.add_done_callback(self._renewing.discard)

        for number in ENDING:
            loop.add_signal_handler(number, end, number)
        loop.add_signal_handler(signal.SIGHUP, renew)

    async def _follow(self) -> None:
        """Look every second whether an edition has reached somebody, until cancelled."""
        while True:
            try:
                await self.papers.refresh()
                self._trouble = ""
            except Exception as error:  # noqa: BLE001 - what was written before is shown
                said = str(error) if isinstance(error, DigestError) else type(error).__name__
                if self._trouble != said:
                    self._trouble = said
                    self.log.fail("The archive is shown as it was, for now", error)
            await asyncio.sleep(LOOK_SECONDS)
