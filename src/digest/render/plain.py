"""The text part: lines of 72 columns that break where a reader of that script expects it."""

import re
from itertools import pairwise
from unicodedata import category, east_asian_width

COLUMNS = 72
# What may not begin a line in Chinese and Japanese, and what may not end one (JIS X 4051).
NOT_FIRST = frozenset(
    "\u3001\u3002\uff0c\uff0e\u30fb\uff1a\uff1b\uff1f\uff01\u309b\u309c\u30fc"
    "\u300d\u300f\u3011\uff09\u3015\u3009\u300b\u2019\u201d\u2026"
)
NOT_LAST = frozenset("\u300c\u300e\u3010\uff08\u3014\u3008\u300a\u2018\u201c")
WIDE = re.compile(
    "[\u1100-\u11ff\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe4f\uff00-\uff60]"
)
BLANKS = re.compile(r"\n{3,}")


def width(text: str) -> int:
    """Count the columns that a text takes: two for a wide letter, none for a combining mark."""
    if text.isascii():
        return len(text)
    return sum(
        0 if category(one) in ("Mn", "Me", "Cf") else 2 if east_asian_width(one) in "WF" else 1
        for one in text
    )


def wrap(text: str, indent: str = "", first: str | None = None, columns: int = COLUMNS) -> str:
    """Break a text into lines; white space of any kind counts as one space.

    Args:
        text: One paragraph.
        indent: Stands before every line.
        first: Stands before the first line instead; None means `indent`.
        columns: Most columns of a line. What cannot be broken, such as an address, has a line of
            its own that may be longer.
    """
    lines: list[str] = []
    line, filled = "", 0
    start = indent if first is None else first
    room = columns - width(start)
    for piece, spaced in split_pieces(text):
        gap = " " if spaced and line else ""
        size = width(piece)
        if line and filled + len(gap) + size > room:
            lines.append(start + line)
            start, room = indent, columns - width(indent)
            line, filled, gap = "", 0, ""
        line += gap + piece
        filled += len(gap) + size
    return "\n".join([*lines, start + line]).rstrip()


def split_pieces(text: str) -> list[tuple[str, bool]]:
    """Split a paragraph where it may be broken; tells whether a space stood before each piece."""
    pieces: list[tuple[str, bool]] = []
    for word in text.split():
        parts = split_wide(word) if WIDE.search(word) and "://" not in word else [word]
        pieces += [(part, at == 0) for at, part in enumerate(parts)]
    return pieces


def split_wide(word: str) -> list[str]:
    """Split between wide letters, but not before a closing mark or after an opening one."""
    parts = [word[0]]
    for before, letter in pairwise(word):
        breakable = bool(WIDE.match(before) or WIDE.match(letter))
        if breakable and letter not in NOT_FIRST and before not in NOT_LAST:
            parts.append(letter)
        else:
            parts[-1] += letter
    return parts


def centre(text: str, columns: int = COLUMNS) -> str:
    """Put a short line in the middle."""
    return (" " * max(0, (columns - width(text)) // 2) + text).rstrip()


def tidy_lines(text: str) -> str:
    """Take spaces off line ends, and keep at most one blank line between two others."""
    stripped = "\n".join(line.rstrip() for line in text.split("\n"))
    return BLANKS.sub("\n\n", stripped).strip("\n") + "\n"
