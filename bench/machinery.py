"""What every simulation needs: an agenda, things that serve one after the other, and a lock."""

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from heapq import heappop, heappush, heapreplace
from itertools import count
from typing import Any

Act = Callable[..., None]


@dataclass(slots=True)
class Agenda:
    """What happens when; at one moment in the order in which it was noted.

    Attributes:
        now: The present moment, in seconds.
    """

    now: float = 0.0
    _noted: list[tuple[float, int, Act, tuple[Any, ...]]] = field(default_factory=list)
    _numbers: "count[int]" = field(default_factory=count)

    def at(self, moment: float, act: Act, *given: Any) -> None:  # noqa: ANN401 - whatever it takes
        """Note something for a moment that is not past."""
        heappush(self._noted, (max(moment, self.now), next(self._numbers), act, given))

    def run(self) -> None:
        """Let everything happen that is noted, and what comes of it."""
        noted = self._noted
        while noted:
            self.now, _, act, given = heappop(noted)
            act(*given)


class Servers:
    """Some that serve whoever comes, in order: the cores of a machine, or a line's one direction.

    Args:
        how_many: How many serve at once.
    """

    def __init__(self, how_many: int) -> None:
        self._free = [0.0] * how_many
        self.busy = 0.0

    def use(self, now: float, seconds: float) -> float:
        """Be served from now on, or from when one of them is free; tell when that will be over."""
        end = max(now, self._free[0]) + seconds
        heapreplace(self._free, end)
        self.busy += seconds
        return end

    def load(self, span: float) -> float:
        """Tell which part of a span they were busy."""
        return self.busy / (span * len(self._free)) if span else 0.0


@dataclass(slots=True)
class SharedLock:
    """A lock that many share or one has alone, queued for in order, as PostgreSQL's are.

    Attributes:
        agenda: Tells the time.
        alone_for: Seconds for which somebody had it alone.
        waited: Seconds that all have waited for it, and how many they were.
    """

    agenda: Agenda
    alone_for: float = 0.0
    waited: float = 0.0
    taken: int = 0
    _shared: int = 0
    _alone: bool = False
    _since: float = 0.0
    _queue: "deque[tuple[bool, float, Act]]" = field(default_factory=deque)

    def take(self, then: Act, *, alone: bool) -> None:
        """Ask for it; `then` happens once it is had."""
        self._queue.append((alone, self.agenda.now, then))
        self._admit()

    def give(self) -> None:
        """Give it back."""
        if self._alone:
            self._alone = False
            self.alone_for += self.agenda.now - self._since
        else:
            self._shared -= 1
        self._admit()

    def _admit(self) -> None:
        while self._queue and not self._alone:
            alone, asked, then = self._queue[0]
            if alone and self._shared:
                return
            self._queue.popleft()
            self.waited += self.agenda.now - asked
            self.taken += 1
            if alone:
                self._alone, self._since = True, self.agenda.now
            else:
                self._shared += 1
            then()
