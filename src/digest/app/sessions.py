"""The sessions with the relay that a run holds, opened when they are needed and used again."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

from digest.app.ports import Clock, Relay, RelaySession
from digest.errors import RelayUnavailable

# A relay that has served this run before is given this long to come back.
PATIENCE = (timedelta(seconds=1), timedelta(seconds=2), timedelta(seconds=4))


@dataclass(slots=True)
class Channel:
    """An open session, and how many messages it has carried."""

    session: RelaySession
    carried: int = 0


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
        self.limit = max(1, relay.sessions())

    async def take(self) -> Channel | None:
        """Take a session that is ready for a message.

        Returns:
            None when the relay takes no more sessions than it has.

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
                session = await self._relay.open()
            except RelayUnavailable:
                if self._alive:
                    self.limit = self._alive
                    return None
                if wait is None or self._stopping():
                    raise
                await self._clock.sleep(wait)
            else:
                self._alive += 1
                self._served = True
                return Channel(session)
        return None

    def give_back(self, channel: Channel) -> None:
        """Keep a session for the next message."""
        self._idle.append(channel)

    async def drop(self, channel: Channel) -> None:
        """Close a session that is of no use any more."""
        self._alive -= 1
        await channel.session.close()

    async def close(self) -> None:
        """Close all of them; none may be in use."""
        while self._idle:
            await self.drop(self._idle.pop())
