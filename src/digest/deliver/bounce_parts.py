"""A mail taken apart without trusting it: its fields, its texts, what it reports.

The standard library's parser with its old policy (`compat32`) reads whatever comes; the newer one
raises on mail that is really sent. What would take it too long, or too deep, is not given to it.
"""

import re
from base64 import b64decode
from collections.abc import Iterator
from email.header import decode_header, make_header
from email.message import Message
from email.parser import BytesParser
from email.policy import compat32
from itertools import islice
from typing import TYPE_CHECKING

MOST_BYTES = 2 * 2**20
LONGEST_LINE = 2_000
# As many as two megabytes of base64 have. Of an empty one the parser makes a mail, in a report.
MOST_LINES = 30_000
LONGEST_HEADER = 256 * 1024
LONGEST_FIELD = 4_000
MOST_LAYERS = 50
MOST_PARTS = 200
LONGEST_TEXT = 256 * 1024
LAYER = re.compile(rb"^content-type:\s{0,20}(?:multipart|message)/", re.IGNORECASE | re.MULTILINE)
LONG_LINE = re.compile(rb"([^\n]{%d})[^\n]+" % LONGEST_LINE)
LINE_END = re.compile(rb"\r\n?|\n")
# The line of a mailbox file that some servers put before a mail which they pipe.
ENVELOPE_LINE = re.compile(rb"^>?From [^\n]{0,2000}\n")
ORIGINALS = ("message/rfc822", "message/global", "text/rfc822-headers", "message/global-headers")

if TYPE_CHECKING:
    Mail = Message[str, str]
else:
    Mail = Message


def parse_mail(raw: bytes) -> Mail | None:
    """Parse a mail; None for what is no mail, or is nested so deeply that it is meant to harm."""
    raw = ENVELOPE_LINE.sub(b"", raw[:MOST_BYTES]).replace(b"\0", b"")
    raw = cut_lines(LONG_LINE.sub(rb"\1", raw))
    if len(LAYER.findall(raw)) > MOST_LAYERS or not has_short_header(raw):
        return None
    try:
        mail = BytesParser(policy=compat32).parsebytes(raw)
    except Exception:  # noqa: BLE001 - on hostile bytes it may raise anything, and costs only itself
        return None
    return mail if mail.keys() else None


def cut_lines(raw: bytes) -> bytes:
    """Leave as many lines as an honest mail may have."""
    end = next(islice(LINE_END.finditer(raw), MOST_LINES, None), None)
    return raw[: end.start()] if end else raw


def has_short_header(raw: bytes) -> bool:
    """Whether the header ends soon; looking fields up in an endless one takes endless time."""
    start = raw[:LONGEST_HEADER]
    return len(raw) < LONGEST_HEADER or b"\n\n" in start or b"\n\r\n" in start


def field_of(mail: Mail, name: str) -> str:
    """Read a field, decoded; empty when it is not there."""
    return next(iter(fields_of(mail, name)), "")


def fields_of(mail: Mail, name: str) -> list[str]:
    """Read all fields of a name, decoded."""
    found = (value for key, value in mail.raw_items() if key.lower() == name)
    return [decode(as_text(value)) for value in islice(found, 20)]


def as_text(value: object) -> str:
    """Read a field as it stands: many a server writes it in plain UTF-8, or in an older code."""
    text = str(value)
    if text.isascii():
        return text
    raw = text.encode("ascii", "surrogateescape")
    try:
        return raw.decode("utf-8")
    except UnicodeError:
        return raw.decode("latin-1")


def decode(value: str) -> str:
    """Decode the encoded words of a field (RFC 2047), on one line."""
    value = " ".join(value[:LONGEST_FIELD].split())
    if "=?" not in value:
        return value.encode("utf-8", "replace").decode()
    try:
        return str(make_header(decode_header(value))).encode("utf-8", "replace").decode()
    except Exception:  # noqa: BLE001 - strange charsets make it raise errors of many kinds
        return value.encode("utf-8", "replace").decode()


def parts_of(mail: Mail) -> Iterator[Mail]:
    """Go through a mail's parts, but not into the mails that it holds."""
    waiting, seen = [mail], 0
    while waiting and seen < MOST_PARTS:
        part = waiting.pop(0)
        seen += 1
        yield part
        if part.get_content_maintype() == "multipart":
            waiting[:0] = mails_in(part)


def mails_in(part: Mail) -> list[Mail]:
    """List what a part is made of; nothing when it is plain text."""
    inside = part.get_payload() if part.is_multipart() else []
    return [one for one in inside if isinstance(one, Message)] if isinstance(inside, list) else []


def text_of(part: Mail) -> str:
    """Read the text of a part, whatever it says of its encoding."""
    try:
        raw = part.get_payload(decode=True)
    except Exception:  # noqa: BLE001 - so many things can be wrong with an encoding
        return ""
    if not isinstance(raw, bytes):
        return ""
    raw = raw[:LONGEST_TEXT]
    for charset in (str(part.get_param("charset") or "utf-8"), "utf-8"):
        try:
            return raw.decode(charset)
        except (LookupError, UnicodeError, ValueError):
            continue
    return raw.decode("latin-1")


def texts_of(mail: Mail) -> str:
    """Read what a mail says for people: plain text, else the words of its HTML."""
    plain = [text_of(one) for one in parts_of(mail) if one.get_content_type() == "text/plain"]
    if any(text.strip() for text in plain):
        return "\n".join(plain)[:LONGEST_TEXT]
    html = [text_of(one) for one in parts_of(mail) if one.get_content_type() == "text/html"]
    return strip_tags("\n".join(html)[:LONGEST_TEXT])


def strip_tags(html: str) -> str:
    """Leave the words of HTML alone, and the addresses that stand in angle brackets."""
    from html import unescape

    rows = re.sub(r"<(?:br|/p|/div|/tr|/h\d)\b[^<>]{0,500}>", "\n", html, flags=re.IGNORECASE)
    return unescape(re.sub(r"<[!/a-zA-Z][^<>@]{0,2000}>", " ", rows))


def blocks_of(part: Mail) -> list[dict[str, str]]:
    """Read the groups of fields of a report (RFC 3464, RFC 5965), names in small letters.

    The parser makes a mail of each group, or of the first one alone, with the rest for its text;
    and where a part is encoded it reads none of them.
    """
    if not part.is_multipart():
        return split_blocks(text_of(part))
    groups = mails_in(part)[:MOST_PARTS]
    if field_of(part, "content-transfer-encoding").lower() == "base64":
        return split_blocks(unpack_base64("".join(text_of(one) for one in groups)))
    blocks: list[dict[str, str]] = []
    for one in groups:
        items = islice(one.raw_items(), 100)
        fields = {name.lower(): decode(as_text(value)) for name, value in items}
        blocks += [*([fields] if fields else []), *split_blocks(text_of(one))]
    return blocks


def unpack_base64(text: str) -> str:
    """Decode base64 that the parser has left as it is; empty when it is none."""
    letters = "".join(text.split())
    try:
        return b64decode(letters[: len(letters) // 4 * 4]).decode("utf-8", "replace")
    except ValueError:
        return ""


def split_blocks(text: str) -> list[dict[str, str]]:
    """Split text into groups of fields, which empty lines part."""
    unfolded = re.sub(r"\r?\n[ \t]+", " ", text)
    blocks: list[dict[str, str]] = [{}]
    for line in unfolded.splitlines()[:5_000]:
        name, colon, value = line.partition(":")
        if colon and name.strip() and " " not in name.strip():
            blocks[-1].setdefault(name.strip().lower(), decode(value))
        elif not line.strip() and blocks[-1]:
            blocks.append({})
    return [block for block in blocks if block][:MOST_PARTS]
