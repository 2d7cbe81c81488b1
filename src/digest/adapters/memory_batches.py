"""The steps of a ledger in memory with one batch."""

from collections.abc import Sequence
from datetime import datetime

from digest.adapters.memory_state import Memory, MemoryBatch, PlannedEdition
from digest.deliver.endings import (
    doubt,
    expire_deferred,
    expired,
    name_copy,
    suppressed,
    without_traces,
)
from digest.deliver.people import hash_key, why_not_mailed
from digest.model.delivery import Delivery, Outcome, OwnedReader
from digest.model.edition import EditionState


def is_unfinished(planned: PlannedEdition, batch: MemoryBatch) -> bool:
    """Whether anybody of a batch is owed, deferred or in flight."""
    deferred = planned.with_outcome(Outcome.DEFERRED, batch)
    return bool(planned.owed(batch) or batch.window or deferred)


def find_due(planned: PlannedEdition, batch: MemoryBatch, *, now: datetime) -> list[int]:
    """Number the deferred who are due, in order, but for those deferred in this very claim."""
    due = [
        (row.next_attempt, row.subscriber_id)
        for row in planned.with_outcome(Outcome.DEFERRED, batch)
        if row.next_attempt
        and row.next_attempt <= now
        and planned.epochs[row.subscriber_id] < batch.epoch
    ]
    return [number for _, number in sorted(due)]


def doubt_window(
    planned: PlannedEdition, batch: MemoryBatch, memory: Memory, *, retry: bool, now: datetime
) -> None:
    """Name everybody in the open window a doubt."""
    for number in batch.window:
        message_id = name_copy(planned.lock, number, secret=memory.secret)
        row = doubt(number, planned.rows.get(number), message_id=message_id, now=now, retry=retry)
        planned.record(row, batch)


def record_results(
    planned: PlannedEdition,
    batch: MemoryBatch,
    memory: Memory,
    results: Sequence[Delivery],
    *,
    state: EditionState,
    now: datetime,
) -> None:
    """Record what became of the open window, and close it. Who was not tried stays owed."""
    tried = [one.subscriber_id for one in results]
    if len(set(tried)) != len(tried) or not set(tried) <= set(batch.window):
        raise ValueError(f"results {tried} do not fit the open window {list(batch.window)}")
    is_over = state is EditionState.EXPIRED
    for one in results:
        row = one if one.subscriber_id in memory.people else without_traces(one)
        planned.record(expire_deferred(row) if is_over else row, batch)
        if one.suppress and one.subscriber_id in memory.people:
            person = memory.people[one.subscriber_id]
            memory.suppress(person.key, one.suppress, now=one.at, detail=one.reply)
    for number in set(batch.window) - set(tried) if is_over else ():
        planned.record(expired(number, planned.rows.get(number), now=now), batch)
    batch.window = ()


def screen(
    planned: PlannedEdition, batch: MemoryBatch, memory: Memory, number: int, *, now: datetime
) -> list[OwnedReader]:
    """Tell the reader if they may still be mailed; record them as suppressed if not."""
    person, row = memory.people.get(number), planned.rows.get(number)
    key_hash = hash_key(person.key, secret=memory.secret) if person else ""
    reason = why_not_mailed(person, memory.suppressions.get(key_hash))
    if person and not reason:
        return [OwnedReader(subscriber=person, attempts=row.attempts if row else 0)]
    planned.record(suppressed(number, row, reason=reason, now=now), batch)
    return []
