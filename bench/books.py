"""The ledger of a simulated send: every reader is settled once, whoever dies."""

from collections import deque
from dataclasses import dataclass, field
from typing import Self

from bench.inputs import Inputs

OWED, ACCEPTED, UNKNOWN = 0, 1, 2


class TwiceError(Exception):
    """Somebody was handed a message, or settled, a second time."""


@dataclass(slots=True, kw_only=True)
class Work:
    """A batch.

    Attributes:
        number: From 0.
        readers: Their numbers.
        position: How many of them were ever put into a window.
        window: Who may be in flight, as the ledger has it.
        lease_until: When another may have it.
    """

    number: int
    readers: range
    position: int = 0
    window: set[int] = field(default_factory=set)
    lease_until: float = 0.0

    def next_readers(self, most: int) -> range:
        """Put the next readers into the window."""
        some = self.readers[self.position : self.position + most]
        self.position += len(some)
        self.window.update(some)
        return some


@dataclass(slots=True, kw_only=True)
class Books:
    """Who was handed a message, and how each fared.

    Attributes:
        outcomes, handed: For each reader.
        free: Batches with a job that waits.
        progress: How many were settled at which moment.
        settled: How many were.
        drained_at: When the last job was taken; None while some wait.
    """

    outcomes: bytearray
    handed: bytearray
    free: "deque[Work]"
    progress: list[tuple[float, int]] = field(default_factory=list)
    settled: int = 0
    drained_at: float | None = None

    @classmethod
    def plan(cls, readers: int, inputs: Inputs) -> Self:
        """Part readers into batches."""
        size = inputs.readers_a_batch
        everybody = range(readers)
        batches = (everybody[at : at + size] for at in range(0, readers, size))
        return cls(
            outcomes=bytearray(readers),
            handed=bytearray(readers),
            free=deque(Work(number=at, readers=some) for at, some in enumerate(batches)),
        )

    def take(self, now: float) -> Work | None:
        """Take the first batch that has a job; None when there is none."""
        if self.free:
            return self.free.popleft()
        if self.drained_at is None:
            self.drained_at = now
        return None

    def hand_over(self, reader: int) -> None:
        """Note that a message is on its way to the relay.

        Raises:
            TwiceError: It was before.
        """
        if self.handed[reader]:
            raise TwiceError(reader)
        self.handed[reader] = 1

    def record(self, work: Work, readers: list[int], outcome: int, now: float) -> None:
        """Record how readers of a window fared, who leave it.

        Raises:
            TwiceError: One of them was settled before.
        """
        for reader in readers:
            if self.outcomes[reader] or reader not in work.window:
                raise TwiceError(reader)
            self.outcomes[reader] = outcome
            work.window.discard(reader)
        self.settled += len(readers)
        self.progress.append((now, self.settled))

    def rate(self) -> float:
        """Tell the messages a second while all had work: neither the first tenth nor the end."""
        end = self.drained_at or 0.0
        steady = [one for one in self.progress if one[0] <= end]
        first = next((one for one in steady if one[1] >= steady[-1][1] / 10), None)
        if first is None or steady[-1][0] <= first[0]:
            return 0.0
        (began, before), (ended, after) = first, steady[-1]
        return (after - before) / (ended - began)
