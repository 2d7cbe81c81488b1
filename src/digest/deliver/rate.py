"""The total rate that a desk has set: a timetable, so that no late step adds up."""

from dataclasses import dataclass

# What a slow moment may be made up for afterwards.
CATCH_UP_SECONDS = 0.1


@dataclass(slots=True, kw_only=True)
class Rate:
    """A timetable with so many departures a second.

    Moments are seconds of a clock that never jumps.

    Attributes:
        per_second: Messages a second; above 0.
    """

    per_second: float
    _next: float | None = None

    def wait(self, now: float) -> float:
        """Tell how many seconds are left until the next departure; 0 when it is due."""
        return 0.0 if self._next is None else max(0.0, self._next - now)

    def depart(self, now: float) -> None:
        """Take the departure that is due."""
        due = now if self._next is None else max(self._next, now - CATCH_UP_SECONDS)
        self._next = due + 1 / self.per_second

    def take_back(self, now: float) -> None:
        """Note that a departure did not take place after all."""
        if self._next is not None:
            self._next = max(now, self._next - 1 / self.per_second)
