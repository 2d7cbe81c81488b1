"""Send the letters that wait: to confirm, to welcome, to tell that somebody is known."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from email.utils import parseaddr
from hashlib import sha256
from zoneinfo import ZoneInfo

from digest.app.mailing import Mailing, MailKind, name_reader, open_mailing
from digest.app.ports import Clock, Relay, Renderer, Signer
from digest.app.reader_ports import LetterStore
from digest.app.send import never
from digest.app.sessions import Channel, Sessions
from digest.deliver.audience import envelope_address
from digest.deliver.replies import judge
from digest.deliver.retry import next_attempt
from digest.deliver.tokens import (
    LinkKeys,
    Purpose,
    make_envelope_sender,
    make_message_id,
    make_token,
    name_sign_up,
)
from digest.errors import DigestError, ExitStatus, RelayError, RelayUnavailable, RenderError
from digest.model.delivery import Outcome, Phase, Reply
from digest.model.message import Lock, Message, Rendered
from digest.model.publication import Publication
from digest.model.signup import Letter, LetterKind, LetterWish
from digest.render.compiled import Mailbox, Personal
from digest.render.letters import letter_slug
from digest.render.personal import personalise

# From MAIL to the final reply a relay may take 25 minutes: nobody else tries a letter in between.
LEASE = timedelta(minutes=30)
# What took longer than this to find a session is not begun, but claimed again.
FRESH = timedelta(minutes=3)
# Letters other than those that ask are given up after a day.
PATIENCE = timedelta(days=1)
AFTER_TROUBLE = timedelta(minutes=1)
NO_ADDRESS = Reply(phase=Phase.RCPT, code=0, text="the address cannot be written in an envelope")


@dataclass(frozen=True, slots=True)
class LetterFrame:
    """A kind of letter in one language, and the hash that its sentinels come from."""

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
    frames: dict[tuple[LetterKind, str], LetterFrame] = field(default_factory=dict, repr=False)


@dataclass(slots=True, kw_only=True)
class LetterReport:
    """How a round went.

    Attributes:
        accepted: Taken by the relay.
        deferred: To be tried again.
        rejected: Given up.
        waiting: How many wait now.
        trouble: What ended the round; None when nothing did.
    """

    accepted: int = 0
    deferred: int = 0
    rejected: int = 0
    waiting: int = 0
    trouble: DigestError | None = None

    @property
    def exit_status(self) -> ExitStatus:
        """What the process tells its caller."""
        if self.trouble:
            return self.trouble.exit_status
        return ExitStatus.OWED if self.waiting else ExitStatus.OK


async def send_letters(
    desk: LetterDesk, *, relay: Relay, stopping: Callable[[], bool] = never
) -> LetterReport:
    """Send every letter that is due. Two who do so at once never send the same.

    Args:
        desk: What letters are made of.
        relay: Takes them.
        stopping: Asked before each; the one in flight is finished.

    Raises:
        RenderError: A template or a word is wrong; the letters wait.
        StoreError: The database cannot be used.
    """
    report = LetterReport()
    sessions = Sessions(relay, clock=desk.clock, stopping=stopping)
    try:
        while not stopping() and report.trouble is None:
            now = desk.clock.now()
            # One at a time: a lease that ran out while others were sent would protect nobody.
            claimed = desk.letters.claim_letters(now=now, lease=LEASE, most=1)
            if not claimed:
                break
            await send_claimed(claimed[0], desk, sessions, report, begun=now)
    finally:
        await sessions.close()
    report.waiting = desk.letters.count_waiting()
    return report


async def send_claimed(
    letter: Letter, desk: LetterDesk, sessions: Sessions, report: LetterReport, *, begun: datetime
) -> None:
    """Send a letter that was claimed; one that could not be tried is given back."""
    settled, wait = False, AFTER_TROUBLE
    try:
        settled = await send_one(letter, desk, sessions, report, begun=begun)
        wait = AFTER_TROUBLE if report.trouble else timedelta(0)
    except RelayError as error:
        report.trouble = error
    finally:
        if not settled:
            desk.letters.give_back_letter(letter.id, due=desk.clock.now() + wait)


async def send_one(
    letter: Letter, desk: LetterDesk, sessions: Sessions, report: LetterReport, *, begun: datetime
) -> bool:
    """Send one letter; False when it could not be tried."""
    message = make_letter(letter, desk)
    if message is None:
        settle(letter, NO_ADDRESS, Outcome.REJECTED, desk, report)
        return True
    if desk.signer:
        [message] = await desk.signer.sign([message])
    channel = await sessions.take()
    if channel is None:  # the run is to stop
        return False
    if desk.clock.now() - begun > FRESH:
        sessions.give_back(channel)
        return False
    reply = await channel.session.hand_over(message)
    await put_back(channel, sessions)
    verdict = judge(reply)
    if verdict.outcome is None:
        report.trouble = refuse_relay(reply, verdict.stop)
        return False
    settle(letter, reply, verdict.outcome, desk, report)
    return True


async def put_back(channel: Channel, sessions: Sessions) -> None:
    """Keep a session that is of use."""
    if channel.session.usable:
        sessions.give_back(channel)
    else:
        await sessions.drop(channel)


def refuse_relay(reply: Reply, stop: ExitStatus | None) -> RelayError:
    """Tell that the relay does not serve us, which says nothing about a reader."""
    kind = RelayUnavailable if stop is ExitStatus.UNAVAILABLE else RelayError
    return kind(
        f"The relay takes no letters ({reply.phase.value}: {reply.code} {reply.text}).",
        "They wait; see DIGEST_RELAY in .env.",
    )


def settle(
    letter: Letter, reply: Reply, outcome: Outcome, desk: LetterDesk, report: LetterReport
) -> None:
    """Keep how a letter fared, and when it is tried again."""
    now = desk.clock.now()
    due = None
    # A question that may have got lost is asked again: a second copy harms nobody.
    again = outcome is Outcome.DEFERRED or (
        outcome is Outcome.UNKNOWN and letter.kind is LetterKind.CONFIRM
    )
    if again:
        due = next_attempt(f"letter {letter.id}", attempts=letter.attempts, now=now)
        if due > letter.asked_at + patience(letter, desk.publication):
            due, outcome = None, Outcome.EXPIRED
    desk.letters.settle_letter(letter.id, reply, outcome, due=due, now=now)
    if outcome is Outcome.ACCEPTED:
        report.accepted += 1
    elif due:
        report.deferred += 1
    else:
        report.rejected += 1


def patience(letter: Letter, publication: Publication) -> timedelta:
    """Tell how long a letter is worth sending."""
    if letter.kind is LetterKind.CONFIRM:
        return timedelta(hours=publication.readers.confirm_hours)
    return PATIENCE


def make_letter(letter: Letter, desk: LetterDesk) -> Message | None:
    """Make a letter; None when the address cannot stand in an envelope."""
    written = envelope_address(letter.reader.email)
    if written is None:
        return None
    address, needs_smtputf8 = written
    mailing = open_letter(letter, desk, now=desk.clock.now())
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
    language = letter.language or letter.reader.language or desk.publication.language
    frame = render_once(letter.kind, language, desk)
    asks = letter.kind is LetterKind.CONFIRM
    return open_mailing(
        frame_lock(letter.kind, frame, desk, now=now),
        secret=desk.secret,
        links=desk.links,
        signed=desk.signer is not None,
        kind=MailKind.QUESTION if asks else MailKind.LETTER,
    )


def render_once(kind: LetterKind, language: str, desk: LetterDesk) -> LetterFrame:
    """Render a letter, once in each language.

    Raises:
        RenderError: A template or a word is wrong.
    """
    if (kind, language) not in desk.frames:
        hours = desk.publication.readers.confirm_hours if kind is LetterKind.CONFIRM else 0
        wish = LetterWish(kind=kind, language=language, hours=hours)
        content_hash = hash_letter(wish, desk)
        try:
            rendered = desk.renderer.letter(
                wish, desk.publication, content_hash=content_hash, public_url=desk.public_url
            )
        except RenderError as error:
            raise RenderError(
                f"The letter “{kind.value}” cannot be made. {error.message}", error.hint
            ) from error
        desk.frames[kind, language] = LetterFrame(content_hash, rendered)
    return desk.frames[kind, language]


def hash_letter(wish: LetterWish, desk: LetterDesk) -> str:
    """Hash what a letter is made of, for its sentinels."""
    theme = desk.renderer.theme_digest(desk.publication.theme)
    parts = (repr(wish), theme, desk.publication.id, desk.publication.name)
    return sha256("\n".join(parts).encode("utf-8", "surrogatepass")).hexdigest()


def frame_lock(kind: LetterKind, frame: LetterFrame, desk: LetterDesk, *, now: datetime) -> Lock:
    """Put a letter where an edition's mail has its lock."""
    publication = desk.publication
    sender = parseaddr(publication.sender)[1]
    answers = parseaddr(publication.reply_to or "")[1] or sender
    return Lock(
        slug=letter_slug(kind),
        number=0,
        content_hash=frame.content_hash,
        date=now.astimezone(ZoneInfo(publication.timezone)).replace(microsecond=0),
        publication_id=publication.id,
        publication_name=publication.name,
        sender=publication.sender,
        reply_to=publication.reply_to,
        site=publication.site,
        bounce_address=publication.sending.bounce_address or sender,
        unsubscribe_address=publication.sending.unsubscribe_address or answers,
        public_url=desk.public_url,
        on_unknown=publication.sending.on_unknown.value,
        lists=(),
        rendered=(frame.rendered,),
        articles=(),
    )
