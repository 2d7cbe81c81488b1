"""A publication with a planned edition, made as a process of its own: FOLDER READERS.

Beside it lie what the yardsticks send: `message.eml`, one reader's whole message, and `parts.json`,
the parts it was compiled from.
"""

import json
import sys
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

from tests.bench.desk import SLUG
from tests.bench.rendering import make_edition
from tests.unit.render.examples import HASH, PUBLICATION, daily

from digest.app.mailing import make_message, open_mailing
from digest.model.edition import EditionRecord, EditionState, Window
from digest.model.message import Lock, Rendered
from digest.model.subscriber import Subscriber
from digest.render.message import render_edition

WANTED_BYTES = 44_000
FEWEST_STORIES, MOST_STORIES = 2, 30
PUBLIC_URL = "https://daily.example.org"
DAY = timedelta(days=1)


def make_lock(stories: int, now: datetime) -> Lock:
    """Freeze an edition of some stories."""
    edition = make_edition(stories)
    rendered: Rendered = render_edition(
        edition, PUBLICATION, theme=daily(), content_hash=HASH, public_url=PUBLIC_URL
    )
    return Lock(
        slug=SLUG,
        number=edition.number,
        content_hash=HASH,
        date=now.replace(microsecond=0),
        publication_id=PUBLICATION.id,
        publication_name=PUBLICATION.name,
        sender=PUBLICATION.sender,
        reply_to="desk@example.org",
        site=PUBLICATION.site,
        bounce_address="bounces@example.org",
        unsubscribe_address="leave@example.org",
        public_url=PUBLIC_URL,
        on_unknown="hold",
        lists=(),
        rendered=(rendered,),
        articles=(),
    )


def write_message(lock: Lock, secret: str) -> bytes:
    """Write the message of one reader."""
    message = make_message(open_mailing(lock, secret=secret), next(make_readers(1)))
    assert message is not None
    return message.data


def choose_lock(now: datetime, secret: str) -> Lock:
    """Freeze the edition whose message comes nearest to the size that is wanted."""
    locks = (make_lock(stories, now) for stories in range(FEWEST_STORIES, MOST_STORIES))
    return min(locks, key=lambda lock: abs(len(write_message(lock, secret)) - WANTED_BYTES))


def make_readers(count: int) -> Iterator[Subscriber]:
    """Make readers of several domains."""
    for number in range(count):
        email = f"reader.{number}@mail{number % 7}.example.org"
        yield Subscriber(key=email, email=email, name=f"Reader Number {number}")


def keep_planned(store: object, lock: Lock, readers: Iterable[Subscriber], now: datetime) -> None:
    """Keep readers and plan the edition for them, in any store."""
    from digest.app.ports import Stores

    assert isinstance(store, Stores)
    store.subscribers.import_subscribers(readers, now=now)
    store.editions.save_draft(
        EditionRecord(
            slug=lock.slug,
            number=lock.number,
            state=EditionState.DRAFTED,
            window=Window(start=now - DAY, end=now),
            draft_hash="",
            send_by=now + DAY,
        )
    )
    store.ledger.plan(lock, now=now, send_by=now + DAY)


def write_parts(lock: Lock) -> str:
    """Write what a mailer is given to personalise: both parts, and the words to be replaced."""
    rendered = lock.rendered[0]
    marks = [
        {"token": one.token, "field": one.field.value, "context": one.context.value}
        for one in rendered.sentinels
    ]
    parts = {"subject": rendered.subject, "html": rendered.html, "text": rendered.text}
    return json.dumps({**parts, "sentinels": marks, "sender": lock.sender})


def main(folder: Path, readers: int) -> None:
    """Make the publication's database and the files for the yardsticks."""
    from digest.config import read_settings
    from digest.wiring import opened_stores

    now = datetime.now(tz=UTC)
    settings = read_settings(folder, {})
    lock = choose_lock(now, settings.machine.secret)
    with opened_stores(settings) as stores:
        keep_planned(stores, lock, make_readers(readers), now)
    folder.joinpath("message.eml").write_bytes(write_message(lock, settings.machine.secret))
    folder.joinpath("parts.json").write_text(write_parts(lock), encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]))
