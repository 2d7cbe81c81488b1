"""Connections: who asks has to get on with it, so that slow ones do not hold up others."""

import asyncio
from typing import Any

from uvicorn.protocols.http.h11_impl import H11Protocol, RequestResponseCycle

# For all lines before the body; the body has its own time (`forms.PATIENCE`).
ASKING = 10.0
# For taking an answer, from its end on.
TAKING = 30.0


class PatientProtocol(H11Protocol):
    """HTTP/1.1 that closes a connection on which a request does not arrive in time."""

    _asking: asyncio.TimerHandle | None = None
    _taking: asyncio.TimerHandle | None = None

    def connection_made(self, transport: Any) -> None:  # noqa: ANN401 - as uvicorn has it
        """Begin to wait for a request."""
        super().connection_made(transport)
        self._wait()

    def data_received(self, data: bytes) -> None:
        """Take a part of a request; once its first lines are there, nobody waits for it here."""
        super().data_received(data)
        self._wait()

    def connection_lost(self, exc: Exception | None) -> None:
        """Wait for nothing any more."""
        for timer in (self._asking, self._taking):
            if timer:
                timer.cancel()
        super().connection_lost(exc)

    def timeout_keep_alive_handler(self) -> None:
        """Close an idle connection, whether or not the last answer was taken."""
        super().timeout_keep_alive_handler()
        self._taking = self.loop.call_later(TAKING, self.transport.abort)

    def _wait(self) -> None:
        """Wait for the first lines of a request, unless they are there."""
        if self._answering and self._asking:
            self._asking.cancel()
            self._asking = None
        elif not self._answering and not self._asking:
            self._asking = self.loop.call_later(ASKING, self._give_up)

    @property
    def _answering(self) -> bool:
        cycle: RequestResponseCycle | None = self.cycle
        return cycle is not None and not cycle.response_complete

    def _give_up(self) -> None:
        self._asking = None
        if not self._answering:
            self.transport.abort()
