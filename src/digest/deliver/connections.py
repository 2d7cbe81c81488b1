"""How many connections with the relay are open at once, so that nobody has to find the number.

Additive increase, multiplicative decrease: one more after each round of accepted messages, half as
many after a setback. Beyond a few, more are opened only while they really carry more.
"""

from dataclasses import dataclass

FIRST = 2
# Fifty connections with a real Postfix were slower than ten; up to here nobody asks.
UNASKED = 10
ROUND = 4
# Long enough that a rate means something.
LONG_ROUND = 20
# So much of what one connection more should bring has to come.
WORTH = 0.5
# One outage breaks all connections, and counts once.
SAME_SETBACK_SECONDS = 1.0
# After a connection that brought nothing, so many rounds pass before the next is tried.
ROUNDS_OF_REST = 10
# A relay that goes on refusing the same connection is asked for it more and more rarely.
LONGEST_REST = 640


@dataclass(slots=True, kw_only=True)
class Connections:
    """The number of connections that a relay bears, learnt while sending.

    Moments are seconds of a clock that never jumps.

    Attributes:
        most: Never more than this.
        limit: How many may be open now.
    """

    most: int
    limit: int = FIRST
    _accepted: int = 0
    _began: float | None = None
    _rate: float = 0.0
    _rest: int = 0
    _full_at: int = 0
    _full_rest: int = ROUNDS_OF_REST
    _last_setback: float | None = None

    def __post_init__(self) -> None:
        self.limit = max(1, min(self.limit, self.most))

    def note_accepted(self, now: float) -> None:
        """Note that the relay took a message."""
        if self._began is None:
            self._began = now
        self._accepted += 1
        asked = self.limit >= UNASKED
        if self._accepted >= self.limit * (LONG_ROUND if asked else ROUND):
            self._end_round(now)

    def _end_round(self, now: float) -> None:
        rate = self._accepted / max(now - (self._began or now), 1e-6)
        before, self._rate = self._rate, rate
        self._accepted, self._began = 0, now
        if self._rest:
            self._rest -= 1
            return
        if self.limit > UNASKED and rate < before * (1 + WORTH / (self.limit - 1)):
            self.limit -= 1
            self._rest = ROUNDS_OF_REST
        elif self.limit < self.most:
            self.limit += 1

    def note_setback(self, now: float) -> None:
        """Note that the relay broke a connection off, or asked for patience."""
        if self._last_setback is not None and now - self._last_setback < SAME_SETBACK_SECONDS:
            return
        self._last_setback = now
        self.limit = max(1, self.limit // 2)
        self._accepted, self._began = 0, None
        self._rate = 0.0

    def note_full(self, alive: int) -> None:
        """Note that the relay takes no more connections now than those that are open.

        It may have been restarted, or others may have left it no room: more are tried later.
        """
        alive = max(1, alive)
        if alive >= self.limit:
            return
        again = alive == self._full_at
        self._full_rest = min(2 * self._full_rest, LONGEST_REST) if again else ROUNDS_OF_REST
        self.limit = self._full_at = alive
        self._rest = self._full_rest
