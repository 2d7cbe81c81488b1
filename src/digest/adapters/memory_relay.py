"""A relay in memory, whose replies are told beforehand; keeps every message that it takes."""

import asyncio
from collections import deque
from collections.abc import Callable, Iterable, Mapping

from digest.errors import RelayError
from digest.model.delivery import Phase, Reply
from digest.model.message import Message

TAKEN = Reply(phase=Phase.FINAL, code=250, enhanced="2.0.0", text="2.0.0 taken")
ENDING = 421


class MemoryRelay:
    """Takes messages, or answers as it was told.

    Args:
        replies: Recipient → what is answered, one after the other; then 250.
        refusals: What is raised instead of opening a session, one after the other.
        sessions: How many sessions may be open at once.
        watch: Told each message before it is answered; may raise.
        delay: Seconds until a message is answered.
        pipelining: Whether it lets the next message be announced with the end of the one before.
    """

    def __init__(
        self,
        replies: Mapping[str, Iterable[Reply]] | None = None,
        *,
        refusals: Iterable[RelayError] = (),
        sessions: int = 2,
        watch: Callable[[Message], object] | None = None,
        delay: float = 0,
        pipelining: bool = False,
    ) -> None:
        self.taken: list[Message] = []
        self.opened = 0
        self.open_now = 0
        self.replies = {address: deque(queue) for address, queue in (replies or {}).items()}
        self.refusals = deque(refusals)
        self.watch = watch
        self.delay = delay
        self.pipelining = pipelining
        self._sessions = sessions

    def sessions(self) -> int:
        """How many sessions may be open at once."""
        return self._sessions

    async def open(self) -> "MemorySession":
        """Open a session, unless a refusal was told beforehand."""
        if self.refusals:
            raise self.refusals.popleft()
        self.opened += 1
        self.open_now += 1
        return MemorySession(self)


class MemorySession:
    """One session; a loss or 421 ends it, as on a wire."""

    def __init__(self, relay: MemoryRelay) -> None:
        self._relay = relay
        self._open = True
        self._usable = True
        self._announced: Message | None = None

    @property
    def usable(self) -> bool:
        """Whether another message may be handed over on it."""
        return self._usable

    @property
    def announced(self) -> Message | None:
        """The message that must be handed over next; None when any may be."""
        return self._announced

    async def hand_over(self, message: Message, following: Message | None = None) -> Reply:
        """Answer as was told for this recipient, else take the message.

        Raises:
            ValueError: Another message was announced.
        """
        if self._announced not in (None, message):
            raise ValueError("another message was announced")
        self._announced = None
        reply = await self._answer(message)
        if self._relay.pipelining and self._usable:
            self._announced = following
        return reply

    async def _answer(self, message: Message) -> Reply:
        if self._relay.watch:
            self._relay.watch(message)
        # As on a wire, others go on in the meantime.
        await asyncio.sleep(self._relay.delay)
        queue = self._relay.replies.get(message.recipient)
        reply = queue.popleft() if queue else TAKEN
        if reply.lost or reply.code == ENDING:
            self._usable = False
        if reply.phase is Phase.FINAL and reply.code == TAKEN.code:
            self._relay.taken.append(message)
        return reply

    async def close(self) -> None:
        """Close it."""
        self._relay.open_now -= 1 if self._open else 0
        self._open = self._usable = False
        self._announced = None
