"""The steps of a ledger in memory with one batch."""

from collections.abc import Sequence
from datetime import UTC, datetime

from digest.adapters.memory_state import Memory, MemoryBatch, PlannedEdition
from digest.deliver.endings import (
    doubt,
    expire_deferred,
    name_copy,
    not_tried,
    suppressed,
    without_traces,
)
from digest.deliver.fullness import full_for_too_long
from digest.deliver.intent import is_recorded, refuse_strangers
from digest.deliver.people import for_mail, hash_key, why_not_mailed
from digest.model.delivery import Delivery, Outcome, OwnedReader
from digest.model.edition import EditionState
from digest.model.subscriber import SuppressionReason

AT_ONCE = datetime.min.replace(tzinfo=UTC)


def is_unfinished(planned: PlannedEdition, batch: MemoryBatch) -> bool:
    """Whether anybody of a batch is owed, deferred or in flight."""
    deferred = planned.with_outcome(Outcome.DEFERRED, batch)
    return bool(planned.owed(batch) or batch.window or deferred)


def order_batches(planned: PlannedEdition, number: int | None = None) -> list[MemoryBatch]:
    """List the batches, or one alone: those with readers who are not deferred first."""

    def due(batch: MemoryBatch) -> tuple[datetime, int]:
        waiting = [row.next_attempt for row in planned.with_outcome(Outcome.DEFERRED, batch)]
        others = planned.owed(batch) or batch.window or batch.owner
        moments = [] if others else [moment for moment in waiting if moment]
        return min(moments, default=AT_ONCE), batch.number

    wanted = [one for one in planned.batches if number in (None, one.number)]
    return sorted(wanted, key=due)


def find_due(planned: PlannedEdition, batch: MemoryBatch, *, now: datetime) -> list[int]:
    """Number the deferred who are due and not in the window, in order.

    Those deferred in this very claim are left out.
    """
    due = [
        (row.next_attempt, row.subscriber_id)
        for row in planned.with_outcome(Outcome.DEFERRED, batch)
        if row.next_attempt
        and row.next_attempt <= now
        and row.subscriber_id not in batch.window
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
        if retry:
            planned.doubts[number] = row.reply


def record_results(
    planned: PlannedEdition,
    batch: MemoryBatch,
    memory: Memory,
    results: Sequence[Delivery],
    keep: Sequence[int],
    *,
    now: datetime,
) -> None:
    """Record what became of the open window, and leave only `keep` in it.

    Who was neither tried nor kept stays owed.
    """
    # A commit may succeed although its answer is lost.
    results = [
        one
        for one in results
        if one.subscriber_id in batch.window
        or not is_recorded(one, planned.rows.get(one.subscriber_id))
    ]
    refuse_strangers(batch.window, results, keep)
    spoken_for = {*keep, *(one.subscriber_id for one in results)}
    is_over = memory.records[planned.lock.slug].state is EditionState.EXPIRED
    for one in results:
        number = one.subscriber_id
        row = one if number in memory.people else without_traces(one)
        if is_over:
            row = expire_deferred(row, doubted=planned.doubts.get(number))
        planned.record(row, batch)
        suppress_refused(memory, planned, one)
    for number in set(batch.window) - spoken_for if is_over else ():
        before, doubted = planned.rows.get(number), planned.doubts.get(number)
        planned.record(not_tried(number, before, now=now, doubted=doubted), batch)
    untried = [one for one in batch.window if one not in spoken_for and one not in planned.rows]
    batch.again += tuple(untried)
    batch.window = tuple(number for number in batch.window if number in keep)


def suppress_refused(memory: Memory, planned: PlannedEdition, one: Delivery) -> None:
    """Suppress an address that a result, or a run of them, says is no good."""
    person = memory.people.get(one.subscriber_id)
    if person is None:
        return
    if one.suppress:
        memory.suppress(person.key, one.suppress, now=one.at, detail=one.reply)
    elif one.full:
        earlier = memory.earlier(person.id, besides=planned.lock.slug)
        detail = full_for_too_long(one, earlier)
        if detail:
            memory.suppress(person.key, SuppressionReason.BOUNCED, now=one.at, detail=detail)


def screen(
    planned: PlannedEdition, batch: MemoryBatch, memory: Memory, number: int, *, now: datetime
) -> list[OwnedReader]:
    """Tell the reader if they may still be mailed; record them as suppressed if not."""
    person, row = memory.people.get(number), planned.rows.get(number)
    key_hash = hash_key(person.key, secret=memory.secret) if person else ""
    reason = why_not_mailed(
        person, memory.suppressions.get(key_hash), kind=memory.records[planned.lock.slug].kind
    )
    if person and not reason:
        slugs = [slug for part in planned.lock.parts for slug in part.editions]
        had = memory.had(list(dict.fromkeys(slugs)), number)
        attempts = row.attempts if row else 0
        return [OwnedReader(subscriber=for_mail(person), attempts=attempts, had=had)]
    planned.record(suppressed(number, row, reason=reason, now=now), batch)
    return []
