"""Plan a send: freeze what is sent and to whom, before the first message leaves."""

from dataclasses import replace
from datetime import datetime
from email.utils import parseaddr
from zoneinfo import ZoneInfo

from digest.app.check import CheckReport
from digest.app.ports import Clock, EditionStore, Folder, Ledger
from digest.compose.draft import write_edition
from digest.compose.lines import is_web_address, tidy
from digest.compose.lock import lock_to_json
from digest.errors import EditionError
from digest.model.delivery import Books
from digest.model.edition import Edition, EditionRecord
from digest.model.message import Lock
from digest.model.publication import Publication


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
        EditionError: The check did not get as far as a rendering.
    """
    if checked.edition is None or checked.rendered is None:
        raise EditionError(
            f"{checked.path} cannot be sent as it is.",
            f"See what is wrong: digest check {checked.slug}",
        )
    sender = parseaddr(publication.sender)[1]
    answers = parseaddr(publication.reply_to or "")[1] or sender
    return Lock(
        slug=checked.slug,
        number=checked.edition.number,
        content_hash=checked.content_hash,
        date=now.astimezone(ZoneInfo(publication.timezone)).replace(microsecond=0),
        publication_id=publication.id,
        publication_name=publication.name,
        sender=publication.sender,
        reply_to=publication.reply_to,
        site=publication.site,
        bounce_address=publication.sending.bounce_address or sender,
        unsubscribe_address=publication.sending.unsubscribe_address or answers,
        public_url=public_url,
        on_unknown=publication.sending.on_unknown.value,
        lists=lists,
        rendered=(checked.rendered,),
        articles=told_articles(checked.edition, record),
        sources=(write_edition(replace(checked.edition, bench=()), zone=publication.timezone),),
    )


def told_articles(edition: Edition, record: EditionRecord | None) -> tuple[str, ...]:
    """List every article that an edition tells, so that no later one tells it again.

    A story counts with all of its articles as long as its leading one still stands in the file; a
    saved page has no link there, and is known by its headline.
    """
    unlinked = {item.headline for item in edition.items if not item.url}
    shown = {item.url for item in edition.items if item.url}
    shown |= {sighting.url for item in edition.items for sighting in item.also}
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
    ledger: Ledger,
    clock: Clock,
) -> Books:
    """Freeze the lock and its audience in the store, then write the lock's copy.

    The store first: of two runs that plan at once the one that loses must not leave its own lock
    beside the draft. What a crash leaves out in between, `keep_copy` writes.

    Raises:
        EditionBusy: Another run has planned it.
    """
    books = ledger.plan(lock, now=clock.now(), send_by=record.send_by)
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
