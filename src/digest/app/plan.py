"""Plan a send: freeze what is sent and to whom, before the first message leaves."""

from dataclasses import replace
from datetime import datetime

from digest.app.check import CheckReport
from digest.app.handing_over import hand_over
from digest.app.ports import Clock, EditionStore, Folder, Stores
from digest.compose.draft import write_edition
from digest.compose.lines import is_web_address, tidy
from digest.compose.lock import lock_to_json, open_lock
from digest.errors import EditionError
from digest.model.delivery import Books
from digest.model.edition import DAILY, Edition, EditionRecord
from digest.model.message import Lock
from digest.model.publication import Publication
from digest.model.worker import SendingOrder


def make_lock(
    checked: CheckReport,
    publication: Publication,
    *,
    record: EditionRecord | None,
    lists: tuple[str, ...],
    public_url: str,
    now: datetime,
) -> Lock:
    """Freeze a checked edition with every setting that reaches the mail.

    Args:
        checked: A check that found no error.
        publication: The publication.
        record: The drafted edition, for the articles it tells; None for a file without a draft.
        lists: The audience rule; empty means every subscriber.
        public_url: Base of the public pages; empty when there are none.
        now: The Date header's moment, aware.

    Raises:
        EditionError: The check did not get as far as a rendering in every language.
    """
    if checked.edition is None or len(checked.renderings) <= len(checked.others):
        raise EditionError(
            f"{checked.path} cannot be sent as it is.",
            f"See what is wrong: digest check {checked.slug}",
        )
    opened = open_lock(
        publication,
        slug=checked.slug,
        content_hash=checked.content_hash,
        public_url=public_url,
        now=now,
    )
    return replace(
        opened,
        number=checked.edition.number,
        lists=lists,
        rendered=checked.renderings,
        kind=record.kind if record else DAILY,
        # A round-up tells nothing for the first time.
        articles=told_articles(*every_edition(checked), record=record)
        if record is None or record.kind == DAILY
        else (),
        sources=write_sources(checked, checked.edition, zone=publication.timezone),
    )


def every_edition(checked: CheckReport) -> list[Edition]:
    """List the edition in each of its languages, the main one first."""
    every = (checked.edition, *(one.edition for one in checked.others))
    return [edition for edition in every if edition]


def write_sources(checked: CheckReport, main: Edition, *, zone: str) -> tuple[str, ...]:
    """Write the file behind each rendering, without its bench.

    What is not translated was made of the main edition's.
    """
    own = write_edition(replace(main, bench=()), zone=zone)
    return (
        own,
        *(
            write_edition(replace(one.edition, bench=()), zone=zone)
            if one.edition and one.is_translated
            else own
            for one in checked.others
        ),
    )


def told_articles(*editions: Edition, record: EditionRecord | None) -> tuple[str, ...]:
    """List every article that an edition tells in any language, so that no later one does again.

    A story counts with all of its articles as long as its leading one still stands in the file; a
    saved page has no link there, and is known by its headline.
    """
    items = [item for edition in editions for item in edition.items]
    unlinked = {item.headline for item in items if not item.url}
    shown = {item.url for item in items if item.url}
    shown |= {sighting.url for item in items for sighting in item.also}
    for decision in record.decisions if record else ():
        saved = not is_web_address(decision.url) and tidy(decision.headline) in unlinked
        if saved or decision.url in shown:
            shown.update(decision.articles)
    return tuple(sorted(shown))


def plan_send(
    lock: Lock,
    *,
    record: EditionRecord,
    folder: Folder,
    stores: Stores,
    clock: Clock,
    order: SendingOrder | None = None,
) -> Books:
    """Freeze the lock and its audience in the store, then write the lock's copy.

    Where workers send, their jobs and what they send with are a part of the same transaction.

    The store first: of two runs that plan at once the one that loses must not leave its own lock
    beside the draft. What a crash leaves out in between, `keep_copy` writes.

    Raises:
        EditionBusy: Another run has planned it.
    """
    with stores.together():
        books = stores.ledger.plan(lock, now=clock.now(), send_by=record.send_by)
        hand_over(lock.slug, stores=stores, order=order, send_by=record.send_by)
    folder.write_text(lock_path(lock.slug), lock_to_json(lock))
    return books


def keep_copy(slug: str, *, editions: EditionStore, folder: Folder) -> None:
    """See to it that the lock beside the draft is the one in the store."""
    lock = editions.lock(slug)
    if lock is None:
        return
    text = lock_to_json(lock)
    try:
        copy = folder.read_text(lock_path(slug))
    except EditionError:
        copy = None  # no text at all
    if copy != text:
        folder.write_text(lock_path(slug), text)


def lock_path(slug: str) -> str:
    """Tell where the copy of an edition's lock is, relative to the publication's folder."""
    return f"editions/{slug}.lock.json"
