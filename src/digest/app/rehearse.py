"""Rehearse a send: tell what it would do, and do nothing."""

from dataclasses import dataclass
from datetime import datetime

from digest.app.brought import NotDue, Unchosen
from digest.app.check import CheckReport, check_file, check_rendered
from digest.app.day import (
    SendWish,
    name_lists,
    place_wished,
    refuse_going_on,
    refuse_past,
    stays_halted,
    why_not_yet,
)
from digest.app.draft import OPEN_STATES, DraftReport, DraftWish, draft_edition
from digest.app.ports import Clock, Folder, Renderer, Stores
from digest.app.ready import count_audience, refuse_late
from digest.app.roundup import draft_round_up
from digest.app.send import SendReport
from digest.errors import UsageError
from digest.model.delivery import Books
from digest.model.edition import DAILY, WEEKLY, EditionRecord, EditionState
from digest.model.publication import OnUnknown, Publication


@dataclass(frozen=True, slots=True, kw_only=True)
class Rehearsal:
    """What a send would do.

    Attributes:
        slug: The edition.
        books: The readers it is owed to; those of the ledger once it is planned.
        draft: What would be drafted; None when it is drafted already.
        checked: What the check finds; None for an edition that is planned, and on a quiet day.
        halted: Whether nothing would be sent, as the edition is halted.
        resumes: Whether sending it would end a halt.
        segment: Who of those on its lists it goes to, as a rule; empty for all of them.
        subscribed: How many are subscribed in all, where only some of them are meant; else None.
        lists: Whose readers these are, as the lists are called; empty for all of them.
        joined: How many would be added who joined since it was planned; None when that is not
            wished, or it is not planned yet.
        early: Why nothing would be made or sent yet; None when it would.
        idle: What a send would end with as there is nobody to try now; None when there is.
    """

    slug: str
    books: Books
    draft: DraftReport | None = None
    checked: CheckReport | None = None
    halted: bool = False
    resumes: bool = False
    segment: str = ""
    subscribed: int | None = None
    lists: tuple[str, ...] = ()
    joined: int | None = None
    early: NotDue | Unchosen | None = None
    idle: SendReport | None = None


def rehearse_send(
    wish: SendWish,
    publication: Publication,
    *,
    stores: Stores,
    folder: Folder,
    renderer: Renderer,
    clock: Clock,
    public_url: str,
    is_test: bool = False,
) -> Rehearsal:
    """Tell what a send would do. Nothing is collected, written or sent.

    Args:
        wish: What is to be sent.
        publication: The publication.
        stores: Its database.
        folder: Its folder.
        renderer: Renders the edition for the check.
        clock: Tells the present moment.
        public_url: Base of the public pages; empty when there are none.
        is_test: Whether only test copies would be sent, which any edition allows at any time.

    Raises:
        UsageError: There is no such edition, it was planned for others, nobody is on the lists and
            in the segment, or the moment by which it is wished to be sent has passed.
        EditionExpired: Its time to be sent has passed.
    """
    now = clock.now()
    refuse_past(wish.send_by, now=now, zone=publication.timezone)
    wish = name_lists(wish, publication, subscribers=stores.subscribers)
    today = place_wished(wish, publication, editions=stores.editions, now=now)
    slug = wish.slug or today.slug
    record = stores.editions.edition(slug)
    if record is None and wish.slug:
        raise UsageError(f"There is no edition {slug}.", "Draft today's: digest draft")
    if record and record.state not in OPEN_STATES:
        return rehearse_going_on(
            wish, record, stores=stores, now=now, zone=publication.timezone, is_test=is_test
        )
    early = None if is_test else why_not_yet(wish, today, publication, stores=stores, now=now)
    if early:
        return Rehearsal(slug=slug, books=Books(), early=early)
    draft = None
    if record is None:
        wished = DraftWish(dry_run=True)
        make = draft_round_up if wish.weekly else draft_edition
        draft = make(wished, publication, stores=stores, folder=folder, clock=clock)
        if draft.edition is None:
            return Rehearsal(slug=slug, books=Books(), draft=draft)
    kind = record.kind if record else (WEEKLY if wish.weekly else DAILY)
    if is_test:
        audience = stores.subscribers.audience(wish.lists, segment=wish.segment, kind=kind, now=now)
    else:
        send_by = wish.send_by or (record or today).send_by
        refuse_late(slug, send_by=send_by, now=now, zone=publication.timezone)
        audience = count_audience(
            slug,
            wish.lists,
            subscribers=stores.subscribers,
            segment=wish.segment,
            kind=kind,
            now=now,
        )
    if draft and draft.edition:
        checked = check_rendered(
            draft.edition, publication, renderer=renderer, clock=clock, public_url=public_url
        )
    else:
        checked = check_file(
            slug,
            publication,
            folder=folder,
            renderer=renderer,
            clock=clock,
            public_url=public_url,
            stores=stores,
        )
    return Rehearsal(
        slug=slug,
        books=audience,
        draft=draft,
        checked=checked,
        segment=wish.segment.text if wish.segment else "",
        subscribed=count_all(wish, kind, stores=stores, now=now),
        lists=wish.lists,
    )


def count_all(wish: SendWish, kind: str, *, stores: Stores, now: datetime) -> int | None:
    """Count who an edition of this kind would be for, were it for all; None when it is."""
    if not (wish.lists or wish.segment):
        return None
    return stores.subscribers.audience((), kind=kind, now=now).planned


def rehearse_going_on(
    wish: SendWish,
    record: EditionRecord,
    *,
    stores: Stores,
    now: datetime,
    zone: str,
    is_test: bool,
) -> Rehearsal:
    """Tell what would become of an edition that was planned before; moments in `zone`.

    Raises:
        UsageError: It was planned for other lists, or another segment.
        EditionExpired: Its time to be sent has passed.
    """
    books = stores.ledger.books(record.slug)
    if is_test:
        return Rehearsal(slug=record.slug, books=books)
    refuse_going_on(wish, record, now=now, zone=zone)
    if books.owed or books.deferred:
        refuse_late(record.slug, send_by=wish.send_by or record.send_by, now=now, zone=zone)
    halted = stays_halted(wish, record, now=now)
    adds = wish.include_new and not halted
    joined = stores.ledger.include_new(record.slug, now=now, rehearse=True) if adds else None
    return Rehearsal(
        slug=record.slug,
        books=books,
        halted=halted,
        resumes=record.state is EditionState.HALTED and not halted,
        segment=record.segment,
        joined=joined,
        idle=None if joined else tell_idle(wish, record, books, stores=stores, now=now),
    )


def tell_idle(
    wish: SendWish, record: EditionRecord, books: Books, *, stores: Stores, now: datetime
) -> SendReport | None:
    """Tell what a send would end with that finds nobody to try; None when somebody is."""
    next_due = stores.ledger.next_due(record.slug)
    is_halted = record.state is EditionState.HALTED
    if is_halted or books.owed or (next_due and next_due <= now):
        return None
    if books.unknown:
        lock = stores.editions.lock(record.slug)
        if wish.retry_unknown or (lock and lock.on_unknown == OnUnknown.RETRY.value):
            return None
    return SendReport(
        slug=record.slug, books=books, seconds=0.0, state=record.state, next_due=next_due
    )
