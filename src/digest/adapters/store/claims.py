"""Who may send which batch: claims, leases, and taking over from the dead."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Row, bindparam, exists, or_, select, update

from digest.adapters.store.batches import (
    BatchWork,
    are_deferred,
    read_deliveries,
    row_to_work,
    save_batch,
    write_deliveries,
)
from digest.adapters.store.doubts import note_doubts
from digest.adapters.store.schema import batch, delivery, edition, forgotten_delivery
from digest.adapters.store.windows import Held
from digest.deliver.endings import doubt
from digest.errors import EditionBusy
from digest.model.delivery import Batch, Outcome
from digest.model.edition import EditionState

MAY_BE_SENT = (EditionState.PLANNED.value, EditionState.SENDING.value)


UNFINISHED = (
    select(batch)
    .where(batch.c.edition_id == bindparam("in_edition"))
    .where(
        or_(
            batch.c.position < batch.c.size,
            batch.c.again.is_not(None),
            batch.c.open_window.is_not(None),
            batch.c.deferred > 0,
        )
    )
    .order_by(batch.c.number)
)
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
    rows = connection.execute(UNFINISHED, {"in_edition": edition_id}).all()
    return map(row_to_work, rows)


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
    connection: Connection, sent: Row[Any], claimant: Claimant
) -> tuple[Batch | None, bool]:
    """Take the first batch that is free and has somebody to try now.

    Returns:
        The batch; or None, with whether a living owner holds what is left.
    """
    held = False
    if sent.state not in MAY_BE_SENT:
        return None, False
    for work in find_unfinished(connection, sent.id):
        if work.owner == claimant.owner:
            continue
        if claimant.must_wait(work):
            held = True
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
