"""A reader's own copy: a join of what all readers share and what is theirs."""

from html import escape
from urllib.parse import quote as quote_url

from digest.errors import RenderError
from digest.model.message import Message, PersonalContext, PersonalField, Sentinel
from digest.render.compiled import CompiledMail, CompiledPart, Personal
from digest.render.headers import clean_text, header_names, write_list, write_mailbox
from digest.render.quoted import quote

OWN_NAMES = ["To", "Message-ID", "List-Unsubscribe"]


def personalise(mail: CompiledMail, personal: Personal) -> Message:
    """Make one reader's message, ready for the wire.

    Raises:
        RenderError: The message would have other header fields than those that were meant.
    """
    part = choose_part(mail, personal.language)
    to = write_mailbox("To", personal.to.name, personal.to.address)
    own = own_fields(personal)
    if header_names(to + own) != OWN_NAMES:
        raise RenderError(
            f"The mail for {clean_text(personal.to.address)} would have header fields of its own.",
            "Look at the reader's name: digest subscribers show ADDRESS",
        )
    values = {
        piece: write_personal(piece, personal) for piece in part.body if isinstance(piece, Sentinel)
    }
    body = [piece if isinstance(piece, bytes) else values[piece] for piece in part.body]
    return Message(
        message_id=personal.message_id,
        envelope_sender=personal.envelope_sender,
        recipient=personal.to.address,
        data=b"".join([part.before, to, part.after, own, part.closing, *body]),
        needs_smtputf8=personal.needs_smtputf8,
    )


def own_fields(personal: Personal) -> bytes:
    """Write the fields besides To that differ from reader to reader."""
    forms = [personal.unsubscribe_mailto]
    if personal.unsubscribe_url.startswith("https://"):
        forms.insert(0, personal.unsubscribe_url)
    message_id = personal.message_id.removeprefix("<").removesuffix(">")
    return write_list("Message-ID", [message_id]) + write_list("List-Unsubscribe", forms)


def choose_part(mail: CompiledMail, language: str | None) -> CompiledPart:
    """Choose the rendering for a reader: the same tag, else the same language, else the first."""
    wanted = (language or "").casefold()
    first = wanted.partition("-")[0]
    by_tag = {part.language.casefold(): part for part in reversed(mail.parts)}
    by_language = {tag.partition("-")[0]: part for tag, part in by_tag.items()}
    return by_tag.get(wanted) or by_language.get(first) or mail.parts[0]


def write_personal(sentinel: Sentinel, personal: Personal) -> bytes:
    """Write a personal value for the place where it stands."""
    value = clean_text(personal_value(sentinel.field, personal))
    match sentinel.context:
        case PersonalContext.TEXT:
            return quote(value)
        case PersonalContext.HTML:
            return quote(escape(value))
        case PersonalContext.URL:
            named = sentinel.field is PersonalField.NAME
            return quote(quote_url(value, safe="") if named else escape(value))


def personal_value(field: PersonalField, personal: Personal) -> str:
    """Find the value that stands for a personal field."""
    match field:
        case PersonalField.NAME:
            return personal.to.name
        case PersonalField.UNSUBSCRIBE:
            return personal.unsubscribe_url or personal.unsubscribe_mailto
        case PersonalField.PREFERENCES:
            return personal.preferences_url
        case PersonalField.VIEW:
            return personal.view_url
