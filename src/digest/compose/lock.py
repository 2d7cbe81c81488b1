"""The lock: what was decided to be sent, as a hash and as a file."""

import json
from collections.abc import Sequence
from dataclasses import asdict
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any
from zoneinfo import ZoneInfo

from digest.errors import EditionError
from digest.model.edition import Edition
from digest.model.message import (
    Lock,
    Part,
    PersonalContext,
    PersonalField,
    Rendered,
    Sentinel,
    Variant,
)
from digest.model.publication import Publication

HASHED_SETTINGS = (
    "id",
    "name",
    "strapline",
    "timezone",
    "language",
    "site",
    "sender",
    "reply_to",
    "address",
    "theme",
)
HASHED_SENDING = ("bounce_address", "unsubscribe_address")
NOT_SENT = frozenset({"bench", "line"})


def open_lock(
    publication: Publication, *, slug: str, content_hash: str, public_url: str, now: datetime
) -> Lock:
    """Freeze the settings that reach every mail; what is told, and to whom, is still empty.

    Args:
        publication: The publication.
        slug: What the mail is known by.
        content_hash: Of all that reaches it.
        public_url: Base of the public pages; empty when there are none.
        now: The Date header's moment, aware.
    """
    return Lock(
        slug=slug,
        number=0,
        content_hash=content_hash,
        date=now.astimezone(ZoneInfo(publication.timezone)).replace(microsecond=0),
        publication_id=publication.id,
        publication_name=publication.name,
        sender=publication.sender,
        reply_to=publication.reply_to,
        site=publication.site,
        bounce_address=publication.bounce_address,
        unsubscribe_address=publication.unsubscribe_address,
        public_url=public_url,
        on_unknown=publication.sending.on_unknown.value,
        lists=(),
        rendered=(),
        articles=(),
    )


def draft_hash(text: str) -> str:
    """Hash an edition file as it was written: SHA-256, hex, over its UTF-8 bytes."""
    return sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def content_hash(
    edition: Edition,
    publication: Publication,
    *,
    theme_digest: str,
    public_url: str,
    others: Sequence[Edition] = (),
) -> str:
    """Hash everything that reaches the mail, so that any change of it shows.

    The bench, line numbers and settings that only choose stories or readers do not count.

    Args:
        edition: As read from its file.
        publication: The publication with its sending settings.
        theme_digest: Hash over the theme's files, its tokens and the words that it brings.
        public_url: Base of the public pages; empty when there are none.
        others: The same edition in its further languages.

    Returns:
        SHA-256, hex, over canonical JSON: sorted keys, no spaces, instants in UTC.
    """
    content = {
        "edition": asdict(edition, dict_factory=keep_sent),
        "others": [asdict(other, dict_factory=keep_sent) for other in others],
        "publication": {name: getattr(publication, name) for name in HASHED_SETTINGS},
        "sending": {name: getattr(publication.sending, name) for name in HASHED_SENDING},
        "theme": theme_digest,
        "public_url": public_url,
    }
    canonical = json.dumps(
        content, sort_keys=True, separators=(",", ":"), ensure_ascii=True, default=write_instant
    )
    return sha256(canonical.encode("ascii")).hexdigest()


def keep_sent(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """Leave out what no reader gets."""
    return {name: value for name, value in pairs if name not in NOT_SENT}


def write_instant(moment: object) -> str:
    """Write a moment in UTC, so that the same instant always hashes the same."""
    if not isinstance(moment, datetime):
        raise TypeError(f"{type(moment).__name__} has no canonical form")
    return moment.astimezone(UTC).isoformat()


def lock_to_json(lock: Lock) -> str:
    """Write a lock as the file that stands beside the draft."""
    table = asdict(lock) | {"date": lock.date.isoformat()}
    return json.dumps(table, ensure_ascii=False, indent=2) + "\n"


def lock_from_json(text: str) -> Lock:
    """Read a lock.

    Raises:
        EditionError: This is no lock, or not one that this version can read.
    """
    try:
        table = json.loads(text)
        # A field that is not known is refused by Lock itself, as a TypeError.
        return Lock(
            **table
            | {
                "date": datetime.fromisoformat(table["date"]),
                "lists": tuple(table["lists"]),
                "rendered": tuple(read_rendered(row) for row in table["rendered"]),
                "articles": tuple(table["articles"]),
                "sources": tuple(table.get("sources", ())),
                "parts": tuple(read_part(row) for row in table.get("parts", ())),
                "variants": tuple(read_variant(row) for row in table.get("variants", ())),
            }
        )
    except (ValueError, TypeError, KeyError, RecursionError) as error:
        raise EditionError(
            f"The lock cannot be read: {error}.",
            "The store has the true one; this file is only its copy.",
        ) from error


def read_part(row: dict[str, Any]) -> Part:
    """Read what readers get all of, or none."""
    return Part(**row | {"editions": tuple(row["editions"])})


def read_variant(row: dict[str, Any]) -> Variant:
    """Read an edition without some of its parts."""
    rendered = tuple(read_rendered(one) for one in row["rendered"])
    return Variant(**row | {"without": tuple(row["without"]), "rendered": rendered})


def read_rendered(row: dict[str, Any]) -> Rendered:
    """Read the rendering in one language."""
    sentinels = (
        Sentinel(
            field=PersonalField(one["field"]),
            context=PersonalContext(one["context"]),
            token=one["token"],
        )
        for one in row["sentinels"]
    )
    return Rendered(**row | {"sentinels": tuple(sentinels)})
