"""Invented editions, rendered in every theme as `digest` does, and made one reader's mail."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import lru_cache
from pathlib import Path

from digest.adapters.templates import ChildRenderer
from digest.app.mailing import make_message, open_mailing
from digest.compose.draft import read_edition
from digest.compose.lock import content_hash
from digest.model.edition import Edition
from digest.model.message import Inspection, Lock
from digest.model.publication import Publication
from digest.model.subscriber import Subscriber

ROOT = Path(__file__).parents[2]
EDITIONS = Path(__file__).parent / "editions"
DRAWN = ROOT / "src" / "digest" / "adapters" / "demo_data" / "pictures"
THEMES = ("daily", "brief", "magazine")
SAMPLES = ("en", "ar", "de", "mixed")
PAGES = "https://news.example.org"
SECRET = "a secret of thirty-two letters or more"
PUBLICATION = Publication(
    id="the-daily",
    name="The Daily",
    strapline="Read the World Today",
    timezone="Europe/Brussels",
    language="en",
    site="https://daily.example.org/",
    sender="The Daily <daily@example.org>",
    reply_to="desk@example.org",
    address="1 Press Lane, 1000 Brussels",
)
NAMES = {
    "ar": ("اليومية", "اقرأ العالم اليوم", "1 زقاق الصحافة، 1000 بروكسل"),
    "de": ("Der Tag", "Die Welt von heute, gelesen am Morgen", "Pressegasse 1, 1000 Brüssel"),
}
READER = Subscriber(id=7, key="jo@example.net", email="jo@example.net", name="Jo Marsh")
# Links that a reader is meant to press; they are 44 px high or more. The rest are 24 or more.
MAIN_LINKS = (
    "h1 a",
    "h2 a",
    "h3 a",
    ".btn a",
    'a[href*="/unsubscribe/"]',
    'a[href*="/preferences/"]',
    f'a[href^="{PAGES}/archive/"]',
    "a[aria-label]",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Mail:
    """One edition in one theme, as a reader gets it.

    Attributes:
        theme: Its theme.
        edition: What it was made of.
        lock: With both parts as they were rendered.
        mjml: What its HTML was made of.
        message: The bytes for the wire.
        html: The HTML part of the message.
        text: Its text part.
    """

    theme: str
    edition: Edition
    lock: Lock
    mjml: str
    message: bytes
    html: str
    text: str


def read_sample(name: str) -> Edition:
    """Read one of our editions."""
    path = EDITIONS / f"{name}.md"
    return read_edition(path.read_text(encoding="utf-8"), path=path.name)


def drawn_pictures() -> dict[str, str]:
    """The pictures of the sample editions: file by address."""
    return {f"https://pictures.example.org/{one.name}": str(one) for one in DRAWN.glob("*.png")}


def publication_for(edition: Edition, theme: str) -> Publication:
    """The Daily as its readers in another language know it."""
    masthead = NAMES.get(edition.language)
    own = replace(PUBLICATION, theme=theme, language=edition.language)
    if masthead is None:
        return own
    name, strapline, address = masthead
    return replace(own, name=name, strapline=strapline, address=address)


@contextmanager
def open_renderer() -> Iterator[ChildRenderer]:
    """Render as a publication without templates of its own does."""
    with ChildRenderer(EDITIONS / "no-templates") as renderer:
        yield renderer


def make_mail(renderer: ChildRenderer, edition: Edition, theme: str, *, url: str = PAGES) -> Mail:
    """Render an edition and make one reader's mail of it."""
    publication = publication_for(edition, theme)
    digest = content_hash(
        edition, publication, theme_digest=renderer.theme_digest(theme), public_url=url
    )
    inspection = renderer.inspect(edition, publication, content_hash=digest, public_url=url)
    lock = make_lock(edition, publication, inspection, digest=digest, url=url)
    message = write_to(READER, lock)
    html, text = (part_of(message, kind) for kind in ("html", "plain"))
    return Mail(
        theme=theme,
        edition=edition,
        lock=lock,
        mjml=inspection.mjml,
        message=message,
        html=html,
        text=text,
    )


def make_lock(
    edition: Edition, publication: Publication, inspection: Inspection, *, digest: str, url: str
) -> Lock:
    """Lock an edition as planning a send does."""
    return Lock(
        slug=edition.slug,
        number=edition.number,
        content_hash=digest,
        date=datetime(2026, 11, 23, 5, 30, tzinfo=UTC),
        publication_id=publication.id,
        publication_name=publication.name,
        sender=publication.sender,
        reply_to=publication.reply_to,
        site=publication.site,
        bounce_address="bounces@example.org",
        unsubscribe_address="leave@example.org",
        public_url=url,
        on_unknown="hold",
        lists=(),
        rendered=(inspection.rendered,),
        articles=(),
    )


def write_to(reader: Subscriber, lock: Lock) -> bytes:
    """Write the message that one reader gets."""
    message = make_message(open_mailing(lock, secret=SECRET), reader)
    assert message is not None
    return message.data


def part_of(message: bytes, kind: str) -> str:
    """Decode one part of a message as a mail program does."""
    from email import message_from_bytes

    parts = [one for one in message_from_bytes(message).walk() if one.get_content_subtype() == kind]
    raw = parts[0].get_payload(decode=True)
    assert isinstance(raw, bytes)
    return raw.decode().replace("\r\n", "\n")


@lru_cache(maxsize=1)
def sample_mails() -> dict[tuple[str, str], Mail]:
    """Every theme's mail of every sample edition, by theme and edition."""
    with open_renderer() as renderer:
        return {
            (theme, name): make_mail(renderer, read_sample(name), theme)
            for theme in THEMES
            for name in SAMPLES
        }
