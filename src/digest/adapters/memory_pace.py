"""Limits that several share, in a store that forgets everything at the end."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from digest.deliver.leases import FORGOTTEN_SECONDS, Ask, Lease, lease


@dataclass(slots=True)
class MemoryPace:
    """Limits, and who shares them."""

    _until: dict[str, float] = field(default_factory=dict)
    _shares: dict[str, dict[str, tuple[float, float]]] = field(default_factory=dict)

    def lease(self, holder: str, asks: Sequence[Ask], *, now: datetime) -> list[Lease]:
        """Give a holder the next places of some limits that are its, in the order of the asks."""
        return [self._give(holder, ask, now.timestamp()) for ask in asks]

    def _give(self, holder: str, ask: Ask, now: float) -> Lease:
        known = self._shares.setdefault(ask.name, {})
        others = [wants for who, (wants, until) in known.items() if who != holder and until > now]
        given, self._until[ask.name] = lease(
            ask, until=self._until.get(ask.name, 0.0), now=now, others=others
        )
        known[holder] = (ask.wants, now + FORGOTTEN_SECONDS)
        return given

    def leave(self, holder: str) -> None:
        """Give up a holder's share of all limits; what it has leased stays given away."""
        for known in self._shares.values():
            known.pop(holder, None)
