"""Rehearse a send: tell what it would do, and do nothing."""

from dataclasses import dataclass
from datetime import datetime

from digest.app.check import CheckReport, check_file, check_rendered
from digest.app.day import SendWish, place_wished, refuse_going_on, refuse_past, stays_halted
from digest.app.draft import OPEN_STATES, DraftReport, DraftWish, draft_edition
from digest.app.ports import Clock, Folder, Renderer, Stores
from digest.app.ready import count_audience, refuse_late
from digest.app.roundup import draft_round_up
from digest.app.segments import doubtful_names
from digest.errors import UsageError
from digest.model.delivery import Books
from digest.model.edition import DAILY, WEEKLY, EditionRecord, EditionState
from digest.model.publication import Publication


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
        doubts: What of that may be mistyped, a sentence each.
    """

    slug: str
    books: Books
    draft: DraftReport | None = None
    checked: CheckReport | None = None
    halted: bool = False
    resumes: bool = False
    segment: str = ""
    doubts: tuple[str, ...] = ()


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
    today = place_wished(wish, publication, editions=stores.editions, now=now)
    slug = wish.slug or today.slug
    record = stores.editions.edition(slug)
    if record is None and wish.slug:
        raise UsageError(f"There is no edition {slug}.", "Draft today's: digest draft")
    if record and record.state not in OPEN_STATES:
        books = stores.ledger.books(slug)
        if is_test:
            return Rehearsal(slug=slug, books=books)
        return rehearse_going_on(wish, record, books, now=now, zone=publication.timezone)
    edition = None
    draft = None
    if record is None:
        wished = DraftWish(dry_run=True)
        make = draft_round_up if wish.weekly else draft_edition
        draft = make(wished, publication, stores=stores, folder=folder, clock=clock)
        edition = draft.edition
        if edition is None:
            return Rehearsal(slug=slug, books=Books(), draft=draft)
    kind = record.kind if record else (WEEKLY if wish.weekly else DAILY)
    if is_test:
        audience = stores.subscribers.audience(wish.lists, segment=wish.segment, kind=kind, now=now)
    else:
        send_by = wish.send_by or (record.send_by if record else today.send_by)
        refuse_late(slug, send_by=send_by, now=now, zone=publication.timezone)
        audience = count_audience(
            slug,
            wish.lists,
            subscribers=stores.subscribers,
            segment=wish.segment,
            kind=kind,
            now=now,
        )
    if edition:
        checked = check_rendered(
            edition, publication, renderer=renderer, clock=clock, public_url=public_url
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
        doubts=doubtful_names(wish.segment, publication, subscribers=stores.subscribers),
    )


def rehearse_going_on(
    wish: SendWish, record: EditionRecord, books: Books, *, now: datetime, zone: str
) -> Rehearsal:
    """Tell what would become of an edition that was planned before; moments in `zone`.

    Raises:
        UsageError: It was planned for other lists, or another segment.
        EditionExpired: Its time to be sent has passed.
    """
    refuse_going_on(wish, record, now=now, zone=zone)
    halted = stays_halted(wish, record, now=now)
    return Rehearsal(
        slug=record.slug,
        books=books,
        halted=halted,
        resumes=record.state is EditionState.HALTED and not halted,
        segment=record.segment,
    )
