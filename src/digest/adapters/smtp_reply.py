"""A relay's replies as bytes: found in what has arrived, bounded, read into nouns."""

import re
from dataclasses import dataclass
from functools import lru_cache

from digest.model.delivery import Phase, Reply

# Far beyond RFC 5321 section 4.5.3.1.5, near enough to stop a relay that never ends.
LONGEST_REPLY = 65_536
LONGEST_TEXT = 500
# A relay says the same few short lines again and again: they are read once.
SHORT_LINE = 512
KNOWN_LINES = 64
SPACE = 0x20
LINE = re.compile(rb"([2-5][0-9][0-9])(?:([ -])([^\r\n]*))?\r?\n")
ENHANCED = re.compile(r"([245]\.[0-9]{1,3}\.[0-9]{1,3})(?=\s|$)")


class NotAReply(Exception):
    """What has arrived is no reply and never will be one."""


@dataclass(frozen=True, slots=True)
class RawReply:
    """A whole reply: its code, and its lines without code and line end."""

    code: int
    lines: tuple[str, ...]


def take_reply(buffer: bytearray) -> RawReply | None:
    """Take the first reply out of what has arrived, however it was split on its way.

    Args:
        buffer: What has arrived; the reply is removed from it.

    Returns:
        None as long as the reply is not whole.

    Raises:
        NotAReply: These are no reply's lines, or they are too many.
    """
    end = buffer.find(b"\n") + 1
    if SPACE in buffer[3:4] and 0 < end <= SHORT_LINE:
        reply = read_line(bytes(buffer[:end]))
        del buffer[:end]
        return reply
    return take_lines(buffer)


@lru_cache(maxsize=KNOWN_LINES)
def read_line(line: bytes) -> RawReply:
    """Read a reply of one line.

    Raises:
        NotAReply: It is none.
    """
    match = LINE.fullmatch(line)
    if match is None:
        raise NotAReply(escape_text(line[:LONGEST_TEXT]))
    return RawReply(code=int(match[1]), lines=(escape_text(match[3] or b""),))


def take_lines(buffer: bytearray) -> RawReply | None:
    """Take a reply of any number of lines, as `take_reply` does."""
    lines: list[str] = []
    codes = set()
    place = 0
    while True:
        end = buffer.find(b"\n", place) + 1
        if not end:
            if len(buffer) > LONGEST_REPLY:
                raise NotAReply(f"more than {LONGEST_REPLY:,} bytes without an end")
            return None
        match = LINE.fullmatch(buffer, place, end)
        if match is None or end > LONGEST_REPLY:
            raise NotAReply(escape_text(bytes(buffer[place:end])[:LONGEST_TEXT]))
        codes.add(match[1])
        lines.append(escape_text(match[3] or b""))
        place = end
        if match[2] != b"-":
            break
    if len(codes) > 1:
        raise NotAReply("lines of one reply with different codes")
    del buffer[:place]
    return RawReply(code=int(codes.pop()), lines=tuple(lines))


def escape_text(raw: bytes) -> str:
    """Decode what a relay says, with control characters and broken UTF-8 written as escapes."""
    text = raw.decode("utf-8", "backslashreplace").strip()
    if text.isprintable():
        return text
    return "".join(
        one if one.isprintable() else one.encode("unicode_escape").decode("ascii") for one in text
    )


def make_reply(phase: Phase, raw: RawReply) -> Reply:
    """Make the noun: the enhanced code is that of the first line that has one."""
    found = (ENHANCED.match(line) for line in raw.lines)
    enhanced = next((match[1] for match in found if match), None)
    text = " ".join(line for line in raw.lines if line)
    return Reply(phase=phase, code=raw.code, enhanced=enhanced, text=text[:LONGEST_TEXT])
