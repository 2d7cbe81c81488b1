"""Halt an edition while it is being sent, by whatever process, and resume it."""

from dataclasses import dataclass
from datetime import datetime

from digest.app.draft import OPEN_STATES
from digest.app.handing_over import hand_over
from digest.app.ports import EditionStore, Stores
from digest.app.report import find_edition, latest_planned
from digest.errors import EditionExpired, UsageError
from digest.model.delivery import Books
from digest.model.edition import BEING_SENT, EditionRecord, EditionState
from digest.text.values import show_moment


@dataclass(frozen=True, slots=True, kw_only=True)
class HaltReport:
    """How an edition stands after somebody halted or resumed it.

    Attributes:
        slug: The edition.
        before: Its state until now.
        state: Its state from now on.
        books: What was recorded so far.
        others: Other editions that are being sent, or wait to be, the latest first.
        workers: How many take up what is resumed by themselves.
    """

    slug: str
    before: EditionState
    state: EditionState
    books: Books
    others: tuple[str, ...] = ()
    workers: int = 0


def halt_edition(
    slug: str | None,
    *,
    stores: Stores,
    now: datetime,
    dry_run: bool = False,
) -> HaltReport:
    """Let no process begin another message of an edition.

    Every run that sends it reads its state once a second, and before each window of readers.

    Args:
        slug: The edition; None means the latest that is being sent, else the one planned last.
        stores: The database.
        now: The present moment, aware.
        dry_run: Whether to change nothing.

    Returns:
        One that is done, expired or halted already stays as it is: nothing more of it leaves.

    Raises:
        UsageError: There is no such edition, or it was never planned.
    """
    editions, ledger = stores.editions, stores.ledger
    running = list_editions(BEING_SENT, editions=editions, now=now)
    record = find_planned(slug or (running[0] if running else None), editions=editions)
    state = record.state
    if state in BEING_SENT:
        state = EditionState.HALTED
        if not dry_run:
            state = ledger.set_state(record.slug, state)
    return HaltReport(
        slug=record.slug,
        before=record.state,
        state=state,
        books=ledger.books(record.slug),
        others=tuple(other for other in running if other != record.slug),
    )


def resume_edition(
    slug: str | None,
    *,
    stores: Stores,
    now: datetime,
    zone: str = "UTC",
    dry_run: bool = False,
) -> HaltReport:
    """Let an edition that was halted be sent again; this itself sends nothing, but workers may.

    Args:
        slug: The edition; None means the latest that is halted, else the one planned last.
        stores: The database.
        now: The present moment, aware.
        zone: In which moments are told.
        dry_run: Whether to change nothing.

    Returns:
        One that is not halted stays as it is.

    Raises:
        UsageError: There is no such edition, or it was never planned.
        EditionExpired: Its time to be sent has passed.
    """
    editions, ledger = stores.editions, stores.ledger
    halted = list_editions((EditionState.HALTED,), editions=editions, now=now)
    record = find_planned(slug or (halted[0] if halted else None), editions=editions)
    state = record.state
    if state is EditionState.HALTED and now < record.send_by:
        state = EditionState.SENDING
        if not dry_run:
            state = ledger.set_state(record.slug, state)
            hand_over(record.slug, stores=stores, order=None)
    if state in (EditionState.HALTED, EditionState.EXPIRED):
        raise EditionExpired(
            f"{record.slug} had to be sent by {show_moment(record.send_by, zone)}: "
            "nothing more is sent.",
            f"See who did not get it: digest report {record.slug}",
        )
    return HaltReport(
        slug=record.slug,
        before=record.state,
        state=state,
        books=ledger.books(record.slug),
        workers=len(stores.workers.crew(now=now).senders) if stores.queue else 0,
    )


def list_editions(
    states: tuple[EditionState, ...], *, editions: EditionStore, now: datetime
) -> list[str]:
    """Name the editions in some states that have time left, the latest first."""
    found = [one for one in editions.editions() if one.state in states and now < one.send_by]
    return [one.slug for one in reversed(found)]


def find_planned(slug: str | None, *, editions: EditionStore) -> EditionRecord:
    """Find an edition that may be on its way; without a name the one planned last.

    Raises:
        UsageError: There is none, or it was never planned.
    """
    slug = slug or latest_planned(editions)
    if slug is None:
        raise UsageError("No edition has been sent yet.", "See what there is: digest status")
    record = find_edition(slug, editions=editions)
    if record.state in OPEN_STATES:
        raise UsageError(
            f"{slug} is only {record.state.value}: nothing of it is being sent.",
            "It leaves only with: digest send",
        )
    return record
