"""The present moment, or one that is rehearsed."""

import asyncio
from datetime import UTC, datetime, timedelta
from time import monotonic


class SystemClock:
    """The clock of this machine."""

    def now(self) -> datetime:
        """Tell the present moment, aware, UTC."""
        return datetime.now(UTC)

    async def sleep(self, span: timedelta) -> None:
        """Wait; other tasks go on."""
        await asyncio.sleep(max(span.total_seconds(), 0))


class FixedClock:
    """A clock that was set to another moment and goes on from there, so that waiting ends.

    It stands until it is looked at for the first time: two commands that are rehearsed at one
    moment, such as collect and draft, see the same moment however long they took to begin.

    Args:
        start: Aware moment at which the rehearsal begins.
    """

    def __init__(self, start: datetime) -> None:
        self._start = start.astimezone(UTC)
        self._begun: float | None = None

    def now(self) -> datetime:
        """Tell the rehearsed moment, aware, UTC."""
        if self._begun is None:
            self._begun = monotonic()
            return self._start
        return self._start + timedelta(seconds=monotonic() - self._begun)

    async def sleep(self, span: timedelta) -> None:
        """Wait; other tasks go on."""
        await asyncio.sleep(max(span.total_seconds(), 0))
