"""The window that rolls: the finished are recorded and leave it, others come in as intent."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import Connection, Integer, bindparam, select

from digest.adapters.store.batches import (
    BatchWork,
    are_deferred,
    read_deliveries,
    write_deliveries,
)
from digest.adapters.store.copies import Copies
from digest.adapters.store.doubts import find_doubts
from digest.adapters.store.many import find_many
from digest.adapters.store.people import find_readers, find_suppressions
from digest.adapters.store.refusals import suppress_refused
from digest.adapters.store.schema import delivery, subscriber
from digest.adapters.store.wanted import find_had
from digest.deliver.endings import expire_deferred, not_tried, suppressed, without_traces
from digest.deliver.intent import is_recorded, refuse_strangers
from digest.deliver.people import why_not_mailed
from digest.model.delivery import Delivery, Outcome, OwnedReader
from digest.model.edition import EditionState

NUMBERS = select(subscriber.c.id)
DUE = (
    select(delivery.c.subscriber_id)
    .where(are_deferred(bindparam("in_edition"), bindparam("has_number")))
    .where(delivery.c.next_attempt <= bindparam("now"), delivery.c.epoch < bindparam("epoch"))
    .order_by(delivery.c.next_attempt, delivery.c.subscriber_id)
    .limit(bindparam("most", type_=Integer))
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """A batch that its owner still holds, in a transaction that writes.

    Attributes:
        work: The batch.
        state: The edition's state.
        kind: The edition's kind.
        some_forgotten: Whether anybody was forgotten since the edition was planned.
    """

    work: BatchWork
    state: EditionState
    kind: str
    some_forgotten: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Turn:
    """One step of a window.

    Attributes:
        connection: In a transaction that writes.
        held: The batch.
        now: The present moment.
        secret: Key of the hashes by which suppressed addresses are known.
        copies: The Message-IDs that the database need not hold.
        origins: The editions behind a round-up: slugs by number.
    """

    connection: Connection
    held: Held
    now: datetime
    secret: str
    copies: Copies
    origins: Mapping[int, str] = field(default_factory=dict)

    @property
    def work(self) -> BatchWork:
        """The batch."""
        return self.held.work


def record_results(turn: Turn, results: Sequence[Delivery], keep: Sequence[int]) -> None:
    """Record what became of the open window, and leave only `keep` in it.

    Who was neither tried nor kept stays owed.
    """
    work = turn.work
    results = leave_out_recorded(turn, results)
    refuse_strangers(work.window, results, keep)
    some_have_rows = work.open_owed < len(work.window)
    before = read_deliveries(turn.connection, work, work.window) if some_have_rows else {}
    spoken_for = {*keep, *(one.subscriber_id for one in results)}
    untried = [number for number in work.window if number not in spoken_for]
    rows = strip_forgotten(turn, results)
    if turn.held.state is EditionState.EXPIRED:
        rows = end_deliveries(turn, rows, untried, before)
    else:
        work.again += tuple(one for one in untried if one not in before)
    made = turn.copies.find_made(work.edition_id, rows)
    write_deliveries(turn.connection, work, rows, before, made=made)
    kept = set(keep)
    work.window = tuple(number for number in work.window if number in kept)
    work.open_owed = sum(1 for number in work.window if number not in before)
    suppress_refused(turn.connection, work.edition_id, results, secret=turn.secret)


def leave_out_recorded(turn: Turn, results: Sequence[Delivery]) -> Sequence[Delivery]:
    """Leave out what was recorded already: a commit may succeed although its answer is lost."""
    window = set(turn.work.window)
    strange = [one.subscriber_id for one in results if one.subscriber_id not in window]
    if not strange:
        return results
    found = read_deliveries(turn.connection, turn.work, strange)
    rows = {
        number: turn.copies.put_back(turn.work.edition_id, row) for number, row in found.items()
    }
    return [
        one
        for one in results
        if one.subscriber_id in window or not is_recorded(one, rows.get(one.subscriber_id))
    ]


def strip_forgotten(turn: Turn, results: Sequence[Delivery]) -> Sequence[Delivery]:
    """Take what may name a person out of the results of those who were forgotten."""
    if not turn.held.some_forgotten:
        return results
    numbers = [one.subscriber_id for one in results]
    known = {row.id for row in find_many(turn.connection, NUMBERS, subscriber.c.id, numbers)}
    return [one if one.subscriber_id in known else without_traces(one) for one in results]


def end_deliveries(
    turn: Turn, results: Sequence[Delivery], untried: Sequence[int], before: Mapping[int, Delivery]
) -> list[Delivery]:
    """Make final what is told of an edition whose time has passed."""
    doubts = find_doubts(turn.connection, turn.work.edition_id, turn.work.window)
    ends = [expire_deferred(one, doubted=doubts.get(one.subscriber_id)) for one in results]
    return ends + [
        not_tried(number, before.get(number), now=turn.now, doubted=doubts.get(number))
        for number in untried
    ]


def add_readers(turn: Turn, frozen: Sequence[int], size: int) -> list[OwnedReader]:
    """Add readers to the window; who may no longer be mailed is recorded as such.

    Args:
        turn: This step.
        frozen: The list of the batch.
        size: How many to add at most.
    """
    readers: list[OwnedReader] = []
    while len(readers) < size and (some := next_owed(turn.work, frozen, size - len(readers))):
        added = screen(turn, some, {})
        turn.work.open_owed += len(added)
        readers += put_into_window(turn.work, added)
    while len(readers) < size and (some := next_due(turn, size - len(readers))):
        before = read_deliveries(turn.connection, turn.work, some)
        readers += put_into_window(turn.work, screen(turn, some, before))
    return readers


def put_into_window(work: BatchWork, readers: list[OwnedReader]) -> list[OwnedReader]:
    """Note as intent whom is sent to."""
    work.window += tuple(one.subscriber.id for one in readers)
    return readers


def next_owed(work: BatchWork, frozen: Sequence[int], most: int) -> Sequence[int]:
    """Take the next readers without a row out of the queue; who was put back comes last."""
    start, work.position = work.position, min(work.position + most, work.size)
    fresh = frozen[start : work.position]
    rest = most - len(fresh)
    again, work.again = work.again[:rest], work.again[rest:]
    return (*fresh, *again)


def next_due(turn: Turn, most: int) -> Sequence[int]:
    """Number the deferred who are due and not in the window, in order.

    Those deferred in this very claim are left out.
    """
    work = turn.work
    if not work.counts[Outcome.DEFERRED.value]:
        return ()
    numbers = turn.connection.scalars(
        DUE,
        {
            "in_edition": work.edition_id,
            "has_number": work.number,
            "now": turn.now,
            "epoch": work.epoch,
            "most": most + len(work.window),
        },
    )
    in_flight = set(work.window)
    return [one for one in numbers if one not in in_flight][:most]


def screen(turn: Turn, ids: Sequence[int], before: Mapping[int, Delivery]) -> list[OwnedReader]:
    """Keep those who may still be mailed; record the others as suppressed.

    Nothing that was read of them earlier counts, for they may have unsubscribed since.

    Args:
        turn: This step.
        ids: Readers who are next.
        before: The rows of those of them who were deferred.
    """
    people = find_readers(turn.connection, ids)
    keys = [person.key for person in people.values()]
    suppressions = find_suppressions(turn.connection, keys, secret=turn.secret)
    had = find_had(turn.connection, turn.origins, ids) if turn.origins else {}
    readers: list[OwnedReader] = []
    refused: list[Delivery] = []
    for number in ids:
        person, row = people.get(number), before.get(number)
        suppression = suppressions.get(person.key) if person else None
        reason = why_not_mailed(person, suppression, kind=turn.held.kind)
        if person and not reason:
            attempts = row.attempts if row else 0
            readers.append(
                OwnedReader(subscriber=person, attempts=attempts, had=had.get(number, ()))
            )
        else:
            refused.append(suppressed(number, row, reason=reason, now=turn.now))
    if refused:
        write_deliveries(turn.connection, turn.work, refused, before)
    return readers
