"""One timer for all the waiting on a connection, because nearly every reply comes in time."""

import asyncio
from collections.abc import Callable
from math import inf


class Alarm:
    """Rings at a deadline, if it is still set then.

    The loop's timer is left alone when the deadline moves on; it looks again when it goes off.

    Args:
        loop: Whose clock the deadlines are told by.
        ring: Called at the deadline.
    """

    def __init__(self, loop: asyncio.AbstractEventLoop, ring: Callable[[], None]) -> None:
        self._loop = loop
        self._ring = ring
        self._deadline = inf
        self._timer: asyncio.TimerHandle | None = None
        self._goes_off = inf
        self._rung = False

    def set(self, deadline: float) -> None:
        """Set it, by the loop's clock."""
        self._rung = False
        self._deadline = deadline
        if deadline < self._goes_off:
            self.cancel()
            self._goes_off = deadline
            self._timer = self._loop.call_at(deadline, self._look)

    def stop(self) -> bool:
        """Stop it; tell whether that was in time."""
        self._deadline = inf
        return not self._rung

    def cancel(self) -> None:
        """Let go of the loop's timer."""
        if self._timer:
            self._timer.cancel()
        self._timer, self._goes_off = None, inf

    def _look(self) -> None:
        self._timer, self._goes_off = None, inf
        if self._loop.time() >= self._deadline:
            self._rung = True
            self._ring()
        elif self._deadline < inf:
            self.set(self._deadline)
