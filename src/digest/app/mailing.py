"""Put together what a mail is made of: the lock, the reader, and the secret that signs links."""

from dataclasses import dataclass, field
from enum import Enum, auto
from urllib.parse import quote, urlsplit

from digest.deliver.audience import envelope_address
from digest.deliver.tokens import (
    LinkKeys,
    Purpose,
    fits_envelope_sender,
    make_envelope_sender,
    make_message_id,
    make_token,
)
from digest.deliver.variants import WHOLE, Choice, choose_variant
from digest.errors import RenderError
from digest.model.delivery import OwnedReader
from digest.model.message import Lock, Message
from digest.model.subscriber import Subscriber
from digest.render.compiled import CompiledMail, Mailbox, MailPlan, Personal
from digest.render.mime import compile_mail
from digest.render.personal import personalise
from digest.text.values import split_mailbox


class MailKind(Enum):
    """What a mail is: a question asks whether somebody wants mail at all."""

    EDITION = auto()
    LETTER = auto()
    QUESTION = auto()


@dataclass(frozen=True, slots=True, kw_only=True)
class Mailing:
    """An edition compiled once, with what each reader's own parts are made from.

    Attributes:
        mail: The compiled edition, whole.
        lock: What it was compiled from.
        plan: What every copy has in its header.
        slug, publication: The edition, and the publication's id.
        domain: The sender's, as A-labels.
        bounces: Bare address, its domain as A-labels.
        leave: Address of the web (mailto) for leaving, up to the reader's token.
        needs_smtputf8: Whether the sender's own addresses cannot be written in ASCII.
        public_url: Base of the public pages in ASCII; empty while there are none.
        secret: The machine's secret; never shown.
        key: What links are signed with; never shown.
    """

    mail: CompiledMail
    lock: Lock
    plan: MailPlan
    slug: str
    publication: str
    domain: str
    bounces: str
    leave: str
    needs_smtputf8: bool
    public_url: str
    secret: str = field(repr=False)
    key: str = field(repr=False)
    # Variants by number, compiled when the first of their readers comes.
    variants: dict[int, CompiledMail] = field(default_factory=dict, repr=False)
    # What readers get, by what they chose and had: many want the same.
    choices: dict[tuple[tuple[str, ...], tuple[str, ...]], Choice] = field(
        default_factory=dict, repr=False
    )

    def choose(self, reader: OwnedReader) -> Choice:
        """Choose what of the edition a reader gets, by what they want at this moment."""
        if not self.lock.parts:
            return WHOLE
        wanted = (reader.subscriber.sections, reader.had)
        if wanted not in self.choices:
            self.choices[wanted] = choose_variant(self.lock, *wanted)
        return self.choices[wanted]

    def mail_of(self, variant: int | None) -> CompiledMail:
        """Compile a variant, once."""
        if variant is None:
            return self.mail
        if variant not in self.variants:
            self.variants[variant] = compile_mail(self.lock, self.plan, variant)
        return self.variants[variant]

    def compile_all(self) -> None:
        """Compile every variant, to see that each can be made into a mail.

        Raises:
            RenderError: One cannot.
        """
        for number in range(len(self.lock.variants)):
            self.mail_of(number)


def open_mailing(
    lock: Lock,
    *,
    secret: str,
    links: LinkKeys | None = None,
    mark: str = "",
    signed: bool = False,
    kind: MailKind = MailKind.EDITION,
) -> Mailing:
    """Compile an edition, or a letter.

    Args:
        lock: The edition.
        secret: The machine's secret, for Message-IDs.
        links: Sign links; None leaves that to the secret.
        mark: Stands before the subject, such as "[Test]".
        signed: Whether the messages will be signed, so that their bodies are hashed.
        kind: What it is.

    Raises:
        RenderError: It cannot be made into a mail; tells what to change.
    """
    is_edition, one_click = kind is MailKind.EDITION, kind is not MailKind.QUESTION
    sender = read_mailbox(lock.sender, "sender")
    bounces = read_mailbox(lock.bounce_address, "bounce_address").address
    public_url = ascii_url(lock.public_url)
    if not fits_envelope_sender(bounces):
        raise RenderError(
            f"bounce_address {bounces} is too long: the part that names a delivery has no room.",
            "Choose one with at most 20 characters before the @ in digest.toml, [sending].",
        )
    plan = MailPlan(
        sender=sender,
        reply_to=read_mailbox(lock.reply_to, "reply_to") if lock.reply_to else None,
        public_url=public_url if public_url.startswith("https://") and one_click else "",
        mark=mark,
        view_url=f"{public_url}/archive/{lock.slug}/" if public_url and is_edition else "",
        hashed=signed,
        automatic=not is_edition,
    )
    leave = read_mailbox(lock.unsubscribe_address, "unsubscribe_address").address
    return Mailing(
        mail=compile_mail(lock, plan),
        lock=lock,
        plan=plan,
        slug=lock.slug,
        publication=lock.publication_id,
        domain=sender.address.rpartition("@")[2],
        bounces=bounces,
        leave=f"mailto:{quote(leave, safe='@+')}?subject=unsubscribe%20",
        # A header with a name beyond ASCII needs it as much as the envelope does (RFC 6532).
        needs_smtputf8=not (bounces + sender.address).isascii(),
        public_url=public_url,
        secret=secret,
        key=links.signing if links else secret,
    )


def make_message(
    mailing: Mailing, reader: Subscriber, *, copy: str = "", variant: int | None = None
) -> Message | None:
    """Make one reader's message.

    Args:
        mailing: The edition.
        reader: Whom it is for; id 0 for a test message, which belongs to nobody.
        copy: What tells this copy from others to the same reader; empty for the one they get.
        variant: Which variant they get; None is the whole edition.

    Returns:
        None when the reader's address is none, so that nothing can be sent there.
    """
    written = envelope_address(reader.email)
    if written is None:
        return None
    address, needs_smtputf8 = written
    leave = name_reader(mailing, reader, Purpose.UNSUBSCRIBE)
    pages = pages_of(mailing, reader, leave) if mailing.public_url else {}
    personal = Personal(
        message_id=make_message_id(
            mailing.secret,
            publication=mailing.publication,
            edition=mailing.slug,
            reader=f"{reader.id} {copy}".rstrip(),
            domain=mailing.domain,
        ),
        envelope_sender=make_envelope_sender(
            mailing.bounces, name_reader(mailing, reader, Purpose.BOUNCE)
        ),
        to=Mailbox(name=reader.name, address=address),
        language=reader.language,
        unsubscribe_mailto=mailing.leave + leave,
        needs_smtputf8=needs_smtputf8 or mailing.needs_smtputf8,
        **pages,
    )
    return personalise(mailing.mail_of(variant), personal)


def name_reader(mailing: Mailing, reader: Subscriber, purpose: Purpose) -> str:
    """Make the token that names a reader for one purpose."""
    return make_token(
        mailing.key,
        purpose,
        publication=mailing.publication,
        subscriber_id=reader.id,
        edition=mailing.slug,
    )


def pages_of(mailing: Mailing, reader: Subscriber, leave: str) -> dict[str, str]:
    """Make the addresses of a reader's own pages."""
    prefer = name_reader(mailing, reader, Purpose.PREFERENCES)
    return {
        "unsubscribe_url": f"{mailing.public_url}/unsubscribe/{leave}",
        "preferences_url": f"{mailing.public_url}/preferences/{prefer}",
    }


def read_mailbox(text: str, key: str) -> Mailbox:
    """Read a mailbox of the lock.

    Raises:
        RenderError: It is none.
    """
    name, address = split_mailbox(text) or ("", "")
    written = envelope_address(address)
    if written is None:
        raise RenderError(f"{key} {text!r} is no mailbox.", "Correct it in digest.toml.")
    return Mailbox(name=name, address=written[0])


def ascii_url(url: str) -> str:
    """Write an address of the web in ASCII, as header fields want it.

    Raises:
        RenderError: Its host has no ASCII form.
    """
    if url.isascii():
        return url
    import idna

    parts = urlsplit(url)
    try:
        host = idna.encode(parts.hostname or "", uts46=True).decode("ascii")
    except idna.IDNAError as error:
        raise RenderError(
            f"DIGEST_PUBLIC_URL {url} has a host that cannot be written in ASCII.",
            "Correct it in .env.",
        ) from error
    port = f":{parts.port}" if parts.port else ""
    return parts._replace(netloc=host + port, path=quote(parts.path, safe="/%")).geturl()
