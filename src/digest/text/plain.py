"""Plain text as the house keeps it: composed letters, nothing invisible, single spaces."""

import re
import unicodedata
from html import unescape

# Joiners shape Persian, Hindi and emoji; every other invisible character is a leftover.
JOINERS = "\u200c\u200d"
UNWANTED = frozenset(("Cc", "Cf", "Cs", "Co", "Cn"))
BREAKS = re.compile(r"[\r\u2028\u0085\v\f]")
BLANK_LINES = re.compile(r"\n[^\S\n]*\n\s*|\u2029")
LOOSE_JOINERS = re.compile(r"(?:(?<=\s)|^)[\u200c\u200d]+|[\u200c\u200d]+(?=\s|$)")

ITEM = "• "  # begins a paragraph that is an item of a list

# Codes that stand for a character in HTML: in plain text somebody has escaped it once too often.
ENTITY = re.compile(
    r"&(?:amp|lt|gt|quot|apos|nbsp|[lr][sd]quo|[mn]dash|hellip|#[0-9]{1,7}|#x[0-9a-f]{1,6});",
    re.IGNORECASE,
)


def tidy_line(text: str) -> str:
    """Make one tidy line of a text: NFC, nothing invisible, single spaces, no HTML codes."""
    while "&" in text and (shown := ENTITY.sub(_show_code, text)) != text:
        text = shown
    if text.isascii() and text.isprintable():
        return " ".join(text.split())
    return " ".join(_shown(_break_alike(text)).replace("\u2029", " ").split())


def tidy_lines(text: str) -> list[str]:
    """Make tidy lines of a text; empty ones are left out."""
    return [line for line in map(tidy_line, _break_alike(text).split("\n")) if line]


def split_blocks(text: str) -> list[str]:
    """Split a text at its blank lines; the blocks keep their own line breaks."""
    return [block for block in BLANK_LINES.split(_break_alike(text)) if block.strip()]


def _break_alike(text: str) -> str:
    """Break every line with a line feed, however it was broken."""
    return BREAKS.sub("\n", text.replace("\r\n", "\n"))


def _show_code(code: re.Match[str]) -> str:
    return unescape(code[0].lower())


def _shown(text: str) -> str:
    composed = unicodedata.normalize("NFC", text)
    if composed.isprintable():
        return composed
    shown = "".join(char for char in composed if char.isprintable() or _may_stay(char))
    # Composed once more: what stood between a letter and its mark may be gone now.
    return unicodedata.normalize("NFC", LOOSE_JOINERS.sub("", shown))


def _may_stay(char: str) -> bool:
    return char.isspace() or char in JOINERS or unicodedata.category(char) not in UNWANTED
