"""A reader's own copy: a join of what all readers share and what is theirs."""

import re
from collections.abc import Iterable
from functools import lru_cache
from html import escape
from urllib.parse import quote as quote_url

from digest.errors import RenderError
from digest.model.message import Message, PersonalField
from digest.render.compiled import CompiledHash, CompiledMail, CompiledPart, Personal
from digest.render.headers import clean_text, write_mailbox
from digest.render.quoted import quote

# What a reader's own fields are, exactly: each begins with its name, only folded lines go on, and
# what stands in angle brackets is visible ASCII that neither ends nor divides it.
OWN_FIELDS = re.compile(
    rb"To: [^\r\n]*\r\n(?: [^\r\n]*\r\n)*"
    rb"Message-ID: <[!-+\--;=?-~]+>\r\n"
    rb"List-Unsubscribe: <[!-+\--;=?-~]+>(?:,\r\n <[!-+\--;=?-~]+>)?\r\n"
)


def personalise(mail: CompiledMail, personal: Personal) -> Message:
    """Make one reader's message, ready for the wire.

    Raises:
        RenderError: The message would have other header fields than those that were meant.
    """
    part = mail.parts[choose_part(mail.languages, personal.language)]
    to = write_mailbox("To", personal.to.name, personal.to.address)
    own = own_fields(personal)
    if not OWN_FIELDS.fullmatch(to + own):
        raise RenderError(
            f"The mail for {clean_text(personal.to.address)} would have header fields of its own.",
            "Look at the reader's name (digest subscribers show ADDRESS) and DIGEST_PUBLIC_URL.",
        )
    values = write_values(part, personal)
    body = list(part.body)
    body[1::2] = values
    return Message(
        message_id=personal.message_id,
        envelope_sender=personal.envelope_sender,
        recipient=personal.to.address,
        data=b"".join([part.before, to, part.after, own, part.closing, *body]),
        needs_smtputf8=personal.needs_smtputf8,
        dotless=part.dotless,
        body_hash=hash_body(part.hashed, values) if part.hashed else b"",
    )


def own_fields(personal: Personal) -> bytes:
    """Write the fields besides To that differ from reader to reader."""
    leave = f"<{personal.unsubscribe_mailto}>"
    if personal.unsubscribe_url.startswith("https://"):
        leave = f"<{personal.unsubscribe_url}>,\r\n {leave}"
    return f"Message-ID: {personal.message_id}\r\nList-Unsubscribe: {leave}\r\n".encode()


@lru_cache(maxsize=256)  # an edition has few languages, and readers few that they prefer
def choose_part(languages: tuple[str, ...], language: str | None) -> int:
    """Choose the rendering for a reader: the same tag, else the same language, else the first."""
    wanted = (language or "").casefold()
    tags = [tag.casefold() for tag in languages]
    if wanted in tags:
        return tags.index(wanted)
    first = wanted.partition("-")[0]
    return next((n for n, tag in enumerate(tags) if tag.partition("-")[0] == first), 0)


def write_values(part: CompiledPart, personal: Personal) -> list[bytes]:
    """Write the personal values of a part, each as often as the part has it, in their order."""
    written: list[bytes] = []
    for field in part.fields:
        value = clean_text(personal_value(field, personal))
        text = quote(value)
        shown = escape(value)
        html = text if shown == value else quote(shown)
        url = html
        if field is PersonalField.NAME and part.name_in_url:
            url = quote(quote_url(value, safe=""))
        written += text, html, url
    return [written[number] for number in part.order]


def hash_body(hashed: CompiledHash, values: Iterable[bytes]) -> bytes:
    """Hash the relaxed form of a reader's body.

    Personal values are relaxed as they stand: `clean_text` leaves single spaces, and `quote` never
    ends a line with one.
    """
    rest = list(hashed.rest)
    rest[0::2] = values
    state = hashed.begun.copy()
    state.update(b"".join(rest))
    return state.digest()


def personal_value(field: PersonalField, personal: Personal) -> str:
    """Find the value that stands for a personal field."""
    if field is PersonalField.NAME:
        return personal.to.name
    if field is PersonalField.UNSUBSCRIBE:
        return personal.unsubscribe_url or personal.unsubscribe_mailto
    return personal.preferences_url
