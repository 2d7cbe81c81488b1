"""The present moment, or one that is rehearsed."""

import asyncio
import time
from datetime import UTC, datetime, timedelta
from time import clock_gettime, monotonic

# An answer that takes so long tells little of what time it is.
LATE_SECONDS = 0.5
CLOCK_BOOTTIME: int | None = getattr(time, "CLOCK_BOOTTIME", None)


class SystemClock:
    """The clock of this machine."""

    def now(self) -> datetime:
        """Tell the present moment, aware, UTC."""
        return datetime.now(UTC)

    async def sleep(self, span: timedelta) -> None:
        """Wait; other tasks go on."""
        await asyncio.sleep(max(span.total_seconds(), 0))


class SharedClock:
    """A clock that goes by one which several machines share, and runs on between two looks at it.

    Until it has heard of that it goes by this machine's own. It counts on while the machine sleeps.
    """

    def __init__(self) -> None:
        self._heard, self._at = datetime.now(UTC), run_of_machine()
        self._has_heard = False

    def ask(self) -> float:
        """Begin to ask for the shared clock; what comes back is for `follow`."""
        return run_of_machine()

    def follow(self, moment: datetime, *, asked: float) -> None:
        """Hear the shared clock.

        It is taken for what it was when it was asked for, so that this clock is never behind: a
        process that was stopped in between would believe in a lease that has long passed. An answer
        that took long would put this clock ahead, and is heard only where there is no other.

        Args:
            moment: What it told, aware.
            asked: What `ask` gave.
        """
        if self._has_heard and run_of_machine() - asked > LATE_SECONDS:
            return
        self._heard, self._at, self._has_heard = moment.astimezone(UTC), asked, True

    def now(self) -> datetime:
        """Tell the present moment, aware, UTC."""
        return self._heard + timedelta(seconds=run_of_machine() - self._at)

    async def sleep(self, span: timedelta) -> None:
        """Wait; other tasks go on."""
        await asyncio.sleep(max(span.total_seconds(), 0))


def run_of_machine() -> float:
    """Tell how long this machine runs, in seconds, also while it slept where that can be told."""
    return clock_gettime(CLOCK_BOOTTIME) if CLOCK_BOOTTIME is not None else monotonic()


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
