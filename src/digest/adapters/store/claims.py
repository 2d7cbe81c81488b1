"""Who may send which batch: claims, leases, and taking over from the dead."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Integer, Row, bindparam, exists, select, tuple_, update

from digest.adapters.store.batches import (
    BatchWork,
    are_deferred,
    read_deliveries,
    row_to_work,
    save_batch,
    write_deliveries,
)
from digest.adapters.store.columns import EPOCH, Instant
from digest.adapters.store.doubts import note_doubts
from digest.adapters.store.schema import batch, delivery, edition, forgotten_delivery
from digest.adapters.store.windows import Held
from digest.deliver.endings import doubt
from digest.errors import EditionBusy
from digest.model.delivery import Batch, Outcome
from digest.model.edition import BEING_SENT, EditionState

MAY_BE_SENT = tuple(state.value for state in BEING_SENT)


OF_EDITION = batch.c.edition_id == bindparam("in_edition")
# Batches with anybody owed, deferred or in flight; they have an index of their own.
UNFINISHED = select(batch).where(OF_EDITION, batch.c.due.is_not(None))
IN_ORDER = UNFINISHED.order_by(batch.c.number)
AFTER = IN_ORDER.where(batch.c.number > bindparam("last")).limit(1)
ONE = UNFINISHED.where(batch.c.number == bindparam("has_number"))
BY_DUE = (batch.c.due, batch.c.number)
# Those with somebody due, a few at a time: the first of them is mostly free.
LOOKED_AT = 16
DUE_FIRST = (
    UNFINISHED.where(batch.c.due <= bindparam("now"))
    .where(
        tuple_(batch.c.due, batch.c.number)
        > tuple_(bindparam("after", type_=Instant()), bindparam("last", type_=Integer()))
    )
    .order_by(*BY_DUE)
    .limit(LOOKED_AT)
)
# In the order of the index: else a planner that expects many reads the table from its beginning.
ANY_UNFINISHED = UNFINISHED.with_only_columns(batch.c.number).order_by(*BY_DUE).limit(1)
# A batch with its edition's state, as long as it is held under this very claim. Who is forgotten
# while an edition is being sent leaves a row behind, so that hardly any transaction has to ask.
SOME_FORGOTTEN = exists().where(forgotten_delivery.c.edition_id == batch.c.edition_id)
HELD = (
    select(batch, edition.c.state, edition.c.kind, SOME_FORGOTTEN.label("some_forgotten"))
    .join(edition, edition.c.id == batch.c.edition_id)
    .where(edition.c.slug == bindparam("edition"), batch.c.number == bindparam("number"))
    .where(batch.c.epoch == bindparam("epoch"), batch.c.owner == bindparam("owner"))
    .with_for_update(of=batch)  # where several may write at once
)


def find_unfinished(connection: Connection, edition_id: int) -> Iterator[BatchWork]:
    """Read the batches with anybody owed, deferred or in flight, in order."""
    # Read to the end before any of them is changed.
    rows = connection.execute(IN_ORDER, {"in_edition": edition_id}).all()
    return map(row_to_work, rows)


def find_after(connection: Connection, edition_id: int, number: int) -> BatchWork | None:
    """Read the first batch after one with anybody owed, deferred or in flight."""
    row = connection.execute(AFTER, {"in_edition": edition_id, "last": number}).first()
    return row_to_work(row) if row else None


def find_due(
    connection: Connection, edition_id: int, number: int | None, *, now: datetime
) -> Iterator[BatchWork]:
    """Read one batch, or all with anybody to try now: those with the never tried first.

    Batches that are held are among them. Each may be changed before the next is asked for.
    """
    if number is not None:
        place = {"in_edition": edition_id, "has_number": number}
        yield from map(row_to_work, connection.execute(ONE, place).all())
        return
    due, last = EPOCH, 0
    while True:
        after = {"in_edition": edition_id, "now": now, "after": due, "last": last}
        rows = connection.execute(DUE_FIRST, after).all()
        yield from map(row_to_work, rows)
        if len(rows) < LOOKED_AT:
            return
        due, last = rows[-1].due, rows[-1].number


def is_unfinished(connection: Connection, edition_id: int) -> bool:
    """Whether anybody of an edition is owed, deferred or in flight."""
    return connection.scalar(ANY_UNFINISHED, {"in_edition": edition_id}) is not None


def number_unfinished(connection: Connection, edition_id: int) -> list[int]:
    """Number the batches with anybody owed, deferred or in flight, in order."""
    numbers = IN_ORDER.with_only_columns(batch.c.number)
    return list(connection.scalars(numbers, {"in_edition": edition_id}))


@dataclass(frozen=True, slots=True, kw_only=True)
class Claimant:
    """Who wants a batch, and on what terms.

    Attributes:
        owner: Its name.
        now: The present moment.
        moment: The same by the clock that leases are kept by.
        lease: How long it holds a batch without a sign of life.
        retry: Whether readers in doubt are tried again.
        is_dead: Tells whether another owner has ended for certain.
        name_copy: Makes the Message-ID of a reader's copy.
    """

    owner: str
    now: datetime
    moment: datetime
    lease: timedelta
    retry: bool
    is_dead: Callable[[str], bool]
    name_copy: Callable[[int], str]

    def must_wait(self, work: BatchWork) -> bool:
        """Whether another, living owner holds this batch."""
        if work.owner is None or work.lease_until is None or work.lease_until <= self.moment:
            return False
        return not self.is_dead(work.owner)


def take_batch(
    connection: Connection, sent: Row[Any], claimant: Claimant, number: int | None = None
) -> tuple[Batch | None, bool]:
    """Take the first batch that is free and has somebody to try now, or one alone.

    Args:
        connection: In a transaction that writes.
        sent: The edition.
        claimant: Who wants it.
        number: The only one that is wanted; None for any.

    Returns:
        The batch; or None, with whether a living owner holds what is left.
    """
    held = False
    if sent.state not in MAY_BE_SENT:
        return None, False
    for work in find_due(connection, sent.id, number, now=claimant.now):
        if work.owner == claimant.owner:
            continue
        if claimant.must_wait(work):
            held = True
            continue
        was_free = work.owner is None and not work.window
        if was_free and not has_somebody(connection, work, now=claimant.now):
            # Asked in vain, as happens often: nobody is to be fenced off, nothing to be written;
            # unless a run of an earlier version has ended it, which does not write that.
            if not work.counts[Outcome.DEFERRED.value]:
                save_batch(connection, work)
            continue
        take_over(connection, work, claimant)
        if has_somebody(connection, work, now=claimant.now):
            work.owner, work.lease_until = claimant.owner, claimant.moment + claimant.lease
            save_batch(connection, work)
            set_state(connection, sent.id, EditionState.SENDING)
            return Batch(
                edition=sent.slug, number=work.number, epoch=work.epoch, owner=claimant.owner
            ), False
        work.owner = work.lease_until = None
        save_batch(connection, work)
    return None, held


def take_over(connection: Connection, work: BatchWork, claimant: Claimant) -> None:
    """Fence off the former owner, and name everybody in its open window a doubt."""
    before = read_deliveries(connection, work, work.window)
    doubts = [
        doubt(
            number,
            before.get(number),
            message_id=claimant.name_copy(number),
            now=claimant.now,
            retry=claimant.retry,
        )
        for number in work.window
    ]
    write_deliveries(connection, work, doubts, before)
    if claimant.retry:
        note_doubts(connection, work.edition_id, doubts, now=claimant.now)
    work.window, work.open_owed = (), 0
    work.epoch += 1


def has_somebody(connection: Connection, work: BatchWork, *, now: datetime) -> bool:
    """Whether a batch has anybody to try now."""
    if work.again or work.position < work.size:
        return True
    if not work.counts[Outcome.DEFERRED.value]:
        return False
    due = exists().where(
        are_deferred(work.edition_id, [work.number]), delivery.c.next_attempt <= now
    )
    return bool(connection.scalar(select(due)))


def hold(connection: Connection, claimed: Batch) -> Held:
    """Read a batch that its owner still holds, with the edition's state.

    Raises:
        EditionBusy: Somebody else has taken it over.
    """
    claim = {
        "edition": claimed.edition,
        "number": claimed.number,
        "epoch": claimed.epoch,
        "owner": claimed.owner,
    }
    row = connection.execute(HELD, claim).first()
    if row is None:
        raise EditionBusy(
            f"Another run has taken over a part of {claimed.edition} from this one.",
            f"See how it stands: digest report {claimed.edition}",
        )
    return Held(
        work=row_to_work(row),
        state=EditionState(row.state),
        kind=row.kind,
        some_forgotten=bool(row.some_forgotten),
    )


def set_state(connection: Connection, edition_id: int, state: EditionState) -> None:
    """Change an edition's state, and write nothing when it is in it already."""
    query = update(edition).where(edition.c.id == edition_id, edition.c.state != state.value)
    connection.execute(query.values(state=state.value))
