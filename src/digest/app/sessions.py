"""The sessions with the relay that a run holds, opened when they are needed and used again."""

import asyncio
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta

from digest.app.ports import Clock, Relay, RelaySession
from digest.deliver.connections import Connections
from digest.errors import RelayError, RelayUnavailable

# A relay that has served this run before is given this long to come back.
PATIENCE = (timedelta(seconds=1), timedelta(seconds=2), timedelta(seconds=4))
# How often somebody who waits asks whether waiting is still of use.
PULSE_SECONDS = 0.2
PULSE = timedelta(seconds=PULSE_SECONDS)


@dataclass(slots=True)
class Channel:
    """An open session, what it has carried, and whether it can be told the next message."""

    session: RelaySession
    carried: int = 0
    announces: bool = True


class Sessions:
    """Keeps the open sessions of a run.

    Args:
        relay: Opens them.
        clock: Waits for a relay that is away.
        stopping: Tells whether waiting is worthless.
    """

    def __init__(self, relay: Relay, *, clock: Clock, stopping: Callable[[], bool]) -> None:
        self._relay = relay
        self._clock = clock
        self._stopping = stopping
        self._idle: list[Channel] = []
        self._alive = 0
        self._served = False
        self._connections = Connections(most=max(1, relay.sessions()))

    @property
    def alive(self) -> int:
        """How many are open."""
        return self._alive

    @property
    def limit(self) -> int:
        """How many may be open now."""
        return self._connections.limit

    def note_accepted(self) -> None:
        """Note that the relay took a message."""
        self._connections.note_accepted(asyncio.get_running_loop().time())

    def note_setback(self) -> None:
        """Note that the relay broke a session off, or asked for patience."""
        self._connections.note_setback(asyncio.get_running_loop().time())

    async def take(self) -> Channel | None:
        """Take a session that is ready for a message.

        Returns:
            None when the relay takes no more sessions than it has, or when the run is to stop.

        Raises:
            RelayUnavailable: It takes none at all.
            RelayError: It refuses us.
        """
        while self._idle:
            channel = self._idle.pop()
            if channel.session.usable:
                return channel
            await self.drop(channel)
        return await self._open()

    async def _open(self) -> Channel | None:
        for wait in (*(PATIENCE if self._served else ()), None):
            try:
                session = await self._reach()
            except RelayUnavailable:
                if self._stopping():
                    return None
                if self._alive:
                    self._connections.note_full(self._alive)
                    return None
                self.note_setback()
                if wait is None:
                    raise
                await self.wait(wait)
            else:
                if session is None:
                    return None
                self._alive += 1
                self._served = True
                return Channel(session)
        return None

    async def _reach(self) -> RelaySession | None:
        """Open a session; no reader is at risk yet, so this is broken off when the run is to stop.

        A relay that never greets would hold a stopped run for five minutes.
        """
        opening = asyncio.ensure_future(self._relay.open())
        try:
            while not opening.done() and not self._stopping():
                await asyncio.wait({opening}, timeout=PULSE_SECONDS)
        except asyncio.CancelledError:
            await give_up(opening)
            raise
        if opening.done():
            return opening.result()
        await give_up(opening)
        return None

    async def wait(self, span: timedelta) -> None:
        """Wait, as long as waiting is of use."""
        while span > timedelta(0) and not self._stopping():
            await self._clock.sleep(min(span, PULSE))
            span -= PULSE

    def give_back(self, channel: Channel) -> None:
        """Keep a session for the next message."""
        self._idle.append(channel)

    async def drop(self, channel: Channel) -> None:
        """Close a session that is of no use any more."""
        self._alive -= 1
        await channel.session.close()

    async def close(self) -> None:
        """Close all of them; none may be in use."""
        idle, self._idle = self._idle, []
        await asyncio.gather(*(self.drop(channel) for channel in idle))


async def give_up(opening: asyncio.Future[RelaySession]) -> None:
    """Break the opening of a session off; one that is open already is closed."""
    opening.cancel()
    with suppress(asyncio.CancelledError, RelayError):
        await (await opening).close()
