"""How many messages a second may leave: all together, and to single domains."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from math import ceil
from typing import Protocol

from digest.deliver.rate import Rate

# Names of limits.
TOTAL = "total"
DOMAIN = "domain "


class Timetable(Protocol):
    """When messages may leave. Moments are seconds of a clock that never jumps."""

    @property
    def per_second(self) -> float:
        """How many may leave in a second."""
        ...

    def wait(self, now: float) -> float:
        """Tell how many seconds are left until the next departure; 0 when it is due."""
        ...

    def depart(self, now: float) -> None:
        """Take the departure that is due."""
        ...

    def take_back(self, now: float) -> None:
        """Note that a departure did not take place after all."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Pace:
    """The timetables that a message has to keep to. Several runs of a process may share them.

    Attributes:
        total: Of all messages; None is no limit.
        domains: Of the domains that have a limit.
    """

    total: Timetable | None = None
    domains: Mapping[str, Timetable] = field(default_factory=dict)

    def wait(self, now: float) -> float:
        """Tell how many seconds are left until any message may leave; 0 when one may now."""
        return self.total.wait(now) if self.total else 0.0

    def wait_for(self, domain: str, now: float) -> float:
        """Tell how many seconds are left until a domain's own limit lets a message leave."""
        table = self.domains.get(domain)
        return table.wait(now) if table else 0.0

    def depart(self, domain: str, now: float) -> None:
        """Let a message leave that is due."""
        if self.total:
            self.total.depart(now)
        if table := self.domains.get(domain):
            table.depart(now)

    def take_back(self, domain: str, now: float) -> None:
        """Note that a message did not leave after all."""
        if self.total:
            self.total.take_back(now)
        if table := self.domains.get(domain):
            table.take_back(now)

    def most_in(self, seconds: float) -> int | None:
        """Tell how many messages may leave in a time, at least 1; None is no limit."""
        return max(1, ceil(self.total.per_second * seconds)) if self.total else None

    def most_to(self, domain: str, seconds: float) -> int:
        """Tell how many messages a domain with a limit takes in a time, at least 1."""
        return max(1, ceil(self.domains[domain].per_second * seconds))


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """What a desk has set.

    Attributes:
        total: Most messages a second; None is no limit.
        domains: Most messages a second to single domains, by their A-labels in small letters.
    """

    total: float | None = None
    domains: Mapping[str, float] = field(default_factory=dict)

    def pace(self, table: Callable[[str, float], Timetable]) -> Pace:
        """Make a pace of them.

        Args:
            table: Makes the timetable of a limit, or has it already: by its name and the messages
                a second.
        """
        return Pace(
            total=table(TOTAL, self.total) if self.total else None,
            domains={name: table(DOMAIN + name, rate) for name, rate in self.domains.items()},
        )


def keep_alone(limits: Limits) -> Pace:
    """Make a pace of limits that nobody else shares."""
    return limits.pace(lambda _, per_second: Rate(per_second=per_second))
