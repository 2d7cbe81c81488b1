"""One holder's part of a limit that several share: its places, taken one after the other."""

from collections.abc import Callable
from dataclasses import dataclass, field
from math import floor, inf

from digest.deliver.leases import FORGOTTEN_SECONDS, Ask, Lease

# A place may be taken so much later than it was meant for, or until the next one begins.
LATE_SECONDS = 1.0
# While nothing is leased one looks again so soon.
LOOK_SECONDS = 0.05
# Whoever is held back all but this part of the time could send nobody knows how much.
NEVER_IDLE = 0.01
# What was used is remembered for about so long.
REMEMBERED_SECONDS = 1.0


def nobody_waits() -> None:
    """Nobody wants to be told."""


@dataclass(slots=True, kw_only=True)
class Places:
    """Places in the timetable that are left of one lease.

    Attributes:
        start: When the first begins.
        gap: Seconds between two of them.
        step: Seconds between two departures: as many as make the lease last.
        count: How many there were.
        gone: How many are taken or over.
    """

    start: float
    gap: float
    step: float
    count: int
    gone: int = 0

    @property
    def left(self) -> int:
        """How many are left."""
        return self.count - self.gone

    @property
    def due(self) -> float:
        """When the next departure is."""
        return self.start + self.gone * self.step

    def let_go(self, now: float) -> None:
        """Give up the places that are over."""
        over = floor((now - self.start - max(LATE_SECONDS, self.gap)) / self.gap) + 1
        self.gone = min(self.count, max(self.gone, over))


@dataclass(slots=True, kw_only=True)
class LeasedRate:
    """A timetable that somebody has to supply with leases; without any nothing departs.

    Attributes:
        name: The limit's.
        limit: Messages a second of all holders together.
        touched: Whether anybody wanted to depart since the last ask.
        wake: Told when somebody does.
        fault: Why there will be no lease any more; raised to who waits for one.
    """

    name: str
    limit: float
    touched: bool = False
    wake: Callable[[], None] = nobody_waits
    fault: Exception | None = None
    _share: float | None = None
    _places: list[Places] = field(default_factory=list)
    _overdrawn: int = 0
    _held_since: float | None = None
    _held: float = 0.0
    _used: int = 0
    _speed: float = 0.0
    _held_share: float = 1.0
    _ahead: float = 0.0
    _asked: float | None = None

    @property
    def per_second(self) -> float:
        """How many messages may leave in a second: this holder's share."""
        return self.limit if self._share is None else self._share

    def wait(self, now: float) -> float:
        """Tell how many seconds are left until the next departure; 0 when it is due.

        Raises:
            Exception: The fault, if there is one.
        """
        if not self.touched:
            self.touched = True
            self.wake()
        if self.fault:
            raise self.fault
        first = self._first(now)
        left = LOOK_SECONDS if first is None else max(0.0, first.due - now)
        if left and self._held_since is None:
            self._held_since = now
        return left

    def depart(self, now: float) -> None:
        """Take the departure that is due."""
        self._used += 1
        self._note_held(now)
        self._held_since = None
        first = self._first(now)
        if first is None or first.due > now:
            self._overdrawn += 1
        else:
            first.gone += 1

    def take_back(self, now: float) -> None:
        """Note that a departure did not take place after all.

        Of a quick limit the place is lost: whoever had it again later would send too many at once.
        """
        self._used = max(0, self._used - 1)
        gap = 1 / self.limit
        if gap >= LATE_SECONDS:
            self._places.append(Places(start=now, gap=gap, step=gap, count=1))

    def _note_held(self, now: float) -> None:
        """Add up for how long somebody has wanted to depart and could not."""
        if self._held_since is not None:
            self._held += now - self._held_since
            self._held_since = now

    def _first(self, now: float) -> Places | None:
        """Find the place that is due first."""
        for one in self._places:
            one.let_go(now)
        self._places = [one for one in self._places if one.left]
        return min(self._places, key=lambda one: one.due, default=None)

    def ask(self, now: float) -> Ask:
        """Say what is wanted of the limit, and begin to look anew at what is used."""
        self._first(now)
        self._note_held(now)
        if self._asked is None or now - self._asked > FORGOTTEN_SECONDS:
            # As good as new: what it could send when there was something to send is long ago.
            self._speed, self._held_share, self._ahead = 0.0, 1.0, 0.0
        elif now > self._asked:
            self._look_back(now - self._asked)
        self._used, self._held, self._asked, self.touched = 0, 0.0, now, False
        # What it did not use it still has.
        self._ahead = max(self._ahead, sum(one.left for one in self._places))
        idle = 1 - self._held_share
        return Ask(
            name=self.name,
            rate=self.limit,
            wants=self._speed / idle if idle > NEVER_IDLE else inf,
            ahead=self._ahead,
        )

    def _look_back(self, seconds: float) -> None:
        """Note what was used, and what it would have been without the limit."""
        weight = min(1.0, seconds / REMEMBERED_SECONDS)
        self._speed += weight * (self._used / seconds - self._speed)
        self._held_share += weight * (min(1.0, self._held / seconds) - self._held_share)
        # By its share it was supplied for a time, in which the others had their turn.
        self._ahead = max(0.0, self._ahead - seconds * self.per_second)

    def add(self, given: Lease, now: float) -> None:
        """Take over a lease that came in at a moment: no place begins before its time."""
        self._share = given.share
        self._ahead += given.count
        owed = min(self._overdrawn, given.count)
        self._overdrawn -= owed
        if given.count > owed:
            gap = 1 / self.limit
            step = max(gap, 1 / given.share) if given.count > 1 else gap
            self._places.append(
                Places(
                    start=now + given.starts_in,
                    gap=gap,
                    step=step,
                    count=given.count,
                    gone=owed,
                )
            )
