"""The mails of tests/data/returned, with the tokens of an invented reader put in their places."""

import json
from functools import cache
from pathlib import Path
from typing import Any

from digest.deliver.tokens import Purpose, make_envelope_sender, make_message_id, make_token

FOLDER = Path(__file__).parents[2] / "data" / "returned"
NAMES = sorted(path.stem for path in FOLDER.glob("*.eml"))
SECRET = "the secret of a small paper in Varrow"
PUBLICATION = "the-daily"
SLUG = "the-daily-2026-11-23"
READER = 7


@cache
def placeholders(reader: int, secret: str, slug: str) -> dict[bytes, bytes]:
    """What stands in the places of a mail that speaks of this reader."""
    names: dict[str, Any] = {"publication": PUBLICATION, "subscriber_id": reader, "edition": slug}
    leave = make_token(secret, Purpose.UNSUBSCRIBE, **names)
    bounce = make_token(secret, Purpose.BOUNCE, **names)
    message_id = make_message_id(
        secret, publication=PUBLICATION, edition=slug, reader=str(reader), domain="example.org"
    )
    texts = {
        "{ENVELOPE}": make_envelope_sender("bounces@example.org", bounce),
        "{MESSAGE-ID}": message_id,
        "{LEAVE}": leave,
        "{LEAVE-UPPER}": leave.upper(),
    }
    return {key.encode(): value.encode() for key, value in texts.items()}


def returned_mail(
    name: str, *, reader: int = READER, secret: str = SECRET, slug: str = SLUG
) -> bytes:
    """Read a mail as it comes back for a reader."""
    raw = (FOLDER / f"{name}.eml").read_bytes()
    for place, value in placeholders(reader, secret, slug).items():
        raw = raw.replace(place, value)
    return raw


def expected_of(name: str) -> dict[str, Any]:
    """Read what a mail is."""
    text = (FOLDER / f"{name}.expected.json").read_text(encoding="utf-8")
    told: dict[str, Any] = json.loads(text)
    return told
