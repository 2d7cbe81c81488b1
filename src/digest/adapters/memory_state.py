"""What the parts of a store in memory share."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from digest.deliver.people import STATE_AFTER, hash_key
from digest.model.delivery import Delivery, Outcome
from digest.model.edition import EditionRecord, EditionState
from digest.model.message import Lock
from digest.model.subscriber import Subscriber, SubscriberState, Suppression, SuppressionReason

OPEN = (EditionState.DRAFTED, EditionState.APPROVED)


@dataclass(slots=True, kw_only=True)
class MemoryBatch:
    """A part of an edition's audience: who holds it, and who may be in flight."""

    number: int
    ids: tuple[int, ...]
    window: tuple[int, ...] = ()
    owner: str | None = None
    epoch: int = 0
    lease_until: datetime | None = None


@dataclass(slots=True, kw_only=True)
class PlannedEdition:
    """A frozen edition with its batches and its rows.

    Attributes:
        lock: The frozen edition.
        batches: By number, from 1.
        rows: Each reader's delivery; no row means owed.
        epochs: In which claim each row was written.
        doubts: What was said of readers who are tried again although they may have got it.
        forgotten: Keyed hashes of people who may have got it and were forgotten since.
    """

    lock: Lock
    batches: list[MemoryBatch] = field(default_factory=list)
    rows: dict[int, Delivery] = field(default_factory=dict)
    epochs: dict[int, int] = field(default_factory=dict)
    doubts: dict[int, str] = field(default_factory=dict)
    forgotten: set[str] = field(default_factory=set)

    def record(self, row: Delivery, batch: MemoryBatch) -> None:
        """Write a row."""
        self.rows[row.subscriber_id] = replace(row, suppress=None, full=False)
        self.epochs[row.subscriber_id] = batch.epoch

    def with_outcome(self, outcome: Outcome, batch: MemoryBatch | None = None) -> list[Delivery]:
        """List rows of an outcome, of one batch or of all."""
        members = self.rows if batch is None else batch.ids
        rows = (self.rows[number] for number in members if number in self.rows)
        return [row for row in rows if row.outcome is outcome]

    def owed(self, batch: MemoryBatch) -> list[int]:
        """Number the readers of a batch who have no row and are not in flight."""
        return [n for n in batch.ids if n not in self.rows and n not in batch.window]

    def reached_anybody(self) -> bool:
        """Whether anybody got it, or may have."""
        return bool(self.with_outcome(Outcome.ACCEPTED) or self.with_outcome(Outcome.UNKNOWN))

    def freeze(self, ids: Sequence[int], size: int) -> None:
        """Add readers, in batches."""
        for start in range(0, len(ids), size):
            number = len(self.batches) + 1
            self.batches.append(MemoryBatch(number=number, ids=tuple(ids[start : start + size])))


@dataclass(slots=True, kw_only=True)
class Memory:
    """People, editions and suppressions."""

    secret: str
    readers_a_batch: int
    records: dict[str, EditionRecord] = field(default_factory=dict)
    planned: dict[str, PlannedEdition] = field(default_factory=dict)
    told: dict[str, str] = field(default_factory=dict)
    people: dict[int, Subscriber] = field(default_factory=dict)
    events: dict[int, list[tuple[datetime, str, str]]] = field(default_factory=dict)
    suppressions: dict[str, Suppression] = field(default_factory=dict)
    last_person: int = 0

    def add_person(self, person: Subscriber, *, now: datetime) -> None:
        """Keep a new person under a number that nobody had before."""
        self.last_person += 1
        self.people[self.last_person] = replace(person, id=self.last_person)
        self.events[self.last_person] = [(now, "added", person.consent.source or "")]

    def change_state(
        self, person: Subscriber, state: SubscriberState, *, now: datetime, detail: str
    ) -> None:
        """Change a person's state and note it; nothing happens when they are in it already."""
        if person.state is not state:
            self.people[person.id] = replace(person, state=state)
            self.events[person.id].append((now, state.value, detail))

    def suppress(self, key: str, reason: SuppressionReason, *, now: datetime, detail: str) -> None:
        """Never mail an address again; the state of the person behind it follows."""
        key_hash = hash_key(key, secret=self.secret)
        entry = Suppression(key_hash=key_hash, reason=reason, at=now, detail=detail)
        self.suppressions.setdefault(key_hash, entry)
        person = next((one for one in self.people.values() if one.key == key), None)
        if person is None:
            return
        state = STATE_AFTER.get(reason)
        if state is None:
            self.events[person.id].append((now, "suppressed", detail))
        else:
            self.change_state(person, state, now=now, detail=detail)

    def audience(self, lists: Sequence[str]) -> list[int]:
        """Number everybody who may be mailed now: all, or those on one of the lists."""
        return [
            number
            for number, person in sorted(self.people.items())
            if person.state is SubscriberState.SUBSCRIBED
            and (not lists or set(lists) & set(person.lists))
        ]
