"""The keys that links are signed with, as .env has them, and their change.

`DIGEST_LINK_KEYS` holds them with spaces between: the first signs, the others are honoured until
their date, as in `NEW FORMER@2027-12-31`. The word `secret` stands for DIGEST_SECRET.
"""

import re
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path

from digest.adapters.settings_file import write_whole
from digest.deliver.tokens import LinkKeys, key_id
from digest.errors import ConfigError

NAME = "DIGEST_LINK_KEYS"
SECRET = "secret"  # noqa: S105 - the word that stands for it
SHORTEST = 32
MOST = 20
KEY = re.compile(rf"[A-Za-z0-9_\-+/=.]{{{SHORTEST},}}")
# As .env.example has it, where it waits to be filled in.
WAITING = re.compile(rf"^#[ \t]*{NAME}=[ \t]*$", re.MULTILINE)
EXPORT = re.compile(r"export[ \t]+")
MODE = 0o600


class Mistake(Exception):
    """What is wrong with the keys; no part of a key is quoted.

    Args:
        message: What.
        hint: What to do.
    """

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint


def parse_link_keys(text: str, secret: str) -> LinkKeys:
    """Read the keys.

    Args:
        text: As .env has it.
        secret: DIGEST_SECRET.

    Raises:
        Mistake: A key is too short or no key, a date is none, or there are too many.
    """
    words = text.split()
    if len(words) > MOST:
        raise Mistake(f"{NAME} has more than {MOST} keys.", "Take out those that are over.")
    keys = [read_key(number, word, secret) for number, word in enumerate(words, 1)]
    (signing, until), *former = keys
    if until:
        raise Mistake(
            f"the first key of {NAME} has a date, but it signs what is sent now.",
            "Take the date off; `digest keys rotate` puts a new key before it.",
        )
    return LinkKeys(signing=signing, former=tuple(former))


def read_key(number: int, word: str, secret: str) -> tuple[str, datetime | None]:
    """Read one key with its date."""
    name, at, day = word.partition("@")
    key = secret if name == SECRET else name
    # The secret may hold any character, and was judged elsewhere.
    if name != SECRET and not KEY.fullmatch(key):
        raise Mistake(
            f"key no. {number} of {NAME} is no key of at least {SHORTEST} letters and digits.",
            "Take it out; `digest keys rotate` makes another.",
        )
    if not at:
        return key, None
    try:
        # A link works to the end of its last day, wherever its reader is.
        end = date.fromisoformat(day) + timedelta(days=1)
    except (ValueError, OverflowError):
        raise Mistake(
            f"key no. {number} of {NAME} has no date after its @.", "Write it as KEY@2027-12-31."
        ) from None
    return key, datetime.combine(end, time(12), tzinfo=UTC)


def describe_keys(links: LinkKeys) -> list[tuple[str, datetime | None]]:
    """Name each key by its id, with the moment until which it is honoured."""
    return [
        (key_id(links.signing), None),
        *((key_id(key), until) for key, until in links.former),
    ]


def rotate(text: str | None, key: str, *, until: date, today: date) -> str:
    """Put a new key before the others.

    Args:
        text: As .env has it; None when nothing was said, and the secret signs.
        key: The new one.
        until: The last day on which links of the one that signs now are honoured.
        today: Keys whose last day is before it are left out.
    """
    signing, *former = (text or SECRET).split()
    kept = [word for word in former if not is_over(word, today)]
    return " ".join([key, f"{signing.partition('@')[0]}@{until.isoformat()}", *kept])


def is_over(word: str, today: date) -> bool:
    """Whether a key's last day has passed."""
    try:
        return date.fromisoformat(word.partition("@")[2]) < today
    except ValueError:
        return False


def write_keys(path: Path, value: str) -> None:
    """Write the keys into .env, whole or not at all; its other lines stay as they are.

    Raises:
        ConfigError: It cannot be read or written.
    """
    try:
        before = path.read_bytes().decode("utf-8-sig") if path.exists() else ""
        write_whole(path, put_keys(before, f'{NAME}="{value}"'), mode=MODE)
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigError(f"{path} cannot be changed: {error}.", "No key was changed.") from error


def put_keys(text: str, line: str) -> str:
    """Put the line of the keys where they stand in .env, else where there is room for them."""
    from io import StringIO

    from dotenv.parser import parse_stream

    pieces, is_in = [], False
    for binding in parse_stream(StringIO(text, newline="")):
        piece = binding.original.string
        if binding.key == NAME:
            piece = put_into(piece, "" if is_in else line)
            is_in = True
        pieces.append(piece)
    written = "".join(pieces)
    if is_in:
        return written
    if WAITING.search(written):
        return WAITING.sub(lambda _: line, written, count=1)
    gap = "" if not written or written.endswith("\n") else "\n"
    return f"{written}{gap}{line}\n"


def put_into(piece: str, line: str) -> str:
    """Put a line in place of a setting, and keep what stands around it.

    Args:
        piece: With blank lines and notes before it, and the note and the line's end after it.
        line: Empty takes it out.
    """
    body = piece.lstrip()
    before = piece[: len(piece) - len(body)]
    if not line:
        return before
    # No key holds a "#".
    _, mark, note = body.partition("#")
    end = f"  #{note}" if mark else body[len(body.rstrip("\r\n")) :]
    exported = EXPORT.match(body)
    return before + (exported[0] if exported else "") + line + end
