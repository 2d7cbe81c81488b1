"""The words that stand for a reader's own parts until the mail is made for them.

They are letters and digits, so that neither MJML nor the inliner touches them, and derived from the
content hash, so that a second rendering is the same to the byte. Each context has its own, because
an address is written differently in text, in HTML and in an attribute.
"""

from base64 import b32encode
from hashlib import sha256

from digest.model.message import PersonalContext, PersonalField, Sentinel

LENGTH = 26
ALWAYS = (PersonalField.NAME, PersonalField.UNSUBSCRIBE)
WITH_PAGES = (PersonalField.PREFERENCES, PersonalField.VIEW)


def make_sentinels(content_hash: str, *, public_url: str) -> tuple[Sentinel, ...]:
    """Make the sentinels of an edition.

    Args:
        content_hash: Of the edition.
        public_url: Base of the public pages; without it nobody has preferences or a page to view.
    """
    fields = (*ALWAYS, *WITH_PAGES) if public_url else ALWAYS
    return tuple(
        Sentinel(field=field, context=context, token=make_token(content_hash, field, context))
        for field in fields
        for context in PersonalContext
    )


def make_token(content_hash: str, field: PersonalField, context: PersonalContext) -> str:
    """Make one token: a letter, then small letters and digits."""
    digest = sha256(f"{content_hash} {field.value} {context.value}".encode()).digest()
    return "x" + b32encode(digest).decode("ascii").lower()[: LENGTH - 1]


def find_token(
    sentinels: tuple[Sentinel, ...], field: PersonalField, context: PersonalContext
) -> str:
    """Find the token for a field in a context; empty when the edition has none."""
    found = (one.token for one in sentinels if (one.field, one.context) == (field, context))
    return next(found, "")
