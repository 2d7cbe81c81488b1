"""Workers and sending orders in a store that forgets everything at the end."""

from dataclasses import dataclass, field, replace
from datetime import datetime

from digest.adapters.memory_state import Memory
from digest.errors import EditionError
from digest.model.worker import REMEMBERED, Crew, SendingOrder, Worker


@dataclass(slots=True)
class MemoryWorkers:
    """Who works, and what each is at."""

    _workers: dict[str, Worker] = field(default_factory=dict)

    def note_worker(self, told: Worker, *, now: datetime) -> datetime:
        """Keep what a worker says of itself, as seen now; forget who is silent for a day."""
        self._workers[told.name] = replace(told, seen=now)
        self._workers = {
            name: one for name, one in self._workers.items() if one.seen >= now - REMEMBERED
        }
        return now

    def forget_worker(self, name: str) -> None:
        """Forget a worker that has ended as it should."""
        self._workers.pop(name, None)

    def crew(self, *, now: datetime) -> Crew:
        """List every worker, also those who died within the last day."""
        known = sorted(self._workers.values(), key=lambda one: (one.began, one.name))
        return Crew(now=now, workers=tuple(known))


@dataclass(slots=True)
class MemoryOrders:
    """What editions are sent with."""

    _memory: Memory
    _orders: dict[str, SendingOrder] = field(default_factory=dict)

    def save_order(self, slug: str, order: SendingOrder) -> None:
        """Keep what an edition is sent with, in place of an earlier order."""
        if slug not in self._memory.records:
            raise EditionError(f"There is no edition {slug}.", "Draft it first: digest draft")
        self._orders[slug] = order

    def order(self, slug: str) -> SendingOrder | None:
        """What an edition is sent with; None when nobody has said."""
        return self._orders.get(slug)
