"""A language model's answers in a store that forgets everything at the end."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from digest.model.proposal import Proposal, Refusal


@dataclass(slots=True)
class MemoryProposals:
    """Answers by their question, and what was refused by its edition."""

    _proposals: dict[str, Proposal] = field(default_factory=dict)
    _refusals: dict[str, tuple[datetime, list[Refusal]]] = field(default_factory=dict)

    def proposals(self, keys: Sequence[str]) -> Mapping[str, Proposal]:
        """Find answers by the key of their question; what was never asked is left out."""
        return {key: self._proposals[key] for key in keys if key in self._proposals}

    def save_proposals(self, proposals: Sequence[Proposal]) -> None:
        """Keep answers, in place of earlier ones to the same questions."""
        self._proposals |= {one.key: one for one in proposals}

    def refusals(self, slug: str) -> list[Refusal]:
        """What was refused for an edition when it was drafted last, as it was saved."""
        return list(self._refusals[slug][1]) if slug in self._refusals else []

    def save_refusals(self, slug: str, refusals: Sequence[Refusal], *, now: datetime) -> None:
        """Keep what was refused for an edition, in place of what was kept before."""
        self._refusals.pop(slug, None)
        if refusals:
            self._refusals[slug] = (now, list(refusals))

    def forget_proposals(self, *, before: datetime) -> int:
        """Forget everything from before a moment; tell how many rows that were."""
        old = [key for key, one in self._proposals.items() if one.at < before]
        late = [slug for slug, (at, _) in self._refusals.items() if at < before]
        for key in old:
            del self._proposals[key]
        for slug in late:
            del self._refusals[slug]
        return len(old) + len(late)
