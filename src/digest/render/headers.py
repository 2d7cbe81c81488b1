"""Header fields, encoded by us: no text that an article or a reader brings can begin a new one.

The standard library is not trusted with this: on CPython up to 3.12.1 an encoded word that stands
in a headline and holds a line end becomes a real header field.
"""

import re
from base64 import b64encode
from collections.abc import Iterator

LONGEST_LINE = 78
# RFC 2047 section 2: an encoded word has at most 75 characters, its line at most 76.
LONGEST_WORD = 75
LONGEST_ENCODED_LINE = 76
OPENING = "=?utf-8?"
CLOSING = "?="
# What stands for itself in "Q" within a phrase (RFC 2047 section 5, rule 3).
PLAIN_IN_Q = frozenset(b"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789!*+-/")
BREAKS = re.compile("[\t\n\v\f\r\x1c-\x1f\x85\u2028\u2029]+")
# Besides, the embeddings and overrides that turn around the text after them.
FORBIDDEN = re.compile("[\x00-\x1f\x7f-\x9f\u2028-\u202e\ud800-\udfff]")
SPACES = re.compile(" {2,}")
# What a phrase cannot hold without quotation marks (RFC 5322 section 3.2.3).
SPECIALS = frozenset('()<>@,:;.\\"[]')
# Visible ASCII but the characters that begin, end or divide the values of a list.
LISTED = re.compile(r"[!-+\--;=?-~]+")
ADDRESS = re.compile(r"[^\s<>()\[\]\\,;:\"\x00-\x20\x7f-\x9f@]+@[A-Za-z0-9.-]+")


def clean_text(text: str) -> str:
    """Make a text one line without control characters, surrogates or overrides of direction."""
    if text.isascii() and text.isprintable():
        # Nothing but spaces is to be seen to, as in most names and in all addresses.
        text = text.strip(" ")
        return SPACES.sub(" ", text) if "  " in text else text
    return SPACES.sub(" ", FORBIDDEN.sub("", BREAKS.sub(" ", text))).strip(" ")


def write_text(name: str, text: str) -> bytes:
    """Write an unstructured field such as Subject, encoded where needed and folded.

    Args:
        name: The field's name.
        text: Anything at all.

    Returns:
        The whole field with its CRLF; lines of at most 78 characters.
    """
    text = clean_text(text)
    room = LONGEST_LINE - len(name) - 2
    if is_plain(text):
        first, *others = fold_words(text.split(" "), room)
        if len(first) <= room and all(len(line) < LONGEST_LINE for line in others):
            return write_lines(name, [first, *others])
    return write_lines(name, list(encode_words(text, len(name))))


def write_mailbox(name: str, display_name: str, address: str) -> bytes:
    """Write a field that holds one mailbox (RFC 5322 section 3.4), such as To.

    Args:
        name: The field's name.
        display_name: Anything at all; may be empty.
        address: A bare address that was checked before, its domain as A-labels.

    Raises:
        ValueError: The address was not checked before.
    """
    if not ADDRESS.fullmatch(address):
        raise ValueError(f"{address!r} cannot stand in a header field")
    return write_phrase(name, display_name, f"<{address}>") or write_lines(name, [address])


def write_phrase(name: str, phrase: str, last: str) -> bytes:
    """Write a phrase for people and what it names in angle brackets; empty without a phrase."""
    phrase = clean_text(phrase)
    if not phrase:
        return b""
    room = LONGEST_LINE - len(name) - 2
    quoted = quote_phrase(phrase)
    if len(quoted) <= room:
        words = [quoted]
    elif is_plain(phrase) and len(quoted) < LONGEST_LINE:
        words = ["", quoted]
    else:
        words = list(encode_words(phrase, len(name)))
    lead = len(name) + 2 if len(words) == 1 else 1
    if lead + len(words[-1]) + 1 + len(last) <= LONGEST_LINE:
        words[-1] += f" {last}"
    else:
        words.append(last)
    return write_lines(name, words)


def quote_phrase(phrase: str) -> str:
    """Write a phrase of plain characters, in quotation marks where it needs them, or encoded."""
    if not is_plain(phrase):
        return " ".join(encode_words(phrase, 0))
    if SPECIALS.isdisjoint(phrase):
        return phrase
    return '"' + phrase.replace("\\", "\\\\").replace('"', '\\"') + '"'


def is_plain(text: str) -> bool:
    """Whether a text is ASCII that nobody can take for an encoded word."""
    return text.isascii() and "=?" not in text


def fold_words(words: list[str], room: int) -> Iterator[str]:
    """Fold words into lines: the first has `room`, the others the whole line but its space."""
    line = ""
    for word in words:
        if line and len(line) + 1 + len(word) > room:
            yield line
            line, room = word, LONGEST_LINE - 1
        else:
            line = f"{line} {word}" if line else word
    yield line


def encode_words(text: str, lead: int) -> Iterator[str]:
    """Encode a text as encoded words (RFC 2047), one a line, no character cut in two.

    Args:
        text: Anything that UTF-8 can hold.
        lead: Length of the field's name, which stands in the first line.
    """
    quoted = sum(1 if byte in PLAIN_IN_Q or byte == ord(" ") else 3 for byte in text.encode())
    encode = encode_q if quoted <= len(text.encode()) * 4 / 3 else encode_b
    chunk = ""
    room = min(LONGEST_ENCODED_LINE - lead - 2, LONGEST_WORD)
    if len(text) < room and len(whole := encode(text)) <= room:
        yield whole
        return
    for character in text:
        if chunk and len(encode(chunk + character)) > room:
            yield encode(chunk)
            chunk, room = "", LONGEST_WORD
        chunk += character
    yield encode(chunk)


def encode_b(text: str) -> str:
    """Write one encoded word in base 64."""
    return f"{OPENING}b?{b64encode(text.encode()).decode('ascii')}{CLOSING}"


def encode_q(text: str) -> str:
    """Write one encoded word in "Q", which people can read nearly."""
    letters = (
        chr(byte) if byte in PLAIN_IN_Q else "_" if byte == ord(" ") else f"={byte:02X}"
        for byte in text.encode()
    )
    return f"{OPENING}q?{''.join(letters)}{CLOSING}"


def write_lines(name: str, lines: list[str]) -> bytes:
    """Write a field from its lines, folded with one space each."""
    return (f"{name}: " + "\r\n ".join(lines) + "\r\n").encode()


def write_list(name: str, values: list[str]) -> bytes:
    """Write a field that lists addresses in angle brackets (RFC 2369), one a line.

    Raises:
        ValueError: A value has a character that no such address can have.
    """
    if not all(map(LISTED.fullmatch, values)):
        raise ValueError(f"{name} cannot hold {values!r}")
    return write_lines(name, [f"<{value}>," for value in values[:-1]] + [f"<{values[-1]}>"])


def header_names(head: bytes) -> list[str]:
    """Name the fields of a header block as a plain reader of lines sees them."""
    lines = re.split(rb"\r\n|\r|\n", head.rstrip(b"\r\n"))
    return [
        line.partition(b":")[0].decode("latin-1")
        for line in lines
        if not line.startswith((b" ", b"\t"))
    ]
