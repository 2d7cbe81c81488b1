"""A message taken apart again, as a reader's program does it."""

from dataclasses import dataclass, field
from email.header import decode_header, make_header
from email.message import Message as Parsed
from email.parser import BytesParser

HEAD_END = b"\r\n\r\n"


@dataclass(frozen=True, slots=True, kw_only=True)
class Opened:
    """What is in a message.

    Attributes:
        header: The header block as it leaves, with LF line ends.
        fields: Name and value of each header field, decoded.
        text: The text part.
        html: The HTML part.
        data: The message itself.
    """

    header: str
    fields: tuple[tuple[str, str], ...]
    text: str
    html: str
    data: bytes = field(repr=False)


def open_message(data: bytes) -> Opened:
    """Take a message of ours apart.

    Args:
        data: The final bytes, as they go onto the wire.
    """
    parsed = BytesParser().parsebytes(data)
    parts = {part.get_content_type(): read_part(part) for part in parsed.walk()}
    header = data.partition(HEAD_END)[0].decode("utf-8", "replace").replace("\r\n", "\n")
    return Opened(
        header=header,
        fields=tuple((name, read_field(str(value))) for name, value in parsed.items()),
        text=parts.get("text/plain", ""),
        html=parts.get("text/html", ""),
        data=data,
    )


def read_part(part: Parsed) -> str:
    """Decode one part; its line ends become LF."""
    body = part.get_payload(decode=True)
    text = body.decode("utf-8", "replace") if isinstance(body, bytes) else ""
    return text.replace("\r\n", "\n")


def read_field(value: str) -> str:
    """Decode a header field, on one line."""
    return " ".join(str(make_header(decode_header(value))).split())
