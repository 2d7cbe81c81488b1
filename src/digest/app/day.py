"""The whole day in one wish: what is not there yet is collected, drafted, checked and planned."""

from collections.abc import Callable
from dataclasses import dataclass

from digest.app.draft import OPEN_STATES, DraftReport, DraftWish, draft_edition, place_edition
from digest.app.plan import plan_send
from digest.app.ports import Clock, Folder, Renderer, Stores
from digest.app.ready import Ready, make_ready
from digest.errors import EditionExpired, UsageError
from digest.model.edition import EditionRecord, EditionState
from digest.model.publication import Publication


@dataclass(frozen=True, slots=True, kw_only=True)
class SendWish:
    """What a caller wants to be sent.

    Attributes:
        slug: The edition; None means today's, made first when it is not there.
        lists: The audience; empty means every subscriber.
        retry_unknown: Whether readers in doubt are mailed again.
        include_new: Whether readers who joined since planning are added.
    """

    slug: str | None = None
    lists: tuple[str, ...] = ()
    retry_unknown: bool = False
    include_new: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Quiet:
    """The day has too few stories; nothing is sent.

    Attributes:
        draft: What was found.
        told: Whether an earlier run has said so already.
    """

    draft: DraftReport
    told: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Refused:
    """Somebody was asked and said no."""

    ready: Ready


@dataclass(frozen=True, slots=True, kw_only=True)
class Planned:
    """An edition whose audience is frozen; what is owed may be sent."""

    slug: str


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
) -> Planned | Quiet | Refused:
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

    Raises:
        UsageError: There is no such edition, or it was planned for other lists.
        EditionError: The check found an error.
        EditionExpired: Its time to be sent has passed.
        EditionBusy: Another run has planned it in the meantime.
    """
    slug = wish.slug or place_edition(publication, editions=stores.editions, now=clock.now()).slug
    record = stores.editions.edition(slug)
    if record is None and wish.slug:
        raise UsageError(f"There is no edition {slug}.", "Draft today's: digest draft")
    if record is None:
        collect()
        report = draft_edition(DraftWish(), publication, stores=stores, folder=folder, clock=clock)
        if report.edition is None:
            told = stores.editions.quiet_day(slug) is not None
            stores.editions.note_quiet_day(slug, report.quiet_reason, now=clock.now())
            return Quiet(draft=report, told=told)
        slug = report.placement.slug
    elif record.state not in OPEN_STATES:
        return go_on(wish, record, stores=stores, clock=clock)
    ready = make_ready(
        slug,
        publication,
        stores=stores,
        folder=folder,
        renderer=renderer,
        clock=clock,
        lists=wish.lists,
        public_url=public_url,
    )
    if not agree(ready):
        return Refused(ready=ready)
    plan_send(ready.lock, record=ready.record, folder=folder, ledger=stores.ledger, clock=clock)
    return Planned(slug=slug)


def go_on(wish: SendWish, record: EditionRecord, *, stores: Stores, clock: Clock) -> Planned:
    """Take up an edition that was planned before.

    Raises:
        UsageError: It was planned for other lists.
        EditionExpired: Its time to be sent has passed.
    """
    if record.state is EditionState.EXPIRED:
        raise EditionExpired(
            f"{record.slug} expired at {record.send_by:%Y-%m-%d %H:%M} UTC: nothing more is sent.",
            f"See who did not get it: digest report {record.slug}",
        )
    if wish.lists and set(wish.lists) != set(record.lists):
        planned = ", ".join(record.lists) or "every subscriber"
        raise UsageError(
            f"{record.slug} was planned for {planned}, not for {', '.join(wish.lists)}.",
            f"Go on with the audience it has: digest send {record.slug}",
        )
    if wish.retry_unknown:
        stores.ledger.retry_unknown(record.slug, now=clock.now())
    if wish.include_new:
        stores.ledger.include_new(record.slug, now=clock.now())
    return Planned(slug=record.slug)
