"""The whole day in one wish: what is not there yet is collected, drafted, checked and planned."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime

from digest.app.brought import Halted, NotDue, Planned, Quiet, Refused, Unchosen, Unsent
from digest.app.check import edition_path
from digest.app.draft import (
    OPEN_STATES,
    DraftWish,
    Placement,
    draft_edition,
    place_edition,
)
from digest.app.handing_over import hand_over
from digest.app.pictures import Host
from digest.app.plan import keep_copy, plan_send
from digest.app.ports import (
    Clock,
    EditionStore,
    Folder,
    Renderer,
    Stores,
    SubscriberStore,
    Writer,
)
from digest.app.ready import Ready, make_ready
from digest.app.roundup import draft_round_up, place_round_up
from digest.app.segments import find_lists, refuse_mistyped
from digest.deliver.segment import Segment
from digest.errors import EditionExpired, UsageError
from digest.model.edition import BEGUN, WEEKLY, EditionRecord, EditionState
from digest.model.publication import Publication
from digest.model.worker import SendingOrder
from digest.text.values import show_moment

UNCHOSEN = "chosen by nobody"


@dataclass(frozen=True, slots=True, kw_only=True)
class SendWish:
    """What a caller wants to be sent.

    Attributes:
        slug: The edition; None means today's, made first when it is not there.
        lists: The audience; empty means every subscriber.
        segment: Who of it is meant; None means all of it.
        retry_unknown: Whether readers in doubt are mailed again.
        include_new: Whether readers who joined since planning are added.
        wait: Whether the run stays until the deferred are settled too.
        send_by: Aware moment after which nothing is begun, in place of the edition's own; None
            leaves that.
        weekly: Whether the week's round-up is meant, as long as no edition is named.
    """

    slug: str | None = None
    lists: tuple[str, ...] = ()
    segment: Segment | None = None
    retry_unknown: bool = False
    include_new: bool = False
    wait: bool = False
    send_by: datetime | None = None
    weekly: bool = False


def bring_to_plan(
    wish: SendWish,
    publication: Publication,
    *,
    stores: Stores,
    folder: Folder,
    renderer: Renderer,
    clock: Clock,
    public_url: str,
    collect: Callable[[], object],
    agree: Callable[[Ready], bool],
    writer: Writer | None = None,
    host: Host | None = None,
    order: SendingOrder | None = None,
) -> Planned | Unsent:
    """Do whatever is missing until an edition can be sent.

    Args:
        wish: What is to be sent.
        publication: The publication.
        stores: Its database.
        folder: Its folder.
        renderer: Renders the edition.
        clock: Tells the present moment.
        public_url: Base of the public pages; empty when there are none.
        collect: Collects the day's articles; called only when nothing is drafted.
        agree: Asked once, before the audience is frozen.
        writer: A language model that proposes texts for a draft; None leaves the extracts.
        host: Sees to pictures that the publication serves itself; None leaves all linked.
        order: What workers send with, where there may be some.

    Raises:
        UsageError: There is no such edition, it was planned for others, a list or the segment names
            what nobody knows, or the moment by which it is wished to be sent has passed.
        EditionError: The check found an error.
        RenderError: It cannot be made into mail.
        EditionExpired: Its time to be sent has passed.
        EditionBusy: Another run is making it, or has planned it in the meantime.
    """
    now = clock.now()
    refuse_past(wish.send_by, now=now, zone=publication.timezone)
    wish = name_lists(wish, publication, subscribers=stores.subscribers)
    today = place_wished(wish, publication, editions=stores.editions, now=now)
    slug = wish.slug or today.slug
    close_overdue(slug, stores=stores, now=now)
    record = stores.editions.edition(slug)
    if record is None and wish.slug:
        raise UsageError(f"There is no edition {slug}.", "Draft today's: digest draft")
    if record is None or record.state in OPEN_STATES:
        early = leave_for_later(wish, today, publication, stores=stores, now=now)
        if early:
            return early
        if slug == today.slug and is_missing(record, slug, folder=folder):
            made = make_draft(
                wish,
                today,
                publication,
                stores=stores,
                folder=folder,
                clock=clock,
                collect=collect,
                writer=writer,
            )
            if isinstance(made, Quiet):
                return made
            slug = made
        record = stores.editions.edition(slug)
    if record and record.state not in OPEN_STATES:
        zone = publication.timezone
        return go_on(
            wish, record, stores=stores, folder=folder, clock=clock, zone=zone, order=order
        )
    ready = make_ready(
        slug,
        publication,
        stores=stores,
        folder=folder,
        renderer=renderer,
        clock=clock,
        lists=wish.lists,
        segment=wish.segment,
        public_url=public_url,
        send_by=wish.send_by,
        host=host,
    )
    if not agree(ready):
        return Refused(ready=ready)
    planned = plan_send(
        ready.lock, record=ready.record, folder=folder, stores=stores, clock=clock, order=order
    )
    return Planned(slug=slug, before=planned)


def name_lists(
    wish: SendWish, publication: Publication, *, subscribers: SubscriberStore
) -> SendWish:
    """Write the names of the lists in a wish as they are kept."""
    return replace(wish, lists=find_lists(wish.lists, publication, subscribers=subscribers))


def place_wished(
    wish: SendWish, publication: Publication, *, editions: EditionStore, now: datetime
) -> Placement:
    """Tell which edition is meant while none is named: today's, or the week's round-up.

    Raises:
        UsageError: A round-up is wished that the publication does not offer.
    """
    if wish.weekly:
        return place_round_up(publication, editions=editions, now=now)
    return place_edition(publication, editions=editions, now=now)


def why_not_yet(
    wish: SendWish, today: Placement, publication: Publication, *, stores: Stores, now: datetime
) -> NotDue | Unchosen | None:
    """Tell why an edition that is not planned is to wait; None when it may be made and planned.

    Nothing is noted, so that a rehearsal may ask as well.

    Raises:
        UsageError: A list is one that nobody knows, or the segment names what nobody knows.
    """
    if not wish.slug and today.due and now < today.due:
        return NotDue(slug=today.slug, at=today.due)
    refuse_mistyped(wish.segment, wish.lists, publication, subscribers=stores.subscribers)
    # A segment that nobody is in may be mistyped, and is refused later.
    if not wish.weekly or wish.segment:
        return None
    if stores.subscribers.audience(wish.lists, kind=WEEKLY, now=now).planned:
        return None
    return Unchosen(slug=today.slug, told=stores.editions.quiet_day(today.slug) is not None)


def leave_for_later(
    wish: SendWish, today: Placement, publication: Publication, *, stores: Stores, now: datetime
) -> NotDue | Unchosen | None:
    """Tell why an edition is to wait, and note of a round-up that nobody is there to miss it.

    Raises:
        UsageError: A list is one that nobody knows, or the segment names what nobody knows.
    """
    early = why_not_yet(wish, today, publication, stores=stores, now=now)
    if isinstance(early, Unchosen):
        stores.editions.note_quiet_day(early.slug, UNCHOSEN, now=now)
    return early


def is_missing(record: EditionRecord | None, slug: str, *, folder: Folder) -> bool:
    """Whether an edition is still to be drafted, or a run was stopped before its file was there."""
    return record is None or folder.read_text(edition_path(slug)) is None


def make_draft(
    wish: SendWish,
    today: Placement,
    publication: Publication,
    *,
    stores: Stores,
    folder: Folder,
    clock: Clock,
    collect: Callable[[], object],
    writer: Writer | None = None,
) -> str | Quiet:
    """Collect and draft, as the only run that does so; tell the edition's slug.

    A round-up is made of what was sent, so nothing is collected for it.

    Raises:
        EditionBusy: Another run is doing it at this moment.
    """
    with folder.alone(), stores.alone("desk"):
        record = stores.editions.edition(today.slug)
        if not is_missing(record, today.slug, folder=folder):
            return today.slug
        if wish.weekly:
            report = draft_round_up(
                DraftWish(day=today.day), publication, stores=stores, folder=folder, clock=clock
            )
        else:
            if record is None:
                collect()
            report = draft_edition(
                DraftWish(),
                publication,
                stores=stores,
                folder=folder,
                clock=clock,
                writer=writer,
            )
        slug = report.placement.slug
        if report.edition is None:
            told = stores.editions.quiet_day(slug) is not None
            stores.editions.note_quiet_day(slug, report.quiet_reason, now=clock.now())
            return Quiet(draft=report, told=told)
    return slug


def close_overdue(slug: str, *, stores: Stores, now: datetime) -> None:
    """Close the books of earlier editions that a stopped run has left open and time has ended."""
    for record in stores.editions.editions():
        if record.slug != slug and record.state in BEGUN and record.send_by <= now:
            # What is complete but for its name is done, and `expire` leaves it so.
            stores.ledger.settle(record.slug, now=now)
            stores.ledger.expire(record.slug, now=now)


def go_on(
    wish: SendWish,
    record: EditionRecord,
    *,
    stores: Stores,
    folder: Folder,
    clock: Clock,
    zone: str,
    order: SendingOrder | None = None,
) -> Planned | Halted:
    """Take up an edition that was planned before; moments are told in `zone`.

    One that was halted goes on only when it is named, so that cron does not undo a halt.

    Raises:
        UsageError: It was planned for other lists, or another segment.
        EditionExpired: Its time to be sent has passed.
    """
    now = clock.now()
    refuse_going_on(wish, record, now=now, zone=zone)
    keep_copy(record.slug, editions=stores.editions, folder=folder)
    if stays_halted(wish, record, now=now):
        return Halted(slug=record.slug, books=stores.ledger.books(record.slug))
    if wish.send_by:
        stores.ledger.set_send_by(record.slug, wish.send_by)
    if record.state is EditionState.HALTED:
        stores.ledger.set_state(record.slug, EditionState.SENDING)
    if wish.retry_unknown:
        stores.ledger.retry_unknown(record.slug, now=now)
    if wish.include_new:
        stores.ledger.include_new(record.slug, now=now)
    before = stores.ledger.progress(record.slug)
    hand_over(record.slug, stores=stores, order=order, send_by=wish.send_by)
    return Planned(slug=record.slug, before=before)


def stays_halted(wish: SendWish, record: EditionRecord, *, now: datetime) -> bool:
    """Whether a wish leaves a halt as it is: it names no edition, and there is time to resume it.

    What nobody has resumed in time may expire.
    """
    in_time = now < (wish.send_by or record.send_by)
    return record.state is EditionState.HALTED and not wish.slug and in_time


def refuse_past(send_by: datetime | None, *, now: datetime, zone: str) -> None:
    """Take no moment that is over for one by which something is to be sent; tell it in `zone`.

    Raises:
        UsageError: It has passed.
    """
    if send_by and send_by <= now:
        raise UsageError(
            f"--send-by is {show_moment(send_by, zone)}, and that has passed: nothing was sent.",
            "Name a later moment, or leave it out.",
        )


def refuse_going_on(wish: SendWish, record: EditionRecord, *, now: datetime, zone: str) -> None:
    """Let nothing be opened again that may not be sent; tell moments in `zone`.

    Raises:
        UsageError: It was planned for other lists, or another segment.
        EditionExpired: Its time to be sent has passed.
    """
    if record.state is EditionState.EXPIRED:
        raise EditionExpired(
            f"{record.slug} expired at {show_moment(record.send_by, zone)}: nothing more is sent.",
            f"See who did not get it: digest report {record.slug}",
        )
    if wish.lists and set(wish.lists) != set(record.lists):
        planned = ", ".join(record.lists) or "every subscriber"
        planned += f" in the segment {record.segment}" if record.segment else ""
        raise UsageError(
            f"{record.slug} was planned for {planned}, not for {', '.join(wish.lists)}.",
            f"Go on with the audience it has: digest send {record.slug}",
        )
    if wish.segment and wish.segment.text != record.segment:
        planned = f"for {record.segment}" if record.segment else "without a segment"
        raise UsageError(
            f"{record.slug} was planned {planned}, not for {wish.segment.text}.",
            f"Go on with the audience it has: digest send {record.slug}",
        )
    # What is opened again now would only expire, and a doubt must stay one that a report names.
    if now >= (wish.send_by or record.send_by) and (wish.retry_unknown or wish.include_new):
        raise EditionExpired(
            f"{record.slug} had to be sent by {show_moment(record.send_by, zone)}: "
            "nobody is mailed again, and nobody is added.",
            f"See how it stands: digest report {record.slug}",
        )
