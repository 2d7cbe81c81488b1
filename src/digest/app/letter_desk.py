"""Make letters to single people: rendered once in each language, addressed one by one."""

from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from hashlib import sha256

from digest.app.mailing import Mailing, MailKind, name_reader, open_mailing
from digest.app.ports import Clock, Renderer, Signer
from digest.app.reader_ports import LetterStore
from digest.compose.lock import open_lock
from digest.deliver.audience import envelope_address
from digest.deliver.tokens import (
    LinkKeys,
    Purpose,
    make_envelope_sender,
    make_message_id,
    make_token,
    name_sign_up,
)
from digest.errors import RenderError
from digest.model.message import Lock, Message, Rendered
from digest.model.publication import Publication
from digest.model.signup import Letter, LetterKind, LetterWish
from digest.render.compiled import Mailbox, Personal
from digest.render.letters import letter_slug
from digest.render.personal import personalise

HOUR = timedelta(hours=1)
# Letters other than those that ask are given up after a day.
PATIENCE = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class LetterFrame:
    """A letter in one language, and the hash that its sentinels come from."""

    content_hash: str
    rendered: Rendered


@dataclass(frozen=True, slots=True, kw_only=True)
class LetterDesk:
    """What letters are made of and sent with.

    Attributes:
        publication: The publication.
        letters: Those that wait.
        renderer: Renders each kind once in each language.
        clock: Tells the present moment.
        secret: Makes Message-IDs.
        links: Sign links.
        public_url: Base of the public pages.
        signer: Signs the messages (DKIM); None leaves them unsigned.
        frames: What was rendered so far.
    """

    publication: Publication
    letters: LetterStore
    renderer: Renderer
    clock: Clock
    secret: str = field(repr=False)
    links: LinkKeys = field(repr=False)
    public_url: str
    signer: Signer | None = None
    frames: dict[LetterWish, LetterFrame] = field(default_factory=dict, repr=False)


def last_moment(letter: Letter, publication: Publication) -> datetime:
    """Tell until when a letter is worth sending: the link of one that asks works no longer."""
    if letter.kind is LetterKind.CONFIRM:
        return letter.asked_at + publication.readers.confirm_hours * HOUR
    return letter.asked_at + PATIENCE


def hours_left(letter: Letter, publication: Publication, *, now: datetime) -> int:
    """Tell for how many hours more, to the nearest, a letter is worth sending; 0 when it is not."""
    left = round((last_moment(letter, publication) - now) / HOUR)
    # A clock that was set back does not make a link work for longer.
    return min(max(left, 0), publication.readers.confirm_hours)


def make_letter(letter: Letter, desk: LetterDesk, *, now: datetime) -> Message:
    """Make a letter.

    Raises:
        RenderError: A template or a word is wrong, or the address cannot stand in an envelope.
    """
    written = envelope_address(letter.reader.email)
    if written is None:
        raise RenderError("A letter has no address that can stand in an envelope.")
    address, needs_smtputf8 = written
    mailing = open_letter(letter, desk, now=now)
    leave = name_reader(mailing, letter.reader, Purpose.UNSUBSCRIBE)
    asks = letter.kind is LetterKind.CONFIRM
    bounce = name_reader(mailing, letter.reader, Purpose.BOUNCE)
    personal = Personal(
        message_id=make_message_id(
            desk.secret,
            publication=mailing.publication,
            edition=f"letter {letter.id}",
            reader=str(letter.reader.id),
            domain=mailing.domain,
        ),
        envelope_sender=make_envelope_sender(mailing.bounces, bounce),
        to=Mailbox(name=letter.reader.name, address=address),
        language=letter.language,
        unsubscribe_url="" if asks else f"{mailing.public_url}/unsubscribe/{leave}",
        unsubscribe_mailto=mailing.leave + leave,
        preferences_url=letter_page(letter, desk, mailing),
        needs_smtputf8=needs_smtputf8 or mailing.needs_smtputf8,
    )
    return personalise(mailing.mail, personal)


def letter_page(letter: Letter, desk: LetterDesk, mailing: Mailing) -> str:
    """Tell where the button of a letter leads."""
    if letter.kind is not LetterKind.CONFIRM:
        token = name_reader(mailing, letter.reader, Purpose.PREFERENCES)
        return f"{mailing.public_url}/preferences/{token}"
    token = make_token(
        desk.links.signing,
        Purpose.CONFIRM,
        publication=desk.publication.id,
        subscriber_id=letter.reader.id,
        edition=name_sign_up(letter.asked_at),
    )
    return f"{mailing.public_url}/confirm/{token}"


def open_letter(letter: Letter, desk: LetterDesk, *, now: datetime) -> Mailing:
    """Compile a letter of this kind, in the language that it is to be in."""
    asks = letter.kind is LetterKind.CONFIRM
    wish = LetterWish(
        kind=letter.kind,
        language=letter.language or letter.reader.language or desk.publication.language,
        hours=hours_left(letter, desk.publication, now=now) if asks else 0,
    )
    return open_mailing(
        frame_lock(wish.kind, render_once(wish, desk), desk, now=now),
        secret=desk.secret,
        links=desk.links,
        signed=desk.signer is not None,
        kind=MailKind.QUESTION if asks else MailKind.LETTER,
    )


def render_once(wish: LetterWish, desk: LetterDesk) -> LetterFrame:
    """Render a letter, once for everybody who gets the same.

    Raises:
        RenderError: A template or a word is wrong.
    """
    if wish not in desk.frames:
        content_hash = hash_letter(wish, desk)
        try:
            rendered = desk.renderer.letter(
                wish, desk.publication, content_hash=content_hash, public_url=desk.public_url
            )
        except RenderError as error:
            raise RenderError(
                f"The letter “{wish.kind.value}” cannot be made. {error.message}", error.hint
            ) from error
        desk.frames[wish] = LetterFrame(content_hash, rendered)
    return desk.frames[wish]


def hash_letter(wish: LetterWish, desk: LetterDesk) -> str:
    """Hash what a letter is made of, for its sentinels."""
    theme = desk.renderer.theme_digest(desk.publication.theme)
    parts = (repr(wish), theme, desk.publication.id, desk.publication.name)
    return sha256("\n".join(parts).encode("utf-8", "surrogatepass")).hexdigest()


def frame_lock(kind: LetterKind, frame: LetterFrame, desk: LetterDesk, *, now: datetime) -> Lock:
    """Put a letter where an edition's mail has its lock."""
    opened = open_lock(
        desk.publication,
        slug=letter_slug(kind),
        content_hash=frame.content_hash,
        public_url=desk.public_url,
        now=now,
    )
    return replace(opened, rendered=(frame.rendered,))
