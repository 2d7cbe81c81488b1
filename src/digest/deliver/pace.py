"""How much is sent at a time, and when a run had better stop."""

from collections import Counter, deque
from dataclasses import dataclass, field
from datetime import timedelta

from digest.model.delivery import Outcome

FIRST_WINDOW = 25
LARGEST_WINDOW = 100
# What is in doubt after a crash is one window: about this much sending.
WINDOW_TIME = timedelta(milliseconds=50)
LOOKED_BACK = 500
MOST_REJECTED = LOOKED_BACK // 20
MOST_DEFERRED = LOOKED_BACK // 2
MOST_UNKNOWN = LOOKED_BACK // 20


def next_window(size: int, sent: int, took: timedelta, *, sessions: int) -> int:
    """Choose the size of the window from how quickly the last messages left.

    Args:
        size: Its size so far, from 1.
        sent: How many messages came to an end.
        took: In what time.
        sessions: How many sessions want to be kept busy, each with a message and the next, while
            half of the window is being replaced.

    Returns:
        So many as take about 50 ms, at most twice and at least half as many as before, never too
        few for the sessions, 1 to 100.
    """
    fitting = int(sent * (WINDOW_TIME / max(took, timedelta.resolution)))
    slower, faster = max(size // 2, 4 * sessions), size * 2
    return max(1, min(LARGEST_WINDOW, max(min(fitting, faster), slower)))


@dataclass(slots=True)
class Breaker:
    """A circuit breaker: it looks at the last 500 attempts of a run.

    So few readers that they make no share of 500 never trip it.
    """

    _recent: deque[Outcome] = field(default_factory=deque)
    _counts: Counter[Outcome] = field(default_factory=Counter)

    def note(self, outcome: Outcome) -> None:
        """Note how an attempt ended."""
        self._recent.append(outcome)
        self._counts[outcome] += 1
        if len(self._recent) > LOOKED_BACK:
            self._counts[self._recent.popleft()] -= 1

    def why(self) -> str:
        """Tell why the run had better stop, as a clause for an editor; empty while all is well."""
        for outcome, most, word in (
            (Outcome.REJECTED, MOST_REJECTED, "were rejected"),
            (Outcome.DEFERRED, MOST_DEFERRED, "were deferred"),
            (Outcome.UNKNOWN, MOST_UNKNOWN, "are in doubt"),
        ):
            if self._counts[outcome] > most:
                seen = len(self._recent)
                return f"{self._counts[outcome]} of the last {seen} readers {word}"
        return ""
