"""Letters go out while the pages are served: soon after somebody asked, and again when due."""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass

from digest.errors import DigestError
from digest.web.logs import Log


@dataclass(frozen=True, slots=True, kw_only=True)
class Rounds:
    """When the postman goes.

    Attributes:
        soon: Seconds after a letter was asked for; those of a crowd go together.
        every: Seconds between two rounds when nobody asks.
    """

    soon: float = 0.1
    every: float = 30.0


class Postman:
    """Sends what is due, on a thread and loop of its own: a slow relay holds up no page.

    Args:
        send: Sends what is due; told how to know that it is to end after the letter in hand.
        log: What is told.
        rounds: When to go.
    """

    def __init__(
        self,
        send: Callable[[Callable[[], bool]], object],
        *,
        log: Log,
        rounds: Rounds = Rounds(),
    ) -> None:
        self._send = send
        self._log = log
        self._rounds = rounds
        self._woken = asyncio.Event()
        self._ended = False
        self._trouble = ""
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="letters")

    def wake(self) -> None:
        """Take note that a letter waits."""
        self._woken.set()

    def end(self) -> None:
        """Begin no more letters."""
        self._ended = True
        self._woken.set()

    async def run(self) -> None:
        """Go round until the end; a letter in hand is finished first."""
        loop = asyncio.get_running_loop()
        while not self._ended:
            await loop.run_in_executor(self._thread, self._go)
            with suppress(TimeoutError):
                async with asyncio.timeout(self._rounds.every):
                    await self._woken.wait()
                    self._woken.clear()
                    if not self._ended:
                        await asyncio.sleep(self._rounds.soon)
        self._thread.shutdown(wait=True)

    def _go(self) -> None:
        """Send what is due; trouble is told when it begins and when it is over."""
        try:
            self._send(lambda: self._ended)
        except DigestError as error:
            if self._trouble != error.message:
                self._trouble = error.message
                self._log.fail("Letters wait", error)
        except Exception as error:  # noqa: BLE001 - the pages are served all the same
            if self._trouble != type(error).__name__:
                self._trouble = type(error).__name__
                self._log.fail("Letters wait", error)
        else:
            if self._trouble:
                self._trouble = ""
                self._log.tell("Letters go out again.")
