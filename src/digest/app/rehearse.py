"""Rehearse a send: tell what it would do, and do nothing."""

from dataclasses import dataclass

from digest.app.check import CheckReport, check_file, check_rendered
from digest.app.day import SendWish
from digest.app.draft import OPEN_STATES, DraftReport, DraftWish, draft_edition, place_edition
from digest.app.ports import Clock, Folder, Renderer, Stores
from digest.errors import UsageError
from digest.model.delivery import Books
from digest.model.publication import Publication


@dataclass(frozen=True, slots=True, kw_only=True)
class Rehearsal:
    """What a send would do.

    Attributes:
        slug: The edition.
        books: The readers it is owed to; those of the ledger once it is planned.
        draft: What would be drafted; None when it is drafted already.
        checked: What the check finds; None for an edition that is planned, and on a quiet day.
    """

    slug: str
    books: Books
    draft: DraftReport | None = None
    checked: CheckReport | None = None


def rehearse_send(
    wish: SendWish,
    publication: Publication,
    *,
    stores: Stores,
    folder: Folder,
    renderer: Renderer,
    clock: Clock,
    public_url: str,
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

    Raises:
        UsageError: There is no such edition.
    """
    slug = wish.slug or place_edition(publication, editions=stores.editions, now=clock.now()).slug
    record = stores.editions.edition(slug)
    if record is None and wish.slug:
        raise UsageError(f"There is no edition {slug}.", "Draft today's: digest draft")
    if record and record.state not in OPEN_STATES:
        return Rehearsal(slug=slug, books=stores.ledger.books(slug))
    audience = stores.subscribers.audience(wish.lists)
    if record:
        checked = check_file(
            slug, publication, folder=folder, renderer=renderer, clock=clock, public_url=public_url
        )
        return Rehearsal(slug=slug, books=audience, checked=checked)
    draft = draft_edition(
        DraftWish(dry_run=True), publication, stores=stores, folder=folder, clock=clock
    )
    if draft.edition is None:
        return Rehearsal(slug=slug, books=Books(), draft=draft)
    checked = check_rendered(
        draft.edition, publication, renderer=renderer, clock=clock, public_url=public_url
    )
    return Rehearsal(slug=slug, books=audience, draft=draft, checked=checked)
